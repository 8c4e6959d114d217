/* similar.c: how alike two parts of a name are. First the costs of letters (each with the reason
 * why the two are taken for each other), then the distance within the fold alphabet, then the
 * distance between an abjad and the fold alphabet, then the rules in the order in which they are
 * tried. */
#include <string.h>

#include "base/must.h"
#include "match/score.h"

/* Letters that stand for each other, in hundredths of a letter. */
static const struct {
	const char *pairs;
	uint8_t cost;
} likely[] = {
	/* unstressed e and i, o and u: short vowels of Arabic (Khalid, Khaled; Umar, Omar) */
	{ "ei ou", 25 },
	/* a for e (Ahmad, Ahmed), a for o (Russian akanie, Persian), o for e (ё without its dots)
	 */
	{ "ae ao oe", 32 },
	/* Ukrainian and Belarusian г; German and Serbian h for х; glide written j */
	{ "gh Ji", 35 },
	/* one sound in two romanisations: j zh (French), dz z, ts s z, ch sh (French), ch ts */
	{ "JZ Zz cs cz CS Cc zs Ss SZ", 35 },
	/* j for g before e and i; hard and soft: final devoicing, Persian and Turkish spelling */
	{ "Jg td bp vf kg", 40 },
	/* kh heard as k; Greek and Spanish b for v; c as k; w as u; Arabic dh, th */
	{ "kh bv ck vu dz ts Ck", 45 },
	/* m and n before a consonant, l and r: misheard */
	{ "mn lr", 80 },
};

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* What an abjad letter is commonly written as at no cost, at a small one. */
static const struct {
	char letter;
	const char *free, *cheap;
} abjad_letters[] = {
	{ 'A', "ae", "o" },   { 'W', "uov", "" },   { 'Y', "ie", "" },    { 'E', "aeiou", "" },
	{ 'x', "", "aeiou" }, { 'y', "aie", "" },   { 'T', "aet", "hi" }, { 'J', "J", "gZzC" },
	{ 'S', "S", "sC" },   { 'C', "C", "Sc" },   { 'Z', "Z", "zJ" },   { 'g', "g", "khJ" },
	{ 'h', "h", "k" },    { 'k', "k", "gcCh" }, { 't', "t", "ds" },   { 'd', "d", "tz" },
	{ 'z', "z", "d" },    { 's', "s", "zc" },   { 'b', "b", "pv" },   { 'p', "p", "b" },
	{ 'f', "f", "vp" },   { 'v', "v", "uf" },   { 'c', "c", "szC" },  { 'B', "bv", "" },
	{ 'P', "pf", "" },    { 'K', "kh", "c" },   { 'X', "sS", "z" },   { 'r', "r", "" },
	{ 'l', "l", "" },     { 'm', "m", "n" },    { 'n', "n", "m" },
};
/* A long vowel at the end is always written: Hamid is not Hamidi. */
enum { ABJAD_CHEAP = 22, ABJAD_WRONG = 120, ABJAD_LAST = 140 };

void similar_costs(struct match *m)
{
	memset(m->substitute, 100, sizeof m->substitute);
	memset(m->gap, 100, sizeof m->gap);
	memset(m->abjad, ABJAD_WRONG, sizeof m->abjad);
	for (const char *a = "aeiou"; *a; a++) {
		m->gap[(int)*a] = 50; /* a vowel not heard: Nsrin, Nasrin */
		for (const char *b = "aeiou"; *b; b++)
			m->substitute[(int)*a][(int)*b] = 45;
	}
	m->gap['i'] = 40; /* glides: Evgenyevich, Evgenevich */
	m->gap['h'] = 40; /* Hamid, Amid; Mohd */
	for (size_t k = 0; k < sizeof likely / sizeof *likely; k++)
		for (const char *p = likely[k].pairs; *p; p += p[2] ? 3 : 2)
			m->substitute[(int)p[0]][(int)p[1]] = m->substitute[(int)p[1]][(int)p[0]] =
			    likely[k].cost;
	for (int c = 0; c < 128; c++)
		m->substitute[c][c] = 0;
	for (size_t k = 0; k < sizeof abjad_letters / sizeof *abjad_letters; k++) {
		uint8_t *row = m->abjad[(int)abjad_letters[k].letter];
		for (const char *z = abjad_letters[k].cheap; *z; z++)
			row[(int)*z] = ABJAD_CHEAP;
		for (const char *z = abjad_letters[k].free; *z; z++)
			row[(int)*z] = 0;
	}
}

