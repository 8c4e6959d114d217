/* build.c: writes an index. Names are taken apart as they come; parts that were met before cost one
 * look-up, which is what makes building fast. At the end names are put together by entity and the
 * sections of index.h are laid out. First the tables in memory, then adding, then the sections,
 * then the check of a file that was written elsewhere. */
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "match/index.h"
#include "match/score.h"

struct entity {
	str id;
	uint32_t names_n, kind;
};
struct listed {
	str text;
	uint32_t entity, terms_at;
	uint8_t n;
};
/* A term: what it is ordered by in the file, and where its stored form and its keys begin. */
struct kept {
	uint64_t order;
	uint32_t number, term, key;
};
/* Open addressing over positions + 1 of another list. */
struct hashes {
	struct {
		uint32_t hash, at;
	} * v;
	uint32_t size, n; /* size is a power of two */
};

struct match_builder {
	struct arena *a;
	const struct match *m;
	struct hashes entity_of, term_of;
	struct {
		struct entity *v;
		ptrdiff_t n, cap;
	} entities;
	struct {
		struct listed *v;
		ptrdiff_t n, cap;
	} names;
	struct {
		uint32_t *v;
		ptrdiff_t n, cap;
	} parts;
	struct {
		struct kept *v;
		ptrdiff_t n, cap;
	} kept; /* of each term */
	struct {
		struct piece *v;
		ptrdiff_t n, cap;
	} pieces; /* of each term, with its kind in `lang` bits 6 and 7 */
	struct {
		uint8_t *v;
		ptrdiff_t n, cap;
	} terms, gone;
	struct {
		uint64_t *v;
		ptrdiff_t n, cap;
	} keys;
	uint32_t gone_n;
	uint64_t text_bytes;
};

enum { BYTES_MAX = INT32_MAX, TERMS_MAX = 1 << 24 };
static const ptrdiff_t KEYS_A_BUCKET = 6;

struct match_builder *match_build(struct arena *a, const struct match *m)
{
	struct match_builder *b = arena_new(a, struct match_builder);
	b->a = a;
	b->m = m;
	return b;
}

static void grow_hashes(struct arena *a, struct hashes *h)
{
	struct hashes old = *h;
	h->size = old.size ? old.size * 2 : 1024;
	h->v = arena_array(a, h->size, sizeof *h->v, 8);
	for (uint32_t i = 0; i < old.size; i++) {
		if (!old.v[i].at)
			continue;
		uint32_t k = old.v[i].hash & (h->size - 1);
		while (h->v[k].at)
			k = (k + 1) & (h->size - 1);
		h->v[k] = old.v[i];
	}
}

static uint32_t hash_of(str s, uint32_t more)
{
	uint64_t h = (str_hash(s) ^ more) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(h >> 32);
}

static void add_hash(struct arena *a, struct hashes *h, uint32_t hash, uint32_t at)
{
	if (h->n * 2 >= h->size)
		grow_hashes(a, h);
	uint32_t k = hash & (h->size - 1);
	while (h->v[k].at)
		k = (k + 1) & (h->size - 1);
	h->v[k].hash = hash;
	h->v[k].at = at + 1;
	h->n++;
}

/* ---- adding ---- */

static uint32_t entity_number(struct match_builder *b, str id, enum match_kind kind)
{
	struct hashes *h = &b->entity_of;
	uint32_t hash = hash_of(id, kind);
	ptrdiff_t n = b->entities.n;
	/* lines of an entity are mostly neighbours */
	if (n && str_eq(b->entities.v[n - 1].id, id) && b->entities.v[n - 1].kind == kind)
		return (uint32_t)n - 1;
	for (uint32_t k = hash & (h->size - 1); h->size && h->v[k].at; k = (k + 1) & (h->size - 1))
		if (h->v[k].hash == hash) {
			struct entity *e = &b->entities.v[h->v[k].at - 1];
			if (e->kind == kind && str_eq(e->id, id))
				return h->v[k].at - 1;
		}
	*arena_push(b->a, &b->entities) = (struct entity){ .id = str_copy(b->a, id), .kind = kind };
	add_hash(b->a, h, hash, (uint32_t)n);
	return (uint32_t)n;
}

