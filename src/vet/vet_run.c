/* vet_run.c: everybody compared with what changed. Who is new or changed is compared with all
 * lists; all others only with entries that came or changed since the last run. What a run finds
 * becomes hits chunk by chunk, each with how far the run is, in one transaction. */
#include <stdlib.h>

#include "audit/audit.h"
#include "base/must.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/sha256.h"
#include "vet/vet_in.h"

enum {
	CHUNK_PEOPLE = 4000, /* looked at */
	CHUNK_WORK = 500,    /* with something to write */
	FEW_ENTRIES = 32,    /* so few are first compared by the keys that are kept */
	KEY_BYTES = 3,
	SCRATCH = 256 << 20,
};

/* One person of a run. */
struct person {
	struct vet_subject s;
	struct sha256 hash;
	str keys; /* as kept; null: not known */
	bool is_whole, is_asked;
	struct vet_founds found;
	ptrdiff_t hit_from, hit_to; /* of the hits there are */
};

struct run {
	struct db *db;
	const struct viewer *viewer; /* the program itself */
	struct arena *a, scratch;
	struct vet_ran *out;
	struct vet_run_waiting_row row;
	bool is_old; /* it was cut off */
	struct vet_run_lists_rows lists;
	struct vet_lists_rows kept; /* as they are while a chunk is written */
	struct vet_states states;
	struct match *m;
	struct vet_pool whole, part;
	struct {
		struct person *v;
		ptrdiff_t n, cap;
	} people;
	struct vet_hits_behind_rows hits;
	ptrdiff_t from, to; /* of the chunk */
	int64_t whole_n;
	struct match_keys keys; /* of the part's names, when they are few */
	uint8_t *marks;
	bool are_few;
	bool is_outcome_only; /* hits are kept without evidence */
};

/* ---- reading ---- */

static void hash_person(struct arena scratch, struct person *p)
{
	struct out o = out_to_arena(&scratch);
	const struct match_facts *f = &p->s.facts;
	for (ptrdiff_t i = 0; i < p->s.names.n; i++)
		out_fmt(&o, "%.*s\n", SF(p->s.names.v[i]));
	for (ptrdiff_t i = 0; i < p->s.documents.n; i++)
		out_fmt(&o, "d %.*s\n", SF(p->s.documents.v[i]));
	out_fmt(&o, "%lld %lld\n%.*s\n%.*s\n%.*s", (long long)f->born_from_on,
		(long long)f->born_to_on, SF(f->nationality), SF(f->birth_place), SF(f->sex));
	p->hash = sha256_of(out_view(&o), (str){ 0 }, (str){ 0 });
}

static void put_text(struct arena *a, struct watch_texts *to, str text)
{
	for (ptrdiff_t i = 0; i < to->n; i++)
		if (str_eq(to->v[i], text))
			return;
	if (!str_is_empty(text) && text.n <= MATCH_NAME_MAX)
		*arena_push(a, to) = text;
}

static enum err read_people(struct tx *tx, struct run *r)
{
	struct vet_people_args after = { .after_id = r->row.after_person_id };
	struct vet_people_names_args after_names = { after.after_id };
	struct vet_people_documents_args after_documents = { after.after_id };
	struct vet_people_rows people;
	struct vet_people_names_rows names;
	struct vet_people_documents_rows documents;
	TRY(vet_people(tx, &after, &people));
	TRY(vet_people_names(tx, &after_names, &names));
	TRY(vet_people_documents(tx, &after_documents, &documents));
	for (ptrdiff_t i = 0, n = 0, d = 0; i < people.n; i++) {
		const struct vet_people_row *row = &people.v[i];
		struct person *p = arena_push(r->a, &r->people);
		*p = (struct person){ .s = { .id = row->id,
					     .ref = row->ref,
					     .facts = { .born_from_on = row->birth_from_on.has
									    ? row->birth_from_on.v
									    : 1,
							.born_to_on = row->birth_to_on.v,
							.nationality = row->nationality_iso,
							.birth_place = row->birth_place,
							.sex = row->sex } } };
		if (!row->birth_from_on.has)
			p->s.facts.born_to_on = 0;
		put_text(r->a, &p->s.names, row->name);
		put_text(r->a, &p->s.names, row->native_name);
		for (; n < names.n && names.v[n].person_id <= row->id; n++)
			if (names.v[n].person_id == row->id)
				put_text(r->a, &p->s.names, names.v[n].name);
		for (; d < documents.n && documents.v[d].person_id.v <= row->id; d++)
			if (documents.v[d].person_id.v == row->id)
				put_text(r->a, &p->s.documents, documents.v[d].document_no);
		hash_person(*r->a, p);
	}
	return OK;
}

