/* expel_in.h: what the deeds share. Inside the folder. */
#ifndef EXPEL_EXPEL_IN_H
#define EXPEL_EXPEL_IN_H

#include <stddef.h>

#include "access/may.h"
#include "expel/expel.h"
#include "mission/mission.h"
#include "person/person.h"
#include "ref/ref.h"

/* A deed on its way. */
struct doing {
	struct tx *tx;
	struct faults *f;
	struct expel_wish *w;
	struct expel_measure_by_ref_row m; /* of deeds about a measure */
};
typedef enum err expel_deed_fn(struct doing *d);
expel_deed_fn expel_do_incident, expel_do_attribute, expel_do_record, expel_do_claim, expel_do_part,
    expel_do_draft, expel_do_name, expel_do_strike, expel_do_basis, expel_do_terms,
    expel_do_propose, expel_do_hand_over, expel_do_supersede, expel_do_leave, expel_do_stop,
    expel_do_resume, expel_do_close, expel_do_section, expel_do_ground, expel_do_notes,
    expel_do_ceiling, expel_do_refuse, expel_do_correct;

/* Where an option of a verb, or a field of a form of the same name, goes in a wish. */
enum expel_to { EXPEL_TO_TEXT, EXPEL_TO_COUNT, EXPEL_TO_DAY, EXPEL_TO_FLAG, EXPEL_TO_INT };
struct expel_place {
	const char *name;
	enum expel_to to;
	size_t at; /* offset in struct expel_wish */
};
const struct expel_place *expel_place_of(const char *name); /* NULL: read by hand */

enum err expel_refuse(struct doing *d, const char *rule, const char *article, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
#define EXPEL_OWN_SOURCE S("this ministry") /* of what is drafted; nothing entered may say it */
/* A measure that this ministry drafted, and that is a draft no more: people and parts are what two
 * people approved. One that was entered from the files is not bound. */
bool expel_is_bound(const struct expel_measure_by_ref_row *m);
/* Faults for the fields that must not be empty; `needs` are words between blanks: "title says". */
void expel_need(struct doing *d, const char *needs);
bool expel_is_at(const struct doing *d, enum expel_stage stage);
/* A person by reference; a fault when there is none. *id 0 then. */
enum err expel_find_person(struct doing *d, const char *ref, int64_t *id);
/* The zone of the host of the staff that a measure is against: the register's own, or UTC for staff
 * elsewhere. */
enum err expel_zone(struct tx *tx, str host_iso, str *zone);
/* What the draft says of the deadline; false when it says nothing yet. */
bool expel_terms_of(const struct expel_measure_by_ref_row *m, struct expel_limit *l);
/* The note in force, 0 before the first. */
enum err expel_last_note(struct doing *d, struct expel_notes_row *note);
/* The families of those named are told with them, as the register has them. */
enum err expel_tell_families(struct doing *d, int64_t at);
/* One part in the account of both sides, where that counts its kind. */
enum err expel_part_to_ledger(struct tx *tx, int64_t round_id,
			      const struct expel_components_row *part);
/* Do the parts declare the people whom the measure names? If not, *other is the first part that
 * asks for people without a declaration. A measure without such parts declares them. */
bool expel_declares(const struct expel_components_rows *parts, enum expel_kind *other);
enum err expel_find_incident(struct doing *d, struct opt_int *id);
enum err expel_find_answered(struct doing *d, struct opt_int *id);
/* Enters it in the account of both sides, or finds it there. */
enum err expel_to_ledger(struct doing *d, struct interval when, struct opt_int answers_id,
			 int64_t *round_id);

#endif
