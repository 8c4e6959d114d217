/* access_test.c: the gate from outside: requests without a socket against a real register. First
 * the register and a browser of few lines, then signing in, sessions, CSRF, what was typed, may(),
 * proposals, passwords. */
#include "browser.h"

enum { MINUTE = 60 };

static int DONE_N; /* how often the test's act was done, and how often sent back */
static int BACK_N;

static const struct person people[] = {
	{ "vera", "Vera Visa", BIT(ROLE_VISA), 0 },
	{ "hans", "Hans Head", BIT(ROLE_HEAD), 0 },
	{ "hanna", "Vera Visa", BIT(ROLE_HEAD), 0 }, /* Vera's second account */
	{ "dora", "Dora Desk", BIT(ROLE_DESK), 0 },
	{ "mia", "Mia Mission", BIT(ROLE_MISSION), 7 },
	{ "otto", "Otto Auditor", BIT(ROLE_AUDITOR), 0 },
	{ 0 },
};
enum { VERA = 1, HANS, HANNA, DORA, MIA, OTTO };

static enum err act_done(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	if (str_eq(p->body, S("{\"refuses\":1}")))
		return refuse(tx->a, tx->refusal, "own_rule", "VCDR Art. 9(1)", "The act says no.");
	DONE_N++;
	return OK;
}

static enum err act_back(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p;
	assert_true(reason.n > 0);
	BACK_N++;
	return OK;
}

static const struct act_handler handlers[] = { { ACT_VISA_REFUSE, act_done, act_back }, { 0 } };
static const struct act_handler *const acts[] = { handlers, NULL };

static enum err say_typed(struct ctx *c)
{
	out_lit(c->out, "typed ");
	out_str(c->out, pairs_get(&c->req->fields, "reason"));
	return OK;
}

static enum err leave_a_snapshot_open(struct ctx *c)
{
	struct page p;
	TRY(page_begin(c, "Broken", &p));
	return ERR_NOT_FOUND;
}

/* What a jump leaves: one that only its function knew. */
static enum err leave_a_snapshot_unknown(struct ctx *c)
{
	struct tx tx;
	TRY(tx_begin(ctx_db(c), &VIEWER_SYSTEM, c->a, &tx));
	return ERR_NOT_FOUND;
}

static enum err say_who(struct ctx *c)
{
	out_str(c->out, roles_line(c->a, ctx_viewer(c)->role_bits));
	return OK;
}

static enum err say_box(struct ctx *c)
{
	out_str(c->out, session_box(c, S("Petrov, P.")));
	return OK;
}

static enum err say_unboxed(struct ctx *c)
{
	str words;
	if (!session_unbox(c, path_text(c, "box"), &words))
		return ERR_NOT_FOUND;
	out_str(c->out, words);
	return OK;
}

static enum err show_page(struct ctx *c)
{
	struct page p;
	TRY(page_begin(c, "Page", &p));
	out_str(&p.body, path_text(c, "body"));
	return page_send_html(&p);
}

static const struct route test_routes[] = {
	ROUTE(GET, "/box", say_box, NEED_SIGN_IN, "Makes words for an address."),
	ROUTE(GET, "/box/{box}", say_unboxed, NEED_SIGN_IN, "Reads them."),
	ROUTE(GET, "/page/{body}", show_page, NEED_SIGN_IN, "A page."),
	ROUTE(GET, "/who", say_who, NEED_SIGN_IN, "Says who asks."),
	ROUTE(GET, "/task/{id}", leave_a_snapshot_open, BIT(ROLE_VISA), "Fails half way."),
	ROUTE(GET, "/jump/{id}", leave_a_snapshot_unknown, BIT(ROLE_VISA), "Fails half way."),
	ROUTE(POST, "/task", say_typed, BIT(ROLE_VISA) | BIT(ROLE_MISSION), "Says what came.",
	      .is_write = true),
	{ 0 },
};
static const struct route *const tables[] = { access_routes, proposal_routes, log_routes,
					      test_routes, NULL };

