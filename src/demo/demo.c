/* demo.c: writes the tables of data/ into a new register, in the order in which they lean on each
 * other; then the verb. */
#include "demo/demo.h"

#include <unistd.h>

#include "access/access.h"
#include "attachment/attachment.h"
#include "audit/audit.h"
#include "base/embed.h"
#include "base/must.h"
#include "base/out.h"
#include "demo/demo_table.h"
#include "intake/intake.h"
#include "ledger/ledger.h"
#include "list/list.h"
#include "mission/mission.h"
#include "note/note.h"
#include "person/person.h"
#include "ref/ref.h"
#include "talks/talks.h"
#include "vet/vet.h"
#include "visa/visa.h"

EMBED(demo_accounts);
EMBED(demo_applications);
EMBED(demo_chancery);
EMBED(demo_appointments);
EMBED(demo_holdings);
EMBED(demo_holidays);
EMBED(demo_missions);
EMBED(demo_office_holders);
EMBED(demo_people);
EMBED(demo_posts);
EMBED(demo_report);
EMBED(demo_standards);
EMBED(demo_watchlist);

static const struct clock STARTS = { .on = 18799, .hour = 9 }; /* Monday 21 June 2021 */
static const char ZONE[] = "Europe/London";

struct load {
	struct faults *faults;
	int64_t clock_at;
	struct demo_keys missions, people, posts, applications;
	struct demo_keys categories; /* of posts, by their key; the id is enum post_category */
};

static enum err add_holidays(struct tx *tx)
{
	struct demo_table t = demo_table("holidays", embed_str(demo_holidays));
	while (demo_next(&t)) {
		struct wrote out;
		struct ref_holiday_add_args in = { .host_iso = demo_text(&t, "host"),
						   .region = demo_text(&t, "region"),
						   .holiday_on = demo_day(&t, "day"),
						   .name = demo_text(&t, "name"),
						   .source = demo_text(&t, "source") };
		TRY(ref_holiday_add(tx, &in, &out));
	}
	return OK;
}

static enum err add_office_holders(struct tx *tx)
{
	struct demo_table t = demo_table("office_holders", embed_str(demo_office_holders));
	while (demo_next(&t)) {
		struct wrote out;
		struct ref_office_add_args office = { .state_iso = demo_text(&t, "state"),
						      .kind = demo_text(&t, "kind"),
						      .title = demo_text(&t, "office") };
		TRY(ref_office_add(tx, &office, &out));
		struct ref_office_holder_add_args in = {
			.office_id = out.id,
			.name = demo_text(&t, "name"),
			.native_name = demo_text(&t, "native_name"),
			.native_lang = demo_text(&t, "native_lang"),
			.from_on = demo_day(&t, "from"),
			.to_on = demo_opt_day(&t, "to"),
			.source = demo_text(&t, "source"),
		};
		TRY(ref_office_holder_add(tx, &in, &out));
	}
	return OK;
}

static enum err add_missions(struct tx *tx, struct load *l)
{
	struct demo_table t = demo_table("missions", embed_str(demo_missions));
	while (demo_next(&t)) {
		struct wrote out;
		str parent = demo_text(&t, "parent");
		struct mission_add_args in = {
			.kind = demo_text(&t, "kind"),
			.sending_iso = demo_text(&t, "sending"),
			.host_iso = demo_text(&t, "host"),
			.city = demo_text(&t, "city"),
			.name = demo_text(&t, "name"),
			.parent_id = { parent.p, parent.p ? demo_key_id(&l->missions, parent) : 0 },
			.status = demo_text(&t, "status"),
			.opened_on = demo_opt_day(&t, "opened"),
			.closed_on = demo_opt_day(&t, "closed"),
			.status_why = demo_text(&t, "why"),
			.is_invented = demo_int(&t, "is_invented") == 1,
			.source = demo_text(&t, "source"),
		};
		TRY(mission_add(tx, &in, &out));
		demo_key_add(tx->a, &l->missions, demo_text(&t, "key"), out.id);
	}
	return OK;
}

/* "RU/GB D-07" */
static str post_key(struct tx *tx, const struct demo_table *t)
{
	return str_fmt(tx->a, "%.*s %.*s", SF(demo_text(t, "mission")),
		       SF(demo_text(t, "post_no")));
}

