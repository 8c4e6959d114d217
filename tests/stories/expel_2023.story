# Scenario 9, played in a register of India, 2023: on a day immunity lapses for all but 21 of 62; those who leave before keep theirs.
story "2023: immunity lapses on a day for all but 21"
at 2023-10-03T04:00:00Z
cli demo rehearse --db $db --host IN --ministry "Ministry of External Affairs" --zone Asia/Kolkata --on 2023-10-03
as protocol.officer
cli mission add --db $db --sending CA --kind high_commission --city "New Delhi" --name "High Commission of Canada" --source invented --invented
cli person import tests/data/expel/people_ca_2022.csv --db $db
cli mission import tests/data/expel/posts_ca_2022.csv --db $db
row SELECT count(*) FROM mission_appointment WHERE to_on IS NULL => 62
as desk.officer
cli expel draft --db $db --against CA --says "Parity of staff"
cli expel part --db $db --measure CA-2023-01 --kind immunity_lapse --was 62 --limit 21 --effect 2023-10-20
cli expel part --db $db --measure CA-2023-01 --kind posts_cut_number --posts 41 --says "the sending State chooses"
cli expel part --db $db --measure CA-2023-01 --kind ceiling --limit 21 --was 62
cli expel name --db $db --measure CA-2023-01 P-1022 P-1023 P-1024 P-1025 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032 P-1033 P-1034 P-1035 P-1036 P-1037 P-1038 P-1039 P-1040 P-1041 P-1042 P-1043 P-1044 P-1045 P-1046 P-1047 P-1048 P-1049 P-1050 P-1051 P-1052 P-1053 P-1054 P-1055 P-1056 P-1057 P-1058 P-1059 P-1060 P-1061 P-1062
cli expel terms --db $db --measure CA-2023-01 --until 2023-10-20
cli expel propose --db $db --measure CA-2023-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure CA-2023-01 --note "of 3 October"
cli expel show CA-2023-01 --db $db --json
json parts[0].limit 21
json parts[0].effect "2023-10-20"
json parts[0].article "VCDR Art. 39(2)"
json named 41
json people[0].words "Posts cut by number; the sending State chooses (VCDR Art. 11(1))"
json leave_by "2023-10-20T18:30:00Z"
as protocol.officer
cli expel ceiling --db $db --measure CA-2023-01 --part 3 --basis host_decision --article "VCDR Art. 11(1)"
expect-exit 4
wait 16d
cli expel leave --db $db --measure CA-2023-01 --on 2023-10-19 --how border P-1022 P-1023 P-1024 P-1025 P-1026 P-1027 P-1028 P-1029 P-1030 P-1031 P-1032 P-1033 P-1034 P-1035 P-1036 P-1037 P-1038 P-1039 P-1040 P-1041 P-1042 P-1043 P-1044 P-1045 P-1046 P-1047 P-1048 P-1049 P-1050 P-1051 P-1052 P-1053 P-1054 P-1055 P-1056 P-1057 P-1058 P-1059 P-1060 P-1061 P-1062
as head.protocol
cli proposal approve 2 --db $db
cli mission room --db $db --state CA
expect "21 of 21 sent by the state serve"
cli person status P-1001 --db $db
expect "diplomatic agent: inviolable"
cli person status P-1022 --db $db --on 2023-10-21
expect "no status"
cli expel close --db $db --measure CA-2023-01
cli expel show CA-2023-01 --db $db --json
json closed "complete"
json late 0
verify
