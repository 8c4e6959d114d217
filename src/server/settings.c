/* settings.c: the table, then reading a file, then asking, then writing a sample. */
#include "server/settings.h"

#include "base/must.h"
#include "base/utf8.h"

const struct setting SETTINGS[SETTINGS_N] = {
#define SETTING(id, word, kind, meta, otherwise, least, most, says)                                \
	[SETTING_##id] = { word, SETTING_##kind, meta, otherwise, least, most, says },
#include "server/settings.def"
#undef SETTING
};

#define OPT_OF_TEXT OPT_TEXT
#define OPT_OF_FLAG OPT_FLAG
#define OPT_OF_INT  OPT_INT
#define OPT_OF_WORD OPT_TEXT
const struct verb_opt setting_opts[] = {
#define SETTING(id, word, kind, meta, otherwise, least, most, says)                                \
	{ word, OPT_OF_##kind, meta, says },
#include "server/settings.def"
#undef SETTING
	{ "config", OPT_TEXT, "FILE", "Read settings from this file, see grata.conf(5)." },
	{ 0 },
};

/* ---- values ---- */

static bool is_one_of(str value, str words)
{
	while (words.p)
		if (str_eq(str_cut(&words, '|'), value))
			return true;
	return false;
}

static void check_int(const struct setting *t, str value, str file, int64_t line, struct faults *f)
{
	int64_t n;
	if (!str_to_int64(value, &n))
		fault_at(f, file, line, 0, str_of(t->word), "'%.*s' is not a whole number",
			 SF(value));
	else if (n < t->least || n > t->most)
		fault_at(f, file, line, 0, str_of(t->word), "%lld is not between %lld and %lld",
			 (long long)n, (long long)t->least, (long long)t->most);
}

/* Where a fault stands: file and line, or neither for the command line. */
static void check_value(enum setting_id id, str value, str file, int64_t line, struct faults *f)
{
	const struct setting *t = &SETTINGS[id];
	switch (t->kind) {
	case SETTING_TEXT: return;
	case SETTING_FLAG:
		if (!is_one_of(value, S("yes|no")))
			fault_at(f, file, line, 0, str_of(t->word), "'%.*s' is neither yes nor no",
				 SF(value));
		return;
	case SETTING_INT: check_int(t, value, file, line, f); return;
	case SETTING_WORD:
		if (!is_one_of(value, str_of(t->meta)))
			fault_at(f, file, line, 0, str_of(t->word), "'%.*s' is not one of %s",
				 SF(value), t->meta);
		return;
	}
	must_not_come_here("kind of setting");
}

void settings_set(struct settings *s, enum setting_id id, str value, struct faults *f)
{
	check_value(id, value, (str){ 0 }, 0, f);
	s->v[id] = value;
	s->line[id] = 0;
}

/* ---- the file ---- */

static int find(str word)
{
	for (int i = 0; i < SETTINGS_N; i++)
		if (str_eq(word, str_of(SETTINGS[i].word)))
			return i;
	return -1;
}

static bool has_control(str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t')
			return true;
	return false;
}

static void read_line(str file, int64_t n, str line, struct faults *f, struct settings *s)
{
	str value = line, word = str_trim(str_cut(&value, '='));
	int i = find(word);
	if (!value.p) {
		fault_at(f, file, n, 0, (str){ 0 }, "write it as: word = value");
		return;
	}
	value = str_trim(value);
	if (i < 0) {
		fault_at(f, file, n, 0, (str){ 0 },
			 "there is no setting '%.*s'; grata.conf(5) has them all", SF(word));
		return;
	}
	if (s->line[i]) {
		fault_at(f, file, n, 0, word, "line %lld has set it already",
			 (long long)s->line[i]);
		return;
	}
	s->line[i] = n;
	s->v[i] = value;
	if (value.n == 0)
		fault_at(f, file, n, 0, word, "there is no value; leave the line out for '%s'",
			 SETTINGS[i].otherwise);
	else if (str_find(value, S(" #")) >= 0)
		fault_at(f, file, n, 0, word, "a comment has a line of its own");
	else
		check_value((enum setting_id)i, value, file, n, f);
}

void settings_read(str file, str bytes, struct faults *f, struct settings *s)
{
	*s = (struct settings){ 0 };
	if (bytes.n > SETTINGS_BYTES_MAX) {
		fault_at(f, file, 0, 0, (str){ 0 }, "the file is larger than %d bytes",
			 SETTINGS_BYTES_MAX);
		return;
	}
	for (int64_t n = 1; bytes.p && (bytes.n || n == 1); n++) {
		str line = str_cut(&bytes, '\n');
		if (str_ends(line, S("\r")))
			line.n--;
		if (!utf8_is_valid(line) || has_control(line)) {
			fault_at(f, file, n, 0, (str){ 0 }, "this is not text in UTF-8");
			continue;
		}
		line = str_trim(line);
		if (line.n && line.p[0] != '#')
			read_line(file, n, line, f, s);
	}
}

/* ---- asking ---- */

str setting_text(const struct settings *s, enum setting_id id)
{
	return s->v[id].p ? s->v[id] : str_of(SETTINGS[id].otherwise);
}

bool setting_flag(const struct settings *s, enum setting_id id)
{
	return str_eq(setting_text(s, id), S("yes"));
}

int64_t setting_int(const struct settings *s, enum setting_id id)
{
	int64_t n = 0;
	must(SETTINGS[id].kind == SETTING_INT && str_to_int64(setting_text(s, id), &n));
	return n;
}

/* ---- writing ---- */

/* Words of a sentence, with a "# " ahead of each line of at most 78 bytes. */
static void comment(struct out *o, str text)
{
	enum { WIDTH = 76 };
	ptrdiff_t used = 0;
	while (text.p) {
		str word = str_cut(&text, ' ');
		if (used == 0 || used + 1 + word.n > WIDTH) {
			out_str(o, used ? S("\n# ") : S("# "));
			used = 0;
		} else {
			out_char(o, ' ');
			used++;
		}
		out_str(o, word);
		used += word.n;
	}
	out_char(o, '\n');
}

void settings_sample(struct out *o)
{
	out_lit(o,
		"# Settings of `grata serve --config FILE`. Each line is a word, '=' and a value;\n"
		"# what stands behind '#' here holds when nothing is said. See grata.conf(5).\n");
	for (int i = 0; i < SETTINGS_N; i++) {
		const struct setting *t = &SETTINGS[i];
		out_char(o, '\n');
		comment(o, str_of(t->says));
		if (t->kind == SETTING_INT)
			out_fmt(o, "# From %lld to %lld.\n", (long long)t->least,
				(long long)t->most);
		out_fmt(o, "#%s = %s\n", t->word, t->otherwise);
	}
}

void settings_show(const struct settings *s, struct out *o)
{
	for (int i = 0; i < SETTINGS_N; i++)
		out_fmt(o, "%s = %.*s\n", SETTINGS[i].word,
			SF(setting_text(s, (enum setting_id)i)));
}
