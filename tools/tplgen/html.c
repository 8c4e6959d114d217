/* html.c: follows the HTML of a template byte by byte. It is stricter than a browser on
 * purpose: what it does not know it refuses, so that the place of every value is beyond doubt.
 * First the tables, then URLs, tags, the bytes, and last what a value may do where it stands. */
#include "html.h"

#include "tplgen.h"

/* ---- tables ---- */

static bool in_list(str s, const char *const *list)
{
	for (; *list; list++)
		if (str_eq_nocase(s, str_of(*list)))
			return true;
	return false;
}

static bool is_void(str tag)
{
	static const char *const list[] = { "area", "br",   "col", "hr",     "img",   "input",
					    "link", "meta", "wbr", "source", "track", NULL };
	return in_list(tag, list);
}

/* Inside <svg> these may be written <path/>. */
static bool may_self_close(str tag)
{
	static const char *const list[] = { "path", "rect",     "line",    "circle", "ellipse",
					    "use",  "polyline", "polygon", "stop",   NULL };
	return is_void(tag) || in_list(tag, list);
}

/* Elements whose content a browser does not read as HTML, or that bring in other documents. */
static bool is_refused(str tag)
{
	static const char *const list[] = { "style",
					    "iframe",
					    "object",
					    "embed",
					    "base",
					    "plaintext",
					    "xmp",
					    "noscript",
					    "noembed",
					    "frame",
					    "applet",
					    "animate",
					    "set",
					    "noframes",
					    "portal",
					    "frameset",
					    "math",
					    "foreignobject",
					    "animatetransform",
					    "animatemotion",
					    NULL };
	return in_list(tag, list);
}

/* The content of these is their own business: no value stands in any of their attributes. */
static bool is_fixed(str tag)
{
	static const char *const list[] = { "script", "link", "meta", NULL };
	return in_list(tag, list);
}

static bool is_url_attr(str attr)
{
	static const char *const list[] = { "href", "src", "action", "formaction", "cite", NULL };
	return in_list(attr, list);
}

/* Attributes that hold plain text, a number or a name. */
static bool is_text_attr(str attr)
{
	static const char *const list[] = {
		"abbr",    "accept",   "alt",     "autocomplete", "class",  "cols",
		"colspan", "datetime", "dir",     "for",          "form",   "headers",
		"height",  "high",     "id",      "inputmode",    "label",  "lang",
		"low",     "list",     "max",     "maxlength",    "min",    "minlength",
		"name",    "optimum",  "pattern", "placeholder",  "points", "role",
		"rows",    "rowspan",  "scope",   "size",         "span",   "start",
		"step",    "tabindex", "title",   "transform",    "type",   "value",
		"viewbox", "width",    "x",       "x1",           "x2",     "y",
		"y1",      "y2",       "r",       "rx",           "ry",     "cx",
		"cy",      "d",        "dx",      "dy",           NULL
	};
	return str_starts(attr, S("aria-")) || str_starts(attr, S("data-")) || in_list(attr, list);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static void stop(struct tpl *t, ptrdiff_t at, const char *why)
{
	tpl_fault(t, at, "%s", why);
	t->is_stopped = true;
}

/* ---- URLs: no scheme but http and https, no host that a value could choose ---- */

static void url_scheme_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	if (is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')
		return;
	str so_far = str_slice(t->text, h->url_from, i);
	str rest = str_slice(t->text, i, t->text.n);
	bool is_http = h->url == URL_SCHEME &&
		       (str_eq_nocase(so_far, S("http")) || str_eq_nocase(so_far, S("https")));
	if (c == ':' && is_http && str_starts(rest, S("://"))) {
		h->url = URL_HOST;
		h->url_from = i + 3;
	} else if (c == ':') {
		tpl_fault(t, i, "a URL is a path, or begins with http:// or https://");
		h->url = URL_REST;
	} else if (c == '&') {
		tpl_fault(t, i, "write the start of a URL without character references");
		h->url = URL_REST;
	} else {
		h->url = URL_REST;
	}
}

static void url_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	switch (h->url) {
	case URL_START:
		if (c == '/')
			h->url = URL_SLASH;
		else if (c == '?' || c == '#')
			h->url = URL_REST;
		else if (is_letter(c) || (c >= '0' && c <= '9') || c == '.')
			h->url = URL_SCHEME, h->url_from = i;
		else {
			tpl_fault(t, i, "a URL begins with a letter, a digit or one of . / ? #");
			h->url = URL_REST;
		}
		return;
	case URL_SLASH:
		if (c == '/' || c == '\\')
			tpl_fault(t, i, "// would begin another host");
		h->url = URL_REST;
		return;
	case URL_SCHEME:
	case URL_PATH: url_scheme_byte(t, i, c); return;
	case URL_HOST:
		if (i >= h->url_from && (c == '/' || c == '?' || c == '#'))
			h->url = URL_REST;
		return;
	case URL_FIELD:
		if (c != '?' && c != '#' && c != '&')
			tpl_fault(t, i, "behind a whole URL from a field only ? # or & may follow");
		h->url = URL_REST;
		return;
	case URL_REST: return;
	}
}

