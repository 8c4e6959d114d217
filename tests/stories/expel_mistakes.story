# A desk in a hurry: what a measure does not take is told with the field or the rule, at every step from the incident to the end,
# and nothing of it is entered.
story "A measure in a hurry: each mistake is told, and none is entered"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
# Of what, against whom, in answer to what.
cli expel attribute --db $db --author "Prime Minister" --on 2018-03-12 --strength certain --says x --source x
expect-exit 2
expect "strength: 'certain' is none of stated, highly_likely, likely, possible, doubted, denied"
expect "incident: say which incident: I-2018-01"
cli expel draft --db $db --against GB --answers RU-1999-01 --says x
expect-exit 2
expect "against: both sides are the same state"
expect "answers: there is no measure 'RU-1999-01'"
cli expel record --db $db --by RU --against GB --on 2021-05 --says x --source "this ministry"
expect-exit 2
expect "source: that is the source of what is drafted here"
cli expel draft --db $db --against RU --says "Activities incompatible with their status"
expect "RU-2021-01"
cli expel record --db $db --by RU --against GB --on 2021-06-20 --answers RU-2021-01 --says x --source x
expect-exit 2
expect "answers: that measure was not announced yet"
cli expel ground --db $db --measure RU-2021-01 --answers RU-2021-01 --says x
expect-exit 2
expect "answers: a measure does not answer itself"
cli expel name --db $db P-00438
expect-exit 2
expect "measure: say which measure: RU-2018-01"
cli expel name --db $db --measure RU-2021-77 P-00438
expect-exit 2
expect "measure: there is no measure 'RU-2021-77'"
# Whom: of this mission, in post.
as protocol.officer
cli mission act ended --db $db --mission 195 --person P-00441 --says tour_end --on 2021-06-20
cli mission act departed --db $db --mission 195 --person P-00441 --on 2021-06-20
as desk.officer
cli expel name --db $db --measure RU-2021-01 P-00441 P-00457 P-00438
expect-exit 2
expect "people: P-00441 does not serve any more"
expect "people: P-00457 serves in a mission of another state"
row SELECT count(*) FROM expel_person WHERE measure_id = 2 => 0
cli expel name --db $db --measure RU-2021-01 P-00438 P-00439
as security.liaison
cli expel basis --db $db --measure RU-2021-01 P-00440 --says x
expect-exit 2
expect "people: P-00440 is not named in this measure"
# Its parts, and offices that are cut.
as desk.officer
cli expel section --db $db --mission 195 --title Visas --least 1 D-01 Z-99
expect-exit 2
expect "people: the mission has no post 'Z-99'"
cli expel part --db $db --measure RU-2021-01 --kind ceiling --class gardeners
expect-exit 2
expect "class: 'gardeners' is no class of staff: diplomatic, admin_technical, service, consular, attache, local, family, correspondent, business, other"
cli expel part --db $db --measure RU-2021-01 --kind ceiling --class diplomatic --was 30
cli expel part --db $db --measure RU-2021-01 --kind ceiling --class correspondent --limit 2
cli expel terms --db $db --measure RU-2021-01 --days 7
as head.protocol
cli expel correct --db $db --measure RU-2021-01 --field note_no --became "71/2021" --reason x
expect-exit 3
expect "No note was handed over yet."
cli expel supersede --db $db --measure RU-2021-01 --note "71/2021" --hours 48
expect-exit 3
expect "No note of this measure is in force."
cli expel resume --db $db --measure RU-2021-01
expect-exit 3
expect "The measure does not stand still."
as desk.officer
cli expel propose --db $db --measure RU-2021-01
expect-exit 4
cli expel propose --db $db --measure RU-2021-01
expect-exit 3
expect "Only a draft is proposed; this measure is proposed."
as head.protocol
cli proposal approve 4 --db $db
as minister.office
cli proposal approve 4 --db $db
# Handed over once, by the clock here, and not while it stands still.
as head.protocol
cli expel stop --db $db --measure RU-2021-01 --says "the ambassador is on the way"
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021"
expect-exit 3
expect "The measure stands still: the ambassador is on the way. Let it go on first."
cli expel resume --db $db --measure RU-2021-01
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021" --zone Europe/Moscow
expect-exit 2
expect "zone: of staff here it is that of the register, Europe/London"
cli expel hand-over --db $db --measure RU-2021-01 --note "70/2021"
cli expel hand-over --db $db --measure RU-2021-01 --note "71/2021"
expect-exit 3
expect "Note 70/2021 was handed over already; a later note supersedes it."
cli expel supersede --db $db --measure RU-2021-01 --note "71/2021" --hours 48 --at 2021-06-21T07:00:00Z
expect-exit 2
expect "at: note 70/2021 was handed over later than that"
cli expel supersede --db $db --measure RU-2021-01 --note "71/2021" --hours 48 --written Ivanof P-00440
expect-exit 2
expect "people: P-00440 is not named in this measure"
# A ceiling for the register has a number and a category that it counts.
as protocol.officer
cli expel ceiling --db $db --measure RU-2021-01 --part 2 --basis habit --article "VCDR Art. 11(1)"
expect-exit 2
expect "basis: 'habit' is none of agreement, host_decision, reciprocity"
expect "part: the part does not say how many may serve"
cli expel ceiling --db $db --measure RU-2021-01 --part 3 --basis host_decision --article "VCDR Art. 11(1)"
expect-exit 2
expect "part: the register counts no category 'correspondent'"
# Who left, how, and what is corrected of it.
cli expel leave --db $db --measure RU-2021-01 --on 2021-06-21 --how balloon P-00438
expect-exit 2
expect "how: 'balloon' is none of border, mission_note, own_account, files"
cli expel leave --db $db --measure RU-2021-01 --on 2021-06-21 --how border P-00440
expect-exit 2
expect "people: P-00440 was not told to leave in this measure"
cli expel correct --db $db --measure RU-2021-01 --field left --became 2021-06-20 --reason x P-00438
expect-exit 2
expect "people: P-00438 has not left: record that first"
cli expel leave --db $db --measure RU-2021-01 --on 2021-06-21 --how border P-00438
cli expel leave --db $db --measure RU-2021-01 --on 2021-06-21 --how border P-00438
expect-exit 2
expect "people: P-00438 has left already"
cli expel correct --db $db --measure RU-2021-01 --field left --became 2021-06-20 --reason x P-00438 P-00439
expect-exit 2
expect "people: say about whom: one person"
cli expel correct --db $db --measure RU-2021-01 --field left --became yesterday --reason x P-00438
expect-exit 2
expect "became: 'yesterday' is not a day; write 2018-03-20"
cli expel correct --db $db --measure RU-2021-01 --field how --became balloon --reason x P-00438
expect-exit 2
expect "became: 'balloon' is none of border, mission_note, own_account, files"
cli expel correct --db $db --measure RU-2021-01 --field how --became files --reason x P-00440
expect-exit 2
expect "people: P-00440 is not named in this measure"
as desk.officer
cli expel correct --db $db --measure RU-2021-01 --field says --became "Nothing of the kind" --reason x
expect-exit 3
expect "What this ministry says of its own measure is what two people approved; a draft is changed by its ground."
row SELECT count(*) FROM expel_correction => 0
# Its end, once.
cli expel close --db $db --measure RU-2021-01
expect-exit 3
expect "1 of 2 have not left: say by which decision the measure is closed."
cli expel close --db $db --measure RU-2021-01 --says "the minister's, 21 June"
cli expel close --db $db --measure RU-2021-01 --says "again"
expect-exit 3
expect "The measure is closed already."
verify
