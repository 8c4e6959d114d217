/* sign_in_test.c: the second step, keys, one's own page, from outside: what one may, and what
 * somebody may not who knows the password, has the register, or looked over a shoulder. */
#include "browser.h"

#include "access/may.h"
#include "account/account.h"
#include "soft_key.h"

enum { MINUTE = 60 };
enum { VERA = 1, HANS };

static const struct person people[] = {
	{ "vera", "Vera Visa", BIT(ROLE_VISA), 0 },
	{ "hans", "Hans Head", BIT(ROLE_HEAD), 0 },
	{ "ada", "Ada Admin", BIT(ROLE_ADMIN), 0 },
	{ "anna", "Anna Admin", BIT(ROLE_ADMIN), 0 },
	{ 0 },
};
static const struct route *const tables[] = { access_routes, own_routes, account_routes,
					      proposal_routes, NULL };
static const struct act_handler *const acts[] = { account_acts, NULL };

static int set_up(void **state)
{
	(void)state;
	int code = browser_open("sign-in", people, tables, acts);
	APP.guard->keys = (struct key_site){ S("http://grata.test:8080"), S("grata.test") };
	return code;
}

/* ---- a person with an application for codes ---- */

static str SECRET_OF_CODES;

static void wait_s(int64_t s)
{
	OS.fake_at += s * SECOND_US;
}

/* The digits of so many half minutes from now. */
static str digits(int off)
{
	return code_of_step(&A, SECRET_OF_CODES, OS.fake_at / (CODE_STEP_S * SECOND_US) + off);
}

static str between(str text, const char *before, char end)
{
	ptrdiff_t at = str_find(text, str_of(before));
	assert_true(at >= 0);
	str rest = str_slice(text, at + str_of(before).n, text.n);
	return str_copy(&A, str_cut(&rest, end));
}

/* What the page shows to be typed by hand. */
static str read_secret(str page)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	str text = between(page, "The secret: <span class=\"grata-code\">", '<');
	struct out o = out_to_arena(&A);
	uint32_t bits = 0;
	int n = 0;
	for (ptrdiff_t i = 0; i < text.n; i++) {
		const char *at = strchr(letters, text.p[i]);
		if (text.p[i] == ' ')
			continue;
		assert_non_null(at);
		bits = bits << 5 | (uint32_t)(at - letters);
		n += 5;
		if (n >= 8)
			out_char(&o, (char)(bits >> (n -= 8) & 255));
	}
	return str_copy(&A, out_view(&o));
}

/* Whoever is signed in; the page with the codes on paper. */
static struct ctx enrol_here(void)
{
	struct ctx c = get("/me/code");
	assert_int_equal(c.res->status, 200);
	SECRET_OF_CODES = read_secret(c.res->bytes);
	str box = between(c.res->bytes, "name=\"box\" value=\"", '"');
	c = post("/me/code", str_fmt(&A, "box=%.*s&code=%.*s", SF(box), SF(digits(0))));
	assert_int_equal(c.res->status, 200);
	wait_s(CODE_STEP_S);
	return c;
}

/* Leaves the browser signed in. */
static struct ctx enrol(const char *login)
{
	sign_in_as(login);
	return enrol_here();
}

static struct ctx password(const char *login)
{
	COOKIE = (str){ 0 };
	get("/sign-in");
	return post("/sign-in", str_fmt(&A, "login=%s&password=seven+red+bicycles", login));
}

static str ticket_of(const struct ctx *c)
{
	return between(c->res->bytes, "name=\"ticket\" value=\"", '"');
}

static struct ctx second(const char *login, str ticket, str code)
{
	return post("/sign-in/second",
		    str_fmt(&A, "login=%s&ticket=%.*s&code=%.*s", login, SF(ticket), SF(code)));
}

/* ---- codes ---- */

