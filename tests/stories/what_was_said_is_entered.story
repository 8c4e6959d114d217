# A desk officer enters what was said and asked over a week, and what became of it; what is left out or misread is told at its
# field before anything is kept. Everybody here is invented.
story "What was said and asked is entered, and what lacks of it is told"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer

# A list is asked for with words that are none.
get /talks?kind=chat&stands=waiting&state=QQ
expect 400
expect "'chat' is no kind."
expect "'waiting' is none of what is shown."
expect "'QQ' is not the code of a state; Russia is RU."

# By hand, with everything forgotten but the form; then with days the wrong way round, and a guest without a name.
get /talks/new
post /talks/new form=visas by=RUS from=2021-06-18 to=2021-06-17 words="“remove the backlog”"
expect 400
expect "Error: Say in a sentence what it is."
expect "Error: Say where this was read."
expect "Error: The last day lies before the first."
expect "Error: 'RUS' is not the code of a state; Russia is RU."
expect "“remove the backlog”"
post /talks/new by=RU from=2021-06-17 says="Visas for the embassy's staff" source="the ministry" participants="RU; ; Ambassador"
expect 400
expect "Error: Write each as GB; name; office."
post /talks/new participants="RU; Anton Invented; Counsellor"
expect "remove the backlog"
row SELECT count(*) FROM talks_item WHERE kind = 'ask' => 1
# A report's own proposal, the last day of which was taken out.
get /intake/1?at=1
post /intake/1/proposals/1 do=accept to_on="" by_isos="GB RUS"
expect 400
expect "Error: Say the last day that it may have been."
expect "Error: 'RUS' is not the code of a state; Russia is RU."
# From a terminal, every word wrong at once.
cli talks enter --db $db --form chat --state waiting --concerns visas --owner press --by GB --on 2021-06-17 --says "A call" --source "the ministry"
expect-exit 2
expect "'chat' is no form; 'grata talks forms' lists them."
expect "'waiting' is none of planned, held, cancelled, open, answered, done, dropped, said."
expect "'visas' is none of applications, ceilings, measures."
expect "'press' is none of desk, visa, protocol, security, head."
cli talks enter --db $db --form call --says $x1001 --words $x4001 --source "the ministry"
expect-exit 2
expect "says: This is longer than 1000 characters."
expect "words: This is longer than 4000 characters."
cli talks enter --db $db --form call --by "GB RU" --on 2021-06-17 --says "The ministers talked" --source "the ministry"
expect "T-3"

# What one side made public of the call; of an ask nothing is.
cli talks readout T-2 --db $db --side GB --words "We asked." --source "the ministry"
expect-exit 3
expect "Only an engagement has readouts."
cli talks readout T-3 --db $db --side GB
expect-exit 2
expect "Enter what this side made public."
expect "Say where this was read."
get /talks/3
post /talks/3/readout state_iso=GB words="We discussed where we differ." source="the ministry"
expect "We discussed where we differ."

# What became of it.
cli talks follow T-3 --db $db --says "Nothing yet."
expect-exit 3
expect "Only an ask, a complaint or an agreement is followed up."
cli talks follow T-2 --db $db --state said --owner press
expect-exit 2
expect "Say what happened or what was done."
expect "Choose open, answered, done or dropped."
expect "Choose desk, visa, protocol, security or head."
get /talks/2
post /talks/2/follow says="Given to the visa section." state=open owner=visa due_on=2021-07-05
expect "Given to the visa section."
cli desk briefing --db $db
expect-exit 2
expect "say which state: grata desk briefing RU"
cli desk briefing RU --db $db
expect "due 5 July 2021; with visa"
verify
