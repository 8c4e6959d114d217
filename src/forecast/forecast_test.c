/* forecast_test.c: the published answers, digit by digit; what the formulas promise in general; the
 * real rounds, where they are at hand; the probes. */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/fault.h"
#include "base/os.h"
#include "base/out.h"
#include "base/verb.h"
#include "doc/sheet.h"
#include "forecast/analyst.h"
#include "forecast/clearing.h"
#include "forecast/dice.h"
#include "forecast/forecast.h"
#include "forecast/mirror.h"
#include "forecast/queue.h"

CHECK_ARENA(1 << 30)

/* Equal when rounded to as many decimals as `want` is written with. */
#define assert_digits(got, want) check_digits((got), #want, __LINE__)
static void check_digits(double got, const char *want, int line)
{
	const char *dot = strchr(want, '.');
	int decimals = dot ? (int)strlen(dot + 1) : 0;
	str shown = str_fmt(&A, "%.*f", decimals, got),
	    asked = str_fmt(&A, "%.*f", decimals, strtod(want, NULL));
	if (!str_eq(shown, asked))
		fail_msg("line %d: got %.*s, want %.*s", line, SF(shown), SF(asked));
}

/* "6 6+ 7": times, a plus for a case still open. */
static ptrdiff_t waits(const char *text, int group, struct wait *to)
{
	ptrdiff_t n = 0;
	for (str rest = str_of(text); rest.p; n++) {
		str one = str_cut(&rest, ' ');
		bool is_open = str_ends(one, S("+"));
		int64_t time;
		if (!str_to_int64(str_slice(one, 0, one.n - is_open), &time))
			fail_msg("a time: %.*s", SF(one));
		to[n] = (struct wait){ .time = (double)time, .cause = !is_open, .group = group };
	}
	return n;
}

/* Freireich 1963. */
static const char DRUG[] = "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+";
static const char PLACEBO[] = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23";

static struct km drug(void)
{
	struct wait w[21];
	assert_int_equal(waits(DRUG, 0, w), 21);
	return km_of(&A, w, 21);
}

static void km_freireich(void **state)
{
	(void)state;
	static const double t[] = { 6, 7, 10, 13, 16, 22, 23 };
	struct km k = drug();
	assert_int_equal(k.n, 7);
	for (int i = 0; i < 7; i++)
		assert_true(k.time[i] == t[i]);
	assert_digits(k.survival[0], .8571429);
	assert_digits(k.survival[1], .8067227);
	assert_digits(k.survival[2], .7529412);
	assert_digits(k.survival[3], .6901961);
	assert_digits(k.survival[4], .6274510);
	assert_digits(k.survival[5], .5378151);
	assert_digits(k.survival[6], .4481793);
	assert_digits(k.se[0], .0763604);
	assert_digits(k.se[1], .0869353);
	assert_digits(k.se[2], .096350);
	assert_digits(k.se[3], .1068147);
	assert_digits(k.se[4], .1140539);
	assert_digits(k.se[5], .1282338);
	assert_digits(k.se[6], .1345915);
}

static void km_summaries(void **state)
{
	(void)state;
	struct km k = drug();
	double t, low, high, mean, se;
	assert_true(km_quantile(&k, 0.5, &t) && t == 23);
	assert_false(km_quantile(&k, 0.6, &t));
	km_mean(&k, 35, &mean, &se);
	assert_digits(mean, 23.2874);
	assert_digits(se, 2.8275);
	km_quantile_limits(&k, 0.5, KM_LOG_LOG, &low, &high);
	assert_true(low == 13 && isnan(high));
	km_quantile_limits(&k, 0.5, KM_LOG, &low, &high);
	assert_true(low == 16 && isnan(high));
	assert_digits(km_breach(&k, 13, 23), .6494);
	assert_true(km_breach(&k, 23, 23) == 1 && km_breach(&k, 0, 0) == 1);
	assert_true(km_at(&k, 5.9) == 1 && km_at(&k, 6) == k.survival[0] &&
		    km_at(&k, 99) == k.survival[6]);
}

static void km_aml(void **state)
{
	(void)state;
	struct wait w[11];
	struct km k = km_of(&A, w, waits("9 13 13+ 18 23 28+ 31 34 45+ 48 161+", 0, w));
	assert_int_equal(k.n, 7);
	assert_digits(k.survival[0], .909091);
	assert_digits(k.survival[1], .818182);
	assert_digits(k.survival[2], .715909);
	assert_digits(k.survival[3], .613636);
	assert_digits(k.survival[4], .490909);
	assert_digits(k.survival[5], .368182);
	assert_digits(k.survival[6], .184091);
}

