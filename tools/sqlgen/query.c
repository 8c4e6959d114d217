/* query.c: one query checked against the schema. In order: annotations, which tables under which
 * names, the row predicate, the statement as SQLite prepares it, its plan, its parameters, its
 * result columns. */
#include "sqlgen.h"

#include <string.h>

#include "base/os.h"

struct use {
	str table, alias;
	bool is_read, is_left; /* read: FROM or JOIN; left: behind LEFT JOIN */
};

struct uses {
	struct use *v;
	ptrdiff_t n, cap;
};

static bool is_clause_word(const struct token *t)
{
	static const char *const words[] = { "where",  "on",     "join",     "left",   "inner",
					     "cross",  "order",  "group",    "limit",  "set",
					     "values", "select", "using",    "having", "window",
					     "union",  "outer",  "returning" };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (token_is(t, words[i]))
			return true;
	return false;
}

static void add_use(struct gen *g, struct uses *u, const struct token *t, bool is_read,
		    bool is_left)
{
	if (t->kind != T_WORD || !schema_table(g, t->text))
		return;
	const struct token *next = t + 1;
	if (token_is(next, "as"))
		next++;
	bool has_alias = next->kind == T_WORD && !is_clause_word(next);
	*arena_push(g->a, u) =
	    (struct use){ t->text, has_alias ? next->text : t->text, is_read, is_left };
}

/* Every table that the tokens name, with its alias. A comma in FROM continues the list. */
static struct uses find_uses(struct gen *g, const struct tokens *t)
{
	struct uses u = { 0 };
	for (ptrdiff_t i = 0; i + 1 < t->n; i++) {
		const struct token *x = &t->v[i];
		bool is_left =
		    i > 0 && (token_is(x - 1, "left") ||
			      (i > 1 && token_is(x - 1, "outer") && token_is(x - 2, "left")));
		if (token_is(x, "join")) {
			add_use(g, &u, x + 1, true, is_left);
		} else if (token_is(x, "into") ||
			   (token_is(x, "update") && !token_is(x + 1, "set"))) {
			add_use(g, &u, x + 1, token_is(x, "update"), false);
		} else if (token_is(x, "from") && !(i >= 2 && token_is(x - 1, "distinct"))) {
			add_use(g, &u, x + 1, true, false);
			for (ptrdiff_t k = i + 1; k < t->n && t->v[k].depth >= x->depth; k++) {
				if (t->v[k].depth == x->depth && is_clause_word(&t->v[k]))
					break;
				if (t->v[k].depth == x->depth && token_is(&t->v[k], ","))
					add_use(g, &u, &t->v[k + 1], true, false);
			}
		}
	}
	return u;
}

/* ---- the row predicate ---- */

/* True when the macro at `i` is a conjunct that nothing beside it can weaken: it follows WHERE, ON
 * or AND, and no OR stands beside it on its own level. */
static bool is_conjunct(const struct tokens *t, ptrdiff_t i)
{
	ptrdiff_t k = i;
	if (i == 0 || (!token_is(&t->v[i - 1], "where") && !token_is(&t->v[i - 1], "on") &&
		       !token_is(&t->v[i - 1], "and")))
		return false;
	int depth = t->v[i].depth;
	for (k = i - 1; k > 0 && t->v[k].depth >= depth; k--) {
		if (t->v[k].depth == depth && token_is(&t->v[k], "or"))
			return false;
		if (t->v[k].depth == depth &&
		    (token_is(&t->v[k], "where") || token_is(&t->v[k], "on")))
			break;
	}
	if (!token_is(&t->v[k], "where") && !token_is(&t->v[k], "on"))
		return false; /* inside brackets: what is around them may weaken it */
	for (k = i + 4; k < t->n && t->v[k].depth >= depth; k++) {
		if (t->v[k].depth == depth && is_clause_word(&t->v[k]))
			break;
		if (t->v[k].depth == depth && token_is(&t->v[k], "or"))
			return false;
	}
	return true;
}

