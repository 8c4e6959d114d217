/* browser.h: a browser of few lines over register_file.h: requests without a socket, and what the
 * log has of them. */
#ifndef TESTS_BROWSER_H
#define TESTS_BROWSER_H

#include "register_file.h"

/* ---- a browser ---- */

struct asked {
	const char *method, *target, *origin, *fetch_site, *accept, *fetch_dest;
	str body;
	const char *remote_user; /* what a proxy says */
	int64_t peer_uid;        /* and as whom it runs; 0: it came over TCP */
};

static struct ctx ask(struct asked q)
{
	struct request *req = arena_new(&A, struct request);
	struct response *res = arena_new(&A, struct response);
	struct out *out = arena_new(&A, struct out);
	struct header h[9] = { { S("Host"), S("grata.test:8080") } };
	ptrdiff_t n = 1;
	if (COOKIE.p)
		h[n++] = (struct header){ S("Cookie"), str_fmt(&A, "grata=%.*s", SF(COOKIE)) };
	if (q.origin)
		h[n++] = (struct header){ S("Origin"), str_of(q.origin) };
	if (q.fetch_site)
		h[n++] = (struct header){ S("Sec-Fetch-Site"), str_of(q.fetch_site) };
	if (q.fetch_dest)
		h[n++] = (struct header){ S("Sec-Fetch-Dest"), str_of(q.fetch_dest) };
	if (q.accept)
		h[n++] = (struct header){ S("Accept"), str_of(q.accept) };
	if (q.remote_user)
		h[n++] = (struct header){ S("X-Remote-User"), str_of(q.remote_user) };
	req->has_peer_uid = q.peer_uid != 0;
	req->peer_uid = q.peer_uid;
	if (q.body.p)
		h[n++] =
		    (struct header){ S("Content-Type"), S("application/x-www-form-urlencoded") };
	*out = out_to_arena(&A);
	res->status = 200;
	res->type = "text/html; charset=utf-8";
	req->id = S("0123456789abcdef");
	struct ctx c = { .a = &A,
			 .os = os_fake(OS.fake_at, OS.fake_state++),
			 .req = req,
			 .res = res,
			 .out = out,
			 .faults = faults_in(&A),
			 .site = &SITE,
			 .app = &APP };
	assert_ok(request_read(&c, req, str_of(q.method), str_of(q.target), h, n, q.body));
	site_answer(&c);
	str set = pairs_get(&res->headers, "Set-Cookie");
	if (str_starts(set, S("grata="))) {
		str rest = str_slice(set, 6, set.n);
		COOKIE = str_copy(&A, str_cut(&rest, ';'));
	}
	return c;
}

static struct ctx get(const char *target)
{
	return ask((struct asked){ "GET", target });
}

static struct ctx post(const char *target, str fields)
{
	str csrf = COOKIE.p ? csrf_of(&A, COOKIE) : S("");
	return ask((struct asked){ "POST", target,
				   .body = str_fmt(&A, "csrf=%.*s&%.*s", SF(csrf), SF(fields)) });
}

static bool has(const struct ctx *c, const char *words)
{
	return str_find(c->res->bytes, str_of(words)) >= 0;
}

static void sign_in_as(const char *login)
{
	COOKIE = (str){ 0 };
	get("/sign-in");
	APP.has_one_click = true;
	struct ctx c = post("/sign-in/demo", str_fmt(&A, "login=%s", login));
	APP.has_one_click = false;
	assert_int_equal(c.res->status, 303);
}

__attribute__((unused)) static int64_t count(const char *act, const char *op)
{
	struct tx tx;
	int64_t n = 0;
	struct access_log_rows rows;
	struct viewer v = { .role_bits = BIT(ROLE_AUDITOR), .label_bits = ~0u };
	struct access_log_args in = { .before_id = INT64_MAX, .act = str_of(act), .limit_n = 1000 };
	assert_ok(tx_begin(DB, &v, &A, &tx));
	assert_ok(access_log(&tx, &in, &rows));
	tx_end(&tx);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		n += str_find(rows.v[i].body, str_fmt(&A, "\"op\":\"%s\"", op)) >= 0;
	return n;
}

#endif
