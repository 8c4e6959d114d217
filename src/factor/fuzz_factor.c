/* fuzz_factor.c: any bytes where a browser, a key or a person would have sent theirs. The first
 * byte says what they are; those that get behind the first checks are given a head that passes. */
#include <string.h>

#include "base/must.h"
#include "base/utf8.h"
#include "factor/breached.h"
#include "factor/code.h"
#include "factor/key.h"
#include "factor/password.h"
#include "factor/ticket.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIST = 255 }; /* the first byte of an input that is a list of leaked passwords */
static const struct key_site HERE = { S("https://grata.example"), S("grata.example") };

/* The hash of this site and the flags; the rest is the input's. */
static str behind_head(struct arena *a, str rest, int flags)
{
	struct out o = out_to_arena(a);
	struct sha256 rp = sha256_of(HERE.rp_id, (str){ 0 }, (str){ 0 });
	out_bytes(&o, rp.b, sizeof rp.b);
	out_char(&o, (char)flags);
	out_str(&o, rest);
	return str_copy(a, out_view(&o));
}

static void try_new(struct arena *a, str client, str auth)
{
	struct key made;
	struct key_answer in = { client, auth, { 0 } };
	const char *why = key_made(a, &HERE, S("aaa"), &in, &made);
	must(why || (made.public_key.n == KEY_PUBLIC && made.id.n > 0 && made.id.n <= KEY_ID_MAX));
}

/* Nobody signs by chance. */
static void try_signed(struct arena *a, str client, str auth, str signature)
{
	char xy[KEY_PUBLIC] = { 1 };
	int64_t counter_n;
	struct key known = { S("id"), { xy, KEY_PUBLIC }, 0 };
	struct key_answer in = { client, auth, signature };
	must(key_signed(a, &HERE, S("aaa"), &known, &in, &counter_n) != NULL);
}

static void try_text(struct arena *a, str s)
{
	struct faults f = faults_in(a);
	struct sha256 hash;
	struct key_site site;
	str bytes;
	int64_t step_n;
	if (base64url_read(a, s, &bytes))
		must(str_eq(base64url_write(a, bytes), s));
	must(!code_is(S("12345678901234567890"), s, 0, 5, &step_n));
	must(!paper_hash(s, &hash) || s.n >= PAPER_CHARS);
	must(!key_site_of(a, s, &site) || site.rp_id.n > 0);
	if (utf8_is_valid(s))
		password_check(s, &s, 1, &f);
}

static ptrdiff_t read_text(void *from, int64_t at, char *to, ptrdiff_t n)
{
	str s = *(str *)from;
	s = str_slice(s, at < s.n ? at : s.n, s.n);
	n = n < s.n ? n : s.n;
	memcpy(to, s.p, (size_t)n);
	return n;
}

/* A list of leaked passwords: what is said of it is the same each time, and what is found is there.
 */
static void try_list(struct arena *a, str file)
{
	static const char hash[] = "F7C3BC1D808E04732ADF679965CCC34CA7AE3441"; /* of 123456789 */
	struct breached b = { read_text, &file, file.n };
	struct faults f = faults_in(a);
	bool has = false;
	breached_try(&b, S("file"), &f);
	must(f.n <= 1);
	if (breached_has(&b, S("123456789"), &has) == OK && has)
		must(str_find(file, str_of(hash)) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char create[] =
	    "{\"type\":\"webauthn.create\",\"challenge\":\"aaa\",\"origin\":\"https://grata.example\"}";
	static const char get[] =
	    "{\"type\":\"webauthn.get\",\"challenge\":\"aaa\",\"origin\":\"https://grata.example\"}";
	struct arena a;
	jmp_buf full;
	if (size < 1 || size > 1 << 14 || arena_open(&a, 16 << 20) != OK)
		return 0;
	a.full = &full;
	str rest = { (const char *)data + 1, (ptrdiff_t)size - 1 };
	if (setjmp(full) == 0) {
		if (data[0] == LIST)
			try_list(&a, rest);
		else
			switch (data[0] % 6) {
			case 0: try_new(&a, str_of(create), behind_head(&a, rest, 69)); break;
			case 1: try_new(&a, rest, behind_head(&a, S("0123"), 69)); break;
			case 2:
				try_signed(&a, str_of(get), behind_head(&a, rest, 5), S("x"));
				break;
			case 3:
				try_signed(&a, str_of(get), behind_head(&a, S("\0\0\0\1"), 5),
					   rest);
				break;
			case 4: try_signed(&a, rest, rest, rest); break;
			default: try_text(&a, rest); break;
			}
	}
	arena_close(&a);
	return 0;
}
