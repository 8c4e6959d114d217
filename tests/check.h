/* check.h: what every test program includes: cmocka with its set-up headers, and a few words of our
 * own. Tests use real lower layers, a database in memory and the fake clock; there are no mocks. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

/* Compares and shows both sides as text. */
#define assert_str(got, want)                                                                      \
	do {                                                                                       \
		str got_ = (got), want_ = str_of(want);                                            \
		if (!str_eq(got_, want_))                                                          \
			fail_msg("got '%.*s', want '%.*s'", SF(got_), SF(want_));                  \
	} while (0)
#define assert_ok(x) assert_int_equal((x), OK)

/* The memory of a test program: A, and what opens it before its group and closes it after. */
#define CHECK_ARENA(bytes)                                                                         \
	static struct arena A;                                                                     \
	static int open_arena(void **state)                                                        \
	{                                                                                          \
		(void)state;                                                                       \
		return arena_open(&A, (size_t)(bytes)) == OK ? 0 : -1;                             \
	}                                                                                          \
	static int close_arena(void **state)                                                       \
	{                                                                                          \
		(void)state;                                                                       \
		arena_close(&A);                                                                   \
		return 0;                                                                          \
	}

#endif
