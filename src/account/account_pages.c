/* account_pages.c: people and roles, one account, deputies and duty officers. */
#include "account/account.h"
#include "access/session.h"
#include "account_absence.html.h"
#include "account_first.html.h"
#include "account_people.html.h"
#include "account_rights.html.h"
#include "audit/audit.h"
#include "base/day.h"
#include "ui/ui_form.h"
#include "web/form.h"

#define NEED_STAFF (NEED_SIGN_IN & ~BIT(ROLE_MISSION))
#define READERS    (BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR) | BIT(ROLE_ADMIN))

static struct account_wish wish_of(struct ctx *c)
{
	return (struct account_wish){ ctx_db(c), ctx_viewer(c), c->a, &c->faults, 0 };
}

/* ---- people ---- */

static enum err people_page(struct ctx *c)
{
	struct page p;
	struct account_all_rows rows;
	TRY(page_begin(c, "People and roles", &p));
	TRY(account_all(p.tx, &rows));
	struct account_people_people *to = arena_new_n(c->a, struct account_people_people, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct account_all_row *r = &rows.v[i];
		to[i] = (struct account_people_people){
			.login = r->login,
			.name = r->name,
			.is_closed = !r->is_active,
			.roles = roles_line(c->a, (uint32_t)r->role_bits),
			.labels = account_labels_line(c->a, (uint32_t)r->label_bits),
			.sees = r->mission_id.has
				    ? str_fmt(c->a, "mission %lld only", (long long)r->mission_id.v)
				    : S("all missions"),
		};
	}
	struct account_people_view v = {
		.people = to,
		.n_people = rows.n,
		.csrf = p.csrf,
		.has_form = may(ctx_viewer(c), ACT_ACCOUNT_SIGN_OUT, NULL, NULL) == OK,
	};
	return page_send(&p, account_people, &v);
}

/* ---- one account ---- */

static struct html input(struct ctx *c, const struct form *f, const char *name, const char *id)
{
	const struct form_value *v = form_value(f, name);
	bool is_day = v->field->kind == FIELD_DAY;
	struct ui_field in = page_field(v);
	in.id = str_of(id);
	in.classes = is_day ? S("govuk-input--width-10") : S("govuk-!-width-two-thirds");
	return ui_input(c->a, &in);
}

static const struct field rights_fields[] = {
	{ "roles", "Roles", FIELD_MANY },
	{ "labels", "May know", FIELD_MANY },
	{ 0 },
};

static struct html checkboxes(struct ctx *c, const char *name, const char *legend, uint32_t bits,
			      int n, bool is_role)
{
	struct ui_option *items = arena_new_n(c->a, struct ui_option, n);
	for (int i = 0; i < n; i++)
		items[i] = (struct ui_option){
			.value =
			    str_of(is_role ? role_word((enum role)i) : label_name((enum label)i)),
			.text = is_role ? str_of(role_says((enum role)i))
					: str_fmt(c->a, "%s: %s", label_name((enum label)i),
						  label_says((enum label)i)),
			.checked = bits & BIT(i) ? UI_YES : UI_NO,
		};
	struct ui_fieldset fieldset = { .legend = { .text = str_of(legend) } };
	struct ui_choices in = { .fieldset = &fieldset,
				 .name = str_of(name),
				 .id_prefix = str_of(name),
				 .items = items,
				 .n_items = n,
				 .classes = S("govuk-checkboxes--small") };
	for (ptrdiff_t i = 0; i < c->faults.n; i++)
		if (str_eq(c->faults.v[i].field, str_of(name)))
			in.error.text = c->faults.v[i].sentence;
	return ui_checkboxes(c->a, &in);
}

static const struct field reset_fields[] = {
	{ "reason", "Why", FIELD_LINE, true, .max = 200, .hint = "the telephone is lost" },
	{ 0 },
};
static const struct field close_fields[] = {
	{ "why", "Why it goes out of use", FIELD_LINE, true, .max = 200,
	  .hint = "has left the ministry" },
	{ 0 },
};
static const struct field open_fields[] = {
	{ "why", "Why it is opened", FIELD_LINE, true, .max = 200, .hint = "is back from leave" },
	{ 0 },
};

/* What was typed into the forms of the page; NULL: nothing. */
struct typed {
	const uint32_t *rights;
	const struct form *reset, *use;
};

