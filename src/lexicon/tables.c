/* tables.c: the rows of the tables, checked. First names of classes, then states and names, words,
 * holders, operators, frames. */
#include "lexicon/inside.h"

#include <string.h>

/* ---- names of classes */
static uint64_t class_of(str name, bool is_noun)
{
	static const char *const words[] = {
#define X(n, w) w,
		WORD_CLASSES(X)
	};
	static const char *const nouns[] = { NOUN_CLASSES(X) };
#undef X
	int n = is_noun ? NOUN_CLASSES_N : WORD_CLASSES_N;
	for (int i = 0; i < n; i++)
		if (str_eq(name, str_of(is_noun ? nouns[i] : words[i])))
			return UINT64_C(1) << i;
	return 0;
}

static uint64_t noun_classes(struct lexicon *lx, str names)
{
	uint64_t is = 0;
	while (names.p) {
		str name = str_trim(str_cut(&names, '|'));
		uint64_t one = class_of(name, true);
		if (!one)
			wrong(lx, "there is no class of nouns '%.*s'", SF(name));
		is |= one;
	}
	return is;
}

static int code_find(const struct lexicon *lx, str alpha_3)
{
	for (int i = 0; i < lx->states.n; i++)
		if (str_eq(lx->states.v[i].alpha_3, alpha_3))
			return i;
	return -1;
}

/* ---- one reader for each table; a row is its cells */
void states_row(struct lexicon *lx, str *cell)
{
	int64_t from = 0, to = 0;
	if (str_eq(cell[0], S("alpha_2")))
		return;
	str_to_int64(cell[5], &from);
	str_to_int64(cell[6], &to);
	int code = (int)lx->states.n;
	*arena_push(lx->a, &lx->states) =
	    (struct state_row){ cell[0], cell[1], (int)from, (int)to, -1 };
	if (!str_eq(cell[8], S("1")))
		return;
	for (int i = 3; i <= 4; i++) {
		struct entry *e = word_add(lx, cell[i], 0);
		if (e && e->ent == ENT_NONE) {
			e->ent = ENT_STATE;
			e->code = (uint16_t)code;
			e->is_capitalised = true;
		}
	}
}

static void entity_set(struct entry *e, enum entity ent, int code, bool is_ambiguous, str surface)
{
	bool is_upper = surface.n <= 5;
	for (ptrdiff_t i = 0; i < surface.n; i++)
		is_upper = is_upper && surface.p[i] >= 'A' && surface.p[i] <= 'Z';
	e->ent = (uint8_t)ent;
	e->code = (uint16_t)code;
	e->is_ambiguous = is_ambiguous;
	e->is_capitalised = true;
	e->is_upper = is_upper;
}

void gazetteer_row(struct lexicon *lx, str *cell)
{
	static const char *const kinds[] = { "",        "name", "demonym", "people",
					     "capital", "seat", "city",    "org" };
	str kind = cell[1], list = cell[2];
	bool is_ambiguous = str_ends(kind, S("?"));
	if (is_ambiguous)
		kind.n--;
	int code = code_find(lx, cell[0]), ent = 1;
	if (code < 0 && str_eq(kind, S("org"))) {
		code = (int)lx->states.n;
		*arena_push(lx->a, &lx->states) = (struct state_row){ S(""), cell[0], 0, 0, -1 };
	}
	if (code < 0) {
		wrong(lx, "there is no state '%.*s'", SF(cell[0]));
		return;
	}
	if (str_eq(kind, S("heir"))) {
		lx->states.v[code].before = (int16_t)code_find(lx, list);
		return;
	}
	while (ent < ENT_HOLDER && !str_eq(kind, str_of(kinds[ent])))
		ent++;
	uint64_t noun = ent == ENT_HOLDER ? class_of(kind, true) : 0;
	if (ent == ENT_HOLDER && !noun)
		wrong(lx, "there is no kind '%.*s'", SF(kind));
	while (list.p) {
		str surface = str_trim(str_cut(&list, ';'));
		struct entry *e = surface.n ? entry_make(lx, surface) : NULL;
		if (!e)
			continue;
		if (noun) { /* an office or ministry that only one state has */
			e->is |= W_NOUN;
			e->noun |= noun;
			e->code = (uint16_t)code;
			e->has_code = e->is_capitalised = true;
		} else {
			entity_set(e, (enum entity)ent, code, is_ambiguous, surface);
		}
	}
}

