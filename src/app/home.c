/* home.c: the start page. */
#include <string.h>

#include "app/serve.h"
#include "home.html.h"
#include "ref/ref.h"

const struct route *site_find(const char *url)
{
	for (int t = 0; SITE_TABLES[t]; t++)
		for (const struct route *r = SITE_TABLES[t]; r->path; r++)
			if (r->method == METHOD_GET && strcmp(r->path, url) == 0)
				return r;
	return NULL;
}

static enum err home_page(struct ctx *c)
{
	struct page p;
	struct {
		struct home_places *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	struct home_view v = { 0 };
	TRY(page_begin(c, "Start", &p));
	TRY(ref_ministry(p.tx, &v.ministry));
	v.today_on = p.tx->on;
	for (const struct page_nav *nav = SITE_NAV; nav->text; nav++) {
		const struct route *r = site_find(nav->url);
		if (!r || r->run == home_page || !ctx_has_role(c, nav->need))
			continue;
		struct home_places *to = arena_push(c->a, &list);
		*to = (struct home_places){ .url = str_of(nav->url),
					    .name = str_of(nav->text),
					    .says = str_of(r->says) };
		if (nav->count)
			TRY(nav->count(p.tx, &to->waiting_n));
	}
	v.places = list.v;
	v.n_places = list.n;
	return page_send(&p, home, &v);
}

const struct route home_routes[] = {
	ROUTE(GET, "/", home_page, NEED_SIGN_IN, "The start page: where the work is."),
	{ 0 },
};
