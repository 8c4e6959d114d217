/* vet.h: who is this applicant, really? Watch-lists and their versions, screening, hits and what
 * people decide about them. Front door. Reading published files is watch/, names are match/. */
#ifndef VET_VET_H
#define VET_VET_H

#include "access/page.h"
#include "access/proposal.h"
#include "base/verb.h"
#include "vet.sql.h"
#include "watch/watch.h"

/* ---- lists ---- */

struct vet_imported {
	int64_t entities_n, persons_n, names_n, weak_n; /* of the files */
	int64_t added_n, changed_n, removed_n;
	int64_t version_n; /* of the list now; the files made none when they brought nothing new */
	bool is_new;
};
/* Reads the files (in a process of its own) and makes them the list's next version, in one deed: a
 * damaged file is refused whole. Only for the program itself. ERR_FAULTS. */
enum err vet_import(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct faults *faults, str list, enum watch_format format,
		    const struct watch_file *files, ptrdiff_t n_files,
		    struct vet_imported *out) MUST_CHECK;

/* A change of an own list: a new entry; with `key` an entry as it shall be from now on, or that it
 * ends. */
struct vet_own {
	str list, key;
	bool is_end;
	str name, aliases, born, nationality, document_no; /* aliases: ';' between */
	str says;                                          /* why */
	int64_t case_id; /* of a new list: the case it is kept in from the beginning; 0: none */
};
/* Proposes it: ERR_NEEDS_APPROVAL when it waits for a second person; ERR_FAULTS; ERR_CONFLICT when
 * a change of this list waits already, or the name is that of a list the viewer does not see. What
 * waits is seen and decided by those who see the list. */
enum err vet_own_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, struct faults *faults,
			 const struct vet_own *w) MUST_CHECK;
/* An own list goes into a case with named readers, or (0) into none: with it its entries, the hits
 * on them, and whatever was proposed about it. */
struct vet_own_move {
	str list;
	int64_t case_id;
	str says; /* why */
};
/* Proposes it, likewise. Who proposes and who approves reads both cases. */
enum err vet_own_move_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			      struct refusal *refusal, struct faults *faults,
			      const struct vet_own_move *m) MUST_CHECK;
extern const struct act_handler vet_acts[];

/* ---- everybody again ---- */

struct vet_ran {
	int64_t run_id; /* 0: nothing had changed */
	int64_t by_account_id;
	int64_t people_n, whole_n; /* looked at; compared with all lists, being new or changed */
	int64_t new_n, changed_n, gone_n; /* hits, without those of lists kept in cases */
	bool was_cut_off;                 /* it went on where an earlier one was killed */
};
/* Compares everybody with what changed since the last time, whoever is new or changed with all
 * lists. Takes seconds and some memory of `a`; a killed one is gone on with by the next call.
 * ERR_CONFLICT when another process does the same. */
enum err vet_rescreen(struct db *db, const struct viewer *by, struct arena *a, bool is_told,
		      struct vet_ran *out) MUST_CHECK;

/* ---- what people say of it ---- */

struct vet_decision {
	int64_t hit_id, entry_id; /* the entry as it was seen */
	str outcome; /* same, different, unsure; of a second reader agrees, disagrees */
	str reason_code, note;
};
/* A verdict about a hit; "same" then waits for a second reader. ERR_FAULTS; ERR_CONFLICT when the
 * entry has changed in the meantime. */
enum err vet_decide(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct refusal *refusal, struct faults *faults,
		    struct vet_decision *d) MUST_CHECK;
/* The second reader's word; ERR_REFUSED to the one who found them the same. */
enum err vet_read_second(struct db *db, const struct viewer *viewer, struct arena *a,
			 struct refusal *refusal, struct faults *faults,
			 struct vet_decision *d) MUST_CHECK;
/* The security liaison's advice about a person; who and when are filled in. */
enum err vet_advise(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct refusal *refusal, struct faults *faults,
		    const struct vet_advice_add_args *in) MUST_CHECK;

/* Whether the register keeps of screening the outcome and the reference alone: then hits are kept
 * without evidence rows, verdicts without evidence and reasons, advice without reasons. */
enum err vet_is_outcome_only(struct tx *tx, bool *is) MUST_CHECK;
/* Proposes it: ERR_NEEDS_APPROVAL. With the approval what was kept until then is made blank, and
 * goes out of the log's entries, as when a person is erased. ERR_FAULTS. */
enum err vet_keep_propose(struct db *db, const struct viewer *viewer, struct arena *a,
			  struct refusal *refusal, struct faults *faults, bool is_outcome_only,
			  str says) MUST_CHECK;
extern const struct act_handler vet_keep_acts[];

/* How many hits wait; for the navigation. */
enum err vet_count(struct tx *tx, int64_t *n) MUST_CHECK;
enum {
	VET_READS = BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) | BIT(ROLE_HEAD),
	VET_SEES_OUTCOME = VET_READS | BIT(ROLE_VISA)
};

/* Keeps up while a server runs: within seconds whoever is new or changed is screened. */
struct vet_follower;
enum err vet_follow_start(struct db *db, struct arena *a, struct vet_follower **f) MUST_CHECK;
void vet_follow_stop(struct vet_follower *f); /* waits for the run that is under way */

/* The lists in memory, for the interface; one for all threads, as long as the site runs. */
struct vet_keeper;
struct vet_keeper *vet_keeper_new(struct arena *a);

extern const struct route vet_routes[], vet_own_routes[], vet_api_routes[];
extern const struct verb vet_verbs[];

#endif
