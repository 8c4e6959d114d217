/* proposal.c: making proposals, voiding them, deciding them. */
#include "access/proposal.h"

#include "access/access.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/must.h"
#include "base/sha256.h"

/* ---- making and voiding ---- */

static str body_hash(struct arena *a, str body)
{
	struct sha256 h = sha256_of(body, (str){ 0 }, (str){ 0 });
	return str_copy(a, (str){ (const char *)h.b, sizeof h.b });
}

/* The object's version as this transaction leaves it: the log's, and what the deed has changed so
 * far. */
static enum err version_of(struct tx *tx, str table, int64_t id, int64_t *version)
{
	TRY(audit_version(tx, table, id, version));
	for (const struct change *c = tx->changes; c; c = c->next)
		if ((c->op == CHANGE_INSERT || c->op == CHANGE_UPDATE) && c->row_id == id &&
		    str_eq(str_of(c->table), table))
			*version += 1;
	return OK;
}

enum err proposal_of(struct tx *tx, const char *table, int64_t object_id, int64_t *id)
{
	struct access_proposal_waiting_of_row row;
	struct access_proposal_waiting_of_args in = { .object_table = str_of(table),
						      .object_id = object_id };
	TRY(access_proposal_waiting_of(tx, &in, &row));
	*id = row.id;
	return OK;
}

enum err proposal_add(struct tx *tx, const struct proposal_new *in, int64_t *id)
{
	int64_t at = in->proposed_at ? in->proposed_at : tx->at;
	int64_t other, version;
	struct wrote out;
	enum err e = proposal_of(tx, in->object.table, in->object.id, &other);
	if (e != ERR_NOT_FOUND)
		return e == OK ? ERR_CONFLICT : e;
	TRY(version_of(tx, str_of(in->object.table), in->object.id, &version));
	struct access_proposal_add_args row = {
		.act = str_of(act_word(in->act)),
		.object_table = str_of(in->object.table),
		.object_id = in->object.id,
		.object_version_n = version,
		.body = in->body,
		.body_hash = body_hash(tx->a, in->body),
		.summary = in->summary,
		.needs_bits = act_approvers(in->act),
		.proposed_account_id = in->proposed_by ? in->proposed_by : tx->viewer->user_id,
		.proposed_at = at,
		.expires_at = at + PROPOSAL_DAYS * 24 * 3600 * SECOND_US,
		.src_id = { in->src_id != 0, in->src_id },
	};
	TRY(access_proposal_add(tx, &row, &out));
	*id = out.id;
	return OK;
}

