/* fuzz_audit.c: any bytes go to every reader of the log's formats. What a reader takes must be
 * written back as the same bytes, and canonical JSON is what the leaf's readers take, at most. */
#include <stdint.h>

#include "audit/checkpoint.h"
#include "audit/leaf.h"
#include "audit/tlog.h"
#include "base/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The public key of RFC 8032 7.1 TEST 2: nothing that the fuzzer makes may count as signed by it.
 */
static const struct ed25519 KEY = { { 0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a,
				      0x92, 0xb7, 0x0a, 0xa7, 0x4d, 0x1b, 0x7e, 0xbc,
				      0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4, 0x96, 0x8c,
				      0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c } };

static void try_leaf(struct arena a, str bytes)
{
	struct leaf l;
	struct out o = out_to_arena(&a);
	if (leaf_read(&a, bytes, &l) != OK)
		return;
	must(jcs_is_canonical(a, bytes));
	must(leaf_write(&o, &l) == OK && str_eq(out_view(&o), bytes));
}

static void try_opening(struct arena a, str bytes)
{
	struct opening op;
	struct leaf l = { 0 };
	struct out o = out_to_arena(&a);
	str bad;
	if (opening_read(&a, bytes, &op) != OK)
		return;
	must(jcs_is_canonical(a, bytes));
	must(opening_write(&o, &op) == OK && str_eq(out_view(&o), bytes));
	opening_seal(&a, &op, &l);
	must(opening_check(&l, &op, &bad) == OK);
	if (op.fields.n) {
		must(opening_erase(&op, op.fields.v[op.fields.n / 2].name) == OK);
		must(opening_check(&l, &op, &bad) == OK);
	}
}

static void try_note(struct arena a, str bytes)
{
	struct signed_note n;
	struct checkpoint c;
	struct receipt r;
	struct log_key k;
	struct out note = out_to_arena(&a), text = out_to_arena(&a), receipt = out_to_arena(&a);
	must(log_key_of(S("log.example/grata"), &KEY, &k));
	if (signed_note_read(&a, bytes, &n)) {
		signed_note_write(&note, &n);
		must(str_eq(out_view(&note), bytes));
		must(!signed_note_is_signed(&n, &k));
	}
	if (checkpoint_read(bytes, &c)) {
		must(checkpoint_write(&text, &c) == OK);
		must(str_eq(out_view(&text), bytes));
	}
	if (receipt_read(&a, bytes, &r)) {
		receipt_write(&receipt, &r);
		must(str_eq(out_view(&receipt), bytes));
		must(!receipt_check(a, &r, S("leaf"), &k));
	}
}

static void try_edge(struct arena a, str bytes)
{
	struct tlog_edge e;
	if (!tlog_edge_read(bytes, &e))
		return;
	must(str_eq(tlog_edge_bytes(&a, &e), bytes));
	struct sha256 leaf = tlog_root(&e);
	if (e.size < TLOG_SIZE_MAX)
		must(tlog_append(&e, &leaf, NULL) >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (size > 1 << 16 || arena_open(&a, 16 << 20) != OK)
		return 0;
	str bytes = { (const char *)data, (ptrdiff_t)size };
	try_leaf(a, bytes);
	try_opening(a, bytes);
	try_note(a, bytes);
	try_edge(a, bytes);
	arena_close(&a);
	return 0;
}
