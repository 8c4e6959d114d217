/* serve.h: the site: the tables of routes and the navigation, put together; `grata serve`. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "access/page.h"
#include "base/verb.h"

/* All routes of the program, one table a folder; NULL ends the list. For `grata serve`. */
extern const struct route *const SITE_TABLES[];
extern const struct page_nav SITE_NAV[];
extern const struct act_handler *const SITE_ACTS[]; /* access/may.h; NULL ends the list */

extern const struct verb serve_verbs[], proposal_verbs[];

#endif
