/* act.c: a frame that fits becomes a proposal: roles, modality in the light of who says it, count,
 * evidence. First roles, then counts, then modality, then the proposal. A rule above all: an actor
 * the text does not name stays open. */
#include "reader/doc.h"

#include <string.h>

static bool is_type(const struct proposal *x, const char *type)
{
	return str_eq(x->type, str_of(type));
}

static bool is_contact(const struct proposal *x)
{
	return is_type(x, "CALL") || is_type(x, "TALKS") || is_type(x, "SUMMIT") ||
	       is_type(x, "VISIT");
}

static bool is_measure(const struct proposal *x)
{
	return str_eq(x->event, S("SANCTION")) || str_starts(x->type, S("VISA_")) ||
	       is_type(x, "RESTRICTION");
}

void proposal_reason(struct proposal *x, const char *why)
{
	if (why && x->n_reasons < REASONS_MAX)
		x->reasons[x->n_reasons++] = why;
}

/* ---- roles */
static int prep_group(const struct parse *p, const struct match *m, const char *word)
{
	for (int k = m->from; k + 1 < p->n && k < m->to; k++)
		if (p->ch[k].kind == CH_PREP && p->ch[k + 1].kind == CH_NP && chunk_is(p, k, word))
			return k + 1;
	return -1;
}

/* The ministry to which an envoy is called. */
static struct codes ministry_of(const struct parse *p, const struct match *m)
{
	for (int k = m->at; k < m->to; k++)
		if (p->ch[k].kind == CH_NP && k != m->obj && (p->ch[k].n.is & (N_MINISTRY | N_GOV)))
			return noun_states(p, k, -1);
	return (struct codes){ 0 };
}

/* Who made the last charge against one of these states; of none: against anybody. */
static struct codes accuser_of(const struct parse *p, const struct codes *who)
{
	const struct proposals *all = p->doc->out;
	for (ptrdiff_t i = all->n; i-- > 0 && i > all->n - LOOK_BACK;) {
		const struct proposal *x = &all->v[i];
		if (str_eq(x->event, S("ACCUSE")) &&
		    (!who || !who->n || codes_meet(&x->recipients, who)))
			return x->actors;
	}
	return (struct codes){ 0 };
}

/* "announced the expulsion", "answered with the expulsion": who announces it does it. */
static struct codes light_subject(const struct parse *p, const struct match *m)
{
	for (int k = m->at - 1; k >= 0 && k >= m->at - 3; k--)
		if (p->ch[k].kind == CH_VG && !p->ch[k].v.is_passive &&
		    lexicon_in_set(p->doc->lx, p->ch[k].v.lemma, lexicon_set(p->doc->lx, "light")))
			return noun_actor(p, p->ch[k].v.subj, -1);
	return (struct codes){ 0 };
}

/* "Lavrov said after talks with Blinken": the subject of the clause took part. */
static void add_clause_subject(const struct parse *p, const struct match *m, struct codes *actors)
{
	for (int k = m->at; k >= 0; k--)
		if (p->ch[k].kind == CH_VG && p->ch[k].v.subj >= 0 && p->ch[k].v.subj != m->at) {
			struct codes c = noun_actor(p, p->ch[k].v.subj, -1);
			codes_join(actors, &c);
			return;
		}
}

static struct codes subject_codes(const struct parse *p, const struct match *m)
{
	if (!m->f->is_nominal) {
		int own = p->ch[m->at].v.subj;
		return noun_actor(p, m->subj, m->is_passive ? own : -1);
	}
	if (m->subj >= 0)
		return noun_actor(p, m->subj, -1);
	const struct noun *n = &p->ch[m->at].n;
	if (n->is_private || n->is_former)
		return (struct codes){ 0 };
	struct codes own = n->states.n ? n->states : noun_states(p, m->at, -1);
	return own.n ? own : light_subject(p, m);
}

static struct codes group_codes(const struct parse *p, const struct match *m, const char *word,
				bool acts)
{
	int np = prep_group(p, m, word);
	if (np < 0)
		return (struct codes){ 0 };
	return acts ? noun_actor(p, np, m->subj) : noun_states(p, np, m->subj);
}

