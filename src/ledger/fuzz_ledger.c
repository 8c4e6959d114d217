/* fuzz_ledger.c: any bytes: what is read without a fault and written comes back as the same rows,
 * and no rule is broken by any of them. */
#include "ledger/ledger_rules.h"

#include <stdint.h>

#include "base/must.h"
#include "base/out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_count(struct opt_int a, struct opt_int b)
{
	return a.has == b.has && (!a.has || a.v == b.v);
}

static bool is_within(const struct ledger_number *n)
{
	return (!n->stated.has || (n->min.has && n->min.v <= n->stated.v)) &&
	       (!n->max.has || (n->min.has && n->min.v <= n->max.v));
}

static void check(const struct ledger_row *r, const struct ledger_row *back, ptrdiff_t n)
{
	must(str_eq(r->key, back->key) && r->sources.n == back->sources.n);
	must(same_count(r->persons.stated, back->persons.stated));
	must(same_count(r->answer_persons.stated, back->answer_persons.stated));
	must(r->has_answer == back->has_answer && r->answer_row == back->answer_row);
	must(is_within(&r->persons) && is_within(&r->answer_persons));
	must(r->answer_row >= -1 && r->answer_row < n);
	must(ledger_answer_known_from(r) >= r->announced.from_on);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size > 1 << 16 || arena_open(&a, 16 << 20) != OK)
		return 0;
	struct faults faults = faults_in(&a), none = faults_in(&a);
	struct ledger_row_list rows, back;
	str text = { (const char *)data, (ptrdiff_t)size };
	if (ledger_read(&a, S("in"), text, NULL, &faults, &rows) == OK) {
		struct out o = out_to_arena(&a);
		ledger_write(&o, rows.v, rows.n);
		must(ledger_read(&a, S("out"), out_view(&o), NULL, &none, &back) == OK);
		must(rows.n == back.n);
		for (ptrdiff_t i = 0; i < rows.n; i++)
			check(&rows.v[i], &back.v[i], rows.n);
	}
	arena_close(&a);
	return 0;
}
