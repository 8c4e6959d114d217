/* forecast_verbs.c: what the probes share; histories of waits (km, logrank, aj, breach); clearing;
 * the formulas; the table. */
#include "forecast/forecast.h"

#include <math.h>

#include "base/must.h"
#include "base/os.h"
#include "base/verb.h"
#include "doc/sheet.h"
#include "forecast/clearing.h"
#include "forecast/queue.h"
#include "forecast/survival.h"

enum { FILE_MAX = 256 << 20, GROUPS_MAX = 50, CAUSES_MAX = 50, TIME_MAX = 1000000000 };

void forecast_number_json(struct out *o, double v)
{
	if (isfinite(v))
		out_fmt(o, "%.10g", v == 0 ? 0 : v);
	else
		out_lit(o, "null");
}

static void put_numbers(struct out *o, const char *key, const double *v, ptrdiff_t n)
{
	out_fmt(o, "\"%s\":[", key);
	for (ptrdiff_t i = 0; i < n; i++) {
		out_bytes(o, ",", i > 0);
		forecast_number_json(o, v[i]);
	}
	out_lit(o, "]");
}

static void put_counts(struct out *o, const char *key, const int64_t *v, ptrdiff_t n)
{
	out_fmt(o, "\"%s\":[", key);
	for (ptrdiff_t i = 0; i < n; i++) {
		out_bytes(o, ",", i > 0);
		out_int(o, v[i]);
	}
	out_lit(o, "]");
}

/* The file's text. What is wrong with it is reported as a fault. */
static enum err read_file(struct verb_call *c, str *name, str *text)
{
	if (c->n_args != 1) {
		fault_field(c->faults, str_of(NULL), "one FILE is needed ('-' is standard input)");
		return ERR_FAULTS;
	}
	*name = str_of(c->args[0]);
	return verb_file_read(c, c->args[0], FILE_MAX, text);
}

/* An option that must be there and lie between min and max. */
static double need_number(struct verb_call *c, const char *name, double min, double max)
{
	double v = verb_number(c, name, NAN);
	if (isnan(v))
		fault_field(c->faults, str_of(name), "--%s is needed", name);
	else if (v < min || v > max)
		fault_field(c->faults, str_of(name), "%g is %s than %g", v,
			    v < min ? "less" : "more", v < min ? min : max);
	return v;
}

/* An option that must be there and above 0. */
static double need_positive(struct verb_call *c, const char *name)
{
	double v = need_number(c, name, 0, 1e12);
	if (v == 0)
		fault_field(c->faults, str_of(name), "this must be above 0");
	return v;
}

static enum err no_arguments(struct verb_call *c)
{
	if (c->n_args)
		fault_field(c->faults, str_of(NULL), "'%s': this verb takes only options",
			    c->args[0]);
	return faults_err(c->faults);
}

/* Histories. The second column says how the wait ended: an event, or a cause; the third is a late
 * entry, or a group. */
struct history {
	struct wait *v;
	ptrdiff_t n, cap;
	str groups[GROUPS_MAX];
	ptrdiff_t n_groups;
	int64_t cause_max;
};
enum { TIME, ENDED, ENTRY, GROUP };

static void read_entry(struct sheet *in, struct wait *w)
{
	str cell = sheet_text(in, ENTRY);
	if (!cell.n || !sheet_number(in, ENTRY, 0, TIME_MAX, &w->entry))
		return;
	if (w->entry > 0 && w->entry >= w->time)
		sheet_fault(in, ENTRY, "the case enters at age %g, which is not before its time %g",
			    w->entry, w->time);
}

static void read_group(struct sheet *in, struct history *h, struct wait *w)
{
	str name = sheet_text(in, GROUP);
	if (!name.p)
		return;
	for (w->group = 0; w->group < h->n_groups; w->group++)
		if (str_eq(h->groups[w->group], name))
			return;
	if (h->n_groups < GROUPS_MAX)
		h->groups[h->n_groups++] = name;
	else
		sheet_fault(in, GROUP, "there are more groups than %d", GROUPS_MAX);
}

