/* frame_test.c: assets, the frame of a page, and a whole page as features make it: strict, and
 * light enough. With GRATA_SAMPLE=FOLDER it writes that page and its assets there, to be looked at.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/os.h"
#include "base/sha256.h"
#include "html_read.h"
#include "layout.html.h"
#include "sample.html.h"
#include "ui/ui_form.h"
#include "ui/ui_rows.h"
#include "web/asset.h"

CHECK_ARENA(64 << 20)

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

#define T(lit)                                                                                     \
	{                                                                                          \
		"" lit, sizeof(lit) - 1                                                            \
	}

static str in_frame(struct html content, struct html summary)
{
	static const struct layout_nav nav[] = {
		{ .text = T("Home"), .url = T("/"), .key = T("g h") },
		{ .text = T("Queue"),
		  .url = T("/visas"),
		  .key = T("g q"),
		  .n = 50,
		  .is_current = true },
		{ .text = T("Missions"), .url = T("/missions") },
		{ .text = T("Ledger"), .url = T("/ledger") },
		{ .text = T("Proposals"), .url = T("/proposals"), .n = 2 },
		{ .text = T("Log"), .url = T("/log") },
	};
	struct layout_view v = {
		.title = S("Applications from the Russian Federation"),
		.summary_html = summary,
		.content_html = content,
		.data_class = S("OFFICIAL"),
		.search_url = S("/search"),
		.user_name = S("A. Officer"),
		.user_roles = S("visa officer"),
		.csrf = S("c0ffee"),
		.nav = nav,
		.n_nav = sizeof nav / sizeof *nav,
		.is_demo = true,
		.now_at = 18799 * DAY_US + 9 * 3600 * SECOND_US,
		.version = S("0.1.0"),
		.log_n = 184220,
		.log_root = S("3fa9d3c1a0b4e5f6"),
		.signed_at = 18799 * DAY_US,
	};
	struct out o = out_to_arena(&A);
	layout_html(&o, &v);
	return out_view(&o);
}

static struct html filters(void)
{
	static const struct ui_option stages[] = {
		{ .text = T("Documents"), .value = T("documents") },
		{ .text = T("Vetting"), .value = T("vetting") },
		{ .text = T("Approval"), .value = T("approval") },
	};
	static const struct ui_option states[] = {
		{ .text = T("All states"), .value = T("") },
		{ .text = T("Russian Federation"), .value = T("RU") },
		{ .text = T("Ruritania"), .value = T("RR") },
	};
	static const str chosen[] = { T("vetting") };
	struct ui_fieldset stage = { .legend = { .text = T("Stage"),
						 .classes = T("govuk-fieldset__legend--s") } };
	struct out o = out_to_arena(&A);
	struct html part[] = {
		ui_select(&A, &(struct ui_field){ .label = { .text = T("State") },
						  .name = T("state"),
						  .value = T("RU"),
						  .options = states,
						  .n_options = 3 }),
		ui_checkboxes(&A, &(struct ui_choices){ .fieldset = &stage,
							.name = T("stage"),
							.items = stages,
							.n_items = 3,
							.values = chosen,
							.n_values = 1,
							.classes = T("govuk-checkboxes--small") }),
		ui_input(&A, &(struct ui_field){ .label = { .text = T("Older than") },
						 .name = T("age_days"),
						 .inputmode = T("numeric"),
						 .classes = T("govuk-input--width-4"),
						 .suffix = { .content = { .text = T("days") } } }),
		ui_button(&A, &(struct ui_button){ .text = T("Apply filters"),
						   .classes = T("govuk-button--secondary") }),
	};
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		out_raw(&o, part[i].s, "made by components");
	return (struct html){ out_view(&o) };
}

static struct html holders(void)
{
	static const struct ui_cell head[] = { { .text = T("Holder") },
					       { .text = T("Waiting"), .format = T("numeric") } };
	static const struct ui_cell cells[][2] = {
		{ { .text = T("Security") }, { .text = T("21"), .format = T("numeric") } },
		{ { .text = T("The mission itself") },
		  { .text = T("14"), .format = T("numeric") } },
		{ { .text = T("Visa section") }, { .text = T("11"), .format = T("numeric") } },
		{ { .text = T("Approver") }, { .text = T("4"), .format = T("numeric") } },
	};
	static const struct ui_row rows[] = {
		{ cells[0], 2 }, { cells[1], 2 }, { cells[2], 2 }, { cells[3], 2 }
	};
	return ui_table(&A, &(struct ui_table){ .caption = T("Who must act now"),
						.caption_classes = T("govuk-visually-hidden"),
						.head = { head, 2 },
						.rows = rows,
						.n_rows = 4,
						.has_row_heads = true });
}

static struct html chart(void)
{
	static const struct {
		const char *label;
		int n;
	} bar[] = {
		{ "0-15", 12 }, { "16-30", 9 }, { "31-60", 8 }, { "61-90", 6 }, { "over 90", 15 }
	};
	struct out o = out_to_arena(&A);
	out_lit(
	    &o,
	    "<svg class=\"chart-svg\" viewBox=\"0 0 300 150\" role=\"img\" aria-label=\"Applications by age in days\">");
	for (int i = 0; i < 5; i++)
		out_fmt(
		    &o,
		    "<text x=\"66\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"74\" y=\"%d\" width=\"%d\" height=\"20\" class=\"chart-fill-1\"/>"
		    "<text x=\"%d\" y=\"%d\">%d</text>",
		    22 + i * 28, bar[i].label, 7 + i * 28, bar[i].n * 12, 80 + bar[i].n * 12,
		    22 + i * 28, bar[i].n);
	out_lit(&o, "</svg>");
	return (struct html){ out_view(&o) };
}

static struct sample_rows *rows(ptrdiff_t n)
{
	static const char *const name[] = {
		"Sidorova Anna Petrovna", "Петров Пётр Сергеевич",           "Orlov Viktor",
		"Zhukova Maria",          "Belov <script>alert(1)</script>", "محمد العربي"
	};
	static const char *const post[] = { "D-07 Second Secretary", "T-11 Technician",
					    "D-02 Attaché", "S-03 Driver" };
	static const char *const holder[] = { "Security", "Mission", "Visa section", "Approver" };
	struct sample_rows *v = arena_new_n(&A, struct sample_rows, n);
	for (ptrdiff_t i = 0; i < n; i++) {
		int64_t age = 161 - 6 * i;
		const char *colour = age > 60   ? "govuk-tag--red"
				     : age > 20 ? "govuk-tag--yellow"
						: "govuk-tag--green";
		str standard = age > 20 ? str_fmt(&A, "over by %d d", (int)age - 20)
					: str_fmt(&A, "due in %d d", 20 - (int)age);
		v[i] = (struct sample_rows){
			.id = 118 + i,
			.ref_no = str_fmt(&A, "A-%d", 118 + (int)i),
			.full_name = str_of(name[i % 6]),
			.post_name = str_of(post[i % 4]),
			.holder = str_of(holder[i % 4]),
			.age_days = age,
			.standard_html = ui_tag(
			    &A, &(struct ui_piece){ .text = standard, .classes = str_of(colour) }),
		};
	}
	return v;
}

static struct html actions(void)
{
	struct out o = out_to_arena(&A);
	struct html take = ui_button(&A, &(struct ui_button){ .text = T("Take next case") });
	struct html assign =
	    ui_button(&A, &(struct ui_button){ .text = T("Assign chosen"),
					       .classes = T("govuk-button--secondary") });
	out_raw(&o, take.s, "made by a component");
	out_raw(&o, assign.s, "made by a component");
	return (struct html){ out_view(&o) };
}

static str sample(bool has_faults)
{
	static const struct ui_link pages[] = {
		{ .text = T("1"), .href = T("/visas?page=1"), .is_current = true },
		{ .text = T("2"), .href = T("/visas?page=2") }
	};
	static const struct ui_link errors[] = { { .text = T("Age in days must be a whole number"),
						   .href = T("#age_days") } };
	struct sample_view v = {
		.banner_html = ui_notification_banner(
		    &A,
		    &(struct ui_banner){
			.content = { .text = T(
					 "Moscow asked on 2 June 2021 to clear the backlog.") } }),
		.state_name = T("the Russian Federation"),
		.waiting_n = 50,
		.over_n = 41,
		.oldest_days = 161,
		.median_days = 47,
		.chart_html = chart(),
		.holders_html = holders(),
		.filters_html = filters(),
		.csrf = T("c0ffee"),
		.actions_html = actions(),
		.rows = rows(25),
		.n_rows = 25,
		.pages_html = ui_pagination(
		    &A, &(struct ui_pagination){ .items = { .v = pages, .n = 2 },
						 .has_items = true,
						 .next = { .href = T("/visas?page=2") } }),
	};
	struct html summary =
	    has_faults
		? ui_error_summary(
		      &A, &(struct ui_error_summary){ .title = { .text = T("There is a problem") },
						      .errors = { .v = errors, .n = 1 } })
		: (struct html){ 0 };
	struct out o = out_to_arena(&A);
	sample_html(&o, &v);
	return in_frame((struct html){ out_view(&o) }, summary);
}

static void write_sample(str page)
{
	const char *folder = getenv("GRATA_SAMPLE");
	if (!folder)
		return;
	assert_ok(os_file_write(str_z(&A, str_fmt(&A, "%s/sample.html", folder)), page));
	for (ptrdiff_t i = 0; i < ASSETS_N; i++)
		assert_ok(os_file_write(str_z(&A, str_fmt(&A, "%s%.*s", folder, SF(ASSETS[i].url))),
					ASSETS[i].bytes));
}

/* What gzip makes of it. */
static ptrdiff_t packed(str page)
{
	const char *tmp = getenv("GRATA_TMP");
	const char *path = str_z(&A, str_fmt(&A, "%s/page.html", tmp ? tmp : "/tmp"));
	assert_ok(os_file_write(path, page));
	FILE *p = popen(str_z(&A, str_fmt(&A, "gzip -6c '%s' | wc -c", path)), "r");
	long n = 0;
	assert_true(p && fscanf(p, "%ld", &n) == 1);
	pclose(p);
	return n;
}

