# From signing in to the log; a stranger sees nothing, an officer only what is theirs.
story "Who signs in is in the log, and the log says so"
at 2021-06-21T08:00:00Z
cli demo load --db $db
get /audit
expect 401
expect "Choose who to be"
expect-not "Entries, the newest first"
get / json
expect 401
json error "ERR_SIGN_IN"
as auditor
get /audit?act=access.sign_in
expect 401
post /sign-in/demo login=auditor
expect "Audit log"
expect "access.sign_in"
get /
expect "Today, 21 June 2021"
expect "Auditor (demo)"
get /audit?object=account%209 json
json entries.length 2
json entries[0].actor "auditor"
json entries[0].act "access.sign_in"
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /audit?who=auditor
expect "What you did"
expect-not "account 9"
get /me
expect "unpublished engagements and asks"
post /sign-out
expect "Sign in"
get /me
expect 401
as admin
cli account add ruth --db $db --name "Ruth Example" --roles visa --labels VISA,PERS
expect "It waits as proposal 4 for: Head of protocol, Administrator"
cli account add ruth --db $db --name "Ruth Example" --roles visa
expect-exit 7
as visa.officer
cli account add sam --db $db --name "Sam Example" --roles visa
expect-exit 5
verify
