/* term.c: a name becomes pieces (titles away, compounds split), a piece becomes a term with
 * readings, skeletons, sets and keys. Two terms may meet only when they share a key; so the keys
 * define what the index finds. First pieces, then terms, then keys, then the stored form, then
 * whole names. */
#include <string.h>

#include "base/must.h"
#include "base/utf8.h"
#include "match/score.h"

/* ---- pieces ---- */

static void add_piece(struct pieces *p, str text, unsigned script, unsigned lang, unsigned flags)
{
	if (p->n < MATCH_PARTS_MAX && text.n)
		p->v[p->n++] = (struct piece){ .text = text,
					       .script = (uint8_t)script,
					       .lang = (uint8_t)lang,
					       .flags = (uint16_t)flags };
}

static bool cut_start(str *s, str with)
{
	if (!str_starts(*s, with))
		return false;
	*s = str_slice(*s, with.n, s->n);
	return true;
}

static bool cut_end(str *s, str with)
{
	if (!str_ends(*s, with))
		return false;
	*s = str_slice(*s, 0, s->n - with.n);
	return true;
}

#define E(text)                                                                                    \
	{                                                                                          \
		text, sizeof text - 1                                                              \
	}

/* The length of the first of these that `s` ends with, 0 when it is none. */
static ptrdiff_t ending_of(str s, const str *ends, size_t n)
{
	char last = s.n ? s.p[s.n - 1] : 0;
	for (size_t i = 0; i < n; i++)
		if (ends[i].p[ends[i].n - 1] == last && str_ends(s, ends[i]))
			return ends[i].n;
	return 0;
}

/* Servant-names, names in -allah and -din are written as one word or as two, with the article
 * assimilated or not (Abd al-Rahman, Abdurrahman): both become [abd] [rahman]. A Slavic ending
 * (Abdulov) makes it a surname that stays whole. */
static bool split_latin(struct pieces *p, str s, unsigned lang)
{
	static const str slavic[] = { E("ov"), E("ev"),  E("ova"), E("eva"),
				      E("in"), E("ina"), E("ich"), E("vna") };
	static const str allah[] = { E("ullah"), E("allah"), E("ollah"), E("oullah"),
				     E("ulla"),  E("ullo"),  E("ellah") };
	static const str din[] = { E("uddine"), E("eddine"), E("oddine"), E("uddin"),
				   E("eddin"),  E("iddin"),  E("addin"),  E("aldin"),
				   E("eldin"),  E("uldin"),  E("uddeen"), E("udeen"),
				   E("oddin"),  E("oudine"), E("odine"),  E("udin") };
	str all = s;
	if (!str_ends(s, S("din")) && ending_of(s, slavic, sizeof slavic / sizeof *slavic))
		return false;
	if (s.n >= 7 && cut_start(&s, S("abd"))) {
		bool has_vowel = cut_start(&s, S("ou")) || cut_start(&s, S("u")) ||
				 cut_start(&s, S("e")) || cut_start(&s, S("a")) ||
				 cut_start(&s, S("o"));
		if (has_vowel &&
		    (str_starts(s, S("lla")) || str_starts(s, S("llo")) || str_eq(s, S("lah")))) {
			add_piece(p, S("abd"), SCRIPT_LATIN, lang, TERM_WEAK);
			add_piece(p, S("allah"), SCRIPT_LATIN, lang, TERM_WEAK);
			return true;
		}
		if (has_vowel && s.n >= 4 && (s.p[0] == 'l' || s.p[0] == s.p[1]))
			s = str_slice(s, 1, s.n);
		if (has_vowel && s.n >= 4) {
			add_piece(p, S("abd"), SCRIPT_LATIN, lang, TERM_WEAK);
			add_piece(p, s, SCRIPT_LATIN, lang, 0);
			return true;
		}
		s = all;
	}
	str rest = str_slice(s, s.n < 3 ? s.n : 3, s.n);
	ptrdiff_t allah_n = ending_of(rest, allah, sizeof allah / sizeof *allah);
	ptrdiff_t din_n = ending_of(rest, din, sizeof din / sizeof *din);
	if (!allah_n && !din_n)
		return false;
	add_piece(p, str_slice(s, 0, s.n - allah_n - din_n), SCRIPT_LATIN, lang, 0);
	add_piece(p, allah_n ? S("allah") : S("din"), SCRIPT_LATIN, lang, TERM_WEAK);
	return true;
}

