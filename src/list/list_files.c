/* list_files.c: an edition as a file: CSV, workbook, PDF. */
#include "doc/paper.h"
#include "list/list.h"
#include "ref/ref.h"

enum err list_sheet(struct arena *a, const struct list_edition *e, enum sheet_form form, str *bytes)
{
	static const struct sheet_head heads[] = {
		{ "state", 24 },  { "mission", 44 }, { "title", 28 },  { "name", 34 },
		{ "native", 34 }, { "since", 12 },   { "spouse", 34 },
	};
	struct sheet_out s = sheet_begin(a, form, e->row.title, e->row.made_on, heads,
					 sizeof heads / sizeof heads[0]);
	for (ptrdiff_t i = 0; i < e->lines.n; i++) {
		const struct list_line *l = &e->lines.v[i];
		sheet_put(&s, l->state);
		sheet_put(&s, l->mission);
		sheet_put(&s, l->title);
		sheet_put(&s, l->name);
		sheet_put(&s, l->native_name);
		sheet_put_day(&s, l->since_on);
		sheet_put(&s, l->spouse);
	}
	return sheet_end(&s, bytes);
}

static void put_name(struct paper *p, const struct list_line *l)
{
	paper_block(p, PAPER_ENTRY);
	paper_run_as(p, FACE_BOLD, (str){ 0 }, l->name);
	if (l->native_name.n) {
		paper_run(p, S("  "));
		paper_run_as(p, FACE_PLAIN, l->native_lang, l->native_name);
	}
	paper_run(p, S("  "));
	paper_run_as(p, FACE_ITALIC, (str){ 0 }, l->title);
	if (l->spouse.n) {
		paper_run(p, S("  with "));
		paper_run(p, l->spouse);
	}
}

enum err list_pdf(struct tx *tx, const struct list_edition *e, str *bytes)
{
	str ministry, state = { 0 };
	struct ref_register_get_row reg;
	TRY(ref_register_get(tx, &reg));
	TRY(ref_ministry(tx, &ministry));
	struct paper p = paper_new(tx->a, PAPER_LIST, e->row.title, S("en"), e->row.made_on);
	p.author = ministry;
	p.foot = str_fmt(tx->a, "Diplomatic List, %.*s%s", SF(e->row.title),
			 e->row.published_on.has ? "" : ": draft");
	paper_block(&p, PAPER_TITLE);
	paper_run(&p, str_fmt(tx->a, "Diplomatic List, %.*s", SF(e->row.title)));
	paper_block(&p, PAPER_TEXT);
	paper_run(
	    &p,
	    str_fmt(tx->a,
		    "%.*s, %.*s. Made on %.*s. The order inside a mission is the mission's own.",
		    SF(ministry), SF(reg.host_name), SF(day_long(tx->a, e->row.made_on))));
	for (ptrdiff_t i = 0; i < e->lines.n; i++) {
		const struct list_line *l = &e->lines.v[i];
		if (!str_eq(state, l->state)) {
			paper_block(&p, PAPER_HEADING);
			paper_run(&p, l->state);
			state = l->state;
		}
		if (!i || e->lines.v[i - 1].mission_id != l->mission_id) {
			paper_block(&p, PAPER_SUBHEADING);
			paper_run(&p, l->mission);
		}
		put_name(&p, l);
	}
	return paper_pdf(&p, bytes);
}
