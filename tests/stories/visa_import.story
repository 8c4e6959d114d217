# A mission's spreadsheet: every fault with its line, then all rows or none; what is missing is asked back and the clock stands.
story "Applications from a mission's spreadsheet"
needs tests/data/visa/bad.csv
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
cli visa import tests/data/visa/bad.csv --db $db
expect-exit 2
expect "bad.csv:2:2: kind: Kind must be one of the choices shown."
expect "bad.csv:2:3: received_on: Received on must be a real date"
expect "bad.csv:4"
row SELECT count(*) FROM visa_application => 193
cli visa import tests/data/visa/unknown.csv --db $db
expect-exit 2
expect "unknown.csv:2: post_no: 'D-99' is not a post of the Embassy of the Russian Federation."
expect "unknown.csv:2: birth_on: Nobody applies before being born."
expect "unknown.csv:3: received_on: That day has not come."
expect "unknown.csv:3: state: 'QQ' is not the code of a state"
expect "unknown.csv:4: person: There is no person P-99999."
expect "unknown.csv:5: to: One of the two states must be GB, and not both."
row SELECT count(*) FROM visa_application => 193
cli visa import tests/data/visa/empty.csv --db $db
expect-exit 2
expect "the file has no application"
cli visa import tests/data/visa/good.csv --db $db
expect "3 applications entered"
expect "A-194 lacks a photograph, a description of the role in the post"
row SELECT count(*) FROM visa_application WHERE id > 193 AND watched_from_on IS NOT NULL => 2
row SELECT sending_iso, receiving_iso FROM visa_application WHERE id = 196 => GB | RU
# The same file once more: the same people ask for the same.
cli visa import tests/data/visa/good.csv --db $db
expect-exit 2
expect "has the same name"
as vetting.officer
cli visa import tests/data/visa/good.csv --db $db
expect-exit 5
verify
# By hand: the form has the same fields, says all faults and keeps what was typed.
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-22 family_name=Ozhegin post_no=D-99
expect 400
expect "That day has not come."
expect "'D-99' is not a post"
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-21 family_name=Ozhegin given_names=Lev note_no=2021/77
expect "Application A-197"
expect "a photograph missing"
verify
