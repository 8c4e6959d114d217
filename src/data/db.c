/* db.c: opening a register, read snapshots, the register's clock, backup. */
#include "data/db.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/verb.h"
#include "data/db_impl.h"

static enum err take_place(const struct engine *g, const char *path, enum db_mode mode,
			   struct arena *a, str *why)
{
	if (mode == DB_CREATE) {
		enum err e = g->make(path);
		if (e == ERR_CONFLICT)
			*why = str_fmt(a, "%.*s is already there", SF(g->say(a, path)));
		else if (e != OK)
			*why = str_fmt(a, "%.*s cannot be made here", SF(g->say(a, path)));
		return e;
	}
	if (g->is_there(path))
		return OK;
	*why = str_fmt(a, "there is no register %.*s; 'grata init' or 'grata demo load' makes one",
		       SF(g->say(a, path)));
	return ERR_NOT_FOUND;
}

static struct db *db_new(const struct engine *g, struct os *os, const char *path)
{
	struct db *db = calloc(1, sizeof *db);
	if (!db)
		return NULL;
	db->engine = g;
	db->path = strdup(path);
	db->zone = strdup("UTC");
	db->os = os;
	db->last = &db->first;
	pthread_mutex_init(&db->mutex, NULL);
	pthread_mutex_init(&db->clock_mutex, NULL);
	db->day_ends_at = INT64_MIN;
	pthread_cond_init(&db->wake, NULL);
	return db;
}

enum err db_open(struct arena *a, struct os *os, const char *path, enum db_mode mode,
		 struct db **out, str *why)
{
	const struct engine *g = engine_of(path);
	*why = (str){ 0 };
	TRY(take_place(g, path, mode, a, why));
	struct db *db = db_new(g, os, path);
	if (!db)
		return ERR_MEMORY;
	enum err e = arena_open(&db->scratch, 1 << 20);
	if (e == OK)
		e = db->path && db->zone ? g->open(path, CONN_WRITES, &db->writer) : ERR_MEMORY;
	if (e == ERR_DB_FORMAT)
		*why = str_fmt(a, "%.*s is damaged or not a register", SF(g->say(a, path)));
	if (e == ERR_BUSY)
		*why = str_fmt(a, "%.*s does not answer", SF(g->say(a, path)));
	if (e == OK)
		e = migrate(a, os, db->writer, path, mode, why);
	if (e == OK && mode != DB_READ)
		e = writer_start(db);
	if (e != OK) {
		db_close(db);
		if (mode == DB_CREATE)
			g->unmake(path);
		return e;
	}
	*out = db;
	return OK;
}

str db_say(struct arena *a, const char *path)
{
	return engine_of(path)->say(a, path);
}

bool db_is_file(const char *path)
{
	return engine_of(path)->is_file;
}

enum err db_doors(struct arena *a, const char *path, struct db_doors *d)
{
	return engine_of(path)->doors(a, path, d);
}

void db_unmake(const char *path)
{
	engine_of(path)->unmake(path);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	writer_stop(db);
	while (db->readers) {
		struct conn *c = db->readers;
		db->readers = c->next;
		conn_close(c);
	}
	conn_close(db->writer);
	arena_close(&db->scratch);
	pthread_mutex_destroy(&db->mutex);
	pthread_mutex_destroy(&db->clock_mutex);
	pthread_cond_destroy(&db->wake);
	free(db->path);
	free(db->zone);
	free(db);
}

void db_set_log(struct db *db, struct log_hook hook)
{
	db->log = hook;
}

void db_set_clock(struct db *db, int64_t offset_us, str zone)
{
	char *z = strndup(zone.p, (size_t)zone.n);
	must(z != NULL);
	zone_keep(z);
	pthread_mutex_lock(&db->clock_mutex);
	free(db->zone);
	db->zone = z;
	db->offset_us = offset_us;
	db->day_ends_at = INT64_MIN;
	pthread_mutex_unlock(&db->clock_mutex);
}

/* The instant, and the day it is in the register's zone. The day is looked up anew only every
 * quarter of an hour: no zone changes its day inside one. */
static void read_clock(struct db *db, int64_t *at, int64_t *on)
{
	enum { QUARTER_S = 900 };
	pthread_mutex_lock(&db->clock_mutex);
	*at = os_now_at(db->os) + db->offset_us;
	if (*at >= db->day_ends_at || *at < db->day_ends_at - QUARTER_S * SECOND_US) {
		must(zone_day(db->zone, *at, &db->day_on) == OK);
		db->day_ends_at = (*at / (QUARTER_S * SECOND_US) + 1) * QUARTER_S * SECOND_US;
	}
	*on = db->day_on;
	pthread_mutex_unlock(&db->clock_mutex);
}

const char *db_zone(const struct db *db)
{
	return db->zone;
}

int64_t db_now_at(struct db *db)
{
	int64_t at, on;
	read_clock(db, &at, &on);
	return at;
}

