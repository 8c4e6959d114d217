/* seal_verbs.c: `grata seal ...`: keys, checkpoints, receipts, extracts. The key lies in a file of
 * its own, beside it the last checkpoint that was signed with it: a log that does not go on from
 * there is not signed. `grata serve` never opens either, so whoever signs is another process, by
 * choice of another user: a timer runs `grata seal checkpoint` each minute. */
#include "seal/seal.h"

#include "audit/audit.h"
#include "base/must.h"
#include "base/sandbox.h"

enum { KEY_FILE_MAX = 4096, SCRATCH = 8 << 20 };

struct signer {
	struct log_key key;
	struct ed25519 private_key;
	const char *head_file;
};

/* ---- the key, and what it signed last ---- */

static enum err read_signer(struct verb_call *c, struct signer *s)
{
	str path = verb_text(c, "key"), text;
	if (!path.p) {
		fault_field(c->faults, S("key"), "Say where the key is: --key FILE.");
		return ERR_FAULTS;
	}
	TRY(verb_file_read(c, str_z(c->a, path), KEY_FILE_MAX, &text));
	if (str_ends(text, S("\n")))
		text.n--;
	if (!log_private_read(text, &s->key, &s->private_key)) {
		fault_at(c->faults, path, 1, 0, (str){ 0 },
			 "this is no private key as 'grata seal key' writes it");
		return ERR_FAULTS;
	}
	s->head_file = str_fmt(c->a, "%.*s.head", SF(path)).p;
	return OK;
}

/* The log must go on from what was signed last. */
static enum err check_last(struct verb_call *c, const struct signer *s, struct seal_tree *tree)
{
	str note;
	struct checkpoint last;
	struct sha256 root;
	struct arena scratch;
	struct tlog_source source = seal_tree_source(tree);
	if (!os_file_exists(s->head_file))
		return OK;
	TRY(verb_file_read(c, s->head_file, NOTE_BYTES_MAX, &note));
	TRY(arena_open(&scratch, SCRATCH));
	bool is_ours =
	    seal_note_check(scratch, str_of(s->head_file), note, &s->key, &last, c->faults);
	arena_close(&scratch);
	if (!is_ours)
		return ERR_FAULTS;
	if (last.size <= tree->n)
		TRY(tlog_root_at(&source, last.size, &root));
	if (last.size <= tree->n && sha256_eq(&root, &last.root))
		return OK;
	return refuse(c->a, c->refusal, "log_went_back", NULL,
		      "This log does not go on from the %lld entries that were signed last: it was "
		      "shortened, rebuilt, or is another. Nothing is signed.",
		      (long long)last.size);
}

/* ---- the log ---- */

static enum err read_tree(struct verb_call *c, struct tx *tx, struct seal_tree *tree)
{
	struct audit_head head;
	TRY(audit_head(tx, &head));
	seal_tree_open(c->a, head.leaves_n, tree);
	while (tree->n < head.leaves_n) {
		struct arena mark = *c->a;
		struct audit_hashes page;
		tx->a = &mark;
		enum err e = audit_hashes_read(tx, tree->n + 1, &page);
		tx->a = c->a;
		if (e != OK || page.n == 0 || page.n > head.leaves_n - tree->n)
			return e != OK ? e : ERR_LOG;
		for (ptrdiff_t i = 0; i < page.n; i++)
			seal_tree_add(tree, &page.v[i]);
	}
	struct tlog_edge edge;
	seal_tree_edge(tree, tree->n, &edge);
	struct sha256 root = tlog_root(&edge);
	return sha256_eq(&root, &head.root) ? OK : ERR_LOG;
}

