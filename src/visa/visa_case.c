/* visa_case.c: the page of one application, and moving it. Reading in the order of the page: facts,
 * moves, timeline; then the two handlers. */
#include "attachment/attachment.h"
#include "base/day.h"
#include "base/must.h"
#include "note/note.h"
#include "visa/visa.h"
#include "visa/visa_pages.h"
#include "visa_case.html.h"
#include "web/form.h"

/* Who may see how the screening of an applicant stands. */
enum { SEES_VETTING = BIT(ROLE_VISA) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) };

static const struct field move_fields[] = {
	{ "move", "What to do next", FIELD_LINE, .max = 40 },
	{ "reason", "Reason", FIELD_TEXT, .max = 500 },
	{ "reason_code", "Why it is refused", FIELD_LINE, .max = 40 },
	{ "valid_from_on", "The visa is valid from", FIELD_DAY },
	{ "valid_until_on", "The visa is valid until", FIELD_DAY },
	{ "entries", "It is for", FIELD_LINE, .max = 10 },
	{ "tenure_until_on", "The tenure in the post ends", FIELD_DAY },
	{ "holding_id", "The page", FIELD_INT, true, .min = 0, .max = INT64_MAX },
	{ 0 },
};

/* ---- facts ---- */

struct facts {
	struct arena *a;
	struct visa_case_facts *v;
	ptrdiff_t n, cap;
};

static void add_fact(struct facts *f, const char *key, str value)
{
	if (!str_is_empty(value))
		*arena_push(f->a, f) =
		    (struct visa_case_facts){ .key = str_of(key), .value = value };
}

static void add_link(struct facts *f, const char *key, const char *folder, int64_t id, str value)
{
	*arena_push(f->a, f) =
	    (struct visa_case_facts){ .key = str_of(key),
				      .value = value,
				      .url = str_fmt(f->a, "/%s/%lld", folder, (long long)id) };
}

static str days(struct arena *a, int64_t n)
{
	return visa_days_text(a, (struct opt_int){ true, n });
}

static str post_text(struct arena *a, const struct visa_get_row *r)
{
	if (!r->post_no.p)
		return (str){ 0 };
	return str_fmt(a, "%.*s, %.*s", SF(r->post_no), SF(r->post_title));
}

static str received_text(struct arena *a, const struct visa_get_row *r)
{
	str day = day_long(a, r->received_on);
	return r->note_no.p ? str_fmt(a, "%.*s, with note %.*s", SF(day), SF(r->note_no)) : day;
}

static str age_text(struct arena *a, const struct visa_clock *clock, int64_t on)
{
	int64_t net = visa_age_net(clock, on), gross = visa_age_gross(clock, on);
	str text = days(a, net);
	if (net == gross)
		return text;
	str stood = days(a, gross - net);
	return str_fmt(a, "%.*s, without %.*s on which the clock stood", SF(text), SF(stood));
}

static str due_text(struct arena *a, const struct visa_clock *clock, int64_t on, bool is_open)
{
	str day = day_long(a, clock->due_on), due = visa_due_text(a, clock, on);
	return is_open ? str_fmt(a, "%.*s, %.*s", SF(day), SF(due)) : day;
}

static str standard_text(struct arena *a, const struct visa_get_row *r)
{
	return str_fmt(a, "%lld %.*s days: %.*s", (long long)r->limit_days, SF(r->unit),
		       SF(r->standard_name));
}

static str holder_text(struct arena *a, const struct visa_get_row *r)
{
	enum visa_holder h;
	must(visa_holder_of(r->holder, &h));
	str label = visa_holder_label(h), since = day_long(a, r->holder_since_on);
	return str_fmt(a, "%.*s, since %.*s", SF(label), SF(since));
}

