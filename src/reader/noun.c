/* noun.c: what noun groups mean: which state, what kind of thing, how many. First sets of codes,
 * then one group, then groups together (of, to, in; lists; appositions), then pronouns. */
#include "reader/doc.h"

/* Those who act for a state when its name stands with them. */
static const uint64_t N_ACTS =
    N_GOV | N_MINISTRY | N_ORGAN | N_HEAD | N_OFFICE | N_SPOKESMAN | N_ENVOY | N_STAFF | N_MISSION;

/* ---- sets */
bool codes_has(const struct codes *c, int code)
{
	for (int i = 0; i < c->n; i++)
		if (c->v[i] == code)
			return true;
	return false;
}

void codes_add(struct codes *c, int code)
{
	if (code < 0 || c->n == CODES_MAX || codes_has(c, code))
		return;
	int i = c->n++;
	for (; i > 0 && c->v[i - 1] > code; i--)
		c->v[i] = c->v[i - 1];
	c->v[i] = (uint16_t)code;
}

void codes_join(struct codes *c, const struct codes *more)
{
	for (int i = 0; i < more->n; i++)
		codes_add(c, more->v[i]);
}

bool codes_eq(const struct codes *a, const struct codes *b)
{
	bool same = a->n == b->n;
	for (int i = 0; same && i < a->n; i++)
		same = a->v[i] == b->v[i];
	return same;
}

bool codes_meet(const struct codes *a, const struct codes *b)
{
	for (int i = 0; i < a->n; i++)
		if (codes_has(b, a->v[i]))
			return true;
	return false;
}

/* ---- one group */
static const struct token *token_of(const struct parse *p, int item)
{
	return &p->s->t[p->item[item].from];
}

static bool is_possessive(const struct parse *p, int item)
{
	return token_of(p, item)->kind == TOK_POSSESSIVE;
}

/* A capitalised word that no table knows: part of some other name. */
static bool is_other_name(const struct parse *p, int i, const struct chunk *c)
{
	if (i < c->from || i >= c->to)
		return false;
	const struct item *it = &p->item[i];
	return it->is_cap && it->ent == ENT_NONE && token_of(p, i)->kind == TOK_WORD &&
	       !(it->is & ~(uint64_t)W_VERB) && it->noun == 0 && it->from > 0;
}

/* The row of an office-holder that this surname means on the day of publication, or NULL. */
static const struct holder *holder_of(const struct parse *p, int i, const struct chunk *c,
				      bool *is_former)
{
	const struct lexicon *lx = p->doc->lx;
	const struct holder *h = lexicon_holder(lx, p->item[i].e->holder), *past = NULL;
	str before = is_other_name(p, i - 1, c) ? item_text(p, i - 1) : (str){ 0 };
	int64_t on = p->doc->r->published_on;
	for (; h; h = lexicon_holder(lx, h->next)) {
		if (before.p && !str_eq_nocase(before, h->given))
			continue;
		if (h->from_on <= on && on <= h->to_on)
			return h;
		if (h->from_on <= on && (!past || h->to_on > past->to_on))
			past = h;
	}
	*is_former = past != NULL;
	return past;
}

/* A state's name inside a longer name that is something else: Washington Post, Michael Jordan. */
static bool is_in_other_name(const struct parse *p, int i, const struct chunk *c)
{
	const struct item *it = &p->item[i];
	bool by_name = is_other_name(p, i - 1, c) || is_other_name(p, i + 1, c);
	if (!by_name || it->ent == ENT_DEMONYM || it->has_code)
		return false;
	/* Russia leader Vladimir Putin, President Biden: an office between makes it a person. */
	return !(c->n.is & (N_HEAD | N_OFFICE | N_ENVOY)) || it->e->is_ambiguous;
}

