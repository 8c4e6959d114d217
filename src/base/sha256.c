/* sha256.c: the one-shot functions of libcrypto. They are the old ones on purpose: the EVP calls
 * look the algorithm up anew for each hash, which costs more than hashing 64 bytes. */
#define OPENSSL_API_COMPAT 0x10101000L
#define OPENSSL_NO_DEPRECATED_WARNING
#include "base/sha256.h"

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

/* Without branches: digits come at random, and a log has millions of them. 16 and more: no digit.
 */
static unsigned nibble(char c)
{
	unsigned digit = (unsigned char)c - (unsigned)'0',
		 letter = (unsigned char)c - (unsigned)'a';
	unsigned is_digit = 0u - (digit < 10), is_letter = 0u - (letter < 6);
	return (digit & is_digit) | ((letter + 10) & is_letter) | (16 & ~(is_digit | is_letter));
}

bool sha256_read_hex(str hex, struct sha256 *h)
{
	unsigned all = 0;
	if (hex.n != 64)
		return false;
	for (int i = 0; i < 32; i++) {
		unsigned hi = nibble(hex.p[2 * i]), lo = nibble(hex.p[2 * i + 1]);
		all |= hi | lo;
		h->b[i] = (uint8_t)(hi << 4 | lo);
	}
	return all < 16;
}
