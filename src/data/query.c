/* query.c: what generated functions do at run time: permission, binding, stepping, and keeping what
 * a write changed for the log. */
#include "data/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/out.h"
#include "data/db_impl.h"

static const uint32_t ALL_LABELS = (1u << LABELS_N) - 1;

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
	must(++c->n_stmts < STMTS_MAX);
	st->next = c->last;
	*conn_place(c, q) = c->last = *out = st;
	return OK;
}

enum err query_open(struct tx *tx, const struct query *q, struct stmt **out)
{
	const struct viewer *v = tx->viewer;
	if (!(v->role_bits & q->role_bits) || (q->label_bits & ~v->label_bits))
		return ERR_DENIED;
	if (sqlite3_get_autocommit(tx->conn->h))
		return ERR_DB; /* an error has ended the transaction: half a deed would be written
				*/
	struct stmt *st = *conn_place(tx->conn, q);
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
	sqlite3_reset(st->back);
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

static str text_of(sqlite3_stmt *s, struct arena *a, int col)
{
	const void *p = sqlite3_column_text(s, col);
	return p ? str_copy(a, (str){ p, sqlite3_column_bytes(s, col) }) : (str){ 0 };
}

static str blob_of(sqlite3_stmt *s, struct arena *a, int col)
{
	if (sqlite3_column_type(s, col) == SQLITE_NULL)
		return (str){ 0 };
	const void *p = sqlite3_column_blob(s, col);
	ptrdiff_t n = sqlite3_column_bytes(s, col);
	return n ? str_copy(a, (str){ p, n }) : S("");
}

str stmt_text(struct stmt *st, struct arena *a, int col)
{
	return text_of(st->s, a, col);
}

str stmt_blob(struct stmt *st, struct arena *a, int col)
{
	return blob_of(st->s, a, col);
}

/* ---- writes ---- */

struct value value_of(sqlite3_stmt *s, struct arena *a, int col)
{
	switch (sqlite3_column_type(s, col)) {
	case SQLITE_INTEGER:
		return (struct value){ .kind = VALUE_INT, .i = sqlite3_column_int64(s, col) };
	case SQLITE_TEXT: return (struct value){ .kind = VALUE_TEXT, .s = text_of(s, a, col) };
	case SQLITE_BLOB: return (struct value){ .kind = VALUE_BLOB, .s = blob_of(s, a, col) };
	default: return (struct value){ .kind = VALUE_NULL }; /* allowed: numbers of SQLite */
	}
}

static enum err prepare_back(struct tx *tx, struct stmt *st)
{
	const struct query *q = st->q;
	struct out o = out_to_arena(tx->a);
	out_lit(&o, "SELECT id");
	for (int i = 0; i < q->n_names; i++)
		out_fmt(&o, ", %s", q->names[i]);
	out_fmt(&o, " FROM %s WHERE id = ?", q->table);
	str sql = out_view(&o);
	return db_err(
	    st->conn->h,
	    sqlite3_prepare_v3(st->conn->h, sql.p, -1, SQLITE_PREPARE_PERSISTENT, &st->back, NULL),
	    q->name);
}

/* What the row has now in the columns that were set. */
static enum err keep_change(struct tx *tx, struct stmt *st, int64_t id)
{
	const struct query *q = st->q;
	struct change *c = arena_new(tx->a, struct change);
	*c = (struct change){
		.op = q->op, .table = q->table, .row_id = id, .n = q->n_names, .names = q->names
	};
	c->values = arena_new_n(tx->a, struct value, q->n_names);
	if (!st->back)
		TRY(prepare_back(tx, st));
	must(sqlite3_bind_int64(st->back, 1, id) == SQLITE_OK);
	int rc = sqlite3_step(st->back);
	for (int i = 0; rc == SQLITE_ROW && i < q->n_names; i++)
		c->values[i] = value_of(st->back, tx->a, i + 1);
	sqlite3_reset(st->back);
	must(rc != SQLITE_DONE);
	*tx->next_change = c;
	tx->next_change = &c->next;
	return db_err(st->conn->h, rc, q->name);
}

enum err query_write(struct tx *tx, const struct query *q, struct stmt *st, struct wrote *out)
{
	bool has;
	struct conn *c = st->conn;
	must(tx->is_deed);
	*out = (struct wrote){ 0 };
	c->touched.n = 0;
	c->touched.is_short = false;
	enum err e = query_step(st, &has);
	must(!has);
	if (e == OK && c->touched.is_short)
		e = ERR_MEMORY;
	out->n = c->touched.n;
	for (ptrdiff_t i = 0; e == OK && i < c->touched.n; i++) {
		out->id = q->has_id ? c->touched.v[i] : 0;
		if (q->table)
			e = keep_change(tx, st, c->touched.v[i]);
	}
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
