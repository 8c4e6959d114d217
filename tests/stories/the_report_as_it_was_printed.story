# The same as a_report_is_taken_in with the report as it was printed, which is a third party's and is read from outside the tree.
# Two proposals are a columnist's and a claim told in passing: they are rejected. Since when the poisoning may have been the
# text does not say; the register does.
story "The report as it was printed"
needs ../shared/data/intake/dev/seed.txt
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli intake add ../shared/data/intake/dev/seed.txt --db $db --published 2021-06-20 --place GB --title "As printed" --source "a newspaper"
cli intake show 2 --db $db --json
json proposals.length 13
cli intake reject 2 1 --why comment --says "A columnist's words." --db $db
cli intake reject 2 10 --why comment --db $db
cli intake accept 2 2 --new --db $db
expect-exit 2
expect "The text does not say since when"
cli intake accept 2 2 --db $db
expect "2 is known: expel_incident:1"
cli intake accept 2 3 4 5 6 7 8 9 11 12 13 --db $db
expect "6 is known: ledger_round:"
expect "7 is known: ledger_answer:"
row SELECT kind, form, count(*) FROM talks_item GROUP BY 1, 2 ORDER BY 1, 2 => agreement | agreement | 1; ask | visas | 1; complaint | complaint | 1; engagement | call | 1; engagement | summit | 1; engagement | visit | 1; statement | statement | 3
row SELECT count(*) FROM ledger_round => 96
row SELECT count(*), (SELECT count(*) FROM expel_attribution) FROM expel_incident => 1 | 0
row SELECT p.name, p.office FROM talks_participant p JOIN talks_item i ON i.id = p.item_id WHERE i.form IN ('call', 'visit') ORDER BY p.name => Dominic Raab | Foreign Secretary; Sergey Lavrov | Minister of Foreign Affairs; Stephen Lovegrove | National Security Adviser
row SELECT speaker, office, is_former, (SELECT count(*) FROM talks_side s WHERE s.item_id = i.id AND s.role = 'by') FROM talks_item i WHERE kind = 'statement' ORDER BY id => Dominic Raab | Foreign Secretary | 0 | 1; Tobias Ellwood | Foreign Office Minister | 1 | 0; Tobias Ellwood | Foreign Office Minister | 1 | 0
cli talks list --kind ask --db $db --json
json [0].concerns_url "/visas/backlog?state=RU"
# The retelling tells the same: each entry is recognised or, where two might be meant, asked about.
cli intake accept 1 1 4 5 8 --db $db
expect "1 is known: talks_item:"
expect "8 is known: talks_item:"
cli intake accept 1 6 --db $db
expect "6 is known: expel_incident:1"
row SELECT count(*) FROM talks_item WHERE kind = 'engagement' => 3
verify
