/* retention_deeds.c: holds; proposing to erase who is due; and, when another person agrees, the
 * erasure: every value that tells who it was is made blank, and its salts and values go out of the
 * log, which still verifies. */
#include "retention/retention.h"

#include "audit/audit.h"
#include "base/day.h"
#include "base/jcs.h"
#include "base/must.h"

/* ---- holds ---- */

struct holding {
	str ref, reason;
	bool is_end;
};

static enum err hold_deed(struct tx *tx, void *arg)
{
	struct holding *h = arg;
	struct retention_by_ref_args by = { .ref = h->ref };
	struct retention_by_ref_row p;
	struct wrote out;
	TRY(may(tx->viewer, ACT_HOLD, NULL, NULL));
	TRY(retention_by_ref(tx, &by, &p));
	struct retention_hold_add_args add = { p.id, h->reason, tx->on, tx->viewer->user_id };
	struct retention_hold_end_args end = { .person_id = p.id,
					       .ended_on = { true, tx->on },
					       .ended_account_id = { true, tx->viewer->user_id } };
	if (!h->is_end)
		return retention_hold_add(tx, &add, &out);
	TRY(retention_hold_end(tx, &end, &out));
	return out.n ? OK : ERR_NOT_FOUND;
}

enum err retention_hold(struct db *db, const struct viewer *v, struct arena *a, str ref, str reason)
{
	struct holding h = { .ref = ref, .reason = reason };
	return db_deed(db, v, a, NULL, act_word(ACT_HOLD), hold_deed, &h);
}

enum err retention_release(struct db *db, const struct viewer *v, struct arena *a, str ref)
{
	struct holding h = { .ref = ref, .is_end = true };
	return db_deed(db, v, a, NULL, act_word(ACT_HOLD), hold_deed, &h);
}

/* ---- proposing ---- */

struct run {
	int n;
	int64_t proposal_id;
};

enum { EACH_ROWS = 1000, EACH_BYTES = 32 << 20 };

static enum err each_of(struct tx *tx, int64_t *after_id, bool *is_end, retention_each_fn *each,
			void *arg)
{
	struct retention_people_args next = { .after_id = *after_id, .limit_n = EACH_ROWS };
	struct retention_people_rows rows;
	TRY(retention_people(tx, &next, &rows));
	*is_end = rows.n < EACH_ROWS;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct retention_due d = retention_due_of(tx->a, &rows.v[i]);
		*after_id = rows.v[i].id;
		if (!each(arg, &rows.v[i], &d)) {
			*is_end = true;
			break;
		}
	}
	return OK;
}

enum err retention_each(struct tx *tx, retention_each_fn *each, void *arg)
{
	struct arena scratch, *own = tx->a;
	int64_t after_id = 0;
	enum err e = OK;
	TRY(arena_open(&scratch, EACH_BYTES));
	tx->a = &scratch;
	for (bool is_end = false; e == OK && !is_end; arena_reset(&scratch))
		e = each_of(tx, &after_id, &is_end, each, arg);
	tx->a = own;
	arena_close(&scratch);
	return e;
}

struct run_list {
	struct out to;
	int64_t on;
	int n;
};

static bool add_due(void *arg, const struct retention_people_row *p, const struct retention_due *d)
{
	struct run_list *l = arg;
	if (d->due_on.has && d->due_on.v <= l->on)
		out_fmt(&l->to, "%s%.*s", l->n++ ? " " : "", SF(p->ref));
	return l->n < RETENTION_RUN_MAX;
}

