/* decade_register.c: the register run by the books, and looked at every day. What should be is kept
 * here a second time, by hand: whose each application is, since when, and how long its clock
 * stood. */
#include "decade.h"

#include <stdio.h>
#include <unistd.h>

#include "access/access.h"
#include "audit/audit.h"
#include "backlog/backlog.h"
#include "base/must.h"
#include "forecast/dice.h"
#include "mission/mission.h"
#include "person/person.h"
#include "ref/ref.h"
#include "visa/visa_pages.h"

enum {
	PERM_BYTES = 512 << 20,
	DAY_BYTES = 1 << 30,
	PEOPLE_N = 40,
	LIMIT_DAYS = 30,
	MOVES_A_DAY_N = 400, /* the others wait for tomorrow */
	DEED_N = 200,        /* so many enter or end in one deed, at most */
	PAST_DAYS_N = 24,    /* so many past days are asked about at the end */
	SAID_MAX = 20,
};

/* An application as it should be. */
struct paper {
	int64_t number, received_on, stopped_days, stopped_since_on; /* 0: its clock runs */
	enum visa_stage stage;
	enum visa_holder holder;
};

struct run {
	const struct decade_plan *plan;
	const struct decade *books;
	struct arena perm, day_arena;
	struct os os;
	struct db *db;
	struct viewer officer;
	struct dice dice;
	int64_t mission_id, person_id[PEOPLE_N];
	struct paper *open; /* oldest first */
	int64_t open_n, entered_n, closed_n, day, wrong_n;
	int64_t come_n, done_n; /* still to be entered and ended today */
	bool is_moved;          /* today's moves are made */
	struct figures {
		int64_t open_n, over_n, by_holder_n[VISA_HOLDER_N];
	} seen[DECADE_DAYS];
};

static void wrong(struct run *r, const char *what, int64_t got, int64_t want)
{
	if (r->wrong_n++ < SAID_MAX && got != want)
		printf("# %s: day %lld: %s: got %lld, want %lld\n", r->plan->name,
		       (long long)r->day, what, (long long)got, (long long)want);
}

static void same(struct run *r, const char *what, int64_t got, int64_t want)
{
	if (got != want)
		wrong(r, what, got, want);
}

static int64_t today(const struct run *r)
{
	return DECADE_FROM_ON + r->day;
}

static void set_clock(struct run *r)
{
	r->os.fake_at = (today(r) * 24 + 9) * 3600 * SECOND_US;
}

/* ---- making it ---- */

static enum err make_people(struct tx *tx, struct run *r)
{
	for (int i = 0; i < PEOPLE_N; i++) {
		struct wrote out;
		str ref = str_fmt(tx->a, "P-%05d", i + 1), name = str_fmt(tx->a, "Member %d", i);
		struct person_add_args in = { .ref = ref,
					      .mission_id = { true, r->mission_id },
					      .name = name,
					      .family_name = name,
					      .name_order = S("family_first"),
					      .sort_key = person_sort_key(tx->a, name),
					      .nationality_iso = S("RU"),
					      .is_invented = true,
					      .source = S("invented for a test") };
		TRY(person_add(tx, &in, &out));
		r->person_id[i] = out.id;
	}
	return OK;
}

static enum err make_deed(struct tx *tx, void *arg)
{
	struct run *r = arg;
	struct faults f = faults_in(tx->a);
	struct wrote out;
	int64_t id;
	struct ref_setup setup = { .host_iso = S("GB"),
				   .ministry = S("An invented ministry"),
				   .zone = S("UTC"),
				   .holiday_region = S("England") };
	struct mission_add_args mission = { .kind = S("embassy"),
					    .sending_iso = S("RU"),
					    .host_iso = S("GB"),
					    .city = S("London"),
					    .name = S("An invented embassy"),
					    .status = S("active"),
					    .is_invented = true,
					    .source = S("invented for a test") };
	struct visa_standard_add_args standard = { .receiving_iso = S("GB"),
						   .sending_iso = S("RU"),
						   .name = S("Thirty days"),
						   .basis = S("own_target"),
						   .limit_days = LIMIT_DAYS,
						   .unit = S("calendar"),
						   .from_on = 0,
						   .source = S("invented for a test") };
	struct account account = { .login = S("office"),
				   .name = S("The whole office"),
				   .natural_person = S("nobody"),
				   .role_bits = BIT(ROLE_VISA) | BIT(ROLE_VETTING) |
						BIT(ROLE_SECURITY) | BIT(ROLE_PROTOCOL) |
						BIT(ROLE_HEAD),
				   .label_bits = BIT(LABELS_N) - 1 };
	TRY(ref_set_up(tx, &setup, &f));
	TRY(mission_add(tx, &mission, &out));
	r->mission_id = out.id;
	TRY(make_people(tx, r));
	TRY(visa_standard_add(tx, &standard, &out));
	return account_add(tx, &account, &f, &id);
}