/* Signs the head, and remembers it before anyone sees it. */
static enum err sign_head(struct verb_call *c, const struct signer *s, struct seal_tree *tree,
			  str *note)
{
	struct tlog_edge edge;
	struct out text = out_to_arena(c->a), all = out_to_arena(c->a);
	TRY(check_last(c, s, tree));
	seal_tree_edge(tree, tree->n, &edge);
	struct checkpoint head = { .origin = s->key.name,
				   .size = tree->n,
				   .root = tlog_root(&edge) };
	TRY(checkpoint_write(&text, &head));
	struct signed_note n = { .text = out_view(&text) };
	signed_note_sign(c->a, &n, &s->key, &s->private_key);
	signed_note_write(&all, &n);
	*note = out_view(&all);
	return verb_file_write(c, s->head_file, *note);
}

/* What all three verbs begin with. The caller ends the transaction when it is OK. */
static enum err begin(struct verb_call *c, struct tx *tx, struct seal_tree *tree, str *note)
{
	struct signer s;
	TRY(read_signer(c, &s));
	TRY(tx_begin(c->db, c->viewer, c->a, tx));
	enum err e = read_tree(c, tx, tree);
	e = e == OK ? sign_head(c, &s, tree, note) : e;
	if (e != OK)
		tx_end(tx);
	return e;
}

enum { READS_MAX = 24 };

/* What the signer reads besides its two folders, NULL at the end. */
static void signer_reads(const struct db_doors *d, const char *reads[static READS_MAX])
{
	static const char *const zones[] = { "/usr/share/zoneinfo", NULL }, *const none[] = {
		NULL
	};
	const char *const *lists[] = { zones, d->reads, d->ports[0] ? SANDBOX_NAMES : none };
	int n = 0;
	for (int i = 0; i < 3; i++)
		for (const char *const *more = lists[i]; *more && n < READS_MAX - 1; more++)
			reads[n++] = *more;
	reads[n] = NULL;
}

/* Whoever holds the key touches two folders, its own and the register's (or its database), and
 * nothing else of the machine: no other socket, no program, no thread. */
static enum err enter_sandbox(struct verb_call *c)
{
	str key = verb_text(c, "key");
	const char *reads[READS_MAX];
	struct db_doors d;
	struct sandbox box;
	if (!key.p)
		return OK; /* the verb says so */
	TRY(db_doors(c->a, c->db_path, &d));
	signer_reads(&d, reads);
	const char *writes[] = { folder_of(c->a, str_z(c->a, key)), d.folder, NULL };
	struct sandbox_rules rules = { .reads = reads,
				       .writes = writes,
				       .has_files = true,
				       .has_local = d.is_local,
				       .ports = d.ports };
	enum err e = sandbox_make(c->a, &rules, &box);
	if (e == ERR_NOT_FOUND) {
		fault_field(c->faults, S("key"), "There is no folder of the key or the register.");
		return ERR_FAULTS;
	}
	if (e == OK && !sandbox_enter(&box).has_calls)
		out_lit(c->err, "grata: this kernel refuses no calls to whoever holds the key\n");
	return e;
}

/* ---- the verbs ---- */

static enum err key_verb(struct verb_call *c)
{
	struct log_key k;
	struct ed25519 private_key;
	struct out o = out_to_arena(c->a);
	str path = verb_text(c, "key");
	if (!path.p) {
		fault_field(c->faults, S("key"), "Say where the key is to go: --key FILE.");
		return ERR_FAULTS;
	}
	const char *file = str_z(c->a, path);
	if (os_file_exists(file))
		return refuse(c->a, c->refusal, "key_is_there", NULL,
			      "There is a file %s already; a key is never written over.", file);
	os_random(c->os, private_key.b, sizeof private_key.b);
	struct ed25519 public_key = ed25519_public(&private_key);
	if (!log_key_of(str_of(c->args[0]), &public_key, &k)) {
		fault_field(c->faults, S("NAME"),
			    "A log's name is one word without '+': log.ministry.example/grata");
		return ERR_FAULTS;
	}
	log_private_write(&o, &k, &private_key);
	out_char(&o, '\n');
	TRY(verb_file_write(c, file, out_view(&o)));
	log_key_write(c->out, &k);
	out_char(c->out, '\n');
	return OK;
}

static enum err checkpoint_verb(struct verb_call *c)
{
	struct tx tx;
	struct seal_tree tree;
	str note;
	TRY(begin(c, &tx, &tree, &note));
	tx_end(&tx);
	out_str(c->out, note);
	return OK;
}

