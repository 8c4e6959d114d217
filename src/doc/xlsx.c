/* xlsx.c: reads the first sheet of an Excel workbook (ECMA-376 Part 1, SpreadsheetML) into records
 * of texts: workbook, styles (which cells are days), shared texts, then the sheet. Formulas count
 * with the value that was saved; days become 2021-06-21, and numbers the digits a person sees. */
#include "doc/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/out.h"
#include "base/utf8.h"
#include "base/work.h"

enum {
	CELLS_MAX = 5000000,
	BLOCK = 1024,
	ROW_MAX = 1048576, /* of the format */
	COLUMN_MAX = 16384,
	STYLES_MAX = 65536,
	SHEETS_MAX = 256,
};

struct cell {
	str text;
	int32_t line, col;
	const char *trouble; /* why it has no text */
};
struct block {
	struct block *next;
	ptrdiff_t n;
	struct cell v[BLOCK];
};

enum kind { KIND_NUMBER, KIND_SHARED, KIND_TEXT, KIND_BOOL, KIND_ERROR };

struct tab {
	str name, id, target;
};
struct formats {
	struct format {
		int64_t id;
		bool is_day;
	} * v;
	ptrdiff_t n, cap;
};
struct texts {
	str *v;
	ptrdiff_t n, cap;
};
struct days {
	bool *v; /* by style: it shows a day */
	ptrdiff_t n, cap;
};

struct xlsx {
	struct arena *a;
	/* of the workbook */
	struct tab tabs[SHEETS_MAX];
	ptrdiff_t n_tabs;
	bool is_1904;
	struct formats formats;
	struct days days;
	struct texts shared;
	/* while a part is read */
	struct out text;
	bool is_text, is_phonetic, is_styles, is_formula;
	enum kind kind;
	int64_t style, line, col, cells_n;
	const char *trouble;
	/* the cells, and where reading them stands */
	struct block *first, *last, *block;
	ptrdiff_t at;
	struct cell *row; /* of the current record, by column */
	ptrdiff_t row_n, row_cap;
};

/* ---- workbook and its relations ---- */

static void workbook_start(void *to, str name, const char *const *attributes)
{
	struct xlsx *x = to;
	str is_1904 = xml_attribute(attributes, "date1904");
	if (str_eq(name, S("workbookPr")))
		x->is_1904 = str_eq(is_1904, S("1")) || str_eq(is_1904, S("true"));
	if (str_eq(name, S("sheet")) && x->n_tabs < SHEETS_MAX)
		x->tabs[x->n_tabs++] =
		    (struct tab){ .name = str_copy(x->a, xml_attribute(attributes, "name")),
				  .id = str_copy(x->a, xml_attribute(attributes, "id")) };
}

static void relation_start(void *to, str name, const char *const *attributes)
{
	struct xlsx *x = to;
	if (!str_eq(name, S("Relationship")))
		return;
	str id = xml_attribute(attributes, "Id"), target = xml_attribute(attributes, "Target");
	for (ptrdiff_t i = 0; i < x->n_tabs; i++)
		if (target.p && str_eq(x->tabs[i].id, id))
			x->tabs[i].target = target.p[0] == '/'
						? str_copy(x->a, str_slice(target, 1, target.n))
						: str_fmt(x->a, "xl/%.*s", SF(target));
}

static void no_end(void *to, str name)
{
	(void)to, (void)name;
}

/* ---- styles: whether a format shows a day ---- */

/* Letters of days outside quotes, brackets and escapes. */
static bool is_day_code(str code)
{
	bool is_quoted = false, is_bracket = false;
	for (ptrdiff_t i = 0; i < code.n; i++) {
		char c = code.p[i];
		if (c == '"')
			is_quoted = !is_quoted;
		else if (c == '[')
			is_bracket = true;
		else if (c == ']')
			is_bracket = false;
		else if (c == '\\' || c == '_' || c == '*')
			i++;
		else if (!is_quoted && !is_bracket && strchr("dDyY", c))
			return true;
	}
	return false;
}

