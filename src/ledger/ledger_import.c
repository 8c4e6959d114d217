/* ledger_import.c: rows of a file become rounds, components, answers and sources. */
#include "ledger/ledger.h"

#include "base/embed.h"
#include "ref/ref.h"

EMBED(expulsions);

/* What a row became. */
struct written {
	int64_t round_id, answer_id; /* answer_id 0: it has none, or it is not new */
};

static enum err read_states(struct tx *tx, struct ledger_states *states)
{
	struct ref_states_rows rows;
	TRY(ref_states(tx, &rows));
	str *iso = arena_new_n(tx->a, str, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		iso[i] = rows.v[i].iso;
	*states = (struct ledger_states){ iso, rows.n };
	return OK;
}

/* The row's round when it is in the register already, else 0. */
static enum err find_known(struct tx *tx, const struct ledger_row *r, int64_t *id)
{
	struct ledger_by_origin_row row = { 0 };
	struct ledger_by_origin_args by = { r->key };
	enum err e = ledger_by_origin(tx, &by, &row);
	*id = e == OK ? row.id : 0;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err add_round(struct tx *tx, const struct ledger_row *r, int64_t *id)
{
	struct wrote out;
	struct ledger_round_add_args in = { .sender_iso = r->sender_iso,
					    .target_iso = r->target_iso,
					    .announced_from_on = r->announced.from_on,
					    .announced_to_on = r->announced.to_on,
					    .known_from_on = ledger_known_from(r),
					    .persons_n = r->persons.stated,
					    .persons_min_n = r->persons.min,
					    .persons_max_n = r->persons.max,
					    .posts_closed_n = r->posts_closed,
					    .reason = r->reason,
					    .origin_key = r->key };
	TRY(ledger_round_add(tx, &in, &out));
	*id = out.id;
	return OK;
}

/* The file gives two parts at most: people who had to leave, offices that had to close; not in
 * which legal form. */
static enum err add_components(struct tx *tx, const struct ledger_row *r, int64_t round_id)
{
	struct wrote out;
	bool is_some = r->persons.min.has && (!r->persons.max.has || r->persons.max.v > 0);
	struct ledger_component_add_args people = { .round_id = round_id,
						    .kind = ledger_kind_text(LEDGER_KIND_EXPELLED),
						    .persons_n = r->persons.stated,
						    .persons_min_n = r->persons.min,
						    .persons_max_n = r->persons.max };
	struct ledger_component_add_args offices = { .round_id = round_id,
						     .kind = ledger_kind_text(
							 LEDGER_KIND_OFFICE_CLOSED),
						     .posts_n = r->posts_closed };
	if (is_some)
		TRY(ledger_component_add(tx, &people, &out));
	if (r->posts_closed.has && r->posts_closed.v > 0)
		TRY(ledger_component_add(tx, &offices, &out));
	return OK;
}

static enum err add_answer(struct tx *tx, const struct ledger_row *r, struct written *w)
{
	struct wrote out;
	struct ledger_answer_add_args in = {
		.round_id = w->round_id,
		.answered_from_on = { r->has_answer_day, r->answered.from_on },
		.answered_to_on = { r->has_answer_day, r->answered.to_on },
		.known_from_on = ledger_answer_known_from(r),
		.persons_n = r->answer_persons.stated,
		.persons_min_n = r->answer_persons.min,
		.persons_max_n = r->answer_persons.max,
	};
	TRY(ledger_answer_add(tx, &in, &out));
	w->answer_id = out.id;
	return OK;
}

static enum err add_sources(struct tx *tx, const struct ledger_row *r, int64_t round_id)
{
	for (ptrdiff_t i = 0; i < r->sources.n; i++) {
		struct wrote out;
		struct ledger_source_add_args in = { .round_id = round_id,
						     .claim = ledger_claim_text(LEDGER_CLAIM_ROW),
						     .rank_n = i + 1,
						     .url = r->sources.v[i] };
		TRY(ledger_source_add(tx, &in, &out));
	}
	return OK;
}

static enum err add_row(struct tx *tx, const struct ledger_row *r, struct written *w,
			struct ledger_imported *out)
{
	TRY(find_known(tx, r, &w->round_id));
	if (w->round_id) {
		out->known_n++;
		return OK;
	}
	TRY(add_round(tx, r, &w->round_id));
	TRY(add_components(tx, r, w->round_id));
	TRY(add_sources(tx, r, w->round_id));
	out->rounds_n++;
	if (!r->has_answer)
		return OK;
	out->answers_n++;
	return add_answer(tx, r, w);
}

enum err ledger_import(struct tx *tx, str file, str text, struct faults *faults,
		       struct ledger_imported *out)
{
	struct ledger_states states;
	struct ledger_row_list rows;
	*out = (struct ledger_imported){ 0 };
	TRY(read_states(tx, &states));
	TRY(ledger_read(tx->a, file, text, &states, faults, &rows));
	struct written *w = arena_new_n(tx->a, struct written, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		TRY(add_row(tx, &rows.v[i], &w[i], out));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		ptrdiff_t k = rows.v[i].answer_row;
		struct wrote wrote;
		if (k < 0 || !w[i].answer_id)
			continue;
		struct ledger_answer_link_args in = { .id = w[i].answer_id,
						      .answer_round_id = { true, w[k].round_id } };
		TRY(ledger_answer_link(tx, &in, &wrote));
		out->linked_n++;
	}
	return OK;
}

enum err ledger_import_embedded(struct tx *tx, struct faults *faults, struct ledger_imported *out)
{
	return ledger_import(tx, S("expulsions.csv"), embed_str(expulsions), faults, out);
}

/* ---- one measure from elsewhere ---- */

static enum err add_entry(struct tx *tx, const struct ledger_entry_new *in, int64_t *round_id)
{
	struct ledger_row r = { .sender_iso = in->sender_iso,
				.target_iso = in->target_iso,
				.announced = in->announced,
				.persons = in->persons,
				.posts_closed = in->posts_closed,
				.reason = in->reason,
				.key = in->key };
	bool is_url = str_starts(in->source, S("http://")) || str_starts(in->source, S("https://"));
	if (is_url)
		*arena_push(tx->a, &r.sources) = in->source;
	TRY(add_round(tx, &r, round_id));
	TRY(add_components(tx, &r, *round_id));
	return add_sources(tx, &r, *round_id);
}

/* A round has one answer here at most; one that came from a file without a round of its own gets it
 * now. */
static enum err link_answer(struct tx *tx, const struct ledger_entry_new *in, int64_t round_id)
{
	struct ledger_answer_of_args of = { .round_id = in->answers_round_id };
	struct ledger_answer_of_row was;
	struct wrote out;
	enum err e = ledger_answer_of(tx, &of, &was);
	if (e == OK) {
		struct ledger_answer_link_args link = { .id = was.id,
							.answer_round_id = { true, round_id } };
		return ledger_answer_link(tx, &link, &out);
	}
	struct ledger_answer_add_args add = {
		.round_id = in->answers_round_id,
		.answer_round_id = { true, round_id },
		.answered_from_on = { true, in->announced.from_on },
		.answered_to_on = { true, in->announced.to_on },
		.known_from_on = in->announced.to_on,
		.persons_n = in->persons.stated,
		.persons_min_n = in->persons.min,
		.persons_max_n = in->persons.max,
	};
	return e == ERR_NOT_FOUND ? ledger_answer_add(tx, &add, &out) : e;
}

enum err ledger_enter(struct tx *tx, const struct ledger_entry_new *in, int64_t *round_id)
{
	struct ledger_round_same_args same = { .sender_iso = in->sender_iso,
					       .target_iso = in->target_iso,
					       .from_on = in->announced.from_on,
					       .to_on = in->announced.to_on };
	struct ledger_round_same_row row;
	enum err e = ledger_round_same(tx, &same, &row);
	if (e == OK)
		*round_id = row.id;
	else if (e != ERR_NOT_FOUND)
		return e;
	else
		TRY(add_entry(tx, in, round_id));
	return in->answers_round_id ? link_answer(tx, in, *round_id) : OK;
}

enum err ledger_enter_part(struct tx *tx, int64_t round_id, const struct ledger_part *p)
{
	struct wrote out;
	struct ledger_component_add_args in = { .round_id = round_id,
						.kind = p->kind,
						.staff_class = p->staff_class,
						.persons_n = p->persons.stated,
						.persons_min_n = p->persons.min,
						.persons_max_n = p->persons.max,
						.posts_n = p->posts,
						.note = p->note };
	return ledger_component_add(tx, &in, &out);
}
