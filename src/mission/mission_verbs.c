/* mission_verbs.c: `grata mission ...`: acts of life, gates, ceilings, matters. What is read as at
 * a day is made in mission_known.c. */
#include "mission/mission_in.h"

#include <string.h>

#include "person/person.h"
#include "ref/ref.h"

/* ---- what every act is said with ---- */

static enum err person_of(struct verb_call *c, struct tx *tx, const char *opt, int64_t *id)
{
	struct person_by_ref_row row;
	struct person_by_ref_args in = { verb_text(c, opt) };
	*id = 0;
	if (!in.ref.p)
		return OK;
	enum err e = person_by_ref(tx, &in, &row);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, str_of(opt),
			    "there is no person %.*s; a reference is P-00412", SF(in.ref));
		return OK;
	}
	if (e == OK)
		*id = row.id;
	return e;
}

static struct opt_int day_of_opt(struct verb_call *c, const char *opt)
{
	int64_t on = verb_day(c, opt, INT64_MIN);
	return (struct opt_int){ on != INT64_MIN, on };
}

bool mission_read_time(str s, int *hour, int *minute)
{
	int64_t h, m;
	str rest = s, first = str_cut(&rest, ':');
	if (!rest.p || rest.n != 2 || first.n < 1 || first.n > 2 || !str_to_int64(first, &h) ||
	    !str_to_int64(rest, &m) || h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*hour = (int)h;
	*minute = (int)m;
	return true;
}

enum err mission_instant(struct tx *tx, int64_t on, int hour, int minute, int64_t *at)
{
	struct ref_register_get_row r;
	TRY(ref_register_get(tx, &r));
	return zone_at(str_z(tx->a, r.zone),
		       (struct clock){ .on = on, .hour = hour, .minute = minute }, at);
}

static enum err read_when(struct verb_call *c, struct tx *tx, struct mission_wish *w)
{
	int hour, minute;
	str time = verb_text(c, "time");
	w->on = verb_day(c, "on", tx->on);
	w->told_on = day_of_opt(c, "told");
	if (!time.p)
		return OK;
	if (!mission_read_time(time, &hour, &minute)) {
		fault_field(c->faults, S("time"), "'%.*s' is not a time of day; write 09:30",
			    SF(time));
		return OK;
	}
	w->at.has = true;
	return mission_instant(tx, w->on, hour, minute, &w->at.v);
}

static enum err read_wish(struct verb_call *c, struct tx *tx, struct mission_wish *w)
{
	w->mission_id = verb_int(c, "mission", 0);
	w->post_no = verb_text(c, "post");
	if (!w->mission_id)
		fault_field(c->faults, S("mission"), "say which mission: its number");
	TRY(person_of(c, tx, "person", &w->person_id));
	TRY(person_of(c, tx, "signed-by", &w->signed_by_id));
	return read_when(c, tx, w);
}

/* ---- act ---- */

static const struct verb_opt act_opts[] = {
	{ "mission", OPT_INT, "N", "the mission's number" },
	{ "person", OPT_TEXT, "P-00412", "whom it is about" },
	{ "post", OPT_TEXT, "D-07", "the post, where the act is about one" },
	{ "other", OPT_TEXT, "P-00413", "the member of the family" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "when it happened; else today" },
	{ "time", OPT_TEXT, "HH:MM", "the time of day in the host's zone" },
	{ "told", OPT_DAY, "YYYY-MM-DD", "when the ministry was told" },
	{ "note", OPT_TEXT, "NUMBER", "the note that told it" },
	{ "says", OPT_TEXT, "TEXT", "what the act needs: a reason, a relation, a state, a title" },
	{ "card", OPT_TEXT, "NUMBER", "the number of a card" },
	{ "category", OPT_TEXT, "WORD", "of a new post, such as diplomatic" },
	{ "after", OPT_TEXT, "D-07", "behind which post a new one stands; else behind all" },
	{ "signed-by", OPT_TEXT, "P-00414", "who signed the notification" },
	{ 0 },
};

static enum err act_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_wish w = { .note_no = verb_text(c, "note"),
				  .says = verb_text(c, "says"),
				  .card_no = verb_text(c, "card"),
				  .category = verb_text(c, "category"),
				  .after_no = verb_text(c, "after") };
	str word = c->n_args == 1 ? str_of(c->args[0]) : (str){ 0 };
	if (!mission_act_kind_of(word, &w.act))
		fault_field(c->faults, S("act"),
			    "'%.*s' is not an act; 'grata mission acts' lists them", SF(word));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = read_wish(c, &tx, &w);
	if (e == OK)
		e = person_of(c, &tx, "other", &w.other_id);
	tx_end(&tx);
	if (e != OK)
		return e;
	TRY(faults_err(c->faults));
	e = mission_act(c->db, c->viewer, c->a, c->refusal, c->faults, &w);
	if (e == ERR_NOT_FOUND && w.post_no.n)
		fault_field(c->faults, S("post"),
			    "there is no mission %lld, or it has no post %.*s",
			    (long long)w.mission_id, SF(w.post_no));
	else if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("mission"), "there is no mission %lld",
			    (long long)w.mission_id);
	TRY(faults_err(c->faults));
	TRY(e);
	out_fmt(c->out, "%s, ", MISSION_ACTS[w.act].label);
	out_day_long(c->out, w.on);
	out_lit(c->out, "\n");
	return OK;
}

