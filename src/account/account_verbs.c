/* account_verbs.c: `grata account ...`. Passwords come from standard input: a line of a pipe, or
 * typed twice at a terminal that does not show it. */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "access/proposal.h"
#include "access/session.h"
#include "audit/audit.h"
#include "base/verb.h"

static const struct verb_opt add_opts[] = {
	{ "name", OPT_TEXT, "NAME", "the person's own name" },
	{ "roles", OPT_TEXT, "visa,head", "words of roles, with commas between" },
	{ "labels", OPT_TEXT, "VISA,PERS", "what the account may know besides the basic register" },
	{ "mission", OPT_INT, "ID", "of a mission user: the number of the mission" },
	{ "person", OPT_TEXT, "NAME", "who sits behind it, when that person has another account" },
	{ 0 },
};

/* The bits of words with commas between; a fault for each word that is none. */
static uint32_t read_words(struct verb_call *c, const char *opt, int n, const char *(*word)(int i))
{
	uint32_t bits = 0;
	str rest = verb_text(c, opt);
	while (rest.p) {
		str one = str_trim(str_cut(&rest, ','));
		int i = 0;
		while (i < n && !str_eq_nocase(one, str_of(word(i))))
			i++;
		if (i < n)
			bits |= BIT(i);
		else
			fault_field(c->faults, str_of(opt), "'%.*s' is none of them", SF(one));
	}
	return bits;
}

static const char *role_at(int i)
{
	return role_word((enum role)i);
}

static const char *label_at(int i)
{
	return label_name((enum label)i);
}

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

static enum err read_password(struct verb_call *c, str login, str name, str *password)
{
	str again;
	TRY(read_line(c, "Password: ", password));
	password_check(*password, login, name, c->faults);
	TRY(faults_err(c->faults));
	if (!isatty(STDIN_FILENO))
		return OK;
	TRY(read_line(c, "Once more: ", &again));
	if (!str_eq(again, *password))
		fault_field(c->faults, S("password"), "The two are not the same.");
	return faults_err(c->faults);
}

struct account_deed {
	struct verb_call *c;
	struct account in;
	str login, hash;
};

/* Written by the program itself, in the name of the administrator. */
static enum err add_deed(struct tx *tx, void *arg)
{
	struct account_deed *d = arg;
	int64_t id;
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = account_add(tx, &d->in, d->c->faults, &id);
	tx->viewer = me;
	return e;
}

static enum err add_verb(struct verb_call *c)
{
	struct account_deed d = { .c = c };
	int64_t mission_id = verb_int(c, "mission", 0);
	enum err e = may(c->viewer, ACT_ACCOUNT_ADD, NULL, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e;
	if (c->n_args != 1)
		fault_field(c->faults, S("login"), "say which login name");
	d.in = (struct account){ .login = c->n_args ? str_of(c->args[0]) : S(""),
				 .name = verb_text(c, "name"),
				 .natural_person = verb_text(c, "person"),
				 .role_bits = read_words(c, "roles", ROLES_N - 1, role_at),
				 .label_bits = read_words(c, "labels", LABELS_N, label_at),
				 .mission_id = { mission_id != 0, mission_id } };
	TRY(faults_err(c->faults));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, act_word(ACT_ACCOUNT_ADD), add_deed, &d));
	out_fmt(c->out, "%s: %.*s. It has no password yet: grata account password %s\n", c->args[0],
		SF(roles_line(c->a, d.in.role_bits)), c->args[0]);
	return OK;
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
	struct account_deed d = { .c = c };
	struct viewer of;
	str password;
	if (c->n_args != 1) {
		fault_field(c->faults, S("login"),
			    "say whose password: grata account password LOGIN");
		return ERR_FAULTS;
	}
	d.login = str_of(c->args[0]);
	if (!str_eq(d.login, c->viewer->name))
		TRY(may(c->viewer, ACT_ACCOUNT_PASSWORD, NULL, NULL));
	TRY(viewer_of_login(c->db, c->a, d.login, S(""), &of));
	TRY(read_password(c, d.login, of.name, &password));
	TRY(password_hash(c->a, c->os, password, &d.hash));
	TRY(db_deed(c->db, c->viewer, c->a, c->refusal, act_word(ACT_ACCOUNT_PASSWORD),
		    password_deed, &d));
	out_fmt(c->out, "%s has a new password; sessions that were open have ended.\n", c->args[0]);
	return OK;
}

const struct verb account_verbs[] = {
	{ "account", "add", "LOGIN", "Make an account: who may sign in, with which roles.",
	  VERB_WRITES, add_opts, add_verb },
	{ "account", "password", "LOGIN",
	  "Set a password, read from standard input: one's own, or an administrator anybody's.",
	  VERB_WRITES, NULL, password_verb },
	{ 0 },
};
