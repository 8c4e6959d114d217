/* second.c: what may come behind a password: a code of an application, a code on paper; a key,
 * which needs no password, since it has seen its person; and the code of a first sign-in, which
 * brings one. */
#include "access/session.h"

#include "access_first.html.h"
#include "access_second.html.h"
#include "audit/audit.h"
#include "base/day.h"
#include "factor/code.h"
#include "ui/ui_form.h"
#include "web/form.h"

static const struct field second_fields[] = {
	{ "login", "Login name", FIELD_LINE, true, .max = LOGIN_MAX },
	{ "ticket", "Ticket", FIELD_LINE, true, .max = TICKET_CHARS },
	{ "code", "Code", FIELD_LINE, true, .max = 64,
	  .hint = "Six digits of your application, or a code from your paper." },
	{ 0 },
};
enum { KEY_TEXT_MAX = 6000 };
static const struct field key_fields[] = {
	{ "challenge", "Challenge", FIELD_LINE, true, .max = TICKET_CHARS },
	{ "id", "Key", FIELD_LINE, true, .max = KEY_TEXT_MAX },
	{ "client_data", "What the browser says", FIELD_LINE, true, .max = KEY_TEXT_MAX },
	{ "auth_data", "What the key says", FIELD_LINE, true, .max = KEY_TEXT_MAX },
	{ "signature", "Signature", FIELD_LINE, true, .max = KEY_TEXT_MAX },
	{ 0 },
};
#define KEY_WRONG "The key was not accepted. Try again, or use your password."

static const struct guard *guard_of(const struct ctx *c)
{
	return ((struct app *)c->app)->guard;
}

static str secret_of(const struct ctx *c)
{
	return (str){ guard_of(c)->secret, TICKET_SECRET };
}

static enum err factors_of(struct ctx *c, int64_t account_id, struct access_factors_of_rows *rows)
{
	struct tx tx;
	struct access_factors_of_args in = { account_id };
	TRY(tx_begin(ctx_db(c), &VIEWER_SYSTEM, c->a, &tx));
	enum err e = access_factors_of(&tx, &in, rows);
	tx_end(&tx);
	return e;
}

static bool is_kind(str kind, enum factor_kind want)
{
	return str_eq(kind, factor_kind_text(want));
}

/* ---- the page ---- */

/* Good for who typed this password at this browser, until the password changes. */
static str about_second(struct ctx *c, const struct access_account_by_login_row *row)
{
	return str_fmt(c->a, "second %.*s %lld %.*s", SF(ctx_who(c)->token), (long long)row->id,
		       SF(row->password));
}

static str about_key(struct ctx *c)
{
	return str_fmt(c->a, "key %.*s", SF(ctx_who(c)->token));
}

/* "id id": what the browser should look for. */
static str known_of(struct ctx *c, const struct access_factors_of_rows *rows)
{
	struct out o = out_to_arena(c->a);
	for (ptrdiff_t i = 0; i < rows->n; i++)
		if (is_kind(rows->v[i].kind, FACTOR_KIND_KEY)) {
			out_str(&o, o.n ? S(" ") : S(""));
			out_str(&o, base64url_write(c->a, rows->v[i].credential_blob));
		}
	return out_view(&o);
}

static int fill_key(struct ctx *c, struct access_carried_view carried, str known,
		    const char *button, struct access_key_view *form)
{
	const struct key_site *site = &guard_of(c)->keys;
	if (!site->origin.n)
		return 0;
	*form = (struct access_key_view){ .carried = carried,
					  .challenge = ticket_make(c->a, &c->os, secret_of(c),
								   about_key(c), os_now_at(&c->os)),
					  .site = site->rp_id,
					  .known = known,
					  .button = str_of(button) };
	return 1;
}

int key_form(struct ctx *c, struct access_carried_view carried, int64_t account_id,
	     struct access_key_view *form)
{
	struct access_factors_of_rows rows = { 0 };
	if (!account_id)
		return fill_key(c, carried, S(""), "Sign in with a key", form);
	if (factors_of(c, account_id, &rows) != OK || !known_of(c, &rows).n)
		return 0;
	return fill_key(c, carried, known_of(c, &rows), "Use your key", form);
}

static struct html code_input(struct ctx *c, struct form *f)
{
	struct ui_field in = page_field(form_value(f, "code"));
	in.value = (str){ 0 };
	in.classes = S("govuk-input--width-10 govuk-input--extra-letter-spacing");
	in.autocomplete = S("one-time-code");
	in.autocapitalize = S("none");
	in.spellcheck = UI_NO;
	return ui_input(c->a, &in);
}

