/* code.c: the digits, the paper. */
#include "factor/code.h"

#include <string.h>

#include <liboath/oath.h>
#include <sodium.h>

#include "base/must.h"

str code_secret(struct arena *a, struct os *os)
{
	char *p = arena_bytes(a, CODE_SECRET, 1);
	os_random(os, p, CODE_SECRET);
	return (str){ p, CODE_SECRET };
}

/* RFC 4648 6; for `n` a multiple of five bytes there is no padding. */
str code_secret_text(struct arena *a, str secret)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct out o = out_to_arena(a);
	must(secret.n % 5 == 0);
	for (ptrdiff_t i = 0; i < secret.n; i += 5) {
		uint64_t five = 0;
		for (int k = 0; k < 5; k++)
			five = five << 8 | (unsigned char)secret.p[i + k];
		for (int k = 0; k < 8; k++)
			out_char(&o, letters[five >> (35 - 5 * k) & 31]);
	}
	return out_view(&o);
}

str code_uri(struct arena *a, str secret, str issuer, str login)
{
	struct out o = out_to_arena(a);
	out_lit(&o, "otpauth://totp/");
	out_url(&o, issuer);
	out_lit(&o, ":");
	out_url(&o, login);
	out_lit(&o, "?secret=");
	out_str(&o, code_secret_text(a, secret));
	out_lit(&o, "&issuer=");
	out_url(&o, issuer);
	return out_view(&o);
}

static void digits_of(str secret, int64_t step_n, char digits[CODE_DIGITS + 1])
{
	must(oath_hotp_generate(secret.p, (size_t)secret.n, (uint64_t)step_n, CODE_DIGITS, false,
				OATH_HOTP_DYNAMIC_TRUNCATION, digits) == OATH_OK);
}

str code_of_step(struct arena *a, str secret, int64_t step_n)
{
	char digits[CODE_DIGITS + 1];
	digits_of(secret, step_n, digits);
	return str_copy(a, str_of(digits));
}

/* The characters that count; -1 when there are more than `max`. */
static int without_gaps(str typed, char *to, int max)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == ' ' || typed.p[i] == '-')
			continue;
		if (n == max)
			return -1;
		to[n++] = typed.p[i];
	}
	return n;
}

bool code_is(str secret, str typed, int64_t at, int64_t used_step_n, int64_t *step_n)
{
	char given[CODE_DIGITS], digits[CODE_DIGITS + 1];
	int64_t now_n = at / ((int64_t)CODE_STEP_S * 1000000), found_n = -1;
	if (without_gaps(typed, given, CODE_DIGITS) != CODE_DIGITS)
		return false;
	for (int64_t n = now_n - CODE_DRIFT_N; n <= now_n + CODE_DRIFT_N; n++) {
		digits_of(secret, n, digits);
		if (sodium_memcmp(given, digits, CODE_DIGITS) == 0 && n > used_step_n &&
		    found_n < 0)
			found_n = n;
	}
	*step_n = found_n;
	return found_n >= 0;
}

/* ---- on paper ---- */

/* Crockford's base32: no i, l, o, u. */
static const char paper_letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

str paper_code(struct arena *a, struct os *os)
{
	unsigned char bytes[PAPER_CHARS];
	struct out o = out_to_arena(a);
	os_random(os, bytes, sizeof bytes);
	for (int i = 0; i < PAPER_CHARS; i++) {
		if (i && i % 5 == 0)
			out_lit(&o, "-");
		out_char(&o, paper_letters[bytes[i] & 31]);
	}
	return out_view(&o);
}

bool paper_hash(str typed, struct sha256 *hash)
{
	char c[PAPER_CHARS];
	if (without_gaps(typed, c, PAPER_CHARS) != PAPER_CHARS)
		return false;
	for (int i = 0; i < PAPER_CHARS; i++) {
		if (c[i] >= 'A' && c[i] <= 'Z')
			c[i] = (char)(c[i] - 'A' + 'a');
		c[i] = c[i] == 'o' ? '0' : c[i] == 'i' || c[i] == 'l' ? '1' : c[i];
		if (!c[i] || !strchr(paper_letters, c[i]))
			return false;
	}
	*hash = sha256_of(S("grata paper "), (str){ c, PAPER_CHARS }, (str){ 0 });
	return true;
}