/* The first state in the rest of the sentence that is not among `without`. */
static struct codes rest_codes(const struct parse *p, const struct match *m,
			       const struct codes *without)
{
	struct codes c = { 0 };
	for (int k = m->at + 1; k < p->n && !c.n && p->ch[k].kind != CH_STOP; k++)
		for (int i = 0; p->ch[k].kind == CH_NP && i < p->ch[k].n.states.n; i++)
			if (!without || !codes_has(without, p->ch[k].n.states.v[i]))
				codes_add(&c, p->ch[k].n.states.v[i]);
	return c;
}

static struct codes request_codes(const struct parse *p, bool asker)
{
	const struct proposals *all = p->doc->out;
	for (ptrdiff_t i = all->n; i-- > 0 && i > all->n - LOOK_BACK;)
		if (is_type(&all->v[i], "VISA_REQUEST"))
			return asker ? all->v[i].actors : all->v[i].recipients;
	return (struct codes){ 0 };
}

static struct codes slot_codes(const struct parse *p, const struct match *m, enum slot s,
			       const struct codes *actors)
{
	static const char *const on[] = { "on", "against", "over", "about", "at" };
	struct codes c = { 0 };
	switch (s) {
	case SLOT_SUBJ: return subject_codes(p, m);
	case SLOT_OBJ:
	case SLOT_OWN: return m->obj >= 0 ? m->what.states : c;
	case SLOT_POST: return m->obj >= 0 ? m->what.post : c;
	case SLOT_SUBJPOST: return m->subj >= 0 ? p->ch[m->subj].n.post : c;
	case SLOT_WITH: return group_codes(p, m, "with", true);
	case SLOT_TO: return group_codes(p, m, "to", false);
	case SLOT_FROM:
		c = group_codes(p, m, "from", false);
		return c.n ? c : group_codes(p, m, "out of", false);
	case SLOT_ON:
		for (int i = 0; i < 5 && !c.n; i++)
			c = group_codes(p, m, on[i], false);
		return c;
	case SLOT_FOR: return group_codes(p, m, "for", false);
	case SLOT_IN: return group_codes(p, m, "in", false);
	case SLOT_OF: return group_codes(p, m, "of", false);
	case SLOT_BETWEEN: return group_codes(p, m, "between", true);
	case SLOT_BY: return group_codes(p, m, "by", true);
	case SLOT_AT: return ministry_of(p, m);
	case SLOT_PLACE: codes_add(&c, p->doc->place); return c;
	case SLOT_ACCUSER: return accuser_of(p, actors);
	case SLOT_NEED: return noun_states(p, m->need, m->subj);
	case SLOT_NEEDPOST: return m->need >= 0 ? p->ch[m->need].n.post : c;
	case SLOT_REST: return rest_codes(p, m, actors);
	case SLOT_ASKER: return request_codes(p, true);
	case SLOT_ASKED: return request_codes(p, false);
	case SLOT_TOPIC: codes_add(&c, p->doc->subject); return c;
	case SLOT_NONE:
	case SLOT_ALL: return c;
	}
	return c;
}

/* The first place that names a state; with "all" also what the places behind it name. */
static struct codes role_codes(const struct parse *p, const struct match *m, const enum slot *slots,
			       const struct codes *without)
{
	struct codes out = { 0 };
	bool all = false;
	for (int i = 0; i < SLOTS_MAX && slots[i]; i++) {
		if (slots[i] == SLOT_ALL) {
			all = true;
			continue;
		}
		if (out.n && !all)
			break;
		struct codes c = slot_codes(p, m, slots[i], without);
		for (int k = 0; k < c.n; k++)
			if (!without || !codes_has(without, c.v[k]))
				codes_add(&out, c.v[k]);
	}
	return out;
}

/* ---- counts */
static const struct proposal *last_measure(const struct doc *d, const struct proposal *x,
					   bool same_type)
{
	for (ptrdiff_t i = d->out->n; i-- > 0 && i > d->out->n - LOOK_BACK;) {
		const struct proposal *o = &d->out->v[i];
		bool is_reverse =
		    !codes_meet(&o->actors, &x->actors) &&
		    (!o->recipients.n || !x->actors.n || codes_meet(&o->recipients, &x->actors));
		if (o->modality <= MOOD_ANNOUNCED && is_reverse &&
		    (same_type ? str_eq(o->type, x->type) : is_measure(o)))
			return o;
	}
	return NULL;
}

