/* frame.c: the frames of frames.tsv against the clauses of a sentence. First what the object is,
 * then needs, then the fit of one frame, then all verbs and nouns. What a fit becomes is act.c's
 * matter. */
#include "reader/doc.h"

#include <string.h>

static bool is_kind(const struct parse *p, int i, enum chunk_kind k)
{
	return i >= 0 && i < p->n && p->ch[i].kind == k;
}

/* ---- objects */
static const uint64_t N_REMEMBERED[MEMORY_N] = { N_STAFF | N_ENVOY | N_PEOPLE, N_MISSION,
						 N_VISA | N_ACCREDITATION, N_CLAIM };

static int memory_of(uint64_t classes)
{
	for (int k = 0; k < MEMORY_N; k++)
		if (classes & N_REMEMBERED[k])
			return k;
	return -1;
}

/* The last group of this class before chunk i that says whose it is. */
static const struct noun *remembered(const struct parse *p, int i, uint64_t classes)
{
	for (int j = i - 1; j >= 0; j--)
		if (is_kind(p, j, CH_NP) && (p->ch[j].n.is & classes) && !p->ch[j].n.is_pronoun &&
		    (p->ch[j].n.states.n || p->ch[j].n.count.is_there))
			return &p->ch[j].n;
	int k = memory_of(classes);
	return k >= 0 && p->doc->memory[k].is & classes ? &p->doc->memory[k].n : NULL;
}

/* The object with pronouns and "the mission" resolved; `classes` is what the frame hopes for. */
static struct noun object_meant(const struct parse *p, int obj, int subj, uint64_t classes)
{
	struct noun n = p->ch[obj].n;
	if (n.lead >= 0 && n.lead != obj)
		n = p->ch[n.lead].n;
	if (n.is_pronoun && n.pron->value >= 1 && n.pron->value <= 3) {
		const struct noun *was = remembered(p, obj, classes);
		if (!was)
			return n;
		bool is_none = n.is_none;
		n = *was;
		n.is_pronoun = true;
		n.is_none = is_none;
		return n;
	}
	if (!n.states.n)
		n.states = noun_states(p, obj, subj);
	bool is_number =
	    !n.is && n.count.is_there && !n.states.n && !n.is_name; /* "sent home one" */
	if (is_number) {
		const struct noun *was = remembered(p, obj, N_STAFF | N_ENVOY | N_PEOPLE);
		n.is = N_STAFF | N_PEOPLE;
		if (was)
			n.states = was->states;
	} else if (n.is_same && !n.is) /* "expelled the same number" */
		n.is = N_STAFF | N_PEOPLE;
	else if (!n.states.n && n.is_definite && !n.is_name) {
		const struct noun *was =
		    remembered(p, obj, n.is & (classes ? classes : N_STAFF | N_MISSION | N_VISA));
		if (was) {
			n.states = was->states;
			n.post = n.post.n ? n.post : was->post;
		}
	}
	return n;
}

static bool object_fits(const struct frame *f, const struct noun *n)
{
	if (f->is_object_any)
		return true;
	if (f->is_object_state && (n->is_state || n->is_pure))
		return true;
	return n->is & f->object;
}

/* ---- needs */
static bool is_speech_means(const struct parse *p, int from, int to)
{
	for (int k = from; k < to; k++)
		if (is_kind(p, k, CH_NP) && (p->ch[k].n.is & N_CALL))
			return true;
	return false;
}

static int infinitive_in(const struct parse *p, int verb, int set)
{
	bool is_noun = is_kind(p, verb, CH_NP);
	for (int k = verb + 1; k < p->n && k < verb + 16 && !is_kind(p, k, CH_STOP); k++)
		if (is_kind(p, k, CH_VG) && p->ch[k].v.is_infinitive &&
		    (is_noun || p->ch[k].v.parent == verb) &&
		    (set == SET_ANY || lexicon_in_set(p->doc->lx, p->ch[k].v.lemma, set)))
			return k;
	return -1;
}

