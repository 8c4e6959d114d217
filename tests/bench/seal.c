/* seal.c: an extract of an invented log, for timing grata-verify: `bench_seal N FILE` writes FILE
 * with N entries of eight fields, signed, and prints the public key. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/leaf.h"
#include "base/must.h"
#include "seal/seal.h"

enum { FIELDS = 8 };

static struct leaf entry(struct arena *a, int64_t seq)
{
	static const char *const names[FIELDS] = { "applied_on", "class", "holder",   "mission_id",
						   "name",       "stage", "state_id", "visa_no" };
	struct leaf l = { .seq = seq,
			  .deed = seq,
			  .at = INT64_C(1624262400000000) + seq,
			  .actor_id = 3,
			  .version = 1,
			  .obj_id = seq,
			  .actor = S("visa.officer"),
			  .role = S("visa"),
			  .session = S("5f3a9c1e"),
			  .act = S("visa.submit"),
			  .op = S("insert"),
			  .obj_table = S("visa_application") };
	for (int i = 0; i < FIELDS; i++)
		*arena_push(a, &l.fields) =
		    (struct leaf_field){ str_of(names[i]),
					 sha256_of((str){ (const char *)&seq, sizeof seq },
						   str_of(names[i]), (str){ 0 }) };
	return l;
}

static void sign(struct arena *a, struct out *o, const struct tlog_edge *e, struct log_key *k)
{
	struct ed25519 key = { { 7 } }, public_key = ed25519_public(&key);
	struct out text = out_to_arena(a);
	must(log_key_of(S("log.example/grata"), &public_key, k));
	struct checkpoint head = { .origin = k->name, .size = e->size, .root = tlog_root(e) };
	must(checkpoint_write(&text, &head) == OK);
	struct signed_note n = { .text = out_view(&text) };
	signed_note_sign(a, &n, k, &key);
	signed_note_write(o, &n);
}

int main(int argc, char **argv)
{
	struct arena a;
	struct tlog_edge e = { 0 }, none = { 0 };
	struct tlog_proof proof = { 0 };
	struct log_key k;
	int64_t n;
	if (argc != 3 || !str_to_int64(str_of(argv[1]), &n) || arena_open(&a, 1 << 28) != OK)
		return 2;
	int fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd >= 0);
	struct out o = out_to_fd(&a, fd), note = out_to_arena(&a), said = out_to_fd(&a, 1);
	extract_head_write(&o, 1, &none, n);
	for (int64_t seq = 1; seq <= n; seq++) {
		struct arena scratch = a;
		struct leaf l = entry(&scratch, seq);
		struct out line = out_to_arena(&scratch);
		must(leaf_write(&line, &l) == OK);
		str bytes = out_view(&line);
		struct sha256 h = tlog_leaf_hash(bytes);
		tlog_append(&e, &h, NULL);
		out_str(&o, bytes);
		out_char(&o, '\n');
	}
	sign(&a, &note, &e, &k);
	extract_tail_write(&o, &proof, out_view(&note));
	must(out_flush(&o) == OK && close(fd) == 0);
	log_key_write(&said, &k);
	out_char(&said, '\n');
	return out_flush(&said) == OK ? 0 : 1;
}
