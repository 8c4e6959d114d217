# An own list kept in a case with named readers: two of them enter somebody, change the entry, and move the list out and in
# again. Who is not named finds no list, no hit, no proposal and no count of them. Everybody here is invented.
story "An own list in a case: two named readers change and move it, nobody else sees that it is there"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as vetting.officer
cli case add "Larch" --db $db
expect-exit 5
as security.liaison
cli case add "" --db $db
expect-exit 2
expect "says nothing of the matter"
cli case add "Larch" --db $db
expect "Case 1"
cli case reader 1 mission.ru --db $db
expect-exit 2
expect "a mission's account reads no case"
cli case reader 1 vetting.officer --db $db
cli case reader 1 vetting.officer --db $db
expect-exit 2
expect "reads it already"
cli case reader 7 rupert --db $db
expect-exit 2
expect "there is no case 7; see: grata case list"
expect "there is no account 'rupert'"
cli case reader 1 visa.officer --db $db --end
expect-exit 2
expect "'visa.officer' is no reader of it"
cli case list --db $db
expect "vetting.officer"
# A new list begins inside the case: nothing of it was ever outside.
as vetting.second
cli vet own --db $db --list partners --case 1 --name "Polentsev Vitaly Anatolevich" --says "Named by a partner (invented)."
expect-exit 2
expect "you are no named reader of a case 1"
as vetting.officer
cli vet own --db $db --list partners --case 1 --name "Polentsev Vitaly Anatolevich" --born 1975-06 --nationality RU --says "Named by a partner (invented)."
expect-exit 4
row SELECT count(*) FROM vet_list WHERE word = 'partners' AND src_id = 1 => 1
as vetting.second
cli proposal list --db $db
expect-not "partners"
as head.protocol
get /sign-in
post /sign-in/demo login=head.protocol
get /proposals/4
expect 404
as auditor
cli proposal list --db $db
expect-not "partners"
as security.liaison
cli proposal approve 4 --db $db
row SELECT e.key, e.src_id FROM vet_entry e JOIN vet_list l ON l.id = e.list_id WHERE l.word = 'partners' => OWN-1 | 1
# Its hit is in the case too, and in no figure that others see.
as vetting.second
cli vet rescreen --db $db
expect "0 new hits among"
expect-not "partners"
expect-not "P-00496"
row SELECT count(*) FROM vet_hit h JOIN vet_list l ON l.id = h.list_id WHERE l.word = 'partners' AND h.src_id = 1 => 1
row SELECT new_n, changed_n, gone_n FROM vet_run ORDER BY id DESC LIMIT 1 => 0 | 0 | 0
get /sign-in
post /sign-in/demo login=vetting.second
get /vet
expect "2 hits waiting for a person to look"
expect-not "partners"
get /vet/lists/2
expect 404
get /vet/hits/3
expect 404
get /entities/partners-OWN-1
expect 404
get /catalog
expect-not "partners"
cli vet diff --db $db --list partners
expect-exit 2
as vetting.officer
get /sign-in
post /sign-in/demo login=vetting.officer
get /vet
expect "3 hits waiting for a person to look"
expect "in case 1, Larch"
get /vet/lists/2
expect "its named readers alone see the list"
expect "Polentsev Vitaly Anatolevich"
# An entry that changes keeps its number; the one before stays as it was until then.
post /vet/lists/2/change does=change name="Polentsev Vitaly Anatolevich" says="Born a year later (invented)."
expect 400
expect "Say which entry"
post /vet/lists/2/change does=enter key=OWN-1
expect 400
expect "Error: Somebody new has no number yet."
post /vet/lists/2/change does=change key=OWN-9 name="Polentsev Vitaly Anatolevich" says="Born a year later (invented)."
expect 400
expect "Error: there is no entry 'OWN-9' on the list"
post /vet/lists/2/change does=change key=OWN-1 name="Polentsev Vitaly Anatolevich" aliases="Polencev V." born=1976-06 nationality=RU says="Born a year later (invented)."
expect "A change of this list waits for a second person"
as security.liaison
cli proposal approve 5 --db $db
row SELECT e.from_version_n, e.until_version_n FROM vet_entry e JOIN vet_list l ON l.id = e.list_id WHERE l.word = 'partners' ORDER BY e.id => 1 | 2; 2 | null
row SELECT v.added_n, v.changed_n, v.entities_n, v.names_n FROM vet_version v JOIN vet_list l ON l.id = v.list_id WHERE l.word = 'partners' ORDER BY v.id DESC LIMIT 1 => 0 | 1 | 1 | 1
as vetting.officer
cli vet rescreen --db $db
expect "and 1 of lists that are kept in cases you read"
# Into another case, which whoever would have to agree reads no longer.
as security.liaison
cli case add "Rowan" --db $db
cli case reader 2 vetting.officer --db $db
cli case reader 2 security.liaison --db $db --end
as vetting.officer
cli vet move --db $db
expect-exit 2
expect "say which own list"
expect "say into which case with named readers; 0: into none"
cli vet move --db $db --list partners --case 1 --says "It is there (invented)."
expect-exit 2
expect "that is where 'partners' is"
cli vet own --db $db --list partners --case 2 --name "Alkonost Z." --says "Of another matter (invented)."
expect-exit 2
expect "'partners' is there already; it is moved by: grata vet move"
cli vet move --db $db --list partners --case 2 --says "One matter now (invented)."
expect-exit 4
as security.liaison
cli proposal approve 6 --db $db
expect-exit 3
expect "Whoever moves a list reads the case it leaves and the case it goes into."
cli proposal reject 6 --reason "Two matters (invented)." --db $db
# Out of the case, and into it again, by two of its readers: what was proposed and found goes along.
as vetting.officer
get /vet/lists/2
post /vet/lists/2/move case=0
expect 400
expect "Why it is moved"
post /vet/lists/2/move case=0 move_says="The partner agreed (invented)."
expect "A change of this list waits for a second person"
cli proposal approve 7 --db $db
expect-exit 3
as security.liaison
cli proposal approve 7 --db $db
row SELECT count(*) FROM vet_hit WHERE src_id IS NOT NULL => 0
row SELECT count(*) FROM vet_entry WHERE src_id IS NOT NULL => 0
as vetting.second
get /vet
expect "3 hits waiting for a person to look"
get /vet/hits/3
expect "Polentsev"
get /vet/lists/2
expect "Kept in no case"
cli vet move --db $db --list partners --case 1 --says "The partner asks again (invented)."
expect-exit 2
expect "you are no named reader of a case 1"
cli vet move --db $db --list invented --case 0 --says "invented"
expect-exit 2
expect "is a published list"
as vetting.officer
cli vet move --db $db --list partners --case 1 --says "The partner asks again (invented)."
expect-exit 4
cli proposal list --db $db
expect "Move the own list partners into case 1, Larch"
# A reader who is named no longer decides nothing in it.
as security.liaison
cli proposal approve 8 --db $db
row SELECT count(*) FROM proposal WHERE object_table = 'vet_list' AND src_id IS NULL => 0
as vetting.second
get /vet
expect "2 hits waiting for a person to look"
get /vet/hits/3
expect 404
get /proposals/7
expect 404
as security.liaison
cli case reader 1 vetting.officer --db $db --end
as vetting.officer
get /vet/lists/2
expect 404
get /vet/hits/3
expect 404
get /proposals/8
expect 404
verify
