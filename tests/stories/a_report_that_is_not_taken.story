# What intake does not take, each told with its field: a file that is no text, a title that is none, a decision that says too little or
# names what is not there. The text stays open until it is decided.
story "A report that is not taken as it is"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as desk.officer
cli intake add tests/corpus/intake/null_byte.txt --db $db
expect-exit 2
expect "title: Give it a title."
expect "source: Say where it was published"
expect "published: When did it appear? Words like \"on Friday\" count from that day."
expect "body: The text holds a null byte (byte 19): it is no text."
expect "place: In which country did it appear? Two letters: GB, RU."
cli intake add tests/corpus/intake/latin_1.txt --db $db --published 2021-06-22 --place GB --title "a‮b" --source invented
expect-exit 2
expect "title: This holds characters that have no place in a line of text."
expect "published: That day has not come."
expect "body: Byte 12 of the text is not UTF-8. Save it as UTF-8."
cli intake add tests/corpus/intake/control.txt --db $db --published 2021-06-20 --place GB --source invented --title "$x501"
expect-exit 2
expect "title: This is too long; 500 bytes are enough."
expect "body: The text holds a control character (byte 8): it is no text."
cli intake add tests/corpus/intake/turned.txt --db $db --published 2021-06-20 --place GB --title Turned --source invented
expect-exit 2
expect "body: The text holds U+202E (byte 17), which turns the direction of writing: it may show other words than it holds. Take it out."
cli intake add docs/backlog.png --db $db --published 2021-06-20 --place GB --title Picture --source invented
expect-exit 2
expect "body: The text is longer than 100000 bytes; a report is shorter. Paste the part that matters."
get /sign-in
post /sign-in/demo login=desk.officer
get /intake
post /intake title="One act" source=invented published=2021-06-20 place=GB body=""
expect 400
expect "Error: Paste the text, or choose a file."
post /intake body="The United Kingdom expelled Russian diplomats in March 2018."
expect "0 of 1 decided"
expect "Perhaps known already: United Kingdom against Russia, 14 March 2018, 23 persons"
# What it says may be known: that is for a person to say, and of what is there.
post /intake/2/proposals/1 do=accept
expect 400
expect "It may be known already. Say which it is, or that it is new: United Kingdom against Russia"
post /intake/2/proposals/1 do=accept known=ledger_round:
expect 400
expect "Choose one of what is shown."
post /intake/2/proposals/1 do=accept known=ledger_round:4711
expect 400
expect "There is no such thing in the register."
# As a new measure it needs both sides and the days, and what is about a number needs its bounds.
cli intake accept 2 1 --db $db --new --type PICNIC --modality perhaps
expect-exit 2
expect "type: 'PICNIC' is no type; 'grata intake types' lists them."
expect "modality: 'perhaps' is no modality."
cli intake accept 2 1 --db $db --new --by "" --against ""
expect-exit 2
expect "by_isos: Say which state acts."
expect "to_isos: Say against which state."
cli intake accept 2 1 --db $db --new --against "RU BY"
expect-exit 2
expect "to_isos: A measure is against one state; enter the others by themselves."
get /intake/2
post /intake/2/proposals/1 do=accept known=new value_n=20 from_on="" to_on=""
expect 400
expect "The text says about 20: say the least and the most it may be."
expect "The text does not say since when: say the first day that it may have been."
expect "Say the last day that it may have been."
row SELECT count(*), (SELECT count(*) FROM ledger_round) FROM expel_measure => 1 | 96
cli intake reject 2 1 --db $db --why comment --says "$x601"
expect-exit 2
expect "reject_says: A sentence is enough."
cli intake reject 2 1 --db $db --why comment --says "known since 2018"
verify
