/* visa_backlog.c: the backlog of a corridor: rows read, figures by visa_rules, and its JSON. */
#include "visa.sql.h"
#include "visa/visa.h"

#include "base/must.h"
#include "base/out.h"
#include "ref/ref.h"

struct cases {
	struct visa_case *v;
	ptrdiff_t n, cap;
};

static enum visa_holder holder_of(str s)
{
	enum visa_holder h;
	must(visa_holder_of(s, &h)); /* the column's CHECK has the same list */
	return h;
}

static enum err read_open(struct tx *tx, struct visa_corridor *c, struct cases *cases)
{
	struct visa_open_args in = { .receiving_iso = c->receiving_iso,
				     .sending_iso = c->sending_iso };
	struct visa_open_rows rows;
	TRY(visa_open(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct visa_open_row *r = &rows.v[i];
		*arena_push(tx->a, cases) = (struct visa_case){
			{ r->received_on, r->due_on, r->stopped_days, r->stopped_since_on },
			holder_of(r->holder),
			r->watched_from_on,
			r->visa_until_on,
		};
	}
	return OK;
}

static enum err read_open_at(struct tx *tx, struct visa_corridor *c, struct cases *cases)
{
	struct visa_open_at_args in = { .day_on = c->on,
					.receiving_iso = c->receiving_iso,
					.sending_iso = c->sending_iso };
	struct visa_open_at_rows rows;
	TRY(visa_open_at(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct visa_open_at_row *r = &rows.v[i];
		*arena_push(tx->a, cases) = (struct visa_case){
			{ r->received_on, r->due_on, r->stopped_days, r->stopped_since_on },
			holder_of(r->holder),
			r->watched_from_on,
			r->visa_until_on,
		};
	}
	return OK;
}

/* The standard for every kind and category of the corridor, the most special row that is that
 * general. */
static enum err read_standard(struct tx *tx, struct visa_corridor *c)
{
	struct visa_standards_args in = { c->receiving_iso, c->sending_iso, c->on };
	struct visa_standards_rows rows;
	TRY(visa_standards(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct visa_standards_row *r = &rows.v[i];
		if (r->kind.p || r->category.p)
			continue;
		c->standard_days = (struct opt_int){ true, r->limit_days };
		c->standard_name = r->name;
		c->standard_unit = r->unit;
		c->standard_source = r->source;
		break;
	}
	return OK;
}

enum err visa_corridor_read(struct tx *tx, str receiving_iso, str sending_iso, int64_t on,
			    bool is_past, struct visa_corridor *out)
{
	struct cases cases = { 0 };
	*out = (struct visa_corridor){ .receiving_iso = receiving_iso,
				       .sending_iso = sending_iso,
				       .on = on };
	TRY(is_past ? read_open_at(tx, out, &cases) : read_open(tx, out, &cases));
	TRY(read_standard(tx, out));
	out->figures = visa_backlog_of(*tx->a, cases.v, cases.n, on);
	out->cases = cases.v;
	return OK;
}

enum err visa_both_read(struct tx *tx, str state_iso, int64_t on, struct visa_both *b)
{
	*b = (struct visa_both){ .state_iso = state_iso };
	TRY(ref_state_name(tx, state_iso, &b->state_name));
	TRY(ref_host(tx, &b->host_iso));
	TRY(ref_state_name(tx, b->host_iso, &b->host_name));
	bool is_past = on != tx->on;
	TRY(visa_corridor_read(tx, b->host_iso, state_iso, on, is_past, &b->theirs));
	return visa_corridor_read(tx, state_iso, b->host_iso, on, is_past, &b->ours);
}

/* ---- all states ---- */

enum err visa_waiting_read(struct tx *tx, struct visa_waiting *w)
{
	struct visa_open_counts_args in = { .today_on = tx->on };
	struct visa_open_counts_rows rows;
	int64_t most_n = 0, state_n = 0;
	*w = (struct visa_waiting){ 0 };
	TRY(ref_host(tx, &in.receiving_iso));
	TRY(visa_open_counts(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) { /* those of one state stand together */
		const struct visa_open_counts_row *r = &rows.v[i];
		bool is_next = i == 0 || !str_eq(r->sending_iso, rows.v[i - 1].sending_iso);
		state_n = (is_next ? 0 : state_n) + r->open_n;
		w->open_n += r->open_n;
		w->over_n += r->over_n;
		w->by_holder_n[holder_of(r->holder)] += r->open_n;
		if (state_n > most_n) {
			most_n = state_n;
			w->busiest_iso = r->sending_iso;
		}
	}
	return OK;
}

bool visa_holder_of_roles(uint32_t role_bits, enum visa_holder *h)
{
	static const struct {
		enum role role;
		enum visa_holder holder;
	} acts[] = {
		{ ROLE_HEAD, VISA_HOLDER_APPROVER },     { ROLE_VISA, VISA_HOLDER_VISA },
		{ ROLE_VETTING, VISA_HOLDER_VETTING },   { ROLE_SECURITY, VISA_HOLDER_SECURITY },
		{ ROLE_PROTOCOL, VISA_HOLDER_PROTOCOL },
	};
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		*h = acts[i].holder;
		if (role_bits & BIT(acts[i].role))
			return true;
	}
	return false;
}

enum err visa_waiting_for_me(struct tx *tx, int64_t *n)
{
	struct visa_waiting w;
	enum visa_holder h;
	*n = 0;
	if (!visa_holder_of_roles(tx->viewer->role_bits, &h))
		return OK;
	TRY(visa_waiting_read(tx, &w));
	*n = w.by_holder_n[h];
	return OK;
}

/* ---- JSON ---- */

void visa_corridor_json(struct out *o, const struct visa_corridor *c,
			const struct visa_corridor *other)
{
	const struct visa_backlog *f = &c->figures;
	out_fmt(o, "{\"open\":%lld,\"over_standard\":%lld", (long long)f->open_n,
		(long long)f->over_n);
	out_member_int(o, "oldest_days", f->oldest_days);
	out_member_int(o, "median_days", f->median_days);
	out_member_int(o, "p90_days", f->p90_days);
	out_lit(o, ",\"by_holder\":{");
	for (int h = 0; h < VISA_HOLDER_N; h++)
		out_fmt(o, "%s\"%.*s\":%lld", h ? "," : "",
			SF(visa_holder_text((enum visa_holder)h)), (long long)f->by_holder_n[h]);
	out_lit(o, "},\"ages\":[");
	for (int b = 0; b < VISA_AGE_BANDS_N; b++) {
		out_fmt(o, "%s{\"from\":%lld,\"to\":", b ? "," : "", (long long)VISA_AGE_BANDS[b]);
		bool is_last = b + 1 == VISA_AGE_BANDS_N;
		out_json_int(o, !is_last, is_last ? 0 : VISA_AGE_BANDS[b + 1]);
		out_fmt(o, ",\"count\":%lld}", (long long)f->by_age_n[b]);
	}
	out_lit(o, "]");
	out_member_int(o, "standard_days", c->standard_days);
	if (other) {
		out_lit(o, ",\"other_direction\":");
		visa_corridor_json(o, other, NULL);
	}
	out_lit(o, "}");
}
