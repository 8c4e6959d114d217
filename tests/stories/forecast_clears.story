# When a backlog clears, exactly and by simulation with a fixed seed.
story "Ten cases are done by day 9 with 85 %"
cli forecast clear tests/data/forecast/daily.csv --items 10 --json
json p_done_by.9 0.902784011
cli forecast clear tests/data/forecast/daily.csv --items 10
expect "85 %: 10 done by day 9"
cli forecast clear tests/data/forecast/daily.csv --items 10 --simulate 100000 --seed 7 --json
json p_done_by.9 0.90268
cli forecast clear tests/data/forecast/daily.csv --days 10 --json
json p_at_least.12 0.8587493513
