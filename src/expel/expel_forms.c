/* expel_forms.c: everything that is done about a measure, each on a page of its own with the words
 * of its verb; a table says which fields it has, who may and when. */
#include "expel/expel_pages.h"

#include <string.h>

#include "base/must.h"
#include "expel_form.html.h"

static const struct field fields[] = {
	{ "against", "Against the missions of", FIELD_LINE, .max = 4 },
	{ "by", "Who acts", FIELD_LINE, .max = 4 },
	{ "incident", "Incident", FIELD_LINE, .max = 20 },
	{ "answers", "Answers which measure", FIELD_LINE, .max = 20 },
	{ "title", "Name", FIELD_LINE, .max = 120 },
	{ "place", "Where", FIELD_LINE, .max = 120 },
	{ "on", "Day", FIELD_LINE, .max = 10,
	  .hint = "2018-03-14, or 2018-03 when only the month is known" },
	{ "says", "In words", FIELD_TEXT, .max = 1000 },
	{ "source", "Where it was read", FIELD_LINE, .max = 500 },
	{ "author", "Who says so", FIELD_LINE, .max = 200, .hint = "The office or the paper" },
	{ "author-state", "Of which State", FIELD_LINE, .max = 4 },
	{ "strength", "How surely", FIELD_LINE, .max = 20 },
	{ "kind", "Kind", FIELD_LINE, .max = 30 },
	{ "class", "Class of staff", FIELD_LINE, .max = 30 },
	{ "persons", "How many people", FIELD_INT, .max = 1000000,
	  .hint = "Leave empty when it is not known" },
	{ "at-least", "At least", FIELD_INT, .max = 1000000 },
	{ "at-most", "At most", FIELD_INT, .max = 1000000 },
	{ "floor", "This number or more", FIELD_CHECK },
	{ "posts", "How many posts or offices", FIELD_INT, .max = 1000000 },
	{ "was", "Of a ceiling: the number before it", FIELD_INT, .max = 1000000 },
	{ "limit", "Of a ceiling or cap: how many may stay", FIELD_INT, .max = 1000000 },
	{ "ratchet", "Each later expulsion lowers the ceiling by one", FIELD_CHECK },
	{ "scope", "Which mission, office or people", FIELD_LINE, .max = 200 },
	{ "mission", "Mission", FIELD_INT, .max = INT64_MAX },
	{ "effect", "Takes effect on", FIELD_DAY },
	{ "note", "Number of the note", FIELD_LINE, .max = 60 },
	{ "to", "Handed to", FIELD_LINE, .max = 120, .hint = "The head or the chargé d'affaires" },
	{ "zone", "Clock where the staff is", FIELD_LINE, .max = 60,
	  .hint = "Such as Europe/Moscow; of staff here it is this register's" },
	{ "day", "Day of handing over", FIELD_DAY, .hint = "Leave day and time empty for now" },
	{ "time", "Time of handing over", FIELD_LINE, .max = 5,
	  .hint = "By the clock where the staff is, such as 13:10" },
	{ "hours", "Hours to leave", FIELD_INT, .max = EXPEL_HOURS_MAX,
	  .hint = "Run on from the handing over" },
	{ "days", "Or days to leave", FIELD_INT, .max = EXPEL_DAYS_MAX,
	  .hint = "End with the last moment of the last day" },
	{ "until", "Or until the end of", FIELD_DAY },
	{ "written", "How the note writes the name", FIELD_LINE, .max = 200 },
	{ "people", "People", FIELD_MANY },
	{ "how", "How this is known", FIELD_LINE, .max = 30 },
	{ "with-family", "Their families left with them", FIELD_CHECK },
	{ "part", "Part", FIELD_INT, .max = INT64_MAX },
	{ "basis", "What it rests on", FIELD_LINE, .max = 30 },
	{ "article", "Article", FIELD_LINE, .max = 60, .hint = "Such as VCDR Art. 11(1)" },
	{ "field", "What was written down wrongly", FIELD_LINE, .max = 30 },
	{ "became", "What is right", FIELD_LINE, .max = 300, .hint = "A day as 2018-03-20" },
	{ "reason", "How this is known", FIELD_LINE, .max = 300 },
	{ 0 },
};

