/* expel_after.c: what follows from a round: families, notes drafted, ceilings proposed,
 * applications refused with it, departures, and what was written down wrongly. */
#include "expel/expel_in.h"

#include "audit/audit.h"
#include "base/must.h"
#include "base/out.h"
#include "note/note.h"
#include "visa/visa.h"

/* ---- families ---- */

/* By the program itself, in the name of who hands over: whoever may hand over need not see
 * families. */
enum err expel_tell_families(struct doing *d, int64_t at)
{
	const struct viewer *me = d->tx->viewer;
	struct expel_household_args of = { .measure_id = d->m.id };
	struct expel_household_rows rows;
	struct wrote out;
	d->tx->viewer = &VIEWER_SYSTEM;
	enum err e = expel_household(d->tx, &of, &rows);
	for (ptrdiff_t i = 0; e == OK && i < rows.n; i++) {
		struct expel_family_add_args in = { .measure_id = d->m.id,
						    .person_id = rows.v[i].person_id,
						    .mission_id = rows.v[i].mission_id,
						    .principal_id = { true,
								      rows.v[i].principal_id },
						    .named_by = me->name,
						    .told_at = { true, at } };
		e = expel_family_add(d->tx, &in, &out);
	}
	d->tx->viewer = me;
	return e;
}

/* ---- notes ---- */

/* "within 48 hours of the handing over of this note". */
static str limit_says(struct arena *a, const struct expel_limit *l)
{
	str text = expel_limit_text(a, l);
	if (l->kind == EXPEL_LIMIT_KIND_HOURS)
		return str_fmt(a, "within %.*s of the handing over of this note", SF(text));
	if (l->kind == EXPEL_LIMIT_KIND_DATE)
		return str_fmt(a, "%.*s, at the end of that day", SF(text));
	return str_fmt(a, "within %.*s after the day on which this note is handed over", SF(text));
}

static enum err draft_one(struct doing *d, const struct expel_people_row *p,
			  const struct expel_components_rows *parts)
{
	struct arena *a = d->tx->a;
	int64_t id;
	struct expel_limit l;
	enum expel_kind other;
	bool is_declaration = expel_declares(parts, &other);
	bool is_consular = str_starts(p->category, S("consular"));
	str words = expel_words_for(a, p, parts);
	str name = p->name_written.p ? p->name_written : p->person_name;
	str person = str_fmt(a, "- %.*s, %.*s: %.*s", SF(name), SF(p->title), SF(words));
	str by = expel_terms_of(&d->m, &l) ? limit_says(a, &l) : S("{deadline}");
	const struct note_value values[] = {
		{ "statement", d->m.says },
		{ "basis", is_consular
			       ? S("Article 23 of the Vienna Convention on Consular Relations")
			       : S("Article 9 of the Vienna Convention on Diplomatic Relations") },
		{ "persons", person },
		{ "deadline", by },
		{ "message", str_fmt(a,
				     "state the following: %.*s. The following are asked to leave "
				     "the territory of the receiving State %.*s:\n\n%.*s\n",
				     SF(d->m.says), SF(by), SF(person)) },
	};
	struct note_new in = { .template = is_declaration ? "declaration" : "free",
			       .lang = S("en"),
			       .kind = NOTE_KIND_NOTE_VERBALE,
			       .mission_id = p->mission_id,
			       .object_table = "expel_measure",
			       .object_id = d->m.id,
			       .values = values,
			       .n_values = sizeof values / sizeof *values };
	return note_draft(d->tx, &in, &id);
}

/* One note for each person named, for somebody to read, mend and send: none goes by itself. */
enum err expel_do_notes(struct doing *d)
{
	struct expel_people_args of = { .measure_id = d->m.id };
	struct expel_people_rows people;
	struct expel_components_args parts_of = { .measure_id = d->m.id };
	struct expel_components_rows parts;
	struct note_about_args about = { S("expel_measure"), d->m.id };
	struct note_about_rows notes;
	TRY(expel_people(d->tx, &of, &people));
	TRY(expel_components(d->tx, &parts_of, &parts));
	TRY(note_about(d->tx, &about, &notes));
	if (!expel_is_at(d, EXPEL_STAGE_APPROVED))
		return expel_refuse(d, "two_people", NULL,
				    "Notes are drafted when two people have approved the measure "
				    "and before it is handed over; this one is %.*s.",
				    SF(d->m.stage));
	if (notes.n)
		return expel_refuse(d, "drafted", NULL,
				    "The notes are drafted already; the first is %.*s.",
				    SF(notes.v[notes.n - 1].ref));
	for (ptrdiff_t i = 0; i < people.n; i++)
		TRY(draft_one(d, &people.v[i], &parts));
	return OK;
}

