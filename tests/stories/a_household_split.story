# One of a family is here, another waits at home: two counts, two statuses, until the other comes or the first goes.
story "A household is split: the spouse is here, the child waits"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_served.csv --db $db
get /sign-in
post /sign-in/demo login=protocol.officer
get /missions/59/act?act=family_joined&person=P-00901
post /missions/59/act other=P-09999 says=spouse
expect 400
expect "There is no person P-09999."
post /missions/59/act other=P-00902 says=""
expect 400
expect "Relation"
get /missions/59/act?act=family_joined&person=P-00901
post /missions/59/act other=P-00902 says=spouse on=2021-06-05
get /missions/59/act?act=family_expected&person=P-00901
post /missions/59/act other=P-00904 says=child on=2021-06-05
row SELECT relation, from_on IS NULL FROM person_household ORDER BY id => spouse | 0; child | 1
cli person status P-00902 --db $db
expect "spouse in the household of a member (diplomatic"
cli person status P-00904 --db $db
expect "no status"
get /people/189
expect "Invented Otto"
expect "Invented Zoé"
expect "expected"
# Twice in the same household nobody is.
cli mission act family_expected --db $db --mission 59 --person P-00901 --other P-00904 --says child
expect-exit 3
expect "Invented Zoé is in the household already."
# The child comes, the spouse leaves.
cli mission act family_joined --db $db --mission 59 --person P-00901 --other P-00904 --says child --on 2021-06-10
cli mission act family_left --db $db --mission 59 --person P-00901 --other P-00902 --on 2021-06-04
expect-exit 3
expect "is here only since 5 June 2021"
cli mission act family_left --db $db --mission 59 --person P-00901 --other P-00902 --on 2021-06-20
cli person status P-00904 --db $db
expect "child in the household of a member"
cli person status P-00902 --db $db
expect "no status"
verify