static bool has_token(const struct query *q, const char *word)
{
	for (ptrdiff_t i = 0; i < q->st->tokens.n; i++)
		if (q->st->tokens.v[i].depth == 0 && token_is(&q->st->tokens.v[i], word))
			return true;
	return false;
}

static ptrdiff_t find_macro(const struct tokens *t, str alias)
{
	for (ptrdiff_t i = 0; i + 3 < t->n; i++)
		if (t->v[i].kind == T_MACRO && str_eq(t->v[i].text, S("@rows")) &&
		    str_eq_nocase(t->v[i + 2].text, alias))
			return i;
	return -1;
}

static void check_rows(struct gen *g, struct query *q, const struct uses *u)
{
	str waiver = note_value(&q->st->notes, "all rows");
	for (ptrdiff_t i = 0; i < u->n; i++) {
		struct table *t = schema_table(g, u->v[i].table);
		if (!t->rows.p || !u->v[i].is_read)
			continue;
		ptrdiff_t at = find_macro(&q->st->tokens, u->v[i].alias);
		if (at < 0 && str_is_empty(waiver))
			complain(
			    g, q->path, q->st->line,
			    "%.*s reads %.*s, which is compartmented: say @rows(%.*s) in its WHERE, "
			    "or \"-- all rows: why\"",
			    SF(q->name), SF(t->name), SF(u->v[i].alias));
		else if (at >= 0 && words_have(t->rows, u->v[i].alias))
			complain(
			    g, q->path, q->st->tokens.v[at].line,
			    "%.*s: %.*s is a name inside the row predicate of %.*s, too, and would "
			    "mean that there: take another",
			    SF(q->name), SF(u->v[i].alias), SF(t->name));
		else if (at >= 0 && !is_conjunct(&q->st->tokens, at))
			complain(
			    g, q->path, q->st->tokens.v[at].line,
			    "%.*s: @rows(%.*s) must follow WHERE, ON or AND, with no OR beside it",
			    SF(q->name), SF(u->v[i].alias));
	}
}

static void out_predicate(struct out *o, str rows, str alias)
{
	out_lit(o, "(");
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.p[i] == '$')
			out_str(o, alias);
		else
			out_char(o, rows.p[i]);
	out_lit(o, ")");
}

/* The text with @rows(alias) replaced. */
static str expand_macros(struct gen *g, struct query *q, const struct uses *u)
{
	struct out o = out_to_arena(g->a);
	const struct tokens *t = &q->st->tokens;
	const char *from = q->st->text.p;
	for (ptrdiff_t i = 0; i + 3 < t->n; i++) {
		if (t->v[i].kind != T_MACRO)
			continue;
		str alias = t->v[i + 2].text, rows = { 0 };
		for (ptrdiff_t k = 0; k < u->n; k++)
			if (str_eq_nocase(u->v[k].alias, alias))
				rows = schema_table(g, u->v[k].table)->rows;
		if (!str_eq(t->v[i].text, S("@rows")) || !token_is(&t->v[i + 1], "(") ||
		    !token_is(&t->v[i + 3], ")") || !rows.p) {
			complain(
			    g, q->path, t->v[i].line,
			    "%.*s: %.*s(%.*s) is not @rows(ALIAS) of a table with a row predicate",
			    SF(q->name), SF(t->v[i].text), SF(alias));
			continue;
		}
		out_bytes(&o, from, t->v[i].text.p - from);
		out_predicate(&o, rows, alias);
		from = t->v[i + 3].text.p + 1;
	}
	out_bytes(&o, from, q->st->text.p + q->st->text.n - from);
	return out_view(&o);
}

/* ---- what SQLite says of it ---- */

