/* note_edit.c: the two forms that begin a note: a draft from a template, and a note received. */
#include "base/day.h"
#include "note/note_pages.h"
#include "note_new.html.h"
#include "note_received.html.h"
#include "ref/ref.h"

static const char *const KINDS[] = { "note_verbale", "letter", "aide_memoire", NULL };

static const struct field new_fields[] = {
	{ "mission", "Mission", FIELD_INT, true, .min = 1, .max = INT64_MAX },
	{ "template", "From which template", FIELD_LINE, true, .max = 60 },
	{ "kind", "Kind", FIELD_CHOICE, true, .choices = KINDS },
	{ "supersedes", "Reference of the note that it supersedes, if any", FIELD_LINE, .max = 20 },
	{ 0 },
};

static const struct field received_fields[] = {
	{ "mission", "Mission", FIELD_INT, true, .min = 1, .max = INT64_MAX },
	{ "kind", "Kind", FIELD_CHOICE, true, .choices = KINDS },
	{ "note_no", "Number on the note", FIELD_LINE, true, .max = 60 },
	{ "note_on", "Date on the note", FIELD_DAY, true },
	{ "received_on", "Received on", FIELD_DAY, true },
	{ "subject", "Subject", FIELD_LINE, true, .max = NOTE_SUBJECT_MAX },
	{ "lang", "Language", FIELD_LINE, true, .max = 12 },
	{ "wording", "What it says", FIELD_TEXT, .max = NOTE_WORDING_MAX },
	{ "supersedes", "Reference of the note that it supersedes, if any", FIELD_LINE, .max = 20 },
	{ 0 },
};

/* ---- controls ---- */

struct html note_input(struct arena *a, const struct form *f, const char *name, const char *type,
		       const char *classes)
{
	const struct form_value *v = form_value(f, name);
	return ui_input(a, &(struct ui_field){ .name = str_of(name),
					       .id = str_of(name),
					       .type = str_of(type),
					       .label = { .text = str_of(v->field->label) },
					       .value = v->typed,
					       .classes = str_of(classes),
					       .error = { .text = v->fault } });
}

static enum err choose_mission(struct page *p, const struct form *f, struct html *html)
{
	struct note_missions_args in;
	struct note_missions_rows rows;
	struct arena *a = p->c->a;
	TRY(ref_host(p->tx, &in.host_iso));
	TRY(note_missions(p->tx, &in, &rows));
	struct ui_option *options = arena_new_n(a, struct ui_option, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		options[i] =
		    (struct ui_option){ .value = str_fmt(a, "%lld", (long long)rows.v[i].id),
					.text =
					    str_fmt(a, "%.*s: %.*s, %.*s", SF(rows.v[i].state_name),
						    SF(rows.v[i].name), SF(rows.v[i].city)) };
	*html = note_select(a, f, "mission", S("Choose a mission"), options, rows.n);
	return OK;
}

static struct html choose_kind(struct arena *a, const struct form *f)
{
	struct ui_option options[3];
	for (int i = 0; i < 3; i++)
		options[i] = (struct ui_option){ .value = str_of(KINDS[i]),
						 .text = note_kind_label(str_of(KINDS[i])) };
	return note_select(a, f, "kind", str_of(NULL), options, 3);
}

static const struct ui_option LANGS[] = {
	{ .value = S("en"), .text = S("English") }, { .value = S("fr"), .text = S("French") },
	{ .value = S("ru"), .text = S("Russian") }, { .value = S("ar"), .text = S("Arabic") },
	{ .value = S("zh"), .text = S("Chinese") }, { .value = S("es"), .text = S("Spanish") },
};
enum { LANGS_N = sizeof LANGS / sizeof LANGS[0] };

str note_lang_name(str lang)
{
	for (int i = 0; i < LANGS_N; i++)
		if (str_eq(lang, LANGS[i].value))
			return LANGS[i].text;
	return lang;
}

str note_lang(int i)
{
	return i < LANGS_N ? LANGS[i].value : (str){ 0 };
}

/* "visa_documents.fr": one choice for template and language, for not all are in all languages. */
static enum err choose_template(struct page *p, const struct form *f, struct html *html)
{
	struct arena *a = p->c->a;
	struct note_templates all;
	TRY(note_templates_on(p->tx, p->tx->on, &all));
	struct ui_option *options = arena_new_n(a, struct ui_option, all.n);
	for (ptrdiff_t i = 0; i < all.n; i++) {
		const struct note_template *t = &all.v[i];
		options[i] = (struct ui_option){
			.value = str_fmt(a, "%.*s.%.*s", SF(t->name), SF(t->lang)),
			.text = str_fmt(a, "%.*s: %.*s", SF(note_lang_name(t->lang)), SF(t->label)),
		};
	}
	*html = note_select(a, f, "template", S("Choose a template"), options, all.n);
	return OK;
}

/* The note whose reference was typed; 0 when nothing was. */
static enum err read_supersedes(struct ctx *c, struct tx *tx, struct form *f, int64_t *id)
{
	struct note_by_ref_args in = { .ref = form_text(f, "supersedes") };
	struct note_by_ref_row row = { 0 };
	*id = 0;
	if (str_is_empty(in.ref))
		return OK;
	enum err e = note_by_ref(tx, &in, &row);
	if (e == ERR_NOT_FOUND) {
		form_fault(c, f, "supersedes", "There is no note %.*s.", SF(in.ref));
		return ERR_FAULTS;
	}
	*id = row.id;
	return e;
}

static enum err show_again(enum err e)
{
	return e == ERR_FAULTS || e == ERR_REFUSED ? OK : e;
}

/* ---- a draft ---- */

static enum err show_new(struct ctx *c, const struct form *f)
{
	struct page p;
	struct note_new_view v = { 0 };
	TRY(page_begin(c, "Draft a note", &p));
	TRY(choose_mission(&p, f, &v.mission_html));
	v.csrf = p.csrf;
	TRY(choose_template(&p, f, &v.template_html));
	v.kind_html = choose_kind(c->a, f);
	v.supersedes_html = note_input(c->a, f, "supersedes", "text", "govuk-input--width-10");
	p.frame.back_url = S("/notes");
	p.frame.back_text = S("Notes");
	return page_send(&p, note_new, &v);
}

enum err note_new_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, new_fields);
	return show_new(c, &blank);
}

