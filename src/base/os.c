/* os.c: the real machine and the fake one. */
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/day.h"
#include "base/must.h"

struct os os_real(void)
{
	return (struct os){ .is_fake = false };
}

struct os os_fake(int64_t at, uint64_t seed)
{
	return (struct os){ .is_fake = true, .fake_at = at, .fake_state = seed };
}

static int64_t clock_us(clockid_t id)
{
	struct timespec t;
	must(clock_gettime(id, &t) == 0);
	return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

int64_t os_now_at(struct os *os)
{
	return os->is_fake ? os->fake_at++ : clock_us(CLOCK_REALTIME);
}

int64_t os_monotonic_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

void os_wait_until_us(int64_t monotonic_us)
{
	struct timespec t = { monotonic_us / 1000000, monotonic_us % 1000000 * 1000 };
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
		;
}

/* SplitMix64 (Steele, Lea, Flood 2014): for tests only. */
static uint64_t fake_next(struct os *os)
{
	uint64_t z = os->fake_state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void os_random(struct os *os, void *p, size_t n)
{
	char *to = p;
	while (n) {
		if (os->is_fake) {
			uint64_t v = fake_next(os);
			size_t k = n < sizeof v ? n : sizeof v;
			memcpy(to, &v, k);
			to += k, n -= k;
			continue;
		}
		ssize_t r = getrandom(to, n, 0);
		if (r < 0 && errno == EINTR)
			continue;
		must(r > 0);
		to += r, n -= (size_t)r;
	}
}

static enum err read_all(struct arena *a, int fd, size_t cap, str *text)
{
	ptrdiff_t room = 64 << 10, n = 0;
	char *p = arena_bytes(a, room, 1);
	for (;;) {
		if (room - n < 2) {
			if (!arena_extend(a, p, room, room * 2)) {
				char *to = arena_bytes(a, room * 2, 1);
				memcpy(to, p, (size_t)n);
				p = to;
			}
			room *= 2;
		}
		ssize_t r = read(fd, p + n, (size_t)(room - n - 1));
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return ERR_IO;
		if (r == 0)
			break;
		n += r;
		if ((size_t)n > cap)
			return ERR_TOO_LARGE;
	}
	*text = (str){ p, n };
	return OK;
}

enum err os_file_read(struct arena *a, const char *path, size_t cap, str *text)
{
	if (strcmp(path, "-") == 0)
		return read_all(a, STDIN_FILENO, cap, text);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
	enum err e = read_all(a, fd, cap, text);
	close(fd);
	return e;
}

enum err os_open(const char *path, struct os_open *f)
{
	struct stat s;
	*f = (struct os_open){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (f->fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
	if (fstat(f->fd, &s) == 0 && S_ISREG(s.st_mode)) {
		f->size_n = s.st_size;
		return OK;
	}
	close(f->fd);
	return ERR_IO;
}

ptrdiff_t os_open_read(const struct os_open *f, int64_t at, char *to, ptrdiff_t n)
{
	ptrdiff_t done = 0;
	while (done < n) {
		ssize_t got = pread(f->fd, to + done, (size_t)(n - done), at + done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += got;
	}
	return done;
}

static enum err write_error(void)
{
	return errno == ENOSPC || errno == EDQUOT || errno == EROFS ? ERR_DISK : ERR_IO;
}

static enum err write_synced(int fd, str text)
{
	for (ptrdiff_t done = 0; done < text.n;) {
		ssize_t w = write(fd, text.p + done, (size_t)(text.n - done));
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return write_error();
		done += w;
	}
	return fsync(fd) == 0 ? OK : write_error();
}

enum err os_file_write(const char *path, str text)
{
	char beside[4096];
	int n = snprintf(beside, sizeof beside, "%s.new", path);
	if (n < 0 || n >= (int)sizeof beside)
		return ERR_IO;
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return write_error();
	enum err e = write_synced(fd, text);
	if (close(fd) != 0 && e == OK)
		e = write_error();
	if (e == OK && rename(beside, path) != 0)
		e = write_error();
	if (e != OK)
		unlink(beside);
	return e;
}

bool os_file_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}
