# Scenarios 1 to 3: 1971, 1985 and 1986, entered from the files of a register of the United Kingdom.
story "Measures of 1971, 1985 and 1986: barred from return, classes and ceilings, a chain that was closed by decision"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
# 1971: 105 = 90 in place and 15 abroad who may not come back; numbers frozen by category, one less with each expulsion.
cli expel record --db $db --by GB --against SU --on 1971-09-24 --persons 105 --says "Espionage (Operation Foot); two weeks to leave" --source http://www.theguardian.com/world/2010/sep/27/britain-expels-90-soviet-spies
expect "SU-1971-01"
cli expel part --db $db --measure SU-1971-01 --kind expelled --persons 90
cli expel part --db $db --measure SU-1971-01 --kind barred_return --persons 15 --scope "abroad at the time"
cli expel part --db $db --measure SU-1971-01 --kind ceiling --class diplomatic --ratchet --scope "each category at the number that is left"
cli expel record --db $db --by SU --against GB --on 1971-10 --persons 18 --answers SU-1971-01 --says "18 Britons" --source http://articles.orlandosentinel.com/1985-09-16/news/0330070299_1_expulsions-soviet-union-soviet-embassy
cli expel show SU-1971-01 --db $db --json
json parts[0].persons 90
json parts[1].kind "barred_return"
json parts[1].persons 15
json parts[2].ratchet true
json parts[2].limit null
json answered_by[0] "SU-1971-02"
cli ledger stats --db $db --by GB --against RU --to 1971-12-31
expect "persons in return for each: 0.1714"
# 1985: 25 and 25, 6 and 6, matched by class; a total of 205 beside the embassy's 39, raised to 46 the same day.
cli expel record --db $db --by GB --against SU --on 1985-09-12 --persons 25 --says "Espionage (Gordievsky); 3 weeks to leave" --source https://universalis.fr/evenement/12-18-septembre-1985-expulsions-reciproques-apres-la-defection-d-un-responsable-du-k-g-b-a-londres
expect "SU-1985-01"
cli expel record --db $db --by SU --against GB --on 1985-09-14 --persons 25 --answers SU-1985-01 --says "25 Britons, as many of each class" --source http://articles.chicagotribune.com/1985-09-15/news/8503020436_1_soviet-retaliation-soviet-action-diplomats
expect "SU-1985-02"
cli expel part --db $db --measure SU-1985-02 --kind expelled --class diplomatic --persons 11
cli expel part --db $db --measure SU-1985-02 --kind expelled --class admin_technical --persons 7
cli expel part --db $db --measure SU-1985-02 --kind expelled --class correspondent --persons 5
cli expel part --db $db --measure SU-1985-02 --kind expelled --class business --persons 2
cli expel record --db $db --by GB --against SU --on 1985-09-16 --persons 6 --answers SU-1985-02 --says "Reply to the reply; total ceiling" --source https://universalis.fr/evenement/12-18-septembre-1985-expulsions-reciproques-apres-la-defection-d-un-responsable-du-k-g-b-a-londres
cli expel part --db $db --measure SU-1985-03 --kind ceiling --limit 205 --scope "all organisations"
cli expel part --db $db --measure SU-1985-03 --kind ceiling --was 39 --limit 46 --scope "embassy" --effect 1985-09-16
cli expel record --db $db --by SU --against GB --on 1985-09-18 --persons 6 --answers SU-1985-03 --says "6 Britons" --source https://universalis.fr/evenement/12-18-septembre-1985-expulsions-reciproques-apres-la-defection-d-un-responsable-du-k-g-b-a-londres
row SELECT sum(persons_n), count(*) FROM expel_component c JOIN expel_measure m ON m.id = c.measure_id WHERE m.ref = 'SU-1985-02' => 25 | 4
cli expel show SU-1985-03 --db $db --json
json answers_ref "SU-1985-02"
json answered_by[0] "SU-1985-04"
json parts[0].limit 205
json parts[1].was 39
json parts[1].limit 46
# 1986: four rounds in 35 days; 50 posts cut by position, nobody named; 11 of the 25 still there on 13 October; the US stopped.
cli expel record --db $db --by US --against SU --on 1986-09-17 --persons 25 --says "25 named members of the mission to the UN; leave by 1 October" --source https://history.state.gov/historicaldocuments/frus1981-88v06/d2
expect "SU-1986-01"
cli expel claim --db $db --measure SU-1986-01 --author "A count of 13 October" --persons 11 --says "11 of the 25 are still there on 13 October" --source "domain notes of this project"
as head.protocol
cli expel hand-over --db $db --measure SU-1986-01 --note "as announced" --at 1986-09-17T16:00:00Z --until 1986-10-01
as desk.officer
cli expel record --db $db --by SU --against US --on 1986-10-19 --persons 5 --answers SU-1986-01 --says "Reply to the 25" --source https://history.state.gov/historicaldocuments/frus1981-88v06/d2
cli expel record --db $db --by US --against SU --on 1986-10-21 --persons 55 --answers US-1986-01 --says "5 by name and 50 by position to level staff" --source https://www.apnews.com/2e7f92c4aee1471b1d48d35714cc1f6d
cli expel part --db $db --measure SU-1986-02 --kind png --persons 5
cli expel part --db $db --measure SU-1986-02 --kind posts_cut_position --posts 50 --scope "Washington and San Francisco"
cli expel record --db $db --by SU --against US --on 1986-10-22 --persons 5 --answers SU-1986-02 --says "5, all 260 local employees, ceilings, no staff from third states" --source https://www.apnews.com/2e7f92c4aee1471b1d48d35714cc1f6d
cli expel part --db $db --measure US-1986-02 --kind png --persons 5
cli expel part --db $db --measure US-1986-02 --kind local_staff_cap --class local --persons 260 --limit 0
cli expel part --db $db --measure US-1986-02 --kind ceiling --limit 225 --scope embassy
cli expel part --db $db --measure US-1986-02 --kind ceiling --limit 26 --scope consulate
cli expel part --db $db --measure US-1986-02 --kind third_country_ban
cli expel close --db $db --measure US-1986-02 --says "the United States stopped on 23 October 1986"
cli expel show US-1986-02 --db $db --json
json closed "by_decision"
json parts.length 5
json parts[1].persons 260
json parts[1].posts_effect "fewer may serve"
json answers_ref "SU-1986-02"
cli expel show SU-1986-01 --db $db --json
json leave_by "1986-10-02T00:00:00Z"
json claims[0].persons 11
json answered_by[0] "US-1986-01"
row SELECT max(announced_from_on) - min(announced_from_on), count(*) FROM expel_measure WHERE ref_key IN ('SU-1986', 'US-1986') => 35 | 4
verify
