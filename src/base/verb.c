/* verb.c: options and arguments of a verb, by its table. */
#include "base/verb.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/utf8.h"

static ptrdiff_t opt_index(const struct verb *v, str name)
{
	for (ptrdiff_t i = 0; v->opts && v->opts[i].name; i++)
		if (str_eq(name, str_of(v->opts[i].name)))
			return i;
	return -1;
}

static const char *opt_value(const struct verb_call *c, const char *name)
{
	ptrdiff_t i = opt_index(c->verb, str_of(name));
	must(i >= 0);
	return c->opt_values[i];
}

bool verb_flag(const struct verb_call *c, const char *name)
{
	return opt_value(c, name) != NULL;
}

str verb_text(const struct verb_call *c, const char *name)
{
	return str_of(opt_value(c, name));
}

static bool read_number(const char *z, double *v)
{
	char *end;
	errno = 0;
	*v = strtod(z, &end);
	return *z && !*end && errno == 0 && isfinite(*v);
}

int64_t verb_int(const struct verb_call *c, const char *name, int64_t otherwise)
{
	const char *z = opt_value(c, name);
	int64_t v;
	return z && str_to_int64(str_of(z), &v) ? v : otherwise;
}

double verb_number(const struct verb_call *c, const char *name, double otherwise)
{
	const char *z = opt_value(c, name);
	double v;
	return z && read_number(z, &v) ? v : otherwise;
}

int64_t verb_day(const struct verb_call *c, const char *name, int64_t otherwise)
{
	const char *z = opt_value(c, name);
	int64_t v;
	return z && day_read(str_of(z), &v) ? v : otherwise;
}

/* Says what is wrong with the value of an option, or nothing. */
static void check_value(struct faults *f, const struct verb_opt *o, const char *value)
{
	int64_t i;
	double d;
	switch (o->kind) {
	case OPT_FLAG: return;
	case OPT_TEXT:
		if (!utf8_is_line(str_of(value)))
			fault_field(f, str_of(o->name),
				    "this is one line of UTF-8 without control characters");
		return;
	case OPT_LINES:
		if (!utf8_is_text(str_of(value)))
			fault_field(
			    f, str_of(o->name),
			    "this is UTF-8 without control characters but tabs and line breaks");
		return;
	case OPT_INT:
		if (!str_to_int64(str_of(value), &i))
			fault_field(f, str_of(o->name), "'%s' is not a whole number", value);
		return;
	case OPT_NUMBER:
		if (!read_number(value, &d))
			fault_field(f, str_of(o->name), "'%s' is not a number", value);
		return;
	case OPT_DAY:
		if (!day_read(str_of(value), &i))
			fault_field(f, str_of(o->name), "'%s' is not a day; write it as 2021-06-21",
				    value);
		return;
	}
	must_not_come_here("kind of option");
}

struct parse {
	struct verb_call *c;
	int argc, at;
	char **argv;
	const char **values;
	const char **db, **as;
};

/* The value behind '=' or the next word. */
static const char *take_value(struct parse *p, const char *name, const char *after_equals)
{
	if (after_equals)
		return after_equals;
	if (p->at + 1 < p->argc)
		return p->argv[++p->at];
	fault_field(p->c->faults, str_of(name), "the option --%s needs a value", name);
	return NULL;
}

static void take_option(struct parse *p, const char *word)
{
	const char *equals = strchr(word, '=');
	str name = equals ? (str){ word, equals - word } : str_of(word);
	const char *after = equals ? equals + 1 : NULL;
	ptrdiff_t i = opt_index(p->c->verb, name);
	if (i >= 0 && p->c->verb->opts[i].kind == OPT_FLAG) {
		p->values[i] = "";
		if (after)
			fault_field(p->c->faults, name, "the option --%.*s takes no value",
				    SF(name));
	} else if (i >= 0) {
		p->values[i] = take_value(p, p->c->verb->opts[i].name, after);
		if (p->values[i])
			check_value(p->c->faults, &p->c->verb->opts[i], p->values[i]);
	} else if (str_eq(name, S("json")) && !after) {
		p->c->is_json = true;
	} else if (str_eq(name, S("db"))) {
		*p->db = take_value(p, "db", after);
	} else if (str_eq(name, S("as"))) {
		*p->as = take_value(p, "as", after);
	} else {
		fault_field(p->c->faults, name,
			    "there is no option --%.*s; see 'grata help %s%s%s'", SF(name),
			    p->c->verb->noun, *p->c->verb->name ? " " : "", p->c->verb->name);
	}
}

enum err verb_parse(struct verb_call *c, int argc, char **argv, const char **db, const char **as)
{
	ptrdiff_t n_opts = 0;
	while (c->verb->opts && c->verb->opts[n_opts].name)
		n_opts++;
	struct parse p = { .c = c, .argc = argc, .argv = argv, .db = db, .as = as };
	p.values = arena_new_n(c->a, const char *, n_opts + 1);
	const char **args = arena_new_n(c->a, const char *, argc + 1);
	bool is_open = true;
	c->n_args = 0;
	for (; p.at < argc; p.at++) {
		const char *word = argv[p.at];
		if (is_open && strcmp(word, "--") == 0)
			is_open = false;
		else if (is_open && word[0] == '-' && word[1] == '-')
			take_option(&p, word + 2);
		else
			args[c->n_args++] = word;
	}
	c->args = args;
	c->opt_values = p.values;
	if (c->n_args && !c->verb->args)
		fault_field(c->faults, str_of(args[0]), "'%s%s%s' takes no such word",
			    c->verb->noun, *c->verb->name ? " " : "", c->verb->name);
	return faults_err(c->faults);
}

enum err verb_file_read(struct verb_call *c, const char *path, size_t cap, str *text)
{
	enum err e = os_file_read(c->a, path, cap, text);
	if (e == OK)
		return OK;
	if (e == ERR_TOO_LARGE)
		fault_at(c->faults, str_of(path), 0, 0, (str){ 0 },
			 "the file is larger than %zu bytes", cap);
	else
		fault_at(c->faults, str_of(path), 0, 0, (str){ 0 }, "%s",
			 e == ERR_NOT_FOUND ? "there is no such file" : err_sentence(e));
	return ERR_FAULTS;
}

enum err verb_file_write(struct verb_call *c, const char *path, str bytes)
{
	enum err e = os_file_write(path, bytes);
	if (e == OK)
		return OK;
	fault_at(c->faults, str_of(path), 0, 0, (str){ 0 }, "nothing was written: %s",
		 err_sentence(e));
	return ERR_FAULTS;
}

void verb_help(const struct verb *v, struct out *o)
{
	out_fmt(o, "grata %s %s", v->noun, v->name);
	if (v->need != VERB_PURE)
		out_lit(o, " --db F");
	if (v->need != VERB_PURE && v->need != VERB_FILE)
		out_lit(o, " [--as USER]");
	if (v->opts && v->opts[0].name)
		out_lit(o, " [OPTIONS]");
	if (v->args)
		out_fmt(o, " %s", v->args);
	out_fmt(o, "\n    %s\n", v->says);
	for (ptrdiff_t i = 0; v->opts && v->opts[i].name; i++) {
		const struct verb_opt *x = &v->opts[i];
		str head =
		    str_fmt(o->a, "--%s%s%s", x->name, x->meta ? " " : "", x->meta ? x->meta : "");
		out_fmt(o, "      %-26s %s\n", head.p, x->says);
	}
}
