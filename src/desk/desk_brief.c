/* desk_brief.c: what one has to know of a state before the next call, read through the front doors
 * of the features that have it; and on paper. */
#include "desk/desk_in.h"
#include "expel/expel.h"
#include "ledger/ledger.h"
#include "ref/ref.h"
#include "talks/talks.h"
#include "visa/visa.h"

enum {
	ASKS_MAX = 6,
	ROUNDS_MAX = 5,
	MEASURES_MAX = 5,
	ENGAGEMENTS_MAX = 4,
	STATEMENTS_MAX = 4,
	READ_MAX = 60,
	SAYS_MAX = 150
};

static const struct {
	const char *title, *none;
} parts[DESK_PARTS_N] = {
	[DESK_THEY_ASK] = { "What they ask of us", "They ask nothing that is open." },
	[DESK_WE_ASK] = { "What we ask of them, and what both agreed",
			  "We ask nothing that is open." },
	[DESK_BACKLOG] = { "Backlog, both ways", "No application is open." },
	[DESK_LEDGER] = { "Measures and answers", "No measure is known." },
	[DESK_MEASURES] = { "Measures that still run", "None runs." },
	[DESK_ENGAGEMENTS] = { "Last met and talked", "No engagement is entered." },
	[DESK_STATEMENTS] = { "Said in public", "No statement is entered." },
};

const char *desk_part_title(enum desk_part p)
{
	return parts[p].title;
}

const char *desk_part_none(enum desk_part p)
{
	return parts[p].none;
}

/* At most so many bytes, cut between words. */
static str cut(struct arena *a, str s)
{
	ptrdiff_t n = SAYS_MAX;
	if (s.n <= SAYS_MAX)
		return s;
	while (n > 0 && s.p[n] != ' ')
		n--;
	return n ? str_fmt(a, "%.*s …", (int)n, s.p) : s;
}

static struct desk_line *add(struct arena *a, struct desk_lines *l, str text, str url)
{
	struct desk_line *line = arena_push(a, l);
	*line = (struct desk_line){ .text = text, .url = url };
	return line;
}

/* ---- asks ---- */

static bool has_side(const struct talks_sides_rows *s, str iso, enum talks_role role)
{
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].state_iso, iso) && str_eq(s->v[i].role, talks_role_text(role)))
			return true;
	return false;
}

static str said(struct arena *a, str says, str words)
{
	return words.n ? str_fmt(a, "“%.*s”", SF(cut(a, words))) : cut(a, says);
}

static enum err add_ask(struct tx *tx, struct desk_brief *b, const struct talks_items_row *r)
{
	struct arena *a = tx->a;
	struct talks_sides_args of = { .item_id = r->id };
	struct talks_sides_rows sides;
	TRY(talks_sides(tx, &of, &sides));
	bool is_theirs = has_side(&sides, b->state_iso, TALKS_ROLE_BY) &&
			 !has_side(&sides, b->host_iso, TALKS_ROLE_BY);
	struct desk_lines *to = &b->parts[is_theirs ? DESK_THEY_ASK : DESK_WE_ASK];
	if (to->n >= ASKS_MAX)
		return OK;
	str due = r->due_on.has ? str_fmt(a, "; due %.*s", SF(day_long(a, r->due_on.v))) : S("");
	str owner = r->owner.p ? str_fmt(a, "; with %.*s", SF(r->owner)) : S("");
	str label = talks_form_label(r->form), days = talks_days_text(a, r->from_on, r->to_on);
	str what = said(a, r->says, r->words);
	if (str_ends(what, S(".")))
		what = str_slice(what, 0, what.n - 1);
	struct desk_line *line = add(a, to,
				     str_fmt(a, "%.*s, %.*s: %.*s%.*s%.*s", SF(label), SF(days),
					     SF(what), SF(due), SF(owner)),
				     str_fmt(a, "/talks/%lld", (long long)r->id));
	return talks_concern_url(tx, r->concerns, &sides, &line->more_url, &line->more);
}

