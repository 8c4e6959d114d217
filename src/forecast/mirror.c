/* mirror.c: ratios and lags of past rounds; the weekly arithmetic of staff; the draws on top of it.
 */
#include "forecast/mirror.h"

#include <math.h>

#include "base/arena.h"
#include "base/must.h"
#include "forecast/dice.h"

double mirror_ratio(double sent, double received)
{
	return sent > 0 ? received / sent : NAN;
}

double mirror_asymmetry(double sent, double received)
{
	return sent + received > 0 ? (received - sent) / (received + sent) : NAN;
}

double parity_gap(double ours_there, double theirs_here)
{
	return fabs(ours_there - theirs_here);
}

void share_limits(int64_t k, int64_t n, double *low, double *high)
{
	must(n >= 1 && k >= 0 && k <= n);
	const double z = 1.959963984540054, z2 = z * z;
	double m = (double)n, p = (double)k / m, centre = (p + z2 / (2 * m)) / (1 + z2 / m);
	double half = z / (1 + z2 / m) * sqrt(p * (1 - p) / m + z2 / (4 * m * m));
	*low = fmax(0, centre - half);
	*high = fmin(1, centre + half);
}

static void add_pair(struct reciprocity *r, const struct answer *v)
{
	double ratio = mirror_ratio(v->sent, v->received);
	if (isnan(ratio))
		return;
	r->ratio[r->pairs_n++] = ratio;
	r->exact_n += v->received == v->sent;
	r->sent += v->sent;
	r->received += v->received;
}

struct reciprocity reciprocity_of(struct arena *a, const struct answer *v, ptrdiff_t n)
{
	struct reciprocity r = { .ratio = arena_new_n(a, double, n + 1),
				 .lag = arena_new_n(a, double, n + 1) };
	struct wait *waits = arena_new_n(a, struct wait, n + 1);
	ptrdiff_t waits_n = 0;
	double largest_sent = 0, largest_received = -1;
	for (ptrdiff_t i = 0; i < n; i++) {
		add_pair(&r, &v[i]);
		if (mirror_ratio(v[i].sent, v[i].received) >= 0 &&
		    v[i].received > largest_received) {
			largest_sent = v[i].sent;
			largest_received = v[i].received;
		}
		if (!isnan(v[i].lag_days)) {
			r.lag[r.lags_n++] = v[i].lag_days;
			waits[waits_n++] = (struct wait){ .time = v[i].lag_days, .cause = 1 };
		} else if (!isnan(v[i].watched_days)) {
			r.unanswered_n++;
			waits[waits_n++] = (struct wait){ .time = v[i].watched_days };
		}
	}
	sort_numbers(r.ratio, r.pairs_n);
	sort_numbers(r.lag, r.lags_n);
	r.pooled = mirror_ratio(r.sent, r.received);
	r.pooled_without_largest =
	    mirror_ratio(r.sent - largest_sent, r.received - fmax(largest_received, 0));
	r.wait = km_of(a, waits, waits_n);
	return r;
}

void staffing_run(const struct staffing *s, ptrdiff_t weeks, double *staff, double *queue)
{
	double in_post = s->staff, waiting = s->queue, arriving = s->arriving;
	for (ptrdiff_t w = 0; w < weeks; w++) {
		in_post += arriving;
		double ends = fmin(s->tour_ends, in_post);
		in_post -= ends;
		waiting += ends;
		if (w == s->leave_week) {
			double leave = fmin(s->expelled, in_post);
			in_post -= leave;
			waiting += s->is_refilled ? leave : 0;
		}
		double decided = fmin(s->decisions, waiting);
		waiting -= decided;
		arriving = s->grant_share * decided;
		staff[w] = in_post;
		queue[w] = waiting;
	}
}

double staffing_loss(const struct staffing *s)
{
	return s->tour_ends - s->grant_share * fmin(s->decisions, s->tour_ends);
}

double staffing_break_even(const struct staffing *s)
{
	double loss = staffing_loss(s);
	return loss > 0 ? s->expelled / loss : NAN;
}

/* Days until they answer, by the past; false: they do not. */
static bool draw_lag(const struct km *lag, struct dice *dice, double *days)
{
	double share = 1 - dice_share(dice); /* in (0, 1] */
	return km_quantile(lag, share, days);
}

/* One run: what they do in return, and our staff after it. */
static void run_once(const struct whatif *w, struct dice *dice, double *staff, double *queue,
		     double *expelled)
{
	struct staffing ours = w->ours;
	double ratio = w->ratio[dice_below(dice, w->n_ratios)], days;
	*expelled = ours.expelled = 0;
	if (draw_lag(w->lag, dice, &days)) {
		ours.leave_week = (ptrdiff_t)(days / 7) + w->notice_weeks;
		ours.expelled = fmin(floor(ratio * w->theirs.expelled + 0.5), ours.staff);
		*expelled = ours.leave_week < w->weeks ? ours.expelled : 0;
	}
	staffing_run(&ours, w->weeks, staff, queue);
}

static struct band band_new(struct arena *a, ptrdiff_t weeks)
{
	return (struct band){ arena_new_n(a, double, weeks), arena_new_n(a, double, weeks),
			      arena_new_n(a, double, weeks) };
}

struct whatif_result whatif_of(struct arena *a, const struct whatif *w)
{
	must(w->n_ratios >= 1 && w->weeks >= 1 && w->weeks <= WHATIF_WEEKS_MAX);
	must(w->runs >= 1 && w->runs <= WHATIF_RUNS_MAX);
	ptrdiff_t runs = (ptrdiff_t)w->runs;
	struct whatif_result r = { .ours = band_new(a, w->weeks),
				   .theirs = band_new(a, w->weeks),
				   .expelled = arena_new_n(a, double, runs) };
	struct arena scratch = *a;
	double *staff = arena_new_n(&scratch, double, runs * w->weeks);
	double *queue = arena_new_n(&scratch, double, w->weeks);
	double *week = arena_new_n(&scratch, double, runs);
	struct dice dice = dice_of(w->seed);
	for (ptrdiff_t i = 0; i < runs; i++) {
		run_once(w, &dice, staff + i * w->weeks, queue, &r.expelled[i]);
		r.answered_share += (r.expelled[i] > 0) / (double)runs;
	}
	for (ptrdiff_t t = 0; t < w->weeks; t++) {
		for (ptrdiff_t i = 0; i < runs; i++)
			week[i] = staff[i * w->weeks + t];
		sort_numbers(week, runs);
		r.ours.low[t] = week[percentile_index(runs, 10)];
		r.ours.middle[t] = week[percentile_index(runs, 50)];
		r.ours.high[t] = week[percentile_index(runs, 90)];
	}
	sort_numbers(r.expelled, runs);
	/* What we do is known, so their band is one line. */
	staffing_run(&w->theirs, w->weeks, r.theirs.middle, queue);
	staffing_run(&w->theirs, w->weeks, r.theirs.low, queue);
	staffing_run(&w->theirs, w->weeks, r.theirs.high, queue);
	return r;
}