/* The same in Arabic letters, where the article is written ال. */
static bool split_arabic(struct pieces *p, str s)
{
	if (s.n > 12 && cut_start(&s, S("عبدال"))) {
		add_piece(p, S("abd"), SCRIPT_LATIN, 0, TERM_WEAK);
		if (str_eq(s, S("له")) || str_eq(s, S("لہ")))
			add_piece(p, S("allah"), SCRIPT_LATIN, 0, TERM_WEAK);
		else
			add_piece(p, s, SCRIPT_ARABIC, 0, 0);
		return true;
	}
	if (s.n > 12 && (cut_end(&s, S("الله")) || cut_end(&s, S("اللہ")))) {
		add_piece(p, s, SCRIPT_ARABIC, 0, 0);
		add_piece(p, S("allah"), SCRIPT_LATIN, 0, TERM_WEAK);
		return true;
	}
	if (s.n > 14 && (cut_end(&s, S("الدين")) || cut_end(&s, S("الدین")))) {
		add_piece(p, s, SCRIPT_ARABIC, 0, 0);
		add_piece(p, S("din"), SCRIPT_LATIN, 0, TERM_WEAK);
		return true;
	}
	if (s.n > 8)
		cut_start(&s, S("ال"));
	add_piece(p, s, SCRIPT_ARABIC, 0, 0);
	return true;
}

/* A name written in one piece: the family name is its first character, or two of a known few. */
static bool split_east(struct pieces *p, struct token t)
{
	static const char *const two[] = { "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官",
					   "司徒", "东方", "東方", "夏侯", "皇甫", "尉迟", "公孙",
					   "慕容", "令狐", "남궁", "황보", "제갈", "선우", "독고" };
	ptrdiff_t count = utf8_count(t.text), at = 3;
	if (count < 2 || count > 4 || t.text.n != count * 3)
		return false;
	for (size_t i = 0; count > 2 && i < sizeof two / sizeof *two; i++)
		if (str_starts(t.text, str_of(two[i])))
			at = 6;
	add_piece(p, str_slice(t.text, 0, at), t.script, 0, 0);
	add_piece(p, str_slice(t.text, at, t.text.n), t.script, 0, 0);
	return true;
}

/* Digits that stand for letters (I9or): only inside a word of letters. */
static str mend_digits(struct pieces *p, str s)
{
	static const char looks[] = "oizeasgtbg";
	bool has_letter = false, has_digit = false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		has_digit |= s.p[i] >= '0' && s.p[i] <= '9';
		has_letter |= s.p[i] >= 'a' && s.p[i] <= 'z';
	}
	if (!has_letter || !has_digit || p->used + s.n > (ptrdiff_t)sizeof p->buf)
		return s;
	char *to = p->buf + p->used;
	for (ptrdiff_t i = 0; i < s.n; i++)
		to[i] = s.p[i] >= '0' && s.p[i] <= '9' ? looks[s.p[i] - '0'] : s.p[i];
	p->used += (int)s.n;
	return (str){ to, s.n };
}

