/* figures.c: numbers and dates. First numbers, then the parts of a date, then the patterns of dates
 * and periods. Days are closed intervals relative to the day of publication; nothing is invented:
 * a month stays a month. */
#include "reader/doc.h"

/* ---- numbers */
static const struct token *first_token(const struct parse *p, int i)
{
	return &p->s->t[p->item[i].from];
}

static bool is_number(const struct parse *p, int i)
{
	if (!item_has(p, i, W_NUMBER))
		return false;
	const struct token *t = first_token(p, i);
	/* Covid-19 and COP-26 count nothing; twenty-three does. */
	return !(t->is_glued && t->kind == TOK_NUMBER);
}

static int64_t number_at(const struct parse *p, int i)
{
	const struct token *t = first_token(p, i);
	return t->kind == TOK_NUMBER ? t->number : p->item[i].e ? p->item[i].e->value : 0;
}

/* Digits or words: 1,200; twenty-three; two hundred and five. Returns the items taken. */
static int plain_number(const struct parse *p, int from, int to, int64_t *v)
{
	int64_t total = 0, part = 0;
	int i = from;
	for (; i < to; i++) {
		if (item_has(p, i, W_AND) && i > from && is_number(p, i + 1) && i + 1 < to &&
		    part >= 100) {
			continue;
		} else if (!is_number(p, i)) {
			break;
		}
		int64_t n = number_at(p, i);
		bool is_word = first_token(p, i)->kind == TOK_WORD;
		if (is_word && n == 100)
			part = (part ? part : 1) * 100;
		else if (is_word && n >= 1000)
			total += (part ? part : 1) * n, part = 0;
		else if (i > from && !(is_word && (part % 100 == 0 || (part % 10 == 0 && n < 10))))
			break;
		else
			part += n;
		if (total > INT64_C(1000000000000) || part > INT64_C(1000000000000))
			break;
	}
	*v = total + part;
	return i - from;
}

static void count_set(struct count *c, int64_t n, uint64_t how)
{
	*c = (struct count){ .is_there = true, .value = n, .min = n, .max = n };
	if (how & W_MORE)
		*c = (struct count){
			.is_there = true, .is_approx = true, .value = -1, .min = n + 1, .max = -1
		};
	else if (how & W_LEAST)
		*c = (struct count){
			.is_there = true, .is_approx = true, .value = -1, .min = n, .max = -1
		};
	else if (how & W_ABOUT)
		*c = (struct count){
			.is_there = true, .is_approx = true, .value = n, .min = -1, .max = -1
		};
}

int number_read(const struct parse *p, int from, int to, struct count *c)
{
	uint64_t how = 0;
	int i = from;
	while (i < to && item_has(p, i, W_ABOUT | W_MORE | W_LEAST | W_ATMOST) && !is_number(p, i))
		how |= p->item[i++].is;
	if (i > from && i < to && item_has(p, i, W_DET) && item_has(p, i + 1, W_DOZEN))
		i++; /* more than a dozen */
	int64_t n = 0;
	int took = i < to ? plain_number(p, i, to, &n) : 0;
	if (item_has(p, i + took, W_DOZEN) && i + took < to) {
		int64_t unit = p->item[i + took].e->value;
		if (item_has(p, i + took, W_PLURAL))
			count_set(c, 2 * unit, W_LEAST);
		else
			count_set(c, (took ? n : 1) * unit, how);
		return i + took + 1 - from;
	}
	if (!took)
		return 0;
	if (i + took < p->n_items && item_has(p, i + took, W_UNIT) && i + took < to &&
	    !item_has(p, from, W_ABOUT))
		return 0;
	count_set(c, n, how);
	return i + took - from;
}

/* ---- dates */
static int64_t published(const struct parse *p)
{
	return p->doc->r->published_on;
}

static struct when days(int64_t from, int64_t to, const char *precision, const char *rule)
{
	return (struct when){ true, true, from, to, precision, rule };
}

static struct when month_days(int year, int month, const char *rule)
{
	int64_t from = day_of((struct date){ year, month, 1 });
	return days(from, from + day_month_length(year, month) - 1, "month", rule);
}

