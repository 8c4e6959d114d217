/* pdf.c: sets a paper as PDF with Pango and cairo: fonts, one block after the other down the page,
 * tables, then the file. Lengths are points (1/72 inch). */
#include "doc/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>

#include "base/day.h"
#include "base/must.h"
#include "base/out.h"

enum { BLOCK_BYTES_MAX = PAPER_TEXT_MAX };

static const double WIDTH = 595.28, HEIGHT = 841.89, SIDE = 62, TOP = 57, BOTTOM = 62, FOOT = 34,
		    PAD = 3, INDENT = 14, BASELINE = 0.76; /* of a line's height */

struct look {
	const char *fonts;
	double size;    /* points */
	double spacing; /* between lines, as a factor */
};
static const struct look LOOKS[] = {
	[PAPER_LETTER] = { "Noto Serif, Noto Naskh Arabic, Noto Serif Hebrew", 11, 1.15 },
	[PAPER_LIST] = { "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew", 9, 1.05 },
};

/* How a kind of block is set. */
struct shape {
	const char *tag; /* of PDF */
	double scale, before, after;
	PangoAlignment align;
	bool is_bold, keeps_with_next;
	double line; /* height of a line in sizes of the font, whatever its scripts; 0: theirs */
};
static const struct shape SHAPES[] = {
	[PAPER_LETTERHEAD] = { "P", 1.15, 0, 24, PANGO_ALIGN_CENTER, true, false },
	[PAPER_TITLE] = { "H1", 1.8, 0, 14, PANGO_ALIGN_LEFT, true, true },
	[PAPER_HEADING] = { "H2", 1.3, 12, 6, PANGO_ALIGN_LEFT, true, true },
	[PAPER_SUBHEADING] = { "H3", 1.05, 6, 3, PANGO_ALIGN_LEFT, true, true },
	[PAPER_TEXT] = { "P", 1, 0, 8, PANGO_ALIGN_LEFT, false, false },
	[PAPER_RIGHT] = { "P", 1, 0, 8, PANGO_ALIGN_RIGHT, false, false },
	[PAPER_ITEM] = { "P", 1, 0, 4, PANGO_ALIGN_LEFT, false, false },
	[PAPER_ENTRY] = { "P", 1, 0, 5, PANGO_ALIGN_LEFT, false, false, 1.45 },
	[PAPER_TABLE] = { "Table", 1, 4, 10, PANGO_ALIGN_LEFT, false, false },
	[PAPER_PAGE] = { "P", 1, 0, 0, PANGO_ALIGN_LEFT, false, false },
	[PAPER_PICTURE] = { "Figure", 1, 0, 8, PANGO_ALIGN_LEFT, false, false },
};

struct pdf {
	const struct paper *p;
	const struct look *look;
	struct out bytes;
	cairo_surface_t *surface;
	cairo_t *c;
	PangoFontMap *fonts;
	PangoContext *context;
	PangoFontDescription *font;
	double y;
	int page_n;
	bool is_empty; /* nothing is on the page yet */
	bool was_item; /* the last block was */
	str section;   /* the last subheading: what entries stand under; null behind another heading
			*/
};

/* ---- runs become a layout ---- */

static void attribute(PangoAttrList *list, PangoAttribute *at, ptrdiff_t from, ptrdiff_t to)
{
	at->start_index = (guint)from;
	at->end_index = (guint)to;
	pango_attr_list_insert(list, at);
}

static void add_faces(PangoAttrList *list, struct arena scratch, const struct paper_run *r,
		      ptrdiff_t from, ptrdiff_t to)
{
	if (r->face == FACE_BOLD)
		attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
	if (r->face == FACE_ITALIC)
		attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
	if (r->face == FACE_SMALL)
		attribute(list, pango_attr_scale_new(0.85), from, to);
	if (r->lang.p)
		attribute(
		    list,
		    pango_attr_language_new(pango_language_from_string(str_z(&scratch, r->lang))),
		    from, to);
}

/* Puts the runs into the layout. A run that goes the other way stands in isolation (Unicode's
 * FSI and PDI), as <bdi> does on a page. */
