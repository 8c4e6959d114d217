/* backlog_page.c: the page that answers "remove the backlog": who waits, with whom, how long,
 * against which standard, in both directions; when it clears, what would clear it; and the same as
 * CSV and PDF. */
#include "backlog/backlog.h"

#include <math.h>

#include "backlog_page.html.h"
#include "chart/chart.h"
#include "doc/sheet.h"
#include "ref/ref.h"
#include "web/form.h"

typedef struct backlog_page_sides side_view;

static const struct field backlog_fields[] = {
	{ "state", "State", FIELD_LINE, .max = 4, .hint = "code of a state; Russia is RU" },
	{ "as_at", "As it stood on", FIELD_DAY, .hint = "the end of a past day" },
	{ "by", "To be down by", FIELD_DAY, .hint = "what would clear it by then" },
	{ "officers", "Officers here now", FIELD_INT, .min = 1, .max = BACKLOG_OFFICERS_MAX },
	{ 0 },
};

struct asked {
	struct form form;
	str state_iso;
	int64_t on, by_on, officers_n;
};

/* What is not asked for: the state with most waiting, today, in four to five months. */
static enum err read_asked(struct page *p, struct asked *ask)
{
	struct ctx *c = p->c;
	struct visa_waiting w;
	enum err e = form_read(c, backlog_fields, NULL, &ask->form);
	if (e != OK && e != ERR_FAULTS)
		return e;
	ask->state_iso = form_text(&ask->form, "state");
	ask->on = form_day(&ask->form, "as_at", p->tx->on);
	if (str_is_empty(ask->state_iso)) {
		TRY(visa_waiting_read(p->tx, &w));
		ask->state_iso = w.busiest_iso.p ? w.busiest_iso : S("RU");
	}
	if (ask->on > p->tx->on) {
		form_fault(c, &ask->form, "as_at",
			   "That day has not come; a backlog is of today or the past.");
		ask->on = p->tx->on;
	}
	int64_t otherwise = backlog_by_default(ask->on);
	ask->by_on = form_day(&ask->form, "by", otherwise);
	if (ask->by_on <= ask->on) {
		form_fault(c, &ask->form, "by", "That day must lie behind %.*s.",
			   SF(day_long(c->a, ask->on)));
		ask->by_on = otherwise;
	}
	TRY(backlog_officers_read(p->tx, &ask->officers_n));
	ask->officers_n = form_int(&ask->form, "officers", ask->officers_n);
	return OK;
}

static enum err read_both(struct page *p, struct asked *ask, struct backlog_both *b)
{
	enum err e = backlog_read(p->tx, ask->state_iso, ask->on, ask->by_on, b);
	if (e != ERR_NOT_FOUND)
		return e;
	form_fault(p->c, &ask->form, "state", "'%.*s' is not the code of a state; Russia is RU.",
		   SF(ask->state_iso));
	return backlog_read(p->tx, S("RU"), ask->on, ask->by_on, b);
}

/* ---- one direction ---- */

static void list_holders(struct arena *a, const struct visa_corridor *k, bool has_links,
			 side_view *side)
{
	struct backlog_page_sides_holders *v =
	    arena_new_n(a, struct backlog_page_sides_holders, VISA_HOLDER_N);
	for (int h = 0; h < VISA_HOLDER_N; h++) {
		if (!k->figures.by_holder_n[h])
			continue;
		str word = visa_holder_text((enum visa_holder)h);
		v[side->n_holders++] = (struct backlog_page_sides_holders){
			.name = visa_holder_label((enum visa_holder)h),
			.n = k->figures.by_holder_n[h],
			.over_n = k->figures.over_by_holder_n[h],
			.oldest_days = k->figures.oldest_by_holder_days[h],
			.url = has_links ? str_fmt(a, "/visas?state=%.*s&holder=%.*s",
						   SF(k->sending_iso), SF(word))
					 : (str){ 0 },
		};
	}
	side->holders = v;
}

