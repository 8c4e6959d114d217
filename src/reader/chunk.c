/* chunk.c: a sentence becomes items (known phrases and single words) and chunks: noun groups, verb
 * groups, and what stands between them. First items, then whether a word is used as a verb, then
 * verb groups, then noun groups. The rules are those of English word order, no statistics. */
#include "reader/doc.h"

#include "base/must.h"

static const uint64_t W_IN_NOUN = W_DET | W_POSS | W_NUMBER | W_ADJ | W_ORDINAL | W_NOUN | W_TITLE |
				  W_FORMER | W_ABOUT | W_MORE | W_LEAST | W_ATMOST | W_DOZEN |
				  W_SAME | W_EACH;
static const uint64_t W_CLOSED = W_PREP | W_AND | W_BUT | W_THAT | W_WH | W_SUB | W_IF | W_BE |
				 W_HAVE | W_DO | W_MODAL | W_NEG | W_TO | W_ADV;

bool item_has(const struct parse *p, int i, uint64_t word_class)
{
	return i >= 0 && i < p->n_items && (p->item[i].is & word_class);
}

str item_text(const struct parse *p, int i)
{
	const struct token *t = p->s->t;
	int32_t from = t[p->item[i].from].from, to = t[p->item[i].to - 1].to;
	return str_slice(p->doc->r->text, from, to);
}

struct span chunk_span(const struct parse *p, int from, int to)
{
	const struct token *t = p->s->t;
	must(from < to);
	return (struct span){ t[p->item[p->ch[from].from].from].from,
			      t[p->item[p->ch[to - 1].to - 1].to - 1].to };
}

