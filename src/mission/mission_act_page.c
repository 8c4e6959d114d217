/* mission_act_page.c: the page on which an act of life is recorded: which act, then only what it
 * needs, with the gates that the wish has to pass. */
#include "access/page.h"
#include "base/must.h"
#include "mission/mission_in.h"
#include "mission_act.html.h"
#include "person/person.h"
#include "ui/ui_form.h"
#include "web/form.h"

static const struct field act_fields[] = {
	{ "act", "Act", FIELD_LINE, .max = 40 },
	{ "person", "Person", FIELD_LINE, .max = 20, .hint = "Reference, such as P-00412" },
	{ "post", "Post", FIELD_LINE, .max = 20, .hint = "Number, such as D-07" },
	{ "other", "Member of the family", FIELD_LINE, .max = 20,
	  .hint = "Reference, such as P-00413" },
	{ "says", "What exactly", FIELD_LINE, .max = 300 },
	{ "category", "Category", FIELD_LINE, .max = 40 },
	{ "after", "Stands behind", FIELD_LINE, .max = 20,
	  .hint = "Number of the post before it in the mission's own order. "
		  "Leave empty for the last place" },
	{ "on", "Day it happened", FIELD_DAY },
	{ "time", "Time of day", FIELD_LINE, .max = 5,
	  .hint = "In this State's time zone, such as 09:30" },
	{ "card", "Number of the card", FIELD_LINE, .max = 60 },
	{ "told", "Day the ministry was told", FIELD_DAY,
	  .hint = "Leave empty when it is not known" },
	{ "note", "Note", FIELD_LINE, .max = 60, .hint = "Number of the note that told it" },
	{ "signed_by", "Signed by", FIELD_LINE, .max = 20, .hint = "Reference of the signatory" },
	{ 0 },
};

/* Which fields an act shows. */
static bool shows(const struct mission_act_rule *r, const char *name)
{
	str n = str_of(name);
	if (str_eq(n, S("act")))
		return false;
	if (str_eq(n, S("person")))
		return !(r->needs & NEEDS_MISSION);
	if (str_eq(n, S("post")))
		return r->needs & NEEDS_POST;
	if (str_eq(n, S("category")) || str_eq(n, S("after")))
		return r->needs & NEEDS_NEW;
	if (str_eq(n, S("other")))
		return r->needs & NEEDS_OTHER;
	if (str_eq(n, S("time")))
		return r->needs & NEEDS_TIME;
	if (str_eq(n, S("says")))
		return r->needs & NEEDS_SAYS;
	if (str_eq(n, S("card")))
		return r->needs & NEEDS_CARD;
	if (str_eq(n, S("on")) || str_eq(n, S("told")))
		return !(r->needs & NEEDS_TWO); /* the day on which the second person decides */
	if (str_eq(n, S("signed_by")))
		return r->kind == MISSION_ACT_KIND_APPOINTED ||
		       r->kind == MISSION_ACT_KIND_ARRIVED ||
		       r->kind == MISSION_ACT_KIND_TRANSFERRED;
	return true;
}

/* What "says" is in this act. */
static str says_label(enum mission_act_kind act)
{
	if (MISSION_ACTS[act].needs & NEEDS_OTHER)
		return S("Relation");
	if (MISSION_ACTS[act].needs & NEEDS_NEW)
		return S("Title");
	if (act == MISSION_ACT_KIND_NATIONALITY || act == MISSION_ACT_KIND_PROTECTED)
		return S("State");
	bool is_agreed = act == MISSION_ACT_KIND_REOPENED || act == MISSION_ACT_KIND_POST_FREED;
	return is_agreed ? S("On what it rests") : S("Why");
}

/* A State is said by its code. */
static str hint_of(const struct field *f, bool is_says, enum mission_act_kind act)
{
	if (is_says && str_eq(says_label(act), S("State")))
		return S("Two-letter code, such as CH");
	return str_of(f->hint);
}

/* The words to choose from in a field; 0: it is free text. */
static int words_of(const struct field *f, enum mission_act_kind act, str *words)
{
	str name = str_of(f->name);
	bool is_family = MISSION_ACTS[act].needs & NEEDS_OTHER;
	int n = 0;
	if (str_eq(name, S("category")))
		for (; n < POST_CATEGORY_N; n++)
			words[n] = post_category_text((enum post_category)n);
	else if (str_eq(name, S("says")) && is_family)
		for (; n < HOUSEHOLD_RELATION_N; n++)
			words[n] = household_relation_text((enum household_relation)n);
	else if (str_eq(name, S("says")) && act == MISSION_ACT_KIND_ENDED)
		for (; n < APPOINTMENT_END_N; n++)
			words[n] = appointment_end_text((enum appointment_end)n);
	return n;
}

enum { WORDS_MAX = POST_CATEGORY_N + HOUSEHOLD_RELATION_N + APPOINTMENT_END_N };

