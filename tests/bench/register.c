/* register.c: server time of pages, no socket, one thread.
 *
 *   bench_register DB LOGIN PATH...   a line each: path, first and median look in microseconds of a
 *                                     processor, bytes. "PATH FORM": the form is
 *                                     posted there first, and the page looked at to which it leads
 * The first look comes after a row of the register has changed: nothing is kept of the looks
 * before. */
#include "office.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/must.h"

enum { TIMES = 40 };

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* allowed: a bench looks at the clock */
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Where the form leads that stands behind a path; else the path. */
static const char *place_of(struct office *o, const char *words, str token)
{
	str form = str_of(words), path = str_cut(&form, ' ');
	if (!form.p)
		return words;
	struct asked q = {
		.is_post = true, .path = str_z(&o->perm, path), .token = token, .form = form
	};
	struct answered a = office_ask(o, &q);
	must(a.status == 303);
	return str_z(&o->perm, a.location);
}

int main(int argc, char **argv)
{
	static struct office o; /* allowed: large */
	must(argc > 3);
	must(office_open(&o, argv[1]) == OK);
	str token = office_sign_in(&o, argv[2]);
	must(token.p);
	for (int i = 3; i < argc; i++) {
		struct asked q = { .path = place_of(&o, argv[i], token), .token = token };
		double us[TIMES], first = now_us();
		must(office_ask(&o, &q).status == 200);
		first = now_us() - first;
		ptrdiff_t bytes = 0;
		for (int k = 0; k < TIMES; k++) {
			double start = now_us();
			struct answered a = office_ask(&o, &q);
			us[k] = now_us() - start;
			must(a.status == 200);
			bytes = a.body.n;
		}
		qsort(us, TIMES, sizeof us[0], by_size);
		printf("%s\t%.0f\t%.0f\t%td\n", argv[i], first, us[TIMES / 2], bytes);
	}
	office_close(&o);
	return 0;
}
