/* account_deeds.c: proposing what an account may, a deputy, the duty officers; and doing it once
 * another person agrees. First words and bodies, then each of the four, then the handlers. */
#include "account/account.h"

#include "access/session.h"
#include "audit/audit.h"
#include "base/day.h"
#include "base/jcs.h"
#include "base/must.h"

/* ---- words ---- */

static const char *role_at(int i)
{
	return role_word((enum role)i);
}

static const char *label_at(int i)
{
	return label_name((enum label)i);
}

static uint32_t read_bits(str words, const char *field, struct faults *f, int n,
			  const char *(*word)(int i))
{
	uint32_t bits = 0;
	while (words.n) {
		ptrdiff_t at = 0;
		while (at < words.n && words.p[at] != ',' && words.p[at] != ' ')
			at++;
		str one = str_slice(words, 0, at);
		words = str_slice(words, at < words.n ? at + 1 : at, words.n);
		int i = 0;
		while (i < n && !str_eq_nocase(one, str_of(word(i))))
			i++;
		if (i < n)
			bits |= BIT(i);
		else if (one.n)
			fault_field(f, str_of(field), "'%.*s' is none of them", SF(one));
	}
	return bits;
}

uint32_t account_read_roles(str words, const char *field, struct faults *f)
{
	return read_bits(words, field, f, ROLES_N - 1, role_at);
}

uint32_t account_read_labels(str words, const char *field, struct faults *f)
{
	return read_bits(words, field, f, LABELS_N, label_at);
}

static str bits_line(struct arena *a, uint32_t bits, int n, const char *(*word)(int i))
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < n; i++)
		if (bits & BIT(i))
			out_fmt(&o, "%s%s", o.n ? ", " : "", word(i));
	return out_view(&o);
}

str account_labels_line(struct arena *a, uint32_t label_bits)
{
	return bits_line(a, label_bits, LABELS_N, label_at);
}

/* ---- bodies: an object of texts, keys rising ---- */

struct member {
	const char *key;
	str value;
};

static str body_of(struct arena *a, const struct member *m, int n)
{
	struct out o = out_to_arena(a);
	struct jcs_writer j = jcs_to(&o);
	jcs_object(&j);
	for (int i = 0; i < n; i++) {
		jcs_key(&j, str_of(m[i].key));
		jcs_str(&j, m[i].value);
	}
	jcs_close(&j);
	must(jcs_done(&j) == OK);
	return out_view(&o);
}

static enum err read_body(struct tx *tx, str body, struct member *m, int n)
{
	struct jcs_reader j = jcs_from(tx->a, body);
	jcs_read_object(&j);
	for (int i = 0; i < n; i++) {
		jcs_read_key(&j, str_of(m[i].key));
		m[i].value =
		    jcs_peek(&j) == JCS_NULL ? (jcs_read_null(&j), (str){ 0 }) : jcs_read_str(&j);
	}
	jcs_read_close(&j);
	return jcs_read_done(&j) ? OK : ERR_DB_FORMAT;
}

/* ---- proposing ---- */

struct proposing {
	struct account_wish *w;
	struct proposal_new p;
	const struct act_handler
	    *now; /* does it at once where nobody else could agree; NULL: never */
};

static enum err is_alone(struct tx *tx, enum act act, bool *is_alone_here)
{
	const struct viewer *me = tx->viewer;
	struct access_account_by_id_args by = { me->user_id };
	struct access_account_by_id_row row;
	struct account_others_n_row others = { 0 };
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = access_account_by_id(tx, &by, &row);
	struct account_others_n_args in = { act_approvers(act), row.natural_person };
	if (e == OK)
		e = account_others_n(tx, &in, &others);
	tx->viewer = me;
	*is_alone_here = others.others_n == 0;
	return e;
}

static enum err propose_deed(struct tx *tx, void *arg)
{
	struct proposing *d = arg;
	bool is_alone_here = false;
	enum err e = may(tx->viewer, d->p.act, NULL, NULL);
	if (e != ERR_NEEDS_APPROVAL)
		return e == OK ? ERR_DENIED : e;
	if (d->now)
		TRY(is_alone(tx, d->p.act, &is_alone_here));
	if (is_alone_here) {
		struct access_proposal_by_id_row p = { .body = d->p.body,
						       .object_id = d->p.object.id };
		return d->now->approve(tx, &p);
	}
	return proposal_add(tx, &d->p, &d->w->proposal_id);
}

