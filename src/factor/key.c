/* key.c: what a browser says, then what an authenticator says. */
#include "factor/key.h"

#include <string.h>

#include <fido.h>
#include <fido/es256.h>
#include <openssl/evp.h>

#include "base/json.h"
#include "base/must.h"
#include "base/sha256.h"

enum { RP_HASH = 32, FLAG_UP = 1, FLAG_UV = 4, AUTH_DATA_MIN = 37 };

bool key_site_of(struct arena *a, str origin, struct key_site *site)
{
	bool is_local = str_starts(origin, S("http://localhost"));
	str rest = str_starts(origin, S("https://")) ? str_slice(origin, 8, origin.n)
		   : is_local                        ? str_slice(origin, 7, origin.n)
						     : (str){ 0 };
	if (!rest.n || str_find_byte(rest, '/') >= 0)
		return false;
	str host = str_cut(&rest, ':');
	int64_t port;
	if (!host.n || (rest.p && (!str_to_int64(rest, &port) || port < 1 || port > 65535)))
		return false;
	for (ptrdiff_t i = 0; i < host.n; i++) {
		char c = host.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
			return false;
	}
	*site = (struct key_site){ str_copy(a, origin), str_copy(a, host) };
	return !is_local || str_eq(host, S("localhost"));
}

/* ---- what the browser says ---- */

static const char *check_client(struct arena *a, const struct key_site *site, str challenge,
				const char *type, str client_data)
{
	const struct json *j;
	struct faults f = faults_in(a);
	if (client_data.n > KEY_BYTES_MAX || json_read(a, client_data, &f, &j) != OK ||
	    j->kind != JSON_MAP)
		return "what the browser says is no object of JSON";
	if (!str_eq(json_text(j, "type"), str_of(type)))
		return "it was made for another purpose";
	if (!str_eq(json_text(j, "challenge"), challenge))
		return "it answers another challenge";
	if (!str_eq(json_text(j, "origin"), site->origin))
		return "it was made on another site";
	const struct json *cross = json_get(j, "crossOrigin");
	if (json_get(j, "topOrigin") || (cross && (cross->kind != JSON_BOOL || cross->n)))
		return "it was made inside a page of another site";
	return NULL;
}

/* ---- what the authenticator says ---- */

static const char *check_auth_data(const struct key_site *site, str auth_data)
{
	if (auth_data.n < AUTH_DATA_MIN || auth_data.n > KEY_BYTES_MAX)
		return "what the authenticator says is too short or too long";
	struct sha256 want = sha256_of(site->rp_id, (str){ 0 }, (str){ 0 });
	if (memcmp(want.b, auth_data.p, RP_HASH) != 0)
		return "the key was used for another site";
	int flags = (unsigned char)auth_data.p[RP_HASH];
	if (!(flags & FLAG_UP) || !(flags & FLAG_UV))
		return "the key has not seen its person";
	return NULL;
}

static bool is_point(const unsigned char *xy)
{
	es256_pk_t *pk = es256_pk_new();
	EVP_PKEY *p = pk && es256_pk_from_ptr(pk, xy, KEY_PUBLIC) == FIDO_OK
			  ? es256_pk_to_EVP_PKEY(pk)
			  : NULL;
	es256_pk_free(&pk);
	EVP_PKEY_free(p);
	return p != NULL;
}

static const char *read_made(struct arena *a, fido_cred_t *cred, str auth_data, struct key *made)
{
	if (fido_cred_set_type(cred, COSE_ES256) != FIDO_OK ||
	    fido_cred_set_authdata_raw(cred, (const unsigned char *)auth_data.p,
				       (size_t)auth_data.n) != FIDO_OK)
		return "what the authenticator says of its key cannot be read";
	size_t id_n = fido_cred_id_len(cred), public_n = fido_cred_pubkey_len(cred);
	if (id_n < 1 || id_n > KEY_ID_MAX || public_n != KEY_PUBLIC ||
	    !is_point(fido_cred_pubkey_ptr(cred)))
		return "the key is not one of the kind that was asked for";
	made->id = str_copy(a, (str){ (const char *)fido_cred_id_ptr(cred), (ptrdiff_t)id_n });
	made->public_key =
	    str_copy(a, (str){ (const char *)fido_cred_pubkey_ptr(cred), KEY_PUBLIC });
	made->counter_n = fido_cred_sigcount(cred);
	return NULL;
}

const char *key_made(struct arena *a, const struct key_site *site, str challenge,
		     const struct key_answer *in, struct key *made)
{
	const char *why = check_client(a, site, challenge, "webauthn.create", in->client_data);
	if (!why)
		why = check_auth_data(site, in->auth_data);
	if (why)
		return why;
	fido_init(0);
	fido_cred_t *cred = fido_cred_new();
	must(cred != NULL);
	why = read_made(a, cred, in->auth_data, made);
	fido_cred_free(&cred);
	return why;
}

static bool is_signed(const struct key_site *site, struct arena scratch, const struct key *known,
		      const struct key_answer *in, int64_t *counter_n)
{
	struct sha256 hash = sha256_of(in->client_data, (str){ 0 }, (str){ 0 });
	fido_assert_t *as = fido_assert_new();
	es256_pk_t *pk = es256_pk_new();
	must(as != NULL && pk != NULL && known->public_key.n == KEY_PUBLIC);
	bool is_good = es256_pk_from_ptr(pk, known->public_key.p, KEY_PUBLIC) == FIDO_OK &&
		       fido_assert_set_rp(as, str_z(&scratch, site->rp_id)) == FIDO_OK &&
		       fido_assert_set_clientdata_hash(as, hash.b, sizeof hash.b) == FIDO_OK &&
		       fido_assert_set_count(as, 1) == FIDO_OK &&
		       fido_assert_set_authdata_raw(as, 0, (const unsigned char *)in->auth_data.p,
						    (size_t)in->auth_data.n) == FIDO_OK &&
		       fido_assert_set_up(as, FIDO_OPT_TRUE) == FIDO_OK &&
		       fido_assert_set_uv(as, FIDO_OPT_TRUE) == FIDO_OK &&
		       fido_assert_set_sig(as, 0, (const unsigned char *)in->signature.p,
					   (size_t)in->signature.n) == FIDO_OK &&
		       fido_assert_verify(as, 0, COSE_ES256, pk) == FIDO_OK;
	*counter_n = is_good ? fido_assert_sigcount(as, 0) : 0;
	fido_assert_free(&as);
	es256_pk_free(&pk);
	return is_good;
}

const char *key_signed(struct arena *a, const struct key_site *site, str challenge,
		       const struct key *known, const struct key_answer *in, int64_t *counter_n)
{
	const char *why = check_client(a, site, challenge, "webauthn.get", in->client_data);
	if (!why)
		why = check_auth_data(site, in->auth_data);
	if (why)
		return why;
	if (in->signature.n < 1 || in->signature.n > KEY_BYTES_MAX)
		return "there is no signature";
	fido_init(0);
	if (!is_signed(site, *a, known, in, counter_n))
		return "the signature is not the key's";
	if ((*counter_n || known->counter_n) && *counter_n <= known->counter_n)
		return "the key's counter did not rise: there may be a copy of it";
	return NULL;
}