/* What a decision says beside its outcome. */
static void add_decision(struct facts *f, const struct visa_get_row *r)
{
	struct visa_wish w = { .valid_from_on = r->valid_from_on,
			       .valid_until_on = r->valid_until_on,
			       .tenure_until_on = r->tenure_until_on };
	enum visa_reason code;
	w.has_entries = r->entries.p && visa_entries_of(r->entries, &w.entries);
	add_fact(f, "Valid", visa_grant_text(f->a, &w));
	if (!r->reason_code.p || !visa_reason_of(r->reason_code, &code))
		return;
	str label = visa_reason_label(code);
	const char *article = visa_reason_article(code);
	add_fact(f, "Reason, inside",
		 article ? str_fmt(f->a, "%.*s, %s", SF(label), article) : label);
}

static void fill_facts(struct arena *a, const struct visa_get_row *r, int64_t on, bool sees_vetting,
		       struct visa_case_view *v)
{
	struct facts f = { .a = a };
	struct visa_clock clock = { r->received_on, r->due_on, r->stopped_days,
				    r->stopped_since_on };
	enum visa_kind kind;
	enum visa_outcome outcome;
	must(visa_kind_of(r->kind, &kind));
	bool is_open = !r->closed_on.has;
	int64_t until_on = is_open ? on : r->closed_on.v;
	if (is_open)
		add_fact(&f, "Held by", holder_text(a, r));
	else if (visa_outcome_of(r->outcome, &outcome))
		add_fact(&f, "Outcome", visa_outcome_label(outcome));
	add_decision(&f, r);
	add_fact(&f, "Given to", r->given_to_name);
	add_fact(&f, "Age", age_text(a, &clock, until_on));
	add_fact(&f, "Due", due_text(a, &clock, on, is_open));
	add_fact(&f, "Standard", standard_text(a, r));
	add_fact(&f, "Kind", visa_kind_label(kind));
	add_link(&f, "Applicant", "people", r->person_id, r->person_name);
	if (sees_vetting)
		add_link(&f, "Vetting", "vet/people", r->person_id,
			 S("Possible matches and advice"));
	add_link(&f, "Mission", "missions", r->mission_id, r->mission_name);
	add_fact(&f, "Post", post_text(a, r));
	add_fact(&f, "Received", received_text(a, r));
	if (r->visa_until_on.has)
		add_fact(&f, "Visa in hand ends", day_long(a, r->visa_until_on.v));
	if (r->is_invented)
		add_fact(&f, "Record", S("An invented person of the demo world"));
	v->facts = f.v;
	v->n_facts = f.n;
	v->is_over = is_open && visa_is_over(&clock, on);
	v->is_stopped = is_open && clock.stopped_since_on.has;
	v->is_open = is_open;
}

/* ---- moves ---- */

/* "approval.approver", "closed.refused": how a move is written in the form. */
static str move_word(struct arena *a, const struct visa_move *m)
{
	str to = visa_stage_text(m->to);
	str then = m->to == VISA_STAGE_CLOSED ? visa_outcome_text(m->outcome)
					      : visa_holder_text(m->holder);
	return str_fmt(a, "%.*s.%.*s", SF(to), SF(then));
}

static bool read_move(str word, struct visa_wish *w)
{
	str to = str_cut(&word, '.');
	if (!word.p || !visa_stage_of(to, &w->to))
		return false;
	return w->to == VISA_STAGE_CLOSED ? visa_outcome_of(word, &w->outcome)
					  : visa_holder_of(word, &w->holder);
}

/* The sentence of the table with a capital. */
static str sentence(struct arena *a, const char *says)
{
	return str_fmt(a, "%c%s", says[0] - 'a' + 'A', says + 1);
}

static str move_hint(struct arena *a, const struct visa_move *m)
{
	struct out o = out_to_arena(a);
	if (m->to == VISA_STAGE_CLOSED)
		out_lit(&o, "Closes the application.");
	else
		out_fmt(&o, "Then held by: %.*s.", SF(visa_holder_label(m->holder)));
	if (m->needs_reason)
		out_lit(&o, " Needs a reason.");
	if (m->is_clock_stopped)
		out_lit(&o, " The clock stops.");
	if (m->article)
		out_fmt(&o, " %s.", m->article);
	return out_view(&o);
}

struct options {
	struct ui_option *v;
	ptrdiff_t n, cap;
};

