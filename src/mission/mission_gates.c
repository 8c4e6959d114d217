/* mission_gates.c: what must be in order before somebody serves in a post. Which gates a host has
 * is data (ref_rule); how each is checked is here, one function a gate, in the order of the table.
 */
#include "mission/mission.h"

#include "base/must.h"
#include "base/out.h"
#include "person/person.h"
#include "ref/ref.h"

/* What the gates look at. */
struct look {
	struct tx *tx;
	const struct mission_wish *w;
	struct mission_by_ref_row mission;
	struct mission_post_for_rules_row post;
	struct person_for_rules_row person;
	str host_iso;
};

static void bad(struct mission_gate *g, str says, str satisfy)
{
	g->is_met = false;
	g->says = says;
	g->satisfy = satisfy;
}

static enum err post_free(struct look *l, struct mission_gate *g)
{
	struct arena *a = l->tx->a;
	const struct mission_post_for_rules_row *p = &l->post;
	if (p->frozen_since_on.has)
		bad(g,
		    str_fmt(a, "Post %.*s is frozen since %.*s: %.*s", SF(p->post_no),
			    SF(day_long(a, p->frozen_since_on.v)), SF(p->frozen_why)),
		    S("The freeze must be lifted first."));
	else if (p->abolished_on.has)
		bad(g, str_fmt(a, "Post %.*s was abolished", SF(p->post_no)),
		    S("Name another post."));
	else if (p->appointment_id.has && l->w->act != MISSION_ACT_KIND_APPOINTED)
		bad(g, str_fmt(a, "%.*s serves in post %.*s", SF(p->serving_name), SF(p->post_no)),
		    S("That service must be ended first."));
	return OK;
}

static enum err ceiling(struct look *l, struct mission_gate *g)
{
	struct mission_rooms rooms = { 0 };
	TRY(mission_room_of(l->tx, l->mission.sending_iso, l->mission.id, l->post.category,
			    l->w->on, &rooms));
	for (ptrdiff_t i = 0; i < rooms.n; i++) {
		const struct mission_room *r = &rooms.v[i];
		/* who moves inside the mission takes no place of a total; within a category neither
		 */
		if (r->left_n > 0 || l->w->act == MISSION_ACT_KIND_TRANSFERRED)
			continue;
		g->article = r->ceiling.article;
		g->source = r->ceiling.says;
		bad(g, mission_room_text(l->tx->a, r),
		    S("A place must become free, or the ceiling be raised by two people."));
		return OK;
	}
	if (rooms.n)
		g->says = mission_room_text(l->tx->a, &rooms.v[0]);
	return OK;
}