/* Reads FILE; `kind` is "event" (0 or 1) or "cause" (0, 1, 2, ..). */
static enum err read_history(struct verb_call *c, const char *kind, bool has_group,
			     struct history *h)
{
	const struct sheet_column columns[] = {
		{ "time", false }, { kind, false }, { "entry", true }, { "group", false }
	};
	bool is_event = kind[0] == 'e';
	str name, text;
	*h = (struct history){ 0 };
	TRY(read_file(c, &name, &text));
	struct sheet in = sheet_open(c->a, name, text, columns, has_group ? 4 : 3, c->faults);
	while (sheet_next(&in)) {
		struct wait w = { 0 };
		int64_t ended = 0;
		bool is_good = sheet_number(&in, TIME, 0, TIME_MAX, &w.time);
		is_good &= sheet_int(&in, ENDED, 0, is_event ? 1 : CAUSES_MAX, &ended);
		if (is_good)
			read_entry(&in, &w);
		if (has_group)
			read_group(&in, h, &w);
		w.cause = (int)ended;
		h->cause_max = ended > h->cause_max ? ended : h->cause_max;
		*arena_push(c->a, h) = w;
	}
	if (!h->n && !c->faults->total_n)
		fault_at(c->faults, name, 0, 0, str_of(NULL),
			 "the history is empty: at least one case is needed");
	return faults_err(c->faults);
}

static enum err km_verb(struct verb_call *c)
{
	struct history h;
	TRY(read_history(c, "event", false, &h));
	struct km k = km_of(c->a, h.v, h.n);
	double median = NAN, mean, mean_se, low, high;
	if (!km_quantile(&k, 0.5, &median))
		median = NAN;
	km_mean(&k, k.time_max, &mean, &mean_se);
	if (c->is_json) {
		out_lit(c->out, "{");
		put_numbers(c->out, "times", k.time, k.n);
		out_lit(c->out, ",");
		put_counts(c->out, "at_risk", k.at_risk, k.n);
		out_lit(c->out, ",");
		put_numbers(c->out, "survival", k.survival, k.n);
		out_lit(c->out, ",");
		put_numbers(c->out, "se", k.se, k.n);
		out_lit(c->out, ",\"median\":");
		forecast_number_json(c->out, median);
		out_lit(c->out, ",\"restricted_mean\":");
		forecast_number_json(c->out, mean);
		out_lit(c->out, "}\n");
		return OK;
	}
	out_fmt(c->out,
		"%lld cases, %lld ended\n      time  at risk  ended  still waiting      se\n",
		(long long)k.cases_n, (long long)k.ended_n);
	for (ptrdiff_t i = 0; i < k.n; i++) {
		str se = isnan(k.se[i]) ? S("-") : str_fmt(c->a, "%.4f", k.se[i]);
		out_fmt(c->out, "%10g %8lld %6lld %14.6f %7.*s\n", k.time[i],
			(long long)k.at_risk[i], (long long)k.ended[i], k.survival[i], SF(se));
	}
	km_quantile_limits(&k, 0.5, KM_LOG_LOG, &low, &high);
	str until = isnan(high) ? S("not yet known") : str_fmt(c->a, "%g", high);
	if (isnan(median))
		out_lit(c->out, "Fewer than half ended: there is no median yet.\n");
	else
		out_fmt(c->out, "Half ended by %g (95 %% limits, log-log: %g to %.*s).\n", median,
			low, SF(until));
	out_fmt(c->out, "Mean wait up to %g: %.4f (se %.4f).\n", k.time_max, mean, mean_se);
	return OK;
}

static enum err logrank_verb(struct verb_call *c)
{
	struct history h;
	TRY(read_history(c, "event", true, &h));
	struct logrank l = logrank_of(c->a, h.v, h.n, h.n_groups);
	if (isnan(l.chi2)) {
		fault_at(c->faults, str_of(c->args[0]), 0, 0, str_of(NULL),
			 h.n_groups < 2 ? "all cases are of one group: two are needed"
			 : !h.cause_max ? "no case has ended: nothing can be compared"
					: "the groups were never waiting at the same time: nothing "
					  "can be compared");
		return ERR_FAULTS;
	}
	if (c->is_json) {
		out_lit(c->out, "{\"chi2\":");
		forecast_number_json(c->out, l.chi2);
		out_fmt(c->out, ",\"df\":%d,\"p\":", l.df);
		forecast_number_json(c->out, l.p);
		out_lit(c->out, "}\n");
		return OK;
	}
	out_lit(c->out, "   observed  expected  group\n");
	for (ptrdiff_t i = 0; i < l.n_groups; i++)
		out_fmt(c->out, "%11g %9.4f  %.*s\n", l.observed[i], l.expected[i],
			SF(h.groups[i]));
	out_fmt(c->out, "chi2 %.4f, df %d, p %.4g\n", l.chi2, l.df, l.p);
	return OK;
}

