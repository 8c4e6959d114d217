/* clearing.h: when will N cases be done, and how many by day D, from how many were done each day.
 *
 * Days are drawn independently from the observed daily throughput. That is computed exactly, by
 * convolution, also with days on which nobody works; only when new cases arrive and the question
 * is when the whole queue is down does it take a simulation. The simulation uses its own dice and
 * compares sums that are exact or rounded alike everywhere, so a seed gives the same counts on
 * every machine. */
#ifndef FORECAST_CLEARING_H
#define FORECAST_CLEARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
	CLEARING_ITEMS_MAX = 1000000,
	CLEARING_DAYS_MAX = 36525, /* a hundred years: beyond it no forecast means anything */
	CLEARING_RUNS_MAX = 10000000,
	DONE_A_DAY_MAX = 100000,
};

/* How many are done (or arrive) on a day: values in rising order, none twice, with their p. */
struct throughput {
	ptrdiff_t n;
	int64_t *done;
	double *p; /* each above 0; the sum is 1 but for rounding */
};

/* From a history: done[day] of n days, each 0 to DONE_A_DAY_MAX. n = 0 gives n = 0. */
struct throughput throughput_of(struct arena *a, const int64_t *done, ptrdiff_t n);
double throughput_mean(const struct throughput *t);

/* What is asked. */
struct clearing {
	int64_t items_n;              /* >= 1 */
	struct throughput throughput; /* n >= 1, mean above 0 */
	const bool *is_open;          /* of days 1 to open_n; NULL or beyond: every day */
	ptrdiff_t open_n;
	const struct throughput *arrivals; /* simulation only; NULL when only these N count */
};

/* p[d] = P(all are done by the end of day d), for d from 0 to n; n is the first day at which p
 * reaches `enough`, at most days_max (at most CLEARING_DAYS_MAX). */
struct cleared {
	ptrdiff_t n;
	double *p;
};

/* Work of the exact answer in elementary steps if it took all `days`; a second does about 1e9. */
double clearing_work(const struct clearing *c, ptrdiff_t days);
struct cleared clearing_exact(struct arena *a, const struct clearing *c, double enough,
			      ptrdiff_t days_max);
/* Counts of `runs` runs over runs. With arrivals a day is "done" when the queue first is empty. */
struct cleared clearing_simulate(struct arena *a, const struct clearing *c, int64_t runs,
				 uint64_t seed, double enough, ptrdiff_t days_max);
/* The first day by which all are done with probability p; false when it lies beyond. */
bool cleared_day(const struct cleared *c, double p, ptrdiff_t *day);

/* p[k] = P(at least k are done within `days` days), k from 0 to n = days x most in a day. */
struct done_by {
	ptrdiff_t n;
	double *p;
};
struct done_by done_by_day(struct arena *a, const struct throughput *t, ptrdiff_t days);

#endif
