/* ledger_verbs.c: `grata ledger ...`: import, show as text, show as JSON. */
#include "ledger/ledger.h"

#include "base/os.h"
#include "base/out.h"
#include "ref/ref.h"

/* ---- import ---- */

enum { FILE_MAX = 64 << 20 };

struct import {
	str file, text;
	struct faults *faults;
	struct ledger_imported done;
};

static enum err import_deed(struct tx *tx, void *arg)
{
	struct import *in = arg;
	return ledger_import(tx, in->file, in->text, in->faults, &in->done);
}

static enum err import_verb(struct verb_call *c)
{
	struct import in = { .faults = c->faults };
	if (c->n_args != 1) {
		fault_field(c->faults, S("file"), "say which file: ledger import ROUNDS.csv");
		return ERR_FAULTS;
	}
	in.file = str_of(c->args[0]);
	TRY(verb_file_read(c, c->args[0], FILE_MAX, &in.text));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "ledger.import", import_deed, &in));
	out_fmt(c->out, "%lld rounds, %lld answers, %lld of them rounds themselves",
		(long long)in.done.rounds_n, (long long)in.done.answers_n,
		(long long)in.done.linked_n);
	if (in.done.known_n)
		out_fmt(c->out, "; %lld rows were there already", (long long)in.done.known_n);
	out_lit(c->out, "\n");
	return OK;
}

/* ---- show ---- */

static const struct verb_opt show_opts[] = {
	{ "state", OPT_TEXT, "RU", "the other state" },
	{ "host", OPT_TEXT, "GB", "one of the two states; else the register's own host" },
	{ "from", OPT_DAY, "YYYY-MM-DD", "rounds from this day on" },
	{ "to", OPT_DAY, "YYYY-MM-DD", "rounds up to this day" },
	{ "as-at", OPT_TEXT, "YYYY-MM-DD", "as known on that day, or 'all'; else today" },
	{ 0 },
};

enum err ledger_check_state(struct verb_call *c, struct tx *tx, const char *field, str iso)
{
	str name;
	enum err e = ref_state_name(tx, iso, &name);
	if (e != ERR_NOT_FOUND)
		return e;
	fault_field(c->faults, str_of(field), "'%.*s' is not the code of a state; Russia is RU",
		    SF(iso));
	return OK;
}

enum err ledger_read_question(struct verb_call *c, struct tx *tx, struct ledger_question *q)
{
	*q = (struct ledger_question){ verb_text(c, "host"), verb_text(c, "state"),
				       verb_day(c, "from", DAY_MIN), verb_day(c, "to", DAY_MAX),
				       tx->on };
	if (str_is_empty(q->host_iso))
		TRY(ref_host(tx, &q->host_iso));
	TRY(ledger_check_state(c, tx, "host", q->host_iso));
	TRY(ledger_check_state(c, tx, "state", q->state_iso));
	ledger_read_as_at(c, tx, &q->as_at_on);
	if (q->from_on > q->to_on)
		fault_field(c->faults, S("to"), "the last day lies before the first");
	return faults_err(c->faults);
}

/* As few decimals as tell it, but at least one: 1.0, 0.1714, 21.5714. */
static void out_ratio(struct out *o, double ratio)
{
	str s = str_fmt(o->a, "%.4f", ratio);
	while (s.p[s.n - 1] == '0' && s.p[s.n - 2] != '.')
		s.n--;
	out_str(o, s);
}

static struct interval announced(const struct ledger_rounds_row *r)
{
	return (struct interval){ r->announced_from_on, r->announced_to_on };
}

static struct interval answered(const struct ledger_rounds_row *r)
{
	return (struct interval){ r->answered_from_on.v, r->answered_to_on.v };
}