static struct when year_days(int year, const char *rule)
{
	return days(day_of((struct date){ year, 1, 1 }), day_of((struct date){ year, 12, 31 }),
		    "year", rule);
}

static bool is_year(const struct parse *p, int i)
{
	return i < p->n_items && first_token(p, i)->kind == TOK_NUMBER &&
	       item_has(p, i, W_NUMBER) && first_token(p, i)->to - first_token(p, i)->from == 4 &&
	       number_at(p, i) >= 1800 && number_at(p, i) <= 2100;
}

static bool is_day_number(const struct parse *p, int i)
{
	return i < p->n_items && first_token(p, i)->kind == TOK_NUMBER &&
	       first_token(p, i)->number >= 1 && first_token(p, i)->number <= 31 &&
	       first_token(p, i)->to - first_token(p, i)->from <= 4;
}

static bool has_text(const struct parse *p, int i, const char *word)
{
	return i >= 0 && i < p->n_items && str_eq_nocase(item_text(p, i), str_of(word));
}

static bool is_comma(const struct parse *p, int i)
{
	return i < p->n_items && first_token(p, i)->kind == TOK_MARK &&
	       first_token(p, i)->mark == ',';
}

/* The year behind item i, with or without a comma; how many items it takes. */
static int year_behind(const struct parse *p, int i, int *year)
{
	int skip = is_comma(p, i) ? 1 : 0;
	if (!is_year(p, i + skip))
		return 0;
	*year = (int)number_at(p, i + skip);
	return skip + 1;
}

/* A day of a month; without its year the latest one on or before the day of publication. */
static bool set_day(const struct parse *p, struct chunk *c, int year, int month, int day)
{
	bool is_open = year == 0;
	struct date pub = day_date(published(p));
	struct date d = { is_open ? pub.year : year, month, day };
	if (is_open && (month > pub.month || (month == pub.month && day > pub.day)))
		d.year--;
	if (!day_is_valid(d))
		return false;
	c->when = days(day_of(d), day_of(d), "day", is_open ? "latest such day" : "day named");
	c->cycle_days = is_open ? 365 : 0;
	return true;
}

static bool set_month(const struct parse *p, struct chunk *c, int year, int month)
{
	struct date pub = day_date(published(p));
	bool is_open = year == 0;
	if (is_open)
		year = pub.year - (month > pub.month);
	c->when = month_days(year, month, is_open ? "latest such month" : "month named");
	c->cycle_days = is_open ? 365 : 0;
	return year >= 1;
}

/* Early, mid and late in a month are days 1-15, 10-20 and 16 to the end. */
static void narrow_month(struct chunk *c, int part)
{
	int64_t first = c->when.from_on;
	c->when.precision = "range";
	if (part == 1)
		c->when.to_on = first + 14;
	else if (part == 2)
		c->when = days(first + 9, first + 19, "range", c->when.rule);
	else
		c->when.from_on = first + 15;
}

static int month_part(const struct parse *p, int i)
{
	return has_text(p, i, "early")  ? 1
	       : has_text(p, i, "mid")  ? 2
	       : has_text(p, i, "late") ? 3
					: 0;
}

/* 2021-06-17; 4 May [2022]; May 4[, 2022]; May [2022]; early May. Items taken, or 0. */
static int calendar_date(const struct parse *p, int i, struct chunk *c)
{
	int year = 0, part = month_part(p, i), at = i + (part > 0);
	if (is_year(p, at) && is_day_number(p, at + 1) && first_token(p, at + 1)->is_glued &&
	    is_day_number(p, at + 2) && first_token(p, at + 2)->is_glued)
		return set_day(p, c, (int)number_at(p, at), (int)first_token(p, at + 1)->number,
			       (int)first_token(p, at + 2)->number)
			   ? at + 3 - i
			   : 0;
	int of = has_text(p, at + 1, "of") ? 1 : 0;
	if (is_day_number(p, at) && item_has(p, at + 1 + of, W_MONTH)) {
		int took = 2 + of + year_behind(p, at + 2 + of, &year);
		int day = (int)first_token(p, at)->number;
		return set_day(p, c, year, p->item[at + 1 + of].e->value, day) ? at + took - i : 0;
	}
	if (!item_has(p, at, W_MONTH))
		return 0;
	int month = p->item[at].e->value;
	if (is_day_number(p, at + 1) && !is_year(p, at + 1) && !part) {
		int took = 2 + year_behind(p, at + 2, &year);
		return set_day(p, c, year, month, (int)first_token(p, at + 1)->number)
			   ? at + took - i
			   : 0;
	}
	int took = 1 + year_behind(p, at + 1, &year);
	if (!set_month(p, c, year, month))
		return 0;
	if (part)
		narrow_month(c, part);
	return at + took - i;
}

