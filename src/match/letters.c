/* letters.c: readings; first of alphabets and abjads, then of Chinese and Korean. Two tables of
 * rewriting rules do all the work: data/letters.tsv turns each script into Latin letters, language
 * by language; data/fold.tsv turns Latin letters of any spelling habit into the fold alphabet, in
 * which variants of one name are mostly the same string.
 *
 * The fold alphabet: a e i o u, b d f g h k l m n p r s t v z, c (ts), C (ch), S (sh), Z (zh),
 * J (j as in John). Abjads add A W Y y (alif, waw, ya, final alif or ya), E (ayn), x (hamza), T (ta
 * marbuta), and for Hebrew B P K X (b/v, p/f, k/h, s/sh).
 *
 * A rule is `table TAB from TAB to`; `^` and `$` in `from` anchor it to the word's ends, `>` lets
 * one of the characters behind it follow without being eaten; `|` in `to` separates readings. */
#include <string.h>

#include "base/embed.h"
#include "base/must.h"
#include "base/utf8.h"
#include "match/han_table.h"
#include "match/match_in.h"

EMBED(match_letters);
EMBED(match_fold);

enum table {
	T_CYRILLIC,
	T_UKRAINIAN,
	T_GREEK,
	T_ARABIC,
	T_HEBREW,
	T_GEORGIAN,
	T_ARMENIAN,
	T_KANA,
	T_PALLADIUS,
	T_LATIN,
	T_ENGLISH,
	T_SLAVIC,
	T_FRENCH,
	T_N
};
static const char *const table_names[T_N] = { "cyrillic",  "ukrainian", "greek",    "arabic",
					      "hebrew",    "georgian",  "armenian", "kana",
					      "palladius", "latin",     "english",  "slavic",
					      "french" };

struct rule {
	uint64_t from, mask; /* the bytes as they lie in memory, at most 8 */
	ptrdiff_t from_n;
	str ahead;
	str to[3];
	uint8_t n_to;
	bool at_start, at_end;
	struct rule *next; /* of the same first byte, longest first */
};
struct letters {
	struct rule *by_byte[T_N][256];
};

static int rule_rank(const struct rule *r)
{
	return (int)r->from_n * 4 + (r->at_start ? 2 : 0) + (r->at_end ? 2 : 0) +
	       (r->ahead.n ? 1 : 0);
}

static void add_rule(struct arena *a, struct letters *l, enum table table, str from, str to)
{
	struct rule *r = arena_new(a, struct rule);
	if (str_starts(from, S("^"))) {
		r->at_start = true;
		from = str_slice(from, 1, from.n);
	}
	if (str_ends(from, S("$"))) {
		r->at_end = true;
		from = str_slice(from, 0, from.n - 1);
	}
	ptrdiff_t gt = str_find_byte(from, '>');
	r->from_n = gt < 0 ? from.n : gt;
	if (gt >= 0)
		r->ahead = str_slice(from, gt + 1, from.n);
	must(r->from_n > 0 && r->from_n <= 8);
	memcpy(&r->from, from.p, (size_t)r->from_n);
	memset(&r->mask, 0xff, (size_t)r->from_n);
	while (to.p && r->n_to < 3)
		r->to[r->n_to++] = str_cut(&to, '|');
	struct rule **at = &l->by_byte[table][(uint8_t)from.p[0]];
	while (*at && rule_rank(*at) >= rule_rank(r))
		at = &(*at)->next;
	r->next = *at;
	*at = r;
}

static void load(struct arena *a, struct letters *l, str text)
{
	while (text.p) {
		str line = str_cut(&text, '\n');
		if (!line.n || line.p[0] == '#')
			continue;
		str table = str_cut(&line, '\t'), from = str_cut(&line, '\t'),
		    to = str_cut(&line, '\t');
		int t = 0;
		while (t < T_N && !str_eq(table, str_of(table_names[t])))
			t++;
		must(t < T_N && to.p);
		add_rule(a, l, (enum table)t, from, to);
	}
}

