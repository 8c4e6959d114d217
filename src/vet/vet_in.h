/* vet_in.h: what the files of vet/ share: entries of lists as a pool that can be asked, and the
 * people that are compared with it. Inside the folder. */
#ifndef VET_VET_IN_H
#define VET_VET_IN_H

#include "ref/ref.h"
#include "vet/vet.h"

enum { VET_THRESHOLD = 8000 }; /* points of a name from which on a person looks at it */

/* Codes of states by what lists call them. */
struct vet_states {
	const struct ref_states_row *v;
	ptrdiff_t n;
};
enum err vet_states_read(struct tx *tx, struct vet_states *s) MUST_CHECK;
/* The code, or null when the word is no state's. */
str vet_state_iso(const struct vet_states *s, str word);

/* Somebody who is compared. */
struct vet_subject {
	int64_t id;
	str ref;
	enum match_kind kind;
	struct watch_texts names, documents;
	struct match_facts facts; /* document_no is filled for each pair */
};

struct vet_entry {
	int64_t id, list_id;
	str list_word, key, name, body;
	enum match_kind kind;
	struct opt_int src_id;
};
struct vet_pool {
	struct match *m;
	struct match_index *x; /* NULL while it is filled */
	struct match_builder *b;
	struct vet_states states;
	struct {
		struct vet_entry *v;
		ptrdiff_t n, cap;
	} entries;
};
/* Fills a pool with entries of lists, then closes it for asking. All memory is `a`. Of entries that
 * are not persons only when `are_all`. */
void vet_pool_open(struct arena *a, struct match *m, struct vet_states states, struct vet_pool *p);
enum err vet_pool_add(struct tx *tx, struct vet_pool *p, int64_t list_id, str word, int64_t since_n,
		      int64_t version_n, bool are_all) MUST_CHECK;
enum err vet_pool_close(struct arena *a, struct vet_pool *p) MUST_CHECK;

struct vet_found {
	ptrdiff_t entry; /* of the pool */
	str name, listed;
	int points;
	struct match_other other;
};
struct vet_founds {
	struct vet_found *v;
	ptrdiff_t n, cap;
};
/* Every entry that one of the subject's names reaches with `threshold` points, by the best pair of
 * names; best first: by the names, then by what else is known. */
enum err vet_pool_ask(struct arena *a, const struct vet_pool *p, const struct vet_subject *s,
		      int threshold, struct vet_founds *out) MUST_CHECK;
/* What else an entry says, put beside the subject: the birth that fits best, states as codes, the
 * document both have. */
void vet_facts_of(struct arena *a, const struct vet_states *states, const struct watch_entry *e,
		  struct vet_subject *s, struct match_facts *listed);
/* Rows that add up to the points. */
str vet_evidence(struct arena *a, const struct match *m, enum match_kind kind, str name,
		 str listed);

/* Its rows: "birth agrees +949; nationality unknown 0". */
str vet_other_text(struct arena *a, const struct match_other *o);

/* ---- links beyond the name: vet_links.c ---- */

struct vet_link {
	str what, says, rate, innocent, strength;
	str thing, often; /* what both share, and how common that is, in few words */
	int64_t other_id;
	str other_name, other_says;
	bool is_moderate; /* nothing here is called strong */
};
struct vet_links {
	struct vet_link *v;
	ptrdiff_t n, cap;
};
enum err vet_links_read(struct tx *tx, int64_t person_id, struct vet_links *l) MUST_CHECK;

/* ---- all lists in memory: vet_keep.c ---- */

/* Lists as they stand now; vet_keeper_give must follow when it returned OK. What it reads on the
 * way is in `a`; the pool is the keeper's. */
enum err vet_keeper_take(struct vet_keeper *k, struct db *db, struct arena *a,
			 const struct vet_pool **p) MUST_CHECK;
void vet_keeper_give(struct vet_keeper *k);

/* `grata vet screen`: vet_screen.c. */
extern const struct verb_opt vet_screen_opts[];
enum err vet_screen_verb(struct verb_call *c) MUST_CHECK;

#endif
