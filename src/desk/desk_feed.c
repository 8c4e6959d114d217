/* desk_feed.c: the page of deadlines, and how a calendar reads them: by a password of its own,
 * which is shown once and travels in a header (RFC 7617), so that no address has a secret. Whoever
 * has it sees what its owner may see on that day, and nobody once the owner has ended it or may not
 * sign in any more. */
#include "access/access.h"
#include "access/session.h"
#include "audit/audit.h"
#include "base/sha256.h"
#include "desk.sql.h"
#include "desk/desk_in.h"
#include "desk_deadlines.html.h"

static str base_of(struct ctx *c)
{
	str host = c->req->host;
	return host.n ? str_fmt(c->a, "%s://%.*s", c->req->is_tls ? "https" : "http", SF(host))
		      : (str){ 0 };
}

/* `password`: one that was just made; null: none. */
static enum err show(struct ctx *c, str password)
{
	struct page p;
	struct desk_deadlines d;
	struct desk_feed_mine_args mine = { .account_id = ctx_viewer(c)->user_id };
	struct desk_feed_mine_rows feeds;
	TRY(page_begin(c, "Deadlines", &p));
	TRY(desk_deadlines_read(p.tx, &d));
	TRY(desk_feed_mine(p.tx, &mine, &feeds));
	struct desk_deadlines_view v = { .password = password,
					 .login = ctx_viewer(c)->name,
					 .address = str_fmt(c->a, "%.*s/desk/feed", SF(base_of(c))),
					 .csrf = p.csrf,
					 .has_feed = feeds.n > 0,
					 .since_at = feeds.n ? feeds.v[feeds.n - 1].made_at : 0 };
	struct desk_deadlines_deadlines *to =
	    arena_new_n(c->a, struct desk_deadlines_deadlines, d.n);
	for (ptrdiff_t i = 0; i < d.n; i++)
		to[i] = (struct desk_deadlines_deadlines){ .on = d.v[i].on,
							   .is_past = d.v[i].on < p.tx->on,
							   .kind = d.v[i].kind,
							   .says = d.v[i].says,
							   .url = d.v[i].url };
	v.deadlines = to;
	v.n_deadlines = d.n;
	return page_send(&p, desk_deadlines, &v);
}

enum err desk_deadlines_page(struct ctx *c)
{
	return show(c, (str){ 0 });
}

/* ---- making and ending a password ---- */

struct feed_change {
	str password; /* null: only end */
};

/* What the register keeps: the hash of what the calendar will send, so that nothing of it has to be
 * read before it is known. `sent` is the base64 of "login:password". */
static str hash_of(struct arena *a, str sent)
{
	struct sha256 h = sha256_of(S("grata calendar "), sent, (str){ 0 });
	return str_copy(a, (str){ (const char *)h.b, sizeof h.b });
}

static str sent_with(struct arena *a, str login, str password)
{
	str both = str_fmt(a, "%.*s:%.*s", SF(login), SF(password));
	struct out o = out_to_arena(a);
	out_base64(&o, both.p, both.n);
	return out_view(&o);
}

static enum err feed_deed(struct tx *tx, void *arg)
{
	struct feed_change *f = arg;
	struct wrote out;
	struct desk_feed_end_args end = { .account_id = tx->viewer->user_id,
					  .ended_at = { true, tx->at } };
	if (!tx->viewer->user_id)
		return ERR_DENIED;
	TRY(desk_feed_end(tx, &end, &out));
	if (!f->password.p)
		return OK;
	struct desk_feed_add_args add = {
		.account_id = tx->viewer->user_id,
		.token_hash = hash_of(tx->a, sent_with(tx->a, tx->viewer->name, f->password)),
		.made_at = tx->at
	};
	return desk_feed_add(tx, &add, &out);
}

static const struct field no_fields[] = { { 0 } };

enum err desk_feed_new_post(struct ctx *c)
{
	struct form none;
	TRY(form_read(c, no_fields, CSRF_FIELDS, &none));
	struct feed_change f = { .password = token_new(c->a, &c->os) };
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "desk.feed", feed_deed, &f));
	return show(c, f.password);
}

enum err desk_feed_end_post(struct ctx *c)
{
	struct form none;
	struct feed_change f = { 0 };
	TRY(form_read(c, no_fields, CSRF_FIELDS, &none));
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "desk.feed_end", feed_deed, &f));
	return see_other(c, "/desk/deadlines");
}

/* ---- what the calendar reads ---- */

/* Whose password came; ERR_NOT_FOUND: nobody's that is good. */
static enum err owner_of(struct ctx *c, struct viewer *v)
{
	struct tx tx;
	struct desk_feed_find_row row;
	str sent = c->req->authorization;
	if (!str_eq_nocase(str_slice(sent, 0, sent.n < 6 ? sent.n : 6), S("Basic ")))
		return ERR_NOT_FOUND;
	sent = str_trim(str_slice(sent, 6, sent.n));
	struct desk_feed_find_args by = { .token_hash = hash_of(c->a, sent) };
	TRY(tx_begin(ctx_db(c), &VIEWER_SYSTEM, c->a, &tx));
	enum err e = desk_feed_find(&tx, &by, &row);
	tx_end(&tx);
	return e == OK ? viewer_of_login(ctx_db(c), c->a, row.login, S("feed"), v) : e;
}

static enum err ask_password(struct ctx *c)
{
	answer_header(c, "WWW-Authenticate",
		      S("Basic realm=\"Grata deadlines\", charset=\"UTF-8\""));
	answer_type(c, "text/plain; charset=utf-8");
	c->res->status = 401;
	out_lit(c->out,
		"A calendar reads this with the user name and the password that the page of "
		"deadlines has made for it.\n");
	return OK;
}

enum err desk_feed_page(struct ctx *c)
{
	struct tx tx;
	struct viewer v;
	struct desk_deadlines d;
	enum err e = owner_of(c, &v);
	if (e == ERR_NOT_FOUND)
		return ask_password(c);
	if (e != OK)
		return e;
	TRY(tx_begin(ctx_db(c), &v, c->a, &tx));
	e = desk_deadlines_read(&tx, &d);
	int64_t at = tx.at;
	tx_end(&tx);
	if (e != OK)
		return e;
	answer_type(c, "text/calendar; charset=utf-8");
	desk_ics(c->out, &d, at, base_of(c));
	return OK;
}
