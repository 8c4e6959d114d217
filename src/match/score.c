/* score.c: how alike two names are. Parts are aligned in any order, the strongest pair first; then
 *
 *   score = sum(w x likeness) / (sum of matched w + missing + extra + contradicted)
 *
 * so that every row of evidence owns a share of the score, in whole points that add up to it. First
 * the weights with their reasons, then the alignment, then the rows, then text. */
#include "match/score.h"

#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/out.h"
#include "base/sha256.h"

enum {
	/* A query names what is known of a person, so a part that the listed name lacks weighs; but
	 * lists leave patronymics and second names out as a matter of course. Per mille of the
	 * part. */
	MISSING = 700,
	MISSING_PATRONYMIC = 150,
	MISSING_LIGHT = 250, /* abd, legal form, common word, initial */
	EXTRA = 280,
	EXTRA_WORD = 230, /* of a firm: registers are longer than letterheads */
	EXTRA_PATRONYMIC = 80,
	EXTRA_LIGHT = 80,
	/* Thousands are called Pedro Garcia: when what is in common is common, what is extra says
	 * more. For each hundredth that the matched parts weigh less than rare ones. */
	EXTRA_BY_COMMON = 5,
	/* Half of a double name, or a maiden name in brackets, is often left out. */
	MISSING_HALF = 350,
	EXTRA_HALF = 120,
	EXTRA_NUMBER = 700, /* Solutions II is not Solutions */
	/* Both sides have something else in this place: more than two omissions. */
	CONTRADICTED = 500,
	/* Another father's name is another person; another number is another fund or ship. */
	CONTRADICTED_PATRONYMIC = 1000,
	CONTRADICTED_NUMBER = 900,
	CONTRADICTED_LIGHT = 2000, /* Khayr-allah and Khayr al-Din; another initial */
	CONTRADICTED_LEGAL = 4000, /* another legal form is another company in the register */
	PATRONYMIC_WEIGHT = 55,    /* thousands of people share a father's name */
	JOINED = 970,              /* two parts written as one: a slip or a habit */
	/* One part in common proves little: what is left of the score. */
	ONE_OF_MANY = 620,
	ONE_WITH_INITIAL = 850,
	ONE_AGAINST_MANY = 780,
	EDIT_IN_SHORT = 750, /* beside one other part only, a rough likeness is chance */
	JOINED_LEAST = 900,  /* neighbours written as one and misspelt as well: chance */
};

struct match *match_open(struct arena *a)
{
	struct match *m = arena_new(a, struct match);
	m->letters = letters_open(a);
	m->sets = sets_open(a, m->letters);
	sets_ranges(m->sets, m);
	m->words = words_open(a, m->letters);
	similar_costs(m);
	tables_digest(m->digest);
	return m;
}

bool match_kind_read(str word, enum match_kind *kind)
{
	for (int k = MATCH_PERSON; k <= MATCH_VESSEL; k++)
		if (str_eq(word, match_kind_text((enum match_kind)k))) {
			*kind = (enum match_kind)k;
			return true;
		}
	return false;
}

str match_kind_text(enum match_kind kind)
{
	switch (kind) {
	case MATCH_PERSON: return S("person");
	case MATCH_ORGANISATION: return S("organisation");
	case MATCH_VESSEL: return S("vessel");
	}
	must_not_come_here("kind of name");
}

const char *match_rule_text(enum match_rule rule)
{
	static const char *const text[] = { "exact",        "fold",      "table",   "set",
					    "short",        "skeleton",  "edit",    "initial",
					    "joined",       "syllables", "omitted", "extra",
					    "contradicted", "single" };
	return text[rule];
}

/* ---- weights ---- */

bool name_is_patronymic(const struct name *n, int i)
{
	if (n->n < 3 || i < 1 || !(n->unit[i].term.flags & TERM_PATRONYMIC))
		return false;
	for (int k = 1; k < i; k++) /* Ruslan Valeryevich Gasparovych: the second is his surname */
		if (n->unit[k].term.flags & TERM_PATRONYMIC)
			return false;
	return true;
}

