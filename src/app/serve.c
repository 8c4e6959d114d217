/* serve.c: `grata serve`: the site from its tables, then starting, waiting for the end, stopping.
 */
#include "app/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/access.h"
#include "access/proposal.h"
#include "access/session.h"
#include "account/account.h"
#include "app/register.h"
#include "attachment/attachment.h"
#include "backlog/backlog.h"
#include "desk/desk.h"
#include "expel/expel.h"
#include "factor/breached.h"
#include "import/import.h"
#include "intake/intake.h"
#include "ledger/ledger.h"
#include "list/list.h"
#include "mission/mission.h"
#include "note/note.h"
#include "oversight/oversight.h"
#include "ref/ref.h"
#include "retention/retention.h"
#include "server/monitor.h"
#include "server/settings.h"
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
	note_template_routes,
	attachment_routes,
	account_routes,
	own_routes,
	oversight_routes,
	mission_routes,
	import_routes,
	list_routes,
	visa_routes,
	backlog_routes,
	vet_routes,
	vet_own_routes,
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
	{ "Templates", "/notes/templates", NULL, BIT(ROLE_ADMIN), NULL },
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
	note_template_acts,
	visa_acts,
	vet_acts,
	vet_keep_acts,
	visa_standard_acts,
	expel_acts,
	retention_acts,
	import_acts,
	NULL,
};
/* clang-format on */

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

enum { READS_MAX = 32 };

static int add_reads(const char *reads[READS_MAX], int n, const char *const *more)
{
	for (; *more && n < READS_MAX - 1; more++)
		reads[n++] = *more;
	return n;
}

enum err serve_sandbox(struct arena *a, const char *db_path, struct sandbox *box)
{
	static const char *const shared[] = {
		"/usr",      "/lib",           "/lib64",           "/etc/fonts",
		"/etc/ssl",  "/etc/localtime", "/proc/self",       "/var/cache/fontconfig",
		"/dev/null", "/dev/urandom",   "/etc/ld.so.cache", NULL,
	};
	const char *reads[READS_MAX] = { NULL };
	static const char *const no_reads[] = { NULL };
	static const int no_ports[] = { 0 };
	struct db_doors d = { .reads = no_reads, .ports = no_ports };
	if (db_path)
		TRY(db_doors(a, db_path, &d));
	int n = add_reads(reads, add_reads(reads, 0, shared), d.reads);
	if (d.ports[0])
		add_reads(reads, n, SANDBOX_NAMES);
	const char *writes[] = { d.folder, NULL };
	struct sandbox_rules rules = { .reads = reads,
				       .writes = writes,
				       .has_files = true,
				       .has_server = true,
				       .has_local = d.is_local,
				       .ports = d.ports };
	return sandbox_make(a, &rules, box);
}

/* ---- starting and ending ---- */

/* The site as it is served: what hangs on each answer stands behind it. */
struct served {
	struct site site; /* first: an answer finds the rest by it */
	struct monitor *monitor;
	bool has_log;
};

struct serving {
	struct verb_call *c;
	struct settings set;
	struct listener listener, metrics;
	bool has_metrics;
	struct sandbox_level level;
	sigset_t ends;
	struct app app;
	struct served served;
	struct site metrics_site;
	struct server *server, *metrics_server;
	struct key_site keys;
	char secret[TICKET_SECRET];
	const char *secret_path;
	bool has_secret, has_sign_on, has_leaked;
	struct breached leaked;
	int64_t sign_on_uid;
};

static void on_sent(const struct ctx *c, int64_t took_us)
{
	const struct served *s = (const struct served *)(const void *)c->site;
	monitor_count(s->monitor, c, took_us);
	if (s->has_log)
		monitor_log(c, took_us, STDERR_FILENO);
}

static void on_refused(const struct site *site, int status, const char *why)
{
	const struct served *s = (const struct served *)(const void *)site;
	monitor_refused(s->monitor, status, why, s->has_log ? STDERR_FILENO : -1);
}

static const char *text_z(struct serving *v, enum setting_id id)
{
	return str_z(v->c->a, setting_text(&v->set, id));
}