/* ---- tags ---- */

static void attr_ends(struct tpl *t, ptrdiff_t i)
{
	struct html_walk *h = &t->html;
	str attr = h->at.attr;
	ptrdiff_t at = i - attr.n;
	if (h->at.is_end_tag)
		tpl_fault(t, at, "an end tag has no attributes");
	if (attr.n > 2 && str_eq_nocase(str_slice(attr, 0, 2), S("on")))
		tpl_fault(t, at, "event attribute '%.*s': scripts are files", SF(attr));
	if (str_eq_nocase(attr, S("style")))
		tpl_fault(t, at, "style attribute: styles are classes");
	if (str_eq_nocase(attr, S("srcdoc")))
		tpl_fault(t, at, "srcdoc holds a whole document");
	for (ptrdiff_t k = 0; k < h->at.n_attrs; k++)
		if (str_eq_nocase(h->attrs[k], attr))
			tpl_fault(t, at, "second attribute '%.*s'", SF(attr));
	if (h->at.n_attrs == TPL_ATTRIBUTES_MAX)
		stop(t, at, "too many attributes");
	else
		h->attrs[h->at.n_attrs++] = attr;
	h->at.is_url = is_url_attr(attr);
	h->at.url = URL_START;
}

/* The name of a start or end tag is complete at i. */
static void name_ends(struct tpl *t)
{
	struct html_at *h = &t->html.at;
	if (is_refused(h->tag))
		stop(t, h->tag_at, "this element is not for templates");
}

static void close_element(struct tpl *t)
{
	struct html_walk *h = &t->html;
	if (is_void(h->at.tag))
		stop(t, h->at.tag_at, "this element has no end tag");
	else if (h->at.n_open == h->at.n_floor)
		stop(t, h->at.tag_at, "this end tag closes nothing that is open in its section");
	else if (!str_eq_nocase(h->open[h->at.n_open - 1].name, h->at.tag)) {
		tpl_fault(t, h->at.tag_at, "</%.*s> where <%.*s> is open", SF(h->at.tag),
			  SF(h->open[h->at.n_open - 1].name));
		t->is_stopped = true;
	} else
		h->at.n_open--;
	h->at.state = HTML_TEXT;
}

static void tag_ends(struct tpl *t, bool is_self_closed)
{
	struct html_walk *h = &t->html;
	h->at.state = HTML_TEXT;
	if (h->at.is_end_tag) {
		close_element(t);
		return;
	}
	if (is_self_closed && !may_self_close(h->at.tag))
		stop(t, h->at.tag_at, "only void elements and SVG shapes close themselves");
	if (is_self_closed || is_void(h->at.tag))
		return;
	if (h->at.n_open == TPL_ELEMENTS_MAX) {
		stop(t, h->at.tag_at, "too many elements within elements");
		return;
	}
	h->open[h->at.n_open].name = h->at.tag;
	h->open[h->at.n_open++].at = h->at.tag_at;
	if (str_eq_nocase(h->at.tag, S("title")) || str_eq_nocase(h->at.tag, S("textarea")))
		h->at.state = HTML_RCDATA;
	if (str_eq_nocase(h->at.tag, S("script")))
		h->at.state = HTML_SCRIPT;
}

