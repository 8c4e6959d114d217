/* audit.c: appending. The data layer calls audit_append with what a deed changed, inside the deed's
 * savepoint; audit_seal once before each commit. */
#include "audit/audit.h"

#include <string.h>

#include "audit.sql.h"
#include "audit/leaf.h"
#include "audit/tlog.h"
#include "base/day.h"

const struct viewer VIEWER_SYSTEM = {
	.role_bits = BIT(ROLE_SYSTEM),
	.label_bits = BIT(LABELS_N) - 1,
	.name = { "grata", 5 },
	.session = { "", 0 },
};

struct audit {
	bool is_loaded;
	int64_t changes_n;
	struct tlog_edge edge; /* of the leaves written so far, this commit's included */
};

static const char *op_word(enum change_op op)
{
	switch (op) {
	case CHANGE_INSERT: return "insert";
	case CHANGE_UPDATE: return "update";
	case CHANGE_VIEW: return "view";
	case CHANGE_REFUSE: return "refuse";
	case CHANGE_NOTE:
	case CHANGE_ERASE: return "note";
	}
	return "";
}

static bool is_change(enum change_op op)
{
	return op == CHANGE_INSERT || op == CHANGE_UPDATE;
}

/* The role a viewer acts in, for the leaf: its words, set apart by '+'. */
static str roles_text(struct arena *a, uint32_t bits)
{
	struct out o = out_to_arena(a);
	for (unsigned r = 0; r < ROLES_N; r++)
		if (bits >> r & 1) {
			if (o.n)
				out_lit(&o, "+");
			out_str(&o, str_of(role_word((enum role)r)));
		}
	return out_view(&o);
}

static enum err load_edge(struct tx *tx, struct audit *log)
{
	struct audit_edge_get_row row;
	enum err e = audit_edge_get(tx, &row);
	log->changes_n = e == OK ? row.changes_n : 0;
	if (e == ERR_NOT_FOUND)
		log->edge = (struct tlog_edge){ 0 };
	else if (e != OK)
		return e;
	else if (!tlog_edge_read(row.edge_blob, &log->edge) || log->edge.size != row.leaves_n)
		return ERR_LOG;
	log->is_loaded = true;
	return OK;
}

static struct leaf_value leaf_value_of(const struct value *v)
{
	switch (v->kind) {
	case VALUE_INT: return (struct leaf_value){ .kind = LEAF_INT, .i = v->i };
	case VALUE_TEXT: return (struct leaf_value){ .kind = LEAF_TEXT, .s = v->s };
	case VALUE_BLOB: return (struct leaf_value){ .kind = LEAF_BLOB, .s = v->s };
	case VALUE_NULL: return (struct leaf_value){ .kind = LEAF_NULL };
	}
	return (struct leaf_value){ .kind = LEAF_NULL };
}

/* Commits to the values of the change; gives the text of the opening, null when there are none. */
static enum err commit_values(struct tx *tx, const struct change *c, struct leaf *l, str *opening)
{
	struct sha256 seed;
	bool is_new = c->op == CHANGE_INSERT && l->prev == 0; /* columns left out are null */
	os_random(db_os(tx->db), seed.b, sizeof seed.b);
	struct opening op = opening_of_seed(&seed);
	for (ptrdiff_t i = 0; i < c->n; i++)
		if (!is_new || c->values[i].kind != VALUE_NULL)
			opening_add(tx->a, &op, str_of(c->names[i]), leaf_value_of(&c->values[i]));
	*opening = (str){ 0 };
	if (!op.fields.n)
		return OK;
	opening_seal(tx->a, &op, l);
	struct out o = out_to_arena(tx->a);
	TRY(opening_write(&o, &op));
	*opening = out_view(&o);
	return OK;
}

/* What all leaves of a deed share. */
static struct leaf leaf_of_deed(struct tx *tx, const struct viewer *who, int64_t deed)
{
	return (struct leaf){ .deed = deed,
			      .at = tx->at,
			      .actor_id = who->user_id,
			      .actor = who->name,
			      .role = roles_text(tx->a, who->role_bits),
			      .session = who->session,
			      .act = tx->act,
			      .purpose = who->purpose };
}

static enum err append_one(struct tx *tx, struct tlog_edge *edge, const struct change *c,
			   struct leaf l)
{
	struct audit_leaf_last_row last;
	struct audit_leaf_last_args object = { .object_table = str_of(c->table),
					       .object_id = c->row_id };
	enum err e = audit_leaf_last(tx, &object, &last);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	bool is_first = e == ERR_NOT_FOUND;
	l.seq = edge->size + 1;
	l.prev = is_first ? 0 : last.id;
	l.version = (is_first ? 0 : last.version_n) + is_change(c->op);
	l.op = str_of(op_word(c->op));
	if (c->op == CHANGE_ERASE)
		l.act = S("audit.erase");
	l.obj_table = object.object_table;
	l.obj_id = c->row_id;
	str opening;
	TRY(commit_values(tx, c, &l, &opening));
	struct out o = out_to_arena(tx->a);
	TRY(leaf_write(&o, &l));
	str body = out_view(&o);
	struct sha256 hash = tlog_leaf_hash(body);
	tlog_append(edge, &hash, NULL);
	struct audit_leaf_add_args in = { .id = l.seq,
					  .at = l.at,
					  .account_id = l.actor_id,
					  .act = l.act,
					  .op = l.op,
					  .object_table = l.obj_table,
					  .object_id = l.obj_id,
					  .version_n = l.version,
					  .body = body,
					  .leaf_hash = { (const char *)hash.b, sizeof hash.b },
					  .opening = opening };
	struct wrote out;
	return audit_leaf_add(tx, &in, &out);
}

