/* log_test.c: deeds and the log together, on a real file: what a deed leaves, what a failed one
 * does not leave, and that no change behind the program's back stays unseen. The tamper tests
 * change the file itself. */
#include "check.h"

#include <pthread.h>
#include <sqlite3.h> /* allowed: this test is the hand that edits the file behind the program's back */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/access.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/must.h"

enum { CHANGES = 100, PEOPLE = 6 };

/* How many changes of each kind are made: CHANGES, or what GRATA_CHANGES says. */
static int64_t changes_n = CHANGES;

static struct arena A;
static struct os OS;
static char PATH[200];

static int set_up(void **state)
{
	(void)state;
	const char *tmp = getenv("GRATA_TMP");
	snprintf(PATH, sizeof PATH, "%s/log-test.db", tmp ? tmp : "/tmp");
	str n = str_of(getenv("GRATA_CHANGES"));
	if (n.p && !str_to_int64(n, &changes_n))
		return -1;
	OS = os_fake(INT64_C(1624262400) * SECOND_US, 7);
	return arena_open(&A, 256 << 20) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static void remove_file(void)
{
	const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	for (int i = 0; i < 4; i++) {
		char name[240];
		snprintf(name, sizeof name, "%s%s", PATH, tails[i]);
		unlink(name);
	}
}

static struct db *open_register(enum db_mode mode)
{
	struct db *db;
	str why;
	enum err e = db_open(&A, &OS, PATH, mode, &db, &why);
	if (e != OK)
		fail_msg("%s: %.*s", err_name(e), SF(why));
	audit_attach(&A, db);
	return db;
}

static enum err add_person(struct tx *tx, void *arg)
{
	struct faults f = faults_in(tx->a);
	struct account in = { .login = str_of(arg),
			      .name = S("Ann Example"),
			      .role_bits = BIT(ROLE_VISA) };
	int64_t id;
	return account_add(tx, &in, &f, &id);
}

static enum err add_then_fail(struct tx *tx, void *arg)
{
	TRY(add_person(tx, arg));
	return ERR_INTERNAL;
}

static enum err add_then_overflow(struct tx *tx, void *arg)
{
	TRY(add_person(tx, arg));
	arena_bytes(tx->a, PTRDIFF_MAX / 2, 1);
	return OK;
}

static enum err look(struct tx *tx, void *arg)
{
	(void)arg;
	tx_note(tx, CHANGE_VIEW, "account", 1);
	return OK;
}

static enum err deed(struct db *db, enum err (*fn)(struct tx *, void *), const char *arg)
{
	return db_deed(db, &VIEWER_SYSTEM, &A, NULL, "test.deed", fn, (void *)(uintptr_t)arg);
}

/* Verifies the file as a new process would; gives the faults. */
static enum err verify(const struct sha256 *root, struct faults *f, struct audit_report *r)
{
	struct arena keep = A;
	str why;
	struct db *db;
	*f = faults_in(&A);
	enum err e = db_open(&keep, &OS, PATH, DB_READ, &db, &why);
	if (e != OK)
		return e;
	audit_attach(&keep, db);
	e = audit_verify(db, &A, root, f, r);
	db_close(db);
	return e;
}

static void make_register(void)
{
	remove_file();
	struct db *db = open_register(DB_CREATE);
	for (int i = 0; i < PEOPLE; i++) {
		str login = str_fmt(&A, "person.%d", i);
		assert_ok(deed(db, add_person, login.p));
		assert_ok(deed(db, look, NULL));
	}
	db_close(db);
}

static void deeds_and_their_leaves(void **state)
{
	(void)state;
	struct faults f;
	struct audit_report r;
	make_register();
	assert_ok(verify(NULL, &f, &r));
	assert_int_equal(r.head.leaves_n, 2 * PEOPLE);
	assert_int_equal(r.rows_n, PEOPLE);
	struct db *db = open_register(DB_OPEN);
	assert_int_equal(deed(db, add_then_fail, "left.behind"), ERR_INTERNAL);
	assert_int_equal(deed(db, add_then_overflow, "left.too"), ERR_MEMORY);
	assert_int_equal(deed(db, add_person, "person.1"), ERR_CONFLICT);
	assert_ok(deed(db, add_person, "left.behind"));
	db_close(db);
	assert_ok(verify(NULL, &f, &r));
	assert_int_equal(r.head.leaves_n, 2 * PEOPLE + 1);
	assert_int_equal(r.rows_n, PEOPLE + 1);
}

static void roles_and_labels_decide(void **state)
{
	(void)state;
	make_register();
	struct db *db = open_register(DB_OPEN);
	struct viewer visa = { .user_id = 1,
			       .role_bits = BIT(ROLE_VISA),
			       .label_bits = BIT(LABEL_PROT),
			       .name = S("v") };
	assert_int_equal(
	    db_deed(db, &visa, &A, NULL, "x", add_person, (void *)(uintptr_t) "not.allowed"),
	    ERR_DENIED);
	struct viewer no_label = VIEWER_SYSTEM;
	no_label.label_bits = BIT(LABEL_PROT); /* account.password is SEC */
	assert_int_equal(
	    db_deed(db, &no_label, &A, NULL, "x", add_person, (void *)(uintptr_t) "not.cleared"),
	    ERR_DENIED);
	db_close(db);
}

struct client {
	struct db *db;
	int number;
	enum err e;
};

static void *client_main(void *p)
{
	struct client *c = p;
	struct arena a;
	must(arena_open(&a, 1 << 20) == OK);
	for (int i = 0; i < 50 && c->e == OK; i++) {
		arena_reset(&a);
		str login = str_fmt(&a, "client.%d.%d", c->number, i);
		c->e = db_deed(c->db, &VIEWER_SYSTEM, &a, NULL, "test.deed", add_person,
			       (void *)(uintptr_t)login.p);
	}
	arena_close(&a);
	return NULL;
}

static void many_clients_one_order(void **state)
{
	(void)state;
	struct client c[8];
	pthread_t t[8];
	struct faults f;
	struct audit_report r;
	remove_file();
	struct db *db = open_register(DB_CREATE);
	for (int i = 0; i < 8; i++) {
		c[i] = (struct client){ db, i, OK };
		assert_int_equal(pthread_create(&t[i], NULL, client_main, &c[i]), 0);
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(t[i], NULL);
		assert_ok(c[i].e);
	}
	db_close(db);
	assert_ok(verify(NULL, &f, &r));
	assert_int_equal(r.rows_n, 400);
}

/* Two processes write to one file: each must notice that the other's leaves came between. */
static void two_processes_share_the_log(void **state)
{
	(void)state;
	struct faults f;
	struct audit_report r;
	make_register();
	struct db *one = open_register(DB_OPEN), *two = open_register(DB_OPEN);
	for (int i = 0; i < 20; i++) {
		str a = str_fmt(&A, "one.%d", i), b = str_fmt(&A, "two.%d", i);
		assert_ok(deed(one, add_person, a.p));
		assert_ok(deed(two, add_person, b.p));
	}
	db_close(one);
	db_close(two);
	assert_ok(verify(NULL, &f, &r));
	assert_int_equal(r.rows_n, PEOPLE + 40);
}

/* ---- tampering ---- */

static uint64_t below(uint64_t n)
{
	uint64_t v;
	os_random(&OS, &v, sizeof v);
	return v % n;
}

static sqlite3 *edit(void)
{
	sqlite3 *h;
	assert_int_equal(sqlite3_open(PATH, &h), SQLITE_OK); /* allowed: the hand */
	return h;
}

static void run(sqlite3 *h, const char *sql)
{
	char *why = NULL;
	int rc = sqlite3_exec(h, sql, NULL, NULL, &why); /* allowed: the hand */
	if (rc != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
}

static int keep_text(void *to, int n, char **cells, char **names)
{
	(void)n, (void)names;
	*(str *)to = str_copy(&A, str_of(cells[0]));
	return 0;
}

static str text_of(sqlite3 *h, const char *sql)
{
	str v = { 0 };
	int rc = sqlite3_exec(h, sql, keep_text, &v, NULL); /* allowed: the hand */
	assert_int_equal(rc, SQLITE_OK);
	return v;
}

static void done(sqlite3 *h)
{
	sqlite3_close(h); /* allowed: the hand */
}

static void write_byte(long at, char c)
{
	FILE *f = fopen(PATH, "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, at, SEEK_SET), 0);
	assert_int_equal(fputc(c, f), (unsigned char)c);
	assert_int_equal(fclose(f), 0);
}

/* Changes one byte of a text that stands in the file, verifies, puts it back. True when it was
 * found. */
static bool flip_in_file(str text, str *named)
{
	str file;
	assert_ok(os_file_read(&A, PATH, 64 << 20, &file));
	for (;;) {
		ptrdiff_t at = (ptrdiff_t)below((uint64_t)text.n - 16);
		str slice = str_slice(text, at, at + 16);
		ptrdiff_t in_file = str_find(file, slice);
		if (in_file < 0 || str_find(str_slice(file, in_file + 1, file.n), slice) >= 0)
			continue; /* runs over the end of a page, or stands in other leaves too */
		long byte = (long)in_file + (long)below(16);
		char was = file.p[byte], now = (char)(was ^ (1 << below(8)));
		struct faults f;
		struct audit_report r;
		write_byte(byte, now);
		enum err e = verify(NULL, &f, &r);
		write_byte(byte, was);
		*named = f.n ? f.v[0].field : (str){ 0 };
		return e != OK;
	}
}

static void flip_many(const char *column)
{
	int found_n = 0, named_n = 0;
	make_register();
	for (int i = 0; i < changes_n; i++) {
		struct arena keep = A;
		sqlite3 *h = edit();
		int64_t id = 1 + 2 * (int64_t)below(PEOPLE); /* the inserts; views have no values */
		str text = text_of(h, str_fmt(&A, "SELECT %s FROM audit_leaf WHERE id = %lld",
					      column, (long long)id)
					  .p);
		done(h);
		str named, want = str_fmt(&A, "leaf %lld", (long long)id);
		found_n += flip_in_file(text, &named);
		named_n += str_eq(named, want);
		A = keep;
	}
	assert_int_equal(found_n, changes_n);
	assert_true(named_n >
		    changes_n * 9 / 10); /* a byte that damages the page itself is told as such */
	printf(
	    "# figure: %d of %lld single bits changed in audit_leaf.%s found, %d named the leaf\n",
	    found_n, (long long)changes_n, column, named_n);
}

static void bits_of_leaf_bodies(void **state)
{
	(void)state;
	flip_many("body");
}

static void bits_of_salts_and_values(void **state)
{
	(void)state;
	flip_many("opening");
}

static void live_rows(void **state)
{
	(void)state;
	static const char *const change[] = {
		"name = name || 'x'",
		"login = login || 'x'",
		"role_bits = role_bits + 1",
		"label_bits = label_bits + 2",
		"mission_id = 7",
		"is_active = 1 - is_active",
		"password = 'x'",
		"natural_person = 'Another'",
	};
	int found_n = 0;
	make_register();
	for (int i = 0; i < changes_n; i++) {
		struct arena keep = A;
		struct faults f;
		struct audit_report r;
		int64_t id = 1 + (int64_t)below(PEOPLE);
		sqlite3 *h = edit();
		run(h, "CREATE TEMP TABLE was AS SELECT * FROM account");
		run(h, str_fmt(&A, "UPDATE account SET %s WHERE id = %lld", change[below(8)],
			       (long long)id)
			   .p);
		enum err e = verify(NULL, &f, &r);
		str want = str_fmt(&A, "account %lld", (long long)id);
		found_n += e == ERR_LOG && f.n > 0 && str_eq(f.v[0].field, want);
		run(h, "REPLACE INTO account SELECT * FROM was");
		done(h);
		A = keep;
	}
	assert_int_equal(found_n, changes_n);
	printf("# figure: %d of %lld live columns changed by hand found and named\n", found_n,
	       (long long)changes_n);
}

/* One edit by hand, and the word that the first fault must have. */
static void one_edit(const char *sql, const char *word)
{
	struct faults f;
	struct audit_report r;
	make_register();
	sqlite3 *h = edit();
	run(h, sql);
	done(h);
	assert_int_equal(verify(NULL, &f, &r), ERR_LOG);
	if (str_find(f.v[0].field, str_of(word)) < 0 && str_find(f.v[0].sentence, str_of(word)) < 0)
		fail_msg("%s: %.*s: %.*s", sql, SF(f.v[0].field), SF(f.v[0].sentence));
}

static void larger_edits(void **state)
{
	(void)state;
	one_edit(
	    "INSERT INTO account SELECT 99, 'made.up', name, role_bits, label_bits, mission_id,"
	    " natural_person, password, is_active FROM account WHERE id = 1",
	    "account 99");
	one_edit("DELETE FROM account WHERE id = 2", "account 2");
	one_edit("DELETE FROM audit_leaf WHERE id = 5", "leaf 6");
	one_edit("DELETE FROM audit_leaf WHERE id = (SELECT max(id) FROM audit_leaf)", "root");
	one_edit("UPDATE audit_leaf SET opening = NULL WHERE id = 3", "leaf 3");
	one_edit("UPDATE audit_leaf SET account_id = 1 WHERE id = 3", "leaf 3");
	one_edit("UPDATE audit_leaf SET at = at + 1 WHERE id = 4", "leaf 4");
	one_edit("UPDATE audit_edge SET leaves_n = 3", "root");
	one_edit(
	    "UPDATE audit_leaf SET body = (SELECT body FROM audit_leaf WHERE id = 7) WHERE id = 3",
	    "leaf 3");
}

static void a_shortened_or_rebuilt_log(void **state)
{
	(void)state;
	struct faults f;
	struct audit_report r;
	make_register();
	assert_ok(verify(NULL, &f, &r));
	struct sha256 root = r.head.root;
	struct db *db = open_register(DB_OPEN);
	assert_ok(deed(db, look, NULL));
	db_close(db);
	assert_ok(verify(&root, &f, &r)); /* grown since: the root is that of an earlier size */
	struct sha256 newer = r.head.root;
	make_register(); /* the same deeds, with other salts */
	assert_int_equal(verify(&root, &f, &r), ERR_LOG);
	assert_ok(verify(NULL, &f, &r));
	assert_int_equal(verify(&newer, &f, &r), ERR_LOG);
}

static void damaged_files(void **state)
{
	(void)state;
	struct db *db;
	str why;
	make_register();
	assert_int_equal(truncate(PATH, 9000), 0);
	assert_int_not_equal(db_open(&A, &OS, PATH, DB_READ, &db, &why), OK);
	assert_ok(os_file_write(
	    PATH, S("this is no database, it is a letter about one that is long enough")));
	assert_int_equal(db_open(&A, &OS, PATH, DB_READ, &db, &why), ERR_DB_FORMAT);
	assert_true(str_find(why, S("not a register")) >= 0);
	remove_file();
	assert_int_equal(db_open(&A, &OS, PATH, DB_READ, &db, &why), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deeds_and_their_leaves),
		cmocka_unit_test(roles_and_labels_decide),
		cmocka_unit_test(many_clients_one_order),
		cmocka_unit_test(two_processes_share_the_log),
		cmocka_unit_test(bits_of_leaf_bodies),
		cmocka_unit_test(bits_of_salts_and_values),
		cmocka_unit_test(live_rows),
		cmocka_unit_test(larger_edits),
		cmocka_unit_test(a_shortened_or_rebuilt_log),
		cmocka_unit_test(damaged_files),
	};
	return cmocka_run_group_tests_name("log", tests, set_up, tear_down);
}
