/* import.h: files in and out: people, posts and who serves in them, from CSV or a workbook and to
 * both. Front door. Rows are read, every fault of every row is named with its place, then all are
 * written in one deed with one leaf a row and one for the whole, or none is. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "access/proposal.h"
#include "base/verb.h"
#include "doc/sheet.h"
#include "import.sql.h"
#include "web/http.h"

enum import_what { IMPORT_PEOPLE, IMPORT_POSTS, IMPORT_WHAT_N };

struct import_job {
	enum import_what what;
	str file, text; /* its name, for faults; its bytes */
	bool is_dry;    /* says what is wrong and writes nothing */
	bool is_shown;  /* says on standard error how far it is */
	int64_t rows_n; /* comes back: people or posts */
	int64_t serving_n;
};
enum { IMPORT_ROWS_MAX = 150000 }; /* of one file: a row takes some 6 KiB of the arena */
/* ERR_FAULTS: nothing is written, *faults has each with file, line, cell and column. */
enum err import_do(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, struct faults *faults,
		   struct import_job *job) MUST_CHECK;
/* A file with the columns and no row, to be filled in. */
enum err import_template(struct arena *a, enum import_what what, enum sheet_form form,
			 str *bytes) MUST_CHECK;

enum export_form { EXPORT_CSV, EXPORT_XLSX, EXPORT_JSON, EXPORT_FORM_N };
struct export_wish {
	enum import_what what; /* people; or posts with who serves in them */
	str state_iso;         /* of one sending State; null: of all */
	enum export_form form;
};
enum {
	EXPORT_LARGE_N = 100, /* persons; more take two people */
	EXPORT_DAYS = 7,      /* so long whoever asked may take the file, when another agreed */
};
/* What is taken: the file, and the number of what two people agreed to; 0: it needed nobody. */
struct export_file {
	str bytes;
	int64_t allowed_id;
};
/* ERR_REFUSED: too many for one person to take, and nobody agreed, or to fewer. Cells that a
 * spreadsheet would run are guarded. Whoever gives the file away says so with export_note when
 * there is an allowed_id. */
enum err export_do(struct tx *tx, struct refusal *refusal, const struct export_wish *w,
		   struct export_file *file) MUST_CHECK;
/* A deed: the log keeps that a large file was taken. */
enum err export_note(struct db *db, const struct viewer *v, struct arena *a,
		     int64_t allowed_id) MUST_CHECK;
/* A deed: proposes to a second person that this file leaves. Faults: no reason. ERR_REFUSED: it
 * needs nobody. */
enum err export_ask(struct db *db, const struct viewer *v, struct arena *a, struct refusal *refusal,
		    struct faults *f, const struct export_wish *w, str why,
		    int64_t *proposal_id) MUST_CHECK;
extern const struct act_handler import_acts[];
const char *export_type(enum export_form form);   /* media type */
const char *export_ending(enum export_form form); /* "csv" */

extern const struct route import_routes[];
extern const struct verb import_verbs[];

#endif
