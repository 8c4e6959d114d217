/* speech.c: who speaks, and what is only said: statements, and complaints put into words of blame.
 * First the speaker of a sentence, then what the speech amounts to. */
#include "reader/doc.h"

enum { STATEMENT_WORDS = 6 };

static bool is_say(const struct parse *p, int i)
{
	if (p->ch[i].kind != CH_VG)
		return false;
	const struct operator_row *op = lexicon_operator(p->doc->lx, p->ch[i].v.lemma);
	return op && (op->that == EFF_SAY || op->that == EFF_ACCUSE);
}

/* The verb of saying that a quotation of this sentence hangs on, or -1. */
static int saying_verb(const struct parse *p)
{
	if (p->said >= 0)
		return p->said;
	for (int i = 0; i < p->n; i++)
		if (is_say(p, i) && p->ch[i].v.subj >= 0 &&
		    (p->ch[i].v.is_finite || p->ch[i].v.is_ing))
			return i;
	return -1;
}

static void take_speaker(struct parse *p, int np)
{
	struct doc *d = p->doc;
	const struct noun *n = &p->ch[np].n;
	p->speaker = chunk_span(p, np, np + 1);
	if (n->is_pronoun) {
		p->speaker_state = d->last_speaker_state;
		p->is_speaker_private = d->is_last_private;
		return;
	}
	struct codes c = noun_states(p, np, -1);
	bool is_place_office =
	    n->is_definite && (n->is & (N_HEAD | N_OFFICE | N_SPOKESMAN)) && !n->is_private;
	p->speaker_state = c.n == 1 ? c.v[0] : !c.n && is_place_office ? d->place : -1;
	p->is_speaker_private = n->is_private || n->is_former || p->speaker_state < 0 ||
				!(n->is_state || is_place_office || (n->is & (N_GOV | N_MINISTRY)));
	d->last_speaker_state = p->speaker_state;
	d->is_last_private = p->is_speaker_private;
	d->last_speaker = p->speaker;
}

void speech_prepare(struct parse *p)
{
	p->speaker_state = -1;
	p->is_speaker_private = false;
	p->speaker = (struct span){ 0, 0 };
	int say = saying_verb(p);
	int np = say >= 0 ? p->ch[say].v.subj : p->source;
	if (np >= 0) {
		take_speaker(p, np);
		return;
	}
	const struct quote *q = quote_at(p->doc, p->s->bytes.start);
	if (q && q->words_n > SCARE_WORDS) { /* the quotation goes on from the sentence before */
		p->speaker_state = p->doc->last_speaker_state;
		p->is_speaker_private = p->doc->is_last_private;
		p->speaker = p->doc->last_speaker;
	}
}

/* A state other than the speaker's that is spoken about behind chunk `from`. */
static struct codes blamed_state(const struct parse *p, int from, int to)
{
	struct codes c = { 0 };
	for (int i = from; i < to; i++) {
		if (p->ch[i].kind != CH_NP)
			continue;
		const struct noun *n = &p->ch[i].n;
		for (int k = 0; k < n->states.n && !c.n; k++)
			if (n->states.v[k] != p->speaker_state)
				codes_add(&c, n->states.v[k]);
	}
	return c;
}

static bool has_blame(const struct parse *p, int from, int to)
{
	for (int k = p->ch[from].from; k < p->ch[to - 1].to; k++)
		if (item_has(p, k, W_BAD))
			return true;
	return false;
}

static bool has_act(const struct parse *p, struct span s)
{
	const struct proposals *all = p->doc->out;
	for (ptrdiff_t i = p->doc->sentence_first; i < all->n; i++) {
		const struct proposal *x = &all->v[i];
		struct span e = x->evidence.v[x->evidence.n - 1];
		if (e.start < s.end && s.start < e.end && !str_eq(x->event, S("CONSULT")))
			return true;
	}
	return false;
}

static struct when said_when(const struct parse *p, int say)
{
	struct proposal x = { .modality = MOOD_ASSERTED };
	static const struct frame plain = { .is_nominal = false };
	struct match m = {
		.f = &plain, .at = say, .from = p->ch[say].v.from, .to = p->ch[say].v.to
	};
	x.type = S("STATEMENT");
	when_find(p, &m, &x);
	return x.when;
}

