/* jcs_test.c: canonical JSON: what it is, what it is not, the pairs of RFC 8785's authors. */
#include "check.h"
#include "hostile.h"

#include <stdio.h>
#include <string.h>

#include "base/jcs.h"

static struct arena A;

static int open_all(void **state)
{
	(void)state;
	return arena_open(&A, 256 << 20) == OK ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static const char *const CANONICAL[] = {
	"0",
	"-1",
	"9007199254740991",
	"-9007199254740991",
	"null",
	"true",
	"false",
	"\"\"",
	"{}",
	"[]",
	"[[],{}]",
	"{\"\":1,\"a\":[1,\"x\",null],\"b\":{\"c\":true}}",
	"\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\x7f\"",
	"{\"\xf0\x90\x80\x80\":1,\"\xee\x80\x80\":2}",
};
static const char *const OTHER[] = {
	"",
	" 0",
	"0 ",
	"00",
	"-0",
	"+1",
	"1.0",
	"1e2",
	"9007199254740992",
	"-",
	"nul",
	"True",
	"\"",
	"\"a",
	"'a'",
	"[",
	"]",
	"[1,]",
	"[,1]",
	"[1 ,2]",
	"[1}",
	"{",
	"{\"a\"}",
	"{\"a\":}",
	"{\"a\":1,}",
	"{a:1}",
	"{\"a\":1,\"a\":2}",
	"{\"b\":1,\"a\":2}",
	"{\"a\":1 }",
	"{\"a\": 1}",
	"1 2",
	"1,2",
	"\"\\/\"",
	"\"\\u0041\"",
	"\"\\u000a\"",
	"\"\\u001F\"",
	"\"\\u00\"",
	"\"\\x\"",
	"\"\\\"",
	"\"\n\"",
	"\"\xff\"",
	("\xef\xbb\xbf"
	 "0"),
	"\"\\ud83d\\ude02\"",
	"{\"\xee\x80\x80\":1,\"\xf0\x90\x80\x80\":2}",
	"NaN",
	"[1]//",
	"{1:2}",
	"{null:1}",
};

static void canonical_or_not(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < COUNT(CANONICAL); i++)
		if (!jcs_is_canonical(A, str_of(CANONICAL[i])))
			fail_msg("refused: %s", CANONICAL[i]);
	for (ptrdiff_t i = 0; i < COUNT(OTHER); i++)
		if (jcs_is_canonical(A, str_of(OTHER[i])))
			fail_msg("taken: %s", OTHER[i]);
	struct out o = out_to_arena(&A);
	for (int n = 0; n <= JCS_DEPTH; n++) {
		assert_int_equal(jcs_is_canonical(A, out_view(&o)), false);
		out_char(&o, '[');
	}
	for (int n = 0; n < JCS_DEPTH; n++)
		out_char(&o, ']');
	str deep = out_view(&o);
	assert_true(jcs_is_canonical(A, str_slice(deep, 1, deep.n)));
	assert_false(jcs_is_canonical(A, str_fmt(&A, "%.*s]", SF(deep))));
}

static void canonical_writer_limits(void **state)
{
	(void)state;
	for (int i = 0; i < 5 + COUNT(NOT_UTF8); i++) {
		struct out o = out_to_arena(&A);
		struct jcs_writer w = jcs_to(&o);
		for (int n = 0; i == 4 && n <= JCS_DEPTH; n++)
			jcs_array(&w);
		jcs_object(&w);
		jcs_key(&w, S("b"));
		jcs_int(&w, i == 0 ? JCS_INT_MAX + 1 : i == 1 ? INT64_MIN : 1);
		jcs_key(&w, i == 2 ? S("b") : i == 3 ? S("a") : S("c"));
		jcs_str(&w, i >= 5 ? NOT_UTF8[i - 5] : S("x"));
		jcs_close(&w);
		assert_int_equal(jcs_done(&w), ERR_INTERNAL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_or_not),
		cmocka_unit_test(canonical_writer_limits),
	};
	return cmocka_run_group_tests_name("jcs", tests, open_all, close_all);
}
