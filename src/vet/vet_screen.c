/* vet_screen.c: `grata vet screen PEOPLE.csv`: people of a file against all lists. Nothing is kept.
 */
#include <string.h>

#include "base/day.h"
#include "base/os.h"
#include "base/out.h"
#include "base/progress.h"
#include "doc/sheet.h"
#include "vet/vet_in.h"

enum { FILE_MAX = 64 << 20, SCRATCH = 256 << 20 };

/* clang-format off */
enum {
	ID, NAME, KIND, NATIVE, ALIASES, BIRTH, BIRTH_ON, PLACE, NATIONALITY, COUNTRY, DOCUMENT, PASSPORT, SEX, COLUMNS_N
};
/* Some have two names, since people bring files of others. */
static const struct sheet_column columns[COLUMNS_N] = {
	{ "id", true }, { "name", false }, { "kind", true }, { "native_name", true }, { "aliases", true },
	{ "birth_date", true }, { "birth_on", true }, { "birth_place", true }, { "nationality", true }, { "country", true },
	{ "document_no", true }, { "passport_no", true }, { "sex", true },
};
/* clang-format on */

static ptrdiff_t given(const struct sheet *c, ptrdiff_t column, ptrdiff_t other)
{
	return str_is_empty(str_trim(sheet_text(c, column))) ? other : column;
}

/* ---- reading ---- */

static void put_names(struct arena *a, struct sheet *c, ptrdiff_t column, struct vet_subject *s)
{
	str all = sheet_text(c, column);
	while (all.p) {
		str name = str_trim(column == ALIASES ? str_cut(&all, ';') : all);
		if (column != ALIASES)
			all = (str){ 0 };
		if (name.n > MATCH_NAME_MAX)
			sheet_fault(c, column, "the name has %td bytes; at most %d are read",
				    name.n, MATCH_NAME_MAX);
		else if (!str_is_empty(name))
			*arena_push(a, &s->names) = name;
	}
}

static void read_facts(struct arena *a, const struct vet_states *states, struct sheet *c,
		       struct vet_subject *s)
{
	struct interval born = { 1, 0 };
	ptrdiff_t birth_at = given(c, BIRTH, BIRTH_ON), state_at = given(c, NATIONALITY, COUNTRY),
		  paper_at = given(c, DOCUMENT, PASSPORT);
	str birth = str_trim(sheet_text(c, birth_at)), state = str_trim(sheet_text(c, state_at)),
	    paper = str_trim(sheet_text(c, paper_at));
	if (!str_is_empty(birth) && !watch_birth_read(birth, &born))
		sheet_fault(c, birth_at,
			    "this is no day, month or year: 1971-02-03, 1971-02 or 1971");
	s->facts.born_from_on = born.from_on;
	s->facts.born_to_on = born.to_on;
	if (!str_is_empty(state)) {
		s->facts.nationality = vet_state_iso(states, state);
		if (!s->facts.nationality.p)
			sheet_fault(c, state_at, "this is the name or code of no state");
	}
	s->facts.birth_place = str_trim(sheet_text(c, PLACE));
	s->facts.sex = str_trim(sheet_text(c, SEX));
	if (!str_is_empty(paper))
		*arena_push(a, &s->documents) = paper;
}

struct subjects {
	struct vet_subject *v;
	ptrdiff_t n, cap;
};

static enum err read_people(struct verb_call *c, const struct vet_states *states,
			    struct subjects *out)
{
	str text;
	if (c->n_args != 1) {
		fault_field(c->faults, S("PEOPLE.csv"),
			    "give one file of people: id,name and more");
		return ERR_FAULTS;
	}
	TRY(verb_file_read(c, c->args[0], FILE_MAX, &text));
	struct sheet in = sheet_open(c->a, str_of(c->args[0]), text, columns, COLUMNS_N, c->faults);
	while (sheet_next(&in)) {
		struct vet_subject *s = arena_push(c->a, out);
		str kind = str_trim(sheet_text(&in, KIND));
		*s = (struct vet_subject){ .ref = sheet_text(&in, ID) };
		if (str_is_empty(s->ref))
			s->ref = str_fmt(c->a, "line %lld", (long long)in.line);
		if (!str_is_empty(kind) && !match_kind_read(kind, &s->kind))
			sheet_fault(&in, KIND, "one of person, organisation, vessel");
		put_names(c->a, &in, NAME, s);
		put_names(c->a, &in, NATIVE, s);
		put_names(c->a, &in, ALIASES, s);
		if (!s->names.n && sheet_text(&in, NAME).p)
			sheet_fault(&in, NAME, "everybody needs a name");
		read_facts(c->a, states, &in, s);
	}
	return faults_err(c->faults);
}

