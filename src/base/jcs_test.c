/* jcs_test.c: canonical JSON: what it is, what it is not, the pairs of RFC 8785's authors. */
#include "check.h"
#include "hostile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/jcs.h"
#include "base/json.h"
#include "base/sha256.h"

CHECK_ARENA(256 << 20)

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
	"\"\\",
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

#define HASH "\"be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687\""

/* {"a":number,"b":hash}, by the keys that are known to come and what is known to be in them. */
static bool is_known_form(const char *text)
{
	struct jcs_reader r = jcs_from(&A, str_of(text));
	jcs_read_object(&r);
	jcs_read_key(&r, S("a"));
	int64_t n = jcs_read_int(&r);
	jcs_read_key(&r, S("b"));
	struct sha256 h = jcs_read_sha256(&r);
	jcs_read_close(&r);
	return jcs_read_done(&r) && n == 7 && h.b[0] == 0xbe && h.b[31] == 0x87;
}

static void known_keys_and_hashes(void **state)
{
	(void)state;
	static const char *const refused[] = {
		"{\"a\":7\"b\":" HASH "}",
		"{,\"a\":7,\"b\":" HASH "}",
		"{\"a\":7,,\"b\":" HASH "}",
		"{\"a\":7,\"b\" :" HASH "}",
		"{\"a\":7,\"b\":" HASH,
		"{\"a\":7,\"a\":" HASH "}",
		"{\"a\":7,\"c\":" HASH "}",
		"{\"b\":7,\"a\":" HASH "}",
		"{\"a\":7,\"\\u0062\":" HASH "}",
		"{\"a\":-7,\"b\":" HASH "}",
		"{\"a\":07,\"b\":" HASH "}",
		"{\"a\":-0,\"b\":" HASH "}",
		"{\"a\":-,\"b\":" HASH "}",
		"{\"a\":9007199254740992,\"b\":" HASH "}",
		"{\"a\":70000000000000000000007,\"b\":" HASH "}",
		"{\"a\":7,\"b\":\"BE\"}",
		"{\"a\":7,\"b\":\"be\"}",
		"{\"a\":7,\"b\":\"be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a587868\"}",
		"{\"a\":7,\"b\":\"be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a58786877\"}",
		"{\"a\":7,\"b\":\"bE18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687\"}",
		"{\"a\":7",
		"{\"a",
		"{",
		"",
	};
	assert_true(is_known_form("{\"a\":7,\"b\":" HASH "}"));
	for (ptrdiff_t i = 0; i < COUNT(refused); i++)
		if (is_known_form(refused[i]))
			fail_msg("taken: %s", refused[i]);
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

/* ---- against another reader: json.h (jansson), its tree sorted and written again ---- */

static int by_key(const void *a, const void *b)
{
	return jcs_key_cmp((*(const struct json *const *)a)->key,
			   (*(const struct json *const *)b)->key);
}

static void write_tree(struct jcs_writer *w, const struct json *j)
{
	const struct json **sorted;
	ptrdiff_t i = 0;
	switch (j->kind) {
	case JSON_NONE: jcs_null(w); return;
	case JSON_BOOL: jcs_bool(w, j->n); return;
	case JSON_INT: jcs_int(w, j->n); return;
	case JSON_NUMBER: jcs_number(w, j->number); return;
	case JSON_TEXT: jcs_str(w, j->text); return;
	case JSON_LIST:
		jcs_array(w);
		for (const struct json *m = j->first; m; m = m->next)
			write_tree(w, m);
		jcs_close(w);
		return;
	case JSON_MAP:
		sorted = arena_new_n(&A, const struct json *, j->n + 1);
		for (const struct json *m = j->first; m; m = m->next)
			sorted[i++] = m;
		qsort(sorted, (size_t)i, sizeof *sorted, by_key);
		jcs_object(w);
		for (i = 0; i < j->n; i++)
			jcs_key(w, sorted[i]->key), write_tree(w, sorted[i]);
		jcs_close(w);
		return;
	}
}

/* The canonical form of any JSON text; null when json.h does not read it or it has none. */
static str canonical_of(str text)
{
	struct faults f = faults_in(&A);
	const struct json *j;
	struct out o = out_to_arena(&A);
	struct jcs_writer w = jcs_to(&o);
	if (json_read(&A, text, &f, &j) != OK)
		return (str){ 0 };
	write_tree(&w, j);
	return jcs_done(&w) == OK ? out_view(&o) : (str){ 0 };
}

static str file_of(const char *name)
{
	str text;
	assert_ok(os_file_read(&A, path_of(&A, name), 1 << 20, &text));
	return text;
}

static void pairs_of_rfc_8785(void **state)
{
	(void)state;
	static const char *const names[] = { "arrays",  "french", "structures",
					     "unicode", "values", "weird" };
	for (ptrdiff_t i = 0; i < COUNT(names); i++) {
		str in = file_of(str_fmt(&A, "tests/vectors/jcs/%s.in.json", names[i]).p);
		str out = file_of(str_fmt(&A, "tests/vectors/jcs/%s.out.json", names[i]).p);
		assert_str(canonical_of(in), str_z(&A, out));
		assert_false(jcs_is_canonical(A, in));
		/* "values" has fractions, which the reader refuses by design. */
		assert_int_equal(jcs_is_canonical(A, out), strcmp(names[i], "values") != 0);
	}
	printf("# figure: %d of 6 JCS pairs right\n", (int)COUNT(names));
}

static uint64_t bits_of_hex(str hex)
{
	return strtoull(str_z(&A, hex), NULL, 16);
}

static void line_of_number(struct out *o, uint64_t bits)
{
	double v;
	struct jcs_writer w = jcs_to(o);
	memcpy(&v, &bits, sizeof v);
	out_fmt(o, "%llx,", (unsigned long long)bits);
	jcs_number(&w, v);
	assert_ok(jcs_done(&w));
	out_char(o, '\n');
}

/* The sequence that json-canonicalization's authors describe: a list, 2,000 numbers in a row, then
 * what SHA-256 of SHA-256 deals; they print the hash of the first 1,000 and 10,000 lines. */
static void numbers_of_ecmascript(void **state)
{
	(void)state;
	struct out o = out_to_arena(&A);
	struct sha256 block = { 0 }, h, want;
	str list = file_of("tests/vectors/jcs/es6_numbers.txt");
	int n = 0;
	for (; list.n; n++)
		line_of_number(&o, bits_of_hex(str_cut(&list, '\n')));
	for (uint64_t i = 0; i < 2000; i++, n++) {
		if (n == 1000) {
			h = sha256_of(out_view(&o), (str){ 0 }, (str){ 0 });
			sha256_read_hex(
			    S("be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687"),
			    &want);
			assert_true(sha256_eq(&h, &want));
		}
		line_of_number(&o, UINT64_C(0x0010000000000000) + i);
	}
	while (n < 10000) {
		block = sha256_of((str){ (char *)block.b, sizeof block.b }, (str){ 0 }, (str){ 0 });
		for (int i = 0; i < 4 && n < 10000; i++) {
			double v;
			uint64_t bits;
			memcpy(&v, block.b + 8 * i, sizeof v);
			memcpy(&bits, &v, sizeof v);
			if (v == 0 || !isfinite(v))
				continue;
			line_of_number(&o, bits);
			n++;
		}
	}
	h = sha256_of(out_view(&o), (str){ 0 }, (str){ 0 });
	sha256_read_hex(S("b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892"),
			&want);
	assert_true(sha256_eq(&h, &want));
	printf("# figure: 10,000 of 10,000 ECMAScript numbers right (by their hash)\n");
}

/* Powers of two where the nearest digits of the right length do not read back. */
static void numbers_at_powers_of_two(void **state)
{
	(void)state;
	static const struct {
		int power;
		const char *text;
	} known[] = {
		{ -1017, "7.120236347223045e-307" }, { -44, "5.684341886080802e-14" },
		{ -24, "5.960464477539063e-8" },     { 89, "6.189700196426902e+26" },
		{ 976, "6.386688990511104e+293" },   { 1023, "8.98846567431158e+307" },
	};
	for (ptrdiff_t i = 0; i < COUNT(known); i++) {
		struct out o = out_to_arena(&A);
		struct jcs_writer w = jcs_to(&o);
		jcs_number(&w, ldexp(1, known[i].power));
		assert_ok(jcs_done(&w));
		assert_str(out_view(&o), known[i].text);
	}
	struct out o = out_to_arena(&A);
	struct jcs_writer w = jcs_to(&o);
	jcs_array(&w);
	for (int i = 19; i <= 21; i++)
		jcs_number(&w, -1.5 * pow(10, i));
	jcs_number(&w, -0.0);
	jcs_number(&w, 1e-6);
	jcs_number(&w, 1e-7);
	jcs_close(&w);
	assert_ok(jcs_done(&w));
	assert_str(out_view(&o),
		   "[-15000000000000000000,-150000000000000000000,-1.5e+21,0,0.000001,1e-7]");
	jcs_number(&w, INFINITY);
	jcs_number(&w, 1);
	assert_int_equal(jcs_done(&w), ERR_INTERNAL);
}

/* A fraction is canonical JSON that our reader refuses; jansson cannot read U+0000 in a key. */
static bool readers_may_differ(str text)
{
	return str_find(text, S("\\u0000")) >= 0 || str_find_byte(text, '.') >= 0 ||
	       str_find(text, S("e+")) >= 0;
}

static void two_readers_agree(void **state)
{
	(void)state;
	static const char seed[] =
	    "{\"\":[0,-1,true,false,null],\"a\":{\"b\":\"x\\n\\u001f\\\"\\\\\",\"c\":9007199254740991},\"\xc3\xa9\":[[],{}]}";
	static const char bytes[] = "{}[]\",:\\/ \n\tabeu0019-+.ntfd8c";
	int canonical = 0;
	struct os os = os_fake(0, 8785);
	assert_true(jcs_is_canonical(A, str_of(seed)));
	for (int i = 0; i < 20000; i++) {
		char text[sizeof seed];
		ptrdiff_t n = (ptrdiff_t)sizeof seed - 1;
		memcpy(text, seed, sizeof seed);
		for (int64_t changes = 1 + below(&os, 3); changes > 0; changes--) {
			ptrdiff_t at = below(&os, n);
			if (below(&os, 3) == 0)
				memmove(text + at, text + at + 1, (size_t)(n-- - at));
			else
				text[at] = bytes[below(&os, (int64_t)sizeof bytes - 1)];
		}
		str s = { text, n }, canon = canonical_of(s);
		bool is_canonical = canon.p && str_eq(canon, s);
		if (is_canonical != jcs_is_canonical(A, s) && !readers_may_differ(s))
			fail_msg("the readers differ on %.*s", SF(s));
		canonical += is_canonical;
		if (i % 64 == 0)
			arena_reset(&A);
	}
	assert_in_range(canonical, 500, 15000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_or_not),
		cmocka_unit_test(known_keys_and_hashes),
		cmocka_unit_test(canonical_writer_limits),
		cmocka_unit_test(pairs_of_rfc_8785),
		cmocka_unit_test(numbers_of_ecmascript),
		cmocka_unit_test(numbers_at_powers_of_two),
		cmocka_unit_test(two_readers_agree),
	};
	return cmocka_run_group_tests_name("jcs", tests, open_arena, close_arena);
}
