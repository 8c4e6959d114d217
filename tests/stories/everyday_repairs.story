# What a protocol officer mends on a Monday: a day written down wrongly, two records of one human being, a passport that moved,
# whose card was found in the street.
story "Everyday repairs: corrections, merges, numbers"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person document P-00516 --db $db --kind passport --number "51 123456" --issuer RU --source "note 58"
cli person document P-00517 --db $db --kind passport --number "51-123456" --issuer RU --source "note 58"
expect-exit 3
expect "is in the register already"
cli person place P-00516 --db $db --number 51123456 --place moon
expect-exit 2
expect "'moon' is not a place"
cli person place P-00516 --db $db --number 51123456 --place ministry
row SELECT place FROM person_document => ministry
cli mission act card_issued --db $db --mission 195 --person P-00425 --card "GB-77 01" --note "91/2021"
cli mission find gb7701 --db $db
expect "card GB-77 01, valid: Golenishchin Vitaly Nikolaevich"
cli mission find 91/2021 --db $db
expect "note 91/2021: Card issued, 21 June 2021: Golenishchin Vitaly Nikolaevich"
cli mission find P-00425 --db $db
expect "P-00425: Golenishchin Vitaly Nikolaevich"
cli mission find 0000 --db $db
expect "Nothing has this number."
# Two records of one human being: nothing is moved, both show each other, and it can be taken back.
cli person merge P-00517 --db $db --same-as P-00517 --reason "same passport"
expect-exit 2
expect "these are the same record already"
cli person merge P-00517 --db $db --same-as P-00516 --reason "same passport"
cli person merge P-00517 --db $db --same-as P-00518 --reason "again"
expect-exit 3
expect "merged into another already"
get /sign-in
post /sign-in/demo login=protocol.officer
get /people/116
expect "Babkinov Grigory Semyonovich"
expect "Also recorded as P-00517"
cli person unmerge P-00517 --db $db --reason "brothers"
get /people/116
expect-not "Also recorded as"
# A correction is no change: an end cannot be invented by it, and the reason is kept.
cli mission correct 25 --db $db --field to_on --day 2021-06-01 --reason "left"
expect-exit 3
expect "is no matter of spelling: record the end"
cli mission correct 25 --db $db --field from_on --day 2018-02-15 --reason "the note was read wrongly"
get /people/25
expect "14 February 2018 was written, 15 February 2018 is right; the note was read wrongly"
cli mission premises --db $db --mission 195 --use chancery --address "6 Example Gardens" --source "note 5"
cli mission premises --db $db --withdraw 1 --why "decision of 21 June"
expect-exit 5
as head.protocol
cli mission premises --db $db --withdraw 1 --why "decision of 21 June"
get /sign-in
post /sign-in/demo login=head.protocol
get /missions/195
expect "6 Example Gardens No premises since 21 June 2021 decision of 21 June"
verify
