/* watch_table.c: tables with a header: the UK Sanctions List, in which a row is one name of an
 * entry and the rest is said again in each, and lists of one's own. */
#include "watch/watch_in.h"

#include "base/day.h"
#include "base/must.h"
#include "doc/sheet.h"

/* Each row of an entry repeats what is known of it; the first with a value counts. */
static struct watch_entry *entry_of(struct sheet *c, ptrdiff_t id, enum match_kind kind,
				    struct watch_list *list)
{
	str key = str_trim(sheet_text(c, id));
	if (str_is_empty(key)) {
		if (sheet_text(c, id).p)
			sheet_fault(c, id, "the row needs the number of its entry");
		return NULL;
	}
	struct watch_entry *e = watch_find(list, key);
	return e ? e : watch_add(list, key, kind, c->file, c->line);
}

/* ---- United Kingdom ---- */

/* clang-format off */
enum {
	UK_UPDATED, UK_ID, UK_OFSI, UK_UN, UK_NAME_6, UK_NAME_1, UK_NAME_5 = UK_NAME_1 + 4, UK_NAME_TYPE, UK_STRENGTH,
	UK_TITLE, UK_SCRIPT, UK_SCRIPT_TYPE, UK_SCRIPT_LANGUAGE, UK_REGIME, UK_WHAT, UK_SOURCE, UK_MEASURES, UK_OTHER,
	UK_REASONS, UK_ADDRESS_1, UK_ADDRESS_6 = UK_ADDRESS_1 + 5, UK_POSTCODE, UK_COUNTRY, UK_PHONE, UK_WEBSITE,
	UK_EMAIL, UK_DESIGNATED, UK_BORN, UK_NATIONALITY, UK_NATIONAL_ID, UK_NATIONAL_ID_MORE, UK_PASSPORT,
	UK_PASSPORT_MORE, UK_POSITION, UK_GENDER, UK_TOWN, UK_BIRTH_COUNTRY, UK_ENTITY_TYPE, UK_SUBSIDIARIES, UK_PARENT,
	UK_REGISTRATION, UK_IMO, UK_CURRENT_OWNER, UK_PREVIOUS_OWNER, UK_FLAG, UK_PREVIOUS_FLAGS, UK_SHIP_TYPE,
	UK_TONNAGE, UK_LENGTH, UK_BUILT, UK_HULL, UK_N
};
static const struct sheet_column uk[UK_N] = {
	{ "Last Updated", true }, { "Unique ID", false }, { "OFSI Group ID", true }, { "UN Reference Number", true },
	{ "Name 6", false }, { "Name 1", false }, { "Name 2", true }, { "Name 3", true }, { "Name 4", true },
	{ "Name 5", true }, { "Name type", false }, { "Alias strength", true }, { "Title", true },
	{ "Name non-latin script", true }, { "Non-latin script type", true }, { "Non-latin script language", true },
	{ "Regime Name", true }, { "Individual, Entity, Ship", false }, { "Designation source", true },
	{ "Sanctions Imposed", true }, { "Other Information", true }, { "UK Statement of Reasons", true },
	{ "Address Line 1", true }, { "Address Line 2", true }, { "Address Line 3", true }, { "Address Line 4", true },
	{ "Address Line 5", true }, { "Address Line 6", true }, { "Address Postal Code", true },
	{ "Address Country", true }, { "Phone number", true }, { "Website", true }, { "Email address", true },
	{ "Date Designated", true }, { "D.O.B", true }, { "Nationality(/ies)", true },
	{ "National Identifier number", true }, { "National Identifier additional information", true },
	{ "Passport number", true }, { "Passport additional information", true }, { "Position", true },
	{ "Gender", true }, { "Town of birth", true }, { "Country of birth", true }, { "Type of entity", true },
	{ "Subsidiaries", true }, { "Parent company", true }, { "Business registration number (s)", true },
	{ "IMO number", true }, { "Current owner/operator (s)", true }, { "Previous owner/operator (s)", true },
	{ "Current believed flag of ship", true }, { "Previous flags", true }, { "Type of ship", true },
	{ "Tonnage of ship", true }, { "Length of ship", true }, { "Year Built", true },
	{ "Hull identification number (HIN)", true },
};
/* clang-format on */

static enum match_kind uk_kind(struct sheet *c)
{
	str what = str_trim(sheet_text(c, UK_WHAT));
	if (str_eq_nocase(what, S("Individual")))
		return MATCH_PERSON;
	if (str_eq_nocase(what, S("Ship")))
		return MATCH_VESSEL;
	if (what.p && !str_eq_nocase(what, S("Entity")))
		sheet_fault(c, UK_WHAT, "'%.*s' is none of Individual, Entity, Ship",
			    (int)(what.n < 40 ? what.n : 40), what.p);
	return MATCH_ORGANISATION;
}

