/* db.h: one register, in a SQLite file or a PostgreSQL database. Reads see one snapshot; writes are
 * deeds.
 *
 * A read: tx_begin, any number of generated queries, tx_end. All of them see the same state.
 * A deed: db_deed runs a function on the one writer thread, inside a savepoint of its own; deeds
 * that wait at the same time share one durable commit (group commit). The rows
 * that its generated writes changed, and what it viewed, go to the log as leaves in the same
 * transaction. A deed that returns an error leaves nothing. db_deed returns when the commit is
 * durable.
 *
 * Only data/ says sqlite3_ or PQ; features use generated functions (docs/sql.md). */
#ifndef DATA_DB_H
#define DATA_DB_H

#include "base/fault.h"
#include "base/opt.h"
#include "base/os.h"
#include "data/viewer.h"

struct db;
struct conn;
struct change;

struct wrote {
	int64_t id; /* of the last row written; 0 when none was */
	int64_t n;  /* rows */
};

/* One transaction, as the generated functions see it. */
struct tx {
	struct db *db;
	struct conn *conn;
	struct arena *a; /* results live here */
	const struct viewer *viewer;
	struct refusal *refusal; /* where a rule of a deed says why; may be NULL */
	str act;                 /* the deed's name, "visa.move"; null for a read */
	int64_t at;              /* the register's clock when the transaction began */
	int64_t on;              /* that day in the register's time zone */
	struct change *changes, **next_change;
	bool is_deed;
};

/* What a deed changed or showed; the log makes a leaf of each. Lives in tx->a. */
enum change_op {
	CHANGE_INSERT,
	CHANGE_UPDATE,
	CHANGE_VIEW,
	CHANGE_REFUSE,
	CHANGE_NOTE,
	CHANGE_ERASE /* the log has forgotten values of it: audit_erase */
};
struct value {
	enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB } kind;
	int64_t i;
	str s;
};
struct change {
	struct change *next;
	enum change_op op;
	const char *table;
	int64_t row_id;
	ptrdiff_t n; /* fields, in the order of the table */
	const char *const *names;
	struct value *values;
};

/* The log, plugged in by audit/. `append` makes leaves of tx->changes in the deed's own savepoint;
 * when it fails it must leave its memory as it was. `seal` runs once before each durable commit.
 * `forget` drops what is remembered in memory: a commit failed, or another process wrote. */
struct log_hook {
	enum err (*append)(void *log, struct tx *tx);
	enum err (*seal)(void *log, struct tx *tx);
	void (*forget)(void *log);
	void *log;
};

enum db_mode {
	DB_OPEN,   /* an existing register; migrates it, after a backup, when it is older than the
		      program */
	DB_CREATE, /* must not exist yet */
	DB_READ,   /* an existing register of just this version; never writes */
};

/* Opens the register: `path` is a file, or a URL or connection string of libpq. *why gets a
 * sentence when the answer is not OK (newer file, altered migration, not a register, not there).
 * The db owns its memory; db_close waits for the deeds that are under way. */
enum err db_open(struct arena *a, struct os *os, const char *path, enum db_mode mode,
		 struct db **db, str *why) MUST_CHECK;
void db_close(struct db *db);
/* The register's name for people: the file, or the database without user and password. */
str db_say(struct arena *a, const char *path);
bool db_is_file(const char *path);
/* What a process that gives up all else needs of the machine to work with the register. A database
 * is asked for it: ERR_BUSY when it does not answer. */
struct db_doors {
	const char *folder;       /* of the file; NULL for a database */
	const char *const *reads; /* files: passwords, certificates; NULL ends */
	const int *ports;         /* of TCP; 0 ends */
	bool is_local;            /* through a unix socket */
};
enum err db_doors(struct arena *a, const char *path, struct db_doors *d) MUST_CHECK;
/* Takes away a register that was just made and is of no use; it must be closed. */
void db_unmake(const char *path);
void db_set_log(struct db *db, struct log_hook hook);
/* The clock of the register: the machine's, moved by what the register says (demo registers carry
 * their own day). Set once after opening; `zone` must be known. */
void db_set_clock(struct db *db, int64_t offset_us, str zone);
const char *db_zone(const struct db *db); /* the register's, once it is set; before that "UTC" */
int64_t db_now_at(struct db *db);
int db_hour(struct db *db, int64_t at); /* of the day in the register's time zone */
struct os *db_os(struct db *db);
const char *db_path(const struct db *db);
/* Counts durable commits of this process: what is derived from the register may be cached by it. */
int64_t db_version(struct db *db);

/* A read snapshot for `viewer`; results in `a`. ERR_BUSY when too many are open. */
enum err tx_begin(struct db *db, const struct viewer *viewer, struct arena *a,
		  struct tx *tx) MUST_CHECK;
void tx_end(struct tx *tx);
void tx_end_left(struct db *db, const struct arena *a); /* what a full arena's jump left open */
/* For a verb that only reads: `read` in one snapshot, as who runs it. */
struct verb_call;
enum err verb_read(struct verb_call *c,
		   enum err (*read)(struct verb_call *c, struct tx *tx)) MUST_CHECK;

/* Runs `deed` as described above. `act` names it in the log. The caller waits, so `arg`, `a` and
 * `refusal` may be its own. Errors: what `deed` returned; ERR_BUSY when the queue is full;
 * ERR_DISK, ERR_DB. */
enum err db_deed(struct db *db, const struct viewer *viewer, struct arena *a,
		 struct refusal *refusal, const char *act,
		 enum err (*deed)(struct tx *tx, void *arg), void *arg) MUST_CHECK;

/* Inside a deed: the log gets a leaf that this record was shown to the viewer (VIEW), that the
 * viewer was refused something about it (REFUSE), or that something else happened (NOTE: signing
 * in); no row changes. */
void tx_note(struct tx *tx, enum change_op op, const char *table, int64_t row_id);

/* The database's own check of itself: pages, indexes, types, references. A sentence for each
 * trouble, at most 20. */
enum err db_check(struct tx *tx, struct faults *faults) MUST_CHECK;

/* A consistent copy of the register while it is in use, as a file or in a database, whichever it is
 * in itself. There must be no register yet: ERR_CONFLICT. `program` is the program itself. */
enum err db_backup(struct db *db, const struct viewer *program, struct arena *a,
		   const char *to) MUST_CHECK;
#endif