/* clang-format off */
const struct expel_form EXPEL_FORMS[] = {
	{ "ground", "Change what it rests on", "What it rests on", "Save", EXPEL_DO_GROUND, "says incident answers", EXPEL_NAMES, WHEN_DRAFT | WHEN_OURS, "attribution" },
	{ "attribution", NULL, "Who is said to have done it", NULL, EXPEL_DOS_N, NULL, EXPEL_READS, WHEN_DRAFT | WHEN_OURS, "name" },
	{ "name", "Name people", "Name people", "Name them", EXPEL_DO_NAME, "people", EXPEL_NAMES, WHEN_DRAFT | WHEN_IN_FORCE, "name" },
	{ "strike", "Take people off", "Take people off", "Take them off", EXPEL_DO_STRIKE, "people", EXPEL_NAMES, WHEN_DRAFT, "name" },
	{ "basis", "Write why people are named", "Why people are named", "Save", EXPEL_DO_BASIS, "people says", BIT(ROLE_SECURITY), WHEN_DRAFT | WHEN_PROPOSED | WHEN_APPROVED | WHEN_IN_FORCE | WHEN_OURS, "name" },
	{ "terms", "Say by when they must leave", "By when they must leave", "Save", EXPEL_DO_TERMS, "hours days until", EXPEL_NAMES, WHEN_DRAFT | WHEN_OURS, "part" },
	{ "part", "Add a part", "Add a part", "Add it", EXPEL_DO_PART, "kind class persons at-least at-most floor posts was limit ratchet mission scope effect says", EXPEL_NAMES, WHEN_DRAFT | WHEN_IN_FORCE, "part" },
	{ "forecast", NULL, "What the past says of the answer", NULL, EXPEL_DOS_N, NULL, EXPEL_READS, WHEN_DRAFT | WHEN_OURS, "propose" },
	{ "propose", "Propose it to two people", "Propose it to two people", "Propose", EXPEL_DO_PROPOSE, "", EXPEL_NAMES, WHEN_DRAFT | WHEN_OURS, NULL },
	{ "notes", "Draft the notes", "Draft the notes", "Draft them", EXPEL_DO_NOTES, "", BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD), WHEN_APPROVED | WHEN_OURS, NULL },
	{ "hand-over", "The note was handed over", "The note was handed over", "Record it", EXPEL_DO_HAND_OVER, "note to day time zone hours days until", BIT(ROLE_HEAD), WHEN_APPROVED | WHEN_IN_FORCE | WHEN_NO_NOTE | WHEN_GOING, NULL },
	{ "supersede", "A later note was handed over", "A later note was handed over", "Record it", EXPEL_DO_SUPERSEDE, "note day time hours days until says people written", BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD), WHEN_IN_FORCE | WHEN_NOTE, NULL },
	{ "leave", "People have left", "People have left", "Record it", EXPEL_DO_LEAVE, "people on how with-family says", BIT(ROLE_PROTOCOL), WHEN_IN_FORCE | WHEN_NOTE, NULL },
	{ "ceiling", "Propose its ceiling to the register", "Propose its ceiling to the register", "Propose", EXPEL_DO_CEILING, "part basis article", BIT(ROLE_PROTOCOL) | BIT(ROLE_DESK), WHEN_APPROVED | WHEN_IN_FORCE | WHEN_OURS, NULL },
	{ "refuse", "Name applications that are refused with it", "Applications refused with it", "Save", EXPEL_DO_REFUSE, "part people", BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY), WHEN_DRAFT | WHEN_PROPOSED | WHEN_APPROVED | WHEN_IN_FORCE | WHEN_OURS, NULL },
	{ "claim", "Enter what somebody says of it", "What somebody says of it", "Enter it", EXPEL_DO_CLAIM, "author author-state kind persons says source", BIT(ROLE_DESK), WHEN_IN_FORCE | WHEN_CLOSED, NULL },
	{ "stop", "Let it stand still", "Let it stand still", "Stop", EXPEL_DO_STOP, "says", BIT(ROLE_HEAD) | BIT(ROLE_DESK), WHEN_DRAFT | WHEN_PROPOSED | WHEN_APPROVED | WHEN_IN_FORCE | WHEN_GOING, NULL },
	{ "resume", "Let it go on", "Let it go on", "Go on", EXPEL_DO_RESUME, "", BIT(ROLE_HEAD) | BIT(ROLE_DESK), WHEN_DRAFT | WHEN_PROPOSED | WHEN_APPROVED | WHEN_IN_FORCE | WHEN_STOPPED, NULL },
	{ "close", "Close it", "Close it", "Close", EXPEL_DO_CLOSE, "says", BIT(ROLE_HEAD) | BIT(ROLE_DESK), WHEN_DRAFT | WHEN_PROPOSED | WHEN_APPROVED | WHEN_IN_FORCE, NULL },
	{ "correct", "Correct what was written down wrongly", "Correct what was written down wrongly", "Correct", EXPEL_DO_CORRECT, "field people became reason", BIT(ROLE_PROTOCOL) | BIT(ROLE_DESK) | BIT(ROLE_HEAD), WHEN_IN_FORCE | WHEN_CLOSED, NULL },
	{ 0 },
};

