/* register_file.h: a register in a file with its people and a site over it, for tests of pages;
 * browser.h asks it. A test calls browser_open with its people and tables in its set-up and
 * browser_close behind. */
#ifndef TESTS_REGISTER_FILE_H
#define TESTS_REGISTER_FILE_H

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/access.h"
#include "access/proposal.h"
#include "access/session.h"
#include "audit/audit.h"
#include "base/day.h"
#include "web/server.h"

#define SECRET "seven red bicycles"

static struct arena A;
static struct os OS;
static struct db *DB;
static struct app APP;
static struct site SITE;
static char PATH[200];
static int64_t CLOCK_S; /* how far the register's clock was moved */
static str COOKIE;      /* of the browser; null: none */

/* ---- the register ---- */

static void set_clock(int64_t seconds)
{
	CLOCK_S = seconds;
	db_set_clock(DB, seconds * SECOND_US, S("UTC"));
}

struct person {
	const char *login, *natural_person;
	uint32_t role_bits;
	int64_t mission_id;
};
static const struct person *PEOPLE; /* ended by one without login; their accounts are 1, 2, .. */

static enum err add_people(struct tx *tx, void *arg)
{
	(void)arg;
	struct faults f = faults_in(tx->a);
	struct wrote out;
	str hash;
	TRY(password_hash(tx->a, &OS, S(SECRET), &hash));
	for (const struct person *p = PEOPLE; p->login; p++) {
		struct account in = { .login = str_of(p->login),
				      .name = str_of(p->login),
				      .natural_person = str_of(p->natural_person),
				      .role_bits = p->role_bits,
				      .label_bits = BIT(LABEL_VISA),
				      .mission_id = { p->mission_id != 0, p->mission_id } };
		int64_t id;
		TRY(account_add(tx, &in, &f, &id));
		struct access_account_set_password_args set = { .id = id, .password = hash };
		TRY(access_account_set_password(tx, &set, &out));
	}
	return OK;
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

/* Monday, 21 June 2021, eight in the morning. */
static int browser_open(const char *name, const struct person *people,
			const struct route *const *tables, const struct act_handler *const *acts)
{
	str why;
	const char *tmp = getenv("GRATA_TMP");
	PEOPLE = people;
	snprintf(PATH, sizeof PATH, "%s/%s-test.db", tmp ? tmp : "/tmp", name);
	remove_file();
	if (arena_open(&A, 512 << 20) != OK)
		return -1;
	OS = os_fake(INT64_C(1624262400) * SECOND_US, 11);
	if (db_open(&A, &OS, PATH, DB_CREATE, &DB, &why) != OK)
		return -1;
	audit_attach(&A, DB);
	set_clock(0);
	COOKIE = (str){ 0 };
	APP = (struct app){ .db = DB, .acts = acts, .guard = guard_new(&A, &OS) };
	SITE = (struct site){ .tables = tables,
			      .app = &APP,
			      .before = page_before,
			      .after = page_after,
			      .failed = page_failed };
	return db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.people", add_people, NULL) == OK ? 0
											    : -1;
}

static int browser_close(void **state)
{
	(void)state;
	db_close(DB);
	remove_file();
	arena_close(&A);
	return 0;
}

__attribute__((unused)) static struct viewer viewer_of(int64_t id)
{
	return (struct viewer){ .user_id = id,
				.role_bits = PEOPLE[id - 1].role_bits,
				.label_bits = BIT(LABELS_N) - 1,
				.name = str_of(PEOPLE[id - 1].login),
				.session = S("test") };
}

#endif
