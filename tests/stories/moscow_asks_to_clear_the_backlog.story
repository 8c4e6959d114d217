# Moscow asks on the telephone to clear the backlog: what the visa officer and the head of protocol then do, in the browser.
story "Moscow asks to clear the backlog"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
expect "A-119 is next, 144 days old. 9 applications waiting for your section."
expect "Applications (9)"
expect "Backlog: Russia open 52 over standard 42"
get /visas/backlog?state=RU
expect "From Russia to United Kingdom"
expect "open 52 over standard 42"
expect "Understanding of 1989"
get /visas/backlog?state=RU json
json open 52
json other_direction.open 30
# The oldest of all stands first; of those that wait for the visa section A-119.
get /visas?state=RU json
json cases[0].ref "A-63"
json cases[0].age_days 553
json found_n 52
get /visas?state=RU&holder=visa json
json cases[0].ref "A-119"
json cases[0].id 181
get /visas/181
expect "Application A-119"
expect "Over standard"
# A refusal by one person alone, a step that does not exist, a reason left out: the rule says no, what was typed stays.
post /visas/181/move move=approval.approver reason="the post is not free"
expect 409
expect "Say what is proposed to the approver"
expect "the post is not free"
get /visas/181
post /visas/181/move move=received.visa
expect 409
expect "From Decision there is no such move."
get /visas/181
post /visas/181/move move=closed.refused
expect 409
expect "needs a reason in one sentence"
get /visas/181
post /visas/181/move reason="a reason and no step"
expect 400
expect "Choose what to do next."
expect "a reason and no step"
# Asked for a paper and taken back: the clock stands in between.
get /visas/181
post /visas/181/move move=documents.mission reason="the marriage certificate is missing"
expect "Clock stopped"
expect "Applications (8)"
expect "the marriage certificate is missing"
wait 2d
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/181
post /visas/181/move move=documents.visa
expect "without 2 days on which the clock stood"
post /visas/181/move move=vetting.vetting
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /visas/181
post /visas/181/move move=decision.visa
# The officer proposes; approving it is somebody else's.
as visa.officer
get /visas/181
post /visas/181/move move=closed.refused reason_code=household reason="the marriage is not shown by any paper"
expect "Proposed the marriage is not shown by any paper"
get /proposals/4
expect "Refuse A-119"
post /proposals/4/approve
expect 409
expect "You proposed this yourself"
get /visas/181
post /visas/181/move move=closed.refused reason="approved by myself"
expect 409
expect "approve or reject that"
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
expect "4 proposals waiting for your approval"
get /visas?stage=approval
expect "A-119"
get /visas/181
expect "Proposed the marriage is not shown by any paper Visa officer (demo), 23 June 2021"
get /proposals
expect "Refuse A-119"
get /proposals/4
post /proposals/4/approve
expect "approved"
get /visas/181
expect "Closed: Refused"
expect "the marriage is not shown by any paper"
row SELECT stage, outcome, outcome_reason FROM visa_application WHERE id = 181 => closed | refused | the marriage is not shown by any paper
row SELECT count(*) FROM audit_leaf WHERE op = 'refuse' AND object_table = 'visa_application' AND object_id = 181 => 4
row SELECT act, op FROM audit_leaf WHERE object_table = 'visa_application' AND object_id = 181 ORDER BY id DESC LIMIT 1 => proposal.approve | update
row SELECT CASE WHEN count(*) > 10 THEN 1 ELSE 0 END FROM audit_leaf WHERE act = 'visa.view' AND op = 'view' AND object_table = 'person' => 1
verify
