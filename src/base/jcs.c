/* jcs.c: canonical JSON. Order: order of keys, writer, reader. */
#include "base/jcs.h"

#include <endian.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/utf8.h"

/* UTF-8 sorts like code points. UTF-16 differs in one thing: what lies above U+FFFF (lead bytes F0
 * to F4) is written with surrogates, which come before U+E000 to U+FFFF (lead bytes EE and EF). */
static int key_rank(unsigned char c)
{
	return c >= 0xf0 ? 0xee : c >= 0xee ? c + 0x100 : c;
}

int jcs_key_cmp(str a, str b)
{
	ptrdiff_t n = a.n < b.n ? a.n : b.n;
	for (ptrdiff_t i = 0; i < n; i++) {
		unsigned char x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];
		if (x == y)
			continue;
		bool same_side = (x >= 0xf0) == (y >= 0xf0);
		return same_side ? x - y : key_rank(x) - key_rank(y);
	}
	return (a.n > b.n) - (a.n < b.n);
}

/* ---- writer ---- */

struct jcs_writer jcs_to(struct out *o)
{
	return (struct jcs_writer){ .o = o };
}

/* Puts the comma of an array; false when nothing may be written any more. */
static bool value_begins(struct jcs_writer *w)
{
	struct jcs_level *l = &w->level[w->depth];
	if (w->is_bad)
		return false;
	if (w->depth > 0 && !l->is_object) {
		if (l->has_any)
			out_char(w->o, ',');
		l->has_any = true;
	}
	return true;
}

static void level_opens(struct jcs_writer *w, bool is_object)
{
	if (!value_begins(w))
		return;
	if (w->depth == JCS_DEPTH) {
		w->is_bad = true;
		return;
	}
	w->level[++w->depth] = (struct jcs_level){ .is_object = is_object };
	out_char(w->o, is_object ? '{' : '[');
}

void jcs_object(struct jcs_writer *w)
{
	level_opens(w, true);
}

void jcs_array(struct jcs_writer *w)
{
	level_opens(w, false);
}

void jcs_close(struct jcs_writer *w)
{
	if (w->is_bad)
		return;
	must(w->depth > 0);
	out_char(w->o, w->level[w->depth--].is_object ? '}' : ']');
}

void jcs_key(struct jcs_writer *w, str key)
{
	struct jcs_level *l = &w->level[w->depth];
	if (w->is_bad)
		return;
	must(l->is_object && key.p);
	if (!utf8_is_valid(key) || (l->has_any && jcs_key_cmp(l->last_key, key) >= 0)) {
		w->is_bad = true;
		return;
	}
	if (l->has_any)
		out_char(w->o, ',');
	l->has_any = true;
	l->last_key = key;
	out_json(w->o, key);
	out_char(w->o, ':');
}

void jcs_str(struct jcs_writer *w, str s)
{
	if (!value_begins(w))
		return;
	w->is_bad = !utf8_is_valid(s);
	if (!w->is_bad)
		out_json(w->o, s);
}

void jcs_hex(struct jcs_writer *w, const void *p, ptrdiff_t n)
{
	if (!value_begins(w))
		return;
	out_char(w->o, '"');
	out_hex(w->o, p, n);
	out_char(w->o, '"');
}

void jcs_int(struct jcs_writer *w, int64_t v)
{
	if (!value_begins(w))
		return;
	w->is_bad = v > JCS_INT_MAX || v < -JCS_INT_MAX;
	if (!w->is_bad)
		out_int(w->o, v);
}

enum { DIGITS_MAX = 17 }; /* enough to tell any two doubles apart */

/* The fewest decimal digits that read back as v (> 0, finite), the nearest to v of that length, as
 * 0.DIGITS x 10^result. Returns them in `text`, with a NUL. */
