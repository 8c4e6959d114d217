/* vet_pages.c: what waits, one hit with both sides, one person with outcome and advice. */
#include <stdlib.h>

#include "base/day.h"
#include "base/must.h"
#include "base/out.h"
#include "chart/chart.h"
#include "person/person.h"
#include "ui/ui_form.h"
#include "vet/vet_in.h"
#include "vet_all.html.h"
#include "vet_hit.html.h"
#include "vet_person.html.h"
#include "web/form.h"

enum { PAGE_ROWS_N = 25, RUNS_N = 5 };

/* ---- words ---- */

static str score_text(struct arena *a, int64_t points)
{
	return str_fmt(a, "%d.%04d", (int)(points / MATCH_POINTS), (int)(points % MATCH_POINTS));
}

static str state_label(str state)
{
	static const str labels[] = {
		[VET_STATE_OPEN] = S("Waits for a person"),
		[VET_STATE_SECOND] = S("Waits for a second reader"),
		[VET_STATE_SAME] = S("The same person"),
		[VET_STATE_DIFFERENT] = S("A different person"),
		[VET_STATE_UNSURE] = S("Unsure"),
		[VET_STATE_GONE] = S("No hit any more"),
	};
	enum vet_state s;
	must(vet_state_of(state, &s));
	return labels[s];
}

static str tag_of(str state)
{
	enum vet_state s;
	must(vet_state_of(state, &s));
	switch (s) {
	case VET_STATE_OPEN:
	case VET_STATE_SECOND: return S("govuk-tag--yellow");
	case VET_STATE_SAME: return S("govuk-tag--red");
	case VET_STATE_DIFFERENT: return S("govuk-tag--green");
	case VET_STATE_UNSURE: return S("");
	case VET_STATE_GONE: return S("govuk-tag--grey");
	}
	must_not_come_here("six states");
}

static const char *const OUTCOMES[] = { "same", "different", "unsure", NULL };
static const char *const REASONS[] = { "birth",      "document",    "nationality", "place", "role",
				       "photograph", "common_name", "too_little",  "other", NULL };
static const str OUTCOME_LABELS[] = { S("The same person"), S("A different person"), S("Unsure") };
static const str OUTCOME_KEYS[] = { S("y"), S("n"), S("h") };
static const str REASON_LABELS[] = { S("Date of birth"),
				     S("Passport or other document"),
				     S("Nationality"),
				     S("Places"),
				     S("Role or post"),
				     S("Photograph"),
				     S("A common name, nothing else in common"),
				     S("Too little is known"),
				     S("Something else, said below") };
static const char *const SECONDS[] = { "agrees", "disagrees", NULL };
static const str SECOND_LABELS[] = { S("I agree: the same person"), S("I disagree") };
static const str SECOND_KEYS[] = { S("y"), S("n") };
static const char *const EFFECTS[] = { "no_objection", "conditions", "objection", NULL };
static const str EFFECT_LABELS[] = { S("No objection"), S("Only with conditions"), S("Objection") };

static str label_of(str word, const char *const *words, const str *labels)
{
	for (int i = 0; words[i]; i++)
		if (str_eq(word, str_of(words[i])))
			return labels[i];
	return word;
}

/* `keys` may be null: a letter for each word, with which it is chosen when keys are on. */
static struct html choices(struct arena *a, const struct form *f, const char *name,
			   const char *const *words, const str *labels, const str *keys)
{
	const struct form_value *v = form_value(f, name);
	struct ui_option items[12];
	ptrdiff_t n = 0;
	for (; words[n]; n++) {
		struct ui_attr *key = arena_new_n(a, struct ui_attr, 2);
		if (keys)
			key[0] = (struct ui_attr){ "data-key", keys[n] };
		items[n] = (struct ui_option){ .value = str_of(words[n]),
					       .text = labels[n],
					       .attrs = key };
	}
	struct ui_fieldset set = { .legend = { .text = str_of(v->field->label) } };
	return ui_radios(a, &(struct ui_choices){ .name = str_of(name),
						  .id_prefix = str_of(name),
						  .classes = S("govuk-radios--small"),
						  .fieldset = &set,
						  .items = items,
						  .n_items = n,
						  .values = &v->typed,
						  .n_values = v->typed.p ? 1 : 0,
						  .error = { .text = v->fault } });
}

