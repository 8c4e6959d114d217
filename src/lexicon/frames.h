/* frames.h: verbs and what they tell: operators over a complement, frames, sets of verbs. Order:
 * operators, slots, needs, frames, lookup. */
#ifndef LEXICON_FRAMES_H
#define LEXICON_FRAMES_H

#include "lexicon/words.h"

/* What governs a complement: threaten to, deny that (operators.tsv). */
enum effect {
	EFF_NONE,
	EFF_THREAT,
	EFF_PLAN,
	EFF_ANNOUNCE,
	EFF_NEGATE,
	EFF_DENY,
	EFF_DEMAND,
	EFF_SUPPORT,
	EFF_ACCUSE,
	EFF_SAY,
	EFF_MEDIA,
	EFF_IMAGINE,
	EFF_FACT,
	EFF_ASK,
	EFF_PROMISE,
	EFF_COUNT
};

struct operator_row {
	int16_t lemma; /* verb, or -1 for a noun class */
	uint64_t noun;
	enum effect to, that, ing; /* by kind of complement */
};

/* Where a role comes from, in the words of frames.tsv; a frame lists them in order of trust. */
enum slot {
	SLOT_NONE,
	SLOT_SUBJ,
	SLOT_OBJ,
	SLOT_POST, /* where the object is posted or stands: ambassador TO X, embassy IN X */
	SLOT_WITH,
	SLOT_TO,
	SLOT_FROM,
	SLOT_ON,
	SLOT_FOR,
	SLOT_IN,
	SLOT_OF,
	SLOT_BETWEEN,
	SLOT_AT,      /* the ministry to which somebody is called */
	SLOT_PLACE,   /* the country where the text appeared */
	SLOT_OWN,     /* the state the object belongs to, when the subject does not say */
	SLOT_ACCUSER, /* who made the last charge or claim */
	SLOT_BY,
	SLOT_ALL, /* joins the slots that follow with those before: subj, all with */
	SLOT_SUBJPOST,
	SLOT_NEED, /* the group that met the frame's last need, and where that stands */
	SLOT_NEEDPOST,
	SLOT_REST,  /* the first other state in the rest of the sentence */
	SLOT_ASKER, /* who made the last request for visas, and to whom */
	SLOT_ASKED,
	SLOT_TOPIC, /* the state that acted last */
};

enum { SLOTS_MAX = 8, NEEDS_MAX = 3, SET_ANY = 100 };

/* A further thing the clause must have beside verb and object. */
struct need {
	uint64_t preps; /* bits of the lexicon's prepositions; 0: anywhere after the verb */
	uint64_t noun;  /* N_ class of what follows */
	bool is_state;  /* a state follows */
	int16_t set;    /* a to-infinitive of this set of verbs, or -1 */
	bool is_not;    /* must be absent */
	bool is_speech; /* by telephone and the like */
	bool is_any;    /* anything follows */
	bool is_atmost; /* the object's number is an upper limit */
	bool is_must;   /* the verb is ordered: must leave, are to leave, told to leave */
};

struct frame {
	str id, type, event, mode;
	uint64_t
	    subject; /* classes one of which the subject must have: it is then the object meant */
	uint64_t object; /* classes one of which the object must have; 0: none is asked */
	bool is_object_any, is_object_state, is_nominal, is_intransitive;
	int n_needs;
	struct need needs[NEEDS_MAX];
	enum slot actor[SLOTS_MAX], recipient[SLOTS_MAX], count[SLOTS_MAX];
	int16_t lemma;   /* of this row's verb */
	int8_t particle; /* -1 none */
	uint64_t noun;   /* nominal: class of the head noun */
	int16_t next;    /* further frame of the same verb or noun, or -1 */
	int line;
};

/* NULL when the verb (the class of nouns) has none. */
const struct frame *lexicon_frames(const struct lexicon *lx, int lemma);
const struct frame *lexicon_nominals(const struct lexicon *lx, int noun_class);
const struct frame *lexicon_next(const struct lexicon *lx, const struct frame *f);
const struct operator_row *lexicon_operator(const struct lexicon *lx, int lemma);
int lexicon_set(const struct lexicon *lx, const char *name); /* -1 for none */
bool lexicon_in_set(const struct lexicon *lx, int lemma, int set);

#endif