static bool is_one_letter(str s)
{
	ptrdiff_t i = 0;
	if (!s.n || (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	utf8_next(s, &i);
	return i == s.n;
}

/* JC Juncker: two capitals among small letters, and no vowel to say them with, are initials. Ng is
 * a surname. */
static bool are_initials(struct token t)
{
	return (t.flags & TOKEN_CAPS) && t.script == SCRIPT_LATIN && t.text.n == 2 &&
	       !strchr("aeiouy", t.text.p[0]) && !strchr("aeiouy", t.text.p[1]) &&
	       !str_eq(t.text, S("ng"));
}

static void person_piece(const struct match *m, struct pieces *p, struct token t, int tokens_n)
{
	str weak = words_weak(m->words, t.text);
	unsigned lang = t.flags & TOKEN_UKRAINIAN;
	if (weak.p)
		add_piece(p, weak, SCRIPT_LATIN, 0, TERM_WEAK);
	else if (are_initials(t)) {
		add_piece(p, str_slice(t.text, 0, 1), SCRIPT_LATIN, lang, TERM_INITIAL);
		add_piece(p, str_slice(t.text, 1, 2), SCRIPT_LATIN, lang, TERM_INITIAL);
	} else if (t.script == SCRIPT_LATIN) {
		str s = mend_digits(p, t.text);
		if (!split_latin(p, s, lang))
			add_piece(p, s, t.script, lang, is_one_letter(s) ? TERM_INITIAL : 0);
	} else if (t.script == SCRIPT_ARABIC)
		split_arabic(p, t.text);
	else if ((t.script == SCRIPT_HAN || t.script == SCRIPT_HANGUL) && tokens_n == 1 &&
		 split_east(p, t))
		return;
	else
		add_piece(p, t.text, t.script, lang,
			  is_one_letter(t.text) && t.script != SCRIPT_HAN &&
				  t.script != SCRIPT_HANGUL
			      ? TERM_INITIAL
			      : 0);
}

static bool is_half(const struct tokens *t, int i)
{
	return (t->v[i].flags & (TOKEN_HYPHEN | TOKEN_BRACKET)) ||
	       (i + 1 < t->n && (t->v[i + 1].flags & TOKEN_HYPHEN));
}

static void person_pieces(const struct match *m, struct pieces *p)
{
	unsigned words[MATCH_PARTS_MAX];
	int n = p->t.n, plain_n = 0, half_n = 0;
	for (int i = 0; i < n; i++) {
		words[i] = words_find(m->words, MATCH_PERSON, p->t.v[i].text);
		plain_n += !(words[i] & (WORD_TITLE | WORD_PARTICLE | WORD_SON));
		half_n += !(words[i] & WORD_TITLE);
	}
	for (int i = 0; i < n; i++) {
		/* "Ben Affleck", "Dr. No": too few parts left, so these words are the name. */
		bool is_dropped = ((words[i] & WORD_TITLE) && half_n > 0) ||
				  ((words[i] & (WORD_PARTICLE | WORD_SON)) && plain_n > 1);
		int first = p->n;
		if (!is_dropped)
			person_piece(m, p, p->t.v[i], n);
		bool is_maiden = i && (words[i - 1] & WORD_BORN);
		if ((is_half(&p->t, i) || is_maiden) && p->n == first + 1 && !p->v[first].flags)
			p->v[first].flags |= TERM_COMPOUND;
	}
}

/* Roman numerals of two letters and more, and V and X, tell ships and funds apart. */
static int roman(str s)
{
	static const char *const v[] = { "ii",   "iii", "iv", "v",  "vi", "vii",
					 "viii", "ix",  "x",  "xi", "xii" };
	for (size_t i = 0; s.n <= 4 && i < sizeof v / sizeof *v; i++)
		if (str_eq(s, str_of(v[i])))
			return (int)i + 2;
	return 0;
}

/* What an English number word or "1st" stands for, below a hundred; 0 when it is none. A letterhead
 * writes First, a register 1st. */
static int number_word(str s)
{
	static const char *const units[] = { "one",       "two",      "three",   "four",
					     "five",      "six",      "seven",   "eight",
					     "nine",      "ten",      "eleven",  "twelve",
					     "thirteen",  "fourteen", "fifteen", "sixteen",
					     "seventeen", "eighteen", "nineteen" };
	static const char *const orders[] = { "first", "second", "third",    "fourth",
					      "fifth", "sixth",  "seventh",  "eighth",
					      "ninth", "tenth",  "eleventh", "twelfth" };
	static const char *const tens[] = { "twenty", "thirty",  "forty",  "fifty",
					    "sixty",  "seventy", "eighty", "ninety" };
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	int64_t n;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq(s, str_of(units[i])))
			return (int)i + 1;
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (str_eq(s, str_of(orders[i])))
			return (int)i + 1;
	for (size_t i = 0; i < sizeof tens / sizeof *tens; i++)
		if (str_eq(s, str_of(tens[i])))
			return 10 * ((int)i + 2);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (cut_end(&s, str_of(ends[i])))
			return s.n <= 2 && str_to_int64(s, &n) && n > 0 ? (int)n : 0;
	return 0;
}

/* The number that begins at token i, "forty-four" in two; 0 when there is none. A lone I counts
 * only behind a name that it ends (Fund I, Ltd): elsewhere it is Slavic or Catalan for "and". */
static int number_at(const struct match *m, const struct pieces *p, int i, int *words_n)
{
	str s = p->t.v[i].text;
	int n = roman(s), more = 0;
	*words_n = 1;
	if (n)
		return n;
	if (str_eq(s, S("i")) && i > 0)
		return i + 1 == p->t.n || words_legal(m->words, p->t.v[i + 1].text).p ? 1 : 0;
	n = number_word(s);
	if (n < 20 || n % 10 || i + 1 == p->t.n)
		return n;
	str next = p->t.v[i + 1].text;
	more = next.n == 1 && next.p[0] > '0' && next.p[0] <= '9' ? next.p[0] - '0'
								  : number_word(next);
	if (more > 0 && more < 10) {
		*words_n = 2;
		n += more;
	}
	return n;
}

/* The legal form that begins at token i, in as many words as possible. */
static str legal_at(const struct match *m, const struct pieces *p, int i, int *words_n)
{
	char phrase[6 * (TEXT_MAX + 1)];
	str best = { 0 };
	ptrdiff_t n = 0;
	for (int k = i; k < p->t.n && k < i + 6; k++) {
		if (k > i)
			phrase[n++] = ' ';
		memcpy(phrase + n, p->t.v[k].text.p, (size_t)p->t.v[k].text.n);
		n += p->t.v[k].text.n;
		str canon = words_legal(m->words, (str){ phrase, n });
		if (canon.p) {
			best = canon;
			*words_n = k - i + 1;
		}
	}
	return best;
}

static void other_pieces(const struct match *m, enum match_kind kind, struct pieces *p)
{
	int plain_n = 0;
	for (int i = 0; i < p->t.n; i++)
		plain_n += !words_find(m->words, kind, p->t.v[i].text);
	for (int i = 0; i < p->t.n; i++) {
		struct token t = p->t.v[i];
		int words_n = 1, number_n, number = number_at(m, p, i, &number_n);
		str legal = kind == MATCH_ORGANISATION ? legal_at(m, p, i, &words_n) : (str){ 0 };
		unsigned word = words_find(m->words, kind, t.text);
		if (legal.p) {
			add_piece(p, legal, SCRIPT_LATIN, 0, TERM_LEGAL);
			i += words_n - 1;
		} else if (number && p->used + 2 <= (int)sizeof p->buf) {
			char *to = p->buf + p->used;
			int n = 0;
			if (number > 9)
				to[n++] = (char)('0' + number / 10);
			to[n++] = (char)('0' + number % 10);
			p->used += n;
			add_piece(p, (str){ to, n }, SCRIPT_DIGIT, 0, TERM_NUMBER);
			i += number_n - 1;
		} else if (t.script == SCRIPT_DIGIT) {
			add_piece(p, t.text, SCRIPT_DIGIT, 0, TERM_NUMBER);
		} else if ((word & (WORD_PARTICLE | WORD_LEGAL | WORD_TITLE)) && plain_n) {
			continue;
		} else {
			add_piece(p, t.text, t.script, t.flags & TOKEN_UKRAINIAN,
				  word & WORD_COMMON ? TERM_COMMON : 0);
		}
	}
}

void name_pieces(const struct match *m, enum match_kind kind, str name, struct pieces *p)
{
	p->n = p->used = 0;
	text_tokens(kind, name, &p->t);
	if (kind == MATCH_PERSON)
		person_pieces(m, p);
	else
		other_pieces(m, kind, p);
}

/* ---- terms ---- */

/* East Slavic patronymics: -ovich, -evich, -ich (Ilyich), -ovna, -evna, -ichna, Ukrainian -ivna. */
static bool is_patronymic(str r)
{
	static const str ends[] = { E("oviC"), E("eviC"), E("aviC"), E("iviC"), E("ovna"),
				    E("evna"), E("ivna"), E("iCna"), E("avna"), E("iliC"),
				    E("miC"),  E("kiC"),  E("tiC") };
	if (r.n >= 6 && ending_of(r, ends, sizeof ends / sizeof *ends))
		return true;
	return str_eq(r, S("iliC")) || str_eq(r, S("ilina"));
}

/* The Arabic article written into the word (Alfitouri, эль-): one more reading without it. */
static void add_bare_reading(struct term *t)
{
	str r = t->reading[0];
	if (t->n_readings < READINGS_MAX && r.n >= 6 &&
	    (str_starts(r, S("al")) || str_starts(r, S("el"))) && !strchr("aeiou", r.p[2]))
		t->reading[t->n_readings++] = str_slice(r, 2, r.n);
}

static int term_weight(const struct match *m, const struct term *t)
{
	if (t->flags & TERM_LEGAL)
		return 12;
	if (t->flags & TERM_INITIAL)
		return 30;
	if (t->flags & TERM_WEAK)
		return 30;
	if (t->flags & TERM_COMMON)
		return 45;
	return words_weight(m->words, t->reading[0]);
}

static void add_asian(struct arena *a, struct term *t, str latin)
{
	char s[READING_MAX + 1];
	bool is_pinyin = t->script == SCRIPT_HAN;
	int n = t->script == SCRIPT_HANGUL ? 0 : chinese_key(latin, s, &is_pinyin);
	if (n && is_pinyin)
		t->flags |= TERM_PINYIN;
	if (n)
		t->asian[0] = str_copy(a, (str){ s, n });
	n = t->script == SCRIPT_HAN ? 0 : korean_key(latin, s);
	if (n)
		t->asian[1] = str_copy(a, (str){ s, n });
}

/* Latin letters as written, for the keys of asian.c: Han and Hangul by their syllables. */
static str plain_latin(struct arena *a, str text, unsigned script)
{
	char *s = arena_bytes(a, 8 * text.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < text.n;) {
		uint32_t c = utf8_next(text, &i);
		char buf[16] = { (char)(c < 0x80 ? c : 0) };
		const char *z = buf;
		if (script == SCRIPT_HAN || script == SCRIPT_HANGUL)
			z = hangul_letters(c, buf) ? buf : han_reading(c);
		else if (c == 0x14f || c == 0x16d || c == 0xfc) /* ŏ ŭ of McCune-Reischauer, ü */
			buf[0] = c == 0x14f ? 'o' : 'u';
		else if (c >= 0x80)
			return (str){ 0 };
		for (; z && *z; z++)
			s[n++] = *z;
	}
	return (str){ s, n };
}

/* A patronymic stands for the father's name: Igorevich and Ihorovych share a set when Igor and Ihor
 * do. What is left before the ending may want its own ending back (Yur-evich: Yuri). */
static int father_sets(const struct match *m, const struct term *t, uint16_t ids[SETS_MAX])
{
	static const str ends[] = { E("oviC"), E("eviC"), E("aviC"), E("iviC"), E("ovna"),
				    E("evna"), E("ivna"), E("avna"), E("iCna"), E("iC") };
	static const char *const backs[] = { "", "i", "e", "a", "ia" };
	char s[READING_MAX + 3];
	str stem = t->reading[0];
	int n = 0;
	stem.n -= ending_of(stem, ends, sizeof ends / sizeof *ends);
	if (stem.n < 2)
		return 0;
	for (size_t i = 0; i < sizeof backs / sizeof *backs; i++) {
		str back = str_of(backs[i]);
		memcpy(s, stem.p, (size_t)stem.n);
		if (back.n)
			memcpy(s + stem.n, back.p, (size_t)back.n);
		n = sets_find(m->sets, SCRIPT_LATIN, (str){ s, stem.n + back.n }, ids, n);
	}
	if (str_ends(stem, S("ai"))) { /* Mykolai-ovych: -ay is folded to e at the end of a name */
		memcpy(s, stem.p, (size_t)stem.n);
		s[stem.n - 2] = 'e';
		n = sets_find(m->sets, SCRIPT_LATIN, (str){ s, stem.n - 1 }, ids, n);
	}
	return n;
}

static void add_sets(struct arena *a, const struct match *m, struct term *t)
{
	uint16_t ids[SETS_MAX];
	int n = 0;
	bool is_own =
	    (t->flags & TERM_ABJAD) || t->script == SCRIPT_HAN || t->script == SCRIPT_HANGUL;
	if (is_own)
		n = sets_find(m->sets, (enum script)t->script, t->text, ids, n);
	else if (t->flags & TERM_PATRONYMIC)
		n = father_sets(m, t, ids);
	for (int i = 0; !is_own && !(t->flags & TERM_PATRONYMIC) && i < t->n_readings; i++)
		n = sets_find(m->sets, (enum script)t->script, t->reading[i], ids, n);
	uint8_t *at = arena_bytes(a, 2 * n, 1);
	for (int i = 0; i < n; i++) {
		at[2 * i] = (uint8_t)ids[i];
		at[2 * i + 1] = (uint8_t)(ids[i] >> 8);
	}
	t->sets = at;
	t->n_sets = (uint8_t)n;
}

void term_make(struct arena *a, const struct match *m, enum match_kind kind, struct piece p,
	       struct term *t)
{
	char out[READINGS_MAX][READING_MAX + 1];
	*t = (struct term){ .flags = p.flags, .script = p.script, .text = str_copy(a, p.text) };
	struct token token = { .text = p.text, .script = p.script, .flags = p.lang };
	t->n_readings = (uint8_t)letters_read(m->letters, token, out);
	for (int i = 0; i < t->n_readings; i++)
		t->reading[i] = str_copy(a, str_of(out[i]));
	if (p.script == SCRIPT_ARABIC || p.script == SCRIPT_HEBREW)
		t->flags |= TERM_ABJAD;
	else if (kind == MATCH_PERSON && is_patronymic(t->reading[0]))
		t->flags |= TERM_PATRONYMIC;
	unsigned word = kind == MATCH_PERSON ? words_find(m->words, kind, p.text) : 0;
	if ((word & WORD_CHINESE) || p.script == SCRIPT_HAN)
		t->flags |= TERM_CHINESE;
	if ((word & WORD_KOREAN) || p.script == SCRIPT_HANGUL)
		t->flags |= TERM_KOREAN;
	if (p.script == SCRIPT_LATIN || p.script == SCRIPT_HAN || p.script == SCRIPT_HANGUL)
		add_asian(a, t, plain_latin(a, p.text, p.script));
	if (!(p.flags & (TERM_LEGAL | TERM_WEAK | TERM_INITIAL | TERM_NUMBER))) {
		add_sets(a, m, t);
		if (kind == MATCH_PERSON && p.script != SCRIPT_HAN && !(t->flags & TERM_ABJAD))
			add_bare_reading(t);
	}
	t->weight = (uint8_t)term_weight(m, t);
}

/* ---- keys ---- */

uint32_t term_key(enum match_kind kind, char tag, str s)
{
	uint64_t h = str_hash(s) ^
		     ((uint64_t)(uint8_t)tag << 8 | (uint64_t)kind) * UINT64_C(0xd6e8feb86659fd93);
	h ^= h >> 32;
	h *= UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(h >> 32);
}

struct key_list {
	enum match_kind kind;
	uint32_t *v;
	int n;
};

static void add_key(struct key_list *l, char tag, str s)
{
	if (l->n < KEYS_MAX)
		l->v[l->n++] = term_key(l->kind, tag, s);
}

/* The string with each letter left out once: two strings that share one of these are at most one
 * insertion, deletion, exchange or substitution apart, or two that fall together. */
static void add_deletes(struct key_list *l, char tag, str s, ptrdiff_t from)
{
	char buf[READING_MAX + 1];
	for (ptrdiff_t i = from; i < s.n; i++) {
		if (i && s.p[i] == s.p[i - 1])
			continue;
		memcpy(buf, s.p, (size_t)i);
		memcpy(buf + i, s.p + i + 1, (size_t)(s.n - i - 1));
		add_key(l, tag, (str){ buf, s.n - 1 });
	}
}

static bool has_consonants(const struct term *t)
{
	return t->script != SCRIPT_HAN && t->script != SCRIPT_HANGUL && t->script != SCRIPT_OTHER;
}

/* Of all readings, each once. */
static void add_consonants(struct key_list *l, char tag, const struct term *t,
			   int (*of)(str reading, char out[READING_MAX + 1]))
{
	char s[READINGS_MAX][READING_MAX + 1];
	for (int i = 0; i < t->n_readings; i++) {
		int n = of(t->reading[i], s[i]);
		bool is_new = true;
		for (int k = 0; k < i; k++)
			is_new &= strcmp(s[k], s[i]) != 0;
		if (is_new)
			add_key(l, tag, (str){ s[i], n });
	}
}

static void add_loose_keys(struct key_list *l, const struct term *t, bool is_query)
{
	char s[READING_MAX + 1];
	if (t->flags & TERM_ABJAD) {
		add_consonants(l, 'a', t, letters_skeleton);
		if (is_query)
			add_consonants(l, 'k', t, letters_skeleton);
		return;
	}
	add_consonants(l, is_query ? 'a' : 'k', t, letters_skeleton);
	add_consonants(l, 'c', t, letters_consonants);
	int n = letters_consonants(t->reading[0], s);
	if (n >= 5)
		add_deletes(l, 'c', (str){ s, n }, 1);
	else if (n == 4)
		for (int i = 1; i < n; i++) {
			char c = s[i];
			s[i] = '_';
			add_key(l, 'w', (str){ s, n });
			s[i] = c;
		}
}

int term_keys(const struct term *t, enum match_kind kind, bool is_query, uint32_t keys[KEYS_MAX])
{
	struct key_list l = { .kind = kind, .v = keys };
	if (t->flags & TERM_INITIAL) {
		for (int i = 0; i < t->n_readings; i++)
			add_key(&l, 'i', str_slice(t->reading[i], 0, 1));
		return l.n;
	}
	for (int i = 0; i < t->n_readings; i++)
		add_key(&l, 'r', t->reading[i]);
	if (t->flags & (TERM_LEGAL | TERM_WEAK | TERM_NUMBER))
		return l.n;
	for (int i = 0; i < t->n_sets; i++)
		add_key(&l, t->flags & TERM_PATRONYMIC ? 'p' : 's',
			(str){ (const char[]){ (char)(t->sets[2 * i] & 0xfe),
					       (char)t->sets[2 * i + 1] },
			       2 });
	for (int i = 0; i < 2; i++)
		if (t->asian[i].n)
			add_key(&l, (char)('y' + i), t->asian[i]);
	if (!(t->flags & TERM_ABJAD) && t->reading[0].n >= 4)
		add_deletes(&l, 'r', t->reading[0], 0);
	/* joined parts count only when nearly equal */
	if (has_consonants(t) && !(t->flags & TERM_JOINED))
		add_loose_keys(&l, t, is_query);
	return l.n;
}

bool terms_share_key(const struct term *q, const struct term *l, enum match_kind kind)
{
	uint32_t a[KEYS_MAX], b[KEYS_MAX];
	int n = term_keys(q, kind, true, a), k = term_keys(l, kind, false, b);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < k; j++)
			if (a[i] == b[j])
				return true;
	return false;
}

