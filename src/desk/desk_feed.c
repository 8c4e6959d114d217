/* desk_feed.c: the page of deadlines, and the address under which a calendar reads them. The
 * address is shown once; the register keeps the hash of its token. Whoever has it sees what its
 * owner may see on that day, and nobody once the owner has ended it or may not sign in any more. */
#include "access/access.h"
#include "access/session.h"
#include "audit/audit.h"
#include "base/sha256.h"
#include "desk.sql.h"
#include "desk/desk_in.h"
#include "desk_deadlines.html.h"

static enum err show(struct ctx *c, str address)
{
	struct page p;
	struct desk_deadlines d;
	struct desk_feed_mine_args mine = { .account_id = ctx_viewer(c)->user_id };
	struct desk_feed_mine_rows feeds;
	TRY(page_begin(c, "Deadlines", &p));
	TRY(desk_deadlines_read(p.tx, &d));
	TRY(desk_feed_mine(p.tx, &mine, &feeds));
	struct desk_deadlines_view v = { .address = address,
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

/* ---- making and ending an address ---- */

struct feed_change {
	str token; /* null: only end */
};

static str hash_of(struct arena *a, str token)
{
	struct sha256 h = sha256_of(S("grata feed "), token, (str){ 0 });
	return str_copy(a, (str){ (const char *)h.b, sizeof h.b });
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
	if (!f->token.p)
		return OK;
	struct desk_feed_add_args add = { .account_id = tx->viewer->user_id,
					  .token_hash = hash_of(tx->a, f->token),
					  .made_at = tx->at };
	return desk_feed_add(tx, &add, &out);
}

static str base_of(struct ctx *c)
{
	str host = c->req->host;
	return host.n ? str_fmt(c->a, "%s://%.*s", c->req->is_tls ? "https" : "http", SF(host))
		      : (str){ 0 };
}

static const struct field no_fields[] = { { 0 } };

enum err desk_feed_new_post(struct ctx *c)
{
	struct form none;
	TRY(form_read(c, no_fields, CSRF_FIELDS, &none));
	struct feed_change f = { .token = token_new(c->a, &c->os) };
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "desk.feed", feed_deed, &f));
	str base = base_of(c);
	return show(c, str_fmt(c->a, "%.*s/desk/feed/%.*s", SF(base), SF(f.token)));
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

static enum err owner_of(struct ctx *c, str token, struct viewer *v)
{
	struct tx tx;
	struct desk_feed_find_row row;
	struct desk_feed_find_args by = { .token_hash = hash_of(c->a, token) };
	if (!is_token(token))
		return ERR_NOT_FOUND;
	TRY(tx_begin(ctx_db(c), &VIEWER_SYSTEM, c->a, &tx));
	enum err e = desk_feed_find(&tx, &by, &row);
	tx_end(&tx);
	return e == OK ? viewer_of_login(ctx_db(c), c->a, row.login, S("feed"), v) : e;
}

enum err desk_feed_page(struct ctx *c)
{
	struct tx tx;
	struct viewer v;
	struct desk_deadlines d;
	TRY(owner_of(c, path_text(c, "token"), &v));
	TRY(tx_begin(ctx_db(c), &v, c->a, &tx));
	enum err e = desk_deadlines_read(&tx, &d);
	int64_t at = tx.at;
	tx_end(&tx);
	if (e != OK)
		return e;
	answer_type(c, "text/calendar; charset=utf-8");
	desk_ics(c->out, &d, at, base_of(c));
	return OK;
}
