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

/* Where the statement of a query is, or belongs. */
static struct stmt **place_of(struct conn *c, const struct query *q)
{
	size_t i = (uintptr_t)q / 16 % STMTS_MAX;
	while (c->stmts[i] && c->stmts[i]->q != q)
		i = (i + 1) % STMTS_MAX;
	return &c->stmts[i];
}

static enum err keep_stmt(struct conn *c, const struct query *q, struct stmt **st)
{
	TRY(c->engine->prepare(c, q, st));
	must(++c->n_stmts < STMTS_MAX);
	(*st)->next = c->last;
	*place_of(c, q) = c->last = *st;
	return OK;
}

enum err query_open(struct tx *tx, const struct query *q, struct stmt **out)
{
	const struct viewer *v = tx->viewer;
	struct conn *c = tx->conn;
	if (!(v->role_bits & q->role_bits) || (q->label_bits & ~v->label_bits))
		return ERR_DENIED;
	if (c->engine->state(c) != TX_OPEN)
		return ERR_DB; /* an error has ended the transaction: half a deed would be written
				*/
	struct stmt *st = *place_of(c, q);
	if (!st)
		TRY(keep_stmt(c, q, &st));
	must(st && !st->is_open);
	st->is_open = true;
	int64_t values[] = { v->user_id, v->mission_id, (int64_t)(ALL_LABELS & ~v->label_bits) };
	for (int i = 0; i < 3; i++)
		if (q->viewer_index[i])
			query_int(st, q->viewer_index[i], values[i]);
	*out = st;
	return OK;
}

void query_close(struct stmt *st)
{
	st->conn->engine->reset(st);
	st->is_open = false;
}

void conn_reset(struct conn *c)
{
	for (struct stmt *st = c->last; st; st = st->next)
		if (st->is_open)
			query_close(st);
}

void conn_close(struct conn *c)
{
	if (!c)
		return;
	for (struct stmt *st = c->last, *next; st; st = next) {
		next = st->next;
		c->engine->free(st);
	}
	c->engine->close(c);
}

/* ---- binding ---- */

void query_int(struct stmt *st, int i, int64_t v)
{
	st->conn->engine->bind(st, i, (struct value){ .kind = VALUE_INT, .i = v });
}

void query_opt(struct stmt *st, int i, struct opt_int v)
{
	st->conn->engine->bind(st, i,
			       (struct value){ .kind = v.has ? VALUE_INT : VALUE_NULL, .i = v.v });
}

/* The bytes stay where they are until the statement is closed: they are the caller's arena's. */
void query_text(struct stmt *st, int i, str v)
{
	st->conn->engine->bind(st, i,
			       (struct value){ .kind = v.p ? VALUE_TEXT : VALUE_NULL, .s = v });
}

void query_blob(struct stmt *st, int i, str v)
{
	st->conn->engine->bind(st, i,
			       (struct value){ .kind = v.p ? VALUE_BLOB : VALUE_NULL, .s = v });
}

/* ---- results ---- */

enum err query_step(struct stmt *st, bool *has_row)
{
	return st->conn->engine->step(st, has_row);
}

static void say_misfit(const struct stmt *st, int col, const char *what)
{
	fprintf(stderr, "grata: data: %s: result %d is %s (%s)\n", st->q->name, col, what,
		st->q->where);
	must_not_come_here("a result does not fit its query; see -- null: in docs/sql.md");
}

int64_t stmt_int(struct stmt *st, int col)
{
	struct value v = st->conn->engine->get(st, col);
	if (v.kind != VALUE_INT)
		say_misfit(st, col, "null or no integer");
	return v.i;
}

struct opt_int stmt_opt(struct stmt *st, int col)
{
	struct value v = st->conn->engine->get(st, col);
	if (v.kind != VALUE_INT && v.kind != VALUE_NULL)
		say_misfit(st, col, "no integer");
	return (struct opt_int){ v.kind == VALUE_INT, v.i };
}

static str bytes_of(struct stmt *st, struct arena *a, int col, enum value_kind kind)
{
	struct value v = st->conn->engine->get(st, col);
	if (v.kind != kind && v.kind != VALUE_NULL)
		say_misfit(st, col, kind == VALUE_TEXT ? "no text" : "no bytes");
	return value_copy(a, v).s;
}

str stmt_text(struct stmt *st, struct arena *a, int col)
{
	return bytes_of(st, a, col, VALUE_TEXT);
}

str stmt_blob(struct stmt *st, struct arena *a, int col)
{
	return bytes_of(st, a, col, VALUE_BLOB);
}

struct value value_copy(struct arena *a, struct value v)
{
	if (v.s.p)
		v.s = v.s.n || v.kind == VALUE_TEXT ? str_copy(a, v.s) : S("");
	return v;
}

/* ---- writes ---- */

static void keep_change(struct tx *tx, const struct query *q, const struct touched *row)
{
	struct change *c = arena_new(tx->a, struct change);
	*c = (struct change){ .op = q->op,
			      .table = q->table,
			      .row_id = row->id,
			      .n = q->n_names,
			      .names = q->names,
			      .values = row->values };
	*tx->next_change = c;
	tx->next_change = &c->next;
}

/* In which order a database touches the rows of one statement is its own affair; the log has them
 * in the order of their numbers. */
static int by_id(const void *a, const void *b)
{
	const struct touched *x = a, *y = b;
	return x->id < y->id ? -1 : x->id > y->id;
}

enum err query_write(struct tx *tx, const struct query *q, struct stmt *st, struct wrote *out)
{
	struct touched *rows = NULL;
	ptrdiff_t n = 0;
	must(tx->is_deed);
	*out = (struct wrote){ 0 };
	enum err e = st->conn->engine->write(st, tx->a, &rows, &n);
	if (e == OK && rows && n > 1)
		qsort(rows, (size_t)n, sizeof *rows, by_id);
	for (ptrdiff_t i = 0; e == OK && rows && q->table && i < n; i++)
		keep_change(tx, q, &rows[i]);
	if (e == OK)
		*out = (struct wrote){ rows && n ? rows[n - 1].id : 0, n };
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

/* ---- enumerations ---- */

str enum_text(const char *const *words, int n, int i)
{
	must(i >= 0 && i < n);
	return str_of(words[i]);
}

int enum_of(const char *const *words, int n, str s)
{
	for (int i = 0; i < n; i++)
		if (str_eq(s, str_of(words[i])))
			return i;
	return -1;
}
