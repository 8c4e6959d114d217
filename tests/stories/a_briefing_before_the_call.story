# Before the next call: what Moscow asks and what we ask, the backlog both ways, measures, the last call, what was said; on one
# page. Deadlines, and the address under which a calendar reads them until it is ended.
story "A briefing before the call"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli intake accept 1 1 2 3 4 5 6 7 8 9 10 11 --db $db
cli talks readout T-2 --db $db --side GB --words "We discussed where we differ." --topics COP26 --source "the ministry"
cli talks follow T-3 --db $db --says "Given to the visa section." --owner visa --due 2021-07-05
cli talks enter --db $db --form visas --by GB --to RU --on 2021-06-17 --says "Visas for our staff in Moscow" --concerns applications --source "our readout"
# A plea to grow a mission opens its ceilings.
cli talks enter --db $db --form posts --by RU --to GB --on 2021-06-18 --says "Ten more posts" --concerns ceilings --source "invented for this story"
cli talks show T-11 --db $db --json
json concerns_url "/missions/195"
row SELECT sending_iso FROM mission WHERE id = 195 AND kind = 'embassy' => RU
cli desk briefing RU --db $db
expect "Ask for visas, 17 June 2021: “remove the backlog”; due 5 July 2021; with visa"
expect "Ask for visas, 17 June 2021: Visas for our staff in Moscow; with visa"
expect "Russia applies in United Kingdom: 52 open, 42 over standard; the oldest waits 553 days"
expect "United Kingdom applies in Russia: 30 open"
expect "14 March 2018: United Kingdom, 23 persons; answered 17 March 2018 with 23"
expect "17 June 2021: Call; Dominic Raab, Sergey Lavrov; United Kingdom: “We discussed where we differ.”"
expect "Dominic Raab: “We discussed a range"
cli desk briefing RU --db $db --out $tmp/briefing.pdf
cli talks enter --db $db --form visit --state planned --by GB --to RU --on 2021-07-12 --says "The Foreign Secretary goes to Moscow" --source "invented for this story"
# Who holds an office from a day on is entered once; a report of that time is read with it.
cli ref holder --db $db --state GB --office "Foreign Secretary" --name "Sybil Quillon" --from 2021-06-19 --source "invented for this story"
cli ref holders --db $db --state GB --on 2021-06-20
expect "Sybil Quillon, Foreign Secretary, since 2021-06-19"
expect-not "Dominic Raab"
cli ref holders --db $db --state GB --on 2021-06-17
expect "Dominic Raab, Foreign Secretary, since 2019-07-24 to 2021-06-18"
cli ref holder --db $db --state XX --name X
expect-exit 2
expect "office: this is needed"
cli desk deadlines --db $db
expect "2021-07-12 Planned"
expect "2021-07-05 To answer T-3 Ask for visas: remove the backlog"
cli desk deadlines --db $db --ics
expect "DTSTART;VALUE=DATE:20210705"
get /sign-in
post /sign-in/demo login=desk.officer
expect "Russia: briefing for the next call"
post /search q=t-3
expect "Ask for visas T-3"
get /desk/RU
expect "What they ask of us"
expect "Applications between Russia and us"
get /desk/GB
expect 404
get /desk/deadlines
expect "To answer"
expect "Make a password for it"
post /desk/feed
expect "shown this once"
row SELECT count(*) FROM desk_feed WHERE ended_at IS NULL => 1
get /desk/deadlines
post /desk/feed
row SELECT count(*), count(ended_at) FROM desk_feed => 2 | 1
get /desk/deadlines
post /desk/feed/end
row SELECT count(*), count(ended_at) FROM desk_feed => 2 | 2
get /desk/feed
expect 401
# Each sees what is theirs: the visa officer's deadlines are applications.
as visa.officer
cli desk deadlines --db $db
expect "is to be decided"
get /sign-in
post /sign-in/demo login=visa.officer
get /desk/RU
expect 403
as mission.ru
cli desk deadlines --db $db
expect-not "To answer"
verify