static void a_code_is_asked_behind_the_password(void **state)
{
	(void)state;
	struct ctx c = enrol("vera");
	assert_true(has(&c, "Your codes on paper"));
	c = password("vera");
	assert_true(c.res->status == 200 && has(&c, "One more step"));
	assert_int_equal(get("/me").res->status, 401); /* the password alone is nothing */
	str ticket = ticket_of(&c), code = digits(0);
	c = second("vera", ticket, S("000000"));
	assert_true(c.res->status == 400 && has(&c, "This code is not right"));
	c = second("vera", ticket, code);
	assert_int_equal(c.res->status, 303);
	c = get("/me");
	assert_true(has(&c, "a password and a code") && has(&c, "last used"));
	c = password("vera"); /* who saw the digits on the way */
	c = second("vera", ticket_of(&c), code);
	assert_true(c.res->status == 400 && has(&c, "was used before"));
	c = second("vera", ticket_of(&c), digits(-1)); /* older than the one that was used */
	assert_int_equal(c.res->status, 400);
	c = second("vera", ticket_of(&c), digits(1)); /* a telephone that goes half a minute fast */
	assert_int_equal(c.res->status, 303);
	c = password("vera");
	c = second("vera", ticket_of(&c), digits(3));
	assert_int_equal(c.res->status, 400);
}

static void a_wrong_first_code_adds_nothing(void **state)
{
	(void)state;
	sign_in_as("vera");
	struct ctx c = get("/me/code");
	str secret = read_secret(c.res->bytes),
	    box = between(c.res->bytes, "name=\"box\" value=\"", '"');
	c = post("/me/code", str_fmt(&A, "box=%.*s&code=123456", SF(box)));
	assert_true(c.res->status == 400 && has(&c, "This is not the code of now"));
	assert_true(str_eq(read_secret(c.res->bytes), secret)); /* the telephone knows it already */
	SECRET_OF_CODES = secret;
	sign_in_as("vera"); /* a secret that was made for another session, or by another */
	c = post("/me/code", str_fmt(&A, "box=%.*s&code=%.*s", SF(box), SF(digits(0))));
	assert_true(c.res->status == 400 && has(&c, "That secret was for another session"));
	assert_int_equal(password("vera").res->status, 303);
}

static void the_second_step_is_not_skipped(void **state)
{
	(void)state;
	enrol("vera");
	struct ctx c = password("vera");
	str ticket = ticket_of(&c), browser = COOKIE;
	c = second("hans", ticket, digits(0)); /* for somebody else */
	assert_true(c.res->status == 400 && has(&c, "Begin again"));
	c = second("vera", S("AAAA"), digits(0));
	assert_int_equal(c.res->status, 400);
	COOKIE = (str){ 0 }; /* in another browser */
	get("/sign-in");
	c = second("vera", ticket, digits(0));
	assert_int_equal(c.res->status, 400);
	COOKIE = browser;
	wait_s((TICKET_MIN + 1) * MINUTE); /* later */
	c = second("vera", ticket, digits(0));
	assert_true(c.res->status == 400 && has(&c, "That took too long"));
	assert_int_equal(get("/me").res->status, 401);
	c = password("vera");
	assert_int_equal(second("vera", ticket_of(&c), digits(0)).res->status, 303);
}

static void codes_are_not_guessed(void **state)
{
	(void)state;
	enrol("vera");
	APP.guard->logins = limit_new(&A, 5, 60 * SECOND_US);
	struct ctx c = password("vera");
	str ticket = ticket_of(&c);
	for (int i = 0; i < 5; i++)
		assert_int_equal(second("vera", ticket, str_fmt(&A, "%06d", i)).res->status, 400);
	c = second("vera", ticket, digits(0));
	assert_true(c.res->status == 429 && has(&c, "Too many attempts went wrong"));
	assert_int_equal(count("access.sign_in", "refuse"), 5);
}

static void paper_helps_once(void **state)
{
	(void)state;
	struct ctx c = enrol("vera");
	str code = between(c.res->bytes, "<li><span class=\"grata-code\">", '<');
	assert_int_equal(code.n, PAPER_CHARS + 4);
	assert_int_equal(get("/me").res->status, 200);
	c = get("/me");
	assert_false(has(&c, code.p)); /* shown once */
	assert_true(has(&c, "10 codes left"));
	c = password("vera");
	assert_int_equal(second("vera", ticket_of(&c), code).res->status, 303);
	c = get("/me");
	assert_true(has(&c, "9 codes left"));
	c = password("vera");
	str ticket = ticket_of(&c);
	assert_int_equal(second("vera", ticket, code).res->status, 400);
	assert_int_equal(second("vera", ticket, digits(0)).res->status, 303);
	c = post("/me/papers", S(""));
	str fresh = between(c.res->bytes, "<li><span class=\"grata-code\">", '<');
	c = password("vera");
	assert_int_equal(second("vera", ticket_of(&c), fresh).res->status, 303);
}

