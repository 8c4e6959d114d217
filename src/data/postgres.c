/* postgres.c: the driver of a register in one schema of a PostgreSQL database (the first of the
 * search path). Parameters and results travel in binary.
 *
 * What needs no answer of its own (the beginning and end of a transaction, savepoints, writes that
 * say `later`) is sent with the next statement that does, by libpq's pipeline; docs/adr/0013 says
 * what it brings.
 *
 * Writers of all servers are one after the other: TX_WRITE waits for an advisory lock of the
 * register before it reads anything, and holds it until the commit. So the log is one sequence, and
 * a deed sees all that was committed before it; docs/adr/0011 says why. */
#include <arpa/inet.h>
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "data/engine.h"

/* Numbers of PostgreSQL's own types; they never change. */
enum {
	OID_BYTEA = 17,
	OID_NAME = 19,
	OID_INT8 = 20,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_VARCHAR = 1043,
	NAME_MAX_BYTES = 16,
	ASKED_MAX = 16,
};

struct pg_conn {
	struct conn c;
	PGconn *h;
	enum conn_use use;
	int names_n; /* of prepared statements, so far */
	bool is_lost;
	const char
	    *asked[ASKED_MAX]; /* sent, or in libpq's buffer; nobody has looked at the answer */
	int asked_n;
	bool is_ended;   /* the last of them ends a snapshot; they are on their way */
	enum err spoilt; /* what became of one of them: the transaction can only be rolled back */
};

struct pg_stmt {
	struct stmt st;
	char name[NAME_MAX_BYTES];
	int n; /* parameters */
	const char **values;
	int *lengths, *formats;
	int64_t *numbers; /* in the order of the network: what values point to */
	PGresult *result;
	int row; /* the current one; -1: not run yet */
};

static struct pg_conn *conn_of(struct conn *c)
{
	return (struct pg_conn *)c;
}

static struct pg_stmt *stmt_of(struct stmt *st)
{
	return (struct pg_stmt *)st;
}

/* ---- errors ---- */

static const struct {
	const char *sqlstate; /* or its first letters */
	enum err e;
} states[] = {
	{ "23505", ERR_CONFLICT },  /* unique_violation */
	{ "25006", ERR_DISK },      /* read_only_sql_transaction: a standby */
	{ "55P03", ERR_BUSY },      /* lock_not_available */
	{ "57014", ERR_BUSY },      /* query_canceled: a limit of time */
	{ "53100", ERR_DISK },      /* disk_full */
	{ "53200", ERR_MEMORY },    /* out_of_memory */
	{ "53", ERR_BUSY },         /* insufficient resources: connections */
	{ "58", ERR_IO },           /* system error */
	{ "XX001", ERR_DB_FORMAT }, /* data_corrupted */
	{ "XX002", ERR_DB_FORMAT }, /* index_corrupted */
	{ "40", ERR_BUSY },         /* serialization failure, deadlock */
	{ "08", ERR_BUSY },         /* connection */
	{ "57P", ERR_BUSY },        /* shutdown, crash of another backend, starting up */
};

static enum err err_of_state(const char *sqlstate)
{
	for (size_t i = 0; sqlstate && i < sizeof states / sizeof states[0]; i++)
		if (strncmp(sqlstate, states[i].sqlstate, strlen(states[i].sqlstate)) == 0)
			return states[i].e;
	return ERR_DB;
}

/* A result as the house's error; says what happened on standard error when it is trouble of the
 * machine. */
static enum err pg_err(struct pg_conn *c, const PGresult *r, const char *what)
{
	ExecStatusType status = PQresultStatus(r);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return OK;
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	enum err e = err_of_state(state);
	if (e == ERR_CONFLICT)
		return e;
	fprintf(stderr, "grata: data: %s: %s", what,
		r ? PQresultErrorMessage(r) : PQerrorMessage(c->h));
	/* The database has said goodbye; that the socket is closed shows only at the next word. */
	c->is_lost |= state && (strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0);
	return PQstatus(c->h) == CONNECTION_OK ? e : ERR_BUSY;
}

/* ---- answers that are not waited for ---- */

