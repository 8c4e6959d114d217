/* faulty_memory.c: under requests of every kind each allocation of the process fails once, then all
 * from one on; then the memory of the request itself ends after fewer and fewer bytes.
 *
 * In a release build malloc is ours, so that the allocations of all libraries count; under
 * AddressSanitizer, which has its own, only those of SQLite do. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/must.h"
#include "faulty.h"
#include "office.h"

/* ---- the allocator ---- */

static struct {
	_Atomic int64_t nth, seen_n, fired_n;
	_Atomic bool is_lasting;
} plan; /* allowed: malloc has no argument for it */

static bool no_memory(void)
{
	int64_t nth = plan.nth;
	if (!nth)
		return false;
	int64_t n = ++plan.seen_n;
	if (n < nth || (n > nth && !plan.is_lasting))
		return false;
	plan.fired_n++;
	errno = ENOMEM;
	return true;
}

#ifndef __SANITIZE_ADDRESS__
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n) /* allowed: this is the fault */
{
	return no_memory() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size) /* allowed: this is the fault */
{
	return no_memory() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n) /* allowed: this is the fault */
{
	return no_memory() ? NULL : __libc_realloc(p, n);
}

static void memory_install(void)
{
}
#else
static sqlite3_mem_methods below; /* allowed: SQLite's own */

static void *sql_malloc(int n)
{
	return no_memory() ? NULL : below.xMalloc(n);
}

static void *sql_realloc(void *p, int n)
{
	return no_memory() ? NULL : below.xRealloc(p, n);
}

static void memory_install(void)
{
	must(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &below) == SQLITE_OK);
	sqlite3_mem_methods mine = below;
	mine.xMalloc = sql_malloc;
	mine.xRealloc = sql_realloc;
	must(sqlite3_config(SQLITE_CONFIG_MALLOC, &mine) == SQLITE_OK);
}
#endif

/* ---- the requests ---- */

struct kind {
	const char *user, *path, *form; /* form: it is a POST */
	const char *accept;
};
/* {application} is one at the stage of documents, {decision} one that can be decided, {proposal} a
 * proposal that waits; {holding} and {seen} what its page says. */