/* ---- answers ---- */

struct answer {
	struct verb_call *c;
	const struct vet_pool *pool;
	struct sheet_out sheet; /* of --out, when it is a table */
	struct out lines;       /* of --out, when it is JSON lines */
	bool is_table, are_lines;
	int64_t with_n, hits_n;
};

static const struct sheet_head heads[] = {
	{ "id", 12 },          { "name", 30 },     { "list", 10 },     { "key", 14 },
	{ "listed_name", 30 }, { "score", 8 },     { "evidence", 60 }, { "birth", 12 },
	{ "nationality", 12 }, { "document", 12 },
};

static const char *fact_text(enum match_fact f)
{
	static const char *const words[] = { "unknown", "agrees", "near", "contradicts" };
	return words[f];
}

static str score_text(struct arena *a, int points)
{
	return str_fmt(a, "%d.%04d", points / MATCH_POINTS, points % MATCH_POINTS);
}

static void out_found(struct answer *w, struct arena *a, struct out *o, const struct vet_subject *s,
		      const struct vet_found *f)
{
	const struct vet_entry *e = &w->pool->entries.v[f->entry];
	out_lit(o, "{\"list\":");
	out_json(o, e->list_word);
	out_member(o, "key", e->key);
	out_member(o, "name", f->listed);
	out_fmt(o, ",\"score\":%.*s", SF(score_text(a, f->points)));
	out_member(o, "evidence", vet_evidence(a, w->pool->m, s->kind, f->name, f->listed));
	out_fmt(o, ",\"other\":%d,\"birth\":\"%s\",\"nationality\":\"%s\",\"document\":\"%s\"}",
		f->other.total, fact_text(f->other.fact[FACT_BORN]),
		fact_text(f->other.fact[FACT_NATIONALITY]),
		fact_text(f->other.fact[FACT_DOCUMENT]));
}

static void out_subject(struct answer *w, struct arena *a, struct out *o,
			const struct vet_subject *s, const struct vet_founds *found)
{
	out_lit(o, "{\"id\":");
	out_json(o, s->ref);
	out_member(o, "name", s->names.v[0]);
	out_lit(o, ",\"hits\":[");
	for (ptrdiff_t i = 0; i < found->n; i++) {
		out_bytes(o, ",", i > 0);
		out_found(w, a, o, s, &found->v[i]);
	}
	out_lit(o, "]}");
}

static void put_rows(struct answer *w, struct arena *a, const struct vet_subject *s,
		     const struct vet_founds *found)
{
	for (ptrdiff_t i = 0; i < found->n; i++) {
		const struct vet_found *f = &found->v[i];
		const struct vet_entry *e = &w->pool->entries.v[f->entry];
		sheet_put(&w->sheet, s->ref);
		sheet_put(&w->sheet, f->name);
		sheet_put(&w->sheet, e->list_word);
		sheet_put(&w->sheet, e->key);
		sheet_put(&w->sheet, f->listed);
		sheet_put(&w->sheet, score_text(a, f->points));
		sheet_put(&w->sheet, vet_evidence(a, w->pool->m, s->kind, f->name, f->listed));
		sheet_put(&w->sheet, str_of(fact_text(f->other.fact[FACT_BORN])));
		sheet_put(&w->sheet, str_of(fact_text(f->other.fact[FACT_NATIONALITY])));
		sheet_put(&w->sheet, str_of(fact_text(f->other.fact[FACT_DOCUMENT])));
	}
}

static void say(struct answer *w, struct arena *a, const struct vet_subject *s,
		const struct vet_founds *found)
{
	struct out *o = w->c->out;
	if (w->is_table)
		put_rows(w, a, s, found);
	if (w->are_lines) {
		out_subject(w, a, &w->lines, s, found);
		out_lit(&w->lines, "\n");
	}
	if (w->c->is_json && found->n) {
		out_str(o, w->with_n ? S(",") : S(""));
		out_subject(w, a, o, s, found);
	}
	for (ptrdiff_t i = 0; !w->c->is_json && i < found->n; i++) {
		const struct vet_found *f = &found->v[i];
		const struct vet_entry *e = &w->pool->entries.v[f->entry];
		out_fmt(o, "%.*s  %.*s ~ %.*s  %.*s %.*s  %.*s  birth %s\n", SF(s->ref),
			SF(f->name), SF(f->listed), SF(e->list_word), SF(e->key),
			SF(score_text(a, f->points)), fact_text(f->other.fact[FACT_BORN]));
	}
	w->with_n += found->n > 0;
	w->hits_n += found->n;
}

