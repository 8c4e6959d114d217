/* emit.c: the tree to C. First expressions, then the header with the view's structs, then
 * the function that writes the page, then the one that writes its JSON. */
#include "tplgen.h"

#include "base/must.h"

enum { LITERAL_SLICE = 1000 }; /* bytes of text in one C string */

static void indent(struct out *o, int n)
{
	while (n-- > 0)
		out_char(o, '\t');
}

/* ---- expressions ---- */

/* The variable of a scope: v, then r1, r2 ... */
static str scope_name(struct arena *a, int depth)
{
	return depth ? str_fmt(a, "r%d", depth) : S("v");
}

static str expression(struct arena *a, int depth, str path)
{
	if (str_eq(path, S(".")))
		return str_fmt(a, "*r%d", depth);
	return str_fmt(a, "%.*s->%.*s", SF(scope_name(a, depth)), SF(path));
}

/* The same path with the counter's name at its end: a.n_rows. */
static str counter(struct arena *a, int depth, str path)
{
	ptrdiff_t last = path.n;
	while (last > 0 && path.p[last - 1] != '.')
		last--;
	return expression(a, depth,
			  str_fmt(a, "%.*sn_%.*s", SF(str_slice(path, 0, last)),
				  SF(str_slice(path, last, path.n))));
}

/* A C string; '?' is escaped because C17 still knows trigraphs. */
static void emit_string(struct out *o, str s)
{
	out_char(o, '"');
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '\n')
			out_lit(o, "\\n");
		else if (c == '\t')
			out_lit(o, "\\t");
		else if (c == '"' || c == '\\' || c == '?')
			out_fmt(o, "\\%c", c);
		else if (c < 0x20 || c > 0x7e)
			out_fmt(o, "\\%03o", c);
		else
			out_char(o, (char)c);
	}
	out_char(o, '"');
}

/* ---- the header ---- */

static void emit_field(struct out *o, const struct tpl_field *f)
{
	out_char(o, '\t');
	switch (f->type) {
	case TPL_UNKNOWN:
	case TPL_TEXT: out_fmt(o, "str %.*s;\n", SF(f->name)); return;
	case TPL_INT:
	case TPL_DAY:
	case TPL_AT: out_fmt(o, "int64_t %.*s;\n", SF(f->name)); return;
	case TPL_BOOL: out_fmt(o, "bool %.*s;\n", SF(f->name)); return;
	case TPL_HTML: out_fmt(o, "struct html %.*s;\n", SF(f->name)); return;
	case TPL_GROUP:
		out_fmt(o, "struct %.*s %.*s;\n", SF(f->shape->c_name), SF(f->name));
		return;
	case TPL_PART: out_fmt(o, "struct %.*s_view %.*s;\n", SF(f->part), SF(f->name)); return;
	case TPL_LIST:
		if (f->shape->is_text)
			out_fmt(o, "const str *%.*s;\n", SF(f->name));
		else
			out_fmt(o, "const struct %.*s *%.*s;\n", SF(f->shape->c_name), SF(f->name));
		out_fmt(o, "\tptrdiff_t n_%.*s;\n", SF(f->name));
		return;
	}
}

static void emit_shape(struct out *o, const struct tpl_shape *s)
{
	if (s->is_text)
		return;
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->v[i]->shape)
			emit_shape(o, s->v[i]->shape);
	if (s->is_declared)
		return;
	out_fmt(o, "struct %.*s {\n", SF(s->c_name));
	for (ptrdiff_t i = 0; i < s->n; i++)
		emit_field(o, s->v[i]);
	if (!s->n)
		out_lit(o, "\tchar nothing; /* the template reads no field */\n");
	out_lit(o, "};\n\n");
}

static void emit_part_includes(struct out *o, const struct tpl_shape *s)
{
	for (ptrdiff_t i = 0; i < s->n; i++) {
		if (s->v[i]->type == TPL_PART)
			out_fmt(o, "#include \"%.*s.html.h\"\n", SF(s->v[i]->part));
		if (s->v[i]->shape)
			emit_part_includes(o, s->v[i]->shape);
	}
}

