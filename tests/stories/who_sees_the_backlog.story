# The same pages for those who read figures only, and for those who read none of them.
story "Who sees the backlog, and who sees the applications"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
expect "Backlog: Russia"
expect "Latest measures: Russia"
# What was announced after the register's day is not known on it.
expect "30 March 2018"
expect-not "2022"
get /visas/backlog
expect "From Russia to United Kingdom"
expect-not "See these applications"
get /visas
expect 403
get /visas/181
expect 403
# A past day, from the history; a day that has not come; a state that is none; a state that nobody waits from.
get /visas/backlog?state=RU&as_at=2020-03-01
expect "as it stood on 1 March 2020"
get /visas/backlog?state=RU&as_at=2021-06-22
expect 400
expect "That day has not come"
get /visas/backlog?state=XX
expect 400
expect "'XX' is not the code of a state; Russia is RU."
get /visas/backlog?state=FR
expect "From France to United Kingdom"
expect "open 0"
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
expect "Where to go"
expect-not "Backlog"
get /visas/backlog
expect 403
get /visas
expect 403
# The queue: what is due first stands first, and the next page goes on behind the last row.
as protocol.officer
get /sign-in
post /sign-in/demo login=protocol.officer
get /visas?over=1 json
json found_n 42
json cases.length 25
json next_url "/visas?over=1&after_due_on=2021-03-05&after_id=116"
get /visas?over=1&after_due_on=2021-03-05&after_id=116 json
json cases.length 17
json is_later true
get /visas?holder=nobody&stage=x&kind=y&state=XX
expect 400
expect "'nobody' is not a holder."
expect "'x' is not a stage."
expect "'y' is not a kind of application."
expect "'XX' is not the code of a state; Russia is RU."
get /visas?state=FR
expect "No open application fits these filters."
get /visas/99999
expect 404
row SELECT count(*) FROM audit_leaf WHERE act = 'visa.view' => 0
verify
