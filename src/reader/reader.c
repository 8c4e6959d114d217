/* reader.c: a text sentence by sentence. First joining mentions of one act, then links, then the
 * memory for what comes next, then the text. */
#include "reader/reader.h"

#include <limits.h>
#include <string.h>

#include "base/out.h"
#include "reader/doc.h"

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
	return str_eq(x->event, S("SANCTION")) || is_type(x, "RESTRICTION") ||
	       is_type(x, "VISA_REFUSED");
}

const char *modality_name(enum modality m)
{
	static const char *const names[] = { "asserted",   "announced",   "planned",
					     "threatened", "conditional", "negated",
					     "denied",     "reported",    "questioned" };
	return names[m];
}

const char *link_name(enum link_kind k)
{
	static const char *const names[] = { "retaliation_for", "response_to", "statement_on",
					     "made_during", "follows" };
	return names[k];
}

/* ---- joining */
static bool is_subset(const struct codes *a, const struct codes *b)
{
	for (int i = 0; i < a->n; i++)
		if (!codes_has(b, a->v[i]))
			return false;
	return true;
}

static bool may_be_same(const struct codes *a, const struct codes *b)
{
	return is_subset(a, b) || is_subset(b, a);
}

static bool same_count(const struct count *a, const struct count *b)
{
	return !a->is_there || !b->is_there || (a->value == b->value && a->min == b->min);
}

static bool same_when(const struct when *a, const struct when *b)
{
	return !a->has_from || !b->has_from || (a->from_on <= b->to_on && b->from_on <= a->to_on);
}

static bool is_fact(const struct proposal *x)
{
	return x->modality <= MOOD_ANNOUNCED;
}

static bool same_kind(const struct proposal *a, const struct proposal *b)
{
	if (str_eq(a->type, b->type))
		return true;
	bool a_open = is_type(a, "TALKS"), b_open = is_type(b, "TALKS");
	return is_contact(a) && is_contact(b) && (a_open || b_open) && !is_type(a, "VISIT") &&
	       !is_type(b, "VISIT");
}

static bool is_same_act(const struct proposal *old, const struct proposal *new)
{
	if (!same_kind(old, new) || is_fact(old) != is_fact(new) ||
	    (!is_fact(old) && old->modality != new->modality))
		return false;
	if (!may_be_same(&old->actors, &new->actors) ||
	    !may_be_same(&old->recipients, &new->recipients))
		return false;
	if (!same_count(&old->count, &new->count) || !same_when(&old->when, &new->when))
		return false;
	if (is_type(old, "INCIDENT") || is_contact(old))
		return true;
	/* other acts are one only when nothing is left open on both sides, or the dyad is the same
	 */
	return (codes_eq(&old->actors, &new->actors) &&
		codes_eq(&old->recipients, &new->recipients)) ||
	       (codes_meet(&old->actors, &new->actors) && new->recipients.n == 0) ||
	       (codes_meet(&old->recipients, &new->recipients) && new->actors.n == 0);
}

static void join(struct doc *d, struct proposal *old, const struct proposal *new)
{
	if (is_type(old, "TALKS") && is_contact(new)) {
		old->type = new->type;
		old->event = new->event;
		old->mode = new->mode;
	}
	if (is_type(old, "THREAT") && !old->mode.p)
		old->mode = new->mode;
	codes_join(&old->actors, &new->actors);
	codes_join(&old->recipients, &new->recipients);
	if (!old->count.is_there)
		old->count = new->count;
	if (!old->when.has_from && new->when.has_from)
		old->when = new->when;
	else if (old->when.has_from && new->when.has_from &&new->when.from_on >=
					   old->when.from_on &&new->when.to_on <= old->when.to_on)
		old->when = new->when;
	if (!old->has_deadline && new->has_deadline) {
		old->has_deadline = true;
		old->deadline_on = new->deadline_on;
		old->deadline_hours = new->deadline_hours;
	}
	*arena_push(d->a, &old->evidence) = new->evidence.v[0];
}

