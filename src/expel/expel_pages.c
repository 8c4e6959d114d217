/* expel_pages.c: the list of measures, incidents, and the routes. */
#include "expel/expel_pages.h"

#include "base/must.h"
#include "base/out.h"
#include "expel_all.html.h"
#include "expel_incident.html.h"
#include "expel_incidents.html.h"

enum err expel_one_page(struct ctx *c);

/* ---- words ---- */

str expel_stage_label(const struct expel_measure_by_ref_row *m)
{
	static const char *const labels[] = { "Draft", "Waits for two people", "Approved",
					      "In force", "Closed" };
	enum expel_stage stage;
	must(expel_stage_of(m->stage, &stage));
	if (stage == EXPEL_STAGE_CLOSED && str_eq(m->closed_why, S("complete")))
		return S("Everybody has left");
	return stage == EXPEL_STAGE_CLOSED ? S("Closed by decision") : str_of(labels[stage]);
}

str expel_stage_tag(const struct expel_measure_by_ref_row *m)
{
	static const char *const tags[] = { "govuk-tag--grey", "govuk-tag--yellow",
					    "govuk-tag--blue", "govuk-tag--red",
					    "govuk-tag--green" };
	enum expel_stage stage;
	must(expel_stage_of(m->stage, &stage));
	return str_of(tags[stage]);
}

str expel_when(struct arena *a, struct opt_int from_on, struct opt_int to_on)
{
	return from_on.has ? interval_long(a, (struct interval){ from_on.v, to_on.v }) : (str){ 0 };
}

enum err expel_view_of(struct tx *tx, int64_t id, struct expel_measure_view *v)
{
	struct expel_ref_of_args of = { .id = id };
	struct expel_ref_of_row row;
	TRY(expel_ref_of(tx, &of, &row));
	return expel_measure_read(tx, row.ref, v);
}

/* ---- the list ---- */

enum { OURS, AGAINST_US, OTHERS, GROUPS_N };

struct listing {
	struct expel_all_groups_measures *v;
	ptrdiff_t n, cap;
};

static struct expel_all_groups_measures line_of(struct arena *a, const struct expel_measures_row *r,
						str zone)
{
	struct expel_measure_by_ref_row m = { .stage = r->stage, .closed_why = r->closed_why };
	struct expel_all_groups_measures l = {
		.id = r->id,
		.ref = r->ref,
		.by_name = r->sender_name,
		.target_name = r->target_name,
		.day = expel_when(a, r->announced_from_on, r->announced_to_on),
		.says = r->says,
		.people_n = r->people_n,
		.left_n = r->left_n,
		.stands = r->stopped_on.has && !r->closed_why.p ? S("Stands still")
								: expel_stage_label(&m),
		.tag = expel_stage_tag(&m),
	};
	if (r->incident_ref.p)
		l.incident = str_fmt(a, "%.*s %.*s", SF(r->incident_ref), SF(r->incident_title));
	if (r->leave_by_at.has)
		l.leave_by =
		    expel_leave_by_text(a, r->leave_by_at.v, str_z(a, r->zone.p ? r->zone : zone));
	return l;
}

static void count_one(const struct expel_measures_row *r, int group, int64_t now_at,
		      struct expel_all_view *v)
{
	int64_t here_n = r->people_n - r->left_n;
	if (!str_eq(r->stage, expel_stage_text(EXPEL_STAGE_IN_FORCE)) || group == OTHERS)
		return;
	*(group == OURS ? &v->here_n : &v->there_n) += here_n;
	if (r->leave_by_at.has && now_at >= r->leave_by_at.v)
		v->overdue_n += here_n;
}

