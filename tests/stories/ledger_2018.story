# Who did what to whom, and what came back.
story "The rounds of 2018 between the United Kingdom and Russia"
at 2021-06-21T08:00:00Z
cli demo load --db $db
cli ledger show --db $db --host GB --state RU --from 2018-01-01 --to 2018-12-31 --json
json rounds.length 2
json rounds[0].by "GB"
json rounds[0].date.from "2018-03-14"
json rounds[0].persons 23
json rounds[0].answer.date "2018-03-17"
json rounds[0].answer.persons 23
json rounds[0].answer.lag_days 3
json rounds[0].answer.mirror_ratio 1.0
json rounds[1].by "RU"
json rounds[1].persons_max null
json rounds[1].answer null
