/* seal.c: the tree in memory, then extracts: written, read, checked. */
#include "seal/seal.h"

#include <pthread.h>
#include <string.h>

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

/* Where a file is read: a stretch of it in memory, and the line at hand, which stays until the next
 * one is asked for. */
struct lines {
	struct extract_source source;
	char *buffer; /* EXTRACT_LINE_MAX bytes; `rest` of them are read and not yet lines */
	str rest, line, where;
	ptrdiff_t seen; /* of rest: no end of a line is there */
	int64_t at;
	bool is_end;
	struct faults *faults;
};

enum { PIECE = 512 << 10 };

static bool broken(struct lines *l, const char *why)
{
	fault_at(l->faults, l->where, l->at, 0, (str){ 0 }, "%s", why);
	return false;
}

/* More bytes behind `rest`. False, with a fault, when there is no room or they cannot be read; at
 * the end l->is_end. */
static bool read_more(struct lines *l)
{
	if (l->rest.n == EXTRACT_LINE_MAX)
		return broken(l, "this line is too long for an extract");
	if (l->rest.n)
		memmove(l->buffer, l->rest.p, (size_t)l->rest.n);
	ptrdiff_t room = EXTRACT_LINE_MAX - l->rest.n;
	ptrdiff_t n =
	    l->source.more(l->source.from, l->buffer + l->rest.n, room < PIECE ? room : PIECE);
	if (n < 0)
		return broken(l, "the file cannot be read further than this line");
	l->rest = (str){ l->buffer, l->rest.n + n };
	l->is_end = n == 0;
	return true;
}

/* The next line when all of it is in memory: those before it stay where they are. */
static bool line_here(struct lines *l)
{
	ptrdiff_t n = str_find_byte(str_slice(l->rest, l->seen, l->rest.n), '\n');
	if (n < 0) {
		l->seen = l->rest.n;
		return false;
	}
	n += l->seen;
	l->seen = 0;
	l->line = str_slice(l->rest, 0, n);
	l->rest = str_slice(l->rest, n + 1, l->rest.n);
	l->at++;
	return true;
}

static bool next_line(struct lines *l)
{
	while (!line_here(l)) {
		l->at++; /* what is said is said of the line that should be here */
		if (!read_more(l))
			return false;
		if (l->is_end)
			return broken(l, "the file ends here, in the middle of an extract");
		l->at--;
	}
	return true;
}