static struct html area(struct arena *a, const struct form *f, const char *name)
{
	struct ui_field in = page_field(form_value(f, name));
	in.rows_n = 3;
	return ui_textarea(a, &in);
}

/* ---- what waits ---- */

static const struct field list_fields[] = {
	{ "below", "Below", FIELD_INT, .min = 0, .max = MATCH_POINTS + 1 },
	{ "before", "Before", FIELD_INT, .min = 0, .max = INT64_MAX },
	{ 0 },
};

enum err vet_count(struct tx *tx, int64_t *n)
{
	struct vet_waiting_row row;
	*n = 0;
	if (!(tx->viewer->role_bits & BIT(ROLE_VETTING)))
		return OK;
	enum err e = vet_waiting(tx, &row);
	if (e == OK)
		*n = row.hits_n;
	return e == ERR_DENIED ? OK : e;
}

static enum err fill_hits(struct page *p, const struct form *f, struct vet_all_view *v)
{
	struct arena *a = p->c->a;
	struct vet_queue_args in = { .below_points_n = form_int(f, "below", MATCH_POINTS + 1),
				     .below_id = form_int(f, "before", INT64_MAX),
				     .limit_n = PAGE_ROWS_N + 1 };
	struct vet_queue_rows rows;
	TRY(vet_queue(p->tx, &in, &rows));
	struct vet_all_hits *to = arena_new_n(a, struct vet_all_hits, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n && i < PAGE_ROWS_N; i++) {
		const struct vet_queue_row *r = &rows.v[i];
		to[v->n_hits++] = (struct vet_all_hits){ .id = r->id,
							 .person_name = r->person_name,
							 .nationality = r->nationality_iso,
							 .listed_name = r->listed_name,
							 .list_word = r->list_word,
							 .entry_key = r->entry_key,
							 .score = score_text(a, r->points_n),
							 .found_at = r->found_at,
							 .state = state_label(r->state) };
	}
	v->hits = to;
	if (rows.n > PAGE_ROWS_N) {
		const struct vet_queue_row *last = &rows.v[PAGE_ROWS_N - 1];
		v->next_url = str_fmt(a, "/vet?below=%lld&before=%lld", (long long)last->points_n,
				      (long long)last->id);
	}
	return OK;
}

static enum err fill_lists(struct page *p, struct vet_all_view *v)
{
	struct vet_lists_rows lists;
	struct vet_runs_args in = { .limit_n = RUNS_N };
	struct vet_runs_rows runs;
	TRY(vet_lists(p->tx, &lists));
	TRY(vet_runs(p->tx, &in, &runs));
	struct vet_all_lists *to = arena_new_n(p->c->a, struct vet_all_lists, lists.n + 1);
	for (ptrdiff_t i = 0; i < lists.n; i++) {
		const struct vet_lists_row *r = &lists.v[i];
		bool is_behind = r->screened_n < r->version_n;
		v->behind_n += is_behind;
		to[i] = (struct vet_all_lists){ .word = r->word,
						.own_id = r->is_own ? r->id : 0,
						.case_id = r->src_id.v,
						.case_name = r->case_name,
						.version_n = r->version_n,
						.imported_at = r->imported_at,
						.entities_n = r->entities_n,
						.names_n = r->names_n + r->weak_n,
						.added_n = r->added_n,
						.changed_n = r->changed_n,
						.removed_n = r->removed_n,
						.compared = is_behind ? S("not yet")
								      : S("with everybody") };
	}
	v->lists = to;
	v->n_lists = lists.n;
	struct vet_all_runs *ran = arena_new_n(p->c->a, struct vet_all_runs, runs.n + 1);
	for (ptrdiff_t i = 0; i < runs.n; i++)
		ran[i] = (struct vet_all_runs){ .started_at = runs.v[i].started_at,
						.people_n = runs.v[i].people_n,
						.new_n = runs.v[i].new_n,
						.changed_n = runs.v[i].changed_n,
						.gone_n = runs.v[i].gone_n,
						.state = runs.v[i].ended_at.has ? S("ended")
										: S("runs") };
	v->runs = ran;
	v->n_runs = runs.n;
	return OK;
}

