/* base_test.c: strings, arena, buffer, UTF-8, days, instants, zones, hash. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/fault.h"
#include "base/os.h"
#include "base/out.h"
#include "base/sha256.h"
#include "base/utf8.h"

CHECK_ARENA(64 << 20)

static void str_basics(void **state)
{
	(void)state;
	assert_true(str_is_null(str_of(NULL)));
	assert_false(str_is_null(S("")));
	assert_false(str_eq(S(""), str_of(NULL)));
	assert_true(str_cmp(S("ab"), S("abc")) < 0);
	assert_int_equal(str_find(S("backlog"), S("log")), 4);
	assert_int_equal(str_find(S("back"), S("log")), -1);
	assert_str(str_trim(S(" \t a b \n")), "a b");
	str rest = S("a,,b");
	assert_str(str_cut(&rest, ','), "a");
	assert_str(str_cut(&rest, ','), "");
	assert_str(str_cut(&rest, ','), "b");
	assert_true(str_is_null(rest));
	assert_str(str_fmt(&A, "%d-%s", 7, "x"), "7-x");
}

static void int_limits(void **state)
{
	(void)state;
	int64_t v;
	assert_true(str_to_int64(S("-9223372036854775808"), &v) && v == INT64_MIN);
	assert_true(str_to_int64(S("9223372036854775807"), &v) && v == INT64_MAX);
	assert_false(str_to_int64(S("9223372036854775808"), &v));
	assert_false(str_to_int64(S("-9223372036854775809"), &v));
	assert_false(str_to_int64(S(""), &v) || str_to_int64(S("-"), &v) ||
		     str_to_int64(S("+1"), &v) || str_to_int64(S(" 1"), &v) ||
		     str_to_int64(S("1x"), &v));
}

static void arena_full_jumps(void **state)
{
	(void)state;
	struct arena small;
	jmp_buf full;
	assert_ok(arena_open(&small, 4096));
	small.full = &full;
	if (setjmp(full) == 0) {
		arena_bytes(&small, 5000, 1);
		fail_msg("a full arena returned");
	}
	char *p = arena_bytes(&small, 10, 1);
	assert_true(arena_extend(&small, p, 10, 100));
	char *q = arena_bytes(&small, 1, 1);
	assert_false(arena_extend(&small, p, 100, 101));
	assert_ptr_not_equal(p, q);
	arena_reset(&small);
	assert_int_equal(arena_used(&small), 0);
	arena_close(&small);
}

struct numbers {
	int *v;
	ptrdiff_t n, cap;
};

static void arena_list(void **state)
{
	(void)state;
	struct numbers list = { 0 };
	for (int i = 0; i < 1000; i++) {
		*arena_push(&A, &list) = i;
		if (i % 100 == 0)
			arena_bytes(&A, 3, 1); /* so that it has to move */
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list.v[i], i);
}

