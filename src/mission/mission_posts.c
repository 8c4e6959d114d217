/* mission_posts.c: a new post, one that is given up, and a frozen one that may be filled again. The
 * freeze was laid by an expulsion on which two people decided; two lift it. */
#include "mission/mission_effects.h"

#include "base/jcs.h"
#include "base/must.h"

/* ---- what the acts change ---- */

/* A number is a post's for good: what was said of an abolished one stays its own. */
static enum err is_new(struct doing *d)
{
	struct mission_post_by_no_row row;
	struct mission_post_by_no_args in = { d->w->mission_id, d->w->post_no };
	enum err e = mission_post_by_no(d->tx, &in, &row);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	return mission_refuse(d, "post_once", "Post %.*s is in the register already: %.*s%s.",
			      SF(row.post_no), SF(row.title),
			      row.abolished_on.has ? ", abolished" : "");
}

/* A head's post is one of a kind, and there is none in a consular post. */
static enum err fits(struct doing *d)
{
	enum mission_kind kind;
	enum post_category category;
	struct mission_posts_rows heads;
	struct mission_posts_args in = { .mission_id = d->w->mission_id,
					 .category = d->w->category,
					 .limit_n = 1 };
	must(mission_kind_of(d->mission.kind, &kind) &&
	     post_category_of(d->w->category, &category));
	if (!mission_has_category(kind, category))
		return mission_refuse(d, "post_category",
				      "A consular post has no head of mission: its head is the "
				      "consular officer who stands first.");
	if (category != POST_CATEGORY_HEAD)
		return OK;
	TRY(mission_posts(d->tx, &in, &heads));
	if (heads.n)
		return mission_refuse(d, "post_one_head", "Post %.*s is the head's: %.*s.",
				      SF(heads.v[0].post_no), SF(heads.v[0].title));
	return OK;
}

/* Its place: behind the post that was named, or behind all. */
static enum err make_room(struct doing *d, int64_t *rank_n)
{
	struct mission_post_place_row row;
	struct mission_post_place_args in = { d->w->mission_id, d->w->after_no };
	struct wrote out;
	if (str_is_empty(in.post_no))
		in.post_no = (str){ 0 };
	enum err e = mission_post_place(d->tx, &in, &row);
	if (e == ERR_NOT_FOUND && in.post_no.p)
		return mission_refuse(d, "post_after", "There is no post %.*s to stand behind.",
				      SF(in.post_no));
	*rank_n = e == OK ? row.rank_n + 1 : 1;
	if (e != OK || !in.post_no.p)
		return e == ERR_NOT_FOUND ? OK : e;
	struct mission_post_make_room_args room = { d->w->mission_id, row.rank_n, row.id };
	return mission_post_make_room(d->tx, &room, &out);
}

enum err mission_post_created(struct doing *d)
{
	struct wrote out;
	struct mission_post_add_args in = { .mission_id = d->w->mission_id,
					    .post_no = d->w->post_no,
					    .title = d->w->says,
					    .category = d->w->category,
					    .created_on = { true, d->w->on },
					    .is_invented = d->mission.is_invented };
	TRY(mission_needs_active(d));
	TRY(is_new(d));
	TRY(fits(d));
	TRY(make_room(d, &in.rank_n));
	TRY(mission_post_add(d->tx, &in, &out));
	d->post_id = (struct opt_int){ true, out.id };
	return OK;
}

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
				      SF(post.post_no), SF(day_long(d->tx->a, post.created_on.v)));
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
		.summary =
		    str_fmt(tx->a, "%.*s, post %.*s: lift the freeze since %.*s, %.*s",
			    SF(d.mission.name), SF(post.post_no),
			    SF(day_long(tx->a, post.frozen_since_on.v)), SF(post.frozen_why)),
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