static void fill_standing(struct arena *a, const struct visa_corridor *k, bool has_links,
			  side_view *s)
{
	const struct visa_backlog *f = &k->figures;
	s->open_n = f->open_n;
	s->over_n = f->over_n;
	s->oldest = visa_days_text(a, f->oldest_days);
	s->median = visa_days_text(a, f->median_days);
	s->p90 = visa_days_text(a, f->p90_days);
	s->standard_name = k->standard_name;
	s->standard_source = k->standard_source;
	if (k->standard_days.has)
		s->standard = str_fmt(a, "%lld %.*s days", (long long)k->standard_days.v,
				      SF(k->standard_unit));
	if (has_links && f->open_n)
		s->queue_url = str_fmt(a, "/visas?state=%.*s", SF(k->sending_iso));
	list_holders(a, k, has_links, s);
	visa_ages_chart(a, f, str_fmt(a, "ages-%.*s", SF(s->key)),
			S("Open applications by age in days"), &s->chart_html,
			&s->chart_table_html);
}

static str a_week(struct arena *a, double v)
{
	return str_fmt(a, "%.1f", v);
}

static void fill_outlook(struct arena *a, const struct backlog_outlook *o, side_view *s)
{
	struct backlog_page_sides_dates *d =
	    arena_new_n(a, struct backlog_page_sides_dates, OUTLOOK_SHARES_N);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		if (o->now.by[i].is_known)
			d[s->n_dates++] =
			    (struct backlog_page_sides_dates){ .share_n = OUTLOOK_SHARES[i],
							       .done_on = o->now.by[i].on };
	s->dates = d;
	s->load = backlog_load_text(a, o);
	s->tested = backlog_test_text(a, o);
	s->why_no_date = o->now.done_n
			     ? S("the books are too short, or it takes longer than a life")
			     : S("nothing was closed in that time");
	s->by_on = o->by_on;
	s->weeks = str_fmt(a, "%.0f", o->weeks);
	s->now_a_week = a_week(a, o->done_week);
	s->all_a_week = a_week(a, o->capacity_all);
	if (!isnan(o->target_n)) {
		s->target_a_week = a_week(a, o->capacity_target);
		s->target = a_week(a, o->target_n);
	}
	s->within_n = o->within_n;
	s->will_be_over = a_week(a, o->will_be_over);
}

static void fill_effects(struct arena *a, const struct backlog_effects *f, side_view *s)
{
	struct backlog_page_sides_ending *v =
	    arena_new_n(a, struct backlog_page_sides_ending, BACKLOG_ENDS_N);
	for (int i = 0; i < BACKLOG_ENDS_N; i++)
		v[i] = (struct backlog_page_sides_ending){
			.says = i ? str_fmt(a, "ends within %lld days", (long long)BACKLOG_ENDS[i])
				  : S("has ended"),
			.n = f->ends_n[i],
		};
	s->ending = v;
	s->n_ending = BACKLOG_ENDS_N;
	s->split_n = f->split_n;
	s->split_waiting_n = f->split_waiting_n;
	s->vacant_n = f->vacant_n;
	s->leaving_n = f->leaving_n;
	s->leaving_asked_n = f->leaving_asked_n;
	s->leave_days = BACKLOG_LEAVE_DAYS;
}

