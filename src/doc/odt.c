/* odt.c: writes a paper as OpenDocument text (ISO/IEC 26300, version 1.2), for editing. */
#include "doc/paper.h"

#include "base/day.h"
#include "base/out.h"
#include "doc/inside.h"

enum { LANGS_MAX = 64 };

#define NAMES                                                                                      \
	" xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""                       \
	" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""                         \
	" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""                           \
	" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""                         \
	" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""                \
	" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\""                  \
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""                                           \
	" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.2\""
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* Styles of paragraphs by kind: named once in styles.xml, so that an editor can change all of a
 * kind at once. Sizes are relative to the standard's. */
static const struct {
	const char *name, *paragraph, *text;
	int level; /* of a heading, or 0 */
} KINDS[] = {
	[PAPER_LETTERHEAD] = { "Letterhead", "fo:text-align=\"center\" fo:margin-bottom=\"0.2cm\"",
			       "fo:font-weight=\"bold\" fo:font-size=\"115%\"", 0 },
	[PAPER_TITLE] = { "Document_20_title", "fo:margin-bottom=\"0.5cm\"",
			  "fo:font-weight=\"bold\" fo:font-size=\"180%\"", 1 },
	[PAPER_HEADING] = { "Document_20_heading",
			    "fo:margin-top=\"0.4cm\" fo:margin-bottom=\"0.2cm\" "
			    "fo:keep-with-next=\"always\"",
			    "fo:font-weight=\"bold\" fo:font-size=\"130%\"", 2 },
	[PAPER_SUBHEADING] = { "Document_20_subheading",
			       "fo:margin-top=\"0.2cm\" fo:margin-bottom=\"0.1cm\" "
			       "fo:keep-with-next=\"always\"",
			       "fo:font-weight=\"bold\"", 3 },
	[PAPER_TEXT] = { "Document_20_text", "fo:margin-bottom=\"0.28cm\"", "", 0 },
	[PAPER_RIGHT] = { "At_20_the_20_right", "fo:text-align=\"end\" fo:margin-bottom=\"0.28cm\"",
			  "", 0 },
	[PAPER_ITEM] = { "Document_20_item", "fo:margin-bottom=\"0.14cm\"", "", 0 },
	[PAPER_ENTRY] = { "Document_20_entry",
			  "fo:margin-left=\"0.5cm\" fo:text-indent=\"-0.5cm\" "
			  "fo:margin-bottom=\"0.18cm\" fo:keep-together=\"always\"",
			  "", 0 },
	[PAPER_TABLE] = { "In_20_a_20_table", "fo:padding=\"0.05cm\"", "", 0 },
	[PAPER_PAGE] = { "New_20_page", "fo:break-before=\"page\"", "", 0 },
	[PAPER_PICTURE] = { "In_20_place_20_of_20_a_20_picture", "fo:margin-bottom=\"0.28cm\"",
			    "fo:font-style=\"italic\"", 0 },
};

struct odt {
	const struct paper *p;
	struct out body;
	str lang[LANGS_MAX]; /* of runs; the style of the n-th is Ln */
	int n_langs, n_tables;
};

/* ---- content ---- */

/* The number of the language's style; -1: the document's own, or too many. */
static int lang_number(struct odt *d, str lang)
{
	if (!lang.n || str_eq(lang, d->p->lang))
		return -1;
	for (int i = 0; i < d->n_langs; i++)
		if (str_eq(d->lang[i], lang))
			return i;
	if (d->n_langs == LANGS_MAX)
		return -1;
	d->lang[d->n_langs] = lang;
	return d->n_langs++;
}

/* Runs of spaces, tabs and line ends are elements of their own in OpenDocument. */
static void out_text(struct out *o, str s)
{
	ptrdiff_t from = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		bool is_space = s.p[i] == ' ' && (i == 0 || s.p[i - 1] == ' ');
		if (s.p[i] != '\n' && s.p[i] != '\t' && !is_space)
			continue;
		out_xml(o, str_slice(s, from, i));
		out_str(o, s.p[i] == '\n'   ? S("<text:line-break/>")
			   : s.p[i] == '\t' ? S("<text:tab/>")
					    : S("<text:s/>"));
		from = i + 1;
	}
	out_xml(o, str_slice(s, from, s.n));
}

static void out_run(struct odt *d, const struct paper_run *r)
{
	static const char *const faces[] = {
		[FACE_BOLD] = "Bold", [FACE_ITALIC] = "Italic", [FACE_SMALL] = "Small"
	};
	int lang = lang_number(d, r->lang);
	bool is_apart = r->lang.p && lang_is_rtl(r->lang) != lang_is_rtl(d->p->lang);
	if (r->face != FACE_PLAIN)
		out_fmt(&d->body, "<text:span text:style-name=\"%s\">", faces[r->face]);
	if (lang >= 0)
		out_fmt(&d->body, "<text:span text:style-name=\"L%d\">", lang);
	if (is_apart)
		out_lit(&d->body, "\u2068");
	out_text(&d->body, r->text);
	if (is_apart)
		out_lit(&d->body, "\u2069");
	if (lang >= 0)
		out_lit(&d->body, "</text:span>");
	if (r->face != FACE_PLAIN)
		out_lit(&d->body, "</text:span>");
}

