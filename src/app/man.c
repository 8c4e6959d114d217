/* man.c: `grata man`: the manual, made of the tables of verbs, settings and errors. man(7) macros;
 * sentences are the tables' own. */
#include <string.h>

#include "app/cli.h"
#include "base/verb.h"
#include "server/settings.h"

/* Text that no macro reads: roff's own signs escaped, no line begins with '.' or '\''. */
static void text(struct out *o, const char *z)
{
	for (bool is_first = true; *z; z++, is_first = false) {
		if (is_first && (*z == '.' || *z == '\''))
			out_lit(o, "\\&");
		if (*z == '\\')
			out_lit(o, "\\e");
		else if (*z == '-')
			out_lit(o, "\\-");
		else
			out_char(o, *z);
	}
}

static void line(struct out *o, const char *z)
{
	text(o, z);
	out_char(o, '\n');
}

static void title(struct out *o, const char *name, int section)
{
	out_lit(o, ".\\\" Made by `grata man`; do not edit.\n.TH ");
	for (const char *z = name; *z; z++)
		out_char(o, *z >= 'a' && *z <= 'z' ? (char)(*z - 'a' + 'A') : *z);
	out_fmt(o, " %d \"\" \"Grata " GRATA_VERSION "\" \"Grata\"\n.SH NAME\n", section);
}

/* ---- one noun ---- */

static void usage(struct out *o, const struct verb *v)
{
	out_lit(o, ".B grata ");
	text(o, v->noun);
	if (v->name[0]) {
		out_char(o, ' ');
		text(o, v->name);
	}
	out_char(o, '\n');
	if (v->need != VERB_PURE)
		out_lit(o, ".BI \\-\\-db \" FILE\"\n");
	if (v->need == VERB_READS || v->need == VERB_WRITES || v->need == VERB_LOADS)
		out_lit(o, ".RB [ \\-\\-as\n.IR USER ]\n");
	if (v->opts && v->opts[0].name)
		out_lit(o, ".RI [ options ]\n");
	if (v->args)
		line(o, v->args);
}

static void say_verb(struct out *o, const struct verb *v)
{
	out_lit(o, ".SS ");
	text(o, v->name[0] ? v->name : v->noun);
	out_char(o, '\n');
	usage(o, v);
	out_lit(o, ".PP\n");
	line(o, v->says);
	for (ptrdiff_t i = 0; v->opts && v->opts[i].name; i++) {
		out_lit(o, ".TP\n.B \\-\\-");
		text(o, v->opts[i].name);
		if (v->opts[i].meta) {
			out_lit(o, " \\fI");
			text(o, v->opts[i].meta);
			out_lit(o, "\\fR");
		}
		out_char(o, '\n');
		line(o, v->opts[i].says);
	}
}

static bool is_of(const struct verb *v, const char *noun)
{
	return strcmp(v->noun, noun) == 0;
}

static bool noun_page(struct out *o, const char *noun)
{
	bool is_known = false;
	for (int t = 0; VERB_TABLES[t]; t++)
		for (const struct verb *v = VERB_TABLES[t]; v->noun; v++) {
			if (!is_of(v, noun))
				continue;
			if (!is_known) {
				title(o, str_fmt(o->a, "grata-%s", noun).p, 1);
				out_fmt(o,
					"grata\\-%s \\- the commands of grata %s\n.SH COMMANDS\n",
					noun, noun);
			}
			is_known = true;
			say_verb(o, v);
		}
	if (is_known)
		out_lit(o, ".SH \"SEE ALSO\"\n.BR grata (1)\n");
	return is_known;
}

/* ---- the whole ---- */

/* True for the first row of a noun in all tables. */
static bool is_first(const struct verb *row)
{
	for (int t = 0; VERB_TABLES[t]; t++)
		for (const struct verb *v = VERB_TABLES[t]; v->noun; v++)
			if (is_of(v, row->noun))
				return v == row;
	return false;
}

static void say_noun(struct out *o, const char *noun)
{
	out_fmt(o, ".TP\n.BR grata\\-%s (1)\n", noun);
	for (int t = 0; VERB_TABLES[t]; t++)
		for (const struct verb *v = VERB_TABLES[t]; v->noun; v++)
			if (is_of(v, noun)) {
				if (v->name[0])
					out_fmt(o, "%s: ", v->name);
				line(o, v->says);
			}
}