static void noun_add(struct lexicon *lx, str w, uint64_t noun)
{
	bool is_both = str_ends(w, S("*")); /* no plural of its own */
	if (is_both)
		w.n--;
	struct entry *e = word_add(lx, w, W_NOUN);
	if (e)
		e->noun |= noun;
	if (is_both || w.n < 2)
		return;
	e = word_add(lx, plural_of(lx, w), W_NOUN | W_PLURAL);
	if (e)
		e->noun |= noun;
}

static void set_add(struct lexicon *lx, str name, str word)
{
	int i = 0;
	while (i < lx->n_sets && !str_eq(lx->sets[i], name))
		i++;
	if (i == SETS_MAX) {
		wrong(lx, "there are more than %d sets of verbs", SETS_MAX);
		return;
	}
	if (i == lx->n_sets)
		lx->sets[lx->n_sets++] = name;
	lx->lemmas.v[lemma_make(lx, word)].sets |= UINT32_C(1) << i;
}

static void irregular_add(struct lexicon *lx, str w)
{
	str part[3] = { 0 };
	for (int i = 0; i < 3; i++)
		part[i] = str_cut(&w, ' ');
	if (!part[2].n)
		wrong(lx, "an irregular verb has three forms: throw threw thrown");
	for (int i = 0; i < 3 && part[2].n; i++)
		*arena_push(lx->a, &lx->irregular) = part[i];
}

void words_row(struct lexicon *lx, str *cell)
{
	int64_t value = 0;
	bool is_noun = str_eq(cell[0], S("noun")), is_verb = str_eq(cell[0], S("verb"));
	uint64_t is = class_of(cell[0], false), noun = 0;
	if (is_noun && cell[1].n && !str_eq(cell[1], S("-")))
		noun = noun_classes(lx, cell[1]);
	else
		str_to_int64(cell[1], &value);
	bool is_spelling = str_eq(cell[0], S("irregular")) || str_eq(cell[0], S("doubling"));
	if (is_spelling != lx->is_spelling_pass)
		return; /* how verbs are spelt must be known before the first verb is made */
	for (str list = cell[2]; list.p;) {
		str w = str_trim(str_cut(&list, ';'));
		if (!w.n) {
			continue;
		} else if (is_noun) {
			noun_add(lx, w, noun);
		} else if (is_verb) {
			lemma_make(lx, w);
		} else if (str_eq(cell[0], S("irregular"))) {
			irregular_add(lx, w);
		} else if (str_eq(cell[0], S("doubling"))) {
			*arena_push(lx->a, &lx->doubling) = w;
		} else if (str_eq(cell[0], S("set"))) {
			set_add(lx, cell[1], w);
		} else if (!is) {
			wrong(lx, "there is no class of words '%.*s'", SF(cell[0]));
			return;
		} else {
			struct entry *e = word_add(lx, w, is);
			if (e && value)
				e->value = (int32_t)value;
			if (is & W_PARTICLE)
				*arena_push(lx->a, &lx->particles) = w;
		}
	}
}

