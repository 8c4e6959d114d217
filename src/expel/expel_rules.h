/* expel_rules.h: what may be done to a mission and how it is said; when people must have left.
 * Pure: no database, no clock. */
#ifndef EXPEL_EXPEL_RULES_H
#define EXPEL_EXPEL_RULES_H

#include "base/day.h"
#include "base/fault.h"
#include "expel.sql.h"

/* ---- kinds (expel.def) ---- */

enum expel_who { EXPEL_HOST, EXPEL_SENDER, EXPEL_EITHER };
enum expel_posts { EXPEL_NONE, EXPEL_FREEZE, EXPEL_CUT, EXPEL_CEILING, EXPEL_CLOSE };
enum { EXPEL_PERSONS = 1, EXPEL_POSTS = 2, EXPEL_LIMIT = 4, EXPEL_DAY = 8, EXPEL_PLACE = 16 };

struct expel_kind_info {
	const char *label;
	const char *vcdr, *vccr; /* NULL: the convention says nothing of it */
	enum expel_who who;
	enum expel_posts posts;
	unsigned asks;
	const char *ledger; /* kind in the account of both sides, or NULL */
};
const struct expel_kind_info *expel_kind_info_of(enum expel_kind kind);
str expel_posts_says(enum expel_posts p); /* "posts are frozen" */

/* The word of the convention for somebody of a category (mission.h's enum post_category as text):
 * of diplomatic staff and consular officers "persona non grata", of all others "not acceptable";
 * VCDR Art. 9(1), VCCR Art. 23(1). */
struct expel_words {
	enum expel_wording wording;
	str says; /* "persona non grata" */
	str article;
};
struct expel_words expel_words_of(str category);

/* ---- deadlines ---- */

/* How long there is: hours run on by the clock of the world, whatever clocks on walls do; days end
 * with the last moment of the n-th day after that of handing over, a date with its own, both by the
 * host's clock. */
struct expel_limit {
	enum expel_limit_kind kind;
	int64_t n;  /* hours or days */
	int64_t on; /* the date */
};
enum { EXPEL_HOURS_MAX = 24 * 400, EXPEL_DAYS_MAX = 400 };

/* The first instant at which whoever is still there is overdue. False for a zone that is not known.
 */
bool expel_leave_by(const struct expel_limit *l, int64_t handed_over_at, const char *zone,
		    int64_t *leave_by_at);
/* "72 hours", "7 days", "by 20 March 2018". */
str expel_limit_text(struct arena *a, const struct expel_limit *l);
/* As people say it by that clock: "20 March 2018, 24:00" for an end of a day. */
str expel_leave_by_text(struct arena *a, int64_t leave_by_at, const char *zone);
/* "14 March 2018, 13:10 to 21 March 2018, 24:00 (Europe/London)". */
str expel_interval_text(struct arena *a, int64_t from_at, int64_t leave_by_at, const char *zone);
/* "2 days 4 hours left", "3 days over". */
str expel_remaining_text(struct arena *a, int64_t now_at, int64_t leave_by_at);
/* What is wrong with a limit, or null. */
str expel_limit_fault(struct arena *a, const struct expel_limit *l, int64_t handed_over_at,
		      const char *zone);

/* ---- where somebody stands ---- */

enum expel_standing { EXPEL_NAMED, EXPEL_TOLD, EXPEL_OVERDUE, EXPEL_LEFT, EXPEL_LEFT_LATE };
struct expel_state_in {
	struct opt_int told_at, left_on, leave_by_at;
	int64_t now_at;
	const char *zone;
};
enum expel_standing expel_standing_of(const struct expel_state_in *s);
str expel_standing_text(enum expel_standing s); /* "overdue" */

#endif
