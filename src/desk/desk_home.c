/* desk_home.c: the first page, panel by panel. Each panel is read only for those whose roles may
 * see it; the rest find the places that they may go to. */
#include "access/proposal.h"
#include "access/page.h"
#include "desk/desk_in.h"
#include "desk_home.html.h"
#include "ledger/ledger.h"
#include "ref/ref.h"
#include "visa/visa.h"

enum { ROUNDS_N = 5 };

/* ---- one's own work ---- */

/* The case of the viewer's section that is due first. */
static enum err fill_next(struct page *p, const struct visa_waiting *w, struct desk_home_view *v)
{
	enum visa_holder h;
	struct visa_queue_rows rows;
	if (!visa_holder_of_roles(ctx_viewer(p->c)->role_bits, &h))
		return OK;
	str word = visa_holder_text(h);
	struct visa_queue_args in = {
		.after_due_on = DAY_MIN, .holder = word, .today_on = p->tx->on, .limit_n = 1
	};
	TRY(ref_host(p->tx, &in.receiving_iso));
	TRY(visa_queue(p->tx, &in, &rows));
	v->has_work = true;
	v->mine_n = w->by_holder_n[h];
	v->section_url = str_fmt(p->c->a, "/visas?holder=%.*s", SF(word));
	if (!rows.n)
		return OK;
	const struct visa_queue_row *r = &rows.v[0];
	struct visa_clock clock = { r->received_on, r->due_on, r->stopped_days,
				    r->stopped_since_on };
	int64_t age = visa_age_net(&clock, p->tx->on);
	v->next_id = r->id;
	v->next_ref = r->ref;
	v->next_age = visa_days_text(p->c->a, (struct opt_int){ true, age });
	return OK;
}

/* ---- how things stand ---- */

static enum err fill_backlog(struct page *p, str state_iso, struct desk_home_view *v)
{
	struct visa_both both;
	struct html table;
	struct arena *a = p->c->a;
	TRY(visa_both_read(p->tx, state_iso, p->tx->on, &both));
	const struct visa_backlog *f = &both.theirs.figures;
	v->state_name = both.state_name;
	v->state_iso = state_iso;
	v->open_n = f->open_n;
	v->over_n = f->over_n;
	v->oldest = visa_days_text(a, f->oldest_days);
	v->median = visa_days_text(a, f->median_days);
	v->ours_n = both.ours.figures.open_n;
	v->ours_over_n = both.ours.figures.over_n;
	visa_ages_chart(a, f, S("ages"), S("Applications by age in days"), &v->chart_html, &table);
	return OK;
}

static void fill_holders(struct arena *a, const struct visa_waiting *w, bool has_links,
			 struct desk_home_view *v)
{
	struct desk_home_holders *list = arena_new_n(a, struct desk_home_holders, VISA_HOLDER_N);
	for (int h = 0; h < VISA_HOLDER_N; h++) {
		if (!w->by_holder_n[h])
			continue;
		str word = visa_holder_text((enum visa_holder)h);
		list[v->n_holders++] = (struct desk_home_holders){
			.name = visa_holder_label((enum visa_holder)h),
			.n = w->by_holder_n[h],
			.url = has_links ? str_fmt(a, "/visas?holder=%.*s", SF(word)) : (str){ 0 },
		};
	}
	v->holders = list;
}

/* As known on the register's day, latest first. */
static enum err fill_rounds(struct page *p, str state_iso, struct desk_home_view *v)
{
	struct ledger_question q = {
		.state_iso = state_iso, .from_on = DAY_MIN, .to_on = DAY_MAX, .as_at_on = p->tx->on
	};
	struct ledger_account account = { 0 };
	TRY(ref_host(p->tx, &q.host_iso));
	TRY(ledger_account_read(p->tx, &q, &account));
	struct desk_home_rounds *list = arena_new_n(p->c->a, struct desk_home_rounds, ROUNDS_N);
	for (ptrdiff_t i = account.n; i > 0 && v->n_rounds < ROUNDS_N; i--) {
		const struct ledger_rounds_row *r = &account.v[i - 1].round;
		struct desk_home_rounds *to = &list[v->n_rounds++];
		struct interval day = { r->announced_from_on, r->announced_to_on };
		to->day = interval_long(p->c->a, day);
		to->persons =
		    ledger_persons_text(p->c->a, r->persons_n, r->persons_min_n, r->persons_max_n);
		TRY(ref_state_name(p->tx, r->sender_iso, &to->by_name));
	}
	v->rounds = list;
	return OK;
}

/* For those who read no figures. */
static void fill_places(struct page *p, struct desk_home_view *v)
{
	struct desk_home_places *list =
	    arena_new_n(p->c->a, struct desk_home_places, p->frame.n_nav);
	for (ptrdiff_t i = 0; i < p->frame.n_nav; i++)
		if (!p->frame.nav[i].is_current)
			list[v->n_places++] =
			    (struct desk_home_places){ .url = p->frame.nav[i].url,
						       .name = p->frame.nav[i].text };
	v->places = list;
}

static enum err home_page(struct ctx *c)
{
	struct page p;
	struct visa_waiting w;
	struct desk_home_view v = { 0 };
	TRY(page_begin(c, "Start", &p));
	TRY(ref_ministry(p.tx, &v.ministry));
	v.today_on = p.tx->on;
	v.has_brief = ctx_has_role(c, DESK_READS);
	v.has_deadlines = ctx_has_role(c, DESK_HAS_DEADLINES);
	if (!ctx_has_role(c, VISA_SEES_FIGURES)) {
		fill_places(&p, &v);
		return page_send(&p, desk_home, &v);
	}
	TRY(proposal_count(p.tx, &v.approvals_n));
	TRY(visa_waiting_read(p.tx, &w));
	TRY(fill_next(&p, &w, &v));
	fill_holders(c->a, &w, ctx_has_role(c, VISA_SEES_CASES), &v);
	if (w.busiest_iso.p) {
		TRY(fill_backlog(&p, w.busiest_iso, &v));
		TRY(fill_rounds(&p, w.busiest_iso, &v));
	}
	return page_send(&p, desk_home, &v);
}

const struct route desk_routes[] = {
	ROUTE(
	    GET, "/", home_page, NEED_SIGN_IN,
	    "The first page: one's next case, the backlog, who must act now, the latest measures."),
	ROUTE(GET, "/desk/deadlines", desk_deadlines_page, DESK_HAS_DEADLINES,
	      "What has a day, soonest first, and how one's calendar reads it."),
	ROUTE(
	    POST, "/desk/feed", desk_feed_new_post, DESK_HAS_DEADLINES,
	    "Makes a password with which one's calendar reads the deadlines; ends the one before.",
	    .is_write = true),
	ROUTE(POST, "/desk/feed/end", desk_feed_end_post, DESK_HAS_DEADLINES,
	      "Ends the password of one's calendar.", .is_write = true),
	ROUTE(GET, "/desk/feed", desk_feed_page, NEED_NOTHING,
	      "The deadlines of whoever's password a calendar sends, as a calendar."),
	ROUTE(GET, "/desk/{state_iso}", desk_state_page, DESK_READS,
	      "What one has to know of a state before the next call."),
	ROUTE(GET, "/desk/{state_iso}/pdf", desk_state_pdf, DESK_READS, "The same on one page.",
	      .is_slow = true),
	ROUTE(POST, "/search", desk_search_post, DESK_MAY_SEARCH,
	      "Looks for people by the beginning of their name, missions by a word, or a number."),
	ROUTE(GET, "/search", desk_search_page, DESK_MAY_SEARCH, "What a search has found."),
	{ 0 },
};
