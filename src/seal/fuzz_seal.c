/* fuzz_seal.c: any bytes as an extract: read, checked, never believed without a signature. */
#include <stdint.h>
#include <string.h>

#include "base/must.h"
#include "seal/seal.h"
#include "seal/sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct pieces {
	const char *p;
	ptrdiff_t n, most;
};

static ptrdiff_t give(void *from, char *to, ptrdiff_t n)
{
	struct pieces *s = from;
	n = n < s->most ? n : s->most;
	n = n < s->n ? n : s->n;
	if (n)
		memcpy(to, s->p, (size_t)n);
	s->p += n;
	s->n -= n;
	return n;
}

/* How many faults, however the bytes come. */
static int64_t faults_of(struct arena *a, struct arena scratch, const uint8_t *data, size_t size,
			 ptrdiff_t most)
{
	struct extract_report r;
	struct log_key k;
	struct ed25519 key = { { 1 } };
	struct pieces from = { (const char *)data, (ptrdiff_t)size, most };
	struct extract_source source = { give, &from };
	arena_reset(a);
	struct faults f = faults_in(a);
	must(log_key_of(S("log.example/grata"), &key, &k));
	must(!extract_check(scratch, S("x"), source, &k, NULL, &r, &f));
	return f.total_n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena a, scratch; /* allowed: the fuzzer's process lives as long as this */
	if (!a.base)
		must(arena_open(&a, (size_t)1 << 30) == OK &&
		     arena_open(&scratch, (size_t)1 << 30) == OK);
	struct sign_ask ask;
	str text = { (const char *)data, (ptrdiff_t)size };
	if (sign_ask_read(text, &ask)) { /* has one spelling */
		struct out o = out_to_arena(&a);
		sign_ask_write(&o, &ask);
		must(str_eq(out_view(&o), text));
	}
	int64_t n = faults_of(&a, scratch, data, size, PTRDIFF_MAX);
	must(n > 0 && n == faults_of(&a, scratch, data, size, 7));
	return 0;
}