/* Whether it has a password decides what an administrator can do about its signing in. */
static enum err fill_first(struct page *p, str login, const struct form *reset,
			   struct account_rights_view *v)
{
	struct access_account_by_login_args in = { login };
	struct access_account_by_login_row row;
	struct account_sessions_n_row open = { 0 };
	const struct viewer *me = p->tx->viewer;
	struct form blank = form_blank(p->c->a, reset_fields);
	p->tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_account_by_login(p->tx, &in, &row);
	int64_t idle_min = row.role_bits & BIT(ROLE_MISSION) ? IDLE_MISSION_MIN : IDLE_STAFF_MIN;
	struct account_sessions_n_args of = { .account_id = row.id,
					      .seen_at = p->tx->at - idle_min * 60 * SECOND_US,
					      .started_at = p->tx->at - (int64_t)SESSION_MAX_H *
									    3600 * SECOND_US };
	if (e == OK)
		e = account_sessions_n(p->tx, &of, &open);
	p->tx->viewer = me;
	if (e != OK)
		return e;
	v->sessions_n = open.sessions_n;
	v->has_password = row.password.p != NULL;
	v->is_locked = row.failures_n >= ATTEMPTS_MAX;
	v->failures_n = row.failures_n;
	v->reason_html = input(p->c, reset ? reset : &blank, "reason", "reason");
	return OK;
}

static enum err show_rights(struct ctx *c, const struct typed *typed)
{
	static const struct typed nothing = { 0 };
	struct page p;
	const struct typed *t = typed ? typed : &nothing;
	struct account_one_args in = { path_text(c, "login") };
	struct account_one_row r;
	TRY(page_begin(c, "Account", &p));
	TRY(account_one(p.tx, &in, &r));
	struct account_rights_view v = { .name = r.name,
					 .login = r.login,
					 .csrf = p.csrf,
					 .roles = roles_line(c->a, (uint32_t)r.role_bits),
					 .labels =
					     account_labels_line(c->a, (uint32_t)r.label_bits),
					 .has_log =
					     ctx_has_role(c, BIT(ROLE_AUDITOR) | BIT(ROLE_HEAD)),
					 .object = str_fmt(c->a, "account %lld", (long long)r.id) };
	v.has_form = may(ctx_viewer(c), ACT_ACCOUNT_GRANT, NULL, NULL) == ERR_NEEDS_APPROVAL;
	v.is_closed = !r.is_active;
	struct form blank = form_blank(c->a, v.is_closed ? open_fields : close_fields);
	TRY(fill_first(&p, in.login, t->reset, &v));
	v.use_html = input(c, t->use ? t->use : &blank, "why", "why");
	v.roles_html =
	    checkboxes(c, "roles", "Roles", t->rights ? t->rights[0] : (uint32_t)r.role_bits,
		       ROLES_N - 1, true);
	v.labels_html =
	    checkboxes(c, "labels", "May know", t->rights ? t->rights[1] : (uint32_t)r.label_bits,
		       LABELS_N, false);
	p.frame.title = r.name;
	p.frame.back_url = S("/accounts");
	p.frame.back_text = S("People and roles");
	return page_send(&p, account_rights, &v);
}

static enum err rights_page(struct ctx *c)
{
	return show_rights(c, NULL);
}

static str words_of(struct ctx *c, const struct form *f, const char *name)
{
	const struct form_value *v = form_value(f, name);
	struct out o = out_to_arena(c->a);
	for (int64_t i = 0; i < v->n; i++)
		out_fmt(&o, "%s%.*s", i ? "," : "", SF(v->many[i]));
	return out_view(&o);
}

static enum err rights_post(struct ctx *c)
{
	struct form f;
	struct account_wish w = wish_of(c);
	enum err e = form_read(c, rights_fields, CSRF_FIELDS, &f);
	if (e != OK)
		return e;
	uint32_t typed[] = { account_read_roles(words_of(c, &f, "roles"), "roles", &c->faults),
			     account_read_labels(words_of(c, &f, "labels"), "labels", &c->faults) };
	e = account_propose_rights(&w, path_text(c, "login"), typed[0], typed[1]);
	if (e == ERR_CONFLICT) {
		fault_field(&c->faults, S("roles"), "A proposal about this account waits already.");
		e = ERR_FAULTS;
	}
	if (e == ERR_FAULTS)
		return show_rights(c, &(struct typed){ .rights = typed });
	return e == OK ? see_other(c, "/proposals/%lld", (long long)w.proposal_id) : e;
}

static enum err first_post(struct ctx *c)
{
	struct page p;
	struct account_wish w = wish_of(c);
	struct account_first_view v = { .login = path_text(c, "login"), .hours_n = FIRST_CODE_H };
	enum err e = account_make_first(&w, &c->os, &c->refusal, v.login, &v.code);
	if (e == ERR_REFUSED)
		return show_rights(c, NULL);
	if (e != OK)
		return e;
	TRY(page_begin(c, "A code for the first sign-in", &p));
	return page_send(&p, account_first, &v);
}

