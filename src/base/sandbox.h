/* sandbox.h: gives up what a process will not need, for good: programs, networks, the files of
 * others. Three doors of the Linux kernel: no_new_privs, Landlock (files, TCP, signals; as much as
 * the kernel's ABI has) and seccomp (a list of calls that may be made; all others answer EPERM).
 *
 * Enter before the first thread starts: it holds for the thread that enters and for all threads and
 * processes it starts later. Entering again inside can only take more away. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/arena.h"
#include "base/out.h"

struct sandbox_rules {
	const char *const *reads; /* files and folders that may be read; NULL ends; may be absent */
	const char *const *writes; /* folders whose files may be made, written and removed */
	bool has_files;            /* calls on files; without it only on what is open already */
	bool has_server;           /* accepts on open sockets, starts threads and processes */
	bool has_local;            /* makes unix sockets and connects them: a database's */
	const int *ports;          /* of TCP that may be connected to; 0 ends; NULL: none */
};

struct sandbox_level {
	int landlock_abi; /* 0: the kernel has none */
	bool has_calls;   /* the list of calls is on */
};

/* Made ready by sandbox_make; holds one descriptor until sandbox_enter or sandbox_drop. */
struct sandbox {
	int ruleset_fd; /* -1: no Landlock */
	int landlock_abi;
	int calls_n;
	struct sock_filter *calls; /* in the arena */
};

/* ERR_IO when the list of calls cannot be made, ERR_NOT_FOUND when a folder of `writes` is not
 * there. A kernel without Landlock is no error. */
enum err sandbox_make(struct arena *a, const struct sandbox_rules *r, struct sandbox *s) MUST_CHECK;
/* Only system calls: may be called in the child of a process with threads. Says what is on. */
struct sandbox_level sandbox_enter(struct sandbox *s);
void sandbox_drop(struct sandbox *s);
/* What this kernel can do, without entering anything. */
struct sandbox_level sandbox_level_here(void);

/* What finding the address of a name reads, for `reads`. */
extern const char *const SANDBOX_NAMES[];
/* The folder a file is in, for `writes`: "." for a name alone. */
const char *folder_of(struct arena *a, const char *path);

/* Tries what must not work, in a child of the caller that inherits its sandbox, and says line by
 * line how it ended: "open /etc/passwd: refused", "connect: refused", "exec: refused", with "done"
 * where it should not have been. True when all three were refused. */
bool sandbox_try(struct out *o);

#endif
