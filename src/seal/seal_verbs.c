/* seal_verbs.c: `grata seal`: the key, its holder, and the three files made with it. The key lies
 * in a file of its own, beside it the last checkpoint that was signed with it: a log that does not
 * go on from there is not signed. `grata serve` never opens either. Whoever signs has the key by
 * file
 * (--key); or asks the process that alone holds it (--signer), which `grata seal serve` is: that
 * one sees no register, only heads and the proofs that they go on from one another (sign.h). */
#include "seal/seal.h"

#include <pwd.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/local.h"
#include "base/must.h"
#include "base/sandbox.h"
#include "seal/sign.h"
#include "web/server.h"

enum { KEY_FILE_MAX = 4096, SCRATCH = 8 << 20, ASKED_MAX = 3 };

struct signer {
	struct log_key key;
	struct ed25519 private_key;
	const char *head_file;
	struct checkpoint last; /* size 0: nothing was signed yet */
};

/* ---- the key, and what it signed last ---- */

static enum err read_last(struct verb_call *c, struct signer *s)
{
	str note;
	struct arena scratch;
	if (!os_file_exists(s->head_file))
		return OK;
	TRY(verb_file_read(c, s->head_file, NOTE_BYTES_MAX, &note));
	TRY(arena_open(&scratch, SCRATCH));
	bool is_ours =
	    seal_note_check(scratch, str_of(s->head_file), note, &s->key, &s->last, c->faults);
	arena_close(&scratch);
	return is_ours ? OK : ERR_FAULTS;
}

static enum err read_signer(struct verb_call *c, struct signer *s)
{
	str path = verb_text(c, "key"), text;
	*s = (struct signer){ 0 };
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
	return read_last(c, s);
}

/* Signs the head that is asked for when the log has only grown, and remembers it before anyone sees
 * it. */
static enum err signer_sign(struct signer *s, struct arena *a, const struct sign_ask *ask,
			    enum sign_verdict *verdict, str *note)
{
	struct out text = out_to_arena(a), all = out_to_arena(a);
	struct checkpoint head = { .origin = s->key.name, .size = ask->size, .root = ask->root };
	*verdict = sign_judge(&s->last, ask);
	if (*verdict != SIGN_YES)
		return OK;
	TRY(checkpoint_write(&text, &head));
	struct signed_note n = { .text = out_view(&text) };
	signed_note_sign(a, &n, &s->key, &s->private_key);
	signed_note_write(&all, &n);
	*note = out_view(&all);
	TRY(os_file_write(s->head_file, *note));
	s->last = head;
	return OK;
}

