/* work.c: fork, shut the doors, work, answer. */
#include "base/work.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

enum { EXIT_MEMORY = 3, EXIT_ANSWER = 4, PIECE = 1 << 16 };

#ifdef __SANITIZE_ADDRESS__ /* its shadow memory is larger than any limit */
static const bool has_memory_limit = false;
#else
static const bool has_memory_limit = true;
#endif

/* Bytes of addresses that this process has now; its child begins with as many. 0: not known. */
static rlim_t address_space(void)
{
	char text[64] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	return n > 0 ? (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool limit(int what, rlim_t to)
{
	struct rlimit l = { to, to };
	return setrlimit(what, &l) == 0;
}

/* No file, no socket, no program, no process, whatever happens to the parser; and no new
 * descriptors in the first place. A kernel that refuses calls is needed, Landlock is not. */
static void shut_doors(struct work_limits limits, rlim_t has, struct sandbox *box)
{
	bool is_shut =
	    limit(RLIMIT_CPU, (rlim_t)limits.cpu_s) && limit(RLIMIT_CORE, 0) &&
	    limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, (rlim_t)limits.files_n) &&
	    (!has_memory_limit || (has && limit(RLIMIT_AS, has + (rlim_t)limits.memory_bytes)));
	if (!is_shut || !sandbox_enter(box).has_calls)
		_exit(1);
}

struct child {
	struct arena *a;
	struct work_limits limits;
	rlim_t has; /* bytes of addresses */
	struct sandbox box;
	int fd; /* where the answer goes */
	void (*work)(struct arena *a, struct out *o, void *arg);
	void *arg;
};

_Noreturn static void be_child(struct child *c)
{
	jmp_buf full;
	shut_doors(c->limits, c->has, &c->box);
	if (setjmp(full))
		_exit(EXIT_MEMORY);
	c->a->full = &full;
	struct out o = out_to_fd(c->a, c->fd);
	c->work(c->a, &o, c->arg);
	_exit(out_flush(&o) == OK ? 0 : EXIT_ANSWER);
}

/* True when the child closed its end; false when it says more than it may. */
static bool read_answer(struct arena *a, int fd, int64_t most, str *answer)
{
	struct out o = out_to_arena(a);
	char piece[PIECE];
	for (;;) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (o.n + n > most)
			return false;
		out_bytes(&o, piece, n);
	}
	*answer = out_view(&o);
	return true;
}

static enum work_end end_of(int status)
{
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == 0             ? WORK_DONE
		       : WEXITSTATUS(status) == EXIT_MEMORY ? WORK_MEMORY
							    : WORK_BROKEN;
	return WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL ? WORK_TIME : WORK_BROKEN;
}

enum err work_run(struct arena *a, struct work_limits limits,
		  void (*work)(struct arena *a, struct out *o, void *arg), void *arg, str *answer,
		  enum work_end *end)
{
	static const struct sandbox_rules nothing = { .has_files = false };
	struct child c = { .a = a, .limits = limits, .work = work, .arg = arg };
	struct arena scratch = *a;
	int ends[2], status = 0;
	*answer = (str){ 0 };
	c.has = address_space();
	TRY(sandbox_make(&scratch, limits.rules ? limits.rules : &nothing, &c.box));
	if (pipe2(ends, O_CLOEXEC) != 0) {
		sandbox_drop(&c.box);
		return ERR_BUSY;
	}
	c.fd = ends[1];
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		be_child(&c);
	sandbox_drop(&c.box);
	close(ends[1]);
	bool is_all = child > 0 && read_answer(a, ends[0], limits.answer_bytes, answer);
	close(ends[0]);
	if (child < 0)
		return ERR_BUSY;
	if (!is_all)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	*end = is_all ? end_of(status) : WORK_ANSWER;
	return OK;
}