static enum err acts_verb(struct verb_call *c)
{
	for (int i = 0; i < MISSION_ACT_KIND_N; i++) {
		const struct mission_act_rule *r = &MISSION_ACTS[i];
		out_fmt(c->out, "%-20.*s %-32s %s (%s; %s)\n", SF(mission_act_kind_text(r->kind)),
			r->label, r->says, r->vcdr, r->vccr);
	}
	return OK;
}

/* ---- gates ---- */

static const struct verb_opt gates_opts[] = {
	{ "mission", OPT_INT, "N", "the mission's number" },
	{ "person", OPT_TEXT, "P-00412", "who is to serve" },
	{ "post", OPT_TEXT, "D-07", "in which post" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "from when; else today" },
	{ "time", OPT_TEXT, "HH:MM", "not needed" },
	{ "told", OPT_DAY, "YYYY-MM-DD", "not needed" },
	{ "signed-by", OPT_TEXT, "P-00414", "who signs" },
	{ 0 },
};

static enum err gates_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_wish w = { .act = MISSION_ACT_KIND_ARRIVED };
	struct mission_gates gates = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = read_wish(c, &tx, &w);
	if (e == OK)
		e = faults_err(c->faults);
	if (e == OK)
		e = mission_gates_of(&tx, &w, &gates);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < gates.n; i++) {
		const struct mission_gate *g = &gates.v[i];
		out_fmt(c->out, "%-7s %-20s %.*s", g->is_met ? "met" : "not met", g->word,
			SF(g->says));
		if (g->satisfy.p)
			out_fmt(c->out, ". %.*s", SF(g->satisfy));
		out_fmt(c->out, " (%.*s)\n", SF(g->article.p ? g->article : g->source));
	}
	return e;
}

/* ---- a mission ---- */

static const struct verb_opt add_opts[] = {
	{ "sending", OPT_TEXT, "RU", "whose mission" },
	{ "host", OPT_TEXT, "GB", "where; else in this register's State" },
	{ "kind", OPT_TEXT, "WORD",
	  "embassy, high_commission, consulate_general, consulate, honorary, to_organisation, "
	  "interests_section, other" },
	{ "city", OPT_TEXT, "NAME", "where it sits" },
	{ "name", OPT_TEXT, "TEXT", "its full name" },
	{ "opened", OPT_DAY, "YYYY-MM-DD", "since when, where that is known" },
	{ "source", OPT_TEXT, "TEXT", "the note, the list" },
	{ "invented", OPT_FLAG, NULL, "it does not exist: of a rehearsal" },
	{ 0 },
};

static enum err add_deed(struct tx *tx, void *arg)
{
	struct mission_add_args *in = arg;
	struct wrote out;
	str name;
	TRY(may(tx->viewer, ACT_MISSION_ACT, NULL, NULL));
	if (!in->host_iso.p)
		TRY(ref_host(tx, &in->host_iso));
	TRY(ref_state_name(tx, in->sending_iso, &name));
	TRY(ref_state_name(tx, in->host_iso, &name));
	enum err e = mission_add(tx, in, &out);
	if (e == ERR_CONFLICT)
		return refuse(tx->a, tx->refusal, "mission_once", NULL,
			      "The register has %.*s in %.*s already; a rival is known by another "
			      "name.",
			      SF(in->name), SF(in->city));
	TRY(e);
	in->parent_id = (struct opt_int){ true, out.id }; /* comes back: its number */
	return OK;
}

