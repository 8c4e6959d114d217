/* mission_posts.c: a post that is given up, and a frozen one that may be filled again. The freeze
 * was laid by an expulsion on which two people decided; two lift it. */
#include "mission/mission_effects.h"

#include "base/jcs.h"
#include "base/must.h"

/* ---- what the acts change ---- */

enum err mission_post_abolished(struct doing *d)
{
	struct mission_post_for_rules_row post;
	struct wrote out;
	TRY(mission_find_post(d, &post));
	if (post.abolished_on.has)
		return mission_refuse(d, "post_abolished", "Post %.*s was abolished on %.*s.",
				      SF(post.post_no),
				      SF(day_long(d->tx->a, post.abolished_on.v)));
	if (post.appointment_id.has)
		return mission_refuse(d, "post_vacant",
				      "%.*s serves in post %.*s: that service must be ended first.",
				      SF(post.serving_name), SF(post.post_no));
	if (post.created_on.has && d->w->on < post.created_on.v)
		return mission_refuse(d, "not_before", "Post %.*s is there only since %.*s.",
				      SF(post.post_no),
				      SF(day_long(d->tx->a, post.created_on.v)));
	struct mission_post_abolish_args in = { { true, d->w->on }, post.id };
	return mission_post_abolish(d->tx, &in, &out);
}

static enum err is_frozen(struct doing *d, struct mission_post_for_rules_row *post)
{
	TRY(mission_find_post(d, post));
	if (!post->frozen_since_on.has)
		return mission_refuse(d, "post_frozen", "Post %.*s is not frozen.",
				      SF(post->post_no));
	return OK;
}

enum err mission_post_freed(struct doing *d)
{
	struct mission_post_for_rules_row post;
	struct wrote out;
	TRY(is_frozen(d, &post));
	struct mission_post_set_frozen_args in = { .id = post.id };
	return mission_post_set_frozen(d->tx, &in, &out);
}

/* ---- by two people ---- */

/* What the second person binds himself to. */
static str body_of(struct arena *a, const struct mission_wish *w)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	jcs_key(&j, S("mission"));
	jcs_int(&j, w->mission_id);
	jcs_key(&j, S("note"));
	jcs_str(&j, w->note_no.p ? w->note_no : S(""));
	jcs_key(&j, S("post"));
	jcs_str(&j, w->post_no);
	jcs_key(&j, S("says"));
	jcs_str(&j, w->says);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static enum err read_body(struct tx *tx, str body, struct mission_wish *w)
{
	struct jcs_reader j = jcs_from(tx->a, body);
	jcs_read_object(&j);
	jcs_read_key(&j, S("mission"));
	w->mission_id = jcs_read_int(&j);
	jcs_read_key(&j, S("note"));
	w->note_no = jcs_read_str(&j);
	jcs_read_key(&j, S("post"));
	w->post_no = jcs_read_str(&j);
	jcs_read_key(&j, S("says"));
	w->says = jcs_read_str(&j);
	jcs_read_close(&j);
	if (str_is_empty(w->note_no))
		w->note_no = (str){ 0 };
	return jcs_read_done(&j) ? OK : ERR_DB_FORMAT;
}

enum err mission_post_free_propose(struct tx *tx, const struct mission_wish *w)
{
	struct doing d = { .tx = tx, .w = w };
	struct mission_by_ref_args m = { w->mission_id };
	struct mission_post_for_rules_row post;
	int64_t id;
	TRY(mission_by_ref(tx, &m, &d.mission));
	TRY(is_frozen(&d, &post));
	struct object o = { "mission_post", post.id, w->mission_id };
	enum err e = may(tx->viewer, ACT_POST_FREE, &o, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e == OK ? mission_act_do(tx, w) : e;
	struct proposal_new p = {
		.act = ACT_POST_FREE,
		.object = o,
		.body = body_of(tx->a, w),
		.summary = str_fmt(tx->a, "%.*s, post %.*s: lift the freeze since %.*s, %.*s",
				   SF(d.mission.name), SF(post.post_no),
				   SF(day_long(tx->a, post.frozen_since_on.v)),
				   SF(post.frozen_why)),
	};
	e = proposal_add(tx, &p, &id);
	return e == ERR_CONFLICT
		   ? mission_refuse(&d, "waits", "Post %.*s waits for a second person already.",
				    SF(post.post_no))
		   : e;
}

/* It happens on the day on which the second person decides. */
enum err mission_post_free_approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct mission_wish w = { .act = MISSION_ACT_KIND_POST_FREED, .on = tx->on };
	TRY(read_body(tx, p->body, &w));
	return mission_act_do(tx, &w);
}
