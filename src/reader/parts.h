/* parts.h: the stages of the reader and what they hand on; only src/reader includes it.
 *
 * A text is read sentence by sentence: tokens, items (tokens joined to known phrases), chunks (noun
 * groups, verb groups and what stands between), clauses, frames. Only proposals, the quotes and a
 * short memory for anaphora outlive a sentence. Lists have limits, so that time and memory are
 * linear in the text whatever it holds. Order: that of the stages. */
#ifndef READER_PARTS_H
#define READER_PARTS_H

#include "lexicon/frames.h"
#include "reader/reader.h"

enum {
	SENTENCE_TOKENS = 300, /* a longer sentence is cut */
	PROPOSALS_MAX = 5000,  /* nobody confirms more from one text */
	LOOK_BACK = 40,        /* how many proposals back a mention is merged */
};

/* text.c: words, sentences, quotes. */
enum token_kind { TOK_WORD, TOK_NUMBER, TOK_MARK, TOK_POSSESSIVE };
struct token {
	int32_t from, to; /* bytes */
	uint8_t kind;
	char mark; /* , ; : . ? ! ( - for a dash, < > for quotes, * for others */
	bool is_cap, is_upper, is_glued; /* glued: a hyphen stands before it */
	bool is_ordinal;                 /* 3rd */
	int64_t number;
	const struct entry *e; /* of the single word, or NULL */
	int node;              /* where longer phrases go on, or -1 */
};
struct sentence {
	struct span bytes;
	int n;
	struct token t[SENTENCE_TOKENS];
	bool is_question, ends_paragraph;
};
struct quote {
	struct span bytes; /* with the marks */
	int words_n;
	bool is_single;
};
struct quotes {
	struct quote *v;
	ptrdiff_t n, cap;
};
struct quotes quotes_find(struct arena *a, str text);
/* Reads the sentence that starts at *at (a byte offset) and moves *at behind it; false at the end.
 */
bool sentence_next(const struct lexicon *lx, str text, ptrdiff_t *at, struct sentence *s);

/* chunk.c: items and chunks. */
enum chunk_kind {
	CH_NP,
	CH_VG,
	CH_PREP,
	CH_COMMA,
	CH_STOP,
	CH_AND,
	CH_BUT,
	CH_THAT,
	CH_WH,
	CH_SUB,
	CH_DATE,
	CH_TIME,
	CH_OPEN,
	CH_CLOSE,
	CH_ADV
};
struct item {
	int from, to;          /* tokens */
	const struct entry *e; /* NULL: a word nobody knows */
	uint64_t is, noun;
	uint8_t ent; /* enum entity, when the capital letters fit */
	bool is_cap, is_scare, has_code;
	bool is_verb; /* used as one here */
};
struct verb_group {
	int lemma;    /* -1: a verb the lexicon does not know, or only auxiliaries */
	int particle; /* index of the word, or -1 */
	enum modal modal;
	bool is_passive, is_negated, is_infinitive, is_ing, is_finite, is_progressive, is_perfect;
	bool is_reduced, is_copula, is_past, is_to_be, is_inverted;
	int subj, obj, obj2; /* chunks, or -1 */
	int parent;          /* chunk of the verb (or noun) that governs it, or -1 */
	enum { REL_MAIN, REL_INF, REL_ING, REL_THAT, REL_WH, REL_SUB, REL_IF } rel;
	int governor; /* the chunk of the subordinating word, preposition or wh-word, or -1 */
	int from, to; /* chunks of its clause */
};
struct noun {
	uint64_t is;         /* N_ classes of the head */
	struct codes states; /* the state it is, or belongs to */
	struct codes post;   /* where it is posted or stands */
	struct count count;
	bool is_state, is_pure; /* acts as the state; is nothing but its name */
	bool is_place, is_former, is_pronoun, is_plural, is_definite, is_none, is_name, is_each;
	bool is_private, is_same, is_people, is_holder, is_head;
	int lead, tail; /* first and last chunk of the list it is in; -1 for none */
	const struct entry *pron, *poss; /* the pronoun, the possessive */
	int head;                        /* item */
	int owner_to; /* items [from, owner_to) are the possessor (X's), or from */
};
struct chunk {
	enum chunk_kind kind;
	int from, to; /* items */
	const struct entry *e;
	struct verb_group v;
	struct noun n;
	struct when when; /* CH_DATE */
	int64_t offset_n; /* CH_DATE: days after another act; CH_TIME: hours of the period */
	bool is_offset;   /* CH_DATE: counts from the act told before it */
	bool is_by;       /* "by 3 October", "within 72 hours": a limit */
	bool is_vague;    /* "within days" */
	int cycle_days;   /* 7 for a weekday, 365 for a day or month without its year: the future
			   * one is that much later */
};
struct doc;
struct parse {
	struct doc *doc;
	const struct sentence *s;
	int n_items, n;
	struct item *item;
	struct chunk *ch;
	bool is_negated;   /* the sentence begins with Nor or Neither */
	int said;          /* a verb of saying behind what is said: "..., Lavrov said", or -1 */
	int source;        /* the noun group behind "according to", or -1 */
	int speaker_state; /* whose words the quotes of this sentence are, or -1 */
	struct span speaker;
	bool is_speaker_private;
};
void parse_items(struct parse *p, struct arena *a);
void parse_chunks(struct parse *p, struct arena *a);
struct span chunk_span(const struct parse *p, int from, int to); /* bytes of chunks [from, to) */
bool item_has(const struct parse *p, int i, uint64_t word_class);
str item_text(const struct parse *p, int i);

/* figures.c: numbers and dates. */
/* The number that items from..to-1 begin with; returns how many items it takes, 0 for none. */
int number_read(const struct parse *p, int from, int to, struct count *c);
/* A date or a period at item `from`; returns how many items it takes, 0 for none. */
int date_read(const struct parse *p, int from, struct chunk *c);

#endif
