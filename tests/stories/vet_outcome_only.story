# A ministry keeps of screening the outcome and the reference alone. It takes two people; what was there of evidence and
# reasons goes, and nothing new comes; the pages say so. It is in no byte of the register's file either. All is invented.
story "Only outcome and reference are kept: no evidence rows, no reasons, and the pages say so"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as vetting.officer
cli vet keep --db $db
expect "evidence: with every hit"
cli vet keep outcome --db $db --says "Invented."
expect-exit 5
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet/hits/2
expect-not "outcome and the reference alone"
post /vet/hits/2/verdict outcome=different reason_code=birth note="Zimorodok was born in 1976." then=save
expect "Zimorodok"
as security.liaison
get /sign-in
post /sign-in/demo login=security.liaison
get /vet/people/76
post /vet/people/76/advice effect=objection reason="Seen with the invented Alcedo network." origin="An invented Halcyon"
expect "Alcedo"
stored "petrov~petrov exact"
stored "birth contradicts"
stored "Zimorodok"
stored "Alcedo"
stored "Halcyon"
as protocol.officer
cli vet keep outcome --db $db
expect-exit 2
expect "say in a sentence why"
cli vet keep all --db $db --says "invented"
expect-exit 2
expect "evidence or outcome"
cli vet keep outcome --db $db --says "The data protection law asks it (invented)."
expect-exit 4
cli proposal approve 4 --db $db
expect-exit 3
as head.protocol
cli proposal approve 4 --db $db
as protocol.officer
cli vet keep outcome --db $db --says "Once more (invented)."
expect-exit 2
expect "that is what is kept already"
row SELECT count(*) FROM vet_hit WHERE evidence <> '' OR other <> '' OR other_n <> 0 => 0
row SELECT outcome, reason_code, evidence, note FROM vet_verdict => different | not_kept |  | null
row SELECT effect, reason, origin FROM vet_advice => objection |  | null
row SELECT count(*) FROM vet_hit WHERE points_n > 0 => 2
stored-not "petrov~petrov"
stored-not "streshnev~streshnev"
stored-not "birth contradicts"
stored-not "birth agrees"
stored-not "Zimorodok"
stored-not "Alcedo"
stored-not "Halcyon"
verify
# The reader sees rows that are made for this look, and that they are.
as vetting.officer
get /vet
expect "keeps of screening the outcome and the reference alone"
get /vet/hits/2
expect "made anew from the two names"
expect "Score of the names"
expect "petrov"
expect "A different person"
expect-not "Date of birth)"
expect-not "Zimorodok"
expect-not "What decides it"
expect-not "What else is known"
get /vet/hits/1
post /vet/hits/1/verdict outcome=same then=save
expect "Waits for a second reader"
row SELECT outcome, evidence, reason_code FROM vet_verdict ORDER BY id DESC LIMIT 1 => same |  | not_kept
as vetting.second
get /sign-in
post /sign-in/demo login=vetting.second
get /vet/hits/1
post /vet/hits/1/second second=disagrees then=save
row SELECT second_says, second_note FROM vet_verdict ORDER BY id DESC LIMIT 1 => disagrees | null
as security.liaison
get /vet/people/76
expect "keeps what advice comes to and its reference, not its reasons"
expect-not "Alcedo"
post /vet/people/76/advice effect=conditions
expect 400
expect "Say under which number the reasons are kept elsewhere"
post /vet/people/76/advice effect=conditions reference="SL-2021/17"
expect "Reference: SL-2021/17"
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /vet/people/76
expect "Only with conditions"
expect-not "SL-2021/17"
# A run that finds something new keeps no evidence of it either.
as
cli vet import tests/watch/demo_later.csv --db $db --list invented --format csv
cli vet rescreen --db $db
expect "1 changed"
row SELECT count(*) FROM vet_hit WHERE evidence <> '' OR other <> '' OR other_n <> 0 => 0
stored-not "petrov~petrov"
stored-not "birth "
as protocol.officer
cli vet keep --db $db
expect "outcome: hits, verdicts and advice are kept without"
cli vet keep evidence --db $db --says "Not asked any more (invented)."
expect-exit 4
verify
