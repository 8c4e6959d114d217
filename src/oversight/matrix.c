/* matrix.c: `grata access matrix`: what each role can reach by the queries as they were compiled,
 * and what may() decides. */
#include "access/may.h"
#include "base/embed.h"
#include "data/query.h"
#include "oversight/oversight.h"

EMBED(access_computed);

static const char *const rights[RIGHTS_N] = { NULL,   "read",    "meta",    "write",
					      "move", "propose", "approve", "vouch" };
static const char *const states[OBJECT_STATES_N] = { "open", "draft", "proposed", "closed" };

/* ---- computed ---- */

/* Is the line "role\tread|write\ttable.column" among those the compiler of the queries wrote? */
static bool reaches(str line)
{
	return str_find(embed_str(access_computed), line) >= 0;
}

static bool can(struct arena scratch, int role, const char *how, const char *table,
		const char *column)
{
	return reaches(
	    str_fmt(&scratch, "%s\t%s\t%s.%s\n", role_word((enum role)role), how, table, column));
}

static void out_computed(struct verb_call *c)
{
	bool is_first = true;
	for (int role = 0; role < ROLE_SYSTEM; role++)
		for (int t = 0; t < SCHEMA_TABLES_N; t++)
			for (int k = 0; k < SCHEMA_TABLES[t].n_columns; k++) {
				const struct table_info *of = &SCHEMA_TABLES[t];
				const char *column = of->columns[k].name;
				bool is_read = can(*c->a, role, "read", of->name, column);
				bool is_write = can(*c->a, role, "write", of->name, column) ||
						can(*c->a, role, "write", of->name, "*");
				int label = __builtin_ctz(of->columns[k].label_bit);
				out_fmt(c->out,
					"%s{\"role\":\"%s\",\"table\":\"%s\",\"column\":\"%s\","
					"\"label\":\"%s\",\"read\":%s,\"write\":%s}",
					is_first ? "" : ",\n", role_word((enum role)role), of->name,
					column, label_name((enum label)label),
					is_read ? "true" : "false", is_write ? "true" : "false");
				is_first = false;
			}
}

/* ---- decided ---- */

/* Somebody in the role with this label, to whom nothing stands in the way but the table itself: the
 * object is of the own mission and scope, of the own acts, and a purpose is said. */
static bool decides(int role, int thing, int label, int state, int right)
{
	static const str scope[] = { { "RU", 2 } };
	static const struct clearance in_scope = { .states = scope, .n_states = 1 };
	struct viewer v = { .user_id = 1,
			    .role_bits = BIT(role),
			    .label_bits = BIT(LABEL_PROT) | BIT(label),
			    .purpose = S("A-1"),
			    .clearance = &in_scope };
	struct object o = { .state_iso = scope[0],
			    .state = (enum object_state)state,
			    .account_id = 1 };
	v.mission_id = role == ROLE_MISSION;
	o.mission_id = v.mission_id;
	o.label_bits = BIT(label);
	return may(&v, CAN_OF(right, thing), &o, NULL) != ERR_DENIED;
}

static void out_decided(struct verb_call *c)
{
	int n = 0;
	for (int cell = 0; cell < ROLE_SYSTEM * THINGS_N * LABELS_N * OBJECT_STATES_N; cell++) {
		int state = cell % OBJECT_STATES_N, label = cell / OBJECT_STATES_N % LABELS_N;
		int role = cell / OBJECT_STATES_N / LABELS_N % ROLE_SYSTEM;
		int thing = cell / OBJECT_STATES_N / LABELS_N / ROLE_SYSTEM;
		out_fmt(c->out,
			"%s{\"role\":\"%s\",\"thing\":\"%s\",\"label\":\"%s\",\"state\":\"%s\","
			"\"may\":[",
			cell ? ",\n" : "", role_word((enum role)role),
			thing_word((enum thing)thing), label_name((enum label)label),
			states[state]);
		n = 0;
		for (int right = RIGHT_READ; right < RIGHTS_N; right++)
			if (decides(role, thing, label, state, right))
				out_fmt(c->out, "%s\"%s\"", n++ ? "," : "", rights[right]);
		out_lit(c->out, "]}");
	}
}

/* For people: one line a role and thing, the rights on an open object, label by label. */
static void out_lines(struct verb_call *c)
{
	for (int thing = 0; thing < THINGS_N; thing++) {
		out_fmt(c->out, "%s\n", thing_says((enum thing)thing));
		for (int role = 0; role < ROLE_SYSTEM; role++) {
			out_fmt(c->out, "  %-10s", role_word((enum role)role));
			for (int cell = 0; cell < LABELS_N * RIGHTS_N; cell++) {
				int label = cell / RIGHTS_N, right = cell % RIGHTS_N;
				int state = right == RIGHT_APPROVE || right == RIGHT_VOUCH
						? OBJECT_PROPOSED
						: OBJECT_OPEN;
				if (right && decides(role, thing, label, state, right))
					out_fmt(c->out, " %s(%s)", rights[right],
						label_name((enum label)label));
			}
			out_lit(c->out, "\n");
		}
	}
}

static enum err matrix_verb(struct verb_call *c)
{
	if (!c->is_json) {
		out_lines(c);
		return OK;
	}
	out_lit(c->out, "{\"computed\":[\n");
	out_computed(c);
	out_lit(c->out, "],\n\"decided\":[\n");
	out_decided(c);
	out_lit(c->out, "]}\n");
	return OK;
}

const struct verb oversight_verbs[] = {
	{ "access", "matrix", NULL,
	  "Who may do what: as the queries were compiled, and as the gate decides.", VERB_PURE,
	  NULL, matrix_verb },
	{ 0 },
};
