/* visa_test.c: the rules of applications: clocks, moves, figures. */
#include "replay.h"

#include "data/viewer.h"
#include "visa/visa.h"

CHECK_ARENA(64 << 20)

static int64_t day(const char *iso)
{
	int64_t on;
	if (!day_read(str_of(iso), &on))
		fail_msg("not a day: %s", iso);
	return on;
}

static void when_it_is_due(void **state)
{
	(void)state;
	struct visa_clock c = visa_clock_begin(day("2021-05-21"), 30, DAY_UNIT_CALENDAR, NULL);
	assert_str(visa_due_text(&A, &c, day("2021-06-10")), "in 10 days");
	assert_str(visa_due_text(&A, &c, day("2021-06-19")), "in 1 day");
	assert_str(visa_due_text(&A, &c, day("2021-06-20")), "today");
	assert_str(visa_due_text(&A, &c, day("2021-06-22")), "2 days ago");
	visa_clock_stop(&c, day("2021-06-18"));
	assert_str(visa_due_text(&A, &c, day("2021-07-30")), "2 days left");
	struct visa_clock late = visa_clock_begin(day("2021-05-21"), 30, DAY_UNIT_CALENDAR, NULL);
	visa_clock_stop(&late, day("2021-06-21"));
	assert_str(visa_due_text(&A, &late, day("2021-07-30")), "1 day over");
}

static void whose_cases_they_are(void **state)
{
	(void)state;
	enum visa_holder h;
	assert_true(visa_holder_of_roles(BIT(ROLE_VETTING), &h));
	assert_int_equal(h, VISA_HOLDER_VETTING);
	assert_true(visa_holder_of_roles(BIT(ROLE_VISA) | BIT(ROLE_HEAD), &h));
	assert_int_equal(h, VISA_HOLDER_APPROVER);
	assert_false(visa_holder_of_roles(BIT(ROLE_DESK) | BIT(ROLE_AUDITOR), &h));
}

static void ages_without_a_stop(void **state)
{
	(void)state;
	struct visa_clock c = visa_clock_begin(day("2021-05-21"), 30, DAY_UNIT_CALENDAR, NULL);
	assert_int_equal(c.due_on, day("2021-06-20"));
	assert_int_equal(visa_age_gross(&c, day("2021-06-21")), 31);
	assert_int_equal(visa_age_net(&c, day("2021-06-21")), 31);
	assert_false(visa_is_over(&c, day("2021-06-20")));
	assert_true(visa_is_over(&c, day("2021-06-21")));
}

/* 14 days with the mission: the net age leaves them out and the due day moves on by as much. */
static void a_stop_moves_the_due_day(void **state)
{
	(void)state;
	struct visa_clock c = visa_clock_begin(day("2021-05-01"), 30, DAY_UNIT_CALENDAR, NULL);
	visa_clock_stop(&c, day("2021-05-11"));
	assert_int_equal(visa_age_net(&c, day("2021-05-20")), 10);
	assert_int_equal(visa_age_gross(&c, day("2021-05-20")), 19);
	visa_clock_stop(&c, day("2021-05-18")); /* stands already */
	visa_clock_start(&c, day("2021-05-25"), DAY_UNIT_CALENDAR, NULL);
	assert_int_equal(c.stopped_days, 14);
	assert_int_equal(c.due_on, day("2021-06-14"));
	assert_int_equal(visa_age_net(&c, day("2021-06-14")), 30);
	assert_false(visa_is_over(&c, day("2021-06-14")));
	assert_true(visa_is_over(&c, day("2021-06-15")));
	visa_clock_start(&c, day("2021-06-15"), DAY_UNIT_CALENDAR, NULL); /* runs already */
	assert_int_equal(c.stopped_days, 14);
}

/* Whoever is late before the mission is asked stays late, and by as much. */
static void a_stop_forgives_nothing(void **state)
{
	(void)state;
	struct visa_clock c = visa_clock_begin(day("2021-01-01"), 30, DAY_UNIT_CALENDAR, NULL);
	visa_clock_stop(&c, day("2021-02-10"));
	assert_true(visa_is_over(&c, day("2021-06-21")));
	visa_clock_start(&c, day("2021-06-21"), DAY_UNIT_CALENDAR, NULL);
	assert_true(visa_is_over(&c, day("2021-06-21")));
	assert_int_equal(visa_age_net(&c, day("2021-06-21")), 40);
	assert_int_equal(day("2021-06-21") - c.due_on, 10);
}

