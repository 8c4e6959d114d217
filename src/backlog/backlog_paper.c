/* backlog_paper.c: the backlog on paper: the answer in a paragraph for each direction, its tables,
 * then each application. Names of people are not on it: it is made to be handed on. */
#include "backlog/backlog.h"

#include <math.h>

#include "doc/paper.h"
#include "doc/sheet.h"

static void cell(struct paper *p, str text)
{
	paper_run(p, text);
	paper_next(p);
}

static str count(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static str share(struct arena *a, double v)
{
	return str_fmt(a, "%.0f %%", 100 * v);
}

static const struct paper_column HOLDER_COLUMNS[] = {
	{ S("Who must act now"), 4, false },
	{ S("Wait"), 1, true },
	{ S("Over standard"), 2, true },
	{ S("The oldest"), 2, true },
};

static void put_holders(struct paper *p, const struct visa_backlog *f)
{
	paper_table(p, HOLDER_COLUMNS, 4);
	for (int h = 0; h < VISA_HOLDER_N; h++) {
		if (!f->by_holder_n[h])
			continue;
		struct opt_int oldest = { true, f->oldest_by_holder_days[h] };
		cell(p, visa_holder_label((enum visa_holder)h));
		cell(p, count(p->a, f->by_holder_n[h]));
		cell(p, count(p->a, f->over_by_holder_n[h]));
		cell(p, visa_days_text(p->a, oldest));
	}
	cell(p, S("Together"));
	cell(p, count(p->a, f->open_n));
	cell(p, count(p->a, f->over_n));
	cell(p, visa_days_text(p->a, f->oldest_days));
}

static const struct paper_column DAY_COLUMNS[] = {
	{ S("Those that wait are closed, at today's rate"), 4, false },
	{ S("by"), 3, true },
};

static void put_days(struct paper *p, const struct backlog_outlook *o)
{
	if (!o->now.by[0].is_known)
		return;
	paper_table(p, DAY_COLUMNS, 2);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
		if (!o->now.by[i].is_known)
			continue;
		cell(p, str_fmt(p->a, "with a chance of %d %%", OUTLOOK_SHARES[i]));
		cell(p, day_long(p->a, o->now.by[i].on));
	}
	paper_line(p, PAPER_TEXT, backlog_test_text(p->a, o));
}

static const struct paper_column EFFECT_COLUMNS[] = {
	{ S("What waiting does"), 6, false },
	{ S("Number"), 1, true },
};

static void put_effects(struct paper *p, const struct backlog_effects *f)
{
	paper_table(p, EFFECT_COLUMNS, 2);
	for (int i = 0; i < BACKLOG_ENDS_N; i++) {
		cell(p, i ? str_fmt(p->a, "the visa in hand ends within %lld days, undecided",
				    (long long)BACKLOG_ENDS[i])
			  : S("the visa in hand has ended, undecided"));
		cell(p, count(p->a, f->ends_n[i]));
	}
	cell(p, S("households of which one was let in and others wait"));
	cell(p, count(p->a, f->split_n));
	cell(p, S("posts that stand empty and for which somebody waits"));
	cell(p, count(p->a, f->vacant_n));
	cell(p, str_fmt(p->a, "must leave within %d days, and nobody was let in to follow",
			BACKLOG_LEAVE_DAYS));
	cell(p, count(p->a, f->leaving_n));
}

static const struct paper_column STAFF_COLUMNS[] = {
	{ S("Officers"), 1, true },
	{ S("Busy"), 1, true },
	{ S("Applications that must wait for an officer"), 3, true },
	{ S("Mean wait for an officer"), 2, true },
};

static void put_staff(struct paper *p, const struct backlog_staff *s)
{
	paper_line(p, PAPER_HEADING, S("How many officers it takes here"));
	paper_line(p, PAPER_TEXT,
		   str_fmt(p->a,
			   "%lld %s at work now: each closes %.2f a week. If each goes on so, "
			   "this is how it stands with the fewest under whom the queue does not "
			   "grow, and with more (Erlang C).",
			   (long long)s->now_n, s->now_n == 1 ? "officer" : "officers",
			   s->each_week));
	paper_table(p, STAFF_COLUMNS, 4);
	for (int i = 0; i < s->n; i++) {
		cell(p, count(p->a, s->v[i].officers_n));
		cell(p, share(p->a, s->v[i].at.rho));
		cell(p, share(p->a, s->v[i].at.p_wait));
		cell(p, str_fmt(p->a, "%.1f weeks", s->v[i].at.wait));
	}
}

static void put_side(struct paper *p, const struct backlog_outlook *o, str from, str to)
{
	paper_line(p, PAPER_HEADING, str_fmt(p->a, "From %.*s to %.*s", SF(from), SF(to)));
	paper_line(p, PAPER_TEXT, backlog_plea_text(p->a, o, from, to));
	if (!o->corridor->figures.open_n)
		return;
	put_holders(p, &o->corridor->figures);
	paper_line(p, PAPER_TEXT, backlog_load_text(p->a, o));
	put_days(p, o);
	put_effects(p, &o->effects);
	if (o->corridor->standard_source.p)
		paper_line(p, PAPER_TEXT,
			   str_fmt(p->a, "Standard: %.*s: %.*s.", SF(o->corridor->standard_name),
				   SF(o->corridor->standard_source)));
}