/* ---- the stored form: a head of lengths, then sets and strings ---- */

enum { HEAD = 6 + 1 + READINGS_MAX + 2 };

ptrdiff_t term_bytes(const struct term *t)
{
	ptrdiff_t n = HEAD + 2 * t->n_sets + t->text.n;
	for (int i = 0; i < t->n_readings; i++)
		n += t->reading[i].n;
	return n + t->asian[0].n + t->asian[1].n;
}

static uint8_t *store_str(uint8_t *at, uint8_t *length, str s)
{
	*length = (uint8_t)s.n;
	if (s.n)
		memcpy(at, s.p, (size_t)s.n);
	return at + s.n;
}

void term_store(const struct term *t, uint8_t *p)
{
	uint8_t *at = p + HEAD, *length = p + 6;
	p[0] = (uint8_t)t->flags;
	p[1] = (uint8_t)(t->flags >> 8);
	p[2] = t->script;
	p[3] = t->weight;
	p[4] = t->n_readings;
	p[5] = t->n_sets;
	memset(length, 0, HEAD - 6);
	if (t->n_sets)
		memcpy(at, t->sets, 2 * (size_t)t->n_sets);
	at = store_str(at + 2 * t->n_sets, length++, t->text);
	for (int i = 0; i < t->n_readings; i++)
		at = store_str(at, length + i, t->reading[i]);
	for (int i = 0; i < 2; i++)
		at = store_str(at, length + READINGS_MAX + i, t->asian[i]);
}

