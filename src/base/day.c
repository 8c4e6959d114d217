/* day.c: civil days by arithmetic, then text forms, working days and time zones. */
#include "base/day.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/out.h"

/* ---- civil days ----
 * Years are counted from 1 March, so that the leap day is the last of its year; 400 years are
 * 146,097 days. */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

int day_month_length(int year, int month)
{
	static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	must(month >= 1 && month <= 12);
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return len[month - 1] + (month == 2 && leap);
}

bool day_is_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	       d.day <= day_month_length(d.year, d.month);
}

int64_t day_of(struct date d)
{
	must(day_is_valid(d));
	int64_t y = d.month > 2 ? d.year : d.year - 1;
	int64_t m = (d.month + 9) % 12; /* March = 0 */
	int64_t era = floor_div(y, 400);
	int64_t in_era = y - era * 400;
	int64_t in_year = (153 * m + 2) / 5 + d.day - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

struct date day_date(int64_t on)
{
	must(on >= DAY_MIN && on <= DAY_MAX);
	int64_t z = on + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t rest = z - era * 146097;
	int64_t y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int64_t in_year = rest - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * in_year + 2) / 153;
	struct date d = { .day = (int)(in_year - (153 * m + 2) / 5 + 1),
			  .month = (int)(m < 10 ? m + 3 : m - 9) };
	d.year = (int)(y + era * 400 + (d.month <= 2));
	return d;
}

int day_weekday(int64_t on)
{
	int64_t w = (on + 3) % 7; /* 1970-01-01 was a Thursday */
	return (int)(w < 0 ? w + 7 : w);
}

int64_t day_add_months(int64_t on, int months)
{
	struct date d = day_date(on);
	int64_t m = (int64_t)d.year * 12 + d.month - 1 + months;
	d.year = (int)floor_div(m, 12);
	d.month = (int)(m - (int64_t)d.year * 12) + 1;
	must(d.year >= 1 && d.year <= 9999);
	int last = day_month_length(d.year, d.month);
	d.day = d.day < last ? d.day : last;
	return day_of(d);
}

/* ---- text ---- */

/* Exactly n digits at s[i]. */
static bool number(str s, ptrdiff_t i, ptrdiff_t n, int *v)
{
	*v = 0;
	if (i + n > s.n)
		return false;
	for (ptrdiff_t k = i; k < i + n; k++) {
		if (s.p[k] < '0' || s.p[k] > '9')
			return false;
		*v = *v * 10 + (s.p[k] - '0');
	}
	return true;
}

bool day_read(str s, int64_t *on)
{
	struct date d;
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !number(s, 0, 4, &d.year) ||
	    !number(s, 5, 2, &d.month) || !number(s, 8, 2, &d.day) || !day_is_valid(d))
		return false;
	*on = day_of(d);
	return true;
}

bool interval_read(str s, struct interval *v)
{
	struct date d = { .month = 1, .day = 1 };
	if (s.n == 10) {
		if (!day_read(s, &v->from_on))
			return false;
		v->to_on = v->from_on;
		return true;
	}
	if ((s.n != 4 && s.n != 7) || !number(s, 0, 4, &d.year) || d.year < 1)
		return false;
	if (s.n == 7 &&
	    (s.p[4] != '-' || !number(s, 5, 2, &d.month) || d.month < 1 || d.month > 12))
		return false;
	v->from_on = day_of(d);
	if (s.n == 4)
		d.month = 12;
	d.day = day_month_length(d.year, d.month);
	v->to_on = day_of(d);
	return true;
}

bool interval_is_day(struct interval v)
{
	return v.from_on == v.to_on;
}

/* How much of a day an interval leaves open. */
enum precision { PRECISION_DAY, PRECISION_MONTH, PRECISION_YEAR, PRECISION_NONE };

static enum precision precision_of(struct date a, struct date b)
{
	bool whole_months =
	    a.day == 1 && b.day == day_month_length(b.year, b.month) && a.year == b.year;
	if (a.year == b.year && a.month == b.month && a.day == b.day)
		return PRECISION_DAY;
	if (whole_months && a.month == b.month)
		return PRECISION_MONTH;
	return whole_months && a.month == 1 && b.month == 12 ? PRECISION_YEAR : PRECISION_NONE;
}

