/* ledger_more_pages.c: the account over all pairs as a page and as CSV; the what-if page. */
#include <math.h>
#include <stdlib.h>

#include "access/page.h"
#include "chart/chart.h"
#include "ledger/ledger.h"
#include "ledger/ledger_whatif.h"
#include "ledger_all.html.h"
#include "ledger_whatif.html.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "visa/visa.h"
#include "web/form.h"

/* ---- words ---- */

static str ratio_text(struct arena *a, double v)
{
	return isnan(v) ? S("–") : str_fmt(a, "%.2f", v);
}

static str days_text(struct arena *a, double v)
{
	return isnan(v) ? S("–") : str_fmt(a, "%.0f %s", v, v == 1 ? "day" : "days");
}

/* ---- all pairs ---- */

struct dyad {
	str a_iso, b_iso;
	int64_t rounds_n;
};
struct dyads {
	struct dyad *v;
	ptrdiff_t n, cap;
};

/* The two codes in rising order, so that both directions are one pair. */
static void count_dyad(struct arena *a, struct dyads *d, const struct past *p)
{
	bool is_turned = str_cmp(p->by_iso, p->against_iso) > 0;
	str x = is_turned ? p->against_iso : p->by_iso, y = is_turned ? p->by_iso : p->against_iso;
	ptrdiff_t i = 0;
	while (i < d->n && !(str_eq(d->v[i].a_iso, x) && str_eq(d->v[i].b_iso, y)))
		i++;
	if (i == d->n)
		*arena_push(a, d) = (struct dyad){ x, y, 0 };
	d->v[i].rounds_n++;
}

static int by_rounds(const void *x, const void *y)
{
	const struct dyad *a = x, *b = y;
	if (a->rounds_n != b->rounds_n)
		return a->rounds_n > b->rounds_n ? -1 : 1;
	int order = str_cmp(a->a_iso, b->a_iso);
	return order ? order : str_cmp(a->b_iso, b->b_iso);
}

static enum err fill_dyads(struct tx *tx, const struct past_list *l, const struct past_question *q,
			   struct ledger_all_view *v)
{
	struct dyads d = { 0 };
	for (ptrdiff_t i = 0; i < l->n; i++)
		if (past_is_asked(&l->v[i], q))
			count_dyad(tx->a, &d, &l->v[i]);
	if (d.n)
		qsort(d.v, (size_t)d.n, sizeof *d.v, by_rounds);
	struct ledger_all_dyads *rows = arena_new_n(tx->a, struct ledger_all_dyads, d.n + 1);
	for (ptrdiff_t i = 0; i < d.n; i++) {
		struct past_question of = *q;
		of.by_iso = d.v[i].a_iso;
		of.against_iso = d.v[i].b_iso;
		of.is_both_ways = true;
		struct reciprocity r = past_figures(tx->a, l, &of);
		rows[i] = (struct ledger_all_dyads){
			.a_iso = of.by_iso,
			.b_iso = of.against_iso,
			.rounds_n = d.v[i].rounds_n,
			.pairs_n = r.pairs_n,
			.exact_n = r.exact_n,
			.pooled = ratio_text(tx->a, r.pooled),
			.asymmetry = ratio_text(tx->a, mirror_asymmetry(r.sent, r.received)),
			.middle = days_text(tx->a, past_lag_median(&r)),
		};
		TRY(ref_state_name(tx, of.by_iso, &rows[i].a_name));
		TRY(ref_state_name(tx, of.against_iso, &rows[i].b_name));
	}
	v->dyads = rows;
	v->n_dyads = d.n;
	return OK;
}

static void fill_groups(struct arena *a, const struct past_list *l, const struct past_question *q,
			struct ledger_all_view *v)
{
	struct ledger_waves waves = ledger_waves_of(a, l, q);
	struct ledger_all_groups *rows = arena_new_n(a, struct ledger_all_groups, waves.n);
	for (ptrdiff_t i = 0; i < waves.n; i++) {
		const struct ledger_wave *w = &waves.v[i];
		const struct reciprocity *r = &w->figures;
		rows[i] = (struct ledger_all_groups){
			.name = w->name,
			.lags_n = r->lags_n,
			.middle = days_text(a, past_lag_median(r)),
			.least = days_text(a, r->lags_n ? r->lag[0] : NAN),
			.most = days_text(a, r->lags_n ? r->lag[r->lags_n - 1] : NAN),
			.pairs_n = r->pairs_n,
			.equal_n = w->sizes.equal_n,
			.smaller_n = w->sizes.smaller_n,
			.larger_n = w->sizes.larger_n,
		};
	}
	v->groups = rows;
	v->n_groups = waves.n;
}

