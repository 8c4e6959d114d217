/* audit_verify.c: is the log whole, and do the rows say what the log says? Three passes: the file's
 * structure; every leaf in its order (form, number, commitments, root); every object of every
 * audited table, its leaves replayed and compared with the live row. */
#include <string.h>

#include "audit.sql.h"
#include "audit/audit.h"
#include "audit/leaf.h"
#include "audit/tlog.h"
#include "data/query.h"

enum { PAGE = 512, PAGE_ARENA = 64 << 20 };

struct verify {
	struct tx *tx;
	struct arena *a;   /* of the caller: for faults */
	struct arena page; /* emptied after each page of leaves */
	struct arena live; /* emptied after each live row */
	const struct sha256 *asked;
	struct tlog_edge edge;
	int64_t changes_n;
	struct faults *faults;
	struct audit_report *report;
};

static void leaf_fault(struct verify *v, int64_t id, const char *what)
{
	fault_at(v->faults, (str){ 0 }, 0, 0, str_fmt(v->a, "leaf %lld", (long long)id), "%s",
		 what);
}

/* ---- the leaves in their order ---- */

static void check_opening(struct verify *v, const struct audit_leaf_page_row *row,
			  const struct leaf *l)
{
	struct opening op;
	str bad;
	if (str_is_null(row->opening)) {
		if (l->fields.n)
			leaf_fault(v, row->id,
				   "its values and salts are gone, and no erasure says so");
	} else if (opening_read(&v->page, row->opening, &op) != OK) {
		leaf_fault(v, row->id, "its values and salts cannot be read");
	} else if (opening_check(l, &op, &bad) != OK) {
		leaf_fault(v, row->id,
			   str_fmt(&v->page,
				   "the value or salt of '%.*s' is not what was committed", SF(bad))
			       .p);
	} else {
		v->report->values_n += op.fields.n;
	}
}

/* The columns beside the body repeat it; they must not say anything else. */
static bool columns_agree(const struct audit_leaf_page_row *row, const struct leaf *l)
{
	return row->at == l->at && row->account_id == l->actor_id && str_eq(row->act, l->act) &&
	       str_eq(row->op, l->op) && str_eq(row->object_table, l->obj_table) &&
	       row->object_id == l->obj_id && row->version_n == l->version;
}

static void check_leaf(struct verify *v, const struct audit_leaf_page_row *row)
{
	struct leaf l;
	struct sha256 hash = tlog_leaf_hash(row->body);
	tlog_append(&v->edge, &hash, NULL);
	if (!str_eq(row->leaf_hash, (str){ (const char *)hash.b, sizeof hash.b }))
		leaf_fault(v, row->id, "its body is not the one that was hashed");
	if (v->asked && !v->report->has_root_asked) {
		struct sha256 root = tlog_root(&v->edge);
		v->report->has_root_asked = sha256_eq(&root, v->asked);
	}
	if (row->id != v->edge.size) {
		leaf_fault(v, row->id,
			   "stands in the wrong place, or leaves before it are missing");
		v->edge.size = row->id; /* so that this is said once */
	}
	if (leaf_read(&v->page, row->body, &l) != OK) {
		leaf_fault(v, row->id, "its body is not a leaf in canonical form");
		return;
	}
	v->changes_n += str_eq(l.op, S("insert")) || str_eq(l.op, S("update"));
	if (l.seq != row->id)
		leaf_fault(v, row->id, "its body has another number");
	if (!columns_agree(row, &l))
		leaf_fault(v, row->id, "the columns beside it say something else than its body");
	check_opening(v, row, &l);
}

static enum err check_leaves(struct verify *v)
{
	struct audit_leaf_page_args in = { .from_id = 0, .limit_n = PAGE };
	struct audit_leaf_page_rows rows;
	v->tx->a = &v->page;
	do {
		arena_reset(&v->page);
		TRY(audit_leaf_page(v->tx, &in, &rows));
		for (ptrdiff_t i = 0; i < rows.n; i++)
			check_leaf(v, &rows.v[i]);
		if (rows.n)
			in.from_id = rows.v[rows.n - 1].id + 1;
	} while (rows.n == PAGE);
	return OK;
}