int db_hour(struct db *db, int64_t at)
{
	struct clock c;
	pthread_mutex_lock(&db->clock_mutex);
	must(zone_clock(db->zone, at, &c) == OK);
	pthread_mutex_unlock(&db->clock_mutex);
	return c.hour;
}

struct os *db_os(struct db *db)
{
	return db->os;
}

const char *db_path(const struct db *db)
{
	return db->path;
}

int64_t db_version(struct db *db)
{
	pthread_mutex_lock(&db->mutex);
	int64_t n = db->commits_n;
	pthread_mutex_unlock(&db->mutex);
	return n;
}

/* ---- transactions ---- */

void tx_fill(struct tx *tx, struct db *db, struct conn *c, const struct viewer *viewer,
	     struct arena *a)
{
	*tx = (struct tx){ .db = db, .conn = c, .a = a, .viewer = viewer };
	tx->next_change = &tx->changes;
	read_clock(db, &tx->at, &tx->on);
}

/* One whose snapshot cannot be ended is closed, and a new one is opened when it is needed. */
static void drop_reader(struct db *db, struct conn *c)
{
	conn_close(c);
	pthread_mutex_lock(&db->mutex);
	db->n_readers--;
	pthread_mutex_unlock(&db->mutex);
}

static enum err take_reader(struct db *db, struct conn **c)
{
	pthread_mutex_lock(&db->mutex);
	*c = db->readers;
	bool may_open = !*c && db->n_readers < READERS_MAX;
	if (*c)
		db->readers = (*c)->next;
	db->n_readers += may_open;
	pthread_mutex_unlock(&db->mutex);
	if (*c)
		return OK;
	if (!may_open)
		return ERR_BUSY;
	enum err e = db->engine->open(db->path, CONN_READS, c);
	if (e != OK)
		drop_reader(db, NULL);
	return e;
}

static void give_reader(struct db *db, struct conn *c)
{
	if (!db->engine->is_alive(c)) {
		drop_reader(db, c);
		return;
	}
	pthread_mutex_lock(&db->mutex);
	c->next = db->readers;
	db->readers = c;
	pthread_mutex_unlock(&db->mutex);
}

enum err tx_begin(struct db *db, const struct viewer *viewer, struct arena *a, struct tx *tx)
{
	struct conn *c;
	enum err e;
	for (;;) { /* those of the pool may all have been lost at once; a new one says so itself */
		TRY(take_reader(db, &c));
		bool is_new = c->n_used++ == 0;
		e = db->engine->run(c, TX_READ);
		if (e == OK || db->engine->is_alive(c) || is_new)
			break;
		drop_reader(db, c);
	}
	if (e != OK) {
		give_reader(db, c);
		return e;
	}
	pthread_mutex_lock(&db->mutex);
	c->memory = a->base;
	c->next = db->used;
	db->used = c;
	pthread_mutex_unlock(&db->mutex);
	tx_fill(tx, db, c, viewer, a);
	return OK;
}

/* Takes one out of those in use: this one, or any with this memory; NULL: there is none. */
static struct conn *take_used(struct db *db, const struct conn *this_one, const char *memory)
{
	pthread_mutex_lock(&db->mutex);
	struct conn **at = &db->used;
	while (*at && *at != this_one && (this_one || (*at)->memory != memory))
		at = &(*at)->next;
	struct conn *c = *at;
	if (c)
		*at = c->next;
	pthread_mutex_unlock(&db->mutex);
	return c;
}

static void end_snapshot(struct db *db, struct conn *c)
{
	const struct engine *g = c->engine;
	conn_reset(c);
	/* An error of the machine may have ended the snapshot already. */
	enum tx_state state = g->state(c);
	if (state == TX_NONE || g->run(c, state == TX_OPEN ? TX_COMMIT : TX_ROLLBACK) == OK)
		give_reader(db, c);
	else
		drop_reader(db, c);
}

void tx_end(struct tx *tx)
{
	struct conn *c = take_used(tx->db, tx->conn, NULL);
	must(c && c == tx->conn);
	end_snapshot(tx->db, c);
	*tx = (struct tx){ 0 };
}

void tx_end_left(struct db *db, const struct arena *a)
{
	struct conn *c;
	while ((c = take_used(db, NULL, a->base)))
		end_snapshot(db, c);
}

enum err verb_read(struct verb_call *c, enum err (*read)(struct verb_call *c, struct tx *tx))
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = read(c, &tx);
	tx_end(&tx);
	return e;
}

/* ---- backup ---- */

static enum err copy_file(struct db *db, const char *to)
{
	struct conn *c;
	/* SQLite refuses it to a connection that may only query. */
	TRY(db->engine->open(db->path, CONN_WRITES, &c));
	enum err e = db->engine->copy(c, to);
	conn_close(c);
	return e;
}

enum err db_backup(struct db *db, const struct viewer *program, struct arena *a, const char *to)
{
	struct tx tx;
	if (db->engine->copy && db->engine == engine_of(to))
		return copy_file(db, to);
	TRY(tx_begin(db, program, a, &tx));
	enum err e = walk_pour(&tx, to);
	tx_end(&tx);
	return e;
}
