/* tplgen.h: the template compiler: an .html file in, a C header and a C file out.
 *
 * The order of work: read.c splits the text into literals and {{tags}} and builds the tree;
 * html.c follows every byte of the literals, so that each tag knows where in the HTML it
 * stands; view.c collects the fields that the tags read into the shape of the view;
 * emit.c writes C from both. Everything is in one arena. What is wrong with a template is a
 * fault with line and column (bytes, from 1). docs/templates.md is the language. */
#ifndef TPLGEN_TPLGEN_H
#define TPLGEN_TPLGEN_H

#include "base/fault.h"
#include "base/out.h"
#include "base/str.h"
#include "html.h"

enum {
	TPL_BYTES_MAX = 256 << 10, /* of one template */
	TPL_SECTIONS_MAX = 16,     /* sections within sections */
	TPL_PATH_MAX = 6,          /* a.b.c */
};

/* ---- the view ---- */

enum tpl_type {
	TPL_UNKNOWN, /* seen only in {{?name}} so far: text, unless it turns out to be a list */
	TPL_TEXT,
	TPL_INT,
	TPL_DAY,
	TPL_AT,
	TPL_BOOL,
	TPL_HTML,
	TPL_GROUP, /* a.b: a struct inside the view */
	TPL_LIST,  /* pointer and count */
	TPL_PART,  /* the view of another template */
};

struct tpl_field {
	str name;
	enum tpl_type type;
	struct tpl_shape *shape; /* of a group, or of one element of a list */
	str part;                /* name of the other template */
	ptrdiff_t at;            /* where it was first read */
};

/* The fields of a view, of a group or of a list's element, in the order in which they are read. */
struct tpl_shape {
	struct tpl_field **v;
	ptrdiff_t n, cap;
	str c_name;       /* "visa_backlog_view" */
	bool is_declared; /* the struct is declared elsewhere: {{#rows visa_backlog_row}} */
	bool is_text;     /* a list of texts: its body says {{.}} */
};

/* ---- the tree ---- */

enum tpl_kind { TPL_LITERAL, TPL_VALUE, TPL_EACH, TPL_IF, TPL_INCLUDE, TPL_ASSET };

/* How a value is written. */
enum tpl_filter {
	AS_PLAIN,
	AS_DASH,
	AS_COUNT,
	AS_PLURAL,
	AS_DAY,
	AS_ISO,
	AS_TIME,
	AS_MOMENT,
};

struct tpl_nodes {
	struct tpl_node **v;
	ptrdiff_t n, cap;
};

struct tpl_node {
	enum tpl_kind kind;
	ptrdiff_t at;
	str text;  /* literal; name of an asset or of the included template */
	int depth; /* which scope the path begins in; 0 is the view */
	int scope; /* the scope that a list opens */
	str path;  /* "person.name", as C; "." for the text of a list of texts */
	struct tpl_field *field;
	enum tpl_filter filter;
	str one, many; /* words of AS_PLURAL */
	bool is_url, is_url_start, is_not;
	struct tpl_nodes body, otherwise;
};

struct tpl {
	struct arena *a;
	struct faults *faults;
	str path, name, text; /* file, its name without .html, what it holds */
	bool is_stopped;      /* a fault after which nothing that follows would make sense */
	struct html_walk html;
	struct tpl_shape *view;
	struct tpl_nodes body;
	struct {
		str *v;
		ptrdiff_t n, cap;
	} uses; /* headers of {{%use}} */
};

/* Reads and checks a template; the tree and its view are in *t. The path is what faults say. */
enum err tpl_read(struct arena *a, struct faults *f, str path, str name, str text,
		  struct tpl *t) MUST_CHECK;
/* A name that can be a template's and a C function's: [a-z][a-z0-9_]*. */
bool tpl_name_is_valid(str name);
void tpl_emit_header(const struct tpl *t, struct out *o);
void tpl_emit_code(const struct tpl *t, struct out *o);

/* Between the parts. */
void tpl_fault(struct tpl *t, ptrdiff_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The field of a path in a shape, made when it is new. NULL with a fault when it cannot be. */
struct tpl_field *view_field(struct tpl *t, struct tpl_shape *s, str path, enum tpl_type want,
			     ptrdiff_t at);
enum tpl_type view_type_of_name(str name);

#endif
