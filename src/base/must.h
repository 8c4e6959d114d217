/* must.h: assertions that stay on in release.
 *
 * A broken invariant is neither the user's fault nor a rule's refusal nor machine trouble: the
 * program stops, the open transaction rolls back, and whoever supervises the process starts it
 * again. */
#ifndef BASE_MUST_H
#define BASE_MUST_H

/* Prints where and what, then aborts. Called only through must(). */
_Noreturn void must_fail(const char *file, int line, const char *what);

#define must(cond) ((cond) ? (void)0 : must_fail(__FILE__, __LINE__, #cond))

/* A place that the logic above excludes. */
#define must_not_come_here(why) must_fail(__FILE__, __LINE__, why)

#endif