static enum err latest(struct look *l, enum mission_act_kind kind, enum mission_act_kind other,
		       bool *is_kind)
{
	struct mission_act_latest_row row;
	struct mission_act_latest_args in = { .person_id = l->person.id,
					      .mission_id = l->mission.id,
					      .day_on = l->w->on,
					      .kind = mission_act_kind_text(kind),
					      .other_kind = mission_act_kind_text(other) };
	enum err e = mission_act_latest(l->tx, &in, &row);
	*is_kind = e == OK && str_eq(row.kind, in.kind);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err agrement(struct look *l, struct mission_gate *g)
{
	enum mission_kind kind;
	enum post_category category;
	bool is_granted;
	must(mission_kind_of(l->mission.kind, &kind) &&
	     post_category_of(l->post.category, &category));
	if (!mission_is_head_post(kind, category, l->post.is_first))
		return OK;
	if (mission_is_consular(kind)) {
		g->article = S("VCCR Art. 12(1)");
		g->says = S("The head of a consular post is admitted by an exequatur");
	}
	TRY(latest(l, MISSION_ACT_KIND_AGREMENT_GRANTED, MISSION_ACT_KIND_AGREMENT_WITHDRAWN,
		   &is_granted));
	if (!is_granted && mission_is_consular(kind))
		bad(g,
		    str_fmt(l->tx->a,
			    "No exequatur is in force for %.*s, who would head the consular post",
			    SF(l->person.name)),
		    S("Record the exequatur when it has been granted, or that he or she is admitted "
		      "provisionally."));
	else if (!is_granted)
		bad(g, str_fmt(l->tx->a, "No agrément is in force for %.*s", SF(l->person.name)),
		    S("Record the agrément when it has been granted."));
	return OK;
}

static enum err consent(struct look *l, struct mission_gate *g, const char *of)
{
	bool is_given;
	TRY(latest(l, MISSION_ACT_KIND_CONSENT_GIVEN, MISSION_ACT_KIND_CONSENT_WITHDRAWN,
		   &is_given));
	if (!is_given)
		bad(g,
		    str_fmt(l->tx->a, "%.*s is a national of %s (%.*s), without consent",
			    SF(l->person.name), of, SF(l->person.nationality_iso)),
		    S("Record the express consent when it has been given."));
	return OK;
}

static enum err host_national(struct look *l, struct mission_gate *g)
{
	if (!str_eq(l->person.nationality_iso, l->host_iso) ||
	    str_eq(l->post.category, post_category_text(POST_CATEGORY_LOCAL)))
		return OK;
	return consent(l, g, "this State");
}

static enum err third_state(struct look *l, struct mission_gate *g)
{
	if (str_eq(l->person.nationality_iso, l->host_iso) ||
	    str_eq(l->person.nationality_iso, l->mission.sending_iso))
		return OK;
	return consent(l, g, "a third State");
}

static enum err card_returned(struct look *l, struct mission_gate *g)
{
	struct mission_predecessor_row p;
	struct mission_predecessor_args in = { .post_id = l->post.id,
					       .successor_id = l->person.id };
	enum err e = mission_predecessor(l->tx, &in, &p);
	if (e != OK || !p.document_no.p)
		return e == ERR_NOT_FOUND ? OK : e;
	bad(g,
	    str_fmt(l->tx->a, "Card %.*s of %.*s, who served in post %.*s before, is out",
		    SF(p.document_no), SF(p.person_name), SF(l->post.post_no)),
	    S("The card must be returned, or reported lost."));
	return OK;
}

static enum err signatory_known(struct look *l, struct mission_gate *g)
{
	struct mission_signatories_rows rows;
	struct mission_signatories_args in = { .mission_id = l->mission.id, .day_on = l->w->on };
	TRY(mission_signatories(l->tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].person_id == l->w->signed_by_id)
			return OK;
	bad(g,
	    l->w->signed_by_id ? S("Whoever signed is no signatory of the mission on that day")
			       : S("It is not said who signed"),
	    rows.n ? S("A signatory of the mission must sign.")
		   : S("The mission must name its signatories first."));
	return OK;
}

static enum err no_self_signing(struct look *l, struct mission_gate *g)
{
	struct person_households_with_rows rows = { 0 };
	struct person_households_with_args in = { l->person.id };
	TRY(person_households_with(l->tx, &in, &rows));
	bool is_self = l->w->signed_by_id == l->person.id;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		is_self |= !rows.v[i].to_on.has && rows.v[i].principal_id == l->w->signed_by_id;
	if (is_self)
		bad(g,
		    S("It is signed by the person it is about, or by the head of that household"),
		    S("Another signatory must sign."));
	return OK;
}

static enum err documents_complete(struct look *l, struct mission_gate *g)
{
	struct person_documents_rows rows;
	struct person_documents_args in = { l->person.id };
	TRY(person_documents(l->tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_documents_row *d = &rows.v[i];
		if (str_eq(d->kind, document_kind_text(DOCUMENT_KIND_PASSPORT)) &&
		    str_eq(d->state, document_state_text(DOCUMENT_STATE_VALID)) &&
		    (!d->valid_until_on.has || d->valid_until_on.v >= l->w->on))
			return OK;
	}
	bad(g,
	    str_fmt(l->tx->a, "No valid passport of %.*s is in the register", SF(l->person.name)),
	    S("Enter the passport."));
	return OK;
}

static const struct {
	const char *word;
	enum err (*check)(struct look *l, struct mission_gate *g);
} checks[] = {
	{ "post_free", post_free },
	{ "ceiling", ceiling },
	{ "agrement", agrement },
	{ "host_national", host_national },
	{ "third_state", third_state },
	{ "card_returned", card_returned },
	{ "signatory_known", signatory_known },
	{ "no_self_signing", no_self_signing },
	{ "documents_complete", documents_complete },
};

static enum err open_look(struct tx *tx, const struct mission_wish *w, struct look *l)
{
	struct mission_by_ref_args m = { w->mission_id };
	struct mission_post_for_rules_args p = { w->mission_id, w->post_no };
	struct person_for_rules_args n = { w->person_id };
	*l = (struct look){ .tx = tx, .w = w };
	TRY(ref_host(tx, &l->host_iso));
	TRY(mission_by_ref(tx, &m, &l->mission));
	TRY(mission_post_for_rules(tx, &p, &l->post));
	return person_for_rules(tx, &n, &l->person);
}

enum err mission_gates_of(struct tx *tx, const struct mission_wish *w, struct mission_gates *gates)
{
	struct look l;
	*gates = (struct mission_gates){ 0 };
	TRY(open_look(tx, w, &l));
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
		struct ref_rule_in_force_row rule;
		enum err e = ref_rule_find(tx, RULE_KIND_GATE, checks[i].word, w->on, &rule);
		if (e == ERR_NOT_FOUND)
			continue;
		if (e != OK)
			return e;
		struct mission_gate g = { checks[i].word, true,      rule.article,
					  rule.source,    rule.says, { 0 } };
		TRY(checks[i].check(&l, &g));
		*arena_push(tx->a, gates) = g;
	}
	return OK;
}
