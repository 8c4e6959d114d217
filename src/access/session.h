/* session.h: who is behind a request. A session is a row that names an account; the browser holds a
 * token of 256 random bits, the register only its hash. Signing in always makes a new token.
 *
 * The CSRF token is derived from the session token, so every page can print it and none can be
 * forged without the cookie. A browser that has no session gets a token as well when the sign-in
 * page is shown: the form to sign in is protected the same way. */
#ifndef ACCESS_SESSION_H
#define ACCESS_SESSION_H

#include "access.sql.h"
#include "access/access.h"
#include "access/page.h"
#include "access_key.html.h"
#include "factor/key.h"
#include "factor/limit.h"
#include "factor/password.h"
#include "factor/ticket.h"

enum {
	IDLE_STAFF_MIN = 15,   /* without a request the session ends */
	IDLE_MISSION_MIN = 30, /* the same for mission users */
	SESSION_MAX_H = 12,    /* and whatever happens after so long */
	SESSION_SEEN_S = 60,   /* seen_at is written this often at most */
	PROVED_MIN = 5,        /* what hurts needs a proof no older than this */
	ATTEMPTS_MAX = 100,    /* refused in a row: locked (NIST SP 800-63B-4 3.2.2) */
	LOGIN_BURST = 10,      /* refused for one login name at once, then one a minute */
	PEER_BURST = 60,       /* the same from one address, then one each five seconds */
};
#define SESSION_COOKIE "grata"

/* Who asks: ctx->user. */
struct who {
	struct viewer viewer;
	int64_t session_id; /* 0: not signed in */
	str name;           /* the person's */
	str token;          /* of the cookie; null when there is none */
	str csrf;           /* null when there is no token */
	struct tx tx;       /* the snapshot of page_begin */
	bool has_tx;
	struct opt_int proved_at; /* when the person last proved who they are */
	bool must_prove;          /* ERR_SIGN_IN means: again, though there is a session */
	bool must_enrol;          /* or: a second factor first */
	int64_t left_n;           /* seconds until the session ends if nothing is asked */
	bool is_unknown;          /* the token is none that the register made */
};
struct who *ctx_who(const struct ctx *c);

/* 43 characters of base64url: 256 bits. */
str token_new(struct arena *a, struct os *os);
bool is_token(str s);
str csrf_of(struct arena *a, str token);
/* For one page: the token's, a dot, and what no other page has, so that a form that is sent twice
 * is known. */
str csrf_new(struct arena *a, struct os *os, str token);
/* What a form of such a page asks for; NULL when it names no page. */
struct sent *sent_of(struct ctx *c);
/* The request comes from a page of this site: Sec-Fetch-Site and Origin do not say otherwise, and
 * the field csrf is the token's. */
bool is_own_post(struct ctx *c, str token);

/* What signing in keeps in memory. */
struct guard {
	struct sign_in_queue *queue;
	struct limit *logins, *peers;
	struct once *once;
	char secret[TICKET_SECRET];    /* of this process: its tickets are worth nothing after it */
	bool has_box;                  /* codes can be kept */
	char box_key[TICKET_SECRET];   /* what seals the secrets of codes; of a file beside the
					  register */
	struct key_site keys;          /* null origin: this site has no keys */
	const struct breached *leaked; /* passwords that nobody takes; NULL: no such list */
	uint32_t second_role_bits;     /* roles of whom a password is not enough */
};
struct guard *guard_new(struct arena *perm, struct os *os);
uint32_t guard_deciders(void); /* roles that decide what others propose, or let others in */
/* Reads what seals the secrets of codes; makes the file when there is none, for its owner only.
 * Whoever has the register without it can make no code. */
enum err guard_key_file(struct arena *a, struct os *os, const char *path, struct faults *f,
			char key[TICKET_SECRET]) MUST_CHECK;
/* ERR_FAULTS: the codes of this register are sealed with another. */
enum err guard_set_key(struct guard *g, struct db *db, struct arena *a,
		       const char key[TICKET_SECRET], const char *path,
		       struct faults *f) MUST_CHECK;

/* Fills *w from the session of this token when it is alive at `at`; else leaves it without one.
 * Notes that it was seen. */
