/* fuzz_watch.c: any bytes as a file of any format; the first byte says which. What is read comes
 * back the same from its stored form. */
#include "base/day.h"
#include "base/must.h"
#include "watch/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size < 1 || size > 1 << 16 || arena_open(&a, 256 << 20) != OK)
		return 0;
	struct watch_file file = { S("f"), { (const char *)data + 1, (ptrdiff_t)size - 1 } };
	enum watch_format format = (enum watch_format)(data[0] % WATCH_FORMATS_N);
	struct faults f = faults_in(&a);
	struct watch_rows rows;
	enum err e = watch_read_rows(&a, format, &file, 1, &f, &rows);
	must((e == OK) == (f.total_n == 0));
	for (ptrdiff_t i = 0; e == OK && i < rows.n; i++) {
		struct watch_entry entry;
		struct interval v;
		must(watch_body_read(&a, rows.v[i].body, &entry));
		must(str_eq(entry.key, rows.v[i].key) && entry.kind == rows.v[i].kind);
		must(entry.names.n == rows.v[i].names_n + rows.v[i].weak_n);
		for (ptrdiff_t k = 0; k < entry.births.n; k++)
			must(watch_birth_read(entry.births.v[k], &v) && v.from_on <= v.to_on);
	}
	arena_close(&a);
	return 0;
}
