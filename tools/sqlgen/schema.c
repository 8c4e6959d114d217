/* schema.c: runs the migrations on a SQLite in memory, then joins what SQLite knows of each table
 * with what the comments say of it: labels, row predicate, audit, enumerations. */
#include "sqlgen.h"

#include <stdlib.h>
#include <string.h>

#include "base/os.h"

static const char *const LABELS[] = {
#define LABEL(name, says) #name,
#include "data/labels.def"
#undef LABEL
};
static const char *const ROLES[] = {
#define ROLE(name, word, says) word,
#include "data/roles.def"
#undef ROLE
};

unsigned label_of(str name)
{
	for (unsigned i = 0; i < sizeof LABELS / sizeof LABELS[0]; i++)
		if (str_eq(name, str_of(LABELS[i])))
			return 1u << i;
	return 0;
}

unsigned roles_of(str names, str *bad)
{
	unsigned bits = 0;
	while (names.p) {
		str name = str_trim(str_cut(&names, ' '));
		unsigned i = 0;
		while (i < sizeof ROLES / sizeof ROLES[0] && !str_eq(name, str_of(ROLES[i])))
			i++;
		if (i < sizeof ROLES / sizeof ROLES[0])
			bits |= 1u << i;
		else if (name.n)
			*bad = name;
	}
	return bits;
}

enum type type_of_name(str name)
{
	static const char *const ints[] = { "_id", "_on", "_at", "_n", "_days", "_bits" };
	if (str_eq(name, S("id")) || str_eq(name, S("at")))
		return TYPE_INT;
	if (str_starts(name, S("is_")) || str_starts(name, S("has_")))
		return TYPE_BOOL;
	if (str_ends(name, S("_hash")) || str_ends(name, S("_blob")))
		return TYPE_BLOB;
	for (size_t i = 0; i < sizeof ints / sizeof ints[0]; i++)
		if (str_ends(name, str_of(ints[i])))
			return TYPE_INT;
	return TYPE_TEXT;
}

struct table *schema_table(struct gen *g, str name)
{
	for (ptrdiff_t i = 0; i < g->tables.n; i++)
		if (str_eq_nocase(g->tables.v[i].name, name))
			return &g->tables.v[i];
	return NULL;
}

struct column *table_column(struct table *t, str name)
{
	for (ptrdiff_t i = 0; i < t->columns.n; i++)
		if (str_eq_nocase(t->columns.v[i].name, name))
			return &t->columns.v[i];
	return NULL;
}

static struct column *add_column(struct gen *g, struct table *t, str name)
{
	struct column *c = table_column(t, name);
	if (c)
		return c;
	c = arena_push(g->a, &t->columns);
	*c = (struct column){ .name = name, .label = t->label };
	return c;
}

/* The list of CHECK (column IN ('a', 'b')) as 'a','b', or null. */
static str check_list(struct gen *g, const struct tokens *t, str column)
{
	for (ptrdiff_t i = 0; i + 5 < t->n; i++) {
		if (!token_is(&t->v[i], "check") || !str_eq_nocase(t->v[i + 2].text, column) ||
		    !token_is(&t->v[i + 3], "in"))
			continue;
		struct out o = out_to_arena(g->a);
		for (ptrdiff_t k = i + 5; t->v[k].kind != T_END && !token_is(&t->v[k], ")"); k++)
			out_str(&o, t->v[k].text);
		return out_view(&o);
	}
	return (str){ 0 };
}

/* One annotation that stands on a column's line, or before ALTER TABLE ... ADD COLUMN. */
static void column_note(struct gen *g, struct migration *m, struct statement *st, struct table *t,
			str column, str note, int line)
{
	str rest = note;
	str key = str_trim(str_cut(&rest, ':')), value = str_trim(rest);
	struct column *c = add_column(g, t, column);
	str word = str_trim(str_cut(&value, ' '));
	if (str_eq(key, S("label"))) {
		c->label = label_of(word);
		if (!c->label)
			complain(g, m->path, line, "there is no label %.*s", SF(word));
	} else if (str_eq(key, S("enum"))) {
		c->enum_name = word;
		c->check = check_list(g, &st->tokens, column);
		if (!c->check.p)
			complain(g, m->path, line,
				 "column %.*s has an enum, but no CHECK (%.*s IN (...))",
				 SF(column), SF(column));
	}
}

