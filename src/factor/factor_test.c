/* factor_test.c: passwords, limits. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "factor/limit.h"
#include "factor/password.h"

#define SECRET "seven red bicycles"

static struct arena A;
static struct os OS;

static int set_up(void **state)
{
	(void)state;
	OS = os_fake(INT64_C(1624262400000000), 11);
	return arena_open(&A, 256 << 20) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

/* ---- passwords ---- */

static ptrdiff_t faults_of(const char *password)
{
	const str about[] = { S("vera.visa"), S("Vera Visa"), S("Ministry of Examples"),
			      S("United Kingdom"), (str){ 0 } };
	struct faults f = faults_in(&A);
	password_check(str_of(password), about, sizeof about / sizeof about[0], &f);
	return f.n;
}

static void passwords_are_long_and_not_obvious(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"fourteen chars",
		"aaaaaaaaaaaaaaaaaaaa",
		"abababababababab",
		"vera.visa.vera.visa",
		"gratagratagratagrata",
		"passwordpassword1",
		"P4ssw0rdP@ssword!!",
		"qwertyuiop123456789",
		"poiuytrewq0987654321",
		"1qaz2wsx3edc4rfv5tgb",
		"VeraVisa1234567890",
		"ministry-of-examples-1",
		"UnitedKingdom2021!",
		"correcthorsecorrecthorse",
		"abcdefghijklmnopqrstuvwxyz",
	};
	static const char *const good[] = { SECRET, "пятнадцать букв!", "a b c d e f g h i j",
					    "correct horse battery staple",
					    "to Vera, from Kingdom come" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!faults_of(bad[i]))
			fail_msg("taken: %s", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (faults_of(good[i]))
			fail_msg("refused: %s", good[i]);
}

/* No composition rules: any fifteen characters of any kind that are not one of the above. */
static void nothing_else_is_asked(void **state)
{
	(void)state;
	unsigned char bytes[24];
	char text[32];
	for (int i = 0; i < 500; i++) {
		os_random(&OS, bytes, sizeof bytes);
		int from = i % 4 == 0   ? '0'
			   : i % 4 == 1 ? 'a'
			   : i % 4 == 2 ? 'A'
					: '!',
		    kinds = i % 4 == 0   ? 10
			    : i % 4 == 3 ? 15
					 : 26;
		for (int k = 0; k < 20; k++)
			text[k] = (char)(from + bytes[k] % kinds);
		text[20] = 0;
		if (faults_of(text))
			fail_msg("refused: %s", text);
	}
}

static void hashes_are_argon2id(void **state)
{
	(void)state;
	str one, two;
	assert_ok(password_hash(&A, &OS, S(SECRET), &one));
	assert_ok(password_hash(&A, &OS, S(SECRET), &two));
	assert_false(str_eq(one, two)); /* each its own salt */
	assert_true(password_is(one, S(SECRET)));
	assert_false(password_is(one, S("seven red bicycle")));
	assert_false(password_is((str){ 0 }, S(SECRET)));
	/* Of the reference implementation (argon2 0~20171227): printf 'seven red bicycles' | argon2
	 * grata-salt-16byt -id -t 3 -k 65536 -p 1 -l 32 -e */
	assert_true(password_is(
	    S("$argon2id$v=19$m=65536,t=3,p=1$Z3JhdGEtc2FsdC0xNmJ5dA$t5FhYL2OGfQYBrPt/8XRZULf9+r5cXVNdz/dZ6kmqu8"),
	    S(SECRET)));
}

/* ---- limits ---- */

static void failures_are_forgotten_in_time(void **state)
{
	(void)state;
	struct limit *l = limit_new(&A, 3, 60);
	uint64_t me = limit_key(S("s"), S("me")), other = limit_key(S("s"), S("other"));
	assert_true(me != other && me != limit_key(S("t"), S("me")));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(limit_wait_us(l, me, 1000), 0);
		limit_fail(l, me, 1000);
	}
	assert_int_equal(limit_wait_us(l, me, 1000), 60);
	assert_int_equal(limit_wait_us(l, other, 1000), 0);
	assert_int_equal(limit_wait_us(l, me, 1059), 1);
	assert_int_equal(limit_wait_us(l, me, 1060), 0);
	limit_fail(l, me, 1060);
	assert_int_equal(limit_wait_us(l, me, 1060), 60);
	limit_clear(l, me);
	assert_int_equal(limit_wait_us(l, me, 1060), 0);
}

/* Somebody who tries a hundred thousand names does not wash out what is known of one. */
static void many_names_hide_nobody(void **state)
{
	(void)state;
	struct limit *l = limit_new(&A, 10, 60);
	uint64_t me = limit_key(S("s"), S("me"));
	for (int i = 0; i < 10; i++)
		limit_fail(l, me, 1000);
	for (int i = 0; i < 100000; i++) {
		char name[16];
		snprintf(name, sizeof name, "n%d", i);
		limit_fail(l, limit_key(S("s"), str_of(name)), 1000);
	}
	assert_int_equal(limit_wait_us(l, me, 1000), 60);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(passwords_are_long_and_not_obvious),
		TEST(nothing_else_is_asked),
		TEST(hashes_are_argon2id),
		TEST(failures_are_forgotten_in_time),
		TEST(many_names_hide_nobody),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