static void speech_add(struct parse *p, int say, struct span evidence, struct codes blamed)
{
	struct doc *d = p->doc;
	struct proposal x = { .type = S("STATEMENT"),
			      .event = S("STATEMENT"),
			      .speaker = p->speaker,
			      .speaker_state = p->speaker_state,
			      .deadline_on = DAY_MIN - 1 };
	if (!p->is_speaker_private)
		codes_add(&x.actors, p->speaker_state);
	if (blamed.n && x.actors.n) {
		x.type = S("COMPLAINT");
		x.event = S("ACCUSE");
		x.mode = S("disapprove");
		x.recipients = blamed;
		proposal_reason(&x, "words of blame about the other state");
	}
	x.when = said_when(p, say);
	bool is_he = p->ch[p->ch[say].v.subj >= 0 ? p->ch[say].v.subj : say].n.is_pronoun;
	if (!x.when.has_from && is_he)
		for (ptrdiff_t i = d->out->n; i-- > 0 && i > d->out->n - LOOK_BACK;)
			if (str_eq(d->out->v[i].event, S("STATEMENT"))) {
				x.when = d->out->v[i].when;
				break;
			}
	*arena_push(d->a, &x.evidence) = evidence;
	proposal_reason(&x, "verb of saying");
	if (d->r->is_explained)
		x.note = str_fmt(d->a, "sentence: %.*s\n  a saying",
				 SF(str_slice(d->r->text, p->s->bytes.start, p->s->bytes.end)));
	*arena_push(d->a, d->out) = x;
	d->out->v[d->out->n - 1].id = (int)d->out->n;
}

/* The long quotation that opens in this sentence, or NULL. */
static const struct quote *quote_here(const struct parse *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->ch[i].kind == CH_OPEN) {
			const struct quote *q = quote_at(p->doc, chunk_span(p, i, i + 1).start);
			if (q && q->words_n >= STATEMENT_WORDS)
				return q;
		}
	return NULL;
}

/* "Russia says Israel must end the attacks": the other state that must, or none. */
static struct codes bidden_state(const struct parse *p, int say)
{
	for (int i = say + 1; i < p->n; i++) {
		const struct verb_group *v = &p->ch[i].v;
		if (p->ch[i].kind != CH_VG || v->modal != MODAL_MUST || v->subj < 0)
			continue;
		struct codes c = noun_actor(p, v->subj, -1);
		if (c.n && !codes_has(&c, p->speaker_state))
			return c;
	}
	return (struct codes){ 0 };
}

static void demand_add(struct parse *p, int say, struct codes bidden)
{
	struct proposal x = { .type = S("DEMAND"),
			      .event = S("REQUEST"),
			      .mode = S("change"),
			      .recipients = bidden,
			      .speaker = p->speaker,
			      .speaker_state = p->speaker_state,
			      .deadline_on = DAY_MIN - 1 };
	codes_add(&x.actors, p->speaker_state);
	x.when = said_when(p, say);
	*arena_push(p->doc->a, &x.evidence) = p->s->bytes;
	proposal_reason(&x, "says that the other state must");
	if (p->doc->r->is_explained)
		x.note = S("a demand put as what the other state must do");
	proposal_join(p->doc, &x);
}

void speech_find(struct parse *p)
{
	int say = saying_verb(p);
	if (say < 0 || p->speaker_state < 0 || p->doc->out->n >= PROPOSALS_MAX)
		return;
	struct mood mood = clause_mood(p, say);
	if (mood.modality != MOOD_ASSERTED)
		return;
	struct codes bidden = bidden_state(p, say);
	if (bidden.n && !p->is_speaker_private && !has_act(p, p->s->bytes)) {
		demand_add(p, say, bidden);
		return;
	}
	const struct quote *q = quote_here(p);
	bool is_before = p->said >= 0 && p->said == say;
	int from = is_before ? 0 : say + 1, to = is_before ? say : p->n;
	if (from >= to)
		return;
	struct codes blamed = { 0 };
	if (has_blame(p, from, to))
		blamed = blamed_state(p, from, to);
	struct span evidence = q ? q->bytes : p->s->bytes;
	if (!has_act(p, evidence) && (q || (blamed.n && !p->is_speaker_private)))
		speech_add(p, say, evidence, blamed);
}
