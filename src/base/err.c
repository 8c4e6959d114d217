/* err.c: the table of errors, unfolded. */
#include "base/err.h"

#include "base/must.h"

static const struct {
	int http, code;
	const char *name, *sentence;
} table[] = {
	[OK] = { 200, 0, "OK", "Done." },
#define ERR(name, http, code, sentence) [name] = { http, code, #name, sentence },
#include "base/err.def"
#undef ERR
};

static int row(enum err e)
{
	must((int)e >= 0 && (int)e < (int)(sizeof table / sizeof table[0]));
	return (int)e;
}

int err_http(enum err e)
{
	return table[row(e)].http;
}

int err_exit(enum err e)
{
	return table[row(e)].code;
}

const char *err_name(enum err e)
{
	return table[row(e)].name;
}

const char *err_sentence(enum err e)
{
	return table[row(e)].sentence;
}
