/* must.c: how the program ends when an invariant is broken; and, while it is developed, which
 * memory may be left at its end. */
#include "base/must.h"

#include <stdio.h>
#include <stdlib.h>

void must_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "grata: %s:%d: broken invariant: %s\n", file, line, what);
	abort();
}

#ifdef GRATA_DEV
/* What libraries keep that is not ours to give back. fontconfig: its configuration, once a process.
 * cairo 1.16: 768 bytes for each document with a CFF font, that is, with Chinese, Japanese or
 * Korean text. The leak checker asks by this name; a file of its own could not be read from the
 * sandbox. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier) */
const char *__lsan_default_suppressions(void)  /* NOLINT(bugprone-reserved-identifier) */
{
	return "leak:libfontconfig.so\nleak:libcairo.so\n";
}

const char *__lsan_default_options(void); /* NOLINT(bugprone-reserved-identifier) */
const char *__lsan_default_options(void)  /* NOLINT(bugprone-reserved-identifier) */
{
	return "print_suppressions=0";
}
#endif
