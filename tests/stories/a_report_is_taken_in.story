# The report that Grata comes from, told again in our own words, waits in intake. The desk officer accepts it proposal by
# proposal: what the ledger has is recognised, who spoke is known with the office held, nobody is a culprit, and nothing else is
# entered.
story "A report is taken in, proposal by proposal"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli intake list --db $db
expect "Moscow asks to clear the backlog 11 of 11 open"
cli intake show 1 --db $db --json
json proposals.length 11
json proposals[0].type "CALL"
json proposals[3].known[0].is_sure true
json proposals[3].known[0].name "United Kingdom against Russia, 14 March 2018, 23 persons"
json proposals[4].known[0].name "Russia against United Kingdom, 17 March 2018, 23 persons, an answer"
row SELECT count(*) FROM ledger_round => 96
cli intake accept 1 1 --db $db
expect "1 became talks_item:2"
cli intake accept 1 2 3 --db $db
# The round of March 2018, its answer and the incident stand in the register.
cli intake accept 1 4 --db $db
expect "4 is known: ledger_round:"
cli intake accept 1 5 --db $db
expect "5 is known: ledger_answer:"
cli intake accept 1 6 --db $db
expect "6 is known: expel_incident:1"
cli intake accept 1 7 8 9 10 11 --db $db
cli intake accept 1 11 --db $db
expect-exit 3
expect "Proposal 11 was decided before: it is accepted."
# The end.
row SELECT kind, form, count(*) FROM talks_item GROUP BY 1, 2 ORDER BY 1, 2 => agreement | agreement | 1; ask | visas | 1; complaint | complaint | 1; engagement | call | 1; engagement | summit | 1; engagement | visit | 1; statement | statement | 3
row SELECT count(*) FROM ledger_round => 96
row SELECT count(*) FROM expel_measure => 1
row SELECT i.place, i.happened_from_on, i.happened_to_on, (SELECT count(*) FROM expel_attribution) FROM expel_incident i => Salisbury | 17594 | 17594 | 0
row SELECT name, office, state_iso FROM talks_participant WHERE item_id = 2 ORDER BY name => Dominic Raab | Foreign Secretary | GB; Sergey Lavrov | Minister of Foreign Affairs | RU
row SELECT speaker, office, is_former, (SELECT count(*) FROM talks_side s WHERE s.item_id = i.id AND s.role = 'by') FROM talks_item i WHERE kind = 'statement' ORDER BY id => Dominic Raab | Foreign Secretary | 0 | 1; Tobias Ellwood | Foreign Office minister | 1 | 0; Tobias Ellwood | Foreign Office minister | 1 | 0
cli talks show T-3 --db $db --json
json kind "ask"
json words "remove the backlog"
json by[0] "RU"
json to[0] "GB"
json concerns_url "/visas/backlog?state=RU"
json links[0].says "Made during"
json links[0].name "T-2 Call, 17 June 2021"
cli talks show T-4 --db $db --json
json kind "complaint"
json concerns_url "/visas/backlog?state=RU"
cli talks show T-2 --db $db --json
json participants.length 2
json state "held"
json from "2021-06-17"
cli intake precision --db $db
expect "EXPULSION 2 0 0 2 0 0"
expect "STATEMENT 3 3 0 0 0 0"
verify
# Others see it by their roles; a mission does not.
as visa.officer
cli talks show T-3 --db $db --json
json concerns_url "/visas?state=RU"
as auditor
cli talks list --db $db
expect-exit 5
as mission.ru
cli intake list --db $db
expect-exit 5
# The same text again is told, not doubled.
as desk.officer
cli intake add src/demo/data/report.txt --db $db --published 2021-06-20 --place GB --title again --source again
expect-exit 2
expect "This text is here already: it is text 1."