static enum err all_page(struct ctx *c)
{
	struct page p;
	struct form f;
	struct vet_waiting_row waiting;
	struct vet_all_view v = { .is_vetting = ctx_has_role(c, BIT(ROLE_VETTING)) };
	TRY(page_begin(c, "Vetting", &p));
	TRY(form_read(c, list_fields, NULL, &f));
	TRY(vet_waiting(p.tx, &waiting));
	v.hits_n = waiting.hits_n;
	TRY(vet_is_outcome_only(p.tx, &v.is_outcome_only));
	v.csrf = p.csrf;
	TRY(fill_hits(&p, &f, &v));
	TRY(fill_lists(&p, &v));
	return page_send(&p, vet_all, &v);
}

static enum err rescreen_post(struct ctx *c)
{
	enum { RUN_ARENA = 1 << 30 };
	struct arena a;
	struct vet_ran ran;
	TRY(arena_open(&a, RUN_ARENA));
	a.full = c->a->full;
	enum err e = vet_rescreen(ctx_db(c), ctx_viewer(c), &a, false, &ran);
	arena_close(&a);
	return e == OK ? see_other(c, "/vet") : e;
}

/* ---- one hit ---- */

/* clang-format off */
static const struct field verdict_fields[] = {
	{ "entry_id", "The entry", FIELD_INT, true, .min = 1, .max = INT64_MAX },
	{ "outcome", "Are they the same person?", FIELD_CHOICE, .choices = OUTCOMES },
	{ "reason_code", "What decides it", FIELD_CHOICE, .choices = REASONS },
	{ "note", "In a sentence", FIELD_TEXT, .max = 1000, .hint = "needed when it is something else" },
	{ "second", "Is this the same person?", FIELD_CHOICE, .choices = SECONDS },
	{ "second_note", "Why", FIELD_TEXT, .max = 1000, .hint = "needed when you disagree" },
	{ "then", "What comes next", FIELD_LINE, .max = 10 },
	{ 0 },
};
static const struct field second_fields[] = {
	{ "entry_id", "The entry", FIELD_INT, true, .min = 1, .max = INT64_MAX },
	{ "second", "Is this the same person?", FIELD_CHOICE, .choices = SECONDS },
	{ "second_note", "Why", FIELD_TEXT, .max = 1000, .hint = "needed when you disagree" },
	{ "outcome", "Are they the same person?", FIELD_CHOICE, .choices = OUTCOMES },
	{ "reason_code", "What decides it", FIELD_CHOICE, .choices = REASONS },
	{ "note", "In a sentence", FIELD_TEXT, .max = 1000, .hint = "needed when it is something else" },
	{ "then", "What comes next", FIELD_LINE, .max = 10 },
	{ 0 },
};
/* clang-format on */

/* "a~b rule +0.5000; ..." as rows. */
static void fill_evidence(struct arena *a, str evidence, struct vet_hit_view *v)
{
	struct {
		struct vet_hit_evidence *v;
		ptrdiff_t n, cap;
	} rows = { 0 };
	while (evidence.p) {
		ptrdiff_t end = str_find(evidence, S("; "));
		str part = end < 0 ? evidence : str_slice(evidence, 0, end);
		evidence = end < 0 ? (str){ 0 } : str_slice(evidence, end + 2, evidence.n);
		ptrdiff_t gives = part.n, rule;
		while (gives > 0 && part.p[gives - 1] != ' ')
			gives--;
		for (rule = gives - 1; rule > 0 && part.p[rule - 1] != ' ';)
			rule--;
		if (gives < 2 || rule < 1)
			continue;
		str both = str_slice(part, 0, rule - 1), ours = str_cut(&both, '~');
		*arena_push(a, &rows) =
		    (struct vet_hit_evidence){ .ours = str_eq(ours, S("-")) ? S("") : ours,
					       .theirs = str_eq(both, S("-")) ? S("") : both,
					       .rule = str_slice(part, rule, gives - 1),
					       .gives = str_slice(part, gives, part.n) };
	}
	v->evidence = rows.v;
	v->n_evidence = rows.n;
}