/* The same name often comes once for each address. */
static void put_once(struct arena *a, struct watch_entry *e, str name, enum watch_quality q)
{
	name = watch_squeeze(a, name);
	for (ptrdiff_t i = 0; i < e->names.n; i++) {
		if (!str_eq(e->names.v[i].name, name))
			continue;
		if (q < e->names.v[i].quality)
			e->names.v[i].quality = q;
		return;
	}
	watch_put_name(a, e, name, q, false);
}

static void uk_name(struct arena *a, struct sheet *c, struct watch_entry *e)
{
	str name = { 0 };
	for (int i = UK_NAME_1; i <= UK_NAME_5; i++)
		watch_append(a, &name, " ", str_trim(sheet_text(c, i)));
	watch_append(a, &name, " ", str_trim(sheet_text(c, UK_NAME_6)));
	str type = str_trim(sheet_text(c, UK_NAME_TYPE)),
	    strength = str_trim(sheet_text(c, UK_STRENGTH));
	bool is_weak = str_starts(str_lower(a, strength), S("low"));
	enum watch_quality q = str_eq_nocase(type, S("Primary Name")) ? WATCH_PRIMARY
			       : is_weak                              ? WATCH_WEAK
								      : WATCH_ALIAS;
	if (str_is_empty(name))
		sheet_fault(c, UK_NAME_6, "the row has no name");
	put_once(a, e, name, q);
	if (!str_is_empty(str_trim(sheet_text(c, UK_SCRIPT))))
		put_once(a, e, sheet_text(c, UK_SCRIPT), WATCH_ALIAS);
}

static void uk_row(struct arena *a, struct sheet *c, struct watch_list *list)
{
	enum match_kind kind = uk_kind(c);
	struct watch_entry *e = entry_of(c, UK_ID, kind, list);
	str place = { 0 }, address = { 0 };
	if (!e)
		return;
	uk_name(a, c, e);
	watch_put(a, &e->births, watch_birth(a, sheet_text(c, UK_BORN)));
	watch_append(a, &place, ", ", str_trim(sheet_text(c, UK_TOWN)));
	watch_append(a, &place, ", ", str_trim(sheet_text(c, UK_BIRTH_COUNTRY)));
	watch_put(a, &e->places, place);
	watch_put(a, &e->nationalities, sheet_text(c, UK_NATIONALITY));
	for (int i = UK_ADDRESS_1; i <= UK_COUNTRY; i++)
		watch_append(a, &address, ", ", str_trim(sheet_text(c, i)));
	watch_put(a, &e->addresses, address);
	watch_put(a, &e->contacts, sheet_text(c, UK_PHONE));
	watch_put(a, &e->contacts, sheet_text(c, UK_EMAIL));
	watch_put(a, &e->programs, sheet_text(c, UK_REGIME));
	watch_put(a, &e->roles, sheet_text(c, UK_POSITION));
	watch_put_document(a, e, S("Passport"), sheet_text(c, UK_PASSPORT), (str){ 0 });
	watch_put_document(a, e, S("National ID"), sheet_text(c, UK_NATIONAL_ID), (str){ 0 });
	watch_put_document(a, e, S("IMO number"), sheet_text(c, UK_IMO), (str){ 0 });
	if (watch_sex(str_trim(sheet_text(c, UK_GENDER))).p)
		e->sex = watch_sex(str_trim(sheet_text(c, UK_GENDER)));
	if (!e->says.n)
		e->says = str_trim(sheet_text(c, UK_OTHER));
	if (!e->listed_on.n)
		e->listed_on = watch_birth(a, sheet_text(c, UK_DESIGNATED));
}

/* The primary name first. */
static void put_primary_first(struct watch_entry *e)
{
	for (ptrdiff_t i = 1; i < e->names.n && e->names.v[0].quality != WATCH_PRIMARY; i++) {
		if (e->names.v[i].quality != WATCH_PRIMARY)
			continue;
		struct watch_name first = e->names.v[0];
		e->names.v[0] = e->names.v[i];
		e->names.v[i] = first;
	}
}

void watch_uk(struct arena *a, const struct watch_file *file, struct faults *f,
	      struct watch_list *list)
{
	str text = file->text;
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_slice(text, 3, text.n);
	ptrdiff_t end = str_find_byte(text, '\n');
	if (str_starts(text, S("Report Date")) && end >= 0)
		text = str_slice(text, end, text.n); /* the lines keep their numbers */
	struct sheet c = sheet_open(a, file->name, text, uk, UK_N, f);
	while (sheet_next(&c))
		uk_row(a, &c, list);
	for (ptrdiff_t i = 0; i < list->n; i++)
		put_primary_first(&list->v[i]);
}

/* ---- a list of one's own, and OpenSanctions' simple table ---- */

