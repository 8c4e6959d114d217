/* vet_api.c: the lists for other programs, in the shapes that clients of yente expect. What differs
 * is said in docs/screening-interface.md. Nothing is kept of what is asked. */
#include <setjmp.h>
#include <stdlib.h>

#include "access/page.h"
#include "base/json.h"
#include "base/must.h"
#include "base/out.h"
#include "vet/vet_in.h"
#include "web/form.h"

enum { BATCH_MAX = 100, LIMIT_MAX = 500, API_BODY_MAX = 1 << 20, SCRATCH = 64 << 20 };

/* ---- entities ---- */

static const char *schema_of(enum match_kind kind)
{
	static const char *const words[] = { "Person", "Organization", "Vessel" };
	return words[kind];
}

static void out_list(struct out *o, bool *has_any, const char *name, const str *v, ptrdiff_t n)
{
	if (!n)
		return;
	out_fmt(o, "%s\"%s\":[", *has_any ? "," : "", name);
	*has_any = true;
	for (ptrdiff_t i = 0; i < n; i++) {
		out_bytes(o, ",", i > 0);
		out_json(o, v[i]);
	}
	out_lit(o, "]");
}

static void out_names(struct out *o, bool *has_any, const struct watch_entry *e, const char *name,
		      enum watch_quality q)
{
	struct watch_texts t = { 0 };
	for (ptrdiff_t i = 0; i < e->names.n; i++)
		if (e->names.v[i].quality == q)
			*arena_push(o->a, &t) = e->names.v[i].name;
	out_list(o, has_any, name, t.v, t.n);
}

static void out_documents(struct out *o, bool *has_any, const struct watch_entry *e,
			  const char *name, bool are_passports)
{
	struct watch_texts t = { 0 };
	for (ptrdiff_t i = 0; i < e->documents.n; i++)
		if (str_eq_nocase(e->documents.v[i].kind, S("passport")) == are_passports)
			*arena_push(o->a, &t) = e->documents.v[i].no;
	out_list(o, has_any, name, t.v, t.n);
}

static void out_countries(struct out *o, bool *has_any, const struct vet_states *states,
			  const struct watch_entry *e)
{
	struct watch_texts t = { 0 };
	for (ptrdiff_t i = 0; i < e->nationalities.n; i++) {
		str iso = vet_state_iso(states, e->nationalities.v[i]);
		*arena_push(o->a, &t) = iso.p ? str_lower(o->a, iso) : e->nationalities.v[i];
	}
	out_list(o, has_any, e->kind == MATCH_PERSON ? "nationality" : "country", t.v, t.n);
}

static void out_properties(struct out *o, const struct vet_states *states,
			   const struct watch_entry *e)
{
	bool has_any = false;
	str sex = str_eq(e->sex, S("f")) ? S("female") : S("male");
	out_names(o, &has_any, e, "name", WATCH_PRIMARY);
	out_names(o, &has_any, e, "alias", WATCH_ALIAS);
	out_names(o, &has_any, e, "weakAlias", WATCH_WEAK);
	out_list(o, &has_any, "birthDate", e->births.v, e->births.n);
	out_list(o, &has_any, "birthPlace", e->places.v, e->places.n);
	out_countries(o, &has_any, states, e);
	out_list(o, &has_any, "gender", &sex, e->sex.n ? 1 : 0);
	out_documents(o, &has_any, e, "passportNumber", true);
	out_documents(o, &has_any, e, "idNumber", false);
	out_list(o, &has_any, "address", e->addresses.v, e->addresses.n);
	out_list(o, &has_any, "position", e->roles.v, e->roles.n);
	out_list(o, &has_any, "programId", e->programs.v, e->programs.n);
	out_list(o, &has_any, "notes", &e->says, e->says.n ? 1 : 0);
}

static str entity_id(struct arena *a, const struct vet_entry *x)
{
	return str_fmt(a, "%.*s-%.*s", SF(x->list_word), SF(x->key));
}