static void fill_form(struct arena *a, const struct form *f, const struct options *o,
		      struct visa_case_view *v)
{
	const struct form_value *move = form_value(f, "move"), *reason = form_value(f, "reason");
	struct ui_fieldset set = { .legend = { .text = S("What to do next"),
					       .classes = S("govuk-visually-hidden") } };
	struct ui_choices radios = { .name = S("move"),
				     .id_prefix = S("move"),
				     .classes = S("govuk-radios--small"),
				     .fieldset = &set,
				     .items = o->v,
				     .n_items = o->n,
				     .values = &move->typed,
				     .n_values = move->typed.n > 0,
				     .error = { .text = move->fault } };
	v->moves_html = ui_radios(a, &radios);
	v->reason_html = ui_textarea(
	    a, &(struct ui_field){
		   .name = S("reason"),
		   .id = S("reason"),
		   .label = { .text = S("Reason") },
		   .hint = { .text = S("One sentence. It is kept in the history and the log.") },
		   .rows_n = 3,
		   .value = reason->typed,
		   .error = { .text = reason->fault } });
}

/* ---- what a proposal to decide says ---- */

static struct html choose(struct arena *a, const struct form *f, const char *name, str hint,
			  const struct ui_option *options, ptrdiff_t n)
{
	const struct form_value *v = form_value(f, name);
	return ui_select(a, &(struct ui_field){ .name = str_of(name),
						.id = str_of(name),
						.label = { .text = str_of(v->field->label) },
						.hint = { .text = hint },
						.value = v->typed,
						.options = options,
						.n_options = n,
						.error = { .text = v->fault } });
}

static struct html day_input(struct arena *a, const struct form *f, const char *name, str hint)
{
	const struct form_value *v = form_value(f, name);
	return ui_input(a, &(struct ui_field){ .name = str_of(name),
					       .id = str_of(name),
					       .type = S("date"),
					       .classes = S("govuk-input--width-10"),
					       .label = { .text = str_of(v->field->label) },
					       .hint = { .text = hint },
					       .value = v->typed,
					       .error = { .text = v->fault } });
}

static struct html choose_reason(struct arena *a, const struct form *f)
{
	struct ui_option options[VISA_REASON_N + 1] = { { .value = S(""), .text = S("–") } };
	for (int i = 0; i < VISA_REASON_N; i++) {
		enum visa_reason code = (enum visa_reason)i;
		str label = visa_reason_label(code);
		const char *article = visa_reason_article(code);
		options[i + 1] = (struct ui_option){
			.value = visa_reason_text(code),
			.text = article ? str_fmt(a, "%.*s, %s", SF(label), article) : label,
		};
	}
	return choose(a, f, "reason_code", S("It stays inside; outward a refusal gives none."),
		      options, VISA_REASON_N + 1);
}

static struct html choose_entries(struct arena *a, const struct form *f)
{
	struct ui_option options[VISA_ENTRIES_N + 1] = { { .value = S(""), .text = S("–") } };
	for (int i = 0; i < VISA_ENTRIES_N; i++)
		options[i + 1] =
		    (struct ui_option){ .value = visa_entries_text((enum visa_entries)i),
					.text = visa_entries_label((enum visa_entries)i) };
	return choose(a, f, "entries", (str){ 0 }, options, VISA_ENTRIES_N + 1);
}

static bool is_said(const struct form *f, const char *name)
{
	return !str_is_empty(form_value(f, name)->typed);
}

/* The inputs, and the notes as they would go out with what is said so far. What somebody has begun
 * to fill stands open. */
static enum err fill_decision(struct tx *tx, const struct visa_get_row *r, const struct form *f,
			      struct visa_case_view *v)
{
	struct arena *a = tx->a;
	enum visa_kind kind;
	struct visa_wish granted = { .to = VISA_STAGE_CLOSED, .outcome = VISA_OUTCOME_GRANTED },
			 refused = { .to = VISA_STAGE_CLOSED, .outcome = VISA_OUTCOME_REFUSED };
	must(visa_kind_of(r->kind, &kind));
	v->is_refusing = is_said(f, "reason_code");
	v->is_granting = is_said(f, "valid_from_on") || is_said(f, "valid_until_on") ||
			 is_said(f, "entries") || is_said(f, "tenure_until_on");
	v->reason_code_html = choose_reason(a, f);
	v->tenure_html = day_input(a, f, "tenure_until_on", S("empty: it is not limited"));
	if (visa_ends_in_visa(kind)) {
		v->from_html = day_input(a, f, "valid_from_on", S("empty: from the decision on"));
		v->until_html = day_input(a, f, "valid_until_on", (str){ 0 });
		v->entries_html = choose_entries(a, f);
	}
	TRY(visa_note_preview(tx, r, &granted, &v->note_granted));
	return visa_note_preview(tx, r, &refused, &v->note_refused);
}

