/* limit.h: how often something may go wrong: a table in memory of who has failed lately. Whoever it
 * is about is a number made of a name (limit_key), so that names which exist and names which do not
 * are treated alike, and nothing in it can be read back. */
#ifndef FACTOR_LIMIT_H
#define FACTOR_LIMIT_H

#include "base/arena.h"
#include "base/str.h"

struct limit;
/* `burst` failures at once, then one more each `refill_us`. Remembers some thousand; when it is
 * full it forgets those with the fewest failures. Lives in `perm`; any thread. */
struct limit *limit_new(struct arena *perm, int burst, int64_t refill_us);
/* 0 may not be a name of anybody: `secret` keeps others from choosing names that fall together. */
uint64_t limit_key(str secret, str name);
/* Microseconds until this one may try again; 0: now. */
int64_t limit_wait_us(struct limit *l, uint64_t key, int64_t at);
void limit_fail(struct limit *l, uint64_t key, int64_t at);
/* Its failures are forgiven: it proved to be right. */
void limit_clear(struct limit *l, uint64_t key);

#endif