static void say_nouns(struct out *o, void (*say)(struct out *o, const char *noun))
{
	for (int t = 0; VERB_TABLES[t]; t++)
		for (const struct verb *v = VERB_TABLES[t]; v->noun; v++)
			if (is_first(v))
				say(o, v->noun);
}

static void say_word(struct out *o, const char *noun)
{
	out_fmt(o, "%s\n", noun);
}

static void program_page(struct out *o)
{
	static const struct {
		int code;
		const char *says;
	} errors[] = {
#define ERR(name, http, code, sentence) { code, sentence },
#include "base/err.def"
#undef ERR
	};
	title(o, "grata", 1);
	out_lit(o,
		"grata \\- the register of foreign missions that a foreign ministry keeps\n"
		".SH SYNOPSIS\n.B grata\n.I noun\n.RI [ verb ]\n.BI \\-\\-db \" FILE\"\n"
		".RB [ \\-\\-as\n.IR USER ]\n.RB [ \\-\\-json ]\n.RI [ options ]\n"
		".RI [ arguments ]\n.PP\n.B grata help\n.RI [ words ]\n.SH DESCRIPTION\n"
		"Grata keeps a foreign ministry's register of missions, visas and expulsions, and "
		"shows why each decision was taken. It proposes, ranks and explains; a person "
		"decides. What is done on the command line is held to the same rules as the pages "
		"that\n.BR grata\\-serve (1)\nserves, and leaves the same entries in the log.\n"
		".SH OPTIONS\n.TP\n.BI \\-\\-db \" FILE\"\nThe register.\n.TP\n"
		".BI \\-\\-as \" USER\"\nThe account that runs it: its login.\n.TP\n"
		".B \\-\\-json\nWrite JSON where a verb can.\n.TP\n.B \\-\\-\nEnds the options.\n"
		".SH COMMANDS\n");
	say_nouns(o, say_noun);
	out_lit(o, ".SH \"EXIT STATUS\"\n.TP\n.B 0\nDone.\n");
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		out_fmt(o, ".TP\n.B %d\n", errors[i].code);
		line(o, errors[i].says);
	}
	out_lit(o, ".SH \"SEE ALSO\"\n.BR grata.conf (5),\n.BR grata\\-verify (1)\n");
}

static void settings_page(struct out *o)
{
	title(o, "grata.conf", 5);
	out_lit(o, "grata.conf \\- settings of grata serve\n.SH DESCRIPTION\n"
		   "A file of text in UTF\\-8 for\n.BR \"grata serve \\-\\-config\" .\n"
		   "A line is empty, a comment that begins with #, or a word, = and a value. Each "
		   "word may be set once. The same words are options of\n.BR grata\\-serve (1),\n"
		   "which win over the file.\n.B grata settings\n.I FILE\n"
		   "checks a file and says what holds.\n.SH SETTINGS\n");
	for (int i = 0; i < SETTINGS_N; i++) {
		const struct setting *s = &SETTINGS[i];
		out_lit(o, ".TP\n.B ");
		text(o, s->word);
		out_lit(o, " = \\fI");
		text(o, s->kind == SETTING_FLAG ? "yes|no" : s->meta);
		out_lit(o, "\\fR\n");
		line(o, s->says);
		if (s->kind == SETTING_INT)
			out_fmt(o, "From %lld to %lld.\n", (long long)s->least, (long long)s->most);
		if (s->otherwise[0]) {
			out_lit(o, "Without it: ");
			line(o, str_fmt(o->a, "%s.", s->otherwise).p);
		}
	}
	out_lit(o, ".SH \"SEE ALSO\"\n.BR grata (1)\n");
}

static enum err man_verb(struct verb_call *c)
{
	if (verb_flag(c, "nouns"))
		say_nouns(c->out, say_word);
	else if (c->n_args == 0)
		program_page(c->out);
	else if (strcmp(c->args[0], "grata.conf") == 0)
		settings_page(c->out);
	else if (!noun_page(c->out, c->args[0])) {
		fault_field(c->faults, S("NOUN"), "There is no noun '%s'; 'grata help' has all.",
			    c->args[0]);
		return ERR_FAULTS;
	}
	return OK;
}

static const struct verb_opt man_opts[] = {
	{ "nouns", OPT_FLAG, NULL, "only the nouns, one a line" },
	{ 0 },
};

const struct verb man_verbs[] = {
	{ "man", "", "[NOUN | grata.conf]",
	  "Write a page of the manual: of the program, of one noun, of the settings.", VERB_PURE,
	  man_opts, man_verb },
	{ 0 },
};
