/* vet_review.c: what people say of a hit, the second reader, the advice of the security liaison;
 * whether evidence and reasons of it are kept. */
#include "vet/vet.h"

#include "access/may.h"
#include "audit/audit.h"
#include "base/jcs.h"
#include "base/json.h"
#include "base/must.h"
#include "person/person.h"

/* The human being behind the viewer. */
static str person_of(const struct viewer *v)
{
	return v->clearance && v->clearance->n_persons ? v->clearance->persons[0] : v->name;
}

static bool stands_in_for(const struct viewer *v, str person)
{
	for (ptrdiff_t i = 0; v->clearance && i < v->clearance->n_persons; i++)
		if (str_eq(v->clearance->persons[i], person))
			return true;
	return str_eq(person_of(v), person);
}

struct deciding {
	struct vet_decision *d;
	struct faults *f;
	bool is_bare; /* neither evidence nor reasons are kept */
};

static void check_decision(const struct deciding *in)
{
	enum vet_outcome outcome;
	enum vet_reason reason;
	if (in->is_bare)
		in->d->reason_code = vet_reason_text(VET_REASON_NOT_KEPT);
	if (!vet_outcome_of(in->d->outcome, &outcome))
		fault_field(in->f, S("outcome"), "Say same, different or unsure.");
	if (!vet_reason_of(in->d->reason_code, &reason) ||
	    (reason == VET_REASON_NOT_KEPT && !in->is_bare))
		fault_field(in->f, S("reason_code"), "Say what decides it.");
	else if (reason == VET_REASON_OTHER && str_is_empty(in->d->note))
		fault_field(in->f, S("note"), "Say in a sentence what decides it.");
}

