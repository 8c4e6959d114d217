/* sha256.c: the one-shot functions of libcrypto. They are the old ones on purpose: the EVP calls
 * look the algorithm up anew for each hash, which costs more than hashing 64 bytes. */
#define OPENSSL_API_COMPAT 0x10101000L
#define OPENSSL_NO_DEPRECATED_WARNING
#include "base/sha256.h"

#include <endian.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/must.h"

struct sha256 sha256_of(str a, str b, str c)
{
	struct sha256 h;
	SHA256_CTX ctx;
	must(SHA256_Init(&ctx));
	if (a.n)
		must(SHA256_Update(&ctx, a.p, (size_t)a.n));
	if (b.n)
		must(SHA256_Update(&ctx, b.p, (size_t)b.n));
	if (c.n)
		must(SHA256_Update(&ctx, c.p, (size_t)c.n));
	must(SHA256_Final(h.b, &ctx));
	return h;
}

bool sha256_eq(const struct sha256 *a, const struct sha256 *b)
{
	return CRYPTO_memcmp(a->b, b->b, sizeof a->b) == 0;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight digits to four bytes, all at once and without branches: digits come at random, and a log
 * has millions of them. *bad gets a bit when one of the eight is none. */
static uint32_t read_eight(const char *p, uint64_t *bad)
{
	uint64_t x;
	memcpy(&x, p, sizeof x);
	x = le64toh(x); /* the first digit is the lowest byte */
	uint64_t letter = x >> 6 & EACH(1), v = (x & EACH(15)) + letter * 9;
	/* Each must be what its value is written as: '0' + v, or 'a' + v - 10; 0 to 9 are no
	 * letters, 10 to 15 are, more there is not. */
	*bad |= x ^ (EACH('0') + v + letter * ('a' - 10 - '0'));
	*bad |= (v & EACH(16)) | (((v + EACH(6)) >> 4 & EACH(1)) ^ letter);
	v = (v << 4 | v >> 8) & UINT64_C(0x00ff00ff00ff00ff);
	v = (v | v >> 8) & UINT64_C(0x0000ffff0000ffff);
	return (uint32_t)(v | v >> 16);
}

bool sha256_read_hex(str hex, struct sha256 *h)
{
	uint64_t bad = 0;
	if (hex.n != 64)
		return false;
	for (int i = 0; i < 8; i++) {
		uint32_t four = htole32(read_eight(hex.p + 8 * i, &bad));
		memcpy(h->b + 4 * i, &four, sizeof four);
	}
	return !bad;
}