void holders_row(struct lexicon *lx, str *cell)
{
	struct holder h = { .given = cell[2], .surname = cell[3], .office = cell[1], .next = -1 };
	int code = code_find(lx, cell[0]);
	struct interval from = { 0 }, to = { DAY_MAX, DAY_MAX };
	if (code < 0 || !interval_read(cell[4], &from) ||
	    (cell[5].n && !interval_read(cell[5], &to))) {
		wrong(lx, "a holder is state, office, given name, surname, first and last day");
		return;
	}
	h.code = (uint16_t)code;
	h.is_head = str_eq(cell[1], S("head"));
	h.from_on = from.from_on;
	h.to_on = to.to_on;
	struct entry *e = entry_make(lx, h.surname);
	if (!e)
		return;
	h.next = e->holder;
	e->holder = (int16_t)lx->holders.n;
	if (e->ent == ENT_NONE) {
		e->ent = ENT_HOLDER;
		e->code = h.code;
		e->is_capitalised = true;
	}
	*arena_push(lx->a, &lx->holders) = h;
}

void operators_row(struct lexicon *lx, str *cell)
{
	static const char *const names[] = { "",      "threat",  "plan",    "announce", "negate",
					     "deny",  "demand",  "support", "accuse",   "say",
					     "media", "imagine", "fact",    "ask",      "promise" };
	int eff = 1;
	while (eff < EFF_COUNT && !str_eq(cell[0], str_of(names[eff])))
		eff++;
	if (eff == EFF_COUNT) {
		wrong(lx, "there is no effect '%.*s'", SF(cell[0]));
		return;
	}
	for (str list = cell[2]; list.p;) {
		str w = str_trim(str_cut(&list, ';'));
		struct operator_row row = { .lemma = (int16_t)lemma_make(lx, w) };
		struct lemma *lemma = &lx->lemmas.v[row.lemma];
		if (lemma->operator_ < 0) {
			lemma->operator_ = (int16_t)lx->operators.n;
			*arena_push(lx->a, &lx->operators) = row;
		}
		struct operator_row *o = &lx->operators.v[lemma->operator_];
		for (str kinds = cell[1]; kinds.p;) {
			str k = str_cut(&kinds, ' ');
			if (str_eq(k, S("to")))
				o->to = (enum effect)eff;
			else if (str_eq(k, S("that")))
				o->that = (enum effect)eff;
			else if (str_eq(k, S("ing")))
				o->ing = (enum effect)eff;
			else
				wrong(lx, "a complement is to, that or ing, not '%.*s'", SF(k));
		}
	}
}

static void slots_read(struct lexicon *lx, str list, enum slot to[SLOTS_MAX])
{
	static const char *const names[] = {
		"-",         "subj", "obj",       "post", "with",  "to",    "from",    "on", "for",
		"in",        "of",   "between",   "at",   "place", "own",   "accuser", "by", "all",
		"subj.post", "need", "need.post", "rest", "asker", "asked", "topic"
	};
	int n = 0;
	while (list.p) {
		str s = str_trim(str_cut(&list, ','));
		if (str_starts(s, S("all ")) && n < SLOTS_MAX) {
			to[n++] = SLOT_ALL;
			s = str_slice(s, 4, s.n);
		}
		int i = 0, last = (int)(sizeof names / sizeof *names);
		while (i < last && !str_eq(s, str_of(names[i])))
			i++;
		if (i == last || n == SLOTS_MAX)
			wrong(lx, "'%.*s' is no place to find a state, or one too many", SF(s));
		else if (i)
			to[n++] = (enum slot)i;
	}
}

static uint64_t prep_bit(struct lexicon *lx, str word)
{
	int i = node_find(lx, word, -1);
	if (i < 0 || !(lx->nodes.v[i].e.is & (W_PREP | W_TO))) {
		wrong(lx, "'%.*s' is no preposition", SF(word));
		return 0;
	}
	return UINT64_C(1) << (lx->nodes.v[i].e.value & 63);
}

