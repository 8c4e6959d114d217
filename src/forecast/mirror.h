/* mirror.h: what the other side does in return: measured on past rounds, and played on.
 *
 * Measures. Sent is what one side did to the other's staff (persons, posts, visas), received what
 * came back. Unknown numbers stay unknown: a pair counts only when both are known. A round without
 * an answer is censored at the days it was watched: leaving such rounds out halves the median lag.
 *
 * What-if. Week by week: tours end, each end makes one application, the host decides at most so
 * many a week, those granted arrive the week after. On top the other side's answer is drawn from
 * past rounds (ratio and lag), many times, and bands of 10, 50 and 90 % are shown with the number
 * of rounds they rest on. It replays the past; it is never advice. */
#ifndef FORECAST_MIRROR_H
#define FORECAST_MIRROR_H

#include "forecast/survival.h"

struct answer {
	double sent, received; /* NAN = not known; received is 0 when known to be none */
	double lag_days;       /* from measure to answer; NAN = no answer with a known day */
	double watched_days;   /* without an answer: days it was waited for; NAN = not to be used */
};

double mirror_ratio(double sent, double received);     /* received / sent; NAN when sent is 0 */
double mirror_asymmetry(double sent, double received); /* (R - S) / (R + S), from -1 to 1 */
/* |our staff there - their staff here|: parity is a level as well as a flow. */
double parity_gap(double ours_there, double theirs_here);

/* 95 % limits of a share seen k times in n, n >= 1 (Wilson 1927): "71 % [62 to 79]". */
void share_limits(int64_t k, int64_t n, double *low, double *high);

struct reciprocity {
	ptrdiff_t pairs_n, exact_n;    /* pairs with S > 0 known on both sides; those with R = S */
	double sent, received;         /* sums over the pairs */
	double pooled;                 /* received / sent; NAN when sent is 0 */
	double pooled_without_largest; /* the same without the pair that received most: one large
					  answer may drive the whole */
	double *ratio;                 /* sorted, one for each pair */
	double *lag;                   /* sorted, of the answered rounds */
	ptrdiff_t lags_n, unanswered_n;
	struct km wait; /* P(no answer by day t), unanswered rounds censored */
};
struct reciprocity reciprocity_of(struct arena *a, const struct answer *v, ptrdiff_t n);

/* One mission, in persons, each week. */
struct staffing {
	double staff;         /* in post at the start */
	double queue;         /* applications waiting for the host */
	double arriving;      /* granted before the start, arrive in the first week */
	double tour_ends;     /* a week; each makes one application */
	double decisions;     /* a week: the throttle */
	double grant_share;   /* of the decisions, 0 to 1 */
	double expelled;      /* leave in leave_week, never more than are there */
	ptrdiff_t leave_week; /* from 0 */
	bool
	    is_refilled; /* the ceiling is not cut: each post of an expelled makes an application */
};

/* Fills staff[w] and queue[w] after week w, for w from 0 to weeks - 1. */
void staffing_run(const struct staffing *s, ptrdiff_t weeks, double *staff, double *queue);
/* Staff lost a week in the long run: tour ends less what the throttle lets arrive. */
double staffing_loss(const struct staffing *s);
/* After how many weeks the throttle has cost as much as the expulsion; NAN when it costs nothing.
 */
double staffing_break_even(const struct staffing *s);

struct whatif {
	struct staffing theirs; /* with what we expel and when they leave */
	struct staffing ours;   /* its expelled and leave_week are drawn */
	const double *ratio;    /* past mirror ratios, n_ratios >= 1 */
	ptrdiff_t n_ratios;
	const struct km *lag;   /* past days to the answer; a draw beyond it is no answer */
	ptrdiff_t notice_weeks; /* from their answer to the departures */
	ptrdiff_t weeks;        /* 1 to WHATIF_WEEKS_MAX */
	int64_t runs;           /* 1 to WHATIF_RUNS_MAX */
	uint64_t seed;
};
enum { WHATIF_WEEKS_MAX = 520, WHATIF_RUNS_MAX = 100000 };

/* Values that 10, 50 and 90 % of the runs do not exceed, after each week. */
struct band {
	double *low, *middle, *high;
};
struct whatif_result {
	struct band ours, theirs;
	double answered_share; /* runs in which they answer within the weeks shown */
	double *expelled;      /* of ours in each run, sorted; 0 = no answer */
};
struct whatif_result whatif_of(struct arena *a, const struct whatif *w);

#endif
