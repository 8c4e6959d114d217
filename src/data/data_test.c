/* data_test.c: what a reader sees while another process changes the file under its mapping. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/sqlite.h"

enum { ROUNDS = 24, ROWS = 400 };

static char PATH[200];

static void remove_file(void)
{
	const char *const tails[] = { "", "-wal", "-shm" };
	for (int i = 0; i < 3; i++) {
		char name[240];
		snprintf(name, sizeof name, "%s%s", PATH, tails[i]);
		unlink(name);
	}
}

static void run(sqlite3 *h, const char *sql)
{
	if (sqlite3_exec(h, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(h));
}

/* How many rows, and a sum over every byte of them. */
static void contents(sqlite3 *h, char to[100])
{
	sqlite3_stmt *s;
	assert_int_equal(
	    sqlite3_prepare_v2(h, "SELECT count(*), sum(id * n), max(text), min(text) FROM t", -1,
			       &s, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	snprintf(to, 100, "%lld %lld %.30s %.30s", (long long)sqlite3_column_int64(s, 0),
		 (long long)sqlite3_column_int64(s, 1), (const char *)sqlite3_column_text(s, 2),
		 (const char *)sqlite3_column_text(s, 3));
	sqlite3_finalize(s);
}

/* Grows the file, changes rows in place, or cuts it; all of it ends up in the file itself. */
static void change(sqlite3 *other, int round)
{
	char sql[300];
	if (round % 4 == 3)
		run(other, "DELETE FROM t WHERE id % 3 > 0; VACUUM");
	else if (round % 4 == 2)
		run(other, "UPDATE t SET n = n + 1, text = upper(text)");
	else {
		snprintf(
		    sql, sizeof sql,
		    "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < %d)"
		    "INSERT INTO t (n, text) SELECT %d + i, hex(randomblob(300)) FROM k",
		    ROWS, round);
		run(other, sql);
	}
	run(other, "PRAGMA wal_checkpoint(TRUNCATE)");
}

static void a_mapped_file_is_never_stale(void **state)
{
	(void)state;
	sqlite3 *other;
	struct conn *base;
	struct lite_conn *reader;
	char here[100], there[100];
	sqlite3_int64 bytes = 0;
	int kept_n = 0;
	remove_file();
	assert_int_equal(sqlite3_open(PATH, &other), SQLITE_OK);
	run(other,
	    "PRAGMA journal_mode=wal; CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, text TEXT);"
	    "INSERT INTO t (n, text) VALUES (1, 'one')");
	assert_int_equal(SQLITE.open(PATH, CONN_READS, &base), OK);
	reader = (struct lite_conn *)base;
	for (int round = 0; round < ROUNDS; round++) {
		change(other, round);
		contents(reader->h, here);
		contents(other, there);
		assert_string_equal(here, there);
		kept_n += reader->mapping.bytes == bytes;
		bytes = reader->mapping.bytes;
	}
	assert_true(bytes > 0 && kept_n > 0 && kept_n < ROUNDS - 1); /* both ways were gone */
	SQLITE.close(base);
	sqlite3_close(other);
	remove_file();
}

int main(void)
{
	const char *tmp = getenv("GRATA_TMP");
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_mapped_file_is_never_stale) };
	snprintf(PATH, sizeof PATH, "%s/data-test.db", tmp ? tmp : "/tmp");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