/* "birth agrees +949; ..." as rows; and what nobody knows. */
static void fill_others(struct arena *a, str other, struct vet_hit_view *v)
{
	struct {
		struct vet_hit_others *v;
		ptrdiff_t n, cap;
	} rows = { 0 };
	struct out missing = out_to_arena(a);
	while (!str_is_empty(other)) {
		ptrdiff_t end = str_find(other, S("; "));
		str part = end < 0 ? other : str_slice(other, 0, end);
		other = end < 0 ? (str){ 0 } : str_slice(other, end + 2, other.n);
		str what = str_cut(&part, ' '), says = str_cut(&part, ' ');
		*arena_push(a, &rows) =
		    (struct vet_hit_others){ .what = what, .says = says, .weighs = part };
		if (str_eq(says, S("unknown")))
			out_fmt(&missing, "%s%.*s", missing.n ? ", " : "", SF(what));
	}
	v->others = rows.v;
	v->n_others = rows.n;
	if (missing.n)
		v->missing = str_fmt(a, "to know %.*s on both sides", SF(out_view(&missing)));
}

struct sides {
	struct arena *a;
	struct vet_hit_sides *v;
	ptrdiff_t n, cap;
};

static void add_side(struct sides *s, const char *what, str ours, str theirs)
{
	if (!str_is_empty(ours) || !str_is_empty(theirs))
		*arena_push(s->a, s) =
		    (struct vet_hit_sides){ .what = str_of(what), .ours = ours, .theirs = theirs };
}

static str joined(struct arena *a, const struct watch_texts *t)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < t->n; i++)
		out_fmt(&o, "%s%.*s", i ? "\n" : "", SF(t->v[i]));
	return out_view(&o);
}

static str names_text(struct arena *a, const struct watch_entry *e)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < e->names.n; i++)
		out_fmt(&o, "%s%.*s%s", i ? "\n" : "", SF(e->names.v[i].name),
			e->names.v[i].quality == WATCH_WEAK ? " (weak)" : "");
	return out_view(&o);
}

static str documents_text(struct arena *a, const struct watch_entry *e)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < e->documents.n; i++) {
		const struct watch_document *d = &e->documents.v[i];
		out_fmt(&o, "%s%.*s %.*s%s%.*s", i ? "\n" : "", SF(d->kind), SF(d->no),
			d->issuer.n ? ", " : "", SF(d->issuer));
	}
	return out_view(&o);
}

/* What the viewer may not read of the person is not there. */
static enum err fill_sides(struct tx *tx, int64_t person_id, const struct watch_entry *e,
			   struct vet_hit_view *v)
{
	struct arena *a = tx->a;
	struct sides s = { .a = a };
	struct person_by_id_args by = { .id = person_id };
	struct person_by_id_row p;
	struct person_private_args of = { .id = person_id };
	struct person_private_row own = { 0 };
	struct person_names_args names_of = { .person_id = person_id };
	struct person_documents_args documents_of = { .person_id = person_id };
	struct person_names_rows names;
	struct person_documents_rows documents;
	struct out all = out_to_arena(a), papers = out_to_arena(a);
	TRY(person_by_id(tx, &by, &p));
	TRY(person_names(tx, &names_of, &names));
	TRY(person_documents(tx, &documents_of, &documents));
	enum err private = person_private(tx, &of, &own);
	if (private != OK && private != ERR_DENIED)
		return private;
	out_fmt(&all, "%.*s%s%.*s", SF(p.name), p.native_name.n ? "\n" : "", SF(p.native_name));
	for (ptrdiff_t i = 0; i < names.n; i++)
		out_fmt(&all, "\n%.*s", SF(names.v[i].name));
	for (ptrdiff_t i = 0; i < documents.n; i++)
		out_fmt(&papers, "%s%.*s %.*s, %.*s", i ? "\n" : "", SF(documents.v[i].kind),
			SF(documents.v[i].document_no), SF(documents.v[i].issuer_iso));
	str born =
	    own.birth_from_on.has
		? interval_long(a, (struct interval){ own.birth_from_on.v, own.birth_to_on.v })
		: (str){ 0 };
	add_side(&s, "Names", out_view(&all), names_text(a, e));
	add_side(&s, "Born", born, joined(a, &e->births));
	add_side(&s, "Place of birth", own.birth_place, joined(a, &e->places));
	add_side(&s, "Nationality", p.nationality, joined(a, &e->nationalities));
	add_side(&s, "Sex", p.sex, e->sex);
	add_side(&s, "Documents", out_view(&papers), documents_text(a, e));
	add_side(&s, "Roles", (str){ 0 }, joined(a, &e->roles));
	add_side(&s, "Addresses", (str){ 0 }, joined(a, &e->addresses));
	add_side(&s, "Programme", (str){ 0 }, joined(a, &e->programs));
	add_side(&s, "Listed on", (str){ 0 }, e->listed_on);
	add_side(&s, "The list says", (str){ 0 }, e->says);
	v->sides = s.v;
	v->n_sides = s.n;
	return OK;
}

