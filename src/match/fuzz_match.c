/* fuzz_match.c: any bytes as two names, and any bytes as an index file. The first byte says which.
 */
#include <string.h>

#include "base/must.h"
#include "base/sha256.h"
#include "match/index.h"
#include "match/match_in.h"

/* The checksum is put right, so that what lies behind it is reached. */
static void try_file(struct arena *a, const struct match *m, const uint8_t *p, size_t n)
{
	struct match_index *x;
	struct match_hits hits;
	struct index_head h;
	str why;
	if (n < sizeof h)
		return;
	char *copy = arena_bytes(a, (ptrdiff_t)n, 16);
	memcpy(copy, p, n);
	memcpy(&h, copy, sizeof h);
	memcpy(h.digest, m->digest, sizeof h.digest);
	h.size = n;
	memset(&h.sum, 0, sizeof h.sum);
	h.sum = sha256_of((str){ (const char *)&h, sizeof h },
			  (str){ copy + sizeof h, (ptrdiff_t)(n - sizeof h) }, (str){ 0 });
	memcpy(copy, &h, sizeof h);
	if (match_index_open(a, m, (str){ copy, (ptrdiff_t)n }, (str){ 0 }, &x, &why) == OK)
		match_query(a, x, MATCH_PERSON, S("Ivan Petrovich Sidorov"), 5000, &hits);
}

static void try_pair(struct arena *a, const struct match *m, enum match_kind kind, str text)
{
	struct match_score s;
	struct match_index *x;
	struct match_hits hits;
	str listed = text, query = str_cut(&listed, '\n'), why;
	if (query.n > MATCH_NAME_MAX || listed.n > MATCH_NAME_MAX)
		return;
	match_pair(a, m, kind, query, listed, &s);
	int sum = 0;
	for (int i = 0; i < s.n_evidence; i++)
		sum += s.evidence[i].points;
	must(sum == s.points && s.points >= 0 && s.points <= MATCH_POINTS);
	struct match_builder *b = match_build(a, m);
	must(match_build_name(b, S("e"), kind, listed) == OK);
	must(match_index_open(a, m, match_build_end(b), (str){ 0 }, &x, &why) == OK);
	match_query(a, x, kind, query, 6000, &hits);
	must(hits.n == (s.points >= 6000));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct arena perm, a;
	static struct match *m;
	if (!m) {
		must(arena_open(&perm, (size_t)1 << 30) == OK);
		must(arena_open(&a, 8 << 20) == OK);
		m = match_open(&perm);
	}
	if (!n)
		return 0;
	if (p[0] == 'i')
		try_file(&a, m, p + 1, n - 1);
	else
		try_pair(&a, m, (enum match_kind)(p[0] % 3),
			 (str){ (const char *)p + 1, (ptrdiff_t)n - 1 });
	arena_reset(&a);
	return 0;
}