/* The share that still waits, by age, as steps from 100 %. */
static void fill_waits(struct arena *a, const struct backlog_outlook *o, side_view *s)
{
	const struct km *k = &o->waits;
	double *x = arena_new_n(a, double, k->n + 1), *y = arena_new_n(a, double, k->n + 1);
	double half, low, high;
	y[0] = 1;
	for (ptrdiff_t i = 0; i < k->n; i++) {
		x[i + 1] = k->time[i];
		y[i + 1] = k->survival[i];
	}
	const struct opt_int *limit = &o->corridor->standard_days;
	struct chart_mark mark = { .at = (double)limit->v, .label = S("standard") };
	struct chart_series line = {
		.label = S("still waiting"), .x = x, .y = y, .n = k->n + 1, .is_step = true
	};
	struct chart_lines data = { .v = &line,
				    .n = 1,
				    .marks = &mark,
				    .n_marks = limit->has && k->time_max > mark.at,
				    .y_unit = CHART_SHARE,
				    .x_says = S("Age in days, without stops"),
				    .y_says = S("Still waiting") };
	str first = S("Fewer than half have ended: there is no median yet");
	km_quantile_limits(k, .5, KM_LOG_LOG, &low, &high);
	if (km_quantile(k, .5, &half)) {
		str until = isnan(high) ? S("not yet known") : str_fmt(a, "%.0f", high);
		str from = isnan(low) ? S("not known") : str_fmt(a, "%.0f", low);
		first = str_fmt(a, "Half are closed within %.0f days (95 %% limits: %.*s to %.*s)",
				half, SF(from), SF(until));
	}
	s->waits = str_fmt(a,
			   "%.*s. Counted over %lld applications, %lld of them closed in the last "
			   "three years, the others still open.",
			   SF(first), (long long)k->cases_n, (long long)k->ended_n);
	struct chart_words words = { .id = str_fmt(a, "waits-%.*s", SF(s->key)),
				     .title = S("How many still wait, by age"),
				     .desc = s->waits };
	struct out svg = out_to_arena(a), rows = out_to_arena(a);
	chart_lines(&svg, &words, &data);
	chart_lines_table(&rows, &words, &data);
	s->waits_html = (struct html){ out_view(&svg) };
	s->waits_table_html = (struct html){ out_view(&rows) };
}

/* What has become of them a year after receipt; the ways of ending compete. */
static void fill_ends(struct arena *a, const struct backlog_outlook *o, side_view *s)
{
	const struct incidence *v = &o->ends;
	struct backlog_page_sides_ends *e =
	    arena_new_n(a, struct backlog_page_sides_ends, VISA_OUTCOME_N + 1);
	ptrdiff_t at = -1;
	for (ptrdiff_t i = 0; i < v->n && v->time[i] <= BACKLOG_YEAR_DAYS; i++)
		at = i;
	s->ends = e;
	if (at < 0)
		return;
	for (int i = 0; i < VISA_OUTCOME_N; i++)
		e[s->n_ends++] = (struct backlog_page_sides_ends){
			.name = visa_outcome_label((enum visa_outcome)i),
			.share = str_fmt(a, "%.0f %%", 100 * v->share[i][at]),
		};
	e[s->n_ends++] = (struct backlog_page_sides_ends){
		.name = S("Still open"), .share = str_fmt(a, "%.0f %%", 100 * v->survival[at])
	};
}

static void fill_side(struct arena *a, const struct backlog_outlook *o, bool has_links,
		      side_view *s)
{
	fill_standing(a, o->corridor, has_links, s);
	fill_outlook(a, o, s);
	fill_effects(a, &o->effects, s);
	if (o->waits.n)
		fill_waits(a, o, s);
	fill_ends(a, o, s);
}

/* ---- the page ---- */

static struct html day_input(struct arena *a, const struct form *f, const char *name, str hint)
{
	const struct form_value *v = form_value(f, name);
	return ui_input(a, &(struct ui_field){ .name = str_of(name),
					       .id = str_of(name),
					       .type = S("date"),
					       .label = { .text = str_of(v->field->label) },
					       .hint = { .text = hint },
					       .value = v->typed,
					       .classes = S("govuk-input--width-10"),
					       .error = { .text = v->fault } });
}

static void fill_staff(struct arena *a, const struct asked *ask, const struct backlog_outlook *o,
		       struct backlog_page_view *v)
{
	struct backlog_staff staff;
	struct backlog_page_staff *rows =
	    arena_new_n(a, struct backlog_page_staff, BACKLOG_STAFF_N);
	v->staff = rows;
	if (!backlog_staff_of(o->come_week, o->done_week, ask->officers_n, &staff))
		return;
	v->officers_n = staff.now_n;
	v->each_week = str_fmt(a, "%.2f", staff.each_week);
	for (int i = 0; i < staff.n; i++)
		rows[v->n_staff++] = (struct backlog_page_staff){
			.officers_n = staff.v[i].officers_n,
			.busy = str_fmt(a, "%.0f %%", 100 * staff.v[i].at.rho),
			.p_wait = str_fmt(a, "%.0f %%", 100 * staff.v[i].at.p_wait),
			.wait = str_fmt(a, "%.1f weeks", staff.v[i].at.wait),
		};
}

