/* outlook_test.c: an office whose days are all alike, worked by hand; one whose pace shifts; and
 * what is said when the books tell too little. */
#include "check.h"

#include <math.h>

#include "forecast/clearing.h"

CHECK_ARENA(64 << 20)

enum { DAYS_N = 364, MONDAY = 18631 }; /* 4 January 2021 */

static int64_t come[DAYS_N], done[DAYS_N], waiting[DAYS_N]; /* allowed: the books of one test */

/* `start` wait; as many come as are done: `rate` on each working day. */
static struct office steady(int64_t start, int64_t rate)
{
	for (int d = 0; d < DAYS_N; d++) {
		come[d] = done[d] = day_is_working(&CALENDAR_SAT_SUN, MONDAY + d) ? rate : 0;
		waiting[d] = start;
	}
	return (struct office){ MONDAY, DAYS_N, come, done, waiting, &CALENDAR_SAT_SUN };
}

/* 10 open at 2 a working day take five working days at that pace: from a Sunday, until Friday. The
 * pace is never taken for more regular than chance makes it, so the more certain days are later. */
static void the_middle_day(void **state)
{
	(void)state;
	struct office o = steady(10, 2);
	int64_t sunday = MONDAY + DAYS_N - 1;
	assert_int_equal(day_weekday(sunday), 6);
	struct outlook v = outlook_of(A, &o, DAYS_N - 1, 1e8);
	assert_true(v.by[0].is_known && v.by[0].on >= sunday + 5 && v.by[0].on <= sunday + 8);
	assert_true(v.by[1].on >= v.by[0].on && v.by[2].on >= v.by[1].on);
	assert_true(v.by[2].on <= sunday + 12);
	assert_int_equal(v.days_n, OUTLOOK_DAYS);
	assert_int_equal(v.working_n, OUTLOOK_DAYS / 7 * 5);
	assert_int_equal(v.done_n, 260);
	struct outlook normal = outlook_of(A, &o, DAYS_N - 1, 0);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		assert_int_equal(normal.by[i].on, v.by[i].on); /* days that are all alike */
	struct outlook_test t = outlook_test(A, &o);
	assert_int_equal(t.made_n, 10); /* day 335, 307, .. 83 */
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		assert_true(t.due_n[i] == 10 && t.held_n[i] == 10);
	assert_true(t.off_n == 10 && t.off_median_days <= 3);
	o = steady(100, 2);
	v = outlook_of(A, &o, DAYS_N - 1, 1e8);
	assert_true(v.by[0].on >= sunday + 68 && v.by[0].on <= sunday + 75); /* 50 days: a Friday */
	assert_true(v.by[1].on > v.by[0].on && v.by[2].on > v.by[1].on);
}

/* Steady weeks: the pace is known and does not drift. Half the pace for the last eight weeks: most
 * of the weight believes that, and says that paces drift here. */
static void a_pace_that_shifts(void **state)
{
	(void)state;
	struct pace v[PACES_MAX];
	struct office o = steady(100, 4);
	double pace = 0, drift = 0, sum = 0;
	assert_int_equal(paces_of(&o, DAYS_N - 1, v), PACES_MAX);
	for (int i = 0; i < PACES_MAX; i++) {
		sum += v[i].weight;
		pace += v[i].weight * v[i].a_day;
		drift += v[i].weight * v[i].drift_week;
	}
	assert_true(fabs(sum - 1) < 1e-9 && fabs(pace - 4) < .01);
	for (int d = DAYS_N - 56; d < DAYS_N; d++)
		done[d] /= 2;
	double pace_then = 0, drift_then = 0;
	paces_of(&o, DAYS_N - 1, v);
	for (int i = 0; i < PACES_MAX; i++) {
		pace_then += v[i].weight * v[i].a_day;
		drift_then += v[i].weight * v[i].drift_week;
	}
	assert_true(pace_then > 1.9 && pace_then < 2.4);
	assert_true(drift_then > 3 * drift);
	o = steady(10, 0);
	assert_int_equal(paces_of(&o, DAYS_N - 1, v), 0); /* nothing was done: nothing is known */
}

/* What is done on a Saturday counts for Monday; a holiday is passed over. */
static void rest_days(void **state)
{
	(void)state;
	struct office o = steady(10, 2);
	for (int d = 0; d < DAYS_N; d++) /* everything on Saturdays: 10 a week, at once */
		done[d] = day_weekday(MONDAY + d) == 5 ? 10 : 0;
	struct outlook v = outlook_of(A, &o, DAYS_N - 1, 1e8);
	assert_true(v.by[0].is_known && v.by[2].is_known);
	assert_int_equal(day_weekday(v.by[0].on) < 5, 1);
	assert_int_equal(v.working_n, 130);
	o = steady(10, 2);
	int64_t holiday = MONDAY + DAYS_N + 1; /* the Tuesday to come */
	struct calendar c = { CALENDAR_SAT_SUN.rest_weekdays, &holiday, 1 };
	o.working = &c;
	v = outlook_of(A, &o, DAYS_N - 1, 1e8);
	assert_int_equal(v.by[0].on, MONDAY + DAYS_N - 1 + 8); /* Monday of the week after */
}

/* 0 to 3 a day in turn, 400 open: the sum of some 270 days, exact and as a normal one. */
static void exact_and_normal(void **state)
{
	(void)state;
	struct office o = steady(400, 1);
	for (int d = 0; d < DAYS_N; d++)
		done[d] = day_is_working(&CALENDAR_SAT_SUN, MONDAY + d) ? d * 7 % 4 : 0;
	struct outlook exact = outlook_of(A, &o, DAYS_N - 1, 1e8),
		       normal = outlook_of(A, &o, DAYS_N - 1, 0);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		assert_in_range(normal.by[i].on - exact.by[i].on + 1, 0, 2);
}

static void when_no_day_is_named(void **state)
{
	(void)state;
	struct office o = steady(10, 2);
	struct outlook v = outlook_of(A, &o, OUTLOOK_DAYS_MIN - 2, 1e8);
	assert_false(v.by[0].is_known); /* the books are too short */
	o = steady(0, 2);
	v = outlook_of(A, &o, DAYS_N - 1, 1e8);
	assert_true(v.by[2].is_known && v.by[2].on == MONDAY + DAYS_N - 1); /* nothing waits */
	assert_int_equal(outlook_test(A, &o).made_n, 0);
	o = steady(10, 0);
	v = outlook_of(A, &o, DAYS_N - 1, 1e8);
	assert_false(v.by[0].is_known); /* nothing is done */
	assert_true(isnan(outlook_test(A, &o).off_median_days));
	o = steady(1000000, 2);
	assert_false(outlook_of(A, &o, DAYS_N - 1, 1e8).by[0].is_known); /* longer than a life */
}

/* The office stops: the days that were named pass, and the test says so. */
static void a_broken_promise(void **state)
{
	(void)state;
	struct office o = steady(10, 2);
	for (int d = 300; d < DAYS_N; d++) {
		done[d] = 0;
		waiting[d] = waiting[d - 1] + come[d];
	}
	struct outlook_test t = outlook_test(A, &o);
	assert_true(t.held_n[1] < t.due_n[1]);
	assert_true(t.off_n < t.made_n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_middle_day),
		cmocka_unit_test(a_pace_that_shifts),
		cmocka_unit_test(rest_days),
		cmocka_unit_test(exact_and_normal),
		cmocka_unit_test(when_no_day_is_named),
		cmocka_unit_test(a_broken_promise),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
