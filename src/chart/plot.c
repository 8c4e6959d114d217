/* plot.c: pictures with an x and a y axis: the histogram, then curves with bands; each with its
 * table. */
#include <math.h>

#include "base/must.h"
#include "chart/draw.h"

enum { PLOT_H_NARROW = 180, PLOT_H_WIDE = 260, BELOW = 48, HEAD = DRAW_ROW + 8 };

/* The frame both share: a legend of `rows`, the word of the y axis, the marks' labels, the plot.
 * The marks stand below that word, so that no mark's line crosses it on its way down. */
struct frame {
	struct draw d;
	struct scale x, y;
	double says_y;  /* baseline of what the y axis says */
	double marks_y; /* of the first mark's label */
};

static struct frame frame_begin(struct out *o, const struct chart_words *w, bool is_wide,
				ptrdiff_t legend_rows, ptrdiff_t n_marks)
{
	double above = HEAD + (double)(legend_rows + n_marks) * DRAW_ROW,
	       h = is_wide ? PLOT_H_WIDE : PLOT_H_NARROW;
	struct frame f = { .d = draw_begin(o, w, is_wide, above + h + BELOW) };
	f.says_y = (double)(legend_rows + 1) * DRAW_ROW - 4;
	f.marks_y = f.says_y + DRAW_ROW;
	f.y.at_to = above;
	f.y.at_from = above + h;
	return f;
}

/* Fits the scales and leaves as much room on the left as the numbers of the y axis need. */
static void frame_scales(struct frame *f, double x_from, double x_to, enum chart_unit x_unit,
			 double y_to, enum chart_unit y_unit)
{
	double top = f->y.at_to, bottom = f->y.at_from, width = 0;
	f->y = scale_of(0, y_to, y_unit, f->d.is_wide ? 6 : 5);
	f->y.at_from = bottom;
	f->y.at_to = top;
	for (int i = 0; i < f->y.n_ticks; i++)
		width = fmax(width, draw_text_width(tick_text(f->d.o->a, &f->y, i)));
	f->x = scale_of(x_from, x_to, x_unit, f->d.is_wide ? 9 : 5);
	f->x.at_from = fmin(width, f->d.w / 3) + 8;
	f->x.at_to = f->d.w - 10;
}

static void check_marks(const struct chart_mark *marks, ptrdiff_t n, double *from, double *to)
{
	must(n >= 0 && n <= CHART_MARKS_MAX);
	for (ptrdiff_t i = 0; i < n; i++) {
		must(isfinite(marks[i].at));
		*from = fmin(*from, marks[i].at);
		*to = fmax(*to, marks[i].at);
	}
}

static void histogram_draw(struct out *o, const struct chart_words *w,
			   const struct chart_histogram *h, double from, double to, double max,
			   bool is_wide)
{
	struct frame f = frame_begin(o, w, is_wide, 0, h->n_marks);
	frame_scales(&f, from, to, CHART_NUMBER, max, CHART_NUMBER);
	draw_axes(&f.d, &f.x, &f.y, f.says_y, h->x_says, h->y_says);
	for (ptrdiff_t i = 0; i < h->n; i++) {
		if (h->v[i].count <= 0)
			continue;
		double left = scale_at(&f.x, h->v[i].from), right = scale_at(&f.x, h->v[i].to);
		double top = fmin(scale_at(&f.y, h->v[i].count), f.y.at_from - 1.5);
		double gap = right - left > 4 ? 1 : 0;
		draw_rect(&f.d, left, top, fmax(right - left - gap, 0.5), f.y.at_from - top,
			  "chart-fill-1");
	}
	draw_marks(&f.d, &f.x, &f.y, f.marks_y, h->marks, h->n_marks);
	draw_end(&f.d);
}