static struct when week_of(int64_t on, const char *rule)
{
	int64_t monday = on - day_weekday(on);
	return days(monday, monday + 6, "week", rule);
}

/* last, this or next week, month, year; "earlier this month". Items taken, or 0. */
static int relative_unit(const struct parse *p, int i, struct chunk *c)
{
	int earlier = has_text(p, i, "earlier") || has_text(p, i, "later") ? 1 : 0;
	int late = has_text(p, i, "later");
	int at = i + earlier;
	int step = has_text(p, at, "last") || has_text(p, at, "previous") ? -1
		   : has_text(p, at, "next")                              ? 1
		   : has_text(p, at, "this")                              ? 0
									  : 9;
	if (step == 9 || !item_has(p, at + 1, W_UNIT) || item_has(p, at + 1, W_PLURAL))
		return 0;
	int64_t pub = published(p);
	struct date d = day_date(pub);
	switch ((enum unit)p->item[at + 1].e->value) {
	case UNIT_WEEK: c->when = week_of(pub + 7 * step, "week counted from publication"); break;
	case UNIT_MONTH: {
		struct date m =
		    day_date(day_add_months(day_of((struct date){ d.year, d.month, 1 }), step));
		c->when = month_days(m.year, m.month, "month counted from publication");
		break;
	}
	case UNIT_YEAR: c->when = year_days(d.year + step, "year counted from publication"); break;
	case UNIT_HOUR:
	case UNIT_DAY: return 0;
	}
	if (step == 0 && late)
		c->when.from_on = pub;
	else if (step == 0)
		c->when.to_on = earlier ? pub - 1 : pub;
	if (step == 0)
		c->when.precision = earlier ? "range" : c->when.precision;
	if (c->when.to_on < c->when.from_on)
		c->when.to_on = c->when.from_on;
	return at + 2 - i;
}

static int64_t unit_hours(const struct parse *p, int i)
{
	switch ((enum unit)p->item[i].e->value) {
	case UNIT_HOUR: return 1;
	case UNIT_DAY: return 24;
	case UNIT_WEEK: return 168;
	case UNIT_MONTH: return 720;
	case UNIT_YEAR: return 8760;
	}
	return 0;
}

/* Three days; a week; 72 hours; hours; with "ago", "earlier", "later" a date. Items taken, or 0. */
static int period(const struct parse *p, int i, struct chunk *c)
{
	int64_t n = 0;
	struct count about;
	int at = i;
	while (item_has(p, at, W_ABOUT | W_MORE | W_LEAST | W_ATMOST) && !is_number(p, at))
		at++;
	int took = is_number(p, at) ? plain_number(p, at, p->n_items, &n) : 0;
	if (!took && item_has(p, at, W_DET) && (has_text(p, at, "a") || has_text(p, at, "an")))
		n = took = 1;
	at += took;
	if (item_has(p, at, W_ADJ) && item_has(p, at + 1, W_UNIT))
		at++; /* two full days, three working days */
	if (!item_has(p, at, W_UNIT) || !p->item[at].e->value || first_token(p, at)->is_glued ||
	    n > 100000)
		return 0;
	bool is_vague = took == 0;
	if (is_vague && !item_has(p, at, W_PLURAL))
		return 0;
	int64_t hours = unit_hours(p, at) * n;
	at++;
	int64_t day_n = hours / 24, pub = published(p);
	if (has_text(p, at, "ago")) {
		c->when = days(pub - day_n, pub - day_n, "day", "counted back from publication");
		return is_vague ? 0 : at + 1 - i;
	}
	bool later = has_text(p, at, "later") || has_text(p, at, "afterwards");
	bool earlier = has_text(p, at, "earlier") || has_text(p, at, "before");
	if (later || (earlier && has_text(p, at, "earlier"))) {
		c->kind = CH_DATE;
		c->is_offset = true;
		c->is_vague = is_vague;
		c->offset_n = later ? day_n : -day_n;
		c->when.rule = "counted from the act told before";
		return at + 1 - i;
	}
	(void)about;
	c->kind = CH_TIME;
	c->is_vague = is_vague;
	c->offset_n = hours;
	return at - i;
}

