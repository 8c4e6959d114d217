# A ceiling by category with a ratchet, over all organisations of the state, set by two people: the next expulsion lowers it by
# one and the vacated post is not filled again. Scenario 1: the aide-memoire of 24 September 1971.
story "A ceiling of categories after 1971: each expulsion lowers it"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli mission ceiling --db $db --state RU --category diplomatic --limit 16 --ratchet --basis host_decision --says "aide-memoire"
expect-exit 3
expect "A ceiling for one category of one State treats it unlike the others"
expect "VCDR Art. 11(2)"
cli mission ceiling --db $db --state RU --category diplomatic --limit 15 --ratchet --basis reciprocity --article "VCDR Art. 47(2)(a)" --says "aide-memoire of 21 June 2021"
expect-exit 4
cli mission room --db $db --state RU
expect "No ceiling is in force."
cli proposal approve 4 --db $db
expect-exit 3
as head.protocol
cli proposal approve 4 --db $db
cli mission room --db $db --state RU
expect "15 of 15 diplomatic serve in all organisations of the state; each expulsion lowers the ceiling; room for 0 (reciprocity, VCDR Art. 47(2)(a), since 2021-06-21: aide-memoire of 21 June 2021)"
as protocol.officer
cli person document P-00516 --db $db --kind passport --number "51 123456" --issuer RU --source "note 58"
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-03
expect-exit 3
expect "15 of 15 diplomatic serve in all organisations of the state"
expect "A place must become free, or the ceiling be raised by two people. (VCDR Art. 47(2)(a))"
# One leaves at the end of a tour: the place is free again. One is expelled: it is not.
cli mission act ended --db $db --mission 195 --person P-00439 --says tour_end
cli mission act arrived --db $db --mission 195 --person P-00516 --post D-45
cli mission act ended --db $db --mission 195 --person P-00438 --says expelled --note "64/2021"
cli mission room --db $db --state RU
expect "14 of 14 diplomatic serve"
cli person document P-00541 --db $db --kind passport --number "51 123457" --issuer RU --source "note 65"
cli mission act arrived --db $db --mission 195 --person P-00541 --post D-42
expect-exit 3
expect "14 of 14 diplomatic serve"
row SELECT limit_n, is_ratchet FROM mission_ceiling ORDER BY id => 15 | 1; 14 | 1
# Administrative staff are under no ceiling yet; a total counts them too.
cli mission act arrived --db $db --mission 195 --person P-00541 --post T-04
cli mission ceiling --db $db --state RU --limit 30 --basis agreement --says "agreed size" --article "VCDR Art. 11(1)"
expect-exit 4
as head.protocol
cli proposal approve 5 --db $db
cli mission room --db $db --state RU
expect "of 30 sent by the state serve in all organisations of the state"
as desk.officer
cli mission act arrived --db $db --mission 195 --person P-00541 --post T-09
expect-exit 5
verify
