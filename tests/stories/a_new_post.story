# The sending State adds a post; it stands where that State wants it, and whoever comes into it passes every gate. What cannot be is
# said beside its field or by its rule.
story "A new post is added, in the order that the sending State gives it"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
row SELECT count(*) FROM mission_post WHERE mission_id = 195 AND created_on = 18799 => 0
get /sign-in
post /sign-in/demo login=protocol.officer
get /missions/195/act
expect "Post created"
get /missions/195/act?act=post_created
expect "Title"
expect "Stands behind"
post /missions/195/act post="" says="" category=""
expect 400
expect "Say which post: D-07."
expect "Say its title, such as Second Secretary."
expect "Say its category, such as diplomatic."
post /missions/195/act post=D-01 says="Second Secretary (Press)" category=diplomatic
expect 409
expect "Post D-01 is in the register already: "
post /missions/195/act post=D-901 says="Ambassador" category=head
expect 409
expect "Post D-01 is the head's: "
post /missions/195/act category=diplomatic says="Second Secretary (Press)" after=Z-99
expect 409
expect "There is no post Z-99 to stand behind."
post /missions/195/act after=D-03 note=72/2021
expect "D-901 Second Secretary (Press)"
row SELECT post_no, rank_n FROM mission_post WHERE mission_id = 195 ORDER BY rank_n, id LIMIT 5 => D-01 | 1; D-02 | 2; D-03 | 3; D-901 | 4; D-04 | 5
row SELECT kind, note_no, says, article FROM mission_act ORDER BY id DESC LIMIT 1 => post_created | 72/2021 | Second Secretary (Press) | VCDR Art. 11(1)
# Whoever comes into it passes the gates of every post.
cli person document P-00541 --db $db --kind passport --number "51 123457" --issuer RU --source "note 65"
cli mission act arrived --db $db --mission 195 --person P-00541 --post D-901
get /missions/195
expect "D-901 Second Secretary (Press) diplomatic Almazin Viktor Dmitrievich"
# At the command line: behind all others; in a consular post; in a mission that is suspended.
cli mission act post_created --db $db --mission 195 --post D-902 --says "Attache" --category admin_technical --on 2021-06-14
row SELECT post_no, created_on FROM mission_post WHERE mission_id = 195 ORDER BY rank_n DESC, id DESC LIMIT 1 => D-902 | 18792
cli mission act post_created --db $db --mission 195 --post "D-903 of the embassy, second floor" --says "Attache" --category spy
expect-exit 2
expect "post: at most 20 letters and digits, such as D-07"
expect "category: 'spy' is not a category, such as diplomatic"
cli mission act post_created --db $db --mission 196 --post C-90 --says "Consul General" --category head
expect-exit 3
expect "A consular post has no head of mission: its head is the consular officer who stands first."
cli mission act post_abolished --db $db --mission 195 --post D-902 --says "note 80"
cli mission act post_created --db $db --mission 195 --post D-902 --says "Attache" --category service
expect-exit 3
expect "Post D-902 is in the register already: Attache, abolished."
cli mission act suspended --db $db --mission 195 --says "recalled for consultations"
cli mission act post_created --db $db --mission 195 --post D-904 --says "Attache" --category diplomatic
expect-exit 3
expect "The mission is suspended: it must be re-opened first."
# The first post of a mission that has none.
cli mission add --db $db --sending FJ --kind embassy --city London --name "Embassy of	Nowhere" --source "made for this story"
expect-exit 2
expect "name: this is one line of UTF-8 without control characters"
cli mission add --db $db --sending FJ --kind embassy --city London --name "Embassy of Nowhere" --invented --source "made for this story"
expect "mission 200"
get /missions/200
expect "No posts are known. Add the first"
cli mission act post_created --db $db --mission 200 --post D-01 --says "Ambassador" --category head
row SELECT post_no, rank_n, is_invented FROM mission_post WHERE mission_id = 200 => D-01 | 1 | 1
verify
