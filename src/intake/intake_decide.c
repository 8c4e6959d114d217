/* intake_decide.c: a person accepts, edits or rejects a proposal. Accepting writes it where its
 * type goes, or says which thing of the register it is; then what the text says it has to do with
 * others of its proposals that were decided before. */
#include "access/may.h"
#include "base/must.h"
#include "base/out.h"
#include "expel/expel.h"
#include "intake/intake_in.h"

struct deciding {
	struct tx *tx;
	struct faults *f;
	struct intake_decision *d;
	struct intake_view v;
	ptrdiff_t at;
	const struct intake_proposals_row *p;
	struct intake_entry e;
	struct intake_goes goes;
	bool is_edited;
};

/* ---- what is decided about ---- */

static enum err find(struct deciding *g)
{
	g->at = -1;
	TRY(intake_view_read(g->tx, g->d->text_id, &g->v));
	for (ptrdiff_t i = 0; i < g->v.proposals.n; i++)
		if (g->v.proposals.v[i].seq_n == g->d->seq_n)
			g->at = i;
	if (g->at < 0)
		return ERR_NOT_FOUND;
	g->p = &g->v.proposals.v[g->at];
	if (!str_eq(g->p->outcome, intake_outcome_text(INTAKE_OUTCOME_OPEN)))
		return refuse(g->tx->a, g->tx->refusal, "intake_once", NULL,
			      "Proposal %lld was decided before: it is %.*s.",
			      (long long)g->d->seq_n, SF(g->p->outcome));
	return OK;
}

static enum err settle_entry(struct deciding *g)
{
	struct intake_entry read;
	enum expel_kind kind;
	TRY(intake_suggest(g->tx, &g->v, g->at, &read));
	g->e = g->d->has_entry ? g->d->entry : read;
	g->is_edited = g->d->has_entry && !intake_entry_eq(&g->e, &read);
	const struct intake_type *t = intake_type_of(g->e.type);
	bool has_modality = false;
	for (int i = 0; INTAKE_MODALITIES[i]; i++)
		has_modality |= str_eq(g->e.modality, str_of(INTAKE_MODALITIES[i]));
	if (!t)
		fault_field(g->f, S("type"), "'%.*s' is no type; 'grata intake types' lists them.",
			    SF(g->e.type));
	if (!has_modality)
		fault_field(g->f, S("modality"), "'%.*s' is no modality.", SF(g->e.modality));
	if (g->e.from_on.has && g->e.to_on.has && g->e.to_on.v < g->e.from_on.v)
		fault_field(g->f, S("to_on"), "The last day lies before the first.");
	TRY(faults_err(g->f));
	g->goes = intake_goes_of(t, g->e.modality);
	if (g->goes.place != INTAKE_MEASURE || !expel_kind_of(g->e.word, &kind))
		g->e.word = g->goes.word;
	return OK;
}

/* ---- known already ---- */

static enum err take_known(struct deciding *g)
{
	struct intake_decision *d = g->d;
	struct intake_known_list known;
	str url, name, names = { 0 };
	ptrdiff_t sure = -1, sure_n = 0;
	if (d->known_table.p) {
		enum err e = talks_object_name(g->tx, d->known_table, d->known_id, &url, &name);
		if (e == ERR_NOT_FOUND)
			fault_field(g->f, S("known"), "There is no such thing in the register.");
		d->is_merged = e == OK;
		d->table = d->known_table;
		d->id = d->known_id;
		return e == ERR_NOT_FOUND ? faults_err(g->f) : e;
	}
	if (d->is_new)
		return OK;
	TRY(intake_known_find(g->tx, &g->e, &known));
	for (ptrdiff_t i = 0; i < known.n; i++) {
		sure = known.v[i].is_sure ? i : sure;
		sure_n += known.v[i].is_sure;
		names =
		    str_fmt(g->tx->a, "%.*s%s%.*s (%.*s:%lld)", SF(names), i ? "; " : "",
			    SF(known.v[i].name), SF(known.v[i].table), (long long)known.v[i].id);
	}
	enum talks_form form;
	bool is_asked = g->goes.place != INTAKE_ITEM ||
			(talks_form_of(g->goes.word, &form) &&
			 talks_form_info_of(form)->kind == TALKS_KIND_ENGAGEMENT);
	if (sure_n == 1) {
		d->is_merged = true;
		d->table = known.v[sure].table;
		d->id = known.v[sure].id;
	} else if (known.n && (is_asked || sure_n > 1)) {
		fault_field(g->f, S("known"),
			    "It may be known already. Say which it is, or that it is new: %.*s.",
			    SF(names));
	}
	return faults_err(g->f);
}