/* All that is left, in the faults' arena. */
static bool read_rest(struct lines *l, str *text)
{
	l->at++;
	while (!l->is_end)
		if (!read_more(l))
			return false;
	*text = str_copy(l->faults->a, l->rest);
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

struct head {
	int64_t first, entries_n;
	struct tlog_edge before;
};

static bool read_edge(struct lines *l, struct head *x)
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

static bool read_head(struct lines *l, struct head *x)
{
	*x = (struct head){ 0 };
	if (!next_line(l))
		return false;
	if (!str_eq(l->line, EXTRACT_BEGINS))
		return wrong(l, "grata/log-extract@v1");
	if (!next_line(l))
		return false;
	if (!word_number(l, S("first "), 1, &x->first))
		return wrong(l, "'first ' and a number from 1");
	if (!read_edge(l, x) || !next_line(l))
		return false;
	return word_number(l, S("entries "), 0, &x->entries_n) ||
	       wrong(l, "'entries ' and a number");
}

static bool read_tail(struct lines *l, struct tlog_proof *proof, str *note)
{
	for (;;) {
		if (!next_line(l))
			return false;
		if (l->line.n == 0)
			break;
		if (proof->n == TLOG_PROOF_MAX ||
		    !word_hash(l, S("proof "), &proof->hash[proof->n++]))
			return wrong(l, "'proof ' and a hash, or an empty line");
	}
	return read_rest(l, note);
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

bool seal_receipt_check(struct arena scratch, str where, str bytes, str entry,
			const struct log_key *k, int64_t *index, struct faults *faults)
{
	struct receipt r;
	const char *what = NULL;
	if (str_ends(entry, S("\n")))
		entry.n--;
	if (!receipt_read(&scratch, bytes, &r))
		what = "this is no receipt";
	else if (!receipt_check(scratch, &r, entry, k))
		what = "this receipt does not prove that the entry is in the log of that key";
	else
		*index = r.index;
	if (what)
		fault_at(faults, where, 0, 0, (str){ 0 }, "%s", what);
	return !what;
}

/* ---- entries: read by one thread, hashed by another ---- */

/* Lines that lie in memory together. Hashing takes as long as reading, so each does one of them. */
enum { BATCH_N = 2048, BATCH_FOR_TWO = 64 };
struct batch {
	str v[BATCH_N];
	int n;
	struct tlog_edge *edge;   /* of the tree before them, then after them */
	int64_t since_size;       /* -1: none */
	struct sha256 since_root; /* where the tree has that size */
};

static void *hash_batch(void *arg)
{
	struct batch *b = arg;
	for (int i = 0; i < b->n; i++) {
		struct sha256 h = tlog_leaf_hash(b->v[i]);
		tlog_append(b->edge, &h, NULL);
		if (b->edge->size == b->since_size)
			b->since_root = tlog_root(b->edge);
	}
	return NULL;
}

/* An entry: a leaf in its only spelling, with the number of its place. */
static void check_entry(struct arena a, struct lines *l, str line, int64_t place)
{
	struct leaf leaf;
	if (leaf_read(&a, line, &leaf) != OK)
		broken(l, "this is no entry of a log, or not in its only spelling");
	else if (leaf.seq != place)
		fault_at(l->faults, l->where, l->at, 0, (str){ 0 },
			 "entry %lld stands in the place of %lld", (long long)leaf.seq,
			 (long long)place);
}

static void check_batch(struct arena scratch, struct lines *l, struct batch *b, int64_t first_at)
{
	pthread_t other;
	int64_t size = b->edge->size;
	bool has_other = b->n >= BATCH_FOR_TWO && pthread_create(&other, NULL, hash_batch, b) == 0;
	if (!has_other)
		hash_batch(b);
	for (int i = 0; i < b->n; i++) {
		l->at = first_at + i;
		check_entry(scratch, l, b->v[i], size + i + 1);
	}
	if (has_other)
		must(pthread_join(other, NULL) == 0);
}

static bool check_entries(struct arena scratch, struct lines *l, struct batch *b, int64_t n)
{
	while (n > 0) {
		if (!next_line(l))
			return false;
		int64_t first_at = l->at;
		b->n = 0;
		do
			b->v[b->n++] = l->line;
		while (b->n < BATCH_N && b->n < n && line_here(l));
		n -= b->n;
		check_batch(scratch, l, b, first_at);
	}
	return true;
}

/* With `since`, the log must be that log where it is as long as that. */
static bool check_body(struct arena scratch, struct lines *l, const struct head *x,
		       const struct checkpoint *since, struct tlog_edge *e)
{
	int64_t head_at = l->at;
	struct batch *b = arena_new(&scratch, struct batch);
	*e = x->before;
	b->edge = e;
	b->since_size = since ? since->size : -1;
	if (b->since_size == e->size)
		b->since_root = tlog_root(e);
	if (!check_entries(scratch, l, b, x->entries_n))
		return false;
	bool is_inside = since && since->size >= x->before.size && since->size <= e->size;
	if (since && !is_inside)
		fault_at(l->faults, l->where, 0, 0, (str){ 0 },
			 "the older checkpoint, of %lld entries, lies outside this extract",
			 (long long)since->size);
	else if (since && !sha256_eq(&b->since_root, &since->root))
		fault_at(l->faults, l->where, head_at + since->size - x->before.size, 0, (str){ 0 },
			 "up to here the log is not the one of the older checkpoint");
	return true;
}

static bool check_lines(struct arena scratch, struct lines *l, const struct log_key *k,
			const struct checkpoint *since, struct extract_report *r)
{
	struct head x;
	struct tlog_proof proof = { 0 };
	str note;
	if (!read_head(l, &x))
		return false;
	struct tlog_edge e;
	*r = (struct extract_report){ .first = x.first, .last = x.first - 1 + x.entries_n };
	if (!check_body(scratch, l, &x, since, &e))
		return false;
	if (!read_tail(l, &proof, &note) ||
	    !seal_note_check(scratch, l->where, note, k, &r->signed_head, l->faults))
		return false;
	struct sha256 root = tlog_root(&e);
	bool is_proved = r->last == 0 ? r->signed_head.size == 0
				      : tlog_consistency_check(r->last, r->signed_head.size, &root,
							       &proof, &r->signed_head.root);
	if (!is_proved)
		fault_at(l->faults, l->where, 0, 0, (str){ 0 },
			 "these entries are not the ones whose root was signed");
	return true;
}

bool extract_check(struct arena scratch, str where, struct extract_source source,
		   const struct log_key *k, const struct checkpoint *since,
		   struct extract_report *r, struct faults *faults)
{
	int64_t before_n = faults->total_n;
	struct lines l = { .source = source, .where = where, .faults = faults };
	l.buffer = arena_bytes(&scratch, EXTRACT_LINE_MAX, 1);
	return check_lines(scratch, &l, k, since, r) && faults->total_n == before_n;
}
