/* list_deeds.c: reading what would be printed; making, publishing, holding back. */
#include "base/jcs.h"
#include "base/must.h"
#include "base/sha256.h"
#include "list/list.h"
#include "person/person.h"
#include "ref/ref.h"

/* ---- what would be printed ---- */

static bool is_held(const struct list_holds_rows *holds, int64_t mission_id, int64_t person_id)
{
	for (ptrdiff_t i = 0; i < holds->n; i++)
		if (holds->v[i].mission_id == mission_id &&
		    (!holds->v[i].person_id.has || holds->v[i].person_id.v == person_id))
			return true;
	return false;
}

/* The spouse who is printed beside a member; empty when nobody is. */
static str spouse_of(const struct list_spouses_rows *all, const struct list_holds_rows *holds,
		     int64_t mission_id, int64_t principal_id)
{
	ptrdiff_t from = 0, to = all->n;
	while (from < to) {
		ptrdiff_t mid = from + (to - from) / 2;
		if (all->v[mid].principal_id < principal_id)
			from = mid + 1;
		else
			to = mid;
	}
	if (from == all->n || all->v[from].principal_id != principal_id ||
	    all->v[from].mission_id != mission_id ||
	    is_held(holds, mission_id, all->v[from].person_id))
		return S("");
	return all->v[from].name;
}

enum err list_draft_read(struct tx *tx, struct list_draft *d)
{
	struct list_printable_args in = { 0 };
	struct list_printable_rows rows;
	struct list_holds_args on = { tx->on };
	struct list_holds_rows holds;
	struct list_charges_args of = { 0 };
	struct list_charges_rows charges;
	struct list_spouses_args with = { 0 };
	struct list_spouses_rows spouses = { 0 };
	int64_t mission_id = 0;
	TRY(ref_host(tx, &in.host_iso));
	of.host_iso = with.host_iso = in.host_iso;
	TRY(list_printable(tx, &in, &rows));
	TRY(list_holds(tx, &on, &holds));
	TRY(list_charges(tx, &of, &charges));
	enum err e = list_spouses(tx, &with, &spouses);
	if (e != OK && e != ERR_DENIED) /* PERS: who may not know families prints none */
		return e;
	*d = (struct list_draft){ 0 };
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct list_printable_row *r = &rows.v[i];
		if (is_held(&holds, r->mission_id, r->person_id)) {
			d->held_n++;
			continue;
		}
		d->missions_n += r->mission_id != mission_id;
		mission_id = r->mission_id;
		*arena_push(tx->a, &d->lines) = (struct list_line){
			.mission_id = r->mission_id,
			.appointment_id = r->appointment_id,
			.state = r->state_name,
			.mission = r->mission_name,
			.title = r->title,
			.name = r->name,
			.native_name = r->native_name,
			.native_lang = r->native_lang,
			.spouse = spouse_of(&spouses, &holds, r->mission_id, r->person_id),
			.is_head = str_eq(r->category, S("head")) &&
				   !str_eq(r->kind, S("to_organisation")),
			.since_on = r->from_on,
		};
	}
	int64_t *ids = arena_new_n(tx->a, int64_t, charges.n + 1);
	for (ptrdiff_t i = 0; i < charges.n; i++)
		ids[i] = charges.v[i].mission_id;
	list_check_lines(tx->a, &d->lines, ids, charges.n, tx->on, &d->checks);
	return OK;
}

/* Two rival missions of one State: the host prints no list rather than choose , as it was done in
 * the early 1970s. */
static enum err needs_no_error(struct tx *tx, const struct list_draft *d)
{
	for (ptrdiff_t i = 0; i < d->checks.n; i++)
		if (d->checks.v[i].is_error)
			return refuse(tx->a, tx->refusal, "list_error", NULL,
				      "No edition is made: %.*s", SF(d->checks.v[i].says));
	return OK;
}

/* ---- making ---- */

