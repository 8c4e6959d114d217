/* mission.h: missions, posts, the people in them and what happens to them. Front door: the queries
 * of mission.sql, acts of life, gates, ceilings, status, the pages and the verbs. */
#ifndef MISSION_MISSION_H
#define MISSION_MISSION_H

#include "access/proposal.h"
#include "base/verb.h"
#include "mission.sql.h"
#include "mission/mission_rules.h"
#include "web/http.h"

/* ---- acts of life (mission.def) ---- */

struct mission_wish {
	enum mission_act_kind act;
	int64_t mission_id;
	int64_t person_id;      /* 0: the act is about the mission */
	str post_no;            /* of acts that need a post */
	str category, after_no; /* of a new post; after which it stands, empty: after the last */
	int64_t other_id;       /* the member of the family */
	int64_t on;             /* the day it happened */
	struct opt_int at;      /* with the time of day */
	struct opt_int told_on; /* when the ministry was told; none: not known */
	str note_no, says, card_no;
	int64_t signed_by_id; /* who signed the notification; 0: not said */
};

/* Inside a deed: proves that the act may be, writes what it changes and the act itself.
 * ERR_REFUSED with the rule in tx->refusal; ERR_NOT_FOUND for a mission, post or person that is not
 * there. */
enum err mission_act_do(struct tx *tx, const struct mission_wish *w) MUST_CHECK;
/* The same as a deed of its own. What lacks in the wish is in `faults`. A refusal is kept in the
 * log. */
enum err mission_act(struct db *db, const struct viewer *viewer, struct arena *a,
		     struct refusal *refusal, struct faults *faults,
		     const struct mission_wish *w) MUST_CHECK;

/* ---- gates: what must be in order before somebody serves in a post ---- */

struct mission_gate {
	const char *word; /* of ref_rule */
	bool is_met;
	str article, source;
	str says;    /* how it stands */
	str satisfy; /* what would satisfy it; null when it is met */
};
struct mission_gates {
	struct mission_gate *v;
	ptrdiff_t n, cap;
};
/* Every gate that the host has, for an appointment as wished. */
enum err mission_gates_of(struct tx *tx, const struct mission_wish *w,
			  struct mission_gates *gates) MUST_CHECK;

/* ---- ceilings ---- */

struct mission_room {
	struct mission_ceilings_row ceiling;
	int64_t serving_n, left_n; /* left is negative above a ceiling */
};
struct mission_rooms {
	struct mission_room *v;
	ptrdiff_t n, cap;
};
/* The ceilings in force for a state's staff here that cover a mission and category; mission_id 0
 * and category null: all of them. */
enum err mission_room_of(struct tx *tx, str sending_iso, int64_t mission_id, str category,
			 int64_t on, struct mission_rooms *rooms) MUST_CHECK;
/* "12 of 15 diplomatic" with its basis. */
str mission_room_text(struct arena *a, const struct mission_room *r);
/* Inside a deed: `n` people of a category were expelled: each ratchet ceiling that covers them
 * falls by as many, from `on` on. */
enum err mission_ratchet(struct tx *tx, str sending_iso, int64_t mission_id, str category,
			 int64_t n, int64_t on) MUST_CHECK;

struct mission_ceiling_wish {
	str sending_iso;
	int64_t mission_id; /* 0: all organisations of the state */
	str category;       /* null: all sent by the state */
	int64_t limit_n, from_on;
	bool is_ratchet;
	enum ceiling_basis basis;
	str article, says;
};
/* Proposes a ceiling; a second person sets it. Art. 11(2) is for a whole class of States: a ceiling
 * for a category of one State must cite Art. 47(2). ERR_NEEDS_APPROVAL when it waits. */
enum err mission_ceiling_propose(struct db *db, const struct viewer *viewer, struct arena *a,
				 struct refusal *refusal,
				 const struct mission_ceiling_wish *w) MUST_CHECK;
/* The same inside a deed: OK when it waits. What it comes from, when it is not the State itself. */
enum err mission_ceiling_add_proposal(struct tx *tx, const struct mission_ceiling_wish *w,
				      const char *table, int64_t object_id) MUST_CHECK;

/* ---- what was true when, and when the ministry was told ---- */

/* The days of one appointment. */
struct mission_days {
	int64_t from_on;
	struct opt_int to_on, notified_on, end_notified_on;
};
/* Serving on a day, by what was known on another. What nobody said when it was told counts as told
 * when it happened. */
bool mission_is_serving(const struct mission_days *d, int64_t on, int64_t known_on);
/* Who served in a mission on a day, as known on a day: corrections made later are taken back. */
enum err mission_read_at(struct tx *tx, int64_t mission_id, int64_t on, int64_t known_on,
			 struct mission_service_rows *out) MUST_CHECK;
/* Status of a person on a day in one line, for the police. */
enum err mission_status_at(struct tx *tx, int64_t person_id, int64_t on, str *line) MUST_CHECK;
/* The heads here in order of precedence, chargés d'affaires a.i. last, each with the reason. */
enum err mission_precedence(struct tx *tx, struct mission_head **heads, ptrdiff_t *n) MUST_CHECK;

struct mission_late_act {
	struct mission_acts_told_row act;
	int64_t late_days;
	str source; /* of the host's deadline; null: no number is set */
};
struct mission_lates {
	struct mission_late_act *v;
	ptrdiff_t n, cap;
};
/* What the ministry was told too late between two days. */
enum err mission_late(struct tx *tx, int64_t from_on, int64_t to_on,
		      struct mission_lates *out) MUST_CHECK;
/* A deed: what was always true and was written down wrongly. The old value is kept for what was
 * known then. Refuses what would be a change. */
enum err mission_correct(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, int64_t appointment_id,
			 enum correction_field field, struct opt_int day_on, str reason) MUST_CHECK;
enum err mission_correct_in(struct tx *tx, int64_t appointment_id, enum correction_field which,
			    struct opt_int day_on, str reason) MUST_CHECK; /* inside a deed */

/* What has this number: a person's reference, a document (card, plate, passport), a note that told
 * of an act. One field for all; hits in this order. */
struct mission_hit {
	str what, where;               /* "card 5512, returned", "Petrov Pyotr" */
	int64_t person_id, mission_id; /* 0: none */
};
struct mission_hits {
	struct mission_hit *v;
	ptrdiff_t n, cap;
};
enum err mission_find(struct tx *tx, str number, struct mission_hits *hits) MUST_CHECK;

extern const struct route mission_routes[];
extern const struct verb mission_verbs[];
extern const struct act_handler mission_acts[];

#endif
