/* page.c: the frame of every page: first who asks and may they, then the snapshot and the frame,
 * then sending, then the page of an error. */
#include "access/page.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "access/may.h"
#include "access/session.h"
#include "access_error.html.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/must.h"
#include "ui/ui.h"
#include "ui/ui_form.h"
#include "web/form.h"

const char *const CSRF_FIELDS[] = { "csrf", NULL };

/* ---- who asks, and may they ---- */

struct db *ctx_db(const struct ctx *c)
{
	return ((struct app *)c->app)->db;
}

const struct viewer *ctx_viewer(const struct ctx *c)
{
	return &ctx_who(c)->viewer;
}

str ctx_csrf(const struct ctx *c)
{
	return ctx_who(c)->csrf;
}

bool ctx_has_role(const struct ctx *c, uint32_t role_bits)
{
	return (ctx_viewer(c)->role_bits & role_bits) != 0;
}

enum err page_check_needs(const struct route *const *tables, struct faults *f)
{
	for (int t = 0; tables[t]; t++)
		for (const struct route *r = tables[t]; r->path; r++)
			if (!r->need)
				fault_at(f, str_of(r->file), r->line, 0, str_of(r->path),
					 "a route says who may: it has no need");
	return faults_err(f);
}

static enum err deny(struct ctx *c, const char *sentence)
{
	fault_field(&c->faults, (str){ 0 }, "%s", sentence);
	return ERR_DENIED;
}

/* A frame, an object: somebody may show it under something that one clicks on. */
static bool is_framed(const struct request *r)
{
	str d = r->sec_fetch_dest;
	return str_eq(d, S("iframe")) || str_eq(d, S("frame")) || str_eq(d, S("object")) ||
	       str_eq(d, S("embed"));
}

static bool is_proved(const struct ctx *c, const struct who *w)
{
	const struct app *app = c->app;
	int64_t age_us = w->proved_at.has ? db_now_at(app->db) - w->proved_at.v : INT64_MAX;
	return app->has_one_click || age_us <= PROVED_MIN * 60 * (int64_t)SECOND_US;
}

enum err page_before(struct ctx *c)
{
	struct who *w = arena_new(c->a, struct who);
	str token = request_cookie(c, SESSION_COOKIE);
	c->user = w;
	w->viewer = (struct viewer){ .name = S(""), .session = S("") };
	if (is_token(token) && !(c->route->need & NEED_NOBODY)) {
		w->token = token;
		w->csrf = csrf_of(c->a, token);
		TRY(session_find(c->app, c->a, token, c->req->remote_user, w));
		if (w->session_id) /* before there is one, all pages look alike */
			w->csrf = csrf_new(c->a, &c->os, token);
	}
	if (is_framed(c->req))
		return deny(c, "A page of this register is not shown inside another page.");
	if (!w->session_id && !(c->route->need & NEED_NOTHING)) {
		if (w->is_unknown)
			TRY(session_note_unknown(c));
		return ERR_SIGN_IN;
	}
	if (c->req->method == METHOD_POST && !(c->route->need & NEED_UNGUARDED) &&
	    !is_own_post(c, w->token))
		return deny(c,
			    "This form does not come from a page of yours, or is from before you "
			    "signed in. Open the page again and send it from there.");
	if (w->session_id && !w->viewer.role_bits && !(c->route->need & NEED_NOTHING))
		return deny(c, "This account is held until somebody reviews its break-glass.");
	if (c->req->method == METHOD_POST && w->session_id)
		w->viewer.sent = sent_of(c);
	bool may = (c->route->need & NEED_NOTHING) || (c->route->need & w->viewer.role_bits);
	if (!may)
		return ERR_DENIED;
	if (w->must_enrol && !(c->route->need & (NEED_NOTHING | NEED_ENROL)))
		return ERR_SIGN_IN;
	w->must_prove = (c->route->need & NEED_PROOF) && !is_proved(c, w);
	return w->must_prove ? ERR_SIGN_IN : OK;
}

void page_after(struct ctx *c)
{
	struct who *w = c->user;
	if (w && w->has_tx) {
		w->has_tx = false;
		tx_end(&w->tx);
	}
	tx_end_left(ctx_db(c), c->a);
}

/* ---- the frame ---- */

static bool is_under(str path, str url)
{
	if (str_eq(url, S("/")))
		return str_eq(path, url);
	return str_starts(path, url) && (path.n == url.n || path.p[url.n] == '/');
}