static enum err decide_deed(struct tx *tx, void *arg)
{
	struct deciding *in = arg;
	struct vet_hit_by_id_args by = { .id = in->d->hit_id };
	struct vet_hit_by_id_row h;
	struct wrote out;
	TRY(may(tx->viewer, CAN(WRITE, SCREENING), NULL, NULL));
	TRY(vet_is_outcome_only(tx, &in->is_bare));
	check_decision(in);
	TRY(faults_err(in->f));
	TRY(vet_hit_by_id(tx, &by, &h));
	if (h.entry_id != in->d->entry_id || str_eq(h.state, vet_state_text(VET_STATE_GONE)))
		return ERR_CONFLICT;
	struct vet_verdict_add_args add = { .hit_id = h.id,
					    .entry_id = h.entry_id,
					    .points_n = h.points_n,
					    .evidence = in->is_bare ? S("") : h.evidence,
					    .outcome = in->d->outcome,
					    .reason_code = in->d->reason_code,
					    .note = in->is_bare ? (str){ 0 } : in->d->note,
					    .by_account_id = tx->viewer->user_id,
					    .by_person = person_of(tx->viewer),
					    .decided_at = tx->at };
	TRY(vet_verdict_add(tx, &add, &out));
	bool is_same = str_eq(in->d->outcome, vet_outcome_text(VET_OUTCOME_SAME));
	struct vet_hit_decide_args set = { .state = is_same ? vet_state_text(VET_STATE_SECOND)
							    : in->d->outcome,
					   .id = h.id,
					   .entry_id = h.entry_id };
	TRY(vet_hit_decide(tx, &set, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

enum err vet_decide(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct refusal *refusal, struct faults *faults, struct vet_decision *d)
{
	struct deciding in = { d, faults, false };
	return db_deed(db, viewer, a, refusal, "vet.decide", decide_deed, &in);
}

/* ---- the second reader ---- */

static enum err second_deed(struct tx *tx, void *arg)
{
	struct deciding *in = arg;
	struct vet_hit_by_id_args by = { .id = in->d->hit_id };
	struct vet_hit_by_id_row h;
	struct vet_verdicts_rows verdicts;
	struct wrote out;
	enum vet_second says;
	TRY(may(tx->viewer, CAN(WRITE, SCREENING), NULL, NULL));
	TRY(vet_is_outcome_only(tx, &in->is_bare));
	if (!vet_second_of(in->d->outcome, &says))
		fault_field(in->f, S("second"), "Say whether you agree.");
	else if (says == VET_SECOND_DISAGREES && !in->is_bare && str_is_empty(in->d->note))
		fault_field(in->f, S("second_note"), "Say why you disagree.");
	TRY(faults_err(in->f));
	TRY(vet_hit_by_id(tx, &by, &h));
	struct vet_verdicts_args of = { .hit_id = h.id };
	TRY(vet_verdicts(tx, &of, &verdicts));
	if (!str_eq(h.state, vet_state_text(VET_STATE_SECOND)) || !verdicts.n ||
	    verdicts.v[0].second_at.has || verdicts.v[0].entry_id != h.entry_id)
		return ERR_CONFLICT;
	if (stands_in_for(tx->viewer, verdicts.v[0].by_person))
		return refuse(tx->a, tx->refusal, "four_eyes", NULL,
			      "Whoever found them to be the same is not the second reader; "
			      "another person must look.");
	struct vet_verdict_second_args set = { .second_account_id = { true, tx->viewer->user_id },
					       .second_at = { true, tx->at },
					       .second_says = in->d->outcome,
					       .second_note =
						   in->is_bare ? (str){ 0 } : in->d->note,
					       .id = verdicts.v[0].id };
	TRY(vet_verdict_second(tx, &set, &out));
	struct vet_hit_decide_args state = { .state = vet_state_text(says == VET_SECOND_AGREES
									 ? VET_STATE_SAME
									 : VET_STATE_OPEN),
					     .id = h.id,
					     .entry_id = h.entry_id };
	return vet_hit_decide(tx, &state, &out);
}

enum err vet_read_second(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, struct faults *faults, struct vet_decision *d)
{
	struct deciding in = { d, faults, false };
	return db_deed(db, viewer, a, refusal, "vet.second", second_deed, &in);
}

/* ---- advice ---- */

struct advising {
	struct faults *f;
	const struct vet_advice_add_args *in;
};

static enum err advise_deed(struct tx *tx, void *arg)
{
	struct advising *ad = arg;
	struct vet_advice_add_args in = *ad->in;
	struct person_by_id_args by = { .id = in.person_id };
	struct person_by_id_row person;
	enum vet_effect effect;
	struct wrote out;
	bool is_bare;
	TRY(may(tx->viewer, CAN(WRITE, ADVICE), NULL, NULL));
	TRY(vet_is_outcome_only(tx, &is_bare));
	if (!vet_effect_of(in.effect, &effect))
		fault_field(ad->f, S("effect"), "Say what the advice comes to.");
	if (is_bare && str_is_empty(in.reference))
		fault_field(ad->f, S("reference"),
			    "Say under which number the reasons are kept elsewhere.");
	else if (!is_bare && str_is_empty(in.reason))
		fault_field(ad->f, S("reason"), "Say why; only those cleared for it read this.");
	if (is_bare) {
		in.reason = S("");
		in.origin = (str){ 0 };
	}
	TRY(faults_err(ad->f));
	TRY(person_by_id(tx, &by, &person));
	in.by_account_id = tx->viewer->user_id;
	in.given_at = tx->at;
	return vet_advice_add(tx, &in, &out);
}

enum err vet_advise(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct refusal *refusal, struct faults *faults,
		    const struct vet_advice_add_args *in)
{
	struct advising ad = { faults, in };
	return db_deed(db, viewer, a, refusal, "vet.advise", advise_deed, &ad);
}

/* ---- what is kept of all this ---- */

enum err vet_is_outcome_only(struct tx *tx, bool *is)
{
	struct vet_keeps_row row;
	enum err e = vet_keeps(tx, &row);
	*is = e == OK && row.is_outcome_only;
	return e == ERR_NOT_FOUND ? OK : e;
}

struct keeping {
	struct faults *f;
	str says;
	bool is_outcome_only;
};

static enum err keep_deed(struct tx *tx, void *arg)
{
	const struct keeping *in = arg;
	struct out o = out_to_arena(tx->a);
	struct jcs_writer j = jcs_to(&o);
	bool is;
	int64_t id;
	enum err asked = may(tx->viewer, ACT_EVIDENCE_SET, NULL, NULL);
	if (asked != ERR_NEEDS_APPROVAL)
		return asked == OK ? ERR_DENIED : asked;
	TRY(vet_is_outcome_only(tx, &is));
	if (is == in->is_outcome_only)
		fault_field(in->f, S("keep"), "that is what is kept already");
	if (str_is_empty(in->says))
		fault_field(in->f, S("says"), "say in a sentence why");
	TRY(faults_err(in->f));
	jcs_object(&j);
	jcs_key(&j, S("keep"));
	jcs_str(&j, in->is_outcome_only ? S("outcome") : S("evidence"));
	jcs_key(&j, S("says"));
	jcs_str(&j, in->says);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	struct proposal_new p = {
		.act = ACT_EVIDENCE_SET,
		.object = { "ref_register", 1, 0 },
		.body = out_view(&o),
		.summary = in->is_outcome_only
			       ? S("Keep only outcome and reference of screening; what is there of "
				   "its evidence goes")
			       : S("Keep the evidence of screening"),
	};
	return proposal_add(tx, &p, &id);
}

enum err vet_keep_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			  struct refusal *refusal, struct faults *faults, bool is_outcome_only,
			  str says)
{
	struct keeping in = { faults, says, is_outcome_only };
	TRY(db_deed(db, viewer, a, refusal, "vet.keep", keep_deed, &in));
	return ERR_NEEDS_APPROVAL;
}

/* Every row of one kind: blank it, then forget what its entries in the log said. */
#define BARE_EACH(list, bare, table, ...)                                                          \
	do {                                                                                       \
		static const char *const fields[] = { __VA_ARGS__, NULL };                         \
		struct list##_rows rows;                                                           \
		TRY(list(tx, &rows));                                                              \
		for (ptrdiff_t i = 0; i < rows.n; i++) {                                           \
			struct bare##_args in = { rows.v[i].id };                                  \
			TRY(bare(tx, &in, &out));                                                  \
			TRY(audit_erase(tx, table, rows.v[i].id, fields, &n));                     \
		}                                                                                  \
	} while (0)

static enum err keep(struct tx *tx, bool is_outcome_only)
{
	struct vet_keep_set_args set = { .is_outcome_only = is_outcome_only };
	struct wrote out;
	int64_t n;
	TRY(vet_keep_set(tx, &set, &out));
	if (!is_outcome_only)
		return OK;
	BARE_EACH(vet_hits_kept, vet_hit_bare, "vet_hit", "evidence", "other", "other_n");
	BARE_EACH(vet_verdicts_kept, vet_verdict_bare, "vet_verdict", "evidence", "reason_code",
		  "note", "second_note");
	BARE_EACH(vet_advice_kept, vet_advice_bare, "vet_advice", "reason", "origin");
	return OK;
}

static enum err approve_keep(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	const struct viewer *me = tx->viewer;
	const struct json *j;
	struct faults f = faults_in(tx->a);
	if (json_read(tx->a, p->body, &f, &j) != OK)
		return ERR_DB_FORMAT;
	tx->viewer = &VIEWER_SYSTEM; /* in the name of who approves */
	enum err e = keep(tx, str_eq(json_text(j, "keep"), S("outcome")));
	tx->viewer = me;
	return e;
}

static enum err reject_keep(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p, (void)reason;
	return OK; /* it stays as it is */
}

const struct act_handler vet_keep_acts[] = { { ACT_EVIDENCE_SET, approve_keep, reject_keep },
					     { 0 } };
