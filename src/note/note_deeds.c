/* note_deeds.c: what people do to a note. Each is one deed: read it, ask the rules, write. */
#include "base/day.h"
#include "base/jcs.h"
#include "base/must.h"
#include "note/note.h"
#include "ref/ref.h"

static struct object object_of(int64_t id, int64_t mission_id)
{
	return (struct object){ "note", id, mission_id };
}

static struct opt_int opt_id(int64_t id)
{
	return (struct opt_int){ id > 0, id };
}

/* ---- a new one ---- */

static enum err next_ref(struct tx *tx, str *ref)
{
	struct note_last_row last;
	TRY(note_last(tx, &last));
	*ref = str_fmt(tx->a, "N-%lld", (long long)last.last_id + 1);
	return OK;
}

/* A note supersedes one of the same mission that was sent or received. */
static enum err check_superseded(struct tx *tx, int64_t id, int64_t mission_id)
{
	struct note_by_id_row old;
	struct note_by_id_args in = { .id = id };
	if (!id)
		return OK;
	TRY(note_by_id(tx, &in, &old));
	if (old.mission_id != mission_id)
		return refuse(tx->a, tx->refusal, "note_supersedes", NULL,
			      "%.*s is a note of another mission; only one of the same mission is "
			      "superseded.",
			      SF(old.ref));
	if (!old.note_on.has)
		return refuse(tx->a, tx->refusal, "note_supersedes", NULL,
			      "%.*s is still a draft: change its wording instead.", SF(old.ref));
	return OK;
}

static enum err add(struct tx *tx, struct note_add_args *in, int64_t *id)
{
	struct wrote out;
	struct object o = object_of(0, in->mission_id);
	enum err e = may(tx->viewer, ACT_NOTE_DRAFT, &o, NULL);
	if (e != OK)
		return e;
	TRY(check_superseded(tx, in->supersedes_id.v, in->mission_id));
	TRY(next_ref(tx, &in->ref));
	in->drafted_account_id = opt_id(tx->viewer->user_id);
	TRY(note_add(tx, in, &out));
	*id = out.id;
	return OK;
}

enum err note_draft(struct tx *tx, const struct note_new *in, int64_t *id)
{
	struct note_mission_row mission;
	struct note_mission_args of = { .id = in->mission_id };
	struct note_templates all;
	TRY(note_templates_on(tx, tx->on, &all));
	const struct note_template *t = note_template_of(&all, str_of(in->template), in->lang);
	if (!t)
		return ERR_NOT_FOUND;
	TRY(note_mission(tx, &of, &mission));
	struct note_value *values = arena_new_n(tx->a, struct note_value, in->n_values + 2);
	for (ptrdiff_t i = 0; i < in->n_values; i++)
		values[i] = in->values[i];
	values[in->n_values] = (struct note_value){ "mission", mission.name };
	values[in->n_values + 1].name = "ministry";
	TRY(ref_ministry(tx, &values[in->n_values + 1].text));
	struct note_add_args row = {
		.direction = note_direction_text(NOTE_DIRECTION_OUT),
		.kind = note_kind_text(in->kind),
		.mission_id = in->mission_id,
		.lang = t->lang,
		.template = t->name,
		.subject = note_fill(tx->a, t->subject, values, in->n_values + 2),
		.wording = note_fill(tx->a, t->wording, values, in->n_values + 2),
		.state = note_state_text(NOTE_STATE_DRAFT),
		.supersedes_id = opt_id(in->supersedes_id),
		.object_table = str_of(in->object_table),
		.object_id = opt_id(in->object_id),
		.is_invented = in->is_invented,
	};
	return add(tx, &row, id);
}

enum err note_receive(struct tx *tx, const struct note_received *in, struct faults *f, int64_t *id)
{
	struct note_mission_row mission;
	struct note_mission_args of = { .id = in->mission_id };
	if (str_is_empty(in->note_no))
		fault_field(f, S("note_no"), "Enter the number that stands on the note.");
	if (str_is_empty(in->subject))
		fault_field(f, S("subject"), "Enter what the note is about.");
	if (in->received_on > tx->on)
		fault_field(f, S("received_on"), "That day has not come.");
	if (in->note_on > in->received_on)
		fault_field(f, S("note_on"), "The note bears a day after that on which it came.");
	TRY(faults_err(f));
	TRY(note_mission(tx, &of, &mission));
	struct note_add_args row = {
		.direction = note_direction_text(NOTE_DIRECTION_IN),
		.kind = note_kind_text(in->kind),
		.mission_id = in->mission_id,
		.lang = in->lang,
		.subject = in->subject,
		.wording = in->wording,
		.state = note_state_text(NOTE_STATE_RECEIVED),
		.note_no = in->note_no,
		.note_on = { true, in->note_on },
		.received_on = { true, in->received_on },
		.supersedes_id = opt_id(in->supersedes_id),
		.is_invented = in->is_invented,
	};
	return add(tx, &row, id);
}

/* ---- the life of a draft ---- */

struct change_of {
	int64_t id, changes_n;
	str subject, wording;
	struct faults *f;
	enum err (*run)(struct tx *tx, struct change_of *c, const struct note_by_id_row *n);
	enum err result; /* what the caller is told when the deed itself is kept */
};

