/* ledger_pages.c: the account of two states as a page. */
#include <math.h>
#include <stdlib.h>

#include "access/page.h"
#include "base/must.h"
#include "chart/chart.h"
#include "ledger/ledger.h"
#include "ledger_pair.html.h"
#include "mission/mission.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "web/form.h"

static const struct field pair_fields[] = {
	{ "a", "One state", FIELD_LINE, .max = 4 },
	{ "b", "The other state", FIELD_LINE, .max = 4 },
	{ "from", "From year", FIELD_INT, .min = 1, .max = 9999 },
	{ "to", "To year", FIELD_INT, .min = 1, .max = 9999 },
	{ "all", "Also what became known later", FIELD_CHECK },
	{ 0 },
};

/* ---- words ---- */

str ledger_persons_text(struct arena *a, struct opt_int n, struct opt_int min, struct opt_int max)
{
	if (n.has && min.has && !max.has)
		return str_fmt(a, "%lld or more", (long long)n.v);
	if (n.has)
		return str_fmt(a, "%lld", (long long)n.v);
	if (min.has && max.has)
		return str_fmt(a, "%lld to %lld", (long long)min.v, (long long)max.v);
	if (min.has)
		return str_fmt(a, "%lld or more", (long long)min.v);
	return S("not known");
}

/* "23 persons on 17 March 2018, after 3 days". */
static str answer_text(struct arena *a, const struct ledger_rounds_row *r)
{
	int64_t lag;
	if (!r->answer_id.has)
		return S("no answer known");
	str n = ledger_persons_text(a, r->answer_persons_n, r->answer_persons_min_n,
				    r->answer_persons_max_n);
	if (!r->answered_from_on.has)
		return str_fmt(a, "%.*s persons, day not known", SF(n));
	struct interval was = { r->announced_from_on, r->announced_to_on };
	struct interval then = { r->answered_from_on.v, r->answered_to_on.v };
	str day = interval_long(a, then);
	if (!ledger_lag(was, then, &lag))
		return str_fmt(a, "%.*s persons, %.*s", SF(n), SF(day));
	return str_fmt(a, "%.*s persons on %.*s, after %lld %s", SF(n), SF(day), (long long)lag,
		       lag == 1 ? "day" : "days");
}

/* ---- the parts of the page ---- */

struct asked {
	struct form form;
	struct ledger_question q;
	str a_name, b_name;
	int64_t from_year_n, to_year_n; /* 0: not asked */
	bool is_all;
};

static enum err read_pair(struct page *p, struct asked *ask)
{
	struct ctx *c = p->c;
	enum err e = form_read(c, pair_fields, NULL, &ask->form);
	struct form f = ask->form;
	if (e != OK && e != ERR_FAULTS)
		return e;
	str a = form_text(&f, "a"), b = form_text(&f, "b");
	ask->is_all = form_is(&f, "all");
	ask->from_year_n = form_int(&f, "from", 0);
	ask->to_year_n = form_int(&f, "to", 0);
	if (str_is_empty(a))
		TRY(ref_host(p->tx, &a));
	if (str_is_empty(b))
		b = str_eq(a, S("RU")) ? S("GB") : S("RU");
	if (ref_state_name(p->tx, a, &ask->a_name) != OK) {
		form_fault(c, &f, "a", "'%.*s' is not the code of a state", SF(a));
		ask->a_name = a;
	}
	if (ref_state_name(p->tx, b, &ask->b_name) != OK) {
		form_fault(c, &f, "b", "'%.*s' is not the code of a state", SF(b));
		ask->b_name = b;
	}
	if (ask->from_year_n && ask->to_year_n && ask->from_year_n > ask->to_year_n)
		form_fault(c, &f, "to", "The last year lies before the first");
	ask->q =
	    (struct ledger_question){ a, b, DAY_MIN, DAY_MAX, ask->is_all ? DAY_MAX : p->tx->on };
	if (ask->from_year_n)
		ask->q.from_on = day_of((struct date){ (int)ask->from_year_n, 1, 1 });
	if (ask->to_year_n)
		ask->q.to_on = day_of((struct date){ (int)ask->to_year_n, 12, 31 });
	return OK;
}

