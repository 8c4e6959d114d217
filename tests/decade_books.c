/* decade_books.c: what comes to the office and what it closes, day by day. */
#include "decade.h"

#include <math.h>

#include "forecast/dice.h"

/* January to December: postings change in summer; leave in August and at the end of the year. */
static const double COME[12] = { 1, .9, 1, 1, 1.1, 1.2, 1.5, 1.6, 1.4, 1, .9, .5 };
static const double WORK[12] = { 1, 1, 1, .95, 1, 1, .8, .6, 1, 1.05, 1, .7 };
/* The approver signs on Tuesdays and Thursdays; on other days only what needs no second person is
 * closed. */
static const double SIGNED = 1.75, UNSIGNED = .5;

enum {
	OFFICERS = 4,
	OFFICERS_LEAST = 3,
	OFFICERS_MOST = 6,
	STAFF_CHANGES_DAYS = 250, /* one in so many days */
	THROTTLE_DAYS = 500,      /* one begins in so many days */
	THROTTLE_LEAST = 60,      /* it lasts so long, and up to so much more */
	THROTTLE_MORE = 340,
	YEAR = 365,
	ROUND_HALF = 180, /* so long after an expulsion our own section there is down to half */
	RELIEF_FROM = 60, /* days of arrivals in the queue */
	RELIEF_TO = 20,
};

static int64_t poisson(struct dice *d, double mean)
{
	if (mean <= 0)
		return 0;
	if (mean > 50) {
		int64_t half = poisson(d, mean / 2);
		return half + poisson(d, mean / 2);
	}
	double least = exp(-mean), p = dice_share(d);
	int64_t n = 0;
	for (; p > least; n++)
		p *= dice_share(d);
	return n;
}

struct state {
	const struct decade_plan *plan;
	struct dice dice;
	int64_t officers_n, queue_n, throttled_to;
	double throttle, relief;
};

static void change_staff(struct state *s)
{
	if (dice_below(&s->dice, STAFF_CHANGES_DAYS) != 0)
		return;
	s->officers_n += dice_below(&s->dice, 2) ? 1 : -1;
	if (s->officers_n < OFFICERS_LEAST)
		s->officers_n = OFFICERS_LEAST;
	if (s->officers_n > OFFICERS_MOST)
		s->officers_n = OFFICERS_MOST;
}

static void change_throttle(struct state *s, int64_t day)
{
	if (day >= s->throttled_to)
		s->throttle = 1;
	if (s->throttle < 1 || dice_below(&s->dice, THROTTLE_DAYS) != 0)
		return;
	s->throttled_to = day + THROTTLE_LEAST + dice_below(&s->dice, THROTTLE_MORE);
	s->throttle = .4 + .1 * (double)dice_below(&s->dice, 5);
}

/* Lent when the queue is three months long, by how long it is; kept until it is down. */
static void change_relief(struct state *s)
{
	double days = (double)s->queue_n / s->plan->come_day;
	if (s->relief <= 0 && days > RELIEF_FROM)
		s->relief = fmin(s->plan->relief_max, days / (2 * RELIEF_FROM));
	if (days < RELIEF_TO)
		s->relief = 0;
}

static void run_day(struct state *s, struct decade *d, int64_t day)
{
	int64_t on = DECADE_FROM_ON + day;
	int weekday = day_weekday(on);
	int month = day_date(on).month - 1;
	double come = s->plan->come_day * COME[month];
	double can = s->plan->come_day / s->plan->load / OFFICERS * (double)s->officers_n *
		     WORK[month] * s->throttle * (1 + s->relief);
	if (day >= d->expulsion_day && day < d->expulsion_day + YEAR)
		come *= .5;
	if (day >= d->expulsion_day && day < d->expulsion_day + ROUND_HALF)
		can *= .5;
	if (weekday < 5) {
		d->come[day] = poisson(&s->dice, come);
		can *= weekday == 1 || weekday == 3 ? SIGNED : UNSIGNED;
		d->done[day] = poisson(&s->dice, can);
	}
	if (day == d->surge_day)
		d->come[day] += s->plan->surge_n;
	s->queue_n += d->come[day];
	if (d->done[day] > s->queue_n)
		d->done[day] = s->queue_n;
	s->queue_n -= d->done[day];
	d->open[day] = s->queue_n;
}

void decade_books(const struct decade_plan *plan, struct decade *d)
{
	struct state s = {
		.plan = plan, .dice = dice_of(plan->seed), .officers_n = OFFICERS, .throttle = 1
	};
	*d = (struct decade){ 0 };
	d->expulsion_day = 2 * YEAR + dice_below(&s.dice, 6 * YEAR);
	d->surge_day = 3 * YEAR + dice_below(&s.dice, 4 * YEAR);
	s.queue_n = 0;
	for (int64_t day = 0; day < DECADE_DAYS; day++) {
		change_staff(&s);
		change_throttle(&s, day);
		change_relief(&s);
		run_day(&s, d, day);
		d->throttled_days_n += s.throttle < 1;
		d->relief_days_n += s.relief > 0;
	}
}

struct office decade_office(const struct decade *d)
{
	return (struct office){ DECADE_FROM_ON, DECADE_DAYS, d->come,
				d->done,        d->open,     &CALENDAR_SAT_SUN };
}
