/* bare.c: the plain writer. */
#include "bare.h"

#include <string.h>

#include "base/must.h"

/* As long as those of an account. */
enum { BODY_BYTES = 759, OPENING_BYTES = 219 };

static void bare_step(sqlite3_stmt *s)
{
	must(sqlite3_step(s) == SQLITE_DONE);
	sqlite3_reset(s);
}

static void bare_write(struct bare *b, const struct bare_job *j)
{
	if (j->login) {
		sqlite3_bind_text(b->row, 1, j->login, -1, SQLITE_STATIC);
		bare_step(b->row);
	}
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

void bare_deed(struct bare *b, const char *login)
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

static sqlite3_stmt *prepare(sqlite3 *h, const char *sql)
{
	sqlite3_stmt *s;
	must(sqlite3_prepare_v2(h, sql, -1, &s, NULL) == SQLITE_OK);
	return s;
}

void bare_open(struct bare *b, const char *path)
{
	must(sqlite3_open(path, &b->h) == SQLITE_OK);
	must(sqlite3_exec(
		 b->h, "PRAGMA journal_mode=wal; PRAGMA synchronous=full; PRAGMA foreign_keys=on",
		 NULL, NULL, NULL) == SQLITE_OK);
	b->row =
	    prepare(b->h, "INSERT INTO account (login, name, role_bits, label_bits, natural_person,"
			  " is_active) VALUES (?, 'Ann Example', 4, 1, 'Ann Example', 1)");
	b->leaf = prepare(
	    b->h, "INSERT INTO audit_leaf VALUES (?, 1624262400000000, 0, 'bench.deed', 'insert',"
		  " 'account', ?, 1, ?, zeroblob(32), ?)");
	char body[BODY_BYTES], opening[OPENING_BYTES];
	memset(body, 'b', sizeof body);
	memset(opening, 'o', sizeof opening);
	sqlite3_bind_text(b->leaf, 3, body, sizeof body, SQLITE_TRANSIENT);
	sqlite3_bind_text(b->leaf, 4, opening, sizeof opening, SQLITE_TRANSIENT);
	b->edge =
	    prepare(b->h, "REPLACE INTO audit_edge VALUES (1, 1, 1, zeroblob(300), zeroblob(32))");
	b->begin = prepare(b->h, "BEGIN IMMEDIATE");
	b->commit = prepare(b->h, "COMMIT");
	sqlite3_stmt *last = prepare(b->h, "SELECT coalesce(max(id), 0) FROM audit_leaf");
	must(sqlite3_step(last) == SQLITE_ROW);
	b->leaves_n = sqlite3_column_int64(last, 0);
	sqlite3_finalize(last);
	b->last = &b->first;
	pthread_mutex_init(&b->mutex, NULL);
	pthread_cond_init(&b->wake, NULL);
	must(pthread_create(&b->thread, NULL, bare_main, b) == 0);
}

void bare_close(struct bare *b)
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

void bare_reader_open(struct bare_reader *r, const char *path)
{
	must(sqlite3_open_v2(path, &r->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
	     SQLITE_OK);
	r->begin = prepare(r->h, "BEGIN");
	r->get =
	    prepare(r->h, "SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id,"
			  " a.natural_person, a.is_active FROM account a WHERE a.id = ?");
	r->commit = prepare(r->h, "COMMIT");
}

void bare_read(struct bare_reader *r, int64_t id)
{
	bare_step(r->begin);
	sqlite3_bind_int64(r->get, 1, id);
	must(sqlite3_step(r->get) == SQLITE_ROW);
	for (int i = 0; i < sqlite3_column_count(r->get); i++)
		(void)sqlite3_column_text(r->get, i);
	sqlite3_reset(r->get);
	bare_step(r->commit);
}

void bare_reader_close(struct bare_reader *r)
{
	sqlite3_finalize(r->begin);
	sqlite3_finalize(r->get);
	sqlite3_finalize(r->commit);
	sqlite3_close(r->h);
}
