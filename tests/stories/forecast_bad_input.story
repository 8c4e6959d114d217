# What the engine says about a bad history: every fault, with its line.
story "A history with faults names each of them with its line"
cli forecast km tests/data/forecast/bad.csv
expect-exit 2
expect "bad.csv:2:1: time: -3 is less than 0"
expect "bad.csv:3:2: event: 2 is more than 1"
expect "bad.csv:4:3: entry: the case enters at age 9, which is not before its time 7"
expect "bad.csv:5:1: time: 'soon' is not a number"
expect "bad.csv:6:1: time: '2021-02-30' is not a number"
expect "bad.csv:6: the row has 2 cells, the header 3"
cli forecast km tests/data/forecast/empty.csv
expect-exit 2
expect "the history is empty: at least one case is needed"
cli forecast erlang --arrivals 12 --service 4 --servers 3
expect-exit 2
expect "the queue grows without end"
cli forecast breach tests/data/forecast/empty.csv --age -3 --standard 20
expect-exit 2
expect "age: -3 is less than 0"
cli forecast breach tests/data/forecast/empty.csv --age 3 --standard 20
expect-exit 2
expect "the history is empty"
cli forecast km tests/data/forecast/nothere.csv
expect-exit 2
expect "there is no such file"
cli forecast clear tests/data/forecast/bad_daily.csv --items 0
expect-exit 2
expect "bad_daily.csv:2:1: done: -1 is less than 0"
expect "bad_daily.csv:4:2: p: 'much' is not a number"
cli forecast relief --demand -1 --queue 3 --target-queue 1 --weeks 0
expect-exit 2
expect "demand: -1 is less than 0"
expect "weeks: this must be above 0"
cli forecast erlang --arrivals -1 --service 0 --servers 0
expect-exit 2
expect "arrivals: -1 is less than 0"
expect "service: this must be above 0"
expect "servers: --servers is needed"
