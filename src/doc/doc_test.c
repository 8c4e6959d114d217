/* doc_test.c: CSV: the csv-spectrum files, every fault with its place, hostile text, values. */
#include "check.h"
#include "replay.h"

#include <string.h>

#include "base/os.h"
#include "base/out.h"
#include "doc/csv.h"

static struct arena A;

static int open_arena(void **state)
{
	(void)state;
	return arena_open(&A, 512 << 20) == OK ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static str file_text(const char *path)
{
	str text;
	if (os_file_read(&A, path, 16 << 20, &text) != OK)
		fail_msg("cannot read %s", path);
	return text;
}

/* JSON without the white space between its parts. */
static str squeeze(str json)
{
	struct out o = out_to_arena(&A);
	bool is_inside = false;
	for (ptrdiff_t i = 0; i < json.n; i++) {
		char c = json.p[i];
		if (c == '"' && (i == 0 || json.p[i - 1] != '\\'))
			is_inside = !is_inside;
		if (is_inside || !strchr(" \n\r\t", c))
			out_char(&o, c);
	}
	return out_view(&o);
}

static ptrdiff_t split(const char *names, struct csv_column to[static 8])
{
	ptrdiff_t n = 0;
	for (str rest = str_of(names); rest.p; n++)
		to[n] = (struct csv_column){ str_copy(&A, str_cut(&rest, ',')).p, false };
	return n;
}

/* Reads `text` whole and gives it back as JSON; faults are collected in *f. */
static str as_json(const char *names, str text, struct faults *f)
{
	struct csv_column columns[8];
	ptrdiff_t n = split(names, columns);
	struct out o = out_to_arena(&A);
	struct csv c = csv_open(&A, S("in.csv"), text, columns, n, f);
	out_lit(&o, "[");
	for (bool is_first = true; csv_next(&c); is_first = false) {
		out_str(&o, is_first ? S("{") : S(",{"));
		for (ptrdiff_t i = 0; i < n; i++) {
			out_str(&o, i ? S(",") : S(""));
			out_json(&o, str_of(columns[i].name));
			out_lit(&o, ":");
			out_json(&o, csv_text(&c, i));
		}
		out_lit(&o, "}");
	}
	out_lit(&o, "]");
	return out_view(&o);
}

static void spectrum(void **state)
{
	(void)state;
	static const char *const files[][2] = {
		{ "comma_in_quotes", "first,last,address,city,zip" },
		{ "empty", "a,b,c" },
		{ "empty_crlf", "a,b,c" },
		{ "escaped_quotes", "a,b" },
		{ "json", "key,val" },
		{ "newlines", "a,b,c" },
		{ "newlines_crlf", "a,b,c" },
		{ "quotes_and_newlines", "a,b" },
		{ "simple", "a,b,c" },
		{ "simple_crlf", "a,b,c" },
		{ "utf8", "a,b,c" },
	};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct faults f = faults_in(&A);
		const char *stem = str_fmt(&A, "tests/data/csv-spectrum/%s", files[i][0]).p;
		str want = squeeze(file_text(str_fmt(&A, "%s.json", stem).p));
		if (want.p[0] == '{') /* one row stands alone in some of these files */
			want = str_fmt(&A, "[%.*s]", SF(want));
		assert_str(as_json(files[i][1], file_text(str_fmt(&A, "%s.csv", stem).p), &f),
			   want.p);
		assert_ok(faults_err(&f));
	}
}

/* What the reader says about a text, as printed. */
static str faults_of(const char *names, str text)
{
	struct faults f = faults_in(&A);
	struct out o = out_to_arena(&A);
	as_json(names, text, &f);
	faults_print(&f, &o);
	return out_view(&o);
}

static void header_faults(void **state)
{
	(void)state;
	assert_str(faults_of("a,b", S("")), "in.csv:1: the file is empty; its first line must name "
					    "the columns a,b\n");
	assert_str(faults_of("a,b,c", S("b,x,b\n1,2,3\n4\n")),
		   "in.csv:1:2: there is no column 'x' in such a file; its columns are a,b,c\n"
		   "in.csv:1:3: b: this column stands twice: in cells 1 and 3\n"
		   "in.csv:1: a: this column is missing\n"
		   "in.csv:1: c: this column is missing\n"
		   "in.csv:3: the row has 1 cells, the header 3\n");
	assert_str(faults_of("a,b", S("a;b\n")),
		   "in.csv:1:1: there is no column 'a;b' in such a file, and cells must be "
		   "separated by commas; its columns are a,b\n"
		   "in.csv:1: a: this column is missing\nin.csv:1: b: this column is missing\n");
	assert_str(faults_of("a", S("\xff\xfe\x61\x00")),
		   "in.csv:1: the file is UTF-16; save it as CSV in UTF-8\n");
	struct out o = out_to_arena(&A);
	for (int i = 0; i < 2000; i++)
		out_lit(&o, ",");
	str many = faults_of("a", out_view(&o));
	assert_true(str_find(many, S("the file has more columns than 256")) >= 0);
}

