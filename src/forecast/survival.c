/* survival.c: one walk over the times (struct scan) carries all three estimates: Kaplan-Meier with
 * what is read off it, log-rank, Aalen-Johansen; then percentiles. */
#include "forecast/survival.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"

/* Products of fractions miss 1/2 by rounding: a quantile is reached when it is missed by less. */
static const double EPSILON = 1e-10;
static const double Z_95 = 1.959963984540054;

static int compare(double x, double y)
{
	return (x > y) - (x < y);
}

static int by_time(const void *x, const void *y)
{
	return compare(((const struct wait *)x)->time, ((const struct wait *)y)->time);
}

static int by_entry(const void *x, const void *y)
{
	return compare(((const struct wait *)x)->entry, ((const struct wait *)y)->entry);
}

/* The cases in the order they leave and in the order they enter. */
struct scan {
	struct wait *leave, *enter;
	ptrdiff_t n, n_left, n_entered;
};

/* One time, with the cases that leave at it: leave[from, to). At risk are those that entered before
 * and did not leave before. */
struct step {
	double time;
	ptrdiff_t from, to, entered;
	int64_t at_risk, ended;
};

static struct scan scan_of(struct arena *a, const struct wait *w, ptrdiff_t n)
{
	struct scan s = { .leave = arena_new_n(a, struct wait, n + 1),
			  .enter = arena_new_n(a, struct wait, n + 1) };
	for (ptrdiff_t i = 0; i < n; i++) {
		must(w[i].time >= 0 && w[i].cause >= 0);
		if (w[i].entry > 0 && w[i].entry >= w[i].time)
			continue;
		s.leave[s.n] = w[i];
		if (w[i].entry <= 0)
			s.leave[s.n].entry = -1; /* so that a wait of 0 days counts */
		s.n++;
	}
	if (!s.n)
		return s;
	memcpy(s.enter, s.leave, (size_t)s.n * sizeof *s.enter);
	qsort(s.leave, (size_t)s.n, sizeof *s.leave, by_time);
	qsort(s.enter, (size_t)s.n, sizeof *s.enter, by_entry);
	return s;
}

/* The next time at which a case ended. */
static bool scan_next(struct scan *s, struct step *step)
{
	do {
		if (s->n_left == s->n)
			return false;
		*step = (struct step){ .time = s->leave[s->n_left].time, .from = s->n_left };
		for (; s->n_left < s->n && s->leave[s->n_left].time == step->time; s->n_left++)
			step->ended += s->leave[s->n_left].cause > 0;
		step->to = s->n_left;
	} while (!step->ended);
	while (s->n_entered < s->n && s->enter[s->n_entered].entry < step->time)
		s->n_entered++;
	step->entered = s->n_entered;
	step->at_risk = s->n_entered - step->from;
	must(step->at_risk >= step->ended);
	return true;
}

/* Distinct times at which a case ended. */
static ptrdiff_t count_steps(struct scan s)
{
	struct step step;
	ptrdiff_t n = 0;
	while (scan_next(&s, &step))
		n++;
	return n;
}

struct km km_of(struct arena *a, const struct wait *w, ptrdiff_t n)
{
	struct scan s = scan_of(a, w, n);
	ptrdiff_t rows = count_steps(s);
	struct km k = { .time = arena_new_n(a, double, rows + 1),
			.at_risk = arena_new_n(a, int64_t, rows + 1),
			.ended = arena_new_n(a, int64_t, rows + 1),
			.survival = arena_new_n(a, double, rows + 1),
			.se = arena_new_n(a, double, rows + 1),
			.time_max = s.n ? s.leave[s.n - 1].time : 0,
			.cases_n = s.n };
	double survival = 1, greenwood = 0;
	struct step step;
	for (; scan_next(&s, &step); k.n++) {
		double d = (double)step.ended, r = (double)step.at_risk;
		survival *= (r - d) / r;
		greenwood += d / (r * (r - d));
		k.time[k.n] = step.time;
		k.at_risk[k.n] = step.at_risk;
		k.ended[k.n] = step.ended;
		k.survival[k.n] = survival;
		k.se[k.n] = survival > 0 ? survival * sqrt(greenwood) : NAN;
		k.ended_n += step.ended;
	}
	return k;
}

