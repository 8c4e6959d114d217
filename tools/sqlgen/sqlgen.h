/* sqlgen.h: the compiler of docs/sql.md: migrations and annotated queries in, typed C out.
 *
 * scan.c   text -> tokens -> statements with their annotations
 * schema.c migrations -> a real SQLite in memory, and what the comments add to it
 * query.c  one query checked against that schema: names, roles, rows, plan, types, nulls
 * emit.c   C for a feature; pg.c the same text for PostgreSQL; schema_emit.c the schema itself
 *
 * All memory is one arena that lives as long as the run. Mistakes are collected with file and line.
 */
#ifndef SQLGEN_H
#define SQLGEN_H

#include <sqlite3.h>

#include "base/out.h"
#include "scan.h"

enum type { TYPE_INT, TYPE_BOOL, TYPE_TEXT, TYPE_BLOB };

struct column {
	str name, enum_name, check; /* check: 'a','b' as written, when there is an enum */
	enum type type;
	bool is_nullable;
	unsigned label; /* one bit of labels.def */
};

struct columns {
	struct column *v;
	ptrdiff_t n, cap;
};

struct table {
	str name, rows, path;
	int line;
	unsigned label;
	bool is_audited;
	struct columns columns;
};

struct tables {
	struct table *v;
	ptrdiff_t n, cap;
};

struct migration {
	int version;
	str name, path, text;
	struct statements statements;
};

struct migrations {
	struct migration *v;
	ptrdiff_t n, cap;
};

/* The whole run. */
struct gen {
	struct arena *a;
	sqlite3 *db;
	struct tables tables;
	struct migrations migrations;
	int n_errors;
	struct access *access; /* where the authorizer writes, while a query is prepared */
};

/* What one query touches, from SQLite's authorizer. */
struct touch {
	str table, column; /* column is empty when only rows are counted */
	bool is_write;
};

struct access {
	struct touch *v;
	ptrdiff_t n, cap;
};

enum query_kind { Q_MANY, Q_ONE, Q_WRITE };

struct field {
	str name;
	enum type type;
	bool is_nullable;
	int index; /* of a parameter, from 1 */
};

struct fields {
	struct field *v;
	ptrdiff_t n, cap;
};

struct query {
	struct statement *st;
	str name, says, path;
	str row_name; /* of the query whose struct its rows are; mostly its own */
	enum query_kind kind;
	unsigned roles, labels;
	str sql;              /* macros replaced */
	str pg_sql;           /* the same, RETURNING and ON CONFLICT added; not yet in PostgreSQL's
				 words */
	struct fields args;   /* in the order of their first use */
	struct fields row;    /* result columns */
	int viewer_index[3];  /* parameters bound by the data layer: user, mission, hidden bits; 0 =
				 not used */
	struct table *target; /* of a write */
	bool is_insert, has_id;
	bool is_plain_insert;  /* VALUES, and not a word about conflicts */
	bool is_later;         /* nobody reads what the write gives */
	struct fields written; /* audited columns that the write sets, in the order of the table */
	struct access access;
};

struct queries {
	struct query *v;
	ptrdiff_t n, cap;
};

/* schema.c */
void schema_load(struct gen *g, int n, char **paths); /* migrations in the order given */
struct table *schema_table(struct gen *g, str name);
struct column *table_column(struct table *t, str name);
enum type type_of_name(str name);
unsigned label_of(str name);            /* 0 when there is no such label */
unsigned roles_of(str names, str *bad); /* *bad is set to a name that is no role */

/* query.c */
struct queries queries_load(struct gen *g, const char *path);

/* emit.c */
void emit_feature(struct gen *g, str feature, const struct queries *q, const char *folder);
const char *c_type(const struct field *f);
void out_c_string(struct out *o, str s,
		  const char *indent); /* as adjacent C string literals, a line each */

/* schema_emit.c */
void emit_schema(struct gen *g, const char *folder);

/* pg.c */
str pg_text(struct gen *g, str sql); /* one or more statements in PostgreSQL's words; :name -> $n */

#endif