static enum err aj_verb(struct verb_call *c)
{
	struct history h;
	TRY(read_history(c, "cause", false, &h));
	struct incidence v = incidence_of(c->a, h.v, h.n, (ptrdiff_t)h.cause_max);
	if (c->is_json) {
		out_lit(c->out, "{");
		put_numbers(c->out, "times", v.time, v.n);
		out_lit(c->out, ",");
		put_counts(c->out, "at_risk", v.at_risk, v.n);
		out_lit(c->out, ",");
		put_numbers(c->out, "survival", v.survival, v.n);
		out_lit(c->out, ",\"incidence\":{");
		for (ptrdiff_t i = 0; i < v.n_causes; i++) {
			out_bytes(c->out, ",", i > 0);
			put_numbers(c->out, str_fmt(c->a, "%td", i + 1).p, v.share[i], v.n);
		}
		out_lit(c->out, "}}\n");
		return OK;
	}
	out_lit(c->out, "      time  at risk  still waiting  ended by cause 1, 2, ..\n");
	for (ptrdiff_t t = 0; t < v.n; t++) {
		out_fmt(c->out, "%10g %8lld %14.6f", v.time[t], (long long)v.at_risk[t],
			v.survival[t]);
		for (ptrdiff_t i = 0; i < v.n_causes; i++)
			out_fmt(c->out, " %9.6f", v.share[i][t]);
		out_lit(c->out, "\n");
	}
	return OK;
}

static enum err breach_verb(struct verb_call *c)
{
	struct history h;
	double age = need_number(c, "age", 0, TIME_MAX),
	       standard = need_number(c, "standard", 0, TIME_MAX);
	TRY(read_history(c, "event", false, &h));
	struct km k = km_of(c->a, h.v, h.n);
	double p = km_breach(&k, age, standard);
	if (isnan(p)) {
		fault_field(c->faults, S("age"),
			    "no case of this history waited longer than %g: it tells nothing about "
			    "one that did",
			    age);
		return ERR_FAULTS;
	}
	if (c->is_json)
		out_lit(c->out, "{\"p\":");
	forecast_number_json(c->out, p);
	out_str(c->out, c->is_json ? S("}\n") : S("\n"));
	if (!c->is_json && age < standard && standard > k.time_max)
		out_fmt(c->out, "At most: no case was watched longer than %g.\n", k.time_max);
	return OK;
}

/* Clearing. */
static enum err read_throughput(struct verb_call *c, struct throughput *t)
{
	static const struct sheet_column columns[] = { { "done", false }, { "p", false } };
	str name, text;
	TRY(read_file(c, &name, &text));
	struct sheet in = sheet_open(c->a, name, text, columns, 2, c->faults);
	struct {
		double *v;
		ptrdiff_t n, cap;
	} share = { 0 }; /* share[done], 0 where not given; NAN would not sum */
	double sum = 0;
	while (sheet_next(&in)) {
		int64_t done;
		double p;
		bool is_good = sheet_int(&in, 0, 0, DONE_A_DAY_MAX, &done);
		if (!(is_good & sheet_number(&in, 1, 0, 1, &p)))
			continue;
		must(done >= 0);
		while (share.n <= done)
			*arena_push(c->a, &share) = -1;
		if (share.v[done] >= 0)
			sheet_fault(&in, 0, "%lld stands twice", (long long)done);
		share.v[done] = p;
		sum += p;
	}
	if (!share.n && !c->faults->total_n)
		fault_at(c->faults, name, 0, 0, str_of(NULL),
			 "the history is empty: no day is known");
	else if (!c->faults->total_n && fabs(sum - 1) > 1e-6)
		fault_at(c->faults, name, 0, 0, S("p"), "the shares sum to %.10g, not to 1", sum);
	*t = (struct throughput){ .done = arena_new_n(c->a, int64_t, share.n + 1),
				  .p = arena_new_n(c->a, double, share.n + 1) };
	for (ptrdiff_t k = 0; k < share.n; k++)
		if (share.v[k] > 0) {
			t->done[t->n] = k;
			t->p[t->n++] = share.v[k];
		}
	if (!c->faults->total_n && throughput_mean(t) <= 0)
		fault_at(c->faults, name, 0, 0, S("done"), "on no day is anything done");
	return faults_err(c->faults);
}

