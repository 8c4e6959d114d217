/* backlog_reports.c: how the work on a state's applications went over a year, up to any day. Each
 * report is one table, shown with its picture and given as CSV. */
#include "backlog/backlog.h"

#include <math.h>

#include "backlog.sql.h"
#include "backlog_reports.html.h"
#include "base/must.h"
#include "chart/chart.h"
#include "doc/sheet.h"
#include "ref/ref.h"
#include "web/form.h"

enum {
	POINTS_N = 14, /* every four weeks: a year */
	POINT_DAYS = 28,
	COLUMNS_MAX = 10,
	BINS_MAX = 24,
	BIN_DAYS = 30,
	ROWS_SHOWN = 60,                  /* of a table in the page; its file has all */
	STAGES_OPEN_N = VISA_STAGE_N - 1, /* all but closed, which is the last */
};
_Static_assert(VISA_STAGE_CLOSED == VISA_STAGE_N - 1, "open stages come first");

static const struct field report_fields[] = {
	{ "what", "Report", FIELD_LINE, .max = 20 },
	{ "state", "State", FIELD_LINE, .max = 4, .hint = "code of a state; Russia is RU" },
	{ "as_at", "Up to", FIELD_DAY, .hint = "a past day" },
	{ 0 },
};

typedef struct backlog_reports_reports report_view;
typedef struct backlog_reports_reports_heads head_view;
typedef struct backlog_reports_reports_rows row_view;

struct report {
	report_view v; /* heads and rows are these while they grow */
	head_view heads[COLUMNS_MAX];
	row_view *rows;
};

struct reports {
	struct arena *a;
	struct form form;
	str state_iso, state_name, host_iso;
	int64_t from_on, to_on;
	bool has_officers;
	struct visa_corridor at[POINTS_N]; /* the corridor at each point */
	struct office books;
	struct {
		struct report *v;
		ptrdiff_t n, cap;
	} list;
};

/* ---- a table ---- */

static struct report *report_add(struct reports *r, const char *key, const char *title, str says)
{
	struct report *to = arena_push(r->a, &r->list);
	to->v = (report_view){ .key = str_of(key), .title = str_of(title), .says = says };
	return to;
}

static void add_head(struct report *to, str name)
{
	must(to->v.n_heads < COLUMNS_MAX);
	to->heads[to->v.n_heads] = (head_view){ .name = name, .is_number = to->v.n_heads > 0 };
	to->v.n_heads++;
}

static void begin_rows(struct reports *r, struct report *to, ptrdiff_t n)
{
	to->rows = arena_new_n(r->a, row_view, n);
}

/* The cells behind the first are numbers. */
static void add_row(struct reports *r, struct report *to, str first, const int64_t *v)
{
	str *cells = arena_new_n(r->a, str, to->v.n_heads);
	for (ptrdiff_t i = 0; i + 1 < to->v.n_heads; i++)
		cells[i] = str_fmt(r->a, "%lld", (long long)v[i]);
	to->rows[to->v.n_rows++] =
	    (row_view){ .first = first, .cells = cells, .n_cells = to->v.n_heads - 1 };
}

/* ---- cumulative flow ---- */

/* What came and what ended since the first day, on top of what was open before it: the lines lie as
 * far apart as many are open. */
static void report_flow(struct reports *r)
{
	struct report *to = report_add(r, "flow", "What came and what was closed", (str){ 0 });
	const struct office *b = &r->books;
	int64_t begin = r->from_on - b->from_on, n = b->n - (begin > 0 ? begin : 0);
	int64_t first = b->n - n, came = first > 0 ? b->open[first - 1] : 0, ended = 0;
	double *x = arena_new_n(r->a, double, n), *in = arena_new_n(r->a, double, n),
	       *out = arena_new_n(r->a, double, n);
	int64_t before = came;
	ptrdiff_t points = 0; /* one a week */
	add_head(to, S("Day"));
	add_head(to, S("Came"));
	add_head(to, S("Closed"));
	add_head(to, S("Open"));
	begin_rows(r, to, POINTS_N);
	for (int64_t i = 0; i < n; i++) {
		int64_t d = first + i, on = b->from_on + d;
		came += b->come[d];
		ended += b->done[d];
		if ((r->to_on - on) % 7 == 0) {
			x[points] = (double)on;
			in[points] = (double)came;
			out[points++] = (double)ended;
		}
		if ((r->to_on - on) % POINT_DAYS == 0 && to->v.n_rows < POINTS_N)
			add_row(r, to, day_long(r->a, on),
				(int64_t[]){ came - before, ended, b->open[d] });
	}
	to->v.says = str_fmt(r->a, "%lld were open before, %lld came and %lld were closed.",
			     (long long)before, (long long)(came - before), (long long)ended);
	struct chart_series lines[] = {
		{ .label = S("open before, and came"), .x = x, .y = in, .n = points },
		{ .label = S("closed"), .x = x, .y = out, .n = points },
	};
	struct chart_lines data = { .v = lines,
				    .n = 2,
				    .x_unit = CHART_DAY,
				    .x_says = S("Day"),
				    .y_says = S("Applications") };
	struct chart_words words = { S("chart-flow"), to->v.title, to->v.says };
	struct out svg = out_to_arena(r->a), table = out_to_arena(r->a);
	chart_lines(&svg, &words, &data);
	chart_lines_table(&table, &words, &data);
	to->v.chart_html = (struct html){ out_view(&svg) };
	to->v.table_html = (struct html){ out_view(&table) };
}

