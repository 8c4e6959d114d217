/* vet_own_pages.c: one own list: who stands on it, where it is kept, and the two forms by which a
 * change or a move of it is proposed. */
#include "base/out.h"
#include "ui/ui_form.h"
#include "vet/vet_in.h"
#include "vet_own.html.h"
#include "web/form.h"

enum { ENTRIES_N = 500, SHORT = 60 /* characters */ };

/* clang-format off */
static const char *const DOES[] = { "enter", "change", "end", NULL };
static const str DOES_LABELS[] = { S("Enter somebody"), S("Change an entry"), S("Take an entry off") };
static const struct field change_fields[] = {
	{ "does", "What is to be done", FIELD_CHOICE, true, .choices = DOES },
	{ "key", "Which entry", FIELD_LINE, .max = 60, .hint = "to change it or take it off, for example OWN-1" },
	{ "name", "Name", FIELD_LINE, .max = MATCH_NAME_MAX },
	{ "aliases", "Other names", FIELD_LINE, .max = 1000, .hint = "a semicolon between them" },
	{ "born", "Born", FIELD_LINE, .max = 20, .hint = "1971-02-03, 1971-02 or 1971" },
	{ "nationality", "Nationality", FIELD_LINE, .max = 60, .hint = "code or name of the state" },
	{ "document_no", "Number of a passport", FIELD_LINE, .max = 40 },
	{ "says", "Why", FIELD_TEXT, true, .max = 1000 },
	{ 0 },
};
static const struct field move_fields[] = {
	{ "case", "Into which case", FIELD_INT, true, .max = INT64_MAX },
	{ "move_says", "Why it is moved", FIELD_TEXT, true, .max = 1000 },
	{ 0 },
};
/* clang-format on */

/* ---- the entries ---- */

static str all_of(struct arena *a, const struct watch_texts *t)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < t->n; i++)
		out_fmt(&o, "%s%.*s", i ? ", " : "", SF(t->v[i]));
	return out_view(&o);
}

static struct vet_own_entries entry_row(struct arena *a, const struct vet_own_entries_row *r,
					const struct watch_entry *e)
{
	struct out names = out_to_arena(a);
	for (ptrdiff_t i = 0; i < e->names.n; i++)
		out_fmt(&names, "%s%.*s", i ? "\n" : "", SF(e->names.v[i].name));
	return (struct vet_own_entries){ .key = r->key,
					 .names = out_view(&names),
					 .born = all_of(a, &e->births),
					 .nationality = all_of(a, &e->nationalities),
					 .document_no =
					     e->documents.n ? e->documents.v[0].no : (str){ 0 },
					 .says = e->says,
					 .since_at = r->imported_at };
}

static enum err fill_entries(struct page *p, struct vet_own_view *v)
{
	struct vet_own_entries_args of = { .list_id = v->id, .limit_n = ENTRIES_N + 1 };
	struct vet_own_entries_rows rows;
	TRY(vet_own_entries(p->tx, &of, &rows));
	struct vet_own_entries *to = arena_new_n(p->c->a, struct vet_own_entries, rows.n + 1);
	v->is_more = rows.n > ENTRIES_N;
	v->n_entries = v->is_more ? ENTRIES_N : rows.n;
	for (ptrdiff_t i = 0; i < v->n_entries; i++) {
		struct watch_entry e;
		if (!watch_body_read(p->c->a, rows.v[i].body, &e))
			return ERR_DB_FORMAT;
		to[i] = entry_row(p->c->a, &rows.v[i], &e);
	}
	v->entries = to;
	return OK;
}

/* ---- the forms ---- */

static struct html change_inputs(struct arena *a, const struct form *f)
{
	struct out o = out_to_arena(a);
	const struct form_value *does = form_value(f, "does");
	struct ui_option items[3];
	for (int i = 0; i < 3; i++)
		items[i] = (struct ui_option){ .value = str_of(DOES[i]), .text = DOES_LABELS[i] };
	struct ui_fieldset set = { .legend = { .text = str_of(does->field->label) } };
	struct ui_choices radios = { .name = S("does"),
				     .id_prefix = S("does"),
				     .classes = S("govuk-radios--small"),
				     .fieldset = &set,
				     .items = items,
				     .n_items = 3,
				     .values = &does->typed,
				     .n_values = does->typed.p ? 1 : 0,
				     .error = { .text = does->fault } };
	out_str(&o, ui_radios(a, &radios).s);
	for (ptrdiff_t i = 1; i < f->n; i++) {
		struct ui_field in = page_field(&f->v[i]);
		in.rows_n = 3;
		bool is_long = f->v[i].field->kind == FIELD_TEXT;
		if (f->v[i].field->max <= SHORT)
			in.classes = S("govuk-input--width-20");
		out_str(&o, (is_long ? ui_textarea(a, &in) : ui_input(a, &in)).s);
	}
	return (struct html){ out_view(&o) };
}

