# The security liaison gives advice about an applicant. The visa officer sees that there is advice and what it comes to; the
# reasons nowhere: not on the page, not as JSON, not in the search, not in the log.
story "Security advice: its effect for those who decide, its reasons for those cleared for them"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as security.liaison
get /sign-in
post /sign-in/demo login=security.liaison
get /visas/116
expect "Possible matches and advice"
get /vet/people/76
expect "No advice has been given"
post /vet/people/76/advice
expect 400
expect "Error: Say what the advice comes to."
expect "Error: Say why; only those cleared for it read this."
post /vet/people/76/advice effect=objection reason="Seen with the invented Zimorodok network." origin="An invented partner"
expect "Objection"
expect "Zimorodok"
expect "An invented partner"
row SELECT effect FROM vet_advice => objection
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /vet/people/76
expect "Advice given 21 June 2021 by Security liaison (demo): Objection"
expect-not "Zimorodok"
expect-not "invented partner"
get /vet/people/76 json
expect "Objection"
expect-not "Zimorodok"
expect-not "partner"
get /
post /search q=Zimorodok
expect-not "network"
get /people/76
expect-not "Zimorodok"
get /audit
expect-not "Zimorodok"
get /audit json
expect-not "Zimorodok"
get /visas/116 json
expect-not "Zimorodok"
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet/people/76
expect "Objection"
expect-not "Zimorodok"
as auditor
get /sign-in
post /sign-in/demo login=auditor
get /audit
expect "vet.advise"
expect-not "Zimorodok"
get /audit json
expect-not "Zimorodok"
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /vet/people/76
expect 403
verify
