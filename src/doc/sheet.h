/* sheet.h: rows under named columns, from and to CSV (RFC 4180) and Excel workbooks (xlsx) alike.
 *
 * Reading: the caller declares the columns it knows; the first row of the file names its columns,
 * in any order. What the file is, its first bytes say. Nothing is repaired or dropped in silence:
 * whatever departs from the format is a fault with file, line, cell number and column name, and
 * reading goes on, so that one pass finds all faults. An empty line is no row.
 *
 *	struct sheet c = sheet_open(a, S("rounds.csv"), bytes, columns, COLUMN_N, faults);
 *	while (sheet_next(&c))
 *		if (sheet_day(&c, DATE, &on) && sheet_int(&c, PERSONS, 0, 100000, &n)) ...
 *	TRY(faults_err(faults));
 *
 * CSV is strict UTF-8, with or without a byte order mark, lines end in LF or CRLF, cells are
 * separated by commas, a cell with a comma, quote or line break stands in double quotes. Of a
 * workbook the first sheet is read: numbers as shown, days as 2021-06-21, formulas by the value
 * that was saved; other sheets must be empty. At most 64 MiB that unpack to 512 MiB, no part more
 * than 200 times its packed size, elements 64 deep, 5,000,000 cells.
 *
 * Why not libcsv: its strict mode stops for good at the first fault, it counts no lines, grows a
 * cell by malloc without a limit, and copies every cell. Here a cell is a slice of the text, copied
 * to the arena only to undouble quotes.
 *
 * Writing: sheet_begin, a value for each column of each row, sheet_end. Texts that a spreadsheet
 * would run as a formula are guarded: by an apostrophe in CSV, in a workbook by the mark (quote
 * prefix) that Excel itself sets for such texts; they stay as they are. */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H

#include "base/fault.h"
#include "base/out.h"

enum { SHEET_CELL_MAX = 1 << 20, SHEET_COLUMNS_MAX = 256, SHEET_ROWS_MAX = 5000000 };

struct sheet_column {
	const char *name;
	bool is_optional; /* the file may lack it; its cells are then null */
};

struct sheet_cell {
	str text;     /* null: no such column, or its fault is already reported */
	int64_t line; /* on which it begins, from 1 */
};

struct xlsx;

struct sheet {
	const struct sheet_column *columns;
	struct sheet_cell *cells; /* of the current row, in the caller's order of columns */
	int64_t line;             /* on which the current row begins, from 1 */
	int64_t rows_n;           /* rows read so far, faulty ones included; the header is none */
	struct faults *faults;

	/* The reader's own. */
	struct arena *a;
	str file, text;
	ptrdiff_t n_columns, at, n_header;
	ptrdiff_t *place;  /* cell of the file -> declared column, or -1 */
	ptrdiff_t *number; /* declared column -> cell of the file from 1, or 0 */
	int64_t at_line;
	bool is_utf8, is_one_quote_open;
	struct xlsx *xlsx; /* NULL: it is CSV */
};

/* Reads the header. `file` is the name that faults show; it, `text` (the file's bytes) and
 * `columns` must outlive the reader. Missing, unknown and doubled columns are faults; rows can be
 * read all the same. */
struct sheet sheet_open(struct arena *a, str file, str text, const struct sheet_column *columns,
			ptrdiff_t n_columns, struct faults *faults);
/* The same of a file without a header: its cells stand in the order of `columns`. */
struct sheet sheet_open_bare(struct arena *a, str file, str text,
			     const struct sheet_column *columns, ptrdiff_t n_columns,
			     struct faults *faults);
/* Moves to the next row and fills c->cells; false at the end. A row with too few or too many cells,
 * or with a cell over the limit, is reported; what cannot be told of it is null. */
bool sheet_next(struct sheet *c);

/* The cell of a declared column as it stands; null as said above, "" when empty. */
str sheet_text(const struct sheet *c, ptrdiff_t column);
/* The cell as a value. False when it is null, empty or wrong; empty and wrong are reported. */
bool sheet_int(struct sheet *c, ptrdiff_t column, int64_t min, int64_t max, int64_t *v);
bool sheet_number(struct sheet *c, ptrdiff_t column, double min, double max, double *v);
bool sheet_day(struct sheet *c, ptrdiff_t column, int64_t *on);
/* Reports a fault of this row's cell. */
void sheet_fault(struct sheet *c, ptrdiff_t column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- writing ---- */

enum sheet_form { SHEET_CSV, SHEET_XLSX };

struct sheet_head {
	const char *name;
	int width; /* of the column in a workbook, in characters */
};

struct sheet_out {
	enum sheet_form form;
	str title; /* of the workbook and its sheet */
	int64_t made_on;
	const struct sheet_head *heads;
	ptrdiff_t n_heads, col; /* the column that comes next */
	int64_t row_n;
	bool is_too_large; /* for a workbook: a text over 32,767 characters, a row over 1,048,576 */
	struct out rows;
};

/* Writes the header row. `made_on` is the day the content is of; the same content gives the same
 * bytes. `heads` must outlive the writer. */
struct sheet_out sheet_begin(struct arena *a, enum sheet_form form, str title, int64_t made_on,
			     const struct sheet_head *heads, ptrdiff_t n_heads);
/* The value of the next column; behind the last one a row ends. A null text is an empty cell. */
void sheet_put(struct sheet_out *s, str text);
void sheet_put_int(struct sheet_out *s, int64_t v);
void sheet_put_day(struct sheet_out *s, int64_t on);
/* The finished file. ERR_TOO_LARGE, ERR_MEMORY. */
enum err sheet_end(struct sheet_out *s, str *bytes) MUST_CHECK;
const char *sheet_type(enum sheet_form form); /* media type */

#endif
