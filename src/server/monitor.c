/* monitor.c: counting, the page of counters, the line of a request. */
#include "server/monitor.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/day.h"

/* Upper ends of what an answer takes, in microseconds; the last bucket has none. */
static const int64_t BUCKETS_US[] = { 1000,   2500,   5000,    10000,   25000,   50000,
				      100000, 250000, 1000000, 2500000, 10000000 };
enum { DAY_S = 86400 };
enum { BUCKETS_N = sizeof BUCKETS_US / sizeof BUCKETS_US[0], CLASSES_N = 6 };

struct monitor {
	struct db *db;
	struct sandbox_level level;
	int64_t began_at;                     /* of the machine */
	_Atomic int64_t answers_n[CLASSES_N]; /* by the hundreds of the status; [0] is any other */
	_Atomic int64_t bucket_n[BUCKETS_N + 1];
	_Atomic int64_t took_us, bytes_n, unrouted_n, faults_n, refused_n;
	int64_t lines_s, lines_n; /* refusals that got a line in this second */
};

struct monitor *monitor_new(struct arena *a, struct db *db, struct sandbox_level level)
{
	struct monitor *m = arena_new(a, struct monitor);
	struct os os = os_real();
	m->db = db;
	m->level = level;
	m->began_at = os_now_at(&os);
	return m;
}

