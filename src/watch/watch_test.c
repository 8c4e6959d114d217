/* watch_test.c: one invented person and company in every format; each comes out the same. Faults
 * with their lines; bombs; days. */
#include "check.h"
#include "replay.h"

#include "base/day.h"
#include "base/os.h"
#include "watch/watch.h"

CHECK_ARENA(1 << 30)

static struct watch_file file_of(const char *path)
{
	struct watch_file f = { .name = str_of(path) };
	if (os_file_read(&A, path, WATCH_FILE_MAX, &f.text) != OK)
		fail_msg("cannot read %s", path);
	return f;
}

static bool has(const struct watch_texts *t, const char *text)
{
	for (ptrdiff_t i = 0; i < t->n; i++)
		if (str_eq(t->v[i], str_of(text)))
			return true;
	return false;
}

static void one_format(enum watch_format format, const struct watch_file *files, ptrdiff_t n,
		       int64_t names_n, int64_t weak_n, bool has_birth)
{
	struct faults f = faults_in(&A);
	struct watch_rows rows;
	struct watch_entry e;
	bool is_weak = false;
	assert_ok(watch_read_apart(&A, format, files, n, &f, &rows));
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.v[0].kind, MATCH_PERSON);
	assert_int_equal(rows.v[1].kind, MATCH_ORGANISATION);
	assert_int_equal(rows.v[0].names_n, names_n);
	assert_int_equal(rows.v[0].weak_n, weak_n);
	assert_true(watch_body_read(&A, rows.v[0].body, &e));
	assert_int_equal(e.names.v[0].quality, WATCH_PRIMARY);
	for (ptrdiff_t i = 0; i < e.names.n; i++)
		if (str_eq_nocase(e.names.v[i].name, S("testik")))
			is_weak = e.names.v[i].quality == WATCH_WEAK;
	assert_true(is_weak);
	assert_int_equal(e.documents.n, 1);
	assert_true(!has_birth || has(&e.births, "1971-02-03"));
	assert_true(e.nationalities.n == 1);
}

static void every_format(void **state)
{
	(void)state;
	struct watch_file ofac[] = { file_of("tests/watch/alt.csv"), file_of("tests/watch/sdn.csv"),
				     file_of("tests/watch/add.csv"),
				     file_of("tests/watch/sdn_comments.csv") };
	struct watch_file un = file_of("tests/watch/un.xml"), eu = file_of("tests/watch/eu.xml"),
			  uk = file_of("tests/watch/uk.csv"),
			  ftm = file_of("tests/watch/ftm.jsonl"),
			  own = file_of("tests/watch/own.csv");
	one_format(WATCH_OFAC, ofac, 4, 2, 1, true);
	one_format(WATCH_UN, &un, 1, 3, 0, false);
	one_format(WATCH_EU, &eu, 1, 3, 0, true);
	one_format(WATCH_UK, &uk, 1, 3, 0, false);
	one_format(WATCH_FTM, &ftm, 1, 3, 0, true);
	one_format(WATCH_CSV, &own, 1, 3, 0, true);
}

/* Remarks that go on in the comments are one text. */
static void remarks(void **state)
{
	(void)state;
	struct watch_file files[] = { file_of("tests/watch/sdn.csv"),
				      file_of("tests/watch/sdn_comments.csv") };
	struct faults f = faults_in(&A);
	struct watch_list list;
	assert_ok(watch_read(&A, WATCH_OFAC, files, 2, &f, &list));
	const struct watch_entry *e = &list.v[0];
	assert_true(str_ends(e->says, S("Linked To: INVENTED TRADING LTD.")));
	assert_true(has(&e->births, "c. 1970") && has(&e->births, "1971-02-03"));
	assert_true(has(&e->programs, "INVENT") && has(&e->programs, "TEST"));
	assert_str(e->documents.v[0].no, "700000001");
	assert_str(e->documents.v[0].issuer, "Russia");
	assert_str(e->sex, "m");
}

static void births(void **state)
{
	(void)state;
	struct interval v;
	assert_true(watch_birth_read(S("c. 1970"), &v));
	assert_int_equal(day_date(v.from_on).year, 1968);
	assert_int_equal(day_date(v.to_on).year, 1972);
	assert_true(watch_birth_read(S("1964/1966-03"), &v));
	assert_str(day_text(&A, v.from_on), "1964-01-01");
	assert_str(day_text(&A, v.to_on), "1966-03-31");
	assert_false(watch_birth_read(S("spring"), &v));
}

struct bad {
	enum watch_format format;
	const char *text;
	int64_t line; /* of the first fault */
	const char *says;
};

