/* draw.c: frame, text, shapes, numbers, scales, axes, tables. */
#include "chart/draw.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/utf8.h"

/* Mean width of a character at DRAW_TEXT in common sans-serif fonts, with some reserve. */
static const double CHAR = 7.7;

static void check_id(str id)
{
	must(id.n > 0);
	for (ptrdiff_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		must((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		     c == '-');
	}
}

bool draw_open(struct out *o, const struct chart_words *w, bool has_something)
{
	check_id(w->id);
	if (has_something) {
		out_lit(o, "<div class=\"chart\">\n");
		return true;
	}
	out_lit(o, "<p class=\"chart-nothing\">");
	out_html(o, w->title);
	out_lit(o, ": nothing to show.</p>\n");
	return false;
}

void draw_close(struct out *o)
{
	out_lit(o, "</div>\n");
}

struct draw draw_begin(struct out *o, const struct chart_words *w, bool is_wide, double h)
{
	struct draw d = { o, w->id, is_wide ? DRAW_WIDE : DRAW_NARROW, h, is_wide };
	const char *size = is_wide ? "wide" : "narrow";
	out_fmt(o,
		"<svg class=\"chart-svg chart-%s\" viewBox=\"0 0 %g %g\" role=\"img\" "
		"aria-labelledby=\"%.*s-%s-title %.*s-%s-desc\" "
		"xmlns=\"http://www.w3.org/2000/svg\">\n",
		size, d.w, d.h, SF(w->id), size, SF(w->id), size);
	out_fmt(o, "<title id=\"%.*s-%s-title\">", SF(w->id), size);
	out_html(o, w->title);
	out_fmt(o, "</title>\n<desc id=\"%.*s-%s-desc\">", SF(w->id), size);
	out_html(o, w->desc);
	out_fmt(o,
		"</desc>\n<defs><pattern id=\"%.*s-%s-hatch\" width=\"6\" height=\"6\" "
		"patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		"<rect class=\"chart-hatch-back\" width=\"6\" height=\"6\"/>"
		"<rect class=\"chart-hatch-line\" width=\"3\" height=\"6\"/></pattern></defs>\n",
		SF(w->id), size);
	return d;
}

void draw_end(struct draw *d)
{
	out_lit(d->o, "</svg>\n");
}

void draw_coord(struct out *o, double v)
{
	must(isfinite(v) && fabs(v) < 1e6);
	double tenths = round(v * 10);
	if (fmod(tenths, 10) == 0)
		out_fmt(o, "%.0f", tenths / 10 == 0 ? 0 : tenths / 10);
	else
		out_fmt(o, "%.1f", tenths / 10);
}

static void attribute(struct draw *d, const char *name, double v)
{
	out_fmt(d->o, " %s=\"", name);
	draw_coord(d->o, v);
	out_lit(d->o, "\"");
}

/* East Asian scripts and pictographs count double. */
static double char_width(uint32_t c)
{
	return (c >= 0x1100 && c < 0x1200) || c >= 0x2e80 ? 2 * CHAR : CHAR;
}

double draw_text_width(str text)
{
	double w = 0;
	for (ptrdiff_t i = 0; i < text.n;)
		w += char_width(utf8_next(text, &i));
	return w;
}

/* How many bytes fit when an ellipsis follows. */
static ptrdiff_t fitting(str text, double room)
{
	double w = CHAR;
	for (ptrdiff_t i = 0; i < text.n;) {
		ptrdiff_t before = i;
		w += char_width(utf8_next(text, &i));
		if (w > room)
			return before;
	}
	return text.n;
}

void draw_text(struct draw *d, double x, double y, char anchor, double room, const char *class,
	       str text)
{
	double width = draw_text_width(text);
	room = fmin(room, d->w);
	bool is_cut = width > room;
	if (is_cut) {
		text = str_slice(text, 0, fitting(text, room));
		width = draw_text_width(text) + CHAR;
	}
	double before = anchor == 's' ? 0 : anchor == 'e' ? width : width / 2;
	x = fmin(fmax(x, before), d->w - width + before);
	out_lit(d->o, "<text");
	attribute(d, "x", x);
	attribute(d, "y", y);
	if (anchor != 's')
		out_fmt(d->o, " text-anchor=\"%s\"", anchor == 'e' ? "end" : "middle");
	if (class)
		out_fmt(d->o, " class=\"%s\"", class);
	out_lit(d->o, ">");
	out_html(d->o, text);
	out_str(d->o, is_cut ? S("…</text>\n") : S("</text>\n"));
}

void draw_line(struct draw *d, double x1, double y1, double x2, double y2, const char *class)
{
	out_lit(d->o, "<line");
	attribute(d, "x1", x1);
	attribute(d, "y1", y1);
	attribute(d, "x2", x2);
	attribute(d, "y2", y2);
	out_fmt(d->o, " class=\"%s\"/>\n", class);
}

void draw_rect(struct draw *d, double x, double y, double w, double h, const char *class)
{
	out_lit(d->o, "<rect");
	attribute(d, "x", x);
	attribute(d, "y", y);
	attribute(d, "width", fmax(0, w));
	attribute(d, "height", fmax(0, h));
	if (class)
		out_fmt(d->o, " class=\"%s\"/>\n", class);
	else
		out_fmt(d->o, " class=\"chart-hatched\" fill=\"url(#%.*s-%s-hatch)\"/>\n",
			SF(d->id), d->is_wide ? "wide" : "narrow");
}

static const char MONTHS[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static struct date date_of(double v)
{
	return day_date((int64_t)fmin(fmax(floor(v), (double)DAY_MIN), (double)DAY_MAX));
}

static str plain_number(struct arena *a, double v)
{
	if (v >= 1e9)
		return str_fmt(a, "%.3g", v);
	if (v >= 1e6)
		return str_fmt(a, "%.3g million", v / 1e6);
	struct out o = out_to_arena(a);
	if (v == floor(v))
		out_count(&o, (int64_t)v);
	else
		out_fmt(&o, "%.*f", v < 1 ? 2 : 1, v);
	return out_view(&o);
}

str number_short(struct arena *a, double v, enum chart_unit unit)
{
	if (isnan(v))
		return S("?");
	switch (unit) {
	case CHART_NUMBER: return plain_number(a, v);
	case CHART_SHARE: return str_fmt(a, "%.3g %%", v * 100);
	case CHART_DAY: {
		struct date t = date_of(v);
		return str_fmt(a, "%d %s %d", t.day, MONTHS[t.month - 1], t.year);
	}
	}
	must_not_come_here("unit");
}

void out_number(struct out *o, double v, enum chart_unit unit)
{
	if (isnan(v)) {
		out_lit(o, "not known");
		return;
	}
	switch (unit) {
	case CHART_NUMBER:
		if (v == floor(v) && v < 1e15)
			out_count(o, (int64_t)v);
		else
			out_fmt(o, "%.6g", v);
		return;
	case CHART_SHARE: out_fmt(o, "%.1f %%", v * 100); return;
	case CHART_DAY: out_day_long(o, day_of(date_of(v))); return;
	}
	must_not_come_here("unit");
}

static void add_tick(struct scale *s, double v)
{
	must(s->n_ticks < (int)(sizeof s->tick / sizeof s->tick[0]));
	s->tick[s->n_ticks++] = v;
}

/* Steps of 1, 2 or 5 times a power of ten; the scale ends on a tick. */
static void number_ticks(struct scale *s, int ticks_max)
{
	double rough = (s->to - s->from) / (ticks_max - 1);
	double power = pow(10, floor(log10(rough))), step = power;
	static const double factors[] = { 1, 2, 5, 10, 20, 50 };
	for (int i = 0; i < 6; i++) {
		step = factors[i] * power;
		if (ceil(s->to / step - 1e-9) - floor(s->from / step + 1e-9) <= ticks_max - 1)
			break;
	}
	double first = floor(s->from / step + 1e-9), last = ceil(s->to / step - 1e-9);
	s->from = first * step;
	s->to = last * step;
	for (double k = first; k <= last + 0.5; k++)
		add_tick(s, k * step);
}

/* The first day of the month that is `months` (a divisor or multiple of a year) on or before v. */
static int64_t month_floor(double v, int months)
{
	struct date t = date_of(v);
	int64_t all = (int64_t)t.year * 12 + t.month - 1;
	all -= all % months;
	return day_of((struct date){ all < 12 ? 1 : (int)(all / 12), (int)(all % 12) + 1, 1 });
}

static void day_ticks(struct scale *s, int ticks_max)
{
	static const int days[] = { 1, 2, 7, 14 };
	static const int months[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000 };
	double span = s->to - s->from;
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
		if (span / days[i] <= ticks_max - 1) {
			for (double v = ceil(s->from); v <= s->to; v += days[i])
				add_tick(s, v);
			return;
		}
	size_t i = 0;
	while (i + 1 < sizeof months / sizeof months[0] && span / 30.44 / months[i] > ticks_max - 1)
		i++;
	for (int64_t on = month_floor(s->from, months[i]); (double)on <= s->to;
	     on = day_add_months(on, months[i])) {
		if ((double)on >= s->from && s->n_ticks < 16)
			add_tick(s, (double)on);
		if (on > DAY_MAX - 31 * (int64_t)months[i])
			break;
	}
}

struct scale scale_of(double from, double to, enum chart_unit unit, int ticks_max)
{
	must(isfinite(from) && isfinite(to) && from <= to && ticks_max >= 3 && ticks_max <= 10);
	struct scale s = { .from = from, .to = to, .unit = unit };
	if (unit == CHART_DAY) {
		if (s.to - s.from < 1)
			s.to = s.from + 1;
		day_ticks(&s, ticks_max);
		return s;
	}
	/* So close that the steps between would be lost in rounding, or the same. */
	if (s.to - s.from <= 1e-9 * fabs(s.to))
		s.from = s.from > 0 ? 0 : s.from;
	if (s.to <= s.from)
		s.to = s.from + 1;
	number_ticks(&s, ticks_max);
	return s;
}

double scale_at(const struct scale *s, double v)
{
	double share = (v - s->from) / (s->to - s->from);
	return s->at_from + fmin(fmax(share, 0), 1) * (s->at_to - s->at_from);
}

str tick_text(struct arena *a, const struct scale *s, int i)
{
	if (s->unit != CHART_DAY)
		return number_short(a, s->tick[i], s->unit);
	struct date t = date_of(s->tick[i]);
	double step = s->n_ticks > 1 ? s->tick[1] - s->tick[0] : 0;
	if (step > 0 && step < 28)
		return str_fmt(a, "%d %s", t.day, MONTHS[t.month - 1]);
	if (step >= 365)
		return str_fmt(a, "%d", t.year);
	return str_fmt(a, "%s %d", MONTHS[t.month - 1], t.year);
}

void draw_axes(struct draw *d, const struct scale *x, const struct scale *y, double says_y,
	       str x_says, str y_says)
{
	struct arena *a = d->o->a;
	double left = x->at_from, right = x->at_to, bottom = y->at_from;
	for (int i = 0; i < y->n_ticks; i++) {
		double at = scale_at(y, y->tick[i]);
		draw_line(d, left, at, right, at, "chart-grid");
		draw_text(d, left - 6, at + 5, 'e', left - 6, NULL, tick_text(a, y, i));
	}
	double free_from = -1e9; /* tick labels that would touch the last one are left out */
	for (int i = 0; i < x->n_ticks; i++) {
		double at = scale_at(x, x->tick[i]);
		str text = tick_text(a, x, i);
		double half = draw_text_width(text) / 2;
		double from = fmin(fmax(at - half, 0), d->w - 2 * half);
		draw_line(d, at, bottom, at, bottom + 5, "chart-axis");
		if (from < free_from)
			continue;
		draw_text(d, at, bottom + 20, 'm', d->w, NULL, text);
		free_from = from + 2 * half + 6;
	}
	draw_line(d, left, bottom, right, bottom, "chart-axis");
	draw_text(d, 0, says_y, 's', d->w, "chart-says", y_says);
	draw_text(d, right, bottom + 40, 'e', d->w, "chart-says", x_says);
}

void draw_marks(struct draw *d, const struct scale *x, const struct scale *y, double label_y,
		const struct chart_mark *marks, ptrdiff_t n)
{
	must(n <= CHART_MARKS_MAX);
	for (ptrdiff_t i = 0; i < n; i++) {
		must(isfinite(marks[i].at));
		double at = scale_at(x, marks[i].at), row = label_y + (double)i * DRAW_ROW;
		str text = marks[i].label;
		bool is_left = at + 6 + draw_text_width(text) > d->w && at > d->w / 2;
		draw_line(d, at, y->at_to, at, y->at_from, "chart-mark-edge");
		draw_line(d, at, row - 11, at, y->at_from, "chart-mark");
		draw_text(d, is_left ? at - 6 : at + 6, row, is_left ? 'e' : 's',
			  is_left ? at - 6 : d->w - at - 6, NULL, text);
	}
}

void table_begin(struct out *o, const struct chart_words *w, const str *heads, int n_heads)
{
	out_lit(
	    o,
	    "<table class=\"govuk-table chart-table\">\n<caption class=\"govuk-table__caption\">");
	out_html(o, w->title);
	out_lit(o,
		"</caption>\n<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">");
	for (int i = 0; i < n_heads; i++) {
		out_lit(o, "<th scope=\"col\" class=\"govuk-table__header\">");
		out_html(o, heads[i]);
		out_lit(o, "</th>");
	}
	out_lit(o, "</tr></thead>\n<tbody class=\"govuk-table__body\">\n");
}

void table_row(struct out *o, str head)
{
	out_lit(o,
		"<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">");
	out_html(o, head);
	out_lit(o, "</th>");
}

void table_number(struct out *o, double v, enum chart_unit unit)
{
	out_lit(o, "<td class=\"govuk-table__cell govuk-table__cell--numeric\">");
	out_number(o, v, unit);
	out_lit(o, "</td>");
}

void table_text(struct out *o, str text)
{
	out_lit(o, "<td class=\"govuk-table__cell\">");
	out_html(o, text);
	out_lit(o, "</td>");
}

void table_end_row(struct out *o)
{
	out_lit(o, "</tr>\n");
}

void table_end(struct out *o)
{
	out_lit(o, "</tbody>\n</table>\n");
}
