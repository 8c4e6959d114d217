/* sheet_out.c: writes rows as CSV, or as an Excel workbook of one sheet (ECMA-376). Why not
 * libxlsxwriter: the release in Debian 12 writes only to a named file through temporary files; an
 * export is made in memory, and the archive is at hand for the editable documents already. */
#include <string.h>

#include "base/day.h"
#include "base/must.h"
#include "base/utf8.h"
#include "doc/inside.h"

enum { TEXT_MAX = 32767, ROWS_MAX = 1048576, COLUMNS_MAX = 702 /* ZZ */ };

/* Rows of cellXfs in styles.xml. */
enum style { STYLE_PLAIN, STYLE_HEAD, STYLE_DAY, STYLE_TEXT, STYLE_GUARDED };

static const char TYPES[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" "
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char RELATIONS[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/officeDocument\" Target=\"xl/workbook.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

static const char WORKBOOK_RELATIONS[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/styles\" Target=\"styles.xml\"/></Relationships>";

static const char STYLES[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"5\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\" "
    "applyNumberFormat=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

/* "A", "AB" of a column from 0. */
static str letters(ptrdiff_t col, char to[static 2])
{
	if (col < 26) {
		to[0] = (char)('A' + col);
		return (str){ to, 1 };
	}
	to[0] = (char)('A' + col / 26 - 1);
	to[1] = (char)('A' + col % 26);
	return (str){ to, 2 };
}

/* ---- one cell ---- */

static void open_cell(struct sheet_out *s, enum style style)
{
	char ab[2];
	must(s->col < s->n_heads);
	if (s->form == SHEET_CSV) {
		out_bytes(&s->rows, ",", s->col > 0);
		return;
	}
	if (s->col == 0)
		out_fmt(&s->rows, "<row r=\"%lld\">", (long long)s->row_n + 1);
	str col = letters(s->col, ab);
	out_fmt(&s->rows, "<c r=\"%.*s%lld\" s=\"%d\"", SF(col), (long long)s->row_n + 1,
		(int)style);
}

static void close_cell(struct sheet_out *s)
{
	if (++s->col < s->n_heads)
		return;
	out_str(&s->rows, s->form == SHEET_CSV ? S("\r\n") : S("</row>"));
	s->col = 0;
	s->row_n++;
	s->is_too_large |= s->form == SHEET_XLSX && s->row_n > ROWS_MAX;
}

/* What XML cannot hold is written as _x0007_ (ECMA-376, ST_Xstring), and so is the underscore of a
 * text that looks like that. */
static void out_xstring(struct out *o, str text)
{
	ptrdiff_t from = 0;
	for (ptrdiff_t i = 0, at = 0; i < text.n; at = i) {
		uint32_t c = utf8_next(text, &i);
		bool is_escape = c == '_' && i < text.n && text.p[i] == 'x';
		if (is_xml_char(c) && !is_escape)
			continue;
		out_xml(o, str_slice(text, from, at));
		out_fmt(o, "_x%04X_", (unsigned)c);
		from = i;
	}
	out_xml(o, str_slice(text, from, text.n));
}

static void put_text(struct sheet_out *s, str text, enum style style)
{
	open_cell(s, out_is_formula(text) ? STYLE_GUARDED : style);
	if (s->form == SHEET_CSV) {
		out_csv(&s->rows, text);
	} else if (!text.n) {
		out_lit(&s->rows, "/>");
	} else {
		s->is_too_large |= text.n > TEXT_MAX && utf8_count(text) > TEXT_MAX;
		out_lit(&s->rows, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
		out_xstring(&s->rows, text);
		out_lit(&s->rows, "</t></is></c>");
	}
	close_cell(s);
}

void sheet_put(struct sheet_out *s, str text)
{
	put_text(s, text, STYLE_TEXT);
}

static void put_number(struct sheet_out *s, int64_t v, enum style style)
{
	open_cell(s, style);
	if (s->form == SHEET_XLSX)
		out_lit(&s->rows, "><v>");
	out_int(&s->rows, v);
	if (s->form == SHEET_XLSX)
		out_lit(&s->rows, "</v></c>");
	close_cell(s);
}

void sheet_put_int(struct sheet_out *s, int64_t v)
{
	put_number(s, v, STYLE_PLAIN);
}

void sheet_put_day(struct sheet_out *s, int64_t on)
{
	enum { FIRST_ON = -25508 /* 1 March 1900, serial number 61 */, ZERO = 25569 };
	if (s->form == SHEET_XLSX && on >= FIRST_ON)
		put_number(s, on + ZERO, STYLE_DAY);
	else
		put_text(s, day_text(s->rows.a, on), STYLE_TEXT);
}

/* ---- the file ---- */

struct sheet_out sheet_begin(struct arena *a, enum sheet_form form, str title, int64_t made_on,
			     const struct sheet_head *heads, ptrdiff_t n_heads)
{
	must(n_heads > 0 && n_heads <= COLUMNS_MAX);
	struct sheet_out s = { .form = form,
			       .title = title,
			       .made_on = made_on,
			       .heads = heads,
			       .n_heads = n_heads,
			       .rows = out_to_arena(a) };
	for (ptrdiff_t i = 0; i < n_heads; i++)
		put_text(&s, str_of(heads[i].name), STYLE_HEAD);
	return s;
}

/* A sheet's name has at most 31 characters and none of []:*?/\ */
static void out_tab_name(struct out *o, str title)
{
	ptrdiff_t i = 0;
	for (int n = 0; n < 31 && i < title.n; n++) {
		ptrdiff_t from = i;
		utf8_next(title, &i);
		bool is_bad = strchr("[]:*?/\\'", title.p[from]);
		out_xml(o, is_bad ? S(" ") : str_slice(title, from, i));
	}
	if (!title.n)
		out_lit(o, "Sheet");
}

static str workbook(struct sheet_out *s)
{
	struct out o = out_to_arena(s->rows.a);
	out_lit(&o, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook "
		    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
		    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
		    "relationships\"><sheets><sheet name=\"");
	out_tab_name(&o, s->title);
	out_lit(&o, "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
	return out_view(&o);
}

static str core(struct sheet_out *s)
{
	struct out o = out_to_arena(s->rows.a);
	out_lit(&o, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
		    "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
		    "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
		    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
	out_xml(&o, s->title);
	out_lit(&o, "</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">");
	out_day(&o, s->made_on);
	out_lit(&o, "T00:00:00Z</dcterms:created></cp:coreProperties>");
	return out_view(&o);
}

/* Columns stand before the rows, so the rows are copied once behind them. */
static str worksheet(struct sheet_out *s, str rows)
{
	char ab[2];
	struct out o = out_to_arena(s->rows.a);
	out_lit(&o, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
		    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
		    "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
		    "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
		    "</sheetViews><cols>");
	for (ptrdiff_t i = 0; i < s->n_heads; i++)
		out_fmt(&o, "<col min=\"%td\" max=\"%td\" width=\"%d\" customWidth=\"1\"/>", i + 1,
			i + 1, s->heads[i].width > 0 ? s->heads[i].width : 12);
	out_lit(&o, "</cols><sheetData>");
	out_str(&o, rows);
	str last = letters(s->n_heads - 1, ab);
	out_fmt(&o, "</sheetData><autoFilter ref=\"A1:%.*s%lld\"/></worksheet>", SF(last),
		(long long)s->row_n);
	return out_view(&o);
}

enum err sheet_end(struct sheet_out *s, str *bytes)
{
	must(s->col == 0);
	if (s->is_too_large)
		return ERR_TOO_LARGE;
	str rows = out_view(&s->rows);
	*bytes = rows;
	if (s->form == SHEET_CSV)
		return OK;
	struct pack_entry parts[] = {
		{ "[Content_Types].xml", str_of(TYPES), false },
		{ "_rels/.rels", str_of(RELATIONS), false },
		{ "docProps/core.xml", core(s), false },
		{ "xl/workbook.xml", workbook(s), false },
		{ "xl/_rels/workbook.xml.rels", str_of(WORKBOOK_RELATIONS), false },
		{ "xl/styles.xml", str_of(STYLES), false },
		{ "xl/worksheets/sheet1.xml", worksheet(s, rows), false },
	};
	return pack_write(s->rows.a, parts, sizeof parts / sizeof parts[0], bytes);
}

const char *sheet_type(enum sheet_form form)
{
	return form == SHEET_CSV
		   ? "text/csv; charset=utf-8; header=present"
		   : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