static struct html state_select(struct arena *a, const struct ledger_states_rows *states,
				const struct form_value *v, const char *label, str chosen)
{
	struct ui_option *options = arena_new_n(a, struct ui_option, states->n);
	for (ptrdiff_t i = 0; i < states->n; i++)
		options[i] =
		    (struct ui_option){ .value = states->v[i].iso, .text = states->v[i].name };
	struct ui_field f = page_field(v);
	f.label.text = str_of(label);
	f.value = chosen;
	f.options = options;
	f.n_options = states->n;
	return ui_select(a, &f);
}

static struct html year_input(struct arena *a, const struct form_value *v, const char *label)
{
	struct ui_field f = page_field(v);
	f.label.text = str_of(label);
	f.classes = S("govuk-input--width-4");
	f.inputmode = S("numeric");
	return ui_input(a, &f);
}

static enum err picker(struct page *p, const struct asked *ask, struct html *html)
{
	struct arena *a = p->c->a;
	struct ledger_states_rows states;
	TRY(ledger_states(p->tx, &states));
	struct ui_option later = { .value = S("1"), .text = S("Also what became known later") };
	const str one = S("1");
	struct html parts[] = {
		state_select(a, &states, form_value(&ask->form, "a"), "One state", ask->q.host_iso),
		state_select(a, &states, form_value(&ask->form, "b"), "The other state",
			     ask->q.state_iso),
		year_input(a, form_value(&ask->form, "from"), "From year"),
		year_input(a, form_value(&ask->form, "to"), "To year"),
		ui_checkboxes(a, &(struct ui_choices){ .name = S("all"),
						       .id_prefix = S("all"),
						       .items = &later,
						       .n_items = 1,
						       .values = &one,
						       .n_values = ask->is_all,
						       .classes = S("govuk-checkboxes--small") }),
	};
	struct out o = out_to_arena(a);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		out_raw(&o, parts[i].s, "components escape what they are given");
	html->s = out_view(&o);
	return OK;
}

static void draw(struct arena *a, const struct asked *ask, const struct ledger_account *acc,
		 struct ledger_pair_view *v)
{
	struct chart_round *rounds = arena_new_n(a, struct chart_round, acc->n);
	for (ptrdiff_t i = 0; i < acc->n; i++) {
		const struct ledger_rounds_row *r = &acc->v[i].round;
		rounds[i] =
		    (struct chart_round){ .from_on = r->announced_from_on,
					  .to_on = r->announced_to_on,
					  .count = r->persons_n.has ? (double)r->persons_n.v : NAN,
					  .is_below = !str_eq(r->sender_iso, ask->q.host_iso),
					  .label = r->sender_iso };
	}
	struct chart_timeline t = { .v = rounds,
				    .n = acc->n,
				    .above_says = str_fmt(a, "%.*s acts", SF(ask->a_name)),
				    .below_says = str_fmt(a, "%.*s acts", SF(ask->b_name)),
				    .count_says = S("persons") };
	struct chart_words w = {
		.id = S("rounds-chart"),
		.title =
		    str_fmt(a, "Measures between %.*s and %.*s", SF(ask->a_name), SF(ask->b_name)),
		.desc = str_fmt(
		    a, "%td measures in the order of their days; height is the number of persons.",
		    acc->n),
	};
	struct out picture = out_to_arena(a), table = out_to_arena(a);
	chart_timeline(&picture, &w, &t);
	chart_timeline_table(&table, &w, &t);
	v->chart_html.s = out_view(&picture);
	v->chart_table_html.s = out_view(&table);
}

static enum err fill_sources(struct tx *tx, int64_t round_id, struct ledger_pair_rounds *to)
{
	struct ledger_sources_args in = { .round_id = round_id };
	struct ledger_sources_rows rows;
	TRY(ledger_sources(tx, &in, &rows));
	struct ledger_pair_rounds_sources *list =
	    arena_new_n(tx->a, struct ledger_pair_rounds_sources, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] =
		    (struct ledger_pair_rounds_sources){ .rank_n = i + 1, .url = rows.v[i].url };
	to->sources = list;
	to->n_sources = rows.n;
	return OK;
}

