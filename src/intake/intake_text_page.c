/* intake_text_page.c: one text with its spans beside what the reader proposes; the one that is
 * being decided has its form open. */
#include "base/out.h"
#include "expel/expel.h"
#include "intake/intake_in.h"
#include "intake_one.html.h"
#include "ledger/ledger.h"
#include "ref/ref.h"

static const char *const CONCERNS[] = { "", "applications", "ceilings", "measures", NULL };
static const char *const WHYS[] = { "not_said",  "wrong_type",   "wrong_state",
				    "wrong_day", "wrong_number", "comment",
				    "twice",     "no_matter",    NULL };
static const char *const DOES[] = { "accept", "reject", NULL };

static const struct field entry_fields[] = {
	{ "type", "Type", FIELD_LINE, .max = 40 },
	{ "modality", "Told as", FIELD_LINE, .max = 20 },
	{ "by_isos", "Who acts, asks or says", FIELD_LINE, .max = 200,
	  .hint = "Codes, such as GB RU" },
	{ "to_isos", "Whom it is put to, against or about", FIELD_LINE, .max = 200,
	  .hint = "Codes" },
	{ "from_on", "First day that it may have been", FIELD_DAY },
	{ "to_on", "Last day that it may have been", FIELD_DAY },
	{ "value_n", "Number", FIELD_INT, .max = INT64_MAX },
	{ "least_n", "The least it may be", FIELD_INT, .max = INT64_MAX },
	{ "most_n", "The most it may be", FIELD_INT, .max = INT64_MAX },
	{ "word", "Kind of measure", FIELD_LINE, .max = 40 },
	{ "says", "In our words", FIELD_TEXT, .max = TALKS_SAYS_MAX },
	{ "words", "The exact words", FIELD_TEXT, .max = TALKS_WORDS_MAX },
	{ "speaker", "Who said it", FIELD_LINE, .max = 200 },
	{ "office", "Office held then, or formerly", FIELD_LINE, .max = 200 },
	{ "former", "The office was held formerly: the speaker speaks for no state", FIELD_CHECK },
	{ "place", "Where", FIELD_LINE, .max = 200 },
	{ "participants", "Who took part", FIELD_TEXT, .max = 2000,
	  .hint = "One a line: GB; name; office held then" },
	{ "topics", "Topics", FIELD_TEXT, .max = 2000, .hint = "One a line" },
	{ "concerns", "Concerns", FIELD_CHOICE, .choices = CONCERNS },
	{ "known", "Known already?", FIELD_LINE, .max = 60 },
	{ "why", "Why it is rejected", FIELD_CHOICE, .choices = WHYS },
	{ "reject_says", "In a sentence, if need be", FIELD_LINE, .max = 300 },
	{ "do", "What is done", FIELD_CHOICE, true, .choices = DOES },
	{ 0 },
};
enum {
	WHY_AT = 20,
	KNOWN_MAX =
	    60, /* of so many proposals it is looked for what is known before one is opened */
};

/* ---- the text with its spans ---- */

struct cuts {
	int64_t *v;
	ptrdiff_t n, cap;
};

static void cut(struct arena *a, struct cuts *c, int64_t at)
{
	ptrdiff_t i = c->n;
	while (i > 0 && c->v[i - 1] > at)
		i--;
	if (i > 0 && c->v[i - 1] == at)
		return;
	*arena_push(a, c) = at;
	for (ptrdiff_t k = c->n - 1; k > i; k--)
		c->v[k] = c->v[k - 1];
	c->v[i] = at;
}