static int set_up(void **state)
{
	(void)state;
	DONE_N = BACK_N = 0;
	return browser_open("access", people, tables, acts);
}

/* ---- signing in ---- */

static void a_password_signs_in(void **state)
{
	(void)state;
	struct ctx c = get("/who");
	assert_int_equal(c.res->status, 401);
	assert_true(has(&c, "Sign in") && COOKIE.p);
	str before = COOKIE;
	c = post("/sign-in", S("login=vera&password=seven+red+bicycles&next=/who"));
	assert_int_equal(c.res->status, 303);
	assert_str(pairs_get(&c.res->headers, "Location"), "/who");
	assert_false(
	    str_eq(before, COOKIE)); /* a new token: what somebody planted is worth nothing */
	str set = pairs_get(&c.res->headers, "Set-Cookie");
	assert_true(str_find(set, S("; Path=/; HttpOnly; SameSite=Strict")) > 0);
	c = get("/who");
	assert_int_equal(c.res->status, 200);
	assert_true(has(&c, "Visa officer"));
	assert_int_equal(count("access.sign_in", "note"), 1);
	c = post("/sign-out", S(""));
	assert_int_equal(c.res->status, 303);
	assert_int_equal(count("access.sign_out", "note"), 1);
}

static void only_the_hash_is_kept(void **state)
{
	(void)state;
	str all;
	sign_in_as("vera");
	db_close(DB);
	assert_ok(os_file_read(&A, PATH, 64 << 20, &all));
	assert_true(str_find(all, S("$argon2id$v=19$m=65536,t=3,p=1$")) > 0);
	assert_int_equal(str_find(all, COOKIE), -1);
	assert_int_equal(str_find(all, S(SECRET)), -1);
	str why;
	assert_ok(db_open(&A, &OS, PATH, DB_OPEN, &DB, &why));
}

static void no_answer_tells_who_exists(void **state)
{
	(void)state;
	str pages[3];
	static const char *const logins[] = { "nobody", "vera", "closed" };
	get("/sign-in");
	for (int i = 0; i < 3; i++) {
		struct ctx c = post("/sign-in", str_fmt(&A, "login=%s&password=wrong", logins[i]));
		assert_int_equal(c.res->status, 400);
		assert_true(has(&c, "The login name or the password is not right."));
		str typed = str_fmt(&A, "value=\"%s\"", logins[i]), page = c.res->bytes;
		ptrdiff_t at = str_find(page, typed);
		assert_true(at > 0);
		pages[i] = str_fmt(&A, "%.*s%.*s", (int)at, page.p, (int)(page.n - at - typed.n),
				   page.p + at + typed.n);
	}
	assert_true(str_eq(pages[0], pages[1]) && str_eq(pages[1], pages[2]));
	assert_int_equal(count("access.sign_in", "refuse"), 3);
}

static void one_click_is_for_demo_registers(void **state)
{
	(void)state;
	get("/sign-in");
	struct ctx c = post("/sign-in/demo", S("login=vera"));
	assert_int_equal(c.res->status, 404);
	c = get("/sign-in");
	assert_false(has(&c, "Choose who to be"));
	APP.has_one_click = true;
	c = get("/sign-in");
	assert_true(has(&c, "Choose who to be") && has(&c, "Otto") == false && has(&c, "otto"));
	c = post("/sign-in/demo", S("login=nobody"));
	assert_int_equal(c.res->status, 404);
}

static void a_next_page_is_of_this_site(void **state)
{
	(void)state;
	static const char *const bad[] = { "//evil.test/", "https://evil.test/", "/\\evil.test",
					   "x", "/a%0d%0aSet-Cookie:x" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		COOKIE = (str){ 0 };
		get("/sign-in");
		APP.has_one_click = true;
		struct ctx c = post("/sign-in/demo", str_fmt(&A, "login=vera&next=%s", bad[i]));
		assert_int_equal(c.res->status, 400);
		assert_true(has(&c, "The address to go on to is not one of this register."));
		assert_false(has(&c, bad[i]) && bad[i][1]);
	}
}

