/* ledger_test.c: the real file of measures and answers, bad files, comparisons. */
#include "check.h"
#include "replay.h"

#include <stdlib.h>

#include "base/embed.h"
#include "base/out.h"
#include "ledger/ledger_past.h"

EMBED(expulsions);

static struct arena A;
static struct ledger_row_list ROWS;

static int open_file(void **state)
{
	(void)state;
	if (arena_open(&A, 256 << 20) != OK)
		return -1;
	struct faults f = faults_in(&A);
	return ledger_read(&A, S("expulsions.csv"), embed_str(expulsions), NULL, &f, &ROWS) == OK
		   ? 0
		   : -1;
}

static int close_file(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static const struct ledger_row *row(const char *key)
{
	for (ptrdiff_t i = 0; i < ROWS.n; i++)
		if (str_eq(ROWS.v[i].key, str_of(key)))
			return &ROWS.v[i];
	fail_msg("no row %s", key);
	return NULL;
}

static void every_row_and_column(void **state)
{
	(void)state;
	struct out o = out_to_arena(&A);
	assert_int_equal(ROWS.n, 96);
	ledger_write(&o, ROWS.v, ROWS.n);
	assert_true(str_eq(out_view(&o), embed_str(expulsions)));
	for (ptrdiff_t i = 0; i < ROWS.n; i++) {
		assert_int_equal(ROWS.v[i].line, i + 2);
		assert_true(ROWS.v[i].sources.n >= 1);
	}
	assert_int_equal(row("1971-09-24,GB,SU,105")->sources.n, 3);
	assert_str(row("1971-09-24,GB,SU,105")->sources.v[1],
		   "https://paperspast.natlib.govt.nz/newspapers/CHP19711011.2.86");
}

/* Empty is "not read" or "not known", 0 is "stated: none". */
static void unknown_is_not_none(void **state)
{
	(void)state;
	const struct ledger_row *r = row("2022,LU,RU,1");
	assert_true(r->has_answer && r->answer_persons.stated.has);
	assert_int_equal(r->answer_persons.stated.v, 0);
	r = row("2022-02-28,US,RU,12"); /* answered, size not disclosed */
	assert_true(r->has_answer && r->has_answer_day && !r->answer_persons.stated.has);
	assert_false(r->answer_persons.min.has || r->answer_persons.max.has);
	r = row("2018-03,ME,RU,1"); /* answered, day not in the source */
	assert_true(r->has_answer && !r->has_answer_day);
	assert_int_equal(r->answer_persons.stated.v, 1);
	assert_int_equal(r->posts_closed.v, 1);
	assert_false(row("2022-03-30,SK,RU,35")->has_answer);
	assert_false(row("1986-03-07,US,SU,")->persons.min.has);
}

static void numbers_with_least_and_most(void **state)
{
	(void)state;
	const struct ledger_number *n = &row("2018-03-30,RU,GB,50")->persons;
	assert_true(n->stated.v == 50 && n->min.v == 50 && !n->max.has);
	n = &row("2022-03,NL,RU,17")->persons;
	assert_true(n->stated.v == 17 && n->min.v == 17 && n->max.has && n->max.v == 18);
	n = &row("2022,BE,RU,21")->answer_persons;
	assert_true(n->stated.v == 21 && n->min.v == 12 && n->max.v == 21);
	assert_int_equal(row("2022,BE,RU,21")->persons.min.v, 21);
	n = &row("2022-04,BG,RU,")->persons;
	assert_true(!n->stated.has && n->min.v == 1 && n->max.has && n->max.v == 2);
	n = &row("2018-03-14,GB,RU,23")->persons;
	assert_true(n->stated.v == 23 && n->min.v == 23 && n->max.v == 23);
	int widened = 0;
	for (ptrdiff_t i = 0; i < ROWS.n; i++) {
		n = &ROWS.v[i].persons;
		bool is_plain = !n->min.has || (n->max.has && n->min.v == n->max.v);
		widened += !is_plain;
	}
	assert_int_equal(widened, 3);
}

static void partial_dates_are_intervals(void **state)
{
	(void)state;
	const struct ledger_row *r = row("2016-12,US,RU,35");
	assert_int_equal(r->announced.to_on - r->announced.from_on, 30);
	assert_str(day_text(&A, r->answered.from_on), "2017-07-01");
	assert_str(day_text(&A, ledger_known_from(r)), "2016-12-31");
	assert_str(day_text(&A, ledger_answer_known_from(r)), "2017-07-31");
	r = row("2018-03,ME,RU,1");
	assert_int_equal(ledger_answer_known_from(r), ledger_known_from(r));
}

static void answers_with_rows_of_their_own(void **state)
{
	(void)state;
	int linked = 0;
	for (ptrdiff_t i = 0; i < ROWS.n; i++)
		linked += ROWS.v[i].answer_row >= 0;
	assert_int_equal(linked, 3);
	assert_str(ROWS.v[row("1986-09-17,US,SU,25")->answer_row].key, "1986-10-19,SU,US,5");
	assert_str(ROWS.v[row("1986-10-19,SU,US,5")->answer_row].key, "1986-10-21,US,SU,55");
	assert_str(ROWS.v[row("1986-10-21,US,SU,55")->answer_row].key, "1986-10-22,SU,US,5");
}

static int by_value(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

/* The figures that forecast.md and domain.md give for the file. */
static void figures_of_the_file(void **state)
{
	(void)state;
	int64_t lags[96], pairs = 0, exact = 0, sent = 0, received = 0, moscow = 0, states = 0;
	ptrdiff_t n = 0;
	int64_t answered_on = 0;
	assert_true(day_read(S("2018-03-30"), &answered_on));
	for (ptrdiff_t i = 0; i < ROWS.n; i++) {
		const struct ledger_row *r = &ROWS.v[i];
		if (r->has_answer_day && ledger_lag(r->announced, r->answered, &lags[n])) {
			assert_true(lags[n] >= 0);
			n++;
		}
		struct opt_int s = r->persons.stated, t = r->answer_persons.stated;
		if (s.has && t.has) {
			pairs++;
			exact += s.v == t.v;
			sent += s.v;
			received += t.v;
		}
		if (r->has_answer_day && interval_is_day(r->answered) &&
		    r->answered.from_on == answered_on && str_eq(r->target_iso, S("RU"))) {
			states++;
			moscow += t.v;
		}
	}
	assert_int_equal(n, 54);
	qsort(lags, (size_t)n, sizeof *lags, by_value);
	assert_int_equal(lags[n / 2 - 1] + lags[n / 2], 8); /* median 4 */
	assert_int_equal(lags[n - 1], 82);
	assert_int_equal(pairs, 68);
	assert_int_equal(exact, 52);
	assert_int_equal(received, 1387);
	assert_int_equal(sent, 891);
	assert_int_equal(states, 23);
	assert_int_equal(moscow, 59);
	print_message(
	    "# figure: 96 rows: %td lags, median 4 d; %d of %d pairs mirror exactly; Moscow's "
	    "answers of 30 March 2018 sum to %d\n",
	    n, (int)exact, (int)pairs, (int)moscow);
}

static void mirrors_and_lags(void **state)
{
	(void)state;
	const struct ledger_row *r = row("2018-03-14,GB,RU,23");
	double ratio = 0;
	int64_t lag = 0;
	assert_true(ledger_mirror_ratio(r->persons.stated, r->answer_persons.stated, &ratio));
	assert_true(ratio == 1.0);
	assert_true(ledger_lag(r->announced, r->answered, &lag));
	assert_int_equal(lag, 3);
	r = row("1971-09-24,GB,SU,105");
	assert_true(ledger_mirror_ratio(r->persons.stated, r->answer_persons.stated, &ratio));
	assert_true(ratio > .17142 && ratio < .17143);
	assert_false(ledger_lag(r->announced, r->answered, &lag)); /* only the month is known */
	r = row("2017-08-31,US,RU,0");
	assert_false(ledger_mirror_ratio(r->persons.stated, (struct opt_int){ true, 1 }, &ratio));
	assert_false(
	    ledger_mirror_ratio((struct opt_int){ true, 1 }, (struct opt_int){ 0 }, &ratio));
}

#define HEADER                                                                                     \
	"date_announced,sender,target,persons,posts_closed,reason,counter_date,"                   \
	"counter_persons,source_url\n"

/* Reads a bad file and compares what is said about it, line by line. */
static void says(const char *text, const char *want)
{
	static const str known[] = { S("GB"), S("RU"), S("US") };
	struct ledger_states states = { known, 3 };
	struct faults f = faults_in(&A);
	struct ledger_row_list rows;
	struct out o = out_to_arena(&A);
	assert_int_equal(ledger_read(&A, S("x.csv"), str_of(text), &states, &f, &rows), ERR_FAULTS);
	faults_print(&f, &o);
	assert_str(out_view(&o), want);
}

static void every_fault_with_its_place(void **state)
{
	(void)state;
	says(HEADER "2018-02-30,GB,RU,23,0,why,2018-03-17,23,https://a.example/\n",
	     "x.csv:2:1: date_announced: '2018-02-30' is not a date; write a day that exists as "
	     "2018-03-14, or only 2018-03 or 2018 when the day is not known\n");
	says(HEADER "2018-03-14,GB,RU,23,0,why,2018-03-13,23,https://a.example/\n",
	     "x.csv:2:7: counter_date: the answer lies before the measure\n");
	says(HEADER "2018-03-14,GB,FR,1,0,why,,,https://a.example/\n"
		    "2018-03-15,gb,GB,1,0,why,,,https://a.example/\n"
		    "2018-03-16,GB,GB,1,0,\" \",,,ftp://a.example/\n",
	     "x.csv:2:3: target: the register knows no state FR\n"
	     "x.csv:3:2: sender: a state is two capital letters (ISO 3166-1), as GB\n"
	     "x.csv:4:3: target: sender and target are the same state\n"
	     "x.csv:4:6: reason: say what the measure was and why\n"
	     "x.csv:4:9: source_url: source 1 is no web address; sources are set apart by ' ; '\n");
	says(HEADER ",GB,RU,1,0,why,,,https://a.example/ ; \n"
		    "2018,GB,RU,1,0,why,,,https://a.example/\n"
		    "2018,GB,RU,1,0,why,,,\n",
	     "x.csv:2:1: date_announced: is empty; a year is enough\n"
	     "x.csv:2:9: source_url: source 1 is no web address; sources are set apart by ' ; '\n"
	     "x.csv:4:9: source_url: a row needs at least one source\n"
	     "x.csv:4:1: date_announced: the same measure stands in line 3 already\n");
}

static void bad_numbers_and_files(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"date_announced,sender\n2018,GB\n",
		HEADER "2018,GB,RU,-1,0,why,,,https://a.example/\n",
		HEADER "2018,GB,RU,1000001,0,why,,,https://a.example/\n",
		HEADER "2018,GB,RU,1.5,0,why,,,https://a.example/\n",
		HEADER "2018,GB,RU,1,x,why,,,https://a.example/\n",
		HEADER "2018,GB,RU,1,0,why,,>50,https://a.example/\n",
		HEADER "2018,GB,RU,1,0,wh\xff,,,https://a.example/\n",
		HEADER "2018,GB,RU,1,0,\"a\nb\",,,https://a.example/\n",
		HEADER "2018,GB,RU,1,0,why,,,https://a.example/,more\n",
		HEADER "2018,GB,RU,1,0\n",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct faults f = faults_in(&A);
		struct ledger_row_list rows;
		if (ledger_read(&A, S("x.csv"), str_of(bad[i]), NULL, &f, &rows) != ERR_FAULTS)
			fail_msg("taken without a word: %s", bad[i]);
		assert_true(f.total_n >= 1);
	}
}

/* Rounds are hundreds, not millions: a file of more rows is a mistake, and said to be one. */
static void too_many_rows(void **state)
{
	(void)state;
	struct out o = out_to_arena(&A);
	out_lit(&o, HEADER);
	for (int i = 0; i <= LEDGER_ROWS_MAX; i++)
		out_fmt(&o, "2018,GB,RU,%d,0,why,,,https://a.example/\n", i);
	struct faults f = faults_in(&A);
	struct ledger_row_list rows;
	assert_int_equal(ledger_read(&A, S("x.csv"), out_view(&o), NULL, &f, &rows), ERR_FAULTS);
	assert_int_equal(f.total_n, 1);
	assert_str(f.v[0].sentence, "a file has at most 10000 rows; split it");
	assert_int_equal(f.v[0].line, LEDGER_ROWS_MAX + 2);
}

/* Two rows that could be the answer: neither is taken. */
static void a_doubtful_link_is_none(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	struct ledger_row_list rows;
	str text = S(HEADER "2018-03-14,GB,RU,5,0,why,2018-03-17,4,https://a.example/\n"
			    "2018-03-17,RU,GB,4,0,one,,,https://a.example/\n"
			    "2018-03-17,RU,GB,5,0,another size,,,https://a.example/\n");
	assert_ok(ledger_read(&A, S("x.csv"), text, NULL, &f, &rows));
	assert_int_equal(rows.v[0].answer_row, 1);
	rows.v[2].persons.stated.v = 4;
	ledger_link(A, &rows);
	assert_int_equal(rows.v[0].answer_row, -1);
}

static void the_corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/ledger");
}

