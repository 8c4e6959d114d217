# Scenario 11: sources that disagree stand side by side, and no number is the register's own; and acts toward a mission that are no
# expulsion. These are accounts of others: they are entered as read, and corrected with the reason.
story "Sources that disagree, and acts that expel nobody"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli expel record --db $db --by BG --against RU --on 2022-04 --at-least 1 --at-most 2 --says "Sources disagree on the Bulgarian step" --source https://www.fbcnews.com.fj/world/russia-expels-45-polish-embassy-and-consulate-staff/
expect "RU-2022-01"
cli expel claim --db $db --measure RU-2022-01 --author BBC --persons 1 --says "1" --source https://www.fbcnews.com.fj/world/russia-expels-45-polish-embassy-and-consulate-staff/
cli expel claim --db $db --measure RU-2022-01 --author "The Hill" --persons 2 --says "2" --source https://thehill.com/policy/international/3262591-russia-declares-45-polish-diplomats-persona-non-grata-in-diplomatic-expulsion-tit-for-tat/
cli expel show RU-2022-01 --db $db --json
json claims[0].persons 1
json claims[1].persons 2
cli expel correct --db $db --measure RU-2022-01 --field says --became "Sources disagree on the Bulgarian step of April 2022" --reason "two steps in one year"
cli expel correct --db $db --measure RU-2022-01 --field left --became 2022-04-30 --reason x P-00402
expect-exit 5
cli expel correct --db $db --measure RU-2022-01 --field banana
expect-exit 2
expect "became: this is needed"
expect "'banana' is none of says, source"
cli expel show RU-2022-01 --db $db --json
json says "Sources disagree on the Bulgarian step of April 2022"
get /sign-in
post /sign-in/demo login=desk.officer
get /measures/2
expect "BBC"
expect "The Hill"
expect "Sources disagree on the Bulgarian step was written"
# An answer comes after what it answers.
cli expel record --db $db --by RU --against GB --on 2018-03-13 --answers RU-2018-01 --says "too early" --source x
expect-exit 2
expect "answers: that measure was announced later"
cli expel record --db $db --by RU --against US --on 2021-03-17 --says "Russia calls its ambassador in Washington home for talks" --source "told for this story"
cli expel part --db $db --measure US-2021-01 --kind envoy_recalled --persons 1
cli expel show US-2021-01 --db $db --json
json parts[0].article "VCDR Art. 43(a)"
json parts[0].posts_effect "posts stay as they are"
verify
