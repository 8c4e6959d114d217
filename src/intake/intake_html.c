/* intake_html.c: a saved page to text. Not a parser of HTML: tags go, blocks become lines, what is
 * between <script>, <style>, <head> and their ends goes with them, character references are read.
 * Whatever the bytes, it ends, and reads each once. Pure. */
#include "base/out.h"
#include "base/utf8.h"
#include "intake/intake.h"

struct page_text {
	str s;
	ptrdiff_t at;
	struct out *o;
	bool has_space, has_line; /* owed before the next word */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

static void put(struct page_text *t, const char *p, ptrdiff_t n)
{
	if (t->has_line && t->o->n)
		out_char(t->o, '\n');
	else if (t->has_space && t->o->n)
		out_char(t->o, ' ');
	t->has_line = t->has_space = false;
	out_bytes(t->o, p, n);
}

/* The tag at t->at, which begins with '<'; t->at ends up behind it. Its name, with '/' of an end.
 */
static str read_tag(struct page_text *t)
{
	ptrdiff_t from = t->at + 1, at = from;
	char quote = 0;
	while (at < t->s.n &&
	       (is_name(t->s.p[at]) || (at == from && (t->s.p[at] == '/' || t->s.p[at] == '!'))))
		at++;
	str name = str_slice(t->s, from, at);
	for (; at < t->s.n && (quote || t->s.p[at] != '>'); at++)
		if (quote ? t->s.p[at] == quote : t->s.p[at] == '"' || t->s.p[at] == '\'')
			quote = quote ? 0 : t->s.p[at];
	t->at = at < t->s.n ? at + 1 : at;
	return name;
}

static bool is_one_of(str name, const char *const *list)
{
	for (; *list; list++)
		if (str_eq_nocase(name, str_of(*list)))
			return true;
	return false;
}

/* Moves behind the end tag of an element whose inside is not text. */
static void skip_inside(struct page_text *t, str name)
{
	while (t->at < t->s.n) {
		if (t->s.p[t->at] != '<' || t->at + 1 >= t->s.n || t->s.p[t->at + 1] != '/') {
			t->at++;
			continue;
		}
		ptrdiff_t from = t->at + 2;
		bool is_end = from + name.n <= t->s.n &&
			      str_eq_nocase(str_slice(t->s, from, from + name.n), name);
		t->at = from;
		if (!is_end)
			continue;
		while (t->at < t->s.n && t->s.p[t->at] != '>')
			t->at++;
		t->at += t->at < t->s.n;
		return;
	}
}

static void skip_comment(struct page_text *t)
{
	str rest = str_slice(t->s, t->at, t->s.n);
	ptrdiff_t end = str_find(rest, S("-->"));
	t->at = end < 0 ? t->s.n : t->at + end + 3;
}

static void take_tag(struct page_text *t)
{
	static const char *const silent[] = { "script",   "style", "head", "template",
					      "noscript", "svg",   NULL };
	static const char *const inline_[] = { "a",    "abbr",  "b",    "bdi",    "bdo",  "cite",
					       "code", "em",    "font", "i",      "mark", "q",
					       "s",    "small", "span", "strong", "sub",  "sup",
					       "time", "u",     NULL };
	if (str_starts(str_slice(t->s, t->at, t->s.n), S("<!--"))) {
		skip_comment(t);
		return;
	}
	str name = read_tag(t);
	bool is_end = str_starts(name, S("/"));
	str bare = is_end ? str_slice(name, 1, name.n) : name;
	if (!is_end && is_one_of(bare, silent))
		skip_inside(t, bare);
	if (!is_one_of(bare, inline_))
		t->has_line = true;
}

static uint32_t number_of(str digits, int base)
{
	uint32_t v = 0;
	for (ptrdiff_t i = 0; i < digits.n; i++) {
		char c = digits.p[i];
		int d = c >= '0' && c <= '9'   ? c - '0'
			: c >= 'a' && c <= 'f' ? c - 'a' + 10
			: c >= 'A' && c <= 'F' ? c - 'A' + 10
					       : 99;
		if (d >= base || v > 0x10FFFF)
			return 0;
		v = v * (uint32_t)base + (uint32_t)d;
	}
	return v;
}

/* The character that a reference stands for; 0: it is none. */
static uint32_t named(str name)
{
	static const struct {
		const char *name;
		uint32_t c;
	} list[] = { { "amp", '&' },       { "lt", '<' },       { "gt", '>' },
		     { "quot", '"' },      { "apos", '\'' },    { "nbsp", ' ' },
		     { "ndash", 0x2013 },  { "mdash", 0x2014 }, { "lsquo", 0x2018 },
		     { "rsquo", 0x2019 },  { "ldquo", 0x201C }, { "rdquo", 0x201D },
		     { "hellip", 0x2026 }, { "eacute", 0xE9 },  { "pound", 0xA3 },
		     { "euro", 0x20AC } };
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (str_eq(name, str_of(list[i].name)))
			return list[i].c;
	if (!str_starts(name, S("#")) || name.n < 2)
		return 0;
	bool is_hex = name.n > 2 && (name.p[1] == 'x' || name.p[1] == 'X');
	uint32_t c = number_of(str_slice(name, is_hex ? 2 : 1, name.n), is_hex ? 16 : 10);
	bool is_scalar = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
	return is_scalar && (c >= ' ' || c == '\n' || c == '\t') && c != 0x7F ? c : 0;
}

enum { REFERENCE_MAX = 10 };

static void take_reference(struct page_text *t)
{
	ptrdiff_t end = t->at + 1;
	while (end < t->s.n && end - t->at < REFERENCE_MAX &&
	       (is_name(t->s.p[end]) || t->s.p[end] == '#'))
		end++;
	uint32_t c =
	    end < t->s.n && t->s.p[end] == ';' ? named(str_slice(t->s, t->at + 1, end)) : 0;
	char room[4];
	if (!c) {
		put(t, "&", 1);
		t->at++;
		return;
	}
	if (c == ' ' || c == '\n' || c == '\t')
		t->has_space = true;
	else
		put(t, room, utf8_put(room, c));
	t->at = end + 1;
}

str intake_html_text(struct arena *a, str html)
{
	struct out o = out_to_arena(a);
	struct page_text t = { .s = html, .o = &o };
	while (t.at < t.s.n) {
		char c = t.s.p[t.at];
		char next = t.at + 1 < t.s.n ? t.s.p[t.at + 1] : 0;
		if (c == '<' && (is_letter(next) || next == '/' || next == '!')) {
			take_tag(&t);
		} else if (c == '&') {
			take_reference(&t);
		} else if (is_space(c)) {
			t.has_space = true;
			t.at++;
		} else {
			put(&t, &c, 1);
			t.at++;
		}
	}
	return str_copy(a, out_view(&o));
}
