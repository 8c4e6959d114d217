# The worked staffing example, and draws that anybody can repeat.
story "What a measure costs in staff, and the same draws for the same seed"
at 2021-06-21T08:00:00Z
cli ledger what-if --staff 60 --expel 10 --leave-week 1 --tour-ends 1 --queue 20 --decisions 0.5 --granted 0.8 --weeks 12 --json
json staff.length 12
json staff[0] 59
json staff[1] 48.4
json staff[2] 47.8
json staff[11] 42.4
json queue[0] 20.5
json queue[1] 21
json queue[2] 21.5
json queue[11] 26
expect "\"throttle_equals_expulsion_weeks\":16.66666667}"
cli ledger what-if --staff 60 --expel 23 --tour-ends 1 --queue 20 --decisions 0.5 --granted 0.8 --weeks 4 --seed 7 --host GB --state RU --json
json simulation.seed 7
json simulation.past "pair"
json simulation.pairs 6
expect "\"ours\":{\"p10\":[59,35.4,34.8,34.2],\"p50\":[59,35.4,34.8,34.2],\"p90\":[59,58.4,57.8,57.2]},\"answered_share\":0.8"
cli ledger what-if --staff 60 --expel 23 --weeks 4 --seed 7 --state RU
expect "This is a count of the past, not advice."
cli ledger what-if --staff 60 --expel 23 --simulate 100
expect-exit 2
expect "--simulate needs --seed"
cli ledger what-if --granted 2
expect-exit 2
expect "granted: this must be 0 to 1"
expect "staff: --staff is needed"
cli ledger what-if --staff 60 --expel 23 --seed 7 --state RU --db $tmp/none.db
expect-exit 2
expect "db: this verb draws from the published rounds inside the program; the page /ledger/what-if draws from a register"
# On the page: an assumption out of its range is told beside its field, and nothing is counted until it is mended.
cli demo load --db $db
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /ledger/what-if?state=RU&granted=2
expect 400
expect "Share granted, 0 to 1: give a number from 0 to 1"
expect "Mend what is wrong above and count again."