static void out_paragraph(struct odt *d, enum paper_kind kind, const struct paper_runs *runs)
{
	int level = KINDS[kind].level;
	out_fmt(&d->body, level ? "<text:h text:outline-level=\"%d\"" : "<text:p", level);
	out_fmt(&d->body, " text:style-name=\"%s\">", KINDS[kind].name);
	for (ptrdiff_t i = 0; i < runs->n; i++)
		out_run(d, &runs->v[i]);
	out_str(&d->body, level ? S("</text:h>") : S("</text:p>"));
}

static void out_row(struct odt *d, const struct paper_runs *cells, ptrdiff_t n)
{
	out_lit(&d->body, "<table:table-row>");
	for (ptrdiff_t i = 0; i < n; i++) {
		out_lit(&d->body, "<table:table-cell table:style-name=\"Cell\" "
				  "office:value-type=\"string\">");
		out_paragraph(d, PAPER_TABLE, &cells[i]);
		out_lit(&d->body, "</table:table-cell>");
	}
	out_lit(&d->body, "</table:table-row>");
}

static void out_table(struct odt *d, const struct paper_block *b)
{
	struct paper_runs row[PAPER_COLUMNS_MAX];
	struct paper_run head[PAPER_COLUMNS_MAX];
	out_fmt(&d->body, "<table:table table:name=\"Table%d\" table:style-name=\"Table\">",
		++d->n_tables);
	for (ptrdiff_t i = 0; i < b->n_columns; i++) {
		int share = b->columns[i].share;
		head[i] = (struct paper_run){ .text = b->columns[i].head, .face = FACE_BOLD };
		row[i] = (struct paper_runs){ &head[i], 1, 1 };
		out_fmt(&d->body, "<table:table-column table:style-name=\"C%d\"/>",
			share > 0 && share < 10 ? share : 9);
	}
	out_lit(&d->body, "<table:table-header-rows>");
	out_row(d, row, b->n_columns);
	out_lit(&d->body, "</table:table-header-rows>");
	for (ptrdiff_t i = 0; i < b->cells.n; i += b->n_columns) {
		for (ptrdiff_t k = 0; k < b->n_columns; k++)
			row[k] = i + k < b->cells.n ? b->cells.v[i + k] : (struct paper_runs){ 0 };
		out_row(d, row, b->n_columns);
	}
	out_lit(&d->body, "</table:table>");
}

static void out_block(struct odt *d, const struct paper_block *b)
{
	if (b->kind == PAPER_TABLE) {
		out_table(d, b);
	} else if (b->kind == PAPER_ITEM) {
		out_lit(&d->body, "<text:list text:style-name=\"Items\"><text:list-item>");
		out_paragraph(d, b->kind, &b->runs);
		out_lit(&d->body, "</text:list-item></text:list>");
	} else {
		out_paragraph(d, b->kind, &b->runs);
	}
}

/* "zh-Hant-TW": the language and, when there is one, the country. */
static void out_lang(struct out *o, str lang)
{
	str first = str_cut(&lang, '-'), last = first, country = S("none");
	while (lang.p)
		last = str_cut(&lang, '-');
	if (last.p != first.p && last.n == 2)
		country = last;
	static const char *const forms[] = { "", "-asian", "-complex" };
	static const char *const prefix[] = { "fo", "style", "style" };
	for (int i = 0; i < 3; i++) {
		out_fmt(o, " %s:language%s=\"", prefix[i], forms[i]);
		out_xml(o, first);
		out_fmt(o, "\" %s:country%s=\"", prefix[i], forms[i]);
		out_xml(o, country);
		out_lit(o, "\"");
	}
}

static str content(struct odt *d)
{
	d->body = out_to_arena(d->p->a);
	for (ptrdiff_t i = 0; i < d->p->blocks.n; i++)
		out_block(d, &d->p->blocks.v[i]);
	str body = out_view(&d->body);
	struct out o = out_to_arena(d->p->a);
	out_lit(&o, HEAD "<office:document-content" NAMES "><office:automatic-styles>");
	for (int i = 0; i < d->n_langs; i++) {
		out_fmt(&o,
			"<style:style style:name=\"L%d\" style:family=\"text\">"
			"<style:text-properties",
			i);
		out_lang(&o, d->lang[i]);
		out_lit(&o, "/></style:style>");
	}
	for (int share = 1; share < 10; share++)
		out_fmt(&o,
			"<style:style style:name=\"C%d\" style:family=\"table-column\">"
			"<style:table-column-properties style:rel-column-width=\"%d*\"/>"
			"</style:style>",
			share, share);
	out_lit(&o, "<style:style style:name=\"Table\" style:family=\"table\">"
		    "<style:table-properties style:rel-width=\"100%\" table:align=\"margins\"/>"
		    "</style:style><style:style style:name=\"Cell\" style:family=\"table-cell\">"
		    "<style:table-cell-properties fo:border-bottom=\"0.5pt solid #999999\" "
		    "fo:padding=\"0.1cm\"/></style:style>"
		    "<text:list-style style:name=\"Items\"><text:list-level-style-bullet "
		    "text:level=\"1\" text:bullet-char=\"•\"><style:list-level-properties "
		    "text:min-label-width=\"0.5cm\"/></text:list-level-style-bullet>"
		    "</text:list-style></office:automatic-styles><office:body><office:text>");
	out_str(&o, body);
	out_lit(&o, "</office:text></office:body></office:document-content>");
	return out_view(&o);
}