static enum err add_posts(struct tx *tx, struct load *l)
{
	struct demo_table t = demo_table("posts", embed_str(demo_posts));
	while (demo_next(&t)) {
		struct wrote out;
		enum post_category category;
		struct mission_post_add_args in = {
			.mission_id = demo_key_id(&l->missions, demo_text(&t, "mission")),
			.post_no = demo_text(&t, "post_no"),
			.title = demo_text(&t, "title"),
			.category = demo_text(&t, "category"),
			.rank_n = demo_int(&t, "rank"),
			.created_on = demo_opt_day(&t, "created"),
			.frozen_since_on = demo_opt_day(&t, "frozen_since"),
			.frozen_why = demo_text(&t, "frozen_why"),
			.is_invented = true,
		};
		must(post_category_of(in.category, &category));
		TRY(mission_post_add(tx, &in, &out));
		demo_key_add(tx->a, &l->posts, post_key(tx, &t), out.id);
		demo_key_add(tx->a, &l->categories, post_key(tx, &t), (int64_t)category);
	}
	return OK;
}

/* "Petrov Pyotr Sergeevich", "Tamsin Wainfleet": in the order in which the state prints it. */
static str printed_name(struct arena *a, const struct demo_table *t)
{
	str family = demo_text(t, "family"), given = demo_text(t, "given");
	str patronymic = demo_text(t, "patronymic");
	if (str_eq(demo_text(t, "order"), S("given_first")))
		return str_fmt(a, "%.*s %.*s", SF(given), SF(family));
	return str_fmt(a, "%.*s %.*s%s%.*s", SF(family), SF(given), patronymic.n ? " " : "",
		       SF(patronymic));
}

static enum err add_people(struct tx *tx, struct load *l)
{
	struct demo_table t = demo_table("people", embed_str(demo_people));
	while (demo_next(&t)) {
		struct wrote out;
		str name = printed_name(tx->a, &t);
		struct opt_int birth = demo_opt_day(&t, "birth");
		struct person_add_args in = {
			.ref = demo_text(&t, "ref"),
			.mission_id = { true, demo_key_id(&l->missions, demo_text(&t, "mission")) },
			.name = name,
			.family_name = demo_text(&t, "family"),
			.given_names = demo_text(&t, "given"),
			.patronymic = demo_text(&t, "patronymic"),
			.name_order = demo_text(&t, "order"),
			.native_name = demo_text(&t, "native"),
			.native_lang = demo_text(&t, "lang"),
			.mrz_name = demo_text(&t, "mrz"),
			.sort_key = person_sort_key(
			    tx->a,
			    str_fmt(tx->a, "%.*s %.*s %.*s", SF(demo_text(&t, "family")),
				    SF(demo_text(&t, "given")), SF(demo_text(&t, "patronymic")))),
			.sex = demo_text(&t, "sex"),
			.birth_from_on = birth,
			.birth_to_on = birth,
			.birth_place = demo_text(&t, "birth_place"),
			.nationality_iso = demo_text(&t, "nationality"),
			.is_invented = demo_int(&t, "is_invented") == 1,
			.source = demo_text(&t, "source"),
		};
		TRY(person_add(tx, &in, &out));
		demo_key_add(tx->a, &l->people, in.ref, out.id);
	}
	return OK;
}

static enum err add_appointments(struct tx *tx, struct load *l)
{
	struct demo_table t = demo_table("appointments", embed_str(demo_appointments));
	while (demo_next(&t)) {
		struct wrote out;
		struct mission_appointment_add_args in = {
			.mission_id = demo_key_id(&l->missions, demo_text(&t, "mission")),
			.post_id = demo_key_id(&l->posts, post_key(tx, &t)),
			.person_id = demo_key_id(&l->people, demo_text(&t, "person")),
			.from_on = demo_day(&t, "from"),
			.to_on = demo_opt_day(&t, "to"),
			.notified_on = demo_opt_day(&t, "notified"),
			.end_notified_on = demo_opt_day(&t, "end_notified"),
			.ended_why = demo_text(&t, "ended_why"),
			.ended_note = demo_text(&t, "note"),
		};
		TRY(mission_appointment_add(tx, &in, &out));
	}
	return OK;
}

