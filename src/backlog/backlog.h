/* backlog.h: how a corridor's backlog stands, and how it goes on. Front door.
 *
 * A corridor is one state's applications to another. Its books are the days on which applications
 * came and ended; forecasts are made from them alone, as known on the day they are asked for, and
 * tested against what happened after the same question was asked on earlier days. */
#ifndef BACKLOG_BACKLOG_H
#define BACKLOG_BACKLOG_H

#include "base/verb.h"
#include "forecast/clearing.h"
#include "forecast/survival.h"
#include "visa/visa.h"

enum {
	BACKLOG_WAITS_DAYS = 1096, /* how long cases take is told from the last three years */
	BACKLOG_YEAR_DAYS = 365,
};

struct backlog_outlook {
	const struct visa_corridor *corridor;
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

/* Every figure with its unit and what it comes from, one a row. */
void backlog_csv(struct out *o, const struct backlog_both *b);
void backlog_json(struct out *o, const struct backlog_both *b);

extern const struct verb backlog_verbs[];
extern const struct route backlog_routes[];

#endif
