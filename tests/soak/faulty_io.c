/* faulty_io.c: every call to the file system fails once, in a child process that opens a register,
 * runs deeds and reads, and closes; then a failed fsync, which must end the process. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/must.h"
#include "faulty.h"

enum { DEEDS = 3, CLIENTS = 3, NUMBERS = 512, POINTS_MAX = 2000, ODD = 50 };

static const char *const op_names[] = { "open", "read", "write", "sync",  "truncate",
					"size", "lock", "shm",   "delete" };

struct trial {
	struct plan *plan;
	char pristine[300], path[300], said[300];
	int deeds_n;
};

/* What the machine may answer when it fails; all else is a defect. */
static bool is_clear(enum err e)
{
	return e == OK || e == ERR_DISK || e == ERR_IO || e == ERR_DB || e == ERR_BUSY ||
	       e == ERR_MEMORY || e == ERR_DB_FORMAT || e == ERR_NOT_FOUND;
}

/* One client of the child, on a thread of its own, so that deeds share commits. */
struct client {
	struct db *db;
	int acks, number, deeds_n, odd;
};

static void *client_main(void *p)
{
	struct client *c = p;
	struct arena a;
	must(arena_open(&a, 8 << 20) == OK);
	for (int i = 0; i < c->deeds_n && !c->odd; i++) {
		int ack = c->number * NUMBERS + i;
		arena_reset(&a);
		enum err e = deeds_pair(c->db, &a, c->number, i);
		if (e == OK)
			must(write(c->acks, &ack, sizeof ack) == sizeof ack);
		if (!is_clear(e))
			c->odd = ODD + 1;
		int n = deeds_count(c->db, &a, c->number, i);
		if (n == 1 || (n == 0 && e == OK) || (n == 2 && e != OK))
			c->odd = ODD + 2;
	}
	arena_close(&a);
	return NULL;
}

/* In the child. Its exit code: 0 clear, ODD + what was not. */
static int work(const struct trial *t, int acks)
{
	struct arena perm;
	struct os os = os_real();
	struct db *db;
	str why;
	struct client c[CLIENTS];
	pthread_t thread[CLIENTS];
	int odd = 0;
	must(arena_open(&perm, 64 << 20) == OK);
	enum err e = db_open(&perm, &os, t->path, DB_OPEN, &db, &why);
	if (e != OK)
		return is_clear(e) ? 0 : ODD;
	audit_attach(&perm, db);
	for (int i = 0; i < CLIENTS; i++) {
		c[i] = (struct client){ db, acks, i + 1, t->deeds_n, 0 };
		must(pthread_create(&thread[i], NULL, client_main, &c[i]) == 0);
	}
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(thread[i], NULL);
		odd = c[i].odd ? c[i].odd : odd;
	}
	t->plan->is_closing = true;
	db_close(db);
	t->plan->is_done = true;
	return odd;
}

