/* index.c: opens an index and answers queries from it, exactly. First opening with every check that
 * lets the rest trust the file, then finding the list's parts that share a key with the query's
 * parts, then choosing which postings must be read, then scoring the candidates, then the hits. How
 * alike two parts are is asked for as late as can be: of the parts whose postings are read, and of
 * what stands beside them in the names found there. */
#include "match/index.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/must.h"
#include "match/score.h"

struct match_index {
	const struct match *m;
	int n;
	struct segment v[2];
};

/* ---- opening ---- */

static const char *open_segment(const struct match *m, str file, struct segment *s)
{
	if (file.n < (ptrdiff_t)sizeof *s->h || memcmp(file.p, INDEX_MAGIC, 8) != 0)
		return "This is not an index of names.";
	must(((uintptr_t)file.p & 7) == 0);
	s->h = (const struct index_head *)(const void *)file.p;
	if (s->h->version != INDEX_VERSION)
		return "The index was made by another version of the program; build it again.";
	if (memcmp(s->h->digest, m->digest, sizeof m->digest) != 0)
		return "The index was made with other tables of names; build it again.";
	if (s->h->size != (uint64_t)file.n)
		return "The index is shorter or longer than it says: it is damaged.";
	struct index_head plain = *s->h;
	plain.sum = (struct sha256){ { 0 } };
	struct sha256 sum = sha256_of((str){ (const char *)&plain, sizeof plain },
				      str_slice(file, sizeof plain, file.n), (str){ 0 });
	if (!sha256_eq(&sum, &s->h->sum))
		return "The checksum of the index is wrong: it is damaged.";
	if (!index_is_sound(s, file))
		return "The index contradicts itself: it is damaged.";
	return NULL;
}

/* The id of entity e: from the beginning of its block, each id shares bytes with the one before. */
static str entity_id(const struct segment *s, uint32_t e, char buf[256])
{
	const uint8_t *p = s->section[IDS] + s->id_at[e / ID_BLOCK];
	const uint8_t *end = s->section[IDS] + index_section(s, IDS);
	str id = { buf, 0 };
	for (uint32_t k = e / ID_BLOCK * ID_BLOCK; k <= e; k++) {
		uint32_t same = *p++, n = 0;
		p = index_varint(p, end, &n);
		memcpy(buf + same, p, n);
		id.n = same + n;
		p += n;
	}
	return id;
}

static int compare_str(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

/* Marks the entities of `base` that the delta removes, and those that it brings anew. */
static const uint8_t *hide(struct arena *a, const struct segment *base, const struct segment *delta)
{
	ptrdiff_t n = 0;
	char buf[256];
	str *gone = arena_new_n(a, str, (ptrdiff_t)delta->h->gone + delta->h->entities + 1);
	const uint8_t *p = delta->section[GONE], *end = p + index_section(delta, GONE);
	for (uint32_t i = 0; i < delta->h->gone; i++) {
		uint32_t k = 0;
		p = index_varint(p, end, &k);
		gone[n++] = (str){ (const char *)p, k };
		p += k;
	}
	for (uint32_t e = 0; e < delta->h->entities; e++)
		gone[n++] = str_copy(a, entity_id(delta, e, buf));
	qsort(gone, (size_t)n, sizeof *gone, compare_str);
	uint8_t *bits = arena_bytes(a, base->h->entities / 8 + 1, 1);
	for (uint32_t e = 0; e < base->h->entities; e++) {
		str id = entity_id(base, e, buf);
		if (bsearch(&id, gone, (size_t)n, sizeof *gone, compare_str))
			bits[e / 8] |= (uint8_t)(1 << e % 8);
	}
	return bits;
}

enum err match_index_open(struct arena *a, const struct match *m, str base, str delta,
			  struct match_index **x, str *why)
{
	struct match_index *o = arena_new(a, struct match_index);
	o->m = m;
	const char *fault = open_segment(m, base, &o->v[o->n++]);
	if (!fault && delta.p)
		fault = open_segment(m, delta, &o->v[o->n++]);
	*why = str_of(fault);
	if (fault)
		return ERR_FAULTS;
	if (o->n == 2)
		o->v[0].hidden = hide(a, &o->v[0], &o->v[1]);
	*x = o;
	return OK;
}

static enum err map_file(const char *path, str *file)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return ERR_NOT_FOUND;
	*file = (str){ 0 };
	void *p = MAP_FAILED;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return ERR_IO;
	*file = (str){ p, st.st_size };
	return OK;
}

