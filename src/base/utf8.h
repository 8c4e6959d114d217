/* utf8.h: strict UTF-8 (RFC 3629). Input is refused, never repaired: no overlong forms, no
 * surrogates, nothing above U+10FFFF. Engines that must read any bytes at all use utf8_next's
 * replacement. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* Byte offset of the first byte that is not valid UTF-8, or -1 when all is. */
ptrdiff_t utf8_fault(str s);
bool utf8_is_valid(str s);
/* Reads the character at *i (inside s) and moves *i behind it. A byte that begins no valid
 * character gives U+FFFD and moves by one. */
uint32_t utf8_next(str s, ptrdiff_t *i);
/* Writes `c` as 1 to 4 bytes and returns how many; c must be a scalar value. */
int utf8_put(char to[static 4], uint32_t c);
/* Characters in s. */
ptrdiff_t utf8_count(str s);
/* True when s may stand in one line of text: valid, and without control characters (tab and newline
 * count as such). For names, references and other single-line fields. */
bool utf8_is_line(str s);
/* The same with tabs and newlines: a text of several lines. */
bool utf8_is_text(str s);

#endif
