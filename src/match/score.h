/* score.h: a name becomes terms (term.c), two terms have a likeness (similar.c), two names a score
 * (score.c). */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include "match/match_in.h"

void similar_costs(struct match *m); /* fills the costs of letters, once */

/* Takes a name apart: titles away, compounds split (term.c). */
void name_pieces(const struct match *m, enum match_kind kind, str name, struct pieces *p);
void term_make(struct arena *a, const struct match *m, enum match_kind kind, struct piece p,
	       struct term *t);
/* Under which a listed part is stored, or a query's part looked for. */
int term_keys(const struct term *t, enum match_kind kind, bool is_query, uint32_t keys[KEYS_MAX]);
uint32_t term_key(enum match_kind kind, char tag, str s);
ptrdiff_t term_bytes(const struct term *t);                    /* size when stored */
void term_store(const struct term *t, uint8_t *p);             /* writes term_bytes() bytes */
bool term_view(const uint8_t *p, ptrdiff_t n, struct term *t); /* false: damaged */

struct alike {
	int likeness; /* 0..ALIKE_MAX */
	enum match_rule rule;
	int east; /* likeness by RULE_ASIAN, which counts only between two Chinese or Korean names
		   */
};
/* Likeness of two terms that share a key. */
struct alike term_alike(const struct match *m, const struct term *q, const struct term *l);
bool terms_share_key(const struct term *q, const struct term *l, enum match_kind kind);

/* A name as the scorer sees it. Of the query also units of neighbours written as one. */
enum { UNITS_MAX = MATCH_PARTS_MAX * 2 };
struct unit {
	struct term term;
	uint8_t from, n; /* which parts it covers */
};
struct name {
	enum match_kind kind;
	int n, n_units;
	struct unit unit[UNITS_MAX]; /* the first n are the parts themselves */
};
void name_make(struct arena *a, const struct match *m, enum match_kind kind, str text,
	       bool with_joins, struct name *n);
/* Weight of part i of a name (a patronymic is one only beside two other parts). */
int name_weight(const struct name *n, int i);
bool name_is_patronymic(const struct name *n, int i);

/* likeness[unit][part of listed]. */
struct alikes {
	struct alike v[UNITS_MAX][MATCH_PARTS_MAX];
};
void names_alike(const struct match *m, const struct name *q, const struct name *l,
		 struct alikes *s);
int names_score(const struct name *q, const struct name *l, const struct alikes *s,
		struct match_score *out);
/* What each part of a query weighs and costs where the listed name lacks it, reckoned once. */
struct score_costs {
	int n, weight[MATCH_PARTS_MAX], missing[MATCH_PARTS_MAX];
};
void score_costs(const struct name *q, struct score_costs *c);
/* False: when part i of the query finds at most best[i], no name has so many points, even if
 * nothing contradicts and nothing is extra. */
bool score_may_reach(const struct score_costs *c, const int best[MATCH_PARTS_MAX], int threshold);

#endif