static void fill(struct pdf *d, PangoLayout *l, const struct paper_runs *runs,
		 const struct shape *shape)
{
	struct arena scratch = *d->p->a;
	struct out o = out_to_arena(&scratch);
	PangoAttrList *list = pango_attr_list_new();
	for (ptrdiff_t i = 0; i < runs->n; i++) {
		const struct paper_run *r = &runs->v[i];
		bool is_apart = r->lang.p && lang_is_rtl(r->lang) != lang_is_rtl(d->p->lang);
		ptrdiff_t from = o.n;
		if (is_apart)
			out_lit(&o, "\u2068");
		for (str rest = r->text; rest.p;) {
			out_str(&o, str_cut(&rest, '\n'));
			if (rest.p)
				out_lit(&o, "\u2028"); /* a new line, not a new paragraph */
		}
		if (is_apart)
			out_lit(&o, "\u2069");
		struct arena more = scratch;
		add_faces(list, more, r, from, o.n);
	}
	if (shape->is_bold)
		attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), 0, o.n);
	if (shape->scale != 1)
		attribute(list, pango_attr_scale_new(shape->scale), 0, o.n);
	pango_layout_set_text(l, o.p ? o.p : "", (int)o.n);
	pango_layout_set_attributes(l, list);
	pango_attr_list_unref(list);
}

static PangoLayout *layout_new(struct pdf *d, double width, PangoAlignment align)
{
	PangoLayout *l = pango_layout_new(d->context);
	pango_layout_set_font_description(l, d->font);
	pango_layout_set_auto_dir(l, FALSE);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(l, (float)d->look->spacing);
	pango_layout_set_alignment(l, align);
	return l;
}

static double height_of(PangoLayout *l)
{
	PangoRectangle r;
	pango_layout_get_extents(l, NULL, &r);
	return (double)r.height / PANGO_SCALE;
}

/* ---- pages ---- */

static const struct shape PLAIN = { .scale = 1 };

static void draw_foot(struct pdf *d)
{
	char number[16];
	struct paper_run small = { .face = FACE_SMALL };
	struct paper_runs runs = { &small, 1, 1 };
	PangoLayout *l = layout_new(d, WIDTH - 2 * SIDE, PANGO_ALIGN_LEFT);
	cairo_set_source_rgb(d->c, 0.35, 0.35, 0.35);
	if (d->p->foot.n) {
		small.text = d->p->foot;
		fill(d, l, &runs, &PLAIN);
		pango_layout_set_width(l, (int)((WIDTH - 2 * SIDE - 60) * PANGO_SCALE));
		pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
		cairo_move_to(d->c, SIDE, HEIGHT - FOOT);
		pango_cairo_show_layout(d->c, l);
	}
	small.text = (str){ number, snprintf(number, sizeof number, "%d", d->page_n) };
	fill(d, l, &runs, &PLAIN);
	pango_layout_set_width(l, (int)((WIDTH - 2 * SIDE) * PANGO_SCALE));
	pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
	cairo_move_to(d->c, SIDE, HEIGHT - FOOT);
	pango_cairo_show_layout(d->c, l);
	cairo_set_source_rgb(d->c, 0, 0, 0);
	g_object_unref(l);
}

static void end_page(struct pdf *d)
{
	draw_foot(d);
	cairo_show_page(d->c);
	d->page_n++;
	d->y = TOP;
	d->is_empty = true;
}

/* Above the first entry of a page whose heading stands on one before. */
static void draw_section(struct pdf *d)
{
	bool is_english = !d->p->lang.p || str_starts(d->p->lang, S("en"));
	struct paper_run small[] = { { .face = FACE_SMALL, .text = d->section },
				     { .face = FACE_SMALL,
				       .text = is_english ? S(", continued") : S(" …") } };
	struct paper_runs runs = { small, 2, 2 };
	PangoLayout *l = layout_new(d, WIDTH - 2 * SIDE, PANGO_ALIGN_LEFT);
	fill(d, l, &runs, &PLAIN);
	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	cairo_set_source_rgb(d->c, 0.35, 0.35, 0.35);
	cairo_move_to(d->c, SIDE, TOP - 20);
	pango_cairo_show_layout(d->c, l);
	cairo_set_source_rgb(d->c, 0, 0, 0);
	g_object_unref(l);
}

static double room(const struct pdf *d)
{
	return HEIGHT - BOTTOM - d->y;
}

/* ---- lines ---- */

struct piece {
	PangoLayoutIter *at;
	bool is_done;
	double line; /* points from line to line, whatever its scripts; 0: what each needs */
};

/* Draws lines from where the piece stands as far as they fit below `top`; the first always when
 * the page is empty. Gives the height that they took. */
