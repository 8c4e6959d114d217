/* clause.c: which noun group is the subject and the object of each verb, which verb governs which,
 * and what the operators above a verb make of it: negation, plan, condition, threat, denial,
 * question, the words of others. First looking about, then subjects, then parents, then moods. */
#include "reader/doc.h"

enum { REACH = 24 }; /* chunks that a search looks back or ahead: keeps the time linear */

static bool is_kind(const struct parse *p, int i, enum chunk_kind k)
{
	return i >= 0 && i < p->n && p->ch[i].kind == k;
}

bool chunk_is(const struct parse *p, int i, const char *word)
{
	return i >= 0 && i < p->n && str_eq_nocase(item_text(p, p->ch[i].from), str_of(word));
}

uint64_t prep_bit_of(const struct parse *p, int i)
{
	if (i < 0 || i >= p->n || !p->ch[i].e || !(p->ch[i].e->is & (W_PREP | W_TO)) ||
	    (p->ch[i].kind != CH_PREP && p->ch[i].kind != CH_SUB))
		return 0;
	return UINT64_C(1) << (p->ch[i].e->value & 63);
}

static bool is_filler(const struct parse *p, int i)
{
	return is_kind(p, i, CH_ADV) || is_kind(p, i, CH_DATE) || is_kind(p, i, CH_TIME);
}

static bool is_boundary(const struct parse *p, int i)
{
	return i < 0 || i >= p->n || is_kind(p, i, CH_STOP) || is_kind(p, i, CH_OPEN) ||
	       is_kind(p, i, CH_CLOSE);
}

static const struct operator_row *operator_of(const struct parse *p, int i)
{
	return is_kind(p, i, CH_VG) ? lexicon_operator(p->doc->lx, p->ch[i].v.lemma) : NULL;
}

static bool says_that(const struct parse *p, int i)
{
	const struct operator_row *op = operator_of(p, i);
	return op && op->that;
}

/* ---- subjects */
/* From a noun group back over "of", "in", "to" groups to the one that heads them. */
static int head_of_phrase(const struct parse *p, int j)
{
	for (int k = 0; k < REACH; k++) {
		int lead = p->ch[j].n.lead;
		if (lead >= 0 && lead < j)
			j = lead;
		if (!is_kind(p, j - 1, CH_PREP))
			return j;
		int before = j - 2;
		while (is_filler(p, before))
			before--;
		if (!is_kind(p, before, CH_NP))
			return -1;
		j = before;
	}
	return -1;
}

static int opening_comma(const struct parse *p, int j)
{
	for (int k = j - 1; k >= 0 && k > j - REACH && !is_boundary(p, k); k--)
		if (is_kind(p, k, CH_COMMA))
			return k;
	return -1;
}

enum { NO_SUBJECT = -1, SAME_SUBJECT = -2 };

static int antecedent(const struct parse *p, int wh)
{
	int j = wh - 1;
	while (is_kind(p, j, CH_COMMA) || is_kind(p, j, CH_ADV) || is_kind(p, j, CH_PREP))
		j--;
	if (!is_kind(p, j, CH_NP))
		return NO_SUBJECT;
	/* "25 officials in London who": a plural or personal noun before the place */
	int head = head_of_phrase(p, j);
	bool is_place = p->ch[j].n.is_pure || p->ch[j].n.is_place;
	return head >= 0 && is_place && !is_kind(p, wh - 1, CH_COMMA) ? head : j;
}

