/* watch.c: the list in the making, what every format writes alike, and the check of the whole. */
#include "watch/watch.h"

#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/utf8.h"
#include "watch/watch_in.h"

/* clang-format off */
static const struct {
	const char *word;
	watch_reader *read;
} FORMATS[WATCH_FORMATS_N] = {
	[WATCH_OFAC] = { "ofac", NULL }, [WATCH_UN] = { "un", watch_un }, [WATCH_EU] = { "eu", watch_eu },
	[WATCH_UK] = { "uk", watch_uk },       [WATCH_FTM] = { "ftm", watch_ftm }, [WATCH_CSV] = { "csv", watch_csv },
};
static const char *const QUALITIES[WATCH_QUALITIES_N] = { "primary", "alias", "weak" };
/* clang-format on */

const char *watch_format_text(enum watch_format f)
{
	return FORMATS[f].word;
}

bool watch_format_of(str word, enum watch_format *f)
{
	for (int i = 0; i < WATCH_FORMATS_N; i++)
		if (str_eq(word, str_of(FORMATS[i].word))) {
			*f = (enum watch_format)i;
			return true;
		}
	return false;
}

const char *watch_quality_text(enum watch_quality q)
{
	return QUALITIES[q];
}

/* ---- entries by key ---- */

static int32_t *slot_of(struct watch_list *list, str key)
{
	ptrdiff_t mask = list->n_slots - 1, i = (ptrdiff_t)(str_hash(key) & (uint64_t)mask);
	while (list->slots[i] && !str_eq(list->v[list->slots[i] - 1].key, key))
		i = (i + 1) & mask;
	return &list->slots[i];
}

static void grow(struct watch_list *list)
{
	list->n_slots = list->n_slots ? 2 * list->n_slots : 1 << 10;
	list->slots = arena_new_n(list->a, int32_t, list->n_slots);
	for (ptrdiff_t i = 0; i < list->n; i++)
		*slot_of(list, list->v[i].key) = (int32_t)(i + 1);
}

struct watch_entry *watch_find(struct watch_list *list, str key)
{
	int32_t at = list->n_slots ? *slot_of(list, key) : 0;
	return at ? &list->v[at - 1] : NULL;
}

struct watch_entry *watch_add(struct watch_list *list, str key, enum match_kind kind, str file,
			      int64_t line)
{
	if (2 * (list->n + 1) > list->n_slots)
		grow(list);
	struct watch_entry *e = arena_push(list->a, list);
	*e = (struct watch_entry){
		.key = str_copy(list->a, key), .kind = kind, .file = file, .line = line
	};
	*slot_of(list, e->key) = (int32_t)list->n;
	return e;
}

/* ---- texts ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

str watch_squeeze(struct arena *a, str text)
{
	text = str_trim(text);
	bool is_clean = true;
	for (ptrdiff_t i = 0; i < text.n; i++)
		is_clean &= !is_blank(text.p[i]) || (text.p[i] == ' ' && text.p[i + 1] != ' ');
	if (is_clean)
		return text;
	char *p = arena_bytes(a, text.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < text.n; i++)
		if (!is_blank(text.p[i]))
			p[n++] = text.p[i];
		else if (n && p[n - 1] != ' ')
			p[n++] = ' ';
	return (str){ p, n };
}

void watch_put(struct arena *a, struct watch_texts *to, str text)
{
	text = watch_squeeze(a, text);
	if (str_is_empty(text))
		return;
	for (ptrdiff_t i = 0; i < to->n; i++)
		if (str_eq(to->v[i], text))
			return;
	*arena_push(a, to) = text;
}

void watch_put_all(struct arena *a, struct watch_texts *to, str text, char sep)
{
	while (text.p)
		watch_put(a, to, str_cut(&text, sep));
}

void watch_put_name(struct arena *a, struct watch_entry *e, str name, enum watch_quality q,
		    bool is_remark)
{
	name = watch_squeeze(a, name);
	if (!str_is_empty(name))
		*arena_push(a, &e->names) = (struct watch_name){ name, q, is_remark };
}

void watch_put_document(struct arena *a, struct watch_entry *e, str kind, str no, str issuer)
{
	struct watch_document d = { watch_squeeze(a, kind), watch_squeeze(a, no),
				    watch_squeeze(a, issuer) };
	if (!str_is_empty(d.no))
		*arena_push(a, &e->documents) = d;
}

void watch_append(struct arena *a, str *to, const char *between, str part)
{
	if (str_is_empty(part))
		return;
	*to = str_is_empty(*to) ? part : str_fmt(a, "%.*s%s%.*s", SF(*to), between, SF(part));
}

str watch_sex(str text)
{
	if (str_eq_nocase(text, S("male")) || str_eq_nocase(text, S("m")))
		return S("m");
	if (str_eq_nocase(text, S("female")) || str_eq_nocase(text, S("f")))
		return S("f");
	return (str){ 0 };
}

/* ---- days ---- */

static int month_of(str word)
{
	static const char *const names[] = { "jan", "feb", "mar", "apr", "may", "jun",
					     "jul", "aug", "sep", "oct", "nov", "dec" };
	for (int i = 0; i < 12 && word.n >= 3; i++)
		if (str_eq_nocase(str_slice(word, 0, 3), str_of(names[i])))
			return i + 1;
	return 0;
}

static bool is_year(str s, int64_t *year)
{
	return s.n == 4 && str_to_int64(s, year) && *year >= 1800 && *year < 2100;
}

