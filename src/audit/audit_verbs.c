/* audit_verbs.c: `grata audit ...`. */
#include "audit/audit.h"
#include "base/verb.h"

static const struct verb_opt verify_opts[] = {
	{ "root", OPT_TEXT, "HASH",
	  "the log must once have had this root (64 hexadecimal digits)" },
	{ 0 },
};

static void print_report(struct verb_call *c, const struct audit_report *r, bool is_whole)
{
	if (c->is_json) {
		out_fmt(c->out, "{\"ok\":%s,\"leaves\":%lld,\"root\":\"",
			is_whole ? "true" : "false", (long long)r->head.leaves_n);
		out_hex(c->out, r->head.root.b, sizeof r->head.root.b);
		out_fmt(c->out, "\",\"rows\":%lld,\"values\":%lld,\"faults\":%lld}\n",
			(long long)r->rows_n, (long long)r->values_n,
			(long long)c->faults->total_n);
		return;
	}
	if (is_whole) {
		out_lit(c->out, "The log is whole: ");
		out_count(c->out, r->head.leaves_n);
		out_lit(c->out, " leaves, ");
		out_count(c->out, r->values_n);
		out_lit(c->out, " values opened, ");
		out_count(c->out, r->rows_n);
		out_lit(c->out, " live rows as the log says.\nroot ");
		out_hex(c->out, r->head.root.b, sizeof r->head.root.b);
		out_lit(c->out, "\n");
	}
}

static enum err verify_verb(struct verb_call *c)
{
	struct sha256 root;
	struct audit_report r;
	str asked = verb_text(c, "root");
	if (asked.p && !sha256_read_hex(asked, &root)) {
		fault_field(c->faults, S("root"),
			    "a root is 64 hexadecimal digits in small letters");
		return ERR_FAULTS;
	}
	enum err e = audit_verify(c->db, c->a, asked.p ? &root : NULL, c->faults, &r);
	if (e != OK && e != ERR_LOG)
		return e;
	print_report(c, &r, e == OK);
	if (e == ERR_LOG)
		faults_print(c->faults, c->err);
	return e;
}

static enum err head_verb(struct verb_call *c)
{
	struct tx tx;
	struct audit_head head;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = audit_head(&tx, &head);
	tx_end(&tx);
	if (e != OK)
		return e;
	out_fmt(c->out, c->is_json ? "{\"leaves\":%lld,\"root\":\"" : "%lld leaves, root ",
		(long long)head.leaves_n);
	out_hex(c->out, head.root.b, sizeof head.root.b);
	out_str(c->out, c->is_json ? S("\"}\n") : S("\n"));
	return OK;
}

const struct verb audit_verbs[] = {
	{ "audit", "verify", NULL,
	  "Check that the log is whole and that the register is what the log says.", VERB_READS,
	  verify_opts, verify_verb },
	{ "audit", "head", NULL, "Size and root of the log, to be written down elsewhere.",
	  VERB_READS, NULL, head_verb },
	{ 0 },
};
