# The figures over the imported rounds, as anybody can recount them from the file.
story "How measures were answered, over all 96 rounds"
at 2021-06-21T08:00:00Z
cli demo load --db $db
row SELECT count(*) FROM ledger_round => 96
cli ledger stats --db $db --as-at all --censor-days 180 --json
json pairs 68
json exact 52
json lags 54
json lag_median_days 4
json km_median_days 9
expect "\"pooled_ratio\":1.55667789,"
expect "\"pooled_ratio_without_largest\":0.738317757,"
expect "\"3\":0.2597402597,\"4\":0.4935064935,\"14\":0.5454545455,\"90\":0.7012987013"
cli ledger stats --db $db --as-at all --groups --json
json groups.length 3
json groups[0].group "2018"
json groups[0].lags 26
json groups[0].lag_median_days 4
json groups[0].lag_least_days 3
json groups[0].lag_most_days 9
json groups[0].pairs 28
json groups[0].equal 28
json groups[1].group "2022"
json groups[1].lags 13
json groups[1].lag_median_days 23
json groups[1].lag_least_days 11
json groups[1].lag_most_days 82
json groups[1].equal 10
json groups[1].smaller 8
json groups[1].larger 0
json groups[2].lags 15
json groups[2].lag_median_days 2
json groups[2].lag_most_days 32
json groups[2].pairs 22
json groups[2].equal 14
json groups[2].smaller 4
json groups[2].larger 4
# Moscow's answers of 30 March 2018 went to 23 states.
row SELECT count(*), sum(w.persons_n) FROM ledger_answer w JOIN ledger_round r ON r.id = w.round_id WHERE r.target_iso = 'RU' AND w.answered_from_on = 17620 AND w.answered_to_on = 17620 => 23 | 59
# Only what was known on the register's own day.
cli ledger stats --db $db --json
json lags 39
cli ledger stats --db $db --as-at 2018-03-29
expect "13 pairs with both numbers"
cli ledger stats --db $db --as-at sometime --censor-days 0
expect-exit 2
expect "as-at: 'sometime' is neither a day nor 'all'"
expect "censor-days: this must be 1 to "