/* The next day, the same day, the following week. */
static int day_offset(const struct parse *p, int i, struct chunk *c)
{
	int at = has_text(p, i, "the") || has_text(p, i, "that") ? i + 1 : i;
	int step = has_text(p, at, "next") || has_text(p, at, "following") ? 1
		   : has_text(p, at, "same")                               ? 0
		   : has_text(p, at, "previous")                           ? -1
									   : 9;
	if (at == i && !has_text(p, i, "that"))
		return 0;
	if (at > i && has_text(p, i, "that") && item_has(p, at, W_UNIT))
		step = 0, at--;
	if (step == 9 || !item_has(p, at + 1, W_UNIT) || item_has(p, at + 1, W_PLURAL) ||
	    unit_hours(p, at + 1) > 24)
		return 0;
	c->is_offset = true;
	c->offset_n = step;
	c->when.rule = "counted from the act told before";
	return at + 2 - i;
}

static int weekday_date(const struct parse *p, int i, struct chunk *c)
{
	int last =
	    has_text(p, i, "last") || has_text(p, i, "this") || has_text(p, i, "next") ? 1 : 0;
	if (!item_has(p, i + last, W_WEEKDAY) || item_has(p, i + last, W_PLURAL))
		return 0;
	int64_t pub = published(p), w = p->item[i + last].e->value - 1;
	int64_t back = (day_weekday(pub) - w + 7) % 7;
	int64_t on = pub - back;
	if (has_text(p, i, "next"))
		on += 7;
	c->when = days(on, on, "day", "latest such weekday");
	c->cycle_days = has_text(p, i, "next") ? 0 : 7;
	int at = i + last + 1, skip = is_comma(p, at) ? 1 : 0;
	struct chunk named = { 0 };
	int took = calendar_date(p, at + skip, &named);
	if (took && named.when.from_on == named.when.to_on) {
		c->when = named.when;
		c->cycle_days = named.cycle_days;
		at += skip + took;
	}
	return at - i;
}

static int day_word(const struct parse *p, int i, struct chunk *c)
{
	if (!item_has(p, i, W_WHEN))
		return 0;
	int64_t on = published(p) + p->item[i].e->value - 10;
	c->when = days(on, on, "day", "counted from publication");
	return 1;
}

static int date_core(const struct parse *p, int i, struct chunk *c)
{
	int n = weekday_date(p, i, c);
	if (!n)
		n = calendar_date(p, i, c);
	if (!n)
		n = relative_unit(p, i, c);
	if (!n)
		n = day_offset(p, i, c);
	if (!n)
		n = day_word(p, i, c);
	return n;
}

static int date_tail(const struct parse *p, int i) /* Monday EVENING, March THIS YEAR */
{
	if (item_has(p, i, W_UNIT) && p->item[i].e->value == 0)
		return 1;
	if (has_text(p, i, "this") && has_text(p, i + 1, "year"))
		return 2;
	return has_text(p, i, "of") && has_text(p, i + 1, "this") && has_text(p, i + 2, "year") ? 3
												: 0;
}

