/* import_export.c: members or people as CSV, as a workbook, as JSON. The same content gives the
 * same bytes. */
#include "access/may.h"
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

enum err export_do(struct tx *tx, struct refusal *refusal, const struct export_wish *w, str *bytes)
{
	str host_iso;
	int64_t n;
	TRY(ref_host(tx, &host_iso));
	TRY(w->what == IMPORT_PEOPLE ? people(tx, w, host_iso, &n, bytes)
				     : members(tx, w, host_iso, &n, bytes));
	if (n <= EXPORT_LARGE_N)
		return OK;
	enum err e = may(tx->viewer, ACT_EXPORT_LARGE, NULL, NULL);
	if (e == OK)
		return OK;
	*bytes = (str){ 0 };
	if (e != ERR_NEEDS_APPROVAL && e != ERR_DENIED)
		return e;
	return refuse(
	    tx->a, refusal, "export_large", NULL,
	    "An export of more than %d persons takes two people; this one has %lld. Ask for "
	    "one state.",
	    EXPORT_LARGE_N, (long long)n);
}

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
