/* html_read.c: character references, then attributes, tags, and the page. */
#include "html_read.h"

#include <string.h>

#include "base/out.h"
#include "base/utf8.h"

struct page {
	struct arena *a;
	str s;
	ptrdiff_t i;
	struct html_tokens *to;
	struct {
		str *v;
		ptrdiff_t n, cap;
	} open;
};

static bool fail(struct page *p, const char *why)
{
	if (!p->to->fault) {
		p->to->fault = why;
		p->to->fault_at = p->i;
	}
	return false;
}

static str rest(const struct page *p)
{
	return str_slice(p->s, p->i, p->s.n);
}

static bool decode(struct page *p, str s, str *text)
{
	static const struct {
		const char *ref, *is;
	} refs[] = { { "&amp;", "&" },         { "&lt;", "<" },
		     { "&gt;", ">" },          { "&quot;", "\"" },
		     { "&#39;", "'" },         { "&nbsp;", "\302\240" },
		     { "&copy;", "\302\251" }, { "&ctdot;", "\342\213\257" } };
	struct out o = out_to_arena(p->a);
	for (ptrdiff_t i = 0; i < s.n;) {
		if (s.p[i] != '&') {
			out_char(&o, s.p[i++]);
			continue;
		}
		size_t k = 0;
		while (k < sizeof refs / sizeof *refs &&
		       !str_starts(str_slice(s, i, s.n), str_of(refs[k].ref)))
			k++;
		if (k == sizeof refs / sizeof *refs)
			return fail(p, "a character reference that is not known");
		out_str(&o, str_of(refs[k].is));
		i += (ptrdiff_t)strlen(refs[k].ref);
	}
	*text = out_view(&o);
	return true;
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == ':' || c == '.' || c == '_';
}

static str read_name(struct page *p)
{
	ptrdiff_t from = p->i;
	while (p->i < p->s.n && is_name_byte(p->s.p[p->i]))
		p->i++;
	return str_slice(p->s, from, p->i);
}

static bool skip_space(struct page *p)
{
	ptrdiff_t from = p->i;
	while (p->i < p->s.n && (p->s.p[p->i] == ' ' || p->s.p[p->i] == '\n'))
		p->i++;
	return p->i > from;
}

static bool read_attr(struct page *p, struct html_attr *attr)
{
	*attr = (struct html_attr){ .name = read_name(p) };
	if (!attr->name.n)
		return fail(p, "an attribute's name is missing");
	if (!str_starts(rest(p), S("=")))
		return true;
	p->i++;
	char q = p->i < p->s.n ? p->s.p[p->i] : ' ';
	if (q != '"' && q != '\'')
		return fail(p, "an attribute without quotes");
	p->i++;
	ptrdiff_t n = str_find_byte(rest(p), q);
	if (n < 0)
		return fail(p, "a quote is not closed");
	str raw = str_slice(p->s, p->i, p->i + n);
	p->i += n + 1;
	return decode(p, raw, &attr->value);
}

static bool is_void(str tag)
{
	static const char list[] = " area br col hr img input link meta wbr source track ";
	char word[16];
	if (tag.n > 10)
		return false;
	word[0] = ' ';
	memcpy(word + 1, tag.p, (size_t)tag.n);
	memcpy(word + 1 + tag.n, " ", 2);
	return strstr(list, word);
}

static bool read_start(struct page *p)
{
	struct html_token t = { .kind = HTML_START, .name = read_name(p) };
	struct {
		struct html_attr *v;
		ptrdiff_t n, cap;
	} attrs = { 0 };
	while (skip_space(p) && !str_starts(rest(p), S(">")) && !str_starts(rest(p), S("/>"))) {
		struct html_attr attr;
		if (!read_attr(p, &attr))
			return false;
		for (ptrdiff_t i = 0; i < attrs.n; i++)
			if (str_eq(attrs.v[i].name, attr.name))
				return fail(p, "an attribute twice");
		*arena_push(p->a, &attrs) = attr;
	}
	t.attrs = attrs.v;
	t.n_attrs = attrs.n;
	*arena_push(p->a, p->to) = t;
	bool is_closed = str_starts(rest(p), S("/"));
	p->i += is_closed;
	if (!str_starts(rest(p), S(">")))
		return fail(p, "a tag does not end");
	p->i++;
	if (!is_closed && !is_void(t.name))
		*arena_push(p->a, &p->open) = t.name;
	return true;
}

static bool read_end(struct page *p)
{
	str name = read_name(p);
	if (!str_starts(rest(p), S(">")))
		return fail(p, "an end tag does not end");
	p->i++;
	if (!p->open.n || !str_eq(p->open.v[p->open.n - 1], name))
		return fail(p, "an end tag closes another element");
	p->open.n--;
	*arena_push(p->a, p->to) = (struct html_token){ .kind = HTML_END, .name = name };
	return true;
}

static bool read_text(struct page *p)
{
	ptrdiff_t n = str_find_byte(rest(p), '<');
	str raw = n < 0 ? rest(p) : str_slice(p->s, p->i, p->i + n), text;
	if (!decode(p, raw, &text))
		return false;
	p->i += raw.n;
	*arena_push(p->a, p->to) = (struct html_token){ .kind = HTML_CHARACTERS, .text = text };
	return true;
}

static bool read_one(struct page *p)
{
	str s = rest(p);
	if (s.p[0] != '<')
		return read_text(p);
	if (str_starts(s, S("<!--")) || str_starts(s, S("<!DOCTYPE"))) {
		str end = str_starts(s, S("<!--")) ? S("-->") : S(">");
		ptrdiff_t n = str_find(s, end);
		if (n < 0)
			return fail(p, "a comment or document type does not end");
		p->i += n + end.n;
		return true;
	}
	bool is_end = s.n > 1 && s.p[1] == '/';
	p->i += is_end ? 2 : 1;
	if (p->i == p->s.n || !is_name_byte(p->s.p[p->i]))
		return fail(p, "a < that begins no tag");
	return is_end ? read_end(p) : read_start(p);
}

struct html_tokens html_read(struct arena *a, str page)
{
	struct html_tokens to = { 0 };
	struct page p = { .a = a, .s = page, .to = &to };
	if (!utf8_is_valid(page))
		fail(&p, "not UTF-8");
	while (!to.fault && p.i < page.n)
		read_one(&p);
	if (!to.fault && p.open.n)
		fail(&p, "an element is not closed");
	return to;
}

str html_attr(const struct html_token *t, const char *name)
{
	for (ptrdiff_t i = 0; i < t->n_attrs; i++)
		if (str_eq(t->attrs[i].name, str_of(name)))
			return t->attrs[i].value;
	return (str){ 0 };
}
