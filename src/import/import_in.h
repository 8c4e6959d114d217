/* import_in.h: what the files of the folder share. Inside the folder. */
#ifndef IMPORT_IMPORT_IN_H
#define IMPORT_IMPORT_IN_H

#include "base/progress.h"
#include "data/db.h"
#include "import/import.h"

/* One run over a file. */
struct import_run {
	struct import_job *job;
	struct faults *faults;
	struct progress progress;
	int64_t person_n; /* number of the last reference that was given */
};

enum { IMPORT_PERSON_COLUMNS_N = 17, IMPORT_POST_COLUMNS_N = 9 };
extern const struct sheet_column IMPORT_PERSON_COLUMNS[], IMPORT_POST_COLUMNS[];

enum err import_person_row(struct tx *tx, struct sheet *c, struct import_run *in) MUST_CHECK;
enum err import_post_row(struct tx *tx, struct sheet *c, struct import_run *in) MUST_CHECK;

#endif
