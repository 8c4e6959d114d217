/* deeds.c: durable deeds a second, Grata's beside a bare SQLite writer of the same rows.
 *
 * `bench_deeds FOLDER SECONDS` prints "clients, deeds/s, bare/s, ratio" for 1, 8 and 64 clients,
 * each the median of ROUNDS pairs taken in turn. A deed here enters one account: one row of eight
 * columns and its leaf. The bare writer has the same schema, pragmas, group commit and thread
 * hand-over, and inserts a row and a leaf of the same length, but hashes nothing, checks nobody's
 * role and proves nothing. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/access.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/must.h"

enum { ROUNDS = 5, CLIENTS_MAX = 64 };

/* ---- the bare writer ---- */

struct bare_job {
	struct bare_job *next;
	const char *login;
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

/* As long as those of an account. */
static char BODY[760], OPENING[220];

static void bare_step(sqlite3_stmt *s)
{
	must(sqlite3_step(s) == SQLITE_DONE);
	sqlite3_reset(s);
}

static void bare_write(struct bare *b, const struct bare_job *j)
{
	sqlite3_bind_text(b->row, 1, j->login, -1, SQLITE_STATIC);
	bare_step(b->row);
	sqlite3_bind_int64(b->leaf, 1, ++b->leaves_n);
	sqlite3_bind_int64(b->leaf, 2, b->leaves_n);
	bare_step(b->leaf);
}

static void *bare_main(void *p)
{
	struct bare *b = p;
	pthread_mutex_lock(&b->mutex);
	while (b->first || !b->is_stopping) {
		struct bare_job *list = b->first;
		if (!list) {
			pthread_cond_wait(&b->wake, &b->mutex);
			continue;
		}
		b->first = NULL;
		b->last = &b->first;
		pthread_mutex_unlock(&b->mutex);
		bare_step(b->begin);
		for (struct bare_job *j = list; j; j = j->next)
			bare_write(b, j);
		bare_step(b->edge);
		bare_step(b->commit);
		pthread_mutex_lock(&b->mutex);
		while (list) {
			struct bare_job *j = list;
			list = j->next;
			j->is_done = true;
			pthread_cond_signal(&j->done);
		}
	}
	pthread_mutex_unlock(&b->mutex);
	return NULL;
}

static void bare_deed(struct bare *b, const char *login)
{
	struct bare_job j = { .login = login };
	pthread_cond_init(&j.done, NULL);
	pthread_mutex_lock(&b->mutex);
	*b->last = &j;
	b->last = &j.next;
	pthread_cond_signal(&b->wake);
	while (!j.is_done)
		pthread_cond_wait(&j.done, &b->mutex);
	pthread_mutex_unlock(&b->mutex);
	pthread_cond_destroy(&j.done);
}

static sqlite3_stmt *bare_prepare(struct bare *b, const char *sql)
{
	sqlite3_stmt *s;
	must(sqlite3_prepare_v2(b->h, sql, -1, &s, NULL) == SQLITE_OK);
	return s;
}

static void bare_open(struct bare *b, const char *path)
{
	must(sqlite3_open(path, &b->h) == SQLITE_OK);
	must(sqlite3_exec(
		 b->h, "PRAGMA journal_mode=wal; PRAGMA synchronous=full; PRAGMA foreign_keys=on",
		 NULL, NULL, NULL) == SQLITE_OK);
	b->row = bare_prepare(
	    b, "INSERT INTO account (login, name, role_bits, label_bits, natural_person,"
	       " is_active) VALUES (?, 'Ann Example', 4, 1, 'Ann Example', 1)");
	b->leaf = bare_prepare(
	    b, "INSERT INTO audit_leaf VALUES (?, 1624262400000000, 0, 'bench.deed', 'insert',"
	       " 'account', ?, 1, ?, zeroblob(32), ?)");
	sqlite3_bind_text(b->leaf, 3, BODY, sizeof BODY - 1, SQLITE_STATIC);
	sqlite3_bind_text(b->leaf, 4, OPENING, sizeof OPENING - 1, SQLITE_STATIC);
	b->edge =
	    bare_prepare(b, "REPLACE INTO audit_edge VALUES (1, 1, 1, zeroblob(300), zeroblob(32))");
	b->begin = bare_prepare(b, "BEGIN IMMEDIATE");
	b->commit = bare_prepare(b, "COMMIT");
	b->last = &b->first;
	pthread_mutex_init(&b->mutex, NULL);
	pthread_cond_init(&b->wake, NULL);
	must(pthread_create(&b->thread, NULL, bare_main, b) == 0);
}

static void bare_close(struct bare *b)
{
	pthread_mutex_lock(&b->mutex);
	b->is_stopping = true;
	pthread_cond_signal(&b->wake);
	pthread_mutex_unlock(&b->mutex);
	pthread_join(b->thread, NULL);
	sqlite3_stmt *all[] = { b->row, b->leaf, b->edge, b->begin, b->commit };
	for (int i = 0; i < 5; i++)
		sqlite3_finalize(all[i]);
	sqlite3_close(b->h);
}

/* ---- ours ---- */

static enum err enter(struct tx *tx, void *arg)
{
	struct faults f = faults_in(tx->a);
	struct account in = { .login = str_of(arg),
			      .name = S("Ann Example"),
			      .role_bits = BIT(ROLE_VISA) };
	int64_t id;
	return account_add(tx, &in, &f, &id);
}

/* ---- clients ---- */

struct run {
	struct db *db;     /* ours, or */
	struct bare *bare; /* the other */
	int64_t until_us, deeds_n;
	int client, round;
};

static void *client_main(void *p)
{
	struct run *r = p;
	struct arena a;
	must(arena_open(&a, 1 << 20) == OK);
	while (os_monotonic_us() < r->until_us) {
		arena_reset(&a);
		str login = str_fmt(&a, "c%d.r%d.%lld", r->client, r->round, (long long)r->deeds_n);
		if (r->bare)
			bare_deed(r->bare, login.p);
		else
			must(db_deed(r->db, &VIEWER_SYSTEM, &a, NULL, "bench.deed", enter,
				     (void *)(uintptr_t)login.p) == OK);
		r->deeds_n++;
	}
	arena_close(&a);
	return NULL;
}

static double deeds_per_s(struct db *db, struct bare *bare, int clients, int round, double seconds)
{
	struct run r[CLIENTS_MAX];
	pthread_t t[CLIENTS_MAX];
	int64_t from = os_monotonic_us(), n = 0;
	for (int i = 0; i < clients; i++) {
		r[i] = (struct run){ db, bare, from + (int64_t)(seconds * 1e6),
				     0,  i,    round * 100 + clients };
		must(pthread_create(&t[i], NULL, client_main, &r[i]) == 0);
	}
	for (int i = 0; i < clients; i++) {
		pthread_join(t[i], NULL);
		n += r[i].deeds_n;
	}
	return (double)n * 1e6 / (double)(os_monotonic_us() - from);
}

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static double median(double *v)
{
	qsort(v, ROUNDS, sizeof *v, by_size);
	return v[ROUNDS / 2];
}

int main(int argc, char **argv)
{
	struct arena a;
	struct os os = os_real();
	struct db *db, *empty;
	struct bare bare = { 0 };
	str why;
	static const int counts[] = { 1, 8, 64 };
	if (argc != 3 || arena_open(&a, 64 << 20) != OK)
		return 2;
	double seconds = strtod(argv[2], NULL);
	memset(BODY, 'b', sizeof BODY - 1);
	memset(OPENING, 'o', sizeof OPENING - 1);
	str ours = str_fmt(&a, "%s/ours.db", argv[1]), theirs = str_fmt(&a, "%s/bare.db", argv[1]);
	must(db_open(&a, &os, ours.p, DB_CREATE, &db, &why) == OK);
	audit_attach(&a, db);
	must(db_open(&a, &os, theirs.p, DB_CREATE, &empty, &why) == OK); /* for the schema */
	db_close(empty);
	bare_open(&bare, theirs.p);
	printf("clients\tdeeds_s\tbare_s\tratio\n");
	for (int c = 0; c < 3; c++) {
		double mine[ROUNDS], other[ROUNDS], ratio[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			mine[i] = deeds_per_s(db, NULL, counts[c], i, seconds);
			other[i] = deeds_per_s(NULL, &bare, counts[c], i, seconds);
			ratio[i] = mine[i] / other[i];
		}
		printf("%d\t%.0f\t%.0f\t%.2f\n", counts[c], median(mine), median(other),
		       median(ratio));
	}
	bare_close(&bare);
	db_close(db);
	arena_close(&a);
	return 0;
}
