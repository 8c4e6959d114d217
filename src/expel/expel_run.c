/* expel_run.c: from a wish to its deed; one measure read with everything that hangs on it. */
#include "expel/expel_in.h"

#include "base/must.h"
#include "base/out.h"

/* Who names people: security.md 4.2. */
#define NAMERS (BIT(ROLE_DESK) | BIT(ROLE_SECURITY))

static const struct {
	const char *act; /* name of the deed in the log */
	bool is_about_measure;
	uint32_t
	    role_bits; /* of the queries behind it, asked first: no rule is told to who may not */
	expel_deed_fn *run;
} deeds[EXPEL_DOS_N] = {
	[EXPEL_DO_INCIDENT] = { "expel.incident", false, BIT(ROLE_DESK), expel_do_incident },
	[EXPEL_DO_ATTRIBUTE] = { "expel.attribute", false, BIT(ROLE_DESK), expel_do_attribute },
	[EXPEL_DO_RECORD] = { "expel.record", false, BIT(ROLE_DESK), expel_do_record },
	[EXPEL_DO_CLAIM] = { "expel.claim", true, BIT(ROLE_DESK), expel_do_claim },
	[EXPEL_DO_PART] = { "expel.part", true, NAMERS, expel_do_part },
	[EXPEL_DO_DRAFT] = { "expel.draft", false, NAMERS, expel_do_draft },
	[EXPEL_DO_NAME] = { "expel.name", true, NAMERS, expel_do_name },
	[EXPEL_DO_STRIKE] = { "expel.strike", true, NAMERS, expel_do_strike },
	[EXPEL_DO_BASIS] = { "expel.basis", true, BIT(ROLE_SECURITY), expel_do_basis },
	[EXPEL_DO_TERMS] = { "expel.terms", true, NAMERS, expel_do_terms },
	[EXPEL_DO_PROPOSE] = { "expel.propose", true, NAMERS, expel_do_propose },
	[EXPEL_DO_GROUND] = { "expel.ground", true, NAMERS, expel_do_ground },
	[EXPEL_DO_NOTES] = { "expel.notes", true, BIT(ROLE_HEAD) | BIT(ROLE_PROTOCOL),
			     expel_do_notes },
	[EXPEL_DO_HAND_OVER] = { "expel.hand_over", true, BIT(ROLE_HEAD), expel_do_hand_over },
	[EXPEL_DO_CEILING] = { "expel.ceiling", true, BIT(ROLE_PROTOCOL) | BIT(ROLE_DESK),
			       expel_do_ceiling },
	[EXPEL_DO_REFUSE] = { "expel.refuse", true, BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY),
			      expel_do_refuse },
	[EXPEL_DO_CORRECT] = { "expel.correct", true,
			       BIT(ROLE_PROTOCOL) | BIT(ROLE_DESK) | BIT(ROLE_HEAD),
			       expel_do_correct },
	[EXPEL_DO_SUPERSEDE] = { "expel.supersede", true, BIT(ROLE_HEAD) | BIT(ROLE_PROTOCOL),
				 expel_do_supersede },
	[EXPEL_DO_LEAVE] = { "expel.leave", true, BIT(ROLE_PROTOCOL), expel_do_leave },
	[EXPEL_DO_STOP] = { "expel.stop", true, BIT(ROLE_HEAD) | BIT(ROLE_DESK), expel_do_stop },
	[EXPEL_DO_RESUME] = { "expel.resume", true, BIT(ROLE_HEAD) | BIT(ROLE_DESK),
			      expel_do_resume },
	[EXPEL_DO_CLOSE] = { "expel.close", true, BIT(ROLE_HEAD) | BIT(ROLE_DESK), expel_do_close },
	[EXPEL_DO_SECTION] = { "expel.section", false, BIT(ROLE_DESK) | BIT(ROLE_PROTOCOL),
			       expel_do_section },
};

