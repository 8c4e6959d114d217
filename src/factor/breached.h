/* breached.h: passwords that have leaked somewhere, as a file of their hashes that whoever runs the
 * register has fetched. Its form is the one in which Have I Been Pwned gives them out: lines of 40
 * upper-case hexadecimal digits (SHA-1 of the password), which may have ':' and a number behind
 * them, rising, each ended by LF or CR LF. It may have tens of gigabytes: it is searched where it
 * lies. */
#ifndef FACTOR_BREACHED_H
#define FACTOR_BREACHED_H

#include "base/fault.h"
#include "base/os.h"

struct breached {
	/* Up to n bytes from `at` on to `to`; how many, or -1. Any thread. */
	ptrdiff_t (*read_at)(void *from, int64_t at, char *to, ptrdiff_t n);
	void *from;
	int64_t size_n;
};

/* A file that stays open. Faults name it: it cannot be read, it is empty, a line among those that
 * are tried (the first, the last, some between) is none or does not rise. */
enum err breached_open(struct arena *a, const char *path, struct breached *b,
		       struct faults *f) MUST_CHECK;
/* The same checks of any source; `file` and lines are not named: places are bytes. */
void breached_try(const struct breached *b, str file, struct faults *f);
/* Is it there? ERR_IO: the file cannot be read, or a line on the way is none. */
enum err breached_has(const struct breached *b, str password, bool *has) MUST_CHECK;

#endif
