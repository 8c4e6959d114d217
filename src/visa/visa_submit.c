/* visa_submit.c: what a mission submits for one person. One table of fields is the format: a form
 * is read with it, each row of a spreadsheet (CSV or xlsx), and later what a mission sends itself.
 * First reading, then checking against the register and writing, then the page. */
#include "visa/visa.h"

#include "base/must.h"
#include "doc/sheet.h"
#include "mission/mission.h"
#include "person/person.h"
#include "ref/ref.h"
#include "ui/ui_form.h"
#include "visa/visa_pages.h"
#include "visa_new.html.h"
#include "web/form.h"

/* clang-format off */
static const char *const KINDS[] = {
	"entry", "extension", "family", "replacement", "attache_approval", "re_accreditation", NULL,
};
static const char *const SEXES[] = { "f", "m", "x", NULL };
static const char *const ORDERS[] = { "family_first", "given_first", NULL };
static const char *const ITEMS[] = {
	"passport", "photo", "role", "cv", "predecessor", "visa_in_hand", "kinship", NULL,
};

static const struct field fields[] = {
	{ "state", "Sending state", FIELD_LINE, true, .max = 4, .hint = "its code: RU" },
	{ "to", "Receiving state", FIELD_LINE, .max = 4, .hint = "empty: this one; for our own people the other's code" },
	{ "city", "City of the mission", FIELD_LINE, .max = 80, .hint = "empty: its embassy" },
	{ "kind", "Kind", FIELD_CHOICE, true, .choices = KINDS },
	{ "received_on", "Received on", FIELD_DAY, true },
	{ "note_no", "Number of the note", FIELD_LINE, .max = 40 },
	{ "post_no", "Number of the post", FIELD_LINE, .max = 20, .hint = "D-07" },
	{ "category", "Category of the post", FIELD_LINE, .max = 40, .hint = "where no post is named: diplomatic, admin_technical, .." },
	{ "person", "Person", FIELD_LINE, .max = 20, .hint = "P-00412 when the register knows the person; 'new' for one with the same name as another" },
	{ "family_name", "Family name", FIELD_LINE, .max = 100 },
	{ "given_names", "Given names", FIELD_LINE, .max = 100 },
	{ "patronymic", "Patronymic", FIELD_LINE, .max = 100 },
	{ "name_order", "Printed order of the names", FIELD_CHOICE, .choices = ORDERS },
	{ "native_name", "Name in the own script", FIELD_LINE, .max = 200 },
	{ "sex", "Sex", FIELD_CHOICE, .choices = SEXES },
	{ "birth_on", "Born on", FIELD_DAY },
	{ "birth_place", "Place of birth", FIELD_LINE, .max = 100 },
	{ "nationality", "Nationality", FIELD_LINE, .max = 4, .hint = "empty: the sending state" },
	{ "address", "Address", FIELD_LINE, .max = 200, .hint = "where the person lives or will live" },
	{ "telephone", "Telephone", FIELD_LINE, .max = 40 },
	{ "email", "E-mail address", FIELD_LINE, .max = 200 },
	{ "household", "Application of the head of the household", FIELD_LINE, .max = 20, .hint = "A-118" },
	{ "visa_until_on", "Visa in hand ends on", FIELD_DAY },
	{ "papers", "Papers that came with it", FIELD_MANY, .choices = ITEMS },
	{ 0 },
};
/* clang-format on */
enum { FIELDS_N = sizeof fields / sizeof fields[0] - 1 };

/* ---- a file ---- */

static ptrdiff_t column_of(str name)
{
	for (ptrdiff_t i = 0; i < FIELDS_N; i++)
		if (str_eq(name, str_of(fields[i].name)))
			return i;
	return 0;
}

/* The cells of a row as the pairs that a form would have sent; several papers stand between spaces.
 */
static struct pairs pairs_of(struct arena *a, const struct sheet *c)
{
	struct pairs p = { 0 };
	for (ptrdiff_t i = 0; i < FIELDS_N; i++) {
		str rest = str_trim(sheet_text(c, i));
		while (!str_is_empty(rest)) {
			str one = fields[i].kind == FIELD_MANY ? str_cut(&rest, ' ') : rest;
			if (fields[i].kind != FIELD_MANY)
				rest = (str){ 0 };
			if (!str_is_empty(one))
				*arena_push(a, &p) = (struct pair){ str_of(fields[i].name), one };
		}
	}
	return p;
}

