/* log.c: how fast the log's pure part is: leaves made, hashed and appended, read and checked; root,
 * proofs, signatures. `bench_log N` prints "what rate" lines for tests/bench/log.sh. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "audit/checkpoint.h"
#include "audit/leaf.h"
#include "audit/tlog.h"
#include "base/must.h"

enum { FIELDS = 8, PROOFS = 10000, SIGNATURES = 2000 };

/* Every complete subtree, as a database would keep them. */
struct tree {
	struct tlog_edge edge;
	struct sha256 *level[TLOG_LEVELS];
};

/* Time of this process on its core, as `openssl speed` counts it: others on the machine do not
 * matter. */
static int64_t cpu_us(void)
{
	return (int64_t)clock() * 1000000 / CLOCKS_PER_SEC;
}

static void rate(const char *what, int64_t n, int64_t from_us)
{
	int64_t us = cpu_us() - from_us;
	printf("%s\t%.0f\n", what, (double)n * 1e6 / (double)(us ? us : 1));
}

static enum err tree_hash(void *ctx, int level, int64_t index, struct sha256 *h)
{
	*h = ((struct tree *)ctx)->level[level][index];
	return OK;
}

static void bench_append(struct arena *a, struct tree *t, int64_t n)
{
	for (int level = 0; n >> level; level++)
		t->level[level] = arena_new_n(a, struct sha256, n >> level);
	int64_t from = cpu_us();
	for (int64_t i = 0; i < n; i++) {
		char leaf[64] = { 0 };
		struct sha256 made[TLOG_LEVELS];
		memcpy(leaf, &i, sizeof i);
		struct sha256 h = tlog_leaf_hash((str){ leaf, sizeof leaf });
		int levels = tlog_append(&t->edge, &h, made);
		for (int level = 0; level < levels; level++)
			t->level[level][i >> level] = made[level];
	}
	rate("append", n, from);
	from = cpu_us();
	for (int i = 0; i < PROOFS; i++)
		tlog_root(&t->edge);
	rate("root", PROOFS, from);
}

static void bench_proofs(struct arena *a, struct tree *t, int64_t n)
{
	struct tlog_source s = { tree_hash, t };
	struct tlog_proof *p = arena_new_n(a, struct tlog_proof, PROOFS);
	struct sha256 root = tlog_root(&t->edge), old;
	int64_t from = cpu_us();
	for (int64_t i = 0; i < PROOFS; i++)
		must(tlog_inclusion(&s, i * 7919 % n, n, &p[i]) == OK);
	rate("inclusion made", PROOFS, from);
	from = cpu_us();
	for (int64_t i = 0; i < PROOFS; i++) {
		int64_t index = i * 7919 % n;
		must(tlog_inclusion_check(index, n, &t->level[0][index], &p[i], &root));
	}
	rate("inclusion checked", PROOFS, from);
	from = cpu_us();
	for (int64_t i = 0; i < PROOFS; i++) {
		int64_t size = 1 + i * 7919 % n;
		must(tlog_root_at(&s, size, &old) == OK && tlog_consistency(&s, size, n, p) == OK);
		must(tlog_consistency_check(size, n, &old, p, &root));
	}
	rate("consistency made and checked", PROOFS, from);
}

static void make_leaf(struct arena *a, const struct sha256 *seed, struct leaf *l,
		      struct opening *op)
{
	static const char *const names[FIELDS] = { "name",      "mission_id",    "post_id",
						   "state_iso", "birth_from_on", "birth_to_on",
						   "sex",       "note" };
	*op = opening_of_seed(seed);
	for (int i = 0; i < FIELDS; i++)
		opening_add(
		    a, op, str_of(names[i]),
		    i % 2 ? (struct leaf_value){ .kind = LEAF_INT, .i = 18000 + i }
			  : (struct leaf_value){ .kind = LEAF_TEXT, .s = S("Ivanova, Anna") });
	opening_seal(a, op, l);
}

static void bench_leaves(struct arena *a, int64_t n)
{
	struct sha256 seed = { { 7 } };
	struct leaf l = { .seq = 42, .deed = 41, .at = 1624266000000000, .actor_id = 7 };
	struct opening op;
	struct tlog_edge e = { 0 };
	str bytes = { 0 }, beside = { 0 }, bad;
	l.version = 1, l.obj_id = 12, l.actor = S("j.smith"), l.role = S("visa"),
	l.act = S("person.add");
	l.session = S("c0ffee"), l.op = S("insert"), l.obj_table = S("person");
	int64_t from = cpu_us();
	for (int64_t i = 0; i < n; i++) {
		arena_reset(a);
		struct out o = out_to_arena(a), b = out_to_arena(a);
		make_leaf(a, &seed, &l, &op);
		must(leaf_write(&o, &l) == OK && opening_write(&b, &op) == OK);
		bytes = out_view(&o), beside = out_view(&b);
	}
	rate("leaf and opening written", n, from);
	struct arena scratch = *a;
	from = cpu_us();
	for (int64_t i = 0; i < n; i++) {
		struct arena s = scratch;
		struct leaf back;
		must(leaf_read(&s, bytes, &back) == OK);
		struct sha256 h = tlog_leaf_hash(bytes);
		tlog_append(&e, &h, NULL);
	}
	rate("leaf read, hashed, appended", n, from);
	from = cpu_us();
	for (int64_t i = 0; i < n; i++) {
		struct arena s = scratch;
		must(opening_read(&s, beside, &op) == OK && opening_check(&l, &op, &bad) == OK);
	}
	rate("opening read and checked", n, from);
	printf("bytes of a leaf\t%td\n", bytes.n);
}

static void bench_signatures(void)
{
	struct ed25519 secret = { { 1 } }, key = ed25519_public(&secret);
	struct ed25519_signature s = { 0 };
	str text = S("log.example/grata\n1000000\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\n");
	int64_t from = cpu_us();
	for (int i = 0; i < SIGNATURES; i++)
		s = ed25519_sign(&secret, text);
	rate("signed", SIGNATURES, from);
	from = cpu_us();
	for (int i = 0; i < SIGNATURES; i++)
		must(ed25519_check(&key, text, (str){ (const char *)s.b, sizeof s.b }));
	rate("signature checked", SIGNATURES, from);
}

int main(int argc, char **argv)
{
	struct arena a;
	struct tree t = { 0 };
	int64_t n = 1000000;
	must(argc < 2 || (str_to_int64(str_of(argv[1]), &n) && n > 0 && n <= 100000000));
	must(arena_open(&a, (size_t)n * 80 + (64 << 20)) == OK);
	bench_append(&a, &t, n);
	bench_proofs(&a, &t, n);
	arena_reset(&a);
	bench_leaves(&a, n / 10 + 1);
	bench_signatures();
	arena_close(&a);
	return 0;
}