static void json_answer(struct out *o, const struct ledger_rounds_row *r)
{
	int64_t lag = 0;
	double ratio;
	out_lit(o, ",\"answer\":");
	if (!r->answer_id.has) {
		out_lit(o, "null");
		return;
	}
	out_lit(o, "{\"date\":");
	struct out day = out_to_arena(o->a);
	if (r->answered_from_on.has)
		out_interval(&day, answered(r));
	out_json(o, r->answered_from_on.has ? out_view(&day) : (str){ 0 });
	out_member_int(o, "persons", r->answer_persons_n);
	out_member_int(o, "persons_min", r->answer_persons_min_n);
	out_member_int(o, "persons_max", r->answer_persons_max_n);
	bool has_lag = r->answered_from_on.has && ledger_lag(announced(r), answered(r), &lag);
	out_member_int(o, "lag_days", (struct opt_int){ has_lag, lag });
	out_lit(o, ",\"mirror_ratio\":");
	if (ledger_mirror_ratio(r->persons_n, r->answer_persons_n, &ratio))
		out_ratio(o, ratio);
	else
		out_lit(o, "null");
	out_member_int(o, "round_id", r->answer_round_id);
	out_lit(o, "}");
}

static enum err json_sources(struct tx *tx, struct out *o, int64_t round_id)
{
	struct ledger_sources_args in = { .round_id = round_id };
	struct ledger_sources_rows rows;
	TRY(ledger_sources(tx, &in, &rows));
	out_lit(o, ",\"sources\":[");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		out_bytes(o, ",", i > 0);
		out_json(o, rows.v[i].url);
	}
	out_lit(o, "]");
	return OK;
}

static enum err json_round(struct tx *tx, struct out *o, const struct ledger_entry *e)
{
	const struct ledger_rounds_row *r = &e->round;
	out_fmt(o, "{\"id\":%lld,\"date\":{\"from\":\"", (long long)r->id);
	out_day(o, r->announced_from_on);
	out_lit(o, "\",\"to\":\"");
	out_day(o, r->announced_to_on);
	out_lit(o, "\"},\"by\":");
	out_json(o, r->sender_iso);
	out_member(o, "against", r->target_iso);
	out_member_int(o, "persons", r->persons_n);
	out_member_int(o, "persons_min", r->persons_min_n);
	out_member_int(o, "persons_max", r->persons_max_n);
	out_member_int(o, "posts_closed", r->posts_closed_n);
	out_member_int(o, "answer_to_id", e->answer_to_id);
	json_answer(o, r);
	out_member(o, "reason", r->reason);
	TRY(json_sources(tx, o, r->id));
	out_lit(o, "}");
	return OK;
}

static enum err out_account_json(struct tx *tx, struct out *o, const struct ledger_account *acc)
{
	out_lit(o, "{\"rounds\":[");
	for (ptrdiff_t i = 0; i < acc->n; i++) {
		out_bytes(o, ",", i > 0);
		TRY(json_round(tx, o, &acc->v[i]));
	}
	out_lit(o, "]}\n");
	return OK;
}

/* "23", "50 or more", "17 to 18", "?". */
static void out_persons(struct out *o, struct opt_int stated, struct opt_int min,
			struct opt_int max)
{
	if (!stated.has && !min.has)
		out_lit(o, "?");
	else if (!max.has)
		out_fmt(o, "%lld or more", (long long)min.v);
	else if (min.v != max.v)
		out_fmt(o, "%lld to %lld", (long long)min.v, (long long)max.v);
	else
		out_int(o, stated.v);
}

static void out_answer(struct out *o, const struct ledger_rounds_row *r)
{
	int64_t lag;
	double ratio;
	if (!r->answer_id.has) {
		out_lit(o, "no answer known");
		return;
	}
	if (r->answer_persons_n.has && r->answer_persons_n.v == 0)
		out_lit(o, "stated: no answer");
	else {
		out_lit(o, "answered by ");
		out_persons(o, r->answer_persons_n, r->answer_persons_min_n,
			    r->answer_persons_max_n);
	}
	if (r->answered_from_on.has) {
		out_lit(o, ", ");
		out_interval(o, answered(r));
	}
	if (r->answered_from_on.has && ledger_lag(announced(r), answered(r), &lag))
		out_fmt(o, ", after %lld days", (long long)lag);
	if (ledger_mirror_ratio(r->persons_n, r->answer_persons_n, &ratio)) {
		out_lit(o, ", mirror ratio ");
		out_ratio(o, ratio);
	}
}

