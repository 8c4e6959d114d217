/* mission_effects.h: what each act of life changes. Inside the folder. */
#ifndef MISSION_MISSION_EFFECTS_H
#define MISSION_MISSION_EFFECTS_H

#include "mission/mission.h"
#include "person/person.h"

/* An act on its way: what was wished, what it is about, what it became. */
struct doing {
	struct tx *tx;
	const struct mission_wish *w;
	struct mission_by_ref_row mission;
	struct person_for_rules_row person; /* of acts about a person */
	struct opt_int post_id, appointment_id;
	str says;
};

/* Proves that the act may be and writes what it changes. ERR_REFUSED with the rule. */
enum err mission_effect(struct doing *d) MUST_CHECK;
/* The post that the act names, into d->post_id, too. ERR_NOT_FOUND. */
enum err mission_find_post(struct doing *d, struct mission_post_for_rules_row *post) MUST_CHECK;
/* Only what is neither closed nor suspended is staffed. ERR_REFUSED. */
enum err mission_needs_active(struct doing *d) MUST_CHECK;
enum err mission_post_created(struct doing *d) MUST_CHECK;
enum err mission_post_abolished(struct doing *d) MUST_CHECK;
enum err mission_post_freed(struct doing *d) MUST_CHECK;
/* Inside a deed: lifting a freeze waits for a second person, on whose word it is recorded. OK when
 * it waits. */
enum err mission_post_free_propose(struct tx *tx, const struct mission_wish *w) MUST_CHECK;
enum err mission_post_free_approve(struct tx *tx,
				   const struct access_proposal_by_id_row *p) MUST_CHECK;
/* Says which rule forbids it; the article is the act's own. */
enum err mission_refuse(struct doing *d, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
