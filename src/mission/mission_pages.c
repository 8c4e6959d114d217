/* mission_pages.c: the list of missions, one mission with its posts, one member. */
#include "access/page.h"
#include "attachment/attachment.h"
#include "base/day.h"
#include "base/must.h"
#include "mission/mission_in.h"
#include "mission_all.html.h"
#include "mission_member.html.h"
#include "mission_one.html.h"
#include "person/person.h"
#include "ref/ref.h"
#include "web/form.h"

static str opt_day(struct arena *a, struct opt_int on)
{
	return on.has ? day_long(a, on.v) : (str){ 0 };
}

/* ---- the list ---- */

static enum err list_page(struct ctx *c)
{
	struct page p;
	struct mission_all_view v = { 0 };
	struct mission_list_args in;
	struct mission_list_rows rows;
	TRY(page_begin(c, "Missions", &p));
	if (page_keep(&p))
		return page_send_html(&p);
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
	v.is_office = ctx_has_role(c, ~(BIT(ROLE_MISSION) | BIT(ROLE_AUDITOR)));
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
		list[i] = (struct mission_one_strength){
			.category = mission_words(p->c->a, r->category),
			.url = str_fmt(p->c->a, "/missions/%lld?category=%.*s#posts",
				       (long long)mission_id, SF(r->category)),
			.posts_n = r->posts_n,
			.serving_n = r->serving_n,
			.vacant_n = vacant > 0 ? vacant : 0,
			.frozen_n = r->frozen_n,
		};
	}
	v->strength = list;
	v->n_strength = rows.n;
	return OK;
}

enum { POSTS_SHOWN_N = 100 };

static const struct field post_fields[] = {
	{ "category", "Category", FIELD_LINE, .max = 20 },
	{ "after_rank", "Order of the last post", FIELD_INT, .min = 0, .max = INT32_MAX },
	{ "after_id", "Last post", FIELD_INT, .min = 0, .max = INT64_MAX },
	{ 0 },
};

/* Which posts the page shows: of a category, behind one of them. */
static enum err read_which(struct page *p, struct mission_posts_args *in,
			   struct mission_one_view *v)
{
	struct form f;
	enum post_category category;
	TRY(form_read(p->c, post_fields, NULL, &f));
	in->category = form_text(&f, "category");
	if (str_is_empty(in->category))
		in->category = (str){ 0 };
	else if (!post_category_of(in->category, &category))
		return ERR_NOT_FOUND;
	in->after_rank_n = form_int(&f, "after_rank", INT32_MIN);
	in->after_id = form_int(&f, "after_id", 0);
	in->limit_n = POSTS_SHOWN_N + 1;
	v->category = mission_words(p->c->a, in->category);
	v->is_part = in->category.p || in->after_id;
	return OK;
}

