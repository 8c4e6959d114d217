/* postgres_test.c: PostgreSQL's driver where it goes wrong. `postgres_test URL OTHER-URL NO-URL`: a
 * database made for it, one with another encoding, and one that does not answer; tests/postgres.t
 * makes the first two and runs it. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/engine.h"

CHECK_ARENA(8 << 20)

static const char *URL, *OTHER, *NOWHERE;

static struct conn *opened(enum conn_use use)
{
	struct conn *c = NULL;
	assert_ok(POSTGRES.open(URL, use, &c));
	return c;
}

static void run(struct conn *c, const char *sql)
{
	assert_ok(POSTGRES.exec(c, sql));
}

static void step(struct conn *c, enum tx_step s)
{
	assert_ok(POSTGRES.run(c, s));
}

/* One value of the first row. */
static struct value asked(struct conn *c, const char *sql)
{
	struct query q = { .name = "asked", QUERY_OF(sql), .args = "" };
	struct stmt *st;
	bool has;
	assert_ok(POSTGRES.prepare(c, &q, &st));
	assert_ok(POSTGRES.step(st, &has));
	assert_true(has);
	struct value v = value_copy(&A, POSTGRES.get(st, 0));
	POSTGRES.reset(st);
	POSTGRES.free(st); /* allowed: a statement */
	return v;
}

static int64_t rows_of(struct conn *c, const char *table)
{
	return asked(c, str_fmt(&A, "SELECT count(*) FROM %s", table).p).i;
}

static const struct query ADD = {
	.name = "add",
	.pg_sql = "INSERT INTO t (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id",
	.args = "it",
	.is_plain_insert = true,
	.has_id = true,
};
static const struct query ADD_LATER = {
	.name = "add later",
	.pg_sql = "INSERT INTO t (id, name) VALUES ($1, $2)",
	.args = "it",
	.is_later = true,
};
static const struct query BREAK_LATER = {
	.name = "break later",
	.pg_sql = "INSERT INTO t (id) VALUES ($1 / 0)",
	.args = "i",
	.is_later = true,
};

static enum err add(struct stmt *st, int64_t id)
{
	struct touched *rows = NULL;
	ptrdiff_t n = 0;
	POSTGRES.bind(st, 1, (struct value){ .kind = VALUE_INT, .i = id });
	if (st->q->args[1])
		POSTGRES.bind(st, 2, (struct value){ .kind = VALUE_TEXT, .s = S("") });
	enum err e = POSTGRES.write(st, &A, &rows, &n);
	POSTGRES.reset(st);
	return e;
}

static struct stmt *prepared(struct conn *c, const struct query *q)
{
	struct stmt *st;
	assert_ok(POSTGRES.prepare(c, q, &st));
	return st;
}

/* An empty table, and a connection that writes. */
static struct conn *with_table(void)
{
	struct conn *c = opened(CONN_WRITES);
	run(c,
	    "DROP TABLE IF EXISTS u, t; CREATE TABLE t (id bigint PRIMARY KEY, name text);"
	    "CREATE TABLE u (t_id bigint NOT NULL REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)");
	return c;
}

static void end(struct conn *c, struct stmt *st)
{
	if (st)
		POSTGRES.free(st); /* allowed: a statement */
	POSTGRES.close(c);
}

/* The other side ends a connection, as an administrator or a shutdown does. */
static void lose(struct conn *c)
{
	int64_t pid = asked(c, "SELECT pg_backend_pid()").i;
	struct conn *other = opened(CONN_WRITES);
	asked(other,
	      str_fmt(&A, "SELECT CASE WHEN pg_terminate_backend(%d, 5000) THEN 1 ELSE 0 END",
		      (int)pid)
		  .p);
	POSTGRES.close(other);
}

/* ---- errors ---- */

