/* mission_known.c: what was true when, and when the ministry was told of it; status at an instant;
 * precedence; late notices; clerical corrections; what has a number. */
#include "base/must.h"
#include "mission/mission_in.h"
#include "person/person.h"
#include "ref/ref.h"

/* ---- the days of an appointment as they were known ---- */

static enum err days_known(struct tx *tx, int64_t id, int64_t known_on, struct mission_days *d)
{
	struct mission_corrections_since_args in = { id, known_on };
	struct mission_corrections_since_rows rows;
	bool has[CORRECTION_FIELD_N] = { false };
	TRY(mission_corrections_since(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		enum correction_field f;
		must(correction_field_of(rows.v[i].field, &f));
		if (has[f])
			continue; /* the earliest correction after that day tells what stood then */
		has[f] = true;
		if (f == CORRECTION_FIELD_FROM_ON)
			d->from_on = rows.v[i].was_on.v;
		else if (f == CORRECTION_FIELD_TO_ON)
			d->to_on = rows.v[i].was_on;
		else if (f == CORRECTION_FIELD_NOTIFIED_ON)
			d->notified_on = rows.v[i].was_on;
		else if (f == CORRECTION_FIELD_END_NOTIFIED_ON)
			d->end_notified_on = rows.v[i].was_on;
	}
	return OK;
}

bool mission_is_serving(const struct mission_days *d, int64_t on, int64_t known_on)
{
	int64_t told_on = d->notified_on.has ? d->notified_on.v : d->from_on;
	if (d->from_on > on || told_on > known_on)
		return false;
	if (!d->to_on.has || d->to_on.v >= on)
		return true;
	return (d->end_notified_on.has ? d->end_notified_on.v : d->to_on.v) > known_on;
}

enum err mission_read_at(struct tx *tx, int64_t mission_id, int64_t on, int64_t known_on,
			 struct mission_service_rows *out)
{
	struct mission_service_args in = { mission_id };
	struct mission_service_rows rows;
	*out = (struct mission_service_rows){ 0 };
	TRY(mission_service(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct mission_service_row *r = &rows.v[i];
		struct mission_days d = { r->from_on, r->to_on, r->notified_on,
					  r->end_notified_on };
		TRY(days_known(tx, r->id, known_on, &d));
		r->from_on = d.from_on;
		r->to_on = d.to_on;
		if (mission_is_serving(&d, on, known_on))
			*arena_push(tx->a, out) = *r;
	}
	return OK;
}

/* ---- status ---- */

struct at_post {
	bool is_now;
	int64_t ended_on;
	bool was;
	enum post_category category;
	str post, mission;
};

static enum err post_at(struct tx *tx, int64_t person_id, int64_t on, struct at_post *p)
{
	struct mission_appointments_of_args in = { person_id };
	struct mission_appointments_of_rows rows;
	TRY(mission_appointments_of(tx, &in, &rows));
	*p = (struct at_post){ 0 };
	for (ptrdiff_t i = 0; i < rows.n; i++) { /* the latest first */
		const struct mission_appointments_of_row *r = &rows.v[i];
		if (r->from_on > on)
			continue;
		p->is_now = !r->to_on.has || r->to_on.v >= on;
		p->was = !p->is_now;
		p->ended_on = r->to_on.v;
		must(post_category_of(r->category, &p->category));
		p->post = str_fmt(tx->a, "%.*s %.*s", SF(r->post_no), SF(r->title));
		p->mission = r->mission_name;
		break;
	}
	if (p->was) {
		struct mission_departed_args left = { person_id, p->ended_on };
		struct mission_departed_row row;
		enum err e = mission_departed(tx, &left, &row);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		p->was = e == ERR_NOT_FOUND || row.happened_on > on;
	}
	return OK;
}

static enum err household_at(struct tx *tx, int64_t person_id, int64_t on, struct at_post *p,
			     str *relation, str *principal)
{
	struct person_households_with_args in = { person_id };
	struct person_households_with_rows rows;
	enum err e = person_households_with(tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e; /* PERS */
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_households_with_row *h = &rows.v[i];
		if (!h->from_on.has || h->from_on.v > on || (h->to_on.has && h->to_on.v < on))
			continue;
		TRY(post_at(tx, h->principal_id, on, p));
		*relation = h->relation;
		*principal = h->principal_name;
	}
	return OK;
}

enum err mission_status_at(struct tx *tx, int64_t person_id, int64_t on, str *line)
{
	struct person_for_rules_row n;
	struct person_for_rules_args by = { person_id };
	struct at_post p;
	struct mission_standing s = { 0 };
	str host, principal = { 0 };
	TRY(ref_host(tx, &host));
	TRY(person_for_rules(tx, &by, &n));
	TRY(post_at(tx, person_id, on, &p));
	if (!p.is_now && !p.was)
		TRY(household_at(tx, person_id, on, &p, &s.relation, &principal));
	s.is_member = p.is_now;
	s.was_member = p.was;
	s.category = p.category;
	s.is_host_national = str_eq(n.nationality_iso, host);
	s.is_resident = n.host_resident_since_on.has && n.host_resident_since_on.v <= on;
	struct out o = out_to_arena(tx->a);
	out_fmt(&o, "%.*s %.*s on ", SF(n.ref), SF(n.name));
	out_day_long(&o, on);
	if (p.mission.p && principal.p)
		out_fmt(&o, ", household of %.*s, %.*s", SF(principal), SF(p.mission));
	else if (p.mission.p && (p.is_now || p.was))
		out_fmt(&o, ", post %.*s, %.*s", SF(p.post), SF(p.mission));
	out_fmt(&o, ": %.*s", SF(mission_status_line(tx->a, &s)));
	*line = out_view(&o);
	return OK;
}

/* ---- precedence ---- */

enum err mission_precedence(struct tx *tx, struct mission_head **heads, ptrdiff_t *n)
{
	struct mission_heads_args in = { 0 };
	struct mission_heads_rows rows;
	struct mission_charges_now_args charges = { 0 };
	struct mission_charges_now_rows acting;
	struct ref_register_get_row reg;
	TRY(ref_register_get(tx, &reg));
	in.host_iso = charges.host_iso = reg.host_iso;
	TRY(mission_heads(tx, &in, &rows));
	TRY(mission_charges_now(tx, &charges, &acting));
	struct mission_head *v = arena_new_n(tx->a, struct mission_head, rows.n + acting.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_heads_row *r = &rows.v[i];
		bool is_section =
		    str_eq(r->kind, mission_kind_text(MISSION_KIND_INTERESTS_SECTION));
		v[i] = (struct mission_head){
			r->person_id,       r->mission_id, r->name, r->mission_name,
			is_section ? 3 : 1, INT64_MAX,     { 0 }
		};
		if (r->functions_at.has)
			v[i].took_at = r->functions_at.v;
		else if (r->credentials_at.has)
			v[i].took_at = r->credentials_at.v;
	}
	for (ptrdiff_t i = 0; i < acting.n; i++) {
		const struct mission_charges_now_row *r = &acting.v[i];
		struct mission_head *h = &v[rows.n + i];
		*h = (struct mission_head){
			r->person_id, r->mission_id, r->name, r->mission_name, 4, 0, { 0 }
		};
		TRY(mission_instant(tx, r->from_on, 0, 0, &h->took_at));
	}
	*n = rows.n + acting.n;
	mission_precede(tx->a, v, *n, reg.zone);
	*heads = v;
	return OK;
}

/* ---- late notices ---- */

enum err mission_late(struct tx *tx, int64_t from_on, int64_t to_on, struct mission_lates *out)
{
	struct mission_acts_told_args in = { from_on, to_on };
	struct mission_acts_told_rows rows;
	struct calendar host;
	*out = (struct mission_lates){ 0 };
	TRY(ref_calendar(tx, &host));
	TRY(mission_acts_told(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_acts_told_row *r = &rows.v[i];
		struct ref_rule_in_force_row rule;
		enum mission_act_kind act;
		must(mission_act_kind_of(r->kind, &act));
		if (!MISSION_ACTS[act].deadline)
			continue;
		enum err e = ref_rule_find(tx, RULE_KIND_DEADLINE, MISSION_ACTS[act].deadline,
					   r->happened_on, &rule);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		/* no number is set here: told later than it happened is what the list shows */
		int64_t limit = e == OK && rule.value_n.has ? rule.value_n.v : 0;
		bool is_working = e == OK && str_eq(rule.unit, S("working"));
		int64_t late =
		    mission_late_days(r->happened_on, r->told_on.v, limit, is_working, &host);
		if (late > 0)
			*arena_push(tx->a, out) =
			    (struct mission_late_act){ *r, late,
						       e == OK ? rule.source : (str){ 0 } };
	}
	return OK;
}

/* ---- clerical corrections ---- */

struct correcting {
	int64_t appointment_id;
	enum correction_field field;
	struct opt_int day_on;
	str reason;
};

static struct opt_int *field_of(struct mission_days *d, struct opt_int *from,
				enum correction_field f)
{
	if (f == CORRECTION_FIELD_TO_ON)
		return &d->to_on;
	if (f == CORRECTION_FIELD_NOTIFIED_ON)
		return &d->notified_on;
	if (f == CORRECTION_FIELD_END_NOTIFIED_ON)
		return &d->end_notified_on;
	return from;
}

enum err mission_correct_in(struct tx *tx, int64_t appointment_id, enum correction_field which,
			    struct opt_int day_on, str reason)
{
	struct mission_appointment_days_args by = { appointment_id };
	struct mission_appointment_days_row r;
	struct wrote out;
	TRY(mission_appointment_days(tx, &by, &r));
	struct object o = { "mission_appointment", r.id, r.mission_id };
	TRY(may(tx->viewer, ACT_MISSION_ACT, &o, NULL));
	struct mission_days d = { r.from_on, r.to_on, r.notified_on, r.end_notified_on };
	struct opt_int from = { true, r.from_on };
	struct opt_int *field = field_of(&d, &from, which), was = *field;
	*field = day_on;
	bool is_end = which == CORRECTION_FIELD_TO_ON;
	if (is_end && (!was.has || !day_on.has))
		return refuse(
		    tx->a, tx->refusal, "correction_is_no_change", NULL,
		    "Whether the service has ended is no matter of spelling: record the end.");
	if (!from.has || (d.to_on.has && d.to_on.v < from.v))
		return refuse(tx->a, tx->refusal, "days_in_order", NULL,
			      "The service would end before it begins.");
	struct mission_appointment_correct_args set = { from.v, d.to_on, d.notified_on,
							d.end_notified_on, r.id };
	struct mission_correction_add_args add = { .appointment_id = { true, r.id },
						   .field = correction_field_text(which),
						   .was_on = was,
						   .became_on = day_on,
						   .reason = reason,
						   .corrected_on = tx->on };
	TRY(mission_appointment_correct(tx, &set, &out));
	return mission_correction_add(tx, &add, &out);
}

static enum err correct_deed(struct tx *tx, void *arg)
{
	const struct correcting *c = arg;
	return mission_correct_in(tx, c->appointment_id, c->field, c->day_on, c->reason);
}

enum err mission_correct(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, int64_t appointment_id,
			 enum correction_field field, struct opt_int day_on, str reason)
{
	struct correcting c = { appointment_id, field, day_on, reason };
	return db_deed(db, viewer, a, refusal, "mission.correct", correct_deed, &c);
}

/* ---- what has a number ---- */

static enum err find_document(struct tx *tx, str number, struct mission_hits *hits)
{
	struct person_document_find_args in = { person_find_key(tx->a, number) };
	struct person_document_find_rows rows;
	if (str_is_empty(in.find_key))
		return OK;
	enum err e = person_document_find(tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		*arena_push(tx->a, hits) =
		    (struct mission_hit){ str_fmt(tx->a, "%.*s %.*s, %.*s", SF(rows.v[i].kind),
						  SF(rows.v[i].document_no), SF(rows.v[i].state)),
					  rows.v[i].person_name, rows.v[i].person_id.v,
					  rows.v[i].mission_id };
	return OK;
}

static enum err find_note(struct tx *tx, str number, struct mission_hits *hits)
{
	struct mission_act_by_note_args in = { number };
	struct mission_act_by_note_rows rows;
	TRY(mission_act_by_note(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_act_by_note_row *r = &rows.v[i];
		enum mission_act_kind act;
		must(mission_act_kind_of(r->kind, &act));
		*arena_push(tx->a, hits) =
		    (struct mission_hit){ str_fmt(tx->a, "note %.*s: %s, %.*s", SF(number),
						  MISSION_ACTS[act].label,
						  SF(day_long(tx->a, r->happened_on))),
					  r->person_name.p ? r->person_name : r->mission_name,
					  r->person_id.v, r->mission_id };
	}
	return OK;
}

enum err mission_find(struct tx *tx, str number, struct mission_hits *hits)
{
	struct person_by_ref_args in = { number };
	struct person_by_ref_row row;
	*hits = (struct mission_hits){ 0 };
	enum err e = person_by_ref(tx, &in, &row);
	if (e == OK)
		*arena_push(tx->a, hits) = (struct mission_hit){ row.ref, row.name, row.id, 0 };
	else if (e != ERR_NOT_FOUND)
		return e;
	TRY(find_document(tx, number, hits));
	return find_note(tx, number, hits);
}