static enum err propose(struct proposing *d)
{
	struct account_wish *w = d->w;
	w->proposal_id = 0;
	TRY(faults_err(w->faults));
	return db_deed(w->db, w->viewer, w->a, NULL, act_word(d->p.act), propose_deed, d);
}

static enum err find_any(struct account_wish *w, str login, const char *field, bool is_active,
			 struct account_one_row *row)
{
	struct tx tx;
	struct account_one_args in = { login };
	TRY(tx_begin(w->db, &VIEWER_SYSTEM, w->a, &tx));
	enum err e = account_one(&tx, &in, row);
	tx_end(&tx);
	if (e == OK && row->is_active == is_active)
		return OK;
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	*row = (struct account_one_row){ 0 };
	fault_field(w->faults, str_of(field), "There is no %s account '%.*s'.",
		    is_active ? "active" : "closed", SF(login));
	return OK;
}

static enum err find(struct account_wish *w, str login, const char *field,
		     struct account_one_row *row)
{
	return find_any(w, login, field, true, row);
}

/* A number for what has no row yet: two proposals for the same login meet there. */
static int64_t number_of(str login)
{
	uint64_t h = 1469598103934665603u; /* FNV-1a */
	for (ptrdiff_t i = 0; i < login.n; i++)
		h = (h ^ (unsigned char)login.p[i]) * 1099511628211u;
	return (int64_t)(h >> 16);
}

enum { NEW_N = 6, RIGHTS_N_ = 3, DEPUTY_N = 5, NIGHT_N = 3, RESET_N = 2 };

