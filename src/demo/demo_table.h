/* demo_table.h: the tables of data/: a header line, then rows of cells between tabs, no quoting.
 * They are part of the program, so a row that is not as it should be is a broken invariant. */
#ifndef DEMO_DEMO_TABLE_H
#define DEMO_DEMO_TABLE_H

#include "base/str.h"
#include "data/db.h"

enum { DEMO_CELLS_MAX = 16 };

struct demo_table {
	const char *name;
	str header, rest;
	str cells[DEMO_CELLS_MAX];
	ptrdiff_t n;
};

struct demo_table demo_table(const char *name, str text);
bool demo_next(struct demo_table *t); /* false behind the last row */

/* The cell of the column with this name: null when it is empty. */
str demo_text(const struct demo_table *t, const char *column);
int64_t demo_int(const struct demo_table *t, const char *column);
int64_t demo_day(const struct demo_table *t, const char *column);
struct opt_int demo_opt_day(const struct demo_table *t, const char *column);

/* Which row of the register a key of the tables became. */
struct demo_keys {
	struct demo_key {
		str key;
		int64_t id;
	} * v;
	ptrdiff_t n, cap;
};
void demo_key_add(struct arena *a, struct demo_keys *keys, str key, int64_t id);
int64_t demo_key_id(const struct demo_keys *keys, str key); /* must be there */

#endif
