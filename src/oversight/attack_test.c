/* attack_test.c: ten ways to get what one may not have, each refused with the right sentence and
 * kept in the log; then break-glass from taking to review. */
#include "browser.h"

#include "account/account.h"
#include "oversight/oversight.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR };
enum { VERA = 1, HANS, HANNA, DORA, MIA, OTTO, SILKE, NORA, NED };

static const struct person people[] = {
	{ "vera", "Vera Visa", BIT(ROLE_VISA), 0 },
	{ "hans", "Hans Head", BIT(ROLE_HEAD), 0 },
	{ "hanna", "Vera Visa", BIT(ROLE_HEAD), 0 }, /* Vera's second account */
	{ "dora", "Dora Desk", BIT(ROLE_DESK) | BIT(ROLE_HEAD), 0 },
	{ "mia", "Mia Mission", BIT(ROLE_MISSION), 7 },
	{ "otto", "Otto Auditor", BIT(ROLE_AUDITOR), 0 },
	{ "silke", "Silke Security", BIT(ROLE_SECURITY), 0 },
	{ "nora", "Nora Night", BIT(ROLE_DESK), 0 },
	{ "ned", "Ned Night", BIT(ROLE_PROTOCOL), 0 },
	{ 0 },
};

static int DONE_N;

static enum err act_done(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	(void)tx, (void)p;
	DONE_N++;
	return OK;
}

static enum err act_back(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p, (void)reason;
	return OK;
}

static const struct act_handler handlers[] = { { ACT_VISA_REFUSE, act_done, act_back },
					       { ACT_EXPEL, act_done, act_back },
					       { 0 } };
static const struct act_handler *const acts[] = { handlers, NULL };

static enum err record_page(struct ctx *c)
{
	struct page p;
	TRY(page_begin(c, "Record", &p));
	page_on(&p, "visa_application", path_id(c, "id"));
	out_fmt(c->out, "labels %u", (unsigned)p.tx->viewer->label_bits);
	return OK;
}

static const struct route test_routes[] = {
	ROUTE(GET, "/task/{id}", record_page, BIT(ROLE_VISA) | BIT(ROLE_DESK), "A record."),
	{ 0 },
};
static const struct route *const tables[] = {
	access_routes, proposal_routes, log_routes, oversight_routes, own_routes, test_routes, NULL
};

static int set_up(void **state)
{
	(void)state;
	DONE_N = 0;
	return browser_open("attack", people, tables, acts);
}

/* ---- proposals ---- */

struct made {
	enum act act;
	int64_t object_id, id;
};

static enum err propose_deed(struct tx *tx, void *arg)
{
	struct made *m = arg;
	struct proposal_new p = { .act = m->act,
				  .object = { "account", m->object_id, 0 },
				  .body = S("{\"a\":1}"),
				  .summary = S("Refuse A-1") };
	return proposal_add(tx, &p, &m->id);
}

static int64_t propose(int64_t who, enum act act, int64_t object_id)
{
	struct viewer v = viewer_of(who);
	struct made m = { act, object_id, 0 };
	assert_ok(db_deed(DB, &v, &A, NULL, "test.propose", propose_deed, &m));
	return m.id;
}

static str decide(int64_t who, int64_t id, int *still_n)
{
	struct viewer v = viewer_of(who);
	struct refusal r = { 0 };
	struct verdict verdict = { .id = id, .is_approved = true };
	enum err e = proposal_decide(DB, &v, &A, &r, acts, &verdict);
	if (still_n)
		*still_n = verdict.still_n;
	return e == ERR_REFUSED ? r.rule : e == OK ? S("done") : str_of(err_name(e));
}

static enum err touch_deed(struct tx *tx, void *arg)
{
	struct wrote out;
	struct access_account_set_password_args set = { .id = *(int64_t *)arg, .password = S("x") };
	return access_account_set_password(tx, &set, &out);
}

struct absence {
	int64_t account_id, deputy_id;
	int days;
};

static enum err deputy_deed(struct tx *tx, void *arg)
{
	const struct absence *a = arg;
	struct wrote out;
	struct access_deputy_add_args in = { a->account_id, a->deputy_id, tx->on, tx->on + a->days,
					     S("leave") };
	return access_deputy_add(tx, &in, &out);
}

static void stand_in(int64_t absent, int64_t deputy)
{
	struct absence a = { absent, deputy, 7 };
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.deputy", deputy_deed, &a));
}

