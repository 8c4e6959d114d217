/* lexicon.h: the tables of words, names of states, frames and operators that the reader works with,
 * loaded once into one tree of words. Pure; everything lives in the arena given. Order: tables,
 * loading, states. words.h and frames.h tell what the tables hold. */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H

#include "base/day.h"
#include "base/fault.h"

struct lexicon;

/* The tables as text; lexicon_tables() gives the ones that travel inside the program. The format of
 * each is told in its first lines; src/reader/README.md shows how to add to them. */
struct lexicon_tables {
	str states, gazetteer, words, frames, operators, holders;
};
struct lexicon_tables lexicon_tables(void);

/* Reads the tables; valid as long as `a`. Mistakes in a table are faults with its name and line,
 * all of them at once (ERR_FAULTS). */
enum err lexicon_load(struct arena *a, const struct lexicon_tables *t, struct faults *f,
		      const struct lexicon **lexicon) MUST_CHECK;

struct state_row {
	str alpha_2, alpha_3;
	int from_year, to_year; /* 0: open */
	int16_t before;         /* the former state whose capital this one has, or -1 (RUS: SUN) */
};

/* A state or organisation is its place in the table, its code. */
const struct state_row *lexicon_state(const struct lexicon *lx, int code);
int lexicon_code(const struct lexicon *lx, str alpha_2); /* -1 for none */
/* The former state that had this capital on that day (RUS in 1985: SUN), else the state. */
int lexicon_state_on(const struct lexicon *lx, int code, int64_t on);

#endif
