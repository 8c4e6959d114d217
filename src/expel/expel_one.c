/* expel_one.c: one measure as a page: its ground, what may be done now, the people with their
 * deadline, what our mission can still do, what has happened. */
#include <stdlib.h>

#include "base/must.h"
#include "base/out.h"
#include "expel/expel_pages.h"
#include "expel_one.html.h"
#include "note/note.h"

enum err expel_one_page(struct ctx *c);

/* ---- the steps of a measure of this ministry ---- */

static str people_text(struct arena *a, ptrdiff_t n)
{
	return str_fmt(a, "%td %s", n, n == 1 ? "person" : "people");
}

enum err expel_steps_of(struct tx *tx, const struct expel_measure_view *v,
			struct expel_step steps[EXPEL_STEPS_N])
{
	struct expel_limit l;
	struct arena *a = tx->a;
	struct note_about_args about = { .object_table = S("expel_measure"), .object_id = v->m.id };
	struct note_about_rows notes;
	struct expel_attributions_args of = { .incident_id = v->m.incident_id.v };
	struct expel_attributions_rows said = { 0 };
	enum expel_stage stage;
	must(expel_stage_of(v->m.stage, &stage));
	TRY(note_about(tx, &about, &notes));
	if (v->m.incident_id.has)
		TRY(expel_attributions(tx, &of, &said));
	bool has_terms = expel_terms_of(&v->m, &l), is_past = stage > EXPEL_STAGE_DRAFT;
	const struct expel_step all[EXPEL_STEPS_N] = {
		{ "1 Incident and ground", "ground", v->m.incident_id.has,
		  v->m.incident_id.has ? S("Named") : S("None named") },
		{ "2 Who is said to have done it", "attribution", said.n > 0,
		  said.n ? str_fmt(a, "%td accounts", said.n) : S("No account entered") },
		{ "3 People", "name", v->n_people > 0,
		  v->n_people ? people_text(a, v->n_people) : S("To do") },
		{ "4 Terms and parts", "terms", has_terms,
		  has_terms ? expel_limit_text(a, &l) : S("To do") },
		{ "5 What the past says of the answer", "forecast", is_past, S("To read") },
		{ "6 Two people", "propose", stage >= EXPEL_STAGE_APPROVED,
		  stage == EXPEL_STAGE_DRAFT      ? S("To do")
		  : stage == EXPEL_STAGE_PROPOSED ? S("Waits")
						  : S("Approved") },
		{ "7 Notes", "notes", notes.n > 0,
		  notes.n ? str_fmt(a, "%td drafted", notes.n) : S("After two people") },
		{ "8 Hand over and follow", "hand-over", v->notes.n > 0,
		  v->notes.n ? S("Handed over") : S("After the notes") },
	};
	for (int i = 0; i < EXPEL_STEPS_N; i++)
		steps[i] = all[i];
	return OK;
}

static enum err fill_steps(struct page *p, const struct expel_measure_view *m,
			   struct expel_one_view *v)
{
	struct expel_step steps[EXPEL_STEPS_N];
	enum expel_stage stage;
	must(expel_stage_of(m->m.stage, &stage));
	if (!m->is_ours || stage > EXPEL_STAGE_APPROVED)
		return OK;
	TRY(expel_steps_of(p->tx, m, steps));
	struct expel_one_steps *list = arena_new_n(p->c->a, struct expel_one_steps, EXPEL_STEPS_N);
	for (int i = 0; i < EXPEL_STEPS_N; i++) {
		const struct expel_form *form = expel_form_of(str_of(steps[i].word));
		bool has_page = expel_form_is_open(form, m) && ctx_has_role(p->c, form->need);
		list[i] = (struct expel_one_steps){
			.name = str_of(steps[i].name),
			.url = has_page ? str_fmt(p->c->a, "/measures/%lld/%s", (long long)m->m.id,
						  steps[i].word)
					: (str){ 0 },
			.is_done = steps[i].is_done,
			.how = steps[i].how,
		};
	}
	v->steps = list;
	v->n_steps = EXPEL_STEPS_N;
	return OK;
}