static void make(struct run *r, const char *folder)
{
	str why, path = str_fmt(&r->perm, "%s/decade-%s.db", folder, r->plan->name);
	set_clock(r);
	unlink(path.p);
	must(db_open(&r->perm, &r->os, path.p, DB_CREATE, &r->db, &why) == OK);
	audit_attach(&r->perm, r->db);
	must(db_deed(r->db, &VIEWER_SYSTEM, &r->perm, NULL, "test.make", make_deed, r) == OK);
	must(ref_start_clock(r->db, &r->perm) == OK);
	must(viewer_of_login(r->db, &r->perm, S("office"), S("test"), &r->officer) == OK);
}

/* ---- a day of work ---- */

static str ref_of(struct arena *a, int64_t number)
{
	return str_fmt(a, "A-%lld", (long long)number);
}

static enum err enter_one(struct tx *tx, struct run *r)
{
	int64_t id, on = today(r);
	struct visa_step step = { VISA_STAGE_RECEIVED, VISA_HOLDER_VISA, on, { 0 } };
	struct visa_entry e = { .ref = ref_of(tx->a, r->entered_n + 1),
				.sending_iso = S("RU"),
				.receiving_iso = S("GB"),
				.kind = VISA_KIND_ENTRY,
				.mission_id = r->mission_id,
				.person_id = r->person_id[r->entered_n % PEOPLE_N],
				.received_on = on,
				.steps = &step,
				.n_steps = 1,
				.is_invented = true };
	TRY(visa_enter(tx, &e, &id));
	r->open[r->open_n++] = (struct paper){ .number = ++r->entered_n,
					       .received_on = on,
					       .stage = VISA_STAGE_RECEIVED,
					       .holder = VISA_HOLDER_VISA };
	return OK;
}

/* One move, in the register and here. */
static enum err move(struct tx *tx, struct run *r, struct paper *p, enum visa_stage to,
		     enum visa_holder holder)
{
	int64_t on = today(r);
	struct visa_wish w = { .to = to, .holder = holder, .reason = S("as it goes"), .on = on };
	TRY(visa_move_now(tx, ref_of(tx->a, p->number), &w));
	if (p->stopped_since_on)
		p->stopped_days += on - p->stopped_since_on;
	p->stopped_since_on = holder == VISA_HOLDER_MISSION ? on : 0;
	p->stage = to;
	p->holder = holder;
	return OK;
}

/* Where an application goes next, by the dice. */
static enum err go_on(struct tx *tx, struct run *r, struct paper *p)
{
	int64_t dice = dice_below(&r->dice, 10);
	switch (p->stage) {
	case VISA_STAGE_RECEIVED:
		return dice < 3 ? move(tx, r, p, VISA_STAGE_DOCUMENTS, VISA_HOLDER_MISSION)
				: move(tx, r, p, VISA_STAGE_VETTING, VISA_HOLDER_VETTING);
	case VISA_STAGE_DOCUMENTS:
		return p->holder == VISA_HOLDER_MISSION
			   ? move(tx, r, p, VISA_STAGE_DOCUMENTS, VISA_HOLDER_VISA)
			   : move(tx, r, p, VISA_STAGE_VETTING, VISA_HOLDER_VETTING);
	case VISA_STAGE_VETTING:
		if (p->holder == VISA_HOLDER_SECURITY)
			return move(tx, r, p, VISA_STAGE_VETTING, VISA_HOLDER_VETTING);
		return dice < 2 ? move(tx, r, p, VISA_STAGE_VETTING, VISA_HOLDER_SECURITY)
		       : dice < 4
			   ? move(tx, r, p, VISA_STAGE_CONSULTATION, VISA_HOLDER_OTHER_MINISTRY)
			   : move(tx, r, p, VISA_STAGE_DECISION, VISA_HOLDER_VISA);
	case VISA_STAGE_CONSULTATION: return move(tx, r, p, VISA_STAGE_DECISION, VISA_HOLDER_VISA);
	case VISA_STAGE_DECISION: return move(tx, r, p, VISA_STAGE_APPROVAL, VISA_HOLDER_APPROVER);
	case VISA_STAGE_APPROVAL: return move(tx, r, p, VISA_STAGE_DECISION, VISA_HOLDER_VISA);
	case VISA_STAGE_CLOSED: break;
	}
	must_not_come_here("closed ones are not open");
}

