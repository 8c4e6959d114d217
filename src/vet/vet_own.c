/* vet_own.c: own lists: people declared non grata, people named by partners. One person proposes an
 * entry, or that one ends, another approves; each change is a version like those of public lists.
 */
#include "access/may.h"
#include "base/day.h"
#include "base/jcs.h"
#include "base/json.h"
#include "base/must.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "vet/vet_in.h"

static void check_own(const struct vet_own *w, struct faults *f)
{
	struct interval v;
	if (str_is_empty(w->list) || w->list.n > 40 || !utf8_is_line(w->list))
		fault_field(f, S("list"), "say which own list: --list png");
	if (str_is_empty(w->key)) {
		if (str_is_empty(w->name) || w->name.n > MATCH_NAME_MAX || !utf8_is_line(w->name))
			fault_field(f, S("name"), "a name of 1 to %d bytes", MATCH_NAME_MAX);
		if (!str_is_empty(w->born) && !watch_birth_read(w->born, &v))
			fault_field(f, S("born"),
				    "this is no day, month or year: 1971-02-03, 1971-02 or 1971");
	}
	if (str_is_empty(w->says))
		fault_field(f, S("says"), "say in a sentence why");
}

static void put(struct jcs_writer *j, const char *key, str value)
{
	if (str_is_empty(value))
		return;
	jcs_key(j, str_of(key));
	jcs_str(j, value);
}

static str body_of(struct arena *a, const struct vet_own *w)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	put(&j, "aliases", w->aliases);
	put(&j, "born", w->born);
	put(&j, "document", w->document_no);
	put(&j, "ends", w->key);
	put(&j, "list", w->list);
	put(&j, "name", w->name);
	put(&j, "nationality", w->nationality);
	put(&j, "says", w->says);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static bool read_body(struct arena *a, str body, struct vet_own *w)
{
	const struct json *j;
	struct faults f = faults_in(a);
	if (json_read(a, body, &f, &j) != OK)
		return false;
	*w = (struct vet_own){ .list = json_text(j, "list"),
			       .key = json_text(j, "ends"),
			       .name = json_text(j, "name"),
			       .aliases = json_text(j, "aliases"),
			       .born = json_text(j, "born"),
			       .nationality = json_text(j, "nationality"),
			       .document_no = json_text(j, "document"),
			       .says = json_text(j, "says") };
	return true;
}

/* ---- proposing ---- */

struct proposing {
	const struct vet_own *w;
	struct faults *f;
};

static enum err find_own(struct tx *tx, const struct proposing *in, int64_t *id)
{
	struct vet_list_by_word_args by = { .word = in->w->list };
	struct vet_list_by_word_row row;
	struct vet_list_add_args add = { .word = in->w->list, .format = S("own"), .is_own = true };
	struct wrote out;
	enum err e = vet_list_by_word(tx, &by, &row);
	if (e == ERR_NOT_FOUND) {
		TRY(vet_list_add(tx, &add, &out));
		*id = out.id;
		return OK;
	}
	TRY(e);
	*id = row.id;
	if (!row.is_own)
		fault_field(in->f, S("list"), "'%.*s' is a published list; nobody changes it",
			    SF(in->w->list));
	return faults_err(in->f);
}

static enum err entry_of(struct tx *tx, int64_t list_id, str key, int64_t *id)
{
	struct vet_entry_keys_args of = { .list_id = list_id };
	struct vet_entry_keys_rows rows;
	TRY(vet_entry_keys(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].key, key)) {
			*id = rows.v[i].id;
			return OK;
		}
	return ERR_NOT_FOUND;
}

