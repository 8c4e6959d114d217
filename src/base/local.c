/* local.c: asking, then answering. */
#include "base/local.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static bool send_all(int fd, str text)
{
	for (ptrdiff_t done = 0; done < text.n;) {
		ssize_t n = send(fd, text.p + done, (size_t)(text.n - done), MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += n;
	}
	return shutdown(fd, SHUT_WR) == 0;
}

/* To where the other stops. */
static bool receive_all(struct arena *a, int fd, str *text)
{
	char *to = arena_bytes(a, LOCAL_BYTES_MAX + 1, 1);
	ptrdiff_t done = 0;
	while (done <= LOCAL_BYTES_MAX) {
		ssize_t n = recv(fd, to + done, (size_t)(LOCAL_BYTES_MAX + 1 - done), 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		done += n;
	}
	*text = (str){ to, done };
	return done <= LOCAL_BYTES_MAX;
}

static bool set_limits(int fd)
{
	struct timeval most = { .tv_sec = LOCAL_S };
	return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most) == 0 &&
	       setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most) == 0;
}

enum err local_ask(struct arena *a, const char *path, str question, str *answer)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof to.sun_path)
		return ERR_NOT_FOUND;
	memcpy(to.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_IO;
	enum err e = OK;
	if (connect(fd, (const struct sockaddr *)(const void *)&to, sizeof to) != 0)
		e = errno == ENOENT || errno == ECONNREFUSED ? ERR_NOT_FOUND
		    : errno == EACCES || errno == EPERM      ? ERR_DENIED
							     : ERR_IO;
	else if (!set_limits(fd) || !send_all(fd, question) || !receive_all(a, fd, answer))
		e = ERR_IO;
	close(fd);
	return e;
}

static bool may_ask(const struct local_door *d, int fd)
{
	struct ucred peer;
	socklen_t n = sizeof peer;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0 || n != sizeof peer)
		return false;
	for (int i = 0; i < d->n_uids; i++)
		if (d->uids[i] == (int64_t)peer.uid)
			return true;
	return false;
}

static void answer_one(struct local_door *d, struct arena scratch, int fd)
{
	str question;
	struct out o = out_to_arena(&scratch);
	if (!set_limits(fd) || !may_ask(d, fd) || !receive_all(&scratch, fd, &question))
		return;
	d->answer(d->ctx, &scratch, question, &o);
	bool is_sent = send_all(fd, out_view(&o));
	(void)is_sent; /* whoever asks sees that nothing came */
}

enum err local_answer(struct local_door *d, struct arena *scratch)
{
	struct pollfd p = { .fd = d->fd, .events = POLLIN };
	for (;;) {
		if (poll(&p, 1, -1) < 0 && errno != EINTR)
			return ERR_IO;
		int fd = accept4(d->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0) {
			answer_one(d, *scratch, fd);
			close(fd);
		} else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED &&
			   errno != EMFILE && errno != ENFILE && errno != ENOMEM) {
			return ERR_IO;
		}
	}
}