/* Each application that waits here, for those who see applications; today's only. */
static enum err fill_cases(struct page *p, const struct backlog_outlook *o,
			   struct backlog_page_view *v)
{
	struct backlog_cases_list list;
	TRY(backlog_cases_read(p->tx, o, BACKLOG_CASES_SHOWN, &list));
	struct backlog_page_cases *to = arena_new_n(p->c->a, struct backlog_page_cases, list.n);
	for (ptrdiff_t i = 0; i < list.n; i++) {
		const struct backlog_case *c = &list.v[i];
		to[i] = (struct backlog_page_cases){
			.id = c->id,
			.ref = c->ref,
			.kind = c->kind,
			.holder = c->holder,
			.since_on = c->since_on,
			.age_days = c->net_days,
			.is_over = c->is_over,
			.due = c->due,
			.breach = c->is_over ? (str){ 0 } : backlog_breach_text(p->c->a, c),
			.standard = c->standard,
			.limit = c->limit
		};
	}
	v->cases = to;
	v->n_cases = list.n;
	v->cases_left_n = o->corridor->figures.open_n - list.n;
	return OK;
}

static enum err fill_page(struct page *p, const struct asked *ask, const struct backlog_both *b,
			  struct backlog_page_view *v)
{
	struct arena *a = p->c->a;
	bool is_today = ask->on == p->tx->on;
	const struct form_value *state = form_value(&ask->form, "state");
	struct ui_option asked = { .value = b->both.state_iso, .text = b->both.state_name };
	TRY(visa_state_select(p, &asked, b->both.state_iso, state->fault, &v->state_html));
	v->day_html = day_input(a, &ask->form, "as_at", S("empty: today"));
	str otherwise = day_long(a, backlog_by_default(ask->on));
	v->by_html = day_input(a, &ask->form, "by", str_fmt(a, "empty: %.*s", SF(otherwise)));
	const struct form_value *officers = form_value(&ask->form, "officers");
	v->officers_html = ui_input(
	    a,
	    &(struct ui_field){ .name = S("officers"),
				.id = S("officers"),
				.label = { .text = str_of(officers->field->label) },
				.hint = { .text = S("empty: the visa officers of the register") },
				.value = officers->typed,
				.classes = S("govuk-input--width-4"),
				.error = { .text = officers->fault } });
	v->state_name = b->both.state_name;
	v->state_iso = b->both.state_iso;
	v->on = ask->on;
	v->by_on = b->theirs.by_on;
	v->is_today = is_today;
	side_view *sides = arena_new_n(a, side_view, 2);
	str theirs = b->both.state_name, ours = b->both.host_name;
	sides[0] = (side_view){ .key = S("theirs"), .says = S("Their staff apply; we decide.") };
	sides[0].title = str_fmt(a, "From %.*s to %.*s", SF(theirs), SF(ours));
	fill_side(a, &b->theirs, is_today && ctx_has_role(p->c, VISA_SEES_CASES), &sides[0]);
	sides[1] = (side_view){ .key = S("ours"), .says = S("Our staff apply; they decide.") };
	sides[1].title = str_fmt(a, "From %.*s to %.*s", SF(ours), SF(theirs));
	fill_side(a, &b->ours, false, &sides[1]);
	sides[0].plea = backlog_plea_text(a, &b->theirs, theirs, ours);
	sides[1].plea = backlog_plea_text(a, &b->ours, ours, theirs);
	v->sides = sides;
	v->n_sides = 2;
	fill_staff(a, ask, &b->theirs, v);
	bool has_cases = is_today && ctx_has_role(p->c, VISA_SEES_CASES);
	return has_cases ? fill_cases(p, &b->theirs, v) : OK;
}

static enum err backlog_page(struct ctx *c)
{
	struct page p;
	struct asked ask;
	struct backlog_both both;
	struct backlog_page_view v = { 0 };
	TRY(page_begin(c, "Visa backlog", &p));
	if (page_keep(&p))
		return page_send_html(&p);
	TRY(read_asked(&p, &ask));
	TRY(read_both(&p, &ask, &both));
	if (page_is_json(&p)) {
		visa_corridor_json(c->out, &both.both.theirs, &both.both.ours);
		return page_send_json(&p);
	}
	TRY(fill_page(&p, &ask, &both, &v));
	return page_send(&p, backlog_page, &v);
}

