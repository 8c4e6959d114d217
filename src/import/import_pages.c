/* import_pages.c: `/import`: the form, a file checked or written, templates; `/export`: a file
 * made. */
#include "access/may.h"
#include "access/may.h"
#include "access/page.h"
#include "import/import_in.h"
#include "import_all.html.h"
#include "doc/doc.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "web/form.h"

#define READS                                                                                      \
	(BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) |            \
	 BIT(ROLE_DESK) | BIT(ROLE_HEAD))
enum { FILE_MAX = 8 << 20, FAULTS_SHOWN_N = 200 };

static const char *const WHATS[] = { "people", "posts", NULL };
static const char *const OUT_WHATS[] = { "members", "people", NULL };
static const char *const FORMS[] = { "csv", "xlsx", "json", NULL };
static const char *const DOS[] = { "write", "check", NULL };

static const struct field in_fields[] = {
	{ "what", "What is in the file?", FIELD_CHOICE, true, .choices = WHATS },
	{ "file", "File", FIELD_FILE, true, .max = FILE_MAX,
	  .hint = "CSV or Excel workbook, at most 8 MiB; larger ones by the command line" },
	{ "do", "What to do", FIELD_CHOICE, .choices = DOS },
	{ 0 },
};
static const struct field out_fields[] = {
	{ "what", "What", FIELD_CHOICE, true, .choices = OUT_WHATS },
	{ "state", "Sending state", FIELD_LINE, .max = 4,
	  .hint = "Its code, such as RU; empty: all" },
	{ "form", "As", FIELD_CHOICE, true, .choices = FORMS },
	{ 0 },
};
static const struct field ask_fields[] = {
	{ "what", "What", FIELD_CHOICE, true, .choices = OUT_WHATS },
	{ "state", "Sending state", FIELD_LINE, .max = 4 },
	{ "why", "What the file is for", FIELD_LINE, true, .max = 300,
	  .hint = "Read by the second person who agrees, and kept in the log" },
	{ 0 },
};

/* ---- showing ---- */

static struct html radios(struct arena *a, const struct form *f, const char *name, const char *id,
			  const char *const *words, const char *const *labels)
{
	const struct form_value *v = form_value(f, name);
	struct ui_option items[8];
	ptrdiff_t n = 0;
	for (; words[n]; n++)
		items[n] =
		    (struct ui_option){ .value = str_of(words[n]), .text = str_of(labels[n]) };
	struct ui_fieldset set = { .legend = { .text = str_of(v->field->label) } };
	return ui_radios(a, &(struct ui_choices){ .name = str_of(name),
						  .id_prefix = str_of(id),
						  .classes = S("govuk-radios--small "
							       "govuk-radios--inline"),
						  .fieldset = &set,
						  .items = items,
						  .n_items = n,
						  .values = &v->typed,
						  .n_values = v->typed.p != NULL,
						  .error = { .text = v->fault } });
}

static void fill_in(struct ctx *c, const struct form *f, struct import_all_view *v)
{
	static const char *const labels[] = { "People", "Posts and who serves in them" };
	struct ui_field file = page_field(form_value(f, "file"));
	v->what_html = radios(c->a, f, "what", "what", WHATS, labels);
	v->file_html = ui_file_upload(c->a, &file);
}

static void fill_out(struct ctx *c, const struct form *f, struct import_all_view *v)
{
	static const char *const what_labels[] = { "Members", "People" };
	static const char *const form_labels[] = { "CSV", "Workbook", "JSON" };
	struct ui_field state = page_field(form_value(f, "state"));
	state.classes = S("govuk-input--width-4");
	v->of_html = radios(c->a, f, "what", "of", OUT_WHATS, what_labels);
	v->state_html = ui_input(c->a, &state);
	v->form_html = radios(c->a, f, "form", "form", FORMS, form_labels);
	v->large_n = EXPORT_LARGE_N;
	v->days_n = EXPORT_DAYS;
}

