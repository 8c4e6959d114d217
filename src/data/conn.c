/* conn.c: one connection to the file: opening, closing, errors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/db_impl.h"

enum err db_err(sqlite3 *h, int rc, const char *what)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
		return OK;
	if (rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY)
		return ERR_CONFLICT;
	fprintf(stderr, "grata: data: %s: %s (%d)\n", what,
		h ? sqlite3_errmsg(h) : sqlite3_errstr(rc), rc);
	if (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC) {
		fputs("grata: data: the disk refused to make data durable; stopping\n", stderr);
		abort();
	}
	switch (rc & 0xff) {
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN: return ERR_DISK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return ERR_BUSY;
	case SQLITE_NOMEM: return ERR_MEMORY;
	case SQLITE_IOERR: return ERR_IO;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return ERR_DB_FORMAT;
	default: return ERR_DB; /* allowed: SQLite has more codes than these */
	}
}

enum err conn_exec(struct conn *c, const char *sql)
{
	return db_err(c->h, sqlite3_exec(c->h, sql, NULL, NULL, NULL), "statement");
}

enum err conn_run(struct conn *c, sqlite3_stmt *s, const char *what)
{
	int rc = sqlite3_step(s);
	enum err e = db_err(c->h, rc, what);
	sqlite3_reset(s);
	return e;
}

struct stmt **conn_place(struct conn *c, const struct query *q)
{
	size_t i = (uintptr_t)q / 16 % STMTS_MAX;
	while (c->stmts[i] && c->stmts[i]->q != q)
		i = (i + 1) % STMTS_MAX;
	return &c->stmts[i];
}

static void free_stmts(struct conn *c)
{
	for (struct stmt *st = c->last, *next; st; st = next) {
		next = st->next;
		sqlite3_finalize(st->s);
		sqlite3_finalize(st->back);
		free(st);
	}
}

void conn_touch(void *conn, int op, const char *schema, const char *table, sqlite3_int64 id)
{
	struct conn *c = conn;
	(void)op, (void)schema, (void)table;
	if (c->touched.n == c->touched.cap) {
		ptrdiff_t cap = c->touched.cap ? c->touched.cap * 2 : 64;
		int64_t *v = realloc(c->touched.v, (size_t)cap * sizeof *v);
		if (!v) {
			c->touched.is_short = true;
			return;
		}
		c->touched.v = v;
		c->touched.cap = cap;
	}
	c->touched.v[c->touched.n++] = id;
}

static enum err conn_prepare(struct conn *c)
{
	static const char *const sql[] = {
		"BEGIN",        "COMMIT",           "ROLLBACK",           "SAVEPOINT deed",
		"RELEASE deed", "ROLLBACK TO deed", "PRAGMA data_version"
	};
	sqlite3_stmt **to[] = { &c->begin,   &c->commit, &c->rollback, &c->save,
				&c->release, &c->undo,   &c->version };
	for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
		int rc =
		    sqlite3_prepare_v3(c->h, sql[i], -1, SQLITE_PREPARE_PERSISTENT, to[i], NULL);
		enum err e = db_err(c->h, rc, sql[i]);
		if (e != OK)
			return e;
	}
	return OK;
}

/* SQLite's own automatic checkpoint drops its result: a failed fsync of the register file would go
 * unseen, and the log that could mend it be written over. This one looks; a reader in the way
 * (busy) is no trouble. */
static int on_commit(void *unused, sqlite3 *h, const char *name, int pages)
{
	(void)unused;
	if (pages < CHECKPOINT_PAGES)
		return SQLITE_OK;
	int rc = sqlite3_wal_checkpoint_v2(h, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	bool is_busy = (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED;
	if (!is_busy &&
	    db_err(h, rc, "checkpoint") != OK) /* it has said so; a failed fsync ends there */
		return SQLITE_OK; /* the commit itself is safe in the write-ahead log */
	return SQLITE_OK;
}

/* SQLite lets go of the whole mapping when a snapshot differs from the one before, in case that the
 * file was cut and has grown again: on some systems the mapping would be stale. On Linux it is the
 * file itself, and mapping a register anew for each look costs a quarter of a page. So it is let go
 * only when the file has another size. */
static int keep_mapped(sqlite3_file *f, sqlite3_int64 at, void *page)
{
	struct mapping *m = (struct mapping *)(uintptr_t)f->pMethods;
	sqlite3_int64 bytes = -1;
	if (page)
		return m->below->xUnfetch(f, at, page);
	if (m->below->xFileSize(f, &bytes) == SQLITE_OK && bytes == m->bytes)
		return SQLITE_OK;
	m->bytes = bytes;
	return m->below->xUnfetch(f, at, NULL);
}

static enum err map_once(struct conn *c)
{
	sqlite3_file *f = NULL;
	int rc = sqlite3_file_control(c->h, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	if (rc != SQLITE_OK || !f->pMethods || f->pMethods->iVersion < 3)
		return db_err(c->h, rc, "the file of the register");
	c->mapping.below = f->pMethods;
	c->mapping.methods = *f->pMethods;
	c->mapping.methods.xUnfetch = keep_mapped;
	f->pMethods = &c->mapping.methods;
	return OK;
}

enum err conn_open(const char *path, bool is_writer, struct conn **out)
{
	struct conn *c = calloc(1, sizeof *c);
	if (!c)
		return ERR_MEMORY;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    SQLITE_OPEN_NOFOLLOW;
	enum err e = db_err(NULL, sqlite3_open_v2(path, &c->h, flags, NULL), "opening");
	if (e == OK) {
		sqlite3_busy_timeout(c->h, BUSY_MS);
		sqlite3_db_config(c->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
		sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
		e = conn_exec(
		    c,
		    "PRAGMA trusted_schema=off; PRAGMA foreign_keys=on;"
		    "PRAGMA case_sensitive_like=on; PRAGMA mmap_size=1073741824; PRAGMA temp_store=memory");
	}
	/* Each snapshot takes its pages up anew, and looking at every cell of them was half of a
	 * list's time: only the writer does, whose pages stay. */
	if (e == OK)
		e = is_writer ? conn_exec(c, "PRAGMA cell_size_check=on; PRAGMA journal_mode=wal;"
					     "PRAGMA synchronous=full")
			      : conn_exec(c, "PRAGMA query_only=on");
	if (e == OK && !is_writer)
		e = map_once(c);
	if (e == OK && is_writer) {
		sqlite3_wal_hook(c->h, on_commit, NULL);
		sqlite3_update_hook(c->h, conn_touch, c);
	}
	if (e == OK)
		e = conn_prepare(c);
	if (e != OK) {
		conn_close(c);
		return e;
	}
	*out = c;
	return OK;
}

void conn_close(struct conn *c)
{
	if (!c)
		return;
	free_stmts(c);
	sqlite3_stmt *own[] = { c->begin,   c->commit, c->rollback, c->save,
				c->release, c->undo,   c->version };
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		sqlite3_finalize(own[i]);
	sqlite3_close(c->h);
	free(c->touched.v);
	free(c);
}

void conn_reset(struct conn *c)
{
	for (struct stmt *st = c->last; st; st = st->next)
		if (st->is_open)
			query_close(st);
}