static void km_at_its_ends(void **state)
{
	(void)state;
	struct wait w[3] = { { .time = 0, .cause = 1 },
			     { .time = 4, .cause = 1 },
			     { .time = 4, .entry = 4 } };
	double t, mean, se;
	struct km none = km_of(&A, w, 0), open = km_of(&A, w + 2, 1), all = km_of(&A, w, 2);
	assert_true(none.n == 0 && km_at(&none, 3) == 1 && !km_quantile(&none, 0.5, &t));
	km_mean(&none, 0, &mean, &se);
	assert_true(mean == 0 && se == 0);
	assert_int_equal(open.cases_n,
			 0); /* entered and left at the same age: never seen waiting */
	assert_true(all.n == 2 && all.at_risk[0] == 2 && all.survival[0] == 0.5 &&
		    all.survival[1] == 0);
	assert_true(isnan(all.se[1]) && isnan(km_breach(&all, 4, 9)));
	assert_true(km_quantile(&all, 0.5, &t) && t == 0);
}

static void logrank_freireich(void **state)
{
	(void)state;
	struct wait w[42];
	ptrdiff_t n = waits(DRUG, 0, w);
	n += waits(PLACEBO, 1, w + n);
	struct logrank l = logrank_of(&A, w, n, 2);
	assert_digits(l.chi2, 16.7929);
	assert_int_equal(l.df, 1);
	assert_digits(l.p * 1e5, 4.169);
	assert_true(l.observed[0] == 9 && l.observed[1] == 21);
	assert_digits(l.expected[0], 19.2505);
	assert_digits(l.expected[1], 10.7495);
	struct logrank alone = logrank_of(&A, w, 21, 1);
	assert_true(alone.df == 0 && isnan(alone.chi2));
}

static void chi2_tail(void **state)
{
	(void)state;
	/* Abramowitz & Stegun, table 26.8: the points that leave .05. */
	assert_digits(chi2_upper(3.841459, 1), .0500000);
	assert_digits(chi2_upper(5.991465, 2), .0500000);
	assert_digits(chi2_upper(7.814728, 3), .0500000);
	assert_digits(chi2_upper(18.307038, 10), .0500000);
	assert_digits(chi2_upper(67.504807, 50), .0500000);
	assert_true(chi2_upper(0, 3) == 1);
}

/* With no case open at the end the incidences are plain shares, and always they and survival add
 * up to 1. */
static void incidence_adds_up(void **state)
{
	(void)state;
	struct dice dice = dice_of(5);
	struct wait w[200];
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 200; i++) {
			w[i] = (struct wait){ .time = (double)(1 + dice_below(&dice, 40)),
					      .cause = (int)dice_below(&dice, 4) };
			w[i].entry = round % 2 ? (double)dice_below(&dice, 30) - 10 : 0;
		}
		struct incidence v = incidence_of(&A, w, 200, 3);
		struct km k = km_of(&A, w, 200);
		assert_int_equal(v.n, k.n);
		for (ptrdiff_t t = 0; t < v.n; t++) {
			double sum = v.survival[t] + v.share[0][t] + v.share[1][t] + v.share[2][t];
			assert_true(fabs(sum - 1) < 1e-12);
			assert_true(fabs(v.survival[t] - k.survival[t]) < 1e-12);
		}
	}
	static const int causes[] = { 1, 2, 1, 3, 1 };
	for (int i = 0; i < 5; i++)
		w[i] = (struct wait){ .time = 5 - i, .cause = causes[i] };
	struct incidence v = incidence_of(&A, w, 5, 3);
	assert_digits(v.share[0][4], .6000000000);
	assert_digits(v.share[1][4], .2000000000);
	assert_digits(v.share[2][4], .2000000000);
}

