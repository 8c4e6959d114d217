/* json_test.c: what is JSON and what is not. */
#include "check.h"
#include "replay.h"

#include "base/json.h"
#include "base/out.h"

CHECK_ARENA(64 << 20)

static enum err read_text(str text, const struct json **j, struct faults *f)
{
	*f = faults_in(&A);
	return json_read(&A, text, f, j);
}

static void values_are_read(void **state)
{
	(void)state;
	const struct json *j;
	struct faults f;
	assert_ok(read_text(
	    S("{\"name\":\"\xc3\xa9\\u00e9\",\"n\":-7,\"list\":[1,2.5,true,null],\"o\":{}}"), &j,
	    &f));
	assert_int_equal(j->kind, JSON_MAP);
	assert_int_equal(j->n, 4);
	assert_str(json_text(j, "name"), "\xc3\xa9\xc3\xa9");
	assert_int_equal(json_int(j, "n", 0), -7);
	assert_int_equal(json_int(j, "name", 5), 5);
	assert_null(json_get(j, "none"));
	assert_null(json_get(NULL, "none"));
	const struct json *list = json_get(j, "list");
	assert_int_equal(list->n, 4);
	assert_int_equal(list->first->kind, JSON_INT);
	assert_true(list->first->next->number == 2.5);
	assert_int_equal(list->first->next->next->n, 1);
	assert_int_equal(list->first->next->next->next->kind, JSON_NONE);
	assert_ok(read_text(S("\"a\\u0000b\""), &j, &f));
	assert_int_equal(j->text.n, 3);
}

static void what_is_not_json_is_refused_with_its_place(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"{",
		"[1,]",
		"{\"a\":1,\"a\":2}",
		"[01]",
		"[1e999]",
		"\"\\ud800\"",
		"[\"\xff\"]",
		"[\"a\nb\"]",
		"\xef\xbb\xbf{}",
		"1 2",
		"[NaN]",
		"'a'",
		"[99999999999999999999]",
		"[+1]",
		"[1] x",
	};
	const struct json *j;
	struct faults f;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		if (read_text(str_of(bad[i]), &j, &f) != ERR_FAULTS)
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(f.n, 1);
	}
	assert_int_equal(read_text(S("123\0"), &j, &f), ERR_FAULTS);
	assert_int_equal(read_text(S("[1,\n  tru]"), &j, &f), ERR_FAULTS);
	assert_int_equal(f.v[0].line, 2);
}

static void depth_has_a_limit(void **state)
{
	(void)state;
	const struct json *j;
	struct faults f;
	for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
		struct out o = out_to_arena(&A);
		for (int i = 0; i < depth; i++)
			out_lit(&o, "[");
		for (int i = 0; i < depth; i++)
			out_lit(&o, "]");
		assert_int_equal(read_text(out_view(&o), &j, &f),
				 depth > JSON_DEPTH_MAX ? ERR_FAULTS : OK);
	}
}

/* jansson's memory is given back although the arena jumps away; LeakSanitizer looks. */
static void a_full_arena_leaks_nothing(void **state)
{
	(void)state;
	struct arena small;
	struct faults f = faults_in(&A);
	const struct json *j;
	jmp_buf full;
	volatile bool was_full = false;
	assert_ok(arena_open(&small, 4096));
	small.full = &full;
	if (setjmp(full) == 0) {
		struct out o = out_to_arena(&A);
		out_lit(&o, "[0");
		for (int i = 0; i < 1000; i++)
			out_lit(&o, ",\"some text\"");
		out_lit(&o, "]");
		assert_int_equal(json_read(&small, out_view(&o), &f, &j), OK);
	} else {
		was_full = true;
		assert_ptr_equal(small.full, &full);
	}
	assert_true(was_full);
	arena_close(&small);
}

static void what_fuzzing_knows_is_read_back(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/json");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(what_is_not_json_is_refused_with_its_place),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(a_full_arena_leaks_nothing),
		cmocka_unit_test(what_fuzzing_knows_is_read_back),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
