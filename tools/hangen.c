/* hangen.c: writes the Han reading table from ICU's Han-Latin/Names transliteration:
 * `hangen > han_table.h`. A build tool; the program itself does not need ICU. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, LAST = 0x9fff, SYLLABLES = 2000 };

static char syllable[SYLLABLES][16];
static int n_syllables = 1;

static int syllable_of(const char *s)
{
	for (int i = 0; i < n_syllables; i++)
		if (strcmp(syllable[i], s) == 0)
			return i;
	if (n_syllables == SYLLABLES)
		return 0;
	snprintf(syllable[n_syllables], sizeof syllable[0], "%s", s);
	return n_syllables++;
}

static UTransliterator *open_rules(const char *name)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar id[64];
	u_uastrcpy(id, name);
	UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
	if (U_FAILURE(e)) {
		fprintf(stderr, "hangen: ICU has no %s: %s\n", name, u_errorName(e));
		exit(1);
	}
	return t;
}

/* One character through the rules; the number of units that come out, 0 when it fails. */
static int32_t apply(UTransliterator *t, int c, UChar b[64])
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 1, limit = 1;
	b[0] = (UChar)c;
	utrans_transUChars(t, b, &n, 64, 0, &limit, &e);
	return U_SUCCESS(e) ? n : 0;
}

static void put_table(const char *name, const int *v)
{
	printf("static const uint16_t %s[] = {\n", name);
	for (int i = 0; i <= LAST - FIRST; i++)
		printf("%d,%s", v[i], i % 16 == 15 ? "\n" : "");
	printf("};\n");
}

int main(void)
{
	static int of[LAST - FIRST + 1], simple[LAST - FIRST + 1];
	UTransliterator *names = open_rules("Han-Latin/Names; Latin-ASCII; Lower");
	UTransliterator *simplify = open_rules("Traditional-Simplified");
	for (int c = FIRST; c <= LAST; c++) {
		UErrorCode e = U_ZERO_ERROR;
		UChar b[64] = { 0 };
		char s[64] = "";
		int32_t n = apply(names, c, b);
		u_strToUTF8(s, sizeof s, NULL, b, n, &e);
		size_t k = strspn(s, "abcdefghijklmnopqrstuvwxyz");
		s[k] = 0; /* a space may follow */
		of[c - FIRST] = k && k < 8 ? syllable_of(s) : 0;
		if (apply(simplify, c, b) == 1 && b[0] != c && b[0] >= FIRST && b[0] <= LAST)
			simple[c - FIRST] = b[0];
	}
	printf("/* Made by tools/hangen.c. */\n#include <stdint.h>\n#include <stddef.h>\n");
	printf("enum { HAN_FIRST = %d, HAN_N = %d };\n", FIRST, LAST - FIRST + 1);
	printf("static const char *const han_syllable[] = {\nNULL,\n");
	for (int i = 1; i < n_syllables; i++)
		printf("\"%s\",\n", syllable[i]);
	printf("};\n");
	put_table("han_of", of);
	put_table("han_simple", simple);
	utrans_close(names);
	utrans_close(simplify);
	return 0;
}