enum err visa_submissions_read(struct arena *a, str file, str text, struct faults *faults,
			       struct visa_submissions *out)
{
	struct sheet_column columns[FIELDS_N];
	for (ptrdiff_t i = 0; i < FIELDS_N; i++)
		columns[i] = (struct sheet_column){ fields[i].name, !fields[i].is_required };
	*out = (struct visa_submissions){ .file = file };
	struct sheet c = sheet_open(a, file, text, columns, FIELDS_N, faults);
	while (sheet_next(&c)) {
		if (out->n == VISA_SUBMISSIONS_MAX) {
			fault_at(faults, file, c.line, 0, (str){ 0 },
				 "a file has at most %d applications: divide it",
				 VISA_SUBMISSIONS_MAX);
			break;
		}
		struct pairs p = pairs_of(a, &c);
		struct faults row = faults_in(a);
		struct visa_submission *s = arena_push(a, out);
		s->line = c.line;
		if (form_check(a, &p, fields, NULL, &s->form, &row) == OK)
			continue;
		for (ptrdiff_t i = 0; i < row.n; i++)
			sheet_fault(&c, column_of(row.v[i].field), "%.*s", SF(row.v[i].sentence));
	}
	if (!out->n && !faults->total_n)
		fault_at(faults, file, 0, 0, (str){ 0 }, "the file has no application");
	return faults_err(faults);
}

/* ---- against the register ---- */

struct submit {
	struct tx *tx;
	const struct form *form;
	str file; /* null: a form */
	int64_t line;
	struct faults *faults;
	struct visa_entry entry;
	str host_iso, mission_name;
};

static void say(struct submit *s, const char *field, str sentence)
{
	if (s->file.p)
		fault_at(s->faults, s->file, s->line, 0, str_of(field), "%.*s", SF(sentence));
	else
		fault_field(s->faults, str_of(field), "%.*s", SF(sentence));
}

static str given(const struct submit *s, const char *name)
{
	str t = form_text(s->form, name);
	return str_is_empty(t) ? (str){ 0 } : t;
}

/* A code that is no state's is a fault. */
static enum err check_state(struct submit *s, const char *field, str iso)
{
	str name;
	enum err e = ref_state_name(s->tx, iso, &name);
	if (e != ERR_NOT_FOUND)
		return e;
	say(s, field,
	    str_fmt(s->tx->a, "'%.*s' is not the code of a state; Russia is RU.", SF(iso)));
	return OK;
}

/* The mission in that city; without one the embassy, or whatever else is open. */
static const struct mission_of_pair_row *choose_mission(const struct mission_of_pair_rows *rows,
							str city)
{
	const struct mission_of_pair_row *found = NULL;
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		const struct mission_of_pair_row *m = &rows->v[i];
		bool is_embassy = str_eq(m->kind, mission_kind_text(MISSION_KIND_EMBASSY)) ||
				  str_eq(m->kind, mission_kind_text(MISSION_KIND_HIGH_COMMISSION));
		if (city.p ? str_eq(m->city, city)
			   : str_eq(m->status, S("active")) && (!found || is_embassy))
			found = m;
	}
	return found;
}

static enum err find_mission(struct submit *s)
{
	struct mission_of_pair_args in = { .sending_iso = s->entry.sending_iso,
					   .host_iso = s->entry.receiving_iso };
	struct mission_of_pair_rows rows;
	str city = given(s, "city");
	TRY(mission_of_pair(s->tx, &in, &rows));
	const struct mission_of_pair_row *m = choose_mission(&rows, city);
	if (m) {
		s->entry.mission_id = m->id;
		s->mission_name = m->name;
	} else {
		say(s, city.p ? "city" : "state",
		    str_fmt(s->tx->a, "The register has no such mission of %.*s in %.*s.",
			    SF(s->entry.sending_iso), SF(s->entry.receiving_iso)));
	}
	return OK;
}

static enum err find_corridor(struct submit *s)
{
	TRY(ref_host(s->tx, &s->host_iso));
	s->entry.sending_iso = given(s, "state");
	s->entry.receiving_iso = given(s, "to").p ? given(s, "to") : s->host_iso;
	TRY(check_state(s, "state", s->entry.sending_iso));
	TRY(check_state(s, "to", s->entry.receiving_iso));
	bool is_ours = str_eq(s->entry.sending_iso, s->host_iso);
	if (is_ours == str_eq(s->entry.receiving_iso, s->host_iso)) {
		say(s, "to",
		    str_fmt(s->tx->a, "One of the two states must be %.*s, and not both.",
			    SF(s->host_iso)));
		return OK;
	}
	return find_mission(s);
}

