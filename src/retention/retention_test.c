/* retention_test.c: the rules: which clock decides, and what stops it. Erasure itself is in
 * tests/stories/a_person_is_erased.story, against the demo register. */
#include "check.h"

#include <stdio.h>

#include "base/day.h"
#include "retention/retention.h"

static struct arena A;

static int64_t on(const char *day)
{
	int64_t d;
	assert_true(day_read(str_of(day), &d));
	return d;
}

static struct opt_int day_or_none(const char *day)
{
	return day ? (struct opt_int){ true, on(day) } : (struct opt_int){ 0 };
}

static void the_latest_clock_decides(void **state)
{
	(void)state;
	static const struct {
		const char *left, *granted, *refused, *dropped, *due;
		enum retention_class class;
		const char *family_left;
	} rows[] = {
		{ "2018-03-31", NULL, NULL, NULL, "2023-03-31", RETENTION_MEMBER },
		{ "2020-02-29", NULL, NULL, NULL, "2025-02-28", RETENTION_MEMBER },
		{ "2018-03-31", "2012-01-10", NULL, NULL, "2023-03-31", RETENTION_MEMBER },
		{ "2012-03-31", "2018-01-10", NULL, NULL, "2023-01-10", RETENTION_GRANTED },
		{ "2018-03-31", NULL, "2015-06-01", NULL, "2025-06-01", RETENTION_REFUSED },
		{ NULL, NULL, "2012-01-01", "2021-01-01", "2023-01-01", RETENTION_DROPPED },
		{ NULL, NULL, "2013-01-01", "2021-01-01", "2023-01-01", RETENTION_REFUSED },
		{ NULL, NULL, NULL, NULL, NULL, 0 },
		{ .family_left = "2019-05-01", .due = "2024-05-01", .class = RETENTION_MEMBER },
		{ .left = "2018-03-31", .family_left = "2020-04-30", .due = "2025-04-30" },
		{ .left = "2020-04-30", .family_left = "2018-03-31", .due = "2025-04-30" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct retention_people_row p = { .left_on = day_or_none(rows[i].left),
						  .family_left_on =
						      day_or_none(rows[i].family_left),
						  .granted_on = day_or_none(rows[i].granted),
						  .refused_on = day_or_none(rows[i].refused),
						  .dropped_on = day_or_none(rows[i].dropped) };
		struct retention_due d = retention_due_of(&A, &p);
		assert_int_equal(d.due_on.has, rows[i].due != NULL);
		if (!rows[i].due)
			continue;
		assert_int_equal(d.due_on.v, on(rows[i].due));
		assert_int_equal(d.class, rows[i].class);
	}
	printf("# figure: %zu clocks by hand, each as it should be\n",
	       sizeof rows / sizeof rows[0]);
}

static void an_open_matter_stops_it(void **state)
{
	(void)state;
	struct retention_people_row left = { .left_on = day_or_none("2010-01-01"),
					     .expelled_on = day_or_none("2010-01-01") };
	struct retention_people_row serves = left, open = left, matter = left, held = left,
				    family = left, none = { 0 };
	serves.is_serving = true;
	family.is_in_household = true;
	open.is_open = true;
	matter.has_matter = true;
	held.hold_reason = S("court case 7");
	struct retention_due d = retention_due_of(&A, &left);
	assert_true(d.due_on.has && d.is_png && !d.why_not.p);
	d = retention_due_of(&A, &serves);
	assert_false(d.due_on.has);
	assert_str(d.why_not, "serves in a post");
	d = retention_due_of(&A, &family);
	assert_false(d.due_on.has);
	assert_str(d.why_not, "belongs to the household of a member who serves");
	d = retention_due_of(&A, &open);
	assert_str(d.why_not, "an application is open");
	d = retention_due_of(&A, &matter);
	assert_str(d.why_not, "a matter is open");
	d = retention_due_of(&A, &held);
	assert_str(d.why_not, "hold: court case 7");
	d = retention_due_of(&A, &none);
	assert_str(d.why_not, "nothing has ended yet");
	assert_false(d.is_png);
}

static void classes_are_said(void **state)
{
	(void)state;
	assert_string_equal(retention_word(RETENTION_PNG), "png");
	assert_int_equal(retention_years(RETENTION_PNG), 0);
	assert_int_equal(retention_years(RETENTION_REFUSED), 10);
	assert_string_equal(retention_from(RETENTION_MEMBER), "the end of the last posting");
	assert_true(retention_says(RETENTION_DROPPED)[0] == 'A');
}

static int set_up(void **state)
{
	(void)state;
	return arena_open(&A, 8 << 20) == OK ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_latest_clock_decides),
		cmocka_unit_test(an_open_matter_stops_it),
		cmocka_unit_test(classes_are_said),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