/* Reads it into a wish; a word that is none is a fault. */
static void read_decision(struct ctx *c, struct form *f, struct visa_wish *w)
{
	const struct {
		const char *name;
		struct opt_int *to;
	} days[] = { { "valid_from_on", &w->valid_from_on },
		     { "valid_until_on", &w->valid_until_on },
		     { "tenure_until_on", &w->tenure_until_on } };
	for (int i = 0; i < 3; i++) {
		int64_t on = form_day(f, days[i].name, INT64_MIN);
		if (on != INT64_MIN)
			*days[i].to = (struct opt_int){ true, on };
	}
	str code = form_text(f, "reason_code"), entries = form_text(f, "entries");
	w->has_reason_code = !str_is_empty(code);
	if (w->has_reason_code && !visa_reason_of(code, &w->reason_code))
		form_fault(c, f, "reason_code", "'%.*s' is not a reason.", SF(code));
	w->has_entries = !str_is_empty(entries);
	if (w->has_entries && !visa_entries_of(entries, &w->entries))
		form_fault(c, f, "entries", "'%.*s' is not a number of entries.", SF(entries));
}

/* To the approver goes a proposal, to grant or to refuse; both are moves that two people make. */
static void add_proposals(struct arena *a, struct options *to)
{
	*arena_push(a, to) = (struct ui_option){
		.value = S("closed.granted"),
		.text = S("Propose to grant"),
		.hint = { .text = S("A second person decides. Needs a reason. VCDR Art. 7.") }
	};
	*arena_push(a, to) = (struct ui_option){
		.value = S("closed.refused"),
		.text = S("Propose to refuse"),
		.hint = { .text = S("A second person decides. Needs a reason. VCDR Art. 9(1).") }
	};
}

/* A grant or a refusal is not a step of its own: the approver answers the proposal on its page. */
static bool is_decided_by_two(const struct visa_move *m, bool has_proposal)
{
	bool is_decision = m->to == VISA_STAGE_CLOSED && (m->outcome == VISA_OUTCOME_GRANTED ||
							  m->outcome == VISA_OUTCOME_REFUSED);
	return is_decision ||
	       (has_proposal && m->from == VISA_STAGE_APPROVAL && m->to == VISA_STAGE_DECISION);
}

/* Moves of whoever looks become the form; those of others are named with who may. */
static enum err fill_moves(struct ctx *c, struct tx *tx, const struct visa_get_row *r,
			   enum visa_stage from, const struct form *f, struct visa_case_view *v)
{
	struct options mine = { 0 };
	struct {
		struct visa_case_others *v;
		ptrdiff_t n, cap;
	} others = { 0 };
	for (int i = 0; i < VISA_MOVES_N; i++) {
		const struct visa_move *m = &VISA_MOVES[i];
		if (m->from != from || is_decided_by_two(m, v->proposal_id))
			continue;
		if (ctx_has_role(c, m->role_bits) && m->to == VISA_STAGE_APPROVAL) {
			add_proposals(c->a, &mine);
			TRY(fill_decision(tx, r, f, v));
		} else if (ctx_has_role(c, m->role_bits)) {
			*arena_push(c->a, &mine) =
			    (struct ui_option){ .value = move_word(c->a, m),
						.text = sentence(c->a, m->says),
						.hint = { .text = move_hint(c->a, m) } };
		} else {
			*arena_push(c->a, &others) =
			    (struct visa_case_others){ .says = sentence(c->a, m->says),
						       .who = visa_people_of(c->a, m->role_bits) };
		}
	}
	v->others = others.v;
	v->n_others = others.n;
	if (mine.n)
		fill_form(c->a, f, &mine, v);
	return OK;
}

