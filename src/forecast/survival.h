/* survival.h: how long cases wait, from those decided and those still open.
 *
 * A case still open tells that it waits longer than its age: leaving it out, or counting its age as
 * the answer, makes the office look faster than it is. Kaplan-Meier counts it as long as it was
 * seen. A case that was already old when we began to watch it enters at that age (late entry): the
 * ones like it that were decided before were never seen. Time is in any one unit, days by custom.
 *
 * Sources: Kaplan & Meier 1958; Greenwood 1926; Aalen & Johansen 1978; Mantel 1966. Results agree
 * with R's survival package (tests hold the figures). Nothing here fails: no case gives n = 0. */
#ifndef FORECAST_SURVIVAL_H
#define FORECAST_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct wait {
	double time;  /* age at the end, or now when still open; >= 0 */
	double entry; /* age at which we began to watch; <= 0 means from the start. A case with
			 entry > 0 that is not below its time was never seen waiting: not counted */
	int cause;    /* 0 = still open; 1, 2, .. = how it ended */
	int group;    /* for logrank_of; from 0 */
};

/* One row for each time at which a case ended. */
struct km {
	ptrdiff_t n;
	double *time;
	int64_t *at_risk, *ended;
	double *survival; /* P(wait > time) */
	double *se;       /* Greenwood's standard error; NAN where survival is 0 */
	double time_max;  /* the longest time seen, open cases included */
	int64_t cases_n, ended_n;
};

struct km km_of(struct arena *a, const struct wait *w, ptrdiff_t n);
/* P(wait > t); behind time_max it is only known to be at most this. */
double km_at(const struct km *k, double t);
/* The first time by which the share p (0 < p <= 1) has ended; false when it is never reached. */
bool km_quantile(const struct km *k, double p, double *t);
/* 95 % limits of that time; NAN where there is none. R prints KM_LOG unless told otherwise. */
enum km_scale { KM_LOG, KM_LOG_LOG };
void km_quantile_limits(const struct km *k, double p, enum km_scale scale, double *low,
			double *high);
/* Mean wait if every wait were cut off at `to`, and its standard error. */
void km_mean(const struct km *k, double to, double *mean, double *se);
/* P(wait > standard | wait > age): 1 when age >= standard; NAN when no case waited beyond `age`. */
double km_breach(const struct km *k, double age, double standard);

/* Do the groups wait alike? Mantel's log-rank test. Groups with nothing expected are left out. */
struct logrank {
	ptrdiff_t n_groups;
	double *observed, *expected;
	double chi2, p; /* NAN when df is 0 */
	int df;
};
struct logrank logrank_of(struct arena *a, const struct wait *w, ptrdiff_t n, ptrdiff_t n_groups);

/* P(ended by time t in this way), the ways competing: the sum over causes and survival is 1. One
 * row for each time at which a case ended. */
struct incidence {
	ptrdiff_t n, n_causes;
	double *time;
	int64_t *at_risk;
	double *survival;
	double **share; /* share[cause - 1][row] */
};
/* Causes are 1 to n_causes. */
struct incidence incidence_of(struct arena *a, const struct wait *w, ptrdiff_t n,
			      ptrdiff_t n_causes);

/* Upper tail of the chi-square distribution, df >= 1. */
double chi2_upper(double x, int df);

/* Nearest rank: index of the smallest of n sorted values that at least p per cent do not exceed;
 * n >= 1, 0 < p <= 100. */
ptrdiff_t percentile_index(ptrdiff_t n, double p);
void sort_numbers(double *v, ptrdiff_t n);

#endif
