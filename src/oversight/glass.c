/* glass.c: break-glass: taking a label on one record for an hour, reviewing that, and the commands
 * of both. */
#include <string.h>

#include "access/proposal.h"
#include "base/day.h"
#include "data/query.h"
#include "oversight/oversight.h"

struct opening_glass {
	const struct glass_wish *w;
	int64_t id;
};

static enum err open_deed(struct tx *tx, void *arg)
{
	struct opening_glass *g = arg;
	struct wrote out;
	struct object o = { .account_id = tx->viewer->user_id };
	TRY(may(tx->viewer, ACT_GLASS_OPEN, &o, NULL));
	struct oversight_glass_add_args in = {
		.account_id = tx->viewer->user_id,
		.label = g->w->label,
		.object_table = g->w->table,
		.object_id = g->w->id,
		.reason = g->w->reason,
		.opened_at = tx->at,
		.until_at = tx->at + GLASS_MIN * 60 * SECOND_US,
		.review_due_on = day_add_working(&CALENDAR_SAT_SUN, tx->on, GLASS_REVIEW_DAYS),
	};
	TRY(oversight_glass_add(tx, &in, &out));
	g->id = out.id;
	return OK;
}

static bool is_table(str name)
{
	for (int t = 0; t < SCHEMA_TABLES_N; t++)
		if (SCHEMA_TABLES[t].is_audited && str_eq(name, str_of(SCHEMA_TABLES[t].name)))
			return true;
	return false;
}

static void check_wish(const struct viewer *v, const struct glass_wish *w, struct faults *f)
{
	enum glass_label label;
	if (!glass_label_of(w->label, &label))
		fault_field(f, S("label"),
			    "Choose the label that is needed: VISA, VET, SEC, DIPL or PERS.");
	for (int i = 0; i < LABELS_N; i++)
		if (str_eq(w->label, str_of(label_name((enum label)i))) && (v->label_bits & BIT(i)))
			fault_field(f, S("label"), "You hold the label %.*s already.",
				    SF(w->label));
	if (!is_table(w->table) || w->id < 1)
		fault_field(f, S("object"),
			    "Write a record as its table and number: visa_application 118.");
	if (!str_trim(w->reason).n)
		fault_field(f, S("reason"), "Say why it cannot wait.");
}

enum err glass_open(struct db *db, const struct viewer *v, struct arena *a, struct faults *faults,
		    const struct glass_wish *w, int64_t *glass_id)
{
	struct opening_glass g = { .w = w };
	check_wish(v, w, faults);
	TRY(faults_err(faults));
	TRY(db_deed(db, v, a, NULL, act_word(ACT_GLASS_OPEN), open_deed, &g));
	*glass_id = g.id;
	return OK;
}

/* ---- review ---- */

struct reviewing {
	int64_t id;
	bool is_right, is_refused;
	str note;
};

static enum err review(struct tx *tx, const struct reviewing *r)
{
	struct oversight_glass_by_id_args by = { r->id };
	struct oversight_glass_by_id_row g;
	struct wrote out;
	TRY(oversight_glass_by_id(tx, &by, &g));
	struct object o = { .state = OBJECT_PROPOSED, .account_id = g.account_id };
	TRY(may(tx->viewer, ACT_GLASS_REVIEW, &o, NULL));
	o.persons = &g.natural_person;
	o.n_persons = 1;
	if (may(tx->viewer, ACT_GLASS_REVIEW, &o, NULL) != OK)
		return refuse(
		    tx->a, tx->refusal, "own_glass", NULL,
		    "You took this yourself, or stand in for who did: another person reviews it.");
	struct oversight_glass_review_args in = {
		.id = r->id,
		.reviewed_account_id = { true, tx->viewer->user_id },
		.reviewed_at = { true, tx->at },
		.verdict =
		    glass_verdict_text(r->is_right ? GLASS_VERDICT_RIGHT : GLASS_VERDICT_WRONG),
		.review_note = r->note
	};
	TRY(oversight_glass_review(tx, &in, &out));
	if (!out.n)
		return refuse(tx->a, tx->refusal, "already_reviewed", NULL,
			      "Somebody has reviewed this already.");
	return OK;
}