double km_at(const struct km *k, double t)
{
	ptrdiff_t low = 0, high = k->n; /* the first row behind t lies in [low, high] */
	while (low < high) {
		ptrdiff_t mid = low + (high - low) / 2;
		if (k->time[mid] <= t)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? k->survival[low - 1] : 1;
}

bool km_quantile(const struct km *k, double p, double *t)
{
	must(p > 0 && p <= 1);
	for (ptrdiff_t i = 0; i < k->n; i++)
		if (k->survival[i] <= 1 - p + EPSILON) {
			*t = k->time[i];
			return true;
		}
	return false;
}

/* Limit of the survival at row i; sign -1 is the lower one. */
static double limit_at(const struct km *k, ptrdiff_t i, enum km_scale scale, int sign)
{
	double s = k->survival[i];
	if (!(s > 0) || s >= 1)
		return s;
	double relative = Z_95 * k->se[i] / s;
	switch (scale) {
	case KM_LOG: return fmin(1, s * exp(sign * relative));
	case KM_LOG_LOG: return pow(s, exp(sign * relative / log(s)));
	}
	must_not_come_here("scale");
}

void km_quantile_limits(const struct km *k, double p, enum km_scale scale, double *low,
			double *high)
{
	*low = *high = NAN;
	for (ptrdiff_t i = k->n - 1; i >= 0; i--) {
		if (limit_at(k, i, scale, -1) <= 1 - p + EPSILON)
			*low = k->time[i];
		if (limit_at(k, i, scale, 1) <= 1 - p + EPSILON)
			*high = k->time[i];
	}
}

void km_mean(const struct km *k, double to, double *mean, double *se)
{
	double area = 0, variance = 0, end = to;
	/* From the right: `area` is what lies between this row and `to`. */
	for (ptrdiff_t i = k->n - 1; i >= 0; i--) {
		if (k->time[i] >= to)
			continue;
		area += k->survival[i] * (end - k->time[i]);
		end = k->time[i];
		double d = (double)k->ended[i], r = (double)k->at_risk[i];
		if (r > d)
			variance += area * area * d / (r * (r - d));
	}
	*mean = area + end;
	*se = sqrt(variance);
}

double km_breach(const struct km *k, double age, double standard)
{
	if (age >= standard)
		return 1;
	double now = km_at(k, age);
	return now > 0 ? km_at(k, standard) / now : NAN;
}

/* Solves m x = b by Gauss with the largest pivot; m is n by n, row after row; both are spoilt.
 * False when m is singular. */
static bool solve(double *m, double *b, ptrdiff_t n)
{
	for (ptrdiff_t c = 0; c < n; c++) {
		ptrdiff_t best = c;
		for (ptrdiff_t r = c + 1; r < n; r++)
			if (fabs(m[r * n + c]) > fabs(m[best * n + c]))
				best = r;
		if (fabs(m[best * n + c]) < 1e-12)
			return false;
		for (ptrdiff_t k = 0; k < n && best != c; k++) {
			double t = m[c * n + k];
			m[c * n + k] = m[best * n + k];
			m[best * n + k] = t;
		}
		double t = b[c];
		b[c] = b[best];
		b[best] = t;
		for (ptrdiff_t r = 0; r < n; r++) {
			double f = r == c ? 0 : m[r * n + c] / m[c * n + c];
			for (ptrdiff_t k = c; k < n && f != 0; k++)
				m[r * n + k] -= f * m[c * n + k];
			b[r] -= f * b[c];
		}
	}
	for (ptrdiff_t i = 0; i < n; i++)
		b[i] /= m[i * n + i];
	return true;
}

/* Adds one time to the expected numbers and to the covariance (hypergeometric). */
static void logrank_add(struct logrank *l, double *v, const int64_t *at_risk, double r, double d)
{
	double spread = r > 1 ? d * (r - d) / (r - 1) : 0;
	for (ptrdiff_t g = 0; g < l->n_groups; g++) {
		double share = (double)at_risk[g] / r;
		l->expected[g] += d * share;
		for (ptrdiff_t h = 0; h < l->n_groups; h++)
			v[g * l->n_groups + h] +=
			    spread * share * ((g == h) - (double)at_risk[h] / r);
	}
}

/* chi2 over the groups with something expected, the last of them left out as it follows from the
 * rest. */
static void logrank_test(struct arena scratch, struct logrank *l, const double *v)
{
	ptrdiff_t *use = arena_new_n(&scratch, ptrdiff_t, l->n_groups), n = 0;
	for (ptrdiff_t g = 0; g < l->n_groups; g++)
		if (l->expected[g] > 0)
			use[n++] = g;
	l->chi2 = l->p = NAN;
	l->df = n > 1 ? (int)n - 1 : 0;
	n = l->df;
	double *m = arena_new_n(&scratch, double, n *n + 1),
	       *x = arena_new_n(&scratch, double, n + 1);
	for (ptrdiff_t i = 0; i < n; i++) {
		x[i] = l->observed[use[i]] - l->expected[use[i]];
		for (ptrdiff_t j = 0; j < n; j++)
			m[i * n + j] = v[use[i] * l->n_groups + use[j]];
	}
	if (!n || !solve(m, x, n))
		return;
	l->chi2 = 0;
	for (ptrdiff_t i = 0; i < n; i++)
		l->chi2 += x[i] * (l->observed[use[i]] - l->expected[use[i]]);
	l->p = chi2_upper(l->chi2, l->df);
}

struct logrank logrank_of(struct arena *a, const struct wait *w, ptrdiff_t n, ptrdiff_t n_groups)
{
	struct logrank l = { .n_groups = n_groups,
			     .observed = arena_new_n(a, double, n_groups),
			     .expected = arena_new_n(a, double, n_groups) };
	struct arena scratch = *a;
	struct scan s = scan_of(&scratch, w, n);
	double *v = arena_new_n(&scratch, double, n_groups *n_groups);
	int64_t *at_risk = arena_new_n(&scratch, int64_t, n_groups);
	struct step step;
	ptrdiff_t left = 0, entered = 0;
	while (scan_next(&s, &step)) {
		for (; entered < step.entered; entered++)
			at_risk[s.enter[entered].group]++;
		for (; left < step.from; left++)
			at_risk[s.leave[left].group]--;
		logrank_add(&l, v, at_risk, (double)step.at_risk, (double)step.ended);
		for (ptrdiff_t i = step.from; i < step.to; i++)
			l.observed[s.leave[i].group] += s.leave[i].cause > 0;
	}
	logrank_test(scratch, &l, v);
	return l;
}

struct incidence incidence_of(struct arena *a, const struct wait *w, ptrdiff_t n,
			      ptrdiff_t n_causes)
{
	struct scan s = scan_of(a, w, n);
	ptrdiff_t rows = count_steps(s);
	struct incidence v = { .n_causes = n_causes,
			       .time = arena_new_n(a, double, rows + 1),
			       .at_risk = arena_new_n(a, int64_t, rows + 1),
			       .survival = arena_new_n(a, double, rows + 1),
			       .share = arena_new_n(a, double *, n_causes + 1) };
	for (ptrdiff_t c = 0; c < n_causes; c++)
		v.share[c] = arena_new_n(a, double, rows + 1);
	double survival = 1;
	struct step step;
	for (; scan_next(&s, &step); v.n++) {
		double each = survival / (double)step.at_risk;
		for (ptrdiff_t c = 0; c < n_causes && v.n; c++)
			v.share[c][v.n] = v.share[c][v.n - 1];
		for (ptrdiff_t i = step.from; i < step.to; i++) {
			int cause = s.leave[i].cause;
			must(cause <= n_causes);
			if (cause)
				v.share[cause - 1][v.n] += each;
		}
		survival *= (double)(step.at_risk - step.ended) / (double)step.at_risk;
		v.time[v.n] = step.time;
		v.at_risk[v.n] = step.at_risk;
		v.survival[v.n] = survival;
	}
	return v;
}

/* Q(k, h) of half-integer k is closed: it starts at erfc or exp and gains h^k e^-h / Gamma(k + 1)
 * with each step of 1 in k (Abramowitz & Stegun 6.5.22). */
double chi2_upper(double x, int df)
{
	must(df >= 1);
	if (!(x > 0))
		return x <= 0 ? 1 : NAN;
	double h = x / 2;
	bool is_odd = df % 2;
	double k = is_odd ? 0.5 : 1;
	double q = is_odd ? erfc(sqrt(h)) : exp(-h);
	double term = is_odd ? exp(-h) * sqrt(h) * 2 / sqrt(M_PI) : exp(-h) * h;
	for (int steps = (df - 1) / 2; steps > 0; steps--) {
		q += term;
		term *= h / ++k;
	}
	return q;
}

static int by_value(const void *x, const void *y)
{
	return compare(*(const double *)x, *(const double *)y);
}

void sort_numbers(double *v, ptrdiff_t n)
{
	if (n)
		qsort(v, (size_t)n, sizeof *v, by_value);
}

ptrdiff_t percentile_index(ptrdiff_t n, double p)
{
	must(n > 0 && p > 0 && p <= 100);
	ptrdiff_t rank = (ptrdiff_t)ceil((double)n * p / 100 - EPSILON);
	return rank < 1 ? 0 : rank - 1;
}
