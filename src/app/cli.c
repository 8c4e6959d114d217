/* cli.c: `grata <noun> <verb>`. First the tables of verbs, then help, then running one. */
#include "app/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/access.h"
#include "account/account.h"
#include "app/register.h"
#include "app/serve.h"
#include "attachment/attachment.h"
#include "audit/audit.h"
#include "backlog/backlog.h"
#include "base/day.h"
#include "base/must.h"
#include "base/sandbox.h"
#include "base/verb.h"
#include "chart/chart.h"
#include "demo/demo.h"
#include "desk/desk.h"
#include "doc/doc.h"
#include "expel/expel.h"
#include "forecast/forecast.h"
#include "import/import.h"
#include "intake/intake.h"
#include "ledger/ledger.h"
#include "list/list.h"
#include "match/match.h"
#include "mission/mission.h"
#include "note/note.h"
#include "oversight/oversight.h"
#include "person/person.h"
#include "reader/reader.h"
#include "ref/ref.h"
#include "retention/retention.h"
#include "seal/seal.h"
#include "talks/talks.h"
#include "vet/vet.h"
#include "visa/visa.h"

/* Every folder that has verbs, lowest first, one row each. */
/* clang-format off */
const struct verb *const VERB_TABLES[] = {
	doc_verbs,
	match_verbs,
	reader_verbs,
	forecast_verbs,
	chart_verbs,
	audit_verbs,
	seal_verbs,
	account_verbs,
	absence_verbs,
	case_verbs,
	oversight_verbs,
	glass_verbs,
	register_verbs,
	serve_verbs,
	health_verbs,
	man_verbs,
	proposal_verbs,
	ref_verbs,
	person_verbs,
	attachment_verbs,
	note_verbs,
	mission_verbs,
	import_verbs,
	list_verbs,
	visa_verbs,
	backlog_verbs,
	vet_verbs,
	ledger_verbs,
	expel_verbs,
	talks_verbs,
	intake_verbs,
	retention_verbs,
	desk_verbs,
	demo_verbs,
	NULL,
};
/* clang-format on */

enum { CLI_ARENA = 1 << 30, FIND_MAX = 64 };

static const struct verb *find_verb(const char *noun, const char *name)
{
	for (int t = 0; VERB_TABLES[t]; t++)
		for (const struct verb *v = VERB_TABLES[t]; v->noun; v++)
			if (strcmp(v->noun, noun) == 0 && strcmp(v->name, name) == 0)
				return v;
	return NULL;
}

/* True when every word stands somewhere in the verb's noun, name or sentence. */
static bool has_words(struct arena scratch, const struct verb *v, int n, char **words)
{
	str all = str_lower(&scratch, str_fmt(&scratch, "%s %s %s", v->noun, v->name, v->says));
	for (int i = 0; i < n; i++)
		if (str_find(all, str_lower(&scratch, str_of(words[i]))) < 0)
			return false;
	return true;
}

static int help(struct arena *a, struct out *o, int n, char **words)
{
	int found = 0;
	const struct verb *exact = NULL;
	if (n == 1 || n == 2)
		exact = find_verb(words[0], n == 2 ? words[1] : "");
	if (exact) {
		verb_help(exact, o);
		found = 1;
	}
	for (int t = 0; !exact && VERB_TABLES[t]; t++)
		for (const struct verb *v = VERB_TABLES[t]; v->noun; v++)
			if (has_words(*a, v, n, words)) {
				out_fmt(o, "grata %-10s %-12s %s\n", v->noun, v->name, v->says);
				found++;
			}
	if (!found)
		out_lit(o, "No verb has these words. 'grata help' lists all.\n");
	else if (!exact)
		out_lit(o, "\n'grata help NOUN VERB' shows the options of one.\n");
	return found ? 0 : err_exit(ERR_USAGE);
}

/* Whether the last line is an error that the verb has said in its own words. */
static bool is_said(struct out *err)
{
	str rest = out_view(err), line = { 0 };
	while (rest.n)
		line = str_cut(&rest, '\n');
	return str_starts(line, S("grata: "));
}

static void say_error(struct verb_call *c, enum err e)
{
	if (e == ERR_FAULTS && c->faults->n) {
		faults_print(c->faults, c->err);
	} else if (e == ERR_REFUSED && c->refusal->sentence.n) {
		out_str(c->err, c->refusal->sentence);
		if (c->refusal->article.n)
			out_fmt(c->err, " (%.*s)", SF(c->refusal->article));
		out_lit(c->err, "\n");
	} else if (!is_said(c->err)) {
		out_fmt(c->err, "grata: %s\n", err_sentence(e));
	}
}

