/* server.h: runs a site on a socket. For app/ and for the tests; pages need http.h only.
 *
 *   listening socket -> gate (one thread, guard.c): peeks at the bytes of a request's head and
 *   judges them before anything is parsed -> libmicrohttpd (http.c): one request -> site_answer ->
 *   the answer, and the connection closes.
 *
 * One request a connection. What follows the first request is never read as a second one, so no
 * disagreement about where a body ends can smuggle one in, and the gate has seen every head. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <sys/socket.h>

#include "web/http.h"

enum { HEAD_MAX = 16 << 10, HEADERS_MAX = 64, TARGET_MAX = 8 << 10 };

/* ---- a site ---- */
/* All that is served. Const after the start; shared by all threads. Every function may be NULL. */
struct site {
	const struct route *const *tables; /* one a feature; NULL ends the list */
	const struct asset *assets;
	ptrdiff_t n_assets;
	/* Names this site goes by, without port; NULL ends them, a NULL list takes any. A page of
	 * another site that had its name pointed at us (DNS rebinding) is then 421. */
	const char *const *hosts;
	bool is_behind_proxy; /* TLS ends before us: HSTS, __Host- cookies, X-Forwarded-For */
	/* A proxy that signs people on: its X-Remote-User is believed when the kernel says that the
	 * process at the other end of the unix socket is this user's; from anybody else it counts
	 * for nothing. */
	bool has_sign_on;
	int64_t sign_on_uid;
	void *app;
	handler before; /* ahead of every handler: session, need, CSRF; not OK stops there */
	/* The answer is made, or given up for want of memory: what the request held goes back. May
	 * run twice, and with no c->user. */
	void (*after)(struct ctx *c);
	/* Writes the page of an error; c->user may be unknown, the request half read. Not for JSON.
	 */
	enum err (*failed)(struct ctx *c, enum err e);
	/* The answer has gone out (or the client has); for the log. On the thread of the server. */
	void (*sent)(const struct ctx *c, int64_t took_us);
	/* A connection, or the head of a request, was refused before there was a request; `why` is
	 * the program's own sentence. On the thread that accepts: it must not wait. */
	void (*refused)(const struct site *site, int status, const char *why);
};

/* Proves the tables: every row whole, paths well formed, no GET that writes, no two rows that match
 * the same request. All faults at once; ERR_FAULTS. */
enum err site_check(const struct site *s, struct faults *f) MUST_CHECK;
/* Finds the route and fills c->res and c->out. For the server, and for tests without a socket. */
void site_answer(struct ctx *c);
/* Compresses the answer where the browser takes it; encode.c. The last thing that changes a body.
 */
void answer_encode(struct ctx *c);
/* A request from its parts: splits and decodes target and cookies, reads a form body. On a fault
 * c->faults says what, c->res->status has the status to answer (400, 405, 421). A null body is one
 * that was thrown away. */
struct header {
	str name, value;
};
enum err request_read(struct ctx *c, struct request *r, str method, str target,
		      const struct header *headers, ptrdiff_t n_headers, str body) MUST_CHECK;

/* ---- the guard ---- */
struct head {
	int status; /* 0: sound so far, not complete; 200: sound; else the status to refuse with */
	const char *why; /* one sentence when refused */
	ptrdiff_t n;     /* bytes of a complete head, its empty line included */
};
/* Judges the raw bytes of a request's head (RFC 9112, and stricter where README.md says so). Never
 * repairs. Gives the same verdict however the bytes were cut on their way, once they are all there.
 */
struct head head_judge(str raw);

/* ---- the server ---- */

/* A socket that listens. It can be opened before a sandbox is entered that allows none. */
struct listener {
	int fd;
	int port;         /* the real one when 0 was asked; 0 for a unix socket */
	bool is_loopback; /* only programs of this machine reach it */
	const char *path; /* of a unix socket that is removed at the end; NULL: none */
};
/* `where` as in server_opts; it must outlive the listener. "systemd", "systemd:NAME": the socket of
 * this name that systemd hands over (sd_listen_fds(3)). ERR_FAULTS with a sentence. */
enum err listener_open(const char *where, struct faults *f, struct listener *to) MUST_CHECK;

struct server_opts {
	const char *listen;              /* "127.0.0.1:8080", "[::1]:0", "unix:/run/grata.sock" */
	const struct listener *listener; /* when it is open already; else NULL */
	int threads_n;                   /* 0: as many as there are processors */
	int workers_n, queue_max;        /* the worker pool; 0: 4 and 64 */
	int connections_max;             /* 0: 12,000, or what the limit of open files allows */
	int connections_per_peer_max;    /* 0: no limit. IPv4 address, IPv6 /64; no unix socket */
	int head_s;                      /* seconds from accept to a whole head; 0: 10 */
	int body_bytes_per_s; /* a body must come at least this fast after head_s; 0: 1,024 */
	size_t arena_cap;     /* memory for one request; 0: 64 MiB */
	struct os os;         /* handed on to each request */
};

struct server;
/* Accepts from when it returns. The site and `perm` must outlive the server. ERR_FAULTS with a
 * sentence when the site is not sound or the address cannot be had. */
enum err server_start(struct arena *perm, const struct server_opts *o, const struct site *site,
		      struct faults *f, struct server **s) MUST_CHECK;
int server_port(const struct server *s); /* the real one when 0 was asked; 0 for a unix socket */
/* Accepts no more, finishes what has a whole head, then closes. At most `wait_s` seconds. */
void server_stop(struct server *s, int wait_s);

/* ---- between route.c, guard.c and http.c ---- */
/* Runs `h` and, unless it waits for a worker, makes the answer whole: the page of an error, the
 * headers that every answer has. */
void site_run(struct ctx *c, handler h);
/* How large a body the route of this request takes; 0 when no route takes one. */
ptrdiff_t site_body_max(const struct site *s, struct arena scratch, enum method method, str target);
/* What an answer has that no handler made. Whole lines. */
#define HSTS_VALUE  "max-age=63072000; includeSubDomains"
#define HSTS_HEADER "Strict-Transport-Security: " HSTS_VALUE "\r\n"
#define REFUSAL_CSP "default-src 'none'; frame-ancestors 'none'"
#define REFUSAL_HEADERS                                                                            \
	"Content-Security-Policy: " REFUSAL_CSP "\r\nX-Content-Type-Options: nosniff\r\n"          \
	"Referrer-Policy: no-referrer\r\n"
struct gate;
struct gate_opts {
	int listen_fd;
	int connections_max, per_peer_max, head_s;
	bool is_behind_proxy;
	void *to;
	/* Takes the socket over, or says false and leaves it. */
	bool (*admit)(void *to, int fd, const struct sockaddr *peer, socklen_t n);
	void (*refused)(void *to, int status, const char *why); /* tells of it; may be NULL */
};
enum err gate_open(struct arena *perm, const struct gate_opts *o, struct gate **g) MUST_CHECK;
void gate_ended(struct gate *g, int fd); /* an admitted socket is about to be closed; any thread */
int gate_admitted(struct gate *g);       /* connections handed over that have not ended */
void gate_close(struct gate *g);         /* stops accepting and joins the thread */

#endif