static enum err append_all(struct tx *tx, struct audit *log, const struct viewer *who)
{
	if (!log->is_loaded)
		TRY(load_edge(tx, log));
	struct tlog_edge edge = log->edge;
	struct leaf head = leaf_of_deed(tx, who, edge.size + 1);
	int64_t changes_n = log->changes_n;
	for (const struct change *c = tx->changes; c; c = c->next) {
		TRY(append_one(tx, &edge, c, head));
		changes_n += is_change(c->op);
	}
	log->edge = edge; /* only when all went in */
	log->changes_n = changes_n;
	return OK;
}

/* What a form asks for is done once, whichever server it reaches: its mark is a unique key, written
 * in the transaction of the deed. Looking at something may be repeated. */
static enum err mark_sent(struct tx *tx, struct sent *sent)
{
	enum { KEPT_DAYS = 7 };
	struct wrote out;
	bool changes = false;
	for (const struct change *c = tx->changes; c; c = c->next)
		changes |= is_change(c->op);
	if (!sent || !changes)
		return OK;
	struct sha256 h = sha256_of(sent->hash, str_fmt(tx->a, " deed %d", ++sent->n), (str){ 0 });
	struct audit_sent_add_args in = { { (const char *)h.b, sizeof h.b }, tx->at };
	struct audit_sent_forget_args old = { tx->at - KEPT_DAYS * (int64_t)DAY_US };
	TRY(audit_sent_forget(tx, &old, &out));
	enum err e = audit_sent_add(tx, &in, &out);
	return e == ERR_CONFLICT ? ERR_REPEATED : e;
}

static enum err audit_append(void *p, struct tx *tx)
{
	const struct viewer *who = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = mark_sent(tx, who->sent);
	if (e == OK)
		e = append_all(tx, p, who);
	tx->viewer = who;
	return e;
}

/* Writes the edge and the root once for all deeds of a commit. */
static enum err audit_seal(void *p, struct tx *tx)
{
	struct audit *log = p;
	if (!log->is_loaded)
		return OK;
	struct sha256 root = tlog_root(&log->edge);
	struct audit_edge_put_args in = { .leaves_n = log->edge.size,
					  .changes_n = log->changes_n,
					  .edge_blob = tlog_edge_bytes(tx->a, &log->edge),
					  .root_hash = { (const char *)root.b, sizeof root.b } };
	struct wrote out;
	tx->viewer = &VIEWER_SYSTEM;
	return audit_edge_put(tx, &in, &out);
}

static void audit_forget(void *p)
{
	struct audit *log = p;
	log->is_loaded = false;
}

void audit_attach(struct arena *perm, struct db *db)
{
	struct log_hook hook = { .append = audit_append,
				 .seal = audit_seal,
				 .forget = audit_forget };
	hook.log = arena_new(perm, struct audit);
	db_set_log(db, hook);
}

enum err audit_head(struct tx *tx, struct audit_head *head)
{
	struct audit_edge_get_row row;
	const struct viewer *who = tx->viewer;
	tx->viewer = &VIEWER_SYSTEM;
	enum err e = audit_edge_get(tx, &row);
	tx->viewer = who;
	if (e == ERR_NOT_FOUND) {
		*head = (struct audit_head){ .root = tlog_empty_root() };
		return OK;
	}
	if (e != OK)
		return e;
	if (row.root_hash.n != sizeof head->root.b)
		return ERR_LOG;
	head->leaves_n = row.leaves_n;
	head->changes_n = row.changes_n;
	for (int i = 0; i < 32; i++)
		head->root.b[i] = (uint8_t)row.root_hash.p[i];
	return OK;
}

enum err audit_version(struct tx *tx, str table, int64_t object_id, int64_t *version)
{
	struct audit_leaf_last_row last = { 0 };
	struct audit_leaf_last_args in = { .object_table = table, .object_id = object_id };
	enum err e = audit_leaf_last(tx, &in, &last);
	*version = e == OK ? last.version_n : 0;
	return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- entries, for those who sign and give out ---- */

enum { HASHES_N = 10000, BODIES_N = 2000 };

enum err audit_hashes_read(struct tx *tx, int64_t from, struct audit_hashes *h)
{
	struct audit_hash_page_args in = { .from_id = from, .limit_n = HASHES_N };
	struct audit_hash_page_rows rows;
	TRY(audit_hash_page(tx, &in, &rows));
	*h = (struct audit_hashes){ arena_new_n(tx->a, struct sha256, rows.n), rows.n };
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		if (rows.v[i].id != from + i || rows.v[i].leaf_hash.n != sizeof h->v->b)
			return ERR_LOG;
		memcpy(h->v[i].b, rows.v[i].leaf_hash.p, sizeof h->v->b);
	}
	return OK;
}

enum err audit_bodies_read(struct tx *tx, int64_t from, struct audit_bodies *b)
{
	struct audit_leaf_page_args in = { .from_id = from, .limit_n = BODIES_N };
	struct audit_leaf_page_rows rows;
	TRY(audit_leaf_page(tx, &in, &rows));
	*b = (struct audit_bodies){ arena_new_n(tx->a, str, rows.n), rows.n };
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		if (rows.v[i].id != from + i)
			return ERR_LOG;
		b->v[i] = rows.v[i].body;
	}
	return OK;
}