static double draw_lines(struct pdf *d, struct piece *p, double x, double top)
{
	PangoRectangle r;
	double used = 0;
	pango_layout_iter_get_line_extents(p->at, NULL, &r);
	int first = r.y;
	while (!p->is_done) {
		pango_layout_iter_get_line_extents(p->at, NULL, &r);
		double end =
		    p->line > 0 ? used + p->line : (double)(r.y + r.height - first) / PANGO_SCALE;
		if (top + end > HEIGHT - BOTTOM + 0.01 && (used > 0 || !d->is_empty))
			return used;
		int baseline = pango_layout_iter_get_baseline(p->at);
		double below = p->line > 0 ? used + BASELINE * p->line
					   : (double)(baseline - first) / PANGO_SCALE;
		cairo_move_to(d->c, x + (double)r.x / PANGO_SCALE, top + below);
		pango_cairo_show_layout_line(d->c, pango_layout_iter_get_line_readonly(p->at));
		used = end;
		p->is_done = !pango_layout_iter_next_line(p->at);
	}
	return used;
}

static void draw_bullet(struct pdf *d, double x)
{
	struct paper_run dot = { .text = S("•") };
	struct paper_runs runs = { &dot, 1, 1 };
	PangoLayout *l = layout_new(d, INDENT, PANGO_ALIGN_LEFT);
	fill(d, l, &runs, &PLAIN);
	cairo_move_to(d->c, x, d->y);
	pango_cairo_show_layout(d->c, l);
	g_object_unref(l);
}

static void draw_block(struct pdf *d, PangoLayout *l, const struct paper_block *b)
{
	const struct shape *s = &SHAPES[b->kind];
	bool is_rtl = lang_is_rtl(d->p->lang);
	double indent = b->kind == PAPER_ITEM ? INDENT : 0, x = is_rtl ? SIDE : SIDE + indent;
	pango_layout_set_alignment(l, s->align);
	pango_layout_set_width(l, (int)((WIDTH - 2 * SIDE - indent) * PANGO_SCALE));
	pango_layout_set_indent(l, b->kind == PAPER_ENTRY ? (int)(-INDENT * PANGO_SCALE) : 0);
	fill(d, l, &b->runs, s);
	double line = s->line * d->look->size,
	       h = line > 0 ? line * pango_layout_get_line_count(l) : height_of(l),
	       needs = h + (s->keeps_with_next ? 40 : 0);
	bool is_whole = b->kind == PAPER_ENTRY || pango_layout_get_line_count(l) < 4;
	if (!d->is_empty)
		d->y += s->before;
	if (b->kind != PAPER_ITEM && d->was_item)
		d->y += SHAPES[PAPER_TEXT].after - SHAPES[PAPER_ITEM].after;
	d->was_item = b->kind == PAPER_ITEM;
	if (b->kind == PAPER_SUBHEADING || b->kind == PAPER_HEADING)
		d->section =
		    b->kind == PAPER_SUBHEADING && b->runs.n ? b->runs.v[0].text : (str){ 0 };
	if (!d->is_empty && (is_whole ? needs > room(d) : room(d) < 30)) {
		end_page(d);
		if (b->kind == PAPER_ENTRY && d->section.n)
			draw_section(d);
	}
	struct piece p = { .at = pango_layout_get_iter(l), .line = line };
	while (!p.is_done) {
		cairo_tag_begin(d->c, s->tag, NULL);
		if (indent > 0)
			draw_bullet(d, is_rtl ? WIDTH - SIDE - INDENT : SIDE);
		indent = 0;
		d->y += draw_lines(d, &p, x, d->y);
		cairo_tag_end(d->c, s->tag);
		d->is_empty = false;
		if (!p.is_done)
			end_page(d);
	}
	pango_layout_iter_free(p.at);
	d->y += s->after;
}

/* ---- tables ---- */

struct table {
	const struct paper_block *b;
	PangoLayout *head[PAPER_COLUMNS_MAX], *l[PAPER_COLUMNS_MAX]; /* of the columns */
	double x[PAPER_COLUMNS_MAX];
};