static void declare_table(struct gen *g, struct migration *m, struct statement *st)
{
	str name = st->tokens.v[2].text;
	struct table *t = schema_table(g, name);
	if (t) {
		/* Made anew around its rows: label, rows and audit stay, enums have their new
		 * words. */
		for (ptrdiff_t i = 0; i < st->columns.n; i++)
			if (str_starts(str_trim(st->columns.v[i].value), S("enum")))
				column_note(g, m, st, t, st->columns.v[i].key,
					    st->columns.v[i].value, st->columns.v[i].line);
		return;
	}
	t = arena_push(g->a, &g->tables);
	str label = note_value(&st->notes, "label"), audit = note_value(&st->notes, "audit");
	*t = (struct table){ .name = name, .is_audited = true };
	t->rows = note_value(&st->notes, "rows");
	t->path = m->path;
	t->line = st->line;
	t->label = label_of(label);
	if (!label.p)
		complain(g, m->path, st->line, "table %.*s has no \"-- label:\"", SF(name));
	else if (!t->label)
		complain(g, m->path, st->line, "table %.*s: there is no label %.*s", SF(name),
			 SF(label));
	if (audit.p && str_starts(audit, S("none,")))
		t->is_audited = false;
	else if (audit.p)
		complain(g, m->path, st->line, "table %.*s: say \"-- audit: none, REASON\"",
			 SF(name));
	for (ptrdiff_t i = 0; i < st->columns.n; i++)
		column_note(g, m, st, t, st->columns.v[i].key, st->columns.v[i].value,
			    st->columns.v[i].line);
}

/* ALTER TABLE t ADD COLUMN c ...: its notes stand before it. */
static void declare_column(struct gen *g, struct migration *m, struct statement *st)
{
	struct table *t = schema_table(g, st->tokens.v[2].text);
	if (!t || !token_is(&st->tokens.v[3], "add"))
		return;
	str column = st->tokens.v[token_is(&st->tokens.v[4], "column") ? 5 : 4].text;
	add_column(g, t, column);
	for (ptrdiff_t i = 0; i < st->notes.n; i++)
		column_note(
		    g, m, st, t, column,
		    str_fmt(g->a, "%.*s: %.*s", SF(st->notes.v[i].key), SF(st->notes.v[i].value)),
		    st->notes.v[i].line);
}

/* `-- narrow: TABLE PREDICATE` of a later migration: one more condition on who sees which rows. */
static void narrow_rows(struct gen *g, struct migration *m, struct statement *st)
{
	for (ptrdiff_t i = 0; i < st->notes.n; i++) {
		str rest = st->notes.v[i].value;
		if (!str_eq(st->notes.v[i].key, S("narrow")))
			continue;
		str name = str_trim(str_cut(&rest, ' '));
		struct table *t = schema_table(g, name);
		if (!t || str_is_empty(str_trim(rest)))
			complain(g, m->path, st->notes.v[i].line,
				 "say \"-- narrow: TABLE PREDICATE\" of a table that is there");
		else if (t->rows.p)
			t->rows = str_fmt(g->a, "(%.*s) AND (%.*s)", SF(t->rows), SF(rest));
		else
			t->rows = rest;
	}
}

static void run_statement(struct gen *g, struct migration *m, struct statement *st)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(g->db, st->text.p, (int)st->text.n, &s, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(s);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		complain(g, m->path, st->line, "%s", sqlite3_errmsg(g->db));
	sqlite3_finalize(s);
	if (rc != SQLITE_DONE || st->tokens.n < 5)
		return;
	narrow_rows(g, m, st);
	if (token_is(&st->tokens.v[0], "create") && token_is(&st->tokens.v[1], "table"))
		declare_table(g, m, st);
	else if (token_is(&st->tokens.v[0], "alter"))
		declare_column(g, m, st);
}

static enum type type_of_sql(const char *decl, bool *is_known)
{
	*is_known = true;
	if (strcmp(decl, "INTEGER") == 0)
		return TYPE_INT;
	if (strcmp(decl, "BLOB") == 0)
		return TYPE_BLOB;
	*is_known = strcmp(decl, "TEXT") == 0;
	return TYPE_TEXT;
}

