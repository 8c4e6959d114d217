/* timeline.c: rounds above and below a line of days: places, stems, then the numbers that fit; the
 * table. */
#include <math.h>

#include "base/day.h"
#include "base/must.h"
#include "chart/draw.h"

enum { REACH_NARROW = 90, REACH_WIDE = 130, TICKS = 26, EDGE = 14, UNKNOWN_STEM = 14 };

/* What is drawn already, so that a number does not cover it. */
struct box {
	double left, right, top, bottom;
};
struct boxes {
	struct box *v;
	ptrdiff_t n, cap;
};

static double middle_of(const struct chart_round *r)
{
	return ((double)r->from_on + (double)r->to_on) / 2;
}

/* The days from first to last; max[1] is the largest number below the axis, max[0] above. */
static struct scale days_scale(const struct chart_timeline *t, double max[2])
{
	double from = INFINITY, to = -INFINITY;
	max[0] = max[1] = 0;
	for (ptrdiff_t i = 0; i < t->n; i++) {
		const struct chart_round *r = &t->v[i];
		must(r->from_on <= r->to_on && r->from_on >= DAY_MIN && r->to_on <= DAY_MAX);
		must(isnan(r->count) || (isfinite(r->count) && r->count >= 0));
		from = fmin(from, (double)r->from_on);
		to = fmax(to, (double)r->to_on);
		if (r->count > max[r->is_below])
			max[r->is_below] = r->count;
	}
	return (struct scale){ .from = from, .to = to };
}

/* Round with its place. Larger numbers are written first. */
struct place {
	const struct chart_round *r;
	double x, length;
};

static void place_rounds(const struct chart_timeline *t, const struct scale *x, double max,
			 double reach, struct place *to)
{
	for (ptrdiff_t i = 0; i < t->n; i++) {
		const struct chart_round *r = &t->v[i];
		double share = max > 0 ? sqrt(r->count / max) : 0;
		struct place p = { r, scale_at(x, middle_of(r)),
				   isnan(r->count) ? UNKNOWN_STEM : fmax(4, share * reach) };
		ptrdiff_t k = i;
		for (; k > 0 && to[k - 1].length < p.length; k--)
			to[k] = to[k - 1];
		to[k] = p;
	}
}

static void stem_draw(struct draw *d, const struct place *p, const struct scale *x, double axis)
{
	double up = p->r->is_below ? 1 : -1, end = axis + up * p->length;
	const char *class = isnan(p->r->count) ? "chart-head-open"
			    : p->r->is_below   ? "chart-head-2"
					       : "chart-head-1";
	double from = scale_at(x, (double)p->r->from_on), to = scale_at(x, (double)p->r->to_on);
	if (to - from >= 2) /* the day is not known: the span that it may lie in */
		draw_line(d, from, axis + up * 3, to, axis + up * 3, "chart-span");
	draw_line(d, p->x, axis, p->x, end, p->r->is_below ? "chart-stem-2" : "chart-stem-1");
	if (p->r->is_below) {
		static const double corners[4][2] = {
			{ 0, -5.5 }, { 5.5, 0 }, { 0, 5.5 }, { -5.5, 0 }
		};
		out_fmt(d->o, "<path class=\"%s\" d=\"", class);
		for (int i = 0; i < 4; i++) {
			out_char(d->o, i ? 'L' : 'M');
			draw_coord(d->o, p->x + corners[i][0]);
			out_char(d->o, ' ');
			draw_coord(d->o, end + corners[i][1]);
		}
		out_lit(d->o, "Z\"/>\n");
		return;
	}
	out_fmt(d->o, "<circle class=\"%s\" r=\"4.5\" cx=\"", class);
	draw_coord(d->o, p->x);
	out_lit(d->o, "\" cy=\"");
	draw_coord(d->o, end);
	out_lit(d->o, "\"/>\n");
}

static bool is_free(const struct boxes *taken, struct box b)
{
	for (ptrdiff_t i = 0; i < taken->n; i++) {
		const struct box *t = &taken->v[i];
		if (t->left < b.right && b.left < t->right && t->top < b.bottom &&
		    b.top < t->bottom)
			return false;
	}
	return true;
}

static void take(struct draw *d, struct boxes *taken, struct box b)
{
	*arena_push(d->o->a, taken) = b;
}

/* Stem and head, as something that numbers keep clear of. */
static void take_stem(struct draw *d, struct boxes *taken, const struct place *p, double axis)
{
	double end = axis + (p->r->is_below ? p->length : -p->length);
	take(d, taken, (struct box){ p->x - 2, p->x + 2, fmin(axis, end), fmax(axis, end) });
	take(d, taken, (struct box){ p->x - 6, p->x + 6, end - 6, end + 6 });
}