static bool is_day_format(const struct xlsx *x, int64_t id)
{
	for (ptrdiff_t i = 0; i < x->formats.n; i++)
		if (x->formats.v[i].id == id)
			return x->formats.v[i].is_day;
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	       (id >= 50 && id <= 58);
}

static int64_t number_of(str s)
{
	int64_t v;
	return s.p && str_to_int64(s, &v) ? v : 0;
}

static void styles_start(void *to, str name, const char *const *attributes)
{
	struct xlsx *x = to;
	int64_t id = number_of(xml_attribute(attributes, "numFmtId"));
	if (str_eq(name, S("numFmt")) && x->formats.n < STYLES_MAX)
		*arena_push(x->a, &x->formats) =
		    (struct format){ id, is_day_code(xml_attribute(attributes, "formatCode")) };
	if (str_eq(name, S("cellXfs")))
		x->is_styles = true;
	if (str_eq(name, S("xf")) && x->is_styles && x->days.n < STYLES_MAX)
		*arena_push(x->a, &x->days) = is_day_format(x, id);
}

static void styles_end(void *to, str name)
{
	if (str_eq(name, S("cellXfs")))
		((struct xlsx *)to)->is_styles = false;
}

/* ---- texts ---- */

static void on_text(void *to, str s)
{
	struct xlsx *x = to;
	if (x->is_text && x->text.n <= SHEET_CELL_MAX)
		out_str(&x->text, s);
}

/* The text gathered, with _x000D_ read as the character that it stands for. */
static str take_text(struct xlsx *x)
{
	str s = out_view(&x->text);
	struct out o = out_to_arena(x->a);
	if (str_find(s, S("_x")) < 0)
		return str_copy(x->a, s);
	for (ptrdiff_t i = 0; i < s.n;) {
		unsigned c;
		int n = 0;
		char code[8] = { 0 }, utf8[4];
		if (s.n - i >= 7)
			memcpy(code, s.p + i, 7);
		bool is_code = strspn(code + (code[0] ? 2 : 0), "0123456789ABCDEFabcdef") == 4 &&
			       sscanf(code, "_x%4x_%n", &c, &n) == 1 && n == 7 && c &&
			       (c < 0xd800 || c > 0xdfff);
		if (is_code)
			out_bytes(&o, utf8, utf8_put(utf8, c));
		else
			out_char(&o, s.p[i]);
		i += is_code ? 7 : 1;
	}
	return out_view(&o);
}

static void shared_start(void *to, str name, const char *const *attributes)
{
	struct xlsx *x = to;
	(void)attributes;
	if (str_eq(name, S("si")))
		x->text.n = 0;
	if (str_eq(name, S("rPh")))
		x->is_phonetic = true;
	if (str_eq(name, S("t")))
		x->is_text = !x->is_phonetic;
}

static void shared_end(void *to, str name)
{
	struct xlsx *x = to;
	if (str_eq(name, S("rPh")))
		x->is_phonetic = false;
	if (str_eq(name, S("t")))
		x->is_text = false;
	if (str_eq(name, S("si")) && x->shared.n < CELLS_MAX)
		*arena_push(x->a, &x->shared) = take_text(x);
}

/* ---- cells ---- */

static void add_cell(struct xlsx *x, str text)
{
	if (x->cells_n++ >= CELLS_MAX)
		return; /* told at the end */
	if (!x->last || x->last->n == BLOCK) {
		struct block *b = arena_new(x->a, struct block);
		*(x->last ? &x->last->next : &x->first) = b;
		x->last = b;
	}
	x->last->v[x->last->n++] = (struct cell){ .text = text,
						  .line = (int32_t)x->line,
						  .col = (int32_t)x->col,
						  .trouble = x->trouble };
}

