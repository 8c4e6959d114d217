/* account.c: accounts and the viewers made of them. */
#include "access.sql.h"
#include "access/access.h"
#include "access/may.h"
#include "audit/audit.h"
#include "factor/breached.h"
#include "factor/password.h"

static bool is_login(str s)
{
	if (s.n < 1 || s.n > LOGIN_MAX)
		return false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
			     c == '_' || c == '-';
		if (!plain)
			return false;
	}
	return true;
}

void account_check(const struct account *in, struct faults *faults)
{
	if (!is_login(in->login))
		fault_field(faults, S("login"),
			    "a login name is 1 to %d of the characters a-z 0-9 . _ -", LOGIN_MAX);
	if (str_is_empty(in->name))
		fault_field(faults, S("name"), "say who this is");
	if (!in->role_bits || (in->role_bits & BIT(ROLE_SYSTEM)))
		fault_field(faults, S("roles"), "an account has at least one role");
	if ((in->role_bits & BIT(ROLE_MISSION)) && !in->mission_id.has)
		fault_field(faults, S("mission"), "a mission user belongs to one mission");
}

enum err account_add(struct tx *tx, const struct account *in, struct faults *faults, int64_t *id)
{
	struct wrote out;
	account_check(in, faults);
	TRY(faults_err(faults));
	struct access_account_add_args args = { .login = in->login,
						.name = in->name,
						.role_bits = in->role_bits,
						.label_bits = in->label_bits | BIT(LABEL_PROT),
						.mission_id = in->mission_id,
						.natural_person = str_is_empty(in->natural_person)
								      ? in->name
								      : in->natural_person,
						.is_active = true };
	TRY(access_account_add(tx, &args, &out));
	*id = out.id;
	return OK;
}

static enum err viewer_of_account(struct tx *tx, const struct access_account_by_login_row *row,
				  str session, struct viewer *v)
{
	*v = (struct viewer){ .user_id = row->id,
			      .mission_id = row->mission_id.has ? row->mission_id.v : 0,
			      .role_bits = (uint32_t)row->role_bits,
			      .label_bits = (uint32_t)row->label_bits,
			      .name = row->login,
			      .session = session };
	return clearance_read(tx, row->id, row->natural_person, &v->role_bits, &v->clearance);
}

enum err viewer_of_login(struct db *db, struct arena *a, str login, str session, struct viewer *v)
{
	struct tx tx;
	struct access_account_by_login_row row;
	struct access_account_by_login_args in = { .login = login };
	TRY(tx_begin(db, &VIEWER_SYSTEM, a, &tx));
	enum err e = access_account_by_login(&tx, &in, &row);
	if (e == OK)
		e = row.is_active ? viewer_of_account(&tx, &row, session, v) : ERR_NOT_FOUND;
	tx_end(&tx);
	return e;
}

/* A list that cannot be read keeps a new password from being taken, and nobody out. */
static enum err check_leaked(const struct breached *leaked, str password, struct faults *faults)
{
	bool has = false;
	if (!leaked)
		return OK;
	TRY(breached_has(leaked, password, &has));
	if (has)
		fault_field(
		    faults, S("password"),
		    "This password is in a list of those that have leaked somewhere: choose "
		    "other words.");
	return OK;
}

enum err account_check_password(struct db *db, struct arena *a, const struct breached *leaked,
				str login, str password, struct faults *faults)
{
	struct tx tx;
	struct access_account_by_login_row row = { 0 };
	struct access_account_by_login_args in = { .login = login };
	struct access_words_about_row about = { 0 };
	TRY(tx_begin(db, &VIEWER_SYSTEM, a, &tx));
	enum err e = access_account_by_login(&tx, &in, &row);
	struct access_words_about_args of = { row.mission_id.v };
	if (e == OK)
		e = access_words_about(&tx, &of, &about);
	tx_end(&tx);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	str words[] = { login, row.name, about.ministry, about.host_name, about.sending_name };
	password_check(password, words, sizeof words / sizeof words[0], faults);
	return check_leaked(leaked, password, faults);
}

struct viewer viewer_of_file(str session)
{
	return (struct viewer){ .role_bits =
				    (BIT(ROLES_N) - 1) & ~BIT(ROLE_SYSTEM) & ~BIT(ROLE_MISSION),
				.label_bits = BIT(LABELS_N) - 1,
				.name = S("file"),
				.session = session };
}

str roles_line(struct arena *a, uint32_t role_bits)
{
	struct out o = out_to_arena(a);
	for (unsigned r = 0; r < ROLES_N; r++)
		if (role_bits >> r & 1) {
			out_str(&o, o.n ? S(", ") : S(""));
			out_str(&o, str_of(role_says((enum role)r)));
		}
	return out_view(&o);
}
