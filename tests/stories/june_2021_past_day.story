# What stood there at the end of a past day is counted from the history.
story "The backlog as it stood on a past day"
at 2021-06-21T08:00:00Z
cli demo load --db $db
cli visa backlog --db $db --state RU --as-at 2021-06-20 --json
json open 52
cli visa backlog --db $db --state RU --as-at 2020-01-15
expect "Applications of RU to GB on 15 January 2020"
cli visa backlog --db $db --state RU --as-at 2021-06-22
expect-exit 2
expect "that day has not come"
