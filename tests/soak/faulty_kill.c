/* faulty_kill.c: kill -9 while clients write, over and over. After each: what was acknowledged is
 * there, no deed is half there, the log verifies. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/must.h"
#include "faulty.h"

enum {
	CLIENTS = 4,
	LIFE_CYCLES = 25, /* then a new register, so that verifying stays quick */
	LIFE_US = 12000,  /* a child lives at most so long after its first acknowledgement */
	MINE = 4096,      /* deeds of a client in one cycle, at most */
};

struct client {
	struct db *db;
	int acks, client, from;
};

struct ack {
	int client, number;
};

static void *client_main(void *p)
{
	struct client *c = p;
	struct arena a;
	must(arena_open(&a, 1 << 20) == OK);
	for (int i = c->from; i < c->from + MINE; i++) {
		struct ack ack = { c->client, i };
		arena_reset(&a);
		if (deeds_pair(c->db, &a, c->client, i) == OK)
			must(write(c->acks, &ack, sizeof ack) == sizeof ack);
	}
	return NULL;
}

static void child_main(const char *path, int acks, int from)
{
	struct arena perm;
	struct os os = os_real();
	struct db *db;
	str why;
	struct client c[CLIENTS];
	pthread_t t[CLIENTS];
	must(arena_open(&perm, 64 << 20) == OK);
	must(db_open(&perm, &os, path, DB_OPEN, &db, &why) == OK);
	audit_attach(&perm, db);
	for (int i = 0; i < CLIENTS; i++) {
		c[i] = (struct client){ db, acks, i + 1, from };
		must(pthread_create(&t[i], NULL, client_main, &c[i]) == 0);
	}
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(t[i], NULL);
	_exit(0);
}

/* Counts of all cycles. */
struct tally {
	int64_t acked_n, unsaid_n; /* unsaid: there, but the kill came before the answer */
	int lost_n, half_n, bad_n;
};

/* *next is the number behind the last deed of each client, so that no two cycles share one. */
static void look(const char *path, const struct ack *acks, int n, int from, int *next,
		 struct tally *all)
{
	struct arena a;
	struct os os = os_real();
	struct db *db;
	str why;
	int top = from;
	must(arena_open(&a, 64 << 20) == OK);
	if (db_open(&a, &os, path, DB_OPEN, &db, &why) != OK) {
		all->bad_n++;
		arena_close(&a);
		return;
	}
	audit_attach(&a, db);
	for (int i = 0; i < n; i++) {
		int there = deeds_count(db, &a, acks[i].client, acks[i].number);
		all->lost_n += there != 2;
		top = acks[i].number >= top ? acks[i].number + 1 : top;
	}
	all->acked_n += n;
	for (int client = 1; client <= CLIENTS; client++)
		for (int number = from; number <= top + 1; number++) {
			int there = deeds_count(db, &a, client, number);
			all->half_n += there == 1;
			all->unsaid_n += there == 2;
		}
	all->bad_n += !deeds_verify(db);
	*next = top + 2;
	db_close(db);
	arena_close(&a);
}

static int cycle(const char *path, unsigned long dice, int from, struct tally *all)
{
	static struct ack acks[CLIENTS * MINE]; /* allowed: too large for the stack */
	int pipes[2], n = 0, next = from;
	must(pipe(pipes) == 0);
	fflush(NULL);
	pid_t child = fork();
	must(child >= 0);
	if (child == 0) {
		close(pipes[0]);
		child_main(path, pipes[1], from);
	}
	close(pipes[1]);
	if (dice % 8 && read(pipes[0], &acks[0], sizeof acks[0]) == sizeof acks[0])
		n = 1; /* else it dies while it opens */
	nanosleep(&(struct timespec){ .tv_nsec = (long)(dice / 8 % LIFE_US) * 1000 }, NULL);
	kill(child, SIGKILL);
	while (n < CLIENTS * MINE && read(pipes[0], &acks[n], sizeof acks[n]) == sizeof acks[n])
		n++;
	close(pipes[0]);
	while (waitpid(child, NULL, 0) < 0)
		must(errno == EINTR);
	look(path, acks, n, from, &next, all);
	return next;
}

int sweep_kill(const char *folder, int cycles)
{
	char path[300];
	struct tally all = { 0 };
	uint64_t dice = 88172645463325252u; /* xorshift64 (Marsaglia 2003) */
	int from = 0;
	snprintf(path, sizeof path, "%s/kill.db", folder);
	for (int i = 0; i < cycles; i++) {
		if (i % LIFE_CYCLES == 0) {
			file_remove(path);
			deeds_make(path);
			from = 0;
		}
		dice ^= dice << 13;
		dice ^= dice >> 7;
		dice ^= dice << 17;
		from = cycle(path, (unsigned long)(dice >> 20), from, &all);
	}
	file_remove(path);
	printf("kill -9: %d cycles, %lld deeds acknowledged, %d of them lost; %lld were done but "
	       "not yet said; %d half there; %d logs that do not verify\n",
	       cycles, (long long)all.acked_n, all.lost_n,
	       (long long)(all.unsaid_n - all.acked_n + all.lost_n), all.half_n, all.bad_n);
	return all.lost_n + all.half_n + all.bad_n;
}