static void touch(struct gen *g, str table, str column, bool is_write)
{
	struct access *x = g->access;
	for (ptrdiff_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].table, table) && str_eq(x->v[i].column, column) &&
		    x->v[i].is_write == is_write)
			return;
	*arena_push(g->a, x) =
	    (struct touch){ str_copy(g->a, table), str_copy(g->a, column), is_write };
}

static int on_authorize(void *user, int op, const char *a, const char *b, const char *d,
			const char *v)
{
	(void)d, (void)v;
	struct gen *g = user;
	if (!g->access || !a || !schema_table(g, str_of(a)))
		return SQLITE_OK;
	if (op == SQLITE_READ)
		touch(g, str_of(a), str_of(b ? b : ""), false);
	else if (op == SQLITE_UPDATE)
		touch(g, str_of(a), str_of(b), true);
	else if (op == SQLITE_INSERT)
		touch(g, str_of(a), S("*"), true);
	else if (op == SQLITE_DELETE)
		touch(g, str_of(a), S("-"), true);
	return SQLITE_OK;
}

static sqlite3_stmt *prepare(struct gen *g, struct query *q, str sql)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(g->db, sql.p, (int)sql.n, &s, NULL) != SQLITE_OK)
		complain(g, q->path, q->st->line, "%.*s: %s", SF(q->name), sqlite3_errmsg(g->db));
	return s;
}

/* A line of EXPLAIN QUERY PLAN that walks a whole table of ours, or sorts in a temporary tree. */
static bool is_costly(str line, const struct uses *u)
{
	if (str_find(line, S("TEMP B-TREE")) >= 0)
		return true;
	if (!str_starts(line, S("SCAN ")))
		return false;
	str rest = str_slice(line, 5, line.n);
	str name = str_cut(&rest, ' ');
	for (ptrdiff_t i = 0; i < u->n; i++)
		if (str_eq_nocase(u->v[i].alias, name) || str_eq_nocase(u->v[i].table, name))
			return true;
	return false;
}

static void check_plan(struct gen *g, struct query *q, const struct uses *u)
{
	if (note_value(&q->st->notes, "scan").n)
		return;
	struct access *keep = g->access;
	g->access = NULL;
	sqlite3_stmt *s = prepare(g, q, str_fmt(g->a, "EXPLAIN QUERY PLAN %.*s", SF(q->sql)));
	while (s && sqlite3_step(s) == SQLITE_ROW) {
		str line = str_of((const char *)sqlite3_column_text(s, 3));
		if (is_costly(line, u))
			complain(g, q->path, q->st->line,
				 "%.*s: the plan is \"%.*s\"; add an index or say \"-- scan: why\"",
				 SF(q->name), SF(line));
	}
	sqlite3_finalize(s);
	g->access = keep;
}

/* ---- parameters ---- */

/* The column that a lone parameter is the whole value of, or NULL: INSERT (c, ..) VALUES (:p, ..)
 * or SET c = :p. */
static struct column *assigned_column(struct query *q, const struct tokens *t, ptrdiff_t i)
{
	if (!q->target)
		return NULL;
	bool ends = token_is(&t->v[i + 1], ",") || token_is(&t->v[i + 1], "where") ||
		    token_is(&t->v[i + 1], ")") || t->v[i + 1].kind == T_END;
	if (i >= 2 && ends && token_is(&t->v[i - 1], "=") &&
	    (token_is(&t->v[i - 3], "set") || token_is(&t->v[i - 3], ",")))
		return table_column(q->target, t->v[i - 2].text);
	ptrdiff_t values = -1, open = -1;
	for (ptrdiff_t k = 0; k < t->n; k++) {
		if (open < 0 && token_is(&t->v[k], "(") && k == 3)
			open = k;
		if (token_is(&t->v[k], "values") && t->v[k].depth == 0)
			values = k;
	}
	if (!q->is_insert || open < 0 || values < 0 || i < values + 2 || !ends ||
	    !(token_is(&t->v[i - 1], "(") || token_is(&t->v[i - 1], ",")) || t->v[i].depth != 1)
		return NULL;
	ptrdiff_t place = 0;
	for (ptrdiff_t k = values + 2; k < i; k++)
		place += t->v[k].depth == 1 && token_is(&t->v[k], ",");
	for (ptrdiff_t k = open + 1; k < values; k++) {
		if (place == 0)
			return table_column(q->target, t->v[k].text);
		place -= token_is(&t->v[k], ",");
	}
	return NULL;
}