/* ---- writing ---- */

static str source_of(struct deciding *g)
{
	return g->v.text.source;
}

static enum err need_days(struct deciding *g)
{
	if (!g->e.from_on.has)
		fault_field(
		    g->f, S("from_on"),
		    "The text does not say since when: say the first day that it may have been.");
	if (!g->e.to_on.has)
		fault_field(g->f, S("to_on"), "Say the last day that it may have been.");
	return faults_err(g->f);
}

/* The thing that a proposal linked from this one became; *id 0: none of that table. */
static int64_t linked(const struct deciding *g, const char *kind, const char *table)
{
	for (ptrdiff_t i = 0; i < g->v.links.n; i++) {
		const struct intake_links_row *l = &g->v.links.v[i];
		if (l->seq_n != g->d->seq_n || !str_eq(l->kind, str_of(kind)))
			continue;
		for (ptrdiff_t k = 0; k < g->v.proposals.n; k++)
			if (g->v.proposals.v[k].seq_n == l->to_seq_n &&
			    str_eq(g->v.proposals.v[k].object_table, str_of(table)))
				return g->v.proposals.v[k].object_id.v;
	}
	return 0;
}

/* What talks found wrong is told at the fields of a proposal. */
static void name_fields(struct faults *f, ptrdiff_t from)
{
	static const char *const names[][2] = { { "by", "by_isos" },
						{ "to_states", "to_isos" },
						{ "from", "from_on" },
						{ "to", "to_on" } };
	for (ptrdiff_t i = from; i < f->n; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (str_eq(f->v[i].field, str_of(names[k][0])))
				f->v[i].field = str_of(names[k][1]);
}

static enum err write_item(struct deciding *g)
{
	const struct intake_entry *entry = &g->e;
	struct talks_new in = { .form = g->goes.word,
				.state = g->goes.state,
				.by_isos = entry->by_isos,
				.to_isos = entry->to_isos,
				.from_on = entry->from_on,
				.to_on = entry->to_on,
				.says = entry->says,
				.words = entry->words,
				.speaker = entry->speaker,
				.office = entry->office,
				.is_former = entry->is_former,
				.place = entry->place,
				.concerns = entry->concerns,
				.participants = entry->participants,
				.topics = entry->topics,
				.due_on = entry->due_on,
				.modality = entry->modality,
				.source = source_of(g),
				.text_id = g->d->text_id,
				.text_seq_n = g->d->seq_n,
				.is_invented = g->v.text.is_invented };
	g->d->table = talks_object_text(TALKS_OBJECT_TALKS_ITEM);
	ptrdiff_t before_n = g->f->n;
	enum err e = talks_add(g->tx, g->f, &in, &g->d->id);
	name_fields(g->f, before_n);
	return e;
}

static enum err write_incident(struct deciding *g)
{
	const struct intake_entry *e = &g->e;
	TRY(need_days(g));
	struct expel_wish w = { .title = intake_line(g->tx->a, e->says, 80),
				.place = e->place.n ? e->place : (str){ 0 },
				.says = e->says,
				.source = source_of(g),
				.has_when = true,
				.when = { e->from_on.v, e->to_on.v } };
	struct expel_incident_by_ref_row row;
	TRY(expel_do_in(g->tx, g->f, EXPEL_DO_INCIDENT, &w));
	struct expel_incident_by_ref_args by = { .ref = w.made };
	TRY(expel_incident_by_ref(g->tx, &by, &row));
	g->d->table = talks_object_text(TALKS_OBJECT_EXPEL_INCIDENT);
	g->d->id = row.id;
	if (!e->by_isos.n)
		return OK; /* nobody's: the text does not say who did it */
	struct expel_wish who = { .incident = w.made,
				  .author = e->speaker.n ? e->speaker : source_of(g),
				  .strength = expel_strength_text(EXPEL_STRENGTH_STATED),
				  .says = str_fmt(g->tx->a, "%.*s (named: %.*s)", SF(e->says),
						  SF(e->by_isos)),
				  .source = source_of(g),
				  .has_when = true,
				  .when = { g->v.text.published_on, g->v.text.published_on } };
	return expel_do_in(g->tx, g->f, EXPEL_DO_ATTRIBUTE, &who);
}

/* The number as what its kind asks for: persons, posts or a limit. */
static void set_number(struct deciding *g, unsigned asks, bool is_part, struct expel_wish *w)
{
	const struct intake_entry *e = &g->e;
	if (asks & EXPEL_PERSONS) {
		w->persons = e->value_n;
		w->persons_min = e->least_n;
		w->persons_max = e->most_n;
		w->is_floor = e->least_n.has && !e->most_n.has;
	} else if (asks & EXPEL_POSTS) {
		w->posts_n = e->value_n;
	} else if ((asks & EXPEL_LIMIT) && is_part) {
		w->limit_n = e->value_n;
	}
}

static enum err write_measure_of(struct deciding *g, str by, str against, bool has_number,
				 int64_t *id)
{
	struct tx *tx = g->tx;
	enum expel_kind kind;
	struct expel_incident_by_id_row incident = { 0 };
	struct expel_ref_of_row answered = { 0 };
	struct expel_incident_by_id_args of_incident = { linked(g, "response_to",
								"expel_incident") };
	struct expel_ref_of_args of_answered = { linked(g, "retaliation_for", "expel_measure") };
	must(expel_kind_of(g->e.word, &kind));
	unsigned asks = expel_kind_info_of(kind)->asks;
	if (of_incident.id)
		TRY(expel_incident_by_id(tx, &of_incident, &incident));
	if (of_answered.id)
		TRY(expel_ref_of(tx, &of_answered, &answered));
	struct expel_wish w = { .by_iso = by,
				.against_iso = against,
				.has_when = true,
				.when = { g->e.from_on.v, g->e.to_on.v },
				.incident = incident.ref,
				.answers = answered.ref,
				.kind = g->e.word,
				.says = g->e.says,
				.source = source_of(g) };
	struct expel_wish part = { .kind = g->e.word, .says = g->e.says };
	if (has_number) {
		set_number(g, asks, false, &w);
		set_number(g, asks, true, &part);
	}
	TRY(expel_do_in(tx, g->f, EXPEL_DO_RECORD, &w));
	part.measure = w.made;
	part.effect_on = g->e.due_on;
	TRY(expel_do_in(tx, g->f, EXPEL_DO_PART, &part));
	struct expel_measure_by_ref_args ref = { .ref = w.made };
	struct expel_measure_by_ref_row row;
	TRY(expel_measure_by_ref(tx, &ref, &row));
	*id = row.id;
	return OK;
}

/* A joint act is a measure of each state; how its number divides the text does not say. */
static enum err write_measures(struct deciding *g)
{
	str codes = g->e.by_isos, against = intake_first_iso(g->e.to_isos);
	bool is_mutual = !against.n && intake_isos_n(codes) == 2;
	bool has_number = is_mutual || intake_isos_n(codes) == 1;
	if (!codes.n)
		fault_field(g->f, S("by_isos"), "Say which state acts.");
	if (!against.n && !is_mutual)
		fault_field(g->f, S("to_isos"), "Say against which state.");
	if (intake_isos_n(g->e.to_isos) > 1)
		fault_field(g->f, S("to_isos"),
			    "A measure is against one state; enter the others by themselves.");
	if (g->e.value_n.has && !g->e.least_n.has)
		fault_field(g->f, S("least_n"),
			    "The text says about %lld: say the least and the most it may be.",
			    (long long)g->e.value_n.v);
	if (need_days(g) != OK)
		return ERR_FAULTS;
	if (is_mutual)
		against = str_slice(codes, str_find_byte(codes, ' ') + 1, codes.n);
	g->d->table = talks_object_text(TALKS_OBJECT_EXPEL_MEASURE);
	g->d->id = 0;
	while (codes.p) {
		int64_t id;
		str by = str_cut(&codes, ' ');
		if (!by.n)
			continue;
		TRY(write_measure_of(g, by, against, has_number, &id));
		g->d->id = g->d->id ? g->d->id : id;
		if (is_mutual)
			break;
	}
	return OK;
}

static enum err write(struct deciding *g)
{
	switch (g->goes.place) {
	case INTAKE_MEASURE: return write_measures(g);
	case INTAKE_ITEM: return write_item(g);
	case INTAKE_INCIDENT: return write_incident(g);
	}
	return ERR_INTERNAL;
}

/* ---- what it has to do with others ---- */

static const struct intake_proposals_row *decided(const struct deciding *g, int64_t seq_n)
{
	for (ptrdiff_t i = 0; i < g->v.proposals.n; i++)
		if (g->v.proposals.v[i].seq_n == seq_n && g->v.proposals.v[i].object_id.has)
			return &g->v.proposals.v[i];
	return NULL;
}

static enum err link_all(struct deciding *g)
{
	const struct intake_decision *d = g->d;
	for (ptrdiff_t i = 0; i < g->v.links.n; i++) {
		const struct intake_links_row *l = &g->v.links.v[i];
		const struct intake_proposals_row *other;
		if (l->seq_n == d->seq_n && (other = decided(g, l->to_seq_n)))
			TRY(talks_link(g->tx, d->table, d->id, l->kind, other->object_table,
				       other->object_id.v));
		else if (l->to_seq_n == d->seq_n && (other = decided(g, l->seq_n)))
			TRY(talks_link(g->tx, other->object_table, other->object_id.v, l->kind,
				       d->table, d->id));
	}
	return OK;
}

/* ---- the deeds ---- */

static enum err accept_deed(struct tx *tx, void *arg)
{
	struct deciding *g = arg;
	struct wrote out;
	struct object o = { .table = "talks_item" };
	g->tx = tx;
	TRY(may(tx->viewer, CAN(WRITE, TALKS), &o, NULL));
	TRY(find(g));
	TRY(settle_entry(g));
	TRY(take_known(g));
	if (!g->d->is_merged)
		TRY(write(g));
	struct intake_accept_set_args set = {
		.id = g->p->id,
		.outcome = intake_outcome_text(g->d->is_merged ? INTAKE_OUTCOME_MERGED
							       : INTAKE_OUTCOME_ACCEPTED),
		.is_edited = g->is_edited,
		.decided_on = { true, tx->on },
		.decided_account_id = { tx->viewer->user_id != 0, tx->viewer->user_id },
		.object_table = g->d->table,
		.object_id = { true, g->d->id },
	};
	TRY(intake_accept_set(tx, &set, &out));
	return link_all(g);
}

enum err intake_accept(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		       struct faults *f, struct intake_decision *d)
{
	struct deciding g = { .f = f, .d = d };
	return db_deed(db, v, a, r, "intake.accept", accept_deed, &g);
}

static enum err reject_deed(struct tx *tx, void *arg)
{
	struct deciding *g = arg;
	enum intake_why why;
	struct wrote out;
	struct object o = { .table = "intake_proposal" };
	g->tx = tx;
	TRY(may(tx->viewer, CAN(WRITE, STATEMENT), &o, NULL));
	TRY(find(g));
	if (!intake_why_of(g->d->why, &why))
		fault_field(
		    g->f, S("why"),
		    "Choose why: not_said, wrong_type, wrong_state, wrong_day, wrong_number, comment, "
		    "twice or no_matter.");
	if (g->d->says.n > 600)
		fault_field(g->f, S("reject_says"), "A sentence is enough.");
	TRY(faults_err(g->f));
	struct intake_reject_set_args set = {
		.id = g->p->id,
		.reject_why = g->d->why,
		.reject_says = g->d->says.n ? g->d->says : (str){ 0 },
		.decided_on = { true, tx->on },
		.decided_account_id = { tx->viewer->user_id != 0, tx->viewer->user_id },
	};
	return intake_reject_set(tx, &set, &out);
}

enum err intake_reject(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		       struct faults *f, struct intake_decision *d)
{
	struct deciding g = { .f = f, .d = d };
	return db_deed(db, v, a, r, "intake.reject", reject_deed, &g);
}
