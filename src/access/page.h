/* page.h: what every page of Grata is built with: who asks, a snapshot to read from, the frame
 *around the page, the same answer as JSON. A whole page:
 *
 *	static enum err visa_backlog_page(struct ctx *c)          // GET /visas/backlog
 *	{
 *		struct page p;
 *		struct visa_backlog_view v = { 0 };               // from visa_backlog.html
 *		TRY(page_begin(c, "Backlog", &p));                // a snapshot, as who is signed in
 *		TRY(visa_open(p.tx, &args, &rows));               // any error: just return it
 *		v.rows = rows.v, v.n_rows = rows.n;
 *		v.csrf = p.csrf;                                  // for its <form method="post">s
 *		return page_send(&p, visa_backlog, &v);           // HTML, or JSON when that is
 *asked for
 *	}
 *	const struct route visa_routes[] = {
 *		ROUTE(GET, "/visas/backlog", visa_backlog_page, BIT(ROLE_VISA) | BIT(ROLE_HEAD),
 *"Says who waits."), ROUTE(POST, "/visas/{id}/move", visa_move_page, BIT(ROLE_VISA), "Moves one.",
 *.is_write = true), { 0 },
 *	};
 *
 * A POST runs its deed with ctx_db(c), ctx_viewer(c), c->a and &c->refusal, then answers
 *see_other(). When the deed gave ERR_FAULTS or ERR_REFUSED it shows its form's page again the way
 *GET does: page_send puts c->faults (linked to the fields' ids) and c->refusal on top, and the
 *status right. Any other error is simply returned: it becomes an error page. The session, `need`
 *and the CSRF token have been checked before a handler runs; the field's name is "csrf"
 *(CSRF_FIELDS for form_read's `also`). Open snapshots are closed when the request is over, whatever
 *came of it. */
#ifndef ACCESS_PAGE_H
#define ACCESS_PAGE_H

#include <stdatomic.h>

#include "data/db.h"
#include "layout.html.h"
#include "web/http.h"

/* `need` of a route: BIT(ROLE_..)s joined by |, or one of these. A route with need 0 does not
 * start. */
#define NEED_NOTHING (1u << 31) /* for people who are not signed in, too */
#define NEED_SIGN_IN (BIT(ROLE_SYSTEM) - 1)
#define NEED_UNGUARDED                                                                             \
	(1u << 30) /* a POST without CSRF token: reports that browsers send by themselves */
/* What hurts, or changes how one signs in: whoever asks has proved in the last minutes who they
 * are; if not, a page asks again and goes on with what was typed. A demo register with one click
 * asks nobody. */
#define NEED_PROOF (1u << 29)
/* Open, too, to who has still to add a second factor: what that takes. */
#define NEED_ENROL (1u << 28)
/* Nobody is asked for: it counts as no use of a session and shows nothing of one. */
#define NEED_NOBODY (1u << 27)

/* What a page says of its session when it is not seconds that are left. */
enum { LEFT_NONE = -1, LEFT_SIGNED_OUT = -2 };

/* A place of the navigation; shown to who has one of the roles. */
struct page_nav {
	const char *text, *url; /* NULL text ends the list */
	const char *key;        /* behind "g" on the keyboard, or NULL */
	uint32_t need;
	enum err (*count)(struct tx *tx, int64_t *n); /* what waits there; may be NULL */
};

/* What all requests share: site->app. */
struct app {
	struct db *db;
	bool is_demo;       /* its people are invented and it carries its own day: pages say so */
	bool has_one_click; /* of a demo register served with --demo: no password to sign in */
	const struct page_nav *nav;
	const char *search_url; /* what the search field in the header asks; NULL: there is none */
	uint32_t search_need;   /* and for whom it is there */
	const struct act_handler *const *acts; /* may.h: what runs when a proposal is approved */
	struct guard *guard;                   /* session.h */
	_Atomic int64_t unknown_at;            /* when an unknown token was last kept in the log */
	struct page_counts *counts;            /* what was counted last; NULL: count anew */
	struct kept_texts *kept;               /* what page_kept gives again; NULL: nothing */
	struct vet_keeper *vet;                /* vet/vet.h: the watch-lists in memory */
};