/* The most special entry is the current one: /visas/backlog rather than /visas. */
static void mark_current(str path, struct layout_nav *v, ptrdiff_t n)
{
	struct layout_nav *best = NULL;
	for (ptrdiff_t i = 0; i < n; i++)
		if (is_under(path, v[i].url) && (!best || v[i].url.n > best->url.n))
			best = &v[i];
	if (best)
		best->is_current = true;
}

/* ---- figures: counted once for each state of the register ---- */

enum { COUNTS = 512, COUNT_KEY_BYTES = 64 };

struct page_count {
	/* For whom, of what, in which state of the register: all of it must fit. */
	const void *what;
	char key[COUNT_KEY_BYTES];
	struct viewer viewer; /* its words are not compared and not kept */
	int64_t changes_n, on, n[2];
};

struct page_counts {
	pthread_mutex_t mutex;
	struct page_count v[COUNTS];
};

struct page_counts *page_counts_new(struct arena *a)
{
	struct page_counts *all = arena_new(a, struct page_counts);
	pthread_mutex_init(&all->mutex, NULL);
	return all;
}

static bool same_count(const struct page_count *a, const struct page_count *b)
{
	return a->what == b->what && strcmp(a->key, b->key) == 0 && a->changes_n == b->changes_n &&
	       a->on == b->on && a->viewer.user_id == b->viewer.user_id &&
	       a->viewer.mission_id == b->viewer.mission_id &&
	       a->viewer.role_bits == b->viewer.role_bits &&
	       a->viewer.label_bits == b->viewer.label_bits;
}

static struct page_count count_of(const struct page *p, const void *what, str key)
{
	struct page_count want = { .what = what, .changes_n = p->changes_n, .on = p->tx->on };
	const struct viewer *v = p->tx->viewer;
	want.viewer = (struct viewer){ .user_id = v->user_id,
				       .mission_id = v->mission_id,
				       .role_bits = v->role_bits,
				       .label_bits = v->label_bits };
	snprintf(want.key, sizeof want.key, "%.*s", SF(key));
	return want;
}

/* Where it is kept, if anywhere. */
static struct page_count *count_place(struct page_counts *all, const struct page_count *want)
{
	uint64_t h = (uint64_t)want->viewer.user_id * 31 + (uintptr_t)want->what;
	for (const char *k = want->key; *k; k++)
		h = (h ^ (unsigned char)*k) * UINT64_C(0x100000001b3);
	return &all->v[(h ^ h >> 32) % COUNTS];
}

bool page_counted(const struct page *p, const void *what, str key, int64_t n[2])
{
	struct page_counts *all = ((struct app *)p->c->app)->counts;
	if (!all || key.n >= COUNT_KEY_BYTES)
		return false;
	struct page_count want = count_of(p, what, key);
	const struct page_count *row = count_place(all, &want);
	pthread_mutex_lock(&all->mutex);
	bool is_known = same_count(row, &want);
	memcpy(n, row->n, sizeof row->n);
	pthread_mutex_unlock(&all->mutex);
	return is_known;
}

void page_keep_count(const struct page *p, const void *what, str key, const int64_t n[2])
{
	struct page_counts *all = ((struct app *)p->c->app)->counts;
	if (!all || key.n >= COUNT_KEY_BYTES)
		return;
	struct page_count row = count_of(p, what, key);
	memcpy(row.n, n, sizeof row.n);
	pthread_mutex_lock(&all->mutex);
	*count_place(all, &row) = row;
	pthread_mutex_unlock(&all->mutex);
}

static enum err count_waiting(struct page *p, const struct page_nav *nav, int64_t *n)
{
	int64_t two[2] = { 0 };
	if (!page_counted(p, nav, S(""), two)) {
		TRY(nav->count(p->tx, &two[0]));
		page_keep_count(p, nav, S(""), two);
	}
	*n = two[0];
	return OK;
}

/* ---- texts that are kept ---- */

enum { KEPT = 64, KEPT_BYTES = 512 << 10, KEPT_KEY_BYTES = 200 };

struct kept_text {
	char key[KEPT_KEY_BYTES];
	struct viewer viewer; /* its words are not compared and not kept */
	int64_t changes_n, on;
	struct arena memory; /* holds the text and nothing else; opened when it is first needed */
	str text;
};

struct kept_texts {
	pthread_mutex_t mutex;
	struct kept_text v[KEPT];
};

struct kept_texts *kept_texts_new(struct arena *a)
{
	struct kept_texts *all = arena_new(a, struct kept_texts);
	pthread_mutex_init(&all->mutex, NULL);
	return all;
}

