/* chart_test.c: any numbers give well-formed pictures whose every point and word lies inside the
 * viewBox; tables that say the same; escapes; colours. */
#include "check.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/day.h"
#include "base/os.h"
#include "chart/draw.h"

CHECK_ARENA(64 << 20)

/* What a walk over the markup found. */
struct seen {
	double w, h; /* of the viewBox one is in */
	bool is_inside_defs;
	int svgs, rows, shapes, texts;
	double text_x, text_y;
	char anchor;
};

static double number_of(const char *z)
{
	char *end;
	double v = strtod(z, &end);
	if (end == z || *end)
		fail_msg("'%s' is not a number", z);
	return v;
}

static void inside(const struct seen *s, double x, double y, const char *what)
{
	if (!(x >= -0.5 && x <= s->w + 0.5 && y >= -0.5 && y <= s->h + 0.5))
		fail_msg("%s at %g %g lies outside %g x %g", what, x, y, s->w, s->h);
}

/* Absolute M, L, H, V, Z only. */
static void walk_path(const struct seen *s, const char *p)
{
	double x = 0, y = 0;
	while (*p) {
		char c = *p++, *end;
		if (c == 'Z')
			continue;
		assert_non_null(strchr("MLHV", c));
		double v = strtod(p, &end);
		assert_true(end > p);
		p = end;
		if (c == 'V')
			y = v;
		else
			x = v;
		if (c == 'M' || c == 'L') {
			y = strtod(p, &end);
			assert_true(end > p);
			p = end;
		}
		inside(s, x, y, "a path");
	}
}

static void walk_start(GMarkupParseContext *context, const char *name, const char **names,
		       const char **values, void *data, GError **error)
{
	(void)context;
	(void)error;
	struct seen *s = data;
	double x = 0, y = 0, w = 0, h = 0, x2 = 0, y2 = 0, r = 0;
	s->rows += strcmp(name, "tr") == 0;
	s->anchor = 's';
	for (int i = 0; names[i]; i++) {
		const char *n = names[i], *v = values[i];
		assert_string_not_equal(n, "style");
		if (strcmp(n, "viewBox") == 0) {
			assert_int_equal(sscanf(v, "0 0 %lf %lf", &s->w, &s->h), 2);
			s->svgs++;
		} else if (strcmp(n, "d") == 0)
			walk_path(s, v);
		else if (strcmp(n, "text-anchor") == 0)
			s->anchor = v[0];
		else if (strcmp(n, "x") == 0 || strcmp(n, "x1") == 0 || strcmp(n, "cx") == 0)
			x = number_of(v);
		else if (strcmp(n, "y") == 0 || strcmp(n, "y1") == 0 || strcmp(n, "cy") == 0)
			y = number_of(v);
		else if (strcmp(n, "width") == 0)
			w = number_of(v);
		else if (strcmp(n, "height") == 0)
			h = number_of(v);
		else if (strcmp(n, "x2") == 0)
			x2 = number_of(v);
		else if (strcmp(n, "y2") == 0)
			y2 = number_of(v);
		else if (strcmp(n, "r") == 0)
			r = number_of(v);
	}
	assert_string_not_equal(name, "style");
	s->is_inside_defs |= strcmp(name, "defs") == 0;
	s->shapes += !strcmp(name, "rect") || !strcmp(name, "path") || !strcmp(name, "circle");
	s->texts += strcmp(name, "text") == 0;
	s->text_x = x;
	s->text_y = y;
	inside(s, x - r, y - r, name);
	inside(s, x + w + r, y + h + r, name);
	inside(s, x2, y2, name);
}

static void walk_end(GMarkupParseContext *context, const char *name, void *data, GError **error)
{
	(void)context;
	(void)error;
	if (strcmp(name, "svg") == 0)
		((struct seen *)data)->w = ((struct seen *)data)->h = 1e9;
}

static void walk_text(GMarkupParseContext *context, const char *text, gsize n, void *data,
		      GError **error)
{
	(void)error;
	struct seen *s = data;
	const char *in = g_markup_parse_context_get_element(context);
	if (!in || strcmp(in, "text") != 0)
		return;
	double width = draw_text_width((str){ text, (ptrdiff_t)n });
	double from = s->text_x - (s->anchor == 's' ? 0 : s->anchor == 'e' ? width : width / 2);
	inside(s, from, s->text_y - 10, "the beginning of a text");
	inside(s, from + width, s->text_y + 3, "the end of a text");
}

