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

#include "base/day.h"

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

/* An office as its books show it: what came and was done on each calendar day, and what was open at
 * the day's end. What was done on a day of rest counts for the next working day. */
struct office {
	int64_t from_on;
	ptrdiff_t n; /* days */
	const int64_t *come, *done, *open;
	const struct calendar *working;
};

enum {
	OUTLOOK_DAYS = 182,     /* "today's rate" is that of the last 26 weeks */
	OUTLOOK_DAYS_MIN = 56,  /* with less history no date is given */
	OUTLOOK_STEP_DAYS = 28, /* back-tests are made every four weeks */
	OUTLOOK_SHARES_N = 3,
};
extern const int OUTLOOK_SHARES[OUTLOOK_SHARES_N]; /* 50, 85, 95 per cent */

/* The pace of an office is not known but estimated, and it shifts: with seasons, staff, orders from
 * above. Each of these is one way the weeks up to a day may have come about (a pace that is gamma,
 * forgets and scatters by so much), weighed by how well it would have told each week from those
 * before; nothing in them is set by hand. At most PACE_WEEKS_MAX weeks are looked at. */
struct pace {
	double weight;     /* of all: 1 */
	double a_day;      /* done on a working day */
	double error;      /* of a_day: relative variance */
	double drift_week; /* relative variance that each week to come adds */
};
enum { PACE_WEEKS_MAX = 156, PACES_MAX = 60 };
/* Fills v[PACES_MAX]; 0: nothing was done. */
ptrdiff_t paces_of(const struct office *o, ptrdiff_t day, struct pace *v);

/* When what was open at the end of a day is done. As if the pace were that of the OUTLOOK_DAYS
 * before it is computed exactly (what would take more than `work_max` steps, as a sum of many days
 * that is normal); that is then mixed over what the pace may be until then. */
struct outlook {
	int64_t open_n, come_n, done_n; /* of the window: what came, what was done */
	ptrdiff_t days_n, working_n;    /* the window; shorter when the books are */
	struct {
		bool is_known; /* false: too little is known, or nothing is done, or a life is too
				  short */
		int64_t on;
	} by[OUTLOOK_SHARES_N];
};
struct outlook outlook_of(struct arena scratch, const struct office *o, ptrdiff_t day,
			  double work_max);

/* The same as at past days, every OUTLOOK_STEP_DAYS back from the last, against what happened. */
struct outlook_test {
	ptrdiff_t made_n;                   /* forecasts that could be made */
	ptrdiff_t due_n[OUTLOOK_SHARES_N];  /* of them those whose named day has come: only by the
					       forecast's own words, so that none is left out for
					       how it ended */
	ptrdiff_t held_n[OUTLOOK_SHARES_N]; /* of those: done by the day that was named */
	ptrdiff_t off_n;                    /* forecasts that are done by now; of those: */
	double off_median_days; /* |day of 50 % - day it happened|; NAN when off_n is 0 */
};
struct outlook_test outlook_test(struct arena scratch, const struct office *o);

#endif
