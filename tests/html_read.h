/* html_read.h: a strict reader of HTML for tests. It knows tags with quoted attributes, text, the
 * character references that out_html writes (and &amp;-style numbers), comments and the document
 * type; anything else it refuses. Elements must nest. So a page that it reads holds nothing that
 * a browser would have to guess. */
#ifndef TESTS_HTML_READ_H
#define TESTS_HTML_READ_H

#include "base/arena.h"
#include "base/str.h"

enum html_kind { HTML_START, HTML_END, HTML_CHARACTERS };

struct html_attr {
	str name, value; /* value decoded; null when there is none */
};

struct html_token {
	enum html_kind kind;
	str name; /* of the element */
	str text; /* decoded characters */
	struct html_attr *attrs;
	ptrdiff_t n_attrs;
};

struct html_tokens {
	struct html_token *v;
	ptrdiff_t n, cap;
	const char *fault; /* NULL when the whole page was read */
	ptrdiff_t fault_at;
};

struct html_tokens html_read(struct arena *a, str page);
/* The value of an attribute, or the null str. */
str html_attr(const struct html_token *t, const char *name);

#endif