/* What has no measure yet: the last part of the path. */
static const struct expel_form NEW_FORMS[] = {
	{ "draft", NULL, "Draft a measure", "Make the draft", EXPEL_DO_DRAFT, "against says incident answers", EXPEL_NAMES, 0, NULL },
	{ "record", NULL, "Enter a measure of another State", "Enter it", EXPEL_DO_RECORD, "by against on says source incident answers persons at-least at-most floor posts", BIT(ROLE_DESK), 0, NULL },
	{ "new", NULL, "Enter an incident", "Enter it", EXPEL_DO_INCIDENT, "title on place says source", BIT(ROLE_DESK), 0, NULL },
	{ "attribute", NULL, "Who says who did it", "Enter it", EXPEL_DO_ATTRIBUTE, "author author-state on strength says source", BIT(ROLE_DESK), 0, NULL },
};
/* clang-format on */

const struct expel_form *expel_form_of(str word)
{
	for (const struct expel_form *f = EXPEL_FORMS; f->word; f++)
		if (str_eq(word, str_of(f->word)))
			return f;
	return NULL;
}

static bool has_part(const struct expel_measure_view *v, enum expel_kind kind)
{
	for (ptrdiff_t i = 0; i < v->parts.n; i++)
		if (str_eq(v->parts.v[i].kind, expel_kind_text(kind)))
			return true;
	return false;
}

bool expel_form_is_open(const struct expel_form *f, const struct expel_measure_view *v)
{
	enum expel_stage stage;
	must(expel_stage_of(v->m.stage, &stage));
	unsigned w = f->when;
	if ((f->what == EXPEL_DO_CEILING && !has_part(v, EXPEL_KIND_CEILING)) ||
	    (f->what == EXPEL_DO_REFUSE && !has_part(v, EXPEL_KIND_APPLICATION_REFUSED)) ||
	    (v->is_bound && (f->what == EXPEL_DO_NAME || f->what == EXPEL_DO_PART)))
		return false;
	return w & 1u << stage && !(w & WHEN_OURS && !v->is_ours) &&
	       !(w & WHEN_THEIRS && v->is_ours) && !(w & WHEN_NO_NOTE && v->notes.n) &&
	       !(w & WHEN_NOTE && !v->notes.n) && !(w & WHEN_STOPPED && !v->m.stopped_on.has) &&
	       !(w & WHEN_GOING && v->m.stopped_on.has);
}

static bool has_name(const char *names, const char *name)
{
	str rest = str_of(names);
	while (rest.p)
		if (str_eq(str_cut(&rest, ' '), str_of(name)))
			return true;
	return false;
}

/* ---- what stands above a form ---- */

struct lines {
	str *v;
	ptrdiff_t n, cap;
};
struct table {
	struct expel_form_rows *v;
	ptrdiff_t n, cap;
};

static void say(struct arena *a, struct expel_form_view *v, str line)
{
	str *all = arena_new_n(a, str, v->n_facts + 1);
	for (ptrdiff_t i = 0; i < v->n_facts; i++)
		all[i] = v->facts[i];
	all[v->n_facts++] = line;
	v->facts = all;
}

