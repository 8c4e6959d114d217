/* route.c: a site without its socket: first the proof of the route tables, then finding the route,
 * then making an answer whole (errors, headers), then what handlers call, then the request itself.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/json.h"
#include "base/must.h"
#include "base/utf8.h"
#include "web/asset.h"
#include "web/form.h"
#include "web/server.h"

/* ---- patterns ---- */

enum segment_kind { SEGMENT_LITERAL, SEGMENT_INT, SEGMENT_DAY, SEGMENT_ISO, SEGMENT_TEXT };

static str param_name(str segment)
{
	return str_slice(segment, 1, segment.n - 1);
}

static enum segment_kind segment_kind(str segment)
{
	if (!str_starts(segment, S("{")))
		return SEGMENT_LITERAL;
	str name = param_name(segment);
	if (str_eq(name, S("id")) || str_ends(name, S("_id")) || str_ends(name, S("_n")))
		return SEGMENT_INT;
	if (str_ends(name, S("_on")))
		return SEGMENT_DAY;
	return str_eq(name, S("iso")) || str_ends(name, S("_iso")) ? SEGMENT_ISO : SEGMENT_TEXT;
}

/* Whether a decoded piece of a path fits a segment of a pattern. */
static bool segment_fits(str segment, str piece)
{
	int64_t n;
	switch (segment_kind(segment)) {
	case SEGMENT_LITERAL: return str_eq(segment, piece);
	case SEGMENT_INT: return str_to_int64(piece, &n) && piece.p[0] != '-';
	case SEGMENT_DAY: return day_read(piece, &n);
	case SEGMENT_ISO:
		for (ptrdiff_t i = 0; i < piece.n; i++)
			if (piece.p[i] < 'A' || piece.p[i] > 'Z')
				return false;
		return piece.n == 2 || piece.n == 3;
	case SEGMENT_TEXT: return piece.n > 0;
	}
	must_not_come_here("five kinds of segment");
}

/* Takes the next segment off a path that begins with '/'. */
static str segment_cut(str *path)
{
	*path = str_slice(*path, 1, path->n);
	ptrdiff_t end = str_find_byte(*path, '/');
	str segment = end < 0 ? *path : str_slice(*path, 0, end);
	*path = end < 0 ? (str){ 0 } : str_slice(*path, end, path->n);
	return segment;
}

static bool is_overlapping(const struct route *a, const struct route *b)
{
	str pa = str_of(a->path), pb = str_of(b->path);
	if (a->method != b->method)
		return false;
	while (pa.p && pb.p) {
		str sa = segment_cut(&pa), sb = segment_cut(&pb);
		enum segment_kind ka = segment_kind(sa), kb = segment_kind(sb);
		bool meets = ka == kb || ka == SEGMENT_TEXT || kb == SEGMENT_TEXT;
		if (ka == SEGMENT_LITERAL || kb == SEGMENT_LITERAL)
			meets = ka == SEGMENT_LITERAL ? segment_fits(sb, sa) : segment_fits(sa, sb);
		if (!meets)
			return false;
	}
	return !pa.p && !pb.p;
}

static bool is_path_sound(str path)
{
	if (str_eq(path, S("/")))
		return true;
	if (!str_starts(path, S("/")))
		return false;
	while (path.p) {
		str s = segment_cut(&path);
		bool is_param = str_starts(s, S("{"));
		if (is_param && (!str_ends(s, S("}")) || s.n < 3))
			return false;
		str name = is_param ? param_name(s) : s;
		if (name.n == 0)
			return false;
		for (ptrdiff_t i = 0; i < name.n; i++) {
			char c = name.p[i];
			bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
			if (!is_word && (is_param || (c != '-' && c != '.')))
				return false;
		}
	}
	return true;
}

