/* key.h: keys (WebAuthn, level 2): a credential that an authenticator made for this site alone, and
 * what it signs. ES256 only. Who made the authenticator is not asked (attestation "none").
 *
 * Bytes are read by libfido2; what a browser says of itself (clientDataJSON) by base/json.h. A key
 * that is taken has seen its person: user verification is always asked. */
#ifndef FACTOR_KEY_H
#define FACTOR_KEY_H

#include "base/arena.h"
#include "base/str.h"

enum { KEY_PUBLIC = 64, KEY_ID_MAX = 1023, KEY_BYTES_MAX = 4096 };

/* Where keys are good: "https://grata.example" and its host. */
struct key_site {
	str origin, rp_id;
};
/* False when the origin is not https://host[:port], nor http://localhost[:port]. */
bool key_site_of(struct arena *a, str origin, struct key_site *site);

struct key {
	str id;         /* what it calls itself */
	str public_key; /* KEY_PUBLIC bytes: x and y */
	int64_t counter_n;
};

/* What came from the browser, as bytes. */
struct key_answer {
	str client_data, auth_data;
	str signature; /* not of a new key */
};

/* A new key. NULL: taken, else a sentence that says why not, for the log of the server and for
 * tests. Memory of *made is the answer's and `a`. */
const char *key_made(struct arena *a, const struct key_site *site, str challenge,
		     const struct key_answer *in, struct key *made);
/* Did this key sign this challenge, here, for its person? The counter must rise, unless the key has
 * none: a copy of it would be found so. NULL: yes; *counter_n is then to be kept. */
const char *key_signed(struct arena *a, const struct key_site *site, str challenge,
		       const struct key *known, const struct key_answer *in, int64_t *counter_n);

#endif