static int shortest_digits(double v, char text[static 40])
{
	for (int k = 1; k <= DIGITS_MAX; k++) {
		uint64_t digits = 0;
		const char *p = text;
		snprintf(text, 40, "%.*e", k - 1, v);
		/* Whatever stands for the decimal point in this locale is no digit. */
		for (; *p != 'e'; p++)
			if (*p >= '0' && *p <= '9')
				digits = digits * 10 + (uint64_t)(*p - '0');
		int power = (int)strtol(p + 1, NULL, 10) - k + 1;
		/* Above a power of two doubles lie twice as far apart as below it: there the digits
		 * next above may read back as v although the nearest, below, do not. */
		for (uint64_t end = digits + 1; digits <= end; digits++) {
			snprintf(text, 40, "%llue%d", (unsigned long long)digits, power);
			if (strtod(text, NULL) == v)
				return snprintf(text, 40, "%llu", (unsigned long long)digits) +
				       power;
		}
	}
	must_not_come_here("17 digits tell any two doubles apart");
}

static void out_zeros(struct out *o, int n)
{
	for (; n > 0; n--)
		out_char(o, '0');
}

/* ECMA-262, Number::toString for radix 10. */
void jcs_number(struct jcs_writer *w, double v)
{
	char d[40];
	if (!value_begins(w))
		return;
	w->is_bad = !isfinite(v);
	if (w->is_bad || v == 0) {
		out_char(w->o, '0'); /* minus zero as well */
		return;
	}
	if (v < 0)
		out_char(w->o, '-');
	int n = shortest_digits(fabs(v), d), k = (int)strlen(d);
	if (k <= n && n <= 21) {
		out_bytes(w->o, d, k);
		out_zeros(w->o, n - k);
	} else if (0 < n && n <= 21) {
		out_bytes(w->o, d, n);
		out_char(w->o, '.');
		out_bytes(w->o, d + n, k - n);
	} else if (-6 < n && n <= 0) {
		out_lit(w->o, "0.");
		out_zeros(w->o, -n);
		out_bytes(w->o, d, k);
	} else {
		out_bytes(w->o, d, 1);
		if (k > 1)
			out_char(w->o, '.');
		out_bytes(w->o, d + 1, k - 1);
		out_fmt(w->o, "e%+d", n - 1);
	}
}

void jcs_bool(struct jcs_writer *w, bool v)
{
	if (value_begins(w))
		out_str(w->o, v ? S("true") : S("false"));
}

void jcs_null(struct jcs_writer *w)
{
	if (value_begins(w))
		out_lit(w->o, "null");
}

enum err jcs_done(const struct jcs_writer *w)
{
	must(w->is_bad || w->depth == 0);
	return w->is_bad ? ERR_INTERNAL : OK;
}

/* ---- reader ---- */

struct jcs_reader jcs_from(struct arena *a, str bytes)
{
	struct jcs_reader r;
	if (!bytes.p)
		bytes = S("");
	r.a = a;
	r.p = bytes.p;
	r.end = bytes.p + bytes.n;
	r.is_bad = !utf8_is_valid(bytes);
	r.depth = 0;
	r.level[0] = (struct jcs_level){ 0 }; /* the others when they are entered */
	return r;
}

static bool is_next(const struct jcs_reader *r, char c)
{
	return !r->is_bad && r->p < r->end && *r->p == c;
}

static void take(struct jcs_reader *r, str text)
{
	if (!r->is_bad && r->end - r->p >= text.n && memcmp(r->p, text.p, (size_t)text.n) == 0)
		r->p += text.n;
	else
		r->is_bad = true;
}

enum jcs_kind jcs_peek(const struct jcs_reader *r)
{
	if (r->is_bad || r->p == r->end)
		return JCS_BAD;
	switch (*r->p) {
	case '{': return JCS_OBJECT;
	case '[': return JCS_ARRAY;
	case '"': return JCS_STR;
	case 't':
	case 'f': return JCS_BOOL;
	case 'n': return JCS_NULL;
	default: return *r->p == '-' || (*r->p >= '0' && *r->p <= '9') ? JCS_INT : JCS_BAD;
	}
}

static void level_enters(struct jcs_reader *r, bool is_object)
{
	take(r, is_object ? S("{") : S("["));
	if (r->depth == JCS_DEPTH)
		r->is_bad = true;
	if (!r->is_bad)
		r->level[++r->depth] = (struct jcs_level){ .is_object = is_object };
}