/* ---- distance inside the fold alphabet ---- */

enum {
	FAR = 30000,
	FIRST_LETTER = 30,
	LIKELY_MOST = 45,
	EXCHANGE = 70,
};

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int letter(char c)
{
	return c & 0x7f;
}

/* Weighted Damerau distance in hundredths; FAR as soon as it must exceed `cut`. A wrong first
 * letter costs more: people get it right, and romanisations that differ there are in the tables.
 * What both begin and end with is the same at no cost. */
static int edit_distance(const struct match *m, str a, str b, int cut)
{
	int rows[3][READING_MAX + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];
	ptrdiff_t same = 0;
	while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1])
		a.n--, b.n--;
	while (same < a.n && same < b.n && a.p[same] == b.p[same])
		same++;
	int first = same ? 0 : FIRST_LETTER;
	a = str_slice(a, same, a.n);
	b = str_slice(b, same, b.n);
	last[0] = 0;
	for (ptrdiff_t j = 1; j <= b.n; j++)
		last[j] = last[j - 1] + m->gap[letter(b.p[j - 1])];
	for (ptrdiff_t i = 1; i <= a.n; i++) {
		int ca = letter(a.p[i - 1]), low;
		const uint8_t *costs = m->substitute[ca];
		low = row[0] = last[0] + m->gap[ca];
		for (ptrdiff_t j = 1; j <= b.n; j++) {
			int cb = letter(b.p[j - 1]);
			int x = last[j - 1] + costs[cb];
			if (i == 1 && j == 1 && costs[cb] > LIKELY_MOST)
				x += first;
			x = least(x, last[j] + m->gap[ca]);
			x = least(x, row[j - 1] + m->gap[cb]);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				x = least(x, before[j - 2] + EXCHANGE);
			row[j] = x;
			low = least(low, x);
		}
		if (low > cut)
			return FAR;
		int *spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[b.n] > cut ? FAR : last[b.n];
}

/* ---- distance between an abjad reading and a fold reading ---- */

/* A letter of the abjad that the other side lacks. */
static int abjad_gap(str a, ptrdiff_t i)
{
	switch (a.p[i]) {
	case 'E':
	case 'x': return 0;
	case 'T': return 10;
	/* long vowels are written, most of all at the end (the -i of origin: Ahmad is not Ahmadi)
	 */
	case 'A': return i == 0 || i < a.n - 1 ? 45 : 100;
	case 'W':
	case 'y':
	case 'Y': return i == 0 ? 100 : i == a.n - 1 ? ABJAD_LAST : 70;
	case 'h': return i == a.n - 1 ? 0 : 90;
	}
	return 100;
}

/* A letter of the other side that the abjad does not write: short vowels are free inside a word. */
static int fold_gap(str a, ptrdiff_t i, str b, ptrdiff_t j)
{
	char c = b.p[j];
	if (is_vowel(c)) {
		if (j == 0)
			return a.n && (a.p[0] == 'A' || a.p[0] == 'E' || a.p[0] == 'x') ? 5 : 60;
		if (j == b.n - 1)
			return i && a.p[i - 1] == 'h' ? 0 : c == 'a' || c == 'e' ? 50 : ABJAD_LAST;
		return 4;
	}
	return c == 'h' ? 90 : 100;
}

