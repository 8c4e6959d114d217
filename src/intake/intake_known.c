/* intake_known.c: is it known already? The same states, type, days that may be the same, and a
 * number that does not contradict. Sure is only what agrees in all of it; the rest a person
 * decides. */
#include "expel/expel.h"
#include "intake/intake_in.h"
#include "ledger/ledger.h"

/* ---- comparing ---- */

static bool days_meet(struct opt_int a_from, struct opt_int a_to, struct opt_int b_from,
		      struct opt_int b_to)
{
	bool is_before = a_to.has && b_from.has && a_to.v < b_from.v;
	bool is_after = b_to.has && a_from.has && b_to.v < a_from.v;
	return !is_before && !is_after;
}

static struct opt_int some(int64_t v)
{
	return (struct opt_int){ true, v };
}

/* Could both be the same number? */
static bool numbers_meet(const struct intake_entry *e, struct opt_int n, struct opt_int min,
			 struct opt_int max)
{
	struct opt_int least = e->least_n.has ? e->least_n : e->value_n;
	struct opt_int most = e->most_n.has                       ? e->most_n
			      : e->least_n.has && !e->value_n.has ? (struct opt_int){ 0 }
								  : e->value_n;
	struct opt_int other_least = min.has ? min : n, other_most = max.has ? max : n;
	if (n.has && min.has && !max.has)
		other_most = (struct opt_int){ 0 }; /* that many or more */
	return days_meet(least, most, other_least, other_most);
}

static bool is_same_number(const struct intake_entry *e, struct opt_int n)
{
	return e->value_n.has && n.has && e->value_n.v == n.v;
}

static void add(struct tx *tx, struct intake_known_list *list, const char *table, int64_t id,
		bool is_sure)
{
	struct intake_known k = { .table = str_of(table), .id = id, .is_sure = is_sure };
	if (talks_object_name(tx, k.table, id, &k.url, &k.name) == OK)
		*arena_push(tx->a, list) = k;
}

/* ---- rounds and their answers ---- */

static void round_known(struct tx *tx, const struct intake_entry *e, const struct ledger_entry *r,
			struct intake_known_list *out)
{
	const struct ledger_rounds_row *w = &r->round;
	if (!days_meet(e->from_on, e->to_on, some(w->announced_from_on),
		       some(w->announced_to_on)) ||
	    !numbers_meet(e, w->persons_n, w->persons_min_n, w->persons_max_n))
		return;
	add(tx, out, "ledger_round", w->id, e->from_on.has && is_same_number(e, w->persons_n));
}

/* An answer that has no round of its own. */
static void answer_known(struct tx *tx, const struct intake_entry *e, const struct ledger_entry *r,
			 struct intake_known_list *out)
{
	const struct ledger_rounds_row *w = &r->round;
	if (!w->answer_id.has || w->answer_round_id.has ||
	    !days_meet(e->from_on, e->to_on, w->answered_from_on, w->answered_to_on) ||
	    !numbers_meet(e, w->answer_persons_n, w->answer_persons_min_n, w->answer_persons_max_n))
		return;
	add(tx, out, "ledger_answer", w->answer_id.v,
	    e->from_on.has && w->answered_from_on.has && is_same_number(e, w->answer_persons_n));
}

static enum err rounds_known(struct tx *tx, const struct intake_entry *e, str by, str against,
			     struct intake_known_list *out)
{
	struct ledger_question q = { .host_iso = by,
				     .state_iso = against,
				     .from_on = DAY_MIN,
				     .to_on = DAY_MAX,
				     .as_at_on = tx->on };
	struct ledger_account acc = { 0 };
	TRY(ledger_account_read(tx, &q, &acc));
	for (ptrdiff_t i = 0; i < acc.n; i++)
		if (str_eq(acc.v[i].round.sender_iso, by))
			round_known(tx, e, &acc.v[i], out);
		else if (str_eq(acc.v[i].round.target_iso, by))
			answer_known(tx, e, &acc.v[i], out);
	return OK;
}

/* ---- measures that the account of both sides does not count ---- */

