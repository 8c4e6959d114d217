/* demo_table.c: rows and cells, then keys. */
#include "demo/demo_table.h"

#include "base/day.h"
#include "base/must.h"

struct demo_table demo_table(const char *name, str text)
{
	struct demo_table t = { .name = name };
	t.header = str_cut(&text, '\n');
	t.rest = text;
	return t;
}

bool demo_next(struct demo_table *t)
{
	if (str_is_empty(t->rest))
		return false;
	str line = str_cut(&t->rest, '\n');
	for (t->n = 0; line.p; t->n++) {
		must(t->n < DEMO_CELLS_MAX);
		t->cells[t->n] = str_cut(&line, '\t');
	}
	return true;
}

str demo_text(const struct demo_table *t, const char *column)
{
	str rest = t->header;
	for (ptrdiff_t i = 0; rest.p && i < t->n; i++)
		if (str_eq(str_cut(&rest, '\t'), str_of(column)))
			return t->cells[i].n ? t->cells[i] : (str){ 0 };
	must_not_come_here("a table of the demo world lacks a column");
}

int64_t demo_int(const struct demo_table *t, const char *column)
{
	int64_t v = 0;
	must(str_to_int64(demo_text(t, column), &v));
	return v;
}

int64_t demo_day(const struct demo_table *t, const char *column)
{
	int64_t on = 0;
	must(day_read(demo_text(t, column), &on));
	return on;
}

struct opt_int demo_opt_day(const struct demo_table *t, const char *column)
{
	bool has = demo_text(t, column).p;
	return (struct opt_int){ has, has ? demo_day(t, column) : 0 };
}

void demo_key_add(struct arena *a, struct demo_keys *keys, str key, int64_t id)
{
	*arena_push(a, keys) = (struct demo_key){ key, id };
}

int64_t demo_key_id(const struct demo_keys *keys, str key)
{
	for (ptrdiff_t i = 0; i < keys->n; i++)
		if (str_eq(keys->v[i].key, key))
			return keys->v[i].id;
	must_not_come_here("a table of the demo world names what is in no other");
}