static void working_days(void **state)
{
	(void)state;
	int64_t holidays[] = { 18750 }; /* Monday 3 May 2021 */
	struct calendar host = { CALENDAR_SAT_SUN.rest_weekdays, holidays, 1 };
	assert_int_equal(holidays[0], day("2021-05-03"));
	struct visa_clock c = visa_clock_begin(day("2021-04-30"), 15, DAY_UNIT_WORKING, &host);
	assert_int_equal(c.due_on, day("2021-05-24"));
	/* Stands from Thursday to Tuesday: three working days (Friday, Monday, Tuesday). */
	visa_clock_stop(&c, day("2021-05-06"));
	visa_clock_start(&c, day("2021-05-11"), DAY_UNIT_WORKING, &host);
	assert_int_equal(c.due_on, day("2021-05-27"));
	assert_int_equal(c.stopped_days, 5);
}

/* Any way of stops and starts: net and stopped days add up to gross, and net never falls. */
static void ages_add_up(void **state)
{
	(void)state;
	uint64_t dice = 7;
	for (int round = 0; round < 2000; round++) {
		struct visa_clock c = visa_clock_begin(18000, 30, DAY_UNIT_CALENDAR, NULL);
		int64_t on = 18000, before = 0, stood = 0;
		for (int step = 0; step < 20; step++) {
			dice = dice * 6364136223846793005u + 1442695040888963407u;
			int64_t days = (int64_t)(dice >> 60);
			stood += c.stopped_since_on.has ? days : 0;
			on += days;
			assert_int_equal(visa_age_net(&c, on) + stood, visa_age_gross(&c, on));
			assert_true(visa_age_net(&c, on) >= before);
			assert_int_equal(visa_is_over(&c, on), visa_age_net(&c, on) > 30);
			before = visa_age_net(&c, on);
			if ((dice >> 50) & 1)
				visa_clock_stop(&c, on);
			else
				visa_clock_start(&c, on, DAY_UNIT_CALENDAR, NULL);
		}
	}
}

static enum err try_move(enum visa_stage from, enum visa_stage to, enum visa_holder holder,
			 const char *reason, uint32_t roles, struct refusal *r)
{
	const struct visa_move *m = NULL;
	struct visa_wish w = { .to = to, .holder = holder, .reason = str_of(reason), .on = 18800 };
	enum err e = visa_may_move(&A, from, 18799, &w, roles, &m, r);
	assert_int_equal(e == OK, m != NULL);
	return e;
}

static void moves_of_the_table(void **state)
{
	(void)state;
	struct refusal r = { 0 };
	assert_ok(try_move(VISA_STAGE_RECEIVED, VISA_STAGE_VETTING, VISA_HOLDER_VETTING, NULL,
			   BIT(ROLE_VISA), &r));
	assert_int_equal(try_move(VISA_STAGE_RECEIVED, VISA_STAGE_APPROVAL, VISA_HOLDER_APPROVER,
				  "because", BIT(ROLE_VISA), &r),
			 ERR_REFUSED);
	assert_str(r.rule, "no_such_move");
	assert_true(str_find(r.sentence, S("send to vetting (Vetting)")) > 0);
	assert_int_equal(try_move(VISA_STAGE_VETTING, VISA_STAGE_DECISION, VISA_HOLDER_VISA, NULL,
				  BIT(ROLE_VISA) | BIT(ROLE_ADMIN), &r),
			 ERR_REFUSED);
	assert_str(r.rule, "role");
	assert_str(r.sentence, "To end the vetting takes a Vetting officer.");
	assert_int_equal(try_move(VISA_STAGE_DOCUMENTS, VISA_STAGE_DOCUMENTS, VISA_HOLDER_MISSION,
				  "  ", BIT(ROLE_VISA), &r),
			 ERR_REFUSED);
	assert_str(r.rule, "reason");
	assert_true(str_find(r.sentence, S("the clock stops with it")) > 0);
	assert_int_equal(
	    try_move(VISA_STAGE_CLOSED, VISA_STAGE_VETTING, VISA_HOLDER_VETTING, "x", ~0u, &r),
	    ERR_REFUSED);
	assert_str(r.rule, "closed");
}

static void a_refusal_takes_two(void **state)
{
	(void)state;
	struct refusal r = { 0 };
	const struct visa_move *m = NULL;
	struct visa_wish w = { .to = VISA_STAGE_CLOSED,
			       .outcome = VISA_OUTCOME_REFUSED,
			       .reason = S("the post is frozen"),
			       .on = 18800 };
	for (int s = 0; s < VISA_STAGE_N; s++) {
		enum err e = visa_may_move(&A, (enum visa_stage)s, 18800, &w, ~0u, &m, &r);
		assert_int_equal(e, s == VISA_STAGE_APPROVAL ? OK : ERR_REFUSED);
		if (s != VISA_STAGE_APPROVAL && s != VISA_STAGE_CLOSED)
			assert_str(r.article, "VCDR Art. 9(1)");
	}
	assert_int_equal(visa_may_move(&A, VISA_STAGE_APPROVAL, 18801, &w, BIT(ROLE_HEAD), &m, &r),
			 ERR_REFUSED);
	assert_str(r.rule, "order_of_days");
	assert_true(str_find(r.sentence, S("since 23 June 2021")) > 0);
}

