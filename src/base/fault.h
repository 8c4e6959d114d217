/* fault.h: what is wrong with the input (all of it at once), and what a rule refuses.
 *
 * A fault says where: a file with line and column, or a form field. Faults are collected, never
 * thrown one by one, so that a person mends everything in one go. At most FAULTS_KEPT are kept with
 * their text; the rest are counted. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/arena.h"
#include "base/str.h"

struct out;

enum { FAULTS_KEPT = 1000 };

struct fault {
	str where;    /* file name, or null for a form */
	int64_t line; /* from 1; 0 = not about a line */
	int64_t col;  /* column or cell from 1; 0 = the whole line */
	str field;    /* name of the field or column; null = the whole */
	str sentence; /* what is wrong and what would be right */
};

struct faults {
	struct arena *a;
	struct fault *v;
	ptrdiff_t n, cap;
	int64_t total_n; /* found, kept or not */
};

struct faults faults_in(struct arena *a);
/* Adds a fault of a file. Any of where/field may be null, line and col 0. */
void fault_at(struct faults *f, str where, int64_t line, int64_t col, str field, const char *fmt,
	      ...) __attribute__((format(printf, 6, 7)));
/* Adds a fault of a form field. */
void fault_field(struct faults *f, str field, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* ERR_FAULTS when there are any, else OK. */
enum err faults_err(const struct faults *f) MUST_CHECK;
/* One line each: `file:line:col: field: sentence`; then how many more there were. */
void faults_print(const struct faults *f, struct out *o);

/* A rule said no. Filled by the rule, shown with its reason, logged. */
struct refusal {
	str rule;     /* short name of the rule: "four_eyes" */
	str article;  /* "VCDR Art. 11(1)", or the source of the host's rule; null when none */
	str sentence; /* which rule, and what would satisfy it */
};

/* Fills *r and returns ERR_REFUSED. The text lives in `a`. */
enum err refuse(struct arena *a, struct refusal *r, const char *rule, const char *article,
		const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