static const struct kind kinds[] = {
	{ NULL, "/sign-in" },
	{ NULL, "/visas" },
	{ NULL, "/sign-in/demo", "login=visa.officer" },
	{ NULL, "/sign-in", "login=&password=" },
	{ "visa.officer", "/" },
	{ "head.protocol", "/" },
	{ "desk.officer", "/" },
	{ "auditor", "/" },
	{ "mission.ru", "/" },
	{ "visa.officer", "/visas" },
	{ "visa.officer", "/visas", .accept = "application/json" },
	{ "visa.officer", "/visas?state=RU&holder=visa" },
	{ "visa.officer", "/visas?state=QQ&kind=none" },
	{ "desk.officer", "/visas/backlog?state=RU" },
	{ "desk.officer", "/visas/backlog?state=RU&as_at=2021-01-04" },
	{ "desk.officer", "/visas/backlog", .accept = "application/json" },
	{ "visa.officer", "/visas/{application}" },
	{ "visa.officer", "/visas/999999" },
	{ "auditor", "/visas" },
	{ "protocol.officer", "/missions" },
	{ "protocol.officer", "/missions/1" },
	{ "protocol.officer", "/people/1" },
	{ "desk.officer", "/ledger" },
	{ "head.protocol", "/proposals" },
	{ "head.protocol", "/proposals/{proposal}" },
	{ "auditor", "/audit" },
	{ "auditor", "/audit?act=access.sign_in" },
	{ "visa.officer", "/me" },
	{ "visa.officer", "/nowhere" },
	{ "visa.officer", "/sign-out", "x=1" },
	{ "visa.officer", "/visas/{application}/move",
	  "move=vetting.vetting&holding_id={holding}" },
	{ "visa.officer", "/visas/{application}/move",
	  "move=decision.visa&reason=x&holding_id={holding}" },
	{ "visa.officer", "/visas/{application}/move", "move=vetting.vetting&holding_id=1" },
	{ "visa.officer", "/visas/{decision}/move",
	  "move=closed.granted&reason=x&valid_until_on=2022-06-30&entries=one&"
	  "holding_id={holding}" },
	{ "head.protocol", "/proposals/{proposal}/approve", "seen={seen}" },
	{ "head.protocol", "/proposals/{proposal}/reject", "seen={seen}&reason=not+yet" },
	{ "head.protocol", "/proposals/{proposal}/reject", "seen={seen}" },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static const char *const users[] = { "visa.officer", "head.protocol",    "desk.officer",
				     "auditor",      "protocol.officer", "mission.ru" };
enum { USERS = sizeof users / sizeof users[0] };

struct sweep {
	struct office o;
	struct arena words; /* what outlives an office */
	char pristine[300], path[300];
	str token[USERS], visitor; /* visitor: nobody's */
	str path_of[KINDS], form_of[KINDS];
	int64_t fired_n;
	int wrong_n;
	bool is_small;
};

static str token_for(const struct sweep *s, const char *user)
{
	for (int i = 0; user && i < USERS; i++)
		if (strcmp(users[i], user) == 0)
			return s->token[i];
	return s->visitor;
}

static struct answered ask(struct sweep *s, int kind)
{
	const struct kind *k = &kinds[kind];
	return office_ask(&s->o, &(struct asked){ .is_post = k->form != NULL,
						  .path = s->path_of[kind].p,
						  .accept = k->accept,
						  .token = token_for(s, k->user),
						  .form = s->form_of[kind] });
}

/* The digits, of hex or not, behind the first `before` that has them, up to `end`. */
static str behind(str text, const char *before, char end)
{
	str want = str_of(before);
	for (ptrdiff_t at; (at = str_find(text, want)) >= 0;) {
		text = str_slice(text, at + want.n, text.n);
		ptrdiff_t to = str_find_byte(text, end);
		if (to > 0 && (ptrdiff_t)strspn(text.p, "0123456789abcdef") == to)
			return str_slice(text, 0, to);
	}
	return S("0");
}

static str replaced(struct arena *a, str in, const char *what, str by)
{
	ptrdiff_t at = str_find(in, str_of(what));
	if (at < 0)
		return in;
	return str_fmt(a, "%.*s%.*s%.*s", SF(str_slice(in, 0, at)), SF(by),
		       SF(str_slice(in, at + (ptrdiff_t)strlen(what), in.n)));
}

/* What a page says, copied. */
static str look(struct sweep *s, const char *user, str path, const char *before, char end)
{
	struct answered a =
	    office_ask(&s->o, &(struct asked){ .path = path.p, .token = token_for(s, user) });
	return str_copy(&s->words, behind(a.body, before, end));
}

static void fill_kind(struct sweep *s, int kind, str application, str decision, str proposal)
{
	struct arena *a = &s->words;
	const struct kind *k = &kinds[kind];
	str path = replaced(a, str_of(k->path), "{application}", application);
	path = replaced(a, path, "{decision}", decision);
	path = replaced(a, path, "{proposal}", proposal);
	s->path_of[kind] = str_fmt(a, "%.*s", SF(path));
	if (!k->form)
		return;
	str form = str_of(k->form), page = str_fmt(a, "/visas/%.*s", SF(application));
	if (str_find(path, decision) > 0 && strstr(k->path, "{decision}"))
		page = str_fmt(a, "/visas/%.*s", SF(decision));
	if (strstr(k->form, "{holding}"))
		form = replaced(a, form, "{holding}",
				look(s, "visa.officer", page, "name=\"holding_id\" value=\"", '"'));
	if (strstr(k->form, "{seen}"))
		form =
		    replaced(a, form, "{seen}",
			     look(s, "head.protocol", str_fmt(a, "/proposals/%.*s", SF(proposal)),
				  "name=\"seen\" value=\"", '"'));
	s->form_of[kind] = str_fmt(a, "%.*s", SF(form));
}

/* The demo register with people signed in and a proposal that waits; then the kinds' own words. */
static void prepare(struct sweep *s)
{
	must(arena_open(&s->words, 64 << 20) == OK);
	file_remove(s->pristine);
	must(office_demo(s->pristine) == OK && office_open(&s->o, s->pristine) == OK);
	for (int i = 0; i < USERS; i++) {
		s->token[i] = str_copy(&s->words, office_sign_in(&s->o, users[i]));
		must(s->token[i].n > 0);
	}
	s->visitor =
	    str_copy(&s->words, office_ask(&s->o, &(struct asked){ .path = "/sign-in" }).cookie);
	must(s->visitor.n > 0);
	const str of_documents = S("/visas?stage=documents&holder=visa"),
		  of_decision = S("/visas?stage=decision&holder=visa");
	str application = look(s, "visa.officer", of_documents, "href=\"/visas/", '"'),
	    decision = look(s, "visa.officer", of_decision, "href=\"/visas/", '"');
	for (int i = 0; i < KINDS; i++)
		fill_kind(s, i, application, decision, S("1"));
	for (int i = 0; i < KINDS; i++)
		if (strstr(kinds[i].path, "{decision}"))
			must(ask(s, i).status < 400);
	str proposal = look(s, "head.protocol", S("/proposals"), "href=\"/proposals/", '"');
	decision = look(s, "visa.officer", of_decision, "href=\"/visas/", '"');
	for (int i = 0; i < KINDS; i++)
		fill_kind(s, i, application, decision, proposal);
	office_close(&s->o);
}

/* ---- one run ---- */

struct state {
	int status;
	int64_t changes_n;
};

static int64_t changes_of(struct sweep *s)
{
	struct tx tx;
	struct audit_head head;
	must(tx_begin(s->o.db, &VIEWER_SYSTEM, &s->o.perm, &tx) == OK);
	must(audit_head(&tx, &head) == OK);
	tx_end(&tx);
	return head.changes_n;
}

static void fresh(struct sweep *s)
{
	if (s->o.db)
		office_close(&s->o);
	file_copy(s->pristine, s->path);
	must(office_open(&s->o, s->path) == OK);
}

static bool is_clear(int status)
{
	return status == 0 || status == 200 || status == 202 || status == 303 || status == 400 ||
	       status == 401 || status == 403 || status == 404 || status == 409 || status == 422 ||
	       status == 429 || status == 500 || status == 503 || status == 507;
}

static void wrong(struct sweep *s, int kind, const char *how, int64_t at, const char *what,
		  int status)
{
	printf("# memory: %s%s as %s, %s %lld: %s (%d)\n", kinds[kind].form ? "POST " : "",
	       s->path_of[kind].p, kinds[kind].user ? kinds[kind].user : "nobody", how,
	       (long long)at, what, status);
	s->wrong_n++;
}

/* After a fault: the answer was clear, the deed is whole or not there, and the register goes on. */
static void check(struct sweep *s, int kind, const char *how, int64_t at, int status,
		  const struct state *before, const struct state *sound)
{
	bool is_post = kinds[kind].form != NULL;
	int64_t changes_n = changes_of(s);
	if (!is_clear(status))
		wrong(s, kind, how, at, "no clear answer", status);
	if (changes_n != before->changes_n && changes_n != sound->changes_n)
		wrong(s, kind, how, at, "half a deed", status);
	if (status == sound->status && changes_n != sound->changes_n)
		wrong(s, kind, how, at, "acknowledged, but not done", status);
	if (is_post && !deeds_verify(s->o.db))
		wrong(s, kind, how, at, "the log does not verify", status);
	if (!is_post && ask(s, kind).status != sound->status)
		wrong(s, kind, how, at, "it does not recover", status);
}

static bool run_malloc(struct sweep *s, int kind, int64_t nth, bool is_lasting,
		       const struct state *before, const struct state *sound)
{
	if (kinds[kind].form || is_lasting || nth % 16 == 1)
		fresh(s); /* and prepared statements are made anew */
	plan.seen_n = plan.fired_n = 0;
	plan.is_lasting = is_lasting;
	plan.nth = nth;
	int status = ask(s, kind).status;
	plan.nth = 0;
	if (!plan.fired_n)
		return false;
	s->fired_n++;
	check(s, kind, is_lasting ? "from allocation" : "allocation", nth, status, before, sound);
	return true;
}

static void run_arena(struct sweep *s, int kind, ptrdiff_t cap, const struct state *before,
		      const struct state *sound)
{
	if (kinds[kind].form)
		fresh(s);
	char *end = s->o.page.end;
	s->o.page.end = s->o.page.base + cap;
	int status = ask(s, kind).status;
	s->o.page.end = end;
	s->fired_n += status == 0;
	check(s, kind, "bytes", cap, status, before, sound);
}

/* All faults under one kind of request. */
static void sweep_kind(struct sweep *s, int kind)
{
	fresh(s);
	struct state before = { 0, changes_of(s) }, sound;
	sound.status = ask(s, kind).status;
	ptrdiff_t used = arena_used(&s->o.page);
	sound.changes_n = changes_of(s);
	if (!is_clear(sound.status) || sound.status >= 500 || sound.status == 0)
		wrong(s, kind, "sound", 0, "it fails on a sound machine", sound.status);
	for (int is_lasting = 0; is_lasting < 2; is_lasting++) {
		int64_t nth = 1, step = 1;
		for (; run_malloc(s, kind, nth, is_lasting, &before, &sound); nth += step)
			step = s->is_small ? 1 + 7 * nth : is_lasting ? 1 + nth / 8 : 1 + nth / 256;
	}
	int steps = s->is_small ? 2 : 64;
	for (int i = 1; i <= steps; i++)
		run_arena(s, kind, used * i / (steps + 1), &before, &sound);
}

int sweep_memory(const char *folder, bool is_small)
{
	static struct sweep all; /* allowed: too large for the stack */
	struct sweep *s = &all;
	memory_install();
	s->is_small = is_small;
	int kinds_n = 0;
	snprintf(s->pristine, sizeof s->pristine, "%s/pristine.db", folder);
	snprintf(s->path, sizeof s->path, "%s/memory.db", folder);
	prepare(s);
	for (int kind = 0; kind < KINDS; kind++)
		if (!is_small || kind % 4 == 0 || (kinds[kind].form && kind % 2))
			sweep_kind(s, kind), kinds_n++;
	office_close(&s->o);
	file_remove(s->path);
	file_remove(s->pristine);
	printf("memory: %d kinds of request, %lld faults fired, %d wrong\n", kinds_n,
	       (long long)s->fired_n, s->wrong_n);
	arena_close(&s->words);
	return s->wrong_n;
}
