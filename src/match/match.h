/* match.h: is this name on that list? The engine of vetting: pure (no database, no HTTP, no clock).
 *
 * Open the tables once (`match_open`), then score a pair of names, or build an index of a list and
 * query it. Every score comes with evidence rows whose points add up to it. All functions read the
 * tables only, so that any number of threads may share one `struct match` and one index; each
 * thread needs its own arena.
 *
 * Order: tables, scoring a pair, building, opening and querying an index, other evidence. */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/verb.h"

struct out;
extern const struct verb match_verbs[]; /* grata match query, pairs, index, bench */
struct match;                           /* the tables of letters, names and words */
struct match_builder;                   /* an index in the making */
struct match_index;                     /* an opened index */

enum match_kind { MATCH_PERSON, MATCH_ORGANISATION, MATCH_VESSEL };
enum {
	MATCH_NAME_MAX = 1024, /* bytes of a name; longer ones are the caller's fault to report */
	MATCH_PARTS_MAX = 16,  /* parts of a name that count; later ones are ignored */
	MATCH_EVIDENCE_MAX = 40,
	MATCH_POINTS = 10000, /* a score of 1.0 in points */
};

/* Loads the tables that travel in the program (src/match/data). They live in `a`. */
struct match *match_open(struct arena *a);
/* "person", "organisation", "vessel"; false for another word. */
bool match_kind_read(str word, enum match_kind *kind);
str match_kind_text(enum match_kind kind);

/* Which rule let two parts of a name meet, or what a part cost. */
enum match_rule {
	RULE_EXACT,      /* the same letters */
	RULE_FOLD,       /* the same after folding of spelling habits (sh = sch = š) */
	RULE_TABLE,      /* the same across scripts, by a transliteration table */
	RULE_SET,        /* two forms of one name (Mykola = Nikolai) */
	RULE_SHORT,      /* a name and its short form (Aleksandr, Sasha) */
	RULE_SKELETON,   /* consonants agree across an abjad and another script */
	RULE_EDIT,       /* a few letters differ */
	RULE_INITIAL,    /* an initial and a name that begins so */
	RULE_JOINED,     /* two parts written as one */
	RULE_ASIAN,      /* the same Chinese or Korean syllables in two romanisations */
	RULE_OMITTED,    /* a part that the listed name lacks */
	RULE_EXTRA,      /* a part that only the listed name has */
	RULE_CONTRADICT, /* both sides have a part here, and they differ */
	RULE_SINGLE,     /* too little in common to be more than a hint */
};
const char *match_rule_text(enum match_rule rule);

/* One row of evidence. `points` of all rows of a score add up to score x MATCH_POINTS. */
struct match_evidence {
	enum match_rule rule;
	str query, listed; /* the parts as normalised; null on the side that has none */
	int weight;        /* of this row, in hundredths of an ordinary part */
	int likeness;      /* of the two parts, 0..1000 */
	int points;        /* what the row gives (or, negative, takes) */
};

struct match_score {
	int points; /* 0..MATCH_POINTS */
	int n_evidence;
	struct match_evidence evidence[MATCH_EVIDENCE_MAX];
};

/* Scores `query` against `listed`. The texts of the evidence live in `a`. Any bytes are accepted;
 * bytes that are not UTF-8 separate parts. Not symmetric: a part that only the list has costs
 * little, one that only the query has costs more. */
void match_pair(struct arena *a, const struct match *m, enum match_kind kind, str query, str listed,
		struct match_score *s);
/* `part~part rule points; ...` on one line, no tabs. */
void out_match_evidence(struct out *o, const struct match_score *s);
/* The same as a table for a person. */
void out_match_explain(struct out *o, const struct match_score *s);

/* An index: written once for each version of a list, never changed. Daily changes go into a second,
 * small index (the delta) whose tombstones hide entities of the first. `a` must have room for all
 * names: about 150 bytes a name. */
struct match_builder *match_build(struct arena *a, const struct match *m);
/* Lines of one entity need not be neighbours. ERR_TOO_LARGE above 2^24 different parts or 2^31
 * bytes; ERR_FAULTS for an empty entity or a name above MATCH_NAME_MAX bytes. */
enum err match_build_name(struct match_builder *b, str entity, enum match_kind kind,
			  str name) MUST_CHECK;
/* This entity of the base index is gone or replaced. */
enum err match_build_tombstone(struct match_builder *b, str entity) MUST_CHECK;
/* Ends it: the bytes of the file, in `a`; null when the index would be larger than 4 GiB. */
str match_build_end(struct match_builder *b);

/* Opens an index that lies in memory (16-byte aligned; it must stay there). A damaged or foreign
 * one gives ERR_FAULTS and a sentence in *why. `delta` may be null. */
enum err match_index_open(struct arena *a, const struct match *m, str base, str delta,
			  struct match_index **x, str *why) MUST_CHECK;
/* The same of files, mapped into memory until match_index_close. */
enum err match_index_map(struct arena *a, const struct match *m, const char *base,
			 const char *delta, struct match_index **x, str *why) MUST_CHECK;
void match_index_close(struct match_index *x);
struct match_index_figures {
	int64_t entities, names, parts, bytes;
};
struct match_index_figures match_index_figures(const struct match_index *x);

struct match_hit {
	str entity, name; /* the entity, and the best of its names */
	int points;
};
struct match_hits {
	struct match_hit *v;
	ptrdiff_t n, cap;
};
/* All entities of this kind whose score is at least `threshold` points, best first, then by entity.
 * Exact: the hits are those that match_pair gives for every name of the list. Evidence of a hit:
 * match_pair(query, hit.name). Results live in `a`. */
void match_query(struct arena *a, const struct match_index *x, enum match_kind kind, str query,
		 int threshold, struct match_hits *hits);

/* Numbers under which the parts of a name are looked for (of a query), or stored: a query scores
 * against a listed name only if both have one in common. Rising, each once; in `a`. For those who
 * keep many queries and compare them with few names. */
struct match_keys {
	uint32_t *v;
	ptrdiff_t n, cap;
};
void match_keys(struct arena *a, const struct match *m, enum match_kind kind, str name,
		bool is_query, struct match_keys *keys);

/* What else is known of two people. Each row is a log-likelihood ratio in hundredths of a natural
 * logarithm; their sum orders hits inside one band of name scores and never changes the name score.
 */
enum match_fact { FACT_UNKNOWN, FACT_AGREES, FACT_NEAR, FACT_CONTRADICTS };
struct match_facts {
	int64_t born_from_on, born_to_on; /* an interval of days; from > to: not known */
	str nationality;                  /* ISO 3166 codes, ';' between; null: not known */
	str birth_place, document_no, sex;
};
enum match_fact_kind { FACT_BORN, FACT_NATIONALITY, FACT_PLACE, FACT_DOCUMENT, FACT_SEX, FACT_N };
struct match_other {
	enum match_fact fact[FACT_N];
	int weight[FACT_N];
	int total; /* their sum */
};
void match_other(const struct match *m, const struct match_facts *query,
		 const struct match_facts *listed, struct match_other *o);

#endif
