/* leaf.c: the entries of the log. Order: leaf, commitments, opening. */
#include "audit/leaf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"

enum { LEAF_FORMAT = 1 };

static bool is_op(str op)
{
	return str_eq(op, S("insert")) || str_eq(op, S("update")) || str_eq(op, S("view")) ||
	       str_eq(op, S("refuse")) || str_eq(op, S("note"));
}

/* What both directions ask of a leaf beside its spelling. */
static bool leaf_is_sound(const struct leaf *l)
{
	return l->seq >= 1 && l->deed >= 1 && l->deed <= l->seq && l->prev >= 0 &&
	       l->prev < l->seq && l->version >= 0 && l->act.n > 0 && is_op(l->op);
}

static str text_of(str s)
{
	return s.p ? s : S("");
}

enum err leaf_write(struct out *o, const struct leaf *l)
{
	struct jcs_writer w = jcs_to(o);
	jcs_object(&w);
	jcs_key(&w, S("act")), jcs_str(&w, text_of(l->act));
	jcs_key(&w, S("actor")), jcs_str(&w, text_of(l->actor));
	jcs_key(&w, S("actor_id")), jcs_int(&w, l->actor_id);
	jcs_key(&w, S("at")), jcs_int(&w, l->at);
	jcs_key(&w, S("deed")), jcs_int(&w, l->deed);
	jcs_key(&w, S("fields")), jcs_object(&w);
	for (ptrdiff_t i = 0; i < l->fields.n; i++) {
		const struct leaf_field *f = &l->fields.v[i];
		jcs_key(&w, f->name), jcs_hex(&w, f->commit.b, sizeof f->commit.b);
	}
	jcs_close(&w);
	jcs_key(&w, S("obj")), jcs_str(&w, text_of(l->obj_table));
	jcs_key(&w, S("obj_id")), jcs_int(&w, l->obj_id);
	jcs_key(&w, S("op")), jcs_str(&w, text_of(l->op));
	jcs_key(&w, S("prev")), jcs_int(&w, l->prev);
	jcs_key(&w, S("purpose")), jcs_str(&w, text_of(l->purpose));
	jcs_key(&w, S("role")), jcs_str(&w, text_of(l->role));
	jcs_key(&w, S("seq")), jcs_int(&w, l->seq);
	jcs_key(&w, S("session")), jcs_str(&w, text_of(l->session));
	jcs_key(&w, S("v")), jcs_int(&w, LEAF_FORMAT);
	jcs_key(&w, S("ver")), jcs_int(&w, l->version);
	jcs_close(&w);
	return leaf_is_sound(l) ? jcs_done(&w) : ERR_INTERNAL;
}

static str read_str(struct jcs_reader *r, str key)
{
	jcs_read_key(r, key);
	return jcs_read_str(r);
}

static int64_t read_int(struct jcs_reader *r, str key)
{
	jcs_read_key(r, key);
	return jcs_read_int(r);
}

enum err leaf_read(struct arena *a, str bytes, struct leaf *l)
{
	struct jcs_reader r = jcs_from(a, bytes);
	str name;
	*l = (struct leaf){ 0 };
	jcs_read_object(&r);
	l->act = read_str(&r, S("act"));
	l->actor = read_str(&r, S("actor"));
	l->actor_id = read_int(&r, S("actor_id"));
	l->at = read_int(&r, S("at"));
	l->deed = read_int(&r, S("deed"));
	jcs_read_key(&r, S("fields"));
	jcs_read_object(&r);
	while (jcs_more_key(&r, &name))
		*arena_push(a, &l->fields) = (struct leaf_field){ name, jcs_read_sha256(&r) };
	l->obj_table = read_str(&r, S("obj"));
	l->obj_id = read_int(&r, S("obj_id"));
	l->op = read_str(&r, S("op"));
	l->prev = read_int(&r, S("prev"));
	l->purpose = read_str(&r, S("purpose"));
	l->role = read_str(&r, S("role"));
	l->seq = read_int(&r, S("seq"));
	l->session = read_str(&r, S("session"));
	bool is_known = read_int(&r, S("v")) == LEAF_FORMAT;
	l->version = read_int(&r, S("ver"));
	jcs_read_close(&r);
	return jcs_read_done(&r) && is_known && leaf_is_sound(l) ? OK : ERR_LOG;
}

/* ---- commitments ---- */

struct sha256 leaf_salt(const struct sha256 *seed, str name)
{
	return sha256_of(S("\x03"), (str){ (const char *)seed->b, sizeof seed->b }, name);
}