enum err match_index_map(struct arena *a, const struct match *m, const char *base,
			 const char *delta, struct match_index **x, str *why)
{
	str file[2] = { { 0 }, { 0 } };
	enum err e = map_file(base, &file[0]);
	if (e == OK && delta)
		e = map_file(delta, &file[1]);
	*why = S("The index file cannot be read.");
	if (e == OK)
		e = match_index_open(a, m, file[0], file[1], x, why);
	for (int i = 0; i < 2 && file[i].p; i++) {
		if (e == OK) {
			(*x)->v[i].mapped = (void *)(uintptr_t)file[i].p;
			(*x)->v[i].mapped_n = (size_t)file[i].n;
		} else {
			munmap((void *)(uintptr_t)file[i].p, (size_t)file[i].n);
		}
	}
	return e;
}

void match_index_close(struct match_index *x)
{
	for (int i = 0; i < x->n; i++)
		if (x->v[i].mapped)
			munmap(x->v[i].mapped, x->v[i].mapped_n);
	x->n = 0;
}

struct match_index_figures match_index_figures(const struct match_index *x)
{
	struct match_index_figures f = { 0 };
	for (int i = 0; i < x->n; i++) {
		f.entities += x->v[i].h->entities;
		f.names += x->v[i].h->names;
		f.parts += x->v[i].h->terms;
		f.bytes += (int64_t)x->v[i].h->size;
	}
	return f;
}

/* ---- the parts of the list that are like the query's parts ---- */

enum {
	SPLIT = 128, /* a half of a query part that the list may write as two: for the bound only */
	NEAR_BITS = 1 << 15,
};

struct meet {
	struct alike alike;
	uint8_t unit;
	int next; /* of the same term, -1 ends */
};
struct found {
	uint32_t term;
	uint32_t shares, tested; /* a bit for each unit: has a key of it, is in meets if alike */
	unsigned parts;          /* of the query, as bits, that it may be alike to */
	int first;
};
/* What is looked for: the terms of a key, or names that have terms of both (which may be one: Fei
 * Fei). */
struct look {
	uint32_t key, other;
	uint8_t unit;
	bool is_halves;
};
struct test {
	uint32_t term, found; /* position in found */
	uint32_t unit;
};
struct finder {
	struct arena *a;
	const struct match *m;
	const struct segment *s;
	const struct name *q;
	struct {
		struct found *v;
		ptrdiff_t n, cap;
	} found;
	struct {
		struct meet *v;
		ptrdiff_t n, cap;
	} meets;
	struct {
		struct look *v;
		ptrdiff_t n, cap;
	} looks;
	struct {
		struct test *v;
		ptrdiff_t n, cap;
	} tests;
	uint32_t *slot; /* position in found + 1 */
	uint32_t slots_log;
	uint8_t near[NEAR_BITS / 8];      /* a bit for each 8 neighbours of which one is found */
	ptrdiff_t test_at[UNITS_MAX + 1]; /* those of a unit are neighbours */
	struct score_costs costs;
	int64_t load[MATCH_PARTS_MAX]; /* bytes of postings that reading part i may cost */
	int most[MATCH_PARTS_MAX];     /* no likeness of part i to anything listed is greater */
	unsigned initials; /* parts that are one letter: alike to much that has no key */
};

static uint32_t slot_of(const struct finder *f, uint32_t term)
{
	uint32_t mask = (1U << f->slots_log) - 1;
	uint32_t k = term * 0x9e3779b9U >> (32 - f->slots_log);
	while (f->slot[k] && f->found.v[f->slot[k] - 1].term != term)
		k = (k + 1) & mask;
	return k;
}