static enum err fill_all(struct page *p, struct expel_all_view *v)
{
	static const struct expel_all_groups heads[GROUPS_N] = {
		{ .key = S("ours"),
		  .heading = S("By this State"),
		  .none = S("This State has taken no measure that is entered here.") },
		{ .key = S("against"),
		  .heading = S("Against our missions"),
		  .none = S("No measure against our missions is entered here.") },
		{ .key = S("others"),
		  .heading = S("Between other States"),
		  .none = S("No measure between other States is entered here.") },
	};
	struct expel_measures_rows rows;
	struct listing lists[GROUPS_N] = { 0 };
	struct ref_register_get_row r;
	struct expel_all_groups *groups = arena_new_n(p->c->a, struct expel_all_groups, GROUPS_N);
	TRY(ref_register_get(p->tx, &r));
	TRY(expel_measures(p->tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		int group = str_eq(rows.v[i].sender_iso, r.host_iso)   ? OURS
			    : str_eq(rows.v[i].target_iso, r.host_iso) ? AGAINST_US
								       : OTHERS;
		*arena_push(p->c->a, &lists[group]) = line_of(p->c->a, &rows.v[i], r.zone);
		count_one(&rows.v[i], group, p->tx->at, v);
	}
	for (int g = 0; g < GROUPS_N; g++) {
		groups[g] = heads[g];
		groups[g].measures = lists[g].v;
		groups[g].n_measures = lists[g].n;
	}
	v->groups = groups;
	v->n_groups = GROUPS_N;
	return OK;
}

static enum err all_page(struct ctx *c)
{
	struct page p;
	struct expel_all_view v = { .has_actions = ctx_has_role(c, EXPEL_NAMES),
				    .has_record = ctx_has_role(c, BIT(ROLE_DESK)) };
	TRY(page_begin(c, "Measures", &p));
	TRY(fill_all(&p, &v));
	return page_send(&p, expel_all, &v);
}

/* ---- incidents ---- */

static enum err incidents_page(struct ctx *c)
{
	struct page p;
	struct expel_incidents_rows rows;
	struct expel_incidents_view v = { .is_desk = ctx_has_role(c, BIT(ROLE_DESK)) };
	TRY(page_begin(c, "Incidents", &p));
	TRY(expel_incidents(p.tx, &rows));
	struct expel_incidents_incidents *list =
	    arena_new_n(c->a, struct expel_incidents_incidents, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct expel_incidents_incidents){
			.id = rows.v[i].id,
			.ref = rows.v[i].ref,
			.title = rows.v[i].title,
			.day = interval_long(c->a, (struct interval){ rows.v[i].happened_from_on,
								      rows.v[i].happened_to_on }),
			.place = rows.v[i].place
		};
	v.incidents = list;
	v.n_incidents = rows.n;
	p.frame.back_url = S("/measures");
	p.frame.back_text = S("Measures");
	return page_send(&p, expel_incidents, &v);
}

static str strength_tag(str strength)
{
	if (str_eq(strength, expel_strength_text(EXPEL_STRENGTH_DENIED)) ||
	    str_eq(strength, expel_strength_text(EXPEL_STRENGTH_DOUBTED)))
		return S("govuk-tag--grey");
	return str_eq(strength, expel_strength_text(EXPEL_STRENGTH_STATED))
		   ? S("govuk-tag--blue")
		   : S("govuk-tag--yellow");
}

static enum err fill_said(struct tx *tx, int64_t id, struct expel_incident_view *v)
{
	struct expel_attributions_args of = { .incident_id = id };
	struct expel_attributions_rows rows;
	TRY(expel_attributions(tx, &of, &rows));
	struct expel_incident_said *list =
	    arena_new_n(tx->a, struct expel_incident_said, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct expel_incident_said){
			.author = rows.v[i].author,
			.day = interval_long(tx->a, (struct interval){ rows.v[i].said_from_on,
								       rows.v[i].said_to_on }),
			.strength = mission_label(tx->a, rows.v[i].strength),
			.tag = strength_tag(rows.v[i].strength),
			.says = rows.v[i].says,
			.source = rows.v[i].source
		};
	v->said = list;
	v->n_said = rows.n;
	return OK;
}

static enum err fill_came(struct tx *tx, int64_t id, struct expel_incident_view *v)
{
	struct expel_measures_of_incident_args of = { .incident_id = id };
	struct expel_measures_of_incident_rows rows;
	TRY(expel_measures_of_incident(tx, &of, &rows));
	struct expel_incident_measures *list =
	    arena_new_n(tx->a, struct expel_incident_measures, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_measures_of_incident_row *r = &rows.v[i];
		list[i] =
		    (struct expel_incident_measures){ .id = r->id,
						      .ref = r->ref,
						      .day = expel_when(tx->a, r->announced_from_on,
									r->announced_to_on),
						      .is_answer = r->answers_id.has };
		TRY(ref_state_name(tx, r->sender_iso, &list[i].by_name));
		TRY(ref_state_name(tx, r->target_iso, &list[i].target_name));
	}
	v->measures = list;
	v->n_measures = rows.n;
	return OK;
}

static enum err incident_page(struct ctx *c)
{
	struct page p;
	struct expel_incident_by_id_args by = { .id = path_id(c, "id") };
	struct expel_incident_by_id_row i;
	TRY(page_begin(c, "Incident", &p));
	TRY(expel_incident_by_id(p.tx, &by, &i));
	struct expel_incident_view v = {
		.id = i.id,
		.ref = i.ref,
		.title = i.title,
		.says = i.says,
		.day =
		    interval_long(c->a, (struct interval){ i.happened_from_on, i.happened_to_on }),
		.place = i.place,
		.source = i.source,
		.is_desk = ctx_has_role(c, BIT(ROLE_DESK)),
	};
	TRY(fill_said(p.tx, i.id, &v));
	TRY(fill_came(p.tx, i.id, &v));
	p.frame.title = i.title;
	p.frame.back_url = S("/incidents");
	p.frame.back_text = S("Incidents");
	return page_send(&p, expel_incident, &v);
}

/* ---- routes ---- */

const struct route expel_routes[] = {
	ROUTE(
	    GET, "/measures", all_page, EXPEL_READS,
	    "What States did to each other's missions: by this State, against it, between others."),
	ROUTE(GET, "/measures/draft", expel_new_page, EXPEL_NAMES,
	      "Begins a measure of this State as a draft."),
	ROUTE(POST, "/measures/draft", expel_new_post, EXPEL_NAMES, "Makes the draft of a measure.",
	      .is_write = true),
	ROUTE(GET, "/measures/record", expel_new_page, BIT(ROLE_DESK),
	      "A measure of another State, or one of the past."),
	ROUTE(POST, "/measures/record", expel_new_post, BIT(ROLE_DESK),
	      "Enters a measure of another State, or one of the past.", .is_write = true),
	ROUTE(GET, "/measures/{id}", expel_one_page, EXPEL_READS,
	      "One measure: its ground, parts, people with their deadline, notes, accounts of it."),
	ROUTE(GET, "/measures/{id}/{word}", expel_form_page, EXPEL_READS,
	      "One thing to do about a measure, with the word of its verb."),
	ROUTE(POST, "/measures/{id}/{word}", expel_form_post, EXPEL_WRITES,
	      "Does one thing about a measure: names people, says the terms, records departures.",
	      .is_write = true),
	ROUTE(GET, "/incidents", incidents_page, EXPEL_READS, "What measures are about."),
	ROUTE(GET, "/incidents/new", expel_new_page, BIT(ROLE_DESK), "A new incident."),
	ROUTE(POST, "/incidents/new", expel_new_post, BIT(ROLE_DESK), "Enters an incident.",
	      .is_write = true),
	ROUTE(GET, "/incidents/{id}", incident_page, EXPEL_READS,
	      "One incident: who is said to have done it, and the measures that came of it."),
	ROUTE(GET, "/incidents/{id}/attribute", expel_new_page, BIT(ROLE_DESK),
	      "An account of who did it."),
	ROUTE(POST, "/incidents/{id}/attribute", expel_new_post, BIT(ROLE_DESK),
	      "Enters who says who did it.", .is_write = true),
	{ 0 },
};
