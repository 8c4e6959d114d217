# An import is all or nothing, and no row comes in twice.
story "The same file twice brings nothing new; a bad one brings nothing at all"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli ledger import src/ledger/data/expulsions.csv --db $db
expect "0 rounds, 0 answers, 0 of them rounds themselves; 96 rows were there already"
cli ledger import tests/data/ledger/bad.csv --db $db
expect-exit 2
expect "bad.csv:3:1: date_announced: '2018-02-30' is not a date"
expect "bad.csv:4:3: target: the register knows no state QQ"
expect "bad.csv:5:4: persons:"
row SELECT count(*) FROM ledger_round => 96
row SELECT count(*) FROM ledger_answer WHERE answer_round_id IS NOT NULL => 3
verify
