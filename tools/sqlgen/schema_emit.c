/* schema_emit.c: the schema itself as C: migrations, tables with their columns and labels,
 * enumerations. */
#include "sqlgen.h"

#include "base/os.h"

static void out_upper(struct out *o, str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out_char(o, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
}

/* Calls for each value of CHECK (... IN ('a', 'b')). */
static str next_value(str *list)
{
	str part = str_trim(str_cut(list, ','));
	return part.n >= 2 ? str_slice(part, 1, part.n - 1) : part;
}

static void out_enum(struct out *h, struct out *c, const struct column *col)
{
	str list = col->check;
	int n = 0;
	out_fmt(h, "enum %.*s {\n", SF(col->enum_name));
	while (list.p) {
		str value = next_value(&list);
		out_lit(h, "\t");
		out_upper(h, col->enum_name);
		out_lit(h, "_");
		out_upper(h, value);
		out_lit(h, ",\n");
		n++;
	}
	out_lit(h, "};\nenum { ");
	out_upper(h, col->enum_name);
	out_fmt(h, "_N = %d };\nstr %.*s_text(enum %.*s v);\n", n, SF(col->enum_name),
		SF(col->enum_name));
	out_fmt(h, "bool %.*s_of(str s, enum %.*s *v); /* false when s is none of them */\n\n",
		SF(col->enum_name), SF(col->enum_name));
	out_fmt(c, "static const char *const %.*s_words[] = { ", SF(col->enum_name));
	for (list = col->check; list.p;) {
		str value = next_value(&list);
		out_fmt(c, "\"%.*s\", ", SF(value));
	}
	out_fmt(c, "};\n\nstr %.*s_text(enum %.*s v)\n{\n\treturn enum_text(%.*s_words, ",
		SF(col->enum_name), SF(col->enum_name), SF(col->enum_name));
	out_upper(c, col->enum_name);
	out_fmt(
	    c,
	    "_N, (int)v);\n}\n\nbool %.*s_of(str s, enum %.*s *v)\n{\n\tint i = enum_of(%.*s_words, ",
	    SF(col->enum_name), SF(col->enum_name), SF(col->enum_name));
	out_upper(c, col->enum_name);
	out_fmt(c, "_N, s);\n\tif (i >= 0)\n\t\t*v = (enum %.*s)i;\n\treturn i >= 0;\n}\n\n",
		SF(col->enum_name));
}

/* Each enumeration once; two columns may share one when their lists are the same. */
static void out_enums(struct gen *g, struct out *h, struct out *c)
{
	struct columns done = { 0 };
	for (ptrdiff_t i = 0; i < g->tables.n; i++)
		for (ptrdiff_t k = 0; k < g->tables.v[i].columns.n; k++) {
			struct table *t = &g->tables.v[i];
			struct column *col = &t->columns.v[k];
			bool is_new = col->enum_name.p && col->check.p;
			for (ptrdiff_t d = 0; is_new && d < done.n; d++) {
				if (!str_eq(done.v[d].enum_name, col->enum_name))
					continue;
				is_new = false;
				if (!str_eq(done.v[d].check, col->check))
					complain(g, t->path, t->line,
						 "enum %.*s has two different lists (%.*s.%.*s)",
						 SF(col->enum_name), SF(t->name), SF(col->name));
			}
			if (!is_new)
				continue;
			*arena_push(g->a, &done) = *col;
			out_enum(h, c, col);
		}
}

static void out_table(struct out *c, const struct table *t)
{
	static const char *const kinds[] = { "VALUE_INT", "VALUE_INT", "VALUE_TEXT", "VALUE_BLOB" };
	out_fmt(c, "static const struct column_info %.*s_columns[] = {\n", SF(t->name));
	for (ptrdiff_t i = 0; i < t->columns.n; i++)
		out_fmt(c, "\t{ \"%.*s\", %s, %#xu },\n", SF(t->columns.v[i].name),
			kinds[t->columns.v[i].type], t->columns.v[i].label);
	out_lit(c, "};\n\n");
}

static void out_schema_c(struct gen *g, struct out *c)
{
	for (ptrdiff_t i = 0; i < g->tables.n; i++)
		out_table(c, &g->tables.v[i]);
	out_lit(c, "const struct table_info SCHEMA_TABLES[] = {\n");
	for (ptrdiff_t i = 0; i < g->tables.n; i++) {
		const struct table *t = &g->tables.v[i];
		out_fmt(c, "\t{ \"%.*s\", %s, %td, %.*s_columns },\n", SF(t->name),
			t->is_audited ? "true" : "false", t->columns.n, SF(t->name));
	}
	out_fmt(c, "};\nconst int SCHEMA_TABLES_N = %td;\n\n", g->tables.n);
	out_lit(c, "const struct migration SCHEMA_MIGRATIONS[] = {\n");
	for (ptrdiff_t i = 0; i < g->migrations.n; i++) {
		const struct migration *m = &g->migrations.v[i];
		out_fmt(c, "\t{ %d, \"%.*s\",\n", m->version, SF(m->name));
		out_c_string(c, m->text, "\t  ");
		out_lit(c, "\t  ,\n");
		out_c_string(c, pg_text(g, m->text), "\t  ");
		out_lit(c, "\t},\n");
	}
	out_fmt(c, "};\nconst int SCHEMA_MIGRATIONS_N = %td;\n", g->migrations.n);
}

static void write_file(struct gen *g, const char *folder, const char *name, struct out *o)
{
	str path = str_fmt(g->a, "%s/%s", folder, name);
	if (os_file_write(path.p, out_view(o)) != OK)
		complain(g, path, 1, "cannot be written");
}

void emit_schema(struct gen *g, const char *folder)
{
	struct out h = out_to_arena(g->a), c = h, pg = h;
	out_lit(&h, "/* Made by tools/sqlgen from schema/: the enumerations of the register. */\n"
		    "#ifndef GEN_SCHEMA_H\n#define GEN_SCHEMA_H\n\n#include \"base/str.h\"\n\n");
	out_lit(&c, "/* Made by tools/sqlgen from schema/. */\n#include \"schema.h\"\n\n"
		    "#include \"data/query.h\"\n\n");
	out_enums(g, &h, &c);
	out_schema_c(g, &c);
	out_lit(&h, "#endif\n");
	for (ptrdiff_t i = 0; i < g->migrations.n; i++)
		out_fmt(&pg, "%.*s;\n", SF(pg_text(g, g->migrations.v[i].text)));
	write_file(g, folder, "schema.h", &h);
	write_file(g, folder, "schema.c", &c);
	write_file(g, folder, "schema.pg.sql", &pg);
}