int date_read(const struct parse *p, int from, struct chunk *c)
{
	int i = from;
	bool is_by = false, is_in = false, is_within = false;
	if (item_has(p, i, W_PREP | W_UNTIL | W_SUB)) {
		is_by = has_text(p, i, "by") || item_has(p, i, W_UNTIL);
		is_within = has_text(p, i, "within");
		is_in =
		    item_has(p, i, W_PREP) && !has_text(p, i, "with") && !has_text(p, i, "between");
		if (has_text(p, i, "after") || has_text(p, i, "before") || has_text(p, i, "to"))
			return 0;
		i++;
	}
	if (i >= p->n_items)
		return 0;
	c->kind = CH_DATE;
	int n = 0;
	if (is_in && is_year(p, i) && !has_text(p, from, "to")) {
		c->when = year_days((int)number_at(p, i), "year named");
		n = 1;
	}
	if (!n && has_text(p, i, "the") && has_text(p, i + 1, "end") && has_text(p, i + 2, "of"))
		i += 3;
	if (!n)
		n = date_core(p, i, c);
	if (n) {
		c->is_by = is_by;
		return i + n + date_tail(p, i + n) - from;
	}
	n = period(p, i, c);
	if (!n || (is_in && !is_within && c->kind == CH_TIME &&
		   !(has_text(p, from, "in") || has_text(p, from, "for"))))
		return 0;
	if (c->is_vague && c->kind == CH_TIME && !is_within)
		return 0;
	c->is_by = is_within || is_by;
	return i + n - from;
}

/* ---- the date of an act */
static int date_in(const struct parse *p, int from, int to)
{
	int best = -1;
	for (int k = from; k < to && k < p->n; k++)
		if (p->ch[k].kind == CH_DATE && !p->ch[k].is_by &&
		    (best < 0 || (p->ch[k].when.precision && p->ch[k].when.precision[0] == 'd' &&
				  !p->ch[best].is_offset && p->ch[best].when.precision[0] != 'd')))
			best = k;
	return best;
}

/* The date at the head of the sentence holds for all its main clauses. */
static int date_in_front(const struct parse *p)
{
	for (int k = 0; k < p->n && p->ch[k].kind != CH_VG; k++)
		if (p->ch[k].kind == CH_DATE && !p->ch[k].is_by)
			return k;
	return -1;
}

static struct when moved(struct when w, int64_t from_n, int64_t to_n, const char *rule)
{
	if (w.has_from)
		w.from_on += from_n;
	if (w.has_to)
		w.to_on += to_n;
	w.precision = w.has_from && w.from_on == w.to_on ? "day" : "range";
	w.rule = rule;
	return w;
}

static struct when chunk_when(const struct parse *p, int k, bool is_future)
{
	const struct chunk *c = &p->ch[k];
	if (!c->is_offset) {
		struct when w = c->when;
		if (is_future && c->cycle_days && w.to_on < published(p)) {
			int64_t by =
			    c->cycle_days == 7 ? 7 : day_add_months(w.from_on, 12) - w.from_on;
			w = moved(w, by, by, "next such day");
			w.precision = c->when.precision;
		}
		return w;
	}
	struct when base = p->doc->last;
	if (!base.has_to || !base.has_from)
		return (struct when){ 0 };
	if (c->is_vague)
		return moved(base, 1, 10, "soon after the act told before");
	return moved(base, c->offset_n, c->offset_n, c->when.rule);
}

/* The date of the last call, talks or summit that this noun group points to. */
static struct when when_of_meeting(const struct parse *p, int np)
{
	const struct proposals *all = p->doc->out;
	uint64_t is = np >= 0 ? p->ch[np].n.is : 0;
	for (ptrdiff_t i = all->n; i-- > 0 && i > all->n - LOOK_BACK;) {
		const struct proposal *x = &all->v[i];
		if (((is & N_CALL) &&
		     (str_eq(x->type, S("CALL")) || str_eq(x->type, S("TALKS")))) ||
		    ((is & N_SUMMIT) && str_eq(x->type, S("SUMMIT"))) ||
		    ((is & (N_TALKS | N_MEETING)) && str_eq(x->event, S("CONSULT"))) ||
		    ((is & N_VISIT) && str_eq(x->type, S("VISIT"))))
			return x->when;
	}
	return (struct when){ 0 };
}

static struct when verb_when(const struct parse *p, int verb, bool is_future)
{
	const struct verb_group *v = &p->ch[verb].v;
	int k = date_in(p, v->from, v->to);
	if (k < 0)
		k = v->rel == REL_SUB || v->rel == REL_WH ? -1 : date_in_front(p);
	if (k >= 0)
		return chunk_when(p, k, is_future);
	return when_of_meeting(p, v->subj);
}