struct sha256 leaf_commit(const struct sha256 *salt, const struct leaf_value *v)
{
	static const char type[] = {
		[LEAF_NULL] = 'n', [LEAF_INT] = 'i', [LEAF_TEXT] = 't', [LEAF_BLOB] = 'b'
	};
	char head[2 + sizeof salt->b] = { 0x02 }, digits[24];
	memcpy(head + 1, salt->b, sizeof salt->b);
	head[sizeof head - 1] = type[v->kind];
	str value = { 0 };
	if (v->kind == LEAF_INT)
		value = (str){ digits, snprintf(digits, sizeof digits, "%lld", (long long)v->i) };
	else if (v->kind != LEAF_NULL)
		value = v->s;
	return sha256_of((str){ head, sizeof head }, value, (str){ 0 });
}

/* ---- opening ---- */

struct opening opening_of_seed(const struct sha256 *seed)
{
	return (struct opening){ .has_seed = true, .seed = *seed };
}

void opening_add(struct arena *a, struct opening *op, str name, struct leaf_value v)
{
	must(op->has_seed && name.p);
	must((v.kind != LEAF_TEXT && v.kind != LEAF_BLOB) || v.s.p);
	*arena_push(a, &op->fields) = (struct opening_field){ name, leaf_salt(&op->seed, name), v };
}

static int by_name(const void *a, const void *b)
{
	return jcs_key_cmp(((const struct opening_field *)a)->name,
			   ((const struct opening_field *)b)->name);
}

void opening_seal(struct arena *a, struct opening *op, struct leaf *l)
{
	if (op->fields.n)
		qsort(op->fields.v, (size_t)op->fields.n, sizeof *op->fields.v, by_name);
	l->fields = (struct leaf_fields){ 0 };
	for (ptrdiff_t i = 0; i < op->fields.n; i++) {
		const struct opening_field *f = &op->fields.v[i];
		*arena_push(a, &l->fields) =
		    (struct leaf_field){ f->name, leaf_commit(&f->salt, &f->value) };
	}
}

static bool is_plain_int(int64_t v)
{
	return v <= JCS_INT_MAX && v >= -JCS_INT_MAX;
}

static void value_write(struct jcs_writer *w, const struct leaf_value *v)
{
	char digits[24];
	switch (v->kind) {
	case LEAF_NULL: jcs_null(w); return;
	case LEAF_TEXT: jcs_str(w, v->s); return;
	case LEAF_BLOB:
		jcs_object(w);
		jcs_key(w, S("blob")), jcs_hex(w, v->s.p, v->s.n);
		jcs_close(w);
		return;
	case LEAF_INT:
		if (is_plain_int(v->i)) {
			jcs_int(w, v->i);
			return;
		}
		snprintf(digits, sizeof digits, "%lld", (long long)v->i);
		jcs_object(w);
		jcs_key(w, S("int")), jcs_str(w, str_of(digits));
		jcs_close(w);
		return;
	}
}