/* What the table itself promises. */
static void the_table_is_sound(void **state)
{
	(void)state;
	bool reached[VISA_STAGE_N] = { [VISA_STAGE_RECEIVED] = true };
	for (int round = 0; round < VISA_STAGE_N; round++)
		for (int i = 0; i < VISA_MOVES_N; i++)
			reached[VISA_MOVES[i].to] |= reached[VISA_MOVES[i].from];
	for (int s = 0; s < VISA_STAGE_N; s++) {
		bool can_withdraw = false;
		assert_true(reached[s]);
		for (int i = 0; i < VISA_MOVES_N; i++)
			can_withdraw |= (int)VISA_MOVES[i].from == s &&
					VISA_MOVES[i].to == VISA_STAGE_CLOSED &&
					VISA_MOVES[i].outcome == VISA_OUTCOME_WITHDRAWN;
		assert_int_equal(can_withdraw, s != VISA_STAGE_CLOSED);
	}
	for (int i = 0; i < VISA_MOVES_N; i++) {
		const struct visa_move *m = &VISA_MOVES[i];
		assert_true(m->from != VISA_STAGE_CLOSED);
		assert_true(m->role_bits != 0);
		if (m->to == VISA_STAGE_CLOSED)
			continue;
		assert_int_equal(m->is_clock_stopped, m->holder == VISA_HOLDER_MISSION);
		assert_true(!m->is_clock_stopped || m->needs_reason);
	}
}

static struct visa_case open_case(int64_t received_on, enum visa_holder holder)
{
	return (struct visa_case){ visa_clock_begin(received_on, 30, DAY_UNIT_CALENDAR, NULL),
				   holder };
}

static void figures_of_a_backlog(void **state)
{
	(void)state;
	int64_t on = 18799;
	static const int64_t ages[] = { 400, 14, 0, 15, 29, 30, 31, 59, 60, 61 };
	struct visa_case v[10];
	for (int i = 0; i < 10; i++)
		v[i] = open_case(on - ages[i], i < 3 ? VISA_HOLDER_MISSION : VISA_HOLDER_SECURITY);
	struct visa_backlog b = visa_backlog_of(A, v, 10, on);
	assert_int_equal(b.open_n, 10);
	assert_int_equal(b.over_n, 5);
	assert_int_equal(b.oldest_days.v, 400);
	assert_int_equal(b.median_days.v, 30); /* fifth of ten */
	assert_int_equal(b.p90_days.v, 61);    /* ninth of ten */
	assert_int_equal(b.by_holder_n[VISA_HOLDER_MISSION], 3);
	assert_int_equal(b.by_holder_n[VISA_HOLDER_SECURITY], 7);
	assert_int_equal(b.by_holder_n[VISA_HOLDER_APPROVER], 0);
	assert_int_equal(b.by_age_n[0], 2);
	assert_int_equal(b.by_age_n[1], 2);
	assert_int_equal(b.by_age_n[2], 3);
	assert_int_equal(b.by_age_n[3], 3);
	b = visa_backlog_of(A, v, 0, on);
	assert_int_equal(b.open_n, 0);
	assert_false(b.oldest_days.has || b.median_days.has || b.p90_days.has);
}

static void nearest_rank(void **state)
{
	(void)state;
	/* The worked example of the nearest-rank method: 15, 20, 35, 40, 50. */
	static const int64_t v[] = { 15, 20, 35, 40, 50 };
	assert_int_equal(visa_percentile(v, 5, 5), 15);
	assert_int_equal(visa_percentile(v, 5, 30), 20);
	assert_int_equal(visa_percentile(v, 5, 40), 20);
	assert_int_equal(visa_percentile(v, 5, 50), 35);
	assert_int_equal(visa_percentile(v, 5, 100), 50);
	assert_int_equal(visa_percentile(v, 1, 90), 15);
}

static void labels(void **state)
{
	(void)state;
	assert_str(visa_stage_label(VISA_STAGE_VETTING), "Vetting");
	assert_str(visa_holder_label(VISA_HOLDER_OTHER_MINISTRY), "Other ministry");
	assert_str(visa_outcome_label(VISA_OUTCOME_LAPSED), "Lapsed");
	for (int s = 0; s < VISA_STAGE_N; s++)
		assert_true(visa_stage_says((enum visa_stage)s).n > 0);
}

