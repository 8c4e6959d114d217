/* matrix_test.c: the gate against the access matrix as security.md 4.2 has it, written by hand
 * here: every role, thing, label and state once; then each branch of may() that the table does not
 * take. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "access/may.h"
#include "audit/audit.h"
#include "base/json.h"
#include "oversight/oversight.h"

CHECK_ARENA(256 << 20)

/* One row of 4.2 for each label that has a meaning there. Cells hold the words of the section: R
 * read, M "R meta", "count", "hashes" or "health"; W write draft, w only while it is a draft
 * ("submit", "draft notes"); P propose, A approve, V vouch, r "R public"; H: is a holder who hands
 * it on (handbook 3). W, P, A and V include R. */
/* clang-format off */
static const struct row {
	const char *thing, *label;
	const char *cell[9]; /* mission protocol visa vetting security desk head auditor admin */
} rows[] = {
	{ "register", "PROT", { "R", "WP", "R", "R", "R", "R", "A", "M", "-" } },
	{ "family", "PERS", { "W", "W", "R", "R", "R", "-", "R", "M", "-" } },
	{ "application", "PROT", { "R", "RH", "WPH", "RH", "RH", "M", "AH", "M", "-" } },
	{ "application", "VISA", { "w", "RH", "WPH", "RH", "RH", "-", "AH", "M", "-" } },
	{ "document", "VISA", { "W", "R", "W", "R", "R", "-", "R", "-", "-" } },
	{ "screening", "VET", { "-", "-", "-", "WP", "R", "-", "R", "M", "-" } },
	{ "screening", "VISA", { "-", "-", "R", "WP", "R", "-", "R", "M", "-" } }, /* "R outcome only" */
	{ "advice", "SEC", { "-", "-", "-", "R", "WP", "-", "R", "-", "-" } },
	{ "advice", "VISA", { "-", "-", "R", "R", "WP", "-", "R", "-", "-" } }, /* R "advice given" */
	{ "watchlist", "VET", { "-", "-", "-", "P", "PA", "-", "R", "M", "-" } },
	{ "round", "PROT", { "-", "w", "-", "R", "P", "P", "A", "M", "-" } },
	{ "round", "DIPL", { "-", "w", "-", "R", "P", "P", "A", "M", "-" } },
	{ "round", "SEC", { "-", "-", "-", "-", "P", "-", "A", "-", "-" } }, /* "P people" */
	{ "departure", "PROT", { "R", "W", "W", "R", "W", "R", "R", "R", "-" } },
	{ "ceiling", "PROT", { "R", "P", "R", "-", "-", "P", "A", "R", "-" } },
	{ "ledger", "PROT", { "-", "R", "R", "R", "R", "W", "R", "R", "-" } },
	{ "talks", "PROT", { "-", "R", "R", "-", "R", "W", "R", "-", "-" } }, /* "R asks to us" */
	{ "talks", "DIPL", { "-", "-", "-", "-", "R", "W", "R", "-", "-" } },
	{ "statement", "PROT", { "-", "W", "-", "-", "R", "WP", "R", "R", "-" } },
	{ "list", "PROT", { "r", "P", "-", "-", "-", "-", "A", "R", "-" } },
	{ "standard", "PROT", { "R", "R", "R", "R", "-", "R", "W", "R", "-" } },
	{ "log", "PROT", { "R", "R", "R", "R", "R", "R", "R", "R", "M" } },
	{ "users", "PROT", { "P", "-", "-", "-", "V", "-", "A", "R", "PA" } },
	{ "keys", "PROT", { "-", "-", "-", "-", "-", "-", "-", "M", "PA" } },
	/* 4.3: what takes two people, and break-glass. */
	{ "standard_change", "PROT", { "-", "-", "P", "-", "-", "-", "PA", "R", "-" } },
	{ "export", "PROT", { "-", "P", "P", "P", "P", "P", "PA", "R", "-" } },
	{ "erasure", "PROT", { "-", "P", "-", "-", "W", "-", "WPA", "R", "-" } },
	{ "absence", "PROT", { "-", "P", "P", "P", "P", "P", "PA", "R", "A" } },
	{ "password", "PROT", { "-", "-", "-", "-", "-", "-", "-", "-", "W!" } },
	{ "glass", "PROT", { "-", "W", "W", "W", "WA", "W", "WA", "R", "-" } },
	{ "note", "PROT", { "R", "WPH", "WPH", "R", "R", "WP", "WPAH", "R", "-" } },
	{ "template", "PROT", { "-", "P", "R", "R", "R", "P", "PA", "R", "P" } },
	{ "readers", "PROT", { "-", "-", "-", "-", "W", "-", "R", "R", "R" } },
};
/* clang-format on */
static const char *const roles[] = { "mission", "protocol", "visa",    "vetting", "security",
				     "desk",    "head",     "auditor", "admin" };
