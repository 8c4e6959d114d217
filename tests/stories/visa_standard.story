# The standard in force at receipt counts; a change takes two people, begins today or later, and never touches what came before.
story "A changed standard never rewrites old applications"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli visa standard --db $db --receiving GB --sending RU --name "New" --basis agreement --limit-days 10 --unit working --from-on 2021-07-01 --source "a note"
expect-exit 5
as visa.officer
cli visa standard --db $db --receiving XX --sending GB --name "New" --basis wish --limit-days 0 --unit hours --from-on 2021-02-30
expect-exit 2
expect "Basis must be one of the choices shown."
expect "Days must be"
expect "Kind of days must be one of the choices shown."
expect "In force from must be a real date"
expect "Enter source."
cli visa standard --db $db --receiving FR --sending RU --name "New" --basis agreement --limit-days 10 --unit working --from-on 2021-07-01 --source "a note"
expect-exit 2
expect "One of the two states must be GB, and not both."
cli visa standard --db $db --receiving GB --sending RU --name "New" --basis agreement --limit-days 10 --unit working --from-on 2021-06-20 --source "a note"
expect-exit 3
expect "what came before 21 June 2021 keeps the one that was in force then"
cli visa standard --db $db --receiving GB --sending RU --name "Understanding of 2021" --basis agreement --limit-days 10 --unit working --from-on 2021-06-22 --source "exchange of notes, invented"
expect "It waits for a second person as proposal 4."
cli visa standard --db $db --receiving GB --sending RU --name "Another" --basis agreement --limit-days 12 --unit working --from-on 2021-06-22 --source "a note"
expect-exit 3
expect "waits for the second person already"
cli proposal approve 4 --db $db
expect-exit 3
row SELECT count(*) FROM visa_standard WHERE name = 'Understanding of 2021' => 0
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /proposals/4
expect "Standard of 10 working days: Understanding of 2021"
expect "Instead of Understanding of 1989: 30 calendar days"
expect "From 22 June 2021"
post /proposals/4/approve
expect "approved"
row SELECT name, to_on - 18799 FROM visa_standard WHERE receiving_iso = 'GB' AND sending_iso = 'RU' AND kind IS NULL ORDER BY from_on => Understanding of 1989 | 0; Understanding of 2021 | null
# What had come keeps its standard and its due days; what comes from then on has the new one.
row SELECT count(*) FROM visa_application a JOIN visa_standard s ON s.id = a.standard_id WHERE s.name = 'Understanding of 2021' => 0
row SELECT count(*) FROM visa_application a JOIN visa_standard s ON s.id = a.standard_id WHERE s.name = 'Understanding of 1989' AND a.receiving_iso = 'GB' AND a.closed_on IS NULL AND a.stopped_days = 0 AND a.stopped_since_on IS NULL AND a.due_on <> a.received_on + 30 => 0
wait 2d
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-21 family_name=Ozhegin given_names=Lev
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-22 family_name=Pestov given_names=Ilya
row SELECT a.received_on - 18799, s.name, a.due_on - a.received_on FROM visa_application a JOIN visa_standard s ON s.id = a.standard_id WHERE a.id > 193 ORDER BY a.id => 0 | Understanding of 1989 | 30; 1 | Understanding of 2021 | 14
# On the page: what there is and was, and the form with its faults.
get /visas/backlog?state=RU
expect "All standards"
expect "Understanding of 2021"
get /visas/standards
expect "Understanding of 1989 RU GB every every 30 calendar days claim 1 January 1989 21 June 2021"
expect "Understanding of 2021 RU GB every every 10 working days agreement 22 June 2021"
post /visas/standards receiving=QQ name=New
expect 400
expect "Enter source."
get /visas/standards
post /visas/standards receiving=GB sending=RU name=Shorter basis=own_target limit_days=5 unit=working from_on=2021-06-22 source="a wish"
expect 409
expect "A standard begins today or later"
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /visas/standards
expect "Understanding of 2021"
expect-not "Propose a change"
verify