static void check_bins(const struct chart_histogram *h, double *max)
{
	for (ptrdiff_t i = 0; i < h->n; i++) {
		const struct chart_bin *b = &h->v[i];
		must(isfinite(b->from) && isfinite(b->to) && b->to > b->from);
		must(isfinite(b->count) && b->count >= 0);
		must(i == 0 || b->from >= h->v[i - 1].to);
		*max = fmax(*max, b->count);
	}
}

void chart_histogram(struct out *o, const struct chart_words *w, const struct chart_histogram *h)
{
	if (!draw_open(o, w, h->n > 0))
		return;
	double max = 0, from = h->v[0].from, to = h->v[h->n - 1].to;
	check_bins(h, &max);
	check_marks(h->marks, h->n_marks, &from, &to);
	histogram_draw(o, w, h, from, to, max, false);
	histogram_draw(o, w, h, from, to, max, true);
	draw_close(o);
}

void chart_histogram_table(struct out *o, const struct chart_words *w,
			   const struct chart_histogram *h)
{
	str heads[] = { h->x_says, h->y_says };
	double max = 0;
	check_bins(h, &max);
	table_begin(o, w, heads, 2);
	for (ptrdiff_t i = 0; i < h->n; i++) {
		str from = number_short(o->a, h->v[i].from, CHART_NUMBER),
		    to = number_short(o->a, h->v[i].to, CHART_NUMBER);
		table_row(o, str_fmt(o->a, "%.*s to %.*s", SF(from), SF(to)));
		table_number(o, h->v[i].count, CHART_NUMBER);
		table_end_row(o);
	}
	/* The marks too: nothing stands in the picture alone. */
	for (ptrdiff_t i = 0; i < h->n_marks; i++) {
		str at = number_short(o->a, h->marks[i].at, CHART_NUMBER);
		table_row(o, h->marks[i].label);
		table_text(o, str_fmt(o->a, "at %.*s", SF(at)));
		table_end_row(o);
	}
	table_end(o);
}

static void check_y(double v)
{
	must(isfinite(v) && v >= 0);
}

struct ranges {
	double x_from, x_to, y_to;
	bool has_points;
};

static struct ranges lines_ranges(const struct chart_lines *l)
{
	must(l->n >= 0 && l->n <= CHART_SERIES_MAX && l->y_unit != CHART_DAY);
	struct ranges r = { INFINITY, -INFINITY, 0, false };
	for (ptrdiff_t s = 0; s < l->n; s++) {
		const struct chart_series *v = &l->v[s];
		must(!v->low == !v->high);
		for (ptrdiff_t i = 0; i < v->n; i++) {
			must(isfinite(v->x[i]) && (i == 0 || v->x[i] >= v->x[i - 1]));
			check_y(v->y[i]);
			r.y_to = fmax(r.y_to, v->y[i]);
			if (v->low) {
				check_y(v->low[i]);
				check_y(v->high[i]);
				must(v->low[i] <= v->y[i] && v->y[i] <= v->high[i]);
				r.y_to = fmax(r.y_to, v->high[i]);
			}
			r.x_from = fmin(r.x_from, v->x[i]);
			r.x_to = fmax(r.x_to, v->x[i]);
			r.has_points = true;
		}
	}
	if (l->y_unit == CHART_SHARE)
		r.y_to = fmax(r.y_to, 1);
	check_marks(l->marks, l->n_marks, &r.x_from, &r.x_to);
	return r;
}

/* The points of one curve as path commands; `begin` is M or L. Backwards for the lower edge of a
 * band. */
static void path(struct frame *f, const struct chart_series *v, const double *y, char begin,
		 bool is_back)
{
	struct out *o = f->d.o;
	for (ptrdiff_t k = 0; k < v->n; k++) {
		ptrdiff_t i = is_back ? v->n - 1 - k : k;
		double px = scale_at(&f->x, v->x[i]), py = scale_at(&f->y, y[i]);
		if (k &&
		    v->is_step) { /* across at the level of the earlier point, then up or down */
			out_char(o, is_back ? 'V' : 'H');
			draw_coord(o, is_back ? py : px);
			out_char(o, is_back ? 'H' : 'V');
			draw_coord(o, is_back ? px : py);
			continue;
		}
		out_char(o, k ? 'L' : begin);
		draw_coord(o, px);
		out_char(o, ' ');
		draw_coord(o, py);
	}
}

