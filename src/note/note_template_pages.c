/* note_template_pages.c: the templates of notes, one of them with its versions and the form of a
 * change, one version; each as it prints. */
#include "note/note_pages.h"

#include "base/day.h"
#include "base/must.h"
#include "note_template.html.h"
#include "note_templates.html.h"
#include "note_version.html.h"
#include "ref/ref.h"

static const struct field fields[] = {
	{ "label", "Name in the list of templates", FIELD_LINE, true, .max = 100 },
	{ "subject", "Subject", FIELD_LINE, true, .max = NOTE_SUBJECT_MAX },
	{ "wording", "Wording", FIELD_TEXT, true, .max = NOTE_WORDING_MAX },
	{ "from_on", "First day", FIELD_DAY, true },
	{ "why", "Why", FIELD_LINE, true, .max = 300 },
	{ 0 },
};
enum { FIELDS_N = sizeof fields / sizeof fields[0] - 1 };

static str key_of(struct arena *a, str name, str lang)
{
	return str_fmt(a, "%.*s.%.*s", SF(name), SF(lang));
}

static bool is_waiting(str state)
{
	return str_eq(state, template_state_text(TEMPLATE_STATE_PROPOSED));
}

static bool is_approved(str state)
{
	return str_eq(state, template_state_text(TEMPLATE_STATE_APPROVED));
}

static str tag_of(str state)
{
	return is_approved(state)  ? S("")
	       : is_waiting(state) ? S("govuk-tag--yellow")
				   : S("govuk-tag--grey");
}

static str state_label(str state)
{
	return is_approved(state)  ? S("Approved")
	       : is_waiting(state) ? S("Waits for approval")
				   : S("Rejected");
}

/* ---- all ---- */

static enum err all_page(struct ctx *c)
{
	struct page p;
	struct note_templates all;
	struct note_template_all_rows rows;
	TRY(page_begin(c, "Templates of notes", &p));
	TRY(note_templates_on(p.tx, p.tx->on, &all));
	TRY(note_template_all(p.tx, &rows));
	struct note_templates_templates *to =
	    arena_new_n(c->a, struct note_templates_templates, all.n);
	for (ptrdiff_t i = 0; i < all.n; i++) {
		const struct note_template *t = &all.v[i];
		to[i] = (struct note_templates_templates){ .key = key_of(c->a, t->name, t->lang),
							   .label = t->label,
							   .lang = t->lang,
							   .language = note_lang_name(t->lang) };
		for (ptrdiff_t k = 0; k < rows.n; k++) {
			const struct note_template_all_row *r = &rows.v[k];
			if (!str_eq(r->name, t->name) || !str_eq(r->lang, t->lang))
				continue;
			to[i].is_waiting |= is_waiting(r->state);
			to[i].versions_n += is_approved(r->state);
			if (is_approved(r->state) && r->from_on <= p.tx->on)
				to[i].since = day_long(c->a, r->from_on);
		}
	}
	struct note_templates_view v = { .templates = to, .n_templates = all.n };
	if (ctx_has_role(c, NOTE_READS)) {
		p.frame.back_url = S("/notes");
		p.frame.back_text = S("Notes");
	}
	return page_send(&p, note_templates, &v);
}

/* ---- a template on paper ---- */

/* A note as it would be drafted: what is filled later stays in braces. */
static enum err sample(struct tx *tx, const struct note_template *t, struct faults *f,
		       struct paper *p)
{
	str ministry;
	TRY(ref_ministry(tx, &ministry));
	struct note_value value = { "ministry", ministry };
	struct note_by_id_row n = { .ref = key_of(tx->a, t->name, t->lang),
				    .direction = note_direction_text(NOTE_DIRECTION_OUT),
				    .kind = note_kind_text(NOTE_KIND_NOTE_VERBALE),
				    .lang = t->lang,
				    .subject = t->subject,
				    .wording = note_fill(tx->a, t->wording, &value, 1),
				    .state = note_state_text(NOTE_STATE_DRAFT) };
	return note_paper(tx->a, &n, ministry, f, p);
}

