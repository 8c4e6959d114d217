/* oversight.h: what lets others see that access is right: the matrix of who may do what, and
 * break-glass with its review. Front door. */
#ifndef OVERSIGHT_OVERSIGHT_H
#define OVERSIGHT_OVERSIGHT_H

#include "access/page.h"
#include "base/verb.h"
#include "oversight.sql.h"

enum {
	GLASS_MIN = 60,
	GLASS_REVIEW_DAYS = 3
}; /* minutes it lasts; working days until the review is due */

struct glass_wish {
	str label, table, reason;
	int64_t id;
};
/* A deed: one label on one record for GLASS_MIN minutes. Security liaison, auditor and head see it
 * at once in their navigation. A label that is held already, one that is none, a record of no
 * audited table, no reason: faults. ERR_DENIED for missions, auditors and administrators. It reads;
 * it never approves. */
enum err glass_open(struct db *db, const struct viewer *v, struct arena *a, struct faults *faults,
		    const struct glass_wish *w, int64_t *glass_id) MUST_CHECK;
/* A deed: another person than who took it says whether it was right. Until then the account is held
 * once the review is overdue: it may do nothing. Refusals: own_glass, already_reviewed. */
enum err glass_review(struct db *db, const struct viewer *v, struct arena *a,
		      struct refusal *refusal, int64_t glass_id, bool is_right,
		      str note) MUST_CHECK;
/* How many wait for a review; for the navigation. */
enum err glass_count(struct tx *tx, int64_t *n) MUST_CHECK;

extern const struct verb oversight_verbs[], glass_verbs[];
extern const struct route oversight_routes[];

#endif