static enum err fill_rounds(struct page *p, const struct asked *ask,
			    const struct ledger_account *acc, struct ledger_pair_view *v)
{
	struct arena *a = p->c->a;
	struct ledger_pair_rounds *list = arena_new_n(a, struct ledger_pair_rounds, acc->n);
	for (ptrdiff_t i = 0; i < acc->n; i++) {
		const struct ledger_rounds_row *r = &acc->v[i].round;
		struct ledger_pair_rounds *to = &list[i];
		bool is_a = str_eq(r->sender_iso, ask->q.host_iso);
		bool has_pair = r->persons_n.has && r->answer_id.has && r->answer_persons_n.has;
		TRY(ref_state_name(p->tx, r->sender_iso, &to->by_name));
		TRY(ref_state_name(p->tx, r->target_iso, &to->target_name));
		to->day =
		    interval_long(a, (struct interval){ r->announced_from_on, r->announced_to_on });
		to->persons =
		    ledger_persons_text(a, r->persons_n, r->persons_min_n, r->persons_max_n);
		to->answer = acc->v[i].answer_to_id.has && !r->answer_id.has
				 ? S("is itself an answer")
				 : answer_text(a, r);
		to->reason = r->reason;
		TRY(fill_sources(p->tx, r->id, to));
		v->a_rounds_n += is_a;
		v->b_rounds_n += !is_a;
		*(is_a ? &v->a_persons_n : &v->b_persons_n) += r->persons_n.v;
		if (!r->answer_round_id.has) /* an answer that stands as a round counts there */
			*(is_a ? &v->b_persons_n : &v->a_persons_n) += r->answer_persons_n.v;
		v->pairs_n += has_pair;
		v->exact_n += has_pair && r->persons_n.v == r->answer_persons_n.v;
	}
	v->rounds = list;
	v->n_rounds = acc->n;
	return OK;
}

/* ---- like for like, and how many stand on either side ---- */

static str count_text(struct arena *a, struct opt_int n)
{
	return n.has ? str_fmt(a, "%lld", (long long)n.v) : (str){ 0 };
}

static enum err fill_classes(struct page *p, const struct ledger_account *acc,
			     struct ledger_pair_view *v)
{
	struct {
		struct ledger_pair_classes *v;
		ptrdiff_t n, cap;
	} rows = { 0 };
	for (ptrdiff_t i = 0; i < acc->n; i++) {
		struct ledger_classes of;
		const struct ledger_rounds_row *r = &acc->v[i].round;
		TRY(ledger_classes_read(p->tx, &acc->v[i], &of));
		for (ptrdiff_t k = 0; of.is_known && k < of.n; k++)
			*arena_push(p->c->a, &rows) = (struct ledger_pair_classes){
				.day =
				    interval_long(p->c->a, (struct interval){ r->announced_from_on,
									      r->announced_to_on }),
				.who = str_fmt(p->c->a, "%.*s → %.*s", SF(r->sender_iso),
					       SF(r->target_iso)),
				.label = mission_label(p->c->a, of.v[k].label),
				.sent = count_text(p->c->a, of.v[k].sent_n),
				.back = count_text(p->c->a, of.v[k].back_n),
				.is_same = of.v[k].sent_n.has && of.v[k].back_n.has &&
					   of.v[k].sent_n.v == of.v[k].back_n.v,
			};
	}
	v->classes = rows.v;
	v->n_classes = rows.n;
	return OK;
}

struct pairs_of {
	struct chart_pair *v;
	ptrdiff_t n, cap;
};

static int by_category(const void *x, const void *y)
{
	const struct ledger_strength_row *a = x, *b = y;
	enum post_category of_a, of_b;
	must(post_category_of(a->category, &of_a) && post_category_of(b->category, &of_b));
	return (of_a > of_b) - (of_a < of_b);
}

static enum err add_strength(struct tx *tx, str sending, str host, bool is_ours,
			     struct pairs_of *out)
{
	struct ledger_strength_args of = { .sending_iso = sending, .host_iso = host };
	struct ledger_strength_rows rows;
	TRY(ledger_strength(tx, &of, &rows));
	if (rows.n)
		qsort(rows.v, (size_t)rows.n, sizeof *rows.v, by_category);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		str label = mission_label(tx->a, rows.v[i].category);
		ptrdiff_t k = 0;
		while (k < out->n && !str_eq(out->v[k].label, label))
			k++;
		if (k == out->n)
			*arena_push(tx->a, out) = (struct chart_pair){ .label = label,
								       .ours_ceiling = NAN,
								       .theirs_ceiling = NAN };
		*(is_ours ? &out->v[k].ours : &out->v[k].theirs) = (double)rows.v[i].serving_n;
	}
	return OK;
}

