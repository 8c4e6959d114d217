/* ledger_rules.c: in the order of a row's way: cells, numbers, one row, the file, links, figures,
 * and back to CSV. */
#include "ledger/ledger_rules.h"

#include "base/out.h"
#include "base/utf8.h"
#include "doc/sheet.h"

enum {
	DATE,
	SENDER,
	TARGET,
	PERSONS,
	POSTS,
	REASON,
	COUNTER_DATE,
	COUNTER_PERSONS,
	SOURCES,
	COLUMNS_N
};
static const struct sheet_column columns[COLUMNS_N] = {
	[DATE] = { "date_announced", false },
	[SENDER] = { "sender", false },
	[TARGET] = { "target", false },
	[PERSONS] = { "persons", false },
	[POSTS] = { "posts_closed", false },
	[REASON] = { "reason", false },
	[COUNTER_DATE] = { "counter_date", false },
	[COUNTER_PERSONS] = { "counter_persons", false },
	[SOURCES] = { "source_url", false },
};

/* A partial date; false when the cell is empty or wrong. Wrong is reported, empty is the caller's.
 */
static bool read_when(struct sheet *c, int column, struct interval *v)
{
	str cell = sheet_text(c, column);
	if (str_is_empty(cell) || interval_read(cell, v))
		return !str_is_empty(cell);
	sheet_fault(
	    c, column,
	    "'%.*s' is not a date; write a day that exists as 2018-03-14, or only 2018-03 or "
	    "2018 when the day is not known",
	    SF(str_slice(cell, 0, cell.n < 40 ? cell.n : 40)));
	return false;
}

/* Empty is "not known". */
static struct opt_int read_count(struct sheet *c, int column)
{
	struct opt_int v = { 0 };
	if (!str_is_empty(sheet_text(c, column)))
		v.has = sheet_int(c, column, 0, LEDGER_PERSONS_MAX, &v.v);
	return v;
}

