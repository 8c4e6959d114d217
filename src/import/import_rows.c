/* import_rows.c: one row of a file: people; posts with who serves in them. Each cell is proved, and
 * each fault said with its place; the row is written when the whole file has none so far. */
#include "base/must.h"
#include "base/utf8.h"
#include "import/import_in.h"
#include "mission/mission.h"
#include "person/person.h"
#include "ref/ref.h"

/* ---- cells ---- */

static str cell(const struct sheet *c, ptrdiff_t column)
{
	str s = str_trim(sheet_text(c, column));
	return s.n ? s : (str){ 0 };
}

/* A name, title or place: one line without what cannot be seen. */
static str line_cell(struct sheet *c, ptrdiff_t column, bool is_needed)
{
	str s = cell(c, column), spoof = s.p ? person_name_spoof(c->a, s) : (str){ 0 };
	if (is_needed && !s.p)
		sheet_fault(c, column, "must not be empty");
	else if (s.p && !utf8_is_line(s))
		sheet_fault(c, column, "has a line break or a control character");
	else if (spoof.p)
		sheet_fault(c, column, "looks like something else: %.*s", SF(spoof));
	return s;
}

static struct opt_int day_cell(struct sheet *c, ptrdiff_t column)
{
	struct opt_int v = { 0 };
	v.has = cell(c, column).p && sheet_day(c, column, &v.v);
	return v;
}