static bool need_met(const struct parse *p, const struct need *n, struct match *m)
{
	if (n->is_speech)
		return is_speech_means(p, m->from, m->to);
	if (n->is_atmost) {
		for (int i = m->obj >= 0 ? p->ch[m->obj].from : 0;
		     m->obj >= 0 && i < p->ch[m->obj].to; i++)
			if (item_has(p, i, W_ATMOST))
				return true;
		return false;
	}
	if (n->is_must) {
		const struct verb_group *v = &p->ch[m->at].v;
		const struct operator_row *op =
		    v->rel == REL_INF && v->parent >= 0
			? lexicon_operator(p->doc->lx, p->ch[v->parent].v.lemma)
			: NULL;
		return v->modal == MODAL_MUST || v->is_to_be || (op && op->to == EFF_DEMAND);
	}
	if (n->set >= 0) {
		int inf = infinitive_in(p, m->at, n->set);
		if (inf >= 0 && p->ch[inf].v.to > m->to)
			m->to = p->ch[inf].v.to;
		return inf >= 0;
	}
	for (int k = m->from; k < m->to; k++) {
		bool after = n->preps ? (prep_bit_of(p, k) & n->preps) : k > m->at || k < m->at;
		int np = n->preps ? k + 1 : k;
		if (!after || !is_kind(p, np, CH_NP) ||
		    (!n->preps && (np == m->subj || (np == m->obj && m->f->subject))))
			continue;
		if (n->is_any || (n->noun && (p->ch[np].n.is & n->noun)) ||
		    (n->is_state && (p->ch[np].n.is_state || p->ch[np].n.is_place))) {
			m->need = np;
			return true;
		}
	}
	return false;
}

static bool needs_met(const struct parse *p, struct match *m)
{
	for (int i = 0; i < m->f->n_needs; i++)
		if (need_met(p, &m->f->needs[i], m) == m->f->needs[i].is_not)
			return false;
	return true;
}

/* ---- one verb */
static int particle_at(const struct parse *p, int verb, int to, int particle)
{
	for (int k = verb + 1; k < to && k < verb + 8; k++) {
		for (int i = p->ch[k].from; i < p->ch[k].to; i++) {
			str rest = item_text(p, i), word = str_cut(&rest, ' '); /* out of */
			if (lexicon_particle(p->doc->lx, word) == particle)
				return k;
		}
		if (is_kind(p, k, CH_VG))
			break;
	}
	return -1;
}

static bool set_object(const struct parse *p, struct match *m, int particle)
{
	const struct verb_group *v = &p->ch[m->at].v;
	m->is_passive = v->is_passive;
	if (v->is_passive) {
		m->obj = v->subj;
		static const char by[] = "by";
		m->subj = -1;
		for (int k = m->at + 1; k + 1 < m->to && m->subj < 0; k++)
			if (is_kind(p, k, CH_PREP) && chunk_is(p, k, by) &&
			    is_kind(p, k + 1, CH_NP))
				m->subj = k + 1;
		if (v->obj >= 0 && m->f->object) { /* was denied a visa */
			struct noun second = object_meant(p, v->obj, -1, m->f->object);
			if ((second.is & m->f->object) && v->subj >= 0) {
				m->obj = v->obj;
				m->what = second;
				if (!second.states.n)
					m->what.states = noun_states(p, v->subj, -1);
				return true;
			}
		}
	} else {
		m->subj = v->subj;
		m->obj = particle == m->at + 1 ? clause_object(p, m->at, true) : v->obj;
		if (m->obj >= 0 && m->obj >= m->to)
			m->obj = -1;
		int second = m->obj == v->obj ? v->obj2 : -1;
		if (second >= 0 && m->f->object && !(p->ch[m->obj].n.is & m->f->object) &&
		    (p->ch[second].n.is & m->f->object))
			m->obj = second; /* denied the envoy a visa */
	}
	if (m->f->subject) { /* three diplomats must leave: the subject is whom it is about */
		if (v->subj < 0)
			return false;
		m->what = object_meant(p, v->subj, -1, m->f->subject);
		m->obj = v->subj;
		m->subj = -1;
		return m->what.is & m->f->subject;
	}
	if (m->obj < 0)
		return m->f->is_intransitive ||
		       (!m->f->object && !m->f->is_object_any && !m->f->is_object_state);
	bool takes_object = m->f->object || m->f->is_object_any || m->f->is_object_state;
	if (m->f->is_intransitive && !takes_object && !v->is_passive)
		return false;
	m->what = object_meant(p, m->obj, m->subj, m->f->object);
	if (m->obj == v->obj2 && m->obj >= 0 && !m->what.states.n)
		m->what.states = noun_states(p, v->obj, m->subj); /* handed the envoy a protest */
	bool none_asked = !m->f->object && !m->f->is_object_any && !m->f->is_object_state;
	return none_asked || object_fits(m->f, &m->what);
}