static enum err reset_post(struct ctx *c)
{
	struct form f;
	struct account_wish w = wish_of(c);
	enum err e = form_read(c, reset_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = account_propose_reset(&w, path_text(c, "login"), form_text(&f, "reason"));
	if (e == ERR_CONFLICT) {
		form_fault(c, &f, "reason", "A proposal about this account waits already.");
		e = ERR_FAULTS;
	}
	if (e == ERR_FAULTS)
		return show_rights(c, &(struct typed){ .reset = &f });
	return e == OK ? see_other(c, "/proposals/%lld", (long long)w.proposal_id) : e;
}

static enum err use_post(struct ctx *c, bool is_close)
{
	struct form f;
	struct account_wish w = wish_of(c);
	str login = path_text(c, "login");
	enum err e = form_read(c, is_close ? close_fields : open_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = is_close ? account_propose_close(&w, login, form_text(&f, "why"))
			     : account_propose_open(&w, login, form_text(&f, "why"));
	if (e == ERR_CONFLICT) {
		form_fault(c, &f, "why", "A proposal about this account waits already.");
		e = ERR_FAULTS;
	}
	if (e == ERR_FAULTS)
		return show_rights(c, &(struct typed){ .use = &f });
	return e == OK ? see_other(c, "/proposals/%lld", (long long)w.proposal_id) : e;
}

static enum err close_post(struct ctx *c)
{
	return use_post(c, true);
}

static enum err open_post(struct ctx *c)
{
	return use_post(c, false);
}

static enum err sign_out_post(struct ctx *c)
{
	struct account_wish w = wish_of(c);
	str login = path_text(c, "login");
	int64_t n;
	TRY(account_end_sessions(&w, login, &n));
	return see_other(c, "/accounts/%.*s", SF(login));
}

static enum err everybody_post(struct ctx *c)
{
	struct account_wish w = wish_of(c);
	int64_t n;
	TRY(account_end_sessions(&w, (str){ 0 }, &n));
	return see_other(c, "/sign-in");
}

/* ---- absence ---- */

static const struct field deputy_fields[] = {
	{ "deputy", "Deputy", FIELD_LINE, true, .max = LOGIN_MAX, .hint = "a login name" },
	{ "from", "First day", FIELD_DAY, true, .hint = "as in 2021-07-05" },
	{ "to", "Last day", FIELD_DAY, true, .hint = "as in 2021-07-16" },
	{ "reason", "Why", FIELD_LINE, true, .max = 100 },
	{ 0 },
};
static const struct field night_fields[] = {
	{ "officers", "Five duty officers", FIELD_LINE, true, .max = 400,
	  .hint = "login names with spaces between" },
	{ "from", "First day", FIELD_DAY, true, .hint = "as in 2021-07-05" },
	{ "to", "Last day", FIELD_DAY, true, .hint = "as in 2021-07-16" },
	{ 0 },
};

static enum err fill_absence(struct page *p, struct account_absence_view *v)
{
	struct account_deputies_args of = { p->tx->on };
	struct account_deputies_rows deputies;
	struct account_nights_args on = { p->tx->on };
	struct account_nights_rows nights;
	TRY(account_deputies(p->tx, &of, &deputies));
	TRY(account_nights(p->tx, &on, &nights));
	struct account_absence_deputies *d =
	    arena_new_n(p->c->a, struct account_absence_deputies, deputies.n);
	struct account_absence_nights *n =
	    arena_new_n(p->c->a, struct account_absence_nights, nights.n);
	for (ptrdiff_t i = 0; i < deputies.n; i++)
		d[i] = (struct account_absence_deputies){
			.name = deputies.v[i].name,
			.deputy_name = deputies.v[i].deputy_name,
			.from_on = deputies.v[i].from_on,
			.to_on = deputies.v[i].to_on,
			.reason = deputies.v[i].reason,
		};
	for (ptrdiff_t i = 0; i < nights.n; i++)
		n[i] = (struct account_absence_nights){ nights.v[i].name, nights.v[i].from_on,
							nights.v[i].to_on };
	v->deputies = d;
	v->n_deputies = deputies.n;
	v->nights = n;
	v->n_nights = nights.n;
	return OK;
}

static enum err show_absence(struct ctx *c, const struct form *deputy, const struct form *night)
{
	struct page p;
	struct account_absence_view v = { 0 };
	struct form blank_deputy = form_blank(c->a, deputy_fields),
		    blank_night = form_blank(c->a, night_fields);
	const struct form *d = deputy ? deputy : &blank_deputy, *n = night ? night : &blank_night;
	TRY(page_begin(c, "Deputies and duty officers", &p));
	TRY(fill_absence(&p, &v));
	v.csrf = p.csrf;
	v.has_form = may(ctx_viewer(c), ACT_ABSENCE_DEPUTY, NULL, NULL) == ERR_NEEDS_APPROVAL;
	v.deputy_html = input(c, d, "deputy", "deputy");
	/* The summary leads to the fields of the form that was sent. */
	v.from_html = input(c, d, "from", night ? "deputy-from" : "from");
	v.to_html = input(c, d, "to", night ? "deputy-to" : "to");
	v.reason_html = input(c, d, "reason", "reason");
	v.officers_html = input(c, n, "officers", "officers");
	v.night_from_html = input(c, n, "from", night ? "from" : "night-from");
	v.night_to_html = input(c, n, "to", night ? "to" : "night-to");
	return page_send(&p, account_absence, &v);
}

static enum err absence_page(struct ctx *c)
{
	return show_absence(c, NULL, NULL);
}

/* Faults that the deed found stand beside their fields, too. */
static enum err absence_done(struct ctx *c, struct form *f, struct account_wish *w, enum err e,
			     bool is_night)
{
	if (e == ERR_CONFLICT) {
		fault_field(&c->faults, str_of(f->v[0].field->name),
			    "A proposal about this waits already.");
		e = ERR_FAULTS;
	}
	if (e == ERR_FAULTS)
		return is_night ? show_absence(c, NULL, f) : show_absence(c, f, NULL);
	return e == OK ? see_other(c, "/proposals/%lld", (long long)w->proposal_id) : e;
}

static enum err deputy_post(struct ctx *c)
{
	struct form f;
	struct account_wish w = wish_of(c);
	enum err e = form_read(c, deputy_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = account_propose_deputy(&w, ctx_viewer(c)->name, form_text(&f, "deputy"),
					   form_day(&f, "from", 0), form_day(&f, "to", 0),
					   form_text(&f, "reason"));
	return absence_done(c, &f, &w, e, false);
}

static enum err night_post(struct ctx *c)
{
	struct form f;
	struct account_wish w = wish_of(c);
	enum err e = form_read(c, night_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = account_propose_night(&w, form_text(&f, "officers"), form_day(&f, "from", 0),
					  form_day(&f, "to", 0));
	return absence_done(c, &f, &w, e, true);
}

const struct route account_routes[] = {
	ROUTE(GET, "/accounts", people_page, READERS,
	      "The people who work with the register, and what each may."),
	ROUTE(GET, "/accounts/{login}", rights_page, READERS,
	      "One account, and proposing other rights for it."),
	ROUTE(POST, "/accounts/{login}", rights_post, BIT(ROLE_ADMIN),
	      "Proposes other rights for an account.", .is_write = true),
	ROUTE(POST, "/accounts/{login}/first", first_post, BIT(ROLE_ADMIN) | NEED_PROOF,
	      "Makes a code for somebody's first sign-in, shown once.", .is_write = true),
	ROUTE(POST, "/accounts/{login}/reset", reset_post, BIT(ROLE_ADMIN),
	      "Proposes to take from an account all that it signs in with.", .is_write = true),
	ROUTE(POST, "/accounts/{login}/close", close_post, BIT(ROLE_ADMIN),
	      "Proposes to take an account out of use.", .is_write = true),
	ROUTE(POST, "/accounts/{login}/open", open_post, BIT(ROLE_ADMIN),
	      "Proposes to take an account into use again.", .is_write = true),
	ROUTE(POST, "/accounts/{login}/sign-out", sign_out_post, BIT(ROLE_ADMIN) | NEED_PROOF,
	      "Ends every session of an account.", .is_write = true),
	ROUTE(POST, "/sign-out/everybody", everybody_post, BIT(ROLE_ADMIN) | NEED_PROOF,
	      "Ends every session of every account.", .is_write = true),
	ROUTE(GET, "/absence", absence_page, NEED_STAFF,
	      "Who stands in for whom, and the duty officers."),
	ROUTE(POST, "/absence/deputy", deputy_post, NEED_STAFF, "Proposes one's deputy.",
	      .is_write = true),
	ROUTE(POST, "/absence/night", night_post, NEED_STAFF, "Proposes the duty officers.",
	      .is_write = true),
	{ 0 },
};