static int viewer_place(str name)
{
	static const char *const names[] = { "viewer_user_id", "viewer_mission_id",
					     "viewer_hidden_bits" };
	for (int i = 0; i < 3; i++)
		if (str_eq(name, str_of(names[i])))
			return i;
	return -1;
}

static void read_params(struct gen *g, struct query *q, sqlite3_stmt *s)
{
	str optional = note_value(&q->st->notes, "optional");
	for (int i = 1; i <= sqlite3_bind_parameter_count(s); i++) {
		const char *z = sqlite3_bind_parameter_name(s, i);
		if (!z || z[0] != ':') {
			complain(g, q->path, q->st->line, "%.*s: parameters are :name",
				 SF(q->name));
			continue;
		}
		str name = str_copy(g->a, str_of(z + 1));
		int place = viewer_place(name);
		if (place >= 0) {
			q->viewer_index[place] = i;
			continue;
		}
		*arena_push(g->a, &q->args) =
		    (struct field){ name, type_of_name(name), words_have(optional, name), i };
	}
	const struct tokens *t = &q->st->tokens;
	for (ptrdiff_t i = 0; i < t->n; i++) {
		if (t->v[i].kind != T_PARAM)
			continue;
		struct column *c = assigned_column(q, t, i);
		for (ptrdiff_t k = 0; c && k < q->args.n; k++) {
			struct field *f = &q->args.v[k];
			if (!str_eq(f->name, str_slice(t->v[i].text, 1, t->v[i].text.n)))
				continue;
			f->is_nullable |= c->is_nullable;
			if (f->type != c->type)
				complain(g, q->path, t->v[i].line,
					 "%.*s: :%.*s does not fit column %.*s by its name",
					 SF(q->name), SF(f->name), SF(c->name));
		}
	}
	for (ptrdiff_t k = 0; k < q->args.n; k++)
		if (q->args.v[k].type == TYPE_BOOL)
			q->args.v[k].is_nullable = false;
}

/* ---- result columns ---- */

/* True when the expression behind `AS name` in the outermost SELECT can be seen never to be null.
 */
static bool is_never_null(const struct tokens *t, str name)
{
	ptrdiff_t select = 0;
	while (select < t->n && !(token_is(&t->v[select], "select") && t->v[select].depth == 0))
		select++;
	ptrdiff_t first = select + 1;
	for (ptrdiff_t i = select + 1; i + 1 < t->n; i++) {
		const struct token *x = &t->v[i];
		if (x->depth == 0 && token_is(x, "from"))
			return false;
		if (x->depth == 0 && token_is(x, ","))
			first = i + 1;
		if (x->depth == 0 && token_is(x, "as") && str_eq_nocase(t->v[i + 1].text, name)) {
			const struct token *e = &t->v[first];
			bool is_over = false;
			for (ptrdiff_t k = first; k < i; k++)
				is_over |= token_is(&t->v[k], "over");
			return e->kind == T_NUMBER || e->kind == T_STRING || token_is(e, "count") ||
			       token_is(e, "coalesce") || token_is(e, "exists") ||
			       (is_over && (token_is(e, "row_number") || token_is(e, "rank")));
		}
	}
	return false;
}