static enum err add_verb(struct verb_call *c)
{
	enum mission_kind kind;
	struct mission_add_args in = {
		.kind = verb_text(c, "kind"),
		.sending_iso = verb_text(c, "sending"),
		.host_iso = verb_text(c, "host"),
		.city = verb_text(c, "city"),
		.name = verb_text(c, "name"),
		.status = mission_status_text(MISSION_STATUS_ACTIVE),
		.opened_on = { verb_text(c, "opened").p, verb_day(c, "opened", 0) },
		.is_invented = verb_flag(c, "invented"),
		.source = verb_text(c, "source"),
	};
	static const char *const needs[] = { "sending", "city", "name", "source" };
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (str_is_empty(verb_text(c, needs[i])))
			fault_field(c->faults, str_of(needs[i]), "this is needed");
	if (!mission_kind_of(in.kind, &kind))
		fault_field(c->faults, S("kind"),
			    "'%.*s' is no kind of mission; see grata help mission add",
			    SF(in.kind));
	TRY(faults_err(c->faults));
	enum err e = db_deed(c->db, c->viewer, c->a, c->refusal, "mission.add", add_deed, &in);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("sending"), "there is no state with this code");
	if (e == OK)
		out_fmt(c->out, "mission %lld\n", (long long)in.parent_id.v);
	return e == ERR_NOT_FOUND ? ERR_FAULTS : e;
}

/* ---- ceilings ---- */

static const struct verb_opt ceiling_opts[] = {
	{ "state", OPT_TEXT, "RU", "whose staff" },
	{ "mission", OPT_INT, "N", "one mission; else all organisations of the state" },
	{ "category", OPT_TEXT, "WORD", "one category; else all sent by the state" },
	{ "limit", OPT_INT, "N", "how many may serve" },
	{ "ratchet", OPT_FLAG, NULL, "each later expulsion lowers it by one" },
	{ "basis", OPT_TEXT, "WORD", "agreement, host_decision or reciprocity" },
	{ "article", OPT_TEXT, "ARTICLE", "what it rests on; else VCDR Art. 11(1)" },
	{ "says", OPT_TEXT, "TEXT", "the decision or the note" },
	{ "from", OPT_DAY, "YYYY-MM-DD", "in force from; else today" },
	{ 0 },
};

static enum err ceiling_verb(struct verb_call *c)
{
	enum post_category category;
	struct mission_ceiling_wish w = { .sending_iso = verb_text(c, "state"),
					  .mission_id = verb_int(c, "mission", 0),
					  .category = verb_text(c, "category"),
					  .limit_n = verb_int(c, "limit", -1),
					  .is_ratchet = verb_flag(c, "ratchet"),
					  .article = verb_text(c, "article"),
					  .says = verb_text(c, "says") };
	struct tx tx;
	if (!w.sending_iso.p)
		fault_field(c->faults, S("state"), "say whose staff: RU");
	if (w.category.p && !post_category_of(w.category, &category))
		fault_field(c->faults, S("category"), "'%.*s' is not a category", SF(w.category));
	if (w.limit_n < 0)
		fault_field(c->faults, S("limit"), "say how many may serve: 0 or more");
	if (!ceiling_basis_of(verb_text(c, "basis"), &w.basis))
		fault_field(c->faults, S("basis"),
			    "say what it rests on: agreement, host_decision or reciprocity");
	if (str_is_empty(w.says))
		fault_field(c->faults, S("says"), "say which decision or note it comes from");
	TRY(faults_err(c->faults));
	if (!w.article.p)
		w.article = S("VCDR Art. 11(1)");
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	w.from_on = verb_day(c, "from", tx.on);
	tx_end(&tx);
	return mission_ceiling_propose(c->db, c->viewer, c->a, c->refusal, &w);
}

static const struct verb_opt room_opts[] = {
	{ "state", OPT_TEXT, "RU", "whose staff" },
	{ 0 },
};