/* clang-format off */
enum {
	OWN_ID, OWN_NAME, OWN_KIND, OWN_SCHEMA, OWN_ALIASES, OWN_WEAK, OWN_BIRTH, OWN_PLACE, OWN_COUNTRIES, OWN_ADDRESSES,
	OWN_DOCUMENTS, OWN_SEX, OWN_SANCTIONS, OWN_PHONES, OWN_EMAILS, OWN_PROGRAMS, OWN_SAYS, OWN_DATASET, OWN_FIRST,
	OWN_LAST, OWN_CHANGE, OWN_N
};
static const struct sheet_column own[OWN_N] = {
	{ "id", false }, { "name", false }, { "kind", true }, { "schema", true }, { "aliases", true },
	{ "weak_aliases", true }, { "birth_date", true }, { "birth_place", true }, { "countries", true },
	{ "addresses", true }, { "identifiers", true }, { "sex", true }, { "sanctions", true }, { "phones", true },
	{ "emails", true }, { "program_ids", true }, { "says", true }, { "dataset", true }, { "first_seen", true },
	{ "last_seen", true }, { "last_change", true },
};
/* clang-format on */

static enum match_kind own_kind(struct sheet *c)
{
	enum match_kind kind = MATCH_PERSON;
	str word = str_trim(sheet_text(c, OWN_KIND)), schema = str_trim(sheet_text(c, OWN_SCHEMA));
	if (!str_is_empty(word) && !match_kind_read(word, &kind))
		sheet_fault(c, OWN_KIND, "'%.*s' is none of person, organisation, vessel",
			    (int)(word.n < 40 ? word.n : 40), word.p);
	if (!str_is_empty(schema))
		kind = str_eq(schema, S("Person")) ? MATCH_PERSON
		       : str_eq(schema, S("Vessel")) || str_eq(schema, S("Airplane"))
			   ? MATCH_VESSEL
			   : MATCH_ORGANISATION;
	return kind;
}

static void own_names(struct arena *a, str names, struct watch_entry *e, enum watch_quality q)
{
	while (names.p) {
		str name = str_trim(str_cut(&names, ';'));
		if (!str_is_empty(name))
			put_once(a, e, name, q);
	}
}

static void own_births(struct arena *a, struct sheet *c, struct watch_entry *e)
{
	str all = sheet_text(c, OWN_BIRTH);
	while (all.p) {
		str one = str_trim(str_cut(&all, ';')), day = watch_birth(a, one);
		if (!str_is_empty(one) && !day.p)
			sheet_fault(c, OWN_BIRTH, "'%.*s' is no day, month or year",
				    (int)(one.n < 40 ? one.n : 40), one.p);
		watch_put(a, &e->births, day);
	}
}

static void own_row(struct arena *a, struct sheet *c, struct watch_list *list)
{
	str key = str_trim(sheet_text(c, OWN_ID));
	if (!str_is_empty(key) && watch_find(list, key)) {
		sheet_fault(c, OWN_ID, "entry '%.*s' stands twice", SF(key));
		return;
	}
	enum match_kind kind = own_kind(c);
	struct watch_entry *e = entry_of(c, OWN_ID, kind, list);
	if (!e)
		return;
	watch_put_name(a, e, sheet_text(c, OWN_NAME), WATCH_PRIMARY, false);
	own_names(a, sheet_text(c, OWN_ALIASES), e, WATCH_ALIAS);
	own_names(a, sheet_text(c, OWN_WEAK), e, WATCH_WEAK);
	own_births(a, c, e);
	watch_put(a, &e->places, sheet_text(c, OWN_PLACE));
	watch_put_all(a, &e->nationalities, sheet_text(c, OWN_COUNTRIES), ';');
	watch_put_all(a, &e->addresses, sheet_text(c, OWN_ADDRESSES), ';');
	watch_put_all(a, &e->contacts, sheet_text(c, OWN_PHONES), ';');
	watch_put_all(a, &e->contacts, sheet_text(c, OWN_EMAILS), ';');
	watch_put_all(a, &e->programs, sheet_text(c, OWN_PROGRAMS), ';');
	for (str all = sheet_text(c, OWN_DOCUMENTS); all.p;)
		watch_put_document(a, e, S("Identifier"), str_cut(&all, ';'), (str){ 0 });
	e->sex = watch_sex(str_trim(sheet_text(c, OWN_SEX)));
	watch_append(a, &e->says, "; ", str_trim(sheet_text(c, OWN_SAYS)));
	watch_append(a, &e->says, "; ", str_trim(sheet_text(c, OWN_SANCTIONS)));
}

void watch_csv(struct arena *a, const struct watch_file *file, struct faults *f,
	       struct watch_list *list)
{
	struct sheet c = sheet_open(a, file->name, file->text, own, OWN_N, f);
	while (sheet_next(&c))
		own_row(a, &c, list);
}
