/* http.c: the only file that knows libmicrohttpd. First exchanges (one request and its memory),
 * then the worker pool, then the library's callbacks, then start and stop.
 *
 * An exchange is taken when the library has read a request line and goes back when its answer is
 * sent. It belongs to one thread at a time: a server thread, or, while its connection is suspended,
 * a worker. */
#include "web/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/must.h"
#include "web/server.h"

enum {
	CONNECTION_MEMORY = 32 << 10, /* the library's, for head, part of the body, answer's head */
	CONNECTIONS_DEFAULT = 12000,
	EXCHANGE_EDGE = 64,     /* padding and red zone of one in its arena */
	SILENCE_S = 15,         /* a connection that neither sends nor takes anything */
	DISCARD_MAX = 16 << 20, /* a body that is too large is read up to here, to answer it */
};

struct exchange {
	struct server *s;
	struct exchange *next; /* in the list of free ones, or in the queue */
	struct MHD_Connection *connection;
	struct arena a;
	struct ctx c;
	struct request req;
	struct response res;
	struct out out;
	str target, method;
	struct {
		char *v;
		ptrdiff_t n, cap;
	} body;
	ptrdiff_t body_max, came_n; /* came_n counts what was thrown away as well */
	int64_t began_us;
	handler work;                                    /* what the worker runs */
	bool has_begun, is_too_large, is_ready, is_full; /* full: its arena is */
};

struct server {
	struct server_opts o;
	const struct site *site;
	struct arena exchanges; /* room for one a connection */
	struct gate *gate;
	struct MHD_Daemon *daemon;
	pthread_t *workers;
	atomic_uint_fast64_t requests_n;
	struct listener listener;
	pthread_mutex_t lock; /* guards exchanges and what is below */
	pthread_cond_t has_work;
	struct exchange *free;
	struct exchange *queue, **queue_end;
	int queued_n; /* reserved or queued */
	bool is_ending;
};

/* ---- exchanges ---- */

static struct exchange *exchange_take(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	struct exchange *x = s->free;
	if (x)
		s->free = x->next;
	else
		x = arena_new(&s->exchanges, struct exchange);
	pthread_mutex_unlock(&s->lock);
	struct arena a = x->a;
	*x = (struct exchange){ .s = s, .a = a, .began_us = os_monotonic_us() };
	if (!x->a.base && arena_open(&x->a, s->o.arena_cap) != OK)
		x->is_full = true;
	return x;
}

static void exchange_give_back(struct exchange *x)
{
	struct server *s = x->s;
	if (x->a.base)
		arena_reset(&x->a);
	pthread_mutex_lock(&s->lock);
	x->next = s->free;
	s->free = x;
	pthread_mutex_unlock(&s->lock);
}

/* Each request has its own clock and generator, so that threads share none. A fake one differs from
 * request to request and is the same on every run with one thread. */
static struct os exchange_os(struct server *s)
{
	struct os os = s->o.os;
	uint64_t n = atomic_fetch_add(&s->requests_n, 1);
	os.fake_at += (int64_t)n * 1000;
	os.fake_state += n * UINT64_C(0x9E3779B97F4A7C15);
	return os;
}

static void exchange_ctx(struct exchange *x)
{
	struct server *s = x->s;
	unsigned char id[8];
	x->out = out_to_arena(&x->a);
	x->res = (struct response){ .status = 200, .type = "text/html; charset=utf-8" };
	x->c = (struct ctx){ .a = &x->a,
			     .os = exchange_os(s),
			     .req = &x->req,
			     .res = &x->res,
			     .out = &x->out,
			     .faults = faults_in(&x->a),
			     .site = s->site,
			     .app = s->site->app,
			     .exchange = x };
	x->req.at = os_now_at(&x->c.os);
	os_random(&x->c.os, id, sizeof id);
	struct out o = out_to_arena(&x->a);
	out_hex(&o, id, sizeof id);
	x->req.id = out_view(&o);
}

/* Gives back the place that web_work took. */
static void queue_release(struct exchange *x)
{
	x->c.is_waiting = false;
	pthread_mutex_lock(&x->s->lock);
	x->s->queued_n--;
	pthread_mutex_unlock(&x->s->lock);
}

/* Runs `step` with the arena's way out set: false when the arena is full. */
static bool exchange_step(struct exchange *x, void (*step)(struct exchange *x))
{
	jmp_buf full;
	if (x->is_full)
		return false;
	x->a.full = &full;
	if (setjmp(full) != 0) {
		x->a.full = NULL;
		x->is_full = true;
		if (x->c.is_waiting)
			queue_release(x);
		if (x->c.site && x->c.site->after)
			x->c.site->after(&x->c);
		return false;
	}
	step(x);
	x->a.full = NULL;
	return true;
}

