/* note_pages.c: the list of notes, one note, its PDF and its editable form, and what is done with
 * it there. */
#include "note/note_pages.h"

#include "attachment/attachment.h"
#include "base/day.h"
#include "base/must.h"
#include "note_all.html.h"
#include "note_one.html.h"
#include "ref/ref.h"

enum { PAGE_ROWS_N = 25 };

/* ---- shared ---- */

str note_kind_label(str kind)
{
	static const str labels[] = { [NOTE_KIND_NOTE_VERBALE] = S("Note verbale"),
				      [NOTE_KIND_LETTER] = S("Letter"),
				      [NOTE_KIND_AIDE_MEMOIRE] = S("Aide-mémoire") };
	enum note_kind k;
	must(note_kind_of(kind, &k));
	return labels[k];
}

struct html note_select(struct arena *a, const struct form *f, const char *name, str first,
			const struct ui_option *options, ptrdiff_t n)
{
	const struct form_value *value = form_value(f, name);
	struct ui_option *all = arena_new_n(a, struct ui_option, n + 1);
	ptrdiff_t k = 0;
	if (first.p)
		all[k++] = (struct ui_option){ .value = S(""), .text = first };
	for (ptrdiff_t i = 0; i < n; i++)
		all[k++] = options[i];
	return ui_select(a, &(struct ui_field){ .name = str_of(name),
						.id = str_of(name),
						.label = { .text = str_of(value->field->label) },
						.value = value->typed,
						.options = all,
						.n_options = k,
						.error = { .text = value->fault } });
}

static str tag_of(str state)
{
	if (str_eq(state, note_state_text(NOTE_STATE_DRAFT)))
		return S("govuk-tag--grey");
	return str_eq(state, note_state_text(NOTE_STATE_APPROVED)) ? S("govuk-tag--yellow") : S("");
}

static str opt_day(struct arena *a, struct opt_int on)
{
	return on.has ? day_long(a, on.v) : str_of(NULL);
}

/* ---- the list ---- */

static const char *const DIRECTIONS[] = { "", "in", "out", NULL };
static const char *const STATES[] = { "", "draft", "approved", "sent", "received", NULL };

static const struct field list_fields[] = {
	{ "direction", "In or out", FIELD_CHOICE, .choices = DIRECTIONS },
	{ "state", "State", FIELD_CHOICE, .choices = STATES },
	{ "mission", "Mission", FIELD_INT, .min = 1, .max = INT64_MAX },
	{ "before", "Before", FIELD_INT, .min = 1, .max = INT64_MAX },
	{ 0 },
};

static str given(const struct form *f, const char *name)
{
	str s = form_text(f, name);
	return str_is_empty(s) ? str_of(NULL) : s;
}

static enum err read_list(struct tx *tx, const struct form *f, struct note_list_rows *rows)
{
	struct note_of_mission_rows of_mission;
	struct note_list_args in = { .before_id = form_int(f, "before", INT64_MAX),
				     .direction = given(f, "direction"),
				     .state = given(f, "state"),
				     .limit_n = PAGE_ROWS_N + 1 };
	int64_t mission_id = form_int(f, "mission", 0);
	*rows = (struct note_list_rows){ 0 };
	if (!mission_id)
		return note_list(tx, &in, rows);
	struct note_of_mission_args of = { .mission_id = mission_id,
					   .before_id = in.before_id,
					   .direction = in.direction,
					   .state = in.state,
					   .limit_n = in.limit_n };
	TRY(note_of_mission(tx, &of, &of_mission));
	for (ptrdiff_t i = 0; i < of_mission.n; i++) {
		const struct note_of_mission_row *r = &of_mission.v[i];
		*arena_push(tx->a, rows) =
		    (struct note_list_row){ .id = r->id,
					    .ref = r->ref,
					    .direction = r->direction,
					    .lang = r->lang,
					    .subject = r->subject,
					    .state = r->state,
					    .note_no = r->note_no,
					    .note_on = r->note_on,
					    .mission_name = r->mission_name };
	}
	return OK;
}

