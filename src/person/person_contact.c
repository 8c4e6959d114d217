/* person_contact.c: addresses, telephone numbers and e-mail addresses, and what two ways of writing
 * one have in common. */
#include <stdlib.h>

#include "base/must.h"
#include "base/out.h"
#include "base/utf8.h"
#include "person/person.h"

enum { DIGITS_MIN = 5, DIGITS_MAX = 15, DIGITS_KEPT = 9, WORDS_MAX = 64 };

static str telephone_key(struct arena *a, str value, const char **why)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		if (c >= '0' && c <= '9')
			out_char(&o, c);
		else if (str_find_byte(S(" +-./()"), c) < 0) {
			*why = "a telephone number has digits, spaces and + - . / ( ) only";
			return (str){ 0 };
		}
	}
	str digits = out_view(&o);
	if (digits.n < DIGITS_MIN || digits.n > DIGITS_MAX) {
		*why = "a telephone number has 5 to 15 digits";
		return (str){ 0 };
	}
	return str_slice(digits, digits.n > DIGITS_KEPT ? digits.n - DIGITS_KEPT : 0, digits.n);
}

/* What stands behind a + before the @ is the owner's own mark (RFC 5233). */
static str email_key(struct arena *a, str value, const char **why)
{
	ptrdiff_t at = str_find_byte(value, '@');
	str user = str_slice(value, 0, at < 0 ? 0 : at), host = str_slice(value, at + 1, value.n);
	ptrdiff_t plus = str_find_byte(user, '+');
	if (at < 1 || plus == 0 || str_find_byte(host, '@') >= 0 || str_find_byte(host, '.') < 1 ||
	    str_find_byte(value, ' ') >= 0) {
		*why = "an e-mail address is name@host.example";
		return (str){ 0 };
	}
	user = plus > 0 ? str_slice(user, 0, plus) : user;
	return str_lower(a, str_fmt(a, "%.*s@%.*s", SF(user), SF(host)));
}

static str in_full(str word)
{
	static const char *const pairs[][2] = {
		{ "st", "street" },    { "str", "street" },
		{ "ул", "улица" },     { "rd", "road" },
		{ "ave", "avenue" },   { "av", "avenue" },
		{ "gdns", "gardens" }, { "sq", "square" },
		{ "apt", "flat" },     { "apartment", "flat" },
		{ "кв", "квартира" },  { "д", "дом" },
		{ "no", "" },          { "nr", "" },
		{ "the", "" },
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (str_eq(word, str_of(pairs[i][0])))
			return str_of(pairs[i][1]);
	return word;
}

static int in_order(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static str address_key(struct arena *a, str value, const char **why)
{
	str rest = person_sort_key(a, value), words[WORDS_MAX];
	struct out o = out_to_arena(a);
	size_t n = 0;
	while (rest.p && n < WORDS_MAX) {
		str word = in_full(str_cut(&rest, ' '));
		if (word.n)
			words[n++] = word;
	}
	if (n < 2) {
		*why = "an address has a street or house and a town";
		return (str){ 0 };
	}
	qsort(words, n, sizeof *words, in_order);
	for (size_t i = 0; i < n; i++)
		out_fmt(&o, "%s%.*s", i ? " " : "", SF(words[i]));
	return out_view(&o);
}

str person_contact_key(struct arena *a, enum contact_kind kind, str value, const char **why)
{
	if (value.n > CONTACT_MAX || !utf8_is_line(value)) {
		*why = "one line of at most 200 bytes";
		return (str){ 0 };
	}
	switch (kind) {
	case CONTACT_KIND_ADDRESS: return address_key(a, value, why);
	case CONTACT_KIND_TELEPHONE: return telephone_key(a, value, why);
	case CONTACT_KIND_EMAIL: return email_key(a, value, why);
	}
	must_not_come_here("kind of contact");
}

enum err person_contact_enter(struct tx *tx, struct faults *faults, const char *field,
			      struct person_contact_add_args in)
{
	enum contact_kind kind;
	const char *why = NULL;
	struct person_contact_taken_row taken;
	struct wrote out;
	if (!contact_kind_of(in.kind, &kind))
		why = "address, telephone or email";
	else
		in.find_key = person_contact_key(tx->a, kind, in.value, &why);
	if (why) {
		fault_field(faults, str_of(field), "'%.*s': %s", SF(in.value), why);
		return ERR_FAULTS;
	}
	struct person_contact_taken_args is = { in.person_id, in.kind, in.find_key };
	TRY(person_contact_taken(tx, &is, &taken));
	if (taken.contacts_n)
		return OK;
	in.from_on = tx->on;
	return person_contact_add(tx, &in, &out);
}
