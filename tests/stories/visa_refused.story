# What an application cannot be or have done to it: said on its page, with what was typed; and nothing of it is kept.
story "Applications, moves and standards that cannot be: each is told why"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
cli mission add --db $db --sending GB --host FR --kind embassy --city Paris --name "British Embassy Paris" --source "invented" --invented
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-21 category=ambassador
expect 400
expect "'ambassador' is not a category of posts."
expect "Enter the family name, or the reference of the person."
post /visas/new category=diplomatic person=P-99
expect 400
expect "There is no person P-99."
post /visas/new person=P-00476
expect 400
expect "of the same person and kind is still open."
# A corridor without a standard takes no application: nobody could say when it is due.
get /visas/new
post /visas/new state=GB to=FR kind=entry received_on=2021-06-21 family_name=Example
expect 400
expect "No standard is recorded for this corridor: it is needed first."

# Moves.
cli visa move A-1 --db $db --to documents --holder visa
expect-exit 3
expect "The application is closed; a new one can be entered."
cli visa move A-140 --db $db --to documents --holder mission
expect-exit 3
expect "needs a reason in one sentence: the clock stops with it"
cli visa move A-140 --db $db --to approval --holder approver --reason "in order"
expect-exit 3
expect "Say what is proposed to the approver: closed as granted, or as refused."
get /visas/136
post /visas/136/move move=closed.refused reason="no" reason_code=hat
expect 400
expect "'hat' is not a reason."
get /visas/136
post /visas/136/move move=dance
expect 400
expect "Choose what to do next."
# The approval of an attaché ends in no visa.
cli visa move A-122 --db $db --to vetting --holder vetting
as vetting.officer
cli visa move A-122 --db $db --to decision --holder visa
as visa.officer
cli visa move A-122 --db $db --to closed --outcome granted --reason "in order" --valid-until 2022-06-30 --entries one
expect-exit 3
expect "This kind of application ends in no visa: it has no validity and no entries."

# Papers and keeping out.
get /visas/185
post /visas/185/touch do=papers
expect 409
expect "Say which papers have come."
cli visa keep-out A-140 --db $db --reason "knows the applicant"
cli visa keep-out A-140 --db $db --reason "still does"
expect-exit 3
expect "You keep out of it already."

# Standards follow each other.
cli visa standard --db $db --receiving GB --sending FR --name "First" --basis agreement --limit-days 10 --unit working --from-on 2021-07-01 --source "a note"
as head.protocol
cli proposal approve 4 --db $db
as visa.officer
cli visa standard --db $db --receiving GB --sending FR --name "Second" --basis agreement --limit-days 9 --unit working --from-on 2021-07-01 --source "a note"
expect-exit 3
expect "Another standard for just this begins on 1 July 2021: First."
cli visa standard --db $db --receiving GB --sending FR --name "Second" --basis agreement --limit-days 9 --unit working --from-on 2021-08-01 --source "a note"
as head.protocol
cli proposal approve 5 --db $db
as visa.officer
cli visa standard --db $db --receiving GB --sending FR --name "Between" --basis agreement --limit-days 9 --unit working --from-on 2021-07-15 --source "a note"
expect-exit 3
expect "The standard for just this, First, ends on 31 July 2021: begin behind it."

# A proposal that nobody decided is void, and can be made anew.
wait 60d
as head.protocol
cli proposal approve 1 --db $db
expect-exit 3
expect "Nobody decided this proposal within"
verify
