/* watch_xml.c: the two XML lists. The United Nations write values as text of elements, the European
 * Union as attributes. */
#include "watch/watch_in.h"

#include "base/must.h"
#include "doc/inside.h"

struct reading {
	struct arena *a;
	struct faults *f;
	struct watch_list *list;
	str file;
	int64_t line;
	struct watch_entry *e; /* NULL: outside of one */
	struct out text;       /* of the innermost element */
	/* of the UN's */
	str kind, first[4], script, part[8];
	bool is_inside;
	str group; /* INDIVIDUAL_ALIAS and its like, else null */
	int64_t entry_line;
	/* of the EU's */
	int depth, ignored;
};

static str value_of(struct reading *r)
{
	return watch_squeeze(r->a, str_copy(r->a, out_view(&r->text)));
}

static void on_text(void *to, str s)
{
	struct reading *r = to;
	if (r->text.n + s.n <= 1 << 20)
		out_str(&r->text, s);
}

static void clear_text(struct reading *r)
{
	r->text.n = 0;
}

static void read_xml(struct arena *a, const struct watch_file *file, struct faults *f,
		     struct watch_list *list, const char *root, struct xml_reader handlers)
{
	struct reading *r = arena_new(a, struct reading);
	*r = (struct reading){ .a = a, .f = f, .list = list, .file = file->name };
	r->text = out_to_arena(a);
	handlers.line = &r->line;
	if (xml_read(a, file->name, root, file->text, &handlers, r, f) && !list->n)
		fault_at(f, file->name, 1, 0, (str){ 0 },
			 "there is no entry in it; is it %s as it is published?", root);
}

/* ---- United Nations ---- */

/* Names of a group's values, in the order of reading.part. */
enum { ALIAS, QUALITY, YEAR, DATE, FROM_YEAR, TO_YEAR, NOTE, TYPE_OF_DATE };
enum { CITY, STATE_PROVINCE, COUNTRY, STREET, ZIP_CODE };
enum { NUMBER, TYPE_OF_DOCUMENT, ISSUING_COUNTRY, COUNTRY_OF_ISSUE, TYPE_OF_DOCUMENT2 };
static const struct {
	const char *name;
	int place;
} un_parts[] = {
	{ "ALIAS_NAME", ALIAS },
	{ "QUALITY", QUALITY },
	{ "YEAR", YEAR },
	{ "DATE", DATE },
	{ "FROM_YEAR", FROM_YEAR },
	{ "TO_YEAR", TO_YEAR },
	{ "TYPE_OF_DATE", TYPE_OF_DATE },
	{ "CITY", CITY },
	{ "STATE_PROVINCE", STATE_PROVINCE },
	{ "COUNTRY", COUNTRY },
	{ "STREET", STREET },
	{ "ZIP_CODE", ZIP_CODE },
	{ "NUMBER", NUMBER },
	{ "TYPE_OF_DOCUMENT", TYPE_OF_DOCUMENT },
	{ "TYPE_OF_DOCUMENT2", TYPE_OF_DOCUMENT2 },
	{ "ISSUING_COUNTRY", ISSUING_COUNTRY },
	{ "COUNTRY_OF_ISSUE", COUNTRY_OF_ISSUE },
};

static bool is_group(str name)
{
	return str_starts(name, S("INDIVIDUAL_")) || str_starts(name, S("ENTITY_")) ||
	       str_eq(name, S("NATIONALITY")) || str_eq(name, S("DESIGNATION")) ||
	       str_eq(name, S("TITLE")) || str_eq(name, S("LIST_TYPE")) ||
	       str_eq(name, S("LAST_DAY_UPDATED"));
}

static void un_begin(struct reading *r, str name)
{
	r->is_inside = true;
	r->kind = str_copy(r->a, name);
	r->script = (str){ 0 };
	r->entry_line = r->line;
	for (int i = 0; i < 4; i++)
		r->first[i] = (str){ 0 };
	r->e = arena_new(r->a, struct watch_entry);
}

