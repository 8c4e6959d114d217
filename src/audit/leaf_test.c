/* leaf_test.c: the entries of the log: fixed bytes, rules, round trips, every changed byte found.
 */
#include "check.h"
#include "hostile.h"

#include <stdio.h>
#include <string.h>

#include "audit/leaf.h"
#include "audit/tlog.h"
#include "base/utf8.h"

static struct arena A;
static struct os OS;

static int open_all(void **state)
{
	(void)state;
	OS = os_fake(0, 2021);
	return arena_open(&A, 16 << 20) == OK ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

/* Fixed bytes: a change of the format must change this test, and the number of the format. */
static const char LEAF_EXAMPLE[] =
    "{\"act\":\"person.add\",\"actor\":\"j.smith\",\"actor_id\":7,\"at\":1624266000000000,\"deed\":41,\"fields\":{"
    "\"big_n\":\"d72e6a92c8864e561f671ebb75a2c05c852abcb66e8f64a0042e36bbb9d99edf\","
    "\"born_on\":\"d3514f59b57692a5e95a75be82ac8c388b31e3dc640b442a4411786cbade9899\","
    "\"name\":\"7c7d9de397d843d3d321a82399f4fb063af9d6d6e81c69f54893587322dac816\","
    "\"note\":\"9bd88877078bb9ce2988f82b3fb4cd50e7e9602a44701ea215e3cdff64cb1d3b\","
    "\"photo_hash\":\"94c872598387d593ff351db5451f8c058958b1579a968811f5d3f2611691f483\"},"
    "\"obj\":\"person\",\"obj_id\":12,\"op\":\"insert\",\"prev\":0,\"purpose\":\"\",\"role\":\"visa\",\"seq\":42,"
    "\"session\":\"c0ffee\",\"v\":1,\"ver\":1}";
static const char OPENING_EXAMPLE[] =
    "{\"seed\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"values\":{"
    "\"big_n\":{\"int\":\"9223372036854775807\"},\"born_on\":-3,\"name\":\"\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0\","
    "\"note\":null,\"photo_hash\":{\"blob\":\"00ff\"}}}";

static struct leaf_value value_int(int64_t i)
{
	return (struct leaf_value){ .kind = LEAF_INT, .i = i };
}

static struct leaf_value value_text(str s)
{
	return (struct leaf_value){ .kind = LEAF_TEXT, .s = s };
}

static struct leaf_value value_blob(str s)
{
	return (struct leaf_value){ .kind = LEAF_BLOB, .s = s };
}

static void example(struct leaf *l, struct opening *op)
{
	struct sha256 seed;
	for (int i = 0; i < 32; i++)
		seed.b[i] = (uint8_t)i;
	*l = (struct leaf){ .seq = 42,
			    .deed = 41,
			    .at = 1624266000000000,
			    .actor_id = 7,
			    .version = 1,
			    .obj_id = 12,
			    .actor = S("j.smith"),
			    .role = S("visa"),
			    .session = S("c0ffee"),
			    .act = S("person.add"),
			    .op = S("insert"),
			    .obj_table = S("person") };
	*op = opening_of_seed(&seed);
	opening_add(&A, op, S("photo_hash"), value_blob((str){ "\0\xff", 2 }));
	opening_add(&A, op, S("name"), value_text(S("\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0")));
	opening_add(&A, op, S("note"), (struct leaf_value){ .kind = LEAF_NULL });
	opening_add(&A, op, S("born_on"), value_int(-3));
	opening_add(&A, op, S("big_n"), value_int(INT64_MAX));
	opening_seal(&A, op, l);
}

static str leaf_bytes(const struct leaf *l)
{
	struct out o = out_to_arena(&A);
	assert_ok(leaf_write(&o, l));
	return out_view(&o);
}

static str opening_bytes(const struct opening *op)
{
	struct out o = out_to_arena(&A);
	assert_ok(opening_write(&o, op));
	return out_view(&o);
}

static void leaf_format_is_fixed(void **state)
{
	(void)state;
	struct leaf l;
	struct opening op;
	str bad;
	example(&l, &op);
	assert_str(leaf_bytes(&l), LEAF_EXAMPLE);
	assert_str(opening_bytes(&op), OPENING_EXAMPLE);
	assert_ok(leaf_read(&A, str_of(LEAF_EXAMPLE), &l));
	assert_ok(opening_read(&A, str_of(OPENING_EXAMPLE), &op));
	assert_ok(opening_check(&l, &op, &bad));
	assert_true(str_is_null(bad));
}

static void leaf_rules(void **state)
{
	(void)state;
	struct leaf l, back;
	struct opening op;
	example(&l, &op);
	struct leaf wrong[] = { l, l, l, l, l, l, l, l, l, l, l };
	wrong[0].seq = 0, wrong[1].deed = 0, wrong[2].deed = 43, wrong[3].prev = 42,
	wrong[4].prev = -1;
	wrong[5].version = -1, wrong[6].op = S("delete"), wrong[7].act = S(""),
	wrong[8].at = INT64_MAX;
	struct leaf_field not_utf8 = { .name = S("\xff") };
	wrong[9].actor = S("\xff"), wrong[10].fields = (struct leaf_fields){ &not_utf8, 1, 1 };
	for (ptrdiff_t i = 0; i < COUNT(wrong); i++) {
		struct out o = out_to_arena(&A);
		assert_int_equal(leaf_write(&o, &wrong[i]), ERR_INTERNAL);
	}
	static const char *const from_to[][2] = {
		{ "\"v\":1", "\"v\":2" },
		{ ",\"ver\":1", "" },
		{ "\"ver\":1", "\"ver\":1,\"w\":1" },
		{ "\"seq\":42", "\"seq\":0" },
		{ "\"deed\":41", "\"deed\":\"41\"" },
		{ "\"j.smith\"", "null" },
		{ "\"insert\"", "\"delete\"" },
		{ "\"prev\":0", "\"prev\":42" },
		{ "{\"act\"", "{ \"act\"" },
		{ "d72e", "D72e" },
		{ "d72e", "d72" },
		{ "\"name\"", "\"born_on\"" },
		{ "\"note\"", "\"a\"" },
		{ "\"fields\":{", "\"fields\":[" },
		{ "person.add", "" },
	};
	for (ptrdiff_t i = 0; i < COUNT(from_to); i++) {
		str all = str_of(LEAF_EXAMPLE), from = str_of(from_to[i][0]);
		ptrdiff_t at = str_find(all, from);
		assert_true(at >= 0);
		str changed =
		    str_fmt(&A, "%.*s%s%s", (int)at, all.p, from_to[i][1], all.p + at + from.n);
		if (leaf_read(&A, changed, &back) != ERR_LOG)
			fail_msg("taken: %.*s", SF(changed));
	}
	assert_int_equal(leaf_read(&A, (str){ 0 }, &back), ERR_LOG);
	assert_int_equal(leaf_read(&A, S("{}"), &back), ERR_LOG);
}

static void commitments_tell_types_apart(void **state)
{
	(void)state;
	struct sha256 salt = { { 1 } }, other = { { 2 } }, h[32];
	const struct leaf_value v[] = {
		{ .kind = LEAF_NULL },
		value_int(1),
		value_int(-1),
		value_int(0),
		value_text(S("1")),
		value_text(S("")),
		value_text(S("i1")),
		value_text(S("null")),
		value_blob(S("1")),
		value_blob(S("")),
		value_text((str){ "\0", 1 }),
		value_blob((str){ "\0", 1 }),
	};
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < COUNT(v); i++) {
		h[n++] = leaf_commit(&salt, &v[i]);
		h[n++] = leaf_commit(&other, &v[i]);
	}
	for (ptrdiff_t i = 0; i < n; i++)
		for (ptrdiff_t j = 0; j < i; j++)
			assert_false(sha256_eq(&h[i], &h[j]));
	struct sha256 a = leaf_salt(&salt, S("a")), b = leaf_salt(&salt, S("b"));
	assert_false(sha256_eq(&a, &b));
}