enum err list_keep(struct tx *tx, str title, int64_t *id)
{
	struct list_draft d;
	struct wrote out;
	TRY(list_draft_read(tx, &d));
	TRY(needs_no_error(tx, &d));
	struct list_edition_add_args in = { .title = title,
					    .made_on = tx->on,
					    .missions_n = d.missions_n,
					    .names_n = d.lines.n,
					    .body = list_body(tx->a, &d.lines) };
	TRY(list_edition_add(tx, &in, &out));
	*id = out.id;
	return OK;
}

struct making {
	str title;
	int64_t id;
};

static enum err make_deed(struct tx *tx, void *arg)
{
	struct making *m = arg;
	TRY(may(tx->viewer, CAN(WRITE, REGISTER), NULL, NULL));
	return list_keep(tx, m->title, &m->id);
}

enum err list_make(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, str title, int64_t *id)
{
	struct making m = { .title = title };
	TRY(db_deed(db, viewer, a, refusal, "list.make", make_deed, &m));
	*id = m.id;
	return OK;
}

/* ---- publishing ---- */

static str body_hash(struct arena *a, str body)
{
	struct sha256 h = sha256_of(body, (str){ 0 }, (str){ 0 });
	struct out o = out_to_arena(a);
	out_hex(&o, h.b, sizeof h.b);
	return out_view(&o);
}

static enum err publish_deed(struct tx *tx, void *arg)
{
	struct list_edition_by_id_args by = { *(const int64_t *)arg };
	struct list_edition_by_id_row e;
	struct out o = out_to_arena(tx->a);
	struct jcs_writer j = jcs_to(&o);
	int64_t id;
	enum err asked = may(tx->viewer, ACT_LIST_PUBLISH, NULL, NULL);
	if (asked != ERR_NEEDS_APPROVAL)
		return asked == OK ? ERR_DENIED : asked;
	TRY(list_edition_by_id(tx, &by, &e));
	if (e.published_on.has)
		return refuse(tx->a, tx->refusal, "published_once", NULL,
			      "This edition is published already.");
	jcs_object(&j);
	jcs_key(&j, S("edition"));
	jcs_str(&j, e.title);
	jcs_key(&j, S("names"));
	jcs_int(&j, e.names_n);
	jcs_key(&j, S("sha256"));
	jcs_str(&j, body_hash(tx->a, e.body));
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	struct proposal_new p = { .act = ACT_LIST_PUBLISH,
				  .object = { "list_edition", e.id, 0 },
				  .body = out_view(&o),
				  .summary = str_fmt(tx->a, "Publish %.*s: %lld names", SF(e.title),
						     (long long)e.names_n) };
	return proposal_add(tx, &p, &id);
}