/* What libpq could not take is told as a connection that is lost. */
static void note_asked(struct pg_conn *c, int is_sent, const char *what)
{
	must(c->asked_n < ASKED_MAX);
	c->asked[c->asked_n++] = what;
	c->is_lost |= !is_sent;
}

static void enter_pipeline(struct pg_conn *c)
{
	if (PQpipelineStatus(c->h) == PQ_PIPELINE_OFF && !PQenterPipelineMode(c->h))
		c->is_lost = true;
}

/* Sent with the next statement. */
static void ask(struct pg_conn *c, const char *sql)
{
	enter_pipeline(c);
	int is_sent = PQsendQueryParams(c->h, sql, 0, NULL, NULL, NULL, NULL, 1);
	note_asked(c, is_sent, sql);
}

/* The next answer; NULL when the connection is gone. */
static PGresult *next_answer(struct pg_conn *c)
{
	PGresult *r = c->is_lost ? NULL : PQgetResult(c->h), *more;
	while (r && (more = PQgetResult(c->h)))
		PQclear(more);
	return r;
}

/* Reads all answers; gives that of the last, which may be an error, where `last` is given. The
 * first error of another spoils the transaction: what it undoes is not known any more, so its
 * savepoints are of no use. */
static enum err answers(struct pg_conn *c, PGresult **last)
{
	int n = c->asked_n - (last != NULL);
	if (!c->is_ended && !PQpipelineSync(c->h))
		c->is_lost = true;
	for (int i = 0; i < n; i++) {
		PGresult *r = next_answer(c);
		if (c->spoilt == OK)
			c->spoilt = pg_err(c, r, c->asked[i]);
		PQclear(r);
	}
	if (last)
		*last = next_answer(c);
	PQclear(PQgetResult(c->h)); /* the end of it */
	c->asked_n = 0;
	c->is_ended = false;
	if (!PQexitPipelineMode(c->h))
		c->is_lost = true;
	return c->spoilt;
}

static enum err settle(struct pg_conn *c)
{
	return c->asked_n ? answers(c, NULL) : c->spoilt;
}

/* For one more that is not waited for. */
static enum err make_room(struct pg_conn *c)
{
	return c->asked_n < ASKED_MAX - 2 ? c->spoilt : settle(c);
}

static PGresult *exec(struct pg_conn *c, const char *sql)
{
	return settle(c) == OK ? PQexec(c->h, sql) : NULL;
}

static enum err run_text(struct pg_conn *c, const char *sql, const char *what)
{
	TRY(settle(c));
	PGresult *r = PQexec(c->h, sql);
	enum err e = pg_err(c, r, what);
	PQclear(r);
	return e;
}

/* ---- connections ---- */

/* Notices ("there is no transaction") are of no use to anybody; but that is how a database says
 * goodbye to a connection that has asked nothing. */
static void hear(void *p, const PGresult *r)
{
	struct pg_conn *c = p;
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	c->is_lost |= state && strncmp(state, "57P", 3) == 0;
}

/* What a session needs. A server that is gone gives up its lock within seconds: the database looks
 * whether the other side is there still. */
static const char SESSION[] =
    "SET client_encoding = 'UTF8'; SET jit = off; SET standard_conforming_strings = on;"
    "SET lock_timeout = 5000; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2;"
    "SET tcp_keepalives_count = 3; SET default_transaction_isolation = 'read committed';"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
_Static_assert(BUSY_MS == 5000, "lock_timeout above is the same");

/* Text sorts and compares by bytes, as in a file; anything else would show other orders. */
static enum err check_encoding(struct pg_conn *c)
{
	PGresult *r = PQexec(c->h, "SELECT pg_encoding_to_char(encoding), datcollate"
				   "  FROM pg_database WHERE datname = current_database()");
	enum err e = pg_err(c, r, "opening");
	if (e == OK && (strcmp(PQgetvalue(r, 0, 0), "UTF8") != 0 ||
			(strcmp(PQgetvalue(r, 0, 1), "C") != 0 &&
			 strcmp(PQgetvalue(r, 0, 1), "C.UTF-8") != 0 &&
			 strcmp(PQgetvalue(r, 0, 1), "C.utf8") != 0))) {
		fprintf(stderr,
			"grata: data: the database must be made with ENCODING 'UTF8' LOCALE "
			"'C.UTF-8' TEMPLATE template0\n");
		e = ERR_DB_FORMAT;
	}
	PQclear(r);
	return e;
}

