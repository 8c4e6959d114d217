/* build.c: writes an index. Names are taken apart as they come; parts that were met before cost one
 * look-up, which is what makes building fast. At the end names are put together by entity and the
 * sections of index.h are laid out. First the tables in memory, then adding, then the sections. */
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
	} parts, term_at;
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
	*arena_push(b->a, &b->term_at) = (uint32_t)b->terms.n;
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

/* Two passes over all names: count, then fill. `last` keeps an entity from standing twice. */
static void put_posts(struct match_builder *b, const struct listed **names, uint32_t *at,
		      struct section_out *to)
{
	uint32_t terms_n = (uint32_t)b->pieces.n;
	uint32_t *last = arena_new_n(b->a, uint32_t, terms_n + 1);
	uint8_t varint[5];
	for (int pass = 0; pass < 2; pass++) {
		uint8_t *out = pass ? arena_bytes(b->a, (ptrdiff_t)at[terms_n] + 1, 1) : NULL;
		memset(last, 0, sizeof *last * (terms_n + 1));
		if (pass)
			*to = (struct section_out){ out, at[terms_n] };
		for (ptrdiff_t i = 0; i < b->names.n; i++)
			for (int k = 0; k < names[i]->n; k++) {
				uint32_t t = b->parts.v[names[i]->terms_at + (uint32_t)k];
				uint32_t e = names[i]->entity + 1;
				if (last[t] == e)
					continue;
				int n = put_varint(varint, e - last[t]);
				if (pass)
					memcpy(out + at[t], varint, (size_t)n);
				at[t + !pass] += (uint32_t)n;
				last[t] = e;
			}
		if (pass) { /* at[t] stands at the end of t: move all back by one */
			memmove(at + 1, at, sizeof *at * terms_n);
			at[0] = 0;
		} else {
			for (uint32_t t = 0; t < terms_n; t++)
				at[t + 1] += at[t];
		}
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
	const struct listed **names = by_entity(b);
	uint32_t *entity_at = arena_new_n(b->a, uint32_t, (ptrdiff_t)entities + 1);
	uint32_t *id_at = arena_new_n(b->a, uint32_t, (ptrdiff_t)blocks + 1);
	uint32_t *post_at = arena_new_n(b->a, uint32_t, (ptrdiff_t)terms + 1);
	put_records(b, names, entity_at, &v[RECORDS]);
	put_ids(b, id_at, &v[IDS]);
	put_posts(b, names, post_at, &v[POSTS]);
	*arena_push(b->a, &b->term_at) = (uint32_t)b->terms.n;
	sort_keys(b);
	while (h.dir_bits < DIR_BITS_MAX && (KEYS_A_BUCKET << h.dir_bits < b->keys.n ||
					     index_term_bits(h.terms) > 8 + h.dir_bits))
		h.dir_bits++;
	v[ENTITY_AT] = (struct section_out){ entity_at, 4 * (entities + 1) };
	v[ID_AT] = (struct section_out){ id_at, 4 * (blocks + 1) };
	v[TERM_AT] = (struct section_out){ b->term_at.v, 4 * (terms + 1) };
	v[TERMS] = (struct section_out){ b->terms.v, (size_t)b->terms.n };
	v[POST_AT] = (struct section_out){ post_at, 4 * (terms + 1) };
	v[KEY_AT] = (struct section_out){ put_directory(b, h.dir_bits),
					  4 * (((size_t)1 << h.dir_bits) + 1) };
	put_keys(b, h.dir_bits, &v[KEYS]);
	v[GONE] = (struct section_out){ b->gone.v, (size_t)b->gone.n };
	return put_file(b, &h, v);
}
