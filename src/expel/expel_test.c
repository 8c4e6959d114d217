/* expel_test.c: the table of kinds, words by category, deadlines worked by hand, where somebody
 * stands. The 5,000 generated deadlines are tests/deadlines.t. */
#include "check.h"

#include "expel/expel_rules.h"

CHECK_ARENA(1 << 20)

static int64_t at(const char *text)
{
	int64_t v;
	assert_true(at_read(str_of(text), &v));
	return v;
}

static void every_kind(void **state)
{
	(void)state;
	for (int k = 0; k < EXPEL_KIND_N; k++)
		assert_true(expel_kind_info_of((enum expel_kind)k)->label[0] != 0);
	assert_int_equal(expel_kind_info_of(EXPEL_KIND_PNG)->posts, EXPEL_FREEZE);
	assert_int_equal(expel_kind_info_of(EXPEL_KIND_ENVOY_RECALLED)->who, EXPEL_SENDER);
	assert_null(expel_kind_info_of(EXPEL_KIND_SUMMONS)->ledger);
}

static void words_by_category(void **state)
{
	(void)state;
	assert_str(expel_words_of(S("diplomatic")).says, "persona non grata");
	assert_str(expel_words_of(S("diplomatic")).article, "VCDR Art. 9(1)");
	assert_str(expel_words_of(S("admin_technical")).says, "not acceptable");
	assert_str(expel_words_of(S("consular_officer")).article, "VCCR Art. 23(1)");
	assert_str(expel_words_of(S("consular_employee")).says, "not acceptable");
}

static void times_as_people_say_them(void **state)
{
	(void)state;
	int64_t told = at("2018-03-14T13:10:00Z"), by = at("2018-03-22T00:00:00Z");
	assert_str(expel_interval_text(&A, told, by, "Europe/London"),
		   "14 March 2018, 13:10 to 21 March 2018, 24:00 (Europe/London)");
	assert_str(expel_interval_text(&A, told, by, "Europe/Moscow"),
		   "14 March 2018, 16:10 to 22 March 2018, 03:00 (Europe/Moscow)");
	assert_str(expel_remaining_text(&A, told, by), "7 days 10 hours left");
	assert_str(expel_remaining_text(&A, by - 3600 * SECOND_US, by), "1 hour left");
	assert_str(expel_remaining_text(&A, by, by), "0 hours over");
	assert_str(expel_remaining_text(&A, by + DAY_US, by), "1 day over");
}

/* Told on a Saturday before the clocks go forward: 72 hours are 72 hours, a week ends at midnight
 * of summer time. */
static void deadlines_by_hand(void **state)
{
	(void)state;
	int64_t by;
	struct expel_limit hours = { EXPEL_LIMIT_KIND_HOURS, 72, 0 },
			   days = { EXPEL_LIMIT_KIND_DAYS, 7, 0 };
	int64_t told = at("2018-03-24T12:30:00Z");
	assert_true(expel_leave_by(&hours, told, "Europe/London", &by));
	assert_int_equal(by, at("2018-03-27T12:30:00Z"));
	assert_true(expel_leave_by(&days, told, "Europe/London", &by));
	assert_int_equal(by, at("2018-03-31T23:00:00Z"));
	assert_str(expel_leave_by_text(&A, by, "Europe/London"), "31 March 2018, 24:00");
	assert_false(expel_leave_by(&days, told, "Europe/Londres", &by));
	assert_true(
	    expel_limit_fault(&A, &(struct expel_limit){ EXPEL_LIMIT_KIND_DAYS, 0, 0 }, told, "UTC")
		.p != NULL);
	assert_true(expel_limit_fault(&A, &(struct expel_limit){ EXPEL_LIMIT_KIND_DATE, 0, 17613 },
				      told, "UTC")
			.p != NULL);
	assert_true(expel_limit_fault(&A, &hours, told, "UTC").p == NULL);
}

static void where_somebody_stands(void **state)
{
	(void)state;
	struct expel_state_in s = { .zone = "Europe/London", .now_at = at("2018-03-22T00:00:00Z") };
	assert_int_equal(expel_standing_of(&s), EXPEL_NAMED);
	s.told_at = (struct opt_int){ true, at("2018-03-14T13:10:00Z") };
	s.leave_by_at = (struct opt_int){ true, at("2018-03-22T00:00:00Z") };
	assert_int_equal(expel_standing_of(&s), EXPEL_OVERDUE);
	s.now_at--;
	assert_int_equal(expel_standing_of(&s), EXPEL_TOLD);
	s.left_on = (struct opt_int){ true, 17611 }; /* 21 March: the last day */
	assert_int_equal(expel_standing_of(&s), EXPEL_LEFT);
	s.left_on.v++;
	assert_int_equal(expel_standing_of(&s), EXPEL_LEFT_LATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind),
		cmocka_unit_test(words_by_category),
		cmocka_unit_test(deadlines_by_hand),
		cmocka_unit_test(times_as_people_say_them),
		cmocka_unit_test(where_somebody_stands),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
