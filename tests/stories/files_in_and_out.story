# People and posts come by files: a template is filled in, checked, written; members leave as a file that no spreadsheet runs.
story "Files in and out"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person import --template --db $db
expect "ref,mission,family,given,patronymic,order,native,lang,sex,birth,birth_place,nationality,mrz,source,address,telephone,email"
cli person import --template --out $tmp/people.xlsx --db $db
cli doc rows $tmp/people.xlsx --columns ref,mission,family,given,patronymic,order,native,lang,sex,birth,birth_place,nationality,mrz,source,address,telephone,email
get /sign-in
post /sign-in/demo login=protocol.officer
get /missions
expect "Files in and out"
get /import/posts/csv
expect "mission,post_no,title,category,rank,created,person,from,told"
get /import/posts/odt
expect 404
get /import
post /import what=people
expect 400
expect "Choose file."
get /import
post /import file=@tests/data/register_people.csv
expect 400
expect "Choose what is in the file"
# Every fault of every row, by row and column; nothing is written, and what was chosen stays chosen.
get /import
post /import what=posts file=@tests/data/register_rivals.csv do=write
expect 400
expect "register_rivals.csv has 5 faults: nothing was written."
expect "2 7 person there is no person P-09999; import people first"
expect "3 4 category 'ambassador' is not a category, such as diplomatic"
expect "4 4 category a consular post has no head of mission"
expect "3 8 from '2021-02-30' is not a day"
row SELECT count(*) FROM mission_post WHERE post_no LIKE '%-9_' => 0
get /import
post /import what=people file=@tests/data/register_people.csv do=check
expect "4 people are in order; nothing was written. Choose the file again to write them."
row SELECT count(*) FROM person WHERE ref LIKE 'P-009%' => 0
post /import what=people file=@tests/data/register_people.csv do=write
expect "4 people are in the register."
row SELECT count(*) FROM person WHERE ref LIKE 'P-009%' => 4
row SELECT count(*), count(DISTINCT leaf_id) FROM (SELECT id AS leaf_id FROM audit_leaf WHERE act = 'person.import') l => 5 | 5
# The same file again: every row is there already.
get /import
post /import what=people file=@tests/data/register_people.csv do=write
expect 400
expect "2 1 ref P-00901 is in the register already: Invented Hélène"
# A workbook is read as well: what was taken out comes in elsewhere.
cli person import tests/data/register_formula.csv --db $db
cli person export --state FR --db $db
expect "'=1+1"
cli person export --state FR --out $tmp/fr.xlsx --db $db
cli doc rows $tmp/fr.xlsx --columns ref,mission,family,given,patronymic,order,native,lang,sex,nationality,mrz,source
expect "=1+1"
cli person import $tmp/fr.xlsx --dry-run --db $db
expect-exit 2
expect "fr.xlsx:2:1: ref: P-0"
expect "is in the register already"
cli mission export --state RU --json --db $db
json length 33
json [0].category "head"
json [0].name "Kelin Andrei"
get /import
get /export?what=members&state=RU&form=json
json length 33
get /export?what=members&state=RU&form=csv
expect "195,Embassy of the Russian Federation,RU,"
get /export?what=members&state=XX&form=csv
expect 400
expect "'XX' is not the code of a state."
get /export?what=people&form=csv
expect 409
expect "An export of more than 100 persons takes two people"
# A second person agrees to what it is for; then whoever asked, and nobody else, makes the file for a week.
post /export/ask why=""
expect 400
expect "Enter what the file is for."
post /export/ask why="yearly count for Parliament"
expect "Take 155 persons out as a file: people of all States"
expect "yearly count for Parliament"
expect "You proposed this. Another person must decide it"
get /export?what=people&form=csv
expect 409
cli person export --state FR --ask "few" --db $db
expect-exit 3
expect "needs no second person: make the file"
cli person export --db $db
expect-exit 3
expect "Ask a second person, or for one state."
cli person export --ask " " --db $db
expect-exit 2
expect "Say in one sentence what the file is for."
as head.protocol
cli proposal approve 4 --db $db
as protocol.officer
get /export?what=people&form=csv
expect "P-00402"
row SELECT count(*) FROM audit_leaf WHERE op = 'view' AND object_table = 'import_export' => 1
get /export?what=members&form=json
cli person export --db $db --out $tmp/all.xlsx
row SELECT count(*) FROM audit_leaf WHERE op = 'view' AND object_table = 'import_export' => 2
as visa.officer
cli person export --db $db
expect-exit 3
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /import
expect 403
get /export?what=members&form=csv
expect 403
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /import
expect-not "Write all rows"
cli person import tests/data/register_people.csv --db $db
expect-exit 5
verify