struct letters *letters_open(struct arena *a)
{
	struct letters *l = arena_new(a, struct letters);
	load(a, l, embed_str(match_letters));
	load(a, l, embed_str(match_fold));
	return l;
}

static const struct rule *find_rule(const struct letters *l, enum table table, str s, ptrdiff_t i)
{
	ptrdiff_t rest = s.n - i;
	uint64_t bytes = 0;
	memcpy(&bytes, s.p + i, (size_t)(rest < 8 ? rest : 8));
	for (const struct rule *r = l->by_byte[table][(uint8_t)s.p[i]]; r; r = r->next) {
		if ((bytes & r->mask) != r->from || r->from_n > rest || (r->at_start && i) ||
		    (r->at_end && rest != r->from_n))
			continue;
		if (r->ahead.n &&
		    (rest == r->from_n || str_find_byte(r->ahead, s.p[i + r->from_n]) < 0))
			continue;
		return r;
	}
	return NULL;
}

/* One pass over s with table `first`, then `second` for what it does not know (T_N: none). Letters
 * without a rule: ASCII stays, the rest goes. *ways becomes the largest number of readings met. */
static int rewrite(const struct letters *l, enum table first, enum table second, str s, int reading,
		   char *out, int cap, int *ways)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < s.n;) {
		const struct rule *r = find_rule(l, first, s, i);
		if (!r && second != T_N)
			r = find_rule(l, second, s, i);
		str put = { s.p + i, (uint8_t)s.p[i] < 0x80 ? 1 : 0 };
		if (r) {
			put = r->to[reading < r->n_to ? reading : r->n_to - 1];
			if (r->n_to > *ways)
				*ways = r->n_to;
			i += r->from_n;
		} else {
			i++;
			while (i < s.n && ((uint8_t)s.p[i] & 0xc0) == 0x80)
				i++;
		}
		for (ptrdiff_t k = 0; k < put.n && n < cap; k++)
			out[n++] = put.p[k];
	}
	return n;
}

/* Doubled letters say nothing that is kept across languages. */
static int squeeze(char *s, int n)
{
	int k = 0;
	for (int i = 0; i < n && k < READING_MAX; i++)
		if (k == 0 || s[k - 1] != s[i] || (s[i] >= '0' && s[i] <= '9'))
			s[k++] = s[i];
	s[k] = 0;
	return k;
}

struct readings {
	int n;
	char (*out)[READING_MAX + 1];
};

static void add_reading(struct readings *r, char *s, int n)
{
	n = squeeze(s, n);
	if (!n || r->n == READINGS_MAX)
		return;
	for (int i = 0; i < r->n; i++)
		if (strcmp(r->out[i], s) == 0)
			return;
	memcpy(r->out[r->n++], s, (size_t)n + 1);
}

static void read_folded(const struct letters *l, enum table script, enum table second, str text,
			struct readings *r)
{
	char latin[2 * TEXT_MAX + 1], fold[2 * TEXT_MAX + 1];
	int ways = 1;
	bool is_latin = script == T_LATIN;
	for (int k = 0; k < ways; k++) {
		int n = rewrite(l, script, second, text, k, latin, 2 * TEXT_MAX, &ways), unused = 1;
		for (int style = T_ENGLISH; style <= (is_latin ? T_FRENCH : T_ENGLISH); style++) {
			/* English is the ground that the other habits differ from. */
			int m = rewrite(l, (enum table)style, style == T_ENGLISH ? T_N : T_ENGLISH,
					(str){ latin, n }, 0, fold, 2 * TEXT_MAX, &unused);
			add_reading(r, fold, m);
		}
	}
}

/* A Chinese name in Russian (Цзиньпин) has its Pinyin as one more reading. */
static void read_palladius(const struct letters *l, str text, struct readings *r)
{
	char latin[2 * TEXT_MAX + 1], fold[2 * TEXT_MAX + 1], key[READING_MAX + 1];
	int unused = 1;
	bool is_pinyin = false;
	str pinyin = { latin, rewrite(l, T_PALLADIUS, T_N, text, 0, latin, 2 * TEXT_MAX, &unused) };
	if (chinese_key(pinyin, key, &is_pinyin))
		add_reading(r, fold,
			    rewrite(l, T_ENGLISH, T_N, pinyin, 0, fold, 2 * TEXT_MAX, &unused));
}