static enum err measures_known(struct tx *tx, const struct intake_entry *e, str by, str against,
			       struct intake_known_list *out)
{
	struct expel_measures_rows rows;
	TRY(expel_measures(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_measures_row *m = &rows.v[i];
		struct expel_components_args of = { .measure_id = m->id };
		struct expel_components_rows parts;
		if (!str_eq(m->sender_iso, by) || !str_eq(m->target_iso, against) ||
		    !days_meet(e->from_on, e->to_on, m->announced_from_on, m->announced_to_on))
			continue;
		TRY(expel_components(tx, &of, &parts));
		bool is_it = false;
		for (ptrdiff_t k = 0; k < parts.n; k++)
			is_it |= str_eq(parts.v[k].kind, e->word);
		if (is_it)
			add(tx, out, "expel_measure", m->id, e->from_on.has);
	}
	return OK;
}

static enum err measure_known(struct tx *tx, const struct intake_entry *e,
			      struct intake_known_list *out)
{
	enum expel_kind kind;
	str codes = e->by_isos, by = str_cut(&codes, ' ');
	str against = e->to_isos.n ? intake_first_iso(e->to_isos)
		      : codes.p    ? str_cut(&codes, ' ')
				   : (str){ 0 };
	if (!by.n || !against.n)
		return OK;
	bool is_counted = !expel_kind_of(e->word, &kind) || expel_kind_info_of(kind)->ledger;
	return is_counted ? rounds_known(tx, e, by, against, out)
			  : measures_known(tx, e, by, against, out);
}

/* ---- items, incidents ---- */

static bool sides_are(const struct talks_sides_rows *sides, const struct intake_entry *e)
{
	int n = intake_isos_n(e->by_isos) + intake_isos_n(e->to_isos);
	for (ptrdiff_t i = 0; i < sides->n; i++) {
		bool is_by = str_eq(sides->v[i].role, talks_role_text(TALKS_ROLE_BY));
		if (!intake_has_iso(is_by ? e->by_isos : e->to_isos, sides->v[i].state_iso))
			return false;
	}
	return sides->n == n;
}

static bool is_one_day(struct opt_int from, struct opt_int to)
{
	return from.has && to.has && from.v == to.v;
}

static enum err items_known(struct tx *tx, const struct intake_entry *e, str word,
			    struct intake_known_list *out)
{
	enum talks_form form;
	if (!talks_form_of(word, &form) || talks_form_info_of(form)->kind == TALKS_KIND_BACKGROUND)
		return OK;
	enum talks_kind kind = talks_form_info_of(form)->kind;
	struct talks_like_args of = { .kind = talks_kind_text(kind),
				      .from_on = e->from_on,
				      .to_on = e->to_on.has ? e->to_on.v : DAY_MAX };
	struct talks_like_rows rows;
	TRY(talks_like(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct talks_like_row *r = &rows.v[i];
		struct talks_sides_args sides_of = { .item_id = r->id };
		struct talks_sides_rows sides;
		TRY(talks_sides(tx, &sides_of, &sides));
		bool is_said = e->words.n && str_eq(e->words, r->words);
		bool is_day = is_one_day(e->from_on, e->to_on) && is_one_day(r->from_on, r->to_on);
		if (!str_eq(r->form, word) || !sides_are(&sides, e) ||
		    (kind == TALKS_KIND_STATEMENT &&
		     !str_eq(r->speaker.p ? r->speaker : S(""), e->speaker.p ? e->speaker : S(""))))
			continue;
		add(tx, out, "talks_item", r->id, kind == TALKS_KIND_ENGAGEMENT ? is_day : is_said);
	}
	return OK;
}

static enum err incidents_known(struct tx *tx, const struct intake_entry *e,
				struct intake_known_list *out)
{
	struct expel_incidents_rows rows;
	TRY(expel_incidents(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_incidents_row *r = &rows.v[i];
		bool is_place = e->place.n && r->place.n && str_eq_nocase(e->place, r->place);
		if (days_meet(e->from_on, e->to_on, some(r->happened_from_on),
			      some(r->happened_to_on)))
			add(tx, out, "expel_incident", r->id, is_place);
	}
	return OK;
}

enum err intake_known_find(struct tx *tx, const struct intake_entry *e,
			   struct intake_known_list *out)
{
	const struct intake_type *t = intake_type_of(e->type);
	*out = (struct intake_known_list){ 0 };
	if (!t)
		return OK;
	struct intake_goes g = intake_goes_of(t, e->modality);
	switch (g.place) {
	case INTAKE_MEASURE: return measure_known(tx, e, out);
	case INTAKE_ITEM: return items_known(tx, e, g.word, out);
	case INTAKE_INCIDENT: return incidents_known(tx, e, out);
	}
	return OK;
}
