/* import_deed.c: a whole file: proved, then written in one deed; and the file to fill in. */
#include "access/may.h"
#include "import/import_in.h"

enum { REPORT_EVERY = 500 };

static const struct kind {
	const struct sheet_column *columns;
	ptrdiff_t n_columns;
	enum err (*row)(struct tx *tx, struct sheet *c, struct import_run *in);
	const char *act, *table;
} kinds[IMPORT_WHAT_N] = {
	[IMPORT_PEOPLE] = { IMPORT_PERSON_COLUMNS, IMPORT_PERSON_COLUMNS_N, import_person_row,
			    "person.import", "person" },
	[IMPORT_POSTS] = { IMPORT_POST_COLUMNS, IMPORT_POST_COLUMNS_N, import_post_row,
			   "mission.import", "mission" },
};

static enum err import_deed(struct tx *tx, void *arg)
{
	struct import_run *in = arg;
	struct import_job *job = in->job;
	const struct kind *k = &kinds[job->what];
	TRY(may(tx->viewer, ACT_MISSION_ACT, &(struct object){ .table = "mission" }, NULL));
	struct sheet c =
	    sheet_open(tx->a, job->file, job->text, k->columns, k->n_columns, in->faults);
	while (sheet_next(&c)) {
		if (c.rows_n > IMPORT_ROWS_MAX) {
			sheet_fault(&c, 0, "a file has at most %d rows; cut it in two",
				    IMPORT_ROWS_MAX);
			break;
		}
		TRY(k->row(tx, &c, in));
		if (job->is_shown && job->rows_n % REPORT_EVERY == 0)
			progress_at(&in->progress, job->rows_n);
	}
	TRY(faults_err(in->faults));
	if (!job->is_dry)
		tx_note(tx, CHANGE_NOTE, k->table,
			0); /* one leaf a row, and this one for the whole */
	return OK;
}

static int64_t lines_of(str text)
{
	int64_t n = 0;
	for (ptrdiff_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

enum err import_do(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, struct faults *faults, struct import_job *job)
{
	struct tx tx;
	struct import_run in = { .job = job, .faults = faults };
	job->rows_n = job->serving_n = 0;
	if (job->is_shown)
		in.progress = progress_start("importing", lines_of(job->text));
	if (!job->is_dry)
		return db_deed(db, viewer, a, refusal, kinds[job->what].act, import_deed, &in);
	TRY(tx_begin(db, viewer, a, &tx));
	enum err e = import_deed(&tx, &in);
	tx_end(&tx);
	return e;
}

enum err import_template(struct arena *a, enum import_what what, enum sheet_form form, str *bytes)
{
	enum { WIDTH = 18 };
	const struct kind *k = &kinds[what];
	struct sheet_head *heads = arena_new_n(a, struct sheet_head, k->n_columns);
	for (ptrdiff_t i = 0; i < k->n_columns; i++)
		heads[i] = (struct sheet_head){ k->columns[i].name, WIDTH };
	struct sheet_out s = sheet_begin(a, form, what == IMPORT_PEOPLE ? S("People") : S("Posts"),
					 0, heads, k->n_columns);
	return sheet_end(&s, bytes);
}
