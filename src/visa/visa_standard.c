/* visa_standard.c: within how many days a decision is due. A changed standard is a new row for what
 * comes from its first day on; what came before keeps its own. One table of fields is read from the
 * form and from the command line alike; changing one is proposed, a second person does it. */
#include "visa/visa.h"

#include "base/jcs.h"
#include "base/must.h"
#include "mission/mission.h"
#include "ref/ref.h"
#include "visa/visa_pages.h"
#include "visa_standards.html.h"

/* clang-format off */
static const char *const KINDS[] = {
	"entry", "extension", "family", "replacement", "attache_approval", "re_accreditation", NULL,
};
static const char *const CATEGORIES[] = {
	"head", "diplomatic", "admin_technical", "service", "private_servant", "consular_officer",
	"consular_employee", "honorary", "local", NULL,
};
static const char *const BASES[] = { "agreement", "claim", "host_rule", "practice", "own_target", NULL };
static const char *const UNITS[] = { "calendar", "working", NULL };

static const struct field fields[] = {
	{ "receiving", "Receiving state", FIELD_LINE, true, .max = 4, .hint = "its code: GB" },
	{ "sending", "Sending state", FIELD_LINE, .max = 4, .hint = "its code; empty: all states" },
	{ "kind", "Kind of application", FIELD_CHOICE, .choices = KINDS, .hint = "empty: every kind" },
	{ "category", "Category of the post", FIELD_CHOICE, .choices = CATEGORIES, .hint = "empty: every category" },
	{ "name", "Name", FIELD_LINE, true, .max = 100, .hint = "as people say it: Understanding of 1989" },
	{ "basis", "Basis", FIELD_CHOICE, true, .choices = BASES },
	{ "limit_days", "Days", FIELD_INT, true, .min = 1, .max = 3650 },
	{ "unit", "Kind of days", FIELD_CHOICE, true, .choices = UNITS },
	{ "from_on", "In force from", FIELD_DAY, true, .hint = "not before today" },
	{ "source", "Source", FIELD_LINE, true, .max = 400, .hint = "the agreement, the note, the rule" },
	{ 0 },
};
/* clang-format on */
enum { FIELDS_N = sizeof fields / sizeof fields[0] - 1 };

static str given(const struct form *f, const char *name)
{
	str s = form_text(f, name);
	return str_is_empty(s) ? (str){ 0 } : s;
}

static struct visa_standard_wish wish_of(const struct form *f)
{
	return (struct visa_standard_wish){
		.receiving_iso = given(f, "receiving"),
		.sending_iso = given(f, "sending"),
		.kind = given(f, "kind"),
		.category = given(f, "category"),
		.name = given(f, "name"),
		.basis = given(f, "basis"),
		.limit_days = form_int(f, "limit_days", 0),
		.unit = given(f, "unit"),
		.from_on = form_day(f, "from_on", 0),
		.source = given(f, "source"),
	};
}

enum err visa_standard_read(struct arena *a, const struct pairs *p, struct faults *faults,
			    struct visa_standard_wish *w)
{
	struct form f;
	TRY(form_check(a, p, fields, NULL, &f, faults));
	*w = wish_of(&f);
	return OK;
}

const struct field *visa_standard_fields(void)
{
	return fields;
}

/* ---- the rules ---- */