/* The file, then the options, which win; then what is still missing. */
static enum err read_settings(struct serving *v)
{
	struct verb_call *c = v->c;
	str config = verb_text(c, "config"), text;
	if (config.p) {
		const char *path = str_z(c->a, config);
		TRY(verb_file_read(c, path, SETTINGS_BYTES_MAX + 1, &text));
		settings_read(config, text, c->faults, &v->set);
	}
	for (int i = 0; i < SETTINGS_N; i++)
		if (c->opt_values[i])
			settings_set(&v->set, (enum setting_id)i,
				     SETTINGS[i].kind == SETTING_FLAG ? S("yes")
								      : str_of(c->opt_values[i]),
				     c->faults);
	if (c->db_path)
		settings_set(&v->set, SETTING_REGISTER, str_of(c->db_path), c->faults);
	else if (setting_text(&v->set, SETTING_REGISTER).n)
		c->db_path = text_z(v, SETTING_REGISTER);
	else
		fault_field(c->faults, S("db"),
			    "say which register: --db FILE, or `register = FILE` in --config");
	return faults_err(c->faults);
}

static enum err open_listeners(struct serving *v)
{
	struct faults *f = v->c->faults;
	TRY(listener_open(text_z(v, SETTING_LISTEN), f, &v->listener));
	v->has_metrics = setting_text(&v->set, SETTING_METRICS).n > 0;
	if (!v->has_metrics)
		return OK;
	TRY(listener_open(text_z(v, SETTING_METRICS), f, &v->metrics));
	if (!v->metrics.is_loopback)
		fault_field(
		    f, S("metrics"),
		    "Only this machine may read them: give 127.0.0.1, [::1] or unix:/path.");
	return faults_err(f);
}

/* What the kernel does not refuse; nothing when all is well. */
static void say_level(struct verb_call *c, struct sandbox_level level)
{
	if (!level.landlock_abi)
		out_lit(c->err, "grata: this kernel has no Landlock: the server may open what its "
				"user may. 'grata health' says more.\n");
	if (!level.has_calls)
		out_lit(c->err, "grata: this kernel refuses no calls: the server may do what its "
				"user may. 'grata health' says more.\n");
}

static bool is_root(const char *folder)
{
	struct stat here, root;
	return stat(folder, &here) == 0 && stat("/", &root) == 0 && here.st_dev == root.st_dev &&
	       here.st_ino == root.st_ino;
}

/* Before the register is opened, which starts the first thread. */
static enum err enter_sandbox(struct serving *v)
{
	struct verb_call *c = v->c;
	struct sandbox box;
	str how = setting_text(&v->set, SETTING_SANDBOX);
#ifdef GRATA_COVERAGE /* which lines were reached is written beside the program, at its end */
	how = S("off");
#endif
	if (str_eq(how, S("off")))
		return OK;
	struct db_doors doors;
	TRY(db_doors(c->a, c->db_path, &doors));
	if (doors.folder && is_root(doors.folder)) {
		fault_field(c->faults, S("db"),
			    "The register lies in /, where the server could open everything: give "
			    "it a folder of its own.");
		return ERR_FAULTS;
	}
	enum err e = serve_sandbox(c->a, c->db_path, &box);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("db"), "There is no folder of %s.", c->db_path);
	if (e != OK)
		return e == ERR_NOT_FOUND ? ERR_FAULTS : e;
	v->level = sandbox_enter(&box);
	say_level(c, v->level);
	if (str_eq(how, S("required")) && !(v->level.landlock_abi && v->level.has_calls))
		fault_field(c->faults, S("sandbox"),
			    "It is required, and this kernel does not give all of it.");
	return faults_err(c->faults);
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

/* The names between spaces, as site->hosts has them; NULL when there are none. */
static const char *const *names_of(struct arena *a, str names)
{
	const char **v = arena_new_n(a, const char *, names.n / 2 + 2);
	ptrdiff_t n = 0;
	while (names.p) {
		str name = str_cut(&names, ' ');
		if (name.n)
			v[n++] = str_z(a, name);
	}
	return n ? v : NULL;
}

