/* err.h: what a function that can fail returns. OK is 0; results come back through out-parameters,
 * last.
 *
 * Three things are never mixed: a fault (wrong input, all collected, shown beside the field), a
 * refusal (a rule said no, with its article) and an error (trouble of the machine). The first two
 * are reported through fault.h and returned as ERR_FAULTS or ERR_REFUSED. The table is err.def. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	OK = 0,
#define ERR(name, http, code, sentence) name,
#include "base/err.def"
#undef ERR
};

int err_http(enum err e);             /* HTTP status; 200 for OK */
int err_exit(enum err e);             /* exit code of the command; 0 for OK */
const char *err_name(enum err e);     /* "ERR_DENIED" */
const char *err_sentence(enum err e); /* for a person */

/* Returns from the calling function with the error of `x`, if it has one. Memory is the arena's. */
#define TRY(x)                                                                                     \
	do {                                                                                       \
		enum err try_err_ = (x);                                                           \
		if (try_err_ != OK)                                                                \
			return try_err_;                                                           \
	} while (0)

/* A function whose error must not be dropped. */
#define MUST_CHECK __attribute__((warn_unused_result))

#endif
