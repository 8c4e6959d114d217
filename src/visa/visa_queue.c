/* visa_queue.c: the page of the queue: filters in the address, rows in the order in which they are
 * due or by age, pages by key (the last row's day and number), so that a page stays right while
 * others work; and the page of those that ended. */
#include "base/must.h"
#include "ref/ref.h"
#include "visa/visa.h"
#include "visa/visa_pages.h"
#include "visa_ended.html.h"
#include "visa_queue.html.h"
#include "web/form.h"

enum { PAGE_ROWS_N = 25 };

static const struct field queue_fields[] = {
	{ "state", "State", FIELD_LINE, .max = 4 },
	{ "holder", "Held by", FIELD_LINE, .max = 20 },
	{ "stage", "Stage", FIELD_LINE, .max = 20 },
	{ "kind", "Kind", FIELD_LINE, .max = 20 },
	{ "over", "Over standard", FIELD_CHECK },
	{ "sort", "Order", FIELD_LINE, .max = 10 },
	{ "after_due_on", "Due day of the last row", FIELD_DAY },
	{ "after_received_on", "Day on which the last row came", FIELD_DAY },
	{ "after_id", "Last row", FIELD_INT, .min = 0, .max = INT64_MAX },
	{ 0 },
};

struct filter {
	struct form form;
	str host_iso, state_iso, holder, stage, kind; /* null: any */
	bool is_over, is_by_age;
	int64_t after_on, after_id; /* of the day by which they are sorted */
};

static str given(const struct form *f, const char *name)
{
	str s = form_text(f, name);
	return str_is_empty(s) ? (str){ 0 } : s;
}

/* A filter that means nothing is a fault, not an empty list. */
static enum err read_filter(struct page *p, struct filter *q)
{
	struct ctx *c = p->c;
	enum visa_holder h;
	enum visa_stage s;
	enum visa_kind k;
	str state_name;
	enum err e = form_read(c, queue_fields, NULL, &q->form);
	if (e != OK && e != ERR_FAULTS)
		return e;
	q->state_iso = given(&q->form, "state");
	q->holder = given(&q->form, "holder");
	q->stage = given(&q->form, "stage");
	q->kind = given(&q->form, "kind");
	q->is_over = form_is(&q->form, "over");
	q->is_by_age = str_eq(form_text(&q->form, "sort"), S("age"));
	q->after_on =
	    form_day(&q->form, q->is_by_age ? "after_received_on" : "after_due_on", DAY_MIN);
	q->after_id = form_int(&q->form, "after_id", 0);
	str sort = form_text(&q->form, "sort");
	if (!q->is_by_age && !str_is_empty(sort) && !str_eq(sort, S("due")))
		form_fault(c, &q->form, "sort", "'%.*s' is no order: due or age.", SF(sort));
	if (q->holder.p && !visa_holder_of(q->holder, &h))
		form_fault(c, &q->form, "holder", "'%.*s' is not a holder.", SF(q->holder));
	if (q->stage.p && !visa_stage_of(q->stage, &s))
		form_fault(c, &q->form, "stage", "'%.*s' is not a stage.", SF(q->stage));
	if (q->kind.p && !visa_kind_of(q->kind, &k))
		form_fault(c, &q->form, "kind", "'%.*s' is not a kind of application.",
			   SF(q->kind));
	e = q->state_iso.p ? ref_state_name(p->tx, q->state_iso, &state_name) : OK;
	if (e == ERR_NOT_FOUND)
		form_fault(c, &q->form, "state", "'%.*s' is not the code of a state; Russia is RU.",
			   SF(q->state_iso));
	else if (e != OK)
		return e;
	return ref_host(p->tx, &q->host_iso);
}

/* ---- rows ---- */

/* One row more than a page has says that there is a next one. */
static enum err read_rows(struct tx *tx, const struct filter *q, struct visa_queue_rows *out)
{
	struct visa_queue_args by_due = { .receiving_iso = q->host_iso,
					  .sending_iso = q->state_iso,
					  .after_due_on = q->after_on,
					  .after_id = q->after_id,
					  .stage = q->stage,
					  .holder = q->holder,
					  .kind = q->kind,
					  .is_over_only = q->is_over,
					  .today_on = tx->on,
					  .now_at = tx->at,
					  .limit_n = PAGE_ROWS_N + 1 };
	struct visa_queue_by_age_args by_age = { .receiving_iso = q->host_iso,
						 .sending_iso = q->state_iso,
						 .after_received_on = q->after_on,
						 .after_id = q->after_id,
						 .stage = q->stage,
						 .holder = q->holder,
						 .kind = q->kind,
						 .is_over_only = q->is_over,
						 .today_on = tx->on,
						 .now_at = tx->at,
						 .limit_n = PAGE_ROWS_N + 1 };
	return q->is_by_age ? visa_queue_by_age(tx, &by_age, out) : visa_queue(tx, &by_due, out);
}

