/* factor_test.c: passwords, limits, codes, tickets, keys; and what fuzzing knows. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

#include "base/embed.h"
#include "factor/breached.h"
#include "factor/code.h"
#include "factor/key.h"
#include "factor/limit.h"
#include "factor/password.h"
#include "factor/ticket.h"
#include "replay.h"
#include "soft_key.h"

#define SECRET "seven red bicycles"

static struct arena A;
static struct os OS;

static int set_up(void **state)
{
	(void)state;
	OS = os_fake(INT64_C(1624262400000000), 11);
	return arena_open(&A, 256 << 20) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

/* ---- passwords ---- */

static ptrdiff_t faults_of(const char *password)
{
	const str about[] = { S("vera.visa"), S("Vera Visa"), S("Ministry of Examples"),
			      S("United Kingdom"), (str){ 0 } };
	struct faults f = faults_in(&A);
	password_check(str_of(password), about, sizeof about / sizeof about[0], &f);
	return f.n;
}

static void passwords_are_long_and_not_obvious(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"fourteen chars",
		"aaaaaaaaaaaaaaaaaaaa",
		"abababababababab",
		"vera.visa.vera.visa",
		"gratagratagratagrata",
		"passwordpassword1",
		"P4ssw0rdP@ssword!!",
		"qwertyuiop123456789",
		"poiuytrewq0987654321",
		"1qaz2wsx3edc4rfv5tgb",
		"VeraVisa1234567890",
		"ministry-of-examples-1",
		"UnitedKingdom2021!",
		"correcthorsecorrecthorse",
		"abcdefghijklmnopqrstuvwxyz",
		"correct horse battery staple",
		"To be, or not to be!",
		"michaeljennifer1985",
		"May the force be with you",
		"I love you so much 123",
	};
	static const char *const good[] = { SECRET, "пятнадцать букв!", "a b c d e f g h i j",
					    "four lamps drum quietly",
					    "to Vera, from Kingdom come" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!faults_of(bad[i]))
			fail_msg("taken: %s", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (faults_of(good[i]))
			fail_msg("refused: %s", good[i]);
}

EMBED(common_passwords);

/* Of two pieces of the list and up to four digits, whoever makes them: more than 3,000. */
static void what_the_commonest_are_made_of_is_refused(void **state)
{
	(void)state;
	enum { PIECES_MAX = 2000, TRIED = 5000 };
	static str piece[PIECES_MAX];
	int64_t n = 0, long_n = 0;
	str rest = embed_str(common_passwords);
	while (rest.n) {
		str line = str_cut(&rest, '\n');
		if (line.p[0] == '#')
			continue;
		assert_true(n < PIECES_MAX && line.n > 3 && line.p[1] == ' ' &&
			    (line.p[0] == '1' || line.p[0] == '2'));
		piece[n++] = str_slice(line, 2, line.n);
	}
	for (int64_t i = 0; i < n * n; i++)
		long_n += piece[i / n].n + piece[i % n].n + 4 >= PASSWORD_MIN;
	for (int i = 0; i < TRIED;) {
		uint32_t dice[3];
		os_random(&OS, dice, sizeof dice);
		str one = piece[dice[0] % n], two = piece[dice[1] % n];
		str made = str_fmt(&A, "%.*s%.*s%04d", SF(one), SF(two), (int)(dice[2] % 10000));
		if (made.n < PASSWORD_MIN)
			continue;
		if (!faults_of(made.p))
			fail_msg("taken: %s", made.p);
		if (i++ % 64 == 0)
			arena_reset(&A);
	}
	assert_true(long_n > 3000);
	printf(
	    "# figure: %d of %d passwords made of common words refused; there are %lld such pairs of "
	    "%lld pieces\n",
	    TRIED, TRIED, (long long)long_n, (long long)n);
}

/* ---- passwords that have leaked ---- */

static ptrdiff_t read_text(void *from, int64_t at, char *to, ptrdiff_t n)
{
	str s = *(str *)from;
	s = str_slice(s, at < s.n ? at : s.n, s.n);
	n = n < s.n ? n : s.n;
	memcpy(to, s.p, (size_t)n);
	return n;
}