static struct count group_count(const struct noun *n)
{
	struct count one = { .is_there = true, .value = 1, .min = 1, .max = 1 };
	if (n->count.is_there)
		return n->count;
	if (!n->is_plural && !n->is_pronoun && !n->is_none &&
	    (n->is & (N_ENVOY | N_MISSION | N_STAFF)) && !(n->is & N_PART))
		return one;
	if (n->is_plural && (n->is & N_ENVOY) && n->post.n > 1)
		one.value = one.min = one.max = n->post.n;
	else
		one.is_there = false;
	return one;
}

static void find_count(const struct parse *p, const struct match *m, struct proposal *x)
{
	for (int i = 0; i < SLOTS_MAX && m->f->count[i] && !x->count.is_there; i++) {
		int np = -1;
		const struct noun *n = NULL;
		if (m->f->count[i] == SLOT_OBJ)
			n = m->obj >= 0 ? &m->what : NULL;
		else if (m->f->count[i] == SLOT_NEED)
			np = m->need;
		else if (m->f->count[i] == SLOT_REST)
			for (int k = m->at + 1; k < p->n && np < 0 && p->ch[k].kind != CH_STOP; k++)
				np = p->ch[k].kind == CH_NP && p->ch[k].n.count.is_there &&
					     (p->ch[k].n.is & (N_STAFF | N_ENVOY))
					 ? k
					 : -1;
		else if (m->f->count[i] == SLOT_ON)
			np = prep_group(p, m, "on");
		else if (m->f->count[i] == SLOT_TO)
			np = prep_group(p, m, "to");
		else if (m->f->count[i] == SLOT_BY)
			np = prep_group(p, m, "by");
		if (np >= 0)
			n = &p->ch[np].n;
		if (!n)
			continue;
		if (n->is_same) {
			const struct proposal *o = last_measure(p->doc, x, true);
			if (o) {
				x->count = o->count;
				proposal_reason(x, "number taken from the act it answers");
			}
			return;
		}
		x->count = group_count(n);
	}
}

/* ---- modality */
/* Who says it decides what it is worth: the acting state asserts, everybody else reports. */
static void weigh_source(struct parse *p, const struct match *m, struct proposal *x)
{
	int by = m->mood.by;
	int32_t at = p->s->t[p->item[p->ch[m->at].from].from].from;
	const struct quote *q = quote_at(p->doc, at);
	bool in_quote = q && q->words_n > SCARE_WORDS;
	if (by < 0 && !in_quote)
		return;
	const struct noun *n = by >= 0 ? &p->ch[by].n : NULL;
	struct codes said = { 0 };
	if (n)
		said = noun_actor(p, by, -1);
	if (!said.n && (in_quote || (n && n->is_pronoun)))
		codes_add(&said, p->speaker_state);
	x->speaker = n ? chunk_span(p, by, by + 1) : p->speaker;
	x->speaker_state = said.n == 1 ? said.v[0] : -1;
	bool is_office = n && n->is_definite &&
			 (n->is & (N_HEAD | N_OFFICE | N_MINISTRY | N_GOV | N_SPOKESMAN)) &&
			 !n->is_private && !n->is_former;
	if (said.n && !x->actors.n && !codes_meet(&said, &x->recipients) && x->recipients.n) {
		x->actors = said;
		proposal_reason(x, "actor is the state that says it");
	}
	bool is_about_speaker = str_eq(x->event, S("REQUEST")) || str_eq(x->event, S("REJECT")) ||
				str_eq(x->event, S("COERCE")) || str_eq(x->event, S("SANCTION"));
	if (said.n && !x->recipients.n && x->actors.n && !codes_meet(&said, &x->actors) &&
	    is_about_speaker)
		x->recipients = said;
	if ((said.n && codes_meet(&said, &x->actors)) || (!said.n && is_office) ||
	    (is_contact(x) && m->f->is_nominal))
		return;
	if (x->modality <= MOOD_PLANNED)
		x->modality = MOOD_REPORTED;
	proposal_reason(x, "told by somebody else than the acting state");
}

