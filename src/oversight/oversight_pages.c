/* oversight_pages.c: break-glass as pages: taking, the list, the review. */
#include "access/session.h"
#include "base/day.h"
#include "oversight/oversight.h"
#include "oversight_glass.html.h"
#include "oversight_glass_open.html.h"
#include "ui/ui_form.h"
#include "web/form.h"

enum { LIST_MAX = 100 };
#define STAFF                                                                                      \
	(BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) |            \
	 BIT(ROLE_DESK) | BIT(ROLE_HEAD))
#define REVIEWERS (BIT(ROLE_SECURITY) | BIT(ROLE_HEAD))

static const char *const labels[] = { "VISA", "VET", "SEC", "DIPL", "PERS", NULL };
static const struct field open_fields[] = {
	{ "object", "Record", FIELD_LINE, true, .max = 80,
	  .hint = "its table and number, as in visa_application 118" },
	{ "label", "Label", FIELD_CHOICE, true, .choices = labels },
	{ "reason", "Why it cannot wait", FIELD_LINE, true, .max = 300 },
	{ 0 },
};
static const struct field review_fields[] = {
	{ "note", "What you found", FIELD_LINE, .max = 300 },
	{ "verdict", "Verdict", FIELD_LINE, true, .max = 10 },
	{ 0 },
};

/* ---- taking ---- */

static struct html input(struct ctx *c, const struct form *f, const char *name)
{
	const struct form_value *v = form_value(f, name);
	bool is_secret = v->field->kind == FIELD_SECRET;
	struct ui_field in = page_field(v);
	in.type = is_secret ? S("password") : S("text");
	in.autocomplete = is_secret ? S("current-password") : S("");
	return ui_input(c->a, &in);
}

static struct html label_select(struct ctx *c, const struct form *f)
{
	const struct form_value *v = form_value(f, "label");
	struct ui_option options[LABELS_N];
	int n = 0;
	for (int i = 1; i < LABELS_N; i++)
		options[n++] =
		    (struct ui_option){ .value = str_of(label_name((enum label)i)),
					.text = str_fmt(c->a, "%s: %s", label_name((enum label)i),
							label_says((enum label)i)) };
	struct ui_field in = { .label = { .text = str_of(v->field->label) },
			       .id = S("label"),
			       .name = S("label"),
			       .value = v->typed,
			       .options = options,
			       .n_options = n,
			       .error = { .text = v->fault } };
	return ui_select(c->a, &in);
}

static enum err show_open(struct ctx *c, const struct form *f)
{
	struct page p;
	TRY(page_begin(c, "Break-glass", &p));
	struct oversight_glass_open_view v = { .last_n = GLASS_MIN,
					       .days_n = GLASS_REVIEW_DAYS,
					       .csrf = p.csrf,
					       .object_html = input(c, f, "object"),
					       .label_html = label_select(c, f),
					       .reason_html = input(c, f, "reason") };
	return page_send(&p, oversight_glass_open, &v);
}

static enum err open_page(struct ctx *c)
{
	struct form f = form_blank(c->a, open_fields);
	return show_open(c, &f);
}

static enum err take(struct ctx *c, struct form *f)
{
	struct glass_wish w = { .label = form_text(f, "label"), .reason = form_text(f, "reason") };
	str rest = form_text(f, "object");
	int64_t id;
	w.table = str_trim(str_cut(&rest, ' '));
	if (!rest.p || !str_to_int64(str_trim(rest), &w.id))
		w.id = 0; /* glass_open says what is wrong with it */
	return glass_open(ctx_db(c), ctx_viewer(c), c->a, &c->faults, &w, &id);
}

static enum err open_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, open_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = take(c, &f);
	if (e == ERR_FAULTS)
		return show_open(c, &f);
	return e == OK ? see_other(c, "/me") : e;
}

/* ---- the list and the review ---- */

/* With what was typed about one of them, and what is wrong with it; 0: about none. */
static struct html note_input(struct ctx *c, const struct form *f, int64_t reviewed_id, int64_t id)
{
	struct form blank = form_blank(c->a, review_fields);
	bool is_it = id == reviewed_id;
	struct ui_field in = page_field(form_value(is_it ? f : &blank, "note"));
	if (!is_it)
		in.id = str_fmt(c->a, "note-%lld", (long long)id);
	return ui_input(c->a, &in);
}

static enum err show_all(struct ctx *c, const struct form *f, int64_t reviewed_id)
{
	struct page p;
	struct oversight_glass_all_args in = { LIST_MAX };
	struct oversight_glass_all_rows rows;
	TRY(page_begin(c, "Break-glass", &p));
	TRY(oversight_glass_all(p.tx, &in, &rows));
	struct oversight_glass_glasses *to =
	    arena_new_n(c->a, struct oversight_glass_glasses, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct oversight_glass_all_row *r = &rows.v[i];
		bool is_waiting = !r->reviewed_at.has;
		to[i] = (struct oversight_glass_glasses){
			.id = r->id,
			.user_name = r->user_name,
			.label = r->label,
			.object = str_fmt(c->a, "%.*s %lld", SF(r->object_table),
					  (long long)r->object_id),
			.reason = r->reason,
			.opened_at = r->opened_at,
			.until_at = r->until_at,
			.is_waiting = is_waiting,
			.review_due_on = r->review_due_on,
			.is_overdue = is_waiting && p.tx->on > r->review_due_on,
			.is_wrong = str_eq(r->verdict, S("wrong")),
			.verdict = r->verdict,
			.reviewed_name = r->reviewed_name,
			.reviewed_at = r->reviewed_at.v,
			.note = r->review_note,
			.has_form = is_waiting && ctx_has_role(c, REVIEWERS) &&
				    r->account_id != ctx_viewer(c)->user_id,
			.note_html = note_input(c, f, reviewed_id, r->id),
			.csrf = p.csrf,
		};
	}
	struct oversight_glass_view v = {
		.last_n = GLASS_MIN, .days_n = GLASS_REVIEW_DAYS, .glasses = to, .n_glasses = rows.n
	};
	return page_send(&p, oversight_glass, &v);
}

static enum err show_list(struct ctx *c)
{
	return show_all(c, NULL, 0);
}

static enum err review_post(struct ctx *c)
{
	struct form f;
	enum glass_verdict verdict = GLASS_VERDICT_WRONG;
	enum err e = form_read(c, review_fields, CSRF_FIELDS, &f);
	if (e == OK && !glass_verdict_of(form_text(&f, "verdict"), &verdict)) {
		fault_field(&c->faults, (str){ 0 }, "Say whether it was right or wrong.");
		e = ERR_FAULTS;
	}
	if (e == OK)
		e = glass_review(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, path_id(c, "id"),
				 verdict == GLASS_VERDICT_RIGHT, form_text(&f, "note"));
	if (e == ERR_FAULTS || e == ERR_REFUSED)
		return show_all(c, &f, path_id(c, "id"));
	return e == OK ? see_other(c, "/break-glass") : e;
}

const struct route oversight_routes[] = {
	ROUTE(GET, "/break-glass", show_list, REVIEWERS | BIT(ROLE_AUDITOR),
	      "What was taken by break-glass, and its review."),
	ROUTE(GET, "/break-glass/new", open_page, STAFF, "The form to take a label on one record."),
	ROUTE(POST, "/break-glass/new", open_post, STAFF | NEED_PROOF,
	      "Takes a label on one record for an hour.", .is_write = true),
	ROUTE(POST, "/break-glass/{id}/review", review_post, REVIEWERS, "Reviews a break-glass.",
	      .is_write = true),
	{ 0 },
};