/* ---- items */
const struct quote *quote_at(const struct doc *d, int32_t at)
{
	ptrdiff_t lo = 0, hi = d->quotes.n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (d->quotes.v[mid].bytes.end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < d->quotes.n && d->quotes.v[lo].bytes.start <= at ? &d->quotes.v[lo] : NULL;
}

static bool fits_case(const struct entry *e, const struct token *t)
{
	return !(e->is_upper && !t->is_upper) && !(e->is_capitalised && !t->is_cap);
}

/* The longest phrase that starts at token i; returns how many tokens it takes. */
static int phrase_at(const struct parse *p, int i, const struct entry **e)
{
	const struct token *t = &p->s->t[i];
	int best = 1, node = t->node;
	*e = t->e;
	for (int j = i + 1; node >= 0 && j < p->s->n && j - i < PHRASE_WORDS; j++) {
		if (p->s->t[j].kind != TOK_WORD)
			break;
		char room[64];
		str w = str_slice(p->doc->r->text, p->s->t[j].from, p->s->t[j].to);
		str folded = word_fold(room, w);
		const struct entry *longer =
		    folded.p ? lexicon_more(p->doc->lx, folded, &node) : NULL;
		if (!folded.p)
			break;
		if (longer && (fits_case(longer, t) || longer->is || longer->noun)) {
			*e = longer;
			best = j - i + 1;
		}
	}
	return best;
}

static void item_fill(const struct parse *p, struct item *it)
{
	const struct token *t = &p->s->t[it->from];
	const struct quote *q = quote_at(p->doc, t->from);
	it->is_cap = t->is_cap;
	it->is_scare = q && q->words_n <= SCARE_WORDS;
	if (t->kind == TOK_NUMBER)
		it->is = t->is_ordinal ? W_ORDINAL : W_NUMBER;
	if (!it->e)
		return;
	it->is |= it->e->is;
	it->noun = it->e->noun;
	if (fits_case(it->e, t)) {
		it->ent = it->e->ent;
		it->has_code = it->e->has_code;
		/* "May" in mid-sentence is the month, "us" in capitals the state. */
		if (it->ent != ENT_NONE)
			it->is &= ~(W_PRON | W_MODAL | W_VERB);
	}
	if ((it->is & W_MONTH) && (it->is & (W_MODAL | W_VERB)))
		it->is &= t->is_cap && it->from > 0 ? ~(W_MODAL | W_VERB) : ~W_MONTH;
}

/* The marks around a few borrowed words do not interrupt the clause. */
static bool is_borrowed_mark(const struct parse *p, int i)
{
	const struct token *t = &p->s->t[i];
	if (t->kind != TOK_MARK || (t->mark != '<' && t->mark != '>' && t->mark != '"'))
		return false;
	const struct quote *q = quote_at(p->doc, t->from);
	return !q || q->words_n <= SCARE_WORDS;
}

void parse_items(struct parse *p, struct arena *a)
{
	p->item = arena_new_n(a, struct item, p->s->n + 1);
	p->n_items = 0;
	for (int i = 0; i < p->s->n;) {
		if (is_borrowed_mark(p, i)) {
			i++;
			continue;
		}
		struct item *it = &p->item[p->n_items++];
		int n = p->s->t[i].kind == TOK_WORD ? phrase_at(p, i, &it->e) : 1;
		it->from = i;
		it->to = i + n;
		item_fill(p, it);
		i += n;
	}
}

/* ---- is this word used as a verb here? */
static char mark_at(const struct parse *p, int i)
{
	if (i < 0 || i >= p->n_items)
		return '.';
	const struct token *t = &p->s->t[p->item[i].from];
	return t->kind == TOK_MARK ? t->mark : t->kind == TOK_POSSESSIVE ? 's' : 0;
}

static int form_at(const struct parse *p, int i)
{
	return item_has(p, i, W_VERB) && p->item[i].e ? p->item[i].e->form : 0;
}

static bool is_noun_like(const struct parse *p, int i)
{
	if (i < 0 || i >= p->n_items || mark_at(p, i))
		return false;
	const struct item *it = &p->item[i];
	if (it->is_verb)
		return false;
	return it->ent != ENT_NONE || (it->is & (W_NOUN | W_PRON)) ||
	       !(it->is & (W_CLOSED | W_IN_NOUN));
}

/* Words before which the next word must be a noun or an adjective. */
static bool wants_noun(const struct parse *p, int i)
{
	if (mark_at(p, i) == 's')
		return true;
	if (i < 0 || mark_at(p, i))
		return false;
	const struct item *it = &p->item[i];
	if (it->is_verb || ((it->is & (W_EACH | W_PRON)) && is_noun_like(p, i - 1)))
		return false;
	if ((it->is & W_ADJ) && (it->is & W_NOUN) && !(it->is & W_DET))
		return false; /* "a Russian official told": official is the noun */
	return (it->is & (W_DET | W_POSS | W_ADJ | W_NUMBER | W_ORDINAL)) ||
	       (it->ent == ENT_DEMONYM && !(it->is & W_NOUN));
}

static int before(const struct parse *p, int i) /* the item before, adverbs left out */
{
	do
		i--;
	while (i >= 0 && (p->item[i].is & W_ADV) && !(p->item[i].is & ~(W_ADV | W_ADJ)));
	return i;
}

static bool follows_noun_use(const struct parse *p, int i) /* what stands behind a noun: plans OF */
{
	if (item_has(p, i + 1, W_BE | W_HAVE | W_MODAL | W_DO))
		return true;
	str next = i + 1 < p->n_items ? item_text(p, i + 1) : (str){ 0 };
	return str_eq(next, S("of")) || str_eq(next, S("between")) ||
	       (form_at(p, i + 1) & (FORM_PAST | FORM_S) && !item_has(p, i + 1, W_NOUN | W_ADJ));
}

static bool is_participle_use(const struct parse *p, int i)
{
	int b = before(p, i);
	if (wants_noun(p, b))
		return false;
	if (item_has(p, b, W_PREP) && !(form_at(p, i) & FORM_ING))
		return false;
	if (b < 0 || mark_at(p, b))
		return !is_noun_like(p, i + 1) || (form_at(p, i) & FORM_ING) ||
		       mark_at(p, b) != '.';
	return true;
}

static bool is_finite_use(const struct parse *p, int i)
{
	int b = before(p, i);
	bool is_double = item_has(p, i, W_NOUN | W_ADJ);
	if (wants_noun(p, b) || item_has(p, b, W_PREP) || b < 0)
		return false;
	if (is_double && follows_noun_use(p, i))
		return false;
	if (form_at(p, i) & FORM_PAST)
		return true;
	if (form_at(p, i) & FORM_S)
		return is_noun_like(p, b) || item_has(p, b, W_WH | W_AND | W_THAT) ||
		       mark_at(p, b) == ',';
	if (item_has(p, b, W_PLURAL | W_PRON | W_WH) && !item_has(p, b, W_POSS))
		return !is_double || item_has(p, b, W_PRON | W_WH);
	return !is_double && is_noun_like(p, b);
}

static bool is_verb_here(const struct parse *p, int i)
{
	int form = form_at(p, i);
	if (!form || (p->item[i].is_cap && p->item[i].from > 0 && !p->s->t[0].is_upper))
		return false;
	if (form & (FORM_ING | FORM_PART) && !(form & (FORM_BASE | FORM_S))) {
		if (form & FORM_ING && item_has(p, i, W_NOUN | W_PREP) &&
		    !item_has(p, i + 1, W_DET | W_POSS))
			return false;
		return is_participle_use(p, i);
	}
	return is_finite_use(p, i);
}

/* ---- verb groups */
static bool is_base_next(const struct parse *p, int i)
{
	while (item_has(p, i, W_ADV | W_NEG) && !(form_at(p, i) & FORM_BASE))
		i++;
	return (form_at(p, i) & FORM_BASE) ||
	       (item_has(p, i, W_BE | W_HAVE | W_DO) && i < p->n_items && p->item[i].e &&
		(p->item[i].e->value & 1));
}

static bool starts_verb_group(const struct parse *p, int i)
{
	if (item_has(p, i, W_TO))
		return is_base_next(p, i + 1);
	if (item_has(p, i, W_MODAL | W_BE | W_HAVE | W_DO))
		return true;
	if (item_has(p, i, W_NEG) && !item_has(p, i, W_DET)) {
		int next = i + 1;
		return form_at(p, next) & (FORM_ING | FORM_PART) || is_base_next(p, i + 1);
	}
	return is_verb_here(p, i);
}

static bool main_verb(struct parse *p, int i, struct verb_group *v, bool be, bool have,
		      bool started)
{
	int form = form_at(p, i);
	if (!form && !(be && item_has(p, i, W_SCOPE)))
		return false;
	if (be && !(form & (FORM_ING | FORM_PART)) && !v->is_to_be && !item_has(p, i, W_SCOPE))
		return false;
	if (be && item_has(p, i, W_NOUN | W_ADJ) && (form & FORM_ING) && !item_has(p, i + 1, W_DET))
		return false;
	if (have && !be && !(form & FORM_PART) && !v->modal)
		return false;
	v->lemma = p->item[i].e->lemma;
	p->item[i].is_verb = true;
	v->is_passive = be && (form & FORM_PART) && !(form & FORM_ING) && !v->is_to_be;
	v->is_progressive = be && (form & FORM_ING);
	v->is_perfect = have;
	v->is_past = have || (form & FORM_PAST && !(form & FORM_BASE && v->modal));
	if (!started) {
		v->is_ing = form & FORM_ING;
		v->is_finite = form & (FORM_BASE | FORM_S | FORM_PAST);
		v->is_reduced = !v->is_finite && !v->is_ing;
	}
	return true;
}

/* Reads a verb group from item i; returns where it ends. */
static int read_verb_group(struct parse *p, int i, struct verb_group *v)
{
	bool be = false, have = false, started = false;
	*v = (struct verb_group){ .lemma = -1,
				  .particle = -1,
				  .subj = -1,
				  .obj = -1,
				  .obj2 = -1,
				  .parent = -1,
				  .governor = -1 };
	int start = i, last = i;
	for (; i < p->n_items; i++) {
		const struct item *it = &p->item[i];
		v->is_negated |= !!(it->is & W_NEG) && !(it->is & W_DET);
		if ((it->is & W_TO) && (i == start || be || have) && is_base_next(p, i + 1)) {
			v->is_infinitive |= i == start;
			v->is_to_be |= be;
			if (have)
				v->modal = MODAL_MUST;
			be = have = false;
			started = true;
		} else if (it->is & W_MODAL) {
			v->modal = (enum modal)it->e->value;
			v->is_finite = started = true;
		} else if (it->is & W_BE) {
			v->is_finite |= !started && !str_eq(item_text(p, i), S("being"));
			v->is_ing |= !started && str_eq(item_text(p, i), S("being"));
			be = started = true;
		} else if ((it->is & (W_HAVE | W_DO)) && !be) {
			v->is_finite |= !started && !(form_at(p, i) & FORM_ING);
			v->is_ing |= !started && (form_at(p, i) & FORM_ING);
			have |= !!(it->is & W_HAVE);
			started = true;
		} else if (main_verb(p, i, v, be, have, started)) {
			return i + 1;
		} else if ((it->is & W_NEG) && !(it->is & W_DET)) {
			started |= v->is_ing;
		} else if (!(it->is & W_ADV)) {
			break;
		} else {
			continue; /* an adverb belongs to the group only when the verb comes after
				     it */
		}
		last = i + 1;
	}
	v->is_copula = be;
	v->is_perfect = have;
	return last > start ? last : start + 1;
}

/* ---- noun groups */
static bool joins_noun(const struct parse *p, int i, int from, bool has_head)
{
	if (mark_at(p, i) == 's')
		return i > from;
	if (mark_at(p, i))
		return false;
	const struct item *it = &p->item[i];
	bool after_owner = i > from && mark_at(p, i - 1) == 's';
	if ((it->is & W_PRON) && !(i == from && (it->is & (W_DET | W_NUMBER))))
		return false;
	if (it->ent != ENT_NONE)
		return true;
	if ((it->is & (W_DET | W_POSS)) && has_head && !after_owner)
		return false;
	if ((it->is & W_NUMBER) && has_head && !after_owner &&
	    !item_has(p, i - 1, W_DET | W_POSS | W_ADJ))
		return false;
	if ((it->is & W_VERB) && starts_verb_group(p, i))
		return false;
	if (it->is & W_IN_NOUN)
		return true;
	return !(it->is & W_CLOSED) || (it->is & W_VERB && wants_noun(p, i - 1));
}

static int noun_group(const struct parse *p, int from)
{
	bool has_head = false;
	int i = from;
	struct chunk date = { 0 };
	while (i < p->n_items) {
		if (i > from && !item_has(p, i, W_NOUN) && date_read(p, i, &date) > 0)
			break;
		if (!joins_noun(p, i, from, has_head))
			break;
		const struct item *it = &p->item[i];
		has_head = mark_at(p, i) != 's' && ((it->is & W_NOUN) || it->ent != ENT_NONE ||
						    !(it->is & (W_IN_NOUN | W_CLOSED)));
		if (it->ent == ENT_DEMONYM)
			has_head = has_head && !item_has(p, i + 1, W_DET | W_NUMBER);
		i++;
	}
	return i;
}

/* ---- chunks */
static enum chunk_kind closed_kind(const struct parse *p, int i)
{
	uint64_t is = p->item[i].is;
	if (is & W_IF)
		return CH_SUB;
	if (is & W_WH)
		return CH_WH;
	if (is & W_THAT)
		return CH_THAT;
	if (is & W_AND)
		return CH_AND;
	if (is & W_BUT)
		return CH_BUT;
	/* after, before, since: a preposition before a noun group, a conjunction before a clause */
	if (is & W_SUB)
		return CH_SUB;
	if (is & (W_PREP | W_TO))
		return CH_PREP;
	return CH_ADV;
}

static void mark_chunk(struct parse *p, int i, struct chunk *c)
{
	char m = mark_at(p, i);
	int32_t at = p->s->t[p->item[i].from].from;
	const struct quote *q = quote_at(p->doc, at);
	c->kind = m == ',' ? CH_COMMA : m == '*' ? CH_ADV : CH_STOP;
	if (m == '<' || m == '>' || m == '"') {
		c->kind = q && q->bytes.start == at ? CH_OPEN : CH_CLOSE;
	} else if (m == '.' && i + 1 < p->n_items && p->s->t[p->item[i].from].to - at == 1) {
		c->kind = mark_at(p, i + 1) ? CH_STOP : CH_ADV;
	}
}

static int that_or_noun(const struct parse *p, int i)
{
	/* "that" before a noun group is a conjunction only behind a verb or noun of saying; a
	 * clause follows it: we look for a verb group before the next mark. */
	for (int j = i + 1; j < p->n_items && j < i + 24 && !mark_at(p, j); j++)
		if (item_has(p, j, W_MODAL | W_BE | W_HAVE | W_DO) || starts_verb_group(p, j))
			return 1;
	return 0;
}

/* All, both, this: a pronoun when no noun group follows. */
static bool is_pronoun_here(const struct parse *p, int i)
{
	if (!item_has(p, i, W_PRON) || p->item[i].ent != ENT_NONE ||
	    (item_has(p, i, W_THAT) && that_or_noun(p, i)))
		return false;
	if (!item_has(p, i, W_DET | W_NUMBER))
		return true;
	bool is_group = item_has(p, i + 1, W_IN_NOUN) ||
			(i + 1 < p->n_items && p->item[i + 1].ent != ENT_NONE) ||
			(is_noun_like(p, i + 1) && !item_has(p, i + 1, W_PRON));
	return !is_group || (item_has(p, i + 1, W_VERB) && starts_verb_group(p, i + 1));
}

/* BEIJING - , LONDON, Sept. 19 - : where and when the report was written is no part of it. */
static void skip_dateline(struct parse *p)
{
	int dash = 0;
	while (dash < p->n && dash < 7 &&
	       !(p->ch[dash].kind == CH_STOP && mark_at(p, p->ch[dash].from) == '-'))
		dash++;
	if (dash == 0 || dash >= 7 || dash >= p->n || !p->s->t[0].is_upper ||
	    p->ch[0].kind != CH_NP)
		return;
	for (int i = 0; i <= dash; i++)
		p->ch[i].kind = CH_ADV;
}

void parse_chunks(struct parse *p, struct arena *a)
{
	p->ch = arena_new_n(a, struct chunk, p->n_items + 1);
	p->n = 0;
	for (int i = 0; i < p->n_items;) {
		struct chunk *c = &p->ch[p->n];
		int n = 0;
		c->from = i;
		c->e = p->item[i].e;
		if (p->s->t[p->item[i].from].kind == TOK_MARK) {
			mark_chunk(p, i, c);
			p->n++;
			i++;
			c->to = i;
			continue;
		}
		n = date_read(p, i, c);
		bool is_each = item_has(p, i, W_EACH) && p->n > 0 &&
			       p->ch[p->n - 1].kind == CH_NP && starts_verb_group(p, i + 1);
		if (is_each) {
			c->kind = CH_ADV;
			i++;
		} else if (n) {
			i += n;
		} else if (starts_verb_group(p, i)) {
			c->kind = CH_VG;
			i = read_verb_group(p, i, &c->v);
		} else if (is_pronoun_here(p, i)) {
			c->kind = CH_NP;
			i++;
		} else if (item_has(p, i, W_CLOSED) && !item_has(p, i, W_NUMBER | W_DET | W_NOUN) &&
			   p->item[i].ent == ENT_NONE &&
			   !(item_has(p, i, W_MORE | W_ABOUT) &&
			     item_has(p, i + 1, W_NUMBER | W_DOZEN))) {
			c->kind = closed_kind(p, i);
			i++;
		} else {
			c->kind = CH_NP;
			i = noun_group(p, i);
			if (i == c->from) {
				c->kind = CH_ADV;
				i++;
			}
		}
		c->to = i;
		p->n++;
		if (c->kind == CH_NP)
			noun_read(p, c);
	}
	skip_dateline(p);
}
