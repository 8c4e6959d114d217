/* bars.c: labelled bars, then two sides against their ceilings; each with its table. */
#include <math.h>

#include "base/must.h"
#include "chart/draw.h"

enum { BAR_ROW = 30, BAR_H = 18, PAIR_H = 14 };

/* Unknown, or finite and not negative. */
static void check_value(double v)
{
	must(isnan(v) || (isfinite(v) && v >= 0));
}

static double greater(double x, double y)
{
	return !isnan(y) && y > x ? y : x;
}

/* Length of a bar: something above 0 is always seen. */
static double length_of(double v, double max, double room)
{
	return isnan(v) || v <= 0 || max <= 0 ? 0 : fmax(1.5, v / max * room);
}

static str value_words(struct out *o, double v)
{
	return isnan(v) ? S("not known") : number_short(o->a, v, CHART_NUMBER);
}

struct bars_layout {
	double max, label_w, value_w;
	bool has_mark;
};

static struct bars_layout bars_measure(struct out *o, const struct chart_bars *b)
{
	struct bars_layout l = { 0 };
	for (ptrdiff_t i = 0; i < b->n; i++) {
		check_value(b->v[i].value);
		l.max = greater(l.max, b->v[i].value);
		l.label_w = fmax(l.label_w, draw_text_width(b->v[i].label));
		l.value_w = fmax(l.value_w, draw_text_width(value_words(o, b->v[i].value)));
		l.has_mark |= b->v[i].is_marked;
	}
	return l;
}

static void bars_draw(struct out *o, const struct chart_words *w, const struct chart_bars *b,
		      struct bars_layout l, bool is_wide)
{
	double top = l.has_mark ? BAR_ROW : 0;
	struct draw d = draw_begin(o, w, is_wide, top + (double)b->n * BAR_ROW + 2);
	double label_w = fmin(l.label_w, d.w * 0.42), left = label_w + 8,
	       room = d.w - left - l.value_w - 8;
	if (l.has_mark) {
		draw_rect(&d, 1, 6, BAR_H, BAR_H, NULL);
		draw_text(&d, BAR_H + 8, 20, 's', d.w - BAR_H - 8, NULL, b->mark_says);
	}
	for (ptrdiff_t i = 0; i < b->n; i++) {
		const struct chart_bar *v = &b->v[i];
		double y = top + (double)i * BAR_ROW, length = length_of(v->value, l.max, room);
		draw_text(&d, label_w, y + 20, 'e', label_w, NULL, v->label);
		if (length > 0)
			draw_rect(&d, left, y + 6, length, BAR_H,
				  v->is_marked ? NULL : "chart-fill-1");
		draw_text(&d, left + length + 6, y + 20, 's', d.w, NULL, value_words(o, v->value));
	}
	draw_line(&d, left, top, left, d.h, "chart-axis");
	draw_end(&d);
}

void chart_bars(struct out *o, const struct chart_words *w, const struct chart_bars *b)
{
	if (!draw_open(o, w, b->n > 0))
		return;
	struct bars_layout l = bars_measure(o, b);
	must(!l.has_mark || b->mark_says.p);
	bars_draw(o, w, b, l, false);
	bars_draw(o, w, b, l, true);
	draw_close(o);
}

void chart_bars_table(struct out *o, const struct chart_words *w, const struct chart_bars *b)
{
	str heads[] = { b->label_says, b->value_says, b->mark_says };
	table_begin(o, w, heads, b->mark_says.p ? 3 : 2);
	for (ptrdiff_t i = 0; i < b->n; i++) {
		check_value(b->v[i].value);
		table_row(o, b->v[i].label);
		table_number(o, b->v[i].value, CHART_NUMBER);
		if (b->mark_says.p)
			table_text(o, b->v[i].is_marked ? S("yes") : S("no"));
		table_end_row(o);
	}
	table_end(o);
}