/* Late entry, competing ends and three groups as R 4.2's survival 3.5-3 gives them. */
static void oracle_late_entry(void **state)
{
	(void)state;
	static const double v[12][3] = { { 0, 7, 1 },   { 2, 9, 2 },  { 0, 3, 1 },   { 5, 14, 0 },
					 { 3, 3.5, 1 }, { 8, 20, 2 }, { 0, 15, 3 },  { 10, 15, 1 },
					 { 1, 11, 0 },  { 6, 22, 1 }, { 12, 30, 0 }, { 4, 14, 2 } };
	static const int64_t at_risk[] = { 5, 5, 7, 7, 7, 5, 3, 2 };
	struct wait w[12];
	for (int i = 0; i < 12; i++)
		w[i] = (struct wait){ .entry = v[i][0], .time = v[i][1], .cause = (int)v[i][2] };
	struct km k = km_of(&A, w, 12);
	double mean, se, low, high;
	assert_int_equal(k.n, 8);
	assert_memory_equal(k.at_risk, at_risk, sizeof at_risk);
	assert_digits(k.survival[1], .640000);
	assert_digits(k.survival[2], .548571);
	assert_digits(k.survival[5], .241819);
	assert_digits(k.survival[7], .080606);
	assert_digits(k.se[2], .193024);
	assert_digits(k.se[7], .079447);
	km_mean(&k, 30, &mean, &se);
	assert_digits(mean, 11.668);
	assert_digits(se, 3.126);
	km_quantile_limits(&k, 0.5, KM_LOG, &low, &high);
	assert_true(low == 3.5 && isnan(high));
	struct incidence v3 = incidence_of(&A, w, 12, 3);
	assert_digits(v3.share[0][3], .45143);
	assert_digits(v3.share[1][3], .078367);
	assert_digits(v3.share[0][7], .61264);
	assert_digits(v3.share[1][7], .226146);
	assert_digits(v3.share[2][7], .080606);
}

static void oracle_three_groups(void **state)
{
	(void)state;
	static const double time[] = { 4, 8, 12, 3, 9, 9, 15, 2, 2, 6, 7, 20, 11, 13, 5 };
	static const int ended[] = { 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1 };
	struct wait w[15];
	for (int i = 0; i < 15; i++)
		w[i] = (struct wait){ .time = time[i], .cause = ended[i], .group = i % 3 };
	struct logrank l = logrank_of(&A, w, 15, 3);
	assert_int_equal(l.df, 2);
	assert_digits(l.chi2, 1.55611783);
	assert_digits(l.p, .459);
	assert_digits(l.expected[0], 3.39305694);
	assert_digits(l.expected[2], 4.67490010);
	struct logrank with_empty = logrank_of(&A, w, 15, 5);
	assert_int_equal(with_empty.df, 2);
	assert_digits(with_empty.chi2, 1.55611783);
}

static void nearest_rank(void **state)
{
	(void)state;
	assert_int_equal(percentile_index(5, 30), 1);
	assert_int_equal(percentile_index(5, 40), 1);
	assert_int_equal(percentile_index(5, 50), 2);
	assert_int_equal(percentile_index(5, 100), 4);
	assert_int_equal(percentile_index(1, 1), 0);
	assert_int_equal(percentile_index(10, 90), 8);
	assert_int_equal(percentile_index(1000, 0.1), 0);
}

static void queue_formulas(void **state)
{
	(void)state;
	assert_true(queue_target(30, 52) == 390);
	assert_digits(queue_ratio(1200, 390), 3.0769);
	assert_digits(queue_load(30, 27), 1.1111);
	assert_digits(queue_relief_capacity(30, 1200, 390, 26), 61.153846);
	assert_digits(queue_target_capacity(30, 52, 3, 1.1, 1.2), 30.076442);
	assert_digits(queue_target_capacity(30, 52, 4, 1.1, 1), 30.085);
	assert_digits(queue_pressure(63, 52), 2.42307692);
	assert_true(queue_little(3, 4) == 12);
}

static void erlang_table(void **state)
{
	(void)state;
	struct erlang e;
	assert_true(erlang_c(2, 3, 1, &e));
	assert_digits(e.p_wait, .66667);
	assert_digits(e.rho, .66667);
	assert_digits(e.wait, .66667);
	assert_digits(e.queue, 1.33333);
	assert_true(erlang_c(2, 1.5, 2, &e));
	assert_digits(e.p_wait, .53333);
	assert_digits(e.wait, .53333);
	assert_digits(e.queue, 1.06667);
	assert_true(erlang_c(10, 4, 3, &e));
	assert_digits(e.p_wait, .70224719);
	assert_digits(e.wait, .35112360);
	assert_digits(e.queue, 3.51123596);
	assert_true(erlang_c(18, 4, 5, &e));
	assert_digits(e.p_wait, .76249322);
	assert_digits(e.wait, .38124661);
	assert_digits(e.queue, 6.86243899);
	assert_true(erlang_c(0, 1, 1, &e) && e.p_wait == 0 && e.queue == 0);
	assert_false(erlang_c(4, 1, 4, &e));
	assert_true(e.rho == 1);
}