/* ---- bytes ---- */

static void text_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	if (c == '<') {
		h->state = HTML_LT;
		h->tag_at = i;
	}
}

static void lt_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	str rest = str_slice(t->text, i, t->text.n);
	str name = str_slice(t->text, i, i);
	h->is_end_tag = false;
	h->n_attrs = 0;
	if (str_starts(rest, S("!--")))
		h->state = HTML_COMMENT, h->url_from = i + 3;
	else if (c == '!' && rest.n > 8 && str_eq_nocase(str_slice(rest, 1, 8), S("doctype")))
		h->state = HTML_DOCTYPE;
	else if (is_letter(c))
		h->state = HTML_TAG_NAME, h->tag = str_slice(t->text, i, i + 1);
	else if (c == '/' && rest.n > 1 && is_letter(rest.p[1]))
		h->state = HTML_END_NAME, h->is_end_tag = true, h->tag = (str){ name.p + 1, 0 };
	else
		stop(t, h->tag_at, "write &lt; for a < that begins no tag");
}

/* What follows a tag's name or an attribute. */
static void gap_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	if (is_space(c))
		h->state = HTML_BEFORE_ATTR;
	else if (c == '>')
		tag_ends(t, false);
	else if (c == '/')
		h->state = HTML_SELF_CLOSE;
	else
		stop(t, i, "white space, / or > must stand here");
}

static void before_attr_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	if (is_letter(c)) {
		h->state = HTML_ATTR_NAME;
		h->attr = str_slice(t->text, i, i + 1);
	} else if (c == '>' || c == '/' || is_space(c)) {
		gap_byte(t, i, c);
	} else {
		stop(t, i, "an attribute's name must stand here");
	}
}

static void name_byte(struct tpl *t, ptrdiff_t i, char c, str *name)
{
	struct html_at *h = &t->html.at;
	if (is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':') {
		name->n++;
		return;
	}
	if (h->state != HTML_ATTR_NAME) {
		name_ends(t);
		h->state = HTML_GAP;
	} else {
		attr_ends(t, i);
		h->state = HTML_GAP;
		if (c == '=') {
			h->state = HTML_BEFORE_VALUE;
			return;
		}
	}
	if (!t->is_stopped)
		gap_byte(t, i, c);
}

static void value_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	if (c == (h->state == HTML_DQ ? '"' : '\''))
		h->state = HTML_GAP;
	else if (h->is_url)
		url_byte(t, i, c);
}

static void raw_byte(struct tpl *t, ptrdiff_t i, char c)
{
	struct html_at *h = &t->html.at;
	if (h->state == HTML_COMMENT) {
		bool is_end = c == '>' && i - h->url_from >= 2 &&
			      str_eq(str_slice(t->text, i - 2, i), S("--"));
		if (is_end)
			h->state = HTML_TEXT;
		else if (c == '>')
			stop(t, i, "a > in a comment must end it: -->");
	} else if (h->state == HTML_DOCTYPE) {
		if (c == '>')
			h->state = HTML_TEXT;
	} else if (c == '<') {
		str rest = str_slice(t->text, i, t->text.n);
		str tag = t->html.open[h->n_open - 1].name;
		if (rest.n > tag.n + 2 && rest.p[1] == '/' &&
		    str_eq_nocase(str_slice(rest, 2, 2 + tag.n), tag))
			h->state = HTML_LT, h->tag_at = i;
		else if (h->state == HTML_RCDATA)
			stop(t, i, "no element may stand in <title> or <textarea>");
	}
	if (h->state == HTML_SCRIPT && !is_space(c))
		stop(t, i, "inline script: scripts are files");
}

