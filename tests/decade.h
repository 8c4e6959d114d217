/* decade.h: ten years of an invented visa office, from a seed: arrivals with their seasons,
 * officers who come and go, an approver who signs on two days of the week, the other side that
 * throttles, an expulsion round, a surge, relief staff. The books say how many come and are closed
 * on each day; the register is then run by them, deed by deed. */
#ifndef TESTS_DECADE_H
#define TESTS_DECADE_H

#include "base/arena.h"
#include "base/day.h"
#include "forecast/clearing.h"

enum {
	DECADE_FROM_ON = 14975, /* 1 January 2011 */
	DECADE_DAYS = 3653,
};

struct decade_plan {
	const char *name;
	uint64_t seed;
	double come_day;   /* on a working day, without seasons */
	double load;       /* what comes over what the office can, before anything happens */
	int64_t surge_n;   /* come within an hour, once */
	double relief_max; /* so many times the office's own strength may be lent to it */
};

struct decade {
	int64_t come[DECADE_DAYS], done[DECADE_DAYS], open[DECADE_DAYS];
	int64_t surge_day, expulsion_day;
	int64_t throttled_days_n, relief_days_n;
};
void decade_books(const struct decade_plan *plan, struct decade *d);
struct office decade_office(const struct decade *d);

/* Runs a register by the books, in `folder`. Each day: one holder for each application, none lost,
 * ages that add up, all counted anew beside the register; at the end past days, the outlook, the
 * log. What does not hold is printed; returns how much did not. */
int decade_register(const struct decade_plan *plan, const struct decade *d, const char *folder);

#endif