static enum err read_asks(struct tx *tx, struct desk_brief *b)
{
	struct talks_items_args in = { .state_iso = b->state_iso,
				       .state = talks_state_text(TALKS_STATE_OPEN),
				       .limit_n = READ_MAX };
	struct talks_items_rows rows;
	TRY(talks_items(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		TRY(add_ask(tx, b, &rows.v[i]));
	return OK;
}

/* ---- backlog ---- */

static void add_backlog(struct tx *tx, struct desk_brief *b, const struct visa_backlog *f, str who,
			str where)
{
	struct arena *a = tx->a;
	str oldest = visa_days_text(a, f->oldest_days), median = visa_days_text(a, f->median_days);
	add(a, &b->parts[DESK_BACKLOG],
	    str_fmt(
		a,
		"%.*s applies in %.*s: %lld open, %lld over standard; the oldest waits %.*s, half at most %.*s.",
		SF(who), SF(where), (long long)f->open_n, (long long)f->over_n, SF(oldest),
		SF(median)),
	    str_fmt(a, "/visas/backlog?state=%.*s", SF(b->state_iso)));
}

static enum err read_backlog(struct tx *tx, struct desk_brief *b)
{
	struct visa_both both;
	TRY(visa_both_read(tx, b->state_iso, tx->on, &both));
	if (both.theirs.figures.open_n)
		add_backlog(tx, b, &both.theirs.figures, both.state_name, both.host_name);
	if (both.ours.figures.open_n)
		add_backlog(tx, b, &both.ours.figures, both.host_name, both.state_name);
	return OK;
}

/* ---- measures ---- */

static str answer_text(struct arena *a, const struct ledger_rounds_row *w)
{
	if (!w->answer_id.has)
		return S("; no answer known");
	str n = ledger_persons_text(a, w->answer_persons_n, w->answer_persons_min_n,
				    w->answer_persons_max_n);
	str day =
	    w->answered_from_on.has
		? interval_long(a, (struct interval){ w->answered_from_on.v, w->answered_to_on.v })
		: S("day not known");
	return str_fmt(a, "; answered %.*s with %.*s", SF(day), SF(n));
}

static enum err read_ledger(struct tx *tx, struct desk_brief *b)
{
	struct arena *a = tx->a;
	struct ledger_question q = { b->host_iso, b->state_iso, DAY_MIN, DAY_MAX, tx->on };
	struct ledger_account acc = { 0 };
	TRY(ledger_account_read(tx, &q, &acc));
	for (ptrdiff_t i = acc.n; i > 0 && b->parts[DESK_LEDGER].n < ROUNDS_MAX; i--) {
		const struct ledger_rounds_row *w = &acc.v[i - 1].round;
		str name,
		    n = ledger_persons_text(a, w->persons_n, w->persons_min_n, w->persons_max_n);
		str day =
		    interval_long(a, (struct interval){ w->announced_from_on, w->announced_to_on });
		bool is_answer = acc.v[i - 1].answer_to_id.has && !w->answer_id.has;
		str answer = is_answer ? S("; itself an answer") : answer_text(a, w);
		TRY(ref_state_name(tx, w->sender_iso, &name));
		add(a, &b->parts[DESK_LEDGER],
		    str_fmt(a, "%.*s: %.*s, %.*s persons%.*s", SF(day), SF(name), SF(n),
			    SF(answer)),
		    str_fmt(a, "/ledger?a=%.*s&b=%.*s", SF(b->host_iso), SF(b->state_iso)));
	}
	return OK;
}

static enum err read_measures(struct tx *tx, struct desk_brief *b)
{
	struct arena *a = tx->a;
	struct expel_measures_rows rows;
	TRY(expel_measures(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n && b->parts[DESK_MEASURES].n < MEASURES_MAX; i++) {
		const struct expel_measures_row *m = &rows.v[i];
		bool is_pair =
		    (str_eq(m->sender_iso, b->host_iso) && str_eq(m->target_iso, b->state_iso)) ||
		    (str_eq(m->sender_iso, b->state_iso) && str_eq(m->target_iso, b->host_iso));
		if (!is_pair || str_eq(m->stage, expel_stage_text(EXPEL_STAGE_CLOSED)))
			continue;
		str people = m->people_n ? str_fmt(a, "; %lld of %lld have left",
						   (long long)m->left_n, (long long)m->people_n)
					 : S("");
		add(a, &b->parts[DESK_MEASURES],
		    str_fmt(a, "%.*s, %.*s, %.*s: %.*s%.*s", SF(m->ref), SF(m->sender_name),
			    SF(m->stage), SF(cut(a, m->says)), SF(people)),
		    tx->viewer->role_bits & EXPEL_READS
			? str_fmt(a, "/measures/%lld", (long long)m->id)
			: (str){ 0 });
	}
	return OK;
}

/* ---- engagements, statements ---- */

static enum err people_text(struct tx *tx, int64_t id, str *text)
{
	struct talks_participants_args of = { .item_id = id };
	struct talks_participants_rows rows;
	struct out o = out_to_arena(tx->a);
	TRY(talks_participants(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		out_fmt(&o, "%s%.*s", i ? ", " : "; ", SF(rows.v[i].name));
	*text = str_copy(tx->a, out_view(&o));
	return OK;
}

static enum err readouts_text(struct tx *tx, int64_t id, str *text)
{
	struct talks_readouts_args of = { .item_id = id };
	struct talks_readouts_rows rows;
	struct out o = out_to_arena(tx->a);
	TRY(talks_readouts(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++)
		out_fmt(&o, "; %.*s: “%.*s”", SF(rows.v[i].state_name),
			SF(cut(tx->a, rows.v[i].words)));
	*text = str_copy(tx->a, out_view(&o));
	return OK;
}

static enum err read_items(struct tx *tx, struct desk_brief *b, enum talks_kind kind,
			   enum desk_part part, int max)
{
	struct arena *a = tx->a;
	struct talks_items_args in = { .kind = talks_kind_text(kind),
				       .state_iso = b->state_iso,
				       .limit_n = max };
	struct talks_items_rows rows;
	TRY(talks_items(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct talks_items_row *r = &rows.v[i];
		str people, readouts, days = talks_days_text(a, r->from_on, r->to_on),
				      label = talks_form_label(r->form), text;
		TRY(people_text(tx, r->id, &people));
		TRY(readouts_text(tx, r->id, &readouts));
		str state = kind == TALKS_KIND_ENGAGEMENT && !str_eq(r->state, S("held"))
				? str_fmt(a, " (%.*s)", SF(r->state))
				: S("");
		str place = r->place.p ? str_fmt(a, ", %.*s", SF(r->place)) : S("");
		if (kind == TALKS_KIND_ENGAGEMENT)
			text = str_fmt(a, "%.*s: %.*s%.*s%.*s%.*s%.*s", SF(days), SF(label),
				       SF(state), SF(place), SF(people), SF(readouts));
		else
			text = str_fmt(a, "%.*s, %.*s: %.*s", SF(days),
				       SF(r->speaker.p ? r->speaker : label),
				       SF(said(a, r->says, r->words)));
		add(a, &b->parts[part], text, str_fmt(a, "/talks/%lld", (long long)r->id));
	}
	return OK;
}

/* A part that is not this viewer's to read stays empty. */
static enum err may_be_denied(enum err e)
{
	return e == ERR_DENIED ? OK : e;
}

enum err desk_brief_read(struct tx *tx, str state_iso, struct desk_brief *b)
{
	struct ref_register_get_row r;
	*b = (struct desk_brief){ .state_iso = state_iso, .on = tx->on };
	TRY(ref_state_name(tx, state_iso, &b->state_name));
	TRY(ref_register_get(tx, &r));
	b->host_iso = r.host_iso;
	b->host_name = r.host_name;
	b->ministry = r.ministry;
	if (str_eq(state_iso, r.host_iso))
		return ERR_NOT_FOUND;
	TRY(may_be_denied(read_asks(tx, b)));
	TRY(may_be_denied(read_backlog(tx, b)));
	TRY(may_be_denied(read_ledger(tx, b)));
	TRY(may_be_denied(read_measures(tx, b)));
	TRY(may_be_denied(
	    read_items(tx, b, TALKS_KIND_ENGAGEMENT, DESK_ENGAGEMENTS, ENGAGEMENTS_MAX)));
	return may_be_denied(
	    read_items(tx, b, TALKS_KIND_STATEMENT, DESK_STATEMENTS, STATEMENTS_MAX));
}

/* ---- on paper ---- */

struct paper desk_brief_paper(struct arena *a, const struct desk_brief *b)
{
	str title = str_fmt(a, "Briefing: %.*s", SF(b->state_name));
	struct paper p = paper_new(a, PAPER_LIST, title, S("en"), b->on);
	p.author = b->ministry;
	p.foot = str_fmt(a, "%.*s, as the register stands on %.*s", SF(b->ministry),
			 SF(day_long(a, b->on)));
	paper_line(&p, PAPER_TITLE, title);
	paper_line(&p, PAPER_TEXT,
		   str_fmt(a, "For the next call, as of %.*s.", SF(day_long(a, b->on))));
	for (int i = 0; i < DESK_PARTS_N; i++) {
		const struct desk_lines *l = &b->parts[i];
		paper_line(&p, PAPER_SUBHEADING, str_of(parts[i].title));
		for (ptrdiff_t k = 0; k < l->n; k++)
			paper_line(&p, PAPER_ITEM, l->v[k].text);
		if (!l->n)
			paper_line(&p, PAPER_TEXT, str_of(parts[i].none));
	}
	return p;
}