static void open_table(struct pdf *d, const struct paper_block *b, struct table *t)
{
	double shares = 0, x = SIDE, width = WIDTH - 2 * SIDE;
	static const struct shape bold = { .scale = 1, .is_bold = true };
	bool is_rtl = lang_is_rtl(d->p->lang);
	t->b = b;
	for (ptrdiff_t i = 0; i < b->n_columns; i++)
		shares += b->columns[i].share > 0 ? b->columns[i].share : 1;
	for (ptrdiff_t i = 0; i < b->n_columns; i++) {
		double w = width * (b->columns[i].share > 0 ? b->columns[i].share : 1) / shares;
		t->x[i] = (is_rtl ? WIDTH - x - w : x) + PAD;
		PangoAlignment align =
		    b->columns[i].is_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
		t->l[i] = layout_new(d, w - 2 * PAD, align);
		t->head[i] = layout_new(d, w - 2 * PAD, align);
		struct paper_run run = { .text = b->columns[i].head };
		fill(d, t->head[i], &(struct paper_runs){ &run, 1, 1 }, &bold);
		x += w;
	}
}

static void draw_rule(struct pdf *d, double width, double grey)
{
	cairo_set_source_rgb(d->c, grey, grey, grey);
	cairo_set_line_width(d->c, width);
	cairo_move_to(d->c, SIDE, d->y);
	cairo_line_to(d->c, WIDTH - SIDE, d->y);
	cairo_stroke(d->c);
	cairo_set_source_rgb(d->c, 0, 0, 0);
}

/* Draws what fits of the cells; true when all of them is drawn. */
static bool draw_cells(struct pdf *d, const struct table *t, struct piece *piece, const char *tag)
{
	double used = 0;
	bool is_done = true;
	cairo_tag_begin(d->c, "TR", NULL);
	for (ptrdiff_t i = 0; i < t->b->n_columns; i++) {
		cairo_tag_begin(d->c, tag, NULL);
		double h = draw_lines(d, &piece[i], t->x[i], d->y + PAD);
		cairo_tag_end(d->c, tag);
		used = h > used ? h : used;
		is_done &= piece[i].is_done;
	}
	cairo_tag_end(d->c, "TR");
	d->y += used + 2 * PAD;
	d->is_empty = false;
	return is_done;
}

static void open_pieces(const struct table *t, PangoLayout *const *l, struct piece *piece)
{
	for (ptrdiff_t i = 0; i < t->b->n_columns; i++)
		piece[i] = (struct piece){ .at = pango_layout_get_iter(l[i]) };
}

static void close_pieces(const struct table *t, struct piece *piece)
{
	for (ptrdiff_t i = 0; i < t->b->n_columns; i++)
		pango_layout_iter_free(piece[i].at);
}

/* Once on each page of the table. */
static void draw_head(struct pdf *d, const struct table *t)
{
	struct piece piece[PAPER_COLUMNS_MAX];
	open_pieces(t, t->head, piece);
	draw_cells(d, t, piece, "TH");
	close_pieces(t, piece);
	draw_rule(d, 0.8, 0);
}

static double fill_row(struct pdf *d, const struct table *t, ptrdiff_t row)
{
	static const struct paper_runs none = { 0 };
	double h = 0;
	for (ptrdiff_t i = 0; i < t->b->n_columns; i++) {
		ptrdiff_t cell = row * t->b->n_columns + i;
		fill(d, t->l[i], cell < t->b->cells.n ? &t->b->cells.v[cell] : &none, &PLAIN);
		double one = height_of(t->l[i]);
		h = one > h ? one : h;
	}
	return h + 2 * PAD;
}

static void new_page_of_table(struct pdf *d, const struct table *t)
{
	cairo_tag_end(d->c, "Table");
	end_page(d);
	cairo_tag_begin(d->c, "Table", NULL);
	draw_head(d, t);
}

/* A row stays on one page unless it is taller than a page. */
static void draw_row(struct pdf *d, const struct table *t, ptrdiff_t row)
{
	struct piece piece[PAPER_COLUMNS_MAX];
	double h = fill_row(d, t, row);
	if (h > room(d) && h < HEIGHT - TOP - BOTTOM - 60)
		new_page_of_table(d, t);
	open_pieces(t, t->l, piece);
	while (!draw_cells(d, t, piece, "TD"))
		new_page_of_table(d, t);
	close_pieces(t, piece);
	draw_rule(d, 0.3, 0.7);
}

static void draw_table(struct pdf *d, const struct paper_block *b)
{
	struct table t = { 0 };
	open_table(d, b, &t);
	d->y += SHAPES[PAPER_TABLE].before;
	if (room(d) < 60)
		end_page(d);
	cairo_tag_begin(d->c, "Table", NULL);
	draw_head(d, &t);
	ptrdiff_t rows = (b->cells.n + b->n_columns - 1) / b->n_columns;
	for (ptrdiff_t i = 0; i < rows; i++)
		draw_row(d, &t, i);
	cairo_tag_end(d->c, "Table");
	for (ptrdiff_t i = 0; i < b->n_columns; i++) {
		g_object_unref(t.head[i]);
		g_object_unref(t.l[i]);
	}
	d->y += SHAPES[PAPER_TABLE].after;
}