/* Keeps track of & in text and values: a value behind "&" or "&#1" would change its meaning. */
static void amp_byte(struct html_at *h, char c)
{
	if (c == '&')
		h->is_amp = true;
	else if (h->is_amp && !is_letter(c) && !(c >= '0' && c <= '9') && c != '#')
		h->is_amp = false;
}

void html_literal(struct tpl *t, ptrdiff_t from, ptrdiff_t to)
{
	struct html_at *h = &t->html.at;
	for (ptrdiff_t i = from; i < to && !t->is_stopped; i++) {
		char c = t->text.p[i];
		amp_byte(h, c);
		switch (h->state) {
		case HTML_TEXT: text_byte(t, i, c); break;
		case HTML_LT: lt_byte(t, i, c); break;
		case HTML_TAG_NAME:
		case HTML_END_NAME: name_byte(t, i, c, &h->tag); break;
		case HTML_GAP: gap_byte(t, i, c); break;
		case HTML_BEFORE_ATTR: before_attr_byte(t, i, c); break;
		case HTML_ATTR_NAME: name_byte(t, i, c, &h->attr); break;
		case HTML_BEFORE_VALUE:
			if (c == '"' || c == '\'')
				h->state = c == '"' ? HTML_DQ : HTML_SQ;
			else
				stop(t, i, "an attribute's value stands in quotes");
			break;
		case HTML_DQ:
		case HTML_SQ: value_byte(t, i, c); break;
		case HTML_SELF_CLOSE:
			if (c == '>')
				tag_ends(t, true);
			else
				stop(t, i, "> must follow here");
			break;
		case HTML_RCDATA:
		case HTML_COMMENT:
		case HTML_DOCTYPE:
		case HTML_SCRIPT: raw_byte(t, i, c); break;
		}
	}
}

/* ---- values and sections ---- */

void html_tag_here(struct tpl *t)
{
	struct html_at *h = &t->html.at;
	ptrdiff_t i = h->state == HTML_ATTR_NAME ? h->attr.p + h->attr.n - t->text.p : 0;
	if (h->state == HTML_ATTR_NAME)
		attr_ends(t, i);
	if (h->state == HTML_TAG_NAME || h->state == HTML_END_NAME)
		name_ends(t);
	if (h->state == HTML_ATTR_NAME || h->state == HTML_TAG_NAME || h->state == HTML_END_NAME)
		h->state = HTML_GAP;
}

static bool url_value(struct tpl *t, ptrdiff_t at, struct tpl_node *node)
{
	struct html_at *h = &t->html.at;
	bool is_text = node->field->type == TPL_TEXT;
	if (node->filter != AS_PLAIN && node->filter != AS_ISO) {
		tpl_fault(t, at, "in a URL only the filter iso is of use");
		return false;
	}
	node->is_url = true;
	node->is_url_start = h->url == URL_START && is_text;
	switch (h->url) {
	case URL_START: h->url = is_text ? URL_FIELD : URL_PATH; break;
	case URL_SLASH: h->url = is_text ? URL_SLASH : URL_REST; break;
	case URL_SCHEME: h->url = URL_PATH; break;
	case URL_HOST: tpl_fault(t, at, "a value cannot choose the host"); return false;
	case URL_PATH:
	case URL_FIELD:
	case URL_REST: break;
	}
	return true;
}

static bool attr_value(struct tpl *t, ptrdiff_t at, struct tpl_node *node)
{
	struct html_at *h = &t->html.at;
	if (node->kind == TPL_ASSET && h->is_url) {
		h->url = URL_FIELD;
		return true;
	}
	if (node->kind == TPL_ASSET || is_fixed(h->tag)) {
		tpl_fault(t, at, "only {{@asset}} may stand in a URL of <%.*s>, and only there",
			  SF(h->tag));
		return false;
	}
	if (h->is_url)
		return url_value(t, at, node);
	if (!is_text_attr(h->attr)) {
		tpl_fault(t, at, "no value may stand in the attribute '%.*s'", SF(h->attr));
		return false;
	}
	return true;
}