enum err opening_write(struct out *o, const struct opening *op)
{
	struct jcs_writer w = jcs_to(o);
	jcs_object(&w);
	if (op->has_seed) {
		jcs_key(&w, S("seed")), jcs_hex(&w, op->seed.b, sizeof op->seed.b);
	} else {
		jcs_key(&w, S("salts")), jcs_object(&w);
		for (ptrdiff_t i = 0; i < op->fields.n; i++) {
			const struct opening_field *f = &op->fields.v[i];
			jcs_key(&w, f->name), jcs_hex(&w, f->salt.b, sizeof f->salt.b);
		}
		jcs_close(&w);
	}
	jcs_key(&w, S("values")), jcs_object(&w);
	for (ptrdiff_t i = 0; i < op->fields.n; i++) {
		jcs_key(&w, op->fields.v[i].name);
		value_write(&w, &op->fields.v[i].value);
	}
	jcs_close(&w);
	jcs_close(&w);
	return jcs_done(&w);
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool bytes_of_hex(struct arena *a, str hex, str *bytes)
{
	if (!hex.p || hex.n % 2)
		return false;
	char *to = arena_bytes(a, hex.n / 2 + 1, 1);
	for (ptrdiff_t i = 0; i < hex.n; i += 2) {
		int high = nibble(hex.p[i]), low = nibble(hex.p[i + 1]);
		if (high < 0 || low < 0)
			return false;
		to[i / 2] = (char)(high << 4 | low);
	}
	*bytes = (str){ to, hex.n / 2 };
	return true;
}

/* {"blob":hex} or {"int":"digits"}; the latter only in the one spelling that value_write uses. */
static struct leaf_value boxed_read(struct jcs_reader *r)
{
	struct leaf_value v = { 0 };
	str key;
	jcs_read_object(r);
	if (!jcs_more_key(r, &key))
		r->is_bad = true;
	str text = jcs_read_str(r);
	jcs_read_close(r);
	if (str_eq(key, S("blob")) && bytes_of_hex(r->a, text, &v.s)) {
		v.kind = LEAF_BLOB;
	} else if (str_eq(key, S("int")) && str_to_int64(text, &v.i) && !is_plain_int(v.i) &&
		   text.p[text.p[0] == '-'] != '0') {
		v.kind = LEAF_INT;
	} else {
		r->is_bad = true;
	}
	return v;
}

static struct leaf_value value_read(struct jcs_reader *r)
{
	switch (jcs_peek(r)) {
	case JCS_STR: return (struct leaf_value){ .kind = LEAF_TEXT, .s = jcs_read_str(r) };
	case JCS_INT: return (struct leaf_value){ .kind = LEAF_INT, .i = jcs_read_int(r) };
	case JCS_NULL: jcs_read_null(r); return (struct leaf_value){ .kind = LEAF_NULL };
	case JCS_OBJECT: return boxed_read(r);
	case JCS_BAD:
	case JCS_ARRAY:
	case JCS_BOOL: break;
	}
	r->is_bad = true;
	return (struct leaf_value){ 0 };
}

/* The salts of the form without a seed; the names must come again, the same, under "values". */
static void values_read(struct jcs_reader *r, struct opening *op)
{
	ptrdiff_t i = 0;
	str name;
	jcs_read_object(r);
	for (; jcs_more_key(r, &name); i++) {
		struct leaf_value v = value_read(r);
		if (op->has_seed && !r->is_bad)
			opening_add(r->a, op, name, v);
		else if (i < op->fields.n && str_eq(op->fields.v[i].name, name))
			op->fields.v[i].value = v;
		else
			r->is_bad = true;
	}
	if (i != op->fields.n)
		r->is_bad = true;
}

enum err opening_read(struct arena *a, str bytes, struct opening *op)
{
	struct jcs_reader r = jcs_from(a, bytes);
	str key, name;
	*op = (struct opening){ 0 };
	jcs_read_object(&r);
	if (!jcs_more_key(&r, &key))
		return ERR_LOG;
	if (str_eq(key, S("seed"))) {
		op->has_seed = true;
		op->seed = jcs_read_sha256(&r);
	} else if (str_eq(key, S("salts"))) {
		jcs_read_object(&r);
		while (jcs_more_key(&r, &name))
			*arena_push(a, &op->fields) =
			    (struct opening_field){ .name = name, .salt = jcs_read_sha256(&r) };
	} else {
		return ERR_LOG;
	}
	jcs_read_key(&r, S("values"));
	values_read(&r, op);
	jcs_read_close(&r);
	return jcs_read_done(&r) ? OK : ERR_LOG;
}

enum err opening_erase(struct opening *op, str name)
{
	struct opening_field *v = op->fields.v;
	ptrdiff_t i = 0, n = op->fields.n;
	while (i < n && !str_eq(v[i].name, name))
		i++;
	if (i == n)
		return ERR_NOT_FOUND;
	memmove(v + i, v + i + 1, (size_t)(n - i - 1) * sizeof *v);
	op->fields.n--;
	op->has_seed = false;
	op->seed = (struct sha256){ 0 };
	return OK;
}

enum err opening_check(const struct leaf *l, const struct opening *op, str *bad)
{
	ptrdiff_t i = 0;
	for (ptrdiff_t k = 0; k < op->fields.n; k++, i++) {
		const struct opening_field *f = &op->fields.v[k];
		while (!op->has_seed && i < l->fields.n && !str_eq(l->fields.v[i].name, f->name))
			i++;
		*bad = f->name;
		if (i == l->fields.n || !str_eq(l->fields.v[i].name, f->name))
			return ERR_LOG;
		struct sha256 commit = leaf_commit(&f->salt, &f->value);
		if (!sha256_eq(&commit, &l->fields.v[i].commit))
			return ERR_LOG;
	}
	if (op->has_seed && i < l->fields.n) {
		*bad = l->fields.v[i].name;
		return ERR_LOG;
	}
	*bad = (str){ 0 };
	return OK;
}