static void the_register_alone_makes_no_code(void **state)
{
	(void)state;
	str all, why;
	struct ctx c = enrol("vera");
	str paper = between(c.res->bytes, "<li><span class=\"grata-code\">", '<');
	db_close(DB);
	assert_ok(os_file_read(&A, PATH, 64 << 20, &all));
	assert_int_equal(str_find(all, SECRET_OF_CODES), -1);
	assert_int_equal(str_find(all, code_secret_text(&A, SECRET_OF_CODES)), -1);
	struct out hex = out_to_arena(&A);
	out_hex(&hex, SECRET_OF_CODES.p, SECRET_OF_CODES.n);
	assert_int_equal(str_find(all, out_view(&hex)), -1);
	assert_int_equal(str_find(all, paper), -1);
	assert_ok(db_open(&A, &OS, PATH, DB_OPEN, &DB, &why));
	audit_attach(&A, DB);
	APP.db = DB;
	set_clock(CLOCK_S);
	memset(APP.guard->box_key, 7, sizeof APP.guard->box_key); /* another machine */
	c = password("vera");
	assert_int_equal(second("vera", ticket_of(&c), digits(0)).res->status, 400);
}

static void the_secret_is_kept_apart(void **state)
{
	(void)state;
	char one[TICKET_SECRET], two[TICKET_SECRET];
	struct faults f = faults_in(&A);
	const char *path = str_fmt(&A, "%s.secret", PATH).p;
	unlink(path);
	assert_ok(guard_key_file(&A, &OS, path, &f, one)); /* made */
	assert_ok(guard_key_file(&A, &OS, path, &f, two)); /* read */
	assert_memory_equal(one, two, TICKET_SECRET);
	assert_ok(guard_set_key(APP.guard, DB, &A, one, path, &f));
	enrol("vera");
	assert_ok(guard_set_key(APP.guard, DB, &A, one, path, &f));
	unlink(path); /* lost: a new one is not the one */
	assert_ok(guard_key_file(&A, &OS, path, &f, two));
	assert_int_equal(guard_set_key(APP.guard, DB, &A, two, path, &f), ERR_FAULTS);
	assert_true(str_find(f.v[0].sentence, S("sealed with another secret")) > 0);
	assert_ok(os_file_write(path, S("nonsense\n")));
	f = faults_in(&A);
	assert_int_equal(guard_key_file(&A, &OS, path, &f, two), ERR_FAULTS);
	unlink(path);
}

/* ---- what changes how one signs in ---- */

static void it_is_asked_again_before(void **state)
{
	(void)state;
	static const char *const targets[] = { "/me/password", "/me/code", "/me/keys/new" };
	sign_in_as("vera");
	set_clock(CLOCK_S + (PROVED_MIN + 1) * MINUTE);
	for (size_t i = 0; i < 3; i++) {
		struct ctx c = get(targets[i]);
		assert_true(c.res->status == 401 && has(&c, "Is it still you?"));
		assert_false(has(&c, "The secret:"));
	}
	assert_int_equal(post("/me/papers", S("")).res->status, 401);
	assert_int_equal(post("/me/sessions/1/end", S("")).res->status, 401);
	assert_int_equal(post("/me/sessions/end", S("")).res->status, 401);
	assert_int_equal(get("/me").res->status, 200);
	struct ctx c =
	    post("/sign-in", S("login=vera&password=seven+red+bicycles&next=/me/password"));
	assert_str(pairs_get(&c.res->headers, "Location"), "/me/password");
	assert_int_equal(get("/me/password").res->status, 200);
}

static void another_password_ends_other_sessions(void **state)
{
	(void)state;
	sign_in_as("vera");
	str there = COOKIE;
	sign_in_as("vera");
	str here = COOKIE;
	struct ctx c = get("/me");
	assert_true(has(&c, "End all others") && has(&c, "This one"));
	c = post("/me/password", S("password=vera.visa.grata.1234567&password_again=x"));
	assert_true(c.res->status == 400 && has(&c, "little more than") &&
		    has(&c, "The two are not the same"));
	c = post("/me/password",
		 S("password=ten+green+bottles+hang&password_again=ten+green+bottles+hang"));
	assert_int_equal(c.res->status, 303);
	assert_int_equal(get("/me").res->status, 200);
	COOKIE = there;
	assert_int_equal(get("/me").res->status, 401);
	assert_int_equal(password("vera").res->status, 400);
	COOKIE = here;
	assert_int_equal(count("account.password", "update"), 1);
}

