/* migrate.c: brings a register file to this program's schema: numbered steps, each in one
 * transaction, each with its checksum; a file that is newer or whose steps were altered is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/sha256.h"
#include "data/db_impl.h"

/* "Grat" in the file's header, so that `file` and we know what it is. */
enum { APPLICATION_ID = 0x47726174 };

static int64_t pragma(struct conn *c, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t v = -1;
	if (sqlite3_prepare_v2(c->h, sql, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		v = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return v;
}

static str step_hash(struct arena *a, const struct migration *m)
{
	struct sha256 h = sha256_of(str_of(m->sql), (str){ 0 }, (str){ 0 });
	struct out o = out_to_arena(a);
	out_hex(&o, h.b, sizeof h.b);
	return out_view(&o);
}

/* Compares the steps the file has seen with ours. */
static enum err check_steps(struct arena *a, struct conn *c, int64_t version, str *why)
{
	sqlite3_stmt *s = NULL;
	enum err e = OK;
	int rc = sqlite3_prepare_v2(
	    c->h, "SELECT version, hash FROM schema_migration ORDER BY version", -1, &s, NULL);
	int64_t n = 0;
	while (rc == SQLITE_OK && e == OK && sqlite3_step(s) == SQLITE_ROW) {
		const struct migration *m = &SCHEMA_MIGRATIONS[n];
		str hash = str_of((const char *)sqlite3_column_text(s, 1));
		if (n >= version || sqlite3_column_int64(s, 0) != m->version ||
		    !str_eq(hash, step_hash(a, m))) {
			*why = str_fmt(a, "step %lld of the schema was altered after it ran",
				       (long long)n + 1);
			e = ERR_DB_FORMAT;
		}
		n++;
	}
	if (e == OK && (rc != SQLITE_OK || n != version)) {
		*why = S("the list of schema steps in the file is damaged");
		e = ERR_DB_FORMAT;
	}
	sqlite3_finalize(s);
	return e;
}

static enum err note_step(struct arena *a, struct os *os, struct conn *c, const struct migration *m)
{
	sqlite3_stmt *s = NULL;
	str hash = step_hash(a, m);
	int rc = sqlite3_prepare_v2(c->h, "INSERT INTO schema_migration VALUES (?, ?, ?, ?)", -1,
				    &s, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_int(s, 1, m->version);
		sqlite3_bind_text(s, 2, m->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(s, 3, hash.p, (int)hash.n, SQLITE_STATIC);
		sqlite3_bind_int64(s, 4, os_now_at(os));
		rc = sqlite3_step(s);
	}
	enum err e = db_err(c->h, rc, m->name);
	sqlite3_finalize(s);
	if (e != OK)
		return e;
	return conn_exec(c, str_fmt(a, "PRAGMA user_version=%d", m->version).p);
}

static enum err run_steps(struct arena *a, struct os *os, struct conn *c, int64_t from)
{
	for (int64_t i = from; i < SCHEMA_MIGRATIONS_N; i++) {
		const struct migration *m = &SCHEMA_MIGRATIONS[i];
		TRY(conn_exec(c, "BEGIN IMMEDIATE"));
		enum err e = conn_exec(c, m->sql);
		if (e == OK)
			e = note_step(a, os, c, m);
		if (e == OK)
			e = conn_exec(c, "COMMIT");
		if (e != OK) {
			fprintf(stderr, "grata: data: step %s failed; the file is as before it\n",
				m->name);
			if (!sqlite3_get_autocommit(c->h) && conn_exec(c, "ROLLBACK") != OK)
				return ERR_DB;
			return e;
		}
	}
	return OK;
}

static enum err backup_before(struct arena *a, struct conn *c, const char *path, int64_t version)
{
	str to = str_fmt(a, "%s.before-%04lld", path, (long long)version + 1);
	if (os_file_exists(to.p))
		return OK; /* of an earlier try: it is the older state, keep it */
	return conn_copy(c, to.p);
}

enum err migrate(struct arena *a, struct os *os, struct conn *c, const char *path, bool may_change,
		 str *why)
{
	int64_t id = pragma(c, "PRAGMA application_id"), version = pragma(c, "PRAGMA user_version");
	if (id == -1 || (id != APPLICATION_ID && (id != 0 || version != 0 || !may_change))) {
		*why = S("the file is not a register of Grata");
		return ERR_DB_FORMAT;
	}
	if (id == 0) {
		if (pragma(c, "SELECT count(*) FROM sqlite_schema") != 0) {
			*why = S("the file is another program's database");
			return ERR_DB_FORMAT;
		}
		TRY(conn_exec(c,
			      "PRAGMA application_id=1198678388; CREATE TABLE schema_migration ("
			      "version INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,"
			      "applied_at INTEGER NOT NULL) STRICT"));
		return run_steps(a, os, c, 0);
	}
	if (version > SCHEMA_MIGRATIONS_N) {
		*why = str_fmt(
		    a, "the file is of schema %lld, this program knows %d: use a newer program",
		    (long long)version, SCHEMA_MIGRATIONS_N);
		return ERR_DB_FORMAT;
	}
	TRY(check_steps(a, c, version, why));
	if (version == SCHEMA_MIGRATIONS_N)
		return OK;
	if (!may_change) {
		*why = str_fmt(
		    a,
		    "the file is of schema %lld, this program needs %d: open it once for writing",
		    (long long)version, SCHEMA_MIGRATIONS_N);
		return ERR_DB_FORMAT;
	}
	TRY(backup_before(a, c, path, version));
	return run_steps(a, os, c, version);
}