static enum err check_root(struct verify *v)
{
	struct audit_head head;
	arena_reset(&v->page);
	TRY(audit_head(v->tx, &head));
	v->report->head = (struct audit_head){ .leaves_n = v->edge.size,
					       .changes_n = v->changes_n,
					       .root = tlog_root(&v->edge) };
	if (head.leaves_n != v->edge.size || head.changes_n != v->changes_n ||
	    !sha256_eq(&head.root, &v->report->head.root))
		fault_field(
		    v->faults, S("root"),
		    "the register says %lld leaves, the log holds %lld, or their root or number of changes differs",
		    (long long)head.leaves_n, (long long)v->edge.size);
	if (v->asked && !v->report->has_root_asked)
		fault_field(
		    v->faults, S("root"),
		    "the log never had the root asked for: it was shortened or rebuilt since");
	return OK;
}

/* ---- the objects ---- */

/* What the leaves say an object is now. */
struct object {
	int64_t id;
	bool is_there;
	struct leaf_value *values;  /* by column; LEAF_NULL at first */
	int64_t lost_id, erased_id; /* last leaf that lacks values, last entry that says why */
};

/* Leaves of one table, read a page at a time, object by object. */
struct leaf_stream {
	struct verify *v;
	str table;
	struct audit_leaf_by_object_rows rows;
	ptrdiff_t at;
	int64_t object_id, id;
	bool is_end;
};

static void object_fault(struct verify *v, const char *table, int64_t id, const char *what)
{
	fault_at(v->faults, (str){ 0 }, 0, 0, str_fmt(v->a, "%s %lld", table, (long long)id), "%s",
		 what);
}

static const struct table_info *table_by_name(str name)
{
	for (int i = 0; i < SCHEMA_TABLES_N; i++)
		if (str_eq(name, str_of(SCHEMA_TABLES[i].name)))
			return &SCHEMA_TABLES[i];
	return NULL;
}

static enum err stream_fill(struct leaf_stream *s)
{
	struct audit_leaf_by_object_args in = { s->table, s->object_id, s->id, PAGE };
	TRY(audit_leaf_by_object(s->v->tx, &in, &s->rows));
	s->at = 0;
	s->is_end = s->rows.n == 0;
	return OK;
}

/* An opening without its seed has lost values: an erasure, and then a later entry of the object
 * says so. */
static void note_loss(struct verify *v, const struct audit_leaf_by_object_row *row,
		      const struct opening *op, struct object *o)
{
	struct leaf l;
	if (!op->has_seed && leaf_read(&v->page, row->body, &l) == OK && l.fields.n > op->fields.n)
		o->lost_id = row->id;
}

/* Replays one leaf onto the object. */
static void replay(struct verify *v, const struct table_info *t,
		   const struct audit_leaf_by_object_row *row, struct object *o)
{
	struct opening op = { 0 };
	if (str_starts(row->body, S("{\"act\":\"audit.erase\",")))
		o->erased_id = row->id;
	if (str_is_null(row->opening) || opening_read(&v->page, row->opening, &op) != OK)
		return; /* the first pass has said so */
	o->is_there = true;
	note_loss(v, row, &op, o);
	for (ptrdiff_t i = 0; i < op.fields.n; i++) {
		int c = 0;
		while (c < t->n_columns && !str_eq(op.fields.v[i].name, str_of(t->columns[c].name)))
			c++;
		if (c < t->n_columns)
			o->values[c] = op.fields.v[i].value;
	}
}

/* The next object of the stream, all its leaves replayed; *has is false at the end. Pages turn over
 * only where one object ends, so that its values stay readable. */
static enum err stream_next(struct leaf_stream *s, const struct table_info *t, struct object *o,
			    bool *has)
{
	*has = false;
	if (arena_used(&s->v->page) > PAGE_ARENA / 4) { /* read on from here in fresh memory */
		arena_reset(&s->v->page);
		TRY(stream_fill(s));
	}
	if (s->is_end)
		return OK;
	*o = (struct object){ .id = s->rows.v[s->at].object_id };
	o->values = arena_new_n(&s->v->page, struct leaf_value, t->n_columns + 1);
	while (!s->is_end && s->rows.v[s->at].object_id == o->id) {
		const struct audit_leaf_by_object_row *row = &s->rows.v[s->at++];
		s->object_id = row->object_id;
		s->id = row->id;
		replay(s->v, t, row, o);
		if (s->at == s->rows.n)
			TRY(stream_fill(s));
	}
	*has = true;
	return OK;
}