static bool is_light(const struct term *t)
{
	return t->flags & (TERM_WEAK | TERM_LEGAL | TERM_INITIAL);
}

int name_weight(const struct name *n, int i)
{
	return name_is_patronymic(n, i) ? PATRONYMIC_WEIGHT : n->unit[i].term.weight;
}

static int unit_weight(const struct name *n, const struct unit *u)
{
	int w = 0;
	for (int i = u->from; i < u->from + u->n; i++)
		w += name_weight(n, i);
	return w;
}

/* Written twice in one name: a slip of whoever typed it, or a grandfather of the same name. */
static bool is_repeated(const struct name *n, int i)
{
	const struct term *t = &n->unit[i].term;
	for (int k = 0; k < n->n; k++)
		if (k != i && n->unit[k].term.script == t->script &&
		    str_eq(n->unit[k].term.text, t->text))
			return true;
	return false;
}

static int missing_cost(const struct name *n, int i)
{
	const struct term *t = &n->unit[i].term;
	int rate = MISSING;
	if (name_is_patronymic(n, i))
		rate = MISSING_PATRONYMIC;
	else if (is_light(t) || is_repeated(n, i))
		rate = MISSING_LIGHT;
	else if (t->flags & TERM_COMPOUND)
		rate = MISSING_HALF;
	return name_weight(n, i) * rate;
}

/* `extra_rate` is what the commonness of the matched parts adds. */
static int extra_cost(const struct name *n, int j, bool are_east, int extra_rate)
{
	const struct term *t = &n->unit[j].term;
	int rate = n->kind == MATCH_PERSON ? EXTRA : EXTRA_WORD;
	if (name_is_patronymic(n, j))
		rate = EXTRA_PATRONYMIC;
	else if (is_light(t))
		rate = EXTRA_LIGHT;
	else if (t->flags & TERM_NUMBER)
		rate = EXTRA_NUMBER;
	else if (are_east) /* a given name of one syllable is another name than one of two */
		rate = MISSING;
	else if (t->flags & TERM_COMPOUND)
		rate = EXTRA_HALF;
	else
		rate += extra_rate;
	return name_weight(n, j) * rate;
}

void score_costs(const struct name *q, struct score_costs *c)
{
	c->n = q->n;
	for (int i = 0; i < q->n; i++) {
		c->weight[i] = name_weight(q, i);
		c->missing[i] = missing_cost(q, i);
	}
}

bool score_may_reach(const struct score_costs *c, const int best[MATCH_PARTS_MAX], int threshold)
{
	int64_t gain = 0, loss = 0;
	for (int i = 0; i < c->n; i++) {
		if (best[i])
			gain += (int64_t)c->weight[i] * best[i];
		else
			loss += c->missing[i];
	}
	return gain && gain * MATCH_POINTS >= (gain + loss) * threshold;
}

/* ---- alignment ---- */

static int strong_parts(const struct name *n)
{
	int k = 0;
	for (int i = 0; i < n->n; i++)
		k += !is_light(&n->unit[i].term);
	return k;
}

struct link {
	int value, weight;
	uint8_t unit, from, n; /* parts from.. of the listed name */
	struct alike alike;
};
enum { LINKS_MAX = UNITS_MAX * MATCH_PARTS_MAX };
struct alignment {
	struct link v[LINKS_MAX];
	int n, kept; /* the first `kept` are the alignment */
	unsigned query_used, listed_used;
};

static void add_link(struct alignment *al, const struct name *q, const struct name *l, int unit,
		     int from, int n, struct alike alike)
{
	if (!alike.likeness || al->n == LINKS_MAX)
		return;
	int wq = unit_weight(q, &q->unit[unit]), wl = 0;
	for (int j = from; j < from + n; j++)
		wl += name_weight(l, j);
	int w = wq < wl ? wq : wl;
	al->v[al->n++] =
	    (struct link){ w * alike.likeness, w, (uint8_t)unit, (uint8_t)from, (uint8_t)n, alike };
}