static enum err fill_verdicts(struct page *p, const struct vet_hit_by_id_row *h,
			      struct vet_hit_view *v)
{
	struct vet_verdicts_args of = { .hit_id = h->id };
	struct vet_verdicts_rows rows;
	TRY(vet_verdicts(p->tx, &of, &rows));
	struct vet_hit_verdicts *to = arena_new_n(p->c->a, struct vet_hit_verdicts, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_verdicts_row *r = &rows.v[i];
		to[i] = (struct vet_hit_verdicts){
			.decided_at = r->decided_at,
			.by_name = r->by_name,
			.outcome = label_of(r->outcome, OUTCOMES, OUTCOME_LABELS),
			.reason = str_eq(r->reason_code, vet_reason_text(VET_REASON_NOT_KEPT))
				      ? (str){ 0 }
				      : label_of(r->reason_code, REASONS, REASON_LABELS),
			.note = r->note,
			.is_older = r->entry_id != h->entry_id,
			.second = r->second_says,
			.second_name = r->second_name,
			.second_note = r->second_note
		};
	}
	v->verdicts = to;
	v->n_verdicts = rows.n;
	bool is_vetting = ctx_has_role(p->c, BIT(ROLE_VETTING));
	bool is_second = str_eq(h->state, vet_state_text(VET_STATE_SECOND)) && rows.n;
	v->is_second =
	    is_vetting && is_second && rows.v[0].by_account_id != ctx_viewer(p->c)->user_id;
	v->is_reviewer = is_vetting && !str_eq(h->state, vet_state_text(VET_STATE_GONE));
	return OK;
}

static enum err note_view(struct tx *tx, void *arg)
{
	tx_note(tx, CHANGE_VIEW, "person", *(const int64_t *)arg);
	return OK;
}

static enum err show_hit(struct ctx *c, const struct form *f)
{
	struct page p;
	struct vet_hit_by_id_args in = { .id = path_id(c, "id") };
	struct vet_hit_by_id_row h;
	struct watch_entry e;
	TRY(page_begin(c, "Hit", &p));
	TRY(vet_hit_by_id(p.tx, &in, &h));
	if (!watch_body_read(c->a, h.body, &e))
		return ERR_DB_FORMAT;
	struct vet_hit_view v = { .id = h.id,
				  .entry_id = h.entry_id,
				  .person_id = h.person_id,
				  .list_word = h.list_word,
				  .entry_key = h.entry_key,
				  .name = h.name,
				  .listed_name = h.listed_name,
				  .state = state_label(h.state),
				  .tag = tag_of(h.state),
				  .score = score_text(c->a, h.points_n),
				  .other_n = h.other_n,
				  .csrf = p.csrf };
	TRY(vet_is_outcome_only(p.tx, &v.is_outcome_only));
	if (str_is_empty(h.evidence)) /* made from the two names, for this look alone */
		h.evidence = vet_evidence(c->a, match_open(c->a), e.kind, h.name, h.listed_name);
	fill_evidence(c->a, h.evidence, &v);
	fill_others(c->a, h.other, &v);
	TRY(fill_sides(p.tx, h.person_id, &e, &v));
	TRY(fill_verdicts(&p, &h, &v));
	v.outcome_html = choices(c->a, f, "outcome", OUTCOMES, OUTCOME_LABELS, OUTCOME_KEYS);
	v.reason_html = choices(c->a, f, "reason_code", REASONS, REASON_LABELS, NULL);
	v.note_html = area(c->a, f, "note");
	v.second_html = choices(c->a, f, "second", SECONDS, SECOND_LABELS, SECOND_KEYS);
	v.second_note_html = area(c->a, f, "second_note");
	p.frame.title = str_fmt(c->a, "Hit %lld", (long long)h.id);
	p.frame.back_url = S("/vet");
	p.frame.back_text = S("Vetting");
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "vet.view", note_view,
		    &h.person_id));
	return page_send(&p, vet_hit, &v);
}