static void fill_rows(struct arena *a, const struct note_list_rows *rows, struct note_all_view *v)
{
	struct note_all_notes *to = arena_new_n(a, struct note_all_notes, PAGE_ROWS_N);
	v->notes = to;
	for (ptrdiff_t i = 0; i < rows->n && i < PAGE_ROWS_N; i++) {
		const struct note_list_row *r = &rows->v[i];
		bool is_in = str_eq(r->direction, note_direction_text(NOTE_DIRECTION_IN));
		to[v->n_notes++] = (struct note_all_notes){ .id = r->id,
							    .ref = r->ref,
							    .note_no = r->note_no,
							    .date = opt_day(a, r->note_on),
							    .way = is_in ? S("From") : S("To"),
							    .mission_name = r->mission_name,
							    .lang = r->lang,
							    .subject = r->subject,
							    .state = note_state_label(r->state),
							    .tag = tag_of(r->state) };
	}
}

static void fill_filters(struct arena *a, const struct form *f, struct note_all_view *v)
{
	static const struct ui_option ways[] = { { .value = S("in"), .text = S("Received") },
						 { .value = S("out"), .text = S("Ours") } };
	struct ui_option states[4];
	for (int i = 0; i < 4; i++)
		states[i] = (struct ui_option){ .value = str_of(STATES[i + 1]),
						.text = note_state_label(str_of(STATES[i + 1])) };
	v->direction_html = note_select(a, f, "direction", S("In and out"), ways, 2);
	v->state_html = note_select(a, f, "state", S("Any state"), states, 4);
}

static str next_url(struct arena *a, const struct form *f, int64_t before_id)
{
	struct out o = out_to_arena(a);
	out_fmt(&o, "/notes?before=%lld", (long long)before_id);
	if (given(f, "direction").p)
		out_fmt(&o, "&direction=%.*s", SF(form_text(f, "direction")));
	if (given(f, "state").p)
		out_fmt(&o, "&state=%.*s", SF(form_text(f, "state")));
	if (form_int(f, "mission", 0))
		out_fmt(&o, "&mission=%lld", (long long)form_int(f, "mission", 0));
	return out_view(&o);
}

static enum err list_page(struct ctx *c)
{
	struct page p;
	struct form f;
	struct note_list_rows rows = { 0 };
	struct note_all_view v = { .is_writer = ctx_has_role(c, NOTE_WRITES),
				   .is_staff = !ctx_has_role(c, BIT(ROLE_MISSION)) };
	TRY(page_begin(c, "Notes", &p));
	enum err e = form_read(c, list_fields, NULL, &f);
	if (e != OK && e != ERR_FAULTS)
		return e;
	v.mission_id = form_int(&f, "mission", 0);
	if (e == OK)
		TRY(read_list(p.tx, &f, &rows));
	fill_rows(c->a, &rows, &v);
	fill_filters(c->a, &f, &v);
	if (v.mission_id && rows.n)
		v.mission_name = rows.v[0].mission_name;
	if (rows.n > PAGE_ROWS_N)
		v.next_url = next_url(c->a, &f, rows.v[PAGE_ROWS_N - 1].id);
	return page_send(&p, note_all, &v);
}

/* ---- one note ---- */

static const struct field write_fields[] = {
	{ "subject", "Subject", FIELD_LINE, true, .max = NOTE_SUBJECT_MAX },
	{ "wording", "Wording", FIELD_TEXT, true, .max = NOTE_WORDING_MAX },
	{ "changes_n", "The page", FIELD_INT, true, .min = 0, .max = INT64_MAX },
	{ 0 },
};
static const struct field step_fields[] = {
	{ "changes_n", "The page", FIELD_INT, true, .min = 0, .max = INT64_MAX },
	{ 0 },
};

