# What waiting does: a visa that ends, somebody who leaves and is not followed, an empty post, a family apart; each counted when it happens, and no more.
story "What waiting does to posts and families"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/backlog?state=RU
expect "Undecided, and the visa in hand ends within 30 days 5"
expect "Undecided, and the visa in hand ends within 60 days 10"
expect "Undecided, and the visa in hand ends within 90 days 13"
expect "others wait: 4 people 4"
expect "for which somebody waits 11"
expect "for 0 of them somebody waits 16"
# The holder of T-06 asks for an extension; the visa in hand ends in 41 days.
get /visas/new
post /visas/new state=RU kind=extension received_on=2021-06-21 person=P-00444 post_no=T-06 visa_until_on=2021-08-01
get /visas/backlog?state=RU
expect "ends within 30 days 5"
expect "ends within 60 days 11"
expect "ends within 90 days 14"
expect "for 0 of them somebody waits 17"
# Somebody asks to follow: the post is not empty yet, but the one who leaves is not quite without a successor.
get /visas/new
post /visas/new state=RU kind=replacement received_on=2021-06-21 post_no=T-06 family_name=Ozhegin given_names=Lev
get /visas/backlog?state=RU
expect "for 1 of them somebody waits 17"
expect "for which somebody waits 11"
# D-04 is frozen: that it is empty is not the backlog's doing.
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-21 post_no=D-04 family_name=Pestov given_names=Ilya
get /visas/backlog?state=RU
expect "for which somebody waits 11"
# A child of somebody who was let in: the same household, one more who waits. A child of somebody who waits: not apart.
get /visas/new
post /visas/new state=RU kind=family received_on=2021-06-21 household=A-21 family_name=Ozhegina given_names=Vera
get /visas/new
post /visas/new state=RU kind=family received_on=2021-06-21 household=A-63 family_name=Pestova given_names=Anna
get /visas/backlog?state=RU
expect "others wait: 5 people 4"
# The extension is withdrawn: neither ends nor leaves undecided.
cli visa move A-194 --db $db --to closed --outcome withdrawn --reason "the mission says so"
get /visas/backlog?state=RU
expect "ends within 60 days 10"
expect "for 0 of them somebody waits 16"
# The successor is let in: T-06 is followed. Its holder's next extension counts no more among those who are not.
cli visa move A-195 --db $db --to vetting --holder vetting
as vetting.officer
cli visa move A-195 --db $db --to decision --holder visa
as visa.officer
cli visa move A-195 --db $db --to closed --outcome granted --reason "in order" --valid-until 2022-06-30 --entries many
expect-exit 4
as head.protocol
cli proposal approve 4 --db $db
as visa.officer
get /visas/new
post /visas/new state=RU kind=extension received_on=2021-06-21 person=P-00444 post_no=T-06 visa_until_on=2021-08-01
get /visas/backlog?state=RU
expect "ends within 60 days 11"
expect "for 0 of them somebody waits 16"
get /visas/backlog.csv?state=RU
expect "RU to GB,undecided and visa in hand ends within 60 days,11"
expect "RU to GB,households apart,4"
expect "RU to GB,leave and are not followed,16"
# Before all of it, as at a past day.
get /visas/backlog?state=RU&as_at=2021-06-20
expect "ends within 90 days 13"
expect "others wait: 4 people 4"
verify
