# Scenario 4, played from the summons to the last departure in a register that stands at March 2018, with invented members on both
# sides: one incident with its accounts, 23 with their families, the answers of 17, 29 and 30 March and 4 April, 29 States in two
# weeks, parity on 30 March, and a second step of which only "a little over 50" is known.
story "March 2018, played from the summons to the last departure"
at 2018-03-05T09:00:00Z
cli demo rehearse --db $db --host GB --ministry "Foreign Office" --zone Europe/London --on 2018-03-05 --no-rounds
as protocol.officer
cli mission add --db $db --sending RU --kind embassy --city London --name "Embassy of the Russian Federation" --source invented --invented
cli mission add --db $db --sending GB --host RU --kind embassy --city Moscow --name "British Embassy" --source invented --invented
cli mission add --db $db --sending GB --host RU --kind consulate_general --city "Saint Petersburg" --name "British Consulate-General" --source invented --invented
expect "mission 3"
cli person import tests/data/expel/people_ru_2016.csv --db $db
cli person import tests/data/expel/people_gb_2016.csv --db $db
cli mission import tests/data/expel/posts_ru_2016.csv --db $db
cli mission import tests/data/expel/posts_gb_2016.csv --db $db
# A spouse and a child of one of the members, and a private servant of another, who is no family.
cli mission act ended --db $db --mission 1 --person P-1039 --says tour_end --on 2018-02-01
cli mission act ended --db $db --mission 1 --person P-1040 --says tour_end --on 2018-02-01
cli mission act ended --db $db --mission 1 --person P-1038 --says tour_end --on 2018-02-01
cli mission act family_joined --db $db --mission 1 --person P-1001 --other P-1039 --says spouse --on 2018-02-02
cli mission act family_joined --db $db --mission 1 --person P-1001 --other P-1040 --says child --on 2018-02-02
cli mission act family_joined --db $db --mission 1 --person P-1002 --other P-1038 --says private_servant --on 2018-02-02
as desk.officer
cli ledger show --db $db --host GB --state RU --from 2018-01-01
expect "No rounds are known."
cli expel section --db $db --mission 2 --title Visas --least 6 D-01 D-02 D-03 D-04 D-05 D-06 D-07 D-08 D-09 D-10
cli expel section --db $db --mission 2 --title Chancery --least 8 D-21 D-22 D-23 D-24 D-25 D-26 D-27 D-28 D-29 D-30 D-31 D-32 D-33 D-34 D-35 D-36 D-37 D-38 D-39 D-40
# The incident; nobody has said who did it yet.
cli expel incident --db $db --title "Salisbury poisoning" --on 2018-03-04 --place Salisbury --says "Two people poisoned with a nerve agent." --source http://iuvmdaily.com/7695/russia-expels-23-british-diplomats/
expect "I-2018-01"
cli expel chain I-2018-01 --db $db
json attributions.length 0
# 12 March: the summons, by a round of this ministry that names nobody.
wait 7d
cli expel draft --db $db --against RU --incident I-2018-01 --says "The ambassador is summoned and asked for an account by the next day"
expect "RU-2018-01"
cli expel propose --db $db --measure RU-2018-01
expect-exit 3
expect "Name people, or say what else the measure consists of."
cli expel part --db $db --measure RU-2018-01 --kind summons
cli expel propose --db $db --measure RU-2018-01
expect-exit 4
as head.protocol
cli proposal approve 1 --db $db
as minister.office
cli proposal approve 1 --db $db
as head.protocol
cli expel hand-over --db $db --measure RU-2018-01 --note "40/2018" --to "the ambassador" --hours 30
cli expel close --db $db --measure RU-2018-01 --says "no account was given"
# A summons takes nobody: the account of both sides does not count it.
row SELECT count(*) FROM ledger_round => 0
as desk.officer
cli expel attribute --db $db --incident I-2018-01 --author "Prime Minister of the United Kingdom" --author-state GB --on 2018-03-12 --strength highly_likely --says "It is highly likely that Russia was responsible." --source "told for this story"
cli expel attribute --db $db --incident I-2018-01 --author "Foreign ministry of Russia" --author-state RU --on 2018-03-13 --strength denied --says "Russia had nothing to do with it." --source "told for this story"
cli expel attribute --db $db --incident I-2018-99 --author "" --strength sure
expect-exit 2
expect "author: this is needed"
expect "there is no incident 'I-2018-99'"
expect "'sure' is none of stated"
# 13 March: the draft, people, terms; what two people bind themselves to names the accounts with their authors.
wait 1d
cli expel draft --db $db --against RU --says "Undeclared intelligence officers"
expect "RU-2018-02"
cli expel ground --db $db --measure RU-2018-02 --incident I-2018-01 --says "Undeclared intelligence officers"
cli expel name --db $db --measure RU-2018-02 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024 P-9999
expect-exit 2
expect "nobody has the number 'P-9999'"
cli expel name --db $db --measure RU-2018-02 P-1001 P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023 P-1024
cli expel strike --db $db --measure RU-2018-02 P-1024
cli expel part --db $db --measure RU-2018-02 --kind png --class diplomatic --persons 23
cli expel part --db $db --measure RU-2018-02 --kind contacts_suspended --scope "all planned high-level contacts"
cli expel part --db $db --measure RU-2018-02 --kind banished
expect-exit 2
expect "'banished' is no kind of measure"
cli expel terms --db $db --measure RU-2018-02 --days 7
as security.liaison
cli expel basis --db $db --measure RU-2018-02 P-1001 --says "told for this story"
as desk.officer
cli expel propose --db $db --measure RU-2018-02
expect-exit 4
row SELECT count(*) FROM proposal WHERE id = 2 AND body LIKE '%Prime Minister of the United Kingdom: highly likely; Foreign ministry of Russia: denied%' => 1
as protocol.officer
cli expel notes --db $db --measure RU-2018-02
expect-exit 3
expect "when two people have approved the measure"
as head.protocol
cli proposal approve 2 --db $db
as minister.office
cli proposal approve 2 --db $db
# The notes, one for each of the 23; nothing is sent by itself.
as protocol.officer
cli expel notes --db $db --measure RU-2018-02
row SELECT count(*), min(state), max(state) FROM note WHERE object_table = 'expel_measure' => 23 | draft | draft
row SELECT count(*) FROM note WHERE id = 1 AND wording LIKE '%persona non grata (VCDR Art. 9(1))%within 7 days after the day%' => 1
cli expel notes --db $db --measure RU-2018-02
expect-exit 3
expect "drafted already"
# 14 March: handed over. Families are told with the members, private servants are not.
wait 1d
as head.protocol
cli expel hand-over --db $db --measure RU-2018-02 --note "41/2018" --to "the ambassador" --at 2018-03-14T13:10:00Z
expect-exit 2
expect "that hour has not come"
cli expel hand-over --db $db --measure RU-2018-02 --note "41/2018" --to "the ambassador"
cli expel show RU-2018-02 --db $db --json
json named 23
json told 23
json left 0
json leave_by "2018-03-22T00:00:00Z"
json people[0].words "persona non grata (VCDR Art. 9(1))"
json family.length 2
as desk.officer
cli expel show RU-2018-02 --db $db --json
json named 23
json family.length 0
row SELECT count(*) FROM mission_post WHERE frozen_why LIKE '%(RU-2018-02)' => 23
# 17 March: Moscow answers. Our people, their clock, our sections.
wait 3d
cli expel record --db $db --by RU --against GB --on 2018-03-17 --incident I-2018-01 --answers RU-2018-02 --says "23 of ours to leave; consent to the consulate-general in Saint Petersburg withdrawn; British Council closed" --source http://iuvmdaily.com/7695/russia-expels-23-british-diplomats/ --persons 23
expect "RU-2018-03"
cli expel part --db $db --measure RU-2018-03 --kind png --persons 23
cli expel part --db $db --measure RU-2018-03 --kind office_consent --posts 1 --scope "Saint Petersburg"
cli expel part --db $db --measure RU-2018-03 --kind office_closed --posts 1 --scope "British Council"
cli expel name --db $db --measure RU-2018-03 P-3001 P-3002 P-3003 P-3004 P-3005 P-3006 P-3007 P-3008 P-3009 P-3010 P-3011 P-3012 P-3013 P-3014 P-3015 P-3016 P-3017 P-3018 P-3041 P-3042 P-3043 P-3044 P-3045
as head.protocol
cli expel hand-over --db $db --measure RU-2018-03 --note "of 17 March" --to "the ambassador" --days 7 --zone Europe/Moscow
cli expel show RU-2018-03 --db $db --json
json leave_by "2018-03-24T21:00:00Z"
json sections[0].stay 0
json sections[0].below true
json sections[1].below false
as protocol.officer
cli mission act closed --db $db --mission 3 --on 2018-03-17 --says "consent withdrawn by the receiving State"
# 20 March: 23 leave; one was written down wrongly and is corrected. 21 March: the family of one follows.
wait 3d
cli expel leave --db $db --measure RU-2018-02 --on 2018-03-20 --how border P-1002 P-1003 P-1004 P-1005 P-1006 P-1007 P-1008 P-1009 P-1010 P-1011 P-1012 P-1013 P-1014 P-1015 P-1016 P-1017 P-1018 P-1019 P-1020 P-1021 P-1022 P-1023
cli expel leave --db $db --measure RU-2018-02 --on 2018-03-19 --how border P-1001
as head.protocol
cli expel close --db $db --measure RU-2018-02
expect-exit 3
expect "Of the families"
as protocol.officer
cli expel correct --db $db --measure RU-2018-02 --field left --became 2018-03-20 --reason "the list of the airport" P-1001
row SELECT to_on FROM mission_appointment a JOIN person p ON p.id = a.person_id WHERE p.ref = 'P-1001' => 17610
row SELECT field, was, became FROM expel_correction => left | 2018-03-19 | 2018-03-20
cli expel leave --db $db --measure RU-2018-02 --on 2018-03-20 --how border P-1039 P-1040
row SELECT count(*) FROM person_household WHERE to_on IS NULL => 1
cli expel show RU-2018-02 --db $db --json
json left 23
json late 0
json family[0].left_on "2018-03-20"
cli expel leave --db $db --measure RU-2018-03 --on 2018-03-20 --how own_account P-3001 P-3002 P-3003 P-3004 P-3005 P-3006 P-3007 P-3008 P-3009 P-3010 P-3011 P-3012 P-3013 P-3014 P-3015 P-3016 P-3017 P-3018 P-3041 P-3042 P-3043 P-3044 P-3045
as head.protocol
cli expel close --db $db --measure RU-2018-02
cli expel close --db $db --measure RU-2018-03
# 28 more States in two weeks, each entered on the day on which it was announced; of two the day is not known.
as desk.officer
wait 6d
cli expel record --db $db --by US --against RU --on 2018-03-26 --incident I-2018-01 --persons 60 --says "Salisbury (Skripal) attack: 48 bilateral + 12 UN mission" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by CA --against RU --on 2018-03-26 --incident I-2018-01 --persons 4 --says "Salisbury (Skripal) attack, solidarity (+3 pending applications refused)" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by UA --against RU --on 2018-03-26 --incident I-2018-01 --persons 13 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by DE --against RU --on 2018-03-26 --incident I-2018-01 --persons 4 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by FR --against RU --on 2018-03-26 --incident I-2018-01 --persons 4 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by PL --against RU --on 2018-03-26 --incident I-2018-01 --persons 4 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by CZ --against RU --on 2018-03-26 --incident I-2018-01 --persons 3 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by LT --against RU --on 2018-03-26 --incident I-2018-01 --persons 3 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by NL --against RU --on 2018-03-26 --incident I-2018-01 --persons 2 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by DK --against RU --on 2018-03-26 --incident I-2018-01 --persons 2 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by IT --against RU --on 2018-03-26 --incident I-2018-01 --persons 2 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by AL --against RU --on 2018-03-26 --incident I-2018-01 --persons 2 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by SE --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by HR --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by RO --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by FI --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by EE --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity (defence attache)" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by LV --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity (+1 company representative blacklisted)" --source https://www.ctvnews.ca/world/list-of-countries-expelling-russian-diplomats-1.3858842
cli expel record --db $db --by ES --against RU --on 2018-03-26 --incident I-2018-01 --persons 2 --says "Salisbury (Skripal) attack, solidarity" --source https://maghress.com/rissalatalomma/90280
cli expel record --db $db --by HU --against RU --on 2018-03-26 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source http://web-fans.com/2018/03/montenegro-expels-one-russian-diplomat-over-skripal-case/
expect "RU-2018-23"
wait 1d
cli expel record --db $db --by BE --against RU --on 2018-03-27 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://www.washingtonpost.com/news/worldviews/wp/2018/03/27/here-are-all-the-countries-that-just-expelled-russian-diplomats/
cli expel record --db $db --by IE --against RU --on 2018-03-27 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://www.washingtonpost.com/news/worldviews/wp/2018/03/27/here-are-all-the-countries-that-just-expelled-russian-diplomats/
cli expel record --db $db --by MD --against RU --on 2018-03-27 --incident I-2018-01 --persons 3 --says "Salisbury (Skripal) attack, solidarity" --source https://www.washingtonpost.com/news/worldviews/wp/2018/03/27/here-are-all-the-countries-that-just-expelled-russian-diplomats/
cli expel record --db $db --by AU --against RU --on 2018-03-27 --incident I-2018-01 --persons 2 --says "Salisbury (Skripal) attack, solidarity" --source https://www.washingtonpost.com/news/worldviews/wp/2018/03/27/here-are-all-the-countries-that-just-expelled-russian-diplomats/
cli expel record --db $db --by NO --against RU --on 2018-03-27 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://inews.co.uk/news/world/the-25-countries-that-have-expelled-russian-diplomats-after-the-salisbury-nerve-agent-attack-311281
cli expel record --db $db --by MK --against RU --on 2018-03-27 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source https://inews.co.uk/news/world/the-25-countries-that-have-expelled-russian-diplomats-after-the-salisbury-nerve-agent-attack-311281
cli expel record --db $db --by ME --against RU --on 2018-03 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source http://web-fans.com/2018/03/montenegro-expels-one-russian-diplomat-over-skripal-case/
cli expel record --db $db --by GE --against RU --on 2018-03 --incident I-2018-01 --persons 1 --says "Salisbury (Skripal) attack, solidarity" --source http://vestnikkavkaza.net/tag/United+Kingdom
expect "RU-2018-31"
row SELECT count(DISTINCT sender_iso) FROM expel_measure WHERE target_iso = 'RU' AND ref <> 'RU-2018-01' => 29
# Nothing is known yet of what Moscow does in return but the answer of 17 March.
row SELECT count(*) FROM ledger_answer => 1
# 29 March: Washington. 30 March: 23 States on one day, and a second step against us.
wait 3d
cli expel record --db $db --by RU --against US --on 2018-03-29 --incident I-2018-01 --answers RU-2018-04 --persons 60 --says "60 American diplomats" --source http://en.chinagate.cn/2018-03/30/content_50772342.htm
expect "US-2018-01"
cli expel record --db $db --by RU --against CA --on 2018-03-30 --incident I-2018-01 --answers RU-2018-05 --persons 4 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against UA --on 2018-03-30 --incident I-2018-01 --answers RU-2018-06 --persons 13 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against DE --on 2018-03-30 --incident I-2018-01 --answers RU-2018-07 --persons 4 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against FR --on 2018-03-30 --incident I-2018-01 --answers RU-2018-08 --persons 4 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against PL --on 2018-03-30 --incident I-2018-01 --answers RU-2018-09 --persons 4 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against CZ --on 2018-03-30 --incident I-2018-01 --answers RU-2018-10 --persons 3 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against LT --on 2018-03-30 --incident I-2018-01 --answers RU-2018-11 --persons 3 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against NL --on 2018-03-30 --incident I-2018-01 --answers RU-2018-12 --persons 2 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against DK --on 2018-03-30 --incident I-2018-01 --answers RU-2018-13 --persons 2 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against IT --on 2018-03-30 --incident I-2018-01 --answers RU-2018-14 --persons 2 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against AL --on 2018-03-30 --incident I-2018-01 --answers RU-2018-15 --persons 2 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against SE --on 2018-03-30 --incident I-2018-01 --answers RU-2018-16 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against HR --on 2018-03-30 --incident I-2018-01 --answers RU-2018-17 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against RO --on 2018-03-30 --incident I-2018-01 --answers RU-2018-18 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against FI --on 2018-03-30 --incident I-2018-01 --answers RU-2018-19 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against EE --on 2018-03-30 --incident I-2018-01 --answers RU-2018-20 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against LV --on 2018-03-30 --incident I-2018-01 --answers RU-2018-21 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against ES --on 2018-03-30 --incident I-2018-01 --answers RU-2018-22 --persons 2 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against IE --on 2018-03-30 --incident I-2018-01 --answers RU-2018-25 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against MD --on 2018-03-30 --incident I-2018-01 --answers RU-2018-26 --persons 3 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against AU --on 2018-03-30 --incident I-2018-01 --answers RU-2018-27 --persons 2 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against NO --on 2018-03-30 --incident I-2018-01 --answers RU-2018-28 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel record --db $db --by RU --against MK --on 2018-03-30 --incident I-2018-01 --answers RU-2018-29 --persons 1 --says "in answer" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
cli expel show RU-2018-04 --db $db --json
json answered_by[0] "US-2018-01"
# Parity: 23 States were answered on that day with 59, as many as they had sent away.
row SELECT count(*), sum(w.persons_n), sum(r.persons_n) FROM ledger_answer w JOIN ledger_round r ON r.id = w.round_id WHERE w.answered_from_on = 17620 => 23 | 59 | 59
cli expel record --db $db --by RU --against GB --on 2018-03-30 --incident I-2018-01 --says "Cut to parity within one month: a little over 50 (figure is a floor)" --source https://www.buzzfeed.com/patricksmith/russia-will-expel-another-50-uk-diplomats-and-staff --persons 50 --floor
expect "RU-2018-32"
cli expel part --db $db --measure RU-2018-32 --kind posts_cut_number --persons 50 --floor --says "the sending State chooses"
cli expel show RU-2018-32 --db $db --json
json parts[0].persons_min 50
json parts[0].persons_max null
# We choose who goes: nobody is declared anything.
cli expel name --db $db --measure RU-2018-32 P-3019 P-3020 P-3021 P-3022 P-3023 P-3024 P-3025 P-3026 P-3027 P-3028 P-3029 P-3030 P-3031 P-3032 P-3033 P-3034 P-3035 P-3036 P-3037 P-3038 P-3039 P-3040
as head.protocol
cli expel hand-over --db $db --measure RU-2018-32 --note "of 30 March" --days 30 --zone Europe/Moscow
cli expel show RU-2018-32 --db $db --json
json people[0].words "Posts cut by number; the sending State chooses (VCDR Art. 11(1))"
json sections[1].below true
wait 5d
as desk.officer
cli expel record --db $db --by RU --against HU --on 2018-04-04 --incident I-2018-01 --answers RU-2018-23 --says "1 Hungarian diplomat" --source https://www.rt.com/newsline/423160-moscow-expels-hungary-embassy/ --persons 1
# The account of both sides, made of nothing but these entries.
cli ledger stats --db $db --against RU --from 2018-03-01 --to 2018-04-30 --json
json pairs 26
json exact 26
json lag_median_days 4
row SELECT count(DISTINCT sender_iso), sum(persons_n) FROM ledger_round WHERE target_iso = 'RU' AND persons_n > 0 => 29 | 146
cli ledger show --db $db --host GB --state RU --from 2018-03-14 --to 2018-03-30 --json
json rounds[0].answer.lag_days 3
json rounds[0].answer.mirror_ratio 1
# NATO: seven with three applications refused, a ceiling of 30 for 20; an organisation has no two-letter code and stands as a claim.
cli expel claim --db $db --measure RU-2018-04 --author NATO --persons 7 --says "7 withdrawn, 3 pending applications refused, the ceiling from 30 to 20" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
# The last departure.
wait 20d
as protocol.officer
cli expel leave --db $db --measure RU-2018-32 --on 2018-04-24 --how own_account P-3019 P-3020 P-3021 P-3022 P-3023 P-3024 P-3025 P-3026 P-3027 P-3028 P-3029 P-3030 P-3031 P-3032 P-3033 P-3034 P-3035 P-3036 P-3037 P-3038 P-3039 P-3040
as head.protocol
cli expel close --db $db --measure RU-2018-32
cli expel show RU-2018-32 --db $db --json
json closed "complete"
json left 22
json late 0
cli expel chain I-2018-01 --db $db
json attributions.length 2
json measures.length 57
verify
