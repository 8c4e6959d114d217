/* engine.h: what data/ asks of a database: one struct of functions for each, in sqlite.c and
 * postgres.c. Nobody outside data/ includes it.
 *
 * A driver knows connections, transactions and statements; who may run what, what a write means for
 * the log, groups of deeds and the pool of readers are above it and the same for both. */
#ifndef DATA_ENGINE_H
#define DATA_ENGINE_H

#include "data/query.h"

enum {
	STMTS_MAX = 1024, /* places for the prepared statements of a connection */
	BUSY_MS = 5000,   /* how long another process may hold the write lock */
};

struct engine;

/* A driver's own connections and statements begin with these. */
struct conn {
	const struct engine *engine;
	struct conn *next;             /* in the pool, or among those in use */
	const char *memory;            /* where the results of its snapshot lie */
	struct stmt *stmts[STMTS_MAX]; /* by the address of the query; never full */
	struct stmt *last;
	int n_stmts;
	int n_used; /* snapshots begun on it, or tried */
};

struct stmt {
	struct stmt *next; /* the one that was prepared before it */
	struct conn *conn;
	const struct query *q;
	bool is_open;
};

enum conn_use { CONN_READS, CONN_WRITES };

/* TX_READ: a snapshot. TX_WRITE: takes the register's one write lock before anything is read, so
 * that deeds are one after the other, whichever process they run in. What ends badly of TX_READ,
 * TX_SAVE and TX_RELEASE may be told by the next call. */
enum tx_step { TX_READ, TX_WRITE, TX_COMMIT, TX_ROLLBACK, TX_SAVE, TX_RELEASE, TX_UNDO, TX_STEPS };

/* TX_FAILED: an error has ended it; TX_UNDO behind a TX_SAVE, or TX_ROLLBACK, is all it takes. */
enum tx_state { TX_NONE, TX_OPEN, TX_FAILED };

/* What stands where a register is said to be. */
struct found {
	enum { FOUND_NOTHING, FOUND_OTHER, FOUND_REGISTER } what;
	int64_t version; /* of a register's schema */
};

/* A row that a write touched: its id, and of an audited table what it has now in the columns that
 * were set, in the order of the query's names. */
struct touched {
	int64_t id;
	struct value *values;
};

struct engine {
	const char *what; /* "file", "database": for sentences */
	bool is_file;
	/* Literal SQL: makes the list of schema steps; and what moves the version beside it, before
	 * the number (may be NULL). */
	const char *begin_schema, *move_version;
	const char *defer; /* inside a write: references are looked at when it is committed */

	/* The place itself. make: ERR_CONFLICT when something is there already; unmake takes away
	 * what make and the schema's steps have made. */
	str (*say)(struct arena *a, const char *where); /* for people: without a password */
	enum err (*doors)(struct arena *a, const char *where, struct db_doors *d) MUST_CHECK;
	bool (*is_there)(const char *where);
	enum err (*make)(const char *where) MUST_CHECK;
	void (*unmake)(const char *where);
	/* A consistent copy into a new file that only its owner can read; may be NULL. */
	enum err (*copy)(struct conn *c, const char *to) MUST_CHECK;

	/* Errors are printed where they happen, and given as the house's. */
	enum err (*open)(const char *where, enum conn_use use, struct conn **c) MUST_CHECK;
	void (*close)(struct conn *c);
	bool (*is_alive)(const struct conn *c); /* false: only closing it helps */
	enum tx_state (*state)(const struct conn *c);
	enum err (*run)(struct conn *c, enum tx_step step) MUST_CHECK;
	/* Another process may have written since this was last asked; asked behind TX_WRITE. */
	bool (*has_moved)(struct conn *c);
	enum err (*exec)(struct conn *c, const char *sql) MUST_CHECK; /* literal SQL */
	enum err (*look)(struct conn *c, struct found *f) MUST_CHECK;

	enum err (*prepare)(struct conn *c, const struct query *q, struct stmt **st) MUST_CHECK;
	void (*free)(struct stmt *st);
	void (*reset)(struct stmt *st); /* and forgets what was bound */
	/* From 1. Text and bytes stay the caller's until the reset. */
	void (*bind)(struct stmt *st, int i, struct value v);
	enum err (*step)(struct stmt *st, bool *has_row) MUST_CHECK;
	struct value (*get)(struct stmt *st, int col); /* from 0; good until the next step */
	/* Runs a write to its end. *n counts rows; *rows has as many when the query has ids, else
	 * it is NULL. ERR_CONFLICT when a unique key is there; the transaction goes on. Of a write
	 * that is_later *n may stay 0 and *rows NULL, and what it fails of may end the whole
	 * transaction at a later call. */
	enum err (*write)(struct stmt *st, struct arena *a, struct touched **rows,
			  ptrdiff_t *n) MUST_CHECK;
	/* The database's own check of itself. A sentence for each trouble, at most 20 of a kind. */
	enum err (*check)(struct conn *c, struct arena *a, struct faults *faults) MUST_CHECK;
};

extern const struct engine SQLITE, POSTGRES;
/* Which of them a register of that name is kept in: a URL or connection string of libpq, else a
 * file. */
const struct engine *engine_of(const char *where);

/* A place in C for a query that is not generated: the same text for both. */
#define QUERY_OF(text) .sql = (text), .pg_sql = (text)

/* Copies what the arena does not own yet. */
struct value value_copy(struct arena *a, struct value v);

#endif
