/* vet.h: who is this applicant, really? Watch-lists and their versions, screening, hits and what
 * people decide about them. Front door. Reading published files is watch/, names are match/. */
#ifndef VET_VET_H
#define VET_VET_H

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
 * damaged file is refused whole. ERR_FAULTS; ERR_DENIED for who may not propose watch-lists. */
enum err vet_import(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct faults *faults, str list, enum watch_format format,
		    const struct watch_file *files, ptrdiff_t n_files,
		    struct vet_imported *out) MUST_CHECK;

/* ---- everybody again ---- */

struct vet_ran {
	int64_t run_id; /* 0: nothing had changed */
	int64_t by_account_id;
	int64_t people_n, whole_n; /* looked at; compared with all lists, being new or changed */
	int64_t new_n, changed_n, gone_n; /* hits */
	bool was_cut_off;                 /* it went on where an earlier one was killed */
};
/* Compares everybody with what changed since the last time, whoever is new or changed with all
 * lists. Takes seconds and some memory of `a`; a killed one is gone on with by the next call.
 * ERR_CONFLICT when another process does the same. */
enum err vet_rescreen(struct db *db, const struct viewer *by, struct arena *a, bool is_told,
		      struct vet_ran *out) MUST_CHECK;

extern const struct verb vet_verbs[];

#endif
