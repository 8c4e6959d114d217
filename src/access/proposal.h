/* proposal.h: what waits for other people. Approving binds what was seen: the hash of the body, and
 * the version of the object; any change of the object voids it. Approval runs the act through the
 * table of act handlers that the features give (struct act_handler), inside the same deed. */
#ifndef ACCESS_PROPOSAL_H
#define ACCESS_PROPOSAL_H

#include "access.sql.h"
#include "access/may.h"
#include "base/fault.h"

enum {
	PROPOSAL_DAYS = 30, /* a proposal nobody decided for so long is void */
	REASON_MAX = 2000,
	NIGHT_YES_N = 2, /* duty officers that decide what cannot wait */
};

struct proposal_new {
	enum act act;
	struct object object;
	str body;            /* canonical JSON (base/jcs.h): all that the handler needs */
	str summary;         /* one line for the list: "Refuse A-118: the post is frozen" */
	int64_t proposed_by; /* account; 0: tx->viewer */
	int64_t proposed_at; /* 0: tx->at */
	int64_t src_id;      /* the case whose named readers alone see and decide it; 0: none */
};
/* Inside a deed, after its other writes: the version of the object that it leaves is the one that
 * is bound. ERR_CONFLICT when a proposal about the object waits already. */
enum err proposal_add(struct tx *tx, const struct proposal_new *in, int64_t *id) MUST_CHECK;
/* Inside a deed: what waits about this object is void now (it was moved, withdrawn). */
enum err proposal_void(struct tx *tx, const char *table, int64_t object_id,
		       const char *why) MUST_CHECK;
/* Inside a deed: whatever was proposed about this object goes into a case with named readers; 0:
 * into none. */
enum err proposal_keep(struct tx *tx, const char *table, int64_t object_id,
		       int64_t src_id) MUST_CHECK;
/* The proposal about this object that waits; ERR_NOT_FOUND. */
enum err proposal_of(struct tx *tx, const char *table, int64_t object_id, int64_t *id) MUST_CHECK;

/* One act of a feature that goes through proposals. Both run inside the deed of the one who
 * decides, as that person; a refusal undoes the whole. */
struct act_handler {
	enum act act;
	enum err (*approve)(struct tx *tx, const struct access_proposal_by_id_row *p);
	enum err (*reject)(struct tx *tx, const struct access_proposal_by_id_row *p, str reason);
	const char
	    *page; /* "/visas/": where the object's page is, its number follows; NULL: none */
	uint32_t page_need; /* roles that may open it */
};

/* What somebody decides. */
struct verdict {
	int64_t id;
	bool is_approved;
	str reason;    /* needed to reject */
	str seen_hash; /* hex of the body's hash as it was shown, at least its first 8 digits; null:
			  not shown */
	int still_n;   /* comes back: how many more people must say yes before it is done */
};

/* A deed. Refusals, each kept in the log: four_eyes (the same natural person, or one who stands in
 * for the other), said_yes (that person has), approver_role, already_decided, proposal_expired and
 * proposal_stale (both end the proposal), seen_another (the hash), and whatever the act's own rules
 * say. ERR_NOT_FOUND. Handlers: NULL-approve ends them. */
enum err proposal_decide(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, const struct act_handler *const *handlers,
			 struct verdict *v) MUST_CHECK;

/* Is this account a duty officer, at a time when nobody is in the office, for an act that cannot
 * wait? */
enum err proposal_is_duty(struct tx *tx, enum act act, int64_t account_id,
			  bool *is_duty) MUST_CHECK;
/* How many wait that this viewer may decide; for the navigation. */
enum err proposal_count(struct tx *tx, int64_t *n) MUST_CHECK;

#endif