/* Well-formed, inside its viewBox, without styles. */
static struct seen walk(struct out *o)
{
	static const GMarkupParser parser = { walk_start, walk_end, walk_text, NULL, NULL };
	struct seen s = { .w = 1e9, .h = 1e9 };
	GError *error = NULL;
	GMarkupParseContext *c = g_markup_parse_context_new(&parser, 0, &s, NULL);
	str all = str_fmt(&A, "<page>%.*s</page>", SF(out_view(o)));
	if (!g_markup_parse_context_parse(c, all.p, all.n, &error) ||
	    !g_markup_parse_context_end_parse(c, &error))
		fail_msg("not well-formed: %s", error->message);
	g_markup_parse_context_free(c);
	return s;
}

static uint64_t dice = 42;
static double any_share(void)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (double)(dice >> 11) * 0x1p-53;
}

/* 0, small, large, huge, fractions. */
static double any_number(void)
{
	double u = any_share();
	switch ((int)(any_share() * 6)) {
	case 0: return 0;
	case 1: return floor(u * 10);
	case 2: return u;
	case 3: return floor(u * 1e6);
	case 4: return u * 1e18;
	default: return u < 0.5 ? 1e300 * u : u * 1e-300;
	}
}

static const char *const NAMES[] = { "a",
				     "",
				     "<script>alert(1)</script>",
				     "\"'&<>",
				     "外交部領事局の長い名前",
				     "Посольство Российской Федерации в Соединённом Королевстве",
				     "]]>--",
				     "0 to 15" };

static str any_name(void)
{
	return str_of(NAMES[(int)(any_share() * 8)]);
}

static struct chart_words any_words(void)
{
	return (struct chart_words){ S("c-1"), any_name(), any_name() };
}

static const ptrdiff_t SIZES[] = { 1, 2, 3, 7, 50, 1000 };

static void any_bars(void **state)
{
	(void)state;
	static struct chart_bar v[1000];
	for (int round = 0; round < 100; round++) {
		ptrdiff_t n = SIZES[round < 12 ? round % 6 : round % 5];
		for (ptrdiff_t i = 0; i < n; i++)
			v[i] = (struct chart_bar){ any_name(), any_number(), any_share() < 0.3 };
		v[0].value = round % 3 ? v[0].value : NAN;
		struct chart_words w = any_words();
		struct chart_bars b = { v, n, any_name(), any_name(), any_name() };
		struct out o = out_to_arena(&A), t = out_to_arena(&A);
		chart_bars(&o, &w, &b);
		chart_bars_table(&t, &w, &b);
		assert_int_equal(walk(&o).svgs, 2);
		assert_int_equal(walk(&t).rows, n + 1);
		arena_reset(&A);
	}
}

static void any_parity(void **state)
{
	(void)state;
	static struct chart_pair v[1000];
	for (int round = 0; round < 50; round++) {
		ptrdiff_t n = SIZES[round % 5];
		for (ptrdiff_t i = 0; i < n; i++)
			v[i] = (struct chart_pair){ any_name(), any_number(), any_number(),
						    any_share() < 0.5 ? NAN : any_number(),
						    any_share() < 0.5 ? NAN : any_number() };
		v[n - 1].theirs = NAN;
		struct chart_words w = any_words();
		struct chart_parity p = { v, n, any_name(), any_name(), any_name() };
		struct out o = out_to_arena(&A), t = out_to_arena(&A);
		chart_parity(&o, &w, &p);
		chart_parity_table(&t, &w, &p);
		assert_int_equal(walk(&o).svgs, 2);
		assert_int_equal(walk(&t).rows, n + 1);
		arena_reset(&A);
	}
}