static enum err move_inputs(struct page *p, const struct form *f, int64_t case_id, struct html *to)
{
	struct arena *a = p->c->a;
	struct vet_cases_rows rows;
	struct out o = out_to_arena(a);
	TRY(vet_cases(p->tx, &rows));
	struct ui_option *items = arena_new_n(a, struct ui_option, rows.n + 2);
	struct ui_field where = page_field(form_value(f, "case")),
			why = page_field(form_value(f, "move_says"));
	items[where.n_options++] = (struct ui_option){ .value = S(""), .text = S("Choose") };
	if (case_id)
		items[where.n_options++] =
		    (struct ui_option){ .value = S("0"), .text = S("Into no case") };
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].id != case_id)
			items[where.n_options++] = (struct ui_option){
				.value = str_fmt(a, "%lld", (long long)rows.v[i].id),
				.text = str_fmt(a, "Case %lld, %.*s", (long long)rows.v[i].id,
						SF(rows.v[i].name))
			};
	where.options = items;
	why.rows_n = 3;
	out_str(&o, ui_select(a, &where).s);
	out_str(&o, ui_textarea(a, &why).s);
	to->s = out_view(&o);
	return OK;
}

static enum err show(struct ctx *c, const struct form *change, const struct form *move)
{
	struct page p;
	struct vet_list_by_id_args by = { .id = path_id(c, "id") };
	struct vet_list_by_id_row list;
	TRY(page_begin(c, "Own list", &p));
	TRY(vet_list_by_id(p.tx, &by, &list));
	if (!list.is_own)
		return ERR_NOT_FOUND;
	struct vet_own_view v = { .id = list.id,
				  .word = list.word,
				  .case_id = list.src_id.v,
				  .case_name = list.case_name,
				  .has_form = may(ctx_viewer(c), ACT_OWN_LIST_ADD, NULL, NULL) ==
					      ERR_NEEDS_APPROVAL,
				  .csrf = p.csrf };
	enum err e = proposal_of(p.tx, "vet_list", list.id, &v.proposal_id);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	TRY(fill_entries(&p, &v));
	v.has_form &= !v.proposal_id;
	v.change_html = change_inputs(c->a, change);
	TRY(move_inputs(&p, move, v.case_id, &v.move_html));
	p.frame.title = str_fmt(c->a, "Own list %.*s", SF(list.word));
	p.frame.back_url = S("/vet");
	p.frame.back_text = S("Vetting");
	return page_send(&p, vet_own, &v);
}

static enum err list_page(struct ctx *c)
{
	struct form change = form_blank(c->a, change_fields), move = form_blank(c->a, move_fields);
	return show(c, &change, &move);
}

/* The name under which the deeds know the list; ERR_NOT_FOUND also where the viewer sees none. */
static enum err word_of(struct ctx *c, str *word)
{
	struct tx tx;
	struct vet_list_by_id_args by = { .id = path_id(c, "id") };
	struct vet_list_by_id_row list;
	TRY(tx_begin(ctx_db(c), ctx_viewer(c), c->a, &tx));
	enum err e = vet_list_by_id(&tx, &by, &list);
	tx_end(&tx);
	if (e == OK)
		*word = list.word;
	return e;
}

/* What waits, or waited already, is shown by the page itself. */
static bool is_waiting(enum err e)
{
	return e == ERR_NEEDS_APPROVAL || e == ERR_CONFLICT;
}

static enum err change_post(struct ctx *c)
{
	struct form f, move = form_blank(c->a, move_fields);
	struct vet_own w = { 0 };
	TRY(word_of(c, &w.list));
	enum err e = form_read(c, change_fields, CSRF_FIELDS, &f);
	str does = form_text(&f, "does");
	w.key = form_text(&f, "key");
	w.is_end = str_eq(does, S("end"));
	w.name = form_text(&f, "name");
	w.aliases = form_text(&f, "aliases");
	w.born = form_text(&f, "born");
	w.nationality = form_text(&f, "nationality");
	w.document_no = form_text(&f, "document_no");
	w.says = form_text(&f, "says");
	bool is_new = str_eq(does, S("enter"));
	if (does.n && is_new == !str_is_empty(w.key)) {
		form_fault(c, &f, "key",
			   is_new ? "Somebody new has no number yet."
				  : "Say which entry: it stands in the table.");
		e = ERR_FAULTS;
	}
	if (e == OK)
		e = vet_own_propose(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &w);
	if (is_waiting(e))
		return see_other(c, "/vet/lists/%lld", (long long)path_id(c, "id"));
	return e == ERR_FAULTS ? show(c, &f, &move) : e;
}

static enum err move_post(struct ctx *c)
{
	struct form f, change = form_blank(c->a, change_fields);
	struct vet_own_move m = { 0 };
	TRY(word_of(c, &m.list));
	enum err e = form_read(c, move_fields, CSRF_FIELDS, &f);
	m.case_id = form_int(&f, "case", 0);
	m.says = form_text(&f, "move_says");
	if (e == OK)
		e = vet_own_move_propose(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults,
					 &m);
	if (is_waiting(e))
		return see_other(c, "/vet/lists/%lld", (long long)path_id(c, "id"));
	return e == ERR_FAULTS ? show(c, &change, &f) : e;
}

/* clang-format off */
const struct route vet_own_routes[] = {
	ROUTE(GET, "/vet/lists/{id}", list_page, VET_READS, "Shows an own list: who stands on it, and where it is kept."),
	ROUTE(POST, "/vet/lists/{id}/change", change_post, BIT(ROLE_VETTING) | BIT(ROLE_SECURITY), "Proposes an entry of an own list, or that one changes or ends.", .is_write = true),
	ROUTE(POST, "/vet/lists/{id}/move", move_post, BIT(ROLE_VETTING) | BIT(ROLE_SECURITY), "Proposes that an own list is kept in a case with named readers.", .is_write = true),
	{ 0 },
};
/* clang-format on */