struct facts {
	struct arena *a;
	struct note_one_facts *v;
	ptrdiff_t n, cap;
};

static void add_fact(struct facts *f, const char *key, str value, str url)
{
	if (!str_is_empty(value))
		*arena_push(f->a, f) =
		    (struct note_one_facts){ .key = str_of(key), .value = value, .url = url };
}

static str url_of(struct arena *a, const char *folder, int64_t id)
{
	return str_fmt(a, "/%s/%lld", folder, (long long)id);
}

static str about_url(struct arena *a, const struct note_by_id_row *n)
{
	return str_eq(n->object_table, S("visa_application")) ? url_of(a, "visas", n->object_id.v)
							      : str_of(NULL);
}

static enum err fill_facts(struct tx *tx, const struct note_by_id_row *n, bool is_staff,
			   struct note_one_view *v)
{
	struct facts f = { .a = tx->a };
	struct note_people_row who = { 0 };
	struct note_people_args in = { .id = n->id };
	str none = str_of(NULL);
	bool is_in = str_eq(n->direction, note_direction_text(NOTE_DIRECTION_IN));
	if (is_staff)
		TRY(note_people(tx, &in, &who));
	add_fact(&f, is_in ? "From" : "To", n->mission_name,
		 url_of(tx->a, "missions", n->mission_id));
	add_fact(&f, "Number", n->note_no, none);
	add_fact(&f, "Date", opt_day(tx->a, n->note_on), none);
	add_fact(&f, "Received", opt_day(tx->a, n->received_on), none);
	if (n->supersedes_id.has)
		add_fact(&f, "Supersedes",
			 str_fmt(tx->a, "%.*s (%.*s)", SF(n->supersedes_ref), SF(n->supersedes_no)),
			 url_of(tx->a, "notes", n->supersedes_id.v));
	if (about_url(tx->a, n).p && may(tx->viewer, CAN(READ, APPLICATION), NULL, NULL) == OK)
		add_fact(&f, "About", S("The application"), about_url(tx->a, n));
	add_fact(&f, is_in ? "Entered by" : "Drafted by", who.drafted_name, none);
	add_fact(&f, "Approved by", who.approved_name, none);
	if (n->is_invented)
		add_fact(&f, "Record", S("An invented note of the demo world"), none);
	v->facts = f.v;
	v->n_facts = f.n;
	return OK;
}

static enum err fill_later(struct tx *tx, int64_t id, struct note_one_view *v)
{
	struct note_later_rows rows;
	struct note_later_args in = { .id = id };
	TRY(note_later(tx, &in, &rows));
	struct note_one_later *to = arena_new_n(tx->a, struct note_one_later, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct note_one_later){ .id = rows.v[i].id,
						 .ref = rows.v[i].ref,
						 .what = rows.v[i].note_no.p
							     ? rows.v[i].note_no
							     : S("a draft, not sent yet") };
	v->later = to;
	v->n_later = rows.n;
	return OK;
}

/* What whoever looks may do next. */
static enum err fill_steps(struct page *p, const struct note_by_id_row *n, struct note_one_view *v)
{
	struct ctx *c = p->c;
	bool is_draft = str_eq(n->state, note_state_text(NOTE_STATE_DRAFT));
	if (n->note_on.has || !ctx_has_role(c, NOTE_WRITES))
		return OK;
	enum err e = proposal_of(p->tx, "note", n->id, &v->proposal_id);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	v->is_waiting = e == OK;
	v->is_writer = true;
	v->is_proposable = is_draft && e != OK;
	v->is_sendable = !is_draft && ctx_has_role(c, NOTE_SENDS);
	v->is_own_turn = true;
	return OK;
}