static enum err add_standards(struct tx *tx)
{
	struct demo_table t = demo_table("standards", embed_str(demo_standards));
	while (demo_next(&t)) {
		struct wrote out;
		struct visa_standard_add_args in = {
			.receiving_iso = demo_text(&t, "receiving"),
			.sending_iso = demo_text(&t, "sending"),
			.kind = demo_text(&t, "kind"),
			.category = demo_text(&t, "category"),
			.name = demo_text(&t, "name"),
			.basis = demo_text(&t, "basis"),
			.limit_days = demo_int(&t, "limit_days"),
			.unit = demo_text(&t, "unit"),
			.from_on = demo_day(&t, "from"),
			.to_on = demo_opt_day(&t, "to"),
			.source = demo_text(&t, "source"),
		};
		TRY(visa_standard_add(tx, &in, &out));
	}
	return OK;
}

struct steps {
	struct visa_step *v;
	ptrdiff_t n, cap;
};

/* The history of one application; the rows of one stand together, in order. */
static struct steps steps_of(struct arena *a, str ref)
{
	struct demo_table t = demo_table("holdings", embed_str(demo_holdings));
	struct steps s = { 0 };
	while (demo_next(&t)) {
		if (!str_eq(demo_text(&t, "application"), ref))
			continue;
		struct visa_step *step = arena_push(a, &s);
		*step = (struct visa_step){ .on = demo_day(&t, "from"),
					    .reason = demo_text(&t, "reason") };
		must(visa_stage_of(demo_text(&t, "stage"), &step->stage));
		must(visa_holder_of(demo_text(&t, "holder"), &step->holder));
	}
	return s;
}

static struct visa_entry entry_of(struct tx *tx, struct load *l, const struct demo_table *t)
{
	str post = demo_text(t, "post_no"), household = demo_text(t, "household");
	struct visa_entry e = {
		.ref = demo_text(t, "ref"),
		.sending_iso = demo_text(t, "sending"),
		.receiving_iso = demo_text(t, "receiving"),
		.note_no = demo_text(t, "note_no"),
		.mission_id = demo_key_id(&l->missions, demo_text(t, "mission")),
		.person_id = demo_key_id(&l->people, demo_text(t, "person")),
		.received_on = demo_day(t, "received"),
		.visa_until_on = demo_opt_day(t, "visa_until"),
		.is_closed = demo_text(t, "closed").p,
		.is_invented = true,
	};
	must(visa_kind_of(demo_text(t, "kind"), &e.kind));
	if (post.p) {
		str key = post_key(tx, t);
		e.post_id = (struct opt_int){ true, demo_key_id(&l->posts, key) };
		e.category =
		    post_category_text((enum post_category)demo_key_id(&l->categories, key));
	}
	if (household.p)
		e.household_id = (struct opt_int){ true, demo_key_id(&l->applications, household) };
	if (e.is_closed)
		e.end = (struct visa_step){ .on = demo_day(t, "closed"),
					    .reason = demo_text(t, "outcome_reason") };
	if (demo_text(t, "outcome").p) /* of an open one: what is proposed to the approver */
		must(visa_outcome_of(demo_text(t, "outcome"), &e.outcome));
	return e;
}

static enum err add_applications(struct tx *tx, struct load *l)
{
	struct demo_table t = demo_table("applications", embed_str(demo_applications));
	while (demo_next(&t)) {
		int64_t id;
		struct visa_entry e = entry_of(tx, l, &t);
		struct steps steps = steps_of(tx->a, e.ref);
		e.steps = steps.v;
		e.n_steps = steps.n;
		TRY(visa_enter(tx, &e, &id));
		demo_key_add(tx->a, &l->applications, e.ref, id);
	}
	return OK;
}

/* One edition of the Diplomatic List, published on the register's first day. */
static enum err add_edition(struct tx *tx)
{
	struct list_edition_publish_args in = { .published_on = { true, tx->on } };
	struct wrote out;
	TRY(list_keep(tx, S("June 2021"), &in.id));
	return list_edition_publish(tx, &in, &out);
}