static void sessions_are_ended_by_their_own(void **state)
{
	(void)state;
	sign_in_as("hans");
	str of_hans = COOKIE;
	sign_in_as("vera");
	str there = COOKIE;
	sign_in_as("vera");
	str here = COOKIE;
	struct ctx c = post("/me/sessions/1/end", S("")); /* not hers */
	assert_int_equal(c.res->status, 303);
	COOKIE = of_hans;
	assert_int_equal(get("/me").res->status, 200);
	COOKIE = here;
	post("/me/sessions/2/end", S(""));
	COOKIE = there;
	assert_int_equal(get("/me").res->status, 401);
	sign_in_as("vera");
	COOKIE = here;
	c = get("/me");
	assert_true(has(&c, "End all others"));
	post("/me/sessions/end", S(""));
	c = get("/me");
	assert_false(has(&c, "End all others"));
	assert_int_equal(count("access.session_end", "note"), 3);
}

/* ---- a reset by two people ---- */

static struct ctx decide(const char *login, int64_t id)
{
	sign_in_as(login);
	str target = str_fmt(&A, "/proposals/%lld", (long long)id);
	struct ctx c = get(target.p);
	str seen = between(c.res->bytes, "name=\"seen\" value=\"", '"');
	return post(str_fmt(&A, "%.*s/approve", SF(target)).p, str_fmt(&A, "seen=%.*s", SF(seen)));
}

static void two_people_reset_an_account(void **state)
{
	(void)state;
	enrol("vera");
	str of_vera = COOKIE;
	sign_in_as("ada");
	struct ctx c = post("/accounts/vera/first", S("")); /* not while there is a password */
	assert_true(c.res->status == 409 && has(&c, "Rule: has_password"));
	assert_int_equal(post("/accounts/vera/reset", S("reason=+")).res->status, 400);
	c = post("/accounts/vera/reset", S("reason=the+telephone+fell+into+the+Thames"));
	assert_str(pairs_get(&c.res->headers, "Location"), "/proposals/1");
	assert_int_equal(decide("ada", 1).res->status, 409); /* not alone */
	COOKIE = of_vera;
	assert_int_equal(get("/me").res->status, 200);
	assert_int_equal(decide("anna", 1).res->status, 303);
	COOKIE = of_vera;
	assert_int_equal(get("/me").res->status, 401);
	assert_int_equal(password("vera").res->status, 400);
	assert_int_equal(count("proposal.approve", "update") > 0, 1);
}

/* ---- a second factor that must be ---- */

static void who_decides_needs_a_second_factor(void **state)
{
	(void)state;
	APP.guard->second_role_bits = guard_deciders();
	assert_true(guard_deciders() & BIT(ROLE_HEAD) && guard_deciders() & BIT(ROLE_ADMIN));
	assert_false(guard_deciders() & (BIT(ROLE_VISA) | BIT(ROLE_MISSION) | BIT(ROLE_AUDITOR)));
	password("vera");
	assert_int_equal(get("/absence").res->status, 200);
	password("hans");
	static const char *const targets[] = { "/absence", "/accounts", "/accounts/vera",
					       "/proposals" };
	for (size_t i = 0; i < 4; i++) {
		struct ctx c = get(targets[i]);
		assert_int_equal(c.res->status, 303);
		assert_str(pairs_get(&c.res->headers, "Location"), "/me");
	}
	assert_int_equal(post("/absence/deputy", S("deputy=vera")).res->status, 403);
	struct ctx c = ask((struct asked){ "GET", "/accounts", .accept = "application/json" });
	assert_int_equal(c.res->status, 401);
	c = get("/me");
	assert_true(c.res->status == 200 && has(&c, "Add a second factor now"));
	assert_false(has(&c, "What you did"));
	int64_t was_s = CLOCK_S;
	set_clock(was_s + (PROVED_MIN + 1) * MINUTE); /* who it is is asked all the same */
	c = get("/me/code");
	assert_true(c.res->status == 401 && has(&c, "Is it still you?"));
	set_clock(was_s);
	enrol_here();
	assert_int_equal(get("/absence").res->status, 200);
	c = get("/me");
	assert_false(has(&c, "Add a second factor now"));
	APP.guard->second_role_bits = NEED_SIGN_IN;
	password("vera");
	assert_int_equal(get("/absence").res->status, 303);
	APP.guard->second_role_bits = 0;
	assert_int_equal(get("/absence").res->status, 200);
}

