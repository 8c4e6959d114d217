/* person_mrz.c: the machine-readable zone; then look-alikes in names. */
#include "person/person_mrz.h"

#include "base/out.h"
#include "base/utf8.h"

int person_mrz_digit(str s)
{
	static const int weights[] = { 7, 3, 1 };
	int sum = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int v = c >= '0' && c <= '9'   ? c - '0'
			: c >= 'A' && c <= 'Z' ? c - 'A' + 10
			: c == '<'             ? 0
					       : -1;
		if (v < 0)
			return -1;
		sum += v * weights[i % 3];
	}
	return sum % 10;
}

/* ---- reading ---- */

struct reading {
	struct arena *a;
	struct faults *f;
	const char *field; /* "mrz1" */
	str line;
	int64_t on;
};

static void wrong(struct reading *r, ptrdiff_t col, str sentence)
{
	fault_at(r->f, (str){ 0 }, 0, col, str_of(r->field), "%.*s", SF(sentence));
}

static bool is_line(struct reading *r)
{
	if (r->line.n != MRZ_LINE)
		wrong(r, 0,
		      str_fmt(r->a, "the line has %lld characters; a passport's has %d",
			      (long long)r->line.n, MRZ_LINE));
	for (ptrdiff_t i = 0; i < r->line.n; i++)
		if (person_mrz_digit(str_slice(r->line, i, i + 1)) < 0) {
			wrong(r, i + 1, S("only capitals, digits and < stand in this zone"));
			return false;
		}
	return r->line.n == MRZ_LINE;
}

/* Fillers become spaces; none at the ends. */
static str words(struct arena *a, str s)
{
	char *p = arena_bytes(a, s.n + 1, 1);
	for (ptrdiff_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '<' ? ' ' : s.p[i];
	return str_trim((str){ p, s.n });
}

/* The characters before `at` are what the digit there is about. An empty optional field may have <
 * as digit. */
static void check(struct reading *r, ptrdiff_t from, ptrdiff_t at, const char *what)
{
	str s = str_slice(r->line, from, at);
	char digit = r->line.p[at];
	if (digit == '<')
		digit = '0';
	int want = person_mrz_digit(s);
	if (digit - '0' != want)
		wrong(r, at + 1,
		      str_fmt(r->a, "the check digit of the %s is %c; it should be %d", what,
			      r->line.p[at], want));
}

/* YYMMDD; month or day may be unknown (<<) in a date of birth. */
static bool read_date(struct reading *r, ptrdiff_t at, bool is_birth, struct interval *v)
{
	struct date today = day_date(r->on);
	str s = str_slice(r->line, at, at + 6);
	int64_t yy, mm = 0, dd = 0;
	bool has_month = s.p[2] != '<', has_day = s.p[4] != '<';
	bool is_read = str_to_int64(str_slice(s, 0, 2), &yy) &&
		       (!has_month || str_to_int64(str_slice(s, 2, 4), &mm)) &&
		       (!has_day || str_to_int64(str_slice(s, 4, 6), &dd)) &&
		       has_month >= has_day && (is_birth || has_day);
	int year = is_read ? today.year / 100 * 100 + (int)yy : 0;
	if (is_birth && year > today.year)
		year -= 100;
	struct date d = { year, has_month ? (int)mm : 1, has_day ? (int)dd : 1 };
	if (!is_read || !day_is_valid(d)) {
		wrong(r, at + 1,
		      str_fmt(r->a, "'%.*s' is not a date; it is written YYMMDD", SF(s)));
		return false;
	}
	v->from_on = v->to_on = day_of(d);
	if (!has_day)
		v->to_on = day_add_months(v->from_on, has_month ? 1 : 12) - 1;
	return true;
}

static void read_first(struct reading *r, struct person_mrz *m)
{
	if (!is_line(r))
		return;
	if (r->line.p[0] != 'P')
		wrong(r, 1, S("a passport's zone begins with P"));
	m->issuer = words(r->a, str_slice(r->line, 2, 5));
	str names = str_slice(r->line, 5, MRZ_LINE);
	ptrdiff_t gap = str_find(names, S("<<"));
	if (gap == 0)
		wrong(r, 6, S("there is no name"));
	m->family = words(r->a, gap < 0 ? names : str_slice(names, 0, gap));
	m->given = gap < 0 ? (str){ 0 } : words(r->a, str_slice(names, gap + 2, names.n));
}

static void read_second(struct reading *r, struct person_mrz *m)
{
	struct interval until;
	if (!is_line(r))
		return;
	check(r, 0, 9, "document number");
	check(r, 13, 19, "date of birth");
	check(r, 21, 27, "date of expiry");
	check(r, 28, 42, "personal number");
	str all = str_fmt(r->a, "%.*s%.*s%.*s", SF(str_slice(r->line, 0, 10)),
			  SF(str_slice(r->line, 13, 20)), SF(str_slice(r->line, 21, 43)));
	if (r->line.p[43] - '0' != person_mrz_digit(all))
		wrong(r, 44,
		      str_fmt(r->a, "the check digit of the whole line is %c; it should be %d",
			      r->line.p[43], person_mrz_digit(all)));
	m->document_no = words(r->a, str_slice(r->line, 0, 9));
	m->nationality = words(r->a, str_slice(r->line, 10, 13));
	read_date(r, 13, true, &m->birth);
	char sex = r->line.p[20];
	if (sex != 'F' && sex != 'M' && sex != '<')
		wrong(r, 21, S("the sex is F, M or <"));
	m->sex = sex == 'F' ? S("f") : sex == 'M' ? S("m") : S("x");
	if (read_date(r, 21, false, &until))
		m->until_on = until.to_on;
}

bool person_mrz_read(struct arena *a, str line1, str line2, int64_t on, struct person_mrz *m,
		     struct faults *f)
{
	int64_t before_n = f->total_n;
	struct reading first = { a, f, "mrz1", line1, on }, second = { a, f, "mrz2", line2, on };
	*m = (struct person_mrz){ 0 };
	read_first(&first, m);
	read_second(&second, m);
	return f->total_n == before_n;
}

/* ---- writing a name ---- */

/* Letters with marks, as ICAO Doc 9303 part 3 section 6 transliterates them; the rest of Latin-1
 * and Extended-A lose their mark. */
static const struct {
	uint32_t from;
	const char *to;
} letters[] = {
	{ 0xC4, "AE" }, { 0xC5, "AA" },  { 0xC6, "AE" },  { 0xD1, "N" },
	{ 0xD6, "OE" }, { 0xD8, "OE" },  { 0xDC, "UE" },  { 0xDE, "TH" },
	{ 0xDF, "SS" }, { 0x132, "IJ" }, { 0x152, "OE" }, { 0xD0, "D" },
};

static const char plain_latin1[] =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty";
static const char plain_extended[] =
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

static char capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static void put_letter(struct out *o, uint32_t c)
{
	if (c < 0x80 && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
		out_char(o, capital((char)c));
		return;
	}
	uint32_t upper = c >= 0xE0 && c <= 0xFE ? c - 0x20 : c == 0x133 || c == 0x153 ? c - 1 : c;
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
		if (letters[i].from == upper) {
			out_str(o, str_of(letters[i].to));
			return;
		}
	bool is_sign = c == 0xD7 || c == 0xF7; /* times and divided by, between the letters */
	if (c >= 0xC0 && c <= 0xFF && !is_sign)
		out_char(o, capital(plain_latin1[c - 0xC0]));
	else if (c >= 0x100 && c < 0x100 + sizeof plain_extended - 1)
		out_char(o, capital(plain_extended[c - 0x100]));
	else if (c == ' ' || c == '-')
		out_char(o, '<');
}

static str zone_words(struct arena *a, str s)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < s.n;)
		put_letter(&o, utf8_next(s, &i));
	str v = out_view(&o);
	while (v.n && v.p[v.n - 1] == '<')
		v.n--;
	while (v.n && v.p[0] == '<')
		v = str_slice(v, 1, v.n);
	return v;
}