static int abjad_distance(const struct match *m, str a, str b, int cut)
{
	int rows[2][READING_MAX + 1];
	int *last = rows[0], *row = rows[1];
	last[0] = 0;
	for (ptrdiff_t j = 1; j <= b.n; j++)
		last[j] = last[j - 1] + fold_gap(a, 0, b, j - 1);
	for (ptrdiff_t i = 1; i <= a.n; i++) {
		int low;
		low = row[0] = last[0] + abjad_gap(a, i - 1);
		for (ptrdiff_t j = 1; j <= b.n; j++) {
			int cost = m->abjad[letter(a.p[i - 1])][letter(b.p[j - 1])];
			/* alif at the head of a word carries any vowel (Ibrahim, Umar) */
			if (i == 1 && j == 1 && a.p[0] == 'A' && is_vowel(b.p[0]))
				cost = 0;
			int x = last[j - 1] + cost;
			x = least(x, last[j] + abjad_gap(a, i - 1));
			x = least(x, row[j - 1] + fold_gap(a, i, b, j - 1));
			row[j] = x;
			low = least(low, x);
		}
		if (low > cut)
			return FAR;
		int *spare = last;
		last = row;
		row = spare;
	}
	return last[b.n];
}

/* ---- rules ---- */

enum {
	/* Below this a pair of parts does not count as similar at all. */
	ALIKE_LEAST = 700,
	ALIKE_STYLE = 970, /* equal only in a second reading (another language's habit) */
	ALIKE_SET = 950,   /* Mykola for Nikolai: a form of the same name */
	ALIKE_SHORT = 860, /* Sasha for Aleksandr: short forms are shared by several names */
	ALIKE_INITIAL = 900,
	ALIKE_ASIAN = 930,
	/* Both are names of their own (Kabir and Qadir, Mario and Maria): hardly a slip of the pen.
	 */
	KNOWN_APART = 130,
	/* An abjad leaves no choice where the vowels are known: Muhammad is not written as Mahmud.
	 */
	ABJAD_KNOWN_APART = 200,
	ALIKE_SKELETON = 960, /* vowels of one side are not written: never quite certain */
};

static struct alike initial_alike(const struct term *q, const struct term *l)
{
	const struct term *i = q->flags & TERM_INITIAL ? q : l, *full = i == q ? l : q;
	for (int k = 0; k < i->n_readings; k++)
		for (int j = 0; j < full->n_readings; j++)
			if (i->reading[k].p[0] == full->reading[j].p[0])
				return (struct alike){
					full->flags & TERM_INITIAL ? ALIKE_MAX : ALIKE_INITIAL,
					full->flags & TERM_INITIAL ? RULE_EXACT : RULE_INITIAL
				};
	return (struct alike){ 0, RULE_CONTRADICT, 0 };
}

static struct alike set_alike(const struct match *m, const struct term *q, const struct term *l)
{
	struct alike best = { 0, RULE_CONTRADICT };
	if ((q->flags ^ l->flags) & TERM_PATRONYMIC)
		return best; /* the sets of a patronymic are the father's */
	for (int i = 0; i < q->n_sets; i++)
		for (int j = 0; j < l->n_sets; j++) {
			unsigned a = q->sets[2 * i] | (unsigned)q->sets[2 * i + 1] << 8;
			unsigned b = l->sets[2 * j] | (unsigned)l->sets[2 * j + 1] << 8;
			/* two short forms of one name are seldom of one person, and what one
			 * foreign form is written as in an alphabet are not forms of each other */
			if (a / 2 != b / 2 || a / 2 < m->east_n || (a & b & 1) ||
			    (a / 2 >= m->cross_at && a / 2 < m->cross_end &&
			     q->script == l->script))
				continue;
			bool is_short = (a & 1) || (b & 1);
			int likeness = is_short ? ALIKE_SHORT : ALIKE_SET;
			enum match_rule rule = is_short ? RULE_SHORT : RULE_SET;
			if (likeness > best.likeness)
				best = (struct alike){ likeness, rule };
		}
	return best;
}

static struct alike reading_alike(const struct term *q, const struct term *l)
{
	bool is_east = q->script >= SCRIPT_HAN || l->script >= SCRIPT_HAN;
	if (q->script == SCRIPT_HAN && l->script == SCRIPT_HAN)
		return (struct alike){ 0,
				       RULE_CONTRADICT }; /* characters are exact or other names */
	for (int i = 0; i < q->n_readings; i++)
		for (int j = 0; j < l->n_readings; j++)
			if (str_eq(q->reading[i], l->reading[j]) && !(is_east && (i || j))) {
				if (q->script != l->script)
					return (struct alike){ i || j ? 985 : ALIKE_MAX,
							       RULE_TABLE };
				return (struct alike){ i || j ? ALIKE_STYLE : ALIKE_MAX,
						       RULE_FOLD };
			}
	return (struct alike){ 0, RULE_CONTRADICT, 0 };
}

