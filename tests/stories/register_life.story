# A register is made, copied while it is in use, restored, and refuses to be something else.
story "The life of a register file"
at 2021-06-21
cli init --db $db --host XX --ministry FCDO --zone Europe/London --admin ann.admin --name "Ann Admin"
expect-exit 2
expect "'XX' is not the two-letter code of a state"
cli init --db $db --host GB --ministry FCDO --zone Mars/Olympus --admin Ann! --name "Ann Admin"
expect-exit 2
expect "'Mars/Olympus' is not a time zone"
cli init --db $db --host GB --ministry "Foreign Office" --zone Europe/London --admin ann.admin --name "Ann Admin"
expect "ann.admin may sign in"
cli init --db $db --host GB --ministry "Foreign Office" --zone Europe/London --admin ann.admin --name "Ann Admin"
expect-exit 7
expect "is already there"
verify
cli backup $tmp/copy.db --db $db
expect "leaves, root"
cli backup $tmp/copy.db --db $db
expect-exit 7
cli audit verify --db $tmp/copy.db
cli restore $tmp/copy.db --db $tmp/again.db
cli audit head --db $tmp/again.db --json
json leaves 281
cli visa backlog --db $tmp/nowhere.db --state RU
expect-exit 6
expect "there is no register"
cli visa backlog --db $db --state RU --as nobody
expect-exit 2
expect "there is no active account 'nobody'"
cli visa backlog --state RU
expect-exit 2
expect "say which register"
