/* sandbox.c: first Landlock, then the list of calls, then entering, then trying the doors. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Landlock ---- */

/* The kernel's own header may be older than the kernel: these are the bits of its documentation,
 * Documentation/userspace-api/landlock.rst, by the ABI that brought them. */
#define FS_ABI_1     ((UINT64_C(1) << 13) - 1)
#define FS_REFER     (UINT64_C(1) << 13) /* 2 */
#define FS_TRUNCATE  (UINT64_C(1) << 14) /* 3 */
#define FS_IOCTL_DEV (UINT64_C(1) << 15) /* 5 */
#define NET_BOTH     UINT64_C(3)         /* 4: bind and connect of TCP */
#define NET_CONNECT  UINT64_C(2)
#define SCOPE_BOTH   UINT64_C(3) /* 6: abstract unix sockets, signals */
#define FS_READS     (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_WRITES                                                                                  \
	(FS_READS | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                  \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE | FS_TRUNCATE)
#define FS_OF_A_FILE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)

struct ruleset_attr {
	uint64_t fs, net, scoped;
};

static int landlock_abi(void)
{
	long abi = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return abi > 0 ? (int)abi : 0;
}

static uint64_t fs_known(int abi)
{
	return FS_ABI_1 | (abi >= 2 ? FS_REFER : 0) | (abi >= 3 ? FS_TRUNCATE : 0) |
	       (abi >= 5 ? FS_IOCTL_DEV : 0);
}

static int ruleset_new(int abi)
{
	struct ruleset_attr attr = { .fs = fs_known(abi), .net = NET_BOTH, .scoped = SCOPE_BOTH };
	size_t n = abi >= 6   ? sizeof attr
		   : abi >= 4 ? offsetof(struct ruleset_attr, scoped)
			      : offsetof(struct ruleset_attr, net);
	return (int)syscall(__NR_landlock_create_ruleset, &attr, n, 0);
}

/* Absent paths are left out. */
static bool allow_path(int ruleset, int abi, const char *path, uint64_t access)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		access &= FS_OF_A_FILE;
	struct landlock_path_beneath_attr rule = { .allowed_access = access & fs_known(abi),
						   .parent_fd = fd };
	long done = syscall(__NR_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(fd);
	return done == 0;
}

/* A kernel before ABI 4 does not look at ports; the list of calls has what can be had. */
static void allow_port(int ruleset, int abi, int port)
{
	enum { RULE_NET_PORT = 2 };
	struct {
		uint64_t allowed, port;
	} rule = { NET_CONNECT, (uint64_t)port };
	if (abi >= 4)
		syscall(__NR_landlock_add_rule, ruleset, RULE_NET_PORT, &rule, 0);
}

static enum err make_ruleset(const struct sandbox_rules *r, struct sandbox *s)
{
	s->landlock_abi = landlock_abi();
	s->ruleset_fd = s->landlock_abi ? ruleset_new(s->landlock_abi) : -1;
	if (s->ruleset_fd < 0) {
		s->landlock_abi = 0;
		return OK;
	}
	for (ptrdiff_t i = 0; r->reads && r->reads[i]; i++)
		allow_path(s->ruleset_fd, s->landlock_abi, r->reads[i], FS_READS);
	for (ptrdiff_t i = 0; r->ports && r->ports[i]; i++)
		allow_port(s->ruleset_fd, s->landlock_abi, r->ports[i]);
	for (ptrdiff_t i = 0; r->writes && r->writes[i]; i++)
		if (!allow_path(s->ruleset_fd, s->landlock_abi, r->writes[i], FS_WRITES)) {
			sandbox_drop(s);
			return ERR_NOT_FOUND;
		}
	return OK;
}

/* ---- calls ---- */