static void an_error_is_told_as_one_of_the_house(void **state)
{
	(void)state;
	static const struct {
		const char *sqlstate;
		enum err e;
		bool is_lost;
	} cases[] = {
		{ "23505", ERR_CONFLICT, false },  { "25006", ERR_DISK, false },
		{ "55P03", ERR_BUSY, false },      { "57014", ERR_BUSY, false },
		{ "53100", ERR_DISK, false },      { "53200", ERR_MEMORY, false },
		{ "53300", ERR_BUSY, false },      { "58030", ERR_IO, false },
		{ "XX001", ERR_DB_FORMAT, false }, { "XX002", ERR_DB_FORMAT, false },
		{ "40001", ERR_BUSY, false },      { "40P01", ERR_BUSY, false },
		{ "08006", ERR_BUSY, true },       { "57P03", ERR_BUSY, true },
		{ "22012", ERR_DB, false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct conn *c = opened(CONN_WRITES);
		str sql = str_fmt(&A, "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$",
				  cases[i].sqlstate);
		assert_int_equal(POSTGRES.exec(c, sql.p), cases[i].e);
		assert_int_equal(POSTGRES.is_alive(c), !cases[i].is_lost);
		POSTGRES.close(c);
	}
}

static void what_cannot_be_opened(void **state)
{
	(void)state;
	struct conn *c;
	struct db_doors d;
	assert_int_equal(POSTGRES.open(NOWHERE, CONN_READS, &c), ERR_BUSY);
	assert_int_equal(POSTGRES.open(OTHER, CONN_READS, &c), ERR_DB_FORMAT);
	assert_int_equal(POSTGRES.make(NOWHERE), ERR_BUSY);
	assert_int_equal(POSTGRES.doors(&A, NOWHERE, &d), ERR_BUSY);
	POSTGRES.unmake(NOWHERE);
}

static void a_lock_that_another_holds(void **state)
{
	(void)state;
	struct conn *one = opened(CONN_WRITES), *two = opened(CONN_WRITES);
	run(two, "SET lock_timeout = 100");
	step(one, TX_WRITE);
	assert_int_equal(POSTGRES.run(two, TX_WRITE), ERR_BUSY);
	assert_int_equal(POSTGRES.state(two), TX_NONE);
	step(one, TX_ROLLBACK);
	step(two, TX_WRITE);
	step(two, TX_COMMIT);
	assert_int_equal(POSTGRES.run(two, TX_COMMIT), ERR_DB); /* there is none */
	assert_int_equal(POSTGRES.run(two, TX_STEPS), ERR_DB);
	POSTGRES.close(one);
	POSTGRES.close(two);
}

/* ---- deeds ---- */

static void what_a_savepoint_undoes(void **state)
{
	(void)state;
	struct conn *c = with_table();
	struct stmt *st = prepared(c, &ADD);
	step(c, TX_WRITE);
	for (int64_t id = 1; id <= 4; id++) {
		step(c, TX_SAVE);
		assert_ok(add(st, id));
		assert_int_equal(add(st, 1), ERR_CONFLICT);
		if (id == 2)
			assert_int_equal(POSTGRES.exec(c, "SELECT 1 / 0"), ERR_DB);
		assert_int_equal(POSTGRES.state(c), id == 2 ? TX_FAILED : TX_OPEN);
		if (id == 2)
			assert_int_equal(POSTGRES.run(c, TX_SAVE), ERR_DB);
		if (id == 2 || id == 3)
			step(c, TX_UNDO);
		step(c, TX_RELEASE);
	}
	step(c, TX_COMMIT);
	assert_int_equal(rows_of(c, "t"), 2);
	assert_int_equal(asked(c, "SELECT max(id) FROM t").i, 4);
	end(c, st);
}

static void writes_that_are_not_waited_for(void **state)
{
	(void)state;
	struct conn *c = with_table();
	struct stmt *st = prepared(c, &ADD_LATER);
	step(c, TX_WRITE);
	for (int64_t id = 1; id <= 50; id++) {
		step(c, TX_SAVE);
		assert_ok(add(st, id));
		step(c, TX_RELEASE);
	}
	assert_int_equal(rows_of(c, "t"), 50);
	step(c, TX_COMMIT);
	assert_int_equal(rows_of(c, "t"), 50);
	end(c, st);
}

/* A write that nobody waited for fails: nothing of the transaction may stay. */
static void one_of_them_fails(void **state)
{
	(void)state;
	static const struct {
		const struct query *q;
		enum err e;
	} cases[] = { { &ADD_LATER, ERR_CONFLICT }, { &BREAK_LATER, ERR_DB } };
	for (int i = 0; i < 2; i++)
		for (int at_commit = 0; at_commit < 2; at_commit++) {
			struct conn *c = with_table();
			struct stmt *first = prepared(c, &ADD), *bad = prepared(c, cases[i].q);
			step(c, TX_WRITE);
			step(c, TX_SAVE);
			assert_ok(add(first, 1));
			assert_ok(add(bad, 1));
			step(c, TX_RELEASE);
			assert_int_equal(POSTGRES.state(c), TX_OPEN);
			assert_int_equal(at_commit ? POSTGRES.run(c, TX_COMMIT) : add(first, 2),
					 cases[i].e);
			assert_int_equal(POSTGRES.state(c), TX_FAILED);
			assert_int_equal(POSTGRES.run(c, TX_SAVE), cases[i].e);
			assert_int_equal(POSTGRES.run(c, TX_UNDO), cases[i].e);
			assert_int_equal(POSTGRES.run(c, TX_RELEASE), cases[i].e);
			assert_int_equal(POSTGRES.run(c, TX_COMMIT), ERR_DB);
			assert_int_equal(POSTGRES.exec(c, "SELECT 1"), cases[i].e);
			step(c, TX_ROLLBACK);
			assert_int_equal(rows_of(c, "t"), 0);
			step(c, TX_WRITE);
			assert_ok(add(first, 3));
			step(c, TX_COMMIT);
			assert_int_equal(rows_of(c, "t"), 1);
			POSTGRES.free(bad); /* allowed: a statement */
			end(c, first);
		}
}

static void a_reference_that_leads_nowhere(void **state)
{
	(void)state;
	struct conn *c = with_table();
	step(c, TX_WRITE);
	run(c, "INSERT INTO u VALUES (7)");
	assert_int_equal(POSTGRES.run(c, TX_COMMIT), ERR_DB);
	assert_int_equal(POSTGRES.state(c), TX_NONE);
	assert_int_equal(rows_of(c, "u"), 0);
	end(c, NULL);
}

static void statements_that_fail(void **state)
{
	(void)state;
	struct conn *c = with_table();
	struct query no_sql = { .name = "no sql", QUERY_OF("SELEKT"), .args = "" };
	struct query no_table = { .name = "no table", QUERY_OF("SELECT 1 / $1"), .args = "i" };
	struct found f;
	struct stmt *st;
	bool has;
	struct faults faults = faults_in(&A);
	assert_int_equal(POSTGRES.prepare(c, &no_sql, &st), ERR_DB);
	st = prepared(c, &no_table);
	POSTGRES.bind(st, 1, (struct value){ .kind = VALUE_INT, .i = 0 });
	step(c, TX_WRITE);
	assert_int_equal(POSTGRES.step(st, &has), ERR_DB);
	assert_int_equal(POSTGRES.step(st, &has), ERR_DB);
	assert_int_equal(POSTGRES.look(c, &f), ERR_DB);
	assert_int_equal(POSTGRES.check(c, &A, &faults), ERR_DB);
	step(c, TX_ROLLBACK);
	end(c, st);
}

/* ---- connections that are lost ---- */

static void a_reader_that_is_lost_in_the_pool(void **state)
{
	(void)state;
	struct conn *c = opened(CONN_READS);
	step(c, TX_READ);
	assert_int_equal(asked(c, "SELECT CAST(1 AS bigint)").i, 1);
	step(c, TX_COMMIT);
	assert_int_equal(POSTGRES.state(c), TX_NONE);
	lose(c);
	assert_int_equal(POSTGRES.run(c, TX_READ), ERR_BUSY);
	assert_false(POSTGRES.is_alive(c));
	assert_int_equal(POSTGRES.state(c), TX_NONE);
	POSTGRES.close(c);
}

static void a_writer_that_is_lost_under_way(void **state)
{
	(void)state;
	static const enum tx_step next[] = { TX_SAVE, TX_COMMIT };
	for (int i = 0; i < 2; i++) {
		struct conn *c = with_table();
		struct stmt *st = prepared(c, &ADD);
		step(c, TX_WRITE);
		assert_ok(add(st, 1));
		lose(c);
		if (next[i] == TX_SAVE) { /* it is told at the next statement */
			step(c, TX_SAVE);
			assert_int_equal(add(st, 2), ERR_BUSY);
		} else {
			assert_int_equal(POSTGRES.run(c, TX_COMMIT), ERR_BUSY);
		}
		assert_false(POSTGRES.is_alive(c));
		assert_int_equal(POSTGRES.state(c), TX_NONE);
		end(c, st);
		c = opened(CONN_WRITES);
		assert_int_equal(rows_of(c, "t"), 0);
		end(c, NULL);
	}
}

/* ---- values, places, checks ---- */

static void values_of_every_type(void **state)
{
	(void)state;
	struct conn *c = opened(CONN_READS);
	step(c, TX_READ);
	assert_int_equal(asked(c, "SELECT CAST(-5 AS int)").i, -5);
	assert_int_equal(asked(c, "SELECT CAST(-6000000000 AS bigint)").i, -6000000000);
	assert_str(asked(c, "SELECT CAST('a' AS name)").s, "a");
	assert_str(asked(c, "SELECT CAST('b' AS varchar)").s, "b");
	assert_str(asked(c, "SELECT CAST('' AS text)").s, "");
	struct value v = asked(c, "SELECT CAST('\\x00ff' AS bytea)");
	assert_int_equal(v.kind, VALUE_BLOB);
	assert_int_equal(v.s.n, 2);
	assert_int_equal(asked(c, "SELECT CAST(NULL AS text)").kind, VALUE_NULL);
	step(c, TX_ROLLBACK);
	POSTGRES.close(c);
}

static void what_a_session_is_made_of(void **state)
{
	(void)state;
	struct conn *c = opened(CONN_WRITES);
	run(c, "ALTER ROLE CURRENT_USER SET synchronous_commit = 'off'");
	struct conn *other = opened(CONN_WRITES);
	run(c, "ALTER ROLE CURRENT_USER RESET synchronous_commit");
	assert_str(asked(other, "SELECT current_setting('synchronous_commit')").s, "on");
	assert_str(asked(other, "SELECT current_setting('lock_timeout')").s, "5s");
	assert_true(POSTGRES.has_moved(c) && POSTGRES.is_there(URL));
	POSTGRES.close(c);
	POSTGRES.close(other);
}

static void what_a_check_finds(void **state)
{
	(void)state;
	struct conn *c = with_table();
	struct faults f = faults_in(&A);
	assert_ok(POSTGRES.check(c, &A, &f));
	assert_int_equal(f.n, 0);
	run(c, "INSERT INTO t VALUES (1, 'same'), (2, 'same');"
	       "ALTER TABLE t ADD CONSTRAINT never CHECK (id > 1) NOT VALID;"
	       "ALTER TABLE u DISABLE TRIGGER ALL");
	assert_int_equal(POSTGRES.exec(c, "CREATE UNIQUE INDEX CONCURRENTLY half ON t (name)"),
			 ERR_CONFLICT);
	assert_ok(POSTGRES.check(c, &A, &f));
	assert_true(f.n >= 3);
	end(c, NULL);
}

static void what_stands_there(void **state)
{
	(void)state;
	struct found f;
	struct conn *c = with_table();
	assert_ok(POSTGRES.look(c, &f));
	assert_int_equal(f.what, FOUND_OTHER);
	assert_int_equal(POSTGRES.make(URL), ERR_CONFLICT);
	run(c, "DROP TABLE u, t");
	assert_ok(POSTGRES.look(c, &f));
	assert_int_equal(f.what, FOUND_NOTHING);
	assert_ok(POSTGRES.make(URL));
	run(c, POSTGRES.begin_schema);
	assert_ok(POSTGRES.look(c, &f));
	assert_true(f.what == FOUND_REGISTER && f.version == 0);
	POSTGRES.unmake(URL);
	assert_ok(POSTGRES.look(c, &f));
	assert_int_equal(f.what, FOUND_NOTHING);
	end(c, NULL);
}

static void doors(void **state)
{
	(void)state;
	struct db_doors d;
	assert_ok(POSTGRES.doors(&A, str_fmt(&A, "%s&passfile=/no/such/file", URL).p, &d));
	assert_true(d.is_local && d.ports[0] == 0);
	assert_string_equal(d.reads[0], "/no/such/file");
	const char *port = getenv("PGPORT"); /* tests/postgres.t listens there, too */
	assert_non_null(port);
	str tcp = str_fmt(&A, "host=127.0.0.1 user=postgres dbname=unit port=%s", port ? port : "");
	assert_ok(POSTGRES.doors(&A, tcp.p, &d));
	assert_false(d.is_local);
	assert_int_equal(d.ports[0], strtol(port ? port : "", NULL, 10));
}

static void names_of_places(void **state)
{
	(void)state;
	assert_ptr_equal(engine_of("postgres://x/y"), &POSTGRES);
	assert_ptr_equal(engine_of("service=x"), &POSTGRES);
	assert_ptr_equal(engine_of("a=b.db"), &SQLITE);
	assert_ptr_equal(engine_of("register.db"), &SQLITE);
	assert_str(POSTGRES.say(&A, "service=x"), "the PostgreSQL service x");
	assert_str(POSTGRES.say(&A, "postgresql://u:secret@h:1,i/y"),
		   "the PostgreSQL database y at h,i");
	assert_str(POSTGRES.say(&A, "dbname=y password=secret"), "the PostgreSQL database y");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_places),
		cmocka_unit_test(an_error_is_told_as_one_of_the_house),
		cmocka_unit_test(what_cannot_be_opened),
		cmocka_unit_test(a_lock_that_another_holds),
		cmocka_unit_test(what_a_savepoint_undoes),
		cmocka_unit_test(writes_that_are_not_waited_for),
		cmocka_unit_test(one_of_them_fails),
		cmocka_unit_test(a_reference_that_leads_nowhere),
		cmocka_unit_test(statements_that_fail),
		cmocka_unit_test(a_reader_that_is_lost_in_the_pool),
		cmocka_unit_test(a_writer_that_is_lost_under_way),
		cmocka_unit_test(values_of_every_type),
		cmocka_unit_test(what_a_session_is_made_of),
		cmocka_unit_test(what_a_check_finds),
		cmocka_unit_test(what_stands_there),
		cmocka_unit_test(doors),
	};
	if (argc != 4)
		return 2;
	URL = argv[1];
	OTHER = argv[2];
	NOWHERE = argv[3];
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