/* The numbers of the proposals that end in this part; whether any covers it. */
static bool numbers_of(struct arena *a, const struct intake_view *v, int64_t from, int64_t to,
		       int64_t at_n, struct intake_one_parts *p)
{
	struct {
		struct intake_one_parts_numbers *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	bool is_covered = false;
	for (ptrdiff_t i = 0; i < v->spans.n; i++) {
		const struct intake_spans_row *s = &v->spans.v[i];
		if (!str_eq(s->kind, S("evidence")) || s->start_n > from || s->end_n < to)
			continue;
		is_covered = true;
		p->is_at |= s->seq_n == at_n;
		bool is_there = false;
		for (ptrdiff_t k = 0; k < list.n; k++)
			is_there |= list.v[k].n == s->seq_n;
		if (!is_there)
			*arena_push(a, &list) = (struct intake_one_parts_numbers){ .n = s->seq_n };
	}
	p->numbers = list.v;
	p->n_numbers = list.n;
	return is_covered;
}

static void fill_text(struct arena *a, const struct intake_view *v, int64_t at_n,
		      struct intake_one_view *to)
{
	struct cuts cuts = { 0 };
	int64_t end = v->text.body.n, *seen = arena_new_n(a, int64_t, v->proposals.n + 1);
	cut(a, &cuts, 0);
	cut(a, &cuts, end);
	for (ptrdiff_t i = 0; i < v->spans.n; i++) {
		const struct intake_spans_row *s = &v->spans.v[i];
		if (!str_eq(s->kind, S("evidence")) || s->start_n < 0 || s->end_n > end)
			continue;
		cut(a, &cuts, s->start_n);
		cut(a, &cuts, s->end_n);
	}
	struct intake_one_parts *parts = arena_new_n(a, struct intake_one_parts, cuts.n);
	for (ptrdiff_t i = 0; i + 1 < cuts.n; i++) {
		struct intake_one_parts *p = &parts[i];
		p->text = str_slice(v->text.body, (ptrdiff_t)cuts.v[i], (ptrdiff_t)cuts.v[i + 1]);
		(void)numbers_of(a, v, cuts.v[i], cuts.v[i + 1], at_n, p);
		for (ptrdiff_t k = 0; k < p->n_numbers && !p->anchor.p; k++) {
			int64_t n = p->numbers[k].n;
			if (n < 1 || n > v->proposals.n || seen[n])
				continue;
			seen[n] = 1;
			p->anchor = str_fmt(a, "s%lld", (long long)n);
		}
	}
	to->parts = parts;
	to->n_parts = cuts.n - 1;
}

/* ---- the form of one proposal ---- */

struct options {
	struct ui_option *v;
	ptrdiff_t n, cap;
};

static void option(struct arena *a, struct options *o, str value, str text)
{
	*arena_push(a, o) = (struct ui_option){ .value = value, .text = text };
}

static struct options options_of(struct arena *a, str name, const struct intake_known_list *known)
{
	struct options o = { 0 };
	if (str_eq(name, S("type")))
		for (int i = 0; i < INTAKE_TYPES_N; i++)
			option(a, &o, str_of(INTAKE_TYPES[i].type),
			       intake_type_label(a, str_of(INTAKE_TYPES[i].type)));
	else if (str_eq(name, S("modality")))
		for (int i = 0; INTAKE_MODALITIES[i]; i++)
			option(a, &o, str_of(INTAKE_MODALITIES[i]), str_of(INTAKE_MODALITIES[i]));
	else if (str_eq(name, S("word")))
		for (int i = 0; i < EXPEL_KIND_N; i++)
			option(a, &o, expel_kind_text((enum expel_kind)i),
			       str_of(expel_kind_info_of((enum expel_kind)i)->label));
	else if (str_eq(name, S("concerns")))
		for (int i = 0; CONCERNS[i]; i++)
			option(a, &o, str_of(CONCERNS[i]),
			       i ? str_of(CONCERNS[i]) : S("nothing of the register"));
	else if (str_eq(name, S("why")))
		for (int i = 0; WHYS[i]; i++)
			option(a, &o, str_of(WHYS[i]), intake_why_says(str_of(WHYS[i])));
	else if (str_eq(name, S("known")) && known->n) {
		option(a, &o, S(""), S("Take what is surely known"));
		for (ptrdiff_t i = 0; i < known->n; i++)
			option(a, &o,
			       str_fmt(a, "%.*s:%lld", SF(known->v[i].table),
				       (long long)known->v[i].id),
			       str_fmt(a, "It is %.*s", SF(known->v[i].name)));
		option(a, &o, S("new"), S("It is new: enter it"));
	}
	return o;
}

static str number_text(struct arena *a, struct opt_int n)
{
	return n.has ? str_fmt(a, "%lld", (long long)n.v) : S("");
}

static str value_of(struct arena *a, const struct intake_entry *e, str name)
{
	const struct {
		const char *name;
		str value;
	} list[] = {
		{ "type", e->type },
		{ "modality", e->modality },
		{ "by_isos", e->by_isos },
		{ "to_isos", e->to_isos },
		{ "from_on", e->from_on.has ? day_text(a, e->from_on.v) : S("") },
		{ "to_on", e->to_on.has ? day_text(a, e->to_on.v) : S("") },
		{ "value_n", number_text(a, e->value_n) },
		{ "least_n", number_text(a, e->least_n) },
		{ "most_n", number_text(a, e->most_n) },
		{ "word", e->word },
		{ "says", e->says },
		{ "words", e->words },
		{ "speaker", e->speaker },
		{ "office", e->office },
		{ "former", e->is_former ? S("1") : S("") },
		{ "place", e->place },
		{ "participants", e->participants },
		{ "topics", e->topics },
		{ "concerns", e->concerns },
	};
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (str_eq(name, str_of(list[i].name)))
			return list[i].value;
	return S("");
}

/* Which fields what it becomes has. */
static bool shows(const struct intake_entry *e, str name, const struct intake_known_list *known)
{
	static const char *const measure[] = { "value_n", "least_n", "most_n", "word", NULL };
	static const char *const said[] = {
		"words", "speaker", "office", "former", "concerns", NULL
	};
	static const char *const meeting[] = { "participants", "topics", NULL };
	const struct intake_type *t = intake_type_of(e->type);
	enum talks_form form = TALKS_FORM_TOLD;
	if (!t)
		return true;
	struct intake_goes g = intake_goes_of(t, e->modality);
	bool is_meeting = g.place == INTAKE_ITEM && talks_form_of(g.word, &form) &&
			  talks_form_info_of(form)->kind == TALKS_KIND_ENGAGEMENT;
	for (int i = 0; measure[i]; i++)
		if (str_eq(name, str_of(measure[i])))
			return g.place == INTAKE_MEASURE;
	for (int i = 0; said[i]; i++)
		if (str_eq(name, str_of(said[i])))
			return g.place == INTAKE_ITEM && !is_meeting;
	for (int i = 0; meeting[i]; i++)
		if (str_eq(name, str_of(meeting[i])))
			return is_meeting;
	if (str_eq(name, S("place")))
		return is_meeting || g.place == INTAKE_INCIDENT;
	return !str_eq(name, S("known")) || known->n > 0;
}

static void fill_form(struct ctx *c, const struct form *f, const struct intake_entry *e,
		      const struct intake_known_list *known, struct intake_one_proposals *to)
{
	struct intake_one_proposals_inputs *inputs =
	    arena_new_n(c->a, struct intake_one_proposals_inputs, f->n);
	struct intake_one_proposals_rejects *rejects =
	    arena_new_n(c->a, struct intake_one_proposals_rejects, 2);
	for (ptrdiff_t i = 0; i < f->n - 1; i++) { /* without the buttons */
		str name = str_of(f->v[i].field->name);
		struct options o = options_of(c->a, name, known);
		if (i < WHY_AT && (!shows(e, name, known) || !ctx_has_role(c, INTAKE_ACCEPTS)))
			continue;
		struct html one =
		    talks_control(c->a, &f->v[i], name, value_of(c->a, e, name), o.v, o.n);
		if (i < WHY_AT)
			inputs[to->n_inputs++].input_html = one;
		else
			rejects[to->n_rejects++].input_html = one;
	}
	to->inputs = inputs;
	to->rejects = rejects;
}

/* ---- one proposal ---- */

static const char *tag_of(str outcome)
{
	return str_eq(outcome, S("open"))       ? "govuk-tag--yellow"
	       : str_eq(outcome, S("rejected")) ? "govuk-tag--grey"
						: "govuk-tag--green";
}

/* "becomes: Call", for a person. */
static str goes_text(struct arena *a, const struct intake_entry *e)
{
	const struct intake_type *t = intake_type_of(e->type);
	enum expel_kind kind;
	if (!t)
		return S("");
	struct intake_goes g = intake_goes_of(t, e->modality);
	if (g.place == INTAKE_INCIDENT)
		return S("An incident");
	if (g.place == INTAKE_MEASURE)
		return expel_kind_of(e->word, &kind)
			   ? str_fmt(a, "A measure: %s", expel_kind_info_of(kind)->label)
			   : S("A measure");
	return str_fmt(a, "%.*s%s%.*s", SF(talks_form_label(g.word)), g.state.n ? ", " : "",
		       SF(g.state));
}

static enum err names_of(struct tx *tx, str codes, struct out *o)
{
	while (codes.p) {
		str name, iso = str_cut(&codes, ' ');
		if (!iso.n)
			continue;
		enum err e = ref_state_name(tx, iso, &name);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		out_fmt(o, "%s%.*s", o->n ? ", " : "", SF(e == OK ? name : iso));
	}
	return OK;
}

static enum err sides_text(struct tx *tx, const struct intake_proposals_row *p, str *text)
{
	struct out by = out_to_arena(tx->a), to = out_to_arena(tx->a);
	TRY(names_of(tx, p->by_isos, &by));
	TRY(names_of(tx, p->to_isos, &to));
	if (!by.n)
		out_lit(&by, "The text does not say who");
	if (to.n)
		out_fmt(&by, " > %.*s", SF(out_view(&to)));
	*text = str_copy(tx->a, out_view(&by));
	return OK;
}

static enum err fill_known(struct page *p, const struct intake_entry *e,
			   struct intake_known_list *known, struct intake_one_proposals *to)
{
	if (!ctx_has_role(p->c, INTAKE_ACCEPTS))
		return OK;
	TRY(intake_known_find(p->tx, e, known));
	struct intake_one_proposals_known *list =
	    arena_new_n(p->c->a, struct intake_one_proposals_known, known->n);
	for (ptrdiff_t i = 0; i < known->n; i++)
		list[i] = (struct intake_one_proposals_known){ .is_sure = known->v[i].is_sure,
							       .name = known->v[i].name,
							       .url = known->v[i].url };
	to->known = list;
	to->n_known = known->n;
	return OK;
}

static enum err fill_one(struct page *p, const struct intake_view *v, ptrdiff_t at, int64_t at_n,
			 const struct form *f, struct intake_one_proposals *to)
{
	struct arena *a = p->c->a;
	const struct intake_proposals_row *r = &v->proposals.v[at];
	struct intake_known_list known = { 0 };
	struct intake_entry e;
	TRY(intake_suggest(p->tx, v, at, &e));
	*to = (struct intake_one_proposals){
		.n = r->seq_n,
		.type = intake_type_label(a, r->type),
		.mood = str_eq(r->modality, S("asserted")) ? (str){ 0 } : r->modality,
		.outcome = r->outcome,
		.tag = str_of(tag_of(r->outcome)),
		.when = talks_days_text(a, r->from_on, r->to_on),
		.speaker = e.speaker,
		.says = e.says,
		.goes = goes_text(a, &e),
		.reasons = r->reasons,
		.is_edited = r->is_edited,
		.is_open = str_eq(r->outcome, S("open")) && ctx_has_role(p->c, INTAKE_WRITES),
		.why = r->reject_why.p ? intake_why_says(r->reject_why) : (str){ 0 },
		.why_says = r->reject_says
	};
	to->is_at = to->is_open && r->seq_n == at_n;
	TRY(sides_text(p->tx, r, &to->sides));
	if (r->value_n.has || r->least_n.has)
		to->number = ledger_persons_text(a, r->value_n, r->least_n, r->most_n);
	if (r->object_id.has)
		if (talks_object_name(p->tx, r->object_table, r->object_id.v, &to->became_url,
				      &to->became) != OK)
			to->became = S("What it became is not yours to see");
	if (to->is_open && (to->is_at || at < KNOWN_MAX))
		TRY(fill_known(p, &e, &known, to));
	if (to->is_at)
		fill_form(p->c, f, &e, &known, to);
	return OK;
}

/* The proposal whose form is open: the one asked for, else the first that is open. */
static int64_t at_of(const struct intake_view *v, int64_t asked_n)
{
	for (ptrdiff_t i = 0; !asked_n && i < v->proposals.n; i++)
		if (str_eq(v->proposals.v[i].outcome, S("open")))
			return v->proposals.v[i].seq_n;
	return asked_n;
}

static enum err show(struct ctx *c, const struct form *f, int64_t asked_n)
{
	struct page p;
	struct intake_view v;
	TRY(page_begin(c, "Intake", &p));
	TRY(intake_view_read(p.tx, path_id(c, "id"), &v));
	int64_t at_n = at_of(&v, asked_n);
	struct out hash = out_to_arena(c->a);
	out_hex(&hash, v.text.body_hash.p, v.text.body_hash.n);
	struct intake_one_view view = { .id = v.text.id,
					.title = v.text.title,
					.published_on = v.text.published_on,
					.place_name = v.text.place_name,
					.source = v.text.source,
					.extractor = v.text.extractor,
					.hash = out_view(&hash),
					.csrf = p.csrf,
					.is_accepting = ctx_has_role(c, INTAKE_ACCEPTS) };
	fill_text(c->a, &v, at_n, &view);
	struct intake_one_proposals *list =
	    arena_new_n(c->a, struct intake_one_proposals, v.proposals.n);
	for (ptrdiff_t i = 0; i < v.proposals.n; i++) {
		TRY(fill_one(&p, &v, i, at_n, f, &list[i]));
		view.done_n += !str_eq(v.proposals.v[i].outcome, S("open"));
	}
	view.proposals = list;
	view.n_proposals = view.all_n = v.proposals.n;
	p.frame.title = v.text.title;
	p.frame.back_url = S("/intake");
	p.frame.back_text = S("Intake");
	return page_send(&p, intake_one, &view);
}

static const struct field at_fields[] = {
	{ "at", "Proposal", FIELD_INT, .min = 1, .max = INT64_MAX },
	{ 0 },
};

enum err intake_text_page(struct ctx *c)
{
	struct form at, blank = form_blank(c->a, entry_fields);
	enum err e = form_read(c, at_fields, NULL, &at);
	if (e != OK && e != ERR_FAULTS)
		return e;
	return show(c, &blank, form_int(&at, "at", 0));
}

/* ---- what is decided there ---- */

static void take(const struct form *f, const char *name, str *to)
{
	const struct form_value *v = form_value(f, name);
	if (v->typed.p)
		*to = v->text.p ? v->text : S("");
}

static void take_n(const struct form *f, const char *name, struct opt_int *to)
{
	const struct form_value *v = form_value(f, name);
	if (v->typed.p)
		*to = (struct opt_int){ v->has, v->n };
}

/* What the form changes of what the text has; a form without fields changes nothing. */
static void take_form(const struct form *f, struct intake_entry *e)
{
	bool has_box = form_value(f, "speaker")->typed.p;
	take(f, "type", &e->type);
	take(f, "modality", &e->modality);
	take(f, "by_isos", &e->by_isos);
	take(f, "to_isos", &e->to_isos);
	take_n(f, "from_on", &e->from_on);
	take_n(f, "to_on", &e->to_on);
	take_n(f, "value_n", &e->value_n);
	take_n(f, "least_n", &e->least_n);
	take_n(f, "most_n", &e->most_n);
	take(f, "word", &e->word);
	take(f, "says", &e->says);
	take(f, "words", &e->words);
	take(f, "speaker", &e->speaker);
	take(f, "office", &e->office);
	if (has_box)
		e->is_former = form_is(f, "former");
	take(f, "place", &e->place);
	take(f, "participants", &e->participants);
	take(f, "topics", &e->topics);
	take(f, "concerns", &e->concerns);
}

static enum err read_entry(struct ctx *c, const struct form *f, struct intake_decision *d)
{
	struct page p;
	struct intake_view v;
	TRY(page_begin(c, "Intake", &p));
	TRY(intake_view_read(p.tx, d->text_id, &v));
	for (ptrdiff_t i = 0; i < v.proposals.n; i++)
		if (v.proposals.v[i].seq_n == d->seq_n) {
			TRY(intake_suggest(p.tx, &v, i, &d->entry));
			d->has_entry = true;
			take_form(f, &d->entry);
			return OK;
		}
	return ERR_NOT_FOUND;
}

static enum err accept(struct ctx *c, struct form *f, struct intake_decision *d)
{
	str known = form_text(f, "known");
	TRY(read_entry(c, f, d));
	d->is_new = str_eq(known, S("new"));
	if (!str_is_empty(known) && !d->is_new) {
		d->known_table = str_cut(&known, ':');
		if (!str_to_int64(known, &d->known_id)) {
			form_fault(c, f, "known", "Choose one of what is shown.");
			return ERR_FAULTS;
		}
	}
	return intake_accept(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, d);
}

enum err intake_decide_post(struct ctx *c)
{
	struct form f;
	struct intake_decision d = { .text_id = path_id(c, "id"), .seq_n = path_id(c, "seq_n") };
	enum err e = form_read(c, entry_fields, CSRF_FIELDS, &f);
	if (e == OK && str_eq(form_text(&f, "do"), S("reject"))) {
		d.why = form_text(&f, "why");
		d.says = form_text(&f, "reject_says");
		e = intake_reject(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &d);
	} else if (e == OK) {
		e = accept(c, &f, &d);
	}
	if (e == OK)
		return see_other(c, "/intake/%lld", (long long)d.text_id);
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c); /* a newer snapshot */
	return show(c, &f, d.seq_n);
}
