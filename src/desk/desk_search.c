/* desk_search.c: the search in the header. A number leads straight to its application, item or
 * person; anything else lists the people whose folded name begins so, and the missions that have
 * the words. Whom somebody asks for stands in no address: what is typed comes by POST, and the
 * address of what was found has it sealed for this session.
 */
#include "access/may.h"
#include "access/page.h"
#include "desk/desk.h"
#include "desk_search.html.h"
#include "mission/mission.h"
#include "person/person.h"
#include "ref/ref.h"
#include "talks/talks.h"
#include "visa/visa.h"
#include "web/form.h"

enum { PEOPLE_N = 50 };

static const struct field search_fields[] = {
	{ "q", "What to search for", FIELD_LINE, .max = 200 },
	{ 0 },
};

/* "a-118" as numbers are written: "A-118". */
static str in_capitals(struct arena *a, str s)
{
	char *p = arena_bytes(a, s.n + 1, 1);
	for (ptrdiff_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
	p[s.n] = 0;
	return (str){ p, s.n };
}

/* Where the number of an application, an item of talks or a person leads; null: it is none of
 * theirs. */
static enum err find_number(struct ctx *c, struct tx *tx, str q, str *path)
{
	struct visa_by_ref_args a = { q };
	struct visa_by_ref_row application;
	enum err e = ERR_NOT_FOUND;
	if (ctx_has_role(c, VISA_SEES_CASES))
		e = visa_by_ref(tx, &a, &application);
	if (e == OK)
		*path = str_fmt(c->a, "/visas/%lld", (long long)application.id);
	if (e != ERR_NOT_FOUND)
		return e;
	struct talks_by_ref_args t = { q };
	struct talks_by_ref_row item;
	e = ctx_has_role(c, TALKS_READS) ? talks_by_ref(tx, &t, &item) : ERR_NOT_FOUND;
	if (e == OK)
		*path = str_fmt(c->a, "/talks/%lld", (long long)item.id);
	if (e != ERR_NOT_FOUND)
		return e;
	struct person_by_ref_args p = { q };
	struct person_by_ref_row person;
	e = person_by_ref(tx, &p, &person);
	if (e == OK)
		*path = str_fmt(c->a, "/people/%lld", (long long)person.id);
	return e == ERR_NOT_FOUND ? OK : e;
}

/* One more than is shown says that there are more. */
static enum err fill_people(struct page *p, str key, struct desk_search_view *v)
{
	struct arena *a = p->c->a;
	struct person_find_args in = { .from_key = key,
				       .before_key = str_fmt(a, "%.*s\U0010FFFF", SF(key)),
				       .limit_n = PEOPLE_N + 1 };
	struct person_find_rows rows;
	TRY(person_find(p->tx, &in, &rows));
	v->has_more = rows.n > PEOPLE_N;
	v->n_people = v->has_more ? PEOPLE_N : rows.n;
	struct desk_search_people *list = arena_new_n(a, struct desk_search_people, v->n_people);
	v->people = list;
	for (ptrdiff_t i = 0; i < v->n_people; i++) {
		const struct person_find_row *r = &rows.v[i];
		list[i] = (struct desk_search_people){ .id = r->id,
						       .name = r->name,
						       .native_name = r->native_name,
						       .native_lang = r->native_lang,
						       .ref = r->ref };
		TRY(ref_state_name(p->tx, r->nationality_iso, &list[i].nationality));
	}
	return OK;
}

static enum err fill_missions(struct page *p, str key, struct desk_search_view *v)
{
	struct arena *a = p->c->a;
	struct mission_names_args in;
	struct mission_names_rows rows;
	TRY(ref_host(p->tx, &in.host_iso));
	TRY(mission_names(p->tx, &in, &rows));
	struct desk_search_missions *list = arena_new_n(a, struct desk_search_missions, rows.n);
	v->missions = list;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_names_row *r = &rows.v[i];
		str words =
		    str_fmt(a, "%.*s %.*s %.*s", SF(r->sending_name), SF(r->name), SF(r->city));
		if (str_find(person_sort_key(a, words), key) < 0)
			continue;
		list[v->n_missions++] =
		    (struct desk_search_missions){ .id = r->id,
						   .sending_name = r->sending_name,
						   .name = r->name,
						   .city = r->city };
	}
	return OK;
}

/* What there is for these words; *path: where their number leads. */
static enum err find(struct page *p, str q, str *path, struct desk_search_view *v)
{
	str key = person_sort_key(p->c->a, q);
	v->q = q;
	if (key.n) {
		TRY(find_number(p->c, p->tx, in_capitals(p->c->a, q), path));
		if (path->p && !page_is_json(p))
			return OK;
		TRY(fill_people(p, key, v));
		TRY(fill_missions(p, key, v));
	}
	v->is_nothing = !v->n_people && !v->n_missions;
	return OK;
}

/* Words that came in a form, or typed into an address: either way they go out of the address. */
static enum err ask(struct ctx *c, const char *const *also)
{
	struct page p;
	struct form f;
	str path = { 0 };
	struct desk_search_view v = { 0 };
	TRY(page_begin(c, "Search", &p));
	enum err e = form_read(c, search_fields, also, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	p.frame.search = form_value(&f, "q")->typed;
	str q = form_text(&f, "q");
	if (e == OK)
		TRY(find(&p, q, &path, &v));
	if (e == ERR_FAULTS || page_is_json(&p))
		return page_send(&p, desk_search, &v);
	if (!path.p)
		path =
		    q.n ? str_fmt(c->a, "/search?asked=%.*s", SF(session_box(c, q))) : S("/search");
	return see_other(c, "%.*s", SF(path));
}

enum err desk_search_post(struct ctx *c)
{
	return ask(c, CSRF_FIELDS);
}

enum err desk_search_page(struct ctx *c)
{
	struct page p;
	str path = { 0 }, asked = pairs_get(&c->req->query, "asked");
	struct desk_search_view v = { 0 };
	if (pairs_get(&c->req->query, "q").p)
		return ask(c, NULL);
	TRY(page_begin(c, "Search", &p));
	v.is_over = asked.p && !session_unbox(c, asked, &p.frame.search);
	TRY(find(&p, p.frame.search, &path, &v));
	if (path.p && !page_is_json(&p))
		return see_other(c, "%.*s", SF(path));
	return page_send(&p, desk_search, &v);
}
