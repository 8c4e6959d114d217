/* clearing.c: throughput from a history, the convolution, the simulation, how many by a day; then
 * the pace of an office, its outlook and the back-test. */
#include "forecast/clearing.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "forecast/dice.h"
#include "forecast/survival.h"

struct throughput throughput_of(struct arena *a, const int64_t *done, ptrdiff_t n)
{
	int64_t max = -1;
	for (ptrdiff_t i = 0; i < n; i++) {
		must(done[i] >= 0 && done[i] <= DONE_A_DAY_MAX);
		max = done[i] > max ? done[i] : max;
	}
	struct throughput t = { .done = arena_new_n(a, int64_t, max + 2),
				.p = arena_new_n(a, double, max + 2) };
	struct arena scratch = *a;
	int64_t *days = arena_new_n(&scratch, int64_t, max + 2);
	for (ptrdiff_t i = 0; i < n; i++)
		days[done[i]]++;
	for (int64_t k = 0; k <= max; k++)
		if (days[k]) {
			t.done[t.n] = k;
			t.p[t.n++] = (double)days[k] / (double)n;
		}
	return t;
}

double throughput_mean(const struct throughput *t)
{
	double sum = 0;
	for (ptrdiff_t i = 0; i < t->n; i++)
		sum += t->p[i] * (double)t->done[i];
	return sum;
}

static bool is_open_on(const struct clearing *c, ptrdiff_t day)
{
	return !c->is_open || day > c->open_n || c->is_open[day - 1];
}

double clearing_work(const struct clearing *c, ptrdiff_t days)
{
	return (double)days * (double)c->items_n * (double)c->throughput.n;
}

/* p[k] = P(k done so far) for k in [from, to); beyond it the chance is below TINY and taken as 0,
 * which also keeps the sums clear of denormal numbers (they are slow). */
struct spread {
	double *p;
	ptrdiff_t from, to;
};

static const double TINY = 1e-200;

static ptrdiff_t least(ptrdiff_t x, ptrdiff_t y)
{
	return x < y ? x : y;
}

/* One day: *next from *now, for k below n. Returns what reaches n. */
static double convolve(const struct throughput *t, const struct spread *now, struct spread *next,
		       ptrdiff_t n)
{
	double passed = 0;
	next->from = least(n, now->from + (ptrdiff_t)t->done[0]);
	next->to = least(n, now->to + (ptrdiff_t)t->done[t->n - 1]);
	memset(next->p + next->from, 0, (size_t)(next->to - next->from) * sizeof *next->p);
	for (ptrdiff_t i = 0; i < t->n; i++) {
		ptrdiff_t step = (ptrdiff_t)t->done[i];
		ptrdiff_t stay = n - step < now->from ? now->from : least(now->to, n - step);
		const double p = t->p[i], *from = now->p;
		double *to = next->p + (stay > now->from ? step : 0);
		for (ptrdiff_t k = now->from; k < stay; k++)
			to[k] += from[k] * p;
		for (ptrdiff_t k = stay; k < now->to; k++)
			passed += from[k] * p;
	}
	while (next->from < next->to && next->p[next->from] < TINY)
		next->from++;
	while (next->from < next->to && next->p[next->to - 1] < TINY)
		next->to--;
	return passed;
}

static struct spread spread_of(struct arena *a, ptrdiff_t n)
{
	struct spread s = { arena_new_n(a, double, n), 0, 1 };
	s.p[0] = 1;
	return s;
}

struct cleared clearing_exact(struct arena *a, const struct clearing *c, double enough,
			      ptrdiff_t days_max)
{
	must(c->items_n >= 1 && c->items_n <= CLEARING_ITEMS_MAX && c->throughput.n >= 1);
	must(!c->arrivals && days_max >= 0 && days_max <= CLEARING_DAYS_MAX);
	struct cleared r = { .p = arena_new_n(a, double, days_max + 1) };
	struct arena scratch = *a;
	ptrdiff_t n = (ptrdiff_t)c->items_n;
	struct spread now = spread_of(&scratch, n), next = spread_of(&scratch, n);
	while (r.n < days_max && r.p[r.n] < enough) {
		r.n++;
		r.p[r.n] = r.p[r.n - 1];
		if (!is_open_on(c, r.n))
			continue;
		r.p[r.n] += convolve(&c->throughput, &now, &next, n);
		struct spread t = now;
		now = next;
		next = t;
	}
	return r;
}