enum err expel_do_in(struct tx *tx, struct faults *faults, enum expel_do what, struct expel_wish *w)
{
	struct doing d = { .tx = tx, .f = faults, .w = w };
	if (!(tx->viewer->role_bits & (deeds[what].role_bits | BIT(ROLE_SYSTEM))))
		return ERR_DENIED;
	if (deeds[what].is_about_measure) {
		struct expel_measure_by_ref_args by = { .ref = w->measure };
		enum err e = expel_measure_by_ref(tx, &by, &d.m);
		if (e == ERR_NOT_FOUND && !str_is_empty(w->measure))
			fault_field(faults, S("measure"), "there is no measure '%.*s'",
				    SF(w->measure));
		else if (e == ERR_NOT_FOUND)
			fault_field(faults, S("measure"), "say which measure: RU-2018-01");
		else if (e != OK)
			return e;
		TRY(faults_err(faults));
	}
	return deeds[what].run(&d);
}

struct running {
	struct faults *faults;
	enum expel_do what;
	struct expel_wish *w;
};

static enum err run_deed(struct tx *tx, void *arg)
{
	struct running *r = arg;
	return expel_do_in(tx, r->faults, r->what, r->w);
}

enum err expel_run(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, struct faults *faults, enum expel_do what,
		   struct expel_wish *w)
{
	struct running r = { .faults = faults, .what = what, .w = w };
	TRY(db_deed(db, viewer, a, refusal, deeds[what].act, run_deed, &r));
	return what == EXPEL_DO_PROPOSE || what == EXPEL_DO_CEILING ? ERR_NEEDS_APPROVAL : OK;
}

/* ---- reading ---- */

bool expel_is_bound(const struct expel_measure_by_ref_row *m)
{
	return str_eq(m->source, EXPEL_OWN_SOURCE) &&
	       !str_eq(m->stage, expel_stage_text(EXPEL_STAGE_DRAFT));
}

static enum err read_people(struct tx *tx, struct expel_measure_view *v)
{
	struct expel_people_args of = { .measure_id = v->m.id };
	struct expel_people_rows rows;
	TRY(expel_people(tx, &of, &rows));
	v->people = arena_new_n(tx->a, struct expel_person_view, rows.n + 1);
	v->n_people = rows.n;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct expel_person_view *p = &v->people[i];
		p->row = rows.v[i];
		p->standing = expel_standing_of(&(struct expel_state_in){
		    rows.v[i].told_at, rows.v[i].left_on, v->leave_by_at, tx->at, v->zone.p });
		v->told_n += p->standing != EXPEL_NAMED;
		v->left_n += p->standing == EXPEL_LEFT || p->standing == EXPEL_LEFT_LATE;
		v->overdue_n += p->standing == EXPEL_OVERDUE;
		v->late_n += p->standing == EXPEL_LEFT_LATE;
	}
	return OK;
}

enum err expel_measure_read(struct tx *tx, str ref, struct expel_measure_view *v)
{
	struct expel_measure_by_ref_args by = { .ref = ref };
	str host, zone;
	*v = (struct expel_measure_view){ 0 };
	TRY(expel_measure_by_ref(tx, &by, &v->m));
	struct expel_components_args parts = { .measure_id = v->m.id };
	struct expel_claims_args claims = { .measure_id = v->m.id };
	struct expel_notes_args notes = { .measure_id = v->m.id };
	struct expel_answers_args answers = { .answers_id = v->m.id };
	TRY(expel_components(tx, &parts, &v->parts));
	TRY(expel_claims(tx, &claims, &v->claims));
	TRY(expel_notes(tx, &notes, &v->notes));
	TRY(expel_answers(tx, &answers, &v->answers));
	TRY(ref_host(tx, &host));
	TRY(expel_zone(tx, v->m.sender_iso, &zone));
	v->is_ours = str_eq(v->m.sender_iso, host);
	v->is_bound = expel_is_bound(&v->m);
	if (v->notes.n) {
		const struct expel_notes_row *last = &v->notes.v[v->notes.n - 1];
		v->leave_by_at = (struct opt_int){ true, last->leave_by_at };
		zone = last->zone;
	}
	v->zone = str_of(str_z(tx->a, zone));
	struct expel_sections_args sections = { .measure_id = v->m.id,
						.sending_iso = v->m.target_iso,
						.host_iso = v->m.sender_iso };
	if (!v->is_ours)
		TRY(expel_sections(tx, &sections, &v->sections));
	struct expel_family_args family = { .measure_id = v->m.id };
	struct expel_corrections_args corrections = { .measure_id = v->m.id };
	enum err e = expel_family(tx, &family, &v->family);
	if (e != OK && e != ERR_DENIED)
		return e;
	e = expel_corrections(tx, &corrections, &v->corrections);
	if (e != OK && e != ERR_DENIED)
		return e;
	return read_people(tx, v);
}

