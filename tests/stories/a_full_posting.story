# A posting from the agrément to the erasure of what was kept: two heads an hour apart, a household that comes in parts,
# scenario 13, the departure, and five years later the end of every record.
story "A full posting, from agrément to deletion after retention"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
# France changes its ambassador; Germany's comes an hour earlier. Both posts and people are imported.
cli person import tests/data/register_people.csv --db $db --dry-run
expect "4 people are in order; nothing was written"
row SELECT count(*) FROM person WHERE ref LIKE 'P-009%' => 0
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_posts.csv --db $db
expect "3 posts"
cli mission act arrived --db $db --mission 59 --person P-00901 --post D-01
expect-exit 3
expect "No agrément is in force for Invented Hélène"
expect "(VCDR Art. 4(1))"
cli mission act agrement_granted --db $db --mission 59 --person P-00901
expect-exit 3
expect "No agrément was asked"
cli mission act agrement_asked --db $db --mission 59 --person P-00901 --post D-01 --on 2021-03-01
cli mission act agrement_granted --db $db --mission 59 --person P-00901 --on 2021-05-03
cli mission act agrement_asked --db $db --mission 44 --person P-00902 --post D-01 --on 2021-03-08
cli mission act agrement_granted --db $db --mission 44 --person P-00902 --on 2021-04-12
cli person document P-00901 --db $db --kind passport --number 20AB1 --issuer FR --source "note 11"
cli person document P-00902 --db $db --kind passport --number C01X --issuer DE --source "note 2"
cli mission act appointed --db $db --mission 59 --person P-00901 --post D-01 --on 2021-05-10 --told 2021-05-10 --note 12
cli mission act arrived --db $db --mission 59 --person P-00901 --post D-01 --on 2021-06-01 --told 2021-06-01 --note 14
cli mission act arrived --db $db --mission 44 --person P-00902 --post D-01 --on 2021-06-01 --told 2021-06-15 --note 3
cli mission act functions --db $db --mission 59 --person P-00901 --on 2021-06-03
expect-exit 2
expect "say the time of day, such as 10:30: precedence hangs on it"
cli mission act functions --db $db --mission 59 --person P-00901 --on 2021-06-03 --time 25:00
expect-exit 2
expect "'25:00' is not a time of day; write 09:30"
cli mission act functions --db $db --mission 59 --person P-00901 --on 2021-06-03 --time 11:30
cli mission act functions --db $db --mission 44 --person P-00902 --on 2021-06-03 --time 10:30
# An hour decides who stands before whom; whose hour nobody knows comes last.
cli mission precedence --db $db
expect "1 Invented Otto, Embassy of the Federal Republic of Germany: class 1, took up functions 3 June 2021, 10:30 (VCDR Art. 16(1))"
expect "2 Invented Hélène, Embassy of the French Republic: class 1, took up functions 3 June 2021, 11:30 (VCDR Art. 16(1))"
expect "3 Kelin Andrei, Embassy of the Russian Federation: the day and hour of taking up functions are not in the register"
cli mission late --db $db --from 2021-06-01
expect "Embassy of the Federal Republic of Germany: Arrived, 2021-06-01, told 2021-06-15: 14 days late (VCDR Art. 10(1)(a); this host sets no number)"
expect-not "French"
# The household is split: the spouse is here, the child waits.
cli mission act family_joined --db $db --mission 59 --person P-00901 --other P-00903 --says cousin
expect-exit 2
expect "'cousin' is not a relation"
cli mission act family_joined --db $db --mission 59 --person P-00901 --other P-00903 --says spouse --on 2021-06-05
cli mission act family_expected --db $db --mission 59 --person P-00901 --other P-00904 --says child --on 2021-06-05
row SELECT count(*) FROM person_household WHERE from_on IS NULL => 1
cli person status P-00903 --db $db
expect "spouse in the household of a member (head of mission): inviolable and immune like a diplomatic agent (VCDR Art. 37(1))"
cli person status P-00904 --db $db
expect "no status"
cli mission act family_joined --db $db --mission 59 --person P-00901 --other P-00904 --says child --on 2021-06-10
cli person status P-00904 --db $db
expect "child in the household of a member"
cli person status P-00901 --db $db --on 2021-05-31
expect "no status"
cli mission act card_issued --db $db --mission 59 --person P-00901 --card 7001 --on 2021-06-07
# A member becomes a permanent resident while in post: immune for official acts only, from that day on.
cli mission act resident --db $db --mission 195 --person P-00425 --on 2021-06-14
cli person status P-00425 --db $db --on 2021-06-13
expect "diplomatic agent: inviolable, and immune from criminal jurisdiction (VCDR Art. 29, 31)"
cli person status P-00425 --db $db --on 2021-06-14
expect "diplomatic agent: immune for official acts only (VCDR Art. 38(1))"
# Whoever asks what is kept about him is told all of it; others are not named in it.
cli retention subject P-00901 --db $db
json documents.length 2
json documents[0].number "7001"
json household.length 2
json household[0].relation "child"
json acts[0].act "Family member arrived"
json acts[0].says null
json acts[1].act "Card issued"
json matters.length 0
cli retention subject P-00903 --db $db
json belongs_to[0].relation "spouse"
json belongs_to[0].from_on "2021-06-05"

