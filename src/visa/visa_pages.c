/* visa_pages.c: the routes of visa, what its pages share, and the page of the backlog. */
#include "visa/visa_pages.h"

#include "chart/chart.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "visa/visa.h"
#include "visa_backlog.html.h"
#include "web/form.h"

/* ---- shared ---- */

str visa_days_text(struct arena *a, struct opt_int days)
{
	if (!days.has)
		return S("–");
	return str_fmt(a, "%lld %s", (long long)days.v, days.v == 1 ? "day" : "days");
}

enum err visa_state_select(struct page *p, const struct ui_option *first, str chosen, str fault,
			   struct html *html)
{
	struct visa_states_args in = { 0 };
	struct visa_states_rows rows;
	TRY(ref_host(p->tx, &in.host_iso));
	TRY(visa_states(p->tx, &in, &rows));
	struct ui_option *options = arena_new_n(p->c->a, struct ui_option, rows.n + 1);
	ptrdiff_t n = 0;
	if (first->text.p)
		options[n++] = *first;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (!str_eq(rows.v[i].iso, first->value))
			options[n++] =
			    (struct ui_option){ .value = rows.v[i].iso, .text = rows.v[i].name };
	*html = ui_select(p->c->a, &(struct ui_field){ .name = S("state"),
						       .id = S("state"),
						       .label = { .text = S("State") },
						       .value = chosen,
						       .options = options,
						       .n_options = n,
						       .error = { .text = fault } });
	return OK;
}

static str band_label(struct arena *a, int b)
{
	if (b + 1 == VISA_AGE_BANDS_N)
		return str_fmt(a, "%lld or more", (long long)VISA_AGE_BANDS[b]);
	return str_fmt(a, "%lld to %lld", (long long)VISA_AGE_BANDS[b],
		       (long long)VISA_AGE_BANDS[b + 1] - 1);
}

void visa_ages_chart(struct arena *a, const struct visa_backlog *f, str id, str title,
		     struct html *chart, struct html *table)
{
	struct chart_bar bars[VISA_AGE_BANDS_N];
	struct out desc = out_to_arena(a);
	for (int b = 0; b < VISA_AGE_BANDS_N; b++) {
		bars[b] = (struct chart_bar){ .label = band_label(a, b),
					      .value = (double)f->by_age_n[b] };
		out_fmt(&desc, "%s%.*s days: %lld", b ? "; " : "", SF(bars[b].label),
			(long long)f->by_age_n[b]);
	}
	struct chart_words words = { .id = id, .title = title, .desc = out_view(&desc) };
	struct chart_bars data = { .v = bars,
				   .n = VISA_AGE_BANDS_N,
				   .label_says = S("Age in days"),
				   .value_says = S("Applications") };
	struct out svg = out_to_arena(a), rows = out_to_arena(a);
	chart_bars(&svg, &words, &data);
	*chart = (struct html){ out_view(&svg) };
	chart_bars_table(&rows, &words, &data);
	*table = (struct html){ out_view(&rows) };
}

/* ---- the backlog ---- */

static const struct field backlog_fields[] = {
	{ "state", "State", FIELD_LINE, .max = 4, .hint = "code of a state; Russia is RU" },
	{ "as_at", "Day", FIELD_DAY, .hint = "as it stood at the end of a past day" },
	{ 0 },
};

struct asked {
	struct form form;
	str state_iso;
	int64_t on;
};

/* What is not asked for: the state with most waiting, today. */
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
	return OK;
}

static void list_holders(struct arena *a, const struct visa_corridor *k, bool has_links,
			 struct visa_backlog_sides *side)
{
	struct visa_backlog_sides_holders *v =
	    arena_new_n(a, struct visa_backlog_sides_holders, VISA_HOLDER_N);
	for (int h = 0; h < VISA_HOLDER_N; h++) {
		if (!k->figures.by_holder_n[h])
			continue;
		str word = visa_holder_text((enum visa_holder)h);
		v[side->n_holders++] = (struct visa_backlog_sides_holders){
			.name = visa_holder_label((enum visa_holder)h),
			.n = k->figures.by_holder_n[h],
			.url = has_links ? str_fmt(a, "/visas?state=%.*s&holder=%.*s",
						   SF(k->sending_iso), SF(word))
					 : (str){ 0 },
		};
	}
	side->holders = v;
}