static void check_row(const struct route *r, struct faults *f)
{
	str file = str_of(r->file), field = str_of(r->path);
	if (!is_path_sound(str_of(r->path)))
		fault_at(f, file, r->line, 0, field, "this path is not well formed");
	if (!r->run || !r->says || !r->says[0] || !str_ends(str_of(r->says), S(".")))
		fault_at(f, file, r->line, 0, field, "a route needs a handler and a sentence");
	if (r->method == METHOD_GET && r->is_write)
		fault_at(f, file, r->line, 0, field, "a GET changes nothing: use POST");
}

enum err site_check(const struct site *s, struct faults *f)
{
	for (int t = 0; s->tables[t]; t++)
		for (const struct route *r = s->tables[t]; r->path; r++)
			check_row(r, f);
	TRY(faults_err(f));
	for (int t = 0; s->tables[t]; t++)
		for (const struct route *r = s->tables[t]; r->path; r++)
			for (int u = 0; u <= t; u++)
				for (const struct route *q = s->tables[u]; q->path && q != r; q++)
					if (is_overlapping(r, q))
						fault_at(f, str_of(r->file), r->line, 0,
							 str_of(r->path),
							 "%s at %s:%d matches the same requests",
							 q->path, q->file, q->line);
	return faults_err(f);
}

/* ---- finding ---- */

/* Whether the pattern fits the path as it was sent; fills *params. */
static bool route_fits(struct arena *a, const struct route *r, str path, struct pairs *params)
{
	str pattern = str_of(r->path);
	params->n = 0;
	while (pattern.p && path.p) {
		str segment = segment_cut(&pattern), piece;
		if (!url_decode(a, segment_cut(&path), false, &piece) ||
		    !segment_fits(segment, piece))
			return false;
		if (segment_kind(segment) != SEGMENT_LITERAL)
			*arena_push(a, params) =
			    (struct pair){ .name = param_name(segment), .value = piece };
	}
	return !pattern.p && !path.p;
}

static const struct asset *find_asset(const struct site *s, str path)
{
	for (ptrdiff_t i = 0; i < s->n_assets; i++)
		if (str_eq(path, s->assets[i].url))
			return &s->assets[i];
	return NULL;
}

/* The weight (0 to 1000) that an Accept header gives to exactly this word; -1: not named. */
static int accept_weight(str accept, str word)
{
	while (accept.p) {
		str one = str_cut(&accept, ','), name = str_trim(str_cut(&one, ';'));
		if (!str_eq_nocase(name, word))
			continue;
		int weight = 1000;
		while (one.p) {
			str p = str_trim(str_cut(&one, ';'));
			if (str_starts(p, S("q=0")) && p.n > 3 && p.p[3] == '.') {
				weight = 0;
				for (ptrdiff_t i = 4, unit = 100; i < p.n && unit; i++, unit /= 10)
					if (p.p[i] >= '0' && p.p[i] <= '9')
						weight += (int)unit * (p.p[i] - '0');
			} else if (str_eq(p, S("q=0"))) {
				weight = 0;
			}
		}
		return weight;
	}
	return -1;
}

static enum err not_allowed(struct ctx *c, const char *allow)
{
	answer_header(c, "Allow", str_of(allow));
	c->res->status = 405;
	fault_field(&c->faults, (str){ 0 }, "This address takes %s only.", allow);
	return ERR_FAULTS;
}

static enum err answer_asset(struct ctx *c, const struct asset *f)
{
	if (c->req->method != METHOD_GET)
		return not_allowed(c, "GET, HEAD");
	struct response *r = c->res;
	str coding;
	r->type = str_z(c->a, f->type);
	r->bytes = asset_body(f, c->req->accept_encoding, &coding);
	r->is_cached = true;
	answer_header(c, "ETag", f->etag);
	answer_header(c, "Vary", S("Accept-Encoding"));
	if (str_eq(c->req->if_none_match, f->etag)) {
		r->status = 304;
		r->bytes = S("");
	} else if (coding.p) {
		answer_header(c, "Content-Encoding", coding);
	}
	return OK;
}

static enum err answer_route(struct ctx *c)
{
	if (c->site->before)
		TRY(c->site->before(c));
	return c->route->is_slow ? web_work(c, c->route->run) : c->route->run(c);
}

