/* sign_in.c: the pages of signing in and out, up to the password. A password is compared on the
 * worker pool; in the demo world one click does. What was typed into a form whose session had ended
 * travels through the sign-in form and comes back behind it. */
#include <arpa/inet.h>

#include "access.sql.h"
#include "access/session.h"
#include "access_away.html.h"
#include "access_held.html.h"
#include "access_sign_in.html.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/must.h"
#include "ui/ui_form.h"
#include "web/form.h"

static const struct field sign_in_fields[] = {
	{ "login", "Login name", FIELD_LINE, true, .max = LOGIN_MAX },
	{ "password", "Password", FIELD_SECRET, true, .max = PASSWORD_MAX },
	{ 0 },
};
/* The same for every reason, so that it tells nobody which. */
#define SIGN_IN_WRONG                                                                              \
	"The login name or the password is not right. After %d wrong ones in a row an account is " \
	"locked until two people have reset it."
const char *const SIGN_IN_ALSO[] = { "csrf", "next", "held_path", "held_name", "held_value", NULL };

/* ---- where to go afterwards ---- */

/* An address of this site that may stand in a Location header. */
static bool is_local(str s)
{
	if (s.n < 1 || s.n > 1500 || s.p[0] != '/' || (s.n > 1 && s.p[1] == '/'))
		return false;
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || str_find_byte(S("\\\"<>"), s.p[i]) >= 0)
			return false;
	return true;
}

struct held {
	struct access_carried_held *v;
	ptrdiff_t n, cap;
};

/* Of a request that came too late: where it was sent, and its own fields. */
static struct access_carried_view carried_new(struct ctx *c)
{
	struct held h = { 0 };
	for (ptrdiff_t i = 0; i < c->req->fields.n; i++) {
		const struct pair *p = &c->req->fields.v[i];
		bool is_secret = str_find(p->name, S("password")) >= 0 || p->file_name.p;
		if (!is_secret && !str_eq(p->name, S("csrf")))
			*arena_push(c->a, &h) = (struct access_carried_held){ p->name, p->value };
	}
	return (
	    struct access_carried_view){ .held_path = c->req->target, .held = h.v, .n_held = h.n };
}

struct access_carried_view carried_on(struct ctx *c)
{
	struct held h = { 0 };
	str name = { 0 }, next = pairs_get(&c->req->fields, "next"),
	    path = pairs_get(&c->req->fields, "held_path");
	for (ptrdiff_t i = 0; i < c->req->fields.n; i++) {
		const struct pair *p = &c->req->fields.v[i];
		if (str_eq(p->name, S("held_name")))
			name = p->value;
		else if (str_eq(p->name, S("held_value")) && name.p)
			*arena_push(c->a, &h) = (struct access_carried_held){ name, p->value };
	}
	return (struct access_carried_view){ .csrf = ctx_csrf(c),
					     .next = is_local(next) ? next : (str){ 0 },
					     .held_path = is_local(path) ? path : (str){ 0 },
					     .held = h.v,
					     .n_held = h.n };
}

/* ---- the page ---- */

/* What somebody with this role finds here, for a stranger who chooses who to be. */
static const char *demo_says(uint32_t role_bits)
{
	static const char *const says[] = {
		[ROLE_MISSION] = "sees the applications of one mission, from outside",
		[ROLE_PROTOCOL] = "keeps missions, their posts and members",
		[ROLE_VISA] = "works on applications, and proposes to grant or refuse",
		[ROLE_VETTING] = "screens names, and sends applications on",
		[ROLE_SECURITY] = "advises on security",
		[ROLE_DESK] = "reads the ledger between two states, and figures",
		[ROLE_HEAD] = "approves what others propose; reads all of the log",
		[ROLE_AUDITOR] = "reads all of the log, and no case",
		[ROLE_ADMIN] = "makes accounts, and sees no case",
		[ROLE_SYSTEM] = "",
	};
	for (int i = 0; i < ROLES_N; i++)
		if (role_bits & BIT(i))
			return says[i];
	return "";
}

static enum err demo_people(struct ctx *c, struct access_sign_in_view *v)
{
	struct app *app = c->app;
	struct tx tx;
	struct access_accounts_rows rows;
	if (!app->has_one_click)
		return OK;
	TRY(tx_begin(app->db, &VIEWER_SYSTEM, c->a, &tx));
	enum err e = access_accounts(&tx, &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	struct access_sign_in_demo *list = arena_new_n(c->a, struct access_sign_in_demo, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].is_active)
			list[v->n_demo++] = (struct access_sign_in_demo){
				.login = rows.v[i].login,
				.name = rows.v[i].name,
				.says = str_of(demo_says((uint32_t)rows.v[i].role_bits))
			};
	v->demo = list;
	return OK;
}

