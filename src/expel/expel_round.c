/* expel_round.c: the round of this ministry: people named, terms, two approvals, handing over,
 * departures, its end. A measure that was entered from the files goes through the last steps alike.
 */
#include "expel/expel_in.h"

#include "base/jcs.h"
#include "base/must.h"
#include "base/out.h"

/* ---- people ---- */

/* Where the person serves, or served last. */
static enum err post_of(struct doing *d, int64_t person_id,
			struct mission_appointments_of_row *post)
{
	struct mission_appointments_of_args of = { .person_id = person_id };
	struct mission_appointments_of_rows rows;
	TRY(mission_appointments_of(d->tx, &of, &rows));
	*post = rows.n ? rows.v[0] : (struct mission_appointments_of_row){ 0 };
	return OK;
}

/* The host of the staff is the one who acts. */
static enum err is_theirs(struct doing *d, int64_t mission_id, bool *is)
{
	struct mission_by_id_args by = { .id = mission_id };
	struct mission_by_id_row row;
	TRY(mission_by_id(d->tx, &by, &row));
	*is = str_eq(row.sending_iso, d->m.target_iso) && str_eq(row.host_iso, d->m.sender_iso);
	return OK;
}

/* Somebody of a member's family, named for herself: 2025, a spouse alone. */
static enum err name_relative(struct doing *d, const char *ref, int64_t id)
{
	struct person_households_with_args of = { .person_id = id };
	struct person_households_with_rows rows;
	struct mission_appointments_of_row post = { 0 };
	struct wrote out;
	bool is_right = false;
	enum err e = person_households_with(d->tx, &of, &rows);
	if (e != OK && e != ERR_DENIED)
		return e;
	for (ptrdiff_t i = 0; e == OK && i < rows.n && !is_right; i++) {
		TRY(post_of(d, rows.v[i].principal_id, &post));
		if (!rows.v[i].to_on.has && post.mission_id)
			TRY(is_theirs(d, post.mission_id, &is_right));
	}
	if (!is_right) {
		fault_field(d->f, S("people"), "%s serves in no mission", ref);
		return OK;
	}
	struct expel_person_add_args in = { .measure_id = d->m.id,
					    .person_id = id,
					    .mission_id = post.mission_id,
					    .wording = expel_wording_text(EXPEL_WORDING_FAMILY),
					    .named_by = d->tx->viewer->name };
	return expel_person_add(d->tx, &in, &out);
}

static enum err name_one(struct doing *d, const char *ref)
{
	int64_t id;
	bool is_right;
	struct mission_appointments_of_row post;
	struct wrote out;
	TRY(expel_find_person(d, ref, &id));
	if (!id)
		return OK;
	TRY(post_of(d, id, &post));
	if (!post.mission_id)
		return name_relative(d, ref, id);
	TRY(is_theirs(d, post.mission_id, &is_right));
	if (!is_right) {
		fault_field(d->f, S("people"), "%s serves in a mission of another state", ref);
		return OK;
	}
	if (post.to_on.has && expel_is_at(d, EXPEL_STAGE_DRAFT)) {
		fault_field(d->f, S("people"), "%s does not serve any more", ref);
		return OK;
	}
	struct expel_person_add_args in = { .measure_id = d->m.id,
					    .person_id = id,
					    .mission_id = post.mission_id,
					    .post_id = { true, post.post_id },
					    .wording = expel_wording_text(
						expel_words_of(post.category).wording),
					    .named_by = d->tx->viewer->name };
	return expel_person_add(d->tx, &in, &out);
}

static enum err is_draft(struct doing *d)
{
	if (expel_is_bound(&d->m))
		return expel_refuse(
		    d, "bound", NULL,
		    "What was proposed is not changed any more; it can only be rejected and drafted anew.");
	if (expel_is_at(d, EXPEL_STAGE_CLOSED))
		return expel_refuse(d, "closed", NULL, "The measure is closed.");
	return OK;
}

enum err expel_do_name(struct doing *d)
{
	expel_need(d, "people");
	TRY(faults_err(d->f));
	TRY(is_draft(d));
	for (int i = 0; i < d->w->n_people; i++)
		TRY(name_one(d, d->w->people[i]));
	return faults_err(d->f);
}

