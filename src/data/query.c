/* query.c: what generated functions do at run time: permission, binding, stepping, and keeping what
 * a write changed for the log. */
#include "data/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "data/db_impl.h"

static const uint32_t ALL_LABELS = (1u << LABELS_N) - 1;

static struct stmt *find_stmt(struct conn *c, const struct query *q)
{
	return g_hash_table_lookup(c->stmts, q);
}

static enum err make_stmt(struct conn *c, const struct query *q, struct stmt **out)
{
	struct stmt *st = calloc(1, sizeof *st);
	if (!st)
		return ERR_MEMORY;
	*st = (struct stmt){ .conn = c, .q = q };
	int rc = sqlite3_prepare_v3(c->h, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &st->s, NULL);
	if (rc != SQLITE_OK) {
		enum err e = db_err(c->h, rc, q->name);
		free(st);
		return e;
	}
	g_hash_table_insert(c->stmts, (void *)(uintptr_t)q, st);
	*out = st;
	return OK;
}

enum err query_open(struct tx *tx, const struct query *q, struct stmt **out)
{
	const struct viewer *v = tx->viewer;
	if (!(v->role_bits & q->role_bits) || (q->label_bits & ~v->label_bits))
		return ERR_DENIED;
	struct stmt *st = find_stmt(tx->conn, q);
	if (!st)
		TRY(make_stmt(tx->conn, q, &st));
	must(st && !st->is_open);
	st->is_open = true;
	int64_t values[] = { v->user_id, v->mission_id, (int64_t)(ALL_LABELS & ~v->label_bits) };
	for (int i = 0; i < 3; i++)
		if (q->viewer_index[i])
			sqlite3_bind_int64(st->s, q->viewer_index[i], values[i]);
	*out = st;
	return OK;
}

void query_close(struct stmt *st)
{
	sqlite3_reset(st->s);
	sqlite3_clear_bindings(st->s);
	st->is_open = false;
}

/* ---- binding ---- */

void query_int(struct stmt *st, int i, int64_t v)
{
	must(sqlite3_bind_int64(st->s, i, v) == SQLITE_OK);
}

void query_opt(struct stmt *st, int i, struct opt_int v)
{
	if (v.has)
		query_int(st, i, v.v);
	else
		must(sqlite3_bind_null(st->s, i) == SQLITE_OK);
}

/* The bytes stay where they are until the statement is closed: they are the caller's arena's. Bytes
 * beyond SQLite's limit bind as null, which NOT NULL then refuses. */
void query_text(struct stmt *st, int i, str v)
{
	sqlite3_bind_text64(st->s, i, v.p, (sqlite3_uint64)v.n, SQLITE_STATIC, SQLITE_UTF8);
}

void query_blob(struct stmt *st, int i, str v)
{
	sqlite3_bind_blob64(st->s, i, v.p, (sqlite3_uint64)v.n, SQLITE_STATIC);
}

/* ---- results ---- */

enum err query_step(struct stmt *st, bool *has_row)
{
	int rc = sqlite3_step(st->s);
	*has_row = rc == SQLITE_ROW;
	return db_err(st->conn->h, rc, st->q->name);
}

int64_t stmt_int(struct stmt *st, int col)
{
	if (sqlite3_column_type(st->s, col) != SQLITE_INTEGER) {
		fprintf(stderr, "grata: data: %s: result %d is null or no integer (%s)\n",
			st->q->name, col, st->q->where);
		must_not_come_here("a result does not fit its query; see -- null: in docs/sql.md");
	}
	return sqlite3_column_int64(st->s, col);
}

struct opt_int stmt_opt(struct stmt *st, int col)
{
	if (sqlite3_column_type(st->s, col) == SQLITE_NULL)
		return (struct opt_int){ .has = false };
	return (struct opt_int){ true, stmt_int(st, col) };
}

str stmt_text(struct stmt *st, struct arena *a, int col)
{
	const void *p = sqlite3_column_text(st->s, col);
	return p ? str_copy(a, (str){ p, sqlite3_column_bytes(st->s, col) }) : (str){ 0 };
}

str stmt_blob(struct stmt *st, struct arena *a, int col)
{
	if (sqlite3_column_type(st->s, col) == SQLITE_NULL)
		return (str){ 0 };
	const void *p = sqlite3_column_blob(st->s, col);
	ptrdiff_t n = sqlite3_column_bytes(st->s, col);
	return n ? str_copy(a, (str){ p, n }) : S("");
}

/* ---- writes ---- */

struct value stmt_value(struct stmt *st, struct arena *a, int col)
{
	switch (sqlite3_column_type(st->s, col)) {
	case SQLITE_INTEGER:
		return (struct value){ .kind = VALUE_INT, .i = sqlite3_column_int64(st->s, col) };
	case SQLITE_TEXT: return (struct value){ .kind = VALUE_TEXT, .s = stmt_text(st, a, col) };
	case SQLITE_BLOB: return (struct value){ .kind = VALUE_BLOB, .s = stmt_blob(st, a, col) };
	default: return (struct value){ .kind = VALUE_NULL }; /* allowed: numbers of SQLite */
	}
}

static void keep_change(struct tx *tx, const struct query *q, struct stmt *st)
{
	struct change *c = arena_new(tx->a, struct change);
	c->op = q->op;
	c->table = q->table;
	c->row_id = sqlite3_column_int64(st->s, 0);
	c->n = q->n_names;
	c->names = q->names;
	c->values = arena_new_n(tx->a, struct value, q->n_names);
	for (int i = 0; i < q->n_names; i++)
		c->values[i] = stmt_value(st, tx->a, i + 1);
	*tx->next_change = c;
	tx->next_change = &c->next;
}

enum err query_write(struct tx *tx, const struct query *q, struct stmt *st, struct wrote *out)
{
	bool has;
	enum err e;
	must(tx->is_deed);
	*out = (struct wrote){ 0 };
	int64_t before = sqlite3_total_changes64(st->conn->h);
	while ((e = query_step(st, &has)) == OK && has) {
		out->n++;
		if (q->returns_id)
			out->id = sqlite3_column_int64(st->s, 0);
		if (q->table)
			keep_change(tx, q, st);
	}
	if (!q->returns_id)
		out->n = sqlite3_total_changes64(st->conn->h) - before;
	query_close(st);
	return e;
}

void tx_note(struct tx *tx, enum change_op op, const char *table, int64_t row_id)
{
	must(tx->is_deed && (op != CHANGE_INSERT && op != CHANGE_UPDATE));
	struct change *c = arena_new(tx->a, struct change);
	*c = (struct change){ .op = op, .table = table, .row_id = row_id };
	*tx->next_change = c;
	tx->next_change = &c->next;
}