static void push_bytes(struct match_builder *b, const void *p, ptrdiff_t n, bool is_gone)
{
	__typeof__(&b->terms) to = is_gone ? (void *)&b->gone : (void *)&b->terms;
	while (to->cap - to->n < n)
		to->v = arena_grow(b->a, to->v, &to->cap, 1, 1);
	if (n)
		memcpy(to->v + to->n, p, (size_t)n);
	to->n += n;
}

/* Terms that a query tests together lie together: by kind, then by consonants. */
static uint64_t term_order(const struct term *t, enum match_kind kind)
{
	char s[READING_MAX + 1];
	uint64_t order = (uint64_t)kind << 1 | !!(t->flags & TERM_ABJAD);
	int n = t->flags & TERM_ABJAD ? letters_skeleton(t->reading[0], s)
				      : letters_consonants(t->reading[0], s);
	for (int i = 0; i < 7; i++)
		order = order << 8 | (i < n ? (uint8_t)s[i] : 0);
	return order;
}

/* What term_make takes is scratch: only the stored form, the keys and the text stay. */
static void new_term(struct match_builder *b, enum match_kind kind, struct piece p)
{
	struct arena scratch = *b->a;
	struct term t;
	uint8_t stored[2048];
	uint32_t keys[KEYS_MAX], id = (uint32_t)b->pieces.n;
	term_make(&scratch, b->m, kind, p, &t);
	ptrdiff_t n = term_bytes(&t);
	must(n <= (ptrdiff_t)sizeof stored);
	term_store(&t, stored);
	int keys_n = term_keys(&t, kind, false, keys);
	*arena_push(b->a, &b->kept) = (struct kept){ .order = term_order(&t, kind),
						     .number = id,
						     .term = (uint32_t)b->terms.n,
						     .key = (uint32_t)b->keys.n };
	push_bytes(b, stored, n, false);
	for (int i = 0; i < keys_n; i++)
		*arena_push(b->a, &b->keys) = (uint64_t)keys[i] << 32 | id;
	p.text = str_copy(b->a, p.text);
	p.lang = (uint8_t)(p.lang | (unsigned)kind << 6);
	*arena_push(b->a, &b->pieces) = p;
}

static uint32_t term_number(struct match_builder *b, enum match_kind kind, struct piece p)
{
	struct hashes *h = &b->term_of;
	uint32_t lang = p.lang | (unsigned)kind << 6;
	uint32_t hash = hash_of(p.text, (uint32_t)p.script << 24 | lang << 16 | p.flags);
	for (uint32_t k = hash & (h->size - 1); h->size && h->v[k].at; k = (k + 1) & (h->size - 1))
		if (h->v[k].hash == hash) {
			const struct piece *o = &b->pieces.v[h->v[k].at - 1];
			if (o->script == p.script && o->lang == lang && o->flags == p.flags &&
			    str_eq(o->text, p.text))
				return h->v[k].at - 1;
		}
	uint32_t id = (uint32_t)b->pieces.n;
	new_term(b, kind, p);
	add_hash(b->a, h, hash, id);
	return id;
}

enum err match_build_name(struct match_builder *b, str entity, enum match_kind kind, str name)
{
	struct pieces p;
	if (!entity.n || entity.n > 255 || name.n > MATCH_NAME_MAX)
		return ERR_FAULTS;
	if (b->pieces.n + MATCH_PARTS_MAX > TERMS_MAX || b->terms.n > BYTES_MAX - 4096 ||
	    b->text_bytes > BYTES_MAX - 2 * MATCH_NAME_MAX || b->names.n > BYTES_MAX)
		return ERR_TOO_LARGE;
	name_pieces(b->m, kind, name, &p);
	uint32_t e = entity_number(b, entity, kind);
	struct listed l = { .entity = e, .terms_at = (uint32_t)b->parts.n, .n = (uint8_t)p.n };
	for (int i = 0; i < p.n; i++) {
		uint32_t term = term_number(b, kind, p.v[i]);
		*arena_push(b->a, &b->parts) = term;
	}
	l.text = str_copy(b->a, name);
	b->text_bytes += (uint64_t)name.n + 64;
	b->entities.v[e].names_n++;
	*arena_push(b->a, &b->names) = l;
	return OK;
}