/* Counts of the navigation, kept until a row of the register changes or the day ends; one table for
 * all threads. Memory is `a`, for as long as the site runs. */
struct page_counts *page_counts_new(struct arena *a);

/* Texts that take long to make, kept in the same way. */
struct kept_texts *kept_texts_new(struct arena *a);

/* Of the site: session, need and CSRF before every handler; giving back; the page of an error. */
enum err page_before(struct ctx *c);
void page_after(struct ctx *c);
enum err page_failed(struct ctx *c, enum err e);
/* Every route has a need. Adds a fault for each that has none. */
enum err page_check_needs(const struct route *const *tables, struct faults *f) MUST_CHECK;

struct db *ctx_db(const struct ctx *c);
const struct viewer *ctx_viewer(const struct ctx *c); /* nobody, with no role, before signing in */
str ctx_csrf(const struct ctx *c);
bool ctx_has_role(const struct ctx *c, uint32_t role_bits); /* one of them */

/* Words of an address that only this session can read: sealed with what its cookie holds. */
str session_box(struct ctx *c, str words);
bool session_unbox(struct ctx *c, str box, str *words);

struct page {
	struct ctx *c;
	struct tx *tx;            /* snapshot for the one who is signed in; open until the answer */
	str csrf;                 /* value of the hidden field "csrf" */
	int64_t changes_n;        /* version of the register's rows in this snapshot */
	struct layout_view frame; /* a page may set back_url, back_text, data_class, search */
	struct out body;
	bool is_keepable;
};

/* Opens the snapshot (once a request) and fills the frame. ERR_BUSY when too many are open. */
enum err page_begin(struct ctx *c, const char *title, struct page *p) MUST_CHECK;
/* For a page that counts over many rows. Its body must follow from the address, from who asks and
 * from the rows of the register on a day alone: no look that is logged, no clock. True: the body
 * that was sent last for just that is in p->body, and page_send_html answers with it. Else the page
 * is made, and kept until a row of the register changes or the day ends. */
bool page_keep(struct page *p);
/* Two figures that take long to count, kept for this person until a row of the register changes or
 * the day ends. `what` is any address of the caller's own, `key` (under 64 bytes) says which of
 * many. False: not known. */
bool page_counted(const struct page *p, const void *what, str key, int64_t n[2]);
void page_keep_count(const struct page *p, const void *what, str key, const int64_t n[2]);
/* The same for a text: a copy of it, or null. `key` (under 200 bytes) does not begin with '/': that
 * is a page. A text above 256 KiB is not kept. */
str page_kept(const struct page *p, str key);
void page_keep_text(const struct page *p, str key, str text);
/* From here on the page reads one record: with what the viewer has taken on it by break-glass. */
void page_on(struct page *p, const char *table, int64_t id);
/* Answers with the template `name` and its view: `name`_html inside the frame, or `name`_json. A
 * JSON answer with faults or a refusal is the error in JSON. */
#define page_send(p, name, view)                                                                   \
	(page_is_json(p) ? (name##_json((p)->c->out, (view)), page_send_json(p))                   \
			 : (name##_html(&(p)->body, (view)), page_send_html(p)))
bool page_is_json(const struct page *p);
enum err page_send_json(struct page *p) MUST_CHECK;
enum err page_send_html(struct page *p) MUST_CHECK;

/* A declared field as an option struct for a control of ui_form.h: name, id, label, hint, what was
 * typed (a secret never), what is wrong with it. The caller adds what is its own. */
struct ui_field;   /* ui/ui_form.h */
struct form_value; /* web/form.h */
struct ui_field page_field(const struct form_value *v);

/* For form_read: names that every form has besides its own fields. */
extern const char *const CSRF_FIELDS[];

extern const struct route access_routes[], proposal_routes[], log_routes[];

#endif