/* Draws by the sums of p: thresholds[i] is the chance of at most done[i]; the last takes what
 * rounding leaves. */
struct draw {
	const struct throughput *t;
	double *thresholds;
};

static struct draw draw_of(struct arena *a, const struct throughput *t)
{
	struct draw d = { t, arena_new_n(a, double, t->n) };
	double sum = 0;
	for (ptrdiff_t i = 0; i < t->n; i++)
		d.thresholds[i] = sum += t->p[i];
	return d;
}

static int64_t draw(const struct draw *d, struct dice *dice)
{
	double u = dice_share(dice);
	ptrdiff_t low = 0, high = d->t->n - 1;
	while (low < high) {
		ptrdiff_t mid = low + (high - low) / 2;
		if (u < d->thresholds[mid])
			high = mid;
		else
			low = mid + 1;
	}
	return d->t->done[low];
}

struct cleared clearing_simulate(struct arena *a, const struct clearing *c, int64_t runs,
				 uint64_t seed, double enough, ptrdiff_t days_max)
{
	must(c->items_n >= 1 && c->throughput.n >= 1 && runs >= 1 && runs <= CLEARING_RUNS_MAX);
	must(days_max >= 0 && days_max <= CLEARING_DAYS_MAX);
	struct cleared r = { .p = arena_new_n(a, double, days_max + 1) };
	struct arena scratch = *a;
	int64_t *ended_n = arena_new_n(&scratch, int64_t, days_max + 1);
	struct draw done = draw_of(&scratch, &c->throughput), come = { 0 };
	if (c->arrivals)
		come = draw_of(&scratch, c->arrivals);
	struct dice dice = dice_of(seed);
	for (int64_t run = 0; run < runs; run++) {
		int64_t left = c->items_n;
		for (ptrdiff_t day = 1; day <= days_max; day++) {
			if (c->arrivals)
				left += draw(&come, &dice);
			if (is_open_on(c, day))
				left -= draw(&done, &dice);
			if (left <= 0) {
				ended_n[day]++;
				break;
			}
		}
	}
	for (int64_t sum = 0; r.n < days_max && r.p[r.n] < enough;) {
		sum += ended_n[++r.n];
		r.p[r.n] = (double)sum / (double)runs;
	}
	return r;
}

bool cleared_day(const struct cleared *c, double p, ptrdiff_t *day)
{
	for (ptrdiff_t d = 0; d <= c->n; d++)
		if (c->p[d] >= p) {
			*day = d;
			return true;
		}
	return false;
}

struct done_by done_by_day(struct arena *a, const struct throughput *t, ptrdiff_t days)
{
	must(t->n >= 1 && days >= 0 && days <= CLEARING_DAYS_MAX);
	ptrdiff_t n = days * (ptrdiff_t)t->done[t->n - 1];
	struct done_by r = { .n = n, .p = arena_new_n(a, double, n + 1) };
	struct arena scratch = *a;
	struct spread now = spread_of(&scratch, n + 1), next = spread_of(&scratch, n + 1);
	for (ptrdiff_t day = 0; day < days; day++) {
		convolve(t, &now, &next, n + 1);
		struct spread other = now;
		now = next;
		next = other;
	}
	memcpy(r.p + now.from, now.p + now.from, (size_t)(now.to - now.from) * sizeof *r.p);
	for (ptrdiff_t k = n; k > 0; k--)
		r.p[k - 1] += r.p[k];
	return r;
}

/* ---- the pace of an office ---- */

/* How much of what was known last week still counts (West and Harrison's discount), and how much
 * more scattered weeks are than chance alone makes them (1: Poisson). Which of them fit is weighed
 * by how well each would have told every week from those before. */