/* ---- parts that reach into the register ---- */

static enum err find_part(struct doing *d, enum expel_kind kind, struct expel_components_row *part)
{
	struct expel_components_args of = { .measure_id = d->m.id };
	struct expel_components_rows rows;
	TRY(expel_components(d->tx, &of, &rows));
	*part = (struct expel_components_row){ 0 };
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].id == d->w->part_id)
			*part = rows.v[i];
	if (!part->id)
		fault_field(d->f, S("part"), "the measure has no part with this number");
	else if (!str_eq(part->kind, expel_kind_text(kind)))
		fault_field(d->f, S("part"), "this part is of another kind");
	return faults_err(d->f);
}

/* The register's category of a class of staff; null: all. False when it has none for it. */
static bool category_of(str staff_class, str *category)
{
	*category = str_eq(staff_class, S("consular"))
			? post_category_text(POST_CATEGORY_CONSULAR_OFFICER)
			: staff_class;
	enum post_category c;
	return !staff_class.p || post_category_of(*category, &c);
}

/* The ceiling that a part says, as a proposal to the register: another person sets it. */
enum err expel_do_ceiling(struct doing *d)
{
	struct expel_components_row part;
	str host;
	struct mission_ceiling_wish w = { .sending_iso = d->m.target_iso,
					  .from_on = d->tx->on,
					  .article = d->w->article };
	TRY(find_part(d, EXPEL_KIND_CEILING, &part));
	TRY(ref_host(d->tx, &host));
	if (!str_eq(host, d->m.sender_iso))
		return expel_refuse(d, "their_ceiling", NULL,
				    "It is a ceiling for staff elsewhere; the register sets those "
				    "of missions here.");
	if (!expel_is_at(d, EXPEL_STAGE_APPROVED) && !expel_is_at(d, EXPEL_STAGE_IN_FORCE))
		return expel_refuse(d, "two_people", NULL,
				    "A ceiling is proposed to the register when two people have "
				    "approved the measure; this one is %.*s.",
				    SF(d->m.stage));
	expel_need(d, "article basis");
	if (d->w->basis.n && !ceiling_basis_of(d->w->basis, &w.basis))
		fault_field(d->f, S("basis"),
			    "'%.*s' is none of agreement, host_decision, reciprocity",
			    SF(d->w->basis));
	if (!part.limit_n.has)
		fault_field(d->f, S("part"), "the part does not say how many may serve");
	if (!category_of(part.staff_class, &w.category))
		fault_field(d->f, S("part"), "the register counts no category '%.*s'",
			    SF(part.staff_class));
	TRY(faults_err(d->f));
	w.limit_n = part.limit_n.v;
	w.mission_id = part.mission_id.v;
	w.is_ratchet = part.is_ratchet;
	if (part.effect_on.has && part.effect_on.v > w.from_on)
		w.from_on = part.effect_on.v;
	w.says = str_fmt(d->tx->a, "measure %.*s", SF(d->m.ref));
	return mission_ceiling_add_proposal(d->tx, &w, "expel_component", part.id);
}

/* Which applications a part refuses. Each is decided where applications are, by two people. */
enum err expel_do_refuse(struct doing *d)
{
	struct expel_components_row part;
	struct wrote out;
	TRY(find_part(d, EXPEL_KIND_APPLICATION_REFUSED, &part));
	expel_need(d, "people");
	TRY(faults_err(d->f));
	for (int i = 0; i < d->w->n_people; i++) {
		struct visa_by_ref_args by = { .ref = str_of(d->w->people[i]) };
		struct visa_by_ref_row found;
		struct visa_get_row v;
		enum err e = visa_by_ref(d->tx, &by, &found);
		struct visa_get_args get = { .id = found.id };
		if (e == OK)
			e = visa_get(d->tx, &get, &v);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		if (e == ERR_NOT_FOUND) {
			fault_field(d->f, S("people"), "there is no application '%s'",
				    d->w->people[i]);
			continue;
		}
		if (!str_eq(v.sending_iso, d->m.target_iso) ||
		    !str_eq(v.receiving_iso, d->m.sender_iso)) {
			fault_field(d->f, S("people"), "%s is an application of another state",
				    d->w->people[i]);
			continue;
		}
		struct expel_application_add_args in = { part.id, v.id };
		TRY(expel_application_add(d->tx, &in, &out));
	}
	return faults_err(d->f);
}

