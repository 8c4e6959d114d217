# Scenario 2, played: September 1985. 25 of each class against as many of each class, six more and six, a ceiling of 205 over all
# organisations beside the embassy's, raised the same day from 39 to 46.
story "1985: as many of each class, and two ceilings set on one day"
at 1985-09-12T08:00:00Z
cli demo rehearse --db $db --host GB --ministry "Foreign Office" --zone Europe/London --on 1985-09-12
as protocol.officer
cli mission add --db $db --sending SU --kind embassy --city London --name "Embassy of the Soviet Union" --source invented --invented
cli mission add --db $db --sending GB --host SU --kind embassy --city Moscow --name "British Embassy" --source invented --invented
expect "mission 2"
cli person import tests/data/expel/people_su_1985.csv --db $db
cli person import tests/data/expel/people_gb_1985.csv --db $db
cli mission import tests/data/expel/posts_su_1985.csv --db $db
cli mission import tests/data/expel/posts_gb_1985.csv --db $db
as desk.officer
cli expel section --db $db --mission 2 --title Visas --least 4 D-01 D-02 D-03 D-04 T-01
cli expel section --db $db --mission 2 --title Chancery --least 5 D-12 D-13 D-14 D-15 D-16 D-17 D-18 D-19 D-20
cli expel draft --db $db --against SU --says "Activities incompatible with their status"
expect "SU-1985-01"
cli expel name --db $db --measure SU-1985-01 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032
cli expel part --db $db --measure SU-1985-01 --kind png --class diplomatic --persons 11
cli expel part --db $db --measure SU-1985-01 --kind not_acceptable --class admin_technical --persons 7
cli expel part --db $db --measure SU-1985-01 --kind requested_departure --class correspondent --persons 5
cli expel part --db $db --measure SU-1985-01 --kind requested_departure --class business --persons 2
cli expel terms --db $db --measure SU-1985-01 --until 1985-10-03
cli expel propose --db $db --measure SU-1985-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure SU-1985-01 --note "118" --to "the chargé d'affaires"
cli expel show SU-1985-01 --db $db --json
json people[0].words "persona non grata (VCDR Art. 9(1))"
json people[11].words "not acceptable (VCDR Art. 9(1))"
json leave_by "1985-10-03T23:00:00Z"
# Two days later: as many of each class. Our people, their clock, what our mission can still do.
wait 2d
as desk.officer
cli expel record --db $db --by SU --against GB --on 1985-09-14 --persons 25 --answers SU-1985-01 --says "25 Britons, in both numbers and type of job" --source http://articles.chicagotribune.com/1985-09-15/news/8503020436_1_soviet-retaliation-soviet-action-diplomats
expect "SU-1985-02"
cli expel part --db $db --measure SU-1985-02 --kind png --class diplomatic --persons 11
cli expel part --db $db --measure SU-1985-02 --kind not_acceptable --class admin_technical --persons 7
cli expel part --db $db --measure SU-1985-02 --kind requested_departure --class correspondent --persons 5
cli expel part --db $db --measure SU-1985-02 --kind requested_departure --class business --persons 2
cli expel name --db $db --measure SU-1985-02 P-3001 P-3002 P-3003 P-3004 P-3005 P-3006 P-3007 P-3008 P-3009 P-3010 P-3011 P-3021 P-3022 P-3023 P-3024 P-3025 P-3026 P-3027
as head.protocol
cli expel hand-over --db $db --measure SU-1985-02 --note "of 14 September" --to "the ambassador" --until 1985-10-05 --zone Mars/Olympus
expect-exit 2
expect "'Mars/Olympus' is no time zone"
cli expel hand-over --db $db --measure SU-1985-02 --note "of 14 September" --to "the ambassador" --until 1985-10-05 --zone Europe/Moscow
cli expel show SU-1985-02 --db $db --json
json leave_by "1985-10-05T21:00:00Z"
json notes[0].zone "Europe/Moscow"
json sections[0].below true
json sections[1].stay 9
json sections[1].below false
cli ledger classes --db $db --host GB --state SU --from 1985-09-01 --to 1985-09-30
expect "diplomatic 11 11"
expect "admin technical 7 7"
expect "correspondent 5 5"
expect "business 2 2"
# Six more, with a ceiling of 205 over all organisations, and the embassy's raised the same day.
wait 2d
as desk.officer
cli expel draft --db $db --against SU --answers SU-1985-02 --says "Reply to the reply"
expect "SU-1985-03"
cli expel name --db $db --measure SU-1985-03 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017
cli expel part --db $db --measure SU-1985-03 --kind ceiling --limit 205 --scope "all organisations"
cli expel part --db $db --measure SU-1985-03 --kind ceiling --was 39 --limit 46 --mission 1
cli expel part --db $db --measure SU-1985-03 --kind ceiling --limit 46 --mission 2
expect-exit 2
expect "Soviet Union has no mission with this number there"
cli expel terms --db $db --measure SU-1985-03 --days 21
cli expel propose --db $db --measure SU-1985-03
expect-exit 4
as head.protocol
cli proposal approve 2 --db $db
as minister.office
cli proposal approve 2 --db $db
as head.protocol
cli expel hand-over --db $db --measure SU-1985-03 --note "121"
as desk.officer
cli expel ceiling --db $db --measure SU-1985-03 --part 9 --basis host_decision --article "VCDR Art. 11(1)"
expect-exit 4
cli expel ceiling --db $db --measure SU-1985-03 --part 10 --basis host_decision --article "VCDR Art. 11(1)"
expect-exit 4
as head.protocol
cli proposal approve 3 --db $db
cli proposal approve 4 --db $db
row SELECT limit_n, mission_id, from_on FROM mission_ceiling ORDER BY limit_n => 46 | 1 | 5737; 205 | null | 5737
cli mission room --db $db --state SU
expect "of 205 sent by the state serve in all organisations of the state"
expect "of 46 sent by the state serve in this mission"
wait 2d
as desk.officer
cli expel record --db $db --by SU --against GB --on 1985-09-18 --persons 6 --answers SU-1985-03 --says "6 Britons" --source https://universalis.fr/evenement/12-18-septembre-1985-expulsions-reciproques-apres-la-defection-d-un-responsable-du-k-g-b-a-londres
# Everybody leaves in time, on both sides.
as protocol.officer
wait 14d
cli expel leave --db $db --measure SU-1985-01 --on 1985-10-02 --how border P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032
cli expel leave --db $db --measure SU-1985-03 --on 1985-10-02 --how border P-1012 P-1013 P-1014 P-1015 P-1016 P-1017
cli expel leave --db $db --measure SU-1985-02 --on 1985-10-02 --how own_account P-3001 P-3002 P-3003 P-3004 P-3005 P-3006 P-3007 P-3008 P-3009 P-3010 P-3011 P-3021 P-3022 P-3023 P-3024 P-3025 P-3026 P-3027
as head.protocol
cli expel close --db $db --measure SU-1985-01
cli expel close --db $db --measure SU-1985-02
cli expel close --db $db --measure SU-1985-03
cli expel show SU-1985-02 --db $db --json
json closed "complete"
json late 0
json sections[0].serving 0
json sections[1].serving 9
verify