static void fill_faults(struct ctx *c, const struct faults *found, struct import_all_view *v)
{
	struct import_all_faults *list = arena_new_n(c->a, struct import_all_faults, found->n + 1);
	v->faults = list;
	v->n_faults = found->n < FAULTS_SHOWN_N ? found->n : FAULTS_SHOWN_N;
	v->faults_n = found->total_n;
	v->more_n = found->total_n - v->n_faults;
	for (ptrdiff_t i = 0; i < v->n_faults; i++) {
		const struct fault *x = &found->v[i];
		list[i] = (struct import_all_faults){ x->line, x->col, x->field, x->sentence };
	}
}

static enum err show(struct ctx *c, const struct form *in, const struct form *out,
		     struct import_all_view *v)
{
	struct page p;
	struct form blank_in = form_blank(c->a, in_fields),
		    blank_out = form_blank(c->a, out_fields);
	form_value(&blank_out, "what")->typed = str_of(OUT_WHATS[0]);
	form_value(&blank_out, "form")->typed = str_of(FORMS[0]);
	TRY(page_begin(c, "Files in and out", &p));
	p.frame.back_url = S("/missions");
	p.frame.back_text = S("All missions");
	v->csrf = p.csrf;
	v->is_writer = ctx_has_role(c, BIT(ROLE_PROTOCOL));
	fill_in(c, in ? in : &blank_in, v);
	fill_out(c, out ? out : &blank_out, v);
	return page_send(&p, import_all, v);
}

static str count_text(struct arena *a, enum import_what what, int64_t rows_n, int64_t serving_n)
{
	struct out o = out_to_arena(a);
	out_count(&o, rows_n);
	if (what == IMPORT_PEOPLE)
		out_str(&o, rows_n == 1 ? S(" person") : S(" people"));
	else
		out_str(&o, rows_n == 1 ? S(" post") : S(" posts"));
	if (what == IMPORT_POSTS && serving_n) {
		out_lit(&o, ", ");
		out_count(&o, serving_n);
		out_lit(&o, " of them filled,");
	}
	return out_view(&o);
}

static enum err import_page(struct ctx *c)
{
	static const struct field done_fields[] = {
		{ "people", "People", FIELD_INT, .min = 0, .max = INT32_MAX },
		{ "posts", "Posts", FIELD_INT, .min = 0, .max = INT32_MAX },
		{ "filled", "Filled", FIELD_INT, .min = 0, .max = INT32_MAX },
		{ 0 },
	};
	struct import_all_view v = { 0 };
	struct form f;
	TRY(form_read(c, done_fields, NULL, &f));
	enum import_what what = form_value(&f, "posts")->has ? IMPORT_POSTS : IMPORT_PEOPLE;
	if (form_value(&f, WHATS[what])->has)
		v.good = str_fmt(c->a, "%.*s are in the register.",
				 SF(count_text(c->a, what, form_int(&f, WHATS[what], 0),
					       form_int(&f, "filled", 0))));
	return show(c, NULL, NULL, &v);
}

/* ---- a file in ---- */

/* What a large file needs is given back before the answer is sent; the faults are kept. */
static enum err run(struct ctx *c, struct import_job *job, struct faults *found)
{
	enum { RUN_ARENA = 1 << 30 };
	struct arena a;
	struct refusal refusal = { 0 };
	TRY(arena_open(&a, RUN_ARENA));
	a.full = c->a->full;
	enum err e = import_do(ctx_db(c), ctx_viewer(c), &a, &refusal, found, job);
	if (e == ERR_REFUSED)
		e = refuse(c->a, &c->refusal, str_z(c->a, refusal.rule),
			   refusal.article.p ? str_z(c->a, refusal.article) : NULL, "%.*s",
			   SF(refusal.sentence));
	for (ptrdiff_t i = 0; i < found->n; i++) {
		struct fault *x = &found->v[i];
		x->field = str_copy(c->a, x->field);
		x->sentence = str_copy(c->a, x->sentence);
	}
	arena_close(&a);
	return e;
}

