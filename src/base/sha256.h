/* sha256.h: SHA-256 (FIPS 180-4), by OpenSSL's libcrypto. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

struct sha256 {
	uint8_t b[32];
};

/* Of up to three pieces one after the other; null pieces count as empty. */
struct sha256 sha256_of(str a, str b, str c);
bool sha256_eq(const struct sha256 *a, const struct sha256 *b); /* in constant time */
/* 64 lower-case hexadecimal digits. */
bool sha256_read_hex(str hex, struct sha256 *h);

#endif
