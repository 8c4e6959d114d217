/* attachment_pages.c: what a record's page shows of its attachments; the file, the small picture,
 * all as one archive; the forms that attach and take off. */
#include "attachment/attachment.h"

#include "attachment_new.html.h"
#include "base/must.h"
#include "doc/doc.h"
#include "ui/ui_form.h"
#include "web/form.h"

#define READS                                                                                      \
	(BIT(ROLE_MISSION) | BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) |             \
	 BIT(ROLE_SECURITY) | BIT(ROLE_DESK) | BIT(ROLE_HEAD))
#define WRITES (BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA))

enum { SHOWN_SIDE = 120 };

static const char *const KINDS[] = { "photograph", "scan", NULL };

static const struct field which_fields[] = {
	{ "of", "Record", FIELD_LINE, true, .max = 20 },
	{ "record", "Its number", FIELD_INT, true, .min = 1, .max = INT64_MAX },
	{ 0 },
};
static const struct field new_fields[] = {
	{ "of", "Record", FIELD_LINE, true, .max = 20 },
	{ "record", "Its number", FIELD_INT, true, .min = 1, .max = INT64_MAX },
	{ "kind", "What it is", FIELD_CHOICE, true, .choices = KINDS },
	{ "title", "What it shows", FIELD_LINE, .max = 120, .hint = "Such as Passport, page 2" },
	{ "file", "File", FIELD_FILE, true,
	  .hint = "PNG, JPEG or PDF, at most 20 MiB and 50 million pixels" },
	{ 0 },
};
static const struct field why_fields[] = {
	{ "why", "Why", FIELD_LINE, .max = 300 },
	{ 0 },
};

/* ---- on a record's page ---- */

static str size_text(struct arena *a, int64_t bytes_n, int64_t w, int64_t h)
{
	int64_t kib = (bytes_n + 1023) / 1024;
	return w ? str_fmt(a, "%lld KiB, %lld x %lld", (long long)kib, (long long)w, (long long)h)
		 : str_fmt(a, "%lld KiB", (long long)kib);
}

static void fill_file(struct arena *a, const struct attachment_list_row *r,
		      struct attachment_part_files *to)
{
	int64_t longer = r->width_n > r->height_n ? r->width_n : r->height_n;
	int64_t by = longer > SHOWN_SIDE ? longer : SHOWN_SIDE;
	*to = (struct attachment_part_files){
		.id = r->id,
		.title = r->title,
		.kind = r->kind,
		.type = r->type,
		.added_on = r->added_on,
		.has_small = r->has_small,
		.size = size_text(a, r->bytes_n, r->width_n, r->height_n),
		.w = str_fmt(a, "%lld", (long long)(r->width_n * SHOWN_SIDE / by)),
		.h = str_fmt(a, "%lld", (long long)(r->height_n * SHOWN_SIDE / by)),
	};
}

enum err attachment_fill(struct page *p, enum attachment_of of, int64_t id,
			 struct attachment_part_view *v)
{
	struct attachment_record r;
	struct attachment_list_args in = { attachment_of_text(of), id };
	struct attachment_list_rows rows;
	*v = (struct attachment_part_view){ .of = in.object_table, .record_id = id };
	enum err e = attachment_record_of(p->tx, of, id, &r);
	if (e == OK)
		e = attachment_list(p->tx, &in, &rows);
	if (e != OK)
		return e == ERR_DENIED || e == ERR_NOT_FOUND ? OK : e;
	v->is_writer = !r.is_sent && attachment_may_write(ctx_viewer(p->c), of, r.mission_id.v);
	v->has_any = rows.n || v->is_writer;
	struct attachment_part_files *list =
	    arena_new_n(p->c->a, struct attachment_part_files, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		fill_file(p->c->a, &rows.v[i], &list[i]);
	v->files = list;
	v->n_files = rows.n;
	return OK;
}

/* ---- files ---- */

static enum err note_view(struct tx *tx, void *arg)
{
	tx_note(tx, CHANGE_VIEW, "attachment", *(const int64_t *)arg);
	return OK;
}

/* The attachment, when the viewer may see the record it belongs to. */
static enum err read_one(struct page *p, struct attachment_by_id_row *row)
{
	struct attachment_by_id_args by = { path_id(p->c, "id") };
	struct attachment_record r;
	enum attachment_of of;
	TRY(attachment_by_id(p->tx, &by, row));
	must(attachment_of_of(row->object_table, &of));
	return attachment_record_of(p->tx, of, row->object_id, &r);
}

/* The body is what was read: a file of 20 MiB is not copied. */
static void send_bytes(struct ctx *c, str bytes)
{
	*c->out = (struct out){
		.a = c->a, .fd = -1, .p = (char *)(uintptr_t)bytes.p, .n = bytes.n, .cap = bytes.n
	};
}

static const char *type_of(str ending)
{
	return str_eq(ending, S("png"))   ? file_type(FILE_PNG)
	       : str_eq(ending, S("jpg")) ? file_type(FILE_JPEG)
					  : file_type(FILE_PDF);
}

static enum err file_page(struct ctx *c)
{
	struct page p;
	struct attachment_by_id_row row;
	struct attachment_bytes_row file;
	TRY(page_begin(c, "Attachment", &p));
	TRY(read_one(&p, &row));
	struct attachment_bytes_args in = { row.id };
	TRY(attachment_bytes(p.tx, &in, &file));
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "attachment.view", note_view,
		    &row.id));
	answer_file(c, type_of(row.type), str_fmt(c->a, "%.*s.%.*s", SF(row.title), SF(row.type)));
	send_bytes(c, file.bytes_blob);
	return OK;
}

