/* index.h: the layout of an index file, shared by its writer (build.c) and its reader (index.c).
 * All numbers little-endian; offsets count from the start of the file.
 *
 *   head       struct index_head
 *   ENTITY_AT  u32[entities + 1]  where an entity's record begins in RECORDS
 *   RECORDS    kind u8; names varint; for each name: parts u8, term u24 each; then for each name
 * its text: length varint, bytes ID_AT      u32[blocks + 1]    where each block of ID_BLOCK entity
 * ids begins in IDS IDS        for each: bytes shared with the id before u8, length varint, bytes
 *   TERM_AT    u32[terms + 1]     where a term begins in TERMS
 *   TERMS      term_store() of term.c
 *   POST_AT    u32[terms + 1]     where a term's entities begin in POSTS
 *   POSTS      rising entity numbers, varint differences
 *   KEY_AT     u32[2^dir_bits + 1] first key of each bucket (top bits of the hash)
 *   KEYS       5 bytes each, rising: the hash without the bits that the bucket says, term; the term
 * has as many bits as `terms` needs, the rest is the hash's; 8 bytes of zero behind the last
 *   GONE       tombstones: length varint, bytes */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include <string.h>

#include "base/sha256.h"

enum { INDEX_VERSION = 2, ID_BLOCK = 16, DIR_BITS_MAX = 26, KEY_BYTES = 5 };
#define INDEX_MAGIC "GRATANAM"

enum section {
	ENTITY_AT,
	RECORDS,
	ID_AT,
	IDS,
	TERM_AT,
	TERMS,
	POST_AT,
	POSTS,
	KEY_AT,
	KEYS,
	GONE,
	SECTIONS_N
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

#endif
