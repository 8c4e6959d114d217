/* walk.c: whole tables: read for verification, and poured from one register into another. The
 * statements are made of the names in the generated schema, never of input. Rows come a page at a
 * time, so that a database behind a socket need not send a whole table at once. */
#include <stdio.h>
#include <string.h>

#include "base/must.h"
#include "base/out.h"
#include "data/db_impl.h"

enum { PAGE_ROWS = 1000 };

struct walk {
	struct query q;
	struct stmt *st;
	int n;
	bool has_id;
	int page_n; /* rows of this page so far */
	int64_t id; /* the last row's */
};

static bool table_has_id(const struct table_info *t)
{
	for (int i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, "id") == 0)
			return true;
	return false;
}

static void out_columns(struct out *o, const struct table_info *t)
{
	for (int i = 0; i < t->n_columns; i++)
		out_fmt(o, "%s%s", i ? ", " : "", t->columns[i].name);
}

/* A table without ids is small, and comes in one page. */
enum err walk_open(struct tx *tx, const struct table_info *t, struct walk **out)
{
	if (!(tx->viewer->role_bits & BIT(ROLE_SYSTEM)))
		return ERR_DENIED;
	struct walk *w = arena_new(tx->a, struct walk);
	struct out o = out_to_arena(tx->a);
	w->has_id = table_has_id(t);
	out_str(&o, w->has_id ? S("SELECT id, ") : S("SELECT 0, "));
	out_columns(&o, t);
	out_fmt(&o, " FROM %s", t->name);
	if (w->has_id)
		out_fmt(&o, " WHERE id > $1 ORDER BY id LIMIT %d", PAGE_ROWS);
	w->n = t->n_columns;
	w->id = INT64_MIN;
	w->q = (struct query){ .name = t->name,
			       QUERY_OF(out_view(&o).p),
			       .args = w->has_id ? "i" : "" };
	TRY(tx->conn->engine->prepare(tx->conn, &w->q, &w->st));
	if (w->has_id)
		query_int(w->st, 1, w->id);
	*out = w;
	return OK;
}

enum err walk_next(struct walk *w, struct arena *a, bool *has, int64_t *id, struct value *values)
{
	TRY(query_step(w->st, has));
	if (!*has && w->has_id && w->page_n == PAGE_ROWS) {
		w->page_n = 0;
		query_close(w->st);
		query_int(w->st, 1, w->id);
		TRY(query_step(w->st, has));
	}
	if (!*has)
		return OK;
	w->page_n++;
	*id = w->id = stmt_int(w->st, 0);
	for (int i = 0; i < w->n; i++)
		values[i] = value_copy(a, w->st->conn->engine->get(w->st, i + 1));
	return OK;
}

void walk_close(struct walk *w)
{
	w->st->conn->engine->free(w->st);
}

/* ---- checks ---- */

/* Every table of the schema with every column: a database that others have been at may lack some.
 */
static enum err check_tables(struct tx *tx, struct faults *faults)
{
	for (int i = 0; i < SCHEMA_TABLES_N; i++) {
		struct walk *w;
		enum err e = walk_open(tx, &SCHEMA_TABLES[i], &w);
		if (e == OK)
			walk_close(w);
		else if (e == ERR_DB)
			fault_at(faults, (str){ 0 }, 0, 0, str_of(SCHEMA_TABLES[i].name),
				 "the table or one of its columns is not there");
		else
			return e;
		if (e == ERR_DB && tx->conn->engine->state(tx->conn) != TX_OPEN)
			return OK; /* nothing more can be asked in this snapshot */
	}
	return OK;
}

enum err db_check(struct tx *tx, struct faults *faults)
{
	TRY(tx->conn->engine->check(tx->conn, tx->a, faults));
	return check_tables(tx, faults);
}

/* ---- pouring ---- */

static void bind_row(struct stmt *st, const struct table_info *t, const struct value *values)
{
	for (int i = 0; i < t->n_columns; i++)
		st->conn->engine->bind(st, i + 1, values[i]);
}

static enum err pour_rows(struct walk *w, struct stmt *put, const struct table_info *t,
			  struct arena *a)
{
	struct value *values = arena_new_n(a, struct value, t->n_columns);
	struct arena rest = *a; /* emptied for each row */
	int64_t id;
	for (;;) {
		struct arena row = rest;
		bool has;
		TRY(walk_next(w, &row, &has, &id, values));
		if (!has)
			return OK;
		bind_row(put, t, values);
		enum err e = query_step(put, &has);
		query_close(put);
		if (e != OK)
			return e;
	}
}

static enum err pour_table(struct tx *from, struct conn *to, const struct table_info *t)
{
	static const char letters[] = { [VALUE_INT] = 'i', [VALUE_TEXT] = 't', [VALUE_BLOB] = 'b' };
	struct walk *w;
	struct stmt *put;
	struct out o = out_to_arena(from->a), args = o;
	for (int i = 0; i < t->n_columns; i++)
		out_char(&args, letters[t->columns[i].kind]);
	out_char(&args, '\0');
	const char *letters_z = out_view(&args).p;
	o = out_to_arena(from->a);
	out_fmt(&o, "INSERT INTO %s (", t->name);
	out_columns(&o, t);
	out_lit(&o, ") VALUES (");
	for (int i = 0; i < t->n_columns; i++)
		out_fmt(&o, "%s$%d", i ? ", " : "", i + 1);
	out_lit(&o, ")");
	struct query q = { .name = t->name, QUERY_OF(out_view(&o).p), .args = letters_z };
	TRY(to->engine->prepare(to, &q, &put));
	enum err e = walk_open(from, t, &w);
	if (e == OK) {
		e = pour_rows(w, put, t, from->a);
		walk_close(w);
	}
	to->engine->free(put);
	return e;
}

/* References may point to rows that come later: they are looked at when all is there. */
static enum err pour_all(struct tx *from, struct conn *to)
{
	struct arena whole = *from->a;
	TRY(to->engine->run(to, TX_WRITE));
	enum err e = to->engine->exec(to, to->engine->defer);
	for (int i = 0; e == OK && i < SCHEMA_TABLES_N; i++) {
		*from->a = whole;
		e = pour_table(from, to, &SCHEMA_TABLES[i]);
	}
	*from->a = whole;
	return e == OK ? to->engine->run(to, TX_COMMIT) : e;
}

enum err walk_pour(struct tx *from, const char *path)
{
	const struct engine *g = engine_of(path);
	struct conn *to = NULL;
	str why = { 0 };
	TRY(g->make(path));
	enum err e = g->open(path, CONN_WRITES, &to);
	if (e == OK)
		e = migrate(from->a, from->db->os, to, path, DB_CREATE, &why);
	if (e == OK)
		e = pour_all(from, to);
	conn_close(to);
	if (e != OK)
		g->unmake(path);
	return e;
}
