/* tlog.c: the Merkle tree of the log. Order: hashes, right edge, making proofs, checking proofs.
 *
 * Making and checking are the two halves of one recursion, that of the proof of a subtree
 * (draft-ietf-plants-merkle-tree-certs, section 4.4): an inclusion proof is the proof of the
 * subtree of one leaf, a consistency proof that of the subtree [0, old size). Its depth is at most
 * that of the tree, 62. */
#include "audit/tlog.h"

#include <string.h>

#include "base/arena.h"
#include "base/must.h"

static str bytes_of(const struct sha256 *h)
{
	return (str){ (const char *)h->b, sizeof h->b };
}

struct sha256 tlog_leaf_hash(str leaf)
{
	return sha256_of(S("\x00"), leaf, (str){ 0 });
}

struct sha256 tlog_node_hash(const struct sha256 *left, const struct sha256 *right)
{
	return sha256_of(S("\x01"), bytes_of(left), bytes_of(right));
}

struct sha256 tlog_empty_root(void)
{
	return sha256_of((str){ 0 }, (str){ 0 }, (str){ 0 });
}

static int bits_set(int64_t v)
{
	return __builtin_popcountll((unsigned long long)v);
}

/* The level of the largest complete subtree that leaves something of n > 1 leaves for the right
 * side: 2^level is the largest power of two below n. */
static int split_level(int64_t n)
{
	must(n > 1);
	return 63 - __builtin_clzll((unsigned long long)(n - 1));
}

int tlog_append(struct tlog_edge *e, const struct sha256 *leaf, struct sha256 *made)
{
	must(e->size >= 0 && e->size < TLOG_SIZE_MAX);
	int n = bits_set(e->size), level = 0;
	e->hash[n] = *leaf;
	if (made)
		made[0] = *leaf;
	for (int64_t size = e->size; size & 1; size >>= 1, n--) {
		e->hash[n - 1] = tlog_node_hash(&e->hash[n - 1], &e->hash[n]);
		level++;
		if (made)
			made[level] = e->hash[n - 1];
	}
	e->size++;
	return level + 1;
}

struct sha256 tlog_root(const struct tlog_edge *e)
{
	int n = bits_set(e->size);
	if (n == 0)
		return tlog_empty_root();
	struct sha256 root = e->hash[n - 1];
	for (int i = n - 2; i >= 0; i--)
		root = tlog_node_hash(&e->hash[i], &root);
	return root;
}

enum { SIZE_BYTES = 8, HASH_BYTES = sizeof(struct sha256) };

str tlog_edge_bytes(struct arena *a, const struct tlog_edge *e)
{
	ptrdiff_t n = SIZE_BYTES + (ptrdiff_t)HASH_BYTES * bits_set(e->size);
	char *p = arena_bytes(a, n, 1);
	for (int i = 0; i < SIZE_BYTES; i++)
		p[i] = (char)(e->size >> (56 - 8 * i) & 0xff);
	memcpy(p + SIZE_BYTES, e->hash, (size_t)(n - SIZE_BYTES));
	return (str){ p, n };
}

bool tlog_edge_read(str bytes, struct tlog_edge *e)
{
	if (bytes.n < SIZE_BYTES)
		return false;
	uint64_t size = 0;
	for (int i = 0; i < SIZE_BYTES; i++)
		size = size << 8 | (unsigned char)bytes.p[i];
	if (size > (uint64_t)TLOG_SIZE_MAX)
		return false;
	*e = (struct tlog_edge){ .size = (int64_t)size };
	if (bytes.n != SIZE_BYTES + (ptrdiff_t)HASH_BYTES * bits_set(e->size))
		return false;
	memcpy(e->hash, bytes.p + SIZE_BYTES, (size_t)(bytes.n - SIZE_BYTES));
	return true;
}

/* The root of the leaves [from, from + n), n > 0; `from` is where a subtree of that many may start,
 * so the pieces are complete subtrees of the whole tree. */
static enum err range_root(const struct tlog_source *s, int64_t from, int64_t n,
			   struct sha256 *root)
{
	if (bits_set(n) == 1) {
		int level = __builtin_ctzll((unsigned long long)n);
		return s->hash(s->ctx, level, from >> level, root);
	}
	int level = split_level(n);
	int64_t k = INT64_C(1) << level;
	struct sha256 left, right;
	TRY(s->hash(s->ctx, level, from >> level, &left));
	TRY(range_root(s, from + k, n - k, &right));
	*root = tlog_node_hash(&left, &right);
	return OK;
}

enum err tlog_root_at(const struct tlog_source *s, int64_t size, struct sha256 *root)
{
	must(size >= 0 && size <= TLOG_SIZE_MAX);
	if (size > 0)
		return range_root(s, 0, size, root);
	*root = tlog_empty_root();
	return OK;
}

