/* expel_deeds.c: what is entered as read: incidents, who is said to have done it, measures of
 * others and of the past, their parts, what others say of them. The round of this ministry is
 * expel_round.c. */
#include "expel/expel_in.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/must.h"
#include "base/out.h"

/* ---- shared ---- */

enum err expel_refuse(struct doing *d, const char *rule, const char *article, const char *fmt, ...)
{
	va_list v;
	char text[600];
	va_start(v, fmt);
	vsnprintf(text, sizeof text, fmt, v);
	va_end(v);
	return refuse(d->tx->a, d->tx->refusal, rule, article, "%s", text);
}

static str field_of(const struct expel_wish *w, str name)
{
	const struct {
		const char *name;
		str value;
	} fields[] = {
		{ "title", w->title },         { "says", w->says },
		{ "source", w->source },       { "author", w->author },
		{ "strength", w->strength },   { "by", w->by_iso },
		{ "against", w->against_iso }, { "kind", w->kind },
		{ "note", w->note_no },        { "how", w->how },
		{ "article", w->article },     { "basis", w->basis },
		{ "field", w->field },         { "became", w->became },
		{ "reason", w->reason },
	};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq(name, str_of(fields[i].name)))
			return fields[i].value;
	must_not_come_here("a deed needs a field that a wish does not have");
}

void expel_need(struct doing *d, const char *needs)
{
	str rest = str_of(needs);
	while (rest.p) {
		str name = str_cut(&rest, ' ');
		bool is_there = str_eq(name, S("when"))     ? d->w->has_when
				: str_eq(name, S("people")) ? d->w->n_people > 0
				: str_eq(name, S("limit"))  ? d->w->has_limit
							    : !str_is_empty(field_of(d->w, name));
		if (!is_there)
			fault_field(d->f, name, "this is needed");
	}
}

bool expel_is_at(const struct doing *d, enum expel_stage stage)
{
	return str_eq(d->m.stage, expel_stage_text(stage));
}