/* "55 of 60" */
static str side_words(struct out *o, double v, double ceiling)
{
	str number = value_words(o, v);
	if (isnan(ceiling))
		return number;
	str most = number_short(o->a, ceiling, CHART_NUMBER);
	return str_fmt(o->a, "%.*s of %.*s", SF(number), SF(most));
}

/* One side: its bar, an outline up to its ceiling, its number. */
static void side_draw(struct draw *d, double y, double room, double max, double v, double ceiling,
		      const char *class)
{
	double length = length_of(v, max, room), most = length_of(ceiling, max, room);
	if (length > 0)
		draw_rect(d, 1, y, length, PAIR_H, class);
	if (most > 0)
		draw_rect(d, 1, y, most, PAIR_H, "chart-outline");
	draw_text(d, fmax(length, most) + 8, y + 12, 's', d->w, NULL, side_words(d->o, v, ceiling));
}

static void parity_draw(struct out *o, const struct chart_words *w, const struct chart_parity *p,
			double max, double value_w, bool is_wide)
{
	enum { LEGEND = 2 * DRAW_ROW + 6, BLOCK = DRAW_ROW + 2 * (PAIR_H + 3) + 10 };
	struct draw d = draw_begin(o, w, is_wide, LEGEND + (double)p->n * BLOCK);
	double room = d.w - value_w - 10;
	draw_rect(&d, 1, 4, PAIR_H, PAIR_H, "chart-fill-1");
	draw_text(&d, PAIR_H + 8, 16, 's', d.w - 30, NULL, p->ours_says);
	draw_rect(&d, 1, 4 + DRAW_ROW, PAIR_H, PAIR_H, NULL);
	draw_text(&d, PAIR_H + 8, 16 + DRAW_ROW, 's', d.w - 30, NULL, p->theirs_says);
	for (ptrdiff_t i = 0; i < p->n; i++) {
		const struct chart_pair *v = &p->v[i];
		double y = LEGEND + (double)i * BLOCK;
		draw_text(&d, 0, y + 14, 's', d.w, "chart-strong", v->label);
		y += DRAW_ROW;
		side_draw(&d, y, room, max, v->ours, v->ours_ceiling, "chart-fill-1");
		side_draw(&d, y + PAIR_H + 3, room, max, v->theirs, v->theirs_ceiling, NULL);
	}
	draw_end(&d);
}

void chart_parity(struct out *o, const struct chart_words *w, const struct chart_parity *p)
{
	if (!draw_open(o, w, p->n > 0))
		return;
	double max = 0, value_w = 0;
	for (ptrdiff_t i = 0; i < p->n; i++) {
		const struct chart_pair *v = &p->v[i];
		const double all[] = { v->ours, v->theirs, v->ours_ceiling, v->theirs_ceiling };
		for (int k = 0; k < 4; k++) {
			check_value(all[k]);
			max = greater(max, all[k]);
		}
		double ours = draw_text_width(side_words(o, v->ours, v->ours_ceiling)),
		       theirs = draw_text_width(side_words(o, v->theirs, v->theirs_ceiling));
		value_w = fmax(value_w, fmax(ours, theirs));
	}
	parity_draw(o, w, p, max, value_w, false);
	parity_draw(o, w, p, max, value_w, true);
	draw_close(o);
}

void chart_parity_table(struct out *o, const struct chart_words *w, const struct chart_parity *p)
{
	str heads[] = { p->label_says,  p->ours_says, S("ceiling"),
			p->theirs_says, S("ceiling"), S("gap") };
	table_begin(o, w, heads, 6);
	for (ptrdiff_t i = 0; i < p->n; i++) {
		const struct chart_pair *v = &p->v[i];
		const double all[] = { v->ours, v->ours_ceiling, v->theirs, v->theirs_ceiling };
		table_row(o, v->label);
		for (int k = 0; k < 4; k++) {
			check_value(all[k]);
			if (k % 2 && isnan(all[k]))
				table_text(o, S("none"));
			else
				table_number(o, all[k], CHART_NUMBER);
		}
		table_number(o, fabs(v->ours - v->theirs), CHART_NUMBER);
		table_end_row(o);
	}
	table_end(o);
}