static void pg_close(struct conn *c)
{
	PQfinish(conn_of(c)->h);
	free(c);
}

static enum err pg_open(const char *where, enum conn_use use, struct conn **out)
{
	static const char *const names[] = { "dbname", "fallback_application_name",
					     "connect_timeout", NULL };
	const char *const values[] = { where, "grata", "5", NULL };
	struct pg_conn *c = calloc(1, sizeof *c);
	if (!c)
		return ERR_MEMORY;
	c->c.engine = &POSTGRES;
	c->use = use;
	c->h = PQconnectdbParams(names, values, 1);
	PQsetNoticeReceiver(c->h, hear, c);
	enum err e = OK;
	if (PQstatus(c->h) != CONNECTION_OK) {
		fprintf(stderr, "grata: data: %s", PQerrorMessage(c->h));
		e = ERR_BUSY;
	}
	if (e == OK)
		e = run_text(c, SESSION, "opening");
	if (e == OK)
		e = check_encoding(c);
	if (e != OK)
		pg_close(&c->c);
	else
		*out = &c->c;
	return e;
}

static bool pg_is_alive(const struct conn *c)
{
	const struct pg_conn *p = (const struct pg_conn *)c;
	return !p->is_lost && PQstatus(p->h) == CONNECTION_OK;
}

static enum tx_state pg_state(const struct conn *c)
{
	const struct pg_conn *p = (const struct pg_conn *)c;
	if (!pg_is_alive(c) || p->is_ended)
		return TX_NONE;
	if (p->spoilt != OK)
		return TX_FAILED;
	if (p->asked_n)
		return TX_OPEN; /* its beginning, or what undoes a failure, among them */
	switch (PQtransactionStatus(p->h)) {
	case PQTRANS_INTRANS:
	case PQTRANS_ACTIVE: return TX_OPEN;
	case PQTRANS_INERROR: return TX_FAILED;
	case PQTRANS_IDLE:
	case PQTRANS_UNKNOWN: return TX_NONE;
	}
	return TX_NONE;
}

/* The lock is of the register, and two may stand in schemas of one database. */
static const char *const steps[TX_STEPS] = {
	"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	"BEGIN; SELECT pg_advisory_xact_lock(1198678388, hashtext(current_schema()))",
	"COMMIT",
	"ROLLBACK",
	"SAVEPOINT deed",
	"RELEASE deed",
	"ROLLBACK TO deed",
};

/* A snapshot begins with its first statement. The connection may have been lost while it lay in the
 * pool. */
static enum err begin_reading(struct pg_conn *c)
{
	if (settle(c) != OK || !PQconsumeInput(c->h) || PQisBusy(c->h))
		c->is_lost = true;
	if (!pg_is_alive(&c->c))
		return ERR_BUSY;
	ask(c, steps[TX_READ]);
	return OK;
}

/* Nobody waits for the end of a snapshot; what became of it is seen when the next begins. */
static enum err end_reading(struct pg_conn *c)
{
	ask(c, steps[TX_COMMIT]);
	c->is_lost |= !PQpipelineSync(c->h);
	c->is_ended = true;
	return OK;
}

static enum err begin_writing(struct pg_conn *c)
{
	enum err e = run_text(c, steps[TX_WRITE], "taking the write lock");
	if (e != OK && pg_state(&c->c) != TX_NONE && run_text(c, "ROLLBACK", "rollback") != OK)
		return ERR_DB;
	return e;
}

