/* arena.h: region memory. One arena for each request, verb or job, dropped whole.
 *
 * An arena is one reserved range of addresses; pages cost memory only once they are touched.
 * Functions that return memory take `struct arena *a` first. Scratch is an arena passed BY VALUE:
 * what the callee takes from its copy is free again when it returns.
 *
 * A full arena never returns NULL: it jumps to *full when that is set (the server and the verbs set
 * it, so that one request is refused and the next is served), else it says so and ends the program.
 * Under AddressSanitizer unused bytes are poisoned and each piece has a red zone behind it. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct arena {
	char *beg;     /* the next free byte */
	char *end;     /* one past the last */
	char *base;    /* start of the range */
	jmp_buf *full; /* where to go when it is full; NULL ends the program */
	char **top; /* under the sanitizers, how far any copy went; NULL: a part of another arena */
};

/* Reserves `cap` bytes of address space. ERR_MEMORY when the system has none. */
enum err arena_open(struct arena *a, size_t cap) __attribute__((warn_unused_result));
void arena_reset(
    struct arena *a); /* everything free again; gives large ranges back to the system */
void arena_close(struct arena *a);

/* `n` zeroed bytes aligned to `align` (a power of two, at most 16). */
void *arena_bytes(struct arena *a, ptrdiff_t n, ptrdiff_t align);
/* Enlarges the newest piece in place from `old` to `n` bytes; false when `p` is not the newest or
 * the arena is too small. New bytes are zeroed. */
bool arena_extend(struct arena *a, void *p, ptrdiff_t old, ptrdiff_t n);
ptrdiff_t arena_used(const struct arena *a); /* bytes, red zones and padding included */

/* Zeroed objects. arena_new_n checks count x size for overflow. */
#define arena_new(a, type)      ((type *)arena_array((a), 1, sizeof(type), _Alignof(type)))
#define arena_new_n(a, type, n) ((type *)arena_array((a), (n), sizeof(type), _Alignof(type)))
void *arena_array(struct arena *a, ptrdiff_t n, size_t size, size_t align);

/* Makes room for one more element at the end of a list {type *v; ptrdiff_t n, cap;} and returns its
 * address; the caller has not to touch n. The list moves when it grows. */
#define arena_push(a, list)                                                                        \
	((list)->n == (list)->cap                                                                  \
	     ? (void)((list)->v = arena_grow((a), (list)->v, &(list)->cap, sizeof *(list)->v,      \
					     _Alignof(__typeof__(*(list)->v))))                    \
	     : (void)0,                                                                            \
	 &(list)->v[(list)->n++])
void *arena_grow(struct arena *a, void *v, ptrdiff_t *cap, size_t size, size_t align);

#endif
