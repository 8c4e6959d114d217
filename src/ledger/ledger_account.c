/* ledger_account.c: the account of two states: both directions, their predecessors, by day. */
#include "ledger/ledger.h"

#include <stdlib.h>

#include "ref/ref.h"

struct codes {
	str *v;
	ptrdiff_t n, cap;
};

/* The state and those that it continues. */
static enum err names_of(struct tx *tx, str iso, struct codes *to)
{
	struct ref_continued_args in = { .successor_iso = iso };
	struct ref_continued_rows rows;
	TRY(ref_continued(tx, &in, &rows));
	*arena_push(tx->a, to) = iso;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		*arena_push(tx->a, to) = rows.v[i].former_iso;
	return OK;
}

static enum err add_one_way(struct tx *tx, const struct ledger_question *q, str sender, str target,
			    struct ledger_account *out)
{
	struct ledger_rounds_args in = { .sender_iso = sender,
					 .target_iso = target,
					 .from_on = q->from_on,
					 .to_on = q->to_on,
					 .as_at_on = q->as_at_on };
	struct ledger_rounds_rows rows;
	TRY(ledger_rounds(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		if (i > 0 && rows.v[i].id == rows.v[i - 1].id)
			continue; /* a further answer to the same round */
		struct ledger_answers_to_args to = { .answer_round_id = rows.v[i].id };
		struct ledger_answers_to_rows answered;
		TRY(ledger_answers_to(tx, &to, &answered));
		*arena_push(tx->a, out) = (struct ledger_entry){
			rows.v[i],
			{ answered.n > 0, answered.n > 0 ? answered.v[0].round_id : 0 },
		};
	}
	return OK;
}

static int by_day(const void *x, const void *y)
{
	const struct ledger_rounds_row *a = &((const struct ledger_entry *)x)->round,
				       *b = &((const struct ledger_entry *)y)->round;
	int64_t a_on = a->announced_from_on, b_on = b->announced_from_on;
	if (a_on != b_on)
		return a_on < b_on ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

enum err ledger_account_read(struct tx *tx, const struct ledger_question *q,
			     struct ledger_account *out)
{
	struct codes us = { 0 }, them = { 0 };
	*out = (struct ledger_account){ 0 };
	TRY(names_of(tx, q->host_iso, &us));
	TRY(names_of(tx, q->state_iso, &them));
	for (ptrdiff_t i = 0; i < us.n; i++)
		for (ptrdiff_t k = 0; k < them.n; k++) {
			TRY(add_one_way(tx, q, us.v[i], them.v[k], out));
			TRY(add_one_way(tx, q, them.v[k], us.v[i], out));
		}
	if (out->n)
		qsort(out->v, (size_t)out->n, sizeof *out->v, by_day);
	return OK;
}
