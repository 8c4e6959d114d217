# Scenarios 5 to 11: an answer after seven months by a ceiling, refused applications, an interests section, lapsed visas that two
# parties class differently, immunity that lapses above a number, a spouse, sources that disagree.
story "Measures since 2016 in all their kinds, with every account of them"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli expel record --db $db --by US --against RU --on 2016-12 --persons 35 --posts 2 --says "35 people in 72 hours; two estates closed" --source https://brecorder.com/news/amp/4533847
expect "RU-2016-01"
cli expel record --db $db --by RU --against US --on 2017-07 --persons 755 --answers RU-2016-01 --says "Cut to 455, as many as Russia has" --source https://brecorder.com/news/amp/4533847
cli expel part --db $db --measure US-2017-01 --kind ceiling --limit 455 --scope "all staff, most of them local"
cli expel show US-2017-01 --db $db --json
json parts[0].limit 455
json parts[0].persons null
cli ledger show --db $db --host US --state RU --from 2016-12-01 --to 2017-07-31 --as-at all --json
json rounds[0].answer.lag_days null
json rounds[0].answer.mirror_ratio 21.5714
# 6: pending applications refused beside the cut.
cli expel record --db $db --by CA --against RU --on 2018-03-26 --persons 4 --says "4 expelled, 3 pending applications refused" --source http://www.africanews.com/2018/03/31/russia-expels-60-us-diplomats/
expect "RU-2018-01"
cli expel part --db $db --measure RU-2018-01 --kind expelled --persons 4
cli expel part --db $db --measure RU-2018-01 --kind application_refused --persons 3
# 7: the target is an interests section.
cli expel record --db $db --by GE --against RU --on 2018-03 --persons 1 --says "One of the staff of the interests section at the Swiss embassy" --source http://www.voltairenet.org/article200440.html
cli expel part --db $db --measure RU-2018-02 --kind expelled --persons 1 --scope "interests section at the Swiss embassy"
cli expel show RU-2018-02 --db $db
expect "interests section at the Swiss embassy"
# 8: two parties class the same thing differently.
cli expel record --db $db --by US --against RU --on 2021-08-01 --persons 24 --says "24 whose visas expire; leave by 3 September" --source https://www.dw.com/en/us-requests-24-russian-diplomats-leave-when-visas-expire-september-3/a-58734908
expect "RU-2021-01"
cli expel part --db $db --measure RU-2021-01 --kind visa_lapse --persons 24 --effect 2021-09-03
cli expel claim --db $db --measure RU-2021-01 --author "Ambassador of Russia" --author-state RU --kind expelled --persons 24 --says "an expulsion, almost all without replacement" --source https://www.dw.com/en/us-requests-24-russian-diplomats-leave-when-visas-expire-september-3/a-58734908
cli expel claim --db $db --measure RU-2021-01 --author "State Department" --author-state US --kind visa_lapse --says "the characterisation is not accurate; a limit of three years is nothing new" --source https://www.dw.com/en/us-requests-24-russian-diplomats-leave-when-visas-expire-september-3/a-58734908
cli expel show RU-2021-01 --db $db --json
json claims[0].kind "expelled"
json claims[1].kind "visa_lapse"
json claims[1].persons null
# 9: immunity lapses on a day for all but 21.
cli expel record --db $db --by IN --against CA --on 2023-10-03 --persons 41 --says "Parity, 62 to 21; immunity to lapse" --source https://www.thenewsminute.com/news/canada-pulls-out-41-diplomats-dependants-from-india
expect "CA-2023-01"
cli expel part --db $db --measure CA-2023-01 --kind immunity_lapse --was 62 --limit 21 --effect 2023-10-20
cli expel show CA-2023-01 --db $db --json
json parts[0].limit 21
json parts[0].effect "2023-10-20"
json parts[0].article "VCDR Art. 39(2)"
# 10: one diplomat and a spouse.
cli expel record --db $db --by RU --against GB --on 2025-03-10 --persons 2 --says "A diplomat and a diplomatic spouse; 2 weeks" --source https://japantoday.com/category/world/uk-expels-russian-diplomat-and-a-diplomatic-spouse-in-tit-for-tat-response-to-expulsions-in-moscow
cli expel record --db $db --by GB --against RU --on 2025-03-12 --persons 2 --answers RU-2025-01 --says "A diplomat and a spouse" --source https://japantoday.com/category/world/uk-expels-russian-diplomat-and-a-diplomatic-spouse-in-tit-for-tat-response-to-expulsions-in-moscow
expect-exit 3
expect "drafted and approved by two people"
cli expel part --db $db --measure RU-2025-01 --kind recognition_refused --class family --persons 1
cli expel show RU-2025-01 --db $db --json
json parts[0].class "family"
# 11: sources disagree, and no number is the register's own.
cli expel record --db $db --by BG --against RU --on 2022-04 --at-least 1 --at-most 2 --says "Sources disagree on the Bulgarian step" --source https://www.fbcnews.com.fj/world/russia-expels-45-polish-embassy-and-consulate-staff/
expect "RU-2022-01"
cli expel claim --db $db --measure RU-2022-01 --author BBC --persons 1 --says "1" --source https://www.fbcnews.com.fj/world/russia-expels-45-polish-embassy-and-consulate-staff/
cli expel claim --db $db --measure RU-2022-01 --author "The Hill" --persons 2 --says "2" --source https://thehill.com/policy/international/3262591-russia-declares-45-polish-diplomats-persona-non-grata-in-diplomatic-expulsion-tit-for-tat/
cli expel show RU-2022-01 --db $db --json
json claims[0].persons 1
json claims[1].persons 2
# Other acts toward a mission have their place too.
cli expel record --db $db --by RU --against US --on 2021-03-17 --says "Russia calls its ambassador in Washington home for talks" --source "told for this story"
cli expel part --db $db --measure US-2021-01 --kind envoy_recalled --persons 1
cli expel show US-2021-01 --db $db --json
json parts[0].article "VCDR Art. 43(a)"
json parts[0].posts_effect "posts stay as they are"
verify
