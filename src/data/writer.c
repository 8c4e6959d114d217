/* writer.c: the one thread that writes. It takes all deeds that wait, gives each a savepoint,
 * commits them together, then tells each caller. */
#include <stdio.h>
#include <string.h>

#include "base/must.h"
#include "data/db_impl.h"

/* Runs the deed of a job between its savepoint and its release. */
static enum err run_deed(struct db *db, struct job *j)
{
	struct tx tx;
	jmp_buf full, *outer = j->a->full;
	enum err e;
	tx_fill(&tx, db, db->writer, j->viewer, j->a);
	tx.is_deed = true;
	tx.refusal = j->refusal;
	tx.act = str_of(j->act);
	j->a->full = &full;
	if (setjmp(full) == 0) {
		e = j->deed(&tx, j->arg);
		if (e == OK && tx.changes) {
			must(db->log.append != NULL);
			e = db->log.append(db->log.log, &tx);
		}
	} else {
		conn_reset(db->writer);
		e = ERR_MEMORY;
	}
	j->a->full = outer;
	return e;
}

static void end_badly(struct conn *c)
{
	/* A connection that is gone has taken its transaction along. */
	if (c->engine->state(c) != TX_NONE && c->engine->run(c, TX_ROLLBACK) != OK &&
	    c->engine->is_alive(c))
		must_not_come_here("a transaction can be neither committed nor rolled back");
}

static void forget_log(struct db *db)
{
	if (db->log.forget)
		db->log.forget(db->log.log);
}

/* On most errors the deed alone is undone. Where that is not possible, and where the database has
 * given up the transaction by itself (a full disk, an I/O error, a lost connection), none is open
 * afterwards. */
static enum err run_job(struct db *db, struct job *j)
{
	struct conn *c = db->writer;
	const struct engine *g = db->engine;
	enum err e = g->run(c, TX_SAVE);
	if (e != OK)
		return e;
	e = run_deed(db, j);
	if (e == OK && g->state(c) != TX_OPEN)
		e = ERR_DB;
	if (g->state(c) == TX_NONE)
		return e;
	enum err undone = e != OK ? g->run(c, TX_UNDO) : OK;
	enum err released = g->run(c, TX_RELEASE);
	if (undone == OK && released == OK)
		return e;
	end_badly(c);
	return undone != OK ? undone : released;
}

/* A connection that was lost since the last group is made anew. */
static enum err writer_conn(struct db *db)
{
	if (db->writer && db->engine->is_alive(db->writer))
		return OK;
	conn_close(db->writer);
	db->writer = NULL;
	return db->engine->open(db->path, CONN_WRITES, &db->writer);
}

static enum err begin(struct db *db)
{
	TRY(writer_conn(db));
	enum err e = db->engine->run(db->writer, TX_WRITE);
	if (e != OK && !db->engine->is_alive(db->writer)) {
		TRY(writer_conn(db));
		e = db->engine->run(db->writer, TX_WRITE);
	}
	if (e == OK && db->engine->has_moved(db->writer))
		forget_log(db);
	return e;
}

/* The log's last word before the commit, in memory of its own. */
static enum err seal(struct db *db)
{
	struct tx tx;
	if (!db->log.seal)
		return OK;
	arena_reset(&db->scratch);
	tx_fill(&tx, db, db->writer, NULL, &db->scratch);
	tx.is_deed = true;
	return db->log.seal(db->log.log, &tx);
}

/* Runs a list of jobs in one transaction; every job gets its answer. When the transaction is lost
 * half way, so are the jobs before it, and none after it may run: its savepoint would begin a
 * transaction of its own. */
static void run_group(struct db *db, struct job *list)
{
	enum err e = begin(db);
	for (struct job *j = list; j; j = j->next) {
		j->e = e == OK ? run_job(db, j) : e;
		if (e == OK && db->engine->state(db->writer) != TX_OPEN)
			e = j->e;
	}
	if (e == OK)
		e = seal(db);
	if (e == OK)
		e = db->engine->run(db->writer, TX_COMMIT);
	if (e == OK)
		return;
	if (db->writer)
		end_badly(db->writer);
	forget_log(db);
	for (struct job *j = list; j; j = j->next)
		if (j->e == OK)
			j->e = e;
}

/* Takes up to GROUP_MAX jobs off the queue; the mutex is held. */
static struct job *take_group(struct db *db)
{
	struct job *list = db->first, *j = list;
	int n = 1;
	for (; j && j->next && n < GROUP_MAX; n++)
		j = j->next;
	if (!j)
		return NULL;
	db->first = j->next;
	if (!db->first)
		db->last = &db->first;
	db->n_jobs -= n;
	j->next = NULL;
	return list;
}

static void *writer_main(void *arg)
{
	struct db *db = arg;
	pthread_mutex_lock(&db->mutex);
	for (;;) {
		struct job *list = take_group(db);
		if (!list && db->is_stopping)
			break;
		if (!list) {
			pthread_cond_wait(&db->wake, &db->mutex);
			continue;
		}
		pthread_mutex_unlock(&db->mutex);
		run_group(db, list);
		pthread_mutex_lock(&db->mutex);
		db->commits_n++;
		while (list) {
			struct job *j = list;
			list = j->next; /* the caller's memory is gone once it has its answer */
			j->is_done = true;
			pthread_cond_signal(&j->done);
		}
	}
	pthread_mutex_unlock(&db->mutex);
	return NULL;
}

enum err writer_start(struct db *db)
{
	if (pthread_create(&db->thread, NULL, writer_main, db) != 0)
		return ERR_MEMORY;
	db->has_thread = true;
	return OK;
}

void writer_stop(struct db *db)
{
	if (!db->has_thread)
		return;
	pthread_mutex_lock(&db->mutex);
	db->is_stopping = true;
	pthread_cond_signal(&db->wake);
	pthread_mutex_unlock(&db->mutex);
	pthread_join(db->thread, NULL);
}

enum err db_deed(struct db *db, const struct viewer *viewer, struct arena *a,
		 struct refusal *refusal, const char *act,
		 enum err (*deed)(struct tx *tx, void *arg), void *arg)
{
	struct job j = {
		.viewer = viewer, .a = a, .refusal = refusal, .act = act, .deed = deed, .arg = arg
	};
	must(db->has_thread && !pthread_equal(pthread_self(), db->thread));
	pthread_cond_init(&j.done, NULL);
	pthread_mutex_lock(&db->mutex);
	if (db->is_stopping || db->n_jobs >= QUEUE_MAX) {
		j.e = ERR_BUSY;
		j.is_done = true;
	} else {
		*db->last = &j;
		db->last = &j.next;
		db->n_jobs++;
		pthread_cond_signal(&db->wake);
	}
	while (!j.is_done)
		pthread_cond_wait(&j.done, &db->mutex);
	pthread_mutex_unlock(&db->mutex);
	pthread_cond_destroy(&j.done);
	return j.e;
}
