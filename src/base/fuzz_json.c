/* fuzz_json.c: any bytes into json_read. What is taken is written out again and must be read back
 * the same. */
#include <string.h>

#include "base/json.h"
#include "base/must.h"
#include "base/out.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_json(struct out *o, const struct json *j, int depth)
{
	must(depth <= JSON_DEPTH_MAX);
	bool is_list = j->kind == JSON_LIST;
	switch (j->kind) {
	case JSON_NONE: out_lit(o, "null"); break;
	case JSON_BOOL: out_str(o, j->n ? S("true") : S("false")); break;
	case JSON_INT: out_int(o, j->n); break;
	case JSON_NUMBER: out_fmt(o, "%.17e", j->number); break;
	case JSON_TEXT: out_json(o, j->text); break;
	case JSON_LIST:
	case JSON_MAP:
		out_str(o, is_list ? S("[") : S("{"));
		for (const struct json *m = j->first; m; m = m->next) {
			if (!is_list) {
				out_json(o, m->key);
				out_lit(o, ":");
			}
			write_json(o, m, depth + 1);
			out_str(o, m->next ? S(",") : S(""));
		}
		out_str(o, is_list ? S("]") : S("}"));
		break;
	}
}

static void must_be_same(const struct json *a, const struct json *b)
{
	must(a->kind == b->kind && a->n == b->n && a->number == b->number);
	must(str_eq(a->text, b->text) && str_eq(a->key, b->key));
	must(a->kind != JSON_TEXT || utf8_is_valid(a->text));
	const struct json *m = a->first, *n = b->first;
	for (; m && n; m = m->next, n = n->next)
		must_be_same(m, n);
	must(!m && !n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	jmp_buf full;
	if (size > 1 << 16 || arena_open(&a, 16 << 20) != OK)
		return 0;
	a.full = &full;
	if (setjmp(full) == 0) {
		struct faults f = faults_in(&a);
		const struct json *j, *again;
		str text = { (const char *)data, (ptrdiff_t)size };
		if (json_read(&a, text, &f, &j) == OK) {
			struct out o = out_to_arena(&a);
			write_json(&o, j, 1);
			must(json_read(&a, out_view(&o), &f, &again) == OK);
			must_be_same(j, again);
		} else {
			must(f.n == 1);
		}
	}
	arena_close(&a);
	return 0;
}