static bool fits(str want, str is)
{
	return !want.p || str_eq(want, is);
}

static enum err count_rows(const struct page *p, const struct filter *q, struct visa_queue_view *v)
{
	struct visa_open_counts_args in = { .today_on = p->tx->on, .receiving_iso = q->host_iso };
	struct visa_open_counts_rows rows;
	str key = str_fmt(p->c->a, "%.*s %.*s %.*s %.*s %d", SF(q->state_iso), SF(q->holder),
			  SF(q->stage), SF(q->kind), q->is_over);
	int64_t n[2];
	if (page_counted(p, queue_fields, key, n)) {
		v->found_n = n[0];
		v->over_n = n[1];
		return OK;
	}
	TRY(visa_open_counts(p->tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct visa_open_counts_row *r = &rows.v[i];
		if (!fits(q->state_iso, r->sending_iso) || !fits(q->holder, r->holder) ||
		    !fits(q->stage, r->stage) || !fits(q->kind, r->kind))
			continue;
		v->found_n += q->is_over ? r->over_n : r->open_n;
		v->over_n += r->over_n;
	}
	page_keep_count(p, queue_fields, key, (const int64_t[2]){ v->found_n, v->over_n });
	return OK;
}

static bool is_ticked(const struct form_value *refs, str ref)
{
	for (int64_t i = 0; refs->many && i < refs->n; i++)
		if (str_eq(refs->many[i], ref))
			return true;
	return false;
}

static void fill_cases(struct tx *tx, const struct visa_queue_rows *rows,
		       const struct form_value *refs, struct visa_queue_view *v)
{
	struct visa_queue_cases *to = arena_new_n(tx->a, struct visa_queue_cases, PAGE_ROWS_N);
	v->cases = to;
	for (ptrdiff_t i = 0; i < rows->n && i < PAGE_ROWS_N; i++, to++) {
		const struct visa_queue_row *r = &rows->v[i];
		struct visa_clock clock = { r->received_on, r->due_on, r->stopped_days,
					    r->stopped_since_on };
		enum visa_holder h;
		enum visa_stage s;
		must(visa_holder_of(r->holder, &h) && visa_stage_of(r->stage, &s));
		*to = (struct visa_queue_cases){ .id = r->id,
						 .ref = r->ref,
						 .person_name = r->person_name,
						 .post_no = r->post_no,
						 .is_ticked = is_ticked(refs, r->ref),
						 .is_frozen = r->frozen_since_on.has,
						 .stage = visa_stage_label(s),
						 .state_name = r->state_name,
						 .taken_by = r->taken_by_name,
						 .given_to = r->given_to_name,
						 .holder = visa_holder_label(h),
						 .age_days = visa_age_net(&clock, tx->on),
						 .is_over = visa_is_over(&clock, tx->on),
						 .is_stopped = r->stopped_since_on.has,
						 .due = visa_due_text(tx->a, &clock, tx->on) };
		v->n_cases++;
	}
}

/* ---- filters ---- */

static struct html choose(struct arena *a, const struct form *f, const char *name, str any,
			  const struct ui_option *options, ptrdiff_t n)
{
	const struct form_value *value = form_value(f, name);
	struct ui_option *all = arena_new_n(a, struct ui_option, n + 1);
	all[0] = (struct ui_option){ .value = S(""), .text = any };
	for (ptrdiff_t i = 0; i < n; i++)
		all[i + 1] = options[i];
	return ui_select(a, &(struct ui_field){ .name = str_of(name),
						.id = str_of(name),
						.label = { .text = str_of(value->field->label) },
						.value = value->typed,
						.options = all,
						.n_options = n + 1,
						.error = { .text = value->fault } });
}

static enum err fill_filters(struct page *p, const struct filter *q, struct visa_queue_view *v)
{
	struct arena *a = p->c->a;
	struct ui_option holders[VISA_HOLDER_N], stages[VISA_STAGE_N], kinds[VISA_KIND_N];
	for (int h = 0; h < VISA_HOLDER_N; h++)
		holders[h] = (struct ui_option){ .value = visa_holder_text((enum visa_holder)h),
						 .text = visa_holder_label((enum visa_holder)h) };
	int n_stages = 0;
	for (int s = 0; s < VISA_STAGE_N; s++)
		if (s != VISA_STAGE_CLOSED)
			stages[n_stages++] =
			    (struct ui_option){ .value = visa_stage_text((enum visa_stage)s),
						.text = visa_stage_label((enum visa_stage)s) };
	for (int k = 0; k < VISA_KIND_N; k++)
		kinds[k] = (struct ui_option){ .value = visa_kind_text((enum visa_kind)k),
					       .text = visa_kind_label((enum visa_kind)k) };
	v->holder_html = choose(a, &q->form, "holder", S("Anybody"), holders, VISA_HOLDER_N);
	v->stage_html = choose(a, &q->form, "stage", S("Any stage"), stages, n_stages);
	v->kind_html = choose(a, &q->form, "kind", S("Any kind"), kinds, VISA_KIND_N);
	struct ui_option over = { .value = S("1"),
				  .text = S("Over standard only"),
				  .checked = q->is_over ? UI_YES : UI_NO };
	v->over_html =
	    ui_checkboxes(a, &(struct ui_choices){ .name = S("over"),
						   .id_prefix = S("over"),
						   .classes = S("govuk-checkboxes--small"),
						   .items = &over,
						   .n_items = 1 });
	struct ui_option any = { .value = S(""), .text = S("All states") };
	const struct form_value *state = form_value(&q->form, "state");
	return visa_state_select(p, &any, state->typed, state->fault, &v->state_html);
}

static void put_filter(struct out *o, const char *name, str value)
{
	if (str_is_empty(value))
		return;
	out_fmt(o, "%s%s=", str_find_byte(out_view(o), '?') < 0 ? "?" : "&", name);
	out_url(o, value);
}

/* The address of the first page of a filter in an order. */
static struct out filter_url(struct arena *a, const struct filter *q, bool is_by_age)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "/visas");
	put_filter(&o, "state", q->state_iso);
	put_filter(&o, "holder", q->holder);
	put_filter(&o, "stage", q->stage);
	put_filter(&o, "kind", q->kind);
	put_filter(&o, "over", q->is_over ? S("1") : (str){ 0 });
	put_filter(&o, "sort", is_by_age ? S("age") : (str){ 0 });
	return o;
}

