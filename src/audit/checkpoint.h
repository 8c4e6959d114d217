/* checkpoint.h: what leaves the log for others: signed notes, checkpoints, receipts (C2SP
 * signed-note, tlog-checkpoint and tlog-proof, byte for byte). Text in, text out; no keys are kept.
 *
 * A note is text and signatures over it. A checkpoint is a note whose text says how many leaves a
 * log has and what their root is. A receipt is a checkpoint with the proof that one entry is in it.
 * Readers are strict: what they take is written back as the same bytes. Views point into what was
 * read. Nothing of a note may be believed before signed_note_is_signed has said yes. */
#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include "audit/tlog.h"
#include "base/out.h"

enum { ED25519_BYTES = 32, ED25519_SIGNATURE_BYTES = 64 };

/* Ed25519 (RFC 8032), by OpenSSL's libcrypto. The private key is RFC 8032's 32-byte seed. */
struct ed25519 {
	uint8_t b[ED25519_BYTES];
};
struct ed25519_signature {
	uint8_t b[ED25519_SIGNATURE_BYTES];
};
struct ed25519 ed25519_public(const struct ed25519 *private_key);
struct ed25519_signature ed25519_sign(const struct ed25519 *private_key, str text);
/* A signature of any other length than 64 is refused like a wrong one. */
bool ed25519_check(const struct ed25519 *public_key, str text, str signature);

enum { NOTE_SIGNATURES_MAX = 64, NOTE_BYTES_MAX = 1 << 20, NOTE_ID_BYTES = 4 };

struct log_key {
	str name;                  /* not empty, no space, no '+': "log.example.org/grata" */
	uint8_t id[NOTE_ID_BYTES]; /* SHA-256(name || 0x0A || 0x01 || public key)[:4] */
	struct ed25519 public_key;
};
/* False for a name that may not stand in a signature line. */
bool log_key_of(str name, const struct ed25519 *public_key, struct log_key *k);
/* Keys as text, one line without its newline (the encodings of signed-note and of Go's note):
 * "NAME+ID+BASE64" of the public key, "PRIVATE+KEY+NAME+ID+BASE64" of the private one. Reading is
 * strict: the ID must be the key's. */
void log_key_write(struct out *o, const struct log_key *k);
bool log_key_read(str line, struct log_key *k);
void log_private_write(struct out *o, const struct log_key *k, const struct ed25519 *private_key);
bool log_private_read(str line, struct log_key *k, struct ed25519 *private_key);
/* "BASE64" of 32 bytes, as hashes stand in notes and proofs. */
bool hash_of_base64(str text, struct sha256 *h);

struct signed_note_signature {
	str name;
	str bytes; /* id of the key, then the signature */
};

struct signed_note {
	str text; /* ends with a newline */
	struct {
		struct signed_note_signature *v;
		ptrdiff_t n, cap;
	} signatures;
};

/* False when the bytes are no signed note, or exceed the limits above. */
bool signed_note_read(struct arena *a, str bytes, struct signed_note *n);
void signed_note_write(struct out *o, const struct signed_note *n);
/* Adds the signature of `k`, whose private key this is. */
void signed_note_sign(struct arena *a, struct signed_note *n, const struct log_key *k,
		      const struct ed25519 *private_key);
/* True when there is a signature of this key, and every one that claims to be is right. */
bool signed_note_is_signed(const struct signed_note *n, const struct log_key *k);

struct checkpoint {
	str origin; /* names the log; one line */
	int64_t size;
	struct sha256 root;
	str extensions; /* further lines, each with its newline; "" = none (recommended) */
};

bool checkpoint_read(str text, struct checkpoint *c);
/* The note text. ERR_INTERNAL for one that checkpoint_read would refuse. */
enum err checkpoint_write(struct out *o, const struct checkpoint *c) MUST_CHECK;

struct receipt {
	int64_t index; /* of the entry, from 0: its seq - 1 */
	struct tlog_proof proof;
	str extra; /* bytes that nothing vouches for; null = none */
	str note;  /* the signed checkpoint, as its bytes */
};

bool receipt_read(struct arena *a, str bytes, struct receipt *r);
void receipt_write(struct out *o, const struct receipt *r);
/* Is this leaf, by its bytes, in the log that `k` signs for? Checks the note's form, signature and
 * origin (it must be the key's name) and the proof. */
bool receipt_check(struct arena scratch, const struct receipt *r, str leaf,
		   const struct log_key *k);

#endif
