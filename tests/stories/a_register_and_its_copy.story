# An administrator makes a register, notes the root of its log elsewhere, keeps a copy and goes back to it.
story "A register is made, copied and made anew, and its log proves each"
at 2021-06-21
cli init --db $db --host GB
expect-exit 2
expect "ministry: missing"
expect "zone: missing"
cli init --db $db --host XX --ministry "Foreign Ministry" --zone Mars/Olympus --admin Ada! --name "Ada Root"
expect-exit 2
expect "'XX' is not the two-letter code of a state"
expect "'Mars/Olympus' is not a time zone"
cli init --db $db --host GB --ministry "Foreign Ministry" --zone Europe/London --admin ada --name "Ada Root"
expect "is a register of GB; ada may sign in."
row SELECT count(*) FROM person => 0
verify

cli init --db $db --host GB --ministry "Foreign Ministry" --zone Europe/London --admin ada --name "Ada Root"
expect-exit 7
expect "is already there"

# Whoever administers sees no case data.
as ada
cli visa backlog --db $db --state RU
expect-exit 5
expect "You may not do this."
as nobody
cli audit head --db $db
expect-exit 2
expect "there is no active account 'nobody'"

as ada
cli audit head --db $db
expect " leaves, root "
cli backup --db $db $tmp/copy.db
expect "copy.db: "
cli backup --db $db $tmp/copy.db
expect-exit 7
cli restore --db $tmp/anew.db $tmp/copy.db
cli audit verify --db $tmp/anew.db
expect "The log is whole"
cli audit verify --db $tmp/none.db
expect-exit 6
expect "there is no register"
# A log that never had this root.
cli audit verify --db $tmp/anew.db --root 0000000000000000000000000000000000000000000000000000000000000000
expect-exit 11