static void as_threat(struct proposal *x)
{
	bool has_mode = str_eq(x->event, S("SANCTION")) || str_eq(x->event, S("COERCE")) ||
			str_eq(x->event, S("REJECT"));
	if (!is_type(x, "THREAT")) {
		x->mode = has_mode ? x->mode : (str){ 0 };
		x->count = (struct count){ 0 };
	}
	x->type = S("THREAT");
	x->event = S("THREATEN");
	x->modality = MOOD_THREATENED;
}

static void settle_modality(struct parse *p, const struct match *m, struct proposal *x)
{
	x->modality = m->mood.modality;
	if (is_contact(x) && x->modality == MOOD_ANNOUNCED)
		x->modality = MOOD_PLANNED;
	if (is_type(x, "THREAT") && x->modality <= MOOD_CONDITIONAL)
		x->modality = MOOD_THREATENED;
	if (m->mood.effect == EFF_THREAT && m->mood.modality <= MOOD_CONDITIONAL)
		as_threat(x);
	if (!is_type(x, "THREAT") || m->mood.by >= 0)
		weigh_source(p, m, x);
	if (is_contact(x) && x->modality == MOOD_PLANNED) {
		x->event = S("AGREE");
		x->mode = (str){ 0 };
	}
}

/* "retaliated", "a tit-for-tat response": the last measure of the other side, turned round. */
static bool mirror(struct parse *p, const struct match *m, struct proposal *x)
{
	const struct proposal *o = last_measure(p->doc, x, false);
	if (!o || !x->actors.n)
		return false;
	bool in_kind = m->need >= 0 || p->ch[m->at].n.is_same;
	x->type = o->type;
	x->event = o->event;
	x->mode = o->mode;
	x->recipients = o->actors;
	x->count = in_kind ? o->count : (struct count){ 0 };
	x->links[x->n_links++] = (struct link){ LINK_RETALIATION_FOR, o->id };
	proposal_reason(x, "the other side's measure turned round");
	if (m->mood.modality == MOOD_ANNOUNCED || m->mood.modality == MOOD_CONDITIONAL ||
	    m->mood.modality == MOOD_PLANNED)
		as_threat(x);
	return true;
}

/* A threat of retaliation where no measure has been told of. */
static bool mirror_threat(struct parse *p, const struct match *m, struct proposal *x)
{
	if (!x->actors.n ||
	    (m->mood.effect != EFF_THREAT && p->ch[m->at].kind == CH_VG && !p->ch[m->at].v.modal))
		return false;
	if (p->ch[m->at].kind != CH_VG || m->mood.modality == MOOD_NEGATED)
		return false;
	x->mode = (str){ 0 };
	x->recipients = slot_codes(p, m, SLOT_ON, NULL);
	for (int k = 0; k < m->at && !x->recipients.n;
	     k++) /* "if Serbia expels the envoy, Zagreb will respond" */
		if (p->ch[k].kind == CH_NP && p->ch[k].n.is_state &&
		    !codes_meet(&p->ch[k].n.states, &x->actors))
			x->recipients = p->ch[k].n.states;
	as_threat(x);
	return true;
}

/* A note speaks for the state that sends it, to the one it is sent to. */
static void fill_parties(const struct doc *d, struct proposal *x)
{
	if (!d->is_note || is_contact(x))
		return;
	if (!x->actors.n && d->issuer >= 0 && !codes_has(&x->recipients, d->issuer))
		codes_add(&x->actors, d->issuer);
	if (!x->recipients.n && d->addressee >= 0 && !codes_has(&x->actors, d->addressee))
		codes_add(&x->recipients, d->addressee);
}

/* "Poland expelled four, the Czech Republic three and Lithuania two": the verb is left out. */
static void gapped_list(struct parse *p, const struct match *m, const struct proposal *x)
{
	if (m->f->is_nominal || !x->count.is_there || !x->actors.n || is_contact(x))
		return;
	for (int k = m->at + 1; k + 1 < p->n && p->ch[k].kind != CH_VG && p->ch[k].kind != CH_SUB;
	     k++) {
		const struct chunk *who = &p->ch[k], *n = &p->ch[k + 1];
		bool is_pair = who->kind == CH_NP && who->n.is_pure && n->kind == CH_NP &&
			       n->n.count.is_there && !n->n.is && !n->n.states.n;
		if (!is_pair)
			continue;
		struct codes actors = noun_states(p, k, -1);
		for (int i = 0; i < actors.n; i++) {
			struct proposal one = *x;
			one.actors = (struct codes){ 0 };
			codes_add(&one.actors, actors.v[i]);
			one.count = n->n.count;
			one.evidence = (struct spans){ 0 };
			int from = who->n.lead >= 0 ? who->n.lead : k;
			*arena_push(p->doc->a, &one.evidence) = chunk_span(p, from, k + 2);
			proposal_join(p->doc, &one);
		}
	}
}