static void fill_form(struct arena *a, const struct form *f, const struct note_by_id_row *n,
		      struct note_one_view *v)
{
	const struct form_value *subject = form_value(f, "subject"),
				*wording = form_value(f, "wording");
	struct ui_field line = { .name = S("subject"),
				 .id = S("subject"),
				 .label = { .text = S("Subject") },
				 .value = subject->typed.p ? subject->typed : n->subject,
				 .error = { .text = subject->fault } };
	struct ui_field text = {
		.name = S("wording"),
		.id = S("wording"),
		.label = { .text = S("Wording") },
		.hint = { .text = S(NOTE_MARKS_HINT
				    " The number and the date are filled in when it is sent.") },
		.rows_n = 16,
		.value = wording->typed.p ? wording->typed : n->wording,
		.error = { .text = wording->fault }
	};
	v->subject_html = ui_input(a, &line);
	v->text_html = ui_textarea(a, &text);
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct paper paper;
	struct note_by_id_args in = { .id = path_id(c, "id") };
	struct note_by_id_row n;
	struct faults unset = faults_in(c->a);
	TRY(page_begin(c, "Note", &p));
	TRY(note_by_id(p.tx, &in, &n));
	struct note_one_view v = { .id = n.id,
				   .ref = n.ref,
				   .kind = note_kind_label(n.kind),
				   .lang = n.lang,
				   .subject = n.subject,
				   .state = note_state_label(n.state),
				   .tag = tag_of(n.state),
				   .changes_n = n.changes_n,
				   .csrf = p.csrf };
	TRY(fill_facts(p.tx, &n, !ctx_has_role(c, BIT(ROLE_MISSION)), &v));
	TRY(fill_later(p.tx, n.id, &v));
	TRY(fill_steps(&p, &n, &v));
	v.has_paper = note_paper(c->a, &n, S(""), &unset, &paper) == OK;
	if (v.has_paper)
		v.wording_html = note_html(c->a, &paper);
	for (ptrdiff_t i = 0; i < unset.n && !c->faults.n; i++)
		fault_field(&c->faults, S("wording"), "The wording cannot be set: line %lld: %.*s.",
			    (long long)unset.v[i].line, SF(unset.v[i].sentence));
	v.is_open = c->faults.n > 0;
	if (v.is_writer)
		fill_form(c->a, f, &n, &v);
	p.frame.title = str_fmt(c->a, "Note %.*s", SF(n.ref));
	p.frame.back_url = S("/notes");
	p.frame.back_text = S("Notes");
	TRY(attachment_fill(&p, ATTACHMENT_OF_NOTE, n.id, &v.attachments));
	return page_send(&p, note_one, &v);
}

static enum err one_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, write_fields);
	return show(c, &blank);
}

/* ---- what is done there ---- */

static const char changed_meanwhile[] =
    "Somebody else has changed this note in the meantime. What stands here is what you typed; "
    "nothing was kept.";

/* After a deed: back to the note, or the page again with what is wrong. */
static enum err answer(struct ctx *c, struct form *f, enum err e)
{
	if (e == OK || e == ERR_NEEDS_APPROVAL)
		return see_other(c, "/notes/%lld", (long long)path_id(c, "id"));
	if (e == ERR_CONFLICT) {
		fault_field(&c->faults, S("wording"), "%s", changed_meanwhile);
		c->res->status = err_http(ERR_CONFLICT);
		page_after(c); /* a newer snapshot */
	} else if (e != ERR_FAULTS && e != ERR_REFUSED) {
		return e;
	}
	form_shown(c, f);
	return show(c, f);
}

static enum err write_post(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, write_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = note_write(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, path_id(c, "id"),
			       form_int(&f, "changes_n", 0), form_text(&f, "subject"),
			       form_text(&f, "wording"));
	return answer(c, &f, e);
}

