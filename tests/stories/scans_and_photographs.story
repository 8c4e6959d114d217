# A scan or photograph goes with its record: told by its content, kept once, drawn small, seen by who may see the record, taken
# off with a reason. Nothing goes with a note that was sent.
story "Scans and photographs of a record"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
get /sign-in
post /sign-in/demo login=protocol.officer
get /people/2
expect "Nothing is attached."
get /attachments/new?of=person&record=2
expect "Severyanov Timur Nikolaevich"
post /attachments/new title="Portrait"
expect 400
expect "Choose what it is"
expect "Choose file."
post /attachments/new kind=photograph title="" file=@tests/data/attachment/face.jpg
expect 400
expect "Say what it shows, such as Passport, page 2."
post /attachments/new kind=scan title="Passport" file=@tests/data/register_posts.csv
expect 400
expect "The file is no PNG, JPEG or PDF; its content says so, whatever its name is."
post /attachments/new kind=scan title="Passport" file=@tests/data/attachment/broken.jpg
expect 400
expect "The file is damaged or was not sent whole."
row SELECT count(*) FROM attachment => 1
post /attachments/new kind=photograph title="Portrait" file=@tests/data/attachment/a_jpeg.png
expect 400
expect "By its content the name of this file must end in .jpg or .jpeg; it is 'a_jpeg.png'."
cli attachment add tests/data/attachment/a_jpeg.png --of person --record 2 --title "Portrait" --db $db
expect-exit 2
expect "must end in .jpg or .jpeg"
row SELECT count(*) FROM attachment => 1
get /attachments/new?of=person&record=2
post /attachments/new kind=photograph title="Portrait" file=@tests/data/attachment/face.jpg
expect "photograph, jpg, 6 KiB, 320 x 400, added 21 June 2021"
get /attachments/new?of=passport&record=2
expect 404
get /attachments/new?of=person&record=99999
expect 404
# The same bytes on another record are kept once; a picture that no decoder takes has no small one and is kept.
cli attachment add tests/data/attachment/face.jpg --of mission --record 195 --title "Of the chancery" --db $db
cli attachment add tests/data/attachment/cmyk.jpg --of visa_application --record 1 --title "Photograph for the visa" --db $db
expect-exit 5
get /attachments/new?of=visa_application&record=1
expect 403
as visa.officer
cli attachment add tests/data/attachment/cmyk.jpg --of visa_application --record 1 --title "Photograph for the visa" --kind photograph --db $db
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/1
expect "Photograph for the visa"
as protocol.officer
cli attachment add tests/data/attachment/page.pdf --of note --record 1 --title "The note as it came" --db $db
row SELECT count(*), count(DISTINCT content_hash), sum(label_bits) FROM attachment WHERE id > 1 => 4 | 3 | 34
row SELECT count(*), count(*) - count(small_blob) FROM attachment_content WHERE id > 1 => 3 | 2
cli attachment add tests/data/attachment/page.png --of person --record 2 --title "  " --kind film --db $db
expect-exit 2
expect "'film' is neither photograph nor scan"
cli attachment list --of person --record 2 --out $tmp/all.zip --db $db
expect "2 photograph jpg, Portrait, 5749 bytes, 2021-06-21"
get /attachments/2/small
get /attachments/4/small
expect 404
get /attachments/2
expect "JFIF"
row SELECT count(*) FROM audit_leaf WHERE op = 'view' AND object_table = 'attachment' AND object_id = 2 => 1
get /attachments/of/person/2
get /attachments/of/person/3
expect 404
get /notes/1
expect "The note as it came"
get /missions/195
expect "Of the chancery"
# A person's files are PERS, an application's VISA: who lacks the label does not see that there is one.
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /people/2
expect-not "Scans and photographs"
get /attachments/2
expect 404
get /attachments/2/small
expect 404
get /attachments/4
expect 404
get /attachments/3
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /people/2
expect "Portrait"
expect-not "Take off"
get /attachments/new?of=person&record=2
expect 403
as protocol.officer
get /attachments/2/remove
post /attachments/2/remove why=""
expect 400
expect "Say in one sentence why it is taken off."
post /attachments/2/remove why="another person's"
expect "Nothing is attached."
get /attachments/2
expect 404
row SELECT count(removed_on), max(removed_why) FROM attachment WHERE id = 2 => 1 | another person's
cli attachment remove 2 --why again --db $db
expect-exit 6
as vetting.officer
cli attachment add tests/data/attachment/face.jpg --of person --record 2 --title x --db $db
expect-exit 5
verify
