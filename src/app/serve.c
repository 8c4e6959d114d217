/* serve.c: `grata serve`: the site from its tables, then starting, waiting for the end, stopping.
 */
#include "app/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "access/access.h"
#include "access/proposal.h"
#include "access/session.h"
#include "account/account.h"
#include "app/register.h"
#include "backlog/backlog.h"
#include "desk/desk.h"
#include "expel/expel.h"
#include "import/import.h"
#include "intake/intake.h"
#include "ledger/ledger.h"
#include "list/list.h"
#include "mission/mission.h"
#include "note/note.h"
#include "oversight/oversight.h"
#include "ref/ref.h"
#include "retention/retention.h"
#include "talks/talks.h"
#include "vet/vet.h"
#include "visa/visa.h"
#include "web/asset.h"
#include "web/server.h"

/* clang-format off */
const struct route *const SITE_TABLES[] = {
	access_routes,
	proposal_routes,
	log_routes,
	note_routes,
	account_routes,
	oversight_routes,
	mission_routes,
	import_routes,
	list_routes,
	visa_routes,
	backlog_routes,
	vet_routes,
	vet_api_routes,
	ledger_routes,
	expel_routes,
	talks_routes,
	intake_routes,
	retention_routes,
	desk_routes,
	NULL,
};

/* In the order of the page. */
const struct page_nav SITE_NAV[] = {
	{ "Start", "/", "h", NEED_SIGN_IN, NULL },
	{ "Applications", "/visas", "q", BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) | BIT(ROLE_HEAD), visa_waiting_for_me },
	{ "Backlog", "/visas/backlog", "b", NEED_SIGN_IN & ~BIT(ROLE_MISSION) & ~BIT(ROLE_ADMIN), NULL },
	{ "Vetting", "/vet", "v", VET_READS, vet_count },
	{ "Missions", "/missions", "m", NEED_SIGN_IN & ~BIT(ROLE_ADMIN), NULL },
	{ "Diplomatic List", "/list", NULL, BIT(ROLE_PROTOCOL) | BIT(ROLE_HEAD) | BIT(ROLE_MISSION) | BIT(ROLE_AUDITOR), NULL },
	{ "Notes", "/notes", "n", NEED_SIGN_IN & ~BIT(ROLE_ADMIN), NULL },
	{ "Measures", "/measures", "e", EXPEL_READS, NULL },
	{ "Ledger", "/ledger", "l", NEED_SIGN_IN & ~BIT(ROLE_MISSION) & ~BIT(ROLE_ADMIN), NULL },
	{ "Talks", "/talks", "t", TALKS_READS, NULL },
	{ "Intake", "/intake", "i", INTAKE_READS & ~BIT(ROLE_AUDITOR), intake_count },
	{ "Waiting for me", "/proposals", "p", NEED_SIGN_IN & ~BIT(ROLE_MISSION), proposal_count },
	{ "People", "/accounts", NULL, BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR) | BIT(ROLE_ADMIN), NULL },
	{ "Break-glass", "/break-glass", NULL, BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR), glass_count },
	{ "Retention", "/retention", NULL, BIT(ROLE_PROTOCOL) | BIT(ROLE_SECURITY) | BIT(ROLE_HEAD) | BIT(ROLE_AUDITOR), NULL },
	{ "Audit", "/audit", "a", NEED_SIGN_IN & ~BIT(ROLE_MISSION), NULL },
	{ 0 },
};

/* What runs when a proposal is approved. */
const struct act_handler *const SITE_ACTS[] = {
	mission_acts,
	list_acts,
	account_acts,
	note_acts,
	visa_acts,
	vet_acts,
	visa_standard_acts,
	expel_acts,
	retention_acts,
	NULL,
};
/* clang-format on */

enum { STOP_S = 20, WORKERS_N = 6 };

static const struct verb_opt serve_opts[] = {
	{ "listen", OPT_TEXT, "127.0.0.1:8080", "address and port, or unix:/path" },
	{ "demo", OPT_FLAG, NULL, "a demo register lets everybody in with one click" },
	{ "screen", OPT_FLAG, NULL,
	  "compare whoever is new or changed with the watch-lists within seconds" },
	{ "behind-proxy", OPT_FLAG, NULL, "TLS ends at a proxy in front of it" },
	{ 0 },
};

enum err serve_site(struct db *db, struct arena *a, bool has_one_click, struct app *app,
		    struct site *site)
{
	struct tx tx;
	bool is_demo;
	const struct viewer me = viewer_of_file(S("serve"));
	TRY(tx_begin(db, &me, a, &tx));
	enum err e = ref_is_demo(&tx, &is_demo);
	tx_end(&tx);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	*app = (struct app){ .db = db,
			     .is_demo = e == OK && is_demo,
			     .has_one_click = e == OK && is_demo && has_one_click,
			     .nav = SITE_NAV,
			     .search_url = "/search",
			     .search_need = DESK_MAY_SEARCH,
			     .acts = SITE_ACTS,
			     .guard = guard_new(a, db_os(db)),
			     .counts = page_counts_new(a),
			     .kept = kept_texts_new(a),
			     .vet = vet_keeper_new(a) };
	*site = (struct site){ .tables = SITE_TABLES,
			       .assets = ASSETS,
			       .n_assets = ASSETS_N,
			       .app = app,
			       .before = page_before,
			       .after = page_after,
			       .failed = page_failed };
	return OK;
}

