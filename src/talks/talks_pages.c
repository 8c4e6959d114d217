/* talks_pages.c: the list, the controls of forms, and the routes. */
#include "ref/ref.h"
#include "talks/talks_in.h"
#include "talks_all.html.h"
#include "visa/visa.h"

/* Incidents are the rounds': who may see those and what is said about them. */
#define SEES_INCIDENTS (TALKS_READS & ~BIT(ROLE_VISA))

/* ---- controls ---- */

struct html talks_control(struct arena *a, const struct form_value *v, str id, str value,
			  const struct ui_option *options, ptrdiff_t n_options)
{
	str shown = v->typed.p ? v->typed : value, name = str_of(v->field->name);
	struct ui_field f = page_field(v);
	f.id = id;
	f.value = shown;
	f.options = options;
	f.n_options = n_options;
	f.rows_n = v->field->max > TALKS_WORDS_MAX ? 12 : 3;
	struct ui_option tick = { .value = S("1"), .text = str_of(v->field->label) };
	if (v->field->kind == FIELD_CHECK)
		return ui_checkboxes(
		    a, &(struct ui_choices){ .name = name,
					     .id_prefix = id,
					     .items = &tick,
					     .n_items = 1,
					     .values = &shown,
					     .n_values = shown.n > 0,
					     .error = { .text = v->fault },
					     .classes = S("govuk-checkboxes--small") });
	if (n_options)
		return ui_select(a, &f);
	if (v->field->kind == FIELD_FILE)
		return ui_file_upload(a, &f);
	if (v->field->kind == FIELD_TEXT)
		return ui_textarea(a, &f);
	if (v->field->kind == FIELD_DAY) {
		f.classes = S("govuk-input--width-10");
		f.type = S("date");
	} else if (v->field->kind == FIELD_INT) {
		f.classes = S("govuk-input--width-5");
		f.inputmode = S("numeric");
	}
	return ui_input(a, &f);
}

const char *talks_tag(str state)
{
	return str_eq(state, S("open")) || str_eq(state, S("planned"))        ? "govuk-tag--yellow"
	       : str_eq(state, S("cancelled")) || str_eq(state, S("dropped")) ? "govuk-tag--grey"
	       : str_eq(state, S("done")) || str_eq(state, S("answered"))     ? "govuk-tag--green"
									      : "govuk-tag--blue";
}

/* ---- the list ---- */

enum { LIST_N = 200 };

static const struct field list_fields[] = {
	{ "kind", "Kind", FIELD_LINE, .max = 20 },
	{ "state", "State", FIELD_LINE, .max = 4 },
	{ "stands", "Stands", FIELD_LINE, .max = 20 },
	{ 0 },
};

static str given(const struct form *f, const char *name)
{
	str s = form_text(f, name);
	return str_is_empty(s) ? (str){ 0 } : s;
}

static struct html words_select(struct arena *a, const struct form *f, const char *name, int n,
				bool is_kind)
{
	struct ui_option *options = arena_new_n(a, struct ui_option, n + 1);
	options[0] = (struct ui_option){ .value = S(""), .text = S("All") };
	for (int i = 0; i < n; i++) {
		str word = is_kind ? talks_kind_text((enum talks_kind)i)
				   : talks_state_text((enum talks_state)i);
		options[i + 1] = (struct ui_option){ .value = word,
						     .text = is_kind ? talks_kind_label(word)
								     : talks_state_label(word) };
	}
	return talks_control(a, form_value(f, name), str_of(name), (str){ 0 }, options, n + 1);
}

static enum err fill_items(struct tx *tx, const struct talks_items_rows *rows,
			   struct talks_all_view *v)
{
	struct talks_all_items *to = arena_new_n(tx->a, struct talks_all_items, rows->n);
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		const struct talks_items_row *r = &rows->v[i];
		struct talks_sides_args of = { .item_id = r->id };
		struct talks_sides_rows sides;
		TRY(talks_sides(tx, &of, &sides));
		to[i] =
		    (struct talks_all_items){ .id = r->id,
					      .ref = r->ref,
					      .when = talks_days_text(tx->a, r->from_on, r->to_on),
					      .form = talks_form_label(r->form),
					      .sides = talks_sides_text(tx->a, &sides),
					      .speaker = r->speaker,
					      .says = r->says,
					      .state = talks_state_label(r->state),
					      .tag = str_of(talks_tag(r->state)),
					      .modality = r->modality,
					      .due_on = r->due_on.has ? r->due_on.v : 0,
					      .is_unpublished = !r->is_public };
	}
	v->items = to;
	v->n_items = rows->n;
	return OK;
}

static enum err list_page(struct ctx *c)
{
	struct page p;
	struct form f;
	enum talks_kind kind;
	enum talks_state state;
	str name;
	struct talks_items_rows rows = { 0 };
	struct talks_all_view v = { .is_writer = ctx_has_role(c, TALKS_WRITES),
				    .has_incidents = ctx_has_role(c, SEES_INCIDENTS) };
	const struct ui_option all = { .value = S(""), .text = S("All") };
	TRY(page_begin(c, "Talks", &p));
	enum err e = form_read(c, list_fields, NULL, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	struct talks_items_args in = { .kind = given(&f, "kind"),
				       .state_iso = given(&f, "state"),
				       .state = given(&f, "stands"),
				       .limit_n = LIST_N };
	if (in.kind.p && !talks_kind_of(in.kind, &kind))
		form_fault(c, &f, "kind", "'%.*s' is no kind.", SF(in.kind));
	if (in.state.p && !talks_state_of(in.state, &state))
		form_fault(c, &f, "stands", "'%.*s' is none of what is shown.", SF(in.state));
	if (in.state_iso.p && ref_state_name(p.tx, in.state_iso, &name) != OK)
		form_fault(c, &f, "state", "'%.*s' is not the code of a state; Russia is RU.",
			   SF(in.state_iso));
	if (!c->faults.total_n)
		TRY(talks_items(p.tx, &in, &rows));
	TRY(fill_items(p.tx, &rows, &v));
	v.kind_html = words_select(c->a, &f, "kind", TALKS_KIND_N, true);
	v.stand_html = words_select(c->a, &f, "stands", TALKS_STATE_N, false);
	TRY(visa_state_select(&p, &all, in.state_iso, form_value(&f, "state")->fault,
			      &v.state_html));
	return page_send(&p, talks_all, &v);
}

const struct route talks_routes[] = {
	ROUTE(GET, "/talks", list_page, TALKS_READS,
	      "Engagements, asks, complaints, agreements and statements, latest first."),
	ROUTE(GET, "/talks/new", talks_new_page, TALKS_WRITES, "The form for an item."),
	ROUTE(POST, "/talks/new", talks_new_post, TALKS_WRITES, "Enters an item.",
	      .is_write = true),
	ROUTE(GET, "/talks/{id}", talks_item_page, TALKS_READS,
	      "One item with its people, readouts side by side, links and what became of it."),
	ROUTE(POST, "/talks/{id}/follow", talks_follow_post, TALKS_WRITES,
	      "Says what became of an ask, complaint or agreement.", .is_write = true),
	ROUTE(POST, "/talks/{id}/readout", talks_readout_post, TALKS_WRITES,
	      "Enters what one side made public of an engagement.", .is_write = true),
	{ 0 },
};