/* Ends the i-th open one: granted or refused where that may be, else withdrawn. */
static enum err end_one(struct tx *tx, struct run *r, int64_t i)
{
	struct paper *p = &r->open[i];
	struct visa_wish w = { .to = VISA_STAGE_CLOSED,
			       .outcome = p->stage == VISA_STAGE_DECISION ? VISA_OUTCOME_GRANTED
					  : p->stage == VISA_STAGE_APPROVAL
					      ? VISA_OUTCOME_REFUSED
					      : VISA_OUTCOME_WITHDRAWN,
			       .reason = S("as it ends"),
			       .on = today(r) };
	TRY(visa_move_now(tx, ref_of(tx->a, p->number), &w));
	p->stage = VISA_STAGE_CLOSED;
	r->closed_n++;
	return OK;
}

/* Those that can be decided first, then the oldest. */
static enum err end_some(struct tx *tx, struct run *r, int64_t n)
{
	for (int pass = 0; pass < 2; pass++)
		for (int64_t i = 0; i < r->open_n && n > 0; i++) {
			enum visa_stage at = r->open[i].stage;
			bool is_ready = at == VISA_STAGE_DECISION || at == VISA_STAGE_APPROVAL;
			if (at == VISA_STAGE_CLOSED || (pass == 0 && !is_ready))
				continue;
			TRY(end_one(tx, r, i));
			n--;
		}
	int64_t kept = 0;
	for (int64_t i = 0; i < r->open_n; i++)
		if (r->open[i].stage != VISA_STAGE_CLOSED)
			r->open[kept++] = r->open[i];
	r->open_n = kept;
	return OK;
}

static int64_t least(int64_t x, int64_t y)
{
	return x < y ? x : y;
}

/* A part of the day's work: what comes, then what moves, then what ends. */
static enum err work_deed(struct tx *tx, void *arg)
{
	struct run *r = arg;
	if (r->come_n > 0) {
		int64_t n = least(r->come_n, DEED_N);
		r->come_n -= n;
		while (n-- > 0)
			TRY(enter_one(tx, r));
		return OK;
	}
	if (!r->is_moved) {
		int64_t left = MOVES_A_DAY_N;
		r->is_moved = true;
		for (int64_t i = 0; i < r->open_n && left > 0; i++) {
			if (dice_below(&r->dice, 8) != 0)
				continue;
			TRY(go_on(tx, r, &r->open[i]));
			left--;
		}
		return OK;
	}
	int64_t n = least(r->done_n, DEED_N);
	r->done_n -= n;
	return end_some(tx, r, n);
}

static bool work(struct run *r)
{
	r->come_n = r->books->come[r->day];
	r->done_n = r->books->done[r->day];
	r->is_moved = false;
	while (r->come_n > 0 || r->done_n > 0 || !r->is_moved) {
		struct arena a = r->day_arena;
		struct refusal refusal = { 0 };
		enum err e = db_deed(r->db, &r->officer, &a, &refusal, "test.work", work_deed, r);
		if (e == OK)
			continue;
		printf("# day %lld: %s %.*s\n", (long long)r->day, err_sentence(e),
		       SF(refusal.sentence));
		r->wrong_n++;
		return false;
	}
	return true;
}

/* ---- looking at it ---- */

static void look(struct run *r, const struct visa_corridor *k)
{
	struct figures want = { .open_n = r->open_n };
	int64_t gross = 0, net = 0, on = today(r);
	for (int64_t i = 0; i < r->open_n; i++) {
		const struct paper *p = &r->open[i];
		int64_t stood =
		    p->stopped_days + (p->stopped_since_on ? on - p->stopped_since_on : 0);
		int64_t age = on - p->received_on;
		want.by_holder_n[p->holder]++;
		want.over_n += age - stood > LIMIT_DAYS;
		gross += age;
		net += age - stood;
	}
	same(r, "open", k->figures.open_n, want.open_n);
	same(r, "none lost", r->entered_n - r->closed_n, k->figures.open_n);
	same(r, "over standard", k->figures.over_n, want.over_n);
	int64_t held = 0;
	for (int h = 0; h < VISA_HOLDER_N; h++) {
		same(r, "of a holder", k->figures.by_holder_n[h], want.by_holder_n[h]);
		held += k->figures.by_holder_n[h];
	}
	same(r, "one holder each", held, want.open_n);
	for (int64_t i = 0; i < k->figures.open_n; i++) {
		gross -= visa_age_gross(&k->cases[i].clock, on);
		net -= visa_age_net(&k->cases[i].clock, on);
	}
	same(r, "gross ages", gross, 0);
	same(r, "net ages", net, 0);
	r->seen[r->day] = want;
}