static struct past_list past_of_rows(void)
{
	struct past_list l = { 0 };
	for (ptrdiff_t i = 0; i < ROWS.n; i++) {
		const struct ledger_row *r = &ROWS.v[i];
		*arena_push(&A, &l) = (struct past){ .by_iso = r->sender_iso,
						     .against_iso = r->target_iso,
						     .announced = r->announced,
						     .known_on = ledger_known_from(r),
						     .sent = r->persons.stated,
						     .has_answer = r->has_answer,
						     .has_answer_day = r->has_answer_day,
						     .answered = r->answered,
						     .answer_known_on = ledger_answer_known_from(r),
						     .received = r->answer_persons.stated };
	}
	return l;
}

/* The day before an answer nothing of it is known; the pair's own past comes first when it is long
 * enough. */
static void the_past_before_an_answer(void **state)
{
	(void)state;
	struct past_list l = past_of_rows();
	struct past_choice c;
	int64_t on;
	assert_true(day_read(S("1971-09-23"), &on));
	assert_false(past_choose(&A, &l, S("GB"), S("SU"), on, CENSOR_DAYS, &c));
	assert_true(day_read(S("2018-03-29"), &on));
	assert_true(past_choose(&A, &l, S("UA"), S("RU"), on, CENSOR_DAYS, &c));
	assert_int_equal(c.scope, PAST_STATE);
	assert_int_equal(c.figures.pairs_n, 5); /* 2001, 2007, 2016, and 14 and 26 March 2018 */
	struct past_guess g = past_guess_of(&c.figures, 13);
	assert_true(g.low == 13 && g.middle == 13 && g.high == 280);
	assert_true(past_choose(&A, &l, S("CA"), S("IN"), on, CENSOR_DAYS, &c));
	assert_int_equal(c.scope, PAST_ALL);
	struct past_tests t = past_back_test(&A, &l, DAY_MAX, CENSOR_DAYS);
	assert_int_equal(t.n + t.untold_n, 68);
	assert_int_equal(t.untold_n, 1); /* of 1971: nothing had happened yet */
	assert_true(t.inside_n <= t.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_past_before_an_answer),
		cmocka_unit_test(every_row_and_column),
		cmocka_unit_test(unknown_is_not_none),
		cmocka_unit_test(numbers_with_least_and_most),
		cmocka_unit_test(partial_dates_are_intervals),
		cmocka_unit_test(answers_with_rows_of_their_own),
		cmocka_unit_test(figures_of_the_file),
		cmocka_unit_test(mirrors_and_lags),
		cmocka_unit_test(every_fault_with_its_place),
		cmocka_unit_test(bad_numbers_and_files),
		cmocka_unit_test(too_many_rows),
		cmocka_unit_test(a_doubtful_link_is_none),
		cmocka_unit_test(the_corpus),
	};
	return cmocka_run_group_tests(tests, open_file, close_file);
}
