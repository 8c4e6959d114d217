/* links.c: what links somebody with others. Wide: three columns, somebody on the left, what is
 * shared in the middle, the others on the right. Narrow: a tree. First the groups, then boxes, then
 * both pictures, then the table. */
#include "base/must.h"
#include "chart/draw.h"

enum { BOX = 44, BOX_GAP = 14, INDENT = 22, PAD = 8, KEY_H = 28, SIDE_W = 216, MIDDLE_W = 216 };

/* Things and others, each once, in the order they come. */
struct groups {
	const struct chart_links *l;
	ptrdiff_t *thing, *other; /* of each link: the first link with the same one */
	ptrdiff_t things_n, others_n;
};

static bool are_same_other(const struct chart_link *a, const struct chart_link *b)
{
	return a->other_id == b->other_id && str_eq(a->other, b->other);
}

static struct groups groups_of(struct arena *a, const struct chart_links *l)
{
	struct groups g = { .l = l,
			    .thing = arena_new_n(a, ptrdiff_t, l->n),
			    .other = arena_new_n(a, ptrdiff_t, l->n) };
	for (ptrdiff_t i = 0; i < l->n; i++) {
		ptrdiff_t t = 0, o = 0;
		while (!str_eq(l->v[t].thing, l->v[i].thing))
			t++;
		while (!are_same_other(&l->v[o], &l->v[i]))
			o++;
		g.thing[i] = t;
		g.other[i] = o;
		g.things_n += t == i;
		g.others_n += o == i;
	}
	return g;
}

/* ---- boxes and lines ---- */

static const char *line_class(bool is_strong)
{
	return is_strong ? "chart-link-1" : "chart-link-2";
}

/* Two lines of words; the second may be empty. */
static void box_draw(struct draw *d, double x, double y, double w, const char *class, str name,
		     str note)
{
	draw_rect(d, x, y, w, BOX, class);
	draw_text(d, x + PAD, y + (note.n ? 18 : 27), 's', w - 2 * PAD, "chart-strong", name);
	if (note.n)
		draw_text(d, x + PAD, y + 36, 's', w - 2 * PAD, "chart-says", note);
}

static void key_draw(struct draw *d, const struct chart_links *l, double y)
{
	double x = 0;
	for (int k = 0; k < 2; k++) {
		str says = k ? l->weak_says : l->strong_says;
		draw_line(d, x, y - 5, x + 34, y - 5, line_class(!k));
		draw_text(d, x + 42, y, 's', d->w / 2 - 46, "chart-says", says);
		x += d->w / 2;
	}
}

/* The strongest of the links by one thing. */
static bool thing_is_strong(const struct groups *g, ptrdiff_t thing)
{
	bool is_strong = false;
	for (ptrdiff_t i = 0; i < g->l->n; i++)
		is_strong |= g->thing[i] == thing && g->l->v[i].is_strong;
	return is_strong;
}

/* ---- wide ---- */

/* The upper edge of box k of n in a column as high as h. */
static double column_y(ptrdiff_t k, ptrdiff_t n, double h)
{
	double each = h / (double)n;
	return ((double)k + 0.5) * each - BOX / 2.0;
}

/* Which box of its column a first link has. */
static ptrdiff_t place_of(const ptrdiff_t *first, ptrdiff_t of)
{
	ptrdiff_t k = 0;
	for (ptrdiff_t i = 0; i < of; i++)
		k += first[i] == i;
	return k;
}