static struct html input(struct arena *a, const struct form_value *x, enum mission_act_kind act,
			 int64_t today_on)
{
	str words[WORDS_MAX], name = str_of(x->field->name);
	int n = words_of(x->field, act, words);
	bool is_says = str_eq(name, S("says")), is_day = x->field->kind == FIELD_DAY;
	bool is_today = !x->typed.p && str_eq(name, S("on"));
	struct ui_option *options = arena_new_n(a, struct ui_option, n + 1);
	options[0] = (struct ui_option){ .value = S(""), .text = S("Choose") };
	for (int i = 0; i < n; i++)
		options[i + 1] =
		    (struct ui_option){ .value = words[i], .text = mission_label(a, words[i]) };
	struct ui_field in = {
		.name = name,
		.id = name,
		.label = { .text = is_says ? says_label(act) : str_of(x->field->label) },
		.hint = { .text = hint_of(x->field, is_says, act) },
		.value = is_today ? day_text(a, today_on) : x->typed,
		.type = is_day ? S("date") : (str){ 0 },
		.classes = is_says || n ? (str){ 0 } : S("govuk-input--width-10"),
		.options = options,
		.n_options = n ? n + 1 : 0,
		.error = { .text = x->fault },
	};
	return n ? ui_select(a, &in) : ui_input(a, &in);
}