/* A picture of one mission, drawn for the demo world, so that attachments are to be found. */
static enum err add_attachment(struct tx *tx)
{
	str bytes = embed_str(demo_chancery);
	struct mission_of_pair_args in = { .sending_iso = S("RU"), .host_iso = S("GB") };
	struct mission_of_pair_rows rows;
	TRY(mission_of_pair(tx, &in, &rows));
	struct attachment_new picture = { .of = ATTACHMENT_OF_MISSION,
					  .kind = ATTACHMENT_KIND_PHOTOGRAPH,
					  .title = S("The chancery, drawn for the demo world"),
					  .bytes = bytes };
	must(rows.n > 0);
	picture.object_id = rows.v[rows.n - 1].id;
	return attachment_keep(tx, &picture, bytes);
}

static uint32_t role_bit(str word)
{
	for (int i = 0; i < ROLES_N; i++)
		if (str_eq(word, str_of(role_word((enum role)i))))
			return BIT(i);
	must_not_come_here("a table of the demo world names no role");
}

static uint32_t label_bits(str names)
{
	uint32_t bits = 0;
	while (names.p) {
		str name = str_cut(&names, ' ');
		for (int i = 0; i < LABELS_N; i++)
			if (str_eq(name, str_of(label_name((enum label)i))))
				bits |= BIT(i);
	}
	return bits;
}

static enum err add_accounts(struct tx *tx, struct load *l)
{
	struct demo_table t = demo_table("accounts", embed_str(demo_accounts));
	while (demo_next(&t)) {
		int64_t id;
		str mission = demo_text(&t, "mission");
		if (mission.p && !l->missions.n)
			continue; /* a rehearsal begins without missions */
		struct account in = {
			.login = demo_text(&t, "login"),
			.name = demo_text(&t, "name"),
			.role_bits = role_bit(demo_text(&t, "role")),
			.label_bits = label_bits(demo_text(&t, "labels")),
			.mission_id = { mission.p,
					mission.p ? demo_key_id(&l->missions, mission) : 0 },
		};
		TRY(account_add(tx, &in, l->faults, &id));
	}
	return OK;
}

/* What waits for the approver with an outcome waits as a proposal. */
static enum err propose_deed(struct tx *tx, void *arg)
{
	struct load *l = arg;
	struct demo_table t = demo_table("applications", embed_str(demo_applications));
	while (demo_next(&t)) {
		struct visa_entry e = entry_of(tx, l, &t);
		struct steps steps = steps_of(tx->a, e.ref);
		const struct visa_step *now = &steps.v[steps.n - 1];
		if (e.is_closed || !demo_text(&t, "outcome").p)
			continue;
		struct visa_wish w = { .to = VISA_STAGE_CLOSED,
				       .outcome = e.outcome,
				       .reason = now->reason,
				       .on = now->on };
		if (e.outcome == VISA_OUTCOME_GRANTED) {
			w.valid_until_on = (struct opt_int){ true, day_add_months(now->on, 12) };
			w.has_entries = true;
			w.entries = VISA_ENTRIES_MANY;
		} else {
			w.has_reason_code = true;
			w.reason_code = VISA_REASON_NOTICE; /* both miss what a note must say */
		}
		TRY(visa_propose_entered(tx, e.ref, &w));
	}
	return OK;
}

/* A note of the Russian embassy, our answer in draft, and one of protocol's own: invented. */
static enum err add_notes(struct tx *tx, struct load *l)
{
	int64_t id, mission_id = demo_key_id(&l->missions, S("RU/GB"));
	struct visa_by_ref_row asked;
	struct visa_by_ref_args by = { .ref = S("A-118") };
	struct note_received theirs = { .kind = NOTE_KIND_NOTE_VERBALE,
					.mission_id = mission_id,
					.note_on = tx->on - 4,
					.received_on = tx->on - 3,
					.note_no = S("2021/341"),
					.lang = S("en"),
					.subject = S("Applications that wait for a decision"),
					.wording = S("The Embassy asks when the applications named "
						     "in its earlier notes will be decided."),
					.is_invented = true };
	const struct note_value values[] = { { "application", S("A-118") },
					     { "their_number", S("2021/341") },
					     { "missing", S("- the name of the person replaced\n"
							    "- the date of appointment") } };
	struct note_new ours = { .template = "visa_documents",
				 .lang = S("en"),
				 .kind = NOTE_KIND_NOTE_VERBALE,
				 .mission_id = mission_id,
				 .object_table = "visa_application",
				 .values = values,
				 .n_values = 3,
				 .is_invented = true };
	TRY(visa_by_ref(tx, &by, &asked));
	ours.object_id = asked.id;
	TRY(note_receive(tx, &theirs, l->faults, &id));
	TRY(note_draft(tx, &ours, &id));
	ours.template = "acknowledge";
	ours.lang = S("ru");
	ours.object_table = NULL;
	ours.object_id = 0;
	return note_draft(tx, &ours, &id);
}

