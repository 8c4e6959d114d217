/* db_impl.h: what the files of data/ share. Nobody outside includes it. */
#ifndef DATA_DB_IMPL_H
#define DATA_DB_IMPL_H

#include <pthread.h>
#include <sqlite3.h>

#include "data/query.h"

enum {
	READERS_MAX = 64,        /* snapshots open at a time; more get ERR_BUSY */
	QUEUE_MAX = 4096,        /* deeds that wait */
	GROUP_MAX = 256,         /* deeds that share a commit */
	BUSY_MS = 5000,          /* how long another process may hold the write lock */
	CHECKPOINT_PAGES = 1000, /* of the write-ahead log, before it goes into the register file */
	STMTS_MAX = 1024,        /* places for the prepared statements of a connection */
};

/* A prepared statement of one connection. */
struct stmt {
	struct stmt *next; /* the one that was prepared before it */
	sqlite3_stmt *s;
	sqlite3_stmt *back; /* of an audited write: what a row has now in the columns it sets */
	struct conn *conn;
	const struct query *q;
	bool is_open;
};

/* How a reader's file stays mapped into memory: SQLite's methods of the file with one of ours. */
struct mapping {
	sqlite3_io_methods methods; /* the first, so that a file leads here */
	const sqlite3_io_methods *below;
	sqlite3_int64 bytes; /* of the file when it was mapped */
};

struct conn {
	struct conn *next;
	sqlite3 *h;
	struct mapping mapping;
	struct stmt *stmts[STMTS_MAX]; /* by the address of the query; never full */
	struct stmt *last;
	int n_stmts;
	sqlite3_stmt *begin, *commit, *rollback, *save, *release, *undo, *version;
	int64_t data_version; /* of the file, as another process moves it */
	/* The rows that the statement under way has touched, in their order. SQLite's callback fills
	 * it, so it cannot be an arena's: that one would jump through SQLite. */
	struct {
		int64_t *v;
		ptrdiff_t n, cap;
		bool is_short; /* there was no memory for one */
	} touched;
};

struct job {
	struct job *next;
	const struct viewer *viewer;
	struct arena *a;
	struct refusal *refusal;
	const char *act;
	enum err (*deed)(struct tx *tx, void *arg);
	void *arg;
	enum err e;
	bool is_done;
	pthread_cond_t done;
};

struct db {
	char *path;
	pthread_mutex_t clock_mutex; /* guards the clock: it is read by every transaction */
	char *zone;
	struct os *os;
	int64_t offset_us;
	int64_t day_on, day_ends_at; /* the day it is there, and until when that is known */
	struct log_hook log;
	struct conn *writer; /* used by the writer thread alone, like scratch */
	struct arena scratch;
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t mutex; /* guards all below */
	pthread_cond_t wake;
	struct conn *readers; /* free ones */
	int n_readers, n_jobs;
	struct job *first, **last;
	bool is_stopping;
	int64_t commits_n;
};

/* SQLite's code as ours; says what happened on standard error when it is trouble of the machine. A
 * failed fsync ends the process: what the disk holds is unknown from then on, and asking again
 * would lie. */
enum err db_err(sqlite3 *h, int rc, const char *what);
enum err conn_open(const char *path, bool is_writer, struct conn **c) MUST_CHECK;
void conn_close(struct conn *c);
/* SQLite's update hook of the writer: keeps the number of a row that a statement touched. */
void conn_touch(void *conn, int op, const char *schema, const char *table, sqlite3_int64 id);
/* Where the statement of a query is, or belongs. */
struct stmt **conn_place(struct conn *c, const struct query *q);
/* Resets every statement that a jump left open. */
void conn_reset(struct conn *c);
enum err conn_run(struct conn *c, sqlite3_stmt *s, const char *what) MUST_CHECK;
/* Runs literal SQL. */
enum err conn_exec(struct conn *c, const char *sql) MUST_CHECK;
/* Copies the whole register to a new file that only its owner can read; ERR_CONFLICT when `to` is
 * there. */
enum err conn_copy(struct conn *c, const char *to) MUST_CHECK;

/* migrate.c: brings the file to this program's version. */
enum err migrate(struct arena *a, struct os *os, struct conn *c, const char *path, bool may_change,
		 str *why) MUST_CHECK;

/* writer.c */
enum err writer_start(struct db *db) MUST_CHECK;
void writer_stop(struct db *db);

/* The value in a result column, whatever its type; query.c. */
struct value value_of(sqlite3_stmt *s, struct arena *a, int col);
void tx_fill(struct tx *tx, struct db *db, struct conn *c, const struct viewer *viewer,
	     struct arena *a);

#endif
