/* chart.h: numbers to pictures: SVG drawn by the server, and the same numbers as a table.
 *
 * Each chart function writes <div class="chart"> with the picture twice, laid out for a narrow and
 * for a wide place; chart.css shows the one that fits, so that text is readable at 320 px and at
 * 1280 px without a script. The SVG has role="img", a <title> and a <desc>, no style of its own
 * (strict Content-Security-Policy), and never tells anything by colour alone. Each has a twin
 * chart_..._table, which the page sets beside or below it (in <details>, say).
 *
 * Numbers are finite and not negative; NAN where said means not known. Anything else is a mistake
 * of the caller and stops the program. Nothing to draw gives a sentence instead of a picture. */
#ifndef CHART_CHART_H
#define CHART_CHART_H

#include "base/out.h"
#include "base/verb.h"

extern const struct verb chart_verbs[]; /* ended by a row without a noun */

struct chart_words {
	str id;    /* unique in the page; letters, digits, - */
	str title; /* what it shows, one line; also the caption of the table */
	str desc;  /* what a person sees in it, one or two sentences with the figures that matter */
};

enum chart_unit {
	CHART_NUMBER,
	CHART_SHARE, /* 0 to 1, shown as per cent */
	CHART_DAY,   /* a calendar day (base/day.h), for x only */
};

/* Labelled bars, one a row: backlog by age, by holder, by stage. */
struct chart_bar {
	str label;
	double value;   /* NAN = not known */
	bool is_marked; /* hatched: over the standard, say */
};
struct chart_bars {
	const struct chart_bar *v;
	ptrdiff_t n;
	str label_says, value_says; /* heads of the table's columns: "age in days", "cases" */
	str mark_says;              /* what a hatched bar means; null when none is marked */
};
void chart_bars(struct out *o, const struct chart_words *w, const struct chart_bars *b);
void chart_bars_table(struct out *o, const struct chart_words *w, const struct chart_bars *b);

/* Two sides for each row, each against its ceiling. */
struct chart_pair {
	str label;
	double ours, theirs;                 /* NAN = not known */
	double ours_ceiling, theirs_ceiling; /* NAN = none */
};
struct chart_parity {
	const struct chart_pair *v;
	ptrdiff_t n;
	str label_says, ours_says,
	    theirs_says; /* "mission", "our staff there", "their staff here" */
};
void chart_parity(struct out *o, const struct chart_words *w, const struct chart_parity *p);
void chart_parity_table(struct out *o, const struct chart_words *w, const struct chart_parity *p);

/* A place on the x axis with a name: a percentile, a standard, a day that matters. */
struct chart_mark {
	double at;
	str label;
};

/* Counts over a range of numbers. Bins rise and do not overlap; to > from. */
struct chart_bin {
	double from, to, count;
};
struct chart_histogram {
	const struct chart_bin *v;
	ptrdiff_t n;
	const struct chart_mark *marks; /* at most CHART_MARKS_MAX, rising */
	ptrdiff_t n_marks;
	str x_says, y_says;
};
enum { CHART_MARKS_MAX = 6, CHART_SERIES_MAX = 4 };
void chart_histogram(struct out *o, const struct chart_words *w, const struct chart_histogram *h);
void chart_histogram_table(struct out *o, const struct chart_words *w,
			   const struct chart_histogram *h);

/* Curves: a forecast with its band, what still waits by age, a queue over time. */
struct chart_series {
	str label;
	const double *x, *y;      /* x rises */
	const double *low, *high; /* a band around y, or NULL */
	ptrdiff_t n;
	bool is_step; /* y holds until the next x */
};
struct chart_lines {
	const struct chart_series *v; /* at most CHART_SERIES_MAX, each with its own dashes */
	ptrdiff_t n;
	const struct chart_mark *marks;
	ptrdiff_t n_marks;
	enum chart_unit x_unit, y_unit;
	str x_says, y_says;
};
void chart_lines(struct out *o, const struct chart_words *w, const struct chart_lines *l);
void chart_lines_table(struct out *o, const struct chart_words *w, const struct chart_lines *l);

/* Rounds between two sides: one above the axis, one below, as high as the square root of the
 * number (so that 755 does not hide 4). */
struct chart_round {
	int64_t from_on, to_on; /* the days it may mean, both included */
	double count;           /* NAN = not known */
	bool is_below;
	str label;
};
struct chart_timeline {
	const struct chart_round *v; /* in any order */
	ptrdiff_t n;
	str above_says, below_says; /* "United Kingdom expels", "Russia expels" */
	str count_says;             /* "persons" */
};
void chart_timeline(struct out *o, const struct chart_words *w, const struct chart_timeline *t);
void chart_timeline_table(struct out *o, const struct chart_words *w,
			  const struct chart_timeline *t);

/* What somebody shares with whom: a post, a run of passport numbers, a household. Links with the
 * same `thing` share a box, and so do those with the same other. */
struct chart_link {
	str thing, thing_says;
	str other, other_says;
	int64_t other_id; /* tells others of one name apart */
	bool is_strong;   /* drawn as a thick line; else dashed */
};
struct chart_links {
	str centre, centre_says;
	const struct chart_link *v;
	ptrdiff_t n; /* at most CHART_LINKS_MAX */
	str strong_says, weak_says;
};
enum { CHART_LINKS_MAX = 100 };
void chart_links(struct out *o, const struct chart_words *w, const struct chart_links *l);
void chart_links_table(struct out *o, const struct chart_words *w, const struct chart_links *l);

#endif
