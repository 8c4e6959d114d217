# How the work went over a year, up to any day: each picture with its table, each table as CSV; and what is asked wrongly.
story "Reports as at any day"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/backlog?state=RU
expect "how the work went over the year"
get /visas/reports?state=RU
expect "Applications from Russia, from 22 June 2020 to 21 June 2021"
expect "25 were open before, 66 came and 39 were closed."
expect "52 are open. Of the 39 closed in the year 50 in 100 took at most 136 days, 85 in 100 took at most 217 days"
expect "Nobody who works here recorded a step in that year."
expect-not "2021-06"
# What is open before, came and was closed is what is open.
row SELECT count(*) FROM visa_application WHERE receiving_iso = 'GB' AND sending_iso = 'RU' AND received_on < 18799 - 364 AND (closed_on IS NULL OR closed_on >= 18799 - 364) => 25
get /visas/reports.csv?what=flow&state=RU
expect "Day,Came,Closed,Open"
expect "21 June 2021,66,39,52"
get /visas/reports.csv?what=stages&state=RU
expect "21 June 2021,2,12,21,9,5,3,52,42"
# A past day tells what was known on it, and nothing that came later.
get /visas/reports.csv?what=stages&state=RU&as_at=2020-06-22
expect "22 June 2020,0,8,11,0,4,2,25,20"
expect-not "2021"
get /visas/reports.csv?what=corridors&as_at=2020-06-22
expect "Russia,25"
cli visa ask A-118 A-117 --db $db --papers photo
get /visas/reports.csv?what=officers&state=RU
expect "Visa officer (demo),2,2"
get /visas/reports.csv?what=everything&state=RU
expect 400
expect "'everything' is not a report."
get /visas/reports?state=XX&as_at=2021-06-22
expect 400
expect "That day has not come; a report is of today or the past."
expect "'XX' is not the code of a state; Russia is RU."
get /visas/reports?as_at=2021-02-30
expect 400
# A state of which nothing is known has reports that say so.
get /visas/reports?state=FR
expect "0 were open before, 0 came and 0 were closed."
expect "nothing can be told: none was."
get /visas/reports.csv?what=ages&state=FR
expect "0 to 29,0"
# Who worked how much is not for a desk officer.
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /visas/reports?state=RU
expect "State by state"
expect-not "Who recorded"
get /visas/reports.csv?what=officers&state=RU
expect 400
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /visas/reports
expect 403
