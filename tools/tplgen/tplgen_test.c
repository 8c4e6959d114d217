/* tplgen_test.c: what the template compiler refuses, and that what it accepts cannot be broken out
 * of: random and hostile values in every context come back from a strict reader as they were. */
#include "check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/utf8.h"
#include "contexts.html.h"
#include "html_read.h"
#include "replay.h"
#include "tplgen.h"

static struct arena A;

static int open_arena(void **state)
{
	(void)state;
	return arena_open(&A, (size_t)256 << 20) == OK ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static str root_file(const char *path)
{
	const char *root = getenv("GRATA_ROOT");
	str text;
	assert_ok(os_file_read(&A, str_z(&A, str_fmt(&A, "%s/%s", root ? root : ".", path)),
			       1 << 20, &text));
	return text;
}

/* The compiler's faults of one file, as it prints them. */
static str faults_of(const char *folder, const char *file)
{
	struct faults f = faults_in(&A);
	struct tpl *t = arena_new(&A, struct tpl);
	str text = root_file(str_z(&A, str_fmt(&A, "%s/%s", folder, file)));
	str name = str_of(file);
	(void)!tpl_read(&A, &f, name, str_slice(name, 0, name.n - 5), text, t);
	struct out o = out_to_arena(&A);
	faults_print(&f, &o);
	return out_view(&o);
}

static const char *refused_folder(void)
{
	const char *root = getenv("GRATA_ROOT");
	return str_z(&A, str_fmt(&A, "%s/tests/tplgen/refused", root ? root : "."));
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "<p>\xff</p>", "<p>\xc0\xaf</p>",
					   "<p>\xed\xa0\x80</p>" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct faults f = faults_in(&A);
		struct tpl *t = arena_new(&A, struct tpl);
		assert_int_equal(tpl_read(&A, &f, S("x.html"), S("x"), str_of(bad[i]), t),
				 ERR_FAULTS);
		assert_str(f.v[0].sentence, "this is not UTF-8 text");
		assert_int_equal(f.v[0].col, 4);
	}
}

static void hostile_templates_are_refused(void **state)
{
	(void)state;
	str expected = root_file("tests/tplgen/refused/EXPECTED");
	struct dirent **names;
	int n = scandir(refused_folder(), &names, NULL, alphasort), files_n = 0;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		str name = str_of(names[i]->d_name);
		if (str_ends(name, S(".html"))) {
			str got = faults_of("tests/tplgen/refused", names[i]->d_name);
			str head = str_slice(expected, 0, got.n < expected.n ? got.n : expected.n);
			if (!got.n || !str_eq(head, got))
				fail_msg("%s: got '%.*s'", names[i]->d_name, SF(got));
			expected = str_slice(expected, got.n, expected.n);
			files_n++;
		}
		free(names[i]); /* allowed: scandir's */
	}
	free(names); /* allowed: scandir's */
	assert_int_equal(expected.n, 0);
	printf("# figure: %d of %d hostile templates refused with file, line and column\n", files_n,
	       files_n);
}

/* ---- the property: what goes in comes out, and nothing else ---- */

static void fill(struct contexts_view *v, str s)
{
	static struct contexts_rows rows[2]; /* allowed: points into the arena of this test only */
	static str tags[1];
	tags[0] = s;
	rows[0] = (struct contexts_rows){
		.id = 1, .name = s, .person = { s }, .tags = tags, .n_tags = 1
	};
	rows[1] = (struct contexts_rows){ .id = 2 };
	*v = (struct contexts_view){
		.lang_iso = s,
		.title = s,
		.text = s,
		.title_attr = s,
		.class_attr = s,
		.is_marked = true,
		.a_url = s,
		.page_n = 7,
		.query = s,
		.id = 41,
		.area = s,
		.dashed = s,
		.count_n = 1234567,
		.age_days = 1,
		.seen_on = 18799,
		.done_at = 18799 * INT64_C(86400000000) + INT64_C(50520000000),
		.rows = rows,
		.n_rows = 2,
	};
}

