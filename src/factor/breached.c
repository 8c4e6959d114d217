/* breached.c: a line of the file, then searching, then opening. */
#include "factor/breached.h"

#include <string.h>

#include <openssl/evp.h>

#include "base/must.h"

enum { DIGITS = 40, LINE_BYTES = 64, TRIED_N = 64 };

struct line {
	int64_t at, next; /* where it begins, and what is behind it */
	char digits[DIGITS];
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The line is all of `text` but for its end. */
static bool read_line(str text, struct line *l)
{
	if (text.n && text.p[text.n - 1] == '\r')
		text.n--;
	if (text.n < DIGITS || text.n == DIGITS + 1 || (text.n > DIGITS && text.p[DIGITS] != ':'))
		return false;
	for (int i = 0; i < DIGITS; i++)
		if (!is_digit(text.p[i]) && (text.p[i] < 'A' || text.p[i] > 'F'))
			return false;
	for (ptrdiff_t i = DIGITS + 1; i < text.n; i++)
		if (!is_digit(text.p[i]))
			return false;
	memcpy(l->digits, text.p, DIGITS);
	return true;
}

/* The first line that begins at `from` or behind. ERR_NOT_FOUND: none does; ERR_IO. */
static enum err line_from(const struct breached *b, int64_t from, struct line *l)
{
	char window[2 * LINE_BYTES + 1];
	int64_t begin = from ? from - 1 : 0; /* a line begins behind the end of another */
	ptrdiff_t n = b->read_at(b->from, begin, window, sizeof window);
	if (n < 0)
		return ERR_IO;
	str rest = { window, n };
	if (from) {
		ptrdiff_t end = str_find_byte(rest, '\n');
		if (end < 0 && begin + n < b->size_n)
			return ERR_IO; /* longer than any line is */
		rest = str_slice(rest, end < 0 ? n : end + 1, n);
	}
	l->at = begin + (rest.p - window);
	if (l->at >= b->size_n)
		return ERR_NOT_FOUND;
	ptrdiff_t end = str_find_byte(rest, '\n');
	if (end < 0 && l->at + rest.n < b->size_n)
		return ERR_IO;
	l->next = l->at + (end < 0 ? rest.n : end + 1);
	return read_line(str_slice(rest, 0, end < 0 ? rest.n : end), l) ? OK : ERR_IO;
}

static void hash_of(str password, char digits[DIGITS])
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char h[EVP_MAX_MD_SIZE];
	unsigned int n = 0;
	must(EVP_Digest(password.p, (size_t)password.n, h, &n, EVP_sha1(), NULL) &&
	     n * 2 == DIGITS);
	for (int i = 0; i < DIGITS; i++)
		digits[i] = hex[h[i / 2] >> (i % 2 ? 0 : 4) & 15];
}

enum err breached_has(const struct breached *b, str password, bool *has)
{
	char want[DIGITS];
	int64_t low = 0, high = b->size_n; /* it begins at low or behind, and before high */
	hash_of(password, want);
	*has = false;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		struct line l;
		enum err e = line_from(b, middle, &l);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		int cmp = e == OK && l.at < high ? memcmp(l.digits, want, DIGITS) : 1;
		if (cmp == 0) {
			*has = true;
			return OK;
		}
		if (cmp < 0)
			low = l.next;
		else
			high = middle;
	}
	return OK;
}

void breached_try(const struct breached *b, str file, struct faults *f)
{
	struct line l, before = { .at = -1 };
	for (int i = 0; i <= TRIED_N; i++) {
		/* The last one tried is the last there is. */
		int64_t at = i < TRIED_N              ? b->size_n / TRIED_N * i
			     : b->size_n > LINE_BYTES ? b->size_n - LINE_BYTES
						      : 0;
		enum err e = line_from(b, at, &l);
		while (i == TRIED_N && e == OK && l.next < b->size_n)
			e = line_from(b, l.next, &l);
		if (e == ERR_NOT_FOUND)
			continue;
		if (e != OK) {
			fault_at(f, file, 0, 0, (str){ 0 },
				 "at byte %lld there is no line of 40 digits 0-9 A-F, with or "
				 "without ':' and a number",
				 (long long)at);
			return;
		}
		if (before.at >= 0 && l.at > before.at &&
		    memcmp(before.digits, l.digits, DIGITS) >= 0) {
			fault_at(f, file, 0, 0, (str){ 0 },
				 "the line at byte %lld does not rise: sort the file by its hashes",
				 (long long)l.at);
			return;
		}
		before = l;
	}
	if (before.at < 0)
		fault_at(f, file, 0, 0, (str){ 0 }, "there is no line in it");
}

static ptrdiff_t read_file(void *from, int64_t at, char *to, ptrdiff_t n)
{
	return os_open_read(from, at, to, n);
}

enum err breached_open(struct arena *a, const char *path, struct breached *b, struct faults *f)
{
	struct os_open *file = arena_new(a, struct os_open);
	enum err e = os_open(path, file);
	if (e != OK) {
		fault_at(f, str_of(path), 0, 0, (str){ 0 }, "%s", err_sentence(e));
		return ERR_FAULTS;
	}
	*b = (struct breached){ read_file, file, file->size_n };
	breached_try(b, str_of(path), f);
	return faults_err(f);
}
