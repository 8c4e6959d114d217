# Scenario 1, played: 24 September 1971 in a register of that day with invented members. 105 people = 90 in place and 15 abroad who may
# not come back; numbers frozen by category where they then stood; the next expulsion lowers that category by one and nobody is let in
# above it.
story "1971: 105 leave or are barred, the categories are frozen, and the next expulsion lowers one"
at 1971-09-20T08:00:00Z
cli demo rehearse --db $db --host GB --ministry "Foreign Office" --zone Europe/London --on 1971-09-20
as protocol.officer
cli mission add --db $db --sending SU --kind embassy --city London --name "Embassy of the Soviet Union" --source invented --invented
expect "mission 1"
cli person import tests/data/expel/people_su_1971.csv --db $db
cli mission import tests/data/expel/posts_su_1971.csv --db $db
row SELECT count(*) FROM mission_appointment WHERE to_on IS NULL => 120
as desk.officer
cli expel incident --db $db --title "Espionage" --on 1971 --says "Inadmissible activities of members of the mission." --source http://www.theguardian.com/world/2010/sep/27/britain-expels-90-soviet-spies
cli expel draft --db $db --against SU --incident I-1971-01 --says "Inadmissible activities"
expect "SU-1971-01"
cli expel name --db $db --measure SU-1971-01 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-1025 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032 P-1033 P-1034 P-1035 P-1036 P-1037 P-1038 P-1039 P-1040 P-1041 P-1042 P-1043 P-1044 P-1045 P-1046 P-1047 P-1048 P-1049 P-1050 P-1051 P-1052 P-1053 P-1054 P-1055 P-1056 P-1057 P-1058 P-1059 P-1060 P-1071 P-1072 P-1073 P-1074 P-1075 P-1076 P-1077 P-1078 P-1079 P-1080 P-1081 P-1082 P-1083 P-1084 P-1085 P-1086 P-1087 P-1088 P-1089 P-1090 P-1091 P-1092 P-1093 P-1094 P-1095 P-1096 P-1097 P-1098 P-1099 P-1100 P-1101 P-1102 P-1103 P-1104 P-1105 P-1106 P-1107 P-1108 P-1109 P-1110 P-1111 P-1112 P-1113 P-1114 P-1115
cli expel part --db $db --measure SU-1971-01 --kind expelled --persons 90
cli expel part --db $db --measure SU-1971-01 --kind barred_return --persons 15 --scope "abroad on the day"
cli expel part --db $db --measure SU-1971-01 --kind ceiling --class diplomatic --limit 10 --was 70 --ratchet
cli expel part --db $db --measure SU-1971-01 --kind ceiling --class admin_technical --limit 5 --was 50 --ratchet
cli expel terms --db $db --measure SU-1971-01 --days 14
# A ceiling is proposed to the register only when two people have approved the measure.
as protocol.officer
cli expel ceiling --db $db --measure SU-1971-01 --part 3 --basis host_decision --article "VCDR Art. 47(2)(a)"
expect-exit 3
expect "when two people have approved the measure"
as desk.officer
cli expel propose --db $db --measure SU-1971-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
wait 4d
as head.protocol
cli expel hand-over --db $db --measure SU-1971-01 --note "aide-memoire" --to "the chargé d'affaires"
as protocol.officer
cli expel ceiling --db $db --measure SU-1971-01 --part 1 --basis host_decision --article "VCDR Art. 47(2)(a)"
expect-exit 2
expect "this part is of another kind"
cli expel ceiling --db $db --measure SU-1971-01 --part 3 --basis host_decision --article "VCDR Art. 11(1)"
expect-exit 3
expect "cite VCDR Art. 47(2)"
cli expel ceiling --db $db --measure SU-1971-01 --part 3 --basis host_decision --article "VCDR Art. 47(2)(a)"
expect-exit 4
cli expel ceiling --db $db --measure SU-1971-01 --part 4 --basis host_decision --article "VCDR Art. 47(2)(a)"
expect-exit 4
cli mission room --db $db --state SU
expect "No ceiling is in force."
# The 15 are abroad and stay there; 90 leave within the two weeks.
cli expel leave --db $db --measure SU-1971-01 --on 1971-09-24 --how files --says "abroad on the day, barred from coming back" P-1101 P-1102 P-1103 P-1104 P-1105 P-1106 P-1107 P-1108 P-1109 P-1110 P-1111 P-1112 P-1113 P-1114 P-1115
wait 10d
cli expel leave --db $db --measure SU-1971-01 --on 1971-10-03 --how border P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-1025 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032 P-1033 P-1034 P-1035 P-1036 P-1037 P-1038 P-1039 P-1040 P-1041 P-1042 P-1043 P-1044 P-1045 P-1046 P-1047 P-1048 P-1049 P-1050 P-1051 P-1052 P-1053 P-1054 P-1055 P-1056 P-1057 P-1058 P-1059 P-1060 P-1071 P-1072 P-1073 P-1074 P-1075 P-1076 P-1077 P-1078 P-1079 P-1080 P-1081 P-1082 P-1083 P-1084 P-1085 P-1086 P-1087 P-1088 P-1089 P-1090 P-1091 P-1092 P-1093 P-1094 P-1095 P-1096 P-1097 P-1098 P-1099 P-1100
cli expel show SU-1971-01 --db $db --json
json named 105
json left 105
json late 0
json overdue 0
json leave_by "1971-10-08T23:00:00Z"
as head.protocol
cli proposal approve 2 --db $db
cli proposal approve 3 --db $db
cli mission room --db $db --state SU
expect "10 of 10 diplomatic serve"
expect "5 of 5 admin technical serve"
cli expel close --db $db --measure SU-1971-01
# The answer, against staff that this register does not hold.
as desk.officer
cli expel record --db $db --by SU --against GB --on 1971-10 --persons 18 --answers SU-1971-01 --says "18 Britons" --source http://articles.orlandosentinel.com/1985-09-16/news/0330070299_1_expulsions-soviet-union-soviet-embassy
cli expel show SU-1971-01 --db $db --json
json answered_by[0] "SU-1971-02"
# The next one: the category falls with it.
cli expel draft --db $db --against SU --says "Inadmissible activities"
cli expel name --db $db --measure SU-1971-03 P-1061
cli expel terms --db $db --measure SU-1971-03 --days 7
cli expel propose --db $db --measure SU-1971-03
expect-exit 4
as head.protocol
cli proposal approve 4 --db $db
as minister.office
cli proposal approve 4 --db $db
as head.protocol
cli expel hand-over --db $db --measure SU-1971-03 --note "2"
as protocol.officer
cli expel leave --db $db --measure SU-1971-03 --on 1971-10-04 --how mission_note P-1061
cli mission room --db $db --state SU
expect "9 of 9 diplomatic serve"
expect "5 of 5 admin technical serve"
# Nobody is let in above it, nor into the vacated post.
cli mission act arrived --db $db --mission 1 --person P-1001 --post D-061
expect-exit 3
expect "frozen"
cli mission import tests/data/expel/post_new.csv --db $db
cli mission act arrived --db $db --mission 1 --person P-1001 --post D-200
expect-exit 3
expect "9 of 9 diplomatic serve"
verify