/* Simulates or computes, after refusing what would take too long. */
static enum err clear_items(struct verb_call *c, const struct clearing *what, struct cleared *r)
{
	int64_t runs = verb_int(c, "simulate", 0), seed = verb_int(c, "seed", 0);
	bool is_simulated = verb_text(c, "simulate").p != NULL;
	double days = 2 * (double)what->items_n / throughput_mean(&what->throughput) + 1000;
	if (is_simulated && (runs < 1 || runs > CLEARING_RUNS_MAX))
		fault_field(c->faults, S("simulate"), "runs must be 1 to %d", CLEARING_RUNS_MAX);
	if (is_simulated && !verb_text(c, "seed").p)
		fault_field(c->faults, S("seed"),
			    "--simulate needs --seed, so that it can be repeated");
	if (days > CLEARING_DAYS_MAX)
		fault_field(c->faults, S("items"),
			    "at %.4g a day this takes longer than a life: no forecast is given",
			    throughput_mean(&what->throughput));
	else if (!is_simulated && clearing_work(what, (ptrdiff_t)days) > 1e10)
		fault_field(c->faults, S("items"), "this is too large to compute; use --simulate");
	else if (is_simulated && days * (double)runs > 2e9)
		fault_field(c->faults, S("simulate"), "these are too many runs for so many items");
	TRY(faults_err(c->faults));
	*r = is_simulated
		 ? clearing_simulate(c->a, what, runs, (uint64_t)seed, 0.9999, CLEARING_DAYS_MAX)
		 : clearing_exact(c->a, what, 0.9999, CLEARING_DAYS_MAX);
	return OK;
}

static void say_cleared(struct verb_call *c, const struct cleared *r, int64_t items)
{
	static const int shares[] = { 50, 85, 95 };
	ptrdiff_t day;
	for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
		if (cleared_day(r, shares[i] / 100.0, &day))
			out_fmt(c->out, "%d %%: %lld done by day %td\n", shares[i],
				(long long)items, day);
}

static void put_p_by(struct out *o, const char *key, const double *p, ptrdiff_t n)
{
	bool is_first = true;
	out_fmt(o, "{\"%s\":{", key);
	for (ptrdiff_t i = 1; i <= n; i++) {
		if (p[i] <= 0)
			continue;
		out_fmt(o, "%s\"%td\":", is_first ? "" : ",", i);
		forecast_number_json(o, p[i]);
		is_first = false;
	}
	out_lit(o, "}}\n");
}

static void put_p_lines(struct out *o, const double *p, ptrdiff_t n)
{
	for (ptrdiff_t i = 1; i <= n; i++)
		if (p[i] >= 0.0001)
			out_fmt(o, "%6td  %.6f\n", i, p[i]);
}

/* How many within --days. */
static enum err clear_days(struct verb_call *c, const struct throughput *t)
{
	int64_t days = verb_int(c, "days", 0);
	double most = (double)days * (double)t->done[t->n - 1];
	if (days < 1 || days > CLEARING_DAYS_MAX)
		fault_field(c->faults, S("days"), "days must be 1 to %d", CLEARING_DAYS_MAX);
	else if (most * (double)days * (double)t->n > 1e10 || most > 1e7)
		fault_field(c->faults, S("days"), "these are too many days for such a throughput");
	TRY(faults_err(c->faults));
	struct done_by r = done_by_day(c->a, t, (ptrdiff_t)days);
	if (c->is_json) {
		put_p_by(c->out, "p_at_least", r.p, r.n);
		return OK;
	}
	out_lit(c->out, "   at\n least  chance\n");
	put_p_lines(c->out, r.p, r.n);
	return OK;
}

