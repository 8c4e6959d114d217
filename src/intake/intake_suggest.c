/* intake_suggest.c: what a proposal would become as the text has it. The reader gives states, days,
 * numbers and spans; here are added the people among the register's office holders of that day whom
 * its sentences name, who a pronoun is, where it was, and what it concerns. A person sees all of it
 * before anything is entered. */
#include <string.h>

#include "base/out.h"
#include "expel/expel.h"
#include "intake/intake_in.h"
#include "ref/ref.h"

enum { SAYS_MAX = 300, SENTENCES_MAX = 8 };

/* ---- pieces of text ---- */

str intake_slice(const struct intake_view *v, const struct intake_spans_row *s)
{
	int64_t n = v->text.body.n;
	if (s->start_n < 0 || s->end_n > n || s->end_n < s->start_n)
		return S("");
	return str_slice(v->text.body, (ptrdiff_t)s->start_n, (ptrdiff_t)s->end_n);
}

str intake_line(struct arena *a, str s, ptrdiff_t max)
{
	struct out o = out_to_arena(a);
	s = str_trim(s);
	for (ptrdiff_t i = 0; i < s.n; i++) {
		bool is_space = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t';
		if (is_space && o.n >= max) {
			out_lit(&o, " …");
			break;
		}
		if (!is_space)
			out_char(&o, s.p[i]);
		else if (s.p[i - 1] != ' ' && s.p[i - 1] != '\n' && s.p[i - 1] != '\t')
			out_char(&o, ' ');
	}
	return str_copy(a, out_view(&o));
}

str intake_first_iso(str codes)
{
	return str_cut(&codes, ' ');
}

bool intake_has_iso(str codes, str iso)
{
	while (codes.p)
		if (str_eq(str_cut(&codes, ' '), iso))
			return true;
	return false;
}