/* What stands among the steps is not said again. */
static bool is_step(const struct expel_one_view *v, const struct expel_form *f)
{
	for (ptrdiff_t i = 0; i < v->n_steps; i++)
		if (v->steps[i].url.p && str_ends(v->steps[i].url, str_of(f->word)))
			return true;
	return false;
}

static void fill_actions(struct page *p, const struct expel_measure_view *m,
			 struct expel_one_view *v)
{
	struct {
		struct expel_one_actions *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	for (const struct expel_form *f = EXPEL_FORMS; f->word; f++)
		if (f->link && expel_form_is_open(f, m) && ctx_has_role(p->c, f->need) &&
		    !is_step(v, f))
			*arena_push(p->c->a, &list) =
			    (struct expel_one_actions){ str_fmt(p->c->a, "/measures/%lld/%s",
								(long long)m->m.id, f->word),
							str_of(f->link) };
	v->actions = list.v;
	v->n_actions = list.n;
}

/* ---- facts ---- */

struct facts {
	struct expel_one_facts *v;
	ptrdiff_t n, cap;
};

static enum err fill_ground(struct tx *tx, const struct expel_measure_view *m, struct facts *facts)
{
	struct expel_incident_by_id_args by = { .id = m->m.incident_id.v };
	struct expel_incident_by_id_row i;
	struct expel_attributions_args of = { .incident_id = by.id };
	struct expel_attributions_rows said;
	if (!m->m.incident_id.has)
		return OK;
	TRY(expel_incident_by_id(tx, &by, &i));
	TRY(expel_attributions(tx, &of, &said));
	struct out o = out_to_arena(tx->a);
	for (ptrdiff_t k = 0; k < said.n; k++) {
		str how = mission_words(tx->a, said.v[k].strength);
		out_fmt(&o, "%s%.*s: %.*s", k ? "; " : "", SF(said.v[k].author), SF(how));
	}
	if (!said.n)
		out_lit(&o, "No account of who did it is entered");
	*arena_push(tx->a, facts) = (struct expel_one_facts){
		.key = S("Incident"),
		.value = str_fmt(tx->a, "%.*s %.*s", SF(i.ref), SF(i.title)),
		.url = str_fmt(tx->a, "/incidents/%lld", (long long)i.id),
		.more = out_view(&o),
	};
	return OK;
}

static enum err fill_facts(struct tx *tx, const struct expel_measure_view *m,
			   struct expel_one_view *v)
{
	struct arena *a = tx->a;
	struct facts facts = { 0 };
	struct expel_ref_of_args of = { .id = m->m.answers_id.v };
	struct expel_ref_of_row answered;
	struct expel_limit l;
	str day = expel_when(a, m->m.announced_from_on, m->m.announced_to_on);
	*arena_push(a, &facts) =
	    (struct expel_one_facts){ .key = S("Day"), .value = day.p ? day : S("not yet") };
	TRY(fill_ground(tx, m, &facts));
	if (m->m.answers_id.has) {
		TRY(expel_ref_of(tx, &of, &answered));
		*arena_push(a, &facts) =
		    (struct expel_one_facts){ .key = S("Answers"),
					      .value = answered.ref,
					      .url = str_fmt(a, "/measures/%lld",
							     (long long)m->m.answers_id.v) };
	}
	for (ptrdiff_t i = 0; i < m->answers.n; i++)
		*arena_push(a, &facts) = (struct expel_one_facts){
			.key = S("Answered by"),
			.value = m->answers.v[i].ref,
			.url = str_fmt(a, "/measures/%lld", (long long)m->answers.v[i].id),
			.more = expel_when(a, m->answers.v[i].announced_from_on,
					   m->answers.v[i].announced_to_on)
		};
	if (expel_terms_of(&m->m, &l) && !m->notes.n)
		*arena_push(a, &facts) =
		    (struct expel_one_facts){ .key = S("Time to leave"),
					      .value = expel_limit_text(a, &l) };
	*arena_push(a, &facts) =
	    (struct expel_one_facts){ .key = S("Source"), .value = m->m.source };
	v->facts = facts.v;
	v->n_facts = facts.n;
	return OK;
}

/* ---- parts ---- */

static enum err fill_parts(struct page *p, const struct expel_measure_view *m,
			   struct expel_one_view *v)
{
	struct arena *a = p->c->a;
	struct expel_applications_args of = { .measure_id = m->m.id };
	struct expel_applications_rows applications = { 0 };
	enum err e = expel_applications(p->tx, &of, &applications);
	if (e != OK && e != ERR_DENIED)
		return e;
	struct expel_one_parts *list = arena_new_n(a, struct expel_one_parts, m->parts.n + 1);
	for (ptrdiff_t i = 0; i < m->parts.n; i++) {
		enum expel_kind kind;
		struct expel_part_waits_args about = { .component_id = m->parts.v[i].id };
		struct expel_part_waits_rows waits;
		struct out refs = out_to_arena(a);
		must(expel_kind_of(m->parts.v[i].kind, &kind));
		const struct expel_kind_info *info = expel_kind_info_of(kind);
		TRY(expel_part_waits(p->tx, &about, &waits));
		for (ptrdiff_t k = 0; k < applications.n; k++)
			if (applications.v[k].component_id == m->parts.v[i].id)
				out_fmt(&refs, "%.*s %.*s ", SF(applications.v[k].ref),
					SF(applications.v[k].outcome.p ? applications.v[k].outcome
								       : S("open")));
		list[i] = (struct expel_one_parts){
			.text = expel_part_text(a, &m->parts.v[i]),
			.article = str_of(info->vcdr),
			.posts = expel_posts_says(info->posts),
			.proposal_id = waits.n ? waits.v[0].id : 0,
			.proposal = waits.n ? waits.v[0].state : (str){ 0 },
			.applications = out_view(&refs),
		};
	}
	v->parts = list;
	v->n_parts = m->parts.n;
	v->no_parts =
	    m->n_people ? S("The people named are all of it.") : S("No part is entered yet.");
	return OK;
}

/* ---- people ---- */

static str standing_tag(enum expel_standing s)
{
	static const char *const tags[] = { "govuk-tag--grey", "govuk-tag--blue", "govuk-tag--red",
					    "govuk-tag--green", "govuk-tag--yellow" };
	return str_of(tags[s]);
}

static str standing_label(struct arena *a, enum expel_standing s)
{
	return mission_label(a, expel_standing_text(s));
}

/* Why, for those cleared for it; empty rows for all others. */
static enum err read_basis(struct tx *tx, int64_t measure_id, struct expel_basis_rows *rows)
{
	struct expel_basis_args of = { .measure_id = measure_id };
	enum err e = expel_basis(tx, &of, rows);
	if (e == ERR_DENIED)
		*rows = (struct expel_basis_rows){ 0 };
	return e == ERR_DENIED ? OK : e;
}

static enum err fill_people(struct page *p, const struct expel_measure_view *m,
			    struct expel_one_view *v)
{
	struct arena *a = p->c->a;
	struct expel_basis_rows basis;
	TRY(read_basis(p->tx, m->m.id, &basis));
	struct expel_one_people *list = arena_new_n(a, struct expel_one_people, m->n_people + 1);
	for (ptrdiff_t i = 0; i < m->n_people; i++) {
		const struct expel_people_row *r = &m->people[i].row;
		struct expel_one_people *to = &list[i];
		*to = (struct expel_one_people){
			.id = r->person_id,
			.name = r->person_name,
			.native_name = r->native_name,
			.native_lang = r->native_lang,
			.written = r->name_written,
			.post = r->post_no.p ? str_fmt(a, "%.*s %.*s", SF(r->post_no), SF(r->title))
					     : S("family"),
			.words = expel_words_for(a, r, &m->parts),
			.stands = standing_label(a, m->people[i].standing),
			.tag = standing_tag(m->people[i].standing),
			.left = r->left_on.has ? day_long(a, r->left_on.v) : (str){ 0 },
			.how = r->left_how.p ? mission_label(a, r->left_how) : (str){ 0 },
		};
		for (ptrdiff_t k = 0; k < basis.n; k++)
			if (basis.v[k].person_id == r->person_id)
				to->words = str_fmt(a, "%.*s. Why (SEC): %.*s", SF(to->words),
						    SF(basis.v[k].basis));
	}
	v->people = list;
	v->n_people = m->n_people;
	v->named_n = m->n_people;
	v->told_n = m->told_n;
	v->left_n = m->left_n;
	v->overdue_n = m->overdue_n;
	v->late_n = m->late_n;
	return OK;
}

static void fill_family(struct page *p, const struct expel_measure_view *m,
			struct expel_one_view *v)
{
	struct arena *a = p->c->a;
	struct expel_one_family *list = arena_new_n(a, struct expel_one_family, m->family.n + 1);
	for (ptrdiff_t i = 0; i < m->family.n; i++) {
		const struct expel_family_row *r = &m->family.v[i];
		enum expel_standing s = expel_standing_of(&(struct expel_state_in){
		    r->told_at, r->left_on, m->leave_by_at, p->tx->at, m->zone.p });
		list[i] = (struct expel_one_family){
			.id = r->person_id,
			.name = r->person_name,
			.principal = r->principal_name.p ? r->principal_name : S("(not shown)"),
			.stands = standing_label(a, s),
			.tag = standing_tag(s),
			.left = r->left_on.has ? day_long(a, r->left_on.v) : (str){ 0 },
		};
	}
	v->family = list;
	v->n_family = m->family.n;
}

/* Before the handing over: whom the register has in the households, for those who may see families.
 */
static enum err fill_household(struct page *p, const struct expel_measure_view *m,
			       struct expel_one_view *v)
{
	struct expel_household_args of = { .measure_id = m->m.id };
	struct expel_household_rows rows;
	if (m->notes.n || !m->n_people)
		return OK;
	enum err e = expel_household(p->tx, &of, &rows);
	if (e != OK)
		return e == ERR_DENIED ? OK : e;
	struct expel_one_family *list = arena_new_n(p->c->a, struct expel_one_family, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct expel_one_family){
			.id = rows.v[i].person_id,
			.name = rows.v[i].person_name,
			.principal = rows.v[i].principal_name,
			.stands = mission_label(p->c->a, rows.v[i].relation),
			.tag = S("govuk-tag--grey"),
		};
	v->family = list;
	v->n_family = rows.n;
	return OK;
}

/* From when to when, by the clock where the staff is; and how much of it is left. */
static void fill_deadline(struct page *p, const struct expel_measure_view *m,
			  struct expel_one_view *v)
{
	struct arena *a = p->c->a;
	if (!m->notes.n)
		return;
	const struct expel_notes_row *n = &m->notes.v[m->notes.n - 1];
	v->deadline = expel_interval_text(a, n->handed_over_at, n->leave_by_at, str_z(a, n->zone));
	bool is_done = m->left_n == m->n_people && m->n_people;
	if (is_done || !str_eq(m->m.stage, expel_stage_text(EXPEL_STAGE_IN_FORCE)))
		return;
	v->remaining = expel_remaining_text(a, p->tx->at, n->leave_by_at);
	v->is_over = p->tx->at >= n->leave_by_at;
}

static void fill_sections(struct arena *a, const struct expel_measure_view *m,
			  struct expel_one_view *v)
{
	struct expel_one_sections *list =
	    arena_new_n(a, struct expel_one_sections, m->sections.n + 1);
	for (ptrdiff_t i = 0; i < m->sections.n; i++) {
		const struct expel_sections_row *s = &m->sections.v[i];
		int64_t stay_n = s->serving_n - s->taken_n;
		list[i] = (struct expel_one_sections){ .name = s->name,
						       .mission = s->mission_name,
						       .serving_n = s->serving_n,
						       .stay_n = stay_n,
						       .least_n = s->least_n,
						       .is_below = stay_n < s->least_n };
	}
	v->sections = list;
	v->n_sections = m->sections.n;
}

/* ---- notes, claims ---- */

static enum err fill_drafts(struct page *p, const struct expel_measure_view *m,
			    struct expel_one_view *v)
{
	struct note_about_args about = { .object_table = S("expel_measure"), .object_id = m->m.id };
	struct note_about_rows rows;
	TRY(note_about(p->tx, &about, &rows));
	struct expel_one_drafts *list = arena_new_n(p->c->a, struct expel_one_drafts, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct expel_one_drafts){ .id = rows.v[i].id,
						     .ref = rows.v[i].ref,
						     .subject = rows.v[i].subject,
						     .state = note_state_label(rows.v[i].state) };
	v->drafts = list;
	v->n_drafts = rows.n;
	return OK;
}

static void fill_claims(struct arena *a, const struct expel_measure_view *m,
			struct expel_one_view *v)
{
	struct expel_one_claims *list = arena_new_n(a, struct expel_one_claims, m->claims.n + 1);
	for (ptrdiff_t i = 0; i < m->claims.n; i++) {
		const struct expel_claims_row *c = &m->claims.v[i];
		enum expel_kind kind;
		list[i] = (struct expel_one_claims){
			.author = c->author,
			.kind = c->kind.p && expel_kind_of(c->kind, &kind)
				    ? str_of(expel_kind_info_of(kind)->label)
				    : (str){ 0 },
			.persons = c->persons_n.has ? str_fmt(a, "%lld", (long long)c->persons_n.v)
						    : (str){ 0 },
			.says = c->says,
			.source = c->source
		};
	}
	v->claims = list;
	v->n_claims = m->claims.n;
}

/* ---- what has happened ---- */

struct event {
	int64_t on, order;
	struct expel_one_events says;
};
struct events {
	struct event *v;
	ptrdiff_t n, cap;
};

static int by_day(const void *x, const void *y)
{
	const struct event *a = x, *b = y;
	if (a->on != b->on)
		return a->on < b->on ? 1 : -1;
	return (a->order < b->order) - (a->order > b->order);
}

static void happened(struct arena *a, struct events *e, int64_t on, str what, str when, str more)
{
	*arena_push(a, e) =
	    (struct event){ on, e->n, { .what = what, .when = when, .more = more } };
}

static void notes_happened(struct arena *a, const struct expel_measure_view *m, struct events *e)
{
	for (ptrdiff_t i = 0; i < m->notes.n; i++) {
		const struct expel_notes_row *n = &m->notes.v[i];
		const char *zone = str_z(a, n->zone);
		int64_t on = 0;
		must(zone_day(zone, n->handed_over_at, &on) == OK);
		str to = n->handed_to.p ? str_fmt(a, " to %.*s", SF(n->handed_to)) : S("");
		happened(
		    a, e, on, str_fmt(a, "Note %.*s handed over%.*s", SF(n->note_no), SF(to)),
		    expel_interval_text(a, n->handed_over_at, n->leave_by_at, zone),
		    i ? str_fmt(a, "It takes the place of the note before it. %.*s", SF(n->says))
		      : n->says);
	}
}

/* One line for each day on which people left. */
static void departures_happened(struct arena *a, const struct expel_measure_view *m,
				struct events *e)
{
	for (ptrdiff_t i = 0; i < m->n_people; i++) {
		const struct expel_people_row *p = &m->people[i].row;
		int64_t n = 0;
		bool is_first = p->left_on.has;
		for (ptrdiff_t k = 0; k < m->n_people; k++) {
			bool is_same = m->people[k].row.left_on.has && p->left_on.has &&
				       m->people[k].row.left_on.v == p->left_on.v;
			n += is_same;
			is_first = is_first && !(is_same && k < i);
		}
		if (is_first)
			happened(
			    a, e, p->left_on.v,
			    str_fmt(a, "%lld %s left", (long long)n, n == 1 ? "person" : "people"),
			    day_long(a, p->left_on.v), (str){ 0 });
	}
}

static void corrections_happened(struct arena *a, const struct expel_measure_view *m,
				 struct events *e)
{
	for (ptrdiff_t i = m->corrections.n; i > 0; i--) {
		const struct expel_corrections_row *c = &m->corrections.v[i - 1];
		str field = mission_words(a, c->field);
		happened(a, e, c->corrected_on, S("Corrected"), day_long(a, c->corrected_on),
			 str_fmt(a, "%.*s%s%.*s: %.*s was written, %.*s is right; %.*s",
				 SF(c->person_name), c->person_name.p ? ", " : "", SF(field),
				 SF(c->was.p ? c->was : S("nothing")), SF(c->became),
				 SF(c->reason)));
	}
}

static void fill_events(struct arena *a, const struct expel_measure_view *m,
			struct expel_one_view *v)
{
	struct events e = { 0 };
	if (m->m.announced_from_on.has)
		happened(a, &e, m->m.announced_from_on.v, S("Announced"),
			 expel_when(a, m->m.announced_from_on, m->m.announced_to_on), m->m.says);
	notes_happened(a, m, &e);
	departures_happened(a, m, &e);
	corrections_happened(a, m, &e);
	for (ptrdiff_t i = 0; i < m->answers.n; i++)
		if (m->answers.v[i].announced_from_on.has)
			happened(a, &e, m->answers.v[i].announced_from_on.v,
				 str_fmt(a, "Answered by %.*s", SF(m->answers.v[i].ref)),
				 expel_when(a, m->answers.v[i].announced_from_on,
					    m->answers.v[i].announced_to_on),
				 (str){ 0 });
	if (m->m.stopped_on.has)
		happened(a, &e, m->m.stopped_on.v, S("Stands still"),
			 day_long(a, m->m.stopped_on.v), m->m.stopped_why);
	if (m->m.closed_on.has)
		happened(a, &e, m->m.closed_on.v, expel_stage_label(&m->m),
			 day_long(a, m->m.closed_on.v), m->m.closed_says);
	if (!e.n)
		happened(a, &e, 0, S("Drafted"), S("nothing has been handed over"), (str){ 0 });
	qsort(e.v, (size_t)e.n, sizeof *e.v, by_day);
	struct expel_one_events *list = arena_new_n(a, struct expel_one_events, e.n);
	for (ptrdiff_t i = 0; i < e.n; i++)
		list[i] = e.v[i].says;
	v->events = list;
	v->n_events = e.n;
}

/* ---- the page ---- */

static enum err fill_waiting(struct page *p, int64_t id, struct expel_one_view *v)
{
	enum err e = proposal_of(p->tx, "expel_measure", id, &v->proposal_id);
	v->is_proposal_shown = ctx_has_role(p->c, BIT(ROLE_HEAD) | BIT(ROLE_DESK) |
						      BIT(ROLE_SECURITY) | BIT(ROLE_PROTOCOL));
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err expel_one_page(struct ctx *c)
{
	struct page p;
	struct expel_measure_view m;
	TRY(page_begin(c, "Measure", &p));
	TRY(expel_view_of(p.tx, path_id(c, "id"), &m));
	struct expel_one_view v = {
		.ref = m.m.ref,
		.title =
		    str_fmt(c->a, "%.*s against %.*s", SF(m.m.sender_name), SF(m.m.target_name)),
		.stands = expel_stage_label(&m.m),
		.tag = expel_stage_tag(&m.m),
		.says = m.m.says,
		.stopped_why = m.m.closed_on.has ? (str){ 0 } : m.m.stopped_why,
		.closed_says = m.m.closed_says,
	};
	p.frame.title = str_fmt(c->a, "Measure %.*s", SF(m.m.ref));
	p.frame.back_url = S("/measures");
	p.frame.back_text = S("Measures");
	TRY(fill_waiting(&p, m.m.id, &v));
	TRY(fill_steps(&p, &m, &v));
	fill_actions(&p, &m, &v);
	TRY(fill_facts(p.tx, &m, &v));
	TRY(fill_parts(&p, &m, &v));
	TRY(fill_people(&p, &m, &v));
	fill_family(&p, &m, &v);
	TRY(fill_household(&p, &m, &v));
	fill_deadline(&p, &m, &v);
	fill_sections(c->a, &m, &v);
	TRY(fill_drafts(&p, &m, &v));
	fill_claims(c->a, &m, &v);
	fill_events(c->a, &m, &v);
	return page_send(&p, expel_one, &v);
}
