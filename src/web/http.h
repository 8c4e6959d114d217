/* http.h: what a page sees of HTTP: the request, its answer, and routes as data. No page says HTTP
 * by other words than these; server.h runs a site, form.h reads what a person typed.
 *
 * A handler answers one route. It runs on one thread at a time, has an arena of its own that is
 * dropped when the answer has been sent, writes the body to c->out and returns OK, or returns an
 * error and leaves the body to site->failed. A full arena becomes a 503 of this request alone. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/fault.h"
#include "base/os.h"
#include "base/out.h"

struct asset; /* asset.h */

enum method { METHOD_GET, METHOD_POST }; /* HEAD is GET whose body is not sent */

struct pair {
	str name, value;     /* decoded, valid UTF-8 without NUL */
	str file_name, type; /* of a file in a multipart form; else null */
};
struct pairs {
	struct pair *v;
	ptrdiff_t n, cap;
};
/* The value of the only pair with this name; null when there is none or more than one. */
str pairs_get(const struct pairs *p, const char *name);

struct request {
	enum method method;
	bool is_head;
	bool is_json; /* the client prefers application/json to text/html */
	bool is_tls;  /* came through the TLS proxy */
	str target;   /* as sent: path and query */
	str path;     /* decoded, for showing; routes match on the segments */
	struct pairs query, cookies;
	struct pairs fields; /* of the form; or of a flat JSON object */
	str type;            /* media type of the body, lower case, without parameters; or null */
	str body;            /* as sent, for what is not a form */
	str peer;            /* address of the client, as text */
	bool has_peer_uid; /* it came over a unix socket, and the kernel says whose process sent it
			    */
	int64_t peer_uid;
	str remote_user; /* whom the proxy that may say so has signed on; else null */
	str id;          /* 16 hex digits; in the log line, the error page and X-Request-Id */
	int64_t at;      /* when the head was complete */
	/* Headers that the program reads; null when absent. None is trusted without a proof of its
	 * own. */
	str host, origin, accept, accept_encoding, if_none_match, sec_fetch_site, sec_fetch_dest,
	    user_agent, authorization;
};

struct response {
	int status;           /* 200 until changed */
	const char *type;     /* "text/html; charset=utf-8" until changed */
	struct pairs headers; /* what is sent on top of the ones every answer has */
	str bytes;       /* when not null sent instead of c->out; lives as long as the process */
	bool is_unsound; /* a header that HTTP forbids was asked for: it becomes a 500 */
	bool is_cached;  /* a hash-named asset: may be kept for ever */
};

struct ctx {
	struct arena *a;
	struct os os; /* clock and randomness of this request */
	const struct request *req;
	const struct route *route; /* NULL when no route matched */
	struct pairs params;       /* of the path */
	struct response *res;
	struct out *out; /* the body */
	struct faults faults;
	struct refusal refusal;
	struct form_value *typed; /* of the form that is shown again, form.h; NULL: none */
	ptrdiff_t n_typed;
	const struct site *site;
	void *app;       /* site->app: what the whole program shares; the upper layers cast */
	void *user;      /* what site->before found out about who asks; the upper layers cast */
	bool is_waiting; /* web_work took it on */
	struct exchange *exchange; /* the server's side; NULL when there is no server (tests) */
};

typedef enum err (*handler)(struct ctx *c);

/* One page or deed. The path is made of literal segments and {names}; the name is the type: {id},
 * {x_id} and {x_n} match whole numbers, {x_on} a day, {x_iso} two or three capitals, others any
 * text. So "/visas/backlog" and "/visas/{id}" do not overlap. */
struct route {
	enum method method;
	const char *path; /* NULL ends a table */
	handler run;
	uint32_t need;    /* who may, as bits that site->before understands */
	const char *says; /* one sentence */
	const char *file; /* where the row stands */
	int line;
	bool is_write;      /* runs a deed; a GET that says so stops the program from starting */
	bool is_slow;       /* the whole handler runs on the worker pool */
	ptrdiff_t body_max; /* bytes; 0 = BODY_MAX */
};
#define ROUTE(method_, path_, run_, need_, says_, ...)                                             \
	{                                                                                          \
		.method = METHOD_##method_, .path = path_, .run = run_, .need = need_,             \
		.says = says_, .file = __FILE__, .line = __LINE__, __VA_ARGS__                     \
	}
enum { BODY_MAX = 64 << 10 };
str route_source(struct arena *a, const struct route *r); /* "src/visa/visa_pages.c:41" */

/* What handlers call. The names must stand in the route's path. */
int64_t path_id(const struct ctx *c, const char *name);
str path_text(const struct ctx *c, const char *name);
/* 303 to a path of this site. Text that goes into the path must have been through out_url. */
enum err see_other(struct ctx *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void answer_type(struct ctx *c, const char *type);              /* "application/json" */
void answer_header(struct ctx *c, const char *name, str value); /* visible ASCII, else 500 */
/* HttpOnly, SameSite=Strict, Path=/, and Secure with the __Host- prefix behind TLS. An age of 0
 * removes it; -1 lasts until the browser ends. Read it back with the same short name. */
void answer_cookie(struct ctx *c, const char *name, str value, int64_t age_s);
str request_cookie(const struct ctx *c, const char *name);
/* Offers the body as a download under this name (RFC 6266, RFC 8187). */
void answer_file(struct ctx *c, const char *type, str file_name);

/* Goes on with `next` on the worker pool and answers with what it leaves; the connection waits and
 * no server thread does. A handler ends with `return web_work(c, next)`. ERR_BUSY (429 with
 * Retry-After) when the queue is full. Without a server `next` runs at once. */
enum err web_work(struct ctx *c, handler next) MUST_CHECK;

#endif
