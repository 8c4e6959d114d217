# Many at once: references that the register gave out otherwise are passed over; what was entered waits, each with one holder.
story "Three hundred applications in one file"
needs tests/data/visa/many.csv
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
cli visa import tests/data/visa/many.csv --db $db
expect "300 applications entered"
expect "and 290 more"
row SELECT count(*), count(DISTINCT person_id) FROM visa_application WHERE id > 193 => 300 | 300
row SELECT count(*) FROM visa_holding h JOIN visa_application a ON a.id = h.application_id WHERE a.id > 193 AND h.to_on IS NULL AND h.holder = 'visa' => 300
cli visa backlog --db $db --state RU --json
json open 352
verify
