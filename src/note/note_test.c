/* note_test.c: templates: each can be filled, set and is polite; filling; numbers and states by
 * deeds on a real register are in the stories. */
#include "check.h"
#include "replay.h"

#include "note/note.h"

CHECK_ARENA(256 << 20)

/* Every template: names the ministry and the mission, leaves room for number and date, begins and
 * ends as a note does, and can be set. Every one is there in English. */
static void templates(void **state)
{
	(void)state;
	struct note_templates t = note_templates(&A);
	assert_true(t.n >= 9);
	for (ptrdiff_t i = 0; i < t.n; i++) {
		static const char *const parts[] = { "{ministry}", "{mission}", "{number}",
						     "{date}" };
		const struct note_template *one = &t.v[i];
		struct faults f = faults_in(&A);
		struct paper p = paper_new(&A, PAPER_LETTER, one->subject, one->lang, 0);
		for (int k = 0; k < 4; k++)
			if (str_find(one->wording, str_of(parts[k])) < 0)
				fail_msg("%.*s.%.*s lacks %s", SF(one->name), SF(one->lang),
					 parts[k]);
		str polite = str_eq(one->lang, S("en"))   ? S("presents its compliments")
			     : str_eq(one->lang, S("fr")) ? S("présente ses compliments")
							  : S("свидетельствует своё уважение");
		assert_true(str_find(one->wording, polite) > 0);
		assert_true(one->label.n > 0 && one->subject.n > 0);
		assert_true(note_template_of(&t, one->name, S("en")) != NULL);
		assert_ptr_equal(note_template_of(&t, one->name, one->lang), one);
		assert_ok(paper_read(&p, one->wording, &f));
		assert_true(p.blocks.n > 5);
	}
	assert_null(note_template_of(&t, S("none"), S("en")));
	assert_str(note_template_of(&t, S("visa_refused"), S("ru"))->lang, "en");
}

static void filling(void **state)
{
	(void)state;
	static const struct note_value values[] = { { "person", S("I. {date}") }, { "n", S("") } };
	str text = S("{person}, {n}{deadline} {} {Person} {person {number} {date}");
	str filled = note_fill(&A, text, values, 2);
	assert_str(filled, "I. {date}, {deadline} {} {Person} {person {number} {date}");
	assert_str(note_blanks(&A, filled), "{deadline}");
	assert_null(note_blanks(&A, S("{date} of {number}, {}")).p);
}

/* What a note says before it is sent, and after; the same bytes at every making. */
static void papers(void **state)
{
	(void)state;
	struct faults f = faults_in(&A);
	struct paper p;
	str bytes[2];
	struct note_by_id_row n = { .ref = S("N-7"),
				    .direction = S("out"),
				    .kind = S("note_verbale"),
				    .lang = S("fr"),
				    .subject = S("Objet"),
				    .wording = S("N° {number}\n\n- un\n- deux\n\n> {date}"),
				    .state = S("draft"),
				    .mission_name = S("Ambassade") };
	assert_ok(note_paper(&A, &n, S("Ministère"), &f, &p));
	assert_str(p.title, "Template N-7: Objet");
	assert_str(p.blocks.v[0].runs.v[0].text, "As N-7 would be drafted");
	n.id = 7;
	assert_ok(note_paper(&A, &n, S("Ministère"), &f, &p));
	assert_str(p.title, "Draft N-7: Objet");
	assert_str(p.blocks.v[0].runs.v[0].text, "Draft N-7, not sent");
	n.state = S("sent");
	n.note_no = S("12/2021");
	n.note_on = (struct opt_int){ true, 18779 };
	for (int i = 0; i < 2; i++) {
		assert_ok(note_paper(&A, &n, S("Ministère"), &f, &p));
		assert_ok(paper_pdf(&p, &bytes[i]));
	}
	assert_true(str_eq(bytes[0], bytes[1]));
	assert_str(p.blocks.v[0].runs.v[0].text, "N° 12/2021");
	assert_str(p.blocks.v[3].runs.v[0].text, "1er juin 2021");
	assert_str(
	    note_html(&A, &p).s,
	    "<div class=\"grata-wrap\" lang=\"fr\"><p class=\"govuk-body\">N° 12/2021</p><ul "
	    "class=\"govuk-list govuk-list--bullet\"><li>un</li><li>deux</li></ul><p "
	    "class=\"govuk-body\">1er juin 2021</p></div>");
	n.direction = S("in");
	n.wording = S("{number} <b>");
	assert_ok(note_paper(&A, &n, S("Ministère"), &f, &p));
	assert_str(note_html(&A, &p).s, "<div class=\"grata-wrap\" lang=\"fr\"><p "
					"class=\"govuk-body\">{number} &lt;b&gt;</p></div>");
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/note");
	replay_corpus("tests/corpus/doc");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(templates),
		cmocka_unit_test(filling),
		cmocka_unit_test(papers),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