static enum err find_post(struct submit *s)
{
	enum post_category category;
	str post_no = given(s, "post_no");
	s->entry.category = given(s, "category");
	if (s->entry.category.p && !post_category_of(s->entry.category, &category))
		say(s, "category",
		    str_fmt(s->tx->a, "'%.*s' is not a category of posts.", SF(s->entry.category)));
	if (!post_no.p || !s->entry.mission_id)
		return OK;
	struct mission_post_by_no_args in = { s->entry.mission_id, post_no };
	struct mission_post_by_no_row p;
	enum err e = mission_post_by_no(s->tx, &in, &p);
	if (e == ERR_NOT_FOUND) {
		say(s, "post_no",
		    str_fmt(s->tx->a, "'%.*s' is not a post of the %.*s.", SF(post_no),
			    SF(s->mission_name)));
		return OK;
	}
	TRY(e);
	s->entry.post_id = (struct opt_int){ true, p.id };
	s->entry.category = p.category;
	return OK;
}

static enum err find_household(struct submit *s)
{
	str ref = given(s, "household");
	struct visa_by_ref_args in = { ref };
	struct visa_by_ref_row row;
	if (!ref.p)
		return OK;
	enum err e = visa_by_ref(s->tx, &in, &row);
	if (e == ERR_NOT_FOUND)
		say(s, "household", str_fmt(s->tx->a, "There is no application %.*s.", SF(ref)));
	else if (e == OK)
		s->entry.household_id = (struct opt_int){ true, row.id };
	return e == ERR_NOT_FOUND ? OK : e;
}

static void check_days(struct submit *s)
{
	int64_t on = s->tx->on, received_on = form_day(s->form, "received_on", on);
	int64_t birth_on = form_day(s->form, "birth_on", DAY_MIN);
	s->entry.received_on = received_on;
	if (received_on > on)
		say(s, "received_on", S("That day has not come."));
	if (birth_on >= received_on)
		say(s, "birth_on", S("Nobody applies before being born."));
	const struct form_value *until = form_value(s->form, "visa_until_on");
	s->entry.visa_until_on = (struct opt_int){ until->has, until->n };
	/* Those that came with it and ended before today were never seen by this register. */
	s->entry.watched_from_on = (struct opt_int){ received_on < on, on };
}

static str printed_name(struct submit *s)
{
	str family = given(s, "family_name"), names = given(s, "given_names"),
	    patronymic = given(s, "patronymic");
	if (str_eq(given(s, "name_order"), S("given_first")))
		return str_fmt(s->tx->a, "%.*s %.*s", SF(names), SF(family));
	return str_trim(str_fmt(s->tx->a, "%.*s %.*s %.*s", SF(family), SF(names), SF(patronymic)));
}

static enum err add_person(struct submit *s, str key)
{
	str ref;
	int64_t after_n = 0;
	struct wrote out;
	str order = given(s, "name_order"), nationality = given(s, "nationality");
	struct opt_int birth = { form_value(s->form, "birth_on")->has,
				 form_day(s->form, "birth_on", 0) };
	TRY(person_next_ref(s->tx, &after_n, &ref));
	struct person_add_args in = {
		.ref = ref,
		.mission_id = { true, s->entry.mission_id },
		.name = printed_name(s),
		.family_name = given(s, "family_name"),
		.given_names = given(s, "given_names"),
		.patronymic = given(s, "patronymic"),
		.name_order = order.p ? order : S("family_first"),
		.native_name = given(s, "native_name"),
		.sort_key = key,
		.sex = given(s, "sex"),
		.birth_from_on = birth,
		.birth_to_on = birth,
		.birth_place = given(s, "birth_place"),
		.nationality_iso = nationality.p ? nationality : s->entry.sending_iso,
		.source = s->entry.note_no.p ? str_fmt(s->tx->a, "note %.*s", SF(s->entry.note_no))
					     : S("an application"),
	};
	TRY(person_add(s->tx, &in, &out));
	s->entry.person_id = out.id;
	return OK;
}

/* Somebody of that name may be the same person: whoever enters the application says so. */
static enum err check_same_name(struct submit *s, str key)
{
	str before =
	    str_fmt(s->tx->a, "%.*s!", SF(key)); /* longer names begin with the key and a space */
	struct person_find_args in = { .from_key = key, .before_key = before, .limit_n = 1 };
	struct person_find_rows rows;
	TRY(person_find(s->tx, &in, &rows));
	if (rows.n)
		say(s, "person",
		    str_fmt(s->tx->a,
			    "%.*s has the same name: say %.*s when it is that person, or 'new'.",
			    SF(rows.v[0].ref), SF(rows.v[0].ref)));
	return OK;
}

