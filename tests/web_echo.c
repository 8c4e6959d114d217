/* web_echo.c: a server that says back what it understood, for tests that look at HTTP from outside.
 *
 *   build/dev/web_echo [--listen 127.0.0.1:0] [--proxy] [--head-s N] [--peer-max N] [--max N]
 *
 * Prints `listening on PORT`; ends with SIGTERM after finishing what is in flight. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "web/form.h"
#include "web/server.h"

static void out_pairs(struct out *o, const char *name, const struct pairs *p)
{
	out_fmt(o, ",\"%s\":[", name);
	for (ptrdiff_t i = 0; i < p->n; i++) {
		out_str(o, i ? S(",[") : S("["));
		out_json(o, p->v[i].name);
		out_lit(o, ",");
		if (p->v[i].file_name.p) {
			out_json(o, p->v[i].file_name);
			out_fmt(o, ",%td", p->v[i].value.n);
		} else {
			out_json(o, p->v[i].value);
		}
		out_lit(o, "]");
	}
	out_lit(o, "]");
}

/* Everything that came, as JSON. */
static enum err echo(struct ctx *c)
{
	const struct request *r = c->req;
	struct out *o = c->out;
	answer_type(c, "application/json");
	out_fmt(o, "{\"method\":\"%s\",\"path\":", r->method == METHOD_POST ? "POST" : "GET");
	out_json(o, r->path);
	out_lit(o, ",\"peer\":");
	out_json(o, r->peer);
	out_lit(o, ",\"user_agent\":");
	out_json(o, r->user_agent);
	out_lit(o, ",\"origin\":");
	out_json(o, r->origin);
	out_lit(o, ",\"type\":");
	out_json(o, r->type);
	out_fmt(o, ",\"body_n\":%td", r->body.n);
	out_pairs(o, "params", &c->params);
	out_pairs(o, "query", &r->query);
	out_pairs(o, "cookies", &r->cookies);
	out_pairs(o, "fields", &r->fields);
	out_lit(o, "}\n");
	return OK;
}

static const char *const colours[] = { "red", "green", NULL };
static const struct field fields[] = {
	{ "line", "Line", FIELD_LINE, .max = 100000 },
	{ "text", "Text", FIELD_TEXT, .max = 100000 },
	{ "pass", "Password", FIELD_SECRET },
	{ "number", "Number", FIELD_INT },
	{ "day_on", "Day", FIELD_DAY },
	{ "colour", "Colour", FIELD_CHOICE, .choices = colours },
	{ "is_sure", "Sure", FIELD_CHECK },
	{ "many", "Many", FIELD_MANY },
	{ "file", "File", FIELD_FILE },
	{ 0 },
};

/* A form through declared fields, shown again as a page: what was typed must come out escaped. */
static enum err form_page(struct ctx *c)
{
	struct form f;
	struct out *o = c->out;
	c->res->status = form_read(c, fields, NULL, &f) == OK ? 200 : 400;
	out_lit(o, "<!DOCTYPE html>\n<html lang=\"en\"><title>Form</title>\n");
	for (ptrdiff_t i = 0; i < f.n; i++) {
		out_fmt(o, "<p id=\"%s\" title=\"", f.v[i].field->name);
		out_html(o, f.v[i].typed);
		out_lit(o, "\">");
		out_html(o, f.v[i].has ? f.v[i].text : f.v[i].fault);
		out_lit(o, "</p>\n");
	}
	out_lit(o, "</html>\n");
	return OK;
}

static enum err slow_end(struct ctx *c)
{
	nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
	out_lit(c->out, "slept\n");
	return OK;
}

static enum err slow(struct ctx *c)
{
	return web_work(c, slow_end);
}

static enum err full(struct ctx *c)
{
	while (c->out)
		out_lit(c->out, "more and more and more and more and more and more and more ");
	return OK;
}

static enum err full_slow(struct ctx *c)
{
	return web_work(c, full);
}

static enum err hello(struct ctx *c)
{
	out_lit(c->out, "ok\n");
	return OK;
}

static const struct route routes[] = {
	ROUTE(GET, "/", hello, 0, "Says ok."),
	ROUTE(POST, "/", echo, 0, "Says what came."),
	ROUTE(GET, "/echo", echo, 0, "Says what came."),
	ROUTE(POST, "/echo", echo, 0, "Says what came.", .body_max = 1 << 20),
	ROUTE(GET, "/echo/{name}", echo, 0, "Says what the path was."),
	ROUTE(GET, "/form", form_page, 0, "A form from the query."),
	ROUTE(POST, "/form", form_page, 0, "A form from the body.", .body_max = 1 << 20),
	ROUTE(POST, "/upload", echo, 0, "Takes a large body.", .body_max = 4 << 20),
	ROUTE(GET, "/slow", slow, 0, "Sleeps on a worker."),
	ROUTE(GET, "/slow2", slow_end, 0, "The same, by its row.", .is_slow = true),
	ROUTE(GET, "/full", full, 0, "Fills the arena."),
	ROUTE(GET, "/full-slow", full_slow, 0, "Fills it on a worker."),
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

static int number(const char *z)
{
	int64_t n = 0;
	return z && str_to_int64(str_of(z), &n) ? (int)n : 0;
}

int main(int argc, char **argv)
{
	struct arena perm;
	struct site site = { .tables = tables };
	struct server_opts o = {
		.listen = "127.0.0.1:0", .os = os_real(), .arena_cap = 8 << 20, .queue_max = 8
	};
	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		if (strcmp(argv[i], "--proxy") == 0)
			site.is_behind_proxy = true;
		else if (strcmp(argv[i], "--listen") == 0)
			o.listen = next;
		else if (strcmp(argv[i], "--head-s") == 0)
			o.head_s = number(next);
		else if (strcmp(argv[i], "--peer-max") == 0)
			o.connections_per_peer_max = number(next);
		else if (strcmp(argv[i], "--max") == 0)
			o.connections_max = number(next);
	}
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	if (arena_open(&perm, 64 << 20) != OK)
		return 1;
	struct faults f = faults_in(&perm);
	struct server *s;
	if (server_start(&perm, &o, &site, &f, &s) != OK) {
		struct out err = out_to_fd(&perm, STDERR_FILENO);
		faults_print(&f, &err);
		return out_flush(&err) == OK ? 1 : 2;
	}
	printf("listening on %d\n", server_port(s));
	fflush(stdout);
	int sig;
	sigwait(&ends, &sig);
	server_stop(s, 5);
	arena_close(&perm);
	return 0;
}
