/* import_export.c: members or people as CSV, as a workbook, as JSON. The same content gives the
 * same bytes. */
#include "access/may.h"
#include "base/jcs.h"
#include "base/must.h"
#include "import/import_in.h"
#include "ref/ref.h"

/* Where rows go: a sheet, or JSON with the heads as keys. */
struct sink {
	enum export_form form;
	struct sheet_out sheet;
	struct out json;
	const struct sheet_head *heads;
	ptrdiff_t n_heads, col;
	int64_t rows_n;
};

static struct sink sink_begin(struct arena *a, const struct export_wish *w, int64_t on, str title,
			      const struct sheet_head *heads, ptrdiff_t n)
{
	struct sink s = { .form = w->form, .heads = heads, .n_heads = n };
	if (w->form == EXPORT_JSON) {
		s.json = out_to_arena(a);
		out_char(&s.json, '[');
		return s;
	}
	s.sheet =
	    sheet_begin(a, w->form == EXPORT_XLSX ? SHEET_XLSX : SHEET_CSV, title, on, heads, n);
	return s;
}

static void begin_value(struct sink *s)
{
	const char *before = s->col ? "," : s->rows_n ? ",\n{" : "\n{";
	out_str(&s->json, str_of(before));
	out_json(&s->json, str_of(s->heads[s->col].name));
	out_char(&s->json, ':');
}

static void end_value(struct sink *s)
{
	s->col++;
	if (s->col < s->n_heads)
		return;
	s->col = 0;
	s->rows_n++;
	out_char(&s->json, '}');
}

static void put(struct sink *s, str text)
{
	if (s->form != EXPORT_JSON) {
		sheet_put(&s->sheet, text);
		return;
	}
	begin_value(s);
	out_json(&s->json, text);
	end_value(s);
}

static void put_int(struct sink *s, int64_t v)
{
	if (s->form != EXPORT_JSON) {
		sheet_put_int(&s->sheet, v);
		return;
	}
	begin_value(s);
	out_json_int(&s->json, true, v);
	end_value(s);
}

static void put_day(struct arena *a, struct sink *s, int64_t on)
{
	if (s->form == EXPORT_JSON)
		put(s, day_text(a, on));
	else
		sheet_put_day(&s->sheet, on);
}

static enum err sink_end(struct sink *s, str *bytes)
{
	if (s->form != EXPORT_JSON)
		return sheet_end(&s->sheet, bytes);
	out_lit(&s->json, "\n]\n");
	*bytes = out_view(&s->json);
	return OK;
}

/* ---- members, people ---- */

static enum err members(struct tx *tx, const struct export_wish *w, str host_iso, int64_t *n,
			str *bytes)
{
	static const struct sheet_head heads[] = {
		{ "mission", 10 }, { "mission_name", 44 }, { "state", 8 },   { "post_no", 10 },
		{ "title", 28 },   { "category", 18 },     { "person", 12 }, { "name", 34 },
		{ "native", 34 },  { "from", 12 },
	};
	struct import_members_args in = { host_iso, w->state_iso };
	struct import_members_rows rows;
	TRY(import_members(tx, &in, &rows));
	struct sink s =
	    sink_begin(tx->a, w, tx->on, S("Members"), heads, sizeof heads / sizeof heads[0]);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct import_members_row *r = &rows.v[i];
		put_int(&s, r->mission_id);
		put(&s, r->mission_name);
		put(&s, r->sending_iso);
		put(&s, r->post_no);
		put(&s, r->title);
		put(&s, r->category);
		put(&s, r->ref);
		put(&s, r->name);
		put(&s, r->native_name);
		put_day(tx->a, &s, r->from_on);
	}
	*n = rows.n;
	return sink_end(&s, bytes);
}

static enum err people(struct tx *tx, const struct export_wish *w, str host_iso, int64_t *n,
		       str *bytes)
{
	static const struct sheet_head heads[] = {
		{ "ref", 12 },        { "mission", 10 },     { "family", 24 }, { "given", 24 },
		{ "patronymic", 20 }, { "order", 14 },       { "native", 34 }, { "lang", 8 },
		{ "sex", 6 },         { "nationality", 12 }, { "mrz", 34 },    { "source", 28 },
	};
	struct import_people_args in = { host_iso, w->state_iso };
	struct import_people_rows rows;
	TRY(import_people(tx, &in, &rows));
	struct sink s =
	    sink_begin(tx->a, w, tx->on, S("People"), heads, sizeof heads / sizeof heads[0]);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct import_people_row *r = &rows.v[i];
		put(&s, r->ref);
		put_int(&s, r->mission_id);
		put(&s, r->family_name);
		put(&s, r->given_names);
		put(&s, r->patronymic);
		put(&s, r->name_order);
		put(&s, r->native_name);
		put(&s, r->native_lang);
		put(&s, r->sex);
		put(&s, r->nationality_iso);
		put(&s, r->mrz_name);
		put(&s, r->source);
	}
	*n = rows.n;
	return sink_end(&s, bytes);
}

static str what_of(const struct export_wish *w)
{
	return export_what_text(w->what == IMPORT_PEOPLE ? EXPORT_WHAT_PEOPLE
							 : EXPORT_WHAT_MEMBERS);
}