static const char *const rights[] = {
	"read", "meta", "write", "move", "propose", "approve", "vouch"
};

static bool in(const char *cell, const char *letters)
{
	return strpbrk(cell, letters) != NULL;
}

/* What the cell means in a state: only what is open or a draft is proposed, only what waits is
 * approved, only who writes reads a draft, and what is closed is not written. */
static bool wants(const char *cell, const char *state, const char *right)
{
	bool is_draft = !strcmp(state, "draft"), is_closed = !strcmp(state, "closed"),
	     waits = !strcmp(state, "proposed");
	bool reads = in(cell, "RWwPAV") && !in(cell, "!");
	if (!strcmp(right, "read"))
		return is_draft ? reads && in(cell, "WwP") : reads || (is_closed && in(cell, "r"));
	if (!strcmp(right, "meta"))
		return reads || in(cell, "M");
	if (!strcmp(right, "write"))
		return (in(cell, "W") && !is_closed) || (in(cell, "w") && is_draft);
	if (!strcmp(right, "move"))
		return in(cell, "H") && !is_draft && !is_closed;
	if (!strcmp(right, "propose"))
		return in(cell, "P") && !waits && !is_closed;
	if (!strcmp(right, "approve"))
		return in(cell, "A") && waits;
	return in(cell, "V") && waits;
}

static const struct row *row_of(str thing, str label)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (str_eq(thing, str_of(rows[i].thing)) && str_eq(label, str_of(rows[i].label)))
			return &rows[i];
	return NULL;
}

static int role_at(str role)
{
	int r = 0;
	while (r < 9 && !str_eq(role, str_of(roles[r])))
		r++;
	assert_in_range(r, 0, 8);
	return r;
}

static const struct json *matrix(void)
{
	const struct json *j;
	struct out o = out_to_arena(&A);
	struct faults f = faults_in(&A);
	struct verb_call c = { .a = &A, .out = &o, .is_json = true };
	assert_ok(oversight_verbs[0].run(&c));
	assert_ok(json_read(&A, out_view(&o), &f, &j));
	return j;
}

static bool lists(const struct json *list, const char *word)
{
	for (const struct json *m = list->first; m; m = m->next)
		if (str_eq(m->text, str_of(word)))
			return true;
	return false;
}

static void every_cell_is_as_written_by_hand(void **state)
{
	(void)state;
	int cells = 0, of_4_2 = 0, given = 0;
	for (const struct json *d = json_get(matrix(), "decided")->first; d; d = d->next, cells++) {
		const struct row *r = row_of(json_text(d, "thing"), json_text(d, "label"));
		const char *cell = r ? r->cell[role_at(json_text(d, "role"))] : "-";
		str st = json_text(d, "state");
		for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++) {
			bool want = wants(cell, str_z(&A, st), rights[i]);
			given += want;
			if (lists(json_get(d, "may"), rights[i]) != want)
				fail_msg("%.*s %.*s %.*s %.*s %s: %s wanted",
					 SF(json_text(d, "role")), SF(json_text(d, "thing")),
					 SF(json_text(d, "label")), SF(st), rights[i],
					 want ? "yes" : "no");
		}
		of_4_2 += cells < 18 * 9 * LABELS_N * OBJECT_STATES_N;
	}
	assert_int_equal(of_4_2, 3888);
	assert_int_equal(cells, THINGS_N * 9 * LABELS_N * OBJECT_STATES_N);
	printf(
	    "# figure: %d of %d cells as written by hand, %d of them of security.md 4.2; %d rights given\n",
	    cells, cells, of_4_2, given);
}

