/* local.h: a question and its answer over a unix socket, one a connection, for processes of one
 * machine that trust each other little: the kernel says whose process asks. A question ends where
 * its sender stops sending. */
#ifndef BASE_LOCAL_H
#define BASE_LOCAL_H

#include "base/out.h"

enum {
	LOCAL_BYTES_MAX = 64 << 10,
	LOCAL_S = 5
}; /* of a question or an answer; how long it may take */

/* ERR_NOT_FOUND: nobody listens there; ERR_IO: it broke off, took too long, or said too much. */
enum err local_ask(struct arena *a, const char *path, str question, str *answer) MUST_CHECK;

struct local_door {
	int fd; /* a socket that listens */
	const int64_t *uids;
	int n_uids; /* whose processes may ask; others are not listened to */
	void (*answer)(void *ctx, struct arena *a, str question, struct out *o);
	void *ctx;
};
/* Answers one after the other; comes back with ERR_IO when the socket cannot be accepted from any
 * more. Each answer has `scratch` for itself. */
enum err local_answer(struct local_door *d, struct arena *scratch) MUST_CHECK;

#endif