/* Joins a column as SQLite sees it with its comments, and compares it with the naming rule. */
static void check_column(struct gen *g, struct table *t, struct table *noted, sqlite3_stmt *s)
{
	str name = str_copy(g->a, str_of((const char *)sqlite3_column_text(s, 1)));
	const char *decl = (const char *)sqlite3_column_text(s, 2);
	bool is_known, is_pk = sqlite3_column_int(s, 5) > 0;
	struct column *noted_one = table_column(noted, name);
	struct column *c = add_column(g, t, name);
	if (noted_one)
		*c = *noted_one;
	enum type sql = type_of_sql(decl, &is_known);
	c->type = type_of_name(name);
	c->is_nullable = !sqlite3_column_int(s, 3) && !is_pk;
	if (!is_known)
		complain(g, t->path, t->line,
			 "%.*s.%.*s: type %s; only INTEGER, TEXT and BLOB are portable",
			 SF(t->name), SF(name), decl);
	else if (sql != (c->type == TYPE_BOOL ? TYPE_INT : c->type))
		complain(g, t->path, t->line, "%.*s.%.*s is %s, but its name says otherwise",
			 SF(t->name), SF(name), decl);
	if (c->type == TYPE_BOOL && c->is_nullable)
		complain(g, t->path, t->line, "%.*s.%.*s: a boolean is never null; say NOT NULL",
			 SF(t->name), SF(name));
	if (t->is_audited && is_pk && !str_eq(name, S("id")))
		complain(g, t->path, t->line, "%.*s: an audited table has id INTEGER PRIMARY KEY",
			 SF(t->name));
}

static void check_table(struct gen *g, struct table *t)
{
	sqlite3_stmt *s = NULL;
	char *sql = sqlite3_mprintf("PRAGMA table_info(%.*Q)", (int)t->name.n, t->name.p);
	bool has_id = false;
	struct table noted =
	    *t; /* by the comments, in their order; SQLite has the order of the table */
	t->columns = (struct columns){ 0 };
	if (sqlite3_prepare_v2(g->db, sql, -1, &s, NULL) == SQLITE_OK)
		while (sqlite3_step(s) == SQLITE_ROW) {
			check_column(g, t, &noted, s);
			has_id |= strcmp((const char *)sqlite3_column_text(s, 1), "id") == 0 &&
				  sqlite3_column_int(s, 5) == 1;
		}
	sqlite3_finalize(s);
	sqlite3_free(sql);
	if (t->is_audited && !has_id)
		complain(g, t->path, t->line, "%.*s: an audited table has id INTEGER PRIMARY KEY",
			 SF(t->name));
	sql = sqlite3_mprintf("SELECT 1 FROM pragma_table_list(%.*Q) WHERE strict", (int)t->name.n,
			      t->name.p);
	bool is_strict = sqlite3_prepare_v2(g->db, sql, -1, &s, NULL) == SQLITE_OK &&
			 sqlite3_step(s) == SQLITE_ROW;
	if (!is_strict)
		complain(g, t->path, t->line, "%.*s is not STRICT", SF(t->name));
	sqlite3_finalize(s);
	sqlite3_free(sql);
	for (ptrdiff_t i = 0; i < t->columns.n; i++)
		if (t->columns.v[i].enum_name.p && t->columns.v[i].type != TYPE_TEXT)
			complain(g, t->path, t->line, "%.*s.%.*s: an enum is TEXT", SF(t->name),
				 SF(t->columns.v[i].name));
}

void schema_load(struct gen *g, int n, char **paths)
{
	sqlite3_exec(g->db, "PRAGMA foreign_keys=on", NULL, NULL, NULL); /* allowed: a literal */
	for (int i = 0; i < n; i++) {
		struct migration *m = arena_push(g->a, &g->migrations);
		const char *base = strrchr(paths[i], '/');
		base = base ? base + 1 : paths[i];
		*m = (struct migration){ .path = str_of(paths[i]), .name = str_of(base) };
		m->version = (int)strtol(base, NULL, 10);
		if (m->version != i + 1)
			complain(g, m->path, 1,
				 "migrations are numbered without gaps: %04d_... expected", i + 1);
		if (os_file_read(g->a, paths[i], 4 << 20, &m->text) != OK) {
			complain(g, m->path, 1, "cannot be read");
			continue;
		}
		m->statements = scan(g, m->path, m->text);
		for (ptrdiff_t k = 0; k < m->statements.n; k++)
			run_statement(g, m, &m->statements.v[k]);
	}
	for (ptrdiff_t i = 0; i < g->tables.n; i++)
		check_table(g, &g->tables.v[i]);
}
