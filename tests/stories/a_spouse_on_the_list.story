# A spouse is printed beside a member only with consent, and no more when it is withdrawn or the household is left.
story "A spouse on the Diplomatic List"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli list spouse --db $db --mission 195 --person P-00425 --spouse P-00516
expect-exit 2
expect "consent: say which note or form gives the consent"
cli list spouse --db $db --mission 195 --person P-00425 --spouse P-00516 --consent "note 61"
expect-exit 3
expect "The register knows no such spouse or partner in the member's household: record the family first."
cli mission act family_joined --db $db --mission 195 --person P-00425 --other P-00516 --says spouse --on 2021-06-19
cli list make "May" --db $db
cli list file 2 --db $db
expect-not "Babkinov"
cli list spouse --db $db --mission 195 --person P-00425 --spouse P-00516 --consent "note 61"
cli list spouse --db $db --mission 195 --person P-00425 --spouse P-00516 --consent "note 62"
expect-exit 3
expect "A spouse is printed beside this member already: withdraw that first."
cli list make "June" --db $db
cli list file 3 --db $db
expect "mission,title,name,native,since,spouse"
expect ",Babkinov Grigory Semyonovich"
get /sign-in
post /sign-in/demo login=protocol.officer
get /list/3
expect "Golenishchin Vitaly Nikolaevich with Babkinov Grigory Semyonovich"
# The spouse's own page says whose household it is, and the status that comes of it.
get /people/116
expect "Spouse in the household of Golenishchin Vitaly Nikolaevich"
expect "here since 19 June 2021."
expect "spouse in the household of a member (diplomatic agent)"
# Who left the household is printed no more.
cli mission act family_left --db $db --mission 195 --person P-00425 --other P-00516 --on 2021-06-20
cli list make "July" --db $db
cli list file 4 --db $db
expect-not "Babkinov"
cli list spouse --db $db --person P-00425 --end
row SELECT count(to_on), max(consent) FROM list_spouse => 1 | note 61
cli list spouse --db $db --person P-00425 --end
expect-exit 6
as desk.officer
cli list spouse --db $db --mission 195 --person P-00425 --spouse P-00516 --consent x
expect-exit 5
verify