/* Days since 1970 of a serial number; the system of 1900 has a 29 February 1900 that never was. */
static str day_of_serial(struct xlsx *x, double serial)
{
	double whole = floor(serial);
	int64_t on = (int64_t)whole + (x->is_1904 ? -24107 : whole < 60 ? -25568 : -25569);
	if (whole < !x->is_1904 || on > DAY_MAX || (!x->is_1904 && whole == 60)) {
		x->trouble = "the number is shown as a day, but is none";
		return str_of(NULL);
	}
	str day = day_text(x->a, on);
	int64_t minutes = llround((serial - whole) * 24 * 60);
	if (serial == whole || minutes >= 24 * 60)
		return day;
	return str_fmt(x->a, "%.*s %02d:%02d", SF(day), (int)(minutes / 60), (int)(minutes % 60));
}

/* What a cell of a number holds; decimal digits only, as the format writes them. */
static bool read_number(str s, double *v)
{
	char z[64], *end;
	if (!s.n || s.n >= (ptrdiff_t)sizeof z)
		return false;
	memcpy(z, s.p, (size_t)s.n);
	z[s.n] = '\0';
	*v = strtod(z, &end);
	return strspn(z, "0123456789+-.eE") == (size_t)s.n && !*end && isfinite(*v);
}

static str number_text(struct xlsx *x, str s)
{
	double v;
	if (!read_number(s, &v)) {
		x->trouble = "the cell is marked as a number, but holds none";
		return str_of(NULL);
	}
	if (x->style >= 0 && x->style < x->days.n && x->days.v[x->style] && fabs(v) < 1e7)
		return day_of_serial(x, v);
	return v == floor(v) && fabs(v) < 1e15 ? str_fmt(x->a, "%lld", (long long)v)
					       : str_fmt(x->a, "%.15g", v);
}

static str shared_text(struct xlsx *x, str s)
{
	int64_t i;
	if (str_to_int64(s, &i) && i >= 0 && i < x->shared.n)
		return x->shared.v[i];
	x->trouble = "the text of the cell is not in the file";
	return str_of(NULL);
}

static str cell_text(struct xlsx *x)
{
	str s = out_view(&x->text);
	switch (x->kind) {
	case KIND_NUMBER: return s.n ? number_text(x, s) : s;
	case KIND_SHARED: return shared_text(x, s);
	case KIND_TEXT: return take_text(x);
	case KIND_BOOL: return str_eq(s, S("1")) ? S("true") : S("false");
	case KIND_ERROR:
		x->trouble = "the cell shows an error of the spreadsheet, such as #N/A; put a "
			     "value there";
		return str_of(NULL);
	}
	must_not_come_here("the kinds are above");
}

static enum kind kind_of(str t)
{
	if (str_eq(t, S("s")))
		return KIND_SHARED;
	if (str_eq(t, S("inlineStr")) || str_eq(t, S("str")) || str_eq(t, S("d")))
		return KIND_TEXT;
	if (str_eq(t, S("b")))
		return KIND_BOOL;
	return str_eq(t, S("e")) ? KIND_ERROR : KIND_NUMBER;
}

/* "AB12" is column 28; 0 when it is none. */
static int64_t column_of(str ref)
{
	int64_t col = 0;
	for (ptrdiff_t i = 0; i < ref.n && ref.p[i] >= 'A' && ref.p[i] <= 'Z' && i < 4; i++)
		col = col * 26 + ref.p[i] - 'A' + 1;
	return col <= COLUMN_MAX ? col : 0;
}