static struct visa_backlog_sides side_of(struct arena *a, const struct visa_corridor *k, str key,
					 bool has_links)
{
	const struct visa_backlog *f = &k->figures;
	struct visa_backlog_sides s = {
		.key = key,
		.open_n = f->open_n,
		.over_n = f->over_n,
		.oldest = visa_days_text(a, f->oldest_days),
		.median = visa_days_text(a, f->median_days),
		.p90 = visa_days_text(a, f->p90_days),
		.standard_name = k->standard_name,
		.standard_source = k->standard_source,
	};
	if (k->standard_days.has)
		s.standard = str_fmt(a, "%lld %.*s days", (long long)k->standard_days.v,
				     SF(k->standard_unit));
	if (has_links && f->open_n)
		s.queue_url = str_fmt(a, "/visas?state=%.*s", SF(k->sending_iso));
	list_holders(a, k, has_links, &s);
	return s;
}

static void fill_sides(struct arena *a, const struct visa_both *b, bool has_links,
		       struct visa_backlog_view *v)
{
	struct visa_backlog_sides *sides = arena_new_n(a, struct visa_backlog_sides, 2);
	sides[0] = side_of(a, &b->theirs, S("theirs"), has_links);
	sides[0].title = str_fmt(a, "From %.*s to %.*s", SF(b->state_name), SF(b->host_name));
	sides[0].says = S("Their staff apply; we decide.");
	visa_ages_chart(a, &b->theirs.figures, S("ages-theirs"),
			S("Age of their applications in days"), &sides[0].chart_html,
			&sides[0].chart_table_html);
	sides[1] = side_of(a, &b->ours, S("ours"), false);
	sides[1].title = str_fmt(a, "From %.*s to %.*s", SF(b->host_name), SF(b->state_name));
	sides[1].says = S("Our staff apply; they decide.");
	visa_ages_chart(a, &b->ours.figures, S("ages-ours"), S("Age of our applications in days"),
			&sides[1].chart_html, &sides[1].chart_table_html);
	v->sides = sides;
	v->n_sides = 2;
}

enum err visa_backlog_page(struct ctx *c)
{
	struct page p;
	struct asked ask;
	struct visa_both both;
	struct visa_backlog_view v = { 0 };
	TRY(page_begin(c, "Visa backlog", &p));
	TRY(read_asked(&p, &ask));
	enum err e = visa_both_read(p.tx, ask.state_iso, ask.on, &both);
	if (e == ERR_NOT_FOUND) {
		form_fault(c, &ask.form, "state",
			   "'%.*s' is not the code of a state; Russia is RU.", SF(ask.state_iso));
		e = visa_both_read(p.tx, S("RU"), ask.on, &both);
	}
	if (e != OK)
		return e;
	if (page_is_json(&p)) {
		visa_corridor_json(c->out, &both.theirs, &both.ours);
		return page_send_json(&p);
	}
	struct form_value *state = form_value(&ask.form, "state"),
			  *day = form_value(&ask.form, "as_at");
	struct ui_field day_input = { .name = S("as_at"),
				      .id = S("as_at"),
				      .type = S("date"),
				      .label = { .text = S("Day, if not today") },
				      .value = day->typed,
				      .classes = S("govuk-input--width-10"),
				      .error = { .text = day->fault } };
	struct ui_option asked = { .value = both.state_iso, .text = both.state_name };
	TRY(visa_state_select(&p, &asked, both.state_iso, state->fault, &v.state_html));
	v.day_html = ui_input(c->a, &day_input);
	v.state_name = both.state_name;
	v.on = ask.on;
	v.is_today = ask.on == p.tx->on;
	fill_sides(c->a, &both, ctx_has_role(c, VISA_SEES_CASES) && ask.on == p.tx->on, &v);
	return page_send(&p, visa_backlog, &v);
}

/* ---- routes ---- */

const struct route visa_routes[] = {
	ROUTE(GET, "/visas/backlog", visa_backlog_page, VISA_SEES_FIGURES,
	      "How many applications of a state wait, with whom, how long; and ours there."),
	ROUTE(GET, "/visas", visa_queue_page, VISA_SEES_CASES,
	      "The open applications, what is due first on top; filters in the address."),
	ROUTE(
	    GET, "/visas/{id}", visa_case_page, VISA_SEES_CASES,
	    "One application: its facts, what may be done, what has happened. The look is logged."),
	ROUTE(POST, "/visas/{id}/move", visa_move_page, VISA_SEES_CASES,
	      "Moves an application as the table of moves allows, or says which rule forbids it.",
	      .is_write = true),
	{ 0 },
};
