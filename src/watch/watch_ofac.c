/* watch_ofac.c: the CSV files of the US Treasury's Office of Foreign Assets Control: sdn or
 * cons_prim (12 cells a row), alt (5), add (6), comments (2), told apart by their cells. No header,
 * "-0-" for nothing, often a control-Z behind the last row. What the other columns lack stands in
 * the remarks, "; " between the parts; remarks too long for a row go on in the comments. */
#include "watch/watch_in.h"

#include "base/must.h"
#include "doc/sheet.h"

enum { PRIM_CELLS = 12, ALT_CELLS = 5, ADD_CELLS = 6, COMMENT_CELLS = 2 };

static const struct sheet_column prim[] = {
	{ "ent_num", false }, { "SDN_Name", false },  { "SDN_Type", false },   { "Program", false },
	{ "Title", false },   { "Call_Sign", false }, { "Vess_type", false },  { "Tonnage", false },
	{ "GRT", false },     { "Vess_flag", false }, { "Vess_owner", false }, { "Remarks", false },
};
static const struct sheet_column alt[] = { { "ent_num", false },
					   { "alt_num", false },
					   { "alt_type", false },
					   { "alt_name", false },
					   { "alt_remarks", false } };
static const struct sheet_column add[] = { { "ent_num", false }, { "Add_num", false },
					   { "Address", false }, { "City", false },
					   { "Country", false }, { "Add_remarks", false } };
static const struct sheet_column comment[] = { { "ent_num", false }, { "Remarks", false } };
enum { ENT, NAME, TYPE, PROGRAM, TITLE, CALL_SIGN, VESSEL_TYPE, FLAG = 9, OWNER, REMARKS };
enum { ALT_NAME = 3 };
enum { ADDRESS = 2, CITY, COUNTRY };

/* Cells of the first row. */
static ptrdiff_t cells_of(str text)
{
	ptrdiff_t n = 1;
	bool is_quoted = false;
	for (ptrdiff_t i = 0; i < text.n && (is_quoted || text.p[i] != '\n'); i++) {
		is_quoted ^= text.p[i] == '"';
		n += text.p[i] == ',' && !is_quoted;
	}
	return n;
}

/* Null for "-0-". */
static str cell(const struct sheet *c, ptrdiff_t column)
{
	str s = str_trim(sheet_text(c, column));
	return str_eq(s, S("-0-")) ? (str){ 0 } : s;
}

/* The rows end with a control-Z, alone or before empty cells. */
static bool is_end_mark(const struct sheet *c)
{
	return str_starts(sheet_text(c, ENT), S("\x1a"));
}

/* Whether the row begins with a number, as all but a header do. */
static bool has_number(struct sheet *c, bool is_first)
{
	int64_t n;
	str s = cell(c, ENT);
	if (str_to_int64(s, &n) && n > 0)
		return true;
	if (!is_first && s.p)
		sheet_fault(c, ENT, "the row must begin with the number of an entry, not '%.*s'",
			    (int)(s.n < 40 ? s.n : 40), s.p);
	return false;
}

static enum match_kind kind_of(struct sheet *c)
{
	str type = cell(c, TYPE);
	if (str_eq(type, S("individual")))
		return MATCH_PERSON;
	if (str_eq(type, S("vessel")) || str_eq(type, S("aircraft")))
		return MATCH_VESSEL;
	if (type.p)
		sheet_fault(c, TYPE, "'%.*s' is none of individual, vessel, aircraft, -0-",
			    (int)(type.n < 40 ? type.n : 40), type.p);
	return MATCH_ORGANISATION;
}