static void un_start(void *to, str name, const char *const *attributes)
{
	struct reading *r = to;
	(void)attributes;
	clear_text(r);
	if (str_eq(name, S("INDIVIDUAL")) || str_eq(name, S("ENTITY"))) {
		un_begin(r, name);
	} else if (r->is_inside && !r->group.p && is_group(name)) {
		r->group = str_copy(r->a, name);
		for (int i = 0; i < 8; i++)
			r->part[i] = (str){ 0 };
	}
}

static void un_alias(struct reading *r)
{
	bool is_weak = str_eq(r->part[QUALITY], S("Low"));
	watch_put_name(r->a, r->e, r->part[ALIAS], is_weak ? WATCH_WEAK : WATCH_ALIAS, false);
}

static void un_birth(struct reading *r)
{
	str day = r->part[DATE].p ? r->part[DATE] : r->part[YEAR];
	if (r->part[FROM_YEAR].p && r->part[TO_YEAR].p)
		day = str_fmt(r->a, "%.*s to %.*s", SF(r->part[FROM_YEAR]), SF(r->part[TO_YEAR]));
	if (day.p && str_eq(r->part[TYPE_OF_DATE], S("APPROXIMATELY")))
		day = str_fmt(r->a, "circa %.*s", SF(day));
	watch_put(r->a, &r->e->births, watch_birth(r->a, day));
}

static str un_place(struct reading *r)
{
	str place = { 0 };
	watch_append(r->a, &place, ", ", r->part[STREET]);
	watch_append(r->a, &place, ", ", r->part[CITY]);
	watch_append(r->a, &place, ", ", r->part[STATE_PROVINCE]);
	watch_append(r->a, &place, ", ", r->part[ZIP_CODE]);
	watch_append(r->a, &place, ", ", r->part[COUNTRY]);
	return place;
}

static void un_group_end(struct reading *r)
{
	if (str_ends(r->group, S("_ALIAS")))
		un_alias(r);
	else if (str_ends(r->group, S("_DATE_OF_BIRTH")))
		un_birth(r);
	else if (str_ends(r->group, S("_PLACE_OF_BIRTH")))
		watch_put(r->a, &r->e->places, un_place(r));
	else if (str_ends(r->group, S("_ADDRESS")))
		watch_put(r->a, &r->e->addresses, un_place(r));
	else if (str_ends(r->group, S("_DOCUMENT")))
		watch_put_document(r->a, r->e,
				   r->part[TYPE_OF_DOCUMENT].p ? r->part[TYPE_OF_DOCUMENT]
							       : r->part[TYPE_OF_DOCUMENT2],
				   r->part[NUMBER],
				   r->part[ISSUING_COUNTRY].p ? r->part[ISSUING_COUNTRY]
							      : r->part[COUNTRY_OF_ISSUE]);
	r->group = (str){ 0 };
}

/* A value inside a group. */
static void un_part(struct reading *r, str name, str value)
{
	if (str_eq(name, S("VALUE"))) {
		if (str_eq(r->group, S("NATIONALITY")))
			watch_put(r->a, &r->e->nationalities, value);
		else if (str_eq(r->group, S("DESIGNATION")) || str_eq(r->group, S("TITLE")))
			watch_put(r->a, &r->e->roles, value);
		return;
	}
	for (size_t i = 0; i < sizeof un_parts / sizeof *un_parts; i++)
		if (str_eq(name, str_of(un_parts[i].name)) && !str_is_empty(value))
			r->part[un_parts[i].place] = value;
}

/* A value of the entry itself. */
static void un_value(struct reading *r, str name, str value)
{
	static const char *const names[] = { "FIRST_NAME", "SECOND_NAME", "THIRD_NAME",
					     "FOURTH_NAME" };
	for (int i = 0; i < 4; i++)
		if (str_eq(name, str_of(names[i])))
			r->first[i] = value;
	if (str_eq(name, S("REFERENCE_NUMBER")))
		r->e->key = value;
	else if (str_eq(name, S("NAME_ORIGINAL_SCRIPT")))
		r->script = value;
	else if (str_eq(name, S("UN_LIST_TYPE")))
		watch_put(r->a, &r->e->programs, value);
	else if (str_eq(name, S("LISTED_ON")))
		r->e->listed_on = value;
	else if (str_eq(name, S("GENDER")))
		r->e->sex = watch_sex(value);
	else if (str_eq(name, S("COMMENTS1")))
		r->e->says = value;
}

