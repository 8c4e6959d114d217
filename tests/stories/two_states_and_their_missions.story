# A desk officer reads the account of two states, then a mission with its frozen posts, then one of its members.
story "What two states did, and the mission it left"
at 2021-06-21
cli demo load --db $db
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /ledger?a=GB&b=RU&from=2018&to=2018
expect "Salisbury (Skripal) attack"
expect "23 persons on 17 March 2018, after 3 days"
expect "50 or more"
get /ledger?a=GB&b=RU&from=2018&to=2018 json
json a_rounds_n 1
json pairs_n 1
json exact_n 1
get /ledger?a=GB&b=RU&from=2020&to=2018
expect 400
expect "The last year lies before the first"
get /ledger?a=GB&b=ZZ
expect 400
expect "'ZZ' is not the code of a state"
get /missions
expect "Embassy of the Russian Federation"
get /missions/195
expect "Frozen since 14 March 2018"
get /missions/99999
expect 404
get /people/2
expect "invented for the demo world"
expect-not "Born"
row SELECT count(*) FROM audit_leaf WHERE op = 'view' AND object_table = 'person' AND object_id = 2 => 1
# A mission's own user sees its own mission and no other.
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /missions
expect "1 missions of 1 states"
get /missions/1
expect 404
get /ledger
expect 403
verify
