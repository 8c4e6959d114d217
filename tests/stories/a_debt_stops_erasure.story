# Scenario 14: who departed long ago owes somebody money, and the run that erases must leave him alone until that is settled.
story "A departed person with an open debt: the deletion skips him until it is closed"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_served.csv --db $db
cli mission act ended --db $db --mission 59 --person P-00901 --says tour_end --on 2021-06-18
cli mission act departed --db $db --mission 59 --person P-00901 --on 2021-06-20
cli mission act ended --db $db --mission 59 --person P-00903 --says tour_end --on 2021-06-18
cli mission act departed --db $db --mission 59 --person P-00903 --on 2021-06-20
cli mission matter --db $db --mission 59 --person P-00901 --kind loan --says "rent" --source "letter of the landlord"
expect-exit 2
expect "'loan' is not a kind of matter"
cli mission matter --db $db --mission 59 --person P-00901 --kind debt --says "rent of the last month" --source "letter of the landlord"
expect "Matter 1: open"
cli mission matter --db $db --close 99
expect-exit 6
# Five years later both are due; one has a debt.
wait 1826d
cli retention due --db $db
expect "P-00903"
expect-not "P-00901"
get /sign-in
post /sign-in/demo login=protocol.officer
get /people/189
expect "rent of the last month"
cli retention run --db $db
expect "it waits as proposal 4"
get /proposals/4
expect "P-00903"
expect-not "P-00901"
as head.protocol
cli proposal approve 4 --db $db
row SELECT ref, name FROM person WHERE ref LIKE 'P-0090%' AND ref <> 'P-00904' ORDER BY ref => P-00901 | Invented Hélène; P-00902 | Invented Otto
row SELECT count(*) FROM person WHERE erased_on IS NOT NULL AND id IN (SELECT person_id FROM mission_appointment WHERE mission_id = 59) => 1
# A debt of somebody who is on the list already stops the list: nothing of it is done.
as protocol.officer
cli mission matter --db $db --close 1
cli retention due --db $db
expect "P-00901"
cli retention run --db $db
expect "it waits as proposal 5"
cli mission matter --db $db --mission 59 --person P-00901 --kind fine --says "parking" --source "the city"
as head.protocol
cli proposal approve 5 --db $db
expect-exit 3
expect "P-00901 may not be erased now: a matter is open."
row SELECT erased_on FROM person WHERE ref = 'P-00901' => null
cli proposal reject 5 --db $db --reason "a fine is open"
# And so does a day that was read wrongly: whoever left later than was thought has time left.
as protocol.officer
cli mission matter --db $db --close 2
cli retention run --db $db
cli mission correct 76 --db $db --field to_on --day 2021-06-28 --reason "the note says the 28th"
as head.protocol
cli proposal approve 6 --db $db
expect-exit 3
expect "P-00901 may not be erased now: its time is not over."
cli proposal reject 6 --db $db --reason "left later"
as protocol.officer
cli mission correct 76 --db $db --field to_on --day 2021-06-18 --reason "the 18th after all"
cli retention run --db $db
as head.protocol
cli proposal approve 7 --db $db
row SELECT count(*) FROM person WHERE ref LIKE 'P-0090%' AND ref IN ('P-00901', 'P-00903') => 0
row SELECT count(*) FROM person WHERE erased_on IS NOT NULL AND id IN (SELECT person_id FROM mission_appointment WHERE mission_id = 59) => 2
row SELECT says, source FROM mission_matter ORDER BY id => erased | erased; erased | erased
row SELECT count(*) FROM audit_leaf WHERE replace(opening, 'rent of the last', '') <> opening => 0
verify
