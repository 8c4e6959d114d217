/* sheet.c: from the bottom up: one cell of a CSV file, one record, the header, a row, cells as
 * values. Where CSV and xlsx differ the reader of xlsx.c steps in. */
#include "doc/sheet.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/inside.h"

/* Name of the column that stands at this place of the file; null in the header and beyond it. */
str sheet_name_at(const struct sheet *c, ptrdiff_t col)
{
	bool is_known = c->place && col <= c->n_header && c->place[col - 1] >= 0;
	return is_known ? str_of(c->columns[c->place[col - 1]].name) : str_of(NULL);
}

static bool is_line_end(const struct sheet *c, ptrdiff_t i)
{
	return i >= c->text.n || c->text.p[i] == '\n' ||
	       (c->text.p[i] == '\r' && i + 1 < c->text.n && c->text.p[i + 1] == '\n');
}

/* Steps over the comma or line end behind a cell; says whether the record ends here. */
static bool end_cell(struct sheet *c)
{
	if (c->at < c->text.n && c->text.p[c->at] == ',') {
		c->at++;
		return false;
	}
	if (c->at < c->text.n) {
		c->at += c->text.p[c->at] == '\r' ? 2 : 1;
		c->at_line++;
	}
	return true;
}

static void read_plain(struct sheet *c, struct raw *r)
{
	ptrdiff_t from = c->at;
	bool is_said = false;
	for (; !is_line_end(c, c->at) && c->text.p[c->at] != ','; c->at++) {
		char b = c->text.p[c->at];
		if ((b != '"' && b != '\r') || is_said)
			continue;
		is_said = true;
		r->is_null = true;
		fault_at(c->faults, c->file, r->line, r->col, sheet_name_at(c, r->col),
			 b == '"'
			     ? "there is a quote inside a cell that does not begin with one; "
			       "write \"...\" around the cell and \"\" for the quote"
			     : "there is a carriage return without a line feed; end lines with "
			       "LF or CRLF");
	}
	r->text = str_slice(c->text, from, c->at);
}

