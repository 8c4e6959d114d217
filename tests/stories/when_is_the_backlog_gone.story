# A desk officer with figures of the queue and no register: how long do cases wait, when are ten of them done?
# waits.csv: remission times of Freireich 1963, the textbook example of open and closed waits.
story "When is the backlog gone?"
cli forecast km tests/data/forecast/waits.csv
expect "Half ended by 23"
cli forecast km tests/data/forecast/waits.csv --json
json median 23
json times.length 7
json at_risk[0] 21
cli forecast breach tests/data/forecast/waits.csv --age 13 --standard 23 --json
json p 0.6493506494

# Exact, and the chance by day 10 is 95.6 %.
cli forecast clear tests/data/forecast/daily.csv --items 10
expect "50 %: 10 done by day 7"
expect "95 %: 10 done by day 10"
cli forecast clear tests/data/forecast/daily.csv --items 10 --json
json p_done_by.10 0.9557329904

# Every fault at once, with its place.
cli forecast clear tests/data/forecast/daily_with_faults.csv --items 10
expect-exit 2
expect "daily_with_faults.csv:3:1: done: 'x' is not a whole number"
expect "daily_with_faults.csv:4:1: done: -2 is less than 0"
expect "daily_with_faults.csv:4:2: p: 3 is more than 1"
cli forecast clear tests/data/forecast/daily.csv
expect-exit 2
expect "give --items"
