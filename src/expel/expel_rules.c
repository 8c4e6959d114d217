/* expel_rules.c: the table of kinds, the words for people, deadlines, where somebody stands. */
#include "expel/expel_rules.h"

#include "base/must.h"
#include "base/out.h"

/* ---- kinds ---- */

static const struct expel_kind_info kinds[] = {
#define PERSONS EXPEL_PERSONS
#define POSTS   EXPEL_POSTS
#define LIMIT   EXPEL_LIMIT
#define DAY     EXPEL_DAY
#define PLACE   EXPEL_PLACE
#define EXPEL_KIND(name, label, vcdr, vccr, who, posts, asks, ledger)                              \
	[EXPEL_KIND_##name] = { label, vcdr, vccr, EXPEL_##who, EXPEL_##posts, asks, ledger },
#include "expel/expel.def"
#undef PERSONS
#undef POSTS
#undef LIMIT
#undef DAY
#undef PLACE
};

const struct expel_kind_info *expel_kind_info_of(enum expel_kind kind)
{
	must((size_t)kind < sizeof kinds / sizeof kinds[0] && kinds[kind].label);
	return &kinds[kind];
}

str expel_posts_says(enum expel_posts p)
{
	static const char *const says[] = { "posts stay as they are",
					    "posts of those named are frozen", "posts are given up",
					    "fewer may serve", "the office closes" };
	return str_of(says[p]);
}

struct expel_words expel_words_of(str category)
{
	bool is_consular = str_starts(category, S("consular")) || str_eq(category, S("honorary"));
	bool is_officer = str_eq(category, S("head")) || str_eq(category, S("diplomatic")) ||
			  str_eq(category, S("consular_officer")) ||
			  str_eq(category, S("honorary"));
	return (struct expel_words){
		is_officer ? EXPEL_WORDING_PNG : EXPEL_WORDING_NOT_ACCEPTABLE,
		is_officer ? S("persona non grata") : S("not acceptable"),
		is_consular ? S("VCCR Art. 23(1)") : S("VCDR Art. 9(1)"),
	};
}

/* ---- deadlines ---- */

/* The first instant from which on the day there is later than `on` for good. Midnights that a clock
 * leaves out or shows twice included: where clocks go back over midnight, the day comes once more
 * after its first end. */
static bool day_end(const char *zone, int64_t on, int64_t *at)
{
	struct clock midnight = { .on = on + 1 }, later, then;
	int64_t ahead_at;
	if (zone_at(zone, midnight, at) != OK)
		return false;
	must(zone_clock(zone, *at + 6 * 3600 * SECOND_US, &later) == OK);
	ahead_at = later.on * DAY_US +
		   ((int64_t)later.hour * 3600 + later.minute * 60 + later.second) * SECOND_US;
	int64_t offset = ahead_at - (*at + 6 * 3600 * SECOND_US);
	int64_t again_at = midnight.on * DAY_US - offset;
	if (again_at <= *at)
		return true;
	must(zone_clock(zone, again_at - 1, &then) == OK);
	if (then.on <= on)
		*at = again_at;
	return true;
}

bool expel_leave_by(const struct expel_limit *l, int64_t handed_over_at, const char *zone,
		    int64_t *leave_by_at)
{
	int64_t on = l->on;
	*leave_by_at = handed_over_at + l->n * 3600 * SECOND_US;
	switch (l->kind) {
	case EXPEL_LIMIT_KIND_HOURS: return zone_day(zone, handed_over_at, &on) == OK;
	case EXPEL_LIMIT_KIND_DAYS:
		if (zone_day(zone, handed_over_at, &on) != OK)
			return false;
		return day_end(zone, on + l->n, leave_by_at);
	case EXPEL_LIMIT_KIND_DATE: return day_end(zone, on, leave_by_at);
	}
	return false;
}

str expel_limit_text(struct arena *a, const struct expel_limit *l)
{
	struct out o = out_to_arena(a);
	if (l->kind == EXPEL_LIMIT_KIND_DATE) {
		out_lit(&o, "by ");
		out_day_long(&o, l->on);
	} else {
		out_fmt(&o, "%lld %s%s", (long long)l->n,
			l->kind == EXPEL_LIMIT_KIND_HOURS ? "hour" : "day", l->n == 1 ? "" : "s");
	}
	return out_view(&o);
}

str expel_leave_by_text(struct arena *a, int64_t leave_by_at, const char *zone)
{
	struct clock c;
	struct out o = out_to_arena(a);
	if (zone_clock(zone, leave_by_at, &c) != OK)
		return S("");
	bool is_day_end = c.hour == 0 && c.minute == 0;
	out_day_long(&o, is_day_end ? c.on - 1 : c.on);
	out_fmt(&o, ", %02d:%02d", is_day_end ? 24 : c.hour, c.minute);
	return out_view(&o);
}

str expel_interval_text(struct arena *a, int64_t from_at, int64_t leave_by_at, const char *zone)
{
	struct clock c;
	struct out o = out_to_arena(a);
	str by = expel_leave_by_text(a, leave_by_at, zone);
	if (zone_clock(zone, from_at, &c) != OK)
		return by;
	out_day_long(&o, c.on);
	out_fmt(&o, ", %02d:%02d to %.*s (%s)", c.hour, c.minute, SF(by), zone);
	return out_view(&o);
}

str expel_remaining_text(struct arena *a, int64_t now_at, int64_t leave_by_at)
{
	bool is_over = now_at >= leave_by_at;
	int64_t hours =
	    (is_over ? now_at - leave_by_at : leave_by_at - now_at) / (3600 * SECOND_US);
	const char *what = is_over ? "over" : "left";
	long long days = hours / 24, rest = hours % 24;
	if (!days)
		return str_fmt(a, "%lld %s %s", rest, rest == 1 ? "hour" : "hours", what);
	if (!rest)
		return str_fmt(a, "%lld %s %s", days, days == 1 ? "day" : "days", what);
	return str_fmt(a, "%lld %s %lld %s %s", days, days == 1 ? "day" : "days", rest,
		       rest == 1 ? "hour" : "hours", what);
}

str expel_limit_fault(struct arena *a, const struct expel_limit *l, int64_t handed_over_at,
		      const char *zone)
{
	int64_t on;
	bool is_hours = l->kind == EXPEL_LIMIT_KIND_HOURS;
	int64_t most = is_hours ? EXPEL_HOURS_MAX : EXPEL_DAYS_MAX;
	if (zone_day(zone, handed_over_at, &on) != OK)
		return str_fmt(a, "'%s' is no time zone; London is Europe/London", zone);
	if (l->kind == EXPEL_LIMIT_KIND_DATE && l->on < on)
		return S("The date lies before the day of handing over");
	if (l->kind == EXPEL_LIMIT_KIND_DATE && l->on > on + EXPEL_DAYS_MAX)
		return str_fmt(a, "The date lies more than %d days ahead", EXPEL_DAYS_MAX);
	if (l->kind != EXPEL_LIMIT_KIND_DATE && (l->n < 1 || l->n > most))
		return str_fmt(a, "Give 1 to %lld %s", (long long)most,
			       is_hours ? "hours" : "days");
	return (str){ 0 };
}

/* ---- where somebody stands ---- */

enum expel_standing expel_standing_of(const struct expel_state_in *s)
{
	int64_t last_on;
	if (s->left_on.has) {
		bool is_late = s->leave_by_at.has &&
			       zone_day(s->zone, s->leave_by_at.v - 1, &last_on) == OK &&
			       s->left_on.v > last_on;
		return is_late ? EXPEL_LEFT_LATE : EXPEL_LEFT;
	}
	if (!s->told_at.has)
		return EXPEL_NAMED;
	return s->leave_by_at.has && s->now_at >= s->leave_by_at.v ? EXPEL_OVERDUE : EXPEL_TOLD;
}

str expel_standing_text(enum expel_standing s)
{
	static const char *const text[] = { "named", "told", "overdue", "left", "left late" };
	return str_of(text[s]);
}
