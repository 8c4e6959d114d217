/* intake_pages.c: the texts, the form for another, the table of precision, and the routes. */
#include "doc/doc.h"
#include "intake/intake_in.h"
#include "intake_all.html.h"
#include "intake_precision.html.h"

static const struct field new_fields[] = {
	{ "title", "Title", FIELD_LINE, .max = 300 },
	{ "source", "Published by, or its address", FIELD_LINE, .max = 400 },
	{ "published", "Day it appeared", FIELD_DAY,
	  .hint = "Words like \"on Friday\" count from it. As 2021-06-20" },
	{ "place", "Country where it appeared", FIELD_LINE, .max = 4,
	  .hint = "Two letters, such as GB" },
	{ "body", "Text", FIELD_TEXT, .max = INTAKE_BODY_MAX },
	{ "file", "Or a file, .txt or .html", FIELD_FILE, .max = INTAKE_FILE_MAX },
	{ 0 },
};

static void fill_inputs(struct ctx *c, const struct form *f, struct intake_all_view *v)
{
	struct intake_all_inputs *to = arena_new_n(c->a, struct intake_all_inputs, f->n);
	for (ptrdiff_t i = 0; i < f->n; i++)
		to[i].input_html =
		    talks_control(c->a, &f->v[i], str_of(f->v[i].field->name), (str){ 0 }, NULL, 0);
	v->inputs = to;
	v->n_inputs = f->n;
}

static enum err show_all(struct ctx *c, const struct form *f)
{
	struct page p;
	struct intake_texts_rows rows;
	struct intake_all_view v = { .is_writer = ctx_has_role(c, INTAKE_WRITES) };
	TRY(page_begin(c, "Intake", &p));
	TRY(intake_texts(p.tx, &rows));
	struct intake_all_texts *to = arena_new_n(c->a, struct intake_all_texts, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct intake_all_texts){ .id = rows.v[i].id,
						   .title = rows.v[i].title,
						   .published_on = rows.v[i].published_on,
						   .place_name = rows.v[i].place_name,
						   .source = rows.v[i].source,
						   .open_n = rows.v[i].open_n,
						   .proposals_n = rows.v[i].proposals_n };
	v.texts = to;
	v.n_texts = rows.n;
	v.csrf = p.csrf;
	if (v.is_writer)
		fill_inputs(c, f, &v);
	return page_send(&p, intake_all, &v);
}

static enum err all_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, new_fields);
	return show_all(c, &blank);
}

/* A saved page begins with a tag, or with what may stand before one. */
static bool name_fits(struct ctx *c, struct form *f, const struct form_value *file)
{
	struct faults found = faults_in(c->a);
	str text = str_trim(file->text);
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_trim(str_slice(text, 3, text.n));
	str endings = str_starts(text, S("<")) ? S("html htm") : S("txt text");
	if (file_name_fits(file->file_name, endings, S("file"), &found))
		return true;
	form_fault(c, f, "file", "%.*s", SF(found.v[0].sentence));
	return false;
}

/* On the worker pool: reading takes longer than a deed may. */
static enum err add_post(struct ctx *c)
{
	struct form f;
	int64_t id;
	enum err e = form_read(c, new_fields, CSRF_FIELDS, &f);
	if (e == OK) {
		const struct form_value *file = form_value(&f, "file");
		struct intake_new in = {
			.title = form_text(&f, "title"),
			.source = form_text(&f, "source"),
			.place_iso = form_text(&f, "place"),
			.published_on = { form_value(&f, "published")->has,
					  form_day(&f, "published", 0) },
			.body = file->has ? file->text : form_text(&f, "body"),
			.file_name = file->has ? file->file_name : (str){ 0 },
		};
		if (file->has && !name_fits(c, &f, file))
			return show_all(c, &f);
		e = intake_add(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &in, &id);
	}
	if (e == OK)
		return see_other(c, "/intake/%lld", (long long)id);
	return e == ERR_FAULTS || e == ERR_REFUSED ? show_all(c, &f) : e;
}

static enum err precision_page(struct ctx *c)
{
	struct page p;
	struct intake_precision_rows rows;
	struct intake_precision_view v = { 0 };
	TRY(page_begin(c, "How often the reader was right", &p));
	TRY(intake_precision(p.tx, &rows));
	struct intake_precision_types *to =
	    arena_new_n(c->a, struct intake_precision_types, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct intake_precision_row *r = &rows.v[i];
		int64_t right_n = r->plain_n + r->merged_n, all_n = r->all_n - r->open_n;
		to[i] = (struct intake_precision_types){
			.type = intake_type_label(c->a, r->type),
			.plain_n = r->plain_n,
			.merged_n = r->merged_n,
			.edited_n = r->edited_n,
			.rejected_n = r->rejected_n,
			.open_n = r->open_n,
			.right = all_n ? str_fmt(c->a, "%lld of %lld", (long long)right_n,
						 (long long)all_n)
				       : (str){ 0 },
		};
	}
	v.types = to;
	v.n_types = rows.n;
	p.frame.back_url = S("/intake");
	p.frame.back_text = S("Intake");
	return page_send(&p, intake_precision, &v);
}

enum err intake_count(struct tx *tx, int64_t *n)
{
	struct intake_open_row row;
	*n = 0;
	if (!(tx->viewer->role_bits & INTAKE_WRITES))
		return OK;
	TRY(intake_open(tx, &row));
	*n = row.open_n;
	return OK;
}

enum { UPLOAD_MAX = 1 << 20, DECISION_MAX = 256 << 10 };

const struct route intake_routes[] = {
	ROUTE(GET, "/intake", all_page, INTAKE_READS,
	      "The texts that came in, and the form for another."),
	ROUTE(POST, "/intake", add_post, INTAKE_WRITES,
	      "Takes in a text; the reader proposes entries.", .is_write = true, .is_slow = true,
	      .body_max = UPLOAD_MAX),
	ROUTE(GET, "/intake/precision", precision_page, INTAKE_READS,
	      "How often the reader was right, by type."),
	ROUTE(GET, "/intake/{id}", intake_text_page, INTAKE_READS,
	      "One text with its spans beside what the reader proposes."),
	ROUTE(POST, "/intake/{id}/proposals/{seq_n}", intake_decide_post, INTAKE_WRITES,
	      "Accepts a proposal, as it stands or changed, or rejects it.", .is_write = true,
	      .body_max = DECISION_MAX),
	{ 0 },
};
