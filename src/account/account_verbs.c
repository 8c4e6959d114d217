/* account_verbs.c: `grata account ...`. Passwords come from standard input: a line of a pipe, or
 * typed twice at a terminal that does not show it. */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "account/account.h"
#include "access/session.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/verb.h"
#include "factor/breached.h"

static const struct verb_opt add_opts[] = {
	{ "name", OPT_TEXT, "NAME", "the person's own name" },
	{ "roles", OPT_TEXT, "visa,head", "words of roles, with commas between" },
	{ "labels", OPT_TEXT, "VISA,PERS", "what the account may know besides the basic register" },
	{ "mission", OPT_INT, "ID", "of a mission user: the number of the mission" },
	{ "person", OPT_TEXT, "NAME", "who sits behind it, when that person has another account" },
	{ 0 },
};

/* One line of standard input; at a terminal without showing it. */
static enum err read_line(struct verb_call *c, const char *ask, str *line)
{
	struct termios was, silent;
	char text[4 * PASSWORD_MAX + 2];
	bool is_terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
	if (is_terminal) {
		silent = was;
		silent.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
		out_str(c->err, str_of(ask));
		TRY(out_flush(c->err));
	}
	bool has_line = fgets(text, sizeof text, stdin) != NULL;
	if (is_terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		out_lit(c->err, "\n");
	}
	str s = has_line ? str_of(text) : S("");
	*line = str_copy(c->a, str_ends(s, S("\n")) ? str_slice(s, 0, s.n - 1) : s);
	return OK;
}

static enum err read_password(struct verb_call *c, str login, str *password)
{
	str again, path = verb_text(c, "leaked");
	struct breached leaked;
	if (path.p)
		TRY(breached_open(c->a, str_z(c->a, path), &leaked, c->faults));
	TRY(read_line(c, "Password: ", password));
	TRY(account_check_password(c->db, c->a, path.p ? &leaked : NULL, login, *password,
				   c->faults));
	TRY(faults_err(c->faults));
	if (!isatty(STDIN_FILENO))
		return OK;
	TRY(read_line(c, "Once more: ", &again));
	if (!str_eq(again, *password))
		fault_field(c->faults, S("password"), "The two are not the same.");
	return faults_err(c->faults);
}

struct account_deed {
	str login, hash;
};

static struct account_wish wish_of(struct verb_call *c)
{
	return (struct account_wish){ c->db, c->viewer, c->a, c->faults, 0 };
}

/* What a proposal of this act waits for; or that it was done at once. */
static enum err say(struct verb_call *c, const struct account_wish *w, enum act act, enum err e)
{
	if (e != OK)
		return e;
	if (w->proposal_id)
		out_fmt(c->out, "It waits as proposal %lld for: %.*s\n", (long long)w->proposal_id,
			SF(roles_line(c->a, act_approvers(act))));
	else
		out_lit(c->out, "Done: there is nobody yet who could agree to it.\n");
	return OK;
}

static enum err one_login(struct verb_call *c)
{
	if (c->n_args == 1)
		return OK;
	fault_field(c->faults, S("login"), "say which login name");
	return ERR_FAULTS;
}

static enum err add_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	int64_t mission_id = verb_int(c, "mission", 0);
	TRY(one_login(c));
	struct account in = { .login = str_of(c->args[0]),
			      .name = verb_text(c, "name"),
			      .natural_person = verb_text(c, "person"),
			      .role_bits =
				  account_read_roles(verb_text(c, "roles"), "roles", c->faults),
			      .label_bits =
				  account_read_labels(verb_text(c, "labels"), "labels", c->faults),
			      .mission_id = { mission_id != 0, mission_id } };
	TRY(say(c, &w, ACT_ACCOUNT_ADD, account_propose_new(&w, &in)));
	if (!w.proposal_id)
		out_fmt(c->out, "%s: %.*s. It has no password yet: grata account first %s\n",
			c->args[0], SF(roles_line(c->a, in.role_bits)), c->args[0]);
	return OK;
}

