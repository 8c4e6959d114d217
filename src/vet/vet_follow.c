/* vet_follow.c: while a server runs, whoever is entered or changed, and every new version of a
 * list, is screened within seconds, by a thread that looks whether a row of the register has
 * changed. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/must.h"
#include "vet/vet.h"

enum { EVERY_US = 5000000, SLICE_US = 100000, FOLLOW_ARENA = 1 << 30 };

struct vet_follower {
	struct db *db;
	pthread_t thread;
	atomic_bool is_stopping;
};

static enum err changes_of(struct db *db, struct arena *a, int64_t *n)
{
	struct tx tx;
	struct audit_head head;
	TRY(tx_begin(db, &VIEWER_SYSTEM, a, &tx));
	enum err e = audit_head(&tx, &head);
	tx_end(&tx);
	*n = e == OK ? head.changes_n : 0;
	return e;
}

/* One turn, a function of its own: what setjmp is in must not keep it in registers. */
__attribute__((noinline)) static enum err turn(struct vet_follower *f, struct arena *a,
					       int64_t *seen_n)
{
	struct vet_ran ran;
	struct viewer by = VIEWER_SYSTEM;
	int64_t now_n;
	by.session = S("serve");
	TRY(changes_of(f->db, a, &now_n));
	if (now_n != *seen_n)
		TRY(vet_rescreen(f->db, &by, a, false, &ran));
	*seen_n = now_n; /* of before: what came meanwhile is seen next time */
	return OK;
}

/* Whatever goes wrong is tried again at the next turn; a run that was cut off goes on. */
static enum err follow(struct vet_follower *f, int64_t *seen_n)
{
	struct arena a;
	jmp_buf full;
	TRY(arena_open(&a, FOLLOW_ARENA));
	volatile enum err e = ERR_MEMORY;
	if (setjmp(full) == 0) {
		a.full = &full;
		e = turn(f, &a, seen_n);
	}
	arena_close(&a);
	return e;
}

static void *follow_loop(void *p)
{
	struct vet_follower *f = p;
	int64_t seen_n = -1;
	while (!atomic_load(&f->is_stopping)) {
		enum err e = follow(f, &seen_n);
		if (e != OK && e != ERR_CONFLICT)
			fprintf(stderr, "grata: vet: screening: %s\n", err_sentence(e));
		for (int us = 0; us < EVERY_US && !atomic_load(&f->is_stopping); us += SLICE_US)
			usleep(SLICE_US);
	}
	return NULL;
}

enum err vet_follow_start(struct db *db, struct arena *a, struct vet_follower **f)
{
	*f = arena_new(a, struct vet_follower);
	(*f)->db = db;
	return pthread_create(&(*f)->thread, NULL, follow_loop, *f) == 0 ? OK : ERR_BUSY;
}

void vet_follow_stop(struct vet_follower *f)
{
	atomic_store(&f->is_stopping, true);
	must(pthread_join(f->thread, NULL) == 0);
}
