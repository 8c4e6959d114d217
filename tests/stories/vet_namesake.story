# An innocent namesake: the list has another Pyotr Sergeevich Petrov, born in 1951. He is cleared once, and not asked about
# again until the entry changes. Everybody here is invented.
story "An innocent namesake is cleared, and asked about again only when the list entry changes"
at 2021-06-21T08:00:00Z
cli demo load --db $db
row SELECT count(*) FROM vet_hit h JOIN person p ON p.id = h.person_id WHERE p.ref = 'P-00476' => 1
row SELECT l.screened_n, v.version_n FROM vet_list l JOIN vet_version v ON v.list_id = l.id => 1 | 1
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet
expect "2 hits waiting for a person to look"
expect "Petrov Pyotr Sergeevich"
get /vet/hits/1 json
json state "Waits for a person"
get /vet/hits/1
expect "The names score"
expect "A score is no decision"
expect "Score of the names"
expect "An invented entry that fits"
# Without a verdict and a reason nothing is kept.
post /vet/hits/1/verdict
expect 400
expect "Error: Say same, different or unsure."
expect "Error: Say what decides it."
row SELECT count(*) FROM vet_verdict => 0
# The namesake: another year of birth.
get /vet/hits/2
expect "Петров Пётр Сергеевич"
expect "contradicts"
post /vet/hits/2/verdict outcome=different reason_code=other
expect 400
expect "Say in a sentence what decides it"
post /vet/hits/2/verdict outcome=different reason_code=birth note="Born in 1976, not in 1951." then=next
expect "Streshnev"
row SELECT state FROM vet_hit WHERE id = 2 => different
row SELECT outcome, reason_code, points_n - (SELECT points_n FROM vet_hit WHERE id = 2) FROM vet_verdict => different | birth | 0
get /vet
expect "1 hit waiting for a person to look"
# The same again: nobody is asked.
cli vet rescreen --db $db
expect "0 new hits among"
row SELECT state FROM vet_hit WHERE id = 2 => different
cli vet import tests/watch/demo_later.csv --db $db --list invented --format csv
expect-exit 2
expect "without --as"
as vetting.second
get /sign-in
post /sign-in/demo login=vetting.second
get /vet/hits/2
as
cli vet import tests/watch/demo_later.csv --db $db --list invented --format csv
expect "1 added, 1 changed, 0 removed"
as vetting.officer
get /vet
expect "1 list with a version that not everybody was compared with"
cli vet rescreen --db $db
expect "0 new hits among"
expect "1 changed, 0 gone"
expect "P-00476"
row SELECT state FROM vet_hit WHERE id = 2 => open
get /vet/hits/2
expect "What was said before"
expect "Born in 1976, not in 1951."
expect "the entry has changed since"
# A colleague has the page of that hit open since before.
as vetting.second
post /vet/hits/2/verdict outcome=unsure reason_code=too_little then=save
expect 409
expect "Error: The entry or the verdict has changed in the meantime. Look again; nothing was kept."
row SELECT state FROM vet_hit WHERE id = 2 => open
verify

# "The same" takes a second reader, who is another human being.
as vetting.officer
get /vet/hits/1
post /vet/hits/1/verdict outcome=same reason_code=birth then=save
expect "Waits for a second reader"
row SELECT state FROM vet_hit WHERE id = 1 => second
# On a day on which one stands in for the other the two count as one.
cli absence deputy vetting.second --from 2021-06-21 --to 2021-06-21 --reason "leave" --db $db
as head.protocol
cli proposal approve 4 --db $db
as vetting.second
get /vet/hits/1
post /vet/hits/1/second second=agrees
expect 409
expect "Whoever found them to be the same is not the second reader; another person must look."
wait 1d
get /sign-in
post /sign-in/demo login=vetting.second
get /vet/hits/1
expect "Second reader"
post /vet/hits/1/second
expect 400
expect "Error: Say whether you agree."
post /vet/hits/1/second second=disagrees
expect 400
expect "Say why you disagree"
post /vet/hits/1/second second=agrees then=save
expect "The same person"
row SELECT state FROM vet_hit WHERE id = 1 => same
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /vet
expect 403
get /vet/hits/1
expect 403
# Streshnev's application: the visa officer sees how it ended, no score and no entry.
get /visas/94
expect "Possible matches and advice"
get /vet/people/56
expect "Two people found a match with a watch-list"
expect-not "INV-2"
# Files of people are compared with the lists, too, and another program asks as it asks others.
as vetting.officer
cli vet screen --out $tmp/hits.txt --db $db
expect-exit 2
expect "give one file of people: id,name and more"
expect "name a file that ends in .csv, .xlsx or .jsonl"
get /sign-in
post /sign-in/demo login=vetting.officer
get /search/default?limit=some&q=Streshnev json
expect 400
expect "limit and offset are whole numbers, threshold and cutoff between 0 and 1."
get /search/default json
expect 400
expect "q is the name to search for."
get /search/default?q=Streshnev%20Stepan json
json results[0].id "invented-INV-2"
send /match/default Streshnev Stepan
expect 400
expect "The body is no JSON."
send /match/default {"queries": {}}
expect 400
json detail "\"queries\" must be an object of 1 to 100 queries."
send /match/default {"queries": {"a": {"schema": "Person"}}}
expect 400
json detail "Each query needs \"schema\" and \"properties\"."
send /match/default {"queries": {"a": {"schema": "Person", "properties": {"name": ["Streshnev Stepan Semyonovich"]}}}}
json responses.a.results[0].id "invented-INV-2"
verify