static enum err night_deed(struct tx *tx, void *arg)
{
	struct wrote out;
	struct access_night_add_args in = { *(int64_t *)arg, tx->on, tx->on + 7 };
	return access_night_add(tx, &in, &out);
}

static struct ctx answer(int64_t id)
{
	struct ctx c = get(str_fmt(&A, "/proposals/%lld", (long long)id).p);
	ptrdiff_t at = str_find(c.res->bytes, S("name=\"seen\" value=\""));
	assert_true(at > 0);
	str seen = str_slice(c.res->bytes, at + 19, at + 19 + 64);
	return post(str_fmt(&A, "/proposals/%lld/approve", (long long)id).p,
		    str_fmt(&A, "seen=%.*s", SF(seen)));
}

/* ---- the ten ---- */

static void csrf_is_refused(void **state)
{
	(void)state;
	sign_in_as("vera");
	struct ctx c = ask((struct asked){ "POST", "/sign-out", "http://evil.test", "cross-site",
					   .body = S("csrf=x") });
	assert_int_equal(c.res->status, 403);
	assert_true(has(&c, "This form does not come from a page of yours"));
	assert_int_equal(count("access.denied", "refuse"), 1);
	assert_int_equal(get("/me").res->status, 200); /* still signed in */
}

static void fixation_is_refused(void **state)
{
	(void)state;
	str planted = token_new(&A, &OS);
	COOKIE = planted; /* an attacker chose it and put it into Vera's browser */
	get("/sign-in");
	APP.has_one_click = true;
	struct ctx c = post("/sign-in/demo", S("login=vera"));
	APP.has_one_click = false;
	assert_int_equal(c.res->status, 303);
	assert_false(str_eq(COOKIE, planted));
	COOKIE = planted; /* and now uses it */
	c = get("/me");
	assert_int_equal(c.res->status, 401);
	assert_true(has(&c, "You are not signed in, or your session has ended"));
	assert_int_equal(count("access.unknown", "refuse"), 1);
}

static void clickjacking_is_refused(void **state)
{
	(void)state;
	sign_in_as("vera");
	struct ctx c = ask((struct asked){ "GET", "/me", .fetch_dest = "iframe" });
	assert_int_equal(c.res->status, 403);
	assert_true(has(&c, "A page of this register is not shown inside another page."));
	assert_int_equal(count("access.denied", "refuse"), 1);
	/* Browsers that do not say where a page goes are told not to frame it: */
	c = get("/me");
	assert_true(str_find(pairs_get(&c.res->headers, "Content-Security-Policy"),
			     S("frame-ancestors 'none'")) >= 0);
}

static void open_redirect_is_refused(void **state)
{
	(void)state;
	get("/sign-in");
	struct ctx c =
	    post("/sign-in", S("login=vera&password=seven+red+bicycles&next=//evil.test/"));
	assert_int_equal(c.res->status, 400);
	assert_true(has(&c, "The address to go on to is not one of this register."));
	assert_int_equal(count("access.sign_in", "refuse"), 1);
	assert_int_equal(get("/me").res->status, 401); /* and nobody is signed in */
}

static void forced_browsing_is_refused(void **state)
{
	(void)state;
	sign_in_as("mia");
	struct ctx c = get("/audit");
	assert_int_equal(c.res->status, 403);
	assert_true(has(&c, "You may not do this"));
	assert_int_equal(count("access.denied", "refuse"), 1);
	c = get("/break-glass");
	assert_int_equal(c.res->status, 403);
	assert_int_equal(count("access.denied", "refuse"), 2);
}

static void a_replayed_approval_is_refused(void **state)
{
	(void)state;
	int64_t id = propose(VERA, ACT_VISA_REFUSE, DORA);
	sign_in_as("hans");
	set_clock((PROVED_MIN + 1) * MINUTE); /* somebody else sits down at Hans's browser */
	struct ctx asked = answer(id);
	assert_true(asked.res->status == 401 && has(&asked, "Is it still you?"));
	sign_in_as("hans");
	assert_int_equal(DONE_N, 0);
	struct ctx c = get("/proposals/1");
	ptrdiff_t at = str_find(c.res->bytes, S("name=\"seen\" value=\""));
	str fields = str_fmt(&A, "seen=%.*s", SF(str_slice(c.res->bytes, at + 19, at + 83)));
	assert_int_equal(post("/proposals/1/approve", fields).res->status, 303);
	c = post("/proposals/1/approve", fields);
	assert_int_equal(c.res->status, 409);
	assert_true(has(&c, "This proposal does not wait any more: it is approved."));
	assert_int_equal(DONE_N, 1);
	assert_int_equal(count("proposal.approve", "refuse"), 1);
}