static int put_varint(uint8_t *p, uint32_t v)
{
	int n = 0;
	for (; v >= 0x80; v >>= 7)
		p[n++] = (uint8_t)(v | 0x80);
	p[n++] = (uint8_t)v;
	return n;
}

enum err match_build_tombstone(struct match_builder *b, str entity)
{
	uint8_t length[5];
	if (!entity.n || entity.n > 255)
		return ERR_FAULTS;
	push_bytes(b, length, put_varint(length, (uint32_t)entity.n), true);
	push_bytes(b, entity.p, entity.n, true);
	b->gone_n++;
	return OK;
}

/* ---- sections ---- */

struct section_out {
	const void *v;
	size_t n;
};

/* Names in the order of their entities; stable, so that the first name stays the first. */
static const struct listed **by_entity(struct match_builder *b)
{
	const struct listed **v = arena_new_n(b->a, const struct listed *, b->names.n + 1);
	uint32_t *at = arena_new_n(b->a, uint32_t, b->entities.n + 1);
	for (ptrdiff_t e = 0; e < b->entities.n; e++)
		at[e + 1] = at[e] + b->entities.v[e].names_n;
	for (ptrdiff_t i = 0; i < b->names.n; i++)
		v[at[b->names.v[i].entity]++] = &b->names.v[i];
	return v;
}

static void put_records(struct match_builder *b, const struct listed **names, uint32_t *at,
			struct section_out *to)
{
	uint8_t *p = arena_bytes(b->a, (ptrdiff_t)b->text_bytes + 8 * b->entities.n + 16, 1),
		*s = p;
	for (ptrdiff_t e = 0; e < b->entities.n; e++) {
		uint32_t n = b->entities.v[e].names_n;
		at[e] = (uint32_t)(p - s);
		*p++ = (uint8_t)b->entities.v[e].kind;
		p += put_varint(p, n);
		for (uint32_t k = 0; k < n; k++) {
			*p++ = names[k]->n;
			for (int i = 0; i < names[k]->n; i++, p += 3) {
				uint32_t t = b->parts.v[names[k]->terms_at + (uint32_t)i];
				p[0] = (uint8_t)t;
				p[1] = (uint8_t)(t >> 8);
				p[2] = (uint8_t)(t >> 16);
			}
		}
		for (uint32_t k = 0; k < n; k++) {
			p += put_varint(p, (uint32_t)names[k]->text.n);
			if (names[k]->text.n)
				memcpy(p, names[k]->text.p, (size_t)names[k]->text.n);
			p += names[k]->text.n;
		}
		names += n;
	}
	at[b->entities.n] = (uint32_t)(p - s);
	*to = (struct section_out){ s, (size_t)(p - s) };
}

static void put_ids(struct match_builder *b, uint32_t *at, struct section_out *to)
{
	ptrdiff_t total = 16;
	for (ptrdiff_t e = 0; e < b->entities.n; e++)
		total += b->entities.v[e].id.n + 8;
	uint8_t *p = arena_bytes(b->a, total, 1), *s = p;
	str before = { 0 };
	for (ptrdiff_t e = 0; e < b->entities.n; e++) {
		str id = b->entities.v[e].id;
		ptrdiff_t same = 0;
		if (e % ID_BLOCK == 0)
			*at++ = (uint32_t)(p - s);
		else
			while (same < before.n && same < id.n && id.p[same] == before.p[same])
				same++;
		*p++ = (uint8_t)same;
		p += put_varint(p, (uint32_t)(id.n - same));
		memcpy(p, id.p + same, (size_t)(id.n - same));
		p += id.n - same;
		before = id;
	}
	*at = (uint32_t)(p - s);
	*to = (struct section_out){ s, (size_t)(p - s) };
}

