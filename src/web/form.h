/* form.h: what a person typed, from declared fields to typed values with all faults at once.
 *
 * What was typed is kept as it was, so that the page can show it again beside what is wrong. The
 * same fields read a form by POST, filters in the URL by GET, and a flat JSON object.
 * Also here: the one URL decoder, and the strict readers of both kinds of form body. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/http.h"

enum field_kind {
	FIELD_LINE,   /* one line of text, white space at the ends taken off */
	FIELD_TEXT,   /* several lines; CRLF becomes LF */
	FIELD_SECRET, /* a password: as typed, never shown again */
	FIELD_INT,
	FIELD_DAY,    /* three inputs NAME-day, NAME-month, NAME-year, or NAME as YYYY-MM-DD */
	FIELD_CHOICE, /* one of `choices` */
	FIELD_CHECK,  /* a single checkbox: there or not */
	FIELD_MANY,   /* any number of `choices` (or of lines when there are none) */
	FIELD_FILE,
};

struct field {
	const char *name, *label; /* label: "Date of birth"; it begins the sentences of faults */
	enum field_kind kind;
	bool is_required;
	int64_t min, max; /* of a number; characters of text (max 0: 200 a line, 10,000 a text) */
	const char *hint;
	const char *const *choices; /* values, NULL ends them */
};

struct form_value {
	const struct field *field;
	bool has;                 /* given, and without a fault */
	str typed;                /* as it came; shown again */
	str day, month, year;     /* the three inputs of a day, as they came */
	str text;                 /* LINE, TEXT, SECRET, CHOICE; the bytes of a FILE */
	int64_t n;                /* INT; DAY as `_on`; CHOICE as its row; CHECK 1; MANY how many */
	str *many;                /* MANY */
	str file_name, file_type; /* FILE: last component only; never used as a path */
	str fault;                /* the first sentence about it; null when there is none */
};

struct form {
	struct form_value *v; /* one for each field, in the order of the table */
	ptrdiff_t n;
};

/* Reads the fields (NULL name ends the table) from the body of a POST or the query of a GET.
 * ERR_FAULTS when any is wrong: each is in c->faults and beside its value. Names that no field
 * declares are a fault too, except `also` ("csrf", "page": NULL ends them; may be NULL). */
enum err form_read(struct ctx *c, const struct field *fields, const char *const *also,
		   struct form *f) MUST_CHECK;
/* The same without a request. */
enum err form_check(struct arena *a, const struct pairs *from, const struct field *fields,
		    const char *const *also, struct form *f, struct faults *faults) MUST_CHECK;
/* A form that nobody filled yet, for a page's first showing. */
struct form form_blank(struct arena *a, const struct field *fields);
/* Adds a fault that only the deed could find. */
void form_fault(struct ctx *c, struct form *f, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Sets what was found wrong since (c->faults, of a deed) beside the field that it names in the form
 * that was read, or that form_shown says. page_begin does it, so that every page that shows the
 * form again has it. */
void form_faults(struct ctx *c);
/* The page will show this form, not the one that was read. */
void form_shown(struct ctx *c, const struct form *f);

/* The value of a declared field; a name that is not declared aborts. */
struct form_value *form_value(const struct form *f, const char *name);
str form_text(const struct form *f, const char *name); /* null: not given */
int64_t form_int(const struct form *f, const char *name, int64_t otherwise);
int64_t form_day(const struct form *f, const char *name, int64_t otherwise);
bool form_is(const struct form *f, const char *name); /* a ticked CHECK */

/* ---- readers of what the wire carries; all refuse, none repairs ---- */
/* %XX decoded once, and + as a space when asked. False for a bad escape, NUL, or bad UTF-8. */
bool url_decode(struct arena *a, str s, bool plus_is_space, str *out);
/* application/x-www-form-urlencoded: a query or a body. On false *why has a sentence. */
bool pairs_read(struct arena *a, str s, struct pairs *p, const char **why);
/* multipart/form-data (RFC 7578). `type` is the whole Content-Type. Values stay in `body`. */
bool multipart_read(struct arena *a, str type, str body, struct pairs *p, const char **why);
enum { PAIRS_MAX = 1000, PARTS_MAX = 200 };

#endif
