/* backlog_verbs.c: `grata backlog outlook`. */
#include "backlog/backlog.h"

static const struct verb_opt outlook_opts[] = {
	{ "state", OPT_TEXT, "RU", "the other state" },
	{ "as-at", OPT_DAY, "YYYY-MM-DD", "as it could be told at the end of a past day" },
	{ "by", OPT_DAY, "YYYY-MM-DD", "what would have it down by that day" },
	{ "csv", OPT_FLAG, NULL, "every figure with what it comes from, as CSV" },
	{ 0 },
};

static enum err read_asked(struct verb_call *c, struct tx *tx, struct backlog_both *b)
{
	str state = verb_text(c, "state");
	int64_t on = verb_day(c, "as-at", tx->on);
	int64_t by_on = verb_day(c, "by", backlog_by_default(on));
	if (str_is_empty(state))
		fault_field(c->faults, S("state"), "say which state: --state RU");
	if (on > tx->on)
		fault_field(c->faults, S("as-at"), "that day has not come");
	if (by_on <= on)
		fault_field(c->faults, S("by"), "that day must lie behind %.*s",
			    SF(day_text(c->a, on)));
	TRY(faults_err(c->faults));
	enum err e = backlog_read(tx, state, on, by_on, b);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, S("state"),
			    "'%.*s' is not the code of a state; Russia is RU", SF(state));
		return ERR_FAULTS;
	}
	return e;
}

static void say_side(struct out *o, const struct backlog_outlook *k)
{
	out_fmt(o, "Applications of %.*s to %.*s: %lld open\n  %.*s\n",
		SF(k->corridor->sending_iso), SF(k->corridor->receiving_iso),
		(long long)k->now.open_n, SF(backlog_load_text(o->a, k)));
	for (int i = 0; i < OUTLOOK_SHARES_N; i++)
		if (k->now.by[i].is_known) {
			out_fmt(o, "  %d %%: done by ", OUTLOOK_SHARES[i]);
			out_day_long(o, k->now.by[i].on);
			out_lit(o, "\n");
		}
	out_fmt(o, "  %.*s\n", SF(backlog_test_text(o->a, k)));
	out_lit(o, "  To be closed a week until ");
	out_day_long(o, k->by_on);
	out_fmt(o, ": %.1f for all that wait now and as many as come", k->capacity_all);
	if (k->corridor->standard_days.has)
		out_fmt(o, ", %.1f to come down to %.1f, which keeps the standard",
			k->capacity_target, k->target_n);
	out_lit(o, "\n");
}

static enum err outlook_verb(struct verb_call *c)
{
	struct tx tx;
	struct backlog_both b;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = read_asked(c, &tx, &b);
	tx_end(&tx);
	if (e != OK)
		return e;
	if (c->is_json) {
		backlog_json(c->out, &b);
	} else if (verb_flag(c, "csv")) {
		backlog_csv(c->out, &b);
	} else {
		say_side(c->out, &b.theirs);
		say_side(c->out, &b.ours);
	}
	return OK;
}

const struct verb backlog_verbs[] = {
	{ "backlog", "outlook", NULL,
	  "When the backlog of a state clears, how such forecasts did, what would clear it by a day.",
	  VERB_READS, outlook_opts, outlook_verb },
	{ 0 },
};
