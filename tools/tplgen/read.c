/* read.c: literals and {{tags}} to the tree. First small readers, then one function for each
 * kind of tag, then sections, and last the whole template. */
#include "tplgen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* A {{#section}} or {{?condition}} that is open. */
struct section {
	struct tpl_node *node;
	ptrdiff_t at;
	str name; /* what {{/name}} must say; "?" for a condition */
	bool has_else;
	struct html_at before, after_body;
};

struct reader {
	struct tpl *t;
	struct section open[TPL_SECTIONS_MAX];
	int n_open;
	/* The scopes of names: 0 is the view, then one for each list that is open. */
	struct tpl_shape *scope[TPL_SECTIONS_MAX + 1];
	int depth;
	ptrdiff_t at; /* where the tag that is being read begins */
	bool is_past_head;
};

void tpl_fault(struct tpl *t, ptrdiff_t at, const char *fmt, ...)
{
	char sentence[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	int64_t line = 1;
	ptrdiff_t bol = 0;
	for (ptrdiff_t i = 0; i < at; i++)
		if (t->text.p[i] == '\n')
			line++, bol = i + 1;
	fault_at(t->faults, t->path, line, at - bol + 1, (str){ 0 }, "%s", sentence);
}

static struct tpl_nodes *nodes_here(struct reader *r)
{
	if (!r->n_open)
		return &r->t->body;
	struct section *s = &r->open[r->n_open - 1];
	return s->has_else ? &s->node->otherwise : &s->node->body;
}

static struct tpl_node *add(struct reader *r, enum tpl_kind kind)
{
	struct tpl_node *node = arena_new(r->t->a, struct tpl_node);
	*node = (struct tpl_node){ .kind = kind, .at = r->at };
	*arena_push(r->t->a, nodes_here(r)) = node;
	return node;
}

/* The first word of *rest; white space around it is taken away. */
static str word(str *rest)
{
	str w = str_cut(rest, ' ');
	*rest = rest->p ? str_trim(*rest) : S("");
	return w;
}

/* Resolves "../a.b" or "." and fills node->depth, path and field. */
static bool read_path(struct reader *r, str path, enum tpl_type want, struct tpl_node *node)
{
	struct tpl *t = r->t;
	int depth = r->depth;
	for (; str_starts(path, S("../")); path = str_slice(path, 3, path.n))
		if (--depth < 0) {
			tpl_fault(t, r->at, "../ leads out of the view");
			return false;
		}
	node->depth = depth;
	node->path = path;
	struct tpl_shape *s = r->scope[depth];
	if (str_eq(path, S("."))) {
		if (depth == 0 || want != TPL_TEXT || s->n || s->is_declared) {
			tpl_fault(t, r->at, "{{.}} is the text of a list of texts");
			return false;
		}
		s->is_text = true;
		node->field = arena_new(t->a, struct tpl_field);
		*node->field = (struct tpl_field){ .name = path, .type = TPL_TEXT, .at = r->at };
		return true;
	}
	if (s->is_text) {
		tpl_fault(t, r->at, "this list holds texts; say {{.}}");
		return false;
	}
	node->field = view_field(t, s, path, want, r->at);
	return node->field;
}

/* ---- values ---- */

static const struct {
	const char *name;
	enum tpl_filter filter;
	enum tpl_type type;
	int n_words;
} filters[] = {
	{ "dash", AS_DASH, TPL_TEXT, 0 },    { "count", AS_COUNT, TPL_INT, 0 },
	{ "plural", AS_PLURAL, TPL_INT, 2 }, { "day", AS_DAY, TPL_DAY, 0 },
	{ "iso", AS_ISO, TPL_DAY, 0 },       { "day", AS_DAY, TPL_AT, 0 },
	{ "iso", AS_ISO, TPL_AT, 0 },        { "time", AS_TIME, TPL_AT, 0 },
	{ "moment", AS_MOMENT, TPL_AT, 0 },
};

static bool is_plain_word(str w)
{
	for (ptrdiff_t i = 0; i < w.n; i++) {
		char c = w.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-')
			return false;
	}
	return w.n > 0;
}

static void read_filter(struct reader *r, str how, struct tpl_node *node)
{
	str name = word(&how);
	bool is_known = false;
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		if (!str_eq(name, str_of(filters[i].name)))
			continue;
		is_known = true;
		if (filters[i].type != node->field->type)
			continue;
		node->filter = filters[i].filter;
		if (filters[i].n_words == 2) {
			node->one = word(&how);
			node->many = word(&how);
		}
		if (how.n || (filters[i].n_words &&
			      (!is_plain_word(node->one) || !is_plain_word(node->many))))
			tpl_fault(r->t, r->at, "the filter '%.*s' takes %d words", SF(name),
				  filters[i].n_words);
		return;
	}
	if (is_known)
		tpl_fault(r->t, r->at, "the filter '%.*s' is not for '%.*s'", SF(name),
			  SF(node->path));
	else
		tpl_fault(r->t, r->at, "there is no filter '%.*s'", SF(name));
}