static enum err receipt_verb(struct verb_call *c)
{
	struct tx tx;
	struct seal_tree tree;
	struct receipt r = { 0 };
	int64_t seq;
	if (!str_to_int64(str_of(c->args[0]), &seq) || seq < 1) {
		fault_field(c->faults, S("ENTRY"), "'%s' is not the number of an entry.",
			    c->args[0]);
		return ERR_FAULTS;
	}
	TRY(begin(c, &tx, &tree, &r.note));
	tx_end(&tx);
	if (seq > tree.n) {
		fault_field(c->faults, S("ENTRY"), "The log has the entries 1 to %lld.",
			    (long long)tree.n);
		return ERR_FAULTS;
	}
	r.index = seq - 1;
	struct tlog_source source = seal_tree_source(&tree);
	TRY(tlog_inclusion(&source, r.index, tree.n, &r.proof));
	receipt_write(c->out, &r);
	return OK;
}

static enum err write_entries(struct verb_call *c, struct tx *tx, int64_t first, int64_t last)
{
	for (int64_t at = first; at <= last;) {
		struct arena mark = *c->a;
		struct audit_bodies page;
		tx->a = &mark;
		enum err e = audit_bodies_read(tx, at, &page);
		tx->a = c->a;
		if (e != OK || page.n == 0)
			return e != OK ? e : ERR_LOG;
		for (ptrdiff_t i = 0; i < page.n && at <= last; i++, at++) {
			out_str(c->out, page.v[i]);
			out_char(c->out, '\n');
		}
	}
	return OK;
}

static enum err extract_verb(struct verb_call *c)
{
	struct tx tx;
	struct seal_tree tree;
	struct tlog_edge edge;
	struct tlog_proof proof = { 0 };
	str note;
	TRY(begin(c, &tx, &tree, &note));
	struct tlog_source source = seal_tree_source(&tree);
	int64_t first = verb_int(c, "from", 1), last = verb_int(c, "to", tree.n);
	if (first < 1 || last < first || last > tree.n) {
		tx_end(&tx);
		fault_field(c->faults, S("from"),
			    "The log has the entries 1 to %lld; --from and --to must lie there.",
			    (long long)tree.n);
		return ERR_FAULTS;
	}
	seal_tree_edge(&tree, first - 1, &edge);
	extract_head_write(c->out, first, &edge, last - first + 1);
	enum err e = write_entries(c, &tx, first, last);
	tx_end(&tx);
	e = e == OK ? tlog_consistency(&source, last, tree.n, &proof) : e;
	if (e == OK)
		extract_tail_write(c->out, &proof, note);
	return e;
}

static const struct verb_opt key_opts[] = {
	{ "key", OPT_TEXT, "FILE", "where the key lies; its last checkpoint is FILE.head" },
	{ 0 },
};

static const struct verb_opt extract_opts[] = {
	{ "key", OPT_TEXT, "FILE", "where the key lies; its last checkpoint is FILE.head" },
	{ "from", OPT_INT, "ENTRY", "the first entry; else 1" },
	{ "to", OPT_INT, "ENTRY", "the last entry; else the newest" },
	{ 0 },
};

const struct verb seal_verbs[] = {
	{ "seal", "key", "NAME", "Make a key that signs for the log NAME; prints its public half.",
	  VERB_PURE, key_opts, key_verb },
	{ "seal", "checkpoint", NULL, "Sign how many entries the log has and what their root is.",
	  VERB_READS, key_opts, checkpoint_verb, enter_sandbox },
	{ "seal", "receipt", "ENTRY",
	  "Prove that one entry is in the log, for whoever it concerns.", VERB_READS, key_opts,
	  receipt_verb, enter_sandbox },
	{ "seal", "extract", NULL,
	  "Write a stretch of the log that proves itself; grata-verify checks it.", VERB_READS,
	  extract_opts, extract_verb, enter_sandbox },
	{ 0 },
};
