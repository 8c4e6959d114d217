/* soft_key.h: an authenticator of a few lines, for tests: a key on P-256 that signs what a browser
 * would let it sign, and what it would not. */
#ifndef TESTS_SOFT_KEY_H
#define TESTS_SOFT_KEY_H

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "base/must.h"
#include "base/out.h"
#include "base/sha256.h"
#include "factor/key.h"

struct soft_key {
	EVP_PKEY *pair;
	char id[16];
	uint32_t counter_n;
};

/* What is said in one ceremony; a test makes one of them wrong. */
struct said {
	const char *type, *origin, *rp_id, *more; /* more: members behind the origin */
	str challenge;
	int flags; /* 1 present, 4 verified, 64 with the key itself */
};

__attribute__((unused)) static struct soft_key soft_key_new(const char *id)
{
	struct soft_key k = { .pair = EVP_EC_gen("P-256") };
	must(k.pair != NULL && strlen(id) < sizeof k.id);
	memcpy(k.id, id, strlen(id));
	return k;
}

static str soft_client(struct arena *a, const struct said *s)
{
	return str_fmt(a, "{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\"%s}", s->type,
		       SF(s->challenge), s->origin, s->more ? s->more : "");
}

/* "y" as CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
static void soft_public(struct out *o, const struct soft_key *k)
{
	unsigned char point[65];
	size_t n;
	must(EVP_PKEY_get_octet_string_param(k->pair, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point,
					     &n) == 1 &&
	     n == sizeof point);
	out_bytes(o, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
	out_bytes(o, point + 1, 32);
	out_bytes(o, "\x22\x58\x20", 3);
	out_bytes(o, point + 33, 32);
}

static str soft_auth_data(struct arena *a, const struct soft_key *k, const struct said *s)
{
	struct out o = out_to_arena(a);
	struct sha256 rp = sha256_of(str_of(s->rp_id), (str){ 0 }, (str){ 0 });
	unsigned char tail[5] = { (unsigned char)s->flags, (unsigned char)(k->counter_n >> 24),
				  (unsigned char)(k->counter_n >> 16),
				  (unsigned char)(k->counter_n >> 8), (unsigned char)k->counter_n };
	out_bytes(&o, rp.b, sizeof rp.b);
	out_bytes(&o, tail, sizeof tail);
	if (s->flags & 64) {
		out_bytes(&o, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10", 18);
		out_bytes(&o, k->id, sizeof k->id);
		soft_public(&o, k);
	}
	return str_copy(a, out_view(&o));
}

__attribute__((unused)) static struct key_answer soft_make(struct arena *a, struct soft_key *k,
							   const struct said *s)
{
	return (struct key_answer){ soft_client(a, s), soft_auth_data(a, k, s), { 0 } };
}

__attribute__((unused)) static struct key_answer soft_sign(struct arena *a, struct soft_key *k,
							   const struct said *s)
{
	struct key_answer r = { soft_client(a, s), { 0 }, { 0 } };
	k->counter_n++;
	r.auth_data = soft_auth_data(a, k, s);
	struct sha256 h = sha256_of(r.client_data, (str){ 0 }, (str){ 0 });
	char *m = arena_bytes(a, r.auth_data.n + 32, 1);
	memcpy(m, r.auth_data.p, (size_t)r.auth_data.n);
	memcpy(m + r.auth_data.n, h.b, 32);
	size_t n = 128;
	unsigned char *sig = arena_bytes(a, (ptrdiff_t)n, 1);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	must(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, k->pair) == 1 &&
	     EVP_DigestSign(ctx, sig, &n, (unsigned char *)m, (size_t)(r.auth_data.n + 32)) == 1);
	EVP_MD_CTX_free(ctx);
	r.signature = (str){ (const char *)sig, (ptrdiff_t)n };
	return r;
}

#endif
