/* analyst.h: two models for analysts' export. A ministry sees 10 to 100 rounds in a decade: for its
 * desk the plain measures of mirror.h say more.
 *
 * Hawkes: each event raises the rate of the next ones, its own side's and the other's, and that
 * fades: rate_i(t) = mu_i + sum over past events of side j: a_ij b e^(-b (t - t_jk)).
 * VAR: y_t = c + d y_(t-1) + f x_(t-1): routine (d) against reciprocity (f); least squares. */
#ifndef FORECAST_ANALYST_H
#define FORECAST_ANALYST_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct event {
	double time; /* in rising order, none twice on one side */
	int side;    /* 0 or 1 */
};
struct hawkes {
	double mu[2], a[2][2], decay; /* a[i][j]: what an event of j adds to i */
};
struct hawkes_fit {
	double *rate;          /* of the event's own side just before each event */
	double compensator[2]; /* expected number of events up to `until` */
	double log_likelihood;
	double eigenvalue[2]; /* of a, the larger first: below 1 the process is stable; NAN when
				 they are not real */
};
struct hawkes_fit hawkes_of(struct arena *a, const struct hawkes *h, const struct event *v,
			    ptrdiff_t n, double until);

struct var_fit {
	double constant, routine, reciprocity;
	double t_reciprocity; /* reciprocity over its standard error */
	double f;             /* F(1, f_df) of leaving x out */
	ptrdiff_t f_df;
};
/* y and x of n periods. False when n < 5 or the columns are not independent. */
bool var_of(const double *y, const double *x, ptrdiff_t n, struct var_fit *fit);

#endif
