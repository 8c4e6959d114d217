# A successor is refused for the predecessor's card, for an unknown signature and for his own; each refusal says what would
# satisfy it. The rules are data of the host: here three of Germany's are switched on.
story "A successor waits for the predecessor's card"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli mission act ended --db $db --mission 195 --person P-00439 --on 2021-06-18 --told 2021-06-18 --note 57 --says tour_end
cli mission act card_returned --db $db --mission 195 --person P-00439 --card 5512
expect-exit 3
expect "has no valid card 5512"
# The card was issued long ago and is entered late: what it is about is a person, not a post.
cli mission act card_issued --db $db --mission 195 --person P-00439 --card "GB 5512" --on 2020-01-06 --told 2020-01-06
# Without the rule nobody asks for it; without a passport the host does not process the form.
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45 --on 2021-06-21
expect-exit 3
expect "No valid passport of Babkinov Grigory Semyonovich is in the register. Enter the passport."
expect "protocol.fcdo.gov.uk"
cli person document P-00516 --db $db --kind passport --number "51 123456" --issuer RU --issued 2020-02-03 --until 2019-02-03 --source "note 58"
expect-exit 2
expect "it would end before it was issued"
cli person document P-00516 --db $db --kind passport --number "51 123456" --issuer RU --issued 2020-02-03 --until 2025-02-03 --source "note 58"
as head.protocol
cli ref rule card_returned --db $db --kind gate --says "A successor is registered only when the predecessor's card is back" --source "circular note 3/2021" --from 2021-06-01
cli ref rule signatory_known --db $db --kind gate --says "Only signatories notified beforehand may sign" --source "circular note 3/2021" --from 2021-06-01
cli ref rule no_self_signing --db $db --kind gate --says "Nobody signs for himself or his household" --source "circular note 3/2021" --from 2021-06-01
as protocol.officer
cli mission gates --db $db --mission 195 --person P-00516 --post D-45 --signed-by P-00516
expect "not met card_returned Card GB 5512 of Shelestov Denis Leonidovich, who served in post D-45 before, is out. The card must be returned, or reported lost. (circular note 3/2021)"
expect "not met signatory_known Whoever signed is no signatory of the mission on that day. The mission must name its signatories first."
expect "not met no_self_signing"
expect "met documents_complete"
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45 --on 2021-06-21 --signed-by P-00516
expect-exit 3
expect "Card GB 5512 of Shelestov Denis Leonidovich"
row SELECT count(*) FROM mission_act WHERE kind = 'arrived' => 0
row SELECT count(*) FROM audit_leaf WHERE op = 'refuse' AND act = 'mission.act' => 3
cli mission act card_returned --db $db --mission 195 --person P-00439 --card gb-5512
row SELECT state, place FROM person_document WHERE document_no = 'GB 5512' => returned | ministry
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45 --on 2021-06-21
expect-exit 3
expect "It is not said who signed. The mission must name its signatories first."
cli mission act signatory_named --db $db --mission 195 --person P-00425 --on 2021-06-01 --note 59
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45 --on 2021-06-21 --signed-by P-00401
expect-exit 3
expect "A signatory of the mission must sign."
# Who signs for his own household: the signatory's wife cannot be put into a post by him.
cli mission act family_joined --db $db --mission 195 --person P-00425 --other P-00516 --says spouse --on 2021-06-19
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45 --on 2021-06-21 --signed-by P-00425
expect-exit 3
expect "Another signatory must sign."
cli mission act family_left --db $db --mission 195 --person P-00425 --other P-00516 --on 2021-06-20
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45 --on 2021-06-21 --told 2021-06-21 --note 60 --signed-by P-00425
expect "Arrived, 21 June 2021"
row SELECT article, note_no FROM mission_act WHERE kind = 'arrived' => VCDR Art. 10(1)(a) | 60
# The rule can go again; the version before is kept.
as head.protocol
cli ref rule card_returned --db $db --kind gate --off --says "No longer asked" --source "circular note 9/2021" --from 2021-06-21
cli ref rules --db $db --on 2021-06-20
expect "gate card_returned A successor is registered only when the predecessor's card is back; circular note 3/2021; from 2021-06-01"
as protocol.officer
cli ref rule card_returned --db $db --kind gate --says "x" --source "y"
expect-exit 5
verify
