# Scenario 5, played in a register of the United States: 35 leave in 72 hours and two estates are closed; seven months later the answer
# is no number of persons but a ceiling of 455, and we choose who goes.
story "2016: an answer after seven months, by a ceiling"
at 2016-12-29T14:00:00Z
cli demo rehearse --db $db --host US --ministry "Department of State" --zone America/New_York --on 2016-12-29
as protocol.officer
cli mission add --db $db --sending RU --kind embassy --city Washington --name "Embassy of the Russian Federation" --source invented --invented
cli mission add --db $db --sending US --host RU --kind embassy --city Moscow --name "Embassy of the United States" --source invented --invented
cli person import tests/data/expel/people_ru_2016.csv --db $db
cli person import tests/data/expel/people_us_1985.csv --db $db
cli mission import tests/data/expel/posts_ru_2016.csv --db $db
cli mission import tests/data/expel/posts_us_1985.csv --db $db
as desk.officer
cli expel section --db $db --mission 2 --title "Consular section" --least 5 D-01 D-02 D-03 D-04 D-05 D-06 D-07 D-08
cli expel draft --db $db --against RU --says "Harassment of our staff, and interference"
expect "RU-2016-01"
cli expel name --db $db --measure RU-2016-01 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-1025 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032 P-1033 P-1034 P-1035
cli expel part --db $db --measure RU-2016-01 --kind png --persons 35
cli expel part --db $db --measure RU-2016-01 --kind premises_status --posts 2 --scope "two estates"
cli expel terms --db $db --measure RU-2016-01 --hours 72
cli expel propose --db $db --measure RU-2016-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure RU-2016-01 --note "of 29 December"
cli expel show RU-2016-01 --db $db --json
json people[0].words "persona non grata (VCDR Art. 9(1))"
json people[30].words "not acceptable (VCDR Art. 9(1))"
wait 2d
as protocol.officer
cli expel leave --db $db --measure RU-2016-01 --on 2016-12-31 --how border P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-1025 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032 P-1033 P-1034 P-1035
as head.protocol
cli expel close --db $db --measure RU-2016-01
cli expel show RU-2016-01 --db $db --json
json left 35
json late 0
# For seven months there is no answer.
json answered_by.length 0
wait 209d
as desk.officer
cli expel record --db $db --by RU --against US --on 2017-07-28 --persons 755 --answers RU-2016-01 --says "Cut to 455, as many as Russia has" --source https://brecorder.com/news/amp/4533847
expect "RU-2017-01"
cli expel part --db $db --measure RU-2017-01 --kind ceiling --limit 455 --scope "all staff, most of them local"
cli expel show RU-2017-01 --db $db --json
json answers_ref "RU-2016-01"
json parts[0].limit 455
json parts[0].persons null
cli expel name --db $db --measure RU-2017-01 P-3001 P-3002 P-3003 P-3004 P-3005
as head.protocol
cli expel hand-over --db $db --measure RU-2017-01 --note "of 28 July" --until 2017-09-01 --zone Europe/Moscow
cli expel show RU-2017-01 --db $db --json
json leave_by "2017-09-01T21:00:00Z"
json sections[0].stay 3
json sections[0].below true
wait 34d
as protocol.officer
cli expel leave --db $db --measure RU-2017-01 --on 2017-08-31 --how own_account P-3001 P-3002 P-3003 P-3004 P-3005
as head.protocol
cli expel close --db $db --measure RU-2017-01
cli expel show RU-2017-01 --db $db --json
json closed "complete"
verify
