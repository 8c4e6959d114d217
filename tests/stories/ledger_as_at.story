# The register stands in June 2021; what was announced later is in it all the same.
story "What came later is shown only when it is asked for; a predecessor's rounds are the state's"
at 2021-06-21T08:00:00Z
cli demo load --db $db
cli ledger show --db $db --state RU --from 2021-06-22
expect "No rounds are known."
cli ledger show --db $db --state RU --from 2021-06-22 --as-at all
expect "2024-05-08 GB -> RU"
cli ledger show --db $db --state RU --to 1985-12-31 --json
json rounds.length 3
json rounds[0].by "GB"
json rounds[0].against "SU"
json rounds[0].answer.lag_days null
cli ledger show --db $db --host US --state RU --from 1986-09-01 --to 1986-12-31 --json
json rounds.length 4
json rounds[0].answer.round_id 9
json rounds[1].id 9
json rounds[1].answer_to_id 8
