/* draw.h: what the charts share: the frame with its title, text that stays inside, numbers for
 * people, scales with round ticks, tables. Only chart/ includes it. Coordinates are units of the
 * viewBox, from the upper left; a unit is about one CSS pixel. */
#ifndef CHART_DRAW_H
#define CHART_DRAW_H

#include "chart/chart.h"

enum { DRAW_NARROW = 320, DRAW_WIDE = 720, DRAW_TEXT = 14, DRAW_ROW = 20 };

struct draw {
	struct out *o;
	str id;
	double w, h;
	bool is_wide;
};

/* <svg> with title, desc and the hatch; draw_end closes it. */
struct draw draw_begin(struct out *o, const struct chart_words *w, bool is_wide, double h);
void draw_end(struct draw *d);
/* Around both pictures. When there is nothing it writes the sentence and returns false. */
bool draw_open(struct out *o, const struct chart_words *w, bool has_something);
void draw_close(struct out *o);

/* Text whose anchor ('s'tart, 'm'iddle, 'e'nd) is at x, shortened to `room` units and moved so that
 * it lies inside. `class` may be NULL. */
void draw_text(struct draw *d, double x, double y, char anchor, double room, const char *class,
	       str text);
double draw_text_width(str text); /* estimated: no font is asked */
void draw_line(struct draw *d, double x1, double y1, double x2, double y2, const char *class);
/* `class` NULL gives the hatch. */
void draw_rect(struct draw *d, double x, double y, double w, double h, const char *class);
void draw_coord(struct out *o, double v);

/* For pictures: 1,240; 12.3 million; 85 %; 9 Aug 2021; "?" for NAN. */
str number_short(struct arena *a, double v, enum chart_unit unit);
/* For tables: all digits; "not known" for NAN. */
void out_number(struct out *o, double v, enum chart_unit unit);

/* [from, to] of values on [at_from, at_to] of the picture, with ticks at round values. */
struct scale {
	double from, to, at_from, at_to;
	enum chart_unit unit;
	double tick[16];
	int n_ticks;
};
struct scale scale_of(double from, double to, enum chart_unit unit, int ticks_max);
double scale_at(const struct scale *s, double v);
str tick_text(struct arena *a, const struct scale *s, int i);

/* Axes, grid, ticks and their words; that of the y axis stands at says_y, above the marks. */
void draw_axes(struct draw *d, const struct scale *x, const struct scale *y, double says_y,
	       str x_says, str y_says);
/* Dashed verticals with their labels above the plot, each on a row of its own from y. */
void draw_marks(struct draw *d, const struct scale *x, const struct scale *y, double label_y,
		const struct chart_mark *marks, ptrdiff_t n);

/* Tables: the caption is the title; the head has one cell for each name (null ends). */
void table_begin(struct out *o, const struct chart_words *w, const str *heads, int n_heads);
void table_row(struct out *o, str head); /* opens a row with its <th scope="row"> */
void table_number(struct out *o, double v, enum chart_unit unit);
void table_text(struct out *o, str text);
void table_end_row(struct out *o);
void table_end(struct out *o);

#endif
