# A visa is refused by two people: who proposes it cannot approve it, and the log has every attempt.
story "A refusal takes two people, on the pages as on the command line"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as vetting.officer
cli visa move A-118 --db $db --to decision --holder visa
as visa.officer
cli visa move A-118 --db $db --to closed --outcome refused
expect-exit 3
expect "needs a reason"
cli visa move A-118 --db $db --to closed --outcome refused --reason "the post is frozen"
expect-exit 3
expect "To refuse needs the reason as a code"
cli visa move A-118 --db $db --to closed --outcome refused --reason "the post is frozen" --reason-code post_frozen
expect-exit 4
expect "it waits as a proposal"
row SELECT stage, holder FROM visa_application WHERE ref = 'A-118' => approval | approver
cli visa move A-118 --db $db --to closed --outcome granted --reason "after all"
expect-exit 3
expect "approve or reject that"
get /proposals
expect 401
post /sign-in/demo login=visa.officer
expect "Refuse A-118"
expect "Head of protocol, not you"
get /proposals/4
expect "the post is frozen"
post /proposals/4/approve
expect 409
expect "You proposed this yourself"
as desk.officer
cli proposal approve 4 --db $db
expect-exit 3
expect "This is decided by: Head of protocol"
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
expect "Waiting for me (4)"
get /proposals/4
post /proposals/4/reject reason=""
expect 400
expect "Say in one sentence why"
post /proposals/4/approve
expect "approved"
expect-not "Why it is rejected"
row SELECT stage, outcome, outcome_reason FROM visa_application WHERE ref = 'A-118' => closed | refused | the post is frozen
cli proposal approve 4 --db $db
expect-exit 3
expect "does not wait any more"
row SELECT count(*) FROM audit_leaf WHERE object_table = 'proposal' AND op = 'refuse' => 3
verify

# A rejected proposal goes back to the visa officer with the reason.
as visa.officer
cli visa move A-140 --db $db --to closed --outcome granted --reason "no objection" --valid-until 2022-06-30 --entries many
expect-exit 4
as head.protocol
cli proposal reject 5 --db $db --reason "ask security first"
row SELECT stage, holder FROM visa_application WHERE ref = 'A-140' => decision | visa
row SELECT state, reason FROM proposal WHERE id = 5 => rejected | ask security first
verify