static enum err hit_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, verdict_fields);
	return show_hit(c, &blank);
}

/* The next that waits behind this one; from the top when there is none. */
static enum err go_on(struct ctx *c, int64_t id, bool is_next)
{
	struct tx tx;
	struct vet_hit_by_id_args by = { .id = id };
	struct vet_hit_by_id_row h;
	struct vet_queue_rows rows;
	if (!is_next)
		return see_other(c, "/vet/hits/%lld", (long long)id);
	TRY(tx_begin(ctx_db(c), ctx_viewer(c), c->a, &tx));
	enum err e = vet_hit_by_id(&tx, &by, &h);
	struct vet_queue_args in = { .below_points_n = h.points_n, .below_id = id, .limit_n = 1 };
	if (e == OK)
		e = vet_queue(&tx, &in, &rows);
	if (e == OK && !rows.n) {
		in.below_points_n = MATCH_POINTS + 1;
		e = vet_queue(&tx, &in, &rows);
	}
	tx_end(&tx);
	TRY(e);
	return rows.n ? see_other(c, "/vet/hits/%lld", (long long)rows.v[0].id)
		      : see_other(c, "/vet");
}

static enum err answer(struct ctx *c, struct form *f, enum err e)
{
	if (e == OK)
		return go_on(c, path_id(c, "id"), str_eq(form_text(f, "then"), S("next")));
	if (e == ERR_CONFLICT) {
		fault_field(&c->faults, S("outcome"),
			    "The entry or the verdict has changed in the meantime. Look again; "
			    "nothing was kept.");
		c->res->status = err_http(ERR_CONFLICT);
		page_after(c); /* a newer snapshot */
	} else if (e != ERR_FAULTS && e != ERR_REFUSED) {
		return e;
	}
	return show_hit(c, f);
}

static enum err verdict_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, verdict_fields, CSRF_FIELDS, &f);
	struct vet_decision d = { .hit_id = path_id(c, "id"),
				  .entry_id = form_int(&f, "entry_id", 0),
				  .outcome = form_text(&f, "outcome"),
				  .reason_code = form_text(&f, "reason_code"),
				  .note = form_text(&f, "note") };
	if (e == OK)
		e = vet_decide(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &d);
	return answer(c, &f, e);
}

static enum err second_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, second_fields, CSRF_FIELDS, &f);
	struct vet_decision d = { .hit_id = path_id(c, "id"),
				  .entry_id = form_int(&f, "entry_id", 0),
				  .outcome = form_text(&f, "second"),
				  .note = form_text(&f, "second_note") };
	if (e == OK)
		e = vet_read_second(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &d);
	return answer(c, &f, e);
}

/* ---- one person ---- */

static const struct field advice_fields[] = {
	{ "effect", "What the advice comes to", FIELD_CHOICE, .choices = EFFECTS },
	{ "reason", "Why", FIELD_TEXT, .max = 4000,
	  .hint = "only those cleared for security reasons read this" },
	{ "origin", "Where it comes from", FIELD_TEXT, .max = 1000 },
	{ "reference", "Reference", FIELD_LINE, .max = 100,
	  .hint = "under which the service that advises keeps it" },
	{ 0 },
};

