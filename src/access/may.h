/* may.h: the only gate. May this person do this to this object's field?
 *
 * A right is role and label and scope and workflow state and separation (security.md 4.1):
 * cells.def says which role may do what to which thing under which label, acts.def names the acts.
 * Denied is what no cell allows. The row predicates of docs/sql.md are the same rule for lists and
 * counts. A deed asks may() first; ERR_NEEDS_APPROVAL means: as a proposal (access/proposal.h),
 * which other people answer. */
#ifndef ACCESS_MAY_H
#define ACCESS_MAY_H

#include "data/db.h"

enum thing {
#define THING(name, word, label, says) THING_##name,
#include "access/cells.def"
	THINGS_N
};
const char *thing_word(enum thing t); /* "application" */
const char *thing_says(enum thing t);

enum right {
	RIGHT_NONE,
	RIGHT_READ,
	RIGHT_META, /* counts, who, when; no value, so no label is needed */
	RIGHT_WRITE,
	RIGHT_MOVE,
	RIGHT_PROPOSE,
	RIGHT_APPROVE,
	RIGHT_VOUCH,
	RIGHTS_N
};

enum act {
#define ACT(name, word, thing, label, right, yes, approvals, is_urgent, says) ACT_##name,
#include "access/acts.def"
#undef ACT
	ACTS_N
};
/* The act of a right as such: CAN(READ, FAMILY). */
#define CAN(right, thing)    CAN_OF(RIGHT_##right, THING_##thing)
#define CAN_OF(right, thing) ((enum act)(ACTS_N + (int)(right) + RIGHTS_N * (int)(thing)))
enum { CAN_N = ACTS_N + RIGHTS_N * THINGS_N };

const char *act_word(enum act act); /* "visa.grant"; of named acts only, as all below */
const char *act_says(enum act act); /* "Grant a visa" */
bool act_of_word(str word, enum act *act);
uint32_t act_approvers(enum act act); /* roles of which somebody may say yes */
int act_approvals(enum act act);      /* how many must; 0: nobody else is needed */
bool act_is_urgent(enum act act);
enum act act_yes(enum act act); /* the act of saying yes to it */

/* Where the object stands. A draft is read by who may write it; what waits for a second person is
 * not proposed again; what is closed (decided, published, ended) is not written. */
enum object_state { OBJECT_OPEN, OBJECT_DRAFT, OBJECT_PROPOSED, OBJECT_CLOSED, OBJECT_STATES_N };

/* What the act is about. Fields that do not apply stay 0. */
struct object {
	const char *table;
	int64_t id;
	int64_t mission_id;  /* whose it is; 0: no mission's */
	uint32_t label_bits; /* of the row itself, on top of its fields' */
	enum object_state state;
	str state_iso;      /* the other state it concerns; null: none in particular */
	int64_t src_id;     /* the case with named readers it belongs to; 0: none */
	int64_t account_id; /* whose act it is */
	const str *persons; /* the natural people who made it: none of them, nor who stands in for
			       them, approves */
	ptrdiff_t n_persons;
};

/* OK; ERR_NEEDS_APPROVAL: as a proposal only; ERR_DENIED. `o` may be NULL for an act without an
 * object. `field` is a column of o->table, whose label then counts. Without one the label is the
 * act's, or of a CAN() that of the object, or of the thing. */
enum err may(const struct viewer *v, enum act act, const struct object *o,
	     const char *field) MUST_CHECK;

enum label label_of_field(const char *table, const char *field); /* both must be in the schema */

/* What an account has beyond its roles and labels: viewer.clearance. NULL: nothing. */
struct clearance {
	const str *states; /* its scope; none: all states */
	ptrdiff_t n_states;
	const int64_t *src_ids; /* the cases it is a named reader of */
	ptrdiff_t n_src_ids;
	const str *persons; /* the person behind it, and everybody that person stands in for */
	ptrdiff_t n_persons;
	struct glass {
		enum label label;
		str table;
		int64_t id, until_at, glass_id;
	} const *glass; /* what was taken by break-glass and still runs */
	ptrdiff_t n_glass;
};
/* Of an active account, as of this transaction; the roles of those it stands in for are added to
 * *role_bits. */
enum err clearance_read(struct tx *tx, int64_t account_id, str person, uint32_t *role_bits,
			const struct clearance **c) MUST_CHECK;
/* The same viewer for reading this one record, with what it has taken on it by break-glass;
 * *is_open: there is some. */
struct viewer viewer_on(const struct viewer *v, const char *table, int64_t id, bool *is_open);

#endif
