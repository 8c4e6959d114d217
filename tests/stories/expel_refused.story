# Scenario 6, played in a register of Canada, March 2018: four leave and three applications that wait are refused with it; NATO's is the
# same measure of an organisation. Each application is decided where applications are, by two people.
story "2018: refused applications are a part of the measure"
at 2018-03-12T13:00:00Z
cli demo rehearse --db $db --host CA --ministry "Global Affairs Canada" --zone America/Toronto --on 2018-03-12
as protocol.officer
cli mission add --db $db --sending RU --kind embassy --city Ottawa --name "Embassy of the Russian Federation" --source invented --invented
cli mission add --db $db --sending FR --kind embassy --city Ottawa --name "Embassy of France" --source invented --invented
cli person import tests/data/expel/people_ru_2016.csv --db $db
cli mission import tests/data/expel/posts_ru_2016.csv --db $db
as visa.officer
cli visa import tests/data/expel/applications_ca.csv --db $db
expect "4 applications entered"
wait 14d
as desk.officer
cli expel draft --db $db --against RU --says "In solidarity with the United Kingdom"
cli expel name --db $db --measure RU-2018-01 P-1001 P-1002 P-1003 P-1004
cli expel part --db $db --measure RU-2018-01 --kind png --persons 4
cli expel part --db $db --measure RU-2018-01 --kind application_refused --persons 3
cli expel terms --db $db --measure RU-2018-01 --days 7
cli expel refuse --db $db --measure RU-2018-01 --part 2 A-1
expect-exit 5
as security.liaison
cli expel refuse --db $db --measure RU-2018-01 --part 1 A-1
expect-exit 2
expect "this part is of another kind"
cli expel refuse --db $db --measure RU-2018-01 --part 2 A-1 A-2 A-77
expect-exit 2
expect "there is no application 'A-77'"
cli expel refuse --db $db --measure RU-2018-01 --part 2 A-4
expect-exit 2
expect "A-4 is an application of another state"
cli expel refuse --db $db --measure RU-2018-01 --part 2 A-1 A-2 A-3
as desk.officer
cli expel propose --db $db --measure RU-2018-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure RU-2018-01 --note "of 26 March"
# The measure refuses nothing by itself: the applications are open until two people decide each.
row SELECT count(*) FROM visa_application WHERE closed_on IS NOT NULL => 0
row SELECT v.ref FROM expel_application x JOIN visa_application v ON v.id = x.application_id ORDER BY v.id => A-1; A-2; A-3
as visa.officer
cli visa move A-1 --db $db --to vetting --holder vetting
as vetting.officer
cli visa move A-1 --db $db --to decision --holder visa
as visa.officer
cli visa move A-1 --db $db --to closed --outcome refused --reason-code reciprocity --reason "measure RU-2018-01"
expect-exit 4
as head.protocol
cli proposal approve 2 --db $db
as visa.officer
cli visa move A-2 --db $db --to vetting --holder vetting
as vetting.officer
cli visa move A-2 --db $db --to decision --holder visa
as visa.officer
cli visa move A-2 --db $db --to closed --outcome refused --reason-code reciprocity --reason "measure RU-2018-01"
expect-exit 4
as head.protocol
cli proposal approve 3 --db $db
as visa.officer
cli visa move A-3 --db $db --to vetting --holder vetting
as vetting.officer
cli visa move A-3 --db $db --to decision --holder visa
as visa.officer
cli visa move A-3 --db $db --to closed --outcome refused --reason-code reciprocity --reason "measure RU-2018-01"
expect-exit 4
as head.protocol
cli proposal approve 4 --db $db
row SELECT v.ref, v.outcome FROM expel_application x JOIN visa_application v ON v.id = x.application_id ORDER BY v.id => A-1 | refused; A-2 | refused; A-3 | refused
as protocol.officer
wait 6d
cli expel leave --db $db --measure RU-2018-01 --on 2018-03-31 --how border P-1001 P-1002 P-1003 P-1004
as head.protocol
cli expel close --db $db --measure RU-2018-01
# NATO, the day after: seven with three refused, the ceiling from 30 to 20. An organisation stands as a claim of its own.
as desk.officer
cli expel claim --db $db --measure RU-2018-01 --author NATO --kind application_refused --persons 3 --says "7 withdrawn, 3 pending applications refused, the ceiling from 30 to 20" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel show RU-2018-01 --db $db --json
json claims[0].kind "application_refused"
json left 4
verify
