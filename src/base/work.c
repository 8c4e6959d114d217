/* work.c: fork, shut the doors, work, answer. */
#include "base/work.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_MEMORY = 3, EXIT_ANSWER = 4, PIECE = 1 << 16 };

#ifdef __SANITIZE_ADDRESS__ /* its shadow memory is larger than any limit */
static const bool has_memory_limit = false;
#else
static const bool has_memory_limit = true;
#endif

/* Bytes of addresses that this process has now. */
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

/* No program, no process, no signal to others, whatever happens to the parser. New descriptors are
 * already impossible: their limit is 0. */
static bool forbid_calls(void)
{
#define NO(call)                                                                                   \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1),                                         \
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		NO(__NR_execve),
		NO(__NR_execveat),
		NO(__NR_clone),
		NO(__NR_clone3),
#ifdef __NR_fork
		NO(__NR_fork),
		NO(__NR_vfork),
#endif
		NO(__NR_kill),
		NO(__NR_tkill),
		NO(__NR_ptrace),
		NO(__NR_connect),
		NO(__NR_sendto),
		NO(__NR_sendmsg),
		NO(__NR_unlinkat),
		NO(__NR_renameat2),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
#undef NO
	struct sock_fprog program = { sizeof rules / sizeof rules[0], rules };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void shut_doors(struct work_limits limits)
{
	rlim_t has = address_space();
	bool is_shut =
	    limit(RLIMIT_CPU, (rlim_t)limits.cpu_s) && limit(RLIMIT_CORE, 0) &&
	    limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 0) &&
	    (!has_memory_limit || (has && limit(RLIMIT_AS, has + (rlim_t)limits.memory_bytes)));
	if (!is_shut || !forbid_calls())
		_exit(1);
}

_Noreturn static void be_child(struct arena *a, struct work_limits limits, int fd,
			       void (*work)(struct arena *a, struct out *o, void *arg), void *arg)
{
	jmp_buf full;
	shut_doors(limits);
	if (setjmp(full))
		_exit(EXIT_MEMORY);
	a->full = &full;
	struct out o = out_to_fd(a, fd);
	work(a, &o, arg);
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
	int ends[2], status = 0;
	*answer = (str){ 0 };
	if (pipe2(ends, O_CLOEXEC) != 0)
		return ERR_BUSY;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		be_child(a, limits, ends[1], work, arg);
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