static const double DISCOUNTS[] = { .6, .7, .8, .87, .92, .95, .97, .985, .995, 1 };
static const double SCATTERS[] = { 1, 1.5, 2.25, 3.4, 5, 7.5 };
enum {
	DISCOUNTS_N = sizeof DISCOUNTS / sizeof DISCOUNTS[0],
	SCATTERS_N = sizeof SCATTERS / sizeof SCATTERS[0],
	PACES_N = DISCOUNTS_N * SCATTERS_N,
	LEARN_WEEKS = 4, /* the first weeks only teach */
};

_Static_assert((int)PACES_N == (int)PACES_MAX, "the header says how many");

struct week {
	double done, working;
};

/* The last weeks of seven days up to `day`, oldest first. */
static ptrdiff_t weeks_of(const struct office *o, ptrdiff_t day, struct week *v)
{
	ptrdiff_t n = (day + 1) / 7 < PACE_WEEKS_MAX ? (day + 1) / 7 : PACE_WEEKS_MAX;
	for (ptrdiff_t w = 0; w < n; w++) {
		for (ptrdiff_t d = day + 1 - 7 * (n - w); d < day + 1 - 7 * (n - w - 1); d++) {
			v[w].done += (double)o->done[d];
			v[w].working += day_is_working(o->working, o->from_on + d);
		}
	}
	return n;
}

/* log of r (r + 1) .. (r + n - 1), by Stirling for the far part; good to 1e-9. */
static double log_rising(double r, double n)
{
	enum { NEAR = 16 };
	double sum = 0;
	while (n > 0 && r < NEAR) {
		sum += log(r);
		r++;
		n--;
	}
	if (n <= 0)
		return sum;
	double to = r + n;
	return sum + (to - .5) * log(to) - (r - .5) * log(r) - n + 1 / (12 * to) - 1 / (12 * r) -
	       1 / (360 * to * to * to) + 1 / (360 * r * r * r);
}

/* log P(n) of a negative binomial with this mean and variance, without the part that depends on n
 * alone. */
static double log_chance(double n, double mean, double variance)
{
	double more = fmax(variance - mean, mean * 1e-3), r = mean * mean / more;
	return log_rising(r, n) + r * log(r / (r + mean)) + n * log(mean / (r + mean));
}

/* Goes through the weeks with one discount and one scatter. `weight` is a logarithm here. */
static struct pace pace_with(const struct week *v, ptrdiff_t n, double mean, double discount,
			     double scatter)
{
	double a = .5, b = .5 / mean, weight = 0; /* the pace is gamma: shape a, a / b a day */
	for (ptrdiff_t w = 0; w < n; w++) {
		if (v[w].working <= 0)
			continue;
		a *= discount;
		b *= discount;
		double expect = a / b * v[w].working;
		if (w >= LEARN_WEEKS)
			weight +=
			    log_chance(v[w].done, expect, scatter * expect + expect * expect / a);
		a += v[w].done / scatter;
		b += v[w].working / scatter;
	}
	return (struct pace){ .weight = weight,
			      .a_day = a / b,
			      .error = 1 / a,
			      .drift_week = (1 - discount) / (discount * (a + 1)) };
}

ptrdiff_t paces_of(const struct office *o, ptrdiff_t day, struct pace *v)
{
	struct week weeks[PACE_WEEKS_MAX] = { 0 };
	ptrdiff_t n = weeks_of(o, day, weeks);
	double done = 0, working = 0, best = -INFINITY, sum = 0;
	for (ptrdiff_t w = 0; w < n; w++) {
		done += weeks[w].done;
		working += weeks[w].working;
	}
	if (done <= 0 || working <= 0)
		return 0;
	for (int i = 0; i < PACES_N; i++) {
		v[i] = pace_with(weeks, n, done / working, DISCOUNTS[i / SCATTERS_N],
				 SCATTERS[i % SCATTERS_N]);
		best = fmax(best, v[i].weight);
	}
	for (int i = 0; i < PACES_N; i++)
		sum += v[i].weight = exp(v[i].weight - best);
	for (int i = 0; i < PACES_N; i++)
		v[i].weight /= sum;
	return PACES_N;
}

