/* fetch.h: one file by HTTPS, in a process of its own that can do nothing else: it may connect to
 * the one port of the address, read what names and certificates need, and answer through a pipe.
 *
 * Nothing is fetched unless somebody asks for it by a command. The library (libcurl 7.85 or later)
 * is opened when this is called and at no other time: the server never has it. */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H

#include "base/arena.h"
#include "base/str.h"

struct fetch_rules {
	int64_t most_bytes;  /* of the answer; not one more is taken */
	int most_s;          /* from the first packet to the last byte */
	const char *ca_file; /* who is believed; NULL: whom the system believes */
	bool has_private;    /* addresses of this machine and of private networks, too */
};
enum { FETCH_REDIRECTS_MAX = 3, FETCH_URL_MAX = 2000 };

/* The body of a 200 answer, in `a`. HTTPS alone, TLS 1.2 or later, the certificate and its name
 * checked; at most FETCH_REDIRECTS_MAX redirects, to HTTPS on the same port; no proxy, no
 * compression, no name or password. Every address that is connected to is looked at when it is:
 * what is not public is refused unless has_private. ERR_IO: *why says in a sentence what was wrong;
 * *body is null then. */
enum err fetch_https(struct arena *a, const struct fetch_rules *r, str url, str *body,
		     str *why) MUST_CHECK;
/* Is this address (16 bytes; IPv4 as ::ffff:a.b.c.d) one of the public network? */
bool fetch_is_public(const uint8_t address[16]);

#endif