static int subject_of(const struct parse *p, int i)
{
	int j = i - 1;
	for (int k = 0; k < REACH; k++) {
		while (is_filler(p, j))
			j--;
		if (is_kind(p, j, CH_COMMA)) {
			int open = opening_comma(p, j);
			if (open < 0)
				return k ? NO_SUBJECT : SAME_SUBJECT;
			j = open - 1;
		} else if (is_kind(p, j, CH_AND) || is_kind(p, j, CH_BUT)) {
			return SAME_SUBJECT;
		} else if (is_kind(p, j, CH_WH)) {
			return antecedent(p, j);
		} else if (is_kind(p, j, CH_THAT)) {
			return antecedent(p, j); /* "a summit that had been planned" */
		} else if (is_kind(p, j, CH_NP)) {
			int head = head_of_phrase(p, j), left = head;
			if (head < 0)
				for (left = j; left > 0 && left > j - REACH &&
					       !is_kind(p, left - 1, CH_VG) &&
					       !is_boundary(p, left - 1);)
					left--;
			/* the group belongs to a verb before it: step over its clause to what that
			 * is about */
			bool is_owned = is_kind(p, left - 1, CH_VG) &&
					!(left == head && says_that(p, left - 1));
			if (is_owned &&
			    (is_kind(p, left - 2, CH_WH) || is_kind(p, left - 2, CH_THAT))) {
				j = left - 3;
				while (is_kind(p, j, CH_COMMA))
					j--;
				continue;
			}
			bool is_aim = is_owned && p->ch[left - 1].v.is_infinitive &&
				      is_kind(p, left - 2, CH_NP) &&
				      is_kind(p, left - 3, CH_VG) ==
					  false; /* Sofia's decision to expel diplomats was ... */
			if (is_aim || (is_owned && p->ch[left - 1].v.is_reduced)) {
				j = left - 2;
				continue;
			}
			return head;
		} else if (is_kind(p, j, CH_VG) && (p->ch[j].v.is_reduced || p->ch[j].v.is_ing)) {
			j--;
		} else {
			return NO_SUBJECT;
		}
	}
	return NO_SUBJECT;
}

static int verb_before(const struct parse *p, int i)
{
	for (int j = i - 1; j >= 0 && j > i - REACH; j--) {
		if (is_kind(p, j, CH_VG) && (p->ch[j].v.lemma >= 0 || p->ch[j].v.is_finite))
			return j;
		if (is_kind(p, j, CH_STOP))
			return -1;
	}
	return -1;
}

static int finite_before(const struct parse *p, int i)
{
	int j = verb_before(p, i);
	while (j >= 0 && !p->ch[j].v.is_finite)
		j = verb_before(p, j);
	return j;
}

/* Auxiliary, noun group, verb: "has the Department asked", "Will Madrid expel". */
static bool join_inversion(struct parse *p, int i)
{
	struct verb_group *aux = &p->ch[i].v;
	if (aux->lemma >= 0 || !aux->is_finite || !is_kind(p, i + 1, CH_NP))
		return false;
	int j = i + 2;
	while (is_filler(p, j) || (is_kind(p, j, CH_PREP) && is_kind(p, j + 1, CH_NP)))
		j += is_kind(p, j, CH_PREP) ? 2 : 1;
	if (!is_kind(p, j, CH_VG))
		return false;
	struct verb_group *v = &p->ch[j].v;
	if (v->lemma < 0 || v->is_infinitive ||
	    (i > 0 && !is_boundary(p, i - 1) && !is_kind(p, i - 1, CH_ADV) &&
	     !is_kind(p, i - 1, CH_COMMA) && !is_kind(p, i - 1, CH_AND)))
		return false;
	v->is_finite = v->is_inverted = true;
	v->is_reduced = false;
	v->modal = aux->modal;
	v->is_negated |= aux->is_negated;
	v->is_passive |= aux->is_copula;
	v->subj = i + 1;
	return true;
}

/* ---- objects and prepositions */
int clause_object(const struct parse *p, int verb, bool after_particle)
{
	int j = verb + 1;
	while (is_filler(p, j) || (after_particle && is_kind(p, j, CH_PREP)))
		j++, after_particle = after_particle && !is_kind(p, j - 1, CH_PREP);
	return is_kind(p, j, CH_NP) ? j : -1;
}

int clause_prep(const struct parse *p, int from, int to, uint64_t preps)
{
	for (int j = from; j + 1 < to && j + 1 < p->n; j++)
		if ((prep_bit_of(p, j) & preps) && is_kind(p, j + 1, CH_NP))
			return j + 1;
	return -1;
}

static bool is_participle(const struct parse *p, int i)
{
	const struct item *it = &p->item[p->ch[i].to - 1];
	return p->ch[i].to - p->ch[i].from == 1 && it->e && (it->e->form & FORM_PART);
}

static bool takes_two(const struct parse *p, int lemma)
{
	return lexicon_in_set(p->doc->lx, lemma, lexicon_set(p->doc->lx, "give"));
}

