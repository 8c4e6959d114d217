/* work.h: a piece of work on bytes from outside, in a process of its own that can do nothing else.
 *
 * The child shares what the parent has read (copy on write), writes its answer into a pipe and
 * ends. It opens no file, no socket and no program (but for what `rules` allow), gets no more
 * memory and time than it is given, and when it dies the parent goes on: a parser that a hostile
 * file breaks harms nobody. */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include "base/out.h"

struct sandbox_rules; /* base/sandbox.h */
struct work_limits {
	int64_t memory_bytes; /* on top of what the parent has */
	int64_t cpu_s;
	int64_t answer_bytes;
	int files_n;                       /* descriptors it may have beside the pipe; 0: none */
	const struct sandbox_rules *rules; /* what it may do beside working; NULL: nothing */
};
enum work_end {
	WORK_DONE,
	WORK_TIME,   /* it used up its time */
	WORK_MEMORY, /* or its memory, or its arena */
	WORK_ANSWER, /* or said more than it may */
	WORK_BROKEN, /* a signal or an exit code: a defect of the parser */
};

/* Runs `work`, which may use `a` (the child's copy; the parent's stays as it is) and writes its
 * answer to `o`. *answer, in `a`, is whole only when *end is WORK_DONE. ERR_BUSY when the system
 * starts no process, ERR_IO when it has no sandbox for one. */
enum err work_run(struct arena *a, struct work_limits limits,
		  void (*work)(struct arena *a, struct out *o, void *arg), void *arg, str *answer,
		  enum work_end *end) MUST_CHECK;

#endif
