/* visa_deeds.c: what people do to an application. Each is one deed: read the state, ask the rules,
 * write the application and its history. At the end: entering one together with what has happened
 * to it. */
#include "visa.sql.h"
#include "visa/visa.h"
#include "visa/visa_pages.h"

#include "base/jcs.h"
#include "base/must.h"
#include "note/note.h"
#include "ref/ref.h"

struct move {
	str ref;
	const struct visa_wish *wish;
	bool is_refused, is_proposed;
	int64_t proposal_id;
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
	if (unit == DAY_UNIT_WORKING)
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
				      .valid_from_on = w->valid_from_on,
				      .valid_until_on = w->valid_until_on,
				      .tenure_until_on = w->tenure_until_on,
				      .stopped_days = clock->stopped_days };
	if (w->has_reason_code)
		in.reason_code = visa_reason_text(w->reason_code);
	if (w->has_entries)
		in.entries = visa_entries_text(w->entries);
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

/* What a deed must know of the application, and from where it goes. */
struct at {
	struct visa_get_row row;
	struct visa_state_of_row s; /* empty when it is closed */
	enum visa_stage stage;
	int64_t since_on;
};

static enum err read_at(struct tx *tx, str ref, struct at *at)
{
	struct visa_by_ref_args by = { .ref = ref };
	struct visa_by_ref_row found;
	TRY(visa_by_ref(tx, &by, &found));
	struct visa_get_args get = { .id = found.id };
	TRY(visa_get(tx, &get, &at->row));
	must(visa_stage_of(at->row.stage, &at->stage));
	at->since_on = at->row.holder_since_on;
	if (at->stage == VISA_STAGE_CLOSED)
		return OK;
	struct visa_state_of_args of = { .id = at->row.id };
	TRY(visa_state_of(tx, &of, &at->s));
	at->since_on = at->s.holding_from_on;
	return OK;
}

/* Asks the rules, then writes. */
static enum err move_by_rules(struct tx *tx, const struct at *at, const struct visa_wish *w)
{
	const struct visa_move *m;
	struct visa_clock clock;
	TRY(visa_may_move(tx->a, at->stage, at->since_on, w, tx->viewer->role_bits, &m,
			  tx->refusal));
	TRY(next_clock(tx, &at->s, m, w->on, &clock));
	return m->to == VISA_STAGE_CLOSED ? write_close(tx, &at->s, &clock, w)
					  : write_move(tx, &at->s, &clock, w, m);
}

enum err visa_move_now(struct tx *tx, str ref, const struct visa_wish *wish)
{
	struct at at;
	TRY(read_at(tx, ref, &at));
	TRY(move_by_rules(tx, &at, wish));
	return proposal_void(tx, "visa_application", at.row.id, "the application was moved");
}

static bool is_decision(const struct visa_wish *w)
{
	return w->to == VISA_STAGE_CLOSED &&
	       (w->outcome == VISA_OUTCOME_GRANTED || w->outcome == VISA_OUTCOME_REFUSED);
}

static struct object object_of(const struct at *at)
{
	return (struct object){ "visa_application", at->row.id, at->row.mission_id };
}

/* ---- two people: proposing, and what happens when the second one decides ---- */

/* The note verbale that goes out with the decision: what is proposed shows its wording, approving
 * drafts it. Outward a refusal gives no reason. */
static const char *note_template(const struct visa_wish *w)
{
	return w->outcome == VISA_OUTCOME_GRANTED ? "visa_granted" : "visa_refused";
}

enum { NOTE_VALUES_N = 3 };

static ptrdiff_t note_values(struct arena *a, const struct visa_get_row *row,
			     const struct visa_wish *w, struct note_value *v)
{
	str grant = visa_grant_text(a, w);
	v[0] = (struct note_value){ "application", row->ref };
	v[1] = (struct note_value){ "person", row->person_name };
	if (!grant.p)
		return 2;
	v[2] = (struct note_value){ "validity", grant };
	return NOTE_VALUES_N;
}

