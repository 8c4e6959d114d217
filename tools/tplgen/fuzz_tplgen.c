/* fuzz_tplgen.c: any bytes as a template. The compiler must end with faults or with C, never crash.
 */
#include "tplgen.h"

#include "base/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena a; /* allowed: a fuzz target has no main of its own */
	if (!a.base && arena_open(&a, (size_t)256 << 20) != OK)
		return 0;
	arena_reset(&a);
	struct faults f = faults_in(&a);
	struct tpl *t = arena_new(&a, struct tpl);
	str text = { (const char *)data, (ptrdiff_t)size };
	if (tpl_read(&a, &f, S("x.html"), S("x"), text, t) != OK) {
		must(f.total_n > 0);
		return 0;
	}
	struct out o = out_to_arena(&a);
	tpl_emit_header(t, &o);
	tpl_emit_code(t, &o);
	must(o.n > 0);
	return 0;
}
