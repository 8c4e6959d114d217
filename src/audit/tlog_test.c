/* tlog_test.c: the Merkle tree and what leaves the log. The vectors of others (tests/vectors), then
 * properties of the tree against a
 * plain implementation written here from the text of RFC 6962. */
#include "check.h"
#include "hostile.h"
#include "replay.h"

#include <stdio.h>
#include <string.h>

#include "audit/checkpoint.h"
#include "audit/tlog.h"
#include "base/must.h"

static struct arena A;
static struct os OS;

static int open_all(void **state)
{
	(void)state;
	OS = os_fake(0, 2021);
	return arena_open(&A, 256 << 20) == OK ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static str file_of(const char *name)
{
	str text;
	assert_ok(os_file_read(&A, path_of(&A, name), 16 << 20, &text));
	return text;
}

/* ---- Merkle tree: the vectors ---- */

enum { VECTOR_HASHES = 64 };

/* A hash that is not 32 bytes long has no place in our types: reading refuses it. So that checking
 * is tried too, the vector runs with a stand-in that is as wrong, and as equal to itself, as the
 * bytes were. A missing hash (no bytes) is a refusal whatever the stand-in does. */
static struct sha256 vector_hash(str hex)
{
	struct sha256 h;
	return sha256_read_hex(hex, &h) ? h : sha256_of(S("stand-in "), hex, (str){ 0 });
}

static int64_t vector_number(str s)
{
	/* The files hold 64 bits without sign; what exceeds ours is as far outside as -1. */
	int64_t v;
	return str_to_int64(s, &v) ? v : -1;
}

static bool vector_accepts(str kind, const int64_t n[4], const struct sha256 *a,
			   const struct sha256 *b, const struct tlog_proof *p)
{
	int64_t index = n[0], start = n[1], end = n[2], size = n[3];
	if (str_eq(kind, S("inclusion")))
		return tlog_inclusion_check(index, size, a, p, b);
	if (str_eq(kind, S("consistency")))
		return tlog_consistency_check(end, size, a, p, b);
	if (str_eq(kind, S("subtreeinclusion")))
		return tlog_is_subtree(start, end) && index >= start &&
		       tlog_inclusion_check(index - start, end - start, a, p, b);
	must(str_eq(kind, S("subtreeconsistency")));
	return tlog_subtree_check(start, end, size, a, p, b);
}

static void merkle_vectors(void **state)
{
	(void)state;
	struct sha256 hash[VECTOR_HASHES];
	bool is_missing[VECTOR_HASHES];
	int accepted = 0, refused = 0, by_reading = 0;
	str rest = file_of("tests/vectors/merkle.tsv");
	while (rest.n) {
		str line = str_cut(&rest, '\n'), all = line;
		if (str_starts(line, S("#")))
			continue;
		str kind = str_cut(&line, '\t');
		if (str_eq(kind, S("hash"))) {
			int64_t i = vector_number(str_cut(&line, '\t'));
			assert_in_range(i, 0, VECTOR_HASHES - 1);
			hash[i] = vector_hash(line);
			is_missing[i] = line.n == 0;
			continue;
		}
		str want = str_cut(&line, '\t');
		int64_t n[6];
		for (int i = 0; i < 6; i++)
			n[i] = vector_number(str_cut(&line, '\t'));
		bool is_whole = !is_missing[n[4]] && !is_missing[n[5]];
		struct tlog_proof p = { 0 };
		for (str list = str_cut(&line, '\t'); list.n;) {
			int64_t i = vector_number(str_cut(&list, ' '));
			is_whole = is_whole && !is_missing[i];
			p.hash[p.n++] = hash[i];
		}
		bool accepts = vector_accepts(kind, n, &hash[n[4]], &hash[n[5]], &p);
		by_reading += accepts && !is_whole;
		accepts = accepts && is_whole;
		if (accepts != str_eq(want, S("accept")))
			fail_msg("wrong about %.*s", SF(all));
		accepts ? accepted++ : refused++;
	}
	assert_int_equal(accepted, 6 + 6 + 12 + 12);
	assert_int_equal(refused, 92 + 92 + 192 + 106);
	printf(
	    "# figure: %d of 518 Merkle vectors right (%d accepted, %d refused, of these %d only "
	    "because a hash is missing)\n",
	    accepted + refused, accepted, refused, by_reading);
}

/* ---- Merkle tree: RFC 6962 section 2.1 as it is written, over an array of leaf hashes ---- */

enum { TREE_MAX = 2000 };
static struct sha256 made_at[TLOG_LEVELS][TREE_MAX];

static int64_t rfc_split(int64_t n)
{
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

static struct sha256 rfc_mth(const struct sha256 *d, int64_t n)
{
	if (n == 1)
		return d[0];
	int64_t k = rfc_split(n);
	struct sha256 l = rfc_mth(d, k), r = rfc_mth(d + k, n - k);
	char both[65] = "\x01";
	memcpy(both + 1, l.b, 32);
	memcpy(both + 33, r.b, 32);
	return sha256_of((str){ both, 65 }, (str){ 0 }, (str){ 0 });
}

static void rfc_path(int64_t m, const struct sha256 *d, int64_t n, struct tlog_proof *p)
{
	if (n == 1)
		return;
	int64_t k = rfc_split(n);
	rfc_path(m < k ? m : m - k, m < k ? d : d + k, m < k ? k : n - k, p);
	p->hash[p->n++] = m < k ? rfc_mth(d + k, n - k) : rfc_mth(d, k);
}

static void rfc_subproof(int64_t m, const struct sha256 *d, int64_t n, bool b, struct tlog_proof *p)
{
	int64_t k = n > 1 ? rfc_split(n) : 0;
	if (m == n && b)
		return;
	if (m == n) {
		p->hash[p->n++] = rfc_mth(d, n);
	} else if (m <= k) {
		rfc_subproof(m, d, k, b, p);
		p->hash[p->n++] = rfc_mth(d + k, n - k);
	} else {
		rfc_subproof(m - k, d + k, n - k, false, p);
		p->hash[p->n++] = rfc_mth(d, k);
	}
}

static enum err made_hash(void *ctx, int level, int64_t index, struct sha256 *h)
{
	int64_t size = *(int64_t *)ctx;
	must((index + 1) << level <= size); /* never asked for what is not complete */
	*h = made_at[level][index];
	return OK;
}

static bool proof_eq(const struct tlog_proof *a, const struct tlog_proof *b)
{
	return a->n == b->n && memcmp(a->hash, b->hash, (size_t)a->n * sizeof *a->hash) == 0;
}

/* Changed, shortened and lengthened copies of a good proof. */
static void assert_only_this_proof(int64_t start, int64_t end, int64_t size,
				   const struct sha256 *sub, const struct tlog_proof *p,
				   const struct sha256 *root)
{
	struct tlog_proof q = *p;
	struct sha256 h = *root;
	assert_true(tlog_subtree_check(start, end, size, sub, p, root));
	flip(&OS, h.b, sizeof h.b);
	assert_false(tlog_subtree_check(start, end, size, sub, p, &h));
	assert_false(tlog_subtree_check(start, end, size, &h, p, root));
	q.hash[q.n++] = h;
	assert_false(tlog_subtree_check(start, end, size, sub, &q, root));
	if (p->n == 0)
		return;
	q = *p;
	q.n--;
	assert_false(tlog_subtree_check(start, end, size, sub, &q, root));
	q = *p;
	flip(&OS, q.hash, (ptrdiff_t)sizeof *q.hash * q.n);
	assert_false(tlog_subtree_check(start, end, size, sub, &q, root));
}

static void merkle_tree_of(int64_t size)
{
	struct tlog_edge e = { 0 };
	struct tlog_source s = { made_hash, &size };
	for (int64_t i = 0; i < size; i++) {
		struct sha256 made[TLOG_LEVELS];
		struct sha256 leaf = tlog_leaf_hash((str){ (char *)&i, sizeof i });
		int n = tlog_append(&e, &leaf, made);
		for (int level = 0; level < n; level++)
			made_at[level][i >> level] = made[level];
	}
	struct sha256 root = rfc_mth(made_at[0], size), got = tlog_root(&e);
	assert_true(sha256_eq(&got, &root));
	assert_ok(tlog_root_at(&s, size, &got));
	assert_true(sha256_eq(&got, &root));
	for (int i = 0; i < 20; i++) {
		int64_t m = below(&OS, size), old = 1 + below(&OS, size);
		struct tlog_proof p, want = { 0 };
		assert_ok(tlog_inclusion(&s, m, size, &p));
		rfc_path(m, made_at[0], size, &want);
		assert_true(proof_eq(&p, &want));
		assert_true(tlog_inclusion_check(m, size, &made_at[0][m], &p, &root));
		assert_only_this_proof(m, m + 1, size, &made_at[0][m], &p, &root);

		assert_ok(tlog_consistency(&s, old, size, &p));
		want.n = 0;
		rfc_subproof(old, made_at[0], old == size ? old : size, true, &want);
		assert_true(proof_eq(&p, &want));
		struct sha256 old_root = rfc_mth(made_at[0], old);
		assert_true(tlog_consistency_check(old, size, &old_root, &p, &root));
		assert_only_this_proof(0, old, size, &old_root, &p, &root);

		int64_t start = below(&OS, size) & -(INT64_C(1) << below(&OS, 11)),
			end = start + old;
		if (end <= size && tlog_is_subtree(start, end)) {
			struct sha256 sub = rfc_mth(made_at[0] + start, end - start);
			assert_ok(tlog_subtree(&s, start, end, size, &p));
			assert_only_this_proof(start, end, size, &sub, &p, &root);
		}
	}
}

static void merkle_properties(void **state)
{
	(void)state;
	for (int64_t size = 1; size <= 66; size++)
		merkle_tree_of(size);
	for (int i = 0; i < 60; i++)
		merkle_tree_of(1 + below(&OS, TREE_MAX));
}

static enum err no_hash(void *ctx, int level, int64_t index, struct sha256 *h)
{
	(void)ctx, (void)level, (void)index, (void)h;
	return ERR_DB;
}

static void merkle_limits(void **state)
{
	(void)state;
	struct tlog_source s = { no_hash, NULL };
	struct tlog_proof p;
	struct sha256 h, empty = tlog_empty_root();
	assert_ok(tlog_root_at(&s, 0, &h));
	assert_true(sha256_eq(&h, &empty));
	h = tlog_root(&(struct tlog_edge){ 0 });
	assert_true(sha256_eq(&h, &empty));
	assert_int_equal(tlog_root_at(&s, 5, &h), ERR_DB);
	assert_int_equal(tlog_inclusion(&s, 4, 5, &p), ERR_DB);
	assert_int_equal(tlog_consistency(&s, 3, 5, &p), ERR_DB);
	p.n = 0;
	assert_false(tlog_inclusion_check(0, INT64_MAX, &h, &p, &h));
	assert_false(tlog_consistency_check(INT64_MIN, INT64_MAX, &h, &p, &h));
	assert_false(tlog_subtree_check(-1, -1, 5, &empty, &p, &h));
	assert_false(tlog_subtree_check(2, 1, 5, &empty, &p, &h));
	assert_true(tlog_subtree_check(2, 2, 5, &empty, &p, &h));
	assert_true(tlog_is_subtree(0, TLOG_SIZE_MAX) && tlog_is_subtree(4, 7));
	assert_false(tlog_is_subtree(0, TLOG_SIZE_MAX + 1) || tlog_is_subtree(0, 0) ||
		     tlog_is_subtree(-4, 0) || tlog_is_subtree(4, 3) || tlog_is_subtree(2, 5));
	p.n = TLOG_PROOF_MAX;
	memset(p.hash, 7, sizeof p.hash);
	assert_false(tlog_inclusion_check(TLOG_SIZE_MAX - 1, TLOG_SIZE_MAX, &h, &p, &h));
	p.n = TLOG_PROOF_MAX + 1;
	assert_false(tlog_inclusion_check(1, 2, &h, &p, &h));
	p.n = -1;
	assert_false(tlog_inclusion_check(1, 2, &h, &p, &h));
}

enum { SIZE_OF_EDGE = 8 + 32 * TLOG_LEVELS };

static void edge_bytes(void **state)
{
	(void)state;
	struct tlog_edge e = { 0 }, back;
	for (int64_t i = 0; i < 300; i++) {
		str bytes = tlog_edge_bytes(&A, &e);
		assert_true(tlog_edge_read(bytes, &back));
		assert_memory_equal(&back, &e, sizeof e.size + (size_t)bytes.n - 8);
		assert_false(tlog_edge_read(str_slice(bytes, 0, bytes.n - 1), &back));
		char longer[SIZE_OF_EDGE + 1] = { 0 };
		memcpy(longer, bytes.p, (size_t)bytes.n);
		assert_false(tlog_edge_read((str){ longer, bytes.n + 1 }, &back));
		struct sha256 leaf = tlog_leaf_hash((str){ (char *)&i, sizeof i });
		tlog_append(&e, &leaf, NULL);
	}
	assert_true(tlog_edge_read((str){ "\0\0\0\0\0\0\0\0", 8 }, &back));
	assert_false(tlog_edge_read((str){ "\x7f\0\0\0\0\0\0\0", 8 }, &back));
	assert_false(tlog_edge_read((str){ 0 }, &back));
}

/* ---- signatures, notes, checkpoints, receipts ---- */

static str unhex(str hex)
{
	char *to = arena_bytes(&A, hex.n / 2 + 1, 1);
	for (ptrdiff_t i = 0; i < hex.n / 2; i++) {
		char two[3] = { hex.p[2 * i], hex.p[2 * i + 1], 0 };
		to[i] = (char)strtol(two, NULL, 16);
	}
	return (str){ to, hex.n / 2 };
}

static struct ed25519 key_of_hex(const char *hex)
{
	struct ed25519 k;
	str bytes = unhex(str_of(hex));
	assert_int_equal(bytes.n, sizeof k.b);
	memcpy(k.b, bytes.p, sizeof k.b);
	return k;
}

static void ed25519_vectors(void **state)
{
	(void)state;
	int valid = 0, invalid = 0;
	str rest = file_of("tests/vectors/ed25519.tsv");
	while (rest.n) {
		str line = str_cut(&rest, '\n'), all = line;
		if (str_starts(line, S("#")))
			continue;
		str_cut(&line, '\t');
		bool is_valid = str_eq(str_cut(&line, '\t'), S("valid"));
		struct ed25519 key = key_of_hex(str_z(&A, str_cut(&line, '\t')));
		str text = unhex(str_cut(&line, '\t')), signature = unhex(str_cut(&line, '\t'));
		if (ed25519_check(&key, text, signature) != is_valid)
			fail_msg("wrong about %.*s", SF(all));
		is_valid ? valid++ : invalid++;
	}
	assert_int_equal(valid, 88);
	assert_int_equal(invalid, 63);
	printf("# figure: %d of 151 Wycheproof Ed25519 vectors right\n", valid + invalid);
}

/* RFC 8032 section 7.1, TEST 1. */
static const char RFC8032_PRIVATE[] =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
static const char RFC8032_PUBLIC[] =
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
static const char RFC8032_SIGNATURE[] =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    "d25bf5f0595bbe24655141438e7a100b";

static void ed25519_signs(void **state)
{
	(void)state;
	struct ed25519 secret = key_of_hex(RFC8032_PRIVATE), want = key_of_hex(RFC8032_PUBLIC);
	struct ed25519 key = ed25519_public(&secret);
	assert_memory_equal(&key, &want, sizeof key);
	struct ed25519_signature s = ed25519_sign(&secret, S(""));
	assert_memory_equal(s.b, unhex(str_of(RFC8032_SIGNATURE)).p, sizeof s.b);
}

static void note_keys(void **state)
{
	(void)state;
	/* Two keys in public use, with the ids that their owners print. */
	static const struct {
		const char *name, *key, id[NOTE_ID_BYTES + 1];
	} known[] = {
		{ "sum.golang.org",
		  "ce3372d75ad1ee5ecdaf8727293d4b111d87eb37531d7c86d4d3003f0eb809fc",
		  "\x03\x3d\xe0\xae" },
		{ "PeterNeumann",
		  "1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6",
		  "\xc7\x4f\x20\xa3" },
	};
	struct log_key k;
	for (ptrdiff_t i = 0; i < COUNT(known); i++) {
		struct ed25519 key = key_of_hex(known[i].key);
		assert_true(log_key_of(str_of(known[i].name), &key, &k));
		assert_memory_equal(k.id, known[i].id, NOTE_ID_BYTES);
	}
	static const char *const no_names[] = { "",
						"a b",
						"a+b",
						"a\n",
						"\xc2\x85",
						"a\xc2\xa0",
						"\xe1\x9a\x80",
						"\xe2\x80\x80",
						"\xe2\x80\x8a",
						"\xe2\x80\xa8",
						"\xe2\x80\xa9",
						"\xe2\x80\xaf",
						"\xe2\x81\x9f",
						"\xe3\x80\x80",
						"\xff" };
	for (ptrdiff_t i = 0; i < COUNT(no_names); i++)
		assert_false(log_key_of(str_of(no_names[i]), &k.public_key, &k));
	assert_true(log_key_of(S("\xe2\x80\x8b\xc3\xa9-"), &k.public_key, &k));
}

static void notes_are_signed(void **state)
{
	(void)state;
	struct ed25519 secret = key_of_hex(RFC8032_PRIVATE), other_secret = { { 1 } };
	struct ed25519 key = ed25519_public(&secret), other = ed25519_public(&other_secret);
	struct log_key k, other_k, same_name;
	struct signed_note n = { .text = S("one\n\ntwo\n") }, back;
	assert_true(log_key_of(S("log"), &key, &k) && log_key_of(S("witness"), &other, &other_k) &&
		    log_key_of(S("log"), &other, &same_name));
	assert_false(signed_note_is_signed(&n, &k));
	signed_note_sign(&A, &n, &k, &secret);
	assert_true(signed_note_is_signed(&n, &k));
	assert_false(signed_note_is_signed(&n, &other_k) || signed_note_is_signed(&n, &same_name));
	signed_note_sign(&A, &n, &other_k, &other_secret);
	struct out o = out_to_arena(&A);
	signed_note_write(&o, &n);
	assert_true(signed_note_read(&A, out_view(&o), &back));
	assert_true(signed_note_is_signed(&back, &k) && signed_note_is_signed(&back, &other_k));
	/* One that claims to be ours and is wrong spoils the note, whatever else stands there. */
	signed_note_sign(&A, &n, &k, &other_secret);
	assert_false(signed_note_is_signed(&n, &k));
	assert_true(signed_note_is_signed(&n, &other_k));
	back.text = S("one\n\ntwO\n");
	assert_false(signed_note_is_signed(&back, &k) || signed_note_is_signed(&back, &other_k));
}

static void notes_are_strict(void **state)
{
	(void)state;
	static const char *const good[] = {
		"\n\n\xe2\x80\x94 a AAAAAAA=\n",
		"x\n\ny\n\n\xe2\x80\x94 a AAAAAAA=\n\xe2\x80\x94 b AAAAAAAA\n",
	};
	static const char *const wrong[] = {
		"",
		"\n",
		"\n\n",
		"x\n",
		"x\n\n",
		"x\n\xe2\x80\x94 a AAAAAAA=\n",
		"\n\xe2\x80\x94 a AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 a AAAAAAA=",
		"x\n\n\xe2\x80\x94 a AAAAAAA=\n\n",
		"x\n\n- a AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 a AAAAAAA\n",
		"x\n\n\xe2\x80\x94 a AAAAAAB=\n",
		"x\n\n\xe2\x80\x94 a AAAAAA==\n",
		"x\n\n\xe2\x80\x94 a AA=AAAA=\n",
		"x\n\n\xe2\x80\x94 a ====\n",
		"x\n\n\xe2\x80\x94 a AAAAAAA= \n",
		"x\n\n\xe2\x80\x94 a  AAAAAAA=\n",
		"x\n\n\xe2\x80\x94  AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 a+b AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 a\xc2\xa0"
		"b AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 a\xe3\x80\x80"
		"b AAAAAAA=\n",
		"x\r\n\n\xe2\x80\x94 a AAAAAAA=\n",
		"x\ty\n\n\xe2\x80\x94 a AAAAAAA=\n",
		"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 \xff AAAAAAA=\n",
		"x\n\n\xe2\x80\x94 a AAAA-AA=\n",
	};
	struct signed_note n;
	for (ptrdiff_t i = 0; i < COUNT(good); i++) {
		struct out o = out_to_arena(&A);
		assert_true(signed_note_read(&A, str_of(good[i]), &n));
		signed_note_write(&o, &n);
		assert_str(out_view(&o), good[i]);
	}
	for (ptrdiff_t i = 0; i < COUNT(wrong); i++)
		if (signed_note_read(&A, str_of(wrong[i]), &n))
			fail_msg("taken: %s", wrong[i]);
	for (int count = NOTE_SIGNATURES_MAX; count <= NOTE_SIGNATURES_MAX + 1; count++) {
		struct out o = out_to_arena(&A);
		out_lit(&o, "x\n\n");
		for (int i = 0; i < count; i++)
			out_lit(&o, "\xe2\x80\x94 a AAAAAAA=\n");
		assert_int_equal(signed_note_read(&A, out_view(&o), &n),
				 count <= NOTE_SIGNATURES_MAX);
	}
}

#define ROOT64 "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

static void checkpoints_are_strict(void **state)
{
	(void)state;
	static const char *const good[] = {
		"example.com/behind-the-sofa\n20852163\n" ROOT64 "\n",
		"o\n0\n" ROOT64 "\n",
		"a log\n4611686018427387904\n" ROOT64 "\nmore\nand more\n",
	};
	static const char *const wrong[] = {
		"",
		"o\n",
		"o\n1\n",
		"o\n1\n" ROOT64,
		"\n1\n" ROOT64 "\n",
		"o\n01\n" ROOT64 "\n",
		"o\n-1\n" ROOT64 "\n",
		"o\n+1\n" ROOT64 "\n",
		"o\n\n" ROOT64 "\n",
		"o\n1 \n" ROOT64 "\n",
		"o\n00\n" ROOT64 "\n",
		"o\n4611686018427387905\n" ROOT64 "\n",
		"o\nx\n" ROOT64 "\n",
		"o\n99999999999999999999\n" ROOT64 "\n",
		"o\n1\n" ROOT64 "\n\n",
		"o\n1\n" ROOT64 "\nx",
		"o\n1\n" ROOT64 "\n\nx\n",
		"o\n1\n" ROOT64 " \n",
		"o\n1\nAAAA" ROOT64 "\n",
		"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
		"o\n1\nAAAA\n",
		"o\t\n1\n" ROOT64 "\n",
		"\xff\n1\n" ROOT64 "\n",
	};
	struct checkpoint c;
	for (ptrdiff_t i = 0; i < COUNT(good); i++) {
		struct out o = out_to_arena(&A);
		assert_true(checkpoint_read(str_of(good[i]), &c));
		assert_ok(checkpoint_write(&o, &c));
		assert_str(out_view(&o), good[i]);
	}
	for (ptrdiff_t i = 0; i < COUNT(wrong); i++)
		if (checkpoint_read(str_of(wrong[i]), &c))
			fail_msg("taken: %s", wrong[i]);
	const struct checkpoint bad[] = {
		{ .origin = S("") },
		{ .origin = S("a\nb") },
		{ .origin = S("\xff") },
		{ .origin = S("a"), .size = -1 },
		{ .origin = S("a"), .size = TLOG_SIZE_MAX + 1 },
		{ .origin = S("a"), .extensions = S("x") },
		{ .origin = S("a"), .extensions = S("\n") },
		{ .origin = S("a"), .extensions = S("x\n\ny\n") },
	};
	for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
		struct out o = out_to_arena(&A);
		assert_int_equal(checkpoint_write(&o, &bad[i]), ERR_INTERNAL);
	}
}

/* The receipt of one entry of a log of `size` entries, signed with the key of RFC 8032. */
static str receipt_of(int64_t index, int64_t size, str extra, struct log_key *k)
{
	struct ed25519 secret = key_of_hex(RFC8032_PRIVATE), key = key_of_hex(RFC8032_PUBLIC);
	struct tlog_source s = { made_hash, &size };
	struct checkpoint c = { .origin = S("log.example/grata"), .size = size };
	struct receipt r = { .index = index, .extra = extra };
	struct out text = out_to_arena(&A), note = out_to_arena(&A), o = out_to_arena(&A);
	assert_true(log_key_of(c.origin, &key, k));
	assert_ok(tlog_root_at(&s, size, &c.root));
	assert_ok(tlog_inclusion(&s, index, size, &r.proof));
	assert_ok(checkpoint_write(&text, &c));
	struct signed_note n = { .text = out_view(&text) };
	signed_note_sign(&A, &n, k, &secret);
	signed_note_write(&note, &n);
	r.note = out_view(&note);
	receipt_write(&o, &r);
	return out_view(&o);
}

static void receipts(void **state)
{
	(void)state;
	int found = 0;
	merkle_tree_of(300);
	for (int i = 0; i < 300; i++) {
		int64_t size = 1 + below(&OS, 300), index = below(&OS, size);
		str leaf = { (char *)&index, sizeof index };
		const str extras[] = { { 0 }, S(""), S("extra") }, extra = extras[i % 3];
		struct log_key k;
		struct receipt r;
		str bytes = receipt_of(index, size, extra, &k);
		assert_true(receipt_read(&A, bytes, &r));
		assert_true(receipt_check(A, &r, leaf, &k));
		assert_true(str_eq(r.extra, extra));
		struct out o = out_to_arena(&A);
		receipt_write(&o, &r);
		assert_true(str_eq(out_view(&o), bytes));
		assert_false(receipt_check(A, &r, S("another"), &k));
		k.name = S("log.example/other");
		assert_false(receipt_check(A, &r, leaf, &k));
	}
	for (int i = 0; i < 1000; i++) {
		int64_t size = 1 + below(&OS, 300), index = below(&OS, size);
		struct log_key k;
		struct receipt r;
		str bytes = flipped(&OS, &A, receipt_of(index, size, (str){ 0 }, &k));
		found += !receipt_read(&A, bytes, &r) ||
			 !receipt_check(A, &r, (str){ (char *)&index, sizeof index }, &k);
	}
	assert_int_equal(found, 1000);
}

static void receipts_are_strict(void **state)
{
	(void)state;
	static const char *const from_to[][2] = {
		{ "proof@v1", "proof@v2" },
		{ "index 5", "index 05" },
		{ "index 5", "index -5" },
		{ "index 5", "Index 5" },
		{ "index 5\n", "" },
		{ "index 5", "extra !\nindex 5" },
		{ "index 5", "index 5\nindex 5" },
		{ "index 5", "index 4611686018427387904" },
		{ "gxFf", "gxF" },
		{ "\n\nlog", "\nlog" },
		{ "\n7\n", "\n07\n" },
		{ "\xe2\x80\x94", "-" },
	};
	str all = file_of("tests/corpus/audit/receipt_by_node");
	struct receipt r;
	for (ptrdiff_t i = 0; i < COUNT(from_to); i++) {
		str from = str_of(from_to[i][0]);
		ptrdiff_t at = str_find(all, from);
		assert_true(at >= 0);
		str changed = str_fmt(&A, "%.*s%s%.*s", (int)at, all.p, from_to[i][1],
				      SF(str_slice(all, at + from.n, all.n)));
		if (receipt_read(&A, changed, &r))
			fail_msg("taken: %.*s", SF(changed));
	}
	for (ptrdiff_t n = 0; n < all.n; n++)
		assert_false(receipt_read(&A, str_slice(all, 0, n), &r));
}

/* Made by a program of a few lines in another language, over "leaf 0" to "leaf 6". */
static void receipt_of_others(void **state)
{
	(void)state;
	struct ed25519 key = key_of_hex(RFC8032_PUBLIC);
	struct log_key k;
	struct receipt r;
	assert_true(log_key_of(S("log.example/grata"), &key, &k));
	assert_true(receipt_read(&A, file_of("tests/corpus/audit/receipt_by_node"), &r));
	assert_true(receipt_check(A, &r, S("leaf 5"), &k));
	assert_false(receipt_check(A, &r, S("leaf 4"), &k));
}

static void fuzz_corpus(void **state)
{
	(void)state;
	replay_corpus(path_of(&A, "tests/corpus/audit"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merkle_vectors),    cmocka_unit_test(merkle_properties),
		cmocka_unit_test(merkle_limits),     cmocka_unit_test(edge_bytes),
		cmocka_unit_test(ed25519_vectors),   cmocka_unit_test(ed25519_signs),
		cmocka_unit_test(note_keys),         cmocka_unit_test(notes_are_signed),
		cmocka_unit_test(notes_are_strict),  cmocka_unit_test(checkpoints_are_strict),
		cmocka_unit_test(receipts),          cmocka_unit_test(receipts_are_strict),
		cmocka_unit_test(receipt_of_others), cmocka_unit_test(fuzz_corpus),
	};
	return cmocka_run_group_tests_name("tlog", tests, open_all, close_all);
}