/* ---- the worker pool ---- */

enum err web_work(struct ctx *c, handler next)
{
	struct exchange *x = c->exchange;
	if (!x)
		return next(c);
	struct server *s = x->s;
	pthread_mutex_lock(&s->lock);
	bool has_room = s->queued_n < s->o.queue_max;
	s->queued_n += has_room;
	pthread_mutex_unlock(&s->lock);
	if (!has_room)
		return ERR_BUSY;
	x->work = next;
	c->is_waiting = true;
	return OK;
}

static void queue_add(struct exchange *x)
{
	struct server *s = x->s;
	pthread_mutex_lock(&s->lock);
	x->next = NULL;
	*s->queue_end = x;
	s->queue_end = &x->next;
	pthread_cond_signal(&s->has_work);
	pthread_mutex_unlock(&s->lock);
}

/* NULL when the server ends and nothing waits. */
static struct exchange *queue_take(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	while (!s->queue && !s->is_ending)
		pthread_cond_wait(&s->has_work, &s->lock);
	struct exchange *x = s->queue;
	if (x) {
		s->queue = x->next;
		if (!s->queue)
			s->queue_end = &s->queue;
		s->queued_n--;
	}
	pthread_mutex_unlock(&s->lock);
	return x;
}

static void step_work(struct exchange *x)
{
	x->c.is_waiting = false;
	site_run(&x->c, x->work);
}

static void *worker_run(void *arg)
{
	struct server *s = arg;
	for (struct exchange *x = queue_take(s); x; x = queue_take(s)) {
		x->is_ready = exchange_step(x, step_work) && !x->c.is_waiting;
		if (x->c.is_waiting)
			queue_add(x);
		else
			MHD_resume_connection(x->connection);
	}
	return NULL;
}

/* ---- the library's callbacks ---- */