/* ---- out of use ---- */

static void two_people_close_an_account(void **state)
{
	(void)state;
	sign_in_as("vera");
	str of_vera = COOKIE;
	assert_int_equal(post("/accounts/vera/close", S("why=x")).res->status, 403);
	sign_in_as("ada");
	assert_true(post("/accounts/vera/close", S("why=+")).res->status == 400);
	struct ctx c = post("/accounts/vera/close", S("why=has+left"));
	assert_str(pairs_get(&c.res->headers, "Location"), "/proposals/1");
	assert_int_equal(decide("ada", 1).res->status, 409); /* not alone */
	COOKIE = of_vera;
	assert_int_equal(get("/me").res->status, 200);
	assert_int_equal(decide("anna", 1).res->status, 303);
	COOKIE = of_vera;
	assert_int_equal(get("/me").res->status, 401);
	assert_int_equal(password("vera").res->status, 400);
	assert_int_equal(count("proposal.approve", "update") > 0, 1);
	sign_in_as("ada");
	c = get("/accounts/vera");
	assert_true(has(&c, "Closed") && has(&c, "Propose to open it"));
	assert_false(has(&c, "Propose to close it"));
	assert_int_equal(post("/accounts/vera/close", S("why=again")).res->status, 400);
	c = post("/accounts/vera/open", S("why=is+back"));
	assert_str(pairs_get(&c.res->headers, "Location"), "/proposals/2");
	assert_int_equal(decide("hans", 2).res->status, 303);
	COOKIE = of_vera;
	assert_int_equal(get("/me").res->status, 401); /* what has ended stays so */
	sign_in_as("vera");
	assert_int_equal(get("/me").res->status, 200);
}

static void the_last_administrator_stays(void **state)
{
	(void)state;
	sign_in_as("ada");
	post("/accounts/anna/close", S("why=has+left"));
	assert_int_equal(decide("hans", 1).res->status, 303);
	sign_in_as("ada");
	post("/accounts/ada/close", S("why=wants+to+go"));
	struct ctx c = decide("hans", 2);
	assert_true(c.res->status == 409 && has(&c, "Rule: last_admin"));
	sign_in_as("ada");
	assert_int_equal(get("/me").res->status, 200);
}

static void an_administrator_ends_sessions(void **state)
{
	(void)state;
	sign_in_as("vera");
	str of_vera = COOKIE;
	sign_in_as("hans");
	str of_hans = COOKIE;
	assert_int_equal(post("/accounts/vera/sign-out", S("")).res->status, 403);
	sign_in_as("ada");
	str of_ada = COOKIE;
	struct ctx c = get("/accounts/vera");
	assert_true(has(&c, "1 session open"));
	assert_int_equal(post("/accounts/vera/sign-out", S("")).res->status, 303);
	COOKIE = of_vera;
	assert_int_equal(get("/me").res->status, 401);
	COOKIE = of_hans;
	assert_int_equal(get("/me").res->status, 200);
	assert_int_equal(count("account.sign_out", "note"), 1);
	COOKIE = of_ada;
	assert_int_equal(post("/sign-out/everybody", S("")).res->status, 303);
	COOKIE = of_hans;
	assert_int_equal(get("/me").res->status, 401);
	COOKIE = of_ada;
	assert_int_equal(get("/me").res->status, 401);
	sign_in_as("ada");
	set_clock(CLOCK_S + (PROVED_MIN + 1) * MINUTE);
	assert_int_equal(post("/accounts/hans/sign-out", S("")).res->status, 401); /* is it you? */
}

static void nobody_agrees_to_their_own_reset(void **state)
{
	(void)state;
	sign_in_as("ada");
	post("/accounts/anna/reset", S("reason=lost"));
	struct ctx c = decide("anna", 1);
	assert_true(c.res->status == 409 && has(&c, "Rule: own_rights"));
	assert_int_equal(decide("hans", 1).res->status, 303);
}