static enum err about_ground(struct tx *tx, const struct expel_measure_view *m,
			     struct expel_form_view *v)
{
	struct expel_incident_by_id_args by = { .id = m->m.incident_id.v };
	struct expel_incident_by_id_row i;
	struct expel_attributions_args of = { .incident_id = by.id };
	struct expel_attributions_rows said;
	struct table rows = { 0 };
	if (!m->m.incident_id.has) {
		say(tx->a, v,
		    S("No incident is named. A measure may stand without one: nobody owes the other "
		      "side reasons (VCDR Art. 9(1))."));
		return OK;
	}
	TRY(expel_incident_by_id(tx, &by, &i));
	TRY(expel_attributions(tx, &of, &said));
	for (ptrdiff_t k = 0; k < said.n; k++)
		*arena_push(tx->a, &rows) = (struct expel_form_rows){
			said.v[k].author, mission_label(tx->a, said.v[k].strength), said.v[k].says
		};
	say(tx->a, v, str_fmt(tx->a, "%.*s: %.*s", SF(i.ref), SF(i.title)));
	if (!said.n)
		say(tx->a, v, S("No account of who did it is entered."));
	v->rows = rows.v;
	v->n_rows = rows.n;
	v->rows_heading = S("Who says so");
	struct expel_form_links *link = arena_new_n(tx->a, struct expel_form_links, 1);
	*link = (struct expel_form_links){ str_fmt(tx->a, "/incidents/%lld", (long long)i.id),
					   S("The incident with all accounts of it") };
	v->links = link;
	v->n_links = 1;
	return OK;
}

static void about_people(struct arena *a, const struct expel_measure_view *m,
			 struct expel_form_view *v)
{
	struct table rows = { 0 };
	for (ptrdiff_t i = 0; i < m->n_people; i++) {
		const struct expel_people_row *p = &m->people[i].row;
		*arena_push(a, &rows) =
		    (struct expel_form_rows){ p->person_name.p ? p->person_name : S("(not shown)"),
					      expel_person_text(a, p->mission_name, p->post_no,
								p->title),
					      expel_words_for(a, p, &m->parts) };
	}
	v->rows = rows.v;
	v->n_rows = rows.n;
	v->rows_heading = str_fmt(a, "%td named", m->n_people);
	if (expel_form_is_open(expel_form_of(S("strike")), m) && m->n_people) {
		struct expel_form_links *link = arena_new_n(a, struct expel_form_links, 1);
		*link = (struct expel_form_links){ str_fmt(a, "/measures/%lld/strike",
							   (long long)m->m.id),
						   S("Take people off") };
		v->links = link;
		v->n_links = 1;
	}
}

static void about_parts(struct arena *a, const struct expel_measure_view *m,
			struct expel_form_view *v)
{
	struct table rows = { 0 };
	for (ptrdiff_t i = 0; i < m->parts.n; i++) {
		enum expel_kind kind;
		must(expel_kind_of(m->parts.v[i].kind, &kind));
		const struct expel_kind_info *info = expel_kind_info_of(kind);
		*arena_push(a, &rows) =
		    (struct expel_form_rows){ expel_part_text(a, &m->parts.v[i]),
					      str_of(info->vcdr), expel_posts_says(info->posts) };
	}
	v->rows = rows.v;
	v->n_rows = rows.n;
	v->rows_heading = S("Parts so far");
	say(a, v,
	    S("People who are named need no part of their own. A part is what else the measure does: a "
	      "ceiling, posts cut, consent withdrawn."));
}

/* What came back in the past for such a number; it replays the past and advises nothing. */
static enum err about_answer(struct tx *tx, const struct expel_measure_view *m,
			     struct expel_form_view *v)
{
	static const char *const from[] = { "answers of this pair of States",
					    "answers of this State to anybody",
					    "answers of anybody to anybody" };
	struct past_list past;
	struct past_choice c;
	struct arena *a = tx->a;
	TRY(ledger_past_read(tx, tx->on, &past));
	if (!past_choose(a, &past, m->m.sender_iso, m->m.target_iso, tx->on, CENSOR_DAYS, &c)) {
		say(a, v, S("The ledger holds no answer to draw from."));
		return OK;
	}
	struct past_sizes s = past_sizes_of(&c.figures);
	struct past_guess g = past_guess_of(&c.figures, (double)m->n_people);
	say(a, v,
	    str_fmt(a,
		    "Drawn from %lld %s. The same number came back: %lld; fewer: %lld; more: %lld.",
		    (long long)c.figures.pairs_n, from[c.scope], (long long)s.equal_n,
		    (long long)s.smaller_n, (long long)s.larger_n));
	say(a, v,
	    str_fmt(a,
		    "For the %td named here: ten of a hundred would not exceed %.0f, fifty %.0f, "
		    "ninety %.0f. It replays the past and advises nothing.",
		    m->n_people, g.low, g.middle, g.high));
	struct expel_form_links *link = arena_new_n(a, struct expel_form_links, 1);
	*link = (struct expel_form_links){ str_fmt(a, "/ledger/what-if?state=%.*s&expel=%td",
						   SF(m->m.target_iso), m->n_people),
					   S("What if, week by week, with our sections there") };
	v->links = link;
	v->n_links = 1;
	return OK;
}