static void read_plain(const struct letters *l, enum table table, str text, struct readings *r)
{
	char s[2 * TEXT_MAX + 1];
	int ways = 1;
	for (int k = 0; k < ways; k++) {
		int n = rewrite(l, table, T_N, text, k, s, 2 * TEXT_MAX, &ways);
		add_reading(r, s, n);
	}
}

/* Scripts without a table: the letters themselves, so that the same script still compares. */
static void read_raw(str text, struct readings *r)
{
	char s[TEXT_MAX + 1];
	int n = text.n < READING_MAX ? (int)text.n : READING_MAX;
	memcpy(s, text.p, (size_t)n);
	s[n] = 0;
	if (n)
		memcpy(r->out[r->n++], s, (size_t)n + 1);
}

static void read_east(const struct letters *l, struct token t, struct readings *r)
{
	char latin[2 * TEXT_MAX + 1], fold[2 * TEXT_MAX + 1];
	int n = 0, unused = 1;
	for (ptrdiff_t i = 0; i < t.text.n;) {
		uint32_t c = utf8_next(t.text, &i);
		char buf[16] = "";
		const char *z = han_reading(c); /* a token may hold both */
		if (!z && hangul_letters(c, buf))
			z = buf;
		for (; z && *z && n < 2 * TEXT_MAX; z++)
			latin[n++] = *z;
	}
	int m = rewrite(l, T_ENGLISH, T_N, (str){ latin, n }, 0, fold, 2 * TEXT_MAX, &unused);
	add_reading(r, fold, m);
	if (!r->n)
		read_raw(t.text, r);
}

int letters_read(const struct letters *l, struct token t, char out[READINGS_MAX][READING_MAX + 1])
{
	struct readings r = { .out = out };
	bool is_uk = t.flags & TOKEN_UKRAINIAN;
	switch ((enum script)t.script) {
	case SCRIPT_LATIN: read_folded(l, T_LATIN, T_N, t.text, &r); break;
	case SCRIPT_CYRILLIC:
		read_folded(l, is_uk ? T_UKRAINIAN : T_CYRILLIC, is_uk ? T_CYRILLIC : T_N, t.text,
			    &r);
		read_palladius(l, t.text, &r);
		break;
	case SCRIPT_GREEK: read_folded(l, T_GREEK, T_N, t.text, &r); break;
	case SCRIPT_GEORGIAN: read_folded(l, T_GEORGIAN, T_N, t.text, &r); break;
	case SCRIPT_ARMENIAN: read_folded(l, T_ARMENIAN, T_N, t.text, &r); break;
	case SCRIPT_KANA: read_folded(l, T_KANA, T_N, t.text, &r); break;
	case SCRIPT_ARABIC: read_plain(l, T_ARABIC, t.text, &r); break;
	case SCRIPT_HEBREW: read_plain(l, T_HEBREW, t.text, &r); break;
	case SCRIPT_HAN:
	case SCRIPT_HANGUL: read_east(l, t, &r); break;
	case SCRIPT_DIGIT:
	case SCRIPT_OTHER:
	case SCRIPT_NONE:
	case SCRIPT_N: break;
	}
	if (!r.n)
		read_raw(t.text, &r);
	return r.n;
}

/* Consonants that one abjad letter may stand for, or that habits exchange, share a letter; all
 * hissing sounds do, because German writes s and sch for z and zh, and typists leave out the marks
 * of š č ž. */