static void read_value(struct reader *r, str tag)
{
	struct tpl *t = r->t;
	str how = tag, path = str_trim(str_cut(&how, '|'));
	struct tpl_node *node = add(r, TPL_VALUE);
	enum html_state state = t->html.at.state;
	if (!read_path(r, path, TPL_TEXT, node))
		return;
	switch (node->field->type) {
	case TPL_BOOL:
		tpl_fault(t, r->at, "'%.*s' is yes or no: say {{?%.*s}}..{{else}}..{{/?}}",
			  SF(path), SF(path));
		return;
	case TPL_HTML:
		if (state == HTML_DQ || state == HTML_SQ || state == HTML_RCDATA) {
			tpl_fault(t, r->at, "HTML may stand between elements only");
			return;
		}
		break;
	case TPL_DAY:
	case TPL_AT:
		if (!how.p)
			tpl_fault(t, r->at, "say how: {{%.*s|day}}, {{%.*s|iso}}", SF(path),
				  SF(path));
		break;
	case TPL_UNKNOWN:
	case TPL_TEXT:
	case TPL_INT: break;
	case TPL_GROUP:
	case TPL_LIST:
	case TPL_PART: return;
	}
	if (how.p)
		read_filter(r, str_trim(how), node);
	html_value(t, r->at, node);
}

static void read_include(struct reader *r, str tag)
{
	struct tpl *t = r->t;
	str name = word(&tag), path = word(&tag);
	if (!tpl_name_is_valid(name) || !path.n || tag.n) {
		tpl_fault(t, r->at, "say {{>template field}}");
		return;
	}
	if (t->html.at.state != HTML_TEXT) {
		tpl_fault(t, r->at, "a template is included between elements only");
		return;
	}
	struct tpl_node *node = add(r, TPL_INCLUDE);
	node->text = name;
	if (!read_path(r, path, TPL_PART, node))
		return;
	if (node->field->part.p && !str_eq(node->field->part, name))
		tpl_fault(t, r->at, "'%.*s' is the view of '%.*s' elsewhere", SF(path),
			  SF(node->field->part));
	node->field->part = name;
}

static void read_asset(struct reader *r, str name)
{
	bool ok = name.n > 0 && name.p[0] != '.';
	for (ptrdiff_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		ok = ok &&
		     ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-');
	}
	if (!ok) {
		tpl_fault(r->t, r->at, "an asset's name is a file name: {{@grata.css}}");
		return;
	}
	struct tpl_node *node = add(r, TPL_ASSET);
	node->text = name;
	html_value(r->t, r->at, node);
}

static void read_use(struct reader *r, str tag)
{
	struct tpl *t = r->t;
	str verb = word(&tag);
	bool ok = str_eq(verb, S("use")) && str_ends(tag, S(".h")) && str_find(tag, S("..")) < 0;
	for (ptrdiff_t i = 0; i < tag.n; i++) {
		char c = tag.p[i];
		ok = ok && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
			    c == '.' || c == '/');
	}
	if (!ok || r->is_past_head)
		tpl_fault(t, r->at, "{{%%use folder/file.h}} stands at the top and names a header");
	else
		*arena_push(t->a, &t->uses) = tag;
}

/* ---- sections ---- */