static enum err show(struct ctx *c, const struct access_account_by_login_row *row, str ticket,
		     struct form *f)
{
	struct page p;
	struct access_factors_of_rows rows;
	struct access_second_key key;
	struct access_second_view v = {
		.login = row->login, .ticket = ticket, .carried = carried_on(c), .key = &key
	};
	TRY(factors_of(c, row->id, &rows));
	TRY(page_begin(c, "One more step", &p));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		v.has_code |= is_kind(rows.v[i].kind, FACTOR_KIND_CODE);
	if (known_of(c, &rows).n)
		v.n_key = fill_key(c, v.carried, known_of(c, &rows), "Use your key", &key.form);
	v.has_code |= !v.n_key; /* a key that cannot be used here: the paper helps */
	v.code_html = code_input(c, f);
	return page_send(&p, access_second, &v);
}

enum err second_ask(struct ctx *c, const struct access_account_by_login_row *row, bool *is_asked)
{
	struct access_factors_of_rows rows;
	struct form f = form_blank(c->a, second_fields);
	*is_asked = false;
	TRY(factors_of(c, row->id, &rows));
	if (!rows.n)
		return OK;
	*is_asked = true;
	str ticket =
	    ticket_make(c->a, &c->os, secret_of(c), about_second(c, row), os_now_at(&c->os));
	return show(c, row, ticket, &f);
}

/* ---- codes ---- */

struct proof {
	struct ctx *c;
	int64_t account_id, at; /* `at` by the machine's clock: a telephone knows no other */
	str typed;
	const char *means; /* NULL: it is not right */
};

static enum err use_paper(struct tx *tx, struct proof *p, const struct sha256 *hash)
{
	struct wrote out;
	struct access_recovery_used_args in = { .account_id = p->account_id,
						.ended_at = { true, tx->at },
						.code_hash = { (const char *)hash->b,
							       sizeof hash->b } };
	TRY(access_recovery_used(tx, &in, &out));
	p->means = out.n == 1 ? "paper" : NULL;
	return OK;
}

static enum err use_code(struct tx *tx, struct proof *p, const struct access_factors_of_row *f)
{
	struct wrote out;
	str secret, key = { guard_of(p->c)->box_key, TICKET_SECRET },
		    about = code_box_about(tx->a, p->account_id);
	int64_t step_n;
	if (!box_open(tx->a, key, about, f->secret_blob, &secret) ||
	    !code_is(secret, p->typed, p->at, f->used_n, &step_n))
		return OK;
	struct access_code_used_args in = { .factor_id = f->id,
					    .used_n = step_n,
					    .used_at = { true, tx->at } };
	TRY(access_code_used(tx, &in, &out));
	p->means = out.n == 1 ? "code" : NULL;
	return OK;
}