static bool leaked(str file, const char *password)
{
	bool has;
	struct breached b = { read_text, &file, file.n };
	assert_ok(breached_has(&b, str_of(password), &has));
	return has;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As the file is made: SHA-1 of "leaked 0" and so on; openssl says the first is this. */
static void leaked_passwords_are_found(void **state)
{
	(void)state;
	enum { N = 500 };
	static const char *const ends[] = { "\n", "\r\n", ":3\n", ":12345678\r\n" };
	const char *lines[N];
	for (int i = 0; i < N; i++) {
		unsigned char h[20];
		str text = str_fmt(&A, "leaked %d", i);
		SHA1((const unsigned char *)text.p, (size_t)text.n, h);
		struct out o = out_to_arena(&A);
		for (int k = 0; k < 20; k++)
			out_fmt(&o, "%02X", h[k]);
		out_str(&o, str_of(ends[i % 4]));
		lines[i] = str_z(&A, out_view(&o));
	}
	qsort(lines, N, sizeof *lines, by_bytes);
	for (int n = 0; n <= N; n = n < 8 ? n + 1 : n * 3) {
		struct out o = out_to_arena(&A);
		int found = 0;
		for (int i = 0; i < n; i++)
			out_str(&o, str_of(lines[i]));
		str file = out_view(&o);
		for (int i = 0; i < N; i++)
			found += leaked(file, str_fmt(&A, "leaked %d", i).p);
		assert_int_equal(found, n);
		assert_false(leaked(file, SECRET));
		if (n && str_ends(file, S("\n"))) { /* without an end of the last line */
			str cut = str_slice(file, 0, file.n - 1);
			for (int i = found = 0; i < N; i++)
				found += leaked(cut, str_fmt(&A, "leaked %d", i).p);
			assert_int_equal(found, n);
		}
		struct faults f = faults_in(&A);
		struct breached b = { read_text, &file, file.n };
		breached_try(&b, S("file"), &f);
		assert_int_equal(f.n, n == 0);
	}
}

static void what_is_no_such_list_is_said(void **state)
{
	(void)state;
#define H0 "0000000000000000000000000000000000000000"
#define HA "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	static const char *const bad[] = {
		"",
		"\n",
		"password\n",
		HA "\n" H0 "\n",
		HA "\n" HA "\n",
		H0 ":\n",
		H0 ":x\n",
		H0 " 3\n",
		H0 "0\n",
		"a" H0 "\n",
		H0 "\n\n",
		H0 "\n" HA ":3x\n",
		"\xff\xfe",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct faults f = faults_in(&A);
		str file = str_of(bad[i]);
		struct breached b = { read_text, &file, file.n };
		breached_try(&b, S("file"), &f);
		if (f.n != 1)
			fail_msg("taken: %s", bad[i]);
	}
	str file = S(H0 "\n" HA ":3\n");
	struct faults f = faults_in(&A);
	struct breached b = { read_text, &file, file.n };
	breached_try(&b, S("file"), &f);
	assert_int_equal(f.n, 0);
	assert_int_equal(breached_open(&A, "no such file", &b, &f), ERR_FAULTS);
	assert_int_equal(f.n, 1);
}

/* No composition rules: any fifteen characters of any kind that are not one of the above. */
static void nothing_else_is_asked(void **state)
{
	(void)state;
	unsigned char bytes[24];
	char text[32];
	for (int i = 0; i < 500; i++) {
		os_random(&OS, bytes, sizeof bytes);
		int from = i % 4 == 0   ? '0'
			   : i % 4 == 1 ? 'a'
			   : i % 4 == 2 ? 'A'
					: '!',
		    kinds = i % 4 == 0   ? 10
			    : i % 4 == 3 ? 15
					 : 26;
		for (int k = 0; k < 20; k++)
			text[k] = (char)(from + bytes[k] % kinds);
		text[20] = 0;
		if (faults_of(text))
			fail_msg("refused: %s", text);
	}
}

static void hashes_are_argon2id(void **state)
{
	(void)state;
	str one, two;
	assert_ok(password_hash(&A, &OS, S(SECRET), &one));
	assert_ok(password_hash(&A, &OS, S(SECRET), &two));
	assert_false(str_eq(one, two)); /* each its own salt */
	assert_true(password_is(one, S(SECRET)));
	assert_false(password_is(one, S("seven red bicycle")));
	assert_false(password_is((str){ 0 }, S(SECRET)));
	/* Of the reference implementation (argon2 0~20171227): printf 'seven red bicycles' | argon2
	 * grata-salt-16byt -id -t 3 -k 65536 -p 1 -l 32 -e */
	assert_true(password_is(
	    S("$argon2id$v=19$m=65536,t=3,p=1$Z3JhdGEtc2FsdC0xNmJ5dA$t5FhYL2OGfQYBrPt/8XRZULf9+r5cXVNdz/dZ6kmqu8"),
	    S(SECRET)));
}

/* ---- limits ---- */