/* to|on:visa, any:png, inf:go, not any:relations, with:state, speech */
static void needs_read(struct lexicon *lx, str list, struct frame *f)
{
	while (list.p) {
		str one = str_trim(str_cut(&list, '+'));
		struct need n = { .set = -1 };
		if (f->n_needs == NEEDS_MAX) {
			wrong(lx, "a frame has at most %d needs", NEEDS_MAX);
			return;
		}
		if (str_starts(one, S("not "))) {
			n.is_not = true;
			one = str_slice(one, 4, one.n);
		}
		str where = str_cut(&one, ':');
		if (str_eq(where, S("speech"))) {
			n.is_speech = true;
		} else if (str_eq(where, S("must"))) {
			n.is_must = true;
		} else if (str_eq(where, S("atmost"))) {
			n.is_atmost = true;
		} else if (str_eq(where, S("inf"))) {
			int i = 0;
			while (i < lx->n_sets && !str_eq(lx->sets[i], one))
				i++;
			if (i == lx->n_sets && !str_eq(one, S("any")))
				wrong(lx, "there is no set of verbs '%.*s'", SF(one));
			n.set = (int16_t)(i < lx->n_sets ? i : SET_ANY);
		} else {
			while (where.p && !str_eq(where, S("any")))
				n.preps |= prep_bit(lx, str_cut(&where, '|'));
			n.is_state = str_eq(one, S("state"));
			n.is_any = str_eq(one, S("any"));
			if (!n.is_state && !n.is_any)
				n.noun = noun_classes(lx, one);
		}
		f->needs[f->n_needs++] = n;
	}
}

static void frame_hang(struct lexicon *lx, struct frame f, int16_t *first)
{
	int16_t at = (int16_t)lx->frames.n;
	*arena_push(lx->a, &lx->frames) = f;
	if (*first < 0) {
		*first = at;
		return;
	}
	int16_t i = *first;
	while (lx->frames.v[i].next >= 0)
		i = lx->frames.v[i].next;
	lx->frames.v[i].next = at;
}

int lexicon_particle(const struct lexicon *lx, str w)
{
	for (int i = 0; i < lx->particles.n; i++)
		if (str_eq(lx->particles.v[i], w))
			return i;
	return -1;
}

static void frame_words(struct lexicon *lx, struct frame f, str list)
{
	while (list.p) {
		str w = str_trim(str_cut(&list, ';'));
		f.particle = -1;
		f.is_nominal = str_starts(w, S("n:"));
		if (f.is_nominal) {
			f.noun = noun_classes(lx, str_slice(w, 2, w.n));
			for (int bit = 0; bit < NOUN_CLASSES_N; bit++)
				if (f.noun >> bit & 1)
					frame_hang(lx, f, &lx->nominal[bit]);
			continue;
		}
		str verb = str_cut(&w, ' ');
		if (w.p && (f.particle = (int8_t)lexicon_particle(lx, w)) < 0)
			wrong(lx, "'%.*s' is no particle of words.tsv", SF(w));
		f.lemma = (int16_t)lemma_make(lx, verb);
		frame_hang(lx, f, &lx->lemmas.v[f.lemma].frames);
	}
}

void frames_row(struct lexicon *lx, str *cell)
{
	struct frame f = {
		.id = cell[0], .type = cell[1], .next = -1, .line = (int)lx->line, .lemma = -1
	};
	str code = cell[2];
	f.event = str_cut(&code, '/');
	f.mode = code.p && !str_eq(code, S("-")) ? code : (str){ 0 };
	for (str list = cell[4]; list.p;) {
		str o = str_trim(str_cut(&list, '|'));
		if (str_eq(o, S("*")))
			f.is_object_any = true;
		else if (str_eq(o, S("state")))
			f.is_object_state = true;
		else if (str_starts(o, S("subj=")))
			f.subject |= noun_classes(lx, str_slice(o, 5, o.n));
		else if (str_eq(o, S("none")))
			f.is_intransitive = true;
		else if (!str_eq(o, S("-")))
			f.object |= noun_classes(lx, o);
	}
	if (!str_eq(cell[5], S("-")))
		needs_read(lx, cell[5], &f);
	slots_read(lx, cell[6], f.actor);
	slots_read(lx, cell[7], f.recipient);
	slots_read(lx, cell[8], f.count);
	frame_words(lx, f, cell[3]);
}