static enum err give_pdf(struct page *p, const struct note_template *t)
{
	struct paper paper;
	str bytes;
	TRY(sample(p->tx, t, &p->c->faults, &paper));
	TRY(paper_pdf(&paper, &bytes));
	answer_file(p->c, "application/pdf",
		    str_fmt(p->c->a, "%.*s.%.*s.pdf", SF(t->name), SF(t->lang)));
	out_str(p->c->out, bytes);
	return OK;
}

/* ---- one ---- */

/* The template that the path names: "visa_documents.fr". In a language in which there is none the
 * English one. ERR_NOT_FOUND. */
static enum err find(struct page *p, str *name, str *lang, struct note_template *t)
{
	struct note_templates all;
	*lang = path_text(p->c, "name");
	*name = str_cut(lang, '.');
	TRY(note_templates_on(p->tx, p->tx->on, &all));
	const struct note_template *found = note_template_of(&all, *name, *lang);
	if (!found || !lang->p || (str_eq(note_lang_name(*lang), *lang)))
		return ERR_NOT_FOUND;
	*t = *found;
	return OK;
}

static enum err fill_versions(struct tx *tx, str name, str lang, struct note_template_view *v)
{
	struct note_template_all_rows rows;
	struct {
		struct note_template_versions *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	TRY(note_template_all(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct note_template_all_row *r = &rows.v[i];
		if (!str_eq(r->name, name) || !str_eq(r->lang, lang))
			continue;
		*arena_push(tx->a, &list) =
		    (struct note_template_versions){ .id = r->id,
						     .from_on = r->from_on,
						     .state = state_label(r->state),
						     .tag = tag_of(r->state),
						     .why = r->why,
						     .proposed = r->proposed_name,
						     .decided = r->decided_name };
		if (is_approved(r->state) && r->from_on <= tx->on)
			v->since = day_long(tx->a, r->from_on);
	}
	v->versions = list.v;
	v->n_versions = list.n;
	return OK;
}

static void fill_languages(struct arena *a, str name, str lang, struct note_template_view *v)
{
	struct {
		struct note_template_languages *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	for (int i = 0; note_lang(i).p; i++)
		*arena_push(a, &list) =
		    (struct note_template_languages){ .key = key_of(a, name, note_lang(i)),
						      .text = note_lang_name(note_lang(i)),
						      .is_here = str_eq(note_lang(i), lang) };
	v->languages = list.v;
	v->n_languages = list.n;
}

/* What was typed, else what the template says today. */
static void fill_inputs(struct arena *a, const struct form *f, const struct note_template *t,
			int64_t today_on, struct note_template_view *v)
{
	str now[FIELDS_N] = { t->label, t->subject, t->wording, day_text(a, today_on), { 0 } };
	str names = note_template_names(a, t->name);
	struct note_template_inputs *to = arena_new_n(a, struct note_template_inputs, FIELDS_N);
	for (int i = 0; i < FIELDS_N; i++) {
		struct ui_field in = page_field(&f->v[i]);
		bool is_text = fields[i].kind == FIELD_TEXT;
		if (!in.value.p)
			in.value = now[i];
		if (fields[i].kind == FIELD_DAY) {
			in.type = S("date");
			in.classes = S("govuk-input--width-10");
		}
		if (is_text) {
			in.rows_n = 16;
			in.hint.text =
			    str_fmt(a,
				    NOTE_MARKS_HINT " Filled of itself: {ministry}, {mission}, "
						    "{number}, {date}%s%.*s.",
				    names.p ? ", " : "", SF(names));
		}
		to[i].field_html = is_text ? ui_textarea(a, &in) : ui_input(a, &in);
	}
	v->inputs = to;
	v->n_inputs = FIELDS_N;
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct paper paper;
	struct note_template t;
	str name, lang;
	TRY(page_begin(c, "Template of notes", &p));
	TRY(find(&p, &name, &lang, &t));
	struct note_template_view v = { .key = key_of(c->a, name, lang),
					.label = t.label,
					.lang = t.lang,
					.language = note_lang_name(lang),
					.subject = t.subject,
					.is_other = !str_eq(t.lang, lang),
					.is_writer = ctx_has_role(c, NOTE_TEMPLATE_WRITES),
					.csrf = p.csrf };
	fill_languages(c->a, name, lang, &v);
	TRY(fill_versions(p.tx, name, lang, &v));
	TRY(sample(p.tx, &t, &c->faults, &paper));
	v.wording_html = note_html(c->a, &paper);
	if (v.is_writer)
		fill_inputs(c->a, f, &t, p.tx->on, &v);
	p.frame.back_url = S("/notes/templates");
	p.frame.back_text = S("Templates of notes");
	return page_send(&p, note_template, &v);
}

static enum err one_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, fields);
	return show(c, &blank);
}

static enum err propose(struct ctx *c, struct form *f, int64_t *id)
{
	str lang = path_text(c, "name"), name = str_cut(&lang, '.');
	struct note_template_wish w = { .name = name,
					.lang = lang,
					.label = form_text(f, "label"),
					.subject = form_text(f, "subject"),
					.wording = form_text(f, "wording"),
					.why = form_text(f, "why"),
					.from_on = form_day(f, "from_on", 0) };
	enum err e =
	    note_template_propose(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &w, id);
	return e;
}

static enum err propose_post(struct ctx *c)
{
	struct form f;
	int64_t id;
	enum err e = form_read(c, fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = propose(c, &f, &id);
	if (e == OK)
		return see_other(c, "/proposals/%lld", (long long)id);
	return e == ERR_FAULTS || e == ERR_REFUSED ? show(c, &f) : e;
}

static enum err pdf_page(struct ctx *c)
{
	struct page p;
	struct note_template t;
	str name, lang;
	TRY(page_begin(c, "Template of notes", &p));
	TRY(find(&p, &name, &lang, &t));
	return give_pdf(&p, &t);
}

/* ---- a version ---- */

static enum err read_version(struct ctx *c, struct page *p, struct note_template_by_id_row *r,
			     struct note_template *t)
{
	struct note_template_by_id_args in = { path_id(c, "id") };
	TRY(page_begin(c, "Version of a template", p));
	TRY(note_template_by_id(p->tx, &in, r));
	*t = (struct note_template){ r->name, r->lang, r->label, r->subject, r->wording };
	return OK;
}

static enum err version_page(struct ctx *c)
{
	struct page p;
	struct paper paper;
	struct note_template t;
	struct note_template_by_id_row r;
	TRY(read_version(c, &p, &r, &t));
	struct note_version_view v = { .id = r.id,
				       .label = r.label,
				       .lang = r.lang,
				       .language = note_lang_name(r.lang),
				       .subject = r.subject,
				       .state = state_label(r.state),
				       .tag = tag_of(r.state),
				       .from_on = r.from_on,
				       .why = r.why,
				       .proposed = r.proposed_name,
				       .decided = r.decided_name };
	TRY(sample(p.tx, &t, &c->faults, &paper));
	v.wording_html = note_html(c->a, &paper);
	p.frame.back_url = str_fmt(c->a, "/notes/templates/%.*s", SF(key_of(c->a, r.name, r.lang)));
	p.frame.back_text = r.label;
	return page_send(&p, note_version, &v);
}

static enum err version_pdf_page(struct ctx *c)
{
	struct page p;
	struct note_template t;
	struct note_template_by_id_row r;
	TRY(read_version(c, &p, &r, &t));
	return give_pdf(&p, &t);
}

/* ---- routes ---- */

const struct route note_template_routes[] = {
	ROUTE(GET, "/notes/templates", all_page, NOTE_TEMPLATE_READS,
	      "The templates of notes as they are today."),
	ROUTE(GET, "/notes/templates/{name}", one_page, NOTE_TEMPLATE_READS,
	      "One template in one language, its versions, and the form of a change."),
	ROUTE(POST, "/notes/templates/{name}", propose_post, NOTE_TEMPLATE_WRITES,
	      "Proposes a version of a template to a second person.", .is_write = true,
	      .body_max = 8 * NOTE_WORDING_MAX),
	ROUTE(GET, "/notes/templates/{name}/pdf", pdf_page, NOTE_TEMPLATE_READS,
	      "The template as it prints.", .is_slow = true),
	ROUTE(GET, "/notes/versions/{id}", version_page, NOTE_TEMPLATE_READS,
	      "One version of a template."),
	ROUTE(GET, "/notes/versions/{id}/pdf", version_pdf_page, NOTE_TEMPLATE_READS,
	      "The version as it prints.", .is_slow = true),
	{ 0 },
};
