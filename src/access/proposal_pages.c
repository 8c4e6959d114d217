/* proposal_pages.c: what waits for a second person: the list, one proposal, the two answers. */
#include "access/access.h"
#include "access/proposal.h"
#include "access/page.h"
#include "access_proposal.html.h"
#include "access_proposals.html.h"
#include "access/session.h"
#include "audit/audit.h"
#include "audit/leaf.h"
#include "base/day.h"
#include "base/must.h"
#include "base/json.h"
#include "ui/ui_form.h"
#include "web/form.h"

enum { LIST_MAX = 200, FIELDS_MAX = 64, HISTORY_MAX = 2000 };
#define NEED_STAFF (NEED_SIGN_IN & ~BIT(ROLE_MISSION))

static const struct field answer_fields[] = {
	{ "seen", "What you have seen", FIELD_LINE, true, .max = 64 },
	{ "reason", "Reason", FIELD_TEXT, .max = REASON_MAX },
	{ 0 },
};

static enum err proposals_page(struct ctx *c)
{
	struct page p;
	struct access_proposals_rows rows;
	struct access_proposals_args in = { .my_role_bits = ctx_viewer(c)->role_bits,
					    .is_all = ctx_has_role(c, BIT(ROLE_AUDITOR)),
					    .limit_n = LIST_MAX };
	TRY(page_begin(c, "Waiting for a second person", &p));
	TRY(access_proposals(p.tx, &in, &rows));
	struct access_proposals_proposals *v =
	    arena_new_n(c->a, struct access_proposals_proposals, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct access_proposals_row *r = &rows.v[i];
		uint32_t needs = (uint32_t)r->needs_bits;
		v[i] = (struct access_proposals_proposals){
			.id = r->id,
			.summary = r->summary,
			.proposed_name = r->proposed_name,
			.proposed_at = r->proposed_at,
			.expires_at = r->expires_at,
			.is_expired = p.tx->at > r->expires_at,
			.is_own = r->is_own,
			.is_mine = !r->is_own && ctx_has_role(c, needs),
			.deciders = roles_line(c->a, needs),
		};
	}
	struct access_proposals_view view = { .proposals = v, .n_proposals = rows.n };
	return page_send(&p, access_proposals, &view);
}

static enum err own_person(struct tx *tx, int64_t id, str *person)
{
	struct access_account_by_id_row row;
	struct access_account_by_id_args in = { .id = id };
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_account_by_id(tx, &in, &row);
	tx->viewer = me;
	*person = row.natural_person;
	return e;
}

/* "outcome" as the beginning of a line: "Outcome". Keys are ASCII. */
static str title_case(struct arena *a, str key)
{
	bool is_small = key.n && key.p[0] >= 'a' && key.p[0] <= 'z';
	return is_small ? str_fmt(a, "%c%.*s", key.p[0] - 'a' + 'A', (int)(key.n - 1), key.p + 1)
			: key;
}

/* Where the viewer looks at what it is about; null when there is no such page for them. */
static str object_url(const struct ctx *c, enum act act, int64_t object_id)
{
	const struct app *app = c->app;
	for (const struct act_handler *const *list = app->acts; list && *list; list++)
		for (const struct act_handler *h = *list; h->approve; h++)
			if (h->act == act && h->page && ctx_has_role(c, h->page_need))
				return str_fmt(c->a, "%s%lld", h->page, (long long)object_id);
	return (str){ 0 };
}

/* Bodies carry days as 2021-06-21; a person reads 21 June 2021. */
static str fact_text(struct arena *a, const struct json *m)
{
	int64_t on;
	if (m->kind == JSON_INT)
		return str_fmt(a, "%lld", (long long)m->n);
	return m->text.n == 10 && day_read(m->text, &on) ? day_long(a, on) : m->text;
}

/* The body as a person reads it: its members in their order. */
static enum err fill_facts(struct ctx *c, str body, struct access_proposal_view *v)
{
	const struct json *j;
	struct faults f = faults_in(c->a);
	struct {
		struct access_proposal_facts *v;
		ptrdiff_t n, cap;
	} list = { 0 };
	if (json_read(c->a, body, &f, &j) != OK)
		return ERR_DB_FORMAT;
	for (const struct json *m = j->first; m; m = m->next) {
		struct access_proposal_facts *to = arena_push(c->a, &list);
		to->name = title_case(c->a, m->key);
		to->value = fact_text(c->a, m);
	}
	v->facts = list.v;
	v->n_facts = list.n;
	return OK;
}

static str state_class(enum proposal_state s)
{
	switch (s) {
	case PROPOSAL_STATE_WAITING: return S("govuk-tag--yellow");
	case PROPOSAL_STATE_APPROVED: return S("govuk-tag--green");
	case PROPOSAL_STATE_REJECTED: return S("govuk-tag--red");
	case PROPOSAL_STATE_VOID: return S("govuk-tag--grey");
	}
	must_not_come_here("four states");
}

