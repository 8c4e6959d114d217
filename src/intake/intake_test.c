/* intake_test.c: where every type goes, in every modality; a saved page to text. What deeds do is
 * in tests/intake.t and tests/stories/. */
#include "check.h"
#include "replay.h"

#include <string.h>

#include "expel/expel.h"
#include "intake/intake.h"

CHECK_ARENA(16 << 20)

/* Each word is one of the list that its place has. */
static void every_type_has_its_row(void **state)
{
	(void)state;
	for (int i = 0; i < INTAKE_TYPES_N; i++) {
		const struct intake_type *t = &INTAKE_TYPES[i];
		enum expel_kind kind;
		enum talks_form form;
		enum talks_concern concern;
		assert_true(intake_type_of(str_of(t->type)) == t);
		if (t->place == INTAKE_MEASURE)
			assert_true(expel_kind_of(str_of(t->word), &kind));
		if (t->place == INTAKE_ITEM)
			assert_true(talks_form_of(str_of(t->word), &form));
		assert_int_equal(t->word == NULL, t->place == INTAKE_INCIDENT);
		if (t->concerns)
			assert_true(talks_concern_of(str_of(t->concerns), &concern));
	}
	assert_null(intake_type_of(S("MIRROR")));
}

/* No modality but two makes a measure or an incident. */
static void only_facts_are_facts(void **state)
{
	(void)state;
	for (int i = 0; i < INTAKE_TYPES_N; i++)
		for (int m = 0; INTAKE_MODALITIES[m]; m++) {
			const struct intake_type *t = &INTAKE_TYPES[i];
			str mood = str_of(INTAKE_MODALITIES[m]);
			struct intake_goes g = intake_goes_of(t, mood);
			bool is_fact = str_eq(mood, S("asserted")) || str_eq(mood, S("announced"));
			assert_int_equal(g.place, is_fact ? t->place : INTAKE_ITEM);
		}
	struct intake_goes visit = intake_goes_of(intake_type_of(S("VISIT")), S("planned"));
	assert_str(visit.word, "visit");
	assert_str(visit.state, "planned");
	struct intake_goes threat = intake_goes_of(intake_type_of(S("THREAT")), S("threatened"));
	assert_str(threat.word, "threat");
	assert_str(intake_goes_of(intake_type_of(S("EXPULSION")), S("negated")).word, "told");
	assert_str(intake_goes_of(intake_type_of(S("MEETING_CANCELLED")), S("asserted")).state,
		   "cancelled");
}

static void pages_become_text(void **state)
{
	(void)state;
	static const struct {
		const char *html, *text;
	} cases[] = {
		{ "<p>Norway <b>expelled</b> two.</p><p>Then", "Norway expelled two.\nThen" },
		{ "<head><title>x</title></head><body>a<br>b", "a\nb" },
		{ "a<script>alert('<p>')</script>b", "a\nb" },
		{ "a<!-- <p> -->b", "ab" },
		{ "&lt;b&gt; &amp;amp; &#8220;x&#x201D; &bogus; &#0;",
		  "<b> &amp; “x” &bogus; &#0;" },
		{ "1 < 2 and 3<4", "1 < 2 and 3<4" },
		{ "<a title=\"x>y\">z</a>", "z" },
		{ "<", "<" },
		{ "a<script>b", "a" },
		{ "  a \n\n b  ", "a b" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_str(intake_html_text(&A, str_of(cases[i].html)), cases[i].text);
}

static void pages_that_were_found(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/intake");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_that_were_found),
		cmocka_unit_test(every_type_has_its_row),
		cmocka_unit_test(only_facts_are_facts),
		cmocka_unit_test(pages_become_text),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
