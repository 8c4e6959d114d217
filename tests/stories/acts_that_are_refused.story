# Every way in which an act of life is refused, on the page on which it is recorded: what lacks is said beside its field, a
# rule says which it is and what would satisfy it, and what was typed is still there.
story "Acts of life that cannot be: each says what lacks, or which rule stands against it"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_posts.csv --db $db
row SELECT count(*) FROM mission_act => 0
get /sign-in
post /sign-in/demo login=protocol.officer

# What lacks.
get /missions/195/act?act=dancing
expect 400
expect "'dancing' is not an act."
get /missions/195/act?act=ended
post /missions/195/act person=P-00426 act=""
expect 400
expect "Choose what happened."
get /missions/195/act?act=ended
post /missions/195/act person="" says="" on=2021-06-22
expect 400
expect "Say whom 'Functions ended' is about."
expect "'Functions ended' needs it:"
expect "That day has not come; record it when it has happened."
get /missions/195/act?act=ended
post /missions/195/act person=P-7 says=tour_end
expect 400
expect "There is no person P-7."
cli mission act ended --db $db --mission 195 --person P-00426 --says bored
expect-exit 2
expect "'bored' is not an end: tour_end, transfer, recalled, expelled, visa_lapsed, post_cut, death, other"
get /missions/195/act?act=arrived
post /missions/195/act person=P-00476 post="" told=2021-06-22
expect 400
expect "Say which post: D-07."
expect "That day has not come."
post /missions/195/act person=P-00476 post=X-99
expect 400
expect "There is no post X-99 in this mission."
get /missions/195/act?act=credentials
post /missions/195/act person=P-00401 time=25:61
expect 400
expect "'25:61' is not a time of day; write 09:30."
post /missions/195/act person=P-00401 time=""
expect 400
expect "Say the time of day, such as 10:30: precedence hangs on it."
get /missions/195/act?act=family_left
post /missions/195/act person=P-00426 other=""
expect 400
expect "Say which member of the family."
get /missions/195/act?act=card_issued
post /missions/195/act person=P-00426 card=""
expect 400
expect "Say the number of the card."

# Heads and who stands in for them.
get /missions/195/act?act=agrement_asked
post /missions/195/act person=P-00476 post=D-03
expect 409
expect "Agrément is for heads; post D-03 is diplomatic"
get /missions/196/act?act=agrement_asked
post /missions/196/act person=P-00476 post=C-02
expect 409
expect "Exequatur is for the head, who stands first; post C-02 is consular officer"
get /missions/195/act?act=agrement_granted
post /missions/195/act person=P-00476
expect 409
expect "No agrément was asked for Petrov Pyotr Sergeevich."
get /missions/195/act?act=functions
post /missions/195/act person=P-00426 time=10:30
expect 409
expect "Ivliev Gleb Romanovich is not head: post D-05 is diplomatic"
get /missions/195/act?act=charge_began
post /missions/195/act person=P-00441
expect 409
expect "Only a member of the diplomatic staff acts as head; others may have charge of current administrative affairs only."
post /missions/195/act person=P-00476
expect 409
expect "Petrov Pyotr Sergeevich does not serve in Embassy of the Russian Federation."
post /missions/195/act person=P-00426 on=2001-06-01
expect 409
expect "Ivliev Gleb Romanovich serves only since"
post /missions/195/act person=P-00426 on=2021-06-10
expect "What has happened"
get /missions/195/act?act=charge_began
post /missions/195/act person=P-00425 on=2021-06-11
expect 409
expect "Ivliev Gleb Romanovich acts as head on that day: end that first."
get /missions/195/act?act=charge_ended
post /missions/195/act person=P-00425
expect 409
expect "Golenishchin Vitaly Nikolaevich does not act as head."
post /missions/195/act person=P-00426 on=2021-06-09
expect 409
expect "Ivliev Gleb Romanovich acts as head only since 10 June 2021."