static enum err small_page(struct ctx *c)
{
	struct page p;
	struct attachment_by_id_row row;
	struct attachment_small_row file;
	TRY(page_begin(c, "Attachment", &p));
	TRY(read_one(&p, &row));
	struct attachment_small_args in = { row.id };
	TRY(attachment_small(p.tx, &in, &file));
	if (!file.small_blob.p)
		return ERR_NOT_FOUND;
	answer_type(c, file_type(FILE_PNG));
	send_bytes(c, file.small_blob);
	return OK;
}

static enum err archive_page(struct ctx *c)
{
	struct page p;
	enum attachment_of of;
	int64_t id = path_id(c, "id");
	str bytes;
	if (!attachment_of_of(path_text(c, "of"), &of))
		return ERR_NOT_FOUND;
	TRY(page_begin(c, "Attachments", &p));
	TRY(attachment_archive(p.tx, of, id, &bytes));
	if (!bytes.p)
		return ERR_NOT_FOUND;
	TRY(db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "attachment.view", note_view,
		    &id));
	answer_file(c, "application/zip",
		    str_fmt(c->a, "%.*s-%lld.zip", SF(path_text(c, "of")), (long long)id));
	send_bytes(c, bytes);
	return OK;
}

/* ---- attaching ---- */

static str path_of(struct arena *a, enum attachment_of of, int64_t id)
{
	static const char *const folders[ATTACHMENT_OF_N] = {
		[ATTACHMENT_OF_PERSON] = "people",
		[ATTACHMENT_OF_MISSION] = "missions",
		[ATTACHMENT_OF_NOTE] = "notes",
		[ATTACHMENT_OF_VISA_APPLICATION] = "visas",
	};
	return str_fmt(a, "/%s/%lld", folders[of], (long long)id);
}

static struct html kind_radios(struct arena *a, const struct form_value *v)
{
	static const struct ui_option items[] = {
		{ .value = { "photograph", 10 }, .text = { "Photograph", 10 } },
		{ .value = { "scan", 4 }, .text = { "Scan of a paper", 15 } },
	};
	struct ui_fieldset set = { .legend = { .text = str_of(v->field->label) } };
	return ui_radios(a, &(struct ui_choices){ .name = S("kind"),
						  .id_prefix = S("kind"),
						  .classes = S("govuk-radios--small"),
						  .fieldset = &set,
						  .items = items,
						  .n_items = 2,
						  .values = &v->typed,
						  .n_values = v->typed.p != NULL,
						  .error = { .text = v->fault } });
}

/* ERR_NOT_FOUND: the record is not one of the kinds, or not for this viewer. */
static enum err begin_form(struct ctx *c, struct page *p, enum attachment_of of, int64_t id,
			   struct attachment_new_view *v)
{
	struct attachment_record r;
	TRY(page_begin(c, "Attach a scan or photograph", p));
	TRY(attachment_record_of(p->tx, of, id, &r));
	if (!attachment_may_write(ctx_viewer(c), of, r.mission_id.v))
		return ERR_DENIED;
	p->frame.back_url = path_of(c->a, of, id);
	p->frame.back_text = r.title;
	v->record = r.title;
	v->csrf = p->csrf;
	return OK;
}

