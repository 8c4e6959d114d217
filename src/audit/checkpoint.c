/* checkpoint.c: Ed25519, base64, notes, checkpoints, receipts, in this order. */
#include "audit/checkpoint.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/utf8.h"

/* ---- Ed25519 ---- */

struct ed25519 ed25519_public(const struct ed25519 *private_key)
{
	struct ed25519 to;
	size_t n = sizeof to.b;
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, private_key->b,
						     sizeof private_key->b);
	must(key && EVP_PKEY_get_raw_public_key(key, to.b, &n) == 1 && n == sizeof to.b);
	EVP_PKEY_free(key);
	return to;
}

struct ed25519_signature ed25519_sign(const struct ed25519 *private_key, str text)
{
	struct ed25519_signature to;
	size_t n = sizeof to.b;
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, private_key->b,
						     sizeof private_key->b);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	must(key && ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) == 1);
	must(EVP_DigestSign(ctx, to.b, &n, (const uint8_t *)text.p, (size_t)text.n) == 1);
	must(n == sizeof to.b);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return to;
}

bool ed25519_check(const struct ed25519 *public_key, str text, str signature)
{
	if (signature.n != ED25519_SIGNATURE_BYTES)
		return false;
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key->b,
						    sizeof public_key->b);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool is_right = key && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
			EVP_DigestVerify(ctx, (const uint8_t *)signature.p, (size_t)signature.n,
					 (const uint8_t *)text.p, (size_t)text.n) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return is_right;
}

/* ---- base64: RFC 4648 section 4, padded, spare bits zero, so one spelling for any bytes ---- */

static int sextet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Reads into `to`, which has room for text.n / 4 * 3 bytes; -1 or how many bytes came out. */
static ptrdiff_t base64_read(str text, uint8_t *to)
{
	ptrdiff_t n = 0, pad = str_ends(text, S("==")) ? 2 : str_ends(text, S("=")) ? 1 : 0;
	unsigned bits = 0;
	if (text.n % 4)
		return -1;
	for (ptrdiff_t i = 0; i < text.n; i++) {
		int v = i < text.n - pad ? sextet(text.p[i]) : 0;
		if (v < 0)
			return -1;
		bits = bits << 6 | (unsigned)v;
		if (i % 4 < 3)
			continue;
		for (int shift = 16; shift >= 0; shift -= 8)
			to[n++] = (uint8_t)(bits >> shift & 0xff);
		bits = 0;
	}
	for (ptrdiff_t i = 0; i < pad; i++)
		if (to[--n])
			return -1;
	return n;
}

static bool base64_str(struct arena *a, str text, str *bytes)
{
	char *to = arena_bytes(a, text.n / 4 * 3 + 1, 1);
	ptrdiff_t n = base64_read(text, (uint8_t *)to);
	*bytes = (str){ to, n };
	return n >= 0;
}

static bool base64_hash(str text, struct sha256 *h)
{
	uint8_t to[33];
	if (text.n != 44 || base64_read(text, to) != sizeof h->b)
		return false;
	memcpy(h->b, to, sizeof h->b);
	return true;
}

/* Decimal digits without a sign and without zeros before the number. */
static bool number_read(str text, int64_t *v)
{
	return text.n > 0 && text.p[0] != '-' && (text.p[0] != '0' || text.n == 1) &&
	       str_to_int64(text, v);
}

/* Takes a line with its newline off the front; false when there is none. */
static bool line_cut(str *rest, str *line)
{
	ptrdiff_t n = str_find_byte(*rest, '\n');
	if (n < 0)
		return false;
	*line = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n + 1, rest->n);
	return true;
}

/* ---- notes ---- */

