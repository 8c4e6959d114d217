/* note_template.c: templates as the ministry has made them its own: versions from a day on, which
 * one person proposes and another approves. */
#include "base/jcs.h"
#include "base/must.h"
#include "note/note_pages.h"
#include "ref/ref.h"

/* ---- reading ---- */

static struct note_template *find(struct note_templates *t, str name, str lang)
{
	for (ptrdiff_t i = 0; i < t->n; i++)
		if (str_eq(t->v[i].name, name) && str_eq(t->v[i].lang, lang))
			return &t->v[i];
	return NULL;
}

enum err note_templates_on(struct tx *tx, int64_t on, struct note_templates *t)
{
	struct note_template_all_rows rows;
	*t = note_templates(tx->a);
	TRY(note_template_all(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct note_template_all_row *r = &rows.v[i];
		bool counts = str_eq(r->state, template_state_text(TEMPLATE_STATE_APPROVED));
		if (!counts || r->from_on > on)
			continue;
		struct note_template *old = find(t, r->name, r->lang);
		struct note_template *to = old ? old : arena_push(tx->a, t);
		*to = (struct note_template){ r->name, r->lang, r->label, r->subject, r->wording };
	}
	return OK;
}

/* ---- what lacks ---- */

/* What every note has: who writes to whom, and room for number and day. */
static const char *const PARTS[] = { "ministry", "mission", "number", "date" };
enum { PARTS_N = sizeof PARTS / sizeof PARTS[0] };

static bool has_name(str names, str name)
{
	while (names.p) {
		str one = str_cut(&names, ',');
		if (str_eq(str_trim(one), name))
			return true;
	}
	return false;
}

/* The names in `text`, as note_blanks writes them, that are not in `out` yet. */
static void add_names(struct arena *a, str text, struct out *out)
{
	str names = note_blanks(a, text);
	while (names.p) {
		str one = str_trim(str_cut(&names, ','));
		bool is_part = false;
		for (int i = 0; i < PARTS_N; i++)
			is_part |= str_eq(one, str_fmt(a, "{%s}", PARTS[i]));
		if (!is_part && !has_name(out_view(out), one))
			out_fmt(out, "%s%.*s", out->n ? ", " : "", SF(one));
	}
}

str note_template_names(struct arena *a, str name)
{
	struct note_templates all = note_templates(a);
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].name, name))
			add_names(
			    a, str_fmt(a, "%.*s %.*s", SF(all.v[i].subject), SF(all.v[i].wording)),
			    &o);
	return o.n ? out_view(&o) : str_of(NULL);
}

static void check_names(struct arena *a, const struct note_template_wish *w, struct faults *f)
{
	str known = note_template_names(a, w->name);
	struct out used = out_to_arena(a), unknown = out_to_arena(a);
	add_names(a, str_fmt(a, "%.*s %.*s", SF(w->subject), SF(w->wording)), &used);
	str rest = used.n ? out_view(&used) : str_of(NULL);
	while (rest.p) {
		str one = str_trim(str_cut(&rest, ','));
		if (!has_name(known, one))
			out_fmt(&unknown, "%s%.*s", unknown.n ? ", " : "", SF(one));
	}
	if (unknown.n)
		fault_field(f, S("wording"),
			    "Nothing fills %.*s in this template; it knows {ministry}, {mission}, "
			    "{number}, {date}%s%.*s.",
			    SF(out_view(&unknown)), known.p ? ", " : "", SF(known));
}

static void check(struct tx *tx, const struct note_template_wish *w, struct faults *f)
{
	struct paper p = paper_new(tx->a, PAPER_LETTER, w->subject, w->lang, 0);
	struct faults unset = faults_in(tx->a);
	for (int i = 0; i < PARTS_N; i++)
		if (str_find(w->wording, str_fmt(tx->a, "{%s}", PARTS[i])) < 0)
			fault_field(f, S("wording"), "Every note says {%s}: the wording lacks it.",
				    PARTS[i]);
	check_names(tx->a, w, f);
	if (paper_read(&p, w->wording, &unset) != OK)
		fault_field(f, S("wording"), "The wording cannot be set: line %lld: %.*s.",
			    (long long)unset.v[0].line, SF(unset.v[0].sentence));
	if (w->from_on < tx->on)
		fault_field(f, S("from_on"),
			    "A version begins today or later: what was drafted before keeps its "
			    "words.");
}

/* ---- two people ---- */

struct proposing {
	const struct note_template_wish *w;
	struct faults *f;
	int64_t id;
};

static bool is_lang(str lang)
{
	for (int i = 0; note_lang(i).p; i++)
		if (str_eq(note_lang(i), lang))
			return true;
	return false;
}

