# Passport numbers that lie beside each other, one of them of somebody expelled in 2018. It is a link, with how often that is
# so and what may be innocent about it; it is no hit and decides nothing. The numbers are invented.
story "Adjacent passport numbers are shown as a link, with their base rate and innocent explanation"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
cli person document P-00476 --db $db --kind passport --number "70 1234567" --issuer RU --source "invented"
cli person document P-00402 --db $db --kind passport --number 701234569 --issuer RU --source "invented"
cli person document P-00456 --db $db --kind passport --number 701234600 --issuer RU --source "invented"
cli person document P-00439 --db $db --kind passport --number 991234567 --issuer RU --source "invented"
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet/people/76
expect "A passport number beside another"
expect "Passport 70 1234567 lies beside 701234569 of Severyanov"
expect "who was expelled"
expect "2 of 4 passports of this issuer lie so (50 %)"
expect "issued in runs"
expect "weak"
get /vet/people/56
expect-not "A passport number beside another"
# The visa officer sees how the screening stands, not the evidence.
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /vet/people/76
expect-not "lies beside"
get /vet/people/76 json
expect-not "701234569"
verify
