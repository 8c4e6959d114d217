/* fuzz_picture.c: any bytes as a picture: looked at, turned upright and drawn as they are when
 * somebody attaches them, as PNG and as plain pixels. What comes of it is no larger than it was
 * asked for, and as tall and wide as the file's facts say. */
#include "base/must.h"
#include "doc/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIDE = 48, PIXELS_TRIED_MAX = 1 << 22 };

static void as_pixels(struct arena *a, const struct file_facts *facts, str bytes)
{
	struct out o = out_to_arena(a);
	if (!file_pixels(facts->kind, bytes, SIDE, &o))
		return;
	str s = out_view(&o);
	must(s.n > 8);
	int64_t w = (unsigned char)s.p[3], h = (unsigned char)s.p[7];
	must(w >= 1 && h >= 1 && w <= SIDE && h <= SIDE && s.n == 8 + w * h * 4);
	if (facts->width_n > facts->height_n)
		must(w >= h);
	if (facts->width_n < facts->height_n)
		must(w <= h);
}

static void as_png(struct arena *a, const struct file_facts *facts, str bytes)
{
	struct out o = out_to_arena(a);
	struct faults none = faults_in(a);
	struct file_facts small;
	if (!file_small(facts->kind, bytes, SIDE, &o))
		return;
	must(file_look(out_view(&o), S("small"), &none, &small) == OK);
	must(small.kind == FILE_PNG && small.width_n <= SIDE && small.height_n <= SIDE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	str bytes = { (const char *)data, (ptrdiff_t)size };
	struct file_facts facts;
	if (size > 1 << 16 || arena_open(&a, 64 << 20) != OK)
		return 0;
	struct faults faults = faults_in(&a);
	int turn = file_turn(bytes);
	must(turn >= 1 && turn <= 8);
	if (file_look(bytes, S("file"), &faults, &facts) == OK && facts.kind != FILE_PDF &&
	    facts.width_n * facts.height_n <= PIXELS_TRIED_MAX) {
		as_pixels(&a, &facts, bytes);
		as_png(&a, &facts, bytes);
	}
	arena_close(&a);
	return 0;
}