static struct section *open_section(struct reader *r, enum tpl_kind kind, str name)
{
	struct tpl *t = r->t;
	if (r->n_open == TPL_SECTIONS_MAX) {
		tpl_fault(t, r->at, "too many sections within sections");
		t->is_stopped = true;
		return NULL;
	}
	struct tpl_node *node = add(r, kind);
	struct section *s = &r->open[r->n_open++];
	*s = (struct section){ .node = node, .at = r->at, .name = name, .before = t->html.at };
	t->html.at.n_floor = t->html.at.n_open;
	return s;
}

static void open_list(struct reader *r, str tag)
{
	struct tpl *t = r->t;
	str name = word(&tag), c_name = word(&tag);
	struct section *s = open_section(r, TPL_EACH, name);
	if (!s)
		return;
	struct tpl_shape *shape = NULL;
	if ((c_name.n && !tpl_name_is_valid(c_name)) || tag.n)
		tpl_fault(t, r->at, "say {{#name}} or {{#name struct_name}}");
	else if (read_path(r, name, TPL_LIST, s->node))
		shape = s->node->field->shape;
	if (!shape) {
		shape = arena_new(t->a, struct tpl_shape);
		t->is_stopped = true;
	} else if (c_name.n) {
		shape->c_name = c_name;
		shape->is_declared = true;
	}
	r->scope[++r->depth] = shape;
	s->node->scope = r->depth;
}

static void open_if(struct reader *r, str path)
{
	struct section *s = open_section(r, TPL_IF, S("?"));
	if (!s)
		return;
	if (str_starts(path, S("!"))) {
		s->node->is_not = true;
		path = str_slice(path, 1, path.n);
	}
	if (read_path(r, str_trim(path), TPL_UNKNOWN, s->node) &&
	    (s->node->field->type == TPL_GROUP || s->node->field->type == TPL_PART))
		tpl_fault(r->t, r->at, "'%.*s' is a struct; ask for one of its fields", SF(path));
}

static void read_else(struct reader *r)
{
	struct tpl *t = r->t;
	struct section *s = r->n_open ? &r->open[r->n_open - 1] : NULL;
	if (!s || s->has_else) {
		tpl_fault(t, r->at, "this {{else}} belongs to nothing that is open");
		t->is_stopped = true;
		return;
	}
	if (s->node->kind == TPL_EACH) {
		struct html_at start = s->before;
		start.n_floor = t->html.at.n_floor;
		if (!html_same(&start, &t->html.at))
			tpl_fault(t, r->at, "a list must end where in the HTML it began");
		r->depth--;
	}
	s->has_else = true;
	s->after_body = t->html.at;
	t->html.at = s->before;
	t->html.at.n_floor = s->before.n_open;
}

static void close_section(struct reader *r, str name)
{
	struct tpl *t = r->t;
	if (!r->n_open) {
		tpl_fault(t, r->at, "{{/%.*s}} closes nothing", SF(name));
		t->is_stopped = true;
		return;
	}
	struct section *s = &r->open[--r->n_open];
	if (!str_eq(name, s->name)) {
		tpl_fault(t, r->at, "{{/%.*s}} where {{/%.*s}} is due", SF(name), SF(s->name));
		t->is_stopped = true;
		return;
	}
	struct html_at both, first = s->has_else ? s->after_body : s->before;
	bool is_list = s->node->kind == TPL_EACH;
	if (is_list && !s->has_else)
		r->depth--;
	if (is_list && !s->has_else ? !html_same(&s->before, &t->html.at)
				    : !html_meet(&first, &t->html.at, &both)) {
		tpl_fault(t, r->at,
			  "the branches of this section end in different places of the HTML");
		t->is_stopped = true;
		return;
	}
	if (!is_list || s->has_else)
		t->html.at = both;
	t->html.at.n_floor = s->before.n_floor;
}

/* ---- the whole ---- */

