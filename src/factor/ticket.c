/* ticket.c: tickets, and what is sealed, by libsodium. */
#include "factor/ticket.h"

#include <pthread.h>
#include <string.h>

#include <sodium.h>

#include "base/must.h"

enum { AT = 8, NONCE = 16, MAC = crypto_auth_BYTES, TICKET = AT + NONCE + MAC };

str base64url_write(struct arena *a, str bytes)
{
	size_t cap =
	    sodium_base64_encoded_len((size_t)bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_bytes(a, (ptrdiff_t)cap, 1);
	sodium_bin2base64(text, cap, (const unsigned char *)bytes.p, (size_t)bytes.n,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

bool base64url_read(struct arena *a, str text, str *bytes)
{
	size_t n;
	char *p = arena_bytes(a, text.n + 1, 1);
	if (!text.n ||
	    sodium_base642bin((unsigned char *)p, (size_t)text.n, text.p, (size_t)text.n, NULL, &n,
			      NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	*bytes = (str){ p, (ptrdiff_t)n };
	/* libsodium 1.0.18 reads some bytes above 127 as letters */
	return str_eq(base64url_write(a, *bytes), text);
}

/* ---- tickets ---- */

static void mac_of(struct arena scratch, str secret, const unsigned char *head, str about,
		   unsigned char mac[MAC])
{
	unsigned char *m = arena_bytes(&scratch, AT + NONCE + about.n, 1);
	must(secret.n == TICKET_SECRET && TICKET_SECRET == crypto_auth_KEYBYTES);
	memcpy(m, head, AT + NONCE);
	if (about.n)
		memcpy(m + AT + NONCE, about.p, (size_t)about.n);
	crypto_auth(mac, m, (unsigned long long)(AT + NONCE + about.n),
		    (const unsigned char *)secret.p);
}

str ticket_make(struct arena *a, struct os *os, str secret, str about, int64_t at)
{
	unsigned char raw[TICKET];
	must(sodium_init() >= 0);
	for (int i = 0; i < AT; i++)
		raw[i] = (unsigned char)((uint64_t)at >> (56 - 8 * i));
	os_random(os, raw + AT, NONCE);
	mac_of(*a, secret, raw, about, raw + AT + NONCE);
	return base64url_write(a, (str){ (const char *)raw, TICKET });
}

bool ticket_is(struct arena *a, str secret, str about, str ticket, int64_t at)
{
	str bytes;
	unsigned char mac[MAC], raw[TICKET];
	if (ticket.n != TICKET_CHARS || !base64url_read(a, ticket, &bytes) || bytes.n != TICKET)
		return false;
	memcpy(raw, bytes.p, TICKET);
	mac_of(*a, secret, raw, about, mac);
	if (sodium_memcmp(mac, raw + AT + NONCE, MAC) != 0)
		return false;
	uint64_t made = 0;
	for (int i = 0; i < AT; i++)
		made = made << 8 | raw[i];
	int64_t age_us = at - (int64_t)made;
	return age_us >= 0 && age_us <= (int64_t)TICKET_MIN * 60 * 1000000;
}

/* ---- once ---- */

enum { KEPT = 4096 };

struct once {
	pthread_mutex_t lock;
	struct {
		uint64_t hash;
		int64_t at;
	} v[KEPT];
	int next;
};

struct once *once_new(struct arena *perm)
{
	struct once *o = arena_new(perm, struct once);
	pthread_mutex_init(&o->lock, NULL);
	return o;
}

bool once_take(struct once *o, str ticket, int64_t at)
{
	uint64_t hash = str_hash(ticket);
	bool is_new = true;
	pthread_mutex_lock(&o->lock);
	for (int i = 0; i < KEPT && is_new; i++)
		is_new = o->v[i].hash != hash || at - o->v[i].at > (int64_t)TICKET_MIN * 60000000;
	if (is_new) {
		o->v[o->next].hash = hash;
		o->v[o->next].at = at;
		o->next = (o->next + 1) % KEPT;
	}
	pthread_mutex_unlock(&o->lock);
	return is_new;
}

/* ---- boxes ---- */

enum {
	BOX_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	BOX_MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

str box_close(struct arena *a, struct os *os, str key, str about, str secret)
{
	unsigned char *box = arena_bytes(a, BOX_NONCE + secret.n + BOX_MAC, 1);
	unsigned long long n;
	must(sodium_init() >= 0 && key.n == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
	os_random(os, box, BOX_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    box + BOX_NONCE, &n, (const unsigned char *)secret.p, (unsigned long long)secret.n,
	    (const unsigned char *)about.p, (unsigned long long)about.n, NULL, box,
	    (const unsigned char *)key.p);
	return (str){ (const char *)box, BOX_NONCE + (ptrdiff_t)n };
}

bool box_open(struct arena *a, str key, str about, str box, str *secret)
{
	unsigned long long n;
	must(sodium_init() >= 0 && key.n == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
	if (box.n < BOX_NONCE + BOX_MAC)
		return false;
	unsigned char *out = arena_bytes(a, box.n, 1);
	const unsigned char *b = (const unsigned char *)box.p;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		out, &n, NULL, b + BOX_NONCE, (unsigned long long)(box.n - BOX_NONCE),
		(const unsigned char *)about.p, (unsigned long long)about.n, b,
		(const unsigned char *)key.p) != 0)
		return false;
	*secret = (str){ (const char *)out, (ptrdiff_t)n };
	return true;
}
