# Scenario 10, played in a register of the United Kingdom, March 2025: a diplomat of ours and a spouse must leave Moscow, and in answer a
# diplomat of theirs and a spouse, who is named for herself and is not persona non grata but loses her place in a family.
story "2025: a spouse alone"
at 2025-03-10T09:00:00Z
cli demo rehearse --db $db --host GB --ministry "Foreign Office" --zone Europe/London --on 2025-03-10
as protocol.officer
cli mission add --db $db --sending RU --kind embassy --city London --name "Embassy of the Russian Federation" --source invented --invented
cli mission add --db $db --sending GB --host RU --kind embassy --city Moscow --name "British Embassy" --source invented --invented
cli person import tests/data/expel/people_ru_2016.csv --db $db
cli person import tests/data/expel/people_gb_2016.csv --db $db
cli mission import tests/data/expel/posts_ru_2016.csv --db $db
cli mission import tests/data/expel/posts_gb_2016.csv --db $db
cli person import tests/data/expel/people_spouses.csv --db $db
cli mission act family_joined --db $db --mission 1 --person P-1002 --other P-4001 --says spouse --on 2025-03-01
cli mission act family_joined --db $db --mission 2 --person P-3002 --other P-4002 --says spouse --on 2025-03-01
cli mission act family_joined --db $db --mission 1 --person P-1001 --other P-4003 --says spouse --on 2025-03-01
as desk.officer
cli expel record --db $db --by RU --against GB --on 2025-03-10 --persons 2 --says "A diplomat and a diplomatic spouse; 2 weeks" --source https://japantoday.com/category/world/uk-expels-russian-diplomat-and-a-diplomatic-spouse-in-tit-for-tat-response-to-expulsions-in-moscow
expect "RU-2025-01"
cli expel part --db $db --measure RU-2025-01 --kind png --class diplomatic --persons 1
cli expel part --db $db --measure RU-2025-01 --kind recognition_refused --class family --persons 1
cli expel name --db $db --measure RU-2025-01 P-3001
# Whoever sees no families cannot name one.
cli expel name --db $db --measure RU-2025-01 P-4002
expect-exit 2
expect "P-4002 serves in no mission"
as security.liaison
cli expel name --db $db --measure RU-2025-01 P-4002
as head.protocol
cli expel hand-over --db $db --measure RU-2025-01 --note "of 10 March" --days 14 --zone Europe/Moscow
cli expel show RU-2025-01 --db $db --json
json named 2
json leave_by "2025-03-24T21:00:00Z"
# Our answer is a measure of this ministry: drafted and approved by two.
wait 2d
as desk.officer
cli expel record --db $db --by GB --against RU --on 2025-03-12 --persons 2 --answers RU-2025-01 --says "A diplomat and a spouse" --source x
expect-exit 3
expect "drafted and approved by two people"
as security.liaison
cli expel draft --db $db --against RU --answers RU-2025-01 --says "In answer to the step of 10 March"
expect "RU-2025-02"
cli expel name --db $db --measure RU-2025-02 P-1001 P-4001
cli expel part --db $db --measure RU-2025-02 --kind png --class diplomatic --persons 1
cli expel part --db $db --measure RU-2025-02 --kind recognition_refused --class family --persons 1
cli expel terms --db $db --measure RU-2025-02 --days 14
cli expel propose --db $db --measure RU-2025-02
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure RU-2025-02 --note "of 12 March"
cli expel show RU-2025-02 --db $db --json
json named 2
json people[0].words "persona non grata (VCDR Art. 9(1))"
json people[1].words "no longer recognised as a member of a family (VCDR Art. 37(1))"
json family.length 1
json family[0].ref "P-4003"
cli ledger classes --db $db --host GB --state RU --from 2025-01-01 --to 2025-12-31
expect "as many of each class came back"
wait 10d
as protocol.officer
cli expel leave --db $db --measure RU-2025-02 --on 2025-03-21 --how border --with-family P-1001 P-4001
cli expel leave --db $db --measure RU-2025-01 --on 2025-03-21 --how own_account P-3001 P-4002
row SELECT count(*) FROM person_household WHERE to_on IS NOT NULL => 3
as head.protocol
cli expel close --db $db --measure RU-2025-01
cli expel close --db $db --measure RU-2025-02
cli expel show RU-2025-02 --db $db --json
json closed "complete"
json family[0].left_on "2025-03-21"
verify