static int compare_kept(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Gives the terms their order in the file: stored forms, keys and the parts of names follow. */
static void order_terms(struct match_builder *b, struct place *places)
{
	ptrdiff_t n = b->kept.n;
	uint32_t *to = arena_new_n(b->a, uint32_t, n + 1);
	uint8_t *terms = arena_bytes(b->a, b->terms.n + 1, 1);
	uint64_t *keys = arena_new_n(b->a, uint64_t, b->keys.n + 1);
	uint32_t at = 0, key = 0;
	struct kept *ends = arena_new_n(b->a, struct kept, n + 1);
	for (ptrdiff_t i = 0; i < n; i++)
		ends[i] = i + 1 < n ? b->kept.v[i + 1]
				    : (struct kept){ .term = (uint32_t)b->terms.n,
						     .key = (uint32_t)b->keys.n };
	if (n)
		qsort(b->kept.v, (size_t)n, sizeof *b->kept.v, compare_kept);
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct kept *t = &b->kept.v[i], *end = &ends[t->number];
		to[t->number] = (uint32_t)i;
		places[i].term = at;
		memcpy(terms + at, b->terms.v + t->term, end->term - t->term);
		at += end->term - t->term;
		for (uint32_t k = t->key; k < end->key; k++)
			keys[key++] = (b->keys.v[k] >> 32 << 32) | (uint64_t)i;
	}
	places[n].term = at;
	for (ptrdiff_t i = 0; i < b->parts.n; i++)
		b->parts.v[i] = to[b->parts.v[i]];
	b->terms.v = terms;
	b->keys.v = keys;
}

/* The rarest part of a name: it leads there sooner than the others. */
static uint32_t leading_part(const struct match_builder *b, const struct listed *l,
			     const uint32_t *used)
{
	const uint32_t *part = b->parts.v + l->terms_at;
	int best = 0;
	for (int i = 1; i < l->n; i++)
		if (used[part[i]] < used[part[best]])
			best = i;
	return l->n ? part[best] : 0;
}

/* Entities that a query finds together lie together, too: by the leading part of their first name,
 * whose number order_terms() has given. */
static void order_entities(struct match_builder *b)
{
	ptrdiff_t terms_n = b->pieces.n, n = b->entities.n;
	uint32_t *used = arena_new_n(b->a, uint32_t, terms_n + 1);
	uint32_t *at = arena_new_n(b->a, uint32_t, terms_n + 2);
	uint32_t *lead = arena_new_n(b->a, uint32_t, n + 1);
	uint32_t *to = arena_new_n(b->a, uint32_t, n + 1);
	struct entity *ordered = arena_new_n(b->a, struct entity, n + 1);
	for (ptrdiff_t i = 0; i < b->parts.n; i++)
		used[b->parts.v[i]]++;
	for (ptrdiff_t i = b->names.n - 1; i >= 0; i--) /* the first comes last, and stays */
		lead[b->names.v[i].entity] = leading_part(b, &b->names.v[i], used);
	for (ptrdiff_t e = 0; e < n; e++)
		at[lead[e] + 1]++;
	for (ptrdiff_t t = 0; t < terms_n; t++)
		at[t + 1] += at[t];
	for (ptrdiff_t e = 0; e < n; e++) {
		to[e] = at[lead[e]]++;
		ordered[to[e]] = b->entities.v[e];
	}
	for (ptrdiff_t i = 0; i < b->names.n; i++)
		b->names.v[i].entity = to[b->names.v[i].entity];
	b->entities.v = ordered;
}