/* What only the register knows of a new account. */
static enum err check_new(struct account_wish *w, const struct account *in)
{
	struct tx tx;
	struct account_one_args of = { in->login };
	struct account_one_row row;
	struct account_mission_args to = { in->mission_id.v };
	struct account_mission_row mission;
	TRY(tx_begin(w->db, &VIEWER_SYSTEM, w->a, &tx));
	enum err same = account_one(&tx, &of, &row);
	enum err e = in->mission_id.has ? account_mission(&tx, &to, &mission) : OK;
	tx_end(&tx);
	if (same == OK)
		fault_field(w->faults, S("login"), "There is an account '%.*s' already.",
			    SF(in->login));
	if (e == ERR_NOT_FOUND)
		fault_field(w->faults, S("mission"), "There is no mission %lld.",
			    (long long)in->mission_id.v);
	if (same != OK && same != ERR_NOT_FOUND)
		return same;
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err account_propose_new(struct account_wish *w, const struct account *in)
{
	str mission =
	    in->mission_id.has ? str_fmt(w->a, "%lld", (long long)in->mission_id.v) : (str){ 0 };
	struct member m[NEW_N] = {
		{ "labels", account_labels_line(w->a, in->label_bits | BIT(LABEL_PROT)) },
		{ "login", in->login },
		{ "mission", mission },
		{ "name", in->name },
		{ "person", in->natural_person },
		{ "roles", bits_line(w->a, in->role_bits, ROLES_N - 1, role_at) }
	};
	bool is_sec = in->label_bits & BIT(LABEL_SEC);
	account_check(in, w->faults);
	TRY(check_new(w, in));
	if (is_sec)
		fault_field(w->faults, S("labels"),
			    "Make the account first; SEC is granted to it then.");
	struct proposing d = { .w = w, .now = &account_acts[0] };
	d.p =
	    (struct proposal_new){ .act = ACT_ACCOUNT_ADD,
				   .object = { .table = "account_new", .id = number_of(in->login) },
				   .body = body_of(w->a, m, NEW_N),
				   .summary =
				       str_fmt(w->a, "Make the account %.*s: %.*s", SF(in->login),
					       SF(roles_line(w->a, in->role_bits))) };
	return propose(&d);
}

enum err account_propose_rights(struct account_wish *w, str login, uint32_t role_bits,
				uint32_t label_bits)
{
	struct account_one_row row;
	TRY(find(w, login, "login", &row));
	label_bits |= BIT(LABEL_PROT);
	bool is_sec = label_bits & ~(uint32_t)row.label_bits & BIT(LABEL_SEC);
	if (row.id && !role_bits)
		fault_field(w->faults, S("roles"), "an account has at least one role");
	if (row.id && role_bits == (uint32_t)row.role_bits &&
	    label_bits == (uint32_t)row.label_bits)
		fault_field(w->faults, S("roles"), "That is what %.*s has already.", SF(login));
	struct member m[RIGHTS_N_] = { { "labels", account_labels_line(w->a, label_bits) },
				       { "login", login },
				       { "roles",
					 bits_line(w->a, role_bits, ROLES_N - 1, role_at) } };
	struct proposing d = { .w = w };
	d.p = (struct proposal_new){ .act = is_sec ? ACT_ACCOUNT_GRANT_SEC : ACT_ACCOUNT_GRANT,
				     .object = { .table = "account", .id = row.id },
				     .body = body_of(w->a, m, RIGHTS_N_),
				     .summary =
					 str_fmt(w->a, "%.*s: %.*s; %.*s", SF(login),
						 SF(roles_line(w->a, role_bits)), SF(m[0].value)) };
	return propose(&d);
}

enum err account_propose_reset(struct account_wish *w, str login, str reason)
{
	struct account_one_row row;
	TRY(find(w, login, "login", &row));
	if (str_is_empty(str_trim(reason)))
		fault_field(w->faults, S("reason"), "Say in one sentence why.");
	struct member m[RESET_N] = { { "login", login }, { "reason", reason } };
	struct proposing d = { .w = w };
	d.p =
	    (struct proposal_new){ .act = ACT_ACCOUNT_RESET,
				   .object = { .table = "account", .id = row.id },
				   .body = body_of(w->a, m, RESET_N),
				   .summary = str_fmt(w->a, "Reset how %.*s signs in", SF(login)) };
	return propose(&d);
}

static enum err propose_use(struct account_wish *w, enum act act, str login, str reason,
			    const char *whither)
{
	struct account_one_row row;
	TRY(find_any(w, login, "login", act == ACT_ACCOUNT_CLOSE, &row));
	if (str_is_empty(str_trim(reason)))
		fault_field(w->faults, S("why"), "Say in one sentence why.");
	struct member m[RESET_N] = { { "login", login }, { "reason", reason } };
	struct proposing d = { .w = w };
	d.p = (struct proposal_new){ .act = act,
				     .object = { .table = "account", .id = row.id },
				     .body = body_of(w->a, m, RESET_N),
				     .summary = str_fmt(w->a, "Take %.*s %s", SF(login), whither) };
	return propose(&d);
}

enum err account_propose_close(struct account_wish *w, str login, str reason)
{
	return propose_use(w, ACT_ACCOUNT_CLOSE, login, reason, "out of use");
}

enum err account_propose_open(struct account_wish *w, str login, str reason)
{
	return propose_use(w, ACT_ACCOUNT_OPEN, login, reason, "into use again");
}

static void check_days(struct account_wish *w, int64_t from_on, int64_t to_on)
{
	if (from_on == DAY_MIN || to_on == DAY_MIN)
		return; /* not given, and told so */
	if (to_on < from_on)
		fault_field(w->faults, S("to"), "The last day lies before the first.");
	else if (to_on - from_on >= ABSENCE_DAYS_MAX)
		fault_field(w->faults, S("to"),
			    "At most %d days; name them again when they are over.",
			    ABSENCE_DAYS_MAX);
}

enum err account_propose_deputy(struct account_wish *w, str login, str deputy, int64_t from_on,
				int64_t to_on, str reason)
{
	struct account_one_row absent, stands_in;
	TRY(find(w, login, "login", &absent));
	TRY(find(w, deputy, "deputy", &stands_in));
	const uint32_t outside = BIT(ROLE_AUDITOR) | BIT(ROLE_ADMIN) | BIT(ROLE_MISSION);
	if (stands_in.id && str_eq(absent.natural_person, stands_in.natural_person))
		fault_field(w->faults, S("deputy"), "Nobody stands in for themselves.");
	if ((uint32_t)stands_in.role_bits & outside)
		fault_field(w->faults, S("deputy"),
			    "An auditor, an administrator or a mission user stands in for nobody.");
	check_days(w, from_on, to_on);
	struct member m[DEPUTY_N] = { { "absent", login },
				      { "deputy", deputy },
				      { "from", day_text(w->a, from_on) },
				      { "reason", reason },
				      { "to", day_text(w->a, to_on) } };
	struct proposing d = { .w = w };
	d.p = (struct proposal_new){ .act = ACT_ABSENCE_DEPUTY,
				     .object = { .table = "account", .id = absent.id },
				     .body = body_of(w->a, m, DEPUTY_N),
				     .summary = str_fmt(w->a, "%.*s stands in for %.*s until %.*s",
							SF(deputy), SF(login), SF(m[4].value)) };
	return propose(&d);
}

enum err account_propose_night(struct account_wish *w, str logins, int64_t from_on, int64_t to_on)
{
	str persons[DUTY_OFFICERS_N + 1] = { 0 }, rest = str_trim(logins);
	int n = 0;
	while (rest.n && n <= DUTY_OFFICERS_N) {
		struct account_one_row row;
		TRY(find(w, str_cut(&rest, ' '), "officers", &row));
		for (int i = 0; i < n; i++)
			if (row.id && str_eq(persons[i], row.natural_person))
				fault_field(w->faults, S("officers"),
					    "%.*s is one person; name another.", SF(row.login));
		persons[n++] = row.natural_person;
		rest = str_trim(rest);
	}
	if (n != DUTY_OFFICERS_N)
		fault_field(w->faults, S("officers"), "Name %d duty officers, with spaces between.",
			    DUTY_OFFICERS_N);
	check_days(w, from_on, to_on);
	struct member m[NIGHT_N] = { { "from", day_text(w->a, from_on) },
				     { "officers", logins },
				     { "to", day_text(w->a, to_on) } };
	struct proposing d = { .w = w };
	d.p = (struct proposal_new){ .act = ACT_ABSENCE_NIGHT,
				     .object = { .table = "account_night" },
				     .body = body_of(w->a, m, NIGHT_N),
				     .summary = str_fmt(w->a, "Duty officers until %.*s: %.*s",
							SF(m[2].value), SF(logins)) };
	return propose(&d);
}

/* ---- doing it: as the program, in the name of who agrees ---- */

static enum err as_program(struct tx *tx, const struct access_proposal_by_id_row *p,
			   enum err (*done)(struct tx *tx,
					    const struct access_proposal_by_id_row *p))
{
	const struct viewer *me = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = done(tx, p);
	tx->viewer = me;
	return e;
}

static enum err by_login(struct tx *tx, str login, int64_t *id)
{
	struct account_one_args in = { login };
	struct account_one_row row;
	TRY(account_one(tx, &in, &row));
	*id = row.id;
	return row.is_active ? OK : ERR_NOT_FOUND;
}

static enum err make_new(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct faults f = faults_in(tx->a);
	struct member m[NEW_N] = { { "labels", { 0 } }, { "login", { 0 } },  { "mission", { 0 } },
				   { "name", { 0 } },   { "person", { 0 } }, { "roles", { 0 } } };
	int64_t id;
	TRY(read_body(tx, p->body, m, NEW_N));
	struct account in = { .login = m[1].value,
			      .name = m[3].value,
			      .natural_person = m[4].value,
			      .role_bits = account_read_roles(m[5].value, "roles", &f),
			      .label_bits = account_read_labels(m[0].value, "labels", &f) };
	in.mission_id.has = str_to_int64(m[2].value, &in.mission_id.v);
	return account_add(tx, &in, &f, &id);
}

static enum err set_rights(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct faults f = faults_in(tx->a);
	struct member m[RIGHTS_N_] = { { "labels", { 0 } },
				       { "login", { 0 } },
				       { "roles", { 0 } } };
	struct wrote out;
	int64_t id;
	TRY(read_body(tx, p->body, m, RIGHTS_N_));
	TRY(by_login(tx, m[1].value, &id));
	struct account_set_rights_args in = { .id = id,
					      .role_bits =
						  account_read_roles(m[2].value, "roles", &f),
					      .label_bits =
						  account_read_labels(m[0].value, "labels", &f) };
	return account_set_rights(tx, &in, &out);
}

static enum err add_deputy(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[DEPUTY_N] = { { "absent", { 0 } },
				      { "deputy", { 0 } },
				      { "from", { 0 } },
				      { "reason", { 0 } },
				      { "to", { 0 } } };
	struct wrote out;
	struct access_deputy_add_args in;
	TRY(read_body(tx, p->body, m, DEPUTY_N));
	TRY(by_login(tx, m[0].value, &in.account_id));
	TRY(by_login(tx, m[1].value, &in.deputy_account_id));
	must(day_read(m[2].value, &in.from_on) && day_read(m[4].value, &in.to_on));
	in.reason = m[3].value;
	return access_deputy_add(tx, &in, &out);
}

static enum err add_night(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[NIGHT_N] = { { "from", { 0 } }, { "officers", { 0 } }, { "to", { 0 } } };
	struct access_night_add_args in;
	TRY(read_body(tx, p->body, m, NIGHT_N));
	must(day_read(m[0].value, &in.from_on) && day_read(m[2].value, &in.to_on));
	for (str rest = str_trim(m[1].value); rest.n; rest = str_trim(rest)) {
		struct wrote out;
		TRY(by_login(tx, str_cut(&rest, ' '), &in.account_id));
		TRY(access_night_add(tx, &in, &out));
	}
	return OK;
}

static enum err reset(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[RESET_N] = { { "login", { 0 } }, { "reason", { 0 } } };
	struct wrote out;
	int64_t id;
	struct opt_int now = { true, tx->at };
	TRY(read_body(tx, p->body, m, RESET_N));
	TRY(by_login(tx, m[0].value, &id));
	struct access_account_set_password_args password = { .id = id };
	struct account_factors_end_args factors = { .account_id = id, .ended_at = now };
	struct account_papers_end_args papers = { .account_id = id, .ended_at = now };
	struct account_first_end_args first = { .account_id = id, .ended_at = now };
	struct access_attempt_clear_args attempts = { id };
	TRY(access_account_set_password(tx, &password, &out));
	TRY(account_factors_end(tx, &factors, &out));
	TRY(account_papers_end(tx, &papers, &out));
	TRY(account_first_end(tx, &first, &out));
	TRY(access_attempt_clear(tx, &attempts, &out));
	return session_end_all(tx, id);
}

/* Without an administrator nobody could let anybody in again. */
static enum err check_not_last(struct tx *tx, const struct account_one_row *of)
{
	struct account_others_n_args in = { BIT(ROLE_ADMIN), of->natural_person };
	struct account_others_n_row others;
	if (!(of->role_bits & BIT(ROLE_ADMIN)))
		return OK;
	TRY(account_others_n(tx, &in, &others));
	if (others.others_n)
		return OK;
	return refuse(tx->a, tx->refusal, "last_admin", NULL,
		      "%.*s is the last administrator: name another one first.", SF(of->login));
}

static enum err set_use(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[RESET_N] = { { "login", { 0 } }, { "reason", { 0 } } };
	struct account_one_row row;
	struct wrote out;
	bool is_close = str_eq(p->act, str_of(act_word(ACT_ACCOUNT_CLOSE)));
	TRY(read_body(tx, p->body, m, RESET_N));
	struct account_one_args in = { m[0].value };
	TRY(account_one(tx, &in, &row));
	if (is_close)
		TRY(check_not_last(tx, &row));
	struct account_set_active_args set = { .id = row.id, .is_active = !is_close };
	struct account_first_end_args first = { .account_id = row.id,
						.ended_at = { true, tx->at } };
	TRY(account_set_active(tx, &set, &out));
	TRY(account_first_end(tx, &first, &out));
	return session_end_all(tx, row.id);
}

static enum err do_new(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	return as_program(tx, p, make_new);
}

/* Nobody agrees to what they themselves are given. */
static enum err check_not_own(struct tx *tx, str login)
{
	struct account_one_row of;
	struct access_account_by_id_row me;
	struct access_account_by_id_args by = { tx->viewer->user_id };
	const struct viewer *was = tx->viewer;
	struct account_one_args in = { login };
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = account_one(tx, &in, &of);
	e = e == OK ? access_account_by_id(tx, &by, &me) : e;
	tx->viewer = was;
	if (e != OK || !str_eq(of.natural_person, me.natural_person))
		return e;
	return refuse(tx->a, tx->refusal, "own_rights", NULL,
		      "This is about your own account: another person must agree to it.");
}

static enum err do_rights(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[RIGHTS_N_] = { { "labels", { 0 } },
				       { "login", { 0 } },
				       { "roles", { 0 } } };
	TRY(read_body(tx, p->body, m, RIGHTS_N_));
	TRY(check_not_own(tx, m[1].value));
	return as_program(tx, p, set_rights);
}

static enum err do_reset(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[RESET_N] = { { "login", { 0 } }, { "reason", { 0 } } };
	TRY(read_body(tx, p->body, m, RESET_N));
	TRY(check_not_own(tx, m[0].value));
	return as_program(tx, p, reset);
}

static enum err do_use(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	struct member m[RESET_N] = { { "login", { 0 } }, { "reason", { 0 } } };
	TRY(read_body(tx, p->body, m, RESET_N));
	TRY(check_not_own(tx, m[0].value));
	return as_program(tx, p, set_use);
}

static enum err do_deputy(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	return as_program(tx, p, add_deputy);
}

static enum err do_night(struct tx *tx, const struct access_proposal_by_id_row *p)
{
	return as_program(tx, p, add_night);
}

static enum err leave(struct tx *tx, const struct access_proposal_by_id_row *p, str reason)
{
	(void)tx, (void)p, (void)reason;
	return OK;
}

/* ---- the first sign-in ---- */

struct first {
	str login, code;
};

static enum err make_first(struct tx *tx, struct first *f, int64_t me)
{
	struct wrote out;
	struct access_account_by_login_row row;
	struct access_account_by_login_args by = { f->login };
	struct sha256 hash;
	TRY(access_account_by_login(tx, &by, &row));
	if (!row.is_active)
		return ERR_NOT_FOUND;
	if (row.password.p)
		return refuse(tx->a, tx->refusal, "has_password", NULL,
			      "%.*s has a password. Taking it away is proposed, and another person "
			      "agrees: grata account reset %.*s",
			      SF(f->login), SF(f->login));
	must(paper_hash(f->code, &hash));
	struct account_first_end_args end = { .account_id = row.id, .ended_at = { true, tx->at } };
	struct account_first_add_args add = { .account_id = row.id,
					      .code_hash = { (const char *)hash.b, sizeof hash.b },
					      .made_account_id = me,
					      .made_at = tx->at,
					      .until_at = tx->at + (int64_t)FIRST_CODE_H * 3600 *
								       SECOND_US };
	TRY(account_first_end(tx, &end, &out));
	return account_first_add(tx, &add, &out);
}

static enum err first_deed(struct tx *tx, void *arg)
{
	const struct viewer *me = tx->viewer;
	TRY(may(me, ACT_ACCOUNT_FIRST, NULL, NULL));
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = make_first(tx, arg, me->user_id);
	tx->viewer = me;
	return e;
}

enum err account_make_first(struct account_wish *w, struct os *os, struct refusal *refusal,
			    str login, str *code)
{
	struct first f = { login, paper_code(w->a, os) };
	*code = f.code;
	return db_deed(w->db, w->viewer, w->a, refusal, act_word(ACT_ACCOUNT_FIRST), first_deed,
		       &f);
}

/* ---- ending the sessions of others ---- */

struct ending {
	str login;
	int64_t sessions_n;
};

static enum err end_sessions(struct tx *tx, struct ending *d)
{
	struct wrote out;
	struct account_one_args by = { d->login };
	struct account_one_row row;
	struct account_everybodys_end_args all = { { true, tx->at } };
	struct access_session_end_all_args one = { .ended_at = all.ended_at };
	if (d->login.p) {
		TRY(account_one(tx, &by, &row));
		one.account_id = row.id;
		TRY(access_session_end_all(tx, &one, &out));
		tx_note(tx, CHANGE_NOTE, "account", row.id);
	} else {
		TRY(account_everybodys_end(tx, &all, &out));
	}
	d->sessions_n = out.n;
	return OK;
}

static enum err end_deed(struct tx *tx, void *arg)
{
	const struct viewer *me = tx->viewer;
	TRY(may(me, ACT_ACCOUNT_SIGN_OUT, NULL, NULL));
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = end_sessions(tx, arg);
	tx->viewer = me;
	return e;
}

enum err account_end_sessions(struct account_wish *w, str login, int64_t *sessions_n)
{
	struct ending d = { .login = login };
	enum err e =
	    db_deed(w->db, w->viewer, w->a, NULL, act_word(ACT_ACCOUNT_SIGN_OUT), end_deed, &d);
	*sessions_n = d.sessions_n;
	return e;
}

const struct act_handler account_acts[] = {
	{ ACT_ACCOUNT_ADD, do_new, leave },
	{ ACT_ACCOUNT_GRANT, do_rights, leave },
	{ ACT_ACCOUNT_GRANT_SEC, do_rights, leave },
	{ ACT_ABSENCE_DEPUTY, do_deputy, leave },
	{ ACT_ABSENCE_NIGHT, do_night, leave },
	{ ACT_ACCOUNT_RESET, do_reset, leave },
	{ ACT_ACCOUNT_CLOSE, do_use, leave },
	{ ACT_ACCOUNT_OPEN, do_use, leave },
	{ 0 },
};