static void self_approval_by_a_second_account_is_refused(void **state)
{
	(void)state;
	int64_t id = propose(VERA, ACT_VISA_REFUSE, DORA);
	sign_in_as("hanna");
	struct ctx c = answer(id);
	assert_int_equal(c.res->status, 409);
	assert_true(has(&c, "You proposed this yourself, or stand in for who did (vera)"));
	assert_int_equal(DONE_N, 0);
	assert_int_equal(count("proposal.approve", "refuse"), 1);
}

static void a_stale_approval_is_refused(void **state)
{
	(void)state;
	int64_t id = propose(VERA, ACT_VISA_REFUSE, DORA), dora = DORA;
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.touch", touch_deed, &dora));
	sign_in_as("hans");
	struct ctx c = get("/proposals/1");
	assert_true(has(&c, "What has changed since") && has(&c, "password") &&
		    has(&c, "withheld"));
	assert_false(has(&c, "$argon2id")); /* a field of label SEC is not shown to who lacks it */
	c = answer(id);
	assert_int_equal(c.res->status, 409);
	assert_true(has(&c, "What this is about has changed since it was proposed"));
	assert_int_equal(DONE_N, 0);
	assert_int_equal(count("proposal.approve", "refuse"), 1);
}

static int64_t take(const char *who, const char *label, int64_t id)
{
	sign_in_as(who);
	struct ctx c =
	    post("/break-glass/new",
		 str_fmt(&A, "object=visa_application+%lld&label=%s&reason=an+arrival+tonight",
			 (long long)id, label));
	return c.res->status == 303 ? count("glass.open", "insert") : -c.res->status;
}

static void an_expired_break_glass_is_refused(void **state)
{
	(void)state;
	assert_int_equal(take("vera", "SEC", 118), 1);
	unsigned with = BIT(LABEL_PROT) | BIT(LABEL_VISA) | BIT(LABEL_SEC),
		 without = BIT(LABEL_PROT) | BIT(LABEL_VISA);
	struct ctx c = get("/task/118");
	assert_str(c.res->bytes, str_fmt(&A, "labels %u", with).p);
	c = get("/me");
	assert_true(has(&c, "You hold SEC on visa_application 118 until 21 June 2021, 09:00 UTC."));
	c = get("/task/119"); /* one record only */
	assert_str(c.res->bytes, str_fmt(&A, "labels %u", without).p);
	set_clock(CLOCK_S + HOUR + 1);
	sign_in_as("vera");
	c = get("/task/118");
	assert_str(c.res->bytes, str_fmt(&A, "labels %u", without).p);
	assert_false(has(&c, "You hold SEC"));
	/* Unreviewed after three working days the account is held, and says so to who tries. */
	set_clock(CLOCK_S + 4 * DAY);
	sign_in_as("vera");
	c = get("/task/118");
	assert_int_equal(c.res->status, 403);
	assert_true(has(&c, "held until somebody reviews"));
	assert_int_equal(count("access.denied", "refuse"), 1);
}

static void approval_by_the_proposers_deputy_is_refused(void **state)
{
	(void)state;
	int64_t id = propose(VERA, ACT_VISA_REFUSE, DORA);
	stand_in(VERA, DORA); /* Dora is head herself, and stands in for Vera */
	sign_in_as("dora");
	struct ctx c = answer(id);
	assert_int_equal(c.res->status, 409);
	assert_true(has(&c, "You proposed this yourself, or stand in for who did (vera)"));
	assert_int_equal(count("proposal.approve", "refuse"), 1);
	/* The other way round: the deputy proposed, the absent person comes back and approves. */
	id = propose(DORA, ACT_VISA_REFUSE, OTTO);
	assert_str(decide(HANNA, id, NULL), "four_eyes");
	assert_str(decide(HANS, id, NULL), "done");
	assert_int_equal(DONE_N, 1);
}

/* ---- absence ---- */

static void nothing_waits_for_one_person(void **state)
{
	(void)state;
	int64_t id = propose(VERA, ACT_VISA_REFUSE, DORA);
	assert_str(decide(NORA, id, NULL), "approver_role");
	stand_in(HANS, NORA);
	assert_str(decide(NORA, id, NULL),
		   "done"); /* with the roles of the head, not with labels */
	sign_in_as("nora");
	struct ctx c = get("/me");
	assert_true(has(&c, "Head of protocol"));
	set_clock(9 * DAY);
	sign_in_as("nora");
	c = get("/me");
	assert_false(has(&c, "Head of protocol"));
}