/* The readings of two neighbours of the listed name, one behind the other, are the query's part. */
static bool is_joined(const struct term *q, const struct term *a, const struct term *b,
		      bool are_east)
{
	if ((a->flags | b->flags | q->flags) & TERM_INITIAL)
		return false;
	for (int k = 0; k < q->n_readings; k++) {
		str r = q->reading[k];
		if (a->reading[0].n >= 2 && b->reading[0].n >= 2 &&
		    r.n == a->reading[0].n + b->reading[0].n && str_starts(r, a->reading[0]) &&
		    str_ends(r, b->reading[0]))
			return true;
	}
	for (int k = 0; k < 2 && are_east; k++)
		if (q->asian[k].n && a->asian[k].n >= 2 && b->asian[k].n >= 2 &&
		    q->asian[k].n == a->asian[k].n + b->asian[k].n &&
		    str_starts(q->asian[k], a->asian[k]) && str_ends(q->asian[k], b->asian[k]))
			return true;
	return false;
}

/* Syllables are only compared when a surname says that both names are Chinese, or both Korean, and
 * all parts are made of such syllables. */
static bool are_asian(const struct name *q, const struct name *l)
{
	const struct name *side[2] = { q, l };
	bool is_chinese = true, is_korean = true;
	for (int k = 0; k < 2; k++) {
		unsigned flags = 0;
		for (int i = 0; i < side[k]->n; i++) {
			const struct term *t = &side[k]->unit[i].term;
			flags |= t->flags;
			is_chinese &= t->asian[0].n || t->script == SCRIPT_HAN;
			is_korean &= t->asian[1].n || t->script == SCRIPT_HAN;
		}
		is_chinese &= (flags & TERM_CHINESE) != 0;
		is_korean &= (flags & TERM_KOREAN) != 0;
	}
	return is_chinese || is_korean;
}

static int compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;
	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return x->unit != y->unit ? x->unit - y->unit : x->from - y->from;
}

static unsigned bits(int from, int n)
{
	return ((1U << n) - 1U) << from;
}

static void align(struct alignment *al, const struct name *q, const struct name *l,
		  const struct alikes *s)
{
	al->n = al->kept = 0;
	al->query_used = al->listed_used = 0;
	bool are_east = are_asian(q, l);
	bool are_short = strong_parts(q) <= 2 || strong_parts(l) <= 2;
	for (int u = 0; u < q->n_units; u++)
		for (int j = 0; j < l->n; j++) {
			struct alike x = s->v[u][j];
			if (are_east && x.east > x.likeness)
				x = (struct alike){ x.east, RULE_ASIAN, 0 };
			if (x.rule == RULE_EDIT && are_short && x.likeness < EDIT_IN_SHORT)
				continue;
			if (q->unit[u].n > 1) {
				if (x.likeness < JOINED_LEAST)
					continue;
				x.likeness = x.likeness * JOINED / ALIKE_MAX;
				x.rule = RULE_JOINED;
			}
			add_link(al, q, l, u, j, 1, x);
		}
	for (int i = 0; i < q->n; i++)
		for (int j = 0; j + 1 < l->n; j++)
			if (is_joined(&q->unit[i].term, &l->unit[j].term, &l->unit[j + 1].term,
				      are_east))
				add_link(al, q, l, i, j, 2,
					 (struct alike){ JOINED, RULE_JOINED, 0 });
	qsort(al->v, (size_t)al->n, sizeof *al->v, compare_links);
	for (int k = 0; k < al->n; k++) {
		struct link x = al->v[k];
		unsigned ub = bits(q->unit[x.unit].from, q->unit[x.unit].n), lb = bits(x.from, x.n);
		if ((al->query_used & ub) || (al->listed_used & lb))
			continue;
		al->query_used |= ub;
		al->listed_used |= lb;
		al->v[al->kept++] = x;
	}
}