static enum err prove_range(const struct tlog_source *s, int64_t from, int64_t n,
			    struct tlog_proof *proof)
{
	must(proof->n < TLOG_PROOF_MAX);
	return range_root(s, from, n, &proof->hash[proof->n++]);
}

/* The proof of [start, end) in the n leaves that begin at leaf `from` of the tree; start and end
 * count from there. `is_known`: whoever checks has the subtree's hash at this place. */
static enum err prove(const struct tlog_source *s, int64_t start, int64_t end, int64_t from,
		      int64_t n, bool is_known, struct tlog_proof *proof)
{
	if (start == 0 && end == n)
		return is_known ? OK : prove_range(s, from, n, proof);
	int64_t k = INT64_C(1) << split_level(n);
	if (end <= k) {
		TRY(prove(s, start, end, from, k, is_known, proof));
		return prove_range(s, from + k, n - k, proof);
	}
	if (k <= start) {
		TRY(prove(s, start - k, end - k, from + k, n - k, is_known, proof));
		return prove_range(s, from, k, proof);
	}
	must(start == 0); /* a subtree that spans the split begins at the left */
	TRY(prove(s, 0, end - k, from + k, n - k, false, proof));
	return prove_range(s, from, k, proof);
}

enum err tlog_subtree(const struct tlog_source *s, int64_t start, int64_t end, int64_t size,
		      struct tlog_proof *proof)
{
	must(tlog_is_subtree(start, end) && end <= size && size <= TLOG_SIZE_MAX);
	proof->n = 0;
	return prove(s, start, end, 0, size, true, proof);
}

enum err tlog_inclusion(const struct tlog_source *s, int64_t index, int64_t size,
			struct tlog_proof *proof)
{
	must(index >= 0 && index < size);
	return tlog_subtree(s, index, index + 1, size, proof);
}

enum err tlog_consistency(const struct tlog_source *s, int64_t old_size, int64_t size,
			  struct tlog_proof *proof)
{
	return tlog_subtree(s, 0, old_size, size, proof);
}

bool tlog_is_subtree(int64_t start, int64_t end)
{
	if (start < 0 || start >= end || end > TLOG_SIZE_MAX)
		return false;
	int64_t n = end - start;
	int64_t align = n == 1 ? 1 : INT64_C(2) << split_level(n);
	return start % align == 0;
}

/* What the first n_proof hashes of the proof lead to: the hash of [start, end) and that of all n
 * leaves. The mirror of prove(): the last hash of the proof belongs to the highest split. */
static bool fold(const struct sha256 *known, int64_t start, int64_t end, int64_t n,
		 const struct sha256 *proof, int n_proof, struct sha256 *sub, struct sha256 *whole)
{
	if (start == 0 && end == n) {
		if (n_proof != (known ? 0 : 1))
			return false;
		*sub = *whole = known ? *known : proof[0];
		return true;
	}
	if (n_proof == 0)
		return false;
	const struct sha256 *last = &proof[--n_proof];
	int64_t k = INT64_C(1) << split_level(n);
	struct sha256 part;
	if (end <= k) {
		if (!fold(known, start, end, k, proof, n_proof, sub, &part))
			return false;
		*whole = tlog_node_hash(&part, last);
		return true;
	}
	if (k <= start) {
		if (!fold(known, start - k, end - k, n - k, proof, n_proof, sub, &part))
			return false;
		*whole = tlog_node_hash(last, &part);
		return true;
	}
	must(start == 0);
	struct sha256 sub_part;
	if (!fold(NULL, 0, end - k, n - k, proof, n_proof, &sub_part, &part))
		return false;
	*sub = tlog_node_hash(last, &sub_part);
	*whole = tlog_node_hash(last, &part);
	return true;
}

bool tlog_subtree_check(int64_t start, int64_t end, int64_t size, const struct sha256 *sub_root,
			const struct tlog_proof *proof, const struct sha256 *root)
{
	if (start < 0 || end < start || size < end || size > TLOG_SIZE_MAX)
		return false;
	if (start == end) {
		struct sha256 empty = tlog_empty_root();
		return proof->n == 0 && sha256_eq(sub_root, &empty);
	}
	struct sha256 sub, whole;
	return tlog_is_subtree(start, end) && proof->n >= 0 && proof->n <= TLOG_PROOF_MAX &&
	       fold(sub_root, start, end, size, proof->hash, proof->n, &sub, &whole) &&
	       sha256_eq(&sub, sub_root) && sha256_eq(&whole, root);
}

bool tlog_inclusion_check(int64_t index, int64_t size, const struct sha256 *leaf,
			  const struct tlog_proof *proof, const struct sha256 *root)
{
	return index >= 0 && index < size &&
	       tlog_subtree_check(index, index + 1, size, leaf, proof, root);
}

bool tlog_consistency_check(int64_t old_size, int64_t size, const struct sha256 *old_root,
			    const struct tlog_proof *proof, const struct sha256 *root)
{
	return old_size > 0 && tlog_subtree_check(0, old_size, size, old_root, proof, root);
}
