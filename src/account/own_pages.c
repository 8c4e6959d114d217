/* own_pages.c: /me: who one is to the register, how one signs in, where one is signed in. First the
 * page, then the password, the codes, the keys, the sessions. */
#include "account/account.h"

#include "access/session.h"
#include "account_code.html.h"
#include "account_key.html.h"
#include "account_me.html.h"
#include "account_paper.html.h"
#include "account_password.html.h"
#include "audit/audit.h"
#include "base/day.h"
#include "ui/ui_form.h"
#include "web/form.h"

enum { SESSIONS_SHOWN = 50, KEY_TEXT_MAX = 6000 };

static const struct guard *guard_of(const struct ctx *c)
{
	return ((struct app *)c->app)->guard;
}

static struct html input(struct ctx *c, const struct form *f, const char *name,
			 const char *autocomplete, const char *classes)
{
	const struct form_value *v = form_value(f, name);
	struct ui_field in = page_field(v);
	in.type = v->field->kind == FIELD_SECRET ? S("password") : S("text");
	in.autocomplete = str_of(autocomplete);
	in.classes = str_of(classes);
	in.autocapitalize = S("none");
	in.spellcheck = UI_NO;
	return ui_input(c->a, &in);
}

/* ---- the page ---- */

static const char *means_says(str means)
{
	static const struct {
		const char *means, *says;
	} rows[] = {
		{ "password", "a password" },
		{ "code", "a password and a code" },
		{ "paper", "a password and a code on paper" },
		{ "key", "a key" },
		{ "click", "a click, in the demo world" },
		{ "proxy", "the ministry's own sign-on" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (str_eq(means, str_of(rows[i].means)))
			return rows[i].says;
	return "";
}

static enum err fill_sessions(struct page *p, struct account_me_view *v)
{
	struct ctx *c = p->c;
	struct account_own_sessions_rows rows;
	bool is_mission = ctx_has_role(c, BIT(ROLE_MISSION));
	int64_t idle_min = is_mission ? IDLE_MISSION_MIN : IDLE_STAFF_MIN;
	struct account_own_sessions_args in = { .seen_at = p->tx->at - idle_min * 60 * SECOND_US,
						.started_at = p->tx->at - (int64_t)SESSION_MAX_H *
									      3600 * SECOND_US,
						.limit_n = SESSIONS_SHOWN };
	TRY(account_own_sessions(p->tx, &in, &rows));
	struct account_me_sessions *to = arena_new_n(c->a, struct account_me_sessions, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct account_me_sessions){
			.id = rows.v[i].id,
			.started_at = rows.v[i].started_at,
			.seen_at = rows.v[i].seen_at,
			.means = str_of(means_says(rows.v[i].means)),
			.agent = rows.v[i].agent,
			.is_this = rows.v[i].id == ctx_who(c)->session_id,
		};
	v->sessions = to;
	v->n_sessions = rows.n;
	v->has_others = rows.n > 1;
	v->idle_n = idle_min;
	v->max_n = SESSION_MAX_H;
	return OK;
}

static enum err fill_factors(struct page *p, struct account_me_view *v)
{
	struct account_own_factors_rows rows;
	struct account_own_papers_row papers;
	const struct viewer *me = p->tx->viewer;
	struct account_own_papers_args of = { me->user_id };
	TRY(account_own_factors(p->tx, &rows));
	p->tx->viewer = &VIEWER_SYSTEM;
	enum err e = account_own_papers(p->tx, &of, &papers);
	p->tx->viewer = me;
	if (e != OK)
		return e;
	struct account_me_factors *to = arena_new_n(p->c->a, struct account_me_factors, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		bool is_code = str_eq(rows.v[i].kind, factor_kind_text(FACTOR_KIND_CODE));
		to[i] = (struct account_me_factors){ .id = rows.v[i].id,
						     .name = rows.v[i].name,
						     .made_at = rows.v[i].made_at,
						     .used_at = rows.v[i].used_at.v,
						     .kind = is_code ? S("Codes") : S("Key") };
		v->has_code |= is_code;
	}
	v->factors = to;
	v->n_factors = rows.n;
	v->papers_n = papers.papers_n;
	v->has_password = papers.has_password;
	v->has_keys = guard_of(p->c)->keys.origin.n > 0;
	v->has_box = guard_of(p->c)->has_box;
	return OK;
}

static enum err me_page(struct ctx *c)
{
	struct page p;
	const struct who *w = ctx_who(c);
	const struct viewer *me = &w->viewer;
	struct account_me_labels labels[LABELS_N];
	TRY(page_begin(c, "You", &p));
	struct account_me_view v = { .name = w->name,
				     .login = me->name,
				     .csrf = p.csrf,
				     .roles = roles_line(c->a, me->role_bits),
				     .has_to_add = w->must_enrol,
				     .has_log =
					 !ctx_has_role(c, BIT(ROLE_MISSION)) && !w->must_enrol,
				     .has_glass =
					 ctx_has_role(c, BIT(ROLE_AUDITOR) - BIT(ROLE_PROTOCOL)),
				     .labels = labels };
	for (int i = 0; i < LABELS_N; i++)
		if (me->label_bits & BIT(i))
			labels[v.n_labels++] =
			    (struct account_me_labels){ str_of(label_name((enum label)i)),
							str_of(label_says((enum label)i)) };
	TRY(fill_sessions(&p, &v));
	TRY(fill_factors(&p, &v));
	return page_send(&p, account_me, &v);
}

/* ---- the password ---- */

static const struct field password_fields[] = {
	{ "password", "New password", FIELD_SECRET, true, .max = PASSWORD_MAX,
	  .hint = "15 characters at least; a sentence is good. Nothing else is asked of it." },
	{ "password_again", "The same once more", FIELD_SECRET, true, .max = PASSWORD_MAX },
	{ 0 },
};

static enum err show_password(struct ctx *c, const struct form *f)
{
	struct page p;
	TRY(page_begin(c, "Your password", &p));
	struct account_password_view v = {
		.csrf = p.csrf,
		.login = ctx_viewer(c)->name,
		.password_html = input(c, f, "password", "new-password", "govuk-input--width-20"),
		.again_html = input(c, f, "password_again", "new-password", "govuk-input--width-20")
	};
	p.frame.back_url = S("/me");
	p.frame.back_text = S("You");
	return page_send(&p, account_password, &v);
}

static enum err password_page(struct ctx *c)
{
	struct form f = form_blank(c->a, password_fields);
	return show_password(c, &f);
}

static enum err password_post(struct ctx *c)
{
	struct form f;
	struct own o = { .c = c };
	enum err e = form_read(c, password_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = password_chosen(c, &f, ctx_viewer(c)->name, &o.password_hash);
	if (e == ERR_FAULTS)
		return show_password(c, &f);
	TRY(e);
	TRY(own_set_password(&o));
	return see_other(c, "/me");
}

/* ---- codes ---- */

static const struct field code_fields[] = {
	{ "box", "Secret", FIELD_LINE, true, .max = 200 },
	{ "code", "Code", FIELD_LINE, true, .max = 16,
	  .hint = "The six digits that the application shows now." },
	{ 0 },
};

static str box_key(const struct ctx *c)
{
	return (str){ guard_of(c)->box_key, TICKET_SECRET };
}

/* The secret travels in the page, sealed for this session, until its first code proves that it has
 * arrived: looking at the page changes nothing. */
static str about_box(struct ctx *c)
{
	return str_fmt(c->a, "new code %.*s", SF(ctx_who(c)->token));
}

static bool open_box(struct ctx *c, str text, str *secret)
{
	str box;
	return base64url_read(c->a, text, &box) &&
	       box_open(c->a, box_key(c), about_box(c), box, secret) && secret->n == CODE_SECRET;
}

/* In fours, to be typed by hand. */
static str in_fours(struct arena *a, str text)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < text.n; i++) {
		out_str(&o, i && i % 4 == 0 ? S(" ") : S(""));
		out_char(&o, text.p[i]);
	}
	return out_view(&o);
}

static enum err show_code(struct ctx *c, const struct form *f, str secret)
{
	struct page p;
	if (!guard_of(c)->has_box)
		return ERR_NOT_FOUND;
	TRY(page_begin(c, "Codes of an application", &p));
	str box = box_close(c->a, &c->os, box_key(c), about_box(c), secret),
	    uri = code_uri(c->a, secret, S("Grata"), ctx_viewer(c)->name);
	struct account_code_view v = {
		.csrf = p.csrf,
		.box = base64url_write(c->a, box),
		.secret = in_fours(c->a, code_secret_text(c->a, secret)),
		.qr_html = qr_svg(c->a, uri, S("The secret as a picture for the application")),
		.code_html = input(c, f, "code", "one-time-code", "govuk-input--width-10")
	};
	p.frame.back_url = S("/me");
	p.frame.back_text = S("You");
	return page_send(&p, account_code, &v);
}

static enum err code_page(struct ctx *c)
{
	struct form f = form_blank(c->a, code_fields);
	return show_code(c, &f, code_secret(c->a, &c->os));
}

/* What is shown once; a page of its own, to be printed. */
static enum err show_papers(struct ctx *c, const struct own *o)
{
	struct page p;
	if (!o->papers[0].n)
		return see_other(c, "/me");
	TRY(page_begin(c, "Your codes on paper", &p));
	struct account_paper_view v = { .login = ctx_viewer(c)->name,
					.made_at = p.tx->at,
					.papers = o->papers,
					.n_papers = PAPER_CODES_N };
	return page_send(&p, account_paper, &v);
}

static enum err code_post(struct ctx *c)
{
	struct form f;
	str secret;
	struct own o = { .c = c, .kind = FACTOR_KIND_CODE, .name = S("Codes of an application") };
	enum err e = form_read(c, code_fields, CSRF_FIELDS, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	if (!guard_of(c)->has_box || !open_box(c, form_text(&f, "box"), &secret)) {
		f = form_blank(c->a, code_fields);
		form_fault(c, &f, "code", "That secret was for another session: take this one.");
		return show_code(c, &f, code_secret(c->a, &c->os));
	}
	if (e == OK && !code_is(secret, form_text(&f, "code"), os_now_at(&c->os), -1, &o.used_n)) {
		form_fault(c, &f, "code",
			   "This is not the code of now. Is the clock of the telephone right?");
		e = ERR_FAULTS;
	}
	if (e == ERR_FAULTS)
		return show_code(c, &f, secret);
	o.secret_box = box_close(c->a, &c->os, box_key(c),
				 code_box_about(c->a, ctx_viewer(c)->user_id), secret);
	TRY(own_add_factor(&o));
	return show_papers(c, &o);
}

static enum err papers_post(struct ctx *c)
{
	struct own o = { .c = c };
	TRY(own_make_papers(&o));
	return show_papers(c, &o);
}

/* ---- keys ---- */

static const struct field key_fields[] = {
	{ "name", "Name of the key", FIELD_LINE, true, .max = 60,
	  .hint = "So that you know later which it is: “blue key”, “laptop”." },
	{ "challenge", "Challenge", FIELD_LINE, .max = TICKET_CHARS },
	{ "client_data", "What the browser says", FIELD_LINE, .max = KEY_TEXT_MAX },
	{ "auth_data", "What the key says", FIELD_LINE, .max = KEY_TEXT_MAX },
	{ 0 },
};

static str secret_of(const struct ctx *c)
{
	return (str){ guard_of(c)->secret, TICKET_SECRET };
}

static str about_key(struct ctx *c)
{
	return str_fmt(c->a, "new key %.*s", SF(ctx_who(c)->token));
}

/* What a key calls the account: nothing that says who it is. */
static str user_handle(struct ctx *c)
{
	str id = str_fmt(c->a, "%lld", (long long)ctx_viewer(c)->user_id);
	struct sha256 h = sha256_of(S("grata user "), id, guard_of(c)->keys.origin);
	return base64url_write(c->a, (str){ (const char *)h.b, sizeof h.b });
}

static enum err show_key(struct ctx *c, const struct form *f)
{
	struct page p;
	struct account_own_factors_rows rows;
	struct out known = out_to_arena(c->a);
	if (!guard_of(c)->keys.origin.n)
		return ERR_NOT_FOUND;
	TRY(page_begin(c, "A new key", &p));
	TRY(account_own_factors(p.tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].credential_blob.n) {
			out_str(&known, known.n ? S(" ") : S(""));
			out_str(&known, base64url_write(c->a, rows.v[i].credential_blob));
		}
	struct account_key_view v = { .csrf = p.csrf,
				      .challenge = ticket_make(c->a, &c->os, secret_of(c),
							       about_key(c), os_now_at(&c->os)),
				      .site = guard_of(c)->keys.rp_id,
				      .known = out_view(&known),
				      .user = user_handle(c),
				      .login = ctx_viewer(c)->name,
				      .name = ctx_who(c)->name,
				      .name_html =
					  input(c, f, "name", "off", "govuk-input--width-20") };
	p.frame.back_url = S("/me");
	p.frame.back_text = S("You");
	return page_send(&p, account_key, &v);
}

static enum err key_page(struct ctx *c)
{
	struct form f = form_blank(c->a, key_fields);
	return show_key(c, &f);
}

/* Why it is not taken; NULL: it is. */
static const char *read_key(struct ctx *c, const struct form *f, struct key *key)
{
	struct key_answer in = { 0 };
	const struct guard *g = guard_of(c);
	int64_t at = os_now_at(&c->os);
	str challenge = form_text(f, "challenge");
	if (!base64url_read(c->a, form_text(f, "client_data"), &in.client_data) ||
	    !base64url_read(c->a, form_text(f, "auth_data"), &in.auth_data))
		return "The browser has sent no key. This needs scripts.";
	if (!ticket_is(c->a, secret_of(c), about_key(c), challenge, at) ||
	    !once_take(g->once, challenge, at))
		return "That took too long, or was sent twice. Try again.";
	const char *why = key_made(c->a, &g->keys, challenge, &in, key);
	return why ? str_z(c->a, str_fmt(c->a, "The key was not taken: %s.", why)) : NULL;
}

static enum err key_post(struct ctx *c)
{
	struct form f;
	struct key key;
	struct own o = { .c = c, .kind = FACTOR_KIND_KEY, .key = &key };
	enum err e = form_read(c, key_fields, CSRF_FIELDS, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	const char *why = e == OK && guard_of(c)->keys.origin.n ? read_key(c, &f, &key) : NULL;
	if (why)
		form_fault(c, &f, "name", "%s", why);
	if (c->faults.n || !guard_of(c)->keys.origin.n)
		return show_key(c, &f);
	o.name = form_text(&f, "name");
	o.used_n = key.counter_n;
	e = own_add_factor(&o);
	if (e == ERR_CONFLICT) {
		form_fault(c, &f, "name", "This key is known already.");
		return show_key(c, &f);
	}
	return e == OK ? show_papers(c, &o) : e;
}

static enum err factor_end(struct ctx *c)
{
	struct own o = { .c = c, .id = path_id(c, "id") };
	TRY(own_end_factor(&o));
	return see_other(c, "/me");
}

/* ---- sessions ---- */

static enum err session_end_post(struct ctx *c)
{
	struct own o = { .c = c, .id = path_id(c, "id") };
	TRY(own_end_sessions(&o));
	return see_other(c, "/me");
}

static enum err others_end_post(struct ctx *c)
{
	struct own o = { .c = c };
	TRY(own_end_sessions(&o));
	return see_other(c, "/me");
}

#define OWN (NEED_SIGN_IN | NEED_PROOF | NEED_ENROL)

const struct route own_routes[] = {
	ROUTE(GET, "/me", me_page, NEED_SIGN_IN | NEED_ENROL,
	      "Who you are to the register, how you sign in, where you are signed in."),
	ROUTE(GET, "/me/password", password_page, OWN, "The form for another password."),
	ROUTE(POST, "/me/password", password_post, OWN, "Sets one's own password.",
	      .is_write = true, .is_slow = true),
	ROUTE(GET, "/me/code", code_page, OWN, "The secret for an application that shows codes."),
	ROUTE(POST, "/me/code", code_post, OWN, "Takes the first code: from now on one is asked.",
	      .is_write = true),
	ROUTE(GET, "/me/keys/new", key_page, OWN, "The form for a new key."),
	ROUTE(POST, "/me/keys", key_post, OWN, "Takes a new key.", .is_write = true),
	ROUTE(POST, "/me/papers", papers_post, OWN, "Makes new codes on paper, shown once.",
	      .is_write = true),
	ROUTE(POST, "/me/factors/{id}/end", factor_end, OWN,
	      "Ends a key or the codes of an application.", .is_write = true),
	ROUTE(POST, "/me/sessions/{id}/end", session_end_post, OWN,
	      "Ends one of one's own sessions.", .is_write = true),
	ROUTE(POST, "/me/sessions/end", others_end_post, OWN, "Ends all of one's other sessions.",
	      .is_write = true),
	{ 0 },
};