/* Two passes over all names: count, then fill. `last` keeps an entity from standing twice. */
static void put_posts(struct match_builder *b, const struct listed **names, struct place *at,
		      struct section_out *to)
{
	uint32_t terms_n = (uint32_t)b->pieces.n;
	uint32_t *last = arena_new_n(b->a, uint32_t, terms_n + 1);
	uint8_t varint[5];
	for (int pass = 0; pass < 2; pass++) {
		uint8_t *out = pass ? arena_bytes(b->a, (ptrdiff_t)at[terms_n].posts + 1, 1) : NULL;
		memset(last, 0, sizeof *last * (terms_n + 1));
		if (pass)
			*to = (struct section_out){ out, at[terms_n].posts };
		for (ptrdiff_t i = 0; i < b->names.n; i++)
			for (int k = 0; k < names[i]->n; k++) {
				uint32_t t = b->parts.v[names[i]->terms_at + (uint32_t)k];
				uint32_t e = names[i]->entity + 1;
				if (last[t] == e)
					continue;
				int n = put_varint(varint, e - last[t]);
				if (pass)
					memcpy(out + at[t].posts, varint, (size_t)n);
				at[t + !pass].posts += (uint32_t)n;
				last[t] = e;
			}
		/* filling has moved each to its end: back by one */
		for (uint32_t t = terms_n; pass && t > 0; t--)
			at[t].posts = at[t - 1].posts;
		if (pass)
			at[0].posts = 0;
		for (uint32_t t = 0; !pass && t < terms_n; t++)
			at[t + 1].posts += at[t].posts;
	}
}

/* Radix sort by the hash, 11 bits at a time; terms come in rising order already. */
static void sort_keys(struct match_builder *b)
{
	uint64_t *from = b->keys.v, *to = arena_new_n(b->a, uint64_t, b->keys.n + 1);
	for (int shift = 32; shift < 64; shift += 11) {
		ptrdiff_t count[2049] = { 0 };
		for (ptrdiff_t i = 0; i < b->keys.n; i++)
			count[(from[i] >> shift & 2047) + 1]++;
		for (int k = 0; k < 2048; k++)
			count[k + 1] += count[k];
		for (ptrdiff_t i = 0; i < b->keys.n; i++)
			to[count[from[i] >> shift & 2047]++] = from[i];
		uint64_t *spare = from;
		from = to;
		to = spare;
	}
	b->keys.v = from;
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < b->keys.n; i++)
		if (!n || from[n - 1] != from[i])
			from[n++] = from[i];
	b->keys.n = n;
}

static uint32_t *put_directory(struct match_builder *b, uint32_t dir_bits)
{
	uint32_t buckets = 1U << dir_bits;
	uint32_t *at = arena_new_n(b->a, uint32_t, (ptrdiff_t)buckets + 1);
	for (ptrdiff_t i = 0; i < b->keys.n; i++)
		at[(b->keys.v[i] >> (64 - dir_bits)) + 1]++;
	for (uint32_t k = 0; k < buckets; k++)
		at[k + 1] += at[k];
	return at;
}

static void put_keys(struct match_builder *b, uint32_t dir_bits, struct section_out *to)
{
	uint32_t term_bits = index_term_bits((uint32_t)b->pieces.n);
	uint64_t mask = (UINT64_C(1) << (32 - dir_bits)) - 1;
	ptrdiff_t n = KEY_BYTES * b->keys.n + 8;
	uint8_t *p = arena_bytes(b->a, n, 1);
	*to = (struct section_out){ p, (size_t)n };
	for (ptrdiff_t i = 0; i < b->keys.n; i++) {
		uint64_t key = (b->keys.v[i] >> 32 & mask) << term_bits | (uint32_t)b->keys.v[i];
		for (int k = 0; k < KEY_BYTES; k++)
			*p++ = (uint8_t)(key >> 8 * k);
	}
}

static str put_file(struct match_builder *b, struct index_head *h,
		    const struct section_out v[SECTIONS_N])
{
	size_t at = sizeof *h;
	for (int i = 0; i < SECTIONS_N; i++) {
		h->section_at[i] = at;
		at = (at + v[i].n + 7) / 8 * 8;
	}
	h->section_at[SECTIONS_N] = h->size = at;
	if (at > UINT32_MAX)
		return (str){ 0 };
	char *file = arena_bytes(b->a, (ptrdiff_t)at, 16);
	memcpy(file, h, sizeof *h);
	for (int i = 0; i < SECTIONS_N; i++)
		if (v[i].n)
			memcpy(file + h->section_at[i], v[i].v, v[i].n);
	struct sha256 sum = sha256_of((str){ file, (ptrdiff_t)at }, (str){ 0 }, (str){ 0 });
	memcpy(file + offsetof(struct index_head, sum), &sum, sizeof sum);
	return (str){ file, (ptrdiff_t)at };
}