void jcs_read_object(struct jcs_reader *r)
{
	level_enters(r, true);
}

void jcs_read_array(struct jcs_reader *r)
{
	level_enters(r, false);
}

bool jcs_more(struct jcs_reader *r)
{
	if (r->is_bad)
		return false;
	must(r->depth > 0);
	struct jcs_level *l = &r->level[r->depth];
	if (is_next(r, l->is_object ? '}' : ']')) {
		r->p++;
		r->depth--;
		return false;
	}
	if (l->has_any)
		take(r, S(","));
	l->has_any = true;
	return !r->is_bad;
}

bool jcs_more_key(struct jcs_reader *r, str *key)
{
	*key = (str){ 0 };
	if (!jcs_more(r))
		return false;
	struct jcs_level *l = &r->level[r->depth];
	must(l->is_object);
	*key = jcs_read_str(r);
	take(r, S(":"));
	if (!r->is_bad && l->last_key.p && jcs_key_cmp(l->last_key, *key) >= 0)
		r->is_bad = true;
	l->last_key = *key;
	return !r->is_bad;
}

/* The key as it most often stands here, `,"key":` in these very bytes, in one step; else it is left
 * to be read like any other. */
static bool key_stands_here(struct jcs_reader *r, str key)
{
	struct jcs_level *l = &r->level[r->depth];
	const char *p = r->p + l->has_any;
	if (r->is_bad || !l->is_object || r->end - r->p < key.n + 4 ||
	    (l->has_any && *r->p != ',') || p[0] != '"' ||
	    memcmp(p + 1, key.p, (size_t)key.n) != 0 || p[key.n + 1] != '"' || p[key.n + 2] != ':')
		return false;
	if (l->last_key.p && jcs_key_cmp(l->last_key, key) >= 0)
		return false;
	r->p = p + key.n + 3;
	l->last_key = (str){ p + 1, key.n };
	l->has_any = true;
	return true;
}

void jcs_read_key(struct jcs_reader *r, str key)
{
	str got;
	if (!key_stands_here(r, key) && (!jcs_more_key(r, &got) || !str_eq(got, key)))
		r->is_bad = true;
}

void jcs_read_close(struct jcs_reader *r)
{
	if (jcs_more(r))
		r->is_bad = true;
}

/* The byte that an escape at p means, or -1 when RFC 8785 3.2.2.2 would write it in another way;
 * *n is its length. Only what must be escaped is, in the short form where there is one. */
static int escape_value(const char *p, const char *end, ptrdiff_t *n)
{
	static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
	static const char hex[] = "0123456789abcdef";
	*n = 2;
	if (end - p < 2)
		return -1;
	const char *short_form = p[1] ? strchr(from, p[1]) : NULL;
	if (short_form)
		return to[short_form - from];
	*n = 6;
	if (end - p < 6 || memcmp(p, "\\u00", 4) != 0 || (p[4] != '0' && p[4] != '1') || !p[5])
		return -1;
	const char *low = strchr(hex, p[5]);
	if (!low)
		return -1;
	int c = (p[4] - '0') * 16 + (int)(low - hex);
	return c && strchr(to, c) ? -1 : c;
}

/* The string's text without its escapes: p to end is between the quotes, n_out bytes come out. */
static str unescape(struct arena *a, const char *p, const char *end, ptrdiff_t n_out)
{
	char *to = arena_bytes(a, n_out + 1, 1);
	for (ptrdiff_t i = 0, n; p < end; i++, p += n) {
		n = 1;
		to[i] = *p == '\\' ? (char)escape_value(p, end, &n) : *p;
	}
	return (str){ to, n_out };
}

/* How many bytes from p on are surely plain text of a string, eight by eight; all there are, unless
 * the input ends within eight bytes. */