/* Reads the note, and keeps that somebody was refused. */
static enum err change_deed(struct tx *tx, void *arg)
{
	struct change_of *c = arg;
	struct note_by_id_row n;
	struct note_by_id_args in = { .id = c->id };
	TRY(note_by_id(tx, &in, &n));
	enum err e =
	    n.note_on.has
		? refuse(tx->a, tx->refusal, "note_is_final", NULL,
			 "%.*s is %.*s and never changes; draft a note that supersedes it.",
			 SF(n.ref), SF(n.state))
		: c->run(tx, c, &n);
	if (e != ERR_REFUSED)
		return e;
	c->result = e;
	tx_note(tx, CHANGE_REFUSE, "note", n.id);
	return OK;
}

static enum err run_change(struct db *db, const struct viewer *v, struct arena *a,
			   struct refusal *r, const char *act, struct change_of *c)
{
	TRY(db_deed(db, v, a, r, act, change_deed, c));
	return c->result;
}

static enum err write_deed(struct tx *tx, struct change_of *c, const struct note_by_id_row *n)
{
	struct wrote out;
	struct object o = object_of(n->id, n->mission_id);
	struct note_set_wording_args in = {
		.id = n->id, .subject = c->subject, .wording = c->wording, .changes_n = c->changes_n
	};
	TRY(may(tx->viewer, ACT_NOTE_DRAFT, &o, NULL));
	TRY(note_set_wording(tx, &in, &out));
	if (out.n != 1)
		return ERR_CONFLICT;
	return proposal_void(tx, "note", n->id, "the wording was changed");
}

enum err note_write(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		    int64_t id, int64_t changes_n, str subject, str wording)
{
	struct change_of c = { .id = id,
			       .changes_n = changes_n,
			       .subject = subject,
			       .wording = wording,
			       .run = write_deed };
	return run_change(db, v, a, r, "note.write", &c);
}

static str proposal_body(struct arena *a, const struct note_by_id_row *n)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	jcs_key(&j, S("mission"));
	jcs_str(&j, n->mission_name);
	jcs_key(&j, S("note"));
	jcs_str(&j, n->ref);
	jcs_key(&j, S("subject"));
	jcs_str(&j, n->subject);
	jcs_key(&j, S("wording"));
	jcs_str(&j, n->wording);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static enum err propose_deed(struct tx *tx, struct change_of *c, const struct note_by_id_row *n)
{
	struct paper p;
	struct object o = object_of(n->id, n->mission_id);
	enum err e = may(tx->viewer, ACT_NOTE_APPROVE, &o, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e == OK ? ERR_DENIED : e; /* the program itself approves nothing */
	if (str_eq(n->state, note_state_text(NOTE_STATE_APPROVED)))
		return refuse(tx->a, tx->refusal, "note_is_approved", NULL,
			      "The wording is approved already: send it.");
	str blanks =
	    note_blanks(tx->a, str_fmt(tx->a, "%.*s %.*s", SF(n->subject), SF(n->wording)));
	if (blanks.p)
		fault_field(c->f, S("wording"), "Fill in what stands in braces: %.*s.", SF(blanks));
	TRY(faults_err(c->f));
	TRY(note_paper(tx->a, n, S(""), c->f, &p));
	struct proposal_new in = {
		.act = ACT_NOTE_APPROVE,
		.object = o,
		.body = proposal_body(tx->a, n),
		.summary =
		    str_fmt(tx->a, "Approve the wording of %.*s: %.*s", SF(n->ref), SF(n->subject)),
	};
	int64_t id;
	c->result = ERR_NEEDS_APPROVAL;
	return proposal_add(tx, &in, &id);
}

enum err note_propose(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		      struct faults *f, int64_t id)
{
	struct change_of c = { .id = id, .f = f, .run = propose_deed };
	return run_change(db, v, a, r, "note.propose", &c);
}

/* The second person agrees to what was shown: the note is still the one of the proposal, for any
 * change of it has made the proposal void. */
static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct wrote out;
	struct note_set_approved_args in = { .id = p->object_id,
					     .approved_account_id = { true, tx->viewer->user_id } };
	TRY(note_set_approved(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

/* It stays a draft; the reason stands with the proposal. */
static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p, (void)reason;
	return OK;
}

const struct act_handler note_acts[] = {
	{ ACT_NOTE_APPROVE, approve, reject },
	{ 0 },
};

static enum err send_deed(struct tx *tx, struct change_of *c, const struct note_by_id_row *n)
{
	struct wrote out;
	struct note_last_seq_row last;
	struct object o = object_of(n->id, n->mission_id);
	int64_t year = day_date(tx->on).year;
	struct note_last_seq_args of = { .mission_id = n->mission_id, .year_n = year };
	(void)c;
	TRY(may(tx->viewer, ACT_NOTE_SEND, &o, NULL));
	if (!str_eq(n->state, note_state_text(NOTE_STATE_APPROVED)))
		return refuse(tx->a, tx->refusal, "note_not_approved", NULL,
			      "Only an approved wording is sent: ask for its approval first.");
	TRY(note_last_seq(tx, &of, &last));
	struct note_set_sent_args in = {
		.id = n->id,
		.year_n = { true, year },
		.seq_n = { true, last.seq_n + 1 },
		.note_no = str_fmt(tx->a, "%lld/%lld", (long long)last.seq_n + 1, (long long)year),
		.note_on = { true, tx->on },
	};
	TRY(note_set_sent(tx, &in, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

enum err note_send(struct db *db, const struct viewer *v, struct arena *a, struct refusal *r,
		   int64_t id)
{
	struct change_of c = { .id = id, .run = send_deed };
	return run_change(db, v, a, r, "note.send", &c);
}