/* The outputs of SplitMix64 for seed 1234567, as published with it. */
static void dice_are_fixed(void **state)
{
	(void)state;
	struct dice d = dice_of(1234567);
	assert_true(dice_bits(&d) == 6457827717110365317u);
	assert_true(dice_bits(&d) == 3203168211198807973u);
	assert_true(dice_bits(&d) == 9817491932198370423u);
	for (int i = 0; i < 1000; i++) {
		double u = dice_share(&d);
		int64_t k = dice_below(&d, 6);
		assert_true(u >= 0 && u < 1 && k >= 0 && k < 6);
	}
}

static struct clearing ten_items(void)
{
	static int64_t done[] = { 0, 1, 2, 3 };
	static double p[] = { .2, .3, .3, .2 };
	return (struct clearing){ .items_n = 10, .throughput = { 4, done, p } };
}

static void clearing_table(void **state)
{
	(void)state;
	struct clearing what = ten_items();
	struct cleared c = clearing_exact(&A, &what, .9999, 100);
	ptrdiff_t day;
	assert_true(c.p[3] == 0);
	assert_digits(c.p[5], .194850);
	assert_digits(c.p[6], .422410);
	assert_digits(c.p[7], .641924);
	assert_digits(c.p[8], .803705);
	assert_digits(c.p[9], .902784);
	assert_digits(c.p[10], .955733);
	assert_true(cleared_day(&c, .85, &day) && day == 9);
	assert_false(cleared_day(&c, 1, &day));
	struct done_by d = done_by_day(&A, &what.throughput, 10);
	assert_int_equal(d.n, 30);
	assert_true(fabs(d.p[0] - 1) < 1e-12);
	assert_digits(d.p[12], .858749);
	assert_digits(d.p[13], .778035);
	assert_true(fabs(d.p[10] - c.p[10]) < 1e-12);
}

static void clearing_with_closed_days(void **state)
{
	(void)state;
	static const bool is_open[] = { true, false, false, true, false };
	struct clearing what = ten_items();
	struct cleared all = clearing_exact(&A, &what, .9999, 100);
	what.is_open = is_open;
	what.open_n = 5;
	struct cleared some = clearing_exact(&A, &what, .9999, 100);
	for (ptrdiff_t d = 5; d <= some.n; d++)
		assert_true(some.p[d] == all.p[d - 3]);
}

/* 100,000 runs of seed 7 against the exact answer: within .005, and the same counts on every
 * machine. */
static void simulation_agrees(void **state)
{
	(void)state;
	struct clearing what = ten_items();
	struct cleared exact = clearing_exact(&A, &what, .9999, 100);
	struct cleared drawn = clearing_simulate(&A, &what, 100000, 7, .9999, 100);
	double worst = 0;
	for (ptrdiff_t d = 0; d <= exact.n && d <= drawn.n; d++)
		worst = fmax(worst, fabs(exact.p[d] - drawn.p[d]));
	assert_true(worst <= .005);
	assert_true(drawn.p[4] == .04307 && drawn.p[9] == .90268 && drawn.p[12] == .9925);
	printf("# figure: simulation of 100,000 runs against convolution: off by at most %.4f (bar "
	       ".005)\n",
	       worst);
}

/* Arrivals that never come change nothing; as many as are done keep the queue up. */
static void simulation_with_arrivals(void **state)
{
	(void)state;
	static int64_t none[] = { 0 }, two[] = { 3 };
	static double sure[] = { 1 };
	struct clearing what = ten_items();
	struct throughput nothing = { 1, none, sure }, flood = { 1, two, sure };
	what.arrivals = &nothing;
	struct cleared calm = clearing_simulate(&A, &what, 20000, 1, .999, 100);
	struct clearing plain = ten_items();
	struct cleared exact = clearing_exact(&A, &plain, .999, 100);
	assert_true(fabs(calm.p[9] - exact.p[9]) < .02);
	what.arrivals = &flood;
	struct cleared never = clearing_simulate(&A, &what, 100, 1, .999, 100);
	assert_true(never.n == 100 && never.p[100] == 0);
}

