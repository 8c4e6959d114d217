/* serve_test.c: the whole site over the demo register, without a socket: pages that are kept are
 * never stale; the register's clock may jump. */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/day.h"
#include "office.h"

enum { STARTS_ON = 18799 }; /* 21 June 2021, when the demo register begins */

static struct office O;
static char PATH[200];

static void remove_file(void)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	for (int i = 0; i < 3; i++) {
		char name[240];
		snprintf(name, sizeof name, "%s%s", PATH, tails[i]);
		unlink(name);
	}
}

static int set_up(void **state)
{
	(void)state;
	const char *tmp = getenv("GRATA_TMP");
	snprintf(PATH, sizeof PATH, "%s/serve-test.db", tmp ? tmp : "/tmp");
	remove_file();
	return office_demo(PATH) == OK && office_open(&O, PATH) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	office_close(&O);
	remove_file();
	return 0;
}

/* A form's token ends with letters of the page's own. */
static void hide_page_letters(char *text, ptrdiff_t n)
{
	const str before = S("name=\"csrf\" value=\"");
	for (ptrdiff_t from = 0, at;
	     (at = str_find((str){ text + from, n - from }, before)) >= 0;) {
		from += at + before.n;
		char *dot = memchr(text + from, '.', (size_t)(n - from));
		assert_non_null(dot);
		while (*++dot != '"')
			*dot = '-';
	}
}

/* What stands between the tags of the page's main part, copied. */
static str main_of(struct answered a)
{
	ptrdiff_t from = str_find(a.body, S("<main")), to = str_find(a.body, S("</main>"));
	assert_int_equal(a.status, 200);
	assert_true(from > 0 && to > from);
	str copy = str_copy(&O.perm, str_slice(a.body, from, to));
	hide_page_letters((char *)(uintptr_t)copy.p, copy.n);
	return copy;
}

static str page(str token, const char *path)
{
	return main_of(office_ask(&O, &(struct asked){ .path = path, .token = token }));
}

/* The same page made anew. */
static str made(str token, const char *path)
{
	struct kept_texts *kept = O.app.kept;
	O.app.kept = NULL;
	str s = page(token, path);
	O.app.kept = kept;
	return s;
}

static str number_behind(str text, str before)
{
	for (ptrdiff_t at; (at = str_find(text, before)) >= 0;) {
		text = str_slice(text, at + before.n, text.n);
		ptrdiff_t n = 0;
		while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
			n++;
		if (n)
			return str_copy(&O.perm, str_slice(text, 0, n));
	}
	fail_msg("no number behind %.*s", SF(before));
	return S("");
}

static const char *const KEPT_PATHS[] = { "/visas", "/visas?stage=documents&holder=visa",
					  "/visas/backlog?state=RU", "/missions" };

enum { KEPT_N = sizeof KEPT_PATHS / sizeof KEPT_PATHS[0] };

/* Sends one application from documents to vetting: three of its figures change. */
static void move_one(str token)
{
	str id = number_behind(made(token, KEPT_PATHS[1]), S("href=\"/visas/")),
	    one = str_fmt(&O.perm, "/visas/%.*s", SF(id)),
	    holding = number_behind(made(token, one.p), S("name=\"holding_id\" value=\"")),
	    form = str_fmt(&O.perm, "move=vetting.vetting&holding_id=%.*s", SF(holding)),
	    to = str_fmt(&O.perm, "/visas/%.*s/move", SF(id));
	struct asked q = { .is_post = true, .path = to.p, .token = token, .form = form };
	assert_int_equal(office_ask(&O, &q).status, 303);
}

static void kept_pages_are_never_stale(void **state)
{
	(void)state;
	str officer = office_sign_in(&O, "visa.officer"),
	    head = office_sign_in(&O, "head.protocol");
	for (int i = 0; i < KEPT_N; i++) {
		str first = page(officer, KEPT_PATHS[i]), again = page(officer, KEPT_PATHS[i]),
		    anew = made(officer, KEPT_PATHS[i]), other = page(head, KEPT_PATHS[i]),
		    other_anew = made(head, KEPT_PATHS[i]);
		assert_true(str_eq(first, again) && str_eq(first, anew));
		assert_true(str_eq(other, other_anew));
	}
	str before = page(officer, KEPT_PATHS[1]);
	move_one(officer);
	assert_false(str_eq(page(officer, KEPT_PATHS[1]), before));
	for (int i = 0; i < KEPT_N; i++) {
		str now = page(officer, KEPT_PATHS[i]), anew = made(officer, KEPT_PATHS[i]);
		assert_true(str_eq(now, anew));
	}
}

static void move_clock(int64_t to_us)
{
	int64_t now = db_now_at(O.db);
	db_set_clock(O.db, db_now_at(O.db) - os_now_at(&O.os) + (to_us - now), S("Europe/London"));
}

/* Forward, back, over the changes of summer time, before 1970 and beyond 2038. */
static void the_clock_jumps(void **state)
{
	(void)state;
	static const char *const days[] = {
		"2021-06-22", "2021-10-31", "2022-03-27", "2031-01-01",
		"1969-12-31", "2038-01-19", "2021-06-21", "2100-02-28"
	};
	struct audit_report report;
	struct faults f = faults_in(&O.perm);
	str before = { 0 };
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		int64_t on;
		assert_true(day_read(str_of(days[i]), &on));
		move_clock(on * DAY_US + 5400 * INT64_C(1000000)); /* 01:30 UTC */
		struct asked old = { .path = "/visas", .token = before };
		int status = before.p ? office_ask(&O, &old).status : 200;
		assert_true(status == 200 || status == 401 || status == 303);
		str token = office_sign_in(&O, "visa.officer");
		assert_true(token.p != NULL);
		/* Before the first receipts there is no backlog to count: an error, and no end. */
		struct asked q = { .path = "/visas/backlog?state=RU", .token = token };
		status = office_ask(&O, &q).status;
		assert_true(status == 200 || (status == 500 && on < STARTS_ON));
		before = token;
	}
	assert_ok(audit_verify(O.db, &O.perm, NULL, &f, &report));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(kept_pages_are_never_stale, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_clock_jumps, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