/* ---- pictures ---- */

/* Never larger than 96 pixels an inch would make it. */
static void draw_picture(struct pdf *d, const struct paper_block *b)
{
	static const double LARGEST = 0.75, LEAST_ROOM = 240;
	if (!d->is_empty && room(d) < LEAST_ROOM)
		end_page(d);
	double by = (WIDTH - 2 * SIDE) / b->width_n, by_height = room(d) / b->height_n;
	by = by_height < by ? by_height : by;
	by = by > LARGEST ? LARGEST : by;
	cairo_surface_t *picture = cairo_image_surface_create_for_data(
	    (unsigned char *)(uintptr_t)b->pixels.p, CAIRO_FORMAT_RGB24, b->width_n, b->height_n,
	    b->width_n * 4);
	cairo_tag_begin(d->c, SHAPES[PAPER_PICTURE].tag, NULL);
	cairo_save(d->c);
	cairo_translate(d->c, SIDE, d->y);
	cairo_scale(d->c, by, by);
	cairo_set_source_surface(d->c, picture, 0, 0);
	cairo_rectangle(d->c, 0, 0, b->width_n, b->height_n);
	cairo_fill(d->c);
	cairo_restore(d->c);
	cairo_tag_end(d->c, SHAPES[PAPER_PICTURE].tag);
	cairo_surface_destroy(picture);
	d->y += b->height_n * by + SHAPES[PAPER_PICTURE].after;
	d->is_empty = false;
}

/* ---- the file ---- */

/* cairo's writer: into the arena; a full arena is told as an error, for a jump from here would
 * leave cairo's memory behind. */
static cairo_status_t write_bytes(void *to, const unsigned char *p, unsigned n)
{
	struct out *o = to;
	if (o->a->end - o->a->beg < o->n * 2 + (ptrdiff_t)n + 4096)
		return CAIRO_STATUS_WRITE_ERROR;
	out_bytes(o, p, n);
	return CAIRO_STATUS_SUCCESS;
}

static enum err check_blocks(const struct paper *p)
{
	if (p->blocks.n > PAPER_BLOCKS_MAX)
		return ERR_TOO_LARGE;
	for (ptrdiff_t i = 0; i < p->blocks.n; i++) {
		const struct paper_block *b = &p->blocks.v[i];
		ptrdiff_t n = 0;
		for (ptrdiff_t k = 0; k < b->runs.n; k++)
			n += b->runs.v[k].text.n;
		if (n > BLOCK_BYTES_MAX)
			return ERR_TOO_LARGE;
	}
	return OK;
}

static void set_properties(struct pdf *d)
{
	struct arena scratch = *d->p->a;
	str day = day_text(&scratch, d->p->made_on);
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE,
				       str_z(&scratch, d->p->title));
	if (d->p->author.n)
		cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_AUTHOR,
					       str_z(&scratch, d->p->author));
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATE_DATE,
				       str_fmt(&scratch, "%.*sT00:00:00Z", SF(day)).p);
}

static void open_pdf(struct pdf *d, const struct paper *p)
{
	struct arena scratch = *p->a;
	*d = (struct pdf){
		.p = p, .look = &LOOKS[p->look], .y = TOP, .page_n = 1, .is_empty = true
	};
	d->bytes = out_to_arena(p->a);
	d->surface = cairo_pdf_surface_create_for_stream(write_bytes, &d->bytes, WIDTH, HEIGHT);
	set_properties(d);
	d->c = cairo_create(d->surface);
	d->fonts = pango_cairo_font_map_new();
	d->context = pango_font_map_create_context(d->fonts);
	pango_cairo_context_set_resolution(d->context, 72);
	pango_context_set_round_glyph_positions(d->context, FALSE); /* paper has no pixels */
	pango_context_set_base_dir(d->context, lang_is_rtl(p->lang) ? PANGO_DIRECTION_RTL
								    : PANGO_DIRECTION_LTR);
	pango_context_set_language(
	    d->context, pango_language_from_string(p->lang.p ? str_z(&scratch, p->lang) : "en"));
	d->font = pango_font_description_from_string(d->look->fonts);
	pango_font_description_set_size(d->font, (int)(d->look->size * PANGO_SCALE));
}