# While the ambassador is away one diplomat acts as head, and only one.
cli mission act charge_began --db $db --mission 195 --person P-00425 --on 2021-06-10
cli mission act charge_began --db $db --mission 195 --person P-00426 --on 2021-06-12
expect-exit 3
expect "Golenishchin Vitaly Nikolaevich acts as head on that day: end that first. (VCDR Art. 19(1))"
cli mission act charge_ended --db $db --mission 195 --person P-00425 --on 2021-06-12
cli mission act charge_began --db $db --mission 195 --person P-00426 --on 2021-06-12
expect-exit 3
cli mission act charge_began --db $db --mission 195 --person P-00426 --on 2021-06-13
# What was written down wrongly is corrected; what was known before stays readable.
row SELECT from_on FROM mission_appointment WHERE id = (SELECT max(id) FROM mission_appointment) => 18779
cli mission correct 76 --db $db --field from_on --day 2021-06-02 --reason "the note says the second"
cli mission at 59 --db $db --on 2021-06-01
expect "0 serve on 1 June 2021"
cli mission at 59 --db $db --on 2021-06-01 --known 2021-06-20
expect "1 serve on 1 June 2021"
# The end: functions, cards, departure; nobody departs before.
wait 400d
cli mission act departed --db $db --mission 59 --person P-00901
expect-exit 3
expect "have not ended: record that first"
cli mission act ended --db $db --mission 59 --person P-00901 --says tour_end --on 2022-06-30
cli person status P-00901 --db $db --on 2022-07-05
expect "was head of mission and has not left yet"
cli mission act card_returned --db $db --mission 59 --person P-00901 --card 7001
cli mission act departed --db $db --mission 59 --person P-00901 --on 2022-07-10
cli person status P-00901 --db $db --on 2022-07-11
expect "no status"
# Five years after the functions ended nothing but the time stands in the way (of an open debt tells a_debt_stops_erasure.story).
# Of the household one left on a day of his own, which is his clock; nobody wrote down when the other left: the member's.
cli mission act family_left --db $db --mission 59 --person P-00901 --other P-00903 --on 2022-07-10
cli retention due --db $db
expect-not "P-0090"
wait 1799d
cli retention due --db $db
expect-not "P-0090"
wait 1d
cli retention due --db $db
expect "P-00901 2027-06-30 member"
expect "P-00904 2027-06-30 member"
expect-not "P-00903"
wait 10d
cli retention due --db $db
expect "P-00903 2027-07-10 member"
expect-not "P-00902"
get /sign-in
post /sign-in/demo login=protocol.officer
get /people/189
expect "Zoé"
cli retention run --db $db
expect "it waits as proposal 4 for: Head of protocol"
as head.protocol
cli proposal approve 4 --db $db
expect "approved, and done"
row SELECT count(*) FROM person WHERE ref IN ('P-00901', 'P-00903', 'P-00904') => 0
row SELECT count(DISTINCT p.name || coalesce(p.given_names, '') || p.sort_key) FROM retention_erasure e JOIN person p ON p.id = e.person_id => 1
row SELECT count(*) FROM mission_act WHERE replace(coalesce(says, ''), 'Invented', '') <> says => 0
row SELECT count(*) FROM audit_leaf WHERE replace(opening, 'Hélène', '') <> opening OR replace(opening, 'Zoé', '') <> opening => 0
get /sign-in
post /sign-in/demo login=head.protocol
get /people/189
expect 404
# What the mission's history needs stays, without a name: that the post was held, from when to when.
row SELECT p.post_no, a.from_on, a.to_on, a.ended_why FROM mission_appointment a JOIN mission_post p ON p.id = a.post_id WHERE a.person_id = 189 => D-01 | 18780 | 19173 | tour_end
verify