/* clang-format off */
/* What any code does that computes, reads and writes what is open, and ends. */
static const int CALLS[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv), SCMP_SYS(write),
	SCMP_SYS(writev), SCMP_SYS(pwrite64), SCMP_SYS(pwritev), SCMP_SYS(close),
	SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid), SCMP_SYS(getrandom), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(restart_syscall), SCMP_SYS(sched_getaffinity), SCMP_SYS(getrusage),
	SCMP_SYS(getrlimit), SCMP_SYS(uname), SCMP_SYS(membarrier), SCMP_SYS(rseq),
	SCMP_SYS(set_robust_list), SCMP_SYS(sysinfo), SCMP_SYS(msync), SCMP_SYS(mincore),
	SCMP_SYS(times), SCMP_SYS(getcpu), SCMP_SYS(poll), SCMP_SYS(ppoll),
};

/* Landlock says which files. */
static const int FILE_CALLS[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat),
	SCMP_SYS(statx), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
	SCMP_SYS(getcwd), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
	SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(ftruncate), SCMP_SYS(fallocate),
	SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(fcntl), SCMP_SYS(flock), SCMP_SYS(fchmod),
	SCMP_SYS(fchown), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(fadvise64),
	SCMP_SYS(dup), SCMP_SYS(dup2), SCMP_SYS(dup3), SCMP_SYS(umask), SCMP_SYS(pipe2),
};

/* `socket`, `connect`, `bind` and `listen` are not here: what it listens on is open already. */
static const int CLIENT_CALLS[] = {
	SCMP_SYS(recvfrom), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(shutdown),
	SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
	SCMP_SYS(select), SCMP_SYS(pselect6),
};

static const int SERVER_CALLS[] = {
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	SCMP_SYS(sendmsg), SCMP_SYS(sendfile), SCMP_SYS(shutdown), SCMP_SYS(getsockname),
	SCMP_SYS(getpeername), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
	SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait),
	SCMP_SYS(epoll_pwait), SCMP_SYS(eventfd2), SCMP_SYS(select), SCMP_SYS(pselect6),
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(wait4), SCMP_SYS(waitid),
	SCMP_SYS(rt_sigtimedwait), SCMP_SYS(rt_sigsuspend), SCMP_SYS(rt_sigpending),
	SCMP_SYS(prlimit64), SCMP_SYS(setrlimit), SCMP_SYS(set_tid_address),
	/* and what a further sandbox inside takes */
	SCMP_SYS(prctl), SCMP_SYS(seccomp), SCMP_SYS(landlock_create_ruleset),
	SCMP_SYS(landlock_add_rule), SCMP_SYS(landlock_restrict_self),
};

#ifdef __SANITIZE_ADDRESS__ /* it looks at itself when it ends, and may say what it found */
static const int SANITIZER_CALLS[] = {
	SCMP_SYS(ptrace), SCMP_SYS(prctl), SCMP_SYS(wait4), SCMP_SYS(openat), SCMP_SYS(readlink),
	SCMP_SYS(getdents64), SCMP_SYS(getdents), SCMP_SYS(fcntl), SCMP_SYS(pipe), SCMP_SYS(newfstatat),
};
static const char *const SANITIZER_READS[] = { "/proc", NULL };
#endif
/* clang-format on */

#define NEW_SPACES                                                                                 \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET)

static bool allow_all(scmp_filter_ctx f, const int *calls, size_t n)
{
	bool is_done = true;
	for (size_t i = 0; i < n; i++) {
		int rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
		is_done &= rc == 0 || rc == -EEXIST;
	}
	return is_done;
}
#define ALLOW_ALL(f, calls) allow_all(f, calls, sizeof(calls) / sizeof(calls)[0])

static bool allow_if(scmp_filter_ctx f, int call, struct scmp_arg_cmp arg)
{
	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &arg) == 0;
}

