/* deeds.c: durable deeds a second, Grata's beside a bare SQLite writer of the same rows.
 *
 * `bench_deeds FOLDER SECONDS` prints "clients, deeds/s, bare/s, ratio" for 1, 8 and 64 clients,
 * each the median of ROUNDS pairs taken in turn. A deed here enters one account: one row of eight
 * columns and its leaf. The bare writer has the same schema, pragmas, group commit and thread
 * hand-over, and inserts a row and a leaf of the same length, but hashes nothing, checks nobody's
 * role and proves nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