static void fill_pages(struct arena *a, const struct filter *q, const struct visa_queue_rows *rows,
		       struct visa_queue_view *v)
{
	struct out url = filter_url(a, q, q->is_by_age), other = filter_url(a, q, !q->is_by_age);
	v->is_by_age = q->is_by_age;
	v->other_url = out_view(&other);
	v->first_url = str_copy(a, out_view(&url));
	v->is_later = q->after_id > 0;
	if (rows->n > PAGE_ROWS_N) {
		const struct visa_queue_row *last = &rows->v[PAGE_ROWS_N - 1];
		if (q->is_by_age)
			put_filter(&url, "after_received_on", day_text(a, last->received_on));
		else
			put_filter(&url, "after_due_on", day_text(a, last->due_on));
		put_filter(&url, "after_id", str_fmt(a, "%lld", (long long)last->id));
		v->next_url = out_view(&url);
	}
	v->has_pages = v->is_later || v->next_url.p;
}

/* ---- many at once: giving to somebody, asking for papers; never deciding ---- */

/* clang-format off */
static const char *const BULK_DO[] = { "assign", "ask", NULL };
static const struct field bulk_fields[] = {
	{ "refs", "Applications", FIELD_MANY, true, .max = 100 },
	{ "do", "What to do", FIELD_CHOICE, true, .choices = BULK_DO },
	{ "login", "Give to", FIELD_LINE, .max = 64 },
	{ "items", "Papers", FIELD_MANY, .max = VISA_ITEM_N },
	{ "more", "Sentence", FIELD_LINE, .max = 200 },
	{ 0 },
};
/* clang-format on */