static void wide_draw(struct out *o, const struct chart_words *w, const struct groups *g)
{
	const struct chart_links *l = g->l;
	ptrdiff_t most = g->things_n > g->others_n ? g->things_n : g->others_n;
	double h = (double)most * (BOX + BOX_GAP);
	struct draw d = draw_begin(o, w, true, h + KEY_H);
	double middle = (d.w - MIDDLE_W) / 2, right = d.w - SIDE_W - 1, centre = h / 2;
	for (ptrdiff_t i = 0; i < l->n; i++) {
		ptrdiff_t t = g->thing[i];
		double at = column_y(place_of(g->thing, t), g->things_n, h) + BOX / 2.0;
		double to = column_y(place_of(g->other, g->other[i]), g->others_n, h) + BOX / 2.0;
		if (t == i)
			draw_line(&d, SIDE_W, centre, middle, at,
				  line_class(thing_is_strong(g, t)));
		draw_line(&d, middle + MIDDLE_W, at, right, to, line_class(l->v[i].is_strong));
	}
	box_draw(&d, 1, centre - BOX / 2.0, SIDE_W, "chart-box-1", l->centre, l->centre_says);
	for (ptrdiff_t i = 0; i < l->n; i++) {
		if (g->thing[i] == i)
			box_draw(&d, middle, column_y(place_of(g->thing, i), g->things_n, h),
				 MIDDLE_W, "chart-box-2", l->v[i].thing, l->v[i].thing_says);
		if (g->other[i] == i)
			box_draw(&d, right, column_y(place_of(g->other, i), g->others_n, h), SIDE_W,
				 "chart-box-1", l->v[i].other, l->v[i].other_says);
	}
	key_draw(&d, l, d.h - 8);
	draw_end(&d);
}

/* ---- narrow: somebody, below the things, below each the others ---- */

/* Down from a box and to the right into the next one. */
static void elbow_draw(struct draw *d, double x, double from, double to, bool is_strong)
{
	draw_line(d, x, from, x, to, line_class(is_strong));
	draw_line(d, x, to, x + INDENT - 8, to, line_class(is_strong));
}

static void narrow_draw(struct out *o, const struct chart_words *w, const struct groups *g)
{
	const struct chart_links *l = g->l;
	double step = BOX + BOX_GAP, rows = 1 + (double)(g->things_n + l->n);
	struct draw d = draw_begin(o, w, false, rows * step + KEY_H + 2);
	double y = step, spine = BOX; /* where the last line from somebody ended */
	box_draw(&d, 1, 1, d.w - 2 * INDENT, "chart-box-1", l->centre, l->centre_says);
	for (ptrdiff_t t = 0; t < l->n; t++) {
		if (g->thing[t] != t)
			continue;
		elbow_draw(&d, 8, spine, y + BOX / 2.0, thing_is_strong(g, t));
		spine = y + BOX / 2.0;
		box_draw(&d, INDENT, y, d.w - 2 * INDENT, "chart-box-2", l->v[t].thing,
			 l->v[t].thing_says);
		double under = y + BOX;
		for (ptrdiff_t i = t; i < l->n; i++) {
			if (g->thing[i] != t)
				continue;
			y += step;
			elbow_draw(&d, INDENT + 8, under, y + BOX / 2.0, l->v[i].is_strong);
			under = y + BOX / 2.0;
			box_draw(&d, 2 * INDENT, y, d.w - 2 * INDENT - 1, "chart-box-1",
				 l->v[i].other, l->v[i].other_says);
		}
		y += step;
	}
	key_draw(&d, l, d.h - 8);
	draw_end(&d);
}

void chart_links(struct out *o, const struct chart_words *w, const struct chart_links *l)
{
	must(l->n <= CHART_LINKS_MAX);
	if (!draw_open(o, w, l->n > 0))
		return;
	struct groups g = groups_of(o->a, l);
	narrow_draw(o, w, &g);
	wide_draw(o, w, &g);
	draw_close(o);
}

void chart_links_table(struct out *o, const struct chart_words *w, const struct chart_links *l)
{
	str heads[] = { S("shared"), S("with"), S("weighs") };
	table_begin(o, w, heads, 3);
	for (ptrdiff_t i = 0; i < l->n; i++) {
		const struct chart_link *k = &l->v[i];
		table_row(o, str_fmt(o->a, "%.*s (%.*s)", SF(k->thing), SF(k->thing_says)));
		table_text(o, str_fmt(o->a, "%.*s (%.*s)", SF(k->other), SF(k->other_says)));
		table_text(o, k->is_strong ? l->strong_says : l->weak_says);
		table_end_row(o);
	}
	table_end(o);
}
