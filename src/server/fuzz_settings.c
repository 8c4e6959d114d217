/* fuzz_settings.c: any bytes as a file of settings: read, or refused with a line; what was read can
 * be asked for. */
#include <stdint.h>

#include "base/must.h"
#include "server/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct settings s, again;
	if (size > 1 << 17 || arena_open(&a, 64 << 20) != OK)
		return 0;
	struct faults f = faults_in(&a);
	settings_read(S("f"), (str){ (const char *)data, (ptrdiff_t)size }, &f, &s);
	for (ptrdiff_t i = 0; i < f.n; i++)
		must(f.v[i].line > 0 || size > SETTINGS_BYTES_MAX);
	if (f.total_n == 0) {
		struct out o = out_to_arena(&a);
		for (int i = 0; i < SETTINGS_N; i++)
			if (s.v[i].p)
				out_fmt(&o, "%s = %.*s\n", SETTINGS[i].word, SF(s.v[i]));
		settings_read(S("g"), out_view(&o), &f, &again);
		must(f.total_n == 0);
		for (int i = 0; i < SETTINGS_N; i++)
			must(str_eq(s.v[i], again.v[i]));
	}
	arena_close(&a);
	return 0;
}
