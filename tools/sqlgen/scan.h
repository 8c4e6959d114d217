/* scan.h: SQL text as tokens and statements with their annotations; and how mistakes are told. */
#ifndef SQLGEN_SCAN_H
#define SQLGEN_SCAN_H

#include "base/arena.h"
#include "base/str.h"

struct gen;

enum token_kind { T_WORD, T_STRING, T_NUMBER, T_PARAM, T_MACRO, T_PUNCT, T_END };

struct token {
	enum token_kind kind;
	str text;  /* a parameter keeps its ':', a macro its '@' */
	int line;  /* from 1 */
	int depth; /* of round brackets around it; a bracket itself has the depth outside */
};

struct tokens {
	struct token *v; /* ended by T_END */
	ptrdiff_t n, cap;
};

/* `-- key: value` before a statement, or behind a column. */
struct note {
	str key, value;
	int line;
};

struct notes {
	struct note *v;
	ptrdiff_t n, cap;
};

struct statement {
	str text;    /* from its first token to before its ';' */
	str comment; /* all comment lines before it, for people */
	struct tokens tokens;
	struct notes notes; /* before the first token */
	struct notes
	    columns; /* inside the statement; key = column, value = "label: X" or "enum: y" */
	int line;
};

struct statements {
	struct statement *v;
	ptrdiff_t n, cap;
};

/* Prints `path:line: error: ...` and counts it in g->n_errors. */
void complain(struct gen *g, str path, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Faults of the text are complained of; what can be read is given. */
struct statements scan(struct gen *g, str path, str text);
/* The same text, line for line, with each `@NAME(ALIAS.COLUMN)` replaced by the condition that
 * `-- let: NAME CONDITION` before it gives; its `$` is the column. */
str expand_lets(struct gen *g, str path, str text);
bool token_is(const struct token *t, const char *word); /* without regard to case */
str note_value(const struct notes *n, const char *key); /* null when there is none */
bool words_have(str words, str word); /* in a list set apart by spaces or commas */

#endif