static void about_propose(struct arena *a, const struct expel_measure_view *m,
			  struct expel_form_view *v)
{
	struct expel_limit l;
	about_people(a, m, v);
	v->n_links = 0;
	say(a, v, m->m.says);
	say(a, v,
	    expel_terms_of(&m->m, &l) ? str_fmt(a, "They have: %.*s.", SF(expel_limit_text(a, &l)))
				      : S("By when they must leave is not said yet."));
	for (ptrdiff_t i = 0; i < m->parts.n; i++)
		say(a, v, expel_part_text(a, &m->parts.v[i]));
	say(a, v,
	    S("Two people approve just this; nobody who named somebody is one of them. Nothing is handed "
	      "over by itself."));
}

static enum err about(struct tx *tx, const struct expel_form *form,
		      const struct expel_measure_view *m, struct expel_form_view *v)
{
	struct arena *a = tx->a;
	struct expel_limit l;
	str w = str_of(form->word);
	if (str_eq(w, S("attribution")))
		return about_ground(tx, m, v);
	if (str_eq(w, S("forecast")))
		return about_answer(tx, m, v);
	if (form->what == EXPEL_DO_NAME)
		about_people(a, m, v);
	else if (form->what == EXPEL_DO_PART)
		about_parts(a, m, v);
	else if (form->what == EXPEL_DO_PROPOSE)
		about_propose(a, m, v);
	else if (form->what == EXPEL_DO_NOTES)
		say(a, v,
		    str_fmt(a,
			    "One note is drafted for each of the %td named, with the words of the "
			    "convention for the category. Another person approves the wording, and "
			    "nothing is sent by itself.",
			    m->n_people));
	else if (form->what == EXPEL_DO_HAND_OVER && expel_terms_of(&m->m, &l))
		say(a, v,
		    str_fmt(a, "Approved: %.*s. Leave the three times to leave empty to keep that.",
			    SF(expel_limit_text(a, &l))));
	else if (form->what == EXPEL_DO_CEILING)
		say(a, v, S("Another person sets it; until then nothing changes."));
	else if (form->what == EXPEL_DO_TERMS)
		say(a, v, S("The time runs from the handing over, by the clock here."));
	return OK;
}

/* ---- a form as a page ---- */

static enum err fill_steps(struct tx *tx, const struct expel_form *form,
			   const struct expel_measure_view *m, struct expel_form_view *v)
{
	struct expel_step steps[EXPEL_STEPS_N];
	bool is_draft = m->is_ours && str_eq(m->m.stage, expel_stage_text(EXPEL_STAGE_DRAFT));
	if (!is_draft)
		return OK;
	TRY(expel_steps_of(tx, m, steps));
	struct expel_form_steps *list = arena_new_n(tx->a, struct expel_form_steps, EXPEL_STEPS_N);
	str word = str_of(form->what == EXPEL_DO_PART ? "terms" : form->word);
	for (int i = 0; i < EXPEL_STEPS_N; i++) {
		bool has_page =
		    steps[i].word && expel_form_is_open(expel_form_of(str_of(steps[i].word)), m);
		list[i] = (struct expel_form_steps){
			.is_current = steps[i].word && str_eq(str_of(steps[i].word), word),
			.name = str_of(steps[i].name),
			.url = has_page ? str_fmt(tx->a, "/measures/%lld/%s", (long long)m->m.id,
						  steps[i].word)
					: (str){ 0 },
		};
	}
	v->steps = list;
	v->n_steps = EXPEL_STEPS_N;
	return OK;
}

static void add_next(struct arena *a, const struct expel_form *form,
		     const struct expel_measure_view *m, struct expel_form_view *v)
{
	const char *next = form->what == EXPEL_DO_NAME   ? "terms"
			   : form->what == EXPEL_DO_PART ? "forecast"
							 : form->next;
	struct expel_form_links *list = arena_new_n(a, struct expel_form_links, v->n_links + 1);
	for (ptrdiff_t i = 0; i < v->n_links; i++)
		list[i] = v->links[i];
	if (next && v->n_steps)
		list[v->n_links++] = (struct expel_form_links){ str_fmt(a, "/measures/%lld/%s",
									(long long)m->m.id, next),
								S("Go on to the next step") };
	v->links = list;
}

