/* backlog_effects.c: what waiting does: visas that end undecided, families in two countries, posts
 * that stand empty, people who leave and are not followed; and how many officers it would take. */
#include "backlog/backlog.h"

#include "audit/audit.h"
#include "backlog.sql.h"
#include "base/must.h"
#include "forecast/queue.h"

const int64_t BACKLOG_ENDS[BACKLOG_ENDS_N] = { 0, 30, 60, 90 };

static void count_ends(const struct visa_corridor *k, struct backlog_effects *f)
{
	for (int64_t i = 0; i < k->figures.open_n; i++) {
		const struct opt_int *until = &k->cases[i].visa_until_on;
		for (int b = 0; until->has && b < BACKLOG_ENDS_N; b++)
			f->ends_n[b] += b ? until->v >= k->on && until->v <= k->on + BACKLOG_ENDS[b]
					  : until->v < k->on;
	}
}

static enum err count_rows(struct tx *tx, const struct visa_corridor *k, struct backlog_effects *f)
{
	struct backlog_split_args split = { .receiving_iso = k->receiving_iso,
					    .sending_iso = k->sending_iso,
					    .day_on = k->on };
	struct backlog_vacant_args vacant = { .receiving_iso = k->receiving_iso,
					      .sending_iso = k->sending_iso,
					      .day_on = k->on };
	struct backlog_leaving_args leaving = { .receiving_iso = k->receiving_iso,
						.sending_iso = k->sending_iso,
						.day_on = k->on,
						.until_on = k->on + BACKLOG_LEAVE_DAYS };
	struct backlog_split_rows homes;
	struct backlog_vacant_rows posts;
	struct backlog_leaving_rows people;
	TRY(backlog_split(tx, &split, &homes));
	TRY(backlog_vacant(tx, &vacant, &posts));
	TRY(backlog_leaving(tx, &leaving, &people));
	f->split_n = homes.n;
	for (ptrdiff_t i = 0; i < homes.n; i++)
		f->split_waiting_n += homes.v[i].waiting_n;
	f->vacant_n = posts.n;
	f->leaving_n = people.n;
	for (ptrdiff_t i = 0; i < people.n; i++)
		f->leaving_asked_n += people.v[i].has_applied;
	return OK;
}

/* Which post and whose household it is, is not for everybody who reads figures; how many is. */
enum err backlog_effects_read(struct tx *tx, const struct visa_corridor *k,
			      struct backlog_effects *f)
{
	const struct viewer *me = tx->viewer;
	*f = (struct backlog_effects){ 0 };
	count_ends(k, f);
	must(me->mission_id == 0); /* no route and no verb of this folder is a mission's */
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = count_rows(tx, k, f);
	tx->viewer = me;
	return e;
}

/* ---- officers ---- */

enum err backlog_officers_read(struct tx *tx, int64_t *n)
{
	struct backlog_officers_args in = { .visa_bits = BIT(ROLE_VISA) };
	struct backlog_officers_row row;
	TRY(backlog_officers(tx, &in, &row));
	*n = row.officers_n;
	return OK;
}

bool backlog_staff_of(double come_week, double done_week, int64_t officers_n,
		      struct backlog_staff *s)
{
	*s = (struct backlog_staff){ .now_n = officers_n };
	if (officers_n < 1 || done_week <= 0 || come_week <= 0)
		return false;
	s->each_week = done_week / (double)officers_n;
	double least = come_week / s->each_week; /* more than so many, or it grows without end */
	if (least >= BACKLOG_OFFICERS_MAX)
		return false;
	for (int64_t c = (int64_t)least + 1; s->n < BACKLOG_STAFF_N; c++) {
		struct backlog_staffing *to = &s->v[s->n++];
		to->officers_n = c;
		must(erlang_c(come_week, s->each_week, c, &to->at));
	}
	return true;
}
