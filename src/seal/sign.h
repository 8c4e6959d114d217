/* sign.h: what the holder of the key is asked, and when it signs. It knows no register: it
 * remembers the head that it signed last, and whoever wants the next one signed proves that the log
 * has only grown since (RFC 6962 2.1.2). Pure: bytes and heads in, a verdict out.
 *
 *   grata/sign@v1
 *   old 41                  the size from which the proof leads; 0 for a log that was never signed
 *   size 43                 of the log now
 *   root BASE64
 *   proof BASE64            one line for each hash
 *                           an empty line, and nothing behind
 *
 * The answer is "signed\n" and the signed checkpoint; "last N\n" when the last head had another
 * size than `old`: ask again from there; "refused\n": the log did not go on from the last head;
 * "failed\n": what was signed could not be kept, so it was not given out. */
#ifndef SEAL_SIGN_H
#define SEAL_SIGN_H

#include "audit/checkpoint.h"

struct sign_ask {
	int64_t old_size, size;
	struct sha256 root;
	struct tlog_proof proof;
};
void sign_ask_write(struct out *o, const struct sign_ask *ask);
/* The strict inverse. */
bool sign_ask_read(str text, struct sign_ask *ask);
/* The question of a log whose hashes `s` has, from a head of old_size entries; those that it does
 * not have (yet) it cannot prove. */
enum err sign_ask_of(struct tlog_source *s, int64_t size, const struct sha256 *root,
		     int64_t old_size, struct sign_ask *ask) MUST_CHECK;

enum sign_verdict { SIGN_YES, SIGN_OTHER_LAST, SIGN_WENT_BACK };
/* `last`: the head signed last; size 0: none was. */
enum sign_verdict sign_judge(const struct checkpoint *last, const struct sign_ask *ask);

#endif