static enum err grant_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	TRY(one_login(c));
	uint32_t roles = account_read_roles(verb_text(c, "roles"), "roles", c->faults),
		 labels = account_read_labels(verb_text(c, "labels"), "labels", c->faults);
	enum act act = labels & BIT(LABEL_SEC) ? ACT_ACCOUNT_GRANT_SEC : ACT_ACCOUNT_GRANT;
	return say(c, &w, act, account_propose_rights(&w, str_of(c->args[0]), roles, labels));
}

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct account_all_rows rows;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = account_all(&tx, &rows);
	tx_end(&tx);
	if (e != OK)
		return e;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		out_fmt(c->out, "%-20.*s %.*s; %.*s%s\n", SF(rows.v[i].login),
			SF(roles_line(c->a, (uint32_t)rows.v[i].role_bits)),
			SF(account_labels_line(c->a, (uint32_t)rows.v[i].label_bits)),
			rows.v[i].is_active ? "" : "; closed");
	return OK;
}

/* --from and --to, with a fault for each that is missing. */
static void read_days(struct verb_call *c, int64_t *from_on, int64_t *to_on)
{
	*from_on = verb_day(c, "from", DAY_MIN);
	*to_on = verb_day(c, "to", DAY_MIN);
	if (*from_on == DAY_MIN)
		fault_field(c->faults, S("from"), "say the first day: --from YYYY-MM-DD");
	if (*to_on == DAY_MIN)
		fault_field(c->faults, S("to"), "say the last day: --to YYYY-MM-DD");
}

static enum err deputy_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	int64_t from_on, to_on;
	str of = verb_text(c, "of"), reason = verb_text(c, "reason");
	TRY(one_login(c));
	read_days(c, &from_on, &to_on);
	if (!reason.n)
		fault_field(c->faults, S("reason"), "say why: --reason leave");
	return say(c, &w, ACT_ABSENCE_DEPUTY,
		   account_propose_deputy(&w, of.n ? of : c->viewer->name, str_of(c->args[0]),
					  from_on, to_on, reason));
}

static enum err night_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	int64_t from_on, to_on;
	struct out logins = out_to_arena(c->a);
	read_days(c, &from_on, &to_on);
	for (int i = 0; i < c->n_args; i++)
		out_fmt(&logins, "%s%s", i ? " " : "", c->args[i]);
	return say(c, &w, ACT_ABSENCE_NIGHT,
		   account_propose_night(&w, out_view(&logins), from_on, to_on));
}

static enum err password_deed(struct tx *tx, void *arg)
{
	struct account_deed *d = arg;
	struct access_account_by_login_row row;
	struct access_account_by_login_args by = { .login = d->login };
	struct wrote out;
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_account_by_login(tx, &by, &row);
	struct access_account_set_password_args set = { .id = row.id, .password = d->hash };
	if (e == OK)
		e = access_account_set_password(tx, &set, &out);
	if (e == OK)
		e = session_end_all(tx, row.id);
	tx->viewer = me;
	return e;
}

static enum err password_verb(struct verb_call *c)
{
	struct account_deed d = { 0 };
	struct viewer of;
	str password;
	if (c->n_args != 1) {
		fault_field(c->faults, S("login"),
			    "say whose password: grata account password LOGIN");
		return ERR_FAULTS;
	}
	d.login = str_of(c->args[0]);
	if (!str_eq(d.login, c->viewer->name)) {
		fault_field(c->faults, S("login"),
			    "A password is one's own. Somebody without one signs in with a code: "
			    "grata account first %s",
			    c->args[0]);
		return ERR_FAULTS;
	}
	TRY(viewer_of_login(c->db, c->a, d.login, S(""), &of));
	TRY(read_password(c, d.login, &password));
	TRY(password_hash(c->a, c->os, password, &d.hash));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, "account.password", password_deed, &d));
	out_fmt(c->out, "%s has a new password; sessions that were open have ended.\n", c->args[0]);
	return OK;
}

static enum err first_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	str code;
	TRY(one_login(c));
	TRY(account_make_first(&w, c->os, c->refusal, str_of(c->args[0]), &code));
	out_fmt(
	    c->out,
	    "%.*s\nGive it to %s. It is good once, for %d hours, at the place of the password.\n",
	    SF(code), c->args[0], FIRST_CODE_H);
	return OK;
}

static enum err reset_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	TRY(one_login(c));
	return say(c, &w, ACT_ACCOUNT_RESET,
		   account_propose_reset(&w, str_of(c->args[0]), verb_text(c, "reason")));
}

static enum err close_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	TRY(one_login(c));
	return say(c, &w, ACT_ACCOUNT_CLOSE,
		   account_propose_close(&w, str_of(c->args[0]), verb_text(c, "why")));
}

static enum err open_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	TRY(one_login(c));
	return say(c, &w, ACT_ACCOUNT_OPEN,
		   account_propose_open(&w, str_of(c->args[0]), verb_text(c, "why")));
}