static str first_code(const char *login)
{
	sign_in_as("ada");
	struct ctx c = post(str_fmt(&A, "/accounts/%s/first", login).p, S(""));
	assert_int_equal(c.res->status, 200);
	return between(c.res->bytes, "<strong class=\"grata-code\">", '<');
}

static struct ctx come_first(const char *login, str code)
{
	COOKIE = (str){ 0 };
	get("/sign-in");
	return post("/sign-in", str_fmt(&A, "login=%s&password=%.*s", login, SF(code)));
}

static struct ctx choose(const char *login, str ticket, const char *chosen)
{
	return post("/sign-in/first",
		    str_fmt(&A, "login=%s&ticket=%.*s&password=%s&password_again=%s", login,
			    SF(ticket), chosen, chosen));
}

static void a_first_code_brings_a_password(void **state)
{
	(void)state;
	sign_in_as("ada");
	post("/accounts/vera/reset", S("reason=lost"));
	assert_int_equal(decide("hans", 1).res->status, 303);
	str old = first_code("vera"), code = first_code("vera");
	assert_int_equal(come_first("vera", old).res->status, 400); /* replaced */
	assert_int_equal(come_first("hans", code).res->status, 400);
	struct ctx c = come_first("vera", code);
	assert_true(c.res->status == 200 && has(&c, "Choose your password"));
	assert_int_equal(get("/me").res->status, 401); /* not before one is chosen */
	str ticket = ticket_of(&c);
	c = choose("vera", ticket, "too+short");
	assert_true(c.res->status == 400 && has(&c, "A password has at least 15 characters"));
	assert_int_equal(choose("hans", ticket, "ten+green+bottles+hang").res->status, 400);
	assert_int_equal(choose("vera", ticket, "ten+green+bottles+hang").res->status, 303);
	assert_int_equal(get("/me").res->status, 200);
	assert_int_equal(come_first("vera", code).res->status, 400); /* once */
	COOKIE = (str){ 0 };
	get("/sign-in");
	c = post("/sign-in", S("login=vera&password=ten+green+bottles+hang"));
	assert_int_equal(c.res->status, 303);
}

static void a_first_code_runs_out(void **state)
{
	(void)state;
	sign_in_as("ada");
	post("/accounts/vera/reset", S("reason=lost"));
	assert_int_equal(decide("hans", 1).res->status, 303);
	str code = first_code("vera");
	struct ctx c = come_first("vera", code);
	str ticket = ticket_of(&c);
	set_clock(CLOCK_S + FIRST_CODE_H * 3600 + 60);
	assert_int_equal(choose("vera", ticket, "ten+green+bottles+hang").res->status, 400);
	assert_int_equal(come_first("vera", code).res->status, 400);
}

/* ---- keys ---- */

static str form_of(const struct key_answer *in, str id, str challenge)
{
	return str_fmt(
	    &A, "challenge=%.*s&id=%.*s&client_data=%.*s&auth_data=%.*s&signature=%.*s",
	    SF(challenge), SF(base64url_write(&A, id)), SF(base64url_write(&A, in->client_data)),
	    SF(base64url_write(&A, in->auth_data)), SF(base64url_write(&A, in->signature)));
}

static struct ctx add_key(struct soft_key *k)
{
	struct ctx c = get("/me/keys/new");
	assert_int_equal(c.res->status, 200);
	struct said said = { .type = "webauthn.create",
			     .origin = "http://grata.test:8080",
			     .rp_id = "grata.test",
			     .flags = 69,
			     .challenge = between(c.res->bytes, "data-challenge=\"", '"') };
	struct key_answer in = soft_make(&A, k, &said);
	return post("/me/keys",
		    str_fmt(&A, "name=blue&challenge=%.*s&client_data=%.*s&auth_data=%.*s",
			    SF(said.challenge), SF(base64url_write(&A, in.client_data)),
			    SF(base64url_write(&A, in.auth_data))));
}

static str challenge_here(void)
{
	struct ctx c = get("/sign-in");
	return between(c.res->bytes, "data-challenge=\"", '"');
}