void tpl_emit_header(const struct tpl *t, struct out *o)
{
	out_fmt(o, "/* Made by tplgen from %.*s.html. */\n", SF(t->name));
	out_fmt(o, "#ifndef %.*s_html_h\n#define %.*s_html_h\n\n", SF(t->name), SF(t->name));
	out_lit(o, "#include \"base/out.h\"\n");
	for (ptrdiff_t i = 0; i < t->uses.n; i++)
		out_fmt(o, "#include \"%.*s\"\n", SF(t->uses.v[i]));
	emit_part_includes(o, t->view);
	out_lit(o, "\n");
	emit_shape(o, t->view);
	out_fmt(o, "void %.*s_html(struct out *o, const struct %.*s_view *v);\n", SF(t->name),
		SF(t->name));
	out_lit(o, "/* The same view as one JSON object; HTML fields are left out. */\n");
	out_fmt(o, "void %.*s_json(struct out *o, const struct %.*s_view *v);\n\n#endif\n",
		SF(t->name), SF(t->name));
}

/* ---- the page ---- */

static void emit_literal(struct out *o, str s, int tabs)
{
	while (s.n) {
		ptrdiff_t n = s.n < LITERAL_SLICE ? s.n : LITERAL_SLICE;
		indent(o, tabs);
		out_lit(o, "out_lit(o, ");
		emit_string(o, str_slice(s, 0, n));
		out_lit(o, ");\n");
		s = str_slice(s, n, s.n);
	}
}

static void emit_text(struct out *o, const struct tpl_node *n, str x)
{
	if (n->is_url)
		out_fmt(o, "%s(o, %.*s);\n", n->is_url_start ? "out_href" : "out_url", SF(x));
	else if (n->filter == AS_DASH)
		out_fmt(o, "out_html(o, str_is_empty(%.*s) ? S(\"\\342\\200\\223\") : %.*s);\n",
			SF(x), SF(x));
	else
		out_fmt(o, "out_html(o, %.*s);\n", SF(x));
}

static void emit_value(const struct tpl *t, struct out *o, const struct tpl_node *n, int tabs)
{
	str x = expression(t->a, n->depth, n->path);
	bool is_day = n->field->type == TPL_DAY;
	indent(o, tabs);
	switch (n->field->type) {
	case TPL_UNKNOWN:
	case TPL_TEXT: emit_text(o, n, x); return;
	case TPL_HTML: out_fmt(o, "out_raw(o, %.*s.s, \"made by a component\");\n", SF(x)); return;
	case TPL_INT:
	case TPL_DAY:
	case TPL_AT: break;
	case TPL_BOOL:
	case TPL_GROUP:
	case TPL_LIST:
	case TPL_PART: must_not_come_here("read.c refuses these");
	}
	switch (n->filter) {
	case AS_PLAIN: out_fmt(o, "out_int(o, %.*s);\n", SF(x)); return;
	case AS_COUNT: out_fmt(o, "out_count(o, %.*s);\n", SF(x)); return;
	case AS_PLURAL:
		out_fmt(o, "out_count(o, %.*s);\n", SF(x));
		indent(o, tabs);
		out_fmt(o, "out_str(o, %.*s == 1 ? S(\" %.*s\") : S(\" %.*s\"));\n", SF(x),
			SF(n->one), SF(n->many));
		return;
	case AS_DAY:
		out_fmt(o, "%s(o, %.*s);\n", is_day ? "out_day_long" : "out_at_day", SF(x));
		return;
	case AS_ISO: out_fmt(o, "%s(o, %.*s);\n", is_day ? "out_day" : "out_at", SF(x)); return;
	case AS_TIME: out_fmt(o, "out_at_time(o, %.*s);\n", SF(x)); return;
	case AS_MOMENT: out_fmt(o, "out_at_moment(o, %.*s);\n", SF(x)); return;
	case AS_DASH: must_not_come_here("a filter of texts");
	}
}