enum err expel_do_strike(struct doing *d)
{
	int64_t id;
	struct wrote out;
	expel_need(d, "people");
	TRY(faults_err(d->f));
	TRY(is_draft(d));
	for (int i = 0; i < d->w->n_people; i++) {
		TRY(expel_find_person(d, d->w->people[i], &id));
		struct expel_person_strike_args in = { .struck_on = { true, d->tx->on },
						       .measure_id = d->m.id,
						       .person_id = id };
		if (id)
			TRY(expel_person_strike(d->tx, &in, &out));
	}
	return faults_err(d->f);
}

enum err expel_do_basis(struct doing *d)
{
	int64_t id;
	struct wrote out;
	expel_need(d, "people says");
	TRY(faults_err(d->f));
	for (int i = 0; i < d->w->n_people; i++) {
		TRY(expel_find_person(d, d->w->people[i], &id));
		struct expel_basis_set_args in = { .basis = d->w->says,
						   .measure_id = d->m.id,
						   .person_id = id };
		if (!id)
			continue;
		TRY(expel_basis_set(d->tx, &in, &out));
		if (!out.n)
			fault_field(d->f, S("people"), "%s is not named in this measure",
				    d->w->people[i]);
	}
	return faults_err(d->f);
}

/* ---- terms ---- */

enum err expel_do_ground(struct doing *d)
{
	struct expel_ground_set_args in = { .says = d->w->says, .id = d->m.id };
	struct wrote out;
	expel_need(d, "says");
	TRY(expel_find_incident(d, &in.incident_id));
	TRY(expel_find_answered(d, &in.answers_id));
	if (in.answers_id.has && in.answers_id.v == d->m.id)
		fault_field(d->f, S("answers"), "a measure does not answer itself");
	TRY(faults_err(d->f));
	TRY(expel_ground_set(d->tx, &in, &out));
	return out.n ? OK
		     : expel_refuse(d, "bound", NULL,
				    "What was proposed is not changed any more; it can only be "
				    "rejected and drafted anew.");
}

enum err expel_do_terms(struct doing *d)
{
	struct wrote out;
	str zone;
	const struct expel_limit *l = &d->w->limit;
	bool is_date = l->kind == EXPEL_LIMIT_KIND_DATE;
	expel_need(d, "limit");
	TRY(faults_err(d->f));
	TRY(is_draft(d));
	TRY(expel_zone(d->tx, d->m.sender_iso, &zone));
	str fault = expel_limit_fault(d->tx->a, l, d->tx->at, str_z(d->tx->a, zone));
	if (fault.p)
		fault_field(d->f, S("limit"), "%.*s", SF(fault));
	TRY(faults_err(d->f));
	struct expel_terms_set_args in = { .limit_kind = expel_limit_kind_text(l->kind),
					   .limit_n = { !is_date, l->n },
					   .limit_on = { is_date, l->on },
					   .id = d->m.id };
	return expel_terms_set(d->tx, &in, &out);
}

bool expel_terms_of(const struct expel_measure_by_ref_row *m, struct expel_limit *l)
{
	*l = (struct expel_limit){ .n = m->limit_n.v, .on = m->limit_on.v };
	return m->limit_kind.p && expel_limit_kind_of(m->limit_kind, &l->kind);
}

/* ---- two people ---- */

/* All that the approvers bind themselves to: the people, how they are worded, the parts, the
 * deadline. */