static bool column_is_nullable(struct gen *g, struct query *q, sqlite3_stmt *s, int i, str name,
			       const struct uses *u)
{
	const char *table = sqlite3_column_table_name(s, i),
		   *origin = sqlite3_column_origin_name(s, i);
	struct table *t = table ? schema_table(g, str_of(table)) : NULL;
	struct column *c = t && origin ? table_column(t, str_of(origin)) : NULL;
	if (words_have(note_value(&q->st->notes, "null"), name))
		return true;
	if (words_have(note_value(&q->st->notes, "not null"), name))
		return false;
	if (!c)
		return !is_never_null(&q->st->tokens, name);
	if (c->is_nullable)
		return true;
	for (ptrdiff_t k = 0; k < u->n; k++)
		if (u->v[k].is_left && str_eq_nocase(u->v[k].table, t->name))
			return true;
	return false;
}

static void read_columns(struct gen *g, struct query *q, sqlite3_stmt *s, const struct uses *u)
{
	for (int i = 0; i < sqlite3_column_count(s); i++) {
		str name = str_copy(g->a, str_of(sqlite3_column_name(s, i)));
		const char *decl = sqlite3_column_decltype(s, i);
		enum type type = type_of_name(name);
		bool is_plain = name.n > 0;
		for (ptrdiff_t k = 0; k < name.n; k++)
			is_plain &= (name.p[k] >= 'a' && name.p[k] <= 'z') || name.p[k] == '_' ||
				    (name.p[k] >= '0' && name.p[k] <= '9' && k > 0);
		if (!is_plain)
			complain(g, q->path, q->st->line,
				 "%.*s: result %d needs a plain name: AS name", SF(q->name), i + 1);
		const char *want = type == TYPE_TEXT   ? "TEXT"
				   : type == TYPE_BLOB ? "BLOB"
						       : "INTEGER";
		if (decl && strcmp(decl, want) != 0)
			complain(g, q->path, q->st->line,
				 "%.*s: result %.*s is %s, but its name says %s", SF(q->name),
				 SF(name), decl, want);
		for (ptrdiff_t k = 0; k < q->row.n; k++)
			if (str_eq(q->row.v[k].name, name))
				complain(g, q->path, q->st->line,
					 "%.*s: two results are named %.*s", SF(q->name), SF(name));
		bool is_nullable = type != TYPE_BOOL && column_is_nullable(g, q, s, i, name, u);
		*arena_push(g->a, &q->row) = (struct field){ name, type, is_nullable, i };
	}
}

/* ---- writes ---- */

/* Which columns a write sets, in the order of the table. SQLite's driver reads them back by the
 * rows that were touched: RETURNING would make it fill a temporary table each time. PostgreSQL
 * returns them; a duplicate key would end its transaction, so a plain INSERT does nothing then. One
 * that nobody waits for has to end it: its COMMIT may be on its way already. */
static void read_written(struct gen *g, struct query *q)
{
	struct table *t = q->target;
	struct out o = out_to_arena(g->a);
	q->has_id = table_column(t, S("id")) && !q->is_later;
	q->is_plain_insert =
	    q->is_insert && has_token(q, "values") && !has_token(q, "conflict") && !q->is_later;
	out_str(&o, q->sql);
	if (q->is_plain_insert)
		out_lit(&o, " ON CONFLICT DO NOTHING");
	if (q->has_id)
		out_lit(&o, " RETURNING id");
	for (ptrdiff_t i = 0; t->is_audited && i < t->columns.n; i++) {
		struct column *c = &t->columns.v[i];
		bool is_set = q->is_insert;
		for (ptrdiff_t k = 0; k < q->access.n; k++)
			is_set |= q->access.v[k].is_write && str_eq(q->access.v[k].column, c->name);
		if (!is_set || str_eq(c->name, S("id")))
			continue;
		*arena_push(g->a, &q->written) =
		    (struct field){ c->name, c->type, c->is_nullable, 0 };
		out_fmt(&o, ", %.*s", SF(c->name));
	}
	q->pg_sql = out_view(&o);
}

