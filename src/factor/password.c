/* password.c: Argon2id by libsodium: hashing, comparing, what a password must not be, and the queue
 * in front. */
#include "factor/password.h"

#include <pthread.h>
#include <string.h>

#include <sodium.h>

#include "base/embed.h"
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

/* ---- what a password must not be ---- */

EMBED(common_passwords); /* common.txt: "1 password", for how many characters it counts */

struct piece {
	str text;
	int counts_n;
};
struct pieces {
	struct piece *v;
	ptrdiff_t n, cap;
};

/* Neighbours on a keyboard (QWERTY, QWERTZ, AZERTY), the alphabet, the digits. */
static const char *const WALKS[] = {
	"1234567890",
	"qwertyuiop",
	"qwertzuiop",
	"azertyuiop",
	"asdfghjkl",
	"zxcvbnm",
	"yxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
	"abcdefghijklmnopqrstuvwxyz",
};
enum { WORD_MIN = 3, WALK_MIN = 4, RUN_MIN = 3 };

/* As people disguise letters: "p4ssw0rd". */
static char plain_letter(char c)
{
	static const char from[] = "013457@$!", to[] = "oieastasi";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : c;
}

static ptrdiff_t same_n(str a, str b)
{
	ptrdiff_t n = 0;
	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

/* How far the text goes along a walk, either way. */
static ptrdiff_t walk_n(str s)
{
	ptrdiff_t best = 0;
	for (size_t w = 0; w < sizeof WALKS / sizeof WALKS[0]; w++) {
		str walk = str_of(WALKS[w]);
		ptrdiff_t at = str_find_byte(walk, s.p[0]), fore = 0, back = 0;
		while (at >= 0 && at + fore < walk.n && fore < s.n &&
		       walk.p[at + fore] == s.p[fore])
			fore++;
		while (at >= back && back < s.n && walk.p[at - back] == s.p[back])
			back++;
		best = fore > best ? fore : best;
		best = back > best ? back : best;
	}
	return best < WALK_MIN ? 0 : best;
}

static ptrdiff_t run_n(str s)
{
	ptrdiff_t n = 1;
	while (n < s.n && s.p[n] == s.p[0])
		n++;
	return n < RUN_MIN ? 0 : n;
}

/* Behind n bytes from i on, at the beginning of a character. */
static ptrdiff_t behind(str s, ptrdiff_t i, ptrdiff_t n)
{
	i += n;
	while (i < s.n && (s.p[i] & 0xC0) == 0x80)
		i++;
	return i;
}

static void take_less(int64_t *best, int64_t n)
{
	*best = n < *best ? n : *best;
}

/* Characters that somebody who knows the words has to guess, however the text is cut: a walk, or
 * the same over and over, counts as one, a known word (as typed, or in plain letters) as one or
 * two. */
static int64_t guesses(struct arena scratch, str typed, str plain, const struct pieces *known)
{
	int64_t *best = arena_new_n(&scratch, int64_t, typed.n + 1); /* of the rest from there on */
	for (ptrdiff_t i = typed.n - 1; i >= 0; i--) {
		str rest = str_slice(typed, i, typed.n), same = str_slice(plain, i, plain.n);
		best[i] = 1 + best[behind(typed, i, 1)];
		for (ptrdiff_t n = walk_n(rest); n >= WALK_MIN; n--)
			take_less(&best[i], 1 + best[behind(typed, i, n)]);
		for (ptrdiff_t n = run_n(rest); n >= RUN_MIN; n--)
			take_less(&best[i], 1 + best[behind(typed, i, n)]);
		for (ptrdiff_t w = 0; w < known->n; w++) {
			str word = known->v[w].text;
			if (word.n >= WORD_MIN &&
			    (same_n(rest, word) == word.n || same_n(same, word) == word.n))
				take_less(&best[i],
					  known->v[w].counts_n + best[behind(typed, i, word.n)]);
		}
	}
	return best[0];
}

/* Without what stands between the words of a sentence. */
static str letters_only(struct arena *a, str s)
{
	char *to = arena_bytes(a, s.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80))
			to[n++] = c;
	}
	return (str){ to, n };
}

static str plain_letters(struct arena *a, str s)
{
	char *to = arena_bytes(a, s.n + 1, 1);
	for (ptrdiff_t i = 0; i < s.n; i++)
		to[i] = plain_letter(s.p[i]);
	return (str){ to, s.n };
}

/* As typed; and as a sentence, when it is one: three fifths of it letters and digits. */
static bool is_easy(struct arena *a, str typed, const struct pieces *known)
{
	str letters = letters_only(a, typed), plain = plain_letters(a, typed),
	    plain_of_letters = plain_letters(a, letters);
	bool is_sentence = letters.n * 5 >= typed.n * 3;
	return guesses(*a, typed, plain, known) < PASSWORD_GUESSES_MIN ||
	       (is_sentence &&
		guesses(*a, letters, plain_of_letters, known) < PASSWORD_GUESSES_MIN);
}

/* The same piece over and over, of fewer bytes than a password has characters. */
static bool is_repeated(str s)
{
	for (ptrdiff_t period = 1; period < PASSWORD_MIN && period < s.n; period++)
		if (memcmp(s.p, s.p + period, (size_t)(s.n - period)) == 0)
			return true;
	return false;
}

/* "Ministry of Examples" gives its whole and each of its words. */
static void add_words(struct arena *a, struct pieces *to, str text)
{
	str rest = str_lower(a, str_trim(text));
	*arena_push(a, to) = (struct piece){ rest, 1 };
	while (rest.n) {
		ptrdiff_t at = 0;
		while (at < rest.n && !strchr(" .,-_'()", rest.p[at]))
			at++;
		*arena_push(a, to) = (struct piece){ str_slice(rest, 0, at), 1 };
		rest = str_slice(rest, at < rest.n ? at + 1 : at, rest.n);
	}
}

static void add_common(struct arena *a, struct pieces *to)
{
	str rest = embed_str(common_passwords);
	while (rest.n) {
		str line = str_cut(&rest, '\n');
		if (line.n > 2 && line.p[0] != '#')
			*arena_push(a, to) =
			    (struct piece){ str_slice(line, 2, line.n), line.p[0] - '0' };
	}
}

void password_check(str password, const str *about, ptrdiff_t n_about, struct faults *f)
{
	struct arena scratch = *f->a;
	struct pieces known = { 0 };
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
	add_common(&scratch, &known);
	for (ptrdiff_t i = 0; i < n_about; i++)
		add_words(&scratch, &known, about[i]);
	str typed = str_lower(&scratch, password);
	bool is_over_and_over = is_repeated(typed), is_known = is_easy(&scratch, typed, &known);
	if (is_over_and_over)
		fault_field(f, S("password"),
			    "This password says the same thing over and over: choose other words.");
	else if (is_known)
		fault_field(
		    f, S("password"),
		    "This password is little more than well-known words, a row of keys, or "
		    "the name of the account, the ministry or a state: choose other words.");
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