/* A wording without the marks of its lines (doc/paper.h). */
static str as_read(struct arena *a, str wording)
{
	struct out o = out_to_arena(a);
	for (str rest = wording; rest.p;) {
		str line = str_cut(&rest, '\n');
		bool is_marked = str_starts(line, S("= ")) || str_starts(line, S("> "));
		out_str(&o, is_marked ? str_slice(line, 2, line.n) : line);
		if (rest.p)
			out_char(&o, '\n');
	}
	return out_view(&o);
}

enum err visa_note_preview(struct tx *tx, const struct visa_get_row *row, const struct visa_wish *w,
			   str *wording)
{
	struct note_value v[NOTE_VALUES_N + 4];
	struct note_templates all;
	TRY(note_templates_on(tx, tx->on, &all));
	const struct note_template *t = note_template_of(&all, str_of(note_template(w)), S("en"));
	must(t);
	ptrdiff_t n = note_values(tx->a, row, w, v);
	v[n++] = (struct note_value){ "mission", row->mission_name };
	v[n].name = "ministry";
	TRY(ref_ministry(tx, &v[n++].text));
	v[n++] = (struct note_value){ "number", S("…") };
	v[n++] = (struct note_value){ "date", S("…") };
	*wording = as_read(tx->a, note_fill(tx->a, t->wording, v, n));
	return OK;
}

static enum err draft_note(struct tx *tx, const struct at *at, const struct visa_wish *w)
{
	struct note_value v[NOTE_VALUES_N];
	struct note_new in = { .template = note_template(w),
			       .lang = S("en"),
			       .kind = NOTE_KIND_NOTE_VERBALE,
			       .mission_id = at->row.mission_id,
			       .object_table = "visa_application",
			       .object_id = at->row.id,
			       .values = v,
			       .n_values = note_values(tx->a, &at->row, w, v),
			       .is_invented = at->row.is_invented };
	int64_t id;
	return note_draft(tx, &in, &id);
}

static void put_fact(struct jcs_writer *j, const char *key, str text)
{
	jcs_key(j, str_of(key));
	jcs_str(j, text);
}

static void put_day(struct jcs_writer *j, struct arena *a, const char *key, struct opt_int on)
{
	put_fact(j, key, on.has ? day_text(a, on.v) : (str){ 0 });
}

/* All that is bound; a person reads it under these keys, in this order. */
static enum err proposal_body(struct tx *tx, const struct at *at, const struct visa_wish *w,
			      str *body)
{
	struct out o = out_to_arena(tx->a);
	struct jcs_writer j = jcs_to(&o);
	str wording, article = { 0 };
	TRY(visa_note_preview(tx, &at->row, w, &wording));
	if (w->outcome == VISA_OUTCOME_GRANTED)
		article = S("VCDR Art. 7");
	else if (w->has_reason_code)
		article = str_of(visa_reason_article(w->reason_code));
	jcs_object(&j);
	put_fact(&j, "application", at->row.ref);
	put_fact(&j, "article", article);
	put_fact(&j, "entries", w->has_entries ? visa_entries_text(w->entries) : (str){ 0 });
	put_fact(&j, "note", wording);
	put_fact(&j, "outcome", visa_outcome_text(w->outcome));
	put_fact(&j, "person", at->row.person_name);
	put_fact(&j, "reason", w->reason);
	put_fact(&j, "reason code",
		 w->has_reason_code ? visa_reason_text(w->reason_code) : (str){ 0 });
	put_day(&j, tx->a, "tenure until", w->tenure_until_on);
	put_day(&j, tx->a, "valid from", w->valid_from_on);
	put_day(&j, tx->a, "valid until", w->valid_until_on);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	*body = out_view(&o);
	return OK;
}

static str read_text(struct jcs_reader *j, const char *key)
{
	jcs_read_key(j, str_of(key));
	if (jcs_peek(j) != JCS_NULL)
		return jcs_read_str(j);
	jcs_read_null(j);
	return (str){ 0 };
}

static bool read_day(struct jcs_reader *j, const char *key, struct opt_int *on)
{
	str text = read_text(j, key);
	*on = (struct opt_int){ 0 };
	if (!text.p)
		return true;
	on->has = true;
	return day_read(text, &on->v);
}

