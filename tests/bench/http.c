/* http.c: three servers that answer `ok`, to be measured beside each other: the library alone with
 * its connections kept, the library alone with one request a connection, and the site of web/
 * (gate, strict head, router, security headers).
 *
 *   build/release/bench_http keep|close|site      prints the port; ends when its input ends */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <microhttpd.h>

#include "web/server.h"

static enum MHD_Result say_ok(void *is_kept, struct MHD_Connection *connection, const char *url,
			      const char *method, const char *version, const char *bytes, size_t *n,
			      void **to)
{
	(void)url, (void)method, (void)version, (void)bytes;
	if (!*to) {
		*to = connection;
		return MHD_YES;
	}
	if (*n) {
		*n = 0;
		return MHD_YES;
	}
	struct MHD_Response *r =
	    MHD_create_response_from_buffer(3, (void *)(uintptr_t) "ok\n", MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(r, "Content-Type", "text/plain");
	if (!is_kept)
		MHD_add_response_header(r, "Connection", "close");
	enum MHD_Result done = MHD_queue_response(connection, 200, r);
	MHD_destroy_response(r);
	return done;
}

static int library_alone(bool is_kept)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct MHD_Daemon *d = MHD_start_daemon(
	    MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, say_ok, is_kept ? &a : NULL,
	    MHD_OPTION_SOCK_ADDR, &a, MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_CONNECTION_LIMIT,
	    20000u, MHD_OPTION_END);
	if (!d)
		return 1;
	printf("%d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (getchar() != EOF)
		continue;
	MHD_stop_daemon(d);
	return 0;
}

static enum err hello(struct ctx *c)
{
	out_lit(c->out, "ok\n");
	return OK;
}

static enum err take(struct ctx *c)
{
	out_int(c->out, c->req->body.n);
	return OK;
}

static const struct route routes[] = {
	ROUTE(GET, "/", hello, 0, "Says ok."),
	ROUTE(POST, "/", take, 0, "Takes a body."),
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

static int site_of_ours(void)
{
	struct arena perm;
	struct site site = { .tables = tables };
	struct server_opts o = {
		.listen = "127.0.0.1:0", .threads_n = 2, .head_s = 60, .os = os_real()
	};
	struct server *s;
	if (arena_open(&perm, 64 << 20) != OK)
		return 1;
	struct faults f = faults_in(&perm);
	if (server_start(&perm, &o, &site, &f, &s) != OK)
		return 1;
	printf("%d\n", server_port(s));
	fflush(stdout);
	while (getchar() != EOF)
		continue;
	server_stop(s, 1);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "site") == 0)
		return site_of_ours();
	return argc == 2 ? library_alone(strcmp(argv[1], "keep") == 0) : 2;
}