static void escapes(void **state)
{
	(void)state;
	struct out o = out_to_arena(&A);
	out_html(&o, S("<a href=\"x\">'&"));
	assert_str(out_view(&o), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
	o = out_to_arena(&A);
	out_url(&o, S("a b/ж~"));
	assert_str(out_view(&o), "a%20b%2F%D0%B6~");
	o = out_to_arena(&A);
	out_json(&o, S("a\"\\\n\x01ж"));
	out_json(&o, (str){ 0 });
	assert_str(out_view(&o), "\"a\\\"\\\\\\n\\u0001ж\"null");
	o = out_to_arena(&A);
	out_csv(&o, S("=1+1"));
	out_csv(&o, S("a,b"));
	out_csv(&o, S("plain"));
	out_csv(&o, S("a\"b"));
	assert_str(out_view(&o), "\"'=1+1\"\"a,b\"plain\"a\"\"b\"");
	o = out_to_arena(&A);
	out_count(&o, -1234567);
	out_int(&o, INT64_MIN);
	out_base64(&o, "ab", 2);
	out_hex(&o, "\x0f\xa0", 2);
	assert_str(out_view(&o), "-1,234,567-9223372036854775808YWI=0fa0");
}

static void utf8_cases(void **state)
{
	(void)state;
	assert_int_equal(utf8_fault(S("plain ascii text, ж, 漢, 😀")), -1);
	assert_int_equal(utf8_fault(S("ab\xc0\x80")), 2);       /* overlong */
	assert_int_equal(utf8_fault(S("\xed\xa0\x80")), 0);     /* surrogate */
	assert_int_equal(utf8_fault(S("\xf4\x90\x80\x80")), 0); /* above U+10FFFF */
	assert_int_equal(utf8_fault(S("12345678\xe6\xbc")), 8); /* cut short */
	for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		char b[4];
		ptrdiff_t i = 0;
		str s = { b, utf8_put(b, c) };
		assert_int_equal(utf8_next(s, &i), c);
		assert_int_equal(i, s.n);
	}
	assert_int_equal(utf8_count(S("жa漢")), 3);
	assert_true(utf8_is_line(S("Müller")));
	assert_false(utf8_is_line(S("a\nb")) || utf8_is_line(S("a\xc2\x85")));
	assert_true(utf8_is_text(S("a\n\tb")));
	assert_false(utf8_is_text(S("a\x07")) || utf8_is_text(S("a\xc2\x85")) ||
		     utf8_is_text(S("\xff")));
}

static void days_round_trip(void **state)
{
	(void)state;
	struct date d = { 1, 1, 1 };
	for (int64_t on = DAY_MIN; on <= DAY_MAX; on++) {
		assert_int_equal(day_of(d), on);
		struct date e = day_date(on);
		if (e.year != d.year || e.month != d.month || e.day != d.day)
			fail_msg("day %lld", (long long)on);
		if (++d.day > day_month_length(d.year, d.month)) {
			d.day = 1;
			if (++d.month > 12)
				d.month = 1, d.year++;
		}
	}
	assert_int_equal(day_of((struct date){ 2021, 6, 21 }), 18799);
	assert_int_equal(day_weekday(18799), 0);
	assert_int_equal(day_weekday(DAY_MIN), 0);
	assert_int_equal(day_add_months(day_of((struct date){ 2021, 1, 31 }), 1),
			 day_of((struct date){ 2021, 2, 28 }));
	assert_int_equal(day_add_months(day_of((struct date){ 2020, 3, 31 }), -1),
			 day_of((struct date){ 2020, 2, 29 }));
}

static void day_texts(void **state)
{
	(void)state;
	int64_t v;
	struct interval i;
	assert_true(day_read(S("2021-06-21"), &v) && v == 18799);
	const char *bad[] = { "2021-02-30", "2021-2-3", "0000-01-01", "2021-13-01", "2021-06-21 ",
			      "21.06.2021", "",         "2021/06/21", "-021-06-21" };
	for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
		assert_false(day_read(str_of(bad[k]), &v));
	struct out o = out_to_arena(&A);
	const char *forms[] = { "2018-03-14", "2018-03", "2018", "2020-02" };
	for (size_t k = 0; k < 4; k++) {
		assert_true(interval_read(str_of(forms[k]), &i));
		o = out_to_arena(&A);
		out_interval(&o, i);
		assert_str(out_view(&o), forms[k]);
	}
	assert_false(interval_read(S("2018-00"), &i) || interval_read(S("201"), &i) ||
		     interval_read(S("0000"), &i));
	o = out_to_arena(&A);
	out_interval(&o, (struct interval){ 18799, 18801 });
	out_day_long(&o, 18799);
	assert_str(out_view(&o), "2021-06-21/2021-06-2321 June 2021");
	const char *longs[] = { "14 March 2018", "March 2018", "2018", "February 2020" };
	for (size_t k = 0; k < 4; k++) {
		assert_true(interval_read(str_of(forms[k]), &i));
		assert_str(interval_long(&A, i), longs[k]);
	}
	assert_str(interval_long(&A, (struct interval){ 18799, 18801 }),
		   "21 June 2021 to 23 June 2021");
}

