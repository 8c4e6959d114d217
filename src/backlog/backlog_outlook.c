/* backlog_outlook.c: the books of a corridor, then what the forecast engine makes of them. */
#include "backlog/backlog.h"

#include <math.h>

#include "backlog.sql.h"
#include "base/must.h"
#include "forecast/queue.h"
#include "ref/ref.h"

enum { BOOKS_DAYS_MAX = 36525 };
static const double WORK_MAX = 1e8; /* a tenth of a second */

/* ---- books ---- */

enum err backlog_books_read(struct tx *tx, const struct visa_corridor *k, struct office *o)
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
	TRY(backlog_books_read(tx, corridor, &out->office));
	out->now = outlook_of(*tx->a, &out->office, out->office.n - 1, WORK_MAX);
	out->test = outlook_test(*tx->a, &out->office);
	out->come_week = (double)out->now.come_n * 7 / (double)out->now.days_n;
	out->done_week = (double)out->now.done_n * 7 / (double)out->now.days_n;
	TRY(read_waits(tx, corridor, &w));
	out->waits = km_of(tx->a, w.v, w.n);
	out->ends = incidence_of(tx->a, w.v, w.n, VISA_OUTCOME_N);
	expect_breaches(out);
	find_relief(out);
	return backlog_effects_read(tx, corridor, &out->effects);
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