static const char full_page[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Error</title></head>"
    "<body><h1>There is not enough memory for this.</h1></body></html>\n";

/* What is hidden and what is not there look the same; so that they take the same time, too, "there
 * is no such thing" leaves on the next full step of this long after the request came. A look that
 * finds nothing takes a quarter of one. */
enum { ABSENT_STEP_US = 2000 };

static void wait_if_absent(const struct exchange *x)
{
	int64_t took = os_monotonic_us() - x->began_us;
	if (x->res.status == 404)
		os_wait_until_us(x->began_us + (took / ABSENT_STEP_US + 1) * ABSENT_STEP_US);
}

static enum MHD_Result reply(struct exchange *x)
{
	struct MHD_Response *r;
	wait_if_absent(x);
	if (x->is_full) {
		x->res = (struct response){ .status = 503 };
		r = MHD_create_response_from_buffer(
		    sizeof full_page - 1, (void *)(uintptr_t)full_page, MHD_RESPMEM_PERSISTENT);
		MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
		MHD_add_response_header(r, "Content-Security-Policy", REFUSAL_CSP);
		MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
		MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
		MHD_add_response_header(r, "Cache-Control", "no-store");
		if (x->s->site->is_behind_proxy)
			MHD_add_response_header(r, "Strict-Transport-Security", HSTS_VALUE);
	} else {
		str body = x->res.bytes;
		r = MHD_create_response_from_buffer((size_t)body.n, (void *)(uintptr_t)body.p,
						    MHD_RESPMEM_PERSISTENT);
		for (ptrdiff_t i = 0; r && i < x->res.headers.n; i++)
			MHD_add_response_header(r, x->res.headers.v[i].name.p,
						x->res.headers.v[i].value.p);
	}
	if (!r)
		return MHD_NO;
	MHD_add_response_header(r, "Connection", "close");
	enum MHD_Result done = MHD_queue_response(x->connection, (unsigned)x->res.status, r);
	MHD_destroy_response(r);
	return done;
}

static str peer_text(struct arena *a, const struct sockaddr *peer)
{
	char text[INET6_ADDRSTRLEN] = "local";
	if (peer && peer->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr,
			  text, sizeof text);
	else if (peer && peer->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr,
			  text, sizeof text);
	return str_copy(a, str_of(text));
}

struct header_list {
	struct arena *a;
	struct header *v;
	ptrdiff_t n, cap;
};

static enum MHD_Result add_header(void *to, enum MHD_ValueKind kind, const char *name,
				  size_t name_n, const char *value, size_t value_n)
{
	struct header_list *l = to;
	str v = { value ? value : "", (ptrdiff_t)value_n };
	(void)kind;
	*arena_push(l->a, l) = (struct header){ { name, (ptrdiff_t)name_n }, str_trim(v) };
	return MHD_YES;
}

static enum err answer_too_large(struct ctx *c)
{
	c->res->status = 413;
	fault_field(&c->faults, (str){ 0 }, "At most %td bytes can be sent here.",
		    c->exchange->body_max);
	return ERR_FAULTS;
}

static enum err answer_unreadable(struct ctx *c)
{
	(void)c;
	return ERR_FAULTS;
}

/* The head has been read: from here on the exchange has a ctx. */
static void step_begin(struct exchange *x)
{
	exchange_ctx(x);
	x->body_max = site_body_max(
	    x->s->site, x->a, str_eq(x->method, S("POST")) ? METHOD_POST : METHOD_GET, x->target);
}

/* Whose process is at the other end, when that is on this machine. */
static void read_peer_uid(struct exchange *x)
{
	struct ucred who;
	socklen_t n = sizeof who;
	struct sockaddr_storage own;
	socklen_t own_n = sizeof own;
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (!info || getsockname(info->connect_fd, (struct sockaddr *)(void *)&own, &own_n) != 0 ||
	    own.ss_family != AF_UNIX)
		return;
	x->req.has_peer_uid =
	    getsockopt(info->connect_fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 && n == sizeof who;
	x->req.peer_uid = x->req.has_peer_uid ? (int64_t)who.uid : 0;
}

/* The whole request has been read. */
static void step_answer(struct exchange *x)
{
	struct header_list headers = { .a = &x->a };
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, add_header, &headers);
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	x->req.peer = peer_text(&x->a, info ? info->client_addr : NULL);
	if (x->s->site->has_sign_on)
		read_peer_uid(x);
	str body = { 0 };
	if (!x->is_too_large && x->body_max)
		body = x->body.v ? (str){ x->body.v, x->body.n } : S("");
	enum err e = request_read(&x->c, &x->req, x->method, x->target, headers.v, headers.n, body);
	if (x->is_too_large)
		site_run(&x->c, answer_too_large);
	else if (e != OK)
		site_run(&x->c, answer_unreadable);
	else
		site_answer(&x->c);
}

static void keep_body(struct exchange *x, const char *bytes, size_t n)
{
	x->came_n += (ptrdiff_t)n;
	if (x->body_max && x->came_n > x->body_max)
		x->is_too_large = true;
	if (x->is_too_large || x->body_max == 0)
		return;
	for (ptrdiff_t need = x->body.n + (ptrdiff_t)n; need > x->body.cap;) {
		ptrdiff_t cap = x->body.cap ? x->body.cap * 2 : 4096;
		if (x->body.v && arena_extend(&x->a, x->body.v, x->body.cap, cap)) {
			x->body.cap = cap;
			continue;
		}
		char *v = arena_bytes(&x->a, cap, 1);
		if (x->body.n)
			memcpy(v, x->body.v, (size_t)x->body.n);
		x->body.v = v;
		x->body.cap = cap;
	}
	memcpy(x->body.v + x->body.n, bytes, n);
	x->body.n += (ptrdiff_t)n;
}

/* More of the body. MHD_NO closes the connection without a word: only for a peer that drips, or
 * floods. */
static enum MHD_Result take_body(struct exchange *x, const char *bytes, size_t *n)
{
	jmp_buf full;
	x->a.full = &full;
	if (x->is_full || setjmp(full) != 0)
		x->is_full = true;
	else
		keep_body(x, bytes, *n);
	x->a.full = NULL;
	*n = 0;
	int64_t took_us = os_monotonic_us() - x->began_us;
	int64_t may_us = (x->s->o.head_s + x->came_n / x->s->o.body_bytes_per_s) * INT64_C(1000000);
	return took_us > may_us || x->came_n > DISCARD_MAX + x->body_max ? MHD_NO : MHD_YES;
}

/* Called for the head, for each piece of the body, for its end, and again after a resume. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *bytes,
				  size_t *n, void **to)
{
	struct exchange *x = *to;
	(void)cls, (void)url, (void)version;
	if (!x)
		return MHD_NO;
	if (!x->has_begun) {
		x->has_begun = true;
		x->connection = connection;
		x->method = str_of(method);
		exchange_step(x, step_begin);
		return MHD_YES;
	}
	if (*n)
		return take_body(x, bytes, n);
	if (x->is_full || x->is_ready)
		return reply(x);
	if (!exchange_step(x, step_answer) || !x->c.is_waiting)
		return reply(x);
	MHD_suspend_connection(connection);
	queue_add(x);
	return MHD_YES;
}

static void step_target(struct exchange *x)
{
	x->target = str_copy(&x->a, x->target);
}

/* The library hands out the target as it was sent only here. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
	(void)connection;
	struct exchange *x = exchange_take(cls);
	x->target = str_of(target);
	exchange_step(x, step_target);
	return x;
}

static void on_sent(void *cls, struct MHD_Connection *connection, void **to,
		    enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *to;
	(void)cls, (void)connection, (void)why;
	if (!x)
		return;
	if (x->s->site->sent && x->c.req)
		x->s->site->sent(&x->c, os_monotonic_us() - x->began_us);
	exchange_give_back(x);
	*to = NULL;
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **to,
			  enum MHD_ConnectionNotificationCode what)
{
	struct server *s = cls;
	(void)to;
	if (what == MHD_CONNECTION_NOTIFY_CLOSED)
		gate_ended(s->gate,
			   MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
			       ->connect_fd);
}

/* The one URL decoder is url_decode: the library leaves everything as it is. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *s)
{
	(void)cls, (void)connection;
	return strlen(s);
}

static void on_refused(void *to, int status, const char *why)
{
	const struct server *s = to;
	if (s->site->refused)
		s->site->refused(s->site, status, why);
}

static bool on_admit(void *to, int fd, const struct sockaddr *peer, socklen_t n)
{
	struct server *s = to;
	return MHD_add_connection(s->daemon, fd, peer, n) == MHD_YES;
}

/* ---- start and stop ---- */

static void fill_defaults(struct server_opts *o)
{
	struct rlimit files = { 0 };
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	int may = files.rlim_cur > 1 << 20 ? 1 << 20 : (int)files.rlim_cur;
	may = may > 512 ? may - 256 : may / 2;
	if (!o->connections_max || o->connections_max > may)
		o->connections_max =
		    may < CONNECTIONS_DEFAULT || o->connections_max ? may : CONNECTIONS_DEFAULT;
	o->threads_n = o->threads_n ? o->threads_n : cores > 1 ? (int)cores : 1;
	o->workers_n = o->workers_n ? o->workers_n : 4;
	o->queue_max = o->queue_max ? o->queue_max : 64;
	o->head_s = o->head_s ? o->head_s : 10;
	o->body_bytes_per_s = o->body_bytes_per_s ? o->body_bytes_per_s : 1024;
	o->arena_cap = o->arena_cap ? o->arena_cap : 64 << 20;
}

static bool start_threads(struct server *s, struct arena *perm)
{
	unsigned threads = (unsigned)s->o.threads_n;
	s->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC |
		MHD_ALLOW_SUSPEND_RESUME,
	    0, NULL, NULL, on_request, s, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_sent, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, s, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0u,
	    /* The library shares its limit out by thread; the gate keeps the real one. */
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->o.connections_max * (threads + 1),
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S, MHD_OPTION_END);
	if (!s->daemon)
		return false;
	s->workers = arena_new_n(perm, pthread_t, s->o.workers_n);
	for (int i = 0; i < s->o.workers_n; i++)
		if (pthread_create(&s->workers[i], NULL, worker_run, s) != 0)
			return false;
	return true;
}