static str sign(struct soft_key *k, str challenge)
{
	struct said said = { .type = "webauthn.get",
			     .origin = "http://grata.test:8080",
			     .rp_id = "grata.test",
			     .flags = 5,
			     .challenge = challenge };
	struct key_answer in = soft_sign(&A, k, &said);
	return form_of(&in, (str){ k->id, sizeof k->id }, challenge);
}

static void a_key_signs_in(void **state)
{
	(void)state;
	struct soft_key blue = soft_key_new("blue"), red = soft_key_new("red");
	sign_in_as("vera");
	struct ctx c = add_key(&blue);
	assert_true(c.res->status == 200 && has(&c, "Your codes on paper"));
	COOKIE = (str){ 0 };
	c = get("/sign-in");
	str challenge = between(c.res->bytes, "data-challenge=\"", '"'),
	    form = sign(&blue, challenge);
	str before = COOKIE;
	assert_int_equal(post("/sign-in/key", form).res->status, 303);
	assert_false(str_eq(before, COOKIE));
	c = get("/me");
	assert_true(has(&c, "a key") && has(&c, "Vera Visa") == false && has(&c, "vera"));
	COOKIE = before; /* all of it once more, in the same browser */
	assert_int_equal(post("/sign-in/key", form).res->status, 400);
	COOKIE = (str){ 0 };
	challenge = challenge_here();
	str elsewhere = COOKIE;
	COOKIE = (str){ 0 }; /* made in one browser, sent from another */
	get("/sign-in");
	assert_int_equal(post("/sign-in/key", sign(&blue, challenge)).res->status, 400);
	COOKIE = elsewhere;
	wait_s((TICKET_MIN + 1) * MINUTE); /* too late */
	assert_int_equal(post("/sign-in/key", sign(&blue, challenge)).res->status, 400);
	challenge = challenge_here();
	assert_int_equal(post("/sign-in/key", sign(&red, challenge)).res->status, 400);
	blue.counter_n = 0; /* a copy that was made when the key was new */
	assert_int_equal(post("/sign-in/key", sign(&blue, challenge_here())).res->status, 400);
	assert_int_equal(get("/me").res->status, 401);
	EVP_PKEY_free(blue.pair);
	EVP_PKEY_free(red.pair);
}

static void a_key_is_one_persons_and_ends(void **state)
{
	(void)state;
	struct soft_key blue = soft_key_new("blue");
	sign_in_as("vera");
	assert_int_equal(add_key(&blue).res->status, 200);
	struct ctx c = password("vera");
	assert_true(has(&c, "One more step") && has(&c, "data-known=\"Ymx1ZQ"));
	sign_in_as("hans");
	c = add_key(&blue);
	assert_true(c.res->status == 400 && has(&c, "This key is known already"));
	sign_in_as("vera");
	assert_int_equal(post("/me/factors/1/end", S("")).res->status, 303);
	assert_int_equal(post("/me/factors/1/end", S("")).res->status, 404);
	COOKIE = (str){ 0 };
	str challenge = challenge_here();
	assert_int_equal(post("/sign-in/key", sign(&blue, challenge)).res->status, 400);
	assert_int_equal(password("vera").res->status, 303);
	c = get("/me");
	assert_true(has(&c, "none: whoever knows the password is you"));
	EVP_PKEY_free(blue.pair);
}

static void another_persons_factor_does_not_end(void **state)
{
	(void)state;
	enrol("vera");
	sign_in_as("hans");
	assert_int_equal(post("/me/factors/1/end", S("")).res->status, 404);
	struct ctx c = password("vera");
	assert_true(has(&c, "One more step"));
}

static void without_an_origin_there_are_no_keys(void **state)
{
	(void)state;
	sign_in_as("vera");
	APP.guard->has_box = false; /* and no codes without what seals them */
	struct ctx own = get("/me");
	assert_false(has(&own, "/me/code"));
	assert_int_equal(get("/me/code").res->status, 404);
	COOKIE = (str){ 0 };
	APP.guard->keys = (struct key_site){ 0 };
	struct ctx c = get("/sign-in");
	assert_false(has(&c, "data-credential"));
	assert_int_equal(post("/sign-in/key", S("challenge=x")).res->status, 404);
	sign_in_as("vera");
	assert_int_equal(get("/me/keys/new").res->status, 404);
}

/* ---- the ministry's own sign-on ---- */

enum { PROXY_UID = 33 };

