/* list_pages.c: the list's own page, one edition, the order of precedence, and what is done on
 * them. */
#include "access/page.h"
#include "base/must.h"
#include "list/list.h"
#include "list_all.html.h"
#include "list_edition.html.h"
#include "list_precedence.html.h"
#include "mission/mission.h"
#include "person/person.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "web/form.h"

enum { CHECKS_SHOWN_N = 20, CHANGES_SHOWN_N = 200, NAMES_SHOWN_N = 400 };
enum { LARGE = 1 << 30 }; /* bytes of address for a whole list: 80,000 names take some 60 MiB */

#define OFFICE (BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD))

static const struct field list_fields[] = {
	{ "title", "Title of the edition", FIELD_LINE, .max = 80, .hint = "Such as June 2021" },
	{ "mission", "Mission", FIELD_LINE, .max = 12, .hint = "Which is held back" },
	{ "person", "Only this person", FIELD_LINE, .max = 20,
	  .hint = "Reference, such as P-00412; leave empty for the whole mission" },
	{ "why", "Why", FIELD_LINE, .max = 300 },
	{ 0 },
};

static str opt_day(struct arena *a, struct opt_int on)
{
	return on.has ? day_long(a, on.v) : (str){ 0 };
}

static struct html input(struct arena *a, const struct form *f, const char *name)
{
	struct ui_field in = page_field(form_value(f, name));
	return ui_input(a, &in);
}

/* ---- the list ---- */

/* Old registers may have names with line breaks in them. */
static void out_one_line(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] == '\n' ? ' ' : s.p[i]);
}

/* The draft in short: a line of counts, then a line for each check that is shown, errors first. */
static str draft_lines(struct arena *a, const struct list_draft *d)
{
	struct out o = out_to_arena(a);
	int64_t shown_n = 0;
	out_fmt(&o, "%td %lld %lld %td\n", d->lines.n, (long long)d->missions_n,
		(long long)d->held_n, d->checks.n);
	for (int errors = 1; errors >= 0; errors--)
		for (ptrdiff_t i = 0; i < d->checks.n && shown_n < CHECKS_SHOWN_N; i++) {
			if (d->checks.v[i].is_error != errors)
				continue;
			out_fmt(&o, "%d ", errors);
			out_one_line(&o, d->checks.v[i].says);
			out_lit(&o, "\n");
			shown_n++;
		}
	return out_view(&o);
}

/* Reads whom the list would print now. It takes long and much memory, which is given back, so what
 * came of it is kept until a row of the register changes. */
static enum err read_draft(struct page *p, str *lines)
{
	const str key = S("draft of the list");
	struct arena large, *own = p->tx->a;
	struct list_draft d;
	*lines = page_kept(p, key);
	if (lines->p)
		return OK;
	TRY(arena_open(&large, LARGE));
	large.full = own->full;
	p->tx->a = &large;
	enum err e = list_draft_read(p->tx, &d);
	p->tx->a = own;
	if (e == OK) {
		*lines = draft_lines(own, &d);
		page_keep_text(p, key, *lines);
	}
	arena_close(&large);
	return e;
}

static int64_t next_count(str *line)
{
	int64_t n = 0;
	must(str_to_int64(str_cut(line, ' '), &n));
	return n;
}

static enum err fill_draft(struct page *p, struct list_all_view *v)
{
	struct list_holds_args on = { p->tx->on };
	struct list_holds_rows holds;
	str lines;
	TRY(read_draft(p, &lines));
	TRY(list_holds(p->tx, &on, &holds));
	str counts = str_cut(&lines, '\n');
	v->names_n = next_count(&counts);
	v->missions_n = next_count(&counts);
	v->held_n = next_count(&counts);
	v->more_n = next_count(&counts);
	struct list_all_checks *checks =
	    arena_new_n(p->c->a, struct list_all_checks, CHECKS_SHOWN_N);
	while (lines.n && v->n_checks < CHECKS_SHOWN_N) {
		str says = str_cut(&lines, '\n');
		bool is_error = next_count(&says);
		checks[v->n_checks++] = (struct list_all_checks){ is_error, says };
	}
	v->checks = checks;
	v->more_n -= v->n_checks;
	struct list_all_holds *list = arena_new_n(p->c->a, struct list_all_holds, holds.n);
	for (ptrdiff_t i = 0; i < holds.n; i++)
		list[i] = (struct list_all_holds){ .id = holds.v[i].id,
						   .mission_name = holds.v[i].mission_name,
						   .person_name = holds.v[i].person_name,
						   .why = holds.v[i].why,
						   .from_on = holds.v[i].from_on };
	v->holds = list;
	v->n_holds = holds.n;
	return OK;
}

