# The head of a consular post, who stands first in it, is admitted by an exequatur, or provisionally until it is delivered; the
# other consular officers need none (VCCR Art. 10, 12, 13, 19).
story "A consul general waits for the exequatur"
at 2021-06-21T09:00:00Z
cli demo load --db $db
as protocol.officer
cli mission add --db $db --sending FR --kind consulate_general --city Cardiff --name "Consulate General of the French Republic" --source "note 4" --invented
expect "mission 200"
cli person import tests/data/register_people.csv --db $db
cli mission import tests/data/register_consulate.csv --db $db
cli person document P-00901 --db $db --kind passport --number 20AB1 --issuer FR --source "note 11"
cli person document P-00903 --db $db --kind passport --number 20AB3 --issuer FR --source "note 11"
cli mission act arrived --db $db --mission 200 --person P-00903 --post C-02
expect "Arrived"
cli mission act agrement_asked --db $db --mission 200 --person P-00901 --post C-02
expect-exit 3
expect "Exequatur is for the head, who stands first; post C-02 is consular officer."
cli mission gates --db $db --mission 200 --person P-00901 --post C-01
expect "not met agrement No exequatur is in force for Invented Hélène, who would head the consular post."
cli mission act arrived --db $db --mission 200 --person P-00901 --post C-01
expect-exit 3
expect "(VCCR Art. 12(1))"
cli mission act agrement_asked --db $db --mission 200 --person P-00901 --post C-01 --on 2021-05-03
cli mission act agrement_granted --db $db --mission 200 --person P-00901 --on 2021-05-10 --says provisional
cli mission act arrived --db $db --mission 200 --person P-00901 --post C-01 --on 2021-06-01
cli mission act agrement_granted --db $db --mission 200 --person P-00901 --on 2021-06-14
row SELECT article, says FROM mission_act WHERE kind = 'agrement_granted' AND mission_id = 200 ORDER BY id => VCCR Art. 13 | provisional; VCCR Art. 12(1) | null
cli person status P-00901 --db $db
expect "consular officer"
verify
