# A decision says its code first, then one sentence; a grant says until when, how often, and by when the stay ends. Outward a refusal gives no reason.
story "What a decision must say, and the note that goes out with it"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
# A-142 is a member of a family, A-122 the approval of an attaché: the first ends in a visa, the second does not.
cli visa move A-119 --db $db --to closed --outcome refused --reason "no paper shows it"
expect-exit 3
expect "To refuse needs the reason as a code, beside the sentence. It stays inside; outward none is owed."
cli visa move A-119 --db $db --to closed --outcome refused --reason-code household
expect-exit 3
expect "needs a reason in one sentence"
cli visa move A-119 --db $db --to closed --outcome refused --reason "no" --reason-code hat
expect-exit 2
expect "'hat' is not a reason"
cli visa move A-119 --db $db --to closed --outcome refused --reason "no" --reason-code household --entries one
expect-exit 3
expect "are of a grant, not of a refusal"
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order"
expect-exit 3
expect "To grant needs the day until which the visa is valid, and how often it lets in."
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order" --valid-until 2022-06-30 --entries three
expect-exit 2
expect "'three' is not a number of entries"
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order" --valid-until 2022-02-30 --entries one
expect-exit 2
expect "valid-until"
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order" --valid-until 2021-06-21 --entries one
expect-exit 3
expect "A visa that is valid from 21 June 2021 cannot end on 21 June 2021."
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order" --valid-from 2021-06-20 --valid-until 2022-06-30 --entries one
expect-exit 3
expect "that day is past"
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order" --valid-until 2022-06-30 --entries two --tenure-until 2022-05-31
expect-exit 3
expect "The tenure ends on 31 May 2022; the visa cannot be valid until 30 June 2022."
cli visa move A-119 --db $db --to closed --outcome granted --reason "in order" --valid-until 2022-06-30 --entries two --reason-code other
expect-exit 3
expect "of a refusal, not of a grant"
row SELECT stage FROM visa_application WHERE ref = 'A-119' => decision
# On the page both notes can be read before anything is proposed; what is proposed shows its own.
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/181
expect "To propose to grant: validity, entries, tenure"
expect "is not in a position to grant it"
expect "The other State applies the rule as restrictively, VCDR Art. 47(2)"
post /visas/181/move move=closed.granted reason="in order" valid_until_on=2022-06-30 entries=four
expect 400
expect "'four' is not a number of entries."
expect "in order"
get /visas/181
post /visas/181/move move=closed.granted reason="in order" valid_until_on=2022-06-30 entries=two tenure_until_on=2024-06-30
get /proposals/4
expect "Valid until 30 June 2022"
expect "Tenure until 30 June 2024"
expect "Article VCDR Art. 7"
expect "has been granted, valid to 30 June 2022, for two entries; the tenure ends on 30 June 2024."
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /proposals/4
post /proposals/4/approve
get /visas/181
expect "Outcome Granted"
expect "Valid to 30 June 2022, for two entries; the tenure ends on 30 June 2024"
row SELECT outcome, entries, valid_until_on - 18799, tenure_until_on - 18799, reason_code FROM visa_application WHERE id = 181 => granted | two | 374 | 1105 | null
# Approving has drafted the note; its wording goes to a second person as every note does.
row SELECT state, template, object_table, object_id FROM note WHERE id = (SELECT max(id) FROM note) => draft | visa_granted | visa_application | 181
row SELECT count(*) FROM note WHERE id = (SELECT max(id) FROM note) AND wording LIKE '%valid to 30 June 2022, for two entries%' => 1
# A refusal: the code and the sentence stay inside.
as vetting.officer
cli visa move A-118 --db $db --to decision --holder visa
as visa.officer
cli visa move A-118 --db $db --to closed --outcome refused --reason "the slot of an expelled officer" --reason-code post_frozen
expect-exit 4
get /proposals/5
expect "Reason code post_frozen"
expect "Article VCDR Art. 11(1)"
as head.protocol
cli proposal approve 5 --db $db
row SELECT count(*) FROM note WHERE template = 'visa_refused' AND state = 'draft' AND wording NOT LIKE '%slot%' AND wording NOT LIKE '%frozen%' => 1
get /visas/116
expect "Reason, inside The post is frozen, VCDR Art. 11(1)"
verify
# What has ended can still be found: by state and outcome, and from the queue.
get /visas
expect "Those that ended"
get /visas/ended?state=RU&outcome=refused json
json cases[0].ref "A-118"
get /visas/ended
expect "A-119"
expect "21 June 2021"
get /visas/ended?outcome=lost&state=XX
expect 400
expect "'lost' is not an outcome."
expect "'XX' is not the code of a state; Russia is RU."
get /visas/ended?before_closed_on=2021-02-30
expect 400
get /visas/ended?state=FR
expect "No application that ended fits these filters."
# The queue in another order, page by page.
get /visas?sort=age json
json cases[0].ref "A-63"
json cases.length 25
get /visas?sort=age&state=RU&over=1 json
json found_n 40
get /visas?sort=name
expect 400
expect "'name' is no order: due or age."
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /visas/ended
expect 403