/* ---- the proposal */
static struct span evidence_of(const struct parse *p, const struct match *m)
{
	int from = m->from, at = m->at;
	if (!m->f->is_nominal)
		for (int k = 0; k < 4; k++) {
			const struct verb_group *v = &p->ch[at].v;
			bool is_part = v->rel == REL_INF && v->parent >= 0;
			if (!is_part)
				break;
			at = v->parent;
			if (p->ch[at].v.from < from)
				from = p->ch[at].v.from;
		}
	return chunk_span(p, from, m->to);
}

/* Acts of nobody: the frame wanted a state as its subject and found somebody else. */
static bool is_private_act(const struct parse *p, const struct match *m, const struct proposal *x)
{
	if (x->actors.n || m->subj < 0 || m->is_passive || is_type(x, "INCIDENT"))
		return x->actors.n == 0 && m->is_passive && m->subj >= 0 &&
		       !is_type(x, "INCIDENT") && !(p->ch[m->subj].n.is_pronoun);
	/* "28 countries expelled": states that are not named */
	return !p->ch[m->subj].n.is_pronoun && !(p->ch[m->subj].n.is & (N_GOV | N_SIDES));
}

static bool has_open_contact(const struct parse *p, const struct proposal *x)
{
	const struct proposals *all = p->doc->out;
	for (ptrdiff_t i = all->n; i-- > 0 && i > all->n - LOOK_BACK;)
		if (is_contact(&all->v[i]) && all->v[i].modality <= MOOD_ANNOUNCED &&
		    (str_eq(all->v[i].type, x->type) || is_type(&all->v[i], "TALKS")))
			return true;
	return false;
}

static bool is_worth(const struct parse *p, const struct match *m, const struct proposal *x)
{
	if (is_private_act(p, m, x))
		return false;
	static const char *const spoken[] = { "ACCUSE", "REQUEST", "THREATEN", "SUPPORT",
					      "REJECT" };
	for (size_t i = 0; i < sizeof spoken / sizeof *spoken && !x->actors.n; i++)
		if (str_eq(x->event, str_of(spoken[i])) && !is_type(x, "SUMMONS") &&
		    !str_starts(x->type, S("VISA_")) && !is_type(x, "MEETING_CANCELLED"))
			return false; /* what is only said needs somebody who says it */
	if (is_type(x, "INCIDENT"))
		return true;
	if (is_contact(x) && m->f->is_nominal && !x->actors.n && p->ch[m->at].n.is_definite)
		return has_open_contact(p, x); /* "the call" is the one told before */
	if (is_contact(x) && x->actors.n < 2 && !x->recipients.n)
		return x->actors.n == 0 && m->f->is_nominal ? false
							    : x->actors.n > 0 || m->is_passive;
	return x->actors.n + x->recipients.n > 0;
}

static bool is_governed_away(const struct match *m)
{
	enum effect e = m->mood.effect;
	return e == EFF_SUPPORT || e == EFF_ACCUSE || e == EFF_DEMAND;
}

static void split_each(struct parse *p, const struct match *m, struct proposal *x)
{
	bool is_each = false;
	for (int k = m->from; k < m->to; k++)
		for (int i = p->ch[k].from; i < p->ch[k].to; i++)
			is_each |= item_has(p, i, W_EACH);
	if (!is_each || x->actors.n < 2 || is_contact(x)) {
		proposal_join(p->doc, x);
		return;
	}
	struct codes all = x->actors;
	for (int i = 0; i < all.n; i++) {
		struct proposal one = *x;
		one.evidence = (struct spans){ 0 };
		*arena_push(p->doc->a, &one.evidence) = x->evidence.v[0];
		one.actors = (struct codes){ 0 };
		codes_add(&one.actors, all.v[i]);
		proposal_join(p->doc, &one);
	}
}

