/* register.c: opening; then the verbs that handle the file itself. */
#include "app/register.h"

#include <pwd.h>
#include <unistd.h>

#include "access/access.h"
#include "audit/audit.h"
#include "ref/ref.h"

enum err register_open(struct verb_call *c, const char *path, enum db_mode mode, struct arena *perm,
		       struct db **db)
{
	str why;
	enum err e = db_open(perm, c->os, path, mode, db, &why);
	if (e != OK) {
		if (why.n)
			out_fmt(c->err, "grata: %.*s\n", SF(why));
		return e;
	}
	audit_attach(perm, *db);
	e = ref_start_clock(*db, perm);
	if (e != OK)
		db_close(*db);
	return e;
}

/* "cli:" and the operating system's name of the user: it goes into the log. */
static str os_user(struct arena *a)
{
	struct passwd *p = getpwuid(getuid());
	return p ? str_fmt(a, "cli:%s", p->pw_name) : str_fmt(a, "cli:%ld", (long)getuid());
}

enum err register_viewer(struct verb_call *c, const char *as, struct viewer *v)
{
	if (!as) {
		*v = viewer_of_file(os_user(c->a));
		if (c->verb->need == VERB_LOADS) {
			*v = VIEWER_SYSTEM;
			v->session = os_user(c->a);
		}
		if (c->verb->need != VERB_WRITES)
			return OK;
		fault_field(c->faults, S("as"), "a deed needs an account: --as LOGIN");
		return ERR_FAULTS;
	}
	enum err e = viewer_of_login(c->db, c->a, str_of(as), os_user(c->a), v);
	if (e != ERR_NOT_FOUND)
		return e;
	fault_field(c->faults, S("as"), "there is no active account '%s'", as);
	return ERR_FAULTS;
}

/* ---- init ---- */

static const struct verb_opt init_opts[] = {
	{ "host", OPT_TEXT, "GB", "two-letter code of the receiving state" },
	{ "ministry", OPT_TEXT, "NAME", "the ministry that keeps the register" },
	{ "zone", OPT_TEXT, "Europe/London", "its time zone" },
	{ "admin", OPT_TEXT, "LOGIN", "login name of the first administrator" },
	{ "name", OPT_TEXT, "NAME", "the administrator's own name" },
	{ 0 },
};

struct init {
	struct verb_call *c;
	struct ref_setup setup;
	struct account admin;
};

static enum err init_deed(struct tx *tx, void *arg)
{
	struct init *in = arg;
	int64_t id;
	TRY(ref_set_up(tx, &in->setup, in->c->faults));
	return account_add(tx, &in->admin, in->c->faults, &id);
}

static enum err init_verb(struct verb_call *c)
{
	struct db *db;
	struct init in = { .c = c };
	in.setup.host_iso = verb_text(c, "host");
	in.setup.ministry = verb_text(c, "ministry");
	in.setup.zone = verb_text(c, "zone");
	in.setup.holiday_region = S("");
	in.admin.login = verb_text(c, "admin");
	in.admin.name = verb_text(c, "name");
	in.admin.role_bits = BIT(ROLE_ADMIN);
	for (int i = 0; c->verb->opts[i].name; i++)
		if (!c->opt_values[i])
			fault_field(c->faults, str_of(c->verb->opts[i].name), "missing: %s",
				    c->verb->opts[i].says);
	TRY(faults_err(c->faults));
	TRY(register_open(c, c->db_path, DB_CREATE, c->a, &db));
	struct viewer me = VIEWER_SYSTEM;
	me.session = os_user(c->a);
	enum err e = db_deed(db, &me, c->a, c->refusal, "register.init", init_deed, &in);
	db_close(db);
	if (e != OK)
		db_unmake(c->db_path);
	else
		out_fmt(c->out, "%.*s is a register of %.*s; %.*s may sign in.\n",
			SF(db_say(c->a, c->db_path)), SF(in.setup.host_iso), SF(in.admin.login));
	return e;
}

/* ---- backup and restore ---- */