static bool is_known(const struct ledger_states *states, str iso)
{
	ptrdiff_t from = 0, to = states->n;
	while (from < to) {
		ptrdiff_t mid = from + (to - from) / 2;
		int order = str_cmp(states->iso[mid], iso);
		if (order == 0)
			return true;
		if (order < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

static str read_state(struct sheet *c, int column, const struct ledger_states *states)
{
	str iso = sheet_text(c, column);
	bool is_code = iso.n >= 2 && iso.n <= 4;
	for (ptrdiff_t i = 0; i < iso.n && is_code; i++)
		is_code = iso.p[i] >= 'A' && iso.p[i] <= 'Z';
	if (!iso.p)
		return iso; /* reported by the reader */
	if (!is_code)
		sheet_fault(c, column, "a state is two capital letters (ISO 3166-1), as GB");
	else if (states && !is_known(states, iso))
		sheet_fault(c, column, "the register knows no state %.*s", SF(iso));
	return iso;
}

static str read_reason(struct sheet *c)
{
	str reason = sheet_text(c, REASON);
	if (reason.p && str_is_empty(str_trim(reason)))
		sheet_fault(c, REASON, "say what the measure was and why");
	else if (reason.p && !utf8_is_line(reason))
		sheet_fault(c, REASON, "holds a line break or a control character");
	return reason;
}

static void read_sources(struct arena *a, struct sheet *c, struct ledger_url_list *to)
{
	str rest = sheet_text(c, SOURCES);
	if (rest.p && !rest.n)
		sheet_fault(c, SOURCES, "a row needs at least one source");
	while (!str_is_empty(rest)) {
		ptrdiff_t at = str_find(rest, S(" ; "));
		str url = str_slice(rest, 0, at < 0 ? rest.n : at);
		rest = at < 0 ? (str){ 0 } : str_slice(rest, at + 3, rest.n);
		bool is_url = str_starts(url, S("http://")) || str_starts(url, S("https://"));
		if (!is_url || !utf8_is_line(url) || str_find_byte(url, ' ') >= 0 ||
		    (rest.p && !rest.n)) {
			sheet_fault(c, SOURCES,
				    "source %td is no web address; sources are set apart by ' ; '",
				    to->n + 1);
			return;
		}
		if (to->n == LEDGER_SOURCES_MAX) {
			sheet_fault(c, SOURCES, "more than %d sources", LEDGER_SOURCES_MAX);
			return;
		}
		*arena_push(a, to) = url;
	}
}

/* The number that follows `words` in `text`. */
static struct opt_int number_after(str text, str words)
{
	ptrdiff_t at = str_find(text, words);
	if (at < 0)
		return (struct opt_int){ 0 };
	ptrdiff_t from = at + words.n, to = from;
	while (to < text.n && text.p[to] >= '0' && text.p[to] <= '9')
		to++;
	struct opt_int v = { 0 };
	v.has = str_to_int64(str_slice(text, from, to), &v.v) && v.v <= LEDGER_PERSONS_MAX;
	return v;
}

static void widen(struct ledger_number *n, struct opt_int other)
{
	if (!other.has)
		return;
	if (!n->min.has || other.v < n->min.v)
		n->min = other;
	if (!n->max.has || other.v > n->max.v)
		n->max = other;
}

static struct ledger_number exactly(struct opt_int stated)
{
	return (struct ledger_number){ stated, stated, stated };
}

/* "Sources disagree on the step (1: BBC; 2: The Hill)": 1 to 2. */
static void widen_by_sources(struct ledger_number *n, str reason)
{
	if (!str_starts(reason, S("Sources disagree")))
		return;
	ptrdiff_t at = str_find_byte(reason, '(');
	str rest = at < 0 ? (str){ 0 } : str_slice(reason, at + 1, reason.n);
	while (rest.p) {
		str part = str_trim(str_cut(&rest, ';'));
		struct opt_int v = { 0 };
		v.has = str_to_int64(str_cut(&part, ':'), &v.v) && part.p && v.v >= 0 &&
			v.v <= LEDGER_PERSONS_MAX;
		widen(n, v);
	}
}

static struct ledger_number persons_of(struct opt_int stated, str reason)
{
	struct ledger_number n = exactly(stated);
	if (!stated.has) {
		widen_by_sources(&n, reason);
		return n;
	}
	widen(&n, number_after(reason, S("another source: ")));
	if (str_find(reason, S("figure is a floor")) >= 0)
		n.max.has = false;
	return n;
}

static struct ledger_number answer_persons_of(struct opt_int stated, str reason)
{
	struct ledger_number n = exactly(stated);
	struct opt_int other = number_after(reason, S("another source gives "));
	if (stated.has && str_find(reason, S(" for the counter")) >= 0)
		widen(&n, other);
	return n;
}

/* From values, not from the cells: "04" persons are 4. */
static str key_of(struct arena *a, const struct ledger_row *r, bool has_date)
{
	struct out o = out_to_arena(a);
	if (has_date)
		out_interval(&o, r->announced);
	out_fmt(&o, ",%.*s,%.*s,", SF(r->sender_iso), SF(r->target_iso));
	if (r->persons.stated.has)
		out_int(&o, r->persons.stated.v);
	return out_view(&o);
}

static void read_row(struct arena *a, struct sheet *c, const struct ledger_states *states,
		     struct ledger_row *r)
{
	*r = (struct ledger_row){ .line = c->line, .answer_row = -1 };
	bool has_date = read_when(c, DATE, &r->announced);
	if (!has_date && sheet_text(c, DATE).p && !sheet_text(c, DATE).n)
		sheet_fault(c, DATE, "is empty; a year is enough");
	r->sender_iso = read_state(c, SENDER, states);
	r->target_iso = read_state(c, TARGET, states);
	if (r->sender_iso.n && str_eq(r->sender_iso, r->target_iso))
		sheet_fault(c, TARGET, "sender and target are the same state");
	r->reason = read_reason(c);
	r->persons = persons_of(read_count(c, PERSONS), r->reason);
	r->posts_closed = read_count(c, POSTS);
	r->has_answer_day = read_when(c, COUNTER_DATE, &r->answered);
	r->answer_persons = answer_persons_of(read_count(c, COUNTER_PERSONS), r->reason);
	r->has_answer = r->has_answer_day || r->answer_persons.stated.has;
	if (has_date && r->has_answer_day && r->answered.to_on < r->announced.from_on)
		sheet_fault(c, COUNTER_DATE, "the answer lies before the measure");
	read_sources(a, c, &r->sources);
	r->key = key_of(a, r, has_date);
}

/* Line of an earlier row with the same key, or 0. Open addressing; `slots` holds row numbers from
 * 1. */
static int64_t seen_before(ptrdiff_t *slots, ptrdiff_t cap, const struct ledger_row_list *rows)
{
	const struct ledger_row *r = &rows->v[rows->n - 1];
	ptrdiff_t i = (ptrdiff_t)(str_hash(r->key) % (uint64_t)cap);
	while (slots[i] && !str_eq(rows->v[slots[i] - 1].key, r->key))
		i = (i + 1) % cap;
	if (slots[i])
		return rows->v[slots[i] - 1].line;
	slots[i] = rows->n;
	return 0;
}

static ptrdiff_t lines_of(str text)
{
	ptrdiff_t n = 1;
	for (ptrdiff_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

enum err ledger_read(struct arena *a, str file, str text, const struct ledger_states *states,
		     struct faults *faults, struct ledger_row_list *rows)
{
	struct sheet c = sheet_open(a, file, text, columns, COLUMNS_N, faults);
	ptrdiff_t cap = 2 * lines_of(text);
	ptrdiff_t *slots = arena_new_n(a, ptrdiff_t, cap);
	*rows = (struct ledger_row_list){ 0 };
	while (sheet_next(&c)) {
		if (rows->n == LEDGER_ROWS_MAX) {
			sheet_fault(&c, DATE, "a file has at most %d rows; split it",
				    LEDGER_ROWS_MAX);
			break;
		}
		struct ledger_row *r = arena_push(a, rows);
		read_row(a, &c, states, r);
		int64_t line = seen_before(slots, cap, rows);
		if (line)
			sheet_fault(&c, DATE, "the same measure stands in line %lld already",
				    (long long)line);
	}
	if (faults->total_n == 0)
		ledger_link(*a, rows);
	return faults_err(faults);
}

static bool is_answer(const struct ledger_row *r, const struct ledger_row *to)
{
	return str_eq(r->sender_iso, to->target_iso) && str_eq(r->target_iso, to->sender_iso) &&
	       r->announced.from_on == to->answered.from_on &&
	       r->announced.to_on == to->answered.to_on && r->persons.stated.has &&
	       r->persons.stated.v == to->answer_persons.stated.v;
}

/* Rows by their first day: heads[] and next[] hold row numbers from 1. */
struct day_index {
	ptrdiff_t *heads, *next, cap;
};

static ptrdiff_t *head_of(const struct day_index *x, int64_t on)
{
	return &x->heads[(uint64_t)on % (uint64_t)x->cap];
}

static ptrdiff_t only_answer(const struct day_index *x, const struct ledger_row_list *rows,
			     ptrdiff_t to)
{
	const struct ledger_row *r = &rows->v[to];
	ptrdiff_t found = -1;
	if (!r->has_answer_day || !r->answer_persons.stated.has)
		return -1;
	for (ptrdiff_t k = *head_of(x, r->answered.from_on); k; k = x->next[k - 1]) {
		if (k - 1 == to || !is_answer(&rows->v[k - 1], r))
			continue;
		if (found >= 0)
			return -1;
		found = k - 1;
	}
	return found;
}

void ledger_link(struct arena scratch, struct ledger_row_list *rows)
{
	struct day_index x = { .cap = 2 * rows->n + 1 };
	x.heads = arena_new_n(&scratch, ptrdiff_t, x.cap);
	x.next = arena_new_n(&scratch, ptrdiff_t, rows->n);
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		ptrdiff_t *head = head_of(&x, rows->v[i].announced.from_on);
		x.next[i] = *head;
		*head = i + 1;
	}
	for (ptrdiff_t i = 0; i < rows->n; i++)
		rows->v[i].answer_row = only_answer(&x, rows, i);
}

int64_t ledger_known_from(const struct ledger_row *r)
{
	return r->announced.to_on;
}

int64_t ledger_answer_known_from(const struct ledger_row *r)
{
	return r->has_answer_day ? r->answered.to_on : ledger_known_from(r);
}

bool ledger_lag(struct interval announced, struct interval answered, int64_t *lag_days)
{
	if (!interval_is_day(announced) || !interval_is_day(answered))
		return false;
	*lag_days = answered.from_on - announced.from_on;
	return true;
}

bool ledger_mirror_ratio(struct opt_int round_n, struct opt_int answer_n, double *ratio)
{
	if (!round_n.has || !answer_n.has || round_n.v == 0)
		return false;
	*ratio = (double)answer_n.v / (double)round_n.v;
	return true;
}

static void write_count(struct out *o, struct opt_int v)
{
	if (v.has)
		out_int(o, v.v);
	out_lit(o, ",");
}

static void write_row(struct out *o, const struct ledger_row *r)
{
	out_interval(o, r->announced);
	out_lit(o, ",");
	out_csv(o, r->sender_iso);
	out_lit(o, ",");
	out_csv(o, r->target_iso);
	out_lit(o, ",");
	write_count(o, r->persons.stated);
	write_count(o, r->posts_closed);
	out_csv(o, r->reason);
	out_lit(o, ",");
	if (r->has_answer_day)
		out_interval(o, r->answered);
	out_lit(o, ",");
	write_count(o, r->answer_persons.stated);
	struct out urls = out_to_arena(o->a);
	for (ptrdiff_t i = 0; i < r->sources.n; i++)
		out_fmt(&urls, "%s%.*s", i ? " ; " : "", SF(r->sources.v[i]));
	out_csv(o, out_view(&urls));
	out_lit(o, "\r\n");
}

void ledger_write(struct out *o, const struct ledger_row *v, ptrdiff_t n)
{
	for (int i = 0; i < COLUMNS_N; i++)
		out_fmt(o, "%s%s", i ? "," : "", columns[i].name);
	out_lit(o, "\r\n");
	for (ptrdiff_t i = 0; i < n; i++)
		write_row(o, &v[i]);
}
