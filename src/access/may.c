/* may.c: the gate: the tables, one decision, then what an account has beyond its roles. */
#include "access/may.h"

#include <string.h>

#include "access.sql.h"
#include "audit/audit.h"
#include "base/must.h"
#include "data/query.h"

static const struct {
	const char *word, *says;
	enum label label;
} things[] = {
#define THING(name, word, label, says) { word, says, LABEL_##label },
#include "access/cells.def"
};

/* By thing and label; a NULL row has no meaning. */
static const char *const cells[THINGS_N][LABELS_N][ROLE_SYSTEM] = {
#define CELL(thing, label, ...) [THING_##thing][LABEL_##label] = { __VA_ARGS__ },
#include "access/cells.def"
};

static const struct act_row {
	const char *word, *says;
	enum thing thing;
	enum label label;
	enum right right, yes;
	int approvals;
	bool is_urgent;
} acts[] = {
#define ACT(name, word, thing, label, right, yes, approvals, is_urgent, says)                      \
	{                                                                                          \
		word,          says,        THING_##thing, LABEL_##label,                          \
		RIGHT_##right, RIGHT_##yes, approvals,     is_urgent                               \
	},
#include "access/acts.def"
#undef ACT
};

const char *thing_word(enum thing t)
{
	must((int)t >= 0 && t < THINGS_N);
	return things[t].word;
}

const char *thing_says(enum thing t)
{
	must((int)t >= 0 && t < THINGS_N);
	return things[t].says;
}

static const struct act_row *row_of(enum act act)
{
	must((int)act >= 0 && act < ACTS_N);
	return &acts[act];
}

const char *act_word(enum act act)
{
	return row_of(act)->word;
}

const char *act_says(enum act act)
{
	return row_of(act)->says;
}

int act_approvals(enum act act)
{
	return row_of(act)->approvals;
}

bool act_is_urgent(enum act act)
{
	return row_of(act)->is_urgent;
}

bool act_of_word(str word, enum act *act)
{
	for (int i = 0; i < ACTS_N; i++)
		if (str_eq(word, str_of(acts[i].word))) {
			*act = (enum act)i;
			return true;
		}
	return false;
}

enum act act_yes(enum act act)
{
	const struct act_row *r = row_of(act);
	return CAN_OF(r->yes, r->thing);
}

/* A generic act has no row of its own: it is made from its number. */
static struct act_row any_row(enum act act)
{
	must((int)act >= 0 && (int)act < CAN_N);
	if (act < ACTS_N)
		return acts[act];
	enum thing thing = (enum thing)(((int)act - ACTS_N) / RIGHTS_N);
	return (struct act_row){ .thing = thing,
				 .label = things[thing].label,
				 .right = (enum right)(((int)act - ACTS_N) % RIGHTS_N) };
}

/* ---- the decision ---- */

static bool has(const char *cell, char letter)
{
	return strchr(cell, letter) != NULL;
}

/* Does the cell give the right, where the object stands? */
static bool gives(const char *cell, enum right right, enum object_state state)
{
	bool is_draft = state == OBJECT_DRAFT, is_closed = state == OBJECT_CLOSED;
	switch (right) {
	case RIGHT_NONE: return false;
	case RIGHT_READ:
		if (is_draft)
			return has(cell, 'R') && strpbrk(cell, "WwP");
		return has(cell, 'R') || (is_closed && has(cell, 'r'));
	case RIGHT_META: return has(cell, 'M') || has(cell, 'R');
	case RIGHT_WRITE: return (has(cell, 'W') && !is_closed) || (has(cell, 'w') && is_draft);
	case RIGHT_MOVE: return has(cell, 'H') && !is_draft && !is_closed;
	case RIGHT_PROPOSE:
		return has(cell, 'P') && (state == OBJECT_OPEN || state == OBJECT_DRAFT);
	case RIGHT_APPROVE: return has(cell, 'A') && state == OBJECT_PROPOSED;
	case RIGHT_VOUCH: return has(cell, 'V') && state == OBJECT_PROPOSED;
	case RIGHTS_N: break;
	}
	must_not_come_here("seven rights");
}

