/* visa_verbs.c: `grata visa ...`. */
#include "base/os.h"
#include "base/out.h"
#include "visa/visa.h"
#include "visa/visa_pages.h"

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
	{ "reason", OPT_LINES, "LINES", "one sentence" },
	{ "reason-code", OPT_TEXT, "CODE",
	  "of a refusal: not_acceptable, size, post_frozen, category, attache, nationality, notice, "
	  "household, reciprocity, other" },
	{ "valid-from", OPT_DAY, "YYYY-MM-DD", "of a grant; left out: from the decision on" },
	{ "valid-until", OPT_DAY, "YYYY-MM-DD", "of a grant" },
	{ "entries", OPT_TEXT, "WORD", "of a grant: one, two, many" },
	{ "tenure-until", OPT_DAY, "YYYY-MM-DD", "of a grant: the stay in the post ends then" },
	{ 0 },
};

static struct opt_int day_given(struct verb_call *c, const char *name)
{
	int64_t on = verb_day(c, name, INT64_MIN);
	return (struct opt_int){ on != INT64_MIN, on };
}

static void read_decision(struct verb_call *c, struct visa_wish *w)
{
	str code = verb_text(c, "reason-code"), entries = verb_text(c, "entries");
	w->valid_from_on = day_given(c, "valid-from");
	w->valid_until_on = day_given(c, "valid-until");
	w->tenure_until_on = day_given(c, "tenure-until");
	w->has_reason_code = !str_is_empty(code);
	if (w->has_reason_code && !visa_reason_of(code, &w->reason_code))
		fault_field(c->faults, S("reason-code"),
			    "'%.*s' is not a reason; see grata help visa move", SF(code));
	w->has_entries = !str_is_empty(entries);
	if (w->has_entries && !visa_entries_of(entries, &w->entries))
		fault_field(c->faults, S("entries"),
			    "'%.*s' is not a number of entries: one, two or many", SF(entries));
}

static enum err read_wish(struct verb_call *c, struct visa_wish *w)
{
	str to = verb_text(c, "to"), holder = verb_text(c, "holder"),
	    outcome = verb_text(c, "outcome");
	if (c->n_args != 1)
		fault_field(c->faults, S("reference"), "say which application: A-118");
	if (!visa_stage_of(to, &w->to))
		fault_field(c->faults, S("to"), "'%.*s' is not a stage; see grata help visa move",
			    SF(to));
	else if (w->to != VISA_STAGE_CLOSED && !visa_holder_of(holder, &w->holder))
		fault_field(c->faults, S("holder"),
			    "'%.*s' is not a holder; see grata help visa move", SF(holder));
	else if (w->to == VISA_STAGE_CLOSED && !visa_outcome_of(outcome, &w->outcome))
		fault_field(c->faults, S("outcome"),
			    "'%.*s' is not an outcome; see grata help visa move", SF(outcome));
	w->reason = verb_text(c, "reason");
	read_decision(c, w);
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

/* ---- submissions ---- */

enum { FILE_MAX = 64 << 20, REFS_MAX = 100 };

struct import {
	struct visa_submissions list;
	struct faults *faults;
	int64_t *ids;
};

static enum err import_deed(struct tx *tx, void *arg)
{
	struct import *in = arg;
	return visa_submit(tx, &in->list, in->faults, in->ids);
}

/* What is still to be asked of the missions. */
static enum err say_missing(struct verb_call *c, const struct import *in)
{
	struct tx tx;
	int64_t incomplete_n = 0;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = OK;
	for (ptrdiff_t i = 0; i < in->list.n && e == OK; i++) {
		enum visa_kind kind;
		struct visa_papers p = { 0 };
		if (!visa_kind_of(form_text(&in->list.v[i].form, "kind"), &kind))
			continue;
		e = visa_papers_read(&tx, in->ids[i], kind, &p);
		if (!p.missing_bits)
			continue;
		if (++incomplete_n <= 10)
			out_fmt(c->out, "A-%lld lacks %.*s\n", (long long)in->ids[i],
				SF(visa_items_text(c->a, p.missing_bits)));
	}
	if (incomplete_n > 10)
		out_fmt(c->out, "and %lld more\n", (long long)incomplete_n - 10);
	tx_end(&tx);
	return e;
}

static enum err import_verb(struct verb_call *c)
{
	struct import in = { .faults = c->faults };
	str text;
	if (c->n_args != 1) {
		fault_field(c->faults, S("file"), "say which file: visa import FILE.csv or .xlsx");
		return ERR_FAULTS;
	}
	TRY(verb_file_read(c, c->args[0], FILE_MAX, &text));
	TRY(visa_submissions_read(c->a, str_of(c->args[0]), text, c->faults, &in.list));
	in.ids = arena_new_n(c->a, int64_t, in.list.n);
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "visa.enter", import_deed, &in));
	out_fmt(c->out, "%td %s entered\n", in.list.n,
		in.list.n == 1 ? "application" : "applications");
	return say_missing(c, &in);
}