bool term_view(const uint8_t *p, ptrdiff_t n, struct term *t)
{
	if (n < HEAD)
		return false;
	*t = (struct term){ .flags = (uint16_t)(p[0] | p[1] << 8),
			    .script = p[2],
			    .weight = p[3],
			    .n_readings = p[4],
			    .n_sets = p[5],
			    .sets = p + HEAD };
	if (t->n_readings < 1 || t->n_readings > READINGS_MAX || t->n_sets > SETS_MAX ||
	    t->script >= SCRIPT_N)
		return false;
	ptrdiff_t at = HEAD + 2 * t->n_sets;
	str *to[1 + READINGS_MAX + 2] = { &t->text };
	int k = 1;
	for (int i = 0; i < READINGS_MAX; i++)
		to[k++] = &t->reading[i];
	to[k++] = &t->asian[0];
	to[k++] = &t->asian[1];
	for (int i = 0; i < k; i++) {
		if (i && p[6 + i] > READING_MAX)
			return false;
		*to[i] = (str){ (const char *)p + at, p[6 + i] };
		at += p[6 + i];
	}
	if (at != n || !t->text.n)
		return false;
	for (int i = 0; i < t->n_readings; i++)
		if (!t->reading[i].n)
			return false;
	return true;
}

/* ---- names ---- */

