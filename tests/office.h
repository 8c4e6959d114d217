/* office.h: a register with the whole site over it, in this process, asked without a socket: for
 * benches, and for tests that make the machine fail under it. */
#ifndef TESTS_OFFICE_H
#define TESTS_OFFICE_H

#include "app/serve.h"
#include "web/server.h"

struct office {
	struct arena perm, page; /* page: of one request, emptied before the next */
	struct os os;
	struct db *db;
	struct app app;
	struct site site;
};

/* Opens the register at `path` with its log, its clock and its site; signing in takes one click. */
enum err office_open(struct office *o, const char *path) MUST_CHECK;
void office_close(struct office *o);
/* Makes the demo register at `path`. */
enum err office_demo(const char *path) MUST_CHECK;

struct asked {
	bool is_post;
	const char *path, *accept;
	str token; /* of the session; null: none */
	str form;  /* what a POST says beside the CSRF token; null: nothing */
};
struct answered {
	int status; /* 0: the memory for the request was full */
	str body, cookie, location;
};
/* Lives until the next request. */
struct answered office_ask(struct office *o, const struct asked *q);
/* The token of a new session, in o->perm; null when signing in failed. */
str office_sign_in(struct office *o, const char *login);

#endif
