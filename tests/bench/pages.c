/* pages.c: the pages of an officer, ours in this process and a bare program's over HTTP.
 *
 *   bench_pages time DB          server time and bytes of each page, no socket, one thread
 *   bench_pages paths DB         the paths that are measured
 *   bench_pages leaf|plain|keep DB   serves them; prints the port, ends when its input ends
 *
 * The bare program is libmicrohttpd and SQLite. To know the work of a page it asks for it once in
 * this process, twice, and keeps every query that the second, warm run made, with its values. For a
 * request it runs those queries on a snapshot, writes their values between tags, fills up to as
 * many bytes as our page has, and, where ours appends a leaf, appends one of the same length,
 * durably
 * ("plain" does not). It has our threads and closes its connections as we do ("keep" keeps them).
 */
#include "office.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bare.h"
#include "base/must.h"

enum { QUERIES_MAX = 256, PAGES = 3, THREADS = 2, BODY_MAX_BYTES = 1 << 20, TIMES = 40 };

struct page_of {
	char path[80];
	char *queries[QUERIES_MAX];
	int n_queries;
	ptrdiff_t bytes;
	bool has_leaf;
};

static struct page_of pages[PAGES]; /* allowed: one bench, filled before its threads start */
static struct page_of *recorded;    /* allowed: SQLite's callback has no other way to it */
static struct bare writer;          /* allowed: shared by the threads of the bare server */
static const char *db_file;         /* allowed: likewise */
static bool is_leaf, is_kept;       /* allowed: likewise */

/* ---- what a page asks ---- */

static int on_statement(unsigned kind, void *ctx, void *statement, void *text)
{
	sqlite3_stmt *s = statement;
	struct page_of *p = recorded;
	(void)kind, (void)ctx;
	if (!p || strncmp(text, "--", 2) == 0)
		return 0;
	bool is_query = strncmp(sqlite3_sql(s), "SELECT", 6) == 0;
	p->has_leaf |= strncmp(sqlite3_sql(s), "INSERT INTO audit_leaf", 22) == 0;
	if (is_query && !p->has_leaf && !strstr(sqlite3_sql(s), "FROM audit_leaf")) {
		must(p->n_queries < QUERIES_MAX);
		p->queries[p->n_queries++] = sqlite3_expanded_sql(s);
	}
	return 0;
}

static int on_open(sqlite3 *h, char **error, const struct sqlite3_api_routines *unused)
{
	(void)error, (void)unused;
	return sqlite3_trace_v2(h, SQLITE_TRACE_STMT, on_statement, NULL);
}

static str look(struct office *o, str token, const char *path, const char *before)
{
	struct answered a = office_ask(o, &(struct asked){ .path = path, .token = token });
	for (str rest = a.body;;) {
		ptrdiff_t at = str_find(rest, str_of(before));
		must(at >= 0);
		rest = str_slice(rest, at + (ptrdiff_t)strlen(before), rest.n);
		ptrdiff_t n = (ptrdiff_t)strspn(rest.p, "0123456789");
		if (n)
			return str_copy(&o->perm, str_slice(rest, 0, n));
	}
}

/* The three pages: the backlog of the state with most waiting, the queue, the first of the queue.
 */
static str name_pages(struct office *o)
{
	str token = office_sign_in(o, "visa.officer");
	must(token.p);
	str first = look(o, token, "/visas", "href=\"/visas/");
	snprintf(pages[0].path, sizeof pages[0].path, "/visas/backlog?state=RU");
	snprintf(pages[1].path, sizeof pages[1].path, "/visas");
	snprintf(pages[2].path, sizeof pages[2].path, "/visas/%.*s", SF(first));
	return token;
}

static void record(struct office *o, str token)
{
	for (int i = 0; i < PAGES; i++) {
		struct asked q = { .path = pages[i].path, .token = token };
		must(office_ask(o, &q).status == 200);
		recorded = &pages[i];
		struct answered a = office_ask(o, &q);
		recorded = NULL;
		must(a.status == 200);
		pages[i].bytes = a.body.n;
	}
}

/* ---- ours, without a socket ---- */

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static double took_us(struct office *o, const struct asked *q)
{
	struct timespec t[2];
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t[0]); /* allowed: a bench looks at the clock */
	must(office_ask(o, q).status == 200);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t[1]); /* allowed: likewise */
	return (double)(t[1].tv_sec - t[0].tv_sec) * 1e6 +
	       (double)(t[1].tv_nsec - t[0].tv_nsec) / 1e3;
}

static void time_pages(struct office *o, str token)
{
	double us[TIMES];
	for (int i = 0; i < PAGES; i++) {
		struct asked q = { .path = pages[i].path, .token = token };
		o->app.counts = page_counts_new(&o->perm);
		double first = took_us(o, &q);
		for (int k = 0; k < TIMES; k++)
			us[k] = took_us(o, &q);
		qsort(us, TIMES, sizeof us[0], by_size);
		printf("%s\t%.0f\t%.0f\t%td\t%d\n", pages[i].path, first, us[TIMES / 2],
		       pages[i].bytes, pages[i].n_queries);
	}
}

/* ---- the bare program ---- */

