/* desk.h: one's own work list, the search in the header, the briefing for a state, deadlines. Front
 * door: its routes and verbs. */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "access/page.h"
#include "base/verb.h"

/* /search: who may ask, what is asked, and what was found. */
#define DESK_MAY_SEARCH (NEED_SIGN_IN & ~BIT(ROLE_AUDITOR) & ~BIT(ROLE_ADMIN))
enum err desk_search_post(struct ctx *c) MUST_CHECK;
enum err desk_search_page(struct ctx *c) MUST_CHECK;

extern const struct verb desk_verbs[];
extern const struct route desk_routes[];

#endif