/* Faults of every sort in one file: all are told in one pass, each at its place. */
static void all_faults_at_once(void **state)
{
	(void)state;
	str text = S("a,b\n"
		     "1,x\"y\n"
		     "\n"
		     "\"two\nlines\" z,ok\n"
		     "\xff,good\n"
		     "1,2,3\n"
		     "p,a\0b\n"
		     "q\rr,s\n"
		     "\"open,1\n"
		     "last,caf\xc3");
	assert_str(
	    faults_of("a,b", text),
	    "in.csv:2:2: b: there is a quote inside a cell that does not begin with one; write "
	    "\"...\" around the cell and \"\" for the quote\n"
	    "in.csv:5:1: a: there is text behind the closing quote of the cell that opened on line "
	    "4; a quote inside a cell is written twice\n"
	    "in.csv:6:1: a: byte 1 of the cell (0xFF) is not UTF-8; save the file as UTF-8\n"
	    "in.csv:7: the row has 3 cells, the header 2\n"
	    "in.csv:8:2: b: byte 2 of the cell is a zero byte, which is not text\n"
	    "in.csv:9:1: a: there is a carriage return without a line feed; end lines with LF or "
	    "CRLF\n"
	    "in.csv:10:1: a: the quote that opens this cell is never closed\n"
	    "in.csv:11:2: b: byte 4 of the cell (0xC3) is not UTF-8; save the file as UTF-8\n");
}

static void huge_cell(void **state)
{
	(void)state;
	struct out o = out_to_arena(&A);
	out_lit(&o, "a,b\n1,\"");
	for (int i = 0; i < 10 << 20; i += 16)
		out_lit(&o, "0123456789\"\"abcd");
	out_lit(&o, "\"\n2,3\n");
	struct faults f = faults_in(&A);
	str text = out_view(&o);
	ptrdiff_t used = arena_used(&A);
	assert_str(as_json("a,b", text, &f),
		   "[{\"a\":\"1\",\"b\":null},{\"a\":\"2\",\"b\":\"3\"}]");
	assert_true(arena_used(&A) - used < 1 << 16); /* the cell is not copied */
	assert_int_equal(f.total_n, 1);
	assert_str(f.v[0].sentence, "the cell has 10485760 bytes; at most 1048576 are read");
	assert_int_equal(f.v[0].line, 2);
	assert_int_equal(f.v[0].col, 2);
	assert_str(f.v[0].field, "b");
}

static void byte_order_mark_and_order(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	assert_str(as_json("a,b", S("\xef\xbb\xbf\"b\",a\r\n\r\n1,2"), &f),
		   "[{\"a\":\"2\",\"b\":\"1\"}]");
	assert_str(as_json("a", S("a\n\"\"\n"), &f), "[{\"a\":\"\"}]");
	assert_ok(faults_err(&f));
}

/* What out_csv writes for dangerous cells, and that it reads back. */
static void injection(void **state)
{
	(void)state;
	static const struct csv_column columns[] = { { "input", false }, { "safe_output", false } };
	struct faults f = faults_in(&A);
	struct csv c = csv_open(&A, S("x"), file_text("tests/data/csv_injection_expected.csv"),
				columns, 2, &f);
	while (csv_next(&c)) {
		struct out o = out_to_arena(&A);
		out_lit(&o, "cell\n");
		out_csv(&o, csv_text(&c, 0));
		static const struct csv_column cell[] = { { "cell", false } };
		struct csv back = csv_open(&A, S("y"), out_view(&o), cell, 1, &f);
		assert_true(csv_next(&back));
		assert_str(csv_text(&back, 0),
			   csv_text(&c, 1).p ? str_copy(&A, csv_text(&c, 1)).p : NULL);
	}
	assert_int_equal(c.rows_n, 15);
	assert_ok(faults_err(&f));
}

static void values(void **state)
{
	(void)state;
	static const struct csv_column columns[] = { { "n", false },
						     { "x", false },
						     { "on", true } };
	str text = S("n,x,on\n 7 ,2.5e1,2021-06-21\n-1,nan,2021-02-30\n,0x10,\nx,1e999,1\n9,3\n");
	struct faults f = faults_in(&A);
	struct csv c = csv_open(&A, S("v.csv"), text, columns, 3, &f);
	int64_t n, on;
	double x;
	assert_true(csv_next(&c));
	assert_true(csv_int(&c, 0, 0, 10, &n) && csv_number(&c, 1, 0, 100, &x) &&
		    csv_day(&c, 2, &on));
	assert_true(n == 7 && x == 25 && on == 18799);
	while (csv_next(&c)) {
		bool is_good = csv_int(&c, 0, 0, 10, &n);
		is_good &= csv_number(&c, 1, 0, 2, &x);
		is_good &= csv_day(&c, 2, &on);
		assert_false(is_good);
	}
	struct out o = out_to_arena(&A);
	faults_print(&f, &o);
	assert_str(out_view(&o),
		   "v.csv:3:1: n: -1 is less than 0\n"
		   "v.csv:3:2: x: 'nan' is not a number\n"
		   "v.csv:3:3: on: '2021-02-30' is not a day; write it as 2021-06-21\n"
		   "v.csv:4:1: n: the cell is empty\n"
		   "v.csv:4:2: x: '0x10' is not a number\n"
		   "v.csv:4:3: on: the cell is empty\n"
		   "v.csv:5:1: n: 'x' is not a whole number\n"
		   "v.csv:5:2: x: '1e999' is not a number\n"
		   "v.csv:5:3: on: '1' is not a day; write it as 2021-06-21\n"
		   "v.csv:6: the row has 2 cells, the header 3\n"
		   "v.csv:6:2: x: 3 is more than 2\n");
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/csv");
	replay_corpus("tests/data/csv-spectrum");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(spectrum),
		cmocka_unit_test(header_faults),
		cmocka_unit_test(all_faults_at_once),
		cmocka_unit_test(huge_cell),
		cmocka_unit_test(byte_order_mark_and_order),
		cmocka_unit_test(injection),
		cmocka_unit_test(values),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