static enum err answer(struct ctx *c)
{
	str path = c->req->target;
	ptrdiff_t query = str_find_byte(path, '?');
	path = query < 0 ? path : str_slice(path, 0, query);
	const struct asset *asset = find_asset(c->site, path);
	if (asset)
		return answer_asset(c, asset);
	const char *other = NULL;
	for (int t = 0; c->site->tables[t]; t++)
		for (const struct route *r = c->site->tables[t]; r->path; r++) {
			if (!route_fits(c->a, r, path, &c->params))
				continue;
			if (r->method == c->req->method) {
				c->route = r;
				return answer_route(c);
			}
			other = r->method == METHOD_GET ? "GET, HEAD" : "POST";
		}
	return other ? not_allowed(c, other) : ERR_NOT_FOUND;
}

ptrdiff_t site_body_max(const struct site *s, struct arena scratch, enum method method, str target)
{
	ptrdiff_t query = str_find_byte(target, '?');
	str path = query < 0 ? target : str_slice(target, 0, query);
	for (int t = 0; s->tables[t]; t++)
		for (const struct route *r = s->tables[t]; r->path; r++) {
			struct arena a = scratch;
			struct pairs params = { 0 };
			if (r->method == method && route_fits(&a, r, path, &params))
				return r->body_max ? r->body_max : BODY_MAX;
		}
	return 0;
}

/* ---- making an answer whole ---- */

static void out_error_json(struct ctx *c, enum err e)
{
	struct out *o = c->out;
	out_lit(o, "{\"error\":");
	out_json(o, str_of(err_name(e)));
	out_member(o, "sentence",
		   e == ERR_REFUSED && c->refusal.sentence.p ? c->refusal.sentence
							     : str_of(err_sentence(e)));
	if (e == ERR_REFUSED) {
		out_member(o, "rule", c->refusal.rule);
		out_member(o, "article", c->refusal.article);
	}
	out_lit(o, ",\"faults\":[");
	for (ptrdiff_t i = 0; i < c->faults.n; i++) {
		out_str(o, i ? S(",{\"field\":") : S("{\"field\":"));
		out_json(o, c->faults.v[i].field);
		out_member(o, "sentence", c->faults.v[i].sentence);
		out_lit(o, "}");
	}
	out_lit(o, "],\"request_id\":");
	out_json(o, c->req->id);
	out_lit(o, "}\n");
}

static void out_error_html(struct ctx *c, enum err e)
{
	struct out *o = c->out;
	out_lit(o, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
		   "<title>Error</title></head><body><h1>");
	out_html(o, e == ERR_REFUSED && c->refusal.sentence.p ? c->refusal.sentence
							      : str_of(err_sentence(e)));
	out_lit(o, "</h1>\n");
	for (ptrdiff_t i = 0; i < c->faults.n; i++) {
		out_lit(o, "<p>");
		out_html(o, c->faults.v[i].sentence);
		out_lit(o, "</p>\n");
	}
	out_lit(o, "<p>Request ");
	out_html(o, c->req->id);
	out_lit(o, "</p></body></html>\n");
}

static void fail(struct ctx *c, enum err e)
{
	if (c->res->status < 400)
		c->res->status = err_http(e);
	if (e == ERR_BUSY)
		answer_header(c, "Retry-After", S("2"));
	c->res->bytes = (str){ 0 };
	*c->out = out_to_arena(c->a);
	if (c->req->is_json) {
		c->res->type = "application/json";
		out_error_json(c, e);
		return;
	}
	c->res->type = "text/html; charset=utf-8";
	if (c->site->failed && c->site->failed(c, e) == OK)
		return;
	*c->out = out_to_arena(c->a);
	out_error_html(c, e);
}

/* In every answer; the content policy as well, since a browser may be talked into showing any. */
static const struct {
	const char *name, *value;
} fixed_headers[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
	  "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
	  "base-uri 'none'; manifest-src 'self'; require-trusted-types-for 'script'; "
	  "trusted-types 'none'; report-uri /reports; report-to grata" },
	{ "Reporting-Endpoints", "grata=\"/reports\"" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Permissions-Policy",
	  "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
	  "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
	  "usb=()" },
};