str match_build_end(struct match_builder *b)
{
	struct section_out v[SECTIONS_N] = { 0 };
	size_t entities = (size_t)b->entities.n, terms = (size_t)b->pieces.n;
	size_t blocks = (entities + ID_BLOCK - 1) / ID_BLOCK;
	struct index_head h = { .version = INDEX_VERSION,
				.entities = (uint32_t)entities,
				.names = (uint32_t)b->names.n,
				.terms = (uint32_t)terms,
				.gone = b->gone_n,
				.dir_bits = 1 };
	memcpy(h.magic, INDEX_MAGIC, sizeof h.magic);
	memcpy(h.digest, b->m->digest, sizeof h.digest);
	uint32_t *entity_at = arena_new_n(b->a, uint32_t, (ptrdiff_t)entities + 1);
	uint32_t *id_at = arena_new_n(b->a, uint32_t, (ptrdiff_t)blocks + 1);
	struct place *places = arena_new_n(b->a, struct place, (ptrdiff_t)terms + 1);
	order_terms(b, places);
	order_entities(b);
	const struct listed **names = by_entity(b);
	put_records(b, names, entity_at, &v[RECORDS]);
	put_ids(b, id_at, &v[IDS]);
	put_posts(b, names, places, &v[POSTS]);
	sort_keys(b);
	while (h.dir_bits < DIR_BITS_MAX && (KEYS_A_BUCKET << h.dir_bits < b->keys.n ||
					     index_term_bits(h.terms) > 8 + h.dir_bits))
		h.dir_bits++;
	v[ENTITY_AT] = (struct section_out){ entity_at, 4 * (entities + 1) };
	v[ID_AT] = (struct section_out){ id_at, 4 * (blocks + 1) };
	v[PLACES] = (struct section_out){ places, sizeof *places * (terms + 1) };
	v[TERMS] = (struct section_out){ b->terms.v, (size_t)b->terms.n };
	v[KEY_AT] = (struct section_out){ put_directory(b, h.dir_bits),
					  4 * (((size_t)1 << h.dir_bits) + 1) };
	put_keys(b, h.dir_bits, &v[KEYS]);
	v[GONE] = (struct section_out){ b->gone.v, (size_t)b->gone.n };
	return put_file(b, &h, v);
}

/* ---- is a file sound? ---- */

static bool is_rising(const uint32_t *v, size_t n, size_t end)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] > v[i + 1])
			return false;
	return v[0] == 0 && v[n] <= end;
}

static bool are_records_sound(const struct segment *s)
{
	for (uint32_t e = 0; e < s->h->entities; e++) {
		const uint8_t *p = s->section[RECORDS] + s->entity_at[e];
		const uint8_t *end = s->section[RECORDS] + s->entity_at[e + 1];
		uint32_t names_n, text_n;
		if (p == end || *p++ > MATCH_VESSEL)
			return false;
		p = index_varint(p, end, &names_n);
		for (uint32_t k = 0; p && k < names_n; k++) {
			int n = p < end ? *p++ : MATCH_PARTS_MAX + 1;
			if (n > MATCH_PARTS_MAX || end - p < 3 * n)
				return false;
			for (; n; n--, p += 3)
				if (index_term(p) >= s->h->terms)
					return false;
		}
		for (uint32_t k = 0; p && k < names_n; k++) {
			p = index_varint(p, end, &text_n);
			if (!p || text_n > MATCH_NAME_MAX || end - p < (ptrdiff_t)text_n)
				return false;
			p += text_n;
		}
		if (p != end)
			return false;
	}
	return true;
}

