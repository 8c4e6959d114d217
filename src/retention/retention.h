/* retention.h: how long people are kept, and what is done when that is over: holds, erasure, the
 * answer to somebody who asks what is kept, the privacy notice, who looked. Front door. */
#ifndef RETENTION_RETENTION_H
#define RETENTION_RETENTION_H

#include "access/page.h"
#include "access/proposal.h"
#include "base/verb.h"
#include "retention.sql.h"

enum retention_class {
#define RETENTION_CLASS(name, word, years, says, from) RETENTION_##name,
#include "retention/retention.def"
	RETENTION_CLASSES_N
};
const char *retention_word(enum retention_class c);
const char *retention_says(enum retention_class c);
const char *retention_from(enum retention_class c);
int retention_years(enum retention_class c); /* 0: for ever */

/* ---- rules: pure ---- */

/* When a person may be erased, and what stands in the way until then. */
struct retention_due {
	struct opt_int due_on; /* none: a matter is open, or no event has started a clock yet */
	enum retention_class class; /* whose clock ends last */
	bool is_png;                /* and what recognises the person stays */
	str why_not; /* "serves in a post", "application open", "hold: the reason", "no event yet"
		      */
};
struct retention_due retention_due_of(struct arena *a, const struct retention_people_row *p);

/* ---- everybody ---- */

/* Asks for everybody in the order of their numbers, so many at a time, because a large ministry has
 * more people than fit a request. What `p` and `d` point to is gone when `each` returns; it ends
 * the walk by returning false. */
typedef bool retention_each_fn(void *arg, const struct retention_people_row *p,
			       const struct retention_due *d);
enum err retention_each(struct tx *tx, retention_each_fn *each, void *arg) MUST_CHECK;

/* ---- deeds ---- */
enum { RETENTION_RUN_MAX = 100 }; /* people in one proposal */

/* Deeds. Holding needs a reason. ERR_NOT_FOUND: no such person; ERR_DENIED. */
enum err retention_hold(struct db *db, const struct viewer *v, struct arena *a, str ref,
			str reason) MUST_CHECK;
enum err retention_release(struct db *db, const struct viewer *v, struct arena *a,
			   str ref) MUST_CHECK;
/* Proposes to erase everybody who is due, at most RETENTION_RUN_MAX; *n of them. Nothing is
 * proposed when nobody is. */
enum err retention_propose(struct db *db, const struct viewer *v, struct arena *a,
			   struct refusal *refusal, int *n, int64_t *proposal_id) MUST_CHECK;

/* What the register keeps about a person, as JSON, as far as the viewer may know it, and the
 * classes and parts withheld: which are named whether or not there is anything in them. Others are
 * not named. The look is logged. */
enum err retention_subject(struct db *db, const struct viewer *v, struct arena *a, str ref,
			   struct out *o) MUST_CHECK;

/* The privacy notice, from the schema and the tables of retention.def. */
struct retention_notice_view;
enum err retention_notice_fill(struct tx *tx, struct retention_notice_view *v) MUST_CHECK;

extern const struct act_handler retention_acts[];
extern const struct route retention_routes[];
extern const struct verb retention_verbs[];

#endif
