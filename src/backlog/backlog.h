/* backlog.h: how a corridor's backlog stands, and how it goes on. Front door.
 *
 * A corridor is one state's applications to another. Its books are the days on which applications
 * came and ended; forecasts are made from them alone, as known on the day they are asked for, and
 * tested against what happened after the same question was asked on earlier days. */
#ifndef BACKLOG_BACKLOG_H
#define BACKLOG_BACKLOG_H

#include "base/verb.h"
#include "forecast/clearing.h"
#include "forecast/queue.h"
#include "forecast/survival.h"
#include "visa/visa.h"

enum {
	BACKLOG_WAITS_DAYS = 1096, /* how long cases take is told from the last three years */
	BACKLOG_YEAR_DAYS = 365,
};

/* What waiting does, on the corridor's day. */
enum { BACKLOG_ENDS_N = 4, BACKLOG_LEAVE_DAYS = 90 };
extern const int64_t BACKLOG_ENDS[BACKLOG_ENDS_N]; /* ended, then within 30, 60, 90 days */
struct backlog_effects {
	int64_t ends_n[BACKLOG_ENDS_N]; /* open ones whose visa in hand ends so soon */
	int64_t split_n;                /* households of which one was let in and others wait */
	int64_t split_waiting_n;        /* and how many wait in them */
	int64_t vacant_n;               /* posts empty, not frozen, for which somebody waits */
	int64_t leaving_n;       /* must leave within BACKLOG_LEAVE_DAYS; nobody let in to follow */
	int64_t leaving_asked_n; /* of those: somebody waits to follow */
};
enum err backlog_effects_read(struct tx *tx, const struct visa_corridor *k,
			      struct backlog_effects *f) MUST_CHECK;

/* How many officers it would take (Erlang C), if each goes on closing as many a week as those who
 * share the work now: with a backlog nobody is idle, so what is closed is what they can. */
enum { BACKLOG_STAFF_N = 3, BACKLOG_OFFICERS_MAX = 10000 };
struct backlog_staff {
	int64_t now_n;
	double each_week;
	struct backlog_staffing {
		int64_t officers_n;
		struct erlang at; /* in weeks */
	} v[BACKLOG_STAFF_N];     /* from the fewest under whom the queue does not grow */
	int n;
};
enum err backlog_officers_read(struct tx *tx, int64_t *n) MUST_CHECK;
/* False when there is nothing to tell it from: nobody works, nothing is closed, nothing comes. */
bool backlog_staff_of(double come_week, double done_week, int64_t officers_n,
		      struct backlog_staff *s);

struct backlog_outlook {
	const struct visa_corridor *corridor;
	struct backlog_effects effects;
	struct office office; /* ends with corridor->on */
	struct outlook now;
	struct outlook_test test;
	double come_week, done_week; /* of the outlook's window */

	/* How long it takes: net ages of what ended in the last three years and of what is open. */
	struct km waits;
	struct incidence ends; /* causes: enum visa_outcome + 1 */

	/* Of those still within their standard: how many are expected to go over it. */
	int64_t within_n;
	double will_be_over;

	/* What it takes to have it down by a day. */
	int64_t by_on;
	double weeks;
	double target_n; /* the queue at which about 98 % keep the standard; NAN: no standard */
	double capacity_target; /* decisions a week until then; NAN likewise */
	double capacity_all; /* so that nothing that waits now is left, as many newcomers as come */
};

/* `by_on` lies behind corridor->on. `working`: the days on which the receiving state works. */
enum err backlog_outlook_read(struct tx *tx, const struct visa_corridor *corridor,
			      const struct calendar *working, int64_t by_on,
			      struct backlog_outlook *out) MUST_CHECK;

/* Both directions, with the host's working days here and those of Monday to Friday there. */
struct backlog_both {
	struct visa_both both;
	struct backlog_outlook theirs, ours;
};
enum err backlog_read(struct tx *tx, str state_iso, int64_t on, int64_t by_on,
		      struct backlog_both *b) MUST_CHECK;
/* The first of a month, four to five months ahead: what is asked about when no day is named. */
int64_t backlog_by_default(int64_t on);

/* "The queue grows by 3 a week: 11 come, 8 are decided." */
str backlog_load_text(struct arena *a, const struct backlog_outlook *o);
/* "19 forecasts since 6 March 2019 ..": what the dates rest on and how they did. */
str backlog_test_text(struct arena *a, const struct backlog_outlook *o);

/* The answer in one paragraph: how many wait, with whom, how long, against which standard, when it
 * clears, what would clear it. */
str backlog_plea_text(struct arena *a, const struct backlog_outlook *o, str from, str to);

/* Each open application of today, what is due first on top, for those who see applications: at most
 * `most` of them, of which a page shows the first few and a file what one can print. */
enum { BACKLOG_CASES_SHOWN = 50, BACKLOG_CASES_MAX = 1000 };
struct backlog_case {
	int64_t id, net_days, since_on;
	bool is_over;
	double breach; /* chance to go over the standard; 1 when over, NAN not known */
	str ref, kind, holder, stage, due; /* "12 days ago" */
	str standard, limit;               /* its name; "30 calendar days" */
};
struct backlog_cases_list {
	struct backlog_case *v;
	ptrdiff_t n, cap;
};
enum err backlog_cases_read(struct tx *tx, const struct backlog_outlook *o, int64_t most,
			    struct backlog_cases_list *list) MUST_CHECK;

str backlog_breach_text(struct arena *a, const struct backlog_case *c); /* "62 %", "over" */

/* The page on paper. `staff` of theirs; lists may be empty. */
struct backlog_print {
	const struct backlog_both *b;
	const struct backlog_staff *staff; /* NULL: not known */
	struct backlog_cases_list theirs, ours;
	str ministry;
};
enum err backlog_pdf(struct arena *a, const struct backlog_print *in, str *bytes) MUST_CHECK;
/* Each application of both lists as a row. */
enum err backlog_cases_csv(struct arena *a, const struct backlog_print *in, str *bytes) MUST_CHECK;

/* Every figure with its unit and what it comes from, one a row. */
void backlog_csv(struct out *o, const struct backlog_both *b);
void backlog_json(struct out *o, const struct backlog_both *b);

/* The books of a corridor up to its day. */
enum err backlog_books_read(struct tx *tx, const struct visa_corridor *k,
			    struct office *o) MUST_CHECK;
enum err backlog_reports_page(struct ctx *c) MUST_CHECK;
enum err backlog_report_csv_page(struct ctx *c) MUST_CHECK;

extern const struct verb backlog_verbs[];
extern const struct route backlog_routes[];

#endif