/* A step is taken on the wording that was seen. */
static enum err read_step(struct ctx *c)
{
	struct form f;
	struct page p;
	struct note_by_id_args in = { .id = path_id(c, "id") };
	struct note_by_id_row n;
	TRY(form_read(c, step_fields, CSRF_FIELDS, &f));
	TRY(page_begin(c, "Note", &p));
	TRY(note_by_id(p.tx, &in, &n));
	return n.changes_n == form_int(&f, "changes_n", -1) ? OK : ERR_CONFLICT;
}

static enum err propose_post(struct ctx *c)
{
	struct form blank = form_blank(c->a, write_fields);
	enum err e = read_step(c);
	if (e == OK)
		e = note_propose(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults,
				 path_id(c, "id"));
	return answer(c, &blank, e);
}

static enum err send_post(struct ctx *c)
{
	struct form blank = form_blank(c->a, write_fields);
	enum err e = read_step(c);
	if (e == OK)
		e = note_send(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, path_id(c, "id"));
	return answer(c, &blank, e);
}

/* ---- the files ---- */

static enum err give_file(struct ctx *c, const char *type, const char *ending,
			  enum err (*write)(const struct paper *p, str *bytes))
{
	struct page p;
	struct paper paper;
	struct note_by_id_args in = { .id = path_id(c, "id") };
	struct note_by_id_row n;
	str ministry, bytes;
	TRY(page_begin(c, "Note", &p));
	TRY(note_by_id(p.tx, &in, &n));
	TRY(ref_ministry(p.tx, &ministry));
	TRY(note_paper(c->a, &n, ministry, &c->faults, &paper));
	TRY(attachment_enclose(p.tx, ATTACHMENT_OF_NOTE, in.id, n.lang, &paper));
	TRY(write(&paper, &bytes));
	answer_file(c, type, str_fmt(c->a, "%.*s.%s", SF(n.ref), ending));
	out_str(c->out, bytes);
	return OK;
}

static enum err pdf_page(struct ctx *c)
{
	return give_file(c, "application/pdf", "pdf", paper_pdf);
}

static enum err odt_page(struct ctx *c)
{
	return give_file(c, "application/vnd.oasis.opendocument.text", "odt", paper_odt);
}

/* ---- routes ---- */

enum { FORM_BYTES_MAX = 8 * NOTE_WORDING_MAX };

const struct route note_routes[] = {
	ROUTE(GET, "/notes", list_page, NOTE_READS,
	      "Notes in and out, the latest first; filters in the address."),
	ROUTE(GET, "/notes/new", note_new_page, NOTE_WRITES, "A form for a new draft."),
	ROUTE(POST, "/notes/new", note_new_post, NOTE_WRITES,
	      "Drafts a note to a mission from a template.", .is_write = true),
	ROUTE(GET, "/notes/received", note_received_page, NOTE_WRITES,
	      "A form for a note received."),
	ROUTE(POST, "/notes/received", note_received_post, NOTE_WRITES,
	      "Enters a note as it came from a mission.", .is_write = true,
	      .body_max = FORM_BYTES_MAX),
	ROUTE(GET, "/notes/{id}", one_page, NOTE_READS,
	      "One note: what it says, its chain, what may be done with it."),
	ROUTE(POST, "/notes/{id}/wording", write_post, NOTE_WRITES,
	      "Changes the wording of a note that is not sent.", .is_write = true,
	      .body_max = FORM_BYTES_MAX),
	ROUTE(POST, "/notes/{id}/propose", propose_post, NOTE_WRITES,
	      "Asks a second person to approve the wording.", .is_write = true),
	ROUTE(POST, "/notes/{id}/send", send_post, NOTE_SENDS,
	      "Gives an approved note its number and day; it never changes again.",
	      .is_write = true),
	ROUTE(GET, "/notes/{id}/pdf", pdf_page, NOTE_READS, "The note as PDF.", .is_slow = true),
	ROUTE(GET, "/notes/{id}/odt", odt_page, NOTE_READS, "The note as a document to edit.",
	      .is_slow = true),
	{ 0 },
};