static str hostile_any(void)
{
	return HOSTILE[below(&OS, COUNT(HOSTILE))];
}

static struct leaf_value value_any(void)
{
	static const int64_t numbers[] = {
		0, 1, -1, JCS_INT_MAX, JCS_INT_MAX + 1, -JCS_INT_MAX - 1, INT64_MIN, INT64_MAX
	};
	switch (below(&OS, 4)) {
	case 0: return (struct leaf_value){ .kind = LEAF_NULL };
	case 1: return value_int(numbers[below(&OS, COUNT(numbers))]);
	case 2: return value_text(hostile_any());
	default: return value_blob(hostile_any());
	}
}

/* A leaf with 1 to 12 fields of hostile names and values, and its opening. */
static void random_leaf(struct leaf *l, struct opening *op)
{
	static const char *const ops[] = { "insert", "update", "view", "refuse", "note" };
	struct sha256 seed;
	os_random(&OS, &seed, sizeof seed);
	*l = (struct leaf){ .seq = 1 + below(&OS, JCS_INT_MAX),
			    .at = below(&OS, JCS_INT_MAX),
			    .actor_id = below(&OS, 1000),
			    .version = below(&OS, 100),
			    .obj_id = below(&OS, JCS_INT_MAX) };
	l->deed = 1 + below(&OS, l->seq), l->prev = below(&OS, l->seq);
	l->actor = hostile_any(), l->role = hostile_any(), l->session = hostile_any();
	l->act = S("visa.move"), l->op = str_of(ops[below(&OS, 5)]);
	l->obj_table = hostile_any(), l->purpose = hostile_any();
	*op = opening_of_seed(&seed);
	ptrdiff_t first = below(&OS, COUNT(HOSTILE)), n = 1 + below(&OS, 12);
	for (ptrdiff_t i = 0; i < n; i++)
		opening_add(&A, op, HOSTILE[(first + i) % COUNT(HOSTILE)], value_any());
	opening_seal(&A, op, l);
}