static enum err propose_deed(struct tx *tx, void *arg)
{
	const struct proposing *in = arg;
	int64_t list_id, entry_id, id;
	enum err asked = may(tx->viewer, ACT_OWN_LIST_ADD, NULL, NULL);
	if (asked != ERR_NEEDS_APPROVAL)
		return asked == OK ? ERR_DENIED : asked;
	check_own(in->w, in->f);
	TRY(faults_err(in->f));
	TRY(find_own(tx, in, &list_id));
	if (!str_is_empty(in->w->key)) {
		enum err e = entry_of(tx, list_id, in->w->key, &entry_id);
		if (e == ERR_NOT_FOUND)
			fault_field(in->f, S("end"), "there is no entry '%.*s' on the list",
				    SF(in->w->key));
		TRY(e == ERR_NOT_FOUND ? ERR_FAULTS : e);
	}
	struct proposal_new p = { .act = ACT_OWN_LIST_ADD,
				  .object = { "vet_list", list_id, 0 },
				  .body = body_of(tx->a, in->w),
				  .summary = str_fmt(tx->a, "%s the own list %.*s",
						     in->w->key.n ? "Take somebody off"
								  : "Enter somebody in",
						     SF(in->w->list)) };
	return proposal_add(tx, &p, &id);
}

enum err vet_own_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, struct faults *faults, const struct vet_own *w)
{
	struct proposing in = { w, faults };
	TRY(db_deed(db, viewer, a, refusal, "vet.own_list", propose_deed, &in));
	return ERR_NEEDS_APPROVAL;
}

/* ---- approving ---- */

static str entry_body(struct arena *a, const struct vet_own *w, str key)
{
	struct watch_entry e = { .key = key, .kind = MATCH_PERSON, .says = w->says };
	str rest = w->aliases;
	*arena_push(a, &e.names) = (struct watch_name){ w->name, WATCH_PRIMARY, false };
	while (rest.p) {
		str alias = str_trim(str_cut(&rest, ';'));
		if (!str_is_empty(alias))
			*arena_push(a, &e.names) = (struct watch_name){ alias, WATCH_ALIAS, false };
	}
	if (w->born.p)
		*arena_push(a, &e.births) = w->born;
	if (w->nationality.p)
		*arena_push(a, &e.nationalities) = w->nationality;
	if (w->document_no.p)
		*arena_push(a, &e.documents) =
		    (struct watch_document){ S("Passport"), w->document_no, (str){ 0 } };
	return watch_body(a, &e);
}

static enum err change_list(struct tx *tx, int64_t list_id, const struct vet_own *w)
{
	struct vet_versions_args of = { .list_id = list_id };
	struct vet_versions_rows versions;
	struct vet_version_add_args v = { .list_id = list_id,
					  .files = S("an own list"),
					  .imported_at = tx->at };
	struct wrote out;
	TRY(vet_versions(tx, &of, &versions));
	bool is_end = !str_is_empty(w->key);
	v.version_n = versions.n ? versions.v[0].version_n + 1 : 1;
	v.entities_n = (versions.n ? versions.v[0].entities_n : 0) + (is_end ? -1 : 1);
	v.persons_n = v.entities_n;
	v.names_n = (versions.n ? versions.v[0].names_n : 0) + (is_end ? 0 : 1);
	v.added_n = !is_end;
	v.removed_n = is_end;
	str key = is_end ? w->key : str_fmt(tx->a, "OWN-%lld", (long long)v.version_n);
	str body = is_end ? w->key : entry_body(tx->a, w, key);
	struct sha256 h = sha256_of(body, (str){ 0 }, (str){ 0 });
	str hash = { (const char *)h.b, sizeof h.b };
	v.content_hash = hash;
	if (is_end) {
		struct vet_entry_end_args end = { .until_version_n = { true, v.version_n } };
		TRY(entry_of(tx, list_id, key, &end.id));
		TRY(vet_entry_end(tx, &end, &out));
	} else {
		struct vet_entry_add_args add = { .list_id = list_id,
						  .key = key,
						  .kind = match_kind_text(MATCH_PERSON),
						  .name = w->name,
						  .body = body,
						  .body_hash = hash,
						  .from_version_n = v.version_n };
		TRY(vet_entry_add(tx, &add, &out));
	}
	return vet_version_add(tx, &v, &out);
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct vet_own w;
	if (!read_body(tx->a, p->body, &w))
		return ERR_DB_FORMAT;
	return change_list(tx, p->object_id, &w);
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx;
	(void)p;
	(void)reason;
	return OK; /* the list stays as it is */
}

const struct act_handler vet_acts[] = { { ACT_OWN_LIST_ADD, approve, reject }, { 0 } };
