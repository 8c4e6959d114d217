/* doc.h: what outlives a sentence (proposals, quotes, a short memory), and the last stages:
 * meaning of noun groups, clauses, frames that fit, speeches, acts, dates of acts, joining and
 * links. Only src/reader includes it. */
#ifndef READER_DOC_H
#define READER_DOC_H

#include "reader/parts.h"

/* noun.c: what noun groups mean. */
void noun_read(struct parse *p, struct chunk *c);
void nouns_join(struct parse *p); /* lists, appositions, "of" groups, posts */
/* The states of a noun group, pronouns and possessives resolved; `subject` is the subject of its
 * clause, or -1. noun_actor gives them only when the group can act for a state. */
struct codes noun_states(const struct parse *p, int chunk, int subject);
struct codes noun_actor(const struct parse *p, int chunk, int subject);
bool codes_has(const struct codes *c, int code);
void codes_add(struct codes *c, int code);
void codes_join(struct codes *c, const struct codes *more);
bool codes_eq(const struct codes *a, const struct codes *b);
bool codes_meet(const struct codes *a, const struct codes *b);

/* clause.c: who does what in which clause. */
void clauses_find(struct parse *p);
struct mood {
	enum modality modality;
	enum effect effect; /* the strongest operator above, or EFF_NONE */
	int by;             /* chunk of the noun group in whose words it stands, or -1 */
	int operator;       /* chunk of the verb of that operator, or -1 */
};
struct mood clause_mood(const struct parse *p, int verb);
/* The noun group after this preposition in the clause of a verb (or after chunk `from`), or -1. */
int clause_prep(const struct parse *p, int from, int to, uint64_t preps);
int clause_object(const struct parse *p, int verb, bool after_particle);
uint64_t prep_bit_of(const struct parse *p, int chunk); /* 0 when it is none */
bool chunk_is(const struct parse *p, int chunk, const char *word);

/* frame.c, speech.c, reader.c: proposals. */
enum { MEMORY_N = 4 };
struct memory { /* the last group of a class, for "the mission", "him", "all" */
	uint64_t is;
	struct noun n;
};
struct doc {
	struct arena *a;
	const struct lexicon *lx;
	const struct reader_request *r;
	struct proposals *out;
	struct quotes quotes;
	int place;                      /* code of the place, or -1 */
	struct codes topic;             /* states of the last clause, for they and its */
	int subject, issuer, addressee; /* last acting state; the parties of a note; or -1 */
	struct codes pair;              /* the last two states that met or did something together */
	struct memory memory[MEMORY_N];
	struct when last; /* of the last act told */
	int last_speaker_state;
	struct span last_speaker;
	bool is_note, issuer_is_mission, is_last_private;
	int sentence_first; /* index of the first proposal of this sentence */
};
/* One frame that fits: the verb (or noun group) and what it found. */
struct match {
	const struct frame *f;
	int at;           /* chunk of the verb, or of the noun group of a nominal frame */
	int subj, obj;    /* chunks in their meaning, whatever the voice; or -1 */
	int need;         /* the group that met the last need, or -1 */
	int from, to;     /* chunks of the clause */
	struct noun what; /* the object, pronouns and "the mission" resolved */
	struct mood mood;
	bool is_passive;
};
void frames_match(struct parse *p);
void proposal_make(struct parse *p, const struct match *m);
const struct quote *quote_at(const struct doc *d, int32_t at); /* the one around a byte, or NULL */
enum { SCARE_WORDS = 5 }; /* a quote this short is a word borrowed, not a speech */
void proposal_reason(struct proposal *x, const char *why);
void speech_prepare(struct parse *p);
void speech_find(struct parse *p);
void when_find(const struct parse *p, const struct match *m, struct proposal *out);
struct proposal *proposal_join(struct doc *d, struct proposal *new); /* NULL: joined to an older */
void proposals_link(struct parse *p);
#endif
