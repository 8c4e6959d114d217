/* mission_effects.c: what each act changes: heads, posts, ends, households,
 * cards, the mission itself; then the table. */
#include "mission/mission_effects.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/must.h"
#include "ref/ref.h"

enum err mission_refuse(struct doing *d, const char *rule, const char *fmt, ...)
{
	enum mission_kind kind;
	char text[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	must(mission_kind_of(d->mission.kind, &kind));
	str article = mission_act_article(d->w->act, kind);
	return refuse(d->tx->a, d->tx->refusal, rule, str_z(d->tx->a, article), "%s", text);
}

enum err mission_needs_active(struct doing *d)
{
	if (str_eq(d->mission.status, mission_status_text(MISSION_STATUS_ACTIVE)))
		return OK;
	return mission_refuse(d, "mission_active",
			      "The mission is %.*s: it must be re-opened first.",
			      SF(d->mission.status));
}

static enum err pass_gates(struct doing *d)
{
	struct mission_gates gates;
	TRY(mission_needs_active(d));
	TRY(mission_gates_of(d->tx, d->w, &gates));
	for (ptrdiff_t i = 0; i < gates.n; i++) {
		const struct mission_gate *g = &gates.v[i];
		str from = g->article.p ? g->article : g->source;
		if (!g->is_met)
			return refuse(d->tx->a, d->tx->refusal, g->word, str_z(d->tx->a, from),
				      "%.*s. %.*s", SF(g->says), SF(g->satisfy));
	}
	return OK;
}

static enum err serving(struct doing *d, struct mission_serving_row *row)
{
	struct mission_serving_args in = { .person_id = d->w->person_id,
					   .mission_id = d->w->mission_id };
	enum err e = mission_serving(d->tx, &in, row);
	if (e == ERR_NOT_FOUND)
		return mission_refuse(d, "is_serving", "%.*s does not serve in %.*s.",
				      SF(d->person.name), SF(d->mission.name));
	if (e == OK && d->w->on < row->from_on)
		return mission_refuse(d, "not_before", "%.*s serves only since %.*s.",
				      SF(d->person.name), SF(day_long(d->tx->a, row->from_on)));
	d->post_id = (struct opt_int){ true, row->post_id };
	d->appointment_id = (struct opt_int){ true, row->id };
	return e;
}

enum err mission_find_post(struct doing *d, struct mission_post_for_rules_row *post)
{
	struct mission_post_for_rules_args in = { d->w->mission_id, d->w->post_no };
	TRY(mission_post_for_rules(d->tx, &in, post));
	d->post_id = (struct opt_int){ true, post->id };
	return OK;
}

static bool is_category(str category, enum post_category want)
{
	return str_eq(category, post_category_text(want));
}

/* ---- heads ---- */

static enum err agrement_asked(struct doing *d)
{
	struct mission_post_for_rules_row post;
	enum mission_kind kind;
	enum post_category category;
	TRY(mission_find_post(d, &post));
	must(mission_kind_of(d->mission.kind, &kind) && post_category_of(post.category, &category));
	if (mission_is_head_post(kind, category, post.is_first))
		return OK;
	return mission_refuse(
	    d, "agrement_head",
	    mission_is_consular(kind)
		? "Exequatur is for the head, who stands first; post %.*s is %.*s."
		: "Agrément is for heads; post %.*s is %.*s.",
	    SF(post.post_no), SF(mission_words(d->tx->a, post.category)));
}

static enum err agrement_answered(struct doing *d)
{
	struct mission_act_latest_row row;
	str asked = mission_act_kind_text(MISSION_ACT_KIND_AGREMENT_ASKED);
	struct mission_act_latest_args in = { d->w->person_id, d->w->mission_id, d->w->on, asked,
					      asked };
	enum err e = mission_act_latest(d->tx, &in, &row);
	if (e == ERR_NOT_FOUND)
		return mission_refuse(d, "agrement_asked", "No agrément was asked for %.*s.",
				      SF(d->person.name));
	d->post_id = row.post_id;
	return e;
}

static enum err of_head(struct doing *d)
{
	struct mission_serving_row s;
	TRY(serving(d, &s));
	if (!is_category(s.category, POST_CATEGORY_HEAD) &&
	    !is_category(s.category, POST_CATEGORY_CONSULAR_OFFICER))
		return mission_refuse(d, "is_head", "%.*s is not head: post %.*s is %.*s.",
				      SF(d->person.name), SF(s.post_no),
				      SF(mission_words(d->tx->a, s.category)));
	return OK;
}

static enum err charge_began(struct doing *d)
{
	struct mission_serving_row s;
	struct mission_charges_args in = { d->w->mission_id };
	struct mission_charges_rows rows;
	struct wrote out;
	TRY(serving(d, &s));
	if (!is_category(s.category, POST_CATEGORY_DIPLOMATIC) &&
	    !is_category(s.category, POST_CATEGORY_CONSULAR_OFFICER))
		return mission_refuse(
		    d, "charge_diplomat",
		    "Only a member of the diplomatic staff acts as head; others may "
		    "have charge of current administrative affairs only.");
	TRY(mission_charges(d->tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (!rows.v[i].to_on.has || rows.v[i].to_on.v >= d->w->on)
			return mission_refuse(d, "charge_one",
					      "%.*s acts as head on that day: end that first.",
					      SF(rows.v[i].name));
	struct mission_charge_add_args add = { d->w->mission_id, d->w->person_id, d->w->on };
	return mission_charge_add(d->tx, &add, &out);
}

static enum err end_charge(struct doing *d, int64_t on, bool *was)
{
	struct mission_charges_args in = { d->w->mission_id };
	struct mission_charges_rows rows;
	struct wrote out;
	*was = false;
	TRY(mission_charges(d->tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_charges_row *c = &rows.v[i];
		struct mission_charge_end_args end = { { true, on }, d->w->mission_id };
		if (c->to_on.has || c->person_id != d->w->person_id)
			continue;
		*was = true;
		if (on < c->from_on)
			return mission_refuse(d, "not_before", "%.*s acts as head only since %.*s.",
					      SF(c->name), SF(day_long(d->tx->a, c->from_on)));
		return mission_charge_end(d->tx, &end, &out);
	}
	return OK;
}

static enum err charge_ended(struct doing *d)
{
	bool was;
	TRY(end_charge(d, d->w->on, &was));
	return was ? OK
		   : mission_refuse(d, "charge_one", "%.*s does not act as head.",
				    SF(d->person.name));
}

/* ---- in and out of posts ---- */

static enum err appointed(struct doing *d)
{
	struct mission_post_for_rules_row post;
	TRY(pass_gates(d));
	return mission_find_post(d, &post);
}

static enum err put_into_post(struct doing *d)
{
	struct mission_post_for_rules_row post;
	struct wrote out;
	TRY(mission_find_post(d, &post));
	struct mission_appointment_add_args add = { .mission_id = d->w->mission_id,
						    .post_id = post.id,
						    .person_id = d->w->person_id,
						    .from_on = d->w->on,
						    .notified_on = d->w->told_on };
	TRY(mission_appointment_add(d->tx, &add, &out));
	d->appointment_id = (struct opt_int){ true, out.id };
	struct person_set_mission_args of = { { true, d->w->mission_id }, d->w->person_id };
	return person_set_mission(d->tx, &of, &out);
}

static enum err arrived(struct doing *d)
{
	struct mission_serving_row s;
	struct mission_serving_args in = { d->w->person_id, d->w->mission_id };
	TRY(pass_gates(d));
	if (mission_serving(d->tx, &in, &s) == OK)
		return mission_refuse(d, "one_post",
				      "%.*s serves in post %.*s already: record a change of post.",
				      SF(d->person.name), SF(s.post_no));
	return put_into_post(d);
}

static enum err end_service(struct doing *d, const struct mission_serving_row *s,
			    enum appointment_end why, int64_t last_on)
{
	struct wrote out;
	bool was;
	struct mission_appointment_end_args end = { .to_on = { true, last_on },
						    .end_notified_on = d->w->told_on,
						    .ended_why = appointment_end_text(why),
						    .id = s->id };
	TRY(mission_appointment_end(d->tx, &end, &out));
	if (out.n != 1)
		return ERR_CONFLICT;
	if (why != APPOINTMENT_END_TRANSFER)
		TRY(end_charge(d, last_on, &was));
	return OK;
}

static enum err transferred(struct doing *d)
{
	struct mission_serving_row s;
	TRY(serving(d, &s));
	if (str_eq(s.post_no, d->w->post_no))
		return mission_refuse(d, "one_post", "%.*s serves in post %.*s already.",
				      SF(d->person.name), SF(s.post_no));
	TRY(pass_gates(d));
	int64_t last_on = d->w->on > s.from_on ? d->w->on - 1 : d->w->on;
	TRY(end_service(d, &s, APPOINTMENT_END_TRANSFER, last_on));
	d->says = str_fmt(d->tx->a, "%.*s to %.*s", SF(s.post_no), SF(d->w->post_no));
	return put_into_post(d);
}

static enum err end_signing(struct doing *d)
{
	struct wrote out;
	struct mission_signatory_end_args end = { { true, d->w->on },
						  d->w->mission_id,
						  d->w->person_id };
	return mission_signatory_end(d->tx, &end, &out);
}

static enum err end_as(struct doing *d, enum appointment_end why)
{
	struct mission_serving_row s;
	TRY(serving(d, &s));
	TRY(end_service(d, &s, why, d->w->on));
	TRY(end_signing(d));
	if (why != APPOINTMENT_END_EXPELLED)
		return OK;
	return mission_ratchet(d->tx, d->mission.sending_iso, d->w->mission_id, s.category, 1,
			       d->w->on);
}

static enum err ended(struct doing *d)
{
	enum appointment_end why;
	must(appointment_end_of(d->w->says, &why)); /* the deed has proved it */
	return end_as(d, why);
}

static enum err died(struct doing *d)
{
	return end_as(d, APPOINTMENT_END_DEATH);
}

static enum err departed(struct doing *d)
{
	struct mission_last_served_row s;
	struct mission_last_served_args in = { d->w->person_id, d->w->mission_id };
	enum err e = mission_last_served(d->tx, &in, &s);
	if (e == ERR_NOT_FOUND || (e == OK && !s.to_on.has))
		return mission_refuse(
		    d, "functions_end_first",
		    e == OK ? "The functions of %.*s have not ended: record that first."
			    : "%.*s never served in this mission.",
		    SF(d->person.name));
	d->post_id = (struct opt_int){ true, s.post_id };
	d->appointment_id = (struct opt_int){ true, s.id };
	return e;
}

/* ---- what a person is ---- */

static enum err nationality(struct doing *d)
{
	struct person_set_nationality_args in = { d->w->says, d->w->person_id };
	struct wrote out;
	str name;
	enum err e = ref_state_name(d->tx, d->w->says, &name);
	if (e == ERR_NOT_FOUND)
		return mission_refuse(d, "a_state", "'%.*s' is not the code of a state.",
				      SF(d->w->says));
	return e == OK ? person_set_nationality(d->tx, &in, &out) : e;
}

static enum err resident(struct doing *d)
{
	struct person_set_resident_args in = { { true, d->w->on }, d->w->person_id };
	struct wrote out;
	return person_set_resident(d->tx, &in, &out);
}

static enum err record_only(struct doing *d)
{
	(void)d;
	return OK;
}

static enum err signatory_named(struct doing *d)
{
	struct mission_serving_row s;
	struct wrote out;
	TRY(serving(d, &s));
	struct mission_signatory_add_args in = { d->w->mission_id, d->w->person_id, d->w->on,
						 d->w->note_no };
	return mission_signatory_add(d->tx, &in, &out);
}

/* ---- households ---- */

static enum err find_member(struct doing *d, struct person_household_of_row *member, bool *has)
{
	struct person_household_of_args in = { d->w->person_id };
	struct person_household_of_rows rows;
	TRY(person_household_of(d->tx, &in, &rows));
	*has = false;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].person_id == d->w->other_id && !rows.v[i].to_on.has) {
			*member = rows.v[i];
			*has = true;
		}
	return OK;
}

static enum err has_principal(struct doing *d)
{
	struct mission_serving_row s;
	struct mission_serving_args in = { d->w->person_id, d->w->mission_id };
	enum err e = mission_serving(d->tx, &in, &s);
	if (e == ERR_NOT_FOUND)
		return mission_refuse(d, "is_serving",
				      "%.*s does not serve in %.*s: a household hangs on a member.",
				      SF(d->person.name), SF(d->mission.name));
	d->appointment_id = (struct opt_int){ e == OK, s.id };
	return e;
}

static enum err leaves(struct doing *d, const struct person_household_of_row *m)
{
	struct wrote out;
	struct person_household_end_args end = { { true, d->w->on }, d->w->told_on, m->id };
	if (m->from_on.has && d->w->on < m->from_on.v)
		return mission_refuse(d, "not_before", "%.*s is here only since %.*s.", SF(m->name),
				      SF(day_long(d->tx->a, m->from_on.v)));
	return person_household_end(d->tx, &end, &out);
}

/* An adult's household is his own: VCDR Art. 1 knows only members of the family forming part of it.
 */
static enum err joins(struct doing *d)
{
	bool is_expected = d->w->act == MISSION_ACT_KIND_FAMILY_EXPECTED;
	struct person_household_add_args add = { .mission_id = d->w->mission_id,
						 .principal_id = d->w->person_id,
						 .person_id = d->w->other_id,
						 .relation = d->w->says,
						 .from_on = { !is_expected, d->w->on },
						 .notified_on = d->w->told_on };
	struct wrote out;
	TRY(has_principal(d));
	if (d->w->other_id == d->w->person_id)
		return mission_refuse(d, "another_person",
				      "Nobody belongs to a household as its own head.");
	return person_household_add(d->tx, &add, &out);
}

static enum err of_family(struct doing *d)
{
	struct person_household_of_row m;
	struct person_for_rules_row other;
	struct person_for_rules_args by = { d->w->other_id };
	struct wrote out;
	bool has;
	TRY(person_for_rules(d->tx, &by, &other));
	TRY(find_member(d, &m, &has));
	d->says = d->w->says.p ? str_fmt(d->tx->a, "%.*s (%.*s)", SF(other.name),
					 SF(mission_words(d->tx->a, d->w->says)))
			       : other.name;
	if (d->w->act == MISSION_ACT_KIND_FAMILY_LEFT)
		return has ? leaves(d, &m)
			   : mission_refuse(d, "in_household",
					    "%.*s is not in the household of %.*s.", SF(other.name),
					    SF(d->person.name));
	if (!has)
		return joins(d);
	if (d->w->act == MISSION_ACT_KIND_FAMILY_EXPECTED || m.from_on.has)
		return mission_refuse(d, "in_household", "%.*s is in the household already.",
				      SF(other.name));
	struct person_household_arrive_args arrive = { { true, d->w->on }, d->w->told_on, m.id };
	return person_household_arrive(d->tx, &arrive, &out);
}

/* ---- cards ---- */

static bool is_valid_card(const struct person_documents_row *d)
{
	return str_eq(d->kind, document_kind_text(DOCUMENT_KIND_CARD)) &&
	       str_eq(d->state, document_state_text(DOCUMENT_STATE_VALID));
}

static enum err set_state(struct doing *d, int64_t id, enum document_state state,
			  enum document_place place)
{
	struct wrote out;
	struct person_document_set_state_args in = { document_state_text(state), d->w->on,
						     document_place_text(place), id };
	return person_document_set_state(d->tx, &in, &out);
}

static enum err add_card(struct doing *d)
{
	struct wrote out;
	struct ref_rule_in_force_row years;
	struct person_document_add_args in = {
		.mission_id = d->w->mission_id,
		.person_id = { true, d->w->person_id },
		.kind = document_kind_text(DOCUMENT_KIND_CARD),
		.class = d->w->says,
		.document_no = d->w->card_no,
		.find_key = person_find_key(d->tx->a, d->w->card_no),
		.issued_on = { true, d->w->on },
		.state = document_state_text(DOCUMENT_STATE_VALID),
		.state_since_on = d->w->on,
		.place = document_place_text(DOCUMENT_PLACE_HOLDER),
		.source = d->w->note_no.p ? str_fmt(d->tx->a, "note %.*s", SF(d->w->note_no))
					  : S("issued here"),
	};
	TRY(ref_host(d->tx, &in.issuer_iso));
	enum err e = ref_rule_find(d->tx, RULE_KIND_VALIDITY, "card_years", d->w->on, &years);
	if (e == OK && years.value_n.has)
		in.valid_until_on =
		    (struct opt_int){ true, day_add_months(d->w->on, (int)years.value_n.v * 12) };
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	e = person_document_add(d->tx, &in, &out);
	if (e != ERR_CONFLICT)
		return e;
	return mission_refuse(d, "card_number", "A card %.*s is in the register already.",
			      SF(d->w->card_no));
}

static enum err of_card(struct doing *d)
{
	struct person_documents_args in = { d->w->person_id };
	struct person_documents_rows rows;
	str key = person_find_key(d->tx->a, d->w->card_no);
	bool is_new =
	    d->w->act == MISSION_ACT_KIND_CARD_ISSUED || d->w->act == MISSION_ACT_KIND_CARD_RENEWED;
	bool is_lost = d->w->act == MISSION_ACT_KIND_CARD_LOST;
	d->says = d->w->card_no;
	TRY(person_documents(d->tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_documents_row *r = &rows.v[i];
		if (!is_valid_card(r))
			continue;
		if (d->w->act == MISSION_ACT_KIND_CARD_ISSUED)
			return mission_refuse(d, "one_card", "Card %.*s is valid: renew that one.",
					      SF(r->document_no));
		if (is_new)
			TRY(set_state(d, r->id, DOCUMENT_STATE_REPLACED, DOCUMENT_PLACE_UNKNOWN));
		else if (str_eq(person_find_key(d->tx->a, r->document_no), key))
			return is_lost ? set_state(d, r->id, DOCUMENT_STATE_LOST,
						   DOCUMENT_PLACE_UNKNOWN)
				       : set_state(d, r->id, DOCUMENT_STATE_RETURNED,
						   DOCUMENT_PLACE_MINISTRY);
	}
	if (is_new)
		return add_card(d);
	return mission_refuse(d, "the_card", "%.*s has no valid card %.*s.", SF(d->person.name),
			      SF(d->w->card_no));
}

/* ---- the mission ---- */

static enum err set_status(struct doing *d, enum mission_status status)
{
	struct wrote out;
	str word = mission_status_text(status);
	bool is_closed = status == MISSION_STATUS_CLOSED;
	if (str_eq(d->mission.status, word))
		return mission_refuse(d, "status", "The mission is %.*s already.", SF(word));
	struct mission_change_status_args in = { .status = word,
						 .closed_on = { is_closed, d->w->on },
						 .status_why = d->w->says,
						 .id = d->w->mission_id };
	return mission_change_status(d->tx, &in, &out);
}

static enum err suspended(struct doing *d)
{
	return set_status(d, MISSION_STATUS_SUSPENDED);
}

static enum err closed(struct doing *d)
{
	return set_status(d, MISSION_STATUS_CLOSED);
}

static enum err reopened(struct doing *d)
{
	return set_status(d, MISSION_STATUS_ACTIVE);
}

static enum err protecting_power(struct doing *d)
{
	struct mission_set_protected_args in = { d->w->says, d->w->mission_id };
	struct wrote out;
	str name;
	enum err e = ref_state_name(d->tx, d->w->says, &name);
	if (e == ERR_NOT_FOUND || str_eq(d->w->says, d->mission.sending_iso) ||
	    str_eq(d->w->says, d->mission.host_iso))
		return mission_refuse(d, "third_state",
				      "A third State looks after the mission: say its code.");
	return e == OK ? mission_set_protected(d->tx, &in, &out) : e;
}

enum err mission_effect(struct doing *d)
{
	static enum err (*const effects[MISSION_ACT_KIND_N])(struct doing * d) = {
		[MISSION_ACT_KIND_AGREMENT_ASKED] = agrement_asked,
		[MISSION_ACT_KIND_AGREMENT_GRANTED] = agrement_answered,
		[MISSION_ACT_KIND_AGREMENT_REFUSED] = agrement_answered,
		[MISSION_ACT_KIND_AGREMENT_LAPSED] = agrement_answered,
		[MISSION_ACT_KIND_AGREMENT_WITHDRAWN] = agrement_answered,
		[MISSION_ACT_KIND_APPOINTED] = appointed,
		[MISSION_ACT_KIND_ARRIVED] = arrived,
		[MISSION_ACT_KIND_FUNCTIONS] = of_head,
		[MISSION_ACT_KIND_CREDENTIALS] = of_head,
		[MISSION_ACT_KIND_CHARGE_BEGAN] = charge_began,
		[MISSION_ACT_KIND_CHARGE_ENDED] = charge_ended,
		[MISSION_ACT_KIND_TRANSFERRED] = transferred,
		[MISSION_ACT_KIND_NATIONALITY] = nationality,
		[MISSION_ACT_KIND_RESIDENT] = resident,
		[MISSION_ACT_KIND_CONSENT_GIVEN] = record_only,
		[MISSION_ACT_KIND_CONSENT_WITHDRAWN] = record_only,
		[MISSION_ACT_KIND_ENDED] = ended,
		[MISSION_ACT_KIND_DEPARTED] = departed,
		[MISSION_ACT_KIND_DIED] = died,
		[MISSION_ACT_KIND_FAMILY_EXPECTED] = of_family,
		[MISSION_ACT_KIND_FAMILY_JOINED] = of_family,
		[MISSION_ACT_KIND_FAMILY_LEFT] = of_family,
		[MISSION_ACT_KIND_CARD_ISSUED] = of_card,
		[MISSION_ACT_KIND_CARD_RENEWED] = of_card,
		[MISSION_ACT_KIND_CARD_LOST] = of_card,
		[MISSION_ACT_KIND_CARD_RETURNED] = of_card,
		[MISSION_ACT_KIND_SIGNATORY_NAMED] = signatory_named,
		[MISSION_ACT_KIND_SIGNATORY_ENDED] = end_signing,
		[MISSION_ACT_KIND_SUSPENDED] = suspended,
		[MISSION_ACT_KIND_CLOSED] = closed,
		[MISSION_ACT_KIND_REOPENED] = reopened,
		[MISSION_ACT_KIND_PROTECTED] = protecting_power,
		[MISSION_ACT_KIND_POST_CREATED] = mission_post_created,
		[MISSION_ACT_KIND_POST_ABOLISHED] = mission_post_abolished,
		[MISSION_ACT_KIND_POST_FREED] = mission_post_freed,
	};
	return effects[d->w->act](d);
}