int intake_isos_n(str codes)
{
	int n = 0;
	while (codes.p)
		n += str_cut(&codes, ' ').n > 0;
	return n;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The offset of a whole word, or -1. */
static ptrdiff_t find_word(str s, str word)
{
	for (ptrdiff_t from = 0; word.n;) {
		ptrdiff_t at = str_find(str_slice(s, from, s.n), word);
		if (at < 0)
			return -1;
		at += from;
		bool is_whole = (at == 0 || !is_letter(s.p[at - 1])) &&
				(at + word.n == s.n || !is_letter(s.p[at + word.n]));
		if (is_whole)
			return at;
		from = at + 1;
	}
	return -1;
}

/* The sentence around a span: to the line's ends, or to ". " and a capital letter. */
static str sentence(str s, ptrdiff_t from, ptrdiff_t to)
{
	while (from > 0 && s.p[from - 1] != '\n' &&
	       !(from > 1 && s.p[from - 1] == ' ' && strchr(".!?", s.p[from - 2])))
		from--;
	while (to < s.n && s.p[to] != '\n' &&
	       !(to > 0 && strchr(".!?", s.p[to - 1]) && s.p[to] == ' '))
		to++;
	return str_slice(s, from, to);
}

/* The evidence of one proposal, one span after the other; or the sentences around it. */
static str evidence_of(struct arena *a, const struct intake_view *v, int64_t seq_n,
		       bool is_sentences)
{
	struct out o = out_to_arena(a);
	int n = 0;
	str last = { 0 };
	for (ptrdiff_t i = 0; i < v->spans.n && n < SENTENCES_MAX; i++) {
		const struct intake_spans_row *s = &v->spans.v[i];
		if (s->seq_n != seq_n || s->kind.p[0] != 'e' || s->end_n > v->text.body.n)
			continue;
		str one = is_sentences
			      ? sentence(v->text.body, (ptrdiff_t)s->start_n, (ptrdiff_t)s->end_n)
			      : intake_slice(v, s);
		if (one.p == last.p)
			continue;
		last = one;
		out_str(&o, one);
		out_lit(&o, "\n");
		n++;
	}
	return str_copy(a, out_view(&o));
}

static const struct intake_spans_row *first_span(const struct intake_view *v, int64_t seq_n,
						 str kind)
{
	for (ptrdiff_t i = 0; i < v->spans.n; i++)
		if (v->spans.v[i].seq_n == seq_n && str_eq(v->spans.v[i].kind, kind))
			return &v->spans.v[i];
	return NULL;
}

/* What stands between quotation marks, the marks left out; null: there are none. */
static str quoted(str s)
{
	static const char *const marks[][2] = { { "“", "”" }, { "\"", "\"" } };
	for (size_t i = 0; i < 2; i++) {
		ptrdiff_t from = str_find(s, str_of(marks[i][0]));
		if (from < 0)
			continue;
		from += (ptrdiff_t)strlen(marks[i][0]);
		ptrdiff_t n = str_find(str_slice(s, from, s.n), str_of(marks[i][1]));
		if (n > 0)
			return str_slice(s, from, from + n);
	}
	return (str){ 0 };
}

/* ---- people ---- */

struct holder_list {
	struct holder_found {
		str iso, name, title;
	} * v;
	ptrdiff_t n, cap;
};

static str surname_of(str name)
{
	ptrdiff_t at = name.n;
	while (at > 0 && name.p[at - 1] != ' ')
		at--;
	return str_slice(name, at, name.n);
}

/* The office holders of these states on a day whom a text names. */
static enum err holders_in(struct tx *tx, str codes, int64_t on, str text, struct holder_list *list)
{
	while (codes.p) {
		struct ref_office_holders_at_args of = { .state_iso = str_cut(&codes, ' '),
							 .day_on = on };
		struct ref_office_holders_at_rows rows;
		TRY(ref_office_holders_at(tx, &of, &rows));
		for (ptrdiff_t i = 0; i < rows.n; i++)
			if (find_word(text, surname_of(rows.v[i].name)) >= 0)
				*arena_push(tx->a, list) =
				    (struct holder_found){ of.state_iso, rows.v[i].name,
							   rows.v[i].title };
	}
	return OK;
}

/* Whom the evidence itself names; when nobody, whom its sentences name. */
static enum err people(struct tx *tx, struct intake_entry *e, int64_t on, str text, str around)
{
	struct holder_list list = { 0 };
	struct out o = out_to_arena(tx->a);
	str codes = str_fmt(tx->a, "%.*s %.*s", SF(e->by_isos), SF(e->to_isos));
	TRY(holders_in(tx, codes, on, text, &list));
	if (!list.n)
		TRY(holders_in(tx, codes, on, around, &list));
	for (ptrdiff_t i = 0; i < list.n; i++)
		out_fmt(&o, "%s%.*s; %.*s; %.*s", i ? "\n" : "", SF(list.v[i].iso),
			SF(list.v[i].name), SF(list.v[i].title));
	e->participants = str_copy(tx->a, out_view(&o));
	return OK;
}

static bool is_pronoun(str s)
{
	static const char *const words[] = { "he", "she", "they", "it", NULL };
	for (int i = 0; words[i]; i++)
		if (str_eq_nocase(s, str_of(words[i])))
			return true;
	return false;
}

/* Whom a pronoun means: the speaker told before who is none. */
static str speaker_of(const struct intake_view *v, ptrdiff_t at)
{
	if (!is_pronoun(v->proposals.v[at].speaker))
		return v->proposals.v[at].speaker;
	for (ptrdiff_t i = at; i >= 0; i--) {
		str s = v->proposals.v[i].speaker;
		if (s.n && !is_pronoun(s))
			return s;
	}
	return v->proposals.v[at].speaker;
}

/* "Ex-Foreign Office Minister Tobias Ellwood": the last two words are the name when there are more
 * words and all of the name begins with capitals. */
static void split_office(struct intake_entry *e, str s)
{
	ptrdiff_t spaces = 0, at = s.n;
	while (at > 0 && spaces < 2)
		if (s.p[--at] == ' ')
			spaces++;
	if (spaces == 2 && s.p[at + 1] >= 'A' && s.p[at + 1] <= 'Z') {
		e->office = str_trim(str_slice(s, 0, at));
		e->speaker = str_slice(s, at + 1, s.n);
	}
}

static enum err speaker(struct tx *tx, const struct intake_view *v, ptrdiff_t at, int64_t on,
			struct intake_entry *e)
{
	static const char *const formers[] = { "Ex-", "ex-", "Former ", "former ", "Ex ", NULL };
	struct holder_list list = { 0 };
	str s = intake_line(tx->a, speaker_of(v, at), SAYS_MAX),
	    iso = v->proposals.v[at].speaker_iso;
	if (str_starts(s, S("the ")) || str_starts(s, S("The ")))
		s = str_slice(s, 4, s.n);
	for (int i = 0; formers[i]; i++)
		if (str_starts(s, str_of(formers[i]))) {
			s = str_slice(s, (ptrdiff_t)strlen(formers[i]), s.n);
			e->is_former = true;
		}
	e->speaker = s;
	if (!s.n)
		return OK;
	if (!e->is_former && iso.p)
		TRY(holders_in(tx, iso, on, s, &list));
	if (list.n == 1) {
		e->speaker = list.v[0].name;
		e->office = list.v[0].title;
	} else if (str_find(s, S("inistry")) < 0) {
		split_office(e, s);
	}
	return OK;
}

/* ---- where ---- */

/* Words with capitals that are no place where something was. */
static bool is_no_place(const struct ref_states_rows *states, str s)
{
	static const char *const words[] = { "January",   "February", "March",     "April",
					     "May",       "June",     "July",      "August",
					     "September", "October",  "November",  "December",
					     "Monday",    "Tuesday",  "Wednesday", "Thursday",
					     "Friday",    "Saturday", "Sunday",    "Britain",
					     "America",   NULL };
	for (int i = 0; words[i]; i++)
		if (str_eq(s, str_of(words[i])))
			return true;
	for (ptrdiff_t i = 0; i < states->n; i++)
		if (str_starts(states->v[i].name, s))
			return true;
	return false;
}

/* Words with capitals behind a preposition: "in Geneva". */
static str place_after(const struct ref_states_rows *states, str text, const char *preposition)
{
	str none = { 0 };
	for (ptrdiff_t from = 0;;) {
		ptrdiff_t at = str_find(str_slice(text, from, text.n), str_of(preposition));
		if (at < 0)
			return none;
		ptrdiff_t start = from + at + (ptrdiff_t)strlen(preposition), end = start;
		while (end < text.n && is_letter(text.p[end]))
			end++;
		str word = str_slice(text, start, end);
		if (word.n > 2 && word.p[0] >= 'A' && word.p[0] <= 'Z' &&
		    !is_no_place(states, word))
			return word;
		from = start;
	}
}

/* ---- what it is ---- */

static bool has_any(str s, const char *const *words)
{
	for (; *words; words++)
		if (str_find(s, str_of(*words)) >= 0)
			return true;
	return false;
}

/* The kind of a measure by the words of its evidence, where the type leaves it open. */
static str measure_word(str type, str word, str text)
{
	static const char *const offices[] = { "consul", NULL },
				 *const contacts[] = { "contact", "suspend talks", NULL },
				 *const immunity[] = { "immunit", NULL },
				 *const local[] = { "local staff", "locally", NULL },
				 *const visas[] = { "visa", NULL };
	if (str_eq(type, S("MISSION_CLOSED")))
		return has_any(text, offices) ? expel_kind_text(EXPEL_KIND_OFFICE_CLOSED) : word;
	if (!str_eq(type, S("RESTRICTION")))
		return word;
	return has_any(text, immunity)   ? expel_kind_text(EXPEL_KIND_IMMUNITY_LAPSE)
	       : has_any(text, local)    ? expel_kind_text(EXPEL_KIND_LOCAL_STAFF_CAP)
	       : has_any(text, visas)    ? expel_kind_text(EXPEL_KIND_VISA_SHORTENED)
	       : has_any(text, contacts) ? expel_kind_text(EXPEL_KIND_CONTACTS_SUSPENDED)
					 : word;
}

/* A complaint that names visas, missions or obstruction is about the same applications as the ask.
 */
static str concern_of(const struct intake_type *t, str text)
{
	static const char *const staff[] = {
		"visa", "mission", "obstruct", "backlog", "diplomatic presence", NULL
	};
	static const char *const ceilings[] = { "ceiling", "staff limit", "more diplomats", NULL };
	if (t->concerns)
		return str_of(t->concerns);
	bool is_open = !strcmp(t->type, "COMPLAINT") || !strcmp(t->type, "DEMAND");
	if (!is_open)
		return (str){ 0 };
	return has_any(text, staff)      ? talks_concern_text(TALKS_CONCERN_APPLICATIONS)
	       : has_any(text, ceilings) ? talks_concern_text(TALKS_CONCERN_CEILINGS)
					 : (str){ 0 };
}

/* The codes that are states of the register. */
static enum err known_codes(struct tx *tx, str codes, str *out)
{
	struct out o = out_to_arena(tx->a);
	while (codes.p) {
		str name, iso = str_cut(&codes, ' ');
		enum err e = ref_state_name(tx, iso, &name);
		if (e == ERR_NOT_FOUND || !iso.n)
			continue;
		if (e != OK)
			return e;
		out_fmt(&o, "%s%.*s", o.n ? " " : "", SF(iso));
	}
	*out = str_copy(tx->a, out_view(&o));
	return OK;
}

static void words(struct tx *tx, const struct intake_view *v, const struct intake_proposals_row *p,
		  struct intake_entry *e)
{
	const struct intake_spans_row *evidence = first_span(v, p->seq_n, S("evidence"));
	const struct intake_spans_row *quote = first_span(v, p->seq_n, S("quote"));
	str said = evidence ? intake_slice(v, evidence) : p->type;
	str exact = quoted(quote ? intake_slice(v, quote) : said);
	e->says = intake_line(tx->a, said, SAYS_MAX);
	e->words = exact.p ? intake_line(tx->a, exact, TALKS_WORDS_MAX) : (str){ 0 };
}

/* Where its evidence says it was; else where its sentences do. */
static enum err place(struct tx *tx, const struct intake_view *v, int64_t seq_n, str around,
		      struct intake_entry *e)
{
	static const char *const visits[] = { " to ", " visited ", NULL }, *const others[] = {
		" in ", NULL
	};
	const char *const *list = str_eq(e->type, S("VISIT")) ? visits : others;
	struct ref_states_rows states;
	str texts[] = { evidence_of(tx->a, v, seq_n, false), around };
	TRY(ref_states(tx, &states));
	for (int t = 0; t < 2; t++)
		for (int i = 0; list[i] && !e->place.p; i++)
			e->place = place_after(&states, texts[t], list[i]);
	return OK;
}

enum err intake_suggest(struct tx *tx, const struct intake_view *v, ptrdiff_t at,
			struct intake_entry *e)
{
	const struct intake_proposals_row *p = &v->proposals.v[at];
	const struct intake_type *t = intake_type_of(p->type);
	int64_t on = p->to_on.has ? p->to_on.v : v->text.published_on;
	str text = evidence_of(tx->a, v, p->seq_n, true);
	*e = (struct intake_entry){ .type = p->type,
				    .modality = p->modality,
				    .from_on = p->from_on,
				    .to_on = p->to_on,
				    .value_n = p->value_n,
				    .least_n = p->least_n,
				    .most_n = p->most_n,
				    .due_on = p->deadline_on };
	TRY(known_codes(tx, p->by_isos, &e->by_isos));
	TRY(known_codes(tx, p->to_isos, &e->to_isos));
	words(tx, v, p, e);
	if (!t)
		return OK; /* of rules that this program does not have: a person chooses a type */
	struct intake_goes goes = intake_goes_of(t, p->modality);
	e->word =
	    goes.place == INTAKE_MEASURE ? measure_word(p->type, goes.word, text) : (str){ 0 };
	e->concerns = goes.place == INTAKE_ITEM ? concern_of(t, text) : (str){ 0 };
	if (goes.place == INTAKE_ITEM)
		TRY(speaker(tx, v, at, on, e));
	enum talks_form form;
	bool is_engagement = goes.place == INTAKE_ITEM && talks_form_of(goes.word, &form) &&
			     talks_form_info_of(form)->kind == TALKS_KIND_ENGAGEMENT;
	if (is_engagement) {
		e->speaker = e->office = e->words = (str){ 0 };
		e->is_former = false;
		TRY(people(tx, e, on, evidence_of(tx->a, v, p->seq_n, false), text));
	}
	bool is_call = str_eq(goes.word, S("call"));
	return (is_engagement && !is_call) || goes.place == INTAKE_INCIDENT
		   ? place(tx, v, p->seq_n, text, e)
		   : OK;
}