/* What the compiled queries let a role reach never goes beyond the rows of 4.2 that say "-". */
static void queries_keep_to_the_matrix(void **state)
{
	(void)state;
	static const struct {
		const char *role, *table;
	} never[] = {
		/* "Admin has no read of case data" */
		{ "admin", "visa_application" },
		{ "admin", "visa_holding" },
		{ "admin", "person" },
		{ "admin", "person_name" },
		{ "admin", "mission_appointment" },
		{ "mission", "visa_holding" },
		{ "mission", "person_name" },
		{ "mission", "ledger_round" },
		{ "auditor", "person_name" },
	};
	int n = 0, written = 0;
	for (const struct json *d = json_get(matrix(), "computed")->first; d; d = d->next, n++) {
		bool is_read = json_get(d, "read")->n, is_write = json_get(d, "write")->n;
		for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
			if (str_eq(json_text(d, "role"), str_of(never[i].role)) &&
			    str_eq(json_text(d, "table"), str_of(never[i].table)) &&
			    (is_read || is_write))
				fail_msg("%s reaches %s.%.*s", never[i].role, never[i].table,
					 SF(json_text(d, "column")));
		/* "auditor has no write at all": but the log's own leaves, which every deed and
		 * look leaves. */
		if (str_eq(json_text(d, "role"), S("auditor")) && is_write)
			assert_true(str_starts(json_text(d, "table"), S("audit_")));
		written += is_write;
	}
	assert_int_equal(n % 9, 0);
	assert_true(written > 0);
	printf("# figure: %d pairs of role and column computed from the queries\n", n);
}

/* ---- what the table does not take ---- */

static const str RU[] = { { "RU", 2 } };
static const str VERA[] = { { "Vera", 4 } }, BOTH[] = { { "Dan", 3 }, { "Vera", 4 } };
static const int64_t CASES[] = { 12 };
static const struct glass TAKEN[] = { { LABEL_SEC, { "visa_application", 16 }, 7, 0, 0 } };

#define WHO(...) (&(struct viewer){ .user_id = 1, .label_bits = BIT(LABELS_N) - 1, __VA_ARGS__ })
#define ON(...)  (&(struct object){ __VA_ARGS__ })
#define MORE(...)                                                                                  \
	.clearance = &(const struct clearance)                                                     \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

struct ask {
	const struct viewer *v;
	enum act act;
	const struct object *o;
	const char *field;
	enum err want;
};

static void ask_all(const struct ask *v, int n)
{
	for (int i = 0; i < n; i++) {
		enum err e = may(v[i].v, v[i].act, v[i].o, v[i].field);
		if (e != v[i].want)
			fail_msg("question %d: %s, wanted %s", i, err_name(e), err_name(v[i].want));
	}
	printf("# figure: %d questions, each answered as it should\n", n);
}

/* clang-format off */
static void labels_and_scope(void **state)
{
	(void)state;
	const uint32_t visa = BIT(ROLE_VISA), head = BIT(ROLE_HEAD), vetting = BIT(ROLE_VETTING),
		       mission = BIT(ROLE_MISSION);
	const struct ask asks[] = {
		{ &VIEWER_SYSTEM, ACT_EXPEL, NULL, NULL, OK },
		{ WHO(.role_bits = 0), CAN(READ, REGISTER), NULL, NULL, ERR_DENIED },
		{ WHO(.role_bits = visa | head), ACT_VISA_REFUSE, NULL, NULL, ERR_NEEDS_APPROVAL },
		{ WHO(.role_bits = head), ACT_VISA_REFUSE, NULL, NULL, ERR_DENIED },
		{ WHO(.role_bits = visa), ACT_VISA_REFUSE, ON(.state = OBJECT_PROPOSED), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa), CAN(NONE, REGISTER), NULL, NULL, ERR_DENIED },
		/* labels: of the act, of a field, of the row, none for metadata */
		{ &(struct viewer){ .role_bits = visa, .label_bits = BIT(LABEL_PROT) }, ACT_VISA_REFUSE, NULL, NULL, ERR_DENIED },
		{ WHO(.role_bits = visa), CAN(READ, APPLICATION), ON("visa_application", 1), "outcome_reason", OK },
		{ &(struct viewer){ .role_bits = visa, .label_bits = BIT(LABEL_PROT) }, CAN(READ, APPLICATION), ON("visa_application", 1), "outcome_reason", ERR_DENIED },
		{ &(struct viewer){ .role_bits = visa, .label_bits = BIT(LABEL_PROT) }, CAN(READ, APPLICATION), ON("visa_application", 1), "due_on", OK },
		{ WHO(.role_bits = visa), CAN(READ, REGISTER), ON("person", 1), "birth_place", ERR_DENIED }, /* is FAMILY's */
		{ WHO(.role_bits = visa), CAN(READ, APPLICATION), ON("visa_application", 1, .label_bits = BIT(LABEL_SEC)), "due_on", ERR_DENIED },
		{ &(struct viewer){ .role_bits = BIT(ROLE_AUDITOR), .label_bits = BIT(LABEL_PROT) }, CAN(META, SCREENING), NULL, NULL, OK },
		/* scope: missions and states */
		{ WHO(.role_bits = mission, .mission_id = 7), CAN(READ, REGISTER), ON("mission", 7, 7), NULL, OK },
		{ WHO(.role_bits = mission, .mission_id = 7), CAN(READ, REGISTER), ON("mission", 8, 8), NULL, ERR_DENIED },
		{ WHO(.role_bits = mission, .mission_id = 7), CAN(READ, REGISTER), NULL, NULL, ERR_DENIED },
		{ WHO(.role_bits = mission), CAN(READ, REGISTER), ON("mission", 7, 0), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, .mission_id = 7), CAN(READ, REGISTER), ON("mission", 8, 8), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.states = RU, .n_states = 1)), CAN(READ, APPLICATION), ON("x", 1, .state_iso = S("RU")), NULL, OK },
		{ WHO(.role_bits = visa, MORE(.states = RU, .n_states = 1)), CAN(READ, APPLICATION), ON("x", 1, .state_iso = S("FR")), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.states = RU, .n_states = 1)), CAN(READ, APPLICATION), ON("x", 1), NULL, OK },
		{ WHO(.role_bits = vetting), CAN(READ, ROUND), ON("x", 1, .state_iso = S("RU")), NULL, ERR_DENIED },
		{ WHO(.role_bits = vetting, MORE(.states = RU, .n_states = 1)), CAN(READ, ROUND), ON("x", 1, .state_iso = S("RU")), NULL, OK },
	};
	ask_all(asks, sizeof asks / sizeof asks[0]);
}

