/* ledger_account.c: the account of two states: both directions, their predecessors, by day. */
#include "ledger/ledger.h"

#include <stdlib.h>

#include "base/out.h"
#include "mission/mission.h"
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

/* ---- like for like ---- */

/* What is an "other" with a word of its own goes under that word. */
static str class_label(struct arena *a, const struct ledger_components_row *c)
{
	bool is_other = str_eq(c->staff_class, ledger_class_text(LEDGER_CLASS_OTHER));
	return is_other && c->note.p ? c->note : mission_words(a, c->staff_class);
}

static struct ledger_class_row *class_of(struct arena *a, struct ledger_classes *out, str label)
{
	for (ptrdiff_t i = 0; i < out->n; i++)
		if (str_eq(out->v[i].label, label))
			return &out->v[i];
	struct ledger_class_row *c = arena_push(a, out);
	*c = (struct ledger_class_row){ .label = label };
	return c;
}

/* Adds the classes of one side; *rest gets those of `total` whose class is not said. */
static enum err add_side(struct tx *tx, int64_t round_id, bool is_back, struct opt_int total,
			 struct ledger_classes *out, struct opt_int *rest)
{
	struct ledger_components_args of = { .round_id = round_id };
	struct ledger_components_rows rows;
	int64_t known_n = 0;
	TRY(ledger_components(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct ledger_components_row *c = &rows.v[i];
		if (!c->staff_class.p || !c->persons_n.has)
			continue;
		struct ledger_class_row *to = class_of(tx->a, out, class_label(tx->a, c));
		struct opt_int *n = is_back ? &to->back_n : &to->sent_n;
		*n = (struct opt_int){ true, n->v + c->persons_n.v };
		known_n += c->persons_n.v;
	}
	*rest = (struct opt_int){ total.has && known_n < total.v, total.v - known_n };
	return OK;
}

enum err ledger_classes_read(struct tx *tx, const struct ledger_entry *entry,
			     struct ledger_classes *out)
{
	const struct ledger_rounds_row *r = &entry->round;
	struct opt_int sent_rest = { 0 }, back_rest = { 0 };
	bool has_sent = false, has_back = false;
	*out = (struct ledger_classes){ .is_alike = true };
	TRY(add_side(tx, r->id, false, r->persons_n, out, &sent_rest));
	if (r->answer_round_id.has)
		TRY(add_side(tx, r->answer_round_id.v, true, r->answer_persons_n, out, &back_rest));
	for (ptrdiff_t i = 0; i < out->n; i++) {
		has_sent = has_sent || out->v[i].sent_n.has;
		has_back = has_back || out->v[i].back_n.has;
		out->is_alike = out->is_alike && out->v[i].sent_n.v == out->v[i].back_n.v;
	}
	out->is_known = has_sent && has_back;
	out->is_alike = out->is_alike && out->is_known && !sent_rest.has && !back_rest.has;
	if (sent_rest.has || back_rest.has)
		*arena_push(tx->a, out) =
		    (struct ledger_class_row){ S("class not said"), sent_rest, back_rest };
	return OK;
}

static void out_opt_count(struct out *o, struct opt_int n)
{
	if (n.has)
		out_fmt(o, " %6lld", (long long)n.v);
	else
		out_fmt(o, " %6s", "-");
}

static enum err classes(struct verb_call *c, struct tx *tx)
{
	struct ledger_question q;
	struct ledger_account acc;
	int64_t shown_n = 0;
	TRY(ledger_read_question(c, tx, &q));
	TRY(ledger_account_read(tx, &q, &acc));
	for (ptrdiff_t i = 0; i < acc.n; i++) {
		const struct ledger_rounds_row *r = &acc.v[i].round;
		struct ledger_classes of;
		TRY(ledger_classes_read(tx, &acc.v[i], &of));
		if (!of.is_known)
			continue;
		str day = interval_long(
		    c->a, (struct interval){ r->announced_from_on, r->announced_to_on });
		shown_n++;
		out_fmt(c->out, "%.*s, %.*s -> %.*s: %s\n", SF(day), SF(r->sender_iso),
			SF(r->target_iso),
			of.is_alike ? "as many of each class came back" : "not like for like");
		for (ptrdiff_t k = 0; k < of.n; k++) {
			out_fmt(c->out, "  %-20.*s", SF(of.v[k].label));
			out_opt_count(c->out, of.v[k].sent_n);
			out_opt_count(c->out, of.v[k].back_n);
			out_lit(c->out, "\n");
		}
	}
	if (!shown_n)
		out_lit(c->out, "Of no measure and its answer both say classes of staff.\n");
	return OK;
}

enum err ledger_classes_verb(struct verb_call *c)
{
	return verb_read(c, classes);
}
