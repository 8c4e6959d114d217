/* talks_test.c: the table of forms, and days in words. */
#include "check.h"

#include "talks/talks.h"

CHECK_ARENA(1 << 20)

/* Who follows it up is said of what is open, and of nothing else; words are unique. */
static void every_form(void **state)
{
	(void)state;
	for (int i = 0; i < TALKS_FORM_N; i++) {
		const struct talks_form_info *f = talks_form_info_of((enum talks_form)i);
		enum talks_form found;
		enum talks_owner owner;
		assert_true(talks_form_of(str_of(f->word), &found));
		assert_int_equal(found, i);
		assert_int_equal(f->owner != NULL, f->begins == TALKS_STATE_OPEN);
		if (f->owner)
			assert_true(talks_owner_of(str_of(f->owner), &owner));
	}
	enum talks_form none;
	assert_false(talks_form_of(S("chat"), &none));
	assert_str(talks_form_label(S("call")), "Call");
}

static void days_in_words(void **state)
{
	(void)state;
	struct opt_int none = { 0 }, a = { true, 18795 }, b = { true, 18798 };
	assert_str(talks_days_text(&A, none, none), "day not known");
	assert_str(talks_days_text(&A, none, a), "not after 17 June 2021");
	assert_str(talks_days_text(&A, a, a), "17 June 2021");
	assert_str(talks_days_text(&A, a, b), "17 June 2021 to 20 June 2021");
}

static void sides_in_words(void **state)
{
	(void)state;
	struct talks_sides_row v[] = {
		{ .state_iso = S("GB"), .role = S("by"), .state_name = S("United Kingdom") },
		{ .state_iso = S("RU"), .role = S("by"), .state_name = S("Russia") },
		{ .state_iso = S("US"), .role = S("to"), .state_name = S("United States") }
	};
	struct talks_sides_rows s = { v, 2, 2 };
	assert_str(talks_sides_text(&A, &s), "United Kingdom and Russia");
	s.n = 3;
	assert_str(talks_sides_text(&A, &s), "United Kingdom and Russia > United States");
	s.n = 0;
	assert_str(talks_sides_text(&A, &s), "no state");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form),
		cmocka_unit_test(days_in_words),
		cmocka_unit_test(sides_in_words),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