static str outcome_text(struct arena *a, const struct vet_standing_row *o)
{
	struct out to = out_to_arena(a);
	if (o->same_n)
		out_lit(&to, "Two people found a match with a watch-list. ");
	if (o->unsure_n)
		out_lit(&to, "A possible match could be neither confirmed nor cleared. ");
	if (o->open_n)
		out_fmt(&to, "%lld possible %s still to be looked at.", (long long)o->open_n,
			o->open_n == 1 ? "match is" : "matches are");
	else if (!o->same_n && !o->unsure_n)
		out_str(&to, o->different_n ? S("Every possible match was cleared.")
					    : S("No possible match is known."));
	return out_view(&to);
}

static enum err fill_advice(struct page *p, int64_t person_id, struct vet_person_view *v)
{
	struct vet_advice_of_args of = { .person_id = person_id };
	struct vet_advice_of_rows rows;
	struct vet_advice_reasons_args why = { .person_id = person_id };
	struct vet_advice_reasons_rows reasons = { 0 };
	TRY(vet_advice_of(p->tx, &of, &rows));
	enum err e = vet_advice_reasons(p->tx, &why, &reasons);
	if (e != OK && e != ERR_DENIED)
		return e;
	struct vet_person_advice *to = arena_new_n(p->c->a, struct vet_person_advice, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		to[i] = (struct vet_person_advice){ .given_at = rows.v[i].given_at,
						    .by_name = rows.v[i].by_name,
						    .effect = label_of(rows.v[i].effect, EFFECTS,
								       EFFECT_LABELS) };
		if (e == OK) {
			to[i].reason = reasons.v[i].reason;
			to[i].origin = reasons.v[i].origin;
			to[i].reference = reasons.v[i].reference;
		}
	}
	v->advice = to;
	v->n_advice = rows.n;
	return OK;
}

static enum err fill_person_hits(struct page *p, int64_t person_id, struct vet_person_view *v)
{
	struct vet_hits_of_person_args of = { .person_id = person_id };
	struct vet_hits_of_person_rows rows;
	enum err e = vet_hits_of_person(p->tx, &of, &rows);
	if (e == ERR_DENIED)
		return OK;
	TRY(e);
	v->is_reader = true;
	struct vet_person_hits *to = arena_new_n(p->c->a, struct vet_person_hits, rows.n + 1);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct vet_person_hits){ .id = rows.v[i].id,
						  .listed_name = rows.v[i].listed_name,
						  .list_word = rows.v[i].list_word,
						  .entry_key = rows.v[i].entry_key,
						  .score = score_text(p->c->a, rows.v[i].points_n),
						  .found_at = rows.v[i].found_at,
						  .state = state_label(rows.v[i].state) };
	v->hits = to;
	v->n_hits = rows.n;
	return OK;
}

/* The same as the table, to be seen at once; beyond what can be drawn the table has the rest. */
static str links_picture(struct arena *a, str name, const struct vet_links *l)
{
	struct out o = out_to_arena(a);
	ptrdiff_t n = l->n < CHART_LINKS_MAX ? l->n : CHART_LINKS_MAX, moderate_n = 0;
	struct chart_link *v = arena_new_n(a, struct chart_link, n + 1);
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct vet_link *k = &l->v[i];
		v[i] = (struct chart_link){ k->thing,      k->often,    k->other_name,
					    k->other_says, k->other_id, k->is_moderate };
		moderate_n += k->is_moderate;
	}
	struct chart_words w = { .id = S("links"),
				 .title = str_fmt(a, "What links %.*s with others", SF(name)),
				 .desc = str_fmt(a,
						 "%td drawn, %td of them moderate, the others "
						 "weak. The table has the same in words.",
						 n, moderate_n) };
	struct chart_links c = { .centre = name,
				 .centre_says = S("who is vetted"),
				 .v = v,
				 .n = n,
				 .strong_says = S("moderate"),
				 .weak_says = S("weak") };
	chart_links(&o, &w, &c);
	return out_view(&o);
}