static enum err start_server(struct serving *v)
{
	struct verb_call *c = v->c;
	struct site *site = &v->served.site;
	struct server_opts opts = {
		.listener = &v->listener,
		.workers_n = (int)setting_int(&v->set, SETTING_WORKERS_N),
		.connections_max = (int)setting_int(&v->set, SETTING_CONNECTIONS_N),
		.connections_per_peer_max = (int)setting_int(&v->set, SETTING_PEER_CONNECTIONS_N),
		.head_s = (int)setting_int(&v->set, SETTING_HEAD_S),
		.body_bytes_per_s = (int)setting_int(&v->set, SETTING_BODY_BYTES),
		.os = *c->os
	};
	site->is_behind_proxy = setting_flag(&v->set, SETTING_BEHIND_PROXY);
	site->has_sign_on = v->has_sign_on;
	site->sign_on_uid = v->sign_on_uid;
	site->hosts = names_of(c->a, setting_text(&v->set, SETTING_HOSTS));
	site->sent = on_sent;
	site->refused = on_refused;
	v->served.monitor = monitor_new(c->a, v->app.db, v->level);
	v->served.has_log = setting_flag(&v->set, SETTING_LOG);
	TRY(page_check_needs(SITE_TABLES, c->faults));
	return server_start(c->a, &opts, site, c->faults, &v->server);
}

static enum err start_metrics(struct serving *v)
{
	struct server_opts opts = { .listener = &v->metrics,
				    .threads_n = 1,
				    .workers_n = 1,
				    .connections_max = 8,
				    .os = *v->c->os };
	v->metrics_site = (struct site){ .tables = MONITOR_TABLES, .app = v->served.monitor };
	return v->has_metrics ? server_start(v->c->a, &opts, &v->metrics_site, v->c->faults,
					     &v->metrics_server)
			      : OK;
}

/* Accepts until SIGTERM or SIGINT; what has been acknowledged by then is finished. */
static enum err run_server(struct serving *v)
{
	struct verb_call *c = v->c;
	str listen = setting_text(&v->set, SETTING_LISTEN);
	int which, stop_s = (int)setting_int(&v->set, SETTING_STOP_S);
	TRY(start_server(v));
	enum err e = start_metrics(v);
	try_doors_if_asked(c);
	out_fmt(c->out, "%.*s is served on %.*s", SF(db_say(c->a, c->db_path)), SF(listen));
	if (server_port(v->server))
		out_fmt(c->out, " (port %d)", server_port(v->server));
	if (v->metrics_server && server_port(v->metrics_server))
		out_fmt(c->out, ", metrics on port %d", server_port(v->metrics_server));
	out_lit(c->out, "\n");
	e = e == OK ? out_flush(c->out) : e;
	if (e == OK)
		e = out_flush(c->err);
	if (e == OK)
		sigwait(&v->ends, &which);
	if (v->metrics_server)
		server_stop(v->metrics_server, 0);
	server_stop(v->server, stop_s);
	return e;
}

/* What signing in needs besides the register. */
static enum err read_origin(struct serving *v)
{
	str origin = setting_text(&v->set, SETTING_ORIGIN);
	if (origin.n && !key_site_of(v->c->a, origin, &v->keys))
		fault_field(v->c->faults, S("origin"),
			    "An origin is https://HOST or https://HOST:PORT, or http://localhost "
			    "with a port.");
	str uid = setting_text(&v->set, SETTING_SIGN_ON_UID);
	v->has_sign_on = uid.n > 0;
	if (uid.n && (!str_to_int64(uid, &v->sign_on_uid) || v->sign_on_uid < 0))
		fault_field(v->c->faults, S("sign-on-uid"), "'%.*s' is no number of a user: id -u",
			    SF(uid));
	else if (uid.n && v->listener.port)
		fault_field(v->c->faults, S("sign-on-uid"),
			    "Only of a unix socket does the kernel say who is at the other end: "
			    "listen = unix:/path.");
	return faults_err(v->c->faults);
}

/* Stays open behind the sandbox. */
static enum err open_leaked(struct serving *v)
{
	str path = setting_text(&v->set, SETTING_LEAKED);
	v->has_leaked = path.n > 0;
	return path.n ? breached_open(v->c->a, text_z(v, SETTING_LEAKED), &v->leaked, v->c->faults)
		      : OK;
}