static enum err commit(struct pg_conn *c)
{
	PGresult *r;
	if (c->use == CONN_READS)
		return end_reading(c);
	ask(c, steps[TX_COMMIT]);
	enum err e = answers(c, &r);
	if (e == OK)
		e = pg_err(c, r, "COMMIT");
	/* PostgreSQL rolls back what has failed, and calls that well. */
	if (e == OK && strcmp(PQcmdStatus(r), "COMMIT") != 0)
		e = ERR_DB;
	PQclear(r);
	return e;
}

static enum err roll_back(struct pg_conn *c)
{
	(void)settle(c);
	c->spoilt = OK;
	return run_text(c, steps[TX_ROLLBACK], "rollback");
}

/* Inside a transaction; after an error only TX_UNDO helps. */
static enum err ask_step(struct pg_conn *c, enum tx_step step)
{
	TRY(make_room(c));
	enum tx_state state = pg_state(&c->c);
	if (c->spoilt != OK || (state != TX_OPEN && !(state == TX_FAILED && step == TX_UNDO)))
		return ERR_DB;
	ask(c, steps[step]);
	return OK;
}

static enum err pg_run(struct conn *base, enum tx_step step)
{
	struct pg_conn *c = conn_of(base);
	switch (step) {
	case TX_READ: return begin_reading(c);
	case TX_WRITE: return begin_writing(c);
	case TX_COMMIT: return pg_state(base) == TX_OPEN ? commit(c) : ERR_DB;
	case TX_ROLLBACK: return roll_back(c);
	case TX_SAVE:
	case TX_RELEASE:
	case TX_UNDO: return ask_step(c, step);
	case TX_STEPS: break;
	}
	return ERR_DB;
}

static bool pg_has_moved(struct conn *c)
{
	(void)c;
	return true; /* reading the log's head anew is as quick as asking */
}

static enum err pg_exec(struct conn *c, const char *sql)
{
	return run_text(conn_of(c), sql, "statement");
}

static enum err pg_look(struct conn *base, struct found *f)
{
	struct pg_conn *c = conn_of(base);
	PGresult *r = exec(c, "SELECT to_regclass('schema_migration') IS NOT NULL,"
			      " EXISTS (SELECT 1 FROM pg_class"
			      " WHERE relnamespace = current_schema()::regnamespace)");
	enum err e = pg_err(c, r, "looking");
	*f = (struct found){ 0 };
	if (e == OK && *PQgetvalue(r, 0, 0) == 't')
		f->what = FOUND_REGISTER;
	else if (e == OK && *PQgetvalue(r, 0, 1) == 't')
		f->what = FOUND_OTHER;
	PQclear(r);
	if (e != OK || f->what != FOUND_REGISTER)
		return e;
	r = exec(c, "SELECT coalesce(max(version), 0) FROM schema_migration");
	e = pg_err(c, r, "looking");
	if (e == OK)
		f->version = strtoll(PQgetvalue(r, 0, 0), NULL, 10);
	PQclear(r);
	return e;
}

/* ---- statements ---- */

static Oid oid_of(char letter)
{
	return letter == 't' ? OID_TEXT : letter == 'b' ? OID_BYTEA : OID_INT8;
}

static struct pg_stmt *stmt_new(struct pg_conn *c, const struct query *q)
{
	struct pg_stmt *st = calloc(1, sizeof *st);
	if (!st)
		return NULL;
	size_t n = strlen(q->args);
	st->st = (struct stmt){ .conn = &c->c, .q = q };
	st->n = (int)n;
	st->row = -1;
	snprintf(st->name, sizeof st->name, "q%d", ++c->names_n);
	st->values = calloc(n + 1, sizeof *st->values);
	st->lengths = calloc(n + 1, sizeof *st->lengths);
	st->formats = calloc(n + 1, sizeof *st->formats);
	st->numbers = calloc(n + 1, sizeof *st->numbers);
	return st;
}

static void stmt_drop(struct pg_stmt *st)
{
	PQclear(st->result);
	free(st->values);
	free(st->lengths);
	free(st->formats);
	free(st->numbers);
	free(st);
}

