/* hangen.c: writes the Han reading table from ICU's Han-Latin/Names transliteration:
 * `hangen > han_table.h`. A build tool; the program itself does not need ICU. */
#include <stdio.h>
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

int main(void)
{
	static int of[LAST - FIRST + 1];
	UErrorCode e = U_ZERO_ERROR;
	UChar id[64];
	u_uastrcpy(id, "Han-Latin/Names; Latin-ASCII; Lower");
	UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
	if (U_FAILURE(e)) {
		fprintf(stderr, "hangen: ICU has no Han-Latin/Names: %s\n", u_errorName(e));
		return 1;
	}
	for (int c = FIRST; c <= LAST; c++) {
		UChar b[64] = { (UChar)c };
		int32_t n = 1, limit = 1;
		char s[64] = "";
		utrans_transUChars(t, b, &n, 64, 0, &limit, &e);
		u_strToUTF8(s, sizeof s, NULL, b, n, &e);
		size_t k = strspn(s, "abcdefghijklmnopqrstuvwxyz");
		s[k] = 0; /* a space may follow */
		of[c - FIRST] = U_SUCCESS(e) && k && k < 8 ? syllable_of(s) : 0;
		e = U_ZERO_ERROR;
	}
	printf("/* Made by tools/hangen.c. */\n#include <stdint.h>\n#include <stddef.h>\n");
	printf("enum { HAN_FIRST = %d, HAN_N = %d };\n", FIRST, LAST - FIRST + 1);
	printf("static const char *const han_syllable[] = {\nNULL,\n");
	for (int i = 1; i < n_syllables; i++)
		printf("\"%s\",\n", syllable[i]);
	printf("};\nstatic const uint16_t han_of[] = {\n");
	for (int i = 0; i <= LAST - FIRST; i++)
		printf("%d,%s", of[i], i % 16 == 15 ? "\n" : "");
	printf("};\n");
	utrans_close(t);
	return 0;
}