static void seal(struct ctx *c)
{
	for (size_t i = 0; i < sizeof fixed_headers / sizeof fixed_headers[0]; i++)
		answer_header(c, fixed_headers[i].name, str_of(fixed_headers[i].value));
	answer_header(c, "Cache-Control",
		      c->res->is_cached ? S("public, max-age=31536000, immutable") : S("no-store"));
	answer_header(c, "Content-Type", str_of(c->res->type));
	answer_header(c, "X-Request-Id", c->req->id);
	if (c->site->is_behind_proxy)
		answer_header(c, "Strict-Transport-Security", S(HSTS_VALUE));
#ifdef GRATA_DEV
	if (c->route)
		answer_header(c, "X-Grata-Source", route_source(c->a, c->route));
#endif
	if (!c->res->bytes.p) {
		c->res->bytes = out_view(c->out);
		answer_encode(c);
	}
}

void site_run(struct ctx *c, handler h)
{
	enum err e = h(c);
	if (c->is_waiting)
		return;
	if (e == OK && c->res->is_unsound)
		e = ERR_INTERNAL;
	if (e != OK)
		fail(c, e);
	if (c->site->after)
		c->site->after(c);
	seal(c);
}

void site_answer(struct ctx *c)
{
	site_run(c, answer);
}

/* ---- what handlers call ---- */

str route_source(struct arena *a, const struct route *r)
{
	const char *file = r->file;
	while (strncmp(file, "../", 3) == 0) /* seen from the build folder */
		file += 3;
	return str_fmt(a, "%s:%d", file, r->line);
}

str path_text(const struct ctx *c, const char *name)
{
	for (ptrdiff_t i = 0; i < c->params.n; i++)
		if (str_eq(c->params.v[i].name, str_of(name)))
			return c->params.v[i].value;
	must_not_come_here("the route's path has the name");
}

int64_t path_id(const struct ctx *c, const char *name)
{
	int64_t n;
	must(str_to_int64(path_text(c, name), &n));
	return n;
}

static bool is_visible(str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	return true;
}

void answer_header(struct ctx *c, const char *name, str value)
{
	if (!is_visible(value)) {
		c->res->is_unsound = true;
		return;
	}
	*arena_push(c->a, &c->res->headers) =
	    (struct pair){ .name = str_of(name), .value = str_copy(c->a, value) };
}

void answer_type(struct ctx *c, const char *type)
{
	c->res->type = type;
}

enum err see_other(struct ctx *c, const char *fmt, ...)
{
	char path[2000];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(path, sizeof path, fmt, ap);
	va_end(ap);
	if (n < 1 || n >= (int)sizeof path || path[0] != '/' || path[1] == '/' ||
	    strpbrk(path, "\\ \"<>"))
		return ERR_INTERNAL;
	answer_header(c, "Location", str_of(path));
	c->res->status = 303;
	return OK;
}

static bool is_cookie_value(str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || strchr("\",;\\", s.p[i]))
			return false;
	return true;
}

void answer_cookie(struct ctx *c, const char *name, str value, int64_t age_s)
{
	if (!is_cookie_value(value)) {
		c->res->is_unsound = true;
		return;
	}
	const char *prefix = c->req->is_tls ? "__Host-" : "";
	str age = age_s < 0 ? S("") : str_fmt(c->a, "; Max-Age=%jd", (intmax_t)age_s);
	answer_header(c, "Set-Cookie",
		      str_fmt(c->a, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%.*s", prefix,
			      name, SF(value), c->req->is_tls ? "; Secure" : "", SF(age)));
}

str request_cookie(const struct ctx *c, const char *name)
{
	struct arena scratch = *c->a;
	const char *full =
	    str_z(&scratch, str_fmt(&scratch, "%s%s", c->req->is_tls ? "__Host-" : "", name));
	return pairs_get(&c->req->cookies, full);
}

