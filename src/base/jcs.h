/* jcs.h: canonical JSON (RFC 8785), in which a value has exactly one spelling, so that its hash can
 * be taken. Written straight into an `out`, read straight from the bytes.
 *
 * Both remember the first trouble, do nothing from then on, and say so at the end. The reader takes
 * nothing but canonical JSON: no white space, keys rising by UTF-16 code units (so none twice), one
 * way to escape, UTF-8; and of numbers only whole ones inside +-(2^53 - 1), which every JSON reader
 * keeps exactly (I-JSON, RFC 7493 2.2) and which are all that is ever signed here. */
#ifndef BASE_JCS_H
#define BASE_JCS_H

#include "base/err.h"
#include "base/out.h"
#include "base/sha256.h"
#include "base/str.h"

#define JCS_INT_MAX ((INT64_C(1) << 53) - 1)
enum { JCS_DEPTH = 32 }; /* objects and arrays inside each other */

/* The order of keys: by UTF-16 code units. Both must be valid UTF-8. */
int jcs_key_cmp(str a, str b);

struct jcs_level {
	bool is_object, has_any;
	str last_key;
};

struct jcs_writer {
	struct out *o;
	bool is_bad;
	int depth;
	struct jcs_level level[JCS_DEPTH + 1];
};

/* Every value in an object follows its jcs_key. Keys must stay where they are until the object is
 * closed: the next one is compared with it. */
struct jcs_writer jcs_to(struct out *o);
void jcs_object(struct jcs_writer *w);
void jcs_array(struct jcs_writer *w);
void jcs_close(struct jcs_writer *w); /* the innermost object or array */
void jcs_key(struct jcs_writer *w, str key);
void jcs_str(struct jcs_writer *w, str s);                      /* a null str gives null */
void jcs_hex(struct jcs_writer *w, const void *p, ptrdiff_t n); /* a string of lower-case digits */
void jcs_int(struct jcs_writer *w, int64_t v);
/* A number that may have a fraction, as ECMAScript writes it (RFC 8785 3.2.2.3); must be finite. */
void jcs_number(struct jcs_writer *w, double v);
void jcs_bool(struct jcs_writer *w, bool v);
void jcs_null(struct jcs_writer *w);
/* ERR_INTERNAL when something had no canonical form: text that is not UTF-8, a number outside the
 * limit, keys that do not rise, more than JCS_DEPTH levels. What is in `out` is then of no use. */
enum err jcs_done(const struct jcs_writer *w) MUST_CHECK;

enum jcs_kind { JCS_BAD, JCS_OBJECT, JCS_ARRAY, JCS_STR, JCS_INT, JCS_BOOL, JCS_NULL };

struct jcs_reader {
	struct arena *a;
	const char *p, *end;
	bool is_bad;
	int depth;
	struct jcs_level level[JCS_DEPTH + 1];
};

/* Strings come back as views into `bytes`; only those with escapes are copied into `a`. */
struct jcs_reader jcs_from(struct arena *a, str bytes);
/* What the next value is, by its first byte; JCS_BAD after trouble. */
enum jcs_kind jcs_peek(const struct jcs_reader *r);
/* Each reads one value of its kind; any other is trouble, and gives zero, false or the null str. */
void jcs_read_object(struct jcs_reader *r);
void jcs_read_array(struct jcs_reader *r);
str jcs_read_str(struct jcs_reader *r);
struct sha256 jcs_read_sha256(struct jcs_reader *r); /* a string of 64 lower-case digits */
int64_t jcs_read_int(struct jcs_reader *r);
bool jcs_read_bool(struct jcs_reader *r);
void jcs_read_null(struct jcs_reader *r);
/* Inside an object or array: true when there is another key (or element) to read; false at the end,
 * which it closes, and after trouble. */
bool jcs_more_key(struct jcs_reader *r, str *key);
bool jcs_more(struct jcs_reader *r);
/* The next key must be this one, in which nothing is to be escaped; the object must end here. */
void jcs_read_key(struct jcs_reader *r, str key);
void jcs_read_close(struct jcs_reader *r);
/* True when all was canonical and nothing is left. */
bool jcs_read_done(const struct jcs_reader *r);

/* True when the bytes are one canonical value, whatever is in it. */
bool jcs_is_canonical(struct arena scratch, str bytes);

#endif
