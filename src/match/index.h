/* index.h: the layout of an index file, shared by its writer (build.c) and its reader (index.c).
 * All numbers little-endian; offsets count from the start of the file.
 *
 *   head       struct index_head
 *   ENTITY_AT  u32[entities + 1]  where an entity's record begins in RECORDS
 *   RECORDS    kind u8; names varint; for each name: parts u8, term u24 each; then for each name
 * its text: length varint, bytes ID_AT      u32[blocks + 1]    where each block of ID_BLOCK entity
 * ids begins in IDS IDS        for each: bytes shared with the id before u8, length varint, bytes
 *   PLACES     struct place[terms + 1]: where a term begins in TERMS, its entities in POSTS
 *   TERMS      term_store() of term.c; those with the same consonants are neighbours
 *   POSTS      rising entity numbers, varint differences
 *   KEY_AT     u32[2^dir_bits + 1] first key of each bucket (top bits of the hash)
 *   KEYS       5 bytes each, rising: the hash without the bits that the bucket says, term; the term
 * has as many bits as `terms` needs, the rest is the hash's; 8 bytes of zero behind the last
 *   GONE       tombstones: length varint, bytes */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include <string.h>

#include "base/sha256.h"
#include "base/str.h"

enum { INDEX_VERSION = 4, ID_BLOCK = 16, DIR_BITS_MAX = 26, KEY_BYTES = 5 };
#define INDEX_MAGIC "GRATANAM"

enum section {
	ENTITY_AT,
	RECORDS,
	ID_AT,
	IDS,
	PLACES,
	TERMS,
	POSTS,
	KEY_AT,
	KEYS,
	GONE,
	SECTIONS_N
};

struct place {
	uint32_t term, posts;
};
struct index_head {
	char magic[8];
	uint32_t version, dir_bits;
	uint64_t size;
	uint8_t digest[16]; /* of the tables that read the names */
	uint32_t entities, names, terms, gone;
	uint64_t section_at[SECTIONS_N + 1]; /* the last is the end */
	struct sha256 sum;                   /* of the file with this field zero */
};

/* An index in memory. */
struct segment {
	const struct index_head *h;
	const uint8_t *section[SECTIONS_N];
	const uint32_t *entity_at, *id_at, *key_at;
	const struct place *places;
	const uint8_t *keys;
	uint32_t keys_n, term_bits;
	const uint8_t *hidden; /* a bit for each entity that the delta hides, or NULL */
	void *mapped;
	size_t mapped_n;
};
/* Everything in it that the query trusts; fills *s. What is wrong is not said: a file with a right
 * checksum is wrong only by intent. */
bool index_is_sound(struct segment *s, str file);

static inline size_t index_section(const struct segment *s, enum section i)
{
	return s->h->section_at[i + 1] - s->h->section_at[i];
}

static inline uint32_t index_term(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

/* Reads a varint that ends before `end`; NULL when it does not. */
static inline const uint8_t *index_varint(const uint8_t *p, const uint8_t *end, uint32_t *v)
{
	*v = 0;
	for (int shift = 0; p < end && shift < 35; shift += 7) {
		*v |= (uint32_t)(*p & 0x7f) << shift;
		if (*p++ < 0x80)
			return p;
	}
	return NULL;
}

/* Bits that the number of a term needs. */
static inline uint32_t index_term_bits(uint32_t terms)
{
	return terms < 2 ? 1 : 32 - (uint32_t)__builtin_clz(terms - 1);
}

/* Entry i of KEYS, with its bucket's bits away: hash << term_bits | term. */
static inline uint64_t index_key(const uint8_t *keys, uint32_t i)
{
	uint64_t v;
	memcpy(&v, keys + (size_t)KEY_BYTES * i, sizeof v);
	return v & ((UINT64_C(1) << 8 * KEY_BYTES) - 1);
}

static inline uint32_t index_key_term(const struct segment *s, uint64_t key)
{
	return (uint32_t)(key & ((UINT64_C(1) << s->term_bits) - 1));
}

#endif
