/* session.c: tokens, then finding, starting and ending sessions. */
#include "access/session.h"

#include <string.h>

#include "access.sql.h"
#include "access/may.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/must.h"
#include "base/sha256.h"

enum { TOKEN_BYTES = 32, TOKEN_CHARS = 43, MINUTE_US = 60 * 1000000 };

/* ---- tokens ---- */

str token_new(struct arena *a, struct os *os)
{
	unsigned char bytes[TOKEN_BYTES];
	os_random(os, bytes, sizeof bytes);
	return base64url_write(a, (str){ (const char *)bytes, sizeof bytes });
}

bool is_token(str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '_';
		if (!plain)
			return false;
	}
	return s.n == TOKEN_CHARS;
}

static str hash_text(struct arena *a, str of)
{
	struct sha256 h = sha256_of(of, (str){ 0 }, (str){ 0 });
	return str_copy(a, (str){ (const char *)h.b, sizeof h.b });
}

/* One way: who reads a page's source cannot take over its session. */
str csrf_of(struct arena *a, str token)
{
	struct sha256 h = sha256_of(S("grata csrf "), token, (str){ 0 });
	return base64url_write(a, (str){ (const char *)h.b, sizeof h.b });
}

str csrf_new(struct arena *a, struct os *os, str token)
{
	char page[12];
	os_random(os, page, sizeof page);
	return str_fmt(a, "%.*s.%.*s", SF(csrf_of(a, token)),
		       SF(base64url_write(a, (str){ page, sizeof page })));
}

/* ---- words in an address ---- */

static str box_key_of(struct ctx *c)
{
	struct sha256 h = sha256_of(S("grata address "), ctx_who(c)->token, (str){ 0 });
	return str_copy(c->a, (str){ (const char *)h.b, sizeof h.b });
}

str session_box(struct ctx *c, str words)
{
	must(ctx_who(c)->session_id != 0);
	return base64url_write(c->a, box_close(c->a, &c->os, box_key_of(c), (str){ 0 }, words));
}

bool session_unbox(struct ctx *c, str box, str *words)
{
	str bytes;
	return ctx_who(c)->session_id && base64url_read(c->a, box, &bytes) &&
	       box_open(c->a, box_key_of(c), (str){ 0 }, bytes, words);
}

/* ---- forms ---- */

struct sent *sent_of(struct ctx *c)
{
	str page = pairs_get(&c->req->fields, "csrf");
	if (!page.p || str_find_byte(page, '.') < 0)
		return NULL;
	struct sha256 h = sha256_of(S("grata sent "), c->req->target, (str){ 0 });
	for (ptrdiff_t i = 0; i < c->req->fields.n; i++) {
		const struct pair *p = &c->req->fields.v[i];
		str so_far = str_copy(c->a, (str){ (const char *)h.b, sizeof h.b });
		h = sha256_of(so_far, str_fmt(c->a, "%td %.*s=", p->name.n, SF(p->name)), p->value);
	}
	struct sent *s = arena_new(c->a, struct sent);
	s->hash = str_copy(c->a, (str){ (const char *)h.b, sizeof h.b });
	return s;
}

static bool is_origin_ours(const struct request *r)
{
	str origin = r->origin;
	str scheme = r->is_tls ? S("https://") : S("http://");
	return str_starts(origin, scheme) && str_eq(str_slice(origin, scheme.n, origin.n), r->host);
}

bool is_own_post(struct ctx *c, str token)
{
	const struct request *r = c->req;
	if (r->sec_fetch_site.p && !str_eq(r->sec_fetch_site, S("same-origin")))
		return false;
	/* With `Referrer-Policy: no-referrer` browsers send "null" for our own forms. */
	if (r->origin.p && !str_eq(r->origin, S("null")) && !is_origin_ours(r))
		return false;
	str given = pairs_get(&r->fields, "csrf");
	if (!is_token(token) || !given.p)
		return false;
	struct sha256 a = sha256_of(str_cut(&given, '.'), (str){ 0 }, (str){ 0 });
	struct sha256 b = sha256_of(csrf_of(c->a, token), (str){ 0 }, (str){ 0 });
	return sha256_eq(&a, &b);
}