/* Where the text belongs; another one may be there. */
static struct kept_text *kept_place(const struct page *p, str key)
{
	struct kept_texts *all = ((struct app *)p->c->app)->kept;
	uint64_t h = (uint64_t)p->tx->viewer->user_id;
	for (ptrdiff_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * UINT64_C(0x100000001b3); /* FNV-1a */
	return &all->v[h % KEPT];
}

static bool is_this(const struct kept_text *k, const struct page *p, str key)
{
	const struct viewer *v = p->tx->viewer;
	return k->text.p && k->changes_n == p->changes_n && k->on == p->tx->on &&
	       k->viewer.user_id == v->user_id && k->viewer.mission_id == v->mission_id &&
	       k->viewer.role_bits == v->role_bits && k->viewer.label_bits == v->label_bits &&
	       str_eq(str_of(k->key), key);
}

str page_kept(const struct page *p, str key)
{
	struct kept_texts *all = ((struct app *)p->c->app)->kept;
	if (!all || key.n >= KEPT_KEY_BYTES)
		return (str){ 0 };
	struct kept_text *k = kept_place(p, key);
	pthread_mutex_lock(&all->mutex);
	ptrdiff_t n = is_this(k, p, key) ? k->text.n : -1;
	pthread_mutex_unlock(&all->mutex);
	if (n < 0)
		return (str){ 0 };
	char *to = arena_bytes(p->c->a, n + 1, 1); /* it may jump: not under the lock */
	pthread_mutex_lock(&all->mutex);
	bool is_kept = is_this(k, p, key) && k->text.n == n; /* still */
	if (is_kept)
		memcpy(to, k->text.p, (size_t)n);
	pthread_mutex_unlock(&all->mutex);
	return is_kept ? (str){ to, n } : (str){ 0 };
}

void page_keep_text(const struct page *p, str key, str text)
{
	struct kept_texts *all = ((struct app *)p->c->app)->kept;
	if (!all || key.n >= KEPT_KEY_BYTES || text.n > KEPT_BYTES / 2)
		return;
	struct kept_text *k = kept_place(p, key);
	pthread_mutex_lock(&all->mutex);
	k->text = (str){ 0 };
	if (k->memory.base || arena_open(&k->memory, KEPT_BYTES) == OK) {
		arena_reset(&k->memory);
		k->text = str_copy(&k->memory, text);
		snprintf(k->key, sizeof k->key, "%.*s", SF(key));
		k->viewer = *p->tx->viewer;
		k->changes_n = p->changes_n;
		k->on = p->tx->on;
	}
	pthread_mutex_unlock(&all->mutex);
}

bool page_keep(struct page *p)
{
	if (page_is_json(p))
		return false;
	str body = page_kept(p, p->c->req->target);
	p->is_keepable = !body.p;
	if (body.p)
		p->body = (struct out){ .a = p->c->a,
					.fd = -1,
					.p = (char *)(uintptr_t)body.p,
					.n = body.n,
					.cap = body.n + 1 };
	return body.p != NULL;
}

static void keep_body(const struct page *p, str body)
{
	bool has_secret = p->csrf.n && str_find(body, p->csrf) >= 0; /* a form of this session's */
	if (!has_secret)
		page_keep_text(p, p->c->req->target, body);
}

static enum err fill_nav(struct page *p, const struct page_nav *nav)
{
	struct ctx *c = p->c;
	struct {
		struct layout_nav *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	for (; nav && nav->text; nav++) {
		if (!ctx_has_role(c, nav->need) || ctx_who(c)->must_enrol)
			continue;
		struct layout_nav *to = arena_push(c->a, &list);
		*to = (struct layout_nav){ .url = str_of(nav->url), .text = str_of(nav->text) };
		to->key = nav->key ? str_fmt(c->a, "g %s", nav->key) : (str){ 0 };
		if (nav->count && p->tx)
			TRY(count_waiting(p, nav, &to->n));
	}
	mark_current(c->req->path, list.v, list.n);
	p->frame.nav = list.v;
	p->frame.n_nav = list.n;
	return OK;
}

static enum err fill_log(struct page *p)
{
	struct audit_head head;
	TRY(audit_head(p->tx, &head));
	struct out o = out_to_arena(p->c->a);
	out_hex(&o, head.root.b, sizeof head.root.b);
	p->changes_n = head.changes_n;
	p->frame.log_n = head.leaves_n;
	p->frame.log_root = out_view(&o);
	return OK;
}

static struct page page_bare(struct ctx *c, str title)
{
	struct app *app = c->app;
	struct who *w = ctx_who(c);
	struct page p = { .c = c, .csrf = w->csrf, .body = out_to_arena(c->a) };
	p.body.zone = c->out->zone = db_zone(app->db);
	p.frame = (struct layout_view){ .title = title,
					.csrf = w->csrf,
					.version = S(GRATA_VERSION),
					.now_at = app->is_demo ? db_now_at(app->db) : 0,
					.is_demo = app->is_demo };
	if (w->session_id) {
		p.frame.user_name = w->name;
		p.frame.login = w->viewer.name;
		p.frame.left_n = w->left_n;
		if (ctx_has_role(c, app->search_need) && !w->must_enrol)
			p.frame.search_url = str_of(app->search_url);
		p.frame.user_roles = roles_line(c->a, w->viewer.role_bits);
	}
#ifdef GRATA_DEV
	if (c->route)
		p.frame.source = route_source(c->a, c->route);
#endif
	return p;
}

/* What somebody has taken by break-glass is said on each of their pages. */
static struct html glass_banner(struct arena *a, const struct clearance *c)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; c && i < c->n_glass; i++) {
		const struct glass *g = &c->glass[i];
		out_fmt(&o, "%sYou hold %s on %.*s %lld until ", i ? " " : "", label_name(g->label),
			SF(g->table), (long long)g->id);
		out_at_moment(&o, g->until_at);
		out_lit(&o, ". Each look is logged, and another person reviews it.");
	}
	struct ui_banner b = { .title = { .text = S("Break-glass") },
			       .content = { .text = out_view(&o) } };
	return o.n ? ui_notification_banner(a, &b) : (struct html){ 0 };
}

