/* account_test.c: rights, deputies and duty officers, from proposing to the second person's yes. */
#include "browser.h"

#include "account/account.h"

enum { VERA = 1, HANS, ADA, ALAN, SILKE, MIA, P1, P2, P3, P4, P5 };

static const struct person people[] = {
	{ "vera", "Vera Visa", BIT(ROLE_VISA), 0 },
	{ "hans", "Hans Head", BIT(ROLE_HEAD), 0 },
	{ "ada", "Ada Admin", BIT(ROLE_ADMIN), 0 },
	{ "alan", "Alan Admin", BIT(ROLE_ADMIN), 0 },
	{ "silke", "Silke Security", BIT(ROLE_SECURITY), 0 },
	{ "mia", "Mia Mission", BIT(ROLE_MISSION), 7 },
	{ "p1", "Person 1", BIT(ROLE_DESK), 0 },
	{ "p2", "Person 2", BIT(ROLE_DESK), 0 },
	{ "p3", "Person 3", BIT(ROLE_DESK), 0 },
	{ "p4", "Person 4", BIT(ROLE_DESK), 0 },
	{ "p5", "Person 5", BIT(ROLE_DESK), 0 },
	{ 0 },
};
static const struct person first[] = { { "ada", "Ada Admin", BIT(ROLE_ADMIN), 0 }, { 0 } };
static const struct act_handler *const acts[] = { account_acts, NULL };
static const struct route *const tables[] = { access_routes, proposal_routes, account_routes,
					      own_routes, NULL };

static int set_up(void **state)
{
	(void)state;
	return browser_open("account", people, tables, acts);
}

static int set_up_first(void **state)
{
	(void)state;
	return browser_open("account", first, tables, acts);
}

static str decide(int64_t who, int64_t id, bool is_approved)
{
	struct viewer v = viewer_of(who);
	struct refusal r = { 0 };
	struct verdict verdict = { .id = id, .is_approved = is_approved, .reason = S("no") };
	enum err e = proposal_decide(DB, &v, &A, &r, acts, &verdict);
	return e == ERR_REFUSED ? r.rule : e == OK ? S("done") : str_of(err_name(e));
}

static struct account_one_row account_of(const char *login)
{
	struct tx tx;
	struct account_one_row row = { 0 };
	struct account_one_args in = { str_of(login) };
	assert_ok(tx_begin(DB, &VIEWER_SYSTEM, &A, &tx));
	enum err e = account_one(&tx, &in, &row);
	tx_end(&tx);
	assert_true(e == OK || e == ERR_NOT_FOUND);
	return row;
}

#define WISH(who)                                                                                  \
	{                                                                                          \
		DB, &viewer, &A, &faults, 0                                                        \
	} /* of the viewer and the faults of the test */

static void an_account_takes_two(void **state)
{
	(void)state;
	struct viewer viewer = viewer_of(ADA);
	struct faults faults = faults_in(&A);
	struct account_wish w = WISH(ADA);
	struct account in = { .login = S("ruth"),
			      .name = S("Ruth"),
			      .role_bits = BIT(ROLE_VISA),
			      .label_bits = BIT(LABEL_VISA) };
	assert_ok(account_propose_new(&w, &in));
	assert_int_equal(account_of("ruth").id, 0);
	assert_int_equal(account_propose_new(&w, &in), ERR_CONFLICT); /* it waits already */
	assert_str(decide(ADA, 1, true), "four_eyes");
	assert_str(decide(VERA, 1, true), "approver_role");
	assert_str(decide(ALAN, 1, true), "done");
	assert_int_equal(account_of("ruth").label_bits, BIT(LABEL_VISA) | BIT(LABEL_PROT));
	in.label_bits = BIT(LABEL_SEC);
	in.role_bits = 0;
	assert_int_equal(account_propose_new(&w, &in), ERR_FAULTS);
	viewer = viewer_of(VERA);
	faults = faults_in(&A);
	in = (struct account){ .login = S("rolf"), .name = S("Rolf"), .role_bits = BIT(ROLE_VISA) };
	assert_int_equal(account_propose_new(&w, &in), ERR_DENIED);
}

