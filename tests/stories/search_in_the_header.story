# What the field in the header finds, and for whom it is there.
story "A name, a state or a number typed into the header"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
expect "Search by name or number"
post /search q=petrov
expect "Petrov Pyotr Sergeevich"
expect "Петров Пётр Сергеевич"
post /search q=russia
expect "Embassy of the Russian Federation"
expect-not "Nothing you may see"
# A number leads straight to what it stands for, in small letters too.
post /search q=a-118
expect "Application A-118"
post /search q=P-00453
expect "Vishnyakova Lyudmila Konstantinovna"
post /search q=rushworthy
expect "Imogen Rushworthy"
post /search q=zzz
expect "Nothing you may see has this name or number."
post /search q=
expect "Type the beginning of a family name"
# What somebody asks for is in no address: words typed into one go out of it.
get /search?q=petrov
expect "Petrov Pyotr Sergeevich"
get /search?asked=cGV0cm92
expect "only the session that made it can read it"
post /search q=petrov json
json people[0].name "Petrov Pyotr Sergeevich"
# A mission finds its own people only, and nobody's application.
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
post /search q=a-118
expect "Nothing you may see"
post /search q=rushworthy
expect "Nothing you may see"
as auditor
get /sign-in
post /sign-in/demo login=auditor
expect-not "Search by name or number"
get /search
expect 403