static void leaf_round_trips(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct leaf l, l2;
		struct opening op, op2;
		str bad;
		random_leaf(&l, &op);
		str bytes = leaf_bytes(&l);
		assert_ok(leaf_read(&A, bytes, &l2));
		assert_true(str_eq(leaf_bytes(&l2), bytes));
		assert_true(l2.seq == l.seq && l2.deed == l.deed && l2.at == l.at &&
			    l2.prev == l.prev && l2.actor_id == l.actor_id &&
			    l2.version == l.version && l2.obj_id == l.obj_id);
		assert_true(str_eq(l2.actor, l.actor) && str_eq(l2.role, l.role) &&
			    str_eq(l2.session, l.session) && str_eq(l2.act, l.act) &&
			    str_eq(l2.op, l.op) && str_eq(l2.obj_table, l.obj_table) &&
			    str_eq(l2.purpose, l.purpose) && l2.fields.n == l.fields.n);
		while (op.fields.n) {
			bytes = opening_bytes(&op);
			assert_true(jcs_is_canonical(A, bytes));
			assert_ok(opening_read(&A, bytes, &op2));
			assert_true(str_eq(opening_bytes(&op2), bytes));
			assert_ok(opening_check(&l2, &op2, &bad));
			assert_ok(opening_erase(&op, op.fields.v[below(&OS, op.fields.n)].name));
		}
		assert_str(opening_bytes(&op), "{\"salts\":{},\"values\":{}}");
		arena_reset(&A);
	}
}

