/* ledger_whatif.c: what-if: staffing after a measure and its answer, drawn from the past; `grata
 * ledger what-if`. */
#include "ledger/ledger_whatif.h"

#include <math.h>

#include "base/embed.h"
#include "base/out.h"
#include "forecast/forecast.h"

EMBED(expulsions);

/* ---- the past without a register ---- */

static str continuing(str iso)
{
	return str_eq(iso, S("SU")) ? S("RU") : iso; /* the only former state of the file */
}

/* The rounds that travel inside the program. */
static enum err past_published(struct arena *a, struct faults *faults, struct past_list *out)
{
	struct ledger_row_list rows;
	*out = (struct past_list){ 0 };
	TRY(ledger_read(a, S("expulsions.csv"), embed_str(expulsions), NULL, faults, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct ledger_row *r = &rows.v[i];
		*arena_push(a, out) = (struct past){
			.by_iso = continuing(r->sender_iso),
			.against_iso = continuing(r->target_iso),
			.announced = r->announced,
			.known_on = ledger_known_from(r),
			.sent = r->persons.stated,
			.has_answer = r->has_answer,
			.has_answer_day = r->has_answer_day,
			.answered = r->answered,
			.answer_known_on = ledger_answer_known_from(r),
			.received = r->answer_persons.stated,
		};
	}
	return OK;
}

/* ---- one what-if ---- */

bool ledger_whatif_run(struct arena *a, const struct past_list *l, const struct ledger_whatif *w,
		       struct ledger_whatif_answer *out)
{
	const struct reciprocity *r = &out->choice.figures;
	*out = (struct ledger_whatif_answer){ 0 };
	if (!past_choose(a, l, w->by_iso, w->against_iso, w->as_at_on, CENSOR_DAYS, &out->choice))
		return false;
	out->sizes = past_sizes_of(r);
	out->guess = past_guess_of(r, w->theirs.expelled);
	out->result = whatif_of(a, &(struct whatif){ .theirs = w->theirs,
						     .ours = w->ours,
						     .ratio = r->ratio,
						     .n_ratios = r->pairs_n,
						     .lag = &r->wait,
						     .notice_weeks = w->notice_weeks,
						     .weeks = w->weeks,
						     .runs = w->runs,
						     .seed = w->seed });
	return true;
}

str past_scope_text(enum past_scope s)
{
	return s == PAST_PAIR ? S("pair") : s == PAST_STATE ? S("state") : S("all");
}

/* ---- the verb ---- */

static void json_list(struct out *o, const char *key, const double *v, ptrdiff_t n)
{
	out_fmt(o, "\"%s\":[", key);
	for (ptrdiff_t i = 0; i < n; i++) {
		out_bytes(o, ",", i > 0);
		forecast_number_json(o, v[i]);
	}
	out_lit(o, "]");
}

static void json_band(struct out *o, const char *key, const struct band *b, ptrdiff_t n)
{
	out_fmt(o, "\"%s\":{", key);
	json_list(o, "p10", b->low, n);
	out_lit(o, ",");
	json_list(o, "p50", b->middle, n);
	out_lit(o, ",");
	json_list(o, "p90", b->high, n);
	out_lit(o, "}");
}

static void json_simulation(struct out *o, const struct ledger_whatif *w,
			    const struct ledger_whatif_answer *s)
{
	const struct reciprocity *r = &s->choice.figures;
	out_fmt(o, ",\"simulation\":{\"seed\":%llu,\"runs\":%lld,\"past\":\"%.*s\",\"pairs\":%td",
		(unsigned long long)w->seed, (long long)w->runs,
		SF(past_scope_text(s->choice.scope)), r->pairs_n);
	out_fmt(o, ",\"lags\":%td,\"unanswered\":%td,", r->lags_n, r->unanswered_n);
	json_band(o, "ours", &s->result.ours, w->weeks);
	out_lit(o, ",\"answered_share\":");
	forecast_number_json(o, s->result.answered_share);
	out_lit(o, "}");
}

static void out_bands(struct out *o, const struct ledger_whatif *w,
		      const struct ledger_whatif_answer *s)
{
	static const char *const of[] = { "to this state", "of this state to anybody",
					  "of anybody to anybody" };
	const struct reciprocity *r = &s->choice.figures;
	out_fmt(o,
		"\nOur staff there after their answer, drawn %lld times (seed %llu) from the %td "
		"answers with both numbers %s\n%6s %8s %8s %8s\n",
		(long long)w->runs, (unsigned long long)w->seed, r->pairs_n, of[s->choice.scope],
		"week", "10 %", "50 %", "90 %");
	for (ptrdiff_t t = 0; t < w->weeks; t++)
		out_fmt(o, "%6td %8.1f %8.1f %8.1f\n", t + 1, s->result.ours.low[t],
			s->result.ours.middle[t], s->result.ours.high[t]);
	out_fmt(o, "They answer within these weeks in %.0f %% of the draws.\n",
		s->result.answered_share * 100);
	out_lit(o, "This is a count of the past, not advice.\n");
}

static double amount(struct verb_call *c, const char *name, double otherwise, double max)
{
	double v = verb_number(c, name, otherwise);
	if (isnan(v))
		fault_field(c->faults, str_of(name), "--%s is needed", name);
	else if (v < 0 || v > max)
		fault_field(c->faults, str_of(name), "this must be 0 to %g", max);
	return v;
}

static int64_t whole(struct verb_call *c, const char *name, int64_t otherwise, int64_t min,
		     int64_t max)
{
	int64_t v = verb_int(c, name, otherwise);
	if (v < min || v > max)
		fault_field(c->faults, str_of(name), "this must be %lld to %lld", (long long)min,
			    (long long)max);
	return v;
}

enum { STAFF_MAX = 100000 };

static enum err read_whatif(struct verb_call *c, struct ledger_whatif *w)
{
	*w = (struct ledger_whatif){
		.theirs = { .staff = amount(c, "staff", NAN, STAFF_MAX),
			    .queue = amount(c, "queue", 0, STAFF_MAX),
			    .tour_ends = amount(c, "tour-ends", 0, STAFF_MAX),
			    .decisions = amount(c, "decisions", 0, STAFF_MAX),
			    .grant_share = amount(c, "granted", 1, 1),
			    .expelled = amount(c, "expel", NAN, STAFF_MAX),
			    .leave_week = whole(c, "leave-week", 1, 0, WHATIF_WEEKS_MAX),
			    .is_refilled = verb_flag(c, "refilled") },
		.notice_weeks = whole(c, "notice-weeks", 1, 0, WHATIF_WEEKS_MAX),
		.weeks = whole(c, "weeks", 26, 1, WHATIF_WEEKS_MAX),
		.runs = whole(c, "simulate", WHATIF_RUNS, 1, WHATIF_RUNS_MAX),
		.seed = (uint64_t)whole(c, "seed", 0, 0, INT64_MAX),
		.as_at_on = verb_day(c, "as-at", DAY_MAX),
		.by_iso = verb_text(c, "host"),
		.against_iso = verb_text(c, "state"),
	};
	w->ours = w->theirs;
	w->ours.staff = amount(c, "our-staff", w->theirs.staff, STAFF_MAX);
	w->ours.expelled = 0;
	if (verb_text(c, "simulate").p && !verb_text(c, "seed").p)
		fault_field(c->faults, S("seed"),
			    "--simulate needs --seed, so that it can be repeated");
	if (c->db_path)
		fault_field(
		    c->faults, S("db"),
		    "this verb draws from the published rounds inside the program; the page "
		    "/ledger/what-if draws from a register");
	return faults_err(c->faults);
}

enum err ledger_whatif_verb(struct verb_call *c)
{
	struct ledger_whatif w;
	struct ledger_whatif_answer s = { 0 };
	struct past_list past;
	bool is_drawn = verb_text(c, "seed").p != NULL;
	TRY(read_whatif(c, &w));
	double *staff = arena_new_n(c->a, double, w.weeks),
	       *queue = arena_new_n(c->a, double, w.weeks);
	staffing_run(&w.theirs, w.weeks, staff, queue);
	double weeks = staffing_break_even(&w.theirs);
	if (is_drawn) {
		TRY(past_published(c->a, c->faults, &past));
		if (!ledger_whatif_run(c->a, &past, &w, &s)) {
			fault_field(c->faults, S("seed"),
				    "the ledger holds no answer to draw from as at that day");
			return ERR_FAULTS;
		}
	}
	if (c->is_json) {
		out_lit(c->out, "{");
		json_list(c->out, "staff", staff, w.weeks);
		out_lit(c->out, ",");
		json_list(c->out, "queue", queue, w.weeks);
		out_lit(c->out, ",\"throttle_equals_expulsion_weeks\":");
		forecast_number_json(c->out, weeks);
		if (is_drawn)
			json_simulation(c->out, &w, &s);
		out_lit(c->out, "}\n");
		return OK;
	}
	out_fmt(c->out, "%6s %8s %8s\n", "week", "staff", "queue");
	for (ptrdiff_t t = 0; t < w.weeks; t++)
		out_fmt(c->out, "%6td %8.1f %8.1f\n", t + 1, staff[t], queue[t]);
	if (weeks > 0)
		out_fmt(c->out, "The throttle costs as much as the expulsion in %.1f weeks.\n",
			weeks);
	if (is_drawn)
		out_bands(c->out, &w, &s);
	return OK;
}