static enum err ask_all(struct answer *w, const struct subjects *people, int threshold)
{
	struct arena scratch;
	struct progress bar = progress_start("screening people", people->n);
	enum err e = OK;
	TRY(arena_open(&scratch, SCRATCH));
	scratch.full = w->c->a->full;
	for (ptrdiff_t i = 0; i < people->n && e == OK; i++) {
		struct arena again = scratch;
		struct vet_founds found;
		e = vet_pool_ask(&again, w->pool, &people->v[i], threshold, &found);
		if (e == OK)
			say(w, &again, &people->v[i], &found);
		progress_at(&bar, i + 1);
	}
	progress_end(&bar, people->n);
	arena_close(&scratch);
	return e;
}

static enum err open_out(struct answer *w)
{
	str to = verb_text(w->c, "out");
	if (!to.p)
		return OK;
	w->is_table = str_ends(to, S(".csv")) || str_ends(to, S(".xlsx"));
	w->are_lines = str_ends(to, S(".jsonl"));
	if (!w->is_table && !w->are_lines)
		fault_field(w->c->faults, S("out"),
			    "name a file that ends in .csv, .xlsx or .jsonl");
	w->lines = out_to_arena(w->c->a);
	w->sheet = sheet_begin(w->c->a, str_ends(to, S(".xlsx")) ? SHEET_XLSX : SHEET_CSV,
			       S("Hits"), 0, heads, sizeof heads / sizeof *heads);
	return faults_err(w->c->faults);
}

static enum err close_out(struct answer *w)
{
	str to = verb_text(w->c, "out"), bytes;
	if (!to.p)
		return OK;
	if (w->are_lines)
		bytes = out_view(&w->lines);
	else
		TRY(sheet_end(&w->sheet, &bytes));
	return verb_file_write(w->c, str_z(w->c->a, to), bytes);
}

static enum err open_pool(struct verb_call *c, struct tx *tx, struct vet_pool *pool)
{
	struct vet_lists_rows lists;
	struct vet_states states;
	TRY(vet_states_read(tx, &states));
	TRY(vet_lists(tx, &lists));
	vet_pool_open(c->a, match_open(c->a), states, pool);
	for (ptrdiff_t i = 0; i < lists.n; i++)
		TRY(vet_pool_add(tx, pool, lists.v[i].id, lists.v[i].word, 0, lists.v[i].version_n,
				 true));
	return vet_pool_close(c->a, pool);
}

static enum err screen(struct verb_call *c, struct vet_pool *pool, int64_t from)
{
	struct subjects people = { 0 };
	struct answer w = { .c = c, .pool = pool };
	double threshold = verb_number(c, "threshold", (double)VET_THRESHOLD / MATCH_POINTS);
	enum err e = open_out(&w);
	if (e == OK || e == ERR_FAULTS) /* all faults at once */
		e = read_people(c, &pool->states, &people);
	TRY(e);
	if (c->is_json)
		out_lit(c->out, "{\"results\":[");
	TRY(ask_all(&w, &people, (int)(threshold * MATCH_POINTS + .5)));
	double wall_s = (double)(os_monotonic_us() - from) / 1e6;
	if (c->is_json)
		out_fmt(c->out,
			"],\"people\":%td,\"with_hits\":%lld,\"hits\":%lld,\"wall_s\":%.3f}\n",
			people.n, (long long)w.with_n, (long long)w.hits_n, wall_s);
	else
		out_fmt(c->out, "%lld hits for %lld of %td people\n", (long long)w.hits_n,
			(long long)w.with_n, people.n);
	return close_out(&w);
}

enum err vet_screen_verb(struct verb_call *c)
{
	struct tx tx;
	struct vet_pool pool = { 0 };
	int64_t from = os_monotonic_us();
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = open_pool(c, &tx, &pool);
	tx_end(&tx);
	if (e == OK)
		e = screen(c, &pool, from);
	if (pool.x)
		match_index_close(pool.x);
	return e;
}

const struct verb_opt vet_screen_opts[] = {
	{ "threshold", OPT_NUMBER, "0.80", "the lowest score that is shown" },
	{ "out", OPT_TEXT, "FILE", "also into a .csv, .xlsx or .jsonl file" },
	{ 0 },
};
