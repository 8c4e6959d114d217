/* hostile.h: what tests of formats throw at them: chance that is the same on every run, strings at
 * the borders of UTF-8 and JSON, bytes that are no UTF-8. */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/str.h"

#define COUNT(list) ((ptrdiff_t)(sizeof(list) / sizeof *(list)))

static const str HOSTILE[] = {
	/* Text at the borders of UTF-8, of JSON escapes and of the order of keys. */
	{ "", 0 },
	{ "\0", 1 },
	{ "a\0b", 3 },
	{ "\x01\x1f\x7f", 3 },
	{ "\b\t\n\f\r\"\\/", 8 },
	{ "\xc2\x80", 2 },
	{ "\xe2\x80\xa8\xe2\x80\xa9", 6 },
	{ "\xed\x9f\xbf", 3 },
	{ "\xee\x80\x80", 3 },
	{ "\xef\xbf\xbf", 3 },
	{ "\xf0\x90\x80\x80", 4 },
	{ "\xf4\x8f\xbf\xbf", 4 },
	{ "A\xcc\x8a", 3 },
	{ "\\u0000", 6 },
	{ "</script>", 9 },
	{ "{\"seed\":0}", 10 },
	{ "'; DROP TABLE person; --", 24 },
};
static const str NOT_UTF8[] = {
	{ "\x80", 1 },     { "\xc0\x80", 2 }, { "\xed\xa0\x80", 3 }, { "\xf4\x90\x80\x80", 4 },
	{ "\xe2\x82", 2 }, { "\xff", 1 },
};

/* A number from 0 to n - 1. */
static inline int64_t below(struct os *os, int64_t n)
{
	uint64_t v;
	os_random(os, &v, sizeof v);
	return (int64_t)(v % (uint64_t)n);
}

/* Changes one of the n bytes. */
static inline void flip(struct os *os, void *p, ptrdiff_t n)
{
	((char *)p)[below(os, n)] ^= (char)(1 + below(os, 255));
}

/* A copy with one byte changed. */
static inline str flipped(struct os *os, struct arena *a, str bytes)
{
	char *to = arena_bytes(a, bytes.n + 1, 1);
	memcpy(to, bytes.p, (size_t)bytes.n);
	flip(os, to, bytes.n);
	return (str){ to, bytes.n };
}

/* Where a file lies that is named from the root of the repository. */
static inline const char *path_of(struct arena *a, const char *name)
{
	const char *root = getenv("GRATA_ROOT");
	return str_z(a, str_fmt(a, "%s/%s", root ? root : ".", name));
}

#endif