static enum err needs_none_waiting(struct tx *tx, const struct note_template_wish *w)
{
	struct note_template_all_rows rows;
	int64_t id;
	TRY(note_template_all(tx, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct note_template_all_row *r = &rows.v[i];
		if (!str_eq(r->name, w->name) || !str_eq(r->lang, w->lang) ||
		    !str_eq(r->state, template_state_text(TEMPLATE_STATE_PROPOSED)))
			continue;
		enum err e = proposal_of(tx, "note_template", r->id, &id);
		if (e == OK)
			return refuse(tx->a, tx->refusal, "template_waits", NULL,
				      "A version of this template waits for the second person "
				      "already, as proposal %lld.",
				      (long long)id);
		if (e != ERR_NOT_FOUND)
			return e;
	}
	return OK;
}

static str body_of(struct arena *a, const struct note_template_wish *w,
		   const struct note_template *before)
{
	const struct {
		const char *key;
		str text;
	} facts[] = { { "from", day_text(a, w->from_on) },
		      { "label", w->label },
		      { "language", w->lang },
		      { "subject", w->subject },
		      { "template", w->name },
		      { "why", w->why },
		      { "wording", w->wording },
		      { "wording before", before->wording } };
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
		jcs_key(&j, str_of(facts[i].key));
		jcs_str(&j, facts[i].text);
	}
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static enum err propose_deed(struct tx *tx, void *arg)
{
	struct proposing *x = arg;
	const struct note_template_wish *w = x->w;
	struct note_templates all;
	struct wrote out;
	if (may(tx->viewer, ACT_TEMPLATE_SET, NULL, NULL) != ERR_NEEDS_APPROVAL)
		return ERR_DENIED;
	TRY(note_templates_on(tx, w->from_on, &all));
	const struct note_template *before = note_template_of(&all, w->name, w->lang);
	if (!before || !is_lang(w->lang))
		return ERR_NOT_FOUND;
	check(tx, w, x->f);
	TRY(faults_err(x->f));
	if (str_eq(before->lang, w->lang) && str_eq(before->label, w->label) &&
	    str_eq(before->subject, w->subject) && str_eq(before->wording, w->wording))
		return refuse(tx->a, tx->refusal, "template_same", NULL,
			      "That is what the template says on that day already.");
	TRY(needs_none_waiting(tx, w));
	struct note_template_add_args add = { .name = w->name,
					      .lang = w->lang,
					      .label = w->label,
					      .subject = w->subject,
					      .wording = w->wording,
					      .why = w->why,
					      .from_on = w->from_on,
					      .account_id = tx->viewer->user_id };
	TRY(note_template_add(tx, &add, &out));
	struct proposal_new p = { .act = ACT_TEMPLATE_SET,
				  .object = { "note_template", out.id, 0 },
				  .body = body_of(tx->a, w, before),
				  .summary = str_fmt(tx->a, "Template of notes, %.*s, %.*s: %.*s",
						     SF(note_lang_name(w->lang)), SF(w->label),
						     SF(w->why)) };
	return proposal_add(tx, &p, &x->id);
}

enum err note_template_propose(struct db *db, const struct viewer *v, struct arena *a,
			       struct refusal *r, struct faults *f,
			       const struct note_template_wish *w, int64_t *proposal_id)
{
	struct proposing x = { .w = w, .f = f };
	TRY(db_deed(db, v, a, r, act_word(ACT_TEMPLATE_SET), propose_deed, &x));
	*proposal_id = x.id;
	return OK;
}

static enum err decide(struct tx *tx, int64_t id, enum template_state state)
{
	struct note_template_by_id_args by = { id };
	struct note_template_by_id_row r;
	struct wrote out;
	TRY(note_template_by_id(tx, &by, &r));
	bool is_late = state == TEMPLATE_STATE_APPROVED && r.from_on < tx->on;
	struct note_template_decide_args set = { .id = id,
						 .state = template_state_text(state),
						 .from_on = is_late ? tx->on : r.from_on,
						 .decided_account_id = { true,
									 tx->viewer->user_id } };
	TRY(note_template_decide(tx, &set, &out));
	return out.n == 1 ? OK : ERR_CONFLICT;
}

static enum err approve(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	return decide(tx, p->object_id, TEMPLATE_STATE_APPROVED);
}

static enum err reject(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)reason; /* it stands with the proposal */
	return decide(tx, p->object_id, TEMPLATE_STATE_REJECTED);
}

const struct act_handler note_template_acts[] = {
	{ ACT_TEMPLATE_SET, approve, reject, "/notes/versions/", NOTE_TEMPLATE_READS },
	{ 0 },
};