/* ---- sessions ---- */

static void sessions_end(void **state)
{
	(void)state;
	static const struct {
		const char *login;
		int64_t idle_s;
		int status;
	} rows[] = {
		{ "vera", 14 * MINUTE, 200 },
		{ "vera", 16 * MINUTE, 401 },
		{ "mia", 29 * MINUTE, 200 },
		{ "mia", 31 * MINUTE, 401 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		sign_in_as(rows[i].login);
		set_clock(CLOCK_S + rows[i].idle_s);
		assert_int_equal(get("/who").res->status, rows[i].status);
	}
	sign_in_as("vera"); /* busy all day: after twelve hours it ends all the same */
	for (int i = 0; i < 6 * SESSION_MAX_H; i++) {
		assert_int_equal(get("/who").res->status, 200);
		set_clock(CLOCK_S + 10 * MINUTE);
	}
	set_clock(CLOCK_S + 1);
	assert_int_equal(get("/who").res->status, 401);
}

static enum err end_all(struct tx *tx, void *arg)
{
	return session_end_all(tx, *(int64_t *)arg);
}

static void what_was_ended_stays_ended(void **state)
{
	(void)state;
	sign_in_as("vera");
	str token = COOKIE;
	post("/sign-out", S(""));
	COOKIE = token;
	assert_int_equal(get("/who").res->status, 401);
	sign_in_as("vera");
	token = COOKIE;
	APP.has_one_click = true; /* signing in once more ends what was before */
	post("/sign-in/demo", S("login=dora"));
	COOKIE = token;
	assert_int_equal(get("/who").res->status, 401);
	sign_in_as("vera");
	int64_t id = VERA;
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.end", end_all, &id));
	assert_int_equal(get("/who").res->status, 401);
}

static void errors_leave_no_snapshot_open(void **state)
{
	(void)state;
	sign_in_as("vera");
	for (int i = 0; i < 200; i++)
		assert_int_equal(get("/task/1").res->status, 404);
	for (int i = 0; i < 200; i++)
		assert_int_equal(get("/jump/1").res->status, 404);
}

/* ---- who may, and from where ---- */

static void posts_come_from_pages_of_ours(void **state)
{
	(void)state;
	static const struct {
		const char *origin, *fetch_site;
		bool has_token;
		int status;
	} rows[] = {
		{ NULL, NULL, true, 200 },
		{ NULL, NULL, false, 403 },
		{ "http://grata.test:8080", "same-origin", true, 200 },
		{ "http://grata.test:8080", "same-origin", false, 403 },
		{ "null", "same-origin", true, 200 }, /* Referrer-Policy: no-referrer */
		{ "null", NULL, true, 200 },
		{ "null", "cross-site", true, 403 },
		{ "http://evil.test", NULL, true, 403 },
		{ "http://evil.test", "cross-site", true, 403 },
		{ "https://grata.test:8080", NULL, true, 403 },
		{ "http://grata.test:8081", NULL, true, 403 },
		{ "http://grata.test:8080.evil.test", NULL, true, 403 },
		{ NULL, "same-site", true, 403 },
		{ NULL, "none", true, 403 },
		{ NULL, "cross-site", true, 403 },
	};
	sign_in_as("vera");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		str csrf = rows[i].has_token ? csrf_of(&A, COOKIE) : csrf_of(&A, S("another"));
		struct ctx c =
		    ask((struct asked){ "POST", "/task", rows[i].origin, rows[i].fetch_site,
					.body = str_fmt(&A, "csrf=%.*s", SF(csrf)) });
		if (c.res->status != rows[i].status)
			fail_msg("row %zu: %d", i, c.res->status);
	}
	printf("# figure: %zu ways of posting, each answered as it should\n",
	       sizeof rows / sizeof rows[0]);
}