static void fill_tests(struct arena *a, const struct past_list *l, const struct past_question *q,
		       struct ledger_all_view *v)
{
	static const char *const from[] = { "this pair", "answers of that state", "all answers" };
	struct past_tests t = past_back_test(a, l, q->as_at_on, q->censor_days);
	struct ledger_all_tests *rows = arena_new_n(a, struct ledger_all_tests, t.n + 1);
	for (ptrdiff_t i = 0; i < t.n; i++) {
		const struct past_test *x = &t.v[i];
		struct out day = out_to_arena(a);
		out_interval(&day, x->round->announced);
		rows[i] = (struct ledger_all_tests){
			.day = out_view(&day),
			.by_iso = x->round->by_iso,
			.against_iso = x->round->against_iso,
			.sent_n = x->round->sent.v,
			.from = str_of(from[x->scope]),
			.pairs_n = x->pairs_n,
			.low_n = (int64_t)x->guess.low,
			.middle_n = (int64_t)x->guess.middle,
			.high_n = (int64_t)x->guess.high,
			.came_n = x->round->received.v,
			.is_inside = x->is_inside,
		};
	}
	v->tests = rows;
	v->n_tests = t.n;
	v->tests_n = t.n;
	v->inside_n = t.inside_n;
}

static void draw_wait(struct arena *a, const struct reciprocity *r, struct ledger_all_view *v)
{
	double *share = arena_new_n(a, double, r->wait.n + 1),
	       *time = arena_new_n(a, double, r->wait.n + 1);
	for (ptrdiff_t i = 0; i < r->wait.n; i++) {
		time[i + 1] = r->wait.time[i];
		share[i + 1] = 1 - r->wait.survival[i];
	}
	struct chart_series s = {
		.label = S("answered"), .x = time, .y = share, .n = r->wait.n + 1, .is_step = true
	};
	struct chart_lines lines = { .v = &s,
				     .n = 1,
				     .x_unit = CHART_NUMBER,
				     .y_unit = CHART_SHARE,
				     .x_says = S("days after the measure"),
				     .y_says = S("share answered") };
	struct chart_words w = {
		.id = S("wait-chart"),
		.title = S("Share of measures answered by day"),
		.desc = str_fmt(a, "By day 4 %.0f %% were answered, by day 90 %.0f %%.",
				100 * (1 - km_at(&r->wait, 4)), 100 * (1 - km_at(&r->wait, 90)))
	};
	struct out picture = out_to_arena(a), table = out_to_arena(a);
	chart_lines(&picture, &w, &lines);
	chart_lines_table(&table, &w, &lines);
	v->wait_html.s = out_view(&picture);
	v->wait_table_html.s = out_view(&table);
}

static const struct field all_fields[] = {
	{ "from", "From year", FIELD_INT, .min = 1, .max = 9999 },
	{ "to", "To year", FIELD_INT, .min = 1, .max = 9999 },
	{ "all", "Also what became known later", FIELD_CHECK },
	{ 0 },
};

static struct html year(struct arena *a, const struct form *f, const char *name, const char *label)
{
	const struct form_value *v = form_value(f, name);
	return ui_input(a, &(struct ui_field){ .name = str_of(name),
					       .label = { .text = str_of(label) },
					       .classes = S("govuk-input--width-4"),
					       .inputmode = S("numeric"),
					       .value = v->typed,
					       .error = { .text = v->fault } });
}