static void prim_row(struct arena *a, struct sheet *c, struct watch_list *list)
{
	str key = cell(c, ENT);
	if (watch_find(list, key)) {
		sheet_fault(c, ENT, "entry %.*s stands twice", SF(key));
		return;
	}
	enum match_kind kind = kind_of(c);
	struct watch_entry *e = watch_add(list, key, kind, c->file, c->line);
	watch_put_name(a, e, cell(c, NAME), WATCH_PRIMARY, false);
	if (!e->names.n)
		sheet_fault(c, NAME, "the entry has no name");
	watch_put_all(a, &e->programs, cell(c, PROGRAM), ']');
	for (ptrdiff_t i = 0; i < e->programs.n; i++) /* SDGT] [IRAN] */
		if (str_starts(e->programs.v[i], S("[")))
			e->programs.v[i] = str_slice(e->programs.v[i], 1, e->programs.v[i].n);
	watch_put(a, &e->roles, cell(c, TITLE));
	watch_put_document(a, e, S("Call sign"), cell(c, CALL_SIGN), (str){ 0 });
	watch_put(a, &e->nationalities, kind == MATCH_VESSEL ? cell(c, FLAG) : (str){ 0 });
	watch_append(a, &e->says, "; ", cell(c, VESSEL_TYPE));
	watch_append(a, &e->says, "; ", cell(c, OWNER));
	watch_append(a, &e->says, "; ", cell(c, REMARKS));
}

/* The entry that a row of another file is about. */
static struct watch_entry *entry_of(struct sheet *c, struct watch_list *list)
{
	str key = cell(c, ENT);
	struct watch_entry *e = watch_find(list, key);
	if (!e && key.p)
		sheet_fault(c, ENT, "there is no entry %.*s; are the files of the same day?",
			    SF(key));
	return e;
}

static void other_row(struct arena *a, struct sheet *c, ptrdiff_t cells, struct watch_list *list)
{
	struct watch_entry *e = entry_of(c, list);
	if (!e)
		return;
	if (cells == ALT_CELLS) {
		ptrdiff_t n = e->names.n;
		watch_put_name(a, e, cell(c, ALT_NAME), WATCH_ALIAS, false);
		if (e->names.n == n)
			sheet_fault(c, ALT_NAME, "the row has no name");
	} else if (cells == ADD_CELLS) {
		str text = { 0 };
		watch_append(a, &text, ", ", cell(c, ADDRESS));
		watch_append(a, &text, ", ", cell(c, CITY));
		watch_append(a, &text, ", ", cell(c, COUNTRY));
		watch_put(a, &e->addresses, text);
	} else { /* goes on just where the row broke off */
		watch_append(a, &e->says, "", sheet_text(c, 1));
	}
}

static void read_file(struct arena *a, const struct watch_file *file, ptrdiff_t cells,
		      struct faults *f, struct watch_list *list)
{
	const struct sheet_column *columns = cells == PRIM_CELLS  ? prim
					     : cells == ALT_CELLS ? alt
					     : cells == ADD_CELLS ? add
								  : comment;
	str text = file->text;
	while (text.n && text.p[text.n - 1] == '\x1a')
		text.n--;
	struct sheet c = sheet_open_bare(a, file->name, text, columns, cells, f);
	while (sheet_next(&c)) {
		if (is_end_mark(&c) || !has_number(&c, c.rows_n == 1))
			continue;
		if (cells == PRIM_CELLS)
			prim_row(a, &c, list);
		else
			other_row(a, &c, cells, list);
	}
}

/* ---- remarks ---- */

/* What the part says behind `word`, also behind "alt. "; null when it begins otherwise. */
static str behind(str part, str word)
{
	if (str_starts(part, S("alt. ")))
		part = str_slice(part, 5, part.n);
	return str_starts(part, word) ? str_trim(str_slice(part, word.n, part.n)) : (str){ 0 };
}

/* "A056782 (Burma)", also "944168 (Burma) expires 03 Nov 2013". */
static void put_document(struct arena *a, struct watch_entry *e, const char *kind, str text)
{
	ptrdiff_t from = str_find_byte(text, '('), to = str_find_byte(text, ')');
	bool has_issuer = from > 0 && to > from;
	str no = has_issuer ? str_slice(text, 0, from) : text;
	ptrdiff_t expires = str_find(no, S(" expires "));
	if (expires > 0)
		no = str_slice(no, 0, expires);
	watch_put_document(a, e, str_of(kind), no,
			   has_issuer ? str_slice(text, from + 1, to) : (str){ 0 });
}

