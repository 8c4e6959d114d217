/* person_test.c: the machine-readable zone by the specimen of ICAO Doc 9303, names that look like
 * others, keys. */
#include "check.h"

#include <string.h>

#include "person/person.h"
#include "replay.h"

CHECK_ARENA(64 << 20)

enum { JUNE_2021 = 18799 };

static const char line1[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
static const char line2[] = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

static void the_specimen_reads(void **state)
{
	(void)state;
	struct person_mrz m;
	struct faults f = faults_in(&A);
	assert_true(person_mrz_read(&A, str_of(line1), str_of(line2), JUNE_2021, &m, &f));
	assert_str(m.issuer, "UTO");
	assert_str(m.family, "ERIKSSON");
	assert_str(m.given, "ANNA MARIA");
	assert_str(m.document_no, "L898902C3");
	assert_str(m.nationality, "UTO");
	assert_str(m.sex, "f");
	assert_str(day_text(&A, m.birth.from_on), "1974-08-12");
	assert_str(day_text(&A, m.until_on), "2012-04-15");
}

static void each_fault_has_its_column(void **state)
{
	(void)state;
	static const struct {
		const char *second, *says;
		int col;
	} cases[] = {
		{ "L898902C46UTO7408122F1204159ZE184226B<<<<<10", "the document number is 6", 10 },
		{ "L898902C36UTO7413122F1204159ZE184226B<<<<<10", "not a date", 14 },
		{ "L898902C36UTO7408122K1204159ZE184226B<<<<<10", "the sex is", 21 },
		{ "L898902C36UTO7408122F1204159ZE184226B<<<<<17", "the whole line is 7", 44 },
		{ "l898902C36UTO7408122F1204159ZE184226B<<<<<10", "only capitals", 1 },
		{ "L898902C36UTO", "13 characters", 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct person_mrz m;
		struct faults f = faults_in(&A);
		bool is_found = false;
		assert_false(
		    person_mrz_read(&A, str_of(line1), str_of(cases[i].second), JUNE_2021, &m, &f));
		for (ptrdiff_t k = 0; k < f.n; k++)
			is_found |= f.v[k].col == cases[i].col &&
				    str_find(f.v[k].sentence, str_of(cases[i].says)) >= 0;
		if (!is_found)
			fail_msg("%s: no fault '%s' at %d", cases[i].second, cases[i].says,
				 cases[i].col);
	}
}

static void a_birth_may_be_partly_unknown(void **state)
{
	(void)state;
	struct person_mrz m;
	struct faults f = faults_in(&A);
	str second = S("L898902C36UTO74<<<<0F1204159ZE184226B<<<<<1?");
	char copy[MRZ_LINE + 1];
	memcpy(copy, second.p, MRZ_LINE);
	copy[19] = (char)('0' + person_mrz_digit((str){ copy + 13, 6 }));
	str all = str_fmt(&A, "%.10s%.7s%.22s", copy, copy + 13, copy + 21);
	copy[43] = (char)('0' + person_mrz_digit(all));
	assert_true(person_mrz_read(&A, str_of(line1), (str){ copy, MRZ_LINE }, JUNE_2021, &m, &f));
	assert_str(day_text(&A, m.birth.from_on), "1974-01-01");
	assert_str(day_text(&A, m.birth.to_on), "1974-12-31");
}

static void names_as_the_zone_writes_them(void **state)
{
	(void)state;
	static const struct {
		const char *family, *given, *zone;
	} cases[] = {
		{ "Müller", "Jörg-Peter", "MUELLER<<JOERG<PETER" },
		{ "Straße", "", "STRASSE" },
		{ "O'Connor", "Siân", "OCONNOR<<SIAN" },
		{ "Ångström", "Åse", "AANGSTROEM<<AASE" },
		{ "Łukasiewicz", "Świętosława", "LUKASIEWICZ<<SWIETOSLAWA" },
		{ "Þórsdóttir", "Æsa", "THORSDOTTIR<<AESA" },
		{ "Le×Roy÷s", "Ann", "LEROYS<<ANN" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_str(person_mrz_name(&A, str_of(cases[i].family), str_of(cases[i].given)),
			   cases[i].zone);
	assert_null(person_mrz_name(&A, S("Иванов"), S("Ivan")).p);
	str name = person_mrz_name(&A, S("Abcdefghijklmnopqrstuvwxyz"), S("Abcdefghijklmnopqrst"));
	assert_int_equal(name.n, MRZ_LINE - 5);
}

static void look_alikes_are_named(void **state)
{
	(void)state;
	assert_null(person_name_spoof(&A, S("Келин Андрей")).p);
	assert_null(person_name_spoof(&A, S("Kelin Андрей")).p); /* a word of each is no trick */
	assert_str(person_name_spoof(&A, S("Kеlin")), "U+0435 is Cyrillic in a Latin word");
	assert_str(person_name_spoof(&A, S("Ke\u200blin")), "U+200B cannot be seen");
	assert_str(person_name_spoof(&A, S("\u202enileK")), "U+202E cannot be seen");
}

static void numbers_are_found_as_people_say_them(void **state)
{
	(void)state;
	assert_str(person_find_key(&A, S(" 51 123-456/a ")), "51123456A");
	assert_str(person_find_key(&A, S("--")), "");
}

/* Names and addresses that differ in case alone meet, in every script that has one. */
static void keys_know_no_case(void **state)
{
	(void)state;
	static const char *const same[][2] = { { "O'BRIEN  Ann-Marie", "obrien ann marie" },
					       { "ПЕТРОВ Пётр", "петров пётр" },
					       { "ΠΑΠΑΔΟΠΟΥΛΟΥ", "παπαδοπουλου" },
					       { "ÖZGÜR Şahin", "özgür şahin" },
					       { "ԱՐԱՄ", "արամ" },
					       { "李 例文", "李 例文" } };
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		assert_true(str_eq(person_sort_key(&A, str_of(same[i][0])),
				   person_sort_key(&A, str_of(same[i][1]))));
	assert_false(str_eq(person_sort_key(&A, S("Петров")), person_sort_key(&A, S("Петрова"))));
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/mrz");
}

/* Two ways of writing the same meet, two things do not. */
static void contacts(void **state)
{
	(void)state;
	static const struct {
		enum contact_kind kind;
		const char *a, *b;
		bool is_same;
	} cases[] = {
		{ CONTACT_KIND_TELEPHONE, "+44 20 7946 0123", "(020) 7946-0123", true },
		{ CONTACT_KIND_TELEPHONE, "0044 2079460123", "020 7946 0124", false },
		{ CONTACT_KIND_EMAIL, "A.Invented@Mission.Example",
		  "a.invented+visa@mission.example", true },
		{ CONTACT_KIND_EMAIL, "a@mission.example", "b@mission.example", false },
		{ CONTACT_KIND_ADDRESS, "Flat 3, 13 Invented St, London W8 4QX",
		  "13 Invented Street, flat 3, W8 4QX, London", true },
		{ CONTACT_KIND_ADDRESS, "13 Invented St, London", "14 Invented St, London", false },
		{ CONTACT_KIND_ADDRESS, "УЛ. ПРИМЕРНАЯ, Д. 5, МОСКВА",
		  "Москва, улица Примерная, дом 5", true },
	};
	static const struct {
		enum contact_kind kind;
		const char *value;
	} bad[] = { { CONTACT_KIND_TELEPHONE, "1234" },
		    { CONTACT_KIND_TELEPHONE, "call me" },
		    { CONTACT_KIND_TELEPHONE, "+44 20 7946 0123 4567 89" },
		    { CONTACT_KIND_EMAIL, "nobody" },
		    { CONTACT_KIND_EMAIL, "a@b@c.example" },
		    { CONTACT_KIND_EMAIL, "@mission.example" },
		    { CONTACT_KIND_ADDRESS, "London" },
		    { CONTACT_KIND_ADDRESS, "" } };
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *why = NULL;
		str a = person_contact_key(&A, cases[i].kind, str_of(cases[i].a), &why);
		str b = person_contact_key(&A, cases[i].kind, str_of(cases[i].b), &why);
		assert_null(why);
		if (str_eq(a, b) != cases[i].is_same)
			fail_msg("%s ~ %s: %.*s, %.*s", cases[i].a, cases[i].b, SF(a), SF(b));
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		const char *why = NULL;
		assert_null(person_contact_key(&A, bad[i].kind, str_of(bad[i].value), &why).p);
		assert_non_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_specimen_reads),
		cmocka_unit_test(each_fault_has_its_column),
		cmocka_unit_test(a_birth_may_be_partly_unknown),
		cmocka_unit_test(names_as_the_zone_writes_them),
		cmocka_unit_test(look_alikes_are_named),
		cmocka_unit_test(numbers_are_found_as_people_say_them),
		cmocka_unit_test(keys_know_no_case),
		cmocka_unit_test(contacts),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