str person_mrz_name(struct arena *a, str family, str given)
{
	str f = zone_words(a, family), g = zone_words(a, given);
	if (!f.n)
		return (str){ 0 };
	str all = g.n ? str_fmt(a, "%.*s<<%.*s", SF(f), SF(g)) : f;
	return all.n > MRZ_LINE - 5 ? str_slice(all, 0, MRZ_LINE - 5) : all;
}

/* ---- look-alikes ---- */

static bool is_invisible(uint32_t c)
{
	return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xE0000 && c <= 0xE007F);
}

enum script { SCRIPT_OTHER, SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_GREEK };

static enum script script_of(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7))
		return SCRIPT_LATIN;
	if (c >= 0x400 && c <= 0x52F)
		return SCRIPT_CYRILLIC;
	return c >= 0x370 && c <= 0x3FF ? SCRIPT_GREEK : SCRIPT_OTHER;
}

str person_name_spoof(struct arena *a, str name)
{
	static const char *const words[] = { "", "Latin", "Cyrillic", "Greek" };
	struct out o = out_to_arena(a);
	enum script word = SCRIPT_OTHER;
	for (ptrdiff_t i = 0; i < name.n;) {
		uint32_t c = utf8_next(name, &i);
		enum script s = script_of(c);
		const char *comma = out_view(&o).n ? "; " : "";
		if (c == ' ' || c == '-')
			word = SCRIPT_OTHER;
		else if (is_invisible(c))
			out_fmt(&o, "%sU+%04X cannot be seen", comma, (unsigned)c);
		else if (s != SCRIPT_OTHER && word != SCRIPT_OTHER && s != word)
			out_fmt(&o, "%sU+%04X is %s in a %s word", comma, (unsigned)c, words[s],
				words[word]);
		else if (s != SCRIPT_OTHER)
			word = s;
	}
	str v = out_view(&o);
	return v.n ? v : (str){ 0 };
}
