# Who works on what: the next case, a lock that others see and that ends, keeping out, giving, asking many; never deciding many.
story "Take the next case"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
cli visa next --db $db
expect "A-119 is yours for 30 minutes"
cli visa next --db $db
expect "A-119 is yours"
as head.protocol
cli visa move A-119 --db $db --to closed --outcome granted
expect-exit 3
expect "Visa officer (demo) is working on it until"
wait 31m
cli visa move A-119 --db $db --to closed --outcome granted
expect-exit 3
expect-not "is working on it"
# Who knows the applicant keeps out, and is offered the next one.
as visa.officer
cli visa keep-out A-119 --db $db
expect-exit 3
expect "Say in one sentence why"
cli visa keep-out A-119 --db $db --reason "knows the applicant"
cli visa next --db $db
expect-not "A-119"
cli visa move A-119 --db $db --to documents --holder visa
expect-exit 3
expect "You keep out of this application since 21 June 2021: knows the applicant"
cli visa assign A-119 --db $db --to visa.officer
expect-exit 3
expect "they keep out of it"
cli visa assign A-118 A-117 --db $db --to nobody.here
expect-exit 3
expect "Nobody here signs in as 'nobody.here'."
cli visa assign A-118 A-117 --db $db --to vetting.officer
expect "2 given"
row SELECT count(*) FROM visa_application a JOIN account u ON u.id = a.assigned_account_id WHERE u.login = 'vetting.officer' => 2
as desk.officer
cli visa assign A-118 --db $db --to vetting.officer
expect-exit 5
# Asking: of each by the rules, all or none.
as visa.officer
cli visa ask A-118 A-9999 --db $db --papers photo
expect-exit 3
expect "A-9999"
cli visa ask A-118 --db $db --papers photo,hat
expect-exit 2
expect "'hat' is not a paper"
cli visa ask A-118 --db $db --papers photo,passport --say "In colour, please."
expect "1 asked; their clocks stand; notes drafted: 1"
row SELECT a.holder, h.is_clock_stopped, h.reason FROM visa_application a JOIN visa_holding h ON h.application_id = a.id AND h.to_on IS NULL WHERE a.ref = 'A-118' => mission | 1 | We need from you: a copy of the passport, a photograph. In colour, please.
row SELECT n.state, CASE WHEN n.wording LIKE '%- a copy of the passport%' THEN 1 END, CASE WHEN n.wording LIKE '%In colour, please.%' THEN 1 END, CASE WHEN n.wording LIKE '%{missing}%' THEN 1 ELSE 0 END FROM note n JOIN visa_application a ON a.id = n.object_id AND n.object_table = 'visa_application' WHERE a.ref = 'A-118' ORDER BY n.id DESC LIMIT 1 => draft | 1 | 1 | 0
verify
# The same on the pages.
get /sign-in
post /sign-in/demo login=visa.officer
get /visas
post /visas/next
expect "Yours until"
get /visas?holder=visa
expect "taken by Visa officer (demo)"
post /visas/bulk do=assign login=visa.officer
expect 400
expect "Choose applications."
get /visas
post /visas/bulk do=ask refs=A-118 items=hat
expect 400
expect "'hat' is not a paper."
get /visas
post /visas/bulk do=decide
expect 400
