/* fuzz_web.c: any bytes into the readers of the wire. The first byte chooses: h the head of a
 * request, f an urlencoded form, m a multipart form (boundary "B"), t the target of a request. What
 * is taken is written out again and must be read back the same. */
#include <string.h>

#include "base/must.h"
#include "base/utf8.h"
#include "web/form.h"
#include "web/server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_head(str raw)
{
	struct head whole = head_judge(raw);
	must(whole.status == 0 || whole.status == 200 || whole.why);
	/* However the bytes were cut, no part of them gets another verdict. */
	for (ptrdiff_t n = 0; n < raw.n; n += 1 + raw.n / 16) {
		struct head part = head_judge(str_slice(raw, 0, n));
		must(part.status == 0 || part.status == whole.status);
	}
	if (whole.status != 200)
		return;
	str head = str_slice(raw, 0, whole.n);
	must(str_find(head, S("\r\n\r\n")) == whole.n - 4 && str_find_byte(head, '\0') < 0);
	must(head_judge(head).status == 200 && head_judge(head).n == whole.n);
}

static void must_be_same(const struct pairs *p, const struct pairs *q)
{
	must(p->n == q->n);
	for (ptrdiff_t i = 0; i < p->n; i++)
		must(str_eq(p->v[i].name, q->v[i].name) && str_eq(p->v[i].value, q->v[i].value));
}

static const char *const choices[] = { "a", "b", NULL };
static const struct field fields[] = {
	{ "a", "A", FIELD_LINE, true, 2, 5 },
	{ "b", "B", FIELD_TEXT },
	{ "c", "C", FIELD_INT, false, 1, 9 },
	{ "d", "D", FIELD_DAY },
	{ "e", "E", FIELD_CHOICE, .choices = choices },
	{ "f", "F", FIELD_CHECK },
	{ "g", "G", FIELD_MANY },
	{ "h", "H", FIELD_FILE },
	{ "i", "I", FIELD_SECRET },
	{ 0 },
};

static void fuzz_fields(struct arena *a, const struct pairs *p)
{
	struct form f;
	struct faults faults = faults_in(a);
	enum err e = form_check(a, p, fields, NULL, &f, &faults);
	must((e == OK) == (faults.total_n == 0));
	for (ptrdiff_t i = 0; i < f.n; i++) {
		must(!f.v[i].has || !f.v[i].fault.p);
		must(utf8_is_valid(f.v[i].fault.p ? f.v[i].fault : S("")));
	}
}

static void fuzz_form(struct arena *a, str text)
{
	struct pairs p = { 0 }, q = { 0 };
	const char *why;
	if (!pairs_read(a, text, &p, &why))
		return;
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < p.n; i++) {
		must(utf8_is_valid(p.v[i].name) && utf8_is_valid(p.v[i].value));
		out_url(&o, p.v[i].name);
		out_lit(&o, "=");
		out_url(&o, p.v[i].value);
		out_lit(&o, "&");
	}
	must(pairs_read(a, out_view(&o), &q, &why));
	must_be_same(&p, &q);
	fuzz_fields(a, &p);
}

static void out_part_name(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
			out_fmt(o, "%%%02X", (unsigned)s.p[i]);
		else
			out_char(o, s.p[i]);
}

static void fuzz_multipart(struct arena *a, str body)
{
	str type = S("multipart/form-data; boundary=B");
	struct pairs p = { 0 }, q = { 0 };
	const char *why;
	if (!multipart_read(a, type, body, &p, &why))
		return;
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < p.n; i++) {
		out_lit(&o, "--B\r\nContent-Disposition: form-data; name=\"");
		out_part_name(&o, p.v[i].name);
		out_lit(&o, "\"");
		if (p.v[i].file_name.p) {
			out_lit(&o, "; filename=\"");
			out_part_name(&o, p.v[i].file_name);
			out_lit(&o, "\"");
		}
		out_lit(&o, "\r\n\r\n");
		out_str(&o, p.v[i].value);
		out_lit(&o, "\r\n");
	}
	out_lit(&o, "--B--\r\n");
	must(multipart_read(a, type, out_view(&o), &q, &why) || p.n == 0);
	if (p.n)
		must_be_same(&p, &q);
	fuzz_fields(a, &p);
}

static enum err say_path(struct ctx *c)
{
	for (ptrdiff_t i = 0; i < c->params.n; i++)
		out_html(c->out, c->params.v[i].value);
	return OK;
}

static const struct route routes[] = {
	ROUTE(GET, "/", say_path, 0, "Home."),
	ROUTE(GET, "/a/{id}", say_path, 0, "By number."),
	ROUTE(GET, "/b/{iso}/{from_on}", say_path, 0, "By state and day."),
	ROUTE(GET, "/c/{name}", say_path, 0, "By name."),
	{ 0 },
};

static void fuzz_target(struct arena *a, str target)
{
	static const struct route *const tables[] = { routes, NULL };
	struct site site = { .tables = tables };
	struct request req = { .id = S("0") };
	struct response res = { .status = 200, .type = "text/html" };
	struct out out = out_to_arena(a);
	struct ctx c = {
		.a = a, .req = &req, .res = &res, .out = &out, .site = &site, .faults = faults_in(a)
	};
	if (request_read(&c, &req, S("GET"), target, NULL, 0, (str){ 0 }) != OK)
		return;
	must(utf8_is_line(req.path));
	site_answer(&c);
	must(res.status == 200 || res.status == 404);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	jmp_buf full;
	if (size == 0 || size > 1 << 16 || arena_open(&a, 8 << 20) != OK)
		return 0;
	str text = { (const char *)data + 1, (ptrdiff_t)size - 1 };
	a.full = &full;
	if (setjmp(full) == 0) {
		if (data[0] == 'h')
			fuzz_head(text);
		else if (data[0] == 'f')
			fuzz_form(&a, text);
		else if (data[0] == 'm')
			fuzz_multipart(&a, text);
		else if (data[0] == 't')
			fuzz_target(&a, text);
	}
	arena_close(&a);
	return 0;
}