static void every_changed_byte_is_found(void **state)
{
	(void)state;
	int leaf_n = 0, opening_n = 0, salts_n = 0, value_n = 0;
	for (int i = 0; i < 1000; i++, arena_reset(&A)) {
		struct leaf l, l2;
		struct opening op, op2;
		str bad = { 0 };
		random_leaf(&l, &op);
		str bytes = leaf_bytes(&l), changed = flipped(&OS, &A, bytes);
		struct sha256 h = tlog_leaf_hash(bytes), h2 = tlog_leaf_hash(changed);
		leaf_n += !sha256_eq(&h, &h2) && (leaf_read(&A, changed, &l2) == ERR_LOG ||
						  str_eq(leaf_bytes(&l2), changed));
		opening_n +=
		    opening_read(&A, flipped(&OS, &A, opening_bytes(&op)), &op2) == ERR_LOG ||
		    opening_check(&l, &op2, &bad) == ERR_LOG;
		struct opening_field *f = &op.fields.v[below(&OS, op.fields.n)];
		struct leaf_value kept = f->value;
		if (below(&OS, 2))
			flip(&OS, f->salt.b, sizeof f->salt.b);
		else if (f->value.kind == LEAF_INT)
			f->value.i ^= INT64_C(1) << below(&OS, 63);
		else if (f->value.kind != LEAF_NULL && f->value.s.n)
			f->value.s = flipped(&OS, &A, f->value.s);
		else
			f->value.kind = f->value.kind == LEAF_NULL   ? LEAF_INT
					: f->value.kind == LEAF_TEXT ? LEAF_BLOB
								     : LEAF_TEXT;
		value_n += opening_check(&l, &op, &bad) == ERR_LOG && str_eq(bad, f->name);
		f->value = kept;
		if (l.fields.n < 2)
			opening_add(&A, &op, S("~"), value_any());
		opening_seal(&A, &op, &l);
		assert_ok(opening_erase(&op, op.fields.v[0].name));
		assert_ok(opening_check(&l, &op, &bad));
		salts_n +=
		    opening_read(&A, flipped(&OS, &A, opening_bytes(&op)), &op2) == ERR_LOG ||
		    opening_check(&l, &op2, &bad) == ERR_LOG;
	}
	assert_int_equal(leaf_n, 1000);
	assert_int_equal(opening_n, 1000);
	assert_int_equal(salts_n, 1000);
	assert_int_equal(value_n, 1000);
	printf(
	    "# figure: 4 x 1,000 random changes of a leaf, an opening with seed, one with salts, a salt or "
	    "value: all found\n");
}

static void erasing_leaves_nothing(void **state)
{
	(void)state;
	struct leaf l;
	struct opening op;
	str bad;
	example(&l, &op);
	struct sha256 gone = op.fields.v[2].salt;
	assert_str(op.fields.v[2].name, "name");
	assert_int_equal(opening_erase(&op, S("nobody")), ERR_NOT_FOUND);
	assert_true(op.has_seed);
	assert_ok(opening_erase(&op, S("name")));
	assert_int_equal(opening_erase(&op, S("name")), ERR_NOT_FOUND);
	assert_ok(opening_check(&l, &op, &bad));
	struct out hex = out_to_arena(&A);
	out_hex(&hex, gone.b, sizeof gone.b);
	str bytes = opening_bytes(&op);
	assert_int_equal(str_find(bytes, out_view(&hex)), -1);
	assert_int_equal(str_find(bytes, S("000102030405")), -1);
	assert_int_equal(str_find(bytes, S("name")), -1);
	assert_int_equal(str_find(bytes, S("\xd0")), -1);
	/* With its seed an opening must open everything. */
	example(&l, &op);
	op.fields.n--;
	assert_int_equal(opening_check(&l, &op, &bad), ERR_LOG);
	assert_str(bad, "photo_hash");
	op.fields.v++;
	assert_int_equal(opening_check(&l, &op, &bad), ERR_LOG);
	assert_str(bad, "born_on");
	example(&l, &op);
	l.fields.v[2].name = S("namf");
	assert_int_equal(opening_check(&l, &op, &bad), ERR_LOG);
	assert_str(bad, "name");
	l.fields.n = 0;
	assert_int_equal(opening_check(&l, &op, &bad), ERR_LOG);
}