static struct html years(struct arena *a, const struct form *f)
{
	const str one = S("1");
	struct ui_option later = { .value = one, .text = S("Also what became known later") };
	struct html parts[] = {
		year(a, f, "from", "From year"),
		year(a, f, "to", "To year"),
		ui_checkboxes(a, &(struct ui_choices){ .name = S("all"),
						       .id_prefix = S("all"),
						       .items = &later,
						       .n_items = 1,
						       .values = &one,
						       .n_values = form_is(f, "all"),
						       .classes = S("govuk-checkboxes--small") }),
	};
	struct out o = out_to_arena(a);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		out_raw(&o, parts[i].s, "components escape what they are given");
	return (struct html){ out_view(&o) };
}

enum err ledger_all_page(struct ctx *c)
{
	struct page p;
	struct form f;
	struct past_list past;
	struct ledger_all_view v = { 0 };
	TRY(page_begin(c, "All measures", &p));
	enum err e = form_read(c, all_fields, NULL, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	v.is_all = form_is(&f, "all");
	struct past_question q = past_any(v.is_all ? DAY_MAX : p.tx->on);
	int year_n = (int)form_int(&f, "from", 0);
	if (year_n)
		q.from_on = day_of((struct date){ year_n, 1, 1 });
	year_n = (int)form_int(&f, "to", 0);
	if (year_n)
		q.to_on = day_of((struct date){ year_n, 12, 31 });
	TRY(ledger_past_read(p.tx, q.as_at_on, &past));
	struct reciprocity r = past_figures(c->a, &past, &q);
	v.picker_html = years(c->a, &f);
	v.pairs_n = r.pairs_n;
	v.exact_n = r.exact_n;
	v.lags_n = r.lags_n;
	v.unanswered_n = r.unanswered_n;
	v.pooled = ratio_text(c->a, r.pooled);
	v.without_largest = ratio_text(c->a, r.pooled_without_largest);
	v.asymmetry = ratio_text(c->a, mirror_asymmetry(r.sent, r.received));
	v.lag_median = days_text(c->a, past_lag_median(&r));
	v.wait_median = days_text(c->a, past_wait_median(&r));
	if (r.lags_n)
		draw_wait(c->a, &r, &v);
	fill_groups(c->a, &past, &q, &v);
	fill_tests(c->a, &past, &q, &v);
	TRY(fill_dyads(p.tx, &past, &q, &v));
	p.frame.back_url = S("/ledger");
	p.frame.back_text = S("Ledger");
	return page_send(&p, ledger_all, &v);
}

/* ---- export ---- */

static enum err row_of(struct tx *tx, const struct ledger_export_row *r, struct ledger_row *to)
{
	struct ledger_sources_args of = { .round_id = r->id };
	struct ledger_sources_rows sources;
	*to = (struct ledger_row){ .sender_iso = r->sender_iso,
				   .target_iso = r->target_iso,
				   .announced = { r->announced_from_on, r->announced_to_on },
				   .persons = { .stated = r->persons_n },
				   .posts_closed = r->posts_closed_n,
				   .reason = r->reason,
				   .has_answer_day = r->answered_from_on.has,
				   .answered = { r->answered_from_on.v, r->answered_to_on.v },
				   .answer_persons = { .stated = r->answer_persons_n } };
	TRY(ledger_sources(tx, &of, &sources));
	for (ptrdiff_t i = 0; i < sources.n; i++)
		*arena_push(tx->a, &to->sources) = sources.v[i].url;
	return OK;
}

enum err ledger_export_to(struct tx *tx, int64_t as_at_on, struct out *o)
{
	struct ledger_export_args in = { .as_at_on = as_at_on };
	struct ledger_export_rows rows;
	struct ledger_row_list list = { 0 };
	TRY(ledger_export(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (i == 0 || rows.v[i].id != rows.v[i - 1].id)
			TRY(row_of(tx, &rows.v[i], arena_push(tx->a, &list)));
	ledger_write(o, list.v, list.n);
	return OK;
}

enum err ledger_export_page(struct ctx *c)
{
	struct page p;
	TRY(page_begin(c, "Export", &p));
	TRY(ledger_export_to(p.tx, DAY_MAX, c->out));
	answer_file(c, "text/csv; charset=utf-8", S("measures.csv"));
	return OK;
}

/* ---- what if ---- */

/* One assumption: what it is, its bounds, and what the register says of it. */
struct assumed {
	const char *name, *label;
	double min, max;
	double value; /* as typed, or from the register */
	str typed, source;
};
enum {
	EXPEL,
	STAFF,
	LEAVE_WEEK,
	TOUR_ENDS,
	QUEUE,
	DECISIONS,
	GRANTED,
	OUR_STAFF,
	NOTICE_WEEKS,
	WEEKS,
	RUNS,
	SEED,
	ASSUMED_N
};

static const struct field whatif_fields[] = {
	{ "state", "The other state", FIELD_LINE, .max = 4 },
	{ "expel", "How many we expel", FIELD_LINE, .max = 12 },
	{ "staff", "Their staff here", FIELD_LINE, .max = 12 },
	{ "leave_week", "Week in which they leave", FIELD_LINE, .max = 12 },
	{ "tour_ends", "Tours that end each week", FIELD_LINE, .max = 12 },
	{ "queue", "Applications waiting", FIELD_LINE, .max = 12 },
	{ "decisions", "Decisions each week", FIELD_LINE, .max = 12 },
	{ "granted", "Share granted", FIELD_LINE, .max = 12 },
	{ "our_staff", "Our staff there", FIELD_LINE, .max = 12 },
	{ "notice_weeks", "Weeks from their answer to our departures", FIELD_LINE, .max = 12 },
	{ "weeks", "Weeks", FIELD_LINE, .max = 12 },
	{ "runs", "Draws", FIELD_LINE, .max = 12 },
	{ "seed", "Seed", FIELD_LINE, .max = 12 },
	{ 0 },
};

/* Digits with at most one point. */
static bool decimal_read(str s, double *v)
{
	double unit = 1;
	bool has_point = false, has_digit = false;
	*v = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		has_digit = true;
		*v = *v * 10 + (s.p[i] - '0');
		unit *= has_point ? 10 : 1;
	}
	*v /= unit;
	return has_digit;
}

static void read_assumed(struct ctx *c, struct form *f, struct assumed *v)
{
	for (int i = 0; i < ASSUMED_N; i++) {
		double n;
		v[i].typed = form_text(f, v[i].name);
		if (str_is_empty(v[i].typed)) {
			v[i].typed =
			    str_fmt(c->a, v[i].value >= 1000 ? "%.0f" : "%.4g", v[i].value);
			continue;
		}
		if (!decimal_read(v[i].typed, &n) || n < v[i].min || n > v[i].max)
			form_fault(c, f, v[i].name, "%s: give a number from %g to %g", v[i].label,
				   v[i].min, v[i].max);
		else
			v[i].value = n;
		v[i].source = S("as typed");
	}
}

/* What the register itself says: staff on both sides, what waits, what was decided, tours that
 * ended. */
static enum err from_register(struct tx *tx, str host, str state, struct assumed *v)
{
	struct ledger_staff_args here = { state, host }, there = { host, state };
	struct ledger_staff_row theirs, ours;
	struct ledger_decided_args decided_of = { .receiving_iso = host,
						  .sending_iso = state,
						  .from_on = tx->on - 84 };
	struct ledger_decided_row decided;
	struct ledger_tours_args tours_of = { .sending_iso = state,
					      .host_iso = host,
					      .from_on = tx->on - 364 };
	struct ledger_tours_row tours;
	struct visa_corridor waits;
	TRY(ledger_staff(tx, &here, &theirs));
	TRY(ledger_staff(tx, &there, &ours));
	TRY(ledger_decided(tx, &decided_of, &decided));
	TRY(ledger_tours(tx, &tours_of, &tours));
	TRY(visa_corridor_read(tx, host, state, tx->on, false, &waits));
	v[STAFF].value = (double)theirs.serving_n;
	v[STAFF].source = S("serving in their missions here today");
	v[OUR_STAFF].value = (double)ours.serving_n;
	v[OUR_STAFF].source = S("serving in our missions there today");
	v[QUEUE].value = (double)waits.figures.open_n;
	v[QUEUE].source = S("their applications open today");
	v[DECISIONS].value = (double)decided.decided_n / 12;
	v[DECISIONS].source =
	    str_fmt(tx->a, "%lld decided in the last 12 weeks", (long long)decided.decided_n);
	v[GRANTED].value =
	    decided.decided_n ? (double)decided.granted_n / (double)decided.decided_n : 1;
	v[GRANTED].source = decided.decided_n
				? str_fmt(tx->a, "%lld of those", (long long)decided.granted_n)
				: S("nothing decided lately: all, until you say otherwise");
	v[TOUR_ENDS].value = (double)tours.ended_n / 52;
	v[TOUR_ENDS].source =
	    str_fmt(tx->a, "%lld tours ended in the last 52 weeks", (long long)tours.ended_n);
	return OK;
}

static void start_assumed(struct assumed *v)
{
	static const struct assumed rows[ASSUMED_N] = {
		[EXPEL] = { "expel",
			    "How many we expel",
			    0,
			    100000,
			    10,
			    { 0 },
			    S("your question") },
		[STAFF] = { "staff", "Their staff here", 0, 100000, 0, { 0 }, { 0 } },
		[LEAVE_WEEK] = { "leave_week",
				 "Week in which they leave, from 0",
				 0,
				 WHATIF_WEEKS_MAX,
				 1,
				 { 0 },
				 S("one week to leave") },
		[TOUR_ENDS] = { "tour_ends",
				"Tours that end each week",
				0,
				100000,
				0,
				{ 0 },
				{ 0 } },
		[QUEUE] = { "queue", "Applications waiting", 0, 100000, 0, { 0 }, { 0 } },
		[DECISIONS] = { "decisions",
				"Decisions each week: the throttle",
				0,
				100000,
				0,
				{ 0 },
				{ 0 } },
		[GRANTED] = { "granted", "Share granted, 0 to 1", 0, 1, 1, { 0 }, { 0 } },
		[OUR_STAFF] = { "our_staff", "Our staff there", 0, 100000, 0, { 0 }, { 0 } },
		[NOTICE_WEEKS] = { "notice_weeks",
				   "Weeks from their answer to our departures",
				   0,
				   WHATIF_WEEKS_MAX,
				   1,
				   { 0 },
				   S("one week to leave") },
		[WEEKS] = { "weeks",
			    "Weeks shown",
			    1,
			    WHATIF_WEEKS_MAX,
			    26,
			    { 0 },
			    S("half a year") },
		[RUNS] = { "runs",
			   "Draws",
			   1,
			   WHATIF_RUNS_MAX,
			   WHATIF_RUNS,
			   { 0 },
			   S("enough for whole per cents") },
		[SEED] = { "seed",
			   "Seed",
			   0,
			   1e9,
			   7,
			   { 0 },
			   S("any number; the same one repeats the answer") },
	};
	for (int i = 0; i < ASSUMED_N; i++)
		v[i] = rows[i];
}

static struct ledger_whatif whatif_from(const struct assumed *v)
{
	struct ledger_whatif w = {
		.theirs = { .staff = v[STAFF].value,
			    .queue = v[QUEUE].value,
			    .tour_ends = v[TOUR_ENDS].value,
			    .decisions = v[DECISIONS].value,
			    .grant_share = v[GRANTED].value,
			    .expelled = fmin(v[EXPEL].value, v[STAFF].value),
			    .leave_week = (ptrdiff_t)v[LEAVE_WEEK].value },
		.notice_weeks = (int64_t)v[NOTICE_WEEKS].value,
		.weeks = (int64_t)v[WEEKS].value,
		.runs = (int64_t)v[RUNS].value,
		.seed = (uint64_t)v[SEED].value,
	};
	/* The register knows nothing of tours and visas over there that could be counted so. */
	w.ours = (struct staffing){ .staff = v[OUR_STAFF].value };
	return w;
}

/* "71 % [62 to 79]". */
static str share_text(struct arena *a, int64_t k, int64_t n)
{
	double low, high;
	share_limits(k, n, &low, &high);
	return str_fmt(a, "%.0f %% [%.0f to %.0f]", 100.0 * (double)k / (double)n, 100 * low,
		       100 * high);
}

static void draw_staff(struct arena *a, const struct ledger_whatif *w,
		       const struct whatif_result *r, struct ledger_whatif_view *v)
{
	double *week = arena_new_n(a, double, w->weeks);
	for (int64_t i = 0; i < w->weeks; i++)
		week[i] = (double)i + 1;
	struct chart_series s[] = {
		{ .label = S("our staff there"),
		  .x = week,
		  .y = r->ours.middle,
		  .low = r->ours.low,
		  .high = r->ours.high,
		  .n = w->weeks },
		{ .label = S("their staff here"), .x = week, .y = r->theirs.middle, .n = w->weeks },
	};
	struct chart_lines lines = { .v = s,
				     .n = 2,
				     .x_unit = CHART_NUMBER,
				     .y_unit = CHART_NUMBER,
				     .x_says = S("week"),
				     .y_says = S("staff") };
	struct chart_words words = {
		.id = S("whatif-chart"),
		.title = S("Staff week by week"),
		.desc = str_fmt(
		    a,
		    "After %lld weeks ours are %.0f, in one of ten draws %.0f or fewer, in one of ten %.0f or more; theirs are %.0f.",
		    (long long)w->weeks, r->ours.middle[w->weeks - 1], r->ours.low[w->weeks - 1],
		    r->ours.high[w->weeks - 1], r->theirs.middle[w->weeks - 1]),
	};
	struct out picture = out_to_arena(a), table = out_to_arena(a);
	chart_lines(&picture, &words, &lines);
	chart_lines_table(&table, &words, &lines);
	v->chart_html.s = out_view(&picture);
	v->chart_table_html.s = out_view(&table);
}

static str wait_text(struct arena *a, const struct km *wait)
{
	double half, most;
	str h = km_quantile(wait, .5, &half) ? days_text(a, half) : S("not half");
	str m = km_quantile(wait, .9, &most) ? days_text(a, most) : S("not nine in ten");
	return str_fmt(a, "%.*s, %.*s", SF(h), SF(m));
}

static void fill_answer(struct arena *a, const struct ledger_whatif *w,
			const struct ledger_whatif_answer *s, struct ledger_whatif_view *v)
{
	static const char *const scope[] = { "of this pair", "of this state to anybody",
					     "of anybody to anybody" };
	const struct reciprocity *r = &s->choice.figures;
	double weeks = staffing_break_even(&w->theirs);
	v->has_answer = true;
	v->expel = str_fmt(a, "%.0f", w->theirs.expelled);
	v->same = share_text(a, s->sizes.equal_n, r->pairs_n);
	v->fewer = share_text(a, s->sizes.smaller_n, r->pairs_n);
	v->more = share_text(a, s->sizes.larger_n, r->pairs_n);
	v->guess =
	    str_fmt(a, "%.0f, %.0f, %.0f", fmin(s->guess.low, w->ours.staff),
		    fmin(s->guess.middle, w->ours.staff), fmin(s->guess.high, w->ours.staff));
	v->wait = wait_text(a, &r->wait);
	v->pairs_n = r->pairs_n;
	v->lags_n = r->lags_n;
	v->unanswered_n = r->unanswered_n;
	v->scope = str_of(scope[s->choice.scope]);
	v->is_fallback = s->choice.scope != PAST_PAIR;
	if (weeks > 0)
		v->break_even = str_fmt(
		    a,
		    "The throttle costs as much as the expulsion in %.1f weeks: it loses them %.2g a week.",
		    weeks, staffing_loss(&w->theirs));
	draw_staff(a, w, &s->result, v);
}

static enum err fill_sections(struct tx *tx, str host, str state, const struct ledger_whatif *w,
			      const struct whatif_result *r, struct ledger_whatif_view *v)
{
	struct ledger_sections_args of = { host, state };
	struct ledger_sections_rows rows;
	TRY(ledger_sections(tx, &of, &rows));
	struct ledger_whatif_sections *list =
	    arena_new_n(tx->a, struct ledger_whatif_sections, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct ledger_sections_row *s = &rows.v[i];
		int64_t go_n = s->serving_n - s->least_n + 1, draws_n = 0;
		for (int64_t k = 0; k < w->runs; k++)
			draws_n += r->expelled[k] >= (double)go_n;
		list[i] = (struct ledger_whatif_sections){
			.name = s->name,
			.serving_n = s->serving_n,
			.least_n = s->least_n,
			.when = go_n <= 0 ? S("is below already")
					  : str_fmt(tx->a, "%lld of it go", (long long)go_n),
			.share = go_n <= 0 ? S("–")
					   : str_fmt(tx->a, "%.0f %%",
						     100.0 * (double)draws_n / (double)w->runs),
		};
	}
	v->sections = list;
	v->n_sections = rows.n;
	return OK;
}

static enum err state_picker(struct page *p, str chosen, str fault, struct html *html)
{
	struct ledger_states_rows states;
	TRY(ledger_states(p->tx, &states));
	struct ui_option *options = arena_new_n(p->c->a, struct ui_option, states.n + 1);
	for (ptrdiff_t i = 0; i < states.n; i++)
		options[i] =
		    (struct ui_option){ .value = states.v[i].iso, .text = states.v[i].name };
	*html = ui_select(p->c->a, &(struct ui_field){ .name = S("state"),
						       .label = { .text = S("The other state") },
						       .value = chosen,
						       .options = options,
						       .n_options = states.n,
						       .error = { .text = fault } });
	return OK;
}

static void fill_inputs(struct arena *a, const struct assumed *as, struct ledger_whatif_view *v)
{
	struct ledger_whatif_inputs *rows = arena_new_n(a, struct ledger_whatif_inputs, ASSUMED_N);
	for (int i = 0; i < ASSUMED_N; i++)
		rows[i] = (struct ledger_whatif_inputs){ .name = str_of(as[i].name),
							 .label = str_of(as[i].label),
							 .value = as[i].typed,
							 .source = as[i].source };
	v->inputs = rows;
	v->n_inputs = ASSUMED_N;
}

static enum err count_it(struct page *p, str host, str state, const struct assumed *as,
			 struct ledger_whatif_view *v)
{
	struct past_list past;
	struct ledger_whatif_answer s;
	struct ledger_whatif w = whatif_from(as);
	w.by_iso = host;
	w.against_iso = state;
	w.as_at_on = p->tx->on;
	TRY(ledger_past_read(p->tx, p->tx->on, &past));
	if (w.runs * w.weeks > 20000000)
		v->why = S("These are too many draws for so many weeks: take fewer of either.");
	else if (!ledger_whatif_run(p->c->a, &past, &w, &s))
		v->why = S("The ledger holds no answer to draw from.");
	if (v->why.p)
		return OK;
	fill_answer(p->c->a, &w, &s, v);
	return fill_sections(p->tx, host, state, &w, &s.result, v);
}

static enum err whatif_show(struct ctx *c)
{
	struct page p;
	struct form f;
	struct assumed as[ASSUMED_N];
	struct ledger_whatif_view v = { 0 };
	str host, state;
	TRY(page_begin(c, "What if", &p));
	enum err e = form_read(c, whatif_fields, NULL, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	TRY(ref_host(p.tx, &host));
	state = form_text(&f, "state");
	if (str_is_empty(state))
		state = str_eq(host, S("RU")) ? S("GB") : S("RU");
	if (ref_state_name(p.tx, state, &v.state_name) != OK) {
		form_fault(c, &f, "state", "'%.*s' is not the code of a state", SF(state));
		v.state_name = state;
	}
	TRY(ref_state_name(p.tx, host, &v.host_name));
	v.host_iso = host;
	v.state_iso = state;
	start_assumed(as);
	TRY(from_register(p.tx, host, state, as));
	read_assumed(c, &f, as);
	fill_inputs(c->a, as, &v);
	TRY(state_picker(&p, state, form_value(&f, "state")->fault, &v.state_html));
	if (c->faults.total_n)
		v.why = S("Mend what is wrong above and count again.");
	else
		TRY(count_it(&p, host, state, as, &v));
	p.frame.back_url = S("/ledger");
	p.frame.back_text = S("Ledger");
	return page_send(&p, ledger_whatif, &v);
}

enum err ledger_whatif_page(struct ctx *c)
{
	return web_work(c, whatif_show);
}