/* "three days after it had ordered": counted from the clause above. */
static struct when when_of_subordinate(const struct parse *p, const struct verb_group *v)
{
	bool after = chunk_is(p, v->governor, "after"), before = chunk_is(p, v->governor, "before");
	if (v->rel != REL_SUB || v->parent < 0 || (!after && !before))
		return (struct when){ 0 };
	struct when base = verb_when(p, v->parent, false);
	if (!base.has_to)
		return base;
	const struct chunk *t = v->governor > 0 ? &p->ch[v->governor - 1] : NULL;
	if (t && t->kind == CH_TIME && base.has_from) {
		int64_t n = t->offset_n / 24;
		return moved(base, after ? -n : n, after ? -n : n, "counted from the main clause");
	}
	if (after) {
		base.has_from = false;
		base.precision = "unknown";
		base.rule = "before the act of the main clause";
		return base;
	}
	return (struct when){ 0 };
}

static bool has_deadline(const struct proposal *x)
{
	return str_eq(x->type, S("EXPULSION")) || str_eq(x->type, S("MISSION_CLOSED")) ||
	       str_eq(x->type, S("CEILING_SET")) || str_eq(x->type, S("DEMAND")) ||
	       str_eq(x->type, S("THREAT"));
}

static void find_deadline(const struct parse *p, const struct match *m, struct proposal *out)
{
	for (int k = m->from; k < m->to && has_deadline(out); k++) {
		const struct chunk *c = &p->ch[k];
		if (c->kind == CH_TIME && !c->is_vague && !chunk_is(p, k, "for") &&
		    !(k + 1 < p->n &&
		      (chunk_is(p, k + 1, "after") || chunk_is(p, k + 1, "before")))) {
			out->has_deadline = true;
			out->deadline_hours = c->offset_n;
			bool is_day = out->when.has_from && out->when.from_on == out->when.to_on;
			if (is_day)
				out->deadline_on = out->when.to_on + (c->offset_n + 23) / 24;
		} else if (c->kind == CH_DATE && c->is_by && c->when.has_to) {
			out->has_deadline = true;
			out->deadline_on = chunk_when(p, k, true).to_on;
		}
	}
}

static bool is_vague_reply(const struct parse *p, const struct match *m)
{
	for (int k = m->from > 3 ? m->from - 3 : 0; k < m->to; k++)
		if (p->ch[k].kind == CH_TIME && p->ch[k].is_vague && p->ch[k].is_by)
			return true;
	return false;
}

void when_find(const struct parse *p, const struct match *m, struct proposal *out)
{
	bool is_future = out->modality == MOOD_PLANNED || out->modality == MOOD_ANNOUNCED ||
			 out->modality == MOOD_THREATENED || out->modality == MOOD_CONDITIONAL;
	struct when w = { 0 };
	int k = date_in(p, m->from, m->to);
	if (k >= 0)
		w = chunk_when(p, k, is_future);
	int at = m->at;
	for (int depth = 0; !w.has_to && !m->f->is_nominal && depth < 4 && at >= 0; depth++) {
		const struct verb_group *v = &p->ch[at].v;
		w = when_of_subordinate(p, v);
		if (!w.has_to)
			w = v->rel == REL_WH || v->rel == REL_SUB ? w : verb_when(p, at, is_future);
		if (v->rel != REL_INF && v->rel != REL_ING)
			break;
		at = v->parent;
	}
	if (!w.has_to && is_vague_reply(p, m) && out->modality <= MOOD_ANNOUNCED &&
	    p->doc->last.has_from)
		w = moved(p->doc->last, 1, 10, "soon after the act told before");
	if (!w.has_to && m->f->is_nominal && p->ch[m->at].kind == CH_NP)
		for (int v = m->at; v >= 0 && !w.has_to; v--)
			if (p->ch[v].kind == CH_VG && p->ch[v].v.to > m->at) {
				w = verb_when(p, v, is_future);
				break;
			}
	if (!w.has_to && p->said >= 0 && out->modality == MOOD_ANNOUNCED)
		w = verb_when(p, p->said, false);
	out->when = w;
	if (!w.has_to)
		out->when = (struct when){
			.has_to = true, .to_on = published(p), .precision = "unknown", .rule = NULL
		};
	find_deadline(p, m, out);
}
