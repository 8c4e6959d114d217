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

extern const struct verb vet_verbs[];

#endif