/* The same syllables, or forms of one Chinese or Korean surname. */
static int east_likeness(const struct match *m, const struct term *q, const struct term *l)
{
	for (int i = 0; i < q->n_sets; i++)
		for (int j = 0; j < l->n_sets; j++) {
			unsigned a = q->sets[2 * i] | (unsigned)q->sets[2 * i + 1] << 8;
			unsigned b = l->sets[2 * j] | (unsigned)l->sets[2 * j + 1] << 8;
			if (a / 2 == b / 2 && a / 2 < m->east_n)
				return ALIKE_SET;
		}
	for (int i = 0; i < 2; i++)
		if (q->asian[i].n >= 2 && str_eq(q->asian[i], l->asian[i]) &&
		    !(i == 0 && (q->flags & l->flags & TERM_PINYIN)))
			return ALIKE_ASIAN;
	return 0;
}

/* Letters that both sides write: what a difference is measured against. */
static int consonants(str fold)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < fold.n; i++)
		n += !is_vowel(fold.p[i]);
	return n;
}

static int abjad_letters_n(str a)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < a.n; i++)
		n += a.p[i] != 'E' && a.p[i] != 'x';
	return n;
}

static struct alike abjad_alike(const struct match *m, const struct term *q, const struct term *l)
{
	const struct term *a = q->flags & TERM_ABJAD ? q : l, *b = a == q ? l : q;
	struct alike best = { 0, RULE_CONTRADICT };
	for (int i = 0; i < a->n_readings; i++)
		for (int j = 0; j < b->n_readings; j++) {
			int n = abjad_letters_n(a->reading[i]), k = consonants(b->reading[j]);
			int size = n > k ? n : k;
			int d = abjad_distance(m, a->reading[i], b->reading[j], size * 38);
			if (d == FAR || !size)
				continue;
			/* two written letters prove less than four */
			int top = size >= 3 ? ALIKE_SKELETON : size == 2 ? 900 : 700;
			int likeness = top - d * 12 / size;
			if (likeness > best.likeness)
				best = (struct alike){ likeness, RULE_SKELETON, 0 };
		}
	if (q->n_sets && l->n_sets)
		best.likeness -= ABJAD_KNOWN_APART;
	return best.likeness < ALIKE_LEAST ? (struct alike){ 0, RULE_CONTRADICT, 0 } : best;
}

/* Grammar, not evidence: endings that thousands of surnames and patronymics share. What differs is
 * measured against the stems (Protasov and Portnov have little in common). */
static ptrdiff_t shared_ending(str a, str b)
{
	static const str ends[] = {
		{ "oviC", 4 }, { "eviC", 4 },  { "ovna", 4 },  { "evna", 4 },  { "ivna", 4 },
		{ "enko", 4 }, { "Svili", 5 }, { "ovski", 5 }, { "evski", 5 }, { "ian", 3 },
		{ "dze", 3 },  { "ski", 3 },   { "ska", 3 },   { "ova", 3 },   { "eva", 3 },
		{ "ina", 3 },  { "Cuk", 3 },   { "ov", 2 },    { "ev", 2 },    { "in", 2 },
		{ "ez", 2 },   { "uk", 2 },    { "ic", 2 },    { "iC", 2 },    { "ko", 2 },
		{ "zade", 4 }, { "son", 3 },   { "sen", 3 },   { "oglu", 4 },
	};
	ptrdiff_t same = 0, best = 0;
	while (same < a.n && same < b.n && a.p[a.n - 1 - same] == b.p[b.n - 1 - same])
		same++;
	for (size_t i = 0; same >= 2 && i < sizeof ends / sizeof *ends; i++)
		if (ends[i].p[ends[i].n - 1] == a.p[a.n - 1] && ends[i].n > best &&
		    ends[i].n <= same && str_ends(a, ends[i]))
			best = ends[i].n;
	return best;
}

