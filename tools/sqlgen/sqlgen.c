/* sqlgen: compiles the SQL of the project (docs/sql.md).
 *
 *   sqlgen OUT_FOLDER MIGRATION.sql...                        the schema
 *   sqlgen OUT_FOLDER MIGRATION.sql... -- FEATURE QUERIES.sql   one feature
 *
 * Exit 1 with `file:line: error: ...` for every mistake found; then nothing is written. */
#include "sqlgen.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	struct arena a;
	struct gen g = { .a = &a };
	int n = 0;
	if (argc < 3 || arena_open(&a, 256 << 20) != OK)
		return 2;
	while (n + 2 < argc && strcmp(argv[n + 2], "--") != 0)
		n++;
	if (sqlite3_open(":memory:", &g.db) != SQLITE_OK)
		return 2;
	schema_load(&g, n, argv + 2);
	if (n + 2 == argc) {
		if (!g.n_errors)
			emit_schema(&g, argv[1]);
	} else if (n + 5 == argc) {
		struct queries q = queries_load(&g, argv[n + 4]);
		if (!g.n_errors)
			emit_feature(&g, str_of(argv[n + 3]), &q, argv[1]);
	} else {
		fprintf(stderr, "usage: sqlgen OUT MIGRATION.sql... [-- FEATURE QUERIES.sql]\n");
		return 2;
	}
	sqlite3_close(g.db);
	return g.n_errors ? 1 : 0;
}