static str body_of(struct doing *d, const struct expel_people_rows *people,
		   const struct expel_components_rows *parts, str ground)
{
	struct expel_limit l;
	struct out o = out_to_arena(d->tx->a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	jcs_key(&j, S("against"));
	jcs_str(&j, d->m.target_name);
	jcs_key(&j, S("ground"));
	jcs_str(&j, ground);
	jcs_key(&j, S("leave"));
	jcs_str(&j, expel_terms_of(&d->m, &l) ? expel_limit_text(d->tx->a, &l)
					      : S("nobody must leave"));
	jcs_key(&j, S("measure"));
	jcs_str(&j, d->m.ref);
	jcs_key(&j, S("parts"));
	jcs_array(&j);
	for (ptrdiff_t i = 0; i < parts->n; i++)
		jcs_str(&j, expel_part_text(d->tx->a, &parts->v[i]));
	jcs_close(&j);
	jcs_key(&j, S("people"));
	jcs_array(&j);
	for (ptrdiff_t i = 0; i < people->n; i++) {
		const struct expel_people_row *p = &people->v[i];
		jcs_str(&j, str_fmt(d->tx->a, "%.*s %.*s, %.*s: %.*s", SF(p->person_ref),
				    SF(p->person_name), SF(p->title), SF(p->wording)));
	}
	jcs_close(&j);
	jcs_key(&j, S("says"));
	jcs_str(&j, d->m.says);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

/* "I-2018-01 Salisbury poisoning; Prime Minister: highly likely": who says who did it, each with
 * the strength that is his own; "no incident is named". */
static enum err ground_of(struct doing *d, str *ground)
{
	struct expel_incident_by_id_args by = { .id = d->m.incident_id.v };
	struct expel_incident_by_id_row i;
	struct expel_attributions_args of = { .incident_id = by.id };
	struct expel_attributions_rows said;
	struct out o = out_to_arena(d->tx->a);
	*ground = S("no incident is named");
	if (!d->m.incident_id.has)
		return OK;
	TRY(expel_incident_by_id(d->tx, &by, &i));
	TRY(expel_attributions(d->tx, &of, &said));
	out_fmt(&o, "%.*s %.*s", SF(i.ref), SF(i.title));
	for (ptrdiff_t k = 0; k < said.n; k++) {
		str strength = mission_words(d->tx->a, said.v[k].strength);
		out_fmt(&o, "; %.*s: %.*s", SF(said.v[k].author), SF(strength));
	}
	if (!said.n)
		out_lit(&o, "; no account of who did it is entered");
	*ground = out_view(&o);
	return OK;
}

static enum err set_stage(struct tx *tx, int64_t id, enum expel_stage was, enum expel_stage is)
{
	struct wrote out;
	struct expel_stage_set_args in = { .stage = expel_stage_text(is),
					   .id = id,
					   .was_stage = expel_stage_text(was) };
	TRY(expel_stage_set(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err is_complete(struct doing *d, ptrdiff_t people_n, ptrdiff_t parts_n)
{
	struct expel_limit l;
	if (!expel_is_at(d, EXPEL_STAGE_DRAFT))
		return expel_refuse(d, "not_a_draft", NULL,
				    "Only a draft is proposed; this measure is %.*s.",
				    SF(d->m.stage));
	if (!people_n && !parts_n)
		return expel_refuse(d, "empty", NULL,
				    "Name people, or say what else the measure consists of.");
	if (people_n && !expel_terms_of(&d->m, &l))
		return expel_refuse(
		    d, "no_deadline", "VCDR Art. 9(2)",
		    "Say by when they must leave: a reasonable period must have passed before they are no longer "
		    "recognised.");
	return OK;
}

enum err expel_do_propose(struct doing *d)
{
	struct expel_people_args of = { .measure_id = d->m.id };
	struct expel_components_args parts_of = { .measure_id = d->m.id };
	struct expel_people_rows people;
	struct expel_components_rows parts;
	int64_t id;
	str ground;
	TRY(expel_people(d->tx, &of, &people));
	TRY(expel_components(d->tx, &parts_of, &parts));
	TRY(ground_of(d, &ground));
	TRY(is_complete(d, people.n, parts.n));
	str *namers = arena_new_n(d->tx->a, str, people.n + 1);
	for (ptrdiff_t i = 0; i < people.n; i++)
		namers[i] = people.v[i].named_by;
	struct object o = { .table = "expel_measure",
			    .id = d->m.id,
			    .state_iso = d->m.target_iso,
			    .persons = namers,
			    .n_persons = people.n };
	enum err e = may(d->tx->viewer, ACT_EXPEL, &o, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e == OK ? ERR_INTERNAL : e;
	TRY(set_stage(d->tx, d->m.id, EXPEL_STAGE_DRAFT, EXPEL_STAGE_PROPOSED));
	struct proposal_new p = {
		.act = ACT_EXPEL,
		.object = o,
		.body = body_of(d, &people, &parts, ground),
		.summary =
		    str_fmt(d->tx->a, "%.*s: %td %s of %.*s to leave", SF(d->m.ref), people.n,
			    people.n == 1 ? "person" : "people", SF(d->m.target_name)),
	};
	return proposal_add(d->tx, &p, &id);
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	return set_stage(tx, p->object_id, EXPEL_STAGE_PROPOSED, EXPEL_STAGE_APPROVED);
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)reason; /* kept with the proposal */
	return set_stage(tx, p->object_id, EXPEL_STAGE_PROPOSED, EXPEL_STAGE_DRAFT);
}

const struct act_handler expel_acts[] = {
	{ ACT_EXPEL, approve, reject },
	{ 0 },
};

/* ---- handing over ---- */

static enum err freeze(struct doing *d, const struct expel_people_row *p, int64_t on)
{
	struct wrote out;
	str says = expel_words_of(p->category).says;
	struct mission_post_set_frozen_args in = {
		.frozen_since_on = { true, on },
		.frozen_why = str_fmt(d->tx->a, "holder %.*s (%.*s)", SF(says), SF(d->m.ref)),
		.id = p->post_id.v,
	};
	if (!p->post_id.has || !p->serving_id.has)
		return OK; /* from the files: the register stands as it was left */
	return mission_post_set_frozen(d->tx, &in, &out);
}

static enum err tell(struct doing *d, const struct expel_people_row *p, int64_t at, int64_t on)
{
	struct wrote out;
	struct expel_told_args in = { .told_at = { true, at },
				      .measure_id = d->m.id,
				      .person_id = p->person_id };
	TRY(expel_told(d->tx, &in, &out));
	return freeze(d, p, on);
}

enum err expel_last_note(struct doing *d, struct expel_notes_row *note)
{
	struct expel_notes_args of = { .measure_id = d->m.id };
	struct expel_notes_rows rows;
	TRY(expel_notes(d->tx, &of, &rows));
	*note = rows.n ? rows.v[rows.n - 1] : (struct expel_notes_row){ 0 };
	return OK;
}

static enum err write_note(struct doing *d, const struct expel_limit *l, int64_t at, str zone,
			   int64_t supersedes_id)
{
	struct wrote out;
	int64_t leave_by_at;
	bool is_date = l->kind == EXPEL_LIMIT_KIND_DATE;
	str fault = expel_limit_fault(d->tx->a, l, at, str_z(d->tx->a, zone));
	if (fault.p)
		fault_field(d->f, S("limit"), "%.*s", SF(fault));
	TRY(faults_err(d->f));
	must(expel_leave_by(l, at, str_z(d->tx->a, zone), &leave_by_at));
	struct expel_note_add_args in = { .measure_id = d->m.id,
					  .note_no = d->w->note_no,
					  .handed_over_at = at,
					  .handed_to = d->w->handed_to,
					  .limit_kind = expel_limit_kind_text(l->kind),
					  .limit_n = { !is_date, l->n },
					  .limit_on = { is_date, l->on },
					  .zone = zone,
					  .leave_by_at = leave_by_at,
					  .supersedes_id = { supersedes_id != 0, supersedes_id },
					  .says = d->w->says };
	return expel_note_add(d->tx, &in, &out);
}

static enum err parts_to_ledger(struct doing *d, int64_t round_id)
{
	struct expel_components_args of = { .measure_id = d->m.id };
	struct expel_components_rows parts;
	TRY(expel_components(d->tx, &of, &parts));
	for (ptrdiff_t i = 0; i < parts.n; i++)
		TRY(expel_part_to_ledger(d->tx, round_id, &parts.v[i]));
	return OK;
}

/* A summons, say, is no measure against staff or offices: the account does not count it. */
static enum err has_counted_part(struct doing *d, bool *has)
{
	struct expel_components_args of = { .measure_id = d->m.id };
	struct expel_components_rows parts;
	TRY(expel_components(d->tx, &of, &parts));
	for (ptrdiff_t i = 0; i < parts.n; i++) {
		enum expel_kind kind;
		must(expel_kind_of(parts.v[i].kind, &kind));
		*has = *has || expel_kind_info_of(kind)->ledger;
	}
	return OK;
}

/* The measure of this ministry begins with it, and enters the account of both sides with the number
 * it names. */
static enum err begin(struct doing *d, int64_t on, int64_t people_n)
{
	int64_t round_id = 0;
	struct wrote out;
	struct expel_wish *w = d->w;
	bool is_counted = people_n > 0;
	if (!expel_is_at(d, EXPEL_STAGE_APPROVED))
		return OK;
	TRY(has_counted_part(d, &is_counted));
	w->by_iso = d->m.sender_iso;
	w->against_iso = d->m.target_iso;
	w->persons = (struct opt_int){ people_n > 0, people_n };
	w->made = d->m.ref;
	str says = w->says;
	w->says = d->m.says;
	w->source = d->m.source;
	if (is_counted)
		TRY(expel_to_ledger(d, (struct interval){ on, on }, d->m.answers_id, &round_id));
	w->says = says;
	struct expel_begin_args in = { .announced_from_on = { true, on },
				       .announced_to_on = { true, on },
				       .round_id = { is_counted, round_id },
				       .id = d->m.id };
	TRY(expel_begin(d->tx, &in, &out));
	if (out.n != 1)
		return ERR_CONFLICT;
	return is_counted ? parts_to_ledger(d, round_id) : OK;
}

static enum err check_handing_over(struct doing *d, int64_t at, const struct expel_notes_row *note)
{
	if (at > d->tx->at)
		fault_field(d->f, S("at"), "that hour has not come");
	TRY(faults_err(d->f));
	if (d->m.stopped_on.has)
		return expel_refuse(d, "stopped", NULL,
				    "The measure stands still: %.*s. Let it go on first.",
				    SF(d->m.stopped_why));
	if (!expel_is_at(d, EXPEL_STAGE_APPROVED) && !expel_is_at(d, EXPEL_STAGE_IN_FORCE))
		return expel_refuse(
		    d, "two_people", NULL,
		    "Nothing is handed over before two people approved it; this measure is %.*s.",
		    SF(d->m.stage));
	if (note->id)
		return expel_refuse(
		    d, "handed_over", NULL,
		    "Note %.*s was handed over already; a later note supersedes it.",
		    SF(note->note_no));
	return OK;
}

/* Two people approved a time to leave: the first note says just that. */
static enum err check_approved_time(struct doing *d)
{
	struct expel_limit l;
	const struct expel_limit *w = &d->w->limit;
	bool is_other = d->w->has_limit && expel_is_bound(&d->m) && expel_terms_of(&d->m, &l) &&
			(w->kind != l.kind || w->n != l.n || w->on != l.on);
	if (!is_other)
		return OK;
	str was = expel_limit_text(d->tx->a, &l);
	return expel_refuse(d, "bound", NULL,
			    "Two people approved %.*s. Hand that over; a later note may say "
			    "another time.",
			    SF(was));
}

/* By which clock the deadline runs: where the staff is. Of staff elsewhere somebody must say it;
 * else UTC, as the note then shows. */
static enum err zone_of(struct doing *d, str *zone)
{
	int64_t on;
	struct ref_register_get_row r;
	TRY(ref_register_get(d->tx, &r));
	TRY(expel_zone(d->tx, d->m.sender_iso, zone));
	if (str_is_empty(d->w->zone))
		return OK;
	bool is_ours = str_eq(d->m.sender_iso, r.host_iso);
	if (is_ours && !str_eq(d->w->zone, r.zone))
		fault_field(d->f, S("zone"), "of staff here it is that of the register, %.*s",
			    SF(r.zone));
	else if (zone_day(str_z(d->tx->a, d->w->zone), 0, &on) != OK)
		fault_field(d->f, S("zone"), "'%.*s' is no time zone; Moscow is Europe/Moscow",
			    SF(d->w->zone));
	*zone = d->w->zone;
	return faults_err(d->f);
}

enum err expel_do_hand_over(struct doing *d)
{
	struct expel_people_args of = { .measure_id = d->m.id };
	struct expel_people_rows people;
	struct expel_notes_row note;
	struct expel_limit l = d->w->limit;
	int64_t at = d->w->at.has ? d->w->at.v : d->tx->at, on;
	str zone;
	expel_need(d, "note");
	if (!d->w->has_limit && !expel_terms_of(&d->m, &l))
		fault_field(d->f, S("limit"), "say by when they must leave");
	TRY(expel_last_note(d, &note));
	TRY(check_handing_over(d, at, &note));
	TRY(check_approved_time(d));
	TRY(zone_of(d, &zone));
	TRY(zone_day(str_z(d->tx->a, zone), at, &on));
	TRY(write_note(d, &l, at, zone, 0));
	TRY(expel_people(d->tx, &of, &people));
	for (ptrdiff_t i = 0; i < people.n; i++)
		TRY(tell(d, &people.v[i], at, on));
	TRY(expel_tell_families(d, at));
	return begin(d, on, people.n);
}

static enum err set_written(struct doing *d)
{
	int64_t id;
	struct wrote out;
	if (str_is_empty(d->w->name_written) || !d->w->n_people)
		return OK;
	TRY(expel_find_person(d, d->w->people[0], &id));
	struct expel_written_set_args in = { .name_written = d->w->name_written,
					     .measure_id = d->m.id,
					     .person_id = id };
	TRY(faults_err(d->f));
	TRY(expel_written_set(d->tx, &in, &out));
	if (!out.n)
		fault_field(d->f, S("people"), "%s is not named in this measure", d->w->people[0]);
	return faults_err(d->f);
}

/* A later note: another deadline, a name mended. From its handing over on it alone counts. */
enum err expel_do_supersede(struct doing *d)
{
	struct expel_notes_row note;
	int64_t at = d->w->at.has ? d->w->at.v : d->tx->at;
	expel_need(d, "note limit");
	if (at > d->tx->at)
		fault_field(d->f, S("at"), "that hour has not come");
	TRY(expel_last_note(d, &note));
	if (note.id && at < note.handed_over_at)
		fault_field(d->f, S("at"), "note %.*s was handed over later than that",
			    SF(note.note_no));
	TRY(faults_err(d->f));
	if (!note.id || !expel_is_at(d, EXPEL_STAGE_IN_FORCE))
		return expel_refuse(d, "nothing_to_supersede", NULL,
				    "No note of this measure is in force.");
	TRY(set_written(d));
	return write_note(d, &d->w->limit, at, note.zone, note.id);
}

/* ---- stopping, going on, the end ---- */

static enum err set_stopped(struct doing *d, str why)
{
	struct wrote out;
	struct expel_stop_set_args in = { .stopped_on = { why.p, d->tx->on },
					  .stopped_why = why,
					  .id = d->m.id };
	TRY(expel_stop_set(d->tx, &in, &out));
	return out.n == 1 ? OK : expel_refuse(d, "closed", NULL, "The measure is closed.");
}

enum err expel_do_stop(struct doing *d)
{
	expel_need(d, "says");
	TRY(faults_err(d->f));
	return set_stopped(d, d->w->says);
}

enum err expel_do_resume(struct doing *d)
{
	if (!d->m.stopped_on.has)
		return expel_refuse(d, "not_stopped", NULL, "The measure does not stand still.");
	return set_stopped(d, (str){ 0 });
}

enum err expel_do_close(struct doing *d)
{
	struct expel_counts_args of = { .measure_id = d->m.id };
	struct expel_counts_row n;
	struct wrote out;
	TRY(expel_counts(d->tx, &of, &n));
	if (str_is_empty(d->w->says) && n.left_n < n.named_n)
		return expel_refuse(
		    d, "not_complete", NULL,
		    "%lld of %lld have not left: say by which decision the measure is closed.",
		    (long long)(n.named_n - n.left_n), (long long)n.named_n);
	if (str_is_empty(d->w->says) && n.family_n)
		return expel_refuse(d, "not_complete", NULL,
				    "Of the families told with them not everybody has left: say by "
				    "which decision the measure is closed.");
	TRY(proposal_void(d->tx, "expel_measure", d->m.id, "the measure was closed"));
	struct expel_close_args in = {
		.closed_on = { true, d->tx->on },
		.closed_why = expel_end_text(str_is_empty(d->w->says) ? EXPEL_END_COMPLETE
								      : EXPEL_END_BY_DECISION),
		.closed_says = d->w->says,
		.id = d->m.id,
	};
	TRY(expel_close(d->tx, &in, &out));
	return out.n == 1 ? OK : expel_refuse(d, "closed", NULL, "The measure is closed already.");
}
