/* web_test.c: the judge of heads, the URL decoder, forms, the router and the answers, without a
 * socket. tests/hostile_http.t sends the corpora to a real server. */
#include "check.h"

#include <zlib.h>
#include "replay.h"

#include <stdio.h>
#include <string.h>

#include "web/asset.h"
#include "web/form.h"
#include "web/server.h"

static struct arena A;

static int setup(void **s)
{
	(void)s;
	return arena_open(&A, 16 << 20) != OK;
}

static int teardown(void **s)
{
	(void)s;
	arena_close(&A);
	return 0;
}

/* ---- heads ---- */

static const struct {
	const char *raw;
	int status;
} heads[] = {
	{ "GET / HTTP/1.1\r\nHost: g\r\n\r\n", 200 },
	{ "HEAD /a?b=c|d HTTP/1.0\r\nHost: g:80\r\nX:\r\n\r\n", 200 },
	{ "POST / HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length: 5\r\n\r\nhello", 200 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n", 200 },
	{ "POST / HTTP/1.1\r\nHost: g\r\n\r\n", 200 },
	{ "GET / HTTP/1.1\r\nHost: g\r\n", 0 },
	{ "GET / HTTP/1.1\r\nHost: g\r\n\r", 0 },
	{ "GE", 0 },
	{ "", 0 },
	{ "\r\nGET / HTTP/1.1\r\nHost: g\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\nHost: g\n\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\r\n\r\n", 400 },
	{ "GET  / HTTP/1.1\r\nHost: g\r\n\r\n", 400 },
	{ "GET /\r\n", 400 },
	{ "GET / HTTP/1.1 \r\n", 400 },
	{ "GET / HTTP/2.0\r\n", 505 },
	{ "GET / HTTP/1.2x\r\n", 400 },
	{ "get / HTTP/1.1\r\n", 405 },
	{ "TRACE / HTTP/1.1\r\n", 405 },
	{ "GET http://g/ HTTP/1.1\r\n", 400 },
	{ "GET * HTTP/1.1\r\n", 400 },
	{ "GET /a#b HTTP/1.1\r\n", 400 },
	{ "GET /a%00 HTTP/1.1\r\n", 400 },
	{ "GET /a%0 HTTP/1.1\r\n", 400 },
	{ "GET /a%zz HTTP/1.1\r\n", 400 },
	{ "GET /a\\b HTTP/1.1\r\n", 400 },
	{ "GET /\xc3\xa9 HTTP/1.1\r\n", 400 },
	{ "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\nHost: g\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g/x\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost:\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost : g\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\nX: a\r\n b\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\n: a\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\nX(y): a\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\nX: \x01\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: g\r\nExpect: tea\r\n", 417 },
	{ "GET / HTTP/1.1\r\nHost: g\r\nContent-Length: 1\r\n\r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 1\r\nContent-Length: 1\r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 1 \r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\t\r\n", 501 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 1, 1\r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: +1\r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 9999999999999999999\r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
	  400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: gzip, chunked\r\n", 501 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
	  400 },
	{ "POST / HTTP/1.0\r\nHost: g\r\nTransfer-Encoding: chunked\r\n", 400 },
	{ "POST / HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: ch\"nked\r\n", 400 },
};

static void heads_are_judged(void **s)
{
	(void)s;
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		struct head h = head_judge(str_of(heads[i].raw));
		if (h.status != heads[i].status)
			fail_msg("%s: got %d (%s), want %d", heads[i].raw, h.status,
				 h.why ? h.why : "", heads[i].status);
		assert_true((h.why != NULL) == (h.status > 200));
	}
	struct head h = head_judge(S("GET / HTTP/1.1\r\nHost: g\r\n\r\nrest"));
	assert_int_equal(h.n, 27);
	assert_int_equal(head_judge(S("GET /\0 HTTP/1.1\r\n")).status, 400);
	assert_int_equal(head_judge(S("GET / HTTP/1.1\r\nHost: g\r\nX: a\0b\r\n")).status, 400);
}