static void cell_start(void *to, str name, const char *const *attributes)
{
	struct xlsx *x = to;
	if (str_eq(name, S("row"))) {
		int64_t line = number_of(xml_attribute(attributes, "r"));
		x->line = line > x->line && line <= ROW_MAX ? line : x->line + 1;
		x->col = 0;
	} else if (str_eq(name, S("c"))) {
		int64_t col = column_of(xml_attribute(attributes, "r"));
		x->col = col > x->col ? col : x->col + 1;
		x->kind = kind_of(xml_attribute(attributes, "t"));
		x->style = number_of(xml_attribute(attributes, "s"));
		x->trouble = NULL;
		x->is_formula = false;
		x->text.n = 0;
	} else if (str_eq(name, S("f"))) {
		x->is_formula = true;
	} else if (str_eq(name, S("rPh"))) {
		x->is_phonetic = true;
	} else if (str_eq(name, S("v")) || str_eq(name, S("t"))) {
		x->is_text = !x->is_phonetic;
	}
}

static void cell_end(void *to, str name)
{
	struct xlsx *x = to;
	if (str_eq(name, S("rPh")))
		x->is_phonetic = false;
	if (str_eq(name, S("v")) || str_eq(name, S("t")))
		x->is_text = false;
	if (!str_eq(name, S("c")) || x->line > ROW_MAX || x->col > COLUMN_MAX)
		return;
	str text = x->text.n || x->kind != KIND_SHARED ? cell_text(x) : S("");
	if (x->is_formula && str_is_empty(text) && x->kind == KIND_NUMBER)
		x->trouble = "the cell has a formula, but its value was not saved; write the value";
	if (!str_is_empty(text) || x->trouble)
		add_cell(x, text);
}

/* ---- the parts of the file ---- */

static bool fault(struct sheet *c, const char *sentence)
{
	fault_at(c->faults, c->file, 0, 0, str_of(NULL), "%s", sentence);
	return false;
}

static bool read_part(struct sheet *c, const char *name, bool is_needed, const struct xml_reader *r)
{
	str text;
	if (!pack_read(c->a, c->file, c->text, name, c->faults, &text))
		return false;
	if (!text.p && is_needed)
		return fault(c, "the file is packed like a workbook, but has no sheet in it");
	return !text.p || xml_read(c->a, c->file, name, text, r, c->xlsx, c->faults);
}

/* Only the first sheet is read; that another has cells is a fault, so that nothing is lost. */
static bool others_are_empty(struct sheet *c)
{
	bool is_good = true;
	for (ptrdiff_t i = 1; i < c->xlsx->n_tabs; i++) {
		const struct tab *t = &c->xlsx->tabs[i];
		str text;
		struct arena scratch = *c->a;
		if (!t->target.p)
			continue;
		if (!pack_read(&scratch, c->file, c->text, str_z(&scratch, t->target), c->faults,
			       &text))
			return false;
		if (!text.p || (str_find(text, S("<v>")) < 0 && str_find(text, S("<t")) < 0))
			continue;
		is_good = false;
		fault_at(c->faults, c->file, 0, 0, str_of(NULL),
			 "sheet '%.*s' has cells, too; put all rows into the first sheet",
			 SF(t->name));
	}
	return is_good;
}

/* Everything about the file, in this process. */
static bool read_workbook(struct sheet *c)
{
	static const struct xml_reader workbook = { workbook_start, no_end, NULL },
				       relations = { relation_start, no_end, NULL },
				       styles = { styles_start, styles_end, NULL },
				       shared = { shared_start, shared_end, on_text },
				       cells = { cell_start, cell_end, on_text };
	struct xlsx *x = c->xlsx;
	if (!pack_check(c->file, c->text, c->faults) ||
	    !read_part(c, "xl/workbook.xml", true, &workbook) ||
	    !read_part(c, "xl/_rels/workbook.xml.rels", true, &relations) ||
	    !read_part(c, "xl/styles.xml", false, &styles) ||
	    !read_part(c, "xl/sharedStrings.xml", false, &shared))
		return false;
	if (!x->n_tabs || !x->tabs[0].target.p)
		return fault(c, "the workbook has no sheet");
	if (!read_part(c, str_z(c->a, x->tabs[0].target), true, &cells) || !others_are_empty(c))
		return false;
	return x->cells_n <= CELLS_MAX ||
	       fault(c, "the sheet has more than 5,000,000 cells; divide it");
}

