# A-118 and its post: the rules say no with their reason, and the log keeps that somebody tried.
story "An application moves only as the table of moves says"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as visa.officer
cli visa move A-118 --db $db --to closed --outcome refused --reason "the post is frozen"
expect-exit 3
expect "A refusal takes two people"
cli visa move A-118 --db $db --to decision --holder visa
expect-exit 3
as vetting.officer
cli visa move A-118 --db $db --to decision --holder visa
expect "A-118: Decision"
row SELECT stage, holder, stopped_days FROM visa_application WHERE ref = 'A-118' => decision | visa | 14
verify