/* A verdict never depends on how the bytes were cut: before it there is none. */
static void a_verdict_is_final(void **s)
{
	(void)s;
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		str raw = str_of(heads[i].raw);
		for (ptrdiff_t n = 0; n < raw.n; n++) {
			int status = head_judge(str_slice(raw, 0, n)).status;
			if (status != 0 && status != heads[i].status)
				fail_msg("%s: %d after %td bytes", raw.p, status, n);
		}
	}
}

static void heads_have_limits(void **s)
{
	(void)s;
	struct out o = out_to_arena(&A);
	out_lit(&o, "GET /");
	for (int i = 0; i < TARGET_MAX + 100; i++)
		out_lit(&o, "a");
	assert_int_equal(head_judge(out_view(&o)).status, 414);
	o = out_to_arena(&A);
	out_lit(&o, "GET / HTTP/1.1\r\nHost: g\r\n");
	for (int i = 0; i < HEADERS_MAX; i++)
		out_lit(&o, "X: y\r\n");
	assert_int_equal(head_judge(out_view(&o)).status, 431);
	o = out_to_arena(&A);
	out_lit(&o, "GET / HTTP/1.1\r\nHost: g\r\nX: ");
	while (o.n < HEAD_MAX - 4)
		out_lit(&o, "a");
	str almost = out_view(&o);
	assert_int_equal(head_judge(almost).status, 0);
	out_lit(&o, "\r\n\r\n");
	assert_int_equal(head_judge(out_view(&o)).status, 200);
	o.n -= 4;
	out_lit(&o, "a\r\n\r\n");
	assert_int_equal(head_judge(out_view(&o)).status, 431);
}

/* ---- decoding ---- */