/* {"on":"2029-06-01","people":"P-00012 P-00044"} */
static enum err run_body(struct tx *tx, str *body, int *n)
{
	struct run_list list = { .to = out_to_arena(tx->a), .on = tx->on };
	struct out o;
	TRY(retention_each(tx, add_due, &list));
	*n = list.n;
	o = out_to_arena(tx->a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	jcs_key(&j, S("on"));
	jcs_str(&j, day_text(tx->a, tx->on));
	jcs_key(&j, S("people"));
	jcs_str(&j, out_view(&list.to));
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	*body = out_view(&o);
	return OK;
}

static enum err propose_deed(struct tx *tx, void *arg)
{
	struct run *r = arg;
	enum err e = may(tx->viewer, ACT_ERASE, NULL, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e;
	struct proposal_new p = { .act = ACT_ERASE, .object = { .table = "retention_erasure" } };
	TRY(run_body(tx, &p.body, &r->n));
	p.summary =
	    str_fmt(tx->a, "Erase %d %s whose time is over", r->n, r->n == 1 ? "person" : "people");
	return r->n ? proposal_add(tx, &p, &r->proposal_id) : OK;
}

enum err retention_propose(struct db *db, const struct viewer *v, struct arena *a,
			   struct refusal *refusal, int *n, int64_t *proposal_id)
{
	struct run r = { 0 };
	TRY(db_deed(db, v, a, refusal, act_word(ACT_ERASE), propose_deed, &r));
	*n = r.n;
	*proposal_id = r.proposal_id;
	return OK;
}

/* ---- erasing ---- */

/* What goes out of the log, by table. Day and numbers of what happened stay: they say nothing
 * without the person. */
static const char *const of_person[] = {
	"ref",           "mission_id",  "name",        "family_name", "given_names", "patronymic",
	"prefix",        "native_name", "native_lang", "mrz_name",    "sort_key",    "sex",
	"birth_from_on", "birth_to_on", "birth_place", "source",      NULL
};
static const char *const of_name[] = { "name", "lang", "sort_key", "source", NULL };
static const char *const of_document[] = { "document_no", "find_key", "class", "source", NULL };
static const char *const of_contact[] = { "value", "find_key", "source", NULL };
static const char *const of_household[] = { "relation", NULL };
static const char *const of_correction[] = { "was", "became", NULL };
static const char *const of_matter[] = { "says", "source", NULL };
static const char *const of_spouse[] = { "consent", NULL };
static const char *const of_act[] = { "says", "note_no", NULL };
static const char *const of_appointment[] = { "ended_note", NULL };
static const char *const of_application[] = { "outcome_reason", "note_no", NULL };
static const char *const of_holding[] = { "reason", NULL };
static const char *const of_measure[] = { "basis", "name_written", "left_says", "principal_id",
					  NULL };
static const char *const of_measure_correction[] = { "was", "became", "reason", NULL };
static const char *const of_note[] = { "wording", NULL };
static const char *const of_hit[] = { "name", "listed_name", "evidence", "other", NULL };
static const char *const of_verdict[] = { "evidence", "note", "second_note", NULL };
static const char *const of_advice[] = { "reason", "origin", "reference", NULL };
static const char *const of_attachment[] = { "title", "content_hash", NULL };
static const char *const of_proposal[] = { "body", "summary", "reason", NULL };

struct erasing {
	int64_t person_id, rows_n, entries_n;
};

static enum err forget(struct tx *tx, struct erasing *e, const char *table, int64_t id,
		       const char *const *fields)
{
	int64_t n;
	TRY(audit_erase(tx, table, id, fields, &n));
	e->rows_n++;
	e->entries_n += n;
	return OK;
}

/* Every row of one kind: blank it, then forget what its entries said. */
#define BLANK_EACH(list, blank, table, fields)                                                     \
	do {                                                                                       \
		struct list##_args of = { e->person_id };                                          \
		struct list##_rows rows;                                                           \
		TRY(list(tx, &of, &rows));                                                         \
		for (ptrdiff_t i = 0; i < rows.n; i++) {                                           \
			struct blank##_args in = { rows.v[i].id };                                 \
			TRY(blank(tx, &in, &out));                                                 \
			TRY(forget(tx, e, table, rows.v[i].id, fields));                           \
		}                                                                                  \
	} while (0)

/* Scans and photographs: the rows, then the bytes that no other record has. */
static enum err blank_attachments(struct tx *tx, struct erasing *e)
{
	struct retention_attachments_of_args of = { e->person_id };
	struct retention_attachments_of_rows rows;
	struct wrote out;
	TRY(retention_attachments_of(tx, &of, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		struct retention_blank_attachment_args in = { .id = rows.v[i].id,
							      .content_hash = S("") };
		TRY(retention_blank_attachment(tx, &in, &out));
		TRY(forget(tx, e, "attachment", rows.v[i].id, of_attachment));
	}
	return retention_forget_content(tx, &out);
}

static enum err blank_all(struct tx *tx, struct erasing *e)
{
	struct wrote out;
	struct retention_blank_person_args person = { .id = e->person_id,
						      .erased_on = { true, tx->on } };
	BLANK_EACH(retention_names_of, retention_blank_name, "person_name", of_name);
	BLANK_EACH(retention_appointments_of, retention_blank_appointment, "mission_appointment",
		   of_appointment);
	BLANK_EACH(retention_documents_of, retention_blank_document, "person_document",
		   of_document);
	BLANK_EACH(retention_contacts_of, retention_blank_contact, "person_contact", of_contact);
	BLANK_EACH(retention_households_of, retention_blank_household, "person_household",
		   of_household);
	BLANK_EACH(retention_corrections_of, retention_blank_correction, "mission_correction",
		   of_correction);
	BLANK_EACH(retention_matters_of, retention_blank_matter, "mission_matter", of_matter);
	BLANK_EACH(retention_acts_of, retention_blank_act, "mission_act", of_act);
	BLANK_EACH(retention_family_acts_of, retention_blank_act, "mission_act", of_act);
	BLANK_EACH(retention_spouses_of, retention_blank_spouse, "list_spouse", of_spouse);
	BLANK_EACH(retention_notes_of, retention_blank_note, "note", of_note);
	BLANK_EACH(retention_measure_proposals_of, retention_blank_proposal, "proposal",
		   of_proposal);
	BLANK_EACH(retention_measure_corrections_of, retention_blank_measure_correction,
		   "expel_correction", of_measure_correction);
	BLANK_EACH(retention_measures_of, retention_blank_measure, "expel_person", of_measure);
	BLANK_EACH(retention_proposals_of, retention_blank_proposal, "proposal", of_proposal);
	BLANK_EACH(retention_holdings_of, retention_blank_holding, "visa_holding", of_holding);
	BLANK_EACH(retention_applications_of, retention_blank_application, "visa_application",
		   of_application);
	BLANK_EACH(retention_verdicts_of, retention_blank_verdict, "vet_verdict", of_verdict);
	BLANK_EACH(retention_hits_of, retention_blank_hit, "vet_hit", of_hit);
	BLANK_EACH(retention_advice_of, retention_blank_advice, "vet_advice", of_advice);
	TRY(blank_attachments(tx, e));
	struct retention_blank_compared_args compared = { .facts_hash = S(""),
							  .keys_blob = S(""),
							  .person_id = e->person_id };
	TRY(retention_blank_compared(tx, &compared, &out));
	TRY(retention_blank_person(tx, &person, &out));
	return forget(tx, e, "person", e->person_id, of_person);
}

static enum err keep_png(struct tx *tx, const struct retention_people_row *p)
{
	struct retention_keys_args by = { p->id };
	struct retention_keys_row k;
	struct wrote out;
	TRY(retention_keys(tx, &by, &k));
	struct retention_png_add_args in = { .person_id = p->id,
					     .sort_key = k.sort_key,
					     .birth_from_on = k.birth_from_on,
					     .birth_to_on = k.birth_to_on,
					     .nationality_iso = k.nationality_iso,
					     .declared_on = p->expelled_on.v,
					     .measure = S("expelled") };
	return retention_png_add(tx, &in, &out);
}

static enum err erase_one(struct tx *tx, const struct retention_people_row *p,
			  const struct retention_due *d)
{
	struct erasing e = { .person_id = p->id };
	struct wrote out;
	if (d->is_png)
		TRY(keep_png(tx, p));
	TRY(blank_all(tx, &e));
	struct retention_erasure_add_args in = { .person_id = p->id,
						 .class = str_of(retention_word(d->class)),
						 .due_on = d->due_on.v,
						 .erased_on = tx->on,
						 .rows_n = e.rows_n,
						 .entries_n = e.entries_n };
	return retention_erasure_add(tx, &in, &out);
}

/* Somebody of the list: due still, or nothing of the list is done. */
static enum err erase_by_ref(struct tx *tx, str ref)
{
	struct retention_by_ref_args by = { .ref = ref };
	struct retention_by_ref_row found;
	struct retention_people_rows rows;
	TRY(retention_by_ref(tx, &by, &found));
	struct retention_people_args one = { .person_id = { true, found.id }, .limit_n = 1 };
	TRY(retention_people(tx, &one, &rows));
	struct retention_due d = retention_due_of(tx->a, &rows.v[0]);
	if (!d.due_on.has || d.due_on.v > tx->on)
		return refuse(
		    tx->a, tx->refusal, "retention_hold", NULL,
		    "%.*s may not be erased now: %.*s. Reject this, and propose the others anew.",
		    SF(ref), SF(d.why_not.p ? d.why_not : S("its time is not over")));
	return erase_one(tx, &rows.v[0], &d);
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct jcs_reader j = jcs_from(tx->a, p->body);
	const struct viewer *me = tx->viewer;
	enum err e = OK;
	jcs_read_object(&j);
	jcs_read_key(&j, S("on"));
	jcs_read_str(&j);
	jcs_read_key(&j, S("people"));
	str rest = jcs_read_str(&j);
	jcs_read_close(&j);
	if (!jcs_read_done(&j))
		return ERR_DB_FORMAT;
	tx->viewer =
	    &VIEWER_SYSTEM; /* blanks are written by the program, in the name of who approves */
	while (rest.n && e == OK)
		e = erase_by_ref(tx, str_cut(&rest, ' '));
	tx->viewer = me;
	return e;
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p, (void)reason;
	return OK;
}

const struct act_handler retention_acts[] = {
	{ ACT_ERASE, approve, reject },
	{ 0 },
};