/* Looks and uses in one: what is right is right once. */
static enum err prove_deed(struct tx *tx, void *arg)
{
	struct proof *p = arg;
	struct sha256 hash;
	struct access_factors_of_args in = { p->account_id };
	struct access_factors_of_rows rows;
	p->means = NULL;
	if (paper_hash(p->typed, &hash))
		return use_paper(tx, p, &hash);
	TRY(access_factors_of(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n && !p->means; i++)
		if (is_kind(rows.v[i].kind, FACTOR_KIND_CODE))
			TRY(use_code(tx, p, &rows.v[i]));
	return OK;
}

str code_box_about(struct arena *a, int64_t account_id)
{
	return str_fmt(a, "code of account %lld", (long long)account_id);
}

enum err second_step(struct ctx *c)
{
	struct form f;
	struct access_account_by_login_row row;
	struct proof p = { .c = c, .at = os_now_at(&c->os) };
	enum err e = form_read(c, second_fields, SIGN_IN_ALSO, &f);
	str ticket = form_text(&f, "ticket");
	if (e != OK && e != ERR_FAULTS)
		return e;
	TRY(account_find(c, form_text(&f, "login"), &row));
	if (!ticket_is(c->a, secret_of(c), about_second(c, &row), ticket, p.at) || !row.is_active ||
	    row.failures_n >= ATTEMPTS_MAX) {
		c->faults.n = 0;
		return sign_in_anew(c, "That took too long, or is from before. Begin again.");
	}
	if (e == ERR_FAULTS || sign_in_must_wait(c, row.login))
		return show(c, &row, ticket, &f);
	p.account_id = row.id;
	p.typed = form_text(&f, "code");
	TRY(db_deed(ctx_db(c), &VIEWER_SYSTEM, c->a, NULL, "access.code", prove_deed, &p));
	if (p.means)
		return go_in(c, row.id, p.means, true);
	TRY(sign_in_failed(c, row.login, row.id));
	form_fault(c, &f, "code",
		   "This code is not right, or was used before. Wait for the next one.");
	return show(c, &row, ticket, &f);
}

/* ---- keys ---- */

struct signing {
	struct ctx *c;
	str challenge, id;
	struct key_answer answer;
	int64_t account_id; /* whose key it is; 0: nobody's */
	bool is_right;
};

static enum err sign_deed(struct tx *tx, void *arg)
{
	struct signing *s = arg;
	struct wrote out;
	struct access_key_by_credential_args in = { .credential_blob = s->id };
	struct access_key_by_credential_row row;
	s->is_right = false;
	enum err e = access_key_by_credential(tx, &in, &row);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	struct key known = { .id = s->id, .public_key = row.public_blob, .counter_n = row.used_n };
	struct access_key_used_args used = { .factor_id = row.id, .used_at = { true, tx->at } };
	s->account_id = row.account_id;
	if (!row.is_active || key_signed(tx->a, &guard_of(s->c)->keys, s->challenge, &known,
					 &s->answer, &used.used_n))
		return OK;
	TRY(access_key_used(tx, &used, &out));
	s->is_right = out.n == 1;
	return OK;
}

static bool read_answer(struct ctx *c, const struct form *f, struct signing *s)
{
	s->challenge = form_text(f, "challenge");
	return base64url_read(c->a, form_text(f, "id"), &s->id) &&
	       base64url_read(c->a, form_text(f, "client_data"), &s->answer.client_data) &&
	       base64url_read(c->a, form_text(f, "auth_data"), &s->answer.auth_data) &&
	       base64url_read(c->a, form_text(f, "signature"), &s->answer.signature);
}

enum err key_step(struct ctx *c)
{
	struct form f;
	struct signing s = { .c = c };
	struct app *app = c->app;
	int64_t at = os_now_at(&c->os);
	if (!app->guard->keys.origin.n)
		return ERR_NOT_FOUND;
	enum err e = form_read(c, key_fields, SIGN_IN_ALSO, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	c->faults.n = 0;
	if (sign_in_must_wait(c, S("")))
		return sign_in_anew(c, NULL);
	bool is_good = e == OK && read_answer(c, &f, &s) &&
		       ticket_is(c->a, secret_of(c), about_key(c), s.challenge, at) &&
		       once_take(app->guard->once, s.challenge, at);
	if (is_good)
		TRY(db_deed(ctx_db(c), &VIEWER_SYSTEM, c->a, NULL, "access.key", sign_deed, &s));
	if (s.is_right)
		return go_in(c, s.account_id, "key", true);
	TRY(sign_in_failed(c, S(""), s.account_id));
	return sign_in_anew(c, KEY_WRONG);
}

/* ---- the first sign-in ---- */

static const struct field first_fields[] = {
	{ "login", "Login name", FIELD_LINE, true, .max = LOGIN_MAX },
	{ "ticket", "Ticket", FIELD_LINE, true, .max = TICKET_CHARS },
	{ "password", "Password", FIELD_SECRET, true, .max = PASSWORD_MAX,
	  .hint = "15 characters at least; a sentence is good. Nothing else is asked of it." },
	{ "password_again", "The same once more", FIELD_SECRET, true, .max = PASSWORD_MAX },
	{ 0 },
};

static str about_first(struct ctx *c, int64_t account_id, int64_t first_id)
{
	return str_fmt(c->a, "first %.*s %lld %lld", SF(ctx_who(c)->token), (long long)account_id,
		       (long long)first_id);
}

static enum err first_of(struct ctx *c, int64_t account_id, struct access_first_of_row *row)
{
	struct tx tx;
	*row = (struct access_first_of_row){ 0 };
	TRY(tx_begin(ctx_db(c), &VIEWER_SYSTEM, c->a, &tx));
	struct access_first_of_args in = { .account_id = account_id, .now_at = tx.at };
	enum err e = access_first_of(&tx, &in, row);
	tx_end(&tx);
	return e == ERR_NOT_FOUND ? OK : e;
}

static struct html new_password(struct ctx *c, struct form *f, const char *name)
{
	struct ui_field in = page_field(form_value(f, name));
	in.type = S("password");
	in.autocomplete = S("new-password");
	in.classes = S("govuk-input--width-20");
	return ui_input(c->a, &in);
}

static enum err show_first(struct ctx *c, str login, str ticket, struct form *f)
{
	struct page p;
	TRY(page_begin(c, "Choose your password", &p));
	struct access_first_view v = { .carried = carried_on(c),
				       .login = login,
				       .ticket = ticket,
				       .password_html = new_password(c, f, "password"),
				       .again_html = new_password(c, f, "password_again") };
	return page_send(&p, access_first, &v);
}

enum err first_ask(struct ctx *c, const struct access_account_by_login_row *row, str typed,
		   bool *is_asked)
{
	struct sha256 hash;
	struct access_first_of_row first;
	struct form f = form_blank(c->a, first_fields);
	*is_asked = false;
	bool has_form = paper_hash(typed, &hash);
	TRY(first_of(c, row->id, &first));
	if (!has_form || !first.id || !row->is_active || row->failures_n >= ATTEMPTS_MAX ||
	    !str_eq(first.code_hash, (str){ (const char *)hash.b, sizeof hash.b }))
		return OK;
	*is_asked = true;
	str about = about_first(c, row->id, first.id);
	return show_first(c, row->login,
			  ticket_make(c->a, &c->os, secret_of(c), about, os_now_at(&c->os)), &f);
}

struct choosing {
	int64_t account_id, first_id;
	str hash;
};

static enum err choose_deed(struct tx *tx, void *arg)
{
	const struct choosing *d = arg;
	struct wrote out;
	struct access_first_used_args used = { .id = d->first_id, .ended_at = { true, tx->at } };
	struct access_account_set_password_args set = { .id = d->account_id, .password = d->hash };
	TRY(access_first_used(tx, &used, &out));
	return out.n == 1 ? access_account_set_password(tx, &set, &out) : ERR_CONFLICT;
}

enum err password_chosen(struct ctx *c, struct form *f, str login, str *hash)
{
	struct faults faults = faults_in(c->a);
	str password = form_text(f, "password");
	struct sign_in_queue *queue = guard_of(c)->queue;
	TRY(account_check_password(ctx_db(c), c->a, guard_of(c)->leaked, login, password, &faults));
	for (ptrdiff_t i = 0; i < faults.n; i++)
		form_fault(c, f, "password", "%.*s", SF(faults.v[i].sentence));
	if (!str_eq(password, form_text(f, "password_again")))
		form_fault(c, f, "password_again", "The two are not the same.");
	TRY(faults_err(&c->faults));
	if (!sign_in_reserve(queue))
		return ERR_BUSY;
	sign_in_begin(queue);
	enum err e = password_hash(c->a, &c->os, password, hash);
	sign_in_end(queue, true);
	return e;
}

enum err first_step(struct ctx *c)
{
	struct form f;
	struct access_account_by_login_row row;
	struct access_first_of_row first;
	enum err e = form_read(c, first_fields, SIGN_IN_ALSO, &f);
	str ticket = form_text(&f, "ticket");
	if (e != OK && e != ERR_FAULTS)
		return e;
	TRY(account_find(c, form_text(&f, "login"), &row));
	TRY(first_of(c, row.id, &first));
	struct choosing d = { row.id, first.id, { 0 } };
	if (!first.id || !row.is_active ||
	    !ticket_is(c->a, secret_of(c), about_first(c, row.id, first.id), ticket,
		       os_now_at(&c->os))) {
		c->faults.n = 0;
		return sign_in_anew(c, "That took too long, or is from before. Begin again.");
	}
	if (e == OK)
		e = password_chosen(c, &f, row.login, &d.hash);
	if (e == ERR_FAULTS)
		return show_first(c, row.login, ticket, &f);
	TRY(e);
	TRY(db_deed(ctx_db(c), &VIEWER_SYSTEM, c->a, NULL, "account.password", choose_deed, &d));
	return go_in(c, row.id, "password", true);
}

/* ---- the ministry's own sign-on ---- */

enum err proxy_person(struct ctx *c, struct access_account_by_login_row *row, bool *has_own)
{
	struct access_factors_of_rows rows;
	*row = (struct access_account_by_login_row){ 0 };
	*has_own = false;
	if (!c->req->remote_user.n)
		return OK;
	TRY(account_find(c, c->req->remote_user, row));
	if (!row->is_active)
		row->id = 0;
	TRY(factors_of(c, row->id, &rows));
	*has_own = row->password.p || rows.n;
	return OK;
}

/* Who has a password or a key here proves by that; being signed on elsewhere is no proof then. */
enum err proxy_step(struct ctx *c)
{
	struct access_account_by_login_row row;
	bool has_own;
	TRY(proxy_person(c, &row, &has_own));
	if (!row.id || (ctx_who(c)->session_id && has_own))
		return ERR_NOT_FOUND;
	return go_in(c, row.id, "proxy", !has_own);
}