static void tokens_of_others_are_worth_nothing(void **state)
{
	(void)state;
	sign_in_as("vera");
	str of_vera = csrf_of(&A, COOKIE), token = COOKIE;
	sign_in_as("mia");
	struct ctx c =
	    ask((struct asked){ "POST", "/task", .body = str_fmt(&A, "csrf=%.*s", SF(of_vera)) });
	assert_int_equal(c.res->status, 403);
	c = ask((struct asked){
	    "POST", "/task",
	    .body = str_fmt(&A, "csrf=%.*s&csrf=%.*s", SF(of_vera), SF(csrf_of(&A, COOKIE))) });
	assert_int_equal(c.res->status, 403);
	COOKIE = S("short");
	assert_int_equal(get("/who").res->status, 401);
	COOKIE = token_new(&A, &OS); /* somebody else's choice of a token is no session */
	assert_int_equal(get("/who").res->status, 401);
	COOKIE = token;
	assert_int_equal(get("/who").res->status, 200);
}

static void routes_need_roles(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	static const struct route open_to_all[] = { ROUTE(GET, "/x", say_typed, 0, "No need."),
						    { 0 } };
	const struct route *const bad[] = { open_to_all, NULL };
	assert_int_equal(page_check_needs(bad, &f), ERR_FAULTS);
	f = faults_in(&A);
	assert_ok(page_check_needs(tables, &f));
	sign_in_as("dora");
	assert_int_equal(get("/task/1").res->status, 403);
	assert_int_equal(post("/task", S("reason=x")).res->status, 403);
	sign_in_as("mia");
	assert_int_equal(get("/audit").res->status, 403);
	assert_int_equal(get("/proposals").res->status, 403);
	assert_int_equal(get("/nothing").res->status, 404);
	struct ctx c = ask((struct asked){ "GET", "/audit", .accept = "application/json" });
	assert_true(c.res->status == 403 && has(&c, "\"error\":\"ERR_DENIED\""));
}

/* ---- what was typed ---- */

static void what_was_typed_is_not_lost(void **state)
{
	(void)state;
	sign_in_as("vera");
	set_clock(CLOCK_S + 20 * MINUTE);
	struct ctx c = post("/task", S("reason=long+thought%0aof+it&password=p"));
	assert_int_equal(c.res->status, 401);
	assert_true(has(&c, "What you had typed is kept") && has(&c, "long thought\nof it"));
	assert_false(has(&c, "value=\"p\""));
	APP.has_one_click = true;
	str held = S("&held_path=/task&held_name=reason&held_value=long+thought");
	c = post("/sign-in/demo", str_fmt(&A, "login=vera%.*s", SF(held)));
	assert_int_equal(c.res->status, 200);
	assert_true(has(&c, "action=\"/task\"") && has(&c, "long thought"));
	c = post("/task", S("reason=long+thought"));
	assert_true(has(&c, "typed long thought"));
	set_clock(CLOCK_S + 20 * MINUTE); /* another person sits down */
	c = post("/sign-in/demo", str_fmt(&A, "login=mia%.*s", SF(held)));
	assert_int_equal(c.res->status, 303);
	/* A form that another site sent is not kept for later. */
	set_clock(CLOCK_S + 40 * MINUTE);
	c = ask((struct asked){ "POST", "/task", "http://evil.test", "cross-site",
				.body = S("reason=planted") });
	assert_int_equal(c.res->status, 401);
	assert_false(has(&c, "planted"));
}

static void addresses_are_of_one_session(void **state)
{
	(void)state;
	sign_in_as("vera");
	str box = str_copy(&A, get("/box").res->bytes);
	const char *path = str_z(&A, str_fmt(&A, "/box/%.*s", SF(box)));
	assert_true(str_find(box, S("Petrov")) < 0 && box.n > 60);
	assert_false(str_eq(box, get("/box").res->bytes)); /* nobody can tell two alike */
	assert_str(get(path).res->bytes, "Petrov, P.");
	assert_int_equal(get("/box/AAAA").res->status, 404);
	str head = str_slice(box, 0, 20), tail = str_slice(box, 21, box.n);
	str bent = str_fmt(&A, "/box/%.*s%c%.*s", SF(head), box.p[20] == 'A' ? 'B' : 'A', SF(tail));
	assert_int_equal(get(str_z(&A, bent)).res->status, 404);
	sign_in_as("vera"); /* another session, of the same person */
	assert_int_equal(get(path).res->status, 404);
}

