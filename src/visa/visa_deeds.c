/* visa_deeds.c: what people do to an application. Each is one deed: read the state, ask the rules,
 * write the application and its history. */
#include "visa.sql.h"
#include "visa/visa.h"

#include "base/must.h"
#include "ref/ref.h"

struct move {
	str ref;
	const struct visa_wish *wish;
	bool is_refused;
};

static struct visa_clock clock_of(const struct visa_state_of_row *s)
{
	return (struct visa_clock){ s->received_on, s->due_on, s->stopped_days,
				    s->stopped_since_on };
}

/* The clock after the move: it stands when the mission is asked, and runs again when it has
 * answered. */
static enum err next_clock(struct tx *tx, const struct visa_state_of_row *s,
			   const struct visa_move *m, int64_t on, struct visa_clock *clock)
{
	struct calendar host = { 0 };
	enum day_unit unit;
	must(day_unit_of(s->unit, &unit));
	*clock = clock_of(s);
	TRY(ref_calendar(tx, &host));
	if (m->is_clock_stopped)
		visa_clock_stop(clock, on);
	else
		visa_clock_start(clock, on, unit, &host);
	return OK;
}

static enum err end_holding(struct tx *tx, const struct visa_state_of_row *s, int64_t on)
{
	struct wrote out;
	struct visa_holding_end_args in = { .id = s->holding_id, .to_on = { true, on } };
	TRY(visa_holding_end(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err write_close(struct tx *tx, const struct visa_state_of_row *s,
			    const struct visa_clock *clock, const struct visa_wish *w)
{
	struct wrote out;
	struct visa_close_args in = { .id = s->id,
				      .was_stage = s->stage,
				      .closed_on = { true, w->on },
				      .outcome = visa_outcome_text(w->outcome),
				      .outcome_reason = w->reason,
				      .stopped_days = clock->stopped_days };
	TRY(visa_close(tx, &in, &out));
	return out.n == 1 ? end_holding(tx, s, w->on) : ERR_CONFLICT;
}

static enum err write_move(struct tx *tx, const struct visa_state_of_row *s,
			   const struct visa_clock *clock, const struct visa_wish *w,
			   const struct visa_move *m)
{
	struct wrote out;
	struct visa_set_holding_args set = { .id = s->id,
					     .was_stage = s->stage,
					     .was_holder = s->holder,
					     .stage = visa_stage_text(m->to),
					     .holder = visa_holder_text(m->holder),
					     .holder_since_on = w->on,
					     .due_on = clock->due_on,
					     .stopped_days = clock->stopped_days,
					     .stopped_since_on = clock->stopped_since_on };
	TRY(visa_set_holding(tx, &set, &out));
	if (out.n != 1)
		return ERR_CONFLICT;
	TRY(end_holding(tx, s, w->on));
	struct visa_holding_add_args add = { .application_id = s->id,
					     .stage = set.stage,
					     .holder = set.holder,
					     .from_on = w->on,
					     .due_on = clock->due_on,
					     .stopped_days = clock->stopped_days,
					     .is_clock_stopped = m->is_clock_stopped,
					     .reason = w->reason,
					     .by_account_id = { true, tx->viewer->user_id } };
	return visa_holding_add(tx, &add, &out);
}

/* Two people decide: who sent it to the approver does not approve it. */
static enum err four_eyes(struct tx *tx, const struct visa_state_of_row *s,
			  const struct visa_wish *w)
{
	bool is_decision = w->to == VISA_STAGE_CLOSED && (w->outcome == VISA_OUTCOME_GRANTED ||
							  w->outcome == VISA_OUTCOME_REFUSED);
	bool is_own = s->by_account_id.has && s->by_account_id.v == tx->viewer->user_id;
	if (!is_decision || !is_own || !str_eq(s->stage, visa_stage_text(VISA_STAGE_APPROVAL)))
		return OK;
	return refuse(tx->a, tx->refusal, "four_eyes", NULL,
		      "You proposed this; a second person approves it or sends it back.");
}

static enum err move_deed(struct tx *tx, void *arg)
{
	struct move *mv = arg;
	struct visa_by_ref_row row;
	struct visa_by_ref_args by = { .ref = mv->ref };
	TRY(visa_by_ref(tx, &by, &row));
	struct visa_state_of_row s = { 0 };
	struct visa_state_of_args of = { .id = row.id };
	enum visa_stage from;
	must(visa_stage_of(row.stage, &from));
	enum err e = from == VISA_STAGE_CLOSED ? OK : visa_state_of(tx, &of, &s);
	if (e != OK)
		return e;
	const struct visa_move *m;
	int64_t since_on = from == VISA_STAGE_CLOSED ? row.holder_since_on : s.holding_from_on;
	e = visa_may_move(tx->a, from, since_on, mv->wish, tx->viewer->role_bits, &m, tx->refusal);
	if (e == OK)
		e = four_eyes(tx, &s, mv->wish);
	if (e == ERR_REFUSED) { /* that somebody tried is kept */
		mv->is_refused = true;
		tx_note(tx, CHANGE_REFUSE, "visa_application", row.id);
		return OK;
	}
	if (e != OK)
		return e;
	struct visa_clock clock;
	TRY(next_clock(tx, &s, m, mv->wish->on, &clock));
	return m->to == VISA_STAGE_CLOSED ? write_close(tx, &s, &clock, mv->wish)
					  : write_move(tx, &s, &clock, mv->wish, m);
}

enum err visa_move(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, str ref, const struct visa_wish *wish)
{
	struct move mv = { .ref = ref, .wish = wish };
	TRY(db_deed(db, viewer, a, refusal, "visa.move", move_deed, &mv));
	return mv.is_refused ? ERR_REFUSED : OK;
}

static enum err show_deed(struct tx *tx, void *arg)
{
	tx_note(tx, CHANGE_VIEW, "person", *(const int64_t *)arg);
	return OK;
}

enum err visa_show(struct db *db, const struct viewer *viewer, struct arena *a, str ref,
		   int64_t person_id)
{
	struct viewer who = *viewer;
	who.purpose = ref;
	return db_deed(db, &who, a, NULL, "visa.view", show_deed, &person_id);
}
