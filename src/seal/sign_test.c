/* sign_test.c: a log that grows is signed; every way of going back is not. */
#include "check.h"

#include <stdio.h>

#include "audit/leaf.h"
#include "seal/seal.h"
#include "seal/sign.h"

CHECK_ARENA(16 << 20)

enum { LEAVES = 70 };

static struct seal_tree TREE, OTHER;

static int set_up(void **state)
{
	if (open_arena(state))
		return -1;
	seal_tree_open(&A, LEAVES, &TREE);
	seal_tree_open(&A, LEAVES, &OTHER);
	for (int i = 0; i < LEAVES; i++) {
		struct sha256 one = tlog_leaf_hash(str_fmt(&A, "entry %d", i)),
			      two = tlog_leaf_hash(str_fmt(&A, "entry %d", i == 3 ? 300 : i));
		seal_tree_add(&TREE, &one);
		seal_tree_add(&OTHER, &two);
	}
	return 0;
}

static struct sha256 root_at(struct seal_tree *t, int64_t size)
{
	struct tlog_edge e;
	seal_tree_edge(t, size, &e);
	return tlog_root(&e);
}

static struct checkpoint head_of(struct seal_tree *t, int64_t size)
{
	return (struct checkpoint){ .size = size, .root = root_at(t, size) };
}

static struct sign_ask ask_of(struct seal_tree *t, int64_t old, int64_t size)
{
	struct sign_ask ask;
	struct sha256 root = root_at(t, size);
	struct tlog_source s = seal_tree_source(t);
	assert_ok(sign_ask_of(&s, size, &root, old, &ask));
	return ask;
}

static void what_grows_is_signed(void **state)
{
	(void)state;
	int n = 0;
	for (int64_t old = 0; old <= LEAVES; old++)
		for (int64_t size = old; size <= LEAVES; size++, n++) {
			struct checkpoint last = head_of(&TREE, old);
			struct sign_ask ask = ask_of(&TREE, old, size), back;
			struct out o = out_to_arena(&A);
			assert_int_equal(sign_judge(&last, &ask), SIGN_YES);
			sign_ask_write(&o, &ask);
			assert_true(sign_ask_read(out_view(&o), &back));
			assert_int_equal(sign_judge(&last, &back), SIGN_YES);
			/* Not with a hash more, nor with one less. */
			if (ask.proof.n) {
				ask.proof.n--;
				assert_int_equal(sign_judge(&last, &ask), SIGN_WENT_BACK);
				ask.proof.n++;
			}
			ask.proof.hash[ask.proof.n++] = ask.root;
			assert_int_equal(sign_judge(&last, &ask), SIGN_WENT_BACK);
		}
	printf("# figure: %d pairs of heads, each later one signed\n", n);
}

/* The other log parts from this one at its fourth entry. */
static void what_went_back_is_not(void **state)
{
	(void)state;
	for (int64_t old = 1; old <= LEAVES; old++)
		for (int64_t size = 1; size <= LEAVES; size++) {
			struct checkpoint last = head_of(&TREE, old);
			struct sign_ask other = ask_of(&OTHER, old, size),
					shorter = ask_of(&TREE, old, size);
			bool is_same = old <= 3 && size >= old;
			assert_int_equal(sign_judge(&last, &other),
					 is_same ? SIGN_YES : SIGN_WENT_BACK);
			if (size < old)
				assert_int_equal(sign_judge(&last, &shorter), SIGN_WENT_BACK);
			other.old_size++;
			assert_int_equal(sign_judge(&last, &other), SIGN_OTHER_LAST);
			other.old_size = 0; /* as if nothing had been signed */
			assert_int_equal(sign_judge(&last, &other), SIGN_OTHER_LAST);
		}
}

static void questions_are_strict(void **state)
{
	(void)state;
#define ROOT "root AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	static const char *const bad[] = {
		"",
		"grata/sign@v1",
		"grata/sign@v1\n",
		"grata/sign@v2\nold 0\nsize 1\n" ROOT "\n",
		"grata/sign@v1\nold 0\nsize 1\n" ROOT,
		"grata/sign@v1\nold 0\nsize 1\n" ROOT "\n\n",
		"grata/sign@v1\nold 0\nsize 1\n" ROOT "\nx",
		"grata/sign@v1\nold 00\nsize 1\n" ROOT "\n",
		"grata/sign@v1\nold -1\nsize 1\n" ROOT "\n",
		"grata/sign@v1\nold 0\nsize 9223372036854775807\n" ROOT "\n",
		"grata/sign@v1\nold 0\nsize 1\nroot AAAA\n\n",
		"grata/sign@v1\nold 0\nsize 1\n" ROOT "proof AAAA\n\n",
		"grata/sign@v1\nsize 1\nold 0\n" ROOT "\n",
		"grata/sign@v1\r\nold 0\nsize 1\n" ROOT "\n",
	};
	struct sign_ask ask;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (sign_ask_read(str_of(bad[i]), &ask))
			fail_msg("taken: %s", bad[i]);
	assert_true(sign_ask_read(S("grata/sign@v1\nold 0\nsize 1\n" ROOT "\n"), &ask));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_grows_is_signed, set_up, close_arena),
		cmocka_unit_test_setup_teardown(what_went_back_is_not, set_up, close_arena),
		cmocka_unit_test_setup_teardown(questions_are_strict, set_up, close_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