static enum err pg_prepare(struct conn *base, const struct query *q, struct stmt **out)
{
	enum { ARGS_MAX = 128 };
	struct pg_conn *c = conn_of(base);
	Oid types[ARGS_MAX];
	TRY(settle(c));
	struct pg_stmt *st = stmt_new(c, q);
	if (!st || !st->values || !st->lengths || !st->formats || !st->numbers)
		must_not_come_here("no memory for a statement");
	must(st->n <= ARGS_MAX);
	for (int i = 0; i < st->n; i++) {
		types[i] = oid_of(q->args[i]);
		st->formats[i] = 1;
	}
	PGresult *r = PQprepare(c->h, st->name, q->pg_sql, st->n, types);
	enum err e = pg_err(c, r, q->name);
	PQclear(r);
	if (e != OK)
		stmt_drop(st);
	else
		*out = &st->st;
	return e;
}

static void pg_free(struct stmt *base)
{
	struct pg_stmt *st = stmt_of(base);
	struct pg_conn *c = conn_of(base->conn);
	char sql[NAME_MAX_BYTES + 16];
	snprintf(sql, sizeof sql, "DEALLOCATE %s", st->name);
	if (pg_state(&c->c) == TX_OPEN)
		PQclear(exec(c, sql));
	stmt_drop(st);
}

static void pg_reset(struct stmt *base)
{
	struct pg_stmt *st = stmt_of(base);
	PQclear(st->result);
	st->result = NULL;
	st->row = -1;
	memset(st->values, 0, (size_t)st->n * sizeof *st->values);
}

static void pg_bind(struct stmt *base, int i, struct value v)
{
	struct pg_stmt *st = stmt_of(base);
	must(i >= 1 && i <= st->n && v.s.n <= INT32_MAX);
	i--;
	if (v.kind == VALUE_NULL) {
		st->values[i] = NULL;
	} else if (v.kind == VALUE_INT) {
		must(base->q->args[i] == 'i');
		st->numbers[i] = (int64_t)htobe64((uint64_t)v.i);
		st->values[i] = (const char *)&st->numbers[i];
		st->lengths[i] = sizeof st->numbers[i];
	} else {
		must(base->q->args[i] == (v.kind == VALUE_TEXT ? 't' : 'b'));
		st->values[i] = v.s.n ? v.s.p : "";
		st->lengths[i] = (int)v.s.n;
	}
}

static void send_stmt(struct pg_stmt *st)
{
	struct pg_conn *c = conn_of(st->st.conn);
	enter_pipeline(c);
	int is_sent =
	    PQsendQueryPrepared(c->h, st->name, st->n, st->values, st->lengths, st->formats, 1);
	note_asked(c, is_sent, st->st.q->name);
}

static enum err run_stmt(struct pg_stmt *st)
{
	struct pg_conn *c = conn_of(st->st.conn);
	enum err e = OK;
	PQclear(st->result);
	st->result = NULL;
	if (c->asked_n) {
		send_stmt(st);
		e = answers(c, &st->result);
	} else {
		st->result =
		    PQexecPrepared(c->h, st->name, st->n, st->values, st->lengths, st->formats, 1);
	}
	return e == OK ? pg_err(c, st->result, st->st.q->name) : e;
}

static enum err pg_step(struct stmt *base, bool *has_row)
{
	struct pg_stmt *st = stmt_of(base);
	*has_row = false;
	if (st->row < 0)
		TRY(run_stmt(st));
	*has_row = ++st->row < PQntuples(st->result);
	return OK;
}

static struct value value_at(const PGresult *r, int row, int col)
{
	const char *p = PQgetvalue(r, row, col);
	int n = PQgetlength(r, row, col);
	int32_t small;
	int64_t big;
	if (PQgetisnull(r, row, col))
		return (struct value){ .kind = VALUE_NULL };
	switch (PQftype(r, col)) {
	case OID_INT8:
		memcpy(&big, p, sizeof big);
		return (struct value){ .kind = VALUE_INT, .i = (int64_t)be64toh((uint64_t)big) };
	case OID_INT4:
		memcpy(&small, p, sizeof small);
		return (struct value){ .kind = VALUE_INT, .i = (int32_t)ntohl((uint32_t)small) };
	case OID_NAME:
	case OID_VARCHAR:
	case OID_TEXT: return (struct value){ .kind = VALUE_TEXT, .s = { p, n } };
	case OID_BYTEA: return (struct value){ .kind = VALUE_BLOB, .s = { p, n } };
	default: /* allowed: PostgreSQL has more types than a register */
		fprintf(stderr, "grata: data: %s is of type %u\n", PQfname(r, col),
			PQftype(r, col));
		must_not_come_here("a result of a type that no register has");
	}
}

