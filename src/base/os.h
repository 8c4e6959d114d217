/* os.h: the seam to the machine: clock, randomness, files. Nothing else in the program asks for the
 * time or for random bytes, so any day can be replayed. */
#ifndef BASE_OS_H
#define BASE_OS_H

#include "base/arena.h"
#include "base/str.h"

struct os {
	bool is_fake;
	int64_t fake_at;     /* the fake clock; every reading moves it on by one microsecond */
	uint64_t fake_state; /* the fake generator */
};

struct os os_real(void);
/* Stands at `at` and deals the random bytes of `seed`: the same on every run and machine. */
struct os os_fake(int64_t at, uint64_t seed);

int64_t os_now_at(struct os *os);                 /* microseconds UTC */
int64_t os_monotonic_us(void);                    /* for durations and deadlines of the machine */
void os_wait_until_us(int64_t monotonic_us);      /* returns at once when that is past */
void os_random(struct os *os, void *p, size_t n); /* never fails: it ends the program instead */

/* Reads a whole file of at most `cap` bytes ("-" is standard input). ERR_NOT_FOUND, ERR_TOO_LARGE,
 * ERR_IO. */
enum err os_file_read(struct arena *a, const char *path, size_t cap, str *text) MUST_CHECK;
/* A file that stays open for reading, for as long as the process; it must not become shorter. */
struct os_open {
	int fd;
	int64_t size_n;
};
enum err os_open(const char *path, struct os_open *f) MUST_CHECK; /* ERR_NOT_FOUND, ERR_IO */
/* Up to n bytes from `at` on; how many, or -1. Any thread. */
ptrdiff_t os_open_read(const struct os_open *f, int64_t at, char *to, ptrdiff_t n);
/* Writes beside the place, syncs, then renames: either the old file or the new one is there. */
enum err os_file_write(const char *path, str text) MUST_CHECK;
bool os_file_exists(const char *path);

#endif