/* ---- what is kept in memory ---- */

enum { LOGIN_REFILL_S = 60, PEER_REFILL_S = 5 };

struct guard *guard_new(struct arena *perm, struct os *os)
{
	struct guard *g = arena_new(perm, struct guard);
	os_random(os, g->secret, sizeof g->secret);
	os_random(os, g->box_key, sizeof g->box_key);
	g->has_box = true;
	g->once = once_new(perm);
	g->queue = sign_in_queue_new(perm);
	g->logins = limit_new(perm, LOGIN_BURST, (int64_t)LOGIN_REFILL_S * SECOND_US);
	g->peers = limit_new(perm, PEER_BURST, (int64_t)PEER_REFILL_S * SECOND_US);
	return g;
}

uint32_t guard_deciders(void)
{
	uint32_t bits = BIT(ROLE_ADMIN);
	for (int i = 0; i < ACTS_N; i++)
		bits |= act_approvers((enum act)i);
	return bits;
}

static enum err make_key_file(struct arena *a, struct os *os, const char *path)
{
	unsigned char key[TICKET_SECRET];
	os_random(os, key, sizeof key);
	return os_file_write(
	    path, str_fmt(a, "%s\n", base64url_write(a, (str){ (const char *)key, sizeof key }).p));
}

enum err guard_key_file(struct arena *a, struct os *os, const char *path, struct faults *f,
			char key[TICKET_SECRET])
{
	str text, bytes;
	enum err e = os_file_read(a, path, 100, &text);
	if (e == ERR_NOT_FOUND) {
		e = make_key_file(a, os, path);
		e = e == OK ? os_file_read(a, path, 100, &text) : e;
	}
	if (e != OK) {
		fault_at(f, str_of(path), 0, 0, (str){ 0 }, "%s", err_sentence(e));
		return ERR_FAULTS;
	}
	if (!base64url_read(a, str_trim(text), &bytes) || bytes.n != TICKET_SECRET) {
		fault_at(f, str_of(path), 0, 0, (str){ 0 }, "This is no secret of Grata's making.");
		return ERR_FAULTS;
	}
	memcpy(key, bytes.p, TICKET_SECRET);
	return OK;
}

enum err guard_set_key(struct guard *g, struct db *db, struct arena *a,
		       const char key[TICKET_SECRET], const char *path, struct faults *f)
{
	struct tx tx;
	struct access_a_code_row row = { 0 };
	str secret;
	memcpy(g->box_key, key, TICKET_SECRET);
	TRY(tx_begin(db, &VIEWER_SYSTEM, a, &tx));
	enum err e = access_a_code(&tx, &row);
	tx_end(&tx);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	if (!box_open(a, (str){ g->box_key, TICKET_SECRET }, code_box_about(a, row.account_id),
		      row.secret_blob, &secret))
		fault_at(f, str_of(path), 0, 0, (str){ 0 },
			 "The codes of this register are sealed with another secret. Put that file "
			 "back from where its copy is kept.");
	return faults_err(f);
}

/* ---- finding ---- */

struct who *ctx_who(const struct ctx *c)
{
	must(c->user != NULL);
	return c->user;
}

static int64_t idle_us_of(const struct access_session_by_token_row *s)
{
	bool is_mission = (s->role_bits & BIT(ROLE_MISSION)) != 0;
	return (int64_t)(is_mission ? IDLE_MISSION_MIN : IDLE_STAFF_MIN) * MINUTE_US;
}

/* Microseconds until it is not alive any more, when it was seen at `seen_at`. */
static int64_t left_us(const struct access_session_by_token_row *s, int64_t seen_at, int64_t at)
{
	int64_t idle = seen_at + idle_us_of(s),
		whole = s->started_at + (int64_t)SESSION_MAX_H * 60 * MINUTE_US;
	return (idle < whole ? idle : whole) - at;
}

static bool is_alive(const struct access_session_by_token_row *s, int64_t at)
{
	return !s->ended_at.has && s->is_active && left_us(s, s->seen_at, at) >= 0;
}