static void failures_are_forgotten_in_time(void **state)
{
	(void)state;
	struct limit *l = limit_new(&A, 3, 60);
	uint64_t me = limit_key(S("s"), S("me")), other = limit_key(S("s"), S("other"));
	assert_true(me != other && me != limit_key(S("t"), S("me")));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(limit_wait_us(l, me, 1000), 0);
		limit_fail(l, me, 1000);
	}
	assert_int_equal(limit_wait_us(l, me, 1000), 60);
	assert_int_equal(limit_wait_us(l, other, 1000), 0);
	assert_int_equal(limit_wait_us(l, me, 1059), 1);
	assert_int_equal(limit_wait_us(l, me, 1060), 0);
	limit_fail(l, me, 1060);
	assert_int_equal(limit_wait_us(l, me, 1060), 60);
	limit_clear(l, me);
	assert_int_equal(limit_wait_us(l, me, 1060), 0);
}

/* Somebody who tries a hundred thousand names does not wash out what is known of one. */
static void many_names_hide_nobody(void **state)
{
	(void)state;
	struct limit *l = limit_new(&A, 10, 60);
	uint64_t me = limit_key(S("s"), S("me"));
	for (int i = 0; i < 10; i++)
		limit_fail(l, me, 1000);
	for (int i = 0; i < 100000; i++) {
		char name[16];
		snprintf(name, sizeof name, "n%d", i);
		limit_fail(l, limit_key(S("s"), str_of(name)), 1000);
	}
	assert_int_equal(limit_wait_us(l, me, 1000), 60);
}

/* ---- codes ---- */

enum { STEP_US = CODE_STEP_S * 1000000 };

