/* doc_verbs.c: `grata doc kind|rows|paper`: each reader and writer of the folder by hand. */
#include "base/day.h"
#include "base/os.h"
#include "doc/doc.h"
#include "doc/paper.h"
#include "doc/sheet.h"

enum { READ_MAX = 65 << 20 };

static enum err read_argument(struct verb_call *c, str *name, str *bytes)
{
	if (c->n_args != 1) {
		fault_field(c->faults, S("file"), "name one file");
		return ERR_FAULTS;
	}
	*name = str_of(c->args[0]);
	return verb_file_read(c, c->args[0], READ_MAX, bytes);
}

/* To the file of --out, else to standard output. */
static enum err give(struct verb_call *c, str bytes)
{
	str to = verb_text(c, "out");
	if (to.p)
		return verb_file_write(c, str_z(c->a, to), bytes);
	out_str(c->out, bytes);
	return OK;
}

/* ---- kind ---- */

static enum err kind_verb(struct verb_call *c)
{
	struct file_facts facts;
	str name, bytes;
	TRY(read_argument(c, &name, &bytes));
	TRY(file_look(bytes, name, c->faults, &facts));
	out_fmt(c->out, "%s", file_type(facts.kind));
	if (facts.width_n)
		out_fmt(c->out, " %lld x %lld", (long long)facts.width_n,
			(long long)facts.height_n);
	out_lit(c->out, "\n");
	return OK;
}

/* ---- rows ---- */

static const struct verb_opt rows_opts[] = {
	{ "columns", OPT_TEXT, "NAME,NAME", "the columns that the file has" },
	{ "form", OPT_TEXT, "csv|xlsx", "what is written; csv unless said" },
	{ "out", OPT_TEXT, "FILE", "where to; standard output unless said" },
	{ 0 },
};

struct columns {
	struct sheet_column *v;
	struct sheet_head *heads;
	ptrdiff_t n;
};

static enum err read_columns(struct verb_call *c, struct columns *to)
{
	str rest = verb_text(c, "columns");
	if (!rest.n)
		fault_field(c->faults, S("columns"), "name the columns: --columns name,born");
	to->v = arena_new_n(c->a, struct sheet_column, SHEET_COLUMNS_MAX);
	to->heads = arena_new_n(c->a, struct sheet_head, SHEET_COLUMNS_MAX);
	while (rest.p && to->n < SHEET_COLUMNS_MAX) {
		const char *name = str_z(c->a, str_cut(&rest, ','));
		to->v[to->n] = (struct sheet_column){ name, false };
		to->heads[to->n++] = (struct sheet_head){ name, 20 };
	}
	return faults_err(c->faults);
}

static enum err rows_verb(struct verb_call *c)
{
	struct columns columns = { 0 };
	str name, bytes, form = verb_text(c, "form");
	bool is_xlsx = str_eq(form, S("xlsx"));
	if (form.p && !is_xlsx && !str_eq(form, S("csv")))
		fault_field(c->faults, S("form"), "csv or xlsx");
	TRY(read_columns(c, &columns));
	TRY(read_argument(c, &name, &bytes));
	struct sheet in = sheet_open(c->a, name, bytes, columns.v, columns.n, c->faults);
	struct sheet_out to = sheet_begin(c->a, is_xlsx ? SHEET_XLSX : SHEET_CSV, S("Rows"), 0,
					  columns.heads, columns.n);
	while (sheet_next(&in))
		for (ptrdiff_t i = 0; i < columns.n; i++)
			sheet_put(&to, sheet_text(&in, i));
	TRY(faults_err(c->faults));
	TRY(sheet_end(&to, &bytes));
	return give(c, bytes);
}

/* ---- paper ---- */

static const struct verb_opt paper_opts[] = {
	{ "form", OPT_TEXT, "pdf|odt", "what is written; pdf unless said" },
	{ "look", OPT_TEXT, "letter|list", "serif or sans; letter unless said" },
	{ "title", OPT_TEXT, "TITLE", "the title in the properties of the file" },
	{ "lang", OPT_TEXT, "LANG", "its language (BCP 47); en unless said" },
	{ "foot", OPT_TEXT, "TEXT", "at the foot of every page" },
	{ "on", OPT_DAY, "YYYY-MM-DD", "its date; 1970-01-01 unless said" },
	{ "out", OPT_TEXT, "FILE", "where to; standard output unless said" },
	{ 0 },
};

static enum err paper_verb(struct verb_call *c)
{
	str name, text, bytes, form = verb_text(c, "form"), look = verb_text(c, "look"),
			       lang = verb_text(c, "lang"), title = verb_text(c, "title");
	if (form.p && !str_eq(form, S("pdf")) && !str_eq(form, S("odt")))
		fault_field(c->faults, S("form"), "pdf or odt");
	if (look.p && !str_eq(look, S("letter")) && !str_eq(look, S("list")))
		fault_field(c->faults, S("look"), "letter or list");
	TRY(faults_err(c->faults));
	TRY(read_argument(c, &name, &text));
	struct paper p =
	    paper_new(c->a, str_eq(look, S("list")) ? PAPER_LIST : PAPER_LETTER,
		      title.p ? title : name, lang.p ? lang : S("en"), verb_day(c, "on", 0));
	p.foot = verb_text(c, "foot");
	TRY(paper_read(&p, text, c->faults));
	TRY(str_eq(form, S("odt")) ? paper_odt(&p, &bytes) : paper_pdf(&p, &bytes));
	return give(c, bytes);
}

const struct verb doc_verbs[] = {
	{ "doc", "kind", "FILE", "What a scan or photograph is, and how large, by its content.",
	  VERB_PURE, NULL, kind_verb },
	{ "doc", "rows", "FILE", "Read a CSV file or an Excel workbook, and write its rows anew.",
	  VERB_PURE, rows_opts, rows_verb },
	{ "doc", "paper", "FILE.txt", "Set a text with marks (= # > - |) as PDF or ODT.", VERB_PURE,
	  paper_opts, paper_verb },
	{ 0 },
};
