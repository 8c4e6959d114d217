# A mission with many posts is read a hundred at a time, or category by category.
story "A large mission is read a hundred posts at a time"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli mission import tests/data/register_many.csv --db $db
get /sign-in
post /sign-in/demo login=protocol.officer
get /missions
expect "Embassy of the French Republic London active 130 0 0"
get /missions/59
expect "M-001"
expect "M-100"
expect-not "M-101"
expect "admin technical 120 0 120 0"
expect "The next posts"
get /missions/59?category=&after_rank=100&after_id=999999
expect "M-101"
expect "M-130"
expect-not "The next posts"
expect "All posts from the first"
get /missions/59?category=service
expect "Posts: service"
expect "M-121"
expect-not "M-120"
get /missions/59?category=ambassador
expect 404
# What was kept of a page is made anew when a row has changed.
cli mission import tests/data/register_posts.csv --db $db
get /missions
expect "Embassy of the French Republic London active 131 0 0"
