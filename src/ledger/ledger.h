/* ledger.h: measures and answers of states. Front door. The rules are in ledger_rules.h. */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/verb.h"
#include "ledger.sql.h"
#include "ledger/ledger_past.h"
#include "web/http.h"

struct ledger_imported {
	int64_t rounds_n, answers_n, linked_n;
	int64_t known_n; /* rows that an earlier import brought already; left as they are */
};

/* Inside a deed: reads CSV (ledger_rules.h) and writes it, all or nothing. ERR_FAULTS with every
 * fault of the file. */
enum err ledger_import(struct tx *tx, str file, str text, struct faults *faults,
		       struct ledger_imported *out) MUST_CHECK;
/* The rounds that travel inside the program: data/expulsions.csv. */
enum err ledger_import_embedded(struct tx *tx, struct faults *faults,
				struct ledger_imported *out) MUST_CHECK;

/* A measure from elsewhere than an imported file. */
struct ledger_entry_new {
	str sender_iso, target_iso;
	struct interval announced;
	struct ledger_number persons;
	struct opt_int posts_closed;
	str reason, source;       /* the source stands in the account when it is a web address */
	str key;                  /* the number under which its maker knows it */
	int64_t answers_round_id; /* 0: answers none */
};
/* Inside a deed: enters it, or finds the round of these states and days that is there already. When
 * it answers a round that has no answer yet, the two are linked. */
enum err ledger_enter(struct tx *tx, const struct ledger_entry_new *in,
		      int64_t *round_id) MUST_CHECK;

/* One part of a measure from elsewhere; kind and class are words of the schema. */
struct ledger_part {
	str kind, staff_class, note; /* class and note may be null */
	struct ledger_number persons;
	struct opt_int posts;
};
enum err ledger_enter_part(struct tx *tx, int64_t round_id, const struct ledger_part *p) MUST_CHECK;

/* Like for like: how many of each class of staff a measure and its answer took. A class that one
 * side's sources do not name has no number there; the last row may be those whose class nobody
 * says. */
struct ledger_class_row {
	str label;
	struct opt_int sent_n, back_n;
};
struct ledger_classes {
	struct ledger_class_row *v;
	ptrdiff_t n, cap;
	bool is_known; /* of both sides some class */
	bool is_alike; /* the same numbers of the same classes */
};
struct ledger_entry;
enum err ledger_classes_read(struct tx *tx, const struct ledger_entry *entry,
			     struct ledger_classes *out) MUST_CHECK;

/* What is asked of the account of two states. */
struct ledger_question {
	str host_iso, state_iso;
	int64_t from_on, to_on; /* rounds that may lie in between */
	int64_t as_at_on;       /* as known on that day; DAY_MAX: all */
};

struct ledger_entry {
	struct ledger_rounds_row round; /* with its first answer */
	struct opt_int answer_to_id;    /* the round that this one is itself the answer to */
};

struct ledger_account {
	struct ledger_entry *v; /* both directions, by day */
	ptrdiff_t n, cap;
};

/* The rounds of both states against each other, predecessors that they continue included (SU for
 * RU). */
enum err ledger_account_read(struct tx *tx, const struct ledger_question *q,
			     struct ledger_account *out) MUST_CHECK;

/* "23", "50 or more", "20 to 30", "not known". */
str ledger_persons_text(struct arena *a, struct opt_int n, struct opt_int min, struct opt_int max);

/* The whole ledger as known on a day, as the past that figures are drawn from. */
enum err ledger_past_read(struct tx *tx, int64_t as_at_on, struct past_list *out) MUST_CHECK;

/* The same figures for the years in which many states acted together, and for all others. */
struct ledger_wave {
	str name; /* "2018" */
	struct reciprocity figures;
	struct past_sizes sizes;
};
struct ledger_waves {
	const struct ledger_wave *v;
	ptrdiff_t n;
};
struct ledger_waves ledger_waves_of(struct arena *a, const struct past_list *l,
				    const struct past_question *q);

/* For the verbs: --as-at; a fault for a code that is no state's. */
void ledger_read_as_at(struct verb_call *c, const struct tx *tx, int64_t *as_at_on);
enum err ledger_check_state(struct verb_call *c, struct tx *tx, const char *field,
			    str iso) MUST_CHECK;
enum err ledger_stats_verb(struct verb_call *c) MUST_CHECK;
enum err ledger_read_question(struct verb_call *c, struct tx *tx,
			      struct ledger_question *q) MUST_CHECK;
enum err ledger_classes_verb(struct verb_call *c) MUST_CHECK;
enum err ledger_whatif_verb(struct verb_call *c) MUST_CHECK;

/* All measures as known on a day with their sources, in the columns of data/expulsions.csv. */
enum err ledger_export_to(struct tx *tx, int64_t as_at_on, struct out *o) MUST_CHECK;
enum err ledger_all_page(struct ctx *c) MUST_CHECK;
enum err ledger_export_page(struct ctx *c) MUST_CHECK;
enum err ledger_whatif_page(struct ctx *c) MUST_CHECK;

extern const struct verb ledger_verbs[];
extern const struct route ledger_routes[];

#endif