/* Who is new or changed; and the hits there are. */
static enum err read_known(struct tx *tx, struct run *r)
{
	struct vet_screened_args after = { .after_id = r->row.after_person_id };
	struct vet_hits_behind_args hits = { .after_id = after.after_id };
	struct vet_screened_rows known;
	TRY(vet_screened(tx, &after, &known));
	TRY(vet_hits_behind(tx, &hits, &r->hits));
	for (ptrdiff_t i = 0, k = 0, h = 0; i < r->people.n; i++) {
		struct person *p = &r->people.v[i];
		while (k < known.n && known.v[k].person_id < p->s.id)
			k++;
		bool is_known = k < known.n && known.v[k].person_id == p->s.id;
		str hash = { (const char *)p->hash.b, sizeof p->hash.b };
		p->is_whole = !is_known || !str_eq(known.v[k].facts_hash, hash);
		p->keys = is_known ? known.v[k].keys_blob : (str){ 0 };
		r->whole_n += p->is_whole;
		while (h < r->hits.n && r->hits.v[h].person_id < p->s.id)
			h++;
		p->hit_from = h;
		while (h < r->hits.n && r->hits.v[h].person_id == p->s.id)
			h++;
		p->hit_to = h;
	}
	return OK;
}

/* The run that was cut off, or which versions a new one is to reach. */
static enum err read_lists(struct tx *tx, struct run *r)
{
	struct vet_lists_rows all;
	enum err e = vet_run_waiting(tx, &r->row);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	r->is_old = e == OK;
	struct vet_run_lists_args of = { .run_id = r->row.id };
	if (r->is_old)
		return vet_run_lists(tx, &of, &r->lists);
	r->row = (struct vet_run_waiting_row){ 0 };
	TRY(vet_lists(tx, &all));
	for (ptrdiff_t i = 0; i < all.n; i++)
		*arena_push(r->a, &r->lists) =
		    (struct vet_run_lists_row){ .list_id = all.v[i].id,
						.since_n = all.v[i].screened_n,
						.version_n = all.v[i].version_n };
	return OK;
}

static bool has_work(const struct run *r)
{
	bool has_news = false;
	for (ptrdiff_t i = 0; i < r->lists.n; i++)
		has_news |= r->lists.v[i].version_n > r->lists.v[i].since_n;
	return r->is_old || has_news || r->whole_n > 0;
}

/* All that stands, when somebody is to be compared with it, and what came since. */
static enum err read_pools(struct tx *tx, struct run *r)
{
	vet_pool_open(r->a, r->m, r->states, &r->part);
	for (ptrdiff_t i = 0; i < r->lists.n; i++) {
		const struct vet_run_lists_row *l = &r->lists.v[i];
		if (l->version_n > l->since_n)
			TRY(vet_pool_add(tx, &r->part, l->list_id, (str){ 0 }, l->since_n,
					 l->version_n, false));
	}
	TRY(vet_pool_close(r->a, &r->part));
	if (!r->whole_n)
		return OK;
	vet_pool_open(r->a, r->m, r->states, &r->whole);
	for (ptrdiff_t i = 0; i < r->lists.n; i++)
		TRY(vet_pool_add(tx, &r->whole, r->lists.v[i].list_id, (str){ 0 }, 0,
				 r->lists.v[i].version_n, false));
	return vet_pool_close(r->a, &r->whole);
}

static enum err read_all(struct tx *tx, struct run *r)
{
	TRY(vet_states_read(tx, &r->states));
	TRY(read_lists(tx, r));
	TRY(read_people(tx, r));
	TRY(read_known(tx, r));
	return has_work(r) ? read_pools(tx, r) : OK;
}

/* ---- keys that are kept ---- */

static str pack_keys(struct arena *a, struct arena scratch, const struct match *m,
		     const struct vet_subject *s)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < s->names.n; i++) {
		struct arena again = scratch;
		struct match_keys keys;
		match_keys(&again, m, s->kind, s->names.v[i], true, &keys);
		for (ptrdiff_t k = 0; k < keys.n; k++)
			out_bytes(&o, &keys.v[k], KEY_BYTES); /* the low bytes come first */
	}
	return out_view(&o);
}

