/* seal.h: what the log gives to others, so that they can check it without the register. Front door.
 *
 * An extract is a stretch of the log in one file, which proves itself:
 *
 *   grata/log-extract@v1
 *   first 17                    the number of its first entry, from 1
 *   edge BASE64                 the right edge of the tree before it (tlog.h), one line for each
 *                               hash, largest subtree first; none when first is 1
 *   entries 3
 *   {"act":...}                 the entries, one a line, as leaf.h has them
 *   proof BASE64                that the tree up to the last entry is the beginning of the signed
 *                               one (RFC 6962 2.1.2), one line for each hash
 *                               an empty line
 *   ORIGIN ...                  the signed checkpoint, to the end
 *
 * Appending the entries to the edge gives a root; the proof leads from it to the signed one. So the
 * entries, their order and their places are what was signed, and so is all before them.
 *
 * Pure but for the verbs: bytes in, a verdict out. */
#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include "audit/checkpoint.h"
#include "base/fault.h"
#include "base/verb.h"

/* Where the bytes of an extract come from, a piece at a time: so a log of gigabytes is checked in
 * little memory. `more` puts up to n (at least 1) bytes to `to` and says how many; 0 at the end, -1
 * when they cannot be read. */
struct extract_source {
	ptrdiff_t (*more)(void *from, char *to, ptrdiff_t n);
	void *from;
};
enum { EXTRACT_LINE_MAX = 2 << 20 };

void extract_head_write(struct out *o, int64_t first, const struct tlog_edge *before, int64_t n);
void extract_tail_write(struct out *o, const struct tlog_proof *proof, str note);

/* What an extract was found to be. */
struct extract_report {
	struct checkpoint signed_head;
	int64_t first, last;
};

/* Everything, in one pass: the form of the file, each entry's form and number, the note's signature
 * and origin, the proof. With `since` (an older checkpoint, whose signature the caller has checked)
 * also that the log has only grown since: it must lie within the extract. Each trouble is a fault
 * with its line. `scratch` must be another arena than the faults'; it takes five times the longest
 * line. What r points to lies in the faults' arena. Hashes in a thread of its own where that pays.
 */
bool extract_check(struct arena scratch, str where, struct extract_source source,
		   const struct log_key *k, const struct checkpoint *since,
		   struct extract_report *r, struct faults *faults);

/* A signed checkpoint in a file: form, signature and origin. False with a fault. *c points into
 * `bytes`; `scratch` as above. */
bool seal_note_check(struct arena scratch, str where, str bytes, const struct log_key *k,
		     struct checkpoint *c, struct faults *faults);

/* A receipt in a file, and a file with the entry that it is to be for (a newline at its end does
 * not count). False with a fault; else *index is the entry's, from 0. */
bool seal_receipt_check(struct arena scratch, str where, str bytes, str entry,
			const struct log_key *k, int64_t *index, struct faults *faults);

/* ---- the tree in memory ---- */

/* Every complete subtree of the first n leaves, 64 bytes a leaf: proofs without reading again. */
struct seal_tree {
	int64_t n, cap;
	struct sha256 *level[TLOG_LEVELS];
};
void seal_tree_open(struct arena *a, int64_t cap, struct seal_tree *t);
void seal_tree_add(struct seal_tree *t, const struct sha256 *leaf); /* at most cap times */
struct tlog_source seal_tree_source(struct seal_tree *t);
void seal_tree_edge(const struct seal_tree *t, int64_t size, struct tlog_edge *e);

extern const struct verb seal_verbs[];

#endif