static enum err show_run(struct ctx *c, struct form *f, const struct import_job *job,
			 const struct faults *found)
{
	struct import_all_view v = { .file = job->file, .is_dry = job->is_dry };
	if (found->n) {
		form_fault(c, f, "file", "%.*s has %lld %s: nothing was written.", SF(job->file),
			   (long long)found->total_n, found->total_n == 1 ? "fault" : "faults");
		fill_faults(c, found, &v);
	} else if (job->is_dry) {
		v.good = str_fmt(c->a,
				 "%.*s are in order; nothing was written. Choose the file "
				 "again to write them.",
				 SF(count_text(c->a, job->what, job->rows_n, job->serving_n)));
	}
	return show(c, f, NULL, &v);
}

static enum err import_post(struct ctx *c)
{
	struct form f;
	struct import_all_view v = { 0 };
	struct faults found = faults_in(c->a);
	enum err e = form_read(c, in_fields, CSRF_FIELDS, &f);
	if (e == ERR_FAULTS)
		return show(c, &f, NULL, &v);
	if (e != OK)
		return e;
	struct import_job job = {
		.what = form_value(&f, "what")->n == 1 ? IMPORT_POSTS : IMPORT_PEOPLE,
		.file = form_value(&f, "file")->file_name,
		.text = form_value(&f, "file")->text,
		.is_dry = !str_eq(form_text(&f, "do"), S("write")),
	};
	if (!file_name_fits(job.file, str_starts(job.text, S("PK")) ? S("xlsx") : S("csv"),
			    S("file"), &found)) {
		form_fault(c, &f, "file", "%.*s", SF(found.v[0].sentence));
		return show(c, &f, NULL, &v);
	}
	e = run(c, &job, &found);
	page_after(c); /* a newer snapshot */
	if (e == OK && !job.is_dry)
		return see_other(c, "/import?%s=%lld&filled=%lld", WHATS[job.what],
				 (long long)job.rows_n, (long long)job.serving_n);
	if (e != OK && e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	return show_run(c, &f, &job, &found);
}

static enum err template_page(struct ctx *c)
{
	str what = path_text(c, "what"), form = path_text(c, "form"), bytes;
	bool is_posts = str_eq(what, S("posts")), is_xlsx = str_eq(form, S("xlsx"));
	if ((!is_posts && !str_eq(what, S("people"))) || (!is_xlsx && !str_eq(form, S("csv"))))
		return ERR_NOT_FOUND;
	enum sheet_form as = is_xlsx ? SHEET_XLSX : SHEET_CSV;
	TRY(import_template(c->a, is_posts ? IMPORT_POSTS : IMPORT_PEOPLE, as, &bytes));
	answer_file(c, sheet_type(as), str_fmt(c->a, "%.*s.%.*s", SF(what), SF(form)));
	out_str(c->out, bytes);
	return OK;
}

/* ---- a file out ---- */

static struct export_wish wish_of(const struct form *f)
{
	struct export_wish w = { .what =
				     form_value(f, "what")->n == 1 ? IMPORT_PEOPLE : IMPORT_POSTS,
				 .state_iso = form_text(f, "state") };
	if (str_is_empty(w.state_iso))
		w.state_iso = (str){ 0 };
	return w;
}

static enum err check_state(struct ctx *c, struct tx *tx, struct form *f, str state_iso)
{
	str name;
	enum err e = state_iso.p ? ref_state_name(tx, state_iso, &name) : OK;
	if (e != ERR_NOT_FOUND)
		return e;
	form_fault(c, f, "state", "'%.*s' is not the code of a state.", SF(state_iso));
	return ERR_FAULTS;
}

/* The form that asks a second person for what was refused. */
static void fill_ask(struct ctx *c, const struct form *f, const struct form *ask,
		     struct import_all_view *v)
{
	struct form blank = form_blank(c->a, ask_fields);
	struct ui_field why = page_field(form_value(ask ? ask : &blank, "why"));
	v->why_html = ui_input(c->a, &why);
	v->ask_what = form_value(f, "what")->typed;
	v->ask_state = form_value(f, "state")->typed;
	v->is_asking = may(ctx_viewer(c), ACT_EXPORT_LARGE, NULL, NULL) == ERR_NEEDS_APPROVAL;
}

static enum err export_page(struct ctx *c)
{
	struct page p;
	struct form f;
	struct import_all_view v = { 0 };
	struct export_file file;
	if (!c->req->query.n)
		return see_other(c, "/import");
	enum err e = form_read(c, out_fields, NULL, &f);
	if (e == ERR_FAULTS)
		return show(c, NULL, &f, &v);
	if (e != OK)
		return e;
	struct export_wish w = wish_of(&f);
	w.form = (enum export_form)form_value(&f, "form")->n;
	TRY(page_begin(c, "Files in and out", &p));
	e = check_state(c, p.tx, &f, w.state_iso);
	if (e == OK)
		e = export_do(p.tx, &c->refusal, &w, &file);
	if (e == ERR_REFUSED)
		fill_ask(c, &f, NULL, &v);
	if (e == ERR_REFUSED || e == ERR_FAULTS)
		return show(c, NULL, &f, &v);
	if (e == OK && file.allowed_id)
		e = export_note(ctx_db(c), ctx_viewer(c), c->a, file.allowed_id);
	if (e != OK)
		return e;
	answer_file(c, export_type(w.form),
		    str_fmt(c->a, "%.*s.%s", SF(form_text(&f, "what")), export_ending(w.form)));
	out_str(c->out, file.bytes);
	return OK;
}

static enum err ask_post(struct ctx *c)
{
	struct page p;
	struct form f, out = form_blank(c->a, out_fields);
	struct import_all_view v = { 0 };
	int64_t proposal_id;
	enum err e = form_read(c, ask_fields, CSRF_FIELDS, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	struct export_wish w = wish_of(&f);
	if (e == OK) {
		TRY(page_begin(c, "Files in and out", &p));
		e = check_state(c, p.tx, &f, w.state_iso);
	}
	if (e == OK)
		e = export_ask(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &w,
			       form_text(&f, "why"), &proposal_id);
	if (e == OK)
		return see_other(c, "/proposals/%lld", (long long)proposal_id);
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c); /* a newer snapshot */
	form_value(&out, "what")->typed = form_value(&f, "what")->typed;
	form_value(&out, "state")->typed = form_value(&f, "state")->typed;
	form_value(&out, "state")->fault = form_value(&f, "state")->fault;
	form_value(&out, "form")->typed = str_of(FORMS[0]);
	fill_ask(c, &f, &f, &v);
	return show(c, NULL, &out, &v);
}

const struct route import_routes[] = {
	ROUTE(GET, "/import", import_page, READS,
	      "Files in and out: the form, templates, what may be taken."),
	ROUTE(POST, "/import", import_post, BIT(ROLE_PROTOCOL),
	      "Checks a file of people or posts, or writes all its rows.", .is_write = true,
	      .is_slow = true, .body_max = FILE_MAX + (64 << 10)),
	ROUTE(GET, "/import/{what}/{form}", template_page, BIT(ROLE_PROTOCOL),
	      "A file with the columns of people or posts, to be filled in."),
	ROUTE(GET, "/export", export_page, READS,
	      "Members or people as CSV, workbook or JSON; guarded against formulas.",
	      .is_slow = true),
	ROUTE(POST, "/export/ask", ask_post, READS,
	      "Asks a second person for a file of many persons.", .is_write = true,
	      .is_slow = true),
	{ 0 },
};