static enum err make(struct tx *tx, const struct export_wish *w, int64_t *n, str *bytes)
{
	str host_iso;
	TRY(ref_host(tx, &host_iso));
	return w->what == IMPORT_PEOPLE ? people(tx, w, host_iso, n, bytes)
					: members(tx, w, host_iso, n, bytes);
}

enum err export_do(struct tx *tx, struct refusal *refusal, const struct export_wish *w,
		   struct export_file *file)
{
	struct import_export_allowed_row allowed;
	int64_t n;
	file->allowed_id = 0;
	TRY(make(tx, w, &n, &file->bytes));
	if (n <= EXPORT_LARGE_N)
		return OK;
	enum err e = may(tx->viewer, ACT_EXPORT_LARGE, NULL, NULL);
	if (e == OK)
		return OK;
	struct import_export_allowed_args in = { tx->viewer->user_id, what_of(w), tx->on, n,
						 w->state_iso };
	bool may_ask = e == ERR_NEEDS_APPROVAL;
	e = may_ask ? import_export_allowed(tx, &in, &allowed) : e;
	if (e == OK) {
		file->allowed_id = allowed.id;
		return OK;
	}
	file->bytes = (str){ 0 };
	if (e != ERR_NOT_FOUND && e != ERR_DENIED)
		return e;
	return refuse(tx->a, refusal, "export_large", NULL,
		      "An export of more than %d persons takes two people; this one has %lld. %s",
		      EXPORT_LARGE_N, (long long)n,
		      may_ask ? "Ask a second person, or for one state." : "Ask for one state.");
}

/* ---- two people ---- */

static enum err note_deed(struct tx *tx, void *arg)
{
	tx_note(tx, CHANGE_VIEW, "import_export", *(const int64_t *)arg);
	return OK;
}

enum err export_note(struct db *db, const struct viewer *v, struct arena *a, int64_t allowed_id)
{
	return db_deed(db, v, a, NULL, act_word(ACT_EXPORT_LARGE), note_deed, &allowed_id);
}

struct asking {
	const struct export_wish *w;
	str why;
	int64_t proposal_id;
};

static str ask_body(struct tx *tx, const struct asking *x, int64_t n)
{
	struct out o = out_to_arena(tx->a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	jcs_key(&j, S("persons"));
	jcs_int(&j, n);
	jcs_key(&j, S("state"));
	jcs_str(&j, x->w->state_iso.p ? x->w->state_iso : S("all"));
	jcs_key(&j, S("what"));
	jcs_str(&j, what_of(x->w));
	jcs_key(&j, S("why"));
	jcs_str(&j, x->why);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static enum err ask_deed(struct tx *tx, void *arg)
{
	struct asking *x = arg;
	struct wrote out;
	int64_t n;
	str bytes;
	enum err e = may(tx->viewer, ACT_EXPORT_LARGE, NULL, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e == OK ? ERR_DENIED : e;
	TRY(make(tx, x->w, &n, &bytes));
	if (n <= EXPORT_LARGE_N)
		return refuse(tx->a, tx->refusal, "export_small", NULL,
			      "An export of %lld persons needs no second person: make the file.",
			      (long long)n);
	struct import_export_add_args add = { what_of(x->w), x->w->state_iso,     n,
					      x->why,        tx->viewer->user_id, tx->on };
	TRY(import_export_add(tx, &add, &out));
	struct proposal_new p = {
		.act = ACT_EXPORT_LARGE,
		.object = { "import_export", out.id, 0 },
		.body = ask_body(tx, x, n),
		.summary = str_fmt(tx->a, "Take %lld persons out as a file: %.*s of %.*s",
				   (long long)n, SF(what_of(x->w)),
				   SF(x->w->state_iso.p ? x->w->state_iso : S("all States"))),
	};
	return proposal_add(tx, &p, &x->proposal_id);
}

enum err export_ask(struct db *db, const struct viewer *v, struct arena *a, struct refusal *refusal,
		    struct faults *f, const struct export_wish *w, str why, int64_t *proposal_id)
{
	struct asking x = { .w = w, .why = str_trim(why) };
	if (str_is_empty(x.why))
		fault_field(f, S("why"), "Say in one sentence what the file is for.");
	TRY(faults_err(f));
	TRY(db_deed(db, v, a, refusal, act_word(ACT_EXPORT_LARGE), ask_deed, &x));
	*proposal_id = x.proposal_id;
	return OK;
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct import_export_allow_args in = { { true, tx->on + EXPORT_DAYS }, p->object_id };
	struct wrote out;
	TRY(import_export_allow(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p, (void)reason;
	return OK;
}

const struct act_handler import_acts[] = { { ACT_EXPORT_LARGE, approve, reject }, { 0 } };

const char *export_type(enum export_form form)
{
	if (form == EXPORT_JSON)
		return "application/json";
	return sheet_type(form == EXPORT_XLSX ? SHEET_XLSX : SHEET_CSV);
}

const char *export_ending(enum export_form form)
{
	static const char *const endings[EXPORT_FORM_N] = { "csv", "xlsx", "json" };
	return endings[form];
}
