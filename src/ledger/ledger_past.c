/* ledger_past.c: rows of the past to figures; which past to draw from; the back-test. */
#include "ledger/ledger_past.h"

#include <math.h>

struct past_question past_any(int64_t as_at_on)
{
	return (struct past_question){ .from_on = DAY_MIN,
				       .to_on = DAY_MAX,
				       .as_at_on = as_at_on,
				       .censor_days = CENSOR_DAYS };
}

static bool is_side(str asked, str iso)
{
	return !asked.p || str_eq(asked, iso);
}

bool past_is_asked(const struct past *p, const struct past_question *q)
{
	bool is_way = is_side(q->by_iso, p->by_iso) && is_side(q->against_iso, p->against_iso);
	bool is_back = q->is_both_ways && is_side(q->by_iso, p->against_iso) &&
		       is_side(q->against_iso, p->by_iso);
	return (is_way || is_back) && p->announced.from_on <= q->to_on &&
	       p->announced.to_on >= q->from_on && p->known_on <= q->as_at_on;
}

static double number(struct opt_int n)
{
	return n.has ? (double)n.v : NAN;
}

static struct answer answer_of(const struct past *p, const struct past_question *q)
{
	struct answer v = { number(p->sent), NAN, NAN, NAN };
	int64_t lag_days;
	if (p->has_answer && p->answer_known_on <= q->as_at_on) {
		v.received = number(p->received);
		if (p->has_answer_day && ledger_lag(p->announced, p->answered, &lag_days))
			v.lag_days = (double)lag_days;
	} else if (interval_is_day(p->announced)) {
		int64_t days = q->as_at_on - p->announced.from_on;
		v.watched_days = (double)(days < q->censor_days ? days : q->censor_days);
	}
	return v;
}

struct reciprocity past_figures(struct arena *a, const struct past_list *l,
				const struct past_question *q)
{
	struct answer *v = arena_new_n(a, struct answer, l->n + 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < l->n; i++)
		if (past_is_asked(&l->v[i], q))
			v[n++] = answer_of(&l->v[i], q);
	return reciprocity_of(a, v, n);
}

double past_lag_median(const struct reciprocity *r)
{
	return r->lags_n ? r->lag[percentile_index(r->lags_n, 50)] : NAN;
}

double past_wait_median(const struct reciprocity *r)
{
	double days;
	return km_quantile(&r->wait, .5, &days) ? days : NAN;
}

struct past_sizes past_sizes_of(const struct reciprocity *r)
{
	struct past_sizes s = { .equal_n = r->exact_n };
	for (ptrdiff_t i = 0; i < r->pairs_n; i++) {
		s.smaller_n += r->ratio[i] < 1;
		s.larger_n += r->ratio[i] > 1;
	}
	return s;
}

bool past_choose(struct arena *a, const struct past_list *l, str by_iso, str against_iso,
		 int64_t as_at_on, int64_t censor_days, struct past_choice *out)
{
	struct past_question q = past_any(as_at_on);
	q.censor_days = censor_days;
	for (int scope = PAST_PAIR; scope <= PAST_ALL; scope++) {
		q.by_iso = scope == PAST_PAIR ? by_iso : (str){ 0 };
		q.against_iso = scope == PAST_ALL ? (str){ 0 } : against_iso;
		*out = (struct past_choice){ (enum past_scope)scope, past_figures(a, l, &q) };
		if (out->figures.pairs_n >= PAST_ENOUGH && out->figures.lags_n)
			return true;
	}
	return out->figures.pairs_n > 0;
}

struct past_guess past_guess_of(const struct reciprocity *r, double sent)
{
	const double *v = r->ratio;
	ptrdiff_t n = r->pairs_n;
	return (struct past_guess){ floor(v[percentile_index(n, 10)] * sent + .5),
				    floor(v[percentile_index(n, 50)] * sent + .5),
				    floor(v[percentile_index(n, 90)] * sent + .5) };
}

struct past_tests past_back_test(struct arena *a, const struct past_list *l, int64_t as_at_on,
				 int64_t censor_days)
{
	struct past_tests t = { 0 };
	struct past_choice choice;
	for (ptrdiff_t i = 0; i < l->n; i++) {
		const struct past *p = &l->v[i];
		bool is_told = p->has_answer && p->received.has && p->sent.has && p->sent.v > 0 &&
			       p->known_on <= as_at_on && p->answer_known_on <= as_at_on;
		int64_t before_on =
		    (p->has_answer_day ? p->answered.from_on : p->answer_known_on) - 1;
		if (!is_told)
			continue;
		if (!past_choose(a, l, p->by_iso, p->against_iso, before_on, censor_days,
				 &choice)) {
			t.untold_n++;
			continue;
		}
		struct past_test *to = arena_push(a, &t);
		*to = (struct past_test){ .round = p,
					  .scope = choice.scope,
					  .pairs_n = choice.figures.pairs_n };
		to->guess = past_guess_of(&choice.figures, (double)p->sent.v);
		to->is_inside = (double)p->received.v >= to->guess.low &&
				(double)p->received.v <= to->guess.high;
		t.inside_n += to->is_inside;
	}
	return t;
}
