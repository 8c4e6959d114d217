/* office.c: opening, then asking. */
#include "office.h"

#include <stdio.h>

#include "access/session.h"
#include "audit/audit.h"
#include "base/must.h"
#include "demo/demo.h"
#include "ref/ref.h"

enum { PERM_BYTES = 256 << 20, PAGE_BYTES = 64 << 20 };

enum err office_open(struct office *o, const char *path)
{
	str why;
	*o = (struct office){ .os = os_real() };
	must(arena_open(&o->perm, PERM_BYTES) == OK && arena_open(&o->page, PAGE_BYTES) == OK);
	enum err e = db_open(&o->perm, &o->os, path, DB_OPEN, &o->db, &why);
	if (e == OK) {
		audit_attach(&o->perm, o->db);
		e = ref_start_clock(o->db, &o->perm);
	}
	if (e == OK)
		e = serve_site(o->db, &o->perm, true, &o->app, &o->site);
	if (e != OK)
		office_close(o);
	return e;
}

void office_close(struct office *o)
{
	db_close(o->db);
	arena_close(&o->page);
	arena_close(&o->perm);
	*o = (struct office){ 0 };
}

enum err office_demo(const char *path)
{
	struct arena a;
	struct os os = os_real();
	struct db *db;
	str why;
	must(arena_open(&a, PERM_BYTES) == OK);
	enum err e = db_open(&a, &os, path, DB_CREATE, &db, &why);
	if (e == OK) {
		struct refusal r = { 0 };
		struct faults f = faults_in(&a);
		audit_attach(&a, db);
		e = demo_load(db, &a, &r, &f);
		db_close(db);
	}
	arena_close(&a);
	return e;
}

static str header_of(const struct response *r, const char *name)
{
	str v = pairs_get(&r->headers, name);
	return v;
}

/* "grata=TOKEN; Path=/.." */
static str token_of(str cookie)
{
	ptrdiff_t from = str_find_byte(cookie, '='), to = str_find_byte(cookie, ';');
	return from < 0 || to < from ? (str){ 0 } : str_slice(cookie, from + 1, to);
}

static void run(struct office *o, const struct asked *q, struct ctx *c, struct request *req)
{
	struct arena *a = &o->page;
	struct header h[4] = { { S("Host"), S("grata.test") } };
	ptrdiff_t n = 1;
	str body = { 0 };
	if (q->token.p)
		h[n++] = (struct header){ S("Cookie"), str_fmt(a, "grata=%.*s", SF(q->token)) };
	if (q->accept)
		h[n++] = (struct header){ S("Accept"), str_of(q->accept) };
	if (q->is_post) {
		str csrf = q->token.p ? csrf_of(a, q->token) : S("");
		h[n++] =
		    (struct header){ S("Content-Type"), S("application/x-www-form-urlencoded") };
		body = str_fmt(a, "csrf=%.*s&%.*s", SF(csrf), SF(q->form));
	}
	if (request_read(c, req, q->is_post ? S("POST") : S("GET"), str_of(q->path), h, n, body) ==
	    OK)
		site_answer(c);
}

struct answered office_ask(struct office *o, const struct asked *q)
{
	jmp_buf full;
	struct request req = { .id = S("0123456789abcdef") };
	struct response res = { .status = 200, .type = "text/html; charset=utf-8" };
	arena_reset(&o->page);
	struct out out = out_to_arena(&o->page);
	struct ctx c = { .a = &o->page,
			 .os = o->os,
			 .req = &req,
			 .res = &res,
			 .out = &out,
			 .faults = faults_in(&o->page),
			 .site = &o->site,
			 .app = &o->app };
	o->page.full = &full;
	if (setjmp(full) != 0) {
		o->page.full = NULL;
		o->site.after(&c);
		return (struct answered){ 0 };
	}
	run(o, q, &c, &req);
	o->page.full = NULL;
	return (struct answered){ .status = res.status,
				  .body = res.bytes.p ? res.bytes : (str){ out.p, out.n },
				  .cookie = token_of(header_of(&res, "Set-Cookie")),
				  .location = header_of(&res, "Location") };
}

str office_sign_in(struct office *o, const char *login)
{
	struct answered page = office_ask(o, &(struct asked){ .path = "/sign-in" });
	char form[100], token[64];
	snprintf(form, sizeof form, "login=%s", login);
	snprintf(token, sizeof token, "%.*s", SF(page.cookie));
	struct answered in = office_ask(o, &(struct asked){ .is_post = true,
							    .path = "/sign-in/demo",
							    .token = str_of(token),
							    .form = str_of(form) });
	return in.status == 303 ? str_copy(&o->perm, in.cookie) : (str){ 0 };
}