static void throughput_from_history(void **state)
{
	(void)state;
	static const int64_t done[] = { 2, 0, 2, 5 };
	struct throughput t = throughput_of(&A, done, 4), none = throughput_of(&A, done, 0);
	assert_true(t.n == 3 && t.done[0] == 0 && t.done[1] == 2 && t.done[2] == 5);
	assert_true(t.p[0] == .25 && t.p[1] == .5 && t.p[2] == .25);
	assert_true(throughput_mean(&t) == 2.25);
	assert_int_equal(none.n, 0);
}

static void mirror_cases(void **state)
{
	(void)state;
	assert_digits(mirror_ratio(105, 18), .1714);
	assert_digits(mirror_asymmetry(105, 18), -.7073);
	assert_true(mirror_ratio(31, 31) == 1 && mirror_asymmetry(31, 31) == 0);
	assert_digits(mirror_ratio(19, 13), .6842);
	assert_digits(mirror_asymmetry(19, 13), -.1875);
	assert_digits(mirror_ratio(35, 755), 21.57);
	assert_true(isnan(mirror_ratio(0, 5)) && isnan(mirror_asymmetry(0, 0)));
	assert_true(parity_gap(455, 455) == 0 && parity_gap(1210, 455) == 755);
}

static double number_or_nan(str s)
{
	int64_t v;
	return str_to_int64(s, &v) ? (double)v : NAN;
}

/* The real rounds: unknown numbers unknown, rounds without an answer censored at 180 days. */
static void mirror_real_rounds(void **state)
{
	(void)state;
	static const struct sheet_column columns[] = {
		{ "date_announced", false },  { "persons", false }, { "counter_date", false },
		{ "counter_persons", false }, { "sender", false },  { "target", false },
		{ "posts_closed", false },    { "reason", false },  { "source_url", false },
	};
	str text;
	if (os_file_read(&A, "../shared/data/expulsions.csv", 1 << 20, &text) != OK) {
		print_message("the file of real rounds is not here\n");
		skip();
	}
	struct faults f = faults_in(&A);
	struct sheet c = sheet_open(&A, S("expulsions.csv"), text, columns, 9, &f);
	struct answer v[200];
	ptrdiff_t n = 0;
	for (; sheet_next(&c); n++) {
		int64_t from, to;
		bool has_from = day_read(sheet_text(&c, 0), &from);
		bool has_to = day_read(sheet_text(&c, 2), &to);
		v[n] = (struct answer){ number_or_nan(sheet_text(&c, 1)),
					number_or_nan(sheet_text(&c, 3)), NAN, NAN };
		if (has_from && has_to)
			v[n].lag_days = (double)(to - from);
		else if (has_from && !sheet_text(&c, 2).n)
			v[n].watched_days = 180;
	}
	assert_ok(faults_err(&f));
	struct reciprocity r = reciprocity_of(&A, v, n);
	double median;
	assert_true(r.lags_n == 54 && r.unanswered_n == 23);
	assert_true(r.lag[percentile_index(54, 25)] == 3 && r.lag[percentile_index(54, 50)] == 4 &&
		    r.lag[percentile_index(54, 75)] == 11 && r.lag[53] == 82);
	assert_true(r.pairs_n == 68 && r.exact_n == 52 && r.sent == 891 && r.received == 1387);
	assert_true(r.ratio[percentile_index(68, 50)] == 1);
	assert_digits(r.pooled, 1.557);
	assert_true(km_quantile(&r.wait, .5, &median) && median == 9);
	assert_digits(1 - km_at(&r.wait, 3), .260);
	assert_digits(1 - km_at(&r.wait, 4), .494);
	assert_digits(1 - km_at(&r.wait, 14), .545);
	assert_digits(1 - km_at(&r.wait, 90), .701);
}

/* Wilson's limits, as R's prop.test without correction gives them. */
static void limits_of_a_share(void **state)
{
	(void)state;
	double low, high;
	share_limits(8, 10, &low, &high);
	assert_digits(low, .4901625);
	assert_digits(high, .9433178);
	share_limits(0, 5, &low, &high);
	assert_true(low == 0);
	assert_digits(high, .4344825);
}

static struct staffing sixty(void)
{
	return (struct staffing){ .staff = 60,
				  .queue = 20,
				  .tour_ends = 1,
				  .decisions = .5,
				  .grant_share = .8,
				  .expelled = 10,
				  .leave_week = 1 };
}