static void the_first_account_needs_nobody(void **state)
{
	(void)state;
	struct viewer viewer = viewer_of(1);
	struct faults faults = faults_in(&A);
	struct account_wish w = WISH(1);
	struct account in = { .login = S("hans"),
			      .name = S("Hans Head"),
			      .role_bits = BIT(ROLE_HEAD) };
	assert_ok(account_propose_new(&w, &in));
	assert_int_equal(w.proposal_id, 0);
	assert_int_equal(account_of("hans").role_bits, BIT(ROLE_HEAD));
	in = (struct account){ .login = S("vera"), .name = S("Vera"), .role_bits = BIT(ROLE_VISA) };
	assert_ok(account_propose_new(&w, &in)); /* now there is somebody who can agree */
	assert_true(w.proposal_id > 0);
	assert_int_equal(account_of("vera").id, 0);
}

static void rights_are_agreed_to(void **state)
{
	(void)state;
	struct viewer viewer = viewer_of(ADA);
	struct faults faults = faults_in(&A);
	struct account_wish w = WISH(ADA);
	assert_ok(account_propose_rights(&w, S("hans"), BIT(ROLE_HEAD) | BIT(ROLE_VISA),
					 BIT(LABEL_VISA)));
	assert_str(decide(HANS, w.proposal_id, true), "own_rights");
	assert_str(decide(HANS, w.proposal_id, false), "done"); /* but one may decline */
	assert_int_equal(account_of("hans").role_bits, BIT(ROLE_HEAD));
	assert_ok(account_propose_rights(&w, S("vera"), BIT(ROLE_VISA) | BIT(ROLE_VETTING),
					 BIT(LABEL_VISA) | BIT(LABEL_VET)));
	assert_str(decide(SILKE, w.proposal_id, true), "approver_role");
	assert_str(decide(HANS, w.proposal_id, true), "done");
	assert_int_equal(account_of("vera").role_bits, BIT(ROLE_VISA) | BIT(ROLE_VETTING));
	/* SEC is vouched for by the security liaison, and by nobody else. */
	assert_ok(account_propose_rights(&w, S("vera"), BIT(ROLE_VISA),
					 BIT(LABEL_VISA) | BIT(LABEL_SEC)));
	assert_str(decide(HANS, w.proposal_id, true), "approver_role");
	assert_str(decide(SILKE, w.proposal_id, true), "done");
	assert_int_equal(account_of("vera").label_bits,
			 BIT(LABEL_PROT) | BIT(LABEL_VISA) | BIT(LABEL_SEC));
	assert_int_equal(account_propose_rights(&w, S("nobody"), BIT(ROLE_VISA), 0), ERR_FAULTS);
	faults = faults_in(&A);
	assert_int_equal(account_propose_rights(&w, S("vera"), 0, 0), ERR_FAULTS);
	faults = faults_in(&A);
	assert_int_equal(account_propose_rights(&w, S("hans"), BIT(ROLE_HEAD), BIT(LABEL_VISA)),
			 ERR_FAULTS); /* nothing new */
}

static void deputies_are_agreed_to(void **state)
{
	(void)state;
	struct viewer viewer = viewer_of(HANS);
	struct faults faults = faults_in(&A);
	struct account_wish w = WISH(HANS);
	int64_t on = INT64_C(1624262400) / 86400;
	static const struct {
		const char *deputy;
		int from, to;
	} wrong[] = { { "hans", 0, 1 },
		      { "ada", 0, 1 },
		      { "nobody", 0, 1 },
		      { "vera", 1, 0 },
		      { "vera", 0, 90 } };
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		faults = faults_in(&A);
		assert_int_equal(account_propose_deputy(&w, S("hans"), str_of(wrong[i].deputy),
							on + wrong[i].from, on + wrong[i].to,
							S("leave")),
				 ERR_FAULTS);
	}
	faults = faults_in(&A);
	assert_ok(account_propose_deputy(&w, S("hans"), S("vera"), on, on + 7, S("leave")));
	assert_str(decide(HANS, w.proposal_id, true), "four_eyes");
	assert_str(decide(ADA, w.proposal_id, true), "done");
	sign_in_as("vera");
	struct ctx c = get("/me");
	assert_true(has(&c, "Head of protocol"));
	c = get("/absence");
	assert_true(has(&c, "leave") && has(&c, "hans"));
}