static void un_entry_end(struct reading *r)
{
	str name = { 0 };
	struct watch_entry *made = r->e, *e;
	r->is_inside = false;
	for (int i = 0; i < 4; i++)
		watch_append(r->a, &name, " ", r->first[i]);
	if (str_is_empty(made->key) || str_is_empty(name)) {
		fault_at(r->f, r->file, r->entry_line, 0,
			 str_is_empty(name) ? S("FIRST_NAME") : S("REFERENCE_NUMBER"),
			 "the entry that begins here lacks it");
		return;
	}
	if (watch_find(r->list, made->key)) {
		fault_at(r->f, r->file, r->entry_line, 0, S("REFERENCE_NUMBER"),
			 "entry %.*s stands twice", SF(made->key));
		return;
	}
	made->kind = str_eq(r->kind, S("INDIVIDUAL")) ? MATCH_PERSON : MATCH_ORGANISATION;
	e = watch_add(r->list, made->key, made->kind, r->file, r->entry_line);
	str key = e->key;
	*e = *made;
	e->key = key;
	e->file = r->file;
	e->line = r->entry_line;
	e->names.v = NULL, e->names.n = e->names.cap = 0;
	watch_put_name(r->a, e, name, WATCH_PRIMARY, false);
	watch_put_name(r->a, e, r->script, WATCH_ALIAS, false);
	for (ptrdiff_t i = 0; i < made->names.n; i++)
		*arena_push(r->a, &e->names) = made->names.v[i];
}

static void un_end(void *to, str name)
{
	struct reading *r = to;
	if (!r->is_inside)
		return;
	str value = value_of(r);
	clear_text(r);
	if (str_eq(name, r->kind) && !r->group.p)
		un_entry_end(r);
	else if (str_eq(name, r->group))
		un_group_end(r);
	else if (r->group.p)
		un_part(r, name, value);
	else
		un_value(r, name, value);
}

void watch_un(struct arena *a, const struct watch_file *file, struct faults *f,
	      struct watch_list *list)
{
	read_xml(a, file, f, list, "the UN consolidated list",
		 (struct xml_reader){ un_start, un_end, on_text, NULL });
}

/* ---- European Union ---- */

static str given(const char *const *attributes, const char *name)
{
	str s = str_trim(xml_attribute(attributes, name));
	return str_is_empty(s) || str_eq(s, S("UNKNOWN")) || str_eq(s, S("00")) ? (str){ 0 } : s;
}

/* Attributes live only while their handler runs. */
static str kept(struct reading *r, const char *const *attributes, const char *name)
{
	return str_copy(r->a, given(attributes, name));
}

static void eu_begin(struct reading *r, const char *const *at)
{
	str key = kept(r, at, "euReferenceNumber");
	if (!key.p)
		key = kept(r, at, "logicalId");
	r->e = NULL;
	if (!key.p)
		fault_at(r->f, r->file, r->line, 0, S("euReferenceNumber"),
			 "the entity that begins here lacks it, and logicalId, too");
	else if (watch_find(r->list, key))
		fault_at(r->f, r->file, r->line, 0, S("euReferenceNumber"),
			 "entity %.*s stands twice", SF(key));
	else
		r->e = watch_add(r->list, key, MATCH_ORGANISATION, r->file, r->line);
	if (r->e)
		r->e->listed_on = kept(r, at, "designationDate");
}