static void staffing_table(void **state)
{
	(void)state;
	struct staffing s = sixty();
	double staff[12], queue[12];
	staffing_run(&s, 12, staff, queue);
	assert_digits(staff[0], 59.0);
	assert_digits(staff[1], 48.4);
	assert_digits(staff[2], 47.8);
	assert_digits(staff[11], 42.4);
	assert_digits(queue[0], 20.5);
	assert_digits(queue[1], 21.0);
	assert_digits(queue[2], 21.5);
	assert_digits(queue[11], 26.0);
	assert_digits(staffing_loss(&s), .6);
	assert_digits(staffing_break_even(&s), 16.7);
	s.is_refilled = true;
	staffing_run(&s, 12, staff, queue);
	assert_digits(queue[1], 31.0);
	s.expelled = 1000;
	staffing_run(&s, 12, staff, queue);
	for (int i = 1; i < 12; i++)
		assert_true(staff[i] >= 0);
}

static void what_if(void **state)
{
	(void)state;
	static const double mirror[] = { 1, 1, 1, 1 };
	struct wait lags[4] = { { .time = 3, .cause = 1 },
				{ .time = 3, .cause = 1 },
				{ .time = 10, .cause = 1 },
				{ .time = 180 } };
	struct km lag = km_of(&A, lags, 4);
	struct whatif w = { .theirs = sixty(),
			    .ours = sixty(),
			    .ratio = mirror,
			    .n_ratios = 4,
			    .lag = &lag,
			    .notice_weeks = 1,
			    .weeks = 12,
			    .runs = 4000,
			    .seed = 7 };
	w.theirs.expelled = 10;
	struct whatif_result r = whatif_of(&A, &w), again = whatif_of(&A, &w);
	assert_true(fabs(r.answered_share - .75) < .03);
	assert_memory_equal(r.ours.low, again.ours.low, 12 * sizeof(double));
	assert_digits(r.theirs.middle[11], 42.4);
	assert_digits(r.ours.low[11], 42.4);
	assert_digits(r.ours.high[11], 52.4); /* a quarter of the runs has no answer */
	for (int t = 0; t < 12; t++)
		assert_true(r.ours.low[t] <= r.ours.middle[t] &&
			    r.ours.middle[t] <= r.ours.high[t]);
	w.ours = (struct staffing){ 0 }; /* we have no mission there: nobody to expel */
	r = whatif_of(&A, &w);
	assert_true(r.ours.low[11] == 0 && r.ours.high[11] == 0 && r.expelled[3999] == 0);
}

static void hawkes_table(void **state)
{
	(void)state;
	static const struct event v[] = { { 0, 0 }, { 2, 1 }, { 12, 0 }, { 14.5, 1 }, { 30, 0 } };
	struct hawkes h = { { .05, .02 }, { { .1, .3 }, { .6, .05 } }, .5 };
	struct hawkes_fit f = hawkes_of(&A, &h, v, 5, 40);
	assert_digits(f.rate[0], .05);
	assert_digits(f.rate[1], .130363832);
	assert_digits(f.rate[2], .051134630);
	assert_digits(f.rate[3], .106212753);
	assert_digits(f.rate[4], .050070922);
	assert_digits(f.compensator[0], 2.8993252);
	assert_digits(f.compensator[1], 2.6959566);
	assert_digits(f.log_likelihood, -18.8383594);
	assert_digits(f.eigenvalue[0], .50);
	assert_digits(f.eigenvalue[1], -.35);
}

static void var_table(void **state)
{
	(void)state;
	static const double x[] = { 0, -5.5, 0, -5.5, 1.5, 0, -3.5, 0, 2.5, 0, -5.5, -2 };
	static const double y[] = { 0, -1, -5, 0, -4.5, 1, 0, -3, .5, 2, 0, -4.8 };
	struct var_fit f;
	assert_true(var_of(y, x, 12, &f));
	assert_digits(f.constant, -.15237805);
	assert_digits(f.routine, -.02518645);
	assert_digits(f.reciprocity, .83598163);
	assert_digits(f.t_reciprocity, 18.85);
	assert_digits(f.f, 355.41);
	assert_int_equal(f.f_df, 8);
	assert_false(var_of(y, y, 12, &f));
	assert_false(var_of(y, x, 4, &f));
}

/* Runs one probe on a file with this text ("FILE" among the words stands for it) and gives back
 * what it prints, or what it says is wrong. */