/* The keys of a few entries, as stored, and a bit for each value of their low 16 bits. */
static enum err mark_keys(struct run *r)
{
	r->are_few = r->part.entries.n <= FEW_ENTRIES;
	r->marks = arena_new_n(r->a, uint8_t, 1 << 13);
	for (ptrdiff_t i = 0; r->are_few && i < r->part.entries.n; i++) {
		struct watch_entry e;
		if (!watch_body_read(r->a, r->part.entries.v[i].body, &e))
			return ERR_DB_FORMAT;
		for (ptrdiff_t n = 0; n < e.names.n; n++) {
			struct match_keys keys;
			match_keys(r->a, r->m, e.kind, e.names.v[n].name, false, &keys);
			for (ptrdiff_t k = 0; k < keys.n; k++)
				*arena_push(r->a, &r->keys) = keys.v[k];
		}
	}
	for (ptrdiff_t k = 0; k < r->keys.n; k++)
		r->marks[(r->keys.v[k] & 0xffff) >> 3] |= (uint8_t)(1 << (r->keys.v[k] & 7));
	return OK;
}

static bool may_meet(const struct run *r, str kept)
{
	for (ptrdiff_t i = 0; i + KEY_BYTES <= kept.n; i += KEY_BYTES) {
		const uint8_t *b = (const uint8_t *)kept.p + i;
		uint32_t key = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;
		if (!(r->marks[(key & 0xffff) >> 3] & 1 << (key & 7)))
			continue;
		for (ptrdiff_t k = 0; k < r->keys.n; k++)
			if ((r->keys.v[k] & 0xffffff) == key)
				return true;
	}
	return false;
}

/* ---- writing a chunk ---- */

/* The figures of a run are seen by everybody in vetting: hits of lists that are kept in a case are
 * not among them. Where a list is kept is asked when its hits are written: it may have been moved
 * since the run began. */
static struct opt_int case_now(const struct run *r, int64_t list_id)
{
	for (ptrdiff_t i = 0; i < r->kept.n; i++)
		if (r->kept.v[i].id == list_id)
			return r->kept.v[i].src_id;
	must_not_come_here("a list that was read before");
}

static enum err add_hit(struct tx *tx, struct run *r, const struct person *p,
			const struct vet_pool *pool, const struct vet_found *f,
			const struct vet_hits_behind_row *old)
{
	const struct vet_entry *e = &pool->entries.v[f->entry];
	struct wrote out;
	bool is_bare = r->is_outcome_only;
	str evidence =
	    is_bare ? S("") : vet_evidence(tx->a, r->m, MATCH_PERSON, f->name, f->listed);
	str other = is_bare ? S("") : vet_other_text(tx->a, &f->other);
	if (!old) {
		struct vet_hit_add_args in = { .person_id = p->s.id,
					       .list_id = e->list_id,
					       .entry_key = e->key,
					       .entry_id = e->id,
					       .name = f->name,
					       .listed_name = f->listed,
					       .points_n = f->points,
					       .evidence = evidence,
					       .other_n = is_bare ? 0 : f->other.total,
					       .other = other,
					       .state = vet_state_text(VET_STATE_OPEN),
					       .found_at = tx->at,
					       .run_id = r->row.id,
					       .src_id = case_now(r, e->list_id) };
		r->row.new_n += !in.src_id.has;
		return vet_hit_add(tx, &in, &out);
	}
	/* Whoever was found to be the same stays so; any other verdict was about another entry. */
	bool is_same = str_eq(old->state, vet_state_text(VET_STATE_SAME));
	struct vet_hit_set_args in = { .entry_id = e->id,
				       .name = f->name,
				       .listed_name = f->listed,
				       .points_n = f->points,
				       .evidence = evidence,
				       .other_n = is_bare ? 0 : f->other.total,
				       .other = other,
				       .state =
					   is_same ? old->state : vet_state_text(VET_STATE_OPEN),
				       .found_at = tx->at,
				       .run_id = r->row.id,
				       .id = old->id };
	r->row.changed_n += !old->src_id.has;
	return vet_hit_set(tx, &in, &out);
}

static const struct vet_hits_behind_row *known_hit(const struct run *r, const struct person *p,
						   const struct vet_entry *e)
{
	for (ptrdiff_t i = p->hit_from; i < p->hit_to; i++)
		if (r->hits.v[i].list_id == e->list_id && str_eq(r->hits.v[i].entry_key, e->key))
			return &r->hits.v[i];
	return NULL;
}