static void add_join(struct arena *a, const struct match *m, struct name *name,
		     const struct pieces *p, int from, int n)
{
	char buf[4 * TEXT_MAX];
	ptrdiff_t used = 0;
	if (name->n + name->n_units >= UNITS_MAX)
		return;
	for (int i = from; i < from + n; i++) {
		const struct piece *x = &p->v[i];
		if (x->script != p->v[from].script || x->script == SCRIPT_HAN ||
		    x->script == SCRIPT_HANGUL || (x->flags & ~(TERM_WEAK | TERM_COMPOUND)))
			return;
		memcpy(buf + used, x->text.p, (size_t)x->text.n);
		used += x->text.n;
	}
	if (used > 24)
		return;
	struct piece joined = { .text = { buf, used },
				.script = p->v[from].script,
				.lang = p->v[from].lang };
	struct unit *u = &name->unit[name->n + name->n_units++];
	term_make(a, m, name->kind, joined, &u->term);
	u->term.flags |= TERM_JOINED;
	u->from = (uint8_t)from;
	u->n = (uint8_t)n;
}

void name_make(struct arena *a, const struct match *m, enum match_kind kind, str text,
	       bool with_joins, struct name *n)
{
	struct pieces p;
	name_pieces(m, kind, text, &p);
	n->kind = kind;
	n->n = p.n;
	n->n_units = 0;
	for (int i = 0; i < p.n; i++) {
		term_make(a, m, kind, p.v[i], &n->unit[i].term);
		n->unit[i].from = (uint8_t)i;
		n->unit[i].n = 1;
	}
	for (int k = 2; with_joins && k <= 3; k++)
		for (int i = 0; i + k <= p.n; i++)
			add_join(a, m, n, &p, i, k);
	n->n_units += n->n;
}
