/* own_deeds.c: one's own password, factors, codes on paper, sessions. Rows are written by the
 * program, in the name of who is signed in; nobody names another account here. */
#include "account/account.h"

#include "access/session.h"
#include "audit/audit.h"

static struct os *os_of(struct own *o)
{
	return &o->c->os;
}

static enum err end_others(struct tx *tx, struct own *o, int64_t me)
{
	struct wrote out;
	struct account_others_end_args in = { .ended_at = { true, tx->at },
					      .account_id = me,
					      .id = ctx_who(o->c)->session_id };
	return account_others_end(tx, &in, &out);
}

/* Runs `step` as the program, then ends the other sessions. */
static enum err as_program(struct tx *tx, struct own *o, int64_t me,
			   enum err (*step)(struct tx *tx, struct own *o, int64_t me))
{
	const struct viewer *person = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = step(tx, o, me);
	if (e == OK)
		e = end_others(tx, o, me);
	tx->viewer = person;
	return e;
}

static enum err run(struct own *o, const char *act, enum err (*deed)(struct tx *tx, void *arg))
{
	return db_deed(ctx_db(o->c), ctx_viewer(o->c), o->c->a, &o->c->refusal, act, deed, o);
}

/* ---- the password ---- */

static enum err set_password(struct tx *tx, struct own *o, int64_t me)
{
	struct wrote out;
	struct access_account_set_password_args in = { .id = me, .password = o->password_hash };
	return access_account_set_password(tx, &in, &out);
}

static enum err password_deed(struct tx *tx, void *arg)
{
	return as_program(tx, arg, tx->viewer->user_id, set_password);
}

enum err own_set_password(struct own *o)
{
	return run(o, "account.password", password_deed);
}

/* ---- codes on paper ---- */

static enum err make_papers(struct tx *tx, struct own *o, int64_t me)
{
	struct wrote out;
	struct account_papers_end_args end = { .account_id = me, .ended_at = { true, tx->at } };
	TRY(account_papers_end(tx, &end, &out));
	for (int i = 0; i < PAPER_CODES_N; i++) {
		struct sha256 hash;
		o->papers[i] = paper_code(tx->a, os_of(o));
		if (!paper_hash(o->papers[i], &hash))
			return ERR_INTERNAL;
		struct account_paper_add_args in = { .account_id = me,
						     .code_hash = { (const char *)hash.b,
								    sizeof hash.b },
						     .made_at = tx->at };
		TRY(account_paper_add(tx, &in, &out));
	}
	return OK;
}

static enum err papers_deed(struct tx *tx, void *arg)
{
	return as_program(tx, arg, tx->viewer->user_id, make_papers);
}

enum err own_make_papers(struct own *o)
{
	return run(o, "account.papers", papers_deed);
}

/* ---- factors ---- */

static enum err add_factor(struct tx *tx, struct own *o, int64_t me)
{
	struct wrote out;
	struct access_factors_of_args of = { me };
	struct access_factors_of_rows had;
	struct account_code_end_args end = { .account_id = me, .ended_at = { true, tx->at } };
	struct account_factor_add_args in = { .account_id = me,
					      .kind = factor_kind_text(o->kind),
					      .name = o->name,
					      .made_at = tx->at };
	if (o->key) {
		in.credential_blob = o->key->id;
		in.public_blob = o->key->public_key;
	}
	TRY(access_factors_of(tx, &of, &had));
	if (o->kind == FACTOR_KIND_CODE)
		TRY(account_code_end(tx, &end, &out));
	TRY(account_factor_add(tx, &in, &out));
	struct account_factor_use_add_args use = { .factor_id = out.id,
						   .secret_blob = o->secret_box,
						   .used_n = o->used_n };
	TRY(account_factor_use_add(tx, &use, &out));
	return had.n ? OK : make_papers(tx, o, me);
}

static enum err add_deed(struct tx *tx, void *arg)
{
	return as_program(tx, arg, tx->viewer->user_id, add_factor);
}

enum err own_add_factor(struct own *o)
{
	return run(o, "account.factor", add_deed);
}

static enum err end_factor(struct tx *tx, struct own *o, int64_t me)
{
	struct wrote out;
	struct account_factor_end_args in = { .id = o->id,
					      .account_id = me,
					      .ended_at = { true, tx->at } };
	struct account_papers_end_args papers = { .account_id = me, .ended_at = { true, tx->at } };
	struct access_factors_of_args of = { me };
	struct access_factors_of_rows left;
	TRY(account_factor_end(tx, &in, &out));
	if (out.n != 1)
		return ERR_NOT_FOUND;
	TRY(access_factors_of(tx, &of, &left));
	return left.n ? OK : account_papers_end(tx, &papers, &out);
}

static enum err end_deed(struct tx *tx, void *arg)
{
	return as_program(tx, arg, tx->viewer->user_id, end_factor);
}

enum err own_end_factor(struct own *o)
{
	return run(o, "account.factor_end", end_deed);
}

/* ---- sessions ---- */

static enum err end_one(struct tx *tx, struct own *o, int64_t me)
{
	struct wrote out;
	struct account_session_end_args in = { .ended_at = { true, tx->at },
					       .account_id = me,
					       .id = o->id };
	return account_session_end(tx, &in, &out);
}

static enum err sessions_deed(struct tx *tx, void *arg)
{
	struct own *o = arg;
	const struct viewer *person = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = o->id ? end_one(tx, o, person->user_id) : end_others(tx, o, person->user_id);
	tx->viewer = person;
	if (e == OK)
		tx_note(tx, CHANGE_NOTE, "account", person->user_id);
	return e;
}

enum err own_end_sessions(struct own *o)
{
	return run(o, "access.session_end", sessions_deed);
}