/* The standard of just this scope that is in force on a day; id 0: there is none. */
static enum err same_scope(struct tx *tx, const struct visa_standard_wish *w, int64_t on,
			   struct visa_standards_row *row)
{
	struct visa_standards_args in = { w->receiving_iso, w->sending_iso, on };
	struct visa_standards_rows rows;
	*row = (struct visa_standards_row){ 0 };
	TRY(visa_standards(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n && !row->id; i++)
		if (str_eq(rows.v[i].sending_iso, w->sending_iso) &&
		    str_eq(rows.v[i].kind, w->kind) && str_eq(rows.v[i].category, w->category))
			*row = rows.v[i];
	return OK;
}

/* Old applications keep their standard: none is changed for days that are past. */
static enum err check_wish(struct tx *tx, const struct visa_standard_wish *w,
			   struct visa_standards_row *now)
{
	if (w->from_on < tx->on)
		return refuse(tx->a, tx->refusal, "standard_past", NULL,
			      "A standard begins today or later: what came before %.*s keeps the "
			      "one that was in force then.",
			      SF(day_long(tx->a, tx->on)));
	TRY(same_scope(tx, w, w->from_on, now));
	if (now->id && now->from_on >= w->from_on)
		return refuse(tx->a, tx->refusal, "standard_same_day", NULL,
			      "Another standard for just this begins on %.*s: %.*s.",
			      SF(day_long(tx->a, now->from_on)), SF(now->name));
	if (now->id && now->to_on.has)
		return refuse(tx->a, tx->refusal, "standard_ends", NULL,
			      "The standard for just this, %.*s, ends on %.*s: begin behind it.",
			      SF(now->name), SF(day_long(tx->a, now->to_on.v)));
	return OK;
}

static enum err check_state(struct tx *tx, const char *field, str iso, struct faults *f)
{
	str name;
	enum err e = iso.p ? ref_state_name(tx, iso, &name) : OK;
	if (e != ERR_NOT_FOUND)
		return e;
	fault_field(f, str_of(field), "'%.*s' is not the code of a state; Russia is RU.", SF(iso));
	return OK;
}

/* One of the two is the host: what others agree among themselves is not this ministry's. */
static enum err check_states(struct tx *tx, const struct visa_standard_wish *w, struct faults *f)
{
	str host;
	TRY(check_state(tx, "receiving", w->receiving_iso, f));
	TRY(check_state(tx, "sending", w->sending_iso, f));
	TRY(ref_host(tx, &host));
	bool is_here = str_eq(w->receiving_iso, host), is_ours = str_eq(w->sending_iso, host);
	if (is_here == is_ours)
		fault_field(f, S("receiving"), "One of the two states must be %.*s, and not both.",
			    SF(host));
	return faults_err(f);
}

/* ---- two people ---- */

static void put_fact(struct jcs_writer *j, const char *key, str text)
{
	jcs_key(j, str_of(key));
	jcs_str(j, text);
}

static str body_of(struct arena *a, const struct visa_standard_wish *w, str instead)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	put_fact(&j, "basis", w->basis);
	put_fact(&j, "category", w->category);
	jcs_key(&j, S("days"));
	jcs_int(&j, w->limit_days);
	put_fact(&j, "from", day_text(a, w->from_on));
	put_fact(&j, "instead of", instead);
	put_fact(&j, "kind", w->kind);
	put_fact(&j, "name", w->name);
	put_fact(&j, "receiving", w->receiving_iso);
	put_fact(&j, "sending", w->sending_iso);
	put_fact(&j, "source", w->source);
	put_fact(&j, "unit", w->unit);
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static str read_fact(struct jcs_reader *j, const char *key)
{
	jcs_read_key(j, str_of(key));
	if (jcs_peek(j) != JCS_NULL)
		return jcs_read_str(j);
	jcs_read_null(j);
	return (str){ 0 };
}

static enum err read_body(struct tx *tx, str body, struct visa_standard_wish *w)
{
	struct jcs_reader j = jcs_from(tx->a, body);
	jcs_read_object(&j);
	w->basis = read_fact(&j, "basis");
	w->category = read_fact(&j, "category");
	jcs_read_key(&j, S("days"));
	w->limit_days = jcs_read_int(&j);
	str from = read_fact(&j, "from");
	read_fact(&j, "instead of");
	w->kind = read_fact(&j, "kind");
	w->name = read_fact(&j, "name");
	w->receiving_iso = read_fact(&j, "receiving");
	w->sending_iso = read_fact(&j, "sending");
	w->source = read_fact(&j, "source");
	w->unit = read_fact(&j, "unit");
	jcs_read_close(&j);
	return jcs_read_done(&j) && day_read(from, &w->from_on) ? OK : ERR_DB_FORMAT;
}

/* The second person agrees: the old one ends the day before, the new one begins. */
static enum err approve_standard(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct visa_standard_wish w = { 0 };
	struct visa_standards_row now;
	struct wrote out;
	TRY(read_body(tx, p->body, &w));
	TRY(check_wish(tx, &w, &now));
	struct visa_standard_end_args end = { .id = now.id, .to_on = { true, w.from_on - 1 } };
	if (now.id)
		TRY(visa_standard_end(tx, &end, &out));
	struct visa_standard_add_args add = { .receiving_iso = w.receiving_iso,
					      .sending_iso = w.sending_iso,
					      .kind = w.kind,
					      .category = w.category,
					      .name = w.name,
					      .basis = w.basis,
					      .limit_days = w.limit_days,
					      .unit = w.unit,
					      .from_on = w.from_on,
					      .source = w.source };
	return visa_standard_add(tx, &add, &out);
}

static enum err reject_standard(struct tx *tx, const struct access_proposal_by_id_row *p,
				str reason)
{
	(void)tx;
	(void)p;
	(void)reason;
	return OK; /* nothing was changed yet */
}

const struct act_handler visa_standard_acts[] = {
	{ ACT_STANDARD_SET, approve_standard, reject_standard },
	{ 0 },
};

struct propose {
	const struct visa_standard_wish *w;
	struct faults *faults;
	int64_t id;
};

static enum err propose_deed(struct tx *tx, void *arg)
{
	struct propose *in = arg;
	struct visa_standards_row now;
	struct ref_state_by_iso_row state;
	struct ref_state_by_iso_args by = { in->w->receiving_iso };
	if (may(tx->viewer, ACT_STANDARD_SET, NULL, NULL) != ERR_NEEDS_APPROVAL)
		return ERR_DENIED;
	TRY(check_states(tx, in->w, in->faults));
	TRY(check_wish(tx, in->w, &now));
	TRY(ref_state_by_iso(tx, &by, &state));
	str instead = now.id ? str_fmt(tx->a, "%.*s: %lld %.*s days", SF(now.name),
				       (long long)now.limit_days, SF(now.unit))
			     : (str){ 0 };
	struct proposal_new p = {
		.act = ACT_STANDARD_SET,
		.object = { now.id ? "visa_standard" : "ref_state", now.id ? now.id : state.id, 0 },
		.body = body_of(tx->a, in->w, instead),
		.summary = str_fmt(tx->a, "Standard of %lld %.*s days: %.*s",
				   (long long)in->w->limit_days, SF(in->w->unit), SF(in->w->name)),
	};
	enum err e = proposal_add(tx, &p, &in->id);
	if (e == ERR_CONFLICT)
		return refuse(tx->a, tx->refusal, "waits_already", NULL,
			      "A change of this standard waits for the second person already.");
	return e;
}

enum err visa_standard_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			       struct refusal *refusal, struct faults *faults,
			       const struct visa_standard_wish *w, int64_t *proposal_id)
{
	struct propose in = { .w = w, .faults = faults };
	TRY(db_deed(db, viewer, a, refusal, "visa.standard", propose_deed, &in));
	*proposal_id = in.id;
	return OK;
}

