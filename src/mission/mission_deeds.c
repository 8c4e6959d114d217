/* mission_deeds.c: an act of life as a deed: what lacks, what a rule says, what it changes, the act
 * itself. */
#include "mission/mission_effects.h"

#include "base/must.h"
#include "ref/ref.h"

/* ---- what lacks ---- */

static bool is_relation(str s)
{
	enum household_relation r;
	return household_relation_of(s, &r);
}

static void check_says(const struct mission_wish *w, struct faults *f)
{
	enum appointment_end why;
	bool is_family = MISSION_ACTS[w->act].needs & NEEDS_OTHER;
	if ((MISSION_ACTS[w->act].needs & NEEDS_NEW) && str_is_empty(w->says))
		fault_field(f, S("says"), "say its title, such as Second Secretary");
	else if (str_is_empty(w->says))
		fault_field(f, S("says"), "'%s' needs it: %s", MISSION_ACTS[w->act].label,
			    MISSION_ACTS[w->act].says);
	else if (is_family && !is_relation(w->says))
		fault_field(f, S("says"),
			    "'%.*s' is not a relation: spouse, partner, child, parent, other, "
			    "private_servant",
			    SF(w->says));
	else if (w->act == MISSION_ACT_KIND_ENDED && !appointment_end_of(w->says, &why))
		fault_field(f, S("says"),
			    "'%.*s' is not an end: tour_end, transfer, recalled, expelled, "
			    "visa_lapsed, post_cut, death, other",
			    SF(w->says));
}

static void check_new_post(const struct mission_wish *w, struct faults *f)
{
	enum post_category category;
	if (w->post_no.n > 20)
		fault_field(f, S("post"), "at most 20 letters and digits, such as D-07");
	if (str_is_empty(w->category))
		fault_field(f, S("category"), "say its category, such as diplomatic");
	else if (!post_category_of(w->category, &category))
		fault_field(f, S("category"), "'%.*s' is not a category, such as diplomatic",
			    SF(w->category));
}

static void check_wish(const struct mission_wish *w, int64_t today_on, struct faults *f)
{
	const struct mission_act_rule *r = &MISSION_ACTS[w->act];
	if (!(r->needs & NEEDS_MISSION) && !w->person_id)
		fault_field(f, S("person"), "say whom '%s' is about", r->label);
	if ((r->needs & NEEDS_POST) && str_is_empty(w->post_no))
		fault_field(f, S("post"), "say which post: D-07");
	if (r->needs & NEEDS_NEW)
		check_new_post(w, f);
	if ((r->needs & NEEDS_TIME) && !w->at.has)
		fault_field(f, S("time"),
			    "say the time of day, such as 10:30: precedence hangs on it");
	if ((r->needs & NEEDS_OTHER) && !w->other_id)
		fault_field(f, S("other"), "say which member of the family");
	if ((r->needs & NEEDS_CARD) && str_is_empty(w->card_no))
		fault_field(f, S("card"), "say the number of the card");
	if (r->needs & NEEDS_SAYS)
		check_says(w, f);
	if (w->on > today_on)
		fault_field(f, S("on"), "that day has not come; record it when it has happened");
	else if ((r->needs & NEEDS_TWO) && (w->on != today_on || w->told_on.has))
		fault_field(f, w->told_on.has ? S("told") : S("on"),
			    "it happens on the day on which a second person decides");
	if (w->told_on.has && w->told_on.v > today_on)
		fault_field(f, S("told"), "that day has not come");
}

/* ---- inside a deed ---- */

enum err mission_act_do(struct tx *tx, const struct mission_wish *w)
{
	struct doing d = { .tx = tx, .w = w, .says = w->says };
	struct mission_by_ref_args m = { w->mission_id };
	struct person_for_rules_args n = { w->person_id };
	enum mission_kind kind;
	struct wrote out;
	TRY(mission_by_ref(tx, &m, &d.mission));
	must(mission_kind_of(d.mission.kind, &kind));
	if (w->person_id)
		TRY(person_for_rules(tx, &n, &d.person));
	TRY(mission_effect(&d));
	str article = mission_act_article(w->act, kind);
	if (w->act == MISSION_ACT_KIND_AGREMENT_GRANTED && mission_is_consular(kind) &&
	    str_eq(w->says, S("provisional")))
		article = S("VCCR Art. 13"); /* until the exequatur is delivered */
	struct mission_act_add_args in = { .kind = mission_act_kind_text(w->act),
					   .mission_id = w->mission_id,
					   .post_id = d.post_id,
					   .person_id = { w->person_id != 0, w->person_id },
					   .appointment_id = d.appointment_id,
					   .happened_on = w->on,
					   .happened_at = w->at,
					   .told_on = w->told_on,
					   .note_no = w->note_no,
					   .says = d.says,
					   .article = article,
					   .account_id = { tx->viewer->user_id != 0,
							   tx->viewer->user_id },
					   .recorded_at = tx->at };
	return mission_act_add(tx, &in, &out);
}

/* ---- the deed ---- */

struct acting {
	const struct mission_wish *w;
	struct faults *faults;
};

static enum err act_deed(struct tx *tx, void *arg)
{
	const struct acting *x = arg;
	struct object o = { "mission", x->w->mission_id, x->w->mission_id };
	TRY(may(tx->viewer, ACT_MISSION_ACT, &o, NULL));
	check_wish(x->w, tx->on, x->faults);
	TRY(faults_err(x->faults));
	return MISSION_ACTS[x->w->act].needs & NEEDS_TWO ? mission_post_free_propose(tx, x->w)
							 : mission_act_do(tx, x->w);
}

/* What the act had written is undone with it; that somebody tried is kept. */
static enum err refused_deed(struct tx *tx, void *arg)
{
	const struct mission_wish *w = ((const struct acting *)arg)->w;
	tx_note(tx, CHANGE_REFUSE, w->person_id ? "person" : "mission",
		w->person_id ? w->person_id : w->mission_id);
	return OK;
}

enum err mission_act(struct db *db, const struct viewer *viewer, struct arena *a,
		     struct refusal *refusal, struct faults *faults, const struct mission_wish *w)
{
	struct acting x = { w, faults };
	enum err e = db_deed(db, viewer, a, refusal, "mission.act", act_deed, &x);
	if (e == OK && MISSION_ACTS[w->act].needs & NEEDS_TWO)
		return viewer->role_bits & BIT(ROLE_SYSTEM) ? OK : ERR_NEEDS_APPROVAL;
	if (e != ERR_REFUSED)
		return e;
	TRY(db_deed(db, viewer, a, NULL, "mission.act", refused_deed, &x));
	return ERR_REFUSED;
}
