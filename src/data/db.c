/* db.c: opening a register, read snapshots, the register's clock, backup. */
#include "data/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/day.h"
#include "base/must.h"
#include "base/verb.h"
#include "data/db_impl.h"

/* Makes the empty file ourselves, so that only its owner can read it. */
static enum err make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0 ? OK : errno == EEXIST ? ERR_CONFLICT : ERR_DISK;
}

static enum err make_file(const char *path, struct arena *a, str *why)
{
	enum err e = make_private(path);
	if (e != OK)
		*why = str_fmt(
		    a, e == ERR_CONFLICT ? "%s is already there" : "%s cannot be made here", path);
	return e;
}

static enum err check_file(const char *path, struct arena *a, str *why)
{
	if (os_file_exists(path))
		return OK;
	*why = str_fmt(a, "there is no register %s; 'grata init' or 'grata demo load' makes one",
		       path);
	return ERR_NOT_FOUND;
}

enum err db_open(struct arena *a, struct os *os, const char *path, enum db_mode mode,
		 struct db **out, str *why)
{
	*why = (str){ 0 };
	/* Nobody asks how much memory SQLite has; counting it takes a lock at every allocation.
	 * Says no, harmlessly, from the second register of a process on. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	TRY(mode == DB_CREATE ? make_file(path, a, why) : check_file(path, a, why));
	struct db *db = calloc(1, sizeof *db);
	if (!db)
		return ERR_MEMORY;
	db->path = strdup(path);
	db->zone = strdup("UTC");
	db->os = os;
	db->last = &db->first;
	pthread_mutex_init(&db->mutex, NULL);
	pthread_mutex_init(&db->clock_mutex, NULL);
	db->day_ends_at = INT64_MIN;
	pthread_cond_init(&db->wake, NULL);
	enum err e = arena_open(&db->scratch, 1 << 20);
	if (e == OK)
		e = db->path && db->zone ? conn_open(path, true, &db->writer) : ERR_MEMORY;
	if (e == ERR_DB_FORMAT)
		*why = str_fmt(a, "%s is damaged or not a register", path);
	if (e == OK)
		e = migrate(a, os, db->writer, path, mode != DB_READ, why);
	if (e == OK && mode != DB_READ)
		e = writer_start(db);
	if (e != OK) {
		db_close(db);
		if (mode == DB_CREATE)
			unlink(path);
		return e;
	}
	*out = db;
	return OK;
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
	enum err e = conn_open(db->path, false, c);
	if (e != OK)
		drop_reader(db, NULL);
	return e;
}

static void give_reader(struct db *db, struct conn *c)
{
	pthread_mutex_lock(&db->mutex);
	c->next = db->readers;
	db->readers = c;
	pthread_mutex_unlock(&db->mutex);
}

enum err tx_begin(struct db *db, const struct viewer *viewer, struct arena *a, struct tx *tx)
{
	struct conn *c;
	TRY(take_reader(db, &c));
	enum err e = conn_run(c, c->begin, "begin");
	if (e != OK) {
		give_reader(db, c);
		return e;
	}
	tx_fill(tx, db, c, viewer, a);
	return OK;
}

void tx_end(struct tx *tx)
{
	struct conn *c = tx->conn;
	conn_reset(c);
	/* An error of the machine may have ended the snapshot already. */
	bool has_ended = sqlite3_get_autocommit(c->h);
	if (has_ended || conn_run(c, c->commit, "end of snapshot") == OK)
		give_reader(tx->db, c);
	else
		drop_reader(tx->db, c);
	*tx = (struct tx){ 0 };
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

enum err conn_copy(struct conn *c, const char *to)
{
	TRY(make_private(to));
	char *sql = sqlite3_mprintf("VACUUM INTO %Q", to);
	enum err e = sql ? conn_exec(c, sql) : ERR_MEMORY;
	sqlite3_free(sql);
	if (e != OK)
		unlink(to);
	return e;
}

enum err db_backup(struct db *db, const char *to)
{
	struct conn *c;
	TRY(conn_open(db->path, true,
		      &c)); /* VACUUM INTO is refused to a connection that may only query */
	enum err e = conn_copy(c, to);
	conn_close(c);
	return e;
}