static void grow_slots(struct finder *f)
{
	f->slots_log++;
	f->slot = arena_new_n(f->a, uint32_t, (ptrdiff_t)1 << f->slots_log);
	for (ptrdiff_t i = 0; i < f->found.n; i++)
		f->slot[slot_of(f, f->found.v[i].term)] = (uint32_t)i + 1;
}

/* Neighbours have the same consonants, so most of what is not found is not near it either. */
static uint32_t near_bit(uint32_t term)
{
	return term / 8 % NEAR_BITS;
}

static struct found *found_at(struct finder *f, uint32_t term)
{
	uint32_t k = slot_of(f, term), bit = near_bit(term);
	if (!f->slot[k]) {
		f->near[bit / 8] |= (uint8_t)(1 << bit % 8);
		if (f->found.n * 2 >= (ptrdiff_t)1 << f->slots_log) {
			grow_slots(f);
			k = slot_of(f, term);
		}
		*arena_push(f->a, &f->found) = (struct found){ term, 0, 0, 0, -1 };
		f->slot[k] = (uint32_t)f->found.n;
	}
	return &f->found.v[f->slot[k] - 1];
}

static void view_term(const struct segment *s, uint32_t i, struct term *t)
{
	const struct place *at = &s->places[i];
	must(term_view(s->section[TERMS] + at->term, at[1].term - at->term, t));
}

static int64_t posts_n(const struct segment *s, uint32_t term)
{
	return (int64_t)s->places[term + 1].posts - s->places[term].posts;
}

static int most(struct alike x)
{
	return x.likeness > x.east ? x.likeness : x.east;
}

static unsigned parts_of(const struct name *q, int unit)
{
	if (unit & SPLIT)
		return 1U << (unit & ~SPLIT);
	return ((1U << q->unit[unit].n) - 1U) << q->unit[unit].from;
}

static void raise_best(const struct name *q, int unit, int likeness, int best[MATCH_PARTS_MAX])
{
	unsigned parts = parts_of(q, unit);
	for (int i = 0; parts >> i; i++)
		if ((parts >> i & 1) && likeness > best[i])
			best[i] = likeness;
}

/* Something listed may be as alike to the unit's parts as can be. */
static void may_meet(struct finder *f, struct found *to, int unit)
{
	to->parts |= parts_of(f->q, unit);
	raise_best(f->q, unit, ALIKE_MAX, f->most);
}

static void add_meet(struct finder *f, struct found *to, int unit, struct alike alike)
{
	*arena_push(f->a, &f->meets) = (struct meet){ alike, (uint8_t)unit, to->first };
	to->first = (int)f->meets.n - 1;
}

/* The entries of KEYS that have this key. */
struct key_range {
	uint32_t from, to;
	uint64_t rest; /* what their hash must be */
};
static struct key_range key_range(const struct segment *s, uint32_t key)
{
	uint32_t bits = s->h->dir_bits, bucket = key >> (32 - bits);
	struct key_range r = { s->key_at[bucket], s->key_at[bucket + 1],
			       key & ((UINT64_C(1) << (32 - bits)) - 1) };
	while (r.from < r.to && index_key(s->keys, r.from) >> s->term_bits < r.rest)
		r.from++;
	return r;
}

/* False at the end. */
static bool key_next(const struct segment *s, struct key_range *r, uint32_t *term)
{
	uint64_t key = r->from < r->to ? index_key(s->keys, r->from) : UINT64_MAX;
	*term = index_key_term(s, key);
	r->from++;
	return key >> s->term_bits == r->rest;
}

static int64_t key_load(const struct segment *s, uint32_t key)
{
	struct key_range r = key_range(s, key);
	int64_t n = 0;
	for (uint32_t term; key_next(s, &r, &term);)
		n += posts_n(s, term);
	return n;
}