/* Beside the register the sandbox lets it be made; elsewhere it is read before. */
static enum err read_secret(struct serving *v, bool is_before_sandbox)
{
	struct verb_call *c = v->c;
	str path = setting_text(&v->set, SETTING_SECRET);
	v->has_secret = path.n > 0 || db_is_file(c->db_path);
	if (!v->has_secret || (path.n > 0) != is_before_sandbox)
		return OK;
	v->secret_path = path.n ? str_z(c->a, path) : str_fmt(c->a, "%s.secret", c->db_path).p;
	return guard_key_file(c->a, c->os, v->secret_path, c->faults, v->secret);
}

/* Whoever needs a second factor must be able to have one. */
static enum err set_guard(struct serving *v)
{
	struct guard *g = v->app.guard;
	str who = setting_text(&v->set, SETTING_SECOND_FACTOR);
	g->keys = v->keys;
	g->has_box = v->has_secret;
	g->leaked = v->has_leaked ? &v->leaked : NULL;
	g->second_role_bits = str_eq(who, S("everybody"))  ? NEED_SIGN_IN
			      : str_eq(who, S("deciders")) ? guard_deciders()
							   : 0;
	if (g->second_role_bits && !v->app.has_one_click && !g->has_box && !g->keys.origin.n)
		fault_field(v->c->faults, S("second-factor"),
			    "People cannot have one: say where the secret lies that seals their "
			    "codes (secret), or the address that their keys are for (origin).");
	return faults_err(v->c->faults);
}

static enum err serve_register(struct serving *v)
{
	struct verb_call *c = v->c;
	struct db *db;
	struct vet_follower *follower = NULL;
	bool is_open = setting_flag(&v->set, SETTING_DEMO);
	TRY(register_open(c, c->db_path, DB_OPEN, c->a, &db));
	enum err e = serve_site(db, c->a, is_open, &v->app, &v->served.site);
	if (e == OK && is_open && !v->app.is_demo)
		out_lit(c->err,
			"grata: this is not a demo register; people sign in with passwords\n");
	if (e == OK)
		e = set_guard(v);
	if (e == OK && v->has_secret)
		e = guard_set_key(v->app.guard, db, c->a, v->secret, v->secret_path, c->faults);
	if (e == OK && setting_flag(&v->set, SETTING_SCREEN))
		e = vet_follow_start(db, c->a, &follower);
	if (e == OK)
		e = run_server(v);
	if (follower)
		vet_follow_stop(follower);
	db_close(db);
	return e;
}

static enum err serve_verb(struct verb_call *c)
{
	struct serving *v = arena_new(c->a, struct serving);
	v->c = c;
	sigemptyset(&v->ends);
	sigaddset(&v->ends, SIGTERM);
	sigaddset(&v->ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &v->ends, NULL); /* before there are threads: all inherit it */
	signal(SIGPIPE, SIG_IGN);
	TRY(read_settings(v));
	TRY(open_listeners(v));
	TRY(read_origin(v));
	TRY(read_secret(v, true));
	TRY(open_leaked(v));
	TRY(enter_sandbox(v));
	TRY(read_secret(v, false));
	return serve_register(v);
}

static enum err settings_verb(struct verb_call *c)
{
	struct settings s;
	str text;
	if (c->n_args == 0) {
		settings_sample(c->out);
		return OK;
	}
	TRY(verb_file_read(c, c->args[0], SETTINGS_BYTES_MAX + 1, &text));
	settings_read(str_of(c->args[0]), text, c->faults, &s);
	TRY(faults_err(c->faults));
	settings_show(&s, c->out);
	return OK;
}

const struct verb serve_verbs[] = {
	{ "serve", "", "--db FILE | --config FILE",
	  "Serve the register's pages until the process is told to end.", VERB_PURE, setting_opts,
	  serve_verb },
	{ "settings", "", "[FILE]",
	  "Check a file of settings and say what holds; without one write a sample.", VERB_PURE,
	  NULL, settings_verb },
	{ 0 },
};
