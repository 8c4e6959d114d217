/* visa_rules.c: clocks, moves, figures; in the order of the header. */
#include "visa/visa_rules.h"

#include <stdlib.h>

#include "base/must.h"
#include "base/out.h"
#include "data/viewer.h"

int64_t visa_age_gross(const struct visa_clock *c, int64_t on)
{
	return on - c->received_on;
}

/* The day up to which the clock has run. */
static int64_t ran_until(const struct visa_clock *c, int64_t on)
{
	return c->stopped_since_on.has && c->stopped_since_on.v < on ? c->stopped_since_on.v : on;
}

int64_t visa_age_net(const struct visa_clock *c, int64_t on)
{
	return ran_until(c, on) - c->received_on - c->stopped_days;
}

bool visa_is_over(const struct visa_clock *c, int64_t on)
{
	return ran_until(c, on) > c->due_on;
}

struct visa_clock visa_clock_begin(int64_t received_on, int64_t limit_days, enum day_unit unit,
				   const struct calendar *host)
{
	must(limit_days > 0);
	int64_t due_on = unit == DAY_UNIT_WORKING ? day_add_working(host, received_on, limit_days)
						  : received_on + limit_days;
	return (struct visa_clock){ .received_on = received_on, .due_on = due_on };
}

void visa_clock_stop(struct visa_clock *c, int64_t on)
{
	must(on >= c->received_on);
	if (!c->stopped_since_on.has)
		c->stopped_since_on = (struct opt_int){ true, on };
}

void visa_clock_start(struct visa_clock *c, int64_t on, enum day_unit unit,
		      const struct calendar *host)
{
	if (!c->stopped_since_on.has)
		return;
	int64_t since_on = c->stopped_since_on.v;
	must(on >= since_on);
	c->stopped_days += on - since_on;
	if (unit == DAY_UNIT_WORKING)
		c->due_on =
		    day_add_working(host, c->due_on, day_working_between(host, since_on, on));
	else
		c->due_on += on - since_on;
	c->stopped_since_on = (struct opt_int){ 0 };
}

