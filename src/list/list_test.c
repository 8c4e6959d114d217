/* list_test.c: lines of an edition as text and back, what is wrong with it, what changed. */
#include "check.h"

#include "list/list.h"

CHECK_ARENA(16 << 20)

static struct list_line line(int64_t mission, const char *name, bool is_head)
{
	return (struct list_line){ .mission_id = mission,
				   .appointment_id = name[0],
				   .state = mission < 10 ? S("France") : S("Mali"),
				   .mission = str_fmt(&A, "Mission %lld", (long long)mission),
				   .title = S("Attaché"),
				   .name = str_of(name),
				   .native_name = S(""),
				   .native_lang = S(""),
				   .is_head = is_head,
				   .since_on = 18000 };
}

static struct list_lines lines_of(const struct list_line *v, int n)
{
	struct list_lines l = { 0 };
	for (int i = 0; i < n; i++)
		*arena_push(&A, &l) = v[i];
	return l;
}

static void a_body_comes_back_as_it_was(void **state)
{
	(void)state;
	struct list_line v[] = { line(1, "Tab\there", true), line(12, "Žofia", false) };
	struct list_lines in = lines_of(v, 2), out;
	str body = list_body(&A, &in);
	assert_true(list_read(&A, body, &out));
	assert_int_equal(out.n, 2);
	assert_str(out.v[0].name, "Tab here"); /* a cell is one line without tabs */
	assert_true(out.v[0].is_head);
	assert_str(out.v[1].name, "Žofia");
	assert_int_equal(out.v[1].since_on, 18000);
	assert_true(str_eq(list_body(&A, &out), body));
	assert_false(list_read(&A, S("France\t1\tMission\n"), &out));
	assert_false(list_read(&A, S("France\tx\tM\t1\t0\tT\tN\t\t\t2021-01-01\n"), &out));
}

static void rivals_stop_an_edition(void **state)
{
	(void)state;
	struct list_line v[] = { line(1, "A", true), line(1, "B", false), line(2, "C", true),
				 line(11, "D", false) };
	struct list_lines l = lines_of(v, 4);
	struct list_checks checks;
	int64_t charge = 11;
	list_check_lines(&A, &l, &charge, 1, 18799, &checks);
	assert_int_equal(checks.n, 1);
	assert_true(checks.v[0].is_error);
	list_check_lines(&A, &l, NULL, 0, 17999, &checks); /* no chargé; days that have not come */
	assert_int_equal(checks.n, 1 + 1 + 4);
	v[2].is_head = false; /* the second mission of France has no head now */
	l = lines_of(v, 4);
	list_check_lines(&A, &l, &charge, 1, 18799, &checks);
	assert_int_equal(checks.n, 1);
	assert_false(checks.v[0].is_error);
}

static void changes_are_told_by_appointment(void **state)
{
	(void)state;
	struct list_line before[] = { line(1, "A", true), line(1, "B", false) };
	struct list_line now[] = { line(1, "A", true), line(1, "C", false) };
	now[0].title = S("Ambassador");
	struct list_lines b = lines_of(before, 2), n = lines_of(now, 2);
	struct list_changes c;
	list_compare(&A, &b, &n, &c);
	assert_int_equal(c.new_n, 1);
	assert_int_equal(c.gone_n, 1);
	assert_int_equal(c.changed_n, 1);
	assert_str(c.v[0].was, "A, Attaché");
	list_compare(&A, &n, &n, &c);
	assert_int_equal(c.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_comes_back_as_it_was),
		cmocka_unit_test(rivals_stop_an_edition),
		cmocka_unit_test(changes_are_told_by_appointment),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
