/* desk_test.c: deadlines as a calendar: what is escaped, where lines are folded, days and instants.
 * tests/desk.t has another program read it. */
#include "check.h"

#include <string.h>

#include "base/day.h"
#include "desk/desk_in.h"

CHECK_ARENA(1 << 20)

static str calendar(str says, int64_t at)
{
	struct desk_deadline one = { .on = 18805,
				     .kind = S("To answer"),
				     .says = says,
				     .url = S("/talks/2"),
				     .uid = S("talks-2") };
	struct desk_deadlines d = { &one, 1, 1 };
	struct out o = out_to_arena(&A);
	desk_ics(&o, &d, at, S("https://grata.example"));
	return str_copy(&A, out_view(&o));
}

static void an_event(void **state)
{
	(void)state;
	str s = calendar(S("visas, soon; a \\ and\na line"), 18799 * DAY_US + 28801 * SECOND_US);
	assert_true(str_find(s, S("\r\nUID:talks-2@grata\r\nDTSTAMP:20210621T080001Z\r\n")) > 0);
	assert_true(
	    str_find(s, S("\r\nDTSTART;VALUE=DATE:20210627\r\nDTEND;VALUE=DATE:20210628\r\n")) > 0);
	assert_true(
	    str_find(s, S("\r\nSUMMARY:To answer: visas\\, soon\\; a \\\\ and\\na line\r\n")) > 0);
	assert_true(str_find(s, S("\r\nURL:https://grata.example/talks/2\r\n")) > 0);
	assert_true(str_ends(s, S("END:VEVENT\r\nEND:VCALENDAR\r\n")));
}

/* No line is longer than 75 octets, no character is cut, and unfolded it is whole again. */
static void long_lines_are_folded(void **state)
{
	(void)state;
	struct out long_ = out_to_arena(&A), whole = out_to_arena(&A);
	for (int i = 0; i < 60; i++)
		out_str(&long_, i % 3 ? S("виза") : S("x"));
	str says = str_copy(&A, out_view(&long_)), s = calendar(says, 0), rest = s;
	while (rest.n) {
		ptrdiff_t n = str_find(rest, S("\r\n"));
		assert_in_range(n, 1, 75);
		assert_false(((unsigned char)rest.p[rest.p[0] == ' '] & 0xC0) == 0x80);
		rest = str_slice(rest, n + 2, rest.n);
	}
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (i + 2 < s.n && s.p[i] == '\r' && s.p[i + 2] == ' ')
			i += 2;
		else
			out_char(&whole, s.p[i]);
	assert_true(str_find(out_view(&whole), says) > 0);
	assert_true(str_find(s, says) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event),
		cmocka_unit_test(long_lines_are_folded),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
