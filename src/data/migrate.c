/* migrate.c: brings a register to this program's schema: numbered steps, each in one
 * transaction, each with its checksum; a register that is newer or whose steps were altered is
 * refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/sha256.h"
#include "data/db_impl.h"

static str step_hash(struct arena *a, const struct migration *m)
{
	struct sha256 h = sha256_of(str_of(m->sql), (str){ 0 }, (str){ 0 });
	struct out o = out_to_arena(a);
	out_hex(&o, h.b, sizeof h.b);
	return out_view(&o);
}

static const struct query STEPS = {
	.name = "schema_steps",
	QUERY_OF("SELECT version, hash FROM schema_migration ORDER BY version"),
	.args = "",
};
static const struct query STEP_ADD = {
	.name = "schema_step_add",
	QUERY_OF(
	    "INSERT INTO schema_migration (version, name, hash, applied_at) VALUES ($1, $2, $3, $4)"),
	.args = "itti",
};

/* Compares the steps the register has seen with ours. */
static enum err check_steps(struct arena *a, struct conn *c, int64_t version, str *why)
{
	struct stmt *st;
	bool has;
	int64_t n = 0;
	TRY(c->engine->prepare(c, &STEPS, &st));
	enum err e;
	while ((e = query_step(st, &has)) == OK && has) {
		const struct migration *m = &SCHEMA_MIGRATIONS[n];
		if (n >= version || stmt_int(st, 0) != m->version ||
		    !str_eq(stmt_text(st, a, 1), step_hash(a, m))) {
			*why = str_fmt(a, "step %lld of the schema was altered after it ran",
				       (long long)n + 1);
			e = ERR_DB_FORMAT;
			break;
		}
		n++;
	}
	if (!why->n && (e != OK || n != version)) {
		*why = str_fmt(a, "the list of schema steps in the %s is damaged", c->engine->what);
		e = ERR_DB_FORMAT;
	}
	c->engine->free(st);
	return e;
}

static enum err note_step(struct arena *a, struct os *os, struct conn *c, const struct migration *m)
{
	struct stmt *st;
	bool has;
	TRY(c->engine->prepare(c, &STEP_ADD, &st));
	query_int(st, 1, m->version);
	query_text(st, 2, str_of(m->name));
	query_text(st, 3, step_hash(a, m));
	query_int(st, 4, os_now_at(os));
	enum err e = query_step(st, &has);
	c->engine->free(st);
	if (e != OK || !c->engine->move_version)
		return e;
	return c->engine->exec(c, str_fmt(a, "%s%d", c->engine->move_version, m->version).p);
}

/* One step, inside the write lock: another process may have done it since we looked. */
static enum err run_step(struct arena *a, struct os *os, struct conn *c, const struct migration *m)
{
	struct found f;
	TRY(c->engine->look(c, &f));
	if (f.what == FOUND_NOTHING)
		TRY(c->engine->exec(c, c->engine->begin_schema));
	else if (f.version >= m->version)
		return OK;
	TRY(c->engine->exec(c, c->engine->is_file ? m->sql : m->pg_sql));
	return note_step(a, os, c, m);
}

static enum err run_steps(struct arena *a, struct os *os, struct conn *c, int64_t from)
{
	for (int64_t i = from; i < SCHEMA_MIGRATIONS_N; i++) {
		const struct migration *m = &SCHEMA_MIGRATIONS[i];
		TRY(c->engine->run(c, TX_WRITE));
		enum err e = run_step(a, os, c, m);
		if (e == OK)
			e = c->engine->run(c, TX_COMMIT);
		if (e != OK) {
			fprintf(stderr, "grata: data: step %s failed; the %s is as before it\n",
				m->name, c->engine->what);
			if (c->engine->state(c) != TX_NONE && c->engine->run(c, TX_ROLLBACK) != OK)
				return ERR_DB;
			return e;
		}
	}
	return OK;
}

static enum err backup_before(struct arena *a, struct conn *c, const char *path, int64_t version)
{
	str to = str_fmt(a, "%s.before-%04lld", path, (long long)version + 1);
	if (!c->engine->copy || os_file_exists(to.p))
		return OK; /* of an earlier try: it is the older state, keep it */
	return c->engine->copy(c, to.p);
}

/* Why what stands there cannot be opened so, if it cannot. */
static enum err check_found(struct arena *a, const struct engine *g, const struct found *f,
			    enum db_mode mode, str *why)
{
	if (f->what == FOUND_OTHER)
		*why = str_fmt(a, "the %s is not a register of Grata", g->what);
	else if (f->what == FOUND_NOTHING && (g->is_file ? mode == DB_READ : mode != DB_CREATE))
		*why = str_fmt(
		    a, "the %s is no register yet; 'grata init' or 'grata demo load' makes it one",
		    g->what);
	else if (f->version > SCHEMA_MIGRATIONS_N)
		*why = str_fmt(
		    a, "the %s is of schema %lld, this program knows %d: use a newer program",
		    g->what, (long long)f->version, SCHEMA_MIGRATIONS_N);
	return why->n ? ERR_DB_FORMAT : OK;
}

enum err migrate(struct arena *a, struct os *os, struct conn *c, const char *path,
		 enum db_mode mode, str *why)
{
	struct found f;
	TRY(c->engine->look(c, &f));
	TRY(check_found(a, c->engine, &f, mode, why));
	if (f.what == FOUND_NOTHING)
		return run_steps(a, os, c, 0);
	TRY(check_steps(a, c, f.version, why));
	if (f.version == SCHEMA_MIGRATIONS_N)
		return OK;
	if (mode == DB_READ) {
		*why = str_fmt(
		    a, "the %s is of schema %lld, this program needs %d: open it once for writing",
		    c->engine->what, (long long)f.version, SCHEMA_MIGRATIONS_N);
		return ERR_DB_FORMAT;
	}
	TRY(backup_before(a, c, path, f.version));
	return run_steps(a, os, c, f.version);
}
