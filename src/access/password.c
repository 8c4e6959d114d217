/* password.c: Argon2id by libsodium: hashing, comparing, what a password must not be, and the queue
 * in front. */
#include <pthread.h>
#include <string.h>

#include <sodium.h>

#include "access/session.h"
#include "base/must.h"
#include "base/utf8.h"

/* RFC 9106 4, second choice: t=3, 64 MiB; p is 1 because libsodium knows no other. */
enum { ARGON2_OPS = 3, ARGON2_KIB = 64 << 10, SALT_BYTES = 16, HASH_BYTES = 32, TEXT_MAX = 128 };

enum err password_hash(struct arena *a, struct os *os, str password, str *hash)
{
	unsigned char salt[SALT_BYTES], raw[HASH_BYTES];
	char salt_text[TEXT_MAX], raw_text[TEXT_MAX];
	must(sodium_init() >= 0 && SALT_BYTES == crypto_pwhash_SALTBYTES);
	os_random(os, salt, sizeof salt);
	if (crypto_pwhash(raw, sizeof raw, password.p, (unsigned long long)password.n, salt,
			  ARGON2_OPS, (size_t)ARGON2_KIB << 10, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return ERR_MEMORY;
	int kind = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
	sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt, kind);
	sodium_bin2base64(raw_text, sizeof raw_text, raw, sizeof raw, kind);
	*hash = str_fmt(a, "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s", ARGON2_KIB, ARGON2_OPS, salt_text,
			raw_text);
	return OK;
}

/* The hash of nothing that anybody knows: whoever has no account waits as long as others. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$Z3JhdGEgbm9ib2R5ISEhIQ$"
			     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool password_is(str hash, str password)
{
	char z[crypto_pwhash_STRBYTES] = { 0 };
	must(sodium_init() >= 0);
	bool is_known = hash.p && hash.n < (ptrdiff_t)sizeof z;
	memcpy(z, is_known ? hash.p : nobody, is_known ? (size_t)hash.n : sizeof nobody - 1);
	int verdict = crypto_pwhash_str_verify(z, password.p, (unsigned long long)password.n);
	return is_known && verdict == 0;
}

/* Few different characters: "aaaaaaaaaaaaaaaa", "abababababababab". */
static bool is_monotonous(str s)
{
	bool seen[256] = { false };
	int kinds = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];
		kinds += !seen[b];
		seen[b] = true;
	}
	return kinds < 5;
}

/* What is left of the password when the word is taken out of it wherever it stands. */
static ptrdiff_t rest_without(str password, str word)
{
	ptrdiff_t left = password.n, at;
	while (word.n >= 3 && (at = str_find(password, word)) >= 0) {
		left -= word.n;
		password = str_slice(password, at + word.n, password.n);
	}
	return left;
}

void password_check(str password, str login, str name, struct faults *f)
{
	struct arena scratch = *f->a;
	int64_t n = utf8_count(password);
	if (n < PASSWORD_MIN)
		fault_field(f, S("password"),
			    "A password has at least %d characters; this has %lld.", PASSWORD_MIN,
			    (long long)n);
	if (n > PASSWORD_MAX)
		fault_field(f, S("password"), "A password has at most %d characters.",
			    PASSWORD_MAX);
	if (n < PASSWORD_MIN || n > PASSWORD_MAX)
		return;
	str low = str_lower(&scratch, password);
	str words[] = { str_lower(&scratch, login),
			str_lower(&scratch, name),
			S("grata"),
			S("password"),
			S("1234567890"),
			S("qwertyuiop") };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (rest_without(low, words[i]) < PASSWORD_MIN / 2) {
			fault_field(f, S("password"),
				    "This password is little more than '%.*s': choose other words.",
				    SF(words[i]));
			return;
		}
	if (is_monotonous(low))
		fault_field(f, S("password"),
			    "This password repeats a few characters: choose other words.");
}

/* ---- the queue ---- */

struct sign_in_queue {
	pthread_mutex_t lock;
	pthread_cond_t free;
	int reserved_n, running_n;
};

struct sign_in_queue *sign_in_queue_new(struct arena *perm)
{
	struct sign_in_queue *q = arena_new(perm, struct sign_in_queue);
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->free, NULL);
	return q;
}

bool sign_in_reserve(struct sign_in_queue *q)
{
	pthread_mutex_lock(&q->lock);
	bool has_room = q->reserved_n < SIGN_INS_AT_ONCE + SIGN_INS_WAITING;
	q->reserved_n += has_room;
	pthread_mutex_unlock(&q->lock);
	return has_room;
}

void sign_in_begin(struct sign_in_queue *q)
{
	pthread_mutex_lock(&q->lock);
	while (q->running_n == SIGN_INS_AT_ONCE)
		pthread_cond_wait(&q->free, &q->lock);
	q->running_n++;
	pthread_mutex_unlock(&q->lock);
}

void sign_in_end(struct sign_in_queue *q, bool has_begun)
{
	pthread_mutex_lock(&q->lock);
	q->reserved_n--;
	q->running_n -= has_begun;
	pthread_cond_signal(&q->free);
	pthread_mutex_unlock(&q->lock);
}
