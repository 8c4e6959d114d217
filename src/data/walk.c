/* walk.c: reading whole tables, for verification only. The statements are made of the names in the
 * generated schema, never of input. */
#include <stdlib.h>

#include "base/must.h"
#include "base/out.h"
#include "data/db_impl.h"

struct walk {
	struct stmt st;
	int n;
};

enum err walk_open(struct tx *tx, const struct table_info *t, struct walk **out)
{
	if (!(tx->viewer->role_bits & BIT(ROLE_SYSTEM)))
		return ERR_DENIED;
	struct out o = out_to_arena(tx->a);
	out_lit(&o, "SELECT id");
	for (int i = 0; i < t->n_columns; i++)
		out_fmt(&o, ", %s", t->columns[i].name);
	out_fmt(&o, " FROM %s ORDER BY id", t->name);
	struct walk *w = arena_new(tx->a, struct walk);
	w->n = t->n_columns;
	w->st.conn = tx->conn;
	str sql = out_view(&o);
	TRY(db_err(tx->conn->h, sqlite3_prepare_v2(tx->conn->h, sql.p, (int)sql.n, &w->st.s, NULL),
		   t->name));
	*out = w;
	return OK;
}

enum err walk_next(struct walk *w, struct arena *a, bool *has, int64_t *id, struct value *values)
{
	int rc = sqlite3_step(w->st.s);
	*has = rc == SQLITE_ROW;
	if (*has)
		*id = sqlite3_column_int64(w->st.s, 0);
	for (int i = 0; *has && i < w->n; i++)
		values[i] = value_of(w->st.s, a, i + 1);
	return db_err(w->st.conn->h, rc, "walk");
}

void walk_close(struct walk *w)
{
	sqlite3_finalize(w->st.s);
}

static enum err run_check(struct tx *tx, const char *pragma, bool is_foreign, struct faults *faults)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(tx->conn->h, pragma, -1, &s, NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		str text = str_of((const char *)sqlite3_column_text(s, 0));
		if (is_foreign)
			fault_at(faults, (str){ 0 }, 0, 0, text,
				 "row %lld refers to a row that is not there",
				 (long long)sqlite3_column_int64(s, 1));
		else if (!str_eq(text, S("ok")))
			fault_at(faults, (str){ 0 }, 0, 0, S("file"), "%.*s", SF(text));
		rc = SQLITE_OK;
	}
	sqlite3_finalize(s);
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		fault_at(faults, (str){ 0 }, 0, 0, S("file"), "%s", sqlite3_errstr(rc));
	return rc == SQLITE_OK || rc == SQLITE_DONE ? OK : ERR_DB_FORMAT;
}

enum err db_check(struct tx *tx, struct faults *faults)
{
	TRY(run_check(tx, "PRAGMA integrity_check(20)", false, faults));
	return run_check(tx, "PRAGMA foreign_key_check", true, faults);
}
