/* pg.c: the same text in PostgreSQL's words. Only words outside strings and comments change, but
 * for a statement of a migration whose `-- postgresql:` says what stands there instead. */
#include "sqlgen.h"

/* Number of the parameter: as SQLite numbers them, by first use. */
static ptrdiff_t param_number(struct gen *g, struct fields *seen, str name)
{
	for (ptrdiff_t i = 0; i < seen->n; i++)
		if (str_eq(seen->v[i].name, name))
			return i + 1;
	*arena_push(g->a, seen) = (struct field){ .name = name };
	return seen->n;
}

static bool follows(const struct tokens *t, ptrdiff_t i, const char *a, const char *b)
{
	return i + 2 < t->n && token_is(&t->v[i + 1], a) && token_is(&t->v[i + 2], b);
}

/* The number of a new row is one more than the highest, as SQLite gives it: a sequence would leave
 * gaps and know nothing of rows whose number was given. Writers are one after the other (the lock
 * of data/pg.c), and a volatile function sees what its own statement has inserted. */
static void out_next_id(struct out *o, str table)
{
	out_fmt(o,
		"CREATE FUNCTION %.*s_next_id() RETURNS bigint LANGUAGE plpgsql AS $$\n"
		"BEGIN RETURN (SELECT coalesce(max(id), 0) + 1 FROM %.*s); END $$;\n",
		SF(table), SF(table));
}

/* How many tokens name what a REFERENCES refers to: the table, and its column in brackets. */
static ptrdiff_t referred(const struct tokens *t, ptrdiff_t i)
{
	return i + 4 < t->n && token_is(&t->v[i + 2], "(") ? 4 : 1;
}

/* PostgreSQL's words for the tokens from i on; null when they are its own already. *skip is set to
 * how many tokens behind i they stand for, too. */
static str words_for(struct gen *g, const struct statement *st, ptrdiff_t i, struct fields *seen,
		     ptrdiff_t *skip)
{
	const struct tokens *t = &st->tokens;
	const struct token *x = &t->v[i];
	*skip = 0;
	if (x->kind == T_PARAM)
		return str_fmt(g->a, "$%td", param_number(g, seen, x->text));
	if (x->kind != T_WORD)
		return (str){ 0 };
	if (token_is(x, "id") && follows(t, i, "integer", "primary")) {
		*skip = 3;
		return str_fmt(g->a, "id bigint PRIMARY KEY DEFAULT %.*s_next_id()",
			       SF(t->v[2].text));
	}
	if (token_is(x, "references")) { /* so that a whole register can be poured in any order */
		*skip = referred(t, i);
		const struct token *last = &t->v[i + *skip];
		return str_fmt(g->a, "%.*s DEFERRABLE",
			       (int)(last->text.p + last->text.n - x->text.p), x->text.p);
	}
	if (token_is(x, "integer"))
		return S("bigint");
	if (token_is(x, "blob"))
		return S("bytea");
	return token_is(x, "strict") && x->depth == 0 ? S("") : (str){ 0 };
}

static bool has_own_id(const struct tokens *t)
{
	bool has = false;
	for (ptrdiff_t i = 0; i < t->n; i++)
		has |= token_is(&t->v[i], "id") && follows(t, i, "integer", "primary");
	return has && token_is(&t->v[0], "create") && token_is(&t->v[1], "table");
}

/* One statement; what it has between its tokens (spaces, comments) is kept. */
static void out_statement(struct gen *g, struct out *o, const struct statement *st)
{
	struct fields seen = { 0 };
	const char *from = st->text.p;
	ptrdiff_t skip;
	if (has_own_id(&st->tokens))
		out_next_id(o, st->tokens.v[2].text);
	for (ptrdiff_t i = 0; i < st->tokens.n; i++) {
		const struct token *x = &st->tokens.v[i];
		str words = words_for(g, st, i, &seen, &skip);
		if (!words.p)
			continue;
		const struct token *last = &st->tokens.v[i + skip];
		out_bytes(o, from, x->text.p - from);
		out_str(o, words);
		from = last->text.p + last->text.n;
		i += skip;
	}
	out_bytes(o, from, st->text.p + st->text.n - from);
}

str pg_text(struct gen *g, str sql)
{
	struct out o = out_to_arena(g->a), in = o;
	out_str(&in, sql);
	out_lit(&in, ";\n");
	struct statements all = scan(g, S("sql"), out_view(&in));
	bool is_first = true;
	for (ptrdiff_t i = 0; i < all.n; i++) {
		str instead = note_value(&all.v[i].notes, "postgresql");
		if (str_eq(instead, S("nothing")))
			continue;
		if (!is_first)
			out_lit(&o, ";\n");
		is_first = false;
		if (instead.p)
			out_str(&o, instead);
		else
			out_statement(g, &o, &all.v[i]);
	}
	return out_view(&o);
}