struct proposal *proposal_join(struct doc *d, struct proposal *new)
{
	struct proposals *all = d->out;
	for (ptrdiff_t i = all->n; i-- > 0 && i > all->n - LOOK_BACK;)
		if (is_same_act(&all->v[i], new)) {
			join(d, &all->v[i], new);
			if (all->v[i].when.has_from)
				d->last = all->v[i].when;
			return NULL;
		}
	new->id = (int)all->n + 1;
	*arena_push(d->a, all) = *new;
	if (new->when.has_from && !str_eq(new->event, S("STATEMENT")))
		d->last = new->when;
	return &all->v[all->n - 1];
}

/* ---- links */
static void link_add(struct proposal *x, enum link_kind kind, int to)
{
	for (int i = 0; i < x->n_links; i++)
		if (x->links[i].to == to)
			return;
	if (x->n_links < LINKS_MAX && x->id != to)
		x->links[x->n_links++] = (struct link){ kind, to };
}

static struct proposal *latest(struct doc *d, const struct proposal *x,
			       bool (*fits)(const struct proposal *, const struct proposal *))
{
	struct proposal *best = NULL;
	for (ptrdiff_t i = d->out->n; i-- > 0 && i > d->out->n - LOOK_BACK;) {
		struct proposal *o = &d->out->v[i];
		if (o == x || !fits(o, x))
			continue;
		bool is_later = best && o->when.has_from && best->when.has_from &&
				o->when.from_on > best->when.from_on;
		if (!best ||
		    (is_later && (!x->when.has_from || o->when.from_on <= x->when.from_on)))
			best = o;
	}
	return best;
}

static bool is_answered(const struct proposal *o, const struct proposal *x)
{
	bool is_reverse =
	    codes_meet(&o->actors, &x->recipients) && codes_meet(&o->recipients, &x->actors);
	if (o->id > x->id &&
	    !(o->when.has_from && x->when.has_from && o->when.from_on < x->when.from_on))
		return false;
	bool in_order = !o->when.has_from || !x->when.has_from || o->when.from_on <= x->when.to_on;
	return is_measure(o) && is_fact(o) && is_reverse && in_order && !is_type(o, "THREAT");
}

static bool is_charge(const struct proposal *o, const struct proposal *x)
{
	return str_eq(o->event, S("ACCUSE")) && codes_meet(&o->recipients, &x->actors);
}

static bool is_meeting(const struct proposal *o, const struct proposal *x)
{
	return is_contact(o) && is_fact(o) &&
	       (codes_meet(&o->actors, &x->actors) || o->actors.n == 0);
}

static struct proposal *latest_incident(struct doc *d)
{
	for (ptrdiff_t i = d->out->n; i-- > 0 && i > d->out->n - LOOK_BACK;)
		if (is_type(&d->out->v[i], "INCIDENT"))
			return &d->out->v[i];
	return NULL;
}

static bool is_linked(const struct proposal *x, enum link_kind kind)
{
	for (int i = 0; i < x->n_links; i++)
		if (x->links[i].kind == kind)
			return true;
	return false;
}

static bool points_back(const struct proposal *from, const struct proposal *to)
{
	for (int i = 0; i < to->n_links; i++)
		if (to->links[i].to == from->id)
			return true;
	return false;
}

static void link_one(struct parse *p, struct proposal *x)
{
	struct doc *d = p->doc;
	struct proposal *o;
	if (is_measure(x) && is_fact(x) && !is_linked(x, LINK_RETALIATION_FOR) &&
	    (o = latest(d, x, is_answered)) && !points_back(x, o))
		link_add(x, LINK_RETALIATION_FOR, o->id);
	if (is_type(x, "DENIAL") && (o = latest(d, x, is_charge)))
		link_add(x, LINK_RESPONSE_TO, o->id);
	bool is_saying = is_type(x, "STATEMENT") || is_type(x, "COMPLAINT");
	bool is_asking =
	    is_type(x, "VISA_REQUEST") || is_type(x, "DEMAND") || is_type(x, "AGREEMENT");
	if ((is_saying || is_asking) && (o = latest(d, x, is_meeting)) &&
	    o->id >= (int)d->sentence_first - 6) {
		link_add(x, is_saying ? LINK_STATEMENT_ON : LINK_MADE_DURING, o->id);
		if (!x->when.has_from && o->when.has_from && is_saying) {
			x->when = o->when;
			x->when.to_on = p->doc->r->published_on;
			x->when.precision = "range";
			x->when.rule = "after the meeting it is about";
		} else if (!x->when.has_from && is_asking) {
			x->when = o->when;
		}
	}
}