static enum err fill_links(struct page *p, int64_t person_id, struct vet_person_view *v)
{
	struct vet_links l;
	TRY(vet_links_read(p->tx, person_id, &l));
	if (l.n)
		v->links_html.s = links_picture(p->c->a, v->name, &l);
	struct vet_person_links *to = arena_new_n(p->c->a, struct vet_person_links, l.n + 1);
	for (ptrdiff_t i = 0; i < l.n; i++)
		to[i] = (struct vet_person_links){ .what = l.v[i].what,
						   .says = l.v[i].says,
						   .other_id = l.v[i].other_id,
						   .other_name = l.v[i].other_name,
						   .rate = l.v[i].rate,
						   .innocent = l.v[i].innocent,
						   .strength = l.v[i].strength };
	v->links = to;
	v->n_links = l.n;
	return OK;
}

static enum err show_person(struct ctx *c, const struct form *f)
{
	struct page p;
	struct person_by_id_args by = { .id = path_id(c, "id") };
	struct person_by_id_row person;
	struct vet_standing_args of = { .person_id = by.id };
	struct vet_standing_row outcome;
	TRY(page_begin(c, "Vetting", &p));
	TRY(person_by_id(p.tx, &by, &person));
	TRY(vet_standing(p.tx, &of, &outcome));
	struct vet_person_view v = { .person_id = person.id,
				     .ref = person.ref,
				     .name = person.name,
				     .outcome = outcome_text(c->a, &outcome),
				     .is_adviser = ctx_has_role(c, BIT(ROLE_SECURITY)),
				     .csrf = p.csrf };
	TRY(vet_is_outcome_only(p.tx, &v.is_outcome_only));
	TRY(fill_person_hits(&p, by.id, &v));
	TRY(fill_advice(&p, by.id, &v));
	if (v.is_reader)
		TRY(fill_links(&p, by.id, &v));
	v.effect_html = choices(c->a, f, "effect", EFFECTS, EFFECT_LABELS, NULL);
	v.reason_html = area(c->a, f, "reason");
	v.origin_html = area(c->a, f, "origin");
	struct ui_field reference = page_field(form_value(f, "reference"));
	v.reference_html = ui_input(c->a, &reference);
	p.frame.title = str_fmt(c->a, "Vetting %.*s", SF(person.ref));
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "vet.view", note_view, &by.id));
	return page_send(&p, vet_person, &v);
}

static enum err person_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, advice_fields);
	return show_person(c, &blank);
}

static enum err advice_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, advice_fields, CSRF_FIELDS, &f);
	struct vet_advice_add_args in = { .person_id = path_id(c, "id"),
					  .effect = form_text(&f, "effect"),
					  .reason = form_text(&f, "reason"),
					  .origin = form_text(&f, "origin"),
					  .reference = form_text(&f, "reference") };
	if (e == OK)
		e = vet_advise(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &in);
	if (e == OK)
		return see_other(c, "/vet/people/%lld", (long long)in.person_id);
	return e == ERR_FAULTS || e == ERR_REFUSED ? show_person(c, &f) : e;
}

/* clang-format off */
const struct route vet_routes[] = {
	ROUTE(GET, "/vet", all_page, VET_READS, "Says which hits wait, which lists there are, and what the last runs found."),
	ROUTE(POST, "/vet/rescreen", rescreen_post, BIT(ROLE_VETTING), "Compares everybody with what changed.", .is_write = true, .is_slow = true),
	ROUTE(GET, "/vet/hits/{id}", hit_page, VET_READS, "Shows one hit with both sides and its evidence."),
	ROUTE(POST, "/vet/hits/{id}/verdict", verdict_post, BIT(ROLE_VETTING), "Keeps a verdict about a hit.", .is_write = true),
	ROUTE(POST, "/vet/hits/{id}/second", second_post, BIT(ROLE_VETTING), "Keeps what the second reader says.", .is_write = true),
	ROUTE(GET, "/vet/people/{id}", person_page, VET_SEES_OUTCOME, "Shows how the screening of a person stands, and the advice."),
	ROUTE(POST, "/vet/people/{id}/advice", advice_post, BIT(ROLE_SECURITY), "Gives advice about a person.", .is_write = true),
	{ 0 },
};
/* clang-format on */