static void check_write(struct gen *g, struct query *q)
{
	const struct tokens *t = &q->st->tokens;
	q->is_insert = token_is(&t->v[0], "insert") && token_is(&t->v[1], "into");
	bool is_update = token_is(&t->v[0], "update"), is_delete = token_is(&t->v[0], "delete");
	ptrdiff_t at = q->is_insert || is_delete ? 2 : 1;
	q->target = q->is_insert || is_update || is_delete ? schema_table(g, t->v[at].text) : NULL;
	if (!q->target) {
		if (!g->n_errors)
			complain(
			    g, q->path, q->st->line,
			    "%.*s: a write is INSERT INTO, UPDATE or DELETE FROM a table of the schema",
			    SF(q->name));
		return;
	}
	if (is_delete && q->target->is_audited)
		complain(
		    g, q->path, q->st->line,
		    "%.*s deletes from %.*s, which is audited: rows are ended or erased, never deleted",
		    SF(q->name), SF(q->target->name));
	for (ptrdiff_t i = 0; i < t->n; i++)
		if (token_is(&t->v[i], "returning"))
			complain(g, q->path, t->v[i].line,
				 "%.*s: the data layer reads back what was written", SF(q->name));
	q->is_later = note_value(&q->st->notes, "later").n > 0;
	if (q->is_later && q->target->is_audited)
		complain(
		    g, q->path, q->st->line,
		    "%.*s is later, but the log wants to know at once what was written to %.*s",
		    SF(q->name), SF(q->target->name));
}

/* ---- one query ---- */

static void read_head(struct gen *g, struct query *q)
{
	const struct notes *n = &q->st->notes;
	str head = note_value(n, "query"), roles = note_value(n, "roles"), bad = { 0 };
	q->name = str_trim(str_cut(&head, ' '));
	str kind = str_trim(head);
	q->says = note_value(n, "says");
	q->row_name = note_value(n, "row").n ? str_trim(note_value(n, "row")) : q->name;
	q->roles = roles_of(roles, &bad);
	if (!q->name.n)
		complain(g, q->path, q->st->line, "a statement without \"-- query: NAME KIND\"");
	q->kind = str_eq(kind, S("many")) ? Q_MANY : str_eq(kind, S("one")) ? Q_ONE : Q_WRITE;
	if (!str_eq(kind, S("many")) && !str_eq(kind, S("one")) && !str_eq(kind, S("write")))
		complain(g, q->path, q->st->line,
			 "%.*s: the kind is many, one or write, not '%.*s'", SF(q->name), SF(kind));
	if (!roles.p || !q->roles)
		complain(g, q->path, q->st->line,
			 "%.*s: no \"-- roles:\" line (nobody may, by default)", SF(q->name));
	if (bad.p)
		complain(g, q->path, q->st->line, "%.*s: there is no role %.*s", SF(q->name),
			 SF(bad));
	if (!q->says.n)
		complain(g, q->path, q->st->line, "%.*s: no \"-- says:\" line", SF(q->name));
	static const char *const known[] = { "query",    "roles", "says",     "scan", "all rows",
					     "optional", "null",  "not null", "row",  "later" };
	for (ptrdiff_t i = 0; i < n->n; i++) {
		bool is_known = false;
		for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
			is_known |= str_eq(n->v[i].key, str_of(known[k]));
		if (!is_known)
			complain(g, q->path, n->v[i].line, "there is no annotation \"%.*s:\"",
				 SF(n->v[i].key));
	}
}

static void count_labels(struct gen *g, struct query *q)
{
	for (ptrdiff_t i = 0; i < q->access.n; i++) {
		struct table *t = schema_table(g, q->access.v[i].table);
		struct column *c = table_column(t, q->access.v[i].column);
		if (c || !q->access.v[i].is_write || q->kind != Q_WRITE)
			q->labels |= c ? c->label : t->label;
	}
	/* An insert sets every column: the writer must be cleared for those that it names. */
	for (ptrdiff_t i = 0; q->is_insert && i < q->st->tokens.n; i++) {
		struct column *c = q->st->tokens.v[i].kind == T_WORD && q->target
				       ? table_column(q->target, q->st->tokens.v[i].text)
				       : NULL;
		if (c)
			q->labels |= c->label;
	}
}

