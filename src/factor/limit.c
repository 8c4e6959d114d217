/* limit.c: a leaky bucket each: a failure moves the time at which all is forgotten further on. */
#include "factor/limit.h"

#include <pthread.h>
#include <string.h>

#include "base/sha256.h"

enum { SETS = 2048, WAYS = 4 };

struct bucket {
	uint64_t key;     /* 0: nobody */
	int64_t empty_at; /* when the failures are forgotten */
};

struct limit {
	pthread_mutex_t lock;
	int64_t refill_us, full_us;
	struct bucket v[SETS][WAYS];
};

struct limit *limit_new(struct arena *perm, int burst, int64_t refill_us)
{
	struct limit *l = arena_new(perm, struct limit);
	pthread_mutex_init(&l->lock, NULL);
	l->refill_us = refill_us;
	l->full_us = refill_us * burst;
	return l;
}

uint64_t limit_key(str secret, str name)
{
	uint64_t key;
	struct sha256 h = sha256_of(S("grata limit "), secret, name);
	memcpy(&key, h.b, sizeof key);
	return key | 1;
}

static struct bucket *find(struct limit *l, uint64_t key)
{
	struct bucket *set = l->v[(key >> 1) % SETS];
	for (int i = 0; i < WAYS; i++)
		if (set[i].key == key)
			return &set[i];
	return NULL;
}

int64_t limit_wait_us(struct limit *l, uint64_t key, int64_t at)
{
	pthread_mutex_lock(&l->lock);
	const struct bucket *b = find(l, key);
	int64_t over_us = b ? b->empty_at - at - l->full_us + l->refill_us : 0;
	pthread_mutex_unlock(&l->lock);
	return over_us > 0 ? over_us : 0;
}

void limit_fail(struct limit *l, uint64_t key, int64_t at)
{
	pthread_mutex_lock(&l->lock);
	struct bucket *b = find(l, key);
	if (!b) { /* the one that has least to forget makes room */
		struct bucket *set = l->v[(key >> 1) % SETS];
		b = &set[0];
		for (int i = 1; i < WAYS; i++)
			b = set[i].empty_at < b->empty_at ? &set[i] : b;
		*b = (struct bucket){ key, at };
	}
	b->empty_at = (b->empty_at > at ? b->empty_at : at) + l->refill_us;
	pthread_mutex_unlock(&l->lock);
}

void limit_clear(struct limit *l, uint64_t key)
{
	pthread_mutex_lock(&l->lock);
	struct bucket *b = find(l, key);
	if (b)
		*b = (struct bucket){ 0 };
	pthread_mutex_unlock(&l->lock);
}
