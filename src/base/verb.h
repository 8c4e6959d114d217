/* verb.h: one word on the command line: `grata <noun> <verb> [--options] ARGUMENTS`.
 *
 * A folder exports a table of verbs (ended by a row without a noun); app/cli.c knows the tables.
 * The same rows make `grata help`, the manual pages and `make where`. */
#ifndef BASE_VERB_H
#define BASE_VERB_H

#include "base/fault.h"
#include "base/os.h"
#include "base/out.h"

struct db;
struct viewer;
struct verb_call;

/* A TEXT is one line of UTF-8, LINES may have several; neither has control characters. */
enum verb_opt_kind { OPT_FLAG, OPT_TEXT, OPT_LINES, OPT_INT, OPT_NUMBER, OPT_DAY };

struct verb_opt {
	const char *name; /* without the dashes; NULL ends the table */
	enum verb_opt_kind kind;
	const char *meta; /* "YYYY-MM-DD"; NULL for a flag */
	const char *says;
};

enum verb_need {
	VERB_PURE,   /* no register */
	VERB_READS,  /* --db and a user; reads */
	VERB_WRITES, /* --db and a user; runs deeds */
	VERB_LOADS,  /* the same; without a user it runs as the program itself, of the system's user
		      */
	VERB_FILE,   /* handles the register file itself: init, backup, demo load */
};

struct verb {
	const char *noun, *name; /* name is "" for a verb of one word: `grata init` */
	const char *args;        /* "PAIRS.tsv", or NULL for none */
	const char *says;        /* one sentence */
	enum verb_need need;
	const struct verb_opt *opts; /* may be NULL */
	enum err (*run)(struct verb_call *c);
	/* Ahead of opening the register, to give up what the verb does not need; may be NULL. */
	enum err (*before)(struct verb_call *c);
};

struct verb_call {
	struct arena *a;
	struct os *os;
	struct out *out; /* standard output */
	struct out *err; /* standard error: sentences for a person */
	const struct verb *verb;
	int n_args;
	const char *const *args; /* what is not an option */
	const char *const
	    *opt_values; /* by row of verb->opts; NULL = not given; "" for a flag that is given */
	bool is_json;
	const char *db_path;         /* of --db; NULL when it is not given */
	struct db *db;               /* open when the verb needs it */
	const struct viewer *viewer; /* who runs it, when the verb needs the register */
	struct refusal *refusal;     /* filled when ERR_REFUSED is returned */
	struct faults *faults;       /* filled when ERR_FAULTS is returned; printed by the caller */
};

/* Finds the row of the verb's option; the name must be in its table. NULL or the null str: not
 * given. */
bool verb_flag(const struct verb_call *c, const char *name);
str verb_text(const struct verb_call *c, const char *name);
/* The option's value, or `otherwise` when it is not given. verb_parse has proved that it fits its
 * kind. */
int64_t verb_int(const struct verb_call *c, const char *name, int64_t otherwise);
double verb_number(const struct verb_call *c, const char *name, double otherwise);
int64_t verb_day(const struct verb_call *c, const char *name, int64_t otherwise);

/* Splits argv (behind noun and verb) into options and arguments. Options may stand anywhere, as
 * `--name VALUE` or `--name=VALUE`; `--` ends them; `-` is an argument. --json, --db and --as are
 * known to every verb: *db and *as get the values. Faults are collected in c->faults; an argument
 * to a verb that has none is one. */
enum err verb_parse(struct verb_call *c, int argc, char **argv, const char **db,
		    const char **as) MUST_CHECK;
/* A file that was named on the command line ("-": standard input), of at most `cap` bytes. When it
 * cannot be read or written a fault says which and why: ERR_FAULTS. */
enum err verb_file_read(struct verb_call *c, const char *path, size_t cap, str *text) MUST_CHECK;
enum err verb_file_write(struct verb_call *c, const char *path, str bytes) MUST_CHECK;
/* Usage and options of one verb. */
void verb_help(const struct verb *v, struct out *o);

#endif