static void look_at_day(struct run *r)
{
	struct arena a = r->day_arena;
	struct tx tx;
	struct visa_corridor k;
	must(tx_begin(r->db, &r->officer, &a, &tx) == OK);
	must(visa_corridor_read(&tx, S("GB"), S("RU"), today(r), false, &k) == OK);
	look(r, &k);
	tx_end(&tx);
}

/* The history tells of a past day what was seen on it. */
static void look_back(struct run *r)
{
	for (int i = 0; i < PAST_DAYS_N; i++) {
		struct arena a = r->day_arena;
		struct tx tx;
		struct visa_corridor k;
		int64_t day = dice_below(&r->dice, DECADE_DAYS - 1);
		must(tx_begin(r->db, &r->officer, &a, &tx) == OK);
		must(visa_corridor_read(&tx, S("GB"), S("RU"), DECADE_FROM_ON + day, true, &k) ==
		     OK);
		same(r, "open on a past day", k.figures.open_n, r->seen[day].open_n);
		same(r, "over standard on a past day", k.figures.over_n, r->seen[day].over_n);
		for (int h = 0; h < VISA_HOLDER_N; h++)
			same(r, "of a holder on a past day", k.figures.by_holder_n[h],
			     r->seen[day].by_holder_n[h]);
		tx_end(&tx);
	}
}

/* What the page says of its forecasts is what the books themselves say. */
static void look_at_outlook(struct run *r)
{
	struct arena a = r->day_arena;
	struct tx tx;
	struct visa_corridor k;
	struct backlog_outlook o;
	struct office office = decade_office(r->books);
	struct outlook_test want = outlook_test(a, &office);
	must(tx_begin(r->db, &r->officer, &a, &tx) == OK);
	must(visa_corridor_read(&tx, S("GB"), S("RU"), today(r), false, &k) == OK);
	must(backlog_outlook_read(&tx, &k, &CALENDAR_SAT_SUN, today(r) + 100, &o) == OK);
	tx_end(&tx);
	same(r, "forecasts made", o.test.made_n, want.made_n);
	for (int i = 0; i < OUTLOOK_SHARES_N; i++) {
		same(r, "forecasts due", o.test.due_n[i], want.due_n[i]);
		same(r, "forecasts held", o.test.held_n[i], want.held_n[i]);
	}
}

static void look_at_log(struct run *r)
{
	struct arena a = r->day_arena;
	struct audit_report report;
	struct faults f = faults_in(&a);
	if (audit_verify(r->db, &a, NULL, &f, &report) != OK)
		wrong(r, "the log does not match: faults", f.n, -1);
}

int decade_register(const struct decade_plan *plan, const struct decade *d, const char *folder)
{
	struct arena perm;
	must(arena_open(&perm, PERM_BYTES) == OK);
	struct run *r = arena_new(&perm, struct run);
	*r = (struct run){ .plan = plan, .books = d, .dice = dice_of(plan->seed + 1) };
	int64_t all = 0;
	for (int day = 0; day < DECADE_DAYS; day++)
		all += d->come[day];
	r->perm = perm;
	r->os = os_fake(0, plan->seed);
	r->open = arena_new_n(&r->perm, struct paper, all + 1);
	must(arena_open(&r->day_arena, DAY_BYTES) == OK);
	make(r, folder);
	for (r->day = 0; r->day < DECADE_DAYS && r->wrong_n < SAID_MAX; r->day++) {
		set_clock(r);
		if (!work(r))
			break;
		look_at_day(r);
	}
	r->day = DECADE_DAYS - 1;
	if (!r->wrong_n) {
		look_back(r);
		look_at_outlook(r);
		look_at_log(r);
	}
	printf("# %s: %lld entered, %lld closed, %lld open\n", plan->name, (long long)r->entered_n,
	       (long long)r->closed_n, (long long)r->open_n);
	int wrong_n = (int)r->wrong_n;
	db_close(r->db);
	arena_close(&r->day_arena);
	arena_close(&perm);
	return wrong_n;
}