/* ---- the score ---- */

struct sum {
	int64_t gain, whole; /* of likeness x weight */
	struct match_score *out;
	bool are_east;
	int extra_rate;
};

static void add_row(struct sum *s, enum match_rule rule, str query, str listed, int weight,
		    int likeness)
{
	struct match_score *o = s->out;
	if (o && o->n_evidence < MATCH_EVIDENCE_MAX - 1)
		o->evidence[o->n_evidence++] = (struct match_evidence){
			.rule = rule,
			.query = query,
			.listed = listed,
			.weight = weight,
			.likeness = likeness,
		};
}

/* The share of the text that the parts of a unit cover. */
static str link_text(const struct name *n, int from)
{
	return n->unit[from].term.text;
}

/* How much more two left-over parts cost that stand against each other, per mille of the heavier
 * one; 0 when they are of different kinds and only omitted and extra. */
static int contradiction_rate(const struct name *q, int i, const struct name *l, int j)
{
	const struct term *a = &q->unit[i].term, *b = &l->unit[j].term;
	unsigned either = a->flags | b->flags, both = a->flags & b->flags;
	if (name_is_patronymic(q, i) || name_is_patronymic(l, j))
		return name_is_patronymic(q, i) && name_is_patronymic(l, j)
			   ? CONTRADICTED_PATRONYMIC
			   : 0;
	if (either & TERM_NUMBER)
		return both & TERM_NUMBER ? CONTRADICTED_NUMBER : 0;
	/* Every form is a company: that word alone contradicts none. */
	bool is_any = str_eq(a->text, S("company")) || str_eq(b->text, S("company"));
	if (either & TERM_LEGAL)
		return both & TERM_LEGAL && !is_any ? CONTRADICTED_LEGAL : 0;
	return is_light(a) && is_light(b) ? CONTRADICTED_LIGHT : CONTRADICTED;
}

static void add_contradictions(struct sum *s, const struct name *q, const struct name *l,
			       unsigned *q_left, unsigned *l_left)
{
	for (int i = 0; i < q->n; i++)
		for (int j = 0; j < l->n; j++) {
			int rate = contradiction_rate(q, i, l, j);
			if (!(*q_left >> i & 1) || !(*l_left >> j & 1) || !rate)
				continue;
			int wq = name_weight(q, i), wl = name_weight(l, j);
			s->whole += missing_cost(q, i) +
				    extra_cost(l, j, s->are_east, s->extra_rate) +
				    (wq > wl ? wq : wl) * rate;
			add_row(s, RULE_CONTRADICT, q->unit[i].term.text, l->unit[j].term.text, wq,
				0);
			*q_left &= ~(1U << i);
			*l_left &= ~(1U << j);
			break;
		}
}

static void add_leftovers(struct sum *s, const struct name *q, const struct name *l,
			  const struct alignment *al)
{
	unsigned q_left = ~al->query_used, l_left = ~al->listed_used;
	add_contradictions(s, q, l, &q_left, &l_left);
	for (int i = 0; i < q->n; i++)
		if (q_left >> i & 1) {
			s->whole += missing_cost(q, i);
			add_row(s, RULE_OMITTED, q->unit[i].term.text, (str){ 0 },
				name_weight(q, i), 0);
		}
	for (int j = 0; j < l->n; j++)
		if (l_left >> j & 1) {
			s->whole += extra_cost(l, j, s->are_east, s->extra_rate);
			add_row(s, RULE_EXTRA, (str){ 0 }, l->unit[j].term.text, name_weight(l, j),
				0);
		}
}

