/* backlog_test.c: the sentences about a corridor, worked by hand. */
#include "check.h"

#include "backlog/backlog.h"

CHECK_ARENA(64 << 20)

static void load_in_words(void **state)
{
	(void)state;
	struct visa_corridor k = { .on = 18799 };
	struct backlog_outlook o = { .corridor = &k,
				     .now = { .come_n = 286, .done_n = 208, .days_n = 182 },
				     .come_week = 11,
				     .done_week = 8 };
	assert_str(backlog_load_text(&A, &o),
		   "The queue grows by 3.0 a week: 11 come and 8.0 are "
		   "closed a week (286 and 208 in the 182 days to 21 June "
		   "2021).");
	o.done_week = 11.5;
	assert_true(str_starts(backlog_load_text(&A, &o), S("The queue shrinks by 0.5 a week:")));
	o.done_week = 11.04;
	assert_true(str_starts(backlog_load_text(&A, &o), S("The queue stays as it is:")));
}

static void how_forecasts_did(void **state)
{
	(void)state;
	struct backlog_outlook o = { 0 };
	assert_str(backlog_test_text(&A, &o),
		   "The books are too short to tell how such forecasts did before.");
	o.test = (struct outlook_test){ 20, { 12, 10, 8 }, { 6, 9, 8 }, 12, 31 };
	assert_str(
	    backlog_test_text(&A, &o),
	    "Made every four weeks in the past, 20 such forecasts: the 50 % day held in 6 of "
	    "12, the 85 % day held in 9 of 10, the 95 % day held in 8 of 8 whose day has "
	    "come; the 50 % day was off by 31 days in the middle of 12.");
}

static void the_day_that_is_asked_about(void **state)
{
	(void)state;
	assert_str(day_text(&A, backlog_by_default(18799)), "2021-11-01"); /* 21 June 2021 */
	assert_str(day_text(&A, backlog_by_default(18809)), "2021-12-01"); /* 1 July */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load_in_words),
		cmocka_unit_test(how_forecasts_did),
		cmocka_unit_test(the_day_that_is_asked_about),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