static str probe(const char *words, const char *text)
{
	const char *path =
	    str_fmt(&A, "%s/in.csv", getenv("GRATA_TMP") ? getenv("GRATA_TMP") : "/tmp").p;
	assert_ok(os_file_write(path, str_of(text)));
	char *argv[16];
	int argc = 0;
	for (str rest = str_of(words); rest.p; argc++) {
		str word = str_copy(&A, str_cut(&rest, ' '));
		argv[argc] = arena_bytes(&A, 200, 1);
		snprintf(argv[argc], 200, "%s", str_eq(word, S("FILE")) ? path : word.p);
	}
	struct os os = os_fake(0, 0);
	struct out out = out_to_arena(&A), said = out_to_arena(&A);
	struct faults faults = faults_in(&A);
	struct verb_call c = { .a = &A, .os = &os, .out = &out, .err = &said, .faults = &faults };
	for (const struct verb *v = forecast_verbs; v->noun; v++)
		if (strcmp(v->name, argv[0]) == 0)
			c.verb = v;
	assert_non_null(c.verb);
	const char *db, *as;
	enum err e = verb_parse(&c, argc - 1, argv + 1, &db, &as);
	if (e == OK)
		e = c.verb->run(&c);
	for (ptrdiff_t i = 0; i < faults.n; i++)
		if (faults.v[i].where.n)
			faults.v[i].where = S("in.csv");
	assert_int_equal(e, faults.n ? ERR_FAULTS : OK);
	faults_print(&faults, &out);
	return out_view(&out);
}

static void probes_in_json(void **state)
{
	(void)state;
	assert_str(probe("km FILE --json", "time,event\n6,1\n6,1\n9,0\n10,1\n"),
		   "{\"times\":[6,10],\"at_risk\":[4,1],\"survival\":[0.5,0],\"se\":[0.25,null],"
		   "\"median\":6,\"restricted_mean\":8}\n");
	assert_str(probe("km FILE --json", "event,time\n0,6\n"),
		   "{\"times\":[],\"at_risk\":[],\"survival\":[],\"se\":[],\"median\":null,"
		   "\"restricted_mean\":6}\n");
	assert_str(probe("logrank FILE --json", "time,event,group\n1,1,a\n2,1,b\n3,0,a\n4,1,b\n"),
		   "{\"chi2\":0.05882352941,\"df\":1,\"p\":0.8083651559}\n");
	assert_str(probe("aj FILE --json", "time,cause\n1,1\n2,2\n3,0\n4,1\n"),
		   "{\"times\":[1,2,4],\"at_risk\":[4,3,1],\"survival\":[0.75,0.5,0],"
		   "\"incidence\":{\"1\":[0.25,0.25,0.75],\"2\":[0,0.25,0.25]}}\n");
	assert_str(probe("breach FILE --age 1 --standard 2 --json", "time,event\n1,1\n2,1\n3,1\n"),
		   "{\"p\":0.5}\n");
	assert_str(probe("clear FILE --items 2 --json", "done,p\n1,1\n"),
		   "{\"p_done_by\":{\"2\":1}}\n");
	assert_str(probe("clear FILE --items 2 --simulate 10 --seed 7 --json", "done,p\n1,1\n"),
		   "{\"p_done_by\":{\"2\":1}}\n");
	assert_str(probe("clear FILE --days 2 --json", "done,p\n1,1\n"),
		   "{\"p_at_least\":{\"1\":1,\"2\":1}}\n");
	assert_str(probe("erlang --arrivals 2 --service 3 --servers 1 --json", ""),
		   "{\"rho\":0.6666666667,\"p_wait\":0.6666666667,\"wait\":0.6666666667,"
		   "\"queue\":1.333333333}\n");
	assert_str(
	    probe("relief --demand 30 --queue 1200 --target-queue 390 --weeks 26 --json", ""),
	    "{\"capacity\":61.15384615}\n");
	assert_str(probe("target --demand 30 --target 52 --factor 3 --cv-demand 1.1 "
			 "--cv-capacity 1.2 --json",
			 ""),
		   "{\"capacity\":30.07644231}\n");
	assert_str(probe("load --demand 30 --capacity 27", ""),
		   "load 1.1111: the queue grows by 3 each week\n");
}