/* ---- pages of a session that ends ---- */

static void a_page_knows_when_its_session_ends(void **state)
{
	(void)state;
	sign_in_as("vera");
	struct ctx c = get("/page/Text");
	assert_true(has(&c, " data-left=\"900\" data-login=\"vera\">"));
	assert_true(has(&c, "content=\"900; url=/sign-in/away\""));
	c = get("/page/%3Ctextarea%3E"); /* nothing that is typed is lost where no script runs */
	assert_true(has(&c, " data-left=\"900\"") && !has(&c, "/sign-in/away"));
	set_clock(CLOCK_S + 30); /* so soon after, being seen is not kept */
	c = get("/page/Text");
	assert_true(has(&c, " data-left=\"870\""));
	set_clock(CLOCK_S + 10 * MINUTE);
	c = get("/sign-in/stay");
	assert_str(c.res->bytes, "{\"left_n\":900}\n");
	set_clock(CLOCK_S + 10 * MINUTE);
	c = get("/sign-in/away");
	assert_int_equal(c.res->status, 200);
	assert_false(has(&c, "vera") || has(&c, "Vera") || has(&c, "data-left"));
	set_clock(CLOCK_S + 6 * MINUTE); /* that was no use of it */
	c = get("/page/Text");
	assert_int_equal(c.res->status, 401);
	assert_true(has(&c, " data-left=\"-1\""));
	sign_in_as("mia");
	c = get("/page/Text");
	assert_true(has(&c, " data-left=\"1800\""));
	c = post("/sign-out", S(""));
	assert_str(pairs_get(&c.res->headers, "Clear-Site-Data"), "\"cache\"");
	COOKIE = (str){ 0 };
	c = get("/sign-in");
	assert_true(has(&c, " data-left=\"-2\""));
}

static struct ctx send_kept(const char *fetch_site, const char *login)
{
	str body = str_fmt(&A,
			   "csrf=old&login=%s&next=/who&held_path=/task&held_name=reason"
			   "&held_value=long+thought",
			   login);
	return ask(
	    (struct asked){ "POST", "/sign-in/kept", .fetch_site = fetch_site, .body = body });
}

static void what_the_script_took_away_is_not_lost(void **state)
{
	(void)state;
	sign_in_as("vera");
	struct ctx c = send_kept("same-origin", "vera"); /* signed in again in another tab */
	assert_int_equal(c.res->status, 200);
	assert_true(has(&c, "action=\"/task\"") && has(&c, "long thought"));
	c = send_kept("same-origin", "mia");
	assert_int_equal(c.res->status, 303);
	set_clock(CLOCK_S + 20 * MINUTE);
	c = send_kept("same-origin", "vera");
	assert_int_equal(c.res->status, 200);
	assert_true(has(&c, "What you had typed is kept") && has(&c, "long thought"));
	assert_int_equal(send_kept("cross-site", "vera").res->status, 403);
	assert_int_equal(send_kept(NULL, "vera").res->status, 403);
}

/* ---- proposals ---- */

static enum err propose_deed(struct tx *tx, void *arg)
{
	int64_t id;
	struct proposal_new p = { .act = ACT_VISA_REFUSE,
				  .object = { "account", DORA, 0 },
				  .body = str_of(arg),
				  .summary = S("Refuse A-1") };
	return proposal_add(tx, &p, &id);
}

static enum err propose(const char *body)
{
	struct viewer vera = viewer_of(VERA);
	return db_deed(DB, &vera, &A, NULL, "test.propose", propose_deed, (void *)(uintptr_t)body);
}