static void separation_and_break_glass(void **state)
{
	(void)state;
	const uint32_t visa = BIT(ROLE_VISA), head = BIT(ROLE_HEAD), vetting = BIT(ROLE_VETTING),
		       security = BIT(ROLE_SECURITY);
	const struct ask asks[] = {
		/* own acts, and a purpose */
		{ WHO(.role_bits = visa), CAN(READ, LOG), ON("audit_leaf", 1, .account_id = 1), NULL, OK },
		{ WHO(.role_bits = visa), CAN(READ, LOG), ON("audit_leaf", 1, .account_id = 2), NULL, ERR_DENIED },
		{ WHO(.role_bits = vetting), CAN(READ, FAMILY), NULL, NULL, ERR_DENIED },
		{ WHO(.role_bits = vetting, .purpose = S("A-118")), CAN(READ, FAMILY), NULL, NULL, OK },
		/* a case names its readers */
		{ WHO(.role_bits = security), CAN(READ, ADVICE), ON("x", 1, .src_id = 12), NULL, ERR_DENIED },
		{ WHO(.role_bits = security, MORE(.src_ids = CASES, .n_src_ids = 1)), CAN(READ, ADVICE), ON("x", 1, .src_id = 12), NULL, OK },
		{ WHO(.role_bits = security, MORE(.src_ids = CASES, .n_src_ids = 1)), CAN(READ, ADVICE), ON("x", 1, .src_id = 13), NULL, ERR_DENIED },
		/* the same person does not approve: as oneself, as a deputy, nor when it is not known who one is */
		{ WHO(.role_bits = head, MORE(.persons = BOTH, .n_persons = 1)), CAN(APPROVE, APPLICATION), ON("x", 1, .state = OBJECT_PROPOSED, .persons = VERA, .n_persons = 1), NULL, OK },
		{ WHO(.role_bits = head, MORE(.persons = VERA, .n_persons = 1)), CAN(APPROVE, APPLICATION), ON("x", 1, .state = OBJECT_PROPOSED, .persons = VERA, .n_persons = 1), NULL, ERR_DENIED },
		{ WHO(.role_bits = head, MORE(.persons = BOTH, .n_persons = 2)), CAN(APPROVE, APPLICATION), ON("x", 1, .state = OBJECT_PROPOSED, .persons = VERA, .n_persons = 1), NULL, ERR_DENIED },
		{ WHO(.role_bits = head), CAN(APPROVE, APPLICATION), ON("x", 1, .state = OBJECT_PROPOSED, .persons = VERA, .n_persons = 1), NULL, ERR_DENIED },
		{ WHO(.role_bits = security, MORE(.persons = VERA, .n_persons = 1)), CAN(VOUCH, USERS), ON("x", 1, .state = OBJECT_PROPOSED, .persons = VERA, .n_persons = 1), NULL, ERR_DENIED },
		{ WHO(.role_bits = head, MORE(.persons = VERA, .n_persons = 1)), CAN(READ, APPLICATION), ON("x", 1, .state = OBJECT_PROPOSED, .persons = VERA, .n_persons = 1), NULL, OK },
		/* break-glass: one label on one record, to read and never to approve */
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(READ, ADVICE), ON("visa_application", 7), NULL, OK },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(READ, ADVICE), ON("visa_application", 8), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(READ, ADVICE), ON("person", 7), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(READ, ADVICE), ON(.id = 7), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(READ, ADVICE), NULL, NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(READ, SCREENING), ON("visa_application", 7), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(WRITE, ADVICE), ON("visa_application", 7), NULL, ERR_DENIED },
		{ WHO(.role_bits = visa, MORE(.glass = TAKEN, .n_glass = 1)), CAN(APPROVE, APPLICATION), ON("visa_application", 7, .state = OBJECT_PROPOSED, .label_bits = BIT(LABEL_SEC)), NULL, ERR_DENIED },
	};
	ask_all(asks, sizeof asks / sizeof asks[0]);
}
/* clang-format on */