bool html_value(struct tpl *t, ptrdiff_t at, struct tpl_node *node)
{
	const char *why = NULL;
	struct html_at *h = &t->html.at;
	switch (h->state) {
	case HTML_TEXT:
	case HTML_RCDATA:
		if (node->kind == TPL_ASSET)
			why = "an asset's address stands in a URL attribute";
		break;
	case HTML_DQ:
	case HTML_SQ:
		if (!h->is_amp)
			return attr_value(t, at, node);
		break;
	case HTML_LT: why = "no value may stand behind <"; break;
	case HTML_TAG_NAME:
	case HTML_END_NAME:
	case HTML_GAP:
	case HTML_BEFORE_ATTR:
	case HTML_ATTR_NAME:
	case HTML_SELF_CLOSE: why = "no value may stand in a tag outside quotes"; break;
	case HTML_BEFORE_VALUE: why = "an attribute's value stands in quotes"; break;
	case HTML_COMMENT: why = "no value may stand in a comment"; break;
	case HTML_DOCTYPE: why = "no value may stand in the document type"; break;
	case HTML_SCRIPT: why = "no value may stand in a script"; break;
	}
	if (!why && h->is_amp)
		why = "no value may stand behind an & that is not &amp;";
	if (why)
		tpl_fault(t, at, "%s", why);
	return !why;
}

bool html_same(const struct html_at *a, const struct html_at *b)
{
	bool in_tag = a->state != HTML_TEXT && a->state != HTML_RCDATA && a->state != HTML_COMMENT;
	bool in_value = a->state == HTML_DQ || a->state == HTML_SQ || a->state == HTML_BEFORE_VALUE;
	return a->state == b->state && a->n_open == b->n_open &&
	       (!in_tag || (a->tag_at == b->tag_at && a->is_end_tag == b->is_end_tag)) &&
	       (!in_value || (a->attr.p == b->attr.p && (!a->is_url || a->url == b->url)));
}

static bool url_meet(enum url_state a, enum url_state b, enum url_state *both)
{
	enum url_state low = a < b ? a : b, high = a < b ? b : a;
	*both = high;
	if (low == high)
		return true;
	if (low == URL_START || low == URL_HOST || high == URL_HOST)
		return false;
	if (high == URL_FIELD)
		return true;
	if (low == URL_FIELD || (low == URL_SLASH && high == URL_REST))
		*both = low;
	else if (low != URL_SLASH)
		*both = URL_PATH;
	else
		return false;
	return true;
}

bool html_meet(const struct html_at *a, const struct html_at *b, struct html_at *both)
{
	struct html_at x = *a, y = *b;
	enum url_state url = URL_START;
	if (x.is_url && y.is_url && (x.state == HTML_DQ || x.state == HTML_SQ) &&
	    !url_meet(x.url, y.url, &url))
		return false;
	if ((x.state == HTML_GAP && y.state == HTML_BEFORE_ATTR) ||
	    (x.state == HTML_BEFORE_ATTR && y.state == HTML_GAP))
		x.state = y.state = HTML_GAP;
	x.url = y.url = url;
	if (!html_same(&x, &y))
		return false;
	*both = x;
	both->is_amp = a->is_amp || b->is_amp;
	both->n_attrs = a->n_attrs > b->n_attrs ? a->n_attrs : b->n_attrs;
	return true;
}

void html_end(struct tpl *t)
{
	const struct html_walk *h = &t->html;
	if (t->is_stopped)
		return;
	if (h->at.state == HTML_COMMENT)
		tpl_fault(t, h->at.tag_at, "this comment is not closed");
	else if (h->at.state == HTML_DQ || h->at.state == HTML_SQ)
		tpl_fault(t, h->at.attr.p - t->text.p, "the quote of this attribute is not closed");
	else if (h->at.state != HTML_TEXT && h->at.state != HTML_RCDATA &&
		 h->at.state != HTML_SCRIPT)
		tpl_fault(t, h->at.tag_at, "this tag is not closed");
	else if (h->at.n_open)
		tpl_fault(t, h->open[h->at.n_open - 1].at, "<%.*s> is not closed",
			  SF(h->open[h->at.n_open - 1].name));
}
