/* seal.c: the tree in memory, then extracts: written, read, checked. */
#include "seal/seal.h"

#include "audit/leaf.h"
#include "base/must.h"

/* ---- the tree ---- */

void seal_tree_open(struct arena *a, int64_t cap, struct seal_tree *t)
{
	*t = (struct seal_tree){ .cap = cap };
	for (int level = 0; level < TLOG_LEVELS && cap >> level; level++)
		t->level[level] = arena_new_n(a, struct sha256, cap >> level);
}

void seal_tree_add(struct seal_tree *t, const struct sha256 *leaf)
{
	must(t->n < t->cap);
	t->level[0][t->n] = *leaf;
	for (int level = 0; (t->n >> level & 1) && t->level[level + 1]; level++) {
		int64_t i = t->n >> level;
		t->level[level + 1][i >> 1] =
		    tlog_node_hash(&t->level[level][i - 1], &t->level[level][i]);
	}
	t->n++;
}

static enum err tree_hash(void *ctx, int level, int64_t index, struct sha256 *out)
{
	const struct seal_tree *t = ctx;
	must(level < TLOG_LEVELS && (index + 1) << level <= t->n);
	*out = t->level[level][index];
	return OK;
}

struct tlog_source seal_tree_source(struct seal_tree *t)
{
	return (struct tlog_source){ tree_hash, t };
}

void seal_tree_edge(const struct seal_tree *t, int64_t size, struct tlog_edge *e)
{
	int n = 0;
	must(size <= t->n);
	*e = (struct tlog_edge){ .size = size };
	for (int level = TLOG_LEVELS - 1; level >= 0; level--)
		if (size >> level & 1)
			e->hash[n++] = t->level[level][(size >> level) - 1];
}

/* ---- extracts ---- */

static const str EXTRACT_BEGINS = { "grata/log-extract@v1", 20 };

static void hash_line(struct out *o, const char *word, const struct sha256 *h)
{
	out_str(o, str_of(word));
	out_base64(o, h->b, sizeof h->b);
	out_char(o, '\n');
}

void extract_head_write(struct out *o, int64_t first, const struct tlog_edge *before, int64_t n)
{
	must(before->size == first - 1);
	out_str(o, EXTRACT_BEGINS);
	out_fmt(o, "\nfirst %lld\n", (long long)first);
	for (int i = 0; i < __builtin_popcountll((unsigned long long)before->size); i++)
		hash_line(o, "edge ", &before->hash[i]);
	out_fmt(o, "entries %lld\n", (long long)n);
}

void extract_tail_write(struct out *o, const struct tlog_proof *proof, str note)
{
	for (int i = 0; i < proof->n; i++)
		hash_line(o, "proof ", &proof->hash[i]);
	out_char(o, '\n');
	out_str(o, note);
}

/* Where a file is read: the rest of it, and the number of the line at hand. */
struct lines {
	str rest, line, where;
	int64_t at;
	struct faults *faults;
};

static bool next_line(struct lines *l)
{
	ptrdiff_t n = str_find_byte(l->rest, '\n');
	l->at++;
	if (n < 0) {
		fault_at(l->faults, l->where, l->at, 0, (str){ 0 },
			 "the file ends here, in the middle of an extract");
		return false;
	}
	l->line = str_slice(l->rest, 0, n);
	l->rest = str_slice(l->rest, n + 1, l->rest.n);
	return true;
}

static bool wrong(const struct lines *l, const char *want)
{
	fault_at(l->faults, l->where, l->at, 0, (str){ 0 }, "here must stand %s", want);
	return false;
}

static bool word_number(const struct lines *l, str word, int64_t least, int64_t *v)
{
	str digits = str_slice(l->line, word.n < l->line.n ? word.n : l->line.n, l->line.n);
	return str_starts(l->line, word) && digits.n && digits.p[0] >= '1' - (least == 0) &&
	       digits.p[0] <= '9' && (digits.p[0] != '0' || digits.n == 1) &&
	       str_to_int64(digits, v) && *v >= least && *v < TLOG_SIZE_MAX;
}

static bool word_hash(const struct lines *l, str word, struct sha256 *h)
{
	return str_starts(l->line, word) &&
	       hash_of_base64(str_slice(l->line, word.n, l->line.n), h);
}

static bool read_edge(struct lines *l, struct extract *x)
{
	x->before.size = x->first - 1;
	int n = __builtin_popcountll((unsigned long long)x->before.size);
	for (int i = 0; i < n; i++)
		if (!next_line(l))
			return false;
		else if (!word_hash(l, S("edge "), &x->before.hash[i]))
			return wrong(l, "'edge ' and a hash");
	return true;
}

