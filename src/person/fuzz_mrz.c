/* fuzz_mrz.c: any two lines as a machine-readable zone, any text as a name and
 * as an address, number or e-mail address: what is read makes
 * sense, and what is written can be read. */
#include "base/must.h"
#include "base/utf8.h"
#include "person/person.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena a; /* allowed: the fuzzer's own */
	if (!a.base)
		must(arena_open(&a, 64 << 20) == OK);
	arena_reset(&a);
	str text = { (const char *)data, (ptrdiff_t)size }, rest = text;
	str first = str_cut(&rest, '\n');
	struct faults f = faults_in(&a);
	struct person_mrz m;
	bool is_right = person_mrz_read(&a, first, rest.p ? rest : S(""), 18799, &m, &f);
	must(is_right == (f.total_n == 0));
	if (is_right)
		must(m.family.n > 0 && m.birth.from_on <= m.birth.to_on);
	if (!utf8_is_valid(text))
		return 0;
	str name = person_mrz_name(&a, text, first);
	must(name.n <= MRZ_LINE - 5 && person_mrz_digit(name) >= 0);
	str spoof = person_name_spoof(&a, text);
	must(!spoof.p || spoof.n > 0);
	for (int kind = 0; kind <= CONTACT_KIND_EMAIL; kind++) {
		const char *why = NULL;
		str key = person_contact_key(&a, (enum contact_kind)kind, text, &why);
		must(key.p ? key.n > 0 : why != NULL);
	}
	return 0;
}