static void read_entity(struct parse *p, int i, struct chunk *c)
{
	const struct item *it = &p->item[i];
	struct noun *n = &c->n;
	if (it->ent == ENT_HOLDER ||
	    (it->ent == ENT_NONE && it->e && it->e->holder >= 0 && it->is_cap)) {
		bool former = false;
		const struct holder *h = it->e->holder >= 0 ? holder_of(p, i, c, &former) : NULL;
		if (!h)
			return;
		codes_add(&n->states,
			  lexicon_state_on(p->doc->lx, h->code, p->doc->r->published_on));
		n->is_holder = true;
		n->is_head |= h->is_head;
		n->is_former |= former && !(n->is & (N_HEAD | N_OFFICE));
	} else if (it->ent != ENT_NONE) {
		if (is_in_other_name(p, i, c)) {
			n->is_private = true;
			return;
		}
		codes_add(&n->states,
			  lexicon_state_on(p->doc->lx, it->e->code, p->doc->r->published_on));
		n->is_people |= it->ent == ENT_PEOPLE;
		n->is_place |=
		    it->ent == ENT_CITY || it->ent == ENT_CAPITAL || it->ent == ENT_STATE;
	} else if (it->has_code) {
		codes_add(&n->states, it->e->code);
	}
}

/* The head: the last known noun, unless a common word that nobody knows stands behind it. */
static void find_head(struct parse *p, struct chunk *c)
{
	struct noun *n = &c->n;
	n->head = c->to - 1;
	bool unknown = false;
	for (int i = c->to - 1; i >= c->from; i--) {
		const struct item *it = &p->item[i];
		if (is_possessive(p, i)) {
			if (i == c->to - 1)
				continue;
			n->owner_to = i;
			break;
		}
		if (it->is & W_NOUN && !(unknown && !n->is_name)) {
			if (!n->is && !(n->is_name &&
					!(it->noun & (N_ACTS | N_PERSON | N_PRIVATE | N_MEDIA)))) {
				n->is = it->noun;
				n->head = i;
				n->is_plural = it->is & W_PLURAL;
			}
		} else if (it->ent == ENT_NONE && !(it->is & ~(uint64_t)W_VERB) &&
			   token_of(p, i)->kind == TOK_WORD) {
			if (!n->is && it->is_cap)
				n->is_name = true;
			else if (!n->is)
				unknown = true;
		}
	}
	if (unknown && !n->is_name)
		n->is &= N_PART;
}

static void read_count(struct parse *p, struct chunk *c)
{
	struct noun *n = &c->n;
	int from = n->owner_to > c->from ? n->owner_to + 1 : c->from;
	for (int i = from; i < c->to; i++) {
		if (item_has(p, i, W_SAME))
			n->is_same = true;
		struct count count = { 0 };
		if (number_read(p, i, c->to, &count)) {
			n->count = count;
			return;
		}
	}
	str first = item_text(p, from < c->to ? from : c->from);
	bool is_one = str_eq_nocase(first, S("a")) || str_eq_nocase(first, S("an")) ||
		      str_eq_nocase(first, S("another"));
	if (is_one && !n->is_plural && !n->is_same)
		n->count = (struct count){ .is_there = true, .value = 1, .min = 1, .max = 1 };
}

static bool is_only_name(const struct parse *p, const struct chunk *c)
{
	for (int i = c->from; i < c->to; i++) {
		const struct item *it = &p->item[i];
		bool is_name = it->ent == ENT_STATE || it->ent == ENT_CAPITAL ||
			       it->ent == ENT_SEAT || it->ent == ENT_ORG;
		if (!is_name && !(it->is & W_DET) && !is_possessive(p, i))
			return false;
	}
	return c->n.states.n > 0;
}

static bool has_demonym(const struct parse *p, const struct chunk *c)
{
	for (int i = c->from; i < c->to; i++)
		if (p->item[i].ent == ENT_DEMONYM || p->item[i].ent == ENT_STATE ||
		    p->item[i].ent == ENT_ORG)
			return true;
	return false;
}