/* ---- timeline ---- */

static struct visa_case_steps step_of(struct arena *a, const struct visa_holdings_row *h,
				      int64_t on)
{
	enum visa_holder holder;
	enum visa_stage stage;
	must(visa_holder_of(h->holder, &holder) && visa_stage_of(h->stage, &stage));
	int64_t days_n = (h->to_on.has ? h->to_on.v : on) - h->from_on;
	str at = visa_stage_label(stage), with = visa_holder_label(holder),
	    lasted = days(a, days_n);
	return (struct visa_case_steps){
		.title = str_eq(at, with) ? at : str_fmt(a, "%.*s: %.*s", SF(at), SF(with)),
		.by_name = h->by_name,
		.from_on = h->from_on,
		.lasted = days_n == 0    ? (h->to_on.has ? S("that day") : S("today"))
			  : h->to_on.has ? str_fmt(a, "for %.*s", SF(lasted))
					 : str_fmt(a, "%.*s so far", SF(lasted)),
		.is_clock_stopped = h->is_clock_stopped,
		.reason = h->reason,
	};
}

static enum err fill_notes(struct tx *tx, int64_t id, struct visa_case_view *v)
{
	struct note_about_args in = { S("visa_application"), id };
	struct note_about_rows rows;
	TRY(note_about(tx, &in, &rows));
	struct visa_case_notes *list = arena_new_n(tx->a, struct visa_case_notes, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		list[i] = (struct visa_case_notes){ .id = rows.v[i].id,
						    .no = rows.v[i].note_no.p ? rows.v[i].note_no
									      : rows.v[i].ref,
						    .subject = rows.v[i].subject,
						    .state = rows.v[i].state };
	v->notes = list;
	v->n_notes = rows.n;
	v->has_notes = rows.n > 0;
	return OK;
}

/* Latest first. The running line is also what waits for the approver. */
static enum err fill_timeline(struct tx *tx, const struct visa_get_row *r, struct visa_case_view *v)
{
	struct visa_holdings_args in = { .application_id = r->id };
	struct visa_holdings_rows rows;
	enum visa_outcome outcome;
	TRY(visa_holdings(tx, &in, &rows));
	struct visa_case_steps *steps = arena_new_n(tx->a, struct visa_case_steps, rows.n + 1);
	if (visa_outcome_of(r->outcome, &outcome)) {
		str label = visa_outcome_label(outcome);
		steps[v->n_steps++] =
		    (struct visa_case_steps){ .title = str_fmt(tx->a, "Closed: %.*s", SF(label)),
					      .from_on = r->closed_on.v,
					      .reason = r->outcome_reason };
	}
	for (ptrdiff_t i = rows.n; i > 0; i--)
		steps[v->n_steps++] = step_of(tx->a, &rows.v[i - 1], tx->on);
	v->steps = steps;
	if (!rows.n || r->closed_on.has)
		return OK;
	const struct visa_holdings_row *last = &rows.v[rows.n - 1];
	v->holding_id = last->id;
	if (str_eq(last->stage, visa_stage_text(VISA_STAGE_APPROVAL))) {
		enum err e = proposal_of(tx, "visa_application", r->id, &v->proposal_id);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		str day = day_long(tx->a, last->from_on);
		v->is_proposal_shown |=
		    last->by_account_id.has && last->by_account_id.v == tx->viewer->user_id;
		v->proposal = last->reason;
		v->proposed_by = last->by_name.p
				     ? str_fmt(tx->a, "%.*s, %.*s", SF(last->by_name), SF(day))
				     : day;
	}
	return OK;
}

/* ---- who has taken it, and its papers ---- */

/* clang-format off */
static const char *const TOUCH_DO[] = { "give_back", "keep_out", "papers", NULL };
static const struct field touch_fields[] = {
	{ "do", "What to do", FIELD_CHOICE, true, .choices = TOUCH_DO },
	{ "items", "Papers", FIELD_MANY, .max = VISA_ITEM_N },
	{ "why", "Why you keep out of it", FIELD_LINE, .max = 200 },
	{ 0 },
};
/* clang-format on */

static str paper_state(struct arena *a, const struct visa_papers *p, int item)
{
	if (p->given_on[item].has)
		return str_fmt(a, "came %.*s", SF(day_long(a, p->given_on[item].v)));
	if (p->asked_on[item].has)
		return str_fmt(a, "asked for %.*s", SF(day_long(a, p->asked_on[item].v)));
	return S("missing");
}

static enum err fill_papers(struct tx *tx, const struct visa_get_row *r, const struct form *f,
			    struct visa_case_view *v)
{
	struct visa_papers p;
	struct arena *a = tx->a;
	enum visa_kind kind;
	struct ui_option came[VISA_ITEM_N];
	ptrdiff_t n_came = 0;
	must(visa_kind_of(r->kind, &kind));
	TRY(visa_papers_read(tx, r->id, kind, &p));
	struct visa_case_papers *list = arena_new_n(a, struct visa_case_papers, VISA_ITEM_N);
	for (int i = 0; i < VISA_ITEM_N; i++) {
		str label = visa_item_label((enum visa_item)i);
		if (!(p.needed_bits & BIT(i)))
			continue;
		list[v->n_papers++] =
		    (struct visa_case_papers){ .name = label, .state = paper_state(a, &p, i) };
		if (p.missing_bits & BIT(i))
			came[n_came++] =
			    (struct ui_option){ .value = visa_item_text((enum visa_item)i),
						.text = label };
	}
	v->papers = list;
	struct ui_fieldset set = { .legend = { .text = S("Which have come"),
					       .classes = S("govuk-visually-hidden") } };
	if (n_came)
		v->came_html = ui_checkboxes(
		    a, &(struct ui_choices){ .name = S("items"),
					     .id_prefix = S("items"),
					     .classes = S("govuk-checkboxes--small"),
					     .fieldset = &set,
					     .error = { .text = form_value(f, "items")->fault },
					     .items = came,
					     .n_items = n_came });
	struct ui_field why = page_field(form_value(f, "why"));
	why.hint.text = S("you know the applicant, for instance");
	v->keep_out_html = ui_input(a, &why);
	return OK;
}

static enum err fill_lock(struct tx *tx, const struct visa_get_row *r, struct visa_case_view *v)
{
	struct visa_lock_of_row lock;
	TRY(visa_lock_read(tx, r->id, &lock));
	if (!lock.account_id)
		return OK;
	struct out until = out_to_arena(tx->a);
	out_at_moment(&until, lock.until_at);
	v->taken_by = lock.account_name;
	v->taken_until = out_view(&until);
	v->is_mine = lock.account_id == tx->viewer->user_id;
	return OK;
}

/* ---- the page ---- */

/* With what was typed as a decision, and beside the papers; NULL: nothing there. */
static enum err show(struct ctx *c, const struct form *f, const struct form *touched)
{
	struct page p;
	struct form none = form_blank(c->a, touch_fields);
	struct visa_get_args in = { .id = path_id(c, "id") };
	struct visa_get_row r;
	enum visa_stage stage;
	TRY(page_begin(c, "Application", &p));
	page_on(&p, "visa_application", in.id);
	TRY(visa_get(p.tx, &in, &r));
	TRY(visa_show(ctx_db(c), ctx_viewer(c), c->a, r.ref, r.person_id));
	must(visa_stage_of(r.stage, &stage));
	struct visa_case_view v = { .id = r.id,
				    .ref = r.ref,
				    .person_name = r.person_name,
				    .native_name = r.native_name,
				    .native_lang = r.native_lang,
				    .stage = visa_stage_label(stage),
				    .post_no = r.post_no,
				    .frozen_why = r.frozen_why,
				    .is_approver = ctx_has_role(c, BIT(ROLE_HEAD)),
				    .is_proposal_shown = ctx_has_role(c, BIT(ROLE_HEAD)),
				    .csrf = p.csrf };
	if (r.frozen_since_on.has)
		v.frozen_since = day_long(c->a, r.frozen_since_on.v);
	fill_facts(c->a, &r, p.tx->on, ctx_has_role(c, SEES_VETTING), &v);
	TRY(fill_timeline(p.tx, &r, &v));
	TRY(fill_lock(p.tx, &r, &v));
	TRY(fill_papers(p.tx, &r, touched ? touched : &none, &v));
	TRY(fill_notes(p.tx, r.id, &v));
	if (v.is_open)
		TRY(fill_moves(c, p.tx, &r, stage, f, &v));
	p.frame.title = str_fmt(c->a, "Application %.*s", SF(r.ref));
	p.frame.back_url = S("/visas");
	p.frame.back_text = S("Applications");
	TRY(attachment_fill(&p, ATTACHMENT_OF_VISA_APPLICATION, r.id, &v.attachments));
	return page_send(&p, visa_case, &v);
}

enum err visa_case_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, move_fields);
	return show(c, &blank, NULL);
}