/* A measure told with an attack answers it; what the measure answers in turn came after it too. */
static void link_incident(struct parse *p)
{
	struct doc *d = p->doc;
	struct proposal *incident = latest_incident(d), *measure = NULL;
	for (ptrdiff_t i = d->sentence_first; i < d->out->n; i++)
		if (is_measure(&d->out->v[i]) && is_fact(&d->out->v[i]))
			measure = &d->out->v[i];
	if (!incident || !measure)
		return;
	struct span e = incident->evidence.v[incident->evidence.n - 1];
	for (ptrdiff_t i = 0; i < incident->evidence.n; i++)
		if (incident->evidence.v[i].start >= p->s->bytes.start)
			e = incident->evidence.v[i];
	if (e.start < p->s->bytes.start || e.end > p->s->bytes.end)
		return;
	struct proposal *first = measure;
	for (int i = 0; i < measure->n_links; i++)
		if (measure->links[i].kind == LINK_RETALIATION_FOR)
			first = &d->out->v[measure->links[i].to - 1];
	link_add(measure, first == measure ? LINK_RESPONSE_TO : LINK_FOLLOWS, incident->id);
	link_add(first, LINK_RESPONSE_TO, incident->id);
	if (!incident->when.has_from && first->when.has_to &&
	    first->when.to_on < incident->when.to_on) {
		incident->when.to_on = first->when.to_on;
		incident->when.rule = "before the measure that answers it";
	}
}

void proposals_link(struct parse *p)
{
	struct doc *d = p->doc;
	for (ptrdiff_t i = d->sentence_first; i < d->out->n; i++)
		link_one(p, &d->out->v[i]);
	link_incident(p);
}

/* ---- memory */
static void note_parties(struct parse *p)
{
	struct doc *d = p->doc;
	for (int i = 0; i < p->n && !d->is_note; i++) {
		if (p->ch[i].kind != CH_VG || p->ch[i].v.obj < 0 ||
		    !(p->ch[p->ch[i].v.obj].n.is & N_NOTE) || p->ch[i].v.subj < 0)
			continue;
		int subj = p->ch[i].v.subj, to = p->ch[i].v.obj + 2;
		struct codes from = noun_states(p, subj, -1), at = { 0 };
		if (to < p->n && p->ch[to].kind == CH_NP)
			at = noun_states(p, to, subj);
		if (!at.n)
			at = p->ch[subj].n.post;
		d->is_note = true;
		d->issuer_is_mission = p->ch[subj].n.is & N_MISSION;
		d->issuer = from.n ? from.v[0] : d->issuer_is_mission ? -1 : d->place;
		d->addressee = at.n && at.v[0] != d->issuer ? at.v[0]
			       : d->issuer_is_mission       ? d->place
							    : -1;
	}
}

static void keep_topic(struct parse *p)
{
	struct doc *d = p->doc;
	for (int i = 0; i < p->n; i++) {
		if (p->ch[i].kind != CH_VG || !p->ch[i].v.is_finite || p->ch[i].v.subj < 0)
			continue;
		struct codes c = noun_actor(p, p->ch[i].v.subj, -1);
		if (!c.n)
			continue;
		d->topic = c;
		d->subject = c.n == 1 ? c.v[0] : d->subject;
		break;
	}
	for (ptrdiff_t i = d->sentence_first; i < d->out->n; i++) {
		struct codes both = d->out->v[i].actors;
		codes_join(&both, &d->out->v[i].recipients);
		if (both.n == 2)
			d->pair = both;
	}
}

