/* vet_pool.c: entries of lists in one index, and what else they say beside a person. */

#include <stdlib.h>

#include "base/day.h"
#include "base/must.h"
#include "base/out.h"
#include "vet/vet_in.h"

/* ---- states ---- */

/* What lists call states beside their names in the register. */
static const struct {
	const char *word, *iso;
} OTHER_NAMES[] = {
	{ "Korea, North", "KP" },
	{ "Korea, South", "KR" },
	{ "Burma", "MM" },
	{ "Congo, Democratic Republic of the", "CD" },
	{ "Congo, Republic of the", "CG" },
	{ "Turkey", "TR" },
	{ "West Bank", "PS" },
	{ "Gaza", "PS" },
	{ "Palestinian", "PS" },
	{ "Cote d Ivoire", "CI" },
	{ "Bosnia and Herzegovina", "BA" },
	{ "Iran (Islamic Republic of)", "IR" },
	{ "United States of America", "US" },
};

enum err vet_states_read(struct tx *tx, struct vet_states *s)
{
	struct ref_states_rows rows;
	TRY(ref_states(tx, &rows));
	*s = (struct vet_states){ rows.v, rows.n };
	return OK;
}

str vet_state_iso(const struct vet_states *s, str word)
{
	word = str_trim(word);
	for (ptrdiff_t i = 0; i < s->n; i++) {
		const struct ref_states_row *r = &s->v[i];
		if (str_eq_nocase(word, r->iso) || str_eq_nocase(word, r->iso3) ||
		    str_eq_nocase(word, r->name) || str_eq_nocase(word, r->official_name))
			return r->iso;
	}
	for (size_t i = 0; i < sizeof OTHER_NAMES / sizeof *OTHER_NAMES; i++)
		if (str_eq_nocase(word, str_of(OTHER_NAMES[i].word)))
			return str_of(OTHER_NAMES[i].iso);
	return (str){ 0 };
}

/* ---- the pool ---- */

void vet_pool_open(struct arena *a, struct match *m, struct vet_states states, struct vet_pool *p)
{
	*p = (struct vet_pool){ .m = m, .states = states, .b = match_build(a, m) };
}

static enum err add_names(struct vet_pool *p, const struct watch_entry *e, str entity)
{
	for (ptrdiff_t i = 0; i < e->names.n; i++)
		TRY(match_build_name(p->b, entity, e->kind, e->names.v[i].name));
	return OK;
}

