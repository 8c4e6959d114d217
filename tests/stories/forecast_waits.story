# How long cases wait: published answers, by the command line.
story "Half of the patients of Freireich's drug arm relapse by week 23"
cli forecast km tests/data/forecast/freireich.csv --json
json times.length 7
json at_risk[0] 21
json survival[0] 0.8571428571
json se[6] 0.1345914568
json median 23
json restricted_mean 23.28739496
cli forecast logrank tests/data/forecast/freireich_groups.csv --json
json chi2 16.79294099
json df 1
cli forecast breach tests/data/forecast/freireich.csv --age 13 --standard 23 --json
json p 0.6493506494