/* What a draft says already, to be changed. */
static enum err prefill(struct tx *tx, const struct expel_form *form,
			const struct expel_measure_view *m, const struct form *f)
{
	struct expel_incident_by_id_args incident_by = { .id = m->m.incident_id.v };
	struct expel_incident_by_id_row incident;
	struct expel_ref_of_args answered_by = { .id = m->m.answers_id.v };
	struct expel_ref_of_row answered;
	struct expel_limit l;
	if (form->what == EXPEL_DO_GROUND) {
		form_value(f, "says")->typed = m->m.says;
		if (m->m.incident_id.has) {
			TRY(expel_incident_by_id(tx, &incident_by, &incident));
			form_value(f, "incident")->typed = incident.ref;
		}
		if (m->m.answers_id.has) {
			TRY(expel_ref_of(tx, &answered_by, &answered));
			form_value(f, "answers")->typed = answered.ref;
		}
	}
	if (form->what == EXPEL_DO_TERMS && expel_terms_of(&m->m, &l)) {
		static const char *const names[] = { "hours", "days", "until" };
		form_value(f, names[l.kind])->typed = l.kind == EXPEL_LIMIT_KIND_DATE
							  ? day_text(tx->a, l.on)
							  : str_fmt(tx->a, "%lld", (long long)l.n);
	}
	return OK;
}

static enum err show_form(struct ctx *c, const struct expel_form *form, const struct form *f)
{
	struct page p;
	struct expel_measure_view m;
	struct expel_form_view v = { .title = str_of(form->title), .button = str_of(form->button) };
	TRY(page_begin(c, form->title, &p));
	TRY(expel_view_of(p.tx, path_id(c, "id"), &m));
	v.csrf = p.csrf;
	v.caption = str_fmt(c->a, "%.*s, %.*s against %.*s", SF(m.m.ref), SF(m.m.sender_name),
			    SF(m.m.target_name));
	v.action = str_fmt(c->a, "/measures/%lld/%s", (long long)m.m.id, form->word);
	p.frame.back_url = str_fmt(c->a, "/measures/%lld", (long long)m.m.id);
	p.frame.back_text = str_fmt(c->a, "Measure %.*s", SF(m.m.ref));
	bool is_open = expel_form_is_open(form, &m);
	v.has_form = form->fields && is_open && ctx_has_role(c, form->need);
	TRY(about(p.tx, form, &m, &v));
	TRY(fill_steps(p.tx, form, &m, &v));
	add_next(c->a, form, &m, &v);
	if (form->fields && !is_open)
		say(c->a, &v,
		    str_fmt(c->a, "This cannot be done now: the measure is %.*s.",
			    SF(mission_words(c->a, m.m.stage))));
	if (v.has_form && c->req->method == METHOD_GET)
		TRY(prefill(p.tx, form, &m, f));
	if (v.has_form)
		TRY(expel_inputs_of(p.tx, form, f, &m, &v.inputs_html));
	return page_send(&p, expel_form, &v);
}

/* ---- a form to a wish ---- */

static void fill_one(const struct form_value *x, struct expel_wish *w)
{
	const struct expel_place *p = expel_place_of(x->field->name);
	if (!p || !x->has || (x->field->kind == FIELD_LINE && str_is_empty(x->text)))
		return;
	void *to = (char *)w + p->at;
	switch (p->to) {
	case EXPEL_TO_TEXT: *(str *)to = x->text; break;
	case EXPEL_TO_COUNT:
	case EXPEL_TO_DAY: *(struct opt_int *)to = (struct opt_int){ true, x->n }; break;
	case EXPEL_TO_FLAG: *(bool *)to = x->n == 1; break;
	case EXPEL_TO_INT: *(int64_t *)to = x->n; break;
	}
}

static void fill_limit(struct ctx *c, struct form *f, struct expel_wish *w)
{
	const struct form_value *hours = form_value(f, "hours"), *days = form_value(f, "days"),
				*until = form_value(f, "until");
	int n = hours->has + days->has + until->has;
	w->has_limit = n == 1;
	if (n > 1)
		form_fault(c, f, "hours", "Give hours, or days, or a date: one of them.");
	w->limit = hours->has  ? (struct expel_limit){ EXPEL_LIMIT_KIND_HOURS, hours->n, 0 }
		   : days->has ? (struct expel_limit){ EXPEL_LIMIT_KIND_DAYS, days->n, 0 }
			       : (struct expel_limit){ EXPEL_LIMIT_KIND_DATE, 0, until->n };
}

