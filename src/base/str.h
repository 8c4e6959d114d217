/* str.h: a view of bytes, {pointer, length}.
 *
 * A str never owns what it shows: the arena (or the literal) behind it does. Text that came through
 * a border of the program (a form, a file, a query) is valid UTF-8; the border proves it (utf8.h).
 * A str with p == NULL is "not there" (SQL null), which is not the same as "" (there, and empty).
 * Text made by an arena is followed by a NUL byte, so that str_z() is cheap. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

typedef struct str {
	const char *p;
	ptrdiff_t n; /* bytes */
} str;

/* A str of a string literal. */
#define S(lit) ((str){ "" lit, (ptrdiff_t)sizeof(lit) - 1 })
/* For printf("%.*s", SF(s)). Names its argument twice: give it a variable, not a call that does
 * something. */
#define SF(s) (int)(s).n, ((s).p ? (s).p : "")

str str_of(const char *z); /* a C string; NULL gives the null str */
bool str_is_null(str s);   /* not there */
bool str_is_empty(str s);  /* not there, or no bytes */
bool str_eq(str a, str b); /* same bytes; null equals only null */
int str_cmp(str a, str b); /* by bytes, shorter first; null before everything */
bool str_starts(str s, str with);
bool str_ends(str s, str with);
ptrdiff_t str_find(str hay, str needle);  /* byte offset of the first, or -1; "" is found at 0 */
ptrdiff_t str_find_byte(str hay, char c); /* byte offset of the first, or -1 */
str str_slice(str s, ptrdiff_t from, ptrdiff_t to); /* [from, to); must be inside */
str str_trim(str s);                                /* without ASCII white space at both ends */
/* Takes the part before the first `sep` off the front of *rest and returns it; without a `sep` it
 * returns all and leaves *rest null. while (rest.p) { str part = str_cut(&rest, ','); ... } */
str str_cut(str *rest, char sep);
bool str_to_int64(str s,
		  int64_t *v);    /* strict decimal, optional '-', no '+', no space, no overflow */
uint64_t str_hash(str s);         /* FNV-1a; for tables in memory, never stored or sent */
bool str_eq_nocase(str a, str b); /* ASCII letters only */

/* Copies into `a`, NUL after the end. A null str stays null. */
str str_copy(struct arena *a, str s);
/* The same bytes as a C string in `a`. The str must hold no NUL byte. */
const char *str_z(struct arena *a, str s);
/* ASCII letters lowered, other bytes kept. */
str str_lower(struct arena *a, str s);
/* printf into `a`. */
str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