enum err page_begin(struct ctx *c, const char *title, struct page *p)
{
	struct who *w = ctx_who(c);
	*p = page_bare(c, str_of(title));
	form_faults(c);
	if (!w->has_tx) {
		TRY(tx_begin(ctx_db(c), &w->viewer, c->a, &w->tx));
		w->has_tx = true;
	}
	p->tx = &w->tx;
	if (!w->session_id)
		return OK;
	p->frame.banner_html = glass_banner(c->a, w->viewer.clearance);
	TRY(fill_log(p));
	return fill_nav(p, ((struct app *)c->app)->nav);
}

void page_on(struct page *p, const char *table, int64_t id)
{
	bool is_open;
	struct viewer *on = arena_new(p->c->a, struct viewer);
	*on = viewer_on(p->tx->viewer, table, id, &is_open);
	if (is_open)
		p->tx->viewer = on;
}

/* ---- forms ---- */

struct ui_field page_field(const struct form_value *v)
{
	const struct field *f = v->field;
	bool is_secret = f->kind == FIELD_SECRET;
	return (struct ui_field){ .name = str_of(f->name),
				  .id = str_of(f->name),
				  .label = { .text = str_of(f->label) },
				  .hint = { .text = str_of(f->hint) },
				  .value = is_secret ? (str){ 0 } : v->typed,
				  .error = { .text = v->fault } };
}

/* ---- sending ---- */

bool page_is_json(const struct page *p)
{
	return p->c->req->is_json;
}

enum err page_send_json(struct page *p)
{
	struct ctx *c = p->c;
	if (c->refusal.sentence.n)
		return ERR_REFUSED;
	TRY(faults_err(&c->faults));
	answer_type(c, "application/json");
	out_lit(c->out, "\n");
	return OK;
}

/* The search stands above the body of every page. */
static bool has_field(struct arena *a, str body, str field)
{
	return str_eq(field, S("q")) ||
	       (field.n && str_find(body, str_fmt(a, " id=\"%.*s\"", SF(field))) >= 0);
}

/* Each fault leads to its field, where the page shows one. */
static struct html fault_summary(struct ctx *c, str body)
{
	struct ui_link *links = arena_new_n(c->a, struct ui_link, c->faults.n);
	for (ptrdiff_t i = 0; i < c->faults.n; i++) {
		const struct fault *f = &c->faults.v[i];
		links[i].text = f->sentence;
		if (has_field(c->a, body, f->field))
			links[i].href = str_fmt(c->a, "#%.*s", SF(f->field));
	}
	struct ui_error_summary s = { .title = { .text = S("There is a problem") },
				      .errors = { links, c->faults.n } };
	return ui_error_summary(c->a, &s);
}

static struct html refusal_summary(struct ctx *c)
{
	const struct refusal *r = &c->refusal;
	struct ui_link line = { .text = r->sentence };
	struct ui_error_summary s = { .title = { .text = S("A rule says no; nothing was changed") },
				      .errors = { &line, 1 } };
	if (r->article.n)
		s.description.text = str_fmt(c->a, "Rule: %.*s, %.*s", SF(r->rule), SF(r->article));
	else
		s.description.text = str_fmt(c->a, "Rule: %.*s", SF(r->rule));
	return ui_error_summary(c->a, &s);
}