void answer_file(struct ctx *c, const char *type, str file_name)
{
	struct out o = out_to_arena(c->a);
	out_lit(&o, "attachment; filename=\"");
	for (ptrdiff_t i = 0; i < file_name.n; i++) {
		char b = file_name.p[i];
		out_char(&o, b < ' ' || b > '~' || strchr("\"\\%/", b) ? '_' : b);
	}
	out_lit(&o, "\"; filename*=UTF-8''");
	out_url(&o, file_name);
	c->res->type = type;
	answer_header(c, "Content-Disposition", out_view(&o));
}

/* ---- the request ---- */

static enum err refuse_request(struct ctx *c, int status, const char *why)
{
	c->res->status = status;
	fault_field(&c->faults, (str){ 0 }, "%s", why);
	return ERR_FAULTS;
}

/* RFC 6265: NAME=VALUE pairs with "; " between. Other programs on the same host leave strange
 * cookies in a browser, so one that is not sound is passed over; it is never repaired. */
static void read_cookies(struct arena *a, str header, struct pairs *cookies)
{
	str rest = header;
	while (rest.p && cookies->n < PAIRS_MAX) {
		str value = str_trim(str_cut(&rest, ';')), name = str_cut(&value, '=');
		if (name.n && value.p && is_cookie_value(name) && is_cookie_value(value))
			*arena_push(a, cookies) = (struct pair){ .name = name, .value = value };
	}
}

/* Whether the decoded path is text in one line without "." and ".." pieces. */
static bool is_path_plain(struct request *r)
{
	if (!utf8_is_line(r->path))
		return false;
	str rest = str_slice(r->path, 1, r->path.n);
	while (rest.p) {
		str piece = str_cut(&rest, '/');
		if (str_eq(piece, S(".")) || str_eq(piece, S("..")))
			return false;
	}
	return true;
}

static enum err read_target(struct ctx *c, struct request *r, str target)
{
	str rest = target, path = str_cut(&rest, '?');
	const char *why;
	r->target = target;
	if (!str_starts(path, S("/")) || !url_decode(c->a, path, false, &r->path) ||
	    !is_path_plain(r))
		return refuse_request(c, 400, "The address is not sound.");
	if (rest.p && !pairs_read(c->a, rest, &r->query, &why))
		return refuse_request(c, 400, why);
	return OK;
}

/* Where the value of this header is kept, or NULL when the program does not read it. */
static str *header_slot(struct request *r, str name)
{
	const struct {
		const char *name;
		str *to;
	} known[] = {
		{ "Host", &r->host },
		{ "Origin", &r->origin },
		{ "Accept", &r->accept },
		{ "Accept-Encoding", &r->accept_encoding },
		{ "If-None-Match", &r->if_none_match },
		{ "Sec-Fetch-Site", &r->sec_fetch_site },
		{ "Sec-Fetch-Dest", &r->sec_fetch_dest },
		{ "User-Agent", &r->user_agent },
		{ "Authorization", &r->authorization },
		{ "Content-Type", &r->type },
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq_nocase(name, str_of(known[i].name)))
			return known[i].to;
	return NULL;
}

static enum err read_headers(struct ctx *c, struct request *r, const struct header *h, ptrdiff_t n)
{
	bool has_proxy =
	    c->site->has_sign_on && r->has_peer_uid && r->peer_uid == c->site->sign_on_uid;
	for (ptrdiff_t i = 0; i < n; i++) {
		str *to = header_slot(r, h[i].name);
		if (has_proxy && str_eq_nocase(h[i].name, S("X-Remote-User")))
			to = &r->remote_user;
		if (str_eq_nocase(h[i].name, S("Cookie"))) {
			read_cookies(c->a, h[i].value, &r->cookies);
		} else if (c->site->is_behind_proxy &&
			   str_eq_nocase(h[i].name, S("X-Forwarded-For"))) {
			/* Each proxy appends whom it saw: only the last one is our own proxy's
			 * word. */
			str rest = h[i].value;
			while (rest.p)
				r->peer = str_trim(str_cut(&rest, ','));
		} else if (to && (to->p || !is_visible(h[i].value))) {
			return refuse_request(c, 400,
					      "A header is there twice or is not plain text.");
		} else if (to) {
			*to = h[i].value;
		}
	}
	if (!is_visible(r->peer))
		return refuse_request(c, 400, "A header is not plain text.");
	int json = accept_weight(r->accept, S("application/json")),
	    html = accept_weight(r->accept, S("text/html"));
	r->is_json = json > 0 && json > html;
	return OK;
}

