/* progress.h: tells a person how far a long piece of work is. On a terminal one line that is
 * redrawn; else a plain line every five seconds, so that logs stay readable. Writes to standard
 * error, and nothing at all for work that ends within half a second. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/str.h"

struct progress {
	const char *what; /* "importing members" */
	int64_t total_n;  /* 0 = not known */
	int64_t started_us, shown_us;
	bool is_terminal, is_shown;
};

struct progress progress_start(const char *what, int64_t total_n);
void progress_at(struct progress *p, int64_t done_n);
void progress_end(struct progress *p, int64_t done_n);

#endif
