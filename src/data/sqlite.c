/* sqlite.c: the driver of a register in one SQLite file. */
#include "data/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/must.h"
#include "base/out.h"
#include "base/sandbox.h"

enum {
	APPLICATION_ID =
	    0x47726174,          /* "Grat" in the file's header: `file` and we know what it is */
	CHECKPOINT_PAGES = 1000, /* of the write-ahead log, before it goes into the file */
};

struct lite_stmt {
	struct stmt st;
	sqlite3_stmt *s;
	sqlite3_stmt *back; /* of an audited write: what a row has now in the columns it sets */
};

static struct lite_conn *conn_of(struct conn *c)
{
	return (struct lite_conn *)c;
}

static struct lite_stmt *stmt_of(struct stmt *st)
{
	return (struct lite_stmt *)st;
}

/* SQLite's code as ours; says what happened on standard error when it is trouble of the machine. A
 * failed fsync ends the process: what the disk holds is unknown from then on, and asking again
 * would lie. */
static enum err lite_err(sqlite3 *h, int rc, const char *what)
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

/* ---- connections ---- */

/* SQLite's update hook of a writer: keeps the number of a row that a statement touched. */
static void on_touch(void *conn, int op, const char *schema, const char *table, sqlite3_int64 id)
{
	struct lite_conn *c = conn;
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
	    lite_err(h, rc, "checkpoint") != OK) /* it has said so; a failed fsync ends there */
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