/* White_Space of Unicode. */
static bool is_space(uint32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

/* UTF-8 without control characters below U+0020. */
static bool line_is_good(str line)
{
	for (ptrdiff_t i = 0; i < line.n; i++)
		if ((unsigned char)line.p[i] < 0x20)
			return false;
	return utf8_is_valid(line);
}

static bool name_is_good(str name)
{
	if (name.n == 0 || !line_is_good(name))
		return false;
	for (ptrdiff_t i = 0; i < name.n;) {
		uint32_t c = utf8_next(name, &i);
		if (c == '+' || is_space(c))
			return false;
	}
	return true;
}

bool log_key_of(str name, const struct ed25519 *public_key, struct log_key *k)
{
	if (!name_is_good(name))
		return false;
	str key = { (const char *)public_key->b, sizeof public_key->b };
	struct sha256 h = sha256_of(name, S("\n\x01"), key);
	*k = (struct log_key){ .name = name, .public_key = *public_key };
	memcpy(k->id, h.b, sizeof k->id);
	return true;
}

/* ---- keys as text ---- */

static const str PRIVATE_BEGINS = { "PRIVATE+KEY+", 12 };
enum { KEY_IS_ED25519 = 1, KEY_BASE64_N = 44 }; /* of the kind and 32 bytes */

static void key_write(struct out *o, const struct log_key *k, const struct ed25519 *bytes)
{
	uint8_t all[1 + ED25519_BYTES] = { KEY_IS_ED25519 };
	memcpy(all + 1, bytes->b, sizeof bytes->b);
	out_str(o, k->name);
	out_char(o, '+');
	out_hex(o, k->id, sizeof k->id);
	out_char(o, '+');
	out_base64(o, all, sizeof all);
}

void log_key_write(struct out *o, const struct log_key *k)
{
	key_write(o, k, &k->public_key);
}

void log_private_write(struct out *o, const struct log_key *k, const struct ed25519 *private_key)
{
	out_str(o, PRIVATE_BEGINS);
	key_write(o, k, private_key);
}

/* Name and bytes of a line; the ID of it is in `id`. */
static bool key_read(str line, str *name, str *id, struct ed25519 *bytes)
{
	uint8_t all[1 + ED25519_BYTES];
	*name = str_cut(&line, '+');
	*id = str_cut(&line, '+');
	if (line.n != KEY_BASE64_N || base64_read(line, all) != sizeof all ||
	    all[0] != KEY_IS_ED25519)
		return false;
	memcpy(bytes->b, all + 1, sizeof bytes->b);
	return true;
}

static bool id_is(const struct log_key *k, str id)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * NOTE_ID_BYTES];
	for (int i = 0; i < NOTE_ID_BYTES; i++) {
		hex[2 * i] = digits[k->id[i] >> 4];
		hex[2 * i + 1] = digits[k->id[i] & 15];
	}
	return str_eq(id, (str){ hex, sizeof hex });
}

bool log_key_read(str line, struct log_key *k)
{
	str name, id;
	struct ed25519 key;
	return key_read(line, &name, &id, &key) && log_key_of(name, &key, k) && id_is(k, id);
}

bool log_private_read(str line, struct log_key *k, struct ed25519 *private_key)
{
	str name, id;
	if (!str_starts(line, PRIVATE_BEGINS) ||
	    !key_read(str_slice(line, PRIVATE_BEGINS.n, line.n), &name, &id, private_key))
		return false;
	struct ed25519 key = ed25519_public(private_key);
	return log_key_of(name, &key, k) && id_is(k, id);
}

bool hash_of_base64(str text, struct sha256 *h)
{
	return base64_hash(text, h);
}

/* ---- signatures ---- */

static const str SIGNATURE_BEGINS = { "\xe2\x80\x94 ", 4 }; /* em dash, space */

static bool signature_read(struct arena *a, str line, struct signed_note_signature *s)
{
	str bytes;
	if (!str_starts(line, SIGNATURE_BEGINS))
		return false;
	line = str_slice(line, SIGNATURE_BEGINS.n, line.n);
	ptrdiff_t space = str_find_byte(line, ' ');
	if (space < 0 || !base64_str(a, str_slice(line, space + 1, line.n), &bytes) ||
	    bytes.n <= NOTE_ID_BYTES)
		return false;
	*s = (struct signed_note_signature){ str_slice(line, 0, space), bytes };
	return name_is_good(s->name);
}

static bool note_text_is_good(str text)
{
	str line;
	if (!str_ends(text, S("\n")))
		return false;
	while (line_cut(&text, &line))
		if (!line_is_good(line))
			return false;
	return true;
}

/* Where the text ends: behind the first newline of the last empty line. */
static ptrdiff_t note_text_n(str bytes)
{
	for (ptrdiff_t i = bytes.n - 2; i >= 0; i--)
		if (bytes.p[i] == '\n' && bytes.p[i + 1] == '\n')
			return i + 1;
	return -1;
}

bool signed_note_read(struct arena *a, str bytes, struct signed_note *n)
{
	ptrdiff_t text_n = bytes.n <= NOTE_BYTES_MAX ? note_text_n(bytes) : -1;
	if (text_n < 0)
		return false;
	*n = (struct signed_note){ .text = str_slice(bytes, 0, text_n) };
	if (!note_text_is_good(n->text))
		return false;
	str rest = str_slice(bytes, text_n + 1, bytes.n), line;
	while (line_cut(&rest, &line))
		if (n->signatures.n == NOTE_SIGNATURES_MAX ||
		    !signature_read(a, line, arena_push(a, &n->signatures)))
			return false;
	return rest.n == 0 && n->signatures.n > 0;
}

void signed_note_write(struct out *o, const struct signed_note *n)
{
	must(note_text_is_good(n->text));
	out_str(o, n->text);
	out_char(o, '\n');
	for (ptrdiff_t i = 0; i < n->signatures.n; i++) {
		const struct signed_note_signature *s = &n->signatures.v[i];
		out_str(o, SIGNATURE_BEGINS);
		out_str(o, s->name);
		out_char(o, ' ');
		out_base64(o, s->bytes.p, s->bytes.n);
		out_char(o, '\n');
	}
}

