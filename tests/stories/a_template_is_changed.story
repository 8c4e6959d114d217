# The wording of notes is data: an administrator proposes another, a head approves it, and it counts from its first day on. A
# note that was drafted before keeps its words, and the earlier version stays to be read.
story "A template of notes: changed by two people, from a day on"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
cli note draft --db $db --mission 1 --template acknowledge their_number=44 their_date="3 June 2021"
expect "N-4"
as admin
get /sign-in
post /sign-in/demo login=admin
get /notes/templates
expect "We have received your note English"
get /notes/templates/acknowledge.en
expect "has been passed to the section concerned"
expect "Filled of itself: {ministry}, {mission}, {number}, {date}, {their_number}, {their_date}"
post /notes/templates/acknowledge.en wording="{ministry} {number} of {date} {colour}" from_on=2021-06-20 why="a plainer wording"
expect 400
expect "Every note says {mission}: the wording lacks it."
expect "Nothing fills {colour} in this template; it knows {ministry}, {mission}, {number}, {date}, {their_number}, {their_date}."
expect "A version begins today or later: what was drafted before keeps its words."
post /notes/templates/acknowledge.en wording="{ministry} {number} {mission} {date} |" why=""
expect 400
expect "Enter why."
get /notes/templates/acknowledge.en
post /notes/templates/acknowledge.en wording="|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17| {ministry} {number} {mission} {date}" why="a table"
expect 400
expect "The wording cannot be set: line 1:"
get /notes/templates/acknowledge.en
post /notes/templates/acknowledge.en why="as it is"
expect 409
expect "That is what the template says on that day already."
get /notes/templates/acknowledge.en
post /notes/templates/acknowledge.en subject="Your note {their_number}" wording="No. {number} of {date}: the {ministry} has the note {their_number} of {their_date} of the {mission}." from_on=2021-06-23 why="a plainer wording"
expect "Template of notes, English, We have received your note: a plainer wording"
expect "Wording before"
get /notes/templates/acknowledge.en
expect "Waits for approval"
post /notes/templates/acknowledge.en subject="Another" why="another"
expect 409
expect "A version of this template waits for the second person already, as proposal 4."
cli proposal approve 4 --db $db
expect-exit 3
get /notes/templates/poem.en
expect 404
get /notes/templates/acknowledge.xx
expect 404
# A role that drafts no templates reads them; a mission does not.
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /notes/templates/acknowledge.en
expect-not "Propose a change"
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /notes/templates
expect 403
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /notes/versions/1
expect "Waits for approval"
get /notes/versions/1/pdf
get /proposals/4
post /proposals/4/approve
expect "approved"
get /notes/templates/acknowledge.en
expect "Approved"
expect "has been passed to the section concerned"
# Today the old one counts, and the day after tomorrow the new one; the note of today says what it said.
as protocol.officer
cli note draft --db $db --mission 1 --template acknowledge their_number=45 their_date="4 June 2021"
row SELECT count(*) FROM note WHERE id IN (4, 5) AND wording LIKE '%has been passed to the section concerned%' => 2
wait 2d
cli note draft --db $db --mission 1 --template acknowledge their_number=46 their_date="5 June 2021"
row SELECT subject, replace(wording, 'has the note 46 of 5 June 2021 of the Embassy', '') <> wording FROM note WHERE id = 6 => Your note 46 | 1
row SELECT count(*) FROM note WHERE id IN (4, 5) AND wording LIKE '%has been passed to the section concerned%' => 2
cli note draft --db $db --mission 1 --lang fr --template acknowledge their_number=47 their_date="6 juin 2021"
row SELECT replace(wording, 'accuser réception', '') <> wording FROM note WHERE id = 7 => 1
# A language in which there was none begins from the English wording; a rejected version changes nothing.
get /sign-in
post /sign-in/demo login=protocol.officer
get /notes/templates/acknowledge.es
expect "There is none in this language yet"
post /notes/templates/acknowledge.es label="Hemos recibido su nota" subject="Recibo de la nota {their_number}" wording="No. {number}, {date}: {ministry}, {mission}: {their_number}, {their_date}" why="for missions that write in Spanish"
expect "Spanish"
as head.protocol
cli proposal reject 5 --db $db --reason "not polite"
row SELECT state, from_on - 18799, decided_account_id FROM note_template ORDER BY id => approved | 2 | 8; rejected | 2 | 8
as protocol.officer
cli note draft --db $db --mission 1 --lang es --template acknowledge their_number=48 their_date="6 June 2021"
row SELECT lang FROM note WHERE id = 8 => en
verify