/* ---- leaving ---- */

/* Somebody of a family who was named for herself belongs to no household here any more. */
static enum err leave_household(struct doing *d, const struct expel_people_row *p, int64_t on)
{
	struct person_households_with_args of = { .person_id = p->person_id };
	struct person_households_with_rows rows;
	TRY(person_households_with(d->tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct mission_wish left = { .act = MISSION_ACT_KIND_FAMILY_LEFT,
					     .mission_id = p->mission_id,
					     .person_id = rows.v[i].principal_id,
					     .other_id = p->person_id,
					     .on = on,
					     .told_on = { true, d->tx->on } };
		if (!rows.v[i].to_on.has)
			TRY(mission_act_do(d->tx, &left));
	}
	return OK;
}

static enum err end_service(struct doing *d, const struct expel_people_row *p, int64_t on)
{
	struct mission_wish ended = { .act = MISSION_ACT_KIND_ENDED,
				      .mission_id = p->mission_id,
				      .person_id = p->person_id,
				      .on = on,
				      .told_on = { true, d->tx->on },
				      .says = appointment_end_text(APPOINTMENT_END_EXPELLED) };
	struct mission_wish departed = ended;
	departed.act = MISSION_ACT_KIND_DEPARTED;
	departed.says = (str){ 0 };
	if (!p->post_id.has)
		return leave_household(d, p, on);
	if (!p->serving_id.has)
		return OK;
	TRY(mission_act_do(d->tx, &ended));
	return mission_act_do(d->tx, &departed);
}

static enum err relative_left(struct doing *d, const struct expel_family_row *p)
{
	struct wrote out;
	struct expel_left_args in = { .left_on = { true, d->w->when.to_on },
				      .left_how = d->w->how,
				      .left_says = d->w->says,
				      .measure_id = d->m.id,
				      .person_id = p->person_id };
	struct mission_wish left = { .act = MISSION_ACT_KIND_FAMILY_LEFT,
				     .mission_id = p->mission_id,
				     .person_id = p->principal_id.v,
				     .other_id = p->person_id,
				     .on = d->w->when.to_on,
				     .told_on = { true, d->tx->on } };
	TRY(expel_left(d->tx, &in, &out));
	return mission_act_do(d->tx, &left);
}

/* Those of the family who were told with somebody and are still here leave on the same day. */
static enum err leave_family(struct doing *d, const struct expel_family_rows *family,
			     int64_t principal_id)
{
	for (ptrdiff_t i = 0; i < family->n; i++)
		if (family->v[i].principal_id.v == principal_id && !family->v[i].left_on.has)
			TRY(relative_left(d, &family->v[i]));
	return OK;
}

static enum err leave_one(struct doing *d, const struct expel_people_rows *people,
			  const struct expel_family_rows *family, int64_t person_id,
			  const char *ref)
{
	struct wrote out;
	const struct expel_people_row *p = NULL;
	int64_t on = d->w->when.to_on;
	for (ptrdiff_t i = 0; i < people->n; i++)
		if (people->v[i].person_id == person_id)
			p = &people->v[i];
	if (!p && family->n)
		for (ptrdiff_t i = 0; i < family->n; i++)
			if (family->v[i].person_id == person_id && !family->v[i].left_on.has)
				return relative_left(d, &family->v[i]);
	if (!p || !p->told_at.has) {
		fault_field(d->f, S("people"), "%s was not told to leave in this measure", ref);
		return OK;
	}
	if (p->left_on.has) {
		fault_field(d->f, S("people"), "%s has left already", ref);
		return OK;
	}
	struct expel_left_args in = { .left_on = { true, on },
				      .left_how = d->w->how,
				      .left_says = d->w->says,
				      .measure_id = d->m.id,
				      .person_id = person_id };
	if (d->w->has_family)
		TRY(leave_family(d, family, person_id));
	TRY(expel_left(d->tx, &in, &out));
	return end_service(d, p, on);
}

enum err expel_do_leave(struct doing *d)
{
	struct expel_people_args of = { .measure_id = d->m.id };
	struct expel_people_rows people;
	struct expel_family_args family_of = { .measure_id = d->m.id };
	struct expel_family_rows family = { 0 };
	enum expel_left_how how;
	int64_t id;
	expel_need(d, "people when how");
	if (d->w->how.n && !expel_left_how_of(d->w->how, &how))
		fault_field(d->f, S("how"),
			    "'%.*s' is none of border, mission_note, own_account, files",
			    SF(d->w->how));
	if (d->w->has_when && d->w->when.to_on > d->tx->on)
		fault_field(d->f, S("when"), "that day has not come");
	TRY(faults_err(d->f));
	TRY(expel_people(d->tx, &of, &people));
	enum err e = expel_family(d->tx, &family_of, &family);
	if (e != OK && e != ERR_DENIED)
		return e;
	for (int i = 0; i < d->w->n_people; i++) {
		TRY(expel_find_person(d, d->w->people[i], &id));
		if (id)
			TRY(leave_one(d, &people, &family, id, d->w->people[i]));
	}
	return faults_err(d->f);
}

/* ---- corrections ---- */

/* The one person that a correction is about. */
static enum err corrected_person(struct doing *d, struct expel_people_row *p)
{
	struct expel_people_args of = { .measure_id = d->m.id };
	struct expel_people_rows people;
	int64_t id = 0;
	if (d->w->n_people == 1)
		TRY(expel_find_person(d, d->w->people[0], &id));
	else
		fault_field(d->f, S("people"), "say about whom: one person");
	TRY(faults_err(d->f));
	TRY(expel_people(d->tx, &of, &people));
	for (ptrdiff_t i = 0; i < people.n; i++)
		if (people.v[i].person_id == id) {
			*p = people.v[i];
			return OK;
		}
	fault_field(d->f, S("people"), "%s is not named in this measure", d->w->people[0]);
	return ERR_FAULTS;
}

/* The day of a departure, here and in the service that ended with it. */
static enum err correct_left(struct doing *d, const struct expel_people_row *p, str *was)
{
	struct expel_left_set_args in = { .left_how = p->left_how,
					  .measure_id = d->m.id,
					  .person_id = p->person_id };
	struct mission_appointments_of_args of = { .person_id = p->person_id };
	struct mission_appointments_of_rows rows;
	struct wrote out;
	in.left_on.has = day_read(d->w->became, &in.left_on.v);
	if (!in.left_on.has)
		fault_field(d->f, S("became"), "'%.*s' is not a day; write 2018-03-20",
			    SF(d->w->became));
	else if (in.left_on.v > d->tx->on)
		fault_field(d->f, S("became"), "that day has not come");
	TRY(faults_err(d->f));
	*was = day_text(d->tx->a, p->left_on.v);
	TRY(mission_appointments_of(d->tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].post_id == p->post_id.v && rows.v[i].to_on.has &&
		    rows.v[i].to_on.v == p->left_on.v)
			TRY(mission_correct_in(d->tx, rows.v[i].id, CORRECTION_FIELD_TO_ON,
					       in.left_on, d->w->reason));
	return expel_left_set(d->tx, &in, &out);
}

static enum err correct_person(struct doing *d, enum expel_field field,
			       const struct expel_people_row *p, str *was)
{
	struct wrote out;
	enum expel_left_how how;
	struct expel_left_set_args in = { .left_on = p->left_on,
					  .left_how = d->w->became,
					  .measure_id = d->m.id,
					  .person_id = p->person_id };
	struct expel_written_set_args written = { .name_written = d->w->became,
						  .measure_id = d->m.id,
						  .person_id = p->person_id };
	if (field == EXPEL_FIELD_WRITTEN) {
		*was = p->name_written;
		return expel_written_set(d->tx, &written, &out);
	}
	if (!p->left_on.has) {
		fault_field(d->f, S("people"), "%s has not left: record that first",
			    d->w->people[0]);
		return ERR_FAULTS;
	}
	if (field == EXPEL_FIELD_LEFT)
		return correct_left(d, p, was);
	*was = p->left_how;
	if (!expel_left_how_of(d->w->became, &how))
		fault_field(d->f, S("became"),
			    "'%.*s' is none of border, mission_note, own_account, files",
			    SF(d->w->became));
	TRY(faults_err(d->f));
	return expel_left_set(d->tx, &in, &out);
}

static enum err correct_note(struct doing *d, enum expel_field field, str *was)
{
	struct expel_notes_row note;
	struct wrote out;
	TRY(expel_last_note(d, &note));
	if (!note.id)
		return expel_refuse(d, "no_note", NULL, "No note was handed over yet.");
	struct expel_note_set_args in = { .note_no = note.note_no,
					  .handed_to = note.handed_to,
					  .id = note.id };
	*was = field == EXPEL_FIELD_NOTE_NO ? note.note_no : note.handed_to;
	*(field == EXPEL_FIELD_NOTE_NO ? &in.note_no : &in.handed_to) = d->w->became;
	return expel_note_set(d->tx, &in, &out);
}

/* What two people bound themselves to is not corrected: it was what they saw. */
static enum err correct_measure(struct doing *d, enum expel_field field, str *was)
{
	struct expel_says_set_args in = { .says = d->m.says, .source = d->m.source, .id = d->m.id };
	struct wrote out;
	if (str_eq(d->m.source, EXPEL_OWN_SOURCE) || str_eq(d->w->became, EXPEL_OWN_SOURCE))
		return expel_refuse(d, "bound", NULL,
				    "What this ministry says of its own measure is what two people "
				    "approved; a draft is changed by its ground.");
	*was = field == EXPEL_FIELD_SAYS ? d->m.says : d->m.source;
	*(field == EXPEL_FIELD_SAYS ? &in.says : &in.source) = d->w->became;
	return expel_says_set(d->tx, &in, &out);
}

/* Who may change what a field says: departures are protocol's, the account of others the desk's. */
static uint32_t correctors(enum expel_field field)
{
	switch (field) {
	case EXPEL_FIELD_SAYS:
	case EXPEL_FIELD_SOURCE: return BIT(ROLE_DESK) | BIT(ROLE_HEAD);
	case EXPEL_FIELD_NOTE_NO:
	case EXPEL_FIELD_HANDED_TO:
	case EXPEL_FIELD_WRITTEN: return BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD);
	case EXPEL_FIELD_LEFT:
	case EXPEL_FIELD_HOW: return BIT(ROLE_PROTOCOL);
	}
	return 0;
}

