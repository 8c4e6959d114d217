/* code.h: the six digits that an application on a telephone shows (TOTP, RFC 6238: SHA-1, 30 s), by
 * liboath; and codes on paper, good once each. */
#ifndef FACTOR_CODE_H
#define FACTOR_CODE_H

#include "base/os.h"
#include "base/out.h"
#include "base/sha256.h"

enum {
	CODE_SECRET = 20, /* bytes */
	CODE_DIGITS = 6,
	CODE_STEP_S = 30,
	CODE_DRIFT_N = 1, /* steps that a telephone's clock may be off, either way */
};

str code_secret(struct arena *a, struct os *os);   /* CODE_SECRET random bytes */
str code_secret_text(struct arena *a, str secret); /* base32, to be typed by hand: 32 letters */
/* "otpauth://totp/Grata:vera?secret=..&issuer=Grata": what the picture says. */
str code_uri(struct arena *a, str secret, str issuer, str login);
/* Are these the digits of now, of a step after the one used last? `*step_n` is then the step that
 * must be kept: no code is good twice. Spaces in what was typed do not count. */
bool code_is(str secret, str typed, int64_t at, int64_t used_step_n, int64_t *step_n);
/* The digits of one step; for tests and for the demo. */
str code_of_step(struct arena *a, str secret, int64_t step_n);

/* ---- on paper ---- */
enum { PAPER_CODES_N = 10, PAPER_CHARS = 25 };

/* "k7m2q-..": 25 characters in fives, 125 bits. */
str paper_code(struct arena *a, struct os *os);
/* What is kept of it: SHA-256. False when what was typed has not the form of one. Case, spaces and
 * hyphens do not count, and letters that look like digits are read as those. */
bool paper_hash(str typed, struct sha256 *hash);

/* ---- the picture ---- */
/* A QR code as SVG with `label` as its name. Text of up to 500 bytes. */
struct html qr_svg(struct arena *a, str text, str label);

#endif
