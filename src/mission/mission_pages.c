/* mission_pages.c: the list of missions, one mission with its posts, one member. */
#include "access/page.h"
#include "base/day.h"
#include "mission/mission.h"
#include "mission_all.html.h"
#include "mission_member.html.h"
#include "mission_one.html.h"
#include "person/person.h"
#include "ref/ref.h"

/* "admin_technical" as people say it: the words of the schema with spaces. */
static str words_of(struct arena *a, str s)
{
	str w = str_copy(a, s);
	char *p = arena_bytes(a, w.n + 1, 1);
	for (ptrdiff_t i = 0; i < w.n; i++)
		p[i] = w.p[i] == '_' ? ' ' : w.p[i];
	return (str){ p, w.n };
}

static str opt_day(struct arena *a, struct opt_int on)
{
	return on.has ? day_text(a, on.v) : (str){ 0 };
}

/* ---- the list ---- */

static enum err list_page(struct ctx *c)
{
	struct page p;
	struct mission_all_view v = { 0 };
	struct mission_list_args in;
	struct mission_list_rows rows;
	TRY(page_begin(c, "Missions", &p));
	TRY(ref_host(p.tx, &in.host_iso));
	TRY(ref_state_name(p.tx, in.host_iso, &v.host_name));
	TRY(mission_list(p.tx, &in, &rows));
	struct mission_all_rows *list = arena_new_n(c->a, struct mission_all_rows, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_list_row *r = &rows.v[i];
		list[i] = (struct mission_all_rows){ .id = r->id,
						     .sending_name = r->sending_name,
						     .name = r->name,
						     .city = r->city,
						     .status = r->status,
						     .posts_n = r->posts_n,
						     .serving_n = r->serving_n,
						     .frozen_n = r->frozen_n };
		v.states_n += i == 0 || !str_eq(r->sending_iso, rows.v[i - 1].sending_iso);
		v.frozen_n += r->frozen_n;
	}
	v.missions_n = rows.n;
	v.rows = list;
	v.n_rows = rows.n;
	return page_send(&p, mission_all, &v);
}

/* ---- one mission ---- */

static enum err fill_strength(struct page *p, int64_t mission_id, struct mission_one_view *v)
{
	struct mission_strength_args in = { mission_id };
	struct mission_strength_rows rows;
	TRY(mission_strength(p->tx, &in, &rows));
	struct mission_one_strength *list =
	    arena_new_n(p->c->a, struct mission_one_strength, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_strength_row *r = &rows.v[i];
		int64_t vacant = r->posts_n - r->serving_n - r->frozen_n;
		list[i] = (struct mission_one_strength){ words_of(p->c->a, r->category), r->posts_n,
							 r->serving_n, vacant > 0 ? vacant : 0,
							 r->frozen_n };
	}
	v->strength = list;
	v->n_strength = rows.n;
	return OK;
}

static enum err fill_posts(struct page *p, int64_t mission_id, struct mission_one_view *v)
{
	struct arena *a = p->c->a;
	struct mission_posts_args in = { mission_id };
	struct mission_posts_rows rows;
	TRY(mission_posts(p->tx, &in, &rows));
	struct mission_one_posts *list = arena_new_n(a, struct mission_one_posts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_posts_row *r = &rows.v[i];
		list[i] =
		    (struct mission_one_posts){ .post_no = r->post_no,
						.title = r->title,
						.category = words_of(a, r->category),
						.person_id = r->person_id.v,
						.person_name = r->person_name,
						.native_name = r->native_name,
						.native_lang = r->native_lang,
						.since = opt_day(a, r->serving_since_on),
						.frozen_since = opt_day(a, r->frozen_since_on),
						.frozen_why = r->frozen_why };
	}
	v->has_posts = true;
	v->posts = list;
	v->n_posts = rows.n;
	return OK;
}

static enum err fill_links(struct page *p, const struct mission_by_id_row *m,
			   struct mission_one_view *v)
{
	struct arena *a = p->c->a;
	str host;
	struct mission_one_links *list = arena_new_n(a, struct mission_one_links, 2);
	TRY(ref_host(p->tx, &host));
	str other = str_eq(m->sending_iso, host) ? m->host_iso : m->sending_iso;
	if (ctx_has_role(p->c, BIT(ROLE_MISSION)))
		return OK; /* the backlog and the ledger are the ministry's own */
	list[0] = (struct mission_one_links){ str_fmt(a, "/visas/backlog?state=%.*s", SF(other)),
					      S("Backlog both ways") };
	list[1] =
	    (struct mission_one_links){ str_fmt(a, "/ledger?b=%.*s", SF(other)), S("Ledger") };
	v->links = list;
	v->n_links = 2;
	return OK;
}

