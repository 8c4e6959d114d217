/* proposal_verbs.c: `grata proposal ...`. It stands in app because approving runs acts of the
 * features. */
#include "access/access.h"
#include "access/proposal.h"
#include "app/serve.h"
#include "base/day.h"

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct access_proposals_rows rows;
	struct access_proposals_args in = { .my_role_bits = c->viewer->role_bits,
					    .is_all = c->viewer->user_id == 0,
					    .limit_n = 200 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = access_proposals(&tx, &in, &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	out_str(c->out, c->is_json ? S("[") : S(""));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct access_proposals_row *r = &rows.v[i];
		if (!c->is_json) {
			out_fmt(c->out, "%lld  %.*s, proposed by %.*s; decided by: %.*s\n",
				(long long)r->id, SF(r->summary), SF(r->proposed_login),
				SF(roles_line(c->a, (uint32_t)r->needs_bits)));
			continue;
		}
		out_fmt(c->out, "%s{\"id\":%lld,\"act\":", i ? "," : "", (long long)r->id);
		out_json(c->out, r->act);
		out_member(c->out, "summary", r->summary);
		out_member(c->out, "proposed_by", r->proposed_login);
		out_lit(c->out, "}");
	}
	if (c->is_json)
		out_lit(c->out, "]\n");
	else if (!rows.n)
		out_lit(c->out, "Nothing waits.\n");
	return OK;
}

static enum err decide(struct verb_call *c, bool is_approved)
{
	struct verdict v = { .is_approved = is_approved,
			     .seen_hash = verb_text(c, "seen"),
			     .reason = is_approved ? (str){ 0 } : verb_text(c, "reason") };
	if (c->n_args != 1 || !str_to_int64(str_of(c->args[0]), &v.id)) {
		fault_field(c->faults, S("id"), "say which proposal: grata proposal list");
		return ERR_FAULTS;
	}
	TRY(proposal_decide(c->db, c->viewer, c->a, c->refusal, SITE_ACTS, &v));
	if (v.still_n)
		out_fmt(c->out, "Proposal %lld: your yes is kept; %d more %s needed\n",
			(long long)v.id, v.still_n, v.still_n == 1 ? "is" : "are");
	else
		out_fmt(c->out, "Proposal %lld: %s\n", (long long)v.id,
			is_approved ? "approved, and done" : "rejected");
	return OK;
}

static enum err approve_verb(struct verb_call *c)
{
	return decide(c, true);
}

static enum err reject_verb(struct verb_call *c)
{
	return decide(c, false);
}

static const struct verb_opt approve_opts[] = {
	{ "seen", OPT_TEXT, "HASH",
	  "first digits of the hash that was shown; refused when it is another" },
	{ 0 },
};
static const struct verb_opt reject_opts[] = {
	{ "seen", OPT_TEXT, "HASH",
	  "first digits of the hash that was shown; refused when it is another" },
	{ "reason", OPT_LINES, "LINES", "one sentence" },
	{ 0 },
};

const struct verb proposal_verbs[] = {
	{ "proposal", "list", NULL, "What waits for a second person.", VERB_READS, NULL,
	  list_verb },
	{ "proposal", "approve", "ID", "Approve what another person proposed: it is done at once.",
	  VERB_WRITES, approve_opts, approve_verb },
	{ "proposal", "reject", "ID", "Reject what another person proposed, with a reason.",
	  VERB_WRITES, reject_opts, reject_verb },
	{ 0 },
};
