/* talks_deeds.c: what people do: enter an item, say what one side made public, say what became of
 * it. */
#include "access/may.h"
#include "base/must.h"
#include "base/out.h"
#include "base/utf8.h"
#include "ref/ref.h"
#include "talks/talks.h"
#include "talks/talks_in.h"

/* ---- checking ---- */

static enum err check_state(struct tx *tx, struct faults *f, const char *field, str iso)
{
	str name;
	enum err e = ref_state_name(tx, iso, &name);
	if (e == ERR_NOT_FOUND)
		fault_field(f, str_of(field), "'%.*s' is not the code of a state; Russia is RU.",
			    SF(iso));
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err check_codes(struct tx *tx, struct faults *f, const char *field, str codes)
{
	while (codes.p) {
		str iso = str_cut(&codes, ' ');
		if (iso.n)
			TRY(check_state(tx, f, field, iso));
	}
	return OK;
}

static void check_words(struct faults *f, const struct talks_new *in, enum talks_form *form)
{
	enum talks_state state;
	enum talks_concern concern;
	enum talks_owner owner;
	if (!talks_form_of(in->form, form))
		fault_field(f, S("form"), "'%.*s' is no form; 'grata talks forms' lists them.",
			    SF(in->form));
	if (in->state.n && !talks_state_of(in->state, &state))
		fault_field(f, S("state"),
			    "'%.*s' is none of planned, held, cancelled, open, "
			    "answered, done, dropped, said.",
			    SF(in->state));
	if (in->concerns.n && !talks_concern_of(in->concerns, &concern))
		fault_field(f, S("concerns"), "'%.*s' is none of applications, ceilings, measures.",
			    SF(in->concerns));
	if (in->owner.n && !talks_owner_of(in->owner, &owner))
		fault_field(f, S("owner"),
			    "'%.*s' is none of desk, visa, protocol, security, head.",
			    SF(in->owner));
}

static enum err check(struct tx *tx, struct faults *f, const struct talks_new *in,
		      enum talks_form *form)
{
	check_words(f, in, form);
	if (str_is_empty(in->says))
		fault_field(f, S("says"), "Say in a sentence what it is.");
	if (str_is_empty(in->source))
		fault_field(f, S("source"), "Say where this was read.");
	if (utf8_count(in->says) > TALKS_SAYS_MAX)
		fault_field(f, S("says"), "This is longer than %d characters.", TALKS_SAYS_MAX);
	if (utf8_count(in->words) > TALKS_WORDS_MAX)
		fault_field(f, S("words"), "This is longer than %d characters.", TALKS_WORDS_MAX);
	if (in->from_on.has && !in->to_on.has)
		fault_field(f, S("to"), "Say the last day that it may have been.");
	if (in->from_on.has && in->to_on.has && in->to_on.v < in->from_on.v)
		fault_field(f, S("to"), "The last day lies before the first.");
	TRY(check_codes(tx, f, "by", in->by_isos));
	TRY(check_codes(tx, f, "to_states", in->to_isos));
	return faults_err(f);
}

/* ---- an item ---- */

static enum err add_sides(struct tx *tx, int64_t id, str codes, enum talks_role role)
{
	str seen = S(" ");
	while (codes.p) {
		struct wrote out;
		str iso = str_cut(&codes, ' ');
		str word = str_fmt(tx->a, " %.*s ", SF(iso));
		if (!iso.n || str_find(seen, word) >= 0)
			continue;
		seen = str_fmt(tx->a, "%.*s%.*s ", SF(seen), SF(iso));
		struct talks_side_add_args in = { id, iso, talks_role_text(role) };
		TRY(talks_side_add(tx, &in, &out));
	}
	return OK;
}

/* "GB; Dominic Raab; Foreign Secretary", or only a name. */
static enum err add_participant(struct tx *tx, struct faults *f, int64_t id, str line)
{
	struct wrote out;
	str first = str_trim(str_cut(&line, ';'));
	str name = line.p ? str_trim(str_cut(&line, ';')) : first;
	str office = line.p ? str_trim(line) : (str){ 0 };
	str iso = name.p == first.p ? (str){ 0 } : first;
	if (iso.n)
		TRY(check_state(tx, f, "participants", iso));
	if (!name.n)
		fault_field(f, S("participants"), "Write each as GB; name; office.");
	TRY(faults_err(f));
	struct talks_participant_add_args in = { .item_id = id,
						 .state_iso = iso.n ? iso : (str){ 0 },
						 .name = name,
						 .office = office.n ? office : (str){ 0 } };
	return talks_participant_add(tx, &in, &out);
}

enum err talks_add_points(struct tx *tx, int64_t id, str topics, str state_iso)
{
	while (topics.p) {
		struct wrote out;
		struct talks_point_same_row same;
		str topic = str_trim(str_cut(&topics, '\n'));
		if (!topic.n)
			continue;
		str key = str_lower(tx->a, topic);
		struct talks_point_same_args is = { id, key, state_iso };
		struct talks_point_add_args in = { id, topic, key, state_iso };
		enum err e = talks_point_same(tx, &is, &same);
		if (e == ERR_NOT_FOUND)
			e = talks_point_add(tx, &in, &out);
		if (e != OK)
			return e;
	}
	return OK;
}

static enum err add_row(struct tx *tx, const struct talks_new *in, enum talks_form form,
			int64_t *id)
{
	struct wrote out;
	struct talks_last_row last;
	const struct talks_form_info *info = talks_form_info_of(form);
	bool is_background = info->kind == TALKS_KIND_BACKGROUND;
	TRY(talks_last(tx, &last));
	struct talks_item_add_args row = {
		.ref = str_fmt(tx->a, "T-%lld", (long long)last.last_id + 1),
		.kind = talks_kind_text(info->kind),
		.form = str_of(info->word),
		.state = in->state.n ? in->state : talks_state_text(info->begins),
		.from_on = in->from_on,
		.to_on = in->to_on,
		.says = in->says,
		.words = in->words.n ? in->words : (str){ 0 },
		.speaker = in->speaker.n ? in->speaker : (str){ 0 },
		.office = in->office.n ? in->office : (str){ 0 },
		.is_former = in->is_former,
		.place = in->place.n ? in->place : (str){ 0 },
		.minutes_n = in->minutes_n,
		.concerns = in->concerns.n ? in->concerns : (str){ 0 },
		.owner = in->owner.n ? in->owner : str_of(info->owner),
		.due_on = in->due_on,
		.modality = is_background && in->modality.n ? in->modality : (str){ 0 },
		.is_public = !in->is_unpublished,
		.source = in->source,
		.is_invented = in->is_invented,
		.text_id = { in->text_id > 0, in->text_id },
		.text_seq_n = { in->text_id > 0, in->text_seq_n },
		.made_account_id = { tx->viewer->user_id != 0, tx->viewer->user_id },
	};
	TRY(talks_item_add(tx, &row, &out));
	*id = out.id;
	return OK;
}

static enum err may_write(struct tx *tx, bool is_unpublished)
{
	struct object o = { .table = "talks_item",
			    .label_bits = is_unpublished ? BIT(LABEL_DIPL) : BIT(LABEL_PROT) };
	return may(tx->viewer, CAN(WRITE, TALKS), &o, NULL);
}

enum err talks_add(struct tx *tx, struct faults *f, const struct talks_new *in, int64_t *id)
{
	enum talks_form form;
	TRY(may_write(tx, in->is_unpublished));
	TRY(check(tx, f, in, &form));
	TRY(add_row(tx, in, form, id));
	TRY(add_sides(tx, *id, in->by_isos, TALKS_ROLE_BY));
	TRY(add_sides(tx, *id, in->to_isos, TALKS_ROLE_TO));
	str people = in->participants;
	while (people.p) {
		str line = str_trim(str_cut(&people, '\n'));
		if (line.n)
			TRY(add_participant(tx, f, *id, line));
	}
	return talks_add_points(tx, *id, in->topics, (str){ 0 });
}

struct entering {
	const struct talks_new *in;
	struct faults *f;
	int64_t id;
};

static enum err enter_deed(struct tx *tx, void *arg)
{
	struct entering *e = arg;
	return talks_add(tx, e->f, e->in, &e->id);
}

enum err talks_enter(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		     struct faults *f, const struct talks_new *in, int64_t *id)
{
	struct entering e = { .in = in, .f = f };
	TRY(db_deed(db, v, a, r, "talks.enter", enter_deed, &e));
	*id = e.id;
	return OK;
}

enum err talks_link(struct tx *tx, str from_table, int64_t from_id, str kind, str to_table,
		    int64_t to_id)
{
	struct talks_link_same_args is = { from_table, from_id, kind, to_table, to_id };
	struct talks_link_same_row same;
	struct talks_link_add_args in = { from_table, from_id, kind, to_table, to_id };
	struct wrote out;
	enum err e = talks_link_same(tx, &is, &same);
	return e == ERR_NOT_FOUND ? talks_link_add(tx, &in, &out) : e;
}

/* ---- what became of it ---- */

struct following {
	const struct talks_follow *in;
	struct faults *f;
};

static bool is_followed(str kind)
{
	return str_eq(kind, talks_kind_text(TALKS_KIND_ASK)) ||
	       str_eq(kind, talks_kind_text(TALKS_KIND_COMPLAINT)) ||
	       str_eq(kind, talks_kind_text(TALKS_KIND_AGREEMENT));
}

static enum err follow_deed(struct tx *tx, void *arg)
{
	struct following *g = arg;
	const struct talks_follow *in = g->in;
	struct talks_by_id_row i;
	struct talks_by_id_args by = { .id = in->item_id };
	struct wrote out;
	enum talks_state state;
	enum talks_owner owner;
	TRY(talks_by_id(tx, &by, &i));
	TRY(may_write(tx, !i.is_public));
	str becomes = in->state.n ? in->state : i.state;
	if (!is_followed(i.kind))
		return refuse(tx->a, tx->refusal, "talks_follow", NULL,
			      "Only an ask, a complaint or an agreement is followed up.");
	if (str_is_empty(in->says))
		fault_field(g->f, S("says"), "Say what happened or what was done.");
	if (!talks_state_of(becomes, &state) ||
	    (state != TALKS_STATE_OPEN && state != TALKS_STATE_ANSWERED &&
	     state != TALKS_STATE_DONE && state != TALKS_STATE_DROPPED))
		fault_field(g->f, S("state"), "Choose open, answered, done or dropped.");
	if (in->owner.n && !talks_owner_of(in->owner, &owner))
		fault_field(g->f, S("owner"), "Choose desk, visa, protocol, security or head.");
	TRY(faults_err(g->f));
	struct talks_followup_add_args add = {
		i.id, tx->on, in->says, becomes, { tx->viewer->user_id != 0, tx->viewer->user_id }
	};
	struct talks_state_set_args set = { .id = i.id,
					    .state = becomes,
					    .owner = in->owner.n ? in->owner : i.owner,
					    .due_on = in->has_due ? in->due_on : i.due_on };
	TRY(talks_followup_add(tx, &add, &out));
	return talks_state_set(tx, &set, &out);
}

enum err talks_follow_up(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
			 struct faults *f, const struct talks_follow *in)
{
	struct following g = { in, f };
	return db_deed(db, v, a, r, "talks.follow", follow_deed, &g);
}

struct reading_out {
	const struct talks_readout_new *in;
	struct faults *f;
};

static enum err readout_deed(struct tx *tx, void *arg)
{
	struct reading_out *g = arg;
	const struct talks_readout_new *in = g->in;
	struct talks_by_id_row i;
	struct talks_by_id_args by = { .id = in->item_id };
	struct wrote out;
	TRY(talks_by_id(tx, &by, &i));
	TRY(may_write(tx, !i.is_public));
	if (!str_eq(i.kind, talks_kind_text(TALKS_KIND_ENGAGEMENT)))
		return refuse(tx->a, tx->refusal, "talks_readout", NULL,
			      "Only an engagement has readouts.");
	TRY(check_state(tx, g->f, "state_iso", in->state_iso));
	if (str_is_empty(in->words))
		fault_field(g->f, S("words"), "Enter what this side made public.");
	if (str_is_empty(in->source))
		fault_field(g->f, S("source"), "Say where this was read.");
	TRY(faults_err(g->f));
	struct talks_readout_add_args add = { .item_id = i.id,
					      .state_iso = in->state_iso,
					      .said_on = in->said_on,
					      .words = in->words,
					      .source = in->source };
	TRY(talks_readout_add(tx, &add, &out));
	return talks_add_points(tx, i.id, in->topics, in->state_iso);
}

enum err talks_read_out(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
			struct faults *f, const struct talks_readout_new *in)
{
	struct reading_out g = { in, f };
	return db_deed(db, v, a, r, "talks.readout", readout_deed, &g);
}
