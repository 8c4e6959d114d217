/* fuzz_visa.c: any bytes as a mission's spreadsheet: no crash, and what is taken in without a fault
 * has what its format requires. */
#include <stdint.h>

#include "base/must.h"
#include "visa/visa.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size > 1 << 16 || arena_open(&a, 64 << 20) != OK)
		return 0;
	struct faults faults = faults_in(&a);
	struct visa_submissions list;
	str text = { (const char *)data, (ptrdiff_t)size };
	if (visa_submissions_read(&a, S("in"), text, &faults, &list) == OK) {
		must(list.n > 0 && !faults.total_n);
		for (ptrdiff_t i = 0; i < list.n; i++) {
			enum visa_kind kind;
			must(visa_kind_of(form_text(&list.v[i].form, "kind"), &kind));
			must(form_text(&list.v[i].form, "state").n > 0);
			must(form_day(&list.v[i].form, "received_on", DAY_MIN) > DAY_MIN);
		}
	} else {
		must(faults.total_n > 0);
	}
	arena_close(&a);
	return 0;
}
