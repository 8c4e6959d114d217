/* bare.h: what a plain program with SQLite does: one writer thread that commits together what
 * waits, rows and leaves as long as ours, but hashes nothing, checks nobody's role and proves
 * nothing. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct bare_job {
	struct bare_job *next;
	const char *login; /* of the account to enter; NULL: only the leaf */
	bool is_done;
	pthread_cond_t done;
};

struct bare {
	sqlite3 *h;
	sqlite3_stmt *row, *leaf, *edge, *begin, *commit;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	struct bare_job *first, **last;
	bool is_stopping;
	int64_t leaves_n;
	pthread_t thread;
};

/* A register of this program's schema; leaves are as long as those of an account. */
void bare_open(struct bare *b, const char *path);
/* One durable commit, shared with whoever waits at the same time. */
void bare_deed(struct bare *b, const char *login);
void bare_close(struct bare *b);

/* A reader with a connection of its own: an account by its number, in a snapshot. */
struct bare_reader {
	sqlite3 *h;
	sqlite3_stmt *begin, *get, *commit;
};

void bare_reader_open(struct bare_reader *r, const char *path);
void bare_read(struct bare_reader *r, int64_t id); /* it must be there */
void bare_reader_close(struct bare_reader *r);

#endif
