/* sign.c: the question written and read, then the verdict. */
#include "seal/sign.h"

static const str BEGINS = { "grata/sign@v1", 13 };

static void hash_line(struct out *o, const char *word, const struct sha256 *h)
{
	out_str(o, str_of(word));
	out_base64(o, h->b, sizeof h->b);
	out_char(o, '\n');
}

void sign_ask_write(struct out *o, const struct sign_ask *ask)
{
	out_str(o, BEGINS);
	out_fmt(o, "\nold %lld\nsize %lld\n", (long long)ask->old_size, (long long)ask->size);
	hash_line(o, "root ", &ask->root);
	for (int i = 0; i < ask->proof.n; i++)
		hash_line(o, "proof ", &ask->proof.hash[i]);
	out_char(o, '\n');
}

static bool read_size(str *rest, str word, int64_t *n)
{
	str line = str_cut(rest, '\n');
	if (!rest->p || !str_starts(line, word))
		return false;
	str digits = str_slice(line, word.n, line.n);
	return digits.n && digits.p[0] >= '0' && digits.p[0] <= '9' &&
	       (digits.p[0] != '0' || digits.n == 1) && str_to_int64(digits, n) &&
	       *n <= TLOG_SIZE_MAX;
}

static bool read_hash(str line, str word, struct sha256 *h)
{
	return str_starts(line, word) && hash_of_base64(str_slice(line, word.n, line.n), h);
}

bool sign_ask_read(str text, struct sign_ask *ask)
{
	str rest = text;
	*ask = (struct sign_ask){ 0 };
	if (!str_eq(str_cut(&rest, '\n'), BEGINS) || !rest.p ||
	    !read_size(&rest, S("old "), &ask->old_size) ||
	    !read_size(&rest, S("size "), &ask->size) ||
	    !read_hash(str_cut(&rest, '\n'), S("root "), &ask->root))
		return false;
	while (rest.p && !str_eq(rest, S("\n"))) {
		str line = str_cut(&rest, '\n');
		if (ask->proof.n == TLOG_PROOF_MAX ||
		    !read_hash(line, S("proof "), &ask->proof.hash[ask->proof.n]))
			return false;
		ask->proof.n++;
	}
	return rest.p != NULL;
}

enum err sign_ask_of(struct tlog_source *s, int64_t size, const struct sha256 *root,
		     int64_t old_size, struct sign_ask *ask)
{
	*ask = (struct sign_ask){ .old_size = old_size, .size = size, .root = *root };
	if (old_size == 0 || old_size >= size)
		return OK;
	return tlog_consistency(s, old_size, size, &ask->proof);
}

enum sign_verdict sign_judge(const struct checkpoint *last, const struct sign_ask *ask)
{
	if (ask->old_size != last->size)
		return SIGN_OTHER_LAST;
	if (last->size == 0)
		return ask->proof.n == 0 ? SIGN_YES : SIGN_WENT_BACK;
	if (ask->size == last->size)
		return ask->proof.n == 0 && sha256_eq(&ask->root, &last->root) ? SIGN_YES
									       : SIGN_WENT_BACK;
	if (ask->size < last->size)
		return SIGN_WENT_BACK;
	return tlog_consistency_check(last->size, ask->size, &last->root, &ask->proof, &ask->root)
		   ? SIGN_YES
		   : SIGN_WENT_BACK;
}
