/* emit.c: C for the queries of one feature: header with structs, source with functions, access
 * matrix, and the same statements for PostgreSQL. */
#include "sqlgen.h"

#include "base/os.h"

static bool is_first_upper(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
	return true;
}

const char *c_type(const struct field *f)
{
	switch (f->type) {
	case TYPE_INT: return f->is_nullable ? "struct opt_int " : "int64_t ";
	case TYPE_BOOL: return "bool ";
	case TYPE_TEXT: return "str ";
	case TYPE_BLOB: return "str ";
	}
	return "";
}

void out_c_string(struct out *o, str s, const char *indent)
{
	bool is_open = false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (!is_open)
			out_fmt(o, "%s\"", indent);
		is_open = true;
		char c = s.p[i];
		if (c == '"' || c == '\\')
			out_fmt(o, "\\%c", c);
		else if (c == '\n')
			out_lit(o, "\\n\"\n");
		else if (c == '\t')
			out_lit(o, " ");
		else
			out_char(o, c);
		is_open = c != '\n';
	}
	if (is_open)
		out_lit(o, "\"\n");
	if (!s.n)
		out_fmt(o, "%s\"\"\n", indent);
}

static void out_struct(struct out *o, str query, const char *what, const struct fields *f)
{
	out_fmt(o, "struct %.*s_%s {\n", SF(query), what);
	for (ptrdiff_t i = 0; i < f->n; i++)
		out_fmt(o, "\t%s%.*s;\n", c_type(&f->v[i]), SF(f->v[i].name));
	out_lit(o, "};\n");
}

static void out_prototype(struct out *o, const struct query *q)
{
	out_fmt(o, "enum err %.*s(struct tx *tx", SF(q->name));
	if (q->args.n)
		out_fmt(o, ", const struct %.*s_args *in", SF(q->name));
	if (q->kind == Q_WRITE)
		out_lit(o, ", struct wrote *out)");
	else
		out_fmt(o, ", struct %.*s_row%s *out)", SF(q->row_name),
			q->kind == Q_MANY ? "s" : "");
}

static void out_header(struct out *o, str feature, const struct queries *all)
{
	out_fmt(o, "/* Made by tools/sqlgen from src/%.*s/%.*s.sql: its queries, typed. */\n",
		SF(feature), SF(feature));
	out_lit(o, "#ifndef GEN_");
	is_first_upper(o, feature);
	out_lit(o, "_SQL_H\n#define GEN_");
	is_first_upper(o, feature);
	out_lit(o, "_SQL_H\n\n#include \"data/db.h\"\n#include \"schema.h\"\n\n");
	for (ptrdiff_t i = 0; i < all->n; i++) {
		const struct query *q = &all->v[i];
		out_fmt(o, "/* %.*s */\n", SF(q->says));
		if (q->args.n)
			out_struct(o, q->name, "args", &q->args);
		bool is_own = str_eq(q->row_name, q->name);
		if (q->kind != Q_WRITE && is_own)
			out_struct(o, q->name, "row", &q->row);
		if (q->kind == Q_MANY && is_own)
			out_fmt(
			    o,
			    "struct %.*s_rows {\n\tstruct %.*s_row *v;\n\tptrdiff_t n, cap;\n};\n",
			    SF(q->name), SF(q->name));
		out_prototype(o, q);
		out_lit(o, " MUST_CHECK;\n\n");
	}
	out_lit(o, "#endif\n");
}

static void out_names(struct out *o, const struct query *q)
{
	if (!q->written.n)
		return;
	out_fmt(o, "static const char *const %.*s_names[] = {", SF(q->name));
	for (ptrdiff_t i = 0; i < q->written.n; i++)
		out_fmt(o, "%s \"%.*s\"", i ? "," : "", SF(q->written.v[i].name));
	out_lit(o, " };\n");
}