/* ---- styles, page, properties ---- */

static void out_kinds(struct out *o)
{
	for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
		out_fmt(o,
			"<style:style style:name=\"%s\" style:family=\"paragraph\" "
			"style:parent-style-name=\"Standard\"><style:paragraph-properties %s/>"
			"<style:text-properties %s/></style:style>",
			KINDS[i].name, KINDS[i].paragraph, KINDS[i].text);
	out_lit(o, "<style:style style:name=\"Bold\" style:family=\"text\"><style:text-properties "
		   "fo:font-weight=\"bold\"/></style:style><style:style style:name=\"Italic\" "
		   "style:family=\"text\"><style:text-properties fo:font-style=\"italic\"/>"
		   "</style:style><style:style style:name=\"Small\" style:family=\"text\">"
		   "<style:text-properties fo:font-size=\"85%\"/></style:style>");
}

static str styles(const struct paper *p)
{
	struct out o = out_to_arena(p->a);
	bool is_rtl = lang_is_rtl(p->lang), is_letter = p->look == PAPER_LETTER;
	out_lit(&o, HEAD "<office:document-styles" NAMES "><office:styles>"
			 "<style:default-style style:family=\"paragraph\">"
			 "<style:text-properties");
	out_lang(&o, p->lang);
	out_fmt(&o,
		" fo:font-family=\"%s\" fo:font-size=\"%dpt\"/></style:default-style>"
		"<style:style style:name=\"Standard\" style:family=\"paragraph\">"
		"<style:paragraph-properties style:writing-mode=\"%s\"/></style:style>",
		is_letter ? "Noto Serif" : "Noto Sans", is_letter ? 11 : 9,
		is_rtl ? "rl-tb" : "lr-tb");
	out_kinds(&o);
	out_lit(&o,
		"</office:styles><office:automatic-styles><style:page-layout "
		"style:name=\"Page\"><style:page-layout-properties fo:page-width=\"21cm\" "
		"fo:page-height=\"29.7cm\" fo:margin-top=\"2cm\" fo:margin-bottom=\"1.5cm\" "
		"fo:margin-left=\"2.2cm\" fo:margin-right=\"2.2cm\"/><style:footer-style>"
		"<style:header-footer-properties fo:min-height=\"0.7cm\" fo:margin-top=\"0.4cm\"/>"
		"</style:footer-style></style:page-layout></office:automatic-styles>"
		"<office:master-styles><style:master-page style:name=\"Standard\" "
		"style:page-layout-name=\"Page\"><style:footer><text:p "
		"text:style-name=\"Standard\"><text:span text:style-name=\"Small\">");
	out_text(&o, p->foot);
	out_lit(&o, "<text:tab/><text:tab/><text:page-number text:select-page=\"current\"/>"
		    "</text:span></text:p></style:footer></style:master-page>"
		    "</office:master-styles></office:document-styles>");
	return out_view(&o);
}

static str properties(const struct paper *p)
{
	struct out o = out_to_arena(p->a);
	out_lit(&o, HEAD "<office:document-meta" NAMES "><office:meta><dc:title>");
	out_xml(&o, p->title);
	out_lit(&o, "</dc:title><dc:language>");
	out_xml(&o, p->lang);
	out_lit(&o, "</dc:language>");
	if (p->author.n) {
		out_lit(&o, "<dc:creator>");
		out_xml(&o, p->author);
		out_lit(&o, "</dc:creator>");
	}
	out_lit(&o, "<meta:creation-date>");
	out_day(&o, p->made_on);
	out_lit(&o, "T00:00:00</meta:creation-date></office:meta></office:document-meta>");
	return out_view(&o);
}

static const char MANIFEST[] =
    HEAD "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
	 "manifest:version=\"1.2\"><manifest:file-entry manifest:full-path=\"/\" "
	 "manifest:version=\"1.2\" "
	 "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
	 "<manifest:file-entry manifest:full-path=\"content.xml\" "
	 "manifest:media-type=\"text/xml\"/><manifest:file-entry "
	 "manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
	 "<manifest:file-entry manifest:full-path=\"meta.xml\" "
	 "manifest:media-type=\"text/xml\"/></manifest:manifest>";

enum err paper_odt(const struct paper *p, str *bytes)
{
	struct odt d = { .p = p };
	struct pack_entry parts[] = {
		{ "mimetype", S("application/vnd.oasis.opendocument.text"), true },
		{ "META-INF/manifest.xml", str_of(MANIFEST), false },
		{ "content.xml", content(&d), false },
		{ "styles.xml", styles(p), false },
		{ "meta.xml", properties(p), false },
	};
	return pack_write(p->a, parts, sizeof parts / sizeof parts[0], bytes);
}
