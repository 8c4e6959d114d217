/* visa_rules.h: what may happen to an application, and the figures of a backlog. Pure: rows in,
 * answers out; no database, no clock.
 *
 * Days. The age of an application on a day is counted in calendar days. Gross: since receipt. Net:
 * gross without the days on which the clock stood, which is only while the mission is asked for
 * something, with a recorded reason. An application is over its standard when the day (or the day
 * on which its clock stopped) lies behind due_on, the last day within the standard that was in
 * force at receipt. A stop moves due_on by as long as it lasted: in calendar days, or for a
 * standard in working days by the working days. */
#ifndef VISA_VISA_RULES_H
#define VISA_VISA_RULES_H

#include "base/day.h"
#include "base/fault.h"
#include "data/db.h"
#include "schema.h"

struct visa_clock {
	int64_t received_on, due_on, stopped_days;
	struct opt_int stopped_since_on; /* stands since; none: it runs */
};

int64_t visa_age_gross(const struct visa_clock *c, int64_t on);
int64_t visa_age_net(const struct visa_clock *c, int64_t on);
bool visa_is_over(const struct visa_clock *c, int64_t on);
/* A clock that begins on the day of receipt under a standard of `limit_days`. `host` is used for
 * working days only. */
struct visa_clock visa_clock_begin(int64_t received_on, int64_t limit_days, enum day_unit unit,
				   const struct calendar *host);
/* A clock that stands stays as it is; so does one that runs. */
void visa_clock_stop(struct visa_clock *c, int64_t on);
void visa_clock_start(struct visa_clock *c, int64_t on, enum day_unit unit,
		      const struct calendar *host);

/* Labels for people, from visa.def. */
str visa_stage_label(enum visa_stage s); /* "Vetting" */
str visa_stage_says(enum visa_stage s);
str visa_holder_label(enum visa_holder h);
str visa_outcome_label(enum visa_outcome o);
str visa_kind_label(enum visa_kind k);
str visa_item_label(enum visa_item i); /* "a photograph" */
str visa_reason_label(enum visa_reason r);
const char *visa_reason_article(enum visa_reason r); /* NULL: none */
str visa_entries_label(enum visa_entries e);         /* "two entries" */
/* What an application of this kind must bring: bits of enum visa_item. */
uint32_t visa_items_of(enum visa_kind k);
/* When a decision is due: "in 3 days", "today", "12 days ago"; while the clock stands "3 days
 * left", "3 days over". */
str visa_due_text(struct arena *a, const struct visa_clock *c, int64_t on);
/* "Visa officer or Head of protocol". */
str visa_people_of(struct arena *a, uint32_t role_bits);

struct visa_move {
	enum visa_stage from, to;
	enum visa_holder holder; /* afterwards; unused when to is CLOSED */
	enum visa_outcome outcome;
	bool is_clock_stopped, needs_reason;
	uint32_t role_bits;
	const char *article; /* NULL when no treaty speaks of it */
	const char *says;    /* "send to vetting" */
};
extern const struct visa_move VISA_MOVES[]; /* the table of visa.def; ends are moves to CLOSED */
extern const int VISA_MOVES_N;

/* What somebody wants to do. */
struct visa_wish {
	enum visa_stage to;
	enum visa_holder holder; /* unless to is CLOSED */
	enum visa_outcome outcome;
	str reason; /* null or empty: none given */
	int64_t on; /* the day of the move */

	/* Of a refusal. */
	bool has_reason_code;
	enum visa_reason reason_code;
	/* Of a grant. */
	struct opt_int valid_from_on, valid_until_on, tenure_until_on;
	bool has_entries;
	enum visa_entries entries;
};

/* May an application that is at `from` since `since_on` move as wished, by a person with these
 * roles? OK with the row in *move, or ERR_REFUSED with the rule, its article or source, and what
 * would satisfy it in *r (text in `a`). */
enum err visa_may_move(struct arena *a, enum visa_stage from, int64_t since_on,
		       const struct visa_wish *wish, uint32_t role_bits,
		       const struct visa_move **move, struct refusal *r) MUST_CHECK;

/* Is everything said that a decision on an application of this kind must say? A refusal: its code.
 * A grant that ends in a visa (all kinds but the approval of an attaché and a re-accreditation):
 * until when it is valid and how often it lets in; it does not reach behind the end of the tenure.
 * What belongs to the other outcome must not be said. OK or ERR_REFUSED. */
enum err visa_may_decide(struct arena *a, enum visa_kind kind, const struct visa_wish *wish,
			 struct refusal *r) MUST_CHECK;
bool visa_ends_in_visa(enum visa_kind kind);
/* "from 1 July 2021 to 30 June 2022, for two entries; the tenure ends on 30 June 2024"; null when
 * nothing of it is said. */
str visa_grant_text(struct arena *a, const struct visa_wish *w);

struct visa_case {
	struct visa_clock clock;
	enum visa_holder holder;
	struct opt_int
	    watched_from_on;          /* was entered when it was older already; none: at receipt */
	struct opt_int visa_until_on; /* the visa in hand ends then */
};

enum { VISA_AGE_BANDS_N = 4 };
extern const int64_t VISA_AGE_BANDS[VISA_AGE_BANDS_N]; /* lower ends: 0, 15, 30, 60 days */

struct visa_backlog {
	int64_t open_n, over_n;
	struct opt_int oldest_days, median_days, p90_days; /* net; none when nothing is open */
	int64_t by_holder_n[VISA_HOLDER_N], over_by_holder_n[VISA_HOLDER_N];
	int64_t oldest_by_holder_days[VISA_HOLDER_N]; /* net; 0 for who holds none */
	int64_t by_age_n[VISA_AGE_BANDS_N]; /* net age from VISA_AGE_BANDS[i] to below the next */
};
/* The figures of open applications on a day. */
struct visa_backlog visa_backlog_of(struct arena scratch, const struct visa_case *v, ptrdiff_t n,
				    int64_t on);
/* The nearest-rank percentile of ages in rising order: the smallest that at least `percent` in a
 * hundred do not exceed. n > 0, 0 < percent <= 100. */
int64_t visa_percentile(const int64_t *sorted, ptrdiff_t n, int percent);

#endif