static void read_pronoun(struct parse *p, struct chunk *c)
{
	c->n.is_pronoun = true;
	c->n.pron = p->item[c->from].e;
	c->n.is_plural = c->n.pron->value == 2;
	c->n.is_none = item_has(p, c->from, W_NEG);
}

void noun_read(struct parse *p, struct chunk *c)
{
	struct noun *n = &c->n;
	*n = (struct noun){ .lead = -1, .tail = -1, .owner_to = c->from };
	n->head = c->to - 1;
	if (c->to == c->from + 1 && item_has(p, c->from, W_PRON) &&
	    p->item[c->from].ent == ENT_NONE && !item_has(p, c->from, W_NOUN)) {
		read_pronoun(p, c);
		return;
	}
	find_head(p, c);
	int own_from = c->from, own_to = c->to;
	if (n->owner_to > c->from)
		own_to = n->owner_to; /* X's thing belongs to X, whatever else it names */
	for (int i = own_from; i < own_to; i++)
		read_entity(p, i, c);
	if (own_to < c->to && !n->states.n)
		for (int i = own_to; i < c->to; i++)
			read_entity(p, i, c);
	for (int i = c->from; i < c->to; i++) {
		const struct item *it = &p->item[i];
		n->is_former |= (it->is & W_FORMER) && i < c->to - 1;
		n->is_definite |= str_eq_nocase(item_text(p, i), S("the"));
		n->is_none |= (it->is & W_NEG) && (it->is & W_DET);
		n->is_each |= !!(it->is & W_EACH);
		if (it->is & W_POSS)
			n->poss = it->e;
	}
	read_count(p, c);
	if (n->is_people)
		n->is |= N_PEOPLE;
	if ((n->is & N_MISSION) && n->is_place && n->owner_to == c->from && !has_demonym(p, c)) {
		n->post = n->states; /* the Houston consulate */
		n->states.n = 0;
	}
	n->is_pure = is_only_name(p, c) && !n->is_private && own_to == c->to;
	n->is_private |= !!(n->is & (N_PRIVATE | N_MEDIA | N_TRADE));
	n->is_head |= !!(n->is & N_HEAD);
	n->is_state = n->states.n && !n->is_private && !n->is_former && !n->is_people &&
		      (n->is_pure || n->is_holder || (n->is & N_ACTS));
}

/* ---- groups together */
static bool is_prep(const struct parse *p, int i, const char *word)
{
	return i >= 0 && i < p->n && p->ch[i].kind == CH_PREP &&
	       str_eq_nocase(item_text(p, p->ch[i].from), str_of(word));
}

static bool is_np(const struct parse *p, int i)
{
	return i >= 0 && i < p->n && p->ch[i].kind == CH_NP;
}

/* President of Moldova; some of its diplomats; a spokesman for the ministry. */
static void join_of(struct parse *p, int i)
{
	struct noun *n = &p->ch[i].n, *of = &p->ch[i + 2].n;
	bool is_visa = (n->is & N_VISA) && is_np(p, i + 2) && (of->is & (N_STAFF | N_PEOPLE));
	if (is_visa &&
	    (is_prep(p, i + 1, "of") || is_prep(p, i + 1, "for") || is_prep(p, i + 1, "to"))) {
		if (!n->states.n)
			n->states = of->states;
		n->post = of->post;
		if (!n->count.is_there)
			n->count = of->count;
		n->poss = n->poss ? n->poss : of->poss;
	}
	bool is_of = is_prep(p, i + 1, "of"),
	     is_for = is_prep(p, i + 1, "for") && (n->is & N_SPOKESMAN);
	if ((!is_of && !is_for) || !is_np(p, i + 2))
		return;
	if ((n->is & N_LIMIT) && of->count.is_there)
		n->count = of->count; /* a ceiling of 205 */
	bool is_bare = !n->is && n->count.is_there && !n->is_name && !n->states.n;
	if ((n->is & N_PART) || is_bare || (!n->is && n->is_same)) {
		bool is_member =
		    str_starts(item_text(p, n->head), S("member")) && (of->is & N_MISSION);
		n->is = (is_member ? N_STAFF : of->is) | N_PART;
		n->is_plural = of->is_plural;
		n->states = of->states;
		n->post = of->post;
		n->poss = of->poss;
		n->pron = of->pron;
		n->is_people |= of->is_people;
		if (!n->count.is_there && !(n->is & N_LIMIT))
			n->count = of->count;
	} else if (!n->states.n && ((n->is & (N_ACTS | N_PEOPLE | N_CREDENTIALS)) || n->is_name)) {
		n->states = of->states;
		if (!n->poss)
			n->poss = of->poss;
		n->is_state = n->states.n && !n->is_former && !n->is_private && (n->is & N_ACTS);
	}
}

