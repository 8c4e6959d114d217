# Three years after the expulsions of March 2018 Moscow asks for its vacant posts. What was agreed lifts a freeze, by two people; what
# is cut for good is abolished; nobody comes into either but as the rules have it.
story "A frozen post is filled again when two people lift the freeze, an abolished one never"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
row SELECT count(*) FROM mission_post WHERE frozen_since_on IS NOT NULL AND mission_id = 195 => 23
get /sign-in
post /sign-in/demo login=protocol.officer
get /missions/195/act
expect "Freeze lifted"
get /missions/195/act?act=post_freed
post /missions/195/act post=D-01 says=""
expect 400
expect "'Freeze lifted' needs it"
post /missions/195/act says="agreed in the talks of June 2021"
expect 409
expect "Post D-01 is not frozen."
post /missions/195/act post=Z-99
expect 400
expect "There is no post Z-99 in this mission."
post /missions/195/act post=D-44 note=71/2021
expect "Embassy of the Russian Federation, post D-44: lift the freeze since 14 March 2018"
cli mission act post_freed --db $db --mission 195 --post Z-99 --says "agreed"
expect-exit 2
expect "post: there is no mission 195, or it has no post Z-99"
cli mission act post_freed --db $db --mission 195 --post D-44 --says "agreed" --on 2021-06-01
expect-exit 2
expect "on: it happens on the day on which a second person decides"
cli mission act post_freed --db $db --mission 195 --post D-44 --says "agreed twice"
expect-exit 3
expect "Post D-44 waits for a second person already."
row SELECT count(*) FROM mission_post WHERE frozen_since_on IS NOT NULL AND mission_id = 195 => 23
cli proposal approve 4 --db $db
expect-exit 3
expect "another person must decide it"
cli person document P-00541 --db $db --kind passport --number "51 123457" --issuer RU --source "note 65"
cli mission act arrived --db $db --mission 195 --person P-00541 --post D-44
expect-exit 3
expect "The freeze must be lifted first."
as head.protocol
cli proposal approve 4 --db $db
row SELECT count(*) FROM mission_post WHERE frozen_since_on IS NOT NULL AND mission_id = 195 => 22
row SELECT kind, note_no, says FROM mission_act ORDER BY id DESC LIMIT 1 => post_freed | 71/2021 | agreed in the talks of June 2021
as protocol.officer
get /missions/195
expect "Freeze lifted"
cli mission act arrived --db $db --mission 195 --person P-00541 --post D-44
# What is given up is vacant first, and stays empty.
cli mission act post_abolished --db $db --mission 195 --post D-44 --says "note 80"
expect-exit 3
expect "serves in post D-44: that service must be ended first."
cli mission import tests/data/register_new_post.csv --db $db
cli mission act post_abolished --db $db --mission 195 --post D-900 --says "note 80" --on 2021-06-01
expect-exit 3
expect "Post D-900 is there only since 10 June 2021."
cli mission act post_abolished --db $db --mission 195 --post D-900 --says "note 80"
cli mission act post_abolished --db $db --mission 195 --post D-900 --says "note 80"
expect-exit 3
expect "Post D-900 was abolished on 21 June 2021."
cli person import tests/data/register_people.csv --db $db
cli mission act arrived --db $db --mission 195 --person P-00522 --post D-900
expect-exit 3
expect "Post D-900 was abolished. Name another post."
get /missions/195
expect "Post abolished"
verify
