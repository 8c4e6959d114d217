/* visa_pages.c: the routes of visa, and what its pages share. */
#include "visa/visa_pages.h"

#include "base/must.h"
#include "chart/chart.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "visa/visa.h"

str visa_days_text(struct arena *a, struct opt_int days)
{
	if (!days.has)
		return S("–");
	return str_fmt(a, "%lld %s", (long long)days.v, days.v == 1 ? "day" : "days");
}

struct html visa_input(struct arena *a, const struct form_value *v,
		       str (*label)(struct arena *a, str value))
{
	const struct field *f = v->field;
	struct ui_option options[16] = { { .value = S(""), .text = S("–") } };
	ptrdiff_t n = 1;
	for (; f->choices && f->choices[n - 1]; n++) {
		must(n < 16);
		str value = str_of(f->choices[n - 1]);
		options[n] = (struct ui_option){ .value = value, .text = label(a, value) };
	}
	struct ui_field in = page_field(v);
	in.options = options;
	in.n_options = n;
	in.type = f->kind == FIELD_DAY ? S("date") : S("text");
	in.classes = S("govuk-input--width-20");
	if (f->kind == FIELD_MANY) {
		struct ui_fieldset set = { .legend = in.label };
		return ui_checkboxes(a,
				     &(struct ui_choices){ .name = in.name,
							   .id_prefix = in.id,
							   .classes = S("govuk-checkboxes--small"),
							   .fieldset = &set,
							   .items = options + 1,
							   .n_items = n - 1,
							   .values = v->many,
							   .n_values = v->many ? v->n : 0,
							   .error = in.error });
	}
	return f->kind == FIELD_CHOICE ? ui_select(a, &in) : ui_input(a, &in);
}

/* "RU Russia", one to a line: each state costs two look-ups, so what came of it is kept. */
static enum err read_states(struct page *p, str *lines)
{
	const str key = S("states that have applied");
	struct visa_states_args in = { 0 };
	struct visa_states_rows rows;
	*lines = page_kept(p, key);
	if (lines->p)
		return OK;
	TRY(ref_host(p->tx, &in.host_iso));
	TRY(visa_states(p->tx, &in, &rows));
	struct out o = out_to_arena(p->c->a);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		out_fmt(&o, "%.*s %.*s\n", SF(rows.v[i].iso), SF(rows.v[i].name));
	*lines = out_view(&o);
	page_keep_text(p, key, *lines);
	return OK;
}

enum err visa_state_select(struct page *p, const struct ui_option *first, str chosen, str fault,
			   struct html *html)
{
	struct {
		struct ui_option *v;
		ptrdiff_t n, cap;
	} options = { 0 };
	str lines;
	TRY(read_states(p, &lines));
	if (first->text.p)
		*arena_push(p->c->a, &options) = *first;
	while (lines.n) {
		str name = str_cut(&lines, '\n'), iso = str_cut(&name, ' ');
		if (!str_eq(iso, first->value))
			*arena_push(p->c->a, &options) =
			    (struct ui_option){ .value = iso, .text = name };
	}
	*html = ui_select(p->c->a, &(struct ui_field){ .name = S("state"),
						       .id = S("state"),
						       .label = { .text = S("State") },
						       .value = chosen,
						       .options = options.v,
						       .n_options = options.n,
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

/* ---- routes ---- */

const struct route visa_routes[] = {
	ROUTE(GET, "/visas", visa_queue_page, VISA_SEES_CASES,
	      "The open applications, what is due first on top; filters in the address."),
	ROUTE(GET, "/visas/standards", visa_standards_page, VISA_SEES_FIGURES,
	      "Within how many days a decision is due, for each pair of states."),
	ROUTE(POST, "/visas/standards", visa_standard_set_page, BIT(ROLE_VISA) | BIT(ROLE_HEAD),
	      "Proposes a change of a standard to a second person.", .is_write = true),
	ROUTE(GET, "/visas/ended", visa_ended_page, VISA_SEES_CASES,
	      "The applications that ended, latest first; filters in the address."),
	ROUTE(
	    GET, "/visas/{id}", visa_case_page, VISA_SEES_CASES,
	    "One application: its facts, what may be done, what has happened. The look is logged."),
	ROUTE(POST, "/visas/next", visa_next_page, VISA_SEES_CASES,
	      "Takes what is due first of one's section, for 30 minutes.", .is_write = true),
	ROUTE(POST, "/visas/bulk", visa_bulk_page, VISA_SEES_CASES,
	      "Gives many applications to a person, or asks for papers of many; never decides.",
	      .is_write = true),
	ROUTE(GET, "/visas/new", visa_new_page, BIT(ROLE_VISA), "The form of one application."),
	ROUTE(POST, "/visas/new", visa_submit_page, BIT(ROLE_VISA), "Enters one application.",
	      .is_write = true),
	ROUTE(POST, "/visas/{id}/touch", visa_touch_page, VISA_SEES_CASES,
	      "Gives it back, keeps out of it for good, or says which papers have come.",
	      .is_write = true),
	ROUTE(POST, "/visas/{id}/move", visa_move_page, VISA_SEES_CASES,
	      "Moves an application as the table of moves allows, or says which rule forbids it.",
	      .is_write = true),
	{ 0 },
};