/* "2 March, 13:10" by the clock where the staff is. */
static enum err fill_at(struct ctx *c, struct form *f, const struct expel_measure_view *m,
			int64_t today_on, struct expel_wish *w)
{
	struct clock at = { .on = form_day(f, "day", today_on) };
	str time = form_text(f, "time");
	const char *zone = str_z(c->a, w->zone.p ? w->zone : m->zone);
	if (str_is_empty(time) && !form_value(f, "day")->has)
		return OK;
	if (!mission_read_time(time, &at.hour, &at.minute))
		form_fault(c, f, "time",
			   "Give day and time, such as 13:10: the deadline hangs on it.");
	TRY(faults_err(&c->faults));
	w->at.has = zone_at(zone, at, &w->at.v) == OK;
	if (!w->at.has)
		form_fault(c, f, "zone", "'%s' is no time zone; Moscow is Europe/Moscow.", zone);
	return faults_err(&c->faults);
}

static enum err fill_wish(struct ctx *c, struct form *f, const struct expel_measure_view *m,
			  int64_t today_on, struct expel_wish *w)
{
	const struct form_value *people = form_value(f, "people");
	str on = form_text(f, "on");
	*w = (struct expel_wish){ .measure = m ? m->m.ref : (str){ 0 } };
	for (ptrdiff_t i = 0; i < f->n; i++)
		fill_one(&f->v[i], w);
	fill_limit(c, f, w);
	const char **refs = arena_new_n(c->a, const char *, people->n + 1);
	for (int64_t i = 0; people->many && i < people->n; i++)
		if (people->many[i].n)
			refs[w->n_people++] = str_z(c->a, people->many[i]);
	w->people = refs;
	if (!str_is_empty(on)) {
		w->has_when = interval_read(on, &w->when);
		if (!w->has_when)
			form_fault(c, f, "on", "'%.*s' is not a date: 2018-03-14 or 2018-03.",
				   SF(on));
	}
	TRY(faults_err(&c->faults));
	return m ? fill_at(c, f, m, today_on, w) : OK;
}

/* The deed's faults beside the fields that they are about. */
static void put_faults(struct ctx *c, struct form *f, const struct expel_form *form,
		       const struct faults *found)
{
	for (ptrdiff_t i = 0; i < found->n; i++) {
		const char *name = str_z(c->a, found->v[i].field);
		str s = found->v[i].sentence;
		if (!strcmp(name, "limit") && !has_name(form->fields, "limit"))
			name = "hours";
		else if (!strcmp(name, "at"))
			name = "time";
		else if (!strcmp(name, "when"))
			name = "on";
		if (!has_name(form->fields, name))
			name = str_z(
			    c->a,
			    str_cut(&(str){ form->fields, (ptrdiff_t)strlen(form->fields) }, ' '));
		char first = s.n && s.p[0] >= 'a' && s.p[0] <= 'z' ? (char)(s.p[0] - 32) : s.p[0];
		form_fault(c, f, name, "%c%.*s%s", first, (int)s.n - 1, s.p + 1,
			   s.p[s.n - 1] == '.' ? "" : ".");
	}
}

static enum err run_form(struct ctx *c, const struct expel_form *form, struct form *f,
			 struct expel_wish *w)
{
	struct faults found = faults_in(c->a);
	enum err e = expel_run(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &found, form->what, w);
	put_faults(c, f, form, &found);
	return e;
}

enum err expel_form_page(struct ctx *c)
{
	const struct expel_form *form = expel_form_of(path_text(c, "word"));
	struct form f = form_blank(c->a, fields);
	if (!form)
		return ERR_NOT_FOUND;
	return ctx_has_role(c, form->need) ? show_form(c, form, &f) : ERR_DENIED;
}

static enum err submit(struct ctx *c, const struct expel_form *form, struct form *f)
{
	struct page p;
	struct expel_measure_view m;
	struct expel_wish w;
	TRY(page_begin(c, form->title, &p));
	TRY(expel_view_of(p.tx, path_id(c, "id"), &m));
	TRY(fill_wish(c, f, &m, p.tx->on, &w));
	return run_form(c, form, f, &w);
}

enum err expel_form_post(struct ctx *c)
{
	const struct expel_form *form = expel_form_of(path_text(c, "word"));
	struct form f;
	if (!form || !form->fields)
		return ERR_NOT_FOUND;
	if (!ctx_has_role(c, form->need))
		return ERR_DENIED;
	enum err e = form_read(c, fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = submit(c, form, &f);
	long long id = path_id(c, "id");
	if (e == OK && form->next)
		return see_other(c, "/measures/%lld/%s", id, form->next);
	if (e == OK || e == ERR_NEEDS_APPROVAL)
		return see_other(c, "/measures/%lld", id);
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c); /* a newer snapshot */
	return show_form(c, form, &f);
}

