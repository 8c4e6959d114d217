/* words.h: the words and nouns the tables know. A surface form of one or more words leads to one
 * `entry`; several rows for the same form are joined in it. Order: classes of words, classes of
 * nouns, entries, holders of offices, lookup. */
#ifndef LEXICON_WORDS_H
#define LEXICON_WORDS_H

#include "lexicon/lexicon.h"

enum { PHRASE_WORDS = 8 }; /* the longest phrase */

/* Classes of words, by their name in words.tsv. */
/* clang-format off */
#define WORD_CLASSES(X) \
	X(DET, "det") X(PREP, "prep") X(AND, "and") X(BUT, "but") X(THAT, "that") \
	X(WH, "wh") X(SUB, "sub") X(IF, "if") X(PRON, "pron") X(POSS, "poss") X(BE, "be") \
	X(HAVE, "have") X(DO, "do") X(MODAL, "modal") X(NEG, "neg") X(ADV, "adv") \
	X(NUMBER, "number") X(MONTH, "month") X(WEEKDAY, "weekday") X(UNIT, "unit") \
	X(ORDINAL, "ordinal") X(ABBR, "abbr") X(TO, "to") X(FORMER, "former") \
	X(ABOUT, "about") X(MORE, "more") X(LEAST, "least") X(SAME, "same") \
	X(DOZEN, "dozen") X(TITLE, "title") X(ADJ, "adj") X(WHEN, "when") \
	X(REPORTED, "reported") X(PARTICLE, "particle") X(EACH, "each") X(UNTIL, "until") \
	X(NOUN, "noun") X(PLURAL, "plural") X(VERB, "verb") X(SCOPE, "scope") X(BAD, "bad") \
	X(ATMOST, "atmost") X(REFLEX, "reflex")
/* clang-format on */
enum {
#define X(name, word) W_##name##_BIT,
	WORD_CLASSES(X)
#undef X
	    WORD_CLASSES_N
};
#define X(name, word) static const uint64_t W_##name = UINT64_C(1) << W_##name##_BIT;
WORD_CLASSES(X)
#undef X

/* Classes of nouns: what the thing is, by the name frames use. */
/* clang-format off */
#define NOUN_CLASSES(X) \
	X(STAFF, "staff") X(ENVOY, "envoy") X(PEOPLE, "people") X(MISSION, "mission") \
	X(RELATIONS, "relations") X(VISA, "visa") X(BACKLOG, "backlog") \
	X(AGREMENT, "agrement") X(CREDENTIALS, "credentials") X(MINISTRY, "ministry") \
	X(GOV, "gov") X(ORGAN, "organ") X(HEAD, "head") X(OFFICE, "office") \
	X(MEETING, "meeting") X(TALKS, "talks") X(CALL, "call") X(SUMMIT, "summit") \
	X(VISIT, "visit") X(SANCTIONS, "sanctions") X(CLAIM, "claim") X(PROTEST, "protest") \
	X(ATTACK, "attack") X(ACCORD, "accord") X(MEDIA, "media") X(PRIVATE, "private") \
	X(MEASURE, "measure") X(REPLY, "reply") X(PLEA, "plea") X(THREAT, "threat") \
	X(PART, "part") X(LIMIT, "limit") X(SERVICE, "service") X(MOVEMENT, "movement") \
	X(SLANDER, "slander") X(PNG, "png") X(ACCREDITATION, "accreditation") \
	X(ACCESS, "access") X(PERSON, "person") X(TRADE, "trade") X(PLACE, "place") \
	X(SPOKESMAN, "spokesman") X(CONCERN, "concern") X(SIDES, "sides") X(LIST, "list") \
	X(NOTE, "note") X(EXPEL, "expulsion") X(CLOSURE, "closure") X(SUPPORT, "support") \
	X(AID, "aid") X(APOLOGY, "apology") X(DENY, "denial") X(PAIR, "pair") \
	X(WITHDRAWAL, "withdrawal") X(ACT, "act") X(PLAN, "plan")
/* clang-format on */
enum {
#define X(name, word) N_##name##_BIT,
	NOUN_CLASSES(X)
#undef X
	    NOUN_CLASSES_N
};
#define X(name, word) static const uint64_t N_##name = UINT64_C(1) << N_##name##_BIT;
NOUN_CLASSES(X)
#undef X

enum entity {
	ENT_NONE,
	ENT_STATE,   /* the name of a state */
	ENT_DEMONYM, /* Russian */
	ENT_PEOPLE,  /* Britons: persons of that nationality */
	ENT_CAPITAL, /* a government where it acts, a place after in, to, at, from */
	ENT_SEAT,    /* Kremlin: always the government */
	ENT_CITY,    /* a place only */
	ENT_ORG,     /* NATO */
	ENT_HOLDER,  /* surname of an office-holder */
};

enum form { FORM_BASE = 1, FORM_S = 2, FORM_PAST = 4, FORM_PART = 8, FORM_ING = 16 };

struct entry {
	uint64_t is;         /* W_ classes */
	uint64_t noun;       /* N_ classes */
	int32_t value;       /* of a number, month, weekday, unit, ordinal or modal */
	int16_t lemma;       /* of a verb, or -1 */
	uint8_t form;        /* FORM_ bits */
	uint8_t ent;         /* enum entity */
	uint16_t code;       /* the state or organisation of the entity or of the office */
	bool has_code;       /* code is set also without entity: State Department */
	bool is_ambiguous;   /* Georgia: needs a second clue */
	bool is_capitalised; /* only with a capital letter: Turkey */
	bool is_upper;       /* only in capital letters: US */
	int16_t holder;      /* first row of the holders with this surname, or -1 */
};

enum modal { MODAL_WILL = 1, MODAL_WOULD, MODAL_MAY, MODAL_MUST };
enum unit { UNIT_HOUR = 1, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };

struct holder {
	str surname, given, office;
	uint16_t code;
	bool is_head;
	int64_t from_on, to_on;
	int16_t next; /* further holder of the same surname, or -1 */
};

/* Lower case, without the marks on Latin letters; at most 63 bytes, else a null str. */
str word_fold(char to[static 64], str word);
/* The entry of one folded word or NULL; *node is where longer phrases go on, or -1. */
const struct entry *lexicon_word(const struct lexicon *lx, str folded, int *node);
/* Goes on from `node` with another word: the longer entry or NULL; *node -1 when none goes on. */
const struct entry *lexicon_more(const struct lexicon *lx, str folded, int *node);
str lexicon_lemma(const struct lexicon *lx, int lemma);               /* null for -1 */
int lexicon_particle(const struct lexicon *lx, str word);             /* -1 for none */
const struct holder *lexicon_holder(const struct lexicon *lx, int i); /* NULL for -1 */

#endif