struct reader {
	sqlite3 *h;
	sqlite3_stmt *begin, *end, *queries[PAGES][QUERIES_MAX];
	char *body;
};

static sqlite3_stmt *prepared(sqlite3 *h, const char *sql)
{
	sqlite3_stmt *s;
	must(sqlite3_prepare_v3(h, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) == SQLITE_OK);
	return s;
}

static struct reader *reader_of_thread(void)
{
	static _Thread_local struct reader *r; /* allowed: a thread of the library has no other */
	if (r)
		return r;
	r = calloc(1, sizeof *r); /* allowed: the bare program has no arena */
	must(r);
	r->body = malloc(BODY_MAX_BYTES); /* allowed: likewise */
	must(r->body);
	must(sqlite3_open_v2(db_file, &r->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
	     SQLITE_OK);
	sqlite3_exec(r->h, "PRAGMA query_only=on; PRAGMA mmap_size=1073741824", NULL, NULL, NULL);
	r->begin = prepared(r->h, "BEGIN");
	r->end = prepared(r->h, "COMMIT");
	for (int i = 0; i < PAGES; i++)
		for (int k = 0; k < pages[i].n_queries; k++)
			r->queries[i][k] = prepared(r->h, pages[i].queries[k]);
	return r;
}

static ptrdiff_t put(char *to, ptrdiff_t n, const char *text, ptrdiff_t len)
{
	must(n + len < BODY_MAX_BYTES);
	memcpy(to + n, text, (size_t)len);
	return n + len;
}

static ptrdiff_t run_query(sqlite3_stmt *s, char *body, ptrdiff_t n)
{
	while (sqlite3_step(s) == SQLITE_ROW) {
		for (int c = 0; c < sqlite3_column_count(s); c++) {
			const char *text = (const char *)sqlite3_column_text(s, c);
			n = put(body, n, "<td>", 4);
			if (text)
				n = put(body, n, text, sqlite3_column_bytes(s, c));
			n = put(body, n, "</td>\n", 6);
		}
	}
	sqlite3_reset(s);
	return n;
}

static ptrdiff_t make_page(int i, struct reader *r)
{
	ptrdiff_t n = 0;
	sqlite3_step(r->begin);
	sqlite3_reset(r->begin);
	for (int k = 0; k < pages[i].n_queries; k++)
		n = run_query(r->queries[i][k], r->body, n);
	sqlite3_step(r->end);
	sqlite3_reset(r->end);
	if (n < pages[i].bytes)
		memset(r->body + n, ' ', (size_t)(pages[i].bytes - n));
	if (is_leaf && pages[i].has_leaf)
		bare_deed(&writer, NULL);
	return n < pages[i].bytes ? pages[i].bytes : n;
}

static char *whole_target(void *unused, const char *target, struct MHD_Connection *connection)
{
	(void)unused, (void)connection;
	for (int i = 0; i < PAGES; i++)
		if (strcmp(pages[i].path, target) == 0)
			return (char *)&pages[i];
	return (char *)&pages[1];
}

static enum MHD_Result on_request(void *unused, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *bytes,
				  size_t *n_bytes, void **to)
{
	(void)unused, (void)url, (void)method, (void)version, (void)bytes;
	const struct page_of *p = *to;
	if (*n_bytes)
		return MHD_NO;
	struct reader *r = reader_of_thread();
	ptrdiff_t n = make_page((int)(p - pages), r);
	struct MHD_Response *a =
	    MHD_create_response_from_buffer((size_t)n, r->body, MHD_RESPMEM_MUST_COPY);
	MHD_add_response_header(a, "Content-Type", "text/html; charset=utf-8");
	if (!is_kept)
		MHD_add_response_header(a, "Connection", "close");
	enum MHD_Result done = MHD_queue_response(connection, 200, a);
	MHD_destroy_response(a);
	return done;
}

static void serve_bare(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (is_leaf)
		bare_open(&writer, db_file);
	struct MHD_Daemon *d =
	    MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, NULL,
			     MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_URI_LOG_CALLBACK, whole_target,
			     NULL, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS, MHD_OPTION_END);
	must(d != NULL);
	printf("%d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (getchar() != EOF)
		continue;
	MHD_stop_daemon(d);
	if (is_leaf)
		bare_close(&writer);
}

int main(int argc, char **argv)
{
	static struct office o; /* allowed: large */
	must(argc == 3);
	db_file = argv[2];
	is_leaf = strcmp(argv[1], "leaf") == 0 || strcmp(argv[1], "keep") == 0;
	is_kept = strcmp(argv[1], "keep") == 0;
	must(sqlite3_auto_extension((void (*)(void))on_open) == SQLITE_OK);
	must(office_open(&o, db_file) == OK);
	str token = name_pages(&o);
	record(&o, token);
	if (strcmp(argv[1], "time") == 0)
		time_pages(&o, token);
	sqlite3_reset_auto_extension();
	office_close(&o);
	if (strcmp(argv[1], "paths") == 0)
		for (int i = 0; i < PAGES; i++)
			printf("%s\n", pages[i].path);
	else if (strcmp(argv[1], "time") != 0)
		serve_bare();
	return 0;
}
