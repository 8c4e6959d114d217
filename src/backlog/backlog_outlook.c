/* backlog_outlook.c: the books of a corridor, then what the forecast engine makes of them, then the
 * sentences about it. */
#include "backlog/backlog.h"

#include <math.h>

#include "backlog.sql.h"
#include "base/must.h"
#include "forecast/queue.h"
#include "ref/ref.h"

enum { BOOKS_DAYS_MAX = 36525 };
static const double WORK_MAX = 1e8; /* a tenth of a second */

/* ---- books ---- */

static enum err read_books(struct tx *tx, const struct visa_corridor *k, struct office *o)
{
	struct backlog_come_args come = { k->receiving_iso, k->sending_iso, k->on };
	struct backlog_come_rows came;
	struct backlog_done_args done = { k->receiving_iso, k->sending_iso, k->on };
	struct backlog_done_rows ended;
	TRY(backlog_come(tx, &come, &came));
	TRY(backlog_done(tx, &done, &ended));
	o->from_on = came.n ? came.v[0].received_on : k->on;
	o->n = k->on - o->from_on + 1;
	must(o->n <= BOOKS_DAYS_MAX);
	int64_t *in = arena_new_n(tx->a, int64_t, o->n), *out = arena_new_n(tx->a, int64_t, o->n),
		*open = arena_new_n(tx->a, int64_t, o->n);
	for (ptrdiff_t i = 0; i < came.n; i++)
		in[came.v[i].received_on - o->from_on] = came.v[i].come_n;
	for (ptrdiff_t i = 0; i < ended.n; i++)
		out[ended.v[i].closed_on - o->from_on] = ended.v[i].done_n;
	for (ptrdiff_t d = 0; d < o->n; d++)
		open[d] = (d ? open[d - 1] : 0) + in[d] - out[d];
	if (open[o->n - 1] != k->figures.open_n)
		return ERR_DB; /* a receipt lies ahead: the clock was set back */
	o->come = in;
	o->done = out;
	o->open = open;
	return OK;
}

/* ---- how long it takes ---- */

struct waits {
	struct wait *v;
	ptrdiff_t n, cap;
};

/* A case that was older already when the register began to watch it enters at that age. */
static void add_wait(struct arena *a, struct waits *w, double age, int cause, int64_t received_on,
		     struct opt_int watched_from_on)
{
	double entry = watched_from_on.has ? (double)(watched_from_on.v - received_on) : 0;
	*arena_push(a, w) = (struct wait){ .time = age, .entry = entry, .cause = cause };
}

