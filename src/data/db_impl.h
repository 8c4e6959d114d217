/* db_impl.h: what the files of data/ share. Nobody outside includes it. */
#ifndef DATA_DB_IMPL_H
#define DATA_DB_IMPL_H

#include <pthread.h>

#include "data/engine.h"

enum {
	READERS_MAX = 64, /* snapshots open at a time; more get ERR_BUSY */
	QUEUE_MAX = 4096, /* deeds that wait */
	GROUP_MAX = 256,  /* deeds that share a commit */
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
	const struct engine *engine;
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
	struct conn *used;    /* those with a snapshot */
	int n_readers, n_jobs;
	struct job *first, **last;
	bool is_stopping;
	int64_t commits_n;
};

/* query.c. Closes it with all its statements; NULL is well. */
void conn_close(struct conn *c);
/* Closes every statement that a jump left open. */
void conn_reset(struct conn *c);

/* migrate.c: brings the register to this program's version. */
enum err migrate(struct arena *a, struct os *os, struct conn *c, const char *path,
		 enum db_mode mode, str *why) MUST_CHECK;

/* walk.c: makes the register `path` of all rows that the snapshot sees, its viewer being the
 * program itself. ERR_CONFLICT when there is one. */
enum err walk_pour(struct tx *from, const char *path) MUST_CHECK;

/* writer.c */
enum err writer_start(struct db *db) MUST_CHECK;
void writer_stop(struct db *db);

void tx_fill(struct tx *tx, struct db *db, struct conn *c, const struct viewer *viewer,
	     struct arena *a);

#endif
