/* work_test.c: what a piece of work in its own process may do, and how it ends when it does more.
 */
#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/work.h"

static struct arena A;
static const struct work_limits LIMITS = { .memory_bytes = 64 << 20,
					   .cpu_s = 1,
					   .answer_bytes = 1 << 20 };

static int open_arena(void **state)
{
	(void)state;
	return arena_open(&A, 64 << 20) == OK ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static void say_sum(struct arena *a, struct out *o, void *arg)
{
	(void)a;
	int *v = arg;
	out_int(o, v[0] + v[1]);
	v[0] = 99; /* the parent does not see it */
}

/* Each of these must fail: no file, socket, program, process or signal. A letter for what did not.
 */
static void try_doors(struct arena *a, struct out *o, void *arg)
{
	(void)a, (void)arg;
	char *const none[] = { NULL };
	if (open("/etc/passwd", O_RDONLY) >= 0)
		out_lit(o, "o");
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		out_lit(o, "s");
	if (execve("/bin/true", none, none) == 0)
		out_lit(o, "x");
	if (fork() >= 0)
		out_lit(o, "f");
	if (kill(getppid(), 0) == 0)
		out_lit(o, "k");
	out_lit(o, ".");
}

static void never_end(struct arena *a, struct out *o, void *arg)
{
	(void)a, (void)o, (void)arg;
	for (volatile int i = 0;; i++)
		;
}

static void fill_arena(struct arena *a, struct out *o, void *arg)
{
	(void)o, (void)arg;
	for (;;)
		arena_bytes(a, 1 << 16, 16);
}

#ifndef __SANITIZE_ADDRESS__
static void map_much(struct arena *a, struct out *o, void *arg)
{
	(void)a, (void)arg;
	void *p = mmap(NULL, 256 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	out_str(o, p == MAP_FAILED ? S("refused") : S("mapped"));
}
#endif

static void say_much(struct arena *a, struct out *o, void *arg)
{
	(void)a, (void)arg;
	for (int i = 0; i < 1 << 20; i++)
		out_lit(o, "much more ");
}

static void break_off(struct arena *a, struct out *o, void *arg)
{
	(void)a, (void)o, (void)arg;
	signal(SIGABRT, SIG_DFL);
	abort();
}

static enum work_end end_of(void (*work)(struct arena *a, struct out *o, void *arg), str *answer)
{
	enum work_end end;
	assert_ok(work_run(&A, LIMITS, work, NULL, answer, &end));
	return end;
}

static void answers(void **state)
{
	(void)state;
	int v[2] = { 40, 2 };
	str answer;
	enum work_end end;
	assert_ok(work_run(&A, LIMITS, say_sum, v, &answer, &end));
	assert_int_equal(end, WORK_DONE);
	assert_str(answer, "42");
	assert_int_equal(v[0], 40);
}

static void doors_are_shut(void **state)
{
	(void)state;
	str answer;
	assert_int_equal(end_of(try_doors, &answer), WORK_DONE);
	assert_str(answer, ".");
}

static void limits(void **state)
{
	(void)state;
	str answer;
	assert_int_equal(end_of(never_end, &answer), WORK_TIME);
	assert_int_equal(end_of(fill_arena, &answer), WORK_MEMORY);
	assert_int_equal(end_of(say_much, &answer), WORK_ANSWER);
	assert_int_equal(end_of(break_off, &answer), WORK_BROKEN);
#ifndef __SANITIZE_ADDRESS__
	assert_int_equal(end_of(map_much, &answer), WORK_DONE);
	assert_str(answer, "refused");
#endif
	answers(state); /* and the parent goes on */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(doors_are_shut),
		cmocka_unit_test(limits),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