/* Ambassador to Washington; the consulate in Houston; staff at the embassy in Baghdad. */
static void join_post(struct parse *p, int i)
{
	struct noun *n = &p->ch[i].n;
	bool is_seat = (n->is & (N_MINISTRY | N_GOV)) && !n->states.n && is_prep(p, i + 1, "in") &&
		       is_np(p, i + 2) && p->ch[i + 2].n.is_pure;
	if (is_seat) { /* the foreign ministry in Bratislava */
		n->states = p->ch[i + 2].n.states;
		n->is_state = true;
	}
	if (!(n->is & (N_ENVOY | N_STAFF | N_MISSION | N_RELATIONS)))
		return;
	for (int k = i + 1;
	     k + 1 < p->n && k < i + 6 && p->ch[k].kind == CH_PREP && is_np(p, k + 1); k += 2) {
		struct noun *at = &p->ch[k + 1].n;
		bool is_post = is_prep(p, k, "to") || is_prep(p, k, "in") || is_prep(p, k, "at") ||
			       is_prep(p, k, "from") || is_prep(p, k, "for") ||
			       is_prep(p, k, "near");
		if (is_post && (at->is & N_MISSION)) {
			if (!n->states.n)
				n->states = at->states;
			n->post = at->post;
		} else if (is_post && at->states.n && !at->is_people &&
			   !(at->is & ~(N_PLACE | N_SIDES))) {
			codes_join(&n->post, &at->states);
		}
	}
}

static bool ends_apposition(const struct parse *p, int i)
{
	return i >= p->n || p->ch[i].kind == CH_COMMA || p->ch[i].kind == CH_STOP;
}

/* Sir Geoffrey Howe, the Foreign Secretary, said: both groups are the same person. */
static void join_apposition(struct parse *p, int i)
{
	if (i + 2 >= p->n || p->ch[i + 1].kind != CH_COMMA || !is_np(p, i + 2))
		return;
	struct noun *a = &p->ch[i].n, *b = &p->ch[i + 2].n;
	int end = i + 3;
	while (end + 1 < p->n && p->ch[end].kind == CH_PREP && is_np(p, end + 1))
		end += 2;
	if (!ends_apposition(p, end) || a->is_pronoun || b->is_pronoun)
		return;
	bool a_office = a->is & (N_HEAD | N_OFFICE | N_ENVOY | N_SPOKESMAN);
	bool b_office = b->is & (N_HEAD | N_OFFICE | N_ENVOY | N_SPOKESMAN | N_PRIVATE);
	if (a->is_pure && b->states.n && (b->is & N_PART)) { /* Georgia, the U.S. state */
		a->is_private = true;
		a->is_state = a->is_pure = false;
		a->states.n = 0;
	} else if (a->is_name && b_office && !a->is_state) {
		a->is |= b->is;
		a->states = b->states;
		a->is_state = b->is_state;
		a->is_former |= b->is_former;
		a->is_private |= b->is_private;
	} else if (a_office && !a->states.n && (b->is_name || b->is_holder)) {
		a->states = b->states;
		a->is_state = b->states.n && !a->is_former;
	}
}

