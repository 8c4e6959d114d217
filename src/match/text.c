/* text.c: a name becomes tokens. Letters are lowered and put together with their marks (the part of
 * NFKC that names need: combining marks, presentation forms, full-width letters), apostrophes of
 * all shapes vanish, everything else separates. First scripts, then characters, then the splitter.
 */
#include <glib.h>
#include <string.h>

#include "base/utf8.h"
#include "match/match_in.h"

struct range {
	uint32_t from, to;
	enum script script;
};

/* Unicode blocks; letters and marks only are asked for. */
static const struct range ranges[] = {
	{ 'a', 'z', SCRIPT_LATIN },          { 0xc0, 0x24f, SCRIPT_LATIN },
	{ 0x250, 0x2af, SCRIPT_LATIN },      { 0x1e00, 0x1eff, SCRIPT_LATIN },
	{ 0x370, 0x3ff, SCRIPT_GREEK },      { 0x1f00, 0x1fff, SCRIPT_GREEK },
	{ 0x400, 0x52f, SCRIPT_CYRILLIC },   { 0x531, 0x58f, SCRIPT_ARMENIAN },
	{ 0x591, 0x5f4, SCRIPT_HEBREW },     { 0x610, 0x6ff, SCRIPT_ARABIC },
	{ 0x750, 0x77f, SCRIPT_ARABIC },     { 0x10a0, 0x10ff, SCRIPT_GEORGIAN },
	{ 0x1c90, 0x1cbf, SCRIPT_GEORGIAN }, { 0x3041, 0x30ff, SCRIPT_KANA },
	{ 0x3400, 0x9fff, SCRIPT_HAN },      { 0xac00, 0xd7a3, SCRIPT_HANGUL },
	{ 0x20000, 0x323af, SCRIPT_HAN },
};

enum script text_script(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return SCRIPT_DIGIT;
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return ranges[i].script;
	return c > 0x7f && (g_unichar_isalpha(c) || g_unichar_ismark(c)) ? SCRIPT_OTHER
									 : SCRIPT_NONE;
}

/* Apostrophes, half rings and primes (ayn, hamza, soft sign), invisible joiners. */
static bool is_silent(uint32_t c)
{
	switch (c) {
	case '\'':
	case '`':
	case 0xad:
	case 0xb4:
	case 0x2018:
	case 0x2019:
	case 0x201b:
	case 0x2032:
	case 0x2b9:
	case 0x2ba:
	case 0x2bb:
	case 0x2bc:
	case 0x2bd:
	case 0x2be:
	case 0x2bf:
	case 0x2c8:
	case 0x640:
	case 0x55a:
	case 0x59f:
	case 0x5f3:
	case 0x5f4:
	case 0x200b:
	case 0x200c:
	case 0x200d:
	case 0x200e:
	case 0x200f:
	case 0x2060:
	case 0xfeff: return true;
	}
	return false;
}

static bool is_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x5be;
}

/* Letters that look the same in two scripts, Cyrillic first: a forged or mistyped token takes the
 * script that most of its letters have. */
static const char twins[][2][3] = {
	{ "а", "a" }, { "е", "e" }, { "о", "o" }, { "р", "p" }, { "с", "c" },
	{ "у", "y" }, { "х", "x" }, { "і", "i" }, { "к", "k" }, { "м", "m" },
	{ "т", "t" }, { "в", "b" }, { "н", "h" }, { "ѕ", "s" }, { "ј", "j" },
};

struct splitter {
	struct tokens *t;
	enum match_kind kind;
	int at;        /* where the open token begins in buf */
	uint32_t last; /* last character put; 0 at the beginning of a token */
	int uppers_n;  /* of them capitals, as written */
	int letters_n; /* characters of the open token */
	int seen[SCRIPT_N];
	bool is_dotted, after_hyphen, is_ukrainian, was_lower, has_lower;
	int bracket;
};

static bool is_mark(uint32_t c)
{
	return c >= 0x80 && g_unichar_ismark(c);
}

static void put_char(struct splitter *s, uint32_t c)
{
	struct tokens *t = s->t;
	if (t->used + 4 > (int)sizeof t->buf || t->used - s->at + 4 > TEXT_MAX)
		return;
	if (c >= 0x3400 && c < 0xa000)
		c = han_simplified(c);
	uint32_t composed;
	if (s->last && is_mark(c) && g_unichar_compose(s->last, c, &composed)) {
		t->used -= utf8_put((char[4]){ 0 }, s->last);
		c = composed;
	}
	s->last = c;
	s->letters_n++;
	s->seen[text_script(c)]++;
	/* Letters that only Ukrainian and Belarusian have say what language the name is in. */
	if (c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491 || c == 0x45e)
		s->is_ukrainian = true;
	t->used += utf8_put(t->buf + t->used, c);
}

static enum script main_script(const struct splitter *s)
{
	enum script best = SCRIPT_NONE;
	for (int i = 1; i < SCRIPT_N; i++)
		if (s->seen[i] && i != SCRIPT_DIGIT && (!best || s->seen[i] > s->seen[best]))
			best = (enum script)i;
	return best ? best : s->seen[SCRIPT_DIGIT] ? SCRIPT_DIGIT : SCRIPT_NONE;
}

