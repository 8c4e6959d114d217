/* tlog.h: the Merkle tree of the log (RFC 6962 section 2.1, SHA-256): hashes, the right edge,
 * proofs.
 *
 * Pure: no database, no clock. Leaf i of the tree is the i-th entry of the log, from 0. A complete
 * subtree is named by (level, index): it covers the leaves [index << level, (index + 1) << level);
 * level 0 is a leaf hash. [start, end) is a subtree when start is a multiple of the smallest power
 * of two that is at least end - start; every leaf [i, i + 1) and every older tree [0, n) is one, so
 * one proof says both "this entry is in" and "nothing before was changed". */
#ifndef AUDIT_TLOG_H
#define AUDIT_TLOG_H

#include "base/err.h"
#include "base/sha256.h"

#define TLOG_SIZE_MAX (INT64_C(1) << 62) /* leaves */
enum { TLOG_LEVELS = 63, TLOG_PROOF_MAX = 64 };

struct sha256 tlog_leaf_hash(str leaf); /* SHA-256(0x00 || leaf) */
struct sha256 tlog_node_hash(const struct sha256 *left, const struct sha256 *right); /* 0x01 */
struct sha256 tlog_empty_root(void); /* SHA-256 of nothing */

/* The right edge (compact range): the complete subtrees that make up the tree, largest first, one
 * for each set bit of size. All that appending and the root need. {0} is the empty tree. */
struct tlog_edge {
	int64_t size;
	struct sha256 hash[TLOG_LEVELS];
};

/* Appends a leaf. With `made` not NULL also gives every complete subtree that this leaf ends:
 * made[level] has the index (size before) >> level. Returns how many levels that is (at least 1).
 */
int tlog_append(struct tlog_edge *e, const struct sha256 *leaf, struct sha256 *made);
struct sha256 tlog_root(const struct tlog_edge *e);

/* As bytes: size (8, big end first), then the hashes. Reading refuses any other length or size. */
str tlog_edge_bytes(struct arena *a, const struct tlog_edge *e);
bool tlog_edge_read(str bytes, struct tlog_edge *e);

/* Where proofs get their hashes: `hash` gives the complete subtree (level, index). It is asked only
 * for subtrees inside the size of the proof. Its errors come back to the caller of the proof. */
struct tlog_source {
	enum err (*hash)(void *ctx, int level, int64_t index, struct sha256 *out);
	void *ctx;
};

struct tlog_proof {
	int n;
	struct sha256 hash[TLOG_PROOF_MAX]; /* lowest first, as RFC 6962 orders them */
};

/* The root as it was at `size` leaves. */
enum err tlog_root_at(const struct tlog_source *s, int64_t size, struct sha256 *root) MUST_CHECK;
/* RFC 6962 2.1.1, 0 <= index < size. */
enum err tlog_inclusion(const struct tlog_source *s, int64_t index, int64_t size,
			struct tlog_proof *proof) MUST_CHECK;
/* RFC 6962 2.1.2, 0 < old_size <= size. */
enum err tlog_consistency(const struct tlog_source *s, int64_t old_size, int64_t size,
			  struct tlog_proof *proof) MUST_CHECK;
/* Of any subtree, 0 <= start < end <= size. */
enum err tlog_subtree(const struct tlog_source *s, int64_t start, int64_t end, int64_t size,
		      struct tlog_proof *proof) MUST_CHECK;

/* Checking takes numbers and hashes from anywhere: it never fails, it says no. An older tree of no
 * leaves proves nothing and is refused. */
bool tlog_inclusion_check(int64_t index, int64_t size, const struct sha256 *leaf,
			  const struct tlog_proof *proof, const struct sha256 *root);
bool tlog_consistency_check(int64_t old_size, int64_t size, const struct sha256 *old_root,
			    const struct tlog_proof *proof, const struct sha256 *root);
/* The empty subtree (start = end) has the empty root and an empty proof. */
bool tlog_subtree_check(int64_t start, int64_t end, int64_t size, const struct sha256 *sub_root,
			const struct tlog_proof *proof, const struct sha256 *root);
bool tlog_is_subtree(int64_t start, int64_t end); /* start < end and aligned as above */

#endif