static bool is_finite_next(const struct parse *p, int i)
{
	while (i + 1 < p->n && p->ch[i].kind == CH_PREP && is_np(p, i + 1))
		i += 2;
	while (i < p->n && (p->ch[i].kind == CH_ADV || p->ch[i].kind == CH_DATE))
		i++;
	return i < p->n && p->ch[i].kind == CH_VG &&
	       (p->ch[i].v.is_finite || p->ch[i].v.is_reduced);
}

static bool may_list(const struct noun *a, const struct noun *b)
{
	if (a->is_pronoun || b->is_pronoun)
		return false;
	bool a_who = a->is_state || a->is_name || a->is_people,
	     b_who = b->is_state || b->is_name || b->is_people;
	/* Georgian and Armenian diplomats */
	bool is_adjective = a->states.n && !a->is && !a->is_pure && !a->is_name && !a->is_people;
	return (is_adjective && b->states.n && b->is) || (a_who && b_who) || (a->is & b->is) ||
	       (a->states.n && b->states.n && a->is_pure);
}

/* Where the list that begins at i ends: A, B and C. */
static int list_end(const struct parse *p, int i)
{
	int last = i, k = i;
	while (k + 2 < p->n) {
		int next = k + 1;
		if (p->ch[next].kind == CH_COMMA)
			next++;
		bool is_and = p->ch[next].kind == CH_AND;
		if (is_and)
			next++;
		if (next == k + 1 || next >= p->n || !is_np(p, next) ||
		    !may_list(&p->ch[k].n, &p->ch[next].n))
			break;
		k = next;
		if (is_and)
			last = k;
	}
	return last;
}

/* True when a finite verb stands before the group in its clause, so that it is no subject. */
static bool is_behind_verb(const struct parse *p, int i)
{
	for (int k = i - 1; k >= 0 && k > i - 12; k--) {
		enum chunk_kind kind = p->ch[k].kind;
		if (kind == CH_STOP || kind == CH_SUB || kind == CH_OPEN || kind == CH_THAT)
			return false;
		if (kind == CH_VG)
			return true;
	}
	return false;
}

static void join_list(struct parse *p, int i)
{
	struct noun *a = &p->ch[i].n;
	int last = list_end(p, i);
	if (a->lead >= 0 || last == i)
		return;
	bool is_governed = i > 0 && (p->ch[i - 1].kind == CH_PREP || p->ch[i - 1].kind == CH_VG);
	if (is_governed && is_behind_verb(p, i) && is_finite_next(p, last + 1))
		return; /* "expelled an envoy and Germany recalled": two clauses */
	bool same_kind = a->count.is_there;
	for (int k = i + 1; k <= last; k++) {
		struct noun *b = &p->ch[k].n;
		if (p->ch[k].kind != CH_NP)
			continue;
		b->lead = i;
		codes_join(&a->states, &b->states);
		a->is_state |= b->is_state;
		if (!a->is && !a->is_pure && !a->is_name)
			a->is = b->is;
		same_kind = same_kind && b->count.is_there && (a->is & b->is & (N_STAFF | N_ENVOY));
		if (same_kind && a->count.value >= 0 && b->count.value >= 0)
			a->count.value = a->count.min = a->count.max =
			    a->count.value + b->count.value;
	}
	a->lead = i;
	a->tail = last;
	a->is_plural = true;
}

void nouns_join(struct parse *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_NP && p->ch[i].n.is_pure)
			join_list(p, i);
	for (int i = p->n - 1; i >= 0; i--)
		if (p->ch[i].kind == CH_NP && i + 2 < p->n)
			join_of(p, i);
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_NP)
			join_apposition(p, i);
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_NP)
			join_list(p, i);
	for (int i = p->n - 1; i >= 0; i--)
		if (p->ch[i].kind == CH_NP)
			join_post(p, i);
}

