/* guard.c: what stands between the socket and the library. First the judge of a request's head,
 * then the gate: one thread that accepts, peeks (MSG_PEEK, so the bytes stay for the library),
 * judges, and hands the socket over or refuses. A connection that waits here costs one row of a
 * table. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/must.h"
#include "base/os.h"
#include "web/server.h"

/* ---- the judge ---- */

struct judge {
	struct head head;
	bool has_host, has_length, has_coding, is_get, is_old;
	int headers_n;
	int64_t length;
};

static bool refuse_head(struct judge *j, int status, const char *why)
{
	j->head.status = status;
	j->head.why = why;
	return false;
}

/* RFC 9110 5.6.2 */
static bool is_token(str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool is_alnum =
		    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!is_alnum && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return s.n > 0;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Origin form only (RFC 9112 3.2.1). Of the characters that RFC 3986 wants escaped, those are let
 * through that browsers send as they are. */
static bool judge_target(struct judge *j, str target)
{
	bool is_query = false;
	if (!str_starts(target, S("/")))
		return refuse_head(j, 400, "The address must begin with a slash.");
	for (ptrdiff_t i = 0; i < target.n; i++) {
		char c = target.p[i];
		is_query |= c == '?';
		if (c <= ' ' || c > '~' || strchr("#\"<>", c) || (c == '\\' && !is_query))
			return refuse_head(j, 400,
					   "The address has a character that must be escaped.");
		if (c != '%')
			continue;
		if (i + 2 >= target.n || !is_hex(target.p[i + 1]) || !is_hex(target.p[i + 2]))
			return refuse_head(j, 400, "The address has a bad % escape.");
		if (target.p[i + 1] == '0' && target.p[i + 2] == '0')
			return refuse_head(j, 400, "The address has an escaped NUL.");
	}
	return true;
}

static bool judge_request_line(struct judge *j, str line)
{
	str rest = line, method = str_cut(&rest, ' '), target = str_cut(&rest, ' ');
	if (!is_token(method) || !rest.p || target.n == 0 || rest.n != 8 ||
	    !str_starts(rest, S("HTTP/")) || rest.p[6] != '.' || rest.p[5] < '0' ||
	    rest.p[5] > '9' || rest.p[7] < '0' || rest.p[7] > '9')
		return refuse_head(j, 400, "The request line is not METHOD ADDRESS HTTP/1.1.");
	j->is_old = str_eq(rest, S("HTTP/1.0"));
	if (!j->is_old && !str_eq(rest, S("HTTP/1.1")))
		return refuse_head(j, 505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
	j->is_get = str_eq(method, S("GET")) || str_eq(method, S("HEAD"));
	if (!j->is_get && !str_eq(method, S("POST")))
		return refuse_head(j, 405, "Only GET, HEAD and POST are answered.");
	return judge_target(j, target);
}

static bool judge_host(struct judge *j, str value)
{
	bool is_sound = value.n > 0 && value.n <= 260;
	for (ptrdiff_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		is_sound &= (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			    (c >= 'A' && c <= 'Z') || (c != '\0' && strchr(".-_:[]", c) != NULL);
	}
	if (j->has_host || !is_sound)
		return refuse_head(j, 400, "There must be one Host that is a host name.");
	return j->has_host = true;
}

static bool judge_length(struct judge *j, str value)
{
	bool is_sound = value.n > 0 && value.n <= 18;
	for (ptrdiff_t i = 0; i < value.n; i++)
		is_sound &= value.p[i] >= '0' && value.p[i] <= '9';
	if (j->has_length || !is_sound || !str_to_int64(value, &j->length))
		return refuse_head(j, 400, "There must be one Content-Length that is a number.");
	return j->has_length = true;
}

static bool judge_coding(struct judge *j, str value)
{
	if (j->has_coding || j->is_old)
		return refuse_head(j, 400, "There must be one Transfer-Encoding, in HTTP/1.1.");
	j->has_coding = true;
	if (str_eq_nocase(value, S("chunked")))
		return true;
	str rest = value;
	while (rest.p) {
		str coding = str_trim(str_cut(&rest, ','));
		if (coding.n && !is_token(coding))
			return refuse_head(j, 400, "The Transfer-Encoding is not sound.");
	}
	return refuse_head(j, 501, "The only Transfer-Encoding known here is chunked.");
}

static bool judge_header(struct judge *j, str line)
{
	str value = line, name = str_cut(&value, ':');
	if (line.p[0] == ' ' || line.p[0] == '\t')
		return refuse_head(j, 400, "A header line is folded.");
	if (!value.p || !is_token(name))
		return refuse_head(j, 400, "A header line is not NAME: VALUE.");
	if (++j->headers_n > HEADERS_MAX)
		return refuse_head(j, 431, "There are too many header lines.");
	/* White space behind a value is not ours to cut off here: the library keeps it, so a value
	 * that decides where the request ends must not have any. */
	while (value.n && (value.p[0] == ' ' || value.p[0] == '\t'))
		value = str_slice(value, 1, value.n);
	if (str_eq_nocase(name, S("Host")))
		return judge_host(j, value);
	if (str_eq_nocase(name, S("Content-Length")))
		return judge_length(j, value);
	if (str_eq_nocase(name, S("Transfer-Encoding")))
		return judge_coding(j, value);
	if (str_eq_nocase(name, S("Expect")) && !str_eq_nocase(value, S("100-continue")))
		return refuse_head(j, 417, "The only expectation met here is 100-continue.");
	return true;
}

static bool judge_whole(struct judge *j)
{
	if (!j->has_host)
		return refuse_head(j, 400, "There must be one Host that is a host name.");
	if (j->has_length && j->has_coding)
		return refuse_head(j, 400,
				   "Content-Length and Transfer-Encoding exclude each other.");
	if (j->is_get && (j->has_coding || j->length > 0))
		return refuse_head(j, 400, "A GET has no body.");
	return true;
}

/* Reads one line from *at: its length without the line end, and whether it is `LINE_WHOLE` (then
 * *at moves behind its CR LF), cut off by the end of the bytes, or has a byte that no line may
 * have. */
enum line_end { LINE_WHOLE, LINE_CUT, LINE_BAD };

static enum line_end read_line(str raw, ptrdiff_t *at, str *line)
{
	ptrdiff_t i = *at;
	enum line_end end = LINE_CUT;
	for (; i < raw.n && end == LINE_CUT; i++) {
		unsigned char c = (unsigned char)raw.p[i];
		if (c == '\r' && i + 1 == raw.n)
			break;
		if (c == '\r' && raw.p[i + 1] == '\n')
			end = LINE_WHOLE;
		else if ((c < ' ' && c != '\t') || c == 127)
			end = LINE_BAD;
	}
	*line = str_slice(raw, *at, end == LINE_CUT ? i : i - 1);
	*at = i + 1;
	return end;
}

struct head head_judge(str raw)
{
	struct judge j = { 0 };
	bool is_whole = raw.n >= HEAD_MAX;
	raw.n = is_whole ? HEAD_MAX : raw.n;
	for (ptrdiff_t at = 0;;) {
		bool is_first = at == 0;
		str line;
		enum line_end end = read_line(raw, &at, &line);
		if (is_first && line.n > TARGET_MAX + 32)
			refuse_head(&j, 414, "The address is too long.");
		else if (end == LINE_BAD)
			refuse_head(&j, 400,
				    "The head has a control character, or a line that does not "
				    "end in CR LF.");
		else if (end == LINE_CUT && is_whole)
			refuse_head(&j, 431, "The head of the request is too large.");
		else if (end == LINE_WHOLE && is_first)
			judge_request_line(&j, line);
		else if (end == LINE_WHOLE && line.n)
			judge_header(&j, line);
		else if (end == LINE_WHOLE && judge_whole(&j))
			j.head = (struct head){ .status = 200, .n = at };
		if (j.head.status || end == LINE_CUT)
			return j.head;
	}
}

/* ---- the gate ---- */

enum { PEER_SLOTS = 1 << 16, PEEKS_MAX = 1000, LINGER_US = 2000000, TICK_MS = 250, EVENTS = 256 };
enum seat_state { SEAT_FREE, SEAT_HEAD, SEAT_LINGER, SEAT_ADMITTED };

/* One connection, found by its descriptor. */
struct seat {
	int64_t until_us;
	int prev, next; /* the seats of the same list; -1 ends */
	int peer;       /* row of peer_n */
	uint16_t peeks_n;
	uint8_t state;
	bool is_watched; /* epoll knows it */
};

/* Seats with one deadline length, oldest first. */
struct seat_list {
	int first, last;
};

struct gate {
	struct gate_opts o;
	struct seat *seats;
	int seats_n;
	struct seat_list heads, lingers;
	int epoll, wake;
	pthread_t thread;
	atomic_bool is_closing;
	pthread_mutex_t lock; /* guards what is below, and the state of an admitted seat */
	int open_n, admitted_n;
	/* Connections by hash of the peer's address. Two peers in one row share its limit; with
	 * 65,536 rows that is rare, and it needs no memory that a peer could exhaust. */
	uint32_t peer_n[PEER_SLOTS];
	uint64_t seed;
	char bytes[HEAD_MAX + 1];
};

static void list_add(struct gate *g, struct seat_list *l, int fd)
{
	g->seats[fd].next = -1;
	g->seats[fd].prev = l->last;
	*(l->last < 0 ? &l->first : &g->seats[l->last].next) = fd;
	l->last = fd;
}

static void list_remove(struct gate *g, struct seat_list *l, int fd)
{
	struct seat *s = &g->seats[fd];
	*(s->prev < 0 ? &l->first : &g->seats[s->prev].next) = s->next;
	*(s->next < 0 ? &l->last : &g->seats[s->next].prev) = s->prev;
}

static int peer_row(const struct gate *g, const struct sockaddr_storage *peer)
{
	unsigned char key[16] = { 0 };
	memcpy(key, &g->seed, 8);
	if (peer->ss_family == AF_INET) {
		memcpy(key + 8, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
	} else if (peer->ss_family == AF_INET6) {
		const struct in6_addr *a =
		    &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
		memcpy(key + 8, a->s6_addr + (IN6_IS_ADDR_V4MAPPED(a) ? 12 : 0),
		       IN6_IS_ADDR_V4MAPPED(a) ? 4 : 8);
	}
	uint64_t h = str_hash((str){ (const char *)key, 16 });
	return (int)((h ^ h >> 32) % PEER_SLOTS);
}

/* Counts a new connection; a status to refuse with when there are too many. */
static int seat_take(struct gate *g, int fd, const struct sockaddr_storage *peer)
{
	int status = 0, row = peer_row(g, peer);
	pthread_mutex_lock(&g->lock);
	if (g->open_n >= g->o.connections_max || fd >= g->seats_n) {
		status = 503;
	} else if (g->o.per_peer_max && peer->ss_family != AF_UNIX &&
		   g->peer_n[row] >= (uint32_t)g->o.per_peer_max) {
		status = 429;
	} else {
		g->open_n++;
		g->peer_n[row]++;
		g->seats[fd] = (struct seat){ .state = SEAT_HEAD, .peer = row };
	}
	pthread_mutex_unlock(&g->lock);
	return status;
}

static void seat_free(struct gate *g, int fd)
{
	pthread_mutex_lock(&g->lock);
	must(g->seats[fd].state != SEAT_FREE);
	g->admitted_n -= g->seats[fd].state == SEAT_ADMITTED;
	g->seats[fd].state = SEAT_FREE;
	g->open_n--;
	g->peer_n[g->seats[fd].peer]--;
	pthread_mutex_unlock(&g->lock);
}

void gate_ended(struct gate *g, int fd)
{
	seat_free(g, fd);
}

int gate_admitted(struct gate *g)
{
	pthread_mutex_lock(&g->lock);
	int n = g->admitted_n;
	pthread_mutex_unlock(&g->lock);
	return n;
}

static const char *status_words(int status)
{
	switch (status) {
	case 405: return "Method Not Allowed\r\nAllow: GET, HEAD, POST";
	case 408: return "Request Timeout";
	case 414: return "URI Too Long";
	case 417: return "Expectation Failed";
	case 429: return "Too Many Requests\r\nRetry-After: 2";
	case 431: return "Request Header Fields Too Large";
	case 501: return "Not Implemented";
	case 503: return "Service Unavailable\r\nRetry-After: 2";
	case 505: return "HTTP Version Not Supported";
	default: return "Bad Request";
	}
}

static void say(const struct gate *g, int fd, int status, const char *why)
{
	char text[768];
	int n = snprintf(text, sizeof text,
			 "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\n"
			 "Content-Length: %zu\r\nCache-Control: no-store\r\n" REFUSAL_HEADERS "%s"
			 "Connection: close\r\n\r\n%s\n",
			 status, status_words(status), strlen(why) + 1,
			 g->o.is_behind_proxy ? HSTS_HEADER : "", why);
	must(n > 0 && n < (int)sizeof text);
	/* A peer that does not take 300 bytes does not get them. */
	ssize_t sent = send(fd, text, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)sent;
	if (g->o.refused)
		g->o.refused(g->o.to, status, why);
}

static void seat_close(struct gate *g, struct seat_list *l, int fd)
{
	list_remove(g, l, fd);
	seat_free(g, fd);
	close(fd);
}

static void watch(struct gate *g, int fd)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.fd = fd };
	if (!g->seats[fd].is_watched)
		g->seats[fd].is_watched = epoll_ctl(g->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

/* Says why, then waits for the peer to end: closing with unread bytes would send a reset that can
 * overtake the answer. */
static void refuse_seat(struct gate *g, int fd, int status, const char *why)
{
	say(g, fd, status, why);
	shutdown(fd, SHUT_WR);
	list_remove(g, &g->heads, fd);
	g->seats[fd].state = SEAT_LINGER;
	g->seats[fd].until_us = os_monotonic_us() + LINGER_US;
	list_add(g, &g->lingers, fd);
	watch(g, fd);
}

static void admit(struct gate *g, int fd, const struct sockaddr *peer, socklen_t n)
{
	list_remove(g, &g->heads, fd);
	if (g->seats[fd].is_watched)
		epoll_ctl(g->epoll, EPOLL_CTL_DEL, fd, NULL);
	pthread_mutex_lock(&g->lock);
	g->seats[fd].state = SEAT_ADMITTED;
	g->admitted_n++;
	pthread_mutex_unlock(&g->lock);
	if (!g->o.admit(g->o.to, fd, peer, n))
		seat_free(g, fd);
}

/* Looks at what has come so far. */
static void look(struct gate *g, int fd, bool is_ended)
{
	ssize_t n = recv(fd, g->bytes, HEAD_MAX, MSG_PEEK | MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		watch(g, fd);
		return;
	}
	if (n <= 0) {
		seat_close(g, &g->heads, fd);
		return;
	}
	struct head h = head_judge((str){ g->bytes, n });
	if (h.status == 200) {
		struct sockaddr_storage peer = { 0 };
		socklen_t len = sizeof peer;
		if (getpeername(fd, (struct sockaddr *)(void *)&peer, &len) != 0)
			seat_close(g, &g->heads, fd);
		else
			admit(g, fd, (const struct sockaddr *)(const void *)&peer, len);
	} else if (h.status) {
		refuse_seat(g, fd, h.status, h.why);
	} else if (is_ended || ++g->seats[fd].peeks_n > PEEKS_MAX) {
		refuse_seat(g, fd, 400, "The head of the request is not complete.");
	} else {
		watch(g, fd);
	}
}

static void accept_all(struct gate *g)
{
	for (int i = 0; i < EVENTS; i++) {
		struct sockaddr_storage peer = { 0 };
		socklen_t n = sizeof peer;
		int fd = accept4(g->o.listen_fd, (struct sockaddr *)(void *)&peer, &n,
				 SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0) {
			/* Without free descriptors the listening socket stays ready: rest, do not
			 * spin. */
			if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
				nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
			return;
		}
		int status = seat_take(g, fd, &peer);
		if (status) {
			say(g, fd, status,
			    "There are too many connections; try again in a moment.");
			close(fd);
			continue;
		}
		g->seats[fd].until_us = os_monotonic_us() + g->o.head_s * INT64_C(1000000);
		list_add(g, &g->heads, fd);
		look(g, fd, false);
	}
}

static void drain(struct gate *g, int fd)
{
	for (int i = 0; i < 16; i++) {
		ssize_t n = recv(fd, g->bytes, HEAD_MAX, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			seat_close(g, &g->lingers, fd);
			return;
		}
	}
	/* A peer that sends on and on after a refusal is not waited for. */
	seat_close(g, &g->lingers, fd);
}

static void expire(struct gate *g)
{
	int64_t now_us = os_monotonic_us();
	while (g->lingers.first >= 0 && g->seats[g->lingers.first].until_us <= now_us)
		seat_close(g, &g->lingers, g->lingers.first);
	while (g->heads.first >= 0 && g->seats[g->heads.first].until_us <= now_us)
		refuse_seat(g, g->heads.first, 408, "The head of the request took too long.");
}

static void *gate_run(void *arg)
{
	struct gate *g = arg;
	struct epoll_event events[EVENTS];
	while (!atomic_load(&g->is_closing)) {
		int n = epoll_wait(g->epoll, events, EVENTS, TICK_MS);
		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd;
			if (fd == g->o.listen_fd) {
				accept_all(g);
			} else if (fd != g->wake && g->seats[fd].state == SEAT_LINGER) {
				drain(g, fd);
			} else if (fd != g->wake && g->seats[fd].state == SEAT_HEAD) {
				uint32_t ended = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
				look(g, fd, (events[i].events & ended) != 0);
			}
		}
		expire(g);
	}
	while (g->heads.first >= 0)
		seat_close(g, &g->heads, g->heads.first);
	while (g->lingers.first >= 0)
		seat_close(g, &g->lingers, g->lingers.first);
	return NULL;
}

enum err gate_open(struct arena *perm, const struct gate_opts *o, struct gate **to)
{
	struct gate *g = arena_new(perm, struct gate);
	struct os os = os_real();
	*g = (struct gate){ .o = *o, .seats_n = o->connections_max + 256 };
	g->heads = g->lingers = (struct seat_list){ -1, -1 };
	g->seats = arena_new_n(perm, struct seat, g->seats_n);
	os_random(&os, &g->seed, sizeof g->seed);
	pthread_mutex_init(&g->lock, NULL);
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	g->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct epoll_event on_listen = { .events = EPOLLIN, .data.fd = o->listen_fd };
	struct epoll_event on_wake = { .events = EPOLLIN, .data.fd = g->wake };
	if (g->epoll < 0 || g->wake < 0 ||
	    epoll_ctl(g->epoll, EPOLL_CTL_ADD, o->listen_fd, &on_listen) != 0 ||
	    epoll_ctl(g->epoll, EPOLL_CTL_ADD, g->wake, &on_wake) != 0)
		return ERR_IO;
	*to = g; /* known before the first connection can end */
	return pthread_create(&g->thread, NULL, gate_run, g) == 0 ? OK : ERR_MEMORY;
}

void gate_close(struct gate *g)
{
	uint64_t one = 1;
	atomic_store(&g->is_closing, true);
	ssize_t woken = write(g->wake, &one, sizeof one);
	(void)woken;
	pthread_join(g->thread, NULL);
	close(g->epoll);
	close(g->wake);
	close(g->o.listen_fd);
}