static enum err sign_out_verb(struct verb_call *c)
{
	struct account_wish w = wish_of(c);
	int64_t n;
	bool is_all = verb_flag(c, "all");
	if (is_all == (c->n_args == 1) || c->n_args > 1) {
		fault_field(c->faults, S("login"), "say which login name, or --all");
		return ERR_FAULTS;
	}
	enum err e = account_end_sessions(&w, is_all ? (str){ 0 } : str_of(c->args[0]), &n);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, S("login"), "There is no account '%s'.", c->args[0]);
		return ERR_FAULTS;
	}
	TRY(e);
	out_fmt(c->out, "%lld %s ended.\n", (long long)n, n == 1 ? "session has" : "sessions have");
	return OK;
}

static const struct verb_opt reset_opts[] = {
	{ "reason", OPT_TEXT, "TEXT", "why: the telephone is lost" },
	{ 0 },
};
static const struct verb_opt password_opts[] = {
	{ "leaked", OPT_TEXT, "FILE",
	  "compare it with this list of leaked ones, see grata.conf(5)" },
	{ 0 },
};
static const struct verb_opt close_opts[] = {
	{ "why", OPT_TEXT, "TEXT", "the reason: has left the ministry" },
	{ 0 },
};
static const struct verb_opt open_opts[] = {
	{ "why", OPT_TEXT, "TEXT", "the reason: is back from leave" },
	{ 0 },
};
static const struct verb_opt sign_out_opts[] = {
	{ "all", OPT_FLAG, NULL, "of all accounts" },
	{ 0 },
};
static const struct verb_opt grant_opts[] = {
	{ "roles", OPT_TEXT, "visa,head", "the roles it shall have, with commas between" },
	{ "labels", OPT_TEXT, "VISA,PERS", "the labels it shall have besides the basic register" },
	{ 0 },
};
static const struct verb_opt deputy_opts[] = {
	{ "of", OPT_TEXT, "LOGIN", "who is absent; without it whoever asks" },
	{ "from", OPT_DAY, "YYYY-MM-DD", "the first day" },
	{ "to", OPT_DAY, "YYYY-MM-DD", "the last day" },
	{ "reason", OPT_TEXT, "TEXT", "leave, sickness" },
	{ 0 },
};
static const struct verb_opt night_opts[] = {
	{ "from", OPT_DAY, "YYYY-MM-DD", "the first day" },
	{ "to", OPT_DAY, "YYYY-MM-DD", "the last day" },
	{ 0 },
};

const struct verb account_verbs[] = {
	{ "account", "add", "LOGIN", "Propose an account: who may sign in, with which roles.",
	  VERB_WRITES, add_opts, add_verb },
	{ "account", "grant", "LOGIN",
	  "Propose the roles and labels of an account, all that it shall have.", VERB_WRITES,
	  grant_opts, grant_verb },
	{ "account", "list", NULL, "The accounts with their roles and labels.", VERB_READS, NULL,
	  list_verb },
	{ "account", "first", "LOGIN",
	  "Make a code with which somebody who has no password signs in once and chooses one.",
	  VERB_WRITES, NULL, first_verb },
	{ "account", "reset", "LOGIN",
	  "Propose to take from an account its password, keys and codes: it signs in as if new.",
	  VERB_WRITES, reset_opts, reset_verb },
	{ "account", "close", "LOGIN",
	  "Propose to take an account out of use: nobody signs in to it, its sessions end.",
	  VERB_WRITES, close_opts, close_verb },
	{ "account", "open", "LOGIN", "Propose to take a closed account into use again.",
	  VERB_WRITES, open_opts, open_verb },
	{ "account", "sign-out", "[LOGIN]",
	  "End every session of an account at once, or of all accounts.", VERB_WRITES,
	  sign_out_opts, sign_out_verb },
	{ "account", "password", "LOGIN", "Set one's own password, read from standard input.",
	  VERB_WRITES, password_opts, password_verb },
	{ 0 },
};

const struct verb absence_verbs[] = {
	{ "absence", "deputy", "LOGIN",
	  "Propose who stands in for somebody, from one day to another.", VERB_WRITES, deputy_opts,
	  deputy_verb },
	{ "absence", "night", "LOGIN...", "Propose the five duty officers of the night.",
	  VERB_WRITES, night_opts, night_verb },
	{ 0 },
};