static enum err one_page(struct ctx *c)
{
	struct page p;
	struct mission_one_view v = { 0 };
	struct mission_by_id_row m;
	struct mission_by_id_args in = { path_id(c, "id") };
	TRY(page_begin(c, "Mission", &p));
	TRY(mission_by_id(p.tx, &in, &m));
	p.frame.title = m.name;
	p.frame.back_url = S("/missions");
	p.frame.back_text = S("All missions");
	v.name = m.name;
	v.is_invented = m.is_invented;
	v.sending_name = m.sending_name;
	v.host_name = m.host_name;
	v.city = m.city;
	v.status = m.status;
	v.status_why = m.status_why;
	v.source = m.source;
	TRY(fill_strength(&p, m.id, &v));
	if (!ctx_has_role(c, BIT(ROLE_AUDITOR)) || ctx_has_role(c, ~BIT(ROLE_AUDITOR)))
		TRY(fill_posts(&p, m.id, &v)); /* an auditor reads no names */
	TRY(fill_links(&p, &m, &v));
	return page_send(&p, mission_one, &v);
}

/* ---- one member ---- */

static enum err note_view(struct tx *tx, void *arg)
{
	tx_note(tx, CHANGE_VIEW, "person", *(const int64_t *)arg);
	return OK;
}

static enum err fill_birth(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct person_private_args in = { person_id };
	struct person_private_row r;
	enum err e = person_private(p->tx, &in, &r);
	if (e == ERR_DENIED)
		return OK; /* PERS: that there is something is not said either */
	if (e != OK)
		return e;
	v->has_birth = true;
	v->birth_place = r.birth_place;
	if (r.birth_from_on.has) {
		struct out o = out_to_arena(p->c->a);
		out_interval(&o, (struct interval){ r.birth_from_on.v, r.birth_to_on.v });
		v->birth = out_view(&o);
	}
	return OK;
}

static enum err fill_names(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct person_names_args in = { person_id };
	struct person_names_rows rows;
	enum err e = person_names(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	struct mission_member_names *list =
	    arena_new_n(p->c->a, struct mission_member_names, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct mission_member_names){ rows.v[i].lang, rows.v[i].name,
							 rows.v[i].kind, rows.v[i].source };
	v->names = list;
	v->n_names = rows.n;
	return OK;
}

static enum err fill_appointments(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct mission_appointments_of_args in = { person_id };
	struct mission_appointments_of_rows rows;
	TRY(mission_appointments_of(p->tx, &in, &rows));
	struct mission_member_posts *list = arena_new_n(a, struct mission_member_posts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_appointments_of_row *r = &rows.v[i];
		list[i] =
		    (struct mission_member_posts){ .post_no = r->post_no,
						   .title = r->title,
						   .mission_id = r->mission_id,
						   .mission_name = r->mission_name,
						   .from = day_text(a, r->from_on),
						   .to = r->to_on.has ? day_text(a, r->to_on.v)
								      : S("serving"),
						   .notified = opt_day(a, r->notified_on),
						   .ended = words_of(a, r->ended_why) };
	}
	v->posts = list;
	v->n_posts = rows.n;
	return OK;
}

static enum err member_page(struct ctx *c)
{
	struct page p;
	struct mission_member_view v = { 0 };
	struct person_by_id_row r;
	struct person_by_id_args in = { path_id(c, "id") };
	TRY(page_begin(c, "Person", &p));
	TRY(person_by_id(p.tx, &in, &r));
	/* Durable before the answer: who looked at whom. */
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "person.view", note_view, &in.id));
	p.frame.title = r.name;
	v.name = r.name;
	v.native_name = r.native_name;
	v.native_lang = r.native_lang;
	v.is_invented = r.is_invented;
	v.ref_no = r.ref;
	v.nationality = r.nationality;
	v.mrz_name = r.mrz_name;
	v.source = r.source;
	TRY(fill_birth(&p, r.id, &v));
	TRY(fill_names(&p, r.id, &v));
	TRY(fill_appointments(&p, r.id, &v));
	return page_send(&p, mission_member, &v);
}

#define STAFF                                                                                      \
	(BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) |            \
	 BIT(ROLE_DESK) | BIT(ROLE_HEAD))

const struct route mission_routes[] = {
	ROUTE(GET, "/missions", list_page, STAFF | BIT(ROLE_MISSION) | BIT(ROLE_AUDITOR),
	      "The missions in this state, with their posts and how many serve."),
	ROUTE(GET, "/missions/{id}", one_page, STAFF | BIT(ROLE_MISSION) | BIT(ROLE_AUDITOR),
	      "One mission: its strength, its posts, who serves in them."),
	ROUTE(GET, "/people/{id}", member_page, STAFF | BIT(ROLE_MISSION),
	      "One person: names, and the posts served in. The look is logged."),
	{ 0 },
};