/* Writes the number beyond the head, else to its right or left, else not: the table has it. */
static void number_draw(struct draw *d, struct boxes *taken, const struct place *p, double axis)
{
	str text = number_short(d->o->a, p->r->count, CHART_NUMBER);
	double up = p->r->is_below ? 1 : -1, end = axis + up * p->length,
	       width = draw_text_width(text);
	double centre[3][2] = { { fmin(fmax(p->x, width / 2), d->w - width / 2), end + up * 14 },
				{ p->x + 8 + width / 2, end },
				{ p->x - 8 - width / 2, end } };
	for (int i = 0; i < 3; i++) {
		double x = centre[i][0], y = centre[i][1];
		struct box b = { x - width / 2, x + width / 2, y - 7, y + 7 };
		if (b.left < 0 || b.right > d->w || !is_free(taken, b))
			continue;
		take(d, taken, b);
		draw_text(d, x, y + 5, 'm', d->w, NULL, text);
		return;
	}
}

/* The days stand in a strip of their own between the two sides. */
static void days_draw(struct draw *d, const struct scale *x, double above, double below)
{
	double free_from = -1e9;
	draw_line(d, x->at_from, above, x->at_to, above, "chart-axis");
	draw_line(d, x->at_from, below, x->at_to, below, "chart-axis");
	for (int i = 0; i < x->n_ticks; i++) {
		double at = scale_at(x, x->tick[i]);
		str text = tick_text(d->o->a, x, i);
		double half = draw_text_width(text) / 2,
		       from = fmin(fmax(at - half, 0), d->w - 2 * half);
		if (from < free_from)
			continue;
		draw_line(d, at, above, at, above + 4, "chart-axis");
		draw_line(d, at, below, at, below - 4, "chart-axis");
		draw_text(d, at, (above + below) / 2 + 5, 'm', d->w, NULL, text);
		free_from = from + 2 * half + 8;
	}
}

/* How far one side goes when the larger one goes `reach`. */
static double side_reach(double max, double most, double reach)
{
	return fmax(UNKNOWN_STEM, most > 0 ? sqrt(max / most) * reach : 0);
}

static void timeline_draw(struct out *o, const struct chart_words *w,
			  const struct chart_timeline *t, const struct scale *range,
			  const double max[2], bool is_wide)
{
	double reach = is_wide ? REACH_WIDE : REACH_NARROW, most = fmax(max[0], max[1]);
	double above = DRAW_ROW + 22 + side_reach(max[0], most, reach), below = above + TICKS;
	struct draw d =
	    draw_begin(o, w, is_wide, below + side_reach(max[1], most, reach) + 22 + DRAW_ROW);
	struct scale x = scale_of(range->from, range->to, CHART_DAY, is_wide ? 9 : 5);
	x.at_from = EDGE;
	x.at_to = d.w - EDGE;
	struct place *places = arena_new_n(o->a, struct place, t->n);
	place_rounds(t, &x, most, reach, places);
	days_draw(&d, &x, above, below);
	for (ptrdiff_t i = 0; i < t->n; i++)
		stem_draw(&d, &places[i], &x, places[i].r->is_below ? below : above);
	struct boxes taken = { 0 };
	for (ptrdiff_t i = 0; i < t->n; i++)
		take_stem(&d, &taken, &places[i], places[i].r->is_below ? below : above);
	for (ptrdiff_t i = 0; i < t->n; i++)
		number_draw(&d, &taken, &places[i], places[i].r->is_below ? below : above);
	draw_text(&d, 0, 14, 's', d.w, "chart-says", t->above_says);
	draw_text(&d, 0, d.h - 6, 's', d.w, "chart-says", t->below_says);
	draw_end(&d);
}

void chart_timeline(struct out *o, const struct chart_words *w, const struct chart_timeline *t)
{
	if (!draw_open(o, w, t->n > 0))
		return;
	double max[2];
	struct scale range = days_scale(t, max);
	timeline_draw(o, w, t, &range, max, false);
	timeline_draw(o, w, t, &range, max, true);
	draw_close(o);
}

void chart_timeline_table(struct out *o, const struct chart_words *w,
			  const struct chart_timeline *t)
{
	str heads[] = { S("date"), S("direction"), t->count_says, S("round") };
	table_begin(o, w, heads, 4);
	for (ptrdiff_t i = 0; i < t->n; i++) {
		const struct chart_round *r = &t->v[i];
		struct out date = out_to_arena(o->a);
		out_interval(&date, (struct interval){ r->from_on, r->to_on });
		table_row(o, out_view(&date));
		table_text(o, r->is_below ? t->below_says : t->above_says);
		table_number(o, r->count, CHART_NUMBER);
		table_text(o, r->label);
		table_end_row(o);
	}
	table_end(o);
}
