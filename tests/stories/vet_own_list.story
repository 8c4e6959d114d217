# Own lists are changed by two people: one proposes, another approves, and the entry is compared with everybody at the next run.
story "Somebody enters the own list, by two people"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
cli vet own --db $db --list png --name "Polentsev Vitaly" --says "invented"
expect-exit 5
as vetting.officer
cli vet own --db $db --list png
expect-exit 2
expect "a name of 1 to"
expect "say in a sentence why"
cli vet own --db $db --name "Polentsev Vitaly" --born 1975-13 --says "invented"
expect-exit 2
expect "say which own list: --list png"
expect "this is no day, month or year: 1971-02-03, 1971-02 or 1971"
cli vet own --db $db --list invented --name "Polentsev Vitaly" --says "invented"
expect-exit 2
expect "is a published list; nobody changes it"
cli vet own --db $db --list png --name "Polentsev Vitaly Anatolevich" --born 1975-06 --nationality RU --says "Declared non grata elsewhere (invented)."
expect-exit 4
row SELECT count(*) FROM vet_entry e JOIN vet_list l ON l.id = e.list_id WHERE l.word = 'png' => 0
cli proposal list --db $db
expect "Enter somebody in the own list png"
cli proposal approve 4 --db $db
expect-exit 3
expect "another person must decide it"
as security.liaison
cli proposal approve 4 --db $db
row SELECT e.key, e.name, e.from_version_n FROM vet_entry e JOIN vet_list l ON l.id = e.list_id WHERE l.word = 'png' => OWN-1 | Polentsev Vitaly Anatolevich | 1
as
# A published list never takes its place, nor one of another kind that of a published list.
cli vet import tests/watch/demo_later.csv --db $db --list png --format csv
expect-exit 2
expect "'png' is an own list; two people change it"
cli vet import tests/watch/ftm.jsonl --db $db --list invented --format ftm
expect-exit 2
expect "'invented' is a list of the format csv"
cli vet import tests/watch/demo_later.csv --db $db --list "a new list" --format csv
expect-exit 2
expect "the name of a list is 1 to"
cli vet rescreen --db $db
expect "1 new hits among"
expect "P-00496"
as vetting.officer
cli vet own --db $db --list png --end OWN-1 --says "A mistake (invented)."
expect-exit 4
as security.liaison
cli proposal approve 5 --db $db
as
cli vet rescreen --db $db
expect "0 new hits among"
expect "1 gone"
verify