/* Ends a proposal; ERR_CONFLICT when somebody else has just ended it. */
static enum err end_proposal(struct tx *tx, int64_t id, enum proposal_state state, str reason)
{
	struct wrote out;
	struct access_proposal_decide_args in = { .id = id,
						  .state = proposal_state_text(state),
						  .decided_account_id = { tx->viewer->user_id != 0,
									  tx->viewer->user_id },
						  .decided_at = { true, tx->at },
						  .reason = reason };
	TRY(access_proposal_decide(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

enum err proposal_void(struct tx *tx, const char *table, int64_t object_id, const char *why)
{
	int64_t id;
	enum err e = proposal_of(tx, table, object_id, &id);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	return end_proposal(tx, id, PROPOSAL_STATE_VOID, str_of(why));
}

enum err proposal_keep(struct tx *tx, const char *table, int64_t object_id, int64_t src_id)
{
	struct wrote out;
	struct access_proposals_keep_args in = { .src_id = { src_id != 0, src_id },
						 .object_table = str_of(table),
						 .object_id = object_id };
	return access_proposals_keep(tx, &in, &out);
}

/* ---- deciding ---- */

struct deciding {
	struct verdict *v;
	const struct act_handler *const *handlers;
	bool is_refused; /* and the log keeps it */
};

/* Who decides, as the register knows that account now, not as it was when the session began. */
static enum err decider_of(struct tx *tx, struct viewer *me)
{
	struct access_account_by_id_row row;
	struct access_account_by_id_args in = { .id = tx->viewer->user_id };
	const struct viewer *was = tx->viewer;
	*me = *was;
	tx->viewer = &VIEWER_SYSTEM; /* who is behind an account is nobody else's to ask */
	enum err e = access_account_by_id(tx, &in, &row);
	tx->viewer = was;
	if (e != OK)
		return e;
	return clearance_read(tx, row.id, row.natural_person, &me->role_bits, &me->clearance);
}

/* Who made it: the one who proposed, and whom that one stood in for on that day. */
static enum err makers_of(struct tx *tx, const struct access_proposal_by_id_row *p,
			  struct object *o)
{
	struct access_stands_for_rows rows;
	struct access_stands_for_args in = { p->proposed_account_id,
					     tx->on - (tx->at - p->proposed_at) / DAY_US };
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_stands_for(tx, &in, &rows);
	tx->viewer = me;
	if (e != OK)
		return e;
	str *persons = arena_new_n(tx->a, str, rows.n + 1);
	persons[0] = p->proposed_person;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		persons[i + 1] = rows.v[i].natural_person;
	o->persons = persons;
	o->n_persons = rows.n + 1;
	return OK;
}

enum { DAY_BEGINS_H = 8, DAY_ENDS_H = 18 };

/* Nobody is in the office: before eight, from six in the evening, on Saturday and Sunday. */
static bool is_night(const struct tx *tx)
{
	int hour = db_hour(tx->db, tx->at);
	return hour < DAY_BEGINS_H || hour >= DAY_ENDS_H || day_weekday(tx->on) >= 5;
}

enum err proposal_is_duty(struct tx *tx, enum act act, int64_t account_id, bool *is_duty)
{
	struct access_on_night_list_args in = { account_id, tx->on };
	struct access_on_night_list_row row = { 0 };
	enum err e = OK;
	if (act_is_urgent(act) && is_night(tx)) {
		const struct viewer *was = tx->viewer;
		tx->viewer = &VIEWER_SYSTEM;
		e = access_on_night_list(tx, &in, &row);
		tx->viewer = was;
	}
	*is_duty = row.lists_n > 0;
	return e;
}

static bool has_seen(const struct access_proposal_by_id_row *p, str seen, struct arena scratch)
{
	struct out o = out_to_arena(&scratch);
	out_hex(&o, p->body_hash.p, p->body_hash.n);
	return seen.n >= 8 && str_starts(out_view(&o), seen);
}

static bool shares(const struct clearance *c, const struct object *o)
{
	for (ptrdiff_t i = 0; i < c->n_persons; i++)
		for (ptrdiff_t k = 0; k < o->n_persons; k++)
			if (str_eq(c->persons[i], o->persons[k]))
				return true;
	return false;
}

/* May this person decide it at all? Says why not in tx->refusal. *is_night: as a duty officer. */
static enum err check_decider(struct tx *tx, const struct access_proposal_by_id_row *p,
			      const struct viewer *me, bool *is_night_yes)
{
	enum act act;
	struct object o = { .table = str_z(tx->a, p->object_table),
			    .id = p->object_id,
			    .src_id = p->src_id.v,
			    .state = OBJECT_PROPOSED };
	must(act_of_word(p->act, &act));
	TRY(makers_of(tx, p, &o));
	*is_night_yes = false;
	if (shares(me->clearance, &o))
		return refuse(tx->a, tx->refusal, "four_eyes", NULL,
			      "You proposed this yourself, or stand in for who did (%.*s): another "
			      "person must decide it.",
			      SF(p->proposed_login));
	if (may(me, act_yes(act), &o, NULL) == OK)
		return OK;
	TRY(proposal_is_duty(tx, act, me->user_id, is_night_yes));
	return *is_night_yes
		   ? OK
		   : refuse(tx->a, tx->refusal, "approver_role", NULL, "This is decided by: %.*s.",
			    SF(roles_line(tx->a, (uint32_t)p->needs_bits)));
}

/* Does it still wait, and is it what was seen? */
static enum err check_waiting(struct tx *tx, const struct access_proposal_by_id_row *p,
			      const struct verdict *v)
{
	if (!str_eq(p->state, proposal_state_text(PROPOSAL_STATE_WAITING)))
		return refuse(tx->a, tx->refusal, "already_decided", NULL,
			      "This proposal does not wait any more: it is %.*s.", SF(p->state));
	if (v->seen_hash.p && !has_seen(p, v->seen_hash, *tx->a))
		return refuse(
		    tx->a, tx->refusal, "seen_another", NULL,
		    "What you have seen is not what is proposed here. Open the proposal again.");
	if (!str_eq(body_hash(tx->a, p->body), p->body_hash))
		return ERR_LOG;
	return OK;
}

/* Keeps this yes beside those that were said; how many are still missing. */
static enum err say_yes(struct tx *tx, const struct access_proposal_by_id_row *p,
			const struct viewer *me, bool is_night_yes, int *still_n)
{
	enum act act;
	struct access_answers_args of = { p->id };
	struct access_answers_rows rows;
	struct wrote out;
	int day_n = !is_night_yes, night_n = is_night_yes;
	str person = me->clearance->persons[0];
	must(act_of_word(p->act, &act));
	TRY(access_answers(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		if (str_eq(rows.v[i].person, person))
			return refuse(tx->a, tx->refusal, "said_yes", NULL,
				      "You have said yes to this; %d people must.",
				      act_approvals(act));
		day_n += !rows.v[i].is_night;
		night_n += rows.v[i].is_night;
	}
	struct access_answer_add_args in = { p->id, me->user_id, person, tx->at, is_night_yes };
	TRY(access_answer_add(tx, &in, &out));
	int day_left = act_approvals(act) - day_n, night_left = NIGHT_YES_N - night_n;
	*still_n = is_night_yes && night_left < day_left ? night_left : day_left;
	if (night_n >= NIGHT_YES_N || day_left < 0)
		*still_n = 0;
	return OK;
}

/* Has its time run out, or has the object changed? Then it ends here, and the refusal says so. */
static enum err check_fresh(struct tx *tx, const struct access_proposal_by_id_row *p,
			    const struct act_handler *h)
{
	int64_t version;
	TRY(version_of(tx, p->object_table, p->object_id, &version));
	if (version != p->object_version_n) {
		TRY(end_proposal(tx, p->id, PROPOSAL_STATE_VOID,
				 S("what it is about has changed since")));
		return refuse(tx->a, tx->refusal, "proposal_stale", NULL,
			      "What this is about has changed since it was proposed (version %lld, "
			      "then %lld). The proposal is void; it can be made anew.",
			      (long long)version, (long long)p->object_version_n);
	}
	if (tx->at > p->expires_at) {
		TRY(h->reject(tx, p, S("the proposal ran out of time")));
		TRY(end_proposal(tx, p->id, PROPOSAL_STATE_VOID, S("it ran out of time")));
		return refuse(tx->a, tx->refusal, "proposal_expired", NULL,
			      "Nobody decided this proposal within %d days. It is void; it can be "
			      "made anew.",
			      PROPOSAL_DAYS);
	}
	return OK;
}

static const struct act_handler *find_handler(const struct act_handler *const *tables, str act)
{
	for (int t = 0; tables[t]; t++)
		for (const struct act_handler *h = tables[t]; h->approve; h++)
			if (str_eq(act, str_of(act_word(h->act))))
				return h;
	must_not_come_here("a proposal was stored whose act nobody handles");
}

/* The act's own rules said no: what it had written is undone with the deed, so the log is told by a
 * deed of its own. */
static enum err refused_deed(struct tx *tx, void *arg)
{
	const struct deciding *d = arg;
	tx_note(tx, CHANGE_REFUSE, "proposal", d->v->id);
	return OK;
}

static enum err check_all(struct tx *tx, const struct access_proposal_by_id_row *p,
			  const struct act_handler *h, struct deciding *d)
{
	struct viewer me;
	bool is_night_yes;
	TRY(decider_of(tx, &me));
	TRY(check_decider(tx, p, &me, &is_night_yes));
	TRY(check_waiting(tx, p, d->v));
	TRY(check_fresh(tx, p, h));
	return d->v->is_approved ? say_yes(tx, p, &me, is_night_yes, &d->v->still_n) : OK;
}

static enum err decide_deed(struct tx *tx, void *arg)
{
	struct deciding *d = arg;
	struct access_proposal_by_id_row p;
	struct access_proposal_by_id_args by = { .id = d->v->id };
	TRY(access_proposal_by_id(tx, &by, &p));
	const struct act_handler *h = find_handler(d->handlers, p.act);
	d->v->still_n = 0;
	enum err e = check_all(tx, &p, h, d);
	if (e == ERR_REFUSED) {
		d->is_refused = true;
		tx_note(tx, CHANGE_REFUSE, "proposal", p.id);
		return OK;
	}
	if (e != OK || d->v->still_n)
		return e;
	TRY(d->v->is_approved ? h->approve(tx, &p) : h->reject(tx, &p, d->v->reason));
	return end_proposal(tx, p.id,
			    d->v->is_approved ? PROPOSAL_STATE_APPROVED : PROPOSAL_STATE_REJECTED,
			    d->v->reason);
}

enum err proposal_decide(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, const struct act_handler *const *handlers,
			 struct verdict *v)
{
	struct deciding d = { .v = v, .handlers = handlers };
	const char *act = v->is_approved ? "proposal.approve" : "proposal.reject";
	if (!v->is_approved && str_is_empty(str_trim(v->reason)))
		return refuse(a, refusal, "reason_needed", NULL,
			      "Say in one sentence why it is rejected.");
	enum err e = db_deed(db, viewer, a, refusal, act, decide_deed, &d);
	if (e != ERR_REFUSED)
		return e == OK && d.is_refused ? ERR_REFUSED : e;
	TRY(db_deed(db, viewer, a, NULL, act, refused_deed, &d));
	return ERR_REFUSED;
}

enum err proposal_count(struct tx *tx, int64_t *n)
{
	struct access_proposal_count_row row;
	struct access_proposal_count_args in = { tx->viewer->role_bits };
	TRY(access_proposal_count(tx, &in, &row));
	*n = row.waiting_n;
	return OK;
}