/* States as they were called on the day of the act: Moscow in 1985 is the Soviet Union. */
static void codes_at(const struct lexicon *lx, struct codes *c, int64_t on)
{
	struct codes was = *c;
	c->n = 0;
	for (int i = 0; i < was.n; i++)
		codes_add(c, lexicon_state_on(lx, was.v[i], on));
}

static void explain(struct parse *p, const struct match *m, struct proposal *x)
{
	struct span s = p->s->bytes;
	str sentence = str_slice(p->doc->r->text, s.start, s.end);
	x->note = str_fmt(
	    p->doc->a, "sentence: %.*s\n  frame %.*s (line %d of frames.tsv), %s%s\n  date: %s",
	    SF(sentence), SF(m->f->id), m->f->line, modality_name(x->modality),
	    m->is_passive ? ", passive" : "", x->when.rule ? x->when.rule : "not told");
}

/* "summoned the envoy to protest": the protest is no act of its own. */
static bool is_purpose_of_summons(const struct parse *p, const struct match *m)
{
	const struct verb_group *v = &p->ch[m->at].v;
	if (m->f->is_nominal || v->rel != REL_INF || v->parent < 0)
		return false;
	const struct frame *f = lexicon_frames(p->doc->lx, p->ch[v->parent].v.lemma);
	return f && str_eq(f->type, S("SUMMONS")) && str_eq(m->f->type, S("COMPLAINT"));
}

void proposal_make(struct parse *p, const struct match *m)
{
	struct proposal x = { .frame = m->f,
			      .type = m->f->type,
			      .event = m->f->event,
			      .mode = m->f->mode,
			      .speaker_state = -1,
			      .deadline_on = DAY_MIN - 1 };
	bool is_purpose =
	    (m->f->is_nominal && m->at > 0 && chunk_is(p, m->at - 1, "for") && is_contact(&x)) ||
	    is_purpose_of_summons(p, m);
	if (is_purpose || is_governed_away(m) || p->doc->out->n >= PROPOSALS_MAX)
		return;
	x.actors = role_codes(p, m, m->f->actor, NULL);
	if (is_contact(&x) && m->f->is_nominal && x.actors.n == 1 && prep_group(p, m, "with") >= 0)
		add_clause_subject(p, m, &x.actors);
	if (is_type(&x, "MIRROR") && !mirror(p, m, &x) && !mirror_threat(p, m, &x))
		return;
	if (!x.recipients.n)
		x.recipients = role_codes(p, m, m->f->recipient, &x.actors);
	if (m->what.is_same && !x.recipients.n) {
		const struct proposal *o = last_measure(p->doc, &x, true);
		if (o)
			x.recipients = o->actors;
	}
	if (!x.count.is_there && !x.n_links)
		find_count(p, m, &x);
	if (is_type(&x, "TALKS") && m->subj >= 0 && p->ch[m->subj].n.is_head && x.actors.n > 1) {
		x.type = S("SUMMIT");
		proposal_reason(&x, "heads of state or government met");
	}
	fill_parties(p->doc, &x);
	settle_modality(p, m, &x);
	int above = m->mood.operator;
	bool is_warned = is_type(&x, "THREAT") && !x.recipients.n && above >= 0 &&
			 p->ch[m->at].kind == CH_VG && p->ch[above].v.obj != p->ch[m->at].v.subj;
	if (is_warned) /* warned Poland that it would retaliate */
		x.recipients = noun_states(p, p->ch[above].v.obj, -1);
	when_find(p, m, &x);
	if (!is_worth(p, m, &x))
		return;
	codes_at(p->doc->lx, &x.actors, x.when.to_on);
	codes_at(p->doc->lx, &x.recipients, x.when.to_on);
	*arena_push(p->doc->a, &x.evidence) = evidence_of(p, m);
	proposal_reason(&x, m->is_passive      ? "passive clause"
			    : m->f->is_nominal ? "told by a noun"
					       : "active clause");
	proposal_reason(&x, x.when.rule);
	if (p->doc->r->is_explained)
		explain(p, m, &x);
	split_each(p, m, &x);
	gapped_list(p, m, &x);
}
