/* mission_ceiling.c: ceilings: what is left under them, the ratchet, and setting one by two people.
 */
#include "mission/mission_effects.h"

#include "base/jcs.h"
#include "base/must.h"
#include "ref/ref.h"

/* ---- room ---- */

static bool covers(const struct mission_ceilings_row *c, int64_t mission_id, str category)
{
	if (mission_id && c->mission_id.has && c->mission_id.v != mission_id)
		return false;
	if (!category.p)
		return true;
	return c->category.p ? str_eq(c->category, category)
			     : !str_eq(category, post_category_text(POST_CATEGORY_LOCAL));
}

/* A ceiling that was changed on the day it was set: both rows cover that day, the later one counts.
 */
static bool is_overtaken(const struct mission_ceilings_rows *rows, ptrdiff_t i)
{
	const struct mission_ceilings_row *c = &rows->v[i];
	for (ptrdiff_t k = 0; k < rows->n; k++)
		if (rows->v[k].id > c->id && rows->v[k].mission_id.v == c->mission_id.v &&
		    str_eq(rows->v[k].category, c->category))
			return true;
	return false;
}

enum err mission_room_of(struct tx *tx, str sending_iso, int64_t mission_id, str category,
			 int64_t on, struct mission_rooms *rooms)
{
	struct mission_ceilings_rows rows;
	struct mission_ceilings_args in = { .sending_iso = sending_iso, .day_on = on };
	TRY(ref_host(tx, &in.host_iso));
	TRY(mission_ceilings(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_ceilings_row *c = &rows.v[i];
		struct mission_ceiling_count_row n;
		struct mission_ceiling_count_args count = { .sending_iso = sending_iso,
							    .host_iso = in.host_iso,
							    .mission_id = c->mission_id,
							    .category = c->category };
		if (!covers(c, mission_id, category) || is_overtaken(&rows, i))
			continue;
		TRY(mission_ceiling_count(tx, &count, &n));
		*arena_push(tx->a, rooms) =
		    (struct mission_room){ *c, n.serving_n, c->limit_n - n.serving_n };
	}
	return OK;
}

str mission_room_text(struct arena *a, const struct mission_room *r)
{
	str of =
	    r->ceiling.category.p ? mission_words(a, r->ceiling.category) : S("sent by the state");
	const char *where =
	    r->ceiling.mission_id.has ? "in this mission" : "in all organisations of the state";
	return str_fmt(a, "%lld of %lld %.*s serve %s%s", (long long)r->serving_n,
		       (long long)r->ceiling.limit_n, SF(of), where,
		       r->ceiling.is_ratchet ? "; each expulsion lowers the ceiling" : "");
}

enum err mission_ratchet(struct tx *tx, str sending_iso, int64_t mission_id, str category,
			 int64_t n, int64_t on)
{
	struct mission_rooms rooms = { 0 };
	TRY(mission_room_of(tx, sending_iso, mission_id, category, on, &rooms));
	str host;
	TRY(ref_host(tx, &host));
	for (ptrdiff_t i = 0; i < rooms.n; i++) {
		const struct mission_ceilings_row *c = &rooms.v[i].ceiling;
		struct wrote out;
		if (!c->is_ratchet || c->limit_n == 0)
			continue;
		struct mission_ceiling_end_args end = {
			.id = c->id, .to_on = { true, c->from_on < on ? on - 1 : c->from_on }
		};
		struct mission_ceiling_ratchet_add_args next = {
			.sending_iso = sending_iso,
			.host_iso = host,
			.mission_id = c->mission_id,
			.category = c->category,
			.limit_n = c->limit_n > n ? c->limit_n - n : 0,
			.basis = c->basis,
			.article = c->article,
			.says = c->says,
			.from_on = on,
		};
		TRY(mission_ceiling_end(tx, &end, &out));
		TRY(mission_ceiling_ratchet_add(tx, &next, &out));
	}
	return OK;
}

/* ---- setting one ---- */

static str body_of(struct arena *a, const struct mission_ceiling_wish *w)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	jcs_key(&j, S("article"));
	jcs_str(&j, w->article);
	jcs_key(&j, S("basis"));
	jcs_str(&j, ceiling_basis_text(w->basis));
	jcs_key(&j, S("category"));
	jcs_str(&j, w->category.p ? w->category : S(""));
	jcs_key(&j, S("from_on"));
	jcs_str(&j, day_text(a, w->from_on));
	jcs_key(&j, S("limit"));
	jcs_int(&j, w->limit_n);
	jcs_key(&j, S("mission"));
	jcs_int(&j, w->mission_id);
	jcs_key(&j, S("ratchet"));
	jcs_int(&j, w->is_ratchet);
	jcs_key(&j, S("says"));
	jcs_str(&j, w->says);
	jcs_key(&j, S("state"));
	jcs_str(&j, w->sending_iso);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static str read_str(struct jcs_reader *j, const char *key)
{
	jcs_read_key(j, str_of(key));
	return jcs_read_str(j);
}

static int64_t read_int(struct jcs_reader *j, const char *key)
{
	jcs_read_key(j, str_of(key));
	return jcs_read_int(j);
}

static enum err read_body(struct tx *tx, str body, struct mission_ceiling_wish *w)
{
	struct jcs_reader j = jcs_from(tx->a, body);
	jcs_read_object(&j);
	w->article = read_str(&j, "article");
	str basis = read_str(&j, "basis");
	w->category = read_str(&j, "category");
	str from = read_str(&j, "from_on");
	w->limit_n = read_int(&j, "limit");
	w->mission_id = read_int(&j, "mission");
	w->is_ratchet = read_int(&j, "ratchet") == 1;
	w->says = read_str(&j, "says");
	w->sending_iso = read_str(&j, "state");
	jcs_read_close(&j);
	if (str_is_empty(w->category))
		w->category = (str){ 0 };
	return jcs_read_done(&j) && ceiling_basis_of(basis, &w->basis) &&
		       day_read(from, &w->from_on)
		   ? OK
		   : ERR_DB_FORMAT;
}

/* The ceiling of the same scope that is in force gives way. */
static enum err replace(struct tx *tx, const struct mission_ceiling_wish *w)
{
	struct mission_ceilings_rows rows;
	struct mission_ceilings_args in = { .sending_iso = w->sending_iso, .day_on = w->from_on };
	struct wrote out;
	TRY(ref_host(tx, &in.host_iso));
	TRY(mission_ceilings(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_ceilings_row *c = &rows.v[i];
		bool is_same = (c->mission_id.has ? c->mission_id.v : 0) == w->mission_id &&
			       str_eq(c->category, w->category);
		struct mission_ceiling_end_args end = {
			.id = c->id,
			.to_on = { true, c->from_on < w->from_on ? w->from_on - 1 : c->from_on }
		};
		if (is_same)
			TRY(mission_ceiling_end(tx, &end, &out));
	}
	struct mission_ceiling_add_args add = { .sending_iso = w->sending_iso,
						.host_iso = in.host_iso,
						.mission_id = { w->mission_id != 0, w->mission_id },
						.category = w->category,
						.limit_n = w->limit_n,
						.is_ratchet = w->is_ratchet,
						.basis = ceiling_basis_text(w->basis),
						.article = w->article,
						.says = w->says,
						.from_on = w->from_on };
	return mission_ceiling_add(tx, &add, &out);
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct mission_ceiling_wish w = { 0 };
	TRY(read_body(tx, p->body, &w));
	return replace(tx, &w);
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx;
	(void)p;
	(void)reason;
	return OK; /* nothing was changed yet */
}

const struct act_handler mission_acts[] = {
	{ ACT_CEILING_SET, approve, reject },
	{ ACT_POST_FREE, mission_post_free_approve, reject },
	{ 0 },
};

/* VCDR Art. 11(2): "on a non-discriminatory basis", so a category of one State alone needs Art.
 * 47(2). */
static enum err check_basis(struct tx *tx, const struct mission_ceiling_wish *w)
{
	bool cites_47 =
	    str_find(w->article, S("47(2)")) >= 0 || str_find(w->article, S("72(2)")) >= 0;
	if (w->category.p && w->basis != CEILING_BASIS_AGREEMENT && !cites_47)
		return refuse(
		    tx->a, tx->refusal, "non_discriminatory", "VCDR Art. 11(2)",
		    "A ceiling for one category of one State treats it unlike the others: "
		    "rest it on an agreement, or cite VCDR Art. 47(2).");
	return OK;
}

enum err mission_ceiling_add_proposal(struct tx *tx, const struct mission_ceiling_wish *w,
				      const char *table, int64_t object_id)
{
	struct ref_state_by_iso_row state;
	struct ref_state_by_iso_args by = { w->sending_iso };
	int64_t id;
	enum err e = may(tx->viewer, ACT_CEILING_SET, NULL, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e == OK ? replace(tx, w) : e;
	TRY(ref_state_by_iso(tx, &by, &state));
	TRY(check_basis(tx, w));
	str of = w->category.p ? mission_words(tx->a, w->category) : S("all staff");
	struct proposal_new p = { .act = ACT_CEILING_SET,
				  .object = { table, object_id ? object_id : state.id, 0 },
				  .body = body_of(tx->a, w),
				  .summary =
				      str_fmt(tx->a, "Ceiling of %lld for %.*s: %.*s",
					      (long long)w->limit_n, SF(state.name), SF(of)) };
	return proposal_add(tx, &p, &id);
}

static enum err propose_deed(struct tx *tx, void *arg)
{
	return mission_ceiling_add_proposal(tx, arg, "ref_state", 0);
}

enum err mission_ceiling_propose(struct db *db, const struct viewer *viewer, struct arena *a,
				 struct refusal *refusal, const struct mission_ceiling_wish *w)
{
	struct mission_ceiling_wish arg = *w;
	TRY(db_deed(db, viewer, a, refusal, "mission.ceiling", propose_deed, &arg));
	return viewer->role_bits & BIT(ROLE_SYSTEM) ? OK : ERR_NEEDS_APPROVAL;
}
