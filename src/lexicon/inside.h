/* inside.h: how the tables lie in memory; only src/lexicon includes it. Order: the parts, the
 * lexicon, what its files call of each other. */
#ifndef LEXICON_INSIDE_H
#define LEXICON_INSIDE_H

#include "lexicon/frames.h"

enum { SETS_MAX = 32, CELLS_MAX = 12, LEMMA_WORDS = 2 };

struct node {
	str word;
	int32_t parent, next; /* next of the same bucket */
	struct entry e;
	bool has_entry, has_child;
};
struct lemma {
	str word;
	int16_t frames, operator_; /* first row, or -1 */
	uint32_t sets;
};
#define LIST(type)                                                                                 \
	struct {                                                                                   \
		type *v;                                                                           \
		ptrdiff_t n, cap;                                                                  \
	}
struct lexicon {
	struct arena *a;
	struct faults *f;
	LIST(struct node) nodes;
	int32_t *buckets;
	uint32_t mask;
	LIST(struct lemma) lemmas;
	LIST(struct frame) frames;
	LIST(struct operator_row) operators;
	LIST(struct holder) holders;
	LIST(struct state_row) states;
	LIST(str) particles;
	LIST(str) irregular; /* base past participle, three a verb */
	LIST(str) doubling;
	int16_t nominal[NOUN_CLASSES_N];
	str sets[SETS_MAX];
	int n_sets;
	const char *table; /* what is being read, for faults */
	int64_t line;
	bool is_spelling_pass;
};

#define wrong(lx, ...)                                                                             \
	fault_at((lx)->f, str_of((lx)->table), (lx)->line, 0, (str){ 0 }, __VA_ARGS__)

/* lexicon.c */
int node_find(const struct lexicon *lx, str word, int parent); /* -1 for none */
/* The entry of a phrase, made when it is new. Valid until the next one is made. */
struct entry *entry_make(struct lexicon *lx, str phrase);
struct entry *word_add(struct lexicon *lx, str phrase, uint64_t is);

/* forms.c */
str plural_of(struct lexicon *lx, str w);
int lemma_make(struct lexicon *lx, str word); /* the verb with all its forms */

/* tables.c: one reader for each table; a row is its cells. */
void states_row(struct lexicon *lx, str *cell);
void gazetteer_row(struct lexicon *lx, str *cell);
void words_row(struct lexicon *lx, str *cell);
void holders_row(struct lexicon *lx, str *cell);
void operators_row(struct lexicon *lx, str *cell);
void frames_row(struct lexicon *lx, str *cell);

#endif