/* Replaces twins of the other script in place; both sides may differ in length. */
static void mend_twins(struct splitter *s, enum script to)
{
	struct tokens *t = s->t;
	char old[TEXT_MAX];
	int n = t->used - s->at, from = to == SCRIPT_LATIN ? 0 : 1;
	memcpy(old, t->buf + s->at, (size_t)n);
	t->used = s->at;
	for (ptrdiff_t i = 0; i < n;) {
		ptrdiff_t at = i;
		utf8_next((str){ old, n }, &i);
		str c = { old + at, i - at };
		for (size_t k = 0; k < sizeof twins / sizeof *twins; k++)
			if (str_eq(c, str_of(twins[k][from])))
				c = str_of(twins[k][!from]);
		if (t->used - s->at + c.n > TEXT_MAX)
			break;
		memcpy(t->buf + t->used, c.p, (size_t)c.n);
		t->used += (int)c.n;
	}
}

static void end_token(struct splitter *s)
{
	struct tokens *t = s->t;
	enum script script = main_script(s);
	if (script != SCRIPT_NONE && t->n < MATCH_PARTS_MAX) {
		if (s->seen[SCRIPT_LATIN] && s->seen[SCRIPT_CYRILLIC])
			mend_twins(s, script);
		t->v[t->n++] = (struct token){
			.text = { t->buf + s->at, t->used - s->at },
			.script = (uint8_t)script,
			.flags = (uint8_t)((s->after_hyphen ? TOKEN_HYPHEN : 0) |
					   (s->bracket > 0 ? TOKEN_BRACKET : 0) |
					   (s->uppers_n >= s->letters_n ? TOKEN_CAPS : 0)),
		};
		s->after_hyphen = false;
	} else {
		t->used = s->at;
	}
	s->at = t->used;
	s->last = 0;
	s->letters_n = 0;
	s->is_dotted = false;
	memset(s->seen, 0, sizeof s->seen);
}

/* "A.B.C." and "A/S" of an organisation are one word, "M/V" of a ship too; "S.V." of a person are
 * two initials. */
static bool dot_joins(const struct splitter *s, str name, ptrdiff_t after)
{
	if (s->kind == MATCH_PERSON || !(s->letters_n == 1 || s->is_dotted) || after >= name.n)
		return false;
	uint32_t c = utf8_next(name, &after);
	if (!g_unichar_isalpha(c))
		return false;
	return after >= name.n || !g_unichar_isalpha(utf8_next(name, &after));
}

static void take_char(struct splitter *s, uint32_t c)
{
	enum script script = text_script(c);
	bool is_letter = script != SCRIPT_NONE &&
			 (c < 0x80 || script == SCRIPT_DIGIT || g_unichar_isalpha(c) || is_mark(c));
	if (is_letter) {
		/* Han, kana and Hangul end a word of another script, and the other way round. */
		bool is_east = script == SCRIPT_HAN || script == SCRIPT_HANGUL;
		if (s->last && is_east != (s->seen[SCRIPT_HAN] || s->seen[SCRIPT_HANGUL]))
			end_token(s);
		put_char(s, c);
	} else if (is_mark(c) && s->last) {
		put_char(s, c);
	} else if (!is_silent(c)) {
		end_token(s);
		s->after_hyphen = is_hyphen(c) && s->t->n > 0;
		s->bracket += c == '(' ? 1 : c == ')' ? -1 : 0;
		if (c == ',' && s->t->n)
			s->t->v[s->t->n - 1].flags |= TOKEN_COMMA;
	}
}

static bool is_upper(uint32_t c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : g_unichar_isupper(c);
}

/* A capital behind a small letter is a lost space (IvanPetrov, SiemensAG), except behind Mac, in
 * the middle of mixed letters (AKvAM) and in a firm's own spelling (UnitedHealth, GmbH). */
static void split_camel(struct splitter *s, uint32_t c, str rest)
{
	str open = { s->t->buf + s->at, s->t->used - s->at };
	ptrdiff_t i = 0;
	uint32_t next = rest.n ? utf8_next(rest, &i) : ' ';
	bool is_word = s->kind == MATCH_PERSON ? g_unichar_isalpha(next) : is_upper(next);
	if (is_upper(c) && s->was_lower && is_word && s->letters_n >= 3 && s->uppers_n <= 1 &&
	    !str_eq(open, S("mac")))
		end_token(s);
	s->uppers_n = is_upper(c) + (s->letters_n ? s->uppers_n : 0);
	s->was_lower = c < 0x80 ? c >= 'a' && c <= 'z' : g_unichar_islower(c);
	s->has_lower |= s->was_lower;
}

void text_tokens(enum match_kind kind, str name, struct tokens *t)
{
	struct splitter s = { .t = t, .kind = kind };
	t->n = t->used = 0;
	for (ptrdiff_t i = 0; i < name.n;) {
		uint32_t c = utf8_next(name, &i);
		split_camel(&s, c, str_slice(name, i, name.n));
		if (c < 0x80) {
			if (c >= 'A' && c <= 'Z')
				c += 32;
			if ((c == '.' || c == '/') && dot_joins(&s, name, i))
				s.is_dotted = true;
			else
				take_char(&s, c);
			continue;
		}
		/* Presentation forms, ligatures and full-width letters become plain ones. */
		gunichar plain[18];
		gsize n = 1;
		plain[0] = c;
		if (c >= 0xf900 || (c >= 0x1d2c && c < 0x1e00) || (c >= 0x2070 && c < 0x2190))
			n = g_unichar_fully_decompose(c, true, plain, 18);
		for (gsize k = 0; k < n; k++)
			take_char(&s, g_unichar_tolower(plain[k]));
	}
	end_token(&s);
	for (int i = 0; !s.has_lower && i < t->n; i++)
		t->v[i].flags &= (uint8_t)~TOKEN_CAPS;
	for (int i = 0; s.is_ukrainian && i < t->n; i++)
		if (t->v[i].script == SCRIPT_CYRILLIC)
			t->v[i].flags |= TOKEN_UKRAINIAN;
}