/* ---- in a process of its own ---- */

/* What the child answers: a mark for each cell and fault, its numbers and texts behind it, at the
 * end whether the file was read. Nothing of it is trusted: the child may have been taken over. */
enum mark {
	MARK_CELL = 'c',
	MARK_TROUBLE = 't',
	MARK_FAULT = 'f',
	MARK_READ = 'r',
	MARK_NOT = 'n'
};

struct part {
	enum mark mark;
	int64_t line, col;
	str name, text;
};

static void put_part(struct out *o, struct part p)
{
	int64_t head[] = { p.mark, p.line, p.col, p.name.n, p.text.n };
	out_bytes(o, head, sizeof head);
	out_str(o, p.name);
	out_str(o, p.text);
}

/* False when the bytes end within it. */
static bool cut_part(str *rest, struct part *p)
{
	int64_t head[5];
	if (rest->n < (ptrdiff_t)sizeof head)
		return false;
	memcpy(head, rest->p, sizeof head);
	*rest = str_slice(*rest, sizeof head, rest->n);
	if (head[3] < 0 || head[3] > rest->n || head[4] < 0 || head[4] > rest->n - head[3])
		return false;
	*p = (struct part){ .mark = (enum mark)head[0], .line = head[1], .col = head[2] };
	p->name = str_slice(*rest, 0, head[3]);
	p->text = str_slice(*rest, head[3], head[3] + head[4]);
	*rest = str_slice(*rest, head[3] + head[4], rest->n);
	return true;
}

static void read_apart(struct arena *a, struct out *o, void *arg)
{
	struct sheet *c = arg;
	struct faults *f = c->faults;
	int64_t from = f->n, hidden_n = f->total_n - f->n;
	bool is_read = read_workbook(c);
	(void)a; /* is c->a */
	for (struct block *b = c->xlsx->first; is_read && b; b = b->next)
		for (ptrdiff_t i = 0; i < b->n; i++)
			put_part(o, (struct part){ b->v[i].trouble ? MARK_TROUBLE : MARK_CELL,
						   b->v[i].line, b->v[i].col, str_of(NULL),
						   b->v[i].trouble ? str_of(b->v[i].trouble)
								   : b->v[i].text });
	for (int64_t i = from; i < f->n; i++)
		put_part(o, (struct part){ MARK_FAULT, f->v[i].line, f->v[i].col, f->v[i].field,
					   f->v[i].sentence });
	put_part(o, (struct part){ .mark = is_read ? MARK_READ : MARK_NOT,
				   .line = f->total_n - f->n - hidden_n });
}

static bool take_cell(struct xlsx *x, const struct part *p)
{
	const struct cell *was = x->last ? &x->last->v[x->last->n - 1] : NULL;
	bool is_next = !was || p->line > was->line || (p->line == was->line && p->col > was->col);
	if (!is_next || p->line < 1 || p->line > INT32_MAX || p->col < 1 || p->col > COLUMN_MAX ||
	    x->cells_n == CELLS_MAX || !utf8_is_valid(p->text))
		return false;
	x->line = p->line;
	x->col = p->col;
	x->trouble = p->mark == MARK_TROUBLE ? str_z(x->a, p->text) : NULL;
	add_cell(x, x->trouble ? str_of(NULL) : p->text);
	return true;
}