/* In hundredths: how much a letter's cost takes from the likeness of a part of one letter. */
enum { EDIT_RATE = 12, EDIT_SIZE_LEAST = 3 };

/* 0 when it is below `least`. */
static int edit_likeness(const struct match *m, str a, str b, int least)
{
	/* no letter is cheaper to leave out than 40, so lengths alone may decide */
	ptrdiff_t longer = a.n > b.n ? a.n : b.n, apart = longer - (a.n + b.n - longer);
	if (least > ALIKE_MAX || apart * 40 * EDIT_RATE > longer * (ALIKE_MAX - least))
		return 0;
	/* an ending counts half: it is grammar, but people do mistake it (Sechin, Sechev) */
	ptrdiff_t end = shared_ending(a, b) / 2;
	int size = (int)(longer - end);
	size = size < EDIT_SIZE_LEAST ? EDIT_SIZE_LEAST : size;
	int d = edit_distance(m, a, b, size * (ALIKE_MAX - least) / EDIT_RATE);
	/* Kim, Kin; Ali, Adi: in short names a letter makes another name */
	if (d == FAR || (size <= 3 && d > 35) || ((a.n <= 3 || b.n <= 3) && d > 50))
		return 0;
	return ALIKE_MAX - d * EDIT_RATE / size;
}

/* Vladimirova beside Vladimirovna. */
static bool has_surname_ending(const struct term *t)
{
	static const char *const ends[] = { "ov", "ova", "ev", "eva", "in", "ina" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(t->reading[0], str_of(ends[i])))
			return true;
	return false;
}

static struct alike edit_alike(const struct match *m, const struct term *q, const struct term *l)
{
	struct alike best = { 0, RULE_CONTRADICT };
	bool is_east = q->script == SCRIPT_HAN || l->script == SCRIPT_HAN ||
		       q->script == SCRIPT_HANGUL || l->script == SCRIPT_HANGUL;
	/* a syllable with another letter is another name; a father's name is no surname */
	if (is_east || (((q->flags ^ l->flags) & TERM_PATRONYMIC) &&
			has_surname_ending(q->flags & TERM_PATRONYMIC ? l : q)))
		return best;
	int known = q->n_sets && l->n_sets ? KNOWN_APART : 0;
	/* one side at least in the ground habit: what both read otherwise is alike there too */
	for (int i = 0; i < q->n_readings; i++)
		for (int j = 0; j < (i ? 1 : l->n_readings); j++) {
			int less = known + (i || j ? ALIKE_MAX - ALIKE_STYLE : 0);
			int least = best.likeness ? best.likeness + 1 : ALIKE_LEAST;
			int likeness =
			    edit_likeness(m, q->reading[i], l->reading[j], least + less) - less;
			if (likeness >= least)
				best = (struct alike){ likeness, RULE_EDIT, 0 };
		}
	return best;
}

static struct alike better(struct alike a, struct alike b)
{
	return b.likeness > a.likeness ? b : a;
}

struct alike term_alike(const struct match *m, const struct term *q, const struct term *l)
{
	const unsigned whole = TERM_NUMBER | TERM_LEGAL | TERM_WEAK;
	if (q->script == l->script && str_eq(q->text, l->text))
		return (struct alike){ ALIKE_MAX, RULE_EXACT, 0 };
	if ((q->flags | l->flags) & whole)
		return (struct alike){ 0, RULE_CONTRADICT, 0 };
	if ((q->flags | l->flags) & TERM_INITIAL)
		return q->flags & TERM_JOINED ? (struct alike){ 0, RULE_CONTRADICT, 0 }
					      : initial_alike(q, l);
	struct alike best = reading_alike(q, l);
	if (best.likeness == ALIKE_MAX)
		return best;
	best = better(best, set_alike(m, q, l));
	if (best.likeness < ALIKE_SET && ((q->flags ^ l->flags) & TERM_ABJAD))
		best = better(best, abjad_alike(m, q, l));
	else if (best.likeness < ALIKE_SET && !(q->script == SCRIPT_HAN && l->script == SCRIPT_HAN))
		best = better(best, edit_alike(m, q, l));
	best.east = east_likeness(m, q, l);
	return best;
}
