/* chart_verbs.c: `grata chart demo`: a page with every chart, to look at. The numbers are invented
 * except the rounds, which are public. */
#include "chart/chart.h"

#include <math.h>

#include "base/day.h"
#include "base/embed.h"
#include "base/verb.h"

EMBED(chart_css);

#define COUNT(v) ((ptrdiff_t)(sizeof(v) / sizeof(v)[0]))

/* A page writes picture and table of the chart like this. */
#define FIGURE(o, words, chart, data)                                                              \
	do {                                                                                       \
		out_lit(o, "<section><h2>");                                                       \
		out_html(o, (words).title);                                                        \
		out_lit(o, "</h2>\n");                                                             \
		chart(o, &(words), &(data));                                                       \
		out_lit(o, "<details><summary>The same as a table</summary>\n");                   \
		chart##_table(o, &(words), &(data));                                               \
		out_lit(o, "</details></section>\n");                                              \
	} while (0)

static void demo_bars(struct out *o)
{
	static const struct chart_bar ages[] = {
		{ S("0 to 15"), 12, false }, { S("16 to 30"), 9, false },
		{ S("31 to 60"), 14, true }, { S("61 to 120"), 11, true },
		{ S("over 120"), 6, true },
	};
	struct chart_words w = { S("ages"), S("Applications waiting, by age"),
				 S("52 wait; 31 of them longer than the standard of 30 days.") };
	struct chart_bars b = { ages, COUNT(ages), S("age in days"), S("applications"),
				S("over the standard of 30 days") };
	FIGURE(o, w, chart_bars, b);
	static const struct chart_pair missions[] = {
		{ S("Moscow and London"), 55, 58, 60, 60 },
		{ S("Minsk and London"), 12, 9, NAN, 15 },
		{ S("Tbilisi and London"), 14, NAN, NAN, NAN },
	};
	struct chart_words pw = { S("parity"), S("Staff on both sides"),
				  S("55 of ours in Moscow stand against 58 of theirs in London.") };
	struct chart_parity p = { missions, COUNT(missions), S("missions"), S("our staff there"),
				  S("their staff here") };
	FIGURE(o, pw, chart_parity, p);
}

static void demo_histogram(struct out *o)
{
	static const double counts[] = {
		3, 5, 9, 12, 8, 7, 6, 6, 4, 5, 3, 2, 2, 1, 0, 2, 1, 0, 0, 1
	};
	static const struct chart_mark marks[] = { { 38, S("half: 38") },
						   { 96, S("85 %: 96") },
						   { 141, S("95 %: 141") } };
	struct chart_bin bins[COUNT(counts)];
	for (ptrdiff_t i = 0; i < COUNT(counts); i++)
		bins[i] = (struct chart_bin){ (double)i * 10, (double)(i + 1) * 10, counts[i] };
	struct chart_words w = { S("waits"), S("How long decided applications took"),
				 S("Half took up to 38 days, 85 % up to 96, 95 % up to 141.") };
	struct chart_histogram h = { bins,         COUNT(bins), marks,
				     COUNT(marks), S("days"),   S("applications") };
	FIGURE(o, w, chart_histogram, h);
}

static void demo_lines(struct out *o)
{
	static const double t[] = { 0, 6, 7, 10, 13, 16, 22, 23, 35 };
	static const double s[] = { 1, .857, .807, .753, .690, .627, .538, .448, .448 };
	static const double low[] = { 1, .720, .653, .586, .510, .439, .337, .249, .249 };
	static const double high[] = { 1, 1, .996, .968, .935, .896, .858, .807, .807 };
	static const double all[] = { 0, 1, 2, 3, 4, 5, 8, 11, 12, 15, 17, 22, 23 };
	static const double gone[] = { 1,    .905, .810, .762, .667, .571, .381,
				       .286, .190, .143, .095, .048, 0 };
	static const struct chart_mark standard[] = { { 15, S("standard: 15 days") } };
	struct chart_series v[] = {
		{ S("embassies, with 95 % band"), t, s, low, high, COUNT(t), true },
		{ S("consulates"), all, gone, NULL, NULL, COUNT(all), true },
	};
	struct chart_words w = {
		S("km"), S("Share still waiting, by age"),
		S("Half of the embassies' cases are decided by day 23, half of the "
		  "consulates' by day 8.")
	};
	struct chart_lines l = {
		v, 2, standard, 1, CHART_NUMBER, CHART_SHARE, S("age in days"), S("still waiting")
	};
	FIGURE(o, w, chart_lines, l);
	double day[60], queue[60], from[60], to[60];
	for (int i = 0; i < 60; i++) {
		double left = 312 - 5.2 * i, spread = 7 * sqrt(i);
		day[i] = 18799 + i;
		queue[i] = fmax(0, left);
		from[i] = fmax(0, left - spread);
		to[i] = fmax(0, left + spread);
	}
	static const struct chart_mark clears[] = { { 18859, S("clears: 20 Aug (50 %)") } };
	struct chart_series q[] = { { S("waiting"), day, queue, from, to, 60, false } };
	struct chart_words qw = { S("queue"), S("When the backlog clears"),
				  S("At today's rate the 312 waiting are decided by 20 August.") };
	struct chart_lines ql = {
		q, 1, clears, 1, CHART_DAY, CHART_NUMBER, S("day"), S("waiting")
	};
	FIGURE(o, qw, chart_lines, ql);
}