static enum err room_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_rooms rooms = { 0 };
	str state = verb_text(c, "state");
	if (!state.p) {
		fault_field(c->faults, S("state"), "say whose staff: --state RU");
		return ERR_FAULTS;
	}
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = mission_room_of(&tx, state, 0, (str){ 0 }, tx.on, &rooms);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < rooms.n; i++) {
		const struct mission_ceilings_row *r = &rooms.v[i].ceiling;
		out_fmt(c->out, "%.*s; room for %lld (%.*s, %.*s, since ",
			SF(mission_room_text(c->a, &rooms.v[i])), (long long)rooms.v[i].left_n,
			SF(mission_words(c->a, r->basis)), SF(r->article));
		out_day(c->out, r->from_on);
		out_fmt(c->out, ": %.*s)\n", SF(r->says));
	}
	if (e == OK && !rooms.n)
		out_lit(c->out, "No ceiling is in force.\n");
	return e;
}

/* ---- matters ---- */

static const struct verb_opt matter_opts[] = {
	{ "mission", OPT_INT, "N", "the mission's number" },
	{ "person", OPT_TEXT, "P-00412", "the member, if it is about one" },
	{ "kind", OPT_TEXT, "WORD", "debt, dispute, offence or fine" },
	{ "says", OPT_TEXT, "TEXT", "what it is" },
	{ "source", OPT_TEXT, "TEXT", "who says so" },
	{ "close", OPT_INT, "N", "close the matter with this number instead" },
	{ 0 },
};

struct matter {
	struct mission_matter_add_args in;
	int64_t close_id, id;
};

static enum err matter_deed(struct tx *tx, void *arg)
{
	struct matter *m = arg;
	struct wrote out;
	struct object o = { "mission", m->in.mission_id, m->in.mission_id };
	TRY(may(tx->viewer, ACT_MISSION_ACT, &o, NULL));
	if (m->close_id) {
		struct mission_matter_close_args close = { { true, tx->on }, m->close_id };
		TRY(mission_matter_close(tx, &close, &out));
		return out.n == 1 ? OK : ERR_NOT_FOUND;
	}
	m->in.opened_on = tx->on;
	TRY(mission_matter_add(tx, &m->in, &out));
	m->id = out.id;
	return OK;
}

static enum err matter_verb(struct verb_call *c)
{
	struct tx tx;
	enum matter_kind kind;
	struct matter m = { .in = { .mission_id = verb_int(c, "mission", 0),
				    .kind = verb_text(c, "kind"),
				    .says = verb_text(c, "says"),
				    .source = verb_text(c, "source") },
			    .close_id = verb_int(c, "close", 0) };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = person_of(c, &tx, "person", &m.in.person_id.v);
	tx_end(&tx);
	if (e != OK)
		return e;
	m.in.person_id.has = m.in.person_id.v != 0;
	if (!m.close_id && !m.in.mission_id)
		fault_field(c->faults, S("mission"), "say which mission: its number");
	if (!m.close_id && !matter_kind_of(m.in.kind, &kind))
		fault_field(c->faults, S("kind"), "'%.*s' is not a kind of matter", SF(m.in.kind));
	if (!m.close_id && (str_is_empty(m.in.says) || str_is_empty(m.in.source)))
		fault_field(c->faults, S("says"), "say what it is, and with --source who says so");
	TRY(faults_err(c->faults));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "mission.matter", matter_deed, &m));
	out_fmt(c->out, "Matter %lld: %s\n", (long long)(m.close_id ? m.close_id : m.id),
		m.close_id ? "closed" : "open");
	return OK;
}

/* ---- what was true when ---- */

static const struct verb_opt at_opts[] = {
	{ "on", OPT_DAY, "YYYY-MM-DD", "on this day; else today" },
	{ "known", OPT_DAY, "YYYY-MM-DD", "as known on this day; else as known now" },
	{ 0 },
};

static enum err at_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_service_rows rows = { 0 };
	int64_t id;
	if (c->n_args != 1 || !str_to_int64(str_of(c->args[0]), &id)) {
		fault_field(c->faults, S("mission"), "say which mission: its number");
		return ERR_FAULTS;
	}
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	int64_t on = verb_day(c, "on", tx.on);
	enum err e = mission_read_at(&tx, id, on, verb_day(c, "known", tx.on), &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	out_fmt(c->out, "%lld serve on ", (long long)rows.n);
	out_day_long(c->out, on);
	out_lit(c->out, "\n");
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct mission_service_row *r = &rows.v[i];
		out_fmt(c->out, "%-6.*s %.*s %.*s, since ", SF(r->post_no), SF(r->ref),
			SF(r->name));
		out_day(c->out, r->from_on);
		out_lit(c->out, "\n");
	}
	return OK;
}