/* The condition that a field of any type makes. */
static str condition(const struct tpl *t, const struct tpl_node *n)
{
	str x = expression(t->a, n->depth, n->path);
	switch (n->field->type) {
	case TPL_UNKNOWN:
	case TPL_TEXT: return str_fmt(t->a, "!str_is_empty(%.*s)", SF(x));
	case TPL_HTML: return str_fmt(t->a, "!str_is_empty(%.*s.s)", SF(x));
	case TPL_LIST: return str_fmt(t->a, "%.*s > 0", SF(counter(t->a, n->depth, n->path)));
	case TPL_INT:
	case TPL_DAY:
	case TPL_AT: return str_fmt(t->a, "%.*s != 0", SF(x));
	case TPL_BOOL: return x;
	case TPL_GROUP:
	case TPL_PART: break;
	}
	must_not_come_here("a group is no condition");
}

static void emit_nodes(const struct tpl *t, struct out *o, const struct tpl_nodes *nodes, int tabs);

static void emit_branches(const struct tpl *t, struct out *o, const struct tpl_node *n, int tabs)
{
	indent(o, tabs);
	out_fmt(o, n->is_not ? "if (!(%.*s)) {\n" : "if (%.*s) {\n", SF(condition(t, n)));
	emit_nodes(t, o, &n->body, tabs + 1);
	if (n->otherwise.n) {
		indent(o, tabs);
		out_lit(o, "} else {\n");
		emit_nodes(t, o, &n->otherwise, tabs + 1);
	}
	indent(o, tabs);
	out_lit(o, "}\n");
}

static void emit_list(const struct tpl *t, struct out *o, const struct tpl_node *n, int tabs)
{
	const struct tpl_shape *s = n->field->shape;
	int in = n->scope;
	indent(o, tabs);
	out_fmt(o, "for (ptrdiff_t i%d = 0; i%d < %.*s; i%d++) {\n", in, in,
		SF(counter(t->a, n->depth, n->path)), in);
	indent(o, tabs + 1);
	if (s->is_text)
		out_fmt(o, "const str *r%d", in);
	else
		out_fmt(o, "const struct %.*s *r%d", SF(s->c_name), in);
	out_fmt(o, " = &%.*s[i%d];\n", SF(expression(t->a, n->depth, n->path)), in);
	indent(o, tabs + 1);
	out_fmt(o, "(void)r%d;\n", in);
	emit_nodes(t, o, &n->body, tabs + 1);
	indent(o, tabs);
	out_lit(o, "}\n");
	if (!n->otherwise.n)
		return;
	indent(o, tabs);
	out_fmt(o, "if (%.*s == 0) {\n", SF(counter(t->a, n->depth, n->path)));
	emit_nodes(t, o, &n->otherwise, tabs + 1);
	indent(o, tabs);
	out_lit(o, "}\n");
}

static void emit_nodes(const struct tpl *t, struct out *o, const struct tpl_nodes *nodes, int tabs)
{
	for (ptrdiff_t i = 0; i < nodes->n; i++) {
		const struct tpl_node *n = nodes->v[i];
		switch (n->kind) {
		case TPL_LITERAL: emit_literal(o, n->text, tabs); break;
		case TPL_VALUE: emit_value(t, o, n, tabs); break;
		case TPL_EACH: emit_list(t, o, n, tabs); break;
		case TPL_IF: emit_branches(t, o, n, tabs); break;
		case TPL_INCLUDE:
			indent(o, tabs);
			out_fmt(o, "%.*s_html(o, &%.*s);\n", SF(n->text),
				SF(expression(t->a, n->depth, n->path)));
			break;
		case TPL_ASSET:
			indent(o, tabs);
			out_fmt(o, "out_html(o, asset_url(S(\"%.*s\")));\n", SF(n->text));
			break;
		}
	}
}

/* ---- JSON ---- */

static void emit_json_shape(const struct tpl *t, struct out *o, const struct tpl_shape *s, str at,
			    int depth, int tabs);

