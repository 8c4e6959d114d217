# P7, on the pages: a draft goes step by step to two people, is handed over, followed to the last departure and corrected; each page
# says what is wrong, and nobody sees or does what is not theirs.
story "A measure on its pages, step by step"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as protocol.officer
cli mission act family_joined --db $db --mission 195 --person P-00438 --other P-00541 --says spouse --on 2021-06-20
as desk.officer
get /sign-in
post /sign-in/demo login=desk.officer
get /measures
expect "RU-2018-01"
expect "Everybody has left"
get /measures/draft
post /measures/draft against=RU says=""
expect 400
expect "This is needed."
post /measures/draft against=RU incident=I-2018-01 says="Activities incompatible with their status"
expect "RU-2021-01, United Kingdom against Russia"
expect "No account of who did it is entered."
get /incidents/1/attribute
post /incidents/1/attribute author="Prime Minister" author-state=GB on=2018-02-30 strength=highly_likely says="It is highly likely." source="told for this story"
expect 400
expect "'2018-02-30' is not a date"
post /incidents/1/attribute on=2018-03-12 says="It is highly likely."
expect "Highly likely"
get /measures/2/ground
expect "Activities incompatible with their status"
get /measures/2/attribution
expect "Prime Minister"
get /measures/2/name
expect "Name people"
post /measures/2/name people=P-00438
expect "1 named"
post /measures/2/name people=P-00439
expect "2 named"
get /measures/2/strike
post /measures/2/strike people=P-00439
expect "1 named"
post /measures/2/name people=P-00440
get /measures/2/terms
post /measures/2/terms hours=48 days=7
expect 400
expect "Give hours, or days, or a date: one of them."
post /measures/2/terms hours="" days=7
expect "Add a part"
post /measures/2/part kind=ceiling limit=30 was=33
expect "Ceiling set or changed: 30, before it 33"
get /measures/2/terms
post /measures/2/terms
expect "Add a part"
get /measures/2/forecast
expect "It replays the past and advises nothing."
# Why they are named is for those cleared for it; who sees no families sees none.
get /measures/2/basis
expect 403
get /measures/2
expect-not "leave with them"
as security.liaison
get /sign-in
post /sign-in/demo login=security.liaison
get /measures/2/basis
post /measures/2/basis people=P-00438 says="told for this story"
get /measures/2
expect "Why (SEC): told for this story"
expect "Their families leave with them"
as desk.officer
get /measures/2
expect-not "told for this story"
get /measures/2/propose
expect "They have: 7 days."
post /measures/2/propose
expect "It waits for other people."
get /measures/2/name
expect "This cannot be done now: the measure is proposed."
# Others may look, or not even that.
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /measures/2
expect "Waits for two people"
get /measures/2/name
expect 403
get /measures/2/banana
expect 404
as auditor
get /sign-in
post /sign-in/demo login=auditor
get /measures
expect 403
as mission.ru
get /sign-in
post /sign-in/demo login=mission.ru
get /measures/2
expect 403
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /proposals/4
expect "I-2018-01 Salisbury poisoning; Prime Minister: highly likely"
post /proposals/4/approve
as minister.office
get /sign-in
post /sign-in/demo login=minister.office
get /proposals/4
post /proposals/4/approve
as protocol.officer
get /sign-in
post /sign-in/demo login=protocol.officer
get /measures/2/notes
expect "nothing is sent by itself"
post /measures/2/notes
expect "Declaration about members of the mission"
get /measures/2/ceiling
post /measures/2/ceiling basis=host_decision article="VCDR Art. 11(1)"
expect 400
expect "The measure has no part with this number."
as head.protocol
get /measures/2/hand-over
expect "Approved: 7 days."
post /measures/2/hand-over note=70/2021 to="the ambassador" day=2021-06-21 time=25:00
expect 400
expect "Give day and time, such as 13:10"
post /measures/2/hand-over time=07:00 zone=Mars/Olympus
expect 400
expect "'Mars/Olympus' is no time zone; Moscow is Europe/Moscow."
post /measures/2/hand-over time=17:00 zone=""
expect 400
expect "That hour has not come."
post /measures/2/hand-over day="" time="" hours=24
expect 409
expect "Two people approved 7 days."
post /measures/2/hand-over hours=""
expect "In force"
expect "(Europe/London)"
row SELECT count(*) FROM expel_person WHERE is_named = 0 => 1
as protocol.officer
get /measures/2/leave
post /measures/2/leave people=P-00438 on=2021-06-22 how=border
expect 400
expect "That day has not come."
post /measures/2/leave on=2021-06-21 with-family=1
expect "1 person left"
row SELECT count(*) FROM expel_person WHERE left_on IS NOT NULL AND measure_id = 2 => 2
get /measures/2/correct
post /measures/2/correct field=left people=P-00438 became=2021-06-20 reason="the list of the airport"
expect "2021-06-21 was written, 2021-06-20 is right; the list of the airport"
wait 8d
get /sign-in
post /sign-in/demo login=protocol.officer
get /measures/2
expect "Overdue"
get /measures/2/leave
post /measures/2/leave people=P-00440 on=2021-06-29 how=mission_note
expect "Left late"
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /measures/2/close
post /measures/2/close
expect "Everybody has left"
verify
