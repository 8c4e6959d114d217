/* vet_keep.c: all lists in memory for the interface: read once, read anew when a list has another
 * version, shared by all threads. */
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

#include "audit/audit.h"
#include "base/must.h"
#include "base/out.h"
#include "base/sha256.h"
#include "vet/vet_in.h"

enum { KEEPER_ARENA = 1 << 30 };

struct vet_keeper {
	pthread_rwlock_t lock;
	struct arena a;
	bool is_filled;
	struct sha256 stamp; /* of the lists and their versions */
	struct vet_pool pool;
};

struct vet_keeper *vet_keeper_new(struct arena *a)
{
	struct vet_keeper *k = arena_new(a, struct vet_keeper);
	must(pthread_rwlock_init(&k->lock, NULL) == 0);
	return k;
}

static enum err read_stamp(struct tx *tx, struct vet_lists_rows *lists, struct sha256 *stamp)
{
	struct out o = out_to_arena(tx->a);
	TRY(vet_lists(tx, lists));
	for (ptrdiff_t i = 0; i < lists->n; i++)
		out_fmt(&o, "%lld %lld\n", (long long)lists->v[i].id,
			(long long)lists->v[i].version_n);
	*stamp = sha256_of(out_view(&o), (str){ 0 }, (str){ 0 });
	return OK;
}

static bool is_current(const struct vet_keeper *k, const struct sha256 *stamp)
{
	return k->is_filled && memcmp(k->stamp.b, stamp->b, sizeof stamp->b) == 0;
}

static enum err read_pool(struct db *db, struct vet_keeper *k)
{
	struct tx tx;
	struct vet_lists_rows lists;
	struct vet_states states;
	TRY(tx_begin(db, &VIEWER_SYSTEM, &k->a, &tx));
	enum err e = read_stamp(&tx, &lists, &k->stamp);
	if (e == OK)
		e = vet_states_read(&tx, &states);
	if (e == OK)
		vet_pool_open(&k->a, match_open(&k->a), states, &k->pool);
	for (ptrdiff_t i = 0; e == OK && i < lists.n; i++)
		e = vet_pool_add(&tx, &k->pool, lists.v[i].id, lists.v[i].word, 0,
				 lists.v[i].version_n, true);
	tx_end(&tx);
	return e == OK ? vet_pool_close(&k->a, &k->pool) : e;
}

/* Under the lock of a writer. */
static enum err fill(struct db *db, struct vet_keeper *k)
{
	jmp_buf full;
	if (k->a.base)
		arena_close(&k->a);
	k->is_filled = false;
	k->pool = (struct vet_pool){ 0 };
	TRY(arena_open(&k->a, KEEPER_ARENA));
	if (setjmp(full))
		return ERR_MEMORY;
	k->a.full = &full;
	enum err e = read_pool(db, k);
	k->a.full = NULL;
	k->is_filled = e == OK;
	return e;
}

static enum err make_current(struct db *db, struct arena *a, struct vet_keeper *k)
{
	struct tx tx;
	struct vet_lists_rows lists;
	struct sha256 stamp;
	TRY(tx_begin(db, &VIEWER_SYSTEM, a, &tx));
	enum err e = read_stamp(&tx, &lists, &stamp);
	tx_end(&tx);
	TRY(e);
	pthread_rwlock_rdlock(&k->lock);
	bool is_good = is_current(k, &stamp);
	pthread_rwlock_unlock(&k->lock);
	if (is_good)
		return OK;
	pthread_rwlock_wrlock(&k->lock);
	e = is_current(k, &stamp) ? OK : fill(db, k);
	pthread_rwlock_unlock(&k->lock);
	return e;
}

enum err vet_keeper_take(struct vet_keeper *k, struct db *db, struct arena *a,
			 const struct vet_pool **p)
{
	TRY(make_current(db, a, k));
	pthread_rwlock_rdlock(&k->lock);
	*p = &k->pool;
	return OK;
}

void vet_keeper_give(struct vet_keeper *k)
{
	pthread_rwlock_unlock(&k->lock);
}
