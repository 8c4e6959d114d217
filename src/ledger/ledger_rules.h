/* ledger_rules.h: rows of measures and answers, read from CSV and compared. Pure: text in, rows
 * out; no database, no clock.
 *
 * The columns are those of data/expulsions.csv (its README says where it comes from):
 * date_announced, sender, target, persons, posts_closed, reason, counter_date, counter_persons,
 * source_url. Days may be partial (2018-03, 2018): they are intervals. An empty number is not
 * known; 0 is "stated: none". An answer is there when either counter column is filled; when both
 * are empty, nobody has read of one. Sources are set apart by " ; ".
 *
 * A number of persons is the figure as stated with the least and the most it may be. The reason may
 * narrow or widen it, in these words of the file and no others:
 *   "figure is a floor"                        the figure or more
 *   "another source: N"                        between the figure and N
 *   "another source gives N for the counter"   the same for the answer
 *   "Sources disagree ... (N: x; M: y)"        with an empty figure: between N and M */
#ifndef LEDGER_LEDGER_RULES_H
#define LEDGER_LEDGER_RULES_H

#include "base/day.h"
#include "base/fault.h"
#include "data/db.h"

struct out;

enum { LEDGER_PERSONS_MAX = 1000000, LEDGER_SOURCES_MAX = 100, LEDGER_ROWS_MAX = 10000 };

struct ledger_number {
	struct opt_int stated, min, max; /* none of all three: not known */
};

struct ledger_url_list {
	str *v;
	ptrdiff_t n, cap;
};

struct ledger_row {
	int64_t line; /* of the file, from 1 */
	str sender_iso, target_iso;
	struct interval announced;
	struct ledger_number persons;
	struct opt_int posts_closed;
	str reason;
	bool has_answer, has_answer_day;
	struct interval answered; /* when has_answer_day */
	struct ledger_number answer_persons;
	struct ledger_url_list sources;
	ptrdiff_t answer_row; /* the row that is this answer itself, or -1 */
	str key;              /* date,sender,target,persons: the same row is not imported twice */
};

struct ledger_row_list {
	struct ledger_row *v;
	ptrdiff_t n, cap;
};

struct ledger_states {
	const str *iso; /* in rising order of their bytes */
	ptrdiff_t n;
};

/* Reads a whole file and links answers (ledger_link). `states` are the codes that the register
 * knows; NULL: any two to four letters. All faults of the file are collected; with any, *rows is
 * not to be used and the answer is ERR_FAULTS. Rows live in `a` and show parts of `text`. */
enum err ledger_read(struct arena *a, str file, str text, const struct ledger_states *states,
		     struct faults *faults, struct ledger_row_list *rows) MUST_CHECK;

/* Finds answers that also stand as rows of their own: sender and target exchanged, the same day or
 * partial date, the same stated figure, and just one such row. Anything less stays unlinked. */
void ledger_link(struct arena scratch, struct ledger_row_list *rows);

/* The first day on which the row, and its answer, may be shown as known: the last day that the date
 * may mean. An answer without a date is known when its round is. */
int64_t ledger_known_from(const struct ledger_row *r);
int64_t ledger_answer_known_from(const struct ledger_row *r);

/* Days from round to answer; false unless both are known to the day. */
bool ledger_lag(struct interval announced, struct interval answered, int64_t *lag_days);
/* Persons in the answer for each person in the round; false when a figure is missing or the round's
 * is 0. */
bool ledger_mirror_ratio(struct opt_int round_n, struct opt_int answer_n, double *ratio);

/* Writes rows as CSV with the columns above. What ledger_read took in comes out the same. */
void ledger_write(struct out *o, const struct ledger_row *v, ptrdiff_t n);

#endif