/* Every act of security.md 4.3 takes another person, and somebody may be that person. */
static void what_hurts_takes_two(void **state)
{
	(void)state;
	static const enum act hurts[] = {
		ACT_VISA_REFUSE,   ACT_EXPEL,         ACT_CEILING_SET,       ACT_LIST_PUBLISH,
		ACT_OWN_LIST_ADD,  ACT_ACCOUNT_GRANT, ACT_ACCOUNT_GRANT_SEC, ACT_ACCOUNT_ADD,
		ACT_EXPORT_LARGE,  ACT_ERASE,         ACT_KEY_CHANGE,        ACT_STANDARD_SET,
		ACT_OWN_LIST_MOVE, ACT_EVIDENCE_SET
	};
	for (size_t i = 0; i < sizeof hurts / sizeof hurts[0]; i++) {
		int proposers = 0;
		for (int role = 0; role < ROLE_SYSTEM; role++) {
			struct viewer v = { .user_id = 1,
					    .role_bits = BIT(role),
					    .mission_id = role == ROLE_MISSION ? 7 : 0,
					    .label_bits = BIT(LABELS_N) - 1 };
			struct object o = { .mission_id = 7 };
			enum err e = may(&v, hurts[i], &o, NULL);
			assert_true(e == ERR_DENIED || e == ERR_NEEDS_APPROVAL);
			proposers += e == ERR_NEEDS_APPROVAL;
		}
		assert_true(proposers > 0);
		assert_true(act_approvals(hurts[i]) >= 1 && act_approvers(hurts[i]));
	}
	assert_int_equal(act_approvals(ACT_EXPEL), 2); /* head, then the minister's office */
	assert_int_equal(act_approvers(ACT_VISA_REFUSE), BIT(ROLE_HEAD));
	assert_int_equal(act_approvers(ACT_OWN_LIST_ADD), BIT(ROLE_SECURITY));
	assert_int_equal(act_approvers(ACT_ACCOUNT_GRANT), BIT(ROLE_HEAD) | BIT(ROLE_ADMIN));
	assert_int_equal(act_approvers(ACT_ACCOUNT_GRANT_SEC), BIT(ROLE_SECURITY));
	assert_int_equal(act_approvers(ACT_VISA_MOVE), 0);
	enum act act = ACT_EXPEL;
	assert_true(act_of_word(S("visa.refuse"), &act) && act == ACT_VISA_REFUSE);
	assert_false(act_of_word(S("visa.refus"), &act));
}

static void the_matrix_is_readable(void **state)
{
	(void)state;
	struct out o = out_to_arena(&A);
	struct verb_call c = { .a = &A, .out = &o };
	assert_ok(oversight_verbs[0].run(&c));
	assert_true(str_find(out_view(&o), S("Security advice\n  mission   \n")) >= 0);
	assert_true(str_find(out_view(&o), S("  admin      write(PROT)\n")) >= 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_cell_is_as_written_by_hand),
		TEST(queries_keep_to_the_matrix),
		TEST(labels_and_scope),
		TEST(separation_and_break_glass),
		TEST(what_hurts_takes_two),
		TEST(the_matrix_is_readable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