/* Our own retelling of the report that Grata comes from, waiting to be read. */
static enum err add_report(struct tx *tx, struct load *l)
{
	int64_t id;
	struct intake_reading *r;
	struct intake_new in = {
		.title = S("Moscow asks to clear the backlog"),
		.body = embed_str(demo_report),
		.source = S("a press report, told again in the words of the demo world"),
		.place_iso = S("GB"),
		.published_on = { true, tx->on - 1 },
	};
	TRY(intake_read(tx, l->faults, &in, &r));
	return intake_write(tx, r, &id);
}

/* What both sides have said of visas since 1989 and no text shows: sourced, and a claim of one
 * side. */
static enum err add_understanding(struct tx *tx, struct load *l)
{
	int64_t id;
	struct interval year;
	must(interval_read(S("1989"), &year));
	struct talks_new in = {
		.form = S("agreement"),
		.by_isos = S("GB RU"),
		.from_on = { true, year.from_on },
		.to_on = { true, year.to_on },
		.says = S(
		    "Visas for members of missions within 30 days, as the Russian embassy in London puts it; no text is "
		    "published."),
		.concerns = S("applications"),
		.source = S("https://it.sputniknews.com/20150807/911885.html"),
	};
	return talks_add(tx, l->faults, &in, &id);
}

static enum err load_deed(struct tx *tx, void *arg)
{
	struct load *l = arg;
	struct ledger_imported rounds;
	struct ref_setup setup = {
		.host_iso = S("GB"),
		.ministry = S("Foreign, Commonwealth and Development Office"),
		.zone = str_of(ZONE),
		.holiday_region = S("England"),
		.is_demo = true,
		.clock_at = { true, l->clock_at },
	};
	TRY(ref_set_up(tx, &setup, l->faults));
	TRY(add_holidays(tx));
	TRY(add_office_holders(tx));
	TRY(add_missions(tx, l));
	TRY(add_posts(tx, l));
	TRY(add_people(tx, l));
	TRY(add_appointments(tx, l));
	TRY(add_edition(tx));
	TRY(add_attachment(tx));
	TRY(add_standards(tx));
	TRY(add_applications(tx, l));
	TRY(add_notes(tx, l));
	TRY(ledger_import_embedded(tx, l->faults, &rounds));
	TRY(add_understanding(tx, l));
	TRY(add_report(tx, l));
	return add_accounts(tx, l);
}

/* A list with invented entries, and everybody compared with it. */
static enum err add_watchlist(struct db *db, struct arena *a, struct faults *faults)
{
	struct watch_file file = { S("watchlist.csv"), embed_str(demo_watchlist) };
	struct vet_imported done;
	struct vet_ran ran;
	TRY(vet_import(db, &VIEWER_SYSTEM, a, faults, S("invented"), WATCH_CSV, &file, 1, &done));
	return vet_rescreen(db, &VIEWER_SYSTEM, a, false, &ran);
}

enum err demo_load(struct db *db, struct arena *a, struct refusal *refusal, struct faults *faults)
{
	struct load l = { .faults = faults };
	TRY(zone_at(ZONE, STARTS, &l.clock_at));
	db_set_clock(db, l.clock_at - os_now_at(db_os(db)), str_of(ZONE));
	TRY(db_deed(db, &VIEWER_SYSTEM, a, refusal, "demo.load", load_deed, &l));
	struct viewer officer;
	TRY(viewer_of_login(db, a, S("visa.officer"), S("demo"), &officer));
	TRY(db_deed(db, &officer, a, refusal, "visa.propose", propose_deed, &l));
	TRY(demo_measure(db, a, refusal, faults));
	return add_watchlist(db, a, faults);
}