static bool verb_fits(const struct parse *p, int i, const struct frame *f, struct match *m)
{
	const struct verb_group *v = &p->ch[i].v;
	*m = (struct match){
		.f = f, .at = i, .subj = -1, .obj = -1, .need = -1, .from = v->from, .to = v->to
	};
	int particle = -1;
	if (f->particle >= 0) {
		particle = particle_at(p, i, m->to, f->particle);
		if (particle < 0)
			return false;
	}
	return set_object(p, m, particle) && needs_met(p, m);
}

/* ---- one noun */
static bool noun_fits(const struct parse *p, int i, const struct frame *f, struct match *m)
{
	*m = (struct match){
		.f = f, .at = i, .subj = -1, .obj = -1, .need = -1, .from = i, .to = i + 1
	};
	int k = i + 1;
	for (; k + 1 < p->n && is_kind(p, k, CH_PREP) && is_kind(p, k + 1, CH_NP); k += 2) {
		bool of = chunk_is(p, k, "of") || chunk_is(p, k, "on") ||
			  chunk_is(p, k, "against") || chunk_is(p, k, "to") ||
			  chunk_is(p, k, "for") || chunk_is(p, k, "with");
		if (of && m->obj < 0)
			m->obj = k + 1;
		if (chunk_is(p, k, "by"))
			m->subj = k + 1;
		int tail = p->ch[k + 1].n.tail;
		if (p->ch[k + 1].n.lead == k + 1 && tail > k + 1)
			k = tail - 1;
	}
	m->to = k < p->n && is_kind(p, k, CH_DATE) ? k + 1 : k;
	if (m->obj >= 0)
		m->what = object_meant(p, m->obj, -1, f->object);
	bool asked = f->object || f->is_object_any || f->is_object_state;
	if (asked && !f->is_intransitive && (m->obj < 0 || !object_fits(f, &m->what)))
		return false;
	return needs_met(p, m);
}

/* The clause in which a noun stands: the nearest verb before it, else after it. */
static int verb_around(const struct parse *p, int i)
{
	for (int k = i; k >= 0; k--)
		if (is_kind(p, k, CH_VG) && p->ch[k].v.from <= i && i < p->ch[k].v.to)
			return k;
	for (int k = i; k < p->n; k++)
		if (is_kind(p, k, CH_VG))
			return p->ch[k].v.from <= i ? k : -1;
	return -1;
}

