/* faulty_deeds.c: what all sweeps do to a register, and how they look at it afterwards. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.sql.h"
#include "access/access.h"
#include "audit/audit.h"
#include "base/must.h"
#include "faulty.h"

void deeds_make(const char *path)
{
	struct arena a;
	struct os os = os_real();
	struct db *db;
	str why;
	must(arena_open(&a, 64 << 20) == OK);
	must(db_open(&a, &os, path, DB_CREATE, &db, &why) == OK);
	audit_attach(&a, db);
	must(deeds_pair(db, &a, 0, 0) == OK);
	db_close(db);
	arena_close(&a);
}

struct pair {
	int client, number;
};

static str login_of(struct arena *a, const struct pair *p, char which)
{
	return str_fmt(a, "c%d.n%d.%c", p->client, p->number, which);
}

static enum err pair_deed(struct tx *tx, void *arg)
{
	struct faults f = faults_in(tx->a);
	int64_t id;
	for (char which = 'a'; which <= 'b'; which++) {
		struct account in = { .login = login_of(tx->a, arg, which),
				      .name = S("Ann Example"),
				      .role_bits = BIT(ROLE_VISA) };
		TRY(account_add(tx, &in, &f, &id));
	}
	return OK;
}

enum err deeds_pair(struct db *db, struct arena *a, int client, int number)
{
	struct pair p = { client, number };
	return db_deed(db, &VIEWER_SYSTEM, a, NULL, "soak.pair", pair_deed, &p);
}

int deeds_count(struct db *db, struct arena *a, int client, int number)
{
	struct pair p = { client, number };
	struct tx tx;
	int n = 0;
	if (tx_begin(db, &VIEWER_SYSTEM, a, &tx) != OK)
		return -1;
	for (char which = 'a'; which <= 'b' && n >= 0; which++) {
		struct access_account_by_login_row row;
		struct access_account_by_login_args in = { .login = login_of(a, &p, which) };
		enum err e = access_account_by_login(&tx, &in, &row);
		n = e == OK ? n + 1 : e == ERR_NOT_FOUND ? n : -1;
	}
	tx_end(&tx);
	return n;
}

bool deeds_verify(struct db *db)
{
	struct arena a;
	struct audit_report report;
	must(arena_open(&a, 64 << 20) == OK);
	struct faults f = faults_in(&a);
	enum err e = audit_verify(db, &a, NULL, &f, &report);
	for (ptrdiff_t i = 0; i < f.n; i++)
		fprintf(stderr, "verify: %.*s: %.*s\n", SF(f.v[i].field), SF(f.v[i].sentence));
	if (e != OK && !f.n)
		fprintf(stderr, "verify: %s\n", err_sentence(e));
	arena_close(&a);
	return e == OK;
}

void file_remove(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	char name[512];
	for (int i = 0; i < 4; i++) {
		snprintf(name, sizeof name, "%s%s", path, tails[i]);
		unlink(name);
	}
}

void file_copy(const char *from, const char *to)
{
	struct stat st;
	file_remove(to);
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	must(in >= 0 && out >= 0 && fstat(in, &st) == 0);
	for (off_t at = 0; at < st.st_size;)
		must(sendfile(out, in, &at, (size_t)(st.st_size - at)) > 0);
	close(in);
	close(out);
}