/* ---- parents */
static void same_as(struct parse *p, int i, int other)
{
	struct verb_group *v = &p->ch[i].v, *o = &p->ch[other].v;
	v->subj = o->is_passive && v->is_reduced ? o->subj : o->subj;
	v->parent = o->parent;
	v->rel = o->rel;
	v->governor = o->governor;
	if (!v->is_finite || !v->is_past) {
		if (!v->modal)
			v->modal = o->modal;
		v->is_to_be |= o->is_to_be && !v->is_past;
	}
	if (o->is_passive && is_participle(p, i) &&
	    (clause_object(p, i, false) < 0 || takes_two(p, v->lemma)))
		v->is_passive = true; /* "was summoned and handed a protest" */
	/* "has not expelled or recalled": the negation goes on; "did not agree and left" ends it */
	if (chunk_is(p, i - 1, "or") || chunk_is(p, i - 1, "nor"))
		v->is_negated |= o->is_negated;
}

static void link_infinitive(struct parse *p, int i)
{
	struct verb_group *v = &p->ch[i].v;
	v->parent = verb_before(p, i);
	v->rel = REL_INF;
	if (v->parent < 0) {
		v->governor = is_kind(p, i - 1, CH_NP) ? i - 1 : -1; /* Sofia's decision to expel */
		v->subj = v->governor;
		return;
	}
	struct verb_group *o = &p->ch[v->parent].v;
	int obj = -1;
	for (int j = i - 1; j > v->parent && obj < 0; j--)
		if (is_kind(p, j, CH_NP) &&
		    !(is_kind(p, j - 1, CH_PREP) && !chunk_is(p, j - 1, "on") &&
		      !chunk_is(p, j - 1, "for")))
			obj = p->ch[j].n.lead >= 0 ? p->ch[j].n.lead : j;
	const struct operator_row *op = operator_of(p, v->parent);
	bool is_noun_first = is_kind(p, i - 1, CH_NP) &&
			     (p->ch[i - 1].n.is & (N_MEASURE | N_PLAN | N_THREAT)) &&
			     p->ch[i - 1].n.states.n;
	if (is_kind(p, i - 1, CH_NP) ||
	    (obj >= 0 && op && (op->to == EFF_DEMAND || op->to == EFF_ANNOUNCE)))
		v->governor = obj;
	/* ordered China to close: China closes; threatened to close: the threatener does */
	bool controls = op && op->to == EFF_DEMAND;
	if (controls && o->is_passive)
		v->subj = o->subj;
	else
		v->subj = is_noun_first ? i - 1 : controls && obj >= 0 ? obj : o->subj;
}

static void link_participle(struct parse *p, int i)
{
	struct verb_group *v = &p->ch[i].v;
	v->parent = verb_before(p, i);
	v->rel = REL_ING;
	if (is_kind(p, i - 1, CH_PREP) || is_kind(p, i - 1, CH_SUB)) {
		v->governor = i - 1;
		const struct operator_row *op = operator_of(p, v->parent);
		int obj = v->parent >= 0 ? p->ch[v->parent].v.obj : -1;
		bool controls = op && op->ing == EFF_ACCUSE && obj >= 0;
		v->subj = controls ? obj : v->parent >= 0 ? p->ch[v->parent].v.subj : -1;
	} else if (is_kind(p, i - 1, CH_NP)) {
		v->subj = head_of_phrase(p, i - 1);
		if (v->subj < 0)
			v->subj = i - 1;
	} else if (is_kind(p, i - 1, CH_AND) && v->parent >= 0) {
		same_as(p, i, v->parent);
	} else if (v->parent >= 0) {
		int f = finite_before(p, i);
		v->subj = p->ch[f >= 0 ? f : v->parent].v.subj;
	}
	if (v->is_reduced)
		v->is_passive = true;
}