static ptrdiff_t plain_run(const char *p, const char *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
	ptrdiff_t n = 0;
	for (; end - p - n >= 8; n += 8) {
		uint64_t x, quote, slash;
		memcpy(&x, p + n, 8);
		x = le64toh(x); /* the first byte is the lowest */
		quote = x ^ ones * '"';
		slash = x ^ ones * '\\';
		/* A byte less than the one taken off borrows into its top bit; what it borrows
		 * from lies behind it, so the first mark is never a false one. */
		uint64_t marks = ((x - ones * 0x20) & ~x & tops) |
				 ((quote - ones) & ~quote & tops) |
				 ((slash - ones) & ~slash & tops);
		if (marks)
			return n + __builtin_ctzll(marks) / 8;
	}
	return n;
}

str jcs_read_str(struct jcs_reader *r)
{
	take(r, S("\""));
	if (r->is_bad)
		return (str){ 0 };
	const char *from = r->p;
	ptrdiff_t n_out = plain_run(r->p, r->end), n;
	for (r->p += n_out; r->p < r->end && *r->p != '"'; r->p += n, n_out++) {
		n = 1;
		if ((unsigned char)*r->p < 0x20 ||
		    (*r->p == '\\' && escape_value(r->p, r->end, &n) < 0)) {
			r->is_bad = true;
			return (str){ 0 };
		}
	}
	const char *to = r->p;
	take(r, S("\""));
	if (r->is_bad)
		return (str){ 0 };
	return to - from == n_out ? (str){ from, n_out } : unescape(r->a, from, to, n_out);
}

struct sha256 jcs_read_sha256(struct jcs_reader *r)
{
	enum { DIGITS = 2 * sizeof(struct sha256) };
	struct sha256 h = { 0 };
	/* Digits are what they are written as: nothing else has to be looked for in such a text. */
	if (is_next(r, '"') && r->end - r->p >= DIGITS + 2 && r->p[DIGITS + 1] == '"' &&
	    sha256_read_hex((str){ r->p + 1, DIGITS }, &h))
		r->p += DIGITS + 2;
	else
		r->is_bad = true;
	return h;
}

int64_t jcs_read_int(struct jcs_reader *r)
{
	enum { INT_DIGITS_MAX = 16 }; /* of JCS_INT_MAX */
	bool is_minus = is_next(r, '-');
	const char *digits = r->p + is_minus, *p = digits;
	int64_t v = 0;
	while (!r->is_bad && p < r->end && *p >= '0' && *p <= '9' && p - digits <= INT_DIGITS_MAX)
		v = v * 10 + (*p++ - '0');
	/* No digit, a needless one ahead, minus zero, too large. */
	if (p == digits || (*digits == '0' && (is_minus || p - digits > 1)) || v > JCS_INT_MAX) {
		r->is_bad = true;
		return 0;
	}
	r->p = p;
	return is_minus ? -v : v;
}

bool jcs_read_bool(struct jcs_reader *r)
{
	bool v = is_next(r, 't');
	take(r, v ? S("true") : S("false"));
	return v && !r->is_bad;
}

void jcs_read_null(struct jcs_reader *r)
{
	take(r, S("null"));
}

bool jcs_read_done(const struct jcs_reader *r)
{
	return !r->is_bad && r->depth == 0 && r->p == r->end;
}

static void read_any(struct jcs_reader *r)
{
	str key;
	switch (jcs_peek(r)) {
	case JCS_BAD: r->is_bad = true; return;
	case JCS_STR: jcs_read_str(r); return;
	case JCS_INT: jcs_read_int(r); return;
	case JCS_BOOL: jcs_read_bool(r); return;
	case JCS_NULL: jcs_read_null(r); return;
	case JCS_OBJECT:
		jcs_read_object(r);
		while (jcs_more_key(r, &key))
			read_any(r);
		return;
	case JCS_ARRAY:
		jcs_read_array(r);
		while (jcs_more(r))
			read_any(r);
		return;
	}
}

bool jcs_is_canonical(struct arena scratch, str bytes)
{
	struct jcs_reader r = jcs_from(&scratch, bytes);
	read_any(&r);
	return jcs_read_done(&r);
}