static enum err fill_posts(struct page *p, int64_t mission_id, struct mission_one_view *v)
{
	struct arena *a = p->c->a;
	struct mission_posts_args in = { .mission_id = mission_id };
	struct mission_posts_rows rows;
	TRY(read_which(p, &in, v));
	TRY(mission_posts(p->tx, &in, &rows));
	if (rows.n > POSTS_SHOWN_N) {
		const struct mission_posts_row *last = &rows.v[--rows.n - 1];
		v->next_url =
		    str_fmt(a, "/missions/%lld?category=%.*s&after_rank=%lld&after_id=%lld#posts",
			    (long long)mission_id, SF(in.category), (long long)last->rank_n,
			    (long long)last->id);
	}
	struct mission_one_posts *list = arena_new_n(a, struct mission_one_posts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_posts_row *r = &rows.v[i];
		list[i] =
		    (struct mission_one_posts){ .post_no = r->post_no,
						.title = r->title,
						.category = mission_words(a, r->category),
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

/* Ceilings that cover the mission, who may sign, who acts as head, its rooms. */
static enum err fill_rooms(struct page *p, const struct mission_by_id_row *m,
			   struct mission_one_view *v)
{
	struct arena *a = p->c->a;
	struct mission_rooms rooms = { 0 };
	enum err e = mission_room_of(p->tx, m->sending_iso, m->id, (str){ 0 }, p->tx->on, &rooms);
	if (e != OK)
		return e == ERR_DENIED ? OK : e; /* ceilings are not everybody's */
	struct mission_one_rooms *list = arena_new_n(a, struct mission_one_rooms, rooms.n);
	for (ptrdiff_t i = 0; i < rooms.n; i++) {
		const struct mission_ceilings_row *c = &rooms.v[i].ceiling;
		str says = mission_words(a, c->basis);
		list[i] = (struct mission_one_rooms){
			.text = mission_room_text(a, &rooms.v[i]),
			.is_full = rooms.v[i].left_n <= 0,
			.basis = str_fmt(a, "%.*s, %.*s, since %.*s: %.*s", SF(says),
					 SF(c->article), SF(day_long(a, c->from_on)), SF(c->says)),
		};
	}
	v->rooms = list;
	v->n_rooms = rooms.n;
	return OK;
}

static enum err fill_people(struct page *p, int64_t mission_id, struct mission_one_view *v)
{
	struct arena *a = p->c->a;
	struct mission_signatories_args in = { mission_id, p->tx->on };
	struct mission_signatories_rows rows;
	struct mission_charges_args by = { mission_id };
	struct mission_charges_rows charges;
	TRY(mission_signatories(p->tx, &in, &rows));
	TRY(mission_charges(p->tx, &by, &charges));
	struct mission_one_signatories *list =
	    arena_new_n(a, struct mission_one_signatories, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i].name = rows.v[i].name;
	v->signatories = list;
	v->n_signatories = rows.n;
	if (charges.n && !charges.v[0].to_on.has) {
		v->charge_name = charges.v[0].name;
		v->charge_since = day_long(a, charges.v[0].from_on);
	}
	return OK;
}

static enum err fill_premises(struct page *p, int64_t mission_id, struct mission_one_view *v)
{
	struct mission_premises_of_args in = { mission_id };
	struct mission_premises_of_rows rows;
	TRY(mission_premises_of(p->tx, &in, &rows));
	struct mission_one_premises *list =
	    arena_new_n(p->c->a, struct mission_one_premises, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct mission_one_premises){
			.use = mission_label(p->c->a, rows.v[i].use),
			.address = rows.v[i].address,
			.withdrawn = opt_day(p->c->a, rows.v[i].withdrawn_on),
			.why = rows.v[i].why,
		};
	v->premises = list;
	v->n_premises = rows.n;
	return OK;
}

enum { ACTS_SHOWN_N = 30 };

static enum err fill_mission_acts(struct page *p, int64_t mission_id, struct mission_one_view *v)
{
	struct arena *a = p->c->a;
	struct mission_acts_of_mission_args in = { .mission_id = mission_id,
						   .limit_n = ACTS_SHOWN_N };
	struct mission_acts_of_mission_rows rows;
	TRY(mission_acts_of_mission(p->tx, &in, &rows));
	struct mission_one_acts *list = arena_new_n(a, struct mission_one_acts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_acts_of_mission_row *r = &rows.v[i];
		enum mission_act_kind act;
		must(mission_act_kind_of(r->kind, &act));
		list[i] = (struct mission_one_acts){ .label = str_of(MISSION_ACTS[act].label),
						     .person_id = r->person_id.v,
						     .person_name = r->person_name,
						     .happened_on = r->happened_on,
						     .told = opt_day(a, r->told_on),
						     .note_no = r->note_no,
						     .post_no = r->post_no,
						     .says = mission_words(a, r->says),
						     .article = r->article };
	}
	v->acts = list;
	v->n_acts = rows.n;
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
	v.id = m.id;
	v.protected_by = m.protected_by;
	v.is_mine = ctx_has_role(c, BIT(ROLE_PROTOCOL));
	TRY(fill_strength(&p, m.id, &v));
	TRY(fill_rooms(&p, &m, &v));
	TRY(fill_premises(&p, m.id, &v));
	if (ctx_has_role(c, ~BIT(ROLE_AUDITOR))) { /* an auditor reads no names */
		TRY(fill_people(&p, m.id, &v));
		TRY(fill_posts(&p, m.id, &v));
		TRY(fill_mission_acts(&p, m.id, &v));
	}
	TRY(fill_links(&p, &m, &v));
	TRY(attachment_fill(&p, ATTACHMENT_OF_MISSION, m.id, &v.attachments));
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
		out_interval_long(&o, (struct interval){ r.birth_from_on.v, r.birth_to_on.v });
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
						   .from = day_long(a, r->from_on),
						   .to = r->to_on.has ? day_long(a, r->to_on.v)
								      : S("serving"),
						   .notified = opt_day(a, r->notified_on),
						   .ended = mission_words(a, r->ended_why) };
	}
	v->posts = list;
	v->n_posts = rows.n;
	return OK;
}

static enum err fill_contacts(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct person_contacts_args in = { person_id };
	struct person_contacts_rows rows;
	enum err e = person_contacts(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e; /* PERS */
	struct mission_member_contacts *list =
	    arena_new_n(a, struct mission_member_contacts, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_contacts_row *r = &rows.v[i];
		list[i] = (struct mission_member_contacts){ .kind = mission_label(a, r->kind),
							    .value = r->value,
							    .from_on = r->from_on,
							    .to = opt_day(a, r->to_on),
							    .source = r->source };
	}
	v->contacts = list;
	v->n_contacts = rows.n;
	return OK;
}

static enum err fill_household(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct person_household_of_args in = { person_id };
	struct person_household_of_rows rows;
	enum err e = person_household_of(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK
				       : e; /* PERS: that there is a family is not said either */
	struct mission_member_household *list =
	    arena_new_n(a, struct mission_member_household, rows.n);
	int64_t here_n = 0;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_household_of_row *r = &rows.v[i];
		list[i] =
		    (struct mission_member_household){ .id = r->person_id,
						       .name = r->name,
						       .relation = mission_words(a, r->relation),
						       .from = opt_day(a, r->from_on),
						       .to = opt_day(a, r->to_on) };
		here_n += r->from_on.has && !r->to_on.has;
		v->waiting_n += !r->from_on.has && !r->to_on.has;
	}
	v->has_private = true;
	v->is_split = v->waiting_n > 0 && (here_n > 0 || v->n_posts > 0);
	v->household = list;
	v->n_household = rows.n;
	return OK;
}

/* Whose household somebody belongs or belonged to. */
static enum err fill_heads(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct person_households_with_args in = { person_id };
	struct person_households_with_rows rows;
	enum err e = person_households_with(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e; /* PERS */
	struct mission_member_heads *list = arena_new_n(a, struct mission_member_heads, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_households_with_row *r = &rows.v[i];
		list[i] = (struct mission_member_heads){ .id = r->principal_id,
							 .name = r->principal_name,
							 .relation = mission_label(a, r->relation),
							 .from = opt_day(a, r->from_on),
							 .to = opt_day(a, r->to_on) };
	}
	v->heads = list;
	v->n_heads = rows.n;
	return OK;
}

static enum err fill_documents(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct person_documents_args in = { person_id };
	struct person_documents_rows rows;
	enum err e = person_documents(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	struct mission_member_documents *list =
	    arena_new_n(a, struct mission_member_documents, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_documents_row *r = &rows.v[i];
		list[i] = (struct mission_member_documents){
			.kind = mission_label(a, r->kind),
			.class = r->class,
			.number = r->document_no,
			.issuer = r->issuer_iso,
			.until = opt_day(a, r->valid_until_on),
			.is_over = r->valid_until_on.has && r->valid_until_on.v < p->tx->on &&
				   str_eq(r->state, document_state_text(DOCUMENT_STATE_VALID)),
			.state = r->state,
			.place = r->place,
		};
	}
	v->documents = list;
	v->n_documents = rows.n;
	return OK;
}

static enum err fill_matters(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct mission_matters_of_person_args in = { person_id };
	struct mission_matters_of_person_rows rows;
	enum err e = mission_matters_of_person(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	struct mission_member_matters *list = arena_new_n(a, struct mission_member_matters, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] =
		    (struct mission_member_matters){ .kind = mission_label(a, rows.v[i].kind),
						     .says = rows.v[i].says,
						     .opened = day_long(a, rows.v[i].opened_on),
						     .closed = opt_day(a, rows.v[i].closed_on),
						     .source = rows.v[i].source };
	v->matters = list;
	v->n_matters = rows.n;
	return OK;
}

/* What is the ministry's own: merges and corrections. */
static enum err fill_repairs(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct person_merges_args in = { person_id };
	struct person_merges_rows merges;
	struct mission_corrections_of_args of = { person_id };
	struct mission_corrections_of_rows rows;
	if (ctx_has_role(p->c, BIT(ROLE_MISSION)))
		return OK;
	TRY(person_merges(p->tx, &in, &merges));
	TRY(mission_corrections_of(p->tx, &of, &rows));
	struct mission_member_same_as *same =
	    arena_new_n(a, struct mission_member_same_as, merges.n);
	for (ptrdiff_t i = 0; i < merges.n; i++) {
		const struct person_merges_row *m = &merges.v[i];
		bool is_kept = m->kept_id == person_id;
		same[i] = (struct mission_member_same_as){
			.says = is_kept ? S("Also recorded as") : S("The same person as"),
			.id = is_kept ? m->merged_id : m->kept_id,
			.ref = is_kept ? m->merged_ref : m->kept_ref,
			.name = is_kept ? m->merged_name : m->kept_name,
			.reason = m->reason,
		};
	}
	struct mission_member_corrections *list =
	    arena_new_n(a, struct mission_member_corrections, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_corrections_of_row *r = &rows.v[i];
		list[i] = (struct mission_member_corrections){ .post_no = r->post_no,
							       .field = mission_words(a, r->field),
							       .was = opt_day(a, r->was_on),
							       .became = opt_day(a, r->became_on),
							       .reason = r->reason,
							       .corrected_on = r->corrected_on };
	}
	v->same_as = same;
	v->n_same_as = merges.n;
	v->corrections = list;
	v->n_corrections = rows.n;
	return OK;
}

static enum err fill_person_acts(struct page *p, int64_t person_id, struct mission_member_view *v)
{
	struct arena *a = p->c->a;
	struct mission_acts_of_person_args in = { person_id };
	struct mission_acts_of_person_rows rows;
	TRY(mission_acts_of_person(p->tx, &in, &rows));
	struct mission_member_acts *list = arena_new_n(a, struct mission_member_acts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_acts_of_person_row *r = &rows.v[i];
		enum mission_act_kind act;
		must(mission_act_kind_of(r->kind, &act));
		list[i] = (struct mission_member_acts){ .label = str_of(MISSION_ACTS[act].label),
							.by_name = r->by_name,
							.happened_on = r->happened_on,
							.told = opt_day(a, r->told_on),
							.note_no = r->note_no,
							.says = mission_words(a, r->says),
							.article = r->article };
	}
	v->acts = list;
	v->n_acts = rows.n;
	return OK;
}

static enum err member_page(struct ctx *c)
{
	struct page p;
	struct mission_member_view v = { 0 };
	struct person_by_id_row r;
	struct person_by_id_args in = { path_id(c, "id") };
	TRY(page_begin(c, "Person", &p));
	page_on(&p, "person", in.id);
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
	v.spoof = person_name_spoof(c->a, r.name);
	if (ctx_has_role(c, BIT(ROLE_PROTOCOL)) && r.mission_id.has)
		v.act_url = str_fmt(c->a, "/missions/%lld/act?person=%.*s",
				    (long long)r.mission_id.v, SF(r.ref));
	if (ctx_has_role(c, BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR)))
		v.looked_url = str_fmt(c->a, "/people/%lld/looked", (long long)r.id);
	TRY(mission_status_at(p.tx, r.id, p.tx->on, &v.status));
	TRY(fill_appointments(&p, r.id, &v));
	TRY(fill_household(&p, r.id, &v));
	TRY(fill_heads(&p, r.id, &v));
	TRY(fill_contacts(&p, r.id, &v));
	TRY(fill_documents(&p, r.id, &v));
	TRY(fill_matters(&p, r.id, &v));
	TRY(fill_repairs(&p, r.id, &v));
	TRY(fill_person_acts(&p, r.id, &v));
	TRY(attachment_fill(&p, ATTACHMENT_OF_PERSON, path_id(c, "id"), &v.attachments));
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
	ROUTE(GET, "/missions/{id}/act", mission_act_page, BIT(ROLE_PROTOCOL),
	      "Which act of life is recorded, and what it needs."),
	ROUTE(POST, "/missions/{id}/act", mission_act_post, BIT(ROLE_PROTOCOL),
	      "Records an act of life, or says which rule forbids it.", .is_write = true),
	{ 0 },
};