/* What introduces a finite clause: the chunk before its subject. */
static void link_finite(struct parse *p, int i)
{
	struct verb_group *v = &p->ch[i].v;
	int j = (v->subj >= 0 && v->subj < i ? v->subj : i) - 1;
	if (is_kind(p, i - 1, CH_WH) || (is_kind(p, i - 1, CH_THAT) && v->subj >= 0)) {
		j = i - 1;
	} else {
		while (is_filler(p, j) || is_kind(p, j, CH_COMMA) ||
		       (is_kind(p, j, CH_PREP) && j > 0)) {
			if (is_kind(p, j, CH_COMMA) && !is_filler(p, j - 1) &&
			    !is_kind(p, j - 1, CH_THAT))
				break;
			j--;
		}
	}
	v->governor = j;
	if (is_kind(p, j, CH_WH)) {
		v->rel = REL_WH;
		v->parent = verb_before(p, j);
	} else if (is_kind(p, j, CH_THAT)) {
		v->rel = j == i - 1 ? REL_WH : REL_THAT;
		v->parent = verb_before(p, j);
	} else if (is_kind(p, j, CH_SUB)) {
		v->rel = p->ch[j].e && (p->ch[j].e->is & W_IF) ? REL_IF : REL_SUB;
		v->parent = verb_before(p, j);
	} else if (is_kind(p, j, CH_VG) && operator_of(p, j) && operator_of(p, j)->that) {
		v->rel = REL_THAT; /* said much was made */
		v->parent = j;
	} else if (is_kind(p, j, CH_AND) && is_kind(p, j + 1, CH_THAT)) {
		v->rel = REL_THAT;
		v->parent = verb_before(p, j);
	}
	/* "said that A had asked and that all had been granted": both are what was said */
	if (v->rel == REL_THAT && v->parent >= 0 && is_kind(p, j - 1, CH_AND) &&
	    p->ch[v->parent].v.rel == REL_THAT && p->ch[v->parent].v.parent >= 0)
		v->parent = p->ch[v->parent].v.parent;
}

static void link_verb(struct parse *p, int i)
{
	struct verb_group *v = &p->ch[i].v;
	int subj = v->is_inverted ? v->subj : subject_of(p, i);
	if (v->is_infinitive) {
		link_infinitive(p, i);
	} else if (v->is_finite) {
		if (subj == SAME_SUBJECT) {
			int other = verb_before(p, i);
			while (other >= 0 && !p->ch[other].v.is_finite &&
			       !(p->ch[other].v.is_infinitive && !v->is_past))
				other = verb_before(p, other);
			if (other >= 0)
				same_as(p, i, other);
		} else {
			v->subj = subj;
			link_finite(p, i);
		}
	} else {
		link_participle(p, i);
	}
	v->obj = clause_object(p, i, false);
	if (v->obj >= 0) {
		int end = p->ch[v->obj].n.tail > v->obj ? p->ch[v->obj].n.tail : v->obj;
		if (is_kind(p, end + 1, CH_NP))
			v->obj2 = end + 1;
	}
}

/* A past form without object that needs one is a participle: "diplomats expelled by Russia". */
static void mend_reduced(struct parse *p, int i)
{
	struct verb_group *v = &p->ch[i].v;
	const struct item *it = &p->item[p->ch[i].to - 1];
	bool is_both = it->e && (it->e->form & FORM_PART) && p->ch[i].to - p->ch[i].from == 1 &&
		       v->is_finite && !(it->e->form & FORM_BASE);
	/* "a consul accused of espionage": the group is already another verb's object */
	bool is_object = is_kind(p, i - 1, CH_NP) && is_kind(p, i - 2, CH_VG) &&
			 !says_that(p, i - 2) && p->ch[i - 2].v.lemma >= 0 &&
			 is_kind(p, i + 1, CH_PREP);
	if (is_both && is_kind(p, i - 1, CH_NP) && (chunk_is(p, i + 1, "by") || is_object)) {
		v->is_finite = false;
		v->is_reduced = v->is_passive = true;
	}
}

static void set_extent(struct parse *p, int i)
{
	struct verb_group *v = &p->ch[i].v;
	int from = v->subj >= 0 && v->subj < i ? v->subj : i;
	if (v->is_infinitive || v->is_ing)
		from = i;
	while (from > 0 && (is_filler(p, from - 1) || is_kind(p, from - 1, CH_PREP) ||
			    (is_kind(p, from - 1, CH_NP) && is_kind(p, from - 2, CH_PREP)) ||
			    (is_kind(p, from - 1, CH_COMMA) &&
			     (is_filler(p, from - 2) ||
			      (is_kind(p, from - 2, CH_NP) && is_kind(p, from - 3, CH_PREP))))))
		from--;
	int to = i + 1;
	for (; to < p->n && !is_boundary(p, to); to++) {
		enum chunk_kind k = p->ch[to].kind;
		if (k == CH_WH || k == CH_THAT || (k == CH_SUB && !is_kind(p, to + 1, CH_DATE)))
			break;
		if (k == CH_VG && p->ch[to].v.is_finite) {
			int subj = p->ch[to].v.subj;
			to = subj > i && subj < to ? subj : to;
			break;
		}
	}
	while (to > i + 1 && (is_kind(p, to - 1, CH_COMMA) || is_kind(p, to - 1, CH_AND) ||
			      is_kind(p, to - 1, CH_BUT)))
		to--;
	v->from = from;
	v->to = to > i ? to : i + 1;
}