static str page_of(const struct contexts_view *v)
{
	struct out o = out_to_arena(&A);
	contexts_html(&o, v);
	return out_view(&o);
}

/* The n-th start tag of that name. */
static const struct html_token *element(const struct html_tokens *page, const char *name, int n)
{
	for (ptrdiff_t i = 0; i < page->n; i++)
		if (page->v[i].kind == HTML_START && str_eq(page->v[i].name, str_of(name)) && !n--)
			return &page->v[i];
	fail_msg("no <%s>", name);
	return NULL;
}

static str text_of(const struct html_token *t)
{
	return t[1].kind == HTML_CHARACTERS ? t[1].text : S("");
}

static str percent_decoded(str s)
{
	struct out o = out_to_arena(&A);
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned c;
		if (s.p[i] == '%' && sscanf(s.p + i + 1, "%2x", &c) == 1) {
			out_char(&o, (char)c);
			i += 2;
		} else {
			out_char(&o, s.p[i]);
		}
	}
	return out_view(&o);
}

/* What a browser would do with it: no scheme but http and https, no host behind a bare slash. */
static bool url_is_harmless(str s)
{
	if (str_starts(s, S("http://")) || str_starts(s, S("https://")))
		return true;
	if (s.n && (unsigned char)s.p[0] <= ' ')
		return false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if ((unsigned char)c < 0x20 || c == 0x7f || c == ':')
			return str_eq_nocase(str_slice(s, 0, i < 4 ? i : 4), S("http")) && i < 6;
		if (c == '/' || c == '?' || c == '#')
			break;
	}
	return s.n < 2 || !((s.p[0] == '/' || s.p[0] == '\\') && (s.p[1] == '/' || s.p[1] == '\\'));
}

static str kinds(const struct html_tokens *page)
{
	struct out o = out_to_arena(&A);
	for (ptrdiff_t i = 0; i < page->n; i++) {
		if (page->v[i].kind == HTML_CHARACTERS)
			continue;
		out_fmt(&o, "%d%.*s", page->v[i].kind, SF(page->v[i].name));
		for (ptrdiff_t k = 0; k < page->v[i].n_attrs; k++)
			out_fmt(&o, " %.*s", SF(page->v[i].attrs[k].name));
	}
	return out_view(&o);
}

static void check_value(str s, str skeleton)
{
	struct contexts_view v;
	fill(&v, s);
	struct html_tokens page = html_read(&A, page_of(&v));
	if (page.fault)
		fail_msg("%s at %td for '%.*s'", page.fault, page.fault_at, SF(s));
	if (!str_eq(kinds(&page), skeleton))
		fail_msg("other elements or attributes for '%.*s'", SF(s));
	assert_true(str_eq(html_attr(element(&page, "html", 0), "lang"), s));
	assert_true(str_eq(text_of(element(&page, "title", 0)), s));
	assert_true(str_eq(text_of(element(&page, "p", 0)), s));
	assert_true(str_eq(html_attr(element(&page, "p", 1), "title"), s));
	assert_true(
	    str_eq(html_attr(element(&page, "p", 1), "class"), str_fmt(&A, "a %.*s", SF(s))));
	assert_true(str_eq(html_attr(element(&page, "p", 3), "data-x"), s));
	assert_true(str_eq(text_of(element(&page, "textarea", 0)), str_fmt(&A, "x%.*s", SF(s))));
	assert_true(str_eq(text_of(element(&page, "b", 0)), s));
	for (int i = 0; i < 2; i++)
		assert_true(url_is_harmless(html_attr(element(&page, "a", i), "href")));
	assert_true(url_is_harmless(html_attr(element(&page, "form", 0), "action")));
	str part = html_attr(element(&page, "a", 2), "href");
	assert_true(str_starts(part, S("/visas/41/")));
	assert_true(str_eq(percent_decoded(part),
			   str_fmt(&A, "/visas/41/%.*s?q=%.*s#%.*s", SF(s), SF(s), SF(s))));
}

