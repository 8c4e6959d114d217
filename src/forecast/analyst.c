/* analyst.c: Hawkes by its recursion, then the regression by its normal equations. */
#include "forecast/analyst.h"

#include <math.h>

#include "base/arena.h"
#include "base/must.h"

static void eigenvalues(const double a[2][2], double to[2])
{
	double half = (a[0][0] + a[1][1]) / 2;
	double root = sqrt(half * half - (a[0][0] * a[1][1] - a[0][1] * a[1][0]));
	to[0] = half + root;
	to[1] = half - root;
}

struct hawkes_fit hawkes_of(struct arena *a, const struct hawkes *h, const struct event *v,
			    ptrdiff_t n, double until)
{
	struct hawkes_fit fit = { .rate = arena_new_n(a, double, n + 1) };
	double memory[2] = { 0, 0 },
	       now = 0; /* sum of e^(-b (now - t)) over past events of a side */
	for (int i = 0; i < 2; i++)
		fit.compensator[i] = h->mu[i] * until;
	for (ptrdiff_t k = 0; k < n; k++) {
		must(v[k].time >= now && v[k].time <= until && (v[k].side & ~1) == 0);
		double fade = exp(-h->decay * (v[k].time - now));
		memory[0] *= fade;
		memory[1] *= fade;
		now = v[k].time;
		int i = v[k].side;
		fit.rate[k] =
		    h->mu[i] + h->decay * (h->a[i][0] * memory[0] + h->a[i][1] * memory[1]);
		fit.log_likelihood += log(fit.rate[k]);
		memory[i] += 1;
		double spent = 1 - exp(-h->decay * (until - now));
		fit.compensator[0] += h->a[0][i] * spent;
		fit.compensator[1] += h->a[1][i] * spent;
	}
	fit.log_likelihood -= fit.compensator[0] + fit.compensator[1];
	eigenvalues(h->a, fit.eigenvalue);
	return fit;
}

/* Inverts a symmetric 3 x 3 matrix by cofactors; false when it is singular. */
static bool invert(double m[3][3], double to[3][3])
{
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++) {
			int r = (j + 1) % 3, s = (j + 2) % 3, p = (i + 1) % 3, q = (i + 2) % 3;
			to[i][j] = m[r][p] * m[s][q] - m[r][q] * m[s][p];
		}
	double det = m[0][0] * to[0][0] + m[0][1] * to[1][0] + m[0][2] * to[2][0];
	if (fabs(det) < 1e-9 * fabs(m[0][0] * m[1][1] * m[2][2]))
		return false;
	for (int i = 0; i < 9; i++)
		to[i / 3][i % 3] /= det;
	return true;
}

bool var_of(const double *y, const double *x, ptrdiff_t n, struct var_fit *fit)
{
	double m[3][3] = { 0 }, inverse[3][3], xy[3] = { 0 }, b[3] = { 0 }, rest = 0;
	*fit = (struct var_fit){ 0 };
	if (n < 5)
		return false;
	for (ptrdiff_t t = 1; t < n; t++) {
		double row[3] = { 1, y[t - 1], x[t - 1] };
		for (int i = 0; i < 3; i++) {
			xy[i] += row[i] * y[t];
			for (int j = 0; j < 3; j++)
				m[i][j] += row[i] * row[j];
		}
	}
	if (!invert(m, inverse))
		return false;
	for (int i = 0; i < 9; i++)
		b[i / 3] += inverse[i / 3][i % 3] * xy[i % 3];
	for (ptrdiff_t t = 1; t < n; t++) {
		double miss = y[t] - b[0] - b[1] * y[t - 1] - b[2] * x[t - 1];
		rest += miss * miss;
	}
	fit->f_df = n - 1 - 3;
	fit->constant = b[0];
	fit->routine = b[1];
	fit->reciprocity = b[2];
	fit->t_reciprocity = b[2] / sqrt(rest / (double)fit->f_df * inverse[2][2]);
	fit->f = fit->t_reciprocity * fit->t_reciprocity; /* one restriction: F = t^2 */
	return true;
}