/* "..., Lavrov said": a verb of saying with nothing said behind it. */
static void find_said(struct parse *p)
{
	for (int i = 1; i < p->n; i++) {
		if (p->source < 0 && is_kind(p, i, CH_PREP) && p->ch[i].e &&
		    (p->ch[i].e->is & W_REPORTED) && is_kind(p, i + 1, CH_NP))
			p->source = i + 1;
		const struct operator_row *op = operator_of(p, i);
		if (!op || (op->that != EFF_SAY && op->that != EFF_MEDIA) || !p->ch[i].v.is_finite)
			continue;
		int next = i + 1;
		while (is_filler(p, next) ||
		       (is_kind(p, next, CH_NP) && p->ch[i].v.subj >= 0 && p->ch[i].v.subj < i) ||
		       is_kind(p, next, CH_PREP))
			next++;
		bool is_end =
		    is_boundary(p, next) || is_kind(p, next, CH_COMMA) || is_kind(p, next, CH_SUB);
		int s = p->ch[i].v.subj;
		/* "…," said the minister: the subject stands behind */
		if ((s < 0 || s > i) && is_kind(p, i + 1, CH_NP))
			s = p->ch[i].v.subj = i + 1;
		int before = s >= 0 && s < i ? s - 1 : i - 1;
		bool has_before = is_kind(p, before, CH_COMMA) || is_kind(p, before, CH_CLOSE);
		if (is_end && has_before && before > 0)
			p->said = i;
	}
}

void clauses_find(struct parse *p)
{
	p->said = p->source = -1;
	p->is_negated = chunk_is(p, 0, "nor") || chunk_is(p, 0, "neither");
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_VG)
			join_inversion(p, i);
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_VG) {
			mend_reduced(p, i);
			link_verb(p, i);
		}
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_VG)
			set_extent(p, i);
	find_said(p);
}

/* ---- moods */
/* The stronger of two: a question or a denial outweighs a plan, a plan outweighs a fact. */
static void weaken(struct mood *m, enum modality to)
{
	static const int weight[] = {
		[MOOD_ASSERTED] = 0, [MOOD_ANNOUNCED] = 1,  [MOOD_PLANNED] = 2,
		[MOOD_REPORTED] = 3, [MOOD_THREATENED] = 4, [MOOD_CONDITIONAL] = 5,
		[MOOD_NEGATED] = 6,  [MOOD_DENIED] = 7,     [MOOD_QUESTIONED] = 8,
	};
	if (weight[to] > weight[m->modality])
		m->modality = to;
}

static void govern(struct mood *m, enum effect e, int operator_)
{
	switch (e) {
	case EFF_NONE:
	case EFF_FACT:
	case EFF_COUNT: return;
	case EFF_THREAT: weaken(m, MOOD_THREATENED); break;
	case EFF_PLAN:
	case EFF_PROMISE: weaken(m, MOOD_PLANNED); break;
	case EFF_ANNOUNCE: weaken(m, MOOD_ANNOUNCED); break;
	case EFF_NEGATE: weaken(m, MOOD_NEGATED); break;
	case EFF_DENY: weaken(m, MOOD_DENIED); break;
	case EFF_ASK: weaken(m, MOOD_QUESTIONED); break;
	case EFF_IMAGINE: weaken(m, MOOD_CONDITIONAL); break;
	case EFF_DEMAND:
	case EFF_SUPPORT:
	case EFF_ACCUSE:
	case EFF_SAY:
	case EFF_MEDIA: break;
	}
	if (m->effect == EFF_NONE || m->effect == EFF_SAY) {
		m->effect = e;
		m->operator= operator_;
	}
}

/* no plans to, the threat to, the decision to: the noun governs */
static void govern_by_noun(struct mood *m, const struct parse *p, const struct verb_group *v)
{
	if (v->rel != REL_INF || v->governor < 0 || p->ch[v->governor].kind != CH_NP)
		return;
	const struct noun *n = &p->ch[v->governor].n;
	if (!(n->is & (N_PLAN | N_THREAT | N_MEASURE | N_PLEA)))
		return;
	if (n->is_none)
		weaken(m, MOOD_NEGATED);
	else if (n->is & N_THREAT)
		govern(m, EFF_THREAT, v->parent);
	else if (n->is & N_PLEA)
		govern(m, EFF_DEMAND, v->parent);
	else
		weaken(m, n->is & N_PLAN ? MOOD_PLANNED : MOOD_ANNOUNCED);
}