static enum err clear_verb(struct verb_call *c)
{
	struct clearing what = { .items_n = verb_int(c, "items", 0) };
	bool has_items = verb_text(c, "items").p != NULL;
	if (has_items == (verb_text(c, "days").p != NULL))
		fault_field(c->faults, S("items"),
			    "give --items (when will they be done) or --days (how many by then)");
	else if (has_items && (what.items_n < 1 || what.items_n > CLEARING_ITEMS_MAX))
		fault_field(c->faults, S("items"), "items must be 1 to %d", CLEARING_ITEMS_MAX);
	TRY(read_throughput(c, &what.throughput));
	if (!has_items)
		return clear_days(c, &what.throughput);
	struct cleared r;
	TRY(clear_items(c, &what, &r));
	if (c->is_json) {
		put_p_by(c->out, "p_done_by", r.p, r.n);
		return OK;
	}
	out_lit(c->out, "   day  chance that all are done\n");
	put_p_lines(c->out, r.p, r.n);
	say_cleared(c, &r, what.items_n);
	return OK;
}

/* Formulas. */
static enum err put_capacity(struct verb_call *c, double capacity)
{
	if (c->is_json)
		out_lit(c->out, "{\"capacity\":");
	forecast_number_json(c->out, capacity);
	out_str(c->out, c->is_json ? S("}\n") : S("\n"));
	return OK;
}

static enum err erlang_verb(struct verb_call *c)
{
	struct erlang e;
	double arrivals = need_number(c, "arrivals", 0, 1e9), service = need_positive(c, "service");
	int64_t servers = verb_int(c, "servers", 0);
	if (servers < 1 || servers > 1000000)
		fault_field(c->faults, S("servers"), "--servers is needed, 1 to 1000000");
	TRY(no_arguments(c));
	if (!erlang_c(arrivals, service, servers, &e)) {
		fault_field(c->faults, S("servers"),
			    "the queue grows without end: %g arrive and at most %g are served",
			    arrivals, service * (double)servers);
		return ERR_FAULTS;
	}
	out_str(c->out, c->is_json ? S("{\"rho\":") : S("busy    "));
	forecast_number_json(c->out, e.rho);
	out_str(c->out, c->is_json ? S(",\"p_wait\":") : S("\np(wait) "));
	forecast_number_json(c->out, e.p_wait);
	out_str(c->out, c->is_json ? S(",\"wait\":") : S("\nwait    "));
	forecast_number_json(c->out, e.wait);
	out_str(c->out, c->is_json ? S(",\"queue\":") : S("\nqueue   "));
	forecast_number_json(c->out, e.queue);
	out_str(c->out, c->is_json ? S("}\n") : S("\n"));
	return OK;
}

static enum err relief_verb(struct verb_call *c)
{
	double demand = need_number(c, "demand", 0, 1e12), queue = need_number(c, "queue", 0, 1e12),
	       target = need_number(c, "target-queue", 0, 1e12), weeks = need_positive(c, "weeks");
	TRY(no_arguments(c));
	/* A queue far below its target would ask for less than nothing. */
	return put_capacity(c, fmax(0, queue_relief_capacity(demand, queue, target, weeks)));
}

static enum err target_verb(struct verb_call *c)
{
	double demand = need_number(c, "demand", 0, 1e12), target = need_positive(c, "target"),
	       factor = need_positive(c, "factor"), cv_d = need_number(c, "cv-demand", 0, 1e6),
	       cv_c = need_number(c, "cv-capacity", 0, 1e6);
	TRY(no_arguments(c));
	return put_capacity(c, queue_target_capacity(demand, target, factor, cv_d, cv_c));
}

