# A note is drafted, approved by a second person, sent, and then superseded, never changed.
story "A note: drafted from a template, approved by another, sent with its number, superseded"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
get /sign-in
post /sign-in/demo login=protocol.officer
get /notes/new
expect "Draft a note"
post /notes/new mission="" template="" kind=note_verbale
expect 400
expect "Choose a mission"
post /notes/new mission=1 template=visa_documents.en kind=note_verbale
expect "Draft N-4, not sent"
expect "presents its compliments"

# What is in braces must be filled in first; what was typed stays.
post /notes/4/propose
expect 400
expect "Error: Fill in what stands in braces: {application}"
post /notes/4/wording subject="" wording="= Ministry"
expect 400
expect "Subject"
post /notes/4/wording subject="Documents of A-118" wording="No. {number} of {date}: the Ministry presents its compliments."
expect "Documents of A-118"
post /notes/4/wording changes_n=0 subject="Over it" wording="Over it"
expect 409
expect "Somebody else has changed this note"
get /notes/4
post /notes/4/propose
expect "Waits for approval"
as head.protocol
cli proposal approve 4 --db $db
row SELECT state, note_no FROM note WHERE id = 4 => approved | null

# A change of the wording takes the approval away.
as protocol.officer
cli note wording N-4 --db $db --subject "Documents of A-118, again"
row SELECT state, approved_account_id FROM note WHERE id = 4 => draft | null
cli note send N-4 --db $db
expect-exit 3
expect "Only an approved wording is sent"
cli note propose N-4 --db $db
expect-exit 4
as head.protocol
cli proposal approve 5 --db $db
as visa.officer
cli note send N-4 --db $db
expect "N-4 is sent as 1/2021"
row SELECT state, note_no, year_n, seq_n FROM note WHERE id = 4 => sent | 1/2021 | 2021 | 1
cli attachment add tests/data/attachment/page.pdf --of note --record 4 --title "Annex" --db $db
expect-exit 3
expect "A note that was sent never changes, nor what goes with it."
cli note wording N-4 --db $db --subject "Other"
expect-exit 3
expect "never changes"
cli note send N-4 --db $db
expect-exit 3
as protocol.officer
get /notes/4
expect "1/2021"
expect "21 June 2021"
expect-not "Keep this wording"
cli note paper N-4 --db $db --out $tmp/n.pdf


# A later note supersedes it; a mission's note is entered as it came.
cli note draft --db $db --mission 1 --template acknowledge --supersedes 4 their_number=44 their_date="3 June 2021"
expect "N-5"
get /notes/4
expect "a draft, not sent yet"
cli note receive --db $db --mission 1 --on 2021-06-22 --subject "Reply"
expect-exit 2
expect "number that stands on the note"
cli note receive --db $db --mission 1 --no 51 --on 2021-06-18 --subject "Reply" --supersedes 5
expect-exit 3
expect "still a draft"
cli note receive --db $db --mission 1 --no 51 --on 2021-06-18 --subject "Reply"
expect "N-6"
get /notes?direction=in
expect "Reply"
expect-not "Documents of A-118"
get /notes?state=lost
expect 400
verify