/* Without the closing brace: matches say more. */
static bool out_entity(struct out *o, const struct vet_pool *p, const struct vet_entry *x)
{
	struct watch_entry e;
	if (!watch_body_read(o->a, x->body, &e))
		return false;
	out_lit(o, "{\"id\":");
	out_json(o, entity_id(o->a, x));
	out_member(o, "caption", x->name);
	out_fmt(o, ",\"schema\":\"%s\",\"properties\":{", schema_of(x->kind));
	out_properties(o, &p->states, &e);
	out_lit(o, "},\"datasets\":[");
	out_json(o, x->list_word);
	out_lit(o, "],\"referents\":[],\"target\":true,\"first_seen\":null,\"last_seen\":null,"
		   "\"last_change\":null");
	return true;
}

/* ---- what is asked ---- */

struct asking {
	struct ctx *c;
	struct vet_lists_rows lists; /* that the viewer may see */
	str dataset;
	const struct json *queries; /* of a match */
	str q, entity;              /* of a search; of one entity */
	int limit, offset;
	int threshold, cutoff; /* points */
	struct arena scratch;
};

/* Among the lists that the viewer sees, and of the dataset that was asked. */
static bool is_seen(const struct asking *w, const struct vet_entry *x)
{
	bool is_all = str_eq(w->dataset, S("default")) || str_eq(w->dataset, S("all"));
	if (!is_all && !str_eq(w->dataset, x->list_word))
		return false;
	for (ptrdiff_t i = 0; i < w->lists.n; i++)
		if (w->lists.v[i].id == x->list_id)
			return true;
	return false;
}

static bool is_dataset(const struct asking *w)
{
	bool is_known = str_eq(w->dataset, S("default")) || str_eq(w->dataset, S("all"));
	for (ptrdiff_t i = 0; i < w->lists.n; i++)
		is_known |= str_eq(w->dataset, w->lists.v[i].word);
	return is_known;
}

struct result {
	const struct vet_entry *entry;
	struct vet_found f;
	int points; /* with what else is known against it */
};
struct results {
	struct result *v;
	ptrdiff_t n, cap;
};

static int best_first(const void *a, const void *b)
{
	const struct result *x = a, *y = b;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	if (x->f.other.total != y->f.other.total)
		return x->f.other.total < y->f.other.total ? 1 : -1;
	return str_cmp(x->entry->key, y->entry->key);
}

/* What speaks against, taken together, lowers the score: one natural logarithm by 0.1. What speaks
 * for it only orders. */
static int against(const struct match_other *o)
{
	return o->total < 0 ? o->total * MATCH_POINTS / 1000 : 0;
}

static enum err ask_kind(struct asking *w, const struct vet_pool *p, struct vet_subject *s,
			 enum match_kind kind, struct results *out)
{
	struct vet_founds found;
	struct arena *a = &w->scratch;
	s->kind = kind;
	TRY(vet_pool_ask(a, p, s, w->cutoff, &found));
	for (ptrdiff_t i = 0; i < found.n; i++) {
		struct result r = { &p->entries.v[found.v[i].entry], found.v[i], 0 };
		r.points = r.f.points + against(&r.f.other);
		if (r.points >= w->cutoff && is_seen(w, r.entry))
			*arena_push(a, out) = r;
	}
	return OK;
}

static void put_values(struct arena *a, const struct json *properties, const char *name,
		       struct watch_texts *to)
{
	const struct json *v = json_get(properties, name);
	bool is_list = v && v->kind == JSON_LIST;
	for (v = is_list ? v->first : v; v; v = is_list ? v->next : NULL)
		if (v->kind == JSON_TEXT && v->text.n && v->text.n <= MATCH_NAME_MAX)
			*arena_push(a, to) = v->text;
}

/* "firstName middleName lastName", when no whole name is given. */
static void put_parts(struct arena *a, const struct json *properties, struct watch_texts *to)
{
	static const char *const parts[] = { "firstName", "secondName", "middleName", "fatherName",
					     "lastName" };
	struct out o = out_to_arena(a);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct watch_texts t = { 0 };
		put_values(a, properties, parts[i], &t);
		if (t.n)
			out_fmt(&o, "%s%.*s", o.n ? " " : "", SF(t.v[0]));
	}
	if (o.n && o.n <= MATCH_NAME_MAX)
		*arena_push(a, to) = out_view(&o);
}

