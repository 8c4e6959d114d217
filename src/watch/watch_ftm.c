/* watch_ftm.c: FollowTheMoney, one entity a line. Entities that have a name and are somebody or a
 * ship become entries; those about others (addresses, sanctions, ownerships) are passed over. */
#include "watch/watch_in.h"

#include "base/json.h"

static const struct {
	const char *schema;
	enum match_kind kind;
} SCHEMAS[] = {
	{ "Person", MATCH_PERSON },           { "Organization", MATCH_ORGANISATION },
	{ "Company", MATCH_ORGANISATION },    { "LegalEntity", MATCH_ORGANISATION },
	{ "PublicBody", MATCH_ORGANISATION }, { "Vessel", MATCH_VESSEL },
	{ "Airplane", MATCH_VESSEL },
};

static bool kind_of(str schema, enum match_kind *kind)
{
	for (size_t i = 0; i < sizeof SCHEMAS / sizeof *SCHEMAS; i++)
		if (str_eq(schema, str_of(SCHEMAS[i].schema))) {
			*kind = SCHEMAS[i].kind;
			return true;
		}
	return false;
}

/* Properties are lists of texts. */
static const struct json *values(const struct json *j, const char *property)
{
	const struct json *v = json_get(json_get(j, "properties"), property);
	return v && v->kind == JSON_LIST ? v->first : NULL;
}

static void put_names(struct arena *a, const struct json *j, const char *property,
		      enum watch_quality q, struct watch_entry *e)
{
	for (const struct json *v = values(j, property); v; v = v->next) {
		bool is_known = v->kind != JSON_TEXT;
		str name = watch_squeeze(a, v->text);
		for (ptrdiff_t i = 0; i < e->names.n; i++)
			is_known |= str_eq(e->names.v[i].name, name);
		if (!is_known)
			watch_put_name(a, e, name,
				       q == WATCH_PRIMARY && e->names.n ? WATCH_ALIAS : q, false);
	}
}

static void put_texts(struct arena *a, const struct json *j, const char *property,
		      struct watch_texts *to)
{
	for (const struct json *v = values(j, property); v; v = v->next)
		if (v->kind == JSON_TEXT)
			watch_put(a, to, v->text);
}

static void put_documents(struct arena *a, const struct json *j, const char *property,
			  const char *kind, struct watch_entry *e)
{
	for (const struct json *v = values(j, property); v; v = v->next)
		if (v->kind == JSON_TEXT)
			watch_put_document(a, e, str_of(kind), v->text, (str){ 0 });
}

static void fill(struct arena *a, const struct json *j, struct watch_entry *e)
{
	put_names(a, j, "name", WATCH_PRIMARY, e);
	put_names(a, j, "alias", WATCH_ALIAS, e);
	put_names(a, j, "previousName", WATCH_ALIAS, e);
	put_names(a, j, "weakAlias", WATCH_WEAK, e);
	for (const struct json *v = values(j, "birthDate"); v; v = v->next)
		watch_put(a, &e->births, watch_birth(a, v->text));
	put_texts(a, j, "birthPlace", &e->places);
	put_texts(a, j, "nationality", &e->nationalities);
	put_texts(a, j, "citizenship", &e->nationalities);
	put_texts(a, j, "country", &e->nationalities);
	put_texts(a, j, "address", &e->addresses);
	put_texts(a, j, "phone", &e->contacts);
	put_texts(a, j, "email", &e->contacts);
	put_texts(a, j, "position", &e->roles);
	put_texts(a, j, "topics", &e->programs);
	put_texts(a, j, "programId", &e->programs);
	put_documents(a, j, "passportNumber", "Passport", e);
	put_documents(a, j, "idNumber", "National ID", e);
	put_documents(a, j, "taxNumber", "Tax ID", e);
	put_documents(a, j, "registrationNumber", "Registration number", e);
	put_documents(a, j, "imoNumber", "IMO number", e);
	const struct json *sex = values(j, "gender"), *says = values(j, "notes");
	e->sex = sex ? watch_sex(sex->text) : (str){ 0 };
	e->says = says ? watch_squeeze(a, says->text) : (str){ 0 };
}

static void read_entity(struct arena *a, const struct watch_file *file, int64_t line,
			const struct json *j, struct faults *f, struct watch_list *list)
{
	enum match_kind kind;
	str id = json_text(j, "id"), schema = json_text(j, "schema");
	if (str_is_empty(id) || str_is_empty(schema) || !json_get(j, "properties")) {
		fault_at(f, file->name, line, 0, (str){ 0 },
			 "an entity needs \"id\", \"schema\" and \"properties\"");
		return;
	}
	if (!kind_of(schema, &kind))
		return;
	if (watch_find(list, id)) {
		fault_at(f, file->name, line, 0, S("id"), "entity '%.*s' stands twice",
			 (int)(id.n < 80 ? id.n : 80), id.p);
		return;
	}
	struct watch_entry *e = watch_add(list, id, kind, file->name, line);
	fill(a, j, e);
}

void watch_ftm(struct arena *a, const struct watch_file *file, struct faults *f,
	       struct watch_list *list)
{
	str rest = file->text;
	for (int64_t line = 1; rest.p; line++) {
		str text = str_trim(str_cut(&rest, '\n'));
		const struct json *j;
		struct faults one = faults_in(a);
		if (str_is_empty(text))
			continue;
		if (json_read(a, text, &one, &j) == OK)
			read_entity(a, file, line, j, f, list);
		else
			fault_at(f, file->name, line, one.n ? one.v[0].col : 0, (str){ 0 }, "%.*s",
				 SF(one.n ? one.v[0].sentence : S("this is no JSON")));
	}
}
