/* visa_history.c: entering an application together with what has happened to it. */
#include "visa/visa.h"

#include "base/must.h"
#include "ref/ref.h"

/* One line of the history to be. */
struct line {
	struct visa_clock clock; /* as it was when the line began */
	bool is_clock_stopped;
};

static bool fits(str of_standard, str of_application)
{
	return !of_standard.p || str_eq(of_standard, of_application);
}

/* The most special standard in force at receipt. */
static enum err find_standard(struct tx *tx, const struct visa_entry *e,
			      struct visa_standards_row *standard)
{
	struct visa_standards_args in = { e->receiving_iso, e->sending_iso, e->received_on };
	struct visa_standards_rows rows;
	TRY(visa_standards(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (fits(rows.v[i].kind, visa_kind_text(e->kind)) &&
		    fits(rows.v[i].category, e->category)) {
			*standard = rows.v[i];
			return OK;
		}
	return ERR_NOT_FOUND;
}

static enum err check_move(struct tx *tx, const struct visa_step *from, const struct visa_wish *to,
			   const struct visa_move **move)
{
	struct refusal unread;
	struct refusal *r = tx->refusal ? tx->refusal : &unread;
	return visa_may_move(tx->a, from->stage, from->on, to, UINT32_MAX, move, r);
}

/* Checks every step and keeps the clock; *last is the clock behind the last of them. */
static enum err walk(struct tx *tx, const struct visa_entry *e, enum day_unit unit,
		     const struct calendar *host, struct line *lines, struct visa_clock *clock)
{
	const struct visa_move *m;
	for (ptrdiff_t i = 0; i < e->n_steps; i++) {
		const struct visa_step *s = &e->steps[i];
		if (i > 0) {
			struct visa_wish to = { s->stage, s->holder, 0, s->reason, s->on };
			TRY(check_move(tx, s - 1, &to, &m));
			if (m->is_clock_stopped)
				visa_clock_stop(clock, s->on);
			else
				visa_clock_start(clock, s->on, unit, host);
		}
		lines[i] = (struct line){ *clock, clock->stopped_since_on.has };
	}
	if (!e->is_closed)
		return OK;
	struct visa_wish to = { VISA_STAGE_CLOSED, 0, e->outcome, e->end.reason, e->end.on };
	TRY(check_move(tx, &e->steps[e->n_steps - 1], &to, &m));
	visa_clock_start(clock, e->end.on, unit, host);
	return OK;
}

static enum err write_application(struct tx *tx, const struct visa_entry *e, int64_t standard_id,
				  const struct visa_clock *clock, int64_t *id)
{
	const struct visa_step *now = &e->steps[e->n_steps - 1];
	struct wrote out;
	struct visa_add_args in = {
		.ref = e->ref,
		.kind = visa_kind_text(e->kind),
		.sending_iso = e->sending_iso,
		.receiving_iso = e->receiving_iso,
		.mission_id = e->mission_id,
		.person_id = e->person_id,
		.post_id = e->post_id,
		.household_id = e->household_id,
		.visa_until_on = e->visa_until_on,
		.received_on = e->received_on,
		.note_no = e->note_no,
		.standard_id = standard_id,
		.due_on = clock->due_on,
		.stage = visa_stage_text(e->is_closed ? VISA_STAGE_CLOSED : now->stage),
		.holder = visa_holder_text(now->holder),
		.holder_since_on = now->on,
		.stopped_days = clock->stopped_days,
		.stopped_since_on = clock->stopped_since_on,
		.closed_on = { e->is_closed, e->end.on },
		.outcome = e->is_closed ? visa_outcome_text(e->outcome) : (str){ 0 },
		.outcome_reason = e->is_closed ? e->end.reason : (str){ 0 },
		.watched_from_on = e->watched_from_on,
		.is_invented = e->is_invented,
	};
	TRY(visa_add(tx, &in, &out));
	*id = out.id;
	return OK;
}

static enum err write_line(struct tx *tx, const struct visa_entry *e, ptrdiff_t i, int64_t id,
			   const struct line *line)
{
	const struct visa_step *s = &e->steps[i];
	bool is_last = i + 1 == e->n_steps;
	struct wrote out;
	struct visa_holding_add_args in = {
		.application_id = id,
		.stage = visa_stage_text(s->stage),
		.holder = visa_holder_text(s->holder),
		.from_on = s->on,
		.to_on = { !is_last || e->is_closed, is_last ? e->end.on : s[1].on },
		.due_on = line->clock.due_on,
		.stopped_days = line->clock.stopped_days,
		.is_clock_stopped = line->is_clock_stopped,
		.reason = s->reason,
		.by_account_id = { tx->viewer->user_id > 0, tx->viewer->user_id },
	};
	if (!is_last)
		must(s[1].on >= s->on);
	return visa_holding_add(tx, &in, &out);
}

enum err visa_enter(struct tx *tx, const struct visa_entry *e, int64_t *id)
{
	struct visa_standards_row standard;
	struct calendar host;
	enum day_unit unit;
	must(e->n_steps > 0 && e->steps[0].stage == VISA_STAGE_RECEIVED &&
	     e->steps[0].on == e->received_on);
	TRY(ref_calendar(tx, &host));
	TRY(find_standard(tx, e, &standard));
	must(day_unit_of(standard.unit, &unit));
	struct visa_clock clock =
	    visa_clock_begin(e->received_on, standard.limit_days, unit, &host);
	struct line *lines = arena_new_n(tx->a, struct line, e->n_steps);
	TRY(walk(tx, e, unit, &host, lines, &clock));
	TRY(write_application(tx, e, standard.id, &clock, id));
	for (ptrdiff_t i = 0; i < e->n_steps; i++)
		TRY(write_line(tx, e, i, *id, &lines[i]));
	return OK;
}
