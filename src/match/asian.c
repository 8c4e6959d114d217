/* asian.c: Chinese and Korean. Han characters have one Mandarin reading each (made at build time
 * from ICU's Han-Latin/Names, which knows how surnames are read); Hangul is taken apart by the
 * arithmetic of the Unicode Standard, chapter 3.12. A key brings the romanisations of the same
 * syllables together: Pinyin and Wade-Giles; Revised Romanization, McCune-Reischauer and the habits
 * of the press. */
#include <string.h>

#include "match/han_table.h"
#include "match/match_in.h"

const char *han_reading(uint32_t c)
{
	if (c < HAN_FIRST || c >= HAN_FIRST + HAN_N)
		return NULL;
	return han_syllable[han_of[c - HAN_FIRST]];
}

/* Revised Romanization of 2000, letter by letter. */
int hangul_letters(uint32_t c, char out[16])
{
	static const char *const lead[] = { "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s",
					    "ss", "", "j", "jj", "ch", "k", "t", "p", "h" };
	static const char *const vowel[] = { "a",  "ae", "ya", "yae", "eo", "e",  "yeo",
					     "ye", "o",  "wa", "wae", "oe", "yo", "u",
					     "wo", "we", "wi", "yu",  "eu", "ui", "i" };
	static const char *const tail[] = { "",  "k", "k", "k", "n", "n", "n", "t", "l", "k",
					    "m", "p", "l", "l", "p", "l", "m", "p", "p", "t",
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
	{ "s", "s" },  { "r", "r" },  { "y", "y" },  { "w", "w" },  { "", "" },	   { NULL, NULL },
};
static const struct spelling zh_vowel[] = {
	{ "iang", "iaN" }, { "iung", "ioN" }, { "iong", "ioN" }, { "uang", "uaN" },
	{ "iao", "iao" },  { "ieh", "ie" },   { "ien", "ian" },  { "ian", "ian" },
	{ "uai", "uai" },  { "uan", "uan" },  { "ueh", "ue" },   { "uei", "ui" },
	{ "uen", "un" },   { "ang", "aN" },   { "eng", "eN" },   { "ing", "iN" },
	{ "ong", "oN" },   { "ung", "oN" },   { "ia", "ia" },    { "ie", "ie" },
	{ "iu", "iu" },    { "ih", "i" },     { "io", "ue" },    { "ua", "ua" },
	{ "uo", "o" },     { "ui", "ui" },    { "un", "un" },    { "ue", "ue" },
	{ "ai", "ai" },    { "ei", "ei" },    { "ao", "ao" },    { "ou", "ou" },
	{ "an", "an" },    { "en", "en" },    { "in", "in" },    { "eh", "e" },
	{ "er", "er" },    { "a", "a" },      { "o", "o" },      { "e", "e" },
	{ "i", "i" },      { "u", "u" },      { NULL, NULL },
};

static const struct spelling ko_lead[] = {
	{ "kk", "k" }, { "gg", "k" }, { "tt", "t" }, { "dd", "t" }, { "pp", "p" }, { "bb", "p" },
	{ "jj", "C" }, { "tch", "C" }, { "ch", "C" }, { "ss", "s" }, { "sh", "s" }, { "rh", "r" },
	{ "g", "k" },  { "k", "k" },  { "n", "n" },  { "d", "t" },  { "t", "t" },  { "r", "r" },
	{ "l", "r" },  { "m", "m" },  { "b", "p" },  { "p", "p" },  { "s", "s" },  { "j", "C" },
	{ "h", "h" },  { "", "" },    { NULL, NULL },
};
/* ŏ of McCune-Reischauer is eo, or o and u without the mark; ŭ is eu, or u. */
static const struct spelling ko_vowel[] = {
	{ "yeong", "yoN" }, { "young", "yoN" }, { "yong", "yoN" }, { "yung", "yoN" },
	{ "yeon", "yon" },  { "yeo", "yo" },    { "yae", "ye" },   { "you", "yo" },
	{ "eui", "i" },     { "woo", "u" },     { "weo", "wo" },   { "wae", "we" },
	{ "yoo", "yu" },    { "eong", "oN" },   { "oung", "oN" },  { "eung", "uN" },
	{ "ya", "ya" },     { "ye", "ye" },     { "yo", "yo" },    { "yu", "yu" },
	{ "yi", "i" },      { "wa", "wa" },     { "wo", "wo" },    { "we", "we" },
	{ "wi", "wi" },     { "wu", "u" },      { "ui", "i" },     { "oe", "we" },
	{ "oi", "we" },     { "eo", "o" },      { "eu", "u" },     { "oo", "u" },
	{ "ou", "u" },      { "ae", "e" },      { "ai", "e" },     { "ay", "e" },
	{ "ee", "i" },      { "ah", "a" },      { "uh", "o" },     { "oh", "o" },
	{ "a", "a" },       { "e", "e" },       { "o", "o" },      { "u", "u" },
	{ "i", "i" },       { NULL, NULL },
};
static const struct spelling ko_tail[] = {
	{ "ngh", NULL }, { "ng", "N" }, { "ck", "k" }, { "n", "n" }, { "m", "m" }, { "k", "k" },
	{ "g", "k" },	 { "l", "r" },	{ "r", "r" },  { "p", "p" }, { "b", "p" }, { "t", "t" },
	{ NULL, NULL },
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

int chinese_key(str s, char out[READING_MAX + 1])
{
	int n = 0, syllables = 0;
	for (ptrdiff_t i = 0; i < s.n; syllables++) {
		const struct spelling *lead = take(zh_lead, s, &i);
		ptrdiff_t before = i;
		const struct spelling *vowel = take(zh_vowel, s, &i);
		if (!vowel || syllables == 3)
			return 0;
		/* "xinan": the n goes with the vowel behind it only when the rest is no syllable */
		n = put_key(out, n, lead->to);
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
		if (!vowel || syllables == 3)
			return 0;
		n = put_key(out, n, lead->to);
		n = put_key(out, n, vowel->to);
		ptrdiff_t before = i;
		const struct spelling *tail = vowel->to[strlen(vowel->to) - 1] == 'N' ? NULL :
					      take(ko_tail, s, &i);
		if (tail && tail->to && !(strlen(tail->from) == 1 && is_vowel(s, i)))
			n = put_key(out, n, tail->to);
		else if (tail)
			i = before;
	}
	return syllables ? n : 0;
}
