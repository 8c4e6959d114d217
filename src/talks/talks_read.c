/* talks_read.c: where an item leads to: what it concerns, and the other ends of its links. */
#include "expel/expel.h"
#include "ledger/ledger.h"
#include "mission/mission.h"
#include "ref/ref.h"
#include "talks/talks.h"
#include "visa/visa.h"

/* The first state of an item that is not the host; null when there is none. */
static str other_state(const struct talks_sides_rows *sides, str host)
{
	for (ptrdiff_t i = 0; i < sides->n; i++)
		if (!str_eq(sides->v[i].state_iso, host))
			return sides->v[i].state_iso;
	return (str){ 0 };
}

static bool is_by_host(const struct talks_sides_rows *sides, str host)
{
	for (ptrdiff_t i = 0; i < sides->n; i++)
		if (str_eq(sides->v[i].state_iso, host) &&
		    str_eq(sides->v[i].role, talks_role_text(TALKS_ROLE_BY)))
			return true;
	return false;
}

/* The page of the mission with its ceilings: the embassy, where there is one. */
static enum err ceilings_url(struct tx *tx, str host, str other, str state_name, str *url,
			     str *name)
{
	struct mission_of_pair_args of = { .sending_iso = other, .host_iso = host };
	struct mission_of_pair_rows rows;
	TRY(mission_of_pair(tx, &of, &rows));
	*name = str_fmt(tx->a, "Missions and ceilings of %.*s", SF(state_name));
	ptrdiff_t at = 0;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].kind, S("embassy")) ||
		    str_eq(rows.v[i].kind, S("high_commission")))
			at = i;
	*url = rows.n ? str_fmt(tx->a, "/missions/%lld", (long long)rows.v[at].id) : S("/missions");
	return OK;
}

enum err talks_concern_url(struct tx *tx, str concerns, const struct talks_sides_rows *sides,
			   str *url, str *name)
{
	str host, state_name;
	enum talks_concern concern;
	*url = *name = (str){ 0 };
	TRY(ref_host(tx, &host));
	str other = other_state(sides, host);
	if (!talks_concern_of(concerns, &concern) || !other.p)
		return OK;
	TRY(ref_state_name(tx, other, &state_name));
	switch (concern) {
	case TALKS_CONCERN_APPLICATIONS:
		*name = str_fmt(tx->a, "Applications between %.*s and us", SF(state_name));
		*url = str_fmt(tx->a, "/visas/backlog?state=%.*s", SF(other));
		if (!is_by_host(sides, host) && (tx->viewer->role_bits & VISA_SEES_CASES)) {
			*name = str_fmt(tx->a, "Applications of %.*s", SF(state_name));
			*url = str_fmt(tx->a, "/visas?state=%.*s", SF(other));
		}
		break;
	case TALKS_CONCERN_CEILINGS: return ceilings_url(tx, host, other, state_name, url, name);
	case TALKS_CONCERN_MEASURES:
		*name = str_fmt(tx->a, "Measures between %.*s and us", SF(state_name));
		*url = str_fmt(tx->a, "/ledger?b=%.*s", SF(other));
		break;
	}
	return OK;
}

/* ---- the other end of a link ---- */

static enum err name_item(struct tx *tx, int64_t id, str *url, str *name)
{
	struct talks_by_id_args by = { .id = id };
	struct talks_by_id_row i;
	TRY(talks_by_id(tx, &by, &i));
	*url = str_fmt(tx->a, "/talks/%lld", (long long)id);
	*name = str_fmt(tx->a, "%.*s %.*s, %.*s", SF(i.ref), SF(talks_form_label(i.form)),
			SF(talks_days_text(tx->a, i.from_on, i.to_on)));
	return OK;
}

static enum err name_round(struct tx *tx, int64_t id, str *url, str *name)
{
	struct ledger_round_by_id_args by = { .id = id };
	struct ledger_round_by_id_row r;
	TRY(ledger_round_by_id(tx, &by, &r));
	str n = ledger_persons_text(tx->a, r.persons_n, r.persons_min_n, r.persons_max_n);
	str day = interval_long(tx->a, (struct interval){ r.announced_from_on, r.announced_to_on });
	*url = str_fmt(tx->a, "/ledger?a=%.*s&b=%.*s", SF(r.sender_iso), SF(r.target_iso));
	*name = str_fmt(tx->a, "%.*s against %.*s, %.*s, %.*s persons", SF(r.sender_name),
			SF(r.target_name), SF(day), SF(n));
	return OK;
}

static enum err name_answer(struct tx *tx, int64_t id, str *url, str *name)
{
	struct talks_answer_args by = { .id = id };
	struct talks_answer_row r;
	TRY(talks_answer(tx, &by, &r));
	str n = ledger_persons_text(tx->a, r.persons_n, r.persons_min_n, r.persons_max_n);
	str day = r.answered_from_on.has
		      ? interval_long(tx->a,
				      (struct interval){ r.answered_from_on.v, r.answered_to_on.v })
		      : S("day not known");
	*url = str_fmt(tx->a, "/ledger?a=%.*s&b=%.*s", SF(r.target_iso), SF(r.sender_iso));
	*name = str_fmt(tx->a, "%.*s against %.*s, %.*s, %.*s persons, an answer",
			SF(r.target_name), SF(r.sender_name), SF(day), SF(n));
	return OK;
}

enum err talks_object_name(struct tx *tx, str table, int64_t id, str *url, str *name)
{
	enum talks_object o;
	*url = *name = (str){ 0 };
	if (!talks_object_of(table, &o))
		return ERR_NOT_FOUND;
	struct expel_incident_by_id_args incident_by = { .id = id };
	struct expel_incident_by_id_row incident;
	struct expel_ref_of_args measure_by = { .id = id };
	struct expel_ref_of_row measure;
	switch (o) {
	case TALKS_OBJECT_TALKS_ITEM: return name_item(tx, id, url, name);
	case TALKS_OBJECT_EXPEL_INCIDENT:
		TRY(expel_incident_by_id(tx, &incident_by, &incident));
		*url = str_fmt(tx->a, "/incidents/%lld", (long long)id);
		*name = str_fmt(tx->a, "%.*s %.*s", SF(incident.ref), SF(incident.title));
		return OK;
	case TALKS_OBJECT_EXPEL_MEASURE:
		TRY(expel_ref_of(tx, &measure_by, &measure));
		*url = str_fmt(tx->a, "/measures/%lld", (long long)id);
		*name = str_fmt(tx->a, "Measure %.*s", SF(measure.ref));
		return OK;
	case TALKS_OBJECT_LEDGER_ROUND: return name_round(tx, id, url, name);
	case TALKS_OBJECT_LEDGER_ANSWER: return name_answer(tx, id, url, name);
	}
	return ERR_NOT_FOUND;
}
