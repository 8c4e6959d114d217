/* flips.c: bits of what a log gives to others are changed, one at a time; whatever grata-verify
 * checks files by must find each. `flips N SEED KEY CHECKPOINT RECEIPT ENTRY EXTRACT`: every bit of
 * the first three, then bits of the extract that a seed chooses, N in all. tests/soak/seal.sh runs
 * it.
 *
 * The files are sound before the first flip and after the last, and each flip changes one bit and
 * is taken back: so what is found is the flip. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/os.h"
#include "seal/seal.h"

enum what { CHECKPOINT, RECEIPT, ENTRY, EXTRACT, FILES_N };
static const char *const NAMES[FILES_N] = { "checkpoint", "receipt", "entry", "extract" };

struct flips {
	struct arena perm, a, scratch;
	struct log_key key;
	struct {
		char *p;
		ptrdiff_t n;
		int64_t flips_n, found_n;
	} file[FILES_N];
};

static str text_of(const struct flips *f, enum what w)
{
	return (str){ f->file[w].p, f->file[w].n };
}

static ptrdiff_t more(void *from, char *to, ptrdiff_t n)
{
	str *rest = from;
	n = n < rest->n ? n : rest->n;
	memcpy(to, rest->p, (size_t)n);
	*rest = str_slice(*rest, n, rest->n);
	return n;
}

/* By the functions that grata-verify calls. */
static bool is_sound(struct flips *f, enum what w)
{
	struct checkpoint head;
	struct extract_report report;
	int64_t index;
	arena_reset(&f->a);
	struct faults faults = faults_in(&f->a);
	str where = str_of(NAMES[w]), rest = text_of(f, EXTRACT);
	struct extract_source source = { more, &rest };
	bool is = false;
	switch (w) {
	case CHECKPOINT:
		is = seal_note_check(f->scratch, where, text_of(f, w), &f->key, &head, &faults);
		break;
	case RECEIPT:
	case ENTRY:
		is = seal_receipt_check(f->scratch, where, text_of(f, RECEIPT), text_of(f, ENTRY),
					&f->key, &index, &faults);
		break;
	case EXTRACT:
		is = extract_check(f->scratch, where, source, &f->key, NULL, &report, &faults);
		break;
	case FILES_N: must_not_come_here("file");
	}
	must(is == (faults.total_n == 0)); /* no verdict without its sentence */
	return is;
}

static void flip(struct flips *f, enum what w, int64_t bit)
{
	char *byte = &f->file[w].p[bit / 8], was = *byte;
	*byte = (char)(was ^ 1 << bit % 8);
	must(__builtin_popcount((unsigned char)(*byte ^ was)) == 1);
	bool is_found = !is_sound(f, w);
	*byte = was;
	f->file[w].flips_n++;
	f->file[w].found_n += is_found;
	if (!is_found)
		printf("not found: bit %lld of the %s\n", (long long)bit, NAMES[w]);
}

static void all_sound(struct flips *f)
{
	for (enum what w = 0; w < FILES_N; w++)
		if (!is_sound(f, w)) {
			fprintf(stderr, "flips: the %s is not sound by itself\n", NAMES[w]);
			exit(2);
		}
}

static bool read_words(struct flips *f, char **words, int64_t *n, int64_t *seed)
{
	for (int i = 0; i < FILES_N; i++) {
		str text;
		if (os_file_read(&f->perm, words[4 + i], (size_t)64 << 20, &text) != OK || !text.n)
			return false;
		f->file[i].p = arena_bytes(&f->perm, text.n, 1);
		f->file[i].n = text.n;
		memcpy(f->file[i].p, text.p, (size_t)text.n);
	}
	return str_to_int64(str_of(words[1]), n) && str_to_int64(str_of(words[2]), seed) &&
	       log_key_read(str_of(words[3]), &f->key);
}

int main(int argc, char **argv)
{
	struct flips f = { 0 };
	int64_t n, seed, done = 0, found = 0;
	if (argc != 4 + FILES_N || arena_open(&f.perm, (size_t)1 << 30) != OK ||
	    arena_open(&f.a, 64 << 20) != OK || arena_open(&f.scratch, 64 << 20) != OK ||
	    !read_words(&f, argv, &n, &seed)) {
		fputs("flips N SEED KEY CHECKPOINT RECEIPT ENTRY EXTRACT\n", stderr);
		return 2;
	}
	struct os dice = os_fake(0, (uint64_t)seed);
	all_sound(&f);
	for (enum what w = 0; w < EXTRACT; w++) {
		int64_t bits = 8 * (int64_t)f.file[w].n;
		if (w == ENTRY && f.file[w].p[f.file[w].n - 1] == '\n')
			bits -= 8; /* that is the file's, not the entry's */
		for (int64_t bit = 0; bit < bits && done < n; bit++, done++)
			flip(&f, w, bit);
	}
	for (; done < n; done++) {
		uint64_t at;
		os_random(&dice, &at, sizeof at);
		flip(&f, EXTRACT, (int64_t)(at % (8 * (uint64_t)f.file[EXTRACT].n)));
	}
	all_sound(&f);
	for (int i = 0; i < FILES_N; i++) {
		found += f.file[i].found_n;
		printf("%s: %lld of %lld changed bits found, file of %lld bits\n", NAMES[i],
		       (long long)f.file[i].found_n, (long long)f.file[i].flips_n,
		       8 * (long long)f.file[i].n);
	}
	printf("flips: %lld of %lld changed bits found, seed %lld\n", (long long)found,
	       (long long)done, (long long)seed);
	return found == done && done == n ? 0 : 1;
}