enum err session_find(struct app *app, struct arena *a, str token, str remote_user,
		      struct who *w) MUST_CHECK;
/* Ends the session of the old cookie, makes a new one for an account and sets its cookie: a deed
 * with its leaf. `means`: a word for how; is_proof: by something of the person's own. */
enum err session_start(struct ctx *c, int64_t account_id, const char *means,
		       bool is_proof) MUST_CHECK;
/* Signing out: a deed. */
enum err session_end(struct ctx *c) MUST_CHECK;
/* Inside a deed of the program itself: all sessions of an account end. */
enum err session_end_all(struct tx *tx, int64_t account_id) MUST_CHECK;
/* The account that the session of this token was for, alive or not; 0: none. */
enum err session_account(struct app *app, struct arena *a, str token, int64_t *id) MUST_CHECK;
/* The page of ERR_SIGN_IN: signing in, then going on where one was. What was typed into a form of
 * ours is kept in the page and offered again when the same person has signed in. */
enum err sign_in_again(struct ctx *c) MUST_CHECK;
/* Has too much gone wrong for this login name (existing or not), or from this address? Then a fault
 * says how long to wait, and the answer is a 429. */
bool sign_in_must_wait(struct ctx *c, str login);
/* A sign-in went wrong; account 0: there is none of that name. Without a login nothing was guessed:
 * it counts against the address only. */
enum err sign_in_failed(struct ctx *c, str login, int64_t account_id) MUST_CHECK;
/* The fields "password" and "password_again": faults, or the hash to keep. On the pool: ERR_BUSY */
struct form;
enum err password_chosen(struct ctx *c, struct form *f, str login, str *hash) MUST_CHECK;
/* Somebody was refused what they asked for: a leaf on the account. */
enum err session_note_denied(struct ctx *c) MUST_CHECK;
/* A token came that the register never made; kept once a second at most. */
enum err session_note_unknown(struct ctx *c) MUST_CHECK;
/* A sign-in that did not succeed: a leaf on the account (0: no such login). */
enum err session_refuse(struct ctx *c, int64_t account_id) MUST_CHECK;
/* The same because of what somebody may have guessed: one more in a row. */
enum err session_guessed(struct ctx *c, int64_t account_id) MUST_CHECK;

/* ---- between sign_in.c and second.c ---- */
extern const char *const SIGN_IN_ALSO[]; /* for form_read: what forms of signing in carry along */
struct access_carried_view carried_on(struct ctx *c);
enum err account_find(struct ctx *c, str login,
		      struct access_account_by_login_row *row) MUST_CHECK; /* id 0: there is none */
/* All is proved: makes the session; on to where the person was. What somebody else had typed here
 * is dropped. */
enum err go_in(struct ctx *c, int64_t account_id, const char *means, bool is_proof) MUST_CHECK;
/* The first page again, with what it carried; `why` may be NULL. */
enum err sign_in_anew(struct ctx *c, const char *why) MUST_CHECK;
/* The password was right: shows the page of the second step when the account has one. */
enum err second_ask(struct ctx *c, const struct access_account_by_login_row *row,
		    bool *is_asked) MUST_CHECK;
/* Is it the code for a first sign-in? Then shows the page where a password is chosen. */
enum err first_ask(struct ctx *c, const struct access_account_by_login_row *row, str typed,
		   bool *is_asked) MUST_CHECK;
/* The form that a key fills; 0: this site has no keys. account 0: any that the browser knows. */
int key_form(struct ctx *c, struct access_carried_view carried, int64_t account_id,
	     struct access_key_view *form);
/* What the secret of an account's codes is sealed with: the account. */
str code_box_about(struct arena *a, int64_t account_id);
enum err second_step(struct ctx *c) MUST_CHECK; /* handlers */
enum err key_step(struct ctx *c) MUST_CHECK;
enum err first_step(struct ctx *c) MUST_CHECK;
enum err proxy_step(struct ctx *c) MUST_CHECK;
/* Whom the ministry's own sign-on names, when that is all the account has to prove itself with, or
 * nobody is signed in; id 0: nobody. */
enum err proxy_person(struct ctx *c, struct access_account_by_login_row *row,
		      bool *has_own) MUST_CHECK;

#endif
