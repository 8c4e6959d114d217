/* account.h: the people who work with the register: their rights, their absence. All of it takes
 * two people: these functions propose, and another person's yes does it. Front door. */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "access/access.h"
#include "access/page.h"
#include "access/proposal.h"
#include "account.sql.h"
#include "factor/code.h"
#include "factor/key.h"
#include "base/verb.h"

enum { DUTY_OFFICERS_N = 5, ABSENCE_DAYS_MAX = 90, FIRST_CODE_H = 72 };

/* Who proposes what, and the number under which it waits; 0: it was done at once, because nobody
 * else is there yet who could agree (the first accounts of a register). */
struct account_wish {
	struct db *db;
	const struct viewer *viewer;
	struct arena *a;
	struct faults *faults;
	int64_t proposal_id;
};
/* Deeds. Faults name the field. ERR_DENIED; ERR_CONFLICT when a proposal about the same waits
 * already. */
enum err account_propose_new(struct account_wish *w, const struct account *in) MUST_CHECK;
/* Roles and labels as they shall be. Giving the label SEC is vouched for by the security liaison.
 */
enum err account_propose_rights(struct account_wish *w, str login, uint32_t role_bits,
				uint32_t label_bits) MUST_CHECK;
enum err account_propose_deputy(struct account_wish *w, str login, str deputy, int64_t from_on,
				int64_t to_on, str reason) MUST_CHECK;
/* Logins with spaces between: DUTY_OFFICERS_N different people. */
enum err account_propose_night(struct account_wish *w, str logins, int64_t from_on,
			       int64_t to_on) MUST_CHECK;

/* Password, factors and codes on paper are taken from an account, its sessions end, what went wrong
 * before is forgotten: it is as if it were new. */
enum err account_propose_reset(struct account_wish *w, str login, str reason) MUST_CHECK;
/* An account goes out of use: its sessions end and nobody signs in to it; or comes into use again
 * with the ways of signing in that it had. The last administrator stays. */
enum err account_propose_close(struct account_wish *w, str login, str reason) MUST_CHECK;
enum err account_propose_open(struct account_wish *w, str login, str reason) MUST_CHECK;
/* Ends every session of an account, at once and by one administrator: whoever it was signs in
 * again. A null login: of all accounts. ERR_NOT_FOUND. */
enum err account_end_sessions(struct account_wish *w, str login, int64_t *sessions_n) MUST_CHECK;
/* A code with which an account that has no password signs in once, within FIRST_CODE_H hours, and
 * chooses one. Shown to who makes it, and kept as a hash. ERR_REFUSED: it has a password. */
enum err account_make_first(struct account_wish *w, struct os *os, struct refusal *refusal,
			    str login, str *code) MUST_CHECK;

/* Bits of words set apart by commas or spaces; a fault in `field` for each that is none. */
uint32_t account_read_roles(str words, const char *field, struct faults *f);
uint32_t account_read_labels(str words, const char *field, struct faults *f);
str account_labels_line(struct arena *a, uint32_t label_bits); /* "PROT, VISA" */

/* ---- cases with named readers: case.c ---- */

/* A deed. Whoever makes a case is its first reader. */
enum err account_case_make(struct account_wish *w, str name, int64_t *id) MUST_CHECK;
/* A deed: somebody reads it from now on, or no longer. Faults: no such account, a mission's, that
 * is so already. ERR_NOT_FOUND: there is no such case. */
enum err account_reader_name(struct account_wish *w, int64_t case_id, str login,
			     bool is_end) MUST_CHECK;
extern const struct verb case_verbs[];

/* ---- one's own way of signing in ---- */
/* Deeds of who is signed in, about themself. Each change of it ends one's other sessions. */
struct own {
	struct ctx *c;
	/* what is to be kept: a password's hash; or a factor */
	str password_hash;
	enum factor_kind kind;
	str name, secret_box; /* of codes; their first step has been used */
	const struct key *key;
	int64_t used_n;
	int64_t id;                /* of what ends */
	str papers[PAPER_CODES_N]; /* made anew, to be shown once; null: the old ones hold */
};
enum err own_set_password(struct own *o) MUST_CHECK;
/* With the first factor come codes on paper. ERR_CONFLICT: this key is somebody's already. */
enum err own_add_factor(struct own *o) MUST_CHECK;
/* With the last factor its codes on paper end. ERR_NOT_FOUND. */
enum err own_end_factor(struct own *o) MUST_CHECK;
enum err own_make_papers(struct own *o) MUST_CHECK;
/* A session of one's own; 0: all others. */
enum err own_end_sessions(struct own *o) MUST_CHECK;

extern const struct act_handler account_acts[];
extern const struct route account_routes[], own_routes[];
extern const struct verb account_verbs[], absence_verbs[];

#endif
