/* ledger_past.h: what the past says: measures with what came back, counted, and used to say what
 * the next answer may be. Pure: rows in, figures out.
 *
 * A former state stands here under the code of the state that goes on from it. A measure counts as
 * answered from the day on which its answer was known; before that it is one without an answer,
 * watched until then, at most `censor_days`. Only days known to the day give a lag. It replays the
 * past and advises nothing. */
#ifndef LEDGER_LEDGER_PAST_H
#define LEDGER_LEDGER_PAST_H

#include "forecast/mirror.h"
#include "ledger/ledger_rules.h"

enum { CENSOR_DAYS = 180, CENSOR_DAYS_MAX = 36500 };

struct past {
	str by_iso, against_iso;
	struct interval announced;
	int64_t known_on;
	struct opt_int sent; /* persons */
	bool has_answer, has_answer_day;
	struct interval answered; /* when has_answer_day */
	int64_t answer_known_on;
	struct opt_int received;
};
struct past_list {
	struct past *v; /* by their first day */
	ptrdiff_t n, cap;
};

struct past_question {
	str by_iso, against_iso; /* null: any */
	bool is_both_ways;       /* and what the second did to the first */
	int64_t from_on, to_on;  /* measures that may lie in between */
	int64_t as_at_on;        /* as known on that day; DAY_MAX: all */
	int64_t censor_days;
};
/* Everything, as known on a day. */
struct past_question past_any(int64_t as_at_on);

bool past_is_asked(const struct past *p, const struct past_question *q);
struct reciprocity past_figures(struct arena *a, const struct past_list *l,
				const struct past_question *q);
/* Days until half had their answer, of those that had one (the middle one; of two the earlier); NAN
 * without any. */
double past_lag_median(const struct reciprocity *r);
/* The same with those still unanswered; NAN when fewer than half were answered. */
double past_wait_median(const struct reciprocity *r);
/* Pairs with a smaller, the same and a larger number in return. */
struct past_sizes {
	int64_t smaller_n, equal_n, larger_n;
};
struct past_sizes past_sizes_of(const struct reciprocity *r);

/* Which past an answer of `against` to a measure of `by` is drawn from: the narrowest with at least
 * PAST_ENOUGH pairs of numbers and one lag. */
enum past_scope {
	PAST_PAIR,  /* what `by` did to `against` */
	PAST_STATE, /* what anybody did to `against`: how that state answers */
	PAST_ALL,   /* what anybody did to anybody */
};
enum { PAST_ENOUGH = 5 };
struct past_choice {
	enum past_scope scope;
	struct reciprocity figures;
};
/* False when even all of the past holds no pair of numbers. */
bool past_choose(struct arena *a, const struct past_list *l, str by_iso, str against_iso,
		 int64_t as_at_on, int64_t censor_days, struct past_choice *out);

/* Numbers in return that 10, 50 and 90 % of the past would not exceed. */
struct past_guess {
	double low, middle, high;
};
struct past_guess past_guess_of(const struct reciprocity *r, double sent);

/* What the past would have said the day before each answer, against the answer. */
struct past_test {
	const struct past *round;
	enum past_scope scope;
	int64_t pairs_n;
	struct past_guess guess;
	bool is_inside; /* the answer lay between low and high */
};
struct past_tests {
	struct past_test *v;
	ptrdiff_t n, cap;
	int64_t inside_n;
	int64_t untold_n; /* answers of known size before which nothing was known */
};
struct past_tests past_back_test(struct arena *a, const struct past_list *l, int64_t as_at_on,
				 int64_t censor_days);

#endif