/* ---- the outlook of an office ---- */

const int OUTLOOK_SHARES[OUTLOOK_SHARES_N] = { 50, 85, 95 };

enum { STEPS_N = 20 };
static const double ENOUGH = .9999;
static const double TEST_WORK_MAX = 2e6;
static const double WEIGHT_MIN = .002;

/* What was done on each working day of the window that ends with `day`. */
static struct throughput window_of(struct arena *a, const struct office *o, ptrdiff_t day,
				   struct outlook *v)
{
	ptrdiff_t from = day + 1 > OUTLOOK_DAYS ? day + 1 - OUTLOOK_DAYS : 0;
	int64_t *done = arena_new_n(a, int64_t, day - from + 1), carried = 0;
	for (ptrdiff_t d = from; d <= day; d++) {
		v->come_n += o->come[d];
		v->done_n += o->done[d];
		carried += o->done[d];
		if (!day_is_working(o->working, o->from_on + d))
			continue;
		done[v->working_n++] = carried > DONE_A_DAY_MAX ? DONE_A_DAY_MAX : carried;
		carried = 0;
	}
	v->days_n = day - from + 1;
	return throughput_of(a, done, v->working_n);
}

/* P(done) on a day that need not be whole. */
static double cleared_at(const struct cleared *r, double day)
{
	if (day >= (double)r->n)
		return r->p[r->n];
	ptrdiff_t d = (ptrdiff_t)day;
	return r->p[d] + (r->p[d + 1] - r->p[d]) * (day - (double)d);
}

/* What is asked of: as if the pace were that of the window; then what it may be instead. */
struct mixed {
	struct cleared at_window_pace;
	double window_pace, days_a_week;
	struct pace paces[PACES_N];
	ptrdiff_t n;
};

/* P(all are done by this working day): the pace until then is log-normal, what the books say its
 * median (a pace is as likely to shift up by a ratio as down by it), with the error of what they
 * say and what a pace that walks until then does to its mean (a third of the variance at the end);
 * it is taken at the middles of STEPS_N equal parts. */
static double mixed_at(const struct mixed *m, double day)
{
	static const double middles[STEPS_N / 2] = {
		.062707, .189118, .318639,  .453762,  .597760,
		.755415, .934589, 1.150349, 1.439531, 1.959964
	};
	double p = 0;
	for (ptrdiff_t i = 0; i < m->n; i++) {
		const struct pace *k = &m->paces[i];
		if (k->weight < WEIGHT_MIN)
			continue;
		double spread = log1p(k->error + k->drift_week * day / m->days_a_week / 3);
		double faster = day * k->a_day / m->window_pace, sum = 0;
		for (int z = 0; z < STEPS_N / 2; z++) {
			double by = exp(sqrt(spread) * middles[z]);
			sum += cleared_at(&m->at_window_pace, faster * by) +
			       cleared_at(&m->at_window_pace, faster / by);
		}
		p += k->weight * sum / STEPS_N;
	}
	return p;
}

/* The first working day by which all are done with this chance; false beyond CLEARING_DAYS_MAX. */
static bool mixed_day(const struct mixed *m, double chance, ptrdiff_t *day)
{
	ptrdiff_t low = 0, high = 1;
	while (high < CLEARING_DAYS_MAX && mixed_at(m, (double)high) < chance) {
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		ptrdiff_t mid = low + (high - low) / 2;
		if (mixed_at(m, (double)mid) < chance)
			low = mid;
		else
			high = mid;
	}
	*day = high;
	return high < CLEARING_DAYS_MAX;
}