/* ---- how a sentence was taken apart, for those who add words and frames */
static void trace_chunk(struct parse *p, int i, struct out *o)
{
	static const char *const kinds[] = { "NP",   "VG",   "P",    ",",  "STOP",
					     "AND",  "BUT",  "THAT", "WH", "SUB",
					     "DATE", "TIME", "(",    ")",  "ADV" };
	const struct chunk *c = &p->ch[i];
	struct span s = chunk_span(p, i, i + 1);
	out_fmt(o, "%3d %-5s %.*s", i, kinds[c->kind],
		SF(str_slice(p->doc->r->text, s.start, s.end)));
	if (c->kind == CH_NP) {
		out_fmt(o, "  classes %llx%s%s", (unsigned long long)c->n.is,
			c->n.is_state ? " state" : "", c->n.is_private ? " private" : "");
		for (int k = 0; k < c->n.states.n; k++)
			out_fmt(o, " %.*s",
				SF(lexicon_state(p->doc->lx, c->n.states.v[k])->alpha_3));
		for (int k = 0; k < c->n.post.n; k++)
			out_fmt(o, " @%.*s",
				SF(lexicon_state(p->doc->lx, c->n.post.v[k])->alpha_3));
		if (c->n.lead >= 0)
			out_fmt(o, " list of %d", c->n.lead);
	}
	if (c->kind == CH_VG)
		out_fmt(o, "  %.*s subject %d object %d under %d (%d) clause %d-%d%s%s%s",
			SF(lexicon_lemma(p->doc->lx, c->v.lemma)), c->v.subj, c->v.obj, c->v.parent,
			(int)c->v.rel, c->v.from, c->v.to, c->v.is_passive ? " passive" : "",
			c->v.is_finite ? " finite" : "", c->v.is_negated ? " not" : "");
	out_lit(o, "\n");
}

static void trace(struct parse *p)
{
	for (int i = 0; i < p->n; i++)
		trace_chunk(p, i, p->doc->r->trace);
	out_lit(p->doc->r->trace, "\n");
}

/* ---- the text */
static void read_sentence(struct doc *d, struct arena scratch, const struct sentence *s)
{
	struct parse p = { .doc = d, .s = s, .speaker_state = -1 };
	parse_items(&p, &scratch);
	parse_chunks(&p, &scratch);
	nouns_join(&p);
	clauses_find(&p);
	if (d->r->trace)
		trace(&p);
	speech_prepare(&p);
	note_parties(&p);
	frames_match(&p);
	speech_find(&p);
	proposals_link(&p);
	keep_topic(&p);
}

static void attach_quotes(struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->out->n; i++) {
		struct proposal *x = &d->out->v[i];
		for (ptrdiff_t k = 0; k < x->evidence.n; k++) {
			const struct quote *q = quote_at(d, x->evidence.v[k].start);
			ptrdiff_t at = q ? q - d->quotes.v : 0;
			for (; !q && at < d->quotes.n &&
			       d->quotes.v[at].bytes.end <= x->evidence.v[k].start;)
				at = d->quotes.n;
			if (q)
				*arena_push(d->a, &x->quotes) = q->bytes;
		}
	}
}

enum err reader_read(struct arena *a, const struct lexicon *lx, const struct reader_request *r,
		     struct proposals *out)
{
	enum { SCRATCH = 2 << 20 };
	if (r->text.n > READER_TEXT_MAX)
		return ERR_TOO_LARGE;
	*out = (struct proposals){ 0 };
	struct doc d = { .a = a,
			 .lx = lx,
			 .r = r,
			 .out = out,
			 .place = -1,
			 .subject = -1,
			 .issuer = -1,
			 .addressee = -1,
			 .last_speaker_state = -1 };
	if (r->place.n)
		d.place = lexicon_code(lx, r->place);
	d.quotes = quotes_find(a, r->text);
	struct sentence *s = arena_new(a, struct sentence);
	char *room = arena_bytes(a, SCRATCH, 16);
	ptrdiff_t at = 0;
	while (sentence_next(lx, r->text, &at, s))
		read_sentence(
		    &d,
		    (struct arena){
			.beg = room, .end = room + SCRATCH, .base = room, .full = a->full },
		    s);
	attach_quotes(&d);
	return OK;
}