static enum err went_back(struct verb_call *c, int64_t last_n)
{
	return refuse(c->a, c->refusal, "log_went_back", NULL,
		      "This log does not go on from the %lld entries that were signed last: it was "
		      "shortened, rebuilt, or is another. Nothing is signed.",
		      (long long)last_n);
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

struct head_of_tree {
	struct tlog_source source;
	int64_t size;
	struct sha256 root;
};

static enum err sign_by_key(struct verb_call *c, struct head_of_tree *h, str *note)
{
	struct signer s;
	struct sign_ask ask;
	enum sign_verdict verdict;
	TRY(read_signer(c, &s));
	TRY(sign_ask_of(&h->source, h->size, &h->root, s.last.size, &ask));
	TRY(signer_sign(&s, c->a, &ask, &verdict, note));
	return verdict == SIGN_YES ? OK : went_back(c, s.last.size);
}

static enum err ask_signer(struct verb_call *c, str path, const struct sign_ask *ask, str *answer)
{
	struct out o = out_to_arena(c->a);
	sign_ask_write(&o, ask);
	enum err e = local_ask(c->a, str_z(c->a, path), out_view(&o), answer);
	if (e != OK)
		fault_field(c->faults, S("signer"), "%s %.*s.",
			    e == ERR_NOT_FOUND ? "Nobody who holds the key listens at"
			    : e == ERR_DENIED  ? "You may not ask who holds the key at"
					       : "There is no answer from who holds the key at",
			    SF(path));
	return faults_err(c->faults);
}

/* Is it the head that was asked for? By whose key, whoever gets it checks. */
static bool is_note_of(struct verb_call *c, str note, const struct head_of_tree *h)
{
	struct signed_note n;
	struct checkpoint head;
	return signed_note_read(c->a, note, &n) && checkpoint_read(n.text, &head) &&
	       head.size == h->size && sha256_eq(&head.root, &h->root);
}

static enum err sign_by_signer(struct verb_call *c, str path, struct head_of_tree *h, str *note)
{
	int64_t last_n = 0;
	for (int i = 0; i < ASKED_MAX; i++) {
		struct sign_ask ask;
		str answer;
		TRY(sign_ask_of(&h->source, h->size, &h->root, last_n, &ask));
		TRY(ask_signer(c, path, &ask, &answer));
		str rest = answer, word = str_cut(&rest, '\n');
		if (str_eq(word, S("refused")))
			return went_back(c, last_n);
		if (str_eq(word, S("signed")) && is_note_of(c, rest, h)) {
			*note = rest;
			return OK;
		}
		/* Somebody else had another head signed meanwhile. */
		if (!str_starts(word, S("last ")) ||
		    !str_to_int64(str_slice(word, 5, word.n), &last_n) || last_n < 0)
			break;
	}
	fault_field(c->faults, S("signer"), "Who holds the key at %.*s did not sign.", SF(path));
	return ERR_FAULTS;
}

/* What all three verbs begin with. The caller ends the transaction when it is OK. */
static enum err begin(struct verb_call *c, struct tx *tx, struct seal_tree *tree, str *note)
{
	struct tlog_edge edge;
	str signer = verb_text(c, "signer");
	if (signer.p && verb_text(c, "key").p) {
		fault_field(c->faults, S("signer"), "Either the key by its file, or who holds it.");
		return ERR_FAULTS;
	}
	TRY(tx_begin(c->db, c->viewer, c->a, tx));
	enum err e = read_tree(c, tx, tree);
	if (e == OK) {
		seal_tree_edge(tree, tree->n, &edge);
		struct head_of_tree h = { seal_tree_source(tree), tree->n, tlog_root(&edge) };
		e = signer.p ? sign_by_signer(c, signer, &h, note) : sign_by_key(c, &h, note);
	}
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
	str key = verb_text(c, "key"), signer = verb_text(c, "signer");
	const char *reads[READS_MAX], *writes[3] = { NULL };
	struct db_doors d;
	struct sandbox box;
	int n = 0;
	if (!key.p && !signer.p)
		return OK; /* the verb says so */
	TRY(db_doors(c->a, c->db_path, &d));
	signer_reads(&d, reads);
	if (key.p)
		writes[n++] = folder_of(c->a, str_z(c->a, key));
	writes[n] = d.folder;
	struct sandbox_rules rules = { .reads = reads,
				       .writes = writes,
				       .has_files = true,
				       .has_local = d.is_local || signer.p,
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

/* ---- the holder of the key ---- */

static void answer(void *ctx, struct arena *a, str question, struct out *o)
{
	struct signer *s = ctx;
	struct sign_ask ask;
	enum sign_verdict verdict;
	str note;
	if (!sign_ask_read(question, &ask)) {
		out_lit(o, "bad\n");
		return;
	}
	if (signer_sign(s, a, &ask, &verdict, &note) != OK) {
		out_lit(o, "failed\n");
		return;
	}
	switch (verdict) {
	case SIGN_YES: out_fmt(o, "signed\n%.*s", SF(note)); return;
	case SIGN_OTHER_LAST: out_fmt(o, "last %lld\n", (long long)s->last.size); return;
	case SIGN_WENT_BACK: out_lit(o, "refused\n"); return;
	}
}

/* A user's name or number. */
static bool read_uid(struct verb_call *c, str who, int64_t *uid)
{
	const struct passwd *p = getpwnam(str_z(c->a, who));
	if (p)
		*uid = p->pw_uid;
	if (p || (str_to_int64(who, uid) && *uid >= 0))
		return true;
	fault_field(c->faults, S("peer"), "There is no user '%.*s' here.", SF(who));
	return false;
}

static enum err keep_to_key(struct verb_call *c)
{
	struct sandbox box;
	const char *reads[] = { NULL },
		   *writes[] = { folder_of(c->a, str_z(c->a, verb_text(c, "key"))), NULL };
	struct sandbox_rules rules = {
		.reads = reads, .writes = writes, .has_files = true, .has_server = true
	};
	TRY(sandbox_make(c->a, &rules, &box));
	struct sandbox_level level = sandbox_enter(&box);
	if (!level.landlock_abi || !level.has_calls)
		out_lit(c->err, "grata: this kernel does not refuse all that the holder of the key "
				"does not need\n");
	return out_flush(c->err);
}

static enum err serve_verb(struct verb_call *c)
{
	struct signer s;
	struct listener l;
	struct arena scratch;
	int64_t uids[2] = { geteuid() };
	str listen = verb_text(c, "listen"), peer = verb_text(c, "peer");
	bool is_local = str_starts(listen, S("unix:")) || str_starts(listen, S("systemd"));
	if (!is_local)
		fault_field(c->faults, S("listen"),
			    "Say where it is asked: --listen unix:/path, or systemd.");
	if (peer.p)
		read_uid(c, peer, &uids[1]);
	TRY(faults_err(c->faults));
	TRY(read_signer(c, &s));
	TRY(listener_open(str_z(c->a, listen), c->faults, &l));
	TRY(arena_open(&scratch, SCRATCH));
	TRY(keep_to_key(c));
	out_fmt(c->out, "The key of %.*s signs on %.*s\n", SF(s.key.name), SF(listen));
	TRY(out_flush(c->out));
	struct local_door door = {
		.fd = l.fd, .uids = uids, .n_uids = peer.p ? 2 : 1, .answer = answer, .ctx = &s
	};
	return local_answer(&door, &scratch);
}

static const struct verb_opt key_opts[] = {
	{ "key", OPT_TEXT, "FILE", "where the key lies; its last checkpoint is FILE.head" },
	{ 0 },
};

static const struct verb_opt sign_opts[] = {
	{ "key", OPT_TEXT, "FILE", "where the key lies; its last checkpoint is FILE.head" },
	{ "signer", OPT_TEXT, "PATH", "instead: the socket of who holds it (grata seal serve)" },
	{ 0 },
};

static const struct verb_opt serve_opts[] = {
	{ "key", OPT_TEXT, "FILE", "where the key lies; its last checkpoint is FILE.head" },
	{ "listen", OPT_TEXT, "unix:PATH", "where it is asked; systemd: the socket of systemd" },
	{ "peer", OPT_TEXT, "USER", "whose processes may ask besides one's own" },
	{ 0 },
};

static const struct verb_opt extract_opts[] = {
	{ "key", OPT_TEXT, "FILE", "where the key lies; its last checkpoint is FILE.head" },
	{ "signer", OPT_TEXT, "PATH", "instead: the socket of who holds it (grata seal serve)" },
	{ "from", OPT_INT, "ENTRY", "the first entry; else 1" },
	{ "to", OPT_INT, "ENTRY", "the last entry; else the newest" },
	{ 0 },
};

const struct verb seal_verbs[] = {
	{ "seal", "key", "NAME", "Make a key that signs for the log NAME; prints its public half.",
	  VERB_PURE, key_opts, key_verb },
	{ "seal", "serve", NULL,
	  "Hold the key, and sign each head of the log that goes on from the last, for who asks.",
	  VERB_PURE, serve_opts, serve_verb },
	{ "seal", "checkpoint", NULL, "Sign how many entries the log has and what their root is.",
	  VERB_READS, sign_opts, checkpoint_verb, enter_sandbox },
	{ "seal", "receipt", "ENTRY",
	  "Prove that one entry is in the log, for whoever it concerns.", VERB_READS, sign_opts,
	  receipt_verb, enter_sandbox },
	{ "seal", "extract", NULL,
	  "Write a stretch of the log that proves itself; grata-verify checks it.", VERB_READS,
	  extract_opts, extract_verb, enter_sandbox },
	{ 0 },
};