/* A letter for each parameter in the order of their numbers: integer, text, blob. */
static str arg_letters(struct arena *a, const struct query *q)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < q->args.n; i++)
		n = q->args.v[i].index > n ? q->args.v[i].index : n;
	for (int i = 0; i < 3; i++)
		n = q->viewer_index[i] > n ? q->viewer_index[i] : n;
	char *letters = arena_new_n(a, char, n + 1);
	for (int i = 0; i < n; i++)
		letters[i] = 'i';
	for (ptrdiff_t i = 0; i < q->args.n; i++) {
		enum type t = q->args.v[i].type;
		letters[q->args.v[i].index - 1] = t == TYPE_TEXT ? 't' : t == TYPE_BLOB ? 'b' : 'i';
	}
	return (str){ letters, n };
}

static void out_query(struct gen *g, struct out *o, const struct query *q)
{
	bool is_audited = q->target && q->target->is_audited;
	out_names(o, q);
	out_fmt(o, "static const struct query %.*s_query = {\n\t.name = \"%.*s\",\n", SF(q->name),
		SF(q->name));
	out_fmt(o, "\t.where = \"%.*s:%d\",\n\t.sql =\n", SF(q->path), q->st->line);
	out_c_string(o, q->sql, "\t\t");
	out_lit(o, "\t\t,\n\t.pg_sql =\n");
	out_c_string(o, pg_text(g, q->pg_sql), "\t\t");
	out_fmt(o, "\t\t,\n\t.args = \"%.*s\",\n", SF(arg_letters(g->a, q)));
	if (q->is_plain_insert)
		out_lit(o, "\t.is_plain_insert = true,\n");
	if (q->is_later)
		out_lit(o, "\t.is_later = true,\n");
	out_fmt(o, "\t.role_bits = %#xu,\n\t.label_bits = %#xu,\n", q->roles, q->labels);
	out_fmt(o, "\t.viewer_index = { %d, %d, %d },\n", q->viewer_index[0], q->viewer_index[1],
		q->viewer_index[2]);
	if (is_audited)
		out_fmt(o, "\t.table = \"%.*s\",\n\t.op = %s,\n", SF(q->target->name),
			q->is_insert ? "CHANGE_INSERT" : "CHANGE_UPDATE");
	if (q->has_id)
		out_lit(o, "\t.has_id = true,\n");
	if (q->written.n)
		out_fmt(o, "\t.n_names = %td,\n\t.names = %.*s_names,\n", q->written.n,
			SF(q->name));
	out_lit(o, "};\n\n");
}

static void out_binds(struct out *o, const struct query *q)
{
	for (ptrdiff_t i = 0; i < q->args.n; i++) {
		const struct field *f = &q->args.v[i];
		const char *how = f->type == TYPE_TEXT   ? "text"
				  : f->type == TYPE_BLOB ? "blob"
				  : f->is_nullable       ? "opt"
							 : "int";
		out_fmt(o, "\tquery_%s(st, %d, in->%.*s);\n", how, f->index, SF(f->name));
	}
}

static void out_gets(struct out *o, const struct query *q, const char *indent)
{
	for (ptrdiff_t i = 0; i < q->row.n; i++) {
		const struct field *f = &q->row.v[i];
		out_fmt(o, "%srow->%.*s = ", indent, SF(f->name));
		switch (f->type) {
		case TYPE_INT:
			out_fmt(o, "stmt_%s(st, %td);\n", f->is_nullable ? "opt" : "int", i);
			break;
		case TYPE_BOOL: out_fmt(o, "stmt_int(st, %td) != 0;\n", i); break;
		case TYPE_TEXT: out_fmt(o, "stmt_text(st, tx->a, %td);\n", i); break;
		case TYPE_BLOB: out_fmt(o, "stmt_blob(st, tx->a, %td);\n", i); break;
		}
	}
}

