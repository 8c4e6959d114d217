/* json.c: jansson parses and proves, then its tree is copied into the arena and set free. First the
 * copy, then reading, then access. No other file knows jansson. */
#include "base/json.h"

#include <string.h>

#include <jansson.h>

#include "base/must.h"

/* False when it is nested too deep. */
static bool copy(struct arena *a, json_t *from, int depth, struct json *to);

static bool copy_list(struct arena *a, json_t *from, int depth, struct json *to)
{
	const struct json **tail = &to->first;
	size_t i;
	json_t *item;
	to->kind = JSON_LIST;
	json_array_foreach(from, i, item)
	{
		struct json *j = arena_new(a, struct json);
		if (!copy(a, item, depth + 1, j))
			return false;
		*tail = j;
		tail = &j->next;
		to->n++;
	}
	return true;
}

static bool copy_map(struct arena *a, json_t *from, int depth, struct json *to)
{
	const struct json **tail = &to->first;
	to->kind = JSON_MAP;
	for (void *i = json_object_iter(from); i; i = json_object_iter_next(from, i)) {
		struct json *j = arena_new(a, struct json);
		j->key = str_copy(a, str_of(json_object_iter_key(i)));
		if (!copy(a, json_object_iter_value(i), depth + 1, j))
			return false;
		*tail = j;
		tail = &j->next;
		to->n++;
	}
	return true;
}

static bool copy(struct arena *a, json_t *from, int depth, struct json *to)
{
	if (depth > JSON_DEPTH_MAX)
		return false;
	switch (json_typeof(from)) {
	case JSON_OBJECT: return copy_map(a, from, depth, to);
	case JSON_ARRAY: return copy_list(a, from, depth, to);
	case JSON_STRING:
		to->kind = JSON_TEXT;
		to->text = str_copy(
		    a, (str){ json_string_value(from), (ptrdiff_t)json_string_length(from) });
		return true;
	case JSON_INTEGER:
		to->kind = JSON_INT;
		to->n = json_integer_value(from);
		to->number = (double)to->n;
		return true;
	case JSON_REAL:
		to->kind = JSON_NUMBER;
		to->number = json_real_value(from);
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		to->kind = JSON_BOOL;
		to->n = json_is_true(from);
		return true;
	case JSON_NULL: to->kind = JSON_NONE; return true;
	}
	must_not_come_here("jansson has eight types");
}

enum err json_read(struct arena *a, str text, struct faults *f, const struct json **j)
{
	/* jansson passes over a NUL byte between values. */
	if (str_find_byte(text, '\0') >= 0) {
		fault_at(f, (str){ 0 }, 0, 0, (str){ 0 }, "This is not JSON: it has a NUL byte.");
		return ERR_FAULTS;
	}
	json_error_t why;
	json_t *tree = json_loadb(text.p ? text.p : "", (size_t)text.n,
				  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
	if (!tree) {
		fault_at(f, (str){ 0 }, why.line, why.column > 0 ? why.column : 1, (str){ 0 },
			 "This is not JSON: %s.", why.text);
		return ERR_FAULTS;
	}
	/* The arena may be full: give jansson's memory back before the jump goes on. */
	jmp_buf *full = a->full, here;
	struct json *to = NULL;
	if (setjmp(here) != 0) {
		json_decref(tree);
		a->full = full;
		if (!full)
			must_not_come_here("json_read needs more memory than its arena has");
		longjmp(*full, 1);
	}
	a->full = &here;
	to = arena_new(a, struct json);
	bool is_shallow = copy(a, tree, 1, to);
	a->full = full;
	json_decref(tree);
	if (!is_shallow) {
		fault_at(f, (str){ 0 }, 0, 0, (str){ 0 }, "JSON may have at most %d levels.",
			 JSON_DEPTH_MAX);
		return ERR_FAULTS;
	}
	*j = to;
	return OK;
}

const struct json *json_get(const struct json *j, const char *key)
{
	if (!j || j->kind != JSON_MAP)
		return NULL;
	for (const struct json *m = j->first; m; m = m->next)
		if (str_eq(m->key, str_of(key)))
			return m;
	return NULL;
}

str json_text(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);
	return m && m->kind == JSON_TEXT ? m->text : (str){ 0 };
}

int64_t json_int(const struct json *j, const char *key, int64_t otherwise)
{
	const struct json *m = json_get(j, key);
	return m && m->kind == JSON_INT ? m->n : otherwise;
}