/* The bytes [from, to) with every "" made one quote. */
static str undouble(struct arena *a, str s)
{
	char *p = arena_bytes(a, s.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		p[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	return (str){ p, n };
}

/* The quote opened here never closes. Reading goes on with the next line; that happens once, for
 * then all quotes that are left come in pairs. */
static void read_unclosed(struct sheet *c, struct raw *r, ptrdiff_t from)
{
	fault_at(c->faults, c->file, r->line, r->col, sheet_name_at(c, r->col),
		 "the quote that opens this cell is never closed");
	r->is_null = true;
	c->at = c->is_one_quote_open ? c->text.n : from;
	c->at_line = r->line;
	c->is_one_quote_open = true;
	while (!is_line_end(c, c->at))
		c->at++;
}

static void read_quoted(struct sheet *c, struct raw *r)
{
	ptrdiff_t from = ++c->at;
	bool has_quote = false;
	for (;; c->at++) {
		if (c->at >= c->text.n) {
			read_unclosed(c, r, from);
			return;
		}
		char b = c->text.p[c->at];
		if (b == '\n')
			c->at_line++;
		if (b != '"')
			continue;
		if (c->at + 1 >= c->text.n || c->text.p[c->at + 1] != '"')
			break;
		has_quote = true;
		c->at++;
	}
	str inside = str_slice(c->text, from, c->at++);
	if (!is_line_end(c, c->at) && c->text.p[c->at] != ',') {
		fault_at(c->faults, c->file, c->at_line, r->col, sheet_name_at(c, r->col),
			 "there is text behind the closing quote of the cell that opened on line "
			 "%lld; a quote inside a cell is written twice",
			 (long long)r->line);
		r->is_null = true;
		while (!is_line_end(c, c->at) && c->text.p[c->at] != ',')
			c->at++;
	}
	r->text = inside;
	if (has_quote && inside.n <= 2 * (ptrdiff_t)SHEET_CELL_MAX)
		r->text = undouble(c->a, inside);
}

static void check_cell(struct sheet *c, struct raw *r)
{
	str name = sheet_name_at(c, r->col);
	if (r->is_null)
		return;
	ptrdiff_t nul = str_find_byte(r->text, '\0');
	ptrdiff_t bad = c->is_utf8 ? -1 : utf8_fault(r->text);
	if (r->text.n > SHEET_CELL_MAX)
		fault_at(c->faults, c->file, r->line, r->col, name,
			 "the cell has %td bytes; at most %d are read", r->text.n, SHEET_CELL_MAX);
	else if (bad >= 0)
		fault_at(c->faults, c->file, r->line, r->col, name,
			 "byte %td of the cell (0x%02X) is not UTF-8; save the file as UTF-8",
			 bad + 1, (unsigned char)r->text.p[bad]);
	else if (nul >= 0)
		fault_at(c->faults, c->file, r->line, r->col, name,
			 "byte %td of the cell is a zero byte, which is not text", nul + 1);
	else
		return;
	r->is_null = true;
}

static struct raw csv_raw(struct sheet *c, ptrdiff_t col)
{
	struct raw r = { .line = c->at_line, .col = col };
	if (c->at < c->text.n && c->text.p[c->at] == '"')
		read_quoted(c, &r);
	else
		read_plain(c, &r);
	r.is_last = end_cell(c);
	return r;
}

static struct raw next_raw(struct sheet *c, ptrdiff_t col)
{
	struct raw r = c->xlsx ? xlsx_raw(c, col) : csv_raw(c, col);
	check_cell(c, &r);
	if (r.is_null)
		r.text = str_of(NULL);
	return r;
}

/* Steps over lines without a byte; false when the text ends. */
static bool at_record(struct sheet *c)
{
	if (c->xlsx)
		return xlsx_record(c);
	while (c->at < c->text.n && is_line_end(c, c->at))
		end_cell(c);
	return c->at < c->text.n;
}

static str column_names(struct sheet *c)
{
	struct out o = out_to_arena(c->a);
	for (ptrdiff_t i = 0; i < c->n_columns; i++)
		out_fmt(&o, "%s%s", i ? "," : "", c->columns[i].name);
	return out_view(&o);
}

/* Which declared column has this name, or -1 with a fault. */
static ptrdiff_t match_column(struct sheet *c, const struct raw *r)
{
	if (r->is_null)
		return -1;
	for (ptrdiff_t i = 0; i < c->n_columns; i++) {
		if (!str_eq(r->text, str_of(c->columns[i].name)))
			continue;
		if (!c->number[i]) {
			c->number[i] = r->col;
			return i;
		}
		fault_at(c->faults, c->file, r->line, r->col, r->text,
			 "this column stands twice: in cells %td and %td", c->number[i], r->col);
		return -1;
	}
	str shown = str_slice(r->text, 0, r->text.n < 60 ? r->text.n : 60);
	bool is_semicolons =
	    r->is_last && r->col == 1 && c->n_columns > 1 &&
	    (str_find_byte(r->text, ';') >= 0 || str_find_byte(r->text, '\t') >= 0);
	fault_at(c->faults, c->file, r->line, r->col, str_of(NULL),
		 "there is no column '%.*s' in such a file%s; its columns are %.*s", SF(shown),
		 is_semicolons ? ", and cells must be separated by commas" : "",
		 SF(column_names(c)));
	return -1;
}

static void read_header(struct sheet *c)
{
	struct {
		ptrdiff_t *v;
		ptrdiff_t n, cap;
	} places = { 0 };
	struct raw r = { 0 };
	c->line = c->at_line;
	if (!at_record(c)) {
		fault_at(c->faults, c->file, 1, 0, str_of(NULL),
			 "the file is empty; its first line must name the columns %.*s",
			 SF(column_names(c)));
		return;
	}
	do {
		r = next_raw(c, places.n + 1);
		if (places.n == SHEET_COLUMNS_MAX) {
			fault_at(c->faults, c->file, r.line, r.col, str_of(NULL),
				 "the file has more columns than %d", SHEET_COLUMNS_MAX);
			return;
		}
		*arena_push(c->a, &places) = match_column(c, &r);
	} while (!r.is_last);
	c->place = places.v;
	c->n_header = places.n;
	for (ptrdiff_t i = 0; i < c->n_columns; i++)
		if (!c->number[i] && !c->columns[i].is_optional)
			fault_at(c->faults, c->file, c->line, 0, str_of(c->columns[i].name),
				 "this column is missing");
}

/* What files that are not read begin with, and what to do with them. */
static const struct {
	str begins;
	const char *says;
} OTHERS[] = {
	{ S("\xff\xfe"), "the file is UTF-16; save it as CSV in UTF-8" },
	{ S("\xfe\xff"), "the file is UTF-16; save it as CSV in UTF-8" },
	{ S("\xd0\xcf\x11\xe0"),
	  "the file is an old Excel workbook, or protected by a password; save "
	  "it as .xlsx without one, or as CSV in UTF-8" },
	{ S("%PDF-"), "the file is a PDF; save the table as .xlsx, or as CSV in UTF-8" },
};

static const char *other_kind(str text)
{
	for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
		if (str_starts(text, OTHERS[i].begins))
			return OTHERS[i].says;
	return NULL;
}

/* Every cell stands where its column is declared. */
static void take_order(struct sheet *c)
{
	c->place = arena_new_n(c->a, ptrdiff_t, c->n_columns);
	c->n_header = c->n_columns;
	for (ptrdiff_t i = 0; i < c->n_columns; i++) {
		c->place[i] = i;
		c->number[i] = i + 1;
	}
}

static struct sheet open_sheet(struct arena *a, str file, str text,
			       const struct sheet_column *columns, ptrdiff_t n_columns,
			       struct faults *faults, bool is_bare)
{
	must(n_columns > 0);
	struct sheet c = { .columns = columns,
			   .faults = faults,
			   .a = a,
			   .file = file,
			   .text = text.p ? text : S(""),
			   .n_columns = n_columns,
			   .at_line = 1 };
	c.cells = arena_new_n(a, struct sheet_cell, n_columns);
	c.number = arena_new_n(a, ptrdiff_t, n_columns);
	const char *other = other_kind(c.text);
	if (other)
		fault_at(faults, file, 1, 0, str_of(NULL), "%s", other);
	if (other || (pack_is(c.text) && !xlsx_start(&c)))
		return c;
	c.is_utf8 = c.xlsx || utf8_is_valid(c.text);
	if (str_starts(c.text, S("\xef\xbb\xbf")))
		c.at = 3;
	if (is_bare)
		take_order(&c);
	else
		read_header(&c);
	return c;
}

struct sheet sheet_open(struct arena *a, str file, str text, const struct sheet_column *columns,
			ptrdiff_t n_columns, struct faults *faults)
{
	return open_sheet(a, file, text, columns, n_columns, faults, false);
}

struct sheet sheet_open_bare(struct arena *a, str file, str text,
			     const struct sheet_column *columns, ptrdiff_t n_columns,
			     struct faults *faults)
{
	return open_sheet(a, file, text, columns, n_columns, faults, true);
}

bool sheet_next(struct sheet *c)
{
	if (!c->place || !at_record(c))
		return false;
	c->line = c->at_line;
	if (c->rows_n == SHEET_ROWS_MAX) {
		fault_at(c->faults, c->file, c->line, 0, str_of(NULL),
			 "the file has more rows than %d; divide it", SHEET_ROWS_MAX);
		c->at = c->text.n;
		return false;
	}
	c->rows_n++;
	for (ptrdiff_t i = 0; i < c->n_columns; i++)
		c->cells[i] = (struct sheet_cell){ .line = c->line };
	ptrdiff_t n = 0;
	struct raw r = { 0 };
	bool is_broken = false;
	do {
		r = next_raw(c, ++n);
		is_broken |= r.is_null;
		if (n <= c->n_header && c->place[n - 1] >= 0)
			c->cells[c->place[n - 1]] = (struct sheet_cell){ r.text, r.line };
	} while (!r.is_last);
	/* A row cut short by a broken cell has its fault already. */
	if (n != c->n_header && !is_broken)
		fault_at(c->faults, c->file, c->line, 0, str_of(NULL),
			 "the row has %td cells, the header %td", n, c->n_header);
	return true;
}

str sheet_text(const struct sheet *c, ptrdiff_t column)
{
	must(column >= 0 && column < c->n_columns);
	return c->cells[column].text;
}

void sheet_fault(struct sheet *c, ptrdiff_t column, const char *fmt, ...)
{
	must(column >= 0 && column < c->n_columns);
	char sentence[1024];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	must(n >= 0);
	fault_at(c->faults, c->file, c->cells[column].line, c->number[column],
		 str_of(c->columns[column].name), "%s", sentence);
}

/* The cell without white space around it; null, with its fault, when there is nothing in it. */
static str value_text(struct sheet *c, ptrdiff_t column)
{
	str s = sheet_text(c, column);
	if (!s.p)
		return s;
	s = str_trim(s);
	if (s.n)
		return s;
	sheet_fault(c, column, "the cell is empty");
	return str_of(NULL);
}

/* For sentences: what stands in the cell, not too long. */
static str shown(str s)
{
	ptrdiff_t n = s.n < 40 ? s.n : 40;
	while (n < s.n && n > 0 && (s.p[n] & 0xc0) == 0x80)
		n--;
	return str_slice(s, 0, n);
}

bool sheet_int(struct sheet *c, ptrdiff_t column, int64_t min, int64_t max, int64_t *v)
{
	str s = value_text(c, column);
	if (!s.p)
		return false;
	if (!str_to_int64(s, v)) {
		sheet_fault(c, column, "'%.*s' is not a whole number", SF(shown(s)));
		return false;
	}
	if (*v >= min && *v <= max)
		return true;
	sheet_fault(c, column, "%lld is %s than %lld", (long long)*v, *v < min ? "less" : "more",
		    (long long)(*v < min ? min : max));
	return false;
}

/* Only decimal digits: strtod alone would also take hexadecimal, "inf" and "nan". */
static bool read_number(str s, double *v)
{
	char z[64], *end;
	if (s.n >= (ptrdiff_t)sizeof z)
		return false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (!strchr("0123456789+-.eE", s.p[i]))
			return false;
		z[i] = s.p[i];
	}
	z[s.n] = '\0';
	errno = 0;
	*v = strtod(z, &end);
	return !*end && end != z && isfinite(*v);
}

bool sheet_number(struct sheet *c, ptrdiff_t column, double min, double max, double *v)
{
	str s = value_text(c, column);
	if (!s.p)
		return false;
	if (!read_number(s, v)) {
		sheet_fault(c, column, "'%.*s' is not a number", SF(shown(s)));
		return false;
	}
	if (*v >= min && *v <= max)
		return true;
	sheet_fault(c, column, "%.*s is %s than %g", SF(shown(s)), *v < min ? "less" : "more",
		    *v < min ? min : max);
	return false;
}

bool sheet_day(struct sheet *c, ptrdiff_t column, int64_t *on)
{
	str s = value_text(c, column);
	if (!s.p)
		return false;
	if (day_read(s, on))
		return true;
	sheet_fault(c, column, "'%.*s' is not a day; write it as 2021-06-21", SF(shown(s)));
	return false;
}