static void read_tag(struct reader *r, str tag)
{
	str name = tag.n ? str_slice(tag, 1, tag.n) : tag;
	switch (tag.n ? tag.p[0] : ' ') {
	case '!': return;
	case '%': read_use(r, name); return;
	default: break;
	}
	r->is_past_head = true;
	if (str_eq(tag, S("else"))) {
		html_tag_here(r->t);
		read_else(r);
		return;
	}
	switch (tag.n ? tag.p[0] : ' ') {
	case '#':
		html_tag_here(r->t);
		open_list(r, name);
		return;
	case '?':
		html_tag_here(r->t);
		open_if(r, name);
		return;
	case '/':
		html_tag_here(r->t);
		close_section(r, name);
		return;
	case '>': read_include(r, name); return;
	case '@': read_asset(r, name); return;
	default: read_value(r, tag); return;
	}
}

/* A tag that only structures and stands alone on its line takes the line with it. Returns where the
 * literal before it ends; *to is moved behind the line's end. */
static ptrdiff_t alone_on_line(str text, ptrdiff_t from, ptrdiff_t tag_at, ptrdiff_t *to)
{
	str tag = str_slice(text, tag_at + 2, text.n);
	if (!strchr("#?/!%>", tag.p[0]) && !str_starts(tag, S("else}}")))
		return tag_at;
	ptrdiff_t i = tag_at, k = *to;
	while (i > from && (text.p[i - 1] == ' ' || text.p[i - 1] == '\t'))
		i--;
	while (k < text.n && (text.p[k] == ' ' || text.p[k] == '\t'))
		k++;
	bool is_first = i == 0 || text.p[i - 1] == '\n';
	if (!is_first || (k < text.n && text.p[k] != '\n'))
		return tag_at;
	*to = k < text.n ? k + 1 : k;
	return i;
}

static void literal(struct reader *r, ptrdiff_t from, ptrdiff_t to)
{
	if (from >= to)
		return;
	r->at = from;
	r->is_past_head = true;
	add(r, TPL_LITERAL)->text = str_slice(r->t->text, from, to);
	html_literal(r->t, from, to);
}

static void read_all(struct reader *r)
{
	struct tpl *t = r->t;
	ptrdiff_t from = 0;
	while (!t->is_stopped) {
		str rest = str_slice(t->text, from, t->text.n);
		ptrdiff_t tag_at = str_find(rest, S("{{"));
		if (tag_at < 0) {
			literal(r, from, t->text.n);
			return;
		}
		tag_at += from;
		str behind = str_slice(t->text, tag_at + 2, t->text.n);
		ptrdiff_t n = str_find(behind, S("}}"));
		str tag = n < 0 ? behind : str_slice(behind, 0, n);
		bool is_note = str_starts(tag, S("!"));
		if (n < 0 || (!is_note && (n > 200 || str_find_byte(tag, '\n') >= 0 ||
					   str_find_byte(tag, '{') >= 0))) {
			tpl_fault(t, tag_at, "this {{ has no }} on its line");
			return;
		}
		ptrdiff_t next = tag_at + 2 + n + 2;
		ptrdiff_t end = alone_on_line(t->text, from, tag_at, &next);
		literal(r, from, end);
		r->at = tag_at;
		if (!t->is_stopped)
			read_tag(r, str_trim(tag));
		from = next;
	}
}

enum err tpl_read(struct arena *a, struct faults *f, str path, str name, str text, struct tpl *t)
{
	*t = (struct tpl){ .a = a, .faults = f, .path = path, .name = name, .text = text };
	t->view = arena_new(a, struct tpl_shape);
	t->view->c_name = str_fmt(a, "%.*s_view", SF(name));
	struct reader *r = arena_new(a, struct reader);
	r->t = t;
	r->scope[0] = t->view;
	ptrdiff_t bad = utf8_fault(text);
	if (bad < 0)
		bad = str_find_byte(text, '\0');
	if (!tpl_name_is_valid(name))
		tpl_fault(t, 0, "a template's name is made of a-z, 0-9 and _");
	else if (text.n > TPL_BYTES_MAX)
		tpl_fault(t, 0, "a template has at most %d KiB", TPL_BYTES_MAX >> 10);
	else if (bad >= 0)
		tpl_fault(t, bad, "this is not UTF-8 text");
	else
		read_all(r);
	for (int i = 0; i < r->n_open && !t->is_stopped; i++)
		tpl_fault(t, r->open[i].at, "this section is not closed");
	if (!r->n_open && !faults_err(f))
		html_end(t);
	return faults_err(f);
}