static struct html text_input(struct ctx *c, struct form *f, const char *name)
{
	struct form_value *v = form_value(f, name);
	bool is_secret = v->field->kind == FIELD_SECRET;
	struct ui_field in = page_field(v);
	in.type = is_secret ? S("password") : S("text");
	in.classes = S("govuk-input--width-20");
	in.autocomplete = is_secret ? S("current-password") : S("username");
	in.autocapitalize = S("none");
	in.spellcheck = UI_NO;
	return ui_input(c->a, &in);
}

/* Whoever is signed in already proves to be still the same. */
static bool is_proof(const struct ctx *c)
{
	return ctx_who(c)->session_id != 0;
}

static enum err show(struct ctx *c, struct form *f, struct access_sign_in_view *v)
{
	struct page p;
	struct access_sign_in_key key;
	struct who *w = ctx_who(c);
	bool is_out = !w->token.p;
	if (is_out) {
		w->token = token_new(c->a, &c->os);
		w->csrf = csrf_of(c->a, w->token);
		answer_cookie(c, SESSION_COOKIE, w->token, -1);
	}
	TRY(page_begin(c, is_proof(c) ? "Is it still you?" : "Sign in", &p));
	if (!is_proof(c))
		p.frame.left_n = is_out ? LEFT_SIGNED_OUT : LEFT_NONE;
	v->carried.csrf = p.csrf;
	v->is_held = v->carried.n_held > 0;
	v->is_proof = is_proof(c);
	v->name = w->name;
	v->login = w->viewer.name;
	v->login_html = text_input(c, f, "login");
	v->password_html = text_input(c, f, "password");
	struct access_account_by_login_row named;
	bool has_own;
	TRY(proxy_person(c, &named, &has_own));
	if (named.id && !(v->is_proof && has_own))
		v->proxy_name = named.name;
	v->unknown_name = named.id ? (str){ 0 } : c->req->remote_user;
	v->key = &key;
	v->n_key = key_form(c, v->carried, w->viewer.user_id, &key.form);
	if (!v->is_proof)
		TRY(demo_people(c, v));
	return page_send(&p, access_sign_in, v);
}

/* The form again after a fault, with all it carried. */
static enum err show_again(struct ctx *c, struct form *f)
{
	struct access_sign_in_view v = { .carried = carried_on(c) };
	return show(c, f, &v);
}

enum err sign_in_anew(struct ctx *c, const char *why)
{
	struct form f = form_blank(c->a, sign_in_fields);
	if (why)
		form_fault(c, &f, is_proof(c) ? "password" : "login", "%s", why);
	return show_again(c, &f);
}

static enum err sign_in_page(struct ctx *c)
{
	struct access_sign_in_view v = { 0 };
	struct form f = form_blank(c->a, sign_in_fields);
	if (ctx_who(c)->session_id)
		return see_other(c, "/");
	return show(c, &f, &v);
}

enum err sign_in_again(struct ctx *c)
{
	struct access_sign_in_view v = { .is_again =
					     !is_proof(c) && request_cookie(c, SESSION_COOKIE).p };
	struct form f = form_blank(c->a, sign_in_fields);
	bool is_own = c->req->method == METHOD_POST && is_own_post(c, ctx_who(c)->token);
	if (c->req->method == METHOD_GET)
		v.carried.next = c->req->target;
	else if (is_own) /* not what another site sent in this person's name */
		v.carried = carried_new(c);
	c->faults.n = 0;
	return show(c, &f, &v);
}

/* ---- signing in ---- */

static enum err show_held(struct ctx *c, bool was_proof, const struct access_carried_view *h)
{
	struct page p;
	const char *title = was_proof ? "Send it now" : "You are signed in again";
	struct access_held_held *list = arena_new_n(c->a, struct access_held_held, h->n_held);
	for (ptrdiff_t i = 0; i < h->n_held; i++)
		list[i] = (struct access_held_held){ h->held[i].name, h->held[i].value };
	TRY(page_begin(c, title, &p));
	struct access_held_view v = { .title = str_of(title),
				      .path = h->held_path,
				      .csrf = p.csrf,
				      .held = list,
				      .n_held = h->n_held };
	return page_send(&p, access_held, &v);
}

/* An address that leads elsewhere is planted by somebody: nobody is signed in by such a form. */
static bool is_planted(const struct ctx *c)
{
	str next = pairs_get(&c->req->fields, "next");
	return next.n && !is_local(next);
}

