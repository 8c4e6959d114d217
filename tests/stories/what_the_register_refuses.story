# What is refused around notes, the list, files, holds, the watch over those who look, and offices: who asks is told what lacks
# or which rule it is, on the page where there is one, and nothing of it is written.
story "Notes, editions, holds and files that cannot be: each is told why"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_posts.csv --db $db
get /sign-in
post /sign-in/demo login=protocol.officer

# Notes.
get /notes/new
post /notes/new mission=9999 template=free.en kind=letter
expect 400
expect "There is no such template or mission."
get /notes/new
post /notes/new mission=59 template=poem.en kind=letter
expect 400
expect "There is no such template or mission."
get /notes/new
post /notes/new mission=59 template=free.en kind=letter supersedes=N-99
expect 400
expect "There is no note N-99."
get /notes/new
post /notes/new mission=59 template=free.en kind=letter supersedes=N-1
expect 409
expect "N-1 is a note of another mission; only one of the same mission is superseded."
get /notes/new
post /notes/new mission=195 template=free.en kind=letter supersedes=N-2
expect 409
expect "N-2 is still a draft: change its wording instead."
get /notes/received
post /notes/received mission=9999 kind=letter note_no=7 note_on=2021-06-01 received_on=2021-06-02 subject="A guest" lang=en
expect 400
expect "There is no such mission."
get /notes/received
post /notes/received mission=59 kind=letter note_no=7 note_on=2021-06-03 received_on=2021-06-02 subject="A guest" lang=en
expect 400
expect "The note bears a day after that on which it came."
post /notes/received received_on=2021-06-22
expect 400
expect "That day has not come."
cli note receive --db $db --mission 59 --no 7 --on 2021-06-01
expect-exit 2
expect "Enter what the note is about."
cli note receive --db $db --mission 59 --on 2021-06-01 --subject "A guest"
expect-exit 2
expect "Enter the number that stands on the note."
get /notes/new
post /notes/new mission=59 template=free.en kind=letter
get /notes/4
post /notes/4/wording subject="A guest" wording="|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17"
expect 400
expect "The wording cannot be set: line 1: the row has 17 cells; a table has at most"
post /notes/4/wording subject="A guest" wording="No. {number} of {date}: the Ministry presents its compliments."
get /notes/4
post /notes/4/propose
get /notes/4
as head.protocol
cli proposal approve 4 --db $db
as protocol.officer
cli note propose N-4 --db $db
expect-exit 3
expect "The wording is approved already: send it."

# Editions, holds and spouses.
cli list make "June 2021" --db $db
cli list publish 2 --db $db
expect-exit 4
as head.protocol
cli proposal approve 5 --db $db
as protocol.officer
cli list publish 2 --db $db
expect-exit 3
expect "This edition is published already."

# Scans.
cli attachment add tests/data/attachment/page.pdf --of person --record 25 --title "two	columns" --db $db
expect-exit 2
expect "title: this is one line of UTF-8 without control characters"

# Holds of the eraser.
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /retention
post /retention/hold person=P-00425 reason="" what=hold
expect 400
expect "Say which matter is open."
get /retention
post /retention/hold person=P-99 reason="a suit" what=hold
expect 400
expect "There is nobody with this reference."
get /retention
post /retention/hold person=P-00425 reason="" what=release
expect 400
expect "Nobody with this reference is held."

# A label for an hour, and its review by another.
as vetting.second
cli glass open person 25 --label VET --reason "a call at night" --db $db
expect-exit 2
expect "You hold the label VET already."
cli glass open people 25 --label XYZ --db $db
expect-exit 2
expect "Choose the label that is needed: VISA, VET, SEC, DIPL or PERS."
expect "Write a record as its table and number: visa_application 118."
expect "Say why it cannot wait."
as security.liaison
cli glass open person 25 --label DIPL --reason "a call at night" --db $db
as vetting.second
cli glass open person 25 --label SEC --reason "a call at night" --db $db
as security.liaison
cli glass review 1 --verdict right --note "it could not wait" --db $db
expect-exit 3
expect "You took this yourself, or stand in for who did: another person reviews it."
get /sign-in
post /sign-in/demo login=security.liaison
get /break-glass
post /break-glass/2/review verdict=maybe note="seen"
expect 400
expect "Say whether it was right or wrong."
post /break-glass/2/review verdict=right note="it could not wait"
expect "it could not wait"
cli glass review 2 --verdict right --note "again" --db $db
expect-exit 3
expect "Somebody has reviewed this already."

# Offices of state, and a new register.
as desk.officer
cli ref holder --state QQ --office "Foreign Secretary" --name "A. Person" --from 2021-06-01 --source "invented" --db $db
expect-exit 2
expect "say of which state, by its code: RU"
cli ref holder --state FR --office "Keeper of Seals" --name "A. Person" --from 2021-06-01 --source "invented" --db $db
expect-exit 2
expect "this office is new: say what kind it is"
cli init --db $tmp/other.db --ministry "" --host QQ --zone Europe/Nowhere --admin first --name "A. Person"
expect-exit 2
expect "'QQ' is not the two-letter code of a state"
expect "'Europe/Nowhere' is not a time zone, such as Europe/London"
expect "say which ministry keeps the register"
verify
