/* encode.c: the body of an answer as few bytes as the browser takes.
 *
 * What is compressed may hold a secret (the CSRF token) beside words that the request chose (a
 * search). The size tells an attacker nothing (BREACH, 2013), because a request from another site
 * carries no session: its cookie is SameSite=Strict (docs/adr/0010-pages-are-compressed.md). */
#include <zlib.h>

#include "web/asset.h"
#include "web/server.h"

enum {
	LEAST_BYTES = 1024, /* less is not worth the work */
	LEVEL = 6,          /* a page of 20 KB in a third of a millisecond */
	GZIP_WINDOW = 15 + 16,
	GZIP_FRAME = 32, /* head and tail of gzip beside zlib's */
};

/* Packs into the arena; false when it cannot or gains nothing. */
static bool pack(struct arena *a, str in, str *packed)
{
	z_stream z = { 0 };
	uLong room = compressBound((uLong)in.n) + GZIP_FRAME; /* first: a full arena jumps away */
	char *p = arena_bytes(a, (ptrdiff_t)room, 1);
	if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	z.next_in = (z_const Bytef *)(uintptr_t)in.p;
	z.avail_in = (uInt)in.n;
	z.next_out = (Bytef *)p;
	z.avail_out = (uInt)room;
	bool is_done = deflate(&z, Z_FINISH) == Z_STREAM_END;
	*packed = (str){ p, (ptrdiff_t)z.total_out };
	deflateEnd(&z);
	return is_done && packed->n < in.n;
}

void answer_encode(struct ctx *c)
{
	str packed, type = str_of(c->res->type), body = c->res->bytes;
	bool is_text = str_starts(type, S("text/")) || str_starts(type, S("application/json"));
	if (!is_text || body.n < LEAST_BYTES)
		return;
	answer_header(c, "Vary", S("Accept-Encoding"));
	if (coding_is_allowed(c->req->accept_encoding, S("gzip")) && pack(c->a, body, &packed)) {
		c->res->bytes = packed;
		answer_header(c, "Content-Encoding", S("gzip"));
	}
}