static bool are_ids_sound(const struct segment *s)
{
	const uint8_t *p = s->section[IDS], *end = p + index_section(s, IDS);
	uint32_t before = 0, n;
	for (uint32_t e = 0; e < s->h->entities; e++) {
		if (p >= end ||
		    (e % ID_BLOCK == 0 && s->id_at[e / ID_BLOCK] != p - s->section[IDS]))
			return false;
		uint32_t same = *p++;
		p = index_varint(p, end, &n);
		if (!p || same > before || n > 255 - same || end - p < (ptrdiff_t)n ||
		    (e % ID_BLOCK == 0 && same))
			return false;
		before = same + n;
		p += n;
	}
	return true;
}

static bool are_terms_sound(const struct segment *s)
{
	struct term t;
	for (uint32_t i = 0; i < s->h->terms; i++) {
		const struct place *at = &s->places[i];
		if (at[0].term > at[1].term || at[0].posts > at[1].posts ||
		    at[1].term > index_section(s, TERMS) || at[1].posts > index_section(s, POSTS) ||
		    !term_view(s->section[TERMS] + at->term, at[1].term - at->term, &t))
			return false;
		const uint8_t *p = s->section[POSTS] + at->posts;
		const uint8_t *end = s->section[POSTS] + at[1].posts;
		uint64_t e = 0;
		while (p < end) {
			uint32_t step;
			p = index_varint(p, end, &step);
			if (!p || !step || (e += step) > s->h->entities)
				return false;
		}
	}
	for (uint32_t i = 0; i < s->keys_n; i++)
		if (index_key_term(s, index_key(s->keys, i)) >= s->h->terms)
			return false;
	return true;
}

static bool is_gone_sound(const struct segment *s)
{
	const uint8_t *p = s->section[GONE], *end = p + index_section(s, GONE);
	for (uint32_t i = 0; i < s->h->gone; i++) {
		uint32_t n;
		p = index_varint(p, end, &n);
		if (!p || n > 255 || end - p < (ptrdiff_t)n)
			return false;
		p += n;
	}
	return true;
}

static bool is_layout_sound(struct segment *s, str file)
{
	const struct index_head *h = s->h;
	const uint64_t least[SECTIONS_N] = {
		[ENTITY_AT] = 4 * ((uint64_t)h->entities + 1),
		[ID_AT] = 4 * ((h->entities + (uint64_t)ID_BLOCK - 1) / ID_BLOCK + 1),
		[PLACES] = sizeof(struct place) * ((uint64_t)h->terms + 1),
		[KEY_AT] = h->dir_bits && h->dir_bits <= DIR_BITS_MAX &&
				   index_term_bits(h->terms) <= 8 + h->dir_bits
			       ? 4 * (((uint64_t)1 << h->dir_bits) + 1)
			       : UINT64_MAX,
		[KEYS] = 8,
	};
	for (int i = 0; i < SECTIONS_N; i++) {
		if (h->section_at[i] < sizeof *h || h->section_at[i] % 8 ||
		    h->section_at[i + 1] < h->section_at[i] ||
		    h->section_at[i + 1] > (uint64_t)file.n ||
		    h->section_at[i + 1] - h->section_at[i] < least[i])
			return false;
		s->section[i] = (const uint8_t *)file.p + h->section_at[i];
	}
	s->entity_at = (const uint32_t *)(const void *)s->section[ENTITY_AT];
	s->id_at = (const uint32_t *)(const void *)s->section[ID_AT];
	s->places = (const struct place *)(const void *)s->section[PLACES];
	s->key_at = (const uint32_t *)(const void *)s->section[KEY_AT];
	s->keys = s->section[KEYS];
	s->keys_n = s->key_at[(size_t)1 << h->dir_bits];
	s->term_bits = index_term_bits(h->terms);
	return is_rising(s->entity_at, h->entities, index_section(s, RECORDS)) &&
	       is_rising(s->key_at, (size_t)1 << h->dir_bits,
			 (index_section(s, KEYS) - 8) / KEY_BYTES);
}

bool index_is_sound(struct segment *s, str file)
{
	return is_layout_sound(s, file) && are_records_sound(s) && are_ids_sound(s) &&
	       are_terms_sound(s) && is_gone_sound(s);
}
