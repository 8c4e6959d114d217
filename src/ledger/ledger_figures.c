/* ledger_figures.c: the rounds of the register as the past (ledger_past.h), and `grata ledger
 * stats`. */
#include "ledger/ledger.h"

#include <math.h>

#include "base/out.h"
#include "forecast/forecast.h"
#include "ref/ref.h"

enum err ledger_past_read(struct tx *tx, int64_t as_at_on, struct past_list *out)
{
	struct ledger_all_args in = { .as_at_on = as_at_on };
	struct ledger_all_rows rows;
	*out = (struct past_list){ 0 };
	TRY(ledger_all(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct ledger_all_row *r = &rows.v[i];
		if (i > 0 && r->id == rows.v[i - 1].id)
			continue; /* a further answer to the same round */
		*arena_push(tx->a, out) = (struct past){
			.by_iso = r->sender_iso,
			.against_iso = r->target_iso,
			.announced = { r->announced_from_on, r->announced_to_on },
			.known_on = r->known_from_on,
			.sent = r->persons_n,
			.has_answer = r->answer_id.has,
			.has_answer_day = r->answered_from_on.has,
			.answered = { r->answered_from_on.v, r->answered_to_on.v },
			.answer_known_on = r->answer_known_from_on.v,
			.received = r->answer_persons_n,
		};
	}
	return OK;
}

/* ---- groups ---- */

/* In these years many states acted together and were answered together: one decision counted many
 * times. The rest is the last group. */
static const int WAVE_YEARS[] = { 2018, 2022 };
enum { WAVES_N = sizeof WAVE_YEARS / sizeof *WAVE_YEARS };

static int wave_of(const struct past *p)
{
	int year = day_date(p->announced.from_on).year, w = 0;
	while (w < WAVES_N && WAVE_YEARS[w] != year)
		w++;
	return w;
}

struct ledger_waves ledger_waves_of(struct arena *a, const struct past_list *l,
				    const struct past_question *q)
{
	struct ledger_wave *v = arena_new_n(a, struct ledger_wave, WAVES_N + 1);
	for (int w = 0; w <= WAVES_N; w++) {
		struct past_list part = { 0 };
		for (ptrdiff_t i = 0; i < l->n; i++)
			if (wave_of(&l->v[i]) == w)
				*arena_push(a, &part) = l->v[i];
		v[w].name = w < WAVES_N ? str_fmt(a, "%d", WAVE_YEARS[w]) : S("all other years");
		v[w].figures = past_figures(a, &part, q);
		v[w].sizes = past_sizes_of(&v[w].figures);
	}
	return (struct ledger_waves){ v, WAVES_N + 1 };
}

/* ---- the verb ---- */

static void json_number(struct out *o, const char *key, double v)
{
	out_fmt(o, ",\"%s\":", key);
	forecast_number_json(o, v);
}

static void out_stats_json(struct out *o, const struct reciprocity *r)
{
	static const int days[] = { 3, 4, 14, 90 };
	out_fmt(o, "{\"pairs\":%td,\"exact\":%td", r->pairs_n, r->exact_n);
	json_number(o, "pooled_ratio", r->pooled);
	json_number(o, "pooled_ratio_without_largest", r->pooled_without_largest);
	json_number(o, "lag_median_days", past_lag_median(r));
	out_fmt(o, ",\"lags\":%td", r->lags_n);
	json_number(o, "km_median_days", past_wait_median(r));
	out_lit(o, ",\"p_answered_by\":{");
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		out_fmt(o, "%s\"%d\":", i ? "," : "", days[i]);
		forecast_number_json(o, 1 - km_at(&r->wait, days[i]));
	}
	out_lit(o, "}}\n");
}

static void out_waves_json(struct out *o, const struct ledger_waves *waves)
{
	out_lit(o, "{\"groups\":[");
	for (ptrdiff_t i = 0; i < waves->n; i++) {
		const struct ledger_wave *w = &waves->v[i];
		const struct reciprocity *r = &w->figures;
		out_str(o, i ? S(",{\"group\":") : S("{\"group\":"));
		out_json(o, w->name);
		out_fmt(o, ",\"lags\":%td", r->lags_n);
		json_number(o, "lag_median_days", past_lag_median(r));
		json_number(o, "lag_least_days", r->lags_n ? r->lag[0] : NAN);
		json_number(o, "lag_most_days", r->lags_n ? r->lag[r->lags_n - 1] : NAN);
		out_fmt(o, ",\"pairs\":%td,\"equal\":%lld,\"smaller\":%lld,\"larger\":%lld}",
			r->pairs_n, (long long)w->sizes.equal_n, (long long)w->sizes.smaller_n,
			(long long)w->sizes.larger_n);
	}
	out_lit(o, "]}\n");
}