static void read_subject(struct arena *a, const struct vet_pool *p, const struct json *query,
			 struct vet_subject *s)
{
	static const char *const names[] = { "name", "alias", "weakAlias", "previousName" };
	static const char *const papers[] = { "passportNumber", "idNumber", "taxNumber",
					      "registrationNumber", "imoNumber" };
	static const char *const states[] = { "nationality", "citizenship", "country",
					      "jurisdiction" };
	const struct json *of = json_get(query, "properties");
	struct watch_texts births = { 0 }, places = { 0 }, countries = { 0 }, sexes = { 0 };
	struct interval born = { 1, 0 };
	*s = (struct vet_subject){ 0 };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		put_values(a, of, names[i], &s->names);
	if (!s->names.n)
		put_parts(a, of, &s->names);
	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
		put_values(a, of, papers[i], &s->documents);
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		put_values(a, of, states[i], &countries);
	put_values(a, of, "birthDate", &births);
	put_values(a, of, "birthPlace", &places);
	put_values(a, of, "gender", &sexes);
	if (births.n && !watch_birth_read(births.v[0], &born))
		born = (struct interval){ 1, 0 };
	s->facts.born_from_on = born.from_on;
	s->facts.born_to_on = born.to_on;
	for (ptrdiff_t i = 0; i < countries.n; i++) {
		str iso = vet_state_iso(&p->states, countries.v[i]);
		if (iso.p)
			s->facts.nationality =
			    s->facts.nationality.p
				? str_fmt(a, "%.*s;%.*s", SF(s->facts.nationality), SF(iso))
				: iso;
	}
	s->facts.birth_place = places.n ? places.v[0] : (str){ 0 };
	s->facts.sex = !sexes.n                          ? (str){ 0 }
		       : str_eq(sexes.v[0], S("female")) ? S("f")
		       : str_eq(sexes.v[0], S("male"))   ? S("m")
							 : (str){ 0 };
}

static enum err ask(struct asking *w, const struct vet_pool *p, str schema, struct vet_subject *s,
		    struct results *out)
{
	bool is_person = str_eq(schema, S("Person")),
	     is_vessel = str_eq(schema, S("Vessel")) || str_eq(schema, S("Airplane"));
	bool is_any = str_is_empty(schema) || str_eq(schema, S("Thing"));
	bool is_legal = str_eq(schema, S("LegalEntity")); /* of which a person is one */
	*out = (struct results){ 0 };
	if (is_person || is_any || is_legal)
		TRY(ask_kind(w, p, s, MATCH_PERSON, out));
	if (is_vessel || is_any)
		TRY(ask_kind(w, p, s, MATCH_VESSEL, out));
	if (!is_person && !is_vessel)
		TRY(ask_kind(w, p, s, MATCH_ORGANISATION, out));
	if (out->n)
		qsort(out->v, (size_t)out->n, sizeof *out->v, best_first);
	return OK;
}

/* ---- matching ---- */

static void out_points(struct out *o, int points)
{
	out_fmt(o, "%s%d.%04d", points < 0 ? "-" : "", abs(points) / MATCH_POINTS,
		abs(points) % MATCH_POINTS);
}

static const char *const FACT_WORDS[FACT_N] = { "birth_date", "country", "birth_place",
						"identifier", "gender" };
static const char *const SAYS[] = { "unknown", "agrees", "near", "contradicts" };