/* A name that writes the part as two has both halves, so reading the rarer one finds it. */
static void look_halves(struct finder *f, const struct look *x)
{
	int64_t a_n = key_load(f->s, x->key), b_n = a_n ? key_load(f->s, x->other) : 0;
	struct key_range r = key_range(f->s, a_n <= b_n ? x->key : x->other);
	for (uint32_t term; b_n && key_next(f->s, &r, &term);) {
		struct found *to = found_at(f, term);
		may_meet(f, to, SPLIT | x->unit);
		add_meet(f, to, SPLIT | x->unit, (struct alike){ ALIKE_MAX, RULE_JOINED, 0 });
	}
	f->load[x->unit] += a_n <= b_n ? a_n : b_n;
}

static void look_term(struct finder *f, const struct look *x)
{
	struct key_range r = key_range(f->s, x->key);
	for (uint32_t term; key_next(f->s, &r, &term);) {
		struct found *to = found_at(f, term);
		if (to->shares >> x->unit & 1)
			continue;
		to->shares |= 1U << x->unit;
		may_meet(f, to, x->unit);
		*arena_push(f->a, &f->tests) =
		    (struct test){ term, (uint32_t)(to - f->found.v), x->unit };
	}
}

/* ---- the keys of the query ---- */

static void add_look(struct finder *f, int unit, uint32_t key)
{
	*arena_push(f->a, &f->looks) = (struct look){ key, key, (uint8_t)unit, false };
}

static void add_unit(struct finder *f, int unit)
{
	const struct term *t = &f->q->unit[unit].term;
	uint32_t keys[KEYS_MAX];
	int n = term_keys(t, f->q->kind, true, keys);
	for (int k = 0; k < n; k++)
		add_look(f, unit, keys[k]);
	for (int k = 0; k < t->n_readings; k++) { /* initials on the list */
		uint32_t key = term_key(f->q->kind, 'i', str_slice(t->reading[k], 0, 1));
		add_look(f, unit, key);
	}
}

/* A query part that the list writes as two. */
static void add_halves(struct finder *f, int part, char tag, str s)
{
	for (ptrdiff_t at = 2; at + 2 <= s.n; at++)
		*arena_push(f->a, &f->looks) =
		    (struct look){ term_key(f->q->kind, tag, str_slice(s, 0, at)),
				   term_key(f->q->kind, tag, str_slice(s, at, s.n)), (uint8_t)part,
				   true };
}

static void add_looks(struct finder *f)
{
	for (int u = 0; u < f->q->n_units; u++) {
		const struct term *t = &f->q->unit[u].term;
		if (t->flags & TERM_INITIAL) {
			f->initials |= 1U << u;
			f->most[u] = ALIKE_MAX;
			continue;
		}
		add_unit(f, u);
		if (f->q->unit[u].n > 1)
			continue;
		for (int k = 0; k < t->n_readings; k++)
			add_halves(f, u, 'r', t->reading[k]);
		for (int k = 0; k < 2; k++)
			add_halves(f, u, (char)('y' + k), t->asian[k]);
	}
}

/* Memory is the cost from here on, so what the next steps read is asked for early: buckets, then
 * the keys in them; places of terms, then terms. */
enum { AHEAD = 12 };

static const uint32_t *bucket(const struct segment *s, uint32_t key)
{
	return &s->key_at[key >> (32 - s->h->dir_bits)];
}

static void look(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->looks.n; i++) {
		__builtin_prefetch(bucket(f->s, f->looks.v[i].key));
		__builtin_prefetch(bucket(f->s, f->looks.v[i].other));
	}
	for (ptrdiff_t i = 0; i < f->looks.n; i++) {
		const struct look *x = &f->looks.v[i];
		if (i + AHEAD < f->looks.n)
			__builtin_prefetch(f->s->keys +
					   (size_t)KEY_BYTES * *bucket(f->s, x[AHEAD].key));
		if (x->is_halves)
			look_halves(f, x);
		else
			look_term(f, x);
	}
}

static void weigh_parts(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->tests.n; i++) {
		const struct test *x = &f->tests.v[i];
		unsigned parts = parts_of(f->q, x->unit);
		if (i + AHEAD < f->tests.n)
			__builtin_prefetch(&f->s->places[x[AHEAD].term]);
		f->test_at[x->unit + 1] = i + 1;
		for (int k = 0; parts >> k; k++)
			if (parts >> k & 1)
				f->load[k] += posts_n(f->s, x->term);
	}
	for (int u = 1; u <= f->q->n_units; u++)
		if (f->test_at[u] < f->test_at[u - 1])
			f->test_at[u] = f->test_at[u - 1];
}