/* The number behind the last `key` of the file; -1: none. */
static int64_t last_number(str pdf, const char *key)
{
	ptrdiff_t at = -1;
	str k = str_of(key), rest = pdf;
	for (ptrdiff_t i = str_find(rest, k); i >= 0; i = str_find(rest, k)) {
		at = rest.p - pdf.p + i + k.n;
		rest = str_slice(rest, i + k.n, rest.n);
	}
	int64_t v = 0;
	if (at < 0)
		return -1;
	for (; at < pdf.n && pdf.p[at] >= '0' && pdf.p[at] <= '9'; at++)
		v = v * 10 + pdf.p[at] - '0';
	return v;
}

/* cairo 1.16 writes the structure but does not say in the catalogue that there is one, nor which
 * language it is in: a second version of the catalogue is appended (ISO 32000-1, 7.5.6). */
static enum err say_tagged(struct out *o, str lang)
{
	str pdf = out_view(o);
	str tail = str_slice(pdf, pdf.n > 4096 ? pdf.n - 4096 : 0, pdf.n);
	long long root = last_number(tail, "/Root "), info = last_number(tail, "/Info "),
		  size = last_number(tail, "/Size "), xref = last_number(tail, "startxref\n");
	char head[64];
	int n = snprintf(head, sizeof head, "\n%lld 0 obj\n<< /Type /Catalog", root);
	ptrdiff_t from =
	    xref > 0 && xref < pdf.n
		? str_find(str_slice(pdf, xref > 4096 ? xref - 4096 : 0, xref), (str){ head, n })
		: -1;
	if (from < 0)
		return ERR_INTERNAL;
	str old = str_slice(pdf, (xref > 4096 ? xref - 4096 : 0) + from + 1, xref);
	ptrdiff_t end = str_find(old, S(">>\nendobj"));
	if (end < 0)
		return ERR_INTERNAL;
	ptrdiff_t at = pdf.n;
	old = str_copy(o->a, str_slice(old, 0, end));
	out_str(o, old);
	out_fmt(o,
		"   /Lang (%.*s)\n   /MarkInfo << /Marked true >>\n"
		"   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
		SF(lang));
	long long xref_at = o->n;
	out_fmt(o, "xref\n0 1\n0000000000 65535 f \n%lld 1\n%010td 00000 n \n", root, at);
	out_fmt(o,
		"trailer\n<< /Size %lld\n   /Root %lld 0 R\n   /Info %lld 0 R\n   /Prev %lld\n>>\n",
		size, root, info, xref);
	out_fmt(o, "startxref\n%lld\n%%%%EOF\n", xref_at);
	return OK;
}

static enum err close_pdf(struct pdf *d)
{
	draw_foot(d);
	cairo_destroy(d->c);
	cairo_surface_finish(d->surface);
	cairo_status_t status = cairo_surface_status(d->surface);
	cairo_surface_destroy(d->surface);
	g_object_unref(d->context);
	g_object_unref(d->fonts);
	pango_font_description_free(d->font);
	if (status == CAIRO_STATUS_WRITE_ERROR || status == CAIRO_STATUS_NO_MEMORY)
		return ERR_MEMORY;
	if (status != CAIRO_STATUS_SUCCESS)
		return ERR_INTERNAL;
	return say_tagged(&d->bytes, d->p->lang);
}

enum err paper_pdf(const struct paper *p, str *bytes)
{
	struct pdf d;
	TRY(check_blocks(p));
	open_pdf(&d, p);
	PangoLayout *l = layout_new(&d, WIDTH - 2 * SIDE, PANGO_ALIGN_LEFT);
	cairo_tag_begin(d.c, "Document", NULL);
	for (ptrdiff_t i = 0; i < p->blocks.n; i++) {
		const struct paper_block *b = &p->blocks.v[i];
		if (b->kind == PAPER_TABLE)
			draw_table(&d, b);
		else if (b->kind == PAPER_PAGE)
			end_page(&d);
		else if (b->kind == PAPER_PICTURE)
			draw_picture(&d, b);
		else
			draw_block(&d, l, b);
	}
	cairo_tag_end(d.c, "Document");
	g_object_unref(l);
	TRY(close_pdf(&d));
	*bytes = out_view(&d.bytes);
	return OK;
}