static enum err say_whole(struct verb_call *c, struct db *db, const struct sha256 *root)
{
	struct audit_report r;
	enum err e = audit_verify(db, c->a, root, c->faults, &r);
	if (e == ERR_LOG)
		faults_print(c->faults, c->err);
	if (e != OK)
		return e;
	out_fmt(c->out, "%.*s: %lld leaves, root ", SF(db_say(c->a, db_path(db))),
		(long long)r.head.leaves_n);
	out_hex(c->out, r.head.root.b, sizeof r.head.root.b);
	out_lit(c->out, "\n");
	return OK;
}

/* Opens a register only to verify it: its log is whole, and has had this root. */
static enum err verify_register(struct verb_call *c, const char *path, const struct sha256 *root)
{
	struct db *db;
	TRY(register_open(c, path, DB_READ, c->a, &db));
	enum err e = say_whole(c, db, root);
	db_close(db);
	return e;
}

static enum err arguments(struct verb_call *c, int n, const char *says)
{
	if (c->n_args == n)
		return OK;
	fault_field(c->faults, str_of(c->verb->noun), "%s", says);
	return ERR_FAULTS;
}

static enum err root_of(struct verb_call *c, struct db *db, struct sha256 *root)
{
	struct tx tx;
	struct audit_head head;
	TRY(tx_begin(db, &VIEWER_SYSTEM, c->a, &tx));
	enum err e = audit_head(&tx, &head);
	tx_end(&tx);
	*root = head.root;
	return e;
}

/* Copies a register and verifies that the copy holds all that the log held when it began; a copy
 * that does not is removed. */
static enum err copy_register(struct verb_call *c, const char *from, const char *to)
{
	struct db *db;
	struct sha256 root;
	TRY(register_open(c, from, DB_READ, c->a, &db));
	enum err e = root_of(c, db, &root);
	if (e == OK)
		e = db_backup(db, &VIEWER_SYSTEM, c->a, to);
	db_close(db);
	if (e == ERR_CONFLICT)
		out_fmt(c->err, "grata: %.*s is already there\n", SF(db_say(c->a, to)));
	if (e != OK)
		return e;
	e = verify_register(c, to, &root);
	if (e != OK)
		db_unmake(to);
	return e;
}

static enum err backup_verb(struct verb_call *c)
{
	TRY(arguments(c, 1, "it takes one register"));
	return copy_register(c, c->db_path, c->args[0]);
}

static enum err restore_verb(struct verb_call *c)
{
	TRY(arguments(c, 1, "it takes one register"));
	return copy_register(c, c->args[0], c->db_path);
}

static enum err copy_verb(struct verb_call *c)
{
	TRY(arguments(c, 2, "it takes two registers: from which, and where to"));
	return copy_register(c, c->args[0], c->args[1]);
}

static enum err check_verb(struct verb_call *c)
{
	TRY(arguments(c, 0, "it takes --db alone"));
	return verify_register(c, c->db_path, NULL);
}

static enum err migrate_verb(struct verb_call *c)
{
	struct db *db;
	TRY(register_open(c, c->db_path, DB_OPEN, c->a, &db));
	db_close(db);
	out_fmt(c->out, "%.*s is of this version, %s.\n", SF(db_say(c->a, c->db_path)),
		GRATA_VERSION);
	return OK;
}

const struct verb register_verbs[] = {
	{ "init", "", NULL, "Make an empty register for a host, with its first administrator.",
	  VERB_FILE, init_opts, init_verb },
	{ "backup", "", "TO",
	  "Copy the register while it is in use, and verify the log of the copy.", VERB_FILE, NULL,
	  backup_verb },
	{ "restore", "", "FROM", "Make the register anew from a backup whose log is whole.",
	  VERB_FILE, NULL, restore_verb },
	{ "db", "copy", "FROM TO",
	  "Move a register from a file to a database or back: every row, and the same root.",
	  VERB_PURE, NULL, copy_verb },
	{ "db", "check", NULL,
	  "The database's own check, the schema, and the log with every row it speaks of.",
	  VERB_FILE, NULL, check_verb },
	{ "migrate", "", NULL,
	  "Bring the register to this version; a copy of it is kept beside it before.", VERB_FILE,
	  NULL, migrate_verb },
	{ 0 },
};
