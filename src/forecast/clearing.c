/* clearing.c: throughput from a history, the convolution, the simulation, how many by a day; then
 * the outlook of an office and its back-test. */
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

/* ---- the outlook of an office ---- */

const int OUTLOOK_SHARES[OUTLOOK_SHARES_N] = { 50, 85, 95 };

enum { DRAWN_RUNS = 2000, DRAWN_SEED = 7 };
static const double ENOUGH = .95;
static const double TEST_WORK_MAX = 2e6;

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
	struct cleared r =
	    clearing_work(&c, (ptrdiff_t)days) <= work_max
		? clearing_exact(&scratch, &c, ENOUGH, (ptrdiff_t)days)
		: clearing_simulate(&scratch, &c, DRAWN_RUNS, DRAWN_SEED, ENOUGH, (ptrdiff_t)days);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
		ptrdiff_t working;
		v.by[i].is_known = cleared_day(&r, OUTLOOK_SHARES[i] / 100.0, &working);
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