static enum err state_cell(struct tx *tx, struct sheet *c, ptrdiff_t column, str *iso)
{
	str name;
	*iso = cell(c, column);
	enum err e = iso->p ? ref_state_name(tx, *iso, &name) : ERR_NOT_FOUND;
	if (e == ERR_NOT_FOUND)
		sheet_fault(c, column, "'%.*s' is not the code of a state; Russia is RU", SF(*iso));
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err mission_cell(struct tx *tx, struct sheet *c, ptrdiff_t column, int64_t *id,
			     enum mission_kind *kind)
{
	struct mission_by_ref_row row;
	struct mission_by_ref_args in = { 0 };
	*id = 0;
	if (!sheet_int(c, column, 1, INT64_MAX, &in.id)) {
		if (!cell(c, column).p)
			sheet_fault(c, column, "say which mission: its number");
		return OK;
	}
	enum err e = mission_by_ref(tx, &in, &row);
	if (e == ERR_NOT_FOUND)
		sheet_fault(c, column, "there is no mission %lld", (long long)in.id);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	*id = in.id;
	must(mission_kind_of(row.kind, kind));
	return OK;
}

/* ---- people ---- */

enum {
	P_REF,
	P_MISSION,
	P_FAMILY,
	P_GIVEN,
	P_PATRONYMIC,
	P_ORDER,
	P_NATIVE,
	P_LANG,
	P_SEX,
	P_BIRTH,
	P_BIRTH_PLACE,
	P_NATIONALITY,
	P_MRZ,
	P_SOURCE,
	P_ADDRESS,
	P_TELEPHONE,
	P_EMAIL
};
const struct sheet_column IMPORT_PERSON_COLUMNS[IMPORT_PERSON_COLUMNS_N] = {
	{ "ref", true },       { "mission", false },    { "family", false },
	{ "given", true },     { "patronymic", true },  { "order", true },
	{ "native", true },    { "lang", true },        { "sex", true },
	{ "birth", true },     { "birth_place", true }, { "nationality", false },
	{ "mrz", true },       { "source", false },     { "address", true },
	{ "telephone", true }, { "email", true },
};

static str printed(struct arena *a, const struct person_add_args *p)
{
	str g = p->given_names, f = p->family_name, m = p->patronymic;
	const char *gap = g.p ? " " : "", *last = m.p ? " " : "";
	if (str_eq(p->name_order, name_order_text(NAME_ORDER_GIVEN_FIRST)))
		return str_fmt(a, "%.*s%s%.*s%s%.*s", SF(g), g.p && m.p ? " " : "", SF(m), gap,
			       SF(f));
	return str_fmt(a, "%.*s%s%.*s%s%.*s", SF(f), gap, SF(g), last, SF(m));
}

static void read_birth(struct sheet *c, struct person_add_args *p)
{
	struct interval v;
	str s = cell(c, P_BIRTH);
	if (!s.p)
		return;
	if (!interval_read(s, &v)) {
		sheet_fault(c, P_BIRTH, "'%.*s' is not a date; write 1966-02-03, 1966-02 or 1966",
			    SF(s));
		return;
	}
	p->birth_from_on = (struct opt_int){ true, v.from_on };
	p->birth_to_on = (struct opt_int){ true, v.to_on };
}

static enum err read_ref(struct tx *tx, struct sheet *c, struct import_run *in,
			 struct person_add_args *p)
{
	struct person_by_ref_row row;
	p->ref = cell(c, P_REF);
	if (!p->ref.p)
		return person_next_ref(tx, &in->person_n, &p->ref);
	struct person_by_ref_args by = { p->ref };
	enum err e = person_by_ref(tx, &by, &row);
	if (e == OK)
		sheet_fault(c, P_REF, "%.*s is in the register already: %.*s", SF(p->ref),
			    SF(row.name));
	return e == ERR_NOT_FOUND ? OK : e;
}

/* Where somebody can be reached; `person_id` 0 only looks. */
static enum err contact_cells(struct tx *tx, struct sheet *c, const struct person_add_args *p,
			      int64_t person_id)
{
	for (int kind = 0; kind <= CONTACT_KIND_EMAIL; kind++) {
		const char *why = NULL;
		struct faults none = faults_in(tx->a);
		struct person_contact_add_args in = {
			.mission_id = p->mission_id,
			.person_id = person_id,
			.kind = contact_kind_text((enum contact_kind)kind),
			.value = cell(c, P_ADDRESS + kind),
			.source = p->source,
		};
		if (!in.value.p)
			continue;
		if (person_id)
			TRY(person_contact_enter(tx, &none, "", in));
		else if (!person_contact_key(tx->a, (enum contact_kind)kind, in.value, &why).p)
			sheet_fault(c, P_ADDRESS + kind, "'%.*s': %s", SF(in.value), why);
	}
	return OK;
}

enum err import_person_row(struct tx *tx, struct sheet *c, struct import_run *in)
{
	struct person_add_args p = { .family_name = line_cell(c, P_FAMILY, true),
				     .given_names = line_cell(c, P_GIVEN, false),
				     .patronymic = line_cell(c, P_PATRONYMIC, false),
				     .name_order = cell(c, P_ORDER),
				     .native_name = line_cell(c, P_NATIVE, false),
				     .native_lang = cell(c, P_LANG),
				     .sex = cell(c, P_SEX),
				     .birth_place = line_cell(c, P_BIRTH_PLACE, false),
				     .mrz_name = cell(c, P_MRZ),
				     .source = line_cell(c, P_SOURCE, true) };
	enum name_order order;
	enum person_sex sex;
	enum mission_kind kind;
	struct wrote out;
	TRY(read_ref(tx, c, in, &p));
	TRY(mission_cell(tx, c, P_MISSION, &p.mission_id.v, &kind));
	TRY(state_cell(tx, c, P_NATIONALITY, &p.nationality_iso));
	p.mission_id.has = true;
	read_birth(c, &p);
	if (!p.name_order.p)
		p.name_order = name_order_text(NAME_ORDER_FAMILY_FIRST);
	else if (!name_order_of(p.name_order, &order))
		sheet_fault(c, P_ORDER, "'%.*s' is neither family_first nor given_first",
			    SF(p.name_order));
	if (p.sex.p && !person_sex_of(p.sex, &sex))
		sheet_fault(c, P_SEX, "'%.*s' is neither f, m nor x", SF(p.sex));
	if (p.mrz_name.p && person_mrz_digit(p.mrz_name) < 0)
		sheet_fault(c, P_MRZ, "only capitals, digits and < stand in this zone");
	if (p.native_name.p && !p.native_lang.p)
		sheet_fault(c, P_LANG, "say in which language the native name is, such as ru");
	if (!p.mrz_name.p)
		p.mrz_name = person_mrz_name(tx->a, p.family_name, p.given_names);
	p.name = printed(tx->a, &p);
	p.sort_key = person_sort_key(tx->a, str_fmt(tx->a, "%.*s %.*s %.*s", SF(p.family_name),
						    SF(p.given_names), SF(p.patronymic)));
	p.is_invented = str_eq(p.source, S("invented"));
	TRY(contact_cells(tx, c, &p, 0));
	in->job->rows_n++;
	if (in->job->is_dry || c->faults->n)
		return OK;
	enum err e = person_add(tx, &p, &out);
	if (e == ERR_CONFLICT)
		sheet_fault(c, P_REF, "%.*s stands in this file twice", SF(p.ref));
	if (e == OK)
		return contact_cells(tx, c, &p, out.id);
	return e == ERR_CONFLICT ? OK : e;
}

/* ---- posts, and who serves in them ---- */

enum { M_MISSION, M_POST, M_TITLE, M_CATEGORY, M_RANK, M_CREATED, M_PERSON, M_FROM, M_TOLD };
const struct sheet_column IMPORT_POST_COLUMNS[IMPORT_POST_COLUMNS_N] = {
	{ "mission", false },  { "post_no", false }, { "title", false },
	{ "category", false }, { "rank", false },    { "created", true },
	{ "person", true },    { "from", true },     { "told", true },
};

static enum err serving_row(struct tx *tx, struct sheet *c, struct mission_appointment_add_args *a)
{
	struct person_by_ref_row person;
	struct person_by_ref_args by = { cell(c, M_PERSON) };
	struct opt_int from = day_cell(c, M_FROM);
	if (!cell(c, M_FROM).p)
		sheet_fault(c, M_FROM, "say from when %.*s serves", SF(by.ref));
	else if (from.v > tx->on)
		sheet_fault(c, M_FROM, "that day has not come");
	enum err e = person_by_ref(tx, &by, &person);
	if (e == ERR_NOT_FOUND)
		sheet_fault(c, M_PERSON, "there is no person %.*s; import people first",
			    SF(by.ref));
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	a->person_id = person.id;
	a->from_on = from.v;
	a->notified_on = day_cell(c, M_TOLD);
	return OK;
}

static enum err write_post(struct tx *tx, struct sheet *c, const struct mission_post_add_args *p,
			   struct mission_appointment_add_args *a)
{
	struct wrote out;
	enum err e = mission_post_add(tx, p, &out);
	if (e == ERR_CONFLICT)
		sheet_fault(c, M_POST, "post %.*s of this mission stands in this file twice",
			    SF(p->post_no));
	if (e != OK || !a->person_id)
		return e == ERR_CONFLICT ? OK : e;
	a->mission_id = p->mission_id;
	a->post_id = out.id;
	return mission_appointment_add(tx, a, &out);
}

enum err import_post_row(struct tx *tx, struct sheet *c, struct import_run *in)
{
	struct mission_post_by_no_row row;
	struct mission_post_by_no_args by = { 0 };
	struct mission_appointment_add_args a = { 0 };
	enum post_category category = POST_CATEGORY_LOCAL;
	enum mission_kind kind = MISSION_KIND_EMBASSY;
	struct mission_post_add_args p = { .post_no = line_cell(c, M_POST, true),
					   .title = line_cell(c, M_TITLE, true),
					   .category = cell(c, M_CATEGORY),
					   .created_on = day_cell(c, M_CREATED) };
	TRY(mission_cell(tx, c, M_MISSION, &p.mission_id, &kind));
	if (!post_category_of(p.category, &category))
		sheet_fault(c, M_CATEGORY, "'%.*s' is not a category, such as diplomatic",
			    SF(p.category));
	if (!sheet_int(c, M_RANK, 0, 100000, &p.rank_n) && !cell(c, M_RANK).p)
		sheet_fault(c, M_RANK, "say its place in the mission's own order");
	if (cell(c, M_PERSON).p)
		TRY(serving_row(tx, c, &a));
	if (!mission_has_category(kind, category))
		sheet_fault(
		    c, M_CATEGORY,
		    "a consular post has no head of mission; its head is the consular_officer "
		    "who stands first");
	by.mission_id = p.mission_id;
	by.post_no = p.post_no;
	enum err e =
	    p.mission_id && p.post_no.p ? mission_post_by_no(tx, &by, &row) : ERR_NOT_FOUND;
	if (e == OK)
		sheet_fault(c, M_POST, "post %.*s is in the register already: %.*s", SF(p.post_no),
			    SF(row.title));
	else if (e != ERR_NOT_FOUND)
		return e;
	in->job->rows_n++;
	in->job->serving_n += cell(c, M_PERSON).p != NULL;
	return in->job->is_dry || c->faults->n ? OK : write_post(tx, c, &p, &a);
}
