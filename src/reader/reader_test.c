/* reader_test.c: the tables load, single rules hold, a verb can be added, any bytes are read. Whole
 * texts and sentences are scored in tests/reader.t. */
#include "reader/reader.h"

#include "replay.h"

static struct arena a; /* allowed: the tests' own */
static const struct lexicon *lx;

static int load(void **state)
{
	(void)state;
	struct lexicon_tables t = lexicon_tables();
	if (arena_open(&a, (size_t)1 << 30) != OK)
		return -1;
	struct faults f = faults_in(&a);
	return lexicon_load(&a, &t, &f, &lx) == OK ? 0 : -1;
}

static struct proposals read_with(const struct lexicon *with, const char *text)
{
	int64_t on;
	struct proposals found;
	assert_true(day_read(S("2021-06-20"), &on));
	struct reader_request r = { .text = str_of(text), .published_on = on, .place = S("GB") };
	assert_ok(reader_read(&a, with, &r, &found));
	return found;
}

static void assert_codes(const struct codes *c, const char *want)
{
	struct out o = out_to_arena(&a);
	for (int i = 0; i < c->n; i++) {
		if (i)
			out_lit(&o, "+");
		out_str(&o, lexicon_state(lx, c->v[i])->alpha_3);
	}
	assert_str(out_view(&o), want);
}

static void the_spans_are_of_the_text(void **state)
{
	(void)state;
	const char *text =
	    "Später: Québec said nothing. Norway expelled two Russian diplomats on Friday.";
	struct proposals p = read_with(lx, text);
	assert_int_equal(p.n, 1);
	assert_str(p.v[0].type, "EXPULSION");
	assert_codes(&p.v[0].actors, "NOR");
	assert_codes(&p.v[0].recipients, "RUS");
	assert_int_equal(p.v[0].count.value, 2);
	assert_str(day_text(&a, p.v[0].when.from_on), "2021-06-18");
	struct span s = p.v[0].evidence.v[0];
	assert_str(str_slice(str_of(text), s.start, s.end),
		   "Norway expelled two Russian diplomats on Friday");
}

static void what_did_not_happen_is_no_fact(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum modality want;
	} rows[] = {
		{ "Norway expelled two Russian diplomats.", MOOD_ASSERTED },
		{ "Norway will expel two Russian diplomats.", MOOD_ANNOUNCED },
		{ "Norway plans to expel two Russian diplomats.", MOOD_PLANNED },
		{ "Norway did not expel two Russian diplomats.", MOOD_NEGATED },
		{ "Norway has never expelled Russian diplomats.", MOOD_NEGATED },
		{ "Norway refused to expel two Russian diplomats.", MOOD_NEGATED },
		{ "Norway denied that it had expelled two Russian diplomats.", MOOD_DENIED },
		{ "If Norway expels two Russian diplomats, relations will suffer.",
		  MOOD_CONDITIONAL },
		{ "Norway could expel two Russian diplomats.", MOOD_CONDITIONAL },
		{ "Will Norway expel two Russian diplomats?", MOOD_QUESTIONED },
		{ "Norway has reportedly expelled two Russian diplomats.", MOOD_REPORTED },
		{ "Norway has expelled two Russian diplomats, Moscow said.", MOOD_REPORTED },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct proposals p = read_with(lx, rows[i].text);
		bool found = false;
		for (ptrdiff_t k = 0; k < p.n; k++)
			if (str_eq(p.v[k].type, S("EXPULSION"))) {
				found = true;
				if (p.v[k].modality != rows[i].want)
					fail_msg("%s: %s", rows[i].text,
						 modality_name(p.v[k].modality));
			}
		if (!found)
			fail_msg("%s: not found", rows[i].text);
	}
}

static void nobody_is_named_who_is_not_named(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"The Russian dissident was poisoned in London with a nerve agent.",
		"An explosion damaged the Chinese embassy in Minsk.",
		"After the attack on the Turkish consulate, Russia expressed its concern.",
		"The United States accused Russia of the hack.",
		"US claims of Russian cyber attacks were discussed.",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct proposals p = read_with(lx, texts[i]);
		for (ptrdiff_t k = 0; k < p.n; k++)
			if (str_eq(p.v[k].type, S("INCIDENT")))
				assert_int_equal(p.v[k].actors.n, 0);
	}
}

/* The guide of README.md: one row in frames.tsv is enough for a new verb. */
static void a_verb_is_added_with_one_row(void **state)
{
	(void)state;
	const char *text = "Norway defenestrated two Russian diplomats on Friday.";
	assert_int_equal(read_with(lx, text).n, 0);
	struct lexicon_tables t = lexicon_tables();
	t.frames = str_fmt(
	    &a,
	    "%.*s\ndefenestrate\tEXPULSION\tSANCTION/expel\tdefenestrate\tstaff\t-\tsubj, by\tobj\tobj\n",
	    SF(t.frames));
	struct faults f = faults_in(&a);
	const struct lexicon *more;
	assert_ok(lexicon_load(&a, &t, &f, &more));
	struct proposals p = read_with(more, text);
	assert_int_equal(p.n, 1);
	assert_str(p.v[0].type, "EXPULSION");
	assert_codes(&p.v[0].actors, "NOR");
	assert_int_equal(p.v[0].count.value, 2);
	p = read_with(more, "Two Russian diplomats were defenestrated by Norway.");
	assert_codes(&p.v[0].actors, "NOR");
}

static void a_wrong_table_is_told_with_its_lines(void **state)
{
	(void)state;
	struct lexicon_tables t = lexicon_tables();
	t.frames =
	    S("x\tEXPULSION\tSANCTION/expel\texpel\tunicorn\t-\tsubj\tobj\tobj\nshort\trow\n");
	t.operators = S("wish\tto\twant\n");
	struct faults f = faults_in(&a);
	const struct lexicon *bad;
	assert_int_equal(lexicon_load(&a, &t, &f, &bad), ERR_FAULTS);
	assert_int_equal(f.n, 3);
	assert_str(f.v[0].where, "operators");
	assert_str(f.v[1].sentence, "there is no class of nouns 'unicorn'");
	assert_int_equal(f.v[2].line, 2);
}

static void any_bytes_are_read(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/reader");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_spans_are_of_the_text),
		cmocka_unit_test(what_did_not_happen_is_no_fact),
		cmocka_unit_test(nobody_is_named_who_is_not_named),
		cmocka_unit_test(a_verb_is_added_with_one_row),
		cmocka_unit_test(a_wrong_table_is_told_with_its_lines),
		cmocka_unit_test(any_bytes_are_read),
	};
	return cmocka_run_group_tests(tests, load, NULL);
}
