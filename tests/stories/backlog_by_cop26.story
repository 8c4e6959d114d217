# The plea of June 2021, answered on one page: how many wait, how long, when it clears, what would clear it by COP26.
story "What would clear the backlog by COP26"
at 2021-06-21T08:00:00Z
cli demo load --db $db
cli backlog outlook --db $db --state RU --by 2021-11-01 --json
json theirs.open 52
json theirs.come 40
json theirs.done 21
json theirs.done_by.85 "2023-02-03"
json ours.open 30
json ours.done_by.85 null
# Relief by hand: demand 40/26 a week, 52 open, 19 weeks: 1.5385 + 52/19 = 4.2753.
json theirs.capacity_for_all 4.275303644
# The queue that keeps the standard: 40/26 x (30/7)/4 = 1.648; 1.5385 + (52 - 1.648)/19 = 4.1885.
json theirs.target_queue 1.648351648
json theirs.capacity 4.188548294
cli backlog outlook --db $db --state RU
expect "The queue grows by 0.7 a week: 1.5 come and 0.8 are closed a week (40 and 21 in the 182 days to 21 June 2021)."
expect "85 %: done by 3 February 2023"
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
expect "with a chance of 85 % by 3 February 2023"
expect "To have it down by 1 November 2021, in 19 weeks"
expect "all that wait now are closed, and as many as come 4.3"
expect "the 85 % day held in"
expect "Half are closed within 151 days"
get /visas/backlog?state=RU&by=2020-01-01
expect 400
expect "That day must lie behind 21 June 2021."
get /visas/backlog.csv?state=RU&by=2021-11-01
expect "RU to GB,open,52,applications"
expect "to be closed a week for all,4.28,applications"
expect "GB to RU,open,30,applications"
get /visas/backlog.csv?state=QQ
expect 400
# One page says it all in a paragraph for each direction, in days as a person writes them.
get /visas/backlog?state=RU&by=2021-11-01
expect "52 applications wait from Russia to United Kingdom: 8 with Mission, 5 with Protocol, 9 with Visa section"
expect "The oldest has waited 553 days, half of them at most 111 days. 42 are over their standard (Understanding of 1989: 30 calendar days)."
expect "At today's rate those that wait are closed by 3 February 2023, with a chance of 85 %. To have them closed by 1 November 2021, and as many as come, it takes 4.3 a week instead of 0.8."
expect "30 applications wait from United Kingdom to Russia"
expect-not "2021-"
# What waiting does: visas that end, families apart, empty posts, people who leave and are not followed.
expect "Undecided, and the visa in hand has ended 3"
expect "Undecided, and the visa in hand ends within 30 days 5"
expect "Undecided, and the visa in hand ends within 90 days 13"
expect "Households of which one was let in and others wait: 4 people 4"
expect "Posts that stand empty, not frozen, for which somebody waits 11"
expect "nobody was let in to follow; for 0 of them somebody waits 16"
row SELECT count(*) FROM visa_application WHERE receiving_iso = 'GB' AND sending_iso = 'RU' AND closed_on IS NULL AND visa_until_on BETWEEN 18799 AND 18799 + 90 => 13
# How many officers: 40/26 a week come, one officer closes 21/26: two are busy for .952, by Erlang's formula.
expect "1 officer at work now: each closes 0.81 a week."
expect "2 95 % 93 % 12.1 weeks"
get /visas/backlog?state=RU&officers=4
expect "4 officers at work now: each closes 0.20 a week."
get /visas/backlog?state=RU&officers=0
expect 400
get /visas/backlog?state=RU&officers=many
expect 400
# A desk officer reads figures: on paper, too; which applications they are is for those who see applications.
get /visas/backlog.pdf?state=RU&by=2021-11-01
expect "%PDF-1."
get /visas/backlog/applications.csv?state=RU
expect 403
get /visas/backlog?state=RU
expect-not "Each application that waits here"
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/backlog?state=RU
expect "Each application that waits here"
expect "A-63 Entry Security 23 October 2020 553 days 523 days ago – 30 calendar days: Understanding of 1989"
get /visas/backlog/applications.csv?state=RU
expect "RU,GB,A-63,Entry,Vetting,Security,2020-10-23,553,yes,1.0000,30 calendar days: Understanding of 1989"
expect "GB,RU,M-8,Family member"
# As at a past day the list is not told: what is listed is today's.
get /visas/backlog?state=RU&as_at=2020-06-01
expect-not "Each application that waits here"
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /visas/backlog.csv?state=RU
expect 403
