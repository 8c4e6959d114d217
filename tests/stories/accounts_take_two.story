# A day of the administrator: accounts are made, changed, reset and closed, people go on leave and others keep the night. Each
# takes another person, and what cannot be is told to who asks.
story "Accounts, deputies and duty officers: two people, and what cannot be is told"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as admin
get /sign-in
post /sign-in/demo login=admin

# Somebody new.
cli account add "Ruth E" --db $db --roles pilot --labels SEC
expect-exit 2
expect "a login name is 1 to"
expect "say who this is"
expect "'pilot' is none of them"
expect "an account has at least one role"
expect "Make the account first; SEC is granted to it then."
cli account add ruth --db $db --name "Ruth Example" --roles mission
expect-exit 2
expect "a mission user belongs to one mission"
cli account add ruth --db $db --name "Ruth Example" --roles mission --mission 9999
expect-exit 2
expect "There is no mission 9999."
cli account add visa.officer --db $db --name "Ruth Example" --roles visa
expect-exit 2
expect "There is an account 'visa.officer' already."
cli account add ruth --db $db --name "Ruth Example" --roles visa --labels VISA
expect "It waits as proposal 4"

# Other rights: the same again, none at all, of nobody; what waits already is not proposed twice, on no form of the page.
cli account grant rupert --db $db --roles visa
expect-exit 2
expect "There is no active account 'rupert'."
cli account grant visa.officer --db $db
expect-exit 2
expect "an account has at least one role"
cli account grant visa.officer --db $db --roles visa --labels VISA,PERS
expect-exit 2
expect "That is what visa.officer has already."
get /accounts/visa.officer
post /accounts/visa.officer roles=desk labels=DIPL
expect "visa.officer: Desk officer; PROT, DIPL"
get /accounts/visa.officer
post /accounts/visa.officer roles=head labels=DIPL
expect 400
expect "Error: A proposal about this account waits already."
get /accounts/visa.officer
post /accounts/visa.officer/close why="has left the ministry"
expect 400
expect "Error: A proposal about this account waits already."
cli account reset visa.officer --db $db
expect-exit 2
expect "Say in one sentence why."
cli account close visa.officer --db $db
expect-exit 2
expect "Say in one sentence why."

# What another person was shown is what that person agrees to; nobody agrees to what is about themselves.
as head.protocol
cli proposal approve 5 --seen 00000000 --db $db
expect-exit 3
expect "What you have seen is not what is proposed here. Open the proposal again."
as admin
cli account grant head.protocol --db $db --roles head,security --labels VISA
expect "It waits as proposal 6"
cli account close admin --db $db --why "has left the ministry"
expect "It waits as proposal 7"
as head.protocol
cli proposal approve 6 --db $db
expect-exit 3
expect "This is about your own account: another person must agree to it."
cli proposal approve 7 --db $db
expect-exit 3
expect "admin is the last administrator: name another one first."
# In between the account has changed.
as visa.officer
types "a heron stands where the Quillon bends"
cli account password visa.officer --db $db
expect "visa.officer has a new password"
as admin
get /accounts/visa.officer
post /accounts/visa.officer/reset reason="the telephone is lost"
expect 400
expect "Error: A proposal about this account waits already."
as head.protocol
cli proposal approve 5 --db $db
expect-exit 3
expect "What this is about has changed since it was proposed"
row SELECT state FROM proposal WHERE id = 5 => void

# On leave, and through the night.
get /sign-in
post /sign-in/demo login=head.protocol
get /absence
post /absence/deputy deputy=head.protocol from=2021-07-05 to=2023-07-16 reason=leave
expect 400
expect "Error: Nobody stands in for themselves."
expect "days; name them again when they are over."
post /absence/deputy deputy=auditor to=2021-07-01
expect 400
expect "Error: An auditor, an administrator or a mission user stands in for nobody."
expect "Error: The last day lies before the first."
# One thing about an account at a time: the other rights are still to be decided.
post /absence/deputy deputy=minister.office to=2021-07-16
expect 400
expect "Error: A proposal about this waits already."
as minister.office
cli proposal reject 6 --reason "not before the summer" --db $db
as head.protocol
get /absence
post /absence/deputy deputy=minister.office from=2021-07-05 to=2021-07-16 reason=leave
expect "minister.office stands in for head.protocol"
get /absence
post /absence/night officers="visa.officer visa.officer" from=2021-07-05 to=2021-07-06
expect 400
expect "visa.officer is one person; name another."
expect "Name 5 duty officers, with spaces between."
cli absence deputy --db $db minister.office --of head.protocol --reason leave
expect-exit 2
expect "say the first day"
expect-not "name them again"

# The auditor looks for somebody and something that are not there.
as auditor
get /sign-in
post /sign-in/demo login=auditor
get /audit?who=rupert&object=visas
expect 400
expect "There is no account 'rupert'."
expect "Write an object as its table and number: visa_application 118."
verify