static void fill_inputs(struct arena *a, const struct form *f, const struct mission_act_rule *r,
			int64_t today_on, struct mission_act_view *v)
{
	struct {
		struct mission_act_inputs *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	for (ptrdiff_t i = 0; i < f->n; i++)
		if (shows(r, f->v[i].field->name))
			*arena_push(a, &list) =
			    (struct mission_act_inputs){ input(a, &f->v[i], r->kind, today_on) };
	v->inputs = list.v;
	v->n_inputs = list.n;
}

/* ---- the wish ---- */

static enum err person_of(struct ctx *c, struct tx *tx, struct form *f, const char *name,
			  int64_t *id)
{
	struct person_by_ref_row row;
	struct person_by_ref_args in = { form_text(f, name) };
	*id = 0;
	if (str_is_empty(in.ref))
		return OK;
	enum err e = person_by_ref(tx, &in, &row);
	if (e == ERR_NOT_FOUND)
		form_fault(c, f, name, "There is no person %.*s.", SF(in.ref));
	if (e == OK)
		*id = row.id;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err read_wish(struct ctx *c, struct tx *tx, struct form *f, struct mission_wish *w)
{
	int hour, minute;
	str time = form_text(f, "time");
	w->mission_id = path_id(c, "id");
	w->post_no = form_text(f, "post");
	w->note_no = form_text(f, "note");
	w->says = form_text(f, "says");
	w->card_no = form_text(f, "card");
	w->category = form_text(f, "category");
	w->after_no = form_text(f, "after");
	w->on = form_day(f, "on", tx->on);
	w->told_on = (struct opt_int){ form_value(f, "told")->has, form_day(f, "told", 0) };
	TRY(person_of(c, tx, f, "person", &w->person_id));
	TRY(person_of(c, tx, f, "other", &w->other_id));
	TRY(person_of(c, tx, f, "signed_by", &w->signed_by_id));
	if (str_is_empty(time))
		return OK;
	if (!mission_read_time(time, &hour, &minute)) {
		form_fault(c, f, "time", "'%.*s' is not a time of day; write 09:30.", SF(time));
		return OK;
	}
	w->at.has = true;
	return mission_instant(tx, w->on, hour, minute, &w->at.v);
}

/* ---- showing ---- */

static const struct {
	const char *heading;
	enum mission_act_kind first, last;
} groups[] = {
	{ "In and out of posts", MISSION_ACT_KIND_APPOINTED, MISSION_ACT_KIND_ARRIVED },
	{ "Heads", MISSION_ACT_KIND_FUNCTIONS, MISSION_ACT_KIND_CHARGE_ENDED },
	{ "Agrément", MISSION_ACT_KIND_AGREMENT_ASKED, MISSION_ACT_KIND_AGREMENT_WITHDRAWN },
	{ "Changes", MISSION_ACT_KIND_TRANSFERRED, MISSION_ACT_KIND_CONSENT_WITHDRAWN },
	{ "End", MISSION_ACT_KIND_ENDED, MISSION_ACT_KIND_DIED },
	{ "Families and private servants", MISSION_ACT_KIND_FAMILY_EXPECTED,
	  MISSION_ACT_KIND_FAMILY_LEFT },
	{ "Cards", MISSION_ACT_KIND_CARD_ISSUED, MISSION_ACT_KIND_CARD_RETURNED },
	{ "Signatories", MISSION_ACT_KIND_SIGNATORY_NAMED, MISSION_ACT_KIND_SIGNATORY_ENDED },
	{ "Posts", MISSION_ACT_KIND_POST_CREATED, MISSION_ACT_KIND_POST_FREED },
	{ "The mission itself", MISSION_ACT_KIND_SUSPENDED, MISSION_ACT_KIND_PROTECTED },
};
enum { GROUPS_N = sizeof groups / sizeof groups[0] };

static str sentence(struct arena *a, const char *says)
{
	bool is_small = says[0] >= 'a' && says[0] <= 'z';
	return is_small ? str_fmt(a, "%c%s.", says[0] - 'a' + 'A', says + 1)
			: str_fmt(a, "%s.", says);
}

static void fill_groups(struct arena *a, struct mission_act_view *v)
{
	struct mission_act_groups *list = arena_new_n(a, struct mission_act_groups, GROUPS_N);
	for (int g = 0; g < GROUPS_N; g++) {
		int n = (int)groups[g].last - (int)groups[g].first + 1;
		struct mission_act_groups_acts *acts =
		    arena_new_n(a, struct mission_act_groups_acts, n);
		for (int i = 0; i < n; i++) {
			const struct mission_act_rule *r = &MISSION_ACTS[(int)groups[g].first + i];
			acts[i] = (struct mission_act_groups_acts){ .word = mission_act_kind_text(
									r->kind),
								    .label = str_of(r->label),
								    .what = sentence(a, r->says) };
		}
		list[g] = (struct mission_act_groups){ .heading = str_of(groups[g].heading),
						       .acts = acts,
						       .n_acts = n };
	}
	v->groups = list;
	v->n_groups = GROUPS_N;
}

static enum err fill_gates(struct page *p, struct form *f, const struct mission_act_rule *r,
			   struct mission_act_view *v)
{
	struct mission_gates gates;
	struct mission_wish w = { .act = r->kind };
	if (!shows(r, "signed_by"))
		return OK;
	TRY(read_wish(p->c, p->tx, f, &w));
	if (!w.person_id || str_is_empty(w.post_no))
		return OK;
	enum err e = mission_gates_of(p->tx, &w, &gates);
	if (e == ERR_NOT_FOUND)
		form_fault(p->c, f, "post", "There is no post %.*s in this mission.",
			   SF(w.post_no));
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	struct mission_act_gates *list = arena_new_n(p->c->a, struct mission_act_gates, gates.n);
	for (ptrdiff_t i = 0; i < gates.n; i++)
		list[i] = (struct mission_act_gates){
			.name = mission_words(p->c->a, str_of(gates.v[i].word)),
			.is_met = gates.v[i].is_met,
			.how = gates.v[i].says,
			.satisfy = gates.v[i].satisfy,
			.basis = gates.v[i].article.p ? gates.v[i].article : gates.v[i].source
		};
	v->gates = list;
	v->n_gates = gates.n;
	return OK;
}

static enum err show(struct ctx *c, struct form *f)
{
	struct page p;
	enum mission_act_kind act;
	enum mission_kind kind;
	struct mission_by_ref_row m;
	struct mission_by_ref_args in = { path_id(c, "id") };
	struct mission_act_view v = { .id = in.id,
				      .title = S("What happened?"),
				      .person = form_text(f, "person") };
	TRY(page_begin(c, "Record an act", &p));
	TRY(mission_by_ref(p.tx, &in, &m));
	must(mission_kind_of(m.kind, &kind));
	v.csrf = p.csrf;
	v.mission_name = m.name;
	p.frame.back_url = str_fmt(c->a, "/missions/%lld", (long long)in.id);
	p.frame.back_text = m.name;
	str word = form_text(f, "act");
	if (mission_act_kind_of(word, &act)) {
		const struct mission_act_rule *r = &MISSION_ACTS[act];
		v.act = word;
		v.title = str_of(r->label);
		v.says = sentence(c->a, r->says);
		v.article = mission_act_article(act, kind);
		v.is_two = r->needs & NEEDS_TWO;
		TRY(fill_gates(&p, f, r, &v));
		fill_inputs(c->a, f, r, p.tx->on, &v);
	} else {
		if (word.p)
			form_fault(c, f, "act", "'%.*s' is not an act.", SF(word));
		fill_groups(c->a, &v);
	}
	return page_send(&p, mission_act, &v);
}

enum err mission_act_page(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, act_fields, NULL, &f);
	return e == OK || e == ERR_FAULTS ? show(c, &f) : e;
}

static enum err record(struct ctx *c, struct form *f)
{
	struct page p;
	struct mission_wish w = { 0 };
	struct faults found = faults_in(c->a);
	if (!mission_act_kind_of(form_text(f, "act"), &w.act)) {
		form_fault(c, f, "act", "Choose what happened.");
		return ERR_FAULTS;
	}
	TRY(page_begin(c, "Record an act", &p));
	TRY(read_wish(c, p.tx, f, &w));
	TRY(faults_err(&c->faults));
	enum err e = mission_act(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &found, &w);
	for (ptrdiff_t i = 0; i < found.n; i++)
		form_fault(c, f, str_z(c->a, found.v[i].field), "%s",
			   str_z(c->a, sentence(c->a, str_z(c->a, found.v[i].sentence))));
	if (e == ERR_NOT_FOUND) {
		form_fault(c, f, "post", "There is no post %.*s in this mission.", SF(w.post_no));
		return ERR_FAULTS;
	}
	return e;
}

enum err mission_act_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, act_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = record(c, &f);
	if (e == OK)
		return see_other(c, "/missions/%lld#happened", (long long)path_id(c, "id"));
	if (e == ERR_NEEDS_APPROVAL)
		return see_other(c, "/proposals");
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c); /* a newer snapshot */
	return show(c, &f);
}