static enum err read_body(struct tx *tx, str body, str *ref, struct visa_wish *w)
{
	struct jcs_reader j = jcs_from(tx->a, body);
	*w = (struct visa_wish){ .to = VISA_STAGE_CLOSED, .on = tx->on };
	jcs_read_object(&j);
	*ref = read_text(&j, "application");
	read_text(&j, "article");
	str entries = read_text(&j, "entries");
	read_text(&j, "note");
	str outcome = read_text(&j, "outcome");
	read_text(&j, "person");
	w->reason = read_text(&j, "reason");
	str code = read_text(&j, "reason code");
	bool is_right = read_day(&j, "tenure until", &w->tenure_until_on);
	is_right = read_day(&j, "valid from", &w->valid_from_on) && is_right;
	is_right = read_day(&j, "valid until", &w->valid_until_on) && is_right;
	jcs_read_close(&j);
	w->has_entries = entries.p && visa_entries_of(entries, &w->entries);
	w->has_reason_code = code.p && visa_reason_of(code, &w->reason_code);
	return jcs_read_done(&j) && is_right && visa_outcome_of(outcome, &w->outcome)
		   ? OK
		   : ERR_DB_FORMAT;
}

static enum err keep_proposal(struct tx *tx, const struct at *at, const struct visa_wish *w,
			      int64_t proposed_at, int64_t *id)
{
	bool is_grant = w->outcome == VISA_OUTCOME_GRANTED;
	str body;
	TRY(proposal_body(tx, at, w, &body));
	struct proposal_new p = {
		.act = is_grant ? ACT_VISA_GRANT : ACT_VISA_REFUSE,
		.object = object_of(at),
		.body = body,
		.summary = str_fmt(tx->a, "%s %.*s (%.*s)", is_grant ? "Grant" : "Refuse",
				   SF(at->row.ref), SF(at->row.kind)),
		.proposed_at = proposed_at,
	};
	return proposal_add(tx, &p, id);
}

enum err visa_propose_entered(struct tx *tx, str ref, const struct visa_wish *w)
{
	struct at at;
	int64_t id, proposed_at;
	enum visa_kind kind;
	struct refusal unread;
	TRY(read_at(tx, ref, &at));
	must(visa_kind_of(at.row.kind, &kind));
	TRY(visa_may_decide(tx->a, kind, w, tx->refusal ? tx->refusal : &unread));
	struct clock morning = { .on = w->on, .hour = 9 };
	must(at.stage == VISA_STAGE_APPROVAL && is_decision(w));
	must(zone_at(db_zone(tx->db), morning, &proposed_at) == OK);
	return keep_proposal(tx, &at, w, proposed_at, &id);
}

/* The application goes to the approver, and the wish waits as a proposal. */
static enum err propose(struct tx *tx, const struct at *at, const struct visa_wish *w, int64_t *id)
{
	struct visa_wish to_approver = { .to = VISA_STAGE_APPROVAL,
					 .holder = VISA_HOLDER_APPROVER,
					 .reason = w->reason,
					 .on = w->on };
	enum visa_kind kind;
	must(visa_kind_of(at->row.kind, &kind));
	if (!str_is_empty(str_trim(w->reason))) /* that rule comes first, and says so itself */
		TRY(visa_may_decide(tx->a, kind, w, tx->refusal));
	TRY(move_by_rules(tx, at, &to_approver));
	return keep_proposal(tx, at, w, 0, id);
}

/* The second person agrees: the application is closed as it was proposed, and its note is drafted.
 */
static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct at at;
	str ref;
	struct visa_wish w = { 0 };
	TRY(read_body(tx, p->body, &ref, &w));
	TRY(read_at(tx, ref, &at));
	TRY(visa_may_touch(tx, at.row.id));
	if (at.row.id != p->object_id)
		return ERR_DB_FORMAT;
	TRY(move_by_rules(tx, &at, &w));
	return draft_note(tx, &at, &w);
}

/* Or does not: it goes back to the visa officer with the reason. */
static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	struct at at;
	str ref;
	struct visa_wish w = { 0 };
	TRY(read_body(tx, p->body, &ref, &w));
	TRY(read_at(tx, ref, &at));
	struct visa_wish back = { .to = VISA_STAGE_DECISION,
				  .holder = VISA_HOLDER_VISA,
				  .reason = reason,
				  .on = tx->on };
	return move_by_rules(tx, &at, &back);
}

