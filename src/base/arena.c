/* arena.c: region memory over one anonymous mapping. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/must.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (size_t)(n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (size_t)(n))
enum { RED_ZONE = 16, HEAD = 4096 }; /* HEAD: a page */
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { RED_ZONE = 0, HEAD = 0 };
#endif

/* In front of the range, in a page of its own where bytes are poisoned: where the next free byte of
 * any copy of the arena was at its highest. To unpoison all of a large range would touch an eighth
 * of its size in shadow, a quarter of a second for each start of a program. */
static void note_top(const struct arena *a)
{
	if (a->top && a->beg > *a->top)
		*a->top = a->beg;
}

/* A range that grew beyond this gives its pages back when it is reset. */
enum { KEEP_BYTES = 1 << 20 };

enum err arena_open(struct arena *a, size_t cap)
{
	char *p = mmap(NULL, cap + HEAD, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return ERR_MEMORY;
	p += HEAD;
	*a = (struct arena){ .beg = p, .end = p + cap, .base = p };
	if (HEAD != 0)
		a->top = (char **)(void *)(p - HEAD);
	size_t poisoned = cap < KEEP_BYTES ? cap : KEEP_BYTES; /* not all of it: its shadow */
	POISON(p, poisoned);
	note_top(&(struct arena){ .beg = p + poisoned, .top = a->top });
	return OK;
}

void arena_reset(struct arena *a)
{
	ptrdiff_t used = a->beg - a->base;
	if (used > KEEP_BYTES)
		madvise(a->base, (size_t)used, MADV_DONTNEED);
	a->beg = a->base;
	POISON(a->base, used);
}

void arena_close(struct arena *a)
{
	if (!a->base)
		return;
	char *p = a->base - HEAD;
	UNPOISON(a->base, a->top ? *a->top - a->base : 0);
	munmap(p, (size_t)(a->end - p));
	*a = (struct arena){ 0 };
}

static _Noreturn void arena_is_full(struct arena *a)
{
	if (a->full)
		longjmp(*a->full, 1);
	fputs("grata: this needs more memory than the limit for one piece of work\n", stderr);
	exit(err_exit(ERR_MEMORY));
}

void *arena_bytes(struct arena *a, ptrdiff_t n, ptrdiff_t align)
{
	must(n >= 0 && align > 0 && align <= 16 && (align & (align - 1)) == 0);
	ptrdiff_t pad = (ptrdiff_t)(-(uintptr_t)a->beg & (uintptr_t)(align - 1));
	if (a->end - a->beg < pad + RED_ZONE || n > a->end - a->beg - pad - RED_ZONE)
		arena_is_full(a);
	char *p = a->beg + pad;
	a->beg = p + n + RED_ZONE;
	note_top(a);
	UNPOISON(p, n);
	POISON(p + n, RED_ZONE);
	return memset(p, 0, (size_t)n);
}

bool arena_extend(struct arena *a, void *p, ptrdiff_t old, ptrdiff_t n)
{
	char *c = p;
	if (!c || c + old + RED_ZONE != a->beg || a->end - c < RED_ZONE ||
	    n > a->end - c - RED_ZONE)
		return false;
	UNPOISON(c + old, n - old);
	memset(c + old, 0, (size_t)(n - old));
	a->beg = c + n + RED_ZONE;
	note_top(a);
	POISON(c + n, RED_ZONE);
	return true;
}

ptrdiff_t arena_used(const struct arena *a)
{
	return a->beg - a->base;
}

void *arena_array(struct arena *a, ptrdiff_t n, size_t size, size_t align)
{
	ptrdiff_t bytes;
	if (__builtin_mul_overflow(n, (ptrdiff_t)size, &bytes))
		arena_is_full(a);
	return arena_bytes(a, bytes, (ptrdiff_t)align);
}

void *arena_grow(struct arena *a, void *v, ptrdiff_t *cap, size_t size, size_t align)
{
	ptrdiff_t old = *cap, more = old ? old * 2 : 8;
	*cap = more;
	if (old && arena_extend(a, v, old * (ptrdiff_t)size, more * (ptrdiff_t)size))
		return v;
	void *to = arena_array(a, more, size, align);
	if (old)
		memcpy(to, v, (size_t)old * size);
	return to;
}