static void two_of_the_night_list_decide(void **state)
{
	(void)state;
	int still_n;
	int64_t nora = NORA, ned = NED, id = propose(VERA, ACT_VISA_REFUSE, DORA);
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.night", night_deed, &nora));
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.night", night_deed, &ned));
	assert_str(decide(NORA, id, NULL), "approver_role"); /* nine in the morning */
	set_clock(14 * HOUR);                                /* ten at night */
	assert_str(decide(NORA, id, &still_n), "done");
	assert_int_equal(still_n, 1);
	assert_int_equal(DONE_N, 0);
	assert_str(decide(NORA, id, NULL), "said_yes");
	sign_in_as("ned");
	struct ctx c = get("/proposals/1");
	assert_true(has(&c, "as duty officer"));
	assert_str(decide(NED, id, &still_n), "done");
	assert_int_equal(still_n, 0);
	assert_int_equal(DONE_N, 1);
}

static void an_expulsion_takes_two_yeses(void **state)
{
	(void)state;
	int still_n;
	int64_t id = propose(VERA, ACT_EXPEL, DORA);
	assert_str(decide(HANS, id, &still_n), "done");
	assert_int_equal(still_n, 1);
	assert_str(decide(HANS, id, NULL), "said_yes");
	assert_str(decide(HANNA, id, NULL), "four_eyes");
	assert_str(decide(DORA, id, &still_n), "done");
	assert_int_equal(still_n, 0);
	assert_int_equal(DONE_N, 1);
}

/* ---- break-glass, otherwise ---- */

static void a_break_glass_is_reviewed_by_another(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"object=visa_application+0&label=SEC&reason=x",
		"object=nothing+1&label=SEC&reason=x",
		"object=visa_application+1&label=VISA&reason=x", /* held already */
		"object=visa_application+1&label=PROT&reason=x",
		"object=visa_application+1&label=SEC&reason="
	};
	sign_in_as("vera");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct ctx c = post("/break-glass/new", str_fmt(&A, "%s", wrong[i]));
		if (c.res->status != 400)
			fail_msg("%s: %d", wrong[i], c.res->status);
	}
	set_clock((PROVED_MIN + 1) * MINUTE);
	assert_int_equal(
	    post("/break-glass/new", S("object=visa_application+1&label=SEC&reason=x")).res->status,
	    401);
	assert_int_equal(take("otto", "SEC", 1), -403); /* "auditor has no write at all" */
	assert_int_equal(take("hans", "SEC", 118), 1);
	struct ctx c = get("/break-glass");
	assert_true(has(&c, "an arrival tonight") && !has(&c, "It was right")); /* not one's own */
	assert_int_equal(post("/break-glass/1/review", S("verdict=right")).res->status, 409);
	assert_int_equal(count("glass.review", "refuse"), 1);
	sign_in_as("silke");
	c = get("/break-glass");
	assert_true(has(&c, "It was right"));
	assert_int_equal(post("/break-glass/1/review", S("verdict=perhaps")).res->status, 400);
	assert_int_equal(
	    post("/break-glass/1/review", S("verdict=wrong&note=it+could+wait")).res->status, 303);
	assert_int_equal(post("/break-glass/1/review", S("verdict=right")).res->status, 409);
	c = get("/break-glass");
	assert_true(has(&c, "it could wait") && has(&c, "silke"));
	sign_in_as("hans");
	c = get("/me");
	assert_false(has(&c, "You hold SEC")); /* the review ended it */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, browser_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(csrf_is_refused),
		TEST(fixation_is_refused),
		TEST(clickjacking_is_refused),
		TEST(open_redirect_is_refused),
		TEST(forced_browsing_is_refused),
		TEST(a_replayed_approval_is_refused),
		TEST(self_approval_by_a_second_account_is_refused),
		TEST(a_stale_approval_is_refused),
		TEST(an_expired_break_glass_is_refused),
		TEST(approval_by_the_proposers_deputy_is_refused),
		TEST(nothing_waits_for_one_person),
		TEST(two_of_the_night_list_decide),
		TEST(an_expulsion_takes_two_yeses),
		TEST(a_break_glass_is_reviewed_by_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