static struct value pg_get(struct stmt *st, int col)
{
	return value_at(stmt_of(st)->result, stmt_of(st)->row, col);
}

static enum err pg_write(struct stmt *base, struct arena *a, struct touched **rows, ptrdiff_t *n)
{
	struct pg_stmt *st = stmt_of(base);
	const struct query *q = base->q;
	struct pg_conn *c = conn_of(base->conn);
	if (q->is_later) {
		TRY(make_room(c));
		send_stmt(st);
		return OK;
	}
	TRY(run_stmt(st));
	*n = q->has_id ? PQntuples(st->result) : strtol(PQcmdTuples(st->result), NULL, 10);
	if (q->is_plain_insert && *n == 0)
		return ERR_CONFLICT;
	if (!q->has_id)
		return OK;
	*rows = arena_new_n(a, struct touched, *n);
	for (int i = 0; i < *n; i++) {
		struct touched *row = &(*rows)[i];
		row->id = value_at(st->result, i, 0).i;
		if (!q->table)
			continue;
		row->values = arena_new_n(a, struct value, q->n_names);
		for (int k = 0; k < q->n_names; k++)
			row->values[k] = value_copy(a, value_at(st->result, i, k + 1));
	}
	return OK;
}

/* ---- the database's own check ---- */

/* PostgreSQL holds to its constraints itself; what an administrator may have switched off or left
 * half made is what can be wrong. */
static enum err pg_check(struct conn *base, struct arena *a, struct faults *faults)
{
	struct pg_conn *c = conn_of(base);
	(void)a;
	PGresult *r = exec(
	    c,
	    "SELECT c.conname, 'this constraint was never proved for the rows there are'"
	    "  FROM pg_constraint c WHERE NOT c.convalidated"
	    "   AND c.connamespace = current_schema()::regnamespace UNION ALL "
	    "SELECT i.indexrelid::regclass::text, 'this index is not valid'"
	    "  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
	    " WHERE NOT (i.indisvalid AND i.indisready)"
	    "   AND t.relnamespace = current_schema()::regnamespace UNION ALL "
	    "SELECT t.tgrelid::regclass::text, 'a trigger that guards references is switched off'"
	    "  FROM pg_trigger t JOIN pg_class k ON k.oid = t.tgrelid"
	    " WHERE t.tgenabled = 'D' AND k.relnamespace = current_schema()::regnamespace"
	    " ORDER BY 1, 2 LIMIT 20");
	enum err e = pg_err(c, r, "check");
	for (int i = 0; e == OK && i < PQntuples(r); i++)
		fault_at(faults, (str){ 0 }, 0, 0, str_of(PQgetvalue(r, i, 0)), "%s",
			 PQgetvalue(r, i, 1));
	PQclear(r);
	return e;
}

/* ---- the place ---- */

static str part_of(const PQconninfoOption *parts, const char *name)
{
	for (; parts && parts->keyword; parts++)
		if (strcmp(parts->keyword, name) == 0 && parts->val)
			return str_of(parts->val);
	return (str){ 0 };
}

static str pg_say(struct arena *a, const char *where)
{
	PQconninfoOption *parts = PQconninfoParse(where, NULL);
	str service = part_of(parts, "service"), name = part_of(parts, "dbname");
	str host = part_of(parts, "host");
	str said = service.n ? str_fmt(a, "the PostgreSQL service %.*s", SF(service))
			     : str_fmt(a, "the PostgreSQL database %.*s%s%.*s", SF(name),
				       host.n ? " at " : "", SF(host));
	PQconninfoFree(parts);
	return said;
}

