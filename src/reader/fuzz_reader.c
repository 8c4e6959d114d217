/* fuzz_reader.c: any bytes at all, as a report of a fixed day: every proposal must stay inside the
 * text, on character boundaries, with links to proposals that exist. */
#include "reader/reader.h"

#include "base/must.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_boundary(str text, int32_t at)
{
	ptrdiff_t i = 0;
	if (at == text.n)
		return true;
	/* walk from a little before: a character has at most four bytes */
	for (int back = 3; back > 0; back--)
		for (i = at - back; i >= 0 && i < at;) {
			ptrdiff_t from = i;
			utf8_next(text, &i);
			if (i > at && utf8_is_valid(str_slice(text, from, i)))
				return false;
		}
	return at >= 0 && at < text.n;
}

static void check_spans(str text, const struct spans *s)
{
	for (ptrdiff_t i = 0; i < s->n; i++) {
		must(0 <= s->v[i].start && s->v[i].start < s->v[i].end && s->v[i].end <= text.n);
		must(is_boundary(text, s->v[i].start) && is_boundary(text, s->v[i].end));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena tables, a; /* allowed: the fuzzer's own, loaded once */
	static const struct lexicon *lx;
	if (!lx) {
		must(arena_open(&tables, 64 << 20) == OK && arena_open(&a, 512 << 20) == OK);
		struct faults faults = faults_in(&tables);
		struct lexicon_tables t = lexicon_tables();
		must(lexicon_load(&tables, &t, &faults, &lx) == OK);
	}
	arena_reset(&a);
	struct out trace = out_to_arena(&a);
	struct reader_request r = { .text = { (const char *)data, (ptrdiff_t)size },
				    .place = S("GB"),
				    .published_on = 18000,
				    .is_explained = true,
				    .trace = &trace };
	struct proposals found;
	must(reader_read(&a, lx, &r, &found) == OK);
	struct out o = out_to_arena(&a);
	for (ptrdiff_t i = 0; i < found.n; i++) {
		const struct proposal *p = &found.v[i];
		must(p->id == i + 1 && p->evidence.n > 0);
		check_spans(r.text, &p->evidence);
		check_spans(r.text, &p->quotes);
		for (int k = 0; k < p->n_links; k++)
			must(p->links[k].to >= 1 && p->links[k].to <= found.n &&
			     p->links[k].to != p->id);
		reader_print(&o, lx, p, r.text);
	}
	return 0;
}