/* What a file of the page needs; a file has no place for a form, so its faults are an error. */
static enum err read_file(struct ctx *c, struct page *p, struct asked *ask, struct backlog_both *b)
{
	TRY(page_begin(c, "Visa backlog", p));
	TRY(read_asked(p, ask));
	TRY(read_both(p, ask, b));
	return faults_err(&c->faults);
}

static void name_file(struct ctx *c, const struct asked *ask, const struct backlog_both *b,
		      const char *type, const char *ending)
{
	answer_file(c, type,
		    str_fmt(c->a, "backlog-%.*s-%.*s%s", SF(b->both.state_iso),
			    SF(day_text(c->a, ask->on)), ending));
}

static enum err read_print(struct page *p, const struct asked *ask, const struct backlog_both *b,
			   struct backlog_print *print)
{
	*print = (struct backlog_print){ .b = b };
	TRY(ref_ministry(p->tx, &print->ministry));
	if (ask->on != p->tx->on || !ctx_has_role(p->c, VISA_SEES_CASES))
		return OK;
	TRY(backlog_cases_read(p->tx, &b->theirs, BACKLOG_CASES_MAX, &print->theirs));
	return backlog_cases_read(p->tx, &b->ours, BACKLOG_CASES_MAX, &print->ours);
}

static enum err backlog_csv_page(struct ctx *c)
{
	struct page p;
	struct asked ask;
	struct backlog_both both;
	TRY(read_file(c, &p, &ask, &both));
	backlog_csv(c->out, &both);
	name_file(c, &ask, &both, "text/csv; charset=utf-8", ".csv");
	return OK;
}

static enum err backlog_pdf_page(struct ctx *c)
{
	struct page p;
	struct asked ask;
	struct backlog_both both;
	struct backlog_print print;
	struct backlog_staff staff;
	str bytes;
	TRY(read_file(c, &p, &ask, &both));
	TRY(read_print(&p, &ask, &both, &print));
	const struct backlog_outlook *o = &both.theirs;
	if (backlog_staff_of(o->come_week, o->done_week, ask.officers_n, &staff))
		print.staff = &staff;
	TRY(backlog_pdf(c->a, &print, &bytes));
	name_file(c, &ask, &both, "application/pdf", ".pdf");
	out_str(c->out, bytes);
	return OK;
}

static enum err backlog_cases_page(struct ctx *c)
{
	struct page p;
	struct asked ask;
	struct backlog_both both;
	struct backlog_print print;
	str bytes;
	TRY(read_file(c, &p, &ask, &both));
	TRY(read_print(&p, &ask, &both, &print));
	TRY(backlog_cases_csv(c->a, &print, &bytes));
	name_file(c, &ask, &both, sheet_type(SHEET_CSV), "-applications.csv");
	out_str(c->out, bytes);
	return OK;
}

const struct route backlog_routes[] = {
	ROUTE(
	    GET, "/visas/backlog", backlog_page, VISA_SEES_FIGURES,
	    "The visa backlog of a state: who waits, with whom, how long, when it clears; and ours "
	    "there."),
	ROUTE(GET, "/visas/backlog.csv", backlog_csv_page, VISA_SEES_FIGURES,
	      "The same figures as CSV, each with what it comes from."),
	ROUTE(GET, "/visas/backlog.pdf", backlog_pdf_page, VISA_SEES_FIGURES,
	      "The same on paper; with each application for those who see them.", .is_slow = true),
	ROUTE(GET, "/visas/reports", backlog_reports_page, VISA_SEES_FIGURES,
	      "How the work on a state's applications went over a year, as at any day.",
	      .is_slow = true),
	ROUTE(GET, "/visas/reports.csv", backlog_report_csv_page, VISA_SEES_FIGURES,
	      "One table of it as CSV.", .is_slow = true),
	ROUTE(GET, "/visas/backlog/applications.csv", backlog_cases_page, VISA_SEES_CASES,
	      "Each application that waits, in both directions, as CSV; without names."),
	{ 0 },
};