void out_interval(struct out *o, struct interval v)
{
	struct date a = day_date(v.from_on);
	switch (precision_of(a, day_date(v.to_on))) {
	case PRECISION_DAY: out_day(o, v.from_on); return;
	case PRECISION_MONTH: out_fmt(o, "%04d-%02d", a.year, a.month); return;
	case PRECISION_YEAR: out_fmt(o, "%04d", a.year); return;
	case PRECISION_NONE:
		out_day(o, v.from_on);
		out_lit(o, "/");
		out_day(o, v.to_on);
		return;
	}
}

static const char *const MONTHS[] = { "January",   "February", "March",    "April",
				      "May",       "June",     "July",     "August",
				      "September", "October",  "November", "December" };

void out_interval_long(struct out *o, struct interval v)
{
	struct date a = day_date(v.from_on);
	switch (precision_of(a, day_date(v.to_on))) {
	case PRECISION_DAY: out_day_long(o, v.from_on); return;
	case PRECISION_MONTH: out_fmt(o, "%s %d", MONTHS[a.month - 1], a.year); return;
	case PRECISION_YEAR: out_fmt(o, "%d", a.year); return;
	case PRECISION_NONE:
		out_day_long(o, v.from_on);
		out_lit(o, " to ");
		out_day_long(o, v.to_on);
		return;
	}
}