static bool in_list(const str *v, ptrdiff_t n, str s)
{
	for (ptrdiff_t i = 0; i < n; i++)
		if (str_eq(v[i], s))
			return true;
	return false;
}

static const struct clearance *clearance_of(const struct viewer *v)
{
	static const struct clearance none = { 0 };
	return v->clearance ? v->clearance : &none;
}

/* What the cell asks on top: own mission, own act, a state of one's scope, a purpose. */
static bool holds(const char *cell, const struct viewer *v, const struct object *o)
{
	const struct clearance *c = clearance_of(v);
	if (has(cell, '*') && !v->mission_id) /* in_scope compares the missions */
		return false;
	if (has(cell, '=') && o->account_id != v->user_id)
		return false;
	if (has(cell, '@') && !in_list(c->states, c->n_states, o->state_iso))
		return false;
	return !has(cell, '?') || v->purpose.n > 0;
}

static bool in_scope(const struct viewer *v, const struct object *o)
{
	const struct clearance *c = clearance_of(v);
	if (v->mission_id && o->mission_id != v->mission_id)
		return false;
	if (c->n_states && o->state_iso.n && !in_list(c->states, c->n_states, o->state_iso))
		return false;
	bool is_reader = !o->src_id;
	for (ptrdiff_t i = 0; i < c->n_src_ids; i++)
		is_reader |= c->src_ids[i] == o->src_id;
	return is_reader;
}

/* Nobody approves what they made themselves, nor what somebody made whom they stand in for. */
static bool is_another(const struct viewer *v, const struct object *o)
{
	const struct clearance *c = clearance_of(v);
	for (ptrdiff_t i = 0; i < o->n_persons; i++)
		if (!c->n_persons || in_list(c->persons, c->n_persons, o->persons[i]))
			return false;
	return true;
}

static bool has_glass(const struct viewer *v, enum label label, const char *table, int64_t id)
{
	const struct clearance *c = clearance_of(v);
	for (ptrdiff_t i = 0; i < c->n_glass; i++)
		if (c->glass[i].label == label && c->glass[i].id == id && table &&
		    str_eq(c->glass[i].table, str_of(table)))
			return true;
	return false;
}

static bool allows(const struct viewer *v, const struct act_row *r, enum label label,
		   const struct object *o)
{
	if (r->right == RIGHT_READ && has_glass(v, label, o->table, o->id))
		return true;
	if (r->right != RIGHT_META && !(v->label_bits & BIT(label)))
		return false;
	for (int role = 0; role < ROLE_SYSTEM; role++) {
		const char *cell = cells[r->thing][label][role];
		if ((v->role_bits & BIT(role)) && cell && gives(cell, r->right, o->state) &&
		    holds(cell, v, o))
			return true;
	}
	return false;
}

enum label label_of_field(const char *table, const char *field)
{
	for (int t = 0; t < SCHEMA_TABLES_N; t++)
		for (int c = 0; c < SCHEMA_TABLES[t].n_columns; c++)
			if (strcmp(SCHEMA_TABLES[t].name, table) == 0 &&
			    strcmp(SCHEMA_TABLES[t].columns[c].name, field) == 0)
				return (enum label)__builtin_ctz(
				    SCHEMA_TABLES[t].columns[c].label_bit);
	must_not_come_here("a question about a column that is not in the schema");
}

enum err may(const struct viewer *v, enum act act, const struct object *o, const char *field)
{
	static const struct object nothing = { 0 };
	struct act_row r = any_row(act);
	if (v->role_bits & BIT(ROLE_SYSTEM))
		return OK;
	if (!o)
		o = &nothing;
	bool is_yes = r.right == RIGHT_APPROVE || r.right == RIGHT_VOUCH;
	if (!in_scope(v, o) || (is_yes && !is_another(v, o)))
		return ERR_DENIED;
	uint32_t labels = o->label_bits;
	if (field)
		labels |= BIT(label_of_field(o->table, field));
	else if (act < ACTS_N || !labels)
		labels |= BIT(r.label);
	for (int label = 0; label < LABELS_N; label++)
		if ((labels & BIT(label)) && !allows(v, &r, (enum label)label, o))
			return ERR_DENIED;
	return r.right == RIGHT_PROPOSE ? ERR_NEEDS_APPROVAL : OK;
}