static struct ctx by_proxy(const char *method, const char *target, const char *user, int64_t uid)
{
	str csrf = COOKIE.p ? csrf_of(&A, COOKIE) : S("");
	struct asked q = { method, target, .remote_user = user, .peer_uid = uid };
	if (*method == 'P')
		q.body = str_fmt(&A, "csrf=%.*s", SF(csrf));
	return ask(q);
}

static void a_proxy_that_is_known_signs_on(void **state)
{
	(void)state;
	SITE.has_sign_on = true;
	SITE.sign_on_uid = PROXY_UID;
	struct ctx c = by_proxy("GET", "/sign-in", "vera", PROXY_UID);
	assert_true(has(&c, "Go on as vera"));
	assert_int_equal(by_proxy("POST", "/sign-in/proxy", "vera", PROXY_UID).res->status, 303);
	c = by_proxy("GET", "/me", "vera", PROXY_UID);
	assert_true(c.res->status == 200 && has(&c, "sign-on"));
	/* The session is no session without the word of the proxy, nor with another name. */
	assert_int_equal(by_proxy("GET", "/me", NULL, PROXY_UID).res->status, 401);
	assert_int_equal(by_proxy("GET", "/me", "hans", PROXY_UID).res->status, 401);
	assert_int_equal(by_proxy("GET", "/me", "vera", PROXY_UID + 1).res->status, 401);
	assert_int_equal(by_proxy("GET", "/me", "vera", 0).res->status, 401);
	/* Vera has a password: being signed on is no proof of hers. */
	c = by_proxy("GET", "/me/code", "vera", PROXY_UID);
	assert_true(c.res->status == 401 && has(&c, "Is it still you?") && !has(&c, "Go on as"));
	assert_int_equal(by_proxy("POST", "/sign-in/proxy", "vera", PROXY_UID).res->status, 404);
}

static void nobody_else_signs_on(void **state)
{
	(void)state;
	static const struct {
		bool has_sign_on;
		const char *user;
		int64_t uid;
	} rows[] = {
		{ false, "vera", PROXY_UID },    /* off by default */
		{ true, "vera", 0 },             /* over TCP */
		{ true, "vera", PROXY_UID + 1 }, /* another program of this machine */
		{ true, NULL, PROXY_UID },
		{ true, "nobody", PROXY_UID },
		{ true, "", PROXY_UID },
		{ true, "VERA", PROXY_UID },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		COOKIE = (str){ 0 };
		SITE.has_sign_on = rows[i].has_sign_on;
		SITE.sign_on_uid = PROXY_UID;
		struct ctx c = by_proxy("GET", "/sign-in", rows[i].user, rows[i].uid);
		assert_false(has(&c, "Go on as"));
		c = by_proxy("POST", "/sign-in/proxy", rows[i].user, rows[i].uid);
		if (c.res->status != 404)
			fail_msg("row %zu: %d", i, c.res->status);
	}
	SITE.has_sign_on = true;
	sign_in_as("hans"); /* who is signed in is whom the proxy names, and no other */
	assert_int_equal(by_proxy("GET", "/me", "vera", PROXY_UID).res->status, 401);
	assert_int_equal(by_proxy("GET", "/me", "hans", PROXY_UID).res->status, 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, browser_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_is_asked_behind_the_password),
		TEST(a_wrong_first_code_adds_nothing),
		TEST(the_second_step_is_not_skipped),
		TEST(codes_are_not_guessed),
		TEST(paper_helps_once),
		TEST(the_register_alone_makes_no_code),
		TEST(the_secret_is_kept_apart),
		TEST(it_is_asked_again_before),
		TEST(another_password_ends_other_sessions),
		TEST(sessions_are_ended_by_their_own),
		TEST(two_people_reset_an_account),
		TEST(nobody_agrees_to_their_own_reset),
		TEST(who_decides_needs_a_second_factor),
		TEST(two_people_close_an_account),
		TEST(the_last_administrator_stays),
		TEST(an_administrator_ends_sessions),
		TEST(a_first_code_brings_a_password),
		TEST(a_first_code_runs_out),
		TEST(a_key_signs_in),
		TEST(a_key_is_one_persons_and_ends),
		TEST(another_persons_factor_does_not_end),
		TEST(without_an_origin_there_are_no_keys),
		TEST(a_proxy_that_is_known_signs_on),
		TEST(nobody_else_signs_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