/* ---- working on them ---- */

static enum err next_verb(struct verb_call *c)
{
	int64_t id;
	str ref;
	enum err e = visa_take_next(c->db, c->viewer, c->a, c->refusal, &id, &ref);
	if (e == ERR_NOT_FOUND) {
		out_lit(c->out, "Nothing waits for you.\n");
		return OK;
	}
	TRY(e);
	out_fmt(c->out, "%.*s is yours for 30 minutes\n", SF(ref));
	return OK;
}

static enum err need_refs(struct verb_call *c, str *refs)
{
	if (c->n_args < 1 || c->n_args > REFS_MAX)
		fault_field(c->faults, S("reference"), "say which applications, 1 to %d: A-118",
			    REFS_MAX);
	else
		for (int i = 0; i < c->n_args; i++)
			refs[i] = str_of(c->args[i]);
	return faults_err(c->faults);
}

static const struct verb_opt assign_opts[] = {
	{ "to", OPT_TEXT, "LOGIN", "to whom; left out: back to the section" },
	{ 0 },
};

static enum err assign_verb(struct verb_call *c)
{
	str refs[REFS_MAX];
	TRY(need_refs(c, refs));
	TRY(visa_give_to(c->db, c->viewer, c->a, c->refusal, refs, c->n_args, verb_text(c, "to")));
	out_fmt(c->out, "%d given\n", c->n_args);
	return OK;
}

static const struct verb_opt ask_opts[] = {
	{ "papers", OPT_TEXT, "WORDS", "passport,photo,role,cv,predecessor,visa_in_hand,kinship" },
	{ "say", OPT_TEXT, "TEXT", "one sentence to the mission" },
	{ 0 },
};

/* "passport, photo, ..." */
static str item_words(struct arena *a)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < VISA_ITEM_N; i++)
		out_fmt(&o, "%s%.*s", i ? ", " : "", SF(visa_item_text((enum visa_item)i)));
	return out_view(&o);
}

static enum err read_items(struct verb_call *c, uint32_t *bits)
{
	str rest = verb_text(c, "papers");
	enum visa_item item;
	*bits = 0;
	while (!str_is_empty(rest)) {
		str word = str_cut(&rest, ',');
		if (visa_item_of(word, &item))
			*bits |= BIT(item);
		else
			fault_field(c->faults, S("papers"), "'%.*s' is not a paper: %.*s", SF(word),
				    SF(item_words(c->a)));
	}
	return faults_err(c->faults);
}

static enum err ask_verb(struct verb_call *c)
{
	str refs[REFS_MAX];
	uint32_t items;
	int64_t notes_n;
	TRY(read_items(c, &items));
	TRY(need_refs(c, refs));
	TRY(visa_ask(c->db, c->viewer, c->a, c->refusal, refs, c->n_args, items,
		     verb_text(c, "say"), &notes_n));
	out_fmt(c->out, "%d asked; their clocks stand; notes drafted: %lld\n", c->n_args,
		(long long)notes_n);
	return OK;
}