uint32_t act_approvers(enum act act)
{
	const struct act_row *r = row_of(act);
	uint32_t bits = 0;
	for (int role = 0; r->approvals && role < ROLE_SYSTEM; role++)
		if (gives(cells[r->thing][r->label][role], r->yes, OBJECT_PROPOSED))
			bits |= BIT(role);
	return bits;
}

/* ---- what an account has beyond its roles ---- */

/* What nobody else does in one's place: a mission's own, the auditor's and the administrator's. */
static const uint32_t STOOD_FOR = BIT(ROLE_PROTOCOL) | BIT(ROLE_VISA) | BIT(ROLE_VETTING) |
				  BIT(ROLE_SECURITY) | BIT(ROLE_DESK) | BIT(ROLE_HEAD);

static enum label label_of_name(str name)
{
	for (int i = 0; i < LABELS_N; i++)
		if (str_eq(name, str_of(label_name((enum label)i))))
			return (enum label)i;
	must_not_come_here("the schema lists labels only");
}

enum err clearance_read(struct tx *tx, int64_t account_id, str person, uint32_t *role_bits,
			const struct clearance **out)
{
	struct clearance *c = arena_new(tx->a, struct clearance);
	const struct viewer *me = tx->viewer;
	struct access_scope_of_args scope_in = { account_id };
	struct access_scope_of_rows scope;
	struct access_readings_of_args read_in = { account_id };
	struct access_readings_of_rows read;
	struct access_glass_of_args glass_in = { account_id, tx->at };
	struct access_glass_of_rows glass;
	struct access_glass_overdue_args due_in = { account_id, tx->on };
	struct access_glass_overdue_row due = { 0 };
	struct access_stands_for_args for_in = { account_id, tx->on };
	struct access_stands_for_rows stands_for;
	tx->viewer = &VIEWER_SYSTEM; /* what somebody may is the program's to know */
	enum err e = access_scope_of(tx, &scope_in, &scope);
	e = e == OK ? access_readings_of(tx, &read_in, &read) : e;
	e = e == OK ? access_glass_of(tx, &glass_in, &glass) : e;
	e = e == OK ? access_stands_for(tx, &for_in, &stands_for) : e;
	e = e == OK ? access_glass_overdue(tx, &due_in, &due) : e;
	tx->viewer = me;
	if (e != OK)
		return e;
	str *states = arena_new_n(tx->a, str, scope.n),
	    *persons = arena_new_n(tx->a, str, stands_for.n + 1);
	int64_t *src_ids = arena_new_n(tx->a, int64_t, read.n);
	struct glass *taken = arena_new_n(tx->a, struct glass, glass.n);
	for (ptrdiff_t i = 0; i < scope.n; i++)
		states[i] = scope.v[i].state_iso;
	for (ptrdiff_t i = 0; i < read.n; i++)
		src_ids[i] = read.v[i].case_id;
	for (ptrdiff_t i = 0; i < glass.n; i++)
		taken[i] =
		    (struct glass){ label_of_name(glass.v[i].label), glass.v[i].object_table,
				    glass.v[i].object_id, glass.v[i].until_at, glass.v[i].id };
	persons[0] = person;
	for (ptrdiff_t i = 0; i < stands_for.n; i++) {
		persons[i + 1] = stands_for.v[i].natural_person;
		*role_bits |= (uint32_t)stands_for.v[i].role_bits & STOOD_FOR;
	}
	*c = (struct clearance){ states,  scope.n,          src_ids, read.n,
				 persons, stands_for.n + 1, taken,   glass.n };
	if (due.overdue_n)
		*role_bits = 0; /* held until somebody reviews */
	*out = c;
	return OK;
}

struct viewer viewer_on(const struct viewer *v, const char *table, int64_t id, bool *is_open)
{
	struct viewer on = *v;
	for (int label = 0; label < LABELS_N; label++)
		if (has_glass(v, (enum label)label, table, id))
			on.label_bits |= BIT(label);
	*is_open = on.label_bits != v->label_bits;
	if (*is_open)
		on.role_bits |= STOOD_FOR;
	return on;
}