static enum err fill_bulk(struct page *p, const struct form *f, struct visa_queue_view *v)
{
	struct arena *a = p->c->a;
	struct visa_people_rows rows;
	struct ui_option items[VISA_ITEM_N];
	struct ui_fieldset set = { .legend = { .text = S("What is needed") } };
	TRY(visa_people(p->tx, &rows));
	struct ui_option *people = arena_new_n(a, struct ui_option, rows.n + 1);
	ptrdiff_t n = 0;
	people[n++] = (struct ui_option){ .value = S(""), .text = S("Anybody of the section") };
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].role_bits & VISA_SEES_CASES)
			people[n++] =
			    (struct ui_option){ .value = rows.v[i].login, .text = rows.v[i].name };
	struct ui_field login = page_field(form_value(f, "login")),
			more = page_field(form_value(f, "more"));
	login.options = people;
	login.n_options = n;
	v->people_html = ui_select(a, &login);
	for (int i = 0; i < VISA_ITEM_N; i++)
		items[i] = (struct ui_option){ .value = visa_item_text((enum visa_item)i),
					       .text = visa_item_label((enum visa_item)i) };
	v->items_html = ui_checkboxes(
	    a, &(struct ui_choices){ .name = S("items"),
				     .id_prefix = S("items"),
				     .classes = S("govuk-checkboxes--small"),
				     .fieldset = &set,
				     .values = form_value(f, "items")->many,
				     .n_values = (ptrdiff_t)form_value(f, "items")->n,
				     .error = { .text = form_value(f, "items")->fault },
				     .items = items,
				     .n_items = VISA_ITEM_N });
	more.label.text = S("One sentence to the mission");
	v->more_html = ui_input(a, &more);
	v->csrf = p->csrf;
	v->has_assign = may(ctx_viewer(p->c), ACT_VISA_ASSIGN, NULL, NULL) == OK;
	v->has_ask = ctx_has_role(p->c, BIT(ROLE_VISA) | BIT(ROLE_PROTOCOL) | BIT(ROLE_VETTING));
	v->has_enter = may(ctx_viewer(p->c), ACT_VISA_ENTER, NULL, NULL) == OK;
	return OK;
}

/* With what was typed to be done with several; NULL: nothing yet. */
static enum err show_queue(struct ctx *c, const struct form *bulk)
{
	struct page p;
	struct form blank = form_blank(c->a, bulk_fields);
	bool is_touched = bulk != NULL;
	struct filter q = { 0 };
	struct visa_queue_rows rows;
	struct visa_queue_view v = { 0 };
	if (!bulk)
		bulk = &blank;
	TRY(page_begin(c, "Applications", &p));
	TRY(c->req->method == METHOD_GET ? read_filter(&p, &q)
					 : (q.form = form_blank(c->a, queue_fields),
					    q.after_on = DAY_MIN, ref_host(p.tx, &q.host_iso)));
	if (!c->faults.n || c->req->method == METHOD_POST) {
		TRY(count_rows(&p, &q, &v));
		TRY(read_rows(p.tx, &q, &rows));
		fill_cases(p.tx, &rows, form_value(bulk, "refs"), &v);
		fill_pages(c->a, &q, &rows, &v);
	}
	v.is_unread = c->faults.n > 0 && c->req->method == METHOD_GET;
	TRY(fill_filters(&p, &q, &v));
	TRY(fill_bulk(&p, bulk, &v));
	v.is_touched = is_touched;
	v.refs_fault = form_value(bulk, "refs")->fault;
	return page_send(&p, visa_queue, &v);
}

enum err visa_queue_page(struct ctx *c)
{
	return show_queue(c, NULL);
}

/* Words of enum visa_item; a word that is none is a fault. */
static uint32_t items_of(struct ctx *c, struct form *f)
{
	const struct form_value *v = form_value(f, "items");
	uint32_t bits = 0;
	for (int64_t i = 0; i < v->n && v->many; i++) {
		enum visa_item item;
		if (visa_item_of(v->many[i], &item))
			bits |= BIT(item);
		else
			form_fault(c, f, "items", "'%.*s' is not a paper.", SF(v->many[i]));
	}
	return bits;
}

static enum err do_bulk(struct ctx *c, struct form *f)
{
	const struct form_value *refs = form_value(f, "refs");
	uint32_t items = items_of(c, f);
	TRY(faults_err(&c->faults));
	if (str_eq(form_text(f, "do"), S("assign")))
		return visa_give_to(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, refs->many,
				    (ptrdiff_t)refs->n, form_text(f, "login"));
	int64_t notes_n;
	return visa_ask(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, refs->many, (ptrdiff_t)refs->n,
			items, form_text(f, "more"), &notes_n);
}

enum err visa_bulk_page(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, bulk_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = do_bulk(c, &f);
	if (e == OK)
		return see_other(c, "/visas");
	return e == ERR_FAULTS || e == ERR_REFUSED ? show_queue(c, &f) : e;
}

/* ---- those that ended ---- */

static const struct field ended_fields[] = {
	{ "state", "State", FIELD_LINE, .max = 4 },
	{ "outcome", "Outcome", FIELD_LINE, .max = 20 },
	{ "before_closed_on", "Day on which the last row ended", FIELD_DAY },
	{ "before_id", "Last row", FIELD_INT, .min = 0, .max = INT64_MAX },
	{ 0 },
};

