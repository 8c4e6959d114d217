# People are kept for a time. When it is over one person proposes to erase them and another approves; a hold prevents it.
# Those expelled on 20 March 2018 are due five years later.
story "A person is erased when the time is over, and the log still verifies"
at 2021-06-21T08:00:00Z
cli demo load --db $db
row SELECT id FROM person WHERE ref = 'P-00402' => 2
as protocol.officer
cli attachment add tests/data/attachment/face.jpg --of person --record 2 --title "Portrait of Severyanov" --db $db
cli attachment add tests/data/attachment/page.png --of person --record 2 --title "His passport" --db $db
cli attachment add tests/data/attachment/page.png --of person --record 3 --title "The same page" --db $db
row SELECT CASE WHEN EXISTS (SELECT 1 FROM audit_leaf WHERE replace(opening, '"Severyanov"', '') <> opening) THEN 1 ELSE 0 END => 1
row SELECT CASE WHEN EXISTS (SELECT 1 FROM audit_leaf WHERE replace(opening, 'Северьянов Тимур', '') <> opening) THEN 1 ELSE 0 END => 1
as protocol.officer
cli expel correct --db $db --measure RU-2018-01 --field written --became "Severyanov T." --reason "the note" P-00402
cli retention due --db $db
expect "P-00525 2021-06-07 dropped"
expect-not "P-00402"
wait 700d
cli retention due --db $db --json
json [0].ref "P-00402"
json [0].due_on "2023-03-20"
json [0].class "member"
json [1].ref "P-00403"
as security.liaison
cli retention hold P-00403 --db $db
expect-exit 2
expect "which matter is open"
cli retention hold P-00403 --db $db --reason "court case 7"
get /sign-in
post /sign-in/demo login=security.liaison
get /people/2
expect "Severyanov"
get /people/2/looked
expect "security.liaison"
get /retention
expect "court case 7"
expect "Severyanov"
cli retention subject P-00402 --db $db
json person.family_name "Severyanov"
json attachments[1].title "His passport"
json withheld.length 2
json withheld[1].part "matters"
json measures[0].measure "RU-2018-01"
json measures[0].left_on "2018-03-20"
json withheld[0].class "DIPL"
cli retention run --db $db
expect-exit 5
as protocol.officer
cli retention due --db $db --json
json [1].ref "P-00404"
cli retention run --db $db
expect "it waits as proposal 4 for: Head of protocol"

# What is held meanwhile is not erased, nor is anybody else on that list.
as security.liaison
cli retention hold P-00404 --db $db --reason "a claim"
as head.protocol
cli proposal approve 4 --db $db
expect-exit 3
expect "P-00404 may not be erased now: hold: a claim"
row SELECT count(*) FROM person WHERE erased_on IS NOT NULL => 0
cli proposal reject 4 --db $db --reason "a claim is open"
as protocol.officer
cli retention run --db $db
expect "waits as proposal 5"
as head.protocol
cli proposal approve 5 --db $db
expect "approved, and done"

# Register, lists, exports and JSON know nothing; what was held is there; the log verifies.
row SELECT name, given_names, birth_place, length(sort_key) FROM person WHERE id = 2 => (erased) | null | null | 0
row SELECT sort_key, nationality_iso, measure FROM retention_png WHERE person_id = 2 => severyanov timur nikolaevich | RU | expelled
row SELECT class, due_on FROM retention_erasure WHERE person_id = 2 => member | 19436
row SELECT count(*) FROM audit_leaf WHERE replace(opening, '"Severyanov"', '') <> opening OR replace(opening, 'Severyanov Timur', '') <> opening => 0
row SELECT count(*) FROM audit_leaf WHERE replace(opening, 'Северьянов Тимур', '') <> opening => 0
row SELECT count(*) FROM person WHERE ref IN ('P-00403', 'P-00404') => 2
# Of scans and photographs the bytes are gone that no other record has.
row SELECT coalesce(nullif(title, ''), 'blank'), length(content_hash) FROM attachment WHERE id > 1 ORDER BY id => blank | 0; blank | 0; The same page | 32
row SELECT count(*), min(length(bytes_blob)) FROM attachment_content WHERE id > 1 => 1 | 22639
# The measure stands with as many people as before; of the erased one it says only that there is one.
row SELECT name_written, left_on FROM expel_person WHERE person_id = 2 => null | 17610
row SELECT was, became, reason FROM expel_correction => null | erased | erased
cli expel show RU-2018-01 --db $db --json
json named 23
json left 23
expect-not "Severyanov"
verify
get /sign-in
post /sign-in/demo login=head.protocol
get /people/2
expect 404
get /people/2 json
expect 404
get /people/2/looked
expect 404
get /missions/1
expect-not "Severyanov"
get /retention
expect-not "Severyanov"
expect "court case 7"
cli retention subject P-00402 --db $db
expect-exit 6
cli retention due --db $db --json
expect-not "P-00402"
as security.liaison
cli retention release P-00403 --db $db
cli retention release P-00403 --db $db
expect-exit 6
as head.protocol
cli retention due --db $db --json
json [0].ref "P-00403"
cli retention notice --db $db --json
json classes.length 5
json tables[0].title "Person"
get /privacy
expect "How long we keep it"