/* Memory is written or run, never both, and what was written never becomes a program. */
static bool allow_memory(scmp_filter_ctx f)
{
	const scmp_datum_t both = PROT_WRITE | PROT_EXEC;
	return allow_if(f, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) &&
	       allow_if(f, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, both, PROT_EXEC)) &&
	       allow_if(f, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/* Threads and processes; a twice allowed call is no fault. */
static bool allow_clone(scmp_filter_ctx f)
{
	struct scmp_arg_cmp no_spaces = SCMP_A0(SCMP_CMP_MASKED_EQ, NEW_SPACES, 0);
	int rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &no_spaces);
	return rc == 0 || rc == -EEXIST;
}

/* The process sends itself a signal. One that is forked later has another number: it ends at the
 * call itself. */
static bool allow_abort(scmp_filter_ctx f, bool is_this_process)
{
	if (!is_this_process)
		return seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(tgkill), 0) == 0;
	return allow_if(f, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
}

static bool allow_server(scmp_filter_ctx f)
{
	return ALLOW_ALL(f, SERVER_CALLS) && allow_clone(f) &&
	       /* its flags cannot be seen; the C library then takes clone */
	       seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
	       /* only to where the socket is connected already */
	       allow_if(f, SCMP_SYS(sendto), SCMP_A4(SCMP_CMP_EQ, 0)) &&
	       /* a worker that says too much */
	       allow_if(f, SCMP_SYS(kill), SCMP_A1(SCMP_CMP_EQ, SIGKILL));
}

/* Talking over a socket that is connected. */
static bool allow_talk(scmp_filter_ctx f)
{
	return ALLOW_ALL(f, CLIENT_CALLS) && allow_if(f, SCMP_SYS(sendto), SCMP_A4(SCMP_CMP_EQ, 0));
}

static bool allow_local(scmp_filter_ctx f)
{
	return allow_if(f, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_UNIX)) &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0) == 0;
}

/* Names of hosts are asked of the network, too. */
static bool allow_remote(scmp_filter_ctx f)
{
	return allow_if(f, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_INET)) &&
	       allow_if(f, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_INET6)) &&
	       allow_if(f, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_NETLINK)) &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0) == 0;
}

/* Through a pipe: this version of the library gives the program to a descriptor only. It is far
 * smaller than a pipe holds. */
static enum err take_program(struct arena *a, scmp_filter_ctx f, struct sandbox *s)
{
	enum { PROGRAM_MAX = 32 << 10 };
	int ends[2];
	char *to = arena_bytes(a, PROGRAM_MAX, 16);
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return ERR_BUSY;
	bool is_done = seccomp_export_bpf(f, ends[1]) == 0;
	ssize_t n = is_done ? read(ends[0], to, PROGRAM_MAX) : -1;
	close(ends[0]);
	close(ends[1]);
	if (n <= 0 || n == PROGRAM_MAX)
		return ERR_IO;
	s->calls = (struct sock_filter *)(void *)to;
	s->calls_n = (int)((size_t)n / sizeof *s->calls);
	return OK;
}

static enum err make_calls(struct arena *a, const struct sandbox_rules *r, struct sandbox *s)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!f)
		return ERR_MEMORY;
	bool is_done = ALLOW_ALL(f, CALLS) && allow_memory(f) && allow_abort(f, r->has_files);
	if (r->has_files)
		is_done = is_done && ALLOW_ALL(f, FILE_CALLS);
	if (r->has_server)
		is_done = is_done && allow_server(f);
	bool is_client = r->has_local || (r->ports && r->ports[0]);
	if (is_client && !r->has_server)
		is_done = is_done && allow_talk(f);
	if (r->has_local)
		is_done = is_done && allow_local(f);
	if (r->ports && r->ports[0])
		is_done = is_done && allow_remote(f);
#ifdef __SANITIZE_ADDRESS__
	if (r->has_files)
		is_done = is_done && ALLOW_ALL(f, SANITIZER_CALLS) && allow_clone(f);
#endif
	enum err e = is_done ? take_program(a, f, s) : ERR_IO;
	seccomp_release(f);
	return e;
}

