# Scenario 13: a member settles here for good. From that day on only official acts are immune (VCDR Art. 38(1)); what was
# before stays as it was, and so does what the family of a national of the sending State has (Art. 37(1)).
story "A member becomes a permanent resident while in post"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli mission act family_joined --db $db --mission 195 --person P-00425 --other P-00516 --says spouse --on 2021-06-01
get /sign-in
post /sign-in/demo login=protocol.officer
get /people/25
expect "inviolable, and immune from criminal jurisdiction"
get /missions/195/act?act=resident&person=P-00425
post /missions/195/act on=2021-06-31
expect 400
expect "Day it happened must be a real date, as 2021-06-11."
post /missions/195/act on=2021-06-14 told=2021-06-18 note="77/2021"
cli person status P-00425 --db $db --on 2021-06-13
expect "diplomatic agent: inviolable, and immune from criminal jurisdiction (VCDR Art. 29, 31)"
cli person status P-00425 --db $db --on 2021-06-14
expect "diplomatic agent: immune for official acts only (VCDR Art. 38(1))"
cli person status P-00516 --db $db
expect "spouse in the household of a member"
get /people/25
expect "immune for official acts only"
expect "Became permanent resident here"
expect "VCDR Art. 38(1)"
row SELECT host_resident_since_on FROM person WHERE ref = 'P-00425' => 18792
row SELECT article, note_no FROM mission_act WHERE kind = 'resident' => VCDR Art. 38(1) | 77/2021
# Before that day was told nobody knew it.
row SELECT happened_on, told_on FROM mission_act WHERE kind = 'resident' => 18792 | 18796
verify