enum err list_publish(struct db *db, const struct viewer *viewer, struct arena *a,
		      struct refusal *refusal, int64_t id)
{
	TRY(db_deed(db, viewer, a, refusal, "list.publish", publish_deed, &id));
	return ERR_NEEDS_APPROVAL;
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct list_edition_publish_args in = { { true, tx->on }, p->object_id };
	struct list_draft d;
	struct wrote out;
	TRY(list_draft_read(tx, &d));
	TRY(needs_no_error(tx, &d)); /* rivals may have come up since it was made */
	TRY(list_edition_publish(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx;
	(void)p;
	(void)reason;
	return OK; /* it stays a draft */
}

const struct act_handler list_acts[] = { { ACT_LIST_PUBLISH, approve, reject }, { 0 } };

/* ---- holds ---- */

struct holding {
	int64_t mission_id, person_id, hold_id;
	str why;
};

static enum err hold_deed(struct tx *tx, void *arg)
{
	const struct holding *h = arg;
	struct wrote out;
	TRY(may(tx->viewer, CAN(WRITE, REGISTER), NULL, NULL));
	if (h->hold_id) {
		struct list_hold_end_args end = { { true, tx->on - 1 }, h->hold_id };
		struct list_holds_args on = { tx->on };
		struct list_holds_rows rows;
		TRY(list_holds(tx, &on, &rows));
		for (ptrdiff_t i = 0; i < rows.n; i++)
			if (rows.v[i].id == h->hold_id && rows.v[i].from_on == tx->on)
				end.to_on.v = tx->on; /* of today: it ends with the day */
		TRY(list_hold_end(tx, &end, &out));
		return out.n == 1 ? OK : ERR_NOT_FOUND;
	}
	struct list_hold_add_args in = {
		h->mission_id, { h->person_id != 0, h->person_id }, h->why, tx->on
	};
	return list_hold_add(tx, &in, &out);
}

enum err list_hold(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, int64_t mission_id, int64_t person_id, str why)
{
	struct holding h = { mission_id, person_id, 0, why };
	if (str_is_empty(str_trim(why)))
		return refuse(a, refusal, "reason_needed", NULL,
			      "Say in one sentence why it may not be printed.");
	return db_deed(db, viewer, a, refusal, "list.hold", hold_deed, &h);
}

enum err list_release(struct db *db, const struct viewer *viewer, struct arena *a,
		      struct refusal *refusal, int64_t hold_id)
{
	struct holding h = { .hold_id = hold_id };
	return db_deed(db, viewer, a, refusal, "list.release", hold_deed, &h);
}

/* ---- spouses ---- */

struct spousing {
	int64_t mission_id, principal_id, person_id;
	str consent; /* null: it is withdrawn */
};

static enum err is_spouse(struct tx *tx, const struct spousing *x, bool *is)
{
	struct person_household_of_args in = { x->principal_id };
	struct person_household_of_rows rows;
	TRY(person_household_of(tx, &in, &rows));
	*is = false;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct person_household_of_row *r = &rows.v[i];
		bool is_one =
		    str_eq(r->relation, household_relation_text(HOUSEHOLD_RELATION_SPOUSE)) ||
		    str_eq(r->relation, household_relation_text(HOUSEHOLD_RELATION_PARTNER));
		*is |= r->person_id == x->person_id && !r->to_on.has && is_one;
	}
	return OK;
}

static enum err spouse_deed(struct tx *tx, void *arg)
{
	const struct spousing *x = arg;
	struct wrote out;
	bool is;
	TRY(may(tx->viewer, CAN(WRITE, REGISTER), NULL, NULL));
	if (!x->consent.p) {
		struct list_spouse_end_args end = { { true, tx->on }, x->principal_id };
		TRY(list_spouse_end(tx, &end, &out));
		return out.n == 1 ? OK : ERR_NOT_FOUND;
	}
	TRY(is_spouse(tx, x, &is));
	if (!is)
		return refuse(tx->a, tx->refusal, "list_spouse", NULL,
			      "The register knows no such spouse or partner in the member's "
			      "household: record the family first.");
	struct list_spouse_add_args in = { x->mission_id, x->principal_id, x->person_id, x->consent,
					   tx->on };
	enum err e = list_spouse_add(tx, &in, &out);
	if (e == ERR_CONFLICT)
		return refuse(
		    tx->a, tx->refusal, "list_spouse", NULL,
		    "A spouse is printed beside this member already: withdraw that first.");
	return e;
}

enum err list_spouse(struct db *db, const struct viewer *viewer, struct arena *a,
		     struct refusal *refusal, int64_t mission_id, int64_t principal_id,
		     int64_t person_id, str consent)
{
	struct spousing x = { mission_id, principal_id, person_id, consent };
	return db_deed(db, viewer, a, refusal, "list.spouse", spouse_deed, &x);
}

/* ---- editions ---- */

enum err list_edition_read(struct tx *tx, int64_t id, struct list_edition *e)
{
	struct list_edition_by_id_args by = { id };
	struct list_edition_before_args before = { id };
	struct list_edition_before_row old;
	struct list_lines lines = { 0 };
	*e = (struct list_edition){ 0 };
	TRY(list_edition_by_id(tx, &by, &e->row));
	if (!list_read(tx->a, e->row.body, &e->lines))
		return ERR_DB_FORMAT;
	enum err found = list_edition_before(tx, &before, &old);
	if (found == ERR_NOT_FOUND)
		return OK;
	if (found != OK || !list_read(tx->a, old.body, &lines))
		return found != OK ? found : ERR_DB_FORMAT;
	e->before_title = old.title;
	list_compare(tx->a, &lines, &e->lines, &e->changes);
	return OK;
}