static const struct verb_opt status_opts[] = {
	{ "on", OPT_DAY, "YYYY-MM-DD", "on this day; else today" },
	{ 0 },
};

static enum err status_verb(struct verb_call *c)
{
	struct tx tx;
	struct person_by_ref_row row;
	struct person_by_ref_args in = { c->n_args == 1 ? str_of(c->args[0]) : S("") };
	str line = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = person_by_ref(&tx, &in, &row);
	if (e == OK)
		e = mission_status_at(&tx, row.id, verb_day(c, "on", tx.on), &line);
	tx_end(&tx);
	if (e == OK)
		out_fmt(c->out, "%.*s\n", SF(line));
	return e;
}

static enum err precedence_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_head *heads = NULL;
	ptrdiff_t n = 0;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = mission_precedence(&tx, &heads, &n);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < n; i++)
		out_fmt(c->out, "%3lld %.*s, %.*s: %.*s\n", (long long)i + 1, SF(heads[i].name),
			SF(heads[i].mission_name), SF(heads[i].why));
	return e;
}

static const struct verb_opt late_opts[] = {
	{ "from", OPT_DAY, "YYYY-MM-DD", "told from this day on" },
	{ "to", OPT_DAY, "YYYY-MM-DD", "told up to this day; else today" },
	{ 0 },
};

static enum err late_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_lates lates = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e =
	    mission_late(&tx, verb_day(c, "from", DAY_MIN), verb_day(c, "to", tx.on), &lates);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < lates.n; i++) {
		const struct mission_late_act *l = &lates.v[i];
		enum mission_act_kind act;
		if (!mission_act_kind_of(l->act.kind, &act))
			continue;
		out_fmt(c->out, "%.*s: %s, ", SF(l->act.mission_name), MISSION_ACTS[act].label);
		out_day(c->out, l->act.happened_on);
		out_lit(c->out, ", told ");
		out_day(c->out, l->act.told_on.v);
		out_fmt(c->out, ": %lld days late (%.*s; %.*s)\n", (long long)l->late_days,
			SF(l->act.article),
			SF(l->source.p ? l->source : S("this host sets no number")));
	}
	if (e == OK && !lates.n)
		out_lit(c->out, "Nothing was told late.\n");
	return e;
}

static const struct verb_opt correct_opts[] = {
	{ "field", OPT_TEXT, "WORD", "from_on, to_on, notified_on or end_notified_on" },
	{ "day", OPT_DAY, "YYYY-MM-DD", "what was always true" },
	{ "reason", OPT_TEXT, "TEXT", "how it came to be written wrongly" },
	{ 0 },
};

static enum err correct_verb(struct verb_call *c)
{
	enum correction_field field = CORRECTION_FIELD_FROM_ON;
	int64_t id = 0;
	struct opt_int day = day_of_opt(c, "day");
	str word = verb_text(c, "field"), reason = verb_text(c, "reason");
	if (c->n_args != 1 || !str_to_int64(str_of(c->args[0]), &id))
		fault_field(c->faults, S("appointment"), "say which appointment: its number");
	if (!correction_field_of(word, &field) || field > CORRECTION_FIELD_END_NOTIFIED_ON)
		fault_field(c->faults, S("field"), "'%.*s' is not a day of service", SF(word));
	if (!day.has)
		fault_field(c->faults, S("day"), "say the right day");
	if (str_is_empty(reason))
		fault_field(c->faults, S("reason"), "say in one sentence how it came about");
	TRY(faults_err(c->faults));
	TRY(mission_correct(c->db, c->viewer, c->a, c->refusal, id, field, day, reason));
	out_lit(c->out, "Corrected; what was known before stays readable with --known.\n");
	return OK;
}

/* ---- numbers, premises ---- */

static enum err find_verb(struct verb_call *c)
{
	struct tx tx;
	struct mission_hits hits = { 0 };
	if (c->n_args != 1) {
		fault_field(c->faults, S("number"),
			    "say which number: of a card, plate, passport, note or person");
		return ERR_FAULTS;
	}
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = mission_find(&tx, str_of(c->args[0]), &hits);
	tx_end(&tx);
	for (ptrdiff_t i = 0; e == OK && i < hits.n; i++)
		out_fmt(c->out, "%.*s: %.*s\n", SF(hits.v[i].what), SF(hits.v[i].where));
	if (e == OK && !hits.n)
		out_lit(c->out, "Nothing has this number.\n");
	return e;
}