enum err expel_find_person(struct doing *d, const char *ref, int64_t *id)
{
	struct person_by_ref_args by = { .ref = str_of(ref) };
	struct person_by_ref_row row;
	enum err e = person_by_ref(d->tx, &by, &row);
	*id = e == OK ? row.id : 0;
	if (e == ERR_NOT_FOUND)
		fault_field(d->f, S("people"), "nobody has the number '%s'", ref);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err check_state(struct doing *d, const char *field, str iso)
{
	str name;
	if (str_is_empty(iso))
		return OK;
	enum err e = ref_state_name(d->tx, iso, &name);
	if (e == ERR_NOT_FOUND)
		fault_field(d->f, str_of(field), "'%.*s' is not the code of a state; Russia is RU",
			    SF(iso));
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err expel_zone(struct tx *tx, str host_iso, str *zone)
{
	struct ref_register_get_row r;
	TRY(ref_register_get(tx, &r));
	*zone = str_eq(host_iso, r.host_iso) ? r.zone : S("UTC");
	return OK;
}

/* ---- incidents ---- */

enum err expel_do_incident(struct doing *d)
{
	struct expel_wish *w = d->w;
	struct wrote out;
	struct expel_incidents_of_year_row n;
	expel_need(d, "title when says source");
	TRY(faults_err(d->f));
	int year = day_date(w->when.from_on).year;
	struct expel_incidents_of_year_args of = { day_of((struct date){ year, 1, 1 }),
						   day_of((struct date){ year, 12, 31 }) };
	TRY(expel_incidents_of_year(d->tx, &of, &n));
	w->made = str_fmt(d->tx->a, "I-%d-%02lld", year, (long long)n.incidents_n + 1);
	struct expel_incident_add_args in = { .ref = w->made,
					      .title = w->title,
					      .happened_from_on = w->when.from_on,
					      .happened_to_on = w->when.to_on,
					      .place = w->place,
					      .says = w->says,
					      .source = w->source };
	return expel_incident_add(d->tx, &in, &out);
}

enum err expel_find_incident(struct doing *d, struct opt_int *id)
{
	struct expel_incident_by_ref_args by = { .ref = d->w->incident };
	struct expel_incident_by_ref_row row;
	*id = (struct opt_int){ 0 };
	if (str_is_empty(d->w->incident))
		return OK;
	enum err e = expel_incident_by_ref(d->tx, &by, &row);
	if (e == ERR_NOT_FOUND)
		fault_field(d->f, S("incident"), "there is no incident '%.*s'", SF(d->w->incident));
	else if (e == OK)
		*id = (struct opt_int){ true, row.id };
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err expel_do_attribute(struct doing *d)
{
	struct expel_wish *w = d->w;
	struct opt_int incident;
	struct wrote out;
	enum expel_strength strength;
	expel_need(d, "author when strength says source");
	if (w->strength.n && !expel_strength_of(w->strength, &strength))
		fault_field(
		    d->f, S("strength"),
		    "'%.*s' is none of stated, highly_likely, likely, possible, doubted, denied",
		    SF(w->strength));
	if (str_is_empty(w->incident))
		fault_field(d->f, S("incident"), "say which incident: I-2018-01");
	TRY(expel_find_incident(d, &incident));
	TRY(check_state(d, "author-state", w->author_iso));
	TRY(faults_err(d->f));
	struct expel_attribution_add_args in = { .incident_id = incident.v,
						 .author = w->author,
						 .author_iso = w->author_iso,
						 .said_from_on = w->when.from_on,
						 .said_to_on = w->when.to_on,
						 .strength = w->strength,
						 .says = w->says,
						 .source = w->source };
	return expel_attribution_add(d->tx, &in, &out);
}

/* ---- measures ---- */

/* Of the two states the one that is not this register's host; of two others the target. */
static enum err other_side(struct doing *d, str *iso)
{
	str host;
	TRY(ref_host(d->tx, &host));
	*iso = str_eq(d->w->against_iso, host) ? d->w->by_iso : d->w->against_iso;
	return OK;
}

static enum err next_ref(struct doing *d, int year, struct expel_measure_add_args *in)
{
	str other;
	struct expel_serial_row n;
	TRY(other_side(d, &other));
	in->ref_key = str_fmt(d->tx->a, "%.*s-%d", SF(other), year);
	struct expel_serial_args of = { .ref_key = in->ref_key };
	TRY(expel_serial(d->tx, &of, &n));
	in->ref = str_fmt(d->tx->a, "%.*s-%02lld", SF(in->ref_key), (long long)n.measures_n + 1);
	d->w->made = in->ref;
	return OK;
}

enum err expel_find_answered(struct doing *d, struct opt_int *id)
{
	struct expel_measure_by_ref_args by = { .ref = d->w->answers };
	struct expel_measure_by_ref_row row;
	*id = (struct opt_int){ 0 };
	if (str_is_empty(d->w->answers))
		return OK;
	enum err e = expel_measure_by_ref(d->tx, &by, &row);
	if (e == ERR_NOT_FOUND)
		fault_field(d->f, S("answers"), "there is no measure '%.*s'", SF(d->w->answers));
	else if (e == OK)
		*id = (struct opt_int){ true, row.id };
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err check_sides(struct doing *d)
{
	TRY(check_state(d, "by", d->w->by_iso));
	TRY(check_state(d, "against", d->w->against_iso));
	if (d->w->by_iso.n && str_eq(d->w->by_iso, d->w->against_iso))
		fault_field(d->f, S("against"), "both sides are the same state");
	return OK;
}

static struct ledger_number number_of(const struct expel_wish *w)
{
	struct ledger_number n = { w->persons, w->persons_min, w->persons_max };
	if (!n.min.has)
		n.min = n.stated;
	if (!n.max.has && !w->is_floor)
		n.max = n.stated;
	return n;
}

enum err expel_to_ledger(struct doing *d, struct interval when, struct opt_int answers_id,
			 int64_t *round_id)
{
	struct expel_round_of_args of = { .id = answers_id.v };
	struct expel_round_of_row answered = { 0 };
	if (answers_id.has)
		TRY(expel_round_of(d->tx, &of, &answered));
	if (answers_id.has && !answered.announced_from_on.has)
		fault_field(d->f, S("answers"), "that measure was not announced yet");
	else if (answers_id.has && answered.announced_from_on.v > when.to_on)
		fault_field(d->f, S("answers"),
			    "that measure was announced later: nothing answers what has not come");
	TRY(faults_err(d->f));
	struct ledger_entry_new in = { .sender_iso = d->w->by_iso,
				       .target_iso = d->w->against_iso,
				       .announced = when,
				       .persons = number_of(d->w),
				       .posts_closed = d->w->posts_n,
				       .reason = d->w->says,
				       .source = d->w->source,
				       .key = d->w->made,
				       .answers_round_id = answered.round_id.v };
	return ledger_enter(d->tx, &in, round_id);
}

/* A measure of this ministry that is not over yet is never entered: it is proposed and approved. */
static enum err may_be_recorded(struct doing *d)
{
	str host;
	TRY(ref_host(d->tx, &host));
	bool is_own = str_eq(d->w->by_iso, host);
	if (is_own && d->w->when.to_on >= d->tx->on)
		return expel_refuse(
		    d, "two_people", NULL,
		    "A measure of this ministry is drafted and approved by two people; only one of the past "
		    "is entered from the files.");
	return OK;
}

/* What expel.def does not count against staff or offices (a recall, relations broken off) is no
 * round in the account of both sides. */
static bool is_counted(const struct doing *d)
{
	enum expel_kind kind;
	return !expel_kind_of(d->w->kind, &kind) || expel_kind_info_of(kind)->ledger;
}

enum err expel_do_record(struct doing *d)
{
	struct expel_wish *w = d->w;
	struct wrote out;
	int64_t round_id;
	struct expel_measure_add_args in = { .sender_iso = w->by_iso,
					     .target_iso = w->against_iso,
					     .stage = expel_stage_text(EXPEL_STAGE_IN_FORCE),
					     .says = w->says,
					     .source = w->source };
	expel_need(d, "by against when says source");
	if (str_eq(w->source, EXPEL_OWN_SOURCE))
		fault_field(d->f, S("source"), "that is the source of what is drafted here");
	TRY(check_sides(d));
	TRY(expel_find_incident(d, &in.incident_id));
	TRY(expel_find_answered(d, &in.answers_id));
	TRY(faults_err(d->f));
	TRY(may_be_recorded(d));
	TRY(faults_err(d->f));
	in.announced_from_on = (struct opt_int){ true, w->when.from_on };
	in.announced_to_on = (struct opt_int){ true, w->when.to_on };
	in.made_account_id =
	    (struct opt_int){ d->tx->viewer->user_id != 0, d->tx->viewer->user_id };
	TRY(next_ref(d, day_date(w->when.from_on).year, &in));
	if (is_counted(d)) {
		TRY(expel_to_ledger(d, w->when, in.answers_id, &round_id));
		in.round_id = (struct opt_int){ true, round_id };
	}
	return expel_measure_add(d->tx, &in, &out);
}

enum err expel_do_draft(struct doing *d)
{
	struct expel_wish *w = d->w;
	struct wrote out;
	TRY(ref_host(d->tx, &w->by_iso));
	struct expel_measure_add_args in = { .sender_iso = w->by_iso,
					     .target_iso = w->against_iso,
					     .stage = expel_stage_text(EXPEL_STAGE_DRAFT),
					     .says = w->says,
					     .source = EXPEL_OWN_SOURCE };
	expel_need(d, "against says");
	TRY(check_sides(d));
	TRY(expel_find_incident(d, &in.incident_id));
	TRY(expel_find_answered(d, &in.answers_id));
	TRY(faults_err(d->f));
	in.made_account_id =
	    (struct opt_int){ d->tx->viewer->user_id != 0, d->tx->viewer->user_id };
	TRY(next_ref(d, day_date(d->tx->on).year, &in));
	return expel_measure_add(d->tx, &in, &out);
}

/* ---- parts and claims ---- */

static bool check_kind(struct doing *d, enum expel_kind *kind)
{
	if (str_is_empty(d->w->kind) || expel_kind_of(d->w->kind, kind))
		return true;
	fault_field(d->f, S("kind"), "'%.*s' is no kind of measure; 'grata expel kinds' lists them",
		    SF(d->w->kind));
	return false;
}

/* The ledger has no class of its own for people in business: they are others, with that word. */
enum err expel_part_to_ledger(struct tx *tx, int64_t round_id,
			      const struct expel_components_row *part)
{
	enum expel_kind kind;
	must(expel_kind_of(part->kind, &kind));
	const char *counted_as = expel_kind_info_of(kind)->ledger;
	str business = expel_class_text(EXPEL_CLASS_BUSINESS);
	bool is_business = str_eq(part->staff_class, business);
	struct ledger_part in = {
		.kind = str_of(counted_as),
		.staff_class =
		    is_business ? expel_class_text(EXPEL_CLASS_OTHER) : part->staff_class,
		.note = is_business ? business : part->says,
		.persons = { part->persons_n, part->persons_min_n, part->persons_max_n },
		.posts = part->posts_n,
	};
	return counted_as ? ledger_enter_part(tx, round_id, &in) : OK;
}

/* A mission of the State that the measure is against. */
static enum err check_mission(struct doing *d)
{
	struct mission_by_id_args by = { .id = d->w->mission_id };
	struct mission_by_id_row row;
	enum err e = mission_by_id(d->tx, &by, &row);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	if (e == ERR_NOT_FOUND || !str_eq(row.sending_iso, d->m.target_iso) ||
	    !str_eq(row.host_iso, d->m.sender_iso))
		fault_field(d->f, S("mission"), "%.*s has no mission with this number there",
			    SF(d->m.target_name));
	return faults_err(d->f);
}

enum err expel_do_part(struct doing *d)
{
	struct expel_wish *w = d->w;
	struct wrote out;
	enum expel_kind kind;
	enum expel_class class;
	struct ledger_number n = number_of(w);
	expel_need(d, "kind");
	(void)check_kind(d, &kind);
	if (w->staff_class.n && !expel_class_of(w->staff_class, &class))
		fault_field(
		    d->f, S("class"),
		    "'%.*s' is no class of staff: diplomatic, admin_technical, service, consular, "
		    "attache, local, family, correspondent, business, other",
		    SF(w->staff_class));
	TRY(faults_err(d->f));
	if (expel_is_bound(&d->m))
		return expel_refuse(d, "bound", NULL, "What was proposed is not changed any more.");
	struct expel_component_add_args in = { .measure_id = d->m.id,
					       .kind = w->kind,
					       .staff_class = w->staff_class,
					       .persons_n = n.stated,
					       .persons_min_n = n.min,
					       .persons_max_n = n.max,
					       .posts_n = w->posts_n,
					       .was_n = w->was_n,
					       .limit_n = w->limit_n,
					       .is_ratchet = w->is_ratchet,
					       .scope = w->scope,
					       .effect_on = w->effect_on,
					       .says = w->says,
					       .mission_id = { w->mission_id != 0,
							       w->mission_id } };
	if (w->mission_id)
		TRY(check_mission(d));
	TRY(expel_component_add(d->tx, &in, &out));
	struct expel_components_row part = { .kind = in.kind,
					     .staff_class = in.staff_class,
					     .persons_n = in.persons_n,
					     .persons_min_n = in.persons_min_n,
					     .persons_max_n = in.persons_max_n,
					     .posts_n = in.posts_n,
					     .says = in.says };
	return d->m.round_id.has ? expel_part_to_ledger(d->tx, d->m.round_id.v, &part) : OK;
}

enum err expel_do_claim(struct doing *d)
{
	struct expel_wish *w = d->w;
	struct wrote out;
	enum expel_kind kind;
	expel_need(d, "author says source");
	(void)check_kind(d, &kind);
	TRY(check_state(d, "author-state", w->author_iso));
	TRY(faults_err(d->f));
	struct expel_claim_add_args in = { .measure_id = d->m.id,
					   .author = w->author,
					   .author_iso = w->author_iso,
					   .kind = w->kind,
					   .persons_n = w->persons,
					   .says = w->says,
					   .source = w->source };
	return expel_claim_add(d->tx, &in, &out);
}

/* ---- sections of a mission ---- */

enum err expel_do_section(struct doing *d)
{
	struct wrote section, out;
	expel_need(d, "title people");
	TRY(faults_err(d->f));
	struct expel_section_add_args in = { d->w->mission_id, d->w->title, d->w->least_n };
	TRY(expel_section_add(d->tx, &in, &section));
	for (int i = 0; i < d->w->n_people; i++) {
		struct mission_post_by_no_args by = { .mission_id = d->w->mission_id,
						      .post_no = str_of(d->w->people[i]) };
		struct mission_post_by_no_row post;
		enum err e = mission_post_by_no(d->tx, &by, &post);
		if (e == ERR_NOT_FOUND)
			fault_field(d->f, S("people"), "the mission has no post '%s'",
				    d->w->people[i]);
		else if (e != OK)
			return e;
		else
			TRY(expel_section_post_add(
			    d->tx, &(struct expel_section_post_add_args){ section.id, post.id },
			    &out));
	}
	return faults_err(d->f);
}