static void eu_name(struct reading *r, const char *const *at)
{
	static const char *const parts[] = { "firstName", "middleName", "lastName" };
	str name = kept(r, at, "wholeName");
	bool is_weak = str_eq(given(at, "strong"), S("false"));
	for (int i = 0; i < 3 && str_is_empty(given(at, "wholeName")); i++)
		watch_append(r->a, &name, " ", kept(r, at, parts[i]));
	watch_put_name(r->a, r->e, name,
		       is_weak         ? WATCH_WEAK
		       : r->e->names.n ? WATCH_ALIAS
				       : WATCH_PRIMARY,
		       false);
	watch_put(r->a, &r->e->roles, kept(r, at, "function"));
	if (watch_sex(given(at, "gender")).p)
		r->e->sex = watch_sex(given(at, "gender"));
}

static void eu_birth(struct reading *r, const char *const *at)
{
	str day = kept(r, at, "birthdate"), place = { 0 };
	if (!day.p)
		day = kept(r, at, "year");
	if (!day.p && given(at, "yearRangeFrom").p && given(at, "yearRangeTo").p)
		day = str_fmt(r->a, "%.*s to %.*s", SF(given(at, "yearRangeFrom")),
			      SF(given(at, "yearRangeTo")));
	if (day.p && str_eq(given(at, "circa"), S("true")))
		day = str_fmt(r->a, "circa %.*s", SF(day));
	watch_put(r->a, &r->e->births, watch_birth(r->a, day));
	watch_append(r->a, &place, ", ", kept(r, at, "place"));
	watch_append(r->a, &place, ", ", kept(r, at, "city"));
	watch_append(r->a, &place, ", ", kept(r, at, "region"));
	watch_append(r->a, &place, ", ", kept(r, at, "countryIso2Code"));
	watch_put(r->a, &r->e->places, place);
}

static void eu_address(struct reading *r, const char *const *at)
{
	static const char *const parts[] = { "street", "poBox",  "zipCode",
					     "city",   "region", "countryDescription" };
	str text = { 0 };
	for (int i = 0; i < 6; i++)
		watch_append(r->a, &text, ", ", kept(r, at, parts[i]));
	watch_put(r->a, &r->e->addresses, text);
}

static void eu_inside(struct reading *r, str name, const char *const *at)
{
	if (str_eq(name, S("subjectType"))) {
		bool is_person = str_eq(given(at, "classificationCode"), S("P")) ||
				 str_eq(given(at, "code"), S("person"));
		r->e->kind = is_person ? MATCH_PERSON : MATCH_ORGANISATION;
	} else if (str_eq(name, S("nameAlias"))) {
		eu_name(r, at);
	} else if (str_eq(name, S("birthdate"))) {
		eu_birth(r, at);
	} else if (str_eq(name, S("citizenship"))) {
		watch_put(r->a, &r->e->nationalities, kept(r, at, "countryIso2Code"));
	} else if (str_eq(name, S("identification"))) {
		watch_put_document(r->a, r->e, kept(r, at, "identificationTypeCode"),
				   kept(r, at, "number"), kept(r, at, "countryIso2Code"));
	} else if (str_eq(name, S("address"))) {
		eu_address(r, at);
	} else if (str_eq(name, S("regulation"))) {
		watch_put(r->a, &r->e->programs, kept(r, at, "programme"));
	}
}

static void eu_start(void *to, str name, const char *const *attributes)
{
	struct reading *r = to;
	clear_text(r);
	if (str_eq(name, S("sanctionEntity")))
		eu_begin(r, attributes);
	else if (r->e)
		eu_inside(r, name, attributes);
}

static void eu_end(void *to, str name)
{
	struct reading *r = to;
	if (r->e && str_eq(name, S("remark")))
		watch_append(r->a, &r->e->says, " ", value_of(r));
	clear_text(r);
	if (str_eq(name, S("sanctionEntity")))
		r->e = NULL;
}

void watch_eu(struct arena *a, const struct watch_file *file, struct faults *f,
	      struct watch_list *list)
{
	read_xml(a, file, f, list, "the EU's FSF list",
		 (struct xml_reader){ eu_start, eu_end, on_text, NULL });
}