/* ---- pronouns */
/* The two states that "both sides" means: those of this sentence, else those told of before. */
static struct codes sides_of(const struct parse *p)
{
	struct codes c = { 0 };
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_NP && p->ch[i].n.is_state &&
		    !(p->ch[i].n.is_place && i > 0 && p->ch[i - 1].kind == CH_PREP))
			codes_join(&c, &p->ch[i].n.states);
	return c.n == 2 ? c : p->doc->pair;
}

static struct codes one(int code)
{
	struct codes c = { 0 };
	codes_add(&c, code);
	return c;
}

/* What a pronoun (or possessive) of this kind stands for. */
static struct codes pronoun_states(const struct parse *p, int kind, int chunk, int subject)
{
	const struct doc *d = p->doc;
	if (kind == 4 || kind == 5)
		return one(p->speaker_state);
	if (subject >= 0 && subject != chunk && p->ch[subject].n.states.n &&
	    !p->ch[subject].n.is_pronoun)
		return p->ch[subject].n.states;
	/* the last subject that acts for a state, else the last such group */
	for (int i = chunk - 1; i >= 0; i--) {
		int s = p->ch[i].kind == CH_VG ? p->ch[i].v.subj : -1;
		if (s >= 0 && s < chunk && p->ch[s].n.is_state)
			return p->ch[s].n.states;
	}
	for (int i = chunk - 1; i >= 0; i--)
		if (p->ch[i].kind == CH_NP && p->ch[i].n.is_state)
			return p->ch[p->ch[i].n.lead >= 0 ? p->ch[i].n.lead : i].n.states;
	return kind == 2 ? d->topic : one(d->subject);
}

struct codes noun_states(const struct parse *p, int chunk, int subject)
{
	if (chunk < 0 || p->ch[chunk].kind != CH_NP)
		return (struct codes){ 0 };
	const struct noun *n = &p->ch[chunk].n;
	if (n->lead >= 0 && n->lead != chunk)
		n = &p->ch[n->lead].n;
	bool is_two = n->count.is_there && n->count.value == 2 && (n->is & N_HEAD);
	if (((n->is & (N_SIDES | N_PAIR)) || is_two) && !n->states.n) {
		struct codes both = sides_of(p), none = { 0 };
		/* "Germany called for restraint on both sides": the caller is neither of them */
		bool is_other =
		    subject >= 0 && subject != chunk && codes_meet(&both, &p->ch[subject].n.states);
		return is_other ? none : both;
	}
	if (n->states.n)
		return n->states;
	if (n->is_pronoun)
		return pronoun_states(p, n->pron->value, chunk, subject);
	if (n->poss)
		return pronoun_states(p, n->poss->value, chunk, subject);
	const struct doc *d = p->doc;
	if (d->is_note && n->is_definite && (n->is & N_MISSION))
		return one(d->issuer_is_mission ? d->issuer : d->addressee);
	if (d->is_note && n->is_definite && (n->is & N_MINISTRY))
		return one(d->issuer_is_mission ? d->addressee : d->issuer);
	/* "the government", "here": the country where the text appeared */
	if (n->is_definite && (n->is & (N_GOV | N_MINISTRY)) && !n->is_name)
		return one(d->place);
	return (struct codes){ 0 };
}

struct codes noun_actor(const struct parse *p, int chunk, int subject)
{
	struct codes none = { 0 };
	if (chunk < 0 || p->ch[chunk].kind != CH_NP)
		return none;
	const struct noun *n = &p->ch[chunk].n;
	if (n->lead >= 0 && n->lead != chunk)
		n = &p->ch[n->lead].n;
	if (n->is_former || n->is_private || n->is_people)
		return none;
	bool acts = n->is_state || n->is_pronoun ||
		    (n->is & (N_SIDES | N_PAIR | N_ACTS | N_MEASURE | N_PLAN | N_THREAT));
	return acts ? noun_states(p, chunk, subject) : none;
}