/* ---- making, entering ---- */

enum err sandbox_make(struct arena *a, const struct sandbox_rules *r, struct sandbox *s)
{
	*s = (struct sandbox){ .ruleset_fd = -1 };
	enum err e = make_calls(a, r, s);
	if (e == OK)
		e = make_ruleset(r, s);
#ifdef __SANITIZE_ADDRESS__
	for (ptrdiff_t i = 0; s->ruleset_fd >= 0 && SANITIZER_READS[i]; i++)
		allow_path(s->ruleset_fd, s->landlock_abi, SANITIZER_READS[i], FS_READS);
#endif
	return e;
}

void sandbox_drop(struct sandbox *s)
{
	if (s->ruleset_fd >= 0)
		close(s->ruleset_fd);
	s->ruleset_fd = -1;
}

struct sandbox_level sandbox_enter(struct sandbox *s)
{
	struct sandbox_level got = { 0 };
	struct sock_fprog program = { (unsigned short)s->calls_n, s->calls };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return got;
	if (s->ruleset_fd >= 0 && syscall(__NR_landlock_restrict_self, s->ruleset_fd, 0) == 0)
		got.landlock_abi = s->landlock_abi;
	sandbox_drop(s);
	got.has_calls = s->calls_n > 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
	return got;
}

struct sandbox_level sandbox_level_here(void)
{
	return (struct sandbox_level){ .landlock_abi = landlock_abi(),
				       .has_calls = prctl(PR_GET_SECCOMP) >= 0 };
}

const char *const SANDBOX_NAMES[] = { "/etc/hosts",     "/etc/resolv.conf", "/etc/nsswitch.conf",
				      "/etc/host.conf", "/etc/gai.conf",    NULL };

const char *folder_of(struct arena *a, const char *path)
{
	const char *end = strrchr(path, '/');
	if (!end)
		return ".";
	return end == path ? "/" : str_z(a, (str){ path, end - path });
}

/* ---- trying ---- */

/* A byte for each door: 'r' refused by the kernel, 'd' done, '?' failed for another reason. */
static char door(bool is_done)
{
	return is_done ? 'd' : errno == EACCES || errno == EPERM ? 'r' : '?';
}

static bool connects_out(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons(9),
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Nobody listens there: refused by the peer is as good as done. */
	return fd >= 0 && (connect(fd, (struct sockaddr *)(void *)&to, sizeof to) == 0 ||
			   errno == ECONNREFUSED);
}

/* The last byte is written before and is true only when a program ran: the answer is then two
 * bytes, and three when exec came back. */
_Noreturn static void try_doors(int fd)
{
	static char word[] = "/bin/true";
	char *words[] = { word, NULL };
	char said[2] = { door(open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0),
			 door(connects_out()) };
	if (write(fd, said, sizeof said) == sizeof said) {
		execve(word, words, words + 1);
		said[0] = door(false);
		_exit(write(fd, said, 1) == 1 ? 0 : 1);
	}
	_exit(1);
}

bool sandbox_try(struct out *o)
{
	static const char *const what[] = { "open /etc/passwd", "connect", "exec" };
	char said[4] = "";
	int ends[2], n = 0;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	pid_t child = fork();
	if (child == 0)
		try_doors(ends[1]);
	close(ends[1]);
	for (ssize_t k; n < 3 && (k = read(ends[0], said + n, (size_t)(3 - n))) > 0;)
		n += (int)k;
	close(ends[0]);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (child > 0 && n == 2)
		said[2] = 'd';
	bool is_shut = true;
	for (int i = 0; i < 3; i++) {
		out_fmt(o, "%s: %s\n", what[i],
			said[i] == 'r'   ? "refused"
			: said[i] == 'd' ? "done"
					 : "failed");
		is_shut &= said[i] == 'r';
	}
	return is_shut;
}