static enum effect effect_on(const struct parse *p, const struct verb_group *v)
{
	const struct operator_row *op = operator_of(p, v->parent);
	if (!op)
		return EFF_NONE;
	switch (v->rel) {
	case REL_INF: return op->to;
	case REL_THAT: return op->that;
	case REL_ING: return op->ing;
	case REL_MAIN:
	case REL_WH:
	case REL_SUB:
	case REL_IF: return EFF_NONE;
	}
	return EFF_NONE;
}

/* "If they are not freed, Berlin will summon the envoy": the main clause hangs on the other. */
static bool hangs_on_if(const struct parse *p, int i)
{
	if (!p->s->is_question && item_has(p, 0, W_MODAL) && p->item[0].e->value == MODAL_MUST)
		return true; /* Should Serbia do so, ... */
	for (int k = i > REACH ? i - REACH : 0; k < p->n && k < i + REACH; k++) {
		const struct verb_group *v = &p->ch[k].v;
		bool is_if = is_kind(p, k, CH_VG) &&
			     (v->rel == REL_IF || (v->is_inverted && v->modal == MODAL_MUST));
		if (is_if && k != i && !p->s->is_question &&
		    (v->parent == i || k < i || v->parent < 0))
			return true;
	}
	return false;
}

static void own_mood(const struct parse *p, int i, struct mood *m)
{
	const struct verb_group *v = &p->ch[i].v;
	if (v->is_negated || (v->subj >= 0 && p->ch[v->subj].n.is_none) ||
	    (v->obj >= 0 && p->ch[v->obj].n.is_none))
		weaken(m, MOOD_NEGATED);
	if (v->governor >= 0 && chunk_is(p, v->governor, "without"))
		weaken(m, MOOD_NEGATED);
	if (v->modal == MODAL_WILL || v->is_to_be ||
	    (v->is_progressive && !v->is_passive && !v->is_past))
		weaken(m, MOOD_ANNOUNCED);
	if (v->modal == MODAL_WOULD || v->modal == MODAL_MAY)
		weaken(m, v->modal == MODAL_WOULD && v->rel == REL_THAT ? MOOD_ANNOUNCED
									: MOOD_CONDITIONAL);
	bool is_should = v->is_inverted && v->modal == MODAL_MUST &&
			 !p->s->is_question; /* "Should Serbia expel" */
	if (v->rel == REL_IF || is_should || (v->modal == MODAL_WILL && hangs_on_if(p, i)))
		weaken(m, MOOD_CONDITIONAL);
	for (int k = p->ch[i].from; k < p->ch[i].to; k++)
		if (item_has(p, k, W_REPORTED))
			weaken(m, MOOD_REPORTED);
	for (int k = v->from; k < v->to; k++)
		if (p->ch[k].kind == CH_ADV && p->ch[k].e && (p->ch[k].e->is & W_REPORTED))
			weaken(m, MOOD_REPORTED);
}

struct mood clause_mood(const struct parse *p, int i)
{
	struct mood m = { MOOD_ASSERTED, EFF_NONE, -1, -1 };
	int at = i;
	for (int depth = 0; at >= 0 && depth < 8; depth++) {
		const struct verb_group *v = &p->ch[at].v;
		enum effect e = effect_on(p, v);
		own_mood(p, at, &m);
		govern(&m, e, v->parent);
		govern_by_noun(&m, p, v);
		if ((e == EFF_SAY || e == EFF_MEDIA || e == EFF_ACCUSE) && m.by < 0)
			m.by = p->ch[v->parent].v.subj;
		if (e == EFF_MEDIA)
			weaken(&m, MOOD_REPORTED);
		/* a relative or adverbial clause tells its fact whatever its main clause does */
		bool goes_on =
		    e != EFF_NONE || v->rel == REL_INF || (v->rel == REL_ING && v->governor >= 0);
		if (!goes_on)
			break;
		/* a statement that was not made, an order that was not given */
		at = v->parent;
	}
	if (p->s->is_question)
		weaken(&m, MOOD_QUESTIONED);
	if (p->is_negated)
		weaken(&m, MOOD_NEGATED);
	if (m.by < 0 && p->said >= 0 && i < p->said)
		m.by = p->ch[p->said].v.subj;
	if (m.by < 0 && p->source >= 0)
		m.by = p->source;
	return m;
}