static const struct verb_opt keep_out_opts[] = {
	{ "reason", OPT_LINES, "LINES", "one sentence" },
	{ 0 },
};

static enum err keep_out_verb(struct verb_call *c)
{
	str refs[REFS_MAX];
	TRY(need_refs(c, refs));
	return visa_keep_out(c->db, c->viewer, c->a, c->refusal, refs[0], verb_text(c, "reason"));
}

static enum err give_back_verb(struct verb_call *c)
{
	str refs[REFS_MAX];
	TRY(need_refs(c, refs));
	return visa_give_back(c->db, c->viewer, c->a, c->refusal, refs[0]);
}

/* ---- standards ---- */

static const struct verb_opt standard_opts[] = {
	{ "receiving", OPT_TEXT, "GB", "the receiving state" },
	{ "sending", OPT_TEXT, "RU", "the sending state; left out: all states" },
	{ "kind", OPT_TEXT, "KIND", "left out: every kind of application" },
	{ "category", OPT_TEXT, "WORD", "left out: every category of post" },
	{ "name", OPT_TEXT, "TEXT", "as people say it" },
	{ "basis", OPT_TEXT, "WORD", "agreement, claim, host_rule, practice, own_target" },
	{ "limit-days", OPT_TEXT, "N", "within how many days" },
	{ "unit", OPT_TEXT, "WORD", "calendar or working" },
	{ "from-on", OPT_TEXT, "YYYY-MM-DD", "for what comes from then on; not before today" },
	{ "source", OPT_TEXT, "TEXT", "the agreement, the note, the rule" },
	{ 0 },
};

static enum err standard_verb(struct verb_call *c)
{
	struct pairs p = { 0 };
	struct visa_standard_wish w;
	int64_t id;
	const struct field *f = visa_standard_fields();
	for (int i = 0; f[i].name; i++) { /* the options stand in the order of the fields */
		str value = verb_text(c, standard_opts[i].name);
		if (value.p)
			*arena_push(c->a, &p) = (struct pair){ str_of(f[i].name), value };
	}
	TRY(visa_standard_read(c->a, &p, c->faults, &w));
	TRY(visa_standard_propose(c->db, c->viewer, c->a, c->refusal, c->faults, &w, &id));
	out_fmt(c->out, "It waits for a second person as proposal %lld.\n", (long long)id);
	return OK;
}

const struct verb visa_verbs[] = {
	{ "visa", "backlog", NULL,
	  "How many applications of a state wait, with whom, how long; and ours there.", VERB_READS,
	  backlog_opts, backlog_verb },
	{ "visa", "move", "REF", "Move an application to a stage and a holder, or close it.",
	  VERB_WRITES, move_opts, move_verb },
	{ "visa", "import", "FILE",
	  "Enter applications from a mission's spreadsheet: all rows, or none with every fault.",
	  VERB_WRITES, NULL, import_verb },
	{ "visa", "next", NULL, "Take what is due first of your section, for 30 minutes.",
	  VERB_WRITES, NULL, next_verb },
	{ "visa", "give-back", "REF", "Give back what you have taken.", VERB_WRITES, NULL,
	  give_back_verb },
	{ "visa", "keep-out", "REF", "You must not work on it: conflict of interest.", VERB_WRITES,
	  keep_out_opts, keep_out_verb },
	{ "visa", "assign", "REF..", "Give applications to a person, or back to the section.",
	  VERB_WRITES, assign_opts, assign_verb },
	{ "visa", "standard", NULL, "Propose a service standard to a second person.", VERB_WRITES,
	  standard_opts, standard_verb },
	{ "visa", "ask", "REF..", "Ask missions for papers; the clocks stand until they come.",
	  VERB_WRITES, ask_opts, ask_verb },
	{ 0 },
};