static void page_is_strict_and_light(void **state)
{
	(void)state;
	str page = sample(false);
	write_sample(page);
	struct html_tokens t = html_read(&A, sample(true));
	if (t.fault)
		fail_msg("%s at %td", t.fault, t.fault_at);
	ptrdiff_t warm = packed(page), cold = warm;
	static const char *const loads[] = { "grata.css", "grata.js", "icon.svg" };
	for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
		cold += asset_find(asset_url(str_of(loads[i])))->gzip.n;
	printf(
	    "# figure: a page of 25 rows: %td bytes of HTML, %td with gzip; cold with style, script, icon %td (limits 15 and "
	    "60 KB)\n",
	    page.n, warm, cold);
	assert_true(warm <= 15 * 1024 && cold <= 60 * 1024);
}

static void frame_is_strict_html_without_inline_code(void **state)
{
	(void)state;
	str page = in_frame((struct html){ S("<h1 class=\"govuk-heading-l\">Visas</h1>") },
			    (struct html){ 0 });
	struct html_tokens t = html_read(&A, page);
	if (t.fault)
		fail_msg("%s at %td", t.fault, t.fault_at);
	for (ptrdiff_t i = 0; i < t.n; i++)
		for (ptrdiff_t k = 0; k < t.v[i].n_attrs; k++) {
			str name = t.v[i].attrs[k].name;
			assert_false(str_starts(name, S("on")) || str_eq(name, S("style")));
		}
	assert_true(str_find(page, S("<title>Applications from")) > 0);
	page = in_frame((struct html){ S("<h1>Visas</h1>") }, (struct html){ S("<p>faults</p>") });
	assert_true(str_find(page, S("<title>Error: Applications")) > 0);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(assets_are_found_and_whole),
		cmocka_unit_test(no_asset_asks_another_host_or_bears_marks_of_others),
		cmocka_unit_test(coding_is_chosen),
		cmocka_unit_test(frame_is_strict_html_without_inline_code),
		cmocka_unit_test(page_is_strict_and_light),
	};
	return cmocka_run_group_tests(all, open_arena, close_arena);
}