/* Ceilings of the State as a whole: only those here are in the register. */
static enum err add_ceilings(struct tx *tx, str state, struct pairs_of *out)
{
	struct mission_rooms rooms = { 0 };
	enum err e = mission_room_of(tx, state, 0, (str){ 0 }, tx->on, &rooms);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	for (ptrdiff_t i = 0; i < rooms.n; i++)
		for (ptrdiff_t k = 0; k < out->n; k++)
			if (!rooms.v[i].ceiling.mission_id.has && rooms.v[i].ceiling.category.p &&
			    str_eq(out->v[k].label,
				   mission_label(tx->a, rooms.v[i].ceiling.category)))
				out->v[k].theirs_ceiling = (double)rooms.v[i].ceiling.limit_n;
	return OK;
}

/* Level parity, where one of the two is this register's host. */
static enum err fill_parity(struct page *p, const struct asked *ask, struct ledger_pair_view *v)
{
	struct arena *a = p->c->a;
	struct pairs_of rows = { 0 };
	str host, other;
	TRY(ref_host(p->tx, &host));
	bool is_a = str_eq(ask->q.host_iso, host), is_b = str_eq(ask->q.state_iso, host);
	other = is_a ? ask->q.state_iso : ask->q.host_iso;
	if (is_a == is_b || !v->has_whatif)
		return OK;
	TRY(add_strength(p->tx, other, host, false, &rows));
	TRY(add_strength(p->tx, host, other, true, &rows));
	TRY(add_ceilings(p->tx, other, &rows));
	if (!rows.n)
		return OK;
	struct chart_parity parity = { .v = rows.v,
				       .n = rows.n,
				       .label_says = S("category"),
				       .ours_says = S("our staff there"),
				       .theirs_says = S("their staff here") };
	double ours = 0, theirs = 0;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		ours += rows.v[i].ours;
		theirs += rows.v[i].theirs;
	}
	struct chart_words w = { .id = S("parity-chart"),
				 .title = S("Who serves on either side today"),
				 .desc =
				     str_fmt(a, "Ours there %.0f, theirs here %.0f: %.0f apart.",
					     ours, theirs, parity_gap(ours, theirs)) };
	struct out picture = out_to_arena(a), table = out_to_arena(a);
	chart_parity(&picture, &w, &parity);
	chart_parity_table(&table, &w, &parity);
	v->parity_says = w.desc;
	v->parity_html.s = out_view(&picture);
	v->parity_table_html.s = out_view(&table);
	v->has_parity = true;
	return OK;
}

static enum err ledger_page(struct ctx *c)
{
	struct page p;
	struct asked ask = { 0 };
	struct ledger_account acc = { 0 };
	struct ledger_pair_view v = { 0 };
	TRY(page_begin(c, "Ledger", &p));
	TRY(read_pair(&p, &ask));
	if (!c->faults.total_n)
		TRY(ledger_account_read(p.tx, &ask.q, &acc));
	v.a_name = ask.a_name;
	v.b_name = ask.b_name;
	v.is_all = ask.is_all;
	v.has_whatif = ctx_has_role(c, ~BIT(ROLE_AUDITOR));
	v.has_measures = ctx_has_role(c, ~(BIT(ROLE_AUDITOR) | BIT(ROLE_VISA)));
	TRY(picker(&p, &ask, &v.picker_html));
	TRY(fill_rounds(&p, &ask, &acc, &v));
	draw(c->a, &ask, &acc, &v);
	TRY(fill_classes(&p, &acc, &v));
	if (!c->faults.total_n)
		TRY(fill_parity(&p, &ask, &v));
	return page_send(&p, ledger_pair, &v);
}

/* Who may read the ledger: security.md 4.2, and whoever prepares a decision. */
#define READERS                                                                                    \
	(BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) |            \
	 BIT(ROLE_DESK) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR))

const struct route ledger_routes[] = {
	ROUTE(GET, "/ledger", ledger_page, READERS,
	      "What two states did to each other's missions, and what was answered."),
	ROUTE(GET, "/ledger/all", ledger_all_page, READERS,
	      "The account over all pairs of states, and what the past would have said."),
	ROUTE(GET, "/ledger/export.csv", ledger_export_page, READERS,
	      "All measures with their sources as CSV."),
	ROUTE(GET, "/ledger/what-if", ledger_whatif_page, READERS & ~BIT(ROLE_AUDITOR),
	      "What if we expel: the answers of the past, drawn many times."),
	{ 0 },
};