static enum err read_waits(struct tx *tx, const struct visa_corridor *k, struct waits *w)
{
	struct backlog_waits_args in = { k->receiving_iso, k->sending_iso,
					 k->on - BACKLOG_WAITS_DAYS, k->on };
	struct backlog_waits_rows rows;
	TRY(backlog_waits(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct backlog_waits_row *r = &rows.v[i];
		enum visa_outcome outcome;
		must(visa_outcome_of(r->outcome, &outcome));
		add_wait(tx->a, w, (double)(r->closed_on - r->received_on - r->stopped_days),
			 (int)outcome + 1, r->received_on, r->watched_from_on);
	}
	for (int64_t i = 0; i < k->figures.open_n; i++) {
		const struct visa_case *c = &k->cases[i];
		add_wait(tx->a, w, (double)visa_age_net(&c->clock, k->on), 0, c->clock.received_on,
			 c->watched_from_on);
	}
	return OK;
}

/* The sum of the chances of those that are not over yet. */
static void expect_breaches(struct backlog_outlook *o)
{
	const struct visa_corridor *k = o->corridor;
	for (int64_t i = 0; i < k->figures.open_n; i++) {
		const struct visa_clock *c = &k->cases[i].clock;
		if (visa_is_over(c, k->on))
			continue;
		double p = km_breach(&o->waits, (double)visa_age_net(c, k->on),
				     (double)(c->due_on - c->received_on - c->stopped_days));
		o->within_n++;
		o->will_be_over += isnan(p) ? 1 : p;
	}
}

/* ---- what would clear it ---- */

static void find_relief(struct backlog_outlook *o)
{
	const struct visa_corridor *k = o->corridor;
	double queue = (double)k->figures.open_n;
	o->weeks = (double)(o->by_on - k->on) / 7;
	o->target_n = o->capacity_target = NAN;
	o->capacity_all = queue_relief_capacity(o->come_week, queue, 0, o->weeks);
	if (!k->standard_days.has)
		return;
	double a_week = str_eq(k->standard_unit, S("working")) ? 5 : 7;
	o->target_n = queue_target(o->come_week, (double)k->standard_days.v / a_week);
	o->capacity_target =
	    fmax(0, queue_relief_capacity(o->come_week, queue, o->target_n, o->weeks));
}

enum err backlog_outlook_read(struct tx *tx, const struct visa_corridor *corridor,
			      const struct calendar *working, int64_t by_on,
			      struct backlog_outlook *out)
{
	struct waits w = { 0 };
	must(by_on > corridor->on);
	*out = (struct backlog_outlook){ .corridor = corridor, .by_on = by_on };
	out->office.working = working;
	TRY(read_books(tx, corridor, &out->office));
	out->now = outlook_of(*tx->a, &out->office, out->office.n - 1, WORK_MAX);
	out->test = outlook_test(*tx->a, &out->office);
	out->come_week = (double)out->now.come_n * 7 / (double)out->now.days_n;
	out->done_week = (double)out->now.done_n * 7 / (double)out->now.days_n;
	TRY(read_waits(tx, corridor, &w));
	out->waits = km_of(tx->a, w.v, w.n);
	out->ends = incidence_of(tx->a, w.v, w.n, VISA_OUTCOME_N);
	expect_breaches(out);
	find_relief(out);
	return OK;
}

enum err backlog_read(struct tx *tx, str state_iso, int64_t on, int64_t by_on,
		      struct backlog_both *b)
{
	struct calendar *host = arena_new(tx->a, struct calendar);
	TRY(visa_both_read(tx, state_iso, on, &b->both));
	TRY(ref_calendar(tx, host));
	TRY(backlog_outlook_read(tx, &b->both.theirs, host, by_on, &b->theirs));
	return backlog_outlook_read(tx, &b->both.ours, &CALENDAR_SAT_SUN, by_on, &b->ours);
}

int64_t backlog_by_default(int64_t on)
{
	struct date d = day_date(day_add_months(on, 5));
	d.day = 1;
	return day_of(d);
}

/* ---- sentences ---- */

/* "3", "0.4": what a person says of a rate. */
static str rate(struct arena *a, double v)
{
	return v >= 10 ? str_fmt(a, "%.0f", v) : str_fmt(a, "%.1f", v);
}

str backlog_load_text(struct arena *a, const struct backlog_outlook *o)
{
	double grows = o->come_week - o->done_week;
	str come = rate(a, o->come_week), done = rate(a, o->done_week), by = rate(a, fabs(grows));
	str how = S("The queue stays as it is");
	if (fabs(grows) >= .05)
		how = str_fmt(a, "The queue %s by %.*s a week", grows > 0 ? "grows" : "shrinks",
			      SF(by));
	return str_fmt(a,
		       "%.*s: %.*s come and %.*s are closed a week (%lld and %lld in the %td "
		       "days to %.*s).",
		       SF(how), SF(come), SF(done), (long long)o->now.come_n,
		       (long long)o->now.done_n, o->now.days_n, SF(day_long(a, o->corridor->on)));
}

str backlog_test_text(struct arena *a, const struct backlog_outlook *o)
{
	const struct outlook_test *t = &o->test;
	struct out s = out_to_arena(a);
	if (!t->made_n)
		return S("The books are too short to tell how such forecasts did before.");
	out_fmt(&s, "Made every four weeks in the past, %td such forecasts:", t->made_n);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		out_fmt(&s, "%s the %d %% day held in %td of %td", i ? "," : "", OUTLOOK_SHARES[i],
			t->held_n[i], t->due_n[i]);
	out_lit(&s, " whose day has come");
	if (t->off_n)
		out_fmt(&s, "; the 50 %% day was off by %.0f days in the middle of %td",
			t->off_median_days, t->off_n);
	out_lit(&s, ".");
	return out_view(&s);
}
