/* fuzz_csv.c: any bytes: read, write with out_csv, read again: the same cells. Cells that out_csv
 * guards against spreadsheets come back with the guard's apostrophe. */
#include "doc/csv.h"

#include <stdint.h>

#include "base/must.h"
#include "base/out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 3 };
static const struct csv_column columns[COLUMNS] = { { "a", false }, { "b", true }, { "c", true } };

static bool same(str before, str after)
{
	bool is_guarded = after.n == before.n + 1 && after.p[0] == '\'' && str_ends(after, before);
	return is_guarded || str_eq(before.p ? before : S(""), after);
}

static void round_trip(struct arena *a, str text)
{
	struct faults faults = faults_in(a), none = faults_in(a);
	struct out o = out_to_arena(a);
	out_lit(&o, "a,b,c\r\n");
	struct csv in = csv_open(a, S("in"), text, columns, COLUMNS, &faults);
	while (csv_next(&in)) {
		int64_t v;
		double d;
		csv_int(&in, 0, -9, 9, &v);
		csv_number(&in, 1, -1e9, 1e9, &d);
		csv_day(&in, 2, &v);
		for (ptrdiff_t i = 0; i < COLUMNS; i++) {
			out_bytes(&o, ",", i > 0);
			out_csv(&o, csv_text(&in, i));
		}
		out_lit(&o, "\r\n");
	}
	struct csv again = csv_open(a, S("in"), text, columns, COLUMNS, &faults);
	struct csv back = csv_open(a, S("out"), out_view(&o), columns, COLUMNS, &none);
	while (csv_next(&again)) {
		must(csv_next(&back));
		for (ptrdiff_t i = 0; i < COLUMNS; i++)
			must(same(csv_text(&again, i), csv_text(&back, i)));
	}
	must(!csv_next(&back) && none.total_n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size > 1 << 16 || arena_open(&a, 16 << 20) != OK)
		return 0;
	round_trip(&a, (str){ (const char *)data, (ptrdiff_t)size });
	arena_close(&a);
	return 0;
}