static const char moved_meanwhile[] =
    "Somebody else has moved this application in the meantime. Look at what has happened, then "
    "decide again; nothing was changed.";

/* The deed, when the page that was filled in still shows how things are: an approver approves what
 * was seen. */
static enum err move(struct ctx *c, struct form *f)
{
	struct page p;
	struct visa_get_args in = { .id = path_id(c, "id") };
	struct visa_get_row r;
	struct visa_case_view seen = { 0 };
	struct visa_wish w = { .reason = form_text(f, "reason") };
	if (!read_move(form_text(f, "move"), &w)) {
		form_fault(c, f, "move", "Choose what to do next.");
		return ERR_FAULTS;
	}
	read_decision(c, f, &w);
	TRY(faults_err(&c->faults));
	TRY(page_begin(c, "Application", &p));
	TRY(visa_get(p.tx, &in, &r));
	TRY(fill_timeline(p.tx, &r, &seen));
	if (seen.holding_id != form_int(f, "holding_id", 0))
		return ERR_CONFLICT;
	w.on = p.tx->on;
	return visa_move(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, r.ref, &w);
}

enum err visa_move_page(struct ctx *c)
{
	struct form f;
	enum err e = form_read(c, move_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = move(c, &f);
	if (e == OK || e == ERR_NEEDS_APPROVAL) /* the page shows that it waits */
		return see_other(c, "/visas/%lld", (long long)path_id(c, "id"));
	if (e == ERR_CONFLICT) {
		form_fault(c, &f, "move", "%s", moved_meanwhile);
		c->res->status = err_http(ERR_CONFLICT);
		page_after(c); /* a newer snapshot */
	} else if (e != ERR_FAULTS && e != ERR_REFUSED) {
		return e;
	}
	return show(c, &f, NULL);
}

static enum err touch(struct ctx *c, const struct form *f)
{
	struct page p;
	struct visa_get_args in = { .id = path_id(c, "id") };
	struct visa_get_row r;
	const struct form_value *items = form_value(f, "items");
	uint32_t item_bits = 0;
	enum visa_item item;
	for (int64_t i = 0; items->many && i < items->n; i++)
		item_bits |= visa_item_of(items->many[i], &item) ? BIT(item) : 0;
	TRY(page_begin(c, "Application", &p));
	TRY(visa_get(p.tx, &in, &r));
	str word = form_text(f, "do");
	if (str_eq(word, S("give_back")))
		return visa_give_back(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, r.ref);
	if (str_eq(word, S("keep_out")))
		return visa_keep_out(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, r.ref,
				     form_text(f, "why"));
	return visa_papers_came(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, r.ref, item_bits);
}

enum err visa_touch_page(struct ctx *c)
{
	struct form f, blank = form_blank(c->a, move_fields);
	enum err e = form_read(c, touch_fields, CSRF_FIELDS, &f);
	if (e == OK)
		e = touch(c, &f);
	if (e == OK)
		return see_other(c, "/visas/%lld", (long long)path_id(c, "id"));
	return e == ERR_FAULTS || e == ERR_REFUSED ? show(c, &blank, &f) : e;
}
