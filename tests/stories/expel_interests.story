# Scenario 7, played in a register of Georgia, March 2018: there are no relations, and the target is the section of interests at the
# embassy of the protecting power.
story "2018: the target is an interests section"
at 2018-03-29T06:00:00Z
cli demo rehearse --db $db --host GE --ministry "Ministry of Foreign Affairs" --zone Asia/Tbilisi --on 2018-03-29
as protocol.officer
cli mission add --db $db --sending RU --kind interests_section --city Tbilisi --name "Section of interests at the Embassy of Switzerland" --source invented --invented
cli mission act protected --db $db --mission 1 --says CH --on 2018-03-29
cli person import tests/data/expel/people_ru_2016.csv --db $db
cli mission import tests/data/expel/posts_ru_2016.csv --db $db
as desk.officer
cli expel draft --db $db --against RU --says "In solidarity with the United Kingdom"
cli expel name --db $db --measure RU-2018-01 P-1007
cli expel part --db $db --measure RU-2018-01 --kind png --persons 1 --mission 1
cli expel terms --db $db --measure RU-2018-01 --days 7
cli expel propose --db $db --measure RU-2018-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as protocol.officer
cli expel notes --db $db --measure RU-2018-01
row SELECT m.kind FROM note n JOIN mission m ON m.id = n.mission_id WHERE n.wording LIKE '%Section of interests at the Embassy of Switzerland%' => interests_section
as head.protocol
cli expel hand-over --db $db --measure RU-2018-01 --note "1" --to "the Embassy of Switzerland"
cli expel show RU-2018-01 --db $db
expect "Section of interests at the Embassy of Switzerland"
cli expel show RU-2018-01 --db $db --json
json leave_by "2018-04-05T20:00:00Z"
wait 5d
as protocol.officer
cli expel leave --db $db --measure RU-2018-01 --on 2018-04-03 --how border P-1007
as head.protocol
cli expel close --db $db --measure RU-2018-01
cli expel show RU-2018-01 --db $db --json
json closed "complete"
verify