static void put_alias(struct arena *a, struct watch_entry *e, str text)
{
	ptrdiff_t from = str_find_byte(text, '\'');
	str rest = from < 0 ? text : str_slice(text, from + 1, text.n);
	ptrdiff_t to = rest.n;
	while (to > 0 && rest.p[to - 1] != '\'')
		to--;
	watch_put_name(a, e, from >= 0 && to > 1 ? str_slice(rest, 0, to - 1) : (str){ 0 },
		       WATCH_WEAK, true);
}

static bool put_person_part(struct arena *a, struct watch_entry *e, str part)
{
	static const struct {
		str word;
		const char *kind;
	} papers[] = {
		{ S("Passport "), "Passport" },
		{ S("National ID No. "), "National ID" },
		{ S("Cedula No. "), "Cedula" },
		{ S("Identification Number "), "Identification number" },
		{ S("Tax ID No. "), "Tax ID" },
		{ S("Registration Number "), "Registration number" },
	};
	str s;
	if ((s = behind(part, S("DOB "))).p) {
		watch_put(a, &e->births, watch_birth(a, s));
	} else if ((s = behind(part, S("POB "))).p) {
		watch_put(a, &e->places, s);
	} else if ((s = behind(part, S("nationality "))).p || (s = behind(part, S("citizen "))).p) {
		watch_put(a, &e->nationalities, s);
	} else if ((s = behind(part, S("Gender "))).p) {
		e->sex = watch_sex(s);
	} else if ((s = behind(part, S("Phone Number "))).p ||
		   (s = behind(part, S("Email Address "))).p) {
		watch_put(a, &e->contacts, s);
	} else {
		for (size_t i = 0; i < sizeof papers / sizeof *papers && !s.p; i++)
			if ((s = behind(part, papers[i].word)).p)
				put_document(a, e, papers[i].kind, s);
	}
	return s.p;
}

/* Whatever is not understood stays in `says`, which is kept whole. */
static void read_remarks(struct arena *a, struct watch_entry *e)
{
	str rest = e->says;
	while (rest.p) {
		ptrdiff_t end = str_find(rest, S("; "));
		str part = end < 0 ? rest : str_slice(rest, 0, end);
		rest = end < 0 ? (str){ 0 } : str_slice(rest, end + 2, rest.n);
		part = str_trim(part);
		if (!rest.p && str_ends(part, S(".")))
			part.n--;
		if (str_starts(part, S("a.k.a. ")) || str_starts(part, S("f.k.a. ")))
			put_alias(a, e, part);
		else
			put_person_part(a, e, part);
	}
}

void watch_ofac(struct arena *a, const struct watch_file *files, ptrdiff_t n_files,
		struct faults *f, struct watch_list *list)
{
	for (int turn = 0; turn < 2; turn++) /* the entries, then what belongs to them */
		for (ptrdiff_t i = 0; i < n_files; i++) {
			ptrdiff_t cells = cells_of(files[i].text);
			bool is_known = cells == PRIM_CELLS || cells == ALT_CELLS ||
					cells == ADD_CELLS || cells == COMMENT_CELLS;
			if (!is_known && !turn)
				fault_at(f, files[i].name, 1, 0, (str){ 0 },
					 "the first row has %td cells; files of OFAC have 12 "
					 "(sdn, cons_prim), 6 (add), 5 (alt) or 2 (comments)",
					 cells);
			if (is_known && (cells == PRIM_CELLS) == !turn)
				read_file(a, &files[i], cells, f, list);
		}
	for (ptrdiff_t i = 0; i < list->n; i++)
		read_remarks(a, &list->v[i]);
}
