/* fuzz_seal.c: any bytes as an extract: read, checked, never believed without a signature. */
#include <stdint.h>

#include "base/must.h"
#include "seal/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena a, scratch; /* allowed: the fuzzer's process lives as long as this */
	struct extract x;
	struct extract_report r;
	struct log_key k;
	struct ed25519 key = { { 1 } };
	if (!a.base)
		must(arena_open(&a, (size_t)1 << 30) == OK &&
		     arena_open(&scratch, (size_t)1 << 30) == OK);
	arena_reset(&a);
	struct faults f = faults_in(&a);
	must(log_key_of(S("log.example/grata"), &key, &k));
	if (extract_read(S("x"), (str){ (const char *)data, (ptrdiff_t)size }, &x, &f))
		must(!extract_check(scratch, S("x"), &x, &k, NULL, &r, &f));
	must(f.total_n > 0);
	return 0;
}