/* The hack somebody is accused of, claims of attacks: no incident that the text asserts. */
static bool is_only_charged(const struct parse *p, int i, int verb, const struct frame *f)
{
	if (!str_eq(f->type, S("INCIDENT")))
		return false;
	/* what set the matter off is told as its ground ("after the attack") or as what happened */
	bool is_ground = i > 0 && (chunk_is(p, i - 1, "after") || chunk_is(p, i - 1, "following") ||
				   chunk_is(p, i - 1, "since") || chunk_is(p, i - 1, "over") ||
				   chunk_is(p, i - 1, "in"));
	bool is_subject = verb >= 0 && p->ch[verb].v.subj == i;
	if (!is_ground && !is_subject)
		return true;
	if (i > 1 && is_kind(p, i - 2, CH_NP) &&
	    (p->ch[i - 2].n.is & (N_CLAIM | N_THREAT | N_DENY)))
		return true;
	const struct operator_row *op =
	    verb >= 0 ? lexicon_operator(p->doc->lx, p->ch[verb].v.lemma) : NULL;
	return op && (op->ing == EFF_ACCUSE || op->ing == EFF_DENY || op->to == EFF_THREAT);
}

static void match_nouns(struct parse *p, const bool *used)
{
	for (int i = 0; i < p->n; i++) {
		if (!is_kind(p, i, CH_NP) || used[i] || p->ch[i].n.is_pronoun)
			continue;
		uint64_t left = p->ch[i].n.is;
		for (bool done = false; left && !done; left &= left - 1) {
			const struct frame *f = lexicon_nominals(p->doc->lx, __builtin_ctzll(left));
			for (; f && !done; f = lexicon_next(p->doc->lx, f)) {
				struct match m;
				int v = verb_around(p, i);
				if (!noun_fits(p, i, f, &m) || is_only_charged(p, i, v, f))
					continue;
				if (v >= 0)
					m.mood = clause_mood(p, v);
				else
					m.mood = (struct mood){ MOOD_ASSERTED, EFF_NONE, -1, -1 };
				if (p->ch[i].n.is_none)
					m.mood.modality = MOOD_NEGATED;
				proposal_make(p, &m);
				done = true;
			}
		}
	}
}

/* A group that the verb's frame asked for is told by the verb: hold talks, lodge a protest. */
static void mark_used(const struct parse *p, const struct match *m, bool *used)
{
	static const char *const whole[] = { "DEMAND", "THREAT", "DENIAL", "SUPPORT",
					     "MEETING_CANCELLED" };
	bool takes = m->obj >= 0 && (m->what.is & m->f->object);
	for (size_t k = 0; k < sizeof whole / sizeof *whole; k++)
		takes |= m->obj >= 0 && str_eq(m->f->type, str_of(whole[k]));
	if (takes)
		used[m->obj] = true;
	if (m->need >= 0 && !(p->ch[m->need].n.is & N_EXPEL))
		used[m->need] = true;
}

static void remember(struct parse *p)
{
	for (int i = 0; i < p->n; i++) {
		if (!is_kind(p, i, CH_NP) || p->ch[i].n.is_pronoun)
			continue;
		int k = memory_of(p->ch[i].n.is);
		struct codes whose = noun_states(p, i, -1);
		if (k < 0 || !(whose.n || p->ch[i].n.count.is_there))
			continue;
		p->doc->memory[k] = (struct memory){ p->ch[i].n.is, p->ch[i].n };
		p->doc->memory[k].n.states = whose;
	}
}

void frames_match(struct parse *p)
{
	bool used[SENTENCE_TOKENS + 1] = { false };
	p->doc->sentence_first = (int)p->doc->out->n;
	for (int i = 0; i < p->n; i++) {
		if (!is_kind(p, i, CH_VG) || p->item[p->ch[i].to - 1].is_scare)
			continue;
		const struct frame *f = lexicon_frames(p->doc->lx, p->ch[i].v.lemma);
		for (; f; f = lexicon_next(p->doc->lx, f)) {
			struct match m;
			if (!verb_fits(p, i, f, &m))
				continue;
			m.mood = clause_mood(p, i);
			mark_used(p, &m, used);
			proposal_make(p, &m);
			break;
		}
	}
	match_nouns(p, used);
	remember(p);
}