static void find_parts(struct finder *f)
{
	f->slots_log = 9;
	f->slot = arena_new_n(f->a, uint32_t, (ptrdiff_t)1 << f->slots_log);
	score_costs(f->q, &f->costs);
	add_looks(f);
	look(f);
	weigh_parts(f);
}

/* ---- how alike they are ---- */

static void test(struct finder *f, struct found *to, int unit)
{
	struct term t;
	view_term(f->s, to->term, &t);
	struct alike alike = term_alike(f->m, &f->q->unit[unit].term, &t);
	to->tested |= 1U << unit;
	if (most(alike))
		add_meet(f, to, unit, alike);
}

static void test_unit(struct finder *f, int unit)
{
	const struct test *end = f->tests.v + f->test_at[unit + 1];
	for (const struct test *x = f->tests.v + f->test_at[unit]; x < end; x++) {
		if (end - x > 2 * AHEAD)
			__builtin_prefetch(&f->s->places[x[2 * AHEAD].term]);
		if (end - x > AHEAD)
			__builtin_prefetch(f->s->section[TERMS] + f->s->places[x[AHEAD].term].term);
		if (!(f->found.v[x->found].tested >> unit & 1))
			test(f, &f->found.v[x->found], unit);
	}
}

/* All that share a key with this part; says how alike the most alike is. */
static int test_part(struct finder *f, int part)
{
	int best[MATCH_PARTS_MAX] = { 0 };
	for (int u = 0; u < f->q->n_units; u++)
		if (parts_of(f->q, u) >> part & 1)
			test_unit(f, u);
	for (ptrdiff_t i = 0; i < f->meets.n; i++)
		raise_best(f->q, f->meets.v[i].unit, most(f->meets.v[i].alike), best);
	return best[part];
}

/* ---- which postings must be read ---- */

/* The cheapest parts without any of which a name cannot reach the threshold, as bits. Initials are
 * never read for: alone they score nothing. */
static unsigned choose_parts(struct finder *f, int threshold)
{
	unsigned chosen = 0, tested = f->initials;
	int unread[MATCH_PARTS_MAX]; /* the greatest likeness in a name without the chosen */
	memcpy(unread, f->most, sizeof unread);
	while (score_may_reach(&f->costs, unread, threshold)) {
		int next = -1;
		for (int i = 0; i < f->q->n; i++)
			if (!(tested >> i & 1) && (next < 0 || f->load[i] < f->load[next]))
				next = i;
		if (next < 0)
			break;
		tested |= 1U << next;
		unread[next] = f->most[next] = test_part(f, next);
		if (score_may_reach(&f->costs, unread, threshold)) {
			chosen |= 1U << next;
			unread[next] = 0;
		}
	}
	return chosen;
}

struct candidates {
	uint32_t *v;
	ptrdiff_t n, cap;
};

static void read_posts(struct finder *f, uint32_t term, struct candidates *c)
{
	const uint8_t *p = f->s->section[POSTS] + f->s->places[term].posts;
	const uint8_t *end = f->s->section[POSTS] + f->s->places[term + 1].posts;
	for (uint32_t e = 0, step; p < end;) {
		p = index_varint(p, end, &step);
		e += step;
		*arena_push(f->a, c) = e - 1;
	}
}

static void read_candidates(struct finder *f, unsigned chosen, struct candidates *c)
{
	for (ptrdiff_t i = 0; i < f->found.n; i++) {
		unsigned parts = 0;
		for (int k = f->found.v[i].first; k >= 0; k = f->meets.v[k].next)
			parts |= parts_of(f->q, f->meets.v[k].unit);
		if (parts & chosen)
			read_posts(f, f->found.v[i].term, c);
	}
}

/* ---- scoring candidates ---- */