static void the_night_has_five(void **state)
{
	(void)state;
	struct viewer viewer = viewer_of(HANS);
	struct faults faults = faults_in(&A);
	struct account_wish w = WISH(HANS);
	int64_t on = INT64_C(1624262400) / 86400;
	assert_int_equal(account_propose_night(&w, S("p1 p2 p3 p4"), on, on + 7), ERR_FAULTS);
	faults = faults_in(&A);
	assert_int_equal(account_propose_night(&w, S("p1 p2 p3 p4 p4"), on, on + 7), ERR_FAULTS);
	faults = faults_in(&A);
	assert_int_equal(account_propose_night(&w, S("p1 p2 p3 p4 nobody"), on, on + 7),
			 ERR_FAULTS);
	faults = faults_in(&A);
	assert_ok(account_propose_night(&w, S("p1 p2 p3 p4 p5"), on, on + 7));
	assert_str(decide(ALAN, w.proposal_id, true), "done");
	sign_in_as("p5");
	struct ctx c = get("/absence");
	assert_true(has(&c, "p1") && has(&c, "28 June 2021"));
}

static void rights_are_pages(void **state)
{
	(void)state;
	sign_in_as("vera");
	assert_int_equal(get("/accounts").res->status, 403);
	sign_in_as("ada");
	struct ctx c = get("/accounts");
	assert_true(has(&c, "Visa officer") && has(&c, "mission 7 only"));
	c = get("/accounts/vera");
	assert_true(has(&c, "Propose other rights") && has(&c, "value=\"visa\" checked"));
	assert_int_equal(get("/accounts/nobody").res->status, 404);
	c = post("/accounts/vera", S("roles=visa&labels=VISA")); /* as it is */
	assert_true(c.res->status == 400 && has(&c, "has already"));
	c = post("/accounts/vera", S("roles=visa&roles=king"));
	assert_true(c.res->status == 400 && has(&c, "is none of them"));
	c = post("/accounts/vera", S("roles=visa&roles=vetting&labels=VISA&labels=VET"));
	assert_int_equal(c.res->status, 303);
	c = post("/accounts/vera", S("roles=visa&roles=head&labels=VISA"));
	assert_true(c.res->status == 400 && has(&c, "waits already"));
	sign_in_as("hans");
	c = get("/accounts/vera");
	assert_false(has(&c, "Propose other rights"));
	c = post("/absence/deputy", S("deputy=vera&from=2021-06-21&to=2021-06-20&reason=leave"));
	assert_true(c.res->status == 400 && has(&c, "lies before the first"));
	c = post("/absence/night", S("officers=p1&from=2021-06-21&to=2021-06-22"));
	assert_true(c.res->status == 400 && has(&c, "Name 5 duty officers"));
	c = post("/absence/deputy", S("deputy=p1&from=2021-06-21&to=2021-06-25&reason=leave"));
	assert_int_equal(c.res->status, 303);
	c = post("/absence/deputy", S("deputy=p2&from=2021-06-21&to=2021-06-25&reason=leave"));
	assert_true(c.res->status == 400 && has(&c, "waits already"));
	c = post("/absence/night", S("officers=p1+p2+p3+p4+p5&from=2021-06-21&to=2021-06-22"));
	assert_int_equal(c.res->status, 303);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, browser_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_account_takes_two),
		cmocka_unit_test_setup_teardown(the_first_account_needs_nobody, set_up_first,
						browser_close),
		TEST(rights_are_agreed_to),
		TEST(deputies_are_agreed_to),
		TEST(the_night_has_five),
		TEST(rights_are_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
