/* expel_in.h: what the deeds share. Inside the folder. */
#ifndef EXPEL_EXPEL_IN_H
#define EXPEL_EXPEL_IN_H

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
    expel_do_resume, expel_do_close, expel_do_section;

enum err expel_refuse(struct doing *d, const char *rule, const char *article, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Faults for the fields that must not be empty; `needs` are words between blanks: "title says". */
void expel_need(struct doing *d, const char *needs);
bool expel_is_at(const struct doing *d, enum expel_stage stage);
/* A person by reference; a fault when there is none. *id 0 then. */
enum err expel_find_person(struct doing *d, const char *ref, int64_t *id);
/* The zone of the host of the staff that a measure is against: the register's own, or UTC for staff
 * elsewhere. */
enum err expel_zone(struct tx *tx, str host_iso, str *zone);
/* Enters it in the account of both sides, or finds it there. */
enum err expel_to_ledger(struct doing *d, struct interval when, struct opt_int answers_id,
			 int64_t *round_id);

#endif
