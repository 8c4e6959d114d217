/* doc_test.c: CSV: the csv-spectrum files, every fault with its place, hostile text, values. Then
 * workbooks: what they hold, bombs. Papers as PDF and ODT, read back by others. Kinds of files. */
#include "check.h"
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/os.h"
#include "base/out.h"
#include "doc/doc.h"
#include "doc/inside.h"
#include "doc/paper.h"

CHECK_ARENA(512 << 20)

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

static ptrdiff_t split(const char *names, struct sheet_column to[static 8])
{
	ptrdiff_t n = 0;
	for (str rest = str_of(names); rest.p; n++)
		to[n] = (struct sheet_column){ str_copy(&A, str_cut(&rest, ',')).p, false };
	return n;
}

/* Reads `text` whole and gives it back as JSON; faults are collected in *f. */
static str as_json(const char *names, str text, struct faults *f)
{
	struct sheet_column columns[8];
	ptrdiff_t n = split(names, columns);
	struct out o = out_to_arena(&A);
	struct sheet c = sheet_open(&A, S("in.csv"), text, columns, n, f);
	out_lit(&o, "[");
	for (bool is_first = true; sheet_next(&c); is_first = false) {
		out_str(&o, is_first ? S("{") : S(",{"));
		for (ptrdiff_t i = 0; i < n; i++) {
			out_str(&o, i ? S(",") : S(""));
			out_json(&o, str_of(columns[i].name));
			out_lit(&o, ":");
			out_json(&o, sheet_text(&c, i));
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
	static const struct sheet_column columns[] = { { "input", false },
						       { "safe_output", false } };
	struct faults f = faults_in(&A);
	struct sheet c = sheet_open(&A, S("x"), file_text("tests/data/csv_injection_expected.csv"),
				    columns, 2, &f);
	while (sheet_next(&c)) {
		struct out o = out_to_arena(&A);
		out_lit(&o, "cell\n");
		out_csv(&o, sheet_text(&c, 0));
		static const struct sheet_column cell[] = { { "cell", false } };
		struct sheet back = sheet_open(&A, S("y"), out_view(&o), cell, 1, &f);
		assert_true(sheet_next(&back));
		assert_str(sheet_text(&back, 0),
			   sheet_text(&c, 1).p ? str_copy(&A, sheet_text(&c, 1)).p : NULL);
	}
	assert_int_equal(c.rows_n, 15);
	assert_ok(faults_err(&f));
}

static void values(void **state)
{
	(void)state;
	static const struct sheet_column columns[] = { { "n", false },
						       { "x", false },
						       { "on", true } };
	str text = S("n,x,on\n 7 ,2.5e1,2021-06-21\n-1,nan,2021-02-30\n,0x10,\nx,1e999,1\n9,3\n");
	struct faults f = faults_in(&A);
	struct sheet c = sheet_open(&A, S("v.csv"), text, columns, 3, &f);
	int64_t n, on;
	double x;
	assert_true(sheet_next(&c));
	assert_true(sheet_int(&c, 0, 0, 10, &n) && sheet_number(&c, 1, 0, 100, &x) &&
		    sheet_day(&c, 2, &on));
	assert_true(n == 7 && x == 25 && on == 18799);
	while (sheet_next(&c)) {
		bool is_good = sheet_int(&c, 0, 0, 10, &n);
		is_good &= sheet_number(&c, 1, 0, 2, &x);
		is_good &= sheet_day(&c, 2, &on);
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

/* ---- workbooks ---- */

#define BOOK_HEAD                                                                                  \
	"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>a</t></is></c>"           \
	"<c r='B1' t='inlineStr'><is><t>b</t></is></c></row>"
#define BOOK_TAIL "</sheetData></worksheet>"

/* A workbook with these parts; a null one is not there. */
static str book(str sheet, str shared, str styles, str workbook)
{
	str bytes;
	struct pack_entry parts[5] = {
		{ "xl/workbook.xml",
		  workbook.p
		      ? workbook
		      : S("<workbook><sheets><sheet name='One' id='r1'/></sheets></workbook>"),
		  false },
		{ "xl/_rels/workbook.xml.rels",
		  S("<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/>"
		    "<Relationship Id='r2' Target='/xl/worksheets/sheet2.xml'/></Relationships>"),
		  false },
		{ "xl/worksheets/sheet1.xml", sheet, false },
	};
	ptrdiff_t n = 3;
	if (shared.p)
		parts[n++] = (struct pack_entry){ "xl/sharedStrings.xml", shared, false };
	if (styles.p)
		parts[n++] = (struct pack_entry){ "xl/styles.xml", styles, false };
	assert_ok(pack_write(&A, parts, n, &bytes));
	return bytes;
}

static void workbook(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	str shared = S("<sst><si><t xml:space='preserve'> two </t></si><si><r><t>ri</t></r><r><t>ch"
		       "</t></r><rPh><t>no</t></rPh></si><si><t>_x0041_b_x000D_</t></si></sst>");
	str styles =
	    S("<styleSheet><numFmts><numFmt numFmtId='170' formatCode='d. mmmm'/><numFmt "
	      "numFmtId='171' formatCode='[Red]0.0\"day\"'/></numFmts><cellStyleXfs><xf "
	      "numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"
	      "<xf numFmtId='170'/><xf numFmtId='171'/></cellXfs></styleSheet>");
	str sheet =
	    S(BOOK_HEAD
	      "<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' s='1'><v>44368</v></c></row>"
	      "<row><c t='s'><v>1</v></c><c s='2'><v>59</v></c></row>"
	      "<row><c t='s'><v>2</v></c><c s='1'><v>61.75</v></c></row>"
	      "<row><c t='b'><v>1</v></c><c s='3'><v>0.10000000000000001</v></c></row>"
	      "<row><c r='B9'><f>1+1</f><v>2</v></c><c/></row>"
	      "<row><c t='str'><v>1E2</v></c><c><v>1E2</v></c></row>" BOOK_TAIL);
	assert_str(as_json("a,b", book(sheet, shared, styles, str_of(NULL)), &f),
		   "[{\"a\":\" two \",\"b\":\"2021-06-21\"},{\"a\":\"rich\",\"b\":\"1900-02-28\"},"
		   "{\"a\":\"Ab\\r\",\"b\":\"1900-03-01 18:00\"},{\"a\":\"true\",\"b\":\"0.1\"},"
		   "{\"a\":\"\",\"b\":\"2\"},{\"a\":\"1E2\",\"b\":\"100\"}]");
	assert_str(
	    as_json("a,b",
		    book(S(BOOK_HEAD
			   "<row><c t='str'><v>x</v></c><c s='0'><v>0</v></c></row>" BOOK_TAIL),
			 str_of(NULL),
			 S("<styleSheet><cellXfs><xf numFmtId='15'/></cellXfs></styleSheet>"),
			 S("<workbook><workbookPr date1904='1'/><sheets><sheet name='O' "
			   "id='r1'/></sheets></workbook>")),
		    &f),
	    "[{\"a\":\"x\",\"b\":\"1904-01-01\"}]");
	assert_ok(faults_err(&f));
}

static void workbook_faults(void **state)
{
	(void)state;
	str none = str_of(NULL),
	    day = S("<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>");
	str sheet = S(
	    BOOK_HEAD
	    "<row r='3'><c t='e'><v>#N/A</v></c><c t='s'><v>0</v></c></row>"
	    "<row><c><f>1+1</f></c></row><row r='7'><c><v>1x</v></c><c><v>60</v></c><c t='str'><v>x</v></c></row>" BOOK_TAIL);
	assert_str(faults_of("a,b", book(sheet, none, day, none)),
		   "in.csv:3:1: a: the cell shows an error of the spreadsheet, such as #N/A; put a "
		   "value there\n"
		   "in.csv:3:2: b: the text of the cell is not in the file\n"
		   "in.csv:4:1: a: the cell has a formula, but its value was not saved; write the "
		   "value\n"
		   "in.csv:7:1: a: the cell is marked as a number, but holds none\n"
		   "in.csv:7:2: b: the number is shown as a day, but is none\n");
	assert_str(
	    faults_of("a,b", book(S("<worksheet><sheetData><row></sheetData>"), none, none, none)),
	    "in.csv: xl/worksheets/sheet1.xml, line 1: mismatched tag\n");
	assert_str(faults_of("a,b", book(S(BOOK_HEAD BOOK_TAIL), none, none, S("<workbook/>"))),
		   "in.csv: the workbook has no sheet\n");
	struct pack_entry two[] = {
		{ "xl/workbook.xml",
		  S("<workbook><sheets><sheet name='One' id='r1'/><sheet name='Two' "
		    "id='r2'/></sheets></workbook>"),
		  false },
		{ "xl/_rels/workbook.xml.rels",
		  S("<R><Relationship Id='r1' Target='1.xml'/><Relationship Id='r2' "
		    "Target='2.xml'/></R>"),
		  false },
		{ "xl/1.xml", S(BOOK_HEAD BOOK_TAIL), false },
		{ "xl/2.xml", S(BOOK_HEAD BOOK_TAIL), false },
	};
	str bytes;
	assert_ok(pack_write(&A, two, 4, &bytes));
	assert_str(faults_of("a,b", bytes),
		   "in.csv: sheet 'Two' has cells, too; put all rows into the first sheet\n");
	assert_str(faults_of("a", str_slice(bytes, 0, bytes.n - 30)),
		   "in.csv: the archive is damaged\n");
	assert_str(faults_of("a", S("PK\x03\x04")), "in.csv: the archive is damaged\n");
	assert_str(faults_of("a", S("%PDF-1.7")),
		   "in.csv:1: the file is a PDF; save the table as .xlsx, or as CSV in UTF-8\n");
}

/* Every bomb of ../shared: refused in one sentence, in bounded memory, and nothing is fetched. */
static void bombs(void **state)
{
	(void)state;
	static const char *const xml[][2] = {
		{ "billion_laughs", "there is a document type" },
		{ "quadratic_blowup", "there is a document type" },
		{ "xxe_file", "there is a document type" },
		{ "xxe_http", "there is a document type" },
		{ "xxe_param", "there is a document type" },
		{ "deep_nesting", "elements are nested more than 64 deep" },
		{ "utf7", "unknown encoding" },
		{ "long_name", "the file is empty" },
		{ "many_attrs", "the file is empty" },
	};
	struct stat st;
	if (stat("../shared/data/hostile/own", &st) != 0) {
		print_message("skipped: ../shared/data/hostile is not there\n");
		skip();
	}
	for (size_t i = 0; i < sizeof xml / sizeof xml[0]; i++) {
		struct arena kept = A;
		const char *path =
		    str_fmt(&A, "../shared/data/hostile/own/xml/%s.xml", xml[i][0]).p;
		str text = file_text(path), none = str_of(NULL);
		for (int part = 0; part < 2; part++) {
			str said =
			    part ? faults_of("a", book(S(BOOK_HEAD BOOK_TAIL), text, none, none))
				 : faults_of("a", book(text, none, none, none));
			bool is_text = part && i >= 7; /* harmless where texts are */
			if (!is_text && str_find(said, str_of(xml[i][1])) < 0)
				fail_msg("%s: %.*s", xml[i][0], SF(said));
		}
		assert_true(arena_used(&A) - arena_used(&kept) < 64 << 20);
		A.beg = kept.beg;
	}
	assert_str(faults_of("a", file_text("../shared/data/hostile/own/bomb_50MB.zip")),
		   "in.csv: a part of it is packed more than 200 times smaller than it is, as no "
		   "document is\n");
	assert_str(faults_of("a", file_text("../shared/data/hostile/own/zip_slip.zip")),
		   "in.csv: the file is packed like a workbook, but has no sheet in it\n");
	assert_true(faults_of("a", file_text("../shared/data/hostile/own/bomb_100MB.gz")).n > 0);
}

/* Written and read again; the same bytes twice; texts like formulas stay, but are marked. */
static void workbook_written(void **state)
{
	(void)state;
	static const struct sheet_head heads[] = { { "a", 20 }, { "b", 12 } };
	static const char *const texts[] = { "Иванов & <Sons>", "=1+1",    "+44 20", "_x0041_",
					     "a\r\nb\x01",      "  two  ", "@x" };
	str bytes[2], part;
	struct faults f = faults_in(&A);
	for (int k = 0; k < 2; k++) {
		struct sheet_out s =
		    sheet_begin(&A, SHEET_XLSX, S("People [2021]"), 18799, heads, 2);
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
			sheet_put(&s, str_of(texts[i]));
			sheet_put_day(&s, 18799 + (int64_t)i);
		}
		sheet_put(&s, str_of(NULL));
		sheet_put_int(&s, -5);
		assert_ok(sheet_end(&s, &bytes[k]));
	}
	assert_true(str_eq(bytes[0], bytes[1]));
	static const struct sheet_column columns[] = { { "a", false }, { "b", false } };
	struct sheet in = sheet_open(&A, S("in"), bytes[0], columns, 2, &f);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		int64_t on = 0;
		assert_true(sheet_next(&in));
		assert_str(sheet_text(&in, 0), texts[i]);
		assert_true(sheet_day(&in, 1, &on) && on == 18799 + (int64_t)i);
	}
	assert_true(sheet_next(&in));
	assert_str(sheet_text(&in, 1), "-5");
	assert_ok(faults_err(&f));
	assert_true(pack_read(&A, S("x"), bytes[0], "xl/worksheets/sheet1.xml", &f, &part));
	assert_true(str_find(part, S("<c r=\"A3\" s=\"4\" t=\"inlineStr\"><is><t "
				     "xml:space=\"preserve\">=1+1</t>")) > 0);
	struct out long_text = out_to_arena(&A);
	for (int i = 0; i < 32768; i++)
		out_char(&long_text, 'x');
	struct sheet_out s = sheet_begin(&A, SHEET_XLSX, S("x"), 0, heads, 1);
	sheet_put(&s, out_view(&long_text));
	assert_int_equal(sheet_end(&s, &part), ERR_TOO_LARGE);
}

/* ---- papers ---- */

static struct paper sample(void)
{
	static const struct paper_column columns[] = { { S("Name"), 3, false },
						       { S("No"), 1, true } };
	struct paper p = paper_new(&A, PAPER_LIST, S("Liste & <list>"), S("fr"), 18799);
	p.foot = S("Juin 2021");
	paper_line(&p, PAPER_TITLE, S("Liste"));
	paper_block(&p, PAPER_ENTRY);
	paper_run_as(&p, FACE_BOLD, str_of(NULL), S("2. "));
	paper_run_as(&p, FACE_PLAIN, S("ar"), S("محمد بن سلمان"));
	paper_run(&p, S(" first line\nsecond line"));
	paper_line(&p, PAPER_ITEM, S("an item"));
	paper_table(&p, columns, 2);
	for (int i = 0; i < 200; i++) {
		paper_run_as(&p, FACE_PLAIN, S("zh"), i == 7 ? S("王小明") : S(""));
		paper_run(&p, str_fmt(&A, "person%d", i));
		paper_next(&p);
		paper_run(&p, str_fmt(&A, "%d", i));
		paper_next(&p);
	}
	return p;
}

/* What a command prints. */
static str said_by(const char *command)
{
	struct out o = out_to_arena(&A);
	char piece[4096];
	FILE *from = popen(command, "r");
	assert_non_null(from);
	for (size_t n; (n = fread(piece, 1, sizeof piece, from)) > 0;)
		out_bytes(&o, piece, (ptrdiff_t)n);
	assert_int_equal(pclose(from), 0);
	return out_view(&o);
}

static int count(str hay, const char *needle)
{
	int n = 0;
	str word = str_of(needle);
	for (ptrdiff_t i; (i = str_find(hay, word)) >= 0; n++)
		hay = str_slice(hay, i + word.n, hay.n);
	return n;
}

/* Read back by poppler: nothing is lost, heads are repeated, structure and properties are there. */
static void pdf(void **state)
{
	(void)state;
	str bytes[2];
	struct paper p = sample();
	assert_ok(paper_pdf(&p, &bytes[0]));
	assert_ok(paper_pdf(&p, &bytes[1]));
	assert_true(str_eq(bytes[0], bytes[1]));
	char folder[] = "/tmp/grata-doc-XXXXXX";
	assert_non_null(mkdtemp(folder));
	const char *path = str_fmt(&A, "%s/x.pdf", folder).p;
	assert_ok(os_file_write(path, bytes[0]));
	str info = said_by(str_fmt(&A, "pdfinfo %s", path).p);
	assert_true(str_find(info, S("Title:           Liste & <list>")) >= 0);
	assert_true(str_find(info, S("Tagged:          yes")) >= 0);
	str text = said_by(str_fmt(&A, "pdftotext -layout %s -", path).p);
	for (int i = 0; i < 200; i++)
		assert_int_equal(count(text, str_fmt(&A, "person%d ", i).p), 1);
	int pages = count(text, "\f");
	assert_true(pages >= 4 && count(text, "Juin 2021") == pages &&
		    count(text, "Name") == pages);
	str tree = said_by(str_fmt(&A, "pdfinfo -struct-text %s 2>&1", path).p);
	assert_true(str_find(tree, S("Warning")) < 0);
	assert_true(str_find(tree, S("王小明")) >= 0);
	assert_true(str_find(text, S("محمد بن سلمان")) >= 0);
	assert_true(count(tree, "H1") == 1 && count(tree, "TH\n") == 2 * pages &&
		    count(tree, "TD\n") == 400);
	said_by(str_fmt(&A, "rm -r %s", folder).p);
}

static void no_reader(void *to, str name, const char *const *attributes)
{
	(void)to, (void)name, (void)attributes;
}
static void no_end(void *to, str name)
{
	(void)to, (void)name;
}

static void odt(void **state)
{
	(void)state;
	static const struct xml_reader reader = { no_reader, no_end, NULL };
	static const char *const parts[] = { "META-INF/manifest.xml", "content.xml", "styles.xml",
					     "meta.xml" };
	str bytes[2], part;
	struct faults f = faults_in(&A);
	struct paper p = sample();
	assert_ok(paper_odt(&p, &bytes[0]));
	assert_ok(paper_odt(&p, &bytes[1]));
	assert_true(str_eq(bytes[0], bytes[1]));
	assert_true(str_find(bytes[0], S("mimetypeapplication/vnd.oasis.opendocument.textPK")) ==
		    30);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		assert_true(pack_read(&A, S("x"), bytes[0], parts[i], &f, &part) && part.n);
		assert_true(xml_read(&A, S("x"), parts[i], part, &reader, NULL, &f));
	}
	assert_true(pack_read(&A, S("x"), bytes[0], "content.xml", &f, &part));
	assert_int_equal(count(part, "<table:table-row>"), 201);
	assert_true(str_find(part, S("first line<text:line-break/>second line")) > 0);
}

static void marked_text(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	struct paper p = paper_new(&A, PAPER_LETTER, S("t"), S("en"), 0);
	assert_ok(
	    paper_read(&p,
		       S("= Ministry\r\n= of Foreign Affairs\n\nThe Ministry\nand so on.\n- one\n"
			 "- two\n\n| a | b |\n| 1 |\n---\n> London"),
		       &f));
	static const enum paper_kind kinds[] = { PAPER_LETTERHEAD, PAPER_TEXT,  PAPER_ITEM,
						 PAPER_ITEM,       PAPER_TABLE, PAPER_PAGE,
						 PAPER_RIGHT };
	assert_int_equal(p.blocks.n, 7);
	for (ptrdiff_t i = 0; i < 7; i++)
		assert_int_equal(p.blocks.v[i].kind, kinds[i]);
	assert_int_equal(p.blocks.v[1].runs.n, 3);
	assert_int_equal(p.blocks.v[4].cells.n, 2);
	assert_int_equal(paper_read(&p, S("|a|\n|1|2|\n\xff"), &f), ERR_FAULTS);
	assert_int_equal(paper_read(&p, S("|a|\n|1|2|\n"), &f), ERR_FAULTS);
	struct out o = out_to_arena(&A);
	faults_print(&f, &o);
	assert_str(out_view(&o), "the text is not UTF-8\n"
				 "2: the row has 2 cells; the head of the table has 1\n");
}

/* ---- kinds ---- */

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define PNG_TAIL "\x08\x02\0\0\0abcd\0\0\0\0IENDabcd"

static void kinds(void **state)
{
	(void)state;
	static const struct {
		str bytes;
		const char *says; /* NULL: it is taken */
	} cases[] = {
		{ S(PNG_HEAD "\0\0\x02\x80\0\0\x01\xe0" PNG_TAIL), NULL },
		{ S(PNG_HEAD "\0\0\x02\x80\0\0\x01\xe0" PNG_TAIL "<script>"),
		  "There is something behind the end of the picture." },
		{ S(PNG_HEAD "\0\0\x4e\x20\0\0\x4e\x20" PNG_TAIL),
		  "The picture has 20000 x 20000 pixels; at most 50 million, and 20,000 on a side, are "
		  "taken." },
		{ S(PNG_HEAD "\xff\xff\xff\xff\xff\xff\xff\xff" PNG_TAIL),
		  "The picture has 4294967295 x 4294967295 pixels; at most 50 million, and 20,000 on a "
		  "side, are taken." },
		{ S(PNG_HEAD "\0\0\0\0\0\0\x01\xe0" PNG_TAIL),
		  "The picture says that it has no width or no height." },
		{ S(PNG_HEAD), "The file is damaged or was not sent whole." },
		{ S("\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x0b\x08\x01\0\x02\0\x01\x01\x11\0\xff\xd9"),
		  NULL },
		{ S("\xff\xd8\xff\xe0\0\x04xx\xff\xda\0\x04xx"),
		  "The file is damaged or was not sent whole." },
		{ S("%PDF-1.4\n%%EOF\n"), NULL },
		{ S("%PDF-1.4\n"), "The file is damaged or was not sent whole." },
		{ S("<svg/>"),
		  "The file is no PNG, JPEG or PDF; its content says so, whatever its name is." },
		{ S(""), "The file is empty." },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct faults f = faults_in(&A);
		struct file_facts facts;
		enum err e = file_look(cases[i].bytes, S("scan"), &f, &facts);
		assert_int_equal(e, cases[i].says ? ERR_FAULTS : OK);
		if (cases[i].says)
			assert_str(f.v[0].sentence, cases[i].says);
	}
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/doc");
	replay_corpus("tests/data/csv-spectrum");
}

static void names_fit_their_content(void **state)
{
	(void)state;
	static const struct {
		const char *name, *endings;
		bool fits;
	} rows[] = {
		{ "a.png", "png", true },         { "A.PNG", "png", true },
		{ "a.tar.png", "png", true },     { "x.jpeg", "jpg jpeg", true },
		{ "x.jpg", "jpg jpeg", true },    { "a.png.exe", "png", false },
		{ "png", "png", false },          { "a.pn", "png", false },
		{ "a.pngx", "png", false },       { "", "png", false },
		{ "a.", "png", false },           { "x.jpg jpeg", "jpg jpeg", false },
		{ "folder.png/a", "png", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct faults f = faults_in(&A);
		bool fits =
		    file_name_fits(str_of(rows[i].name), str_of(rows[i].endings), S("file"), &f);
		if (fits != rows[i].fits || f.n != !fits)
			fail_msg("%s", rows[i].name);
	}
	struct faults f = faults_in(&A);
	file_name_fits(S("a.exe"), file_endings(FILE_JPEG), S("file"), &f);
	assert_str(f.v[0].sentence,
		   "By its content the name of this file must end in .jpg or .jpeg; "
		   "it is 'a.exe'.");
	f = faults_in(&A);
	file_name_fits(S("a"), file_endings(FILE_PDF), S("file"), &f);
	assert_str(f.v[0].sentence,
		   "By its content the name of this file must end in .pdf; it is 'a'.");
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
		cmocka_unit_test(workbook),
		cmocka_unit_test(workbook_faults),
		cmocka_unit_test(bombs),
		cmocka_unit_test(names_fit_their_content),
		cmocka_unit_test(workbook_written),
		cmocka_unit_test(pdf),
		cmocka_unit_test(odt),
		cmocka_unit_test(marked_text),
		cmocka_unit_test(kinds),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
