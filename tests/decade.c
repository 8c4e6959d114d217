/* decade.c: `decade small|large FOLDER [SURGE]`: ten years of offices from seeds; prints TAP. First
 * the register is run by one of them and looked at every day. Then the question that the backlog
 * page answers is asked every four weeks of many: the day by which it is 85 % sure must hold in 80
 * to 90 of 100. The offices that are scored have seeds from SCORED_FROM on; while the forecast was
 * made, only those below TRIED_TO were looked at. */
#include "decade.h"

#include <stdio.h>
#include <string.h>

#include "base/must.h"

enum {
	TRIED_TO = 21,
	SCORED_FROM = 1001,
	SMALL_N = 8, /* offices of each plan */
	LARGE_N = 100,
	BYTES = 256 << 20,
};
_Static_assert((int)TRIED_TO < (int)SCORED_FROM, "no office is scored that was looked at");

static const double HOLDS_LEAST = .80, HOLDS_MOST = .90;

static const struct decade_plan PLANS[] = {
	{ "few", 0, .4, .95, 0, 3 },
	{ "some", 0, 3, .95, 180, 3 },
	{ "too many", 0, 3, 1.0, 180, 3 },
	{ "many", 0, 20, .97, 1200, 3 },
	{ "100,000 in an hour", 0, 20, .97, 100000, 1000 },
};
enum { PLANS_N = sizeof PLANS / sizeof PLANS[0] };

struct score {
	int64_t made_n, due_n[OUTLOOK_SHARES_N], held_n[OUTLOOK_SHARES_N];
};

static void add(struct score *to, const struct outlook_test *t)
{
	to->made_n += t->made_n;
	for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
		to->due_n[i] += t->due_n[i];
		to->held_n[i] += t->held_n[i];
	}
}

static void say(const char *name, const struct score *s)
{
	printf("# %s: %lld forecasts;", name, (long long)s->made_n);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		printf(" the %d %% day held in %.1f %% of %lld%s", OUTLOOK_SHARES[i],
		       100.0 * (double)s->held_n[i] / (double)s->due_n[i], (long long)s->due_n[i],
		       i + 1 < OUTLOOK_SHARES_N ? "," : "\n");
}

static bool score(struct arena a, int offices_n)
{
	struct score all = { 0 };
	struct decade *d = arena_new(&a, struct decade);
	for (int k = 0; k < PLANS_N; k++) {
		struct score of_plan = { 0 };
		for (int i = 0; i < offices_n; i++) {
			struct decade_plan plan = PLANS[k];
			plan.seed = (uint64_t)(SCORED_FROM + i);
			decade_books(&plan, d);
			struct office o = decade_office(d);
			struct outlook_test t = outlook_test(a, &o);
			add(&of_plan, &t);
			add(&all, &t);
		}
		say(PLANS[k].name, &of_plan);
	}
	say("all", &all);
	double held = (double)all.held_n[1] / (double)all.due_n[1];
	return held >= HOLDS_LEAST && held <= HOLDS_MOST;
}

static int result(int number, bool is_ok, const char *says)
{
	printf("%s %d - %s\n", is_ok ? "ok" : "not ok", number, says);
	fflush(stdout);
	return !is_ok;
}

int main(int argc, char **argv)
{
	must(argc == 3 || argc == 4);
	bool is_large = strcmp(argv[1], "large") == 0;
	struct arena a;
	must(arena_open(&a, BYTES) == OK);
	struct decade *d = arena_new(&a, struct decade);
	struct decade_plan small = { "small", 1, .25, .95, 60, 3 },
			   large = { "large", 1, 3, .97, 100000, 1000 };
	must(argc == 3 || str_to_int64(str_of(argv[3]), &large.surge_n));
	const struct decade_plan *plan = is_large ? &large : &small;
	decade_books(plan, d);
	printf("1..2\n");
	int wrong_n = result(1, decade_register(plan, d, argv[2]) == 0,
			     "ten years: one holder each, none lost, ages add up, every day");
	wrong_n += result(2, score(a, is_large ? LARGE_N : SMALL_N),
			  "the day of which it is 85 % sure holds in 80 to 90 of 100");
	arena_close(&a);
	return wrong_n > 0;
}
