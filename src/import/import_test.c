/* import_test.c: files to fill in are files that are read; what an export is called. */
#include "check.h"

#include "import/import_in.h"

CHECK_ARENA(64 << 20)

static void a_template_is_read_as_what_it_is_for(void **state)
{
	(void)state;
	for (int what = 0; what < IMPORT_WHAT_N; what++)
		for (int form = SHEET_CSV; form <= SHEET_XLSX; form++) {
			bool is_people = what == IMPORT_PEOPLE;
			struct faults f = faults_in(&A);
			str bytes;
			assert_int_equal(import_template(&A, (enum import_what)what,
							 (enum sheet_form)form, &bytes),
					 OK);
			struct sheet c = sheet_open(
			    &A, S("t"), bytes,
			    is_people ? IMPORT_PERSON_COLUMNS : IMPORT_POST_COLUMNS,
			    is_people ? IMPORT_PERSON_COLUMNS_N : IMPORT_POST_COLUMNS_N, &f);
			assert_false(sheet_next(&c));
			assert_int_equal(f.n, 0);
			for (ptrdiff_t i = 0; i < c.n_columns; i++)
				assert_int_equal(c.number[i], i + 1);
		}
}

static void every_form_has_its_name(void **state)
{
	(void)state;
	assert_string_equal(export_ending(EXPORT_XLSX), "xlsx");
	assert_string_equal(export_type(EXPORT_JSON), "application/json");
	assert_string_equal(export_type(EXPORT_CSV), sheet_type(SHEET_CSV));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_template_is_read_as_what_it_is_for),
		cmocka_unit_test(every_form_has_its_name),
	};
	return cmocka_run_group_tests_name("import", tests, open_arena, close_arena);
}
