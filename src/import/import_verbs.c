/* import_verbs.c: `grata person import`, `grata mission import`, and both exports. */
#include "access/access.h"
#include "import/import_in.h"

enum { IMPORT_MAX = 256 << 20 };

static const struct verb_opt import_opts[] = {
	{ "dry-run", OPT_FLAG, NULL, "name every fault and write nothing" },
	{ "template", OPT_FLAG, NULL, "write a file with the columns and no row instead" },
	{ "out", OPT_TEXT, "FILE",
	  "where the template goes: .csv or .xlsx; else CSV to standard output" },
	{ 0 },
};

static enum err give(struct verb_call *c, str bytes)
{
	str to = verb_text(c, "out");
	if (to.p)
		return verb_file_write(c, str_z(c->a, to), bytes);
	out_str(c->out, bytes);
	return OK;
}

static enum err template(struct verb_call *c, enum import_what what) {
	bool is_xlsx = str_ends(verb_text(c, "out"), S(".xlsx")); str bytes;
	TRY(import_template(c->a, what, is_xlsx ? SHEET_XLSX : SHEET_CSV, &bytes));
	return give(c, bytes);
}

static enum err run(struct verb_call *c, struct import_job *job)
{
	job->is_dry = verb_flag(c, "dry-run");
	job->is_shown = true;
	if (c->n_args != 1) {
		fault_field(c->faults, S("file"), "say which file; --template shows its columns");
		return ERR_FAULTS;
	}
	job->file = str_of(c->args[0]);
	TRY(verb_file_read(c, c->args[0], IMPORT_MAX, &job->text));
	return import_do(c->db, c->viewer, c->a, c->refusal, c->faults, job);
}

static enum err person_import_verb(struct verb_call *c)
{
	struct import_job job = { .what = IMPORT_PEOPLE };
	if (verb_flag(c, "template"))
		return template(c, job.what);
	TRY(run(c, &job));
	out_fmt(c->out, "%lld people %s\n", (long long)job.rows_n,
		job.is_dry ? "are in order; nothing was written" : "are in the register");
	return OK;
}

static enum err mission_import_verb(struct verb_call *c)
{
	struct import_job job = { .what = IMPORT_POSTS };
	if (verb_flag(c, "template"))
		return template(c, job.what);
	TRY(run(c, &job));
	out_fmt(c->out, "%lld posts, %lld of them filled, %s\n", (long long)job.rows_n,
		(long long)job.serving_n,
		job.is_dry ? "are in order; nothing was written" : "are in the register");
	return OK;
}

static const struct verb_opt export_opts[] = {
	{ "state", OPT_TEXT, "RU", "one sending state; else all" },
	{ "out", OPT_TEXT, "FILE",
	  "written there: .csv, .xlsx or .json; else CSV to standard output" },
	{ "ask", OPT_TEXT, "TEXT", "what a large file is for: asks a second person for it" },
	{ 0 },
};

static enum err ask(struct verb_call *c, const struct export_wish *w)
{
	int64_t id;
	TRY(export_ask(c->db, c->viewer, c->a, c->refusal, c->faults, w, verb_text(c, "ask"), &id));
	out_fmt(c->out, "It waits as proposal %lld for: %.*s\n", (long long)id,
		SF(roles_line(c->a, act_approvers(ACT_EXPORT_LARGE))));
	return OK;
}

static enum err export_of(struct verb_call *c, enum import_what what)
{
	struct tx tx;
	str to = verb_text(c, "out");
	struct export_file file = { 0 };
	struct export_wish w = { .what = what, .state_iso = verb_text(c, "state") };
	if (str_ends(to, S(".xlsx")))
		w.form = EXPORT_XLSX;
	else if (str_ends(to, S(".json")) || (!to.p && c->is_json))
		w.form = EXPORT_JSON;
	if (verb_text(c, "ask").p)
		return ask(c, &w);
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = export_do(&tx, c->refusal, &w, &file);
	tx_end(&tx);
	if (e == OK && file.allowed_id)
		e = export_note(c->db, c->viewer, c->a, file.allowed_id);
	return e == OK ? give(c, file.bytes) : e;
}

static enum err person_export_verb(struct verb_call *c)
{
	return export_of(c, IMPORT_PEOPLE);
}

static enum err mission_export_verb(struct verb_call *c)
{
	return export_of(c, IMPORT_POSTS);
}

const struct verb import_verbs[] = {
	{ "person", "import", "PEOPLE.csv",
	  "Read people from a file: all rows, or none and every fault.", VERB_WRITES, import_opts,
	  person_import_verb },
	{ "person", "export", NULL, "The people of the missions here as CSV, workbook or JSON.",
	  VERB_WRITES, export_opts, person_export_verb },
	{ "mission", "import", "POSTS.csv",
	  "Read posts and who serves in them: all rows, or none and every fault.", VERB_WRITES,
	  import_opts, mission_import_verb },
	{ "mission", "export", NULL,
	  "Everybody who serves here, as CSV that no spreadsheet runs, workbook or JSON.",
	  VERB_WRITES, export_opts, mission_export_verb },
	{ 0 },
};