static bool is_unchanged(const struct vet_hits_behind_row *h, const struct vet_entry *e,
			 const struct vet_found *f)
{
	return h && h->entry_id == e->id && h->points_n == f->points && str_eq(h->name, f->name) &&
	       !str_eq(h->state, vet_state_text(VET_STATE_GONE));
}

/* A hit that a whole comparison does not find again. */
static enum err drop_hits(struct tx *tx, struct run *r, const struct person *p)
{
	struct wrote out;
	str gone = vet_state_text(VET_STATE_GONE);
	for (ptrdiff_t i = p->hit_from; i < p->hit_to; i++) {
		const struct vet_hits_behind_row *h = &r->hits.v[i];
		bool is_there = str_eq(h->state, gone);
		for (ptrdiff_t k = 0; k < p->found.n && !is_there; k++) {
			const struct vet_entry *e = &r->whole.entries.v[p->found.v[k].entry];
			is_there = e->list_id == h->list_id && str_eq(e->key, h->entry_key);
		}
		struct vet_hit_state_args in = { .state = gone, .run_id = r->row.id, .id = h->id };
		if (is_there)
			continue;
		r->row.gone_n += !h->src_id.has;
		TRY(vet_hit_state(tx, &in, &out));
	}
	return OK;
}

static enum err write_person(struct tx *tx, struct run *r, const struct person *p)
{
	const struct vet_pool *pool = p->is_whole ? &r->whole : &r->part;
	struct wrote out;
	for (ptrdiff_t i = 0; i < p->found.n; i++) {
		const struct vet_found *f = &p->found.v[i];
		const struct vet_entry *e = &pool->entries.v[f->entry];
		const struct vet_hits_behind_row *old = known_hit(r, p, e);
		if (!is_unchanged(old, e, f))
			TRY(add_hit(tx, r, p, pool, f, old));
	}
	if (!p->is_whole)
		return OK;
	r->row.whole_n++;
	struct vet_screened_set_args in = { .person_id = p->s.id,
					    .facts_hash = { (const char *)p->hash.b,
							    sizeof p->hash.b },
					    .keys_blob = p->keys,
					    .run_id = r->row.id };
	TRY(vet_screened_set(tx, &in, &out));
	return drop_hits(tx, r, p);
}