int letters_skeleton(str reading, char out[READING_MAX + 1])
{
	static const char from[] = "bBpPdfgkKlmnrstTvWzScCZJX", to[] = "bbbbdfkkklmnrstTvvsssssss";
	int n = 0;
	for (ptrdiff_t i = 0; i < reading.n && n < READING_MAX; i++) {
		const char *at = reading.p[i] ? strchr(from, reading.p[i]) : NULL;
		if (!at || *at == 'T' || ((*at == 'v' || *at == 'W') && i))
			continue; /* inside a word w is a vowel as often as not */
		char c = to[at - from];
		if (!n || out[n - 1] != c)
			out[n++] = c;
	}
	/* in so short a word it matters what it begins with: a vowel (ayn, alif), or h */
	if (n <= 2 && reading.n && strchr("hAExYaeiou", reading.p[0]))
		out[n++] = reading.p[0] == 'h' ? 'h' : 'A';
	out[n] = 0;
	return n;
}

int letters_consonants(str reading, char out[READING_MAX + 1])
{
	static const char from[] = "bpdfgkKlmnrstvzScCZJ", to[] = "bbdfkkklmnrstvsssssss";
	int n = 0;
	for (ptrdiff_t i = 0; i < reading.n && n < READING_MAX; i++) {
		const char *at = reading.p[i] ? strchr(from, reading.p[i]) : NULL;
		bool is_head = n == 0 && strchr("aeiou", reading.p[i]);
		char c = is_head ? 'A' : at ? to[at - from] : 0;
		if (c && (!n || out[n - 1] != c))
			out[n++] = c;
	}
	out[n] = 0;
	return n;
}

/* ---- Chinese and Korean ----
 * Han characters have one Mandarin reading each (made at build time from ICU's Han-Latin/Names,
 * which knows how surnames are read); Hangul is taken apart by the arithmetic of the Unicode
 * Standard, chapter 3.12. A key brings the romanisations of the same syllables together: Pinyin and
 * Wade-Giles; Revised Romanization, McCune-Reischauer and the habits of the press. */

uint32_t han_simplified(uint32_t c)
{
	if (c < HAN_FIRST || c >= HAN_FIRST + HAN_N || !han_simple[c - HAN_FIRST])
		return c;
	return han_simple[c - HAN_FIRST];
}

const char *han_reading(uint32_t c)
{
	if (c < HAN_FIRST || c >= HAN_FIRST + HAN_N)
		return NULL;
	return han_syllable[han_of[c - HAN_FIRST]];
}

/* Revised Romanization of 2000, letter by letter. */
int hangul_letters(uint32_t c, char out[16])
{
	static const char *const lead[] = { "g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
					    "ss", "",   "j", "jj", "ch", "k", "t", "p", "h" };
	static const char *const vowel[] = { "a",  "ae", "ya", "yae", "eo", "e",  "yeo",
					     "ye", "o",  "wa", "wae", "oe", "yo", "u",
					     "wo", "we", "wi", "yu",  "eu", "ui", "i" };
	static const char *const tail[] = { "",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
					    "m", "p",  "l", "l", "p", "l", "m", "p", "p", "t",
					    "t", "ng", "t", "t", "k", "t", "p", "h" };
	if (c < 0xac00 || c > 0xd7a3)
		return 0;
	uint32_t i = c - 0xac00;
	const char *parts[3] = { lead[i / 588], vowel[i % 588 / 28], tail[i % 28] };
	int n = 0;
	for (int k = 0; k < 3; k++)
		for (const char *z = parts[k]; *z; z++)
			out[n++] = *z;
	out[n] = 0;
	return n;
}

/* A spelling and the letter or letters of the key. The longest spelling is taken. */
struct spelling {
	const char *from, *to;
};

/* Tries the spellings of one slot of a syllable; the longest first in the tables. */
static const struct spelling *take(const struct spelling *v, str s, ptrdiff_t *i)
{
	for (; v->from; v++) {
		str from = str_of(v->from);
		if (str_starts(str_slice(s, *i, s.n), from)) {
			*i += from.n;
			return v;
		}
	}
	return NULL;
}

/* Wade-Giles without its apostrophes does not tell p from p' (b, p), so the key puts the pairs
 * together; hs is x, ts and tz are z and c, j is r. */
