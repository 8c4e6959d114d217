/* visa.h: applications and their backlog. Front door. The rules themselves are in visa_rules.h. */
#ifndef VISA_VISA_H
#define VISA_VISA_H

#include "base/verb.h"
#include "visa/visa_rules.h"

/* The open applications of one state's missions to another state, on a day. */
struct visa_corridor {
	str receiving_iso, sending_iso;
	int64_t on;
	struct visa_backlog figures;
	struct opt_int
	    standard_days; /* the corridor's general standard on that day; none: there is none */
	str standard_name, standard_unit, standard_source;
};

/* Figures of today, or, with `is_past`, as the register's history tells of the end of that day. */
enum err visa_corridor_read(struct tx *tx, str receiving_iso, str sending_iso, int64_t on,
			    bool is_past, struct visa_corridor *out) MUST_CHECK;

/* Moves an application as wished, as a deed. A refused wish is logged and comes back as ERR_REFUSED
 * with the rule in *refusal; ERR_NOT_FOUND; ERR_CONFLICT when somebody else has just moved it. */
enum err visa_move(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, str ref, const struct visa_wish *wish) MUST_CHECK;

/* Writes the figures as the fixed JSON of `grata visa backlog`. `other` may be NULL. */
void visa_corridor_json(struct out *o, const struct visa_corridor *c,
			const struct visa_corridor *other);

extern const struct verb visa_verbs[];

#endif