void signed_note_sign(struct arena *a, struct signed_note *n, const struct log_key *k,
		      const struct ed25519 *private_key)
{
	must(note_text_is_good(n->text) && n->signatures.n < NOTE_SIGNATURES_MAX);
	struct ed25519_signature s = ed25519_sign(private_key, n->text);
	char *bytes = arena_bytes(a, NOTE_ID_BYTES + ED25519_SIGNATURE_BYTES, 1);
	memcpy(bytes, k->id, NOTE_ID_BYTES);
	memcpy(bytes + NOTE_ID_BYTES, s.b, sizeof s.b);
	*arena_push(a, &n->signatures) =
	    (struct signed_note_signature){ k->name,
					    { bytes, NOTE_ID_BYTES + ED25519_SIGNATURE_BYTES } };
}

bool signed_note_is_signed(const struct signed_note *n, const struct log_key *k)
{
	bool is_signed = false;
	for (ptrdiff_t i = 0; i < n->signatures.n; i++) {
		const struct signed_note_signature *s = &n->signatures.v[i];
		if (memcmp(s->bytes.p, k->id, NOTE_ID_BYTES) != 0 || !str_eq(s->name, k->name))
			continue;
		str signature = str_slice(s->bytes, NOTE_ID_BYTES, s->bytes.n);
		if (!ed25519_check(&k->public_key, n->text, signature))
			return false;
		is_signed = true;
	}
	return is_signed;
}

/* ---- checkpoints ---- */

bool checkpoint_read(str text, struct checkpoint *c)
{
	str size, root, line;
	if (!note_text_is_good(text) || !line_cut(&text, &c->origin) || c->origin.n == 0 ||
	    !line_cut(&text, &size) || !number_read(size, &c->size) || c->size > TLOG_SIZE_MAX ||
	    !line_cut(&text, &root) || !base64_hash(root, &c->root))
		return false;
	c->extensions = text;
	while (line_cut(&text, &line))
		if (line.n == 0)
			return false;
	return true;
}

enum err checkpoint_write(struct out *o, const struct checkpoint *c)
{
	str more = c->extensions;
	bool is_line = c->origin.n > 0 && line_is_good(c->origin);
	bool are_lines = more.n == 0 || (note_text_is_good(more) && more.p[0] != '\n' &&
					 str_find(more, S("\n\n")) < 0);
	if (!is_line || !are_lines || c->size < 0 || c->size > TLOG_SIZE_MAX)
		return ERR_INTERNAL;
	out_str(o, c->origin);
	out_char(o, '\n');
	out_int(o, c->size);
	out_char(o, '\n');
	out_base64(o, c->root.b, sizeof c->root.b);
	out_char(o, '\n');
	out_str(o, more);
	return OK;
}

/* ---- receipts ---- */

static const str RECEIPT_BEGINS = { "c2sp.org/tlog-proof@v1", 22 };

bool receipt_read(struct arena *a, str bytes, struct receipt *r)
{
	str line;
	*r = (struct receipt){ 0 };
	if (!line_cut(&bytes, &line) || !str_eq(line, RECEIPT_BEGINS) || !line_cut(&bytes, &line))
		return false;
	if (str_starts(line, S("extra "))) {
		if (!base64_str(a, str_slice(line, 6, line.n), &r->extra) ||
		    !line_cut(&bytes, &line))
			return false;
	}
	if (!str_starts(line, S("index ")) || !number_read(str_slice(line, 6, line.n), &r->index) ||
	    r->index >= TLOG_SIZE_MAX)
		return false;
	for (;;) {
		if (!line_cut(&bytes, &line))
			return false;
		if (line.n == 0)
			break;
		if (r->proof.n == TLOG_PROOF_MAX ||
		    !base64_hash(line, &r->proof.hash[r->proof.n++]))
			return false;
	}
	struct signed_note note;
	struct checkpoint c;
	r->note = bytes;
	return signed_note_read(a, bytes, &note) && checkpoint_read(note.text, &c);
}

void receipt_write(struct out *o, const struct receipt *r)
{
	out_str(o, RECEIPT_BEGINS);
	if (r->extra.p) {
		out_lit(o, "\nextra ");
		out_base64(o, r->extra.p, r->extra.n);
	}
	out_lit(o, "\nindex ");
	out_int(o, r->index);
	out_char(o, '\n');
	for (int i = 0; i < r->proof.n; i++) {
		out_base64(o, r->proof.hash[i].b, sizeof r->proof.hash[i].b);
		out_char(o, '\n');
	}
	out_char(o, '\n');
	out_str(o, r->note);
}

bool receipt_check(struct arena scratch, const struct receipt *r, str leaf, const struct log_key *k)
{
	struct signed_note note;
	struct checkpoint c;
	struct sha256 h = tlog_leaf_hash(leaf);
	return signed_note_read(&scratch, r->note, &note) && signed_note_is_signed(&note, k) &&
	       checkpoint_read(note.text, &c) && str_eq(c.origin, k->name) &&
	       tlog_inclusion_check(r->index, c.size, &h, &r->proof, &c.root);
}