static enum err change_deed(struct tx *tx, void *arg)
{
	(void)arg;
	struct wrote out;
	struct access_account_set_password_args set = { .id = DORA, .password = S("x") };
	return access_account_set_password(tx, &set, &out);
}

/* Decides proposal `id` as somebody; the rule that refused it, or the error's name. */
static str decide(int64_t who, int64_t id, bool is_approved, const char *seen)
{
	struct viewer v = viewer_of(who);
	struct refusal r = { 0 };
	struct verdict verdict = { .id = id,
				   .is_approved = is_approved,
				   .reason = S("because"),
				   .seen_hash = str_of(seen) };
	enum err e = proposal_decide(DB, &v, &A, &r, acts, &verdict);
	return e == ERR_REFUSED ? r.rule : e == OK ? S("done") : str_of(err_name(e));
}

static void two_people_or_none(void **state)
{
	(void)state;
	assert_ok(propose("{\"a\":1}"));
	assert_int_equal(propose("{\"a\":2}"), ERR_CONFLICT); /* one at a time */
	assert_str(decide(VERA, 1, true, NULL), "four_eyes");
	assert_str(decide(HANNA, 1, true, NULL), "four_eyes"); /* the same person's other account */
	assert_str(decide(HANNA, 1, false, NULL), "four_eyes");
	assert_str(decide(DORA, 1, true, NULL), "approver_role");
	assert_str(decide(HANS, 1, true, "00000000"), "seen_another");
	assert_str(decide(HANS, 1, true, "015a"), "seen_another"); /* too few digits to mean it */
	assert_int_equal(DONE_N, 0);
	assert_str(decide(HANS, 1, true, "015abd7f"), "done"); /* sha256sum of {"a":1} */
	assert_int_equal(DONE_N, 1);
	assert_str(decide(HANS, 1, true, NULL), "already_decided"); /* replayed */
	assert_str(decide(HANS, 1, false, NULL), "already_decided");
	assert_str(decide(HANS, 2, true, NULL), "ERR_NOT_FOUND");
	assert_int_equal(DONE_N, 1);
	assert_int_equal(count("proposal.approve", "refuse"), 6);
	assert_int_equal(count("proposal.reject", "refuse"), 2);
}

static void what_has_changed_is_not_approved(void **state)
{
	(void)state;
	assert_ok(propose("{\"a\":1}"));
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.change", change_deed, NULL));
	assert_str(decide(HANS, 1, true, NULL), "proposal_stale");
	assert_str(decide(HANS, 1, true, NULL), "already_decided");
	assert_int_equal(DONE_N + BACK_N, 0);
	assert_ok(propose("{\"a\":1}")); /* made anew */
	assert_str(decide(HANS, 2, true, NULL), "done");
}

static void time_runs_out(void **state)
{
	(void)state;
	assert_ok(propose("{\"a\":1}"));
	set_clock((int64_t)PROPOSAL_DAYS * 24 * 3600 + 60);
	assert_str(decide(HANS, 1, true, NULL), "proposal_expired");
	assert_int_equal(DONE_N, 0);
	assert_int_equal(BACK_N, 1);
	assert_str(decide(HANS, 1, true, NULL), "already_decided");
}

static void the_acts_own_rules_hold(void **state)
{
	(void)state;
	assert_ok(propose("{\"refuses\":1}"));
	assert_str(decide(HANS, 1, true, NULL), "own_rule");
	assert_int_equal(count("proposal.approve", "refuse"), 1);
	assert_str(decide(HANS, 1, false, NULL), "done"); /* it still waits, and can be rejected */
	assert_int_equal(BACK_N, 1);
	assert_int_equal(DONE_N, 0);
}

