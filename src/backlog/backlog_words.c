/* backlog_words.c: what the figures say, in sentences; and each application as a line. */
#include "backlog/backlog.h"

#include <math.h>

#include "backlog.sql.h"
#include "base/must.h"

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

/* "10 with Security, 9 with Visa section". */
static void put_holders(struct out *o, const struct visa_backlog *f)
{
	const char *before = ": ";
	for (int h = 0; h < VISA_HOLDER_N; h++) {
		if (!f->by_holder_n[h])
			continue;
		out_fmt(o, "%s%lld with %.*s", before, (long long)f->by_holder_n[h],
			SF(visa_holder_label((enum visa_holder)h)));
		before = ", ";
	}
	out_lit(o, ".");
}

static void put_ages(struct out *o, const struct visa_corridor *k)
{
	const struct visa_backlog *f = &k->figures;
	out_fmt(o, " The oldest has waited %.*s, half of them at most %.*s.",
		SF(visa_days_text(o->a, f->oldest_days)), SF(visa_days_text(o->a, f->median_days)));
	if (!k->standard_days.has)
		out_lit(o, " No standard is recorded for this direction.");
	else
		out_fmt(o, " %lld are over their standard (%.*s: %lld %.*s days).",
			(long long)f->over_n, SF(k->standard_name), (long long)k->standard_days.v,
			SF(k->standard_unit));
}

/* 85 % is the day a person can promise. */
static void put_clearing(struct out *o, const struct backlog_outlook *k)
{
	enum { PROMISE = 1 };
	if (k->now.by[PROMISE].is_known)
		out_fmt(o,
			" At today's rate those that wait are closed by %.*s, with a chance of "
			"%d %%.",
			SF(day_long(o->a, k->now.by[PROMISE].on)), OUTLOOK_SHARES[PROMISE]);
	else
		out_lit(o, " No day can be named by which those that wait are closed.");
	out_fmt(o,
		" To have them closed by %.*s, and as many as come, it takes %.1f a week instead "
		"of %.1f.",
		SF(day_long(o->a, k->by_on)), k->capacity_all, k->done_week);
}

str backlog_plea_text(struct arena *a, const struct backlog_outlook *k, str from, str to)
{
	const struct visa_backlog *f = &k->corridor->figures;
	struct out o = out_to_arena(a);
	if (!f->open_n)
		return str_fmt(a, "Nothing waits from %.*s to %.*s.", SF(from), SF(to));
	out_fmt(&o, "%lld %s from %.*s to %.*s", (long long)f->open_n,
		f->open_n == 1 ? "application waits" : "applications wait", SF(from), SF(to));
	put_holders(&o, f);
	put_ages(&o, k->corridor);
	put_clearing(&o, k);
	return out_view(&o);
}

/* ---- each application ---- */

/* The same chance as that of the sum on the page. */
static double breach_of(const struct backlog_outlook *o, const struct visa_clock *c, int64_t on)
{
	if (visa_is_over(c, on))
		return 1;
	return km_breach(&o->waits, (double)visa_age_net(c, on),
			 (double)(c->due_on - c->received_on - c->stopped_days));
}

static struct backlog_case case_of(struct arena *a, const struct backlog_cases_row *r,
				   const struct backlog_outlook *o)
{
	int64_t on = o->corridor->on;
	struct visa_clock clock = { r->received_on, r->due_on, r->stopped_days,
				    r->stopped_since_on };
	enum visa_holder h;
	enum visa_kind kind;
	enum visa_stage stage;
	must(visa_holder_of(r->holder, &h) && visa_kind_of(r->kind, &kind) &&
	     visa_stage_of(r->stage, &stage));
	return (struct backlog_case){
		.id = r->id,
		.ref = r->ref,
		.kind = visa_kind_label(kind),
		.holder = visa_holder_label(h),
		.stage = visa_stage_label(stage),
		.since_on = r->holder_since_on,
		.net_days = visa_age_net(&clock, on),
		.is_over = visa_is_over(&clock, on),
		.breach = breach_of(o, &clock, on),
		.due = visa_due_text(a, &clock, on),
		.standard = r->standard_name,
		.limit = str_fmt(a, "%lld %.*s days", (long long)r->limit_days, SF(r->unit)),
	};
}

str backlog_breach_text(struct arena *a, const struct backlog_case *c)
{
	if (c->is_over)
		return S("over");
	return isnan(c->breach) ? S("not known") : str_fmt(a, "%.0f %%", 100 * c->breach);
}

enum err backlog_cases_read(struct tx *tx, const struct backlog_outlook *o, int64_t most,
			    struct backlog_cases_list *list)
{
	const struct visa_corridor *k = o->corridor;
	struct backlog_cases_args in = { .receiving_iso = k->receiving_iso,
					 .sending_iso = k->sending_iso,
					 .limit_n = most };
	struct backlog_cases_rows rows;
	*list = (struct backlog_cases_list){ 0 };
	TRY(backlog_cases(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		*arena_push(tx->a, list) = case_of(tx->a, &rows.v[i], o);
	return OK;
}