static void any_histogram(void **state)
{
	(void)state;
	static struct chart_bin v[1000];
	for (int round = 0; round < 80; round++) {
		ptrdiff_t n = SIZES[round % 6];
		double at = any_number() < 1 ? 0 : floor(any_share() * 1000),
		       size = round % 4 ? 10 : 0.001;
		for (ptrdiff_t i = 0; i < n; i++, at += size)
			v[i] = (struct chart_bin){ at, at + size, any_number() };
		struct chart_mark m[3] = { { v[0].from, any_name() },
					   { at, any_name() },
					   { at + any_share() * 50, any_name() } };
		struct chart_words w = any_words();
		struct chart_histogram h = { v, n, m, round % 4, any_name(), any_name() };
		struct out o = out_to_arena(&A), t = out_to_arena(&A);
		chart_histogram(&o, &w, &h);
		chart_histogram_table(&t, &w, &h);
		assert_int_equal(walk(&o).svgs, 2);
		assert_int_equal(walk(&t).rows, n + 1 + round % 4);
		arena_reset(&A);
	}
}

static void any_lines(void **state)
{
	(void)state;
	static double x[1000], y[1000], low[1000], high[1000];
	for (int round = 0; round < 120; round++) {
		ptrdiff_t n = SIZES[round % 6];
		bool is_day = round % 2, is_share = round % 3 == 0;
		double at = is_day ? floor((any_share() - 0.3) * 1e6) : any_share() * 100,
		       step = any_share() < 0.3 ? 0
			      : is_day          ? floor(any_share() * 400)
						: any_number();
		step = step > 1e9 ? 1 : step;
		for (ptrdiff_t i = 0; i < n; i++, at += step) {
			x[i] = at;
			y[i] = is_share ? any_share() : any_number();
			low[i] = y[i] * any_share();
			high[i] = y[i] * (1 + any_share());
		}
		struct chart_series v[4] = { { any_name(), x, y, NULL, NULL, n, true },
					     { any_name(), x, y, low, high, n, round % 2 },
					     { any_name(), x, low, NULL, NULL, n / 2, false },
					     { any_name(), x, y, low, high, 0, true } };
		struct chart_mark m[2] = { { x[0], any_name() }, { x[n - 1], any_name() } };
		struct chart_words w = any_words();
		struct chart_lines l = { v,
					 1 + round % 4,
					 m,
					 round % 3,
					 is_day ? CHART_DAY : CHART_NUMBER,
					 is_share ? CHART_SHARE : CHART_NUMBER,
					 any_name(),
					 any_name() };
		struct out o = out_to_arena(&A), t = out_to_arena(&A);
		chart_lines(&o, &w, &l);
		chart_lines_table(&t, &w, &l);
		assert_int_equal(walk(&o).svgs, 2);
		assert_true(walk(&t).rows >= n + 1);
		arena_reset(&A);
	}
}

static void any_timeline(void **state)
{
	(void)state;
	static struct chart_round v[1000];
	for (int round = 0; round < 80; round++) {
		ptrdiff_t n = SIZES[round % 6];
		double span = round % 5 ? 40000 : round % 2 ? 3 : 3.6e6;
		for (ptrdiff_t i = 0; i < n; i++) {
			int64_t on = (int64_t)((any_share() - 0.19) * span);
			on = on < DAY_MIN ? DAY_MIN : on;
			on = on > DAY_MAX - 400 ? DAY_MAX - 400 : on;
			v[i] = (struct chart_round){ on, on + (any_share() < 0.2 ? 365 : 0),
						     any_share() < 0.1 ? NAN : any_number(),
						     any_share() < 0.5, any_name() };
		}
		struct chart_words w = any_words();
		struct chart_timeline t = { v, n, any_name(), any_name(), any_name() };
		struct out o = out_to_arena(&A), table = out_to_arena(&A);
		chart_timeline(&o, &w, &t);
		chart_timeline_table(&table, &w, &t);
		struct seen s = walk(&o);
		assert_int_equal(s.svgs, 2);
		assert_int_equal(walk(&table).rows, n + 1);
		arena_reset(&A);
	}
}