static const struct paper_column CASE_COLUMNS[] = {
	{ S("Number"), 7, false }, { S("Kind"), 12, false },    { S("Waits with"), 11, false },
	{ S("Since"), 14, false }, { S("Days"), 5, true },      { S("Due"), 10, true },
	{ S("Risk"), 5, true },    { S("Standard"), 9, false },
};

static void put_cases(struct paper *p, const struct backlog_cases_list *list, str from, str to)
{
	if (!list->n)
		return;
	paper_block(p, PAPER_PAGE);
	paper_line(p, PAPER_HEADING,
		   str_fmt(p->a, "Each application from %.*s to %.*s", SF(from), SF(to)));
	if (list->n == BACKLOG_CASES_MAX)
		paper_line(p, PAPER_TEXT, str_fmt(p->a, "The %td that are due first.", list->n));
	paper_line(
	    p, PAPER_TEXT,
	    S("Days: its age without stops. Risk: the chance to go over the standard, which is "
	      "in days."));
	paper_table(p, CASE_COLUMNS, sizeof CASE_COLUMNS / sizeof CASE_COLUMNS[0]);
	for (ptrdiff_t i = 0; i < list->n; i++) {
		const struct backlog_case *c = &list->v[i];
		cell(p, c->ref);
		cell(p, c->kind);
		cell(p, c->holder);
		cell(p, day_long(p->a, c->since_on));
		cell(p, count(p->a, c->net_days));
		cell(p, c->due);
		cell(p, backlog_breach_text(p->a, c));
		cell(p, str_slice(c->limit, 0, c->limit.n - S(" days").n));
	}
}

enum err backlog_pdf(struct arena *a, const struct backlog_print *in, str *bytes)
{
	const struct visa_both *b = &in->b->both;
	str title = str_fmt(a, "Visa backlog: %.*s", SF(b->state_name));
	struct paper p = paper_new(a, PAPER_LIST, title, S("en"), b->theirs.on);
	p.author = in->ministry;
	p.foot = str_fmt(a, "%.*s, %.*s", SF(title), SF(day_long(a, b->theirs.on)));
	paper_line(&p, PAPER_TITLE, title);
	paper_line(&p, PAPER_TEXT,
		   str_fmt(a,
			   "Visas for mission staff, as it stood on %.*s. %.*s. Days on which the "
			   "clock stood, because the mission was asked for something, are not "
			   "counted.",
			   SF(day_long(a, b->theirs.on)), SF(in->ministry)));
	put_side(&p, &in->b->theirs, b->state_name, b->host_name);
	paper_block(&p, PAPER_PAGE);
	put_side(&p, &in->b->ours, b->host_name, b->state_name);
	if (in->staff)
		put_staff(&p, in->staff);
	put_cases(&p, &in->theirs, b->state_name, b->host_name);
	put_cases(&p, &in->ours, b->host_name, b->state_name);
	return paper_pdf(&p, bytes);
}

/* ---- each application as a row ---- */

static void put_rows(struct sheet_out *s, const struct visa_corridor *k,
		     const struct backlog_cases_list *list)
{
	for (ptrdiff_t i = 0; i < list->n; i++) {
		const struct backlog_case *c = &list->v[i];
		sheet_put(s, k->sending_iso);
		sheet_put(s, k->receiving_iso);
		sheet_put(s, c->ref);
		sheet_put(s, c->kind);
		sheet_put(s, c->stage);
		sheet_put(s, c->holder);
		sheet_put_day(s, c->since_on);
		sheet_put_int(s, c->net_days);
		sheet_put(s, c->is_over ? S("yes") : S("no"));
		sheet_put(s, isnan(c->breach) ? (str){ 0 } : str_fmt(s->rows.a, "%.4f", c->breach));
		sheet_put(s, str_fmt(s->rows.a, "%.*s: %.*s", SF(c->limit), SF(c->standard)));
	}
}

enum err backlog_cases_csv(struct arena *a, const struct backlog_print *in, str *bytes)
{
	static const struct sheet_head heads[] = {
		{ "from", 6 },      { "to", 6 },
		{ "number", 10 },   { "kind", 20 },
		{ "stage", 16 },    { "holder", 16 },
		{ "since", 12 },    { "age_days", 10 },
		{ "over", 6 },      { "chance_to_go_over", 18 },
		{ "standard", 40 },
	};
	const struct visa_both *b = &in->b->both;
	struct sheet_out s = sheet_begin(a, SHEET_CSV, S("Applications"), b->theirs.on, heads,
					 sizeof heads / sizeof heads[0]);
	put_rows(&s, &b->theirs, &in->theirs);
	put_rows(&s, &b->ours, &in->ours);
	return sheet_end(&s, bytes);
}