/* A number of days or a ratio, or a dash. */
static void out_or_dash(struct out *o, const char *before, double v, const char *behind)
{
	out_str(o, str_of(before));
	if (isnan(v))
		out_lit(o, "–");
	else
		out_fmt(o, "%.4g", v);
	out_str(o, str_of(behind));
}

static void out_stats(struct out *o, const struct reciprocity *r, const struct ledger_waves *waves)
{
	out_fmt(o, "%td pairs with both numbers, %td of them the same number\n", r->pairs_n,
		r->exact_n);
	out_or_dash(o, "persons in return for each: ", r->pooled, "");
	out_or_dash(o, " (without the largest answer ", r->pooled_without_largest, ")\n");
	out_fmt(o, "%td answers with both days known", r->lags_n);
	out_or_dash(o, ": half came within ", past_lag_median(r), " days\n");
	out_fmt(o, "with %td unanswered ones", r->unanswered_n);
	if (isnan(past_wait_median(r)))
		out_lit(o, ": fewer than half were answered\n");
	else
		out_fmt(o, ": half were answered within %.4g days\n", past_wait_median(r));
	for (ptrdiff_t i = 0; i < waves->n; i++) {
		const struct ledger_wave *w = &waves->v[i];
		out_fmt(o, "%-16.*s %3td lags", SF(w->name), w->figures.lags_n);
		out_or_dash(o, ", median ", past_lag_median(&w->figures), " days;");
		out_fmt(o, " %td pairs: %lld the same, %lld smaller, %lld larger\n",
			w->figures.pairs_n, (long long)w->sizes.equal_n,
			(long long)w->sizes.smaller_n, (long long)w->sizes.larger_n);
	}
}

/* "all", a day, or nothing: the register's own day. */
void ledger_read_as_at(struct verb_call *c, const struct tx *tx, int64_t *as_at_on)
{
	str text = verb_text(c, "as-at");
	*as_at_on = tx->on;
	if (str_eq(text, S("all")))
		*as_at_on = DAY_MAX;
	else if (text.p && !day_read(text, as_at_on))
		fault_field(c->faults, S("as-at"), "'%.*s' is neither a day nor 'all'", SF(text));
}

static enum err read_stats_question(struct verb_call *c, struct tx *tx, struct past_question *q)
{
	*q = past_any(0);
	ledger_read_as_at(c, tx, &q->as_at_on);
	q->from_on = verb_day(c, "from", DAY_MIN);
	q->to_on = verb_day(c, "to", DAY_MAX);
	q->censor_days = verb_int(c, "censor-days", CENSOR_DAYS);
	if (q->censor_days < 1 || q->censor_days > CENSOR_DAYS_MAX)
		fault_field(c->faults, S("censor-days"), "this must be 1 to %d", CENSOR_DAYS_MAX);
	q->by_iso = verb_text(c, "by");
	q->against_iso = verb_text(c, "against");
	q->is_both_ways = verb_flag(c, "both-ways");
	if (q->by_iso.p)
		TRY(ledger_check_state(c, tx, "by", q->by_iso));
	if (q->against_iso.p)
		TRY(ledger_check_state(c, tx, "against", q->against_iso));
	return faults_err(c->faults);
}

static enum err stats(struct verb_call *c, struct tx *tx)
{
	struct past_question q;
	struct past_list past;
	TRY(read_stats_question(c, tx, &q));
	TRY(ledger_past_read(tx, q.as_at_on, &past));
	struct reciprocity r = past_figures(c->a, &past, &q);
	struct ledger_waves waves = ledger_waves_of(c->a, &past, &q);
	if (c->is_json && verb_flag(c, "groups"))
		out_waves_json(c->out, &waves);
	else if (c->is_json)
		out_stats_json(c->out, &r);
	else
		out_stats(c->out, &r, &waves);
	return OK;
}

enum err ledger_stats_verb(struct verb_call *c)
{
	return verb_read(c, stats);
}