static int64_t day(int year, int month, int of)
{
	return day_of((struct date){ year, month, of });
}

static void demo_timeline(struct out *o)
{
	const struct chart_round rounds[] = {
		{ day(1971, 9, 24), day(1971, 9, 24), 105, false, S("Operation Foot") },
		{ day(1971, 10, 1), day(1971, 10, 31), 18, true, S("answer") },
		{ day(1985, 9, 12), day(1985, 9, 12), 25, false, S("Gordievsky") },
		{ day(1985, 9, 14), day(1985, 9, 14), 25, true, S("answer") },
		{ day(1985, 9, 16), day(1985, 9, 16), 6, false, S("second round") },
		{ day(1985, 9, 18), day(1985, 9, 18), 6, true, S("answer") },
		{ day(1996, 5, 1), day(1996, 5, 31), NAN, true, S("number not known") },
		{ day(2007, 7, 16), day(2007, 7, 16), 4, false, S("Litvinenko") },
		{ day(2007, 7, 19), day(2007, 7, 19), 4, true, S("answer") },
		{ day(2018, 3, 14), day(2018, 3, 14), 23, false, S("Salisbury") },
		{ day(2018, 3, 17), day(2018, 3, 17), 23, true, S("answer") },
	};
	struct chart_words w = { S("rounds"), S("Expulsions between London and Moscow"),
				 S("The largest round is 105 in 1971, answered with 18; in 2018 "
				   "23 were answered with 23.") };
	struct chart_timeline t = { rounds, COUNT(rounds), S("above: London expels"),
				    S("below: Moscow expels"), S("persons") };
	FIGURE(o, w, chart_timeline, t);
}

static void demo_links(struct out *o)
{
	static const struct chart_link v[] = {
		{ S("Post D-07"), S("3 of 20 posts of the mission (15 %)"), S("Pyotr Invented"),
		  S("expelled"), 1, true },
		{ S("Passport numbers side by side"), S("2 of 51 passports (3 %)"),
		  S("Pyotr Invented"), S("expelled"), 1, true },
		{ S("Passport numbers side by side"), S("2 of 51 passports (3 %)"),
		  S("Anna Example"), S("nothing is known"), 2, false },
		{ S("Kensington Palace Gardens 13"), S("41 of 60 addresses (68 %)"),
		  S("Ivan Sample"), S("expelled"), 3, false },
	};
	struct chart_words w = {
		S("links"), S("What links Sergey Streshnev with others"),
		S("4 links with 3 people; the post and a passport number weigh moderately.")
	};
	struct chart_links l = { S("Sergey Streshnev"), S("applicant"), v, COUNT(v),
				 S("moderate"),         S("weak") };
	FIGURE(o, w, chart_links, l);
}

static enum err demo_verb(struct verb_call *c)
{
	struct out *o = c->out;
	if (c->n_args) {
		fault_field(c->faults, str_of(NULL), "'%s': this verb takes no arguments",
			    c->args[0]);
		return ERR_FAULTS;
	}
	out_lit(o, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Charts"
		   "</title>\n<meta name=\"viewport\" content=\"width=device-width\"><style>body{"
		   "font-family:sans-serif;margin:1rem}td{text-align:right}\n");
	out_raw(o, embed_str(chart_css), "our own style sheet");
	out_lit(o, "</style></head>\n<body><main><h1>Charts</h1>\n");
	demo_bars(o);
	demo_histogram(o);
	demo_lines(o);
	demo_timeline(o);
	demo_links(o);
	out_lit(o, "</main></body></html>\n");
	return OK;
}

const struct verb chart_verbs[] = {
	{ "chart", "demo", NULL, "A page with every kind of chart, to look at", VERB_PURE, NULL,
	  demo_verb },
	{ 0 },
};