/* Each feature with what it gives; they add up to the score. */
static void out_features(struct out *o, const struct vet_pool *p, const struct result *r)
{
	bool is_lower = r->f.other.total < 0;
	out_lit(o, ",\"features\":{\"name_match\":");
	out_points(o, r->f.points);
	for (int i = 0; i < FACT_N; i++) {
		out_fmt(o, ",\"%s\":", FACT_WORDS[i]);
		out_points(o, is_lower ? r->f.other.weight[i] * MATCH_POINTS / 1000 : 0);
	}
	out_lit(o, "},\"explanations\":{\"name_match\":{\"score\":");
	out_points(o, r->f.points);
	out_member(o, "detail", vet_evidence(o->a, p->m, r->entry->kind, r->f.name, r->f.listed));
	out_lit(o, "}");
	for (int i = 0; i < FACT_N; i++)
		out_fmt(o, ",\"%s\":{\"weight\":%d,\"detail\":\"%s\"}", FACT_WORDS[i],
			r->f.other.weight[i], SAYS[r->f.other.fact[i]]);
	out_lit(o, "}");
}

static enum err out_results(struct asking *w, const struct vet_pool *p, const struct results *all,
			    bool are_matches)
{
	struct out *o = w->c->out;
	out_lit(o, "\"results\":[");
	for (ptrdiff_t i = w->offset; i < all->n && i < w->offset + w->limit; i++) {
		const struct result *r = &all->v[i];
		out_bytes(o, ",", i > w->offset);
		if (!out_entity(o, p, r->entry))
			return ERR_DB_FORMAT;
		if (are_matches) {
			out_lit(o, ",\"score\":");
			out_points(o, r->points);
			out_fmt(o, ",\"match\":%s", r->points >= w->threshold ? "true" : "false");
			out_features(o, p, r);
		}
		out_lit(o, "}");
	}
	out_fmt(o, "],\"total\":{\"value\":%td,\"relation\":\"eq\"}", all->n);
	return OK;
}

static enum err match_all(const struct vet_pool *p, void *arg)
{
	struct asking *w = arg;
	struct out *o = w->c->out;
	out_lit(o, "{\"responses\":{");
	for (const struct json *q = w->queries->first; q; q = q->next) {
		struct vet_subject s;
		struct results all;
		struct arena keep = w->scratch;
		read_subject(&w->scratch, p, q, &s);
		TRY(ask(w, p, json_text(q, "schema"), &s, &all));
		out_str(o, q == w->queries->first ? S("") : S(","));
		out_json(o, q->key);
		out_lit(o, ":{\"status\":200,");
		TRY(out_results(w, p, &all, true));
		out_lit(o, ",\"query\":{\"schema\":");
		out_json(o, json_text(q, "schema"));
		out_lit(o, "}}");
		w->scratch = keep;
	}
	out_fmt(o, "},\"matcher\":{},\"limit\":%d}\n", w->limit);
	return OK;
}

static enum err bad(struct ctx *c, const char *sentence)
{
	c->res->status = 400;
	answer_type(c, "application/json");
	out_lit(c->out, "{\"detail\":");
	out_json(c->out, str_of(sentence));
	out_lit(c->out, "}\n");
	return OK;
}

static enum err not_there(struct ctx *c, const char *what)
{
	c->res->status = 404;
	answer_type(c, "application/json");
	out_fmt(c->out, "{\"detail\":\"There is no such %s.\"}\n", what);
	return OK;
}

/* "0.7" as points; `otherwise` when it is not given; -1 when it is none. */
static int points_of(str text, int otherwise)
{
	if (str_is_empty(text))
		return otherwise;
	str rest = text, whole = str_cut(&rest, '.');
	int64_t n, part = 0;
	if (!str_to_int64(whole, &n) || n < 0 || n > 1 || rest.n > 4)
		return -1;
	for (ptrdiff_t i = 0; i < 4; i++) {
		char d = i < rest.n ? rest.p[i] : '0';
		if (d < '0' || d > '9')
			return -1;
		part = 10 * part + (d - '0');
	}
	return (int)(n * MATCH_POINTS + part);
}

static int count_of(str text, int otherwise, int most)
{
	int64_t n;
	if (str_is_empty(text))
		return otherwise;
	return str_to_int64(text, &n) && n >= 0 && n <= most ? (int)n : -1;
}

/* The parameters of the address, and the lists that the viewer sees; *is_answered when something is
 * wrong with them. */