static enum err read_ended(struct page *p, struct form *f, struct visa_ended_args *in)
{
	struct ctx *c = p->c;
	enum visa_outcome outcome;
	str name;
	enum err e = form_read(c, ended_fields, NULL, f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	*in =
	    (struct visa_ended_args){ .sending_iso = given(f, "state"),
				      .outcome = given(f, "outcome"),
				      .before_closed_on = form_day(f, "before_closed_on", DAY_MAX),
				      .before_id = form_int(f, "before_id", INT64_MAX),
				      .limit_n = PAGE_ROWS_N + 1 };
	if (in->outcome.p && !visa_outcome_of(in->outcome, &outcome))
		form_fault(c, f, "outcome", "'%.*s' is not an outcome.", SF(in->outcome));
	e = in->sending_iso.p ? ref_state_name(p->tx, in->sending_iso, &name) : OK;
	if (e == ERR_NOT_FOUND)
		form_fault(c, f, "state", "'%.*s' is not the code of a state; Russia is RU.",
			   SF(in->sending_iso));
	else if (e != OK)
		return e;
	return ref_host(p->tx, &in->receiving_iso);
}

static void fill_ended(struct tx *tx, const struct visa_ended_rows *rows, struct visa_ended_view *v)
{
	struct visa_ended_cases *to = arena_new_n(tx->a, struct visa_ended_cases, PAGE_ROWS_N);
	v->cases = to;
	for (ptrdiff_t i = 0; i < rows->n && i < PAGE_ROWS_N; i++, to++) {
		const struct visa_ended_row *r = &rows->v[i];
		enum visa_outcome outcome;
		enum visa_kind kind;
		must(visa_outcome_of(r->outcome, &outcome) && visa_kind_of(r->kind, &kind));
		*to = (struct visa_ended_cases){
			.id = r->id,
			.ref = r->ref,
			.person_name = r->person_name,
			.post_no = r->post_no,
			.kind = visa_kind_label(kind),
			.outcome = visa_outcome_label(outcome),
			.state_name = r->state_name,
			.closed_on = r->closed_on,
			.took_days = r->closed_on - r->received_on - r->stopped_days,
		};
		v->n_cases++;
	}
}

static void fill_ended_pages(struct arena *a, const struct visa_ended_args *in,
			     const struct visa_ended_rows *rows, struct visa_ended_view *v)
{
	struct out url = out_to_arena(a);
	out_lit(&url, "/visas/ended");
	put_filter(&url, "state", in->sending_iso);
	put_filter(&url, "outcome", in->outcome);
	v->first_url = str_copy(a, out_view(&url));
	v->is_later = in->before_id != INT64_MAX;
	if (rows->n > PAGE_ROWS_N) {
		const struct visa_ended_row *last = &rows->v[PAGE_ROWS_N - 1];
		put_filter(&url, "before_closed_on", day_text(a, last->closed_on));
		put_filter(&url, "before_id", str_fmt(a, "%lld", (long long)last->id));
		v->next_url = out_view(&url);
	}
	v->has_pages = v->is_later || v->next_url.p;
}

enum err visa_ended_page(struct ctx *c)
{
	struct page p;
	struct form f;
	struct visa_ended_args in;
	struct visa_ended_rows rows;
	struct visa_ended_view v = { 0 };
	struct ui_option outcomes[VISA_OUTCOME_N],
	    any = { .value = S(""), .text = S("All states") };
	TRY(page_begin(c, "Applications that ended", &p));
	TRY(read_ended(&p, &f, &in));
	v.is_unread = c->faults.n > 0;
	if (!v.is_unread) {
		TRY(visa_ended(p.tx, &in, &rows));
		fill_ended(p.tx, &rows, &v);
		fill_ended_pages(c->a, &in, &rows, &v);
	}
	for (int i = 0; i < VISA_OUTCOME_N; i++)
		outcomes[i] =
		    (struct ui_option){ .value = visa_outcome_text((enum visa_outcome)i),
					.text = visa_outcome_label((enum visa_outcome)i) };
	v.outcome_html = choose(c->a, &f, "outcome", S("Any outcome"), outcomes, VISA_OUTCOME_N);
	const struct form_value *state = form_value(&f, "state");
	TRY(visa_state_select(&p, &any, state->typed, state->fault, &v.state_html));
	p.frame.back_url = S("/visas");
	p.frame.back_text = S("Applications");
	return page_send(&p, visa_ended, &v);
}

enum err visa_next_page(struct ctx *c)
{
	int64_t id;
	str ref;
	enum err e = visa_take_next(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &id, &ref);
	if (e == ERR_NOT_FOUND)
		return see_other(c, "/visas");
	return e == OK ? see_other(c, "/visas/%lld", (long long)id) : e;
}
