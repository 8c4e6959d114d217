# The round of March 2018 from the summons to the last departure, entered from the files: the incident, what both sides say of
# it, the measure with its parts, 23 people with the deadline from the hour of handing over, the answers of 17, 29 and 30 March
# and 4 April, and the second step of which only "a little over 50" is known. Scenario 4.
story "March 2018 from the summons to the last departure"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli expel incident --db $db --title "Salisbury poisoning" --on 2018-03-04 --place Salisbury --says "Two people poisoned with a nerve agent." --source http://iuvmdaily.com/7695/russia-expels-23-british-diplomats/
expect "I-2018-01"
cli expel chain I-2018-01 --db $db
json attributions.length 0
cli expel attribute --db $db --incident I-2018-01 --author "Prime Minister of the United Kingdom" --author-state GB --on 2018-03-12 --strength highly_likely --says "It is highly likely that Russia was responsible." --source "told for this story"
cli expel attribute --db $db --incident I-2018-01 --author "Foreign ministry of Russia" --author-state RU --on 2018-03 --strength denied --says "Russia had nothing to do with it." --source "told for this story"
cli expel attribute --db $db --incident I-2018-99 --author "" --strength sure
expect-exit 2
expect "author: this is needed"
expect "there is no incident 'I-2018-99'"
expect "'sure' is none of stated"
# The summons, then the measure with its parts.
cli expel record --db $db --by GB --against RU --on 2018-03-12 --incident I-2018-01 --says "The ambassador is summoned and asked for an account by the next day." --source "told for this story" --persons 0
expect "RU-2018-01"
cli expel part --db $db --measure RU-2018-01 --kind summons
cli expel record --db $db --by GB --against RU --on 2018-03-14 --incident I-2018-01 --says "Undeclared intelligence officers; one week to leave" --source http://iuvmdaily.com/7695/russia-expels-23-british-diplomats/ --persons 23
expect "RU-2018-02"
cli expel part --db $db --measure RU-2018-02 --kind png --class diplomatic --persons 23
cli expel part --db $db --measure RU-2018-02 --kind contacts_suspended --scope "all planned high-level contacts"
cli expel part --db $db --measure RU-2018-02 --kind banished
expect-exit 2
expect "'banished' is no kind of measure"
# The account of both sides had this round already: it is the same one.
row SELECT count(*) FROM ledger_round WHERE sender_iso = 'GB' AND target_iso = 'RU' AND announced_from_on = 17604 => 1
cli expel name --db $db --measure RU-2018-02 P-00402 P-00403 P-00404 P-00405 P-00406 P-00407 P-00408 P-00409 P-00410 P-00411 P-00412 P-00413 P-00414 P-00415 P-00416 P-00417 P-00418 P-00419 P-00420 P-00421 P-00422 P-00423 P-00424
cli expel name --db $db --measure RU-2018-02 P-00401 P-99999 P-00458
expect-exit 2
expect "nobody has the number 'P-99999'"
as head.protocol
cli expel hand-over --db $db --measure RU-2018-02 --note "41/2018" --at 2018-03-14T13:10:00Z --to "the ambassador" --days 7
as protocol.officer
cli expel leave --db $db --measure RU-2018-02 --on 2018-03-20 --how files P-00402 P-00403
cli expel show RU-2018-02 --db $db --json
json named 23
json told 23
json left 2
json overdue 21
json leave_by "2018-03-22T00:00:00Z"
json people[0].words "persona non grata (VCDR Art. 9(1))"
json people[0].stands "left"
json people[2].stands "overdue"
cli expel close --db $db --measure RU-2018-02
expect-exit 5
as head.protocol
cli expel close --db $db --measure RU-2018-02
expect-exit 3
expect "21 of 23 have not left"
as protocol.officer
cli expel leave --db $db --measure RU-2018-02 --on 2018-03-20 --how files P-00404 P-00405 P-00406 P-00407 P-00408 P-00409 P-00410 P-00411 P-00412 P-00413 P-00414 P-00415 P-00416 P-00417 P-00418 P-00419 P-00420 P-00421 P-00422 P-00423 P-00424
as head.protocol
cli expel close --db $db --measure RU-2018-02
cli expel show RU-2018-02 --db $db --json
json left 23
json overdue 0
json late 0
json stage "closed"
json closed "complete"
# The answers.
as desk.officer
cli expel record --db $db --by RU --against GB --on 2018-03-17 --incident I-2018-01 --answers RU-2018-02 --says "23 of ours to leave; consent to the consulate-general in Saint Petersburg withdrawn; British Council closed" --source http://iuvmdaily.com/7695/russia-expels-23-british-diplomats/ --persons 23
expect "RU-2018-03"
cli expel part --db $db --measure RU-2018-03 --kind png --persons 23
cli expel part --db $db --measure RU-2018-03 --kind office_consent --posts 1 --scope "Saint Petersburg"
cli expel part --db $db --measure RU-2018-03 --kind office_closed --posts 1 --scope "British Council"
cli expel record --db $db --by RU --against US --on 2018-03-29 --incident I-2018-01 --says "60 American diplomats" --source http://en.chinagate.cn/2018-03/30/content_50772342.htm --persons 60
cli expel record --db $db --by RU --against GB --on 2018-03-30 --incident I-2018-01 --says "Cut to parity within one month: a little over 50 (figure is a floor)" --source https://www.buzzfeed.com/patricksmith/russia-will-expel-another-50-uk-diplomats-and-staff --persons 50 --floor
expect "RU-2018-04"
cli expel part --db $db --measure RU-2018-04 --kind posts_cut_number --posts 50 --says "the sending State chooses"
cli expel part --db $db --measure RU-2018-04 --kind expelled --persons 50 --floor
cli expel show RU-2018-04 --db $db --json
json parts[1].persons_min 50
json parts[1].persons_max null
cli expel record --db $db --by RU --against HU --on 2018-04-04 --incident I-2018-01 --says "1 Hungarian diplomat" --source https://www.rt.com/newsline/423160-moscow-expels-hungary-embassy/ --persons 1
cli expel chain I-2018-01 --db $db
json attributions.length 2
json attributions[0].strength "denied"
json attributions[1].strength "highly_likely"
json measures.length 6
json measures[2].is_answer true
# 29 states of Europe and the world expelled in about two weeks, and 23 of them were answered on one day with 59.
row SELECT count(DISTINCT sender_iso) FROM ledger_round WHERE target_iso = 'RU' AND announced_from_on BETWEEN 17591 AND 17620 AND persons_n > 0 => 29
row SELECT count(*), sum(w.persons_n) FROM ledger_answer w JOIN ledger_round r ON r.id = w.round_id WHERE r.target_iso = 'RU' AND w.answered_from_on = 17620 AND w.answered_to_on = 17620 => 23 | 59
cli ledger show --db $db --host GB --state RU --from 2018-03-14 --to 2018-03-30 --json
json rounds[0].answer.lag_days 3
verify
