/* html.h: where in the HTML a template has come. html_literal follows the bytes between the
 * {{tags}}; html_value says whether a value may stand at this place. */
#ifndef TPLGEN_HTML_H
#define TPLGEN_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct tpl;
struct tpl_node;

enum {
	TPL_ELEMENTS_MAX = 64,   /* elements within elements */
	TPL_ATTRIBUTES_MAX = 32, /* of one element */
};

enum html_state {
	HTML_TEXT,
	HTML_RCDATA, /* in <title> or <textarea> */
	HTML_LT,
	HTML_TAG_NAME,
	HTML_END_NAME,
	HTML_GAP, /* after a name, a value or a section: white space, / or > must follow */
	HTML_BEFORE_ATTR,
	HTML_ATTR_NAME,
	HTML_BEFORE_VALUE,
	HTML_DQ,
	HTML_SQ,
	HTML_SELF_CLOSE,
	HTML_COMMENT,
	HTML_DOCTYPE,
	HTML_SCRIPT, /* between <script src> and </script>: nothing may stand there */
};

/* How far a URL has come; what may follow depends on it. */
enum url_state {
	URL_START,  /* nothing yet */
	URL_SLASH,  /* "/", and perhaps a text that may be empty: no second slash */
	URL_SCHEME, /* letters that may be a scheme or the start of a path */
	URL_PATH,   /* the same, but no scheme may come of it */
	URL_HOST,   /* behind http:// */
	URL_FIELD,  /* a whole URL from a field: only ? # & may follow */
	URL_REST,
};

struct html_at {
	enum html_state state;
	str tag, attr;
	bool is_end_tag, is_amp; /* is_amp: an & that is not yet a whole character reference */
	bool is_url;             /* the attribute holds a URL */
	enum url_state url;
	ptrdiff_t url_from;
	ptrdiff_t tag_at;
	ptrdiff_t n_open, n_floor; /* elements that are open; those that the section found open */
	ptrdiff_t n_attrs;
};

struct html_walk {
	struct html_at at;
	struct {
		str name;
		ptrdiff_t at;
	} open[TPL_ELEMENTS_MAX];
	str attrs[TPL_ATTRIBUTES_MAX]; /* of the tag that is being read */
};

void html_literal(struct tpl *t, ptrdiff_t from, ptrdiff_t to);
/* A {{tag}} of any kind stands here: names and values end. */
void html_tag_here(struct tpl *t);
/* May a value stand here? Faults when not. */
bool html_value(struct tpl *t, ptrdiff_t at, struct tpl_node *node);
/* Where two branches meet; both began in the same place. False: they cannot meet. */
bool html_meet(const struct html_at *a, const struct html_at *b, struct html_at *both);
bool html_same(const struct html_at *a, const struct html_at *b);
void html_end(struct tpl *t);

#endif
