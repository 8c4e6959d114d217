/* leaf.h: one entry of the log: its bytes, the commitments in it, and the opening beside it.
 *
 * A leaf says who did what to which version of which object, and commits to the value of each field
 * without showing it. The opening holds the values and the salts; it stands in a table beside the
 * log and is what erasure deletes: the leaf stays, and can no longer be linked to the value. The
 * leaf itself must hold no personal data but the login name and ids.
 *
 * Leaf bytes are canonical JSON (jcs.h) with exactly these keys:
 *   act       "visa.move": the deed        op       insert, update, view, refuse or note
 *   actor     login name at the time       prev     seq of the object's leaf before; 0 = none
 *   actor_id  number of the user           purpose  why it was looked at; "" = none
 *   at        microseconds UTC             role     in which role the actor acted
 *   deed      seq of the deed's first leaf seq      place in the log, from 1
 *   fields    {name: commitment in hex}    session  short id of the session
 *   obj       table of the object          v        1: the version of this format
 *   obj_id    its id                       ver      version of the object; 0 = not an object's
 *
 *   commitment = SHA-256(0x02 || salt || type || value)   type, value: i and decimal digits,
 *   salt       = SHA-256(0x03 || seed || field name)        t and UTF-8, b and bytes, n and nothing
 *
 * The opening is {"seed":hex,"values":{name:value}}: one random seed gives every salt. When a field
 * is erased the seed must go (it would give back the erased field's salt), so the others keep their
 * own: {"salts":{name:hex},"values":{...}}. A value is a number, a string, null, {"blob":hex}, or
 * {"int":"digits"} for a number outside jcs.h's limit. */
#ifndef AUDIT_LEAF_H
#define AUDIT_LEAF_H

#include "base/jcs.h"
#include "base/arena.h"
#include "base/sha256.h"

struct leaf_field {
	str name; /* column */
	struct sha256 commit;
};

struct leaf_fields {
	struct leaf_field *v; /* rising by name (jcs_key_cmp), none twice */
	ptrdiff_t n, cap;
};

struct leaf {
	int64_t seq, deed, at, actor_id, version, prev, obj_id;
	str actor, role, session, act, op, obj_table, purpose; /* a null str is written as "" */
	struct leaf_fields fields;
};

/* Appends the leaf's bytes. ERR_INTERNAL for a leaf that leaf_read would refuse: text that is not
 * UTF-8, fields not in order, seq < 1, deed or prev outside 1..seq and 0..seq - 1, a negative
 * version, an op that is not one of the five, no act, a number outside jcs.h's limit. */
enum err leaf_write(struct out *o, const struct leaf *l) MUST_CHECK;
/* The strict inverse: whatever it takes, leaf_write gives the same bytes for. ERR_LOG for all else.
 * Text and names are views into `bytes`. Memory: at most 4 times the bytes. */
enum err leaf_read(struct arena *a, str bytes, struct leaf *l) MUST_CHECK;

enum leaf_kind { LEAF_NULL, LEAF_INT, LEAF_TEXT, LEAF_BLOB };

struct leaf_value {
	enum leaf_kind kind;
	int64_t i;
	str s; /* text or bytes; never null for these kinds */
};

struct sha256 leaf_salt(const struct sha256 *seed, str name);
struct sha256 leaf_commit(const struct sha256 *salt, const struct leaf_value *v);

struct opening_field {
	str name;
	struct sha256 salt;
	struct leaf_value value;
};

struct opening {
	bool has_seed;
	struct sha256 seed;
	struct {
		struct opening_field *v; /* rising by name once sealed or read */
		ptrdiff_t n, cap;
	} fields;
};

/* For a new leaf: start with the leaf's own 32 random bytes, add each field once in any order
 * (texts are not copied), then seal: sorts them and gives the leaf its commitments. */
struct opening opening_of_seed(const struct sha256 *seed);
void opening_add(struct arena *a, struct opening *o, str name, struct leaf_value v);
void opening_seal(struct arena *a, struct opening *o, struct leaf *l);

/* ERR_INTERNAL for what opening_read would refuse: text that is not UTF-8, a name twice. */
enum err opening_write(struct out *o, const struct opening *op) MUST_CHECK;
/* The strict inverse; ERR_LOG for all else. Memory: at most 50 times the bytes. */
enum err opening_read(struct arena *a, str bytes, struct opening *op) MUST_CHECK;
/* Forgets the field and the seed, in place. ERR_NOT_FOUND when it has no such field. */
enum err opening_erase(struct opening *op, str name) MUST_CHECK;
/* Does every value open its commitment? An opening with its seed must open all fields of the leaf;
 * one without may lack some (what was erased). ERR_LOG otherwise, with the field's name in *bad. */
enum err opening_check(const struct leaf *l, const struct opening *op, str *bad) MUST_CHECK;

#endif