static void add(_Atomic int64_t *to, int64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

void monitor_count(struct monitor *m, const struct ctx *c, int64_t took_us)
{
	int class = c->res->status / 100, bucket = 0;
	while (bucket < BUCKETS_N && took_us > BUCKETS_US[bucket])
		bucket++;
	add(&m->answers_n[class > 0 && class < CLASSES_N ? class : 0], 1);
	add(&m->bucket_n[bucket], 1);
	add(&m->took_us, took_us);
	add(&m->bytes_n, c->res->bytes.n);
	if (!c->route)
		add(&m->unrouted_n, 1);
	if (c->faults.total_n)
		add(&m->faults_n, 1);
}

struct stamp {
	char text[40];
};

static struct stamp stamp_of(int64_t at)
{
	struct stamp t;
	int64_t s = at / SECOND_US;
	struct date d = day_date(s / DAY_S);
	snprintf(t.text, sizeof t.text, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", d.year, d.month,
		 d.day, (int)(s % DAY_S / 3600), (int)(s % 3600 / 60), (int)(s % 60),
		 (int)(at % SECOND_US));
	return t;
}

/* In memory of its own: the request's may be full. Routes and ids are the program's own text and
 * need no escapes. */
void monitor_log(const struct ctx *c, int64_t took_us, int fd)
{
	char line[512];
	struct os os = os_real();
	str id = c->req ? c->req->id : (str){ 0 };
	bool is_post = c->req && c->req->method == METHOD_POST;
	int n = snprintf(
	    line, sizeof line,
	    "{\"at\":\"%s\",\"what\":\"request\",\"id\":\"%.*s\",\"method\":\"%s\",\"route\":\"%s\","
	    "\"status\":%d,\"faults\":%lld,\"bytes\":%td,\"took_us\":%lld}\n",
	    stamp_of(os_now_at(&os)).text, SF(id), is_post ? "POST" : "GET",
	    c->route ? c->route->path : "", c->res->status, (long long)c->faults.total_n,
	    c->res->bytes.n, (long long)took_us);
	if (n > 0 && n < (int)sizeof line && write(fd, line, (size_t)n) < 0)
		return; /* there is nobody left to tell */
}

void monitor_refused(struct monitor *m, int status, const char *why, int fd)
{
	char line[256];
	struct os os = os_real();
	int64_t at = os_now_at(&os);
	add(&m->refused_n, 1);
	if (at / SECOND_US != m->lines_s) {
		m->lines_s = at / SECOND_US;
		m->lines_n = 0;
	}
	if (fd < 0 || m->lines_n++ >= REFUSED_LINES)
		return;
	int n = snprintf(line, sizeof line,
			 "{\"at\":\"%s\",\"what\":\"refused\",\"status\":%d,\"why\":\"%s\"}\n",
			 stamp_of(at).text, status, why);
	if (n > 0 && n < (int)sizeof line && write(fd, line, (size_t)n) < 0)
		return;
}

/* ---- /metrics ---- */

/* The help and the type of a metric come once, ahead of its values. */
static void head(struct out *o, const char *name, const char *type, const char *says)
{
	out_fmt(o, "# HELP grata_%s %s\n# TYPE grata_%s %s\n", name, says, name, type);
}

static void one(struct out *o, const char *name, const char *type, const char *says, int64_t v)
{
	head(o, name, type, says);
	out_fmt(o, "grata_%s %lld\n", name, (long long)v);
}

static void say_answers(struct monitor *m, struct out *o)
{
	int64_t n = 0;
	head(o, "answers_total", "counter", "Answers, by the hundreds of their status.");
	for (int i = 1; i < CLASSES_N; i++)
		out_fmt(o, "grata_answers_total{status=\"%dxx\"} %lld\n", i,
			(long long)m->answers_n[i]);
	head(o, "answer_seconds", "histogram", "How long answers took.");
	for (int i = 0; i < BUCKETS_N; i++) {
		n += m->bucket_n[i];
		out_fmt(o, "grata_answer_seconds_bucket{le=\"%g\"} %lld\n",
			(double)BUCKETS_US[i] / 1e6, (long long)n);
	}
	n += m->bucket_n[BUCKETS_N];
	out_fmt(o,
		"grata_answer_seconds_bucket{le=\"+Inf\"} %lld\n"
		"grata_answer_seconds_sum %.6f\ngrata_answer_seconds_count %lld\n",
		(long long)n, (double)m->took_us / 1e6, (long long)n);
	one(o, "answer_bytes_total", "counter", "Bytes of bodies.", m->bytes_n);
	one(o, "no_route_total", "counter", "Requests for what no route serves.", m->unrouted_n);
	one(o, "faults_total", "counter", "Requests in which something typed or sent was wrong.",
	    m->faults_n);
	one(o, "refused_total", "counter", "Connections and heads of requests that were refused.",
	    m->refused_n);
}

static enum err say_register(struct ctx *c, struct monitor *m)
{
	struct tx tx;
	struct audit_head log;
	struct statvfs fs;
	TRY(tx_begin(m->db, &VIEWER_SYSTEM, c->a, &tx));
	enum err e = audit_head(&tx, &log);
	tx_end(&tx);
	TRY(e);
	one(c->out, "log_entries", "gauge", "Entries of the register's log.", log.leaves_n);
	one(c->out, "commits_total", "counter", "Durable commits of this process.",
	    db_version(m->db));
	if (statvfs(db_path(m->db), &fs) == 0)
		one(c->out, "free_bytes", "gauge", "Room where the register lies.",
		    (int64_t)fs.f_bavail * (int64_t)fs.f_frsize);
	return OK;
}

static void say_process(struct monitor *m, struct out *o)
{
	struct rusage use = { 0 };
	getrusage(RUSAGE_SELF, &use);
	head(o, "cpu_seconds_total", "counter", "Processor time of this process.");
	out_fmt(o, "grata_cpu_seconds_total %.2f\n",
		(double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
		    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6);
	one(o, "memory_peak_bytes", "gauge", "The most memory this process had.",
	    (int64_t)use.ru_maxrss * 1024);
	one(o, "began_seconds", "gauge", "When this process began, seconds since 1970.",
	    m->began_at / SECOND_US);
	one(o, "sandbox_landlock_abi", "gauge", "The kernel's Landlock that is on; 0: none.",
	    m->level.landlock_abi);
	one(o, "sandbox_seccomp", "gauge", "1: calls that are not needed are refused.",
	    m->level.has_calls);
	head(o, "build_info", "gauge", "The version.");
	out_fmt(o, "grata_build_info{version=\"%s\"} 1\n", GRATA_VERSION);
}

static enum err metrics_page(struct ctx *c)
{
	struct monitor *m = c->app;
	answer_type(c, "text/plain; version=0.0.4; charset=utf-8");
	say_answers(m, c->out);
	say_process(m, c->out);
	return say_register(c, m);
}

static const struct route monitor_routes[] = {
	ROUTE(GET, "/metrics", metrics_page, 0, "Counters for monitoring, for this machine alone."),
	{ 0 },
};
const struct route *const MONITOR_TABLES[] = { monitor_routes, NULL };