enum err server_start(struct arena *perm, const struct server_opts *o, const struct site *site,
		      struct faults *f, struct server **to)
{
	TRY(site_check(site, f));
	struct server *s = arena_new(perm, struct server);
	s->o = *o;
	fill_defaults(&s->o);
	s->site = site;
	s->queue_end = &s->queue;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->has_work, NULL);
	TRY(arena_open(&s->exchanges, ((size_t)s->o.connections_max + 64) *
					  (sizeof(struct exchange) + EXCHANGE_EDGE)));
	if (o->listener)
		s->listener = *o->listener;
	else
		TRY(listener_open(o->listen, f, &s->listener));
	if (!start_threads(s, perm)) {
		close(s->listener.fd);
		return ERR_MEMORY;
	}
	struct gate_opts gate = { .listen_fd = s->listener.fd,
				  .connections_max = s->o.connections_max,
				  .per_peer_max = s->o.connections_per_peer_max,
				  .head_s = s->o.head_s,
				  .is_behind_proxy = site->is_behind_proxy,
				  .to = s,
				  .admit = on_admit,
				  .refused = on_refused };
	*to = s;
	return gate_open(perm, &gate, &s->gate);
}

int server_port(const struct server *s)
{
	return s->listener.port;
}

void server_stop(struct server *s, int wait_s)
{
	gate_close(s->gate);
	for (int i = 0; i < wait_s * 100 && gate_admitted(s->gate) > 0; i++)
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	pthread_mutex_lock(&s->lock);
	s->is_ending = true;
	pthread_cond_broadcast(&s->has_work);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->o.workers_n; i++)
		pthread_join(s->workers[i], NULL);
	MHD_stop_daemon(s->daemon);
	for (struct exchange *x = s->free; x; x = x->next)
		arena_close(&x->a);
	arena_close(&s->exchanges);
	if (s->listener.path)
		unlink(s->listener.path);
}