static enum err review_deed(struct tx *tx, void *arg)
{
	struct reviewing *r = arg;
	enum err e = review(tx, r);
	if (e != ERR_REFUSED)
		return e;
	r->is_refused = true;
	tx_note(tx, CHANGE_REFUSE, "access_glass", r->id);
	return OK;
}

enum err glass_review(struct db *db, const struct viewer *v, struct arena *a,
		      struct refusal *refusal, int64_t glass_id, bool is_right, str note)
{
	struct reviewing r = { .id = glass_id, .is_right = is_right, .note = note };
	TRY(db_deed(db, v, a, refusal, act_word(ACT_GLASS_REVIEW), review_deed, &r));
	return r.is_refused ? ERR_REFUSED : OK;
}

enum err glass_count(struct tx *tx, int64_t *n)
{
	struct oversight_glass_count_row row;
	enum err e = oversight_glass_count(tx, &row);
	*n = e == OK ? row.waiting_n : 0;
	return e == ERR_DENIED ? OK : e;
}

/* ---- commands ---- */

static enum err open_verb(struct verb_call *c)
{
	int64_t id, glass_id;
	if (c->n_args != 2 || !str_to_int64(str_of(c->args[1]), &id)) {
		fault_field(c->faults, S("object"),
			    "say which record: grata glass open visa_application 118");
		return ERR_FAULTS;
	}
	struct glass_wish w = { verb_text(c, "label"), str_of(c->args[0]), verb_text(c, "reason"),
				id };
	TRY(glass_open(c->db, c->viewer, c->a, c->faults, &w, &glass_id));
	out_fmt(
	    c->out,
	    "Break-glass %lld: %.*s on %s %lld for %d minutes. It is reviewed within %d working days.\n",
	    (long long)glass_id, SF(w.label), c->args[0], (long long)id, GLASS_MIN,
	    GLASS_REVIEW_DAYS);
	return OK;
}

static enum err review_verb(struct verb_call *c)
{
	int64_t id;
	str verdict = verb_text(c, "verdict");
	enum glass_verdict v;
	if (c->n_args != 1 || !str_to_int64(str_of(c->args[0]), &id))
		fault_field(c->faults, S("id"), "say which: grata glass list");
	if (!glass_verdict_of(verdict, &v))
		fault_field(c->faults, S("verdict"), "say --verdict right or --verdict wrong");
	TRY(faults_err(c->faults));
	TRY(glass_review(c->db, c->viewer, c->a, c->refusal, id, v == GLASS_VERDICT_RIGHT,
			 verb_text(c, "note")));
	out_fmt(c->out, "Break-glass %lld: reviewed\n", (long long)id);
	return OK;
}

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct oversight_glass_all_args in = { 200 };
	struct oversight_glass_all_rows rows;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = oversight_glass_all(&tx, &in, &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct oversight_glass_all_row *r = &rows.v[i];
		out_fmt(c->out, "%lld  ", (long long)r->id);
		out_at(c->out, r->opened_at);
		out_fmt(c->out, "  %.*s  %.*s on %.*s %lld  %.*s  %.*s\n", SF(r->login),
			SF(r->label), SF(r->object_table), (long long)r->object_id,
			SF(r->verdict.p ? r->verdict : S("waits")), SF(r->reason));
	}
	if (!rows.n)
		out_lit(c->out, "Nothing was taken.\n");
	return OK;
}

static const struct verb_opt open_opts[] = {
	{ "label", OPT_TEXT, "SEC", "the label that is needed" },
	{ "reason", OPT_TEXT, "TEXT", "why it cannot wait" },
	{ 0 },
};
static const struct verb_opt review_opts[] = {
	{ "verdict", OPT_TEXT, "right|wrong", "was it right?" },
	{ "note", OPT_TEXT, "TEXT", "one sentence" },
	{ 0 },
};

const struct verb glass_verbs[] = {
	{ "glass", "open", "TABLE ID",
	  "Take one label on one record for an hour, with a reason; others see it at once.",
	  VERB_WRITES, open_opts, open_verb },
	{ "glass", "review", "ID", "Say whether a break-glass was right.", VERB_WRITES, review_opts,
	  review_verb },
	{ "glass", "list", NULL, "What was taken by break-glass, and its review.", VERB_READS, NULL,
	  list_verb },
	{ 0 },
};
