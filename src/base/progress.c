/* progress.c: the bar and the lines. */
#include "base/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/day.h"
#include "base/os.h"

enum { BAR = 24 };

struct progress progress_start(const char *what, int64_t total_n)
{
	int64_t now = os_monotonic_us();
	return (struct progress){ .what = what,
				  .total_n = total_n,
				  .started_us = now,
				  .shown_us = now,
				  .is_terminal = isatty(STDERR_FILENO) };
}

static void show(struct progress *p, int64_t done_n, int64_t now, const char *end)
{
	double seconds = (double)(now - p->started_us) / 1e6;
	double rate = seconds > 0 ? (double)done_n / seconds : 0;
	p->shown_us = now;
	p->is_shown = true;
	fprintf(stderr, "%s%s: ", p->is_terminal ? "\r" : "", p->what);
	if (p->total_n > 0) {
		int full = (int)(done_n * BAR / p->total_n);
		if (p->is_terminal)
			fprintf(stderr, "|%.*s%.*s| ", full, "########################", BAR - full,
				"------------------------");
		fprintf(stderr, "%lld of %lld", (long long)done_n, (long long)p->total_n);
		if (rate > 0 && done_n < p->total_n)
			fprintf(stderr, ", about %.0f s left",
				(double)(p->total_n - done_n) / rate);
	} else {
		fprintf(stderr, "%lld", (long long)done_n);
	}
	fprintf(stderr, ", %.0f/s%s%s", rate, p->is_terminal ? "\033[K" : "", end);
	fflush(stderr);
}

void progress_at(struct progress *p, int64_t done_n)
{
	int64_t now = os_monotonic_us();
	int64_t wait = p->is_terminal ? SECOND_US / 8 : 5 * SECOND_US;
	if (now - p->shown_us < wait || now - p->started_us < SECOND_US / 2)
		return;
	show(p, done_n, now, p->is_terminal ? "" : "\n");
}

void progress_end(struct progress *p, int64_t done_n)
{
	if (p->is_shown)
		show(p, done_n, os_monotonic_us(), "\n");
}