static enum err open_asking(struct ctx *c, struct asking *w, int limit, bool *is_answered)
{
	struct tx tx;
	const struct pairs *q = &c->req->query;
	*w = (struct asking){ .c = c,
			      .limit = count_of(pairs_get(q, "limit"), limit, LIMIT_MAX),
			      .offset = count_of(pairs_get(q, "offset"), 0, 9499),
			      .threshold = points_of(pairs_get(q, "threshold"), 7000),
			      .cutoff = points_of(pairs_get(q, "cutoff"), 5000) };
	*is_answered = true;
	if (w->limit < 0 || w->offset < 0 || w->threshold < 0 || w->cutoff < 0)
		return bad(c, "limit and offset are whole numbers, threshold and cutoff between 0 "
			      "and 1.");
	if (w->cutoff < 5000)
		w->cutoff = 5000;
	TRY(tx_begin(ctx_db(c), ctx_viewer(c), c->a, &tx));
	enum err e = vet_lists(&tx, &w->lists);
	tx_end(&tx);
	*is_answered = false;
	return e;
}

/* Runs with the lists in memory. When the request's memory is full they are given back first. */
static enum err use(struct asking *w, enum err (*run)(const struct vet_pool *p, void *arg))
{
	struct app *app = w->c->app;
	const struct vet_pool *pool;
	jmp_buf full, *outer = w->c->a->full;
	volatile bool is_taken = false;
	volatile enum err e = ERR_MEMORY;
	TRY(arena_open(&w->scratch, SCRATCH));
	answer_type(w->c, "application/json");
	if (setjmp(full) == 0) {
		w->c->a->full = w->scratch.full = &full;
		e = vet_keeper_take(app->vet, ctx_db(w->c), &w->scratch, &pool);
		is_taken = e == OK;
		if (is_taken)
			e = run(pool, w);
	}
	w->c->a->full = outer;
	if (is_taken)
		vet_keeper_give(app->vet);
	arena_close(&w->scratch);
	return e;
}

static enum err match_post(struct ctx *c)
{
	struct asking w;
	bool is_answered;
	const struct json *j;
	struct faults f = faults_in(c->a);
	TRY(open_asking(c, &w, 5, &is_answered));
	if (is_answered)
		return OK;
	w.dataset = path_text(c, "dataset");
	if (!is_dataset(&w))
		return not_there(c, "dataset");
	if (json_read(c->a, c->req->body, &f, &j) != OK)
		return bad(c, "The body is no JSON.");
	w.queries = json_get(j, "queries");
	if (!w.queries || w.queries->kind != JSON_MAP || !w.queries->n || w.queries->n > BATCH_MAX)
		return bad(c, "\"queries\" must be an object of 1 to 100 queries.");
	for (const struct json *q = w.queries->first; q; q = q->next)
		if (!json_get(q, "properties") || json_get(q, "properties")->kind != JSON_MAP)
			return bad(c, "Each query needs \"schema\" and \"properties\".");
	return use(&w, match_all);
}

/* ---- searching, one entity ---- */

static enum err search_all(const struct vet_pool *p, void *arg)
{
	struct asking *w = arg;
	struct vet_subject s = { 0 };
	struct results all;
	str schema = pairs_get(&w->c->req->query, "schema");
	*arena_push(&w->scratch, &s.names) = w->q;
	s.facts.born_from_on = 1;
	TRY(ask(w, p, schema, &s, &all));
	out_lit(w->c->out, "{");
	TRY(out_results(w, p, &all, false));
	out_fmt(w->c->out, ",\"facets\":{},\"limit\":%d,\"offset\":%d}\n", w->limit, w->offset);
	return OK;
}

static enum err search_page(struct ctx *c)
{
	struct asking w;
	bool is_answered;
	TRY(open_asking(c, &w, 10, &is_answered));
	if (is_answered)
		return OK;
	w.dataset = path_text(c, "dataset");
	w.q = pairs_get(&c->req->query, "q");
	if (!is_dataset(&w))
		return not_there(c, "dataset");
	if (str_is_empty(w.q) || w.q.n > MATCH_NAME_MAX)
		return bad(c, "q is the name to search for.");
	return use(&w, search_all);
}