/* So many days that their sum is normal for all that it matters here. */
static struct cleared cleared_normal(struct arena *a, const struct clearing *c, ptrdiff_t days_max)
{
	struct cleared r = { .p = arena_new_n(a, double, days_max + 1) };
	double mean = throughput_mean(&c->throughput), variance = 0;
	for (ptrdiff_t i = 0; i < c->throughput.n; i++) {
		double off = (double)c->throughput.done[i] - mean;
		variance += c->throughput.p[i] * off * off;
	}
	while (r.n < days_max && r.p[r.n] < ENOUGH) {
		double days = (double)++r.n, more = mean * days - ((double)c->items_n - .5);
		double p = variance > 0 ? .5 * erfc(-more / sqrt(2 * variance * days)) : more > 0;
		r.p[r.n] = fmax(p, r.p[r.n - 1]);
	}
	return r;
}

/* Exact while that is cheap. */
static struct cleared at_window_pace(struct arena *a, const struct clearing *c, double days,
				     double work_max)
{
	ptrdiff_t max = (ptrdiff_t)days;
	return clearing_work(c, max) <= work_max ? clearing_exact(a, c, ENOUGH, max)
						 : cleared_normal(a, c, max);
}

struct outlook outlook_of(struct arena scratch, const struct office *o, ptrdiff_t day,
			  double work_max)
{
	must(day >= 0 && day < o->n);
	struct outlook v = { .open_n = o->open[day] };
	struct throughput t = window_of(&scratch, o, day, &v);
	double mean = t.n ? throughput_mean(&t) : 0;
	if (!v.open_n) {
		for (int i = 0; i < OUTLOOK_SHARES_N; i++)
			v.by[i].is_known = true, v.by[i].on = o->from_on + day;
		return v;
	}
	double days = mean > 0 ? 2 * (double)v.open_n / mean + 1000 : INFINITY;
	if (v.days_n < OUTLOOK_DAYS_MIN || days > CLEARING_DAYS_MAX ||
	    v.open_n > CLEARING_ITEMS_MAX)
		return v;
	struct clearing c = { .items_n = v.open_n, .throughput = t };
	struct mixed m = { .at_window_pace = at_window_pace(&scratch, &c, days, work_max),
			   .window_pace = mean,
			   .days_a_week = (double)v.working_n * 7 / (double)v.days_n };
	m.n = paces_of(o, day, m.paces);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
		ptrdiff_t working;
		v.by[i].is_known = mixed_day(&m, OUTLOOK_SHARES[i] / 100.0, &working);
		if (v.by[i].is_known)
			v.by[i].on = day_add_working(o->working, o->from_on + day, working);
	}
	return v;
}

/* The day by which as many were done after `day` as were open then; n when it has not come. */
static ptrdiff_t done_after(const struct office *o, ptrdiff_t day)
{
	ptrdiff_t d = day;
	for (int64_t left = o->open[day]; left > 0; left -= o->done[d])
		if (++d == o->n)
			break;
	return d;
}

struct outlook_test outlook_test(struct arena scratch, const struct office *o)
{
	struct outlook_test t = { .off_median_days = NAN };
	double *off = arena_new_n(&scratch, double, o->n / OUTLOOK_STEP_DAYS + 1);
	ptrdiff_t last = o->n - 1;
	for (ptrdiff_t d = last - OUTLOOK_STEP_DAYS; d >= OUTLOOK_DAYS_MIN;
	     d -= OUTLOOK_STEP_DAYS) {
		struct outlook v = outlook_of(scratch, o, d, TEST_WORK_MAX);
		ptrdiff_t happened = v.by[0].is_known && v.open_n ? done_after(o, d) : -1;
		if (happened < 0)
			continue;
		t.made_n++;
		for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
			if (!v.by[i].is_known || v.by[i].on > o->from_on + last)
				continue;
			t.due_n[i]++;
			t.held_n[i] += o->from_on + happened <= v.by[i].on;
		}
		if (happened < o->n)
			off[t.off_n++] = fabs((double)(v.by[0].on - o->from_on - happened));
	}
	sort_numbers(off, t.off_n);
	if (t.off_n)
		t.off_median_days = off[percentile_index(t.off_n, 50)];
	return t;
}