/* Numbers set apart by commas. */
static const int *ports_of(struct arena *a, str list)
{
	int n = 0, *ports = arena_new_n(a, int, list.n + 2);
	while (list.p) {
		long v = strtol(str_z(a, str_cut(&list, ',')), NULL, 10);
		if (v > 0 && v < 65536)
			ports[n++] = (int)v;
	}
	if (!n)
		ports[n] = 5432;
	return ports;
}

/* What a connection was really made with, after services, the environment and what is usual. */
static enum err pg_doors(struct arena *a, const char *where, struct db_doors *d)
{
	static const char *const files[] = { "passfile", "sslcert", "sslkey", "sslrootcert",
					     "sslcrl" };
	enum { FILES_N = sizeof files / sizeof files[0] };
	static const int no_ports[] = { 0 };
	struct conn *c;
	TRY(pg_open(where, CONN_READS, &c));
	PQconninfoOption *parts = PQconninfo(conn_of(c)->h);
	const char **reads = arena_new_n(a, const char *, FILES_N + 1);
	for (int i = 0, n = 0; i < FILES_N; i++)
		if (part_of(parts, files[i]).n)
			reads[n++] = str_z(a, part_of(parts, files[i]));
	str hosts = part_of(parts, "host");
	*d = (struct db_doors){ .reads = reads, .ports = no_ports };
	d->is_local = !hosts.n || str_find_byte(hosts, '/') >= 0;
	if (hosts.n && hosts.p[0] != '/')
		d->ports = ports_of(a, part_of(parts, "port"));
	PQconninfoFree(parts);
	pg_close(c);
	return OK;
}

static bool pg_is_there(const char *where)
{
	(void)where; /* opening it tells */
	return true;
}

static enum err pg_make(const char *where)
{
	struct conn *c;
	struct found f;
	TRY(pg_open(where, CONN_WRITES, &c));
	enum err e = pg_look(c, &f);
	pg_close(c);
	return e != OK ? e : f.what == FOUND_NOTHING ? OK : ERR_CONFLICT;
}

/* All that the schema's steps have made: tables with what hangs on them, and the functions. */
static void pg_unmake(const char *where)
{
	struct conn *c;
	char sql[256];
	if (pg_open(where, CONN_WRITES, &c) != OK)
		return;
	enum err e = pg_run(c, TX_WRITE);
	for (int i = 0; e == OK && i < SCHEMA_TABLES_N; i++) {
		const char *name = SCHEMA_TABLES[i].name;
		snprintf(sql, sizeof sql,
			 "DROP TABLE IF EXISTS %s CASCADE; DROP FUNCTION IF EXISTS %s_next_id",
			 name, name);
		e = pg_exec(c, sql);
	}
	if (e == OK)
		e = pg_exec(c, "DROP TABLE IF EXISTS schema_migration");
	if (e == OK)
		e = pg_run(c, TX_COMMIT);
	pg_close(c);
}

const struct engine *engine_of(const char *where)
{
	bool is_url =
	    strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
	if (!is_url && !strchr(where, '='))
		return &SQLITE;
	PQconninfoOption *parts = PQconninfoParse(where, NULL);
	PQconninfoFree(parts);
	return is_url || parts ? &POSTGRES : &SQLITE;
}

const struct engine POSTGRES = {
	.what = "database",
	.begin_schema = "CREATE TABLE schema_migration (version bigint PRIMARY KEY,"
			" name text NOT NULL, hash text NOT NULL, applied_at bigint NOT NULL)",
	.defer = "SET CONSTRAINTS ALL DEFERRED",
	.say = pg_say,
	.doors = pg_doors,
	.is_there = pg_is_there,
	.make = pg_make,
	.unmake = pg_unmake,
	.open = pg_open,
	.close = pg_close,
	.is_alive = pg_is_alive,
	.state = pg_state,
	.run = pg_run,
	.has_moved = pg_has_moved,
	.exec = pg_exec,
	.look = pg_look,
	.prepare = pg_prepare,
	.free = pg_free,
	.reset = pg_reset,
	.bind = pg_bind,
	.step = pg_step,
	.get = pg_get,
	.write = pg_write,
	.check = pg_check,
};