static void any_links(void **state)
{
	(void)state;
	static struct chart_link v[CHART_LINKS_MAX];
	static const ptrdiff_t sizes[] = { 1, 2, 3, 7, 50, CHART_LINKS_MAX };
	for (int round = 0; round < 60; round++) {
		ptrdiff_t n = sizes[round % 6];
		for (ptrdiff_t i = 0; i < n; i++)
			v[i] = (struct chart_link){ any_name(), any_name(), any_name(),
						    any_name(), i % 5,      any_share() < 0.5 };
		struct chart_words w = any_words();
		struct chart_links l = { any_name(), any_name(), v, n, S("moderate"), S("weak") };
		struct out o = out_to_arena(&A), table = out_to_arena(&A);
		chart_links(&o, &w, &l);
		chart_links_table(&table, &w, &l);
		assert_int_equal(walk(&o).svgs, 2);
		assert_int_equal(walk(&table).rows, n + 1);
		arena_reset(&A);
	}
	/* Two things, three others, of which two share a name but not a number. */
	static const struct chart_link few[] = {
		{ S("post"), S(""), S("Anna"), S(""), 1, true },
		{ S("post"), S(""), S("Boris"), S(""), 2, false },
		{ S("home"), S(""), S("Anna"), S(""), 3, false },
	};
	struct chart_words w = { S("x"), S("t"), S("d") };
	struct chart_links l = { S("me"), S(""), few, 3, S("moderate"), S("weak") };
	struct out o = out_to_arena(&A);
	chart_links(&o, &w, &l);
	int strong = 0;
	for (str rest = out_view(&o); rest.p; str_cut(&rest, '\n'))
		strong +=
		    str_starts(rest, S("<line")) &&
		    str_find(str_slice(rest, 0, str_find_byte(rest, '\n')), S("chart-link-1")) > 0;
	/* wide: to the post, to Anna, the key; narrow: two elbows of two lines, the key */
	assert_int_equal(strong, 3 + 5);
	/* boxes, and two rectangles of the hatch in each picture */
	assert_int_equal(walk(&o).shapes, 1 + 2 + 3 + 1 + 2 + 3 + 4);
}

static void nothing_to_show(void **state)
{
	(void)state;
	struct chart_words w = { S("x"), S("Ages & more"), S("d") };
	struct chart_bars b = { 0 };
	struct chart_lines l = { 0 };
	struct chart_timeline t = { 0 };
	struct chart_histogram h = { 0 };
	struct chart_parity p = { 0 };
	struct chart_links k = { 0 };
	struct out o = out_to_arena(&A);
	chart_bars(&o, &w, &b);
	assert_str(out_view(&o),
		   "<p class=\"chart-nothing\">Ages &amp; more: nothing to show.</p>\n");
	chart_lines(&o, &w, &l);
	chart_timeline(&o, &w, &t);
	chart_histogram(&o, &w, &h);
	chart_parity(&o, &w, &p);
	chart_links(&o, &w, &k);
	assert_int_equal(walk(&o).svgs, 0);
	chart_bars_table(&o, &w, &b);
	chart_lines_table(&o, &w, &l);
	chart_timeline_table(&o, &w, &t);
	chart_histogram_table(&o, &w, &h);
	chart_parity_table(&o, &w, &p);
	assert_int_equal(walk(&o).rows, 5);
}

/* In another process, because it is to die. */
static void negative_stops_the_program(void **state)
{
	(void)state;
	static const double bad[] = { -1, INFINITY };
	for (int i = 0; i < 2; i++) {
		fflush(NULL);
		pid_t child = fork();
		if (child == 0) {
			struct chart_words w = { S("x"), S("t"), S("d") };
			struct chart_bar v = { S("a"), bad[i], false };
			struct chart_bars b = { &v, 1, S("l"), S("v"), { 0 } };
			struct out o = out_to_arena(&A);
			if (!freopen("/dev/null", "w", stderr))
				_exit(1);
			signal(SIGABRT, SIG_DFL);
			chart_bars(&o, &w, &b);
			_exit(0);
		}
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	}
}

