/* enum.h: words of an enumeration, for the generated NAME_text and NAME_of. */
#ifndef DATA_ENUM_H
#define DATA_ENUM_H

#include "base/str.h"

str enum_text(const char *const *words, int n, int i);
int enum_of(const char *const *words, int n, str s); /* -1 when s is none of them */

#endif