/* ---- what is new ---- */

static const struct expel_form *new_form(const struct ctx *c)
{
	str path = str_of(c->route->path), last = path;
	while (path.p)
		last = str_cut(&path, '/');
	for (size_t i = 0; i < sizeof NEW_FORMS / sizeof *NEW_FORMS; i++)
		if (str_eq(last, str_of(NEW_FORMS[i].word)))
			return &NEW_FORMS[i];
	must_not_come_here("a route to something new that has no form");
}

static enum err incident_of(struct ctx *c, struct tx *tx, struct expel_incident_by_id_row *i)
{
	struct expel_incident_by_id_args by = { .id = path_id(c, "id") };
	return expel_incident_by_id(tx, &by, i);
}

static enum err show_new(struct ctx *c, const struct form *f)
{
	const struct expel_form *form = new_form(c);
	struct page p;
	struct expel_incident_by_id_row i;
	bool is_incident = form->what == EXPEL_DO_INCIDENT || form->what == EXPEL_DO_ATTRIBUTE;
	struct expel_form_view v = { .title = str_of(form->title),
				     .button = str_of(form->button),
				     .has_form = true,
				     .action = c->req->path };
	TRY(page_begin(c, form->title, &p));
	v.csrf = p.csrf;
	p.frame.back_url = is_incident ? S("/incidents") : S("/measures");
	p.frame.back_text = is_incident ? S("Incidents") : S("Measures");
	v.caption = p.frame.back_text;
	if (form->what == EXPEL_DO_ATTRIBUTE) {
		TRY(incident_of(c, p.tx, &i));
		v.caption = str_fmt(c->a, "%.*s %.*s", SF(i.ref), SF(i.title));
		p.frame.back_url = str_fmt(c->a, "/incidents/%lld", (long long)i.id);
		p.frame.back_text = i.ref;
	}
	if (form->what == EXPEL_DO_DRAFT)
		say(c->a, &v,
		    S("A draft binds nobody. Two people approve it, and a person hands it over."));
	TRY(expel_inputs_of(p.tx, form, f, NULL, &v.inputs_html));
	return page_send(&p, expel_form, &v);
}

enum err expel_new_page(struct ctx *c)
{
	struct form f = form_blank(c->a, fields);
	return show_new(c, &f);
}

static enum err go_to(struct ctx *c, const struct expel_form *form, str ref)
{
	struct page p;
	struct expel_measure_by_ref_args by = { ref };
	struct expel_measure_by_ref_row m;
	struct expel_incident_by_ref_args incident = { ref };
	struct expel_incident_by_ref_row i;
	if (form->what == EXPEL_DO_ATTRIBUTE)
		return see_other(c, "/incidents/%lld", (long long)path_id(c, "id"));
	TRY(page_begin(c, form->title, &p));
	if (form->what == EXPEL_DO_INCIDENT) {
		TRY(expel_incident_by_ref(p.tx, &incident, &i));
		return see_other(c, "/incidents/%lld", (long long)i.id);
	}
	TRY(expel_measure_by_ref(p.tx, &by, &m));
	return form->what == EXPEL_DO_DRAFT
		   ? see_other(c, "/measures/%lld/attribution", (long long)m.id)
		   : see_other(c, "/measures/%lld", (long long)m.id);
}

static enum err make(struct ctx *c, const struct expel_form *form, struct form *f,
		     struct expel_wish *w)
{
	struct page p;
	struct expel_incident_by_id_row i;
	TRY(page_begin(c, form->title, &p));
	TRY(fill_wish(c, f, NULL, p.tx->on, w));
	if (form->what == EXPEL_DO_ATTRIBUTE) {
		TRY(incident_of(c, p.tx, &i));
		w->incident = i.ref;
	}
	return run_form(c, form, f, w);
}

enum err expel_new_post(struct ctx *c)
{
	const struct expel_form *form = new_form(c);
	struct form f;
	struct expel_wish w;
	enum err e = form_read(c, fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = make(c, form, &f, &w);
	if (e != OK && e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c); /* a newer snapshot */
	return e == OK ? go_to(c, form, w.made) : show_new(c, &f);
}