enum err vet_pool_add(struct tx *tx, struct vet_pool *p, int64_t list_id, str word, int64_t since_n,
		      int64_t version_n, bool are_all)
{
	struct vet_entries_of_args of = { .list_id = list_id,
					  .since_n = since_n,
					  .version_n = version_n };
	struct vet_entries_of_rows rows;
	TRY(vet_entries_of(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_entries_of_row *r = &rows.v[i];
		struct watch_entry e;
		enum match_kind kind;
		if (!match_kind_read(r->kind, &kind))
			return ERR_DB_FORMAT;
		if (kind != MATCH_PERSON && !are_all)
			continue;
		if (!watch_body_read(tx->a, r->body, &e))
			return ERR_DB_FORMAT;
		TRY(add_names(p, &e, str_fmt(tx->a, "%td", p->entries.n)));
		*arena_push(tx->a, &p->entries) = (struct vet_entry){ .id = r->id,
								      .list_id = list_id,
								      .list_word = word,
								      .key = r->key,
								      .name = r->name,
								      .body = r->body,
								      .kind = kind,
								      .src_id = r->src_id };
	}
	return OK;
}

enum err vet_pool_close(struct arena *a, struct vet_pool *p)
{
	str why, file;
	if (!p->entries.n)
		return OK;
	file = match_build_end(p->b);
	if (!file.p)
		return ERR_TOO_LARGE;
	enum err e = match_index_open(a, p->m, file, (str){ 0 }, &p->x, &why);
	return e == OK ? OK : ERR_INTERNAL;
}

/* ---- asking ---- */

static void take_hit(struct arena *a, struct vet_founds *out, ptrdiff_t entry, str name,
		     const struct match_hit *h)
{
	for (ptrdiff_t i = 0; i < out->n; i++) {
		if (out->v[i].entry != entry)
			continue;
		if (h->points > out->v[i].points) {
			out->v[i].name = name;
			out->v[i].listed = h->name;
			out->v[i].points = h->points;
		}
		return;
	}
	*arena_push(a, out) = (struct vet_found){
		.entry = entry, .name = name, .listed = h->name, .points = h->points
	};
}

static int best_first(const void *a, const void *b)
{
	const struct vet_found *x = a, *y = b;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	if (x->other.total != y->other.total)
		return x->other.total < y->other.total ? 1 : -1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

enum err vet_pool_ask(struct arena *a, const struct vet_pool *p, const struct vet_subject *s,
		      int threshold, struct vet_founds *out)
{
	*out = (struct vet_founds){ 0 };
	for (ptrdiff_t k = 0; p->x && k < s->names.n; k++) {
		struct match_hits hits;
		match_query(a, p->x, s->kind, s->names.v[k], threshold, &hits);
		for (ptrdiff_t i = 0; i < hits.n; i++) {
			int64_t entry;
			must(str_to_int64(hits.v[i].entity, &entry));
			take_hit(a, out, entry, s->names.v[k], &hits.v[i]);
		}
	}
	for (ptrdiff_t i = 0; i < out->n; i++) {
		struct watch_entry e;
		struct vet_subject one = *s;
		struct match_facts listed;
		if (!watch_body_read(a, p->entries.v[out->v[i].entry].body, &e))
			return ERR_DB_FORMAT;
		vet_facts_of(a, &p->states, &e, &one, &listed);
		match_other(p->m, &one.facts, &listed, &out->v[i].other);
	}
	if (out->n)
		qsort(out->v, (size_t)out->n, sizeof *out->v, best_first);
	return OK;
}

/* ---- what else is known ---- */

static bool are_same_document(const struct match_facts *a, const struct match_facts *b)
{
	str x = a->document_no, y = b->document_no;
	ptrdiff_t i = 0, j = 0;
	for (;; i++, j++) {
		while (i < x.n && (x.p[i] == ' ' || x.p[i] == '-'))
			i++;
		while (j < y.n && (y.p[j] == ' ' || y.p[j] == '-'))
			j++;
		if (i >= x.n || j >= y.n)
			return i >= x.n && j >= y.n && x.n > 0;
		if (!str_eq_nocase(str_slice(x, i, i + 1), str_slice(y, j, j + 1)))
			return false;
	}
}

/* The document both have; else the first of each. */
static void choose_documents(const struct watch_entry *e, struct vet_subject *s,
			     struct match_facts *listed)
{
	struct match_facts own = { 0 };
	s->facts.document_no = s->documents.n ? s->documents.v[0] : (str){ 0 };
	listed->document_no = e->documents.n ? e->documents.v[0].no : (str){ 0 };
	for (ptrdiff_t i = 0; i < s->documents.n; i++)
		for (ptrdiff_t k = 0; k < e->documents.n; k++) {
			struct match_facts other = { .document_no = e->documents.v[k].no };
			own.document_no = s->documents.v[i];
			if (!are_same_document(&own, &other))
				continue;
			s->facts.document_no = own.document_no;
			listed->document_no = other.document_no;
			return;
		}
}

/* The birth that fits; else the first that says something. */
static void choose_birth(const struct watch_entry *e, const struct vet_subject *s,
			 struct match_facts *listed)
{
	listed->born_from_on = 1;
	listed->born_to_on = 0;
	for (ptrdiff_t i = 0; i < e->births.n; i++) {
		struct interval v;
		if (!watch_birth_read(e->births.v[i], &v))
			continue;
		bool fits = v.from_on <= s->facts.born_to_on && s->facts.born_from_on <= v.to_on;
		bool is_first = listed->born_from_on > listed->born_to_on;
		if (fits || is_first) {
			listed->born_from_on = v.from_on;
			listed->born_to_on = v.to_on;
		}
		if (fits && v.from_on == v.to_on)
			return;
	}
}

void vet_facts_of(struct arena *a, const struct vet_states *states, const struct watch_entry *e,
		  struct vet_subject *s, struct match_facts *listed)
{
	*listed = (struct match_facts){ .sex = e->sex };
	choose_birth(e, s, listed);
	choose_documents(e, s, listed);
	for (ptrdiff_t i = 0; i < e->nationalities.n; i++) {
		str iso = vet_state_iso(states, e->nationalities.v[i]);
		listed->nationality =
		    !iso.p ? listed->nationality
		    : listed->nationality.p
			? str_fmt(a, "%.*s;%.*s", SF(listed->nationality), SF(iso))
			: iso;
	}
	listed->birth_place = e->places.n ? e->places.v[0] : (str){ 0 };
}

str vet_evidence(struct arena *a, const struct match *m, enum match_kind kind, str name, str listed)
{
	struct match_score s;
	struct out o = out_to_arena(a);
	match_pair(a, m, kind, name, listed, &s);
	out_match_evidence(&o, &s);
	return out_view(&o);
}

str vet_other_text(struct arena *a, const struct match_other *o)
{
	static const char *const facts[FACT_N] = { "birth", "nationality", "place", "document",
						   "sex" };
	static const char *const words[] = { "unknown", "agrees", "near", "contradicts" };
	struct out to = out_to_arena(a);
	for (int i = 0; i < FACT_N; i++)
		out_fmt(&to, "%s%s %s %d", i ? "; " : "", facts[i], words[o->fact[i]],
			o->weight[i]);
	return out_view(&to);
}