static void proposals_are_pages(void **state)
{
	(void)state;
	assert_ok(propose("{\"reason\":\"<b>frozen</b>\"}"));
	sign_in_as("hans");
	struct ctx c = get("/proposals");
	assert_true(has(&c, "Refuse A-1") && has(&c, "Waiting for a second person"));
	c = get("/proposals/1");
	assert_true(has(&c, "&lt;b&gt;frozen&lt;/b&gt;") && !has(&c, "<b>frozen"));
	ptrdiff_t at = str_find(c.res->bytes, S("name=\"seen\" value=\""));
	str seen = str_slice(c.res->bytes, at + 19, at + 19 + 64);
	c = post("/proposals/1/reject", str_fmt(&A, "seen=%.*s&reason=+", SF(seen)));
	assert_int_equal(c.res->status, 400);
	sign_in_as("vera");
	c = post("/proposals/1/approve", str_fmt(&A, "seen=%.*s", SF(seen)));
	assert_true(c.res->status == 409 && has(&c, "Rule: four_eyes"));
	sign_in_as("dora"); /* not hers to see */
	assert_int_equal(get("/proposals/1").res->status, 404);
	c = get("/proposals");
	assert_false(has(&c, "Refuse A-1"));
	sign_in_as("hans");
	set_clock(CLOCK_S + (PROVED_MIN + 1) * MINUTE); /* long ago: is it still him? */
	c = post("/proposals/1/approve", str_fmt(&A, "seen=%.*s", SF(seen)));
	assert_true(c.res->status == 401 && has(&c, "Is it still you?") && DONE_N == 0);
	assert_true(has(&c, "name=\"held_path\" value=\"/proposals/1/approve\""));
	str held = str_fmt(&A, "held_path=/proposals/1/approve&held_name=seen&held_value=%.*s",
			   SF(seen)),
	    token = COOKIE;
	c = post("/sign-in", str_fmt(&A, "login=hans&password=wrong&%.*s", SF(held)));
	assert_true(c.res->status == 400 && has(&c, "Is it still you?") && has(&c, "held_value"));
	c = post("/sign-in", str_fmt(&A, "login=hans&password=seven+red+bicycles&%.*s", SF(held)));
	assert_true(c.res->status == 200 && has(&c, "Send it now") && DONE_N == 0);
	assert_false(str_eq(token, COOKIE)); /* the session is a new one */
	c = post("/proposals/1/approve", str_fmt(&A, "seen=%.*s", SF(seen)));
	assert_int_equal(c.res->status, 303);
	assert_int_equal(DONE_N, 1);
}

static void the_log_is_read_as_one_may(void **state)
{
	(void)state;
	assert_ok(propose("{\"a\":1}"));
	sign_in_as("dora");
	struct ctx c = get("/audit?who=vera"); /* asks for another's, gets her own */
	assert_true(has(&c, "access.sign_in") && !has(&c, "test.propose"));
	sign_in_as("otto");
	c = get("/audit?who=vera");
	assert_true(has(&c, "test.propose") && !has(&c, "access.sign_in"));
	c = get("/audit?object=account+1&act=test.people");
	assert_true(has(&c, "natural_person") && !has(&c, "Vera Visa"));
	c = get("/audit?object=nonsense");
	assert_true(c.res->status == 400 && has(&c, "as its table and number"));
	assert_int_equal(get("/audit?who=nobody").res->status, 400);
	assert_int_equal(get("/audit?before=x").res->status, 400);
	c = ask((struct asked){ "GET", "/audit?before=3", .accept = "application/json" });
	assert_true(has(&c, "\"seq_n\":2") && !has(&c, "\"seq_n\":3"));
}

/* ---- passwords ---- */

static int guess(const char *login, const char *password)
{
	return post("/sign-in", str_fmt(&A, "login=%s&password=%s", login, password)).res->status;
}

