# Golenishchin is found on an own list by two people. His spouse leaves his household and joins another member's: the two
# households overlap, which is a weak link with its rate. And somebody lives where an entry of a list has its address.
# Everybody here is invented, and so are the addresses.
story "Households that overlap, and an address that a watch-list publishes, are links with their base rate"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
cli mission act family_joined --db $db --mission 195 --person P-00425 --other P-00516 --says spouse --on 2021-06-10
cli mission act family_joined --db $db --mission 195 --person P-00427 --other P-00517 --says spouse --on 2021-06-10
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet/people/26
expect-not "Households that overlap"
cli vet own --db $db --list png --name "Golenishchin Vitaly Nikolaevich" --nationality RU --says "Declared non grata elsewhere (invented)."
expect-exit 4
as security.liaison
cli proposal approve 4 --db $db
as vetting.officer
cli vet rescreen --db $db
expect "P-00425"
get /vet/hits/3
post /vet/hits/3/verdict outcome=same reason_code=role
as vetting.second
get /sign-in
post /sign-in/demo login=vetting.second
get /vet/hits/3
post /vet/hits/3/second second=agrees
# One of his household is linked with him; the other member not yet.
as vetting.officer
get /vet/people/116
expect "The household of somebody who is known"
expect "Belongs or belonged to the household of Golenishchin Vitaly Nikolaevich, who is on a watch-list"
get /vet/people/26
expect-not "Households that overlap"
as protocol.officer
cli mission act family_left --db $db --mission 195 --person P-00425 --other P-00516 --on 2021-06-18
cli mission act family_joined --db $db --mission 195 --person P-00426 --other P-00516 --says spouse --on 2021-06-19
as vetting.officer
get /vet/people/26
expect "Households that overlap"
expect "Babkinov Grigory Semyonovich belongs or belonged to the household, and to that of Golenishchin Vitaly Nikolaevich, who is on a watch-list"
expect "of 2 people in households"
expect "Families answer for nothing that a member did"
expect "weak"
# Whose household overlaps with nobody's has no such link.
get /vet/people/27
expect-not "Households that overlap"
# Another way of writing the address, without the country; a town alone links nobody.
as
cli vet import tests/watch/demo_addresses.csv --db $db --list premises --format csv
as protocol.officer
cli person contact P-00426 --db $db --kind address --value "Flat 3, 13 Invented St, W8 4QX, London" --source "invented"
cli person contact P-00427 --db $db --kind address --value "Moscow, Russia" --source "invented"
as vetting.officer
get /vet/people/26
expect "An address that a watch-list publishes"
expect "as Invented Holding One has (premises AD-1)"
expect "1 of 6 entries with an address publish this one (16 %)"
expect "Lists publish old addresses"
get /vet/people/27
expect-not "An address that a watch-list publishes"
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /vet/people/26
expect-not "Invented Holding One"
verify
