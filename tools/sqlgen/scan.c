/* scan.c: SQL text into tokens and statements, comments into annotations. */
#include "scan.h"

#include <stdarg.h>
#include <stdio.h>

#include "sqlgen.h"

void complain(struct gen *g, str path, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%.*s:%d: error: ", SF(path), line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	g->n_errors++;
}

bool token_is(const struct token *t, const char *word)
{
	return t->kind != T_STRING && t->kind != T_END && str_eq_nocase(t->text, str_of(word));
}

str note_value(const struct notes *n, const char *key)
{
	for (ptrdiff_t i = 0; i < n->n; i++)
		if (str_eq(n->v[i].key, str_of(key)))
			return n->v[i].value;
	return (str){ 0 };
}

bool words_have(str words, str word)
{
	ptrdiff_t from = 0;
	for (ptrdiff_t i = 0; i <= words.n; i++) {
		bool is_end =
		    i == words.n || words.p[i] == ' ' || words.p[i] == ',' || words.p[i] == '\t';
		if (is_end && str_eq(str_slice(words, from, i), word) && i > from)
			return true;
		if (is_end)
			from = i + 1;
	}
	return false;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

struct scanner {
	struct gen *g;
	str path, text;
	ptrdiff_t i;
	int line, depth;
	struct statement st;
	ptrdiff_t from; /* start of the statement's first token */
	ptrdiff_t to;   /* end of its last token */
	str column;     /* of CREATE TABLE: the column whose definition began last */
};

/* `-- key: value` with a key of a few words in small letters. */
static bool read_note(str comment, struct note *n)
{
	ptrdiff_t colon = str_find_byte(comment, ':');
	if (colon <= 0 || colon > 12)
		return false;
	for (ptrdiff_t i = 0; i < colon; i++)
		if (!((comment.p[i] >= 'a' && comment.p[i] <= 'z') || comment.p[i] == ' '))
			return false;
	n->key = str_trim(str_slice(comment, 0, colon));
	n->value = str_trim(str_slice(comment, colon + 1, comment.n));
	return true;
}

static void take_comment(struct scanner *s)
{
	ptrdiff_t from = s->i + 2, end = from;
	while (end < s->text.n && s->text.p[end] != '\n')
		end++;
	str comment = str_trim(str_slice(s->text, from, end));
	struct note n = { .line = s->line };
	s->i = end;
	if (s->st.tokens.n) {
		if (s->column.p && read_note(comment, &n))
			*arena_push(s->g->a, &s->st.columns) =
			    (struct note){ s->column, comment, s->line };
		return;
	}
	if (read_note(comment, &n))
		*arena_push(s->g->a, &s->st.notes) = n;
	struct out o = out_to_arena(s->g->a);
	out_str(&o, s->st.comment);
	out_str(&o, comment);
	out_lit(&o, "\n");
	s->st.comment = out_view(&o);
}

static void push(struct scanner *s, enum token_kind kind, ptrdiff_t from)
{
	str text = str_slice(s->text, from, s->i);
	if (kind == T_PUNCT && text.p[0] == ')')
		s->depth--;
	*arena_push(s->g->a, &s->st.tokens) = (struct token){ kind, text, s->line, s->depth };
	if (kind == T_PUNCT && text.p[0] == '(')
		s->depth++;
	if (s->st.tokens.n == 1) {
		s->st.line = s->line;
		s->from = from;
	}
	const struct token *before =
	    s->st.tokens.n > 1 ? &s->st.tokens.v[s->st.tokens.n - 2] : NULL;
	if (kind == T_WORD && s->depth == 1 && before &&
	    (token_is(before, "(") || token_is(before, ",")))
		s->column = text;
	s->to = s->i;
}

static void take_quoted(struct scanner *s, char quote)
{
	ptrdiff_t from = s->i++;
	int line = s->line;
	while (s->i < s->text.n) {
		char c = s->text.p[s->i++];
		if (c == '\n')
			s->line++;
		if (c == quote && (s->i == s->text.n || s->text.p[s->i] != quote)) {
			push(s, quote == '\'' ? T_STRING : T_WORD, from);
			return;
		}
		if (c == quote)
			s->i++;
	}
	complain(s->g, s->path, line, "a quote %c is opened and never closed", quote);
	push(s, T_STRING, from);
}

static void take_token(struct scanner *s)
{
	char c = s->text.p[s->i];
	ptrdiff_t from = s->i;
	if (c == '\'' || c == '"') {
		take_quoted(s, c);
		return;
	}
	bool is_named =
	    (c == ':' || c == '@') && from + 1 < s->text.n && is_word(s->text.p[from + 1]);
	s->i++;
	if (is_named || is_word(c)) {
		while (s->i < s->text.n && is_word(s->text.p[s->i]))
			s->i++;
		push(s,
		     c == ':'   ? T_PARAM
		     : c == '@' ? T_MACRO
		     : c <= '9' ? T_NUMBER
				: T_WORD,
		     from);
		return;
	}
	push(s, T_PUNCT, from);
}

static void end_statement(struct scanner *s, struct statements *all)
{
	if (s->st.tokens.n) {
		*arena_push(s->g->a, &s->st.tokens) =
		    (struct token){ T_END, S(""), s->line, s->depth };
		s->st.text = str_slice(s->text, s->from, s->to);
		*arena_push(s->g->a, all) = s->st;
	} else if (s->st.notes.n) {
		complain(s->g, s->path, s->line, "annotations without a statement behind them");
	}
	s->st = (struct statement){ 0 };
	s->depth = 0;
	s->column = (str){ 0 };
}

struct statements scan(struct gen *g, str path, str text)
{
	struct scanner s = { .g = g, .path = path, .text = text, .line = 1 };
	struct statements all = { 0 };
	while (s.i < text.n) {
		char c = text.p[s.i];
		if (c == '\n') {
			s.line++;
			s.i++;
		} else if (c == ' ' || c == '\t' || c == '\r') {
			s.i++;
		} else if (c == '-' && s.i + 1 < text.n && text.p[s.i + 1] == '-') {
			take_comment(&s);
		} else if (c == ';') {
			s.i++;
			end_statement(&s, &all);
		} else {
			take_token(&s);
		}
	}
	if (s.st.tokens.n)
		complain(g, path, s.st.line, "the statement does not end with ';'");
	s.st.notes.n =
	    s.st.tokens.n ? s.st.notes.n : 0; /* closing remarks of a file are no annotations */
	end_statement(&s, &all);
	return all;
}

/* ---- conditions with a name ---- */

struct let {
	str name, text;
	int line;
	bool is_used;
};
struct lets {
	struct let *v;
	ptrdiff_t n, cap;
};

static struct let *find_let(const struct lets *lets, str name)
{
	for (ptrdiff_t i = 0; i < lets->n; i++)
		if (str_eq(lets->v[i].name, name))
			return &lets->v[i];
	return NULL;
}

static void take_let(struct gen *g, str path, int line, str rest, struct lets *lets)
{
	rest = str_trim(rest);
	str name = str_cut(&rest, ' '), text = str_trim(rest);
	bool is_name = name.n > 0 && !str_eq(name, S("rows"));
	for (ptrdiff_t i = 0; i < name.n; i++)
		is_name &= is_word(name.p[i]);
	if (!is_name || str_find_byte(text, '$') < 0)
		complain(g, path, line,
			 "say \"-- let: NAME CONDITION\" of a column, which is $ there");
	else if (find_let(lets, name))
		complain(g, path, line, "there are two lets %.*s", SF(name));
	else
		*arena_push(g->a, lets) = (struct let){ name, text, line, false };
}

/* `@NAME(ALIAS.COLUMN)` at `at`; *end is behind it. */
static struct let *let_at(const struct lets *lets, str line, ptrdiff_t at, str *arg, ptrdiff_t *end)
{
	ptrdiff_t open = at + 1;
	while (open < line.n && is_word(line.p[open]))
		open++;
	if (open >= line.n || line.p[open] != '(')
		return NULL;
	ptrdiff_t n = str_find_byte(str_slice(line, open, line.n), ')');
	struct let *l = find_let(lets, str_slice(line, at + 1, open));
	if (n < 0 || !l)
		return NULL;
	*arg = str_slice(line, open + 1, open + n);
	*end = open + n + 1;
	return l;
}

static void put_line(struct out *o, str line, struct lets *lets)
{
	for (ptrdiff_t i = 0; i < line.n;) {
		str arg;
		struct let *l = NULL;
		ptrdiff_t end;
		if (line.p[i] == '@')
			l = let_at(lets, line, i, &arg, &end);
		if (!l) {
			out_char(o, line.p[i++]);
			continue;
		}
		for (ptrdiff_t k = 0; k < l->text.n; k++)
			if (l->text.p[k] == '$')
				out_str(o, arg);
			else
				out_char(o, l->text.p[k]);
		l->is_used = true;
		i = end;
	}
}

str expand_lets(struct gen *g, str path, str text)
{
	struct lets lets = { 0 };
	struct out o = out_to_arena(g->a);
	static const str mark = S("-- let:");
	for (int line = 1; text.p; line++) {
		str one = str_cut(&text, '\n');
		if (str_starts(one, mark))
			take_let(g, path, line, str_slice(one, mark.n, one.n), &lets);
		else if (str_starts(one, S("--")))
			out_str(&o, one);
		else
			put_line(&o, one, &lets);
		if (text.p)
			out_char(&o, '\n');
	}
	for (ptrdiff_t i = 0; i < lets.n; i++)
		if (!lets.v[i].is_used)
			complain(g, path, lets.v[i].line, "no query uses @%.*s(...)",
				 SF(lets.v[i].name));
	return out_view(&o);
}