static void guesses_are_slowed(void **state)
{
	(void)state;
	enum { BURST = 3, PEERS = 12 }; /* a guess takes long here */
	static const char *const logins[] = { "vera", "nobody" };
	APP.guard->logins = limit_new(&A, BURST, 60 * SECOND_US);
	APP.guard->peers = limit_new(&A, PEERS, 5 * SECOND_US);
	get("/sign-in");
	for (int k = 0; k < 2; k++) { /* a name that does not exist is no different */
		for (int i = 0; i < BURST; i++)
			assert_int_equal(guess(logins[k], "wrong"), 400);
		struct ctx c = post("/sign-in", str_fmt(&A, "login=%s&password=wrong", logins[k]));
		assert_int_equal(c.res->status, 429);
		assert_str(pairs_get(&c.res->headers, "Retry-After"), "60");
		assert_true(has(&c, "Too many attempts went wrong. Try again in 1 minute."));
	}
	assert_int_equal(guess("vera", "seven+red+bicycles"), 429);
	assert_int_equal(guess("hans", "seven+red+bicycles"), 303);
	assert_int_equal(count("access.sign_in", "refuse"), 2 * BURST);
	COOKIE = (str){ 0 };
	get("/sign-in");
	set_clock(61);
	assert_int_equal(guess("vera", "seven+red+bicycles"), 303);
	COOKIE = (str){ 0 }; /* many names from one address */
	get("/sign-in");
	int n = 0;
	for (; n < 2 * PEERS; n++)
		if (guess(str_fmt(&A, "name%d", n).p, "wrong") == 429)
			break;
	assert_true(n > 0 && n <= PEERS);
}

static enum err fail_often(struct tx *tx, void *arg)
{
	struct wrote out;
	struct access_attempt_failed_args in = { VERA, tx->at };
	for (int i = 0; i < *(int *)arg; i++)
		TRY(access_attempt_failed(tx, &in, &out));
	return OK;
}

static void a_hundred_failures_lock(void **state)
{
	(void)state;
	int n = ATTEMPTS_MAX - 1;
	get("/sign-in");
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.fail", fail_often, &n));
	assert_int_equal(guess("vera", "seven+red+bicycles"), 303); /* forgiven */
	COOKIE = (str){ 0 };
	get("/sign-in");
	assert_ok(db_deed(DB, &VIEWER_SYSTEM, &A, NULL, "test.fail", fail_often, &n));
	assert_int_equal(guess("vera", "wrong"), 400);
	struct ctx c = post("/sign-in", S("login=vera&password=seven+red+bicycles"));
	assert_int_equal(c.res->status, 400);
	str locked = c.res->bytes; /* and nobody is told that it is, or that it was right */
	c = post("/sign-in", S("login=vera&password=wrong+red+bicycles"));
	assert_true(str_eq(locked, c.res->bytes));
}

static void few_hash_at_once(void **state)
{
	(void)state;
	struct sign_in_queue *q = APP.guard->queue;
	for (int i = 0; i < SIGN_INS_AT_ONCE + SIGN_INS_WAITING; i++)
		assert_true(sign_in_reserve(q));
	get("/sign-in");
	struct ctx c = post("/sign-in", S("login=vera&password=seven+red+bicycles"));
	assert_int_equal(c.res->status, 429);
	assert_true(pairs_get(&c.res->headers, "Retry-After").n > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, browser_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_password_signs_in),
		TEST(only_the_hash_is_kept),
		TEST(no_answer_tells_who_exists),
		TEST(one_click_is_for_demo_registers),
		TEST(a_next_page_is_of_this_site),
		TEST(sessions_end),
		TEST(what_was_ended_stays_ended),
		TEST(errors_leave_no_snapshot_open),
		TEST(posts_come_from_pages_of_ours),
		TEST(tokens_of_others_are_worth_nothing),
		TEST(routes_need_roles),
		TEST(what_was_typed_is_not_lost),
		TEST(addresses_are_of_one_session),
		TEST(a_page_knows_when_its_session_ends),
		TEST(what_the_script_took_away_is_not_lost),
		TEST(two_people_or_none),
		TEST(what_has_changed_is_not_approved),
		TEST(time_runs_out),
		TEST(the_acts_own_rules_hold),
		TEST(proposals_are_pages),
		TEST(the_log_is_read_as_one_may),
		TEST(guesses_are_slowed),
		TEST(a_hundred_failures_lock),
		TEST(few_hash_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
