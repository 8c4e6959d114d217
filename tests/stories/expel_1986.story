# Scenario 3, played in a register of the United States: four rounds in 35 days; 25 asked to leave the mission to the United Nations by
# 1 October, of whom 11 are still there on 13 October; 50 posts cut by position, nobody named; all local staff withdrawn; and the
# chain is closed by decision.
story "1986: four rounds in 35 days, overdue departures, posts cut unnamed, closed by decision"
at 1986-09-17T12:00:00Z
cli demo rehearse --db $db --host US --ministry "Department of State" --zone America/New_York --on 1986-09-17
as protocol.officer
cli mission add --db $db --sending SU --kind to_organisation --city "New York" --name "Permanent Mission of the Soviet Union to the United Nations" --source invented --invented
cli mission add --db $db --sending US --host SU --kind embassy --city Moscow --name "Embassy of the United States" --source invented --invented
cli person import tests/data/expel/people_su_1985.csv --db $db
cli person import tests/data/expel/people_us_1985.csv --db $db
cli mission import tests/data/expel/posts_su_1985.csv --db $db
cli mission import tests/data/expel/posts_us_1985.csv --db $db
as desk.officer
cli expel section --db $db --mission 2 --title "Consular section" --least 4 D-01 D-02 D-03 D-04 D-05 D-06
cli expel draft --db $db --against SU --says "The mission is larger than its work"
cli expel name --db $db --measure SU-1986-01 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-1025
cli expel part --db $db --measure SU-1986-01 --kind requested_departure --persons 25
cli expel terms --db $db --measure SU-1986-01 --until 1986-10-01
cli expel propose --db $db --measure SU-1986-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure SU-1986-01 --note "of 17 September"
cli expel show SU-1986-01 --db $db --json
json people[0].words "Asked to leave, without a declaration"
json leave_by "1986-10-02T04:00:00Z"
as protocol.officer
wait 13d
cli expel leave --db $db --measure SU-1986-01 --on 1986-09-30 --how border P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014
wait 13d
cli expel show SU-1986-01 --db $db --json
json left 14
json overdue 11
wait 1d
cli expel leave --db $db --measure SU-1986-01 --on 1986-10-14 --how border P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-1025
cli expel show SU-1986-01 --db $db --json
json left 25
json overdue 0
json late 11
# 19 October: five of ours.
wait 5d
as desk.officer
cli expel record --db $db --by SU --against US --on 1986-10-19 --persons 5 --answers SU-1986-01 --says "Reply to the 25" --source https://history.state.gov/historicaldocuments/frus1981-88v06/d2
expect "SU-1986-02"
cli expel part --db $db --measure SU-1986-02 --kind png --persons 5
cli expel name --db $db --measure SU-1986-02 P-3001 P-3002 P-3003 P-3004 P-3005
as head.protocol
cli expel hand-over --db $db --measure SU-1986-02 --note "of 19 October" --days 12 --zone Europe/Moscow
cli expel show SU-1986-02 --db $db --json
json sections[0].stay 1
json sections[0].below true
# 21 October: five by name, 50 posts by position.
wait 2d
as desk.officer
cli expel draft --db $db --against SU --answers SU-1986-02 --says "To level the staff of both sides"
expect "SU-1986-03"
cli expel name --db $db --measure SU-1986-03 P-1026 P-1027 P-1028 P-1029 P-1030
cli expel part --db $db --measure SU-1986-03 --kind png --persons 5
cli expel part --db $db --measure SU-1986-03 --kind posts_cut_position --posts 50 --scope "Washington and San Francisco"
cli expel part --db $db --measure SU-1986-03 --kind ceiling --limit 225 --scope embassy
cli expel part --db $db --measure SU-1986-03 --kind ceiling --limit 26 --scope consulate
cli expel terms --db $db --measure SU-1986-03 --until 1986-11-01
cli expel propose --db $db --measure SU-1986-03
expect-exit 4
as head.protocol
cli proposal approve 2 --db $db
as minister.office
cli proposal approve 2 --db $db
as head.protocol
cli expel hand-over --db $db --measure SU-1986-03 --note "of 21 October"
# 22 October: five of ours, all local staff, ceilings, nobody from third States.
wait 1d
as desk.officer
cli expel record --db $db --by SU --against US --on 1986-10-22 --persons 5 --answers SU-1986-03 --says "5, all 260 local employees, ceilings, no staff from third States" --source https://www.apnews.com/2e7f92c4aee1471b1d48d35714cc1f6d
expect "SU-1986-04"
cli expel part --db $db --measure SU-1986-04 --kind png --persons 5
cli expel part --db $db --measure SU-1986-04 --kind local_staff_cap --class local --persons 260 --limit 0
cli expel part --db $db --measure SU-1986-04 --kind ceiling --limit 225 --scope embassy
cli expel part --db $db --measure SU-1986-04 --kind ceiling --limit 26 --scope consulate
cli expel part --db $db --measure SU-1986-04 --kind third_country_ban
cli expel name --db $db --measure SU-1986-04 P-3006 P-3007 P-3008 P-3009 P-3010
as protocol.officer
cli expel ceiling --db $db --measure SU-1986-04 --part 9 --basis reciprocity --article "VCDR Art. 11(1)"
expect-exit 3
expect "a ceiling for staff elsewhere"
as head.protocol
cli expel hand-over --db $db --measure SU-1986-04 --note "of 22 October" --until 1986-11-01 --zone Europe/Moscow
wait 8d
as protocol.officer
cli expel leave --db $db --measure SU-1986-03 --on 1986-10-30 --how border P-1026 P-1027 P-1028 P-1029 P-1030
cli expel leave --db $db --measure SU-1986-02 --on 1986-10-30 --how own_account P-3001 P-3002 P-3003 P-3004 P-3005
cli expel leave --db $db --measure SU-1986-04 --on 1986-10-30 --how own_account P-3006 P-3007 P-3008 P-3009 P-3010
# 23 October, as decided: no further step.
as head.protocol
cli expel close --db $db --measure SU-1986-04 --says "the United States stopped on 23 October 1986"
cli expel close --db $db --measure SU-1986-01
cli expel show SU-1986-04 --db $db --json
json closed "by_decision"
json answers_ref "SU-1986-03"
json left 5
json parts[1].persons 260
row SELECT max(announced_from_on) - min(announced_from_on), count(*) FROM expel_measure => 35 | 4
verify