/* A flat object of texts, whole numbers, truths and lists of texts reads like a form. Any other
 * JSON stays in the body for a handler that wants it. */
static enum err read_json(struct ctx *c, struct request *r)
{
	const struct json *j;
	if (json_read(c->a, r->body, &c->faults, &j) != OK) {
		c->res->status = 400;
		return ERR_FAULTS;
	}
	for (const struct json *m = j->kind == JSON_MAP ? j->first : NULL; m; m = m->next) {
		bool is_list = m->kind == JSON_LIST;
		for (const struct json *v = is_list ? m->first : m; v;
		     v = is_list ? v->next : NULL) {
			struct pair p = { .name = m->key, .value = v->text };
			if (v->kind == JSON_INT)
				p.value = str_fmt(c->a, "%jd", (intmax_t)v->n);
			else if (v->kind == JSON_BOOL)
				p.value = v->n ? S("true") : S("");
			else if (v->kind == JSON_NONE)
				continue;
			else if (v->kind != JSON_TEXT || str_find_byte(v->text, '\0') >= 0 ||
				 str_find_byte(m->key, '\0') >= 0 || r->fields.n == PAIRS_MAX) {
				r->fields.n = 0;
				return OK;
			}
			*arena_push(c->a, &r->fields) = p;
		}
	}
	return OK;
}

static enum err read_body(struct ctx *c, struct request *r)
{
	const char *why;
	str whole = r->type, rest = r->type;
	if (!whole.p)
		return OK;
	r->type = str_lower(c->a, str_trim(str_cut(&rest, ';')));
	if (str_eq(r->type, S("application/x-www-form-urlencoded"))) {
		if (!pairs_read(c->a, r->body, &r->fields, &why))
			return refuse_request(c, 400, why);
	} else if (str_eq(r->type, S("multipart/form-data"))) {
		if (!multipart_read(c->a, whole, r->body, &r->fields, &why))
			return refuse_request(c, 400, why);
	} else if (str_eq(r->type, S("application/json"))) {
		return read_json(c, r);
	}
	return OK;
}

/* Whether the Host, without its port, is one of the site's names. */
static bool is_our_host(const struct site *s, str host)
{
	ptrdiff_t end = host.n;
	while (end > 0 && host.p[end - 1] >= '0' && host.p[end - 1] <= '9')
		end--;
	if (end > 0 && host.p[end - 1] == ':')
		host = str_slice(host, 0, end - 1);
	for (const char *const *h = s->hosts; *h; h++)
		if (str_eq_nocase(host, str_of(*h)))
			return true;
	return false;
}

enum err request_read(struct ctx *c, struct request *r, str method, str target,
		      const struct header *headers, ptrdiff_t n_headers, str body)
{
	r->is_head = str_eq(method, S("HEAD"));
	r->method = str_eq(method, S("POST")) ? METHOD_POST : METHOD_GET;
	r->is_tls = c->site->is_behind_proxy;
	r->body = body;
	if (r->method == METHOD_GET && !r->is_head && !str_eq(method, S("GET")))
		return refuse_request(c, 405, "Only GET, HEAD and POST are answered.");
	TRY(read_headers(c, r, headers, n_headers));
	if (c->site->hosts && !is_our_host(c->site, r->host))
		return refuse_request(c, 421, "This site goes by another name.");
	TRY(read_target(c, r, target));
	return r->method == METHOD_POST && body.p ? read_body(c, r) : OK;
}