/* dd/mm/yyyy, where dd and mm may be "dd", "mm" or 00. */
static str slashed(struct arena *a, str s)
{
	int64_t day = 0, month = 0, year;
	str d = str_cut(&s, '/'), m = str_cut(&s, '/');
	if (!is_year(s, &year))
		return (str){ 0 };
	if (!str_to_int64(d, &day))
		day = 0;
	if (!str_to_int64(m, &month))
		month = 0;
	struct date date = { (int)year, (int)month, (int)day };
	if (month >= 1 && month <= 12 && day_is_valid(date))
		return day_text(a, day_of(date));
	if (month >= 1 && month <= 12)
		return str_fmt(a, "%04d-%02d", (int)year, (int)month);
	return str_fmt(a, "%04d", (int)year);
}

/* "25 Mar 1947", "Mar 1947". */
static str worded(struct arena *a, str s)
{
	str part[3] = { 0 };
	int n = 0;
	int64_t day, year;
	for (str rest = s; rest.p && n < 4; n++) {
		str word = str_cut(&rest, ' ');
		if (n < 3)
			part[n] = word;
	}
	if (n < 2 || n > 3 || !is_year(part[n - 1], &year) || !month_of(part[n - 2]))
		return (str){ 0 };
	struct date d = { (int)year, month_of(part[n - 2]), 1 };
	if (n == 2)
		return str_fmt(a, "%04d-%02d", d.year, d.month);
	if (!str_to_int64(part[0], &day) || day < 1 || day > 31)
		return (str){ 0 };
	d.day = (int)day;
	return day_is_valid(d) ? day_text(a, day_of(d)) : (str){ 0 };
}

static str plain_day(struct arena *a, str s)
{
	struct interval v;
	if (interval_read(s, &v))
		return s;
	return str_find_byte(s, '/') >= 0 ? slashed(a, s) : worded(a, s);
}

str watch_birth(struct arena *a, str text)
{
	str s = watch_squeeze(a, text);
	static const char *const abouts[] = { "circa ", "c. ", "approximately ", "about " };
	for (size_t i = 0; i < sizeof abouts / sizeof *abouts; i++)
		if (str_starts(s, str_of(abouts[i]))) {
			str day = watch_birth(a, str_slice(s, (ptrdiff_t)strlen(abouts[i]), s.n));
			return day.p ? str_fmt(a, "c. %.*s", SF(day)) : day;
		}
	ptrdiff_t to = str_find(s, S(" to "));
	if (to < 0)
		return plain_day(a, s);
	str from = plain_day(a, str_slice(s, 0, to)),
	    until = plain_day(a, str_slice(s, to + 4, s.n));
	return from.p && until.p ? str_fmt(a, "%.*s/%.*s", SF(from), SF(until)) : (str){ 0 };
}

bool watch_birth_read(str text, struct interval *v)
{
	enum { ABOUT_DAYS = 731 };
	struct interval until;
	bool is_about = str_starts(text, S("c. "));
	str rest = is_about ? str_slice(text, 3, text.n) : text, from = str_cut(&rest, '/');
	if (!interval_read(from, v))
		return false;
	if (rest.p && interval_read(rest, &until) && until.to_on >= v->from_on)
		v->to_on = until.to_on;
	if (is_about) {
		v->from_on -= ABOUT_DAYS;
		v->to_on += ABOUT_DAYS;
	}
	return true;
}

/* ---- the whole ---- */

static void check_name(struct faults *f, const struct watch_entry *e, str name)
{
	if (name.n > MATCH_NAME_MAX)
		fault_at(f, e->file, e->line, 0, S("name"),
			 "a name of entry '%.*s' has %td bytes; at most %d are read", SF(e->key),
			 name.n, MATCH_NAME_MAX);
	else if (!utf8_is_line(name))
		fault_at(f, e->file, e->line, 0, S("name"),
			 "a name of entry '%.*s' is not one line of text in UTF-8", SF(e->key));
}

static void check_entry(struct faults *f, const struct watch_entry *e)
{
	if (str_is_empty(e->key) || e->key.n > 255 || !utf8_is_line(e->key))
		fault_at(f, e->file, e->line, 0, S("id"),
			 "an entry needs a number of its own, of 1 to 255 bytes");
	if (!e->names.n)
		fault_at(f, e->file, e->line, 0, S("name"), "entry '%.*s' has no name", SF(e->key));
	for (ptrdiff_t i = 0; i < e->names.n; i++)
		check_name(f, e, e->names.v[i].name);
}

enum err watch_read(struct arena *a, enum watch_format format, const struct watch_file *files,
		    ptrdiff_t n_files, struct faults *f, struct watch_list *list)
{
	*list = (struct watch_list){ .a = a };
	for (ptrdiff_t i = 0; i < n_files; i++)
		if (files[i].text.n > WATCH_FILE_MAX)
			fault_at(f, files[i].name, 0, 0, (str){ 0 },
				 "the file has more than 64 MiB; divide it");
	TRY(faults_err(f));
	if (format == WATCH_OFAC)
		watch_ofac(a, files, n_files, f, list);
	for (ptrdiff_t i = 0; format != WATCH_OFAC && i < n_files; i++)
		FORMATS[format].read(a, &files[i], f, list);
	for (ptrdiff_t i = 0; i < list->n; i++)
		check_entry(f, &list->v[i]);
	if (!list->n && !f->total_n)
		fault_at(f, n_files ? files[0].name : (str){ 0 }, 0, 0, (str){ 0 },
			 "there is no entry in it; an empty list would clear everybody");
	return faults_err(f);
}