static const struct spelling zh_lead[] = {
	{ "zh", "C" }, { "ch", "C" }, { "sh", "S" }, { "hs", "X" }, { "ts", "c" }, { "tz", "c" },
	{ "sz", "s" }, { "ss", "s" }, { "b", "p" },  { "p", "p" },  { "m", "m" },  { "f", "f" },
	{ "d", "t" },  { "t", "t" },  { "n", "n" },  { "l", "l" },  { "g", "k" },  { "k", "k" },
	{ "h", "h" },  { "j", "C" },  { "q", "C" },  { "x", "X" },  { "z", "c" },  { "c", "c" },
	{ "s", "s" },  { "r", "r" },  { "y", "y" },  { "w", "w" },  { "", "" },    { NULL, NULL },
};
/* Singapore and Malaysia write oo and ee in the English way. */
static const struct spelling zh_vowel[] = {
	{ "iang", "iaN" }, { "iung", "ioN" }, { "iong", "ioN" }, { "uang", "uaN" },
	{ "oong", "oN" },  { "iao", "iao" },  { "ieh", "ie" },   { "ien", "ian" },
	{ "ian", "ian" },  { "uai", "uai" },  { "uan", "uan" },  { "ueh", "ue" },
	{ "uei", "ui" },   { "uen", "un" },   { "ang", "aN" },   { "eng", "eN" },
	{ "ing", "iN" },   { "ong", "oN" },   { "ung", "oN" },   { "oon", "un" },
	{ "ia", "ia" },    { "ie", "ie" },    { "iu", "iu" },    { "ih", "i" },
	{ "io", "ue" },    { "ua", "ua" },    { "uo", "o" },     { "ui", "ui" },
	{ "un", "un" },    { "ue", "ue" },    { "ai", "ai" },    { "ei", "ei" },
	{ "ao", "ao" },    { "ou", "ou" },    { "an", "an" },    { "en", "en" },
	{ "in", "in" },    { "eh", "e" },     { "er", "er" },    { "oo", "u" },
	{ "ee", "i" },     { "a", "a" },      { "o", "o" },      { "e", "e" },
	{ "i", "i" },      { "u", "u" },      { NULL, NULL },
};

static const struct spelling ko_lead[] = {
	{ "th", "t" }, { "ph", "p" }, { "kh", "k" }, { "kk", "k" }, { "gg", "k" },  { "tt", "t" },
	{ "dd", "t" }, { "pp", "p" }, { "bb", "p" }, { "jj", "C" }, { "tch", "C" }, { "ch", "C" },
	{ "ss", "s" }, { "sh", "s" }, { "rh", "r" }, { "g", "k" },  { "k", "k" },   { "n", "n" },
	{ "d", "t" },  { "t", "t" },  { "r", "r" },  { "l", "r" },  { "m", "m" },   { "b", "p" },
	{ "p", "p" },  { "s", "s" },  { "j", "C" },  { "h", "h" },  { "", "" },     { NULL, NULL },
};
/* ŏ of McCune-Reischauer is eo, or o and u without the mark; ŭ is eu, or u. */
static const struct spelling ko_vowel[] = {
	{ "yeong", "yoN" }, { "young", "yoN" }, { "youn", "yon" }, { "oong", "oN" },
	{ "yong", "yoN" },  { "yung", "yoN" },  { "yeon", "yon" }, { "eong", "oN" },
	{ "oung", "oN" },   { "eung", "uN" },   { "yun", "yon" },  { "ung", "oN" },
	{ "ark", "ak" },    { "yeo", "yo" },    { "yae", "ye" },   { "you", "yo" },
	{ "eui", "i" },     { "woo", "u" },     { "weo", "wo" },   { "wae", "we" },
	{ "yoo", "yu" },    { "uk", "ok" },     { "ya", "ya" },    { "ye", "ye" },
	{ "yo", "yo" },     { "yu", "yu" },     { "yi", "i" },     { "wa", "wa" },
	{ "wo", "wo" },     { "we", "we" },     { "wi", "wi" },    { "wu", "u" },
	{ "ui", "i" },      { "oe", "we" },     { "oi", "we" },    { "eo", "o" },
	{ "eu", "u" },      { "oo", "u" },      { "ou", "u" },     { "ae", "e" },
	{ "ai", "e" },      { "ay", "e" },      { "ee", "i" },     { "ah", "a" },
	{ "uh", "o" },      { "oh", "o" },      { "a", "a" },      { "e", "e" },
	{ "o", "o" },       { "u", "u" },       { "i", "i" },      { NULL, NULL },
};
static const struct spelling ko_tail[] = {
	{ "ngh", NULL }, { "ng", "N" }, { "ck", "k" },  { "n", "n" }, { "m", "m" },
	{ "k", "k" },    { "g", "k" },  { "l", "r" },   { "r", "r" }, { "p", "p" },
	{ "b", "p" },    { "t", "t" },  { NULL, NULL },
};

