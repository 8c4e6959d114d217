/* str.c: views of bytes. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"

str str_of(const char *z)
{
	return z ? (str){ z, (ptrdiff_t)strlen(z) } : (str){ NULL, 0 };
}

bool str_is_null(str s)
{
	return !s.p;
}

bool str_is_empty(str s)
{
	return s.n == 0;
}

bool str_eq(str a, str b)
{
	if (!a.p || !b.p)
		return !a.p && !b.p;
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

int str_cmp(str a, str b)
{
	if (!a.p || !b.p)
		return (a.p ? 1 : 0) - (b.p ? 1 : 0);
	ptrdiff_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, (size_t)n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str with)
{
	return s.n >= with.n && (with.n == 0 || memcmp(s.p, with.p, (size_t)with.n) == 0);
}

bool str_ends(str s, str with)
{
	return s.n >= with.n &&
	       (with.n == 0 || memcmp(s.p + (s.n - with.n), with.p, (size_t)with.n) == 0);
}

ptrdiff_t str_find(str hay, str needle)
{
	if (needle.n == 0)
		return 0;
	if (hay.n < needle.n)
		return -1;
	const char *f = memmem(hay.p, (size_t)hay.n, needle.p, (size_t)needle.n);
	return f ? f - hay.p : -1;
}

ptrdiff_t str_find_byte(str hay, char c)
{
	const char *f = hay.n ? memchr(hay.p, c, (size_t)hay.n) : NULL;
	return f ? f - hay.p : -1;
}

str str_slice(str s, ptrdiff_t from, ptrdiff_t to)
{
	must(from >= 0 && from <= to && to <= s.n);
	return (str){ s.p ? s.p + from : "", to - from };
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
	while (s.n && is_space(s.p[0]))
		s.p++, s.n--;
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

str str_cut(str *rest, char sep)
{
	str all = *rest;
	ptrdiff_t at = str_find_byte(all, sep);
	if (at < 0) {
		*rest = (str){ NULL, 0 };
		return all;
	}
	*rest = (str){ all.p + at + 1, all.n - at - 1 };
	return (str){ all.p, at };
}

bool str_to_int64(str s, int64_t *v)
{
	bool minus = s.n && s.p[0] == '-';
	ptrdiff_t i = minus;
	int64_t sum = 0;
	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		int digit = s.p[i] - '0';
		/* Summed on the negative side, where one more value fits. */
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_sub_overflow(sum, digit, &sum))
			return false;
	}
	if (!minus && sum == INT64_MIN)
		return false;
	*v = minus ? sum : -sum;
	return true;
}

uint64_t str_hash(str s)
{
	uint64_t h = 14695981039346656037u;
	for (ptrdiff_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h ^ (h >> 32);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (ptrdiff_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

str str_copy(struct arena *a, str s)
{
	if (!s.p)
		return s;
	char *p = arena_bytes(a, s.n + 1, 1);
	if (s.n)
		memcpy(p, s.p, (size_t)s.n);
	return (str){ p, s.n };
}

const char *str_z(struct arena *a, str s)
{
	must(str_find_byte(s, '\0') < 0);
	return s.p ? str_copy(a, s).p : "";
}

str str_lower(struct arena *a, str s)
{
	char *p = arena_bytes(a, s.n + 1, 1);
	for (ptrdiff_t i = 0; i < s.n; i++)
		p[i] = lower(s.p[i]);
	return (str){ p, s.n };
}

str str_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	must(n >= 0);
	char *p = arena_bytes(a, n + 1, 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (str){ p, n };
}