static void out_account(struct out *o, const struct ledger_account *acc)
{
	for (ptrdiff_t i = 0; i < acc->n; i++) {
		const struct ledger_rounds_row *r = &acc->v[i].round;
		struct out day = out_to_arena(o->a), n = day;
		out_interval(&day, announced(r));
		out_persons(&n, r->persons_n, r->persons_min_n, r->persons_max_n);
		out_fmt(o, "%-10.*s  %.*s -> %.*s  %12.*s  ", SF(out_view(&day)), SF(r->sender_iso),
			SF(r->target_iso), SF(out_view(&n)));
		out_answer(o, r);
		out_lit(o, "\n");
	}
	if (!acc->n)
		out_lit(o, "No rounds are known.\n");
}

static enum err show(struct verb_call *c, struct tx *tx)
{
	struct ledger_question q;
	struct ledger_account acc;
	TRY(ledger_read_question(c, tx, &q));
	TRY(ledger_account_read(tx, &q, &acc));
	if (c->is_json)
		return out_account_json(tx, c->out, &acc);
	out_account(c->out, &acc);
	return OK;
}

static enum err show_verb(struct verb_call *c)
{
	return verb_read(c, show);
}

static const struct verb_opt stats_opts[] = {
	{ "as-at", OPT_TEXT, "YYYY-MM-DD", "as known on that day, or 'all'; else today" },
	{ "by", OPT_TEXT, "GB", "only measures of this state" },
	{ "against", OPT_TEXT, "RU", "only measures against this state" },
	{ "both-ways", OPT_FLAG, NULL, "and what the second did to the first" },
	{ "from", OPT_DAY, "YYYY-MM-DD", "measures from this day on" },
	{ "to", OPT_DAY, "YYYY-MM-DD", "measures up to this day" },
	{ "censor-days", OPT_INT, "N", "how long an answer is waited for; else 180" },
	{ "groups", OPT_FLAG, NULL, "with --json: 2018, 2022 and all other years apart" },
	{ 0 },
};
static const struct verb_opt whatif_opts[] = {
	{ "staff", OPT_NUMBER, "N", "their staff here now" },
	{ "expel", OPT_NUMBER, "N", "how many we expel" },
	{ "leave-week", OPT_INT, "W", "the week in which they leave, from 0; else 1" },
	{ "tour-ends", OPT_NUMBER, "N", "tours that end each week" },
	{ "queue", OPT_NUMBER, "N", "their applications that wait now" },
	{ "decisions", OPT_NUMBER, "N", "applications decided each week: the throttle" },
	{ "granted", OPT_NUMBER, "SHARE", "share of the decisions that grant, 0 to 1; else 1" },
	{ "weeks", OPT_INT, "N", "how many weeks; else 26" },
	{ "refilled", OPT_FLAG, NULL, "posts of the expelled may be filled again" },
	{ "seed", OPT_INT, "S", "draw their answer; the same seed gives the same answer" },
	{ "simulate", OPT_INT, "RUNS", "how many draws; else 10000" },
	{ "state", OPT_TEXT, "RU", "whose past answers; else everybody's" },
	{ "host", OPT_TEXT, "GB", "who expels; else anybody" },
	{ "our-staff", OPT_NUMBER, "N", "our staff there now; else as many as theirs" },
	{ "notice-weeks", OPT_INT, "W", "from their answer to our departures; else 1" },
	{ "as-at", OPT_DAY, "YYYY-MM-DD", "the past as known on that day; else all" },
	{ 0 },
};

const struct verb ledger_verbs[] = {
	{ "ledger", "import", "ROUNDS.csv",
	  "Read measures and answers from CSV; all faults at once, or all rows.", VERB_WRITES, NULL,
	  import_verb },
	{ "ledger", "show", NULL, "What two states did to each other's missions, with the answers.",
	  VERB_READS, show_opts, show_verb },
	{ "ledger", "classes", NULL,
	  "Like for like: how many of each class of staff a measure and its answer took.",
	  VERB_READS, show_opts, ledger_classes_verb },
	{ "ledger", "stats", NULL,
	  "How measures were answered: the same number, how soon, how often; unanswered ones count.",
	  VERB_READS, stats_opts, ledger_stats_verb },
	{ "ledger", "what-if", NULL,
	  "Staff week by week after a measure; with --seed the answers of the published rounds on top.",
	  VERB_PURE, whatif_opts, ledger_whatif_verb },
	{ 0 },
};