static void opening_rules(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"",
		"{}",
		"[]",
		"{\"values\":{}}",
		"{\"salts\":{}}",
		"{\"salts\":{},\"values\":{\"a\":1}}",
		"{\"salts\":{},\"values\":{},\"w\":1}",
		"{\"seed\":\"00\",\"values\":{}}",
		"{\"seed\":1,\"values\":{}}",
	};
	static const char *const wrong_values[] = {
		"true",
		"[]",
		"{}",
		"1.5",
		"9007199254740992",
		"{\"int\":\"1\"}",
		"{\"int\":\"x\"}",
		"{\"int\":\"9007199254740991\"}",
		"{\"int\":\"-9007199254740991\"}",
		"{\"int\":9007199254740992}",
		"{\"int\":\"09007199254740992\"}",
		"{\"int\":\"-0900719925474099200\"}",
		"{\"blob\":\"0\"}",
		"{\"blob\":\"0G\"}",
		"{\"blob\":\"AB\"}",
		"{\"blob\":null}",
		"{\"text\":\"\"}",
		"{\"blob\":\"00\",\"int\":\"1\"}",
		"{\"int\":\"9223372036854775808\"}",
		"{\"int\":\"\"}",
	};
	struct opening op;
	for (ptrdiff_t i = 0; i < COUNT(wrong); i++)
		if (opening_read(&A, str_of(wrong[i]), &op) != ERR_LOG)
			fail_msg("taken: %s", wrong[i]);
	const char *seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
	for (ptrdiff_t i = 0; i < COUNT(wrong_values); i++) {
		str s =
		    str_fmt(&A, "{\"seed\":\"%s\",\"values\":{\"a\":%s}}", seed, wrong_values[i]);
		if (opening_read(&A, s, &op) != ERR_LOG)
			fail_msg("taken: %.*s", SF(s));
	}
	assert_ok(opening_read(
	    &A, str_fmt(&A, "{\"salts\":{\"a\":\"%s\"},\"values\":{\"a\":1}}", seed), &op));
	assert_ok(opening_read(
	    &A, str_fmt(&A, "{\"seed\":\"%s\",\"values\":{\"a\":9007199254740991}}", seed), &op));
	assert_ok(opening_read(
	    &A,
	    str_fmt(&A, "{\"seed\":\"%s\",\"values\":{\"a\":{\"int\":\"-9007199254740992\"}}}",
		    seed),
	    &op));
	static const char *const names[] = { "{}", "{\"b\":1}", "{\"a\":1,\"b\":2}" };
	for (ptrdiff_t i = 0; i < COUNT(names); i++) {
		str s = str_fmt(&A, "{\"salts\":{\"a\":\"%s\"},\"values\":%s}", seed, names[i]);
		assert_int_equal(opening_read(&A, s, &op), ERR_LOG);
	}
	for (ptrdiff_t i = 0; i < COUNT(NOT_UTF8); i++) {
		struct out o = out_to_arena(&A);
		struct leaf l = { 0 };
		op = opening_of_seed(&(struct sha256){ 0 });
		opening_add(&A, &op, S("name"), value_text(NOT_UTF8[i]));
		opening_seal(&A, &op, &l);
		assert_int_equal(opening_write(&o, &op), ERR_INTERNAL);
	}
}

/* Every line of the Big List of Naughty Strings, as login name, purpose, field name and value. */
static void naughty_strings(void **state)
{
	(void)state;
	const char *path = path_of(&A, "../shared/data/hostile/blns/blns.txt");
	if (!os_file_exists(path)) {
		print_message("the list of naughty strings is not here\n");
		skip();
	}
	str rest;
	int n = 0;
	assert_ok(os_file_read(&A, path, 1 << 20, &rest));
	while (rest.n) {
		str s = str_cut(&rest, '\n'), bad;
		struct leaf l, l2;
		struct opening op, op2;
		example(&l, &op);
		if (!utf8_is_valid(s))
			continue;
		l.actor = l.purpose = s;
		opening_add(&A, &op, str_fmt(&A, "x%.*s", SF(s)), value_text(s));
		opening_seal(&A, &op, &l);
		assert_ok(leaf_read(&A, leaf_bytes(&l), &l2));
		assert_ok(opening_read(&A, opening_bytes(&op), &op2));
		assert_ok(opening_check(&l2, &op2, &bad));
		assert_true(str_eq(l2.actor, s) && str_eq(l2.purpose, s));
		n++;
	}
	assert_in_range(n, 500, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaf_format_is_fixed),
		cmocka_unit_test(leaf_rules),
		cmocka_unit_test(commitments_tell_types_apart),
		cmocka_unit_test(leaf_round_trips),
		cmocka_unit_test(every_changed_byte_is_found),
		cmocka_unit_test(erasing_leaves_nothing),
		cmocka_unit_test(opening_rules),
		cmocka_unit_test(naughty_strings),
	};
	return cmocka_run_group_tests_name("leaf", tests, open_all, close_all);
}
