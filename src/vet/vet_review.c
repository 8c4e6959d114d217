/* vet_review.c: what people say of a hit, the second reader, the advice of the security liaison. */
#include "vet/vet.h"

#include "access/may.h"
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
};

static void check_decision(const struct deciding *in)
{
	enum vet_outcome outcome;
	enum vet_reason reason;
	if (!vet_outcome_of(in->d->outcome, &outcome))
		fault_field(in->f, S("outcome"), "Say same, different or unsure.");
	if (!vet_reason_of(in->d->reason_code, &reason))
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
	check_decision(in);
	TRY(faults_err(in->f));
	TRY(vet_hit_by_id(tx, &by, &h));
	if (h.entry_id != in->d->entry_id || str_eq(h.state, vet_state_text(VET_STATE_GONE)))
		return ERR_CONFLICT;
	struct vet_verdict_add_args add = { .hit_id = h.id,
					    .entry_id = h.entry_id,
					    .points_n = h.points_n,
					    .evidence = h.evidence,
					    .outcome = in->d->outcome,
					    .reason_code = in->d->reason_code,
					    .note = in->d->note,
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
	struct deciding in = { d, faults };
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
	if (!vet_second_of(in->d->outcome, &says))
		fault_field(in->f, S("second"), "Say whether you agree.");
	else if (says == VET_SECOND_DISAGREES && str_is_empty(in->d->note))
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
					       .second_note = in->d->note,
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
	struct deciding in = { d, faults };
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
	TRY(may(tx->viewer, CAN(WRITE, ADVICE), NULL, NULL));
	if (!vet_effect_of(in.effect, &effect))
		fault_field(ad->f, S("effect"), "Say what the advice comes to.");
	if (str_is_empty(in.reason))
		fault_field(ad->f, S("reason"), "Say why; only those cleared for it read this.");
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