static enum err fill_mission_select(struct page *p, const struct form *f, struct list_all_view *v)
{
	struct arena *a = p->c->a;
	struct mission_names_args in = { 0 };
	struct mission_names_rows rows;
	const struct form_value *value = form_value(f, "mission");
	TRY(ref_host(p->tx, &in.host_iso));
	TRY(mission_names(p->tx, &in, &rows));
	struct ui_option *options = arena_new_n(a, struct ui_option, rows.n + 1);
	options[0] = (struct ui_option){ .value = S(""), .text = S("Choose") };
	for (ptrdiff_t i = 0; i < rows.n; i++)
		options[i + 1] =
		    (struct ui_option){ .value = str_fmt(a, "%lld", (long long)rows.v[i].id),
					.text = rows.v[i].name };
	v->mission_html =
	    ui_select(a, &(struct ui_field){ .name = S("mission"),
					     .id = S("mission"),
					     .label = { .text = str_of(value->field->label) },
					     .value = value->typed,
					     .options = options,
					     .n_options = rows.n + 1,
					     .error = { .text = value->fault } });
	return OK;
}

static enum err show_all(struct ctx *c, const struct form *f)
{
	struct page p;
	struct list_all_view v = { 0 };
	struct list_editions_rows rows;
	TRY(page_begin(c, "Diplomatic List", &p));
	v.is_office = ctx_has_role(c, OFFICE);
	v.is_mine = ctx_has_role(c, BIT(ROLE_PROTOCOL));
	v.csrf = p.csrf;
	if (v.is_office)
		TRY(fill_draft(&p, &v));
	TRY(list_editions(p.tx, &rows));
	struct list_all_editions *list = arena_new_n(c->a, struct list_all_editions, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] =
		    (struct list_all_editions){ .id = rows.v[i].id,
						.title = rows.v[i].title,
						.made_on = rows.v[i].made_on,
						.published = opt_day(c->a, rows.v[i].published_on),
						.missions_n = rows.v[i].missions_n,
						.names_n = rows.v[i].names_n };
	v.editions = list;
	v.n_editions = rows.n;
	v.title_html = input(c->a, f, "title");
	if (v.is_mine)
		TRY(fill_mission_select(&p, f, &v));
	v.person_html = input(c->a, f, "person");
	v.why_html = input(c->a, f, "why");
	return page_send(&p, list_all, &v);
}

static enum err all_page(struct ctx *c)
{
	struct form f = form_blank(c->a, list_fields);
	return show_all(c, &f);
}

/* Shows the list again with what is wrong. */
static enum err again(struct ctx *c, struct form *f, enum err e)
{
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c);
	return show_all(c, f);
}

/* In memory of its own, of which only what a refusal says is kept. */
static enum err make(struct ctx *c, str title, int64_t *id)
{
	struct arena large;
	struct refusal no = { 0 };
	TRY(arena_open(&large, LARGE));
	large.full = c->a->full;
	enum err e = list_make(ctx_db(c), ctx_viewer(c), &large, &no, title, id);
	if (e == ERR_REFUSED)
		e = refuse(c->a, &c->refusal, "list_error", NULL, "%.*s", SF(no.sentence));
	arena_close(&large);
	return e;
}

static enum err make_page(struct ctx *c)
{
	struct form f;
	int64_t id = 0;
	enum err e = form_read(c, list_fields, CSRF_FIELDS, &f);
	if (e == OK && str_is_empty(form_text(&f, "title"))) {
		form_fault(c, &f, "title", "Say how the edition is called, such as June 2021.");
		e = ERR_FAULTS;
	}
	if (e == OK)
		e = make(c, form_text(&f, "title"), &id);
	return e == OK ? see_other(c, "/list/%lld", (long long)id) : again(c, &f, e);
}