const struct act_handler visa_acts[] = {
	{ ACT_VISA_GRANT, approve, reject, "/visas/", VISA_SEES_CASES },
	{ ACT_VISA_REFUSE, approve, reject, "/visas/", VISA_SEES_CASES },
	{ 0 },
};

/* ---- the deed ---- */

/* A grant or a refusal is never one person's: it is proposed, or waits already. */
static enum err decide(struct tx *tx, const struct at *at, struct move *mv)
{
	enum act act = mv->wish->outcome == VISA_OUTCOME_GRANTED ? ACT_VISA_GRANT : ACT_VISA_REFUSE;
	struct object o = object_of(at);
	int64_t waits;
	if (at->stage == VISA_STAGE_APPROVAL && proposal_of(tx, o.table, o.id, &waits) == OK)
		return refuse(tx->a, tx->refusal, "two_people", NULL,
			      "It waits for the approver as proposal %lld: approve or reject that.",
			      (long long)waits);
	if (at->stage == VISA_STAGE_APPROVAL)
		return refuse(
		    tx->a, tx->refusal, "two_people", NULL,
		    "There is no proposal to approve: send it back, so that it is proposed.");
	enum err e = may(tx->viewer, act, &o, NULL);
	if (e != ERR_NEEDS_APPROVAL || at->stage != VISA_STAGE_DECISION)
		return move_by_rules(tx, at, mv->wish); /* which says what is in the way */
	mv->is_proposed = true;
	return propose(tx, at, mv->wish, &mv->proposal_id);
}

static enum err move_or_propose(struct tx *tx, struct move *mv, struct at *at)
{
	const struct visa_wish *w = mv->wish;
	struct object o = object_of(at);
	if (may(tx->viewer, ACT_VISA_MOVE, &o, NULL) != OK)
		return ERR_DENIED;
	TRY(visa_may_touch(tx, at->row.id));
	if (is_decision(w))
		return decide(tx, at, mv);
	if (w->to == VISA_STAGE_APPROVAL)
		return refuse(
		    tx->a, tx->refusal, "two_people", NULL,
		    "Say what is proposed to the approver: closed as granted, or as refused.");
	return visa_move_now(tx, at->row.ref, w);
}

static enum err move_deed(struct tx *tx, void *arg)
{
	struct move *mv = arg;
	struct at at;
	TRY(read_at(tx, mv->ref, &at));
	enum err e = move_or_propose(tx, mv, &at);
	if (e == OK)
		return visa_unlock(tx, at.row.id);
	if (e != ERR_REFUSED)
		return e;
	mv->is_refused = true; /* that somebody tried is kept */
	tx_note(tx, CHANGE_REFUSE, "visa_application", at.row.id);
	return OK;
}

enum err visa_move(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, str ref, const struct visa_wish *wish)
{
	struct move mv = { .ref = ref, .wish = wish };
	TRY(db_deed(db, viewer, a, refusal, is_decision(wish) ? "visa.propose" : "visa.move",
		    move_deed, &mv));
	if (mv.is_refused)
		return ERR_REFUSED;
	return mv.is_proposed ? ERR_NEEDS_APPROVAL : OK;
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

/* ---- entering an application with its history ---- */

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
	struct calendar host = { 0 };
	enum day_unit unit;
	must(e->n_steps > 0 && e->steps[0].stage == VISA_STAGE_RECEIVED &&
	     e->steps[0].on == e->received_on);
	TRY(find_standard(tx, e, &standard));
	must(day_unit_of(standard.unit, &unit));
	if (unit == DAY_UNIT_WORKING) /* other days need no calendar */
		TRY(ref_calendar(tx, &host));
	struct visa_clock clock =
	    visa_clock_begin(e->received_on, standard.limit_days, unit, &host);
	struct line *lines = arena_new_n(tx->a, struct line, e->n_steps);
	TRY(walk(tx, e, unit, &host, lines, &clock));
	TRY(write_application(tx, e, standard.id, &clock, id));
	for (ptrdiff_t i = 0; i < e->n_steps; i++)
		TRY(write_line(tx, e, i, *id, &lines[i]));
	return OK;
}