/* True when the child answered to the end; *is_read as it says. */
static bool take_answer(struct sheet *c, str answer, bool *is_read)
{
	struct part p;
	while (cut_part(&answer, &p)) {
		switch (p.mark) {
		case MARK_CELL:
		case MARK_TROUBLE:
			if (!take_cell(c->xlsx, &p))
				return false;
			continue;
		case MARK_FAULT:
			if (!utf8_is_valid(p.name) || !utf8_is_valid(p.text))
				return false;
			fault_at(c->faults, c->file, p.line, p.col,
				 p.name.n ? str_copy(c->a, p.name) : str_of(NULL), "%.*s",
				 SF(p.text));
			continue;
		case MARK_READ:
		case MARK_NOT:
			*is_read = p.mark == MARK_READ;
			c->faults->total_n += p.line > 0 ? p.line : 0;
			return answer.n == 0 && (*is_read || c->faults->total_n > 0);
		}
		return false;
	}
	return false;
}

#ifdef GRATA_FUZZ /* a child for each try would be slow, and what it reaches unseen */
static bool read_somewhere(struct sheet *c)
{
	(void)read_apart, (void)take_answer;
	return read_workbook(c);
}
#else
static bool read_somewhere(struct sheet *c)
{
	static const char *const ends[] = {
		[WORK_DONE] = "the reader of workbooks broke on it; keep the file and report it",
		[WORK_TIME] = "reading it took more than 30 seconds",
		[WORK_MEMORY] = "reading it took more memory than a workbook may",
		[WORK_ANSWER] = "it holds more than can be taken at once; divide it",
		[WORK_BROKEN] = "the reader of workbooks broke on it; keep the file and report it",
	};
	/* The answer, its cells and what is made of them have to fit beside each other. */
	struct work_limits limits = { .memory_bytes = INT64_C(1) << 30,
				      .cpu_s = 30,
				      .answer_bytes = (c->a->end - c->a->beg) / 4 };
	bool is_read = false;
	str answer;
	enum work_end end;
	if (work_run(c->a, limits, read_apart, c, &answer, &end) != OK)
		return fault(c, "there is no process to read a workbook in; try again in a moment");
	if (end != WORK_DONE || !take_answer(c, answer, &is_read))
		return fault(c, ends[end]);
	return is_read;
}
#endif

bool xlsx_start(struct sheet *c)
{
	c->xlsx = arena_new(c->a, struct xlsx);
	c->xlsx->a = c->a;
	c->xlsx->text = out_to_arena(c->a);
	bool is_read = read_somewhere(c);
	c->xlsx->block = c->xlsx->first;
	return is_read;
}

/* ---- records ---- */

static struct cell *peek(struct xlsx *x)
{
	if (x->block && x->at == x->block->n) {
		x->block = x->block->next;
		x->at = 0;
	}
	return x->block ? &x->block->v[x->at] : NULL;
}

bool xlsx_record(struct sheet *c)
{
	struct xlsx *x = c->xlsx;
	struct cell *next = peek(x);
	x->row_n = 0;
	if (!next)
		return false;
	c->at_line = next->line;
	for (; next && next->line == c->at_line; next = peek(x)) {
		if (next->col > x->row_cap) {
			ptrdiff_t cap = next->col * 2;
			struct cell *row = arena_new_n(c->a, struct cell, cap);
			if (x->row_n)
				memcpy(row, x->row, sizeof *row * (size_t)x->row_n);
			x->row = row;
			x->row_cap = cap;
		}
		while (x->row_n < next->col - 1)
			x->row[x->row_n++] = (struct cell){ .text = S("") };
		x->row[x->row_n++] = *next;
		x->at++;
	}
	return true;
}

struct raw xlsx_raw(struct sheet *c, ptrdiff_t col)
{
	struct xlsx *x = c->xlsx;
	ptrdiff_t n = x->row_n > c->n_header ? x->row_n : c->n_header;
	struct raw r = { .text = S(""), .line = c->at_line, .col = col, .is_last = col >= n };
	if (col > x->row_n)
		return r;
	r.text = x->row[col - 1].text;
	r.is_null = x->row[col - 1].trouble != NULL;
	if (r.is_null)
		fault_at(c->faults, c->file, r.line, col, sheet_name_at(c, col), "%s",
			 x->row[col - 1].trouble);
	return r;
}
