/* health.c: `grata health`: what this machine gives the program, and whether a register is sound
 * enough to be served. */
#include <errno.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/register.h"
#include "app/serve.h"
#include "audit/audit.h"

struct health {
	struct verb_call *c;
	struct sandbox_level level;
	bool is_shut; /* the sandbox of the server refused what it must */
	bool is_well;
	str doors; /* what sandbox_try said */
	str why;   /* of a register that cannot be opened */
	struct audit_head head;
	int64_t free_bytes; /* where the register lies */
};

/* In a process of its own, since a sandbox is for good: enters the one of the server and tries the
 * doors. Answers through the pipe: a byte for the ABI, one for the calls, then the sentences. */
_Noreturn static void be_boxed(struct health *h, const char *db_path, int fd)
{
	struct sandbox box;
	struct arena *a = h->c->a;
	struct out o = out_to_fd(a, fd);
	if (serve_sandbox(a, db_path, &box) != OK && serve_sandbox(a, NULL, &box) != OK)
		_exit(1);
	struct sandbox_level level = sandbox_enter(&box);
	out_char(&o, (char)level.landlock_abi);
	out_char(&o, (char)level.has_calls);
	bool is_shut = sandbox_try(&o);
	_exit(out_flush(&o) == OK && is_shut ? 0 : 2);
}

static enum err try_sandbox(struct health *h)
{
	enum { SAID_MAX = 400 };
	char *said = arena_bytes(h->c->a, SAID_MAX, 1);
	int ends[2], status = 0;
	ptrdiff_t n = 0;
	if (pipe(ends) != 0)
		return ERR_BUSY;
	TRY(out_flush(h->c->out));
	pid_t child = fork();
	if (child == 0)
		be_boxed(h, h->c->db_path, ends[1]);
	close(ends[1]);
	for (ssize_t k; n < SAID_MAX && (k = read(ends[0], said + n, (size_t)(SAID_MAX - n))) > 0;)
		n += k;
	close(ends[0]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	h->is_shut = child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (n > 2) {
		h->level = (struct sandbox_level){ said[0], said[1] != 0 };
		h->doors = (str){ said + 2, n - 2 };
	}
	return OK;
}

static enum err read_head(struct verb_call *c, struct db *db, struct audit_head *head)
{
	struct tx tx;
	TRY(tx_begin(db, &VIEWER_SYSTEM, c->a, &tx));
	enum err e = audit_head(&tx, head);
	tx_end(&tx);
	return e;
}

static enum err look_at_register(struct health *h)
{
	struct verb_call *c = h->c;
	struct db *db;
	struct statvfs fs;
	TRY(register_open(c, c->db_path, DB_READ, c->a, &db));
	enum err e = read_head(c, db, &h->head);
	db_close(db);
	if (statvfs(c->db_path, &fs) == 0)
		h->free_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	return e;
}

static void say_json(const struct health *h, enum err e)
{
	struct out *o = h->c->out;
	out_fmt(o, "{\"version\":\"%s\",\"landlock_abi\":%d,\"has_seccomp\":%s,\"is_shut\":%s",
		GRATA_VERSION, h->level.landlock_abi, h->level.has_calls ? "true" : "false",
		h->is_shut ? "true" : "false");
	if (h->c->db_path && e == OK)
		out_fmt(o, ",\"entries_n\":%lld,\"free_bytes\":%lld", (long long)h->head.leaves_n,
			(long long)h->free_bytes);
	out_fmt(o, ",\"is_well\":%s}\n", h->is_well ? "true" : "false");
}

static void say_text(const struct health *h, enum err e)
{
	struct out *o = h->c->out;
	out_fmt(o, "grata %s\n", GRATA_VERSION);
	if (h->level.landlock_abi)
		out_fmt(o, "Landlock: ABI %d\n", h->level.landlock_abi);
	else
		out_lit(o, "Landlock: this kernel has none, or it is switched off: the server may "
			   "open what its user may\n");
	out_fmt(o, "seccomp: %s\n",
		h->level.has_calls ? "a list of calls; all others are refused"
				   : "this kernel has none: the server may do what its user may");
	out_lit(o, "From within the server's sandbox:\n");
	str rest = h->doors;
	while (rest.p && rest.n) {
		str line = str_cut(&rest, '\n');
		out_fmt(o, "  %.*s\n", SF(line));
	}
	if (h->c->db_path && e == OK)
		out_fmt(o, "%.*s: %lld entries in the log", SF(db_say(h->c->a, h->c->db_path)),
			(long long)h->head.leaves_n);
	if (h->free_bytes)
		out_fmt(o, ", %lld MiB free beside it", (long long)(h->free_bytes >> 20));
	if (h->c->db_path && e == OK)
		out_lit(o, "\n");
}

static enum err health_verb(struct verb_call *c)
{
	struct health h = { .c = c };
	TRY(try_sandbox(&h));
	enum err e = c->db_path ? look_at_register(&h) : OK;
	h.is_well = h.is_shut && e == OK;
	if (c->is_json)
		say_json(&h, e);
	else
		say_text(&h, e);
	if (e != OK || h.is_well)
		return e;
	fault_field(c->faults, S("sandbox"),
		    "Not all is refused that the server does not need; see above.");
	return ERR_FAULTS;
}

const struct verb health_verbs[] = {
	{ "health", "", NULL,
	  "Say what the machine's kernel refuses to the server and, with --db, how its register is.",
	  VERB_PURE, NULL, health_verb },
	{ 0 },
};