static void out_function(struct out *o, const struct query *q)
{
	out_prototype(o, q);
	out_lit(o, "\n{\n\tstruct stmt *st;\n");
	if (q->kind != Q_WRITE)
		out_lit(o, "\tbool has;\n\tenum err e;\n");
	if (q->kind == Q_MANY)
		out_lit(o, "\tout->v = NULL;\n\tout->n = out->cap = 0;\n");
	out_fmt(o, "\tTRY(query_open(tx, &%.*s_query, &st));\n", SF(q->name));
	out_binds(o, q);
	if (q->kind == Q_WRITE) {
		out_fmt(o, "\treturn query_write(tx, &%.*s_query, st, out);\n}\n\n", SF(q->name));
		return;
	}
	if (q->kind == Q_MANY) {
		out_fmt(o,
			"\twhile ((e = query_step(st, &has)) == OK && has) {\n"
			"\t\tstruct %.*s_row *row = arena_push(tx->a, out);\n",
			SF(q->row_name));
		out_gets(o, q, "\t\t");
		out_lit(o, "\t}\n\tquery_close(st);\n\treturn e;\n}\n\n");
		return;
	}
	out_fmt(
	    o,
	    "\te = query_step(st, &has);\n\tif (e == OK && has) {\n\t\tstruct %.*s_row *row = out;\n",
	    SF(q->row_name));
	out_gets(o, q, "\t\t");
	out_lit(o,
		"\t}\n\tquery_close(st);\n\treturn e != OK ? e : has ? OK : ERR_NOT_FOUND;\n}\n\n");
}

static void out_source(struct gen *g, struct out *o, str feature, const struct queries *all)
{
	out_fmt(o, "/* Made by tools/sqlgen from src/%.*s/%.*s.sql. */\n", SF(feature),
		SF(feature));
	out_fmt(o, "#include \"%.*s.sql.h\"\n\n#include \"data/query.h\"\n\n", SF(feature));
	for (ptrdiff_t i = 0; i < all->n; i++) {
		out_query(g, o, &all->v[i]);
		out_function(o, &all->v[i]);
	}
	out_lit(o, "typedef int sql_is_not_empty;\n");
}

static const char *role_word(unsigned bit)
{
	static const char *const words[] = {
#define ROLE(name, word, says) word,
#include "data/roles.def"
#undef ROLE
	};
	return words[bit];
}

/* role, read or write, table.column, query: what each role can reach, computed by SQLite's
 * authorizer. */
static void out_access(struct out *o, const struct queries *all)
{
	for (ptrdiff_t i = 0; i < all->n; i++)
		for (ptrdiff_t k = 0; k < all->v[i].access.n; k++)
			for (unsigned r = 0; r < 32; r++) {
				const struct touch *t = &all->v[i].access.v[k];
				if (!(all->v[i].roles >> r & 1))
					continue;
				out_fmt(o, "%s\t%s\t%.*s.%.*s\t%.*s\n", role_word(r),
					t->is_write ? "write" : "read", SF(t->table),
					t->column.n ? (int)t->column.n : 1,
					t->column.n ? t->column.p : "*", SF(all->v[i].name));
			}
}

static void out_pg(struct gen *g, struct out *o, const struct queries *all)
{
	for (ptrdiff_t i = 0; i < all->n; i++) {
		str letters = arg_letters(g->a, &all->v[i]);
		out_fmt(o, "PREPARE %.*s", SF(all->v[i].name));
		for (ptrdiff_t k = 0; k < letters.n; k++)
			out_fmt(o, "%s%s", k ? ", " : " (",
				letters.p[k] == 't'   ? "text"
				: letters.p[k] == 'b' ? "bytea"
						      : "bigint");
		out_fmt(o, "%s AS\n%.*s;\n", letters.n ? ")" : "",
			SF(pg_text(g, all->v[i].pg_sql)));
	}
}

static void write_file(struct gen *g, const char *folder, str feature, const char *suffix,
		       struct out *o)
{
	str path = str_fmt(g->a, "%s/%.*s%s", folder, SF(feature), suffix);
	if (os_file_write(path.p, out_view(o)) != OK)
		complain(g, path, 1, "cannot be written");
}

void emit_feature(struct gen *g, str feature, const struct queries *q, const char *folder)
{
	struct out h = out_to_arena(g->a), c = h, access = h, pg = h;
	out_header(&h, feature, q);
	write_file(g, folder, feature, ".sql.h", &h);
	out_source(g, &c, feature, q);
	write_file(g, folder, feature, ".sql.c", &c);
	out_access(&access, q);
	write_file(g, folder, feature, ".access.tsv", &access);
	out_pg(g, &pg, q);
	write_file(g, folder, feature, ".pg.sql", &pg);
}
