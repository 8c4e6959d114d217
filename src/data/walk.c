/* walk.c: reading whole tables, for verification only. The statements are made of the names in the
 * generated schema, never of input. Rows come a page at a time, so that a database behind a socket
 * need not send a whole table at once. */
#include <stdlib.h>

#include "base/must.h"
#include "base/out.h"
#include "data/db_impl.h"

enum { PAGE_ROWS = 1000 };

struct walk {
	struct query q;
	struct stmt *st;
	int n;
	int page_n; /* rows of this page so far */
	int64_t id; /* the last row's */
};

enum err walk_open(struct tx *tx, const struct table_info *t, struct walk **out)
{
	if (!(tx->viewer->role_bits & BIT(ROLE_SYSTEM)))
		return ERR_DENIED;
	struct out o = out_to_arena(tx->a);
	out_lit(&o, "SELECT id");
	for (int i = 0; i < t->n_columns; i++)
		out_fmt(&o, ", %s", t->columns[i].name);
	out_fmt(&o, " FROM %s WHERE id > $1 ORDER BY id LIMIT %d", t->name, PAGE_ROWS);
	struct walk *w = arena_new(tx->a, struct walk);
	w->n = t->n_columns;
	w->id = INT64_MIN;
	w->q = (struct query){ .name = t->name, QUERY_OF(out_view(&o).p), .args = "i" };
	TRY(tx->conn->engine->prepare(tx->conn, &w->q, &w->st));
	query_int(w->st, 1, w->id);
	*out = w;
	return OK;
}

enum err walk_next(struct walk *w, struct arena *a, bool *has, int64_t *id, struct value *values)
{
	TRY(query_step(w->st, has));
	if (!*has && w->page_n == PAGE_ROWS) {
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

enum err db_check(struct tx *tx, struct faults *faults)
{
	return tx->conn->engine->check(tx->conn, tx->a, faults);
}