/* Without a script a page is left when its session has ended, unless somebody may be typing in it:
 * that would be lost. */
static struct html away_after(const struct page *p, str body)
{
	bool has_typing = str_find(body, S("<textarea")) >= 0 ||
			  str_find(body, S("class=\"govuk-input")) >= 0 ||
			  str_find(body, S("type=\"file\"")) >= 0;
	if (p->frame.left_n <= 0 || has_typing)
		return (struct html){ 0 };
	return (struct html){ str_fmt(p->c->a,
				      "<noscript><meta http-equiv=\"refresh\" content=\"%lld; "
				      "url=/sign-in/away\"></noscript>",
				      (long long)p->frame.left_n) };
}

enum err page_send_html(struct page *p)
{
	struct ctx *c = p->c;
	str body = out_view(&p->body);
	if (c->refusal.sentence.n) {
		p->frame.summary_html = refusal_summary(c);
		c->res->status = c->res->status == 200 ? err_http(ERR_REFUSED) : c->res->status;
	} else if (c->faults.n) {
		p->frame.summary_html = fault_summary(c, body);
		c->res->status = c->res->status == 200 ? err_http(ERR_FAULTS) : c->res->status;
	}
	if (p->is_keepable && c->res->status == 200)
		keep_body(p, body);
	p->frame.content_html = (struct html){ body };
	p->frame.away_html = away_after(p, body);
	layout_html(c->out, &p->frame);
	return OK;
}

/* ---- the page of an error ---- */

static const char *error_title(enum err e, int status)
{
	if (status == 405)
		return "This address takes other requests";
	switch (e) {
	case ERR_REFUSED: return "A rule says no";
	case ERR_NEEDS_APPROVAL: return "A second person must approve this";
	case ERR_SIGN_IN: return "Sign in";
	case ERR_DENIED: return "You may not do this";
	case ERR_NOT_FOUND: return "Not found";
	case ERR_CONFLICT: return "Somebody else was faster";
	case ERR_REPEATED: return "This has been done already";
	case ERR_BUSY: return "Too much work is waiting";
	case OK:
	case ERR_FAULTS:
	case ERR_TOO_LARGE:
	case ERR_USAGE: return "That could not be read";
	case ERR_MEMORY:
	case ERR_DISK:
	case ERR_IO:
	case ERR_DB:
	case ERR_DB_FORMAT:
	case ERR_LOG:
	case ERR_INTERNAL: return "Something went wrong";
	}
	return "Something went wrong";
}

enum err page_failed(struct ctx *c, enum err e)
{
	struct page p;
	if (!c->user)
		c->user = arena_new(c->a, struct who); /* no route: nobody asked who it is */
	bool must_enrol = e == ERR_SIGN_IN && ctx_who(c)->must_enrol && !ctx_who(c)->must_prove;
	if (must_enrol && c->req->method == METHOD_GET && !c->req->is_json)
		return see_other(c, "/me");
	if (must_enrol) {
		e = deny(c,
			 "For what you may do here a password is not enough: add a second factor "
			 "first, on your own page.");
		c->res->status = err_http(e);
	}
	if (e == ERR_SIGN_IN)
		return sign_in_again(c);
	page_after(c); /* what the error left half read */
	if (e == ERR_DENIED && ctx_who(c)->session_id && session_note_denied(c) != OK)
		e = ERR_INTERNAL; /* what cannot be logged is not answered as if it were */
	if (page_begin(c, error_title(e, c->res->status), &p) != OK)
		p = page_bare(c, str_of(error_title(e, c->res->status)));
	struct access_error_faults *faults =
	    arena_new_n(c->a, struct access_error_faults, c->faults.n);
	for (ptrdiff_t i = 0; i < c->faults.n; i++)
		faults[i].sentence = c->faults.v[i].sentence;
	struct access_error_view v = { .title = p.frame.title,
				       .sentence = str_of(err_sentence(e)),
				       .faults = faults,
				       .n_faults = c->faults.n,
				       .request_no = c->req->id };
	if (e == ERR_REFUSED) {
		v.sentence = c->refusal.sentence;
		v.rule = c->refusal.rule;
		v.article = c->refusal.article;
	}
	access_error_html(&p.body, &v);
	p.frame.content_html = (struct html){ out_view(&p.body) };
	layout_html(c->out, &p.frame);
	return OK;
}
