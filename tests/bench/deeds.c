/* deeds.c: durable deeds a second, Grata's beside a bare SQLite writer of the same rows; and reads.
 *
 * `bench_deeds FOLDER SECONDS` prints "clients, deeds/s, bare/s, ratio" for 1, 8 and 64 clients,
 * each the median of ROUNDS pairs taken in turn. A deed here enters one account: one row of eight
 * columns and its leaf. The bare writer has the same schema, pragmas, group commit and thread
 * hand-over, and inserts a row and a leaf of the same length, but hashes nothing, checks nobody's
 * role and proves nothing.
 *
 * `bench_deeds REGISTER SECONDS CLIENTS KIND` prints how many a second of one kind: `deeds` and
 * `reads` of a register, which may be a database, made when it is not there; `bare-deeds` and
 * `bare-reads` of a file that is there. A read is one account by its number in a snapshot of its
 * own. Each client does one before time is taken, so that connections are open. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access.sql.h"
#include "access/access.h"
#include "audit/audit.h"
#include "bare.h"
#include "base/day.h"
#include "base/must.h"

enum { ROUNDS = 5, CLIENTS_MAX = 64 };

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

static void enter_one(struct db *db, struct arena *a, const char *login)
{
	must(db_deed(db, &VIEWER_SYSTEM, a, NULL, "bench.deed", enter, (void *)(uintptr_t)login) ==
	     OK);
}

/* The accounts that a read may ask for: READ_IDS of them are there. */
enum { READ_IDS = 100 };

static void read_one(struct db *db, struct arena *a, int64_t n)
{
	struct tx tx;
	struct access_account_by_id_row row;
	must(tx_begin(db, &VIEWER_SYSTEM, a, &tx) == OK);
	must(access_account_by_id(&tx, &(struct access_account_by_id_args){ n % READ_IDS + 1 },
				  &row) == OK);
	tx_end(&tx);
}

/* ---- clients ---- */

struct run {
	struct db *db;     /* ours, or */
	struct bare *bare; /* the other */
	const char *path;  /* of bare reads: each client has a connection of its own */
	double seconds;
	pthread_barrier_t *ready;
	int64_t done_n, took_us;
	int client, round;
	bool is_read;
};

static void one(struct run *r, struct bare_reader *reader, struct arena *a)
{
	arena_reset(a);
	if (r->is_read) {
		if (reader)
			bare_read(reader, r->done_n % READ_IDS + 1);
		else
			read_one(r->db, a, r->done_n);
	} else {
		str login = str_fmt(a, "c%d.r%d.%lld", r->client, r->round, (long long)r->done_n);
		if (r->bare)
			bare_deed(r->bare, login.p);
		else
			enter_one(r->db, a, login.p);
	}
	r->done_n++;
}

static void *client_main(void *p)
{
	struct run *r = p;
	struct arena a;
	struct bare_reader reader, *mine = NULL;
	must(arena_open(&a, 1 << 20) == OK);
	if (r->path) {
		mine = &reader;
		bare_reader_open(mine, r->path);
	}
	one(r, mine, &a);
	pthread_barrier_wait(r->ready);
	int64_t from = os_monotonic_us(), until = from + (int64_t)(r->seconds * 1e6), now = from;
	int64_t before = r->done_n;
	for (; now < until; now = os_monotonic_us())
		one(r, mine, &a);
	r->done_n -= before;
	r->took_us = now - from;
	if (mine)
		bare_reader_close(mine);
	arena_close(&a);
	return NULL;
}

static double per_s(const struct run *kind, int clients)
{
	struct run r[CLIENTS_MAX];
	pthread_t t[CLIENTS_MAX];
	pthread_barrier_t ready;
	int64_t n = 0, longest = 1;
	must(clients <= CLIENTS_MAX);
	pthread_barrier_init(&ready, NULL, (unsigned)clients);
	for (int i = 0; i < clients; i++) {
		r[i] = *kind;
		r[i].client = i;
		r[i].ready = &ready;
		must(pthread_create(&t[i], NULL, client_main, &r[i]) == 0);
	}
	for (int i = 0; i < clients; i++) {
		pthread_join(t[i], NULL);
		n += r[i].done_n;
		longest = r[i].took_us > longest ? r[i].took_us : longest;
	}
	pthread_barrier_destroy(&ready);
	return (double)n * 1e6 / (double)longest;
}

static double deeds_per_s(struct db *db, struct bare *bare, int clients, int round, double seconds)
{
	struct run kind = {
		.db = db, .bare = bare, .seconds = seconds, .round = round * 100 + clients
	};
	return per_s(&kind, clients);
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

/* The other kinds: of one register, for as many clients as are asked for. */

static struct db *register_at(struct arena *a, struct os *os, const char *where)
{
	struct db *db;
	str why;
	if (db_open(a, os, where, DB_OPEN, &db, &why) == OK) {
		audit_attach(a, db);
		return db;
	}
	must(db_open(a, os, where, DB_CREATE, &db, &why) == OK);
	audit_attach(a, db);
	for (int i = 0; i < READ_IDS; i++)
		enter_one(db, a, str_fmt(a, "reader.%d", i).p);
	return db;
}

static int one_kind(struct arena *a, struct os *os, const char *where, double seconds, int clients,
		    const char *word)
{
	struct bare bare = { 0 };
	bool is_bare = strncmp(word, "bare-", 5) == 0;
	struct run kind = { .seconds = seconds, .round = (int)(os_now_at(os) / 1000 % 1000000000) };
	kind.is_read = strcmp(word + (is_bare ? 5 : 0), "reads") == 0;
	if (!is_bare)
		kind.db = register_at(a, os, where);
	else if (kind.is_read)
		kind.path = where;
	else
		bare_open(kind.bare = &bare, where);
	printf("%.0f\n", per_s(&kind, clients));
	if (kind.db)
		db_close(kind.db);
	if (kind.bare)
		bare_close(&bare);
	return 0;
}

int main(int argc, char **argv)
{
	struct arena a;
	struct os os = os_real();
	struct db *db, *empty;
	struct bare bare = { 0 };
	str why;
	static const int counts[] = { 1, 8, 64 };
	if ((argc != 3 && argc != 5) || arena_open(&a, 64 << 20) != OK)
		return 2;
	double seconds = strtod(argv[2], NULL);
	if (argc == 5)
		return one_kind(&a, &os, argv[1], seconds, (int)strtol(argv[3], NULL, 10), argv[4]);
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