/* `v` gets who is behind it; may be NULL. */
static enum err read_session(struct app *app, struct arena *a, str token,
			     struct access_session_by_token_row *row, int64_t *at, struct viewer *v)
{
	struct tx tx;
	struct access_session_by_token_args in = { .token_hash = hash_text(a, token) };
	TRY(tx_begin(app->db, &VIEWER_SYSTEM, a, &tx));
	enum err e = access_session_by_token(&tx, &in, row);
	*at = tx.at;
	if (e == OK && v) {
		*v = (struct viewer){ .user_id = row->account_id,
				      .mission_id = row->mission_id.has ? row->mission_id.v : 0,
				      .role_bits = (uint32_t)row->role_bits,
				      .label_bits = (uint32_t)row->label_bits,
				      .name = row->login,
				      .session = str_fmt(a, "s%lld", (long long)row->id) };
		e = clearance_read(&tx, row->account_id, row->natural_person, &v->role_bits,
				   &v->clearance);
	}
	tx_end(&tx);
	return e;
}

static enum err seen_deed(struct tx *tx, void *arg)
{
	struct wrote out;
	return access_session_seen(tx, arg, &out);
}

enum err session_find(struct app *app, struct arena *a, str token, str remote_user, struct who *w)
{
	struct access_session_by_token_row row;
	struct viewer v;
	int64_t at;
	enum err e = read_session(app, a, token, &row, &at, &v);
	w->is_unknown = e == ERR_NOT_FOUND;
	if (e == ERR_NOT_FOUND || (e == OK && !is_alive(&row, at)))
		return OK;
	if (e != OK)
		return e;
	/* Whom a proxy has signed on is the one and only; and without it such a session is none. */
	bool is_by_proxy = str_eq(row.means, S("proxy"));
	if ((is_by_proxy || remote_user.p) && !str_eq(row.login, remote_user))
		return OK;
	w->session_id = row.id;
	w->name = row.name;
	w->viewer = v;
	w->proved_at = row.proved_at;
	w->must_enrol = !app->has_one_click && !row.factors_n && str_eq(row.means, S("password")) &&
			(v.role_bits & app->guard->second_role_bits);
	bool is_noted = at - row.seen_at < (int64_t)SESSION_SEEN_S * SECOND_US;
	w->left_n = (left_us(&row, is_noted ? row.seen_at : at, at) + SECOND_US - 1) / SECOND_US;
	if (is_noted)
		return OK;
	struct access_session_seen_args seen = { .id = row.id, .seen_at = at };
	return db_deed(app->db, &VIEWER_SYSTEM, a, NULL, "access.seen", seen_deed, &seen);
}