static int put_key(char *out, int n, const char *z)
{
	while (*z && n < READING_MAX)
		out[n++] = *z++;
	out[n] = 0;
	return n;
}

/* An n or ng belongs to this syllable unless a vowel follows. */
static bool is_vowel(str s, ptrdiff_t i)
{
	return i < s.n && s.p[i] && strchr("aeiouy", s.p[i]);
}

/* Leads that Wade-Giles does not write: b d g q x r, z without t, c without h, j before i. */
static bool is_pinyin_lead(const char *lead, str s, ptrdiff_t at)
{
	if (strcmp(lead, "j") == 0)
		return at < s.n && s.p[at] == 'i' && !(at + 1 < s.n && s.p[at + 1] == 'h');
	return *lead && strstr("b d g q x r z c zh", lead) && strcmp(lead, " ") != 0;
}

int chinese_key(str s, char out[READING_MAX + 1], bool *is_pinyin)
{
	int n = 0, syllables = 0;
	for (ptrdiff_t i = 0; i < s.n; syllables++) {
		const struct spelling *lead = take(zh_lead, s, &i);
		must(lead); /* the last one is empty */
		ptrdiff_t before = i;
		str rest = str_slice(s, i, s.n);
		*is_pinyin |= is_pinyin_lead(lead->from, s, i);
		/* Wade-Giles j where Pinyin never has one: jen, jao, jo, jung, jui */
		bool is_wade_r = *lead->from == 'j' && rest.n &&
				 (strchr("aeo", rest.p[0]) || str_starts(rest, S("ung")) ||
				  str_starts(rest, S("ui")));
		const struct spelling *vowel = take(zh_vowel, s, &i);
		if (!vowel || syllables == 3)
			return 0;
		/* "xinan": the n goes with the vowel behind it only when the rest is no syllable */
		n = put_key(out, n, is_wade_r ? "r" : lead->to);
		/* yi, yu, wu and the bare vowels of Wade-Giles (i, yen, yeh) */
		if (lead->from[0] == 'y' && vowel->to[0] == 'e' && i - before >= 2)
			n = put_key(out, n, vowel->to[1] == 'n' ? "an" : "e");
		else
			n = put_key(out, n, vowel->to);
	}
	return syllables ? n : 0;
}

int korean_key(str s, char out[READING_MAX + 1])
{
	int n = 0, syllables = 0;
	for (ptrdiff_t i = 0; i < s.n; syllables++) {
		const struct spelling *lead = take(ko_lead, s, &i);
		const struct spelling *vowel = take(ko_vowel, s, &i);
		must(lead);
		if (!vowel || syllables == 3)
			return 0;
		if (s.p[i - 1] == 'h' && is_vowel(s, i)) { /* Mu-hyon, not Muh-yon */
			i -= 2;
			vowel = take(ko_vowel, str_slice(s, 0, i + 1), &i);
			must(vowel); /* what stands before the h is one, too */
		}
		n = put_key(out, n, lead->to);
		n = put_key(out, n, vowel->to);
		ptrdiff_t before = i;
		const struct spelling *tail =
		    vowel->to[strlen(vowel->to) - 1] == 'N' ? NULL : take(ko_tail, s, &i);
		if (tail && tail->to && !(strlen(tail->from) == 1 && is_vowel(s, i)))
			n = put_key(out, n, tail->to);
		else if (tail)
			i = before;
	}
	return syllables ? n : 0;
}
