/* csv.h: reads a CSV file (RFC 4180) whose first line names its columns.
 *
 * The caller declares the columns it knows; the file may have them in any order. The text is strict
 * UTF-8, with or without a byte order mark, lines end in LF or CRLF, cells are separated by commas,
 * a cell with a comma, quote or line break stands in double quotes. Nothing is repaired or dropped
 * in silence: whatever departs from this is a fault with file, line, cell number and column name,
 * and reading goes on, so that one pass finds all faults. A line without any byte is no row.
 *
 *	struct csv c = csv_open(a, S("rounds.csv"), text, columns, COLUMN_N, faults);
 *	while (csv_next(&c))
 *		if (csv_day(&c, DATE, &on) && csv_int(&c, PERSONS, 0, 100000, &n)) ...
 *	TRY(faults_err(faults));
 *
 * Why not libcsv: its strict mode stops for good at the first fault, it counts no lines, grows a
 * cell by malloc without a limit, and copies every cell. Here a cell is a slice of the text, copied
 * to the arena only to undouble quotes. Writing CSV is out_csv (base/out.h). */
#ifndef DOC_CSV_H
#define DOC_CSV_H

#include "base/fault.h"

enum { CSV_CELL_MAX = 1 << 20, CSV_COLUMNS_MAX = 256, CSV_ROWS_MAX = 5000000 };

struct csv_column {
	const char *name;
	bool is_optional; /* the file may lack it; its cells are then null */
};

struct csv_cell {
	str text;     /* null: no such column, or its fault is already reported */
	int64_t line; /* on which it begins, from 1 */
};

struct csv {
	const struct csv_column *columns;
	struct csv_cell *cells; /* of the current row, in the caller's order of columns */
	int64_t line;           /* on which the current row begins, from 1 */
	int64_t rows_n;         /* rows read so far, faulty ones included; the header is none */
	struct faults *faults;

	/* The reader's own. */
	struct arena *a;
	str file, text;
	ptrdiff_t n_columns, at, n_header;
	ptrdiff_t *place;  /* cell of the file -> declared column, or -1 */
	ptrdiff_t *number; /* declared column -> cell of the file from 1, or 0 */
	int64_t at_line;
	bool is_utf8, is_one_quote_open;
};

/* Reads the header line. `file` is the name that faults show; it, `text` and `columns` must outlive
 * the reader. Missing, unknown and doubled columns are faults; rows can be read all the same. */
struct csv csv_open(struct arena *a, str file, str text, const struct csv_column *columns,
		    ptrdiff_t n_columns, struct faults *faults);
/* Moves to the next row and fills c->cells; false at the end. A row with too few or too many cells,
 * or with a cell over the limit, is reported; what cannot be told of it is null. */
bool csv_next(struct csv *c);

/* The cell of a declared column as it stands; null as said above, "" when empty. */
str csv_text(const struct csv *c, ptrdiff_t column);
/* The cell as a value. False when it is null, empty or wrong; empty and wrong are reported. */
bool csv_int(struct csv *c, ptrdiff_t column, int64_t min, int64_t max, int64_t *v);
bool csv_number(struct csv *c, ptrdiff_t column, double min, double max, double *v);
bool csv_day(struct csv *c, ptrdiff_t column, int64_t *on);
/* Reports a fault of this row's cell. */
void csv_fault(struct csv *c, ptrdiff_t column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