/* RFC 6238 appendix B, SHA-1; the last six of its eight digits. */
static void codes_are_those_of_the_rfc(void **state)
{
	(void)state;
	static const struct {
		int64_t at_s;
		const char *code;
	} rows[] = {
		{ 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
	};
	str secret = S("12345678901234567890");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_str(code_of_step(&A, secret, rows[i].at_s / CODE_STEP_S), rows[i].code);
	assert_str(code_secret_text(&A, secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	assert_str(code_uri(&A, secret, S("Grata"), S("vera visa")),
		   "otpauth://totp/Grata:vera%20visa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
		   "&issuer=Grata");
}

static void a_code_is_good_now_and_once(void **state)
{
	(void)state;
	str secret = code_secret(&A, &OS);
	int64_t step, at = INT64_C(54142080) * STEP_US + 7;
	for (int off = -3; off <= 3; off++) {
		str code = code_of_step(&A, secret, 54142080 + off);
		bool is_near = off >= -CODE_DRIFT_N && off <= CODE_DRIFT_N;
		assert_int_equal(code_is(secret, code, at, -1, &step), is_near);
		assert_int_equal(step, is_near ? 54142080 + off : -1);
		assert_int_equal(code_is(secret, code, at, 54142080, &step), is_near && off > 0);
	}
	str code = code_of_step(&A, secret, 54142080);
	assert_true(code_is(secret, str_fmt(&A, " %.3s %.3s ", code.p, code.p + 3), at, -1, &step));
	assert_false(code_is(secret, str_fmt(&A, "%.5s", code.p), at, -1, &step));
	assert_false(code_is(secret, str_fmt(&A, "%s0", code.p), at, -1, &step));
	assert_false(code_is(secret, S(""), at, -1, &step));
	assert_false(code_is(secret, (str){ 0 }, at, -1, &step));
}

static void paper_is_read_as_people_write(void **state)
{
	(void)state;
	struct sha256 one, two;
	str code = paper_code(&A, &OS), other = paper_code(&A, &OS);
	assert_int_equal(code.n, PAPER_CHARS + 4);
	assert_true(paper_hash(code, &one) && paper_hash(other, &two) && !sha256_eq(&one, &two));
	assert_true(paper_hash(S("01abc-DEFGH jkmnp qrstv wxyz2"), &one));
	assert_true(paper_hash(S("OLabcdefghjkmnpqrstvwxyz2"), &two) && sha256_eq(&one, &two));
	assert_false(paper_hash(S("01abc-defgh-jkmnp-qrstv-wxyz"), &one));
	assert_false(paper_hash(S("01abc-defgh-jkmnp-qrstv-wxyz23"), &one));
	assert_false(paper_hash(S("01abc-defgh-jkmnp-qrstv-wxyzu"), &one));
	assert_false(paper_hash(S("287082"), &one));
}

/* tests/sign_in_browser.t has it read by another program. */
static void a_picture_has_no_style(void **state)
{
	(void)state;
	struct html svg =
	    qr_svg(&A, S("otpauth://totp/Grata:vera?secret=GEZDGNBVGY3TQOJQ"), S("a<b"));
	assert_true(str_find(svg.s, S("aria-label=\"a&lt;b\"")) > 0);
	assert_true(str_find(svg.s, S("style=")) < 0);
	assert_true(str_starts(svg.s, S("<svg ")) && str_ends(svg.s, S("</svg>")));
}

/* ---- tickets and boxes ---- */

static void tickets_are_bound(void **state)
{
	(void)state;
	char secret[TICKET_SECRET] = "a", other[TICKET_SECRET] = "b";
	str s = { secret, TICKET_SECRET }, o = { other, TICKET_SECRET };
	int64_t at = 1624262400000000, minutes = INT64_C(60000000);
	str t = ticket_make(&A, &OS, s, S("vera"), at);
	assert_int_equal(t.n, TICKET_CHARS);
	assert_true(ticket_is(&A, s, S("vera"), t, at));
	assert_true(ticket_is(&A, s, S("vera"), t, at + TICKET_MIN * minutes));
	assert_false(ticket_is(&A, s, S("vera"), t, at + TICKET_MIN * minutes + 1));
	assert_false(ticket_is(&A, s, S("vera"), t, at - 1));
	assert_false(ticket_is(&A, s, S("hans"), t, at));
	assert_false(ticket_is(&A, o, S("vera"), t, at));
	for (ptrdiff_t i = 0; i < t.n; i++) { /* the last holds two bits that count for nothing */
		char *bad = arena_bytes(&A, t.n, 1);
		memcpy(bad, t.p, (size_t)t.n);
		bad[i] = bad[i] == 'A' ? 'Q' : 'A';
		assert_false(ticket_is(&A, s, S("vera"), (str){ bad, t.n }, at));
	}
	struct once *once = once_new(&A);
	assert_true(once_take(once, t, at));
	assert_false(once_take(once, t, at + 1));
	assert_true(once_take(once, ticket_make(&A, &OS, s, S("vera"), at), at));
}

static void boxes_open_with_their_key_only(void **state)
{
	(void)state;
	char key[TICKET_SECRET] = "a", other[TICKET_SECRET] = "b";
	str k = { key, TICKET_SECRET }, out;
	str box = box_close(&A, &OS, k, S("account 1"), S("secret"));
	assert_true(box_open(&A, k, S("account 1"), box, &out));
	assert_str(out, "secret");
	assert_int_equal(str_find(box, S("secret")), -1);
	assert_false(box_open(&A, k, S("account 2"), box, &out));
	assert_false(box_open(&A, (str){ other, TICKET_SECRET }, S("account 1"), box, &out));
	assert_false(box_open(&A, k, S("account 1"), str_slice(box, 0, box.n - 1), &out));
	assert_false(box_open(&A, k, S("account 1"), S("short"), &out));
}

/* ---- keys ---- */

static const struct key_site HERE = { S("https://grata.example"), S("grata.example") };

/* What a browser on this site would say; a row says what is different. */
static struct said said_here(struct said s, const char *type, int flags)
{
	s.type = s.type ? s.type : type;
	s.origin = s.origin ? s.origin : "https://grata.example";
	s.rp_id = s.rp_id ? s.rp_id : "grata.example";
	s.challenge = s.challenge.n ? s.challenge : S("aaa");
	s.flags = s.flags ? s.flags : flags;
	return s;
}

static void origins_are_read(void **state)
{
	(void)state;
	struct key_site site;
	static const char *const bad[] = { "",
					   "grata.example",
					   "http://grata.example",
					   "https://",
					   "https://grata.example/",
					   "https://a:0",
					   "https://a:b",
					   "https://A.example",
					   "https://u@a",
					   "http://localhost.example",
					   "http://localhostx:1" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (key_site_of(&A, str_of(bad[i]), &site))
			fail_msg("taken: %s", bad[i]);
	assert_true(key_site_of(&A, S("https://grata.example"), &site));
	assert_str(site.rp_id, "grata.example");
	assert_true(key_site_of(&A, S("http://localhost:8080"), &site));
	assert_str(site.rp_id, "localhost");
}

static void new_keys_are_checked(void **state)
{
	(void)state;
	static const struct {
		struct said said;
		const char *why;
	} rows[] = {
		{ { 0 }, NULL },
		{ { .more = ",\"crossOrigin\":false,\"x\":{\"y\":[1]}" }, NULL },
		{ { .more = ",\"crossOrigin\":true" }, "inside a page of another site" },
		{ { .more = ",\"topOrigin\":\"https://evil.example\"" }, "inside a page" },
		{ { .more = ",\"origin\":\"https://evil.example\"" }, "no object of JSON" },
		{ { .type = "webauthn.get" }, "another purpose" },
		{ { .challenge = S("bbb") }, "another challenge" },
		{ { .origin = "https://grata.example.evil" }, "another site" },
		{ { .origin = "http://grata.example" }, "another site" },
		{ { .rp_id = "evil.example" }, "for another site" },
		{ { .flags = 64 }, "not seen its person" },
		{ { .flags = 65 }, "not seen its person" },
		{ { .flags = 5 }, "cannot be read" }, /* without the key itself */
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct soft_key k = soft_key_new("blue");
		struct said said = said_here(rows[i].said, "webauthn.create", 69);
		struct key made;
		struct key_answer in = soft_make(&A, &k, &said);
		const char *why = key_made(&A, &HERE, S("aaa"), &in, &made);
		if ((why == NULL) != (rows[i].why == NULL) || (why && !strstr(why, rows[i].why)))
			fail_msg("row %zu: %s", i, why ? why : "taken");
		EVP_PKEY_free(k.pair);
	}
}

static void only_the_key_signs(void **state)
{
	(void)state;
	static const struct {
		struct said said;
		const char *why;
	} rows[] = {
		{ { 0 }, NULL },
		{ { .type = "webauthn.create" }, "another purpose" },
		{ { .challenge = S("bbb") }, "another challenge" },
		{ { .origin = "https://evil.example" }, "another site" },
		{ { .rp_id = "evil.example" }, "for another site" },
		{ { .flags = 1 }, "not seen its person" },
		{ { .flags = 4 }, "not seen its person" },
	};
	struct soft_key k = soft_key_new("blue"), thief = soft_key_new("blue");
	struct said made_of = said_here((struct said){ 0 }, "webauthn.create", 69);
	struct key_answer made = soft_make(&A, &k, &made_of);
	struct key key;
	int64_t counter_n;
	assert_null(key_made(&A, &HERE, S("aaa"), &made, &key));
	assert_int_equal(key.id.n, 16);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct said said = said_here(rows[i].said, "webauthn.get", 5);
		struct key_answer in = soft_sign(&A, &k, &said);
		const char *why = key_signed(&A, &HERE, S("aaa"), &key, &in, &counter_n);
		if ((why == NULL) != (rows[i].why == NULL) || (why && !strstr(why, rows[i].why)))
			fail_msg("row %zu: %s", i, why ? why : "taken");
	}
	struct said good = said_here((struct said){ 0 }, "webauthn.get", 5);
	struct key_answer in = soft_sign(&A, &thief, &good);
	assert_string_equal(key_signed(&A, &HERE, S("aaa"), &key, &in, &counter_n),
			    "the signature is not the key's");
	in = soft_sign(&A, &k, &good);
	key.counter_n = k.counter_n; /* a copy of the key was used meanwhile */
	assert_true(strstr(key_signed(&A, &HERE, S("aaa"), &key, &in, &counter_n), "counter"));
	key.counter_n = k.counter_n - 1;
	assert_null(key_signed(&A, &HERE, S("aaa"), &key, &in, &counter_n));
	assert_int_equal(counter_n, k.counter_n);
	for (ptrdiff_t i = 0; i < in.auth_data.n; i++) { /* every byte of it is signed */
		struct key_answer bad = in;
		char *p = arena_bytes(&A, in.auth_data.n, 1);
		memcpy(p, in.auth_data.p, (size_t)in.auth_data.n);
		p[i] ^= 8;
		bad.auth_data = (str){ p, in.auth_data.n };
		assert_non_null(key_signed(&A, &HERE, S("aaa"), &key, &bad, &counter_n));
	}
	EVP_PKEY_free(k.pair);
	EVP_PKEY_free(thief.pair);
}

static void what_fuzzing_knows_is_read_back(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/factor");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(passwords_are_long_and_not_obvious),
		TEST(nothing_else_is_asked),
		TEST(what_the_commonest_are_made_of_is_refused),
		TEST(leaked_passwords_are_found),
		TEST(what_is_no_such_list_is_said),
		TEST(hashes_are_argon2id),
		TEST(failures_are_forgotten_in_time),
		TEST(many_names_hide_nobody),
		TEST(codes_are_those_of_the_rfc),
		TEST(a_code_is_good_now_and_once),
		TEST(paper_is_read_as_people_write),
		TEST(a_picture_has_no_style),
		TEST(tickets_are_bound),
		TEST(boxes_open_with_their_key_only),
		TEST(origins_are_read),
		TEST(new_keys_are_checked),
		TEST(only_the_key_signs),
		TEST(what_fuzzing_knows_is_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