# Posts: each gate of the convention.
cli person document P-00426 --db $db --kind passport --number 26X1 --issuer RU --source "note 9"
get /missions/195/act?act=arrived
post /missions/195/act person=P-00426 post=D-03
expect 409
expect "Ivliev Gleb Romanovich serves in post D-05 already: record a change of post."
post /missions/195/act person=P-00476 post=D-05
expect 409
expect "Ivliev Gleb Romanovich serves in post D-05. That service must be ended first."
expect "VCDR Art. 11(1)"
post /missions/195/act person=P-00476 post=D-04
expect 409
expect "Post D-04 is frozen since"
expect "The freeze must be lifted first."
get /missions/195/act?act=transferred
post /missions/195/act person=P-00426 post=D-05
expect 409
expect "Ivliev Gleb Romanovich serves in post D-05 already."
get /missions/195/act?act=departed
post /missions/195/act person=P-00476
expect 409
expect "Petrov Pyotr Sergeevich never served in this mission."
post /missions/195/act person=P-00426
expect 409
expect "The functions of Ivliev Gleb Romanovich have not ended: record that first."
get /missions/195/act?act=nationality
post /missions/195/act person=P-00426 says=QQ
expect 409
expect "'QQ' is not the code of a state."

# A national of this State needs its consent, which it has not given.
get /missions/195/act?act=nationality
post /missions/195/act person=P-00476 says=GB
expect "What has happened"
cli person document P-00476 --db $db --kind passport --number 76X1 --issuer GB --source "note 9"
get /missions/195/act?act=arrived
post /missions/195/act person=P-00476 post=D-03
expect 409
expect "Petrov Pyotr Sergeevich is a national of this State (GB), without consent. Record the express consent when it has been given."
expect "VCDR Art. 8(2)"
get /missions/195/act?act=consent_given
post /missions/195/act person=P-00476
get /missions/195/act?act=arrived
post /missions/195/act person=P-00476 post=D-03
expect "What has happened"
# Without a passport nobody serves here, by the rule of this host.
get /missions/195/act?act=arrived
post /missions/195/act person=P-00477 post=D-08
expect 409
expect "No valid passport of Sidorova Alla Maximovna is in the register. Enter the passport."

# Households.
get /missions/195/act?act=family_joined
post /missions/195/act person=P-00478 other=P-00479 says=spouse
expect 409
expect "Samokhvalin Nikita Konstantinovich does not serve in Embassy of the Russian Federation: a household hangs on a member."
post /missions/195/act person=P-00426 other=P-00426 says=spouse
expect 409
expect "Nobody belongs to a household as its own head."
post /missions/195/act person=P-00426 other=P-00479 says=child on=2021-06-05
expect "What has happened"
get /missions/195/act?act=family_joined
post /missions/195/act person=P-00426 other=P-00479 says=child
expect 409
expect "Mezentsov Viktor Leonidovich is in the household already."
get /missions/195/act?act=family_left
post /missions/195/act person=P-00426 other=P-00480
expect 409
expect "Skornyakova Oksana Petrovna is not in the household of Ivliev Gleb Romanovich."
post /missions/195/act person=P-00426 other=P-00479 on=2021-06-01
expect 409
expect "Mezentsov Viktor Leonidovich is here only since 5 June 2021."

# Cards.
get /missions/195/act?act=card_issued
post /missions/195/act person=P-00426 card=8001
expect "What has happened"
get /missions/195/act?act=card_issued
post /missions/195/act person=P-00426 card=8002
expect 409
expect "Card 8001 is valid: renew that one."
post /missions/195/act person=P-00425 card=8001
expect 409
expect "A card 8001 is in the register already."
get /missions/195/act?act=card_returned
post /missions/195/act person=P-00425 card=8001
expect 409
expect "Golenishchin Vitaly Nikolaevich has no valid card 8001."

# The mission itself.
get /missions/195/act?act=protected
post /missions/195/act says=RU
expect 409
expect "A third State looks after the mission: say its code."
get /missions/195/act?act=suspended
post /missions/195/act says="consultations"
expect "What has happened"
get /missions/195/act?act=suspended
post /missions/195/act says="consultations"
expect 409
expect "The mission is suspended already."
get /missions/195/act?act=arrived
post /missions/195/act person=P-00477 post=D-08
expect 409
expect "The mission is suspended: it must be re-opened first."

# A correction keeps days in their order. Of all that was refused nothing is in the register, but that somebody tried.
cli mission correct 26 --db $db --field from_on --day 2018-01-01 --reason "misread"
cli mission act ended --db $db --mission 195 --person P-00426 --says tour_end
cli mission correct 26 --db $db --field from_on --day 2021-06-22 --reason "misread"
expect-exit 3
expect "The service would end before it begins."
row SELECT count(*) FROM mission_act => 8
verify
