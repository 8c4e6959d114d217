/* viewer.h: who asks. Every query is run for a viewer; access/ makes one from a session or from
 * --as. */
#ifndef DATA_VIEWER_H
#define DATA_VIEWER_H

#include "base/str.h"

enum role {
#define ROLE(name, word, says) ROLE_##name,
#include "data/roles.def"
#undef ROLE
	ROLES_N
};

enum label {
#define LABEL(name, says) LABEL_##name,
#include "data/labels.def"
#undef LABEL
	LABELS_N
};

#define BIT(x) (1u << (unsigned)(x))

/* A form as it was sent. Each of its deeds that changes something is done once: ERR_REPEATED. */
struct sent {
	str hash;
	int n; /* deeds so far */
};

struct viewer {
	int64_t user_id;     /* account; 0 for the program itself */
	int64_t mission_id;  /* the only mission this viewer may see; 0 = all */
	uint32_t role_bits;  /* of enum role */
	uint32_t label_bits; /* of enum label */
	str name;            /* login name, or "grata" */
	str session;         /* short id of the session; "cli:OSUSER" on the command line */
	str purpose;         /* why this person looks: a case reference; null when not said */
	const struct clearance *clearance; /* access/may.h: scope, cases; NULL: none of them */
	struct sent *sent;                 /* the form that asks for a deed; may be NULL */
};

const char *role_word(enum role r);   /* "protocol" */
const char *role_says(enum role r);   /* "Protocol officer" */
const char *label_name(enum label l); /* "PROT" */
const char *label_says(enum label l); /* "the basic register" */

#endif