bool expel_declares(const struct expel_components_rows *parts, enum expel_kind *other)
{
	bool has_other = false;
	for (ptrdiff_t i = 0; i < parts->n; i++) {
		enum expel_kind kind;
		must(expel_kind_of(parts->v[i].kind, &kind));
		if (kind == EXPEL_KIND_PNG || kind == EXPEL_KIND_NOT_ACCEPTABLE ||
		    kind == EXPEL_KIND_EXPELLED)
			return true;
		if (!has_other && expel_kind_info_of(kind)->asks & (EXPEL_PERSONS | EXPEL_POSTS)) {
			*other = kind;
			has_other = true;
		}
	}
	return !has_other;
}

str expel_words_for(struct arena *a, const struct expel_people_row *p,
		    const struct expel_components_rows *parts)
{
	enum expel_kind other;
	if (str_eq(p->wording, expel_wording_text(EXPEL_WORDING_FAMILY)))
		return S("no longer recognised as a member of a family (VCDR Art. 37(1))");
	if (expel_declares(parts, &other)) {
		struct expel_words w = expel_words_of(p->category);
		return str_fmt(a, "%.*s (%.*s)", SF(w.says), SF(w.article));
	}
	const struct expel_kind_info *info = expel_kind_info_of(other);
	const char *article = str_starts(p->category, S("consular")) ? info->vccr : info->vcdr;
	return article ? str_fmt(a, "%s (%s)", info->label, article) : str_of(info->label);
}

/* "Declared persona non grata: 23 diplomatic". */
str expel_part_text(struct arena *a, const struct expel_components_row *c)
{
	enum expel_kind kind;
	struct out o = out_to_arena(a);
	must(expel_kind_of(c->kind, &kind));
	out_str(&o, str_of(expel_kind_info_of(kind)->label));
	if (c->persons_n.has || c->persons_min_n.has) {
		str n = ledger_persons_text(a, c->persons_n, c->persons_min_n, c->persons_max_n);
		out_fmt(&o, ": %.*s", SF(n));
	}
	if (c->posts_n.has)
		out_fmt(&o, ": %lld", (long long)c->posts_n.v);
	if (c->limit_n.has)
		out_fmt(&o, ": %lld", (long long)c->limit_n.v);
	if (c->was_n.has)
		out_fmt(&o, ", before it %lld", (long long)c->was_n.v);
	if (c->staff_class.p)
		out_fmt(&o, ", %.*s", SF(c->staff_class));
	if (c->is_ratchet)
		out_lit(&o, "; each later expulsion lowers it by one");
	if (c->mission_name.p)
		out_fmt(&o, "; %.*s", SF(c->mission_name));
	if (c->scope.p)
		out_fmt(&o, "; %.*s", SF(c->scope));
	if (c->effect_on.has) {
		out_lit(&o, "; from ");
		out_day_long(&o, c->effect_on.v);
	}
	if (c->says.p)
		out_fmt(&o, " (%.*s)", SF(c->says));
	return out_view(&o);
}
