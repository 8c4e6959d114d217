/* paper.h: a document of paragraphs and tables, written as PDF (to sign, print and keep) and as ODT
 * (to edit). Made by calls, or read from text with a few marks:
 *
 *	struct paper p = paper_new(a, PAPER_LETTER, S("Note 12/2021"), S("en"), on);
 *	paper_block(&p, PAPER_TEXT);
 *	paper_run(&p, S("The Ministry presents its compliments to "));
 *	paper_run_as(&p, FACE_BOLD, S("ru"), S("Посольство"));
 *	paper_table(&p, columns, 3);
 *	for (..) paper_run(&p, name), paper_next(&p), paper_run(&p, rank), paper_next(&p), ...
 *	TRY(paper_pdf(&p, &bytes));
 *
 * The same content with the same fonts gives the same bytes: dates are those of the content, and
 * there is nothing of the day or the machine in it. PDF is set by Pango and cairo in the Noto
 *fonts: Arabic is shaped, right-to-left runs stand in isolation, so that a name never turns the
 *line around it. It is tagged (headings, paragraphs, tables with their heads) and has title and
 * language. Paper is A4; the head of a table is repeated on each page, pages are numbered.
 * Texts must be valid UTF-8. Memory is the arena's; the fonts that a thread has used stay loaded.
 */
#ifndef DOC_PAPER_H
#define DOC_PAPER_H

#include "base/err.h"
#include "base/fault.h"

enum paper_look {
	PAPER_LETTER, /* serif, 11 points: notes and letters */
	PAPER_LIST,   /* sans, 9 points: lists, tables */
};

enum paper_kind {
	PAPER_LETTERHEAD, /* centred, bold; its lines are one block */
	PAPER_TITLE,
	PAPER_HEADING,
	PAPER_SUBHEADING,
	PAPER_TEXT,
	PAPER_RIGHT, /* at the right margin: place and date */
	PAPER_ITEM,  /* with a bullet */
	PAPER_ENTRY, /* lines behind the first are indented; never divided by a page if it fits on
			one */
	PAPER_TABLE,
	PAPER_PAGE,    /* a new page begins */
	PAPER_PICTURE, /* as wide as the text, or what is left of the page; in ODT its words only */
};

enum paper_face { FACE_PLAIN, FACE_BOLD, FACE_ITALIC, FACE_SMALL };

/* A piece of text in one face and language. */
struct paper_run {
	str text;
	enum paper_face face;
	str lang; /* BCP 47; null: the document's */
};
struct paper_runs {
	struct paper_run *v;
	ptrdiff_t n, cap;
};

struct paper_column {
	str head;
	int share;     /* of the width, in proportion to the other columns */
	bool is_right; /* numbers */
};

struct paper_block {
	enum paper_kind kind;
	struct paper_runs runs; /* of all but tables */
	const struct paper_column *columns;
	ptrdiff_t n_columns;
	str pixels; /* of a picture: four bytes each (blue, green, red, nothing), row by row */
	int width_n, height_n;
	struct {
		struct paper_runs *v; /* row by row */
		ptrdiff_t n, cap;
	} cells;
};

struct paper {
	struct arena *a;
	enum paper_look look;
	str title, lang; /* of the whole; also the base direction of every line */
	str author;      /* shown in the properties of the file; may be null */
	str foot;        /* at the foot of every page, beside its number; may be null */
	int64_t made_on;
	struct {
		struct paper_block *v;
		ptrdiff_t n, cap;
	} blocks;
	bool is_in_cell; /* the last cell of the last block takes runs */
};

enum {
	PAPER_COLUMNS_MAX = 16,
	PAPER_TEXT_MAX = 1 << 20, /* bytes of marked text, and of one block */
	PAPER_BLOCKS_MAX = 1000000,
};

struct paper paper_new(struct arena *a, enum paper_look look, str title, str lang, int64_t made_on);
/* Begins a block; runs go to it. */
void paper_block(struct paper *p, enum paper_kind kind);
void paper_run(struct paper *p, str text); /* a null or empty text adds nothing */
void paper_run_as(struct paper *p, enum paper_face face, str lang, str text);
/* A block of one run. */
void paper_line(struct paper *p, enum paper_kind kind, str text);
/* Begins a table and its first cell. `columns` must outlive the paper. */
void paper_table(struct paper *p, const struct paper_column *columns, ptrdiff_t n_columns);
/* Ends a cell; behind the last column a row ends. What the last row lacks stays empty. */
void paper_next(struct paper *p);

/* A picture of width_n x height_n pixels, as file_pixels (doc.h) gives them behind the two numbers;
 * `says` is what it shows, for who does not see it. `pixels` must outlive the paper. False, and
 * nothing is added, when they are not that many. */
bool paper_picture(struct paper *p, str pixels, int width_n, int height_n, str says);

/* Adds the blocks of a text. Blocks are set apart by empty lines; what a line begins with says what
 * the block is: "= " letterhead, "# " heading, "> " at the right, "- " item, "|" a row of a table
 * ("| Name | Office |", the first row is its head), "---" alone a new page; else a paragraph, whose
 * lines stay lines. Anything may stand in a text: what is no mark is text. Faults: more than
 * PAPER_TEXT_MAX, not UTF-8, a table of more columns than PAPER_COLUMNS_MAX. */
enum err paper_read(struct paper *p, str text, struct faults *f) MUST_CHECK;

/* True when lines of this language run from right to left. */
bool lang_is_rtl(str lang);

/* ERR_TOO_LARGE (a block over PAPER_TEXT_MAX), ERR_MEMORY, ERR_INTERNAL. */
enum err paper_pdf(const struct paper *p, str *bytes) MUST_CHECK;
enum err paper_odt(const struct paper *p, str *bytes) MUST_CHECK;

#endif