static bool same_value(const struct leaf_value *l, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL: return l->kind == LEAF_NULL;
	case VALUE_INT: return l->kind == LEAF_INT && l->i == v->i;
	case VALUE_TEXT: return l->kind == LEAF_TEXT && str_eq(l->s, v->s);
	case VALUE_BLOB: return l->kind == LEAF_BLOB && str_eq(l->s, v->s);
	}
	return false;
}

static void compare(struct verify *v, const struct table_info *t, const struct object *o,
		    const struct value *live)
{
	for (int c = 0; c < t->n_columns; c++)
		if (strcmp(t->columns[c].name, "id") != 0 && !same_value(&o->values[c], &live[c]))
			object_fault(
			    v, t->name, o->id,
			    str_fmt(v->a, "column %s is not what the log says", t->columns[c].name)
				.p);
	v->report->rows_n++;
}

/* Live rows and objects of the log, both rising by id, side by side. */
static enum err merge(struct verify *v, const struct table_info *t, struct walk *w,
		      struct arena *live_arena)
{
	struct leaf_stream s = { .v = v, .table = str_of(t->name), .object_id = INT64_MIN };
	struct object o;
	struct value *live = arena_new_n(v->a, struct value, t->n_columns + 1);
	int64_t id = 0;
	bool has_live, has_object;
	TRY(stream_fill(&s));
	TRY(walk_next(w, live_arena, &has_live, &id, live));
	TRY(stream_next(&s, t, &o, &has_object));
	while (has_live || has_object) {
		if (has_object && o.lost_id > o.erased_id)
			object_fault(v, t->name, o.id,
				     "values and salts are gone, and no erasure says so");
		o.lost_id = 0; /* said once */
		bool is_both = has_live && has_object && id == o.id;
		bool is_live_first = has_live && (!has_object || id < o.id);
		if (is_both)
			compare(v, t, &o, live);
		else if (is_live_first)
			object_fault(v, t->name, id,
				     "the row is there, but the log knows nothing of it");
		else if (o.is_there)
			object_fault(v, t->name, o.id, "the log has it, but the row is gone");
		if (is_both || !is_live_first)
			TRY(stream_next(&s, t, &o, &has_object));
		if (is_both || is_live_first) {
			arena_reset(live_arena);
			TRY(walk_next(w, live_arena, &has_live, &id, live));
		}
	}
	return OK;
}

static enum err check_table(struct verify *v, const struct table_info *t)
{
	struct walk *w;
	v->tx->a = v->a;
	TRY(walk_open(v->tx, t, &w));
	v->tx->a = &v->page;
	arena_reset(&v->page);
	arena_reset(&v->live);
	enum err e = merge(v, t, w, &v->live);
	walk_close(w);
	return e;
}

static enum err check_objects(struct verify *v)
{
	struct audit_object_tables_rows names;
	v->tx->a = v->a;
	TRY(audit_object_tables(v->tx, &names));
	for (ptrdiff_t i = 0; i < names.n; i++) {
		const struct table_info *t = table_by_name(names.v[i].name);
		if (!t || !t->is_audited)
			fault_field(v->faults, names.v[i].name,
				    "the log speaks of a table that is not audited");
	}
	for (int i = 0; i < SCHEMA_TABLES_N; i++)
		if (SCHEMA_TABLES[i].is_audited)
			TRY(check_table(v, &SCHEMA_TABLES[i]));
	return OK;
}

static enum err verify_all(struct verify *v)
{
	TRY(db_check(v->tx, v->faults));
	TRY(faults_err(v->faults)); /* what is damaged cannot be read on */
	TRY(check_leaves(v));
	TRY(check_root(v));
	TRY(check_objects(v));
	return faults_err(v->faults);
}

enum err audit_verify(struct db *db, struct arena *a, const struct sha256 *root,
		      struct faults *faults, struct audit_report *report)
{
	struct tx tx;
	struct verify v = { .tx = &tx, .a = a, .asked = root, .faults = faults, .report = report };
	*report = (struct audit_report){ .head = { .root = tlog_empty_root() } };
	enum err e = arena_open(&v.page, PAGE_ARENA);
	if (e == OK)
		e = arena_open(&v.live, PAGE_ARENA);
	if (e == OK)
		e = tx_begin(db, &VIEWER_SYSTEM, a, &tx);
	if (e == OK) {
		e = verify_all(&v);
		tx.a = a;
		tx_end(&tx);
	}
	arena_close(&v.page);
	arena_close(&v.live);
	return e == ERR_FAULTS ? ERR_LOG : e;
}