static enum err find_entity(const struct vet_pool *p, void *arg)
{
	struct asking *w = arg;
	for (ptrdiff_t i = 0; i < p->entries.n; i++) {
		const struct vet_entry *x = &p->entries.v[i];
		if (!str_starts(w->entity, x->list_word) || !str_ends(w->entity, x->key) ||
		    w->entity.n != x->list_word.n + 1 + x->key.n || !is_seen(w, x))
			continue;
		if (!out_entity(w->c->out, p, x))
			return ERR_DB_FORMAT;
		out_lit(w->c->out, "}\n");
		return OK;
	}
	return not_there(w->c, "entity");
}

static enum err entity_page(struct ctx *c)
{
	struct asking w;
	bool is_answered;
	TRY(open_asking(c, &w, 1, &is_answered));
	if (is_answered)
		return OK;
	w.dataset = S("all");
	w.entity = path_text(c, "entity");
	return use(&w, find_entity);
}

/* ---- about the service ---- */

static enum err catalog_page(struct ctx *c)
{
	struct asking w;
	bool is_answered;
	struct out *o = c->out;
	TRY(open_asking(c, &w, 1, &is_answered));
	if (is_answered)
		return OK;
	answer_type(c, "application/json");
	out_lit(o, "{\"datasets\":[{\"name\":\"default\",\"title\":\"All watch-lists\","
		   "\"children\":[");
	for (ptrdiff_t i = 0; i < w.lists.n; i++) {
		out_bytes(o, ",", i > 0);
		out_json(o, w.lists.v[i].word);
	}
	out_lit(o, "],\"load\":true}");
	for (ptrdiff_t i = 0; i < w.lists.n; i++) {
		const struct vet_lists_row *l = &w.lists.v[i];
		out_lit(o, ",{\"name\":");
		out_json(o, l->word);
		out_member(o, "title", l->word);
		out_fmt(
		    o, ",\"version\":\"%lld\",\"entity_count\":%lld,\"load\":true,\"children\":[]}",
		    (long long)l->version_n, (long long)l->entities_n);
	}
	out_lit(o, "],\"current\":[");
	for (ptrdiff_t i = 0; i < w.lists.n; i++) {
		out_bytes(o, ",", i > 0);
		out_json(o, w.lists.v[i].word);
	}
	out_lit(o, "],\"outdated\":[],\"index_stale\":false}\n");
	return OK;
}

static enum err health_page(struct ctx *c)
{
	answer_type(c, "application/json");
	out_lit(c->out, "{\"status\":\"ok\"}\n");
	return OK;
}

static enum err is_there(const struct vet_pool *p, void *arg)
{
	(void)p, (void)arg;
	return OK;
}

static enum err ready_page(struct ctx *c)
{
	struct asking w = { .c = c };
	enum err e = use(&w, is_there);
	answer_type(c, "application/json");
	if (e != OK)
		c->res->status = 503;
	out_fmt(c->out, "{\"status\":\"%s\"}\n", e == OK ? "ok" : "error");
	return OK;
}

/* clang-format off */
const struct route vet_api_routes[] = {
	ROUTE(POST, "/match/{dataset}", match_post, VET_READS | NEED_UNGUARDED, "Matches entities against the watch-lists, for other programs; changes nothing.", .is_slow = true, .body_max = API_BODY_MAX),
	ROUTE(GET, "/search/{dataset}", search_page, VET_READS, "Searches the watch-lists for a name, for other programs.", .is_slow = true),
	ROUTE(GET, "/entities/{entity}", entity_page, VET_READS, "Gives one entry of a watch-list, for other programs.", .is_slow = true),
	ROUTE(GET, "/catalog", catalog_page, VET_READS, "Says which watch-lists there are and in which version."),
	ROUTE(GET, "/healthz", health_page, NEED_NOTHING, "Says that the server answers."),
	ROUTE(GET, "/readyz", ready_page, NEED_NOTHING, "Says that the watch-lists are in memory.", .is_slow = true),
	{ 0 },
};
/* clang-format on */
