/* case.c: cases with named readers: what belongs to one is seen by those alone who are named, one
 * by one, whatever their roles. The security liaison names them; each is an entry of the log. */
#include "account/account.h"

#include "base/utf8.h"

enum { CASE_NAME_MAX = 60 };

struct naming {
	struct account_wish *w;
	str name, login;
	int64_t case_id;
	bool is_end;
};

static enum err make_deed(struct tx *tx, void *arg)
{
	struct naming *in = arg;
	struct wrote out;
	TRY(may(tx->viewer, ACT_READERS_SET, NULL, NULL));
	if (str_is_empty(in->name) || in->name.n > CASE_NAME_MAX || !utf8_is_line(in->name))
		fault_field(in->w->faults, S("name"),
			    "a name of 1 to %d bytes that says nothing of the matter",
			    CASE_NAME_MAX);
	TRY(faults_err(in->w->faults));
	struct account_case_add_args add = { in->name, tx->viewer->user_id, tx->at };
	TRY(account_case_add(tx, &add, &out));
	in->case_id = out.id;
	struct account_reader_add_args first = { in->case_id, tx->viewer->user_id, tx->at };
	return account_reader_add(tx, &first, &out);
}

enum err account_case_make(struct account_wish *w, str name, int64_t *id)
{
	struct naming in = { .w = w, .name = name };
	struct refusal refusal = { 0 };
	enum err e = db_deed(w->db, w->viewer, w->a, &refusal, "access.readers", make_deed, &in);
	*id = in.case_id;
	return e;
}

static enum err reader_of(struct tx *tx, const struct naming *in, int64_t *account_id)
{
	struct account_one_args by = { .login = in->login };
	struct account_one_row row;
	enum err e = account_one(tx, &by, &row);
	if (e == ERR_NOT_FOUND)
		fault_field(in->w->faults, S("login"), "there is no account '%.*s'", SF(in->login));
	else if (e == OK && (row.role_bits & BIT(ROLE_MISSION)))
		fault_field(in->w->faults, S("login"), "a mission's account reads no case");
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	*account_id = row.id;
	return faults_err(in->w->faults);
}

static enum err reader_deed(struct tx *tx, void *arg)
{
	const struct naming *in = arg;
	struct account_case_by_id_args by = { .id = in->case_id };
	struct account_case_by_id_row row;
	struct wrote out;
	int64_t account_id = 0;
	TRY(may(tx->viewer, ACT_READERS_SET, NULL, NULL));
	enum err found = account_case_by_id(tx, &by, &row);
	if (found == ERR_NOT_FOUND)
		fault_field(in->w->faults, S("case"), "there is no case %lld; see: grata case list",
			    (long long)in->case_id);
	else
		TRY(found);
	TRY(reader_of(tx, in, &account_id));
	struct account_reader_add_args add = { in->case_id, account_id, tx->at };
	struct account_reader_end_args end = { .ended_at = { true, tx->at },
					       .case_id = in->case_id,
					       .account_id = account_id };
	enum err e =
	    in->is_end ? account_reader_end(tx, &end, &out) : account_reader_add(tx, &add, &out);
	if (e == ERR_CONFLICT || (e == OK && !out.n))
		fault_field(in->w->faults, S("login"), "'%.*s' %s", SF(in->login),
			    in->is_end ? "is no reader of it" : "reads it already");
	return e == OK || e == ERR_CONFLICT ? faults_err(in->w->faults) : e;
}

enum err account_reader_name(struct account_wish *w, int64_t case_id, str login, bool is_end)
{
	struct naming in = { .w = w, .case_id = case_id, .login = login, .is_end = is_end };
	struct refusal refusal = { 0 };
	return db_deed(w->db, w->viewer, w->a, &refusal, "access.readers", reader_deed, &in);
}

/* ---- verbs ---- */

static enum err add_verb(struct verb_call *c)
{
	struct account_wish w = { c->db, c->viewer, c->a, c->faults, 0 };
	int64_t id;
	if (c->n_args != 1)
		fault_field(c->faults, S("name"), "say what the case is called");
	TRY(faults_err(c->faults));
	TRY(account_case_make(&w, str_of(c->args[0]), &id));
	out_fmt(c->out,
		"Case %lld. You are its first reader; others: grata case reader %lld LOGIN\n",
		(long long)id, (long long)id);
	return OK;
}

static enum err reader_verb(struct verb_call *c)
{
	struct account_wish w = { c->db, c->viewer, c->a, c->faults, 0 };
	int64_t id = 0;
	if (c->n_args != 2 || !str_to_int64(str_of(c->args[0]), &id))
		fault_field(c->faults, S("case"), "say which case, and which login name");
	TRY(faults_err(c->faults));
	return account_reader_name(&w, id, str_of(c->args[1]), verb_flag(c, "end"));
}

static enum err list_verb(struct verb_call *c)
{
	struct tx tx;
	struct account_cases_rows rows = { 0 };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = account_cases(&tx, &rows);
	tx_end(&tx);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		out_fmt(c->out, "%lld  %.*s  %.*s\n", (long long)rows.v[i].id, SF(rows.v[i].name),
			SF(rows.v[i].login.n ? rows.v[i].login : S("nobody")));
	return e;
}

static const struct verb_opt reader_opts[] = {
	{ "end", OPT_FLAG, NULL, "reads it no longer" },
	{ 0 },
};

const struct verb case_verbs[] = {
	{ "case", "add", "NAME",
	  "Make a case with named readers; its name says nothing of the matter.", VERB_WRITES, NULL,
	  add_verb },
	{ "case", "reader", "N LOGIN", "Name a reader of a case, or end that with --end.",
	  VERB_WRITES, reader_opts, reader_verb },
	{ "case", "list", NULL, "The cases and their named readers.", VERB_READS, NULL, list_verb },
	{ 0 },
};