str visa_stage_label(enum visa_stage s)
{
	static const char *const labels[] = {
#define VISA_STAGE(name, label, says) [VISA_STAGE_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[s]);
}

str visa_stage_says(enum visa_stage s)
{
	static const char *const sentences[] = {
#define VISA_STAGE(name, label, says) [VISA_STAGE_##name] = (says),
#include "visa/visa.def"
	};
	return str_of(sentences[s]);
}

str visa_holder_label(enum visa_holder h)
{
	static const char *const labels[] = {
#define VISA_HOLDER(name, label) [VISA_HOLDER_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[h]);
}

str visa_outcome_label(enum visa_outcome o)
{
	static const char *const labels[] = {
#define VISA_OUTCOME(name, label) [VISA_OUTCOME_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[o]);
}

str visa_kind_label(enum visa_kind k)
{
	static const char *const labels[] = {
#define VISA_KIND(name, label) [VISA_KIND_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[k]);
}

str visa_item_label(enum visa_item i)
{
	static const char *const labels[] = {
#define VISA_ITEM(name, label, kinds) [VISA_ITEM_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[i]);
}

str visa_reason_label(enum visa_reason r)
{
	static const char *const labels[] = {
#define VISA_REASON(name, label, article) [VISA_REASON_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[r]);
}

const char *visa_reason_article(enum visa_reason r)
{
	static const char *const articles[] = {
#define VISA_REASON(name, label, article) [VISA_REASON_##name] = (article),
#include "visa/visa.def"
	};
	return articles[r];
}

str visa_entries_label(enum visa_entries e)
{
	static const char *const labels[] = {
#define VISA_ENTRIES(name, label) [VISA_ENTRIES_##name] = (label),
#include "visa/visa.def"
	};
	return str_of(labels[e]);
}

uint32_t visa_items_of(enum visa_kind k)
{
	enum { ALL_KINDS = BIT(VISA_KIND_N) - 1 };
#define FOR(kind) BIT(VISA_KIND_##kind)
	static const uint32_t kinds_of[] = {
#define VISA_ITEM(name, label, kinds) [VISA_ITEM_##name] = (kinds),
#include "visa/visa.def"
	};
#undef FOR
	uint32_t items = 0;
	for (int i = 0; i < VISA_ITEM_N; i++)
		items |= kinds_of[i] & BIT(k) ? BIT(i) : 0;
	return items;
}

str visa_due_text(struct arena *a, const struct visa_clock *c, int64_t on)
{
	int64_t left = c->due_on - ran_until(c, on), n = left < 0 ? -left : left;
	const char *unit = n == 1 ? "day" : "days";
	if (c->stopped_since_on.has)
		return str_fmt(a, "%lld %s %s", (long long)n, unit, left < 0 ? "over" : "left");
	if (left == 0)
		return S("today");
	return left < 0 ? str_fmt(a, "%lld %s ago", (long long)n, unit)
			: str_fmt(a, "in %lld %s", (long long)n, unit);
}

/* The words of the table. */
enum { RUNS = false, STOPS = true, FREE = false, NEEDED = true };
#define BY(role) BIT(ROLE_##role)

const struct visa_move VISA_MOVES[] = {
#define VISA_MOVE(from_, to_, holder_, clock_, roles_, reason_, article_, says_)                   \
	{ .from = VISA_STAGE_##from_,                                                              \
	  .to = VISA_STAGE_##to_,                                                                  \
	  .holder = VISA_HOLDER_##holder_,                                                         \
	  .is_clock_stopped = (clock_),                                                            \
	  .needs_reason = (reason_),                                                               \
	  .role_bits = (roles_),                                                                   \
	  .article = (article_),                                                                   \
	  .says = (says_) },
#define VISA_END(from_, outcome_, roles_, reason_, article_, says_)                                \
	{ .from = VISA_STAGE_##from_,                                                              \
	  .to = VISA_STAGE_CLOSED,                                                                 \
	  .outcome = VISA_OUTCOME_##outcome_,                                                      \
	  .needs_reason = (reason_),                                                               \
	  .role_bits = (roles_),                                                                   \
	  .article = (article_),                                                                   \
	  .says = (says_) },
#include "visa/visa.def"
};
const int VISA_MOVES_N = (int)(sizeof VISA_MOVES / sizeof VISA_MOVES[0]);
#undef BY

static bool is_between(const struct visa_move *m, enum visa_stage from, enum visa_stage to)
{
	return m->from == from && m->to == to;
}

/* The row that is wished for, or NULL. */
static const struct visa_move *find_move(enum visa_stage from, const struct visa_wish *w)
{
	for (int i = 0; i < VISA_MOVES_N; i++) {
		const struct visa_move *m = &VISA_MOVES[i];
		bool fits =
		    m->to == VISA_STAGE_CLOSED ? m->outcome == w->outcome : m->holder == w->holder;
		if (fits && is_between(m, from, w->to))
			return m;
	}
	return NULL;
}

/* "send to vetting (Vetting), grant (Closed)": what may be done from a stage. */
static str moves_from(struct arena *a, enum visa_stage from)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < VISA_MOVES_N; i++) {
		if (VISA_MOVES[i].from != from)
			continue;
		str label = visa_stage_label(VISA_MOVES[i].to);
		out_fmt(&o, "%s%s (%.*s)", out_view(&o).n ? ", " : "", VISA_MOVES[i].says,
			SF(label));
	}
	return out_view(&o);
}

str visa_people_of(struct arena *a, uint32_t role_bits)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < ROLES_N; i++)
		if (role_bits & BIT(i))
			out_fmt(&o, "%s%s", out_view(&o).n ? " or " : "", role_says((enum role)i));
	return out_view(&o);
}

enum err visa_may_move(struct arena *a, enum visa_stage from, int64_t since_on,
		       const struct visa_wish *wish, uint32_t role_bits,
		       const struct visa_move **move, struct refusal *r)
{
	if (from == VISA_STAGE_CLOSED)
		return refuse(a, r, "closed", NULL,
			      "The application is closed; a new one can be entered.");
	bool is_refusal = wish->to == VISA_STAGE_CLOSED && wish->outcome == VISA_OUTCOME_REFUSED;
	if (is_refusal && from != VISA_STAGE_APPROVAL)
		return refuse(a, r, "two_people", "VCDR Art. 9(1)",
			      "A refusal takes two people: propose it to the approver first.");
	const struct visa_move *m = find_move(from, wish);
	if (!m)
		return refuse(a, r, "no_such_move", NULL,
			      "From %.*s there is no such move. What may be done: %.*s.",
			      SF(visa_stage_label(from)), SF(moves_from(a, from)));
	if (!(m->role_bits & role_bits))
		return refuse(a, r, "role", m->article, "To %s takes a %.*s.", m->says,
			      SF(visa_people_of(a, m->role_bits)));
	if (m->needs_reason && str_is_empty(str_trim(wish->reason)))
		return refuse(a, r, "reason", m->article, "To %s needs a reason in one sentence%s.",
			      m->says, m->is_clock_stopped ? ": the clock stops with it" : "");
	if (wish->on < since_on)
		return refuse(a, r, "order_of_days", NULL,
			      "The application is at %.*s since %.*s; a move cannot be earlier.",
			      SF(visa_stage_label(from)), SF(day_long(a, since_on)));
	*move = m;
	return OK;
}

bool visa_ends_in_visa(enum visa_kind kind)
{
	return kind != VISA_KIND_ATTACHE_APPROVAL && kind != VISA_KIND_RE_ACCREDITATION;
}

static bool says_grant(const struct visa_wish *w)
{
	return w->valid_from_on.has || w->valid_until_on.has || w->tenure_until_on.has ||
	       w->has_entries;
}

/* Days that may stand in a visa: they follow each other. */
static enum err check_days(struct arena *a, const struct visa_wish *w, struct refusal *r)
{
	int64_t from_on = w->valid_from_on.has ? w->valid_from_on.v : w->on;
	int64_t until_on = w->valid_until_on.v;
	if (from_on < w->on)
		return refuse(a, r, "valid_from", NULL,
			      "A visa cannot be valid from %.*s: that day is past.",
			      SF(day_long(a, from_on)));
	if (until_on <= from_on)
		return refuse(a, r, "valid_until", NULL,
			      "A visa that is valid from %.*s cannot end on %.*s.",
			      SF(day_long(a, from_on)), SF(day_long(a, until_on)));
	if (w->tenure_until_on.has && until_on > w->tenure_until_on.v)
		return refuse(a, r, "tenure", NULL,
			      "The tenure ends on %.*s; the visa cannot be valid until %.*s.",
			      SF(day_long(a, w->tenure_until_on.v)), SF(day_long(a, until_on)));
	return OK;
}

enum err visa_may_decide(struct arena *a, enum visa_kind kind, const struct visa_wish *w,
			 struct refusal *r)
{
	must(w->to == VISA_STAGE_CLOSED);
	if (w->outcome == VISA_OUTCOME_REFUSED) {
		if (says_grant(w))
			return refuse(a, r, "grant_only", NULL,
				      "Validity, entries and tenure are of a grant, not of a "
				      "refusal.");
		if (!w->has_reason_code)
			return refuse(a, r, "reason_code", "VCDR Art. 9(1)",
				      "To refuse needs the reason as a code, beside the sentence. "
				      "It stays inside; outward none is owed.");
		return OK;
	}
	if (w->has_reason_code)
		return refuse(a, r, "refusal_only", NULL,
			      "The code of a reason is of a refusal, not of a grant.");
	if (!visa_ends_in_visa(kind))
		return says_grant(w) && !w->tenure_until_on.has
			   ? refuse(a, r, "no_visa", NULL,
				    "This kind of application ends in no visa: it has no validity "
				    "and no entries.")
			   : OK;
	if (!w->valid_until_on.has || !w->has_entries)
		return refuse(a, r, "validity", NULL,
			      "To grant needs the day until which the visa is valid, and how often "
			      "it lets in.");
	return check_days(a, w, r);
}

str visa_grant_text(struct arena *a, const struct visa_wish *w)
{
	struct out o = out_to_arena(a);
	if (!says_grant(w))
		return (str){ 0 };
	if (w->valid_from_on.has)
		out_fmt(&o, "from %.*s ", SF(day_long(a, w->valid_from_on.v)));
	if (w->valid_until_on.has)
		out_fmt(&o, "to %.*s", SF(day_long(a, w->valid_until_on.v)));
	if (w->has_entries)
		out_fmt(&o, ", for %.*s", SF(visa_entries_label(w->entries)));
	if (w->tenure_until_on.has)
		out_fmt(&o, "%sthe tenure ends on %.*s", out_view(&o).n ? "; " : "",
			SF(day_long(a, w->tenure_until_on.v)));
	return out_view(&o);
}

const int64_t VISA_AGE_BANDS[VISA_AGE_BANDS_N] = { 0, 15, 30, 60 };

static int by_days(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

int64_t visa_percentile(const int64_t *sorted, ptrdiff_t n, int percent)
{
	must(n > 0 && percent > 0 && percent <= 100);
	return sorted[(n * percent + 99) / 100 - 1];
}

struct visa_backlog visa_backlog_of(struct arena scratch, const struct visa_case *v, ptrdiff_t n,
				    int64_t on)
{
	struct visa_backlog b = { .open_n = n };
	int64_t *ages = arena_new_n(&scratch, int64_t, n);
	for (ptrdiff_t i = 0; i < n; i++) {
		enum visa_holder h = v[i].holder;
		bool is_over = visa_is_over(&v[i].clock, on);
		ages[i] = visa_age_net(&v[i].clock, on);
		b.over_n += is_over;
		b.by_holder_n[h]++;
		b.over_by_holder_n[h] += is_over;
		if (ages[i] > b.oldest_by_holder_days[h])
			b.oldest_by_holder_days[h] = ages[i];
		int band = VISA_AGE_BANDS_N - 1;
		while (band > 0 && ages[i] < VISA_AGE_BANDS[band])
			band--;
		b.by_age_n[band]++;
	}
	if (n == 0)
		return b;
	qsort(ages, (size_t)n, sizeof *ages, by_days);
	b.oldest_days = (struct opt_int){ true, ages[n - 1] };
	b.median_days = (struct opt_int){ true, visa_percentile(ages, n, 50) };
	b.p90_days = (struct opt_int){ true, visa_percentile(ages, n, 90) };
	return b;
}
