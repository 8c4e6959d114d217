/* match_in.h: what the files of match/ share. A name becomes tokens (text.c), tokens become terms
 * with their readings (letters.c, term.c), two terms have a likeness (similar.c), two names a score
 * (score.c). */
#ifndef MATCH_MATCH_IN_H
#define MATCH_MATCH_IN_H

#include "match/match.h"

enum {
	READINGS_MAX = 4,
	READING_MAX = 40, /* letters of a reading that count */
	SETS_MAX = 6,
	KEYS_MAX = 128,
	TEXT_MAX = 64, /* bytes of a token that count */
	ALIKE_MAX = 1000,
};

enum script {
	SCRIPT_NONE,
	SCRIPT_LATIN,
	SCRIPT_CYRILLIC,
	SCRIPT_GREEK,
	SCRIPT_ARABIC,
	SCRIPT_HEBREW,
	SCRIPT_GEORGIAN,
	SCRIPT_ARMENIAN,
	SCRIPT_HAN,
	SCRIPT_HANGUL,
	SCRIPT_KANA,
	SCRIPT_DIGIT,
	SCRIPT_OTHER,
	SCRIPT_N
};

enum { TOKEN_HYPHEN = 1, TOKEN_UKRAINIAN = 2, TOKEN_COMMA = 4, TOKEN_BRACKET = 8, TOKEN_CAPS = 16 };
struct token {
	str text; /* lower case, composed, without apostrophes */
	uint8_t script, flags;
};
struct tokens {
	int n;
	struct token v[MATCH_PARTS_MAX];
	int used;
	char buf[4 * MATCH_NAME_MAX];
};
/* Splits a name. */
void text_tokens(enum match_kind kind, str name, struct tokens *t);
enum script text_script(uint32_t c);

/* A rewriting table: at each place the longest rule is applied (data/letters.tsv, fold.tsv). */
struct letters;
enum fold_style { FOLD_ENGLISH, FOLD_SLAVIC, FOLD_FRENCH, FOLD_N };
struct letters *letters_open(struct arena *a);
/* Writes the readings of a token in the fold alphabet (abjad letters for Arabic and Hebrew), the
 * likeliest first; returns how many. */
int letters_read(const struct letters *l, struct token t, char out[READINGS_MAX][READING_MAX + 1]);
/* The consonants of a reading, with what scripts confuse put together; returns the length. */
int letters_skeleton(str reading, char out[READING_MAX + 1]);
/* The same between alphabets, where v is written and a vowel at the head of a word too. */
int letters_consonants(str reading, char out[READING_MAX + 1]);

const char *han_reading(uint32_t c); /* pinyin without tone, or NULL */
uint32_t han_simplified(uint32_t c);
int hangul_letters(uint32_t c, char out[16]);
/* A key that all romanisations of the same syllables share; 0: no such word. Sets *is_pinyin where
 * only that writes so. */
int chinese_key(str latin, char out[READING_MAX + 1], bool *is_pinyin);
int korean_key(str latin, char out[READING_MAX + 1]);

/* Words with a meaning (data/words.tsv, data/legal.tsv). */
enum {
	WORD_TITLE = 1,    /* Dr, Colonel, Haji: no part of the name */
	WORD_PARTICLE = 2, /* al, bin, von, de */
	WORD_WEAK = 4,     /* abd, allah, din, abu: a part, but half of the list has it */
	WORD_LEGAL = 8,    /* Ltd, OOO, GmbH */
	WORD_COMMON = 16,  /* trading, company, international */
	WORD_SON = 32,     /* bin, oglu, kyzy: the part beside it is the father's name */
	WORD_CHINESE = 64, /* surnames */
	WORD_KOREAN = 128,
	WORD_BORN = 256, /* née: behind it stands a maiden name */
};

enum {
	TERM_PATRONYMIC = 1,
	TERM_INITIAL = 2,
	TERM_WEAK = 4,
	TERM_ABJAD = 8,
	TERM_NUMBER = 16,
	TERM_LEGAL = 32,
	TERM_COMMON = 64,
	TERM_JOINED = 128,    /* neighbours of the query written as one */
	TERM_COMPOUND = 2048, /* half of a hyphenated name, or in brackets */
	TERM_PINYIN = 256,    /* cannot be Wade-Giles */
	TERM_CHINESE = 512,   /* a surname that says so */
	TERM_KOREAN = 1024,
};

/* One part of a name. Strings belong to an arena or to the index file. */
struct term {
	uint16_t flags;
	uint8_t script, weight, n_readings, n_sets;
	str text;
	str reading[READINGS_MAX];
	str asian[2];        /* keys: Chinese, Korean; null: no such word */
	const uint8_t *sets; /* 2 bytes each, little-endian: set id x 2 + is short form */
};

/* A part before analysis. */
struct piece {
	str text;
	uint8_t script, lang;
	uint16_t flags;
};
struct pieces {
	int n;
	struct piece v[MATCH_PARTS_MAX];
	struct tokens t;
	int used;
	char buf[512];
};
struct sets;
struct words;
struct match {
	struct letters *letters;
	struct sets *sets;
	struct words *words;
	/* the first sets are Chinese and Korean surnames; these others hold between scripts only */
	unsigned east_n, cross_at, cross_end;
	uint8_t substitute[128][128]; /* cost in hundredths */
	uint8_t gap[128];
	uint8_t abjad[128][128];
	uint8_t digest[16]; /* of the tables: an index fits only these */
};

struct sets *sets_open(struct arena *a, const struct letters *l);
/* Adds the sets of this form to ids[]; returns the new count. */
int sets_find(const struct sets *s, enum script script, str form, uint16_t ids[SETS_MAX], int n);
void sets_ranges(const struct sets *s, struct match *m); /* east_n, cross_at, cross_end */
struct words *words_open(struct arena *a, const struct letters *l);
/* The canonical form of a legal form; null when it is none. */
str words_legal(const struct words *w, str phrase);
/* What a weak word of persons' names is read as; null when it is none. */
str words_weak(const struct words *w, str text);
unsigned words_find(const struct words *w, enum match_kind kind, str text);
/* How common a part is in published lists: its weight in hundredths, 100 when it is rare. */
int words_weight(const struct words *w, str reading);

void tables_digest(uint8_t digest[16]); /* of all embedded tables */

#endif