struct best_name {
	uint32_t entity;
	uint16_t segment, name;
	int points;
};
struct best_names {
	struct best_name *v;
	ptrdiff_t n, cap;
};

static struct found *found_term(const struct finder *f, const uint8_t *terms, int j)
{
	uint32_t term = index_term(terms + 3 * j), bit = near_bit(term);
	if (!(f->near[bit / 8] >> bit % 8 & 1))
		return NULL;
	uint32_t slot = f->slot[slot_of(f, term)];
	return slot ? &f->found.v[slot - 1] : NULL;
}

/* What part i of the query finds at most in this name; whatever is not tested is taken as the same.
 * Says whether anything was. */
static bool best_of(const struct finder *f, const uint8_t *terms, int n, int best[MATCH_PARTS_MAX])
{
	bool is_open = false;
	for (int i = 0; i < f->q->n; i++)
		best[i] = f->q->unit[i].term.flags & TERM_INITIAL ? ALIKE_MAX : 0;
	for (int j = 0; j < n; j++) {
		const struct found *x = found_term(f, terms, j);
		unsigned open = x ? x->shares & ~x->tested : 0;
		is_open |= open != 0;
		for (int k = x ? x->first : -1; k >= 0; k = f->meets.v[k].next)
			raise_best(f->q, f->meets.v[k].unit, most(f->meets.v[k].alike), best);
		for (; open; open &= open - 1)
			raise_best(f->q, __builtin_ctz(open), ALIKE_MAX, best);
	}
	return is_open;
}

static void test_name(struct finder *f, const uint8_t *terms, int n)
{
	for (int j = 0; j < n; j++) {
		struct found *x = found_term(f, terms, j);
		for (unsigned open = x ? x->shares & ~x->tested : 0; open; open &= open - 1)
			test(f, x, __builtin_ctz(open));
	}
}

/* Could this name reach the threshold? First by which parts it has anything of at all, which turns
 * nearly all away; then by how alike that is. */
static bool may_reach(struct finder *f, const uint8_t *terms, int n, int threshold)
{
	int best[MATCH_PARTS_MAX];
	unsigned parts = f->initials;
	for (int j = 0; j < n; j++) {
		const struct found *x = found_term(f, terms, j);
		parts |= x ? x->parts : 0;
	}
	for (int i = 0; i < f->q->n; i++)
		best[i] = parts >> i & 1 ? f->most[i] : 0;
	if (!score_may_reach(&f->costs, best, threshold))
		return false;
	bool is_open = best_of(f, terms, n, best);
	if (!score_may_reach(&f->costs, best, threshold))
		return false;
	if (!is_open)
		return true;
	test_name(f, terms, n);
	best_of(f, terms, n, best);
	return score_may_reach(&f->costs, best, threshold);
}

static int score_name(const struct finder *f, const uint8_t *terms, int n)
{
	struct name l;
	struct alikes s;
	l.kind = f->q->kind;
	l.n = l.n_units = n;
	for (int u = 0; u < f->q->n_units; u++)
		memset(s.v[u], 0, sizeof s.v[u]);
	for (int j = 0; j < n; j++) {
		const struct found *x = found_term(f, terms, j);
		view_term(f->s, index_term(terms + 3 * j), &l.unit[j].term);
		l.unit[j].from = (uint8_t)j;
		l.unit[j].n = 1;
		for (int k = x ? x->first : -1; k >= 0; k = f->meets.v[k].next)
			if (!(f->meets.v[k].unit & SPLIT))
				s.v[f->meets.v[k].unit][j] = f->meets.v[k].alike;
		for (int i = 0; i < f->q->n; i++)
			if (f->q->unit[i].term.flags & TERM_INITIAL)
				s.v[i][j] = term_alike(f->m, &f->q->unit[i].term, &l.unit[j].term);
	}
	return names_score(f->q, &l, &s, NULL);
}