/* What the verb gives up; a development build then says what it may still do, for tests. */
static enum err give_up(struct verb_call *c)
{
	if (!c->verb->before)
		return OK;
	TRY(c->verb->before(c));
#ifdef GRATA_DEV
	if (getenv("GRATA_TRY_DOORS"))
		sandbox_try(c->err);
#endif
	return OK;
}

/* Opens what the verb needs, runs it, closes it. */
static enum err run_on_register(struct verb_call *c, const char *as, struct arena *perm)
{
	struct viewer viewer;
	if (!c->db_path) {
		fault_field(c->faults, S("db"), "say which register: --db FILE");
		return ERR_FAULTS;
	}
	if (c->verb->need == VERB_FILE)
		return c->verb->run(c);
	TRY(give_up(c));
	enum db_mode mode = c->verb->need == VERB_READS ? DB_READ : DB_OPEN;
	TRY(register_open(c, c->db_path, mode, perm, &c->db));
	enum err e = register_viewer(c, as, &viewer);
	c->viewer = &viewer;
	if (e == OK)
		e = c->verb->run(c);
	db_close(c->db);
	c->viewer = NULL;
	return e;
}

/* Runs the verb; a piece of work that outgrows its memory comes back here as an error. */
static enum err run_verb(struct verb_call *c, int argc, char **argv, struct arena *perm)
{
	const char *as = NULL;
	jmp_buf full;
	if (setjmp(full))
		return ERR_MEMORY;
	c->a->full = &full;
	TRY(verb_parse(c, argc, argv, &c->db_path, &as));
	return c->verb->need == VERB_PURE ? c->verb->run(c) : run_on_register(c, as, perm);
}

static int run(struct verb_call *c, int argc, char **argv, struct arena *perm)
{
	enum err e = run_verb(c, argc, argv, perm);
	c->a->full = NULL;
	if (e != OK)
		say_error(c, e);
	enum err written = out_flush(c->out);
	if (out_flush(c->err) != OK && e == OK)
		e = ERR_IO;
	return err_exit(e != OK ? e : written);
}

/* The machine; in a development build its clock stands where GRATA_NOW says, so that a story can
 * replay a day. The instant is the seed, too: the same command at the same time does the same. */
static struct os os_here(void)
{
#ifdef GRATA_DEV
	const char *now = getenv("GRATA_NOW");
	int64_t at;
	if (now) {
		must(at_read(str_of(now), &at));
		return os_fake(at, (uint64_t)at);
	}
#endif
	return os_real();
}

/* `grata visa queue --help` asks what `grata help visa queue` asks: how many words, or -1. */
static int words_to_help(int argc, char **argv)
{
	int n = 0;
	if (argc < 2 ||
	    (strcmp(argv[argc - 1], "--help") != 0 && strcmp(argv[argc - 1], "-h") != 0))
		return -1;
	while (argv[1 + n][0] != '-')
		n++;
	return n;
}

static int no_verb(struct arena *a, struct out *out, struct out *err, int argc, char **argv)
{
	int code, asked = words_to_help(argc, argv);
	if (asked >= 0) {
		code = help(a, out, asked, argv + 1);
	} else if (argc < 2 || strcmp(argv[1], "help") == 0) {
		code = help(a, out, argc < 2 ? 0 : argc - 2, argv + 2);
	} else {
		out_lit(err, "grata: there is no such verb. These come near:\n");
		help(a, err, argc - 1, argv + 1);
		code = err_exit(ERR_USAGE);
	}
	return out_flush(out) == OK && out_flush(err) == OK ? code : err_exit(ERR_IO);
}

int cli_main(int argc, char **argv)
{
	struct arena a, buffers;
	struct os os = os_here();
	if (arena_open(&a, CLI_ARENA) != OK || arena_open(&buffers, CLI_ARENA) != OK)
		return err_exit(ERR_MEMORY);
	struct out out = out_to_fd(&buffers, STDOUT_FILENO),
		   err = out_to_fd(&buffers, STDERR_FILENO);
	struct faults faults = faults_in(&a);
	struct refusal refusal = { 0 };
	struct verb_call c = {
		.a = &a, .os = &os, .out = &out, .err = &err, .faults = &faults, .refusal = &refusal
	};
	int code;
	int words = 3; /* the program, noun and verb */
	bool is_asked = words_to_help(argc, argv) >= 0;
	c.verb = !is_asked && argc >= 3 ? find_verb(argv[1], argv[2]) : NULL;
	if (!c.verb && !is_asked && argc >= 2) {
		c.verb = find_verb(argv[1], "");
		words = 2;
	}
	if (c.verb) {
		code = run(&c, argc - words, argv + words, &buffers);
	} else {
		code = no_verb(&a, &out, &err, argc, argv);
	}
	arena_close(&a);
	arena_close(&buffers);
	return code;
}
