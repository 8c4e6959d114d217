/* access.h: who may do what. An account becomes a viewer; a viewer asks. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "base/fault.h"
#include "data/db.h"

enum { LOGIN_MAX = 64 };

struct account {
	str login, name;
	str natural_person; /* who sits behind it; two accounts of one person never approve each
			       other */
	uint32_t role_bits, label_bits;
	struct opt_int mission_id; /* the only mission it may see */
};

/* Faults: a login that is empty, too long, or not made of a-z 0-9 . _ -; no role; a mission user
 * without mission. */
void account_check(const struct account *in, struct faults *faults);
/* Makes an account inside a deed of the program itself. Faults as account_check finds them.
 * ERR_CONFLICT when the login is taken. */
enum err account_add(struct tx *tx, const struct account *in, struct faults *faults,
		     int64_t *id) MUST_CHECK;

/* The viewer of an active account. `session` goes into the log. ERR_NOT_FOUND when there is none.
 */
enum err viewer_of_login(struct db *db, struct arena *a, str login, str session,
			 struct viewer *v) MUST_CHECK;

/* May the account of this login have this password? Faults of the field "password". */
struct breached; /* factor/breached.h; NULL: no list of leaked ones is compared */
enum err account_check_password(struct db *db, struct arena *a, const struct breached *leaked,
				str login, str password, struct faults *faults) MUST_CHECK;

/* "Protocol officer, Head of protocol". */
str roles_line(struct arena *a, uint32_t role_bits);

/* Whoever can read the file reads everything: the person at the command line who names no account.
 * Sees all, and may run no deed. */
struct viewer viewer_of_file(str session);

#endif
