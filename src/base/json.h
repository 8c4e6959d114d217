/* json.h: reads JSON (RFC 8259), strictly. Writing is out.h.
 *
 * Refused on top of the grammar: a key twice in one object, more than JSON_DEPTH_MAX levels, text
 * behind the value, a byte order mark, bad UTF-8, unpaired surrogates, whole numbers beyond int64,
 * and numbers beyond a double. The tree lives in the arena. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/err.h"
#include "base/fault.h"

enum json_kind {
	JSON_NONE, /* null */
	JSON_BOOL,
	JSON_INT,    /* no fraction, no exponent */
	JSON_NUMBER, /* any other */
	JSON_TEXT,
	JSON_LIST,
	JSON_MAP,
};
enum { JSON_DEPTH_MAX = 64 };

struct json {
	enum json_kind kind;
	str key;                  /* of a member of an object; else null */
	str text;                 /* TEXT; may hold U+0000 where \u0000 was written */
	int64_t n;                /* INT; BOOL as 0 and 1; LIST and MAP: how many they hold */
	double number;            /* NUMBER, and INT as well */
	const struct json *first; /* LIST and MAP: what they hold, in its order */
	const struct json *next;  /* the sibling */
};

/* ERR_FAULTS with line and column of the first thing that is wrong. */
enum err json_read(struct arena *a, str text, struct faults *f, const struct json **j) MUST_CHECK;
/* The member with this key, or NULL (also when `j` is NULL or no object). */
const struct json *json_get(const struct json *j, const char *key);
/* Its text; null when it is not there or no text. */
str json_text(const struct json *j, const char *key);
int64_t json_int(const struct json *j, const char *key, int64_t otherwise);

#endif