static int run_child(const struct trial *t, bool acked[])
{
	int acks[2], i, status;
	must(pipe(acks) == 0);
	fflush(NULL);
	pid_t child = fork();
	must(child >= 0);
	if (child == 0) {
		close(acks[0]);
		int said = open(t->said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		dup2(said, STDERR_FILENO);
		_exit(work(t, acks[1]));
	}
	close(acks[1]);
	while (read(acks[0], &i, sizeof i) == sizeof i)
		acked[i] = true;
	close(acks[0]);
	while (waitpid(child, &status, 0) < 0)
		must(errno == EINTR);
	return status;
}

/* On a sound machine again. Returns what is wrong, or NULL. */
static const char *look(const struct trial *t, const bool acked[])
{
	struct arena a;
	struct os os = os_real();
	struct db *db;
	str why;
	const char *wrong = NULL;
	t->plan->nth = 0;
	must(arena_open(&a, 64 << 20) == OK);
	if (db_open(&a, &os, t->path, DB_OPEN, &db, &why) != OK) {
		arena_close(&a);
		return "the register does not open again";
	}
	audit_attach(&a, db);
	for (int i = 0; i < CLIENTS * t->deeds_n; i++) {
		int client = 1 + i / t->deeds_n, number = i % t->deeds_n;
		int n = deeds_count(db, &a, client, number);
		if (acked[client * NUMBERS + number] && n != 2)
			wrong = "an acknowledged deed is lost";
		else if (n == 1)
			wrong = "half a deed is there";
	}
	if (deeds_pair(db, &a, CLIENTS + 1, 0) != OK)
		wrong = "no deed is possible any more";
	if (!deeds_verify(db))
		wrong = "the log does not verify";
	db_close(db);
	arena_close(&a);
	return wrong;
}

/* What is wrong with how the child ended; a failed fsync must end it, nothing else may. */
static const char *ending(const struct trial *t, int status)
{
	bool is_stopped = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
	bool has_unsynced = t->plan->fired_n && t->plan->fired_op == IO_SYNC;
	if (is_stopped)
		return has_unsynced ? NULL : "it broke an invariant";
	if (WIFSIGNALED(status))
		return "it died";
	if (WEXITSTATUS(status) == ODD + 2)
		return "what was answered is not what is there";
	if (WEXITSTATUS(status))
		return "an answer is not clear";
	if (has_unsynced && !t->plan->is_closing)
		return "it went on after a failed fsync";
	return NULL;
}

static void print_said(const struct trial *t)
{
	char text[2000];
	int fd = open(t->said, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	fprintf(stderr, "%.*s\n", n > 0 ? (int)n : 0, text);
	close(fd);
}

/* One run; false when the fault found nothing left to fail. */
static bool trial_run(struct trial *t, int64_t nth, int *wrong_n)
{
	struct plan *p = t->plan;
	bool acked[NUMBERS * (CLIENTS + 1)] = { 0 };
	file_copy(t->pristine, t->path);
	p->seen_n = p->fired_n = p->fired_op = 0;
	p->is_closing = p->is_done = false;
	p->nth = nth;
	int status = run_child(t, acked);
	bool has_fired = p->fired_n > 0;
	const char *wrong = ending(t, status), *then = look(t, acked);
	if (wrong || then) {
		fprintf(stderr, "io: call %lld (%s%s): %s; %s\n", (long long)nth,
			op_names[p->fired_op], p->is_lasting ? ", lasting" : "",
			wrong ? wrong : "ended well", then ? then : "all is there");
		print_said(t);
		++*wrong_n;
	}
	return has_fired;
}

static struct trial trial_in(const char *folder)
{
	static struct plan *plan; /* allowed: one file system for the process */
	struct trial t = { .deeds_n = DEEDS };
	if (!plan)
		plan = io_install();
	*plan = (struct plan){ 0 };
	t.plan = plan;
	snprintf(t.pristine, sizeof t.pristine, "%s/pristine.db", folder);
	snprintf(t.path, sizeof t.path, "%s/trial.db", folder);
	snprintf(t.said, sizeof t.said, "%s/said.txt", folder);
	file_remove(t.pristine);
	deeds_make(t.pristine);
	return t;
}

int sweep_io(const char *folder, bool is_small)
{
	static const struct plan plans[] = {
		{ .op_bits = IO_ALL },
		{ .op_bits = IO_ALL, .is_lasting = true },
		{ .op_bits = 1u << IO_WRITE, .is_full = true },
		{ .op_bits = 1u << IO_WRITE, .is_full = true, .is_lasting = true },
		{ .op_bits = 1u << IO_SYNC },
	};
	struct trial t = trial_in(folder);
	int fired_n = 0, wrong_n = 0, by_op[IO_OPS] = { 0 };
	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		*t.plan = plans[i];
		int64_t nth = 1, step = is_small ? 23 : 1;
		while (nth < POINTS_MAX && trial_run(&t, nth, &wrong_n)) {
			by_op[t.plan->fired_op]++;
			fired_n++;
			nth += step;
		}
		if (nth == 1 || nth >= POINTS_MAX)
			wrong_n++, fputs("io: the sweep has no beginning or no end\n", stderr);
	}
	printf("io: %d faults fired, each once and each lasting, until none was left:", fired_n);
	for (int op = 0; op < IO_OPS; op++)
		if (by_op[op])
			printf(" %s %d", op_names[op], by_op[op]);
	printf("; %d wrong\n", wrong_n);
	file_remove(t.path);
	file_remove(t.pristine);
	unlink(t.said);
	return wrong_n;
}

/* The register file's own fsync fails in the first checkpoint, long after the commits before it
 * were acknowledged: the process ends, and they are all there. */
int sweep_sync(const char *folder)
{
	struct trial t = trial_in(folder);
	int wrong_n = 0;
	t.deeds_n = 150; /* more than fits the write-ahead log between two checkpoints */
	*t.plan = (struct plan){ .op_bits = 1u << IO_SYNC, .of_main = true };
	bool has_fired = trial_run(&t, 1, &wrong_n);
	bool is_stopped = has_fired && !t.plan->is_closing;
	if (!is_stopped)
		fputs("sync: no checkpoint's fsync failed before the end\n", stderr);
	printf("sync: the register file's fsync failed in a checkpoint: the process %s\n",
	       is_stopped ? "stopped; nothing acknowledged was lost" : "WENT ON");
	file_remove(t.path);
	file_remove(t.pristine);
	unlink(t.said);
	return wrong_n + !is_stopped;
}
