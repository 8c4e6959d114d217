/* ticket.h: what the server hands out and takes back without keeping it: a step of signing in that
 * was passed, a challenge for a key. A ticket holds when it was made and a mac (HMAC-SHA-512-256)
 * of what it is about; it says nothing to who carries it. */
#ifndef FACTOR_TICKET_H
#define FACTOR_TICKET_H

#include "base/os.h"

enum { TICKET_SECRET = 32, TICKET_MIN = 5 /* minutes it is good for */, TICKET_CHARS = 75 };

/* 75 characters of base64url; `secret` has TICKET_SECRET bytes. */
str ticket_make(struct arena *a, struct os *os, str secret, str about, int64_t at);
bool ticket_is(struct arena *a, str secret, str about, str ticket, int64_t at);

/* Tickets that were used, for as long as they would be good. Lives in `perm`; any thread. */
struct once;
struct once *once_new(struct arena *perm);
/* False: it was used before. */
bool once_take(struct once *o, str ticket, int64_t at);

/* A secret that has to be kept where others may read: XChaCha20-Poly1305 with a key of
 * TICKET_SECRET bytes. `about` is bound and not kept. */
str box_close(struct arena *a, struct os *os, str key, str about, str secret);
bool box_open(struct arena *a, str key, str about, str box, str *secret);

/* base64url without padding (RFC 4648 5). */
str base64url_write(struct arena *a, str bytes);
bool base64url_read(struct arena *a, str text, str *bytes);

#endif