/* Pieces from which breakouts are made; the generator puts them together at random. */
static const char *const pieces[] = {
	"<",
	">",
	"\"",
	"'",
	"&",
	"&amp;",
	"&#39;",
	"&lt",
	"`",
	"=",
	"/",
	"\\",
	"//",
	":",
	";",
	"javascript:",
	"JaVaScRiPt",
	"data:",
	"http://",
	"https:",
	"x",
	" ",
	"\t",
	"\n",
	"\v",
	"<script>",
	"</script>",
	"</title>",
	"</textarea>",
	"<!--",
	"-->",
	"]]>",
	"<svg/onload=",
	"onerror=",
	"{{",
	"}}",
	"%",
	"%3a",
	"?",
	"#",
	"..",
	"\302\240",
	"\342\200\256",
	"\360\237\230\200",
	"\320\230\320\262\320\260\320\275\320\276\320\262",
	"\001",
	"\177",
};

/* The elements and attributes of the page when all its values are harmless. */
static str skeleton_of_page(void)
{
	struct contexts_view v;
	fill(&v, S("x"));
	struct html_tokens plain = html_read(&A, page_of(&v));
	assert_null(plain.fault);
	return kinds(&plain);
}

static void values_never_break_out(void **state)
{
	(void)state;
	struct os os = os_fake(0, 20210621);
	str skeleton = skeleton_of_page();
	struct arena before = A;
	int rounds = 20000;
	for (int i = 0; i < rounds; i++) {
		uint8_t r[13];
		os_random(&os, r, sizeof r);
		struct out o = out_to_arena(&A);
		for (int k = 0; k < 1 + r[0] % 12; k++)
			out_str(&o, str_of(pieces[r[k + 1] % (sizeof pieces / sizeof *pieces)]));
		check_value(out_view(&o), skeleton);
		A = before;
	}
	printf("# figure: %d hostile values in 17 places each: all read back, nothing added\n",
	       rounds);
}

/* Each line of a public corpus in every place. */
static void corpora_never_break_out(void **state)
{
	(void)state;
	static const char *const files[] = { "xss/Intruder/xss-payload-list.txt", "blns/blns.txt" };
	str skeleton = skeleton_of_page();
	int lines_n = 0;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		str rest, path = str_fmt(&A, "../shared/data/hostile/%s", files[i]);
		if (!os_file_exists(str_z(&A, path))) {
			print_message("%.*s is not here\n", SF(path));
			skip();
		}
		assert_ok(os_file_read(&A, str_z(&A, path), 16 << 20, &rest));
		struct arena before = A;
		while (rest.p) {
			str line = str_cut(&rest, '\n');
			if (!utf8_is_valid(line))
				continue; /* the program's border refuses these */
			check_value(line, skeleton);
			A = before;
			lines_n++;
		}
	}
	printf("# figure: %d lines of XSS corpora in 17 places each: none breaks out\n", lines_n);
}