static const char *act_says_of(str word)
{
	for (int i = 0; i < ACTS_N; i++)
		if (str_eq(word, str_of(act_word((enum act)i))))
			return act_says((enum act)i);
	return "";
}

static struct html reason_input(struct ctx *c, const struct form *f)
{
	const struct form_value *v = form_value(f, "reason");
	struct ui_field in = { .label = { .text = S("Why it is rejected") },
			       .hint = { .text =
					     S("One sentence; the one who proposed it reads it.") },
			       .id = S("reason"),
			       .name = S("reason"),
			       .value = v->typed,
			       .rows_n = 3,
			       .error = { .text = v->fault } };
	return ui_textarea(c->a, &in);
}

/* Whether it is shown at all: to who may decide it, to who made it, to who watches over the whole.
 */
static bool may_see(const struct ctx *c, const struct access_proposal_by_id_row *p, bool is_own)
{
	return is_own || ctx_has_role(c, (uint32_t)p->needs_bits | BIT(ROLE_AUDITOR));
}

static enum err fill_answers(struct page *p, struct access_proposal_view *v)
{
	struct access_answers_args in = { v->id };
	struct access_answers_rows rows;
	TRY(access_answers(p->tx, &in, &rows));
	struct access_proposal_answers *to =
	    arena_new_n(p->c->a, struct access_proposal_answers, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		to[i] = (struct access_proposal_answers){ rows.v[i].name, rows.v[i].answered_at,
							  rows.v[i].is_night };
	v->answers = to;
	v->n_answers = rows.n;
	return OK;
}

/* ---- what has changed since ---- */

struct known {
	str name, value; /* of a field, as the last entry had it */
};
struct changes {
	struct known *known;
	ptrdiff_t n_known;
	struct access_proposal_changes *v;
	ptrdiff_t n, cap;
};

static str value_text(struct arena *a, const struct leaf_value *v)
{
	switch (v->kind) {
	case LEAF_INT: return str_fmt(a, "%lld", (long long)v->i);
	case LEAF_TEXT: return v->s;
	case LEAF_BLOB: return S("(bytes)");
	case LEAF_NULL: return (str){ 0 };
	}
	must_not_come_here("four kinds");
}

static struct known *known_of(struct changes *ch, str name)
{
	ptrdiff_t i = 0;
	while (i < ch->n_known && !str_eq(ch->known[i].name, name))
		i++;
	if (i == ch->n_known && i < FIELDS_MAX)
		ch->known[ch->n_known++].name = name;
	return i < FIELDS_MAX ? &ch->known[i] : NULL;
}

/* One entry: its fields are known from here on; behind the version that is bound each is a change.
 */
static enum err take_entry(struct page *p, const struct access_history_of_row *row,
			   const struct access_proposal_by_id_row *r, struct changes *ch)
{
	struct leaf l;
	struct opening op;
	const char *table = str_z(p->c->a, r->object_table);
	TRY(leaf_read(p->c->a, row->body, &l));
	TRY(opening_read(p->c->a, row->opening, &op));
	for (ptrdiff_t i = 0; i < op.fields.n; i++) {
		str name = op.fields.v[i].name;
		struct known *k = known_of(ch, name);
		str was = k ? k->value : (str){ 0 },
		    now = value_text(p->c->a, &op.fields.v[i].value);
		if (k)
			k->value = now;
		if (row->version_n <= r->object_version_n || str_eq(was, now))
			continue;
		enum label label = label_of_field(table, str_z(p->c->a, name));
		bool may_see = (p->tx->viewer->label_bits & BIT(label)) != 0;
		*arena_push(p->c->a, ch) =
		    (struct access_proposal_changes){ .at = l.at,
						      .actor = l.actor,
						      .field = name,
						      .is_withheld = !may_see,
						      .was = may_see ? was : (str){ 0 },
						      .now = may_see ? now : (str){ 0 } };
	}
	return OK;
}

static enum err fill_changes(struct page *p, const struct access_proposal_by_id_row *r,
			     struct access_proposal_view *v)
{
	struct access_history_of_args in = { r->object_table, r->object_id, HISTORY_MAX };
	struct access_history_of_rows rows;
	struct changes ch = { .known = arena_new_n(p->c->a, struct known, FIELDS_MAX) };
	const struct viewer *me = p->tx->viewer;
	p->tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_history_of(p->tx, &in, &rows);
	p->tx->viewer = me;
	for (ptrdiff_t i = 0; i < rows.n && e == OK; i++)
		e = take_entry(p, &rows.v[i], r, &ch);
	v->changes = ch.v;
	v->n_changes = ch.n;
	return e;
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct access_proposal_by_id_row r;
	struct access_proposal_by_id_args in = { .id = path_id(c, "id") };
	enum proposal_state state;
	enum act act;
	int64_t version;
	bool is_duty = false;
	str me;
	TRY(page_begin(c, "Proposal", &p));
	TRY(access_proposal_by_id(p.tx, &in, &r));
	TRY(own_person(p.tx, ctx_viewer(c)->user_id, &me));
	TRY(audit_version(p.tx, r.object_table, r.object_id, &version));
	bool is_own = str_eq(me, r.proposed_person);
	if (act_of_word(r.act, &act))
		TRY(proposal_is_duty(p.tx, act, ctx_viewer(c)->user_id, &is_duty));
	else
		act = ACTS_N;
	if (!is_duty && !may_see(c, &r, is_own))
		return ERR_NOT_FOUND;
	must(proposal_state_of(r.state, &state));
	struct out hex = out_to_arena(c->a);
	out_hex(&hex, r.body_hash.p, r.body_hash.n);
	bool is_waiting = state == PROPOSAL_STATE_WAITING;
	struct access_proposal_view v = {
		.id = r.id,
		.summary = r.summary,
		.says = str_of(act_says_of(r.act)),
		.state = r.state,
		.state_class = state_class(state),
		.is_waiting = is_waiting,
		.is_own = is_own,
		.is_changed = is_waiting && version != r.object_version_n,
		.deciders = roles_line(c->a, (uint32_t)r.needs_bits),
		.proposed_name = r.proposed_name,
		.proposed_at = r.proposed_at,
		.expires_at = r.expires_at,
		.decided_name = r.decided_name,
		.decided_at = r.decided_at.v,
		.reason = r.reason,
		.object_url = object_url(c, act, r.object_id),
		.object = str_fmt(c->a, "%.*s %lld", SF(r.object_table), (long long)r.object_id),
		.version_n = r.object_version_n,
		.body_hex = out_view(&hex),
		/* Who proposed it gets the buttons, too: the refusal says better why not. */
		.has_answer =
		    is_waiting && (is_own || is_duty || ctx_has_role(c, (uint32_t)r.needs_bits)),
		.more_n = act < ACTS_N && act_approvals(act) > 1 ? act_approvals(act) : 0,
		.csrf = p.csrf,
	};
	v.reason_html = reason_input(c, f);
	TRY(fill_answers(&p, &v));
	if (v.is_changed)
		TRY(fill_changes(&p, &r, &v));
	TRY(fill_facts(c, r.body, &v));
	p.frame.title = r.summary;
	p.frame.back_url = S("/proposals");
	p.frame.back_text = S("All that waits");
	return page_send(&p, access_proposal, &v);
}

static enum err proposal_page(struct ctx *c)
{
	struct form f = form_blank(c->a, answer_fields);
	return show(c, &f);
}

static enum err answer(struct ctx *c, bool is_approved)
{
	struct form f;
	const struct app *app = c->app;
	enum err e = form_read(c, answer_fields, CSRF_FIELDS, &f);
	struct verdict v = { .id = path_id(c, "id"), .is_approved = is_approved };
	if (!is_approved && !form_text(&f, "reason").n)
		form_fault(c, &f, "reason", "Say in one sentence why it is rejected.");
	if (e == ERR_FAULTS || c->faults.n)
		return show(c, &f);
	v.reason = form_text(&f, "reason");
	v.seen_hash = form_text(&f, "seen");
	e = proposal_decide(app->db, ctx_viewer(c), c->a, &c->refusal, app->acts, &v);
	if (e == ERR_REFUSED)
		return show(c, &f);
	if (e != OK)
		return e;
	return see_other(c, "/proposals/%lld", (long long)v.id);
}

static enum err proposal_approve(struct ctx *c)
{
	return answer(c, true);
}

static enum err proposal_reject(struct ctx *c)
{
	return answer(c, false);
}

const struct route proposal_routes[] = {
	ROUTE(GET, "/proposals", proposals_page, NEED_STAFF,
	      "What waits for a second person: yours to decide, and what you proposed."),
	ROUTE(GET, "/proposals/{id}", proposal_page, NEED_STAFF,
	      "One proposal: what exactly would be done."),
	ROUTE(POST, "/proposals/{id}/approve", proposal_approve, NEED_STAFF | NEED_PROOF,
	      "Approves a proposal: it is done at once.", .is_write = true),
	ROUTE(POST, "/proposals/{id}/reject", proposal_reject, NEED_STAFF,
	      "Rejects a proposal with a reason.", .is_write = true),
	{ 0 },
};