static enum err load_verb(struct verb_call *c)
{
	struct db *db;
	str why;
	enum err e = db_open(c->a, c->os, c->db_path, DB_CREATE, &db, &why);
	if (e != OK) {
		if (why.n)
			out_fmt(c->err, "grata: %.*s\n", SF(why));
		return e;
	}
	audit_attach(c->a, db);
	e = demo_load(db, c->a, c->refusal, c->faults);
	db_close(db);
	if (e != OK)
		db_unmake(c->db_path);
	else
		out_fmt(c->out,
			"%.*s is the demo register. It stands at Monday 21 June 2021, 09:00 in "
			"London, and runs.\n",
			SF(db_say(c->a, c->db_path)));
	return e;
}

/* ---- a rehearsal: another host, another day, nobody there yet ---- */

struct rehearsal {
	struct load load;
	struct ref_setup setup;
	bool is_without_rounds;
};

static enum err rehearse_deed(struct tx *tx, void *arg)
{
	struct rehearsal *r = arg;
	struct ledger_imported rounds;
	TRY(ref_set_up(tx, &r->setup, r->load.faults));
	struct wrote out;
	struct visa_standard_add_args standard = {
		.receiving_iso = r->setup.host_iso,
		.name = S("Own target of the rehearsal"),
		.basis = visa_basis_text(VISA_BASIS_OWN_TARGET),
		.limit_days = 15,
		.unit = day_unit_text(DAY_UNIT_WORKING),
		.from_on = DAY_MIN,
		.source = S("invented"),
	};
	TRY(visa_standard_add(tx, &standard, &out));
	if (!r->is_without_rounds)
		TRY(ledger_import_embedded(tx, r->load.faults, &rounds));
	return add_accounts(tx, &r->load);
}

static enum err rehearse_verb(struct verb_call *c)
{
	struct db *db;
	str why = { 0 };
	struct rehearsal r = { .load.faults = c->faults,
			       .is_without_rounds = verb_flag(c, "no-rounds") };
	struct clock starts = { .on = verb_day(c, "on", STARTS.on), .hour = 9 };
	r.setup = (struct ref_setup){ .host_iso = verb_text(c, "host"),
				      .ministry = verb_text(c, "ministry"),
				      .zone = verb_text(c, "zone"),
				      .holiday_region = S(""),
				      .is_demo = true };
	for (int i = 0; c->verb->opts[i].name; i++)
		if (!c->opt_values[i] && c->verb->opts[i].kind != OPT_FLAG)
			fault_field(c->faults, str_of(c->verb->opts[i].name), "missing: %s",
				    c->verb->opts[i].says);
	TRY(faults_err(c->faults));
	r.setup.clock_at.has =
	    zone_at(str_z(c->a, r.setup.zone), starts, &r.setup.clock_at.v) == OK;
	if (!r.setup.clock_at.has)
		fault_field(c->faults, S("zone"), "'%.*s' is not a time zone", SF(r.setup.zone));
	TRY(faults_err(c->faults));
	enum err e = db_open(c->a, c->os, c->db_path, DB_CREATE, &db, &why);
	if (e != OK) {
		if (why.n)
			out_fmt(c->err, "grata: %.*s\n", SF(why));
		return e;
	}
	audit_attach(c->a, db);
	db_set_clock(db, r.setup.clock_at.v - os_now_at(db_os(db)), r.setup.zone);
	e = db_deed(db, &VIEWER_SYSTEM, c->a, c->refusal, "demo.rehearse", rehearse_deed, &r);
	db_close(db);
	if (e != OK)
		db_unmake(c->db_path);
	return e;
}

static const struct verb_opt rehearse_opts[] = {
	{ "host", OPT_TEXT, "US", "whose register it is" },
	{ "ministry", OPT_TEXT, "NAME", "who keeps it" },
	{ "zone", OPT_TEXT, "America/New_York", "by which clock" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "the day on which it stands, at 09:00" },
	{ "no-rounds", OPT_FLAG, NULL,
	  "without the published rounds: they are entered as they come" },
	{ 0 },
};

const struct verb demo_verbs[] = {
	{ "demo", "rehearse", NULL,
	  "Make a register to rehearse in: any host, any day, the accounts of the demo world, nobody there yet.",
	  VERB_FILE, rehearse_opts, rehearse_verb },
	{ "demo", "load", NULL,
	  "Make the demo register: the United Kingdom and its missions in June 2021.", VERB_FILE,
	  NULL, load_verb },
	{ 0 },
};
