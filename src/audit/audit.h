/* audit.h: the log of the register: every deed leaves its leaves here, in the deed's own
 * transaction.
 *
 * The formats are in leaf.h and tlog.h; this file joins them with the register. What the log
 * proves: what was recorded, in which order, and that today's rows are what the leaves say. It does
 * not prove that it is true. */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "base/fault.h"
#include "base/sha256.h"
#include "base/verb.h"
#include "data/db.h"

/* The program itself: migrations, verification, sign-in before there is a user. */
extern const struct viewer VIEWER_SYSTEM;

/* Plugs the log into the register; its memory is `perm`, which must outlive the register. */
void audit_attach(struct arena *perm, struct db *db);

struct audit_head {
	int64_t leaves_n;
	int64_t changes_n; /* leaves that changed a row: by it, what is derived may be cached */
	struct sha256 root;
};
/* Size and root as of this transaction. An empty log has the root of RFC 6962's empty tree. */
enum err audit_head(struct tx *tx, struct audit_head *head) MUST_CHECK;

/* The version of an object as its last leaf has it; 0: the log has none. Changes of a deed that is
 * still under way are not counted. */
enum err audit_version(struct tx *tx, str table, int64_t object_id, int64_t *version) MUST_CHECK;

/* Inside a deed: forgets what the entries of an object so far say of these fields (NULL ends them):
 * values and salts go, the entries stay and verify. An entry "audit.erase" of the object says so;
 * without one, missing values are a fault. *n: how many entries. The row itself is the caller's to
 * make blank, in the same deed. */
enum err audit_erase(struct tx *tx, const char *table, int64_t id, const char *const *fields,
		     int64_t *n) MUST_CHECK;

/* Entries in their order from number `from` on, some thousands at most: their hashes, or their
 * bytes, in tx->a. n is 0 behind the last. ERR_LOG when one is missing between. */
struct audit_hashes {
	struct sha256 *v;
	ptrdiff_t n;
};
struct audit_bodies {
	str *v;
	ptrdiff_t n;
};
enum err audit_hashes_read(struct tx *tx, int64_t from, struct audit_hashes *h) MUST_CHECK;
enum err audit_bodies_read(struct tx *tx, int64_t from, struct audit_bodies *b) MUST_CHECK;

struct audit_report {
	struct audit_head head;
	int64_t rows_n;      /* live rows compared */
	int64_t values_n;    /* values opened */
	bool has_root_asked; /* the root asked for is that of some size */
};

/* Checks all of it: the file's structure, each leaf's form, number and commitments, the root, and
 * that the values the leaves give for each audited column are those of the live rows. With `root`
 * also that the log once had this root: a log that was shortened or rebuilt since has not. Every
 * trouble is a fault that names the entry
 * ("leaf 17") or the row ("person 3"). ERR_LOG when there is any. Memory is bounded. */
enum err audit_verify(struct db *db, struct arena *a, const struct sha256 *root,
		      struct faults *faults, struct audit_report *report) MUST_CHECK;

extern const struct verb audit_verbs[];

#endif