static void urls(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} row[] = {
		{ "/visas?q=1&r=2", "/visas?q=1&amp;r=2" },
		{ "?page=2", "?page=2" },
		{ "#top", "#top" },
		{ "../x", "../x" },
		{ "https://example.org/a b", "https://example.org/a%20b" },
		{ "HTTP://example.org/", "HTTP://example.org/" },
		{ "", "" },
		{ "/a:b", "/a:b" },
		{ "javascript:alert(1)", "#blocked" },
		{ "JAVASCRIPT:alert(1)", "#blocked" },
		{ " javascript:alert(1)", "#blocked" },
		{ "java\tscript:alert(1)", "#blocked" },
		{ "\001javascript:alert(1)", "#blocked" },
		{ "data:text/html,x", "#blocked" },
		{ "vbscript:x", "#blocked" },
		{ "mailto:a@b", "#blocked" },
		{ "//evil.example", "#blocked" },
		{ "/\\evil.example", "#blocked" },
		{ "\\\\evil.example", "#blocked" },
		{ "/a\\..\\\\evil", "#blocked" },
		{ "http:/evil", "#blocked" },
		{ "http:///evil", "#blocked" },
		{ "https:evil", "#blocked" },
		{ ":x", "#blocked" },
		{ "/\xd0\x98\"'<", "/%D0%98%22%27%3C" },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct out o = out_to_arena(&A);
		out_href(&o, str_of(row[i].in));
		assert_str(out_view(&o), row[i].out);
	}
}

static void filters_and_branches(void **state)
{
	(void)state;
	struct contexts_view v;
	fill(&v, S("x"));
	str page = page_of(&v);
	assert_true(
	    str_find(page, S("<p>x 1,234,567 1 day 21 June 2021 2021-06-21 14:02 21 June 2021, "
			     "14:02 UTC 21 June 2021 2021-06-21T14:02:00Z</p>")) > 0);
	assert_true(str_find(page, S("<b>x</b>\n<p id=\"r2\">")) > 0);
	assert_true(str_find(page, S("<i>no tag</i>\n</body>")) > 0);
	v = (struct contexts_view){ .age_days = 2, .note_html = { S("<b>made</b>") } };
	page = page_of(&v);
	assert_true(str_find(page, S("<p>empty</p>\n<p data-x=\"not\">x</p>")) > 0);
	assert_true(str_find(page, S("<p>\342\200\223 0 2 days ")) > 0);
	assert_true(str_find(page, S("<p>no row</p>\n<p><b>made</b></p>\n")) > 0);
}

static void json_of_a_view(void **state)
{
	(void)state;
	struct contexts_view v;
	fill(&v, S("a\"b"));
	struct out o = out_to_arena(&A);
	contexts_json(&o, &v);
	str json = out_view(&o);
	assert_true(str_starts(json, S("{\"lang_iso\":\"a\\\"b\",\"title\":")));
	assert_true(str_find(json, S("\"is_marked\":true,\"a_url\"")) > 0);
	assert_true(
	    str_find(json, S("\"seen_on\":\"2021-06-21\",\"done_at\":\"2021-06-21T14:02:00Z\"")) >
	    0);
	assert_true(str_ends(
	    json, S("{\"id\":2,\"name\":null,\"person\":{\"full_name\":null},\"tags\":[]}]}")));
}

/* A template that is cut off at every byte: faults or C, never a crash. */
static void a_template_may_end_anywhere(void **state)
{
	(void)state;
	str text = root_file("tests/tplgen/contexts.html");
	for (ptrdiff_t n = 0; n <= text.n; n++) {
		struct arena scratch = A;
		struct faults f = faults_in(&scratch);
		struct tpl *t = arena_new(&scratch, struct tpl);
		if (tpl_read(&scratch, &f, S("x.html"), S("x"), str_slice(text, 0, n), t) == OK) {
			struct out o = out_to_arena(&scratch);
			tpl_emit_code(t, &o);
			assert_true(o.n > 0);
		}
	}
}

static void corpus_replays(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/tplgen");
	replay_corpus("tests/tplgen/refused");
	LLVMFuzzerTestOneInput((const uint8_t *)"<p>\xff{{x}}</p>", 13);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(hostile_templates_are_refused),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
		cmocka_unit_test(values_never_break_out),
		cmocka_unit_test(corpora_never_break_out),
		cmocka_unit_test(urls),
		cmocka_unit_test(filters_and_branches),
		cmocka_unit_test(json_of_a_view),
		cmocka_unit_test(a_template_may_end_anywhere),
		cmocka_unit_test(corpus_replays),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