static enum err load_verb(struct verb_call *c)
{
	double demand = need_number(c, "demand", 0, 1e12), capacity = need_positive(c, "capacity");
	TRY(no_arguments(c));
	double load = queue_load(demand, capacity);
	if (c->is_json) {
		out_lit(c->out, "{\"load\":");
		forecast_number_json(c->out, load);
		out_lit(c->out, ",\"growth\":");
		forecast_number_json(c->out, demand - capacity);
		out_lit(c->out, "}\n");
	} else if (load > 1) {
		out_fmt(c->out, "load %.4f: the queue grows by %g each week\n", load,
			demand - capacity);
	} else if (load < 1) {
		out_fmt(c->out, "load %.4f: the queue shrinks by up to %g each week\n", load,
			capacity - demand);
	} else {
		out_lit(c->out, "load 1: the queue stays as it is, and never recovers\n");
	}
	return OK;
}

static const struct verb_opt breach_opts[] = {
	{ "age", OPT_NUMBER, "DAYS", "how old the case is" },
	{ "standard", OPT_NUMBER, "DAYS", "by when it should be decided" },
	{ 0 },
};
static const struct verb_opt clear_opts[] = {
	{ "items", OPT_INT, "N", "when will N be done" },
	{ "days", OPT_INT, "D", "how many will be done within D days" },
	{ "simulate", OPT_INT, "RUNS", "draw instead of computing; for --items" },
	{ "seed", OPT_INT, "S", "the same seed gives the same answer" },
	{ 0 },
};
static const struct verb_opt erlang_opts[] = {
	{ "arrivals", OPT_NUMBER, "L", "cases a unit of time" },
	{ "service", OPT_NUMBER, "M", "cases one officer does in it" },
	{ "servers", OPT_INT, "C", "officers" },
	{ 0 },
};
static const struct verb_opt relief_opts[] = {
	{ "demand", OPT_NUMBER, "D", "cases that come each week" },
	{ "queue", OPT_NUMBER, "Q", "cases that wait now" },
	{ "target-queue", OPT_NUMBER, "T", "cases that may wait at the end" },
	{ "weeks", OPT_NUMBER, "W", "weeks until then" },
	{ 0 },
};
static const struct verb_opt target_opts[] = {
	{ "demand", OPT_NUMBER, "D", "cases that come each week" },
	{ "target", OPT_NUMBER, "W", "weeks within which a case should be done" },
	{ "factor", OPT_NUMBER, "F", "how many mean waits the target is" },
	{ "cv-demand", OPT_NUMBER, "V", "coefficient of variation of the demand" },
	{ "cv-capacity", OPT_NUMBER, "V", "coefficient of variation of the capacity" },
	{ 0 },
};
static const struct verb_opt load_opts[] = {
	{ "demand", OPT_NUMBER, "D", "cases that come each week" },
	{ "capacity", OPT_NUMBER, "C", "cases that can be done each week" },
	{ 0 },
};

const struct verb forecast_verbs[] = {
	{ "forecast", "km", "FILE.csv",
	  "How long cases wait, open ones censored (Kaplan-Meier); CSV time,event[,entry]",
	  VERB_PURE, NULL, km_verb },
	{ "forecast", "logrank", "FILE.csv",
	  "Do groups wait alike? Log-rank test; CSV time,event,group[,entry]", VERB_PURE, NULL,
	  logrank_verb },
	{ "forecast", "aj", "FILE.csv",
	  "How cases end, the ways competing (Aalen-Johansen); CSV time,cause[,entry], 0 = open",
	  VERB_PURE, NULL, aj_verb },
	{ "forecast", "breach", "FILE.csv",
	  "Chance that a case of this age misses the standard; CSV time,event[,entry]", VERB_PURE,
	  breach_opts, breach_verb },
	{ "forecast", "clear", "FILE.csv",
	  "When will N be done, or how many by then, from daily throughput; CSV done,p", VERB_PURE,
	  clear_opts, clear_verb },
	{ "forecast", "erlang", NULL, "Waiting at a counter with C officers (Erlang C)", VERB_PURE,
	  erlang_opts, erlang_verb },
	{ "forecast", "relief", NULL, "Capacity that brings the queue down to its target in time",
	  VERB_PURE, relief_opts, relief_verb },
	{ "forecast", "target", NULL, "Capacity that holds the target when both sides vary",
	  VERB_PURE, target_opts, target_verb },
	{ "forecast", "load", NULL, "Does the queue grow, and by how much a week", VERB_PURE,
	  load_opts, load_verb },
	{ 0 },
};
