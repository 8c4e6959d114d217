/* backlog_csv.c: the page's figures for other programs: CSV and JSON. */
#include "backlog/backlog.h"

#include <math.h>

/* ---- CSV: direction,figure,value,unit,from ---- */

struct sheet {
	struct out *o;
	str direction;
	str books; /* what the forecasts come from */
};

static void row(const struct sheet *s, str figure, str value, const char *unit, str from)
{
	out_csv(s->o, s->direction);
	out_lit(s->o, ",");
	out_csv(s->o, figure);
	out_lit(s->o, ",");
	out_csv(s->o, value);
	out_fmt(s->o, ",%s,", unit);
	out_csv(s->o, from);
	out_lit(s->o, "\r\n");
}

static str number(struct arena *a, double v)
{
	return isnan(v) ? S("") : str_fmt(a, "%.2f", v);
}

static str opt(struct arena *a, struct opt_int v)
{
	return v.has ? str_fmt(a, "%lld", (long long)v.v) : S("");
}

static str count(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static void put_standing(struct arena *a, const struct sheet *s, const struct visa_corridor *k)
{
	const struct visa_backlog *f = &k->figures;
	str from = str_fmt(a, "open applications at the end of %.*s", SF(day_text(a, k->on)));
	str standard = k->standard_source.p ? k->standard_source : S("none recorded");
	row(s, S("open"), count(a, f->open_n), "applications", from);
	row(s, S("over standard"), count(a, f->over_n), "applications", from);
	row(s, S("standard"), opt(a, k->standard_days), "days", standard);
	row(s, S("oldest"), opt(a, f->oldest_days), "days", from);
	row(s, S("median age"), opt(a, f->median_days), "days", from);
	row(s, S("nine in ten within"), opt(a, f->p90_days), "days", from);
	for (int h = 0; h < VISA_HOLDER_N; h++)
		row(s, str_fmt(a, "held by %.*s", SF(visa_holder_text((enum visa_holder)h))),
		    count(a, f->by_holder_n[h]), "applications", from);
}

static void put_effects(struct arena *a, const struct sheet *s, const struct backlog_effects *f)
{
	for (int i = 0; i < BACKLOG_ENDS_N; i++)
		row(s,
		    i ? str_fmt(a, "undecided and visa in hand ends within %lld days",
				(long long)BACKLOG_ENDS[i])
		      : S("undecided and visa in hand has ended"),
		    count(a, f->ends_n[i]), "applications", S("open applications"));
	row(s, S("households apart"), count(a, f->split_n), "households",
	    S("one was let in and others wait"));
	row(s, S("waiting in households apart"), count(a, f->split_waiting_n), "applications",
	    S("likewise"));
	row(s, S("posts that stand empty"), count(a, f->vacant_n), "posts",
	    S("not frozen, and somebody waits for them"));
	row(s, S("leave and are not followed"), count(a, f->leaving_n), "people",
	    str_fmt(a, "visa or tour ends within %d days, nobody let in for the post",
		    BACKLOG_LEAVE_DAYS));
}

static void put_outlook(struct arena *a, const struct sheet *s, const struct backlog_outlook *o)
{
	str tested = backlog_test_text(a, o);
	row(s, S("come a week"), number(a, o->come_week), "applications", s->books);
	row(s, S("closed a week"), number(a, o->done_week), "applications", s->books);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		row(s, str_fmt(a, "those open are done by, %d %%", OUTLOOK_SHARES[i]),
		    o->now.by[i].is_known ? day_text(a, o->now.by[i].on) : S(""), "day", tested);
	row(s, S("asked: down by"), day_text(a, o->by_on), "day", S("the question"));
	row(s, S("queue that keeps the standard"), number(a, o->target_n), "applications",
	    S("come a week x standard in weeks / 4"));
	row(s, S("to be closed a week for that"), number(a, o->capacity_target), "applications",
	    s->books);
	row(s, S("to be closed a week for all"), number(a, o->capacity_all), "applications",
	    s->books);
	row(s, S("expected over standard of those within"), number(a, o->will_be_over),
	    "applications",
	    str_fmt(a, "%lld open within; Kaplan-Meier over %lld applications",
		    (long long)o->within_n, (long long)o->waits.cases_n));
}

void backlog_csv(struct out *o, const struct backlog_both *b)
{
	const struct backlog_outlook *sides[] = { &b->theirs, &b->ours };
	out_lit(o, "direction,figure,value,unit,from\r\n");
	for (int i = 0; i < 2; i++) {
		const struct visa_corridor *k = sides[i]->corridor;
		struct sheet s = { .o = o,
				   .direction = str_fmt(o->a, "%.*s to %.*s", SF(k->sending_iso),
							SF(k->receiving_iso)),
				   .books = backlog_load_text(o->a, sides[i]) };
		put_standing(o->a, &s, k);
		put_effects(o->a, &s, &sides[i]->effects);
		put_outlook(o->a, &s, sides[i]);
	}
}

/* ---- JSON ---- */

static void put_number(struct out *o, const char *key, double v)
{
	if (isnan(v))
		out_fmt(o, ",\"%s\":null", key);
	else
		out_fmt(o, ",\"%s\":%.10g", key, v);
}

static void put_side(struct out *o, const struct backlog_outlook *k)
{
	double median;
	out_fmt(o, "{\"open\":%lld,\"come\":%lld,\"done\":%lld,\"days\":%td,\"done_by\":{",
		(long long)k->now.open_n, (long long)k->now.come_n, (long long)k->now.done_n,
		k->now.days_n);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
		out_fmt(o, "%s\"%d\":", i ? "," : "", OUTLOOK_SHARES[i]);
		out_json(o, k->now.by[i].is_known ? day_text(o->a, k->now.by[i].on) : (str){ 0 });
	}
	out_fmt(o, "},\"tests\":{\"made\":%td", k->test.made_n);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		out_fmt(o, ",\"%d\":[%td,%td]", OUTLOOK_SHARES[i], k->test.held_n[i],
			k->test.due_n[i]);
	out_lit(o, "}");
	put_number(o, "median_wait_days", km_quantile(&k->waits, .5, &median) ? median : NAN);
	put_number(o, "expected_over", k->will_be_over);
	put_number(o, "target_queue", k->target_n);
	put_number(o, "capacity", k->capacity_target);
	put_number(o, "capacity_for_all", k->capacity_all);
	out_fmt(o, ",\"by\":\"%.*s\",\"load\":", SF(day_text(o->a, k->by_on)));
	out_json(o, backlog_load_text(o->a, k));
	out_lit(o, "}");
}

void backlog_json(struct out *o, const struct backlog_both *b)
{
	out_lit(o, "{\"theirs\":");
	put_side(o, &b->theirs);
	out_lit(o, ",\"ours\":");
	put_side(o, &b->ours);
	out_lit(o, "}\n");
}