enum err serve_sandbox(struct arena *a, const char *db_path, struct sandbox *box)
{
	static const char *const reads[] = {
		"/usr",      "/lib",           "/lib64",           "/etc/fonts",
		"/etc/ssl",  "/etc/localtime", "/proc/self",       "/var/cache/fontconfig",
		"/dev/null", "/dev/urandom",   "/etc/ld.so.cache", NULL,
	};
	const char *writes[] = { folder_of(a, db_path), NULL };
	struct sandbox_rules rules = {
		.reads = reads, .writes = writes, .has_files = true, .has_server = true
	};
	return sandbox_make(a, &rules, box);
}

/* Before the register is opened, which starts the first thread. */
static enum err enter_sandbox(struct verb_call *c)
{
	struct sandbox box;
	enum err e = serve_sandbox(c->a, c->db_path, &box);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("db"), "There is no folder of %s.", c->db_path);
	if (e != OK)
		return e == ERR_NOT_FOUND ? ERR_FAULTS : e;
	struct sandbox_level level = sandbox_enter(&box);
	if (!level.landlock_abi)
		out_lit(c->err, "grata: this kernel has no Landlock: the server may open what its "
				"user may. 'grata health' says more.\n");
	if (!level.has_calls)
		out_lit(c->err, "grata: this kernel refuses no calls: the server may do what its "
				"user may. 'grata health' says more.\n");
	return OK;
}

#ifdef GRATA_DEV
/* On a thread of its own, as requests are answered. */
static void *try_doors(void *out)
{
	sandbox_try(out);
	return NULL;
}

/* For tests: what the server itself may do. */
static void try_doors_if_asked(struct verb_call *c)
{
	pthread_t t;
	if (getenv("GRATA_TRY_DOORS") && pthread_create(&t, NULL, try_doors, c->out) == 0)
		pthread_join(t, NULL);
}
#else
static void try_doors_if_asked(struct verb_call *c)
{
	(void)c;
}
#endif

struct serving {
	struct verb_call *c;
	struct listener listener;
	const char *listen;
	sigset_t ends;
};

/* Accepts until SIGTERM or SIGINT; what has been acknowledged by then is finished. */
static enum err run_server(struct serving *v, struct site *site)
{
	struct verb_call *c = v->c;
	struct server *s;
	struct server_opts opts = { .listener = &v->listener,
				    .workers_n = WORKERS_N,
				    .os = *c->os };
	int which;
	site->is_behind_proxy = verb_flag(c, "behind-proxy");
	TRY(page_check_needs(SITE_TABLES, c->faults));
	TRY(server_start(c->a, &opts, site, c->faults, &s));
	try_doors_if_asked(c);
	if (server_port(s))
		out_fmt(c->out, "%s is served on %s (port %d)\n", c->db_path, v->listen,
			server_port(s));
	else
		out_fmt(c->out, "%s is served on %s\n", c->db_path, v->listen);
	enum err e = out_flush(c->out);
	sigwait(&v->ends, &which);
	server_stop(s, STOP_S);
	return e;
}

static enum err serve_register(struct serving *v)
{
	struct verb_call *c = v->c;
	struct db *db;
	struct app app;
	struct site site;
	struct vet_follower *follower = NULL;
	TRY(register_open(c, c->db_path, DB_OPEN, c->a, &db));
	enum err e = serve_site(db, c->a, verb_flag(c, "demo"), &app, &site);
	if (e == OK && verb_flag(c, "demo") && !app.is_demo)
		out_lit(c->err,
			"grata: this is not a demo register; people sign in with passwords\n");
	if (e == OK && verb_flag(c, "screen"))
		e = vet_follow_start(db, c->a, &follower);
	if (e == OK)
		e = run_server(v, &site);
	if (follower)
		vet_follow_stop(follower);
	db_close(db);
	return e;
}

static enum err serve_verb(struct verb_call *c)
{
	struct serving v = { .c = c };
	str listen = verb_text(c, "listen");
	sigemptyset(&v.ends);
	sigaddset(&v.ends, SIGTERM);
	sigaddset(&v.ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &v.ends, NULL); /* before there are threads: all inherit it */
	signal(SIGPIPE, SIG_IGN);
	v.listen = listen.p ? str_z(c->a, listen) : "127.0.0.1:8080";
	TRY(listener_open(v.listen, c->faults, &v.listener));
	TRY(enter_sandbox(c));
	return serve_register(&v);
}

const struct verb serve_verbs[] = {
	{ "serve", "", NULL, "Serve the register's pages until the process is told to end.",
	  VERB_FILE, serve_opts, serve_verb },
	{ 0 },
};
