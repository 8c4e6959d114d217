/* mission_test.c: the rules of missions: articles, late notices, status, precedence, what was
 * known. */
#include "check.h"

#include "mission/mission.h"

CHECK_ARENA(16 << 20)

static int64_t day(const char *iso)
{
	int64_t on;
	if (!day_read(str_of(iso), &on))
		fail_msg("not a day: %s", iso);
	return on;
}

static struct opt_int some(const char *iso)
{
	return (struct opt_int){ true, day(iso) };
}

static void articles_of_the_right_convention(void **state)
{
	(void)state;
	assert_str(mission_act_article(MISSION_ACT_KIND_ARRIVED, MISSION_KIND_EMBASSY),
		   "VCDR Art. 10(1)(a)");
	assert_str(mission_act_article(MISSION_ACT_KIND_ARRIVED, MISSION_KIND_CONSULATE),
		   "VCCR Art. 24(1)(a)");
	for (int i = 0; i < MISSION_ACT_KIND_N; i++) {
		assert_int_equal(MISSION_ACTS[i].kind, i);
		assert_non_null(MISSION_ACTS[i].label);
	}
}

static void late_is_counted_in_the_hosts_days(void **state)
{
	(void)state;
	/* Monday 7 June 2021 and ten working days: due Monday 21 June */
	assert_int_equal(
	    mission_late_days(day("2021-06-07"), day("2021-06-21"), 10, true, &CALENDAR_SAT_SUN),
	    0);
	assert_int_equal(
	    mission_late_days(day("2021-06-07"), day("2021-06-23"), 10, true, &CALENDAR_SAT_SUN),
	    2);
	assert_int_equal(
	    mission_late_days(day("2021-06-07"), day("2021-06-23"), 10, false, &CALENDAR_SAT_SUN),
	    6);
	assert_int_equal(
	    mission_late_days(day("2021-06-07"), day("2021-06-01"), 0, false, &CALENDAR_SAT_SUN),
	    0);
}

static void status_in_one_line(void **state)
{
	(void)state;
	static const struct {
		struct mission_standing s;
		const char *has;
	} cases[] = {
		{ { .is_member = true, .category = POST_CATEGORY_DIPLOMATIC },
		  "(VCDR Art. 29, 31)" },
		{ { .is_member = true,
		    .category = POST_CATEGORY_DIPLOMATIC,
		    .is_host_national = true },
		  "official acts only (VCDR Art. 38(1))" },
		{ { .is_member = true, .category = POST_CATEGORY_ADMIN_TECHNICAL },
		  "(VCDR Art. 37(2))" },
		{ { .is_member = true,
		    .category = POST_CATEGORY_ADMIN_TECHNICAL,
		    .is_resident = true },
		  "only what this State admits (VCDR Art. 38(2))" },
		{ { .is_member = true, .category = POST_CATEGORY_SERVICE }, "(VCDR Art. 37(3))" },
		{ { .is_member = true, .category = POST_CATEGORY_CONSULAR_OFFICER },
		  "(VCCR Art. 41, 43)" },
		{ { .is_member = true,
		    .category = POST_CATEGORY_CONSULAR_OFFICER,
		    .is_resident = true },
		  "(VCCR Art. 71(1))" },
		/* the family of a diplomat who lives here for good keeps its status; a national's
		   does not */
		{ { .is_member = true,
		    .category = POST_CATEGORY_DIPLOMATIC,
		    .relation = { "spouse", 6 },
		    .is_resident = true },
		  "(VCDR Art. 37(1))" },
		{ { .is_member = true,
		    .category = POST_CATEGORY_DIPLOMATIC,
		    .relation = { "spouse", 6 },
		    .is_host_national = true },
		  "only what this State admits" },
		{ { .is_member = true,
		    .category = POST_CATEGORY_SERVICE,
		    .relation = { "child", 5 } },
		  "no immunity" },
		{ { .was_member = true, .category = POST_CATEGORY_DIPLOMATIC },
		  "until departure or a reasonable period (VCDR Art. 39(2))" },
		{ { 0 }, "no status" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		str line = mission_status_line(&A, &cases[i].s);
		if (str_find(line, str_of(cases[i].has)) < 0)
			fail_msg("%zu: '%.*s' has no '%s'", i, SF(line), cases[i].has);
	}
}

static void an_hour_decides_precedence(void **state)
{
	(void)state;
	struct mission_head h[] = {
		{ .name = S("none"), .mission_name = S("A"), .class_n = 1, .took_at = INT64_MAX },
		{ .name = S("charge"), .mission_name = S("B"), .class_n = 4, .took_at = 0 },
		{ .name = S("later"),
		  .mission_name = S("C"),
		  .class_n = 1,
		  .took_at = 3600 * SECOND_US },
		{ .name = S("first"), .mission_name = S("D"), .class_n = 1, .took_at = 0 },
	};
	mission_precede(&A, h, 4, S("Europe/London"));
	assert_str(h[0].name, "first");
	assert_str(h[1].name, "later");
	assert_str(h[2].name, "none");
	assert_str(h[3].name, "charge");
	assert_str(h[0].why, "class 1, took up functions 1 January 1970, 01:00 (VCDR Art. 16(1))");
}

static void what_was_known_then(void **state)
{
	(void)state;
	struct mission_days d = { day("2018-03-01"), some("2018-03-20"), some("2018-03-10"),
				  some("2018-04-02") };
	assert_false(mission_is_serving(&d, day("2018-02-28"), day("2021-01-01")));
	assert_true(mission_is_serving(&d, day("2018-03-05"), day("2021-01-01")));
	/* nobody had told us yet */
	assert_false(mission_is_serving(&d, day("2018-03-05"), day("2018-03-09")));
	assert_true(mission_is_serving(&d, day("2018-03-05"), day("2018-03-10")));
	/* had left on the 20th, and the ministry learnt it in April */
	assert_true(mission_is_serving(&d, day("2018-03-25"), day("2018-03-25")));
	assert_false(mission_is_serving(&d, day("2018-03-25"), day("2018-04-02")));
	struct mission_days untold = { day("2018-03-01"), { 0 }, { 0 }, { 0 } };
	assert_true(mission_is_serving(&untold, day("2018-03-01"), day("2018-03-01")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles_of_the_right_convention),
		cmocka_unit_test(late_is_counted_in_the_hosts_days),
		cmocka_unit_test(status_in_one_line),
		cmocka_unit_test(an_hour_decides_precedence),
		cmocka_unit_test(what_was_known_then),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
