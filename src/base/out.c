/* out.c: the append-only buffer, then the escapes one after the other. */
#include "base/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/must.h"

enum { OUT_FIRST = 256, OUT_DRAIN = 64 << 10 };

struct out out_to_arena(struct arena *a)
{
	return (struct out){ .a = a, .fd = -1 };
}

struct out out_to_fd(struct arena *a, int fd)
{
	return (struct out){ .a = a, .fd = fd };
}

static void drain(struct out *o)
{
	ptrdiff_t done = 0;
	while (!o->is_broken && done < o->n) {
		ssize_t w = write(o->fd, o->p + done, (size_t)(o->n - done));
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			o->is_broken = true;
		else
			done += w;
	}
	o->n = 0;
}

enum err out_flush(struct out *o)
{
	must(o->fd >= 0);
	errno = 0;
	drain(o);
	if (!o->is_broken)
		return OK;
	return errno == ENOSPC || errno == EDQUOT ? ERR_DISK : ERR_IO;
}

/* Room for n more bytes and a NUL. */
static void reserve(struct out *o, ptrdiff_t n)
{
	if (o->cap - o->n > n)
		return;
	if (o->fd >= 0 && o->n)
		drain(o);
	if (o->cap - o->n > n)
		return;
	ptrdiff_t cap = o->cap ? o->cap : o->fd >= 0 ? OUT_DRAIN : OUT_FIRST;
	while (cap - o->n <= n)
		cap *= 2;
	if (!arena_extend(o->a, o->p, o->cap, cap)) {
		char *p = arena_bytes(o->a, cap, 1);
		if (o->n)
			memcpy(p, o->p, (size_t)o->n);
		o->p = p;
	}
	o->cap = cap;
}

str out_view(struct out *o)
{
	reserve(o, 1);
	o->p[o->n] = '\0';
	return (str){ o->p, o->n };
}

void out_bytes(struct out *o, const void *p, ptrdiff_t n)
{
	if (n <= 0)
		return;
	if (o->fd >= 0 &&
	    n >= OUT_DRAIN) { /* large pieces go in slices, so the buffer stays small */
		for (const char *c = p; n > 0; c += OUT_DRAIN / 2, n -= OUT_DRAIN / 2)
			out_bytes(o, c, n < OUT_DRAIN / 2 ? n : OUT_DRAIN / 2);
		return;
	}
	reserve(o, n);
	memcpy(o->p + o->n, p, (size_t)n);
	o->n += n;
}

void out_str(struct out *o, str s)
{
	out_bytes(o, s.p, s.n);
}

void out_char(struct out *o, char c)
{
	reserve(o, 1);
	o->p[o->n++] = c;
}

void out_fmt(struct out *o, const char *fmt, ...)
{
	va_list ap;
	ptrdiff_t room = OUT_FIRST / 2; /* mostly enough: then it is formatted once */
	for (;;) {
		reserve(o, room);
		va_start(ap, fmt);
		int n = vsnprintf(o->p + o->n, (size_t)(o->cap - o->n), fmt, ap);
		va_end(ap);
		must(n >= 0);
		if (n < o->cap - o->n) {
			o->n += n;
			return;
		}
		room = n + 1;
	}
}

static ptrdiff_t digits(char end[static 24], uint64_t v)
{
	char *p = end + 24;
	do
		*--p = (char)('0' + v % 10);
	while (v /= 10);
	return end + 24 - p;
}

void out_int(struct out *o, int64_t v)
{
	char buf[24];
	ptrdiff_t n = digits(buf, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
	if (v < 0)
		out_char(o, '-');
	out_bytes(o, buf + 24 - n, n);
}

void out_count(struct out *o, int64_t v)
{
	char buf[24];
	ptrdiff_t n = digits(buf, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
	if (v < 0)
		out_char(o, '-');
	for (ptrdiff_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out_char(o, ',');
		out_char(o, buf[24 - n + i]);
	}
}

void out_raw(struct out *o, str html, const char *reason)
{
	must(reason && *reason);
	out_str(o, html);
}

void out_html(struct out *o, str s)
{
	ptrdiff_t from = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		const char *e;
		switch (s.p[i]) {
		case '&': e = "&amp;"; break;
		case '<': e = "&lt;"; break;
		case '>': e = "&gt;"; break;
		case '"': e = "&quot;"; break;
		case '\'': e = "&#39;"; break;
		default: continue;
		}
		out_bytes(o, s.p + from, i - from);
		out_bytes(o, e, (ptrdiff_t)strlen(e));
		from = i + 1;
	}
	out_bytes(o, s.n ? s.p + from : "", s.n - from);
}

static const char HEX[] = "0123456789abcdef";

void out_url(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
		if (plain)
			out_char(o, (char)c);
		else
			out_fmt(o, "%%%02X", c);
	}
}