enum err go_in(struct ctx *c, int64_t account_id, const char *means, bool is_proved)
{
	int64_t was_id;
	bool was_proof = is_proof(c);
	struct access_carried_view h = carried_on(c);
	if (is_planted(c)) {
		TRY(session_refuse(c, account_id));
		return sign_in_anew(c, "The address to go on to is not one of this register.");
	}
	TRY(session_account(c->app, c->a, ctx_who(c)->token, &was_id));
	TRY(session_start(c, account_id, means, is_proved));
	page_after(c); /* what was open was another's */
	if (h.n_held && h.held_path.n && was_id == account_id)
		return show_held(c, was_proof, &h);
	return h.next.n ? see_other(c, "%.*s", SF(h.next)) : see_other(c, "/");
}

enum err account_find(struct ctx *c, str login, struct access_account_by_login_row *row)
{
	struct tx tx;
	struct access_account_by_login_args in = { .login = login };
	*row = (struct access_account_by_login_row){ 0 };
	TRY(tx_begin(ctx_db(c), &VIEWER_SYSTEM, c->a, &tx));
	enum err e = access_account_by_login(&tx, &in, row);
	tx_end(&tx);
	return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- how often it may go wrong ---- */

/* Whom a wrong password counts against: the name that was typed, whether it exists or not, and the
 * address it came from (of IPv6 the network: its lower half is the client's own choice). */
static void keys_of(struct ctx *c, str login, uint64_t keys[2])
{
	struct app *app = c->app;
	unsigned char six[16];
	str secret = { app->guard->secret, sizeof app->guard->secret }, peer = c->req->peer;
	if (peer.n && inet_pton(AF_INET6, str_z(c->a, peer), six) == 1)
		peer = str_copy(c->a, (str){ (const char *)six, 8 });
	keys[0] = limit_key(secret, str_fmt(c->a, "login %.*s", SF(login)));
	keys[1] = limit_key(secret, str_fmt(c->a, "peer %.*s", SF(peer)));
}

bool sign_in_must_wait(struct ctx *c, str login)
{
	const struct app *app = c->app;
	uint64_t keys[2];
	keys_of(c, login, keys);
	int64_t at = db_now_at(app->db), one = limit_wait_us(app->guard->logins, keys[0], at),
		two = limit_wait_us(app->guard->peers, keys[1], at), us = one > two ? one : two;
	if (!us)
		return false;
	int64_t wait_s = us / SECOND_US + 1, wait_min = (wait_s + 59) / 60;
	fault_field(&c->faults, S("login"), "Too many attempts went wrong. Try again in %lld %s.",
		    (long long)wait_min, wait_min == 1 ? "minute" : "minutes");
	answer_header(c, "Retry-After", str_fmt(c->a, "%lld", (long long)wait_s));
	c->res->status = 429;
	return true;
}

enum err sign_in_failed(struct ctx *c, str login, int64_t account_id)
{
	const struct app *app = c->app;
	uint64_t keys[2];
	int64_t at = db_now_at(app->db);
	keys_of(c, login, keys);
	limit_fail(app->guard->peers, keys[1], at);
	if (!login.n)
		return session_refuse(c, account_id);
	limit_fail(app->guard->logins, keys[0], at);
	return session_guessed(c, account_id);
}

/* ---- by a password ---- */

/* On the worker pool. An account that is not there, has no password, is closed or locked costs the
 * same time and gives the same answer as a wrong password. */
static enum err sign_in_work(struct ctx *c)
{
	struct app *app = c->app;
	struct form f;
	struct access_account_by_login_row row;
	bool is_asked;
	enum err e = form_read(c, sign_in_fields, SIGN_IN_ALSO, &f);
	if (e == OK)
		e = account_find(c, form_text(&f, "login"), &row);
	if (e != OK) {
		sign_in_end(app->guard->queue, false);
		return e;
	}
	sign_in_begin(app->guard->queue);
	bool is_right = password_is(row.password, form_text(&f, "password")) && row.is_active &&
			row.failures_n < ATTEMPTS_MAX;
	sign_in_end(app->guard->queue, true);
	if (is_right) {
		TRY(second_ask(c, &row, &is_asked));
		return is_asked ? OK : go_in(c, row.id, "password", true);
	}
	TRY(first_ask(c, &row, form_text(&f, "password"), &is_asked));
	if (is_asked)
		return OK;
	TRY(sign_in_failed(c, form_text(&f, "login"), row.id));
	form_fault(c, &f, is_proof(c) ? "password" : "login", SIGN_IN_WRONG, ATTEMPTS_MAX);
	return show_again(c, &f);
}

static enum err sign_in(struct ctx *c)
{
	struct app *app = c->app;
	struct form f;
	enum err e = form_read(c, sign_in_fields, SIGN_IN_ALSO, &f);
	if (e == ERR_FAULTS || (e == OK && sign_in_must_wait(c, form_text(&f, "login"))))
		return show_again(c, &f);
	if (e != OK)
		return e;
	if (!sign_in_reserve(app->guard->queue))
		return ERR_BUSY;
	e = web_work(c, sign_in_work);
	if (e == ERR_BUSY)
		sign_in_end(app->guard->queue, false);
	return e;
}

static enum err sign_in_demo(struct ctx *c)
{
	struct app *app = c->app;
	struct access_account_by_login_row row;
	if (!app->has_one_click)
		return ERR_NOT_FOUND;
	TRY(account_find(c, pairs_get(&c->req->fields, "login"), &row));
	if (!row.is_active)
		return ERR_NOT_FOUND;
	return go_in(c, row.id, "click", true);
}

static enum err sign_out(struct ctx *c)
{
	TRY(session_end(c));
	answer_header(c, "Clear-Site-Data", S("\"cache\""));
	return see_other(c, "/sign-in");
}

/* ---- when the session of an open page has ended ---- */

/* The script has taken the page away and sends what was being typed in it; it says whose it was. A
 * form of another site cannot say that it comes from here. */
static enum err sign_in_kept(struct ctx *c)
{
	struct access_sign_in_view v = { .carried = carried_on(c), .is_again = true };
	struct form f = form_blank(c->a, sign_in_fields);
	if (!str_eq(c->req->sec_fetch_site, S("same-origin")))
		return ERR_DENIED;
	if (!is_proof(c))
		return show(c, &f, &v);
	bool is_same = str_eq(pairs_get(&c->req->fields, "login"), ctx_viewer(c)->name);
	return is_same && v.carried.n_held ? show_held(c, false, &v.carried) : see_other(c, "/");
}

/* Being asked for it is use enough. */
static enum err stay(struct ctx *c)
{
	answer_type(c, "application/json");
	out_fmt(c->out, "{\"left_n\":%lld}\n", (long long)ctx_who(c)->left_n);
	return OK;
}

static enum err away_page(struct ctx *c)
{
	struct page p;
	struct access_away_view v = { 0 };
	TRY(page_begin(c, "Left alone", &p));
	return page_send(&p, access_away, &v);
}

/* Reports of the content policy: a browser of ours that was kept from doing something. */
static enum err take_report(struct ctx *c)
{
	c->res->status = 204;
	return OK;
}

const struct route access_routes[] = {
	ROUTE(GET, "/sign-in", sign_in_page, NEED_NOTHING, "The form to sign in."),
	ROUTE(POST, "/sign-in", sign_in, NEED_NOTHING, "Signs in with a password.",
	      .is_write = true),
	ROUTE(POST, "/sign-in/demo", sign_in_demo, NEED_NOTHING,
	      "Signs in as somebody of the demo world.", .is_write = true),
	ROUTE(POST, "/sign-out", sign_out, NEED_SIGN_IN | NEED_ENROL, "Ends the session.",
	      .is_write = true),
	ROUTE(POST, "/sign-in/second", second_step, NEED_NOTHING,
	      "Takes the second step of signing in: a code.", .is_write = true),
	ROUTE(POST, "/sign-in/proxy", proxy_step, NEED_NOTHING,
	      "Signs in whom the ministry's own sign-on names.", .is_write = true),
	ROUTE(POST, "/sign-in/first", first_step, NEED_NOTHING,
	      "Takes the password that is chosen at the first sign-in.", .is_write = true,
	      .is_slow = true),
	ROUTE(POST, "/sign-in/key", key_step, NEED_NOTHING, "Signs in with a key.",
	      .is_write = true),
	ROUTE(POST, "/sign-in/kept", sign_in_kept, NEED_NOTHING | NEED_UNGUARDED,
	      "Signs in again where the script took a page away; keeps what was typed in it."),
	ROUTE(GET, "/sign-in/stay", stay, NEED_SIGN_IN | NEED_ENROL,
	      "Goes on with the session, and says how long."),
	ROUTE(GET, "/sign-in/away", away_page, NEED_NOTHING | NEED_NOBODY,
	      "What stands in place of a page whose session has ended, where no script runs."),
	ROUTE(POST, "/reports", take_report, NEED_NOTHING | NEED_UNGUARDED,
	      "Takes what a browser reports about the content policy."),
	{ 0 },
};