static void probes_say_what_is_wrong(void **state)
{
	(void)state;
	assert_str(probe("km FILE", "time,event,entry\n-3,1,\n5,2,\n7,1,9\nx,1,-1\n"),
		   "in.csv:2:1: time: -3 is less than 0\n"
		   "in.csv:3:2: event: 2 is more than 1\n"
		   "in.csv:4:3: entry: the case enters at age 9, which is not before its time 7\n"
		   "in.csv:5:1: time: 'x' is not a number\n");
	assert_str(probe("km FILE", "time,event\n"),
		   "in.csv: the history is empty: at least one case is needed\n");
	assert_str(probe("logrank FILE", "time,event,group\n1,1,a\n2,1,a\n"),
		   "in.csv: all cases are of one group: two are needed\n");
	assert_str(probe("logrank FILE", "time,event,group\n1,0,a\n2,0,b\n"),
		   "in.csv: no case has ended: nothing can be compared\n");
	assert_str(probe("breach FILE --age 9 --standard 12", "time,event\n4,1\n9,1\n"),
		   "age: no case of this history waited longer than 9: it tells nothing about one "
		   "that did\n");
	assert_str(probe("breach FILE --age -1", "time,event\n4,1\n"),
		   "age: -1 is less than 0\nstandard: --standard is needed\n");
	assert_str(probe("clear FILE --items 5", "done,p\n1,.5\n1,.2\n2,1.5\n"),
		   "in.csv:3:1: done: 1 stands twice\nin.csv:4:2: p: 1.5 is more than 1\n");
	assert_str(probe("clear FILE --items 5", "done,p\n1,.5\n2,.4\n"),
		   "in.csv: p: the shares sum to 0.9, not to 1\n");
	assert_str(probe("clear FILE --items 5", "done,p\n0,1\n"),
		   "in.csv: done: on no day is anything done\n");
	assert_str(probe("clear FILE --items 0", "done,p\n1,1\n"),
		   "items: items must be 1 to 1000000\n");
	assert_str(probe("clear FILE", "done,p\n1,1\n"),
		   "items: give --items (when will they be done) or --days (how many by then)\n");
	assert_str(probe("clear FILE --items 9 --simulate 100", "done,p\n1,1\n"),
		   "seed: --simulate needs --seed, so that it can be repeated\n");
	assert_str(probe("clear FILE --items 1000000", "done,p\n0,.9\n1,.1\n"),
		   "items: at 0.1 a day this takes longer than a life: no forecast is given\n");
	assert_str(probe("erlang --arrivals 12 --service 4 --servers 3", ""),
		   "servers: the queue grows without end: 12 arrive and at most 12 are served\n");
	assert_str(probe("erlang --arrivals 12 --service 0", ""),
		   "service: this must be above 0\nservers: --servers is needed, 1 to 1000000\n");
	assert_str(probe("relief --demand 30 --queue -1 --target-queue 1 --weeks 0", ""),
		   "queue: -1 is less than 0\nweeks: this must be above 0\n");
	assert_str(probe("km", ""), "one FILE is needed ('-' is standard input)\n");
	assert_str(probe("km /nowhere/at/all.csv", ""), "in.csv: there is no such file\n");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(km_freireich),
		cmocka_unit_test(km_summaries),
		cmocka_unit_test(km_aml),
		cmocka_unit_test(km_at_its_ends),
		cmocka_unit_test(logrank_freireich),
		cmocka_unit_test(chi2_tail),
		cmocka_unit_test(incidence_adds_up),
		cmocka_unit_test(oracle_late_entry),
		cmocka_unit_test(oracle_three_groups),
		cmocka_unit_test(nearest_rank),
		cmocka_unit_test(queue_formulas),
		cmocka_unit_test(erlang_table),
		cmocka_unit_test(dice_are_fixed),
		cmocka_unit_test(clearing_table),
		cmocka_unit_test(clearing_with_closed_days),
		cmocka_unit_test(simulation_agrees),
		cmocka_unit_test(simulation_with_arrivals),
		cmocka_unit_test(throughput_from_history),
		cmocka_unit_test(mirror_cases),
		cmocka_unit_test(mirror_real_rounds),
		cmocka_unit_test(limits_of_a_share),
		cmocka_unit_test(staffing_table),
		cmocka_unit_test(what_if),
		cmocka_unit_test(hawkes_table),
		cmocka_unit_test(var_table),
		cmocka_unit_test(probes_in_json),
		cmocka_unit_test(probes_say_what_is_wrong),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
