/* opt.h: a number that may be missing: a count nobody gave, a day not known. */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stdint.h>

struct opt_int {
	bool has;
	int64_t v;
};

#endif