/* ---- the page ---- */

static str choice_label(struct arena *a, str value)
{
	enum visa_kind kind;
	return mission_words(a, visa_kind_of(value, &kind) ? visa_kind_label(kind) : value);
}

static enum err fill_standards(struct tx *tx, struct visa_standards_view *v)
{
	struct visa_standards_all_rows rows;
	TRY(visa_standards_all(tx, &rows));
	struct visa_standards_standards *to =
	    arena_new_n(tx->a, struct visa_standards_standards, rows.n);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct visa_standards_all_row *r = &rows.v[i];
		enum visa_kind kind;
		to[i] = (struct visa_standards_standards){
			.from = r->sending_iso.p ? r->sending_iso : S("all states"),
			.to = r->receiving_iso,
			.kind = visa_kind_of(r->kind, &kind) ? visa_kind_label(kind) : S("every"),
			.category = r->category.p ? mission_words(tx->a, r->category) : S("every"),
			.name = r->name,
			.limit =
			    str_fmt(tx->a, "%lld %.*s days", (long long)r->limit_days, SF(r->unit)),
			.basis = mission_words(tx->a, r->basis),
			.begins = day_long(tx->a, r->from_on),
			.ends = r->to_on.has ? day_long(tx->a, r->to_on.v) : (str){ 0 },
			.source = r->source,
		};
	}
	v->standards = to;
	v->n_standards = rows.n;
	return OK;
}

static enum err show(struct ctx *c, const struct form *f)
{
	struct page p;
	struct visa_standards_view v = { 0 };
	TRY(page_begin(c, "Service standards", &p));
	TRY(fill_standards(p.tx, &v));
	if (ctx_has_role(c, BIT(ROLE_VISA) | BIT(ROLE_HEAD))) {
		struct visa_standards_inputs *inputs =
		    arena_new_n(c->a, struct visa_standards_inputs, FIELDS_N);
		for (ptrdiff_t i = 0; i < FIELDS_N; i++)
			inputs[i].field_html = visa_input(c->a, &f->v[i], choice_label);
		v.inputs = inputs;
		v.n_inputs = FIELDS_N;
	}
	v.csrf = p.csrf;
	p.frame.back_url = S("/visas/backlog");
	p.frame.back_text = S("Backlog");
	return page_send(&p, visa_standards, &v);
}

enum err visa_standards_page(struct ctx *c)
{
	struct form blank = form_blank(c->a, fields);
	return show(c, &blank);
}

enum err visa_standard_set_page(struct ctx *c)
{
	struct form f;
	int64_t id = 0;
	enum err e = form_read(c, fields, CSRF_FIELDS, &f);
	struct visa_standard_wish w = wish_of(&f);
	if (e == OK)
		e = visa_standard_propose(ctx_db(c), ctx_viewer(c), c->a, &c->refusal, &c->faults,
					  &w, &id);
	if (e == OK)
		return see_other(c, "/proposals/%lld", (long long)id);
	return e == ERR_FAULTS || e == ERR_REFUSED ? show(c, &f) : e;
}