static void emit_json_value(struct out *o, const struct tpl_field *f, str x, int tabs)
{
	indent(o, tabs);
	if (f->type == TPL_PART)
		out_fmt(o, "%.*s_json(o, &%.*s);\n", SF(f->part), SF(x));
	else if (f->type == TPL_DAY || f->type == TPL_AT)
		out_fmt(o, "out_char(o, '\"'), %s(o, %.*s), out_char(o, '\"');\n",
			f->type == TPL_DAY ? "out_day" : "out_at", SF(x));
	else if (f->type == TPL_BOOL)
		out_fmt(o, "out_str(o, %.*s ? S(\"true\") : S(\"false\"));\n", SF(x));
	else
		out_fmt(o, "%s(o, %.*s);\n", f->type == TPL_INT ? "out_int" : "out_json", SF(x));
}

static void emit_json_list(const struct tpl *t, struct out *o, const struct tpl_field *f, str at,
			   int depth, int tabs)
{
	int in = depth + 1;
	indent(o, tabs);
	out_lit(o, "out_char(o, '[');\n");
	indent(o, tabs);
	out_fmt(o, "for (ptrdiff_t i%d = 0; i%d < %.*sn_%.*s; i%d++) {\n", in, in, SF(at),
		SF(f->name), in);
	indent(o, tabs + 1);
	out_fmt(o, "if (i%d)\n", in);
	indent(o, tabs + 2);
	out_lit(o, "out_char(o, ',');\n");
	str element = str_fmt(t->a, "%.*s%.*s[i%d]", SF(at), SF(f->name), in);
	if (f->shape->is_text) {
		indent(o, tabs + 1);
		out_fmt(o, "out_json(o, %.*s);\n", SF(element));
	} else {
		emit_json_shape(t, o, f->shape, str_fmt(t->a, "%.*s.", SF(element)), in, tabs + 1);
	}
	indent(o, tabs);
	out_lit(o, "}\n");
	indent(o, tabs);
	out_lit(o, "out_char(o, ']');\n");
}

static void emit_json_shape(const struct tpl *t, struct out *o, const struct tpl_shape *s, str at,
			    int depth, int tabs)
{
	indent(o, tabs);
	out_lit(o, "out_char(o, '{');\n");
	bool is_first = true;
	for (ptrdiff_t i = 0; i < s->n; i++) {
		const struct tpl_field *f = s->v[i];
		str x = str_fmt(t->a, "%.*s%.*s", SF(at), SF(f->name));
		if (f->type == TPL_HTML)
			continue;
		indent(o, tabs);
		out_fmt(o, "out_lit(o, \"%s\\\"%.*s\\\":\");\n", is_first ? "" : ",", SF(f->name));
		is_first = false;
		if (f->type == TPL_LIST)
			emit_json_list(t, o, f, at, depth, tabs);
		else if (f->type == TPL_GROUP)
			emit_json_shape(t, o, f->shape, str_fmt(t->a, "%.*s.", SF(x)), depth, tabs);
		else
			emit_json_value(o, f, x, tabs);
	}
	indent(o, tabs);
	out_lit(o, "out_char(o, '}');\n");
}

/* ---- the file ---- */

static bool has_asset(const struct tpl_nodes *nodes)
{
	for (ptrdiff_t i = 0; i < nodes->n; i++)
		if (nodes->v[i]->kind == TPL_ASSET || has_asset(&nodes->v[i]->body) ||
		    has_asset(&nodes->v[i]->otherwise))
			return true;
	return false;
}

void tpl_emit_code(const struct tpl *t, struct out *o)
{
	out_fmt(o, "/* Made by tplgen from %.*s.html. */\n#include \"%.*s.html.h\"\n\n",
		SF(t->name), SF(t->name));
	out_lit(o, "#include \"base/day.h\"\n");
	if (has_asset(&t->body))
		out_lit(o, "#include \"web/asset.h\"\n");
	out_fmt(o, "\nvoid %.*s_html(struct out *o, const struct %.*s_view *v)\n{\n\t(void)v;\n",
		SF(t->name), SF(t->name));
	emit_nodes(t, o, &t->body, 1);
	out_fmt(o, "}\n\nvoid %.*s_json(struct out *o, const struct %.*s_view *v)\n{\n\t(void)v;\n",
		SF(t->name), SF(t->name));
	emit_json_shape(t, o, t->view, S("v->"), 0, 1);
	out_lit(o, "}\n");
}
