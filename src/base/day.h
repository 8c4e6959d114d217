/* day.h: civil days, instants, intervals, working days, time zones. No other file does time
 * arithmetic.
 *
 * A day (`_on`) is a whole number: days since 1970-01-01 in the proleptic Gregorian calendar. An
 * instant
 * (`_at`) is microseconds since 1970-01-01T00:00:00Z. A partial date ("2018-03", "2018") is the
 * interval of days that it may mean, both ends included. Years 1 to 9999. */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include "base/err.h"
#include "base/opt.h"
#include "base/str.h"

struct out;

#define SECOND_US INT64_C(1000000)
#define DAY_US    (INT64_C(86400) * SECOND_US)
#define DAY_MIN   INT64_C(-719162) /* 0001-01-01 */
#define DAY_MAX   INT64_C(2932896) /* 9999-12-31 */

struct date {
	int year, month, day; /* month and day from 1 */
};

bool day_is_valid(struct date d); /* 30 February is not */
int64_t day_of(struct date d);    /* must be valid */
struct date day_date(int64_t on); /* must be inside DAY_MIN..DAY_MAX */
int day_weekday(int64_t on);      /* 0 = Monday .. 6 = Sunday */
int day_month_length(int year, int month);
/* The same day of the month `months` later, or that month's last day. */
int64_t day_add_months(int64_t on, int months);

/* Strict ISO 8601: YYYY-MM-DD. False for anything else, 2021-02-30 included. */
bool day_read(str s, int64_t *on);
/* YYYY-MM-DD, YYYY-MM or YYYY, as the interval it means. */
struct interval {
	int64_t from_on, to_on; /* both included */
};
bool interval_read(str s, struct interval *v);
bool interval_is_day(struct interval v);
/* Shortest ISO form that means the interval: a day, month, year, or FROM/TO. */
void out_interval(struct out *o, struct interval v);
/* For people: 14 March 2018, March 2018, 2018, or 1 March 2018 to 9 March 2018. */
void out_interval_long(struct out *o, struct interval v);
str interval_long(struct arena *a, struct interval v);
void out_day(struct out *o, int64_t on);      /* 2021-06-21 */
void out_day_long(struct out *o, int64_t on); /* 21 June 2021 */
str day_text(struct arena *a, int64_t on);    /* 2021-06-21 */
str day_long(struct arena *a, int64_t on);    /* 21 June 2021 */
/* One more member of a JSON object: ,"name":"2021-06-21", or null. */
void out_member_day(struct out *o, const char *name, struct opt_int on);

/* Instants: strict YYYY-MM-DDTHH:MM:SS[.ffffff]Z. */
bool at_read(str s, int64_t *at);
void out_at(struct out *o, int64_t at); /* with microseconds only when there are any */

/* For people, as the clocks show it in o->zone. */
void out_at_day(struct out *o, int64_t at);    /* 21 June 2021 */
void out_at_time(struct out *o, int64_t at);   /* 14:02 */
void out_at_moment(struct out *o, int64_t at); /* 21 June 2021, 14:02 BST */

/* Working days of a host: which weekdays rest (bit 0 = Monday), and holidays in rising order. */
struct calendar {
	unsigned rest_weekdays;
	const int64_t *holiday_on;
	ptrdiff_t n_holidays;
};
extern const struct calendar CALENDAR_SAT_SUN; /* Saturday and Sunday rest, no holidays */
bool day_is_working(const struct calendar *c, int64_t on);
/* The n-th working day after `on` (n > 0) or before it (n < 0); 0 gives `on` itself. */
int64_t day_add_working(const struct calendar *c, int64_t on, int64_t n);
/* Working days in (from, to], negative when to < from. */
int64_t day_working_between(const struct calendar *c, int64_t from_on, int64_t to_on);

/* Time zones by their IANA name, through GLib. ERR_FAULTS for a name that is not known. */
/* Keeps a zone in memory until the process ends; the rest read its file at each call. */
void zone_keep(const char *zone);
enum err zone_day(const char *zone, int64_t at, int64_t *on) MUST_CHECK; /* which day it is there */
struct clock {
	int64_t on;
	int hour, minute, second;
	char zone[8]; /* what the zone calls itself then: "BST", "+04"; zone_at does not read it */
};
enum err zone_clock(const char *zone, int64_t at, struct clock *c) MUST_CHECK;
/* The instant at which that clock shows this; in the hour that comes twice the first, in the hour
 * that is left out the same reading counted on from before the jump (RFC 5545 3.3.5). */
enum err zone_at(const char *zone, struct clock c, int64_t *at) MUST_CHECK;

#endif