static void load_query(struct gen *g, struct query *q)
{
	read_head(g, q);
	struct uses u = find_uses(g, &q->st->tokens);
	check_rows(g, q, &u);
	q->sql = expand_macros(g, q, &u);
	if (q->kind == Q_WRITE)
		check_write(g, q);
	else if (note_value(&q->st->notes, "later").p)
		complain(g, q->path, q->st->line, "%.*s only reads: its answer is what it is for",
			 SF(q->name));
	g->access = &q->access;
	sqlite3_stmt *s = prepare(g, q, q->sql);
	if (!s) {
		g->access = NULL;
		return;
	}
	bool is_read = sqlite3_stmt_readonly(s);
	if (is_read != (q->kind != Q_WRITE))
		complain(g, q->path, q->st->line,
			 "%.*s: the statement %s, which does not fit its kind", SF(q->name),
			 is_read ? "only reads" : "writes");
	count_labels(g, q);
	g->access = NULL;
	check_plan(g, q, &u);
	q->pg_sql = q->sql;
	if (q->kind == Q_MANY && !has_token(q, "order"))
		complain(g, q->path, q->st->line,
			 "%.*s gives many rows and no ORDER BY: each database would take its own",
			 SF(q->name));
	if (q->kind != Q_WRITE)
		read_columns(g, q, s, &u);
	else if (q->target)
		read_written(g, q);
	read_params(g, q, s);
	sqlite3_finalize(s);
}

static bool same_fields(const struct fields *a, const struct fields *b)
{
	bool is_same = a->n == b->n;
	for (ptrdiff_t i = 0; is_same && i < a->n; i++)
		is_same = str_eq(a->v[i].name, b->v[i].name) && a->v[i].type == b->v[i].type &&
			  a->v[i].is_nullable == b->v[i].is_nullable;
	return is_same;
}

/* A query that gives the rows of another one has its columns, all of them, and stands behind it. */
static void check_row_name(struct gen *g, const struct queries *all, const struct query *q)
{
	for (ptrdiff_t i = 0; i < all->n - 1; i++)
		if (str_eq(all->v[i].name, q->row_name) && all->v[i].kind != Q_WRITE &&
		    same_fields(&all->v[i].row, &q->row))
			return;
	complain(g, q->path, q->st->line, "%.*s: no query before it has just these columns as %.*s",
		 SF(q->name), SF(q->row_name));
}

struct queries queries_load(struct gen *g, const char *path)
{
	struct queries all = { 0 };
	str text, shown = str_of(path);
	ptrdiff_t src = str_find(shown, S("src/")); /* shown from the root of the project on */
	shown = str_slice(shown, src < 0 ? 0 : src, shown.n);
	if (os_file_read(g->a, path, 4 << 20, &text) != OK) {
		complain(g, str_of(path), 1, "cannot be read");
		return all;
	}
	struct statements st = scan(g, str_of(path), expand_lets(g, str_of(path), text));
	sqlite3_set_authorizer(g->db, on_authorize, g);
	for (ptrdiff_t i = 0; i < st.n; i++) {
		struct query *q = arena_push(g->a, &all);
		*q = (struct query){ .st = &st.v[i], .path = shown };
		load_query(g, q);
		if (!str_eq(q->row_name, q->name))
			check_row_name(g, &all, q);
		for (ptrdiff_t k = 0; k + 1 < all.n; k++)
			if (str_eq(all.v[k].name, q->name))
				complain(g, q->path, q->st->line, "there are two queries %.*s",
					 SF(q->name));
	}
	sqlite3_set_authorizer(g->db, NULL, NULL);
	return all;
}
