# Application A-118 is for post D-07, frozen since its holder was expelled in March 2018. The applicant also has a namesake on
# a list. An officer sees on one page what is for and against.
story "The applicant for the slot that was frozen in 2018: every reason on one page"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /visas/116
expect "Post D-07 is frozen since"
expect "Possible matches and advice"
get /vet/people/76
expect "The post of somebody who was expelled"
expect "Applies for post D-07"
expect "its holder Kamyshinsky Yury Petrovich was expelled and left on 20 March 2018"
expect "posts of the mission"
expect "whoever comes next into this one stands here"
# The same as a picture: what is shared in the middle, how common it is beneath it.
expect "What links Petrov Pyotr Sergeevich with others"
expect "true of 37 % of 62"
expect "PETROV Pyotr Sergeevich"
expect "1 possible match is still to be looked at."
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /visas/116
expect "Post D-07 is frozen since"
get /vet/people/76
expect "1 possible match is still to be looked at."
expect-not "Kamyshinsky"
# Whom screening touches and who is refused, nationality by nationality, so that a difference in treatment is seen.
cli vet treatment --db $db
expect-exit 5
as vetting.officer
cli vet treatment --db $db --json
json [1].nationality "RU"
json [1].kind "entry"
json [1].applications 97
json [1].refused 14
row SELECT count(*), count(*) FILTER (WHERE a.outcome = 'refused') FROM visa_application a JOIN person p ON p.id = a.person_id WHERE a.receiving_iso = 'GB' AND a.kind = 'entry' AND p.nationality_iso = 'RU' => 97 | 14
verify
