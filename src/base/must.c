/* must.c: how the program ends when an invariant is broken. */
#include "base/must.h"

#include <stdio.h>
#include <stdlib.h>

void must_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "grata: %s:%d: broken invariant: %s\n", file, line, what);
	abort();
}
