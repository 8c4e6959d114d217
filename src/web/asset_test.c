/* asset_test.c: assets and the frame of a page. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/os.h"
#include "base/sha256.h"
#include "html_read.h"
#include "layout.html.h"
#include "web/asset.h"

static struct arena A;

static int open_arena(void **state)
{
	(void)state;
	return arena_open(&A, (size_t)64 << 20) == OK ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(&A);
	return 0;
}

static void assets_are_found_and_whole(void **state)
{
	(void)state;
	assert_true(ASSETS_N >= 3);
	for (ptrdiff_t i = 0; i < ASSETS_N; i++) {
		const struct asset *a = &ASSETS[i];
		assert_ptr_equal(asset_find(a->url), a);
		assert_true(str_starts(a->url, S("/assets/")));
		struct sha256 want, got = sha256_of(a->bytes, (str){ 0 }, (str){ 0 });
		assert_true(sha256_read_hex(a->sha256, &want) && sha256_eq(&want, &got));
		assert_true(str_find(a->url, str_slice(a->sha256, 0, 12)) > 0);
		if (a->gzip.p)
			assert_true(a->gzip.n < a->bytes.n && a->gzip.p[0] == 0x1f);
	}
	assert_null(asset_find(S("/assets/grata.css")));
	assert_null(asset_find(S("/assets/../src/web/asset.c")));
	assert_true(str_ends(asset_url(S("grata.js")), S(".js")));
}

static void no_asset_asks_another_host_or_bears_marks_of_others(void **state)
{
	(void)state;
	static const char *const never[] = { "GDS Transport", "crown",    "crest",  "@import",
					     "@font-face",    "url(http", "url(//", "#1d70b8",
					     "innerHTML",     "eval(" };
	const struct asset *css = asset_find(asset_url(S("grata.css")));
	const struct asset *js = asset_find(asset_url(S("grata.js")));
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		assert_int_equal(str_find(css->bytes, str_of(never[i])), -1);
		assert_int_equal(str_find(js->bytes, str_of(never[i])), -1);
	}
	assert_true(js->gzip.n <= 8 * 1024);
	printf("# figure: own script %td bytes compressed (limit 8192), style sheet %td\n",
	       js->gzip.n, css->gzip.n);
}

static void coding_is_chosen(void **state)
{
	(void)state;
	static const struct {
		const char *header, *coding;
	} row[] = { { "gzip, deflate, br", "br" },
		    { "gzip", "gzip" },
		    { "br;q=0, gzip;q=0.5", "gzip" },
		    { "identity", NULL },
		    { NULL, NULL },
		    { "", NULL },
		    { "GZIP ; q=1.0", "gzip" },
		    { "br;q=0.000,gzip;q=0", NULL },
		    { "x-br, gzipx", NULL },
		    { "br;level=3", NULL } };
	const struct asset *css = asset_find(asset_url(S("grata.css")));
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		str coding, body = asset_body(css, str_of(row[i].header), &coding);
		assert_true(str_eq(coding, str_of(row[i].coding)));
		assert_ptr_equal(body.p, !row[i].coding  ? css->bytes.p
					 : coding.n == 2 ? css->brotli.p
							 : css->gzip.p);
	}
}

/* ---- the frame ---- */

static str sample_page(struct html content, struct html summary)
{
	static const struct layout_nav nav[] = {
		{ .text = { "Home", 4 }, .url = { "/", 1 }, .key = { "g h", 3 } },
		{ .text = { "Queue", 5 },
		  .url = { "/visas", 6 },
		  .key = { "g q", 3 },
		  .n = 1312,
		  .is_current = true },
		{ .text = { "Missions", 8 }, .url = { "/missions", 9 } },
		{ .text = { "Ledger", 6 }, .url = { "/ledger", 7 } },
		{ .text = { "Proposals", 9 }, .url = { "/proposals", 10 }, .n = 2 },
		{ .text = { "Log", 3 }, .url = { "/log", 4 } },
	};
	struct layout_view v = {
		.title = S("Visa applications"),
		.summary_html = summary,
		.content_html = content,
		.data_class = S("OFFICIAL"),
		.user_name = S("A. Officer"),
		.user_roles = S("visa officer"),
		.csrf = S("c0ffee"),
		.nav = nav,
		.n_nav = 6,
		.is_demo = true,
		.back_url = S("/"),
		.now_at = 18799 * DAY_US + 9 * 3600 * SECOND_US,
		.version = S("0.1.0"),
		.log_n = 184220,
		.log_root = S("3fa9d3c1"),
		.signed_at = 18799 * DAY_US,
	};
	struct out o = out_to_arena(&A);
	layout_html(&o, &v);
	return out_view(&o);
}

static void frame_is_strict_html_without_inline_code(void **state)
{
	(void)state;
	str page = sample_page((struct html){ S("<h1 class=\"govuk-heading-l\">Visas</h1>") },
			       (struct html){ 0 });
	struct html_tokens t = html_read(&A, page);
	if (t.fault)
		fail_msg("%s at %td", t.fault, t.fault_at);
	for (ptrdiff_t i = 0; i < t.n; i++)
		for (ptrdiff_t k = 0; k < t.v[i].n_attrs; k++) {
			str name = t.v[i].attrs[k].name;
			assert_false(str_starts(name, S("on")) || str_eq(name, S("style")));
		}
	assert_true(str_find(page, S("<title>Visa applications")) > 0);
	page =
	    sample_page((struct html){ S("<h1>Visas</h1>") }, (struct html){ S("<p>faults</p>") });
	assert_true(str_find(page, S("<title>Error: Visa applications")) > 0);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(assets_are_found_and_whole),
		cmocka_unit_test(no_asset_asks_another_host_or_bears_marks_of_others),
		cmocka_unit_test(coding_is_chosen),
		cmocka_unit_test(frame_is_strict_html_without_inline_code),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
