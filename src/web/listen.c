/* listen.c: the socket that a server listens on: an address, a path, or what systemd hands over. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "web/server.h"

enum { BACKLOG = 4096, SYSTEMD_FIRST_FD = 3 };

static enum err cannot_listen(struct faults *f, const char *where, const char *why)
{
	fault_field(f, S("listen"), "Cannot listen on %s: %s.", where, why);
	return ERR_FAULTS;
}

/* Splits "127.0.0.1:8080", "[::1]:8080" or "unix:/path" into an address. */
static bool read_address(const char *where, struct sockaddr_storage *to, socklen_t *n)
{
	struct sockaddr_un *local = (void *)to;
	struct sockaddr_in *v4 = (void *)to;
	struct sockaddr_in6 *v6 = (void *)to;
	str s = str_of(where);
	char host[64] = "";
	int64_t port;
	*to = (struct sockaddr_storage){ 0 };
	if (str_starts(s, S("unix:")) && s.n - 5 < (ptrdiff_t)sizeof local->sun_path) {
		local->sun_family = AF_UNIX;
		memcpy(local->sun_path, s.p + 5, (size_t)(s.n - 5));
		*n = sizeof *local;
		return s.n > 5;
	}
	ptrdiff_t colon = s.n - 1;
	while (colon > 0 && s.p[colon] != ':')
		colon--;
	if (colon < 1 || colon >= (ptrdiff_t)sizeof host ||
	    !str_to_int64(str_slice(s, colon + 1, s.n), &port) || port < 0 || port > 65535)
		return false;
	bool is_v6 = s.p[0] == '[' && s.p[colon - 1] == ']';
	memcpy(host, s.p + is_v6, (size_t)(colon - 2 * is_v6));
	if (is_v6) {
		*v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
					     .sin6_port = htons((uint16_t)port) };
		*n = sizeof *v6;
		return inet_pton(AF_INET6, host, &v6->sin6_addr) == 1;
	}
	*v4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	*n = sizeof *v4;
	return inet_pton(AF_INET, host, &v4->sin_addr) == 1;
}

/* What is known of an open socket by its own address. */
static void describe(int fd, struct listener *to)
{
	struct sockaddr_storage a = { 0 };
	socklen_t n = sizeof a;
	const struct sockaddr_in *v4 = (const void *)&a;
	const struct sockaddr_in6 *v6 = (const void *)&a;
	to->fd = fd;
	if (getsockname(fd, (struct sockaddr *)(void *)&a, &n) != 0)
		return;
	to->is_loopback = a.ss_family == AF_UNIX;
	if (a.ss_family == AF_INET) {
		to->port = ntohs(v4->sin_port);
		to->is_loopback = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	} else if (a.ss_family == AF_INET6) {
		to->port = ntohs(v6->sin6_port);
		to->is_loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
	}
}

static bool is_for_us(const char *pid)
{
	int64_t n;
	return pid && str_to_int64(str_of(pid), &n) && n == getpid();
}

/* sd_listen_fds(3): how many descriptors stand in LISTEN_FDS, from 3 on, their names in
 * LISTEN_FDNAMES with colons between them, for the process LISTEN_PID alone. */
static enum err take_from_systemd(const char *where, struct faults *f, struct listener *to)
{
	str want = str_of(where);
	want = str_slice(want, want.n > 8 ? 8 : want.n, want.n); /* behind "systemd:" */
	const char *count = getenv("LISTEN_FDS"), *all = getenv("LISTEN_FDNAMES");
	int64_t n = 0;
	if (!is_for_us(getenv("LISTEN_PID")) || !count || !str_to_int64(str_of(count), &n) || n < 1)
		return cannot_listen(f, where, "systemd has handed no socket over");
	str names = str_of(all ? all : "");
	for (int64_t i = 0; i < n; i++) {
		str name = str_cut(&names, ':');
		int fd = (int)(SYSTEMD_FIRST_FD + i), on = 0;
		socklen_t size = sizeof on;
		if (want.n && !str_eq(name, want))
			continue;
		if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) != 0 || !on)
			return cannot_listen(f, where, "what systemd hands over does not listen");
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		describe(fd, to);
		return OK;
	}
	return cannot_listen(f, where, "systemd hands over no socket of this name");
}

enum err listener_open(const char *where, struct faults *f, struct listener *to)
{
	struct sockaddr_storage a;
	socklen_t n;
	*to = (struct listener){ .fd = -1 };
	if (strcmp(where, "systemd") == 0 || str_starts(str_of(where), S("systemd:")))
		return take_from_systemd(where, f, to);
	if (!read_address(where, &a, &n))
		return cannot_listen(f, where,
				     "give 127.0.0.1:8080, [::1]:8080, unix:/path or systemd");
	struct stat was;
	const char *path = a.ss_family == AF_UNIX ? where + 5 : NULL;
	if (path && stat(path, &was) == 0 && S_ISSOCK(was.st_mode))
		unlink(path); /* left over from a process that ended badly */
	int one = 1, fd = socket(a.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 && !path)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (fd < 0 || bind(fd, (struct sockaddr *)(void *)&a, n) != 0 || listen(fd, BACKLOG) != 0) {
		enum err e = cannot_listen(f, where, strerror(errno));
		if (fd >= 0)
			close(fd);
		return e;
	}
	describe(fd, to);
	to->path = path;
	return OK;
}
