/* retention_verbs.c: `grata retention ...`. */
#include "access/access.h"
#include "audit/leaf.h"
#include "base/day.h"
#include "retention/retention.h"
#include "retention_notice.html.h"

static enum err one_ref(struct verb_call *c, str *ref)
{
	if (c->n_args != 1)
		fault_field(c->faults, S("person"), "say whom: a reference such as P-00412");
	*ref = c->n_args ? str_of(c->args[0]) : S("");
	return faults_err(c->faults);
}

static void out_due(struct verb_call *c, const struct retention_people_row *p,
		    const struct retention_due *d, int n)
{
	if (!c->is_json) {
		out_fmt(c->out, "%.*s  ", SF(p->ref));
		if (d->due_on.has)
			out_day(c->out, d->due_on.v);
		out_fmt(c->out, "  %s%.*s\n", d->due_on.has ? retention_word(d->class) : "",
			SF(d->why_not.p ? d->why_not : S("")));
		return;
	}
	out_fmt(c->out, "%s{\"ref\":", n ? "," : "");
	out_json(c->out, p->ref);
	out_lit(c->out, ",\"due_on\":");
	if (d->due_on.has)
		out_fmt(c->out, "\"%.*s\"", SF(day_text(c->a, d->due_on.v)));
	else
		out_lit(c->out, "null");
	out_fmt(c->out, ",\"class\":\"%s\",\"is_png\":%s,\"why_not\":",
		d->due_on.has ? retention_word(d->class) : "", d->is_png ? "true" : "false");
	out_json(c->out, d->why_not.p ? d->why_not : S(""));
	out_lit(c->out, "}");
}

struct due_list {
	struct verb_call *c;
	int64_t on;
	int n;
};

static bool show_due(void *arg, const struct retention_people_row *p, const struct retention_due *d)
{
	struct due_list *l = arg;
	if ((d->due_on.has && d->due_on.v <= l->on) || verb_flag(l->c, "all"))
		out_due(l->c, p, d, l->n++);
	return true;
}

static enum err due_verb(struct verb_call *c)
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	struct due_list l = { .c = c, .on = verb_day(c, "on", tx.on) };
	out_str(c->out, c->is_json ? S("[") : S(""));
	enum err e = retention_each(&tx, show_due, &l);
	tx_end(&tx);
	if (e != OK)
		return e;
	if (c->is_json)
		out_lit(c->out, "]\n");
	else if (!l.n)
		out_lit(c->out, "Nobody's time is over.\n");
	return OK;
}

static enum err hold_verb(struct verb_call *c)
{
	str ref, reason = verb_text(c, "reason");
	if (!reason.n)
		fault_field(c->faults, S("reason"), "say which matter is open: --reason TEXT");
	TRY(one_ref(c, &ref));
	TRY(retention_hold(c->db, c->viewer, c->a, ref, reason));
	out_fmt(c->out, "%.*s is kept until the hold is ended.\n", SF(ref));
	return OK;
}

static enum err release_verb(struct verb_call *c)
{
	str ref;
	TRY(one_ref(c, &ref));
	TRY(retention_release(c->db, c->viewer, c->a, ref));
	out_fmt(c->out, "%.*s is held no longer.\n", SF(ref));
	return OK;
}

static enum err run_verb(struct verb_call *c)
{
	int n;
	int64_t id;
	TRY(retention_propose(c->db, c->viewer, c->a, c->refusal, &n, &id));
	if (!n)
		out_lit(c->out, "Nobody's time is over.\n");
	else
		out_fmt(c->out, "%d %s; it waits as proposal %lld for: %.*s\n", n,
			n == 1 ? "person" : "people", (long long)id,
			SF(roles_line(c->a, act_approvers(ACT_ERASE))));
	return OK;
}

static enum err subject_verb(struct verb_call *c)
{
	str ref;
	TRY(one_ref(c, &ref));
	return retention_subject(c->db, c->viewer, c->a, ref, c->out);
}

static enum err notice_verb(struct verb_call *c)
{
	struct tx tx;
	struct retention_notice_view v = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = retention_notice_fill(&tx, &v);
	tx_end(&tx);
	if (e != OK)
		return e;
	retention_notice_json(c->out, &v);
	out_lit(c->out, "\n");
	return OK;
}

static enum err looked_verb(struct verb_call *c)
{
	struct tx tx;
	str ref;
	struct retention_by_ref_row p;
	struct retention_looks_rows rows = { 0 };
	TRY(one_ref(c, &ref));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	struct retention_by_ref_args by = { ref };
	enum err e = retention_by_ref(&tx, &by, &p);
	struct retention_looks_args in = { p.id, 200 };
	if (e == OK)
		e = retention_looks(&tx, &in, &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct leaf l;
		TRY(leaf_read(c->a, rows.v[i].body, &l));
		out_at(c->out, l.at);
		out_fmt(c->out, "  %.*s  %.*s  %.*s\n", SF(l.actor), SF(l.act), SF(l.purpose));
	}
	if (!rows.n)
		out_lit(c->out, "Nobody has looked.\n");
	return OK;
}

static const struct verb_opt due_opts[] = {
	{ "on", OPT_DAY, "YYYY-MM-DD", "whose time is over on this day; without it today" },
	{ "all", OPT_FLAG, NULL, "everybody, and what stands in the way" },
	{ 0 },
};
static const struct verb_opt hold_opts[] = {
	{ "reason", OPT_TEXT, "TEXT", "the matter that is open" },
	{ 0 },
};

const struct verb retention_verbs[] = {
	{ "retention", "due", NULL, "Whose records are due to be erased, by which clock.",
	  VERB_READS, due_opts, due_verb },
	{ "retention", "hold", "P-00412", "Keep somebody's records while a matter is open.",
	  VERB_WRITES, hold_opts, hold_verb },
	{ "retention", "release", "P-00412", "End the hold on somebody's records.", VERB_WRITES,
	  NULL, release_verb },
	{ "retention", "run", NULL,
	  "Propose to erase everybody who is due; another person approves.", VERB_WRITES, NULL,
	  run_verb },
	{ "retention", "subject", "P-00412",
	  "What the register keeps about somebody, as JSON, and what is withheld.", VERB_WRITES,
	  NULL, subject_verb },
	{ "retention", "notice", NULL,
	  "The privacy notice, made from the register's own tables, as JSON.", VERB_READS, NULL,
	  notice_verb },
	{ "retention", "looked", "P-00412", "Who looked at a person, when, and for what.",
	  VERB_READS, NULL, looked_verb },
	{ 0 },
};