static enum err chunk_deed(struct tx *tx, void *arg)
{
	struct run *r = arg;
	struct wrote out;
	int64_t was = r->row.after_person_id;
	TRY(vet_lists(tx, &r->kept));
	TRY(vet_is_outcome_only(tx, &r->is_outcome_only));
	for (ptrdiff_t i = r->from; i < r->to; i++) {
		r->row.people_n++;
		if (r->people.v[i].is_asked)
			TRY(write_person(tx, r, &r->people.v[i]));
	}
	r->row.after_person_id = r->people.v[r->to - 1].s.id;
	struct vet_run_set_args in = { .to_person_id = r->row.after_person_id,
				       .people_n = r->row.people_n,
				       .whole_n = r->row.whole_n,
				       .new_n = r->row.new_n,
				       .changed_n = r->row.changed_n,
				       .gone_n = r->row.gone_n,
				       .id = r->row.id,
				       .after_person_id = was };
	TRY(vet_run_set(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err keep_chunk(struct run *r)
{
	struct arena scratch = *r->a;
	struct refusal refusal = { 0 };
	if (r->from == r->to)
		return OK;
	TRY(db_deed(r->db, r->viewer, &scratch, &refusal, "vet.screen", chunk_deed, r));
	r->from = r->to;
	return OK;
}

/* ---- the run ---- */

static enum err begin_deed(struct tx *tx, void *arg)
{
	struct run *r = arg;
	struct wrote out;
	struct vet_run_add_args in = { .by_account_id = { r->out->by_account_id != 0,
							  r->out->by_account_id },
				       .started_at = tx->at };
	TRY(vet_run_add(tx, &in, &out));
	r->row.id = out.id;
	for (ptrdiff_t i = 0; i < r->lists.n; i++) {
		struct vet_run_list_add_args add = { .run_id = r->row.id,
						     .list_id = r->lists.v[i].list_id,
						     .since_n = r->lists.v[i].since_n,
						     .version_n = r->lists.v[i].version_n };
		TRY(vet_run_list_add(tx, &add, &out));
	}
	return OK;
}

/* The lists are screened; hits on entries that changed or went, and were not found again, go. */
static enum err end_deed(struct tx *tx, void *arg)
{
	struct run *r = arg;
	struct wrote out;
	struct vet_hits_gone_rows gone;
	for (ptrdiff_t i = 0; i < r->lists.n; i++) {
		struct vet_list_screened_args in = { .screened_n = r->lists.v[i].version_n,
						     .id = r->lists.v[i].list_id };
		TRY(vet_list_screened(tx, &in, &out));
	}
	TRY(vet_hits_gone(tx, &gone));
	for (ptrdiff_t i = 0; i < gone.n; i++) {
		struct vet_hit_state_args in = { .state = vet_state_text(VET_STATE_GONE),
						 .run_id = r->row.id,
						 .id = gone.v[i].id };
		r->row.gone_n += !gone.v[i].src_id.has;
		TRY(vet_hit_state(tx, &in, &out));
	}
	struct vet_run_end_args end = { .ended_at = { true, tx->at },
					.gone_n = r->row.gone_n,
					.id = r->row.id };
	TRY(vet_run_end(tx, &end, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err ask(struct run *r, struct person *p)
{
	const struct vet_pool *pool = p->is_whole ? &r->whole : &r->part;
	p->is_asked = p->is_whole || (r->part.entries.n && (!r->are_few || may_meet(r, p->keys)));
	if (!p->is_asked)
		return OK;
	struct arena again = r->scratch;
	struct vet_founds found;
	TRY(vet_pool_ask(&again, pool, &p->s, VET_THRESHOLD, &found));
	for (ptrdiff_t i = 0; i < found.n; i++) {
		*arena_push(r->a, &p->found) = found.v[i];
		p->found.v[i].listed = str_copy(r->a, found.v[i].listed);
	}
	if (p->is_whole)
		p->keys = pack_keys(r->a, r->scratch, r->m, &p->s);
	return OK;
}

static enum err go_through(struct run *r, bool is_told)
{
	struct progress bar = progress_start("screening people", r->people.n);
	ptrdiff_t work_n = 0;
	TRY(mark_keys(r));
	while (r->to < r->people.n) {
		struct person *p = &r->people.v[r->to];
		TRY(ask(r, p));
		work_n += p->is_asked && (p->is_whole || p->found.n);
		r->to++;
		if (work_n >= CHUNK_WORK || r->to - r->from >= CHUNK_PEOPLE) {
			TRY(keep_chunk(r));
			work_n = 0;
		}
		if (is_told)
			progress_at(&bar, r->to);
	}
	if (is_told)
		progress_end(&bar, r->to);
	return keep_chunk(r);
}

static enum err run(struct run *r, bool is_told)
{
	struct refusal refusal = { 0 };
	struct tx tx;
	TRY(tx_begin(r->db, r->viewer, r->a, &tx));
	enum err e = read_all(&tx, r);
	tx_end(&tx);
	if (e != OK || !has_work(r))
		return e;
	if (!r->is_old)
		TRY(db_deed(r->db, r->viewer, r->a, &refusal, "vet.run", begin_deed, r));
	r->out->was_cut_off = r->is_old;
	TRY(go_through(r, is_told));
	return db_deed(r->db, r->viewer, r->a, &refusal, "vet.run", end_deed, r);
}

enum err vet_rescreen(struct db *db, const struct viewer *by, struct arena *a, bool is_told,
		      struct vet_ran *out)
{
	struct viewer system = VIEWER_SYSTEM;
	system.session = by->session;
	struct run r = { .db = db, .viewer = &system, .a = a, .out = out, .m = match_open(a) };
	*out = (struct vet_ran){ .by_account_id = by->user_id };
	TRY(arena_open(&r.scratch, SCRATCH));
	r.scratch.full = a->full;
	enum err e = run(&r, is_told);
	arena_close(&r.scratch);
	if (r.whole.x)
		match_index_close(r.whole.x);
	if (r.part.x)
		match_index_close(r.part.x);
	out->run_id = r.row.id;
	out->people_n = r.is_old ? r.row.people_n : r.people.n;
	out->whole_n = r.row.whole_n;
	out->new_n = r.row.new_n;
	out->changed_n = r.row.changed_n;
	out->gone_n = r.row.gone_n;
	return e;
}
