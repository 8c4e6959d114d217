# Scenario 8, played in a register of the United States, 2021: 24 leave because their visas lapse; one side calls it an expulsion, the other
# denies it, and the register says neither.
story "2021: a list of visas that lapse, classed by each side in its own way"
at 2021-08-01T14:00:00Z
cli demo rehearse --db $db --host US --ministry "Department of State" --zone America/New_York --on 2021-08-01
as protocol.officer
cli mission add --db $db --sending RU --kind embassy --city Washington --name "Embassy of the Russian Federation" --source invented --invented
cli person import tests/data/expel/people_ru_2016.csv --db $db
cli mission import tests/data/expel/posts_ru_2016.csv --db $db
as desk.officer
cli expel draft --db $db --against RU --says "24 whose visas expire"
cli expel name --db $db --measure RU-2021-01 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024
cli expel part --db $db --measure RU-2021-01 --kind visa_lapse --persons 24 --effect 2021-09-03
cli expel terms --db $db --measure RU-2021-01 --until 2021-09-03
cli expel propose --db $db --measure RU-2021-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as protocol.officer
cli expel notes --db $db --measure RU-2021-01
row SELECT count(*), count(*) FILTER (WHERE wording LIKE '%are asked to leave%'), count(*) FILTER (WHERE wording LIKE '%persona non grata%') FROM note => 24 | 24 | 0
as head.protocol
cli expel hand-over --db $db --measure RU-2021-01 --note "of 1 August"
as desk.officer
cli expel claim --db $db --measure RU-2021-01 --author "Ambassador of Russia" --author-state RU --kind expelled --persons 24 --says "an expulsion, almost all without replacement" --source https://www.dw.com/en/us-requests-24-russian-diplomats-leave-when-visas-expire-september-3/a-58734908
cli expel claim --db $db --measure RU-2021-01 --author "State Department" --author-state US --kind visa_lapse --says "the characterisation is not accurate; a limit of three years is nothing new" --source https://www.dw.com/en/us-requests-24-russian-diplomats-leave-when-visas-expire-september-3/a-58734908
cli expel show RU-2021-01 --db $db --json
json people[0].words "Leave because visas lapse (VCDR Art. 47(2)(a))"
json claims[0].kind "expelled"
json claims[1].kind "visa_lapse"
json claims[1].persons null
json leave_by "2021-09-04T04:00:00Z"
wait 33d
as protocol.officer
cli expel leave --db $db --measure RU-2021-01 --on 2021-09-03 --how border P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023
wait 1d
cli expel leave --db $db --measure RU-2021-01 --on 2021-09-04 --how border P-1024
as head.protocol
cli expel close --db $db --measure RU-2021-01
cli expel show RU-2021-01 --db $db --json
json left 24
json late 1
verify