/* What a screen reader finds, and the numbers. */
static void names_and_numbers(void **state)
{
	(void)state;
	static const struct chart_bar v[] = { { S("0 to 15"), 1240, false },
					      { S("16+"), 12.5, true } };
	struct chart_words w = { S("age"), S("By <age>"), S("Two bars.") };
	struct chart_bars b = { v, 2, S("age"), S("cases"), S("over") };
	struct out o = out_to_arena(&A), t = out_to_arena(&A);
	chart_bars(&o, &w, &b);
	chart_bars_table(&t, &w, &b);
	static const char *const has[] = {
		"role=\"img\" aria-labelledby=\"age-narrow-title age-narrow-desc\"",
		"<title id=\"age-wide-title\">By &lt;age&gt;</title>",
		"<desc id=\"age-wide-desc\">Two bars.</desc>",
		">1,240</text>",
		">12.5</text>",
		"fill=\"url(#age-wide-hatch)\"",
		">over</text>"
	};
	for (int i = 0; i < 7; i++)
		assert_true(str_find(out_view(&o), str_of(has[i])) >= 0);
	assert_true(str_find(out_view(&t), S("By &lt;age&gt;</caption>")) >= 0);
	assert_true(str_find(out_view(&t),
			     S("<th scope=\"col\" class=\"govuk-table__header\">age</th>")) >= 0);
	assert_true(str_find(out_view(&t),
			     S("<th scope=\"row\" class=\"govuk-table__header\">0 to 15</th>")) >=
		    0);
	assert_true(str_find(out_view(&t), S("numeric\">1,240</td>")) >= 0);
	assert_str(number_short(&A, 12345678, CHART_NUMBER), "12.3 million");
	assert_str(number_short(&A, 1e15, CHART_NUMBER), "1e+15");
	assert_str(number_short(&A, 0.85, CHART_SHARE), "85 %");
	assert_str(number_short(&A, 18799, CHART_DAY), "21 Jun 2021");
	assert_str(number_short(&A, NAN, CHART_NUMBER), "?");
}

static void round_ticks(void **state)
{
	(void)state;
	struct scale s = scale_of(0, 47, CHART_NUMBER, 6);
	assert_true(s.n_ticks == 6 && s.tick[1] == 10 && s.to == 50);
	s = scale_of(0, 0, CHART_NUMBER, 5);
	assert_true(s.n_ticks >= 2 && s.to > 0);
	s = scale_of(18799, 18799 + 70, CHART_DAY, 5);
	assert_str(tick_text(&A, &s, 0), "Jul 2021");
	s = scale_of(18799, 18802, CHART_DAY, 5);
	assert_str(tick_text(&A, &s, 1), "22 Jun");
	s = scale_of(0, 18799, CHART_DAY, 5);
	assert_str(tick_text(&A, &s, 0), "1980");
}

/* Luminance by WCAG 2.2. */
static double luminance(const char *hex)
{
	double v[3];
	for (int i = 0; i < 3; i++) {
		char two[3] = { hex[2 * i], hex[2 * i + 1], 0 };
		double c = (double)strtol(two, NULL, 16) / 255;
		v[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
	}
	return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
}

/* Every colour of the style sheet stands out 3:1 from white, words 4.5:1, but for what only
 * decorates. */
static void colours(void **state)
{
	(void)state;
	static const char *const decoration[] = { ".chart-grid", ".chart-hatch-back" };
	str css;
	int checked = 0;
	assert_ok(os_file_read(&A, "src/chart/chart.css", 1 << 20, &css));
	for (str rest = css; rest.p;) {
		str line = str_cut(&rest, '\n');
		bool is_decoration = false, is_text = str_find(line, S("text {")) >= 0 ||
						      str_find(line, S("says {")) >= 0 ||
						      str_find(line, S("color:")) >= 0;
		for (int i = 0; i < 2; i++)
			is_decoration |= str_starts(line, str_of(decoration[i]));
		for (ptrdiff_t at; (at = str_find_byte(line, '#')) >= 0 && !is_decoration;
		     checked++) {
			line = str_slice(line, at + 1, line.n);
			assert_true(line.n >= 6 && line.p[6] == ';');
			double contrast = 1.05 / (luminance(line.p) + 0.05);
			if (contrast < (is_text ? 4.5 : 3))
				fail_msg("#%.6s has only %.2f:1", line.p, contrast);
		}
	}
	assert_true(checked >= 20);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(any_bars),
		cmocka_unit_test(any_parity),
		cmocka_unit_test(any_histogram),
		cmocka_unit_test(any_lines),
		cmocka_unit_test(any_timeline),
		cmocka_unit_test(nothing_to_show),
		cmocka_unit_test(any_links),
		cmocka_unit_test(names_and_numbers),
		cmocka_unit_test(round_ticks),
		cmocka_unit_test(colours),
		cmocka_unit_test(negative_stops_the_program),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