enum err session_account(struct app *app, struct arena *a, str token, int64_t *id)
{
	struct access_session_by_token_row row;
	int64_t at;
	*id = 0;
	enum err e = is_token(token) ? read_session(app, a, token, &row, &at, NULL) : ERR_NOT_FOUND;
	if (e == OK)
		*id = row.account_id;
	return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- starting and ending ---- */

struct change_of_session {
	struct ctx *c;
	int64_t account_id;
	const char *means;
	bool is_proof;
	str old_token, new_token; /* null: none */
};

static enum err end_old(struct tx *tx, str token)
{
	struct wrote out;
	struct access_session_end_args in = { .token_hash = hash_text(tx->a, token),
					      .ended_at = { true, tx->at } };
	return token.p ? access_session_end(tx, &in, &out) : OK;
}

/* The leaf names the one who signs in; the row is written by the program itself. */
static enum err start_deed(struct tx *tx, void *arg)
{
	struct change_of_session *s = arg;
	struct access_account_by_id_row row;
	struct access_account_by_id_args by = { .id = s->account_id };
	TRY(access_account_by_id(tx, &by, &row));
	if (!row.is_active)
		return ERR_DENIED;
	TRY(end_old(tx, s->old_token));
	struct wrote out;
	struct access_session_add_args in = {
		.token_hash = hash_text(tx->a, s->new_token),
		.csrf_hash = hash_text(tx->a, csrf_of(tx->a, s->new_token)),
		.account_id = s->account_id,
		.started_at = tx->at,
		.seen_at = tx->at,
		.agent = s->c->req->user_agent,
		.proved_at = { s->is_proof, tx->at },
		.means = str_of(s->means),
	};
	TRY(access_session_add(tx, &in, &out));
	struct access_attempt_clear_args clear = { s->account_id };
	struct wrote cleared;
	TRY(access_attempt_clear(tx, &clear, &cleared));
	struct viewer *me = arena_new(tx->a, struct viewer);
	*me = (struct viewer){ .user_id = row.id,
			       .role_bits = (uint32_t)row.role_bits,
			       .name = row.login,
			       .session = str_fmt(tx->a, "s%lld", (long long)out.id) };
	tx->viewer = me;
	tx_note(tx, CHANGE_NOTE, "account", s->account_id);
	return OK;
}

enum err session_start(struct ctx *c, int64_t account_id, const char *means, bool is_proof)
{
	struct app *app = c->app;
	struct change_of_session s = {
		.c = c, .account_id = account_id, .means = means, .is_proof = is_proof
	};
	str old = request_cookie(c, SESSION_COOKIE);
	s.old_token = is_token(old) ? old : (str){ 0 };
	s.new_token = token_new(c->a, &c->os);
	TRY(db_deed(app->db, &VIEWER_SYSTEM, c->a, &c->refusal, "access.sign_in", start_deed, &s));
	answer_cookie(c, SESSION_COOKIE, s.new_token, -1);
	struct who *w = ctx_who(c);
	w->token = s.new_token;
	w->csrf = csrf_new(c->a, &c->os, s.new_token);
	return session_find(app, c->a, s.new_token, c->req->remote_user, w);
}

static enum err end_deed(struct tx *tx, void *arg)
{
	struct change_of_session *s = arg;
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = end_old(tx, s->old_token);
	tx->viewer = me;
	if (e == OK)
		tx_note(tx, CHANGE_NOTE, "account", me->user_id);
	return e;
}

enum err session_end(struct ctx *c)
{
	struct who *w = ctx_who(c);
	struct change_of_session s = { .c = c, .old_token = w->token };
	answer_cookie(c, SESSION_COOKIE, S(""), 0);
	return db_deed(ctx_db(c), &w->viewer, c->a, &c->refusal, "access.sign_out", end_deed, &s);
}

enum err session_end_all(struct tx *tx, int64_t account_id)
{
	struct wrote out;
	struct access_session_end_all_args in = { .account_id = account_id,
						  .ended_at = { true, tx->at } };
	return access_session_end_all(tx, &in, &out);
}

static enum err refuse_deed(struct tx *tx, void *arg)
{
	tx_note(tx, CHANGE_REFUSE, "account", *(int64_t *)arg);
	return OK;
}

static enum err failed_deed(struct tx *tx, void *arg)
{
	struct wrote out;
	struct access_attempt_failed_args in = { *(int64_t *)arg, tx->at };
	TRY(access_attempt_failed(tx, &in, &out));
	return refuse_deed(tx, arg);
}

enum err session_refuse(struct ctx *c, int64_t account_id)
{
	return db_deed(ctx_db(c), &VIEWER_SYSTEM, c->a, &c->refusal, "access.sign_in", refuse_deed,
		       &account_id);
}

enum err session_guessed(struct ctx *c, int64_t account_id)
{
	return db_deed(ctx_db(c), &VIEWER_SYSTEM, c->a, &c->refusal, "access.sign_in", failed_deed,
		       &account_id);
}

enum err session_note_denied(struct ctx *c)
{
	struct who *w = ctx_who(c);
	return db_deed(ctx_db(c), &w->viewer, c->a, NULL, "access.denied", refuse_deed,
		       &w->viewer.user_id);
}

enum err session_note_unknown(struct ctx *c)
{
	struct app *app = c->app;
	int64_t nobody = 0, at = db_now_at(app->db), was = atomic_load(&app->unknown_at);
	if (was && at - was < SECOND_US)
		return OK;
	if (!atomic_compare_exchange_strong(&app->unknown_at, &was, at))
		return OK; /* another request keeps it */
	return db_deed(app->db, &VIEWER_SYSTEM, c->a, NULL, "access.unknown", refuse_deed, &nobody);
}
