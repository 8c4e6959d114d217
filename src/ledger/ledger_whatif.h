/* ledger_whatif.h: what if we expel: staff week by week, and answers drawn from the past. The
 * arithmetic is forecast/mirror.h. It replays the past and advises nothing. */
#ifndef LEDGER_LEDGER_WHATIF_H
#define LEDGER_LEDGER_WHATIF_H

#include "ledger/ledger.h"

enum { WHATIF_RUNS = 10000 }; /* unless another number is asked for */

struct ledger_whatif {
	str by_iso, against_iso;      /* who expels, and whose staff */
	int64_t as_at_on;             /* the past as known then */
	struct staffing theirs, ours; /* mirror.h; ours: its expelled are drawn */
	int64_t notice_weeks, weeks, runs;
	uint64_t seed;
};
struct ledger_whatif_answer {
	struct past_choice choice;
	struct past_sizes sizes;
	struct past_guess guess; /* persons that they expel in return */
	struct whatif_result result;
};
/* False when the past holds no pair of numbers to draw from. */
bool ledger_whatif_run(struct arena *a, const struct past_list *l, const struct ledger_whatif *w,
		       struct ledger_whatif_answer *out);

str past_scope_text(enum past_scope s); /* "pair", "state", "all" */

#endif