static enum err read_hold(struct ctx *c, struct form *f, int64_t *mission_id, int64_t *person_id)
{
	struct page p;
	struct mission_by_ref_row m;
	struct mission_by_ref_args by = { 0 };
	struct person_by_ref_row n;
	struct person_by_ref_args of = { form_text(f, "person") };
	TRY(page_begin(c, "Diplomatic List", &p));
	if (!str_to_int64(form_text(f, "mission"), &by.id) || mission_by_ref(p.tx, &by, &m) != OK)
		form_fault(c, f, "mission", "There is no mission with this number.");
	if (!str_is_empty(of.ref) && person_by_ref(p.tx, &of, &n) != OK)
		form_fault(c, f, "person", "There is no person %.*s.", SF(of.ref));
	if (str_is_empty(form_text(f, "why")))
		form_fault(c, f, "why", "Say in one sentence why it may not be printed.");
	TRY(faults_err(&c->faults));
	*mission_id = by.id;
	*person_id = str_is_empty(of.ref) ? 0 : n.id;
	return OK;
}

static enum err hold_page(struct ctx *c)
{
	struct form f;
	int64_t mission_id, person_id;
	enum err e = form_read(c, list_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = read_hold(c, &f, &mission_id, &person_id);
	if (e == OK)
		e = list_hold(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, mission_id, person_id,
			      form_text(&f, "why"));
	return e == OK ? see_other(c, "/list") : again(c, &f, e);
}

static enum err release_page(struct ctx *c)
{
	TRY(list_release(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, path_id(c, "id")));
	return see_other(c, "/list");
}

/* ---- one edition ---- */

/* The first letter of a state, by which the list is cut into pages. */
static char letter_of(str state)
{
	char c = state.n ? state.p[0] : '?';
	return c >= 'A' && c <= 'Z' ? c : '?';
}

static void fill_letters(struct arena *a, const struct list_edition *e, char letter,
			 struct list_edition_view *v)
{
	bool has[128] = { false };
	struct list_edition_letters *list = arena_new_n(a, struct list_edition_letters, 28);
	for (ptrdiff_t i = 0; i < e->lines.n; i++)
		has[(int)letter_of(e->lines.v[i].state)] = true;
	for (int c = 'A'; c <= 'Z'; c++)
		if (has[c])
			list[v->n_letters++] = (struct list_edition_letters){
				.is_current = c == letter,
				.text = str_fmt(a, "%c", c),
				.url = str_fmt(a, "/list/%lld?letter=%c", (long long)e->row.id, c),
			};
	v->letters = list;
}

/* A letter with very many names is shown one state at a time: the one that is asked for, else the
 * first. Null: the whole letter. */
static str fill_states(struct arena *a, const struct list_edition *e, char letter, str asked,
		       struct list_edition_view *v)
{
	struct {
		struct list_edition_states *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	ptrdiff_t names_n = 0;
	str state = { 0 };
	for (ptrdiff_t i = 0; i < e->lines.n; i++) {
		const struct list_line *l = &e->lines.v[i];
		if (letter_of(l->state) != letter)
			continue;
		names_n++;
		if (!list.n || !str_eq(list.v[list.n - 1].state, l->state))
			*arena_push(a, &list) =
			    (struct list_edition_states){ .state = l->state,
							  .letter = str_fmt(a, "%c", letter) };
		if (str_eq(l->state, asked))
			state = asked;
	}
	if (names_n <= NAMES_SHOWN_N)
		return (str){ 0 };
	if (!state.p)
		state = list.v[0].state;
	for (ptrdiff_t i = 0; i < list.n; i++)
		list.v[i].is_current = str_eq(list.v[i].state, state);
	v->states = list.v;
	v->n_states = list.n;
	return state;
}

static void fill_missions(struct arena *a, const struct list_edition *e, char letter, str state,
			  struct list_edition_view *v)
{
	struct list_edition_missions *list =
	    arena_new_n(a, struct list_edition_missions, e->lines.n + 1);
	for (ptrdiff_t i = 0, end; i < e->lines.n; i = end) {
		const struct list_line *l = &e->lines.v[i];
		for (end = i; end < e->lines.n && e->lines.v[end].mission_id == l->mission_id;
		     end++)
			;
		if (letter_of(l->state) != letter || (state.p && !str_eq(l->state, state)))
			continue;
		struct list_edition_missions_names *names =
		    arena_new_n(a, struct list_edition_missions_names, end - i);
		for (ptrdiff_t k = i; k < end; k++)
			names[k - i] = (struct list_edition_missions_names){
				.title = e->lines.v[k].title,
				.name = e->lines.v[k].name,
				.native_name = e->lines.v[k].native_name,
				.native_lang = e->lines.v[k].native_lang,
				.spouse = e->lines.v[k].spouse,
			};
		list[v->n_missions++] = (struct list_edition_missions){
			.state = l->state, .mission = l->mission, .names = names, .n_names = end - i
		};
	}
	v->missions = list;
}

static void fill_changes(struct arena *a, const struct list_edition *e, struct list_edition_view *v)
{
	static const char *const words[] = { "New", "Gone", "Changed" };
	const struct list_changes *c = &e->changes;
	ptrdiff_t n = c->n < CHANGES_SHOWN_N ? c->n : CHANGES_SHOWN_N;
	struct list_edition_changes *list = arena_new_n(a, struct list_edition_changes, n);
	for (ptrdiff_t i = 0; i < n; i++)
		list[i] = (struct list_edition_changes){ .is_gone = c->v[i].kind == LIST_GONE,
							 .what = str_of(words[c->v[i].kind]),
							 .mission = c->v[i].mission,
							 .name = c->v[i].name,
							 .title = c->v[i].title,
							 .was = c->v[i].was };
	v->before = e->before_title;
	v->new_n = c->new_n;
	v->gone_n = c->gone_n;
	v->changed_n = c->changed_n;
	v->changes = list;
	v->n_changes = n;
	v->more_n = c->n - n;
}

static enum err show_edition(struct ctx *c, struct page *page)
{
	struct page p = *page;
	struct list_edition e;
	struct list_edition_view v = { 0 };
	TRY(list_edition_read(p.tx, path_id(c, "id"), &e));
	str asked = pairs_get(&c->req->query, "letter");
	char letter = asked.n == 1 ? asked.p[0] : e.lines.n ? letter_of(e.lines.v[0].state) : '?';
	p.frame.title = e.row.title;
	p.frame.back_url = S("/list");
	p.frame.back_text = S("All editions");
	v.id = e.row.id;
	v.title = e.row.title;
	v.made_on = e.row.made_on;
	v.missions_n = e.row.missions_n;
	v.names_n = e.row.names_n;
	v.published = opt_day(c->a, e.row.published_on);
	if (ctx_has_role(c, BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD))) {
		enum err waits = proposal_of(p.tx, "list_edition", e.row.id, &v.proposal_id);
		if (waits != OK && waits != ERR_NOT_FOUND)
			return waits;
		v.is_ready = !v.published.p && waits == ERR_NOT_FOUND;
		v.csrf = p.csrf;
	}
	struct arena *a = p.tx->a;
	fill_letters(a, &e, letter, &v);
	str state = fill_states(a, &e, letter, pairs_get(&c->req->query, "state"), &v);
	fill_missions(a, &e, letter, state, &v);
	fill_changes(a, &e, &v);
	return page_send(&p, list_edition, &v);
}

/* In memory of its own: an edition is read as a whole. */
static enum err edition_page(struct ctx *c)
{
	struct page p;
	struct arena large, *own;
	TRY(page_begin(c, "Diplomatic List", &p));
	if (page_keep(&p))
		return page_send_html(&p);
	own = p.tx->a;
	TRY(arena_open(&large, LARGE));
	large.full = own->full;
	p.tx->a = &large;
	enum err e = show_edition(c, &p);
	p.tx->a = own;
	arena_close(&large);
	return e;
}

/* The edition as a file: CSV or a workbook, or set as PDF. */
static enum err send_file(struct ctx *c, const char *ending)
{
	struct page p;
	struct list_edition e;
	str bytes;
	bool is_csv = str_eq(str_of(ending), S("csv")), is_pdf = str_eq(str_of(ending), S("pdf"));
	enum sheet_form form = is_csv ? SHEET_CSV : SHEET_XLSX;
	TRY(page_begin(c, "Diplomatic List", &p));
	TRY(list_edition_read(p.tx, path_id(c, "id"), &e));
	TRY(is_pdf ? list_pdf(p.tx, &e, &bytes) : list_sheet(c->a, &e, form, &bytes));
	answer_file(c, is_pdf ? "application/pdf" : sheet_type(form),
		    str_fmt(c->a, "%.*s.%s", SF(e.row.title), ending));
	out_str(c->out, bytes);
	return OK;
}

static enum err csv_page(struct ctx *c)
{
	return send_file(c, "csv");
}

static enum err xlsx_page(struct ctx *c)
{
	return send_file(c, "xlsx");
}

static enum err pdf_page(struct ctx *c)
{
	return send_file(c, "pdf");
}

static enum err publish_page(struct ctx *c)
{
	enum err e = list_publish(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, path_id(c, "id"));
	if (e == ERR_NEEDS_APPROVAL || e == ERR_CONFLICT) /* the page shows that it waits */
		return see_other(c, "/list/%lld", (long long)path_id(c, "id"));
	return e == ERR_REFUSED ? edition_page(c) : e;
}

/* ---- precedence ---- */

static enum err precedence_page(struct ctx *c)
{
	struct page p;
	struct list_precedence_view v = { 0 };
	struct mission_head *heads;
	ptrdiff_t n;
	TRY(page_begin(c, "Order of precedence", &p));
	TRY(mission_precedence(p.tx, &heads, &n));
	struct list_precedence_heads *list = arena_new_n(c->a, struct list_precedence_heads, n);
	for (ptrdiff_t i = 0; i < n; i++)
		list[i] = (struct list_precedence_heads){ .place_n = i + 1,
							  .name = heads[i].name,
							  .mission_id = heads[i].mission_id,
							  .mission = heads[i].mission_name,
							  .why = heads[i].why };
	p.frame.back_url = S("/list");
	p.frame.back_text = S("Diplomatic List");
	v.heads = list;
	v.n_heads = n;
	return page_send(&p, list_precedence, &v);
}

#define READERS (OFFICE | BIT(ROLE_MISSION) | BIT(ROLE_AUDITOR))

const struct route list_routes[] = {
	ROUTE(
	    GET, "/list", all_page, READERS,
	    "The Diplomatic List: what stands in the way of an edition, who is held back, the editions.",
	    .is_slow = true),
	ROUTE(POST, "/list", make_page, BIT(ROLE_PROTOCOL), "Makes an edition as a draft.",
	      .is_write = true, .is_slow = true),
	ROUTE(GET, "/list/precedence", precedence_page, READERS,
	      "The heads of mission in order of precedence, each with the reason."),
	ROUTE(POST, "/list/holds", hold_page, BIT(ROLE_PROTOCOL),
	      "Holds a mission or a person back from print, with the reason.", .is_write = true),
	ROUTE(POST, "/list/holds/{id}/end", release_page, BIT(ROLE_PROTOCOL), "Ends a hold.",
	      .is_write = true),
	ROUTE(GET, "/list/{id}", edition_page, READERS,
	      "One edition, letter by letter, and what changed since the one before.",
	      .is_slow = true),
	ROUTE(GET, "/list/{id}/csv", csv_page, READERS, "One edition as CSV."),
	ROUTE(GET, "/list/{id}/xlsx", xlsx_page, READERS, "One edition as a workbook."),
	ROUTE(GET, "/list/{id}/pdf", pdf_page, READERS,
	      "One edition as PDF, the same bytes each time.", .is_slow = true),
	ROUTE(POST, "/list/{id}/publish", publish_page, BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD),
	      "Proposes an edition for publication to a second person.", .is_write = true),
	{ 0 },
};