static bool read_tail(struct lines *l, struct extract *x)
{
	for (;;) {
		if (!next_line(l))
			return false;
		if (l->line.n == 0)
			break;
		if (x->proof.n == TLOG_PROOF_MAX ||
		    !word_hash(l, S("proof "), &x->proof.hash[x->proof.n++]))
			return wrong(l, "'proof ' and a hash, or an empty line");
	}
	x->note = l->rest;
	return true;
}

bool extract_read(str where, str bytes, struct extract *x, struct faults *faults)
{
	struct lines l = { .rest = bytes, .where = where, .faults = faults };
	*x = (struct extract){ 0 };
	if (!next_line(&l))
		return false;
	if (!str_eq(l.line, EXTRACT_BEGINS))
		return wrong(&l, "grata/log-extract@v1");
	if (!next_line(&l))
		return false;
	if (!word_number(&l, S("first "), 1, &x->first))
		return wrong(&l, "'first ' and a number from 1");
	if (!read_edge(&l, x) || !next_line(&l))
		return false;
	if (!word_number(&l, S("entries "), 0, &x->entries_n))
		return wrong(&l, "'entries ' and a number");
	str from = l.rest;
	for (int64_t i = 0; i < x->entries_n; i++)
		if (!next_line(&l))
			return false;
	x->entries = str_slice(from, 0, from.n - l.rest.n);
	return read_tail(&l, x);
}

bool seal_note_check(struct arena scratch, str where, str bytes, const struct log_key *k,
		     struct checkpoint *c, struct faults *faults)
{
	struct signed_note n;
	const char *what = NULL;
	if (!signed_note_read(&scratch, bytes, &n) || !checkpoint_read(n.text, c))
		what = "the checkpoint cannot be read as one";
	else if (!signed_note_is_signed(&n, k))
		what = "the checkpoint is not signed by the key, or its signature is wrong";
	else if (!str_eq(c->origin, k->name))
		what = "the checkpoint is of another log than the key";
	if (what)
		fault_at(faults, where, 0, 0, (str){ 0 }, "%s", what);
	return !what;
}

/* Each entry: a leaf in its only spelling, with the number of its place. */
static void check_entries(struct arena scratch, str where, const struct extract *x,
			  const struct checkpoint *since, struct tlog_edge *e,
			  struct extract_report *r, struct faults *faults)
{
	str rest = x->entries;
	int64_t line = 3 + __builtin_popcountll((unsigned long long)x->before.size);
	while (rest.n) {
		struct arena a = scratch;
		struct leaf leaf;
		ptrdiff_t n = str_find_byte(rest, '\n');
		str entry = str_slice(rest, 0, n);
		rest = str_slice(rest, n + 1, rest.n);
		line++;
		if (leaf_read(&a, entry, &leaf) != OK)
			fault_at(faults, where, line, 0, (str){ 0 },
				 "this is no entry of a log, or not in its only spelling");
		else if (leaf.seq != e->size + 1)
			fault_at(faults, where, line, 0, (str){ 0 },
				 "entry %lld stands in the place of %lld", (long long)leaf.seq,
				 (long long)e->size + 1);
		struct sha256 h = tlog_leaf_hash(entry);
		tlog_append(e, &h, NULL);
		r->entries_n++;
		if (since && since->size == e->size) {
			struct sha256 root = tlog_root(e);
			if (!sha256_eq(&root, &since->root))
				fault_at(
				    faults, where, line, 0, (str){ 0 },
				    "up to here the log is not the one of the older checkpoint");
		}
	}
}

bool extract_check(struct arena scratch, str where, const struct extract *x,
		   const struct log_key *k, const struct checkpoint *since,
		   struct extract_report *r, struct faults *faults)
{
	int64_t before_n = faults->total_n;
	struct tlog_edge e = x->before;
	*r = (struct extract_report){ .first = x->first, .last = x->first - 1 + x->entries_n };
	if (!seal_note_check(scratch, where, x->note, k, &r->signed_head, faults))
		return false;
	if (since && (since->size < x->first - 1 || since->size > r->last))
		fault_at(faults, where, 0, 0, (str){ 0 },
			 "the older checkpoint, of %lld entries, lies outside this extract",
			 (long long)since->size);
	if (since && since->size == e.size) {
		struct sha256 root = tlog_root(&e);
		if (!sha256_eq(&root, &since->root))
			fault_at(
			    faults, where, 0, 0, (str){ 0 },
			    "before its first entry the log is not the one of the older checkpoint");
	}
	check_entries(scratch, where, x, since, &e, r, faults);
	struct sha256 root = tlog_root(&e);
	bool is_proved = r->last == 0 ? r->signed_head.size == 0
				      : tlog_consistency_check(r->last, r->signed_head.size, &root,
							       &x->proof, &r->signed_head.root);
	if (!is_proved)
		fault_at(faults, where, 0, 0, (str){ 0 },
			 "these entries are not the ones whose root was signed");
	return faults->total_n == before_n;
}