/* How much of the score a single part in common keeps, per mille. */
static int single_rate(const struct name *q, const struct name *l, const struct alignment *al)
{
	int strong = 0, initials = 0, written = 0, nq = strong_parts(q), nl = strong_parts(l);
	for (int k = 0; k < al->kept; k++) {
		const struct link *x = &al->v[k];
		bool is_initial = x->alike.rule == RULE_INITIAL;
		int parts = q->unit[x->unit].n > x->n ? q->unit[x->unit].n : x->n;
		initials += is_initial;
		written +=
		    !((q->unit[x->unit].term.flags | l->unit[x->from].term.flags) & TERM_INITIAL);
		if (!is_initial && !is_light(&q->unit[x->unit].term))
			strong += parts;
	}
	if (!written)
		return 0; /* initials alone name nobody */
	if (strong >= 2 || (nq <= 1 && nl <= 1))
		return 1000;
	if (strong == 1 && initials)
		return ONE_WITH_INITIAL;
	if (q->kind != MATCH_PERSON && nq == 1 && strong == 1)
		return 1000; /* a firm's or ship's own word is rare by intent */
	return nq > 1 && nl > 1 ? ONE_OF_MANY : ONE_AGAINST_MANY;
}

/* Turns the sums into whole points: each row the floor of its share, the first row what is left. */
static int share_points(struct sum *s, int rate, int rows_n)
{
	struct match_score *o = s->out;
	int total = s->whole ? (int)(s->gain * MATCH_POINTS / s->whole) : 0;
	int single = (int)((int64_t)total * (1000 - rate) / 1000);
	if (!o)
		return total - single;
	int given = 0;
	for (int k = 0; k < rows_n; k++) {
		struct match_evidence *e = &o->evidence[k];
		e->points = (int)((int64_t)e->weight * e->likeness * MATCH_POINTS / s->whole);
		given += e->points;
	}
	if (rows_n)
		o->evidence[0].points += total - given;
	if (single)
		o->evidence[o->n_evidence++] =
		    (struct match_evidence){ .rule = RULE_SINGLE, .points = -single };
	return total - single;
}

static int common_rate(const struct alignment *al, const struct name *q)
{
	int weight = 0, n = 0;
	for (int k = 0; k < al->kept; k++) {
		const struct unit *u = &q->unit[al->v[k].unit];
		if (is_light(&u->term) || name_is_patronymic(q, u->from))
			continue;
		weight += al->v[k].weight / u->n;
		n++;
	}
	return n ? (100 - weight / n) * EXTRA_BY_COMMON : 0;
}

int names_score(const struct name *q, const struct name *l, const struct alikes *s,
		struct match_score *out)
{
	struct alignment al;
	struct sum sum = { .out = out, .are_east = are_asian(q, l) };
	align(&al, q, l, s);
	sum.extra_rate = q->kind == MATCH_PERSON ? common_rate(&al, q) : 0;
	for (int k = 0; k < al.kept; k++) {
		const struct link *x = &al.v[k];
		sum.gain += x->value;
		sum.whole += x->weight * ALIKE_MAX;
		add_row(&sum, x->alike.rule, q->unit[x->unit].term.text, link_text(l, x->from),
			x->weight, x->alike.likeness);
	}
	int rows_n = out ? out->n_evidence : 0;
	add_leftovers(&sum, q, l, &al);
	return share_points(&sum, al.kept ? single_rate(q, l, &al) : 1000, rows_n);
}

void names_alike(const struct match *m, const struct name *q, const struct name *l,
		 struct alikes *s)
{
	for (int u = 0; u < q->n_units; u++)
		for (int j = 0; j < l->n; j++) {
			const struct term *a = &q->unit[u].term, *b = &l->unit[j].term;
			bool is_initial = (a->flags | b->flags) & TERM_INITIAL;
			s->v[u][j] = is_initial || terms_share_key(a, b, q->kind)
					 ? term_alike(m, a, b)
					 : (struct alike){ 0, RULE_CONTRADICT, 0 };
		}
}