/* ---- workload by stage ---- */

static enum err count_stages(struct tx *tx, const struct visa_corridor *k, int64_t *v)
{
	struct backlog_stages_args in = { .day_on = k->on,
					  .receiving_iso = k->receiving_iso,
					  .sending_iso = k->sending_iso };
	struct backlog_stages_rows rows;
	TRY(backlog_stages(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		enum visa_stage stage;
		must(visa_stage_of(rows.v[i].stage, &stage) && (int)stage < STAGES_OPEN_N);
		v[stage] = rows.v[i].open_n;
	}
	return OK;
}

static enum err report_stages(struct tx *tx, struct reports *r)
{
	struct report *to =
	    report_add(r, "stages", "What waited, by stage",
		       S("At the end of each fourth week; those over their standard are "
			 "among them."));
	double *x = arena_new_n(r->a, double, POINTS_N),
	       *open = arena_new_n(r->a, double, POINTS_N),
	       *over = arena_new_n(r->a, double, POINTS_N);
	add_head(to, S("Day"));
	for (int s = 0; s < STAGES_OPEN_N; s++)
		add_head(to, visa_stage_label((enum visa_stage)s));
	add_head(to, S("Open"));
	add_head(to, S("Over standard"));
	begin_rows(r, to, POINTS_N);
	for (int i = 0; i < POINTS_N; i++) {
		const struct visa_corridor *k = &r->at[i];
		int64_t v[STAGES_OPEN_N + 2] = { 0 };
		TRY(count_stages(tx, k, v));
		v[STAGES_OPEN_N] = k->figures.open_n;
		v[STAGES_OPEN_N + 1] = k->figures.over_n;
		add_row(r, to, day_long(r->a, k->on), v);
		x[i] = (double)k->on;
		open[i] = (double)k->figures.open_n;
		over[i] = (double)k->figures.over_n;
	}
	struct chart_series lines[] = {
		{ .label = S("open"), .x = x, .y = open, .n = POINTS_N },
		{ .label = S("over standard"), .x = x, .y = over, .n = POINTS_N },
	};
	struct chart_lines data = { .v = lines,
				    .n = 2,
				    .x_unit = CHART_DAY,
				    .x_says = S("Day"),
				    .y_says = S("Applications") };
	struct chart_words words = { S("chart-stages"), to->v.title, to->v.says };
	struct out svg = out_to_arena(r->a), table = out_to_arena(r->a);
	chart_lines(&svg, &words, &data);
	chart_lines_table(&table, &words, &data);
	to->v.chart_html = (struct html){ out_view(&svg) };
	to->v.table_html = (struct html){ out_view(&table) };
	return OK;
}

/* ---- age against what is usual ---- */

static enum err read_took(struct tx *tx, struct reports *r, double **took, ptrdiff_t *n)
{
	struct backlog_waits_args in = { r->host_iso, r->state_iso, r->from_on, r->to_on };
	struct backlog_waits_rows rows;
	TRY(backlog_waits(tx, &in, &rows));
	*took = arena_new_n(r->a, double, rows.n);
	*n = rows.n;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		(*took)[i] =
		    (double)(rows.v[i].closed_on - rows.v[i].received_on - rows.v[i].stopped_days);
	sort_numbers(*took, *n);
	return OK;
}

static enum err report_ages(struct tx *tx, struct reports *r)
{
	static const int shares[] = { 50, 85, 95 };
	const struct visa_corridor *k = &r->at[POINTS_N - 1];
	struct report *to = report_add(
	    r, "ages", "How old they are, against how long it usually takes", (str){ 0 });
	struct chart_bin bins[BINS_MAX] = { 0 };
	struct chart_mark marks[3];
	int64_t oldest = k->figures.oldest_days.has ? k->figures.oldest_days.v : 0;
	int64_t width = BIN_DAYS * (oldest / (BIN_DAYS * BINS_MAX) + 1), n = oldest / width + 1;
	double *took;
	ptrdiff_t took_n;
	TRY(read_took(tx, r, &took, &took_n));
	must(n <= BINS_MAX);
	for (int64_t b = 0; b < n; b++)
		bins[b] = (struct chart_bin){ (double)(b * width), (double)((b + 1) * width), 0 };
	for (int64_t i = 0; i < k->figures.open_n; i++)
		bins[visa_age_net(&k->cases[i].clock, k->on) / width].count++;
	add_head(to, S("Age in days"));
	add_head(to, S("Open"));
	begin_rows(r, to, BINS_MAX + 3);
	for (int64_t b = 0; b < n; b++)
		add_row(r, to,
			str_fmt(r->a, "%lld to %lld", (long long)(b * width),
				(long long)((b + 1) * width - 1)),
			(int64_t[]){ (int64_t)bins[b].count });
	struct out says = out_to_arena(r->a);
	out_fmt(&says, "%lld are open. Of the %td closed in the year", (long long)k->figures.open_n,
		took_n);
	for (int i = 0; i < 3 && took_n; i++) {
		double days = took[percentile_index(took_n, shares[i])];
		marks[i] = (struct chart_mark){ days, str_fmt(r->a, "%d %%", shares[i]) };
		out_fmt(&says, "%s %d in 100 took at most %.0f days", i ? "," : "", shares[i],
			days);
	}
	out_fmt(&says, "%s", took_n ? "." : " nothing can be told: none was.");
	to->v.says = out_view(&says);
	struct chart_histogram data = { .v = bins,
					.n = k->figures.open_n ? n : 0,
					.marks = marks,
					.n_marks = took_n ? 3 : 0,
					.x_says = S("Age in days, without stops"),
					.y_says = S("Open applications") };
	struct chart_words words = { S("chart-ages"), to->v.title, to->v.says };
	struct out svg = out_to_arena(r->a), table = out_to_arena(r->a);
	chart_histogram(&svg, &words, &data);
	chart_histogram_table(&table, &words, &data);
	to->v.chart_html = (struct html){ out_view(&svg) };
	to->v.table_html = (struct html){ out_view(&table) };
	return OK;
}

/* ---- who, and from where ---- */

static enum err report_officers(struct tx *tx, struct reports *r)
{
	struct report *to =
	    report_add(r, "officers", "Who recorded how many steps",
		       S("Of the people who work here; what the register was made with is "
			 "nobody's."));
	struct backlog_by_officer_args in = { .receiving_iso = r->host_iso,
					      .sending_iso = r->state_iso,
					      .from_on = r->from_on,
					      .to_on = r->to_on };
	struct backlog_by_officer_rows rows;
	TRY(backlog_by_officer(tx, &in, &rows));
	add_head(to, S("Who"));
	add_head(to, S("Steps"));
	add_head(to, S("On applications"));
	if (!rows.n)
		to->v.says = S("Nobody who works here recorded a step in that year.");
	begin_rows(r, to, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		add_row(r, to, rows.v[i].officer_name,
			(int64_t[]){ rows.v[i].steps_n, rows.v[i].applications_n });
	return OK;
}

static enum err report_corridors(struct tx *tx, struct reports *r)
{
	struct report *to =
	    report_add(r, "corridors", "State by state",
		       S("Open on the last day; came and closed in the year to it."));
	struct backlog_by_corridor_args in = { .to_on = r->to_on,
					       .from_on = r->from_on,
					       .receiving_iso = r->host_iso };
	struct backlog_by_corridor_rows rows;
	TRY(backlog_by_corridor(tx, &in, &rows));
	add_head(to, S("State"));
	add_head(to, S("Open"));
	add_head(to, S("Came"));
	add_head(to, S("Closed"));
	begin_rows(r, to, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		add_row(r, to, rows.v[i].state_name,
			(int64_t[]){ rows.v[i].open_n, rows.v[i].come_n, rows.v[i].done_n });
	return OK;
}

/* ---- the page and its files ---- */

static enum err read_asked(struct page *p, struct reports *r)
{
	struct ctx *c = p->c;
	struct visa_waiting w;
	enum err e = form_read(c, report_fields, NULL, &r->form);
	if (e != OK && e != ERR_FAULTS)
		return e;
	r->state_iso = form_text(&r->form, "state");
	r->to_on = form_day(&r->form, "as_at", p->tx->on);
	if (r->to_on > p->tx->on) {
		form_fault(c, &r->form, "as_at",
			   "That day has not come; a report is of today or the past.");
		r->to_on = p->tx->on;
	}
	if (str_is_empty(r->state_iso)) {
		TRY(visa_waiting_read(p->tx, &w));
		r->state_iso = w.busiest_iso.p ? w.busiest_iso : S("RU");
	}
	e = ref_state_name(p->tx, r->state_iso, &r->state_name);
	if (e != ERR_NOT_FOUND)
		return e;
	form_fault(c, &r->form, "state", "'%.*s' is not the code of a state; Russia is RU.",
		   SF(r->state_iso));
	r->state_iso = S("RU");
	return ref_state_name(p->tx, r->state_iso, &r->state_name);
}

static enum err read_reports(struct page *p, struct reports *r)
{
	struct tx *tx = p->tx;
	*r = (struct reports){ .a = p->c->a, .has_officers = ctx_has_role(p->c, VISA_SEES_CASES) };
	TRY(read_asked(p, r));
	TRY(ref_host(tx, &r->host_iso));
	r->from_on = r->to_on - (POINTS_N - 1) * POINT_DAYS;
	for (int i = 0; i < POINTS_N; i++) {
		int64_t on = r->from_on + i * POINT_DAYS;
		TRY(visa_corridor_read(tx, r->host_iso, r->state_iso, on, on != tx->on, &r->at[i]));
	}
	TRY(backlog_books_read(tx, &r->at[POINTS_N - 1], &r->books));
	report_flow(r);
	TRY(report_stages(tx, r));
	TRY(report_ages(tx, r));
	if (r->has_officers)
		TRY(report_officers(tx, r));
	return report_corridors(tx, r);
}

enum err backlog_reports_page(struct ctx *c)
{
	struct page p;
	struct reports r;
	struct backlog_reports_view v = { 0 };
	TRY(page_begin(c, "Reports", &p));
	if (page_keep(&p))
		return page_send_html(&p);
	TRY(read_reports(&p, &r));
	const struct form_value *state = form_value(&r.form, "state"),
				*day = form_value(&r.form, "as_at");
	struct ui_option asked = { .value = r.state_iso, .text = r.state_name };
	TRY(visa_state_select(&p, &asked, r.state_iso, state->fault, &v.state_html));
	v.day_html =
	    ui_input(c->a, &(struct ui_field){ .name = S("as_at"),
					       .id = S("as_at"),
					       .type = S("date"),
					       .label = { .text = str_of(day->field->label) },
					       .hint = { .text = S("empty: today") },
					       .value = day->typed,
					       .classes = S("govuk-input--width-10"),
					       .error = { .text = day->fault } });
	v.state_name = r.state_name;
	v.state_iso = r.state_iso;
	v.from_on = r.from_on;
	v.to_on = r.to_on;
	report_view *views = arena_new_n(c->a, report_view, r.list.n);
	for (ptrdiff_t i = 0; i < r.list.n; i++) {
		views[i] = r.list.v[i].v;
		views[i].heads = r.list.v[i].heads;
		views[i].rows = r.list.v[i].rows;
		if (views[i].n_rows > ROWS_SHOWN) {
			views[i].more_n = views[i].n_rows - ROWS_SHOWN;
			views[i].n_rows = ROWS_SHOWN;
		}
	}
	v.reports = views;
	v.n_reports = r.list.n;
	p.frame.back_url = S("/visas/backlog");
	p.frame.back_text = S("Backlog");
	return page_send(&p, backlog_reports, &v);
}

static enum err put_sheet(struct arena *a, const struct report *of, int64_t made_on, str *bytes)
{
	struct sheet_head heads[COLUMNS_MAX];
	for (ptrdiff_t i = 0; i < of->v.n_heads; i++)
		heads[i] = (struct sheet_head){ str_z(a, of->heads[i].name), 16 };
	struct sheet_out s = sheet_begin(a, SHEET_CSV, of->v.title, made_on, heads, of->v.n_heads);
	for (ptrdiff_t i = 0; i < of->v.n_rows; i++) {
		sheet_put(&s, of->rows[i].first);
		for (ptrdiff_t k = 0; k < of->rows[i].n_cells; k++)
			sheet_put(&s, of->rows[i].cells[k]);
	}
	return sheet_end(&s, bytes);
}

enum err backlog_report_csv_page(struct ctx *c)
{
	struct page p;
	struct reports r;
	str bytes;
	TRY(page_begin(c, "Reports", &p));
	TRY(read_reports(&p, &r));
	str what = form_text(&r.form, "what");
	const struct report *of = NULL;
	for (ptrdiff_t i = 0; i < r.list.n; i++)
		if (str_eq(r.list.v[i].v.key, what))
			of = &r.list.v[i];
	if (!of)
		form_fault(c, &r.form, "what", "'%.*s' is not a report.", SF(what));
	TRY(faults_err(&c->faults));
	TRY(put_sheet(c->a, of, r.to_on, &bytes));
	answer_file(c, sheet_type(SHEET_CSV),
		    str_fmt(c->a, "%.*s-%.*s-%.*s.csv", SF(of->v.key), SF(r.state_iso),
			    SF(day_text(c->a, r.to_on))));
	out_str(c->out, bytes);
	return OK;
}
