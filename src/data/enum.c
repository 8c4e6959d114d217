/* enum.c: words of an enumeration. */
#include "data/enum.h"

#include "base/must.h"

str enum_text(const char *const *words, int n, int i)
{
	must(i >= 0 && i < n);
	return str_of(words[i]);
}

int enum_of(const char *const *words, int n, str s)
{
	for (int i = 0; i < n; i++)
		if (str_eq(s, str_of(words[i])))
			return i;
	return -1;
}