struct drafting {
	struct note_new in;
	int64_t id;
};

static enum err draft_deed(struct tx *tx, void *arg)
{
	struct drafting *d = arg;
	return note_draft(tx, &d->in, &d->id);
}

static enum err draft(struct ctx *c, struct form *f, int64_t *id)
{
	struct page p;
	str lang = form_text(f, "template"), name = str_cut(&lang, '.');
	struct drafting d = { .in = { .template = str_z(c->a, name),
				      .lang = lang.p ? lang : S("en"),
				      .kind = (enum note_kind)form_value(f, "kind")->n,
				      .mission_id = form_int(f, "mission", 0) } };
	TRY(page_begin(c, "Draft a note", &p));
	TRY(read_supersedes(c, p.tx, f, &d.in.supersedes_id));
	enum err e =
	    db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "note.draft", draft_deed, &d);
	if (e == ERR_NOT_FOUND) {
		form_fault(c, f, "template", "There is no such template or mission.");
		return ERR_FAULTS;
	}
	*id = d.id;
	return e;
}

enum err note_new_post(struct ctx *c)
{
	struct form f;
	int64_t id;
	enum err e = form_read(c, new_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = draft(c, &f, &id);
	if (e == OK)
		return see_other(c, "/notes/%lld", (long long)id);
	TRY(show_again(e));
	return show_new(c, &f);
}

/* ---- a note received ---- */

static enum err show_received(struct ctx *c, const struct form *f)
{
	struct page p;
	struct note_received_view v = { 0 };
	const struct form_value *text = form_value(f, "wording");
	TRY(page_begin(c, "Enter a note received", &p));
	TRY(choose_mission(&p, f, &v.mission_html));
	v.csrf = p.csrf;
	v.kind_html = choose_kind(c->a, f);
	v.no_html = note_input(c->a, f, "note_no", "text", "govuk-input--width-10");
	v.on_html = note_input(c->a, f, "note_on", "date", "govuk-input--width-10");
	v.received_html = note_input(c->a, f, "received_on", "date", "govuk-input--width-10");
	v.subject_html = note_input(c->a, f, "subject", "text", NULL);
	v.lang_html = note_select(c->a, f, "lang", str_of(NULL), LANGS, LANGS_N);
	v.text_html = ui_textarea(
	    c->a, &(struct ui_field){ .name = S("wording"),
				      .id = S("wording"),
				      .label = { .text = S("What it says") },
				      .hint = { .text = S("As far as it is needed here; the paper "
							  "itself is kept in the file.") },
				      .rows_n = 8,
				      .value = text->typed,
				      .error = { .text = text->fault } });
	v.supersedes_html = note_input(c->a, f, "supersedes", "text", "govuk-input--width-10");
	p.frame.back_url = S("/notes");
	p.frame.back_text = S("Notes");
	return page_send(&p, note_received, &v);
}

enum err note_received_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, received_fields);
	return show_received(c, &blank);
}

struct receiving {
	struct note_received in;
	struct faults *faults;
	int64_t id;
};

static enum err receive_deed(struct tx *tx, void *arg)
{
	struct receiving *r = arg;
	return note_receive(tx, &r->in, r->faults, &r->id);
}

static enum err receive(struct ctx *c, struct form *f, int64_t *id)
{
	struct page p;
	str wording = form_text(f, "wording");
	struct receiving r = { .in = { .kind = (enum note_kind)form_value(f, "kind")->n,
				       .mission_id = form_int(f, "mission", 0),
				       .note_on = form_day(f, "note_on", 0),
				       .received_on = form_day(f, "received_on", 0),
				       .note_no = form_text(f, "note_no"),
				       .lang = form_text(f, "lang"),
				       .subject = form_text(f, "subject"),
				       .wording = str_is_empty(wording) ? str_of(NULL) : wording },
			       .faults = &c->faults };
	TRY(page_begin(c, "Enter a note received", &p));
	TRY(read_supersedes(c, p.tx, f, &r.in.supersedes_id));
	enum err e =
	    db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "note.receive", receive_deed, &r);
	if (e == ERR_NOT_FOUND) {
		form_fault(c, f, "mission", "There is no such mission.");
		return ERR_FAULTS;
	}
	*id = r.id;
	return e;
}

enum err note_received_post(struct ctx *c)
{
	struct form f;
	int64_t id;
	enum err e = form_read(c, received_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = receive(c, &f, &id);
	if (e == OK)
		return see_other(c, "/notes/%lld", (long long)id);
	TRY(show_again(e));
	return show_received(c, &f);
}
