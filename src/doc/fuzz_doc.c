/* fuzz_doc.c: any bytes, as everything that the folder reads. As rows: read, write as CSV and as a
 * workbook, read again: the same cells (those that out_csv guards against spreadsheets come back
 * with the guard's apostrophe). As the sheet of a workbook, so that the checksums of the archive
 * are no wall before it. As a scan. As a text with marks, which is then set as ODT. */
#include "doc/inside.h"

#include <stdint.h>

#include "base/must.h"
#include "base/out.h"
#include "doc/doc.h"
#include "doc/paper.h"

static void as_small(struct arena *a, enum file_kind kind, str bytes)
{
	enum { SIDE = 64 };
	struct out o = out_to_arena(a);
	struct faults faults = faults_in(a);
	struct file_facts facts;
	if (!file_small(kind, bytes, SIDE, &o))
		return;
	must(file_look(out_view(&o), S("small"), &faults, &facts) == OK);
	must(facts.kind == FILE_PNG && facts.width_n <= SIDE && facts.height_n <= SIDE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 3 };
static const struct sheet_column columns[COLUMNS] = { { "a", false },
						      { "b", true },
						      { "c", true } };

static bool same(str before, str after)
{
	bool is_guarded = after.n == before.n + 1 && after.p[0] == '\'' && str_ends(after, before);
	return is_guarded || str_eq(before.p ? before : S(""), after);
}

static const struct sheet_head heads[COLUMNS] = { { "a", 9 }, { "b", 9 }, { "c", 9 } };

/* The rows of `text` once more, in another form. */
static str rewrite(struct arena *a, str text, enum sheet_form form)
{
	struct faults faults = faults_in(a);
	struct sheet in = sheet_open(a, S("in"), text, columns, COLUMNS, &faults);
	struct sheet_out to = sheet_begin(a, form, S("fuzz"), 0, heads, COLUMNS);
	str bytes;
	bool is_empty = true; /* an empty row is none when it is read again */
	while (sheet_next(&in)) {
		int64_t v;
		double d;
		sheet_int(&in, 0, -9, 9, &v);
		sheet_number(&in, 1, -1e9, 1e9, &d);
		sheet_day(&in, 2, &v);
		is_empty = !sheet_text(&in, 0).n && !sheet_text(&in, 1).n && !sheet_text(&in, 2).n;
		for (ptrdiff_t i = 0; i < COLUMNS && !is_empty; i++)
			sheet_put(&to, sheet_text(&in, i));
	}
	enum err e = sheet_end(&to, &bytes);
	must(e == OK || e == ERR_TOO_LARGE);
	return e == OK ? bytes : S("");
}

static bool next_with_text(struct sheet *c)
{
	while (sheet_next(c))
		for (ptrdiff_t i = 0; i < COLUMNS; i++)
			if (sheet_text(c, i).n)
				return true;
	return false;
}

static void round_trip(struct arena *a, str text, enum sheet_form form)
{
	struct faults faults = faults_in(a), none = faults_in(a);
	str written = rewrite(a, text, form);
	if (!written.n)
		return;
	struct sheet in = sheet_open(a, S("in"), text, columns, COLUMNS, &faults);
	struct sheet back = sheet_open(a, S("out"), written, columns, COLUMNS, &none);
	while (next_with_text(&in)) {
		must(next_with_text(&back));
		for (ptrdiff_t i = 0; i < COLUMNS; i++)
			must(same(sheet_text(&in, i), sheet_text(&back, i)));
	}
	must(!next_with_text(&back) && none.total_n == 0);
}

/* A workbook around the bytes: as its texts, then as its sheet. */
static void as_part(struct arena *a, const char *name, str xml)
{
	struct faults faults = faults_in(a);
	str bytes;
	struct pack_entry parts[] = {
		{ "xl/workbook.xml",
		  S("<workbook><sheets><sheet name='S' id='r1'/></sheets></workbook>"), false },
		{ "xl/_rels/workbook.xml.rels",
		  S("<Relationships><Relationship Id='r1' Target='s.xml'/></Relationships>"),
		  false },
		{ name, xml, false },
	};
	must(pack_write(a, parts, 3, &bytes) == OK);
	struct sheet in = sheet_open(a, S("in"), bytes, columns, COLUMNS, &faults);
	while (sheet_next(&in))
		continue;
}

static void as_paper(struct arena *a, str text)
{
	struct faults faults = faults_in(a);
	struct paper p = paper_new(a, PAPER_LETTER, S("t"), S("en"), 0);
	str bytes;
	if (paper_read(&p, text, &faults) == OK)
		must(paper_odt(&p, &bytes) == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	str text = { (const char *)data, (ptrdiff_t)size };
	struct file_facts facts;
	if (size > 1 << 16 || arena_open(&a, 64 << 20) != OK)
		return 0;
	struct faults faults = faults_in(&a);
	if (file_look(text, S("file"), &faults, &facts) == OK)
		must(facts.kind == FILE_PDF || facts.width_n * facts.height_n <= FILE_PIXELS_MAX);
	if (faults.n == 0 && facts.width_n * facts.height_n <= 1 << 20)
		as_small(&a, facts.kind, text);
	round_trip(&a, text, SHEET_CSV);
	round_trip(&a, text, SHEET_XLSX);
	as_part(&a, "xl/sharedStrings.xml", text);
	as_part(&a, "xl/styles.xml", text);
	as_part(&a, "xl/s.xml", text);
	as_paper(&a, text);
	arena_close(&a);
	return 0;
}