/* Refused whole, with the line; nothing comes of it. */
static void damaged(void **state)
{
	(void)state;
	static const struct bad cases[] = {
		{ WATCH_CSV, "id,name\n1,A B\n1,C D\n", 3, "stands twice" },
		{ WATCH_CSV, "id,name\n1,A B\n2,\n", 3, "has no name" },
		{ WATCH_CSV, "id,name,birth_date\n1,A B,soon\n", 2, "is no day" },
		{ WATCH_CSV, "id,name\n", 0, "an empty list would clear everybody" },
		{ WATCH_CSV, "id,name\n1,\"A B\n", 2, "never closed" },
		{ WATCH_CSV, "id,name\n1,A\xff\n", 2, "not UTF-8" },
		{ WATCH_OFAC, "1,2,3\n", 1, "files of OFAC have" },
		{ WATCH_OFAC, "1,20,\"x\",\"y\",\"z\",-0- \n", 1, "there is no entry 1" },
		{ WATCH_UN,
		  "<CONSOLIDATED_LIST>\n<INDIVIDUALS>\n<INDIVIDUAL>\n<REFERENCE_NUMBER>1"
		  "</REFERENCE_NUMBER></INDIVIDUAL>\n</INDIVIDUALS></CONSOLIDATED_LIST>",
		  3, "the entry that begins here lacks it" },
		{ WATCH_UN, "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", 0, "document type" },
		{ WATCH_UN, "<a><b></a>", 0, "line 1" },
		{ WATCH_EU, "<export>\n<sanctionEntity/>\n</export>", 2, "lacks it" },
		{ WATCH_FTM,
		  "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n{\"id\":2}\n",
		  2, "needs" },
		{ WATCH_FTM, "\n{\"id\":\"1\",\n", 2, "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct watch_file file = { S("f"), str_of(cases[i].text) };
		struct faults f = faults_in(&A);
		struct watch_rows rows;
		assert_int_equal(watch_read_apart(&A, cases[i].format, &file, 1, &f, &rows),
				 ERR_FAULTS);
		assert_int_equal(rows.n, 0);
		if (f.v[0].line != cases[i].line ||
		    str_find(f.v[0].sentence, str_of(cases[i].says)) < 0)
			fail_msg("case %zu: line %lld: %.*s", i, (long long)f.v[0].line,
				 SF(f.v[0].sentence));
	}
}

/* The bombs of the shared corpora, given to every format. */
static void bombs(void **state)
{
	(void)state;
	static const char *const files[] = {
		"own/xml/billion_laughs.xml",
		"own/xml/deep_nesting.xml",
		"own/xml/long_name.xml",
		"own/xml/many_attrs.xml",
		"own/xml/quadratic_blowup.xml",
		"own/xml/utf7.xml",
		"own/xml/xxe_file.xml",
		"own/xml/xxe_http.xml",
		"own/xml/xxe_param.xml",
		"own/json/bignum.json",
		"own/json/deep.json",
		"own/json/dupkeys.json",
		"own/json/proto.json",
		"own/bomb_50MB.zip",
		"own/bomb_100MB.gz",
	};
	if (!os_file_exists("../shared/data/hostile/own/xml/xxe_file.xml"))
		skip();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		for (int format = 0; format < WATCH_FORMATS_N; format++) {
			struct arena keep = A;
			struct watch_file file =
			    file_of(str_fmt(&A, "../shared/data/hostile/%s", files[i]).p);
			struct faults f = faults_in(&A);
			struct watch_rows rows;
			enum err e =
			    watch_read_apart(&A, (enum watch_format)format, &file, 1, &f, &rows);
			if (e != ERR_FAULTS || !f.n || !f.v[0].sentence.n)
				fail_msg("%s as %s: %s", files[i],
					 watch_format_text((enum watch_format)format), err_name(e));
			A = keep;
		}
}

/* Every file of a folder whose name begins so, as one format: refused with a sentence. How many. */
static int refuse_folder(const char *folder, const char *begins, enum watch_format format)
{
	int n = 0;
	DIR *d = opendir(folder);
	assert_non_null(d);
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		struct arena keep = A;
		struct watch_file file = { .name = str_of(e->d_name) };
		struct faults f = faults_in(&A);
		struct watch_rows rows;
		const char *path = str_fmt(&A, "%s/%s", folder, e->d_name).p;
		if (e->d_name[0] != '.' && str_starts(file.name, str_of(begins)) &&
		    os_file_read(&A, path, WATCH_FILE_MAX, &file.text) == OK) {
			enum err got = watch_read_apart(&A, format, &file, 1, &f, &rows);
			if (got != ERR_FAULTS || !f.n || !f.v[0].sentence.n || rows.n)
				fail_msg("%s as %s: %s", path, watch_format_text(format),
					 err_name(got));
			n++;
		}
		A = keep;
	}
	closedir(d);
	return n;
}

/* What others collected against parsers of XML, JSON and CSV: none of it is a list. */
static void hostile_corpora(void **state)
{
	(void)state;
#define HOSTILE "../shared/data/hostile/"
	if (!os_file_exists(HOSTILE "own/xml/xxe_file.xml"))
		skip();
	assert_in_range(refuse_folder(HOSTILE "libxml2-errors/test/errors", "", WATCH_UN), 20, 200);
	assert_in_range(refuse_folder(HOSTILE "libxml2-errors/test/errors", "", WATCH_EU), 20, 200);
	assert_in_range(refuse_folder(HOSTILE "jsontestsuite/test_parsing", "n_", WATCH_FTM), 180,
			200);
	assert_in_range(refuse_folder(HOSTILE "csv-spectrum/csvs", "", WATCH_CSV), 10, 20);
#undef HOSTILE
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/watch");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format), cmocka_unit_test(remarks),
		cmocka_unit_test(births),       cmocka_unit_test(damaged),
		cmocka_unit_test(bombs),        cmocka_unit_test(hostile_corpora),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
