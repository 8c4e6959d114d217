# Editions of the Diplomatic List: rivals stop one, a hold with its reason lets it go on, two people publish, and each edition
# says what changed since the one before.
story "Two rival missions of one state, and no new edition"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_rivals.csv --db $db --dry-run
expect-exit 2
expect "tests/data/register_rivals.csv:2:7: person: there is no person P-09999; import people first"
expect "tests/data/register_rivals.csv:3:4: category: 'ambassador' is not a category, such as diplomatic"
expect "tests/data/register_rivals.csv:4:4: category: a consular post has no head of mission; its head is the consular_officer who stands first"
expect "tests/data/register_rivals.csv:3:8: from: '2021-02-30' is not a day"
cli mission import tests/data/register_posts.csv --db $db
cli list check --db $db
expect "16 names in 1 missions, 0 held back"
cli list make "Spring edition" --db $db
expect "Edition 2: Spring edition, a draft"
cli list publish 2 --db $db
expect-exit 4
as head.protocol
cli proposal approve 4 --db $db
as mission.ru
cli list file 2 --db $db
expect "Russia,Embassy of the Russian Federation,Ambassador,Kelin Andrei,Келин Андрей,2019-11-22"
# A second government opens an embassy in the same city and sends a head: both have a head now. It needs a name of its own.
as protocol.officer
cli mission add --db $db --sending RU --kind embassy --city London --name "Embassy of the Russian Federation" --source "note 1" --invented
expect-exit 3
expect "The register has Embassy of the Russian Federation in London already; a rival is known by another name."
cli mission add --db $db --sending RU --kind embassy --city London --name "Embassy of the Other Government" --source "note 1" --invented
expect "mission 200"
cli mission import tests/data/register_rival.csv --db $db
cli list check --db $db
expect "error: Embassy of the Russian Federation and Embassy of the Other Government both have a head: rivals of one State."
row SELECT count(*) FROM mission WHERE sending_iso = 'RU' AND host_iso = 'GB' AND kind = 'embassy' AND city = 'London' => 2
get /sign-in
post /sign-in/demo login=protocol.officer
get /list
expect "rivals of one State"
post /list title=""
expect 400
expect "Say how the edition is called"
get /list
post /list title="Summer edition"
expect 409
expect "No edition is made:"
row SELECT count(*) FROM list_edition => 2
get /list
post /list/holds mission=x person=P-1 why=""
expect 400
expect "There is no mission with this number."
expect "There is no person P-1."
expect "Say in one sentence why it may not be printed."
get /list
post /list/holds mission=200 person="" why="recognition is not decided"
expect "recognition is not decided"
cli mission act ended --db $db --mission 195 --person P-00439 --says tour_end
get /list
post /list title="Summer edition"
expect "Since Spring edition: 0 new, 1 gone, 0 changed"
post /list/3/publish
expect "It waits for a second person: proposal 5"
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /list
expect-not "Summer edition"
get /list/3
expect 404
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /proposals/5
post /proposals/5/approve
get /list/3
expect "Published 21 June 2021"
expect "Gone Embassy of the Russian Federation Shelestov Denis Leonidovich , Attache"
get /list/precedence
expect "the day and hour of taking up functions are not in the register"
verify