static void series_draw(struct frame *f, const struct chart_series *v, ptrdiff_t number)
{
	struct out *o = f->d.o;
	if (v->n == 0)
		return;
	if (v->low) {
		out_fmt(o, "<path class=\"chart-band chart-band-%td\" d=\"", number + 1);
		path(f, v, v->high, 'M', false);
		path(f, v, v->low, 'L', true);
		out_lit(o, "Z\"/>\n");
	}
	out_fmt(o, "<path class=\"chart-line chart-line-%td\" d=\"", number + 1);
	path(f, v, v->y, 'M', false);
	out_lit(o, "\"/>\n");
	if (v->n == 1) /* a line of one point cannot be seen */
		draw_rect(&f->d, scale_at(&f->x, v->x[0]) - 3, scale_at(&f->y, v->y[0]) - 3, 6, 6,
			  "chart-ink");
}

static void lines_draw(struct out *o, const struct chart_words *w, const struct chart_lines *l,
		       const struct ranges *r, bool is_wide)
{
	struct frame f = frame_begin(o, w, is_wide, l->n > 1 ? l->n : 0, l->n_marks);
	frame_scales(&f, r->x_from, r->x_to, l->x_unit, r->y_to, l->y_unit);
	draw_axes(&f.d, &f.x, &f.y, f.says_y, l->x_says, l->y_says);
	for (ptrdiff_t s = 0; s < l->n; s++) {
		double y = (double)(s + 1) * DRAW_ROW - 4;
		if (l->n > 1) {
			str class = str_fmt(o->a, "chart-line chart-line-%td", s + 1);
			draw_line(&f.d, 2, y - 5, 38, y - 5, class.p);
			draw_text(&f.d, 46, y, 's', f.d.w - 46, NULL, l->v[s].label);
		}
		series_draw(&f, &l->v[s], s);
	}
	draw_marks(&f.d, &f.x, &f.y, f.marks_y, l->marks, l->n_marks);
	draw_end(&f.d);
}

void chart_lines(struct out *o, const struct chart_words *w, const struct chart_lines *l)
{
	struct ranges r = lines_ranges(l);
	if (!draw_open(o, w, r.has_points))
		return;
	lines_draw(o, w, l, &r, false);
	lines_draw(o, w, l, &r, true);
	draw_close(o);
}

void chart_lines_table(struct out *o, const struct chart_words *w, const struct chart_lines *l)
{
	bool has_band = false;
	lines_ranges(l);
	for (ptrdiff_t s = 0; s < l->n; s++)
		has_band |= l->v[s].low != NULL;
	str heads[] = { S("curve"), l->x_says, l->y_says, S("at least"), S("at most") };
	table_begin(o, w, heads, has_band ? 5 : 3);
	for (ptrdiff_t s = 0; s < l->n; s++)
		for (ptrdiff_t i = 0; i < l->v[s].n; i++) {
			const struct chart_series *v = &l->v[s];
			table_row(o, v->label);
			table_number(o, v->x[i], l->x_unit);
			table_number(o, v->y[i], l->y_unit);
			if (has_band && v->low) {
				table_number(o, v->low[i], l->y_unit);
				table_number(o, v->high[i], l->y_unit);
			} else if (has_band) {
				table_text(o, S(""));
				table_text(o, S(""));
			}
			table_end_row(o);
		}
	for (ptrdiff_t i = 0; i < l->n_marks; i++) {
		table_row(o, l->marks[i].label);
		table_number(o, l->marks[i].at, l->x_unit);
		for (int k = has_band ? 3 : 1; k > 0; k--)
			table_text(o, S(""));
		table_end_row(o);
	}
	table_end(o);
}