static void urls_are_decoded(void **s)
{
	(void)s;
	str to;
	assert_true(url_decode(&A, S("a%20b+c%C3%A9"), true, &to));
	assert_str(to, "a b c\xc3\xa9");
	assert_true(url_decode(&A, S("a+b"), false, &to));
	assert_str(to, "a+b");
	assert_true(url_decode(&A, S("%2525"), false, &to)); /* once, never twice */
	assert_str(to, "%25");
	static const char *const bad[] = { "%",   "%4",  "a%",     "a%4",       "%4x",
					   "%00", "%ff", "%c0%af", "%ed%a0%80", "%u0041" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(url_decode(&A, str_of(bad[i]), true, &to));
	struct pairs p = { 0 };
	const char *why;
	assert_true(pairs_read(&A, S("a=1&b&&=x&a=2&c==&d=%26"), &p, &why));
	assert_int_equal(p.n, 6);
	assert_str(p.v[1].value, "");
	assert_str(p.v[2].name, "");
	assert_str(p.v[4].value, "=");
	assert_str(pairs_get(&p, "d"), "&");
	assert_true(str_is_null(pairs_get(&p, "a")));
	assert_false(pairs_read(&A, S("a=%ff"), &p, &why));
}

#define PART(name, value)                                                                          \
	"--X\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static void multipart_is_strict(void **s)
{
	(void)s;
	struct pairs p = { 0 };
	const char *why;
	str type = S("multipart/form-data; boundary=X");
	assert_true(
	    multipart_read(
		&A, type,
		S(PART("a%22b",
		       "1\r\n--\r\n") "--X\r\nContent-Disposition: form-data; name=\"f\"; "
				      "filename=\"C:\\x.csv\"\r\nContent-Type: text/csv\r\n\r\n"
				      "\xff\0\r\n--X--\r\n"),
		&p, &why) == false); /* a backslash in a file name is no browser's */
	p.n = 0;
	assert_true(multipart_read(
	    &A, type,
	    S(PART("a%22b", "1\r\n--\r\n") "--X\r\nContent-Disposition: form-data; name=\"f\"; "
					   "filename=\"x;y.csv\"\r\nContent-Type: text/csv\r\n\r\n"
					   "\xff\0\r\n--X--\r\n"),
	    &p, &why));
	assert_int_equal(p.n, 2);
	assert_str(p.v[0].name, "a\"b");
	assert_str(p.v[0].value, "1\r\n--\r\n");
	assert_str(p.v[1].file_name, "x;y.csv");
	assert_str(p.v[1].type, "text/csv");
	assert_int_equal(p.v[1].value.n, 2);
	static const char *const bad[] = {
		"",
		"--X",
		"--X--x",
		"--Y--",
		"junk\r\n--X--",
		PART("a", "1"),
		PART("a", "\xff") "--X--",
		"--X\r\n\r\nv\r\n--X--",
		"--X\r\nContent-Disposition: form-data\r\n\r\nv\r\n--X--",
		"--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--X--",
		"--X\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nv\r\n--X--",
		"--X\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n--X--",
		"--X\r\nContent-Disposition: form-data; name=\"a\"\r\nX: y\r\n\r\nv\r\n--X--",
		"--X\nContent-Disposition: form-data; name=\"a\"\n\nv\n--X--",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		p.n = 0;
		if (multipart_read(&A, type, str_of(bad[i]), &p, &why))
			fail_msg("accepted: %s", bad[i]);
	}
	assert_true(multipart_read(&A, type, S("--X--"), &p, &why));
	assert_false(multipart_read(&A, S("multipart/form-data"), S("--X--"), &p, &why));
}

/* ---- forms ---- */

static const char *const stages[] = { "received", "vetting", NULL };
static const struct field fields[] = {
	{ "name", "Full name", FIELD_LINE, true, 2, 10 },
	{ "note", "Note", FIELD_TEXT },
	{ "seats", "Seats", FIELD_INT, false, 1, 100 },
	{ "born_on", "Date of birth", FIELD_DAY, true },
	{ "stage", "Stage", FIELD_CHOICE, true, .choices = stages },
	{ "is_sure", "I am sure", FIELD_CHECK },
	{ "roles", "Roles", FIELD_MANY, .choices = stages },
	{ "list", "List", FIELD_FILE, false, 0, 10 },
	{ "pass", "Password", FIELD_SECRET },
	{ 0 },
};

static enum err read_form(const char *text, struct form *f, struct faults *faults)
{
	struct pairs p = { 0 };
	const char *why;
	static const char *const also[] = { "csrf", NULL };
	assert_true(pairs_read(&A, str_of(text), &p, &why));
	*faults = faults_in(&A);
	return form_check(&A, &p, fields, also, f, faults);
}

static void a_sound_form_gives_typed_values(void **s)
{
	(void)s;
	struct form f;
	struct faults faults;
	assert_ok(
	    read_form("name=+Anna+&note=a%0D%0Ab&seats=7&born_on-day=1&born_on-month=2&"
		      "born_on-year=1990&stage=vetting&is_sure=yes&roles=received&roles=vetting&"
		      "csrf=x&pass=+p+",
		      &f, &faults));
	assert_str(form_text(&f, "name"), "Anna");
	assert_str(form_value(&f, "name")->typed, " Anna ");
	assert_str(form_text(&f, "note"), "a\nb");
	assert_int_equal(form_int(&f, "seats", 0), 7);
	assert_int_equal(form_day(&f, "born_on", 0), 7336);
	assert_int_equal(form_value(&f, "stage")->n, 1);
	assert_true(form_is(&f, "is_sure"));
	assert_int_equal(form_value(&f, "roles")->n, 2);
	assert_str(form_value(&f, "roles")->many[1], "vetting");
	assert_str(form_text(&f, "pass"), " p ");
	assert_true(str_is_null(form_value(&f, "pass")->typed));
	assert_ok(read_form("name=Anna&born_on=1990-02-01&stage=vetting", &f, &faults));
	assert_int_equal(form_day(&f, "born_on", 0), 7336);
	assert_int_equal(form_int(&f, "seats", -1), -1);
	assert_true(str_is_null(form_text(&f, "note")));
}

static void all_faults_come_at_once(void **s)
{
	(void)s;
	struct form f;
	struct faults faults;
	assert_int_equal(read_form("name=x&seats=101&born_on-day=30&born_on-month=2&"
				   "born_on-year=2021&stage=lost&roles=lost&zzz=1",
				   &f, &faults),
			 ERR_FAULTS);
	assert_int_equal(faults.n, 6);
	assert_str(form_value(&f, "name")->fault, "Full name must be at least 2 characters.");
	assert_str(form_value(&f, "name")->typed, "x");
	assert_str(form_value(&f, "seats")->fault, "Seats must be between 1 and 100.");
	assert_str(form_value(&f, "born_on")->fault,
		   "Date of birth must be a real date, with a year of four digits.");
	assert_str(form_value(&f, "born_on")->day, "30");
	assert_str(form_value(&f, "stage")->fault, "Stage must be one of the choices shown.");
	assert_str(faults.v[0].sentence, "This form has no field 'zzz'.");
	assert_int_equal(read_form("", &f, &faults), ERR_FAULTS);
	assert_int_equal(faults.n, 3);
	assert_str(form_value(&f, "name")->fault, "Enter full name.");
	assert_str(form_value(&f, "stage")->fault, "Choose stage.");
	assert_str(form_value(&f, "born_on")->fault, "Enter date of birth.");
}

static void fields_are_strict(void **s)
{
	(void)s;
	struct form f;
	struct faults faults;
	static const struct {
		const char *more, *field, *fault;
	} rows[] = {
		{ "&name=Bob", "name", "Full name was sent more than once." },
		{ "&seats=1.5", "seats", "Seats must be a whole number." },
		{ "&seats=99999999999999999999", "seats", "Seats must be a whole number." },
		{ "&note=a%07", "note", "Note must not have control characters." },
		{ "&pass=a%0A", "pass", "Password must be one line without control characters." },
		{ "&born_on-day=1", "born_on", "Date of birth was sent more than once." },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		str text =
		    str_fmt(&A, "name=Anna&born_on=1990-02-01&stage=vetting%s", rows[i].more);
		enum err e = read_form(text.p, &f, &faults);
		assert_str(form_value(&f, rows[i].field)->fault, rows[i].fault);
		assert_int_equal(e, ERR_FAULTS);
	}
	assert_int_equal(
	    read_form("name=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9x&"
		      "born_on=1990-02-01&stage=vetting",
		      &f, &faults),
	    ERR_FAULTS);
	assert_str(form_value(&f, "name")->fault,
		   "Full name must be 10 characters or fewer; it has 11.");
}

/* ---- the router ---- */

static enum err say_path(struct ctx *c)
{
	out_str(c->out, str_of(c->route->path));
	for (ptrdiff_t i = 0; i < c->params.n; i++)
		out_fmt(c->out, " %.*s", SF(c->params.v[i].value));
	return OK;
}

static enum err say_no(struct ctx *c)
{
	return refuse(c->a, &c->refusal, "four_eyes", NULL, "A second person must do this: %s.",
		      "<you> may not");
}

static enum err go_away(struct ctx *c)
{
	return see_other(c, "%s", "//evil");
}

static enum err go_far(struct ctx *c)
{
	return see_other(c, "/a%s", "\r\nX: y");
}

static enum err worked(struct ctx *c)
{
	out_lit(c->out, "worked");
	return OK;
}

static enum err work(struct ctx *c)
{
	return web_work(c, worked);
}

static const struct route routes[] = {
	ROUTE(GET, "/", say_path, 0, "Home."),
	ROUTE(GET, "/visas/backlog", say_path, 0, "Who waits."),
	ROUTE(GET, "/visas/{id}", say_path, 0, "One."),
	ROUTE(POST, "/visas/{id}/move", say_path, 0, "Moves it.", .is_write = true, .body_max = 10),
	ROUTE(GET, "/ledger/{iso}/{from_on}", say_path, 0, "A pair."),
	ROUTE(GET, "/text/{name}/end", say_path, 0, "Any text."),
	ROUTE(GET, "/no", say_no, 0, "A refusal."),
	ROUTE(GET, "/away", go_away, 0, "A bad redirect."),
	ROUTE(GET, "/far", go_far, 0, "A redirect with a line end."),
	ROUTE(GET, "/work", work, 0, "Slow."),
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

static struct ctx answer_to(const struct site *site, const char *method, const char *target,
			    struct header *h, ptrdiff_t n, const char *body)
{
	struct request *req = arena_new(&A, struct request);
	struct response *res = arena_new(&A, struct response);
	struct out *out = arena_new(&A, struct out);
	*out = out_to_arena(&A);
	res->status = 200;
	res->type = "text/html; charset=utf-8";
	req->id = S("0123456789abcdef");
	struct ctx c = {
		.a = &A, .req = req, .res = res, .out = out, .faults = faults_in(&A), .site = site
	};
	if (request_read(&c, req, str_of(method), str_of(target), h, n, str_of(body)) == OK)
		site_answer(&c);
	return c;
}

static str header_of(const struct ctx *c, const char *name)
{
	return pairs_get(&c->res->headers, name);
}

static void requests_find_their_route(void **s)
{
	(void)s;
	static const struct {
		const char *method, *target;
		int status;
		const char *body;
	} rows[] = {
		{ "GET", "/", 200, "/" },
		{ "GET", "/?a=b", 200, "/" },
		{ "GET", "/visas/backlog", 200, "/visas/backlog" },
		{ "GET", "/visas/17", 200, "/visas/{id} 17" },
		{ "GET", "/visas/back", 404, NULL },
		{ "GET", "/visas/-1", 404, NULL },
		{ "GET", "/visas/17/", 404, NULL },
		{ "GET", "/visas//17", 404, NULL },
		{ "GET", "/visas/99999999999999999999", 404, NULL },
		{ "POST", "/visas/17/move", 200, "/visas/{id}/move 17" },
		{ "GET", "/visas/17/move", 405, NULL },
		{ "POST", "/visas/17", 405, NULL },
		{ "GET", "/ledger/RU/2018-03-20", 200, "/ledger/{iso}/{from_on} RU 2018-03-20" },
		{ "GET", "/ledger/ru/2018-03-20", 404, NULL },
		{ "GET", "/ledger/RU/2018-02-30", 404, NULL },
		{ "GET", "/text/a%2Fb/end", 200, "/text/{name}/end a/b" },
		{ "GET", "/text/%C3%A9/end", 200, "/text/{name}/end \xc3\xa9" },
		{ "GET", "/text/%ff/end", 400, NULL },
		{ "GET", "/text/%0a/end", 400, NULL },
		{ "GET", "/text/%2e%2e/end", 400, NULL },
		{ "GET", "/a/../visas/17", 400, NULL },
		{ "GET", "/away", 500, NULL },
		{ "GET", "/far", 500, NULL },
		{ "GET", "/work", 200, "worked" },
		{ "PUT", "/", 405, NULL },
	};
	struct site site = { .tables = tables };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ctx c = answer_to(&site, rows[i].method, rows[i].target, NULL, 0, NULL);
		if (c.res->status != rows[i].status)
			fail_msg("%s: %d, want %d", rows[i].target, c.res->status, rows[i].status);
		if (rows[i].body)
			assert_str(c.res->bytes, rows[i].body);
	}
	struct ctx c = answer_to(&site, "POST", "/visas/17", NULL, 0, NULL);
	assert_str(header_of(&c, "Allow"), "GET, HEAD");
	assert_int_equal(site_body_max(&site, A, METHOD_POST, S("/visas/1/move?x")), 10);
	assert_int_equal(site_body_max(&site, A, METHOD_POST, S("/visas/1")), 0);
}

static void answers_have_their_headers(void **s)
{
	(void)s;
	struct site site = { .tables = tables };
	struct ctx c = answer_to(&site, "GET", "/visas/17", NULL, 0, NULL);
	assert_true(str_find(header_of(&c, "Content-Security-Policy"), S("default-src 'none'")) ==
		    0);
	assert_str(header_of(&c, "Cache-Control"), "no-store");
	assert_str(header_of(&c, "X-Content-Type-Options"), "nosniff");
	assert_str(header_of(&c, "Referrer-Policy"), "no-referrer");
	assert_true(str_is_null(header_of(&c, "Access-Control-Allow-Origin")));
	assert_true(str_starts(header_of(&c, "X-Grata-Source"), S("src/web/web_test.c:")));
	assert_true(str_is_null(header_of(&c, "Strict-Transport-Security")));
	answer_cookie(&c, "grata", S("abc"), 60);
	assert_str(header_of(&c, "Set-Cookie"),
		   "grata=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60");
	site.is_behind_proxy = true;
	struct header h[] = { { S("Cookie"), S("x=1; __Host-grata=def; bad\"=1; grata=no") },
			      { S("X-Forwarded-For"), S("evil, 10.0.0.7") } };
	c = answer_to(&site, "GET", "/visas/17", h, 2, NULL);
	assert_false(str_is_null(header_of(&c, "Strict-Transport-Security")));
	assert_str(request_cookie(&c, "grata"), "def");
	assert_str(c.req->peer, "10.0.0.7");
	answer_cookie(&c, "grata", S(""), 0);
	assert_str(header_of(&c, "Set-Cookie"),
		   "__Host-grata=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
	answer_file(&c, "text/csv", S("li\"st\xc3\xa9.csv"));
	assert_str(header_of(&c, "Content-Disposition"),
		   "attachment; filename=\"li_st__.csv\"; filename*=UTF-8''li%22st%C3%A9.csv");
	answer_header(&c, "X-Bad", S("a\r\nb: c"));
	assert_true(c.res->is_unsound);
	assert_true(str_is_null(header_of(&c, "X-Bad")));
}

static void only_our_names_are_answered(void **s)
{
	(void)s;
	static const char *const names[] = { "localhost", "[::1]", NULL };
	struct site site = { .tables = tables, .hosts = names };
	static const struct {
		const char *host;
		int status;
	} rows[] = { { "localhost", 200 },      { "LOCALHOST:8080", 200 },
		     { "[::1]:80", 200 },       { "[::1]", 200 },
		     { "evil.example", 421 },   { "localhost.evil", 421 },
		     { "localhost:80:80", 421 } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct header h[] = { { S("Host"), str_of(rows[i].host) } };
		struct ctx c = answer_to(&site, "GET", "/", h, 1, NULL);
		if (c.res->status != rows[i].status)
			fail_msg("%s: %d", rows[i].host, c.res->status);
	}
	struct ctx c = answer_to(&site, "GET", "/", NULL, 0, NULL);
	assert_int_equal(c.res->status, 421);
}

static void errors_are_told_in_both_forms(void **s)
{
	(void)s;
	struct site site = { .tables = tables };
	struct header json[] = { { S("Accept"), S("text/html;q=0.5, application/json") } };
	struct header html[] = { { S("Accept"), S("text/html,application/json;q=0.9,*/*") } };
	struct ctx c = answer_to(&site, "GET", "/no", json, 1, NULL);
	assert_int_equal(c.res->status, 409);
	assert_str(c.res->bytes,
		   "{\"error\":\"ERR_REFUSED\",\"sentence\":\"A second person must do "
		   "this: <you> may not.\",\"rule\":\"four_eyes\",\"article\":null,"
		   "\"faults\":[],\"request_id\":\"0123456789abcdef\"}\n");
	assert_str(header_of(&c, "Content-Type"), "application/json");
	c = answer_to(&site, "GET", "/no", html, 1, NULL);
	assert_true(str_find(c.res->bytes, S("&lt;you&gt; may not")) > 0);
	assert_str(header_of(&c, "Content-Type"), "text/html; charset=utf-8");
}

static void bodies_become_fields(void **s)
{
	(void)s;
	struct site site = { .tables = tables };
	struct header form[] = { { S("Content-Type"), S("application/x-www-form-urlencoded") } };
	struct header json[] = { { S("Content-Type"), S("application/json; charset=utf-8") } };
	struct ctx c = answer_to(&site, "POST", "/visas/1/move", form, 1, "stage=a%20b");
	assert_str(pairs_get(&c.req->fields, "stage"), "a b");
	c = answer_to(
	    &site, "POST", "/visas/1/move", json, 1,
	    "{\"stage\":\"a b\",\"seats\":7,\"is_sure\":true,\"roles\":[\"x\",\"y\"],\"no\":null}");
	assert_str(pairs_get(&c.req->fields, "stage"), "a b");
	assert_str(pairs_get(&c.req->fields, "seats"), "7");
	assert_str(pairs_get(&c.req->fields, "is_sure"), "true");
	assert_int_equal(c.req->fields.n, 5);
	c = answer_to(&site, "POST", "/visas/1/move", json, 1, "{\"a\":\"\\u0000\"}");
	assert_int_equal(c.req->fields.n, 0);
	c = answer_to(&site, "POST", "/visas/1/move", json, 1, "{\"a\":1,\"a\":2}");
	assert_int_equal(c.res->status, 400);
	c = answer_to(&site, "POST", "/visas/1/move", form, 1, "a=%ff");
	assert_int_equal(c.res->status, 400);
	c = answer_to(&site, "POST", "/visas/1/move", NULL, 0, "a=1");
	assert_int_equal(c.req->fields.n, 0);
	assert_str(c.req->body, "a=1");
}

static void assets_are_served_as_the_browser_takes_them(void **s)
{
	(void)s;
	static const struct asset assets[] = { { .url = { "/a/x.123.css", 12 },
						 .type = { "text/css", 8 },
						 .etag = { "\"123\"", 5 },
						 .bytes = { "plain", 5 },
						 .gzip = { "gz", 2 },
						 .brotli = { "b", 1 } } };
	struct site site = { .tables = tables, .assets = assets, .n_assets = 1 };
	struct ctx c = answer_to(&site, "GET", "/a/x.123.css", NULL, 0, NULL);
	assert_str(c.res->bytes, "plain");
	assert_str(header_of(&c, "Cache-Control"), "public, max-age=31536000, immutable");
	struct header zip[] = { { S("Accept-Encoding"), S("gzip, deflate") } };
	c = answer_to(&site, "GET", "/a/x.123.css", zip, 1, NULL);
	assert_str(c.res->bytes, "gz");
	assert_str(header_of(&c, "Content-Encoding"), "gzip");
	struct header br[] = { { S("Accept-Encoding"), S("gzip, br;q=0.9") },
			       { S("If-None-Match"), S("\"123\"") } };
	c = answer_to(&site, "GET", "/a/x.123.css", br, 1, NULL);
	assert_str(c.res->bytes, "b");
	c = answer_to(&site, "GET", "/a/x.123.css", br, 2, NULL);
	assert_int_equal(c.res->status, 304);
	struct header none[] = { { S("Accept-Encoding"), S("br;q=0, gzip;q=0.000") } };
	c = answer_to(&site, "GET", "/a/x.123.css", none, 1, NULL);
	assert_str(c.res->bytes, "plain");
	c = answer_to(&site, "POST", "/a/x.123.css", NULL, 0, NULL);
	assert_int_equal(c.res->status, 405);
}

static enum err long_page(struct ctx *c)
{
	for (int i = 0; i < 500; i++)
		out_fmt(c->out, "<p>row %d</p>", i);
	return OK;
}

static void long_pages_are_packed(void **s)
{
	(void)s;
	static const struct route rows[] = {
		ROUTE(GET, "/long", long_page, 0, "A long page."),
		{ 0 },
	};
	static const struct route *const only[] = { rows, NULL };
	struct site site = { .tables = only };
	struct header zip[] = { { S("Accept-Encoding"), S("gzip") } };
	struct ctx plain = answer_to(&site, "GET", "/long", NULL, 0, NULL);
	str want = str_copy(&A, plain.res->bytes);
	assert_true(str_is_null(header_of(&plain, "Content-Encoding")));
	assert_str(header_of(&plain, "Vary"), "Accept-Encoding");
	struct ctx c = answer_to(&site, "GET", "/long", zip, 1, NULL);
	assert_str(header_of(&c, "Content-Encoding"), "gzip");
	char back[20000];
	z_stream z = { .next_in = (z_const Bytef *)(uintptr_t)c.res->bytes.p,
		       .avail_in = (uInt)c.res->bytes.n,
		       .next_out = (Bytef *)back,
		       .avail_out = sizeof back };
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_true(str_eq(want, (str){ back, (ptrdiff_t)z.total_out }));
	assert_true(c.res->bytes.n * 3 < want.n);
	inflateEnd(&z);
}

static void unsound_tables_do_not_start(void **s)
{
	(void)s;
	static const struct route bad[] = {
		ROUTE(GET, "visas", say_path, 0, "No slash."),
		ROUTE(GET, "/a//b", say_path, 0, "An empty piece."),
		ROUTE(GET, "/a/", say_path, 0, "A slash at the end."),
		ROUTE(GET, "/A", say_path, 0, "A capital."),
		ROUTE(GET, "/{}", say_path, 0, "No name."),
		ROUTE(GET, "/b", say_path, 0, "A GET that writes.", .is_write = true),
		ROUTE(GET, "/c", NULL, 0, "No handler."),
		ROUTE(GET, "/d", say_path, 0, "no full stop"),
		{ 0 },
	};
	static const struct route twice[] = {
		ROUTE(GET, "/visas/{id}", say_path, 0, "One."),
		ROUTE(GET, "/visas/17", say_path, 0, "Seventeen."),
		ROUTE(GET, "/visas/{member_id}", say_path, 0, "One."),
		ROUTE(GET, "/visas/{name}", say_path, 0, "Any."),
		ROUTE(POST, "/visas/{id}", say_path, 0, "Another method."),
		ROUTE(GET, "/visas/{id}/x", say_path, 0, "Longer."),
		{ 0 },
	};
	const struct route *bad_tables[] = { bad, NULL }, *twice_tables[] = { twice, NULL };
	struct faults f = faults_in(&A);
	assert_int_equal(site_check(&(struct site){ .tables = bad_tables }, &f), ERR_FAULTS);
	assert_int_equal(f.n, 8);
	f = faults_in(&A);
	assert_int_equal(site_check(&(struct site){ .tables = twice_tables }, &f), ERR_FAULTS);
	assert_int_equal(f.n, 6);
	f = faults_in(&A);
	assert_ok(site_check(&(struct site){ .tables = tables }, &f));
}

static void what_fuzzing_knows_is_read_back(void **s)
{
	(void)s;
	replay_corpus("tests/corpus/web");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test_setup_teardown(heads_are_judged, setup, teardown),
		cmocka_unit_test_setup_teardown(a_verdict_is_final, setup, teardown),
		cmocka_unit_test_setup_teardown(heads_have_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(urls_are_decoded, setup, teardown),
		cmocka_unit_test_setup_teardown(multipart_is_strict, setup, teardown),
		cmocka_unit_test_setup_teardown(a_sound_form_gives_typed_values, setup, teardown),
		cmocka_unit_test_setup_teardown(all_faults_come_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(fields_are_strict, setup, teardown),
		cmocka_unit_test_setup_teardown(requests_find_their_route, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_have_their_headers, setup, teardown),
		cmocka_unit_test_setup_teardown(only_our_names_are_answered, setup, teardown),
		cmocka_unit_test_setup_teardown(errors_are_told_in_both_forms, setup, teardown),
		cmocka_unit_test_setup_teardown(bodies_become_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(long_pages_are_packed, setup, teardown),
		cmocka_unit_test_setup_teardown(assets_are_served_as_the_browser_takes_them, setup,
						teardown),
		cmocka_unit_test_setup_teardown(unsound_tables_do_not_start, setup, teardown),
		cmocka_unit_test(what_fuzzing_knows_is_read_back),
	};
	return cmocka_run_group_tests(all, NULL, NULL);
}
