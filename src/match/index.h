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
 *   KEYS       u64 each, rising: hash << 32 | term
 *   GONE       tombstones: length varint, bytes */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include "base/sha256.h"

enum { INDEX_VERSION = 1, ID_BLOCK = 16, DIR_BITS_MAX = 26 };
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

#endif