static enum err show_new(struct ctx *c, const struct form *f, enum attachment_of of, int64_t id)
{
	struct page p;
	struct attachment_new_view v = { .of = attachment_of_text(of), .record_id = id };
	TRY(begin_form(c, &p, of, id, &v));
	struct ui_field title = page_field(form_value(f, "title"));
	struct ui_field file = page_field(form_value(f, "file"));
	v.kind_html = kind_radios(c->a, form_value(f, "kind"));
	v.title_html = ui_input(c->a, &title);
	v.file_html = ui_file_upload(c->a, &file);
	return page_send(&p, attachment_new, &v);
}

static enum err new_page(struct ctx *c)
{
	struct form which, f = form_blank(c->a, new_fields);
	enum attachment_of of;
	TRY(form_read(c, which_fields, NULL, &which));
	if (!attachment_of_of(form_text(&which, "of"), &of))
		return ERR_NOT_FOUND;
	return show_new(c, &f, of, form_int(&which, "record", 0));
}

static enum err new_post(struct ctx *c)
{
	struct form f;
	struct attachment_new in = { 0 };
	int64_t id;
	enum err e = form_read(c, new_fields, CSRF_FIELDS, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	in.object_id = form_int(&f, "record", 0);
	if (!attachment_of_of(form_text(&f, "of"), &in.of))
		return ERR_NOT_FOUND;
	in.kind =
	    form_value(&f, "kind")->n == 1 ? ATTACHMENT_KIND_SCAN : ATTACHMENT_KIND_PHOTOGRAPH;
	in.title = str_trim(form_text(&f, "title"));
	in.bytes = form_text(&f, "file");
	in.file_name = form_value(&f, "file")->file_name;
	if (e == OK)
		e = attachment_add(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults, &in,
				   &id);
	if (e == OK)
		return see_other(c, "%.*s#attachments", SF(path_of(c->a, in.of, in.object_id)));
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c);
	return show_new(c, &f, in.of, in.object_id);
}

/* ---- taking off ---- */

static enum err show_remove(struct ctx *c, const struct form *f)
{
	struct page p;
	struct attachment_by_id_row row;
	enum attachment_of of;
	struct attachment_new_view v = { .is_removing = true, .id = path_id(c, "id") };
	TRY(page_begin(c, "Take off an attachment", &p));
	TRY(read_one(&p, &row));
	must(attachment_of_of(row.object_table, &of));
	TRY(begin_form(c, &p, of, row.object_id, &v));
	p.frame.title = S("Take off an attachment");
	struct ui_field why = page_field(form_value(f, "why"));
	v.title = row.title;
	v.why_html = ui_input(c->a, &why);
	return page_send(&p, attachment_new, &v);
}

static enum err remove_page(struct ctx *c)
{
	struct form f = form_blank(c->a, why_fields);
	return show_remove(c, &f);
}

static enum err remove_post(struct ctx *c)
{
	struct form f;
	struct page p;
	struct attachment_by_id_row row;
	enum attachment_of of;
	enum err e = form_read(c, why_fields, CSRF_FIELDS, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	TRY(page_begin(c, "Take off an attachment", &p));
	TRY(read_one(&p, &row));
	must(attachment_of_of(row.object_table, &of));
	if (e == OK)
		e = attachment_remove(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults,
				      row.id, str_trim(form_text(&f, "why")));
	if (e == OK)
		return see_other(c, "%.*s", SF(path_of(c->a, of, row.object_id)));
	if (e != ERR_FAULTS && e != ERR_REFUSED)
		return e;
	page_after(c);
	return show_remove(c, &f);
}

const struct route attachment_routes[] = {
	ROUTE(GET, "/attachments/new", new_page, WRITES,
	      "The form that attaches a scan or photograph to a record."),
	ROUTE(POST, "/attachments/new", new_post, WRITES,
	      "Attaches a file: PNG, JPEG or PDF by its content.", .is_write = true,
	      .is_slow = true, .body_max = FILE_BYTES_MAX + (64 << 10)),
	ROUTE(GET, "/attachments/of/{of}/{id}", archive_page, READS,
	      "All that is attached to a record as one archive.", .is_slow = true),
	ROUTE(GET, "/attachments/{id}", file_page, READS,
	      "One scan or photograph; that somebody looked is logged.", .is_slow = true),
	ROUTE(GET, "/attachments/{id}/small", small_page, READS, "The same drawn small."),
	ROUTE(GET, "/attachments/{id}/remove", remove_page, WRITES,
	      "The form that takes an attachment off its record."),
	ROUTE(POST, "/attachments/{id}/remove", remove_post, WRITES,
	      "Takes an attachment off its record, with the reason.", .is_write = true),
	{ 0 },
};
