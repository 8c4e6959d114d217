# An applicant has the telephone number and the address of somebody who was expelled in 2018; a spouse belonged to another
# such household before. Each is a link with how common it is and what may be innocent about it. All of it is invented.
story "A shared address, telephone or e-mail address, and households that overlap, are links with their base rate"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
cli person contact P-00402 --db $db --kind telephone --value "+44 20 7946 0123" --source "invented"
cli person contact P-00402 --db $db --kind address --value "Flat 3, 13 Invented St, London W8 4QX" --source "invented"
cli person contact P-00403 --db $db --kind telephone --value "+44 20 7946 0555" --source "invented"
cli person contact P-00404 --db $db --kind telephone --value "+44 20 7946 0556" --source "invented"
cli person contact P-00405 --db $db --kind telephone --value "+44 20 7946 0557" --source "invented"
cli person contact P-00406 --db $db --kind telephone --value "+44 20 7946 0558" --source "invented"
cli person contact P-00407 --db $db --kind telephone --value "+44 20 7946 0559" --source "invented"
cli person contact P-00408 --db $db --kind telephone --value "+44 20 7946 0560" --source "invented"
cli person contact P-00409 --db $db --kind telephone --value "+44 20 7946 0561" --source "invented"
cli person contact P-00410 --db $db --kind telephone --value "+44 20 7946 0562" --source "invented"
cli person contact P-00411 --db $db --kind telephone --value "+44 20 7946 0563" --source "invented"
# What is none is refused, with what is wrong.
cli person contact P-00411 --db $db --kind telephone --value "1234" --source "invented"
expect-exit 2
expect "5 to 15 digits"
cli person contact P-00411 --db $db --kind letterbox --value "1234" --source "invented"
expect-exit 2
expect "address, telephone or email"
# The form of an application has the same fields.
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/new
post /visas/new state=RU kind=entry received_on=2021-06-18 post_no=D-09 family_name=Invented given_names=Lev telephone=12 email=nobody
expect 400
expect "a telephone number has 5 to 15 digits"
expect "an e-mail address is name@host.example"
post /visas/new state=RU kind=entry received_on=2021-06-18 post_no=D-09 family_name=Invented given_names=Lev sex=m email="" telephone="(020) 7946 0123" address="13 Invented Street, flat 3, W8 4QX, London"
expect "Invented Lev"
row SELECT count(*), min(c.find_key) FROM person_contact c JOIN person p ON p.id = c.person_id WHERE p.name = 'Invented Lev' AND c.kind = 'telephone' => 1 | 079460123
as protocol.officer
cli person contact P-00476 --db $db --kind telephone --value "020 7946 0123" --source "invented"
cli person contact P-00476 --db $db --kind address --value "13 Invented Street, flat 3, W8 4QX, London" --source "invented"
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet/people/76
expect "An address or number of somebody who is known"
expect "Has the telephone number 020 7946 0123 of Severyanov"
expect "3 of 12 people with one have the same (25 %)"
expect "The same address"
expect "pass to whoever comes next"
get /people/76
expect "Where to reach"
expect "13 Invented Street, flat 3, W8 4QX, London"
# The visa officer sees how the screening stands, not the link.
as visa.officer
get /vet/people/76
expect-not "Severyanov"
as protocol.officer
cli person contact P-00476 --db $db --kind telephone --value "+44 20 79460123" --end
cli person contact P-00476 --db $db --kind telephone --value "+44 20 79460123" --end
expect-exit 3
verify
