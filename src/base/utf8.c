/* utf8.c: strict UTF-8. The table of RFC 3629 section 4, as ranges of the second byte. */
#include "base/utf8.h"

#include <string.h>

#include "base/must.h"

/* Length of the valid character at p (n bytes left), or 0. */
static int span(const unsigned char *p, ptrdiff_t n)
{
	unsigned char c = p[0];
	if (c < 0x80)
		return 1;
	int len = c >= 0xc2 && c <= 0xdf   ? 2
		  : c >= 0xe0 && c <= 0xef ? 3
		  : c >= 0xf0 && c <= 0xf4 ? 4
					   : 0;
	if (!len || n < len)
		return 0;
	unsigned char low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	unsigned char high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	if (p[1] < low || p[1] > high)
		return 0;
	for (int i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* How many bytes from p on are surely ASCII: most text is nothing else, and a log is long. */
static ptrdiff_t ascii_run(const unsigned char *p, ptrdiff_t n)
{
	const uint64_t tops = 0x8080808080808080u;
	uint64_t w[4];
	ptrdiff_t i = 0;
	for (; n - i >= (ptrdiff_t)sizeof w; i += (ptrdiff_t)sizeof w) {
		memcpy(w, p + i, sizeof w);
		if ((w[0] | w[1] | w[2] | w[3]) & tops)
			break;
	}
	for (; n - i >= 8; i += 8) {
		memcpy(w, p + i, 8);
		if (w[0] & tops)
			break;
	}
	return i;
}

ptrdiff_t utf8_fault(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	ptrdiff_t i = 0;
	while (i < s.n) {
		i += ascii_run(p + i, s.n - i);
		if (i == s.n)
			break;
		int len = span(p + i, s.n - i);
		if (!len)
			return i;
		i += len;
	}
	return -1;
}

bool utf8_is_valid(str s)
{
	return utf8_fault(s) < 0;
}

uint32_t utf8_next(str s, ptrdiff_t *i)
{
	must(*i >= 0 && *i < s.n);
	const unsigned char *p = (const unsigned char *)s.p + *i;
	int len = span(p, s.n - *i);
	*i += len ? len : 1;
	switch (len) {
	case 1: return p[0];
	case 2: return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	case 3: return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	case 4:
		return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
		       (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
	default: return 0xfffd;
	}
}

int utf8_put(char to[static 4], uint32_t c)
{
	must(c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff));
	unsigned char *b = (unsigned char *)to;
	if (c < 0x80) {
		b[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		b[0] = (unsigned char)(0xc0 | c >> 6);
		b[1] = (unsigned char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		b[0] = (unsigned char)(0xe0 | c >> 12);
		b[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		b[2] = (unsigned char)(0x80 | (c & 0x3f));
		return 3;
	}
	b[0] = (unsigned char)(0xf0 | c >> 18);
	b[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	b[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	b[3] = (unsigned char)(0x80 | (c & 0x3f));
	return 4;
}

ptrdiff_t utf8_count(str s)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; n++)
		utf8_next(s, &i);
	return n;
}

static bool has_no_controls(str s, bool has_lines)
{
	if (!utf8_is_valid(s))
		return false;
	for (ptrdiff_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);
		bool is_break = c == 0x2028 || c == 0x2029;
		if (has_lines && (c == '\n' || c == '\t' || is_break))
			continue;
		if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || is_break)
			return false;
	}
	return true;
}

bool utf8_is_line(str s)
{
	return has_no_controls(s, false);
}

bool utf8_is_text(str s)
{
	return has_no_controls(s, true);
}
