# What Moscow asked on the telephone: how many wait, with whom, how long; and ours there.
story "The backlog of June 2021, in both directions"
at 2021-06-21T08:00:00Z
cli demo load --db $db
expect "It stands at Monday 21 June 2021, 09:00 in London"
cli visa backlog --db $db --state RU --json
json open 52
json standard_days 30
json by_holder.security 10
json ages[3].to null
json other_direction.open 30
verify
as desk.officer
cli visa backlog --db $db --state RU
expect "over the standard 42"
as mission.ru
cli visa backlog --db $db --state RU
expect-exit 5