static void papers_by_kind(void **state)
{
	(void)state;
	uint32_t both = BIT(VISA_ITEM_PASSPORT) | BIT(VISA_ITEM_PHOTO);
	assert_int_equal(visa_items_of(VISA_KIND_FAMILY), both | BIT(VISA_ITEM_KINSHIP));
	assert_int_equal(visa_items_of(VISA_KIND_EXTENSION), both | BIT(VISA_ITEM_VISA_IN_HAND));
	assert_int_equal(visa_items_of(VISA_KIND_REPLACEMENT),
			 both | BIT(VISA_ITEM_ROLE) | BIT(VISA_ITEM_PREDECESSOR));
	for (int i = 0; i < VISA_ITEM_N; i++)
		assert_true(visa_item_label((enum visa_item)i).n > 0);
}

/* One submission in each row; faults stand with their line and column. */
static void a_spreadsheet(void **state)
{
	(void)state;
	struct visa_submissions list;
	struct faults none = faults_in(&A), some = faults_in(&A);
	str good = S("kind,state,received_on,papers\nentry,RU,2021-06-01,passport photo\n");
	assert_ok(visa_submissions_read(&A, S("x.csv"), good, &none, &list));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.v[0].line, 2);
	assert_int_equal(form_value(&list.v[0].form, "papers")->n, 2);
	str bad = S("kind,state,received_on,papers\nentry,RU,2021-02-30,passport hat\n,RU,x,\n");
	assert_int_equal(visa_submissions_read(&A, S("x.csv"), bad, &some, &list), ERR_FAULTS);
	assert_int_equal(some.n, 4);
	assert_int_equal(some.v[0].line, 2);
	assert_int_equal(some.v[0].col, 3);
	replay_corpus("tests/corpus/visa");
}

/* What a decision must say, one thing after the other. */
static void what_a_decision_says(void **state)
{
	(void)state;
	struct refusal r = { 0 };
	struct visa_wish w = { .to = VISA_STAGE_CLOSED,
			       .outcome = VISA_OUTCOME_REFUSED,
			       .on = 18799 };
	assert_int_equal(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r), ERR_REFUSED);
	assert_str(r.rule, "reason_code");
	w.has_reason_code = true;
	assert_ok(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r));
	w.tenure_until_on = (struct opt_int){ true, 20000 };
	assert_int_equal(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r), ERR_REFUSED);
	w = (struct visa_wish){ .to = VISA_STAGE_CLOSED,
				.outcome = VISA_OUTCOME_GRANTED,
				.on = 18799 };
	assert_ok(visa_may_decide(&A, VISA_KIND_ATTACHE_APPROVAL, &w, &r));
	assert_int_equal(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r), ERR_REFUSED);
	w.valid_until_on = (struct opt_int){ true, 18800 };
	assert_int_equal(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r), ERR_REFUSED);
	w.has_entries = true;
	assert_ok(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r));
	assert_int_equal(visa_may_decide(&A, VISA_KIND_RE_ACCREDITATION, &w, &r), ERR_REFUSED);
	assert_str(r.rule, "no_visa");
	w.tenure_until_on = (struct opt_int){ true, 18799 };
	assert_int_equal(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r), ERR_REFUSED);
	assert_str(r.rule, "tenure");
	w.tenure_until_on.v = 18800;
	assert_ok(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r));
	assert_str(visa_grant_text(&A, &w),
		   "to 22 June 2021, for one entry; the tenure ends on 22 June 2021");
	w.valid_from_on = (struct opt_int){ true, 18800 };
	assert_int_equal(visa_may_decide(&A, VISA_KIND_ENTRY, &w, &r), ERR_REFUSED);
	assert_str(r.rule, "valid_until");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(when_it_is_due),
		cmocka_unit_test(whose_cases_they_are),
		cmocka_unit_test(ages_without_a_stop),
		cmocka_unit_test(a_stop_moves_the_due_day),
		cmocka_unit_test(a_stop_forgives_nothing),
		cmocka_unit_test(working_days),
		cmocka_unit_test(ages_add_up),
		cmocka_unit_test(moves_of_the_table),
		cmocka_unit_test(a_refusal_takes_two),
		cmocka_unit_test(the_table_is_sound),
		cmocka_unit_test(figures_of_a_backlog),
		cmocka_unit_test(nearest_rank),
		cmocka_unit_test(what_a_decision_says),
		cmocka_unit_test(papers_by_kind),
		cmocka_unit_test(a_spreadsheet),
		cmocka_unit_test(labels),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
