/* paper.c: makes the blocks of a paper, by calls or from marked text. */
#include "doc/paper.h"

#include "base/must.h"
#include "base/utf8.h"

struct paper paper_new(struct arena *a, enum paper_look look, str title, str lang, int64_t made_on)
{
	return (
	    struct paper){ .a = a, .look = look, .title = title, .lang = lang, .made_on = made_on };
}

bool lang_is_rtl(str lang)
{
	static const char *const rtl[] = { "ar", "he", "fa", "ur", "ps", "dv", "yi", "ug", "sd" };
	if (!lang.p)
		return false;
	str first = str_cut(&lang, '-');
	for (size_t i = 0; i < sizeof rtl / sizeof rtl[0]; i++)
		if (str_eq(first, str_of(rtl[i])))
			return true;
	return false;
}

void paper_block(struct paper *p, enum paper_kind kind)
{
	*arena_push(p->a, &p->blocks) = (struct paper_block){ .kind = kind };
	p->is_in_cell = false;
}

static struct paper_block *last_block(struct paper *p)
{
	must(p->blocks.n > 0);
	return &p->blocks.v[p->blocks.n - 1];
}

void paper_run_as(struct paper *p, enum paper_face face, str lang, str text)
{
	struct paper_block *b = last_block(p);
	if (!text.n)
		return;
	if (b->kind == PAPER_TABLE && !p->is_in_cell) {
		*arena_push(p->a, &b->cells) = (struct paper_runs){ 0 };
		p->is_in_cell = true;
	}
	struct paper_runs *to = b->kind == PAPER_TABLE ? &b->cells.v[b->cells.n - 1] : &b->runs;
	*arena_push(p->a, to) = (struct paper_run){ .text = text, .face = face, .lang = lang };
}

void paper_run(struct paper *p, str text)
{
	paper_run_as(p, FACE_PLAIN, str_of(NULL), text);
}

void paper_line(struct paper *p, enum paper_kind kind, str text)
{
	paper_block(p, kind);
	paper_run(p, text);
}

bool paper_picture(struct paper *p, str pixels, int width_n, int height_n, str says)
{
	if (width_n < 1 || height_n < 1 || (int64_t)width_n * height_n * 4 != pixels.n)
		return false;
	paper_line(p, PAPER_PICTURE, says);
	struct paper_block *b = &p->blocks.v[p->blocks.n - 1];
	b->pixels = pixels;
	b->width_n = width_n;
	b->height_n = height_n;
	return true;
}

void paper_table(struct paper *p, const struct paper_column *columns, ptrdiff_t n_columns)
{
	must(n_columns > 0 && n_columns <= PAPER_COLUMNS_MAX);
	paper_block(p, PAPER_TABLE);
	last_block(p)->columns = columns;
	last_block(p)->n_columns = n_columns;
}

void paper_next(struct paper *p)
{
	struct paper_block *b = last_block(p);
	must(b->kind == PAPER_TABLE);
	if (!p->is_in_cell)
		*arena_push(p->a, &b->cells) = (struct paper_runs){ 0 };
	p->is_in_cell = false;
}

/* ---- marked text ---- */

static const struct {
	str mark;
	enum paper_kind kind;
} MARKS[] = {
	{ S("= "), PAPER_LETTERHEAD },
	{ S("# "), PAPER_HEADING },
	{ S("> "), PAPER_RIGHT },
	{ S("- "), PAPER_ITEM },
};

static enum paper_kind kind_of(str line, str *rest)
{
	for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
		if (str_starts(line, MARKS[i].mark)) {
			*rest = str_slice(line, MARKS[i].mark.n, line.n);
			return MARKS[i].kind;
		}
	*rest = line;
	return PAPER_TEXT;
}

/* The cells between the bars: "| a | b |" has two. */
static ptrdiff_t cells_of(str line, str *cell, ptrdiff_t max)
{
	ptrdiff_t n = 0;
	str rest = str_slice(line, 1, line.n);
	if (str_ends(rest, S("|")))
		rest.n--;
	while (rest.p) {
		str s = str_trim(str_cut(&rest, '|'));
		if (n < max)
			cell[n] = s;
		n++;
	}
	return n;
}

struct reading {
	struct paper *p;
	struct faults *f;
	int64_t line;
	bool is_open; /* the next line goes on with the last block */
};

static void read_row(struct reading *r, str line)
{
	str cell[PAPER_COLUMNS_MAX];
	struct paper *p = r->p;
	ptrdiff_t n = cells_of(line, cell, PAPER_COLUMNS_MAX);
	bool is_head = !r->is_open || last_block(p)->kind != PAPER_TABLE;
	ptrdiff_t max = is_head ? PAPER_COLUMNS_MAX : last_block(p)->n_columns;
	if (n > max) {
		fault_at(r->f, str_of(NULL), r->line, 0, str_of(NULL),
			 "the row has %td cells; %s %td", n,
			 is_head ? "a table has at most" : "the head of the table has", max);
		return;
	}
	if (is_head) {
		struct paper_column *columns = arena_new_n(p->a, struct paper_column, n);
		for (ptrdiff_t i = 0; i < n; i++)
			columns[i] = (struct paper_column){ .head = cell[i], .share = 1 };
		paper_table(p, columns, n);
		return;
	}
	for (ptrdiff_t i = 0; i < max; i++) {
		paper_run(p, i < n ? cell[i] : S(""));
		paper_next(p);
	}
}

static void read_line(struct reading *r, str line)
{
	str rest;
	enum paper_kind kind = kind_of(line, &rest);
	bool goes_on = r->is_open && last_block(r->p)->kind == kind && kind != PAPER_ITEM;
	if (!goes_on)
		paper_block(r->p, kind);
	else
		paper_run(r->p, S("\n"));
	paper_run(r->p, rest);
}

enum err paper_read(struct paper *p, str text, struct faults *f)
{
	struct reading r = { .p = p, .f = f };
	int64_t before = f->total_n;
	if (text.n > PAPER_TEXT_MAX)
		fault_at(f, str_of(NULL), 0, 0, str_of(NULL),
			 "the text has %td bytes; at most %d are set", text.n, PAPER_TEXT_MAX);
	else if (!utf8_is_valid(text) || str_find_byte(text, '\0') >= 0)
		fault_at(f, str_of(NULL), 0, 0, str_of(NULL), "the text is not UTF-8");
	while (f->total_n == before && text.p) {
		str line = str_cut(&text, '\n');
		r.line++;
		if (str_ends(line, S("\r")))
			line.n--;
		bool is_blank = str_trim(line).n == 0;
		if (str_eq(line, S("---")))
			paper_block(p, PAPER_PAGE);
		else if (!is_blank && line.p[0] == '|')
			read_row(&r, line);
		else if (!is_blank)
			read_line(&r, line);
		r.is_open = !is_blank && !str_eq(line, S("---"));
	}
	return f->total_n == before ? OK : ERR_FAULTS;
}