static const struct verb_opt premises_opts[] = {
	{ "mission", OPT_INT, "N", "the mission's number" },
	{ "use", OPT_TEXT, "WORD", "chancery, residence, office or other" },
	{ "address", OPT_TEXT, "TEXT", "where" },
	{ "source", OPT_TEXT, "TEXT", "the note or lease" },
	{ "withdraw", OPT_INT, "N", "these rooms are premises no more (head of protocol)" },
	{ "why", OPT_TEXT, "TEXT", "the decision, when withdrawn" },
	{ 0 },
};

struct rooms {
	struct mission_premises_add_args in;
	struct mission_premises_withdraw_args end;
};

static enum err premises_deed(struct tx *tx, void *arg)
{
	struct rooms *r = arg;
	struct wrote out;
	if (r->end.id) {
		r->end.withdrawn_on = (struct opt_int){ true, tx->on };
		TRY(mission_premises_withdraw(tx, &r->end, &out));
		return out.n == 1 ? OK : ERR_NOT_FOUND;
	}
	r->in.from_on = tx->on;
	return mission_premises_add(tx, &r->in, &out);
}

static enum err premises_verb(struct verb_call *c)
{
	enum premises_use use;
	struct rooms r = { .in = { .mission_id = verb_int(c, "mission", 0),
				   .use = verb_text(c, "use"),
				   .address = verb_text(c, "address"),
				   .source = verb_text(c, "source") },
			   .end = { .why = verb_text(c, "why"),
				    .id = verb_int(c, "withdraw", 0) } };
	if (r.end.id && str_is_empty(r.end.why))
		fault_field(c->faults, S("why"), "say which decision withdraws them");
	if (!r.end.id && !r.in.mission_id)
		fault_field(c->faults, S("mission"), "say which mission: its number");
	if (!r.end.id && !premises_use_of(r.in.use, &use))
		fault_field(c->faults, S("use"), "'%.*s' is not a use", SF(r.in.use));
	if (!r.end.id && (str_is_empty(r.in.address) || str_is_empty(r.in.source)))
		fault_field(c->faults, S("address"), "say where, and with --source what says so");
	TRY(faults_err(c->faults));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "mission.premises", premises_deed, &r));
	out_str(c->out,
		r.end.id ? S("No premises of the mission any more\n") : S("Premises entered\n"));
	return OK;
}

const struct verb mission_verbs[] = {
	{ "mission", "add", NULL, "Enter a mission that was opened.", VERB_WRITES, add_opts,
	  add_verb },
	{ "mission", "act", "ACT",
	  "Record an act of life: an arrival, a card, an end; rules decide.", VERB_WRITES, act_opts,
	  act_verb },
	{ "mission", "acts", NULL, "The acts of life there are, each with its article.", VERB_PURE,
	  NULL, acts_verb },
	{ "mission", "gates", NULL, "What must be in order before a person serves in a post.",
	  VERB_READS, gates_opts, gates_verb },
	{ "mission", "ceiling", NULL, "Propose a ceiling; a second person sets it.", VERB_WRITES,
	  ceiling_opts, ceiling_verb },
	{ "mission", "room", NULL, "The ceilings of a state's staff and the room under them.",
	  VERB_READS, room_opts, room_verb },
	{ "mission", "matter", NULL, "Open or close a debt, dispute, offence or fine.", VERB_WRITES,
	  matter_opts, matter_verb },
	{ "mission", "premises", NULL,
	  "Enter rooms of a mission, or say that they are premises no more.", VERB_WRITES,
	  premises_opts, premises_verb },
	{ "mission", "find", "NUMBER", "Whose card, plate, passport or note has this number.",
	  VERB_READS, NULL, find_verb },
	{ "mission", "at", "MISSION", "Who served on a day, as known then or as known now.",
	  VERB_READS, at_opts, at_verb },
	{ "mission", "precedence", NULL, "The heads here in order of precedence, with the reason.",
	  VERB_READS, NULL, precedence_verb },
	{ "mission", "late", NULL, "What the ministry was told too late.", VERB_READS, late_opts,
	  late_verb },
	{ "mission", "correct", "APPOINTMENT", "Correct a day that was written down wrongly.",
	  VERB_WRITES, correct_opts, correct_verb },
	{ "person", "status", "P-00412", "A person's status on a day in one line.", VERB_READS,
	  status_opts, status_verb },
	{ 0 },
};
