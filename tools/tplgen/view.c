/* view.c: the shape of the view, from the names that the template reads. The suffix of a
 * name is its type; a list is what {{#name}} goes through; a.b makes a group. */
#include "tplgen.h"

#include <string.h>

static const char *type_word(enum tpl_type t)
{
	switch (t) {
	case TPL_UNKNOWN:
	case TPL_TEXT: return "text";
	case TPL_INT: return "a number";
	case TPL_DAY: return "a day";
	case TPL_AT: return "an instant";
	case TPL_BOOL: return "yes or no";
	case TPL_HTML: return "HTML";
	case TPL_GROUP: return "a group";
	case TPL_LIST: return "a list";
	case TPL_PART: return "the view of a template";
	}
	return "";
}

enum tpl_type view_type_of_name(str name)
{
	static const struct {
		const char *suffix;
		enum tpl_type type;
	} rule[] = { { "_id", TPL_INT }, { "_n", TPL_INT }, { "_days", TPL_INT },
		     { "_on", TPL_DAY }, { "_at", TPL_AT }, { "_html", TPL_HTML } };
	if (str_starts(name, S("is_")) || str_starts(name, S("has_")))
		return TPL_BOOL;
	for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
		if (str_ends(name, str_of(rule[i].suffix)) ||
		    str_eq(name, str_of(rule[i].suffix + 1)))
			return rule[i].type;
	return TPL_TEXT;
}

/* Words that cannot name a member of a C struct, and the two that would clash with ours. */
static bool is_reserved(str name)
{
	static const char *const words[] = {
		"auto",    "break",  "case",     "char",   "const",    "continue", "default",
		"do",      "double", "else",     "enum",   "extern",   "float",    "for",
		"goto",    "if",     "inline",   "int",    "long",     "register", "restrict",
		"return",  "short",  "signed",   "sizeof", "static",   "struct",   "switch",
		"typedef", "union",  "unsigned", "void",   "volatile", "while",    "asm",
		"typeof",  "bool",   "true",     "false",  "unix",     "linux",    "view",
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(name, str_of(words[i])))
			return true;
	return false;
}

bool tpl_name_is_valid(str name)
{
	if (name.n < 1 || name.n > 48 || name.p[0] < 'a' || name.p[0] > 'z' || is_reserved(name))
		return false;
	for (ptrdiff_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return true;
}

static struct tpl_field *find(const struct tpl_shape *s, str name)
{
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i]->name, name))
			return s->v[i];
	return NULL;
}

/* "visa_backlog_view" and "rows" give "visa_backlog_rows". */
static str shape_name(struct tpl *t, const struct tpl_shape *in, str name)
{
	str stem = in->c_name;
	if (str_ends(stem, S("_view")))
		stem.n -= 5;
	return str_fmt(t->a, "%.*s_%.*s", SF(stem), SF(name));
}

/* Is `name` the counter n_X of a list X? */
static bool is_counter(const struct tpl_shape *s, str name)
{
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->v[i]->type == TPL_LIST && str_starts(name, S("n_")) &&
		    str_eq(str_slice(name, 2, name.n), s->v[i]->name))
			return true;
	return str_starts(name, S("n_")) && find(s, str_slice(name, 2, name.n)) &&
	       find(s, str_slice(name, 2, name.n))->type == TPL_LIST;
}

static struct tpl_field *add(struct tpl *t, struct tpl_shape *s, str name, enum tpl_type type,
			     ptrdiff_t at)
{
	if (!tpl_name_is_valid(name) || is_counter(s, name)) {
		tpl_fault(t, at, "'%.*s' cannot be a field's name (a-z, 0-9 and _; no C word)",
			  SF(name));
		return NULL;
	}
	if (type == TPL_LIST && find(s, str_fmt(t->a, "n_%.*s", SF(name)))) {
		tpl_fault(t, at, "the list '%.*s' has the counter n_%.*s, which is a field already",
			  SF(name), SF(name));
		return NULL;
	}
	struct tpl_field *f = arena_new(t->a, struct tpl_field);
	*f = (struct tpl_field){ .name = name, .type = type, .at = at };
	if (type == TPL_GROUP || type == TPL_LIST) {
		f->shape = arena_new(t->a, struct tpl_shape);
		f->shape->c_name = shape_name(t, s, name);
	}
	*arena_push(t->a, s) = f;
	return f;
}

/* One name in one shape. */
static struct tpl_field *one(struct tpl *t, struct tpl_shape *s, str name, enum tpl_type want,
			     ptrdiff_t at)
{
	struct tpl_field *f = find(s, name);
	enum tpl_type by_name = view_type_of_name(name);
	bool is_scalar = want == TPL_UNKNOWN || want == TPL_TEXT;
	if (is_scalar && by_name != TPL_TEXT)
		want = by_name;
	if (!is_scalar && by_name != TPL_TEXT) {
		tpl_fault(t, at, "'%.*s' is %s by its name, not %s", SF(name), type_word(by_name),
			  type_word(want));
		return NULL;
	}
	if (!f)
		return add(t, s, name, want, at);
	if (f->type == want || want == TPL_UNKNOWN)
		return f;
	if (f->type == TPL_UNKNOWN && want == TPL_TEXT) {
		f->type = TPL_TEXT;
		return f;
	}
	if (f->type == TPL_UNKNOWN && want == TPL_LIST) {
		f->type = TPL_LIST;
		f->shape = arena_new(t->a, struct tpl_shape);
		f->shape->c_name = shape_name(t, s, name);
		return f;
	}
	tpl_fault(t, at, "'%.*s' is %s elsewhere in this template, here %s", SF(name),
		  type_word(f->type), type_word(want));
	return NULL;
}

struct tpl_field *view_field(struct tpl *t, struct tpl_shape *s, str path, enum tpl_type want,
			     ptrdiff_t at)
{
	str rest = path;
	for (int i = 0; rest.p; i++) {
		str name = str_cut(&rest, '.');
		if (i == TPL_PATH_MAX) {
			tpl_fault(t, at, "a path has at most %d names", TPL_PATH_MAX);
			return NULL;
		}
		struct tpl_field *f = one(t, s, name, rest.p ? TPL_GROUP : want, at);
		if (!f || !rest.p)
			return f;
		s = f->shape;
	}
	return NULL;
}
