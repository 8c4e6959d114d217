/* person.h: the people of the register. Front door: the queries of person.sql, and keys of names.
 */
#ifndef PERSON_PERSON_H
#define PERSON_PERSON_H

#include "base/verb.h"
#include "person.sql.h"
#include "person/person_mrz.h"

/* The form of a printed Latin name by which people are put in order and looked up: small
 * letters and digits, words set apart by one space, apostrophes dropped. Letters of other scripts
 * are made small one by one, as Unicode says, and else stay as they are. */
str person_sort_key(struct arena *a, str name);

/* The number of a document or plate without what people leave out: capitals and digits only. */
str person_find_key(struct arena *a, str number);

/* What two ways of writing the same address, telephone number or e-mail address have in common;
 * null when the text is none, and then a sentence says why. Telephone numbers: the last nine
 * digits, so that a country's code or a leading zero does not matter (at most 15 digits: ITU-T
 * E.164). Addresses: their words in order of the alphabet, usual short forms in full; two that
 * differ by a word are two. */
enum { CONTACT_MAX = 200 }; /* bytes */
str person_contact_key(struct arena *a, enum contact_kind kind, str value, const char **why);

/* Keeps a contact of a person unless it is there. `in` wants kind, value, person_id, mission_id and
 * source; a fault is said of `field`. */
enum err person_contact_enter(struct tx *tx, struct faults *faults, const char *field,
			      struct person_contact_add_args in) MUST_CHECK;

/* The next free reference, P-00412: behind the number of the last person, behind *after_n, and
 * behind those that were given otherwise (imports bring their own). *after_n becomes its number:
 * who asks for many in a row begins with 0. */
enum err person_next_ref(struct tx *tx, int64_t *after_n, str *ref) MUST_CHECK;

extern const struct verb person_verbs[];

#endif
