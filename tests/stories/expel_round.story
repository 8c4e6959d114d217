# A round of this ministry: drafted, named, bound, approved by two, handed over, superseded by a later note that mends a name and
# gives less time, tracked to the last departure. Scenarios 1 (the ratchet) and 15.
story "A round of this ministry takes two people and is tracked to the last departure"
at 2021-06-21T08:00:00Z
cli demo load --db $db
# A ceiling with a ratchet is in force.
as protocol.officer
cli mission ceiling --db $db --state RU --category diplomatic --limit 15 --ratchet --basis reciprocity --article "VCDR Art. 47(2)(a)" --says "numbers are frozen"
expect-exit 4
as head.protocol
cli proposal approve 4 --db $db
as desk.officer
cli expel record --db $db --by GB --against RU --on 2021-06-21 --says "x" --source x
expect-exit 3
expect "drafted and approved by two people"
cli expel draft --db $db --against RU --says "Activities incompatible with their status"
expect "RU-2021-01"
cli expel propose --db $db --measure RU-2021-01
expect-exit 3
expect "Name people"
cli expel name --db $db --measure RU-2021-01 P-00438 P-00439 P-00440
cli expel propose --db $db --measure RU-2021-01
expect-exit 3
expect "Say by when they must leave"
cli expel terms --db $db --measure RU-2021-01 --days 0
expect-exit 2
expect "Give 1 to 400 days"
cli expel terms --db $db --measure RU-2021-01 --days 7
# Why they are named is for those cleared for it.
cli expel basis --db $db --measure RU-2021-01 P-00438 --says "x"
expect-exit 5
as security.liaison
cli expel basis --db $db --measure RU-2021-01 P-00438 --says "undeclared intelligence officer"
as desk.officer
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021"
expect-exit 5
cli expel propose --db $db --measure RU-2021-01
expect-exit 4
cli expel name --db $db --measure RU-2021-01 P-00441
expect-exit 3
expect "is not changed any more"
as head.protocol
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021"
expect-exit 3
expect "before two people approved it"
cli proposal approve 5 --db $db
cli expel show RU-2021-01 --db $db --json
json stage "proposed"
cli proposal approve 5 --db $db
expect-exit 3
as minister.office
cli proposal approve 5 --db $db
cli expel show RU-2021-01 --db $db --json
json stage "approved"
json people[0].stands "named"
json people[2].words "not acceptable (VCDR Art. 9(1))"
as head.protocol
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021" --to "the ambassador" --at 2021-06-21T10:00:00Z
expect-exit 2
expect "that hour has not come"
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021" --to "the ambassador" --hours 48
expect-exit 3
expect "Two people approved 7 days."
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021" --to "the ambassador"
cli expel show RU-2021-01 --db $db --json
json stage "in_force"
json told 3
json leave_by "2021-06-28T23:00:00Z"
row SELECT count(*) FROM mission_post WHERE frozen_why LIKE '%(RU-2021-01)' => 3
row SELECT persons_n FROM ledger_round WHERE sender_iso = 'GB' AND target_iso = 'RU' AND announced_from_on = 18799 => 3
# The note misspelt a name; the second one mends it and gives less time. Whom it meant is proposed, with the evidence.
as desk.officer
cli expel who --db $db --measure RU-2021-01 "Timochinzew Kirill"
expect "P-00438 Timokhintsev Kirill Maksimovich"
cli expel who --db $db --measure RU-2021-01 "Smith"
expect "Nobody of that staff has a name like it."
# What two people approved stays as it was, in force, too.
as desk.officer
cli expel name --db $db --measure RU-2021-01 P-00441
expect-exit 3
expect "is not changed any more"
cli expel part --db $db --measure RU-2021-01 --kind ceiling --limit 3
expect-exit 3
expect "is not changed any more"
as protocol.officer
cli expel supersede --db $db --measure RU-2021-01 --note "71/2021" --hours 48 --written "Ivanof" --says "mends the name; 48 hours" P-00438
cli expel show RU-2021-01 --db $db --json
json notes.length 2
json notes[0].superseded true
json notes[1].superseded false
json people[0].written "Ivanof"
cli expel leave --db $db --measure RU-2021-01 --on 2021-06-21 --how border P-00438
row SELECT ended_why FROM mission_appointment a JOIN person p ON p.id = a.person_id WHERE p.ref = 'P-00438' => expelled
cli mission room --db $db --state RU
expect "14 of 14 diplomatic serve"
wait 3d
cli expel show RU-2021-01 --db $db --json
json left 1
json overdue 2
cli expel leave --db $db --measure RU-2021-01 --on 2021-06-24 --how mission_note P-00439 P-00440
cli expel show RU-2021-01 --db $db --json
json late 2
json overdue 0
as head.protocol
cli expel close --db $db --measure RU-2021-01
cli expel show RU-2021-01 --db $db --json
json closed "complete"
# The vacated posts are not filled again.
as protocol.officer
cli person document P-00541 --db $db --kind passport --number "51 123457" --issuer RU --source "note 65"
cli mission act arrived --db $db --mission 195 --person P-00541 --post D-44
expect-exit 3
verify
