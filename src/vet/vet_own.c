/* vet_own.c: own lists: people declared non grata, people named by partners. One person proposes an
 * entry, that one changes or ends, or that the list is kept in a case with named readers; another
 * approves. Each change is a version like those of public lists. */
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
	if (!w->is_end) {
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
	if (!w->is_end)
		put(&j, "changes", w->key);
	put(&j, "document", w->document_no);
	if (w->is_end)
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
	str ends = json_text(j, "ends");
	*w = (struct vet_own){ .list = json_text(j, "list"),
			       .key = ends.n ? ends : json_text(j, "changes"),
			       .is_end = ends.n > 0,
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

/* Cases are told apart only by those who read them. */
static enum err case_of(struct tx *tx, int64_t id, str *name)
{
	struct vet_cases_rows rows;
	*name = S("no case");
	if (!id)
		return OK;
	TRY(vet_cases(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (rows.v[i].id == id) {
			*name =
			    str_fmt(tx->a, "case %lld, %.*s", (long long)id, SF(rows.v[i].name));
			return OK;
		}
	return ERR_NOT_FOUND;
}

static enum err check_case(struct tx *tx, int64_t id, struct faults *f, str *name)
{
	enum err e = case_of(tx, id, name);
	if (e == ERR_NOT_FOUND && id < 0)
		fault_field(f, S("case"), "say into which case with named readers; 0: into none");
	else if (e == ERR_NOT_FOUND)
		fault_field(f, S("case"), "you are no named reader of a case %lld", (long long)id);
	return e == ERR_NOT_FOUND ? ERR_FAULTS : e;
}

static enum err find_own(struct tx *tx, const struct proposing *in,
			 struct vet_list_by_word_row *row)
{
	struct vet_list_by_word_args by = { .word = in->w->list };
	struct opt_int src_id = { in->w->case_id != 0, in->w->case_id };
	struct vet_list_add_args add = {
		.word = in->w->list, .format = S("own"), .is_own = true, .src_id = src_id
	};
	struct wrote out;
	str name;
	enum err e = vet_list_by_word(tx, &by, row);
	if (e == ERR_NOT_FOUND) {
		TRY(check_case(tx, in->w->case_id, in->f, &name));
		TRY(vet_list_add(tx, &add, &out));
		*row = (struct vet_list_by_word_row){ .id = out.id, .src_id = src_id };
		return OK;
	}
	TRY(e);
	if (!row->is_own)
		fault_field(in->f, S("list"), "'%.*s' is a published list; nobody changes it",
			    SF(in->w->list));
	else if (in->w->case_id && in->w->case_id != row->src_id.v)
		fault_field(in->f, S("case"),
			    "'%.*s' is there already; it is moved by: grata vet move",
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
	struct vet_list_by_word_row list;
	int64_t entry_id, id;
	enum err asked = may(tx->viewer, ACT_OWN_LIST_ADD, NULL, NULL);
	if (asked != ERR_NEEDS_APPROVAL)
		return asked == OK ? ERR_DENIED : asked;
	check_own(in->w, in->f);
	TRY(faults_err(in->f));
	TRY(find_own(tx, in, &list));
	if (!str_is_empty(in->w->key)) {
		enum err e = entry_of(tx, list.id, in->w->key, &entry_id);
		if (e == ERR_NOT_FOUND)
			fault_field(in->f, S("key"), "there is no entry '%.*s' on the list",
				    SF(in->w->key));
		TRY(e == ERR_NOT_FOUND ? ERR_FAULTS : e);
	}
	const char *does = in->w->is_end  ? "Take somebody off"
			   : in->w->key.n ? "Change an entry of"
					  : "Enter somebody in";
	struct proposal_new p = {
		.act = ACT_OWN_LIST_ADD,
		.object = { "vet_list", list.id, 0 },
		.body = body_of(tx->a, in->w),
		.summary = str_fmt(tx->a, "%s the own list %.*s", does, SF(in->w->list)),
		.src_id = list.src_id.v,
	};
	return proposal_add(tx, &p, &id);
}

enum err vet_own_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, struct faults *faults, const struct vet_own *w)
{
	struct proposing in = { w, faults };
	TRY(db_deed(db, viewer, a, refusal, "vet.own_list", propose_deed, &in));
	return ERR_NEEDS_APPROVAL;
}

/* ---- into another case ---- */

struct moving {
	const struct vet_own_move *m;
	struct faults *f;
};

static str move_body(struct arena *a, const struct vet_own_move *m, str from, str into)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	put(&j, "from", from);
	put(&j, "into", into);
	jcs_key(&j, S("into_case"));
	jcs_int(&j, m->case_id);
	put(&j, "list", m->list);
	put(&j, "says", m->says);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static enum err check_move(struct tx *tx, const struct moving *in,
			   struct vet_list_by_word_row *list, str *from, str *into)
{
	struct vet_list_by_word_args by = { .word = in->m->list };
	enum err e = str_is_empty(by.word) ? ERR_NOT_FOUND : vet_list_by_word(tx, &by, list);
	if (str_is_empty(by.word))
		fault_field(in->f, S("list"), "say which own list");
	else if (e == ERR_NOT_FOUND)
		fault_field(in->f, S("list"), "there is no list '%.*s'", SF(by.word));
	else if (e != OK)
		return e;
	else if (!list->is_own)
		fault_field(in->f, S("list"), "'%.*s' is a published list; it has no secrets",
			    SF(by.word));
	else if (list->src_id.v == in->m->case_id)
		fault_field(in->f, S("case"), "that is where '%.*s' is", SF(by.word));
	if (str_is_empty(in->m->says))
		fault_field(in->f, S("says"), "say in a sentence why");
	e = check_case(tx, in->m->case_id, in->f, into);
	if (e != OK && e != ERR_FAULTS)
		return e;
	TRY(faults_err(in->f));
	return case_of(tx, list->src_id.v, from);
}

static enum err move_deed(struct tx *tx, void *arg)
{
	const struct moving *in = arg;
	struct vet_list_by_word_row list;
	int64_t id;
	str from, into;
	enum err asked = may(tx->viewer, ACT_OWN_LIST_MOVE, NULL, NULL);
	if (asked != ERR_NEEDS_APPROVAL)
		return asked == OK ? ERR_DENIED : asked;
	TRY(check_move(tx, in, &list, &from, &into));
	struct proposal_new p = {
		.act = ACT_OWN_LIST_MOVE,
		.object = { "vet_list", list.id, 0 },
		.body = move_body(tx->a, in->m, from, into),
		.summary =
		    str_fmt(tx->a, "Move the own list %.*s into %.*s", SF(in->m->list), SF(into)),
		/* Where it goes is told to those only who will see it there. */
		.src_id = list.src_id.has ? list.src_id.v : in->m->case_id,
	};
	return proposal_add(tx, &p, &id);
}

enum err vet_own_move_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			      struct refusal *refusal, struct faults *faults,
			      const struct vet_own_move *m)
{
	struct moving in = { m, faults };
	TRY(db_deed(db, viewer, a, refusal, "vet.own_list_move", move_deed, &in));
	return ERR_NEEDS_APPROVAL;
}

static enum err move_list(struct tx *tx, int64_t id, struct opt_int src_id)
{
	struct vet_list_move_args list = { .src_id = src_id, .id = id };
	struct vet_entries_move_args entries = { .src_id = src_id, .list_id = id };
	struct vet_hits_move_args hits = { .src_id = src_id, .list_id = id };
	struct wrote out;
	TRY(vet_list_move(tx, &list, &out));
	TRY(vet_entries_move(tx, &entries, &out));
	TRY(vet_hits_move(tx, &hits, &out));
	return proposal_keep(tx, "vet_list", id, src_id.v);
}

static enum err approve_move(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	const struct json *j;
	struct faults f = faults_in(tx->a);
	struct vet_list_by_id_args by = { .id = p->object_id };
	struct vet_list_by_id_row list;
	str from, into;
	if (json_read(tx->a, p->body, &f, &j) != OK)
		return ERR_DB_FORMAT;
	int64_t case_id = json_int(j, "into_case", 0);
	TRY(vet_list_by_id(tx, &by, &list));
	enum err e = case_of(tx, case_id, &into);
	if (e == OK)
		e = case_of(tx, list.src_id.v, &from);
	if (e == ERR_NOT_FOUND)
		return refuse(tx->a, tx->refusal, "named_reader", NULL,
			      "Whoever moves a list reads the case it leaves and the case it goes "
			      "into.");
	TRY(e);
	return move_list(tx, p->object_id, (struct opt_int){ case_id != 0, case_id });
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

/* The version that a change makes, counted from the one before. */
static enum err next_version(struct tx *tx, int64_t list_id, const struct vet_own *w,
			     struct vet_version_add_args *v)
{
	struct vet_versions_args of = { .list_id = list_id };
	struct vet_versions_rows versions;
	TRY(vet_versions(tx, &of, &versions));
	bool is_new = str_is_empty(w->key);
	*v = (struct vet_version_add_args){ .list_id = list_id,
					    .version_n = 1,
					    .files = S("an own list"),
					    .added_n = is_new,
					    .changed_n = !is_new && !w->is_end,
					    .removed_n = w->is_end,
					    .imported_at = tx->at };
	if (versions.n) {
		v->version_n = versions.v[0].version_n + 1;
		v->entities_n = versions.v[0].entities_n;
		v->names_n = versions.v[0].names_n;
	}
	v->entities_n += v->added_n - v->removed_n;
	v->persons_n = v->entities_n;
	v->names_n += is_new;
	return OK;
}

static enum err change_list(struct tx *tx, int64_t list_id, const struct vet_own *w)
{
	struct vet_list_by_id_args by = { .id = list_id };
	struct vet_list_by_id_row list;
	struct vet_version_add_args v;
	struct wrote out;
	TRY(vet_list_by_id(tx, &by, &list));
	TRY(next_version(tx, list_id, w, &v));
	str key = w->key.n ? w->key : str_fmt(tx->a, "OWN-%lld", (long long)v.version_n);
	str body = w->is_end ? w->key : entry_body(tx->a, w, key);
	struct sha256 h = sha256_of(body, (str){ 0 }, (str){ 0 });
	v.content_hash = (str){ (const char *)h.b, sizeof h.b };
	if (w->key.n) {
		struct vet_entry_end_args end = { .until_version_n = { true, v.version_n } };
		TRY(entry_of(tx, list_id, key, &end.id));
		TRY(vet_entry_end(tx, &end, &out));
	}
	struct vet_entry_add_args add = { .list_id = list_id,
					  .key = key,
					  .kind = match_kind_text(MATCH_PERSON),
					  .name = w->name,
					  .body = body,
					  .body_hash = v.content_hash,
					  .from_version_n = v.version_n,
					  .src_id = list.src_id };
	if (!w->is_end)
		TRY(vet_entry_add(tx, &add, &out));
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

const struct act_handler vet_acts[] = {
	{ ACT_OWN_LIST_ADD, approve, reject, "/vet/lists/", VET_READS },
	{ ACT_OWN_LIST_MOVE, approve_move, reject, "/vet/lists/", VET_READS },
	{ 0 },
};