void out_day(struct out *o, int64_t on)
{
	struct date d = day_date(on);
	out_fmt(o, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void out_day_long(struct out *o, int64_t on)
{
	struct date d = day_date(on);
	out_fmt(o, "%d %s %d", d.day, MONTHS[d.month - 1], d.year);
}

str day_text(struct arena *a, int64_t on)
{
	struct date d = day_date(on);
	return str_fmt(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void out_member_day(struct out *o, const char *name, struct opt_int on)
{
	out_fmt(o, on.has ? ",\"%s\":\"" : ",\"%s\":null", name);
	if (!on.has)
		return;
	out_day(o, on.v);
	out_char(o, '"');
}

str day_long(struct arena *a, int64_t on)
{
	return interval_long(a, (struct interval){ on, on });
}

str interval_long(struct arena *a, struct interval v)
{
	struct out o = out_to_arena(a);
	out_interval_long(&o, v);
	return out_view(&o);
}

bool at_read(str s, int64_t *at)
{
	int64_t on;
	int h, m, sec, us = 0;
	if (s.n < 20 || s.p[s.n - 1] != 'Z' || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
	    !day_read(str_slice(s, 0, 10), &on) || !number(s, 11, 2, &h) || !number(s, 14, 2, &m) ||
	    !number(s, 17, 2, &sec) || h > 23 || m > 59 || sec > 59)
		return false;
	if (s.n > 20) {
		ptrdiff_t n = s.n - 21;
		if (s.p[19] != '.' || n < 1 || n > 6 || !number(s, 20, n, &us))
			return false;
		for (; n < 6; n++)
			us *= 10;
	}
	*at = on * DAY_US + ((int64_t)h * 3600 + m * 60 + sec) * SECOND_US + us;
	return true;
}

void out_at(struct out *o, int64_t at)
{
	int64_t on = floor_div(at, DAY_US), us = at - on * DAY_US, s = us / SECOND_US;
	out_day(o, on);
	out_fmt(o, "T%02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
	if (us % SECOND_US)
		out_fmt(o, ".%06d", (int)(us % SECOND_US));
	out_lit(o, "Z");
}

static struct clock clock_of(const struct out *o, int64_t at)
{
	struct clock c;
	must(zone_clock(o->zone ? o->zone : "UTC", at, &c) == OK);
	return c;
}

static void put_time(struct out *o, const struct clock *c)
{
	out_fmt(o, "%02d:%02d", c->hour, c->minute);
}

void out_at_day(struct out *o, int64_t at)
{
	out_day_long(o, clock_of(o, at).on);
}

void out_at_time(struct out *o, int64_t at)
{
	struct clock c = clock_of(o, at);
	put_time(o, &c);
}

void out_at_moment(struct out *o, int64_t at)
{
	struct clock c = clock_of(o, at);
	out_day_long(o, c.on);
	out_lit(o, ", ");
	put_time(o, &c);
	out_fmt(o, " %s", c.zone);
}

/* ---- working days ---- */

const struct calendar CALENDAR_SAT_SUN = { .rest_weekdays = 0x60 };

/* Index of the first holiday after `on`. */
static ptrdiff_t holidays_until(const struct calendar *c, int64_t on)
{
	ptrdiff_t lo = 0, hi = c->n_holidays;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (c->holiday_on[mid] <= on)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool day_is_working(const struct calendar *c, int64_t on)
{
	if (c->rest_weekdays >> day_weekday(on) & 1)
		return false;
	ptrdiff_t i = holidays_until(c, on);
	return i == 0 || c->holiday_on[i - 1] != on;
}

int64_t day_add_working(const struct calendar *c, int64_t on, int64_t n)
{
	must((c->rest_weekdays & 0x7f) != 0x7f && n > -100000 && n < 100000);
	int64_t step = n < 0 ? -1 : 1;
	for (; n; n -= step)
		do
			on += step;
		while (!day_is_working(c, on));
	return on;
}

int64_t day_working_between(const struct calendar *c, int64_t from_on, int64_t to_on)
{
	if (to_on < from_on)
		return -day_working_between(c, to_on, from_on);
	int64_t weeks = (to_on - from_on) / 7, n = 0;
	n += weeks * (7 - __builtin_popcount(c->rest_weekdays & 0x7f));
	for (int64_t d = from_on + weeks * 7 + 1; d <= to_on; d++)
		n += !(c->rest_weekdays >> day_weekday(d) & 1);
	for (ptrdiff_t i = holidays_until(c, from_on);
	     i < c->n_holidays && c->holiday_on[i] <= to_on; i++)
		n -= !(c->rest_weekdays >> day_weekday(c->holiday_on[i]) & 1);
	return n;
}

/* ---- time zones ---- */

static enum err zone_open(const char *name, GTimeZone **z)
{
	*z = g_time_zone_new_identifier(name);
	return *z ? OK : ERR_FAULTS;
}

void zone_keep(const char *zone)
{
	GTimeZone *z;
	must(zone_open(zone, &z) == OK); /* and never given back: GLib finds it again by its name */
}

/* Seconds from UTC in one of GLib's intervals; -1: the zone has none there. */
static int64_t offset_of(GTimeZone *z, int interval, int64_t otherwise)
{
	return interval >= 0 ? g_time_zone_get_offset(z, interval) : otherwise;
}

enum err zone_clock(const char *zone, int64_t at, struct clock *c)
{
	GTimeZone *z;
	int64_t s = floor_div(at, SECOND_US);
	TRY(zone_open(zone, &z));
	int i = g_time_zone_find_interval(z, G_TIME_TYPE_UNIVERSAL, s);
	s += offset_of(z, i, 0);
	c->on = floor_div(s, 86400);
	s -= c->on * 86400;
	c->hour = (int)(s / 3600);
	c->minute = (int)(s / 60 % 60);
	c->second = (int)(s % 60);
	g_strlcpy(c->zone, i >= 0 ? g_time_zone_get_abbreviation(z, i) : "", sizeof c->zone);
	g_time_zone_unref(z);
	return OK;
}

enum err zone_day(const char *zone, int64_t at, int64_t *on)
{
	struct clock c;
	TRY(zone_clock(zone, at, &c));
	*on = c.on;
	return OK;
}

/* Of the two readings of an autumn hour GLib may give the later; of a spring hour that is left out
 * it gives none. The earlier offset is the one in force a day before. */
enum err zone_at(const char *zone, struct clock c, int64_t *at)
{
	GTimeZone *z;
	int64_t s = c.on * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
	TRY(zone_open(zone, &z));
	int i = g_time_zone_find_interval(z, G_TIME_TYPE_STANDARD, s);
	int64_t offset = offset_of(z, i, 0);
	int j = g_time_zone_find_interval(z, G_TIME_TYPE_UNIVERSAL, s - offset - 86400);
	int64_t before = offset_of(z, j, offset);
	int k = g_time_zone_find_interval(z, G_TIME_TYPE_UNIVERSAL, s - before);
	if (i < 0 || offset_of(z, k, before + 1) == before)
		offset = before;
	g_time_zone_unref(z);
	*at = (s - offset) * SECOND_US;
	return OK;
}
