# The plea of June 2021, answered on one page: how many wait, how long, when it clears, what would clear it by COP26.
story "What would clear the backlog by COP26"
at 2021-06-21T08:00:00Z
cli demo load --db $db
cli backlog outlook --db $db --state RU --by 2021-11-01 --json
json theirs.open 52
json theirs.come 40
json theirs.done 21
json theirs.done_by.85 "2023-01-31"
json ours.open 30
json ours.done_by.85 null
# Relief by hand: demand 40/26 a week, 52 open, 19 weeks: 1.5385 + 52/19 = 4.2753.
json theirs.capacity_for_all 4.275303644
# The queue that keeps the standard: 40/26 x (30/7)/4 = 1.648; 1.5385 + (52 - 1.648)/19 = 4.1885.
json theirs.target_queue 1.648351648
json theirs.capacity 4.188548294
cli backlog outlook --db $db --state RU
expect "The queue grows by 0.7 a week: 1.5 come and 0.8 are closed a week (40 and 21 in the 182 days to 21 June 2021)."
expect "85 %: done by 31 January 2023"
# As at a past day it knows what was known then, and no more.
cli backlog outlook --db $db --state RU --as-at 2020-06-01 --json
json theirs.open 23
json theirs.by "2020-11-01"
# What is asked wrongly is said, all of it.
cli backlog outlook --db $db --state XX --by 2021-06-01 --as-at 2021-06-22
expect-exit 2
expect "as-at: that day has not come"
expect "by: that day must lie behind 2021-06-22"
cli backlog outlook --db $db --state XX
expect-exit 2
expect "'XX' is not the code of a state"
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /visas/backlog?state=RU&by=2021-11-01
expect "The queue grows by 0.7 a week"
expect "with a chance of 85 % by 31 January 2023"
expect "To have it down by 1 November 2021, in 19 weeks"
expect "all that wait now are closed, and as many as come 4.3"
expect "the 85 % day held in"
expect "Half are closed within 151 days"
get /visas/backlog?state=RU&by=2020-01-01
expect 400
expect "That day must lie behind 2021-06-21."
get /visas/backlog.csv?state=RU&by=2021-11-01
expect "RU to GB,open,52,applications"
expect "to be closed a week for all,4.28,applications"
expect "GB to RU,open,30,applications"
get /visas/backlog.csv?state=QQ
expect 400
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /visas/backlog.csv?state=RU
expect 403