static enum err find_person(struct submit *s)
{
	str ref = given(s, "person"), family = given(s, "family_name");
	bool is_new = str_eq(ref, S("new"));
	if (ref.p && !is_new) {
		struct person_by_ref_args in = { ref };
		struct person_by_ref_row row;
		enum err e = person_by_ref(s->tx, &in, &row);
		if (e == ERR_NOT_FOUND)
			say(s, "person", str_fmt(s->tx->a, "There is no person %.*s.", SF(ref)));
		s->entry.person_id = e == OK ? row.id : 0;
		return e == ERR_NOT_FOUND ? OK : e;
	}
	if (!family.p) {
		say(s, "family_name", S("Enter the family name, or the reference of the person."));
		return OK;
	}
	if (given(s, "nationality").p)
		TRY(check_state(s, "nationality", given(s, "nationality")));
	str names = str_fmt(s->tx->a, "%.*s %.*s %.*s", SF(family), SF(given(s, "given_names")),
			    SF(given(s, "patronymic")));
	str key = person_sort_key(s->tx->a, names);
	if (!is_new)
		TRY(check_same_name(s, key));
	return faults_err(s->faults) == OK ? add_person(s, key) : OK;
}

/* The same person asks for the same again while the first is open. */
static enum err check_twice(struct submit *s)
{
	struct visa_open_of_person_args in = { s->entry.person_id, visa_kind_text(s->entry.kind) };
	struct visa_open_of_person_row row;
	enum err e = visa_open_of_person(s->tx, &in, &row);
	if (e == OK)
		say(s, "person",
		    str_fmt(s->tx->a, "%.*s of the same person and kind is still open.",
			    SF(row.ref)));
	return e == ERR_NOT_FOUND ? OK : e;
}

/* Where the person can be reached, as the form says; one that is none is a fault of its field. */
static void check_contacts(struct submit *s)
{
	for (int kind = 0; kind <= CONTACT_KIND_EMAIL; kind++) {
		const char *why = NULL;
		str word = contact_kind_text((enum contact_kind)kind),
		    value = given(s, str_z(s->tx->a, word));
		if (value.p &&
		    !person_contact_key(s->tx->a, (enum contact_kind)kind, value, &why).p)
			say(s, str_z(s->tx->a, word),
			    str_fmt(s->tx->a, "'%.*s': %s.", SF(value), why));
	}
}

static enum err enter_contacts(struct submit *s)
{
	for (int kind = 0; kind <= CONTACT_KIND_EMAIL; kind++) {
		str word = contact_kind_text((enum contact_kind)kind);
		struct person_contact_add_args in = {
			.mission_id = { true, s->entry.mission_id },
			.person_id = s->entry.person_id,
			.kind = word,
			.value = given(s, str_z(s->tx->a, word)),
			.source = s->entry.note_no.p
				      ? str_fmt(s->tx->a, "note %.*s", SF(s->entry.note_no))
				      : S("an application"),
		};
		if (in.value.p)
			TRY(person_contact_enter(s->tx, s->faults, str_z(s->tx->a, word), in));
	}
	return OK;
}

static enum err write_entry(struct submit *s, int64_t *id)
{
	struct visa_last_row last;
	struct visa_step received = {
		VISA_STAGE_RECEIVED, VISA_HOLDER_VISA, s->entry.received_on, { 0 }
	};
	TRY(visa_last(s->tx, &last));
	s->entry.ref = str_fmt(s->tx->a, "A-%lld", (long long)last.last_id + 1);
	s->entry.steps = &received;
	s->entry.n_steps = 1;
	enum err e = visa_enter(s->tx, &s->entry, id);
	if (e == ERR_NOT_FOUND) {
		say(s, "state",
		    S("No standard is recorded for this corridor: it is needed first."));
		return ERR_FAULTS;
	}
	TRY(e);
	const struct form_value *papers = form_value(s->form, "papers");
	for (int64_t i = 0; i < papers->n; i++) {
		struct wrote out;
		struct visa_paper_give_args in = { *id,
						   papers->many[i],
						   { true, s->entry.received_on } };
		TRY(visa_paper_give(s->tx, &in, &out));
	}
	return OK;
}