static void instants(void **state)
{
	(void)state;
	int64_t at;
	assert_true(at_read(S("2021-06-21T08:00:00Z"), &at) &&
		    at == INT64_C(18799) * DAY_US + 28800 * SECOND_US);
	struct out o = out_to_arena(&A);
	out_at(&o, at + 5);
	out_at(&o, -1);
	assert_str(out_view(&o), "2021-06-21T08:00:00.000005Z1969-12-31T23:59:59.999999Z");
	assert_true(at_read(S("2021-06-21T08:00:00.5Z"), &at) && at % SECOND_US == 500000);
	assert_false(at_read(S("2021-06-21T24:00:00Z"), &at) ||
		     at_read(S("2021-06-21T08:00:00"), &at) ||
		     at_read(S("2021-06-21T08:00:00.Z"), &at));
}

static void working_days(void **state)
{
	(void)state;
	int64_t holiday[] = { day_of((struct date){ 2021, 8, 30 }),
			      day_of((struct date){ 2021, 12, 27 }) };
	struct calendar c = { .rest_weekdays = 0x60, .holiday_on = holiday, .n_holidays = 2 };
	int64_t friday = day_of((struct date){ 2021, 8, 27 });
	assert_int_equal(day_add_working(&c, friday, 1), friday + 4);
	assert_int_equal(day_add_working(&c, friday + 4, -1), friday);
	assert_int_equal(day_working_between(&c, friday, friday + 4), 1);
	for (int64_t a = friday - 40; a < friday + 40; a++)
		for (int64_t b = a; b < a + 30; b++) {
			int64_t n = 0;
			for (int64_t d = a + 1; d <= b; d++)
				n += day_is_working(&c, d);
			assert_int_equal(day_working_between(&c, a, b), n);
		}
}

static void zones(void **state)
{
	(void)state;
	struct clock c;
	int64_t at, on;
	assert_true(at_read(S("2021-06-21T08:00:00Z"), &at));
	assert_ok(zone_clock("Europe/London", at, &c));
	assert_true(c.on == 18799 && c.hour == 9 && c.minute == 0);
	zone_keep("Europe/London");
	struct out people = out_to_arena(&A);
	out_at_moment(&people, at);
	people.zone = "Europe/London";
	out_lit(&people, "; ");
	out_at_moment(&people, at);
	out_lit(&people, "; ");
	out_at_moment(&people, at + 15 * 3600 * SECOND_US);
	people.zone = "Europe/Moscow";
	out_lit(&people, "; ");
	out_at_moment(&people, at - 150 * DAY_US);
	assert_str(out_view(&people), "21 June 2021, 08:00 UTC; 21 June 2021, 09:00 BST; "
				      "22 June 2021, 00:00 BST; 22 January 2021, 11:00 MSK");
	/* 28 March 2021: 01:00 becomes 02:00; 01:30 is left out. 31 October: 01:30 comes twice. */
	assert_ok(zone_at(
	    "Europe/London",
	    (struct clock){ .on = day_of((struct date){ 2021, 3, 28 }), .hour = 1, .minute = 30 },
	    &at));
	assert_ok(zone_clock("Europe/London", at, &c));
	assert_true(c.hour == 2 && c.minute == 30);
	assert_ok(zone_at(
	    "Europe/London",
	    (struct clock){ .on = day_of((struct date){ 2021, 10, 31 }), .hour = 1, .minute = 30 },
	    &at));
	struct out o = out_to_arena(&A);
	out_at(&o, at);
	assert_str(out_view(&o), "2021-10-31T00:30:00Z");
	assert_ok(zone_day("Europe/Moscow", at + 21 * 3600 * SECOND_US, &on));
	assert_int_equal(on, day_of((struct date){ 2021, 11, 1 }));
	assert_int_equal(zone_day("Mars/Olympus", at, &on), ERR_FAULTS);
}

