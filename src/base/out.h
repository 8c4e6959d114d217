/* out.h: an append-only buffer, and every escape the program knows.
 *
 * An `out` either grows in an arena (pages, JSON answers) or drains into a file descriptor (verbs,
 * exports of any size). Text for a given context goes through the escape of that context: out_html
 * for HTML text and quoted attributes, out_url for one component of a URL, out_json for a JSON
 * string, out_csv for a CSV cell. out_str appends bytes as they are and belongs to plain text; raw
 * HTML is out_raw with its reason. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/opt.h"
#include "base/str.h"

/* HTML that is safe to print as it is. Only components make it; a template prints it as it is. */
struct html {
	str s;
};

struct out {
	struct arena *a;
	char *p;
	ptrdiff_t n, cap;
	int fd;           /* -1: stays in the arena */
	const char *zone; /* in which people read instants, a known one; NULL: UTC */
	bool is_broken;   /* a write to fd failed; later writes are dropped */
};

struct out out_to_arena(struct arena *a);
/* Drains to `fd` whenever 64 KiB are full; out_flush at the end. */
struct out out_to_fd(struct arena *a, int fd);
/* Writes what is left. ERR_IO when any write failed; ERR_DISK when the disk is full. */
enum err out_flush(struct out *o) MUST_CHECK;
/* What an arena `out` holds so far; NUL-terminated; valid until the next append. */
str out_view(struct out *o);

void out_bytes(struct out *o, const void *p, ptrdiff_t n);
#define out_lit(o, lit) out_bytes((o), "" lit, (ptrdiff_t)sizeof(lit) - 1)
void out_str(struct out *o, str s);
void out_char(struct out *o, char c);
void out_fmt(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_int(struct out *o, int64_t v);
/* A number with thousands separated, for people: 184,220. */
void out_count(struct out *o, int64_t v);
/* HTML that is made elsewhere and safe; `reason` says why (it is read by people, not by the
 * program). */
void out_raw(struct out *o, str html, const char *reason);

void out_html(struct out *o, str s); /* & < > " ' escaped: text and quoted attributes */
void out_url(struct out *o, str s);  /* one component: all but A-Za-z0-9-._~ as %XX */
/* A whole URL in a quoted HTML attribute: a relative path, or http and https. Anything else that a
 * browser might follow (javascript: in any spelling, //host, backslashes, control characters) is
 * written as #blocked. Characters that have no place in a URL become %XX. */
void out_href(struct out *o, str s);
void out_json(struct out *o,
	      str s); /* with its quotes; null str gives null; JCS escapes (RFC 8785) */
void out_json_int(struct out *o, bool has, int64_t v); /* the number, or null */
/* One more member of an object that has some: ,"name":value. Names are the program's own words. */
void out_member(struct out *o, const char *name, str s);
void out_member_int(struct out *o, const char *name, struct opt_int v);
/* One CSV cell (RFC 4180). Cells that a spreadsheet would run as a formula (= + - @ also
 * full-width, tab, CR, LF) get a leading apostrophe (OWASP CSV injection); numbers go through
 * out_int. */
void out_csv(struct out *o, str s);
bool out_is_formula(str s);                                 /* such a cell */
void out_hex(struct out *o, const void *p, ptrdiff_t n);    /* lower case */
void out_base64(struct out *o, const void *p, ptrdiff_t n); /* RFC 4648, padded */

#endif