/* Does s begin as a browser would read a path of this site, or http(s)://host? */
static bool href_is_safe(str s)
{
	ptrdiff_t i = 0;
	for (ptrdiff_t k = 0; k < s.n; k++)
		if ((unsigned char)s.p[k] < 0x20 || s.p[k] == 0x7f)
			return false; /* browsers drop tab and newline: java\nscript: */
	while (i < s.n && !strchr(":/?#\\", s.p[i]))
		i++;
	str scheme = { s.p, i };
	str rest = str_slice(s, i, s.n);
	if (str_starts(rest, S(":")))
		return (str_eq_nocase(scheme, S("http")) || str_eq_nocase(scheme, S("https"))) &&
		       str_starts(rest, S("://")) && rest.n > 3 && !strchr("/\\?#", rest.p[3]);
	if (i == 0 && rest.n > 1 && rest.p[0] == '/' && rest.p[1] == '/')
		return false;
	for (ptrdiff_t k = 0; k < s.n && s.p[k] != '?' && s.p[k] != '#'; k++)
		if (s.p[k] == '\\')
			return false; /* browsers take it for a slash */
	return !str_starts(s, S(" "));
}

void out_href(struct out *o, str s)
{
	if (!href_is_safe(s)) {
		out_lit(o, "#blocked");
		return;
	}
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '&')
			out_lit(o, "&amp;");
		else if (c <= ' ' || c > '~' || strchr("\"'<>\\^`{|}", c))
			out_fmt(o, "%%%02X", c);
		else
			out_char(o, (char)c);
	}
}

void out_json(struct out *o, str s)
{
	if (!s.p) {
		out_lit(o, "null");
		return;
	}
	ptrdiff_t from = 0;
	out_char(o, '"');
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		out_bytes(o, s.p + from, i - from);
		from = i + 1;
		const char *short_form = strchr("\bb\tt\nn\ff\rr\"\"\\\\", c);
		if (c && short_form)
			out_fmt(o, "\\%c", short_form[1]);
		else
			out_fmt(o, "\\u%04x", c);
	}
	out_bytes(o, s.p + from, s.n - from);
	out_char(o, '"');
}

void out_json_int(struct out *o, bool has, int64_t v)
{
	if (has)
		out_int(o, v);
	else
		out_lit(o, "null");
}

void out_member(struct out *o, const char *name, str s)
{
	out_fmt(o, ",\"%s\":", name);
	out_json(o, s);
}

void out_member_int(struct out *o, const char *name, struct opt_int v)
{
	out_fmt(o, ",\"%s\":", name);
	out_json_int(o, v.has, v.v);
}

/* The full-width forms are U+FF1D U+FF0B U+FF0D U+FF20; some spreadsheets take them as the plain
 * ones. */
bool out_is_formula(str s)
{
	return (s.n && memchr("=+-@\t\r\n", s.p[0], 7)) || str_starts(s, S("\xef\xbc\x9d")) ||
	       str_starts(s, S("\xef\xbc\x8b")) || str_starts(s, S("\xef\xbc\x8d")) ||
	       str_starts(s, S("\xef\xbc\xa0"));
}

void out_csv(struct out *o, str s)
{
	bool formula = out_is_formula(s);
	bool quote = formula;
	for (ptrdiff_t i = 0; i < s.n && !quote; i++)
		quote = s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r';
	if (!quote) {
		out_str(o, s);
		return;
	}
	out_char(o, '"');
	if (formula)
		out_char(o, '\'');
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			out_char(o, '"');
		out_char(o, s.p[i]);
	}
	out_char(o, '"');
}

void out_hex(struct out *o, const void *p, ptrdiff_t n)
{
	const unsigned char *b = p;
	reserve(o, 2 * n);
	for (ptrdiff_t i = 0; i < n; i++) {
		o->p[o->n++] = HEX[b[i] >> 4];
		o->p[o->n++] = HEX[b[i] & 15];
	}
}

void out_base64(struct out *o, const void *p, ptrdiff_t n)
{
	static const char abc[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *b = p;
	for (ptrdiff_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)b[i] << 16 | (i + 1 < n ? (unsigned)b[i + 1] << 8 : 0) |
			     (i + 2 < n ? b[i + 2] : 0u);
		out_char(o, abc[v >> 18]);
		out_char(o, abc[v >> 12 & 63]);
		out_char(o, i + 1 < n ? abc[v >> 6 & 63] : '=');
		out_char(o, i + 2 < n ? abc[v & 63] : '=');
	}
}