static void hash_and_fake_os(void **state)
{
	(void)state;
	struct sha256 want, h = sha256_of(S("a"), S("b"), S("c"));
	assert_true(sha256_read_hex(
	    S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), &want));
	assert_true(sha256_eq(&h, &want));
	assert_false(sha256_read_hex(S("BA"), &want));
	for (int at = 0; at < 64; at++) /* every byte in every place */
		for (int c = 0; c < 256; c++) {
			static const char digits[] = "0123456789abcdef";
			char hex[64];
			const char *digit = c ? strchr(digits, c) : NULL;
			memset(hex, 'f', sizeof hex);
			hex[at] = (char)c;
			assert_int_equal(sha256_read_hex((str){ hex, 64 }, &want), digit != NULL);
			for (int i = 0; digit && i < 32; i++) {
				int v = (int)(digit - digits);
				assert_int_equal(want.b[i], i != at / 2 ? 0xff
							    : at % 2    ? 0xf0 | v
									: v << 4 | 0x0f);
			}
		}
	struct os a = os_fake(5, 7), b = os_fake(5, 7);
	char x[13], y[13];
	os_random(&a, x, sizeof x);
	os_random(&b, y, sizeof y);
	assert_memory_equal(x, y, sizeof x);
	assert_int_equal(os_now_at(&a), 5);
	assert_int_equal(os_now_at(&a), 6);
}

static void files(void **state)
{
	(void)state;
	char path[] = "/tmp/grata-base-XXXXXX";
	assert_non_null(mkdtemp(path));
	str name = str_fmt(&A, "%s/f", path), text;
	assert_int_equal(os_file_read(&A, name.p, 100, &text), ERR_NOT_FOUND);
	assert_ok(os_file_write(name.p, S("hello")));
	assert_ok(os_file_read(&A, name.p, 5, &text));
	assert_str(text, "hello");
	assert_int_equal(os_file_read(&A, name.p, 4, &text), ERR_TOO_LARGE);
	assert_int_equal(remove(name.p) | remove(path), 0);
}

static void faults_and_refusals(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	assert_ok(faults_err(&f));
	for (int i = 0; i < FAULTS_KEPT + 5; i++)
		fault_at(&f, S("x.csv"), i + 2, 3, S("day"), "'%s' is not a day", "2021-02-30");
	assert_int_equal(faults_err(&f), ERR_FAULTS);
	assert_int_equal(f.total_n, FAULTS_KEPT + 5);
	struct out o = out_to_arena(&A);
	faults_print(&f, &o);
	assert_true(str_starts(out_view(&o), S("x.csv:2:3: day: '2021-02-30' is not a day\n")));
	assert_true(str_ends(out_view(&o), S("and 5 more faults\n")));
	struct refusal r;
	assert_int_equal(refuse(&A, &r, "ceiling", "VCDR Art. 11(1)", "%d of %d", 3, 3),
			 ERR_REFUSED);
	assert_str(r.sentence, "3 of 3");
	assert_int_equal(err_http(ERR_REFUSED), 409);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(str_basics),      cmocka_unit_test(int_limits),
		cmocka_unit_test(arena_list),      cmocka_unit_test(arena_full_jumps),
		cmocka_unit_test(escapes),         cmocka_unit_test(utf8_cases),
		cmocka_unit_test(days_round_trip), cmocka_unit_test(day_texts),
		cmocka_unit_test(instants),        cmocka_unit_test(working_days),
		cmocka_unit_test(zones),           cmocka_unit_test(hash_and_fake_os),
		cmocka_unit_test(files),           cmocka_unit_test(faults_and_refusals),
	};
	return cmocka_run_group_tests_name("base", tests, open_arena, close_arena);
}