/* Checks one submission and writes it; with faults nothing is written. */
static enum err submit(struct submit *s, int64_t *id)
{
	must(visa_kind_of(form_text(s->form, "kind"), &s->entry.kind));
	s->entry.note_no = given(s, "note_no");
	check_days(s);
	check_contacts(s);
	TRY(find_corridor(s));
	TRY(find_post(s));
	TRY(find_household(s));
	TRY(find_person(s));
	TRY(faults_err(s->faults));
	TRY(check_twice(s));
	TRY(faults_err(s->faults));
	TRY(enter_contacts(s));
	return write_entry(s, id);
}

enum err visa_submit(struct tx *tx, const struct visa_submissions *in, struct faults *faults,
		     int64_t *ids)
{
	if (may(tx->viewer, ACT_VISA_ENTER, NULL, NULL) != OK)
		return ERR_DENIED;
	for (ptrdiff_t i = 0; i < in->n; i++) {
		struct faults of_row = faults_in(tx->a);
		struct submit s = { .tx = tx,
				    .form = &in->v[i].form,
				    .file = in->file,
				    .line = in->v[i].line,
				    .faults = &of_row };
		enum err e = submit(&s, &ids[i]);
		if (e != OK && e != ERR_FAULTS)
			return e;
		for (ptrdiff_t f = 0; f < of_row.n; f++) {
			const struct fault *v = &of_row.v[f];
			fault_at(faults, v->where, v->line, v->col, v->field, "%.*s",
				 SF(v->sentence));
		}
	}
	return faults_err(faults);
}

/* ---- the page ---- */

static str choice_label(struct arena *a, str value)
{
	(void)a;
	enum visa_kind kind;
	enum visa_item item;
	if (visa_kind_of(value, &kind))
		return visa_kind_label(kind);
	if (visa_item_of(value, &item))
		return visa_item_label(item);
	return str_eq(value, S("f"))              ? S("female")
	       : str_eq(value, S("m"))            ? S("male")
	       : str_eq(value, S("given_first"))  ? S("given names first")
	       : str_eq(value, S("family_first")) ? S("family name first")
						  : S("not said");
}

/* The fields in the order of the table, under a heading from the field on that is named here. */
static void fill_sections(struct arena *a, const struct form *f, struct visa_new_view *v)
{
	static const struct {
		const char *first, *heading;
	} begins[] = { { "state", "Application" },
		       { "person", "Person" },
		       { "address", "Where to reach" },
		       { "household", "What comes with it" } };
	enum { SECTIONS_N = sizeof begins / sizeof begins[0] };
	struct visa_new_sections *to = arena_new_n(a, struct visa_new_sections, SECTIONS_N);
	struct visa_new_sections_inputs *inputs =
	    arena_new_n(a, struct visa_new_sections_inputs, FIELDS_N);
	int n = 0;
	for (ptrdiff_t i = 0; i < FIELDS_N; i++) {
		inputs[i].field_html = visa_input(a, &f->v[i], choice_label);
		if (n < SECTIONS_N && str_eq(str_of(fields[i].name), str_of(begins[n].first))) {
			to[n] = (struct visa_new_sections){ .heading = str_of(begins[n].heading),
							    .inputs = &inputs[i] };
			n++;
		}
		to[n - 1].n_inputs++;
	}
	v->sections = to;
	v->n_sections = n;
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct visa_new_view v = { 0 };
	TRY(page_begin(c, "Enter an application", &p));
	fill_sections(c->a, f, &v);
	v.csrf = p.csrf;
	p.frame.back_url = S("/visas");
	p.frame.back_text = S("Applications");
	return page_send(&p, visa_new, &v);
}

enum err visa_new_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, fields);
	return show(c, &blank);
}

struct one {
	struct visa_submissions list;
	struct faults *faults;
	int64_t id;
};

static enum err submit_deed(struct tx *tx, void *arg)
{
	struct one *one = arg;
	return visa_submit(tx, &one->list, one->faults, &one->id);
}

enum err visa_submit_page(struct ctx *c)
{
	struct visa_submission s = { 0 };
	struct one one = { .list = { .v = &s, .n = 1 }, .faults = &c->faults };
	enum err e = form_read(c, fields, CSRF_FIELDS, &s.form);
	if (e == OK)
		e = db_deed(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, "visa.enter", submit_deed,
			    &one);
	if (e == OK)
		return see_other(c, "/visas/%lld", (long long)one.id);
	return e == ERR_FAULTS || e == ERR_REFUSED ? show(c, &s.form) : e;
}