static bool score_entity(struct finder *f, uint32_t e, int threshold, struct best_name *best)
{
	const uint8_t *p = f->s->section[RECORDS] + f->s->entity_at[e];
	const uint8_t *end = f->s->section[RECORDS] + f->s->entity_at[e + 1];
	uint32_t names_n;
	*best = (struct best_name){ .entity = e, .points = -1 };
	if (*p++ != f->q->kind || (f->s->hidden && f->s->hidden[e / 8] >> e % 8 & 1))
		return false;
	p = index_varint(p, end, &names_n);
	for (uint32_t k = 0; k < names_n; k++) {
		int n = *p++;
		if (may_reach(f, p, n, threshold)) {
			int points = score_name(f, p, n);
			if (points >= threshold && points > best->points) {
				best->points = points;
				best->name = (uint16_t)k;
			}
		}
		p += 3 * n;
	}
	return best->points >= 0;
}

static void score_candidates(struct finder *f, int segment, const struct candidates *c,
			     int threshold, struct best_names *to)
{
	struct best_name best;
	for (ptrdiff_t i = 0; i < c->n; i++) {
		if (i + 2 * AHEAD < c->n)
			__builtin_prefetch(&f->s->entity_at[c->v[i + 2 * AHEAD]]);
		if (i + AHEAD < c->n)
			__builtin_prefetch(f->s->section[RECORDS] +
					   f->s->entity_at[c->v[i + AHEAD]]);
		if (score_entity(f, c->v[i], threshold, &best)) {
			best.segment = (uint16_t)segment;
			*arena_push(f->a, to) = best;
		}
	}
}

/* ---- hits ---- */

static str name_text(const struct segment *s, uint32_t e, uint32_t name)
{
	const uint8_t *p = s->section[RECORDS] + s->entity_at[e] + 1;
	const uint8_t *end = s->section[RECORDS] + s->entity_at[e + 1];
	uint32_t names_n, n = 0;
	p = index_varint(p, end, &names_n);
	for (uint32_t k = 0; k < names_n; k++)
		p += 1 + 3 * *p;
	for (uint32_t k = 0; k <= name; k++) {
		p += n;
		p = index_varint(p, end, &n);
	}
	return (str){ (const char *)p, n };
}

static int compare_entities(const void *a, const void *b)
{
	const struct best_name *x = a, *y = b;
	if (x->segment != y->segment)
		return x->segment - y->segment;
	return x->entity < y->entity ? -1 : x->entity > y->entity;
}

static int compare_hits(const void *a, const void *b)
{
	const struct match_hit *x = a, *y = b;
	if (x->points != y->points)
		return y->points - x->points;
	return str_cmp(x->entity, y->entity);
}

static void make_hits(struct arena *a, const struct match_index *x, struct best_names *v,
		      struct match_hits *hits)
{
	char buf[256];
	if (v->n)
		qsort(v->v, (size_t)v->n, sizeof *v->v, compare_entities);
	for (ptrdiff_t i = 0; i < v->n; i++) {
		const struct best_name *b = &v->v[i];
		const struct segment *s = &x->v[b->segment];
		if (i && compare_entities(b, b - 1) == 0)
			continue; /* met by way of two parts */
		*arena_push(a, hits) =
		    (struct match_hit){ .entity = str_copy(a, entity_id(s, b->entity, buf)),
					.name = str_copy(a, name_text(s, b->entity, b->name)),
					.points = b->points };
	}
	if (hits->n)
		qsort(hits->v, (size_t)hits->n, sizeof *hits->v, compare_hits);
}

void match_query(struct arena *a, const struct match_index *x, enum match_kind kind, str query,
		 int threshold, struct match_hits *hits)
{
	struct name q;
	struct best_names best = { 0 };
	*hits = (struct match_hits){ 0 };
	threshold = threshold < 1 ? 1 : threshold;
	name_make(a, x->m, kind, query, true, &q);
	for (int i = 0; i < x->n && q.n; i++) {
		struct finder f = { .a = a, .m = x->m, .s = &x->v[i], .q = &q };
		struct candidates c = { 0 };
		if (!f.s->h->terms)
			continue;
		find_parts(&f);
		read_candidates(&f, choose_parts(&f, threshold), &c);
		score_candidates(&f, i, &c, threshold, &best);
	}
	make_hits(a, x, &best, hits);
}