enum err expel_do_correct(struct doing *d)
{
	enum expel_field field;
	struct expel_people_row p = { 0 };
	struct wrote out;
	str was = { 0 };
	expel_need(d, "field became reason");
	if (d->w->field.n && !expel_field_of(d->w->field, &field))
		fault_field(d->f, S("field"),
			    "'%.*s' is none of says, source, note_no, handed_to, written, left, "
			    "how",
			    SF(d->w->field));
	TRY(faults_err(d->f));
	if (!(d->tx->viewer->role_bits & (correctors(field) | BIT(ROLE_SYSTEM))))
		return ERR_DENIED;
	bool is_person =
	    field == EXPEL_FIELD_WRITTEN || field == EXPEL_FIELD_LEFT || field == EXPEL_FIELD_HOW;
	if (is_person)
		TRY(corrected_person(d, &p));
	if (is_person)
		TRY(correct_person(d, field, &p, &was));
	else if (field == EXPEL_FIELD_NOTE_NO || field == EXPEL_FIELD_HANDED_TO)
		TRY(correct_note(d, field, &was));
	else
		TRY(correct_measure(d, field, &was));
	struct expel_correction_add_args in = { .measure_id = d->m.id,
						.person_id = { is_person, p.person_id },
						.field = d->w->field,
						.was = was,
						.became = d->w->became,
						.reason = d->w->reason,
						.corrected_on = d->tx->on };
	return expel_correction_add(d->tx, &in, &out);
}
