/* visa_verbs.c: `grata visa ...`. */
#include "visa/visa.h"

#include "base/out.h"

/* ---- backlog ---- */

static const struct verb_opt backlog_opts[] = {
	{ "state", OPT_TEXT, "RU", "the sending state" },
	{ "as-at", OPT_DAY, "YYYY-MM-DD", "as it stood at the end of a past day" },
	{ 0 },
};

static void out_days(struct out *o, const char *what, struct opt_int v)
{
	out_fmt(o, "  %-22s", what);
	if (v.has)
		out_fmt(o, "%6lld days\n", (long long)v.v);
	else
		out_lit(o, "     -\n");
}

static void out_corridor(struct out *o, const struct visa_corridor *c)
{
	const struct visa_backlog *f = &c->figures;
	out_fmt(o, "Applications of %.*s to %.*s on ", SF(c->sending_iso), SF(c->receiving_iso));
	out_day_long(o, c->on);
	out_fmt(o, "\n  %-22s%6lld\n  %-22s%6lld", "open", (long long)f->open_n,
		"over the standard", (long long)f->over_n);
	if (c->standard_days.has)
		out_fmt(o, "   (%.*s: %lld %.*s days)", SF(c->standard_name),
			(long long)c->standard_days.v, SF(c->standard_unit));
	out_lit(o, "\n");
	out_days(o, "oldest", f->oldest_days);
	out_days(o, "median", f->median_days);
	out_days(o, "nine in ten within", f->p90_days);
	out_lit(o, "  held by\n");
	for (int h = 0; h < VISA_HOLDER_N; h++)
		if (f->by_holder_n[h])
			out_fmt(o, "    %-20.*s%6lld\n", SF(visa_holder_label((enum visa_holder)h)),
				(long long)f->by_holder_n[h]);
	out_lit(o, "  age in days\n");
	for (int b = 0; b < VISA_AGE_BANDS_N; b++) {
		bool is_last = b + 1 == VISA_AGE_BANDS_N;
		str band = is_last ? str_fmt(o->a, "%lld and more", (long long)VISA_AGE_BANDS[b])
				   : str_fmt(o->a, "%lld to %lld", (long long)VISA_AGE_BANDS[b],
					     (long long)VISA_AGE_BANDS[b + 1] - 1);
		out_fmt(o, "    %-20.*s%6lld\n", SF(band), (long long)f->by_age_n[b]);
	}
}

static enum err read_both(struct verb_call *c, struct tx *tx, struct visa_both *both)
{
	str state = verb_text(c, "state");
	int64_t on = verb_day(c, "as-at", tx->on);
	if (str_is_empty(state)) {
		fault_field(c->faults, S("state"), "say which sending state: --state RU");
		return ERR_FAULTS;
	}
	if (on > tx->on) {
		fault_field(c->faults, S("as-at"),
			    "that day has not come; a backlog is of today or the past");
		return ERR_FAULTS;
	}
	enum err e = visa_both_read(tx, state, on, both);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, S("state"),
			    "'%.*s' is not the code of a state; Russia is RU", SF(state));
		return ERR_FAULTS;
	}
	return e;
}

static enum err backlog_verb(struct verb_call *c)
{
	struct tx tx;
	struct visa_both both;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = read_both(c, &tx, &both);
	tx_end(&tx);
	if (e != OK)
		return e;
	if (c->is_json) {
		visa_corridor_json(c->out, &both.theirs, &both.ours);
		out_lit(c->out, "\n");
	} else {
		out_corridor(c->out, &both.theirs);
		out_corridor(c->out, &both.ours);
	}
	return OK;
}

/* ---- move ---- */

static const struct verb_opt move_opts[] = {
	{ "to", OPT_TEXT, "STAGE", "documents, vetting, consultation, decision, approval, closed" },
	{ "holder", OPT_TEXT, "HOLDER", "who holds it then; not needed when it is closed" },
	{ "outcome", OPT_TEXT, "OUTCOME", "when closed: granted, refused, withdrawn, lapsed" },
	{ "reason", OPT_TEXT, "TEXT", "one sentence" },
	{ 0 },
};

static enum err read_wish(struct verb_call *c, struct visa_wish *w)
{
	str to = verb_text(c, "to"), holder = verb_text(c, "holder"),
	    outcome = verb_text(c, "outcome");
	if (c->n_args != 1)
		fault_field(c->faults, S("reference"), "say which application: A-118");
	if (!visa_stage_of(to, &w->to))
		fault_field(c->faults, S("to"), "'%.*s' is not a stage", SF(to));
	else if (w->to != VISA_STAGE_CLOSED && !visa_holder_of(holder, &w->holder))
		fault_field(c->faults, S("holder"), "'%.*s' is not a holder", SF(holder));
	else if (w->to == VISA_STAGE_CLOSED && !visa_outcome_of(outcome, &w->outcome))
		fault_field(c->faults, S("outcome"), "'%.*s' is not an outcome", SF(outcome));
	w->reason = verb_text(c, "reason");
	return faults_err(c->faults);
}

static enum err move_verb(struct verb_call *c)
{
	struct visa_wish w = { 0 };
	struct tx tx;
	TRY(read_wish(c, &w));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	w.on = tx.on;
	tx_end(&tx);
	TRY(visa_move(c->db, c->viewer, c->a, c->refusal, str_of(c->args[0]), &w));
	out_fmt(c->out, "%s: %.*s\n", c->args[0], SF(visa_stage_label(w.to)));
	return OK;
}

const struct verb visa_verbs[] = {
	{ "visa", "backlog", NULL,
	  "How many applications of a state wait, with whom, how long; and ours there.", VERB_READS,
	  backlog_opts, backlog_verb },
	{ "visa", "move", "REF", "Move an application to a stage and a holder, or close it.",
	  VERB_WRITES, move_opts, move_verb },
	{ 0 },
};
