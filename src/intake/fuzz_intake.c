/* fuzz_intake.c: any bytes as a saved page: it ends, its text is no longer than the page, and what
 * was UTF-8 stays so. */
#include <stdint.h>

#include "base/must.h"
#include "base/utf8.h"
#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size > 1 << 16 || arena_open(&a, 8 << 20) != OK)
		return 0;
	str html = { (const char *)data, (ptrdiff_t)size };
	str text = intake_html_text(&a, html);
	must(text.n <= html.n);
	must(!utf8_is_valid(html) || utf8_is_valid(text));
	arena_close(&a);
	return 0;
}