static enum err map_once(struct lite_conn *c)
{
	sqlite3_file *f = NULL;
	int rc = sqlite3_file_control(c->h, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	if (rc != SQLITE_OK || !f->pMethods || f->pMethods->iVersion < 3)
		return lite_err(c->h, rc, "the file of the register");
	c->mapping.below = f->pMethods;
	c->mapping.methods = *f->pMethods;
	c->mapping.methods.xUnfetch = keep_mapped;
	f->pMethods = &c->mapping.methods;
	return OK;
}

static enum err prepare_steps(struct lite_conn *c)
{
	static const char *const sql[TX_STEPS] = { "BEGIN",           "BEGIN IMMEDIATE",
						   "COMMIT",          "ROLLBACK",
						   "SAVEPOINT deed",  "RELEASE deed",
						   "ROLLBACK TO deed" };
	for (int i = 0; i <= TX_STEPS; i++) {
		const char *text = i < TX_STEPS ? sql[i] : "PRAGMA data_version";
		sqlite3_stmt **to = i < TX_STEPS ? &c->steps[i] : &c->version;
		int rc = sqlite3_prepare_v3(c->h, text, -1, SQLITE_PREPARE_PERSISTENT, to, NULL);
		enum err e = lite_err(c->h, rc, text);
		if (e != OK)
			return e;
	}
	return OK;
}

static enum err lite_exec(struct conn *c, const char *sql)
{
	sqlite3 *h = conn_of(c)->h;
	return lite_err(h, sqlite3_exec(h, sql, NULL, NULL, NULL), "statement");
}

static void lite_close(struct conn *base)
{
	struct lite_conn *c = conn_of(base);
	for (int i = 0; i < TX_STEPS; i++)
		sqlite3_finalize(c->steps[i]);
	sqlite3_finalize(c->version);
	sqlite3_close(c->h);
	free(c->touched.v);
	free(c);
}

static enum err set_up(struct lite_conn *c, enum conn_use use)
{
	sqlite3_busy_timeout(c->h, BUSY_MS);
	sqlite3_db_config(c->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	TRY(lite_exec(&c->c, "PRAGMA trusted_schema=off; PRAGMA foreign_keys=on;"
			     "PRAGMA case_sensitive_like=on; PRAGMA mmap_size=1073741824;"
			     "PRAGMA temp_store=memory"));
	/* Each snapshot takes its pages up anew, and looking at every cell of them was half of a
	 * list's time: only the writer does, whose pages stay. */
	TRY(lite_exec(&c->c, use == CONN_WRITES
				 ? "PRAGMA cell_size_check=on; PRAGMA journal_mode=wal;"
				   "PRAGMA synchronous=full"
				 : "PRAGMA query_only=on"));
	if (use == CONN_READS)
		TRY(map_once(c));
	if (use == CONN_WRITES) {
		sqlite3_wal_hook(c->h, on_commit, NULL);
		sqlite3_update_hook(c->h, on_touch, c);
	}
	return prepare_steps(c);
}

static enum err lite_open(const char *path, enum conn_use use, struct conn **out)
{
	/* Nobody asks how much memory SQLite has; counting it takes a lock at every allocation.
	 * Says no, harmlessly, from the second connection of a process on. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	struct lite_conn *c = calloc(1, sizeof *c);
	if (!c)
		return ERR_MEMORY;
	c->c.engine = &SQLITE;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    SQLITE_OPEN_NOFOLLOW;
	enum err e = lite_err(NULL, sqlite3_open_v2(path, &c->h, flags, NULL), "opening");
	if (e == OK)
		e = set_up(c, use);
	if (e != OK)
		lite_close(&c->c);
	else
		*out = &c->c;
	return e;
}

static bool lite_is_alive(const struct conn *c)
{
	(void)c;
	return true;
}

static enum tx_state lite_state(const struct conn *c)
{
	return sqlite3_get_autocommit(((const struct lite_conn *)c)->h) ? TX_NONE : TX_OPEN;
}

static enum err lite_run(struct conn *base, enum tx_step step)
{
	struct lite_conn *c = conn_of(base);
	int rc = sqlite3_step(c->steps[step]);
	enum err e = lite_err(c->h, rc, sqlite3_sql(c->steps[step]));
	sqlite3_reset(c->steps[step]);
	return e;
}

static bool lite_has_moved(struct conn *base)
{
	struct lite_conn *c = conn_of(base);
	int64_t version = 0;
	if (sqlite3_step(c->version) == SQLITE_ROW)
		version = sqlite3_column_int64(c->version, 0);
	sqlite3_reset(c->version);
	bool moved = version != c->data_version;
	c->data_version = version;
	return moved;
}

static int64_t number_of(sqlite3 *h, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t v = -1;
	if (sqlite3_prepare_v2(h, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		v = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return v;
}

static enum err lite_look(struct conn *c, struct found *f)
{
	sqlite3 *h = conn_of(c)->h;
	int64_t id = number_of(h, "PRAGMA application_id");
	f->version = number_of(h, "PRAGMA user_version");
	f->what = FOUND_OTHER;
	if (id == APPLICATION_ID)
		f->what = FOUND_REGISTER;
	else if (id == 0 && f->version == 0 &&
		 number_of(h, "SELECT count(*) FROM sqlite_schema") == 0)
		f->what = FOUND_NOTHING;
	return OK;
}

/* ---- statements ---- */

static enum err lite_prepare(struct conn *base, const struct query *q, struct stmt **out)
{
	struct lite_conn *c = conn_of(base);
	struct lite_stmt *st = calloc(1, sizeof *st);
	if (!st)
		return ERR_MEMORY;
	st->st = (struct stmt){ .conn = base, .q = q };
	int rc = sqlite3_prepare_v3(c->h, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &st->s, NULL);
	if (rc != SQLITE_OK) {
		enum err e = lite_err(c->h, rc, q->name);
		free(st);
		return e;
	}
	*out = &st->st;
	return OK;
}

static void lite_free(struct stmt *st)
{
	sqlite3_finalize(stmt_of(st)->s);
	sqlite3_finalize(stmt_of(st)->back);
	free(st);
}

static void lite_reset(struct stmt *st)
{
	sqlite3_reset(stmt_of(st)->s);
	sqlite3_reset(stmt_of(st)->back);
	sqlite3_clear_bindings(stmt_of(st)->s);
}

/* Bytes beyond SQLite's limit bind as null, which NOT NULL then refuses. */
static void lite_bind(struct stmt *st, int i, struct value v)
{
	sqlite3_stmt *s = stmt_of(st)->s;
	sqlite3_uint64 n = (sqlite3_uint64)v.s.n;
	switch (v.kind) {
	case VALUE_INT: must(sqlite3_bind_int64(s, i, v.i) == SQLITE_OK); break;
	case VALUE_TEXT: sqlite3_bind_text64(s, i, v.s.p, n, SQLITE_STATIC, SQLITE_UTF8); break;
	case VALUE_BLOB: sqlite3_bind_blob64(s, i, v.s.p, n, SQLITE_STATIC); break;
	case VALUE_NULL: must(sqlite3_bind_null(s, i) == SQLITE_OK); break;
	}
}

static enum err lite_step(struct stmt *st, bool *has_row)
{
	int rc = sqlite3_step(stmt_of(st)->s);
	*has_row = rc == SQLITE_ROW;
	return lite_err(conn_of(st->conn)->h, rc, st->q->name);
}

static struct value value_at(sqlite3_stmt *s, int col)
{
	const void *p;
	switch (sqlite3_column_type(s, col)) {
	case SQLITE_INTEGER:
		return (struct value){ .kind = VALUE_INT, .i = sqlite3_column_int64(s, col) };
	case SQLITE_TEXT:
		p = sqlite3_column_text(s, col);
		return (struct value){ .kind = VALUE_TEXT,
				       .s = { p, sqlite3_column_bytes(s, col) } };
	case SQLITE_BLOB:
		p = sqlite3_column_blob(s, col);
		return (struct value){ .kind = VALUE_BLOB,
				       .s = { p ? p : "", sqlite3_column_bytes(s, col) } };
	default: return (struct value){ .kind = VALUE_NULL }; /* allowed: numbers of SQLite */
	}
}

static struct value lite_get(struct stmt *st, int col)
{
	return value_at(stmt_of(st)->s, col);
}

/* ---- writes ---- */

static enum err prepare_back(struct lite_stmt *st, struct arena *a)
{
	const struct query *q = st->st.q;
	sqlite3 *h = conn_of(st->st.conn)->h;
	struct out o = out_to_arena(a);
	out_lit(&o, "SELECT id");
	for (int i = 0; i < q->n_names; i++)
		out_fmt(&o, ", %s", q->names[i]);
	out_fmt(&o, " FROM %s WHERE id = ?", q->table);
	int rc =
	    sqlite3_prepare_v3(h, out_view(&o).p, -1, SQLITE_PREPARE_PERSISTENT, &st->back, NULL);
	return lite_err(h, rc, q->name);
}

/* What the row has now in the columns that were set. */
static enum err read_back(struct lite_stmt *st, struct arena *a, struct touched *row)
{
	const struct query *q = st->st.q;
	row->values = arena_new_n(a, struct value, q->n_names);
	if (!st->back)
		TRY(prepare_back(st, a));
	must(sqlite3_bind_int64(st->back, 1, row->id) == SQLITE_OK);
	int rc = sqlite3_step(st->back);
	for (int i = 0; rc == SQLITE_ROW && i < q->n_names; i++)
		row->values[i] = value_copy(a, value_at(st->back, i + 1));
	sqlite3_reset(st->back);
	must(rc != SQLITE_DONE);
	return lite_err(conn_of(st->st.conn)->h, rc, q->name);
}

static enum err lite_write(struct stmt *st, struct arena *a, struct touched **rows, ptrdiff_t *n)
{
	bool has;
	struct lite_conn *c = conn_of(st->conn);
	c->touched.n = 0;
	c->touched.is_short = false;
	TRY(lite_step(st, &has));
	must(!has);
	if (c->touched.is_short)
		return ERR_MEMORY;
	*n = c->touched.n;
	if (!st->q->has_id)
		return OK;
	*rows = arena_new_n(a, struct touched, *n);
	for (ptrdiff_t i = 0; i < *n; i++) {
		(*rows)[i].id = c->touched.v[i];
		if (st->q->table)
			TRY(read_back(stmt_of(st), a, &(*rows)[i]));
	}
	return OK;
}

/* ---- the file's own check ---- */

static enum err run_check(sqlite3 *h, const char *pragma, bool is_foreign, struct faults *faults)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(h, pragma, -1, &s, NULL);
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

static enum err lite_check(struct conn *c, struct arena *a, struct faults *faults)
{
	(void)a;
	TRY(run_check(conn_of(c)->h, "PRAGMA integrity_check(20)", false, faults));
	return run_check(conn_of(c)->h, "PRAGMA foreign_key_check", true, faults);
}

/* ---- the file itself ---- */

static str lite_say(struct arena *a, const char *path)
{
	return str_copy(a, str_of(path));
}

static enum err lite_doors(struct arena *a, const char *path, struct db_doors *d)
{
	static const char *const no_reads[] = { NULL };
	static const int no_ports[] = { 0 };
	*d = (struct db_doors){ folder_of(a, path), no_reads, no_ports, false };
	return OK;
}

/* Made empty by ourselves, so that only its owner can read it. */
static enum err lite_make(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0 ? OK : errno == EEXIST ? ERR_CONFLICT : ERR_DISK;
}

static void lite_unmake(const char *path)
{
	unlink(path);
}

static enum err lite_copy(struct conn *c, const char *to)
{
	TRY(lite_make(to));
	char *sql = sqlite3_mprintf("VACUUM INTO %Q", to);
	enum err e = sql ? lite_exec(c, sql) : ERR_MEMORY;
	sqlite3_free(sql);
	if (e != OK)
		unlink(to);
	return e;
}

const struct engine SQLITE = {
	.what = "file",
	.is_file = true,
	.begin_schema = "PRAGMA application_id=1198678388; CREATE TABLE schema_migration ("
			"version INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,"
			"applied_at INTEGER NOT NULL) STRICT",
	.defer = "PRAGMA defer_foreign_keys=on",
	.move_version = "PRAGMA user_version=",
	.say = lite_say,
	.doors = lite_doors,
	.is_there = os_file_exists,
	.make = lite_make,
	.unmake = lite_unmake,
	.copy = lite_copy,
	.open = lite_open,
	.close = lite_close,
	.is_alive = lite_is_alive,
	.state = lite_state,
	.run = lite_run,
	.has_moved = lite_has_moved,
	.exec = lite_exec,
	.look = lite_look,
	.prepare = lite_prepare,
	.free = lite_free,
	.reset = lite_reset,
	.bind = lite_bind,
	.step = lite_step,
	.get = lite_get,
	.write = lite_write,
	.check = lite_check,
};
