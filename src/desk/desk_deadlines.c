/* desk_deadlines.c: what has a day, read through the front doors of the features that have it; and
 * as a calendar. */
#include "desk/desk_in.h"
#include "expel/expel.h"
#include "oversight/oversight.h"
#include "ref/ref.h"
#include "talks/talks.h"
#include "visa/visa.h"

#include <stdlib.h>

enum { APPLICATIONS_MAX = 100, FOLD_AT = 73 };

static void add(struct arena *a, struct desk_deadlines *d, int64_t on, const char *kind, str says,
		str url, str uid)
{
	*arena_push(a, d) = (struct desk_deadline){
		.on = on, .kind = str_of(kind), .says = says, .url = url, .uid = uid
	};
}

/* ---- by feature ---- */

/* People who were told to leave and have not. */
static enum err departures(struct tx *tx, struct desk_deadlines *d)
{
	struct expel_measures_rows rows;
	TRY(expel_measures(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct expel_measures_row *m = &rows.v[i];
		int64_t on;
		if (!m->leave_by_at.has || m->left_n >= m->people_n ||
		    str_eq(m->stage, expel_stage_text(EXPEL_STAGE_CLOSED)))
			continue;
		TRY(zone_day(db_zone(tx->db), m->leave_by_at.v - 1,
			     &on)); /* the last moment to leave */
		add(tx->a, d, on, "Departures",
		    str_fmt(tx->a, "%.*s: %lld of %lld have not left", SF(m->ref),
			    (long long)(m->people_n - m->left_n), (long long)m->people_n),
		    tx->viewer->role_bits & EXPEL_READS
			? str_fmt(tx->a, "/measures/%lld", (long long)m->id)
			: (str){ 0 },
		    str_fmt(tx->a, "measure-%.*s", SF(m->ref)));
	}
	return OK;
}

static enum err asks(struct tx *tx, struct desk_deadlines *d)
{
	struct talks_open_rows rows;
	TRY(talks_open(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct talks_open_row *r = &rows.v[i];
		str what = r->words.n ? r->words : r->says, label = talks_form_label(r->form);
		if (!r->due_on.has)
			continue;
		add(tx->a, d, r->due_on.v, "To answer",
		    str_fmt(tx->a, "%.*s %.*s: %.*s", SF(r->ref), SF(label), SF(what)),
		    str_fmt(tx->a, "/talks/%lld", (long long)r->id),
		    str_fmt(tx->a, "talks-%lld", (long long)r->id));
	}
	return OK;
}

/* Calls, talks and visits that are planned for a day; of an interval its first. */
static enum err engagements(struct tx *tx, struct desk_deadlines *d)
{
	struct talks_items_args in = { .kind = talks_kind_text(TALKS_KIND_ENGAGEMENT),
				       .state = talks_state_text(TALKS_STATE_PLANNED),
				       .limit_n = APPLICATIONS_MAX };
	struct talks_items_rows rows;
	TRY(talks_items(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct talks_items_row *r = &rows.v[i];
		str label = talks_form_label(r->form);
		if (!r->from_on.has || r->to_on.v < tx->on)
			continue;
		add(tx->a, d, r->from_on.v, "Planned",
		    str_fmt(tx->a, "%.*s %.*s: %.*s", SF(r->ref), SF(label), SF(r->says)),
		    str_fmt(tx->a, "/talks/%lld", (long long)r->id),
		    str_fmt(tx->a, "talks-%lld", (long long)r->id));
	}
	return OK;
}

/* Applications whose standard is about to be broken. */
static enum err standards(struct tx *tx, struct desk_deadlines *d)
{
	struct visa_queue_args in = { .after_due_on = tx->on - 1,
				      .after_id = INT64_MAX,
				      .today_on = tx->on,
				      .now_at = tx->at,
				      .limit_n = APPLICATIONS_MAX };
	struct visa_queue_rows rows;
	TRY(ref_host(tx, &in.receiving_iso));
	TRY(visa_queue(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct visa_queue_row *r = &rows.v[i];
		if (r->due_on > tx->on + DESK_AHEAD_DAYS || r->stopped_since_on.has)
			continue;
		add(tx->a, d, r->due_on, "Standard",
		    str_fmt(tx->a, "%.*s of %.*s is to be decided", SF(r->ref), SF(r->state_name)),
		    str_fmt(tx->a, "/visas/%lld", (long long)r->id),
		    str_fmt(tx->a, "visa-%.*s", SF(r->ref)));
	}
	return OK;
}

static enum err reviews(struct tx *tx, struct desk_deadlines *d)
{
	int64_t n = 0;
	TRY(glass_count(tx, &n));
	if (n)
		add(tx->a, d, tx->on, "Review",
		    str_fmt(tx->a, "%lld break-glass %s for a review", (long long)n,
			    n == 1 ? "waits" : "wait"),
		    S("/break-glass"), S("break-glass"));
	return OK;
}

static int by_day(const void *a, const void *b)
{
	const struct desk_deadline *x = a, *y = b;
	return x->on != y->on ? (x->on < y->on ? -1 : 1) : str_cmp(x->uid, y->uid);
}

enum err desk_deadlines_read(struct tx *tx, struct desk_deadlines *d)
{
	enum err (*const parts[])(struct tx *, struct desk_deadlines *) = { departures, asks,
									    engagements, standards,
									    reviews };
	*d = (struct desk_deadlines){ 0 };
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		enum err e = parts[i](tx, d);
		if (e != OK && e != ERR_DENIED) /* what is not this viewer's is left out */
			return e;
	}
	if (d->n)
		qsort(d->v, (size_t)d->n, sizeof *d->v, by_day);
	return OK;
}

/* ---- as a calendar ---- */

/* One content line: text escaped (RFC 5545 3.3.11), folded before 75 octets and never inside a
 * character (3.1). */
static void ics_line(struct out *o, const char *name, str value, bool is_text)
{
	struct out line = out_to_arena(o->a);
	out_fmt(&line, "%s", name);
	for (ptrdiff_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		if (is_text && (c == '\\' || c == ';' || c == ','))
			out_char(&line, '\\');
		if (is_text && c == '\n')
			out_lit(&line, "\\n");
		else if ((unsigned char)c >= ' ' && c != 0x7F)
			out_char(&line, c);
	}
	str s = out_view(&line);
	for (ptrdiff_t from = 0, to; from < s.n; from = to) {
		to = s.n - from > FOLD_AT ? from + FOLD_AT : s.n;
		while (to < s.n && ((unsigned char)s.p[to] & 0xC0) == 0x80)
			to--;
		out_str(o, from ? S(" ") : S(""));
		out_str(o, str_slice(s, from, to));
		out_lit(o, "\r\n");
	}
}

static str digits(struct arena *a, int64_t on)
{
	struct date d = day_date(on);
	return str_fmt(a, "%04d%02d%02d", d.year, d.month, d.day);
}

static str stamp(struct arena *a, int64_t at)
{
	int64_t on = at / DAY_US - (at % DAY_US < 0), s = (at - on * DAY_US) / SECOND_US;
	str day = digits(a, on);
	return str_fmt(a, "%.*sT%02lld%02lld%02lldZ", SF(day), (long long)(s / 3600),
		       (long long)(s / 60 % 60), (long long)(s % 60));
}

void desk_ics(struct out *o, const struct desk_deadlines *d, int64_t made_at, str base)
{
	out_lit(
	    o,
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Grata//Deadlines//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
	    "X-WR-CALNAME:Grata: deadlines\r\n");
	for (ptrdiff_t i = 0; i < d->n; i++) {
		const struct desk_deadline *e = &d->v[i];
		out_lit(o, "BEGIN:VEVENT\r\n");
		ics_line(o, "UID:", str_fmt(o->a, "%.*s@grata", SF(e->uid)), true);
		ics_line(o, "DTSTAMP:", stamp(o->a, made_at), false);
		ics_line(o, "DTSTART;VALUE=DATE:", digits(o->a, e->on), false);
		ics_line(o, "DTEND;VALUE=DATE:", digits(o->a, e->on + 1), false);
		ics_line(o, "SUMMARY:", str_fmt(o->a, "%.*s: %.*s", SF(e->kind), SF(e->says)),
			 true);
		if (base.p && e->url.p)
			ics_line(o, "URL:", str_fmt(o->a, "%.*s%.*s", SF(base), SF(e->url)), false);
		out_lit(o, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
	}
	out_lit(o, "END:VCALENDAR\r\n");
}
