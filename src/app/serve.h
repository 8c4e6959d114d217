/* serve.h: the site: the tables of routes and the navigation, put together; `grata serve`. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "access/page.h"
#include "base/sandbox.h"
#include "base/verb.h"
#include "web/server.h"

/* All routes of the program, one table a folder; NULL ends the list. For `grata serve`. */
extern const struct route *const SITE_TABLES[];
extern const struct page_nav SITE_NAV[];
extern const struct act_handler *const SITE_ACTS[]; /* access/may.h; NULL ends the list */

/* The whole site over an open register, without a socket: `grata serve` runs it, tests and benches
 * ask it. Memory is `a`; it, `app` and `site` stay until the site ends. */
enum err serve_site(struct db *db, struct arena *a, bool has_one_click, struct app *app,
		    struct site *site) MUST_CHECK;

/* What the server keeps for itself: the folder of its register, its open sockets, and reading what
 * fonts, time zones and libraries need. No program, no way out. `db_path` may be NULL: no folder.
 * ERR_NOT_FOUND: no such folder. */
enum err serve_sandbox(struct arena *a, const char *db_path, struct sandbox *box) MUST_CHECK;

extern const struct verb serve_verbs[], proposal_verbs[], health_verbs[];

#endif