static int compare_keys(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

void match_keys(struct arena *a, const struct match *m, enum match_kind kind, str name,
		bool is_query, struct match_keys *keys)
{
	struct name *n = arena_new(a, struct name);
	uint32_t of_unit[KEYS_MAX];
	*keys = (struct match_keys){ 0 };
	name_make(a, m, kind, name, is_query, n);
	for (int u = 0; u < n->n_units; u++) {
		int k = term_keys(&n->unit[u].term, kind, is_query, of_unit);
		for (int i = 0; i < k; i++)
			*arena_push(a, keys) = of_unit[i];
	}
	ptrdiff_t kept = 0;
	if (keys->n)
		qsort(keys->v, (size_t)keys->n, sizeof *keys->v, compare_keys);
	for (ptrdiff_t i = 0; i < keys->n; i++)
		if (!i || keys->v[i] != keys->v[i - 1])
			keys->v[kept++] = keys->v[i];
	keys->n = kept;
}

void match_pair(struct arena *a, const struct match *m, enum match_kind kind, str query, str listed,
		struct match_score *s)
{
	struct name q, l;
	struct alikes alikes;
	*s = (struct match_score){ 0 };
	name_make(a, m, kind, query, true, &q);
	name_make(a, m, kind, listed, false, &l);
	names_alike(m, &q, &l, &alikes);
	s->points = names_score(&q, &l, &alikes, s);
}

/* ---- text ---- */

static void out_part(struct out *o, str s)
{
	if (s.p)
		out_str(o, s);
	else
		out_lit(o, "-");
}

void out_match_evidence(struct out *o, const struct match_score *s)
{
	for (int k = 0; k < s->n_evidence; k++) {
		const struct match_evidence *e = &s->evidence[k];
		if (k)
			out_lit(o, "; ");
		out_part(o, e->query);
		out_lit(o, "~");
		out_part(o, e->listed);
		out_fmt(o, " %s %s%d.%04d", match_rule_text(e->rule), e->points < 0 ? "-" : "",
			abs(e->points) / MATCH_POINTS, abs(e->points) % MATCH_POINTS);
	}
}

void out_match_explain(struct out *o, const struct match_score *s)
{
	for (int k = 0; k < s->n_evidence; k++) {
		const struct match_evidence *e = &s->evidence[k];
		out_fmt(o, "    %-13s %+7.4f  ", match_rule_text(e->rule),
			(double)e->points / MATCH_POINTS);
		out_part(o, e->query);
		out_lit(o, " ~ ");
		out_part(o, e->listed);
		if (e->likeness)
			out_fmt(o, "  (likeness %.3f, weight %.2f)", e->likeness / 1000.0,
				e->weight / 100.0);
		out_lit(o, "\n");
	}
	out_fmt(o, "    %-13s %7.4f\n", "score", (double)s->points / MATCH_POINTS);
}

/* ---- other evidence ---- */

/* ln(m / u) in hundredths, m = how often the fact stands so when it is the same person, u = when it
 * is another one. Birth day: .9 against 1 in 365 x 40; year or overlapping interval: .95 against 1
 * in 40; another day: .05 (errors, several claimed dates) against all but none. Nationality: .9
 * against .1, .15 against .9. Place: .7 against .01, .3 against .6 (villages and provinces are
 * mixed). Document number: .95 against one in a million; people have several, so another one says
 * little: .5 against .9. Sex: .99 against .5, .01 against .5. Orders of magnitude, not measured. */
static const int fact_weights[FACT_N][4] = {
	[FACT_BORN] = { 0, 949, 364, -300 }, [FACT_NATIONALITY] = { 0, 220, 110, -179 },
	[FACT_PLACE] = { 0, 425, 212, -69 }, [FACT_DOCUMENT] = { 0, 1376, 0, -59 },
	[FACT_SEX] = { 0, 68, 0, -391 },
};

static enum match_fact born_fact(const struct match_facts *a, const struct match_facts *b)
{
	if (a->born_from_on > a->born_to_on || b->born_from_on > b->born_to_on)
		return FACT_UNKNOWN;
	bool are_days = a->born_from_on == a->born_to_on && b->born_from_on == b->born_to_on;
	if (a->born_to_on < b->born_from_on || b->born_to_on < a->born_from_on)
		return FACT_CONTRADICTS;
	return are_days ? FACT_AGREES : FACT_NEAR;
}

/* One code in common agrees; lists of several codes that share one are only near. */
static enum match_fact nationality_fact(str a, str b)
{
	bool are_many = str_find_byte(a, ';') >= 0 || str_find_byte(b, ';') >= 0;
	if (str_is_empty(a) || str_is_empty(b))
		return FACT_UNKNOWN;
	while (a.p) {
		str one = str_cut(&a, ';'), rest = b;
		while (rest.p)
			if (str_eq_nocase(str_trim(one), str_trim(str_cut(&rest, ';'))))
				return are_many ? FACT_NEAR : FACT_AGREES;
	}
	return FACT_CONTRADICTS;
}

/* Places are read like names of firms: any script, any order. */
static enum match_fact place_fact(const struct match *m, str a, str b)
{
	struct pieces p, q;
	char one[READINGS_MAX][READING_MAX + 1], two[READINGS_MAX][READING_MAX + 1];
	if (str_is_empty(a) || str_is_empty(b))
		return FACT_UNKNOWN;
	name_pieces(m, MATCH_VESSEL, a, &p);
	name_pieces(m, MATCH_VESSEL, b, &q);
	int same = 0;
	for (int i = 0; i < p.n; i++)
		for (int j = 0; j < q.n; j++) {
			struct token s = { p.v[i].text, p.v[i].script, 0 };
			struct token t = { q.v[j].text, q.v[j].script, 0 };
			letters_read(m->letters, s, one);
			letters_read(m->letters, t, two);
			same += strcmp(one[0], two[0]) == 0;
		}
	if (!same)
		return p.n && q.n ? FACT_CONTRADICTS : FACT_UNKNOWN;
	return same >= p.n || same >= q.n ? FACT_AGREES : FACT_NEAR;
}

/* Letters and digits only, case apart: 12 34-567 is 1234567. */
static enum match_fact document_fact(str a, str b)
{
	ptrdiff_t i = 0, j = 0;
	if (str_is_empty(a) || str_is_empty(b))
		return FACT_UNKNOWN;
	for (;;) {
		while (i < a.n && strchr(" -/.", a.p[i]))
			i++;
		while (j < b.n && strchr(" -/.", b.p[j]))
			j++;
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n ? FACT_AGREES : FACT_CONTRADICTS;
		if (!str_eq_nocase(str_slice(a, i, i + 1), str_slice(b, j, j + 1)))
			return FACT_CONTRADICTS;
		i++;
		j++;
	}
}

static enum match_fact sex_fact(str a, str b)
{
	if (str_is_empty(a) || str_is_empty(b))
		return FACT_UNKNOWN;
	return str_eq_nocase(a, b) ? FACT_AGREES : FACT_CONTRADICTS;
}

void match_other(const struct match *m, const struct match_facts *query,
		 const struct match_facts *listed, struct match_other *o)
{
	*o = (struct match_other){ .fact = {
				       [FACT_BORN] = born_fact(query, listed),
				       [FACT_NATIONALITY] = nationality_fact(query->nationality,
									     listed->nationality),
				       [FACT_PLACE] =
					   place_fact(m, query->birth_place, listed->birth_place),
				       [FACT_DOCUMENT] =
					   document_fact(query->document_no, listed->document_no),
				       [FACT_SEX] = sex_fact(query->sex, listed->sex),
				   } };
	for (int i = 0; i < FACT_N; i++) {
		o->weight[i] = fact_weights[i][o->fact[i]];
		o->total += o->weight[i];
	}
}
