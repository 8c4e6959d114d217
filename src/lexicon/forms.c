/* forms.c: the forms of verbs and nouns by the rules of English spelling. First nouns, then verbs.
 */
#include "lexicon/inside.h"

#include <string.h>

static bool is_vowel(char c)
{
	return strchr("aeiou", c) && c;
}

static str with(struct lexicon *lx, str word, ptrdiff_t cut, const char *end)
{
	return str_fmt(lx->a, "%.*s%s", (int)(word.n - cut), word.p, end);
}

str plural_of(struct lexicon *lx, str w)
{
	char last = w.p[w.n - 1], before = w.n > 1 ? w.p[w.n - 2] : 'a';
	if (w.n > 3 && str_ends(w, S("man")) && !str_ends(w, S("german")))
		return with(lx, w, 2, "en");
	if (last == 'y' && !is_vowel(before))
		return with(lx, w, 1, "ies");
	if (last == 's' || last == 'x' || last == 'z' || str_ends(w, S("ch")) ||
	    str_ends(w, S("sh")))
		return with(lx, w, 0, "es");
	return with(lx, w, 0, "s");
}

static bool has_word(const str *v, ptrdiff_t n, str w)
{
	for (ptrdiff_t i = 0; i < n; i++)
		if (str_eq(v[i], w))
			return true;
	return false;
}

/* English doubles the last consonant of a stressed short syllable: plan, planned. */
static bool is_doubled(const struct lexicon *lx, str w)
{
	int vowels = 0;
	for (ptrdiff_t i = 0; i < w.n; i++)
		vowels += is_vowel(w.p[i]) || (w.p[i] == 'y' && i > 0);
	if (w.n < 3 || is_vowel(w.p[w.n - 1]) || strchr("wxy", w.p[w.n - 1]) ||
	    !is_vowel(w.p[w.n - 2]) || is_vowel(w.p[w.n - 3]))
		return false;
	return vowels == 1 || has_word(lx->doubling.v, lx->doubling.n, w);
}

static void form_add(struct lexicon *lx, str word, int lemma, uint8_t form)
{
	struct entry *e = word_add(lx, word, W_VERB);
	if (e && (e->lemma < 0 || e->lemma == lemma)) {
		e->lemma = (int16_t)lemma;
		e->form |= form;
	}
}

static void forms_add(struct lexicon *lx, str w, int lemma)
{
	char last = w.p[w.n - 1];
	bool doubles = is_doubled(lx, w), y = last == 'y' && !is_vowel(w.p[w.n - 2]);
	char twice[2] = { last, 0 };
	str stem = doubles ? with(lx, w, 0, twice) : w;
	form_add(lx, w, lemma, FORM_BASE);
	form_add(lx, plural_of(lx, w), lemma, FORM_S);
	form_add(lx,
		 last == 'e' && !str_ends(w, S("ee")) && !str_ends(w, S("oe"))
		     ? with(lx, w, 1, "ing")
		     : with(lx, stem, 0, "ing"),
		 lemma, FORM_ING);
	for (ptrdiff_t i = 0; i + 2 < lx->irregular.n; i += 3)
		if (str_eq(lx->irregular.v[i], w)) {
			form_add(lx, lx->irregular.v[i + 1], lemma, FORM_PAST);
			form_add(lx, lx->irregular.v[i + 2], lemma, FORM_PART);
			return;
		}
	form_add(lx,
		 last == 'e' ? with(lx, w, 0, "d")
		 : y         ? with(lx, w, 1, "ied")
			     : with(lx, stem, 0, "ed"),
		 lemma, FORM_PAST | FORM_PART);
}

int lemma_make(struct lexicon *lx, str word)
{
	int node = node_find(lx, word, -1);
	if (node >= 0 && lx->nodes.v[node].e.lemma >= 0)
		for (int i = 0; i < lx->lemmas.n; i++)
			if (str_eq(lx->lemmas.v[i].word, word))
				return i;
	if (word.n < 2 || word.n > 30) {
		wrong(lx, "'%.*s' is no verb", SF(word));
		return 0;
	}
	int i = (int)lx->lemmas.n;
	*arena_push(lx->a, &lx->lemmas) = (struct lemma){ str_copy(lx->a, word), -1, -1, 0 };
	forms_add(lx, word, i);
	return i;
}
