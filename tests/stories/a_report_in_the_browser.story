# The same report decided in the browser, without a script: as it stands, changed, rejected; what is known is shown beside it.
# Then a readout is entered on each side of the call, the ask is followed up, and hostile texts are told what is wrong.
story "A report is read in the browser"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
expect "Intake (11)"
get /intake
expect "Moscow asks to clear the backlog"
get /intake/1
expect "0 of 11 decided"
expect "Known already: United Kingdom against Russia, 14 March 2018, 23 persons"
expect "Known already: Russia against United Kingdom, 17 March 2018, 23 persons, an answer"
# The call, with who took part as the text names them.
post /intake/1/proposals/1 do=accept
expect "1 of 11 decided"
expect "T-2 Call, 17 June 2021"
# The ask, as it stands.
get /intake/1?at=2
post /intake/1/proposals/2 do=accept
get /intake/1?at=3
post /intake/1/proposals/3 do=accept says="Russia says that its missions are obstructed" words="serious obstruction"
expect "(changed before it was accepted)"
# Both measures of March 2018 are known.
get /intake/1?at=4
post /intake/1/proposals/4 do=accept
get /intake/1?at=5
post /intake/1/proposals/5 do=accept
row SELECT count(*) FROM ledger_round => 96
get /intake/1?at=6
post /intake/1/proposals/6 do=accept from_on=2018-03-20 to_on=2018-03-10
expect 400
expect "The last day lies before the first."
get /intake/1?at=6
post /intake/1/proposals/6 do=accept
expect "I-2018-01 Salisbury poisoning"
get /intake/1?at=7
post /intake/1/proposals/7 do=accept
get /intake/1?at=8
post /intake/1/proposals/8 do=accept
get /intake/1?at=9
post /intake/1/proposals/9 do=accept
get /intake/1?at=10
post /intake/1/proposals/10 do=reject
expect 400
expect "Choose why"
get /intake/1?at=10
post /intake/1/proposals/10 do=accept
get /intake/1?at=11
post /intake/1/proposals/11 do=accept
expect "11 of 11 decided"
row SELECT kind, form, count(*) FROM talks_item GROUP BY 1, 2 ORDER BY 1, 2 => agreement | agreement | 1; ask | visas | 1; complaint | complaint | 1; engagement | call | 1; engagement | summit | 1; engagement | visit | 1; statement | statement | 3
row SELECT count(*), (SELECT count(*) FROM expel_attribution) FROM expel_incident => 1 | 0
row SELECT outcome, is_edited, count(*) FROM intake_proposal GROUP BY 1, 2 ORDER BY 1, 2 => accepted | 0 | 7; accepted | 1 | 1; merged | 0 | 3
get /talks/2
expect "Dominic Raab , Foreign Secretary (United Kingdom)"
expect "Sergey Lavrov , Minister of Foreign Affairs (Russia)"
expect "Made during it: T-3 Ask for visas"
expect "Said about it: T-4 Complaint"
get /talks/3
expect "Applications between Russia and us"
get /talks/6
expect "Vladimir Putin , President (Russia)"
expect "Joe Biden , President (United States)"
get /talks?kind=statement
expect "Tobias Ellwood"
get /talks/7
expect "Formerly Foreign Office minister"
expect "Speaks for No state"
get /incidents/1
expect "No account of who did it is entered."
# Readouts side by side.
get /talks/2
post /talks/2/readout state_iso=GB words="We discussed a range of issues." topics="COP26" source="the ministry"
get /talks/2
post /talks/2/readout state_iso=RU words="Much was made of visas." topics="Visas" source="the ministry there"
expect "COP26 Only United Kingdom"
expect "Visas Only Russia"
get /talks/3
post /talks/3/follow says="Given to the visa section." state=open owner=visa due_on=2021-07-05
expect "Given to the visa section."
expect "5 July 2021"
get /talks/3
post /talks/3/follow says="" state=open
expect 400
get /intake/precision
expect "Expulsion 0 2 0 0 0 2 of 2"
# An unpublished item is not there for those who are not cleared for it.
get /talks/new
post /talks/new form=demand by=GB to_states=RU from=2021-06-18 says="Told in confidence" source="a note for the file" unpublished=1
expect "Not published"
as visa.officer
get /sign-in
post /sign-in/demo login=visa.officer
get /talks
expect-not "Told in confidence"
get /talks/10
expect 404
get /talks/3
expect "Applications of Russia"
verify
