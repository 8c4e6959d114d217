/* password.h: Argon2id, t=3, 64 MiB (RFC 9106 4), by libsodium; what a password must not be; and
 * the queue in front, since a hash takes 64 MiB and a tenth of a second.
 *
 * A password has 15 characters at least and may be made of anything (NIST SP 800-63B-4 3.1.1.2:
 * no rules of composition, no changing it every so often). A second factor does not make a shorter
 * one good enough. What is refused is what somebody would try first: what is made of the words and
 * sentences of which the commonest passwords are made (common.txt), of words about the account, of
 * rows of keys, of one piece repeated. Lists of passwords that have leaked: breached.h. */
#ifndef FACTOR_PASSWORD_H
#define FACTOR_PASSWORD_H

#include "base/fault.h"
#include "base/os.h"

enum {
	PASSWORD_MIN = 15, /* characters */
	PASSWORD_MAX = 256,
	PASSWORD_GUESSES_MIN =
	    10,               /* characters that are left when a known word counts as one or two */
	SIGN_INS_AT_ONCE = 2, /* Argon2id takes 64 MiB each */
	SIGN_INS_WAITING = 6, /* more are told to come back: 429 */
};

/* The hash to store, as libsodium and the reference implementation write it. ERR_MEMORY. */
enum err password_hash(struct arena *a, struct os *os, str password, str *hash) MUST_CHECK;
/* Takes as long for a null hash as for a real one. */
bool password_is(str hash, str password);
/* Faults of the field "password". `about`: what anybody knows of the account, null or not: its
 * login, the person's name, the ministry, the states it works on. */
void password_check(str password, const str *about, ptrdiff_t n_about, struct faults *f);

/* At most SIGN_INS_AT_ONCE hash at a time, SIGN_INS_WAITING wait. Lives in `perm`. */
struct sign_in_queue *sign_in_queue_new(struct arena *perm);
bool sign_in_reserve(struct sign_in_queue *q); /* false: too many wait */
void sign_in_begin(struct sign_in_queue *q);   /* blocks until it is one's turn */
/* Gives the place back, of one that has begun or one that only waited. */
void sign_in_end(struct sign_in_queue *q, bool has_begun);

#endif
