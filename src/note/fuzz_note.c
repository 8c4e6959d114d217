/* fuzz_note.c: any text as a template and as a value: filling ends, leaves no name that has a
 * value, and what comes of it can be shown on a page. */
#include "note/note.h"

#include "base/must.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	str text = { (const char *)data, (ptrdiff_t)size };
	if (size > 1 << 14 || !utf8_is_valid(text) || arena_open(&a, 64 << 20) != OK)
		return 0;
	const struct note_value values[] = { { "a", S("x") }, { "b", S("{a}") } };
	str filled = note_fill(&a, text, values, 1);
	must(str_find(filled, S("{a}")) < 0);
	filled = note_fill(&a, text, values, 2);
	note_blanks(&a, filled);
	struct faults f = faults_in(&a);
	struct paper p = paper_new(&a, PAPER_LETTER, S("t"), S("ar"), 0);
	if (paper_read(&p, filled, &f) == OK)
		must(str_find(note_html(&a, &p).s, S("<script")) < 0);
	arena_close(&a);
	return 0;
}
